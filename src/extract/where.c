/* where.c: where and when.
 *
 * A sentence may name many places: where it happened, where somebody is from or fled to, where somebody said so, a country
 * that acts. A place stands for one of these uses by the words right before it; the nearest and most specific one of those that
 * can say where is the claim's. A claim whose sentence names none has that of what is told around it: the paragraph's, where the
 * report goes from place to place, else the lead's.
 */
#include "extract/where.h"

enum { WIDE = 2, SHELTER = 7 }; /* ranks: of countries, seas and the like below it; of sites from it on */

/* How the words of a sentence use a place, the best for a claim's first. */
typedef enum rw_use {
	RW_USE_SITE,   /* in it, near it, or without a preposition: where something happens, or what is hit */
	RW_USE_TO,     /* to it: where somebody flees or is brought */
	RW_USE_FROM,   /* from it: where somebody is from, or fled from */
	RW_USE_HOME,   /* of its people: the sons of it, whom something befell elsewhere more often than not */
	RW_USE_SOURCE, /* part of the name of who speaks: sources in it */
	RW_USE_NONE    /* who acts or speaks, whose side somebody is on, the outlet's name, the date line */
} rw_use;

static bool same_words(const rw_view *v, const rw_item *it, rw_slice name) {
	if (!name.n) return false;
	size_t start = v->t.tok[it->first].start, end = v->t.tok[it->end - 1].end;
	/* No further than where it could reach over the words: a text may be long. */
	rw_slice near = rw_slice_of(v->text.p, start + name.n < v->text.n ? start + name.n : v->text.n);
	for (size_t at = rw_slice_find(near, name, start > name.n ? start - name.n : 0); at != SIZE_MAX;
		 at = rw_slice_find(near, name, at + 1))
		if (at + name.n >= end && name.n > end - start) return true;
	return false;
}

/* "Amman: ", "#Amman | " at the head of a line: what it tells of. `written`: "Amman - ", "Amman (agency) - ", which at the head of a
 * text say where it was written. */
static bool heads(const rw_view *v, uint32_t s, const rw_item *it, bool *written) {
	uint32_t first = v->t.sent[s].first, end = v->t.sent[s].end;
	*written = false;
	while (first < end && v->t.tok[first].kind != RW_TOKEN_WORD && v->t.tok[first].kind != RW_TOKEN_NUMBER) first++;
	if (it->first != first || it->end >= end) return false;
	const rw_token *t = &v->t.tok[it->end];
	if (t->kind != RW_TOKEN_PUNCT && t->kind != RW_TOKEN_SYMBOL) return false;
	char c = v->text.p[t->start];
	*written = c == '-' || c == '(' || c == '/' || (unsigned char)c == 0xE2; /* a long dash */
	return *written || c == '|' || c == ':';
}

/* "Moscow announced", "announced Moscow". */
static bool says_so(const rw_view *v, uint32_t s, const rw_item *it) {
	const rw_syms *sy = v->sy;
	for (size_t k = 0; k < v->n_lexical && v->items.p[k]->first < it->first; k++) {
		const rw_item *says = v->items.p[k];
		rw_sym form = says->kind == sy->speech && says->end == it->first ? rw_item_feat(says, sy->form) : 0;
		if ((form == sy->past || form == sy->present) && rw_item_feat(says, sy->weak) != sy->yes && !says->enc &&
			rw_item_feat(says, sy->records) != sy->yes)
			return true;
	}
	if (it->end >= v->t.sent[s].end) return false;
	const rw_item *says = rw_view_at(v, it->end, sy->speech);
	rw_sym form = says ? rw_item_feat(says, sy->form) : 0;
	return (form == sy->past || form == sy->present) && !(says->pro & RW_PRO_WA) &&
		rw_item_feat(says, sy->weak) != sy->yes;
}

static bool is_hospital(const rw_view *v, const rw_item *it) {
	return rw_item_feat(it, v->sy->type) == rw_sym_of(v->lx, RW_LIT("hospital"));
}

