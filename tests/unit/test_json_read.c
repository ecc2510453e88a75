/* test_json_read.c: the pull reader of JSON: values and where they stand, what is forgiven, what is not, however the bytes come. */
#include "memory.h"
#include "read/json.h"
#include "table.h"
#include <riwaya/riwaya.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void in_arena(void (*work)(rw_arena *)) {
	TEST_ARENA(a);
	work(a);
	rw_arena_release(a);
}

/* A stream that gives its bytes a few at a time. */
typedef struct drip {
	rw_slice rest;
	size_t step;
} drip;

static riwaya_status drop(rw_stream *s, char *p, size_t n, size_t *got, riwaya_error *err) {
	drip *d = s->from;
	(void)err;
	*got = d->rest.n < d->step ? d->rest.n : d->step;
	if (*got > n) *got = n;
	if (*got) memcpy(p, d->rest.p, *got);
	d->rest = rw_slice_of(d->rest.p + *got, d->rest.n - *got);
	return RIWAYA_OK;
}

static rw_jreader *reading(rw_arena *a, rw_slice json, size_t step) {
	rw_stream *in = RW_NEW(a, rw_stream);
	rw_jreader *r = RW_NEW(a, rw_jreader);
	if (step) {
		drip *d = RW_NEW(a, drip);
		*d = (drip){json, step};
		rw_stream_init(in, a, RW_LIT("json"), drop, d);
	} else {
		rw_stream_bytes(in, RW_LIT("json"), json);
	}
	rw_jreader_init(r, a, in);
	return r;
}

static const rw_json_value *tree(rw_arena *a, const char *json) {
	rw_json_value *v;
	riwaya_error err = {0};
	if (rw_json_tree(a, rw_slice_z(json), 0, &v, &err)) fail_msg("%s: %s", json, err.message);
	assert_non_null(v);
	return v;
}

static void check_text(rw_arena *a, const char *json, const char *expected) {
	const rw_json_value *v = tree(a, json);
	if (!rw_slice_eqz(v->text, expected)) fail_msg("%s: " RW_FMT, json, RW_ARG(v->text));
}

static void strings(rw_arena *a) {
	check_text(a, "\"\"", "");
	check_text(a, "\"a\\\"b\\\\c\\/d\\n\\t\"", "a\"b\\c/d\n\t");
	check_text(a, "\"\\u0642\\u062A\\u0644\"", "قتل");
	check_text(a, "\"\\ud83d\\udd34\"", "🔴");
	/* What exporters break. */
	check_text(a, "\"x\\ud83d y\"", "x\xEF\xBF\xBD y");
	check_text(a, "\"x\\udd34\\ud83d\"", "x\xEF\xBF\xBD\xEF\xBF\xBD");
	check_text(a, "\"a\\x0bb\\x7F\"", "a\vb\x7F");
	check_text(a, "\"a\\xZZ\"", "axZZ");
	check_text(a, "\"a\\u12\"", "au12");
	check_text(a, "\"it\\'s \\q\"", "it's q");
	check_text(a, "\"line\nline\ttab\"", "line\nline\ttab");
	check_text(a, "\"bad \xC3( utf\"", "bad \xEF\xBF\xBD( utf");
	check_text(a, "\xEF\xBB\xBF\"mark\"", "mark");
	check_text(a, "123456789012345678901234567890.5e+3", "123456789012345678901234567890.5e+3");
	assert_int_equal(tree(a, "-12")->type, RW_JSON_NUMBER);
	assert_int_equal(tree(a, "NaN")->type, RW_JSON_OTHER);
	assert_int_equal(tree(a, "-Infinity")->type, RW_JSON_OTHER);
	assert_int_equal(tree(a, "null")->type, RW_JSON_OTHER);
}

static void trees(rw_arena *a) {
	static const char json[] =
		" {\"a\": [1, \"two\", {\"b\": \"three\"},], \"c\":, \"d.e\": 4, \"f\": {\"g\": \"five\"}, } rest";
	const rw_json_value *v = tree(a, json), *m = rw_json_member(v, RW_LIT("a"));
	assert_int_equal(v->type, RW_JSON_OBJECT);
	assert_int_equal(v->n, 4);
	assert_int_equal(m->n, 3);
	assert_int_equal(m->first->next->index, 1);
	assert_true(rw_slice_eqz(m->first->next->raw, "\"two\""));
	assert_int_equal(m->first->next->raw.p - json, 11);
	assert_true(rw_slice_eqz(m->raw, "[1, \"two\", {\"b\": \"three\"},]"));
	assert_true(rw_slice_eqz(rw_json_text(m->first->next->next, "b"), "three"));
	assert_int_equal(rw_json_member(v, RW_LIT("c"))->type, RW_JSON_OTHER);
	assert_null(rw_json_text(v, "c").p);
	assert_null(rw_json_text(v, "a").p);
	assert_true(rw_slice_eqz(rw_json_at(v, RW_LIT("d.e"))->text, "4"));
	assert_true(rw_slice_eqz(rw_json_at(v, RW_LIT("f.g"))->text, "five"));
	assert_null(rw_json_at(v, RW_LIT("f.h.i")));
	assert_null(rw_json_at(v, RW_LIT("a.b")));
	assert_true(rw_slice_eqz(
		v->raw, "{\"a\": [1, \"two\", {\"b\": \"three\"},], \"c\":, \"d.e\": 4, \"f\": {\"g\": \"five\"}, }"));
}

