/* claim.c: claims from what the claim rules emit: who, how many, where, when, on whose word, in what mood.
 *
 * Attributes of `claim:PREDICATE`: head (the word that says it), figure (items, several), patient and agent (figure,
 * party or actor items), place, time, part (figures that are parts of the first one), modality, polarity, scope, unit,
 * counts, role (for people whom their noun leaves open), actor, denies, over (drops what other rules read of the figure). What a rule leaves open is found here: the most
 * specific place of the sentence, its date, the frames around.
 */
#include "extract/claim.h"
#include "extract/draft.h"
#include "extract/mood.h"
#include "extract/where.h"
#include "mention/speaker.h"

enum { NEAR_COUNT = 4, BARGAIN = 3 }; /* tokens between the word for a count, for "in return for", and its number */
enum { EVIDENCE_MAX = 560 };

/* The ending of two and of many is written with the same letters; a vowel sign before it tells the dual. */
static bool voweled_dual(const rw_view *v, const rw_item *noun) {
	enum { ENDING = 4, SIGN = 2 }; /* bytes of its two letters; of a sign */
	rw_slice word = rw_view_words(v, rw_view_span(v, noun->first, noun->end, noun));
	for (size_t at = word.n > ENDING ? word.n - ENDING : 0; at >= SIGN; at -= SIGN) {
		unsigned char a = (unsigned char)word.p[at - 2], b = (unsigned char)word.p[at - 1];
		if (a != 0xD9 || b < 0x8B || b > 0x92) return false; /* U+064B to U+0652: signs */
		if (b == 0x8E) return true;                          /* U+064E, fatha */
	}
	return false;
}

/* A number without its noun borrows it from the phrase it is joined to: "three killed and four soldiers wounded". */
static void borrow(rw_view *v, const rw_draft *d, uint32_t n, uint32_t i) {
	enum { REACH = 12 };
	rw_phrase *p = d[i].figure ? d[i].figure->payload : NULL;
	if (!p || !p->lone || p->unit) return;
	const rw_phrase *from = NULL;
	for (uint32_t j = i + 1; !from && j < n && d[j].anchor <= d[i].anchor + REACH; j++) {
		const rw_phrase *q = rw_phrase_of(v, d[j].figure);
		if (q && !q->lone && !d[j].part && q->unit == v->sy->person) from = q;
	}
	for (uint32_t j = i; !from && j-- > 0 && d[j].anchor + REACH >= d[i].anchor;) {
		const rw_phrase *q = rw_phrase_of(v, d[j].figure);
		if (q && !d[j].part && q->unit == v->sy->person) from = q;
	}
	if (!from) return;
	p->unit = from->unit;
	p->role = from->role;
	p->generic = from->generic;
	p->actor = from->actor;
	p->also = from->also;
	p->n_also = from->n_also;
}

/* --- on whose word ------------------------------------------------------------------------------------------------- */

void rw_close_chain(rw_story *st, const riwaya_link *links, size_t n, riwaya_claim *c) {
	const riwaya_report *r = st->report;
	RW_VEC(riwaya_link) chain = {0};
	for (size_t i = 0; i < n; i++) rw_vec_push(st->a, &chain, links[i]);
	/* The teller closes the chain; a body that publishes its own words is one link. */
	riwaya_link outlet = {.name = r->outlet_name, .kind = RIWAYA_LINK_OUTLET, .named = true};
	if (!outlet.name.n) outlet.name = r->file;
	/* A post that was forwarded came from there whole, whoever speaks in it. */
	bool forwarded = rw_slice_eqz(r->format, "telegram") && chain.n && !rw_slice_eq(chain.p[chain.n - 1].name, r->credit);
	if ((!chain.n || forwarded) && r->credit.n && rw_slice_find(r->credit, r->outlet_name, 0) == SIZE_MAX) {
		riwaya_link credit = {.name = r->credit, .kind = RIWAYA_LINK_AGENCY, .named = true};
		rw_vec_push(st->a, &chain, credit);
	}
	if (chain.n && rw_slice_eq(chain.p[chain.n - 1].name, outlet.name)) chain.n--;
	rw_vec_push(st->a, &chain, outlet);
	c->chain = chain.p;
	c->n_chain = chain.n;
}

/* A verb of the past joined to what stands before tells of something done. */
static bool is_done(const rw_view *v, const rw_item *head) {
	return head && (head->pro & RW_PRO_WA) && rw_item_feat(head, v->sy->form) == v->sy->past;
}

/* "Without touching on whether any fell": of what nothing is said there is no claim. */
static bool passed_over(const rw_view *v, const rw_draft *d) {
	enum { NEAR = 5 };
	if (!d->head || (d->figure && d->figure->kind == v->sy->figure)) return false;
	for (uint32_t back = 1; back <= NEAR && d->head->first >= v->base + back; back++) {
		uint32_t i = d->head->first - back;
		if (v->t.tok[i].kind != RW_TOKEN_WORD) return false;
		const rw_item *neg = rw_view_at(v, i, v->sy->neg);
		if (neg && neg->id == rw_sym_of(v->lx, RW_LIT("unknown"))) return neg->end <= d->head->first;
	}
	return false;
}

static bool causes_between(const rw_view *v, uint32_t from, uint32_t to) {
	for (uint32_t i = from; i < to; i++) {
		const rw_item *cause = rw_view_at(v, i, v->sy->cause);
		if (cause && rw_item_feat(cause, v->sy->form) == v->sy->past) return true;
	}
	return false;
}

/* A participle that accuses, between a denial's words and what it is asked of. */
static bool blames_instead(const rw_view *v, uint32_t from, uint32_t anchor, uint32_t head) {
	uint32_t to = anchor > head ? anchor : head;
	for (uint32_t i = from; i <= to; i++) {
		const rw_item *it = rw_view_at(v, i, v->sy->speech);
		if (it && it->id == v->sy->accuse && rw_item_feat(it, v->sy->form) == rw_sym_of(v->lx, RW_LIT("ap")))
			return true;
	}
	return false;
}

