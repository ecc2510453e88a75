/* missing.c: why a figure made no claim, for riwaya explain --missing. Reads what the sentence's items and rules already say; what the layers
 * took the digits for (a date, a name) comes first, then what kept a claim from being made. */
#include "extract/claim.h"

const char *rw_missing_word(rw_missing_why why) {
	static const char *const words[] = {
#define RW_X(n) #n,
		RW_MISSING_MAP(RW_X)
#undef RW_X
	};
	return (unsigned)why < RW_MISSING_COUNT ? words[why] : "?";
}

enum { AGE_REACH = 3, CLOCK_REACH = 3, YEAR_FIRST = 1900, YEAR_LAST = 2100 };

/* A number, vague size, dual or other counted phrase, as tokens. */
typedef struct candidate {
	uint32_t first, end;
	const rw_item *num;    /* NULL where no number was read there */
	const rw_item *figure; /* NULL where no phrase counts something by it */
	riwaya_span span;
} candidate;

typedef struct search {
	const rw_story *st;
	rw_view *v;
	uint32_t s;
	const rw_emissions *found;
	size_t first_claim;
} search;

static void about(const search *q, const rw_item *it, rw_missing *m) {
	const rw_view *v = q->v;
	uint32_t line = 0;
	m->other = rw_view_words(v, rw_view_span(v, it->first, it->end, NULL));
	if (it->rule) {
		m->cause.what = rw_rule_name(v->lx, it->rule - 1);
		m->cause.file = rw_rule_file(v->lx, it->rule - 1, &line);
	} else if (it->row) {
		m->cause.what = it->id ? rw_sym_text(v->lx, it->id) : rw_row_table(v->lx, it->row);
		m->cause.file = rw_row_file(v->lx, it->row, &line);
	}
	m->cause.line = line;
}

/* The longest item of a kind that covers a token, NULL for none. */
static const rw_item *over(const rw_view *v, rw_sym kind, uint32_t token) {
	const rw_item *best = NULL;
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != kind || it->first > token || it->end <= token) continue;
		if (!best || it->end - it->first > best->end - best->first) best = it;
	}
	return best;
}

static const rw_item *before(const search *q, uint32_t token, uint32_t reach, rw_sym kind, rw_sym id) {
	for (uint32_t back = 1; back <= reach && token >= q->v->t.sent[q->s].first + back; back++) {
		const rw_item *it = rw_view_at(q->v, token - back, kind);
		if (it && (!id || it->id == id)) return it;
	}
	return NULL;
}

static bool is_id(const rw_view *v, rw_sym s, const char *const *ids, size_t n) {
	rw_slice text = rw_sym_text(v->lx, s);
	for (size_t i = 0; i < n; i++)
		if (rw_slice_eqz(text, ids[i])) return true;
	return false;
}

/* --- what the layers took it for ----------------------------------------------------------------------------------- */
static bool counts_something(const search *q, const candidate *c) {
	const rw_phrase *p = rw_phrase_of(q->v, c->figure);
	return p && !p->lone;
}

static bool is_name(const search *q, const candidate *c, rw_missing *m) {
	const rw_view *v = q->v;
	const rw_sym kinds[] = {v->sy->actor, v->sy->place, v->sy->outlet, v->sy->teller};
	for (size_t k = 0; k < RW_COUNT(kinds); k++) {
		const rw_item *it = over(v, kinds[k], c->first);
		if (!it || it->end - it->first <= c->end - c->first) continue;
		m->why = RW_MISSING_name;
		about(q, it, m);
		return true;
	}
	const rw_item *numbered = before(q, c->first, 1, v->sy->numbered, 0);
	/* "S-400", "T-72": a sign joins it to the word before. */
	uint32_t first = v->t.sent[q->s].first, at = c->first;
	bool joined = at > first + 1 && v->t.tok[at - 1].kind == RW_TOKEN_PUNCT && !v->t.tok[at].space_before &&
		!v->t.tok[at - 1].space_before && v->t.tok[at - 1].key.n == 1 && v->t.tok[at - 1].key.p[0] == '-';
	uint32_t back = joined ? 2 : 1;
	bool latin = at >= first + back &&
		(v->t.tok[at - back].kind == RW_TOKEN_LATIN || (joined && v->t.tok[at - back].kind == RW_TOKEN_WORD));
	if (!numbered && !latin) return false;
	m->why = RW_MISSING_numbered;
	if (numbered)
		about(q, numbered, m);
	else
		m->other = rw_tokens_text(&v->t, c->first - back, c->end);
	return true;
}

