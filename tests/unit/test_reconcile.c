/* test_reconcile.c: ledgers of invented incidents: each relation, and each pair that is no alarm. */
#include "incidents.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* One run: lines in, reconciliation `r` and arena `a` out. */
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
#define NONE_OF(type) assert_int_equal(incidents_count(&r, type, NULL, NULL, NULL), 0)
#define NO_ALARM()                                                                                                     \
	NONE_OF("contradiction");                                                                                          \
	NONE_OF("reversal");                                                                                               \
	NONE_OF("revision")

/* Both reports tell of the same attack, so that what is under test is how their claims stand. */
#define ONE "report a outlet=Waha published=2031-03-05T10:00\nattack - agent=south at=xx-jail on=2031-03-04\n"
#define TWO "report b outlet=Manara published=2031-03-06T10:00\nattack - agent=south at=xx-jail on=2031-03-04\n"
#define THREE "report c outlet=Jisr published=2031-03-07T10:00\nattack - agent=south at=xx-jail on=2031-03-04\n"

static void a_party_against_itself_by_what_it_implies(void **state) {
	(void)state;
	RUN(ONE
		"escaped - denied role=detainee actor=south near=xx-jail by=salim/official/north\n" TWO
		"recaptured ~110 role=detainee actor=south agent=north near=xx-jail on=2031-03-06 told=2031-03-06 by=command/party/north\n");
	assert_int_equal(r.n_incidents, 1);
	assert_int_equal(incidents_count(&r, "contradiction", "denial", "a.1", "b.1"), 1);
	const riwaya_relation *q = &r.incidents[0].relations[0];
	assert_true(rw_slice_eqz(q->party, "north"));
	assert_true(q->through != UINT32_MAX);
	const riwaya_incident_claim *through = &r.incidents[0].claims[q->through];
	assert_true(rw_slice_eqz(through->claim->predicate, "escaped"));
	assert_true(through->claim->figure.qualifier == RIWAYA_QUALIFIER_AT_LEAST && through->claim->figure.low == 99);
	assert_true(rw_slice_eqz(r.incidents[0].claims[through->implied_by].id, "b.1"));
	assert_true(rw_slice_find(q->sentence.en, RW_LIT("North Force against itself"), 0) == 0);
	assert_true(rw_slice_find(q->sentence.en, RW_LIT("at least 99 South Front detainees escaped"), 0) != SIZE_MAX);
	END;
}

static void freed_hostages_were_hostages(void **state) {
	(void)state;
	RUN(ONE "hostage - denied role=hostage near=xx-jail by=salim/official/north\n" TWO
			"freed 3 role=hostage actor=north agent=north near=xx-jail by=command/party/north\n"
			"freed 9 role=detainee actor=south near=xx-jail by=command/party/north\n");
	assert_int_equal(incidents_count(&r, "contradiction", "denial", "a.1", "b.1"), 1);
	assert_int_equal(
		incidents_count(&r, NULL, "denial", "a.1", "b.2"), 0); /* whoever is let go need not have been a hostage */
	END;
}

static void a_denial_against_others(void **state) {
	(void)state;
	RUN(ONE "escaped - denied role=detainee actor=south near=xx-jail by=salim/official/north\n" TWO
			"escaped >20 role=commander actor=south at=xx-jail by=?sources/anonymous\n"
			"escaped - role=detainee actor=south near=xx-jail\n" THREE
			"escaped hundreds actor=south at=xx-jail by=?sources/anonymous\n"
			"killed 4 role=guard actor=north\n");
	assert_int_equal(incidents_count(&r, "contradiction", "denial", "a.1", "b.1"), 1);
	assert_int_equal(incidents_count(&r, "contradiction", "denial", "a.1", "c.1"), 1);
	/* a report's own summary stands behind its sources */
	assert_int_equal(incidents_count(&r, "contradiction", NULL, NULL, NULL), 2);
	assert_true(!r.incidents[0].relations[0].party.n);
	END;
}

static void a_denial_reversed(void **state) {
	(void)state;
	RUN(ONE "escaped - denied role=detainee actor=south near=xx-jail by=salim/official/north\n" TWO
			"escaped 12 role=detainee actor=south near=xx-jail by=salim/official/north\n");
	assert_int_equal(incidents_count(&r, "reversal", "denial", "a.1", "b.1"), 1);
	assert_int_equal(incidents_count(&r, "contradiction", NULL, NULL, NULL), 0);
	END;
}

