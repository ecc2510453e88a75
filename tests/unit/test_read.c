/* test_read.c: plain text and HTML to reports: tests/cases/furniture.tsv and read.tsv, origin maps, encodings, metadata. */
#include "read_world.h"

static void furniture(rw_arena *a) {
	read_world *w = read_world_new(a);
	table t = table_open(a, RW_TEST_DATA "/cases/furniture.tsv");
	rw_slice col[2];
	int n = 0, bad = 0;
	while (table_row(&t, col, 2)) {
		rw_slice page = rw_arena_printf(a,
			"هجوم على سوق القصر القديم\n\n"
			"قتل ثلاثة أشخاص في هجوم على سوق القصر القديم مساء أمس بحسب مصادر محلية.\n\n"
			"وأضافت المصادر أن المهاجمين فروا إلى البادية بعد الهجوم على السوق.\n\n" RW_FMT "\n\n"
			"ولم تعلن أي جهة مسؤوليتها عن الهجوم حتى ساعة إعداد هذا الخبر مساء اليوم.\n",
			RW_ARG(col[0]));
		const riwaya_report *r = read_ok(w, "page.txt", page);
		const char *part = "lost";
		for (size_t i = 0; i < r->n_furniture; i++) {
			if (rw_slice_eq(r->furniture[i], col[0])) part = "furniture";
		}
		if (r->caption.p && rw_slice_eq(r->caption, col[0])) part = "caption";
		if (rw_slice_find(r->text, rw_arena_printf(a, "\n" RW_FMT "\n", RW_ARG(col[0])), 0) != SIZE_MAX) part = "body";
		if (!rw_slice_eqz(col[1], part)) {
			print_message("furniture.tsv:%u " RW_FMT " is %s\n", t.line, RW_ARG(col[0]), part);
			bad++;
		}
		n++;
	}
	assert_true(n > 50);
	assert_int_equal(bad, 0);
	read_world_end(w);
}

static rw_slice shown(rw_slice s) { return s.p ? s : RW_LIT("-"); }

static void texts(rw_arena *a) {
	read_world *w = read_world_new(a);
	table t = table_open(a, RW_TEST_DATA "/cases/read.tsv");
	rw_slice col[9];
	int n = 0, bad = 0;
	while (table_row(&t, col, 9)) {
		const riwaya_report *r = read_ok(w, "case.txt", table_text(a, col[0]));
		char when[32] = "-";
		if (r->published.at.precision) rw_when_format(r->published.at.from, r->published.at.precision, when);
		rw_slice outlet = r->outlet_id.p ? r->outlet_id : r->outlet_name;
		const rw_slice got[] = {
			r->title, outlet, r->byline, r->dateline, rw_slice_z(when), r->credit, r->caption, r->text};
		static const char *const names[] = {
			"title", "outlet", "byline", "dateline", "published", "credit", "caption", "text"};
		for (size_t i = 0; i < RW_COUNT(got); i++) {
			rw_slice want = table_text(a, col[i + 1]);
			if (rw_slice_eq(want, shown(got[i]))) continue;
			print_message("read.tsv:%u %s is '" RW_FMT "', not '" RW_FMT "'\n", t.line, names[i], RW_ARG(shown(got[i])),
				RW_ARG(want));
			bad++;
		}
		n++;
	}
	assert_true(n > 8);
	assert_int_equal(bad, 0);
	read_world_end(w);
}

/* Each run's bytes are those received, but for the places of character references, and runs cover each field but for line ends. */
static void check_map(const riwaya_report *r, rw_slice decoded, bool html) {
	uint64_t covered = 0, whole = 0;
	rw_slice fields[] = {RW_NONE, r->title, r->text, r->caption};
	uint32_t after[4] = {0};
	int field = 0;
	for (size_t i = 0; i < r->n_origin_map; i++) {
		const riwaya_origin_run *run = &r->origin_map[i];
		assert_true((int)run->field >= field);
		field = run->field;
		assert_true(run->at >= after[field]);
		after[field] = run->at + run->n;
		rw_slice f = fields[run->field];
		assert_true((uint64_t)run->at + run->n <= f.n && run->from < decoded.n);
		bool same = run->from + run->n <= decoded.n && memcmp(f.p + run->at, decoded.p + run->from, run->n) == 0;
		if (!same) {
			assert_true(html);
			char there = decoded.p[run->from];
			assert_true(there == '&' || there == '\n' || there == '\t' || there == '\r');
		}
		covered += run->n;
	}
	for (int i = 1; i < 4; i++) {
		for (size_t k = 0; k < fields[i].n; k++) whole += i == 2 || i == 3 ? fields[i].p[k] != '\n' : 1;
	}
	assert_int_equal(covered, whole);
}

