/* test_group.c: reports that tell of one incident, reports that do not, copies, and reports without a date. */
#include "incidents.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define RUN(lines)                                                                                                     \
	TEST_ARENA(a);                                                                                                     \
	rw_lexicon *lx;                                                                                                    \
	assert_int_equal(rw_lexicon_open(a, image, &lx, NULL), RIWAYA_OK);                                                 \
	incidents_known known = {0};                                                                                       \
	incidents_read(a, lines, &known);                                                                                  \
	riwaya_reconciliation r;                                                                                           \
	rw_reconcile(lx, a, known.p, known.n, &r);                                                                         \
	rw_slice said = incidents_text(a, &r);                                                                             \
	if (getenv("SHOW")) fprintf(stderr, RW_FMT "\n", RW_ARG(said))

#define END rw_arena_release(a)
#define TOGETHER(x, y) assert_true(incidents_of(&r, x) != UINT32_MAX && incidents_of(&r, x) == incidents_of(&r, y))
#define APART(x, y) assert_true(incidents_of(&r, x) == UINT32_MAX || incidents_of(&r, x) != incidents_of(&r, y))

#define JAILBREAK                                                                                                      \
	"report a outlet=Waha published=2031-03-05T10:00\nattack - agent=south at=xx-jail on=2031-03-04\n"                 \
	"escaped dozens role=detainee actor=south near=xx-jail\nheld 5000 role=detainee actor=south at=xx-jail\n"          \
	"attackers >=100 role=fighter actor=south near=xx-jail\nkilled 4 role=guard actor=north near=xx-jail\n"            \
	"report b outlet=Manara published=2031-03-06T10:00\nattack - agent=south at=xx-jail on=2031-03-04\n"               \
	"killed 23 role=fighter actor=south near=xx-jail\nsurrendered ~300 role=detainee actor=south near=xx-jail\n"       \
	"freed 4 role=hostage actor=north agent=north near=xx-jail\n"

static void same_attack(void **state) {
	(void)state;
	RUN(JAILBREAK
		"report c outlet=Jisr published=2031-03-07T08:00\nattack - agent=south at=xx-town on=2031-03-04\nkilled 30 near=xx-town\n");
	assert_int_equal(r.n_incidents, 1);
	assert_int_equal(r.incidents[0].outlets, 3);
	assert_true(rw_slice_eqz(r.incidents[0].place_id, "xx-jail"));
	assert_true(rw_slice_eqz(r.incidents[0].place_label.en, "Castle prison, Rosecastle"));
	assert_true(rw_slice_eqz(r.incidents[0].acts[0], "attack"));
	for (size_t i = 0; i < r.incidents[0].n_reports; i++) assert_true(r.incidents[0].reports[i].why.ar.n > 0);
	END;
}

static void other_places_and_times(void **state) {
	(void)state;
	RUN("report a outlet=Waha published=2031-03-05T10:00\nshelling - agent=north at=xx-town on=2031-03-04\nkilled 3 role=civilian near=xx-town\n"
		"report far outlet=Manara published=2031-03-05T11:00\nshelling - agent=north at=xx-far on=2031-03-04\nkilled 3 role=civilian near=xx-far\n"
		"report month outlet=Manara published=2031-04-09T11:00\nshelling - agent=north at=xx-town on=2031-04-08\nkilled 3 role=civilian near=xx-town\n"
		"report week outlet=Jisr published=2031-03-12T11:00\nshelling - agent=north at=xx-town on=2031-03-11\nkilled 5 role=civilian near=xx-town\n"
		"report act outlet=Jisr published=2031-03-05T11:00\nkidnapped 2 role=journalist at=xx-quay on=2031-03-04\n"
		"report region outlet=Jisr published=2031-03-05T11:00\nshelling - agent=north at=yy-town on=2031-03-04\nkilled 3 role=civilian near=yy-town\n");
	APART("a", "far");
	APART("a", "month");
	APART("a", "week");
	APART("a", "act");
	APART("a", "region");
	assert_int_equal(r.n_incidents, 6);
	END;
}

