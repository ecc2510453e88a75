/* whose.c: whose people a claim tells of: named by the words, bound to their role before, or the side that the report leaves. */
#include "extract/claim.h"
#include "extract/draft.h"
#include "extract/subject.h"

/* Roles that make nobody a party's: civilians, women, children, whom a village or a person may call its own. */
static bool of_nobody(const rw_lexicon *lx, rw_sym role) {
	static const char *const staff[] = {"employee", "worker", "medic", "journalist", "aid_worker", "rescuer", "driver"};
	rw_slice id = rw_sym_text(lx, role);
	bool civil = rw_slice_eqz(id, "civilian") ||
		rw_slice_eqz(rw_row_get(lx, rw_row_find(lx, "roles", id), "within"), "civilian");
	for (size_t i = 0; i < RW_COUNT(staff) && civil; i++) civil = !rw_slice_eqz(id, staff[i]);
	return civil || rw_slice_eqz(id, "man");
}

void rw_bind_role(rw_story *st, rw_sym role, rw_slice actor) {
	if (!role || !actor.n || of_nobody(st->lx, role)) return;
	for (uint32_t i = 0; i < st->n_roles; i++) {
		if (st->roles[i].role != role) continue;
		if (!rw_slice_eq(st->roles[i].actor, actor)) {
			st->roles[i].several = true;
			st->roles[i].actor = actor;
		}
		return;
	}
	if (st->n_roles < RW_MAX_BOUND_ROLES) st->roles[st->n_roles++] = (rw_bound_role){role, actor, false};
}

rw_slice rw_bound_actor(const rw_story *st, rw_sym role, bool definite) {
	for (uint32_t i = 0; i < st->n_roles; i++)
		if (st->roles[i].role == role && (definite || !st->roles[i].several)) return st->roles[i].actor;
	return RW_NONE;
}

/* "The number of X's dead … the toll exceeds a hundred dead": a noun without an owner takes that of the same noun before it. */
static rw_slice whose_dead(const rw_view *v, const rw_item *noun) {
	const rw_phrase *best = NULL;
	uint32_t at = 0;
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		const rw_phrase *p = rw_phrase_of(v, it);
		if (!p || !p->head || !p->actor.n || p->head->id != noun->id || it->first >= noun->first) continue;
		if (!best || it->first > at) best = p, at = it->first;
	}
	return best ? best->actor : RW_NONE;
}

/* Those caught "on suspicion of", "accused of": words right behind them say so. */
static bool suspected(const rw_view *v, const rw_item *it, const rw_emission *e) {
	enum { FAR = 4 };
	if (!rw_slice_eqz(rw_sym_text(v->lx, e->id), "captured")) return false;
	uint32_t end = it->end;
	for (size_t k = 0; k < v->items.n; k++)
		if (v->items.p[k]->kind == v->sy->suspicion && v->items.p[k]->first >= end && v->items.p[k]->first <= end + FAR)
			return true;
	return false;
}

