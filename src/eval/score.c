/* score.c: one report's claims beside its gold: which are a pair, what of a pair is right. */
#include "eval/eval.h"
#include "mention/calendar.h"
#include <math.h>
#include <stdlib.h>

enum { EVIDENCE_MAX = 600, DAY_LENGTH = 10, TIME_LENGTH = 16, ATTRIBUTES_MAX = 24 };
static const double FIGURE_OVERLAP = 0.5, EVENT_OVERLAP = 0.2, SAME_NUMBER = 5e-7;

static void count(rw_score *s, riwaya_measure_id m, bool ok) {
	s->counts[m].all++;
	s->counts[m].right += ok;
}

static bool numeric(const riwaya_figure *f) { return f->has_value || f->has_low || f->has_high; }

/* --- attributes of a pair -------------------------------------------------------------------------------------------- */
typedef struct attribute {
	riwaya_measure_id id;
	bool right;
	rw_slice gold, said;
} attribute;

typedef struct attributes {
	attribute p[ATTRIBUTES_MAX];
	size_t n;
} attributes;

static void put(attributes *r, riwaya_measure_id id, bool right, rw_slice gold, rw_slice said) {
	if (r->n < ATTRIBUTES_MAX) r->p[r->n++] = (attribute){id, right, gold, said};
}

static void put_word(attributes *r, riwaya_measure_id id, rw_slice gold, const char *said) {
	if (gold.p) put(r, id, rw_slice_eqz(gold, said), gold, rw_slice_z(said));
}

static bool same_number(bool has_a, double a, bool has_b, double b) {
	return has_a == has_b && (!has_a || fabs(a - b) < SAME_NUMBER);
}

static void put_bound(rw_buf *b, bool has, double v) {
	if (has)
		rw_buf_printf(b, "%.15g", v);
	else
		rw_buf_byte(b, '?');
}

static rw_slice numbers(rw_arena *a, const riwaya_figure *f) {
	rw_buf b = RW_BUF(a);
	if (!numeric(f)) return RW_NONE;
	put_bound(&b, f->has_value, f->value);
	rw_buf_z(&b, " (");
	put_bound(&b, f->has_low, f->low);
	rw_buf_z(&b, "..");
	put_bound(&b, f->has_high, f->high);
	rw_buf_byte(&b, ')');
	return rw_buf_view(&b);
}

rw_slice rw_score_day(rw_arena *a, int64_t minutes, riwaya_precision p) {
	char z[32];
	if (p == RIWAYA_PRECISION_NONE) return RW_NONE;
	if (p > RIWAYA_PRECISION_DAY) p = RIWAYA_PRECISION_DAY;
	size_t n = rw_when_format(minutes, p, z);
	return rw_arena_copy(a, rw_slice_of(z, n > DAY_LENGTH ? DAY_LENGTH : n));
}

static rw_slice stretch_words(rw_arena *a, rw_slice from, rw_slice to) {
	if (!from.p && !to.p) return RW_NONE;
	if (rw_slice_eq(from, to)) return from;
	return rw_arena_printf(a, RW_FMT ".." RW_FMT, RW_ARG(from), RW_ARG(to));
}

static void compare_time(rw_arena *a, attributes *r, riwaya_measure_id id, const rw_gold_time *g, riwaya_when said) {
	if (!g->given || (id == RIWAYA_MEASURE_told && !g->from.p && !g->to.p)) return;
	rw_slice from = rw_score_day(a, said.from, said.precision), to = rw_score_day(a, said.to, said.precision);
	bool right = rw_slice_eq(g->from, from) && rw_slice_eq(g->to, to);
	put(r, id, right, stretch_words(a, g->from, g->to), stretch_words(a, from, to));
}

static bool same_link(const rw_score *s, rw_arena *a, const rw_gold_link *g, const riwaya_link *p) {
	return rw_like_names(s->lx, a, g->name, p->name) && (!g->actor.n || rw_slice_eq(g->actor, p->actor));
}

static bool same_origin(const rw_score *s, rw_arena *a, const rw_gold_chain *g, const riwaya_claim *c) {
	return g->n && c->n_chain && same_link(s, a, &g->links[0], &c->chain[0]);
}

static bool same_chain(const rw_score *s, rw_arena *a, const rw_gold_chain *g, const riwaya_claim *c) {
	bool same = g->n && g->n == c->n_chain;
	for (size_t i = 0; same && i < g->n; i++) same = same_link(s, a, &g->links[i], &c->chain[i]);
	return same;
}

