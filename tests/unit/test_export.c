/* test_export.c: exporters taken bit by bit, rulings, sinks that take no more, and cells of tables. What each format holds is tried by
 * tests/export. */
#include "memory.h"
#include "show/export/csv.h"
#include <riwaya/export.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

typedef struct taken {
	char *p;
	size_t n, cap, most; /* most: bytes that it takes, 0 for all */
} taken;

static bool take(void *ctx, const char *p, size_t n) {
	taken *t = ctx;
	if (t->most && t->n + n > t->most) return false;
	if (t->n + n + 1 > t->cap) {
		t->cap = (t->n + n + 1) * 2;
		t->p = realloc(t->p, t->cap);
		assert_non_null(t->p);
	}
	if (n) memcpy(t->p + t->n, p, n);
	t->n += n;
	t->p[t->n] = '\0';
	return true;
}

static riwaya_sink to(taken *t) { return (riwaya_sink){take, t}; }

typedef struct world {
	riwaya_engine *engine;
	riwaya_set *set;
} world;

static int set_up(void **state) {
	static const char *const samples[] = {"01-sidra.html", "02-sanabel.txt", "03-sindyan.html", "04-daftar.txt",
		"08-hikayat-undated.txt", "09-sidra-qamishli.html", "10-sindyan-ariha.txt", "11-sanabel-sukhna.txt"};
	static world w;
	if (riwaya_engine_new(NULL, &w.engine, NULL) || riwaya_set_new(w.engine, NULL, &w.set, NULL)) return 1;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		char path[512];
		snprintf(path, sizeof path, "%s/samples/tabqa/%s", RW_SOURCE_DIR, samples[i]);
		if (riwaya_set_add_file(w.set, path, NULL)) return 1;
	}
	*state = &w;
	return 0;
}

static int clean_up(void **state) {
	world *w = *state;
	riwaya_set_free(w->set);
	riwaya_engine_free(w->engine);
	return 0;
}

/* An incident at a time, each in a result of its own, as a store has them: the same bytes as all at once. */
static void test_bit_by_bit(void **state) {
	world *w = *state;
	const riwaya_reconciliation *r;
	assert_int_equal(riwaya_set_reconcile(w->set, &r, NULL), RIWAYA_OK);
	assert_true(r->n_incidents >= 3 && r->n_apart >= 1);
	for (int f = 0; f < riwaya_export_format_count; f++) {
		taken whole = {0}, bits = {0};
		if (riwaya_export_of_events(f)) continue; /* there are none */
		riwaya_exported a, b;
		riwaya_exporter *x;
		assert_int_equal(riwaya_export(w->set, f, NULL, to(&whole), &a, NULL), RIWAYA_OK);
		assert_int_equal(riwaya_export_begin(w->engine, f, NULL, to(&bits), &x, NULL), RIWAYA_OK);
		if (riwaya_export_of_reports(f)) {
			for (size_t i = 0; i < riwaya_set_count(w->set); i++) {
				const riwaya_claim *claims;
				size_t n;
				assert_int_equal(riwaya_set_claims(w->set, i, &claims, &n, NULL), RIWAYA_OK);
				assert_int_equal(riwaya_export_report(x, riwaya_set_report(w->set, i), claims, n, NULL), RIWAYA_OK);
			}
		} else {
			riwaya_reconciliation one = *r;
			for (size_t i = 0; i < r->n_incidents; i++) {
				/* Only reports of the incident, so that those in none come once, at the end. */
				const riwaya_incident *in = &r->incidents[i];
				const riwaya_report **reports = calloc(in->n_reports, sizeof *reports);
				const riwaya_claim **claims = calloc(in->n_reports, sizeof *claims);
				size_t *n = calloc(in->n_reports, sizeof *n);
				riwaya_part_taken *parts = calloc(in->n_reports, sizeof *parts);
				riwaya_incident_claim *told = calloc(in->n_claims + 1, sizeof *told);
				for (size_t k = 0; k < in->n_reports; k++) {
					reports[k] = r->reports[in->reports[k].report];
					parts[k] = in->reports[k];
					parts[k].report = (uint32_t)k;
				}
				for (size_t k = 0; k < in->n_claims; k++) {
					told[k] = in->claims[k];
					for (size_t m = 0; m < in->n_reports; m++)
						if (in->reports[m].report == in->claims[k].report) told[k].report = (uint32_t)m;
				}
				riwaya_incident copy = *in;
				copy.reports = parts;
				copy.claims = told;
				one = (riwaya_reconciliation){.reports = reports,
					.claims = claims,
					.n_claims = n,
					.n_reports = in->n_reports,
					.incidents = &copy,
					.n_incidents = 1};
				assert_int_equal(riwaya_export_add(x, &one, NULL), RIWAYA_OK);
				free(reports);
				free(claims);
				free(n);
				free(parts);
				free(told);
			}
			bool *in = calloc(r->n_reports + 1, sizeof *in);
			for (size_t i = 0; i < r->n_incidents; i++)
				for (size_t k = 0; k < r->incidents[i].n_reports; k++) in[r->incidents[i].reports[k].report] = true;
			for (size_t k = 0; k < r->n_reports; k++) {
				if (in[k]) continue;
				one = (riwaya_reconciliation){
					.reports = &r->reports[k], .claims = &r->claims[k], .n_claims = &r->n_claims[k], .n_reports = 1};
				assert_int_equal(riwaya_export_add(x, &one, NULL), RIWAYA_OK);
			}
			free(in);
		}
		assert_int_equal(riwaya_export_end(x, &b, NULL), RIWAYA_OK);
		assert_string_equal(bits.p, whole.p);
		assert_memory_equal(&a, &b, sizeof a);
		assert_true(a.written > 0);
		free(whole.p);
		free(bits.p);
	}
}

