/* doer.c: who did what a claim tells, where the rule that read it names nobody (doer.h says in which order it is sought). */
#include "extract/doer.h"
#include "extract/claim.h"
#include "extract/subject.h"
#include "mention/speaker.h"

/* --- what kinds of act there are -------------------------------------------------------------------------------------- */

#define ONE_OF(id, list) rw_one_of(id, list, RW_COUNT(list))

/* What an attack leaves behind. */
static const char *const harms[] = {"killed", "wounded", "casualties", "destroyed", "damaged", "displaced"};
/* Attacks by themselves. */
static const char *const attacks[] = {"attack", "airstrike", "shelling", "drone_strike", "bombing", "raid"};
/* What is done to people and things in one's power. */
static const char *const custody[] = {"captured", "recaptured", "kidnapped", "held", "executed", "seized", "hostage"};
/* What whoever tells of it has mostly done itself. */
static const char *const fates[] = {"killed", "wounded", "casualties"};
static const char *const deeds[] = {"captured", "recaptured", "seized", "freed", "evacuated", "destroyed", "executed",
	"control_taken", "control_regained", "raid", "airstrike", "shelling", "drone_strike", "attack", "bombing",
	"shelter_opened", "aid_delivered", "closed", "withdrew"};
static const char *const relief[] = {"evacuated", "freed", "aid_delivered", "shelter_opened"};

static rw_slice type_of(const rw_story *st, rw_slice actor) {
	return actor.n ? rw_row_get(st->lx, rw_row_find(st->lx, "actors", actor), "type") : RW_NONE;
}

/* Who can have done it at all: monitors only count, relief workers and courts don't fight. */
static bool can_do(const rw_story *st, rw_slice actor, rw_slice predicate) {
	rw_slice type = type_of(st, actor);
	static const char *const courts_do[] = {"freed", "executed", "captured", "held"};
	if (rw_slice_eqz(type, "monitor")) return false;
	if (rw_slice_eqz(type, "humanitarian") || rw_slice_eqz(type, "international")) return ONE_OF(predicate, relief);
	if (rw_slice_eqz(type, "judicial")) return ONE_OF(predicate, courts_do);
	return true;
}

static bool bears_arms(const rw_story *st, rw_slice actor) {
	static const char *const types[] = {"army", "armed_group", "police", "state", "coalition", "administration"};
	return ONE_OF(type_of(st, actor), types);
}

/* Whether `us` would fight those whom it befell. */
static bool hostile(const rw_story *st, rw_slice us, const riwaya_party *whom) {
	static const char *const enemies[] = {"fighter", "attacker", "bomber", "suspect", "foreign_fighter", "commander"};
	static const char *const forces[] = {"soldier", "officer", "police", "guard"};
	if (whom->actor.n) return bears_arms(st, whom->actor) && !rw_same_side(st, whom->actor, us);
	return ONE_OF(whom->role, enemies) || (rw_slice_eqz(type_of(st, us), "armed_group") && ONE_OF(whom->role, forces));
}

static bool hostile_to_any(const rw_story *st, const riwaya_party *whom) {
	static const char *const enemies[] = {"fighter", "attacker", "bomber", "suspect", "foreign_fighter", "commander"};
	return bears_arms(st, whom->actor) || ONE_OF(whom->role, enemies);
}

/* --- acts whose doer the words name ------------------------------------------------------------------------------------- */

/* The party that speaks: in its own outlet's words it speaks itself. */
static rw_slice teller_of(const rw_story *st, const rw_frame *speaks) {
	return speaks && speaks->n_links ? speaks->links[0].actor : st->memory->self;
}

/* "Our forces", "its teams" are those of the one who speaks. */
static rw_slice bearer_of(const rw_story *st, const rw_view *v, const rw_item *it, const rw_frame *speaks) {
	const rw_phrase *p = rw_phrase_of(v, it);
	const rw_item *noun = !p ? rw_view_at(v, it->first, v->sy->speaker) : p->head && p->head->enc ? p->head : p->tail;
	if (!noun || !noun->enc) return RW_NONE;
	if (!speaks && rw_item_feat(noun, v->sy->enc) == v->sy->na && !st->memory->self.n && st->speaking.n_links)
		return st->speaking.links[0].actor;
	return speaks || rw_item_feat(noun, v->sy->enc) == v->sy->na ? teller_of(st, speaks) : RW_NONE;
}

static void fill(
	rw_story *st, rw_view *v, const rw_item *it, const rw_emission *e, const rw_frame *speaks, riwaya_party *out) {
	rw_fill_party(st, v, it, e, false, out);
	const rw_phrase *p = rw_phrase_of(v, it);
	/* Of those whom a speaker names as its own it speaks, whoever was named between. */
	bool ours = p && p->head && p->head->enc && (speaks || rw_item_feat(p->head, v->sy->enc) == v->sy->na);
	rw_slice bearer = !out->actor.n || ours ? bearer_of(st, v, it, speaks) : RW_NONE;
	if (bearer.n && !rw_slice_eqz(type_of(st, bearer), "monitor")) out->actor = bearer;
}

/* Who speaks the words at a token. */
static const rw_frame *speaks_at(const rw_view *v, const rw_frames *frames, uint32_t token) {
	const rw_frame *in = NULL;
	for (uint32_t i = 0; i < frames->n; i++) {
		const rw_frame *f = &frames->p[i];
		if (f->type == v->sy->speaks && f->n_links && f->from <= token && token < f->to && (!in || f->from > in->from))
			in = f;
	}
	return in;
}

