/* test_read_hostile.c: bad input to the readers: what is no report is refused by a message that names the file and the mend, what
 * is one in bad shape is read, each within a time that grows with its size; memory that ends is an error like others. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* mkstemp, ftruncate */
#endif
#include "read_world.h"
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SLOW 8
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SLOW 8
#endif
#endif
#ifndef SLOW
#define SLOW 1
#endif

static const char good[] =
	"قُتل خمسة من الحراس وأصيب تسعة آخرون في هجوم شنّه مسلحون على سوق القصر مساء الثلاثاء، بحسب مصادر.";

static const rw_slice mark = {"هجوم شنّه مسلحون على سوق القصر", sizeof "هجوم شنّه مسلحون على سوق القصر" - 1}; /* words of it */

typedef struct world {
	const rw_lexicon *lx;
	riwaya_error err;
	size_t text; /* bytes of the report's text */
	bool found;  /* the good paragraph is in it */
} world;

/* Reads in arenas of its own, so that nothing adds up. */
static riwaya_status read_alone(world *w, const char *name, rw_slice bytes) {
	TEST_ARENA(a);
	TEST_ARENA(scratch);
	rw_read_context c = {.lx = w->lx, .a = a, .scratch = scratch};
	rw_reports out = {0};
	memset(&w->err, 0, sizeof w->err);
	riwaya_status s = read_bytes(&c, name, bytes, &out, &w->err);
	w->text = s ? 0 : out.p[0]->text.n;
	w->found = !s && rw_slice_find(out.p[0]->text, mark, 0) != SIZE_MAX;
	rw_arena_release(scratch);
	rw_arena_release(a);
	return s;
}

static void refused(world *w, const char *name, rw_slice bytes, riwaya_status want, const char *mend) {
	riwaya_status s = read_alone(w, name, bytes);
	if (s != want) fail_msg("%s: %s, not %s", name, riwaya_status_name(s), riwaya_status_name(want));
	assert_int_equal(w->err.code, want);
	assert_string_equal(w->err.source, name);
	if (!strstr(w->err.message, mend)) fail_msg("%s: no '%s' in: %s", name, mend, w->err.message);
}

static void repeat(rw_buf *b, size_t n, const char *z) {
	for (size_t i = 0; i < n; i++) rw_buf_z(b, z);
}

static void no_reports(rw_arena *a) {
	world w = {.lx = read_lexicon(a)};
	assert_non_null(w.lx);
	refused(&w, "empty", rw_slice_of("", 0), RIWAYA_EMPTY, "empty");
	refused(&w, "blank", RW_LIT(" \n\t\xc2\xa0\n"), RIWAYA_EMPTY, "white space");
	refused(&w, "mark", RW_LIT("\xef\xbb\xbf"), RIWAYA_EMPTY, "white space");
	refused(&w, "png", RW_LIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), RIWAYA_NOT_TEXT, "picture");
	refused(&w, "jpeg", RW_LIT("\xff\xd8\xff\xe0\0\20JFIF"), RIWAYA_NOT_TEXT, "picture");
	refused(&w, "zip", RW_LIT("PK\3\4\24\0"), RIWAYA_FORMAT, "fetch it again");
	rw_slice zeros = {rw_arena_alloc(a, 1 << 20), 1 << 20};
	refused(&w, "zeros", zeros, RIWAYA_NOT_TEXT, "zero bytes");
	char *noise = rw_arena_alloc(a, 1 << 16);
	uint64_t seed = 7;
	for (size_t i = 0; i < 1 << 16; i++) noise[i] = (char)draw(&seed);
	refused(&w, "noise", rw_slice_of(noise, 1 << 16), RIWAYA_NOT_TEXT, "binary");
	refused(&w, "chinese", RW_LIT("据报道，袭击造成五人死亡，九人受伤。当局否认有人逃脱。"), RIWAYA_LANGUAGE, "Arabic");
	refused(&w, "english", RW_LIT("Five guards were killed in an attack on the prison."), RIWAYA_LANGUAGE, "Arabic");
	refused(&w, "page without text", RW_LIT("<html><head><script>var a = 1;</script></head><body></body></html>"),
		RIWAYA_NO_ARTICLE, "scripts");
	rw_buf b = RW_BUF(a);
	repeat(&b, RIWAYA_MAX_REPORT / 64 + 64, "قتل خمسة من الحراس في هجوم على السوق ");
	refused(&w, "long line", rw_buf_view(&b), RIWAYA_LIMIT, "RIWAYA_MAX_REPORT");
	b = RW_BUF(a);
	rw_buf_z(&b, "<html><p>");
	repeat(&b, RIWAYA_MAX_REPORT / 64 + 64, "قتل خمسة من الحراس في هجوم على السوق ");
	refused(&w, "long page", rw_buf_view(&b), RIWAYA_LIMIT, "RIWAYA_MAX_REPORT");
}

typedef struct shape {
	const char *name, *head, *unit, *tail;
	size_t n;
	bool read; /* the good paragraph must be read */
} shape;

