/* test_base.c: the ground floor. */
#include "memory.h"
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define assert_slice(s, z) assert_true(rw_slice_eqz(s, z))

static void slices(void **state) {
	(void)state;
	assert_int_equal(rw_slice_cmp(RW_LIT("a"), RW_LIT("b")), -1);
	assert_int_equal(rw_slice_cmp(RW_LIT("ab"), RW_LIT("a")), 1);
	assert_int_equal(rw_slice_cmp(RW_LIT("a"), RW_LIT("ab")), -1);
	assert_int_equal(rw_slice_cmp(RW_LIT("\xff"), RW_LIT("a")), 1);
	assert_int_equal(rw_slice_cmp(RW_NONE, RW_LIT("")), 0);
	assert_true(rw_slice_eq(RW_NONE, RW_LIT("")));
	assert_true(rw_slice_starts(RW_LIT("abc"), RW_LIT("ab")));
	assert_true(rw_slice_starts(RW_LIT("abc"), RW_NONE));
	assert_false(rw_slice_starts(RW_LIT("a"), RW_LIT("ab")));
	assert_true(rw_slice_ends(RW_LIT("abc"), RW_LIT("bc")));
	assert_false(rw_slice_ends(RW_LIT("abc"), RW_LIT("ab")));
	assert_false(rw_slice_ends(RW_LIT("c"), RW_LIT("bc")));
	assert_int_equal(rw_slice_find(RW_LIT("abcabc"), RW_LIT("bc"), 0), 1);
	assert_int_equal(rw_slice_find(RW_LIT("abcabc"), RW_LIT("bc"), 2), 4);
	assert_true(rw_slice_find(RW_LIT("abcabc"), RW_LIT("bc"), 5) == SIZE_MAX);
	assert_true(rw_slice_find(RW_LIT("abc"), RW_LIT("bc"), 9) == SIZE_MAX);
	assert_int_equal(rw_slice_find(RW_LIT("abc"), RW_LIT(""), 3), 3);
	assert_slice(rw_slice_trim(RW_LIT(" \t\r\na b\v\f ")), "a b");
	assert_slice(rw_slice_trim(RW_LIT("  ")), "");
	rw_slice s = RW_LIT("a\tb\t");
	assert_slice(rw_slice_cut(&s, '\t'), "a");
	assert_slice(rw_slice_cut(&s, '\t'), "b");
	assert_non_null(s.p);
	assert_slice(rw_slice_cut(&s, '\t'), "");
	assert_null(s.p);
	rw_slice last = rw_slice_cut(&s, '\t');
	assert_null(last.p);
}

static void whole_numbers(void **state) {
	(void)state;
	uint64_t v = 0;
	assert_true(rw_slice_u64(RW_LIT("0"), &v) && v == 0);
	assert_true(rw_slice_u64(RW_LIT("0042"), &v) && v == 42);
	assert_true(rw_slice_u64(RW_LIT("9223372036854775808"), &v) && v == UINT64_C(1) << 63);
	assert_false(rw_slice_u64(RW_LIT("9223372036854775809"), &v));
	assert_false(rw_slice_u64(RW_LIT("99999999999999999999999"), &v));
	assert_false(rw_slice_u64(RW_LIT(""), &v));
	assert_false(rw_slice_u64(RW_LIT("-1"), &v));
	assert_false(rw_slice_u64(RW_LIT("1 "), &v));
	assert_false(rw_slice_u64(RW_LIT("1.0"), &v));
}

static void decimals(void **state) {
	(void)state;
	static const char *const good[] = {"0", "-0", "1", "+1", "36.50237", "-40.7477", "0.1", ".5", "5.", "0.000001",
		"123456789012345678", "1500000", "0.30000000000000004", "00012.50", "8.5", "99.99", "179.999999"};
	double d = 0;
	for (size_t i = 0; i < RW_COUNT(good); i++) {
		assert_true(rw_slice_double(rw_slice_z(good[i]), &d));
		assert_true(d == strtod(good[i], NULL)); /* tests run in the C locale */
	}
	static const char *const bad[] = {"", ".", "-", "1e5", "1,5", "1.2.3", " 1", "0x1", "nan", "--1"};
	for (size_t i = 0; i < RW_COUNT(bad); i++) assert_false(rw_slice_double(rw_slice_z(bad[i]), &d));
	char many[1000];
	memset(many, '9', sizeof many);
	assert_true(rw_slice_double(rw_slice_of(many, sizeof many), &d) && isinf(d));
	many[0] = '.';
	assert_true(rw_slice_double(rw_slice_of(many, sizeof many), &d) && fabs(d - 1) < 1e-12);
}

