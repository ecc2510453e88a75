/* test_pages.c: what a page says of itself, on small invented pages: structure, times and where they come from, titles, outlets,
 * languages. */
#include "read_world.h"

#define LEAD "<p>قتل ثلاثة أشخاص في هجوم على سوق القصر القديم مساء أمس، بحسب مصادر محلية في البلدة.</p>"
#define MORE "<p>وأضافت المصادر أن المهاجمين فروا إلى البادية بعد الهجوم على السوق، ولم تعلن أي جهة مسؤوليتها.</p>"

/* A page: what stands in its head, what stands in its article before the words, and after them. */
static riwaya_report *page(read_world *w, const char *head, const char *above, const char *below) {
	return read_ok(w, "page.html",
		rw_arena_printf(w->c.a,
			"<!doctype html><html lang=ar><head><meta charset=utf-8>%s</head><body><article>%s" LEAD MORE
			"%s</article></body></html>",
			head, above, below));
}

static void is(rw_slice got, const char *want) {
	if (want ? !rw_slice_eqz(got, want) : got.n > 0)
		fail_msg("'" RW_FMT "' is not '%s'", RW_ARG(got), want ? want : "absent");
}

static void at(riwaya_published p, riwaya_basis basis, const char *want) {
	char when[32] = "-";
	if (p.at.precision) rw_when_format(p.at.from, p.at.precision, when);
	assert_string_equal(when, want);
	if (strcmp(want, "-") != 0) assert_string_equal(riwaya_basis_word(p.basis), riwaya_basis_word(basis));
}

static void structure_is(const riwaya_report *r, size_t i, const char *kind, const char *words) {
	assert_true(i < r->n_structure);
	assert_string_equal(riwaya_stretch_kind_word(r->structure[i].kind), kind);
	is(rw_slice_of(r->text.p + r->structure[i].start, r->structure[i].end - r->structure[i].start), words);
}

static void structure(rw_arena *a) {
	read_world *w = read_world_new(a);
	const riwaya_report *r = page(w, "", "<h1>هجوم على سوق القصر</h1>",
		"<h2>شهادات من السوق</h2><blockquote><p>رأيت المهاجمين يفرون إلى البادية.</p><p>لم يوقفهم أحد.</p></blockquote>" MORE
		"<ul><li>محمد العلي</li><li>سامر يوسف</li></ul>");
	assert_int_equal(r->n_structure, 4);
	structure_is(r, 0, "heading", "شهادات من السوق");
	structure_is(r, 1, "quote", "رأيت المهاجمين يفرون إلى البادية.\nلم يوقفهم أحد.");
	structure_is(r, 2, "list", "محمد العلي");
	structure_is(r, 3, "list", "سامر يوسف");
	r = read_ok(w, "a.txt",
		RW_LIT("هجوم على القصر\nقتل خمسة أشخاص في هجوم على القصر مساء أمس بحسب مصادر محلية.\nشهادات من السوق\n"
			   "وأصيب آخرون بجروح خطيرة في الهجوم نفسه كما قالت المصادر نفسها.\n«رأيت المهاجمين يفرون إلى البادية».\n"
			   "ونشرت المصادر أسماء القتلى في الهجوم على القصر مساء أمس:\n- محمد العلي\n- سامر يوسف\n"));
	assert_int_equal(r->n_structure, 4);
	structure_is(r, 0, "heading", "شهادات من السوق");
	structure_is(r, 1, "quote", "«رأيت المهاجمين يفرون إلى البادية».");
	structure_is(r, 2, "list", "- محمد العلي");
	structure_is(r, 3, "list", "- سامر يوسف");
	read_world_end(w);
}

static bool noted(const riwaya_report *r, const char *words) {
	for (size_t i = 0; i < r->n_notes; i++)
		if (rw_slice_find(r->notes[i].text, rw_slice_z(words), 0) != SIZE_MAX) return true;
	return false;
}

#define H1 "<h1>هجوم على سوق القصر</h1>"