static void what_no_denial_meets(void **state) {
	(void)state;
	RUN(ONE "escaped - denied role=detainee actor=south near=xx-jail by=salim/official/north\n" TWO
			"escaped dozens feared actor=south near=xx-jail by=nadia/official/north\n"
			"escaped 200 planned actor=south near=xx-jail by=?activists/activists\n"
			"escaped dozens foiled actor=south near=xx-jail by=command/party/north\n"
			"escaped some unconfirmed actor=south near=xx-jail\n"
			"escaped 30 background actor=south near=xx-jail\n"
			"escaped 7 role=civilian actor=east near=xx-jail by=?sources/anonymous\n"
			"freed 40 role=detainee actor=south near=xx-jail by=?sources/anonymous\n"
			"escaped none actor=south near=xx-jail by=?sources/anonymous\n"
			"escaped 5 actor=south near=xx-jail on=2031-03-06 by=?other/anonymous\n");
	NONE_OF("contradiction");
	NONE_OF("reversal");
	END;
}

static void the_other_hand_is_denied(void **state) {
	(void)state;
	RUN(ONE "shelling - denied denies=agent agent=north at=xx-quay by=salim/official/north\n" TWO
			"shelling - agent=north at=xx-quay by=nadia/official/south\n" THREE
			"shelling - agent=east at=xx-quay by=?residents/local\n");
	assert_int_equal(incidents_count(&r, "contradiction", "agent", "a.1", "b.1"), 1);
	assert_int_equal(incidents_count(&r, "contradiction", NULL, NULL, NULL), 1);
	END;
}

static void a_doer_denies(void **state) {
	(void)state;
	RUN(ONE "killed - denied role=civilian agent=north near=xx-jail by=salim/official/north\n" TWO
			"killed 3 role=civilian agent=east near=xx-jail by=?residents/local\nkilled 4 role=civilian near=xx-jail\n" THREE
			"killed 3 role=civilian agent=guard-corps near=xx-jail by=nadia/official/south\n");
	assert_int_equal(incidents_count(&r, NULL, "denial", NULL, NULL), 1);
	assert_int_equal(incidents_count(&r, "contradiction", "denial", "a.1", "c.1"), 1);
	END;
}

static void an_outlet_knew_of_nothing_yet(void **state) {
	(void)state;
	RUN(ONE "killed - denied near=xx-jail\n" TWO "killed 3 near=xx-jail\n");
	NO_ALARM();
	END;
}

static void one_strike_two_hands(void **state) {
	(void)state;
	RUN(ONE
		"airstrike - agent=east at=xx-quay on=2031-03-04\n" TWO "airstrike - agent=state at=xx-quay on=2031-03-04\n" THREE
		"airstrike - agent=league at=xx-quay on=2031-03-04\ncontrol_regained - agent=north at=xx-jail on=2031-03-05\n"
		"report d outlet=Rihla published=2031-03-07T12:00\nattack - agent=south at=xx-jail on=2031-03-04\ncontrol_lost - agent=north at=xx-jail on=2031-03-05\n");
	NO_ALARM();
	assert_int_equal(incidents_count(&r, "differs", "agent", "a.1", "b.1"), 1);
	assert_int_equal(incidents_count(&r, NULL, "agent", "b.1", "c.1"), 0); /* a state may fight in a league */
	assert_int_equal(incidents_count(&r, "differs", "occurrence", "c.2", "d.1"), 1);
	END;
}

static void a_number_of_something_within(void **state) {
	(void)state;
	RUN(ONE "killed 27 near=xx-jail\n" TWO "killed 9 near=xx-jail\nkilled 4 near=xx-jail\n");
	NO_ALARM();
	END;
}

static void a_toll_that_grew(void **state) {
	(void)state;
	RUN(ONE "killed 23 role=fighter actor=south near=xx-jail by=?military/anonymous\n" TWO
			"killed >100 role=fighter actor=south near=xx-jail by=command/party_media/north\n");
	assert_int_equal(incidents_count(&r, "later", "figure", "a.1", "b.1"), 1);
	NO_ALARM();
	assert_true(r.incidents[0].relations[0].a < r.incidents[0].n_claims);
	assert_true(rw_slice_eqz(r.incidents[0].claims[r.incidents[0].relations[0].a].id, "a.1"));
	END;
}

