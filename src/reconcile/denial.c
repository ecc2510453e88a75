/* denial.c: denials against what others, or the same party, say; also by what it implies.
 *
 * A denial is held against each report once: against its best-sourced claim, since a report's lead sums up what its sources say
 * below. What a claim implies is looked at when nobody in that report says it outright, and always within one party: that
 * is what no single report shows. Implied claims are made only where a relation rests on them.
 */
#include "mention/calendar.h"
#include "reconcile/ledger.h"
#include <math.h>
#include <stdlib.h>

/* Soldiers, police and guards: which of them a man in uniform is, few reports tell alike. */
static bool in_uniform(const rw_draft *l, rw_slice role) {
	rw_slice top = rw_role_top(l->f, role);
	return rw_slice_eqz(top, "soldier") || rw_slice_eqz(top, "police") || rw_slice_eqz(top, "guard");
}

/* Who denies that any official was killed leaves open whether others were: a claim meets the denial only where it tells of those
 * whom the denial names. People in custody are the same people whatever else they are called. */
static bool tells_of_them(const rw_draft *l, const rw_entry *d, const rw_entry *c) {
	const rw_predicate *p = &l->f->predicates.p[d->predicate];
	if (!rw_slice_eqz(p->unit, "person") && !p->assault) return true; /* whom a change of hands befell is no question */
	bool named = d->role.n && !rw_role_circumstance(l->f, d->role);
	if (named && in_uniform(l, d->role) && in_uniform(l, c->role)) return true;
	if (named && !(c->role.n && (rw_role_within(l->f, c->role, d->role) || (rw_plain_role(l, d) && rw_plain_role(l, c)))))
		return !c->role.n && d->actor.n && c->actor.n && rw_actor_related(l->f, d->actor, c->actor);
	bool harm =
		rw_slice_eqz(p->family, "death") || rw_slice_eqz(p->family, "injury") || rw_slice_eqz(p->family, "missing");
	/* that anybody died is denied of those who were struck, not of those who struck and fell later */
	rw_slice top = rw_role_top(l->f, c->role);
	if (harm && !d->role.n && !d->actor.n && (rw_slice_eqz(c->role, "attacker") || rw_slice_eqz(top, "fighter")))
		return false;
	return !harm || !d->actor.n || c->actor.n;
}

/* Whom a sentence names by role alone may be anybody's. */
static bool people_compatible(const rw_draft *l, const rw_entry *d, const rw_entry *c) {
	if (d->actor.n && c->actor.n && !rw_actor_related(l->f, d->actor, c->actor)) return false;
	return rw_roles_compatible(l, d->role, c->role) || (in_uniform(l, d->role) && in_uniform(l, c->role));
}

static bool places_compatible(const rw_draft *l, const rw_entry *d, const rw_entry *c) {
	/* words alone are a weak sign of another place: only a known one tells apart */
	bool other_d = d->local && l->f->sites.p[d->site].id.n, other_c = c->local && l->f->sites.p[c->site].id.n;
	if (!other_d && !other_c) return true;
	if (other_d != other_c) return false;
	return rw_site_nested(l->f, d->site, c->site);
}

/* Two bodies of one side: an army and the police of one government. */
static bool one_side(const rw_draft *l, rw_slice a, rw_slice b) {
	if (rw_actor_related(l->f, a, b)) return true;
	rw_row ra = a.n ? rw_row_find(l->f->lx, "actors", a) : 0, rb = b.n ? rw_row_find(l->f->lx, "actors", b) : 0;
	rw_slice pa = ra ? rw_row_get(l->f->lx, ra, "within") : RW_NONE;
	return pa.n && rb && rw_slice_eq(pa, rw_row_get(l->f->lx, rb, "within"));
}

/* The implication that leads from a claim to what is denied, RW_NO for none. */
static uint32_t implication_of(const rw_draft *l, const rw_entry *c, uint32_t to) {
	for (uint32_t i = 0; i < l->f->implications.n; i++) {
		const rw_implication *im = &l->f->implications.p[i];
		if (im->from != c->predicate || im->to != to) continue;
		/* where what follows is itself a role (freed hostages were hostages), the people must have it, or be the speaker's own:
		 * one frees one's own from others' hands */
		rw_slice role = l->f->predicates.p[to].id;
		if (rw_slice_eqz(role, "kidnapped")) role = RW_LIT("hostage");
		if (rw_row_find(l->f->lx, "roles", role)) {
			rw_slice party = c->out.claim->agent.actor.n ? c->out.claim->agent.actor : l->origins.p[c->out.origin].party;
			bool own = c->actor.n && party.n && one_side(l, c->actor, party);
			if (!rw_role_within(l->f, c->role, role) && !own) continue;
		}
		return i;
	}
	return RW_NO;
}