static void times(rw_arena *a) {
	read_world *w = read_world_new(a);
	const riwaya_report *r = page(w,
		"<meta property='article:published_time' content='2022-01-22T19:01:00+03:00'>"
		"<meta property='article:modified_time' content='2022-01-23T08:15:00+03:00'>"
		"<link rel=canonical href='https://jisr.example/news/77'>",
		H1, "");
	at(r->published, RIWAYA_BASIS_METADATA, "2022-01-22T19:01:00");
	at(r->updated, RIWAYA_BASIS_METADATA, "2022-01-23T08:15:00");
	is(r->updated.zone, "+03:00");
	is(r->address, "https://jisr.example/news/77");
	assert_int_equal(r->n_notes, 0);
	r = page(w, "", H1 "<div>نشر في: 22/01/2022 19:01</div><div>آخر تحديث: 23/01/2022 08:15</div>", "");
	at(r->published, RIWAYA_BASIS_TEXT, "2022-01-22T19:01:00");
	at(r->updated, RIWAYA_BASIS_TEXT, "2022-01-23T08:15:00");
	is(r->address, NULL);
	r = page(w, "", H1 "<div>نشر: 22/01/2022 19:01 - آخر تحديث: 23/01/2022 08:15</div>", "");
	at(r->published, RIWAYA_BASIS_TEXT, "2022-01-22T19:01:00");
	at(r->updated, RIWAYA_BASIS_TEXT, "2022-01-23T08:15:00");
	/* Metadata in UTC, the page's clock in its own zone. */
	r = page(w, "<meta property='article:published_time' content='2022-01-22T22:31:20Z'>",
		H1 "<div class=date>23 يناير 2022 - 01:31</div>", "");
	at(r->published, RIWAYA_BASIS_METADATA, "2022-01-23T01:31:00");
	is(r->published.zone, "+03:00");
	assert_int_equal(r->n_notes, 0);
	/* A time element, seconds since 1970, microdata. */
	r = page(w, "", H1 "<time datetime='2022-01-22T19:01'>قبل قليل</time>", "");
	at(r->published, RIWAYA_BASIS_METADATA, "2022-01-22T19:01:00");
	r = page(w, "", H1 "<span class=ago data-timestamp=1642878060>قبل قليل</span>", "");
	at(r->published, RIWAYA_BASIS_METADATA, "2022-01-22T19:01:00");
	r = page(w, "", H1 "<span itemprop=datePublished content='2022-01-22'>أمس</span>", "");
	at(r->published, RIWAYA_BASIS_METADATA, "2022-01-22");
	/* Midnight is a day, and the page knows the hour. */
	r = page(w, "<meta name=pubdate content='2022-01-22T00:00:00'>", H1 "<div>22/01/2022 19:01</div>", "");
	at(r->published, RIWAYA_BASIS_TEXT, "2022-01-22T19:01:00");
	/* The names that systems use. */
	static const char *const names[] = {"DC.date.issued", "sailthru.date", "parsely-pub-date", "pubdate", "date",
		"publish-date", "article.published", "og:article:published_time"};
	for (size_t i = 0; i < RW_COUNT(names); i++) {
		char head[128];
		snprintf(head, sizeof head, "<meta name='%s' content='2022-01-22 19:01'>", names[i]);
		at(page(w, head, H1, "")->published, RIWAYA_BASIS_METADATA, "2022-01-22T19:01:00");
	}
	read_world_end(w);
}

