/* test_claim_cases.c: tests/cases/posts.tsv, posts of social networks, read and told from the page around them, with their claims;
 * where.tsv, where and when what is told happened; events.tsv, acts without a number, told, denied and to come; chains.tsv, on whose word. */
#include "memory.h"
#include "mention/calendar.h"
#include "table.h"
#include <riwaya/riwaya.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h> /* wants the four above */

enum { POST_COLUMNS = 5, POSTS = 40, TOLD_COLUMNS = 2, WHERES = 35, EVENTS = 19, CHAINS = 4 };

static rw_slice shown(rw_slice s) { return s.n ? s : RW_LIT("-"); }

static rw_slice value_of(rw_arena *a, const riwaya_claim *c) {
	return c->figure.has_value ? rw_arena_printf(a, "%.0f", c->figure.value) : RW_LIT("-");
}

/* "killed 3 at TOWN by SOURCE; …" */
static rw_slice claims_by(rw_arena *a, const riwaya_claim *c, size_t n) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < n; i++) {
		rw_slice by = c[i].n_chain > 1 ? c[i].chain[0].name : RW_NONE;
		rw_slice one = rw_arena_printf(a, "%s" RW_FMT " " RW_FMT " at " RW_FMT " by " RW_FMT, i ? "; " : "",
			RW_ARG(c[i].predicate), RW_ARG(value_of(a, &c[i])), RW_ARG(shown(c[i].place.text)), RW_ARG(shown(by)));
		rw_buf_put(&b, one.p, one.n);
	}
	return shown(rw_buf_view(&b));
}

/* "killed 3 at ~TOWN on DAY..DAY event; …" */
static rw_slice claims_where(rw_arena *a, const riwaya_claim *c, size_t n) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < n; i++) {
		const riwaya_when *at = &c[i].time.at;
		rw_slice on = RW_LIT("-");
		if (at->precision != RIWAYA_PRECISION_NONE) {
			char from[32], to[32];
			rw_when_format(at->from, RIWAYA_PRECISION_DAY, from);
			rw_when_format(at->to, RIWAYA_PRECISION_DAY, to);
			bool one_day = strcmp(from, to) == 0;
			on = rw_arena_printf(a, "%s%s%s", from, one_day ? "" : "..", one_day ? "" : to);
		}
		const char *scope = c[i].figure.qualifier == RIWAYA_QUALIFIER_NONE ? "-" : riwaya_scope_kind_word(c[i].scope);
		rw_slice one = rw_arena_printf(a, "%s" RW_FMT " " RW_FMT " at %s" RW_FMT " on " RW_FMT " %s", i ? "; " : "",
			RW_ARG(c[i].predicate), RW_ARG(value_of(a, &c[i])), c[i].place.inherited ? "~" : "",
			RW_ARG(shown(c[i].place.text)), RW_ARG(on), scope);
		rw_buf_put(&b, one.p, one.n);
	}
	return shown(rw_buf_view(&b));
}

/* "attack!; killed 3; shelling planned" */
static rw_slice claims_told(rw_arena *a, const riwaya_claim *c, size_t n) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < n; i++) {
		bool number = c[i].figure.has_value, plain = c[i].modality == RIWAYA_MODALITY_ACTUAL;
		rw_slice one = rw_arena_printf(a, "%s" RW_FMT "%s%s" RW_FMT "%s%s", i ? "; " : "", RW_ARG(c[i].predicate),
			c[i].polarity == RIWAYA_POLARITY_DENIED ? "!" : "", number ? " " : "",
			RW_ARG(number ? value_of(a, &c[i]) : RW_NONE), plain ? "" : " ",
			plain ? "" : riwaya_modality_word(c[i].modality));
		rw_buf_put(&b, one.p, one.n);
	}
	return shown(rw_buf_view(&b));
}

static riwaya_engine *engine_new(void) {
	riwaya_error err;
	riwaya_engine *engine = NULL;
	riwaya_options options = {0};
	assert_int_equal(riwaya_engine_new(&options, &engine, &err), RIWAYA_OK);
	return engine;
}

