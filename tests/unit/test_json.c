/* test_json.c: the writer of JSON, and the order of keys that the contracts fix. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "show_world.h"
#include <math.h>

static rw_mem mem;
static jmp_buf oom;
static rw_arena arena;

static int setup(void **state) {
	(void)state;
	mem = (rw_mem){rw_allocator_libc(), &oom};
	if (setjmp(oom)) return 1;
	rw_arena_init(&arena, &mem);
	return 0;
}

static int teardown(void **state) {
	(void)state;
	rw_arena_release(&arena);
	return 0;
}

static void begin(rw_json *j, grown *g, unsigned lay_out) {
	*g = (grown){0};
	rw_json_begin(j, sink_of(g), lay_out);
}

static void expect(rw_json *j, grown *g, const char *want) {
	assert_true(rw_json_end(j));
	assert_string_equal(g->p, want);
	free(g->p);
}

static void test_strings(void **state) {
	(void)state;
	rw_json j;
	grown g;
	begin(&j, &g, 0);
	rw_json_array(&j);
	rw_json_slice(&j, RW_LIT("سجن \"الوادي\" \\ a\nb\tc\r"));
	rw_json_slice(&j, RW_LIT("\x01\x1f\x7f\xC2\x85\xE2\x80\xA8\xE2\x80\xA9"));
	rw_json_slice(&j, RW_LIT("ok \xFF\xD8 \xEF\xBF\xBD \xF0\x9F\x98\x80"));
	rw_json_slice(&j, RW_NONE);
	rw_json_slice(&j, RW_LIT(""));
	rw_json_z(&j, NULL);
	rw_json_close(&j);
	expect(&j, &g,
		"[\"سجن \\\"الوادي\\\" \\\\ a\\nb\\tc\\r\", \"\\u0001\\u001f\\u007f\\u0085\\u2028\\u2029\", \"ok \xEF\xBF\xBD\xEF\xBF\xBD \xEF\xBF\xBD \xF0\x9F\x98\x80\", null, \"\", "
		"null]\n");
}

static void test_numbers(void **state) {
	(void)state;
	static const struct {
		double v;
		const char *want;
	} cases[] = {{0, "0"}, {-0.0, "0"}, {5000, "5000"}, {-3, "-3"}, {0.1, "0.1"}, {36.48, "36.48"}, {-0.25, "-0.25"},
		{1e15, "1000000000000000"}, {1e21, "1000000000000000000000"}, {0.9999999, "1"}, {1.0000001, "1"},
		{0.000001, "0.000001"}, {-0.0000001, "0"}, {NAN, "null"}, {INFINITY, "null"}, {123456.789, "123456.789"},
		{0.93, "0.93"}};
	for (size_t i = 0; i < RW_COUNT(cases); i++) {
		rw_json j;
		grown g;
		char want[64];
		begin(&j, &g, 0);
		rw_json_double(&j, cases[i].v);
		snprintf(want, sizeof want, "%s\n", cases[i].want);
		expect(&j, &g, want);
	}
}

static void test_layout(void **state) {
	(void)state;
	rw_json j;
	grown g;
	begin(&j, &g, 2);
	rw_json_object(&j);
	rw_json_key(&j, "a");
	rw_json_array(&j);
	rw_json_object(&j);
	rw_json_key(&j, "x");
	rw_json_u64(&j, 1);
	rw_json_key(&j, "y");
	rw_json_bool(&j, true);
	rw_json_close(&j);
	rw_json_object(&j);
	rw_json_close(&j);
	rw_json_close(&j);
	rw_json_key(&j, "b");
	rw_json_array(&j);
	rw_json_close(&j);
	rw_json_close(&j);
	expect(&j, &g, "{\n \"a\": [\n  {\"x\": 1, \"y\": true},\n  {}\n ],\n \"b\": []\n}\n");
}

static void test_long_output(void **state) {
	(void)state;
	rw_json j;
	grown g;
	size_t n = 3 * RW_JSON_BUFFER + 7;
	char *text = rw_arena_alloc(&arena, n);
	memset(text, 'x', n);
	begin(&j, &g, 0);
	rw_json_slice(&j, rw_slice_of(text, n));
	assert_true(rw_json_end(&j));
	assert_int_equal(g.n, n + 3);
	free(g.p);
}

static void test_depth(void **state) {
	(void)state;
	rw_json j;
	grown g;
	begin(&j, &g, 0);
	for (int i = 0; i < 100; i++) rw_json_array(&j);
	for (int i = 0; i < 100; i++) rw_json_close(&j);
	assert_false(rw_json_end(&j));
	free(g.p);
}

static void assert_keys(const char *text, const char *const *keys, size_t n) {
	const char *at = text;
	for (size_t i = 0; i < n; i++) {
		char key[64];
		snprintf(key, sizeof key, "\"%s\": ", keys[i]);
		const char *found = strstr(at, key);
		if (!found) fail_msg("key %s is not there, or not in its place", keys[i]);
		at = found + strlen(key);
	}
}
#define ASSERT_KEYS(text, ...)                                                                                         \
	assert_keys((text), (const char *[]){__VA_ARGS__}, sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *))

/* The order that claims.md gives. */
static void test_claims(void **state) {
	(void)state;
	world *w = world_new(&arena);
	grown g = {0};
	riwaya_claim c = *w->claims.p[0].claim;
	c.place = (riwaya_place){.text = RW_LIT("سجن الوادي"),
		.id = RW_LIT("xx-wadi"),
		.lat = 35.5,
		.lon = 40,
		.has_position = true,
		.inherited = true};
	c.time = (riwaya_time){.at = rw_when_day(rw_days_from_civil(2023, 11, 14)), .inherited = true};
	c.agent = (riwaya_party){.role = RW_LIT("attacker")};
	c.patient = (riwaya_party){.role = RW_LIT("guard"), .also = &c.evidence, .n_also = 1};
	assert_true(rw_show_claims_json(w->reports[W_SIDRA], &c, 1, sink_of(&g)));
	ASSERT_KEYS(g.p, "report", "id", "file", "format", "language", "outlet", "id", "name", "title", "byline",
		"dateline", "published", "value", "zone", "precision", "basis", "text", "furniture", "claims", "id", "span",
		"field", "at", "evidence", "predicate", "polarity", "denies", "modality", "figure", "text", "span", "value",
		"low", "high", "qualifier", "counts", "unit", "scope", "kind", "from", "to", "part_of", "about", "patient",
		"text", "span", "actor", "role", "also", "agent", "place", "text", "span", "id", "lat", "lon", "inherited",
		"time", "text", "span", "from", "to", "inherited", "told", "from", "to", "chain", "name", "span", "kind",
		"actor", "named", "stance", "confidence");
	assert_non_null(strstr(
		g.p, "\"value\": \"2023-11-15T06:01:00\", \"zone\": null, \"precision\": \"minute\", \"basis\": \"text\""));
	assert_non_null(strstr(g.p, "\"from\": \"2023-11-14\", \"to\": \"2023-11-14\", \"inherited\": true"));
	assert_non_null(strstr(g.p, "\"value\": 300, \"low\": 270, \"high\": 330, \"qualifier\": \"about\""));
	assert_non_null(strstr(g.p, "\"denies\": null"));
	assert_int_equal(g.p[g.n - 1], '\n');
	assert_ptr_equal(strchr(g.p, '\n'), g.p + g.n - 1); /* one line */
	free(g.p);
	g = (grown){0};
	riwaya_claim bare = *w->claims.p[3].claim;
	bare.scope = RIWAYA_SCOPE_NONE;
	assert_true(rw_show_claims_json(w->reports[W_WADI], &bare, 1, sink_of(&g)));
	static const char *const nulls[] = {"\"figure\": null", "\"patient\": null", "\"agent\": null", "\"place\": null",
		"\"time\": null", "\"scope\": null", "\"part_of\": null", "\"polarity\": \"denied\", \"denies\": \"act\""};
	for (size_t i = 0; i < RW_COUNT(nulls); i++) assert_non_null(strstr(g.p, nulls[i]));
	free(g.p);
}