/* The implied claim, made where it was not there yet; its index. */
static uint32_t imply(rw_draft *l, uint32_t from, const rw_implication *im) {
	for (size_t i = l->n_stated; i < l->claims.n; i++)
		if (l->claims.p[i].out.implied_by == from && l->claims.p[i].predicate == im->to) return (uint32_t)i;
	const rw_entry *base = &l->claims.p[from];
	riwaya_claim *c = RW_NEW(l->a, riwaya_claim);
	*c = *base->out.claim;
	c->predicate = l->f->predicates.p[im->to].id;
	c->id = rw_arena_printf(l->a, RW_FMT "+" RW_FMT, RW_ARG(base->out.claim->id), RW_ARG(im->id));
	c->part_of = c->about = RW_NONE;
	c->decisions = NULL; /* people decided about the claim and not about what follows from it */
	c->n_decisions = 0;
	c->verdict = RIWAYA_REVIEW_NONE;
	c->disputed = false;
	c->agent = (riwaya_party){.text = RW_NONE};
	c->time = (riwaya_time){.text = RW_NONE};
	riwaya_figure *g = &c->figure;
	if (im->figure == RW_FIGURE_AT_LEAST && g->has_low) {
		g->qualifier = RIWAYA_QUALIFIER_AT_LEAST;
		g->has_value = true;
		g->value = g->low;
		g->has_high = false;
		g->high = 0;
	} else if (im->figure == RW_FIGURE_NONE || im->figure == RW_FIGURE_AT_LEAST) {
		g->qualifier = RIWAYA_QUALIFIER_NONE;
		g->has_value = g->has_low = g->has_high = false;
	}
	rw_entry e = *base;
	e.implied = c;
	e.predicate = im->to;
	e.out.claim = c;
	e.out.id = c->id;
	e.out.implied_by = from;
	e.out.superseded_by = e.out.told_twice = UINT32_MAX;
	e.line = RW_NO;
	e.own_time = e.part = false;
	e.low = g->has_low ? g->low : 0;
	e.high = g->has_high ? g->high : INFINITY;
	e.bounded = g->has_low || g->has_high;
	rw_vec_push(l->a, &l->claims, e);
	return (uint32_t)l->claims.n - 1;
}

/* 2 the same origin or the same party, 1 a party and a body within it, 0 others. */
static int kinship(const rw_draft *l, const rw_entry *a, const rw_entry *b) {
	if (a->out.origin == b->out.origin && !l->origins.p[a->out.origin].anonymous) return 2;
	rw_slice x = l->origins.p[a->out.origin].party, y = l->origins.p[b->out.origin].party;
	if (!x.n || !y.n) return 0;
	if (rw_slice_eq(x, y)) return 2;
	return rw_actor_within(l->f, x, y) || rw_actor_within(l->f, y, x) ? 1 : 0;
}

/* What a denial can be held against at all. */
static bool says_that(const rw_draft *l, const rw_entry *c) {
	const riwaya_claim *x = c->out.claim;
	return x->polarity == RIWAYA_POLARITY_AFFIRMED && x->modality == RIWAYA_MODALITY_ACTUAL &&
		x->stance != RIWAYA_STANCE_UNCONFIRMED && !c->copied && c->out.told_twice == UINT32_MAX &&
		x->figure.qualifier != RIWAYA_QUALIFIER_ZERO && !(c->bounded && c->high <= 0) && !c->over_time &&
		!(x->confidence > 0 && x->confidence < l->confidence);
}

/* What is said to have happened after the denial was told is not denied by it. */
static bool after_denial(const rw_entry *d, const rw_entry *c) {
	return d->told.precision != RIWAYA_PRECISION_NONE && c->own_time && c->out.claim->time.at.from > d->told.to;
}