static riwaya_set *read_one(riwaya_engine *engine, const riwaya_set_options *options, rw_slice text,
	const riwaya_claim **claims, size_t *n_claims) {
	riwaya_error err;
	riwaya_set *set = NULL;
	assert_int_equal(riwaya_set_new(engine, options, &set, &err), RIWAYA_OK);
	assert_int_equal(riwaya_set_add_bytes(set, "case.txt", text.p, text.n, &err), RIWAYA_OK);
	assert_int_equal(riwaya_set_count(set), 1);
	assert_int_equal(riwaya_set_claims(set, 0, claims, n_claims, &err), RIWAYA_OK);
	return set;
}

static void posts(void **state) {
	(void)state;
	TEST_ARENA(a);
	riwaya_engine *engine = engine_new();
	table t = table_open(a, RW_TEST_DATA "/cases/posts.tsv");
	rw_slice col[POST_COLUMNS];
	int n = 0, bad = 0;
	while (table_row(&t, col, POST_COLUMNS)) {
		const riwaya_claim *claims;
		size_t n_claims;
		riwaya_set *set = read_one(engine, NULL, table_text(a, col[0]), &claims, &n_claims);
		const riwaya_report *r = riwaya_set_report(set, 0);
		const rw_slice got[] = {r->outlet_name, r->title, r->text, claims_by(a, claims, n_claims)};
		static const char *const names[] = {"outlet", "title", "text", "claims"};
		for (size_t i = 0; i < RW_COUNT(got); i++) {
			rw_slice want = table_text(a, col[i + 1]);
			if (rw_slice_eq(want, shown(got[i]))) continue;
			print_message("posts.tsv:%u %s is '" RW_FMT "', not '" RW_FMT "'\n", t.line, names[i],
				RW_ARG(shown(got[i])), RW_ARG(want));
			bad++;
		}
		riwaya_set_free(set);
		n++;
	}
	assert_true(n >= POSTS);
	assert_int_equal(bad, 0);
	riwaya_engine_free(engine);
	rw_arena_release(a);
}

typedef rw_slice shower(rw_arena *a, const riwaya_claim *c, size_t n);

/* The claims of each text of a table, as shown, are those beside it. */
static void table_of(const char *file, shower *show, int least) {
	TEST_ARENA(a);
	riwaya_engine *engine = engine_new();
	riwaya_set_options options = {0};
	assert_true(riwaya_when_parse("2025-07-10T12:00", &options.published));
	char path[512];
	snprintf(path, sizeof path, RW_TEST_DATA "/cases/%s", file);
	table t = table_open(a, path);
	rw_slice col[TOLD_COLUMNS];
	int n = 0, bad = 0;
	while (table_row(&t, col, TOLD_COLUMNS)) {
		const riwaya_claim *claims;
		size_t n_claims;
		riwaya_set *set = read_one(engine, &options, table_text(a, col[0]), &claims, &n_claims);
		rw_slice got = show(a, claims, n_claims), want = table_text(a, col[1]);
		if (!rw_slice_eq(got, want)) {
			print_message("%s:%u '" RW_FMT "', not '" RW_FMT "'\n", file, t.line, RW_ARG(got), RW_ARG(want));
			bad++;
		}
		riwaya_set_free(set);
		n++;
	}
	assert_true(n >= least);
	assert_int_equal(bad, 0);
	riwaya_engine_free(engine);
	rw_arena_release(a);
}

/* Whose words each number is on: "3 by SOURCE < AGENCY < OUTLET; …" */
static rw_slice claims_chain(rw_arena *a, const riwaya_claim *c, size_t n) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < n; i++) {
		if (!c[i].figure.has_value) continue;
		rw_buf_printf(&b, "%s" RW_FMT " by ", b.n ? "; " : "", RW_ARG(value_of(a, &c[i])));
		for (size_t k = 0; k + 1 < c[i].n_chain; k++)
			rw_buf_printf(&b, "%s" RW_FMT, k ? " < " : "", RW_ARG(c[i].chain[k].name));
	}
	return shown(rw_buf_view(&b));
}

static void chains(void **state) {
	(void)state;
	table_of("chains.tsv", claims_chain, CHAINS);
}

static void where(void **state) {
	(void)state;
	table_of("where.tsv", claims_where, WHERES);
}

static void events(void **state) {
	(void)state;
	table_of("events.tsv", claims_told, EVENTS);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(posts), cmocka_unit_test(where), cmocka_unit_test(events), cmocka_unit_test(chains)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
