/* apply.c: a report as people have it. Decisions are taken one after the other in the order of their time; each finds its claim by the words,
 * as it was made or as an earlier decision left it. */
#include "mention/mention.h"
#include "review/review.h"

typedef struct state {
	riwaya_claim claim;
	rw_slice predicate, figure; /* as the machine made it */
	RW_VEC(riwaya_decision) decisions;
	RW_VEC(rw_slice) held; /* for each decision that has effect: what its author holds since, "-" for nothing */
	rw_slice set;          /* what the last correction set */
	bool rejected, added;
} state;

typedef struct work {
	rw_facts *f;
	rw_arena *a;
	riwaya_report *report;
	RW_VEC(state) claims;
	RW_VEC(riwaya_mention) mentions;
	rw_orphans *orphans;
} work;

/* --- finding ------------------------------------------------------------------------------------------------------ */
static rw_slice field_of(const riwaya_report *r, riwaya_field field) {
	switch (field) {
	case RIWAYA_FIELD_TITLE: return r->title;
	case RIWAYA_FIELD_TEXT: return r->text;
	case RIWAYA_FIELD_CAPTION: return r->caption;
	default: return RW_NONE;
	}
}

/* In its old place; else where it stands alone in its field, else alone in another field: readers may come to take a line for the title. */
bool rw_review_find(const riwaya_report *r, const rw_marked *m, riwaya_span *out, rw_orphan_why *why) {
	rw_slice in = field_of(r, m->at.field);
	*why = RW_ORPHAN_WORDS_GONE;
	*out = m->at;
	if (m->at.end <= in.n && m->at.start < m->at.end &&
		rw_slice_eq(rw_slice_of(in.p + m->at.start, m->at.end - m->at.start), m->words))
		return true;
	if (!m->words.n) return false;
	for (unsigned k = 0; k < riwaya_field_count; k++) {
		/* The mark's own field goes first. */
		riwaya_field field = k == 0 ? m->at.field : (riwaya_field)k;
		if (k && field == m->at.field) continue;
		in = field_of(r, field);
		size_t at = in.p ? rw_slice_find(in, m->words, 0) : SIZE_MAX;
		if (at == SIZE_MAX) continue;
		if (rw_slice_find(in, m->words, at + 1) != SIZE_MAX) {
			*why = RW_ORPHAN_WORDS_SEVERAL;
			return false;
		}
		*out = (riwaya_span){field, (uint32_t)at, (uint32_t)(at + m->words.n)};
		return true;
	}
	return false;
}

static bool within(riwaya_span a, riwaya_span b) {
	return a.field == b.field && a.field != RIWAYA_FIELD_NONE && a.start >= b.start && a.end <= b.end;
}

static uint32_t overlap(riwaya_span a, riwaya_span b) {
	if (a.field != b.field) return 0;
	uint32_t from = a.start > b.start ? a.start : b.start, to = a.end < b.end ? a.end : b.end;
	return to > from ? to - from : 0;
}

/* How well a claim fits a mark that stands at `at`, 0 for not at all: its figure's place says most, then whether the stretch is the same, then how
 * much of it. */
static uint64_t fits(const state *s, const rw_claim_mark *m, riwaya_span at) {
	const riwaya_claim *c = &s->claim;
	uint32_t shared = overlap(c->span, at);
	if (!shared || (!rw_slice_eq(m->predicate, c->predicate) && !rw_slice_eq(m->predicate, s->predicate))) return 0;
	rw_slice now = c->figure.qualifier ? c->figure.text : RW_NONE;
	if (m->figure.words.n ? !rw_slice_eq(m->figure.words, now) && !rw_slice_eq(m->figure.words, s->figure)
						  : now.n && s->figure.n)
		return 0;
	uint64_t same_figure = m->figure.at.field && c->figure.span.field == at.field &&
		c->figure.span.start - at.start == m->figure.at.start - m->mark.at.start;
	uint64_t same_span = c->span.start == at.start && c->span.end == at.end;
	return same_figure << 34 | same_span << 33 | shared;
}

