/* test_review.c: what people decide: read and refused, found again by its words, laid on claims, incidents and ledgers; orphans, order, several
 * reviewers, second eyes, agreement. */
#include "incidents.h"
#include "review/review.h"
#include "show_world.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define HEAD(kind, by) "{\"kind\":\"" kind "\",\"by\":\"" by "\",\"at\":\"2026-11-21T07:00:00Z\",\"why\":\"read it\","

static riwaya_engine *engine;
static riwaya_set *set;

static const char story[] = "قُتل ثلاثة مدنيين وأصيب سبعة آخرون في قصف مدفعي استهدف مدينة الباب يوم الخميس.\n"
							"وأعلنت قوات سوريا الديمقراطية اعتقال 12 مسلحاً في المدينة.\n"
							"وتحدث سكان عن اختفاء شابين بعد القصف.\n";

static int begin(void **state) {
	return open_world(state) || riwaya_engine_new(NULL, &engine, NULL) || riwaya_set_new(engine, NULL, &set, NULL) ||
		riwaya_set_add_bytes(set, "story.txt", story, sizeof story - 1, NULL);
}

static int end(void **state) {
	riwaya_set_free(set);
	riwaya_engine_free(engine);
	return close_world(state);
}

/* What one test works with: the story as the machine reads it. */
typedef struct desk {
	rw_arena *a;
	rw_facts f;
	rw_known k;
	RW_VEC(rw_review) reviews;
	rw_orphans orphans;
	rw_known out;
} desk;

static desk *desk_new(rw_arena *a) {
	desk *d = RW_NEW(a, desk);
	rw_lexicon *lx;
	d->a = a;
	assert_int_equal(rw_lexicon_open(a, rw_lexicon_builtin(), &lx, NULL), RIWAYA_OK);
	rw_facts_init(&d->f, lx, a);
	d->k.report = riwaya_set_report(set, 0);
	assert_int_equal(riwaya_set_claims(set, 0, &d->k.claims, &d->k.n_claims, NULL), RIWAYA_OK);
	assert_int_equal(riwaya_set_mentions(set, 0, &d->k.mentions, &d->k.n_mentions, NULL), RIWAYA_OK);
	return d;
}

static const riwaya_claim *claim_in(const riwaya_claim *c, size_t n, const char *predicate) {
	for (size_t i = 0; i < n; i++)
		if (rw_slice_eqz(c[i].predicate, predicate)) return &c[i];
	return NULL;
}
#define CLAIM(d, predicate) claim_in((d)->k.claims, (d)->k.n_claims, predicate)
#define NOW(d, predicate) claim_in((d)->out.claims, (d)->out.n_claims, predicate)
#define GONE(d, predicate) claim_in((d)->out.rejected, (d)->out.n_rejected, predicate)

/* Written and read, as a store has it. */
static rw_review through(desk *d, const rw_review *r) {
	rw_review out;
	riwaya_error err = {0};
	rw_slice bytes = rw_review_write(d->a, r);
	if (rw_review_parse(d->a, bytes, &out, &err)) fail_msg("%s: " RW_FMT, err.message, RW_ARG(bytes));
	rw_slice again = rw_review_write(d->a, &out);
	rw_review back;
	assert_int_equal(rw_review_parse(d->a, again, &back, &err), RIWAYA_OK);
	assert_true(rw_slice_eq(back.id, out.id));
	assert_true(rw_slice_eq(again, rw_review_write(d->a, &back)));
	return out;
}

static rw_review of(desk *d, riwaya_review_kind kind, const char *by, const char *at) {
	return (rw_review){
		.kind = kind, .by = rw_slice_z(by), .at = rw_slice_z(at), .why = RW_LIT("read it"), .report = d->k.report->id};
}

static rw_review *put(desk *d, rw_review r) {
	rw_vec_push(d->a, &d->reviews, through(d, &r));
	return &d->reviews.p[d->reviews.n - 1];
}

static rw_review *judge(desk *d, riwaya_review_kind kind, const char *by, const char *at, const char *predicate) {
	rw_review r = of(d, kind, by, at);
	r.claim = rw_mark_claim(CLAIM(d, predicate));
	return put(d, r);
}

#define DAY(n) "2026-11-" #n "T07:00:00Z"

static void apply(desk *d, const rw_review_policy *policy) {
	d->orphans = (rw_orphans){0};
	rw_review_settle(d->a, d->reviews.p, d->reviews.n, policy);
	rw_review_apply(&d->f, d->a, &d->k, d->reviews.p, d->reviews.n, &d->out, &d->orphans);
}

static rw_marked words(const desk *d, const char *z) {
	size_t at = rw_slice_find(d->k.report->text, rw_slice_z(z), 0);
	assert_true(at != SIZE_MAX);
	return (rw_marked){{RIWAYA_FIELD_TEXT, (uint32_t)at, (uint32_t)(at + strlen(z))}, rw_slice_z(z)};
}

/* --- reading ----------------------------------------------------------------------------------------------------- */
static riwaya_status parse(rw_arena *a, const char *json, rw_review *r, riwaya_error *err) {
	return rw_review_parse(a, rw_slice_z(json), r, err);
}

