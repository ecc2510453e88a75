/* test_text_tokens.c: tokens and sentences. tests/cases/tokens.tsv holds what texts are parted into. */
#include "memory.h"
#include "table.h"
#include <math.h>
#include <riwaya/riwaya.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

static rw_slice rendered(rw_arena *a, const rw_tokens *t) {
	rw_buf b = RW_BUF(a);
	for (uint32_t i = 0; i < t->n; i++) {
		const rw_token *k = &t->tok[i];
		if (i > 0) rw_buf_byte(&b, ' ');
		if (i > 0 && k->sentence != k[-1].sentence) rw_buf_z(&b, "// ");
		if (!k->space_before) rw_buf_byte(&b, '+');
		rw_buf_byte(&b, k->broken ? 'W' : "wnlps"[k->kind]);
		rw_buf_byte(&b, ':');
		rw_buf_slice(&b, k->key);
		if (k->kind == RW_TOKEN_NUMBER && isnan(k->value))
			rw_buf_z(&b, "=no");
		else if (k->kind == RW_TOKEN_NUMBER)
			rw_buf_printf(&b, "=%.15g", k->value);
	}
	return rw_buf_view(&b);
}

static void token_cases(void **state) {
	(void)state;
	TEST_ARENA(a);
	table t = table_open(a, RW_TEST_DATA "/cases/tokens.tsv");
	rw_slice column[2];
	uint32_t n = 0;
	for (; table_row(&t, column, 2); n++) {
		rw_tokens tokens;
		rw_tokenize(a, table_text(a, column[0]), &tokens);
		rw_slice got = rendered(a, &tokens);
		if (!rw_slice_eq(got, column[1]))
			fail_msg("tokens.tsv:%u: parted into\n  " RW_FMT "\nnot\n  " RW_FMT, (unsigned)t.line, RW_ARG(got),
				RW_ARG(column[1]));
	}
	assert_true(n > 100);
	rw_arena_release(a);
}

/* What holds of the tokens of any text. */
static void check(rw_arena *a, rw_slice s, const rw_tokens *t) {
	size_t at = 0;
	assert_ptr_equal(t->text.p, s.p);
	for (uint32_t i = 0; i <= t->n; i++) {
		const rw_token *k = &t->tok[i];
		size_t start = i < t->n ? k->start : s.n;
		assert_true(start >= at && start <= s.n);
		bool space = i == 0, line = i == 0;
		while (at < start) { /* nothing but space and marks is left out */
			rw_folded f = rw_fold_char(rw_utf8_next(s, &at));
			assert_true(f.class_ == RW_CLASS_SPACE || f.class_ == RW_CLASS_LINE || f.class_ == RW_CLASS_MARK);
			space |= f.class_ == RW_CLASS_SPACE || f.class_ == RW_CLASS_LINE;
			line |= f.class_ == RW_CLASS_LINE;
		}
		assert_int_equal(at, start);
		if (i == t->n) break;
		assert_true(k->end > k->start && k->end <= s.n && k->key.n > 0);
		assert_int_equal(k->space_before, space);
		assert_int_equal(k->line_before, line);
		rw_slice text = rw_slice_of(s.p + k->start, k->end - k->start);
		rw_slice key = rw_fold(a, text);
		if (k->kind == RW_TOKEN_NUMBER) {
			bool digits = true;
			for (size_t j = 0; j < k->key.n; j++)
				digits &= (k->key.p[j] >= '0' && k->key.p[j] <= '9') || k->key.p[j] == '.';
			assert_true(digits);
			double v;
			if (!isnan(k->value)) assert_true(rw_slice_double(k->key, &v) && v == k->value);
		} else if (!k->broken && !(k->kind == RW_TOKEN_PUNCT && rw_slice_eqz(k->key, "-"))) {
			assert_true(rw_slice_eq(key, k->key));
		} else {
			rw_folded f = {0};
			for (size_t j = 0; j < k->key.n;) f = rw_fold_char(rw_utf8_next(k->key, &j));
			assert_true(f.n == 1);
		}
		if (k->kind != RW_TOKEN_NUMBER) assert_true(k->value == 0);
		at = k->end;
	}
	uint32_t next = 0, row = 0;
	for (uint32_t i = 0; i < t->n_sent; i++) {
		const rw_sentence *q = &t->sent[i];
		assert_int_equal(q->first, next);
		assert_true(q->end > q->first && q->end - q->first <= RIWAYA_MAX_SENTENCE);
		if (i > 0 && t->tok[q->first].line_before) row++;
		assert_int_equal(q->line, row);
		for (uint32_t k = q->first; k < q->end; k++) {
			assert_int_equal(t->tok[k].sentence, i);
			if (k > q->first) assert_false(t->tok[k].line_before);
		}
		next = q->end;
	}
	assert_int_equal(next, t->n);
}

static void any_text(void **state) {
	(void)state;
	TEST_ARENA(a);
	static const char *const pieces[] = {" ", " ", "\n", ".", ".", ",", "،", "ـ", "ـ", "\u200F", "َ", "ب", "قال", "د",
		"5", "٢٣", "500", "1", "a", "Al", "@", "#", "_", "*", "http://", "www.", "/", "-", "\"", "”", "“", ")", "(",
		"؟", "!", "…", "٫", "٬", "😀", "\uFE0F", "ﷲ", "\u00A0", "\u202F", "中", "%", ":", "\r", "\uFFFD", "\u0301"};
	uint64_t seed = 3;
	for (int round = 0; round < 20000; round++) {
		rw_mark m = rw_arena_mark(a);
		rw_buf b = RW_BUF(a);
		for (uint32_t i = draw(&seed) % (round % 100 == 0 ? 2000 : 25); i > 0; i--)
			rw_buf_z(&b, pieces[draw(&seed) % RW_COUNT(pieces)]);
		rw_tokens t;
		rw_slice s = rw_buf_view(&b);
		rw_tokenize(a, s, &t);
		check(a, s, &t);
		rw_arena_reset(a, m);
	}
	rw_arena_release(a);
}