static void fill_frames(rw_story *st, rw_view *v, const rw_frames *frames, const rw_draft *d, bool counted,
	riwaya_claim *c, uint32_t *evidence_from, const rw_frame **speaks) {
	const uint32_t anchor = d->anchor, head = d->head ? d->head->first : d->anchor;
	const bool joined = d->head && (d->head->pro & RW_PRO_WA), done = is_done(v, d->head);
	bool foiled = false;
	const rw_syms *sy = v->sy;
	const riwaya_report *r = st->report;
	RW_VEC(riwaya_link) chain = {0};
	c->told = r->published.at;
	bool taken[RW_MAX_FRAMES] = {false};
	bool stance_set = false, hedged = false, certain = false;
	/* Whose account is denied does not speak in the denial: "denied what the pages say of". */
	const rw_frame *denial = NULL;
	for (uint32_t i = 0; i < frames->n; i++) {
		const rw_frame *f = &frames->p[i];
		if (f->type == sy->speaks && f->denied && f->n_links && f->from <= anchor && anchor < f->to &&
			(!denial || f->first < denial->first))
			denial = f;
	}
	for (uint32_t i = 0; denial && i < frames->n; i++) {
		const rw_frame *f = &frames->p[i];
		taken[i] = f->type == sy->speaks && f != denial && !f->denied && !f->around && f->first > denial->first;
	}
	for (;;) { /* innermost first */
		const rw_frame *in = NULL;
		uint32_t at = 0;
		for (uint32_t i = 0; i < frames->n; i++) {
			const rw_frame *f = &frames->p[i];
			bool over = (f->from <= anchor && anchor < f->to) || (f->from <= head && head < f->to);
			if (taken[i] || f->type != sy->speaks || !over) continue;
			if (!in || f->from > in->from || (f->from == in->from && f->first > in->first)) in = f, at = i;
		}
		if (!in) break;
		if (in->own && !in->n_links) { /* the teller's own words, but for whom it says that it has them from */
			bool cited = false;
			for (uint32_t i = 0; i < frames->n; i++) {
				const rw_frame *f = &frames->p[i];
				cited = cited ||
					(f->type == sy->speaks && f->around && f->n_links && !taken[i] && f->from <= anchor && anchor < f->to);
			}
			if (in->denied) { /* who publishes its own statement denies in it */
				c->polarity = RIWAYA_POLARITY_DENIED;
				if (in->end <= anchor && in->first < *evidence_from) *evidence_from = in->first;
			}
			if (!cited || in->around) break;
			taken[at] = true;
			continue;
		}
		taken[at] = true;
		for (uint8_t k = 0; k < in->n_links; k++) {
			bool known = false;
			for (size_t j = 0; j < chain.n; j++) known = known || rw_slice_eq(chain.p[j].name, in->links[k].name);
			if (!known) rw_vec_push(st->a, &chain, in->links[k]);
		}
		if (!*speaks) *speaks = in;
		if (!stance_set && in->stance != RIWAYA_STANCE_NEUTRAL) c->stance = in->stance;
		stance_set = true;
		/* "Denied the shelling, laying on others …": the blame is no part of what is denied. */
		if (in->denied && !blames_instead(v, in->end, anchor, head)) {
			/* who denies that a siege was lifted says that it goes on */
			bool undone = rw_slice_eqz(c->predicate, "besieged") && c->polarity == RIWAYA_POLARITY_DENIED &&
				d->e->n_attrs && rw_attr_value(d->e, sy->polarity);
			c->polarity = undone ? RIWAYA_POLARITY_AFFIRMED : RIWAYA_POLARITY_DENIED;
			if (in->end <= anchor && in->first < *evidence_from) *evidence_from = in->first;
		}
		if (in->told.precision != RIWAYA_PRECISION_NONE && c->told.from == r->published.at.from) c->told = in->told;
	}
	for (uint32_t i = 0; i < frames->n; i++) {
		const rw_frame *f = &frames->p[i];
		bool over = (f->from <= anchor && anchor < f->to) || (f->from <= head && head < f->to);
		/* The noun of a deed within its verb's words: "came under an attack that was repelled". */
		if (f->type == sy->mode && d->head && head <= f->from && f->from < d->head->end && f->first == f->from)
			over = true;
		if (!over) continue;
		/* What is joined to a thing foiled came of the foiling: "foiling an attack and killing thirty". */
		if (f->type == sy->mode && joined && f->verb && f->modality == RIWAYA_MODALITY_FOILED && f->end <= head) {
			foiled = true;
			continue;
		}
		if (f->type == sy->mode && foiled && joined && f->modality == RIWAYA_MODALITY_ATTEMPTED && f->end <= head)
			continue;
		if (f->type == sy->mode && rw_mood_ends(v, f, d, counted)) continue;
		/* "An attempt on his life that killed two", "they tried to storm it and arrested forty", "repelled them, which killed ten". */
		if (f->type == sy->mode && f->end <= head && f->modality == RIWAYA_MODALITY_ATTEMPTED && done) continue;
		if (f->type == sy->mode && f->end <= head && causes_between(v, f->end, anchor) &&
			(f->modality == RIWAYA_MODALITY_ATTEMPTED || f->modality == RIWAYA_MODALITY_FOILED))
			continue;
		if (f->type == sy->mode || f->type == sy->background) {
			/* What was foiled had been attempted; what is feared or planned is so also where the rest is older news, not
			 * what was tried then. */
			if (c->modality == RIWAYA_MODALITY_ACTUAL ||
				(c->modality == RIWAYA_MODALITY_BACKGROUND && f->type == sy->mode &&
					f->modality != RIWAYA_MODALITY_ACTUAL && f->modality != RIWAYA_MODALITY_ATTEMPTED) ||
				(c->modality == RIWAYA_MODALITY_ATTEMPTED && f->type == sy->background) ||
				(c->modality == RIWAYA_MODALITY_ATTEMPTED && f->modality == RIWAYA_MODALITY_FOILED) ||
				(c->modality == RIWAYA_MODALITY_FEARED && f->end <= head && rw_is_plan(v, f)))
				c->modality = f->modality;
			if (f->type == sy->mode && f->modality == RIWAYA_MODALITY_ACTUAL && f->first == head) certain = true;
		} else if (f->type == sy->stance) {
			/* That somebody accused or threatened needs nobody to bear it out. */
			bool words = f->stance == RIWAYA_STANCE_UNCONFIRMED &&
				(rw_slice_eqz(c->predicate, "accusation") || rw_slice_eqz(c->predicate, "threat") ||
					rw_slice_eqz(c->predicate, "warning"));
			if (c->stance == RIWAYA_STANCE_NEUTRAL && !words) c->stance = f->stance, hedged = true;
		} else if (f->type == sy->deny) {
			c->polarity = RIWAYA_POLARITY_DENIED;
			if (f->end <= anchor && f->first < *evidence_from) *evidence_from = f->first;
			/* "There is no truth in the arrest of": li- there is of no purpose. */
			if (f->end == head) certain = true;
		}
	}
	/* Words that make this very act certain: "ordered his arrest". */
	if (certain && c->modality != RIWAYA_MODALITY_FOILED) c->modality = RIWAYA_MODALITY_ACTUAL;
	/* "Denied the rumours of": the rumours are another's, the denial is plain. */
	if (c->polarity == RIWAYA_POLARITY_DENIED && hedged) c->stance = RIWAYA_STANCE_NEUTRAL;
	rw_close_chain(st, chain.p, chain.n, c);
}