static void test_mentions(void **state) {
	(void)state;
	world *w = world_new(&arena);
	const riwaya_figure f = w->claims.p[0].claim->figure;
	riwaya_mention m[] = {
		{.layer = RW_LIT("figures"),
			.span = {RIWAYA_FIELD_TEXT, 0, 4},
			.text = RW_LIT("نحو 300"),
			.figure = f,
			.unit = RW_LIT("person")},
		{.layer = RW_LIT("dates"), .text = RW_LIT("أمس"), .when = rw_when_day(0), .calendar = RW_LIT("gregorian")},
		{.layer = RW_LIT("places"), .text = RW_LIT("الوادي"), .id = RW_LIT("xx-wadi"), .lat = 1, .lon = 2, .has_position = true},
		{.layer = RW_LIT("actors"), .text = RW_LIT("الحرس"), .id = RW_LIT("guard"), .reg = RW_LIT("plain")},
		{.layer = RW_LIT("speech"),
			.text = RW_LIT("قال"),
			.speaker = RW_LIT("سالم"),
			.verb = RW_LIT("say"),
			.kind = RIWAYA_LINK_PERSON,
			.scope = {RIWAYA_FIELD_TEXT, 3, 9}},
		{.layer = RW_LIT("predicates"), .text = RW_LIT("هجوم"), .id = RW_LIT("attack")},
	};
	grown g = {0};
	assert_true(rw_show_mentions_json(w->reports[W_SIDRA], m, RW_COUNT(m), NULL, sink_of(&g)));
	ASSERT_KEYS(g.p, "report", "file", "mentions", "layer", "span", "text", "value", "low", "high", "qualifier", "unit",
		"layer", "span", "text", "from", "to", "precision", "calendar", "layer", "span", "text", "id", "lat", "lon",
		"alternatives", "layer", "span", "text", "id", "register", "role", "layer", "span", "text", "speaker", "kind",
		"verb", "stance", "scope", "layer", "id");
	assert_non_null(strstr(g.p, "\"from\": \"1970-01-01T00:00\", \"to\": \"1970-01-01T23:59\""));
	free(g.p);
	g = (grown){0};
	assert_true(rw_show_mentions_json(w->reports[W_SIDRA], m, RW_COUNT(m), "dates, actors", sink_of(&g)));
	assert_null(strstr(g.p, "figures"));
	assert_non_null(strstr(g.p, "\"dates\""));
	assert_non_null(strstr(g.p, "\"actors\""));
	free(g.p);
	assert_null(rw_layer_unknown("dates, actors").p);
	assert_true(rw_slice_eqz(rw_layer_unknown("dates,actor"), "actor"));
	assert_true(rw_slice_eqz(rw_layer_unknown(""), ""));
	assert_null(rw_layer_unknown(NULL).p);
}