static const riwaya_ruling *rule(void *ctx, const riwaya_report *report, const riwaya_claim *claim) {
	static const riwaya_ruling ruling = {.by = {"A. Nasser", 9},
		.why = {"Two hospitals were asked", 24},
		.rating = {"Confirmed", 9},
		.at = {27900000, 27900000, RIWAYA_PRECISION_MINUTE},
		.value = 5,
		.worst = 1,
		.best = 5};
	size_t *left = ctx;
	assert_non_null(report);
	if (!*left || claim->figure.qualifier == RIWAYA_QUALIFIER_NONE) return NULL;
	--*left;
	return &ruling;
}

static size_t times(const char *text, const char *what) {
	size_t n = 0;
	for (const char *p = text; (p = strstr(p, what)); p++) n++;
	return n;
}

static void test_reviews_only_by_people(void **state) {
	world *w = *state;
	size_t left = 2;
	riwaya_export_options o = {.ruling = rule, .ruling_ctx = &left};
	taken t = {0}, none = {0};
	assert_int_equal(riwaya_export(w->set, RIWAYA_EXPORT_SCHEMA_ORG, &o, to(&t), NULL, NULL), RIWAYA_OK);
	assert_int_equal(times(t.p, "\"ClaimReview\""), 2);
	assert_int_equal(times(t.p,
						 "\"reviewRating\": {\"@type\": \"Rating\", \"alternateName\": \"Confirmed\", "
						 "\"ratingValue\": 5, \"bestRating\": 5, \"worstRating\": 1}"),
		2);
	assert_int_equal(times(t.p, "\"itemReviewed\""), 2);
	assert_int_equal(riwaya_export(w->set, RIWAYA_EXPORT_SCHEMA_ORG, NULL, to(&none), NULL, NULL), RIWAYA_OK);
	assert_int_equal(times(none.p, "ClaimReview"), 0);
	free(t.p);
	free(none.p);
}

static void test_full_sinks(void **state) {
	world *w = *state;
	for (int f = 0; f < riwaya_export_format_count; f++) {
		for (size_t most = 1; most < 40000; most = most * 3 + 1) {
			taken t = {.most = most};
			riwaya_error e = {0};
			riwaya_status status = riwaya_export(w->set, f, NULL, to(&t), NULL, &e);
			assert_true(status == RIWAYA_OUTPUT || status == RIWAYA_OK);
			if (status) assert_true(*e.message);
			free(t.p);
		}
	}
}

