/* test_feeds.c: feeds, sitemaps, lists of feeds, saved pages: what is told of each item, what broken ones still say. */
#include "read/feed.h"
#include "read/pack.h"
#include "read/xml.h"
#include "read_world.h"

/* --- reading a whole list -------------------------------------------------------------------------------------------- */
typedef struct world {
	rw_read_context c;
	rw_reports out;
	rw_listed listed;
	riwaya_error err; /* of the last thing that could not be read */
	size_t failures;
	rw_arena scratch;
	size_t step; /* bytes that come at once, 0 for all */
	rw_slice left;
} world;

static world *world_new(rw_arena *a) {
	world *w = RW_NEW(a, world);
	rw_arena_init(&w->scratch, a->mem);
	w->c = (rw_read_context){
		.lx = read_lexicon(a), .a = a, .scratch = &w->scratch, .listed = &w->listed, .any_language = true};
	assert_non_null(w->c.lx);
	return w;
}

static void world_end(world *w) { rw_arena_release(&w->scratch); }

static riwaya_status drip(rw_stream *s, char *p, size_t n, size_t *got, riwaya_error *err) {
	world *w = s->from;
	(void)err;
	*got = w->left.n < w->step ? w->left.n : w->step;
	if (*got > n) *got = n;
	if (*got) memcpy(p, w->left.p, *got);
	w->left = rw_slice_of(w->left.p + *got, w->left.n - *got);
	return RIWAYA_OK;
}

static void read_all(world *w, const char *name, rw_slice bytes) {
	rw_manner how = {.lx = w->c.lx};
	rw_stream in;
	rw_arena held;
	rw_arena_init(&held, w->c.a->mem);
	w->out.n = w->listed.n = w->failures = 0;
	w->left = bytes;
	if (w->step)
		rw_stream_init(&in, &held, rw_slice_z(name), drip, w);
	else
		rw_stream_bytes(&in, rw_slice_z(name), bytes);
	rw_walk *walk = rw_walk_new(&held, &in, rw_slice_z(name), &how);
	riwaya_status status;
	while ((status = rw_walk_next(walk, &w->c, &w->out, &w->err)) != RIWAYA_END) {
		w->failures += status != RIWAYA_OK;
		assert_true(w->failures < 100);
		rw_arena_reset(&w->scratch, (rw_mark){0});
	}
	rw_arena_release(&held);
}

static void assert_slice(rw_slice s, const char *z) {
	if (!rw_slice_eqz(s, z)) fail_msg("'" RW_FMT "' is not '%s'", RW_ARG(s), z);
}

static bool noted(const riwaya_report *r, const char *z) {
	for (size_t i = 0; i < r->n_notes; i++)
		if (rw_slice_find(r->notes[i].text, rw_slice_z(z), 0) != SIZE_MAX) return true;
	return false;
}

#define WORDS "قُتل ثلاثة من حراس السوق وأصيب نحو عشرة آخرين في هجوم شنّه مسلحون على سوق القصر مساء الخميس."

/* --- what an item says ------------------------------------------------------------------------------------------------- */
static const char rss[] =
	"\xef\xbb\xbf\n<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">"
	"<channel><title>سوريا &#8211; شبكة واحة الأخبار</title><link>https://waha.example/</link>"
	"<item><title>&lt;b&gt;مقتل&lt;/b&gt; ثلاثة &amp;quot;حراس&amp;quot;</title><link>/1?a=1&amp;b=2</link>"
	"<author>x@waha.example (ليلى العبد)</author><pubDate>Fri, 21 Jan 2022 06:01:00 +0300</pubDate>"
	"<description>مختصر [&#8230;]</description><content:encoded><![CDATA[<p>" WORDS "</p><p>" WORDS
	"</p>]]></content:encoded></item>"
	"<item><title>مختصر</title><guid isPermaLink=\"false\">waha-2</guid><description>" WORDS "</description></item>"
	"<item><title>عنوان بلا نص</title><link>https://waha.example/3</link></item>"
	"<item><description>" WORDS "</description></item>"
	"<item><title>" WORDS "</title><link>/5</link><description>&lt;a href='/5'&gt;" WORDS
	"&lt;/a&gt;&amp;nbsp;&lt;font&gt;واحة&lt;/font&gt;</description><source>واحة</source></item>"
	"</channel></rss>";

