/* grade.c: a grade proposed by Airwars' definitions (docs/reviews.md): who accepted responsibility, whether blame is contested, whether those harmed
 * fought, and how many independent origins stand behind it. */
#include "review/review.h"

/* A party says that the act was its own. */
static const riwaya_claim *admitted(const riwaya_incident *i) {
	for (size_t k = 0; k < i->n_claims; k++) {
		const riwaya_claim *c = i->claims[k].claim;
		if (!rw_slice_eqz(c->predicate, "responsibility") || c->polarity || c->modality || !c->n_chain) continue;
		rw_slice party = c->chain[0].actor;
		if (party.n && (!c->agent.actor.n || rw_slice_eq(c->agent.actor, party))) return c;
	}
	return NULL;
}

/* Accounts blame parties that have nothing to do with each other, or the one blamed denies it. */
static bool contested(rw_facts *f, const riwaya_incident *i) {
	for (size_t k = 0; k < i->n_relations; k++)
		if (i->relations[k].type == RIWAYA_RELATION_CONTRADICTION && i->relations[k].on == RIWAYA_ON_AGENT) return true;
	rw_slice accused = RW_NONE;
	for (size_t k = 0; k < i->n_claims; k++) {
		const riwaya_claim *c = i->claims[k].claim;
		if (c->polarity == RIWAYA_POLARITY_DENIED && c->denies == RIWAYA_DENIES_AGENT) return true;
		if (!rw_slice_eqz(c->predicate, "accusation") || c->polarity || !c->agent.actor.n) continue;
		if (accused.n && !rw_actor_related(f, accused, c->agent.actor)) return true;
		accused = c->agent.actor;
	}
	return false;
}

/* People killed or hurt. */
static bool harm(rw_facts *f, const riwaya_claim *c) {
	uint32_t p = rw_predicate_of(f, c->predicate);
	if (p == RW_NO || c->polarity || c->modality) return false;
	return rw_slice_eqz(f->predicates.p[p].family, "death") || rw_slice_eqz(f->predicates.p[p].family, "injury");
}

/* All of those harmed, as far as anybody says who they were, and someone does. */
static bool fighters_alone(rw_facts *f, const riwaya_incident *i, const riwaya_line *line) {
	bool any = false;
	for (size_t k = 0; k < (line ? line->n_claims : i->n_claims); k++) {
		const riwaya_claim *c = i->claims[line ? line->claims[k] : k].claim;
		if (!harm(f, c)) continue;
		if (!rw_role_within(f, c->patient.role, RW_LIT("fighter")) &&
			!rw_role_within(f, c->patient.role, RW_LIT("soldier")))
			return false;
		any = true;
	}
	return any;
}

riwaya_grade rw_grade_suggest(rw_facts *f, const riwaya_incident *i, const riwaya_line *line, riwaya_bilingual *why) {
	size_t named = 0, unnamed = 0;
	rw_mark mark = rw_arena_mark(f->a);
	bool *seen = RW_ARRAY(f->a, bool, i->n_origins), harmed = false;
	/* Of an incident in which people came to harm, the origins of that are meant: who tells of something else bears nothing out. */
	for (size_t k = 0; !line && k < i->n_claims && !harmed; k++) harmed = harm(f, i->claims[k].claim);
	for (size_t k = 0; k < (line ? line->n_claims : i->n_claims); k++) {
		const riwaya_incident_claim *c = &i->claims[line ? line->claims[k] : k];
		if (c->implied_by != UINT32_MAX || c->origin >= i->n_origins || seen[c->origin]) continue;
		if (harmed && !harm(f, c->claim)) continue;
		seen[c->origin] = true;
		i->origins[c->origin].anonymous ? unnamed++ : named++;
	}
	rw_arena_reset(f->a, mark);
	const riwaya_claim *by = admitted(i);
	if (fighters_alone(f, i, line)) {
		*why = rw_say_plain(f, "grade.why.fighters");
		return RIWAYA_GRADE_DISCOUNTED;
	}
	if (by) {
		*why = RW_SAY(f, "grade.why.admitted", rw_say_actor(f, by->chain[0].actor));
		return RIWAYA_GRADE_CONFIRMED;
	}
	if (contested(f, i)) {
		*why = rw_say_plain(f, "grade.why.blame");
		return RIWAYA_GRADE_CONTESTED;
	}
	*why = RW_SAY(f, named >= 2 ? "grade.why.origins" : "grade.why.few", rw_say_number(f, (double)named),
		rw_say_number(f, (double)unnamed));
	return named >= 2 ? RIWAYA_GRADE_FAIR : RIWAYA_GRADE_WEAK;
}
