/* test_eval.c: labelled reports beside what was said: which claims pair, what of a pair is right, intervals, confidence, gold that is wrong,
 * memory that ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "eval/eval.h"
#include "memory.h"
#include "show/show.h"
#include <math.h>
#include <stdio.h>

#define GOLD RW_TEST_DATA "/cli/data/gold/deep/one.json"

static rw_mem mem;
static jmp_buf out;
static rw_arena arena;
static rw_lexicon *lx;
static riwaya_engine *engine;

static int setup(void **state) {
	(void)state;
	mem = (rw_mem){rw_allocator_libc(), &out};
	rw_arena_init(&arena, &mem);
	if (setjmp(out)) return 1;
	if (rw_lexicon_open(&arena, rw_lexicon_builtin(), &lx, NULL)) return 1;
	return riwaya_engine_new(NULL, &engine, NULL) ? 1 : 0;
}

static int teardown(void **state) {
	(void)state;
	rw_arena_release(&arena);
	riwaya_engine_free(engine);
	return 0;
}

/* --- names and places ------------------------------------------------------------------------------------------------ */
static void test_names(void **state) {
	(void)state;
	static const struct {
		const char *x, *y;
		bool same;
	} names[] = {
		{"وكالة رويترز", "رويترز", true},
		{"المرصد السوري", "للمرصد السوري", true},
		{"قناة الحدث", "الحدث", true},
		{"«مصدر أمني»", "مصدر أمني", true},
		{"أحمد العلي", "احمد العلى", true},
		{"مصدر أمني", "مصدر طبي", false},
		{"وزارة الصحة", "وزارة الدفاع اليمنية", false},
		{"مدينة حلب", "مدينة حمص", false},
		{"مدينة", "مدينة", true}, /* nothing but words that any name may have */
		{"", "", false},
		{"", "رويترز", false},
		{"بن لادن", "بن لادن", true},
	};
	for (size_t i = 0; i < RW_COUNT(names); i++) {
		bool same = rw_like_names(lx, &arena, rw_slice_z(names[i].x), rw_slice_z(names[i].y));
		if (same != names[i].same) fail_msg("'%s' and '%s': %d", names[i].x, names[i].y, same);
	}
}

static void test_places(void **state) {
	(void)state;
	rw_slice text = rw_like_fold(&arena, RW_LIT("قُتل \"ثلاثةُ\"  مدنيين\nوأصيب ثلاثة"));
	rw_stretch whole = rw_like_place(&arena, text, RW_LIT("قتل ثلاثة"), RW_NONE);
	assert_int_equal(whole.start, 0);
	assert_int_equal(whole.end, 9); /* characters, not bytes */
	rw_stretch inner = rw_like_place(&arena, text, RW_LIT("وأصيب ثلاثة"), RW_LIT("ثلاثة"));
	assert_int_equal(inner.end - inner.start, 5);
	assert_true(inner.start > whole.end); /* within its own evidence, not where the word stands first */
	rw_stretch none = rw_like_place(&arena, text, RW_LIT("أربعة"), RW_NONE);
	assert_int_equal(none.start, none.end);
	assert_true(rw_like_overlap((rw_stretch){0, 4}, (rw_stretch){2, 6}) > 0.33);
	assert_true(rw_like_overlap((rw_stretch){0, 4}, (rw_stretch){2, 6}) < 0.34);
	assert_true(rw_like_overlap((rw_stretch){0, 4}, (rw_stretch){4, 6}) <= 0);
	assert_true(rw_like_overlap(none, none) <= 0);
}

/* --- pairs ---------------------------------------------------------------------------------------------------------------- */
static const char text_of_all[] = "قتل ثلاثة مدنيين وأصيب خمسة جنود ثم قتل ثلاثة رعاة";

static riwaya_span find(const char *words, size_t nth) {
	rw_slice text = rw_slice_z(text_of_all);
	size_t at = rw_slice_find(text, rw_slice_z(words), 0);
	while (nth--) at = rw_slice_find(text, rw_slice_z(words), at + 1);
	return (riwaya_span){RIWAYA_FIELD_TEXT, (uint32_t)at, (uint32_t)(at + strlen(words))};
}