static void an_undated_mutiny(void **state) {
	(void)state;
	RUN(JAILBREAK "report old outlet=Safina\nuprising - at=xx-jail\nescaped some role=detainee actor=south near=xx-jail\n"
				  "held ~4000 role=detainee actor=south at=xx-jail\nescaped some actor=south at=yy-town\n");
	assert_int_equal(r.n_apart, 1);
	assert_int_equal(incidents_of(&r, "old"), UINT32_MAX);
	assert_int_equal(r.apart[0].near, 0);
	assert_true(r.apart[0].n_for >= 1 && r.apart[0].n_against >= 3);
	assert_true(rw_slice_find(said, RW_LIT("does not tell of attack, as 2 of 2 dated reports do"), 0) != SIZE_MAX);
	assert_true(
		rw_slice_find(said, RW_LIT("about 4000 South Front detainees were held; elsewhere: 5,000"), 0) != SIZE_MAX ||
		rw_slice_find(said, RW_LIT("elsewhere: 5000 South Front detainees were held"), 0) != SIZE_MAX);
	END;
}

static void an_undated_report_that_agrees(void **state) {
	(void)state;
	RUN(JAILBREAK
		"report new outlet=Safina\nattack - agent=south at=xx-jail\nattackers ~300 role=fighter actor=south near=xx-jail\n"
		"freed 9 role=hostage actor=north agent=north near=xx-jail\nsurrendered ~1000 role=detainee actor=south near=xx-jail\n");
	TOGETHER("a", "new");
	assert_int_equal(r.n_apart, 0);
	for (size_t i = 0; i < r.incidents[0].n_reports; i++)
		if (rw_slice_eqz(r.reports[r.incidents[0].reports[i].report]->id, "new"))
			assert_int_equal(r.incidents[0].reports[i].part, RIWAYA_PART_UNDATED);
	END;
}

static void an_undated_like_attack(void **state) {
	(void)state;
	/* a bomb on the same market, by nobody knows whom: the place and what any bomb does are no date */
	RUN("report a outlet=Waha published=2031-03-05T10:00\nbombing - at=xx-quay on=2031-03-04\nkilled 25 role=civilian near=xx-quay\nwounded 60 role=civilian near=xx-quay\n"
		"report b outlet=Jisr published=2031-03-05T12:00\nbombing - at=xx-quay on=2031-03-04\nkilled 26 role=civilian near=xx-quay\nwounded 60 role=civilian near=xx-quay\n"
		"report old outlet=Safina\nbombing - at=xx-quay\nkilled 12 role=civilian near=xx-quay\nwounded 30 role=civilian near=xx-quay\n");
	TOGETHER("a", "b");
	assert_int_equal(r.n_apart, 1);
	END;
}

static void words_that_date(void **state) {
	(void)state;
	RUN(JAILBREAK
		"report dated outlet=Safina\nattack - agent=south at=xx-jail on=2031-03-04\nescaped >20 role=commander actor=south at=xx-jail\n"
		"report other outlet=Safina\nattack - agent=south at=xx-jail on=2029-03-04\nescaped >20 role=commander actor=south at=xx-jail\n");
	TOGETHER("a", "dated");
	APART("a", "other");
	END;
}

static void alone_without_a_date(void **state) {
	(void)state;
	RUN("report only outlet=Safina\nattack - agent=south at=xx-jail\nkilled 3 near=xx-jail\n");
	assert_int_equal(r.n_incidents, 1);
	assert_int_equal(r.n_apart, 0);
	assert_int_equal(r.incidents[0].reports[0].part, RIWAYA_PART_UNDATED);
	END;
}