static void put_link(rw_buf *b, rw_slice name, rw_slice actor) {
	if (b->n) rw_buf_z(b, " > ");
	rw_buf_slice(b, name);
	if (actor.n) rw_buf_printf(b, " (" RW_FMT ")", RW_ARG(actor));
}

static rw_slice gold_chain(rw_arena *a, const rw_gold_chain *g, size_t most) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < g->n && i < most; i++) put_link(&b, g->links[i].name, g->links[i].actor);
	return rw_buf_view(&b);
}

static rw_slice said_chain(rw_arena *a, const riwaya_claim *c, size_t most) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < c->n_chain && i < most; i++) put_link(&b, c->chain[i].name, c->chain[i].actor);
	return rw_buf_view(&b);
}

static bool same_actor(const rw_gold_party *g, const riwaya_party *p) {
	bool same = g->actor.n && rw_slice_eq(p->actor, g->actor);
	for (size_t i = 0; i < g->n_also; i++) same = same || rw_slice_eq(p->actor, g->also[i]);
	return same;
}

/* How many of gold's actors are named, and of those named how many are right: blame without ground weighs as well. */
static void compare_actor(attributes *r, const rw_gold_party *g, const riwaya_party *p, riwaya_measure_id named,
	riwaya_measure_id precision) {
	if (g->actor.n) put(r, named, same_actor(g, p), g->actor, p->actor);
	if (g->given && p->actor.n) put(r, precision, same_actor(g, p), g->actor, p->actor);
}

static void compare(const rw_score *s, rw_arena *a, const rw_gold_claim *g, const riwaya_claim *c, attributes *r) {
	const riwaya_figure *gf = &g->figure, *pf = &c->figure;
	r->n = 0;
	if (numeric(gf)) {
		/* How far "about" reaches is a team's own policy: its bounds are not asked for. */
		bool value = same_number(gf->has_value, gf->value, pf->has_value, pf->value) &&
			(gf->qualifier == RIWAYA_QUALIFIER_ABOUT ||
				(same_number(gf->has_low, gf->low, pf->has_low, pf->low) &&
					same_number(gf->has_high, gf->high, pf->has_high, pf->high)));
		put(r, RIWAYA_MEASURE_value, value, numbers(a, gf), numbers(a, pf));
		put(r, RIWAYA_MEASURE_qualifier, gf->qualifier == pf->qualifier,
			rw_slice_z(riwaya_qualifier_word(gf->qualifier)), rw_slice_z(riwaya_qualifier_word(pf->qualifier)));
		put_word(r, RIWAYA_MEASURE_scope, g->scope, riwaya_scope_kind_word(c->scope));
	}
	if (g->unit.n) put(r, RIWAYA_MEASURE_unit, rw_slice_eq(g->unit, c->unit), g->unit, c->unit);
	compare_actor(r, &g->patient, &c->patient, RIWAYA_MEASURE_patient_actor, RIWAYA_MEASURE_patient_precision);
	if (g->patient.role.n)
		put(r, RIWAYA_MEASURE_patient_role, rw_slice_eq(g->patient.role, c->patient.role), g->patient.role,
			c->patient.role);
	compare_actor(r, &g->agent, &c->agent, RIWAYA_MEASURE_agent_actor, RIWAYA_MEASURE_agent_precision);
	if (g->place.n)
		put(r, RIWAYA_MEASURE_place, rw_like_names(s->lx, a, g->place, c->place.text), g->place, c->place.text);
	compare_time(a, r, RIWAYA_MEASURE_time, &g->time, c->time.at);
	compare_time(a, r, RIWAYA_MEASURE_told, &g->told, c->told);
	if (g->chain.n || g->alt_chain.n) {
		const rw_gold_chain *shown = g->chain.n ? &g->chain : &g->alt_chain;
		put(r, RIWAYA_MEASURE_origin, same_origin(s, a, &g->chain, c) || same_origin(s, a, &g->alt_chain, c),
			gold_chain(a, shown, 1), said_chain(a, c, 1));
		put(r, RIWAYA_MEASURE_chain, same_chain(s, a, &g->chain, c) || same_chain(s, a, &g->alt_chain, c),
			gold_chain(a, shown, SIZE_MAX), said_chain(a, c, SIZE_MAX));
	}
	put_word(r, RIWAYA_MEASURE_stance, g->stance, riwaya_stance_word(c->stance));
	put_word(r, RIWAYA_MEASURE_polarity, g->polarity, riwaya_polarity_word(c->polarity));
	put_word(r, RIWAYA_MEASURE_modality, g->modality, riwaya_modality_word(c->modality));
}