/* Who denies that anybody was taken or killed may deny it of his own people: then others are said to have done it. */
static bool of_his_own(const rw_draft *l, const rw_entry *d, const rw_entry *c) {
	rw_slice party = l->origins.p[d->out.origin].party;
	const rw_predicate *p = &l->f->predicates.p[d->predicate];
	if (!rw_slice_eqz(p->unit, "person") || !party.n || d->actor.n) return false;
	if (c->actor.n) return one_side(l, c->actor, party);
	/* who guards a place does not abduct: an abduction that it denies is by others */
	rw_slice agent = c->out.claim->agent.actor;
	return rw_slice_eqz(p->family, "abduction") && (!agent.n || !rw_actor_related(l->f, agent, party));
}

static bool opposed(const rw_draft *l, const rw_entry *d, const rw_entry *c, bool implied, riwaya_on *on) {
	const riwaya_claim *x = d->out.claim, *y = c->out.claim;
	*on = RIWAYA_ON_DENIAL;
	/* who is caught again later may have got away before: what is implied has no time of its own */
	if (!says_that(l, c) || (!implied && after_denial(d, c))) return false;
	/* whoever fled from one place is caught at another */
	bool moved = implied && rw_slice_eqz(l->f->predicates.p[c->predicate].unit, "person");
	if (!moved && !places_compatible(l, d, c)) return false;
	if (!implied && d->own_time && c->own_time && (x->time.at.from > y->time.at.to || y->time.at.from > x->time.at.to))
		return false;
	if (!people_compatible(l, d, c) || !tells_of_them(l, d, c)) return false;
	/* a siege lifted is none from then on; until then it was one, and whoever lifted it had not laid it */
	if (rw_slice_eqz(x->predicate, "besieged")) return rw_told_order(d->told, c->told) < 0;
	/* who denies that he lost a place is met by whoever says that he took it */
	if (implied && rw_slice_eqz(x->predicate, "control_lost"))
		return !y->agent.actor.n || !rw_actor_related(l->f, x->agent.actor, y->agent.actor);
	switch (x->denies) {
	case RIWAYA_DENIES_FIGURE:
		/* this number is denied, not that something happened */
		return d->bounded && c->bounded && c->predicate == d->predicate && rw_figures_meet(l, d, c, true);
	case RIWAYA_DENIES_AGENT:
		/* "we did not do it" meets only who says that they did */
		*on = RIWAYA_ON_AGENT;
		return x->agent.actor.n && y->agent.actor.n && rw_actor_within(l->f, y->agent.actor, x->agent.actor);
	case RIWAYA_DENIES_PLACE:
	case RIWAYA_DENIES_TIME: return false;
	default:
		/* an act denied of its doer meets only who names that doer; where who flees or gives up is his own doer, nothing is added */
		if (!x->agent.actor.n || rw_actor_related(l->f, x->agent.actor, d->actor) || of_his_own(l, d, c)) return true;
		return y->agent.actor.n && rw_actor_related(l->f, x->agent.actor, y->agent.actor);
	}
}

/* The better of two claims of a report to hold a denial against: attributed, numbered, told first. */
static bool better(const rw_entry *a, const rw_entry *b) {
	if (a->own_voice != b->own_voice) return b->own_voice;
	if (a->bounded != b->bounded) return a->bounded;
	bool fa = a->out.claim->figure.qualifier != RIWAYA_QUALIFIER_NONE,
		 fb = b->out.claim->figure.qualifier != RIWAYA_QUALIFIER_NONE;
	return fa && !fb;
}

typedef struct candidate {
	uint32_t claim, implication; /* RW_NO: said outright */
	int kin;
	riwaya_on on;
} candidate;