static void a_round_up(void **state) {
	(void)state;
	RUN("report a outlet=Waha published=2031-03-05T10:00\nshelling - agent=north at=xx-far on=2031-03-04\nkilled 3 role=civilian at=xx-far on=2031-03-04\nwounded 8 role=civilian at=xx-far\n"
		"report sum outlet=Manara published=2031-03-05T20:00\nattack - agent=south at=xx-jail on=2031-03-04\nkilled 4 role=guard at=xx-jail\nescaped 9 role=detainee actor=south at=xx-jail\n"
		"shelling - agent=north at=xx-far on=2031-03-04\nkilled 3 role=civilian at=xx-far\nwounded 8 role=civilian at=xx-far\n"
		"report b outlet=Jisr published=2031-03-05T21:00\nattack - agent=south at=xx-jail on=2031-03-04\nescaped 9 role=detainee actor=south at=xx-jail\n");
	assert_int_equal(r.n_incidents, 2);
	size_t parts = 0;
	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < r.incidents[i].n_reports; j++)
			parts += rw_slice_eqz(r.reports[r.incidents[i].reports[j].report]->id, "sum");
	assert_int_equal(parts, 2); /* it tells of both */
	APART("a", "b");
	END;
}

#define STORY                                                                                                                                                                                    \
	"قتل خمسة حراس في هجوم شنه مسلحون مجهولون على سجن القصر مساء الثلاثاء وقال شهود من سكان الحي المجاور إن " \
	"الرصاص استمر حتى ساعات الفجر الأولى بينما حلقت طائرات فوق المدينة وأغلقت الطرق المؤدية إلى السجن أمام السيارات"
#define MORE "وطالب الأهالي بفتح تحقيق مستقل في أسباب ما جرى ونقل الجرحى إلى مشفى قريب في وسط المدينة القديمة"
#define OTHER                                                                                                          \
	"زار وفد من التجار سوق الحبوب صباح اليوم وبحث مع البلدية أسعار القمح والشعير والأعلاف قبل موسم الحصاد القادم"

static void reprints(void **state) {
	(void)state;
	RUN("report whole outlet=Jisr published=2031-03-05T12:00\ntext " STORY " " MORE
		"\nattack - agent=south at=xx-jail on=2031-03-04\n"
		"report first outlet=Waha published=2031-03-05T10:00\ntext " STORY " " MORE
		"\nattack - agent=south at=xx-jail on=2031-03-04\n"
		"report half outlet=Manara published=2031-03-05T13:00\ntext " OTHER " " STORY
		"\nattack - agent=south at=xx-jail on=2031-03-04\n"
		"report none outlet=Rihla published=2031-03-05T14:00\ntext " OTHER " " OTHER
		"\nattack - agent=south at=xx-jail on=2031-03-04\n"
		"report quote outlet=Safina published=2031-03-05T15:00\ntext " OTHER " " OTHER
		" قتل خمسة حراس في هجوم شنه مسلحون مجهولون على سجن القصر\nattack - agent=south at=xx-jail on=2031-03-04\n");
	size_t whole = 0, part = 0;
	for (size_t i = 0; i < r.n_reprints; i++) {
		rw_slice id = r.reports[r.reprints[i].report]->id, of = r.reports[r.reprints[i].of]->id;
		if (rw_slice_eqz(id, "whole"))
			whole += rw_slice_eqz(of, "first") && r.reprints[i].whole && r.reprints[i].share > 0.99;
		if (rw_slice_eqz(id, "half"))
			part += rw_slice_eqz(of, "first") && !r.reprints[i].whole && r.reprints[i].share > 0.5;
		assert_false(rw_slice_eqz(id, "first"));
	}
	assert_int_equal(whole, 1);
	assert_int_equal(part, 1);
	END;
}