static void a_toll_cannot_shrink(void **state) {
	(void)state;
	RUN(ONE "killed 40 role=civilian near=xx-jail by=?activists/activists\n" TWO
			"killed 25 role=civilian near=xx-jail by=ministry/official\n");
	assert_int_equal(incidents_count(&r, "contradiction", "figure", "a.1", "b.1"), 1);
	END;
}

static void tolls_of_one_hour(void **state) {
	(void)state;
	/* nobody knows which was told later: days, no hours */
	RUN("report a outlet=Waha published=2031-03-05\nattack - agent=south at=xx-jail on=2031-03-04\nkilled 12 role=civilian near=xx-jail\n"
		"report b outlet=Manara published=2031-03-05\nattack - agent=south at=xx-jail on=2031-03-04\nkilled 20 role=civilian near=xx-jail\n");
	NO_ALARM();
	assert_int_equal(incidents_count(&r, "differs", "figure", "a.1", "b.1"), 1);
	END;
}

static void one_origin_revises(void **state) {
	(void)state;
	RUN(ONE "killed 5 role=guard actor=north near=xx-jail by=ministry/official/state\n" TWO
			"killed 7 role=guard actor=north near=xx-jail by=ministry/official/state\n" THREE
			"killed 8 role=guard actor=north near=xx-jail by=?doctors/medical\n");
	assert_int_equal(incidents_count(&r, "revision", "figure", "a.1", "b.1"), 1);
	assert_int_equal(incidents_count(&r, "contradiction", NULL, NULL, NULL), 0);
	const riwaya_incident *x = &r.incidents[0];
	for (size_t i = 0; i < x->n_claims; i++)
		if (rw_slice_eqz(x->claims[i].id, "a.1"))
			assert_true(rw_slice_eqz(x->claims[x->claims[i].superseded_by].id, "b.1"));
	for (size_t i = 0; i < x->n_lines; i++)
		if (rw_slice_eqz(x->lines[i].predicate, "killed")) {
			assert_true(x->lines[i].range.low == 7 && x->lines[i].range.high == 8);
			assert_true(x->lines[i].range_all.low == 5);
		}
	END;
}

static void vague_words_and_numbers(void **state) {
	(void)state;
	RUN(ONE
		"wounded dozens role=civilian near=xx-jail\n" TWO
		"wounded 30 role=civilian near=xx-jail by=?doctors/medical\n" THREE
		"held ~300 role=detainee actor=south at=xx-jail\nattackers >=100 role=fighter actor=south near=xx-jail\n"
		"report d outlet=Rihla published=2031-03-07T12:00\nattack - agent=south at=xx-jail on=2031-03-04\n"
		"held 900 role=detainee actor=south at=xx-quay\nattackers ~300 role=fighter actor=south near=xx-jail\n"
		"report e outlet=Safina published=2031-03-07T13:00\nattack - agent=south at=xx-jail on=2031-03-04\nheld dozens role=detainee actor=south at=xx-jail\n");
	NO_ALARM();
	assert_int_equal(incidents_count(&r, "differs", "figure", "c.1", "e.1"), 1); /* dozens and about 300 */
	assert_int_equal(incidents_count(&r, NULL, NULL, "c.1", "d.1"), 0);          /* two places, two stocks */
	const riwaya_incident *x = &r.incidents[0];
	size_t seen = 0;
	for (size_t i = 0; i < x->n_lines; i++)
		if (rw_slice_eqz(x->lines[i].predicate, "attackers")) {
			assert_int_equal(x->lines[i].n_values, 1); /* these agree */
			assert_int_equal(x->lines[i].values[0].reports, 2);
			seen++;
		}
	assert_int_equal(seen, 1);
	END;
}

static void stocks_contradict(void **state) {
	(void)state;
	RUN(ONE "held 5000 role=detainee actor=south at=xx-jail by=salim/official/north\n" TWO
			"held 3000 role=detainee actor=south at=xx-jail by=monitor/monitor\n");
	assert_int_equal(incidents_count(&r, "contradiction", "figure", "a.1", "b.1"), 1);
	END;
}

