/* Incidents within incidents: what is nested and what only looks so; the same for a set and for a store, on both databases. */
#define _GNU_SOURCE
#include "group/nest.h"
#include "store_world.h"
#include <riwaya/export.h>

enum { DAY = 24 * 60 };
#define IDS(...) (const rw_slice[]){__VA_ARGS__}, sizeof((const rw_slice[]){__VA_ARGS__}) / sizeof(rw_slice)
#define NOBODY NULL, 0

static rw_frame frame(const char *id, const char *place, int64_t from, int64_t to, const rw_slice *acts, size_t n_acts,
	const rw_slice *agents, size_t n_agents, const rw_slice *parties, size_t n_parties) {
	return (rw_frame){.incident = rw_slice_z(id),
		.place = rw_slice_z(place),
		.time = {from * DAY, (to + 1) * DAY - 1, RIWAYA_PRECISION_DAY},
		.acts = acts,
		.n_acts = n_acts,
		.agents = agents,
		.n_agents = n_agents,
		.parties = parties,
		.n_parties = n_parties};
}

#define SDF RW_LIT("sdf")
#define YPG RW_LIT("ypg")
#define ISIS RW_LIT("isis")
#define TURKEY RW_LIT("turkey")
#define CLASH RW_LIT("clash")
#define SHELLING RW_LIT("shelling")
#define STRIKE RW_LIT("airstrike")
#define RISING RW_LIT("uprising")
#define PROTEST RW_LIT("protest")