static void report_denial(rw_draft *l, uint32_t d, const candidate *c) {
	const rw_entry *x = &l->claims.p[d], *y = &l->claims.p[c->claim];
	int order = rw_told_order(x->told, y->told);
	rw_slice party = RW_NONE;
	if (c->kin) {
		rw_slice px = l->origins.p[x->out.origin].party, py = l->origins.p[y->out.origin].party;
		party = rw_actor_within(l->f, px, py) ? py : px;
	}
	bool reversal = c->implication == RW_NO && c->kin == 2 && order != 0 && x->out.report != y->out.report;
	uint32_t through = c->implication != RW_NO ? imply(l, c->claim, &l->f->implications.p[c->implication]) : UINT32_MAX;
	riwaya_relation *r =
		rw_relate(l, reversal ? RIWAYA_RELATION_REVERSAL : RIWAYA_RELATION_CONTRADICTION, c->on, d, c->claim, !reversal);
	r->through = through;
	r->party = party;
	r->weight = c->kin == 2     ? (through != UINT32_MAX ? 1000
										  : reversal     ? 900
														 : 950)
		: c->kin == 1           ? 800
		: through != UINT32_MAX ? 650
								: 700;
	if (reversal)
		rw_relation_say(l, r, order < 0 ? "rel.reversal.denial" : "rel.reversal.affirmed");
	else if (through != UINT32_MAX)
		rw_relation_say(l, r, c->kin ? "rel.contradiction.denial.party.through" : "rel.contradiction.denial.through");
	else
		rw_relation_say(l, r, c->kin ? "rel.contradiction.denial.party" : "rel.contradiction.denial");
}

typedef RW_VEC(candidate) candidates;

static void keep_best(rw_draft *l, candidates *best, candidate c) {
	for (size_t i = 0; i < best->n; i++) {
		candidate *b = &best->p[i];
		const rw_entry *x = &l->claims.p[c.claim], *y = &l->claims.p[b->claim];
		if (x->out.report != y->out.report || (c.implication == RW_NO) != (b->implication == RW_NO) ||
			(c.kin > 0) != (b->kin > 0))
			continue;
		if (c.kin > b->kin || (c.kin == b->kin && better(x, y))) *b = c;
		return;
	}
	rw_vec_push(l->a, best, c);
}

static bool has_direct(const rw_draft *l, const candidates *best, uint32_t report) {
	for (size_t i = 0; i < best->n; i++)
		if (best->p[i].implication == RW_NO && l->claims.p[best->p[i].claim].out.report == report) return true;
	return false;
}

/* The same origin with the same figure through another outlet: the first stands for all. */
static bool repeats_origin(const rw_draft *l, const candidates *best, size_t i) {
	const rw_entry *x = &l->claims.p[best->p[i].claim];
	for (size_t j = 0; j < i; j++) {
		const rw_entry *y = &l->claims.p[best->p[j].claim];
		if (x->out.origin == y->out.origin && x->predicate == y->predicate && x->low == y->low && x->high == y->high)
			return true;
	}
	return false;
}

/* "No engineer was taken": a count of none is a denial. */
static bool says_none(const rw_entry *e) {
	const riwaya_claim *c = e->out.claim;
	return c->polarity == RIWAYA_POLARITY_AFFIRMED && c->figure.qualifier == RIWAYA_QUALIFIER_ZERO;
}

/* Another accuses the denier, who denies an act of that kind as his own. */
static bool accused_of(const rw_draft *l, const rw_entry *d, const rw_entry *c) {
	rw_slice party = l->origins.p[d->out.origin].party, accused = c->out.claim->agent.actor;
	bool self = d->own_voice && party.n && rw_slice_eq(d->out.claim->agent.actor, party); /* a party's own page */
	/* a title's denial sums up that of its text, whose speaker may be named more fully there */
	if (d->out.report == c->out.report && d->out.claim->span.field == RIWAYA_FIELD_TITLE) return false;
	return rw_slice_eqz(l->f->predicates.p[c->predicate].id, "accusation") && l->f->predicates.p[d->predicate].assault &&
		says_that(l, c) && party.n && accused.n && rw_actor_related(l->f, accused, party) &&
		(!d->out.claim->agent.actor.n || rw_actor_related(l->f, d->out.claim->agent.actor, party)) && !kinship(l, d, c) &&
		(self || !d->own_voice) && d->out.claim->denies != RIWAYA_DENIES_FIGURE && places_compatible(l, d, c);
}

/* An act that the claim's own report tells as somebody's accusation. */
static bool laid_to_other(const rw_draft *l, const rw_entry *c) {
	for (uint32_t i = 0; i < l->n_stated; i++) {
		const rw_entry *a = &l->claims.p[i];
		const riwaya_claim *x = a->out.claim, *y = c->out.claim;
		if (a->out.report == c->out.report && rw_slice_eqz(x->predicate, "accusation") && x->agent.actor.n &&
			rw_slice_eq(x->agent.actor, y->agent.actor) &&
			(rw_slice_eq(x->about, y->id) || rw_slice_find(x->evidence, y->evidence, 0) != SIZE_MAX))
			return true;
	}
	return false;
}