static bool strict(riwaya_measure_id id) {
	return id == RIWAYA_MEASURE_value || id == RIWAYA_MEASURE_patient_actor || id == RIWAYA_MEASURE_origin ||
		id == RIWAYA_MEASURE_polarity || id == RIWAYA_MEASURE_modality || id == RIWAYA_MEASURE_stance;
}

static bool fully_right(const attributes *r) {
	for (size_t i = 0; i < r->n; i++)
		if (!r->p[i].right && strict(r->p[i].id)) return false;
	return true;
}

/* Reasons are words that labels.eval.tsv spells out. */
/* --- the contract of a claim ------------------------------------------------------------------------------------------ */
static rw_slice field_of(const riwaya_report *r, riwaya_field f) {
	return f == RIWAYA_FIELD_TITLE ? r->title : f == RIWAYA_FIELD_CAPTION ? r->caption : r->text;
}

static bool stands(const riwaya_report *r, riwaya_span at, rw_slice words) {
	rw_slice f = field_of(r, at.field);
	return at.field != RIWAYA_FIELD_NONE && at.start <= at.end && at.end <= f.n &&
		rw_slice_eq(rw_slice_of(f.p + at.start, at.end - at.start), words);
}

static const char *broken(const riwaya_report *r, const riwaya_claim *c) {
	if (!c->evidence.n) return "no_evidence";
	if (!stands(r, c->span, c->evidence)) return "span";
	if (c->evidence.n > EVIDENCE_MAX) return "long_evidence";
	if (c->figure.qualifier == RIWAYA_QUALIFIER_NONE || !c->figure.text.n) return NULL;
	if (!stands(r, c->figure.span, c->figure.text)) return "figure_span";
	if (rw_slice_find(c->evidence, c->figure.text, 0) == SIZE_MAX) return "figure_outside";
	return NULL;
}

/* --- pairs ----------------------------------------------------------------------------------------------------------------- */
typedef struct pair {
	bool optional;
	double overlap;
	uint32_t gold, said;
} pair;

static int best_first(const void *x, const void *y) {
	const pair *a = x, *b = y;
	if (a->optional != b->optional) return a->optional ? 1 : -1;
	if (a->overlap > b->overlap || a->overlap < b->overlap) return a->overlap > b->overlap ? -1 : 1;
	if (a->gold != b->gold) return a->gold < b->gold ? -1 : 1;
	return a->said < b->said ? -1 : a->said > b->said;
}

typedef struct match {
	const riwaya_claim **good; /* claims that keep their contract */
	size_t n_good;
	rw_stretch *gold_words;      /* of each gold claim its evidence */
	uint32_t *of_gold, *of_said; /* the other of the pair, RW_NO_CLAIM for none */
} match;

static void find_pairs(rw_arena *a, rw_slice text, const rw_gold *gold, match *m) {
	rw_stretch *said = RW_ARRAY(a, rw_stretch, m->n_good), *asked = RW_ARRAY(a, rw_stretch, gold->n_claims);
	RW_VEC(pair) pairs = {0};
	m->gold_words = RW_ARRAY(a, rw_stretch, gold->n_claims);
	m->of_gold = RW_ARRAY(a, uint32_t, gold->n_claims);
	m->of_said = RW_ARRAY(a, uint32_t, m->n_good);
	for (size_t i = 0; i < m->n_good; i++) {
		const riwaya_claim *c = m->good[i];
		m->of_said[i] = RW_NO_CLAIM;
		said[i] = rw_like_place(a, text, c->evidence, numeric(&c->figure) ? c->figure.text : RW_NONE);
	}
	for (size_t i = 0; i < gold->n_claims; i++) {
		const rw_gold_claim *g = &gold->claims[i];
		bool n = numeric(&g->figure);
		m->of_gold[i] = RW_NO_CLAIM;
		m->gold_words[i] = rw_like_place(a, text, g->evidence, RW_NONE);
		asked[i] = n ? rw_like_place(a, text, g->evidence, g->figure.text) : m->gold_words[i];
		for (size_t k = 0; k < m->n_good; k++) {
			const riwaya_claim *c = m->good[k];
			if (!rw_slice_eq(c->predicate, g->predicate) || numeric(&c->figure) != n) continue;
			double overlap = rw_like_overlap(asked[i], said[k]);
			if (overlap >= (n ? FIGURE_OVERLAP : EVENT_OVERLAP))
				rw_vec_push(a, &pairs, (pair){g->optional, overlap, (uint32_t)i, (uint32_t)k});
		}
	}
	if (pairs.n) qsort(pairs.p, pairs.n, sizeof *pairs.p, best_first);
	for (size_t i = 0; i < pairs.n; i++) {
		const pair *p = &pairs.p[i];
		if (m->of_gold[p->gold] != RW_NO_CLAIM || m->of_said[p->said] != RW_NO_CLAIM) continue;
		m->of_gold[p->gold] = p->said;
		m->of_said[p->said] = p->gold;
	}
}

