/* riwaya rebuild: the same engine changes nothing, another one makes what a new store would have had; a dry run writes nothing. On both databases. */
#define _GNU_SOURCE
#include "store_world.h"

typedef struct told {
	unsigned reports, incidents;
	bool outlet;
} told;

static void report(void *ctx, const riwaya_rebuilt_report *r) {
	told *t = ctx;
	t->reports++;
	t->outlet |= rw_slice_find(r->fields, RW_LIT("outlet"), 0) != SIZE_MAX;
}

static void incident(void *ctx, riwaya_rebuilt_kind kind, riwaya_slice name, riwaya_slice ar, riwaya_slice en) {
	(void)kind, (void)ar, (void)en;
	told *t = ctx;
	assert_true(name.n > 4);
	t->incidents++;
}

static riwaya_rebuilt rebuild(store_world *w, told *t, bool dry) {
	riwaya_error e = {0};
	riwaya_rebuilt sum;
	*t = (told){0};
	must(riwaya_store_rebuild(w->store,
			 &(riwaya_rebuilding){.dry_run = dry, .report = report, .incident = incident, .ctx = t}, &sum, &e),
		&e);
	assert_int_equal(t->reports, sum.changed + sum.lost);
	assert_int_equal(t->incidents, sum.incidents_new + sum.incidents_changed + sum.incidents_gone);
	return sum;
}

static void is_sound(store_world *w) {
	riwaya_error e = {0};
	riwaya_store_checked v;
	must(riwaya_store_verify(w->store, NULL, &v, &e), &e);
	assert_int_equal(v.wrong, 0);
}

/* --- the cases ------------------------------------------------------------------------------------------------------------------- */
static void same_engine(void **state) {
	(void)state;
	store_world w;
	told t;
	TEST_ARENA(a);
	store_begin(&w);
	store_fill(&w);
	rw_slice before = store_ledgers(&w, a, true);
	assert_true(before.n > 1000);
	riwaya_rebuilt sum = rebuild(&w, &t, false);
	assert_int_equal(sum.reports, 5);
	assert_int_equal(sum.changed + sum.lost, 0);
	assert_true(sum.incidents > 0);
	assert_int_equal(t.incidents, 0);
	rw_slice after = store_ledgers(&w, a, true);
	assert_true(rw_slice_eq(before, after));
	assert_int_equal(store_number(&w, "SELECT count(*) FROM found_time"), 5);
	assert_int_equal(store_number(&w, "SELECT count(*) FROM incident_before"), 0);
	is_sound(&w);
	rw_arena_release(a);
	store_end(&w);
}

/* What is derived may be lost, or changed by hand: it comes again. What was received may not. */
static void mends(void **state) {
	(void)state;
	store_world w;
	told t;
	TEST_ARENA(a);
	store_begin(&w);
	store_fill(&w);
	rw_slice before = store_ledgers(&w, a, false);
	store_exec(&w,
		"DELETE FROM claim; UPDATE report SET title = 'x', told = 7 WHERE id = 2; DELETE FROM member; UPDATE thread SET incident = NULL; "
		"DELETE FROM incident; DELETE FROM copy; DELETE FROM print");
	riwaya_rebuilt sum = rebuild(&w, &t, false);
	assert_int_equal(sum.changed, 1);
	assert_true(rw_slice_eq(before, store_ledgers(&w, a, false)));
	is_sound(&w);
	store_exec(&w, "UPDATE report SET received = received + 1 WHERE id = 3");
	sum = rebuild(&w, &t, false);
	assert_int_equal(sum.lost, 1);
	assert_int_equal(sum.changed, 0);
	rw_arena_release(a);
	store_end(&w);
}

/* Tables laid over the built-in ones, that know one more outlet. */
static riwaya_engine *overlay(const store_world *w) {
	char folder[128], path[160];
	riwaya_error e = {0};
	riwaya_engine *engine;
	snprintf(folder, sizeof folder, "%s/mine", w->folder);
	mkdir(folder, 0777);
	snprintf(path, sizeof path, "%s/outlets.tsv", folder);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("id\tforms\ten\tkind\tdomains\njisr-test\tموقع الجسر الأول\tJisr One\toutlet\tjisr.example\n", f);
	fclose(f);
	must(riwaya_engine_new(&(riwaya_options){.lexicon_dir = folder}, &engine, &e), &e);
	return engine;
}