static void hold_against(rw_draft *l, uint32_t d) {
	candidates best = {0};
	size_t n = l->n_stated;
	for (uint32_t i = 0; i < n; i++) {
		const rw_entry *den = &l->claims.p[d], *c = &l->claims.p[i];
		uint32_t implication = RW_NO;
		if (accused_of(l, den, c)) {
			keep_best(l, &best, (candidate){.claim = i, .implication = RW_NO, .kin = 0, .on = RIWAYA_ON_AGENT});
			continue;
		}
		if (c->predicate != den->predicate) {
			implication = implication_of(l, c, den->predicate);
			/* who claims an act says that it was he, which is what a denial of blame denies */
			bool claimed = rw_slice_eqz(l->f->predicates.p[c->predicate].id, "responsibility");
			if (implication == RW_NO || den->out.claim->denies == RIWAYA_DENIES_FIGURE ||
				(den->out.claim->denies == RIWAYA_DENIES_AGENT && !claimed))
				continue;
		}
		riwaya_on on;
		/* none so far is no denial of what was told later */
		if (says_none(den) && (implication != RW_NO || rw_told_order(den->told, c->told) < 0)) continue;
		if (!opposed(l, den, c, implication != RW_NO, &on)) continue;
		candidate x = {.claim = i, .implication = implication, .kin = kinship(l, den, c), .on = on};
		/* within one report an outlet's own summary of a denial is no witness against it */
		if (c->out.report == den->out.report && c->own_voice && den->own_voice) continue;
		/* who denies one act and accuses of another tells of two */
		if (c->out.report == den->out.report && laid_to_other(l, c)) continue;
		/* in one breath a speaker says what he did instead */
		if (c->out.report == den->out.report && c->out.origin == den->out.origin &&
			(implication == RW_NO || l->f->predicates.p[c->predicate].assault))
			continue;
		/* an outlet that says by itself that nothing happened says what was known by then */
		if (den->own_voice && (c->out.origin == den->out.origin || rw_told_order(den->told, c->told) < 0)) continue;
		keep_best(l, &best, x);
	}
	for (size_t i = 0; i < best.n; i++) {
		const rw_entry *c = &l->claims.p[best.p[i].claim];
		if (best.p[i].implication != RW_NO && !best.p[i].kin && has_direct(l, &best, c->out.report)) continue;
		if (repeats_origin(l, &best, i)) continue;
		report_denial(l, d, &best.p[i]);
	}
}

/* --- a party's own figures by what they imply ------------------------------------------------------------------------------ */
/* A party that says that so many were taken again says that as many at least had escaped, and may have said fewer. */
static void implied_figures(rw_draft *l) {
	size_t n = l->n_stated, made = 0, looked = 0;
	for (uint32_t i = 0; i < n && looked < RW_LEDGER_DENIALS; i++) {
		bool counted = false;
		for (uint32_t m = 0; m < l->f->implications.n; m++) {
			const rw_implication *im = &l->f->implications.p[m];
			const rw_entry *c = &l->claims.p[i];
			if (im->from != c->predicate || im->figure != RW_FIGURE_AT_LEAST || !c->precise || !says_that(l, c) ||
				!l->origins.p[c->out.origin].party.n)
				continue;
			looked += !counted;
			counted = true;
			for (uint32_t j = 0; j < n && made < RW_LEDGER_LINE_RELATIONS; j++) {
				c = &l->claims.p[i];
				const rw_entry *s = &l->claims.p[j];
				if (s->predicate != im->to || !s->precise || s->part || s->out.claim->scope == RIWAYA_SCOPE_INCREMENT ||
					!says_that(l, s) || s->out.superseded_by != UINT32_MAX)
					continue;
				if (kinship(l, s, c) != 2 || s->high >= c->low || rw_figures_meet(l, s, c, false)) continue;
				if (implication_of(l, c, im->to) == RW_NO || !people_compatible(l, s, c) || !places_compatible(l, s, c))
					continue;
				/* told a day or more before, it may have grown since */
				if (s->told.precision == RIWAYA_PRECISION_NONE || c->told.precision == RIWAYA_PRECISION_NONE ||
					c->told.from - s->told.to > RW_DAY)
					continue;
				uint32_t through = imply(l, i, im);
				riwaya_relation *r = rw_relate(l, RIWAYA_RELATION_CONTRADICTION, RIWAYA_ON_FIGURE, j, i, false);
				r->through = through;
				r->party = l->origins.p[l->claims.p[i].out.origin].party;
				r->weight = 980;
				rw_relation_say(l, r, "rel.contradiction.figure.party.through");
				made++;
			}
		}
	}
}