static void what_is_wrong_is_said(void **state) {
	(void)state;
	static const struct {
		const char *json, *message;
	} cases[] = {
		{"", "nothing is there"},
		{"[]", "a review is an object"},
		{"{\"kind\":\"judge\"}", "a review is an object"},
		{HEAD("second", "x") "\"review\":\"0123456789abcdef\"} 5", "something follows"},
		{HEAD("second", "x") "\"review\":\"12\"}", "16 digits"},
		{HEAD("second", "") "\"review\":\"0123456789abcdef\"}", "'by' is empty"},
		{HEAD("second", "x") "\"revew\":\"0123456789abcdef\"}", "no member 'revew'"},
		{HEAD("second", "x") "\"review\":\"0123456789abcdef\",\"review\":\"0123456789abcdef\"}", "stands twice"},
		{HEAD("second", "x") "\"review\":\"0123456789abcdef\",\"id\":\"0123456789abcdef\"}", "the id is not"},
		{"{\"kind\":\"withdraw\",\"by\":\"x\",\"at\":\"2026-11-21T07:00:00Z\",\"review\":\"0123456789abcdef\"}",
			"'why' is missing"},
		{"{\"kind\":\"second\",\"by\":\"x\",\"at\":\"2026-02-30T07:00:00Z\",\"review\":\"0123456789abcdef\"}",
			"time in UTC"},
		{HEAD("reject", "x") "\"report\":\"12\",\"claim\":{}}", "SHA-256"},
		{HEAD("reject", "x") "\"report\":\"" SHA_A "\"}", "'claim' is to be an object"},
		{HEAD("reject",
			 "x") "\"report\":\"" SHA_A
				  "\",\"claim\":{\"mark\":{\"field\":\"text\",\"at\":[1,9],\"words\":\"abc\"},\"predicate\":\"killed\"}}",
			"spans 8 bytes and its words have 3"},
		{HEAD("reject",
			 "x") "\"report\":\"" SHA_A
				  "\",\"claim\":{\"mark\":{\"field\":\"body\",\"at\":[1,4],\"words\":\"abc\"},\"predicate\":\"killed\"}}",
			"title, text or caption"},
		{HEAD("add", "x") "\"report\":\"" SHA_A
						  "\",\"mark\":{\"field\":\"text\",\"at\":[1,4],\"words\":\"abc\"},\"set\":{}}",
			"'set' is empty"},
		{HEAD("add",
			 "x") "\"report\":\"" SHA_A
				  "\",\"mark\":{\"field\":\"text\",\"at\":[1,4],\"words\":\"abc\"},\"set\":{\"polarity\":\"denied\"}}",
			"needs a 'predicate'"},
		{HEAD("add",
			 "x") "\"report\":\"" SHA_A
				  "\",\"mark\":{\"field\":\"text\",\"at\":[1,4],\"words\":\"abc\"},\"set\":{\"predicate\":\"killed\",\"polarity\":\"no\"}}",
			"'polarity' can't be"},
		{HEAD("add",
			 "x") "\"report\":\"" SHA_A
				  "\",\"mark\":{\"field\":\"text\",\"at\":[1,4],\"words\":\"abc\"},\"set\":{\"predicate\":\"killed\",\"figure\":{\"qualifier\":\"between\",\"value\":3}}}",
			"needs 'low' and 'high'"},
		{HEAD("publish", "x") "\"report\":\"" SHA_A "\",\"published\":\"soon\"}", "is no time"},
		{HEAD("join", "x") "\"report\":\"" SHA_A "\",\"with\":\"" SHA_A "\"}", "the report itself"},
		{HEAD("reprint", "x") "\"report\":\"" SHA_A "\"}", "'of' is missing"},
		{HEAD("merge", "x") "\"reports\":[\"" SHA_A "\",\"" SHA_A "\"]}", "several times"},
		{HEAD("split", "x") "\"reports\":[\"" SHA_A "\"],\"from\":[\"" SHA_A "\"]}", "both sides"},
		{HEAD("rename", "x") "\"incident\":\"i\",\"title\":{}}", "needs words"},
		{HEAD("grade", "x") "\"incident\":\"i\",\"grade\":\"good\"}", "confirmed, fair"},
		{HEAD("note", "x") "}", "a note is about"},
		{HEAD("identify",
			 "x") "\"report\":\"" SHA_A
				  "\",\"mark\":{\"field\":\"text\",\"at\":[1,4],\"words\":\"abc\"},\"as\":{\"role\":\"child\"}}",
			"'actor' or a 'place'"},
		{"{\"kind\":\"second\"", ""},
	};
	TEST_ARENA(a);
	for (size_t i = 0; i < RW_COUNT(cases); i++) {
		riwaya_error err = {0};
		rw_review r;
		assert_int_equal(parse(a, cases[i].json, &r, &err), RIWAYA_FORMAT);
		if (!strstr(err.message, cases[i].message)) fail_msg("'%s' is not '%s'", err.message, cases[i].message);
	}
	rw_arena_release(a);
}

/* Every example of the manual is a review, and all kinds have one. */
static void the_manual_is_right(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_buf b = RW_BUF(a);
	char chunk[4096];
	FILE *f = fopen(RW_SOURCE_DIR "/docs/reviews.md", "rb");
	assert_non_null(f);
	for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;) rw_buf_put(&b, chunk, n);
	fclose(f);
	rw_slice doc = rw_buf_view(&b), fence = RW_LIT("```json\n");
	bool met[riwaya_review_kind_count] = {true};
	for (size_t at = 0; (at = rw_slice_find(doc, fence, at)) != SIZE_MAX;) {
		at += fence.n;
		size_t close = rw_slice_find(doc, RW_LIT("```"), at);
		assert_true(close != SIZE_MAX);
		rw_review r;
		riwaya_error err = {0};
		rw_slice json = rw_slice_of(doc.p + at, close - at);
		if (rw_review_parse(a, json, &r, &err)) fail_msg("%s: " RW_FMT, err.message, RW_ARG(json));
		met[r.kind] = true;
		at = close + 3;
	}
	for (size_t k = 0; k < riwaya_review_kind_count; k++) assert_true(met[k]);
	rw_arena_release(a);
}

static void one_review_has_one_form(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_review x, y;
	assert_int_equal(
		parse(a, HEAD("split", "Huda") "\"reports\":[\"" SHA_B "\",\"" SHA_B "\"],\"from\":[\"" SHA_A "\"]}", &x, NULL),
		RIWAYA_OK);
	assert_int_equal(parse(a,
						 " {\"from\": [\"" SHA_A "\"],\"reports\":[\"" SHA_B
						 "\"],\"why\":\"read \\u0069t\",\"kind\":\"split\",\"at\":\"2026-11-21T07:00:00Z\",\n"
						 "\"id\":null,\"by\":\"Huda\"} \n",
						 &y, NULL),
		RIWAYA_OK);
	assert_true(rw_slice_eq(x.id, y.id) && x.id.n == RW_REVIEW_ID);
	assert_true(rw_slice_eq(rw_review_write(a, &x), rw_review_write(a, &y)));
	assert_int_equal(x.moment, 1795244400000);
	rw_review z;
	assert_int_equal(
		parse(a, HEAD("split", "Sami") "\"reports\":[\"" SHA_B "\"],\"from\":[\"" SHA_A "\"]}", &z, NULL), RIWAYA_OK);
	assert_false(rw_slice_eq(x.id, z.id));
	assert_true(rw_slice_eq(rw_review_says(a, &x), rw_review_says(a, &z)));
	rw_arena_release(a);
}