/* Clocks apart from their day, and words of a change at an article's foot. */
static void stamps_apart(rw_arena *a) {
	read_world *w = read_world_new(a);
	static const char *const clocks[][2] = {
		{"<ul><li>محليات</li><li>السبت ٢٢ كانون الثاني ٢٠٢٢</li><li>٧:٠١ م</li></ul>", "2022-01-22T19:01:00"},
		{"<ul><li>السبت 22 كانون الثاني 2022</li><li>سوريا</li><li>7:01 مساءً</li></ul>", "2022-01-22T19:01:00"},
		{"<div><div>٠٧:٠١ ص</div><div>٢٢/٠١/٢٠٢٢</div></div>", "2022-01-22T07:01:00"},
	};
	for (size_t i = 0; i < RW_COUNT(clocks); i++) {
		char above[512];
		snprintf(above, sizeof above, H1 "%s", clocks[i][0]);
		at(page(w, "", above, "")->published, RIWAYA_BASIS_TEXT, clocks[i][1]);
	}
	static const char *const changes[] = {"آخر تعديل على الأحد, 23 يناير 2022 08:15",
		"تاريخ آخر تحديث: 23/01/2022 08:15", "اخر تحديث بتاريخ 23-01-2022 08:15", "عُدّل في 23 يناير 2022 - 08:15",
		"تم تعديل الخبر في 23/01/2022 08:15", "جرى تعديله يوم الأحد 23 يناير 2022 الساعة 08:15",
		"آخر مراجعة: 2022-01-23 08:15", "تمت قراءته 40 مرات آخر تعديل على 23 يناير 2022 08:15"};
	for (size_t i = 0; i < RW_COUNT(changes); i++) {
		char below[512];
		snprintf(below, sizeof below, "<div class=hits><span>الزيارات 40</span></div><div><span>%s</span></div>",
			changes[i]);
		const riwaya_report *r = page(w, "", H1 "<div>نشر في: 22/01/2022 19:01</div>", below);
		at(r->published, RIWAYA_BASIS_TEXT, "2022-01-22T19:01:00");
		at(r->updated, RIWAYA_BASIS_TEXT, "2022-01-23T08:15:00");
		assert_true(rw_slice_find(r->text, RW_LIT("2022"), 0) == SIZE_MAX);
	}
	read_world_end(w);
}

/* What a web archive says of itself is not of the page it keeps. */
static void captures(rw_arena *a) {
	read_world *w = read_world_new(a);
	static const char frame[] =
		"<table><tr><td>Saved from</td><td><form><input type=text value='https://nida.example/n/77'><input type=submit "
		"value=search></form></td><td>3 Mar 2025 10:00:00 UTC</td></tr></table>" H1 "<div>22/01/2022 19:01</div>";
	static const char *const hosts[] = {
		"archive.ph", "archive.today", "archive.is", "archive.li", "archive.vn", "archive.md", "archive.fo"};
	for (size_t i = 0; i < RW_COUNT(hosts); i++) {
		char head[512];
		snprintf(head, sizeof head,
			"<title>هجوم على سوق القصر - نداء الوادي</title><meta property='og:site_name' content='%s'><meta property='og:url' "
			"content='http://%s/aB1c2'><meta itemprop=dateModified content='2025-03-03T10:00:00Z'>",
			hosts[i], hosts[i]);
		const riwaya_report *r = page(w, head, frame, "");
		is(r->outlet_name, "نداء الوادي");
		is(r->address, "https://nida.example/n/77");
		at(r->published, RIWAYA_BASIS_TEXT, "2022-01-22T19:01:00");
		at(r->updated, RIWAYA_BASIS_TEXT, "-");
	}
	static const char *const copies[] = {"https://web.archive.org/web/20250303100000/https://nida.example/n/77",
		"https://ghostarchive.org/search?term=https%3A%2F%2Fnida.example%2Fn%2F77",
		"http://archive.ph/o/aB1c2/https://nida.example/n/77",
		"https://webcache.googleusercontent.com/search?q=cache:xY_z:https://nida.example/n/77&hl=ar"};
	for (size_t i = 0; i < RW_COUNT(copies); i++) {
		char head[512];
		snprintf(head, sizeof head,
			"<link rel=canonical href='%s'><meta property='article:modified_time' content='2022-01-23T08:15:00'>",
			copies[i]);
		const riwaya_report *r = page(w, head, H1 "<div>22/01/2022 19:01</div>", "");
		if (i < 3) is(r->address, "https://nida.example/n/77");
		/* The page's own head is kept. */
		at(r->updated, RIWAYA_BASIS_METADATA, "2022-01-23T08:15:00");
	}
	read_world_end(w);
}

