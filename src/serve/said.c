/* said.c: a problem's cause in Arabic. Causes are said in English where they arise, for programs and people alike; those that readers of the page meet
 * have a row serve_said_… in labels.serve.tsv: the English as a pattern, and the Arabic, with the same words filled in. */
#include "serve/inside.h"
#include "show/words.h"

enum { FILLS = 3 };

static rw_slice behind(rw_slice s, size_t n) { return rw_slice_of(s.p + n, s.n - n); }

/* Whether the text is the pattern with some words in place of each {N}; which words. */
static bool fits(rw_slice pattern, rw_slice text, rw_slice fill[FILLS]) {
	size_t open = rw_slice_find(pattern, RW_LIT("{"), 0), k = 0;
	rw_slice fixed = open == SIZE_MAX ? pattern : rw_slice_of(pattern.p, open);
	if (!rw_slice_starts(text, fixed)) return false;
	text = behind(text, fixed.n);
	while (open != SIZE_MAX && k < FILLS && open + 2 < pattern.n) {
		pattern = behind(pattern, open + 3);
		open = rw_slice_find(pattern, RW_LIT("{"), 0);
		fixed = open == SIZE_MAX ? pattern : rw_slice_of(pattern.p, open);
		size_t n = open != SIZE_MAX      ? rw_slice_find(text, fixed, 0)
			: rw_slice_ends(text, fixed) ? text.n - fixed.n
										 : SIZE_MAX;
		if (n == SIZE_MAX) return false;
		fill[k++] = rw_slice_of(text.p, n);
		text = behind(text, n + fixed.n);
	}
	return open == SIZE_MAX && text.n == 0;
}

rw_slice rw_said_in_arabic(const rw_lexicon *lx, rw_arena *a, const char *english) {
	static const char prefix[] = "serve_said_";
	const rw_words ar = {lx, a, true, false};
	rw_slice text = rw_slice_z(english), fill[FILLS] = {{0}};
	uint32_t n = 0;
	rw_row row = rw_table_rows(lx, "labels", &n);
	for (uint32_t i = 0; i < n; i++) {
		rw_slice key = rw_row_get(lx, row + i, "key");
		if (!rw_slice_starts(key, rw_slice_z(prefix)) || !fits(rw_row_get(lx, row + i, "en"), text, fill)) continue;
		return rw_label_fill(&ar, rw_arena_printf(a, RW_FMT "%c", RW_ARG(key), '\0').p, FILLS, fill);
	}
	return RW_NONE;
}