/* What is empty is absent. */
static void empty_is_absent(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_review x, y;
	static const char with[] = "{\"kind\":\"second\",\"by\":\"x\",\"at\":\"2026-11-21T07:00:00Z\",\"why\":\"\","
							   "\"report\":null,\"review\":\"0123456789abcdef\"}";
	static const char without[] =
		"{\"kind\":\"second\",\"by\":\"x\",\"at\":\"2026-11-21T07:00:00Z\",\"review\":\"0123456789abcdef\"}";
	assert_int_equal(parse(a, with, &x, NULL), RIWAYA_OK);
	assert_int_equal(parse(a, without, &y, NULL), RIWAYA_OK);
	assert_true(rw_slice_eq(x.id, y.id) && !x.why.p);
	rw_arena_release(a);
}

static void ids_are_those_of_the_lexicon(void **state) {
	(void)state;
	TEST_ARENA(a);
	desk *d = desk_new(a);
	rw_review r = of(d, RIWAYA_REVIEW_ADD, "Huda", DAY(20));
	riwaya_error err = {0};
	r.set.predicate = RW_LIT("killled");
	assert_int_equal(rw_review_known(&d->f, &r, &err), RIWAYA_ARGUMENT);
	assert_non_null(strstr(err.message, "lexicon/predicates.tsv has no row 'killled'"));
	r.set.predicate = RW_LIT("killed");
	r.set.patient.actor = RW_LIT("sdf");
	assert_int_equal(rw_review_known(&d->f, &r, &err), RIWAYA_OK);
	rw_arena_release(a);
}

/* --- claims ------------------------------------------------------------------------------------------------------ */
static void accepted_and_rejected(void **state) {
	(void)state;
	TEST_ARENA(a);
	desk *d = desk_new(a);
	judge(d, RIWAYA_REVIEW_ACCEPT, "Huda", DAY(20), "killed");
	judge(d, RIWAYA_REVIEW_REJECT, "Huda", DAY(20), "wounded");
	apply(d, NULL);
	assert_int_equal(d->orphans.n, 0);
	assert_int_equal(NOW(d, "killed")->verdict, RIWAYA_REVIEW_ACCEPT);
	assert_true(rw_slice_eqz(NOW(d, "killed")->decisions[0].by, "Huda") && NOW(d, "killed")->confidence == 1);
	assert_null(NOW(d, "wounded"));
	assert_int_equal(d->out.n_claims + 1, d->k.n_claims);
	assert_int_equal(GONE(d, "wounded")->verdict, RIWAYA_REVIEW_REJECT);
	assert_null(CLAIM(d, "killed")->decisions); /* what was given is as it was */
	rw_arena_release(a);
}

static rw_review *correct_killed(desk *d, const char *by, const char *at, double value) {
	rw_review r = of(d, RIWAYA_REVIEW_CORRECT, by, at);
	r.claim = rw_mark_claim(CLAIM(d, "killed"));
	r.set.sets = RW_SET_FIGURE;
	r.set.figure = (riwaya_figure){.qualifier = RIWAYA_QUALIFIER_AT_LEAST, .has_value = true, .value = value};
	r.set.patient = (rw_party_change){.given = true, .has_role = true, .role = RW_LIT("child")};
	return put(d, r);
}

static void corrected(void **state) {
	(void)state;
	TEST_ARENA(a);
	desk *d = desk_new(a);
	correct_killed(d, "Huda", DAY(20), 4);
	rw_review r = of(d, RIWAYA_REVIEW_CORRECT, "Huda", DAY(21));
	r.claim = rw_mark_claim(CLAIM(d, "killed"));
	r.set.sets = RW_SET_PREDICATE | RW_SET_PLACE | RW_SET_TIME | RW_SET_CHAIN;
	r.set.predicate = RW_LIT("executed");
	r.set.place = RW_LIT("sy-hasakah");
	r.set.time = (riwaya_when){0, 1439, RIWAYA_PRECISION_DAY};
	r.set.chain = &(rw_link_change){.name = RW_LIT("a medic"), .kind = RIWAYA_LINK_MEDICAL};
	r.set.n_chain = 1;
	put(d, r);
	/* Found by what the machine made of it, and by what it is now. */
	judge(d, RIWAYA_REVIEW_ACCEPT, "Sami", DAY(22), "killed");
	rw_review s = of(d, RIWAYA_REVIEW_ACCEPT, "Rana", DAY(23));
	s.claim = rw_mark_claim(CLAIM(d, "killed"));
	s.claim.predicate = RW_LIT("executed");
	put(d, s);
	apply(d, NULL);
	assert_int_equal(d->orphans.n, 0);
	const riwaya_claim *c = NOW(d, "executed"), *was = CLAIM(d, "killed");
	assert_non_null(c);
	assert_true(rw_slice_eq(c->id, was->id));
	assert_true(c->figure.has_low && c->figure.low == 4 && !c->figure.has_high &&
		c->figure.qualifier == RIWAYA_QUALIFIER_AT_LEAST);
	assert_true(rw_slice_eq(c->figure.text, was->figure.text));
	assert_true(rw_slice_eqz(c->patient.role, "child") && rw_slice_eq(c->patient.text, was->patient.text));
	assert_true(rw_slice_eqz(c->place.id, "sy-hasakah") && c->place.has_position);
	assert_true(c->time.at.precision == RIWAYA_PRECISION_DAY && c->time.at.from == 0);
	assert_int_equal(c->n_chain, 2);
	assert_int_equal(c->chain[1].kind, RIWAYA_LINK_OUTLET);
	assert_int_equal(c->n_decisions, 4);
	assert_false(c->disputed);
	rw_arena_release(a);
}

static void reviewers_who_differ(void **state) {
	(void)state;
	TEST_ARENA(a);
	desk *d = desk_new(a);
	correct_killed(d, "Huda", DAY(20), 4);
	correct_killed(d, "Sami", DAY(21), 5);
	judge(d, RIWAYA_REVIEW_REJECT, "Sami", DAY(19), "captured");
	judge(d, RIWAYA_REVIEW_ACCEPT, "Huda", DAY(20), "captured");
	judge(d, RIWAYA_REVIEW_REJECT, "Huda", DAY(18), "wounded"); /* thinks again */
	judge(d, RIWAYA_REVIEW_ACCEPT, "Huda", DAY(20), "wounded");
	apply(d, NULL);
	assert_true(NOW(d, "killed")->figure.low == 5 && NOW(d, "killed")->disputed);
	assert_true(NOW(d, "captured")->verdict == RIWAYA_REVIEW_ACCEPT && NOW(d, "captured")->disputed);
	assert_true(NOW(d, "wounded")->verdict == RIWAYA_REVIEW_ACCEPT && !NOW(d, "wounded")->disputed);
	/* The same correction twice is no dispute. */
	correct_killed(d, "Huda", DAY(22), 5);
	apply(d, NULL);
	assert_true(NOW(d, "killed")->figure.low == 5 && !NOW(d, "killed")->disputed);
	rw_arena_release(a);
}