static const char article[] =
	"<!doctype html><html lang=ar><head><meta charset=utf-8><title>هجوم على القصر | الجسر نت</title>"
	"<meta property='og:title' content='هجوم على سوق القصر'><meta property='og:site_name' content='الجسر نت'>"
	"<meta property='article:published_time' content='2022-01-22T19:01:00+03:00'></head><body>"
	"<nav><ul><li><a href=/>الرئيسية</a></li><li><a href=/n>أخبار</a></li></ul></nav>"
	"<article><h1>هجوم على سوق القصر</h1><div class='post-meta'>خالد العمر | 22/01/2022</div>"
	"<figure><img src=a.jpg><figcaption>آثار الهجوم على السوق</figcaption></figure>"
	"<p>قتل ثلاثة أشخاص &laquo;مدنيين&raquo; في هجوم\n   على <a href=/x>سوق القصر</a>&nbsp;القديم، مساء أمس.</p>"
	"<h2>شهادات</h2><p>وقال شاهد إن المهاجمين فروا &#1573;لى البادية بعد الهجوم على السوق.</p>"
	"<ul><li>محمد العلي</li><li>سامر يوسف</li></ul>"
	"<p>اقرأ أيضاً: <a href=/y>القصر بلا كهرباء</a></p>"
	"<p>ولم تعلن أي جهة مسؤوليتها عن الهجوم حتى الآن، بحسب المصدر نفسه.</p></article>"
	"<div class='comments'><p>تعليق طويل من قارئ لا علاقة له بالخبر ولا بالهجوم على السوق أبدا، صدقوني.</p></div>"
	"<footer><p>جميع الحقوق محفوظة © موقع الجسر</p></footer></body></html>";

static void html(rw_arena *a) {
	read_world *w = read_world_new(a);
	const riwaya_report *r = read_ok(w, "https://jisr.example/2022/01/23/x.html", rw_slice_z(article));
	assert_true(rw_slice_eqz(r->format, "html"));
	assert_true(rw_slice_eqz(r->title, "هجوم على سوق القصر"));
	assert_true(rw_slice_eqz(r->outlet_id, "jisr"));
	assert_true(rw_slice_eqz(r->caption, "آثار الهجوم على السوق"));
	assert_true(rw_slice_eqz(r->published.zone, "+03:00"));
	assert_int_equal(r->published.basis, RIWAYA_BASIS_METADATA);
	char when[32];
	rw_when_format(r->published.at.from, r->published.at.precision, when);
	assert_string_equal(when, "2022-01-22T19:01:00");
	static const char text[] = "قتل ثلاثة أشخاص «مدنيين» في هجوم على سوق القصر\u00a0القديم، مساء أمس.\nشهادات\n"
							   "وقال شاهد إن المهاجمين فروا إلى البادية بعد الهجوم على السوق.\nمحمد العلي\nسامر يوسف\n"
							   "ولم تعلن أي جهة مسؤوليتها عن الهجوم حتى الآن، بحسب المصدر نفسه.";
	if (!rw_slice_eqz(r->text, text)) fail_msg(RW_FMT, RW_ARG(r->text));
	check_map(r, rw_slice_z(article), true);
	read_world_end(w);
}

static void text_map(rw_arena *a) {
	read_world *w = read_world_new(a);
	static const char text[] =
		"  هجوم على القصر  \r\n\r\n\u00a0قتل خمسة أشخاص في هجوم على القصر مساء أمس بحسب مصادر. \r\n"
		"وأصيب آخرون بجروح خطيرة في الهجوم نفسه كما قالت المصادر.\r\n";
	const riwaya_report *r = read_ok(w, "a.txt", rw_slice_z(text));
	assert_true(rw_slice_eqz(r->title, "هجوم على القصر"));
	check_map(r, rw_slice_z(text), false);
	assert_int_equal(r->id.n, 64);
	read_world_end(w);
}

static void times(rw_arena *a) {
	read_world *w = read_world_new(a);
	rw_slice page = RW_LIT("هجوم على القصر\nقتل خمسة أشخاص في هجوم على القصر مساء أمس بحسب مصادر.\n");
	const riwaya_report *r = read_ok(w, "https://jisr.example/2022/01/23/x", page);
	assert_int_equal(r->published.basis, RIWAYA_BASIS_ADDRESS);
	assert_int_equal(r->published.at.from, rw_days_from_civil(2022, 1, 23) * RW_DAY);
	r = read_ok(w, "jisr-2022-01-23.txt", page); /* a file's name says nothing */
	assert_int_equal(r->published.at.precision, RIWAYA_PRECISION_NONE);
	assert_null(r->outlet_name.p);
	w->c.published = rw_when_day(19000);
	r = read_ok(w, "x.txt", page);
	assert_int_equal(r->published.basis, RIWAYA_BASIS_GIVEN);
	w->c.fragment = true;
	r = read_ok(w, "x.txt", page);
	assert_null(r->title.p);
	assert_int_equal(r->n_furniture, 0);
	assert_int_equal(r->text.n, page.n - 1);
	read_world_end(w);
}