static void two_happenings(void **state) {
	(void)state;
	RUN(ONE
		"killed 5 role=fighter actor=north words=محطة_محروقات\n" TWO
		"killed 3 role=fighter actor=north at=xx-far\nkilled 9 role=fighter actor=north near=xx-jail on=2031-03-04\n" THREE
		"killed 4 role=fighter actor=north near=xx-jail on=2031-03-06\n");
	NO_ALARM();
	END;
}

static void parts_and_increments(void **state) {
	(void)state;
	RUN(ONE
		"killed 194 id=whole near=xx-jail\nkilled 98 role=child part=whole near=xx-jail\nkilled 10 role=woman part=whole near=xx-jail\n" TWO
		"killed 6 scope=increment near=xx-jail\nkilled 900 scope=period near=xx-jail\nkilled 196 near=xx-jail\n");
	NO_ALARM();
	for (size_t i = 0; i < r.incidents[0].n_lines; i++) {
		const riwaya_line *l = &r.incidents[0].lines[i];
		if (rw_slice_eqz(l->predicate, "killed") && l->scope == RIWAYA_SCOPE_EVENT && !l->patient_role.n)
			assert_true(l->range.low == 194 && l->range.high == 196);
	}
	END;
}

static void fortunes_turn(void **state) {
	(void)state;
	RUN(ONE "control_taken - agent=south at=xx-jail on=2031-03-04\n" TWO
			"control_taken - agent=north at=xx-jail on=2031-03-06 by=command/party/north\n");
	NO_ALARM();
	END;
}

static void the_same_number_of_others(void **state) {
	(void)state;
	RUN(ONE "killed 7 role=civilian near=xx-jail by=?residents/local\n" TWO
			"killed 7 role=fighter actor=south near=xx-jail by=command/party/north\n" THREE
			"wounded 4 role=civilian near=xx-jail\n");
	assert_int_equal(incidents_count(&r, "contradiction", "patient", "a.1", "b.1"), 1);
	END;
}

static void both_kinds_told_are_two_counts(void **state) {
	(void)state;
	RUN(ONE
		"killed 7 role=civilian near=xx-jail by=?residents/local\nkilled 7 role=fighter actor=south near=xx-jail by=?residents/local\n" TWO
		"killed 7 role=fighter actor=south near=xx-jail by=command/party/north\n");
	NO_ALARM();
	END;
}

static void blame_is_laid_on_two(void **state) {
	(void)state;
	RUN(ONE "shelling - id=act1 at=xx-quay\naccusation - agent=east about=act1 by=salim/official/north\n" TWO
			"shelling - id=act2 at=xx-quay\naccusation - agent=north about=act2 by=nadia/official/south\n" THREE
			"attack - agent=south id=act3 at=xx-jail\naccusation - agent=north about=act3 by=?activists/activists\n");
	assert_int_equal(incidents_count(&r, "contradiction", "agent", NULL, NULL), 1);
	END;
}

static void acts_that_repeat(void **state) {
	(void)state;
	RUN(ONE "captured 5 role=fighter actor=south agent=north near=xx-jail by=command/party/north\n" TWO
			"captured 12 role=fighter actor=south agent=north near=xx-jail by=command/party/north\n" THREE
			"captured 3 role=fighter actor=south agent=north near=xx-jail by=?sources/anonymous\n");
	NO_ALARM();
	END;
}

static void own_figures_by_what_they_imply(void **state) {
	(void)state;
	RUN(ONE
		"escaped 20 role=detainee actor=south near=xx-jail by=salim/official/north\n"
		"report b outlet=Manara published=2031-03-05T20:00\nattack - agent=south at=xx-jail on=2031-03-04\n"
		"recaptured 110 role=detainee actor=south near=xx-jail by=command/party/north\nescaped 30 role=detainee actor=south near=xx-jail by=?sources/anonymous\n");
	assert_int_equal(incidents_count(&r, "contradiction", "figure", "a.1", "b.1"), 1);
	assert_int_equal(incidents_count(&r, "contradiction", NULL, NULL, NULL), 1);
	END;
}