static void added(void **state) {
	(void)state;
	TEST_ARENA(a);
	desk *d = desk_new(a);
	assert_null(CLAIM(d, "kidnapped"));
	rw_review r = of(d, RIWAYA_REVIEW_ADD, "Huda", DAY(20));
	r.mark = words(d, "اختفاء شابين بعد القصف");
	r.set.sets = RW_SET_PREDICATE | RW_SET_FIGURE | RW_SET_CHAIN;
	r.set.predicate = RW_LIT("kidnapped");
	r.set.figure = (riwaya_figure){.qualifier = RIWAYA_QUALIFIER_EXACT, .has_value = true, .value = 2};
	r.set.figure_mark = words(d, "شابين");
	r.set.patient = (rw_party_change){.given = true, .mark = words(d, "شابين"), .has_role = true, .role = RW_LIT("man")};
	r.set.chain = &(rw_link_change){.mark = words(d, "سكان"), .name = RW_LIT("سكان"), .kind = RIWAYA_LINK_LOCAL};
	r.set.n_chain = 1;
	put(d, r);
	/* And what the machine had found already: the person's word on it. */
	rw_review k = of(d, RIWAYA_REVIEW_ADD, "Huda", DAY(20));
	const riwaya_claim *found = CLAIM(d, "captured");
	k.mark = (rw_marked){found->span, found->evidence};
	k.set.sets = RW_SET_PREDICATE | RW_SET_STANCE | RW_SET_FIGURE;
	k.set.stance = RIWAYA_STANCE_DOUBTED;
	k.set.predicate = RW_LIT("captured");
	k.set.figure = (riwaya_figure){.qualifier = RIWAYA_QUALIFIER_EXACT, .has_value = true, .value = 12};
	k.set.figure_mark = (rw_marked){found->figure.span, found->figure.text};
	put(d, k);
	apply(d, NULL);
	assert_int_equal(d->orphans.n, 0);
	assert_int_equal(d->out.n_claims, d->k.n_claims + 1);
	const riwaya_claim *c = NOW(d, "kidnapped");
	assert_non_null(c);
	assert_true(c->verdict == RIWAYA_REVIEW_ADD && c->figure.low == 2 && c->figure.high == 2 && c->id.n == RW_REVIEW_ID);
	assert_true(rw_slice_eqz(c->figure.text, "شابين") && rw_slice_eqz(c->evidence, "اختفاء شابين بعد القصف"));
	assert_true(rw_slice_eqz(c->unit, "person") && c->counts == RIWAYA_COUNTS_PATIENT);
	assert_true(c->n_chain == 2 && c->chain[0].span.field == RIWAYA_FIELD_TEXT && c->chain[1].kind == RIWAYA_LINK_OUTLET);
	assert_true(NOW(d, "captured")->stance == RIWAYA_STANCE_DOUBTED && NOW(d, "captured")->verdict == RIWAYA_REVIEW_ADD);
	/* In its place among the others. */
	for (size_t i = 1; i < d->out.n_claims; i++)
		if (&d->out.claims[i] == c) assert_true(d->out.claims[i - 1].span.start <= c->span.start);
	rw_arena_release(a);
}

static void said_who_where_and_when(void **state) {
	(void)state;
	TEST_ARENA(a);
	desk *d = desk_new(a);
	rw_review r = of(d, RIWAYA_REVIEW_IDENTIFY, "Huda", DAY(20));
	r.mark = words(d, "مدينة الباب");
	r.place = RW_LIT("sy-hasakah");
	put(d, r);
	rw_review s = of(d, RIWAYA_REVIEW_IDENTIFY, "Huda", DAY(20));
	s.mark = words(d, "مسلحاً");
	s.actor = RW_LIT("isis");
	put(d, s);
	rw_review p = of(d, RIWAYA_REVIEW_PUBLISH, "Huda", DAY(20));
	p.published = (riwaya_when){1000, 1000, RIWAYA_PRECISION_MINUTE};
	put(d, p);
	assert_int_equal(d->k.report->published.at.precision, RIWAYA_PRECISION_NONE);
	apply(d, NULL);
	assert_int_equal(d->orphans.n, 0);
	assert_true(rw_slice_eqz(NOW(d, "killed")->place.id, "sy-hasakah"));
	assert_true(rw_slice_eqz(NOW(d, "captured")->patient.actor, "isis"));
	assert_int_equal(d->out.report->published.at.from, 1000);
	assert_int_equal(d->out.report->published.basis, RIWAYA_BASIS_GIVEN);
	assert_int_equal(NOW(d, "killed")->told.from, 1000);
	bool place = false, actor = false;
	for (size_t i = 0; i < d->out.n_mentions; i++) {
		const riwaya_mention *m = &d->out.mentions[i];
		place |= rw_slice_eqz(m->layer, "places") && rw_slice_eqz(m->id, "sy-hasakah");
		actor |= rw_slice_eqz(m->layer, "actors") && rw_slice_eqz(m->id, "isis");
	}
	assert_true(place && actor);
	rw_arena_release(a);
}

static void a_note_changes_nothing(void **state) {
	(void)state;
	TEST_ARENA(a);
	desk *d = desk_new(a);
	judge(d, RIWAYA_REVIEW_NOTE, "Huda", DAY(20), "killed");
	judge(d, RIWAYA_REVIEW_REJECT, "Sami", DAY(19), "wounded");
	judge(d, RIWAYA_REVIEW_NOTE, "Huda", DAY(20), "wounded");
	apply(d, &(rw_review_policy){.second = true});
	const riwaya_claim *c = NOW(d, "killed");
	assert_true(c->n_decisions == 1 && !c->decisions[0].waits && !c->verdict && !c->disputed);
	assert_true(c->confidence == CLAIM(d, "killed")->confidence);
	apply(d, NULL);
	assert_true(GONE(d, "wounded")->n_decisions == 2 && !GONE(d, "wounded")->disputed);
	rw_arena_release(a);
}

