/* test_codec.c: reports with their claims and mentions as bytes and back: every sample and gold report says the same after as before, and bytes
 * that are not as written are refused. SHOW=1 tells sizes and times. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* glob, clock_gettime */
#endif
#include "memory.h"
#include "reconcile/reconcile.h"
#include "show_world.h"
#include "store/codec.h"
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

static riwaya_engine *engine;
static riwaya_set *set;
static rw_known *all;
static size_t n_all;

/* Reports of the samples and of gold, with what was found in them. */
static int gather_reports(void **state) {
	(void)state;
	static const char *const paths[] = {"samples/tabqa/*.html", "samples/tabqa/*.txt", "tests/gold/*/train/*.txt"};
	if (riwaya_engine_new(NULL, &engine, NULL) || riwaya_set_new(engine, NULL, &set, NULL)) return 1;
	for (size_t i = 0; i < RW_COUNT(paths); i++) {
		char pattern[1024];
		glob_t g;
		snprintf(pattern, sizeof pattern, "%s/%s", RW_SOURCE_DIR, paths[i]);
		if (glob(pattern, 0, NULL, &g)) return 1;
		for (size_t k = 0; k < g.gl_pathc; k++)
			if (riwaya_set_add_file(set, g.gl_pathv[k], NULL)) return 1;
		globfree(&g);
	}
	n_all = riwaya_set_count(set);
	all = calloc(n_all, sizeof *all);
	if (!all || n_all < 100) return 1;
	for (size_t i = 0; i < n_all; i++) {
		all[i].report = riwaya_set_report(set, i);
		if (riwaya_set_claims(set, i, &all[i].claims, &all[i].n_claims, NULL)) return 1;
		if (riwaya_set_mentions(set, i, &all[i].mentions, &all[i].n_mentions, NULL)) return 1;
	}
	return 0;
}

static int free_reports(void **state) {
	(void)state;
	free(all);
	riwaya_set_free(set);
	riwaya_engine_free(engine);
	return 0;
}

/* The report as a store has it before its bytes are read: id and text in memory of their own. */
static riwaya_report bare(rw_arena *a, const riwaya_report *r) {
	riwaya_report b = {.id = rw_arena_copy(a, r->id)};
	if (r->title.p) b.title = rw_arena_copy(a, r->title);
	if (r->text.p) b.text = rw_arena_copy(a, r->text);
	if (r->caption.p) b.caption = rw_arena_copy(a, r->caption);
	return b;
}

static void same(const grown *x, const grown *y) {
	assert_int_equal(x->n, y->n);
	assert_memory_equal(x->p, y->p, x->n);
}

static void every_field_survives(void **state) {
	(void)state;
	TEST_ARENA(a);
	size_t bytes = 0, claims = 0, text = 0;
	for (size_t i = 0; i < n_all; i++) {
		rw_mark mark = rw_arena_mark(a);
		riwaya_report b = bare(a, all[i].report);
		rw_slice s = rw_codec_write(a, &all[i]);
		rw_known k;
		riwaya_error err = {0};
		assert_int_equal(rw_codec_read(a, s, &b, &k, &err), RIWAYA_OK);
		riwaya_report r = *k.report; /* furniture is not kept */
		r.furniture = all[i].report->furniture;
		r.n_furniture = all[i].report->n_furniture;
		grown x = {0}, y = {0}, z = {0}, u = {0};
		assert_true(rw_show_claims_json(all[i].report, all[i].claims, all[i].n_claims, sink_of(&x)));
		assert_true(rw_show_claims_json(&r, k.claims, k.n_claims, sink_of(&y)));
		same(&x, &y);
		assert_true(rw_show_mentions_json(all[i].report, all[i].mentions, all[i].n_mentions, NULL, sink_of(&z)));
		assert_true(rw_show_mentions_json(&r, k.mentions, k.n_mentions, NULL, sink_of(&u)));
		same(&z, &u);
		free(x.p);
		free(y.p);
		free(z.p);
		free(u.p);
		rw_slice again = rw_codec_write(a, &k);
		assert_true(rw_slice_eq(again, s));
		bytes += s.n;
		claims += k.n_claims;
		text += r.text.n;
		rw_arena_reset(a, mark);
	}
	if (getenv("SHOW"))
		fprintf(stderr, "%zu reports, %zu bytes of text, %zu claims: %zu bytes kept\n", n_all, text, claims, bytes);
	rw_arena_release(a);
}