/* --- who is to blame ---------------------------------------------------------------------------------------------------------- */
static uint32_t about_of(const rw_draft *l, const rw_entry *e) {
	if (!e->out.claim->about.n) return RW_NO;
	for (uint32_t i = 0; i < l->n_stated; i++)
		if (l->claims.p[i].out.report == e->out.report && rw_slice_eq(l->claims.p[i].out.claim->id, e->out.claim->about))
			return i;
	return RW_NO;
}

static void disagree_on_hands(rw_draft *l, uint32_t i, uint32_t j) {
	riwaya_relation *r = rw_relate(l, RIWAYA_RELATION_CONTRADICTION, RIWAYA_ON_AGENT, i, j, false);
	r->weight = 660;
	rw_relation_say(l, r, "rel.contradiction.agent");
}

static bool is_blame(const rw_draft *l, const rw_entry *e) {
	return rw_slice_eqz(l->f->predicates.p[e->predicate].family, "blame") && says_that(l, e) &&
		e->out.claim->agent.actor.n;
}

/* i's party blames j's, and j's party i's. */
static bool mutual(const rw_draft *l, const rw_entry *a, const rw_entry *b) {
	rw_slice p = l->origins.p[a->out.origin].party, q = l->origins.p[b->out.origin].party;
	return p.n && q.n && !rw_actor_related(l->f, p, q) && rw_actor_related(l->f, a->out.claim->agent.actor, q) &&
		rw_actor_related(l->f, b->out.claim->agent.actor, p);
}

/* The speaker of a denial, in the same report. */
static bool denies_it_too(const rw_draft *l, const rw_entry *a, rw_slice party) {
	for (uint32_t i = 0; i < l->n_stated; i++) {
		const rw_entry *d = &l->claims.p[i];
		if (d->out.report == a->out.report && d->out.claim->polarity == RIWAYA_POLARITY_DENIED &&
			d->out.claim->modality == RIWAYA_MODALITY_ACTUAL && l->f->predicates.p[d->predicate].assault &&
			(d->out.origin == a->out.origin || rw_actor_related(l->f, l->origins.p[d->out.origin].party, party)))
			return true;
	}
	return false;
}

/* Who denies an act and lays it to another stands against whoever says that he did it. */
static void turned_away(rw_draft *l, uint32_t i) {
	const rw_entry *a = &l->claims.p[i];
	rw_slice party = l->origins.p[a->out.origin].party;
	if (!party.n || rw_actor_related(l->f, party, a->out.claim->agent.actor) || !denies_it_too(l, a, party)) return;
	rw_map told = RW_MAP(l->a);
	for (uint32_t j = 0; j < l->n_stated; j++) {
		const rw_entry *c = &l->claims.p[j];
		rw_slice hand = c->out.claim->agent.actor;
		if (!l->f->predicates.p[c->predicate].assault || c->out.report == a->out.report || !says_that(l, c) ||
			!hand.n || !rw_actor_related(l->f, hand, party) ||
			rw_actor_related(l->f, hand, a->out.claim->agent.actor) || kinship(l, a, c) || !places_compatible(l, a, c))
			continue;
		bool fresh;
		*rw_map_put(&told, rw_key(l->a, RW_NUMBERS(c->out.report), NULL, 0), &fresh) = 1;
		if (fresh) disagree_on_hands(l, i, j);
		a = &l->claims.p[i];
	}
}

/* Two blame different actors for an act of one kind, or one claims what another is blamed for. Only where both say which act
 * is meant, or each blames the other, and where it is not the act's own doer who stands beside somebody blamed for letting it
 * happen. */
