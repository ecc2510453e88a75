/* riwaya backup and restore: a copy is a store in which nothing is wrong, and shows the same byte for byte; from both databases, and back. */
#define _GNU_SOURCE
#include "store_world.h"

static void is_sound(store_world *w) {
	riwaya_error e = {0};
	riwaya_store_checked v;
	must(riwaya_store_verify(w->store, NULL, &v, &e), &e);
	assert_int_equal(v.wrong, 0);
	assert_int_equal(v.reports, 5);
	assert_int_equal(v.reviews, 1);
}

static void copies(void **state) {
	(void)state;
	store_world w, copy, back;
	riwaya_error e = {0};
	riwaya_backed_up sum;
	char path[160];
	TEST_ARENA(a);
	store_begin(&w);
	store_fill(&w);
	rw_slice before = store_ledgers(&w, a, true);
	snprintf(path, sizeof path, "%s", store_file(&w, "backup.db", NULL));
	/* Twice: the second one replaces the first. */
	for (int i = 0; i < 2; i++) {
		must(riwaya_store_backup(w.store, path, NULL, NULL, &sum, &e), &e);
		assert_int_equal(sum.reports, 5);
		assert_true(sum.bytes > 10000 && !sum.stopped);
	}
	copy = (store_world){.engine = w.engine, .clock = w.clock};
	snprintf(copy.where, sizeof copy.where, "%s", path);
	store_open(&copy);
	is_sound(&copy);
	assert_true(rw_slice_eq(before, store_ledgers(&copy, a, true)));
	assert_int_equal(store_number(&copy, "SELECT count(*) FROM found WHERE found MATCH 'report'"), 5);
	/* It is a store like any other: it goes on. */
	store_add(
		&copy, store_file(&w, "later.txt", "قصف على تل رفعت\n3 نيسان 2021\n\nقتل مدني بقصف مدفعي على بلدة تل رفعت.\n"));
	assert_int_equal(store_number(&copy, "SELECT count(*) FROM report"), 6);
	riwaya_store_free(copy.store);
	must(riwaya_store_backup(w.store, path, NULL, NULL, &sum, &e), &e);
	/* Back into a database of the kind that it came from. */
	store_begin(&back);
	must(riwaya_store_restore(back.store, path, NULL, NULL, &sum, &e), &e);
	assert_int_equal(sum.reports, 5);
	is_sound(&back);
	assert_true(rw_slice_eq(before, store_ledgers(&back, a, true)));
	assert_int_equal(store_number(&back, "SELECT count(*) FROM found_time"), 5);
	assert_int_equal(store_add(&back, store_file(&w, "text4.txt", NULL)).known, 1);
	assert_int_equal(riwaya_store_restore(back.store, path, NULL, NULL, &sum, &e), RIWAYA_ARGUMENT);
	assert_non_null(strstr(e.message, "holds something already"));
	rw_arena_release(a);
	store_end(&back);
	store_end(&w);
}

static bool stop(void *ctx, double part) {
	(void)ctx, (void)part;
	return false;
}

static void refuses(void **state) {
	(void)state;
	store_world w;
	riwaya_error e = {0};
	riwaya_backed_up sum;
	struct stat st;
	char path[160];
	store_begin(&w);
	store_fill(&w);
	snprintf(path, sizeof path, "%s", store_file(&w, "notes.txt", "my notes\n"));
	assert_int_equal(riwaya_store_backup(w.store, path, NULL, NULL, &sum, &e), RIWAYA_ARGUMENT);
	assert_non_null(strstr(e.message, "no store of riwaya's"));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 9);
	if (!store_postgres) {
		assert_int_equal(riwaya_store_backup(w.store, w.where, NULL, NULL, &sum, &e), RIWAYA_ARGUMENT);
		assert_non_null(strstr(e.message, "the store itself"));
	}
	snprintf(path, sizeof path, "%s", store_file(&w, "none/backup.db", NULL));
	assert_int_not_equal(riwaya_store_backup(w.store, path, NULL, NULL, &sum, &e), RIWAYA_OK);
	/* Broken off: nothing is there, in its place or beside it. */
	snprintf(path, sizeof path, "%s", store_file(&w, "backup.db", NULL));
	must(riwaya_store_backup(w.store, path, stop, NULL, &sum, &e), &e);
	assert_true(sum.stopped || !store_postgres); /* a small file is copied at one go */
	if (sum.stopped) assert_int_not_equal(stat(path, &st), 0);
	assert_int_not_equal(stat(store_file(&w, "backup.db.part", NULL), &st), 0);
	store_end(&w);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(copies), cmocka_unit_test(refuses)};
	int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
	if (getenv(SERVER)) {
		store_postgres = true;
		failed += cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
	}
	return failed != 0;
}