/* 05:47, as digits alone. */
static bool is_clock(const search *q, const candidate *c) {
	const rw_tokens *t = &q->v->t;
	uint32_t first = t->sent[q->s].first, end = t->sent[q->s].end, i = c->first;
	if (c->end != i + 1 || t->tok[i].kind != RW_TOKEN_NUMBER || t->tok[i].key.n > 2) return false;
	bool hour = i + 2 < end && rw_slice_eqz(t->tok[i + 1].key, ":") && !t->tok[i + 1].space_before &&
		!t->tok[i + 2].space_before && t->tok[i + 2].kind == RW_TOKEN_NUMBER && t->tok[i + 2].key.n == 2;
	bool minute = i >= first + 2 && rw_slice_eqz(t->tok[i - 1].key, ":") && !t->tok[i].space_before &&
		!t->tok[i - 1].space_before && t->tok[i - 2].kind == RW_TOKEN_NUMBER && t->tok[i - 2].key.n <= 2;
	return hour || minute;
}

static bool is_time(const search *q, const candidate *c, rw_missing *m) {
	const rw_view *v = q->v;
	const rw_syms *sy = v->sy;
	const rw_item *date = over(v, sy->date, c->first), *clock = before(q, c->first, CLOCK_REACH, sy->clock, 0);
	const rw_item *age = before(q, c->first, AGE_REACH, sy->timeunit, sy->age), *unit = NULL;
	if (c->end < v->t.sent[q->s].end) unit = rw_view_at(v, c->end, sy->timeunit);
	if (!unit && c->figure && c->figure->end > c->first) unit = over(v, sy->timeunit, c->figure->end - 1);
	/* A person's name, then (26 years). */
	uint32_t first = v->t.sent[q->s].first;
	bool bracket = unit && c->first > first && rw_slice_eqz(v->t.tok[c->first - 1].key, "(") &&
		unit->end < v->t.sent[q->s].end && rw_slice_eqz(v->t.tok[unit->end].key, ")") &&
		rw_item_feat(unit, sy->unit) == sy->year;
	if (bracket) {
		m->why = RW_MISSING_age;
		about(q, unit, m);
	} else if (age && (unit || before(q, c->first, 1, sy->timeunit, sy->age))) {
		m->why = RW_MISSING_age;
		about(q, age, m);
	} else if (!clock && is_clock(q, c)) {
		m->why = RW_MISSING_clock;
	} else if (clock && !counts_something(q, c)) {
		m->why = RW_MISSING_clock;
		about(q, clock, m);
	} else if (date) {
		m->why = RW_MISSING_date;
		about(q, date, m);
	} else if (unit) {
		m->why = RW_MISSING_duration;
		about(q, unit, m);
	} else {
		return false;
	}
	return true;
}

static bool is_measure(const search *q, const candidate *c, rw_missing *m) {
	static const char *const prices[] = {"money"};
	static const char *const measures[] = {
		"kilometre", "metre", "tonne", "kilogram", "quintal", "litre", "degree", "percent"};
	const rw_view *v = q->v;
	const rw_syms *sy = v->sy;
	const rw_phrase *p = rw_phrase_of(v, c->figure);
	const rw_item *scalar = c->end < v->t.sent[q->s].end ? rw_view_at(v, c->end, sy->scalar) : NULL;
	const rw_item *percent = c->end < v->t.sent[q->s].end ? rw_view_at(v, c->end, sy->percent) : NULL;
	bool sign = c->end < v->t.sent[q->s].end && rw_slice_eqz(v->t.tok[c->end].key, "%");
	if (percent || sign) {
		m->why = RW_MISSING_percent;
		m->other = rw_tokens_text(&v->t, c->first, percent ? percent->end : c->end + 1);
	} else if (p && is_id(v, p->unit, prices, RW_COUNT(prices))) {
		m->why = RW_MISSING_price;
		if (p->head) about(q, p->head, m);
	} else if (p && is_id(v, p->unit, measures, RW_COUNT(measures))) {
		m->why = RW_MISSING_measure;
		if (p->head) about(q, p->head, m);
	} else if (scalar) {
		m->why = RW_MISSING_measure;
		about(q, scalar, m);
	} else {
		return false;
	}
	return true;
}

