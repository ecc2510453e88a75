/* fuzz_image.c: a damaged lexicon image must be refused, or be used without harm. An input is either an image of its own,
 * or a list of changes to the built-in one: four bytes of place, one of value, each.
 */
#include "fuzz.h"
#include "lexicon/rule.h"

static void use(fuzz_memory *m, rw_slice image) {
	rw_lexicon *lx = NULL;
	riwaya_error err = {0};
	if (rw_lexicon_open(&m->a, image, &lx, &err) != RIWAYA_OK) return;
	rw_tokens t;
	rw_items items = {0};
	rw_tokenize(&m->a, rw_lexicon_hash(lx), &t);
	rw_memo *memo = rw_memo_new(&m->a, lx);
	rw_lexicon_match(lx, memo, &t, 0, t.n, &m->a, &items);
	uint32_t n = 0;
	rw_row first = rw_table_rows(lx, "labels", &n);
	for (uint32_t i = 0; i < n && i < 64; i++) {
		uint32_t line;
		rw_row_file(lx, first + i, &line);
		rw_row_get(lx, first + i, "ar");
	}
	for (uint32_t i = 0; i < rw_rule_count(lx) && i < 16; i++) {
		rw_rule_case *cases;
		rw_rule_cases(lx, i, &m->a, &cases);
	}
	rw_source *sources;
	size_t n_sources;
	rw_lexicon_own_sources(lx, &m->a, &sources, &n_sources);
}

static void damage(fuzz_memory *m, const uint8_t *data, size_t size) {
	rw_slice own = rw_lexicon_builtin();
	bool whole = size >= 4 && own.n >= 4 && !memcmp(data, own.p, 4);
	size_t n = whole ? size : own.n;
	if (!n) return;
	char *copy = rw_arena_alloc(&m->a, n); /* aligned as a mapped file is */
	memcpy(copy, whole ? (const char *)data : own.p, n);
	for (size_t i = 0; !whole && i + 5 <= size; i += 5) {
		size_t at = (size_t)data[i] | (size_t)data[i + 1] << 8 | (size_t)data[i + 2] << 16 | (size_t)data[i + 3] << 24;
		copy[at % n] = (char)data[i + 4];
	}
	use(m, rw_slice_of(copy, n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	fuzz_memory m;
	fuzz_begin(&m);
	if (!setjmp(m.oom)) damage(&m, data, size);
	fuzz_end(&m);
	return 0;
}