/* --- evidence ------------------------------------------------------------------------------------------------------- */

static void set_evidence(const rw_story *st, const rw_view *v, uint32_t s, uint32_t first, uint32_t end,
	uint32_t keep_first, uint32_t keep_end, const rw_item *place, riwaya_claim *c) {
	/* The rest of the clause makes the words readable, as long as they stay a clause; else the place where it happened. */
	uint32_t stop = rw_clause_end(v, s, end);
	enum { TAIL = 12, EVENT_TAIL = 7, EVENT_CUT = 4, NEXT = 3 };
	bool long_tail = stop > end + (c->figure.qualifier != RIWAYA_QUALIFIER_NONE ? TAIL : EVENT_TAIL);
	if (long_tail)
		stop = place && place->first >= end && place->end <= stop && place->first <= end + NEXT ? place->end
			: c->figure.qualifier != RIWAYA_QUALIFIER_NONE                                      ? end
																								: end + EVENT_CUT;
	/* An event in a word or two needs the clause in front of it, or what stands beyond the next mark, to be understood. */
	enum { EVENT_LEAST = 5, EVENT_LEAD = 8 };
	if (c->figure.qualifier == RIWAYA_QUALIFIER_NONE) {
		uint32_t from = rw_clause_start(v, s, first);
		if (stop < first + EVENT_LEAST && first <= from + EVENT_LEAD) first = from;
		uint32_t far = stop;
		while (far < first + EVENT_LEAST && far < v->t.sent[s].end) far++;
		while (far > stop && v->t.tok[far - 1].kind == RW_TOKEN_PUNCT) far--;
		stop = far;
	}
	while (stop > end && v->t.tok[stop - 1].end - v->t.tok[first].start > EVIDENCE_MAX) stop--;
	end = stop;
	if (v->t.tok[end - 1].end - v->t.tok[first].start > EVIDENCE_MAX) first = keep_first, end = keep_end;
	c->span = rw_view_span(v, first, end, NULL);
	c->evidence = rw_view_words(v, c->span);
	/* Words that stand in the report before as well show the place they mean only with those in front of them. */
	const riwaya_report *r = st->report;
	uint32_t from = rw_clause_start(v, s, first);
	enum { LOOK_BACK = 32 << 10 }; /* bytes: a text of megabytes is no story */
	uint32_t since = c->span.start > LOOK_BACK ? c->span.start - LOOK_BACK : 0;
	bool before = rw_slice_find(rw_slice_of(v->text.p + since, c->span.start - since), c->evidence, 0) != SIZE_MAX ||
		(v->field == RIWAYA_FIELD_TEXT && rw_slice_find(r->title, c->evidence, 0) != SIZE_MAX);
	if (!before || from == first || v->t.tok[end - 1].end - v->t.tok[from].start > EVIDENCE_MAX) return;
	riwaya_span wide = rw_view_span(v, from, end, NULL);
	rw_slice words = rw_view_words(v, wide);
	if (c->figure.text.n && wide.start + rw_slice_find(words, c->figure.text, 0) != c->figure.span.start) return;
	c->span = wide;
	c->evidence = words;
}

static bool of_persons_fate(const rw_view *v, rw_row pred) {
	return rw_slice_eqz(rw_row_get(v->lx, pred, "unit"), "person") &&
		rw_slice_eqz(rw_row_get(v->lx, pred, "nature"), "toll");
}

static bool told_of(const rw_story *st, const char *predicate) {
	for (size_t i = 0; i < st->claims->n; i++)
		if (rw_slice_eqz(st->claims->p[i].predicate, predicate)) return true;
	return false;
}

/* Things that can be carried off, so that to take them is to seize them. */
static bool movable(const rw_view *v, rw_sym unit) {
	static const char *const fixed[] = {"settlement", "site", "checkpoint", "building", "neighbourhood", "house",
		"school", "hospital", "mosque", "shop"};
	for (size_t i = 0; i < RW_COUNT(fixed); i++)
		if (rw_slice_eqz(rw_sym_text(v->lx, unit), fixed[i])) return false;
	return true;
}

/* People who flee are displaced, unless the sentence speaks of custody or they are fighters: those escape. */
static bool of_flight(const rw_story *st, const rw_view *v, const rw_draft *d) {
	const rw_syms *sy = v->sy;
	const rw_phrase *p = rw_phrase_of(v, d->figure ? d->figure : rw_attr_item(d->e, sy->patient, 0));
	if (p && p->role) {
		rw_slice role = rw_sym_text(v->lx, p->role);
		static const char *const keeps[] = {
			"detainee", "captive", "hostage", "fighter", "commander", "suspect", "attacker", "soldier", "guard"};
		for (size_t i = 0; i < RW_COUNT(keeps); i++)
			if (rw_slice_eqz(role, keeps[i])) return false;
	}
	if (p && p->actor.n) return false;
	/* A few who get away, where the report tells of people taken. */
	enum { FEW = 500 };
	if (p && p->unit == sy->person && p->figure.has_high && p->figure.high < FEW &&
		(told_of(st, "kidnapped") || told_of(st, "hostage")))
		return false;
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind == sy->placenoun && it->id == sy->prison) return false;
		if (it->kind == sy->place && rw_item_feat(it, sy->type) == sy->prison) return false;
		if (it->kind == sy->noun && rw_item_feat(it, sy->role) == sy->detainee) return false;
	}
	return p && p->counted;
}

/* Whether the nouns of a phrase say by themselves what befell those they name. */
static bool names_fate(const rw_view *v, const rw_item *it, rw_sym fate) {
	const rw_phrase *p = rw_phrase_of(v, it);
	return p &&
		((p->head && rw_item_feat(p->head, v->sy->pred) == fate) ||
			(p->tail && rw_item_feat(p->tail, v->sy->pred) == fate));
}

/* "11 of the dead", "three of the wounded": some of those of whom a toll was told. */
static bool some_of_the_hurt(const rw_view *v, const rw_item *it) {
	const rw_syms *sy = v->sy;
	const rw_phrase *p = rw_phrase_of(v, it);
	if (!p || !p->counted || !p->head || p->head->first <= it->first || rw_item_feat(p->head, sy->def) != sy->yes)
		return false;
	rw_sym fate = rw_item_feat(p->head, sy->pred);
	return fate == sy->killed || fate == sy->wounded || fate == sy->casualties;
}