static rw_use use_of(const rw_story *st, const rw_view *v, uint32_t s, const rw_item *it) {
	const rw_syms *sy = v->sy;
	const rw_placed *p = it->payload;
	uint32_t first = v->t.sent[s].first;
	bool written;
	if ((s == 0 && v->field == RIWAYA_FIELD_TEXT && heads(v, s, it, &written) && written) ||
		same_words(v, it, st->report->outlet_name))
		return RW_USE_NONE;
	bool wide = p->rank < WIDE;
	bool hospital = is_hospital(v, it);
	if ((it->pro & RW_PRO_LI) && (wide || hospital)) return RW_USE_NONE;
	const rw_item *prep = NULL;
	for (uint32_t back = 1; !(it->pro & ~(unsigned)RW_PRO_AL) && back <= 4 && it->first >= first + back && !prep; back++) {
		prep = rw_view_at(v, it->first - back, sy->placeprep);
		if (prep && prep->end != it->first) prep = NULL;
	}
	if (!prep && !(it->pro & RW_PRO_BI) && says_so(v, s, it)) return RW_USE_NONE;
	for (uint32_t i = 0; st->frames && i < st->frames->n; i++) { /* "sources in Amman said" */
		const rw_frame *f = &st->frames->p[i];
		if (f->type != sy->speaks || f->first > it->first || it->end > f->end) continue;
		if (f->own) return RW_USE_SOURCE;
		for (size_t k = v->n_lexical; k < v->items.n; k++) {
			const rw_item *o = v->items.p[k];
			if (o->kind == sy->teller && o->first <= it->first && o->end >= it->end &&
				o->end - o->first > it->end - it->first)
				return RW_USE_SOURCE;
		}
	}
	if (prep && prep->id == sy->from) /* "of its sons" in several words, or in one that is no preposition */
		return prep->end > prep->first + 1 || v->t.tok[prep->first].key.n > 4 ? RW_USE_HOME : RW_USE_FROM;
	if (prep && prep->id == sy->to) return hospital ? RW_USE_NONE : RW_USE_TO; /* where the wounded were brought */
	if (prep || (it->pro & RW_PRO_BI)) return RW_USE_SITE;
	/* "Russian and Syrian": the letters of a land and of who is of it. */
	if (wide && it->first > first && (it->pro & RW_PRO_WA) && rw_view_at(v, it->first - 1, sy->adj)) return RW_USE_NONE;
	/* A country or capital without a preposition acts where a verb follows that says so. */
	const rw_item *actor = rw_view_at(v, it->first, sy->actor);
	if (actor && actor->payload && actor->end == it->end && wide) return RW_USE_NONE;
	return RW_USE_SITE;
}

void rw_fill_place(const rw_story *st, rw_view *v, const rw_item *it, riwaya_place *out) {
	const rw_placed *p = it->payload;
	rw_item lead = *it;
	lead.pro = p->pro;
	out->span = rw_view_span(v, p->first, p->end, &lead);
	out->text = rw_view_words(v, out->span);
	if (p->meant) { /* "the prison": by the name it was given before */
		out->span = p->meant->span;
		const riwaya_report *r = st->report;
		rw_slice field = out->span.field == RIWAYA_FIELD_TITLE ? r->title
			: out->span.field == RIWAYA_FIELD_CAPTION          ? r->caption
															   : r->text;
		out->text = rw_slice_of(field.p + out->span.start, out->span.end - out->span.start);
		out->inherited = true;
	}
	out->id = p->id;
	double lat, lon;
	if (p->row && rw_row_number(v->lx, p->row, "lat", &lat) && rw_row_number(v->lx, p->row, "lon", &lon)) {
		out->lat = lat;
		out->lon = lon;
		out->has_position = true;
	}
}

/* "In X and Y": the first stands for both. */
static bool joined_to_place(const rw_view *v, const rw_item *it) {
	for (size_t j = 0; j < v->items.n && (it->pro & RW_PRO_WA); j++) {
		const rw_item *o = v->items.p[j];
		if (o->kind == v->sy->place && o->payload && o->end == it->first) return true;
	}
	return false;
}

/* "The market of X in Y, west of Z": what follows a place says where that lies. */
static bool follows_place(const rw_view *v, uint32_t s, const rw_item *it) {
	for (size_t j = 0; j < v->items.n; j++) {
		const rw_item *o = v->items.p[j];
		if (o->kind == v->sy->place && o->payload && o->end <= it->first && o->end + 1 >= it->first &&
			o->first >= v->t.sent[s].first && (o->end == it->first || v->t.tok[o->end].kind == RW_TOKEN_WORD))
			return true;
	}
	return false;
}