/* Posts of two lines: one passed on with a word changed is a copy, one on the same that says it in its own words is none. */
static void posts(void **state) {
	(void)state;
	RUN("report post outlet=Waha published=2031-03-05T10:00\ntext عاجل قتل أربعة من حراس سجن القصر في هجوم مسلح فجر اليوم والاشتباكات مستمرة في محيطه"
		"\nattack - at=xx-jail on=2031-03-05\n"
		"report passed outlet=Jisr published=2031-03-05T11:00\ntext قتل أربعة من حراس سجن القصر في هجوم مسلح صباح اليوم والاشتباكات مستمرة في محيطه"
		"\nattack - at=xx-jail on=2031-03-05\n"
		"report own outlet=Rihla published=2031-03-05T12:00\ntext عاجل هجوم مسلح على سجن القصر فجر اليوم ومعلومات أولية عن مقتل أربعة من الحراس وانتشار واسع للشرطة"
		"\nattack - at=xx-jail on=2031-03-05\n");
	assert_int_equal(r.n_reprints, 1);
	assert_true(rw_slice_eqz(r.reports[r.reprints[0].report]->id, "passed"));
	assert_true(rw_slice_eqz(r.reports[r.reprints[0].of]->id, "post"));
	END;
}

/* Paragraphs in another order, and every tenth word another: still a copy. */
static void a_copy_in_other_order(void **state) {
	(void)state;
	RUN("report first outlet=Waha published=2031-03-05T10:00\ntext " STORY " " MORE " " OTHER
		"\nattack - agent=south at=xx-jail on=2031-03-04\n"
		"report turned outlet=Jisr published=2031-03-05T12:00\ntext زار وفد من التجار سوق الحبوب صباح أمس وبحث مع البلدية أسعار القمح والشعير والأعلاف قبل موسم الحصاد "
		"قتل خمسة حراس في اعتداء شنه مسلحون مجهولون على سجن القصر مساء الثلاثاء وقال شهود من أهالي الحي المجاور إن "
		"الرصاص استمر حتى ساعات الصباح الأولى بينما حلقت طائرات فوق المدينة وأغلقت كل الطرق المؤدية إلى السجن"
		"\nattack - agent=south at=xx-jail on=2031-03-04\n");
	assert_int_equal(r.n_reprints, 1);
	assert_true(r.reprints[0].share > 0.8);
	END;
}

static void a_copy_adds_no_origin(void **state) {
	(void)state;
	RUN("report first outlet=Waha published=2031-03-05T10:00\ntext " STORY
		"\nkilled 5 role=guard at=xx-jail on=2031-03-04\n"
		"report copy outlet=Jisr\ntext " STORY "\nkilled 5 role=guard at=xx-jail\n");
	TOGETHER("first", "copy"); /* undated, and yet dated by what it copies */
	assert_int_equal(r.incidents[0].n_independent, 1);
	assert_int_equal(r.incidents[0].reports[1].part, RIWAYA_PART_REPRINT);
	assert_int_equal(r.incidents[0].lines[0].values[0].reports, 2);
	assert_int_equal(r.incidents[0].lines[0].values[0].origins, 1);
	END;
}

static void credit_tells_who_copied(void **state) {
	(void)state;
	RUN("report early outlet=Jisr credit=Manara published=2031-03-05T10:00\ntext " STORY
		"\nattack - at=xx-jail on=2031-03-04\n"
		"report late outlet=Manara published=2031-03-05T18:00\ntext " STORY "\nattack - at=xx-jail on=2031-03-04\n");
	assert_int_equal(r.n_reprints, 1);
	assert_true(rw_slice_eqz(r.reports[r.reprints[0].of]->id, "late"));
	END;
}

static void the_same_bytes_twice(void **state) {
	(void)state;
	RUN("report a outlet=Waha published=2031-03-05T10:00\nkilled 5 at=xx-jail on=2031-03-04\nreport a outlet=Waha published=2031-03-05T10:00\nkilled 5 at=xx-jail on=2031-03-04\n");
	assert_int_equal(r.n_incidents, 1);
	assert_int_equal(r.incidents[0].n_claims, 1);
	assert_int_equal(r.n_reprints, 1);
	END;
}