/* Two claims that nothing in the mark tells apart. */
static void nothing_is_guessed(void **state) {
	(void)state;
	TEST_ARENA(a);
	desk *d = desk_new(a);
	judge(d, RIWAYA_REVIEW_REJECT, "Huda", DAY(20), "killed");
	riwaya_claim *claims = RW_ARRAY(a, riwaya_claim, d->k.n_claims + 1);
	memcpy(claims, d->k.claims, d->k.n_claims * sizeof *claims);
	claims[d->k.n_claims] = *CLAIM(d, "killed");
	d->k.claims = claims;
	d->k.n_claims++;
	apply(d, NULL);
	assert_true(d->orphans.n == 1 && d->orphans.p[0].why == RW_ORPHAN_SEVERAL_CLAIMS);
	assert_int_equal(d->out.n_claims, d->k.n_claims);
	rw_arena_release(a);
}

/* --- what finds its place no more ---------------------------------------------------------------------------------- */
static void another_reading_of_the_bytes(void **state) {
	(void)state;
	TEST_ARENA(a);
	desk *d = desk_new(a);
	judge(d, RIWAYA_REVIEW_REJECT, "Huda", DAY(20), "killed");
	riwaya_report moved = *d->k.report;
	riwaya_claim *claims = RW_ARRAY(a, riwaya_claim, d->k.n_claims);
	/* A line before it: everything stands elsewhere, and the claims' ids are others. */
	moved.text = rw_arena_printf(a, "line\n" RW_FMT, RW_ARG(d->k.report->text));
	for (size_t i = 0; i < d->k.n_claims; i++) {
		claims[i] = d->k.claims[i];
		claims[i].id = rw_arena_printf(a, "%zu", i);
		claims[i].span.start += 5, claims[i].span.end += 5;
		claims[i].figure.span.start += 5, claims[i].figure.span.end += 5;
	}
	rw_known k = d->k;
	k.report = &moved;
	k.claims = claims;
	rw_known was = d->k;
	d->k = k;
	apply(d, NULL);
	assert_int_equal(d->orphans.n, 0);
	assert_non_null(GONE(d, "killed"));
	/* Another lexicon: a longer stretch, still the same claim; then another figure; then none. */
	d->k = was;
	memcpy(claims, was.claims, was.n_claims * sizeof *claims);
	d->k.claims = claims;
	riwaya_claim *killed = NULL;
	for (size_t i = 0; i < was.n_claims; i++)
		if (rw_slice_eqz(claims[i].predicate, "killed")) killed = &claims[i];
	killed->span.start = 0;
	apply(d, NULL);
	assert_non_null(GONE(d, "killed"));
	killed->figure.text = RW_LIT("30");
	apply(d, NULL);
	assert_true(d->orphans.n == 1 && d->orphans.p[0].why == RW_ORPHAN_NO_CLAIM && d->out.n_claims == was.n_claims);
	killed->predicate = RW_LIT("wounded");
	apply(d, NULL);
	assert_true(d->orphans.n == 1 && d->orphans.p[0].why == RW_ORPHAN_NO_CLAIM);
	/* The words themselves. */
	moved = *was.report;
	moved.text = RW_LIT("other words");
	d->k.report = &moved;
	apply(d, NULL);
	assert_true(d->orphans.n == 1 && d->orphans.p[0].why == RW_ORPHAN_WORDS_GONE);
	moved.text = rw_arena_printf(a, "x" RW_FMT RW_FMT, RW_ARG(was.report->text), RW_ARG(was.report->text));
	apply(d, NULL);
	assert_true(d->orphans.n == 1 && d->orphans.p[0].why == RW_ORPHAN_WORDS_SEVERAL);
	grown json = {0}, en = {0}, ar = {0};
	riwaya_show show = {.width = 100};
	assert_true(rw_show_reviews_json(a, d->reviews.p, d->reviews.n, &d->orphans, sink_of(&json)));
	assert_true(rw_show_reviews_text(d->f.lx, a, d->reviews.p, d->reviews.n, &d->orphans, &show, sink_of(&en)));
	show.arabic = true;
	assert_true(rw_show_reviews_text(d->f.lx, a, d->reviews.p, d->reviews.n, &d->orphans, &show, sink_of(&ar)));
	if (getenv("SHOW")) fprintf(stderr, "%s%s%s", json.p, en.p, ar.p);
	assert_non_null(strstr(json.p, "\"state\": \"counts\", \"orphan\": \"words_several\"}"));
	assert_non_null(strstr(en.p, "rejected by Huda, 20 Nov 2026: read it"));
	assert_non_null(strstr(en.p, "has lost its place"));
	assert_non_null(strstr(ar.p, "فقدت موضعها"));
	free(json.p);
	free(en.p);
	free(ar.p);
	rw_arena_release(a);
}

/* --- which count ----------------------------------------------------------------------------------------------------- */
static void withdrawn(void **state) {
	(void)state;
	TEST_ARENA(a);
	desk *d = desk_new(a);
	rw_slice id = judge(d, RIWAYA_REVIEW_REJECT, "Huda", DAY(20), "killed")->id;
	rw_review w = of(d, RIWAYA_REVIEW_WITHDRAW, "Sami", DAY(21));
	w.review = id;
	put(d, w);
	apply(d, NULL);
	assert_non_null(GONE(d, "killed")); /* only who decided may take it back */
	assert_int_equal(d->reviews.p[1].state, RW_REVIEW_IDLE);
	w.by = RW_LIT("Huda");
	put(d, w);
	apply(d, NULL);
	assert_non_null(NOW(d, "killed"));
	assert_int_equal(NOW(d, "killed")->n_decisions, 0);
	rw_arena_release(a);
}

static void second_eyes(void **state) {
	(void)state;
	TEST_ARENA(a);
	desk *d = desk_new(a);
	const rw_review_policy two = {.second = true};
	rw_slice id = judge(d, RIWAYA_REVIEW_REJECT, "Huda", DAY(20), "killed")->id;
	judge(d, RIWAYA_REVIEW_REJECT, "Huda", DAY(20), "wounded");
	rw_review s = of(d, RIWAYA_REVIEW_SECOND, "Huda", DAY(21));
	s.review = id;
	put(d, s); /* one's own second is none */
	apply(d, &two);
	assert_non_null(NOW(d, "killed"));
	assert_true(NOW(d, "killed")->n_decisions == 1 && NOW(d, "killed")->decisions[0].waits && !NOW(d, "killed")->verdict);
	s.by = RW_LIT("Sami");
	put(d, s);
	judge(d, RIWAYA_REVIEW_REJECT, "Rana", DAY(22), "wounded"); /* decides the same */
	apply(d, &two);
	assert_non_null(GONE(d, "killed"));
	assert_non_null(GONE(d, "wounded"));
	assert_false(GONE(d, "wounded")->disputed);
	rw_arena_release(a);
}