/* A number behind "and not", as corrections have it. */
static bool set_right(const rw_view *v, const rw_item *it) {
	const rw_phrase *p = rw_phrase_of(v, it);
	if (!p || !p->counted || p->figure.qualifier != RIWAYA_QUALIFIER_EXACT || it->first == v->base) return false;
	const rw_item *no = rw_view_at(v, it->first - 1, v->sy->neg);
	return no && no->end == it->first && (no->pro & RW_PRO_WA) && rw_slice_eqz(rw_sym_text(v->lx, no->id), "not");
}

/* A definite noun of what happened behind "in", "during", "because of"; of a blast at a place also where what befell people is denied
 * before it: "denied the arrest of anybody in the bombing of the market". */
static bool granted(const rw_view *v, const rw_item *head) {
	enum { FAR = 10 };
	const rw_syms *sy = v->sy;
	if (!head || head->first == v->base) return false;
	if (rw_item_feat(head, sy->def) != sy->yes) {
		bool fate = false;
		for (uint32_t i = head->first; i > v->base && i + FAR > head->first && !fate; i--) {
			const rw_item *it = rw_view_at(v, i - 1, sy->pred);
			if (v->t.tok[i - 1].kind == RW_TOKEN_PUNCT) break;
			fate = it && rw_item_feat(it, sy->form) == sy->masdar && rw_item_feat(it, sy->takes) == sy->person &&
				rw_item_feat(it, sy->weak) != sy->yes;
		}
		if (!fate || rw_item_feat(head, sy->takes) == sy->person) return false;
		if (head->pro & RW_PRO_BI) return true;
	}
	const rw_item *prep = rw_view_at(v, head->first - 1, sy->placeprep), *by = rw_view_at(v, head->first - 1, sy->by),
				  *time = rw_view_at(v, head->first - 1, sy->conn);
	return (prep && prep->end == head->first) || (by && by->end == head->first) || (time && time->end == head->first);
}

/* The last whole toll of that fate told before, SIZE_MAX for none. */
static size_t toll_before(const rw_story *st, rw_slice id) {
	enum { BACK = 12 };
	for (size_t back = 1; back <= BACK && back <= st->claims->n; back++) {
		const riwaya_claim *o = &st->claims->p[st->claims->n - back];
		if (rw_slice_eq(o->predicate, id) && o->figure.has_low && !o->part_of.n) return st->claims->n - back;
	}
	return SIZE_MAX;
}

void rw_give_id(const rw_story *st, riwaya_claim *c) {
	rw_sha256 h;
	rw_sha256_init(&h);
	rw_sha256_add(&h, st->report->id.p, st->report->id.n);
	rw_sha256_add(&h, c->predicate.p, c->predicate.n);
	uint32_t place_in[5] = {
		(uint32_t)c->span.field, c->span.start, c->span.end, c->figure.span.start, c->figure.span.end};
	unsigned char bytes[20];
	for (unsigned i = 0; i < 20; i++) bytes[i] = (unsigned char)(place_in[i / 4] >> (8 * (i % 4)));
	rw_sha256_add(&h, bytes, sizeof bytes);
	char hex[65];
	rw_sha256_hex(&h, hex);
	c->id = rw_arena_copy(st->a, rw_slice_of(hex, 16));
}

/* "Denied that 200 were killed, confirming that 41 were": who gives another number denies the first one only. */
static bool other_number(const rw_view *v, uint32_t s, const rw_draft *d) {
	const rw_phrase *p = rw_phrase_of(v, d->figure);
	bool said = false;
	for (uint32_t i = d->figure ? d->figure->end : 0; p && p->counted && i < v->t.sent[s].end; i++) {
		const rw_item *says = rw_view_at(v, i, v->sy->speech), *f = rw_view_at(v, i, v->sy->figure);
		rw_sym form = says ? rw_item_feat(says, v->sy->form) : 0;
		said = said || (says && (form == v->sy->present || rw_slice_eqz(rw_sym_text(v->lx, form), "ap")));
		const rw_phrase *q = rw_phrase_of(v, f);
		if (said && q && q->counted && q->figure.has_low && (q->lone || q->unit == p->unit)) return true;
	}
	return false;
}

/* An attempt told as older news is told all the same. */
static bool was_tried(const rw_syms *sy, const rw_frames *frames, const rw_draft *d) {
	for (uint32_t i = 0; i < frames->n; i++) {
		const rw_frame *f = &frames->p[i];
		if (f->type == sy->mode && f->modality == RIWAYA_MODALITY_ATTEMPTED && f->from <= d->anchor && d->anchor < f->to)
			return true;
	}
	return false;
}

/* Whom a force denies that it lost, those who gave up or withdrew by its denial, are its own. */
static bool its_own(const riwaya_claim *c, const rw_item *head) {
	static const char *const men[] = {
		"soldier", "fighter", "commander", "official", "police", "captive", "guard", "officer"};
	if (c->patient.actor.n) return false;
	if (rw_slice_eqz(c->predicate, "surrendered") || rw_slice_eqz(c->predicate, "withdrew"))
		return !c->agent.actor.n && (!c->patient.text.n || (head && head->enc));
	bool fate = rw_slice_eqz(c->predicate, "killed") || rw_slice_eqz(c->predicate, "wounded") ||
		rw_slice_eqz(c->predicate, "captured");
	for (size_t i = 0; fate && i < RW_COUNT(men); i++)
		if (rw_slice_eqz(c->patient.role, men[i])) return true;
	return false;
}