void rw_find_doings(rw_story *st, rw_view *v, const rw_frames *frames, const rw_emissions *found, rw_doings *out) {
	const rw_syms *sy = v->sy;
	out->n = 0;
	for (size_t i = 0; i < found->n && out->n < RW_MAX_DOINGS; i++) {
		const rw_emission *e = &found->p[i];
		const rw_item *who = e->kind == sy->act ? rw_attr_item(e, sy->agent, 0) : NULL;
		if (!who || (who->kind == sy->teller && !rw_acting_office(v, who))) continue;
		rw_doing *d = &out->p[out->n];
		const rw_item *verb = rw_attr_item(e, sy->head, 0);
		if (verb && verb->kind == sy->pred && !rw_verb_agrees(v, verb, who)) continue;
		*d = (rw_doing){.first = e->first, .end = e->end, .by = e->id == sy->by};
		rw_sym what = !verb ? 0 : verb->kind == sy->pred ? verb->id : rw_item_feat(verb, sy->pred);
		if (what) d->what = rw_sym_text(v->lx, what);
		fill(st, v, who, e, speaks_at(v, frames, e->first), &d->who);
		if (!d->who.text.n) continue;
		if (d->who.actor.n && !can_do(st, d->who.actor, RW_LIT("attack"))) continue;
		out->n++;
	}
}

static bool given(const riwaya_claim *c) { return c->agent.actor.n || c->agent.text.n; }

/* Soldiers and police of nobody that the words name are those of the country; its own forces have not done it to them. */
static bool own_forces(const rw_story *st, rw_slice doer, const riwaya_party *whom) {
	static const char *const forces[] = {"soldier", "officer", "police", "guard"};
	static const char *const types[] = {"army", "police", "state"};
	if (whom->actor.n || !ONE_OF(whom->role, forces) || !ONE_OF(type_of(st, doer), types)) return false;
	rw_slice country = rw_row_get(st->lx, rw_row_find(st->lx, "actors", doer), "country");
	return rw_slice_eq(country, rw_country_here(st->memory, st->lx));
}

/* Takes the doer over, unless it is of the side that it befell. */
static bool take(const rw_story *st, const riwaya_party *who, riwaya_claim *c) {
	if (who->actor.n &&
		(!can_do(st, who->actor, c->predicate) || own_forces(st, who->actor, &c->patient) ||
			(c->patient.actor.n && rw_same_side(st, who->actor, c->patient.actor))))
		return false;
	c->agent = *who;
	return true;
}

/* A verb that tells something new between two places. */
static bool verb_between(const rw_view *v, uint32_t from, uint32_t to) {
	for (uint32_t i = from; i < to; i++) {
		const rw_item *p = rw_view_at(v, i, v->sy->pred);
		if (p && rw_finite(v, p) && rw_item_feat(p, v->sy->weak) != v->sy->yes) return true;
	}
	return false;
}

/* "Seven were killed and dozens wounded by the fire of": what befell others, joined by and, shares what follows. */
static bool parted(const rw_view *v, uint32_t from, uint32_t to) {
	for (uint32_t i = from; i < to; i++) {
		const rw_item *p = rw_view_at(v, i, v->sy->pred);
		if (!p || !rw_finite(v, p) || rw_item_feat(p, v->sy->weak) == v->sy->yes) continue;
		if (!(p->pro & RW_PRO_WA) || !ONE_OF(rw_sym_text(v->lx, p->id), harms)) return true;
	}
	return false;
}

/* A cause of its own that names nobody: "in a blast". What others did beside it is another matter. */
static bool own_cause(const rw_view *v, uint32_t s, uint32_t from, const rw_doings *acts) {
	enum { NEAR = 8 };
	const rw_syms *sy = v->sy;
	uint32_t end = v->t.sent[s].end;
	for (uint32_t i = from; i < end && i < from + NEAR; i++) {
		const rw_item *p = rw_view_at(v, i, sy->pred), *n = rw_view_at(v, i, sy->noun);
		if (p && rw_finite(v, p)) return false;
		const rw_item *it = p ? p : n;
		if (rw_view_at(v, i, sy->disaster)) return true;
		if (!it) continue;
		rw_sym unit = rw_item_feat(it, sy->unit);
		bool weapon = unit == sy->strike || (unit && rw_slice_eqz(rw_sym_text(v->lx, unit), "bomb"));
		bool act = (p && ONE_OF(rw_sym_text(v->lx, p->id), attacks)) || weapon;
		bool cause = (it->pro & RW_PRO_BI) ||
			(i > v->base && (rw_view_at(v, i - 1, sy->placeprep) || rw_view_at(v, i - 1, sy->by)));
		if (!act || !cause || rw_item_feat(it, sy->def) == sy->yes) continue;
		for (uint32_t k = 0; k < acts->n; k++)
			if (acts->p[k].first <= i && i < acts->p[k].end) return false;
		return true;
	}
	return false;
}

/* "The attack", "in that shelling": the doer of the act told just before that the word means. */
static const riwaya_party *meant_act(const rw_story *st, const rw_view *v, uint32_t s, uint32_t anchor) {
	enum { FAR = 16, BACK = 3, BACK_SAME = 8 };
	const rw_item *act = NULL;
	uint32_t act_far = FAR;
	for (uint32_t i = v->t.sent[s].first; i < v->t.sent[s].end; i++) {
		const rw_item *p = rw_view_at(v, i, v->sy->pred);
		if (!p || rw_finite(v, p) || rw_item_feat(p, v->sy->def) != v->sy->yes) continue;
		/* A word of blame ("the aggression") means its side's enemy, told before or not. */
		if (!ONE_OF(rw_sym_text(v->lx, p->id), attacks) || rw_item_feat(p, v->sy->register_)) continue;
		if (rw_item_feat(p, v->sy->weak) == v->sy->yes && rw_item_feat(p, v->sy->number) == v->sy->sg &&
			rw_view_at(v, p->first, v->sy->mute))
			continue; /* a war has two sides */
		uint32_t far = i < anchor ? anchor - i : i - anchor;
		if (far < act_far) act = p, act_far = far;
	}
	if (!act) return NULL;
	rw_slice what = rw_sym_text(v->lx, act->id);
	bool general = rw_slice_eqz(what, "attack");
	for (uint32_t back = 0; back < st->n_told && back < RW_TOLD_ACTS; back++) {
		const rw_told_act *t = &st->told[(st->n_told - 1 - back) % RW_TOLD_ACTS];
		bool same = rw_slice_eq(t->what, what);
		if (t->sentence + (same && !general ? BACK_SAME : BACK) < st->n_sentences) break;
		if (general || same) return &t->who;
	}
	return NULL;
}