static void bad_shape(rw_arena *a) {
	world w = {.lx = read_lexicon(a)};
	assert_non_null(w.lx);
	static const shape shapes[] = {
		{"nested tags", "", "<div>", "", 1000000, true},
		{"end tags that close nothing", "<html><body>", "</p></b>", "", 500000, true},
		{"end tags in the depth", "<div><div><div><div>", "</p></b><p>", "", 200000, true},
		{"bold never closed", "<html>", "<p><b>x", "", 100000, true},
		{"entries with links never closed", "<html>", "<li><a href=x>ق", "", 100000, false},
		{"tables in tables", "<html>", "<table><tr><td>", "", 100000, true},
		{"rows of tables", "<html>", "<table><tr><td>ق</td></tr></table>", "", 60000, true},
		{"attributes", "<p ", "a=b ", ">", 200000, true},
		{"half tags", "<p ", "<", ">", 100000, true},
		{"quotes never closed", "<html>", "<a b=\"", "", 100000, false},
		{"comments never closed", "<html>", "<!-- ", "", 100000, false},
		{"scripts never closed", "<html>", "<script>", "", 100000, false},
		{"headings", "<html>", "<h1>قتل خمسة</h1>", "", 30000, true},
		{"references", "<html>", "&amp;&#1602;&nbsp;&bogus;", "", 60000, true},
		{"JSON-LD", "<script type='application/ld+json'>", "{\"publisher\" : {\"name\" x", "</script>", 100000, true},
		{"classes", "<html>", "<div class='comment related article-body a b c'>قتل", "", 20000, false},
		{"short lines", "", "قتل\n", "\n", 100000, true},
		{"headlines", "", "اقرأ أيضا:\n", "\n", 50000, true},
		{"stamps", "", "21/1/2022 10:20\n", "\n", 50000, true},
		{"datelines", "", "القصر - منارة\n", "\n", 50000, true},
		{"correspondents", "", "مراسل شبكة ", "\n", 50000, true},
		{"brackets", "", "(\"«[", "\n", 100000, true},
		{"marks", "", "تـ.ـً", "\n", 100000, true},
		{"separators", "", "a / b | c » ", "\n", 50000, true},
	};
	for (size_t i = 0; i < RW_COUNT(shapes); i++) {
		const shape *s = &shapes[i];
		rw_mark m = rw_arena_mark(a);
		rw_buf b = RW_BUF(a);
		rw_buf_z(&b, s->head);
		repeat(&b, s->n / SLOW, s->unit);
		rw_buf_z(&b, s->tail);
		rw_buf_printf(&b, s->tail[0] != '\n' ? "<p>%s</p>" : "%s", good);
		clock_t start = clock();
		riwaya_status status = read_alone(&w, s->name, rw_buf_view(&b));
		double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		if (seconds > 8) fail_msg("%s: %.1f s", s->name, seconds);
		if (s->read && !w.found) fail_msg("%s: not read (%s)", s->name, riwaya_status_name(status));
		rw_arena_reset(a, m);
	}
}

static void read_within(world *w, rw_slice bytes) {
	TEST_ARENA(a);
	TEST_ARENA(scratch);
	rw_read_context c = {.lx = w->lx, .a = a, .scratch = scratch};
	rw_reports out = {0};
	if (read_bytes(&c, "random", bytes, &out, &w->err) == RIWAYA_OK) {
		const riwaya_report *r = out.p[0];
		rw_slice fields[] = {RW_NONE, r->title, r->text, r->caption};
		for (size_t i = 0; i < r->n_origin_map; i++) {
			const riwaya_origin_run *run = &r->origin_map[i];
			assert_true((size_t)run->at + run->n <= fields[run->field].n);
		}
	}
	rw_arena_release(scratch);
	rw_arena_release(a);
}

/* Pages and texts cut off and changed at random never crash, and spans stay within. */
static void at_random(rw_arena *a) {
	world w = {.lx = read_lexicon(a)};
	assert_non_null(w.lx);
	static const char *const pieces[] = {"<p>", "</p>", "<div class=related>", "</div>", "<h1>", "</h1>", "<a href=x>",
		"</a>", "<script>", "</script>", "<!--", "-->", "&amp;", "&#x642;", "<br>", "<figcaption>", "<table>", "<td>",
		"\n", "اقرأ أيضا:", "قتل خمسة في القصر.", "21 يناير 2022", "إعداد: منارة", "(منارة)", "\xff", "\xd8",
		"المصدر: وكالات", "www.jisr.example", " - ", "القصر", "|", "لموقع الجسر", "مراسل", "19:01", "<title>",
		"<meta property='og:title' content='", "'>", "<html>"};
	uint64_t seed = 20220120;
	for (int round = 0; round < 2000 / SLOW; round++) {
		rw_mark m = rw_arena_mark(a);
		rw_buf b = RW_BUF(a);
		if (draw(&seed) % 2) rw_buf_z(&b, "<html>");
		for (uint32_t n = draw(&seed) % 60; n > 0; n--) rw_buf_z(&b, pieces[draw(&seed) % RW_COUNT(pieces)]);
		read_within(&w, rw_buf_view(&b));
		rw_arena_reset(a, m);
	}
}

