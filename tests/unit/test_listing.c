/* Reports of a store, listed a page at a time and exported: the same from both databases. */
#define _GNU_SOURCE
#include "store_world.h"
#include <riwaya/export.h>

static rw_slice listed(store_world *w, rw_arena *a, riwaya_report_query q, size_t *n) {
	riwaya_error e = {0};
	const riwaya_report_list *list;
	rw_buf b = RW_BUF(a);
	*n = 0;
	do {
		must(riwaya_store_list_reports(w->store, &q, &list, &e), &e);
		assert_true(list->n <= (q.most ? q.most : 50));
		for (size_t i = 0; i < list->n; i++) {
			const riwaya_report_row *r = &list->rows[i];
			rw_buf_printf(
				&b, RW_FMT " %zu %d %lld\n", RW_ARG(r->report->id), r->n_claims, r->replaced, (long long)r->received);
			*n += 1;
		}
		q.after = list->next;
	} while (q.after);
	return rw_buf_view(&b);
}

static void pages(void **state) {
	(void)state;
	store_world w;
	size_t n, all;
	TEST_ARENA(a);
	store_begin(&w);
	assert_int_equal(listed(&w, a, (riwaya_report_query){0}, &n).n, 0);
	store_fill(&w);
	const rw_slice whole = listed(&w, a, (riwaya_report_query){.replaced = true}, &all);
	assert_int_equal(all, 5);
	for (size_t most = 1; most < 7; most++) {
		rw_slice same = listed(&w, a, (riwaya_report_query){.replaced = true, .most = most}, &n);
		assert_true(rw_slice_eq(whole, same));
	}
	listed(&w, a, (riwaya_report_query){.most = 2}, &n);
	assert_int_equal(n, 4); /* one version of a page was replaced */
	riwaya_report_query q = {.replaced = true};
	assert_true(riwaya_when_parse("2021-04-02", &q.since));
	listed(&w, a, q, &n);
	assert_int_equal(n, 5);
	assert_true(riwaya_when_parse("2021-04-03", &q.since));
	listed(&w, a, q, &n);
	assert_int_equal(n, 0);
	q.until = q.since;
	q.since = (riwaya_when){0};
	listed(&w, a, q, &n);
	assert_int_equal(n, 5);
	listed(&w, a, (riwaya_report_query){.apart = true}, &n);
	assert_int_equal(n, 0);
	const riwaya_report_list *list;
	riwaya_error e = {0};
	assert_int_equal(riwaya_store_list_reports(w.store, &(riwaya_report_query){.outlet = "jisr.example"}, &list, &e),
		RIWAYA_ARGUMENT);
	assert_null(list);
	rw_arena_release(a);
	store_end(&w);
}

/* What people decided stands in what is listed and exported; so do reports of no incident, once each. */
static void exported(void **state) {
	(void)state;
	store_world w;
	riwaya_error e = {0};
	char id[RIWAYA_REVIEW_ID + 1], json[512];
	const riwaya_report_list *list;
	TEST_ARENA(a);
	store_begin(&w);
	store_fill(&w);
	store_add(
		&w, store_file(&w, "apart.txt", "بلا تاريخ\n\nقتل ثلاثة مدنيين بقصف على سوق بلدة تل رفعت قبل أشهر من ذلك.\n"));
	must(riwaya_store_list_reports(w.store, &(riwaya_report_query){.most = 1}, &list, &e), &e);
	assert_true(list->n == 1 && list->rows[0].n_claims > 0 && list->next);
	const riwaya_claim *c = &list->rows[0].claims[0];
	assert_int_equal(c->verdict, RIWAYA_REVIEW_NONE);
	snprintf(json, sizeof json,
		"{\"kind\":\"reject\",\"by\":\"A. Reader\",\"why\":\"not said\",\"report\":\"" RW_FMT "\",\"claim\":\"" RW_FMT
		"\"}",
		RW_ARG(list->rows[0].report->id), RW_ARG(c->id));
	must(riwaya_store_review(w.store, rw_slice_z(json), id, &e), &e);
	must(riwaya_store_list_reports(w.store, &(riwaya_report_query){.most = 1}, &list, &e), &e);
	assert_int_equal(list->rows[0].n_rejected, 1);
	assert_int_equal(list->rows[0].rejected[0].verdict, RIWAYA_REVIEW_REJECT);
	for (int f = 0; f < (int)riwaya_export_format_count; f++) {
		rw_buf b = RW_BUF(a);
		riwaya_exported x;
		must(riwaya_export_store(w.store, NULL, (riwaya_export_format)f, NULL, (riwaya_sink){store_into, &b}, &x, &e),
			&e);
		if (f == RIWAYA_EXPORT_REPORTS_CSV) assert_int_equal(x.written, 5);
		if (f == RIWAYA_EXPORT_CLAIMS_CSV)
			assert_int_not_equal(rw_slice_find(rw_buf_view(&b), RW_LIT("reject"), 0), SIZE_MAX);
	}
	rw_arena_release(a);
	store_end(&w);
}

static uint64_t incidents(store_world *w, riwaya_incident_query q) {
	riwaya_error e = {0};
	const riwaya_incident_list *list;
	must(riwaya_store_incidents(w->store, &q, &list, &e), &e);
	return list->all;
}

/* A town's name means the governorate or district called after it too, its id does not; an actor is found by what it is part of. */
static void names(void **state) {
	(void)state;
	store_world w;
	store_begin(&w);
	store_add(&w,
		store_file(&w, "a.txt",
			"قصف في محافظة حلب\n2 نيسان 2021\n\nقتل ثلاثة مدنيين بقصف مدفعي في محافظة حلب، وفق مصدر طبي.\n"));
	store_add(&w,
		store_file(&w, "b.txt",
			"انفجار في حلب\n9 أيار 2021\n\nقتل أربعة مدنيين بانفجار عبوة ناسفة وسط مدينة حلب، وفق مصدر طبي.\n"));
	store_add(&w,
		store_file(&w, "c.txt",
			"هجوم في عفرين\n9 تموز 2021\n\nقتل خمسة مقاتلين من وحدات حماية الشعب بهجوم على حاجز في مدينة عفرين، وفق مصدر محلي.\n"));
	assert_int_equal(incidents(&w, (riwaya_incident_query){0}), 3);
	assert_int_equal(incidents(&w, (riwaya_incident_query){.place = "حلب"}), 3);
	assert_int_equal(incidents(&w, (riwaya_incident_query){.place = "Aleppo"}), 3);
	assert_int_equal(incidents(&w, (riwaya_incident_query){.place = "sy-aleppo-gov"}), 3);
	assert_int_equal(incidents(&w, (riwaya_incident_query){.place = "sy-aleppo"}), 1);
	assert_int_equal(incidents(&w, (riwaya_incident_query){.place = "عفرين"}), 1);
	assert_int_equal(incidents(&w, (riwaya_incident_query){.place = "Homs"}), 0);
	assert_int_equal(incidents(&w, (riwaya_incident_query){.actor = "ypg"}), 1);
	assert_int_equal(incidents(&w, (riwaya_incident_query){.actor = "sdf"}), 1);
	assert_int_equal(incidents(&w, (riwaya_incident_query){.actor = "isis"}), 0);
	assert_int_equal(incidents(&w, (riwaya_incident_query){.actor = "sdf", .place = "حلب", .act = "attack"}), 1);
	store_end(&w);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(pages), cmocka_unit_test(exported), cmocka_unit_test(names)};
	int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
	if (getenv(SERVER)) {
		store_postgres = true;
		failed += cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
	}
	return failed;
}