static rw_slice told(desk *d) {
	grown g = {0};
	assert_true(rw_show_claims_json(d->out.report, d->out.claims, d->out.n_claims, sink_of(&g)));
	assert_true(rw_show_claims_json(d->out.report, d->out.rejected, d->out.n_rejected, sink_of(&g)));
	rw_slice s = rw_arena_copy(d->a, rw_slice_of(g.p, g.n));
	free(g.p);
	return s;
}

static void whatever_their_order(void **state) {
	(void)state;
	TEST_ARENA(a);
	desk *d = desk_new(a);
	correct_killed(d, "Huda", DAY(20), 4);
	correct_killed(d, "Sami", DAY(20), 5); /* at the same second */
	judge(d, RIWAYA_REVIEW_REJECT, "Huda", DAY(20), "wounded");
	judge(d, RIWAYA_REVIEW_ACCEPT, "Sami", DAY(19), "wounded");
	judge(d, RIWAYA_REVIEW_REJECT, "Sami", DAY(22), "captured");
	apply(d, NULL);
	rw_slice first = told(d);
	uint32_t seed = 7;
	for (int round = 0; round < 20; round++) {
		for (size_t i = d->reviews.n - 1; i > 0; i--) {
			seed = seed * 1664525 + 1013904223;
			size_t k = (seed >> 8) % (i + 1);
			rw_review r = d->reviews.p[i];
			d->reviews.p[i] = d->reviews.p[k];
			d->reviews.p[k] = r;
		}
		apply(d, NULL);
		assert_true(rw_slice_eq(first, told(d)));
	}
	rw_arena_release(a);
}

static void agreement(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_judges j = {.a = a};
	/* 45 both accept, 15 a accepts and b rejects, 25 the reverse, 15 both reject: kappa 0.1304 */
	static const struct {
		unsigned n;
		riwaya_review_kind x, y;
	} cells[] = {{45, RIWAYA_REVIEW_ACCEPT, RIWAYA_REVIEW_ACCEPT}, {15, RIWAYA_REVIEW_ACCEPT, RIWAYA_REVIEW_REJECT},
		{25, RIWAYA_REVIEW_REJECT, RIWAYA_REVIEW_ACCEPT}, {15, RIWAYA_REVIEW_REJECT, RIWAYA_REVIEW_REJECT}};
	for (size_t i = 0; i < RW_COUNT(cells); i++)
		for (unsigned n = 0; n < cells[i].n; n++) {
			/* The first word of a was another one; b comes first in time every other time. */
			riwaya_decision d[] = {{.kind = RIWAYA_REVIEW_CORRECT, .by = RW_LIT("a")},
				{.kind = cells[i].x, .by = RW_LIT("a")}, {.kind = cells[i].y, .by = RW_LIT("b")},
				{.kind = RIWAYA_REVIEW_NOTE, .by = RW_LIT("b")}};
			if (n % 2) {
				riwaya_decision swap = d[2];
				d[2] = d[1];
				d[1] = d[0];
				d[0] = swap;
			}
			riwaya_claim c = {.decisions = d, .n_decisions = 4};
			rw_judges_add(&j, &c, 1);
		}
	rw_judges_end(&j);
	assert_int_equal(j.pairs.n, 1);
	const rw_agreement *p = &j.pairs.p[0];
	assert_true(rw_slice_eqz(p->a, "a") && rw_slice_eqz(p->b, "b"));
	assert_true(p->both == 100 && p->alike == 60);
	assert_true(p->has_kappa && p->kappa > 0.1303 && p->kappa < 0.1305);
	rw_lexicon *lx;
	grown json = {0}, en = {0};
	assert_int_equal(rw_lexicon_open(a, rw_lexicon_builtin(), &lx, NULL), RIWAYA_OK);
	assert_true(rw_show_agreement_json(&j, sink_of(&json)));
	assert_true(rw_show_agreement_text(lx, a, &j, NULL, sink_of(&en)));
	assert_non_null(strstr(json.p, "\"kappa\": 0.130435"));
	assert_string_equal(en.p, "a and b: 100 claims judged by both, 60 % alike, kappa 0.13\n");
	free(json.p);
	free(en.p);
	rw_arena_release(a);
}