/* "Five km north of X": how far it lies from X, which is not where it is. */
static bool is_bearing(const rw_view *v, uint32_t s, const rw_item *it) {
	static const char *const lengths[] = {"kilometre", "metre", "mile"};
	for (uint32_t back = 1; back <= 3 && it->first >= v->t.sent[s].first + back; back++) {
		const rw_item *unit = rw_view_at(v, it->first - back, v->sy->noun);
		for (size_t i = 0; unit && i < RW_COUNT(lengths); i++)
			if (rw_slice_eqz(rw_sym_text(v->lx, unit->id), lengths[i])) return true;
	}
	return false;
}

/* "Three in X and six in Y and four in Z": whether a place follows a joined figure before the next one. */
static bool place_ahead(const rw_view *v, uint32_t s, const rw_item *figure) {
	uint32_t stop = rw_clause_end(v, s, figure->end);
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *o = v->items.p[k];
		if (o->kind == v->sy->figure && o->payload && o->first >= figure->end && o->first < stop && (o->pro & RW_PRO_WA))
			stop = o->first;
	}
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *o = v->items.p[k];
		if (o->kind == v->sy->place && o->payload && o->first >= figure->end && o->first < stop && !joined_to_place(v, o))
			return true;
	}
	return false;
}

const rw_item *rw_site_before(const rw_view *v, uint32_t s, const rw_item *place) {
	const rw_placed *p = place->payload;
	for (size_t j = 0; j < v->items.n; j++) {
		const rw_item *o = v->items.p[j];
		const rw_placed *q = o->kind == v->sy->place ? o->payload : NULL;
		if (q && q->rank > p->rank && o->first >= v->t.sent[s].first &&
			((place->pro & RW_PRO_BI) ? o->end == place->first
									  : o->end + 1 == place->first && rw_view_at(v, o->end, v->sy->placeprep)))
			return o;
	}
	return place;
}

/* Whether people move by what the predicate says: where from and where to is then where it happens. */
static bool moves_from(rw_slice id) {
	static const char *const all[] = {"displaced", "evacuated", "withdrew", "escaped", "freed"};
	for (size_t i = 0; i < RW_COUNT(all); i++)
		if (rw_slice_eqz(id, all[i])) return true;
	return false;
}

static bool moves_to(rw_slice id) {
	static const char *const all[] = {
		"returned", "deployed", "aid_delivered", "attack", "airstrike", "drone_strike", "shelling", "raid", "bombing"};
	for (size_t i = 0; i < RW_COUNT(all); i++)
		if (rw_slice_eqz(id, all[i])) return true;
	return false;
}

