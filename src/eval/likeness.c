/* likeness.c: when a name stands for another, and where words stand in a text, whatever their spelling. */
#include "eval/eval.h"

enum { NAME_WORDS = 64, STEM_LEAST = 3 }; /* words of a name that are looked at; characters that a prefix must leave */

/* Marks that labels and texts set differently: quotation marks, brackets, the signs of tags. */
static bool dropped(uint32_t c) {
	static const uint32_t marks[] = {'"', '\'', '(', ')', '#', '_', 0xAB, 0xBB, 0x2018, 0x2019, 0x201C, 0x201D};
	for (size_t i = 0; i < RW_COUNT(marks); i++)
		if (marks[i] == c) return true;
	return false;
}

rw_slice rw_like_fold(rw_arena *a, rw_slice s) {
	rw_slice folded = rw_fold(a, s);
	rw_buf b = RW_BUF(a);
	bool space = false;
	for (size_t i = 0; i < folded.n;) {
		size_t at = i;
		uint32_t c = rw_utf8_next(folded, &i);
		if (c == ' ' || dropped(c)) {
			space = b.n > 0;
			continue;
		}
		if (space) rw_buf_byte(&b, ' ');
		space = false;
		rw_buf_put(&b, folded.p + at, i - at);
	}
	return rw_buf_view(&b);
}

static size_t characters(rw_slice s) {
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return n;
}

/* Without what may be joined in front of a name: the first prefix of the table that leaves a word. */
static rw_slice stem(const rw_lexicon *lx, rw_slice w) {
	uint32_t n;
	rw_row first = rw_table_rows(lx, "naming", &n);
	for (rw_row r = first; r < first + n; r++) {
		if (!rw_slice_eqz(rw_row_get(lx, r, "kind"), "prefix")) continue;
		rw_slice prefix = rw_row_get(lx, r, "text");
		if (!rw_slice_starts(w, prefix)) continue;
		rw_slice rest = rw_slice_of(w.p + prefix.n, w.n - prefix.n);
		if (characters(rest) >= STEM_LEAST) return rest;
	}
	return w;
}

static bool generic(const rw_lexicon *lx, rw_arena *a, rw_slice w) {
	uint32_t n;
	rw_row first = rw_table_rows(lx, "naming", &n);
	for (rw_row r = first; r < first + n; r++)
		if (rw_slice_eqz(rw_row_get(lx, r, "kind"), "generic") && rw_slice_eq(rw_fold(a, rw_row_get(lx, r, "text")), w))
			return true;
	return false;
}

static size_t words_of(const rw_lexicon *lx, rw_arena *a, rw_slice name, rw_slice out[NAME_WORDS]) {
	rw_slice rest = rw_like_fold(a, name), all[NAME_WORDS];
	size_t n = 0, kept = 0;
	while (rest.n && n < NAME_WORDS) {
		rw_slice w = stem(lx, rw_slice_cut(&rest, ' '));
		bool known = w.n == 0;
		for (size_t i = 0; i < n && !known; i++) known = rw_slice_eq(all[i], w);
		if (!known) all[n++] = w;
	}
	for (size_t i = 0; i < n; i++)
		if (!generic(lx, a, all[i])) out[kept++] = all[i];
	if (kept) return kept;
	for (size_t i = 0; i < n; i++) out[i] = all[i]; /* a name of nothing but such words is known by them */
	return n;
}

bool rw_like_names(const rw_lexicon *lx, rw_arena *a, rw_slice x, rw_slice y) {
	rw_mark mark = rw_arena_mark(a);
	rw_slice u[NAME_WORDS], v[NAME_WORDS];
	size_t n = words_of(lx, a, x, u), m = words_of(lx, a, y, v), both = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < m; k++) both += rw_slice_eq(u[i], v[k]);
	rw_arena_reset(a, mark);
	return both && 2 * both >= n + m - both;
}

rw_stretch rw_like_place(rw_arena *a, rw_slice text, rw_slice evidence, rw_slice inner) {
	const rw_stretch none = {0, 0};
	rw_slice e = rw_like_fold(a, evidence);
	size_t at = e.n ? rw_slice_find(text, e, 0) : SIZE_MAX;
	if (at == SIZE_MAX) return none;
	size_t start = characters(rw_slice_of(text.p, at));
	if (!inner.p) return (rw_stretch){start, start + characters(e)};
	rw_slice in = rw_like_fold(a, inner);
	at = in.n ? rw_slice_find(e, in, 0) : SIZE_MAX;
	if (at == SIZE_MAX) return none;
	start += characters(rw_slice_of(e.p, at));
	return (rw_stretch){start, start + characters(in)};
}

double rw_like_overlap(rw_stretch x, rw_stretch y) {
	if (x.start == x.end || y.start == y.end) return 0;
	size_t from = x.start > y.start ? x.start : y.start, to = x.end < y.end ? x.end : y.end;
	size_t first = x.start < y.start ? x.start : y.start, last = x.end > y.end ? x.end : y.end;
	return to > from ? (double)(to - from) / (double)(last - first) : 0;
}
