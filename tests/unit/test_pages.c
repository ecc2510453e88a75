/* test_pages.c: what a page says of itself, on small invented pages: structure, times and where they come from, titles, outlets,
 * languages. */
#include "read_world.h"

typedef struct world {
	rw_read_context c;
	rw_reports out;
	riwaya_error err;
	rw_arena scratch;
} world;

static world *world_new(rw_arena *a) {
	world *w = RW_NEW(a, world);
	rw_arena_init(&w->scratch, a->mem);
	w->c = (rw_read_context){.lx = read_lexicon(a), .a = a, .scratch = &w->scratch};
	assert_non_null(w->c.lx);
	return w;
}

static void world_end(world *w) { rw_arena_release(&w->scratch); }

static riwaya_report *read_as(world *w, const char *name, rw_slice bytes) {
	rw_input in = {rw_slice_z(name), bytes};
	w->out.n = 0;
	memset(&w->err, 0, sizeof w->err);
	riwaya_status s = rw_read(&w->c, &in, &w->out, &w->err);
	if (s) fail_msg("%s: %s: %s", name, riwaya_status_name(s), w->err.message);
	assert_int_equal(w->out.n, 1);
	return w->out.p[0];
}

#define LEAD "<p>قتل ثلاثة أشخاص في هجوم على سوق القصر القديم مساء أمس، بحسب مصادر محلية في البلدة.</p>"
#define MORE "<p>وأضافت المصادر أن المهاجمين فروا إلى البادية بعد الهجوم على السوق، ولم تعلن أي جهة مسؤوليتها.</p>"

/* A page: what stands in its head, what stands in its article before the words, and after them. */
static riwaya_report *page(world *w, const char *head, const char *above, const char *below) {
	return read_as(w, "page.html",
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
	world *w = world_new(a);
	const riwaya_report *r = page(w, "", "<h1>هجوم على سوق القصر</h1>",
		"<h2>شهادات من السوق</h2><blockquote><p>رأيت المهاجمين يفرون إلى البادية.</p><p>لم يوقفهم أحد.</p></blockquote>" MORE
		"<ul><li>محمد العلي</li><li>سامر يوسف</li></ul>");
	assert_int_equal(r->n_structure, 4);
	structure_is(r, 0, "heading", "شهادات من السوق");
	structure_is(r, 1, "quote", "رأيت المهاجمين يفرون إلى البادية.\nلم يوقفهم أحد.");
	structure_is(r, 2, "list", "محمد العلي");
	structure_is(r, 3, "list", "سامر يوسف");
	r = read_as(w, "a.txt",
		RW_LIT("هجوم على القصر\nقتل خمسة أشخاص في هجوم على القصر مساء أمس بحسب مصادر محلية.\nشهادات من السوق\n"
			   "وأصيب آخرون بجروح خطيرة في الهجوم نفسه كما قالت المصادر نفسها.\n«رأيت المهاجمين يفرون إلى البادية».\n"
			   "ونشرت المصادر أسماء القتلى في الهجوم على القصر مساء أمس:\n- محمد العلي\n- سامر يوسف\n"));
	assert_int_equal(r->n_structure, 4);
	structure_is(r, 0, "heading", "شهادات من السوق");
	structure_is(r, 1, "quote", "«رأيت المهاجمين يفرون إلى البادية».");
	structure_is(r, 2, "list", "- محمد العلي");
	structure_is(r, 3, "list", "- سامر يوسف");
	world_end(w);
}

static void times(rw_arena *a) {
	world *w = world_new(a);
	const riwaya_report *r = page(w,
		"<meta property='article:published_time' content='2022-01-22T19:01:00+03:00'>"
		"<meta property='article:modified_time' content='2022-01-23T08:15:00+03:00'>"
		"<link rel=canonical href='https://jisr.example/news/77'>",
		"<h1>هجوم على سوق القصر</h1>", "");
	at(r->published, RIWAYA_BASIS_METADATA, "2022-01-22T19:01:00");
	at(r->updated, RIWAYA_BASIS_METADATA, "2022-01-23T08:15:00");
	is(r->updated.zone, "+03:00");
	is(r->address, "https://jisr.example/news/77");
	r = page(w, "",
		"<h1>هجوم على سوق القصر</h1><div>نشر في: 22/01/2022 19:01</div><div>آخر تحديث: 23/01/2022 08:15</div>", "");
	at(r->published, RIWAYA_BASIS_TEXT, "2022-01-22T19:01:00");
	at(r->updated, RIWAYA_BASIS_TEXT, "2022-01-23T08:15:00");
	is(r->address, NULL);
	world_end(w);
}

/* clang-format off */
#define TESTS(X) X(structure) X(times)
#define DEFINE(name) static void test_##name(void **state) { (void)state; in_arena(name); }
#define LIST(name) cmocka_unit_test(test_##name),
/* clang-format on */
TESTS(DEFINE)

int main(void) {
	const struct CMUnitTest tests[] = {TESTS(LIST)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