static void other_engine(void **state) {
	(void)state;
	store_world w, fresh;
	told dry, t;
	TEST_ARENA(a);
	store_begin(&w);
	store_fill(&w);
	riwaya_engine *other = overlay(&w);
	riwaya_store_free(w.store);
	riwaya_engine_free(w.engine);
	w.engine = other;
	store_open(&w);
	rw_slice before = store_ledgers(&w, a, true);
	int64_t entries = store_number(&w, "SELECT count(*) FROM log");
	riwaya_rebuilt one = rebuild(&w, &dry, true);
	assert_true(rw_slice_eq(before, store_ledgers(&w, a, true)));
	assert_int_equal(store_number(&w, "SELECT count(*) FROM log"), entries);
	assert_int_equal(store_number(&w, "SELECT count(*) FROM engine"), 1);
	is_sound(&w);
	riwaya_rebuilt two = rebuild(&w, &t, false);
	assert_memory_equal(&one, &two, sizeof one);
	assert_memory_equal(&dry, &t, sizeof t);
	assert_true(t.outlet && two.changed >= 2 && two.incidents_changed > 0);
	assert_int_equal(store_number(&w, "SELECT count(*) FROM engine"), 2);
	is_sound(&w);
	/* As if all had been added with it. */
	rw_slice now = store_ledgers(&w, a, false);
	store_begin(&fresh);
	riwaya_engine *plain = fresh.engine;
	riwaya_store_free(fresh.store);
	riwaya_engine_free(plain);
	fresh.engine = overlay(&fresh);
	store_open(&fresh);
	char was[64];
	snprintf(was, sizeof was, "%s", fresh.folder);
	store_fill(&fresh);
	rw_slice new = store_ledgers(&fresh, a, false);
	/* Files lie in folders of their own: names of the same length. */
	char *p = rw_arena_alloc(a, new.n);
	memcpy(p, new.p, new.n);
	for (size_t i = 0; i + strlen(was) <= new.n; i++)
		if (memcmp(p + i, was, strlen(was)) == 0) memcpy(p + i, w.folder, strlen(was));
	assert_true(rw_slice_eq(now, rw_slice_of(p, new.n)));
	rw_arena_release(a);
	store_end(&fresh);
	store_end(&w);
}

static bool stop(void *ctx, const riwaya_rebuilt *so_far, uint64_t all) {
	(void)ctx, (void)so_far, (void)all;
	return false;
}

/* Broken off, and what was not told of then is told at the end of the next run. */
static void broken_off(void **state) {
	(void)state;
	store_world w;
	told t;
	riwaya_error e = {0};
	riwaya_rebuilt sum;
	TEST_ARENA(a);
	store_begin(&w);
	store_fill(&w);
	rw_slice before = store_ledgers(&w, a, true);
	must(riwaya_store_rebuild(w.store, &(riwaya_rebuilding){.progress = stop}, &sum, &e), &e);
	assert_true(sum.broken_off);
	assert_int_equal(store_number(&w, "SELECT count(*) FROM riwaya_meta WHERE key = 'rebuild'"), 1);
	is_sound(&w);
	sum = rebuild(&w, &t, false);
	assert_false(sum.broken_off);
	assert_int_equal(store_number(&w, "SELECT count(*) FROM riwaya_meta WHERE key = 'rebuild'"), 0);
	assert_true(rw_slice_eq(before, store_ledgers(&w, a, true)));
	rw_arena_release(a);
	store_end(&w);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(same_engine), cmocka_unit_test(mends),
		cmocka_unit_test(other_engine), cmocka_unit_test(broken_off)};
	int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
	if (getenv(SERVER)) {
		store_postgres = true;
		failed += cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
	}
	return failed != 0;
}