/* What an act led to besides harm, "the campaign left nine arrested", or was made of, "struck it with three raids". */
static bool follows(const rw_view *v, const rw_doing *a, const rw_draft *d, const riwaya_claim *c) {
	if (a->end > d->anchor) return false;
	if (ONE_OF(c->predicate, attacks)) return d->figure && (d->figure->pro & RW_PRO_BI);
	if (!ONE_OF(c->predicate, custody) && !rw_slice_eqz(c->predicate, "freed")) return false;
	for (uint32_t i = a->end; i < d->anchor; i++)
		if (rw_view_at(v, i, v->sy->cause)) return true;
	return false;
}

/* The doer whom the sentence names beside the claim. */
static bool named_beside(
	const rw_story *st, const rw_view *v, uint32_t s, const rw_draft *d, const rw_doings *acts, riwaya_claim *c) {
	enum { FAR = 40, CLAUSE = 8, CAUSE = 6, BY = 14 };
	const rw_syms *sy = v->sy;
	uint32_t end = d->figure ? d->figure->end : d->e->end;
	if (d->head && d->head->end > end) end = d->head->end;
	/* Who flees has no doer; who is driven out has. */
	bool flees = rw_slice_eqz(c->predicate, "displaced") && (!d->head || rw_item_feat(d->head, sy->args) != sy->object);
	bool harm = ONE_OF(c->predicate, harms) && !flees, people = harm || ONE_OF(c->predicate, custody);
	for (uint32_t k = 0; k < acts->n && people; k++) {
		const rw_doing *a = &acts->p[k];
		if (a->by && a->first + 1 >= end && a->first < end + BY && !parted(v, end, a->first) && take(st, &a->who, c))
			return true;
	}
	const rw_doing *best = NULL, *first = NULL;
	bool several = false; /* with one doer in the sentence, how far does not matter */
	for (uint32_t k = 0; k < acts->n; k++) {
		if (acts->p[k].by) continue;
		several = several || (first && !rw_slice_eq(first->who.actor, acts->p[k].who.actor));
		first = &acts->p[k];
	}
	uint32_t best_cost = several ? FAR : UINT32_MAX;
	for (uint32_t k = 0; k < acts->n; k++) {
		const rw_doing *a = &acts->p[k];
		if (a->by) continue;
		uint32_t at = d->head ? d->head->first : d->anchor;
		if (a->first <= at && at < a->end && ONE_OF(c->predicate, attacks)) return take(st, &a->who, c);
		if (!harm && !follows(v, a, d, c)) continue;
		uint32_t from = d->anchor < a->first ? d->anchor : a->end, to = d->anchor < a->first ? a->first : d->anchor;
		uint32_t cost = to > from ? to - from : 0;
		for (uint32_t i = from; i < to; i++)
			if (v->t.tok[i].kind == RW_TOKEN_PUNCT) cost += CLAUSE;
		const rw_item *w = a->first < v->t.sent[s].end ? rw_view_at(v, a->first, sy->pred) : NULL;
		bool cause = (w && (w->pro & RW_PRO_BI)) ||
			(a->first > v->base && (rw_view_at(v, a->first - 1, sy->by) || rw_view_at(v, a->first - 1, sy->placeprep)));
		if (a->first > d->anchor && cause) cost = cost > CAUSE ? cost - CAUSE : 0;
		if (cost < best_cost) best = a, best_cost = cost;
	}
	if (own_cause(v, s, end, acts)) return false;
	if (best) return take(st, &best->who, c);
	const riwaya_party *meant = harm ? meant_act(st, v, s, d->anchor) : NULL;
	return meant && take(st, meant, c);
}

/* --- the subject that a verb shares -------------------------------------------------------------------------------------- */

/* "Those whom the group abducted": the object is a pronoun, and the subject stands right behind. */
static bool subject_behind(
	rw_story *st, rw_view *v, uint32_t s, const rw_draft *d, const rw_frame *speaks, riwaya_claim *c) {
	if (!rw_finite(v, d->head) || !d->head->enc || d->head->end >= v->t.sent[s].end) return false;
	const rw_sym kinds[] = {v->sy->actor, v->sy->teller, v->sy->party};
	for (size_t k = 0; k < RW_COUNT(kinds); k++) {
		const rw_item *it = rw_view_at(v, d->head->end, kinds[k]);
		if (!it || it->pro & (RW_PRO_WA | RW_PRO_BI | RW_PRO_LI) || !rw_subject_may_act(v, it) ||
			!rw_verb_agrees(v, d->head, it))
			continue;
		riwaya_party who = {0};
		fill(st, v, it, d->e, speaks, &who);
		if (who.text.n && take(st, &who, c)) return true;
	}
	return false;
}