static void same_ledger(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_lexicon *lx;
	assert_int_equal(rw_lexicon_open(a, rw_lexicon_builtin(), &lx, NULL), RIWAYA_OK);
	rw_known *back = RW_ARRAY(a, rw_known, n_all);
	for (size_t i = 0; i < n_all; i++) {
		riwaya_report b = bare(a, all[i].report);
		assert_int_equal(rw_codec_read(a, rw_codec_write(a, &all[i]), &b, &back[i], NULL), RIWAYA_OK);
		riwaya_report *r = RW_NEW(a, riwaya_report);
		*r = *back[i].report;
		r->furniture = all[i].report->furniture;
		r->n_furniture = all[i].report->n_furniture;
		back[i].report = r;
	}
	riwaya_reconciliation r = {0}, q = {0};
	grown x = {0}, y = {0};
	rw_reconcile(lx, a, all, n_all, &r);
	assert_true(rw_show_ledger_json(lx, a, &r, true, sink_of(&x)));
	rw_reconcile(lx, a, back, n_all, &q);
	assert_true(rw_show_ledger_json(lx, a, &q, true, sink_of(&y)));
	same(&x, &y);
	assert_true(r.n_incidents > 1);
	free(x.p);
	free(y.p);
	rw_arena_release(a);
}

/* What no sample has. */
static void rare_values(void **state) {
	(void)state;
	TEST_ARENA(a);
	static const double values[] = {
		0, -0.0, 1, 23, 0.93, -36.123456, 36.4823, 1e300, -5, 1.0 / 3, 9007199254740993.0, 1e15, -1e-9};
	riwaya_report r = {.id = RW_LIT("id"),
		.file = RW_LIT(""),
		.text = RW_LIT("some words of a report"),
		.published = {{-90000000, 90000000, RIWAYA_PRECISION_YEAR}, RW_LIT("+03:00"), RIWAYA_BASIS_GIVEN}};
	for (size_t i = 0; i < RW_COUNT(values); i++) {
		riwaya_claim claims[2] = {
			{.id = RW_LIT("00ff00ff00ff00ff"),
				.about = RW_LIT("deadbeefdeadbeef"),
				.predicate = RW_LIT("killed"),
				.figure = {.qualifier = RIWAYA_QUALIFIER_EXACT, .has_value = true, .value = values[i]}},
			{.id = RW_LIT("deadbeefdeadbeef"),
				.predicate = RW_LIT("kil"),
				.confidence = values[i],
				.told = {INT64_MIN, INT64_MAX, RIWAYA_PRECISION_DAY}}};
		rw_known k = {.report = &r, .claims = claims, .n_claims = 2}, back;
		assert_int_equal(rw_codec_read(a, rw_codec_write(a, &k), &r, &back, NULL), RIWAYA_OK);
		assert_memory_equal(&back.claims[0].figure.value, &values[i], sizeof values[i]);
		assert_memory_equal(&back.claims[1].confidence, &values[i], sizeof values[i]);
		assert_true(rw_slice_eq(back.claims[0].about, back.claims[1].id));
		assert_true(back.claims[1].told.from == INT64_MIN && back.claims[1].told.to == INT64_MAX);
		assert_true(back.report->file.p && back.report->file.n == 0 && !back.report->address.p && !back.report->title.p);
		assert_true(back.report->published.at.from == -90000000);
	}
	rw_arena_release(a);
}