const rw_item *rw_best_place(const rw_story *st, const rw_view *v, uint32_t s, const rw_draft *d, const rw_frame *speaks) {
	enum { FAR = 32, NEAR = 5, MARK_COSTS = 5, OTHER_ACT_COSTS = 18, USE_COSTS = 10, WAY_COSTS = 4 };
	const rw_syms *sy = v->sy;
	rw_slice id = rw_sym_text(v->lx, d->e->id);
	uint32_t anchor = d->anchor;
	/* Where bodies were taken is not where they died. */
	bool elsewhere = rw_attr_value(d->e, sy->place_of) == sy->elsewhere;
	const rw_item *best = NULL;
	double best_score = -1e9;
	uint32_t from = rw_clause_start(v, s, anchor), to = rw_clause_end(v, s, anchor);
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != sy->place || !it->payload) continue;
		const rw_placed *p = it->payload;
		if (speaks && speaks->from >= speaks->end && (it->first < speaks->from || it->first >= speaks->to)) continue;
		if ((it->first >= anchor ? it->first - anchor : anchor - it->first) > FAR || joined_to_place(v, it)) continue;
		rw_use use = use_of(st, v, s, it);
		if (use == RW_USE_NONE || (use == RW_USE_SOURCE && speaks) || (elsewhere && is_hospital(v, it))) continue;
		if ((use == RW_USE_FROM && moves_from(id)) || (use == RW_USE_TO && moves_to(id))) use = RW_USE_SITE;
		double way = 0;
		/* "To a camp that shelters so many": what is told of the place happens in it. */
		const rw_item *rel = it->end < v->t.sent[s].end ? rw_view_at(v, it->end, sy->rel) : NULL;
		if (rel && anchor >= rel->end && anchor < rel->end + NEAR) use = RW_USE_SITE;
		/* Who fled to a mosque or a base is there now. */
		if (use == RW_USE_TO && p->rank >= SHELTER && rw_slice_eqz(id, "displaced")) use = RW_USE_SITE;
		if (use == RW_USE_TO && rw_slice_eqz(id, "escaped")) { /* where to, where nothing says from where */
			use = RW_USE_SITE;
			way = WAY_COSTS;
		}
		if (use == RW_USE_TO || use == RW_USE_HOME || (use == RW_USE_FROM && p->rank < WIDE)) continue;
		unsigned marks = 0, acts = 0;
		uint32_t a = it->first < anchor ? it->first : anchor, b = it->first < anchor ? anchor : it->first;
		for (uint32_t i = a; i < b; i++) {
			marks += rw_clause_end(v, s, i) == i;
			const rw_item *act = i > a ? rw_view_at(v, i, sy->pred) : NULL;
			if (act && (act->pro & (RW_PRO_WA | RW_PRO_FA)) && rw_item_feat(act, sy->weak) != sy->yes) acts++;
		}
		if (follows_place(v, s, it)) marks++;
		if (is_bearing(v, s, it)) marks += 4;
		if (it->first < anchor && d->figure && (d->figure->pro & RW_PRO_WA) && place_ahead(v, s, d->figure)) continue;
		double far = it->first >= anchor ? it->first - anchor : (anchor - it->first) * 1.5;
		double score = p->rank * 4.0 - far * 0.6 + (it->first >= from && it->first < to ? 12 : 0) - marks * MARK_COSTS -
			acts * OTHER_ACT_COSTS - way - (use == RW_USE_SITE ? 0 : USE_COSTS);
		if (score > best_score) best = it, best_score = score;
	}
	return best;
}

const rw_item *rw_best_date(const rw_view *v, uint32_t s, uint32_t anchor, const rw_frames *frames) {
	enum { FAR = 30 }; /* a date farther off belongs to something else that the sentence tells */
	const rw_item *best = NULL;
	uint32_t best_far = FAR;
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != v->sy->date || !it->payload ||
			((const rw_dated *)it->payload)->at.precision == RIWAYA_PRECISION_NONE)
			continue;
		/* "Until today" says how long, not when. */
		const rw_item *until = it->first > v->t.sent[s].first ? rw_view_at(v, it->first - 1, v->sy->range) : NULL;
		bool other = until && until->id == v->sy->to;
		for (uint32_t f = 0; f < frames->n; f++) {
			const rw_frame *fr = &frames->p[f];
			/* When it was told is not when it happened; dates of background are the background's. */
			other = other || fr->told_by == it ||
				(fr->type == v->sy->period && fr->first <= it->first && it->first < fr->to);
		}
		uint32_t far = it->first >= anchor ? it->first - anchor : anchor - it->first;
		if (!other && far < best_far) best = it, best_far = far;
	}
	return best;
}

static bool is_toll(const rw_view *v, rw_row pred) { return rw_slice_eqz(rw_row_get(v->lx, pred, "nature"), "toll"); }

/* "To 40 dead": what rose or reached stands before. */
static bool rises_to(const rw_view *v, uint32_t s, const rw_draft *d) {
	const rw_syms *sy = v->sy;
	if (!d->figure) return false;
	uint32_t first = d->figure->first;
	if (d->figure->pro & RW_PRO_LI) return true;
	if (first == v->t.sent[s].first) return false;
	const rw_item *to = rw_view_at(v, first - 1, sy->placeprep), *up = rw_view_at(v, first - 1, sy->range);
	return (to && to->end == first && to->id == sy->to) || (up && up->end == first && up->id == sy->to);
}

static bool rose_before(const rw_view *v, uint32_t s, uint32_t i) {
	const rw_syms *sy = v->sy;
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind == sy->toll && it->first >= v->t.sent[s].first && it->end <= i &&
			rw_item_feat(it, sy->scope) == sy->total && it->id != sy->number)
			return true;
	}
	return false;
}