static bool shares_subject(rw_story *st, rw_view *v, uint32_t s, const rw_draft *d, const rw_frame *speaks,
	const riwaya_claim *before, riwaya_claim *c) {
	const rw_syms *sy = v->sy;
	if (!(d->head->kind == sy->pred || rw_light_verb(v, d->head)) || !rw_finite(v, d->head) ||
		rw_verbal_noun(v, s, d->head))
		return false;
	/* "And three were killed", "and killed three": joined to what somebody did, it is that one's doing either way. */
	bool joined = d->head->pro & (RW_PRO_WA | RW_PRO_FA);
	bool passive = rw_item_feat(d->head, sy->voice) == sy->passive;
	if (joined && !passive && before && before->agent.actor.n && !rw_light_verb(v, d->head) && !rw_active_verb(v, d))
		return rw_item_feat(d->head, sy->args) == sy->object && take(st, &before->agent, c);
	bool told_first = false; /* "the organisation had killed seven": a subject right before it, and its object behind */
	for (size_t k = 0; k < v->items.n && d->figure && d->figure->first >= d->head->end && !passive; k++) {
		const rw_item *it = v->items.p[k];
		bool qad = it->end + 1 == d->head->first && rw_view_at(v, it->end, sy->modal);
		told_first = told_first ||
			((it->end == d->head->first || qad) && !(d->head->pro & (RW_PRO_WA | RW_PRO_FA)) && it->kind == sy->actor &&
				rw_subject_may_act(v, it) && !rw_governed(v, s, it) && rw_verb_agrees(v, d->head, it));
	}
	if (!told_first && !rw_light_verb(v, d->head) && !rw_active_verb(v, d)) return false;
	/* What one does to others, not what becomes of oneself or how many a place holds. */
	if (!ONE_OF(c->predicate, harms) && !ONE_OF(c->predicate, attacks) && !ONE_OF(c->predicate, deeds) &&
		!ONE_OF(c->predicate, custody) && !rw_slice_eqz(c->predicate, "besieged"))
		return false;
	if (rw_slice_eqz(c->predicate, "held") && rw_item_feat(d->head, sy->args) != sy->object) return false;
	/* "Three soldiers were killed": those before the verb are no object. */
	if (d->figure && d->figure->end <= d->head->first) return false;
	if (rw_first_person(v, d->head)) {
		riwaya_party us = {.actor = teller_of(st, speaks)};
		return us.actor.n && take(st, &us, c);
	}
	const rw_item *comp = d->head->first > v->t.sent[s].first ? rw_view_at(v, d->head->first - 1, sy->comp) : NULL;
	bool it_did = comp && comp->id == rw_sym_of(v->lx, RW_LIT("that_it"));
	if (it_did && speaks && speaks->n_links) {
		riwaya_party teller = {.actor = speaks->links[0].actor};
		if (bears_arms(st, teller.actor)) return take(st, &teller, c);
	}
	/* "It had happened to X before that it kidnapped": joined by li, and no other subject. */
	if (comp && comp->first > v->t.sent[s].first) {
		for (size_t k = 0; k < v->items.n; k++) {
			const rw_item *it = v->items.p[k];
			if (it->end != comp->first || !(it->pro & RW_PRO_LI) || !rw_subject_may_act(v, it)) continue;
			if (it->first == v->t.sent[s].first || !rw_view_at(v, it->first - 1, sy->aux)) continue;
			riwaya_party who = {0};
			fill(st, v, it, d->e, speaks, &who);
			if (who.actor.n && take(st, &who, c)) return true;
		}
	}
	/* "The attack that killed a man": what stands before the relative is its subject, and an act is nobody. */
	const rw_item *rel = d->head->first > v->t.sent[s].first ? rw_view_at(v, d->head->first - 1, sy->rel) : NULL;
	if (rel && rw_item_feat(rel, sy->weak) != sy->yes && !d->head->enc) {
		for (size_t k = 0; k < v->items.n; k++) {
			const rw_item *it = v->items.p[k];
			riwaya_party who = {0};
			if (it->end != rel->first || !rw_subject_may_act(v, it)) continue;
			fill(st, v, it, d->e, speaks, &who);
			if (who.text.n && take(st, &who, c)) return true;
		}
		return false;
	}
	const rw_item *verb, *subject = rw_last_subject(v, s, d->head->first, d->head, &verb);
	if (subject) {
		riwaya_party who = {0};
		fill(st, v, subject, d->e, speaks, &who);
		if (!who.actor.n && verb->kind == sy->speech) return false;
		return who.text.n && take(st, &who, c);
	}
	if (joined && before && before->agent.actor.n) return take(st, &before->agent, c);
	return st->has_subject && rw_opens_sentence(v, s, d->head) && take(st, &st->subject, c);
}

/* "The force managed to free ten, and the arrest of two": a verbal noun has the subject of the verb that leads to it, or the doer of
 * the one it is joined to. */
static bool led_to(rw_story *st, rw_view *v, uint32_t s, const rw_draft *d, const rw_frame *speaks,
	const riwaya_claim *before, riwaya_claim *c) {
	enum { FAR = 14, NEAR = 9 };
	const rw_syms *sy = v->sy;
	if (!rw_verbal_noun(v, s, d->head)) return false;
	const rw_item *did = NULL; /* "set about the killing of", "managed to seize": whatever it is, the subject does it */
	for (uint32_t i = d->head->first; i > v->t.sent[s].first && i + NEAR > d->head->first && !did; i--) {
		const rw_item *it = rw_verb_at(v, i - 1);
		if (v->t.tok[i - 1].kind != RW_TOKEN_WORD) break;
		if (it && (it->kind == sy->modal || (it->kind == sy->aux && rw_light_verb(v, it) && rw_item_feat(it, sy->prep))) &&
			rw_item_feat(it, sy->voice) != sy->passive)
			did = it;
		else if (it)
			break;
	}
	bool transitive = rw_item_feat(d->head, sy->args) == sy->object;
	if (!(did && transitive) && !ONE_OF(c->predicate, deeds) && !ONE_OF(c->predicate, attacks) &&
		!(ONE_OF(c->predicate, fates) && rw_item_feat(d->head, sy->args) == sy->object && hostile_to_any(st, &c->patient)))
		return false;
	if ((d->head->pro & RW_PRO_WA) && before && before->agent.actor.n && ONE_OF(before->predicate, deeds))
		return take(st, &before->agent, c);
	/* "And managed to capture three", joined to what somebody did. */
	const rw_item *lead = NULL;
	for (uint32_t back = 1; back <= 2 && d->head->first >= v->t.sent[s].first + back && !lead; back++)
		lead = rw_verb_at(v, d->head->first - back);
	if (lead && lead->kind != sy->pred && lead->kind != sy->speech && (lead->pro & (RW_PRO_WA | RW_PRO_FA)) && before &&
		before->agent.actor.n && rw_item_feat(lead, sy->voice) != sy->passive && lead->id != sy->done)
		return take(st, &before->agent, c);
	const rw_item *verb, *subject = rw_last_subject(v, s, d->head->first, did, &verb);
	if (did && subject) {
		riwaya_party who = {0};
		fill(st, v, subject, d->e, speaks, &who);
		return who.text.n && take(st, &who, c);
	}
	if (!subject || subject->end + FAR < d->head->first || verb_between(v, subject->end, d->head->first)) return false;
	if (verb->kind != sy->modal && verb->kind != sy->aux && verb->kind != sy->light) return false;
	riwaya_party who = {0};
	fill(st, v, subject, d->e, speaks, &who);
	return who.actor.n && take(st, &who, c);
}