void rw_fill_party(rw_story *st, rw_view *v, const rw_item *it, const rw_emission *e, bool patient, riwaya_party *out) {
	const rw_syms *sy = v->sy;
	if (!it) return;
	const rw_phrase *p = rw_phrase_of(v, it);
	if (it->kind == sy->adj) {
		out->actor = rw_sym_text(v->lx, rw_item_feat(it, sy->actor));
		out->span = rw_view_span(v, it->first, it->end, it);
		out->text = rw_view_words(v, out->span);
		return;
	}
	const rw_item *second = patient ? NULL : rw_attr_item(e, sy->also, 0);
	const rw_phrase *second_phrase = rw_phrase_of(v, second);
	rw_slice second_id = second_phrase                           ? second_phrase->actor
		: second && second->kind == sy->actor && second->payload ? ((const rw_acting *)second->payload)->id
																 : RW_NONE;
	if (second_id.n) {
		rw_slice *also = RW_NEW(st->a, rw_slice);
		*also = second_id;
		out->also = also;
		out->n_also = 1;
	}
	if (it->kind == sy->actor && it->payload) {
		const rw_acting *a = it->payload;
		out->actor = a->id;
		out->span = rw_view_span(v, it->first, it->end, it);
		out->text = rw_view_words(v, out->span);
	} else if (p) {
		const rw_item *lead = p->head ? p->head : p->tail ? p->tail : p->whose;
		uint32_t first = lead ? lead->first : it->first, end = p->noun_end > first ? p->noun_end : it->end;
		out->span = rw_view_span(v, first, end, lead);
		out->text = rw_view_words(v, out->span);
		out->actor = p->actor;
		if (p->n_also) {
			rw_slice *also = RW_ARRAY(st->a, rw_slice, p->n_also);
			memcpy(also, p->also, p->n_also * sizeof *also);
			out->also = also;
			out->n_also = p->n_also;
		}
		rw_sym role = p->role, given = rw_attr_value(e, sy->role);
		/* Whom it befalls where the noun leaves it open: those who escape were held. */
		if (patient && !given)
			given =
				rw_sym_of(v->lx, rw_row_get(v->lx, rw_row_find(v->lx, "predicates", rw_sym_text(v->lx, e->id)), "role"));
		/* Those counted as taking part, of no party, are what they do: gunmen attack, youths protest. */
		rw_row pred = rw_row_find(v->lx, "predicates", rw_sym_text(v->lx, e->id));
		bool part = rw_slice_eqz(rw_row_get(v->lx, pred, "counts"), "agent");
		bool bare = !(p->head || p->tail || p->whose), open = !role || p->generic;
		bool gives = part ? !p->actor.n && (open || bare || role == sy->fighter || role == sy->man)
						  : open && !bare && p->unit == sy->person;
		if (patient && given && gives) role = given;
		if (patient && (!role || role == sy->man) && p->unit == sy->person && suspected(v, it, e))
			out->role = RW_LIT("suspect");
		else
			out->role = rw_sym_text(v->lx, role);
		const rw_item *name = lead && !out->actor.n ? rw_view_at(v, lead->first, sy->actor) : NULL;
		if (name && name->payload) out->actor = ((const rw_acting *)name->payload)->id; /* "the terrorist militia" */
		if (!out->actor.n && !role && lead) out->actor = whose_dead(v, lead);
		if (!out->actor.n && role && p->unit == sy->person) {
			bool definite = lead && rw_item_feat(lead, sy->def) == sy->yes;
			/* Gunmen without the article who do something are none of those told of before. */
			if (patient || definite) out->actor = rw_bound_actor(st, role, definite);
		}
	} else if (it->kind == sy->teller && it->payload) { /* "the authorities" that arrest */
		const rw_teller *teller = it->payload;
		const rw_item *body = rw_view_at(v, it->first, sy->speaker);
		out->span = rw_view_span(v, it->first, it->end, it);
		out->text = rw_view_words(v, out->span);
		out->actor = teller->link.actor;
		const rw_item *name = rw_view_at(v, it->first, sy->actor);
		if (!out->actor.n && name && name->payload) out->actor = ((const rw_acting *)name->payload)->id;
		if (!out->actor.n && body)
			out->actor = rw_country_body(v->memory, v->lx, rw_country_here(v->memory, v->lx),
				rw_sym_text(v->lx, rw_item_feat(body, sy->speaks_for)), v->published);
	} else {
		return;
	}
	if (patient && rw_attr_value(e, sy->actor) && !out->actor.n)
		out->actor = rw_sym_text(v->lx, rw_attr_value(e, sy->actor));
	const rw_item *whose = patient ? rw_attr_item(e, sy->owner, 0) : NULL;
	if (whose && whose->payload && !out->actor.n) out->actor = ((const rw_acting *)whose->payload)->id;
}

void rw_fill_victims(rw_story *st, rw_view *v, uint32_t s, const rw_draft *d, riwaya_party *out) {
	const rw_syms *sy = v->sy;
	bool noun = d->head && d->head->kind == sy->noun && rw_item_feat(d->head, sy->unit) == sy->person;
	bool act = d->head && d->head->kind == sy->pred && rw_item_feat(d->head, sy->form) == sy->masdar &&
		rw_item_feat(d->head, sy->takes) == sy->person && rw_item_feat(d->head, sy->number) == sy->pl;
	if (!noun && !act) return;
	const rw_item *them = rw_view_at(v, d->head->first, sy->party);
	uint32_t end = them ? them->end : d->head->end;
	const rw_item *among = NULL;
	for (uint32_t i = end; i < v->t.sent[s].end && i <= end + 1 && !among; i++) {
		const rw_sym kinds[] = {sy->by, sy->belong, sy->range};
		for (size_t k = 0; k < RW_COUNT(kinds) && !among; k++) {
			const rw_item *in = rw_view_at(v, i, kinds[k]);
			if (in && in->end < v->t.sent[s].end) among = rw_view_at(v, in->end, sy->party);
		}
	}
	const rw_phrase *whose = rw_phrase_of(v, among);
	if (whose && whose->unit == sy->person) them = among;
	if (them) rw_fill_party(st, v, them, d->e, true, out);
}