static void damage_is_refused(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_slice s = rw_codec_write(a, &all[0]);
	rw_known k;
	riwaya_error err = {0};
	for (size_t n = 0; n < s.n; n++) {
		rw_mark mark = rw_arena_mark(a);
		assert_int_equal(rw_codec_read(a, rw_slice_of(s.p, n), all[0].report, &k, &err), RIWAYA_FORMAT);
		assert_true(k.n_claims == 0 && !k.report);
		rw_arena_reset(a, mark);
	}
	char *p = rw_arena_alloc(a, s.n + 1);
	memcpy(p, s.p, s.n);
	assert_int_equal(rw_codec_read(a, rw_slice_of(p, s.n + 1), all[0].report, &k, &err), RIWAYA_FORMAT);
	p[0] = 99;
	assert_int_equal(rw_codec_read(a, rw_slice_of(p, s.n), all[0].report, &k, &err), RIWAYA_FORMAT);
	assert_non_null(strstr(err.message, "form 99"));
	for (size_t i = 1; i < s.n; i++) {
		rw_mark mark = rw_arena_mark(a);
		memcpy(p, s.p, s.n);
		p[i] = (char)(p[i] ^ 0x41);
		riwaya_status status = rw_codec_read(a, rw_slice_of(p, s.n), all[0].report, &k, &err);
		assert_true(status == RIWAYA_OK || status == RIWAYA_FORMAT);
		rw_arena_reset(a, mark);
	}
	/* Another text: places that lie outside of it. */
	riwaya_report other = *all[0].report;
	other.text = RW_LIT("short");
	assert_int_equal(rw_codec_read(a, s, &other, &k, &err), RIWAYA_FORMAT);
	rw_arena_release(a);
}

static void there_and_back(rw_arena *a, void *p) {
	const rw_known *k = p;
	rw_known back;
	(void)rw_codec_read(a, rw_codec_write(a, k), k->report, &back, NULL);
}

static void memory_may_end(void **state) {
	(void)state;
	assert_true(failing_all(there_and_back, &all[0]) != SIZE_MAX);
}

static double seconds(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void how_fast(void **state) {
	(void)state;
	if (!getenv("SHOW")) return;
	TEST_ARENA(a);
	rw_slice *s = RW_ARRAY(a, rw_slice, n_all);
	size_t claims = 0, mentions = 0, rounds = 200;
	for (size_t i = 0; i < n_all; i++) {
		s[i] = rw_codec_write(a, &all[i]);
		claims += all[i].n_claims;
		mentions += all[i].n_mentions;
	}
	double t0 = seconds();
	for (size_t k = 0; k < rounds; k++)
		for (size_t i = 0; i < n_all; i++) {
			rw_mark mark = rw_arena_mark(a);
			(void)rw_codec_write(a, &all[i]);
			rw_arena_reset(a, mark);
		}
	double t1 = seconds();
	for (size_t k = 0; k < rounds; k++)
		for (size_t i = 0; i < n_all; i++) {
			rw_mark mark = rw_arena_mark(a);
			rw_known back;
			(void)rw_codec_read(a, s[i], all[i].report, &back, NULL);
			rw_arena_reset(a, mark);
		}
	double t2 = seconds(), n = (double)rounds * (double)claims;
	fprintf(stderr, "per claim, with the %.1f mentions to each: written in %.2f us, read in %.2f us\n",
		(double)mentions / (double)claims, (t1 - t0) / n * 1e6, (t2 - t1) / n * 1e6);
	rw_arena_release(a);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_survives),
		cmocka_unit_test(same_ledger),
		cmocka_unit_test(rare_values),
		cmocka_unit_test(damage_is_refused),
		cmocka_unit_test(memory_may_end),
		cmocka_unit_test(how_fast),
	};
	return cmocka_run_group_tests_name("codec", tests, gather_reports, free_reports);
}