static void told_twice_counts_once(void **state) {
	(void)state;
	RUN(ONE "killed 9 role=civilian near=xx-jail\nkilled 9 role=civilian near=xx-jail\n" TWO
			"killed 9 role=civilian near=xx-jail by=Waha/outlet\n");
	const riwaya_incident *x = &r.incidents[0];
	for (size_t i = 0; i < x->n_lines; i++) {
		if (!rw_slice_eqz(x->lines[i].predicate, "killed")) continue;
		assert_int_equal(x->lines[i].n_values, 1);
		assert_int_equal(x->lines[i].values[0].n_claims, 3);
		assert_int_equal(x->lines[i].values[0].reports, 2);
		assert_int_equal(x->lines[i].values[0].origins, 1); /* an outlet that is quoted is the outlet */
	}
	size_t twice = 0;
	for (size_t i = 0; i < x->n_claims; i++) twice += x->claims[i].told_twice != UINT32_MAX;
	assert_int_equal(twice, 1); /* within one report; another outlet's telling is its own */
	END;
}

static void origins(void **state) {
	(void)state;
	RUN(ONE
		"killed 9 near=xx-jail by=?sources/anonymous\nwounded 3 near=xx-jail by=الناطق_سليم/official/north\n" TWO
		"killed 9 near=xx-jail by=?sources/anonymous\nwounded 3 near=xx-jail by=ناطق_سليم/official/north\ncaptured 2 near=xx-jail by=desk/party_media/north\n");
	const riwaya_incident *x = &r.incidents[0];
	uint32_t killed[2], wounded[2];
	size_t k = 0, w = 0;
	for (size_t i = 0; i < x->n_claims; i++) {
		if (rw_slice_eqz(x->claims[i].claim->predicate, "killed")) killed[k++] = x->claims[i].origin;
		if (rw_slice_eqz(x->claims[i].claim->predicate, "wounded")) wounded[w++] = x->claims[i].origin;
	}
	assert_int_equal(k, 2);
	assert_true(killed[0] != killed[1] && x->origins[killed[0]].anonymous); /* unnamed ones of two outlets are two */
	assert_true(wounded[0] == wounded[1]); /* a name is one with or without its article */
	END;
}

static void the_timeline_goes_by_happening(void **state) {
	(void)state;
	RUN(TWO "killed 2 role=guard actor=north near=xx-jail on=2031-03-05\n" ONE "uprising - at=xx-jail on=2031-03-03\n");
	const riwaya_incident *x = &r.incidents[0];
	assert_int_equal(x->n_timeline, 3);
	for (size_t i = 1; i < x->n_timeline; i++)
		assert_true(x->timeline[i - 1].happened.from <= x->timeline[i].happened.from);
	assert_true(rw_slice_eqz(x->claims[x->timeline[1].claim].id, "a.0")); /* the first to tell of the attack */
	assert_int_equal(x->timeline[1].n_also, 1);
	END;
}

static void sentences_have_no_holes(void **state) {
	(void)state;
	RUN(ONE
		"escaped - denied role=detainee actor=south near=xx-jail by=salim/official/north\nkilled 1 role=official actor=north near=xx-jail\nkilled 12 near=xx-jail\n"
		"destroyed 3 unit=building near=xx-jail\nheld 5000 role=detainee actor=south at=xx-jail by=salim/official/north\n" TWO
		"escaped 12 role=detainee actor=south near=xx-jail by=salim/official/north\nkilled 102 near=xx-jail\nheld 3000 role=detainee actor=south at=xx-jail\n"
		"shelling 7 unit=strike agent=east near=xx-jail\n");
	for (size_t i = 0; i < said.n; i++) assert_false(said.p[i] == '{');
	for (size_t i = 0; i < r.incidents[0].n_relations; i++)
		assert_true(r.incidents[0].relations[i].sentence.ar.n > 20 && r.incidents[0].relations[i].sentence.en.n > 20);
	assert_true(rw_slice_find(said, RW_LIT("denies that any South Front detainees escaped"), 0) != SIZE_MAX ||
		rw_slice_find(said, RW_LIT("denied that any South Front detainees escaped"), 0) != SIZE_MAX);
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
	static char lines[] = ONE
		"escaped - denied role=detainee actor=south near=xx-jail by=salim/official/north\nkilled 5 near=xx-jail\n" TWO
		"recaptured 110 role=detainee actor=south near=xx-jail by=command/party/north\nkilled 9 near=xx-jail\n";
	size_t calls = failing_all(work, lines);
	assert_true(calls != SIZE_MAX && calls > 0);
}