static void broken(rw_arena *a) {
	static const struct {
		const char *json;
		riwaya_status status;
		uint64_t at;
	} cases[] = {
		{"", RIWAYA_FORMAT, 100},
		{"{", RIWAYA_FORMAT, 101},
		{"{\"a\"", RIWAYA_FORMAT, 104},
		{"{\"a\": \"b", RIWAYA_FORMAT, 108},
		{"{\"a\": \"b\\", RIWAYA_FORMAT, 109},
		{"[1, 2}", RIWAYA_FORMAT, 105},
		{"{\"a\": 1]", RIWAYA_FORMAT, 107},
		{"{a: 1}", RIWAYA_FORMAT, 101},
		{"{\"a\" 1}", RIWAYA_FORMAT, 105},
		{"{\"a\": \"he said \"no\" again\"}", RIWAYA_FORMAT, 116},
		{":", RIWAYA_FORMAT, 100},
	};
	for (size_t i = 0; i < RW_COUNT(cases); i++) {
		rw_json_value *v;
		riwaya_error err = {0};
		riwaya_status status = rw_json_tree(a, rw_slice_z(cases[i].json), 100, &v, &err);
		if (status != cases[i].status || err.offset != cases[i].at)
			fail_msg("%s: %s at %llu: %s", cases[i].json, riwaya_status_name(status), (unsigned long long)err.offset,
				err.message);
	}
	/* What was whole is given. */
	rw_json_value *v;
	riwaya_error err;
	assert_int_equal(rw_json_tree(a, RW_LIT("{\"a\": \"b\", \"c\": [1, 2, \"x"), 0, &v, &err), RIWAYA_FORMAT);
	assert_true(rw_slice_eqz(rw_json_text(v, "a"), "b"));
	assert_int_equal(rw_json_member(v, RW_LIT("c"))->n, 3);
	/* Limits. */
	rw_buf deep = RW_BUF(a);
	for (size_t i = 0; i < 10000; i++) rw_buf_byte(&deep, '[');
	assert_int_equal(rw_json_tree(a, rw_buf_view(&deep), 0, &v, &err), RIWAYA_LIMIT);
	assert_int_equal(err.offset, RIWAYA_MAX_DEPTH);
	rw_buf wide = RW_BUF(a);
	rw_buf_byte(&wide, '[');
	for (size_t i = 0; i <= RW_JSON_VALUES; i++) rw_buf_z(&wide, "1,");
	assert_int_equal(rw_json_tree(a, rw_buf_view(&wide), 0, &v, &err), RIWAYA_LIMIT);
}

static void next_is(rw_jreader *r, riwaya_status expected, const char *key) {
	rw_slice k;
	riwaya_error err = {0};
	riwaya_status status = rw_jreader_next(r, &k, &err);
	if (status != expected)
		fail_msg("%s, not %s: %s", riwaya_status_name(status), riwaya_status_name(expected), err.message);
	if (key) assert_true(rw_slice_eqz(k, key));
}

static void value_is(rw_jreader *r, const char *expected, uint64_t where) {
	rw_slice v;
	uint64_t at;
	riwaya_error err = {0};
	assert_int_equal(rw_jreader_value(r, 1000, &v, &at, &err), RIWAYA_OK);
	if (!rw_slice_eqz(v, expected)) fail_msg(RW_FMT " is not %s", RW_ARG(v), expected);
	assert_int_equal(at, where);
}

static void stepping(rw_arena *a) {
	static const char json[] =
		"\xEF\xBB\xBF {\"skip\": {\"deep\": [[\"]\\\"}\"], 1]}, \"n\\u0061me\": \"x\\\"y\" , \"list\": [ 12, "
		"{\"a\":\"}\"} \"no comma\",, true ], \"last\": []}\n42";
	for (size_t step = 0; step < 9; step++) {
		rw_jreader *r = reading(a, rw_slice_z(json), step);
		next_is(r, RIWAYA_OK, NULL);
		assert_int_equal(rw_jreader_peek(r), '{');
		assert_true(rw_jreader_enter(r));
		next_is(r, RIWAYA_OK, "skip");
		assert_int_equal(rw_jreader_skip(r, NULL), RIWAYA_OK);
		next_is(r, RIWAYA_OK, "name");
		assert_false(rw_jreader_enter(r));
		value_is(r, "\"x\\\"y\"", 51);
		next_is(r, RIWAYA_OK, "list");
		assert_true(rw_jreader_enter(r));
		next_is(r, RIWAYA_OK, NULL);
		value_is(r, "12", 70);
		next_is(r, RIWAYA_OK, NULL);
		value_is(r, "{\"a\":\"}\"}", 74);
		next_is(r, RIWAYA_OK, NULL);
		value_is(r, "\"no comma\"", 84);
		next_is(r, RIWAYA_OK, NULL);
		next_is(r, RIWAYA_END, NULL); /* the value was stepped over */
		next_is(r, RIWAYA_OK, "last");
		next_is(r, RIWAYA_END, NULL);
		next_is(r, RIWAYA_OK, NULL);
		value_is(r, "42", 117);
		next_is(r, RIWAYA_END, NULL);
		next_is(r, RIWAYA_END, NULL);
	}
}