static bool is_ordinal(const search *q, const candidate *c, rw_missing *m) {
	const rw_item *it = over(q->v, q->v->sy->ordinal, c->first);
	if (!it || counts_something(q, c)) return false;
	m->why = RW_MISSING_ordinal;
	about(q, it, m);
	return true;
}

static bool is_year(const search *q, const candidate *c, rw_missing *m) {
	const rw_num *n = c->num ? c->num->payload : NULL;
	if (!n || !n->digits || counts_something(q, c) || n->value < YEAR_FIRST || n->value > YEAR_LAST) return false;
	m->why = RW_MISSING_year;
	return true;
}

/* --- what kept a claim from being made ------------------------------------------------------------------------------ */
static bool is_denied(const search *q, const candidate *c, rw_missing *m) {
	for (size_t i = q->first_claim; i < q->st->claims->n; i++) {
		const riwaya_claim *o = &q->st->claims->p[i];
		if (o->polarity != RIWAYA_POLARITY_DENIED || o->figure.qualifier != RIWAYA_QUALIFIER_NONE) continue;
		if (o->span.start > c->span.start || o->span.end < c->span.end) continue;
		m->why = RW_MISSING_denied;
		m->other = o->evidence;
		return true;
	}
	return false;
}

/* Whether a predicate counts things where the figure counts people, or the other way round. */
static bool unfit(const rw_view *v, rw_sym id, const rw_phrase *p) {
	const rw_syms *sy = v->sy;
	rw_row pred = rw_row_find(v->lx, "predicates", rw_sym_text(v->lx, id));
	if (!p || !p->unit || !pred) return false;
	bool of_things = rw_slice_eqz(rw_row_get(v->lx, pred, "counts"), "thing");
	bool people = p->unit == sy->person || p->unit == sy->body || p->unit == sy->family || p->unit == sy->group;
	return of_things == people;
}

/* A rule read it, yet no claim came of it, or another reading was kept. */
static bool gave_way(const search *q, const candidate *c, rw_missing *m) {
	const rw_view *v = q->v;
	for (size_t i = 0; c->figure && i < q->found->n; i++) {
		const rw_emission *e = &q->found->p[i];
		for (uint32_t k = 0; k < e->n_attrs; k++) {
			if (!e->attrs[k].capture || e->attrs[k].capture->item != c->figure) continue;
			uint32_t line = 0;
			const rw_item *head = rw_attr_item(e, v->sy->head, 0);
			bool misfit = head && !rw_attr_value(e, v->sy->counts) && !rw_attr_value(e, v->sy->unit) &&
				unfit(v, e->id, rw_phrase_of(v, c->figure));
			m->why = e->id == v->sy->same  ? RW_MISSING_orphan
				: e->kind == v->sy->unreal ? RW_MISSING_unreal
				: misfit                   ? RW_MISSING_unfit
										   : RW_MISSING_gave_way;
			m->other = rw_tokens_text(&v->t, misfit ? head->first : e->first, misfit ? head->end : e->end);
			m->cause.what = rw_rule_name(v->lx, e->rule);
			m->cause.file = rw_rule_file(v->lx, e->rule, &line);
			m->cause.line = line;
			return true;
		}
	}
	return false;
}

static const rw_item *nearest_happening(const search *q, const candidate *c) {
	const rw_view *v = q->v;
	const rw_item *best = NULL;
	uint32_t best_far = UINT32_MAX;
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != v->sy->pred) continue;
		uint32_t far = it->end <= c->first ? c->first - it->end : it->first >= c->end ? it->first - c->end : 0;
		if (far < best_far) best = it, best_far = far;
	}
	return best;
}

