/* riwaya stats: the same counts from both databases, and shown in both languages. */
#define _GNU_SOURCE
#include "store_world.h"

static uint64_t sum(const riwaya_store_counts *c) {
	uint64_t n = 0;
	for (size_t i = 0; i < c->n; i++) n += c->p[i].n;
	return n;
}

static uint64_t count_of(const riwaya_store_counts *c, const char *what) {
	for (size_t i = 0; i < c->n; i++)
		if (rw_slice_eqz(c->p[i].what, what)) return c->p[i].n;
	return 0;
}

static void counts(void **state) {
	(void)state;
	store_world w;
	riwaya_store_stats x;
	riwaya_error e = {0};
	TEST_ARENA(a);
	store_begin(&w);
	must(riwaya_store_stats_of(w.store, &x, &e), &e);
	assert_int_equal(x.reports, 0);
	store_fill(&w);
	must(riwaya_store_stats_of(w.store, &x, &e), &e);
	assert_int_equal(x.reports, 5);
	assert_int_equal(x.documents, 5);
	assert_int_equal(x.reviews, 1);
	assert_int_equal(x.unread, 1);
	assert_int_equal(x.edited, 1);
	assert_int_equal(x.waiting, 0);
	assert_int_equal(x.entries, store_number(&w, "SELECT count(*) FROM log"));
	assert_true(x.claims > 4 && x.incidents > 0 && x.received > 1000 && x.packed > 100 && x.size > x.packed);
	assert_int_equal(sum(&x.outlets), 5);
	assert_int_equal(sum(&x.formats), 5);
	assert_int_equal(count_of(&x.formats, "html"), 2);
	assert_int_equal(count_of(&x.months, "2023-11"), 5); /* the world's clock */
	assert_int_equal(sum(&x.engines), 5);
	assert_true(count_of(&x.tables, "report") > 0);
	assert_false(x.rebuilding);
	for (int arabic = 0; arabic < 2; arabic++) {
		rw_buf b = RW_BUF(a);
		const riwaya_show how = {.arabic = arabic != 0};
		must(riwaya_write_store_stats_text(w.store, &x, &how, (riwaya_sink){store_into, &b}, &e), &e);
		rw_slice text = rw_buf_view(&b);
		assert_int_not_equal(rw_slice_find(text, arabic ? RW_LIT("5 أخبار") : RW_LIT("5 reports"), 0), SIZE_MAX);
		assert_int_equal(rw_slice_find(text, RW_LIT("upkeep_"), 0), SIZE_MAX);
	}
	rw_arena_release(a);
	store_end(&w);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(counts)};
	int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
	if (getenv(SERVER)) {
		store_postgres = true;
		failed += cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
	}
	return failed != 0;
}