static riwaya_figure number(const char *words, riwaya_span at, double v) {
	return (riwaya_figure){.text = rw_slice_z(words),
		.span = at,
		.value = v,
		.low = v,
		.high = v,
		.has_value = true,
		.has_low = true,
		.has_high = true,
		.qualifier = RIWAYA_QUALIFIER_EXACT};
}

static riwaya_claim said(const char *predicate, const char *evidence, const char *figure, double v, double confidence) {
	riwaya_claim c = {.predicate = rw_slice_z(predicate), .evidence = rw_slice_z(evidence), .confidence = confidence};
	c.span = find(evidence, 0);
	if (figure) {
		riwaya_span f = find(figure, 0);
		while (f.start < c.span.start) f = find(figure, 1);
		c.figure = number(figure, f, v);
	}
	return c;
}

static rw_gold_claim asked(const char *predicate, const char *evidence, const char *figure, double v) {
	rw_gold_claim g = {.predicate = rw_slice_z(predicate),
		.evidence = rw_slice_z(evidence),
		.polarity = RW_LIT("affirmed"),
		.modality = RW_LIT("actual"),
		.stance = RW_LIT("neutral")};
	if (figure) g.figure = number(figure, (riwaya_span){0}, v);
	return g;
}

static riwaya_evaluation measure(const rw_gold_claim *gold, size_t n, const riwaya_claim *claims, size_t m) {
	riwaya_report report = {.text = rw_slice_z(text_of_all), .format = RW_LIT("text")};
	rw_gold g = {.file = RW_LIT("one.txt"), .claims = gold, .n_claims = n};
	rw_said s = {.report = &report, .claims = claims, .n = m, .raw = report.text};
	rw_score score = {.a = &arena, .lx = lx};
	riwaya_evaluation e;
	rw_score_report(&score, &arena, &g, &s);
	rw_score_sum(&score, &arena, &arena, &e);
	return e;
}

