/* What a reading room asks of a store: reports per day, incidents on a map, those on which nobody decided, the moments of one, sources; the same from both
 * databases, and after a rebuild. */
#define _GNU_SOURCE
#include "store_world.h"

#define PAGE(url, outlet, title, text, day)                                                                            \
	"{\"url\": \"https://" url "\", \"outlet\": \"" outlet "\", \"title\": \"" title "\", \"text\": \"" text           \
	"\", \"published\": \"2031-11-" day "T10:00\"}\n"

static const char reports[] = PAGE("sedra.example/1", "وكالة سدرة", "مقتل 5 مدنيين بقصف على سوق أريحا",
	"قُتل 5 مدنيين اليوم الخميس بقصف مدفعي استهدف سوق مدينة أريحا جنوب إدلب، بحسب مصدر طبي.", "20") PAGE("madar.example/2",
	"شبكة المدار", "قصف على أريحا", "قالت وكالة سدرة إن 7 مدنيين قتلوا بقصف مدفعي على سوق مدينة أريحا اليوم الخميس.",
	"20") PAGE("madar.example/3", "شبكة المدار", "ارتفاع حصيلة قصف أريحا",
	"ارتفعت حصيلة القصف المدفعي على سوق مدينة أريحا أمس الخميس إلى 9 قتلى من المدنيين، وفق وكالة سدرة.",
	"21") PAGE("ghaf.example/4", "موقع الغاف", "انفجار في الرقة",
	"انفجرت سيارة مفخخة في مدينة الرقة اليوم الخميس ما أدى إلى مقتل 3 أشخاص، وقالت الممرضة سلمى العلي إن الجرحى كثر.",
	"20");

static rw_slice json_of(store_world *w, rw_arena *a, const riwaya_incident_query *query) {
	riwaya_error e = {0};
	const riwaya_day_list *days;
	const riwaya_map_places *map;
	const riwaya_source_list *sources;
	rw_buf b = RW_BUF(a);
	riwaya_sink sink = {store_into, &b};
	must(riwaya_store_days(w->store, query, &days, &e), &e);
	must(riwaya_write_days_json(w->store, days, sink, &e), &e);
	must(riwaya_store_map(w->store, query, &map, &e), &e);
	must(riwaya_write_map_json(w->store, map, sink, &e), &e);
	must(riwaya_store_sources(w->store, NULL, &sources, &e), &e);
	must(riwaya_write_sources_json(w->store, sources, sink, &e), &e);
	for (size_t i = 0, n = sources->n; i < n; i++) {
		const riwaya_source_account *account;
		rw_slice key = rw_arena_printf(a, RW_FMT, RW_ARG(sources->rows[i].key));
		must(riwaya_store_source(w->store, key.p, NULL, &account, &e), &e);
		must(riwaya_write_source_json(w->store, account, sink, &e), &e);
		must(riwaya_store_sources(w->store, NULL, &sources, &e), &e);
	}
	return rw_buf_view(&b);
}

/* The first incident of a query, its name in a. */
static const char *first_of(store_world *w, rw_arena *a, riwaya_incident_query query, uint64_t all) {
	riwaya_error e = {0};
	const riwaya_incident_list *list;
	must(riwaya_store_incidents(w->store, &query, &list, &e), &e);
	assert_int_equal(list->all, all);
	return list->n ? rw_arena_printf(a, RW_FMT, RW_ARG(list->rows[0].name)).p : "";
}

static const riwaya_source *source_of(store_world *w, const riwaya_source_query *query, uint64_t all) {
	riwaya_error e = {0};
	const riwaya_source_list *list;
	must(riwaya_store_sources(w->store, query, &list, &e), &e);
	assert_int_equal(list->all, all);
	return list->n ? &list->rows[0] : NULL;
}

static void decide(store_world *w, const char *json) {
	riwaya_error e = {0};
	char id[RIWAYA_REVIEW_ID + 1];
	must(riwaya_store_review(w->store, rw_slice_z(json), id, &e), &e);
}