riwaya_scope_kind rw_scope_of(const rw_view *v, uint32_t s, const rw_draft *d, rw_row pred) {
	const rw_syms *sy = v->sy;
	enum { BEFORE = 6 }; /* tokens before the words of a toll in which it is said to have risen */
	riwaya_scope_kind k = RIWAYA_SCOPE_EVENT;
	rw_sym said = rw_attr_value(d->e, sy->scope);
	if (said)
		riwaya_scope_kind_parse(rw_sym_text(v->lx, said), &k);
	else if (rw_slice_eqz(rw_row_get(v->lx, pred, "nature"), "stock"))
		k = RIWAYA_SCOPE_STOCK;
	if (k == RIWAYA_SCOPE_STOCK || k == RIWAYA_SCOPE_PERIOD) return k;
	rw_sym final = rw_sym_of(v->lx, RW_LIT("final")), new_ = rw_sym_of(v->lx, RW_LIT("new")), number = sy->number;
	uint32_t first = rw_clause_start(v, s, d->e->first), end = rw_clause_end(v, s, d->e->end);
	if (d->e->first < first + BEFORE)
		first = d->e->first > v->t.sent[s].first + BEFORE ? d->e->first - BEFORE : v->t.sent[s].first;
	bool rises = false;
	for (size_t i = 0; i < v->items.n; i++) {
		const rw_item *it = v->items.p[i];
		if (it->kind != sy->toll) continue;
		/* "Two more dead": those beyond the toll told before. */
		if (it->id == new_ && d->figure && it->first > d->figure->first && it->end <= d->figure->end && is_toll(v, pred))
			return RIWAYA_SCOPE_INCREMENT;
		if (it->first < first || it->end > end) continue;
		/* "The number of dead exceeds 300" says how many, "rose to", "reached" that they were fewer before. */
		bool counts = it->id == number && it->end == it->first + 1;
		if (rw_item_feat(it, sy->scope) == sy->total && !counts && it->id != final) rises = true;
		if (it->id == final && it->first > first && k == RIWAYA_SCOPE_EVENT)
			for (uint32_t back = 1; back <= 2 && it->first >= first + back; back++)
				if (rw_view_at(v, it->first - back, sy->toll) && rw_view_at(v, it->first - back, sy->toll)->id == sy->toll)
					return RIWAYA_SCOPE_TOTAL;
	}
	if (!rises && (k == RIWAYA_SCOPE_TOTAL || rises_to(v, s, d)))
		rises = rose_before(v, s, d->figure ? d->figure->first : d->e->first);
	if (k == RIWAYA_SCOPE_TOTAL && !rises) return RIWAYA_SCOPE_EVENT;
	if (rises && rises_to(v, s, d) && is_toll(v, pred)) return RIWAYA_SCOPE_TOTAL;
	return k;
}

/* Whether somebody documents, records, counts over time. */
static bool keeps_count(const rw_view *v, const rw_frames *frames) {
	for (uint32_t i = 0; i < frames->n; i++)
		if (frames->p[i].verb && rw_item_feat(frames->p[i].verb, v->sy->records) == v->sy->yes) return true;
	return false;
}

/* Whether the sentence tells of one happening besides the toll: a fire that killed so many. */
static bool tells_happening(const rw_view *v, const rw_draft *d) {
	const rw_syms *sy = v->sy;
	for (size_t i = 0; i < v->n_lexical; i++) {
		const rw_item *it = v->items.p[i];
		if (it->kind == sy->cause || it->kind == sy->disaster) return true;
		if (it->kind != sy->pred || (d->head && it->first == d->head->first)) continue;
		rw_row pred = rw_row_find(v->lx, "predicates", rw_sym_text(v->lx, it->id));
		if (pred && rw_slice_eqz(rw_row_get(v->lx, pred, "counts"), "thing")) return true;
	}
	return false;
}

