/* show_world.h: an invented reconciliation, built by hand, for the tests of the show room: four outlets on an attack on a prison,
 * one undated report beside them, a reprint, and two files that could not be read. Also a sink into memory, and a small lexicon. */
#ifndef RW_SHOW_WORLD_H
#define RW_SHOW_WORLD_H

#include "lexicon/lexicon.h"
#include "mention/calendar.h"
#include "show/show.h"
#include <stdio.h>
#include <stdlib.h>

/* --- a sink into memory ------------------------------------------------------------------------------------------ */
typedef struct grown {
	char *p;
	size_t n, cap, limit; /* limit: refuse past it, 0 for never */
} grown;

static bool grow(void *ctx, const char *p, size_t n) {
	grown *g = ctx;
	if (g->limit && g->n + n > g->limit) return false;
	if (g->n + n + 1 > g->cap) {
		g->cap = (g->n + n + 1) * 2;
		g->p = realloc(g->p, g->cap);
		if (!g->p) abort();
	}
	memcpy(g->p + g->n, p, n);
	g->n += n;
	g->p[g->n] = '\0';
	return true;
}

static inline riwaya_sink sink_of(grown *g) { return (riwaya_sink){grow, g}; }

/* --- a lexicon of the tables that showing needs -------------------------------------------------------------------- */
static inline rw_lexicon *small_lexicon(rw_arena *a) {
	static const char *const names[] = {"schema.tsv", "letters.tsv", "clitics.tsv", "paradigms.tsv", "labels.show.tsv",
		"predicates.tsv", "roles.tsv", "units.tsv", "orders.tsv", "policy.tsv", "actors.tsv"};
	rw_source *s = RW_ARRAY(a, rw_source, RW_COUNT(names));
	for (size_t i = 0; i < RW_COUNT(names); i++) {
		char path[1024];
		snprintf(path, sizeof path, "%s/lexicon/%s", RW_SOURCE_DIR, names[i]);
		FILE *f = fopen(path, "rb");
		if (!f) continue;
		rw_buf b = RW_BUF(a);
		char chunk[4096];
		size_t n;
		while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) rw_buf_put(&b, chunk, n);
		fclose(f);
		s[i] = (rw_source){.name = rw_slice_z(names[i]), .path = rw_slice_z(names[i]), .text = rw_buf_view(&b)};
	}
	rw_slice compiled;
	rw_complaints c = {0};
	if (rw_lexicon_compile(a, s, RW_COUNT(names), &compiled, &c)) {
		for (size_t i = 0; i < c.n; i++)
			fprintf(stderr, "%.*s:%u: %.*s\n", RW_ARG(c.p[i].path), (unsigned)c.p[i].line, RW_ARG(c.p[i].message));
		return NULL;
	}
	rw_lexicon *lx;
	return rw_lexicon_open(a, compiled, &lx, NULL) ? NULL : lx;
}

/* --- the world ---------------------------------------------------------------------------------------------------- */
enum { W_SIDRA, W_WADI, W_NAHAR, W_COPY, W_OLD, W_REPORTS };

static inline riwaya_when minute_of(int y, int m, int d, int h, int min) {
	int64_t at = rw_days_from_civil(y, m, d) * RW_DAY + h * 60 + min;
	return (riwaya_when){at, at, RIWAYA_PRECISION_MINUTE};
}

static inline rw_slice world_copy(rw_arena *a, const char *z) { return z ? rw_arena_copy(a, rw_slice_z(z)) : RW_NONE; }