static bool later(riwaya_span a, riwaya_span b) { return a.field != b.field ? a.field > b.field : a.start > b.start; }

static bool orphan(work *w, const rw_review *r, rw_orphan_why why) {
	rw_vec_push(w->a, w->orphans, (rw_orphan){r, why});
	return false;
}

static state *find_claim(work *w, const rw_claim_mark *m, rw_orphan_why *why) {
	riwaya_span at;
	if (!rw_review_find(w->report, &m->mark, &at, why)) return NULL;
	state *best = NULL;
	uint64_t most = 0;
	bool tie = false;
	for (size_t i = 0; i < w->claims.n; i++) {
		uint64_t fit = fits(&w->claims.p[i], m, at);
		if (!fit || fit < most) continue;
		tie = fit == most;
		most = fit;
		best = &w->claims.p[i];
	}
	*why = tie ? RW_ORPHAN_SEVERAL_CLAIMS : RW_ORPHAN_NO_CLAIM;
	return tie ? NULL : best;
}

/* --- setting ------------------------------------------------------------------------------------------------------ */
/* Marked words that are told beside something else: absent where they can't be found, which then stays without words. */
static rw_slice quote(const work *w, const rw_marked *m, riwaya_span *span) {
	rw_orphan_why why;
	if (!m->words.p || !rw_review_find(w->report, m, span, &why)) {
		*span = (riwaya_span){0};
		return RW_NONE;
	}
	return rw_slice_of(field_of(w->report, span->field).p + span->start, span->end - span->start);
}

static void set_figure(const work *w, riwaya_claim *c, const rw_change *set) {
	riwaya_figure *f = &c->figure;
	if (!set->figure.qualifier) {
		*f = (riwaya_figure){0};
		return;
	}
	rw_slice text = f->text;
	riwaya_span span = f->span;
	*f = set->figure;
	if (set->figure.qualifier == RIWAYA_QUALIFIER_ZERO && !set->bounds) f->has_value = true, f->value = 0;
	if (f->has_value && !set->bounds) rw_figure_bounds(w->f->lx, f, f->value, set->figure.qualifier);
	f->qualifier = set->figure.qualifier;
	f->text = text;
	f->span = span;
	if (set->figure_mark.words.p) f->text = quote(w, &set->figure_mark, &f->span);
}

static void set_party(const work *w, riwaya_party *p, const rw_party_change *c) {
	if (!c->given) return;
	if (c->none) {
		*p = (riwaya_party){0};
		return;
	}
	if (c->mark.words.p) p->text = quote(w, &c->mark, &p->span);
	if (c->has_actor) {
		p->actor = c->actor;
		p->also = NULL;
		p->n_also = 0;
	}
	if (c->has_role) p->role = c->role;
}

static void set_place(const work *w, riwaya_place *p, rw_slice id) {
	rw_row row = rw_row_find(w->f->lx, "places", id);
	p->id = id;
	p->has_position = row && rw_row_number(w->f->lx, row, "lat", &p->lat) && rw_row_number(w->f->lx, row, "lon", &p->lon);
	if (!p->has_position) p->lat = p->lon = 0;
}

/* The chain that a person gives, closed by the outlet. */
static void set_chain(const work *w, riwaya_claim *c, const rw_change *set) {
	const riwaya_report *r = w->report;
	riwaya_link *chain = RW_ARRAY(w->a, riwaya_link, set->n_chain + 1);
	rw_slice outlet = r->outlet_name.n ? r->outlet_name : r->file;
	c->n_chain = 0;
	for (size_t i = 0; i < set->n_chain; i++) {
		const rw_link_change *l = &set->chain[i];
		riwaya_link *out = &chain[c->n_chain++];
		*out = (riwaya_link){.name = l->name, .kind = l->kind, .actor = l->actor, .named = l->named};
		(void)quote(w, &l->mark, &out->span);
	}
	if (!c->n_chain || !rw_slice_eq(chain[c->n_chain - 1].name, outlet))
		chain[c->n_chain++] = (riwaya_link){.name = outlet, .kind = RIWAYA_LINK_OUTLET, .named = true};
	c->chain = chain;
}

