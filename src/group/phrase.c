/* phrase.c: what a claim tells, as a phrase: in English a clause, in Arabic a verbal noun with what belongs to it, which needs no
 * agreement with gender or number. */
#include "group/facts.h"
#include "group/group.h"
#include <math.h>

/* Which form a counted Arabic noun takes after n: plural (3-10), singular accusative (11-99), singular (hundreds). */
static size_t counted_form(double n) {
	double rest = fmod(n, 100);
	return rest >= 3 && rest <= 10 ? 0 : rest >= 11 ? 1 : 2;
}

/* People with neither role nor party: the counted noun itself. Forms: plural, accusative, singular, definite plural, one, two. */
static riwaya_bilingual counted_people(const rw_facts *f, const riwaya_figure *g, riwaya_bilingual count, bool one) {
	riwaya_bilingual nouns = rw_say_plain(f, "counted.person");
	bool number = g->has_value && (g->qualifier != RIWAYA_QUALIFIER_ORDER);
	riwaya_bilingual out;
	out.en = RW_SAY(f, "phrase.pair", count, rw_say_form(nouns, one ? 1 : 0)).en;
	if (one)
		out.ar = rw_say_form(nouns, 4).ar;
	else if (number && g->value == 2 && g->qualifier == RIWAYA_QUALIFIER_EXACT)
		out.ar = rw_say_form(nouns, 5).ar;
	else if (number)
		out.ar = RW_SAY(f, "phrase.pair", count, rw_say_form(nouns, counted_form(g->value))).ar;
	else if (g->qualifier == RIWAYA_QUALIFIER_ORDER)
		out.ar = RW_SAY(f, "phrase.pair", count, rw_say_form(nouns, 3)).ar;
	else
		out.ar = RW_SAY(f, "phrase.of", count, rw_say_form(nouns, 3)).ar;
	return out;
}

riwaya_bilingual rw_say_whom(
	const rw_facts *f, const riwaya_party *who, rw_slice unit, const riwaya_figure *figure, bool any, bool *one) {
	*one = false;
	riwaya_bilingual count = any ? rw_say_plain(f, "count.any") : rw_say_count(f, figure, one);
	bool unsaid = figure->qualifier == RIWAYA_QUALIFIER_NONE && !any;
	bool people = !unit.n || rw_slice_eqz(unit, "person");
	rw_slice role = people ? who->role : RW_NONE;
	bool actor = people && who->actor.n;
	riwaya_bilingual noun, name = actor ? rw_say_actor(f, who->actor) : RW_BOTH(RW_LIT(""));
	if (people && !actor && !role.n) {
		if (any) return rw_say_plain(f, "phrase.anybody");
		if (unsaid) return rw_say_plain(f, "phrase.people");
		return counted_people(f, figure, count, *one);
	}
	noun = people ? rw_say_of(f, "of", role.n ? role : RW_LIT("member"), &name, 1) : rw_say_of(f, "of", unit, &name, 1);
	if (!rw_said(noun)) {
		rw_row row = rw_row_find(f->lx, people ? "roles" : "units", people ? role : unit);
		riwaya_bilingual plain = row ? (riwaya_bilingual){rw_row_get(f->lx, row, "ar"), rw_row_get(f->lx, row, "en")}
									 : RW_BOTH(role.n ? role : unit);
		noun = actor ? RW_SAY(f, "phrase.whose", plain, name) : plain;
		return unsaid ? noun : RW_SAY(f, "phrase.pair", count, noun);
	}
	/* Arabic: with the actor, without; English: plural and singular with the actor, plural and singular without */
	riwaya_bilingual chosen = {
		rw_say_form(noun, actor ? 0 : 1).ar, rw_say_form(noun, (actor ? 0 : 2) + (*one ? 1 : 0)).en};
	if (!people) chosen = rw_say_form(noun, *one ? 1 : 0), chosen.ar = rw_say_form(noun, 0).ar;
	riwaya_bilingual out = RW_SAY(f, "phrase.pair", count, chosen);
	if (unsaid) out.en = chosen.en;
	return out;
}

riwaya_bilingual rw_say_claim(rw_facts *f, const riwaya_claim *c, bool with_place) {
	uint32_t p = rw_predicate_of(f, c->predicate);
	bool counts_agent = c->counts == RIWAYA_COUNTS_AGENT && !c->patient.actor.n && !c->patient.role.n;
	const riwaya_party *who = counts_agent ? &c->agent : &c->patient;
	bool one = false, figure = c->figure.qualifier != RIWAYA_QUALIFIER_NONE;
	riwaya_bilingual args[3];
	bool any = c->polarity == RIWAYA_POLARITY_DENIED &&
		(!figure || c->figure.qualifier == RIWAYA_QUALIFIER_SOME); /* "denies that any …" */
	args[0] = rw_say_whom(f, who, c->unit, &c->figure, any, &one);
	args[1] = args[2] = RW_BOTH(RW_LIT(""));
	bool act = p != RW_NO && !f->predicates.p[p].unit.n;
	if (p != RW_NO && f->predicates.p[p].nature == RW_NATURE_ACT && rw_slice_eqz(f->predicates.p[p].unit, "strike"))
		act = true;
	/* who speaks of his own deed need not be named twice */
	bool own_deed = c->n_chain && rw_slice_eq(c->agent.actor, c->chain[0].actor);
	if (c->agent.actor.n && !counts_agent && !own_deed)
		args[1] = RW_SAY(f, act ? "phrase.by_act" : "phrase.by", rw_say_actor(f, c->agent.actor));
	uint32_t site = with_place ? rw_site_of(f, c->place.id, c->place.text) : RW_NO;
	if (site != RW_NO) args[2] = RW_SAY(f, "phrase.at", rw_say_site(f, site));
	riwaya_bilingual what = {RW_NONE, RW_NONE};
	if (act && figure) what = rw_say_of(f, "counted", c->predicate, args, 3);
	if (!rw_said(what) && act && figure && p != RW_NO) {
		riwaya_bilingual more[] = {f->predicates.p[p].name, args[0], args[1], args[2]};
		what = rw_say_with(f, "phrase.act_counted", more, 4);
	}
	if (!rw_said(what)) what = rw_say_of(f, "what", c->predicate, args, 3);
	if (rw_said(what)) {
		what = rw_say_form(what, one ? 1 : 0);
	} else {
		riwaya_bilingual more[] = {
			p != RW_NO ? f->predicates.p[p].name : RW_BOTH(c->predicate), args[0], args[1], args[2]};
		what = rw_say_with(f, "phrase.other", more, 4);
	}
	switch (c->modality) {
	case RIWAYA_MODALITY_FOILED: what = RW_SAY(f, "modality.foiled", what); break;
	case RIWAYA_MODALITY_ATTEMPTED: what = RW_SAY(f, "modality.attempted", what); break;
	case RIWAYA_MODALITY_PLANNED: what = RW_SAY(f, "modality.planned", what); break;
	case RIWAYA_MODALITY_FEARED: what = RW_SAY(f, "modality.feared", what); break;
	case RIWAYA_MODALITY_POSSIBLE: what = RW_SAY(f, "modality.possible", what); break;
	default: break;
	}
	return what;
}
