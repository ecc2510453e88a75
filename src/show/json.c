/* json.c: the writer of json.h. */
#include "show/json.h"
#include "text/text.h"
#include <math.h>
#include <stdio.h>

void rw_json_begin(rw_json *j, riwaya_sink sink, unsigned lay_out) {
	j->sink = sink;
	j->failed = false;
	j->depth = 0;
	j->lay_out = lay_out;
	j->key = false;
	j->used[0] = false;
	j->n = 0;
}

static void flush(rw_json *j) {
	if (j->n && !j->failed && !j->sink.write(j->sink.ctx, j->buf, j->n)) j->failed = true;
	j->n = 0;
}

static void put(rw_json *j, const char *p, size_t n) {
	while (n && !j->failed) {
		if (j->n == sizeof j->buf) flush(j);
		size_t room = sizeof j->buf - j->n, m = n < room ? n : room;
		memcpy(j->buf + j->n, p, m);
		j->n += m;
		p += m;
		n -= m;
	}
}

static void put_z(rw_json *j, const char *z) { put(j, z, strlen(z)); }

static void new_line(rw_json *j, unsigned depth) {
	put(j, "\n", 1);
	for (unsigned i = 0; i < depth; i++) put(j, " ", 1);
}

bool rw_json_end(rw_json *j) {
	put(j, "\n", 1);
	flush(j);
	return !j->failed;
}

/* What stands before a value or a key: a comma, and a line or a space. */
static void before(rw_json *j) {
	if (j->key) {
		j->key = false;
		return;
	}
	if (j->depth == 0) return;
	if (j->used[j->depth]) put(j, ",", 1);
	if (j->depth <= j->lay_out)
		new_line(j, j->depth);
	else if (j->used[j->depth])
		put(j, " ", 1);
	j->used[j->depth] = true;
}

static void open(rw_json *j, const char *with, char closer) {
	before(j);
	put(j, with, 1);
	/* Depth is the program's own, never an input's: more than the bound is a fault of ours, and is refused. */
	if (j->depth + 1 >= RW_JSON_DEPTH) {
		j->failed = true;
		return;
	}
	j->depth++;
	j->used[j->depth] = false;
	j->closer[j->depth] = closer;
}

void rw_json_object(rw_json *j) { open(j, "{", '}'); }
void rw_json_array(rw_json *j) { open(j, "[", ']'); }

void rw_json_close(rw_json *j) {
	if (j->depth == 0) return;
	bool used = j->used[j->depth];
	char closer = j->closer[j->depth];
	j->depth--;
	if (used && j->depth < j->lay_out) new_line(j, j->depth);
	put(j, &closer, 1);
}

/* Code points that are no part of what a reader sees, and that programs stumble over. */
static bool escaped(uint32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029; }

static void string(rw_json *j, rw_slice s) {
	put(j, "\"", 1);
	size_t from = 0, i = 0;
	while (i < s.n) {
		unsigned char b = (unsigned char)s.p[i];
		if (b >= 0x20 && b < 0x7F && b != '"' && b != '\\') {
			i++;
			continue;
		}
		size_t at = i;
		uint32_t c = rw_utf8_next(s, &i);
		bool bad = c == RW_UTF8_BAD && i - at != 3; /* a U+FFFD that stands in the text is three bytes */
		if (!bad && !escaped(c) && c != '"' && c != '\\') continue;
		put(j, s.p + from, at - from);
		from = i;
		if (bad)
			put_z(j, "\xEF\xBF\xBD");
		else if (c == '"')
			put_z(j, "\\\"");
		else if (c == '\\')
			put_z(j, "\\\\");
		else if (c == '\n')
			put_z(j, "\\n");
		else if (c == '\t')
			put_z(j, "\\t");
		else if (c == '\r')
			put_z(j, "\\r");
		else {
			char z[16];
			snprintf(z, sizeof z, "\\u%04x", (unsigned)c);
			put_z(j, z);
		}
	}
	put(j, s.p + from, s.n - from);
	put(j, "\"", 1);
}

void rw_json_key_slice(rw_json *j, rw_slice key) {
	before(j);
	string(j, key);
	put_z(j, ": ");
	j->key = true;
}

void rw_json_key(rw_json *j, const char *key) { rw_json_key_slice(j, rw_slice_z(key)); }

void rw_json_slice(rw_json *j, rw_slice s) {
	before(j);
	if (s.p)
		string(j, s);
	else
		put_z(j, "null");
}

void rw_json_z(rw_json *j, const char *z) { rw_json_slice(j, rw_slice_z(z)); }

void rw_json_u64(rw_json *j, uint64_t v) {
	char z[24];
	snprintf(z, sizeof z, "%llu", (unsigned long long)v);
	before(j);
	put_z(j, z);
}

void rw_json_double(rw_json *j, double v) {
	char z[400];
	before(j);
	if (!isfinite(v)) {
		put_z(j, "null");
		return;
	}
	/* printf's decimal point follows the host's locale: only whole numbers go through it. */
	double size = fabs(v);
	if (size >= 1e15) {
		snprintf(z, sizeof z, "%.0f", v);
		put_z(j, z);
		return;
	}
	double whole = floor(size);
	uint64_t head = (uint64_t)whole, tail = (uint64_t)llround((size - whole) * 1e6);
	if (tail >= 1000000) head++, tail = 0;
	if (v < 0 && (head || tail)) put(j, "-", 1);
	int n = snprintf(z, sizeof z, "%llu", (unsigned long long)head);
	if (tail) {
		n += snprintf(z + n, sizeof z - (size_t)n, ".%06llu", (unsigned long long)tail);
		while (z[n - 1] == '0') n--;
	}
	put(j, z, (size_t)n);
}

void rw_json_bool(rw_json *j, bool v) {
	before(j);
	put_z(j, v ? "true" : "false");
}

void rw_json_null(rw_json *j) {
	before(j);
	put_z(j, "null");
}

void rw_json_put_slice(rw_json *j, const char *key, rw_slice s) {
	rw_json_key(j, key);
	rw_json_slice(j, s);
}

void rw_json_put_z(rw_json *j, const char *key, const char *z) {
	rw_json_key(j, key);
	rw_json_z(j, z);
}

void rw_json_put_u64(rw_json *j, const char *key, uint64_t v) {
	rw_json_key(j, key);
	rw_json_u64(j, v);
}

void rw_json_put_double(rw_json *j, const char *key, bool has, double v) {
	rw_json_key(j, key);
	if (has)
		rw_json_double(j, v);
	else
		rw_json_null(j);
}

void rw_json_put_bool(rw_json *j, const char *key, bool v) {
	rw_json_key(j, key);
	rw_json_bool(j, v);
}

void rw_json_put_slices(rw_json *j, const char *key, const rw_slice *p, size_t n) {
	rw_json_key(j, key);
	rw_json_array(j);
	for (size_t i = 0; i < n; i++) rw_json_slice(j, p[i]);
	rw_json_close(j);
}