static void words_for_places(void **state) {
	(void)state;
	/* no row knows the place: the prison of a town and the town are near each other, two prisons in other words are not told apart */
	TEST_ARENA(a);
	rw_lexicon *lx;
	assert_int_equal(rw_lexicon_open(a, image, &lx, NULL), RIWAYA_OK);
	rw_facts f;
	rw_facts_init(&f, lx, a);
	uint32_t jail = rw_site_of(&f, RW_LIT("xx-jail"), RW_NONE), town = rw_site_of(&f, RW_NONE, RW_LIT("قصر الورد"));
	assert_true(f.sites.p[town].id.n && rw_site_within(&f, jail, town) && rw_site_town(&f, jail) == town);
	assert_true(rw_site_of(&f, RW_NONE, RW_LIT("سجن القصر")) == jail);
	assert_true(rw_site_of(&f, RW_NONE, RW_NONE) == RW_NO);
	uint32_t x = rw_site_of(&f, RW_NONE, RW_LIT("ثكنة الريح")), y = rw_site_of(&f, RW_NONE, RW_LIT("ثكنة الريح القديمة"));
	assert_true(x != y && rw_site_same_words(&f, x, y));
	END;
}

/* Whatever the order in which reports come, the result is the same to the letter. */
static void order_does_not_show(void **state) {
	(void)state;
	static const char lines[] = JAILBREAK
		"report c outlet=Jisr published=2031-03-06T10:00\nattack - agent=south at=xx-town on=2031-03-04\nescaped - denied role=detainee actor=south near=xx-jail by=salim/official/north\n"
		"report d outlet=Rihla published=2031-03-07T10:00\nattack - agent=south at=xx-jail on=2031-03-04\nrecaptured 110 role=detainee actor=south by=command/party/north\nkilled 60 role=fighter actor=south near=xx-jail\n"
		"report old outlet=Safina\nuprising - at=xx-jail\nescaped some role=detainee actor=south near=xx-jail\nheld ~4000 role=detainee actor=south at=xx-jail\n"
		"report new outlet=Zawraq\nattack - agent=south at=xx-jail\nattackers ~300 role=fighter actor=south near=xx-jail\nfreed 9 role=hostage actor=north agent=north near=xx-jail\n"
		"report e outlet=Jisr published=2031-03-05T10:00\nshelling - agent=north at=xx-far on=2031-03-04\nkilled 3 role=civilian near=xx-far\n";
	RUN(lines);
	uint64_t seed = 42;
	for (int turn = 0; turn < 40; turn++) {
		rw_known *mixed = RW_ARRAY(a, rw_known, known.n);
		memcpy(mixed, known.p, known.n * sizeof *mixed);
		for (size_t i = known.n; i > 1; i--) {
			seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
			size_t j = (size_t)((seed >> 33) % i);
			rw_known t = mixed[i - 1];
			mixed[i - 1] = mixed[j];
			mixed[j] = t;
		}
		riwaya_reconciliation again;
		rw_reconcile(lx, a, mixed, known.n, &again);
		assert_true(rw_slice_eq(said, incidents_text(a, &again)));
	}
	END;
}

static void an_id_stays(void **state) {
	(void)state;
	RUN(JAILBREAK);
	rw_slice id = r.incidents[0].id;
	incidents_known more = {0};
	incidents_read(a,
		JAILBREAK
		"report z outlet=Jisr published=2031-03-07T08:00\nattack - agent=south at=xx-jail on=2031-03-04\nkilled 30 near=xx-jail\n",
		&more);
	riwaya_reconciliation again;
	rw_reconcile(lx, a, more.p, more.n, &again);
	assert_true(rw_slice_eq(id, again.incidents[0].id));
	END;
}