static void set_all(const work *w, riwaya_claim *c, const rw_change *set) {
	if (set->sets & RW_SET_PREDICATE) c->predicate = set->predicate;
	if (set->sets & RW_SET_POLARITY) c->polarity = set->polarity;
	if (set->sets & RW_SET_DENIES) c->denies = set->denies;
	if (set->sets & RW_SET_MODALITY) c->modality = set->modality;
	if (set->sets & RW_SET_FIGURE) set_figure(w, c, set);
	if (set->sets & RW_SET_COUNTS) c->counts = set->counts;
	if (set->sets & RW_SET_UNIT) c->unit = set->unit;
	if (set->sets & RW_SET_SCOPE) {
		c->scope = set->scope;
		c->scope_at = (riwaya_when){0};
	}
	set_party(w, &c->patient, &set->patient);
	set_party(w, &c->agent, &set->agent);
	if (set->sets & RW_SET_PLACE) {
		riwaya_place p = {0};
		if (set->place.p) {
			p.text = quote(w, &set->place_mark, &p.span);
			set_place(w, &p, set->place);
		}
		c->place = p;
	}
	if (set->sets & RW_SET_TIME) {
		riwaya_time t = {.at = set->time};
		if (set->time.precision) t.text = quote(w, &set->time_mark, &t.span);
		c->time = t;
	}
	if (set->sets & RW_SET_CHAIN) set_chain(w, c, set);
	if (set->sets & RW_SET_STANCE) c->stance = set->stance;
}

/* --- the kinds ---------------------------------------------------------------------------------------------------- */
static void decide(work *w, state *s, const rw_review *r) {
	bool waits = r->state == RW_REVIEW_WAITS;
	rw_vec_push(w->a, &s->decisions,
		(riwaya_decision){.kind = r->kind, .review = r->id, .by = r->by, .at = r->at, .why = r->why, .waits = waits});
	rw_slice held = RW_NONE;
	if (!waits && r->kind != RIWAYA_REVIEW_NOTE) {
		if (r->kind == RIWAYA_REVIEW_CORRECT || r->kind == RIWAYA_REVIEW_ADD) {
			set_all(w, &s->claim, &r->set);
			rw_review bare = *r; /* what was set, whatever marked the claim */
			bare.claim = (rw_claim_mark){0};
			bare.kind = RIWAYA_REVIEW_CORRECT;
			bare.mark = (rw_marked){0};
			s->set = rw_review_says(w->a, &bare);
		}
		s->rejected = r->kind == RIWAYA_REVIEW_REJECT;
		held = s->rejected ? RW_LIT("-") : s->set.p ? s->set : RW_LIT("");
		s->claim.verdict = r->kind;
	}
	rw_vec_push(w->a, &s->held, held);
}

static bool on_claim(work *w, const rw_review *r) {
	rw_orphan_why why;
	state *s = find_claim(w, &r->claim, &why);
	if (!s) return orphan(w, r, why);
	if (r->kind == RIWAYA_REVIEW_CORRECT && r->set.predicate.p && !rw_row_find(w->f->lx, "predicates", r->set.predicate))
		return orphan(w, r, RW_ORPHAN_NO_PREDICATE);
	decide(w, s, r);
	return true;
}

/* One that the machine finds too, now, is that one with what the person said of it. */
static bool add(work *w, const rw_review *r) {
	rw_row row = rw_row_find(w->f->lx, "predicates", r->set.predicate);
	rw_orphan_why why;
	riwaya_span at;
	if (!row) return orphan(w, r, RW_ORPHAN_NO_PREDICATE);
	if (!rw_review_find(w->report, &r->mark, &at, &why)) return orphan(w, r, why);
	rw_claim_mark like = {.mark = r->mark, .predicate = r->set.predicate, .figure = r->set.figure_mark};
	state *s = find_claim(w, &like, &why);
	if (s && r->set.figure.qualifier && !r->set.figure_mark.words.p)
		s = NULL; /* a figure that no words of the text give */
	if (!s && r->state == RW_REVIEW_WAITS) return true;
	if (!s) {
		riwaya_claim c = {
			.id = r->id, .span = at, .scope = RIWAYA_SCOPE_EVENT, .confidence = 1, .predicate = r->set.predicate};
		c.evidence = rw_slice_of(field_of(w->report, at.field).p + at.start, at.end - at.start);
		c.unit = rw_row_get(w->f->lx, row, "unit");
		rw_slice counts = rw_row_get(w->f->lx, row, "counts");
		if (r->set.figure.qualifier && counts.n) (void)riwaya_counts_parse(counts, &c.counts);
		c.told = w->report->published.at;
		set_chain(w, &c, &r->set);
		rw_vec_push(w->a, &w->claims,
			(state){.claim = c, .predicate = c.predicate, .figure = r->set.figure_mark.words, .added = true});
		s = &w->claims.p[w->claims.n - 1];
	}
	decide(w, s, r);
	return true;
}