static void relation(void **state) {
	(void)state;
	store_world w;
	TEST_ARENA(a);
	store_begin(&w);
	rw_facts f;
	rw_facts_init(&f, w.store->lx, a);
	const rw_frame battle = frame("b", "sy-raqqa", 10, 20, IDS(CLASH), IDS(SDF), IDS(SDF, ISIS));
	const rw_frame prison = frame("p", "sy-tabqa-prison", 10, 16, IDS(RISING, CLASH), IDS(ISIS), IDS(SDF, ISIS));
	const rw_frame wide = frame("w", "sy-raqqa-gov", 1, 30, IDS(CLASH), IDS(SDF), IDS(SDF, ISIS));
	const struct {
		const char *what;
		const rw_frame *outer;
		rw_frame inner;
		bool shared, nested;
	} cases[] = {
		{"a strike in a quarter, by a party", &battle,
			frame("x", "sy-dariyah", 12, 12, IDS(SHELLING), IDS(SDF), IDS(SDF)), false, true},
		{"… by a part of a party", &battle, frame("x", "sy-dariyah", 12, 12, IDS(SHELLING), IDS(YPG), IDS(YPG)), false,
			true},
		{"in the town itself", &battle, frame("x", "sy-raqqa", 12, 13, IDS(STRIKE), IDS(ISIS), IDS(ISIS)), false, true},
		{"on its last day", &battle, frame("x", "sy-raqqa", 20, 20, IDS(STRIKE), IDS(ISIS), IDS(ISIS)), false, true},
		{"a day late", &battle, frame("x", "sy-raqqa", 20, 21, IDS(STRIKE), IDS(ISIS), IDS(ISIS)), true, false},
		{"before", &battle, frame("x", "sy-raqqa", 9, 12, IDS(STRIKE), IDS(ISIS), IDS(ISIS)), true, false},
		{"as long as the battle", &battle, frame("x", "sy-raqqa", 10, 20, IDS(STRIKE), IDS(ISIS), IDS(ISIS)), true, false},
		{"by somebody else", &battle, frame("x", "sy-dariyah", 12, 12, IDS(SHELLING), IDS(TURKEY), IDS(SDF, TURKEY)),
			true, false},
		{"by nobody named", &battle, frame("x", "sy-dariyah", 12, 12, IDS(SHELLING), NOBODY, IDS(ISIS)), false, false},
		{"… but one report tells of both", &battle, frame("x", "sy-dariyah", 12, 12, IDS(SHELLING), NOBODY, IDS(ISIS)),
			true, true},
		{"… and nobody at all", &battle, frame("x", "sy-dariyah", 12, 12, IDS(SHELLING), NOBODY, NOBODY), true, false},
		{"in another town", &battle, frame("x", "sy-tabqa", 12, 12, IDS(SHELLING), IDS(SDF), IDS(SDF)), true, false},
		{"in what contains it", &battle, frame("x", "sy-raqqa-gov", 12, 12, IDS(SHELLING), IDS(SDF), IDS(SDF)), true,
			false},
		{"another clash in the town", &battle, frame("x", "sy-raqqa", 12, 12, IDS(CLASH), IDS(SDF), IDS(SDF)), true,
			false},
		{"… in a quarter, in one report", &battle, frame("x", "sy-dariyah", 12, 12, IDS(CLASH), IDS(SDF), IDS(SDF)),
			true, true},
		{"… in a quarter alone", &battle, frame("x", "sy-dariyah", 12, 12, IDS(CLASH), IDS(SDF), IDS(SDF)), false, false},
		{"a rising in a battle", &battle, frame("x", "sy-raqqa", 12, 12, IDS(RISING), IDS(SDF), IDS(SDF)), true, false},
		{"a protest", &battle, frame("x", "sy-raqqa", 12, 12, IDS(PROTEST), IDS(SDF), IDS(SDF)), false, false},
		{"a killing that tells no act", &battle, frame("x", "sy-raqqa", 12, 12, NOBODY, IDS(SDF), IDS(SDF)), false, false},
		{"no place", &battle, frame("x", NULL, 12, 12, IDS(STRIKE), IDS(ISIS), IDS(ISIS)), true, false},
		{"a killing in a prison's rising", &prison, frame("x", "sy-tabqa-prison", 12, 12, NOBODY, IDS(ISIS), IDS(ISIS)),
			true, true},
		{"a clash in it", &prison, frame("x", "sy-tabqa-prison", 12, 12, IDS(CLASH), IDS(SDF), IDS(SDF)), false, true},
		{"a strike on the town around it", &prison, frame("x", "sy-tabqa", 12, 12, IDS(STRIKE), IDS(SDF), IDS(SDF)),
			true, false},
		{"fighting over a governorate", &wide, frame("x", "sy-raqqa", 12, 12, IDS(STRIKE), IDS(SDF), IDS(SDF)), false,
			false},
		{"… in one report", &wide, frame("x", "sy-raqqa", 12, 12, IDS(STRIKE), IDS(SDF), IDS(SDF)), true, true},
	};
	for (size_t i = 0; i < RW_COUNT(cases); i++) {
		riwaya_bilingual why = {0};
		bool is = rw_nested(&f, &cases[i].inner, cases[i].outer, cases[i].shared, &why);
		if (is != cases[i].nested) fail_msg("%s: %s", cases[i].what, is ? "nested" : "not nested");
		assert_true(!is || (why.ar.n && why.en.n));
		assert_false(rw_nested(&f, cases[i].outer, &cases[i].inner, true, NULL));
		/* what is kept of it says the same */
		rw_frame back = cases[i].inner;
		rw_frame_read(a, rw_frame_write(a, &cases[i].inner), &back);
		assert_true(rw_nested(&f, &back, cases[i].outer, cases[i].shared, NULL) == is);
	}
	/* a day's battle holds nothing; nor does what is over in moments */
	const rw_frame day = frame("d", "sy-raqqa", 10, 11, IDS(CLASH), IDS(SDF), IDS(SDF, ISIS)),
				   strikes = frame("s", "sy-raqqa", 10, 20, IDS(STRIKE), IDS(SDF), IDS(SDF, ISIS));
	assert_false(rw_frame_holds(&f, &day) || rw_frame_holds(&f, &strikes));
	assert_true(rw_frame_holds(&f, &battle) && rw_nest_closer(&f, &prison, &battle) < 0 &&
		rw_nest_closer(&f, &wide, &battle) > 0);
	rw_arena_release(a);
	store_end(&w);
}