/* --- incidents ------------------------------------------------------------------------------------------------------- */
static void shown_in_the_ledger(void **state) {
	(void)state;
	TEST_ARENA(a);
	desk *d = desk_new(a);
	correct_killed(d, "Huda", DAY(20), 40);
	judge(d, RIWAYA_REVIEW_REJECT, "Sami", DAY(20), "wounded");
	rw_review p = of(d, RIWAYA_REVIEW_PUBLISH, "Huda", DAY(20));
	p.published = (riwaya_when){27000000, 27000000, RIWAYA_PRECISION_MINUTE};
	put(d, p);
	apply(d, NULL);
	riwaya_reconciliation r;
	rw_reconcile(d->f.lx, a, &d->out, 1, &r);
	assert_int_equal(r.n_incidents, 1);
	rw_review n = of(d, RIWAYA_REVIEW_RENAME, "Huda", DAY(21));
	n.report = RW_NONE;
	n.incident = r.incidents[0].id;
	n.title.en = RW_LIT("The shelling of the market");
	put(d, n);
	rw_review g = of(d, RIWAYA_REVIEW_GRADE, "Huda", DAY(21));
	g.report = RW_NONE;
	g.incident = r.incidents[0].id;
	g.grade = RIWAYA_GRADE_FAIR;
	put(d, g);
	const riwaya_line *line = NULL;
	for (size_t i = 0; i < r.incidents[0].n_lines; i++) {
		assert_false(rw_slice_eqz(r.incidents[0].lines[i].predicate, "wounded"));
		if (rw_slice_eqz(r.incidents[0].lines[i].predicate, "killed")) line = &r.incidents[0].lines[i];
	}
	assert_true(line->range.low == 40);
	g.on_line = true;
	g.grade = RIWAYA_GRADE_WEAK;
	g.line =
		(rw_line_mark){line->predicate, line->unit, line->patient_actor, line->patient_role, line->place, line->scope};
	put(d, g);
	g.line.actor = RW_LIT("nobody");
	put(d, g);
	g.incident = RW_LIT("other");
	put(d, g);
	rw_review_settle(a, d->reviews.p, d->reviews.n, NULL);
	rw_review_ledger(a, d->reviews.p, d->reviews.n, &r, &d->orphans);
	assert_int_equal(d->orphans.n, 2);
	assert_true((d->orphans.p[0].why == RW_ORPHAN_NO_LINE) + (d->orphans.p[1].why == RW_ORPHAN_NO_LINE) == 1);
	assert_true((d->orphans.p[0].why == RW_ORPHAN_NO_INCIDENT) + (d->orphans.p[1].why == RW_ORPHAN_NO_INCIDENT) == 1);
	const riwaya_incident *i = &r.incidents[0];
	assert_true(rw_slice_eqz(i->title.en, "The shelling of the market") && i->title.ar.n > 0);
	assert_true(i->grade == RIWAYA_GRADE_FAIR && i->n_decisions == 3 && i->n_rejected == 1);
	grown json = {0}, en = {0}, ar = {0};
	assert_true(rw_show_ledger_json(d->f.lx, a, &r, false, sink_of(&json)));
	assert_non_null(strstr(json.p, "\"review\": {\"verdict\": \"correct\""));
	assert_non_null(strstr(json.p, "\"rejected\": ["));
	assert_non_null(strstr(json.p, "\"grade\": \"weak\""));
	assert_non_null(strstr(json.p, "\"grade\": \"fair\""));
	riwaya_show show = {.width = 100};
	assert_true(rw_show_ledger_text(d->f.lx, a, &r, &show, sink_of(&en)));
	show.arabic = true;
	assert_true(rw_show_ledger_text(d->f.lx, a, &r, &show, sink_of(&ar)));
	if (getenv("SHOW")) fprintf(stderr, "%s%s", en.p, ar.p);
	assert_non_null(strstr(en.p, "The shelling of the market"));
	assert_non_null(strstr(en.p, "corrected by Huda, 20 Nov 2026: read it"));
	assert_non_null(strstr(en.p, "rejected by Sami, 20 Nov 2026: read it"));
	assert_non_null(strstr(ar.p, "صُحِّح، بمراجعة Huda"));
	assert_null(strstr(en.p, "show_"));
	assert_null(strstr(ar.p, "show_"));
	free(json.p);
	free(en.p);
	free(ar.p);
	rw_arena_release(a);
}

/* Three reports of one attack, an undated one, one of another town; grouped with what people say. */
typedef struct desks {
	rw_arena *a;
	rw_facts f;
	incidents_known known;
	rw_review reviews[8];
	size_t n;
	rw_threads threads;
	rw_standing *standings;
	rw_copy *copies;
	rw_orphans orphans;
} desks;

static void said(desks *d, riwaya_review_kind kind, const char *at, const char *x, const char *y) {
	rw_slice *pair = RW_ARRAY(d->a, rw_slice, 2);
	pair[0] = rw_slice_z(x);
	pair[1] = rw_slice_z(y);
	d->reviews[d->n++] = (rw_review){.kind = kind,
		.id = rw_slice_z(at),
		.by = RW_LIT("Huda"),
		.moment = at[0],
		.report = pair[0],
		.with = pair[1],
		.reports = pair,
		.n_reports = kind == RIWAYA_REVIEW_MERGE ? 2 : 1,
		.from = pair + 1,
		.n_from = 1};
}

static void group(desks *d) {
	rw_weights w;
	rw_weights_load(&d->f, &w);
	rw_meetings meetings = {0};
	rw_sayings sayings = {0};
	rw_bonds bonds = {0};
	d->threads = (rw_threads){0};
	d->orphans = (rw_orphans){0};
	rw_in_order_told(d->known.p, d->known.n);
	d->copies = rw_copies(&d->f, d->a, d->known.p, d->known.n);
	for (uint32_t i = 0; i < d->known.n; i++) rw_threads_of(&d->f, d->a, d->known.p, i, &d->threads);
	rw_keys *keys = RW_ARRAY(d->a, rw_keys, d->threads.n);
	for (size_t i = 0; i < d->threads.n; i++) rw_keys_of(&d->f, d->a, d->known.p, &d->threads.p[i], &keys[i]);
	rw_meetings_of(&d->f, &w, d->a, &d->threads, keys, &meetings);
	rw_review_settle(d->a, d->reviews, d->n, NULL);
	rw_review_sayings(d->a, d->reviews, d->n, &sayings);
	rw_review_copies(d->a, &sayings, d->known.p, d->known.n, d->copies, &d->orphans);
	rw_review_bonds(&d->f, d->a, &sayings, d->known.p, d->known.n, &d->threads, &bonds, &d->orphans);
	rw_found found = {.known = d->known.p, .n = d->known.n, .threads = &d->threads, .copies = d->copies};
	found.meetings = meetings.p, found.n_meetings = meetings.n;
	found.bonds = bonds.p, found.n_bonds = bonds.n;
	d->standings = rw_resolve(&d->f, d->a, &w, &found);
}

static uint32_t number_of(const desks *d, const char *id) {
	for (uint32_t i = 0; i < d->known.n; i++)
		if (rw_slice_eqz(d->known.p[i].report->id, id)) return i;
	return UINT32_MAX;
}

static uint32_t group_of(const desks *d, const char *id) {
	uint32_t report = number_of(d, id);
	for (size_t t = 0; t < d->threads.n; t++)
		if (d->threads.p[t].report == report && d->threads.p[t].main) return d->standings[t].group;
	return UINT32_MAX;
}

static uint32_t thread_at(const desks *d, const char *id, const char *town) {
	uint32_t report = number_of(d, id);
	for (uint32_t t = 0; t < d->threads.n; t++) {
		const rw_thread *x = &d->threads.p[t];
		if (x->report == report && x->town != RW_NO && rw_slice_eqz(d->f.sites.p[x->town].id, town)) return t;
	}
	return RW_NO;
}

