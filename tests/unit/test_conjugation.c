/* test_conjugation.c: tests/cases/conjugation.tsv, one verb of each class written out by hand, against lexicon/paradigms.tsv. */
#include "lexicon/lexicon.h"
#include "memory.h"
#include "table.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define LEXICON RW_SOURCE_DIR "/lexicon/"
static const char cases[] = RW_TEST_DATA "/cases/conjugation.tsv", not_then[] = "لم ";

enum { COLUMNS = 10, FIRST_CELL = 2, MOST_FORMS = 7 };
/* What the forms of each column are, in order. */
static const char *const expected[COLUMNS - FIRST_CELL][MOST_FORMS] = {
	{"form=past person=3 number=sg gender=m voice=active", "form=past person=3 number=sg gender=f voice=active",
		"form=past person=3 number=du gender=m voice=active", "form=past person=3 number=du gender=f voice=active",
		"form=past person=3 number=pl gender=m voice=active", "form=past person=3 number=pl gender=f voice=active",
		"form=past person=1 number=pl voice=active"},
	{"form=present person=3 number=sg gender=m voice=active", "form=present person=3 number=sg gender=f voice=active",
		"form=present person=3 number=du gender=m voice=active",
		"form=present person=3 number=du gender=f voice=active", "form=present person=3 number=pl gender=m voice=active",
		"form=present person=3 number=pl gender=f voice=active", "form=present person=1 number=pl voice=active"},
	{"form=present person=3 number=sg gender=m", "form=present person=3 number=sg gender=f",
		"form=present person=3 number=pl gender=m"},
	{"form=past person=3 number=sg gender=m voice=passive", "form=past person=3 number=sg gender=f voice=passive",
		"form=past person=3 number=pl gender=m voice=passive"},
	{"form=present person=3 number=sg gender=m voice=passive", "form=present person=3 number=sg gender=f voice=passive",
		"form=present person=3 number=pl gender=m voice=passive"},
	{"form=masdar", "form=masdar def=yes", "form=masdar case=acc"},
	{"form=ap number=sg gender=m", "form=ap number=sg gender=f", "form=ap number=du gender=m",
		"form=ap number=pl gender=m", "form=ap number=pl gender=m", "form=ap number=pl gender=f"},
	{"form=pp number=sg gender=m", "form=pp number=sg gender=f", "form=pp number=du gender=m",
		"form=pp number=pl gender=m", "form=pp number=pl gender=m", "form=pp number=pl gender=f"}};

/* Whether an item says all that is expected; `any` says everything, and an accusative without an ending of its own is no case. */
static bool says(const rw_lexicon *lx, const rw_item *it, rw_slice expect) {
	while (expect.p) {
		rw_slice value = rw_slice_cut(&expect, ' '), key = rw_slice_cut(&value, '=');
		rw_slice is = rw_sym_text(lx, rw_item_feat(it, rw_sym_of(lx, key)));
		if (!rw_slice_eq(is, value) && !rw_slice_eqz(is, "any") && !(rw_slice_eqz(key, "case") && !is.n)) return false;
	}
	return true;
}

static bool found(const rw_lexicon *lx, rw_memo *memo, rw_arena *a, rw_slice text, rw_sym row, const char *expect) {
	rw_tokens t;
	rw_items items = {0};
	rw_tokenize(a, text, &t);
	rw_lexicon_match(lx, memo, &t, 0, t.n, a, &items);
	for (size_t i = 0; i < items.n; i++)
		if (items.p[i].id == row && items.p[i].end == t.n && says(lx, &items.p[i], rw_slice_z(expect))) return true;
	return false;
}

static rw_lexicon *lexicon_of(rw_arena *a) {
	static const char *const columns[] = {"past", "present", "ppast", "ppresent", "masdar", "ap", "pp"};
	rw_buf verbs = RW_BUF(a);
	rw_buf_z(&verbs, "kind\tid\tclass\tpast\tpresent\tppast\tppresent\tmasdar\tap\tpp\n");
	rw_slice col[COLUMNS];
	uint32_t id = 0;
	for (table t = table_open(a, cases); table_row(&t, col, COLUMNS);) {
		rw_buf_printf(&verbs, "k\tr%u\t%.*s", ++id, RW_ARG(col[0]));
		for (size_t i = 0; i < RW_COUNT(columns); i++)
			rw_buf_printf(&verbs, "\t%.*s", RW_ARG(given(col[1], columns[i])));
		rw_buf_byte(&verbs, '\n');
	}
	rw_source s[] = {{RW_LIT("schema.tsv"), RW_LIT("schema.tsv"), file_bytes(a, LEXICON "schema.tsv"), 0},
		{RW_LIT("clitics.tsv"), RW_LIT("clitics.tsv"), file_bytes(a, LEXICON "clitics.tsv"), 0},
		{RW_LIT("paradigms.tsv"), RW_LIT("paradigms.tsv"), file_bytes(a, LEXICON "paradigms.tsv"), 0},
		{RW_LIT("verbs.tsv"), RW_LIT("verbs.tsv"), rw_buf_view(&verbs), 0}};
	rw_slice image;
	rw_complaints c = {0};
	riwaya_status k = rw_lexicon_compile(a, s, RW_COUNT(s), &image, &c);
	for (size_t i = 0; i < c.n; i++)
		print_message("%.*s:%u: %.*s\n", RW_ARG(c.p[i].path), c.p[i].line, RW_ARG(c.p[i].message));
	assert_int_equal(k, RIWAYA_OK);
	rw_lexicon *lx;
	assert_int_equal(rw_lexicon_open(a, image, &lx, NULL), RIWAYA_OK);
	return lx;
}

static void conjugation(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_lexicon *lx = lexicon_of(a);
	rw_memo *memo = rw_memo_new(a, lx);
	rw_slice col[COLUMNS];
	uint32_t id = 0, n = 0, wrong = 0;
	for (table t = table_open(a, cases); table_row(&t, col, COLUMNS);) {
		rw_sym row = rw_sym_of(lx, rw_arena_printf(a, "r%u", ++id));
		for (size_t cell = 0; cell < COLUMNS - FIRST_CELL; cell++) {
			rw_slice rest = col[FIRST_CELL + cell];
			if (rw_slice_eqz(rest, "-")) continue;
			for (size_t i = 0; rest.p; i++) {
				rw_slice form = rw_slice_cut(&rest, ' ');
				assert_true(i < MOST_FORMS && expected[cell][i]);
				if (rw_slice_eqz(form, "-")) continue;
				n++;
				bool another = rw_slice_ends(form, RW_LIT("*"));
				form.n -= another;
				rw_slice text = cell == 2 ? rw_arena_printf(a, "%s%.*s", not_then, RW_ARG(form)) : form;
				const char *expect = another ? cell == 0 ? "form=past" : "form=present" : expected[cell][i];
				if (found(lx, memo, a, text, row, expect)) continue;
				wrong++;
				print_message("%s:%u: %.*s %.*s: expected %s\n", cases, t.line, RW_ARG(col[0]), RW_ARG(text), expect);
			}
		}
	}
	assert_true(n > 1000);
	assert_int_equal(wrong, 0);
	rw_arena_release(a);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(conjugation)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
