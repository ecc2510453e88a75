/* json.c: reading JSON, see json.h. A value's end is found by its quotes and brackets alone, at the speed of memory nearly; what it
 * holds is looked at when it is made a tree.
 */
#include "read/json.h"
#include "text/text.h"
#include <riwaya/riwaya.h>

static bool white(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\x1e'; }

/* What a bare word ends at. */
static bool stops(char c) {
	return white(c) || c == ',' || c == ']' || c == '}' || c == '[' || c == '{' || c == '"' || c == ':';
}

/* --- where a value ends -------------------------------------------------------------------------------------------- */
/* The first quote or backslash from i on, n where there is none: eight bytes at a time. */
static size_t string_stop(const char *p, size_t i, size_t n) {
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
	for (; n - i >= 8; i += 8) {
		uint64_t w;
		memcpy(&w, p + i, 8);
		uint64_t q = w ^ (ones * '"'), b = w ^ (ones * '\\');
		if (((q - ones) & ~q & high) | ((b - ones) & ~b & high)) break;
	}
	while (i < n && p[i] != '"' && p[i] != '\\') i++;
	return i;
}

typedef struct scan {
	size_t i; /* bytes seen */
	uint64_t depth;
	bool string, escaped, word, begun;
} scan;

/* Goes on through v, of which s->i bytes were seen. True at the value's end: s->i is its length then. */
static bool scan_on(scan *s, rw_slice v) {
	if (!s->begun) {
		if (v.n == 0) return false;
		s->begun = true;
		s->word = v.p[0] != '"' && v.p[0] != '{' && v.p[0] != '[';
	}
	size_t i = s->i, n = v.n;
	while (i < n) {
		if (s->string) {
			if (s->escaped) {
				s->escaped = false;
				i++;
				continue;
			}
			i = string_stop(v.p, i, n);
			if (i == n) break;
			s->string = v.p[i] == '\\';
			s->escaped = s->string;
			i++;
			if (!s->string && s->depth == 0) break;
			continue;
		}
		char c = v.p[i];
		if (s->word) {
			if (stops(c)) break;
			i++;
			continue;
		}
		i++;
		if (c == '"') {
			s->string = true;
		} else if (c == '{' || c == '[') {
			s->depth++;
		} else if ((c == '}' || c == ']') && --s->depth == 0) {
			break;
		}
	}
	s->i = i;
	return s->word ? i < n : i > 0 && !s->string && s->depth == 0;
}

/* --- from a stream ----------------------------------------------------------------------------------------------- */
void rw_jreader_init(rw_jreader *r, rw_arena *a, rw_stream *in) {
	memset(r, 0, sizeof *r);
	r->in = in;
	r->a = a;
}

void rw_jreader_end(rw_jreader *r) {
	r->broken = true;
	r->n_levels = 0;
}

/* Nothing can be read behind this. */
static riwaya_status give_up(rw_jreader *r, riwaya_status status) {
	rw_jreader_end(r);
	return status;
}

static riwaya_status broken(rw_jreader *r, const char *what, riwaya_error *err) {
	return give_up(r,
		rw_fail(err, RIWAYA_FORMAT, RW_NONE, rw_stream_at(r->in), 0,
			"is no valid JSON: %s; export it again or mend it there", what));
}

/* To the first byte that says something. v.n is 0 at the end of the input. */
static riwaya_status to_byte(rw_jreader *r, bool commas, rw_slice *v, riwaya_error *err) {
	for (;;) {
		riwaya_status status = rw_stream_look(r->in, 3, v, err);
		if (status) return give_up(r, status);
		size_t i = 0;
		if (rw_stream_at(r->in) == 0 && rw_slice_starts(*v, RW_LIT("\xEF\xBB\xBF"))) i = 3;
		while (i < v->n && (white(v->p[i]) || (commas && v->p[i] == ','))) i++;
		rw_stream_take(r->in, i);
		if (i < v->n || i == 0) {
			*v = rw_slice_of(v->p + i, v->n - i);
			return RIWAYA_OK;
		}
	}
}

/* Through the value that stands next. With `max`, its bytes are kept in view, and taken at the next call. */
static riwaya_status pass(rw_jreader *r, size_t max, rw_slice *out, riwaya_error *err) {
	uint64_t begin = rw_stream_at(r->in);
	bool keep = max > 0;
	scan s = {0};
	rw_slice v;
	r->at_value = false;
	for (;;) {
		riwaya_status status = rw_stream_look(r->in, s.i + 1, &v, err);
		if (status) return give_up(r, status);
		bool more = v.n > s.i, done = scan_on(&s, v);
		if (!more && s.word) done = true;
		if (!more && !done) {
			rw_stream_take(r->in, v.n);
			r->n_levels = 0;
			return rw_fail(err, RIWAYA_FORMAT, RW_NONE, begin, 0,
				"the input ends at byte %llu within what begins here: it was cut off; what stands before it was read",
				(unsigned long long)rw_stream_at(r->in));
		}
		if (keep && s.i > max) keep = false;
		if (done && keep) {
			*out = rw_slice_of(v.p, s.i);
			r->left = s.i;
			return RIWAYA_OK;
		}
		if (!keep) {
			rw_stream_take(r->in, s.i);
			s.i = 0;
		}
		if (done) break;
	}
	if (!max) return RIWAYA_OK;
	return rw_fail(err, RIWAYA_LIMIT, RW_NONE, begin, 0,
		"a record has %llu bytes, over the limit of %zu (RIWAYA_MAX_RECORD); it was left out",
		(unsigned long long)(rw_stream_at(r->in) - begin), max);
}

static rw_slice unescape(rw_arena *a, rw_slice s);

riwaya_status rw_jreader_next(rw_jreader *r, rw_slice *key, riwaya_error *err) {
	rw_slice v, quoted;
	riwaya_status status;
	if (key) *key = RW_NONE;
	rw_stream_take(r->in, r->left);
	r->left = 0;
	if (r->broken) return RIWAYA_END;
	if (r->at_value && (status = pass(r, 0, NULL, err)) != RIWAYA_OK) return status;
	status = to_byte(r, true, &v, err);
	if (status) return status;
	if (v.n == 0) {
		if (!r->n_levels) return RIWAYA_END;
		r->n_levels = 0;
		return rw_fail(err, RIWAYA_FORMAT, RW_NONE, rw_stream_at(r->in), 0,
			"the input ends before it is complete: it was cut off; what stands before that was read");
	}
	if (v.p[0] == ']' || v.p[0] == '}') {
		char open = v.p[0] == ']' ? '[' : '{';
		if (!r->n_levels || r->levels[r->n_levels - 1] != open)
			return broken(r, "a closing bracket that nothing opened stands here", err);
		rw_stream_take(r->in, 1);
		r->n_levels--;
		return RIWAYA_END;
	}
	if (r->n_levels && r->levels[r->n_levels - 1] == '{') {
		if (v.p[0] != '"') return broken(r, "a name in quotes should stand here", err);
		status = pass(r, RIWAYA_MAX_RECORD, &quoted, err);
		if (status) return give_up(r, status);
		if (key) {
			rw_mark m = rw_arena_mark(r->a);
			rw_slice name = unescape(r->a, rw_slice_of(quoted.p + 1, quoted.n - 2));
			size_t n = name.n < RW_JSON_KEY ? name.n : RW_JSON_KEY;
			memcpy(r->key, name.p, n);
			*key = rw_slice_of(r->key, n);
			rw_arena_reset(r->a, m);
		}
		rw_stream_take(r->in, r->left);
		r->left = 0;
		status = to_byte(r, false, &v, err);
		if (status) return status;
		if (v.n == 0 || v.p[0] != ':') return broken(r, "a colon should stand here", err);
		rw_stream_take(r->in, 1);
		status = to_byte(r, false, &v, err);
		if (status) return status;
	}
	if (v.n == 0 || v.p[0] == ':' || v.p[0] == ',' || v.p[0] == ']' || v.p[0] == '}')
		return broken(r, "a value should stand here", err);
	r->at_value = true;
	return RIWAYA_OK;
}

char rw_jreader_peek(rw_jreader *r) {
	rw_slice v;
	return r->at_value && !rw_stream_look(r->in, 1, &v, NULL) && v.n ? v.p[0] : 0;
}

bool rw_jreader_enter(rw_jreader *r) {
	char c = rw_jreader_peek(r);
	if ((c != '{' && c != '[') || r->n_levels == RW_JSON_LEVELS) return false;
	rw_stream_take(r->in, 1);
	r->levels[r->n_levels++] = c;
	r->at_value = false;
	return true;
}

riwaya_status rw_jreader_value(rw_jreader *r, size_t max, rw_slice *bytes, uint64_t *at, riwaya_error *err) {
	*at = rw_stream_at(r->in);
	return pass(r, max, bytes, err);
}

riwaya_status rw_jreader_skip(rw_jreader *r, riwaya_error *err) {
	return r->at_value ? pass(r, 0, NULL, err) : RIWAYA_OK;
}

/* --- strings ------------------------------------------------------------------------------------------------------ */
static bool hex(rw_slice s, size_t i, size_t n, uint32_t *out) {
	*out = 0;
	if (i + n > s.n) return false;
	for (size_t k = i; k < i + n; k++) {
		char h = s.p[k];
		uint32_t v = h >= '0' && h <= '9' ? (uint32_t)(h - '0') : (uint32_t)((h | 0x20) - 'a') + 10;
		if (v > 15 || (v > 9 && ((h | 0x20) < 'a' || (h | 0x20) > 'f'))) return false;
		*out = *out * 16 + v;
	}
	return true;
}

/* What stands between a string's quotes, without escapes, as valid UTF-8: s itself where there is nothing to do. */
static rw_slice unescape(rw_arena *a, rw_slice s) {
	const char *first = s.n ? memchr(s.p, '\\', s.n) : NULL;
	if (!first) return rw_utf8_clean(a, s, NULL);
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < s.n;) {
		const char *next = memchr(s.p + i, '\\', s.n - i);
		size_t to = next ? (size_t)(next - s.p) : s.n;
		rw_buf_put(&b, s.p + i, to - i);
		if (to + 1 >= s.n) break;
		char e = s.p[to + 1], out[4];
		uint32_t c, low;
		i = to + 2;
		if (e == 'u' && hex(s, i, 4, &c)) {
			i += 4;
			if (c >= 0xD800 && c < 0xDC00 && i + 1 < s.n && s.p[i] == '\\' && s.p[i + 1] == 'u' &&
				hex(s, i + 2, 4, &low) && low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				i += 6;
			}
			rw_buf_put(&b, out, rw_utf8_put(c >= 0xD800 && c < 0xE000 ? 0xFFFD : c, out));
		} else if (e == 'x' && hex(s, i, 2, &c)) {
			i += 2;
			rw_buf_put(&b, out, rw_utf8_put(c, out));
		} else {
			rw_buf_byte(&b,
				e == 'n'       ? '\n'
					: e == 't' ? '\t'
					: e == 'r' ? '\r'
					: e == 'b' ? '\b'
					: e == 'f' ? '\f'
							   : e);
		}
	}
	return rw_utf8_clean(a, rw_buf_view(&b), NULL);
}

