/* test_choose.c: which words of a small invented page are its article, a case for each rule of structure. */
#include "read_world.h"

static riwaya_status read_page(read_world *w, const char *html) { return reading(w, "page.html", rw_slice_z(html)); }

/* Paragraphs of the article, and what is told of it beside. */
#define P1 "قتل ثلاثة أشخاص في هجوم على سوق القصر القديم مساء أمس، بحسب مصادر محلية في البلدة."
#define P2 "وأضافت المصادر أن المهاجمين فروا إلى البادية بعد الهجوم على السوق، ولم تعلن أي جهة مسؤوليتها."
#define P3 "وقال شاهد من أصحاب المحال إن الحريق امتد إلى أربعة متاجر، قبل أن تصل سيارات الإطفاء من المدينة."
#define HEAD                                                                                                                            \
	"<!doctype html><html lang=ar><head><meta charset=utf-8><title>هجوم على سوق القصر</title>"                           \
	"<meta property='og:title' content='هجوم على سوق القصر'><meta property='og:url' content='https://jisr.example/n/7'>" \
	"</head><body>"
#define H1 "<h1>هجوم على سوق القصر</h1>"
#define P(x) "<p>" x "</p>"
#define BODY P(P1) P(P2) P(P3)
#define TEXT P1 "\n" P2 "\n" P3
/* Of other articles. */
#define O1 "افتتاح جسر المشاة الجديد في الحي الشرقي"
#define O2 "وزير الري يتفقد أعمال تطهير الترع"
#define O3 "مدرب جديد للنادي الساحلي بعد خسارتين"
#define O4 "حملة لقاح ضد الحصبة في مدارس الريف"
#define X1 "يختصر الجسر الطريق بين السوق والمشفى، ويخدم آلاف السكان يومياً."
#define X2 "تفقد الوزير أعمال التطهير في أربع ترع رئيسية ووعد بإنهائها قبل الموسم."
#define X3 "أعلن النادي اسم مدربه الجديد في مؤتمر صحفي عقده في مقره ظهر اليوم."
#define X4 "تبدأ الحملة الأحد المقبل وتستمر أسبوعين، بحسب مديرية الصحة في المحافظة."

typedef struct page_case {
	const char *what, *html, *text;
	const char *caption; /* where there is one */
} page_case;

