/* fuzz_export.c: exports of what is in a report, in every format. Whatever the report holds, the output is UTF-8, and a table's rows have as many
 * cells as its head and no text that a spreadsheet would run. */
#include "fuzz.h"
#include "text/text.h"
#include <riwaya/export.h>
#include <stdlib.h>

enum { MOST = 1 << 22 };

typedef struct taken {
	char *p;
	size_t n;
} taken;

static bool take(void *ctx, const char *p, size_t n) {
	taken *t = ctx;
	if (t->n + n > MOST) return false;
	t->p = realloc(t->p, t->n + n + 1);
	if (!t->p) abort();
	if (n) memcpy(t->p + t->n, p, n);
	t->n += n;
	return true;
}

static void check_text(rw_slice s) {
	for (size_t i = 0; i < s.n;) {
		size_t at = i;
		uint32_t c = rw_utf8_next(s, &i);
		if (c == RW_UTF8_BAD && i - at != 3) abort();
	}
}

/* A cell that begins like a formula must be a number or the like of it: digits and what stands between them. */
static void check_cell(const char *p, size_t n) {
	if (!n || (p[0] != '=' && p[0] != '+' && p[0] != '-' && p[0] != '@' && p[0] != '\t' && p[0] != '\r')) return;
	if (p[0] != '-') abort();
	for (size_t i = 1; i < n; i++)
		if ((p[i] < '0' || p[i] > '9') && p[i] != '.' && p[i] != '|' && p[i] != '-') abort();
}

static void check_table(rw_slice s) {
	size_t cells = 0, wanted = 0;
	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		if (s.p[i] == '"') {
			from = ++i;
			while (i < s.n && (s.p[i] != '"' || (i + 1 < s.n && s.p[i + 1] == '"'))) i += s.p[i] == '"' ? 2 : 1;
			if (i >= s.n) abort();
			check_cell(s.p + from, i - from);
			i++;
		} else {
			while (i < s.n && s.p[i] != ',' && s.p[i] != '\r' && s.p[i] != '\n' && s.p[i] != '"') i++;
			check_cell(s.p + from, i - from);
		}
		cells++;
		if (i < s.n && s.p[i] == ',') {
			i++;
			continue;
		}
		if (i + 1 >= s.n || s.p[i] != '\r' || s.p[i + 1] != '\n') abort();
		i += 2;
		if (!wanted) wanted = cells;
		if (cells != wanted) abort();
		cells = 0;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
	static riwaya_engine *engine;
	if (!engine && riwaya_engine_new(NULL, &engine, NULL)) abort();
	riwaya_set_options o = {.any_language = true};
	riwaya_set *set;
	if (n > 1 << 16) return 0;
	riwaya_when_parse("2023-11-15", &o.published);
	if (riwaya_set_new(engine, &o, &set, NULL)) abort();
	riwaya_set_add_bytes(set, "=fuzz", data, n, NULL);
	for (int f = 0; f < riwaya_export_format_count; f++) {
		taken t = {0};
		if (!riwaya_export(set, f, NULL, (riwaya_sink){take, &t}, NULL, NULL) && t.n) {
			rw_slice s = {t.p, t.n};
			const char *name = riwaya_export_format_word(f);
			bool table = f == RIWAYA_EXPORT_ACLED || f == RIWAYA_EXPORT_UCDP || f == RIWAYA_EXPORT_AIRWARS ||
				f == RIWAYA_EXPORT_UWAZI || strstr(name, "-csv");
			check_text(s);
			if (table) check_table(s);
		}
		free(t.p);
	}
	riwaya_set_free(set);
	return 0;
}