static void conflicts(rw_arena *a) {
	read_world *w = read_world_new(a);
	/* A time that is refreshed at each change, against a labelled line and the address. */
	const riwaya_report *r = page(w,
		"<meta property='article:published_time' content='2023-05-02T10:00:00Z'>"
		"<meta property='article:modified_time' content='2023-05-02T10:00:00Z'>"
		"<meta property='og:url' content='https://jisr.example/2022/01/22/77.html'>",
		H1 "<div>تاريخ النشر: 22 يناير 2022 19:01</div>", "");
	at(r->published, RIWAYA_BASIS_TEXT, "2022-01-22T19:01:00");
	assert_true(noted(r, "article:published_time says 2023-05-02T10:00Z"));
	/* A page's head tells the reader's day. */
	r = read_ok(w, "page.html",
		RW_LIT("<html><body><header><div>الثلاثاء 02/05/2023 10:00</div><nav><a href=/>الرئيسية</a></nav></header><article>" H1
			   "<div>22/01/2022</div>" LEAD MORE "</article></body></html>"));
	at(r->published, RIWAYA_BASIS_TEXT, "2022-01-22");
	r = read_ok(w, "page.html",
		RW_LIT(
			"<html><body><header><div>الثلاثاء 02/05/2023 10:00</div><nav><a href=/>الرئيسية</a></nav></header><article>" H1 LEAD
				MORE "</article></body></html>"));
	at(r->published, RIWAYA_BASIS_NONE, "-");
	/* Dates of other articles, below. */
	r = page(w, "", H1 "<div>22/01/2022 19:01</div>",
		"<div class=related><h3>اقرأ أيضاً</h3><div><a href=/1>القصر بلا كهرباء منذ يومين</a><time "
		"datetime='2023-05-02'>02/05/2023</time></div></div>");
	at(r->published, RIWAYA_BASIS_TEXT, "2022-01-22T19:01:00");
	assert_int_equal(r->n_notes, 0);
	/* Changed before it was published. */
	r = page(w,
		"<meta property='article:published_time' content='2022-01-22T19:01:00Z'>"
		"<meta property='article:modified_time' content='2022-01-20T10:00:00Z'>",
		H1, "");
	assert_true(noted(r, "before the time of publication"));
	read_world_end(w);
}

static void json_ld(rw_arena *a) {
	read_world *w = read_world_new(a);
	static const char *const good[] = {
		"{\"@type\":\"NewsArticle\",\"headline\":\"هجوم على سوق القصر\",\"datePublished\":\"2022-01-22T19:01:00+03:00\","
		"\"publisher\":{\"@type\":\"Organization\",\"name\":\"الجسر نت\"},\"author\":[{\"name\":\"خالد العمر\"},{\"name\":\"سامر "
		"يوسف\"}]}",
		/* A graph whose parts refer to each other. */
		"{\"@graph\":[{\"@type\":\"Organization\",\"@id\":\"#o\",\"name\":\"الجسر نت\"},{\"@type\":\"Person\",\"@id\":\"#p\","
		"\"name\":\"خالد العمر، سامر يوسف\"},{\"@type\":[\"Article\",\"NewsArticle\"],\"headline\":\"هجوم على سوق القصر\","
		"\"datePublished\":\"2022-01-22T19:01:00+03:00\",\"publisher\":{\"@id\":\"#o\"},\"author\":{\"@id\":\"#p\"}}]}",
		/* Commas too many, line breaks and quotation marks within strings, comments around it, an end that is missing. */
		"/*<![CDATA[*/ [{\"@type\": \"NewsArticle\",, \"headline\": \"هجوم على\n سوق القصر\", \"description\": \"قال \"شاهد\", وفر\", "
		"\"author\": [\"خالد العمر\", \"سامر يوسف\",], \"publisher\": {\"name\": \"الجسر نت\",}, \"datePublished\": "
		"\"2022-01-22T19:01:00+03:00\"",
		"{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;هجوم على سوق "
		"القصر&quot;,&quot;datePublished&quot;:&quot;2022-01-22T19:01:00+03:00&quot;,&quot;author&quot;:&quot;خالد العمر، سامر "
		"يوسف&quot;,&quot;publisher&quot;:&quot;الجسر نت&quot;}",
		/* The article is not one of those that the page lists. */
		"{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"NewsArticle\",\"headline\":\"غيره\",\"datePublished\":\"2020-01-01\"}]}"
		"</script><script type='application/ld+json'>{\"@type\":\"WebPage\",\"mainEntity\":{\"@type\":\"ReportageNewsArticle\","
		"\"headline\":\"هجوم على سوق القصر\",\"datePublished\":\"2022-01-22T19:01:00+03:00\",\"author\":\"خالد العمر، سامر يوسف\","
		"\"publisher\":{\"name\":\"الجسر نت\"}}}",
	};
	for (size_t i = 0; i < RW_COUNT(good); i++) {
		rw_slice head = rw_arena_printf(a, "<script type='application/ld+json'>%s</script>", good[i]);
		const riwaya_report *r = page(w, rw_arena_printf(a, RW_FMT "%c", RW_ARG(head), 0).p, "", "");
		is(r->title, "هجوم على سوق القصر");
		at(r->published, RIWAYA_BASIS_METADATA, "2022-01-22T19:01:00");
		is(r->outlet_id, "jisr");
		is(r->byline, "خالد العمر، سامر يوسف");
	}
	read_world_end(w);
}