static bool is_type(const rw_story *st, rw_slice actor, const char *type) {
	return actor.n && rw_slice_eqz(rw_row_get(st->lx, rw_row_find(st->lx, "actors", actor), "type"), type);
}

bool rw_same_side(const rw_story *st, rw_slice a, rw_slice b) {
	enum { DEPTH = 6 };
	rw_slice pair[2][2] = {{a, b}, {b, a}};
	for (int k = 0; k < 2; k++) {
		rw_slice up = pair[k][0];
		for (int i = 0; i < DEPTH && up.n; i++) {
			if (rw_slice_eq(up, pair[k][1])) return true;
			up = rw_row_get(st->lx, rw_row_find(st->lx, "actors", up), "within");
		}
	}
	/* An army and a police of one state. */
	rw_slice over = rw_row_get(st->lx, rw_row_find(st->lx, "actors", a), "within");
	bool forces =
		(is_type(st, a, "army") || is_type(st, a, "police")) && (is_type(st, b, "army") || is_type(st, b, "police"));
	return forces && is_type(st, over, "state") &&
		rw_slice_eq(over, rw_row_get(st->lx, rw_row_find(st->lx, "actors", b), "within"));
}

rw_slice rw_other_side(const rw_story *st, rw_slice us, bool army) {
	const rw_meant *best = NULL;
	bool tie = false;
	for (uint32_t i = 0; i < st->memory->n_actors; i++) {
		const rw_meant *m = &st->memory->actors[i];
		bool fits = army ? is_type(st, m->id, "army") || is_type(st, m->id, "state") : is_type(st, m->id, "armed_group");
		if (!fits || rw_same_side(st, m->id, us)) continue;
		bool one = best && rw_same_side(st, best->id, m->id);
		if (!best || m->n > best->n) {
			tie = false;
			best = m;
		} else if (m->n == best->n && !one) {
			tie = true;
		}
	}
	return best && !tie ? best->id : RW_NONE;
}

static bool among(rw_slice word, const char *const *list, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (rw_slice_eqz(word, list[i])) return true;
	return false;
}

/* Whose soldiers, or fighters, the report tells to have been struck, where they are of one party, not of the side of those who did it
 * or attack, and not another land's in a round-up. */
static rw_slice sole_struck(const rw_story *st, const riwaya_claim *of, rw_slice attackers, bool forces) {
	static const char *const fates[] = {"killed", "wounded", "casualties", "captured"};
	static const char *const soldiers[] = {"soldier", "officer", "police", "guard", "commander"};
	static const char *const fighters[] = {"fighter", "commander"};
	rw_slice who = RW_NONE, there = rw_country_of(st->lx, rw_row_find(st->lx, "places", of->place.id));
	bool police = rw_slice_eqz(of->patient.role, "police");
	for (size_t i = 0; i < st->claims->n; i++) {
		const riwaya_claim *c = &st->claims->p[i];
		rw_slice side = c->patient.actor;
		bool kind = forces ? among(c->patient.role, soldiers, RW_COUNT(soldiers))
						   : among(c->patient.role, fighters, RW_COUNT(fighters));
		if (!kind || !side.n || !c->patient.text.n || !among(c->predicate, fates, RW_COUNT(fates))) continue;
		if ((of->agent.actor.n && rw_same_side(st, side, of->agent.actor)) ||
			(attackers.n && rw_same_side(st, side, attackers)))
			continue;
		rw_slice home = rw_row_get(st->lx, rw_row_find(st->lx, "actors", side), "country");
		if (home.n && there.n && !rw_slice_eq(home, there)) continue;
		if (forces && police != is_type(st, side, "police")) continue;
		if (who.n && !rw_slice_eq(who, side)) return RW_NONE;
		who = side;
	}
	return who;
}