static void items(rw_arena *a) {
	world *w = world_new(a);
	for (size_t step = 0; step < 4000; step += step ? 333 : 1) {
		w->step = step;
		read_all(w, "https://waha.example/feed", rw_slice_z(rss));
		assert_int_equal(w->failures, 0);
		assert_int_equal(w->out.n, 3);
		const riwaya_report *r = w->out.p[0];
		assert_slice(r->file, "https://waha.example/feed#https://waha.example/1?a=1&b=2");
		assert_slice(r->format, "feed");
		assert_slice(r->title, "مقتل ثلاثة \"حراس\"");
		assert_slice(r->byline, "ليلى العبد");
		assert_slice(r->outlet_id, "waha");
		assert_slice(r->address, "https://waha.example/1?a=1&b=2");
		assert_slice(r->published.zone, "+0300");
		assert_slice(r->text, WORDS "\n" WORDS);
		assert_int_equal(r->n_pieces, 2);
		assert_int_equal(r->pieces[0].kind, RIWAYA_PIECE_ELEMENT);
		assert_slice(r->pieces[0].name, "content:encoded");
		assert_slice(rw_slice_of(rss + r->pieces[0].offset, 9), "<![CDATA[");
		assert_false(noted(r, "summary"));
		assert_true(noted(w->out.p[1], "only a summary is in the feed"));
		assert_slice(w->out.p[1]->file, "https://waha.example/feed#waha-2");
		assert_slice(w->out.p[2]->file, "https://waha.example/feed#4");
		assert_int_equal(w->listed.n, 3);
		assert_false(w->listed.p[2].told);
		assert_true(w->listed.p[0].told);
		assert_false(w->listed.p[1].told);
		assert_slice(w->listed.p[1].title, "عنوان بلا نص");
		assert_slice(w->listed.p[1].address, "https://waha.example/3");
	}
	world_end(w);
}

static void atom(rw_arena *a) {
	world *w = world_new(a);
	read_all(w, "feed.xml",
		RW_LIT(
			"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://manar.example/news/'><title>منارة</title>"
			"<entry><title type='html'>نفي &amp;amp; تأكيد</title><link rel='edit' href='x'/><link rel='enclosure' href='y'/>"
			"<link rel='alternate' href='../7.html'/><updated>2022-01-22T10:00:00Z</updated>"
			"<published>2022-01-21T06:01:00+03:00</published><author><name>سامر</name><email>s@manar.example</email></author>"
			"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>" WORDS
			" &lt;نعم&gt;</p></div></content></entry>"
			"<entry><id>tag:2</id><link href='8.html'/><content type='image/png' src='z.png'>AAAA</content></entry></feed>"));
	assert_int_equal(w->out.n, 1);
	const riwaya_report *r = w->out.p[0];
	assert_slice(r->title, "نفي & تأكيد");
	assert_slice(r->address, "https://manar.example/7.html");
	assert_slice(r->byline, "سامر");
	assert_slice(r->text, WORDS " <نعم>");
	assert_int_equal(r->updated.at.precision, RIWAYA_PRECISION_MINUTE);
	assert_int_equal(w->listed.n, 2);
	assert_slice(w->listed.p[1].address, "https://manar.example/news/8.html");
	world_end(w);
}