static void blame(rw_draft *l) {
	uint32_t blamed[RW_LEDGER_DENIALS], about[RW_LEDGER_DENIALS], blames[RW_LEDGER_DENIALS];
	size_t n = 0, m = 0;
	for (uint32_t i = 0; i < l->n_stated && n < RW_LEDGER_DENIALS && m < RW_LEDGER_DENIALS; i++) {
		const rw_entry *e = &l->claims.p[i];
		if (!is_blame(l, e)) continue;
		uint32_t of = about_of(l, e);
		if (of == RW_NO) {
			if (!e->copied && e->out.told_twice == UINT32_MAX &&
				rw_slice_eqz(l->f->predicates.p[e->predicate].id, "accusation"))
				blames[m++] = i;
			continue;
		}
		rw_slice doer = l->claims.p[of].out.claim->agent.actor;
		if (doer.n && !rw_actor_related(l->f, doer, e->out.claim->agent.actor)) continue;
		blamed[n] = i, about[n++] = of;
	}
	for (size_t i = 0; i < m; i++) {
		for (size_t j = i + 1; j < m; j++) {
			const rw_entry *a = &l->claims.p[blames[i]], *b = &l->claims.p[blames[j]];
			if (mutual(l, a, b) && places_compatible(l, a, b)) disagree_on_hands(l, blames[i], blames[j]);
		}
		turned_away(l, blames[i]);
	}
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++) {
			const rw_entry *a = &l->claims.p[blamed[i]], *b = &l->claims.p[blamed[j]];
			const rw_entry *x = &l->claims.p[about[i]], *y = &l->claims.p[about[j]];
			if (a->out.origin == b->out.origin || x->predicate != y->predicate || !places_compatible(l, x, y) ||
				!people_compatible(l, x, y))
				continue;
			if (rw_actor_related(l->f, a->out.claim->agent.actor, b->out.claim->agent.actor)) continue;
			riwaya_on on;
			if (rw_two_happenings(l, x, y, &on)) continue;
			disagree_on_hands(l, blamed[i], blamed[j]);
		}
}

/* The same words deny a narrower act too: "any strikes" is an air strike, and so an attack. */
static bool narrower_denied(const rw_draft *l, const rw_entry *e) {
	for (uint32_t i = 0; i < l->n_stated; i++) {
		const rw_entry *x = &l->claims.p[i];
		if (x->out.report != e->out.report || x->out.origin != e->out.origin || x->predicate == e->predicate ||
			x->out.claim->polarity != RIWAYA_POLARITY_DENIED ||
			!rw_slice_eq(x->out.claim->evidence, e->out.claim->evidence))
			continue;
		for (size_t m = 0; m < l->f->implications.n; m++) {
			const rw_implication *im = &l->f->implications.p[m];
			if (im->from == x->predicate && im->to == e->predicate) return true;
		}
	}
	return false;
}

void rw_make_denials(rw_draft *l) {
	rw_map seen = RW_MAP(l->a);
	size_t n = 0;
	for (uint32_t i = 0; i < l->n_stated && n < RW_LEDGER_DENIALS; i++) {
		const rw_entry *e = &l->claims.p[i];
		const riwaya_claim *c = e->out.claim;
		/* of the dead and the wounded a count of none stands in their line */
		bool none = says_none(e) && rw_slice_eqz(l->f->predicates.p[e->predicate].family, "abduction");
		if ((c->polarity != RIWAYA_POLARITY_DENIED && !none) || c->modality != RIWAYA_MODALITY_ACTUAL || e->copied ||
			e->out.told_twice != UINT32_MAX || narrower_denied(l, e))
			continue;
		/* one speaker's denial through several outlets is one, and told again as background it is no other */
		rw_slice key =
			rw_key(l->a, RW_NUMBERS(e->out.origin, e->predicate, c->denies == RIWAYA_DENIES_FIGURE), &c->agent.actor, 1);
		bool fresh;
		*rw_map_put(&seen, key, &fresh) = i;
		if (!fresh) continue;
		/* … and so is one party's in one report, whether its spokesman or its office is named */
		rw_slice party = l->origins.p[e->out.origin].party;
		if (party.n) {
			key = rw_key(l->a, RW_NUMBERS(e->out.report, e->predicate, c->denies),
				RW_WORDS(RW_LIT("report"), c->agent.actor, party));
			*rw_map_put(&seen, key, &fresh) = i;
			if (!fresh) continue;
		}
		n++;
		hold_against(l, i);
	}
	implied_figures(l);
	blame(l);
}