void rw_fill_time(const rw_view *v, const rw_draft *d, const rw_frames *frames, const rw_item *date, riwaya_claim *c) {
	const rw_syms *sy = v->sy;
	bool counted = c->figure.qualifier != RIWAYA_QUALIFIER_NONE;
	if (date && date->payload && c->scope != RIWAYA_SCOPE_STOCK && c->scope != RIWAYA_SCOPE_PERIOD) {
		const rw_dated *at = date->payload;
		if (at->at.precision != RIWAYA_PRECISION_NONE) {
			c->time.at = at->at;
			c->time.span = rw_view_span(v, date->first, date->end, date);
			c->time.text = rw_view_words(v, c->time.span);
		}
		/* So many in a month or year, by one who keeps count: the toll of that time. */
		bool wide = at->at.precision == RIWAYA_PRECISION_MONTH || at->at.precision == RIWAYA_PRECISION_YEAR;
		bool year = at->at.precision == RIWAYA_PRECISION_YEAR && at->relative && !tells_happening(v, d);
		if (counted && wide && c->scope == RIWAYA_SCOPE_EVENT && (keeps_count(v, frames) || year)) {
			c->scope = RIWAYA_SCOPE_PERIOD;
			c->scope_at = c->time.at;
			c->time = (riwaya_time){0};
		}
	}
	/* Since a time, or within one: the toll of a period. */
	for (uint32_t i = 0; i < frames->n && counted; i++) {
		const rw_frame *f = &frames->p[i];
		bool over = f->from <= d->anchor && d->anchor < f->to;
		if (f->type != sy->period || !over || c->scope == RIWAYA_SCOPE_STOCK) continue;
		/* Of two readings of one period the longer. */
		bool longer = f->told.to - f->told.from >= c->scope_at.to - c->scope_at.from;
		if (c->scope != RIWAYA_SCOPE_PERIOD || longer) c->scope_at = f->told;
		c->scope = RIWAYA_SCOPE_PERIOD;
		c->time = (riwaya_time){0};
	}
}

/* Longer than a day: the toll of a day is told beside single happenings of it. */
static bool lasts(const riwaya_when *at) {
	enum { LONG = 2 * 24 * 60 }; /* minutes */
	return at->precision != RIWAYA_PRECISION_NONE && at->to - at->from >= LONG;
}

/* "Today it killed two and wounded eleven": what is joined to a thing dated has its date. */
static void date_joined(rw_story *st, size_t start) {
	enum { NEAR = 80 }; /* bytes between */
	for (size_t i = start + 1; i < st->claims->n; i++) {
		riwaya_claim *c = &st->claims->p[i];
		const riwaya_claim *last = &st->claims->p[i - 1];
		if (c->time.text.n || !last->time.text.n || c->scope != last->scope || c->modality != last->modality ||
			c->figure.qualifier == RIWAYA_QUALIFIER_NONE || last->figure.qualifier == RIWAYA_QUALIFIER_NONE ||
			c->span.start > last->span.end + NEAR || c->n_chain != last->n_chain ||
			!rw_slice_eq(c->chain[0].name, last->chain[0].name))
			continue;
		c->time = last->time;
	}
}

/* A bulletin's toll of a day and night, where the words for that stand at the end of the sentence. */
static void count_of_day(rw_story *st, const rw_view *v, const rw_frames *frames, size_t start) {
	const rw_frame *day = NULL;
	for (uint32_t i = 0; i < frames->n; i++)
		if (frames->p[i].type == v->sy->period && frames->p[i].rule &&
			rw_slice_eqz(rw_rule_name(v->lx, frames->p[i].rule - 1), "period.days_in_hours"))
			day = &frames->p[i];
	for (size_t i = start; day && i < st->claims->n; i++)
		if (st->claims->p[i].scope == RIWAYA_SCOPE_PERIOD) return;
	for (size_t i = start; day && i < st->claims->n; i++) {
		riwaya_claim *c = &st->claims->p[i];
		if (c->figure.qualifier == RIWAYA_QUALIFIER_NONE || c->scope != RIWAYA_SCOPE_EVENT || c->time.text.n) continue;
		c->scope = RIWAYA_SCOPE_PERIOD;
		c->scope_at = day->told;
	}
}