static void arena_gives_and_takes(void **state) {
	(void)state;
	TEST_ARENA(a);
	for (size_t n = 0; n < 5000; n += 7) {
		char *p = rw_arena_alloc(a, n);
		assert_non_null(p);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < n; i++) assert_int_equal(p[i], 0);
		memset(p, 0xAA, n);
	}
	char *big = rw_arena_alloc(a, 3 << 20);
	memset(big, 1, 3 << 20);
	rw_mark m = rw_arena_mark(a);
	size_t total = 0;
	for (int round = 0; round < 50; round++) {
		for (size_t i = 0; i < 300; i++) {
			unsigned char *p = rw_arena_alloc(a, i * 13);
			for (size_t k = 0; k < i * 13; k++) assert_int_equal(p[k], 0);
			memset(p, 0x55, i * 13);
		}
		char *q = rw_arena_alloc(a, 2 << 20);
		q[0] = 1;
		rw_arena_reset(a, m);
		if (round == 0) total = a->total;
		assert_int_equal(a->total, total); /* blocks are used again */
	}
	for (size_t i = 0; i < 3 << 20; i += 4096) assert_int_equal(big[i], 1);
	rw_arena_release(a);
	assert_int_equal(a->total, 0);
	rw_arena_release(a);
	rw_arena zero = {0};
	rw_arena_release(&zero);
}

static void arena_marks_nest(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_mark empty = rw_arena_mark(a);
	char *one = rw_arena_alloc(a, 8);
	memcpy(one, "one", 4);
	rw_mark outer = rw_arena_mark(a);
	for (int i = 0; i < 100; i++) {
		rw_mark inner = rw_arena_mark(a);
		memset(rw_arena_alloc(a, 100 + (size_t)i * 100), 7, 100 + (size_t)i * 100);
		if (i % 3) rw_arena_reset(a, inner);
	}
	rw_arena_reset(a, outer);
	assert_string_equal(one, "one");
	rw_arena_reset(a, empty);
	rw_arena_alloc(a, 10);
	rw_arena_release(a);
}

static char order[16];
static char names[][2] = {"a", "b", "c", "d"};
static void note(void *p) { strncat(order, p, sizeof order - strlen(order) - 1); }

static void arena_defers(void **state) {
	(void)state;
	TEST_ARENA(a);
	order[0] = '\0';
	rw_arena_defer(a, note, names[0]);
	rw_mark m = rw_arena_mark(a);
	rw_arena_defer(a, note, names[1]);
	rw_arena_defer(a, note, names[2]);
	rw_arena_reset(a, m);
	assert_string_equal(order, "cb");
	rw_arena_defer(a, note, names[3]);
	rw_arena_release(a);
	assert_string_equal(order, "cbda");
}

static void defer_runs_when_it_finds_no_memory(void **state) {
	(void)state;
	failing f = {.fail_at = 1};
	jmp_buf out;
	rw_mem mem = {{failing_resize, &f}, &out};
	rw_arena a;
	rw_arena_init(&a, &mem);
	order[0] = '\0';
	if (setjmp(out) == 0) {
		rw_arena_defer(&a, note, names[0]);
		fail();
	}
	assert_string_equal(order, "a");
	rw_arena_release(&a);
}

static void arena_text(void **state) {
	(void)state;
	TEST_ARENA(a);
	assert_null(rw_arena_copy(a, RW_NONE).p);
	rw_slice empty = rw_arena_copy(a, RW_LIT(""));
	assert_non_null(empty.p);
	assert_slice(rw_arena_copy(a, RW_LIT("abc")), "abc");
	assert_slice(rw_arena_printf(a, "%d " RW_FMT, 7, RW_ARG(RW_LIT("days"))), "7 days");
	assert_slice(rw_arena_printf(a, "%s", ""), "");
	rw_slice s = rw_arena_printf(a, "%0*d", 70000, 1);
	assert_int_equal(s.n, 70000);
	rw_arena_release(a);
}

static void resizing(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_mark m = rw_arena_mark(a);
	size_t n = 16;
	unsigned char *p = rw_arena_resize(a, NULL, 0, n);
	memset(p, 3, n);
	for (; n < 8 << 20; n *= 2) {
		rw_arena_alloc(a, 1);
		p = rw_arena_resize(a, p, n, n * 2);
		for (size_t i = 0; i < n; i += 97) assert_int_equal(p[i], 3);
		memset(p, 3, n * 2);
	}
	assert_ptr_equal(rw_arena_resize(a, p, n, n / 2), p);
	assert_true(a->total < 3 * n); /* what was outgrown went back */
	rw_arena_reset(a, m);
	assert_true(a->total < 4 << 20);
	rw_arena_release(a);
}