static void by_happening(const search *q, const candidate *c, rw_missing *m) {
	const rw_view *v = q->v;
	const rw_item *near = nearest_happening(q, c);
	const rw_phrase *p = rw_phrase_of(v, c->figure);
	m->why = RW_MISSING_nothing;
	if (!near) return;
	m->why = RW_MISSING_far;
	about(q, near, m);
	if (unfit(v, near->id, p)) m->why = RW_MISSING_unfit;
}

/* --- candidates ------------------------------------------------------------------------------------------------------- */
static bool in_claim(const search *q, const candidate *c) {
	for (size_t i = q->first_claim; i < q->st->claims->n; i++) {
		const riwaya_figure *f = &q->st->claims->p[i].figure;
		if (f->qualifier != RIWAYA_QUALIFIER_NONE && f->span.start < c->span.end && c->span.start < f->span.end)
			return true;
	}
	return false;
}

static bool candidate_at(const search *q, uint32_t i, candidate *c) {
	const rw_view *v = q->v;
	const rw_syms *sy = v->sy;
	*c = (candidate){.first = i, .end = i + 1};
	c->num = rw_view_at(v, i, sy->num);
	c->figure = rw_view_at(v, i, sy->figure);
	if (c->num && c->num->end > c->end) c->end = c->num->end;
	const rw_item *order = rw_view_at(v, i, sy->order);
	const rw_phrase *p = rw_phrase_of(v, c->figure);
	if (p && !p->counted) c->figure = NULL, p = NULL;
	/* The phrase that counts by it may begin before: "about thirty". */
	if (!p) {
		const rw_item *wide = over(v, sy->figure, i);
		const rw_phrase *w = rw_phrase_of(v, wide);
		riwaya_span at = rw_view_span(v, i, c->end, NULL);
		if (w && w->counted && w->figure.span.start < at.end && at.start < w->figure.span.end) c->figure = wide, p = w;
	}
	if (!c->num && !order && !p && v->t.tok[i].kind != RW_TOKEN_NUMBER) return false;
	c->span = p ? p->figure.span : rw_view_span(v, c->first, c->end, c->num);
	while (c->end < v->t.sent[q->s].end && v->t.tok[c->end].start < c->span.end) c->end++;
	return true;
}

void rw_find_missing(rw_story *st, rw_view *v, uint32_t s, const rw_lattice *l, const rw_frames *frames, size_t first,
	rw_missings *out) {
	(void)frames;
	rw_emissions found = {0};
	rw_rules_run(v->lx, v->sy->claim, l, RW_OVERLAP_FREE, v->a, &found);
	search q = {.st = st, .v = v, .s = s, .found = &found, .first_claim = first};
	riwaya_span last = {0};
	candidate c;
	for (uint32_t i = v->t.sent[s].first; i < v->t.sent[s].end; i = c.end) {
		if (!candidate_at(&q, i, &c) || in_claim(&q, &c)) continue;
		if (out->n && last.field == c.span.field && c.span.start < last.end) continue; /* told already */
		rw_missing m = {.span = c.span, .text = rw_view_words(v, c.span)};
		if (v->field == RIWAYA_FIELD_CAPTION)
			m.why = RW_MISSING_caption;
		else if (!is_name(&q, &c, &m) && !is_time(&q, &c, &m) && !is_measure(&q, &c, &m) && !is_ordinal(&q, &c, &m) &&
			!is_year(&q, &c, &m) && !is_denied(&q, &c, &m) && !gave_way(&q, &c, &m)) {
			if (c.figure) {
				by_happening(&q, &c, &m);
			} else {
				m.why = RW_MISSING_uncounted;
				if (c.end < v->t.sent[s].end && v->t.tok[c.end].kind == RW_TOKEN_WORD)
					m.other = rw_tokens_text(&v->t, c.end, c.end + 1);
			}
		}
		last = c.span;
		rw_vec_push(st->a, out, m);
	}
}