#define COUNTS(e, m, r, a)                                                                                             \
	do {                                                                                                               \
		assert_int_equal((e).measures[RIWAYA_MEASURE_##m].right, (r));                                                 \
		assert_int_equal((e).measures[RIWAYA_MEASURE_##m].all, (a));                                                   \
	} while (0)

static void test_pairs(void **state) {
	(void)state;
	rw_gold_claim gold[] = {asked("killed", "قتل ثلاثة مدنيين", "ثلاثة", 3),
		asked("wounded", "وأصيب خمسة جنود", "خمسة", 6), asked("killed", "قتل ثلاثة رعاة", "ثلاثة", 3)};
	riwaya_claim claims[] = {
		said("killed", "قتل ثلاثة رعاة", "ثلاثة", 3, 0.9), said("wounded", "وأصيب خمسة جنود", "خمسة", 5, 0.6)};
	riwaya_evaluation e = measure(gold, 3, claims, 2);
	COUNTS(e, figure_recall, 2, 3);
	COUNTS(e, figure_precision, 2, 2);
	COUNTS(e, value, 1, 2);
	COUNTS(e, claim_recall, 1, 3);
	COUNTS(e, claim_precision, 1, 2);
	assert_true(fabs(e.measures[RIWAYA_MEASURE_figure_f1].value - 0.8) < 1e-9);
	assert_true(fabs(e.measures[RIWAYA_MEASURE_claim_f1].value - 0.4) < 1e-9);
	assert_false(e.measures[RIWAYA_MEASURE_claim_f1].has_interval); /* of one report nothing is drawn */
	assert_int_equal(e.n_misses, 2);
	assert_int_equal(e.misses[0].kind, RIWAYA_MISS_MISSED);
	assert_int_equal(e.misses[0].claim, 0);
	assert_int_equal(e.misses[1].kind, RIWAYA_MISS_WRONG);
	assert_int_equal(e.misses[1].n_wrong, 1);
	assert_true(rw_slice_eqz(e.misses[1].wrong[0].attribute, "value"));
	assert_true(rw_slice_eqz(e.misses[1].wrong[0].said, "5 (5..5)"));
	/* The predicate with most failures first; as many of both: by name. */
	assert_true(rw_slice_eqz(e.predicates[0].predicate, "killed"));
	assert_int_equal(e.predicates[0].missed, 1);
	assert_int_equal(e.predicates[1].wrong, 1);
}

static void test_what_does_not_pair(void **state) {
	(void)state;
	/* Another predicate; a number beside an event; words that overlap too little. */
	rw_gold_claim gold[] = {asked("killed", "قتل ثلاثة مدنيين", "ثلاثة", 3), asked("attack", "وأصيب خمسة جنود", NULL, 0)};
	riwaya_claim claims[] = {said("wounded", "قتل ثلاثة مدنيين", "ثلاثة", 3, 0.5),
		said("attack", "وأصيب خمسة جنود", "خمسة", 5, 0.5),
		said("killed", "قتل ثلاثة مدنيين", "قتل ثلاثة مدنيين", 3, 0.5)};
	riwaya_evaluation e = measure(gold, 2, claims, 3);
	COUNTS(e, figure_recall, 0, 1);
	COUNTS(e, figure_precision, 0, 3);
	COUNTS(e, event_recall, 0, 1);
	assert_int_equal(e.n_judged, 3);
}

static void test_one_to_one(void **state) {
	(void)state;
	/* Two claims on one label: the better overlap has it, whatever their order. */
	rw_gold_claim gold[] = {asked("killed", "قتل ثلاثة مدنيين", "ثلاثة", 3)};
	riwaya_claim claims[] = {
		said("killed", "قتل ثلاثة مدنيين", "ثلاثة م", 4, 0.5), said("killed", "قتل ثلاثة مدنيين", "ثلاثة", 3, 0.5)};
	riwaya_evaluation e = measure(gold, 1, claims, 2);
	COUNTS(e, figure_precision, 1, 2);
	COUNTS(e, value, 1, 1);
}

static void test_optional_and_side_events(void **state) {
	(void)state;
	rw_gold_claim gold[] = {
		asked("killed", "قتل ثلاثة مدنيين", "ثلاثة", 3), asked("attack", "ثم قتل ثلاثة رعاة", NULL, 0)};
	gold[0].optional = true;
	riwaya_claim claims[] = {said("killed", "قتل ثلاثة مدنيين", "ثلاثة", 3, 0.5),
		said("clash", "وأصيب خمسة جنود", NULL, 0, 0.5),    /* stands on no label: nobody asked */
		said("clash", "ثم قتل ثلاثة رعاة", NULL, 0, 0.5)}; /* stands on one */
	riwaya_evaluation e = measure(gold, 2, claims, 3);
	COUNTS(e, figure_precision, 0, 0);
	COUNTS(e, figure_recall, 0, 0);
	COUNTS(e, event_precision, 0, 1);
	assert_int_equal(e.n_judged, 1);
}

static void test_attributes(void **state) {
	(void)state;
	rw_gold_claim gold[] = {asked("killed", "قتل ثلاثة مدنيين", "ثلاثة", 3)};
	riwaya_claim claims[] = {said("killed", "قتل ثلاثة مدنيين", "ثلاثة", 3, 0.5)};
	rw_slice also[] = {RW_LIT("saf")};
	gold[0].patient = (rw_gold_party){true, RW_LIT("rsf"), RW_NONE, also, 1};
	gold[0].agent.given = true; /* null: the words name no doer */
	claims[0].agent.actor = RW_LIT("saf");
	claims[0].patient.actor = RW_LIT("saf"); /* the other of two who share the role */
	gold[0].figure.qualifier = claims[0].figure.qualifier = RIWAYA_QUALIFIER_ABOUT;
	claims[0].figure.low = 1; /* a team's own tolerance */
	rw_gold_link first[] = {{RW_LIT("مصدر أمني"), RW_NONE}, {RW_LIT("رويترز"), RW_NONE}},
				 second[] = {{RW_LIT("وكالة رويترز"), RW_NONE}};
	gold[0].chain = (rw_gold_chain){first, 2};
	gold[0].alt_chain = (rw_gold_chain){second, 1};
	riwaya_link link = {.name = RW_LIT("رويترز")};
	claims[0].chain = &link;
	claims[0].n_chain = 1;
	gold[0].time = (rw_gold_time){true, RW_LIT("2023-05-09"), RW_LIT("2023-05-09")};
	riwaya_when day;
	assert_true(riwaya_when_parse("2023-05-09", &day));
	claims[0].time.at = day;
	gold[0].told = (rw_gold_time){true, RW_NONE, RW_NONE}; /* null: not scored for when it was told */
	riwaya_evaluation e = measure(gold, 1, claims, 1);
	COUNTS(e, patient_actor, 1, 1);
	COUNTS(e, patient_precision, 1, 1);
	COUNTS(e, agent_actor, 0, 0);
	COUNTS(e, agent_precision, 0, 1);
	COUNTS(e, value, 1, 1);
	COUNTS(e, origin, 1, 1);
	COUNTS(e, chain, 1, 1);
	COUNTS(e, time, 1, 1);
	COUNTS(e, told, 0, 0);
	COUNTS(e, claim_recall, 1, 1);
	/* Each of these makes it wrong, and each but place, chain and time not fully right. */
	riwaya_claim wrong = claims[0];
	wrong.stance = RIWAYA_STANCE_DOUBTED;
	COUNTS(measure(gold, 1, &wrong, 1), claim_recall, 0, 1);
	wrong = claims[0];
	wrong.polarity = RIWAYA_POLARITY_DENIED;
	COUNTS(measure(gold, 1, &wrong, 1), claim_recall, 0, 1);
	wrong = claims[0];
	wrong.modality = RIWAYA_MODALITY_FEARED;
	COUNTS(measure(gold, 1, &wrong, 1), claim_recall, 0, 1);
	wrong = claims[0];
	wrong.n_chain = 0;
	COUNTS(measure(gold, 1, &wrong, 1), claim_recall, 0, 1);
	wrong = claims[0];
	wrong.time.at.precision = RIWAYA_PRECISION_NONE;
	e = measure(gold, 1, &wrong, 1);
	COUNTS(e, time, 0, 1);
	COUNTS(e, claim_recall, 1, 1);
	gold[0].polarity = gold[0].modality = gold[0].stance = RW_NONE; /* left out: not scored */
	gold[0].chain.n = gold[0].alt_chain.n = 0;
	wrong = claims[0];
	wrong.n_chain = 0;
	wrong.stance = RIWAYA_STANCE_DOUBTED;
	e = measure(gold, 1, &wrong, 1);
	COUNTS(e, claim_recall, 1, 1);
	COUNTS(e, stance, 0, 0);
	COUNTS(e, nonactual, 0, 0);
}

static void test_rare_kinds(void **state) {
	(void)state;
	rw_gold_claim gold[] = {
		asked("killed", "قتل ثلاثة مدنيين", "ثلاثة", 3), asked("wounded", "وأصيب خمسة جنود", "خمسة", 5)};
	gold[0].polarity = RW_LIT("denied");
	gold[0].stance = RW_LIT("doubted");
	gold[1].modality = RW_LIT("planned");
	rw_gold_link chain[3] = {{RW_LIT("a"), RW_NONE}, {RW_LIT("b"), RW_NONE}, {RW_LIT("c"), RW_NONE}};
	gold[1].chain = (rw_gold_chain){chain, 3};
	riwaya_evaluation e = measure(gold, 2, NULL, 0);
	COUNTS(e, denied, 0, 1);
	COUNTS(e, doubted, 0, 1);
	COUNTS(e, nonactual, 0, 1);
	COUNTS(e, chain3, 0, 1);
}

static void test_broken_claims(void **state) {
	(void)state;
	rw_gold_claim gold[] = {asked("killed", "قتل ثلاثة مدنيين", "ثلاثة", 3)};
	riwaya_claim claims[] = {said("killed", "قتل ثلاثة مدنيين", "ثلاثة", 3, 0.5)};
	claims[0].span.end--;
	riwaya_evaluation e = measure(gold, 1, claims, 1);
	COUNTS(e, figure_recall, 0, 1);
	COUNTS(e, figure_precision, 0, 1);
	assert_int_equal(e.misses[0].kind, RIWAYA_MISS_BROKEN);
	assert_true(rw_slice_eqz(e.misses[0].why, "span"));
	claims[0] = said("killed", "قتل ثلاثة مدنيين", "خمسة", 5, 0.5);
	e = measure(gold, 1, claims, 1);
	assert_true(rw_slice_eqz(e.misses[0].why, "figure_outside"));
}

static void test_labels_that_cannot_be_met(void **state) {
	(void)state;
	rw_gold_claim gold[] = {asked("killed", "قتل تسعة", "تسعة", 9), asked("kiled", "قتل ثلاثة مدنيين", "ثلاثة", 3)};
	riwaya_evaluation e = measure(gold, 2, NULL, 0);
	assert_int_equal(e.misses[0].kind, RIWAYA_MISS_LABEL);
	assert_true(rw_slice_eqz(e.misses[0].why, "no_such_words"));
	assert_true(rw_slice_eqz(e.misses[1].why, "no_such_predicate"));
	COUNTS(e, claim_recall, 0, 2);
}

static void test_unread(void **state) {
	(void)state;
	rw_gold_claim claim = asked("killed", "قتل ثلاثة مدنيين", "ثلاثة", 3);
	rw_gold gold = {.file = RW_LIT("one.txt"), .outlet = RW_LIT("رويترز"), .claims = &claim, .n_claims = 1};
	rw_said said = {.raw = rw_slice_z(text_of_all), .error = RW_LIT("no Arabic")};
	rw_score score = {.a = &arena, .lx = lx};
	riwaya_evaluation e;
	rw_score_report(&score, &arena, &gold, &said);
	rw_score_sum(&score, &arena, &arena, &e);
	COUNTS(e, reports, 0, 1);
	COUNTS(e, outlet, 0, 1);
	COUNTS(e, claim_recall, 0, 1);
	assert_int_equal(e.misses[0].kind, RIWAYA_MISS_UNREAD);
	assert_true(rw_slice_eqz(e.misses[0].why, "no Arabic"));
}

/* --- sums ----------------------------------------------------------------------------------------------------------------- */
static void near(double a, double b) {
	if (fabs(a - b) > 0.0005) fail_msg("%f is not %f", a, b);
}

static void test_intervals(void **state) {
	(void)state;
	rw_score score = {.a = &arena, .lx = lx};
	score.counts[RIWAYA_MEASURE_value] = (rw_count){8, 10};
	score.counts[RIWAYA_MEASURE_origin] = (rw_count){0, 20};
	score.counts[RIWAYA_MEASURE_stance] = (rw_count){20, 20};
	for (int i = 0; i < 40; i++)
		rw_vec_push(&arena, &score.reports,
			(rw_report_score){.right = i % 2 ? 3 : 1,
				.wanted = 4,
				.said = 4,
				.found_figures = 3,
				.gold_figures = 4,
				.true_figures = 3,
				.said_figures = 4});
	riwaya_evaluation e, again;
	rw_score_sum(&score, &arena, &arena, &e);
	near(e.measures[RIWAYA_MEASURE_value].low, 0.490); /* as published for 8 of 10 */
	near(e.measures[RIWAYA_MEASURE_value].high, 0.943);
	near(e.measures[RIWAYA_MEASURE_origin].low, 0);
	near(e.measures[RIWAYA_MEASURE_origin].high, 0.161);
	near(e.measures[RIWAYA_MEASURE_stance].low, 0.839);
	near(e.measures[RIWAYA_MEASURE_stance].high, 1);
	assert_false(e.measures[RIWAYA_MEASURE_time].has);
	/* Reports that are all alike leave nothing open; ones that differ do, on both sides of the value. */
	const riwaya_measure *f = &e.measures[RIWAYA_MEASURE_figure_f1], *c = &e.measures[RIWAYA_MEASURE_claim_f1];
	near(f->value, 0.75);
	near(f->low, 0.75);
	near(f->high, 0.75);
	near(c->value, 0.5);
	assert_true(c->low > 0.40 && c->low < 0.46);
	assert_true(c->high > 0.54 && c->high < 0.60);
	rw_score_sum(&score, &arena, &arena, &again);
	assert_memory_equal(&c->low, &again.measures[RIWAYA_MEASURE_claim_f1].low, sizeof c->low);
	assert_memory_equal(&c->high, &again.measures[RIWAYA_MEASURE_claim_f1].high, sizeof c->high);
}

static void test_bins(void **state) {
	(void)state;
	rw_score score = {.a = &arena, .lx = lx};
	for (int i = 0; i < 10; i++) {
		rw_vec_push(&arena, &score.judged, (riwaya_judged){.confidence = 0.95, .right = i < 9});
		rw_vec_push(&arena, &score.judged, (riwaya_judged){.confidence = 0.4, .right = i < 2});
	}
	rw_vec_push(&arena, &score.judged, (riwaya_judged){.confidence = 1, .right = true});
	rw_vec_push(&arena, &score.judged, (riwaya_judged){.confidence = 0, .right = false});
	riwaya_evaluation e;
	rw_score_sum(&score, &arena, &arena, &e);
	assert_int_equal(e.bins[9].claims, 11); /* 1 belongs to the last bin */
	assert_int_equal(e.bins[9].right, 10);
	assert_int_equal(e.bins[4].claims, 10);
	assert_int_equal(e.bins[0].claims, 1);
	near(e.bins[4].mean, 0.4);
	near(e.calibration_error, (0.5 + 2) / 22);
}

/* --- gold that is wrong ------------------------------------------------------------------------------------------------------- */
static void test_wrong_gold(void **state) {
	(void)state;
	static const struct {
		const char *json, *says;
		uint32_t line;
	} wrong[] = {
		{"", "no valid JSON", 1},
		{"{\n\"report\":", "no valid JSON", 2},
		{"[]", "one object", 1},
		{"{\"report\": {}, \"report\": {}, \"claims\": []}", "duplicate", 1},
		{"{\"report\": {\"file\": \"x\"}}", "array \"claims\"", 1},
		{"{\"report\": {\"file\": 1}, \"claims\": []}", "report.file must name", 1},
		{"{\"report\": {\"file\": \"x\", \"furniture_lines\": [0]}, \"claims\": []}", "report.furniture_lines must", 1},
		{"{\"report\": {\"file\": \"x\"}, \"claims\": [\n1]}", "claims[0].* must be an object", 0},
		{"{\"report\": {\"file\": \"x\"}, \"claims\": [\n{}]}", "claims[0].predicate must name", 2},
		{"{\"report\": {\"file\": \"x\"}, \"claims\": [{\"predicate\": \"killed\", \"evidence\": \"}\"},\n\n"
		 "{\"predicate\": \"killed\", \"evidence\": \"\"}]}",
			"claims[1].evidence must quote", 3},
		{"{\"claims\": [\n{\"predicate\": \"a\", \"evidence\": \"b\", \"polarity\": \"denyed\"}], \"report\": {\"file\": \"x\"}}",
			"claims[0].polarity is none of its words", 2},
		{"{\"report\": {\"file\": \"x\"}, \"claims\": [{\"predicate\": \"a\", \"evidence\": \"b\", \"chain\": [\"c\"]}]}",
			"claims[0].chain must hold objects", 1},
		{"{\"report\": {\"file\": \"x\"}, \"claims\": [{\"predicate\": \"a\", \"evidence\": \"b\", \"figure\": {\"low\": \"3\"}}]}",
			"claims[0].figure.low must be a number", 1},
		{"{\"report\": {\"file\": \"x\"}, \"claims\": [{\"predicate\": \"a\", \"evidence\": \"b\", \"patient\": {\"also\": [1]}}]}",
			"claims[0].patient.also must hold strings", 1},
	};
	for (size_t i = 0; i < RW_COUNT(wrong); i++) {
		riwaya_error e = {0};
		rw_gold g;
		assert_int_equal(rw_gold_read(&arena, RW_LIT("g.json"), rw_slice_z(wrong[i].json), &g, &e), RIWAYA_FORMAT);
		if (!strstr(e.message, wrong[i].says)) fail_msg("%s: says %s", wrong[i].json, e.message);
		if (wrong[i].line) assert_int_equal(e.line, wrong[i].line);
		assert_string_equal(e.source, "g.json");
	}
	rw_gold g;
	static const char good[] =
		"\xEF\xBB\xBF{\"report\": {\"file\": \"x\", \"published\": null}, \"claims\":\n"
		"[{\"predicate\": \"a\", \"evidence\": \"b\", \"place\": {\"text\": \"p\"}, \"told\": null, \"more\": 1}]}";
	assert_int_equal(rw_gold_read(&arena, RW_LIT("g.json"), rw_slice_z(good), &g, NULL), RIWAYA_OK);
	assert_true(g.has_published && !g.published.p);
	assert_int_equal(g.claims[0].line, 2);
	assert_true(rw_slice_eqz(g.claims[0].place, "p"));
	assert_true(g.claims[0].told.given && !g.claims[0].time.given);
	/* Brackets within brackets without end are refused, not followed. */
	char deep[40000];
	memset(deep, '[', sizeof deep);
	assert_int_equal(rw_gold_read(&arena, RW_LIT("g"), rw_slice_of(deep, sizeof deep), &g, NULL), RIWAYA_FORMAT);
}

/* --- the doors -------------------------------------------------------------------------------------------------------------------- */
typedef struct text {
	char p[1 << 18];
	size_t n;
} text;

static bool put(void *ctx, const char *p, size_t n) {
	text *t = ctx;
	if (n > sizeof t->p - 1 - t->n) return false;
	memcpy(t->p + t->n, p, n);
	t->n += n;
	t->p[t->n] = '\0';
	return true;
}

static void test_doors(void **state) {
	(void)state;
	riwaya_eval *v;
	riwaya_error err;
	const riwaya_evaluation *e;
	assert_int_equal(riwaya_eval_new(NULL, &v, &err), RIWAYA_ARGUMENT);
	assert_int_equal(riwaya_eval_new(engine, &v, &err), RIWAYA_OK);
	assert_int_equal(riwaya_eval_add(v, NULL, &err), RIWAYA_ARGUMENT);
	assert_int_equal(riwaya_eval_add(v, "no such gold.json", &err), RIWAYA_IO);
	assert_int_equal(riwaya_eval_add(v, GOLD, &err), RIWAYA_OK);
	assert_int_equal(riwaya_eval_result(v, &e, &err), RIWAYA_OK);
	assert_int_equal(e->n_reports, 1);
	assert_int_equal(e->n_unread, 1);
	COUNTS(*e, figure_recall, 3, 4);
	/* Confidence is the logistic function of the weights of its facts. */
	assert_true(e->n_judged > 0);
	for (size_t i = 0; i < e->n_judged; i++) {
		double sum = 0;
		for (size_t k = 0; k < e->judged[i].n_facts; k++) sum += e->judged[i].facts[k].weight;
		assert_true(rw_slice_eqz(e->judged[i].facts[0].name, "base"));
		near(e->judged[i].confidence, 1 / (1 + exp(-sum)));
	}
	static text one, two;
	one.n = two.n = 0;
	assert_int_equal(riwaya_write_eval_json(v, (riwaya_sink){put, &one}, &err), RIWAYA_OK);
	assert_int_equal(riwaya_write_eval_text(v, NULL, true, (riwaya_sink){put, &two}, &err), RIWAYA_OK);
	assert_null(strstr(two.p, "eval_")); /* every label has its words */
	two.n = 0;
	riwaya_show arabic = {.arabic = true};
	assert_int_equal(riwaya_write_eval_text(v, &arabic, true, (riwaya_sink){put, &two}, &err), RIWAYA_OK);
	assert_null(strstr(two.p, "eval_"));
	assert_int_equal(riwaya_write_eval_json(v, (riwaya_sink){NULL, NULL}, &err), RIWAYA_ARGUMENT);
	/* The same report twice: everything doubled, and the F1 as before. */
	assert_int_equal(riwaya_eval_add(v, GOLD, &err), RIWAYA_OK);
	assert_int_equal(riwaya_eval_result(v, &e, &err), RIWAYA_OK);
	COUNTS(*e, figure_recall, 6, 8);
	assert_true(e->measures[RIWAYA_MEASURE_claim_f1].has_interval);
	riwaya_eval_free(v);
	riwaya_eval_free(NULL);
}

static void test_measures_by_name(void **state) {
	(void)state;
	riwaya_measure_id id;
	for (unsigned i = 0; i < riwaya_measure_count; i++) {
		assert_true(riwaya_measure_parse(riwaya_measure_name((riwaya_measure_id)i), &id));
		assert_int_equal(id, i);
	}
	assert_false(riwaya_measure_parse("claim_f2", &id));
	assert_null(riwaya_measure_name(riwaya_measure_count));
}

/* An evaluation, an explanation and what is missing, with each allocation failing in turn. */
static riwaya_status whole_way(failing *f) {
	riwaya_allocator allocator = {failing_resize, f};
	riwaya_options options = {.allocator = &allocator};
	riwaya_engine *own = NULL;
	riwaya_eval *v = NULL;
	riwaya_set *set = NULL;
	static text t;
	riwaya_sink sink = {put, &t};
	t.n = 0;
	riwaya_status s = riwaya_engine_new(&options, &own, NULL);
	if (!s) s = riwaya_eval_new(own, &v, NULL);
	if (!s) s = riwaya_eval_add(v, GOLD, NULL);
	if (!s) s = riwaya_write_eval_json(v, sink, NULL);
	if (!s) s = riwaya_write_eval_text(v, NULL, true, sink, NULL);
	if (!s) s = riwaya_set_new(own, NULL, &set, NULL);
	if (!s) s = riwaya_set_add_file(set, RW_TEST_DATA "/cli/data/gold/one.txt", NULL);
	if (!s) s = riwaya_write_explanation(set, 0, NULL, sink, NULL);
	if (!s) s = riwaya_write_missing(set, 0, NULL, sink, NULL);
	riwaya_set_free(set);
	riwaya_eval_free(v);
	riwaya_engine_free(own);
	return s;
}

static void test_memory_ends(void **state) {
	(void)state;
	failing f = {0};
	assert_int_equal(whole_way(&f), RIWAYA_OK);
	assert_int_equal(f.live, 0);
	size_t calls = f.calls;
	for (size_t n = 1; n <= calls; n++) {
		f = (failing){.fail_at = n};
		riwaya_status s = whole_way(&f);
		if (s != RIWAYA_NOMEM || f.live || f.lied)
			fail_msg("allocation %zu: %s, %zu bytes out", n, riwaya_status_name(s), f.live);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_what_does_not_pair),
		cmocka_unit_test(test_one_to_one),
		cmocka_unit_test(test_optional_and_side_events),
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_rare_kinds),
		cmocka_unit_test(test_broken_claims),
		cmocka_unit_test(test_labels_that_cannot_be_met),
		cmocka_unit_test(test_unread),
		cmocka_unit_test(test_intervals),
		cmocka_unit_test(test_bins),
		cmocka_unit_test(test_wrong_gold),
		cmocka_unit_test(test_doors),
		cmocka_unit_test(test_measures_by_name),
		cmocka_unit_test(test_memory_ends),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