/* --- what is kept for the reader ------------------------------------------------------------------------------------------- */
static riwaya_by_predicate *predicate(rw_score *s, rw_slice id) {
	for (size_t i = 0; i < s->predicates.n; i++)
		if (rw_slice_eq(s->predicates.p[i].predicate, id)) return &s->predicates.p[i];
	rw_vec_push(s->a, &s->predicates, (riwaya_by_predicate){.predicate = rw_arena_copy(s->a, id)});
	return &s->predicates.p[s->predicates.n - 1];
}

static void keep_gold_miss(rw_score *s, riwaya_miss_kind kind, rw_slice report, const rw_gold_claim *g, uint32_t at) {
	riwaya_miss m = {.kind = kind, .report = report, .claim = at, .line = g->line};
	m.predicate = rw_arena_copy(s->a, g->predicate);
	m.words = rw_arena_copy(s->a, g->evidence);
	if (g->figure.text.p) m.figure = rw_arena_copy(s->a, g->figure.text);
	rw_vec_push(s->a, &s->misses, m);
}

static void keep_said_miss(rw_score *s, riwaya_miss_kind kind, rw_slice report, const riwaya_claim *c, const char *why) {
	riwaya_miss m = {.kind = kind, .report = report, .claim = RW_NO_CLAIM, .why = rw_slice_z(why)};
	m.predicate = rw_arena_copy(s->a, c->predicate);
	m.words = rw_arena_copy(s->a, c->evidence);
	if (c->figure.text.p) m.figure = rw_arena_copy(s->a, c->figure.text);
	rw_vec_push(s->a, &s->misses, m);
	predicate(s, c->predicate)->false_++;
}

static bool of_named(riwaya_measure_id id) {
	return id == RIWAYA_MEASURE_agent_precision || id == RIWAYA_MEASURE_patient_precision;
}

static void keep_wrong(rw_score *s, rw_slice report, const rw_gold_claim *g, uint32_t at, const attributes *r) {
	riwaya_wrong *w = RW_ARRAY(s->a, riwaya_wrong, r->n);
	size_t n = 0;
	for (size_t i = 0; i < r->n; i++) /* A wrong actor is told once: in place of gold's, or where gold has none. */
		if (!r->p[i].right && !(of_named(r->p[i].id) && r->p[i].gold.n))
			w[n++] = (riwaya_wrong){rw_slice_z(riwaya_measure_name(r->p[i].id)), rw_arena_copy(s->a, r->p[i].gold),
				rw_arena_copy(s->a, r->p[i].said)};
	if (!n) return;
	keep_gold_miss(s, RIWAYA_MISS_WRONG, report, g, at);
	s->misses.p[s->misses.n - 1].wrong = w;
	s->misses.p[s->misses.n - 1].n_wrong = n;
}

static void judge(rw_score *s, rw_slice report, const riwaya_claim *c, bool right) {
	riwaya_fact *facts = RW_ARRAY(s->a, riwaya_fact, c->n_facts);
	for (size_t i = 0; i < c->n_facts; i++)
		facts[i] = (riwaya_fact){rw_arena_copy(s->a, c->facts[i].name), c->facts[i].weight};
	rw_vec_push(s->a, &s->judged,
		(riwaya_judged){report, rw_arena_copy(s->a, c->predicate), c->confidence, right, facts, c->n_facts});
}