/* --- trees -------------------------------------------------------------------------------------------------------- */
typedef struct tree {
	rw_arena *a;
	rw_slice s;
	size_t i;
	uint64_t at;
	riwaya_error *err;
} tree;

static riwaya_status wrong(const tree *t, const char *what) {
	return rw_fail(t->err, RIWAYA_FORMAT, RW_NONE, t->at + t->i, 0,
		"is no valid JSON: %s; export it again or mend it there",
		t->i >= t->s.n ? "the input ends within a record" : what);
}

static void blank(tree *t, bool commas) {
	while (t->i < t->s.n && (white(t->s.p[t->i]) || (commas && t->s.p[t->i] == ','))) t->i++;
}

/* The string whose quote stands at i; false where it has no end. */
static bool string(tree *t, rw_slice *raw, rw_slice *text) {
	size_t from = t->i, i = from + 1;
	for (;;) {
		i = string_stop(t->s.p, i, t->s.n);
		if (i >= t->s.n) break;
		if (t->s.p[i] == '"') {
			*raw = rw_slice_of(t->s.p + from, i + 1 - from);
			*text = unescape(t->a, rw_slice_of(t->s.p + from + 1, i - from - 1));
			t->i = i + 1;
			return true;
		}
		i += 2;
		if (i > t->s.n) break;
	}
	t->i = t->s.n;
	return false;
}