static void broken(rw_arena *a) {
	world *w = world_new(a);
	static const struct {
		const char *what, *bytes;
		size_t reports;
	} cases[] = {
		{"elements that never close",
			"<rss><channel><title>x<item><title>a<description>" WORDS "<item><description>" WORDS, 2},
		{"a bare & and an unknown entity",
			"<rss><item><description>" WORDS " A&B &nbsp; &what; </description></item></rss>", 1},
		{"a cut tag", "<rss><item><description>" WORDS "</description></item><item><descr", 1},
		{"CDATA that never ends", "<rss><item><description><![CDATA[" WORDS, 1},
		{"warnings before it",
			"<br><b>Warning</b> <?xml version='1.0'?><rss><item><description>" WORDS "</description></item>", 1},
		{"quotes that never close", "<rss><item><link href=\"a><description>" WORDS "</description></item></rss>", 1},
		{"declared entities",
			"<!DOCTYPE rss [<!ENTITY a \"b\"><!ENTITY c SYSTEM 'file:///etc/passwd'>]><rss><item><description>" WORDS
			"&a;&c;</description></item></rss>",
			1},
	};
	for (size_t i = 0; i < RW_COUNT(cases); i++) {
		read_all(w, "feed.xml", rw_slice_z(cases[i].bytes));
		if (w->out.n != cases[i].reports) fail_msg("%s: %zu reports", cases[i].what, w->out.n);
		for (size_t k = 0; k < w->out.n; k++) {
			if (!rw_slice_starts(w->out.p[k]->text, RW_LIT(WORDS)))
				fail_msg("%s: " RW_FMT, cases[i].what, RW_ARG(w->out.p[k]->text));
		}
	}
	assert_slice(w->out.p[0]->text, WORDS "&a;&c;");
	world_end(w);
}

static void limits(rw_arena *a) {
	world *w = world_new(a);
	static const char item[] = "<item><link>https://waha.example/9</link><description>" WORDS "</description></item>";
	static const struct {
		const char *before, *unit, *after;
	} cases[] = {
		{"<rss><item><description>", "كلمات ", "</description></item>"},
		{"<rss><item><description><![CDATA[", "كلمات ", "]]></description></item>"},
		{"<rss><item><a b=\"", "xxxxxxxx", "\"/></item>"},
		{"<rss><item>", "<a><b>x</b>", "</item>"},
		{"<rss><x y=\"", "xxxxxxxx", "\"/>"},
		{"<rss><!-- ", "xxxxxxxx", "-->"},
	};
	for (size_t i = 0; i < RW_COUNT(cases); i++) {
		rw_buf b = RW_BUF(&w->scratch);
		rw_buf_z(&b, cases[i].before);
		while (b.n < RIWAYA_MAX_RECORD + (1u << 20)) rw_buf_z(&b, cases[i].unit);
		rw_buf_z(&b, cases[i].after);
		rw_buf_z(&b, item);
		rw_slice bytes = rw_buf_view(&b);
		char *copy = malloc(bytes.n);
		assert_non_null(copy);
		memcpy(copy, bytes.p, bytes.n);
		w->step = i % 2 ? 100000 : 0;
		read_all(w, "feed.xml", rw_slice_of(copy, bytes.n));
		free(copy);
		if (w->failures != 1) fail_msg("%s: %zu failures, %zu reports", cases[i].before, w->failures, w->out.n);
		assert_int_equal(w->err.code, RIWAYA_LIMIT);
		assert_non_null(strstr(w->err.message, "RIWAYA_MAX_RECORD"));
		assert_int_equal(w->out.n, 1);
		assert_slice(w->out.p[0]->address, "https://waha.example/9");
	}
	world_end(w);
}

static void encodings(rw_arena *a) {
	world *w = world_new(a);
	/* The same feed in windows-1256, declared so, as UTF-8, and not at all. */
	static const char *const heads[] = {
		"<?xml version='1.0' encoding='windows-1256'?>", "<?xml version='1.0' encoding='utf-8'?>", ""};
	static const char body[] =
		"<rss><channel><title>\xe6\xc7\xcd\xc9</title><item><title>\xe3\xde\xca\xe1 \xcb\xe1\xc7\xcb\xc9 &#1601;\xed "
		"\xc7\xe1\xd3\xe6\xde</title><description>\xde\xca\xe1 \xcb\xe1\xc7\xcb\xc9 \xe3\xe4 \xcd\xd1\xc7\xd3 "
		"\xc7\xe1\xd3\xe6\xde &amp; \xc3\xd5\xed\xc8 \xda\xd4\xd1\xc9</description></item></channel></rss>";
	for (size_t i = 0; i < RW_COUNT(heads); i++) {
		read_all(w, "feed.xml", rw_arena_printf(a, "%s%s", heads[i], body));
		assert_int_equal(w->out.n, 1);
		assert_slice(w->out.p[0]->title, "مقتل ثلاثة في السوق");
		assert_slice(w->out.p[0]->text, "قتل ثلاثة من حراس السوق & أصيب عشرة");
		rw_slice encoding = w->out.p[0]->pieces[0].encoding;
		if (i)
			assert_slice(encoding, "WINDOWS-1256");
		else
			assert_slice(encoding, "windows-1256");
	}
	world_end(w);
}

