/* sentence.c: relations in words. */
#include "reconcile/ledger.h"
#include <stdlib.h>

static riwaya_bilingual say_origin(rw_draft *l, const rw_entry *e) {
	const riwaya_claim *c = e->out.claim;
	if (e->own_voice || !c->n_chain) return rw_say_outlet(l->f, e->k->report);
	const riwaya_link *first = &c->chain[0];
	riwaya_bilingual args[2] = {rw_say_actor(l->f, first->actor), RW_BOTH(first->name)};
	switch (first->kind) {
	case RIWAYA_LINK_PARTY: return first->actor.n ? rw_say_with(l->f, "who.party", args, 2) : args[1];
	case RIWAYA_LINK_PARTY_MEDIA: return rw_say_with(l->f, first->actor.n ? "who.party_media" : "who.plain", args, 2);
	case RIWAYA_LINK_OFFICIAL:
		/* "the spokesman of X" says already for whom he speaks */
		if (rw_slice_find(first->name, args[0].ar, 0) != SIZE_MAX) return args[1];
		return rw_say_with(l->f, first->actor.n ? "who.official" : "who.plain", args, 2);
	case RIWAYA_LINK_PERSON: return rw_say_with(l->f, first->actor.n ? "who.actor" : "who.plain", args, 2);
	case RIWAYA_LINK_OUTLET:
	case RIWAYA_LINK_AGENCY:
	case RIWAYA_LINK_MONITOR:
	case RIWAYA_LINK_NONE: return rw_say_with(l->f, "who.plain", args, 2);
	case RIWAYA_LINK_WITNESS:
	case RIWAYA_LINK_ACTIVISTS:
	case RIWAYA_LINK_MEDICAL:
	case RIWAYA_LINK_LOCAL:
	case RIWAYA_LINK_DOCUMENT:
	case RIWAYA_LINK_CORRESPONDENT: {
		riwaya_bilingual b = rw_say_of(l->f, "who", rw_slice_z(riwaya_link_kind_word(first->kind)), args, 2);
		if (!rw_said(b)) return args[1];
		/* unnamed, the words themselves say what it is */
		if (!first->named && first->name.n) b.ar = first->name;
		return b;
	}
	default: return rw_say_with(l->f, first->actor.n ? "who.actor" : "who.anonymous", args, 2);
	}
}

riwaya_bilingual rw_say_teller(rw_draft *l, const rw_entry *e) {
	riwaya_bilingual who = say_origin(l, e), outlet = rw_say_outlet(l->f, e->k->report), day = rw_say_day(l->f, e->told);
	bool own = e->own_voice || rw_slice_eq(who.ar, outlet.ar);
	if (e->told.precision == RIWAYA_PRECISION_NONE) return own ? who : RW_SAY(l->f, "cite.undated", who, outlet);
	return RW_SAY(l->f, own ? "cite.own" : "cite.other", who, outlet, day);
}

/* Where it was is said only of known places: words alone are at times no place. */
static bool elsewhere(const rw_draft *l, const rw_entry *e) { return e->local && l->f->sites.p[e->site].id.n; }

void rw_relation_say(rw_draft *l, riwaya_relation *r, const char *key) {
	if (l->extent == RW_EXTENT_COUNTS) return;
	const rw_entry *a = &l->claims.p[r->a], *b = &l->claims.p[r->b];
	riwaya_bilingual empty = RW_BOTH(RW_LIT(""));
	riwaya_bilingual args[6] = {rw_say_claim(l->f, a->out.claim, elsewhere(l, a)), rw_say_teller(l, a),
		rw_say_claim(l->f, b->out.claim, elsewhere(l, b)), rw_say_teller(l, b), empty, empty};
	if (r->party.n)
		args[4] = rw_say_actor(l->f, r->party);
	else if (r->type == RIWAYA_RELATION_REVERSAL)
		args[4] = args[1];
	if (r->through != UINT32_MAX) args[5] = rw_say_claim(l->f, l->claims.p[r->through].out.claim, false);
	r->sentence = rw_say_with(l->f, key, args, 6);
}

static int by_weight(const void *pa, const void *pb) {
	const riwaya_relation *a = pa, *b = pb;
	if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
	if (a->a != b->a) return a->a < b->a ? -1 : 1;
	if (a->b != b->b) return a->b < b->b ? -1 : 1;
	if (a->type != b->type) return a->type < b->type ? -1 : 1;
	return (a->on > b->on) - (a->on < b->on);
}

/* The line that answers an implied claim's question, for its people; RW_NO for none. */
static uint32_t line_for(const rw_draft *l, const rw_entry *e) {
	uint32_t best = RW_NO;
	for (uint32_t i = 0; i < l->lines.n; i++) {
		const riwaya_line *line = &l->lines.p[i];
		if (!rw_slice_eq(line->predicate, l->f->predicates.p[e->predicate].id) ||
			line->scope == RIWAYA_SCOPE_INCREMENT || line->scope == RIWAYA_SCOPE_PERIOD)
			continue;
		if (rw_slice_eq(line->patient_actor, e->actor)) return i;
		if (best == RW_NO && (!line->patient_actor.n || !e->actor.n)) best = i;
	}
	return best;
}

void rw_finish_relations(rw_draft *l) {
	size_t n = l->relations.n;
	riwaya_relation *all = RW_ARRAY(l->a, riwaya_relation, n);
	for (size_t i = 0; i < n; i++) all[i] = l->relations.p[i];
	if (n) qsort(all, n, sizeof *all, by_weight);
	size_t m = 0;
	for (size_t i = 0; i < n; i++) {
		const riwaya_relation *last = m ? &l->relations.p[m - 1] : NULL;
		if (last && last->a == all[i].a && last->b == all[i].b && last->type == all[i].type && last->on == all[i].on)
			continue;
		l->relations.p[m++] = all[i];
	}
	l->relations.n = m;
	for (size_t i = l->n_stated; i < l->claims.n; i++) {
		rw_entry *e = &l->claims.p[i];
		uint32_t at = line_for(l, e);
		if (at == RW_NO) continue;
		riwaya_line *line = &l->lines.p[at];
		uint32_t *claims = RW_ARRAY(l->a, uint32_t, line->n_claims + 1);
		memcpy(claims, line->claims, line->n_claims * sizeof *claims);
		claims[line->n_claims++] = (uint32_t)i;
		line->claims = claims;
		e->line = at;
	}
}