static const page_case cases[] = {
	/* --- the tree --- */
	{"entries and paragraphs that are not closed",
		HEAD H1 "<div><p>" P1 "<ul><li>أحمد العلي<li>سامر الخلف</ul><p>" P2 "<p>" P3,
		P1 "\nأحمد العلي\nسامر الخلف\n" P2 "\n" P3, NULL},
	{"end tags that close nothing", HEAD H1 "<div></span></li></p>" P(P1) "</b></td>" P(P2) "</section>" P(P3) "</div>",
		TEXT, NULL},
	{"a cell's end tags close nothing outside",
		HEAD "<table><tr><td>" H1 "<p>" P1 "</div></section></p>" P(P2) P(P3) "</td></tr></table>", TEXT, NULL},
	{"a comment that never ends", HEAD H1 BODY "<!-- <p>" O1 "</p>", TEXT, NULL},
	{"a quote that never ends", HEAD H1 "<p class=\"x>" P1 "</p>" P(P2) P(P3), TEXT, NULL},
	{"text of scripts, frames and forms",
		HEAD H1 P(P1) "<script>if (a<b) document.write('<p>x</p>')</script><style>p{}</style>"
					  "<iframe src=x><p>" O1 "</p></iframe><select><option>" O2 "</select><textarea>" O3
					  "</textarea>" P(P2) P(P3),
		TEXT, NULL},
	{"references, with a semicolon and without",
		HEAD H1 P("&#1602;تل ثلاثة &laquo;مدنيين&raquo; &amp خمسة &unknown; آخرون في الهجوم على السوق.") BODY,
		"قتل ثلاثة «مدنيين» & خمسة &unknown; آخرون في الهجوم على السوق.\n" TEXT, NULL},
	{"a sign that begins no tag", HEAD H1 P("بلغت الكلفة أقل من 5 ملايين، أي ( < 5 ) بحسب البلدية.") BODY,
		"بلغت الكلفة أقل من 5 ملايين، أي ( < 5 ) بحسب البلدية.\n" TEXT, NULL},
	{"a credit at a line's end",
		HEAD H1 BODY "<div>آثار الهجوم على السوق <span class=photo-credit>تصوير سامر</span></div>" P(P1 " وبعد."),
		TEXT "\nآثار الهجوم على السوق\n" P1 " وبعد.", "تصوير سامر"},
	/* --- class words --- */
	{"words of classes however they are joined",
		HEAD H1 BODY "<div class=relatedPosts><p>" X1 "</p></div><div class=post__comments><p>" X2
					 "</p></div><div class='share-bar'><p>" X3 "</p></div>",
		TEXT, NULL},
	{"a word within a word is none", HEAD H1 "<div class='unrelated shareholder'>" BODY "</div>", TEXT, NULL},
	{"furniture's words around the whole article",
		HEAD "<div class='layout has-sidebar'>" H1 "<div class='post-content'>" BODY "</div></div>", TEXT, NULL},
	{"doubtful words around running text", HEAD H1 P(P1) "<div class=text-widget><p>" P2 "</p><p>" P3 "</p></div>",
		TEXT, NULL},
	{"doubtful words around scraps", HEAD H1 BODY "<div class=rating><p>قيّم هذا الخبر من فضلك</p></div>", TEXT, NULL},
	/* --- other articles --- */
	{"a teaser within the text",
		HEAD "<article>" H1 P(P1) "<div class=box><h3><a href=/n/8>" O1 "</a></h3><p>" X1 "</p></div>" P(P2)
			P(P3) "</article>",
		TEXT, NULL},
	{"teasers below, headings and excerpts in a row",
		HEAD "<div>" H1 BODY "</div><div><h3><a href=/n/8>" O1 "</a></h3><p>" X1 "</p><h3><a href=/n/9>" O2
			 "</a></h3><p>" X2 "</p></div>",
		TEXT, NULL},
	{"a title that leads to its own page",
		HEAD "<article><h2><a href=/n/7>هجوم على سوق القصر</a></h2>" BODY "</article>", TEXT, NULL},
	{"teasers without headings",
		HEAD H1 BODY "<div class=c><a href=/n/8>" O1 "</a><p>" X1 "</p></div><div class=c><a href=/n/9>" O2 "</a><p>" X2
					 "</p></div><div class=c><a href=/n/10>" O3 "</a><p>" X3 "</p></div>",
		TEXT, NULL},
	{"cards under a link that is laid over them",
		HEAD H1 P(P1) "<div class=i><a class=o href=/n/8></a><div>" O1 "</div><div>12 أيار</div></div>" P(P2) P(P3),
		TEXT, NULL},
	{"headlines with their beginnings behind them",
		HEAD "<ul><li><a href=/n/8>" O1 "</a> " X1 "<li><a href=/n/9>" O2 "</a> " X2 "<li><a href=/n/10>" O3 "</a> " X3
			 "<li><a href=/n/11>" O4 "</a> " X4 "</ul>" H1 BODY,
		TEXT, NULL},
	{"a link around a whole card", HEAD H1 BODY "<a href=/n/8><div><h4>" O1 "</h4><p>" X1 "</p></div></a>", TEXT, NULL},
	{"the next article below",
		HEAD "<article class=s><h1>هجوم على سوق القصر</h1>" BODY "</article><article class=s><h1>" O1 "</h1>" P(X1)
			P(X2) P(X3) P(X4) P(X1) P(X2) "</article>",
		TEXT, NULL},
	{"others' beginnings are longer than the article",
		HEAD "<article>" H1 P(P1) P(P2) P(P3) "</article><section><article><p>" X1 X2 X3 X4
											  "</p></article><article><p>" X2 X1 X4 X3
											  "</p></article><article><p>" X4 X3 X2 X1 "</p></article></section>",
		TEXT, NULL},
	/* --- links --- */
	{"a sentence most of which is a link",
		HEAD H1 P(P1) P("وكانت <a href=/n/3>اشتباكات قد اندلعت قرب السوق</a> قبل يومين.") P(P2) P(P3),
		P1 "\nوكانت اشتباكات قد اندلعت قرب السوق قبل يومين.\n" P2 "\n" P3, NULL},
	{"a line that is a link to the same site", HEAD H1 P(P1) "<p><a href=/n/8>" O1 "</a></p>" P(P2) P(P3), TEXT, NULL},
	{"a line that is a link to elsewhere",
		HEAD H1 P(P1) "<p><a href=https://wizara.example/bayan>نص بيان وزارة الداخلية</a></p>" P(P2) P(P3),
		P1 "\nنص بيان وزارة الداخلية\n" P2 "\n" P3, NULL},
	{"names below links stay",
		HEAD H1 P(P1) P(
			"والأسماء هي:") "<div><b>اقرأ أيضاً</b><ul><li><a href=/n/8>" O1 "</a><li><a href=/n/9>" O2
							"</a></ul></div><ul><li>عبد الكريم محمد<li>فاطمة حسين العبود<li>خالد السلوم</ul>" P(P2) P(P3),
		P1 "\nوالأسماء هي:\nعبد الكريم محمد\nفاطمة حسين العبود\nخالد السلوم\n" P2 "\n" P3, NULL},
	/* --- the article's own --- */
	{"a label of what was left out",
		HEAD "<div>" H1 P(P1) "<h2>شهادات</h2>" P(P2) P(P3) "<h2>من أخبارنا</h2><ul><li><a href=/n/8>" O1
															"</a><li><a href=/n/9>" O2 "</a></ul></div>",
		P1 "\nشهادات\n" P2 "\n" P3, NULL},
	{"the marked body",
		HEAD H1 "<div itemprop=articleBody>" P(P1) P(P2) P(P3) P(P1 " " P2) P(P2 " " P3)
			P(P3 " " P1) "</div><div>" P(X1) P(X2) P(X3) P(X4) "</div>",
		TEXT "\n" P1 " " P2 "\n" P2 " " P3 "\n" P3 " " P1, NULL},
	{"a long summary above the body",
		HEAD "<header>" H1 "</header><div class=sum><p>" P1 " " P2 "</p></div><div class=article-body>" P(P2) P(P3)
			P(P3) "</div>",
		P1 " " P2 "\n" P2 "\n" P3 "\n" P3, NULL},
	{"a post quoted in the text",
		HEAD H1 P(P1) "<div class=social-embed><blockquote><p>لن ندفع أي فدية لأحد، ولن نفاوض تحت التهديد.</p></blockquote></div>" P(
			P2) P(P3),
		P1 "\nلن ندفع أي فدية لأحد، ولن نفاوض تحت التهديد.\n" P2 "\n" P3, NULL},
	{"words beside a picture",
		HEAD H1 "<div class='image top'><img src=a.jpg><p>دخان يتصاعد من السوق بعد الهجوم مساء أمس.</p></div>" BODY,
		TEXT, "دخان يتصاعد من السوق بعد الهجوم مساء أمس."},
	{"cells of a table",
		HEAD H1 P(P1) "<table><tr><th>القتيل<th>العمر<tr><td>سامر<td>19<tr><td>نور<td>7</table>" P(P2) P(P3),
		P1 "\nالقتيل\nالعمر\nسامر\n19\nنور\n7\n" P2 "\n" P3, NULL},
};