typedef struct task {
	const rw_lexicon *lx;
	rw_slice bytes;
} task;

static void release(void *p) { rw_arena_release(p); }

static void read_once(rw_arena *a, void *p) {
	const task *t = p;
	/* Whichever call fails, all must come back. */
	rw_arena *scratch = RW_NEW(a, rw_arena);
	rw_arena_init(scratch, a->mem);
	rw_arena_defer(a, release, scratch);
	rw_read_context c = {.lx = t->lx, .a = a, .scratch = scratch};
	rw_reports out = {0};
	riwaya_error err;
	(void)read_bytes(&c, "a", t->bytes, &out, &err);
}

static void memory_ends(rw_arena *a) {
	rw_buf b = RW_BUF(a);
	rw_buf_printf(&b,
		"<html><title>x</title><nav><a href=x>y</a></nav><h1>هجوم على القصر</h1><p>%s</p><p>المصدر: منارة</p>", good);
	task t = {read_lexicon(a), rw_buf_view(&b)};
	assert_non_null(t.lx);
	size_t calls = failing_all(read_once, &t);
	assert_true(calls != SIZE_MAX && calls > 3);
	b = RW_BUF(a);
	rw_buf_printf(&b, "هجوم على القصر\nإعداد: منارة 21/01/2022\n%s\n\xff\xff\nاقرأ أيضا\nقصف\n", good);
	t.bytes = rw_buf_view(&b);
	calls = failing_all(read_once, &t);
	assert_true(calls != SIZE_MAX && calls > 3);
}

static riwaya_status read_file(rw_arena *a, const char *path, riwaya_error *err) {
	TEST_ARENA(scratch);
	rw_read_context c = {.lx = read_lexicon(a), .a = a, .scratch = scratch};
	rw_manner how = {.lx = c.lx};
	rw_stream in;
	rw_reports out = {0};
	riwaya_status status = rw_stream_file(&in, a, path, err);
	if (!status) status = rw_walk_next(rw_walk_new(a, &in, rw_slice_z(path), &how), &c, &out, err);
	rw_arena_release(scratch);
	return status;
}

static void files(rw_arena *a) {
	riwaya_error err;
	rw_slice bytes;
	assert_int_equal(rw_read_file(a, "/no/such/file.txt", 1000, &bytes, &err), RIWAYA_IO);
	assert_non_null(strstr(err.message, "no such file"));
	assert_string_equal(err.source, "/no/such/file.txt");
	assert_int_equal(rw_read_file(a, "/", 1000, &bytes, &err), RIWAYA_IO);
	assert_non_null(strstr(err.message, "folder"));
	assert_int_equal(rw_read_file(a, "/dev/zero", 1000, &bytes, &err), RIWAYA_IO);
	assert_int_equal(rw_read_file(a, RW_SOURCE_DIR "/lexicon/furniture.tsv", 1000, &bytes, &err), RIWAYA_LIMIT);
	assert_non_null(strstr(err.message, "RIWAYA_MAX_FILE"));
	assert_int_equal(rw_read_file(a, RW_SOURCE_DIR "/lexicon/furniture.tsv", 1 << 24, &bytes, &err), RIWAYA_OK);
	assert_true(rw_slice_starts(bytes, RW_LIT("text\twhere\twhat")));

	char name[] = "/tmp/riwaya-test-XXXXXX";
	int fd = mkstemp(name);
	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, (off_t)1 << 30), 0); /* 1 GiB of zeros that take no room */
	clock_t start = clock();
	assert_int_equal(read_file(a, name, &err), RIWAYA_NOT_TEXT);
	assert_true(clock() - start < CLOCKS_PER_SEC / 2);
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_int_equal(rw_read_file(a, name, RIWAYA_MAX_FILE, &bytes, &err), RIWAYA_OK);
	assert_int_equal(bytes.n, 0);
	for (int i = 0; i < 1 << 16; i++) assert_int_equal(write(fd, "قصر قصف ", 14), 14);
	assert_int_equal(ftruncate(fd, 3 << 20), 0);
	assert_int_equal(rw_read_file(a, name, RIWAYA_MAX_FILE, &bytes, &err), RIWAYA_OK);
	assert_int_equal(bytes.n, 3 << 20);
	close(fd);
	unlink(name);
}

static void test_no_reports(void **state) {
	(void)state;
	in_arena(no_reports);
}
static void test_bad_shape(void **state) {
	(void)state;
	in_arena(bad_shape);
}
static void test_at_random(void **state) {
	(void)state;
	in_arena(at_random);
}
static void test_memory_ends(void **state) {
	(void)state;
	in_arena(memory_ends);
}
static void test_files(void **state) {
	(void)state;
	in_arena(files);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_reports),
		cmocka_unit_test(test_bad_shape),
		cmocka_unit_test(test_at_random),
		cmocka_unit_test(test_memory_ends),
		cmocka_unit_test(test_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