static void titles(rw_arena *a) {
	read_world *w = read_world_new(a);
	static const char *const pages[][2] = {
		{"<title>هجوم على سوق القصر القديم يوقع قتلى | الجسر نت</title>", ""},
		{"<title>الجسر نت - هجوم على سوق القصر القديم يوقع قتلى</title>", ""},
		{"<title>هجوم على سوق القصر القديم يوقع قتلى - أخبار - نداء الوادي</title>"
		 "<meta property='og:site_name' content='نداء الوادي'>",
			""},
		{"<title>هجوم على سوق القصر القديم يوقع قتلى - نداء الوادي</title>",
			"<h1>نداء الوادي</h1><h2>هجوم على سوق القصر القديم يوقع قتلى</h2>"},
		{"<title>نداء الوادي</title><meta property='og:title' content='نداء الوادي'>",
			"<h1>هجوم على سوق القصر القديم يوقع قتلى</h1>"},
		{"<title>هجوم على سوق القصر القديم يوقع قتلى</title>",
			"<h1>أخبار المدينة</h1><div class=t>هجوم على سوق القصر القديم يوقع قتلى</div>"},
		{"<meta property='og:title' content='هجوم على سوق القصر القديم ...'><title>هجوم على سوق القصر القديم يوقع قتلى | نداء</title>",
			""},
		{"<meta property='og:title' content='{{title}}'><meta name='twitter:title' content='هجوم على سوق القصر القديم يوقع قتلى &amp;quot;'>",
			"<h1>هجوم على سوق القصر القديم يوقع قتلى</h1>"},
	};
	for (size_t i = 0; i < RW_COUNT(pages); i++)
		is(page(w, pages[i][0], pages[i][1], "")->title, "هجوم على سوق القصر القديم يوقع قتلى");
	read_world_end(w);
}

static void addresses(rw_arena *a) {
	read_world *w = read_world_new(a);
	is(page(w, "<link rel=canonical href='/news/77'><meta property='og:url' content='https://jisr.example/'>", H1, "")->address,
		"https://jisr.example/news/77");
	is(page(w,
		   "<link rel=canonical href='https://jisr.example/'><meta property='og:url' content='https://jisr.example/news/77'>",
		   H1, "")
			->address,
		"https://jisr.example/news/77");
	is(page(w, "<!-- saved from url=(0029)https://jisr.example/news/77 -->", H1, "")->address,
		"https://jisr.example/news/77");
	const riwaya_report *r =
		page(w, "<!--\n Page saved with SingleFile \n url: https://jisr.example/news/77 \n saved date: x\n-->", H1, "");
	is(r->address, "https://jisr.example/news/77");
	is(r->outlet_id, "jisr");
	read_world_end(w);
}