/* The order that ledger.md gives; ids in place of indices. */
static void test_ledger(void **state) {
	(void)state;
	world *w = world_new(&arena);
	grown g = {0};
	assert_true(rw_show_ledger_json(NULL, &arena, &w->r, false, sink_of(&g)));
	ASSERT_KEYS(g.p, "engine", "version", "lexicon", "policy", "libraries", "incidents", "id", "title", "ar", "en",
		"acts", "place", "time", "from", "to", "reports", "file", "id", "part", "of", "why", "claims", "report", "id",
		"span", "evidence", "implied_by", "superseded_by", "lines", "predicate", "family", "unit", "patient", "actor",
		"role", "place", "scope", "range", "low", "high", "range_all", "denied_by", "values", "low", "high", "claims",
		"reports", "outlets", "origins", "anonymous", "parties", "relations", "type", "on", "claims", "through", "party",
		"sentence", "timeline", "framing", "apart", "file", "why", "near", "reprints", "unread", "file", "error");
	assert_non_null(strstr(g.p, "\"implied_by\": \"c6\""));
	assert_non_null(strstr(g.p, "\"claims\": [\"c3\", \"c6\"], \"through\": \"c8\", \"party\": \"sdf\""));
	assert_non_null(strstr(g.p, "\"part\": \"reprint\", \"of\": \"pages/sidra.html\""));
	assert_non_null(strstr(g.p, "\"near\": \"i-20231114-wadi\""));
	assert_null(strstr(g.p, "\"reports\": [{\"id\""));
	free(g.p);
	g = (grown){0};
	assert_true(rw_show_ledger_json(NULL, &arena, &(riwaya_reconciliation){0}, false, sink_of(&g)));
	assert_non_null(strstr(g.p, "\"incidents\": [],\n \"apart\": [],\n \"reprints\": [],\n \"unread\": []\n}\n"));
	free(g.p);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_layout),
		cmocka_unit_test(test_long_output),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_claims),
		cmocka_unit_test(test_mentions),
		cmocka_unit_test(test_ledger),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