static void test_wrong_arguments(void **state) {
	world *w = *state;
	taken t = {0};
	riwaya_exporter *x = NULL;
	assert_int_equal(riwaya_export(NULL, RIWAYA_EXPORT_ACLED, NULL, to(&t), NULL, NULL), RIWAYA_ARGUMENT);
	assert_int_equal(riwaya_export(w->set, 99, NULL, to(&t), NULL, NULL), RIWAYA_ARGUMENT);
	assert_int_equal(riwaya_export(w->set, RIWAYA_EXPORT_ACLED, NULL, (riwaya_sink){0}, NULL, NULL), RIWAYA_ARGUMENT);
	assert_int_equal(riwaya_export_begin(NULL, RIWAYA_EXPORT_ACLED, NULL, to(&t), &x, NULL), RIWAYA_ARGUMENT);
	assert_int_equal(riwaya_export_begin(w->engine, RIWAYA_EXPORT_ACLED, NULL, to(&t), &x, NULL), RIWAYA_OK);
	assert_int_equal(riwaya_export_report(x, riwaya_set_report(w->set, 0), NULL, 0, NULL), RIWAYA_ARGUMENT);
	assert_int_equal(riwaya_export_add(x, NULL, NULL), RIWAYA_ARGUMENT);
	riwaya_export_free(x);
	riwaya_export_free(NULL);
	free(t.p);
}

static void test_about(void **state) {
	world *w = *state;
	for (int f = 0; f < riwaya_export_format_count; f++) {
		taken t = {0};
		assert_int_equal(riwaya_export_about(w->engine, f, NULL, to(&t), NULL), RIWAYA_OK);
		/* Every label is there: one that is missing would show its key. */
		assert_null(strstr(t.p, "export_about"));
		assert_non_null(strstr(t.p, riwaya_export_format_word(f)));
		free(t.p);
	}
}

/* Each allocation of an export fails once, and all is given back. */
static void test_memory_ends(void **state) {
	world *w = *state;
	const riwaya_reconciliation *r;
	failing a = {0};
	riwaya_allocator allocator = {failing_resize, &a};
	riwaya_options o = {.allocator = &allocator};
	riwaya_engine *engine;
	assert_int_equal(riwaya_set_reconcile(w->set, &r, NULL), RIWAYA_OK);
	assert_int_equal(riwaya_engine_new(&o, &engine, NULL), RIWAYA_OK);
	size_t before = a.live;
	for (int f = 0; f < riwaya_export_format_count; f++) {
		for (size_t n = 1;; n++) {
			riwaya_exporter *x;
			taken t = {0};
			a.fail_at = a.calls + n;
			riwaya_status status = riwaya_export_begin(engine, f, NULL, to(&t), &x, NULL);
			if (!status) {
				status = riwaya_export_add(x, r, NULL);
				if (status)
					riwaya_export_free(x);
				else
					status = riwaya_export_end(x, NULL, NULL);
			}
			assert_true(status == RIWAYA_OK || status == RIWAYA_NOMEM);
			free(t.p);
			assert_int_equal(a.live, before);
			assert_false(a.lied);
			if (!status) break;
		}
	}
	a.fail_at = 0;
	riwaya_engine_free(engine);
	assert_int_equal(a.live, 0);
}