static void languages(rw_arena *a) {
	read_world *w = read_world_new(a);
	static const char *const texts[][2] = {
		{"ar", "قتل ثلاثة أشخاص في هجوم على سوق القصر القديم مساء أمس، بحسب مصادر محلية في البلدة."},
		/* Typed on a Persian keyboard. */
		{"ar", "قتل ثلاثة أشخاص فی هجوم علی سوق القصر القدیم مساء أمس، بحسب مصادر محلیة فی البلدة بعد أن فر المهاجمون."},
		{"fa", "در حمله مردان مسلح به بازار قدیمی شهر سه نفر کشته شدند و این حمله از سوی هیچ گروهی پذیرفته نشده است."},
		{"ur", "پرانے بازار پر حملے میں تین افراد ہلاک ہو گئے اور کسی گروہ نے اس کی ذمہ داری قبول نہیں کی ہے۔"},
		{"ckb",
			"لە هێرشێکدا بۆ سەر بازاڕی کۆنی شارەکە سێ کەس کوژران و هیچ لایەنێک بەرپرسیارێتی ئەم هێرشەی نەگرتووەتە ئەستۆ."},
		{"ps", "په زاړه بازار کې په یوه برید کې درې کسان وژل شوي دي او هیڅ ډلې د دې برید مسؤولیت نه دی منلی."},
	};
	for (size_t i = 0; i < RW_COUNT(texts); i++)
		is(read_ok(w, "a.txt", rw_slice_z(texts[i][1]))->language, texts[i][0]);
	w->c.any_language = true;
	is(read_ok(w, "en.html",
		   RW_LIT("<html lang='en-GB'><body><h1>Attack on a market</h1><p>Three people were killed in an attack on the old "
				  "market last night, local sources said on Tuesday morning.</p></body></html>"))
			->language,
		"en");
	is(read_ok(w, "x.html",
		   RW_LIT("<html><body><h1>Attack on a market</h1><p>Three people were killed in an attack on the old "
				  "market last night, local sources said on Tuesday morning.</p></body></html>"))
			->language,
		NULL);
	read_world_end(w);
}

/* Reads a page of several reports. */
static rw_reports *several(read_world *w, const char *name, const char *page, size_t n) {
	w->out.n = 0;
	riwaya_status s = read_bytes(&w->c, name, rw_slice_z(page), &w->out, &w->err);
	if (s) fail_msg("%s: %s", riwaya_status_name(s), w->err.message);
	if (w->out.n != n) fail_msg("%zu reports, not %zu", w->out.n, n);
	return &w->out;
}

#define ENTRY(time, title, words)                                                                                      \
	"<li class=entry><div class=t>" time "</div><h3>" title "</h3><p>" words                                           \
	"</p><div class=s><a href=#>مشاركة</a></div></li>"
#define FIRST "أعلنت مديرية الصحة ارتفاع عدد القتلى إلى تسعة بينهم طفلان."
#define SECOND "وصلت نحو خمسين عائلة من النازحين إلى قرى الجبل القريبة من القصر."
#define THIRD "سقطت قذيفة في محيط سوق القصر من دون وقوع إصابات بين الأهالي."

