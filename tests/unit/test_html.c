/* test_html.c: pages: what becomes of text from outside, axes of plots, a sink that takes no more. tests/html looks at whole pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "show/html/html.h"
#include "show_group.h"

static char *escaped(const char *s, size_t n) {
	grown g = {0};
	rw_html h = {.sink = sink_of(&g)};
	rw_html_text(&h, rw_slice_of(s, n));
	rw_html_z(&h, ".");
	assert_true(rw_html_end(&h));
	return g.p;
}
#define ASSERT_ESCAPED(from, to)                                                                                       \
	do {                                                                                                               \
		char *e_ = escaped((from), sizeof(from) - 1);                                                                  \
		assert_string_equal(e_, to ".");                                                                               \
		free(e_);                                                                                                      \
	} while (0)

static void test_text(void **state) {
	(void)state;
	ASSERT_ESCAPED("", "");
	ASSERT_ESCAPED("a < b > c & d \" e '", "a &lt; b &gt; c &amp; d &quot; e &#39;");
	ASSERT_ESCAPED("&lt;", "&amp;lt;");
	ASSERT_ESCAPED("قتل 5", "قتل 5");
	ASSERT_ESCAPED("a\tb\nc\r\nd", "a b c  d");
	/* Control characters are shown to be there; a zero byte among them. */
	ASSERT_ESCAPED("a\0b\x01\x7f",
		"a\xEF\xBF\xBD"
		"b\xEF\xBF\xBD\xEF\xBF\xBD");
	ASSERT_ESCAPED("\xC2\x85", "\xEF\xBF\xBD");
	/* What steers direction is left out: embeddings, overrides, isolates, marks, the byte order mark. */
	ASSERT_ESCAPED("a\xE2\x80\xAE"
				   "b\xE2\x81\xA6"
				   "c\xE2\x80\x8F"
				   "d\xD8\x9C"
				   "e\xEF\xBB\xBF",
		"abcde");
	/* A joiner belongs to the word. */
	ASSERT_ESCAPED("می\xE2\x80\x8Cرود", "می\xE2\x80\x8Cرود");
	/* Bytes that are no UTF-8. */
	ASSERT_ESCAPED("a\xFF<", "a\xEF\xBF\xBD&lt;");
	ASSERT_ESCAPED("\xD9", "\xEF\xBF\xBD");
	ASSERT_ESCAPED("\xC0\xBC"
				   "script",
		"\xEF\xBF\xBD\xEF\xBF\xBDscript");
}

/* --- pages ------------------------------------------------------------------------------------------------------------- */
static char *page(const riwaya_show *show, size_t *n) {
	world *w = world_new(&arena);
	grown g = {0};
	assert_true(rw_show_ledger_html(lx, &arena, &w->r, show, sink_of(&g)));
	*n = g.n;
	return g.p;
}

static void test_page(void **state) {
	(void)state;
	size_t n;
	char *en = page(&(riwaya_show){0}, &n);
	assert_non_null(strstr(en, "<html lang=\"en\" dir=\"ltr\">"));
	assert_non_null(strstr(en, "</html>\n"));
	assert_null(strstr(en, "<script"));
	free(en);
	int64_t as_of = INT64_C(1642728060000);
	char *ar = page(&(riwaya_show){.arabic = true, .as_of = &as_of}, &n);
	assert_non_null(strstr(ar, "<html lang=\"ar\" dir=\"rtl\">"));
	free(ar);
}

static void test_no_incident(void **state) {
	(void)state;
	grown g = {0};
	riwaya_reconciliation none = {0};
	assert_true(rw_show_ledger_html(lx, &arena, &none, NULL, sink_of(&g)));
	assert_non_null(strstr(g.p, "</html>\n"));
	free(g.p);
}

static void test_output_refused(void **state) {
	(void)state;
	size_t n;
	free(page(&(riwaya_show){0}, &n));
	for (size_t limit = 1; limit < n; limit += 997) {
		world *w = world_new(&arena);
		grown g = {.limit = limit};
		assert_false(rw_show_ledger_html(lx, &arena, &w->r, NULL, sink_of(&g)));
		assert_true(g.n <= limit);
		free(g.p);
	}
}

/* --- axes -------------------------------------------------------------------------------------------------------------- */
enum { ROWS = 4 };

/* An axis of so many exact values. */
static bool axis_of(rw_axis *x, size_t n, const double *v) {
	riwaya_claim claims[ROWS];
	riwaya_incident_claim all[ROWS];
	rw_line_row rows[ROWS];
	memset(claims, 0, sizeof claims);
	memset(all, 0, sizeof all);
	memset(rows, 0, sizeof rows);
	for (uint32_t k = 0; k < n; k++) {
		claims[k].figure = (riwaya_figure){
			.value = v[k], .low = v[k], .high = v[k], .has_value = true, .has_low = true, .has_high = true};
		all[k] = (riwaya_incident_claim){.claim = &claims[k], .superseded_by = UINT32_MAX, .implied_by = UINT32_MAX};
		rows[k] = (rw_line_row){.claim = k, .group = RW_ROW_FIGURED, .value = rw_arena_printf(&arena, "%.12g", v[k])};
	}
	riwaya_incident i = {.claims = all, .n_claims = n};
	return rw_axis_of(&i, rows, n, false, x);
}

static void test_axes(void **state) {
	(void)state;
	rw_axis x;
	/* One value, or the same twice, is told by words alone. */
	assert_false(axis_of(&x, 0, NULL));
	assert_false(axis_of(&x, 1, (double[]){5}));
	assert_false(axis_of(&x, 2, (double[]){5, 5}));
	assert_true(axis_of(&x, 2, (double[]){5, 8}));
	assert_false(x.logarithmic);
	assert_true(x.low == 0 && x.high >= 8 && x.n_ticks >= 3);
	assert_true(x.ticks[x.n_ticks - 1] <= x.high);
	assert_true(axis_of(&x, 3, (double[]){3, 40, 5000}));
	assert_true(x.logarithmic && x.high >= 5000);
	for (size_t k = 1; k < x.n_ticks; k++) assert_true(x.ticks[k] > x.ticks[k - 1]);
	/* Whatever numbers a report may hold. */
	assert_true(axis_of(&x, 2, (double[]){0, 1e-9}));
	assert_true(x.high >= 1);
	assert_true(axis_of(&x, 2, (double[]){1, 1e15}));
	assert_true(x.n_ticks <= RW_COUNT(x.ticks));
	axis_of(&x, 3, (double[]){0, 1e300, 1e-9});
	assert_true(x.n_ticks <= RW_COUNT(x.ticks));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_page),
		cmocka_unit_test(test_no_incident),
		cmocka_unit_test(test_output_refused),
		cmocka_unit_test(test_axes),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