/* Cut anywhere, each value that was whole is given, then one error says where, then the end. */
static void cut(rw_arena *a) {
	static const char json[] = "[{\"a\": \"one\"}, {\"a\": \"two\"}, {\"a\": [1, {}]}]";
	for (size_t n = 0; n < sizeof json - 1; n++) {
		rw_jreader *r = reading(a, rw_slice_of(json, n), n % 3);
		riwaya_error err = {0};
		riwaya_status status = rw_jreader_next(r, NULL, &err);
		size_t whole = 0, failures = 0;
		if (!status) assert_true(rw_jreader_enter(r));
		for (size_t turns = 0; (status = rw_jreader_next(r, NULL, &err)) != RIWAYA_END || !failures; turns++) {
			rw_slice v;
			uint64_t at;
			assert_true(turns < 10);
			if (n == 0) break;
			if (!status) status = rw_jreader_value(r, 1000, &v, &at, &err);
			if (status) {
				failures++;
				assert_int_equal(status, RIWAYA_FORMAT);
				assert_true(err.offset <= n);
			} else {
				assert_int_equal(v.p[v.n - 1], '}');
				whole++;
			}
		}
		assert_int_equal(whole, (n >= 13) + (n >= 27) + (n >= 43));
		assert_int_equal(failures, n > 0);
	}
}

static void limits(rw_arena *a) {
	rw_buf b = RW_BUF(a);
	rw_buf_z(&b, "[\"");
	for (size_t i = 0; i < 300000; i++) rw_buf_byte(&b, 'x');
	rw_buf_z(&b, "\", {\"y\": ");
	for (size_t i = 0; i < 20000; i++) rw_buf_byte(&b, '[');
	for (size_t i = 0; i < 20000; i++) rw_buf_byte(&b, ']');
	rw_buf_z(&b, "}, \"short\"]");
	for (size_t step = 0; step < 3; step++) {
		rw_jreader *r = reading(a, rw_buf_view(&b), step * 5000);
		rw_slice v;
		uint64_t at;
		riwaya_error err = {0};
		next_is(r, RIWAYA_OK, NULL);
		assert_true(rw_jreader_enter(r));
		next_is(r, RIWAYA_OK, NULL);
		assert_int_equal(rw_jreader_value(r, 1000, &v, &at, &err), RIWAYA_LIMIT);
		assert_int_equal(err.offset, 1);
		next_is(r, RIWAYA_OK, NULL);
		assert_int_equal(rw_jreader_value(r, 1000, &v, &at, &err), RIWAYA_LIMIT);
		next_is(r, RIWAYA_OK, NULL);
		value_is(r, "\"short\"", b.n - 8);
		next_is(r, RIWAYA_END, NULL);
	}
	/* Deeper than a reader goes: it steps over, it does not enter. */
	rw_buf deep = RW_BUF(a);
	for (size_t i = 0; i < RW_JSON_LEVELS + 1; i++) rw_buf_byte(&deep, '[');
	rw_jreader *r = reading(a, rw_buf_view(&deep), 0);
	for (size_t i = 0; i < RW_JSON_LEVELS; i++) {
		next_is(r, RIWAYA_OK, NULL);
		assert_true(rw_jreader_enter(r));
	}
	next_is(r, RIWAYA_OK, NULL);
	assert_false(rw_jreader_enter(r));
	next_is(r, RIWAYA_FORMAT, NULL);
	next_is(r, RIWAYA_END, NULL);
}

static void test_strings(void **state) { (void)state, in_arena(strings); }
static void test_trees(void **state) { (void)state, in_arena(trees); }
static void test_broken(void **state) { (void)state, in_arena(broken); }
static void test_stepping(void **state) { (void)state, in_arena(stepping); }
static void test_cut(void **state) { (void)state, in_arena(cut); }
static void test_limits(void **state) { (void)state, in_arena(limits); }

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_strings), cmocka_unit_test(test_trees),
		cmocka_unit_test(test_broken), cmocka_unit_test(test_stepping), cmocka_unit_test(test_cut),
		cmocka_unit_test(test_limits)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