static void build(rw_story *st, rw_view *v, uint32_t s, const rw_frames *frames, const rw_draft *d,
	const rw_doings *acts, size_t whole, size_t first_of_sentence) {
	const rw_syms *sy = v->sy;
	const rw_emission *e = d->e;
	/* "Among them": the predicate is that of the toll told before, in this sentence or the last. */
	if (e->id == sy->same && whole == SIZE_MAX) whole = st->last_toll;
	if (e->id == sy->same && whole == SIZE_MAX) return;
	const riwaya_claim *donor =
		e->id == sy->same && !d->part ? &st->claims->p[whole] : NULL; /* "it rose to": of whom it was told */
	if (d->part && e->id != sy->same && !rw_attr_find(e, sy->figure, 0)) /* "among the dead": of the last toll of that fate */
		whole = toll_before(st, rw_sym_text(v->lx, e->id));
	rw_slice id = e->id == sy->same ? st->claims->p[whole].predicate : rw_sym_text(v->lx, e->id);
	rw_row pred = rw_row_find(v->lx, "predicates", id);
	if (!pred) return;
	/* "19, and not 29": the second number is nobody's. */
	if (d->figure && set_right(v, d->figure)) return;
	/* Responsibility that somebody denies is not claimed: the act itself is told as not theirs. */
	for (uint32_t i = 0; d->head && i < frames->n && rw_slice_eqz(id, "responsibility"); i++)
		if (frames->p[i].of_blame && frames->p[i].first <= d->head->first && d->head->first < frames->p[i].end) return;
	if (rw_slice_eqz(id, "escaped") && of_flight(st, v, d))
		id = RW_LIT("displaced"), pred = rw_row_find(v->lx, "predicates", id);
	/* Who is caught having escaped is caught again. */
	if (rw_slice_eqz(id, "captured") && d->figure &&
		(rw_item_feat(d->figure, sy->escaped) == sy->yes || names_fate(v, d->figure, sy->escaped)))
		id = RW_LIT("recaptured");
	/* Whom somebody keeps now is a stock; hostages go by that name. */
	if (d->head && d->figure && rw_item_feat(d->head, sy->form) == sy->present && rw_item_feat(d->head, sy->now))
		id = rw_sym_text(v->lx, rw_item_feat(d->head, sy->now));
	if ((rw_slice_eqz(id, "held") || rw_slice_eqz(id, "captured")) && names_fate(v, d->figure, sy->hostage))
		id = RW_LIT("hostage");
	/* Things won back are seized; people brought out of danger, not of custody, are evacuated. */
	const rw_phrase *counted_phrase = rw_phrase_of(v, d->figure);
	if (counted_phrase && counted_phrase->counted && counted_phrase->unit && counted_phrase->unit != sy->person &&
		movable(v, counted_phrase->unit) && rw_slice_starts(id, RW_LIT("control_")))
		id = RW_LIT("seized");
	if (d->head && rw_item_feat(d->head, sy->rescue) == sy->danger && rw_slice_eqz(id, "freed")) {
		rw_slice role = counted_phrase ? rw_sym_text(v->lx, counted_phrase->role) : RW_NONE;
		/* People held up by water or ruins are called as those in custody are. */
		if (!rw_slice_eqz(role, "hostage") && !rw_slice_eqz(role, "captive")) id = RW_LIT("evacuated");
	}
	/* Those whom a verb with an object brings out of a place, where nobody keeps anybody, are brought to safety; families and
	 * civilians who are moved are brought away, and those who arrive have left their homes. */
	if (d->head && d->head->kind == sy->pred) {
		bool does = rw_item_feat(d->head, sy->args) == sy->object;
		rw_slice role = counted_phrase ? rw_sym_text(v->lx, counted_phrase->role) : RW_NONE;
		bool at_home = counted_phrase && counted_phrase->counted &&
			(counted_phrase->unit == sy->family || rw_slice_eqz(role, "displaced") || rw_slice_eqz(role, "refugee"));
		if (rw_slice_eqz(id, "displaced") && d->e->id == sy->escaped && does) id = RW_LIT("evacuated");
		if (rw_slice_eqz(id, "deployed") && at_home) id = does ? RW_LIT("evacuated") : RW_LIT("displaced");
	}
	/* Prisoners who arrive or are moved are let go where the report tells of that, and else in other hands. */
	if (rw_slice_eqz(id, "deployed") && counted_phrase) {
		static const char *const kept[] = {"captive", "detainee", "hostage"};
		for (size_t i = 0; i < RW_COUNT(kept); i++) {
			if (!rw_slice_eqz(rw_sym_text(v->lx, counted_phrase->role), kept[i])) continue;
			if (!told_of(st, "freed") && !told_of(st, "deal")) return;
			id = RW_LIT("freed");
		}
	}
	/* Those who protest, uncounted, are a protest. */
	bool many = counted_phrase && counted_phrase->counted &&
		(counted_phrase->figure.has_value || counted_phrase->figure.has_low || counted_phrase->figure.has_high);
	if (rw_slice_eqz(id, "protesters") && !many) {
		if (!d->head || d->head->kind != sy->pred) return; /* "some of the protesters" who are beaten or held */
		id = RW_LIT("protest");
	}
	pred = rw_row_find(v->lx, "predicates", id);
	if (passed_over(v, d)) return;
	riwaya_claim c = {.predicate = id};
	const rw_phrase *p = rw_phrase_of(v, d->figure);
	rw_slice counts = rw_row_get(v->lx, pred, "counts");
	riwaya_counts_parse(
		rw_attr_value(e, sy->counts) ? rw_sym_text(v->lx, rw_attr_value(e, sy->counts)) : counts, &c.counts);

	const rw_item *patient = rw_attr_item(e, sy->patient, 0);
	/* A bare number counts those whom the words beside it name. */
	if (d->figure && !(p && p->lone && rw_phrase_of(v, patient))) patient = d->figure;
	if (!patient && rw_attr_value(e, sy->them)) {
		const rw_people *them = &v->memory->people;
		c.patient.actor = them->actor.n ? them->actor : rw_bound_actor(st, them->role, true);
		c.patient.role = rw_sym_text(v->lx, them->role);
	}
	const rw_phrase *whom = rw_phrase_of(v, patient);
	if (p && p->counted) {
		c.figure = p->figure;
	} else if (d->figure && d->figure->kind == sy->num && d->figure->payload) { /* acts: "seven attacks" */
		rw_figure_bounds(v->lx, &c.figure, ((const rw_num *)d->figure->payload)->value, RIWAYA_QUALIFIER_EXACT);
		c.figure.span = rw_view_span(v, d->figure->first, d->figure->end, d->figure);
		c.figure.text = rw_view_words(v, c.figure.span);
	} else if (whom && !whom->counted && of_persons_fate(v, pred) && !whom->head && whom->name_end) {
		rw_figure_bounds(v->lx, &c.figure, 1, RIWAYA_QUALIFIER_EXACT);
		c.figure.span = rw_view_span(v, whom->noun_first, whom->name_end, patient);
		c.figure.text = rw_view_words(v, c.figure.span);
	} else if (whom && !whom->counted && of_persons_fate(v, pred) &&
		(whom->unit == sy->person || whom->unit == sy->body) && whom->head && patient->id != sy->any &&
		rw_item_feat(whom->head, sy->number) == sy->sg && rw_item_feat(whom->head, sy->kind) != sy->collective) {
		/* A singular directly governed by a predicate of casualty or custody counts one. */
		rw_figure_bounds(v->lx, &c.figure, 1, RIWAYA_QUALIFIER_EXACT);
		/* The noun, with a word or two that make it the one it is ("the manager of the prison", "another officer"). */
		uint32_t words = whom->name_end ? whom->noun_end : patient->end;
		bool brief = words - whom->head->first <= 2;
		/* "A woman, pregnant": a second noun of people beside it is a quality. */
		if (whom->tail && rw_item_feat(whom->tail, sy->unit) == sy->person &&
			rw_item_feat(whom->tail, sy->def) != sy->yes && rw_item_feat(whom->head, sy->def) != sy->yes &&
			rw_item_feat(whom->tail, sy->gender) == rw_item_feat(whom->head, sy->gender) && !whom->tail->enc)
			brief = false;
		if (brief && rw_view_at(v, whom->head->end, sy->toll)) brief = false; /* "a dead man more" */
		uint32_t stop = brief ? words : whom->head->end;
		while (!brief && stop < words && rw_view_at(v, stop, sy->adj)) stop++;
		/* "The body of a young man": he is the one counted. */
		const rw_item *who = whom->head;
		if (whom->unit == sy->body && whom->tail && rw_item_feat(whom->tail, sy->unit) == sy->person &&
			rw_item_feat(whom->tail, sy->number) == sy->sg) {
			who = whom->tail;
			stop = who->end;
		} else if (whom->name_end)
			stop = whom->name_end;
		else if (whom->office_end > stop)
			stop = whom->office_end;
		c.figure.span = rw_view_span(v, who->first, stop, who);
		c.figure.text = rw_view_words(v, c.figure.span);
	} else if (whom && !whom->counted && of_persons_fate(v, pred) && whom->unit == sy->person && whom->head &&
		patient->id != sy->any && rw_item_feat(whom->head, sy->number) == sy->any &&
		((rw_item_feat(whom->head, sy->def) != sy->yes && rw_row_get(v->lx, whom->head->row, "pl").n) ||
			voweled_dual(v, whom->head))) {
		/* The ending of two and of many is one; of a noun whose plural is another word it says two. */
		rw_figure_bounds(v->lx, &c.figure, 2, RIWAYA_QUALIFIER_EXACT);
		c.figure.span = rw_view_span(v, whom->head->first, whom->head->end, whom->head);
		c.figure.text = rw_view_words(v, c.figure.span);
	}
	rw_sym unit = rw_attr_value(e, sy->unit);
	c.unit = unit            ? rw_sym_text(v->lx, unit)
		: whom && whom->unit ? rw_sym_text(v->lx, whom->unit)
							 : rw_row_get(v->lx, pred, "unit");
	/* Who seizes a place is its agent, counted or not. */
	const rw_item *agent = rw_attr_item(e, sy->agent, 0);
	if (!agent && d->plainer) agent = rw_attr_item(d->plainer, sy->agent, 0);
	if (patient != agent) rw_fill_party(st, v, patient, e, true, &c.patient);
	if (!patient) rw_fill_victims(st, v, s, d, &c.patient);
	/* "The dead of X rose to 40 members": the words beside the number may say whose they are. */
	const rw_phrase *beside = rw_phrase_of(v, rw_attr_item(e, sy->patient, 0));
	if (!c.patient.actor.n && beside && beside != whom) c.patient.actor = beside->actor;
	rw_fill_party(st, v, agent, e, false, &c.agent);
	if (donor && !c.patient.actor.n && !c.patient.role.n) c.patient = donor->patient;
	/* "Its men caught four of them": whoever does it to some of them is none of them, but those told of before are. */
	if (d->figure && d->figure->id == sy->them && agent && d->head && agent->end == d->head->first && c.agent.role.n &&
		rw_slice_eq(c.patient.role, c.agent.role)) {
		size_t k = st->claims->n;
		while (k > 0 &&
			(!st->claims->p[k - 1].patient.role.n || rw_slice_eq(st->claims->p[k - 1].patient.role, c.agent.role)))
			k--;
		c.patient.actor = k ? st->claims->p[k - 1].patient.actor : RW_NONE;
		c.patient.role = k ? st->claims->p[k - 1].patient.role : RW_NONE;
	}
	/* Who is caught of those in custody, where the report tells of a flight, is caught again. */
	if (rw_slice_eqz(c.predicate, "captured") && rw_slice_eqz(c.patient.role, "detainee") && d->figure &&
		told_of(st, "escaped") && (d->figure->id == sy->them || (p && p->lone)))
		c.predicate = RW_LIT("recaptured");
	if (c.figure.qualifier != RIWAYA_QUALIFIER_NONE) c.scope = rw_scope_of(v, s, d, pred);

	rw_sym word = rw_attr_value(e, sy->modality);
	if (!word && d->head && d->head->kind != sy->speech)
		word = rw_item_feat(d->head, sy->modality); /* a threat itself is made */
	if (word) riwaya_modality_parse(rw_sym_text(v->lx, word), &c.modality);
	word = rw_attr_value(e, sy->polarity);
	if (!word && d->head) word = rw_item_feat(d->head, sy->polarity);
	if (word) riwaya_polarity_parse(rw_sym_text(v->lx, word), &c.polarity);
	bool light = false;
	const rw_item *neg = d->head ? rw_negation_of(v, d->head, &light) : NULL;
	bool number = d->figure && d->figure->kind == sy->figure; /* "not more than five were killed" */
	if (neg && !number && (light || neg->id == rw_sym_of(v->lx, RW_LIT("not"))) &&
		rw_item_feat(neg, sy->weak) != sy->yes) {
		c.polarity = RIWAYA_POLARITY_DENIED;
		memset(&c.figure, 0, sizeof c.figure); /* one whom nothing befell is not counted */
		c.scope = RIWAYA_SCOPE_NONE;
	}
	word = rw_attr_value(e, sy->stance);
	if (word) riwaya_stance_parse(rw_sym_text(v->lx, word), &c.stance);

	uint32_t first = e->first, end = e->end, evidence_from = UINT32_MAX;
	const rw_frame *speaks = NULL;
	if (d->figure && d->figure->first < first) first = d->figure->first;
	if (d->figure && d->figure->end > end) end = d->figure->end;
	fill_frames(st, v, frames, d, c.figure.has_low && of_persons_fate(v, pred), &c, &evidence_from, &speaks);
	/* "Freed 41 in return for 31": what is given in return is as done as what it is given for. */
	const uint32_t given = d->figure ? d->figure->first : d->head ? d->head->first : d->anchor;
	for (uint32_t back = 1; back <= BARGAIN && given >= v->base + back; back++) {
		const rw_item *m = rw_view_at(v, given - back, sy->modal);
		if (m && rw_slice_eqz(rw_sym_text(v->lx, m->id), "bargain") && st->claims->n > first_of_sentence &&
			c.modality == RIWAYA_MODALITY_ACTUAL)
			c.modality = st->claims->p[st->claims->n - 1].modality;
	}
	const riwaya_claim *before = NULL;
	for (size_t k = st->claims->n; k > first_of_sentence && !before; k--)
		if (st->claims->p[k - 1].agent.actor.n) before = &st->claims->p[k - 1];
	rw_find_doer(st, v, s, d, speaks, acts, before, &c);
	/* Those whom a state calls terrorists, and says it killed, are the other side's where the report has one. */
	rw_slice teller_actor = speaks && speaks->n_links ? speaks->links[0].actor : RW_NONE;
	if (whom && whom->head && !c.patient.actor.n && whom->role == sy->fighter &&
		rw_item_feat(whom->head, sy->register_) == rw_sym_of(v->lx, RW_LIT("loaded")) &&
		(c.agent.actor.n || teller_actor.n))
		c.patient.actor = rw_other_side(st, c.agent.actor.n ? c.agent.actor : teller_actor, false);
	/* "Four of our men", "nine of its members": of the one who says so, where the words name nobody else. */
	const rw_item *bearer = !whom ? NULL : whom->tail && whom->tail->enc ? whom->tail : whom->head;
	static const char *const kin[] = {"child", "woman", "man", "elderly", "relative", "civilian", "resident"};
	for (size_t k = 0; whom && k < RW_COUNT(kin); k++)
		if (rw_slice_eqz(rw_sym_text(v->lx, whom->role), kin[k])) bearer = NULL; /* "his children" are no party's */
	if (bearer && bearer->enc && speaks && speaks->n_links && speaks->links[0].actor.n &&
		(!c.patient.actor.n || rw_item_feat(bearer, sy->enc) == sy->na))
		c.patient.actor = speaks->links[0].actor;
	if (c.polarity == RIWAYA_POLARITY_DENIED && its_own(&c, d->head)) {
		bool ours = d->head && rw_item_feat(d->head, sy->enc) == sy->na; /* "our withdrawal" */
		c.patient.actor = speaks && speaks->n_links ? speaks->links[0].actor : ours ? st->memory->self : RW_NONE;
	}
	/* A party at war sets free its own: fighters, captives, staff; not so hostages and civilians. */
	if (d->head && rw_item_feat(d->head, sy->rescue) == sy->yes && c.patient.text.n && !c.patient.actor.n &&
		c.agent.actor.n) {
		static const char *const own_kind[] = {"captive", "employee", "fighter", "soldier", "guard", "police", "officer"};
		for (size_t k = 0; k < RW_COUNT(own_kind); k++)
			if (rw_slice_eqz(c.patient.role, own_kind[k])) c.patient.actor = c.agent.actor;
	}
	/* "They planned the killing of a commander": the noun is no count of what did not happen. */
	if (d->figure && !(p && p->counted) && d->figure->kind != sy->num && c.modality != RIWAYA_MODALITY_ACTUAL &&
		c.modality != RIWAYA_MODALITY_BACKGROUND && c.modality != RIWAYA_MODALITY_POSSIBLE)
		c.figure = (riwaya_figure){0};
	if (c.polarity == RIWAYA_POLARITY_DENIED) {
		/* Who denies an act denies whatever number was told of it; a number itself is denied behind the word for a count. */
		bool of_number = false;
		for (uint32_t i = d->figure ? d->figure->first : 0;
			 d->figure && i > v->base && i + NEAR_COUNT > d->figure->first; i--)
			of_number = of_number || rw_view_at(v, i - 1, sy->toll);
		of_number = of_number || other_number(v, s, d);
		if (!of_number) c.figure = (riwaya_figure){0};
		/* Who denies that a place fell had held it. */
		if (d->head && d->head->kind == sy->light && rw_slice_eqz(c.predicate, "control_taken"))
			c.predicate = RW_LIT("control_lost");
		word = rw_attr_value(e, sy->denies);
		c.denies = of_number ? RIWAYA_DENIES_FIGURE : RIWAYA_DENIES_ACT;
		if (word) riwaya_denies_parse(rw_sym_text(v->lx, word), &c.denies);
		if (evidence_from < first) first = evidence_from;
	}
	/* Who denies shelling where the report tells of air strikes denies those. */
	if (c.polarity == RIWAYA_POLARITY_DENIED && rw_slice_eqz(c.predicate, "shelling"))
		c.predicate = rw_strike_told(st, c.predicate);
	/* "Denied that anybody was killed in the strikes": those are taken for granted. */
	if (c.polarity == RIWAYA_POLARITY_DENIED && !d->figure && granted(v, d->head)) return;
	/* Told only where it is not told as done. */
	if (e->kind == sy->unreal && c.polarity == RIWAYA_POLARITY_AFFIRMED && c.stance != RIWAYA_STANCE_UNCONFIRMED &&
		(c.modality == RIWAYA_MODALITY_ACTUAL || (c.modality == RIWAYA_MODALITY_BACKGROUND && !was_tried(sy, frames, d))))
		return;
	uint32_t keep_first =
		d->figure && d->head ? (d->figure->first < d->head->first ? d->figure->first : d->head->first) : first;
	uint32_t keep_end = d->figure && d->head ? (d->figure->end > d->head->end ? d->figure->end : d->head->end) : end;

	const rw_item *place = rw_attr_item(e, sy->place, 0);
	place = place && place->kind == sy->place && place->payload ? rw_site_before(v, s, place)
																: rw_best_place(st, v, s, d, speaks);
	if (place) rw_fill_place(st, v, place, &c.place);
	set_evidence(st, v, s, first, end, keep_first, keep_end, place, &c);
	const rw_item *date = rw_attr_item(e, sy->date, 0);
	if (!date || date->kind != sy->date) date = rw_best_date(v, s, d->anchor, frames);
	rw_fill_time(v, d, frames, date, &c);
	if (d->part && whole != SIZE_MAX) {
		c.part_of = st->claims->p[whole].id;
		const riwaya_claim *w = &st->claims->p[whole];
		if (!c.patient.actor.n) c.patient.actor = w->patient.actor;
		if (!c.patient.role.n) c.patient.role = w->patient.role;
		if (!c.agent.actor.n && !c.agent.text.n) c.agent = w->agent;
		if (c.modality == RIWAYA_MODALITY_ACTUAL) c.modality = w->modality;
		if (c.scope == RIWAYA_SCOPE_EVENT && (w->scope == RIWAYA_SCOPE_PERIOD || w->scope == RIWAYA_SCOPE_TOTAL))
			c.scope = w->scope, c.scope_at = w->scope_at;
	}
	if (!d->part && c.polarity == RIWAYA_POLARITY_AFFIRMED && some_of_the_hurt(v, d->figure)) {
		size_t of = toll_before(st, c.predicate);
		if (of != SIZE_MAX && c.figure.has_low && st->claims->p[of].figure.low > c.figure.low)
			c.part_of = st->claims->p[of].id;
	}
	/* "It rose to 55 dead and 146 wounded": what is joined to a total is one too. */
	if (c.scope == RIWAYA_SCOPE_EVENT && !d->part && d->figure && (d->figure->pro & RW_PRO_WA) &&
		st->claims->n > first_of_sentence) {
		enum { JOINED = 24 }; /* bytes between the figures */
		const riwaya_claim *o = &st->claims->p[st->claims->n - 1];
		if (o->scope == RIWAYA_SCOPE_TOTAL && o->figure.span.field == c.figure.span.field &&
			o->figure.span.end <= c.figure.span.start && c.figure.span.start - o->figure.span.end <= JOINED)
			c.scope = o->scope;
	}
	/* What happened long before the news is told beside it as background. */
	enum { DAY = 24 * 60, LONG_AGO = 30 * DAY }; /* minutes */
	const riwaya_when *told_at = &st->report->published.at, *was = &c.time.at;
	if (c.modality == RIWAYA_MODALITY_ACTUAL && was->precision != RIWAYA_PRECISION_NONE &&
		told_at->precision != RIWAYA_PRECISION_NONE && was->to + LONG_AGO < told_at->from)
		c.modality = RIWAYA_MODALITY_BACKGROUND;
	/* What is dated later than the words is still to come. */
	if (c.modality == RIWAYA_MODALITY_ACTUAL && was->precision != RIWAYA_PRECISION_NONE &&
		told_at->precision != RIWAYA_PRECISION_NONE && was->from > told_at->to + DAY)
		c.modality = RIWAYA_MODALITY_PLANNED;
	if (donor && c.modality == RIWAYA_MODALITY_ACTUAL) c.modality = donor->modality;
	rw_bind_role(st, whom ? whom->role : 0, c.patient.actor);

	rw_give_id(st, &c);
	if (st->causes) rw_add_causes(st, v, frames, d, place, date, &c);
	if (st->claims->n >= RIWAYA_MAX_CLAIMS) return;
	rw_vec_push(st->a, st->claims, c);
	rw_vec_push(st->a, &st->ground_of, (uint32_t)(st->grounds.n - 1));
	rw_vec_push(st->a, &st->noted, (rw_noted){rw_facts_of(v, s, frames, d, speaks, st->speaking.n_links > 0, &c), 0});
}