/* "Their attacks", "were about to launch an attack": whose act a noun tells by its pronoun, or by a verb of planning before it. */
static bool meant_by(rw_story *st, rw_view *v, uint32_t s, const rw_draft *d, const rw_frame *speaks, riwaya_claim *c) {
	enum { FAR = 16, NEAR = 6 };
	const rw_syms *sy = v->sy;
	if (!ONE_OF(c->predicate, attacks) || !d->head || rw_finite(v, d->head)) return false;
	bool planned = false;
	for (uint32_t i = d->head->first; i > v->t.sent[s].first && i + NEAR > d->head->first && !planned; i--) {
		const rw_item *it = rw_view_at(v, i - 1, sy->modal);
		planned = it && rw_finite(v, it) && c->modality == RIWAYA_MODALITY_PLANNED;
	}
	if (!d->head->enc && !planned) return false;
	const rw_item *best = NULL;
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->end > d->head->first || it->end + FAR < d->head->first || it->first < v->t.sent[s].first) continue;
		if (!rw_subject_may_act(v, it) || (rw_governed(v, s, it) && !planned)) continue;
		if (!best || it->end > best->end || (it->end == best->end && it->first < best->first)) best = it;
	}
	if (!best) return false;
	riwaya_party who = {0};
	fill(st, v, best, d->e, speaks, &who);
	return who.actor.n && take(st, &who, c);
}

/* --- one's own act --------------------------------------------------------------------------------------------------------- */

/* "That houses were burnt", not saying by whom. */
static bool done_by_somebody(const rw_view *v, uint32_t s, const rw_frame *speaks, const rw_item *head) {
	for (uint32_t i = speaks ? speaks->end : v->t.sent[s].first; i < head->first; i++) {
		const rw_item *aux = rw_view_at(v, i, v->sy->aux);
		if (aux && aux->id == v->sy->done) return true;
	}
	return false;
}

/* Whoever says "that it caught", "its control of", or announces an arrest or a seizure tells of its own act. */
static bool own_act(
	const rw_story *st, const rw_view *v, uint32_t s, const rw_draft *d, const rw_frame *speaks, riwaya_claim *c) {
	const rw_syms *sy = v->sy;
	enum { OWN = 8 }; /* tokens from "that it" within which the verb is its own */
	riwaya_party teller = {.actor = teller_of(st, speaks)};
	if (!teller.actor.n) return false;
	/* A news agency tells of what others did, though a state owns it. */
	rw_slice outlet = rw_row_get(st->lx, rw_row_find(st->lx, "outlets", st->report->outlet_id), "kind");
	riwaya_link_kind own = rw_slice_eqz(outlet, "agency") ? RIWAYA_LINK_AGENCY : RIWAYA_LINK_PARTY;
	riwaya_link_kind kind = speaks && speaks->n_links ? speaks->links[0].kind : own;
	if (kind == RIWAYA_LINK_AGENCY) return false;
	/* Who counts the dead has not killed them. */
	if (kind == RIWAYA_LINK_MONITOR || kind == RIWAYA_LINK_MEDICAL || !can_do(st, teller.actor, c->predicate))
		return false;
	rw_sym form = rw_item_feat(d->head, sy->form);
	bool masdar = form == sy->masdar, passive = rw_item_feat(d->head, sy->voice) == sy->passive;
	bool transitive = rw_item_feat(d->head, sy->args) == sy->object || rw_item_feat(d->head, sy->takes) == sy->thing;
	bool control = rw_slice_starts(rw_sym_text(v->lx, d->e->id), RW_LIT("control_"));
	/* The pronoun on a verbal noun is its doer where it governs by a preposition ("its control of"), else whom it befalls. */
	bool its = d->head->enc && !d->figure && transitive &&
		(control || (masdar && rw_item_feat(d->head, sy->args) == sy->subject));
	const rw_item *rel = d->head->first > v->base ? rw_view_at(v, d->head->first - 1, sy->rel) : NULL;
	bool does_to_them = rw_finite(v, d->head) && d->head->enc && rel && transitive; /* "those whom it freed" */
	bool said = !speaks || d->head->first >= speaks->end;
	bool done = said && masdar && done_by_somebody(v, s, speaks, d->head);
	if (its || does_to_them ||
		(speaks && speaks->self && !done && !passive && transitive && said && d->head->first < speaks->end + OWN))
		return take(st, &teller, c);
	if (!said || !ONE_OF(c->predicate, deeds)) {
		bool kills = rw_slice_eqz(c->predicate, "killed") || rw_slice_eqz(c->predicate, "wounded") ||
			rw_slice_eqz(c->predicate, "casualties");
		/* Of a party's enemies whose death it announces. */
		return said && kills && bears_arms(st, teller.actor) && hostile(st, teller.actor, &c->patient) &&
			take(st, &teller, c);
	}
	bool forces = bears_arms(st, teller.actor);
	static const char *const taken[] = {"captured", "recaptured", "seized", "evacuated", "freed", "executed"};
	/* However it is put, those who tell of it did it; of what "was done" bodies that only help tell as others' work. */
	if (ONE_OF(c->predicate, taken)) {
		static const char *const exact[] = {"armed_group", "international", "humanitarian"};
		return !(ONE_OF(type_of(st, teller.actor), exact) && (passive || done)) && take(st, &teller, c);
	}
	/* Whose houses burnt, the state says too; of an enemy's arms those who fight it tell. */
	static const char *const fighters[] = {"army", "armed_group", "coalition"};
	static const char *const arms[] = {"weapon", "vehicle_bomb", "drone", "rocket", "shell", "bomb"};
	if (rw_slice_eqz(c->predicate, "destroyed") && !ONE_OF(c->unit, arms) && !ONE_OF(type_of(st, teller.actor), fighters))
		return false;
	/* "It announced the death of three in an attack": what it announces is the death. */
	for (uint32_t i = speaks ? speaks->end : v->base; i < d->head->first; i++)
		if (rw_lexical_at(v, i, sy->by) || rw_lexical_at(v, i, sy->conn) || rw_lexical_at(v, i, sy->placeprep))
			return false;
	/* What blows up by itself is nobody's deed. */
	return masdar && rw_item_feat(d->head, sy->args) == sy->object && !done && forces && take(st, &teller, c);
}