/* Labels that can't be met: words that the text does not hold, predicates that are none. */
static void check_labels(rw_score *s, rw_slice report, const rw_gold *gold, const match *m) {
	for (size_t i = 0; i < gold->n_claims; i++) {
		const rw_gold_claim *g = &gold->claims[i];
		const char *why = m->gold_words[i].start == m->gold_words[i].end ? "no_such_words"
			: !rw_row_find(s->lx, "predicates", g->predicate)            ? "no_such_predicate"
																		 : NULL;
		if (!why) continue;
		keep_gold_miss(s, RIWAYA_MISS_LABEL, report, g, (uint32_t)i);
		s->misses.p[s->misses.n - 1].why = rw_slice_z(why);
	}
}

/* --- claims --------------------------------------------------------------------------------------------------------------------- */
/* Kinds that are few in any report, so that sums over all claims say little of them. */
static void count_rare(rw_score *s, const rw_gold_claim *g, bool full) {
	if (rw_slice_eqz(g->polarity, "denied")) count(s, RIWAYA_MEASURE_denied, full);
	if (rw_slice_eqz(g->stance, "doubted")) count(s, RIWAYA_MEASURE_doubted, full);
	if (rw_slice_eqz(g->stance, "unconfirmed")) count(s, RIWAYA_MEASURE_unconfirmed, full);
	if (g->modality.p && !rw_slice_eqz(g->modality, "actual")) count(s, RIWAYA_MEASURE_nonactual, full);
	if (rw_slice_eqz(g->modality, "background"))
		count(s, RIWAYA_MEASURE_background, full);
	else if (g->modality.p && !rw_slice_eqz(g->modality, "actual"))
		count(s, RIWAYA_MEASURE_undone, full);
	if (g->chain.n >= 3) count(s, RIWAYA_MEASURE_chain3, full);
	if (g->part) count(s, RIWAYA_MEASURE_part, full);
	if (rw_slice_eqz(g->scope, "period")) count(s, RIWAYA_MEASURE_period, full);
	if (g->patient.n_also || g->agent.n_also) count(s, RIWAYA_MEASURE_several, full);
}

static void score_gold(rw_score *s, rw_arena *a, rw_slice report, const rw_gold *gold, const match *m, bool *full_of,
	rw_report_score *score) {
	for (size_t i = 0; i < gold->n_claims; i++) {
		const rw_gold_claim *g = &gold->claims[i];
		if (g->optional) continue;
		bool n = numeric(&g->figure), found = m->of_gold[i] != RW_NO_CLAIM, full = false;
		riwaya_by_predicate *p = predicate(s, g->predicate);
		p->gold++;
		count(s, n ? RIWAYA_MEASURE_figure_recall : RIWAYA_MEASURE_event_recall, found);
		score->gold_figures += n;
		score->found_figures += n && found;
		if (found) {
			attributes r;
			const riwaya_claim *c = m->good[m->of_gold[i]];
			compare(s, a, g, c, &r);
			for (size_t k = 0; k < r.n; k++) count(s, r.p[k].id, r.p[k].right);
			keep_wrong(s, report, g, (uint32_t)i, &r);
			full = fully_right(&r);
			full_of[m->of_gold[i]] = full;
			if (full)
				p->right++;
			else
				p->wrong++;
		} else {
			keep_gold_miss(s, RIWAYA_MISS_MISSED, report, g, (uint32_t)i);
			p->missed++;
		}
		score->wanted++;
		score->right += full;
		count(s, RIWAYA_MEASURE_claim_recall, full);
		count_rare(s, g, full);
	}
}

static bool on_gold(const match *m, size_t n_gold, rw_stretch at) {
	for (size_t i = 0; i < n_gold; i++)
		if (rw_like_overlap(at, m->gold_words[i]) > EVENT_OVERLAP) return true;
	return false;
}

static void score_said(rw_score *s, rw_arena *a, rw_slice report, rw_slice text, const rw_gold *gold, const match *m,
	const bool *full_of, rw_report_score *score) {
	for (size_t i = 0; i < m->n_good; i++) {
		const riwaya_claim *c = m->good[i];
		bool n = numeric(&c->figure), paired = m->of_said[i] != RW_NO_CLAIM;
		if (paired && gold->claims[m->of_said[i]].optional) continue;
		if (!paired && !n && !on_gold(m, gold->n_claims, rw_like_place(a, text, c->evidence, RW_NONE))) continue;
		count(s, n ? RIWAYA_MEASURE_figure_precision : RIWAYA_MEASURE_event_precision, paired);
		score->said++;
		score->said_figures += n;
		score->true_figures += n && paired;
		if (!paired) keep_said_miss(s, RIWAYA_MISS_FALSE, report, c, "");
		judge(s, report, c, paired && full_of[i]);
	}
}