rw_slice rw_whose_side(const rw_story *st, const riwaya_claim *c, rw_slice attackers) {
	rw_slice role = c->patient.role, who = c->chain[0].actor, doer = c->agent.actor;
	/* Who tells that an attack was foiled was attacked. */
	bool attack = rw_slice_eqz(c->predicate, "attack") || rw_slice_eqz(c->predicate, "raid");
	if (attack && c->modality == RIWAYA_MODALITY_FOILED && !role.n && who.n && !(doer.n && rw_same_side(st, who, doer)))
		return who;
	if (rw_slice_eqz(role, "attacker") || rw_slice_eqz(role, "bomber"))
		return attackers.n && !(doer.n && rw_same_side(st, attackers, doer)) ? attackers : rw_sole_attacker(st, doer);
	bool soldiers = rw_slice_eqz(role, "soldier") || rw_slice_eqz(role, "officer");
	bool police = rw_slice_eqz(role, "police");
	bool fights = soldiers || rw_slice_eqz(role, "fighter") || rw_slice_eqz(role, "commander");
	bool army = is_type(st, who, "army") || is_type(st, who, "state"), group = is_type(st, who, "armed_group");
	/* A party that denies a fighter's death speaks of its own. */
	if (fights && c->polarity == RIWAYA_POLARITY_DENIED && c->denies == RIWAYA_DENIES_ACT && !doer.n && (group || army))
		return who;
	/* The side that the report names among those of their kind struck, and no other. */
	rw_slice struck = fights || police ? sole_struck(st, c, attackers, soldiers || police) : RW_NONE;
	/* The men that a group says it killed are the soldiers of whom the report tells. */
	bool own_word = is_type(st, doer, "armed_group") && who.n && rw_same_side(st, who, doer);
	if (!struck.n && own_word && rw_slice_eqz(role, "fighter")) struck = sole_struck(st, c, attackers, true);
	if (struck.n && !soldiers) return struck;
	/* An army that tells of fighters it killed tells of its enemy. */
	if (fights && !soldiers && (is_type(st, doer, "army") || is_type(st, doer, "state")) &&
		(!who.n || rw_same_side(st, who, doer)))
		return rw_other_side(st, doer, false);
	/* Arms, officials and commanders that a party says it destroyed or killed itself are its enemy's. */
	static const char *const arms[] = {"tank", "drone", "rocket", "weapon", "launcher", "ammunition"};
	bool armed = false;
	for (size_t i = 0; i < RW_COUNT(arms); i++) armed = armed || rw_slice_eqz(c->unit, arms[i]);
	bool theirs = (armed && rw_slice_eqz(c->predicate, "destroyed")) ||
		((rw_slice_eqz(role, "official") || rw_slice_eqz(role, "commander")) && rw_slice_eqz(c->predicate, "killed"));
	if (theirs && doer.n && who.n && rw_same_side(st, who, doer) && (army || group))
		return rw_other_side(st, doer, !army);
	if (!soldiers && !police) return RW_NONE;
	/* An army that tells of soldiers killed, not saying that it killed them, tells of its own; an armed group of its enemy's. */
	if (soldiers && army && !doer.n)
		return is_type(st, who, "army")
			? who
			: rw_country_body(st->memory, st->lx, rw_row_get(st->lx, rw_row_find(st->lx, "actors", who), "country"),
				  RW_LIT("army"), st->report->published.at);
	if (struck.n) return struck;
	if (soldiers && (group || is_type(st, doer, "armed_group"))) {
		rw_slice other = rw_other_side(st, doer.n ? doer : who, true);
		if (other.n) return other;
	}
	/* Else they are those of the country in which it happened, unless that army itself is said to have done it. */
	rw_slice country = rw_country_of(st->lx, rw_row_find(st->lx, "places", c->place.id));
	if (!country.n) country = rw_country_here(st->memory, st->lx);
	rw_slice force = rw_country_body(
		st->memory, st->lx, country, soldiers ? RW_LIT("army") : RW_LIT("police"), st->report->published.at);
	return rw_slice_eq(force, doer) ? RW_NONE : force;
}

