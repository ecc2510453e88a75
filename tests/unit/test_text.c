/* test_text.c: UTF-8 and folding. tests/cases/fold.tsv holds what phrases are matched as. */
#include "memory.h"
#include "table.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void one_character(void **state) {
	(void)state;
	for (uint32_t c = 0; c < 0x110000; c++) {
		char out[4];
		size_t i = 0, n = rw_utf8_put(c, out);
		bool surrogate = c >= 0xD800 && c < 0xE000;
		assert_int_equal(rw_utf8_next(rw_slice_of(out, n), &i), surrogate ? RW_UTF8_BAD : c);
		assert_int_equal(i, n);
		for (size_t k = 1; k < n; k++) { /* cut short, it is bad, and one byte is passed over */
			i = 0;
			assert_int_equal(rw_utf8_next(rw_slice_of(out, k), &i), RW_UTF8_BAD);
			assert_int_equal(i, 1);
		}
	}
	char out[4];
	assert_int_equal(rw_utf8_put(0x110000, out), 3);
	assert_memory_equal(out, "\xEF\xBF\xBD", 3);
}

static void bad_bytes(void **state) {
	(void)state;
	static const char *const bad[] = {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2\x41", "\xE0\x80\x80",
		"\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xEF\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF",
		"\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF"};
	for (size_t k = 0; k < RW_COUNT(bad); k++) {
		size_t i = 0;
		assert_int_equal(rw_utf8_next(rw_slice_z(bad[k]), &i), RW_UTF8_BAD);
		assert_int_equal(i, 1);
	}
}

typedef struct cleaned {
	const char *in, *out;
	uint32_t patches;
} cleaned;

static void cleaning(void **state) {
	(void)state;
	TEST_ARENA(a);
	static const cleaned cases[] = {
		{"", "", 0},
		{"abc", "abc", 0},
		{"سجن", "سجن", 0},
		{"\xFF", "\xEF\xBF\xBD", 1},
		{"a\xFF\xFE\x80z", "a\xEF\xBF\xBDz", 1},
		{"\xD8\xB3\xD8", "\xD8\xB3\xEF\xBF\xBD", 1},
		{"\xC2\x41", "\xEF\xBF\xBD\x41", 1},
		{"\xFFx\xFFy\xFF", "\xEF\xBF\xBDx\xEF\xBF\xBDy\xEF\xBF\xBD", 3},
		{"eight bytes and more\xED\xA0\x80 then", "eight bytes and more\xEF\xBF\xBD then", 1},
	};
	for (size_t k = 0; k < RW_COUNT(cases); k++) {
		rw_utf8_patches p = {0};
		rw_slice in = rw_slice_z(cases[k].in), out = rw_utf8_clean(a, in, &p);
		assert_true(rw_slice_eqz(out, cases[k].out));
		assert_int_equal(p.n, cases[k].patches);
		if (p.n == 0) assert_ptr_equal(out.p, in.p);
	}
	assert_true(rw_slice_eqz(rw_utf8_clean(a, RW_LIT("\xFF"), NULL), "\xEF\xBF\xBD"));
	rw_arena_release(a);
}

/* Cleaned text is valid, and undoing the patches gives the bytes back. */
static void cleaning_keeps_account(void **state) {
	(void)state;
	TEST_ARENA(a);
	uint64_t seed = 1;
	for (int round = 0; round < 3000; round++) {
		rw_mark m = rw_arena_mark(a);
		rw_buf b = RW_BUF(a);
		uint32_t n = draw(&seed) % 60, style = draw(&seed) % 3;
		for (uint32_t i = 0; i < n; i++) {
			uint32_t r = draw(&seed);
			char out[4];
			if (style == 0 || r % 8 == 0)
				rw_buf_byte(&b, (char)(r >> 8));
			else
				rw_buf_put(&b, out,
					rw_utf8_put(r % 16 < 9 ? 0x627 + (r >> 8) % 40 : (r >> 8) % (style == 1 ? 0x80 : 0x11000), out));
		}
		rw_slice in = rw_buf_view(&b);
		rw_utf8_patches p = {0};
		rw_slice out = rw_utf8_clean(a, in, &p);
		for (size_t i = 0; i < out.n;) {
			size_t at = i;
			if (rw_utf8_next(out, &i) == RW_UTF8_BAD) assert_int_equal(i - at, 3);
		}
		rw_buf back = RW_BUF(a);
		size_t at = 0;
		for (size_t k = 0; k < p.n; k++) {
			assert_true(p.p[k].at >= at && p.p[k].m > 0);
			rw_buf_put(&back, out.p + at, p.p[k].at - at);
			assert_int_equal(back.n, p.p[k].from);
			rw_buf_put(&back, in.p + p.p[k].from, p.p[k].m);
			at = p.p[k].at + p.p[k].n;
		}
		rw_buf_put(&back, out.p + at, out.n - at);
		assert_true(rw_slice_eq(rw_buf_view(&back), in));
		rw_arena_reset(a, m);
	}
	rw_arena_release(a);
}