static const char *const texts[] = {
	"اشتباكات عنيفة في الرقة بين قوات سوريا الديمقراطية وتنظيم داعش\n10 تموز 2017\n\nاندلعت اشتباكات عنيفة في مدينة الرقة بين قوات سوريا "
	"الديمقراطية وتنظيم الدولة الإسلامية يوم الاثنين 10 تموز 2017، وأسفرت عن مقتل 12 مقاتلاً، وفق ما قال مصدر عسكري.\n",
	"حصيلة اشتباكات الرقة\n13 تموز 2017\n\nاندلعت اشتباكات عنيفة بين قوات سوريا الديمقراطية وتنظيم الدولة الإسلامية في مدينة الرقة يوم الاثنين "
	"10 تموز 2017، وقتل فيها 12 مقاتلاً، وفق ما قال مصدر عسكري.\n\nوقتل 8 مقاتلين آخرين من التنظيم في الاشتباكات المستمرة مع قوات سوريا "
	"الديمقراطية في المدينة يوم الخميس 13 تموز 2017.\n",
	"قصف لقوات سوريا الديمقراطية\n12 تموز 2017\n\nقتل 4 مدنيين بقصف مدفعي شنته قوات سوريا الديمقراطية على حي الدرعية في مدينة الرقة يوم "
	"الأربعاء 12 تموز 2017، وفق ناشطين.\n",
	"غارة تركية في الرقة\n12 تموز 2017\n\nقتل 7 مدنيين بغارة جوية شنها الجيش التركي على سوق الهال في مدينة الرقة يوم الأربعاء 12 تموز 2017، وفق "
	"ناشطين.\n",
};

/* What lies within what: "x in y; …" of a set's incidents. */
static rw_slice nests(rw_arena *a, riwaya_set *set, rw_buf *b) {
	riwaya_error e = {0};
	const riwaya_reconciliation *r;
	must(riwaya_set_reconcile(set, &r, &e), &e);
	for (size_t i = 0; i < r->n_incidents; i++) {
		const riwaya_incident *x = &r->incidents[i];
		if (x->within)
			rw_buf_printf(b, RW_FMT " in " RW_FMT ": " RW_FMT ";", RW_ARG(x->id), RW_ARG(x->within->incident),
				RW_ARG(x->within->why.ar));
		for (size_t k = 0; k < x->n_holds; k++)
			rw_buf_printf(b, RW_FMT " holds " RW_FMT ";", RW_ARG(x->id), RW_ARG(x->holds[k].incident));
	}
	(void)a;
	return rw_buf_view(b);
}

static int by_bytes(const void *x, const void *y) { return rw_slice_cmp(*(const rw_slice *)x, *(const rw_slice *)y); }

/* The same lines, whatever their order. */
static rw_slice sorted(rw_arena *a, rw_slice s) {
	RW_VEC(rw_slice) lines = {0};
	rw_buf b = RW_BUF(a);
	while (s.n) rw_vec_push(a, &lines, rw_slice_cut(&s, ';'));
	if (lines.n) qsort(lines.p, lines.n, sizeof *lines.p, by_bytes);
	for (size_t i = 0; i < lines.n; i++) rw_buf_printf(&b, RW_FMT ";", RW_ARG(lines.p[i]));
	return rw_buf_view(&b);
}

static rw_slice nests_of_store(store_world *w, rw_arena *a) {
	riwaya_error e = {0};
	const riwaya_incident_list *list;
	rw_buf b = RW_BUF(a);
	must(riwaya_store_incidents(w->store, &(riwaya_incident_query){.sort = RIWAYA_SORT_REPORTS}, &list, &e), &e);
	RW_VEC(rw_slice) names = {0};
	size_t within = 0;
	for (size_t i = 0; i < list->n; i++) {
		rw_vec_push(a, &names, rw_arena_printf(a, RW_FMT, RW_ARG(list->rows[i].name)));
		within += list->rows[i].within != NULL;
	}
	assert_int_equal(within, 1);
	for (size_t i = 0; i < names.n; i++) {
		riwaya_set *set;
		must(riwaya_store_ledger(w->store, names.p[i].p, NULL, &set, &e), &e);
		nests(a, set, &b);
		riwaya_set_free(set);
	}
	return sorted(a, rw_buf_view(&b));
}

