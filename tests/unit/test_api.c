/* test_api.c: the public doors: wrong arguments, what is not read, the same bytes twice, any order, sinks that refuse, clearing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <riwaya/riwaya.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char one[] = "مقتل ثلاثة حراس في هجوم على سجن الطبقة\n\nإعداد: شبكة سنابل الفرات 2023-11-15 06:01\n\n"
						  "قُتل ثلاثة حراس وأصيب نحو عشرة آخرين في هجوم شنّه مسلحون على سجن الطبقة مساء الثلاثاء.\n";
static const char two[] =
	"المتحدث ينفي فرار أي محتجز من سجن الطبقة\n\nالمصدر: مرصد الضفتين للتوثيق 2023-11-15 19:30\n\n"
	"نفى متحدث باسم الحراس فرار أي محتجز من سجن الطبقة، وقال إن أربعة حراس قُتلوا في الهجوم مساء الثلاثاء.\n";

typedef struct text {
	char *p;
	size_t n, limit;
} text;

static bool put(void *ctx, const char *p, size_t n) {
	text *t = ctx;
	if (t->limit && t->n + n > t->limit) return false;
	t->p = realloc(t->p, t->n + n + 1);
	if (!t->p) abort();
	memcpy(t->p + t->n, p, n);
	t->n += n;
	t->p[t->n] = '\0';
	return true;
}

static riwaya_engine *engine;

static int setup(void **state) {
	(void)state;
	return riwaya_engine_new(NULL, &engine, NULL) ? 1 : 0;
}

static int teardown(void **state) {
	(void)state;
	riwaya_engine_free(engine);
	return 0;
}

static riwaya_set *set_of(const char *first, const char *first_name, const char *second, const char *second_name) {
	riwaya_set *s;
	assert_int_equal(riwaya_set_new(engine, NULL, &s, NULL), RIWAYA_OK);
	assert_int_equal(riwaya_set_add_bytes(s, first_name, first, strlen(first), NULL), RIWAYA_OK);
	if (second) assert_int_equal(riwaya_set_add_bytes(s, second_name, second, strlen(second), NULL), RIWAYA_OK);
	return s;
}

static void test_arguments(void **state) {
	(void)state;
	riwaya_error e;
	riwaya_set *s = set_of(one, "one", NULL, NULL);
	riwaya_sink none = {NULL, NULL};
	assert_int_equal(riwaya_engine_new(NULL, NULL, &e), RIWAYA_ARGUMENT);
	assert_int_equal(riwaya_set_new(NULL, NULL, &s, &e), RIWAYA_ARGUMENT);
	assert_int_equal(riwaya_set_add_file(s, NULL, &e), RIWAYA_ARGUMENT);
	assert_int_equal(riwaya_set_add_bytes(s, "x", NULL, 3, &e), RIWAYA_ARGUMENT);
	assert_int_equal(riwaya_set_claims(s, 7, NULL, NULL, &e), RIWAYA_ARGUMENT);
	assert_string_equal(e.message, "there is no report 7; the set holds 1");
	assert_int_equal(riwaya_write_report(s, 0, none, &e), RIWAYA_ARGUMENT);
	assert_int_equal(riwaya_write_ledger_json(s, NULL, none, &e), RIWAYA_ARGUMENT);
	assert_int_equal(riwaya_write_mentions(s, 0, "figures,nothing", (riwaya_sink){put, &(text){0}}, &e), RIWAYA_ARGUMENT);
	assert_int_equal(riwaya_lexicon_show(engine, NULL, none, &e), RIWAYA_ARGUMENT);
	assert_null(riwaya_set_report(s, 1));
	assert_null(riwaya_set_report(NULL, 0));
	assert_int_equal(riwaya_set_count(NULL), 0);
	riwaya_set_clear(NULL);
	riwaya_set_free(NULL);
	riwaya_engine_free(NULL);
	riwaya_set_free(s);
}

static void test_unread(void **state) {
	(void)state;
	riwaya_set *s = set_of(one, "one", NULL, NULL);
	riwaya_error e;
	assert_int_equal(riwaya_set_add_bytes(s, "zz", "", 0, &e), RIWAYA_EMPTY);
	assert_string_equal(e.source, "zz");
	assert_int_equal(riwaya_set_add_file(s, "no/such/file", &e), RIWAYA_IO);
	assert_int_equal(riwaya_set_add_bytes(s, "english", "Five guards were killed.", 24, NULL), RIWAYA_LANGUAGE);
	const riwaya_reconciliation *r;
	assert_int_equal(riwaya_set_reconcile(s, &r, NULL), RIWAYA_OK);
	assert_int_equal(r->n_reports, 1);
	assert_int_equal(r->n_unread, 3);
	assert_memory_equal(r->unread[0].file.p, "english", 7); /* by name */
	assert_memory_equal(r->unread[2].file.p, "zz", 2);
	riwaya_set_free(s);
}

/* The same bytes under another name are one report, under the first of its names whatever came first. */
static void test_same_bytes(void **state) {
	(void)state;
	const char *names[] = {"c", "a", "b", "a"};
	for (int turn = 0; turn < 4; turn++) {
		riwaya_set *s;
		assert_int_equal(riwaya_set_new(engine, NULL, &s, NULL), RIWAYA_OK);
		for (int i = 0; i < 4; i++)
			assert_int_equal(riwaya_set_add_bytes(s, names[(i + turn) % 4], one, strlen(one), NULL), RIWAYA_OK);
		assert_int_equal(riwaya_set_count(s), 1);
		const riwaya_report *r = riwaya_set_report(s, 0);
		assert_int_equal(r->file.n, 1);
		assert_memory_equal(r->file.p, "a", 1);
		assert_int_equal(r->n_notes, 2);
		assert_non_null(strstr(r->notes[0].text.p, "'b'"));
		assert_non_null(strstr(r->notes[1].text.p, "'c'"));
		riwaya_set_free(s);
	}
}