static void nothing(void **state) {
	(void)state;
	RUN("");
	assert_int_equal(r.n_incidents, 0);
	assert_int_equal(r.n_apart, 0);
	END;
}

static void reports_without_claims(void **state) {
	(void)state;
	RUN("report a outlet=Waha published=2031-03-05T10:00\nreport b outlet=Manara\nreport c\n");
	assert_int_equal(r.n_incidents, 3);
	END;
}

/* Two thousand reports of one incident, and two thousand of others: seconds at most. */
static void many(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_lexicon *lx;
	assert_int_equal(rw_lexicon_open(a, image, &lx, NULL), RIWAYA_OK);
	rw_buf b = RW_BUF(a);
	for (int i = 0; i < 2000; i++) {
		rw_buf_printf(&b, "report r%04d outlet=O%d published=2031-03-%02dT%02d:%02d\ntext " STORY " %d\n", i, i % 300,
			5 + i % 3, i % 24, i % 60, i);
		rw_buf_printf(&b,
			"attack - agent=south at=xx-jail on=2031-03-04\nkilled %d role=guard actor=north near=xx-jail by=?s/anonymous\nescaped %s role=detainee actor=south near=xx-jail\n",
			5 + i % 900, i % 2 ? "dozens" : ">20");
		if (i % 50 == 0)
			rw_buf_z(&b, "escaped - denied role=detainee actor=south near=xx-jail by=salim/official/north\n");
	}
	for (int i = 0; i < 2000; i++)
		rw_buf_printf(&b,
			"report s%04d outlet=O%d published=20%02d-%02d-05T10:00\nshelling - agent=north at=xx-far on=20%02d-%02d-04\nkilled %d role=civilian near=xx-far\n",
			i, i % 7, 10 + i % 80, 1 + i % 12, 10 + i % 80, 1 + i % 12, i % 9 + 1);
	rw_buf_byte(&b, 0);
	incidents_known known = {0};
	incidents_read(a, b.p, &known);
	riwaya_reconciliation r;
	rw_reconcile(lx, a, known.p, known.n, &r);
	assert_int_equal(r.n_reports, 4000);
	assert_int_equal(incidents_of(&r, "r0000"), incidents_of(&r, "r1999"));
	END;
}

static void work(rw_arena *a, void *p) {
	rw_lexicon *lx;
	if (rw_lexicon_open(a, image, &lx, NULL)) return;
	incidents_known known = {0};
	incidents_read(a, p, &known);
	riwaya_reconciliation r;
	rw_reconcile(lx, a, known.p, known.n, &r);
}

static void memory_ends(void **state) {
	(void)state;
	static char lines[] = JAILBREAK "report old outlet=Safina\ntext " STORY
									"\nuprising - at=xx-jail\nreport copy outlet=Safina\ntext " STORY "\n";
	size_t calls = failing_all(work, lines);
	assert_true(calls != SIZE_MAX && calls > 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_attack),
		cmocka_unit_test(other_places_and_times),
		cmocka_unit_test(an_undated_mutiny),
		cmocka_unit_test(an_undated_report_that_agrees),
		cmocka_unit_test(an_undated_like_attack),
		cmocka_unit_test(words_that_date),
		cmocka_unit_test(alone_without_a_date),
		cmocka_unit_test(a_round_up),
		cmocka_unit_test(reprints),
		cmocka_unit_test(posts),
		cmocka_unit_test(a_copy_in_other_order),
		cmocka_unit_test(a_copy_adds_no_origin),
		cmocka_unit_test(credit_tells_who_copied),
		cmocka_unit_test(the_same_bytes_twice),
		cmocka_unit_test(words_for_places),
		cmocka_unit_test(order_does_not_show),
		cmocka_unit_test(an_id_stays),
		cmocka_unit_test(nothing),
		cmocka_unit_test(reports_without_claims),
		cmocka_unit_test(many),
		cmocka_unit_test(memory_ends),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}