void rw_carry_period(rw_story *st, const rw_view *v, uint32_t s, const rw_frames *frames, size_t start) {
	enum {
		OPENING = 2,
		LONG = 2 * 24 * 60
	}; /* sentences; minutes: the toll of a day is told beside single happenings */
	bool dated = false;
	for (size_t k = 0; k < v->items.n; k++)
		dated = dated || (v->items.p[k]->kind == v->sy->date && v->items.p[k]->payload);
	const riwaya_claim *period = NULL, *total = NULL;
	for (size_t i = start; i < st->claims->n; i++) {
		riwaya_claim *c = &st->claims->p[i];
		bool event = c->figure.qualifier != RIWAYA_QUALIFIER_NONE && c->scope == RIWAYA_SCOPE_EVENT && !c->time.text.n;
		if (c->scope == RIWAYA_SCOPE_PERIOD) {
			period = c;
			total = NULL;
		} else if (c->scope == RIWAYA_SCOPE_TOTAL) {
			period = NULL;
			total = c;
		} else if (c->time.text.n) {
			period = total = NULL; /* back at one happening */
		} else if (event && period && c->modality == period->modality) {
			c->scope = RIWAYA_SCOPE_PERIOD;
			c->scope_at = period->scope_at;
		} else if (event && total && c->modality == total->modality && rw_slice_eq(c->unit, total->unit) &&
			c->figure.span.start <= total->figure.span.end + 8) {
			c->scope = RIWAYA_SCOPE_TOTAL; /* "rose to 7 dead and 52 wounded" */
		} else if (event && !dated && st->has_period && c->modality == RIWAYA_MODALITY_ACTUAL &&
			c->polarity == RIWAYA_POLARITY_AFFIRMED) {
			c->scope = RIWAYA_SCOPE_PERIOD;
			c->scope_at = st->period;
		}
	}
	date_joined(st, start);
	count_of_day(st, v, frames, start);
	for (uint32_t i = 0; i < frames->n && !st->has_day && (v->field == RIWAYA_FIELD_TITLE || s <= OPENING); i++) {
		const rw_frame *f = &frames->p[i];
		if (f->type != v->sy->day || f->told.precision == RIWAYA_PRECISION_NONE || !f->told_by) continue;
		st->has_day = true; /* a round-up of that day */
		st->day.at = f->told;
		st->day.span = rw_view_span(v, f->told_by->first, f->told_by->end, f->told_by);
		st->day.text = rw_view_words(v, st->day.span);
		st->day.inherited = true;
	}
	if (st->has_period || s >= OPENING || v->field != RIWAYA_FIELD_TEXT) return;
	/* What those who keep count over a time tell first is over that time, and what follows is too; so are the items of a list. */
	uint32_t first = v->t.sent[s].first, end = v->t.sent[s].end;
	bool list = v->text.p[v->t.tok[end - 1].start] == ':', counts = keeps_count(v, frames);
	if (period && counts && lasts(&period->scope_at)) {
		st->has_period = true;
		st->period = period->scope_at;
	}
	for (uint32_t i = 0; i < frames->n && !st->has_period; i++) {
		const rw_frame *f = &frames->p[i];
		bool of_report = f->from == first && f->to == end && f->first > first; /* "in its weekly toll" */
		if (f->type != v->sy->period || !(of_report || ((list || counts) && lasts(&f->told)))) continue;
		st->has_period = true;
		st->period = f->told;
	}
}

/* --- what claims inherit ------------------------------------------------------------------------------------------- */

/* The party in whose name of several words a place's name stands. */
static const rw_item *body_around(const rw_view *v, const rw_item *it) {
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *o = v->items.p[k];
		if (o->kind == v->sy->actor && o->payload && o->first < it->first && o->end >= it->end) return o;
	}
	return NULL;
}