/* Who denies what it is blamed for is its doer in the words denied. */
static bool blamed(const rw_story *st, const rw_draft *d, rw_sym pred, const rw_frame *speaks, riwaya_claim *c) {
	static const char *const theirs[] = {"withdrew", "control_lost", "responsibility", "kidnapped", "captured",
		"executed", "besieged", "destroyed", "displaced", "deployed"};
	riwaya_party us = {.actor = teller_of(st, speaks)}; /* who publishes its own statement speaks in it */
	if (!us.actor.n || !bears_arms(st, us.actor)) return false;
	rw_slice role = c->patient.role;
	/* That victims fell is said of no doer. */
	bool hurt = d->head && d->head->kind == pred &&
		(rw_slice_eqz(c->predicate, "killed") || rw_slice_eqz(c->predicate, "wounded") ||
			rw_slice_eqz(c->predicate, "casualties"));
	rw_slice within = rw_row_get(st->lx, rw_row_find(st->lx, "roles", role), "within");
	bool civilians =
		rw_slice_eqz(role, "civilian") || rw_slice_eqz(within, "civilian") || rw_slice_eqz(role, "protester");
	if (!ONE_OF(c->predicate, attacks) && !ONE_OF(c->predicate, theirs) && !(hurt && civilians)) return false;
	return take(st, &us, c);
}

/* Whom the accuser names behind its verb, before what it accuses them of. */
static void accused(rw_story *st, rw_view *v, uint32_t s, const rw_item *verb, const rw_emission *e, uint32_t until,
	rw_slice accuser, riwaya_party *out) {
	const rw_item *best = NULL, *any = NULL;
	bool best_free = false;
	*out = (riwaya_party){0};
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != v->sy->actor || !it->payload || it->first < verb->end || it->end > until) continue;
		if (accuser.n && rw_slice_eq(((const rw_acting *)it->payload)->id, accuser)) continue;
		/* "The finger points to X": behind "to" where no name stands free. */
		bool free = !rw_governed(v, s, it);
		if (!any || it->first < any->first) any = it;
		if (!free && !rw_view_at(v, it->first - 1, v->sy->range)) continue;
		if (!best || (free != best_free ? free : it->first < best->first)) best = it, best_free = free;
	}
	if (!best) best = any;
	if (best) rw_fill_party(st, v, best, e, false, out);
}

/* "Accused X of shelling the quarter and killing six": the accused is the doer of what follows. */
static bool laid_to(rw_story *st, rw_view *v, uint32_t s, const rw_draft *d, const rw_frame *speaks, riwaya_claim *c) {
	enum { FAR = 24 };
	if (!d->head || rw_finite(v, d->head)) return false;
	const rw_item *verb = NULL;
	for (uint32_t i = d->head->first; i > v->t.sent[s].first && i + FAR > d->head->first && !verb; i--) {
		const rw_item *it = rw_view_at(v, i - 1, v->sy->speech);
		if (it && rw_finite(v, it)) {
			if (it->id != v->sy->accuse) return false;
			verb = it;
		}
	}
	if (!verb) return false;
	riwaya_party who;
	rw_slice accuser = speaks && speaks->n_links ? speaks->links[0].actor : RW_NONE;
	accused(st, v, s, verb, d->e, d->head->first, accuser, &who);
	return who.actor.n && take(st, &who, c);
}

enum { ACCUSED_WITHIN = 12 }; /* tokens behind the verb */

static void search(rw_story *st, rw_view *v, uint32_t s, const rw_draft *d, const rw_frame *speaks,
	const rw_doings *acts, const riwaya_claim *before, riwaya_claim *c) {
	if (c->polarity == RIWAYA_POLARITY_DENIED &&
		(named_beside(st, v, s, d, acts, c) || blamed(st, d, v->sy->pred, speaks, c)))
		return;
	if (c->polarity == RIWAYA_POLARITY_DENIED || named_beside(st, v, s, d, acts, c)) return;
	if (laid_to(st, v, s, d, speaks, c)) return;
	/* "Launched an attack", "fired three rockets": the verb before what is told has its subject. */
	rw_draft led = *d;
	const rw_item *verb = rw_verb_at(v, d->e->first);
	if (verb && verb->end <= d->anchor && rw_light_verb(v, verb) && (!d->head || !rw_finite(v, d->head)))
		led.head = verb;
	d = &led;
	if (!d->head) return;
	if (subject_behind(st, v, s, d, speaks, c) || meant_by(st, v, s, d, speaks, c)) return;
	if (shares_subject(st, v, s, d, speaks, before, c) || led_to(st, v, s, d, speaks, before, c)) return;
	/* Plans and plots that somebody tells of are others'. */
	if (c->modality == RIWAYA_MODALITY_ACTUAL || c->modality == RIWAYA_MODALITY_BACKGROUND)
		own_act(st, v, s, d, speaks, c);
}