static void test_any_order(void **state) {
	(void)state;
	text a = {0}, b = {0};
	riwaya_set *s = set_of(one, "one", two, "two"), *t = set_of(two, "two", one, "one");
	assert_int_equal(riwaya_write_ledger_json(s, NULL, (riwaya_sink){put, &a}, NULL), RIWAYA_OK);
	assert_int_equal(riwaya_write_ledger_json(t, NULL, (riwaya_sink){put, &b}, NULL), RIWAYA_OK);
	assert_string_equal(a.p, b.p);
	/* Asking for claims first, or adding after reconciling, changes nothing either. */
	riwaya_set *u = set_of(one, "one", NULL, NULL);
	const riwaya_claim *claims;
	const riwaya_mention *mentions;
	size_t n;
	assert_int_equal(riwaya_set_claims(u, 0, &claims, &n, NULL), RIWAYA_OK);
	assert_int_equal(riwaya_set_reconcile(u, NULL, NULL), RIWAYA_OK);
	assert_int_equal(riwaya_set_mentions(u, 0, &mentions, &n, NULL), RIWAYA_OK);
	assert_int_equal(riwaya_set_add_bytes(u, "two", two, strlen(two), NULL), RIWAYA_OK);
	text c = {0};
	assert_int_equal(riwaya_write_ledger_json(u, NULL, (riwaya_sink){put, &c}, NULL), RIWAYA_OK);
	assert_string_equal(a.p, c.p);
	free(a.p), free(b.p), free(c.p);
	riwaya_set_free(s), riwaya_set_free(t), riwaya_set_free(u);
}

/* A cleared set is as a new one. */
static void test_clear(void **state) {
	(void)state;
	text a = {0}, b = {0};
	riwaya_set *s = set_of(one, "one", NULL, NULL), *t = set_of(two, "two", NULL, NULL);
	assert_int_equal(riwaya_write_claims(s, 0, (riwaya_sink){put, &a}, NULL), RIWAYA_OK);
	for (int i = 0; i < 5; i++) {
		riwaya_set_clear(t);
		assert_int_equal(riwaya_set_count(t), 0);
		assert_int_equal(riwaya_set_add_bytes(t, "one", one, strlen(one), NULL), RIWAYA_OK);
		b.n = 0;
		assert_int_equal(riwaya_write_claims(t, 0, (riwaya_sink){put, &b}, NULL), RIWAYA_OK);
		assert_string_equal(a.p, b.p);
	}
	free(a.p), free(b.p);
	riwaya_set_free(s), riwaya_set_free(t);
}

static void test_refused(void **state) {
	(void)state;
	riwaya_set *s = set_of(one, "one", two, "two");
	riwaya_error e;
	typedef riwaya_status writer(riwaya_set *, const riwaya_show *, riwaya_sink, riwaya_error *);
	writer *const ledgers[] = {riwaya_write_ledger_json, riwaya_write_ledger_text};
	for (size_t i = 0; i < 2; i++) {
		text t = {.limit = 100};
		assert_int_equal(ledgers[i](s, NULL, (riwaya_sink){put, &t}, &e), RIWAYA_OUTPUT);
		free(t.p);
	}
	text t = {.limit = 10};
	assert_int_equal(riwaya_write_claims(s, 0, (riwaya_sink){put, &t}, &e), RIWAYA_OUTPUT);
	assert_int_equal(riwaya_write_explanation(s, 0, NULL, (riwaya_sink){put, &t}, &e), RIWAYA_OUTPUT);
	assert_int_equal(riwaya_lexicon_stats(engine, (riwaya_sink){put, &t}, &e), RIWAYA_OUTPUT);
	free(t.p);
	riwaya_set_free(s);
}

static void test_words(void **state) {
	(void)state;
	riwaya_qualifier q;
	assert_true(riwaya_qualifier_parse((riwaya_slice){"more_than", 9}, &q));
	assert_int_equal(q, RIWAYA_QUALIFIER_MORE_THAN);
	assert_false(riwaya_qualifier_parse((riwaya_slice){"more", 4}, &q));
	assert_string_equal(riwaya_qualifier_word(RIWAYA_QUALIFIER_ZERO), "none");
	assert_string_equal(riwaya_field_word(RIWAYA_FIELD_NONE), "null");
	assert_string_equal(riwaya_part_word((riwaya_part)99), "?");
	for (int i = 0; i < riwaya_relation_type_count; i++) {
		riwaya_relation_type t;
		const char *w = riwaya_relation_type_word((riwaya_relation_type)i);
		assert_true(riwaya_relation_type_parse((riwaya_slice){w, strlen(w)}, &t));
		assert_int_equal(t, i);
	}
	riwaya_when when;
	assert_true(riwaya_when_parse(" 2022-01-21T06:01 ", &when));
	assert_int_equal(when.precision, RIWAYA_PRECISION_MINUTE);
	assert_true(riwaya_when_parse("2022-01-21", &when));
	assert_int_equal(when.precision, RIWAYA_PRECISION_DAY);
	assert_false(riwaya_when_parse("2022-02-30", &when));
	assert_false(riwaya_when_parse("", &when));
	assert_false(riwaya_when_parse(NULL, &when));
	assert_non_null(riwaya_library(0));
	assert_null(riwaya_library(1000));
	assert_int_equal(riwaya_engine_lexicon_hash(engine).n, 64);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arguments),
		cmocka_unit_test(test_unread),
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_any_order),
		cmocka_unit_test(test_clear),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_words),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