static void folding_characters(void **state) {
	(void)state;
	for (uint32_t c = 0; c < 0x110000; c++) {
		rw_folded f = rw_fold_char(c);
		assert_true(f.n <= RW_FOLD_MAX);
		assert_true(f.class_ <= RW_CLASS_PUNCT);
		assert_true((f.n == 0) == (f.class_ == RW_CLASS_MARK));
		if (f.arabic) assert_int_equal(f.class_, RW_CLASS_LETTER);
		if (f.class_ == RW_CLASS_DIGIT) assert_true(f.n == 1 && f.c[0] == (uint32_t)'0' + f.digit);
		if (f.class_ == RW_CLASS_SPACE || f.class_ == RW_CLASS_LINE) assert_true(f.n == 1 && f.c[0] == ' ');
		for (int k = 0; k < f.n; k++) {
			rw_folded g = rw_fold_char(f.c[k]);
			assert_true(g.n == 1 && g.c[0] == f.c[k]); /* folding twice is folding once */
			if (f.arabic) assert_true(g.arabic);
		}
	}
	assert_int_equal(rw_fold_char(0x110000).class_, rw_fold_char(RW_UTF8_BAD).class_);
	assert_int_equal(rw_fold_char(UINT32_MAX).n, 1);
	assert_int_equal(rw_fold_char(0x628).class_, RW_CLASS_LETTER);
	assert_true(rw_fold_char(0xFEFB).arabic);
	assert_false(rw_fold_char('a').arabic);
	assert_int_equal(rw_fold_char(0x2028).class_, RW_CLASS_LINE);
	assert_int_equal(rw_fold_char(0xA0).class_, RW_CLASS_SPACE);
	assert_int_equal(rw_fold_char(0x60C).class_, RW_CLASS_PUNCT);
	assert_int_equal(rw_fold_char('#').class_, RW_CLASS_OTHER);
	assert_int_equal(rw_fold_char(0x1F600).class_, RW_CLASS_OTHER);
	assert_int_equal(rw_fold_char(0x6F7).digit, 7);
}

static void folding_cases(void **state) {
	(void)state;
	TEST_ARENA(a);
	table t = table_open(a, RW_TEST_DATA "/cases/fold.tsv");
	rw_slice column[2];
	uint32_t n = 0;
	for (; table_row(&t, column, 2); n++) {
		rw_slice key = rw_fold(a, table_text(a, column[0])), expected = table_text(a, column[1]);
		if (!rw_slice_eq(key, expected))
			fail_msg("fold.tsv:%u: folds to \"" RW_FMT "\", not \"" RW_FMT "\"", (unsigned)t.line, RW_ARG(key),
				RW_ARG(expected));
	}
	assert_true(n > 20);
	rw_arena_release(a);
}

static void folding_keeps_account(void **state) {
	(void)state;
	TEST_ARENA(a);
	static const uint32_t starts[] = {0x600, 0x20, 0xFB50, 0xFE70, 0x2000, 0x400, 0x1F600, 0xA0};
	uint64_t seed = 7;
	for (int round = 0; round < 3000; round++) {
		rw_mark m = rw_arena_mark(a);
		rw_buf b = RW_BUF(a);
		for (uint32_t i = draw(&seed) % 50; i > 0; i--) {
			char out[4];
			uint32_t r = draw(&seed);
			rw_buf_put(&b, out, rw_utf8_put(starts[r % RW_COUNT(starts)] + (r >> 8) % 0x90, out));
		}
		rw_slice s = rw_buf_view(&b);
		uint32_t *map;
		rw_slice once = rw_fold(a, s), mapped = rw_fold_mapped(a, s, &map), twice = rw_fold(a, once);
		assert_true(rw_slice_eq(once, mapped));
		assert_true(rw_slice_eq(once, twice));
		assert_int_equal(map[mapped.n], s.n);
		for (size_t i = 0; i < mapped.n; i++) {
			assert_true(map[i] <= map[i + 1] && map[i] < s.n);
			size_t at = map[i], end = at;
			rw_folded f = rw_fold_char(rw_utf8_next(s, &end));
			assert_true(f.n > 0);
			size_t from = i; /* this byte is part of what the character there folds to */
			while (from > 0 && map[from - 1] == map[i]) from--;
			char out[16];
			size_t n = 0;
			for (int k = 0; k < f.n; k++) n += rw_utf8_put(f.c[k], out + n);
			assert_true(i - from < n && out[i - from] == mapped.p[i]);
		}
		rw_arena_reset(a, m);
	}
	uint32_t *map;
	assert_int_equal(rw_fold_mapped(a, RW_NONE, &map).n, 0);
	assert_int_equal(map[0], 0);
	assert_non_null(rw_fold(a, RW_NONE).p);
	rw_arena_release(a);
}

static void long_text(rw_arena *a, void *p) {
	rw_slice s = *(rw_slice *)p;
	uint32_t *map;
	rw_utf8_patches patches = {0};
	s = rw_utf8_clean(a, s, &patches);
	rw_fold(a, s);
	rw_fold_mapped(a, s, &map);
	rw_tokens t;
	rw_tokenize(a, s, &t);
}

static void memory_that_ends(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_buf b = RW_BUF(a);
	for (int i = 0; i < 3000; i++) rw_buf_z(&b, "أ ﷲ\xFF، قـ.ـال. 1,5 https://a.example/ب # ");
	for (int i = 0; i < 3000; i++) rw_buf_z(&b, "ﷲ");
	for (int i = 0; i < 30000; i++) rw_buf_z(&b, "#");
	rw_slice s = rw_buf_view(&b);
	size_t calls = failing_all(long_text, &s);
	assert_true(calls > 10 && calls != SIZE_MAX);
	rw_arena_release(a);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_character),
		cmocka_unit_test(bad_bytes),
		cmocka_unit_test(cleaning),
		cmocka_unit_test(cleaning_keeps_account),
		cmocka_unit_test(folding_characters),
		cmocka_unit_test(folding_cases),
		cmocka_unit_test(folding_keeps_account),
		cmocka_unit_test(memory_that_ends),
	};
	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
