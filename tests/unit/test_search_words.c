/* test_search_words.c: what words of reports are searched by. tests/cases/searchwords.tsv has the cases. */
#include "memory.h"
#include "store/query.h"
#include "table.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static rw_words *maker(rw_arena *a) {
	rw_lexicon *lx;
	riwaya_error err;
	assert_int_equal(rw_lexicon_open(a, rw_lexicon_builtin(), &lx, &err), RIWAYA_OK);
	return rw_words_new(a, lx);
}

static void words_of_cases(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_words *w = maker(a);
	table t = table_open(a, RW_TEST_DATA "/cases/searchwords.tsv");
	rw_slice cells[4];
	uint32_t n = 0, wrong = 0;
	while (table_row(&t, cells, 4)) {
		rw_buf words = RW_BUF(a), lemmas = RW_BUF(a);
		rw_map seen = RW_MAP(a);
		rw_words_put(w, table_text(a, cells[0]), &words, &lemmas, &seen);
		n++;
		if (rw_slice_eq(rw_buf_view(&words), cells[1]) && rw_slice_eq(rw_buf_view(&lemmas), cells[2])) continue;
		wrong++;
		print_error("line %u: %.*s | %.*s\n", t.line, RW_ARG(rw_buf_view(&words)), RW_ARG(rw_buf_view(&lemmas)));
	}
	assert_int_equal(wrong, 0);
	assert_true(n > 20);
	rw_arena_release(a);
}

/* What is remembered of a spelling is what is made of it anew, also after everything was forgotten. */
static void remembered(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_words *w = maker(a);
	rw_slice text = RW_LIT("killed 20 in Example Town near example.org");
	rw_buf first = RW_BUF(a), again = RW_BUF(a), other = RW_BUF(a);
	rw_words_put(w, text, &first, NULL, NULL);
	for (int i = 0; i < 50000; i++) {
		other.n = 0;
		rw_words_put(w, rw_arena_printf(a, "word%d", i), &other, NULL, NULL);
		assert_true(other.n > 0);
	}
	rw_words_put(w, text, &again, NULL, NULL);
	assert_true(rw_slice_eq(rw_buf_view(&first), rw_buf_view(&again)));
	rw_arena_release(a);
}

static void tags_and_bounds(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_words *w = maker(a);
	assert_true(rw_slice_eqz(rw_words_tag(a, "place", RW_LIT("sy-raqqa.2")), "place_sy_raqqa_2"));
	char many[500];
	memset(many, 'z', sizeof many);
	rw_buf words = RW_BUF(a);
	rw_words_put(w, rw_slice_of(many, sizeof many), &words, NULL, NULL);
	assert_int_equal(words.n, RW_SEARCH_WORD);
	words.n = 0;
	rw_buf text = RW_BUF(a);
	for (int i = 0; i < RW_SEARCH_WORDS + 10; i++) rw_buf_z(&text, "a ");
	rw_words_put(w, rw_buf_view(&text), &words, NULL, NULL);
	assert_int_equal(words.n, 2 * RW_SEARCH_WORDS - 1);
	rw_arena_release(a);
}

static void work(rw_arena *a, void *p) {
	rw_words *w = maker(a);
	rw_buf words = RW_BUF(a), lemmas = RW_BUF(a);
	rw_map seen = RW_MAP(a);
	rw_query q;
	riwaya_error err;
	rw_words_put(w, rw_slice_z(p), &words, &lemmas, &seen);
	assert_int_equal(rw_query_parse(w, a, rw_slice_z(p), &q, &err), RIWAYA_OK);
	assert_true(rw_query_show(a, &q).n > 0);
}

static void memory_runs_out(void **state) {
	(void)state;
	char query[] = "قتل \"في حلب\" OR (~سيارتهم place:حلب) -تدريب";
	assert_true(failing_all(work, query) < 1000);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(words_of_cases), cmocka_unit_test(remembered),
		cmocka_unit_test(tags_and_bounds), cmocka_unit_test(memory_runs_out)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