/* "In an attack that hit the army": a verb behind a noun without the article, which is its subject; who stands behind the verb, with no
 * object of its own after it, is who was hit. */
static bool hit_by_it(const rw_view *v, uint32_t s, const rw_item *head, const rw_item *named) {
	enum { QUALITIES = 3 };
	const rw_syms *sy = v->sy;
	if (!rw_finite(v, head) || head->pro || named->first != head->end || head->first == v->t.sent[s].first)
		return false;
	uint32_t i = head->first - 1;
	for (uint32_t n = 0; n < QUALITIES && i > v->base && rw_view_at(v, i, sy->adj) && !rw_definite(v, i); n++) i--;
	const rw_item *noun = rw_view_at(v, i, sy->noun), *act = rw_view_at(v, i, sy->pred);
	bool thing = noun && rw_item_feat(noun, sy->unit) && rw_item_feat(noun, sy->unit) != sy->person;
	if (!(thing || (act && !rw_finite(v, act))) || rw_definite(v, i)) return false;
	uint32_t end = named->end;
	if (end >= v->t.sent[s].end || v->t.tok[end].kind != RW_TOKEN_WORD) return true;
	return !rw_view_at(v, end, sy->noun) && !rw_view_at(v, end, sy->place) && !rw_view_at(v, end, sy->placenoun) &&
		!rw_view_at(v, end, sy->figure) && !rw_view_at(v, end, sy->party);
}

void rw_find_doer(rw_story *st, rw_view *v, uint32_t s, const rw_draft *d, const rw_frame *speaks,
	const rw_doings *acts, const riwaya_claim *before, riwaya_claim *c) {
	bool says = rw_slice_eqz(c->predicate, "threat") || rw_slice_eqz(c->predicate, "responsibility");
	/* An accusation's doer is the accused, never who accuses. */
	if (rw_slice_eqz(c->predicate, "accusation")) {
		rw_slice accuser = speaks && speaks->n_links ? speaks->links[0].actor : RW_NONE;
		if (!c->agent.actor.n || (accuser.n && rw_slice_eq(c->agent.actor, accuser))) {
			/* whom no table knows stays where no other is named: the first noun behind the verb may be who accuses */
			const uint32_t reach = d->head ? d->head->end + ACCUSED_WITHIN : 0;
			riwaya_party named = {0};
			if (d->head) accused(st, v, s, d->head, d->e, reach, accuser, &named);
			if (named.actor.n || !given(c) || c->agent.actor.n) c->agent = named;
		}
		return;
	}
	/* "61 attacks of settlers": whose acts are counted is their doer. */
	const rw_phrase *counted = rw_phrase_of(v, d->figure);
	if (counted && counted->unit == v->sy->strike && counted->actor.n && ONE_OF(c->predicate, attacks) &&
		rw_slice_eq(c->patient.actor, counted->actor)) {
		if (!c->agent.actor.n) c->agent = (riwaya_party){.actor = c->patient.actor};
		c->patient = (riwaya_party){0};
	}
	const rw_item *named = rw_attr_item(d->e, v->sy->agent, 0);
	if (!named && d->plainer) named = rw_attr_item(d->plainer, v->sy->agent, 0);
	const rw_phrase *phrase = rw_phrase_of(v, named);
	if (named && d->head && ONE_OF(c->predicate, attacks) && !c->patient.actor.n && hit_by_it(v, s, d->head, named)) {
		c->patient = c->agent;
		c->agent = (riwaya_party){0};
		named = NULL;
		phrase = NULL;
	}
	if (phrase && !c->agent.actor.n && c->agent.text.n) c->agent.actor = bearer_of(st, v, named, speaks);
	/* A bomb, a car, a town does nothing by itself; a drone is somebody's. */
	static const char *const people[] = {"person", "family", "group"};
	static const char *const flies[] = {"drone", "aircraft"};
	riwaya_party tool = {0};
	/* "A Houthi attack destroyed": the adjective of an act is its doer's, though its letters are a person's too. */
	for (uint32_t k = 0; k < acts->n && named && c->agent.text.n && !c->agent.actor.n; k++)
		if (acts->p[k].first <= named->first && named->first < acts->p[k].end && acts->p[k].who.actor.n)
			c->agent = acts->p[k].who;
	if (phrase && !c->agent.actor.n && !ONE_OF(rw_sym_text(v->lx, phrase->unit), people)) {
		if (ONE_OF(rw_sym_text(v->lx, phrase->unit), flies)) tool = c->agent;
		c->agent = (riwaya_party){0};
	}
	/* "It mourned five of its men": those who lose them have not killed them. */
	const rw_phrase *lost = rw_phrase_of(v, d->figure);
	if (lost && ((lost->tail && lost->tail->enc) || (lost->head && lost->head->enc)) && ONE_OF(c->predicate, fates) &&
		c->agent.actor.n && rw_slice_eq(c->agent.actor, c->patient.actor))
		c->agent = (riwaya_party){0};
	/* Who mourns its dead has not killed them. */
	const rw_item *said = speaks ? speaks->verb : NULL;
	bool mourned = said && rw_item_feat(said, rw_sym_of(v->lx, RW_LIT("attitude"))) == rw_sym_of(v->lx, RW_LIT("mourn"));
	if (mourned && ONE_OF(c->predicate, fates)) {
		if (rw_slice_eq(c->agent.actor, speaks->n_links ? speaks->links[0].actor : RW_NONE))
			c->agent = (riwaya_party){0};
		if (!c->patient.actor.n && speaks->n_links && bears_arms(st, speaks->links[0].actor) &&
			hostile_to_any(st, &c->patient))
			c->patient.actor = speaks->links[0].actor;
		return;
	}
	if (given(c)) {
		if (ONE_OF(c->predicate, attacks)) rw_find_struck(v, s, d, st, c);
		return;
	}
	if (says) {
		const rw_item *verb, *subject = d->head ? rw_last_subject(v, s, d->head->first + 1, NULL, &verb) : NULL;
		if (speaks && speaks->n_links && speaks->links[0].actor.n)
			c->agent.actor = speaks->links[0].actor;
		else if (subject)
			fill(st, v, subject, d->e, speaks, &c->agent);
		return;
	}
	search(st, v, s, d, speaks, acts, before, c);
	if (!given(c)) c->agent = tool;
	if (ONE_OF(c->predicate, attacks)) rw_find_struck(v, s, d, st, c);
	/* Those of nobody that the words name, whom a party frees or catches, are not its own, unless it wins them back. */
	bool bound = counted && !counted->actor.n && c->agent.actor.n && c->patient.actor.n;
	bool won = d->head && rw_item_feat(d->head, v->sy->rescue) == v->sy->yes;
	if (bound && !won && (rw_slice_eqz(c->predicate, "freed") || ONE_OF(c->predicate, custody)) &&
		rw_same_side(st, c->agent.actor, c->patient.actor))
		c->patient.actor = RW_NONE;
}