/* What people decided stands where a format has room for it. */
static void test_peoples_word(void **state) {
	world *w = *state;
	const riwaya_reconciliation *r;
	assert_int_equal(riwaya_set_reconcile(w->set, &r, NULL), RIWAYA_OK);
	static const riwaya_decision graded = {.kind = RIWAYA_REVIEW_GRADE,
		.review = {"00112233", 8},
		.by = {"L. Haddad", 9},
		.at = {"2024-01-05T10:00:00Z", 20},
		.why = {"The party's own statement", 25}};
	riwaya_incident one = r->incidents[0];
	riwaya_line *lines = calloc(one.n_lines, sizeof *lines);
	memcpy(lines, one.lines, one.n_lines * sizeof *lines);
	lines[0].grade = RIWAYA_GRADE_CONFIRMED;
	lines[0].decisions = &graded;
	lines[0].n_decisions = 1;
	one.lines = lines;
	one.grade = RIWAYA_GRADE_FAIR;
	one.decisions = &graded;
	one.n_decisions = 1;
	riwaya_reconciliation rr = *r;
	rr.incidents = &one;
	rr.n_incidents = 1;
	const struct {
		riwaya_export_format format;
		const char *wanted;
	} of[] = {{RIWAYA_EXPORT_SCHEMA_ORG, "\"author\": {\"@type\": \"Person\", \"name\": \"L. Haddad\"}"},
		{RIWAYA_EXPORT_SCHEMA_ORG, "\"reviewRating\": {\"@type\": \"Rating\", \"alternateName\": \"Confirmed\"}"},
		{RIWAYA_EXPORT_AIRWARS, ",Fair,"}, {RIWAYA_EXPORT_ACLED, "reviewed in part by people"},
		{RIWAYA_EXPORT_LINES_CSV, ",confirmed\r\n"}};
	for (size_t k = 0; k < RW_COUNT(of); k++) {
		taken t = {0};
		riwaya_exporter *x;
		assert_int_equal(riwaya_export_begin(w->engine, of[k].format, NULL, to(&t), &x, NULL), RIWAYA_OK);
		assert_int_equal(riwaya_export_add(x, &rr, NULL), RIWAYA_OK);
		assert_int_equal(riwaya_export_end(x, NULL, NULL), RIWAYA_OK);
		assert_non_null(strstr(t.p, of[k].wanted));
		if (of[k].format == RIWAYA_EXPORT_SCHEMA_ORG) assert_int_equal(times(t.p, "\"ClaimReview\""), 1);
		free(t.p);
	}
	free(lines);
}

/* --- cells ------------------------------------------------------------------------------------------------------------------ */
static void cell_is(const char *text, const char *written) {
	taken t = {0};
	rw_csv c;
	rw_csv_begin(&c, to(&t), false, false);
	rw_csv_text(&c, rw_slice_z(text));
	assert_true(rw_csv_end(&c));
	assert_string_equal(t.n ? t.p : "", written);
	free(t.p);
}

static void test_cells(void **state) {
	(void)state;
	cell_is("plain", "plain");
	cell_is("", "");
	cell_is("a,b", "\"a,b\"");
	cell_is("say \"no\"", "\"say \"\"no\"\"\"");
	cell_is("two\nlines", "\"two\nlines\"");
	cell_is("=1+1", "'=1+1");
	cell_is("+1,2", "\"'+1,2\"");
	cell_is("@x", "'@x");
	cell_is("-", "'-");
	cell_is("\t=1", "'\t=1");
	cell_is("'=1", "''=1");
	cell_is("\xEF\xBC\x9D"
			"1",
		"'\xEF\xBC\x9D"
		"1");
	cell_is(" =1", "\" =1\"");
	cell_is("a\x01"
			"b\xFF",
		"a\xEF\xBF\xBD"
		"b\xEF\xBF\xBD");
	char z[64];
	const struct {
		double v;
		const char *digits;
	} numbers[] = {{0, "0"}, {-0.0, "0"}, {34.89, "34.89"}, {-38.5, "-38.5"}, {1e15, "1000000000000000"},
		{0.9999999, "1"}, {-0.0000001, "0"}};
	for (size_t i = 0; i < RW_COUNT(numbers); i++) {
		size_t n = rw_csv_digits(numbers[i].v, z);
		z[n] = '\0';
		assert_string_equal(z, numbers[i].digits);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bit_by_bit),
		cmocka_unit_test(test_reviews_only_by_people),
		cmocka_unit_test(test_full_sinks),
		cmocka_unit_test(test_wrong_arguments),
		cmocka_unit_test(test_about),
		cmocka_unit_test(test_memory_ends),
		cmocka_unit_test(test_peoples_word),
		cmocka_unit_test(test_cells),
	};
	return cmocka_run_group_tests(tests, set_up, clean_up);
}