void rw_find_claims(rw_story *st, rw_view *v, uint32_t s, const rw_lattice *l, const rw_frames *frames) {
	const rw_syms *sy = v->sy;
	st->frames = frames;
	rw_take_ground(st, v, s);
	/* What phrases of the sentence say of whose people a role's are, before claims ask. */
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_phrase *p = rw_phrase_of(v, v->items.p[k]);
		if (p && p->actor.n && p->role && !p->generic) rw_bind_role(st, p->role, p->actor);
	}
	rw_emissions found = {0};
	rw_rules_run(v->lx, sy->claim, l, RW_OVERLAP_FREE, v->a, &found);
	rw_doings *acts = RW_NEW(v->a, rw_doings);
	rw_find_doings(st, v, frames, &found, acts);
	rw_draft *d = RW_ARRAY(v->a, rw_draft, RW_MAX_DRAFTS);
	uint32_t n = rw_collect_drafts(v, s, &found, d);
	for (uint32_t i = 0; i < n; i++) borrow(v, d, n, i);
	size_t whole = SIZE_MAX, start = st->claims->n, toll_here = SIZE_MAX;
	const rw_emission *whole_of = NULL;
	for (uint32_t i = 0; i < n; i++) {
		if (d[i].part && whole_of != d[i].e && d[i].e->id != sy->same) whole = SIZE_MAX;
		size_t before = st->claims->n;
		build(st, v, s, frames, &d[i], acts, whole, start);
		bool toll = st->claims->n > before && st->claims->p[before].figure.has_low &&
			rw_slice_eqz(st->claims->p[before].unit, "person");
		if (!d[i].part && toll) whole = toll_here = before, whole_of = d[i].e;
	}
	rw_name_doers(st, v, s, start, acts);
	rw_drop_spare(st, start, &toll_here);
	rw_deny_again(st, v, s, frames);
	rw_carry_period(st, v, s, frames, start);
	for (size_t i = start; i < st->claims->n; i++) st->noted.p[i].beside = (uint32_t)(st->claims->n - start);
	st->last_toll = toll_here;
}