static void live(rw_arena *a) {
	read_world *w = read_world_new(a);
	static const char page_of_entries[] =
		"<html><head><meta property='og:site_name' content='الجسر نت'>"
		"<meta property='article:published_time' content='2022-01-21T22:00:00+03:00'>"
		"<meta property='article:modified_time' content='2022-01-22T01:30:00+03:00'></head><body><main><h1>تغطية مباشرة: "
		"هجوم على سوق القصر</h1><p>يتعرض سوق القصر لهجوم منذ مساء أمس، وهنا أبرز التطورات كما تصلنا من مراسلينا.</p><ol>" ENTRY(
			"01:30", "تسعة قتلى", FIRST) ENTRY("23:10", "نازحون", SECOND)
			ENTRY("22:00", "بدء القصف", THIRD) "</ol></main></body></html>";
	rw_reports *r = several(w, "live.html", page_of_entries, 4);
	is(r->p[0]->title, "تغطية مباشرة: هجوم على سوق القصر");
	is(r->p[0]->text, "يتعرض سوق القصر لهجوم منذ مساء أمس، وهنا أبرز التطورات كما تصلنا من مراسلينا.");
	is(r->p[1]->title, "تسعة قتلى");
	is(r->p[1]->text, FIRST);
	is(r->p[1]->outlet_id, "jisr");
	is(r->p[1]->file, "live.html#2022-01-22T01:30");
	at(r->p[1]->published, RIWAYA_BASIS_TEXT, "2022-01-22T01:30:00");
	/* The clock turned back over midnight. */
	at(r->p[2]->published, RIWAYA_BASIS_TEXT, "2022-01-21T23:10:00");
	at(r->p[3]->published, RIWAYA_BASIS_TEXT, "2022-01-21T22:00:00");
	assert_true(noted(r->p[3], "one of 3 entries"));
	for (size_t i = 1; i < 4; i++) {
		assert_int_equal(r->p[i]->id.n, 64);
		assert_false(rw_slice_eq(r->p[i]->id, r->p[i - 1]->id));
		for (size_t k = 0; k < r->p[i]->n_origin_map; k++) {
			const riwaya_origin_run *run = &r->p[i]->origin_map[k];
			rw_slice field = run->field == RIWAYA_FIELD_TITLE ? r->p[i]->title : r->p[i]->text;
			assert_memory_equal(field.p + run->at, page_of_entries + run->from, run->n);
		}
	}
	/* Headings without times are an ordinary article's. */
	several(w, "a.html",
		"<html><body><article><h1>هجوم على سوق القصر</h1><h3>أولا</h3><p>" FIRST "</p><h3>ثانيا</h3><p>" SECOND
		"</p><h3>ثالثا</h3><p>" THIRD "</p></article></body></html>",
		1);
	/* Readers' comments, each with a name and a time. */
#define COMMENT(name, words) "<div class=c><a href=/u>" name "</a><p>" words "</p><span>22/01/2022 10:15</span></div>"
	r = several(w, "b.html",
		"<html><body><article><h1>هجوم على سوق القصر</h1>" LEAD MORE "</article>" COMMENT(
			"سامر", "رحم الله الشهداء جميعا وصبر أهلهم.") COMMENT("نور", "الخبر ناقص، سمعت أن العدد أكبر من هذا.")
			COMMENT("ليلى", "شكرا على المتابعة وعلى نقل الحقيقة.") "</body></html>",
		1);
	assert_true(rw_slice_find(r->p[0]->text, RW_LIT("الخبر ناقص"), 0) == SIZE_MAX);
	/* A list of other articles: their titles are links. */
#define CARD(words)                                                                                                    \
	"<div class=card><h3><a href=/1>هجوم جديد على السوق</a></h3><span>22/01/2022</span><p>" words "</p></div>"
	several(w, "c.html",
		"<html><body><article><h1>هجوم على سوق القصر</h1>" LEAD MORE "</article>" CARD(FIRST) CARD(SECOND)
			CARD(THIRD) "</body></html>",
		1);
	read_world_end(w);
}