static void plain_people_across_lines(void **state) {
	(void)state;
	/* nine civilians and sixteen people: one count that grew, where neither report has another number */
	RUN(ONE "killed 9 role=civilian near=xx-jail\n" TWO
			"killed 16 near=xx-jail scope=total\nkilled 6 role=child near=xx-jail\n" THREE
			"killed 14 role=fighter actor=south agent=north near=xx-jail by=salim/official/north\n");
	NO_ALARM();
	assert_int_equal(incidents_count(&r, "later", "figure", "a.1", "b.1"), 1);
	END;
}

static void a_part_of_the_speakers_own_toll(void **state) {
	(void)state;
	RUN(ONE "killed 5 near=xx-jail\n" TWO "killed 22 near=xx-jail by=?ministry/medical\n"
			"killed 3 near=xx-jail by=?ministry/medical\n" THREE
			"wounded 12 near=xx-jail scope=stock\nkilled 22 near=xx-jail\n");
	NO_ALARM();
	assert_int_equal(incidents_count(&r, NULL, "figure", NULL, "b.2"), 0);
	assert_int_equal(incidents_count(&r, NULL, "figure", "b.2", NULL), 0);
	assert_int_equal(incidents_count(&r, "later", "figure", "a.1", "b.1"), 1);
	END;
}

static void a_withdrawn_figure(void **state) {
	(void)state;
	RUN(ONE "killed 29 near=xx-jail by=salim/official/north\n" TWO
			"killed 19 near=xx-jail by=salim/official/north\n" THREE "killed 21 near=xx-jail by=nadia/official/south\n");
	assert_int_equal(incidents_count(&r, "revision", "figure", "a.1", "b.1"), 1);
	NONE_OF("contradiction");
	END;
}

static void captives_of_the_denier(void **state) {
	(void)state;
	RUN(ONE "captured - denied agent=north near=xx-jail by=salim/official/north\n" TWO
			"captured 2 role=soldier actor=north agent=south near=xx-jail by=?sources/anonymous\n");
	assert_int_equal(incidents_count(&r, "contradiction", "denial", "a.1", "b.1"), 1);
	END;
}

static void each_blames_the_other(void **state) {
	(void)state;
	RUN(ONE "accusation - agent=south near=xx-jail by=salim/official/north\n" TWO
			"accusation - agent=north near=xx-jail by=nadia/official/south\n" THREE
			"accusation - agent=east near=xx-jail by=?residents/local\n");
	assert_int_equal(incidents_count(&r, "contradiction", "agent", "a.1", "b.1"), 1);
	assert_int_equal(incidents_count(&r, "contradiction", NULL, NULL, NULL), 1);
	END;
}

static void who_denies_and_blames_another(void **state) {
	(void)state;
	RUN(ONE "shelling - agent=north near=xx-jail by=?residents/local\n" TWO
			"shelling - denied agent=north near=xx-jail by=salim/official/north\n"
			"accusation - agent=east near=xx-jail by=salim/official/north\n" THREE
			"accusation - agent=north near=xx-jail by=nadia/official/south\n");
	assert_int_equal(incidents_count(&r, "contradiction", "agent", "a.1", "b.2"), 1);
	assert_int_equal(incidents_count(&r, "contradiction", "denial", "b.1", "a.1"), 1);
	assert_int_equal(incidents_count(&r, "contradiction", "agent", "b.1", "c.1"), 1);
	END;
}

static void what_a_speaker_did_instead(void **state) {
	(void)state;
	RUN(ONE "attack - denied agent=north near=xx-jail by=salim/official/north\n"
			"airstrike - agent=north near=xx-jail by=salim/official/north\n");
	NO_ALARM();
	END;
}

static void fighters_or_people(void **state) {
	(void)state;
	RUN(ONE "killed 5 near=xx-jail\n" TWO "killed 6 role=fighter agent=north near=xx-jail by=salim/official/north\n");
	NO_ALARM();
	assert_int_equal(incidents_count(&r, "differs", "patient", "a.1", "b.1"), 1);
	END;
}