static void score_claims(rw_score *s, rw_arena *a, rw_slice report, const rw_gold *gold, const rw_said *said) {
	match m = {.good = RW_ARRAY(a, const riwaya_claim *, said->n)};
	rw_report_score score = {0};
	for (size_t i = 0; said->report && i < said->n; i++) {
		const riwaya_claim *c = &said->claims[i];
		const char *why = broken(said->report, c);
		if (!why) {
			m.good[m.n_good++] = c;
			continue;
		}
		bool n = numeric(&c->figure);
		count(s, n ? RIWAYA_MEASURE_figure_precision : RIWAYA_MEASURE_event_precision, false);
		score.said++;
		score.said_figures += n;
		keep_said_miss(s, RIWAYA_MISS_BROKEN, report, c, why);
		judge(s, report, c, false);
	}
	rw_slice text = rw_like_fold(a, said->raw);
	find_pairs(a, text, gold, &m);
	bool *full_of = RW_ARRAY(a, bool, m.n_good);
	check_labels(s, report, gold, &m);
	score_gold(s, a, report, gold, &m, full_of, &score);
	score_said(s, a, report, text, gold, &m, full_of, &score);
	rw_vec_push(s->a, &s->reports, score);
}

/* --- the report itself ---------------------------------------------------------------------------------------------------------- */
static bool listed(const rw_gold *g, uint32_t line) {
	for (size_t i = 0; i < g->n_furniture; i++)
		if (g->furniture[i] == line) return true;
	return false;
}

static void score_lines(rw_score *s, rw_arena *a, const rw_gold *gold, rw_slice text, rw_slice raw) {
	rw_map has = RW_MAP(a);
	rw_slice rest = text, title = rw_like_fold(a, gold->title);
	bool fresh;
	while (rest.p) *rw_map_put(&has, rw_like_fold(a, rw_slice_cut(&rest, '\n')), &fresh) = 1;
	rest = raw;
	for (uint32_t line = 1; rest.p; line++) {
		rw_slice l = rw_like_fold(a, rw_slice_cut(&rest, '\n'));
		if (!l.n || (title.n && rw_slice_eq(l, title))) continue;
		bool there = rw_map_get(&has, l) != UINT32_MAX;
		if (listed(gold, line))
			count(s, RIWAYA_MEASURE_furniture, !there);
		else
			count(s, RIWAYA_MEASURE_body, there);
	}
}

static void score_head(rw_score *s, rw_arena *a, const rw_gold *gold, const rw_said *said) {
	static const riwaya_report none = {0};
	const riwaya_report *r = said->report ? said->report : &none;
	if (gold->outlet.n) count(s, RIWAYA_MEASURE_outlet, rw_like_names(s->lx, a, gold->outlet, r->outlet_name));
	if (gold->title.n)
		count(s, RIWAYA_MEASURE_title, rw_slice_eq(rw_like_fold(a, gold->title), rw_like_fold(a, r->title)));
	if (gold->has_published) {
		char z[32];
		bool known = r->published.at.precision != RIWAYA_PRECISION_NONE;
		rw_slice at = RW_NONE, want = gold->published;
		if (known) at = rw_slice_of(z, rw_when_format(r->published.at.from, r->published.at.precision, z));
		if (at.n > TIME_LENGTH) at.n = TIME_LENGTH;
		if (want.n > TIME_LENGTH) want.n = TIME_LENGTH;
		count(s, RIWAYA_MEASURE_published, want.p ? rw_slice_eq(at, want) : !known);
	}
	if (gold->has_furniture) score_lines(s, a, gold, r->text, said->raw);
}

void rw_score_report(rw_score *s, rw_arena *scratch, const rw_gold *gold, const rw_said *said) {
	rw_slice report = rw_arena_copy(s->a, gold->file);
	count(s, RIWAYA_MEASURE_reports, said->report != NULL);
	if (!said->report)
		rw_vec_push(s->a, &s->misses,
			(riwaya_miss){.kind = RIWAYA_MISS_UNREAD,
				.report = report,
				.claim = RW_NO_CLAIM,
				.why = rw_arena_copy(s->a, said->error)});
	score_claims(s, scratch, report, gold, said);
	score_head(s, scratch, gold, said);
}