/* --- parts -------------------------------------------------------------------------------------------------------------- */
static void times(rw_arena *a) {
	rw_manner how = {.lx = read_lexicon(a)};
	rw_feed *f = RW_NEW(a, rw_feed);
	rw_feed_init(f, a, &how, RW_NONE);
	static const struct {
		const char *said, *read;
	} cases[] = {
		{"Fri, 21 Jan 2022 06:01:00 +0300", "2022-01-21T06:01:00 +0300"},
		{"21 Jan 22 06:01 GMT", "2022-01-21T06:01:00 GMT"},
		{"Fri, 21-Jan-22 06:01:00 GMT", "2022-01-21T06:01:00 GMT"},
		{"2022-01-21T06:01:00Z", "2022-01-21T06:01:00 Z"},
		{"الجمعة، 21 يناير 2022 06:01:00 +0300", "2022-01-21T06:01:00 +0300"},
		{"21/01/2022 06:01:00 م", "2022-01-21T18:01:00 "},
		{"1/21/2022 6:01:00 PM", "2022-01-21T18:01:00 "},
		{"1642744860", "2022-01-21T06:01:00 Z"},
		{"31 Feb 2022 06:01:00 GMT", NULL},
		{"أمس", NULL},
		{"", NULL},
	};
	for (size_t i = 0; i < RW_COUNT(cases); i++) {
		rw_slice s = rw_feed_time(f, a, rw_slice_z(cases[i].said)), zone;
		riwaya_when at;
		if (!cases[i].read) {
			if (s.n) fail_msg("%s: " RW_FMT, cases[i].said, RW_ARG(s));
			continue;
		}
		char z[32] = "";
		if (!rw_when_parse(s, &at, &zone)) fail_msg("%s: '" RW_FMT "'", cases[i].said, RW_ARG(s));
		rw_slice day = rw_slice_of(z, rw_when_format(at.from, at.precision, z));
		assert_slice(rw_arena_printf(a, RW_FMT " " RW_FMT, RW_ARG(day), RW_ARG(zone)), cases[i].read);
	}
}

static void outlets(rw_arena *a) {
	rw_manner how = {.lx = read_lexicon(a)};
	rw_feed *f = RW_NEW(a, rw_feed);
	rw_feed_init(f, a, &how, RW_NONE);
	static const char *const cases[][2] = {
		{"شبكة واحة الأخبار", "شبكة واحة الأخبار"},
		{"القصر - شبكة واحة الأخبار", "شبكة واحة الأخبار"},
		{"شبكة واحة الأخبار » القصر", "شبكة واحة الأخبار"},
		{"بحرة | موقع الجسر", "موقع الجسر"},
		{"القصر – صدى نيوز", "صدى نيوز"},
	};
	for (size_t i = 0; i < RW_COUNT(cases); i++) assert_slice(rw_feed_outlet(f, rw_slice_z(cases[i][0])), cases[i][1]);
}