static riwaya_report *world_report(
	rw_arena *a, const char *file, const char *outlet, const char *title, riwaya_when at, const char *text) {
	riwaya_report *r = RW_NEW(a, riwaya_report);
	static const char digits[] = "0123456789abcdef";
	char *id = rw_arena_alloc(a, 64);
	for (size_t i = 0; i < 64; i++) id[i] = digits[(i * 7 + strlen(file)) % 16];
	r->id = rw_slice_of(id, 64);
	r->file = world_copy(a, file);
	r->format = RW_LIT("text");
	r->language = RW_LIT("ar");
	r->outlet_name = world_copy(a, outlet);
	r->title = world_copy(a, title);
	r->text = world_copy(a, text);
	r->published.at = at;
	r->published.basis = at.precision ? RIWAYA_BASIS_TEXT : RIWAYA_BASIS_NONE;
	return r;
}

typedef struct world {
	rw_arena *a;
	riwaya_report *reports[W_REPORTS];
	RW_VEC(riwaya_incident_claim) claims;
	riwaya_reconciliation r;
	riwaya_incident incident;
} world;

/* A claim whose evidence stands in its report's text, and whose figure stands in the evidence. */
static riwaya_claim *world_claim(
	world *w, uint32_t report, const char *id, const char *predicate, const char *evidence, const char *figure) {
	riwaya_claim *c = RW_NEW(w->a, riwaya_claim);
	const riwaya_report *r = w->reports[report];
	size_t at = rw_slice_find(r->text, rw_slice_z(evidence), 0);
	if (at == SIZE_MAX) abort();
	c->id = world_copy(w->a, id);
	c->span = (riwaya_span){RIWAYA_FIELD_TEXT, (uint32_t)at, (uint32_t)(at + strlen(evidence))};
	c->evidence = rw_slice_of(r->text.p + at, strlen(evidence));
	c->predicate = world_copy(w->a, predicate);
	c->unit = RW_LIT("person");
	c->counts = RIWAYA_COUNTS_PATIENT;
	c->scope = RIWAYA_SCOPE_EVENT;
	c->told = r->published.at;
	c->confidence = 0.9;
	if (figure) {
		size_t f = rw_slice_find(c->evidence, rw_slice_z(figure), 0);
		if (f == SIZE_MAX) abort();
		c->figure.text = rw_slice_of(c->evidence.p + f, strlen(figure));
		c->figure.span = (riwaya_span){RIWAYA_FIELD_TEXT, (uint32_t)(at + f), (uint32_t)(at + f + strlen(figure))};
	}
	rw_vec_push(w->a, &w->claims, (riwaya_incident_claim){c, report, c->id, UINT32_MAX, UINT32_MAX, 0, UINT32_MAX});
	return c;
}

static void world_figure(riwaya_claim *c, riwaya_qualifier q, double value, double low, double high) {
	c->figure.qualifier = q;
	c->figure.value = value, c->figure.has_value = value >= 0;
	c->figure.low = low, c->figure.has_low = low >= 0;
	c->figure.high = high, c->figure.has_high = high >= 0;
}

static void world_chain(
	world *w, riwaya_claim *c, const char *origin, riwaya_link_kind kind, const char *actor, bool named) {
	riwaya_link *l = RW_ARRAY(w->a, riwaya_link, 2);
	const riwaya_report *r = w->reports[w->claims.p[w->claims.n - 1].report];
	size_t n = 0;
	if (origin) l[n++] = (riwaya_link){world_copy(w->a, origin), {0}, kind, world_copy(w->a, actor), named};
	l[n++] = (riwaya_link){r->outlet_name, {0}, RIWAYA_LINK_OUTLET, RW_NONE, true};
	c->chain = l;
	c->n_chain = n;
}

static inline riwaya_bilingual world_both(rw_arena *a, const char *ar, const char *en) {
	return (riwaya_bilingual){world_copy(a, ar), world_copy(a, en)};
}

#define WORLD_LIST(w, type, ...)                                                                                       \
	memcpy(RW_ARRAY((w)->a, type, RW_COUNT(((type[]){__VA_ARGS__}))), ((type[]){__VA_ARGS__}),                         \
		sizeof((type[]){__VA_ARGS__}))