static rw_json_type word_type(rw_slice w) {
	size_t i = w.n && w.p[0] == '-';
	return i < w.n && w.p[i] >= '0' && w.p[i] <= '9' ? RW_JSON_NUMBER : RW_JSON_OTHER;
}

riwaya_status rw_json_tree(rw_arena *a, rw_slice bytes, uint64_t at, rw_json_value **out, riwaya_error *err) {
	struct {
		rw_json_value *v, *last;
	} open[RIWAYA_MAX_DEPTH];
	tree t = {a, bytes, 0, at, err};
	uint32_t depth = 0, values = 0;
	*out = NULL;
	if (rw_slice_starts(bytes, RW_LIT("\xEF\xBB\xBF"))) t.i = 3;
	do {
		blank(&t, depth > 0);
		if (t.i >= bytes.n) return wrong(&t, "");
		char c = bytes.p[t.i];
		if (c == '}' || c == ']') {
			if (!depth || (open[depth - 1].v->type == RW_JSON_OBJECT) != (c == '}'))
				return wrong(&t, "a closing bracket that nothing opened stands here");
			rw_json_value *v = open[--depth].v;
			t.i++;
			v->raw.n = (size_t)(bytes.p + t.i - v->raw.p);
			continue;
		}
		rw_slice key = RW_NONE, raw;
		bool object = depth && open[depth - 1].v->type == RW_JSON_OBJECT;
		if (object) {
			if (c != '"') return wrong(&t, "a name in quotes should stand here");
			if (!string(&t, &raw, &key)) return wrong(&t, "");
			blank(&t, false);
			if (t.i >= bytes.n || bytes.p[t.i] != ':') return wrong(&t, "a colon should stand here");
			t.i++;
			blank(&t, false);
			if (t.i >= bytes.n) return wrong(&t, "");
			c = bytes.p[t.i];
		}
		if (++values > RW_JSON_VALUES)
			return rw_fail(err, RIWAYA_LIMIT, RW_NONE, at + t.i, 0,
				"a record has more than %d values, the limit (RW_JSON_VALUES)", RW_JSON_VALUES);
		rw_json_value *v = RW_NEW(a, rw_json_value);
		v->key = key;
		v->raw = rw_slice_of(bytes.p + t.i, 0);
		if (!*out) *out = v;
		if (depth) {
			rw_json_value *in = open[depth - 1].v;
			v->index = in->n++;
			if (in->first)
				open[depth - 1].last->next = v;
			else
				in->first = v;
			open[depth - 1].last = v;
		}
		if (c == '"') {
			v->type = RW_JSON_STRING;
			if (!string(&t, &v->raw, &v->text)) return wrong(&t, "");
		} else if (c == '{' || c == '[') {
			if (depth == RIWAYA_MAX_DEPTH)
				return rw_fail(err, RIWAYA_LIMIT, RW_NONE, at + t.i, 0,
					"arrays and objects lie more than %d deep in one another (RIWAYA_MAX_DEPTH); the record was left out",
					RIWAYA_MAX_DEPTH);
			v->type = c == '{' ? RW_JSON_OBJECT : RW_JSON_LIST;
			v->raw.n = bytes.n - t.i; /* until its end is seen */
			open[depth].v = v;
			open[depth++].last = NULL;
			t.i++;
		} else {
			size_t from = t.i;
			while (t.i < bytes.n && !stops(bytes.p[t.i])) t.i++;
			if (t.i == from && !(object && (c == ',' || c == '}'))) return wrong(&t, "a value should stand here");
			v->raw = rw_slice_of(bytes.p + from, t.i - from);
			v->text = rw_utf8_clean(a, v->raw, NULL);
			v->type = word_type(v->raw);
		}
	} while (depth);
	return RIWAYA_OK;
}

const rw_json_value *rw_json_member(const rw_json_value *v, rw_slice key) {
	if (!v || v->type != RW_JSON_OBJECT) return NULL;
	for (const rw_json_value *m = v->first; m; m = m->next)
		if (rw_slice_eq(m->key, key)) return m;
	return NULL;
}

const rw_json_value *rw_json_at(const rw_json_value *v, rw_slice path) {
	while (v && path.p) {
		const rw_json_value *whole = rw_json_member(v, path);
		if (whole) return whole;
		rw_slice step = rw_slice_cut(&path, '.');
		v = rw_json_member(v, step);
	}
	return v;
}

rw_slice rw_json_text(const rw_json_value *v, const char *key) {
	const rw_json_value *m = rw_json_member(v, rw_slice_z(key));
	return m && (m->type == RW_JSON_STRING || m->type == RW_JSON_NUMBER) && m->text.n ? m->text : RW_NONE;
}