static void posts(rw_arena *a) {
	read_world *w = read_world_new(a);
#define POST(time, words)                                                                                                    \
	"<div class=tgme_widget_message_wrap><div class=tgme_widget_message_bubble><div class=author><a href=/c><span>نداء " \
	"الوادي</span></a></div>" words "<div class=f><span>3.4K</span> views <a href=/1><time datetime='" time                  \
	"'>10:15</time></a></div></div></div>"
	rw_reports *r = several(w, "channel.html",
		"<html><head><title>نداء الوادي – Telegram</title><meta property='og:title' content='نداء الوادي'><meta "
		"property='og:site_name' content='Telegram'></head><body><main><section>" POST("2022-01-22T10:15:00+00:00",
			"<div class=tgme_widget_message_text>" FIRST "</div>") POST("2022-01-22T11:20:00+00:00",
			"<div class=fwd>Forwarded from <a href=/x>شبكة واحة الأخبار</a></div><div class=tgme_widget_message_text>" SECOND
			"</div>") POST("2022-01-22T12:30:00+00:00",
			"<div class=tgme_widget_message_text>" THIRD "</div>") "</section></main></body></html>",
		3);
	is(r->p[0]->outlet_name, "نداء الوادي");
	is(r->p[0]->title, NULL);
	is(r->p[0]->text, FIRST);
	at(r->p[0]->published, RIWAYA_BASIS_METADATA, "2022-01-22T10:15:00");
	is(r->p[1]->text, SECOND);
	is(r->p[1]->credit, "شبكة واحة الأخبار");
	is(r->p[2]->credit, NULL);
	/* One post, and what readers say below it. */
	r = several(w, "post.html",
		"<html><head><title>صفحة نداء الوادي - أعلنت مديرية الصحة… | فيسبوك</title><meta property='og:site_name' content='Facebook'></head>"
		"<body><div id=s><header><h3><a href=/p>صفحة نداء الوادي</a></h3><abbr>22 يناير 2022، الساعة 10:15 صباحاً</abbr></header><div><p>" FIRST
		"</p><p>" SECOND "</p></div></div>" COMMENT("سامر", "رحم الله الشهداء جميعا وصبر أهلهم.")
			COMMENT("نور", "الخبر ناقص، سمعت أن العدد أكبر من هذا.")
				COMMENT("ليلى", "شكرا على المتابعة وعلى نقل الحقيقة.") "</body></html>",
		1);
	is(r->p[0]->outlet_name, "صفحة نداء الوادي");
	is(r->p[0]->title, NULL);
	is(r->p[0]->text, FIRST "\n" SECOND);
	at(r->p[0]->published, RIWAYA_BASIS_TEXT, "2022-01-22T10:15:00");
	read_world_end(w);
}

static void outlets(rw_arena *a) {
	read_world *w = read_world_new(a);
	static const char *const pages[][3] = {
		/* head, above, below: each tells of an outlet that no table has. */
		{"<meta property='og:site_name' content='نداء الوادي | صوت من لا صوت له'>", "", ""},
		{"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"publisher\":{\"name\":\"نداء الوادي\"}}</script>",
			"", ""},
		{"<title>هجوم على سوق القصر - نداء الوادي</title>", "", ""},
		{"<title>نداء الوادي: هجوم على سوق القصر</title>", "", ""},
		{"<meta name='application-name' content='نداء الوادي'>", "", ""},
		{"", "", "<footer>جميع الحقوق محفوظة © شبكة نداء الوادي 2022</footer>"},
	};
	for (size_t i = 0; i < RW_COUNT(pages); i++) {
		char above[512];
		snprintf(above, sizeof above, "%s" H1, pages[i][1]);
		is(page(w, pages[i][0], above, pages[i][2])->outlet_name, i == 5 ? "شبكة نداء الوادي" : "نداء الوادي");
	}
	/* A service is nobody's outlet, the address goes before all. */
	is(page(w, "<meta property='og:site_name' content='Blogger'>", H1, "")->outlet_name, NULL);
	is(page(w, "<meta property='og:site_name' content='نداء الوادي'><link rel=canonical href='https://waha.example/n/1'>",
		   H1, "")
			->outlet_id,
		"waha");
	read_world_end(w);
}

/* clang-format off */
#define TESTS(X) X(structure) X(times) X(stamps_apart) X(captures) X(conflicts) X(json_ld) X(titles) X(addresses) X(languages) X(live) X(posts) X(outlets)
#define DEFINE(name) static void test_##name(void **state) { (void)state; in_arena(name); }
#define LIST(name) cmocka_unit_test(test_##name),
/* clang-format on */
TESTS(DEFINE)

int main(void) {
	const struct CMUnitTest tests[] = {TESTS(LIST)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
