/* csv.c: the writer of csv.h. */
#include "show/export/csv.h"
#include "text/text.h"
#include <math.h>
#include <stdio.h>

void rw_csv_begin(rw_csv *c, riwaya_sink sink, bool bom, bool formulas) {
	c->sink = sink;
	c->failed = c->begun = false;
	c->formulas = formulas;
	c->n = 0;
	if (bom) {
		memcpy(c->buf, "\xEF\xBB\xBF", 3);
		c->n = 3;
	}
}

static void flush(rw_csv *c) {
	if (c->n && !c->failed && !c->sink.write(c->sink.ctx, c->buf, c->n)) c->failed = true;
	c->n = 0;
}

bool rw_csv_end(rw_csv *c) {
	flush(c);
	return !c->failed;
}

static void put(rw_csv *c, const char *p, size_t n) {
	while (n && !c->failed) {
		if (c->n == sizeof c->buf) flush(c);
		size_t room = sizeof c->buf - c->n, m = n < room ? n : room;
		memcpy(c->buf + c->n, p, m);
		c->n += m;
		p += m;
		n -= m;
	}
}

static void part(rw_csv *c) {
	if (c->begun) put(c, ",", 1);
	c->begun = true;
}

void rw_csv_row(rw_csv *c) {
	put(c, "\r\n", 2);
	c->begun = false;
}

/* Code points by which spreadsheets know a formula: the signs, their wide forms, and what they skip before them. */
static bool formula_begins(rw_slice s) {
	size_t i = 0;
	uint32_t c = s.n ? rw_utf8_next(s, &i) : 0;
	return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' || c == '\n' || c == '\'' ||
		c == 0xFF1D || c == 0xFF0B || c == 0xFF0D || c == 0xFF20;
}

static bool needs_quotes(rw_slice s) {
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r') return true;
	return s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

static bool bad(uint32_t c, size_t n) {
	return (c == RW_UTF8_BAD && n != 3) || (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
}

static void cell(rw_csv *c, rw_slice s, bool guard) {
	bool quotes = needs_quotes(s);
	part(c);
	if (quotes) put(c, "\"", 1);
	if (guard) put(c, "'", 1);
	size_t from = 0;
	for (size_t i = 0; i < s.n;) {
		size_t at = i;
		uint32_t u = rw_utf8_next(s, &i);
		bool wrong = bad(u, i - at);
		if (!wrong && u != '"') continue;
		put(c, s.p + from, at - from);
		if (wrong)
			put(c, "\xEF\xBF\xBD", 3);
		else
			put(c, "\"\"", 2);
		from = i;
	}
	put(c, s.p + from, s.n - from);
	if (quotes) put(c, "\"", 1);
}

void rw_csv_text(rw_csv *c, rw_slice s) { cell(c, s, !c->formulas && formula_begins(s)); }
void rw_csv_code(rw_csv *c, rw_slice s) { cell(c, s, false); }
void rw_csv_z(rw_csv *c, const char *z) { cell(c, rw_slice_z(z), false); }

void rw_csv_empty(rw_csv *c, size_t n) {
	for (size_t i = 0; i < n; i++) part(c);
}

void rw_csv_u64(rw_csv *c, uint64_t v) {
	char z[24];
	int n = snprintf(z, sizeof z, "%llu", (unsigned long long)v);
	part(c);
	put(c, z, (size_t)n);
}

size_t rw_csv_digits(double v, char out[64]) {
	if (!isfinite(v)) return 0;
	double size = fabs(v), whole = floor(size);
	if (size >= 1e15) return (size_t)snprintf(out, 64, "%.0f", fmin(fmax(v, -1e30), 1e30));
	uint64_t head = (uint64_t)whole, tail = (uint64_t)llround((size - whole) * 1e6);
	if (tail >= 1000000) head++, tail = 0;
	int n = snprintf(out, 64, "%s%llu", v < 0 && (head || tail) ? "-" : "", (unsigned long long)head);
	if (tail) {
		n += snprintf(out + n, 64 - (size_t)n, ".%06llu", (unsigned long long)tail);
		while (out[n - 1] == '0') n--;
	}
	return (size_t)n;
}

void rw_csv_number(rw_csv *c, bool has, double v) {
	char z[64];
	part(c);
	if (has) put(c, z, rw_csv_digits(v, z));
}

void rw_csv_bool(rw_csv *c, bool v) { rw_csv_u64(c, v); }

void rw_csv_head(rw_csv *c, const char *const *names) {
	for (; *names; names++) rw_csv_z(c, *names);
	rw_csv_row(c);
}