static rw_slice utf16(rw_arena *a, rw_slice s, bool big, bool bom) {
	rw_buf b = RW_BUF(a);
	if (bom) rw_buf_put(&b, big ? "\xfe\xff" : "\xff\xfe", 2);
	for (size_t i = 0; i < s.n;) {
		uint32_t c = rw_utf8_next(s, &i);
		rw_buf_byte(&b, (char)(big ? c >> 8 : c & 0xFF));
		rw_buf_byte(&b, (char)(big ? c & 0xFF : c >> 8));
	}
	return rw_buf_view(&b);
}

/* windows-1256 of the letters that the test uses. */
static rw_slice cp1256(rw_arena *a, rw_slice s) {
	static const uint16_t high[] = {0x621, 0x622, 0x623, 0x624, 0x625, 0x626, 0x627, 0x628, 0x629, 0x62A, 0x62B, 0x62C,
		0x62D, 0x62E, 0x62F, 0x630, 0x631, 0x632, 0x633, 0x634, 0x635, 0x636};
	static const uint16_t more[][2] = {{0x637, 0xD8}, {0x638, 0xD9}, {0x639, 0xDA}, {0x63A, 0xDB}, {0x641, 0xDD},
		{0x642, 0xDE}, {0x643, 0xDF}, {0x644, 0xE1}, {0x645, 0xE3}, {0x646, 0xE4}, {0x647, 0xE5}, {0x648, 0xE6},
		{0x649, 0xEC}, {0x64A, 0xED}};
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < s.n;) {
		uint32_t c = rw_utf8_next(s, &i);
		uint32_t out = c < 0x80 ? c : '?';
		for (size_t k = 0; k < RW_COUNT(high); k++) out = high[k] == c ? 0xC1 + (uint32_t)k : out;
		for (size_t k = 0; k < RW_COUNT(more); k++) out = more[k][0] == c ? more[k][1] : out;
		rw_buf_byte(&b, (char)out);
	}
	return rw_buf_view(&b);
}

static bool holds(rw_slice s, const char *z) { return rw_slice_find(s, rw_slice_z(z), 0) != SIZE_MAX; }

static void encodings(rw_arena *a) {
	read_world *w = read_world_new(a);
	rw_slice page = RW_LIT("هجوم على القصر\nقتل خمسة أشخاص في هجوم على القصر مساء أمس بحسب مصادر محلية في البلدة.\n");
	rw_slice body = RW_LIT("قتل خمسة أشخاص في هجوم على القصر مساء أمس بحسب مصادر محلية في البلدة.");
	for (int i = 0; i < 4; i++) {
		const riwaya_report *r = read_ok(w, "wide", utf16(a, page, i & 1, i & 2));
		assert_true(rw_slice_eq(r->text, body));
		assert_int_equal(r->n_notes, 1);
	}
	const riwaya_report *r = read_ok(w, "cp1256", cp1256(a, page));
	assert_true(rw_slice_eq(r->text, body));
	r = read_ok(w, "bom", rw_arena_printf(a, "\xef\xbb\xbf" RW_FMT, RW_ARG(page)));
	assert_true(rw_slice_eq(r->text, body));
	/* A page that lies about its encoding. */
	static const char *const lies[] = {"utf-8", "iso-8859-1", "windows-1256", "nonsense"};
	for (size_t i = 0; i < RW_COUNT(lies); i++) {
		rw_slice html_page = rw_arena_printf(
			a, "<html><meta charset=%s><body><h1>هجوم على القصر</h1><p>" RW_FMT "</p>", lies[i], RW_ARG(body));
		assert_true(rw_slice_eq(read_ok(w, "lie", cp1256(a, html_page))->text, body));
		assert_true(rw_slice_eq(read_ok(w, "lie", html_page)->text, body));
	}
	/* Stray bytes. */
	r = read_ok(w, "stray",
		rw_arena_printf(a, RW_FMT "وقال \xff\xfe مصدر إن القتلى مدنيون وإن \xc0 الهجوم انتهى.\n", RW_ARG(page)));
	assert_int_equal(r->n_notes, 1);
	assert_true(holds(r->text, "\xef\xbf\xbd"));
	/* Cut inside a character. */
	r = read_ok(w, "cut", rw_slice_of(page.p, page.n - 3));
	assert_true(holds(r->notes[0].text, "cut off"));
	read_world_end(w);
}

static void test_furniture(void **state) {
	(void)state;
	in_arena(furniture);
}
static void test_texts(void **state) {
	(void)state;
	in_arena(texts);
}
static void test_html(void **state) {
	(void)state;
	in_arena(html);
}
static void test_text_map(void **state) {
	(void)state;
	in_arena(text_map);
}
static void test_times(void **state) {
	(void)state;
	in_arena(times);
}
static void test_encodings(void **state) {
	(void)state;
	in_arena(encodings);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_furniture),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_html),
		cmocka_unit_test(test_text_map),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_encodings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