/* The tokeniser is given valid text, but must not read past its end whatever it is given. */
static void bytes_that_are_no_text(void **state) {
	(void)state;
	TEST_ARENA(a);
	uint64_t seed = 5;
	for (int round = 0; round < 5000; round++) {
		rw_mark m = rw_arena_mark(a);
		uint32_t n = draw(&seed) % 40;
		char *p = rw_arena_alloc(a, n);
		for (uint32_t i = 0; i < n; i++) p[i] = (char)(draw(&seed) % 3 ? 0xC0 + draw(&seed) % 0x40 : draw(&seed));
		rw_tokens t;
		rw_tokenize(a, rw_slice_of(p, n), &t);
		for (uint32_t i = 0; i < t.n; i++) assert_true(t.tok[i].end <= n && t.tok[i].start < t.tok[i].end);
		rw_arena_reset(a, m);
	}
	rw_arena_release(a);
}

static void texts_of_tokens(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_tokens t;
	rw_tokenize(a, RW_LIT("  قُتل خمسةٌ ، وجرح 3. "), &t);
	assert_true(rw_slice_eqz(rw_tokens_text(&t, 0, 2), "قُتل خمسةٌ"));
	assert_true(rw_slice_eqz(rw_tokens_text(&t, 2, 5), "، وجرح 3"));
	assert_true(rw_slice_eqz(rw_tokens_text(&t, 0, 99), "قُتل خمسةٌ ، وجرح 3."));
	assert_int_equal(rw_tokens_text(&t, 2, 2).n, 0);
	assert_int_equal(rw_tokens_text(&t, 3, 2).n, 0);
	assert_int_equal(rw_tokens_text(&t, 99, 100).n, 0);
	assert_true(t.tok[1].key.p != t.text.p + t.tok[1].start);    /* folded */
	assert_ptr_equal(t.tok[3].key.p, t.text.p + t.tok[3].start); /* as it stands */
	rw_tokenize(a, RW_NONE, &t);
	assert_int_equal(t.n, 0);
	assert_int_equal(t.n_sent, 0);
	rw_arena_release(a);
}

static void long_sentences(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_buf b = RW_BUF(a);
	rw_tokens t;
	for (int i = 0; i < 1000; i++) rw_buf_z(&b, "كلمة ");
	rw_tokenize(a, rw_buf_view(&b), &t);
	assert_int_equal(t.n_sent, 3);
	assert_int_equal(t.sent[0].end, RIWAYA_MAX_SENTENCE);
	assert_int_equal(t.sent[2].end, 1000);
	b.n = 0;
	for (int i = 0; i < 1000; i++) rw_buf_z(&b, i % 150 == 100 ? "كلمة، " : "كلمة ");
	rw_tokenize(a, rw_buf_view(&b), &t);
	assert_int_equal(t.sent[0].end, 253); /* after the second comma */
	assert_int_equal(t.sent[1].first, 253);
	assert_int_equal(t.sent[1].end, 555); /* after the fourth */
	assert_int_equal(t.sent[0].line, 0);
	assert_int_equal(t.sent[1].line, 0);
	rw_arena_release(a);
}

/* One mebibyte of one thing: a step that looks back or ahead too far would take minutes. */
static void much_of_one_thing(void **state) {
	(void)state;
	TEST_ARENA(a);
	static const char *const units[] = {"ب", "a", ".", "ـ", "#", "\"", "“", "1", "1,", "1.", "1،", "1,500,5", "500,",
		"1.500.", "a.", "@a", "@", "http://", "http://a.", "www.", "www.a", "ب.", "ب.ـ", "بـ.", "بـ.....", "ب*ـ", ".ـ",
		"\u200F", "َ", "\uFFFD", "\n", " ", "ب!", "(", "http://a/(", "ﷲ", "😀", "\u200D", "،", "a.b/", "中", "1٫", "د. ",
		"1\u202F"};
	for (size_t k = 0; k < RW_COUNT(units); k++) {
		rw_mark m = rw_arena_mark(a);
		rw_buf b = RW_BUF(a);
		while (b.n < 1 << 20) rw_buf_z(&b, units[k]);
		clock_t start = clock();
		rw_tokens t;
		uint32_t *map;
		rw_tokenize(a, rw_buf_view(&b), &t);
		rw_fold_mapped(a, rw_buf_view(&b), &map);
		double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		if (seconds > 2) fail_msg("1 MiB of \"%s\" takes %.1f s", units[k], seconds);
		rw_arena_reset(a, m);
	}
	rw_arena_release(a);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(token_cases),
		cmocka_unit_test(any_text),
		cmocka_unit_test(bytes_that_are_no_text),
		cmocka_unit_test(texts_of_tokens),
		cmocka_unit_test(long_sentences),
		cmocka_unit_test(much_of_one_thing),
	};
	return cmocka_run_group_tests_name("text_tokens", tests, NULL, NULL);
}