static void what_belongs_together(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_lexicon *lx;
	desks *d = RW_NEW(a, desks);
	d->a = a;
	assert_int_equal(rw_lexicon_open(a, image, &lx, NULL), RIWAYA_OK);
	rw_facts_init(&d->f, lx, a);
	incidents_read(a,
		"report a outlet=Waha published=2031-03-05T10:00\nattack - agent=south at=xx-jail on=2031-03-04\n"
		"escaped dozens role=detainee actor=south near=xx-jail\nkilled 4 role=guard actor=north near=xx-jail\n"
		"report b outlet=Manara published=2031-03-06T10:00\ntext what was seen there\nattack - agent=south at=xx-jail on=2031-03-04\n"
		"killed 23 role=fighter actor=south near=xx-jail\n"
		"report far outlet=Jisr published=2031-03-06T10:00\nshelling - agent=north at=xx-far on=2031-03-05\nkilled 3 role=civilian near=xx-far\n"
		"report round outlet=Najm published=2031-03-20T10:00\nshelling - agent=north at=xx-far on=2031-03-19\n"
		"killed 5 role=civilian at=xx-far on=2031-03-19\nkidnapped 2 role=journalist at=yy-town on=2031-03-18\n"
		"report old outlet=Safina\nuprising - at=xx-jail\nescaped some role=detainee actor=south near=xx-jail\n",
		&d->known);
	group(d);
	assert_true(group_of(d, "a") == group_of(d, "b") && group_of(d, "a") != group_of(d, "far"));
	assert_int_equal(group_of(d, "old"), RW_NO);
	said(d, RIWAYA_REVIEW_MERGE, "1", "a", "far");
	said(d, RIWAYA_REVIEW_JOIN, "2", "old", "b");
	said(d, RIWAYA_REVIEW_REPRINT, "3", "b", "a");
	group(d);
	assert_true(group_of(d, "a") == group_of(d, "far") && group_of(d, "old") == group_of(d, "b"));
	assert_int_equal(d->copies[number_of(d, "b")].of, number_of(d, "a"));
	assert_true(d->copies[number_of(d, "b")].whole && rw_copy_covers(&d->copies[number_of(d, "b")], 0, 9) > 0.99);
	assert_int_equal(d->orphans.n, 0);
	/* A later word goes before. */
	said(d, RIWAYA_REVIEW_SPLIT, "4", "far", "a");
	said(d, RIWAYA_REVIEW_REPRINT, "5", "b", "");
	d->reviews[d->n - 1].with = RW_NONE;
	said(d, RIWAYA_REVIEW_SPLIT, "6", "a", "b");
	said(d, RIWAYA_REVIEW_MERGE, "7", "a", "nowhere");
	group(d);
	assert_true(group_of(d, "a") != group_of(d, "far") && group_of(d, "a") != group_of(d, "b"));
	assert_int_equal(group_of(d, "old"), group_of(d, "b"));
	assert_int_equal(d->copies[number_of(d, "b")].of, RW_NO);
	assert_true(d->orphans.n == 1 && d->orphans.p[0].why == RW_ORPHAN_NO_REPORT);
	/* One part of a round-up, and not the other. */
	assert_true(thread_at(d, "round", "yy-town") != RW_NO && thread_at(d, "round", "xx-far") != RW_NO);
	d->n = 0;
	said(d, RIWAYA_REVIEW_MERGE, "1", "round@yy-town", "a");
	group(d);
	assert_int_equal(d->orphans.n, 0);
	assert_int_equal(d->standings[thread_at(d, "round", "yy-town")].group, group_of(d, "a"));
	assert_true(d->standings[thread_at(d, "round", "xx-far")].group != group_of(d, "a"));
	d->n = 0;
	said(d, RIWAYA_REVIEW_MERGE, "1", "round@xx-mill", "a");
	group(d);
	assert_int_equal(d->orphans.n, 1);
	/* Two that are said to copy each other: the later one counts. */
	d->n = 0;
	said(d, RIWAYA_REVIEW_REPRINT, "1", "b", "a");
	said(d, RIWAYA_REVIEW_REPRINT, "2", "a", "b");
	group(d);
	assert_int_equal(d->copies[number_of(d, "a")].of, number_of(d, "b"));
	assert_int_equal(d->copies[number_of(d, "b")].of, RW_NO);
	rw_arena_release(a);
}

static void everything(rw_arena *a, void *p) {
	desk *d = p, own = *d;
	own.a = a;
	own.f.a = a;
	own.orphans = (rw_orphans){0};
	rw_review *copy = RW_ARRAY(a, rw_review, d->reviews.n);
	for (size_t i = 0; i < d->reviews.n; i++)
		(void)rw_review_parse(a, rw_review_write(a, &d->reviews.p[i]), &copy[i], NULL);
	rw_review_settle(a, copy, d->reviews.n, &(rw_review_policy){.second = true});
	rw_review_apply(&own.f, a, &own.k, copy, d->reviews.n, &own.out, &own.orphans);
}

static void memory_may_end(void **state) {
	(void)state;
	TEST_ARENA(a);
	desk *d = desk_new(a);
	correct_killed(d, "Huda", DAY(20), 40);
	correct_killed(d, "Sami", DAY(20), 40);
	judge(d, RIWAYA_REVIEW_REJECT, "Sami", DAY(20), "wounded");
	assert_true(failing_all(everything, d) != SIZE_MAX);
	rw_arena_release(a);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_wrong_is_said),
		cmocka_unit_test(the_manual_is_right),
		cmocka_unit_test(one_review_has_one_form),
		cmocka_unit_test(empty_is_absent),
		cmocka_unit_test(ids_are_those_of_the_lexicon),
		cmocka_unit_test(accepted_and_rejected),
		cmocka_unit_test(corrected),
		cmocka_unit_test(reviewers_who_differ),
		cmocka_unit_test(added),
		cmocka_unit_test(said_who_where_and_when),
		cmocka_unit_test(a_note_changes_nothing),
		cmocka_unit_test(nothing_is_guessed),
		cmocka_unit_test(another_reading_of_the_bytes),
		cmocka_unit_test(withdrawn),
		cmocka_unit_test(second_eyes),
		cmocka_unit_test(whatever_their_order),
		cmocka_unit_test(agreement),
		cmocka_unit_test(shown_in_the_ledger),
		cmocka_unit_test(what_belongs_together),
		cmocka_unit_test(memory_may_end),
	};
	return cmocka_run_group_tests_name("review", tests, begin, end);
}