static void days_and_places(void **state) {
	(void)state;
	store_world w;
	riwaya_error e = {0};
	TEST_ARENA(a);
	store_begin(&w);
	const riwaya_day_list *days;
	const riwaya_map_places *map;
	must(riwaya_store_days(w.store, NULL, &days, &e), &e);
	assert_int_equal(days->n, 0);
	store_add(&w, store_file(&w, "in.jsonl", reports));
	must(riwaya_store_days(w.store, NULL, &days, &e), &e);
	assert_int_equal(days->n, 2);
	assert_int_equal(days->undated, 0);
	assert_int_equal(days->rows[0].reports, 3);
	assert_int_equal(days->rows[0].incidents, 2);
	assert_int_equal(days->rows[1].day, days->rows[0].day + 1);
	assert_int_equal(days->rows[1].reports, 1);
	must(riwaya_store_days(w.store, &(riwaya_incident_query){.place = "الرقة"}, &days, &e), &e);
	assert_int_equal(days->n, 1);
	assert_int_equal(days->rows[0].reports, 1);
	must(riwaya_store_map(w.store, NULL, &map, &e), &e);
	assert_int_equal(map->n, 2);
	assert_int_equal(map->without, 0);
	assert_true(
		map->rows[0].lat < map->rows[1].lat && map->rows[0].name.n && map->rows[0].label.en.n && map->rows[0].has_last);
	must(riwaya_store_map(w.store, &(riwaya_incident_query){.reports = 2}, &map, &e), &e);
	assert_int_equal(map->n, 1);
	assert_int_equal(map->rows[0].reports, 3);
	assert_int_equal(
		riwaya_store_map(w.store, &(riwaya_incident_query){.place = "nowhere-at-all"}, &map, &e), RIWAYA_ARGUMENT);
	assert_null(map);
	/* what is behind an incident in the order asked for */
	const riwaya_incident_list *list;
	const char *first = first_of(&w, a, (riwaya_incident_query){.sort = RIWAYA_SORT_REPORTS}, 2);
	const riwaya_incident_query behind = {.sort = RIWAYA_SORT_REPORTS, .after = first};
	must(riwaya_store_incidents(w.store, &behind, &list, &e), &e);
	assert_int_equal(list->n, 1);
	assert_int_equal(list->all, 2);
	assert_false(rw_slice_eqz(list->rows[0].name, first));
	/* names without the folder that files came from */
	riwaya_added added;
	const char *paths[] = {
		store_file(&w, "late.txt", "قصف على أريحا\n22 تشرين الثاني 2031\n\nقتل مدنيان بقصف مدفعي على مدينة أريحا.\n")};
	char folder[80];
	snprintf(folder, sizeof folder, "%s/", w.folder);
	must(riwaya_store_add(w.store, paths, 1, &(riwaya_adding){.leave_off = folder}, &added, &e), &e);
	assert_int_equal(added.reports, 1);
	assert_int_equal(store_number(&w, "SELECT count(*) FROM report WHERE file = 'late.txt'"), 1);
	/* the same is made anew */
	rw_slice before = json_of(&w, a, NULL);
	riwaya_rebuilt rebuilt;
	must(riwaya_store_rebuild(w.store, NULL, &rebuilt, &e), &e);
	rw_slice after = json_of(&w, a, NULL);
	assert_int_equal(rw_slice_find(after, RW_LIT("\"sources\""), 0) != SIZE_MAX, true);
	assert_true(rw_slice_eq(before, after));
	assert_int_equal(
		store_number(&w,
			"SELECT count(*) FROM incident i JOIN incident_tag g ON g.incident = i.id WHERE g.changed <> i.changed"),
		0);
	assert_int_equal(
		store_number(&w, "SELECT count(*) FROM source_incident WHERE incident NOT IN (SELECT id FROM incident)"), 0);
	rw_arena_release(a);
	store_end(&w);
}