static void identify_party(riwaya_party *p, riwaya_span at, const rw_review *r) {
	if (!within(at, p->span) && !within(p->span, at)) return;
	p->actor = r->actor;
	p->also = NULL;
	p->n_also = 0;
	if (r->role.p) p->role = r->role;
}

static void identify_claims(work *w, riwaya_span at, const rw_review *r) {
	for (size_t i = 0; i < w->claims.n; i++) {
		riwaya_claim *c = &w->claims.p[i].claim;
		if (r->place.n) {
			if (within(at, c->place.span) || within(c->place.span, at)) set_place(w, &c->place, r->place);
			continue;
		}
		identify_party(&c->patient, at, r);
		identify_party(&c->agent, at, r);
		bool speaks = false;
		for (size_t k = 0; k < c->n_chain; k++) speaks |= within(at, c->chain[k].span) || within(c->chain[k].span, at);
		if (!speaks) continue;
		riwaya_link *chain = RW_ARRAY(w->a, riwaya_link, c->n_chain);
		for (size_t k = 0; k < c->n_chain; k++) {
			chain[k] = c->chain[k];
			if (within(at, chain[k].span) || within(chain[k].span, at)) chain[k].actor = r->actor;
		}
		c->chain = chain;
	}
}

/* Who or where the words are: in the claims that rest on them, and as a mention. */
static bool identify(work *w, const rw_review *r) {
	riwaya_span at;
	rw_orphan_why why;
	if (!rw_review_find(w->report, &r->mark, &at, &why)) return orphan(w, r, why);
	identify_claims(w, at, r);
	rw_slice layer = r->place.n ? RW_LIT("places") : RW_LIT("actors");
	riwaya_mention *m = NULL;
	for (size_t i = 0; i < w->mentions.n && !m; i++)
		if (rw_slice_eq(w->mentions.p[i].layer, layer) && overlap(w->mentions.p[i].span, at)) m = &w->mentions.p[i];
	if (!m) {
		rw_vec_push(w->a, &w->mentions, (riwaya_mention){0});
		for (m = &w->mentions.p[w->mentions.n - 1]; m > w->mentions.p && later(m[-1].span, at); m--) *m = m[-1];
		*m = (riwaya_mention){.layer = layer, .span = at};
		m->text = rw_slice_of(field_of(w->report, at.field).p + at.start, at.end - at.start);
	}
	m->alternatives = NULL;
	m->n_alternatives = 0;
	if (r->place.n) {
		riwaya_place p = {0};
		set_place(w, &p, r->place);
		m->id = p.id;
		m->lat = p.lat;
		m->lon = p.lon;
		m->has_position = p.has_position;
		return true;
	}
	m->id = r->actor;
	if (r->role.p) m->role = r->role;
	return true;
}