static void others_than_the_denied(void **state) {
	(void)state;
	/* no official was killed, though others were; the fighters denied are those told of */
	RUN(ONE "killed - denied role=official near=xx-jail by=salim/official/north\n" TWO
			"killed 8 near=xx-jail\nkilled 2 role=child near=xx-jail\n");
	NO_ALARM();
	END;
}

static void control_is_nobodys_harm(void **state) {
	(void)state;
	RUN(ONE "control_taken - denied role=fighter near=xx-jail by=salim/official/north\n" TWO
			"control_taken - agent=south near=xx-jail by=nadia/official/south\n" THREE
			"control_regained - near=xx-jail by=salim/official/north\n");
	assert_int_equal(incidents_count(&r, "contradiction", "denial", "a.1", "b.1"), 1);
	assert_int_equal(incidents_count(&r, "contradiction", "denial", "a.1", "c.1"), 1);
	END;
}

static void a_part_beyond_its_whole(void **state) {
	(void)state;
	RUN(ONE "killed 43 role=official near=xx-jail by=salim/official/north\n" TWO
			"killed 22 scope=total near=xx-jail\n" THREE "killed 30 role=soldier near=xx-jail by=nadia/official/south\n");
	assert_int_equal(incidents_count(&r, "contradiction", "figure", "a.1", "b.1"), 1);
	assert_int_equal(incidents_count(&r, "contradiction", NULL, NULL, NULL), 1);
	END;
}

static void a_toll_told_by_trade_grew(void **state) {
	(void)state;
	RUN(ONE "killed 1 role=worker near=xx-jail\n" TWO "killed 2 role=civilian near=xx-jail\n");
	NO_ALARM();
	assert_int_equal(incidents_count(&r, "later", "figure", "a.1", "b.1"), 1);
	END;
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_party_against_itself_by_what_it_implies),
		cmocka_unit_test(freed_hostages_were_hostages),
		cmocka_unit_test(a_denial_against_others),
		cmocka_unit_test(a_denial_reversed),
		cmocka_unit_test(what_no_denial_meets),
		cmocka_unit_test(the_other_hand_is_denied),
		cmocka_unit_test(a_doer_denies),
		cmocka_unit_test(an_outlet_knew_of_nothing_yet),
		cmocka_unit_test(one_strike_two_hands),
		cmocka_unit_test(a_number_of_something_within),
		cmocka_unit_test(a_toll_that_grew),
		cmocka_unit_test(a_toll_cannot_shrink),
		cmocka_unit_test(tolls_of_one_hour),
		cmocka_unit_test(one_origin_revises),
		cmocka_unit_test(vague_words_and_numbers),
		cmocka_unit_test(stocks_contradict),
		cmocka_unit_test(two_happenings),
		cmocka_unit_test(parts_and_increments),
		cmocka_unit_test(fortunes_turn),
		cmocka_unit_test(the_same_number_of_others),
		cmocka_unit_test(both_kinds_told_are_two_counts),
		cmocka_unit_test(blame_is_laid_on_two),
		cmocka_unit_test(acts_that_repeat),
		cmocka_unit_test(own_figures_by_what_they_imply),
		cmocka_unit_test(plain_people_across_lines),
		cmocka_unit_test(a_part_of_the_speakers_own_toll),
		cmocka_unit_test(a_withdrawn_figure),
		cmocka_unit_test(captives_of_the_denier),
		cmocka_unit_test(each_blames_the_other),
		cmocka_unit_test(who_denies_and_blames_another),
		cmocka_unit_test(what_a_speaker_did_instead),
		cmocka_unit_test(fighters_or_people),
		cmocka_unit_test(others_than_the_denied),
		cmocka_unit_test(control_is_nobodys_harm),
		cmocka_unit_test(a_part_beyond_its_whole),
		cmocka_unit_test(a_toll_told_by_trade_grew),
		cmocka_unit_test(told_twice_counts_once),
		cmocka_unit_test(origins),
		cmocka_unit_test(the_timeline_goes_by_happening),
		cmocka_unit_test(sentences_have_no_holes),
		cmocka_unit_test(memory_ends),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}