static void unreviewed(void **state) {
	(void)state;
	store_world w;
	riwaya_error e = {0};
	TEST_ARENA(a);
	store_begin(&w);
	store_add(&w, store_file(&w, "in.jsonl", reports));
	const riwaya_incident_query ask = {.unreviewed = true, .sort = RIWAYA_SORT_REPORTS};
	const char *name = first_of(&w, a, ask, 2);
	const riwaya_history *history;
	must(riwaya_store_history(w.store, name, &history, &e), &e);
	assert_int_equal(history->n, 3);
	assert_true(history->rows[0].report.n == 64 && !history->rows[0].kind && history->rows[0].outlet.n);
	rw_slice report = rw_arena_copy(a, history->rows[0].report);
	/* a note decides nothing; an accepted claim does, until it is taken back */
	decide(&w, rw_arena_printf(a, "{\"kind\":\"note\",\"by\":\"Huda\",\"why\":\"seen\",\"incident\":\"%s\"}", name).p);
	first_of(&w, a, ask, 2);
	riwaya_set *set;
	must(riwaya_store_ledger(w.store, name, NULL, &set, &e), &e);
	rw_buf b = RW_BUF(a);
	must(riwaya_write_ledger_json(set, &(riwaya_show){0}, (riwaya_sink){store_into, &b}, &e), &e);
	riwaya_set_free(set);
	char id[RIWAYA_REVIEW_ID + 1];
	rw_slice json =
		rw_arena_printf(a, "{\"kind\":\"accept\",\"by\":\"Huda\",\"report\":\"" RW_FMT "\",\"claim\":\"" RW_FMT ":1\"}",
			RW_ARG(report), 8, report.p);
	must(riwaya_store_review(w.store, json, id, &e), &e);
	const char *other = first_of(&w, a, ask, 1);
	assert_string_not_equal(other, name);
	must(riwaya_store_history(w.store, name, &history, &e), &e);
	assert_int_equal(history->n, 5);
	assert_true(history->rows[4].kind == RIWAYA_REVIEW_ACCEPT && rw_slice_eqz(history->rows[4].by, "Huda") &&
		history->rows[4].at > history->rows[3].at);
	decide(&w, rw_arena_printf(a, "{\"kind\":\"withdraw\",\"by\":\"Huda\",\"why\":\"no\",\"review\":\"%s\"}", id).p);
	first_of(&w, a, ask, 2);
	/* of a report as a whole */
	decide(&w,
		rw_arena_printf(a,
			"{\"kind\":\"publish\",\"by\":\"Huda\",\"why\":\"as its archive has it\",\"report\":\"" RW_FMT
			"\",\"published\":\"2031-11-20T09:00\"}",
			RW_ARG(report))
			.p);
	first_of(&w, a, ask, 1);
	assert_int_equal(riwaya_store_history(w.store, "i0000", &history, &e), RIWAYA_ARGUMENT);
	rw_arena_release(a);
	store_end(&w);
}