/* The most specific place of a sentence, the first of its kind; one of a speaker's name only where nothing else is named. */
void rw_take_ground(rw_story *st, rw_view *v, uint32_t s) {
	rw_ground g = {.field = v->field};
	uint32_t start = v->t.tok[v->t.sent[s].first].start;
	const rw_ground *last = st->grounds.n ? &st->grounds.p[st->grounds.n - 1] : NULL;
	uint32_t from = last && last->field == v->field ? last->start : 0;
	g.start = start;
	g.line = last && last->field == v->field ? last->line : 0;
	for (uint32_t i = from; i < start; i++) g.line += v->text.p[i] == '\n';
	const rw_item *best = NULL;
	int best_score = -1;
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != v->sy->place || !it->payload || joined_to_place(v, it)) continue;
		rw_use use = use_of(st, v, s, it);
		if (use == RW_USE_NONE) continue;
		int score =
			100 + 10 * ((const rw_placed *)it->payload)->rank - 40 * (int)use - (follows_place(v, s, it) ? 15 : 0);
		if (!best || score > best_score || (score == best_score && it->first < best->first))
			best = it, best_score = score;
	}
	if (best) {
		rw_fill_place(st, v, best, &g.place);
		g.place.inherited = false;
		bool written;
		g.headed = heads(v, s, best, &written);
	}
	for (size_t k = 0; k < v->n_lexical && !best && !g.place.text.n; k++) {
		/* "The ministry of health in Gaza": a name inside a body's name is nowhere else named. */
		const rw_item *it = v->items.p[k];
		if (it->kind || !it->row || !rw_slice_eqz(rw_row_table(v->lx, it->row), "places")) continue;
		const rw_item *body = body_around(v, it);
		if (!body) continue;
		g.place.span = rw_view_span(v, it->first, it->end, it);
		g.place.text = rw_view_words(v, g.place.span);
		g.place.id = rw_row_get(v->lx, it->row, "id");
		g.place.has_position =
			rw_row_number(v->lx, it->row, "lat", &g.place.lat) && rw_row_number(v->lx, it->row, "lon", &g.place.lon);
	}
	rw_vec_push(st->a, &st->grounds, g);
}

static bool own_place(const riwaya_claim *c) { return c->place.text.n && !c->place.inherited; }

/* Where a sentence's news is: the place of the first thing told in it, else the place that it names. */
static bool lead_of(rw_story *st, size_t g) {
	for (size_t i = 0; i < st->claims->n && !st->has_lead; i++) {
		const riwaya_claim *c = &st->claims->p[i];
		if (st->ground_of.p[i] != g || !own_place(c) || c->modality == RIWAYA_MODALITY_BACKGROUND) continue;
		st->lead = c->place;
		st->has_lead = true;
	}
	if (!st->has_lead && st->grounds.p[g].place.text.n) {
		st->lead = st->grounds.p[g].place;
		st->has_lead = true;
	}
	return st->has_lead;
}

/* Where the report's news is: by its first sentence, else its title, else the sentences after. */
static void find_lead(rw_story *st) {
	static const riwaya_field order[] = {RIWAYA_FIELD_TEXT, RIWAYA_FIELD_TITLE, RIWAYA_FIELD_TEXT};
	for (size_t pass = 0; pass < RW_COUNT(order); pass++) {
		for (size_t g = 0; g < st->grounds.n; g++) {
			if (st->grounds.p[g].field != order[pass]) continue;
			if (lead_of(st, g)) return;
			if (pass == 0) break;
		}
	}
}

/* The place that the paragraph of a sentence spoke of last before it, NULL for none. */
static const riwaya_place *paragraph_place(const rw_story *st, uint32_t ground) {
	const rw_ground *all = st->grounds.p, *g = &all[ground];
	if (g->headed) return &g->place;
	for (uint32_t i = ground; i-- > 0;) {
		if (all[i].field != g->field || all[i].line != g->line) break;
		if (all[i].place.text.n) return &all[i].place;
	}
	return NULL;
}

void rw_settle_places(rw_story *st) {
	find_lead(st);
	const riwaya_place *title = NULL;
	for (size_t i = 0; i < st->claims->n && !title; i++)
		if (st->claims->p[i].span.field == RIWAYA_FIELD_TITLE && st->claims->p[i].place.text.n)
			title = &st->claims->p[i].place;
	for (size_t i = 0; i < st->claims->n; i++) {
		riwaya_claim *c = &st->claims->p[i];
		if (st->has_day && !c->time.text.n && c->modality == RIWAYA_MODALITY_ACTUAL &&
			(c->figure.qualifier == RIWAYA_QUALIFIER_NONE || c->scope == RIWAYA_SCOPE_EVENT ||
				c->scope == RIWAYA_SCOPE_INCREMENT))
			c->time = st->day;
		if (c->place.text.n) continue;
		const riwaya_place *here = paragraph_place(st, st->ground_of.p[i]);
		if (title && (c->span.field == RIWAYA_FIELD_TITLE || (!here && !st->has_lead)))
			c->place = *title;
		else if (here)
			c->place = *here;
		else if (st->has_lead)
			c->place = st->lead;
		else
			continue;
		c->place.inherited = true;
	}
}