static void chosen(rw_arena *a) {
	read_world *w = read_world_new(a);
	int bad = 0;
	for (size_t i = 0; i < RW_COUNT(cases); i++) {
		const page_case *c = &cases[i];
		riwaya_status s = read_page(w, c->html);
		if (s || w->out.n != 1) {
			print_message("%s: %s, %zu reports: %s\n", c->what, riwaya_status_name(s), w->out.n, w->err.message);
			bad++;
			continue;
		}
		const riwaya_report *r = w->out.p[0];
		if (!rw_slice_eqz(r->text, c->text)) {
			print_message("%s: text is\n" RW_FMT "\n-- not\n%s\n", c->what, RW_ARG(r->text), c->text);
			bad++;
		}
		if (c->caption && !rw_slice_eqz(r->caption, c->caption)) {
			print_message("%s: caption is '" RW_FMT "', not '%s'\n", c->what, RW_ARG(r->caption), c->caption);
			bad++;
		}
	}
	read_world_end(w);
	assert_int_equal(bad, 0);
}

static void none(rw_arena *a) {
	static const page_case pages[] = {
		{"an empty shell",
			"<html><head><title>الخبر</title></head><body><div id=root></div><p>جارٍ التحميل...</p></body></html>", NULL,
			NULL},
		{"a notice alone",
			"<html><head><title>قبل المتابعة</title></head><body><div class=consent-wall><h1>خصوصيتك تهمنا</h1><p>نخزن نحن وشركاؤنا المعلومات "
			"على جهازك ونعالج البيانات من أجل إعلانات مخصصة.</p></div></body></html>",
			NULL, NULL},
		{"a section's front page",
			"<html><head><title>أخبار القصر</title></head><body><nav><a href=/1>محليات</a><a href=/2>رياضة</a></nav><main>"
			"<div class=t><h2><a href=/n/1>" O1 "</a></h2><p>" X1 "</p></div><div class=t><h2><a href=/n/2>" O2
			"</a></h2><p>" X2 "</p></div><div class=t><h2>"
			"<a href=/n/3>" O3 "</a></h2><p>" X3 "</p></div><div class=t><h2><a href=/n/4>" O4 "</a></h2><p>" X4
			"</p></div></main></body></html>",
			NULL, NULL},
		{"links alone",
			"<html><body><ul><li><a href=/1>" O1 "</a><li><a href=/2>" O2 "</a><li><a href=/3>" O3
			"</a></ul></body></html>",
			NULL, NULL},
	};
	read_world *w = read_world_new(a);
	for (size_t i = 0; i < RW_COUNT(pages); i++) {
		riwaya_status s = read_page(w, pages[i].html);
		if (s != RIWAYA_NO_ARTICLE)
			fail_msg("%s: %s: '" RW_FMT "'", pages[i].what, riwaya_status_name(s),
				RW_ARG(w->out.n ? w->out.p[0]->text : RW_LIT("-")));
	}
	read_world_end(w);
}

static void test_chosen(void **state) {
	(void)state;
	in_arena(chosen);
}
static void test_none(void **state) {
	(void)state;
	in_arena(none);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_chosen), cmocka_unit_test(test_none)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
