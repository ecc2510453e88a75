/* test_lexicon_paradigms.c: tests/cases/paradigms.tsv against lexicon/paradigms.tsv. Each class and its given columns become
 * one row of verbs or nouns, all compiled together; an item counts when it is that row's and ends the text. */
#include "lexicon/lexicon.h"
#include "memory.h"
#include "table.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define LEXICON RW_SOURCE_DIR "/lexicon/"
static const char cases[] = RW_TEST_DATA "/cases/paradigms.tsv";

static void add_row(rw_buf *verbs, rw_buf *nouns, uint32_t id, rw_slice class, rw_slice columns) {
	static const char *const verb[] = {"past", "present", "ppast", "ppresent", "masdar", "ap", "pp", "args"},
							 *const noun[] = {"sg", "pl"};
	bool is_noun = given(columns, "sg").n > 0;
	rw_buf *b = is_noun ? nouns : verbs;
	rw_buf_printf(b, "k\tr%u\t%.*s", id, RW_ARG(class));
	for (size_t i = 0; i < (is_noun ? RW_COUNT(noun) : RW_COUNT(verb)); i++) {
		const char *name = is_noun ? noun[i] : verb[i];
		rw_slice value = given(columns, name);
		rw_buf_printf(b, "\t%s%.*s", strcmp(name, "args") == 0 && value.n ? "args=" : "", RW_ARG(value));
	}
	rw_buf_byte(b, '\n');
}

static bool has_all(const rw_lexicon *lx, const rw_item *it, rw_slice expect) {
	while (expect.p) {
		rw_slice value = rw_slice_cut(&expect, ' '), key = rw_slice_cut(&value, '=');
		rw_sym k = rw_sym_of(lx, key);
		if (!k || !rw_slice_eq(rw_sym_text(lx, rw_item_feat(it, k)), value)) return false;
	}
	return true;
}

static void paradigms(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_buf verbs = RW_BUF(a), nouns = RW_BUF(a);
	rw_buf_z(&verbs, "kind\tid\tclass\tpast\tpresent\tppast\tppresent\tmasdar\tap\tpp\tfeats\n");
	rw_buf_z(&nouns, "kind\tid\tclass\tsg\tpl\n");
	rw_slice col[4], class = RW_NONE, columns = RW_NONE;
	uint32_t id = 0;
	for (table t = table_open(a, cases); table_row(&t, col, 4);) {
		if (rw_slice_eq(col[0], class) && rw_slice_eq(col[1], columns)) continue;
		class = col[0], columns = col[1];
		add_row(&verbs, &nouns, ++id, class, columns);
	}
	rw_source s[] = {{RW_LIT("schema.tsv"), RW_LIT("schema.tsv"), file_bytes(a, LEXICON "schema.tsv"), 0},
		{RW_LIT("clitics.tsv"), RW_LIT("clitics.tsv"), file_bytes(a, LEXICON "clitics.tsv"), 0},
		{RW_LIT("paradigms.tsv"), RW_LIT("paradigms.tsv"), file_bytes(a, LEXICON "paradigms.tsv"), 0},
		{RW_LIT("verbs.tsv"), RW_LIT("verbs.tsv"), rw_buf_view(&verbs), 0},
		{RW_LIT("nouns.tsv"), RW_LIT("nouns.tsv"), rw_buf_view(&nouns), 0}};
	rw_slice image;
	rw_complaints c = {0};
	riwaya_status k = rw_lexicon_compile(a, s, RW_COUNT(s), &image, &c);
	for (size_t i = 0; i < c.n; i++)
		print_message("%.*s:%u: %.*s\n", RW_ARG(c.p[i].path), c.p[i].line, RW_ARG(c.p[i].message));
	assert_int_equal(k, RIWAYA_OK);
	rw_lexicon *lx;
	assert_int_equal(rw_lexicon_open(a, image, &lx, NULL), RIWAYA_OK);
	rw_memo *memo = rw_memo_new(a, lx);

	uint32_t wrong = 0, n = 0;
	id = 0;
	class = columns = RW_NONE;
	for (table t = table_open(a, cases); table_row(&t, col, 4); n++) {
		if (!rw_slice_eq(col[0], class) || !rw_slice_eq(col[1], columns)) id++;
		class = col[0], columns = col[1];
		rw_sym row = rw_sym_of(lx, rw_arena_printf(a, "r%u", id));
		rw_tokens tok;
		rw_items items = {0};
		rw_tokenize(a, col[2], &tok);
		rw_lexicon_match(lx, memo, &tok, 0, tok.n, a, &items);
		bool found = false, none = rw_slice_eqz(col[3], "-");
		rw_buf seen = RW_BUF(a);
		for (size_t i = 0; i < items.n; i++) {
			const rw_item *it = &items.p[i];
			if (it->id != row || it->end != tok.n) continue;
			found |= none || has_all(lx, it, col[3]);
			for (uint32_t j = 0; j < it->n_feats; j++)
				rw_buf_printf(&seen, " %.*s=%.*s", RW_ARG(rw_sym_text(lx, it->feats[j].key)),
					RW_ARG(rw_sym_text(lx, it->feats[j].value)));
			rw_buf_z(&seen, ";");
		}
		if (found != none) continue;
		wrong++;
		rw_slice got = rw_buf_view(&seen);
		print_message("%s:%u: %.*s %.*s: expected %.*s, found%.*s\n", cases, t.line, RW_ARG(class), RW_ARG(col[2]),
			RW_ARG(col[3]), RW_ARG(got));
	}
	assert_true(n > 100);
	assert_int_equal(wrong, 0);
	rw_arena_release(a);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(paradigms)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