static void addresses(rw_arena *a) {
	static const char *const cases[][3] = {
		{"https://a.example/b/c?d#e", "https://x.example/", "https://x.example/"},
		{"https://a.example/b/c?d#e", "//x.example/y", "https://x.example/y"},
		{"https://a.example/b/c?d#e", "/y/../z", "https://a.example/z"},
		{"https://a.example/b/c?d#e", "y", "https://a.example/b/y"},
		{"https://a.example/b/c?d#e", "../../../y", "https://a.example/y"},
		{"https://a.example/b/c?d#e", "./y/.", "https://a.example/b/y/"},
		{"https://a.example/b/c?d#e", "?y=1", "https://a.example/b/c?y=1"},
		{"https://a.example/b/c?d#e", "#y", "https://a.example/b/c?d#y"},
		{"https://a.example", "y", "https://a.example/y"},
		{"https://a.example/b/", " a\n b ", "https://a.example/b/a%20b"},
		{"", "y", "y"},
		{"https://a.example/", "mailto:x@y.example", "mailto:x@y.example"},
	};
	for (size_t i = 0; i < RW_COUNT(cases); i++)
		assert_slice(rw_address_join(a, rw_slice_z(cases[i][0]), rw_slice_z(cases[i][1])), cases[i][2]);
	assert_true(rw_is_web(RW_LIT("HTTPS://a.example")));
	assert_false(rw_is_web(RW_LIT("ftp://a.example")));
	assert_false(rw_is_web(RW_LIT("http:///x")));
	assert_false(rw_is_web(RW_LIT("javascript:x")));
}

static void plain(rw_arena *a) {
	rw_runs runs = {0};
	rw_slice s = RW_LIT("  <b>x</b>  &amp; y < z\n&lt;");
	assert_slice(rw_xml_plain(a, s, &runs), "x & y < z <");
	for (size_t i = 0; i < runs.n; i++) assert_true(runs.p[i].from + 1 <= s.n);
	assert_int_equal(runs.p[0].from, 5);
	assert_slice(rw_xml_text(a, RW_LIT("a &amp; <![CDATA[<b> &amp;]]>"), "UTF-8", NULL), "a & <b> &amp;");
	assert_slice(rw_xml_text(a, RW_LIT("a &amp; <b>c</b>"), "UTF-8", NULL), "a &amp; <b>c</b>");
}

static void saved_page(rw_arena *a) {
	world *w = world_new(a);
	read_all(w, "x.mhtml",
		RW_LIT(
			"From: <Saved by X>\r\nSubject: =?utf-8?Q?x?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"b b\"\r\n\r\n"
			"--b b\r\nContent-Type: text/html\r\nContent-Location: https://waha.example/1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
			"<html><head><title>x</title></head><body><article><h1>=D9=85=D9=82=D8=AA=D9=84 =D8=AB=\r\n=D9=84=D8=A7=D8=AB=D8=A9</h1><p>" WORDS
			"</p></article></body></html>\r\n--b b\r\nContent-Type: text/html\r\n\r\n<p>another frame</p>\r\n--b b--\r\n"));
	assert_int_equal(w->out.n, 1);
	assert_slice(w->out.p[0]->address, "https://waha.example/1");
	assert_slice(w->out.p[0]->title, "مقتل ثلاثة");
	assert_int_equal(w->out.p[0]->pieces[0].kind, RIWAYA_PIECE_PART);
	read_all(w, "x.eml",
		RW_LIT("Subject: =?utf-8?B?2YXZgtiq2YQ=?=\n =?utf-8?B?INir2YTYp9ir2Kk=?=\nDate: Fri, 21 Jan 2022 06:01:00 +0300\nContent-Type: text/plain\n\n" WORDS
			   "\n"));
	assert_int_equal(w->out.n, 1);
	assert_slice(w->out.p[0]->title, "مقتل ثلاثة");
	assert_slice(w->out.p[0]->published.zone, "+0300");
	/* A text that begins as a mail may is none. */
	read_all(w, "x.txt", RW_LIT("Subject: " WORDS "\n\n" WORDS "\n"));
	assert_slice(w->out.p[0]->format, "text");
	world_end(w);
}

#define RUN(name)                                                                                                      \
	static void test_##name(void **state) {                                                                            \
		(void)state;                                                                                                   \
		in_arena(name);                                                                                                \
	}
RUN(items)
RUN(atom)
RUN(broken)
RUN(limits)
RUN(encodings)
RUN(times)
RUN(outlets)
RUN(addresses)
RUN(plain)
RUN(saved_page)

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_items),
		cmocka_unit_test(test_atom),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_outlets),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_saved_page),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
