/* json_ld.c: the few facts that pages state in embedded JSON-LD. Publishers break its grammar in many ways, so it is not
 * parsed as a whole: a key is looked for, and the string that follows it is taken.
 */
#include "read/dom.h"

/* A JSON string's value from its opening quote at i. */
static rw_slice string_at(rw_arena *a, rw_slice s, size_t i) {
	rw_buf b = RW_BUF(a);
	for (i++; i < s.n && s.p[i] != '"' && b.n < 4096; i++) {
		if (s.p[i] != '\\' || i + 1 >= s.n) {
			rw_buf_byte(&b, s.p[i]);
			continue;
		}
		char e = s.p[++i];
		if (e == 'n' || e == 't' || e == 'r') {
			rw_buf_byte(&b, ' ');
		} else if (e == 'u' && i + 4 < s.n) {
			uint32_t c = 0;
			for (int k = 1; k <= 4; k++) {
				char h = s.p[i + (size_t)k];
				uint32_t v = h >= '0' && h <= '9'            ? (uint32_t)(h - '0')
					: (h | 0x20) >= 'a' && (h | 0x20) <= 'f' ? (uint32_t)((h | 0x20) - 'a' + 10)
															 : 16;
				c = v > 15 ? RW_UTF8_BAD : c * 16 + v;
				if (v > 15) break;
			}
			i += 4;
			char out[4];
			/* Halves of a surrogate pair name no Arabic letter. */
			if (c < 0xD800 || c > 0xDFFF) rw_buf_put(&b, out, rw_utf8_put(c, out));
		} else {
			rw_buf_byte(&b, e);
		}
	}
	return rw_trim_text(rw_buf_view(&b));
}

/* The string value of the first `key` within [from, to), absent where there is none. */
static rw_slice value_of(rw_arena *a, rw_slice s, const char *key, size_t from, size_t to) {
	rw_slice quoted = rw_arena_printf(a, "\"%s\"", key);
	if (to > s.n) to = s.n;
	rw_slice part = rw_slice_of(s.p, to);
	for (size_t i = rw_slice_find(part, quoted, from); i != SIZE_MAX; i = rw_slice_find(part, quoted, i + 1)) {
		size_t k = i + quoted.n;
		while (k < to && (s.p[k] == ' ' || s.p[k] == '\n' || s.p[k] == '\t' || s.p[k] == '\r')) k++;
		if (k >= to || s.p[k] != ':') continue;
		for (k++; k < to && (s.p[k] == ' ' || s.p[k] == '\n' || s.p[k] == '\t' || s.p[k] == '\r'); k++) continue;
		if (k < to && s.p[k] == '"') return string_at(a, s, k);
	}
	return RW_NONE;
}

/* "publisher": {… "name": "…"} */
static rw_slice name_within(rw_arena *a, rw_slice s, const char *key) {
	rw_slice quoted = rw_arena_printf(a, "\"%s\"", key);
	size_t i = rw_slice_find(s, quoted, 0);
	if (i == SIZE_MAX) return RW_NONE;
	size_t open = i + quoted.n;
	while (open < s.n &&
		(s.p[open] == ' ' || s.p[open] == ':' || s.p[open] == '[' || s.p[open] == '\n' || s.p[open] == '\r' ||
			s.p[open] == '\t'))
		open++;
	if (open >= s.n || s.p[open] != '{') return RW_NONE;
	int depth = 0;
	size_t end = open;
	for (; end < s.n && end - open < 2048; end++) {
		depth += s.p[end] == '{';
		depth -= s.p[end] == '}';
		if (depth == 0) break;
	}
	return value_of(a, s, "name", open, end);
}

void rw_json_ld(rw_arena *a, rw_slice json, rw_meta *meta, rw_slice *headline) {
	riwaya_when w;
	rw_slice zone, v = value_of(a, json, "datePublished", 0, json.n);
	if (v.n && rw_when_parse(v, &w, &zone)) {
		/* Of two times of publication, the one that tells more. */
		riwaya_when other = {0, 0, RIWAYA_PRECISION_NONE};
		if (!meta->published.n || !rw_when_parse(meta->published, &other, &zone) || other.precision > w.precision)
			meta->published = v;
	}
	if (!meta->modified.n) meta->modified = value_of(a, json, "dateModified", 0, json.n);
	*headline = value_of(a, json, "headline", 0, json.n);
	if (!meta->author.n) meta->author = name_within(a, json, "author");
	if (!meta->site.n) meta->site = name_within(a, json, "publisher");
}