static void same(void **state) {
	(void)state;
	store_world w;
	riwaya_error e = {0};
	riwaya_rebuilt rebuilt;
	TEST_ARENA(a);
	store_begin(&w);
	riwaya_set *set;
	must(riwaya_set_new(w.engine, NULL, &set, &e), &e);
	for (size_t i = 0; i < RW_COUNT(texts); i++) {
		char name[32];
		snprintf(name, sizeof name, "%zu.txt", i);
		const char *path = store_file(&w, name, texts[i]);
		store_add(&w, path);
		must(riwaya_set_add_file(set, path, &e), &e);
	}
	rw_buf b = RW_BUF(a);
	rw_slice of_set = sorted(a, nests(a, set, &b));
	assert_int_not_equal(rw_slice_find(of_set, RW_LIT(" in "), 0), SIZE_MAX);
	assert_int_not_equal(rw_slice_find(of_set, RW_LIT("holds"), 0), SIZE_MAX);
	rw_slice of_store = nests_of_store(&w, a);
	if (!rw_slice_eq(of_set, of_store)) fail_msg(RW_FMT " | " RW_FMT, RW_ARG(of_set), RW_ARG(of_store));
	must(riwaya_store_rebuild(w.store, &(riwaya_rebuilding){0}, &rebuilt, &e), &e);
	assert_true(rw_slice_eq(of_store, nests_of_store(&w, a)));
	for (int arabic = 0; arabic < 2; arabic++) {
		rw_buf t = RW_BUF(a);
		must(riwaya_write_ledger_text(set, &(riwaya_show){.arabic = arabic != 0}, (riwaya_sink){store_into, &t}, &e), &e);
		assert_int_not_equal(
			rw_slice_find(rw_buf_view(&t), arabic ? RW_LIT("وقع ضمنها") : RW_LIT("takes part in both"), 0), SIZE_MAX);
	}
	riwaya_set_free(set);
	rw_arena_release(a);
	store_end(&w);
}

/* As of each moment the ledgers say what they said then. */
static void then(void **state) {
	(void)state;
	store_world w;
	riwaya_error e = {0};
	TEST_ARENA(a);
	store_begin(&w);
	enum { PARTS = RW_COUNT(texts) };
	int64_t moments[PARTS];
	RW_VEC(rw_slice) names = {0};
	rw_slice told[PARTS][8] = {0};
	size_t nested = 0;
	for (size_t i = 0; i < PARTS; i++) {
		char name[32];
		snprintf(name, sizeof name, "%zu.txt", i);
		store_add(&w, store_file(&w, name, texts[(i + 2) % PARTS]));
		const riwaya_incident_list *list;
		must(riwaya_store_incidents(w.store, &(riwaya_incident_query){0}, &list, &e), &e);
		for (size_t k = 0; k < list->n; k++) {
			size_t at = 0;
			while (at < names.n && !rw_slice_eq(names.p[at], list->rows[k].name)) at++;
			if (at == names.n) rw_vec_push(a, &names, rw_arena_printf(a, RW_FMT, RW_ARG(list->rows[k].name)));
		}
		for (size_t k = 0; k < names.n; k++) {
			riwaya_set *set;
			rw_buf b = RW_BUF(a);
			must(riwaya_store_ledger(w.store, names.p[k].p, NULL, &set, &e), &e);
			told[i][k] = nests(a, set, &b);
			nested += told[i][k].n != 0;
			riwaya_set_free(set);
		}
		moments[i] = store_clock(&w);
	}
	assert_true(nested >= 2 && names.n < RW_COUNT(told[0]));
	for (size_t i = 0; i < PARTS; i++)
		for (size_t k = 0; k < names.n; k++) {
			riwaya_set *set;
			rw_buf b = RW_BUF(a);
			riwaya_status status = riwaya_store_ledger(w.store, names.p[k].p, &moments[i], &set, &e);
			if (status) assert_true(status == RIWAYA_ARGUMENT && !told[i][k].n);
			if (status) continue;
			rw_slice is = nests(a, set, &b);
			if (!rw_slice_eq(is, told[i][k]))
				fail_msg(
					RW_FMT " of part %zu: " RW_FMT " | " RW_FMT, RW_ARG(names.p[k]), i, RW_ARG(told[i][k]), RW_ARG(is));
			riwaya_set_free(set);
		}
	rw_arena_release(a);
	store_end(&w);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(relation), cmocka_unit_test(same), cmocka_unit_test(then)};
	int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
	if (getenv(SERVER)) {
		store_postgres = true;
		failed += cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
	}
	return failed;
}