static inline world *world_new(rw_arena *a) {
	world *w = RW_NEW(a, world);
	w->a = a;
	w->reports[W_SIDRA] = world_report(a, "pages/sidra.html", "وكالة سدرة",
		"هجوم على سجن الوادي وأنباء عن فرار محتجزين", minute_of(2023, 11, 15, 6, 1),
		"قال مراسل سدرة إن نحو 300 مسلح هاجموا سجن الوادي مساء الثلاثاء. وفرّ عشرات المحتجزين خلال الهجوم، وفق شهود. ويضم السجن أكثر من خمسة آلاف محتجز.");
	w->reports[W_WADI] = world_report(a, "pages/wadi.txt", "شبكة الوادي", "المتحدث ينفي: لا فرار من السجن",
		minute_of(2023, 11, 15, 19, 30),
		"نفى المتحدث باسم الحرس سالم العلي هروب أي محتجز من السجن، وزعم أن الهجوم أُحبط. وأضاف أن السجن يضم 5000 محتجز.");
	w->reports[W_NAHAR] = world_report(a, "pages/nahar.txt", "صحيفة النهر", NULL, minute_of(2023, 11, 16, 9, 0),
		"أعلن الحرس القبض على 110 من الفارين من سجن الوادي. وشارك في الهجوم ما لا يقل عن 100 مسلح بحسب مصادر متطابقة.");
	w->reports[W_COPY] = world_report(a, "pages/copy.txt", "دفتر الشرق", "هجوم السجن", minute_of(2023, 11, 16, 10, 0),
		"وفرّ عشرات المحتجزين خلال الهجوم، وفق شهود.");
	w->reports[W_OLD] = world_report(a, "pages/old.txt", "حكايات", "عصيان في سجن الوادي", (riwaya_when){0},
		"تجدد العصيان في سجن الوادي لليوم الثاني.");

	riwaya_claim *c =
		world_claim(w, W_SIDRA, "c0", "attackers", "نحو 300 مسلح هاجموا سجن الوادي مساء الثلاثاء", "نحو 300");
	c->counts = RIWAYA_COUNTS_AGENT;
	world_figure(c, RIWAYA_QUALIFIER_ABOUT, 300, 270, 330);
	world_chain(w, c, "مراسل سدرة", RIWAYA_LINK_CORRESPONDENT, NULL, false);
	c = world_claim(w, W_SIDRA, "c1", "escaped", "وفرّ عشرات المحتجزين خلال الهجوم، وفق شهود", "عشرات");
	world_figure(c, RIWAYA_QUALIFIER_ORDER, -1, 20, 99);
	c->patient = (riwaya_party){.text = RW_LIT("المحتجزين"), .role = RW_LIT("detainee")};
	c->stance = RIWAYA_STANCE_UNCONFIRMED;
	world_chain(w, c, "شهود", RIWAYA_LINK_WITNESS, NULL, false);
	c = world_claim(w, W_SIDRA, "c2", "held", "ويضم السجن أكثر من خمسة آلاف محتجز", "أكثر من خمسة آلاف");
	world_figure(c, RIWAYA_QUALIFIER_MORE_THAN, 5000, 5000, -1);
	c->scope = RIWAYA_SCOPE_STOCK;
	world_chain(w, c, NULL, 0, NULL, true);
	c = world_claim(w, W_WADI, "c3", "escaped", "نفى المتحدث باسم الحرس سالم العلي هروب أي محتجز من السجن", NULL);
	c->polarity = RIWAYA_POLARITY_DENIED;
	c->denies = RIWAYA_DENIES_ACT;
	world_chain(w, c, "سالم العلي", RIWAYA_LINK_OFFICIAL, "sdf", true);
	c = world_claim(w, W_WADI, "c4", "attack", "وزعم أن الهجوم أُحبط", NULL);
	c->modality = RIWAYA_MODALITY_FOILED;
	c->stance = RIWAYA_STANCE_DOUBTED;
	world_chain(w, c, "سالم العلي", RIWAYA_LINK_OFFICIAL, "sdf", true);
	c = world_claim(w, W_WADI, "c5", "held", "السجن يضم 5000 محتجز", "5000");
	world_figure(c, RIWAYA_QUALIFIER_EXACT, 5000, 5000, 5000);
	c->scope = RIWAYA_SCOPE_STOCK;
	world_chain(w, c, "سالم العلي", RIWAYA_LINK_OFFICIAL, "sdf", true);
	c = world_claim(w, W_NAHAR, "c6", "recaptured", "أعلن الحرس القبض على 110 من الفارين من سجن الوادي", "110");
	world_figure(c, RIWAYA_QUALIFIER_EXACT, 110, 110, 110);
	world_chain(w, c, "الحرس", RIWAYA_LINK_PARTY, "sdf", true);
	c = world_claim(w, W_NAHAR, "c7", "attackers", "ما لا يقل عن 100 مسلح بحسب مصادر متطابقة", "ما لا يقل عن 100");
	c->counts = RIWAYA_COUNTS_AGENT;
	world_figure(c, RIWAYA_QUALIFIER_AT_LEAST, 100, 100, -1);
	world_chain(w, c, "مصادر متطابقة", RIWAYA_LINK_ANONYMOUS, NULL, false);
	c = world_claim(w, W_NAHAR, "c8", "escaped", "أعلن الحرس القبض على 110 من الفارين من سجن الوادي", "110");
	world_figure(c, RIWAYA_QUALIFIER_AT_LEAST, 110, 110, -1);
	world_chain(w, c, "الحرس", RIWAYA_LINK_PARTY, "sdf", true);
	w->claims.p[8].implied_by = 6;
	for (uint32_t i = 0; i < 9; i++) w->claims.p[i].origin = i % 6;

	riwaya_incident *in = &w->incident;
	in->id = RW_LIT("i-20231114-wadi");
	in->title = world_both(a, "هجوم على سجن الوادي", "Attack on al-Wadi prison");
	in->acts = WORLD_LIST(w, riwaya_slice, RW_LIT("attack"), RW_LIT("clash"));
	in->n_acts = 2;
	in->place_text = RW_LIT("سجن الوادي");
	in->place_label = world_both(a, "سجن الوادي، حي النهر", "al-Wadi prison, an-Nahr quarter");
	in->lat = 35.5, in->lon = -0.25, in->has_position = true;
	in->time = (riwaya_when){rw_days_from_civil(2023, 11, 14) * RW_DAY,
		rw_days_from_civil(2023, 11, 16) * RW_DAY + RW_DAY - 1, RIWAYA_PRECISION_DAY};
	in->reports = WORLD_LIST(w, riwaya_part_taken,
		{W_SIDRA, RIWAYA_PART_TELLS, UINT32_MAX,
			world_both(a, "الفعل نفسه والمكان نفسه في اليوم نفسه", "the same act, place and day")},
		{W_WADI, RIWAYA_PART_TELLS, UINT32_MAX, {RW_NONE, RW_NONE}},
		{W_NAHAR, RIWAYA_PART_TELLS, UINT32_MAX, {RW_NONE, RW_NONE}},
		{W_COPY, RIWAYA_PART_REPRINT, W_SIDRA, {RW_NONE, RW_NONE}});
	in->n_reports = 4;
	in->outlets = 4;
	in->n_independent = 6;
	in->claims = w->claims.p;
	in->n_claims = w->claims.n;
	in->origins = WORLD_LIST(w, riwaya_origin, {RW_LIT("مراسل سدرة"), RIWAYA_LINK_CORRESPONDENT, RW_NONE, false},
		{RW_LIT("شهود"), RIWAYA_LINK_WITNESS, RW_NONE, true}, {RW_LIT("وكالة سدرة"), RIWAYA_LINK_OUTLET, RW_NONE, false},
		{RW_LIT("سالم العلي"), RIWAYA_LINK_OFFICIAL, RW_LIT("sdf"), false},
		{RW_LIT("الحرس"), RIWAYA_LINK_PARTY, RW_LIT("sdf"), false},
		{RW_LIT("مصادر متطابقة"), RIWAYA_LINK_ANONYMOUS, RW_NONE, true});
	in->n_origins = 6;

	riwaya_line *l = RW_ARRAY(a, riwaya_line, 4);
	l[0] = (riwaya_line){.predicate = RW_LIT("escaped"),
		.family = RW_LIT("left_custody"),
		.unit = RW_LIT("person"),
		.patient_role = RW_LIT("detainee"),
		.scope = RIWAYA_SCOPE_EVENT,
		.label = world_both(a, "محتجزون فارّون", "detainees escaped"),
		.range = {20, 0, true, false},
		.range_all = {20, 0, true, false}};
	l[0].claims = WORLD_LIST(w, uint32_t, 1, 8), l[0].n_claims = 2;
	l[0].denied_by = WORLD_LIST(w, uint32_t, 3), l[0].n_denied_by = 1;
	l[0].values = WORLD_LIST(w, riwaya_value, {{20, 99, true, true}, WORLD_LIST(w, uint32_t, 1), 1, 1, 1, 1, 1, NULL, 0},
		{{110, 0, true, false}, WORLD_LIST(w, uint32_t, 8), 1, 1, 1, 1, 0, WORLD_LIST(w, riwaya_slice, RW_LIT("sdf")), 1});
	l[0].n_values = 2;
	l[1] = (riwaya_line){.predicate = RW_LIT("recaptured"),
		.family = RW_LIT("taken_into_custody"),
		.unit = RW_LIT("person"),
		.label = world_both(a, "مقبوض عليهم بعد فرار", "recaptured"),
		.range = {110, 110, true, true},
		.range_all = {110, 110, true, true}};
	l[1].claims = WORLD_LIST(w, uint32_t, 6), l[1].n_claims = 1;
	l[1].values =
		WORLD_LIST(w, riwaya_value, {{110, 110, true, true}, WORLD_LIST(w, uint32_t, 6), 1, 1, 1, 1, 0, NULL, 0}),
	l[1].n_values = 1;
	l[2] = (riwaya_line){.predicate = RW_LIT("held"),
		.family = RW_LIT("held"),
		.unit = RW_LIT("person"),
		.scope = RIWAYA_SCOPE_STOCK,
		.label = world_both(a, "محتجزون في سجن الوادي", "held in al-Wadi prison"),
		.range = {5000, 0, true, false},
		.range_all = {5000, 0, true, false}};
	l[2].claims = WORLD_LIST(w, uint32_t, 2, 5), l[2].n_claims = 2;
	l[2].values =
		WORLD_LIST(w, riwaya_value, {{5000, 0, true, false}, WORLD_LIST(w, uint32_t, 2), 1, 1, 1, 1, 0, NULL, 0},
			{{5000, 5000, true, true}, WORLD_LIST(w, uint32_t, 5), 1, 1, 1, 1, 0, NULL, 0});
	l[2].n_values = 2;
	l[3] = (riwaya_line){.predicate = RW_LIT("attackers"),
		.family = RW_LIT("attackers"),
		.unit = RW_LIT("person"),
		.label = world_both(a, "مهاجمون", "attackers"),
		.range = {100, 330, true, true},
		.range_all = {100, 330, true, true}};
	l[3].claims = WORLD_LIST(w, uint32_t, 0, 7), l[3].n_claims = 2;
	l[3].values =
		WORLD_LIST(w, riwaya_value, {{270, 330, true, true}, WORLD_LIST(w, uint32_t, 0, 7), 2, 2, 2, 2, 1, NULL, 0}),
	l[3].n_values = 1;
	in->lines = l;
	in->n_lines = 4;
	in->relations = WORLD_LIST(w, riwaya_relation,
		{RIWAYA_RELATION_CONTRADICTION, RIWAYA_ON_FIGURE, 2, 5, UINT32_MAX, RW_NONE, 10,
			world_both(a, "سدرة: أكثر من 5000، وشبكة الوادي: 5000.", "Sidra says more than 5,000, al-Wadi 5,000.")},
		{RIWAYA_RELATION_CONTRADICTION, RIWAYA_ON_DENIAL, 3, 6, 8, RW_LIT("sdf"), 90,
			world_both(a, "المتحدث ينفي أي فرار، والحرس يعلن القبض على 110 من الفارين.",
				"The spokesman denies any escape; the guard announces 110 recaptured.")},
		{RIWAYA_RELATION_DIFFERS, RIWAYA_ON_FIGURE, 1, 8, UINT32_MAX, RW_NONE, 1,
			world_both(a, "عشرات، ثم 110 على الأقل.", "Dozens, then at least 110.")});
	in->n_relations = 3;
	in->timeline = WORLD_LIST(w, riwaya_moment,
		{rw_when_day(rw_days_from_civil(2023, 11, 14)), world_both(a, "هجوم على السجن", "the prison is attacked"), 0,
			WORLD_LIST(w, uint32_t, 7), 1},
		{rw_when_day(rw_days_from_civil(2023, 11, 16)), world_both(a, "القبض على فارين", "fugitives are caught"), 6,
			NULL, 0});
	in->n_timeline = 2;
	in->framing = WORLD_LIST(w, riwaya_framing,
		{RW_LIT("sdf"), false, world_both(a, "الحرس", "the guard"),
			WORLD_LIST(w, riwaya_naming, {RW_LIT("الحرس"), RW_LIT("plain"), W_SIDRA, 3, {RIWAYA_FIELD_TEXT, 0, 10}},
				{RW_LIT("ميليشيا الحرس"), RW_LIT("loaded"), W_WADI, 1, {RIWAYA_FIELD_TEXT, 0, 10}},
				{RW_LIT("قوات الحرس الشعبي"), RW_LIT("self"), W_NAHAR, 2, {RIWAYA_FIELD_TEXT, 0, 10}}),
			3});
	in->n_framing = 1;

	riwaya_reconciliation *r = &w->r;
	const riwaya_report **reports = RW_ARRAY(a, const riwaya_report *, W_REPORTS);
	for (size_t i = 0; i < W_REPORTS; i++) reports[i] = w->reports[i];
	r->reports = reports;
	r->n_reports = W_REPORTS;
	r->incidents = in;
	r->n_incidents = 1;
	r->apart = WORLD_LIST(w, riwaya_apart,
		{W_OLD, 0, world_both(a, "خبر بلا تاريخ", "an undated report"),
			WORLD_LIST(w, riwaya_bilingual, world_both(a, "السجن نفسه", "the same prison")),
			WORLD_LIST(w, riwaya_bilingual, world_both(a, "لا هجوم من الخارج", "no attack from outside"),
				world_both(a, "يوم ثانٍ من العصيان", "a second day of mutiny")),
			1, 2});
	r->n_apart = 1;
	r->reprints = WORLD_LIST(w, riwaya_reprint, {W_COPY, W_SIDRA, 0.97, true});
	r->n_reprints = 1;
	riwaya_unread *u = RW_ARRAY(a, riwaya_unread, 2);
	u[0].file = RW_LIT("pages/empty.txt");
	rw_fail(&u[0].error, RIWAYA_EMPTY, u[0].file, 0, 0, "file is empty; nothing to read in it");
	u[1].file = RW_LIT("pages/photo.png");
	rw_fail(&u[1].error, RIWAYA_NOT_TEXT, u[1].file, 0, 0, "is a picture; save the page's text");
	r->unread = u;
	r->n_unread = 2;
	return w;
}

#endif