void rw_finish_claims(rw_story *st) {
	rw_slice attackers = rw_sole_attacker(st, RW_NONE);
	for (size_t i = 0; i < st->claims->n; i++) {
		riwaya_claim *c = &st->claims->p[i];
		if (st->memory->self.n && c->chain[c->n_chain - 1].kind == RIWAYA_LINK_OUTLET) { /* it speaks for its party */
			riwaya_link *chain = RW_ARRAY(st->a, riwaya_link, c->n_chain);
			memcpy(chain, c->chain, c->n_chain * sizeof *chain);
			chain[c->n_chain - 1].actor = st->memory->self;
			c->chain = chain;
		}
	}
	rw_slice *sides = RW_ARRAY(st->a, rw_slice, st->claims->n); /* found before any is given: none proves another */
	for (size_t i = 0; i < st->claims->n; i++)
		if (!st->claims->p[i].patient.actor.n) sides[i] = rw_whose_side(st, &st->claims->p[i], attackers);
	for (size_t i = 0; i < st->claims->n; i++)
		if (sides[i].n) st->claims->p[i].patient.actor = sides[i];
	for (size_t i = 0; i < st->claims->n; i++) rw_settle_side(st, &st->claims->p[i]);
	rw_settle_doers(st);
	for (size_t i = 0; i < st->claims->n; i++) {
		riwaya_claim *c = &st->claims->p[i];
		rw_make_sure(st->lx, st->weights, st->noted.p[i], st->causes ? st->a : NULL, c);
	}
}