static void vectors(void **state) {
	(void)state;
	TEST_ARENA(a);
	RW_VEC(uint32_t) v = {0}, w = {0};
	for (uint32_t i = 0; i < 300000; i++) {
		rw_vec_push(a, &v, i);
		if (i % 3 == 0) rw_vec_push(a, &w, ~i);
	}
	assert_int_equal(v.n, 300000);
	for (uint32_t i = 0; i < 300000; i++) {
		assert_int_equal(v.p[i], i);
		if (i % 3 == 0) assert_int_equal(w.p[i / 3], ~i);
	}
	typedef struct pair {
		int a, b;
	} pair;
	RW_VEC(pair) pairs = {0};
	rw_vec_push(a, &pairs, (pair){1, 2}); /* commas inside the argument */
	assert_int_equal(pairs.p[0].b, 2);
	rw_arena_release(a);
}

static void buffers(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_buf b = RW_BUF(a);
	assert_non_null(rw_buf_view(&b).p);
	assert_int_equal(rw_buf_view(&b).n, 0);
	rw_buf_z(&b, "ab");
	rw_buf_byte(&b, 'c');
	rw_buf_put(&b, NULL, 0);
	rw_buf_slice(&b, RW_LIT("de"));
	rw_buf_printf(&b, "%d", 12);
	rw_buf_printf(&b, "%s", "");
	assert_slice(rw_buf_view(&b), "abcde12");
	for (int i = 0; i < 100000; i++) rw_buf_byte(&b, (char)('a' + i % 26));
	rw_buf_printf(&b, "%0*d", 5000, 0);
	assert_int_equal(b.n, 7 + 100000 + 5000);
	assert_int_equal(b.p[7 + 25], 'z');
	rw_arena_release(a);
}

static void hashing(void **state) {
	(void)state;
	/* The same on every machine and in every version: images may hold hashes. */
	assert_true(rw_hash(RW_LIT(""), 0) == rw_hash(RW_NONE, 0));
	char text[64];
	for (size_t i = 0; i < sizeof text; i++) text[i] = (char)('a' + i % 26);
	for (size_t n = 0; n < sizeof text; n++) {
		uint64_t h = rw_hash(rw_slice_of(text, n), 1);
		assert_true(h != rw_hash(rw_slice_of(text, n), 2));
		for (size_t k = 0; k < n; k++) { /* every byte matters, wherever it stands */
			char other[64];
			memcpy(other, text, sizeof text);
			other[k] ^= 1;
			assert_true(h != rw_hash(rw_slice_of(other, n), 1));
		}
		if (n) assert_true(h != rw_hash(rw_slice_of(text, n - 1), 1));
	}
	char zeros[32] = {0};
	for (size_t n = 1; n < sizeof zeros; n++)
		assert_true(rw_hash(rw_slice_of(zeros, n), 0) != rw_hash(rw_slice_of(zeros, n - 1), 0));
}