/* Claims were told when the report was published, where their words say nothing else. */
static void publish(work *w, const rw_review *r) {
	riwaya_when before = w->report->published.at;
	w->report->published = (riwaya_published){.at = r->published, .basis = RIWAYA_BASIS_GIVEN};
	for (size_t i = 0; i < w->claims.n; i++) {
		riwaya_when *told = &w->claims.p[i].claim.told;
		if (!told->precision || (told->from == before.from && told->to == before.to)) *told = r->published;
	}
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */
/* Each person's last word on it, held against the others'. */
static bool disputed(const state *s) {
	const rw_slice *first = NULL;
	for (size_t i = 0; i < s->held.n; i++) {
		bool last = s->held.p[i].p != NULL;
		for (size_t k = i + 1; k < s->held.n && last; k++)
			last = !s->held.p[k].p || !rw_slice_eq(s->decisions.p[k].by, s->decisions.p[i].by);
		if (!last) continue;
		if (first && !rw_slice_eq(*first, s->held.p[i])) return true;
		first = &s->held.p[i];
	}
	return false;
}

static void finish(work *w, rw_known *out) {
	riwaya_claim *kept = RW_ARRAY(w->a, riwaya_claim, w->claims.n), *rejected = RW_ARRAY(w->a, riwaya_claim, w->claims.n);
	out->n_claims = out->n_rejected = 0;
	for (size_t i = 0; i < w->claims.n; i++) {
		state *s = &w->claims.p[i];
		s->claim.decisions = s->decisions.p;
		s->claim.n_decisions = s->decisions.n;
		s->claim.disputed = disputed(s);
		/* A person vouches for it. */
		if (s->claim.verdict && !s->rejected && !s->claim.disputed) s->claim.confidence = 1;
		if (s->rejected) {
			rejected[out->n_rejected++] = s->claim;
			continue;
		}
		/* Added ones to where their words stand. */
		size_t at = out->n_claims++;
		if (s->added)
			for (; at > 0 && later(kept[at - 1].span, s->claim.span); at--) kept[at] = kept[at - 1];
		kept[at] = s->claim;
	}
	out->claims = kept;
	out->rejected = rejected;
	out->report = w->report;
	out->mentions = w->mentions.p;
	out->n_mentions = w->mentions.n;
}

void rw_review_apply(rw_facts *f, rw_arena *a, const rw_known *known, const rw_review *reviews, size_t n, rw_known *out,
	rw_orphans *orphans) {
	*out = *known;
	RW_VEC(const rw_review *) own = {0};
	for (size_t i = 0; i < n; i++)
		if (reviews[i].state <= RW_REVIEW_WAITS && rw_slice_eq(reviews[i].report, known->report->id))
			rw_vec_push(a, &own, &reviews[i]);
	if (!own.n) return;
	work w = {.f = f, .a = a, .report = RW_NEW(a, riwaya_report), .orphans = orphans};
	*w.report = *known->report;
	for (size_t i = 0; i < known->n_claims; i++) {
		const riwaya_claim *c = &known->claims[i];
		rw_vec_push(a, &w.claims,
			(state){.claim = *c, .predicate = c->predicate, .figure = c->figure.qualifier ? c->figure.text : RW_NONE});
	}
	for (size_t i = 0; i < known->n_mentions; i++) rw_vec_push(a, &w.mentions, known->mentions[i]);
	/* The date first: claims that are added were told then. */
	const rw_review *date = NULL;
	for (size_t i = 0; i < own.n; i++)
		if (own.p[i]->kind == RIWAYA_REVIEW_PUBLISH && !own.p[i]->state) date = own.p[i];
	if (date) publish(&w, date);
	for (size_t i = 0; i < own.n; i++) {
		const rw_review *r = own.p[i];
		switch (r->kind) {
		case RIWAYA_REVIEW_ACCEPT:
		case RIWAYA_REVIEW_CORRECT:
		case RIWAYA_REVIEW_REJECT: on_claim(&w, r); break;
		case RIWAYA_REVIEW_NOTE:
			if (r->claim.predicate.p) on_claim(&w, r);
			break;
		case RIWAYA_REVIEW_ADD: add(&w, r); break;
		case RIWAYA_REVIEW_IDENTIFY:
			if (!r->state) identify(&w, r);
			break;
		default: break;
		}
	}
	finish(&w, out);
}

const char *rw_orphan_word(rw_orphan_why why) {
#define WORD(n, w) #w,
	static const char *const words[] = {RW_ORPHAN_MAP(WORD)};
	return (unsigned)why < RW_COUNT(words) ? words[why] : "?";
}