static void speakers(void **state) {
	(void)state;
	store_world w;
	riwaya_error e = {0};
	TEST_ARENA(a);
	store_begin(&w);
	store_add(&w, store_file(&w, "in.jsonl", reports));
	assert_null(source_of(&w, &(riwaya_source_query){.name = "سلمى"}, 0)); /* a person is no source */
	assert_null(source_of(&w, &(riwaya_source_query){.kind = RIWAYA_LINK_MONITOR}, 0));
	assert_int_equal(source_of(&w, NULL, 3)->incidents, 1);
	const riwaya_source *sedra = source_of(&w, &(riwaya_source_query){.name = "سدره"}, 1); /* as names are compared */
	assert_true(sedra->reports == 1 && sedra->quoted >= 2 && sedra->claims > sedra->quoted && sedra->unnamed >= 1);
	rw_slice key = rw_arena_copy(a, sedra->key);
	const riwaya_source_account *x;
	must(riwaya_store_source(w.store, rw_arena_printf(a, RW_FMT, RW_ARG(key)).p, NULL, &x, &e), &e);
	assert_int_equal(x->n_quotes, 0);
	assert_int_equal(x->n_quoted_by, 1);
	assert_int_equal(x->n_incidents, 1);
	const riwaya_account *said = &x->incidents[0];
	bool own = false, passed = false;
	for (size_t i = 0; i < said->n_claims; i++) {
		const riwaya_source_claim *c = &said->claims[i];
		own |= c->of.n && !c->by.n && rw_slice_eqz(c->predicate, "killed") && c->line < said->n_lines;
		passed |= !c->of.n && c->by.n && rw_slice_eq(c->by_key, x->quoted_by[0].source.key);
	}
	assert_true(own && passed);
	/* its figures moved: 5, 7, then 9 */
	assert_true(said->n_moves > 0);
	assert_int_equal(riwaya_store_source(w.store, "s000000000000", NULL, &x, &e), RIWAYA_ARGUMENT);
	/* sums follow when reports change incidents */
	store_exec(&w, "UPDATE report SET stale = 1");
	must(riwaya_store_settle(w.store, NULL, &e), &e);
	sedra = source_of(&w, &(riwaya_source_query){.name = "سدرة"}, 1);
	assert_true(sedra->reports == 1 && sedra->incidents == 1);
	static const char *const sums[] = {
		"SELECT count(*) FROM source r WHERE r.claims <> (SELECT sum(x.claims) FROM source_incident x WHERE x.source = r.id)",
		"SELECT count(*) FROM source r WHERE r.incidents <> (SELECT count(*) FROM source_incident x WHERE x.source = r.id)",
		"SELECT count(*) FROM quote q WHERE q.claims <> (SELECT sum(x.claims) FROM quote_incident x WHERE x.said = q.said AND x.teller = q.teller)"};
	for (size_t i = 0; i < RW_COUNT(sums); i++) assert_int_equal(store_number(&w, sums[i]), 0);
	/* a party that publishes under its own name, whichever, is the party, and no outlet beside it */
	store_add(&w,
		store_file(&w, "own.jsonl",
			PAGE("own.example/5", "قسد", "عملية أمنية في الرقة",
				"قتلت قوات سوريا الديمقراطية مسلحين اثنين في مدينة الرقة اليوم الخميس.", "20")
				PAGE("own.example/6", "قوات سوريا الديمقراطية", "مقتل مسلحين",
					"قتلت قواتنا مسلحين اثنين في عملية أمنية في مدينة الرقة اليوم الخميس.", "20")));
	const riwaya_source *sdf = source_of(&w, &(riwaya_source_query){.name = "قوات سوريا الديمقراطية"}, 1);
	assert_true(sdf->kind == RIWAYA_LINK_PARTY && rw_slice_eqz(sdf->actor, "sdf") && sdf->reports == 2);
	rw_arena_release(a);
	store_end(&w);
}

/* An incident of many reports is told by those in which the source speaks, and nothing of it is missing. */
static void in_many_reports(void **state) {
	(void)state;
	enum { PAGES = 90, EACH = 9 };
	store_world w;
	riwaya_error e = {0};
	TEST_ARENA(a);
	store_begin(&w);
	rw_buf b = RW_BUF(a);
	for (int i = 0; i < PAGES; i++)
		rw_buf_printf(&b,
			PAGE("many.example/%d", "%s", "قصف على الرقة %d",
				"قتل %d مدنيين بقصف مدفعي على مدينة الرقة اليوم الخميس، بحسب مراسلنا رقم %d.", "20"),
			i, i % EACH ? "منبر الجسر" : "منبر التلة", i, 10 + i % 3, i);
	store_add(&w, store_file(&w, "many.jsonl", rw_arena_printf(a, RW_FMT, RW_ARG(rw_buf_view(&b))).p));
	rw_slice key = rw_arena_copy(a, source_of(&w, &(riwaya_source_query){.name = "منبر التلة"}, 1)->key);
	const riwaya_source_account *x;
	must(riwaya_store_source(w.store, rw_arena_printf(a, RW_FMT, RW_ARG(key)).p, NULL, &x, &e), &e);
	assert_int_equal(x->n_incidents, 1);
	assert_true(x->incidents[0].incident.reports == PAGES && x->source.reports == PAGES / EACH);
	assert_true(x->incidents[0].n_claims >= PAGES / EACH && x->incidents[0].n_lines);
	for (size_t i = 0; i < x->incidents[0].n_claims; i++)
		assert_int_not_equal(rw_slice_find(x->incidents[0].claims[i].outlet, RW_LIT("التلة"), 0), SIZE_MAX);
	rw_arena_release(a);
	store_end(&w);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(days_and_places), cmocka_unit_test(unreviewed),
		cmocka_unit_test(speakers), cmocka_unit_test(in_many_reports)};
	int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
	if (getenv(SERVER)) {
		store_postgres = true;
		failed += cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
	}
	return failed != 0;
}