/* Whose a site, a column, a position is that an act strikes: behind "on" and "against", or the object of the verb. */
static bool part_of_place(const rw_view *v, const rw_item *it) {
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *o = v->items.p[k];
		if (o->kind == v->sy->place && o->payload && o->first < it->first && o->end >= it->end) return true;
	}
	return false;
}

void rw_find_struck(const rw_view *v, uint32_t s, const rw_draft *d, const rw_story *st, riwaya_claim *c) {
	static const char *const attacks[] = {"attack", "airstrike", "shelling", "drone_strike", "bombing", "raid"};
	enum { FAR = 10 };
	const rw_syms *sy = v->sy;
	if (!d->head || c->patient.actor.n || c->patient.text.n) return;
	const rw_item *best = NULL;
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		const rw_phrase *p = rw_phrase_of(v, it);
		rw_slice whose = it->kind == sy->actor && it->payload ? ((const rw_acting *)it->payload)->id
			: p                                               ? p->actor
															  : RW_NONE;
		if (!whose.n || it->first < d->head->end || it->first > d->head->end + FAR || it->first >= v->t.sent[s].end)
			continue;
		if (c->agent.actor.n && rw_same_side(st, whose, c->agent.actor)) continue;
		if (part_of_place(v, it)) continue; /* "fire on the border with Egypt" */
		if (best && (it->first > best->first || (it->first == best->first && it->end <= best->end))) continue;
		bool on = false, cut = false;
		for (uint32_t i = d->head->end; i < it->first; i++) {
			const rw_item *by = rw_view_at(v, i, sy->by), *verb = rw_verb_at(v, i);
			on = on || (by && by->id == rw_sym_of(v->lx, RW_LIT("against")));
			on = on || (verb && among(rw_sym_text(v->lx, verb->id), attacks, RW_COUNT(attacks)));
			cut = cut || (verb && !among(rw_sym_text(v->lx, verb->id), attacks, RW_COUNT(attacks))) ||
				rw_view_at(v, i, sy->comp);
		}
		/* "The army opened fire": what a verb that means little by itself has right behind it is who does it. */
		bool object =
			rw_finite(v, d->head) && !rw_light_verb(v, d->head) && !(it->pro & (RW_PRO_WA | RW_PRO_BI | RW_PRO_LI));
		if (!cut && (on || object)) best = it;
	}
	if (!best) return;
	const rw_phrase *p = rw_phrase_of(v, best);
	c->patient.actor = p ? p->actor : ((const rw_acting *)best->payload)->id;
	c->patient.span = rw_view_span(v, best->first, best->end, best);
	c->patient.text = rw_view_words(v, c->patient.span);
}

void rw_settle_side(const rw_story *st, riwaya_claim *c) {
	static const char *const own[] = {"withdrew", "deployed", "surrendered"};
	if (!c->patient.actor.n && among(c->predicate, own, RW_COUNT(own))) c->patient.actor = c->agent.actor;
	bool soldiers = rw_slice_eqz(c->patient.role, "soldier") || rw_slice_eqz(c->patient.role, "officer");
	if (!soldiers || !is_type(st, c->patient.actor, "state")) return;
	rw_slice country = rw_row_get(st->lx, rw_row_find(st->lx, "actors", c->patient.actor), "country");
	rw_slice army = rw_country_body(st->memory, st->lx, country, RW_LIT("army"), st->report->published.at);
	if (army.n && rw_same_side(st, army, c->patient.actor)) c->patient.actor = army;
}

/* Who attacks, where the report's acts have one doer. */
rw_slice rw_sole_attacker(const rw_story *st, rw_slice but) {
	rw_slice who = RW_NONE;
	for (size_t i = 0; i < st->claims->n; i++) {
		const riwaya_claim *c = &st->claims->p[i];
		bool act = rw_slice_eqz(c->predicate, "attack") || rw_slice_eqz(c->predicate, "bombing") ||
			rw_slice_eqz(c->predicate, "responsibility");
		if (!act || !c->agent.actor.n || c->polarity != RIWAYA_POLARITY_AFFIRMED) continue;
		if (but.n && rw_same_side(st, c->agent.actor, but)) continue;
		if (who.n && !rw_slice_eq(who, c->agent.actor)) return RW_NONE;
		who = c->agent.actor;
	}
	return who;
}