static void tell(rw_story *st, rw_slice what, const riwaya_party *who) {
	if (who->actor.n && what.n) st->told[st->n_told++ % RW_TOLD_ACTS] = (rw_told_act){what, *who, st->n_sentences};
}

/* Keeps the acts of a sentence for those after it; what is denied, planned or feared is no act of anybody's. */
static void keep_told(rw_story *st, size_t start, const rw_doings *acts) {
	bool told = true;
	for (size_t i = start; i < st->claims->n; i++)
		told = told && st->claims->p[i].polarity == RIWAYA_POLARITY_AFFIRMED &&
			st->claims->p[i].modality == RIWAYA_MODALITY_ACTUAL;
	for (uint32_t k = 0; k < acts->n && told; k++)
		if (!acts->p[k].by) tell(st, acts->p[k].what, &acts->p[k].who);
	for (size_t i = start; i < st->claims->n && told; i++)
		if (ONE_OF(st->claims->p[i].predicate, attacks)) tell(st, st->claims->p[i].predicate, &st->claims->p[i].agent);
	st->n_sentences++;
}

/* Those killed in an attack are killed by whoever made it: a toll without a doer takes that of the one act told beside it in the
 * sentence, unless they are its own people. */
void rw_name_doers(rw_story *st, rw_view *v, uint32_t s, size_t start, const rw_doings *acts) {
	enum { FAR = 160 }; /* bytes between the two */
	for (size_t i = start; i < st->claims->n; i++) {
		riwaya_claim *c = &st->claims->p[i];
		if (!ONE_OF(c->predicate, fates) || given(c)) continue;
		const riwaya_claim *act = NULL;
		bool several = false;
		for (size_t j = start; j < st->claims->n; j++) {
			const riwaya_claim *o = &st->claims->p[j];
			if (!o->agent.actor.n || !(ONE_OF(o->predicate, attacks) || rw_slice_eqz(o->predicate, "responsibility")))
				continue;
			uint32_t far = o->span.start > c->span.start ? o->span.start - c->span.start : c->span.start - o->span.start;
			if (far > FAR || o->modality != c->modality) continue;
			several = several || (act && !rw_slice_eq(act->agent.actor, o->agent.actor));
			act = o;
		}
		if (act && !several) take(st, &act->agent, c);
	}
	keep_told(st, start, acts);
	const rw_item *verb, *subject = rw_last_subject(v, s, v->t.sent[s].end, NULL, &verb);
	st->has_subject = false;
	if (subject && verb->kind != v->sy->speech) {
		rw_emission none = {0};
		st->subject = (riwaya_party){0};
		rw_fill_party(st, v, subject, &none, false, &st->subject);
		st->has_subject = st->subject.actor.n && bears_arms(st, st->subject.actor);
	}
}

/* --- after the whole report ------------------------------------------------------------------------------------------------ */

/* The same told twice: in a title and its body, or by a number that two happenings seldom share. */
static bool twins(const riwaya_claim *a, const riwaya_claim *b) {
	enum { RARE = 10 };
	bool title = (a->span.field == RIWAYA_FIELD_TITLE) != (b->span.field == RIWAYA_FIELD_TITLE);
	if (!title && a->figure.low < RARE) return false;
	if (a->patient.role.n && b->patient.role.n && !rw_slice_eq(a->patient.role, b->patient.role)) return false;
	return rw_slice_eq(a->predicate, b->predicate) && rw_slice_eq(a->unit, b->unit) && a->polarity == b->polarity &&
		a->figure.has_low && b->figure.has_low && a->figure.low == b->figure.low &&
		a->figure.has_high == b->figure.has_high && a->figure.high == b->figure.high &&
		(a->scope == RIWAYA_SCOPE_PERIOD) == (b->scope == RIWAYA_SCOPE_PERIOD);
}

/* Nothing more is inferred: that a report names one side that attacks does not tell that it did whatever else the report counts, and a
 * blame that no words lay is worse than none. */
void rw_settle_doers(rw_story *st) {
	for (size_t i = 0; i < st->claims->n; i++) {
		riwaya_claim *c = &st->claims->p[i];
		for (size_t j = 0; j < st->claims->n && !given(c); j++) {
			const riwaya_claim *o = &st->claims->p[j];
			if (o->agent.actor.n && twins(c, o)) take(st, &o->agent, c);
		}
	}
	for (size_t i = 0; i < st->claims->n; i++) {
		riwaya_claim *c = &st->claims->p[i];
		for (size_t j = 0; j < st->claims->n && c->part_of.n && !given(c); j++) {
			const riwaya_claim *o = &st->claims->p[j];
			if (rw_slice_eq(o->id, c->part_of)) take(st, &o->agent, c);
		}
	}
}