static void sha256(void **state) {
	(void)state;
	rw_sha256 h;
	char hex[65];
	rw_sha256_init(&h);
	rw_sha256_hex(&h, hex);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	rw_sha256_init(&h);
	rw_sha256_add(&h, "a", 1);
	rw_sha256_add(&h, NULL, 0);
	rw_sha256_add(&h, "bc", 2);
	rw_sha256_hex(&h, hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void maps(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_map m = RW_MAP(a);
	bool fresh = false;
	assert_int_equal(rw_map_get(&m, RW_LIT("x")), UINT32_MAX);
	for (uint32_t i = 0; i < 50000; i++) {
		uint32_t *v = rw_map_put(&m, rw_arena_printf(a, "key %u", (unsigned)i), &fresh);
		assert_true(fresh);
		assert_int_equal(*v, UINT32_MAX);
		*v = i;
	}
	assert_int_equal(m.n, 50000);
	for (uint32_t i = 0; i < 50000; i++) {
		rw_slice key = rw_arena_printf(a, "key %u", (unsigned)i);
		assert_int_equal(rw_map_get(&m, key), i);
		assert_int_equal(*rw_map_put(&m, key, &fresh), i);
		assert_false(fresh);
	}
	assert_int_equal(rw_map_get(&m, RW_LIT("key")), UINT32_MAX);
	*rw_map_put(&m, RW_LIT(""), NULL) = 5;
	assert_int_equal(rw_map_get(&m, RW_NONE), 5);
	rw_arena_release(a);
}

static void errors(void **state) {
	(void)state;
	riwaya_error e;
	assert_int_equal(rw_fail(NULL, RIWAYA_IO, RW_LIT("f"), 1, 2, "x"), RIWAYA_IO);
	assert_int_equal(rw_fail(&e, RIWAYA_LIMIT, RW_LIT("a.txt"), 10, 3, "larger than %d", 7), RIWAYA_LIMIT);
	assert_int_equal(e.code, RIWAYA_LIMIT);
	assert_int_equal(e.offset, 10);
	assert_int_equal(e.line, 3);
	assert_string_equal(e.source, "a.txt");
	assert_string_equal(e.message, "larger than 7");
	rw_fail(&e, RIWAYA_IO, RW_NONE, 0, 0, "x");
	assert_string_equal(e.source, "");
	/* what is too long ends at a whole character, wherever the end falls */
	char path[1200];
	for (size_t shift = 0; shift < 4; shift++) {
		static const char *const chars[] = {"a", "\xD8\xA8", "\xE2\x80\x9C", "\xF0\x9F\x98\x80"};
		for (size_t c = 0; c < 4; c++) {
			size_t n = shift, k = strlen(chars[c]);
			memset(path, 'x', shift);
			while (n + k < sizeof path) {
				memcpy(path + n, chars[c], k);
				n += k;
			}
			path[n] = '\0';
			rw_fail(&e, RIWAYA_IO, rw_slice_of(path, n), 0, 0, "%s", path);
			assert_true(strlen(e.source) >= RIWAYA_SOURCE_MAX - 4);
			assert_int_equal((strlen(e.source) - shift) % k, 0);
			assert_int_equal((strlen(e.message) - shift) % k, 0);
		}
	}
	assert_string_equal(riwaya_status_name(RIWAYA_OK), "OK");
	assert_string_equal(riwaya_status_name(RIWAYA_OUTPUT), "OUTPUT");
	assert_string_equal(riwaya_status_name((riwaya_status)99), "?");
}

static void much_work(rw_arena *a, void *p) {
	(void)p;
	order[0] = '\0';
	rw_arena_defer(a, note, names[0]);
	rw_map m = RW_MAP(a);
	rw_buf b = RW_BUF(a);
	RW_VEC(uint64_t) v = {0};
	char *big = NULL;
	rw_mark mark = rw_arena_mark(a);
	for (unsigned i = 0; i < 2000; i++) {
		rw_slice key = rw_arena_printf(a, "%u", i);
		*rw_map_put(&m, key, NULL) = i;
		rw_buf_slice(&b, key);
		rw_vec_push(a, &v, i);
		if (i % 500 == 1) big = rw_arena_resize(a, big, (size_t)(i - 1) * 1000, (size_t)(i + 499) * 1000);
		if (i % 100 == 0) rw_arena_alloc(a, 10000);
	}
	rw_arena_reset(a, mark);
	rw_arena_alloc(a, 100);
}

static void memory_that_ends(void **state) {
	(void)state;
	size_t calls = failing_all(much_work, NULL);
	assert_true(calls >= 6 && calls != SIZE_MAX);
	static const size_t huge[][2] = {
		{SIZE_MAX, 2}, {SIZE_MAX / 2, 3}, {SIZE_MAX, 1}, {SIZE_MAX - 8, 1}, {SIZE_MAX / 2 + 1, 1}};
	for (size_t i = 0; i < RW_COUNT(huge); i++) {
		failing f = {0};
		jmp_buf out;
		rw_mem mem = {{failing_resize, &f}, &out};
		rw_arena a;
		rw_arena_init(&a, &mem);
		if (setjmp(out) == 0) {
			rw_arena_array(&a, huge[i][0], huge[i][1]);
			fail();
		}
		assert_int_equal(f.live, 0);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slices),
		cmocka_unit_test(whole_numbers),
		cmocka_unit_test(decimals),
		cmocka_unit_test(arena_gives_and_takes),
		cmocka_unit_test(arena_marks_nest),
		cmocka_unit_test(arena_defers),
		cmocka_unit_test(defer_runs_when_it_finds_no_memory),
		cmocka_unit_test(arena_text),
		cmocka_unit_test(resizing),
		cmocka_unit_test(vectors),
		cmocka_unit_test(buffers),
		cmocka_unit_test(hashing),
		cmocka_unit_test(sha256),
		cmocka_unit_test(maps),
		cmocka_unit_test(errors),
		cmocka_unit_test(memory_that_ends),
	};
	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
