/* test_posts.c: tests/cases/posts.tsv: posts of social networks, read and told from the page around them, with their claims. */
#include "memory.h"
#include "table.h"
#include <riwaya/riwaya.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { COLUMNS = 5, POSTS = 40 };

static rw_slice shown(rw_slice s) { return s.n ? s : RW_LIT("-"); }

/* "killed 3 at TOWN by SOURCE; …" */
static rw_slice claims_of(rw_arena *a, const riwaya_claim *c, size_t n) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < n; i++) {
		rw_slice value = RW_LIT("-");
		if (c[i].figure.has_value) value = rw_arena_printf(a, "%.0f", c[i].figure.value);
		rw_slice by = c[i].n_chain > 1 ? c[i].chain[0].name : RW_NONE;
		rw_slice one = rw_arena_printf(a, "%s" RW_FMT " " RW_FMT " at " RW_FMT " by " RW_FMT, i ? "; " : "",
			RW_ARG(c[i].predicate), RW_ARG(value), RW_ARG(shown(c[i].place.text)), RW_ARG(shown(by)));
		rw_buf_put(&b, one.p, one.n);
	}
	return shown(rw_buf_view(&b));
}

static void posts(void **state) {
	(void)state;
	TEST_ARENA(a);
	riwaya_error err;
	riwaya_engine *engine = NULL;
	riwaya_options options = {0};
	assert_int_equal(riwaya_engine_new(&options, &engine, &err), RIWAYA_OK);
	table t = table_open(a, RW_TEST_DATA "/cases/posts.tsv");
	rw_slice col[COLUMNS];
	int n = 0, bad = 0;
	while (table_row(&t, col, COLUMNS)) {
		riwaya_set *set = NULL;
		assert_int_equal(riwaya_set_new(engine, NULL, &set, &err), RIWAYA_OK);
		rw_slice post = table_text(a, col[0]);
		assert_int_equal(riwaya_set_add_bytes(set, "post.txt", post.p, post.n, &err), RIWAYA_OK);
		assert_int_equal(riwaya_set_count(set), 1);
		const riwaya_report *r = riwaya_set_report(set, 0);
		const riwaya_claim *claims;
		size_t n_claims;
		assert_int_equal(riwaya_set_claims(set, 0, &claims, &n_claims, &err), RIWAYA_OK);
		const rw_slice got[] = {r->outlet_name, r->title, r->text, claims_of(a, claims, n_claims)};
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

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(posts)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
