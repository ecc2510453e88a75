/* relation.c: how two counts of one line stand to each other.
 *
 * An alarm is raised only where a careful reader would: both numbers said (no orders of size), of the same people, of the same
 * happening, from two reports and two origins. Counts that only grow are no alarm when the later is the higher, nor when nobody
 * knows which was told later: early tolls of one hour differ because the hour is early. A lower count told later by somebody else is one:
 * what had grown beyond it cannot shrink back.
 */
#include "mention/calendar.h"
#include "reconcile/ledger.h"
#include <math.h>
#include <stdlib.h>

bool rw_figures_meet(const rw_draft *l, const rw_entry *a, const rw_entry *b, bool exact) {
	const rw_entry *low = a->low <= b->low ? a : b, *high = low == a ? b : a;
	if (low->high >= high->low) return true;
	if (exact) return false;
	double slack = fmax(l->slack_least, l->slack * high->low);
	return high->low - low->high <= slack;
}

/* Told of the incident's place as a whole: neither elsewhere in it nor at a spot inside. */
static bool at_large(const rw_draft *l, const rw_entry *e) {
	return !e->local && (e->site == l->cluster->site || !rw_site_within(l->f, e->site, l->cluster->site));
}

bool rw_two_happenings(const rw_draft *l, const rw_entry *a, const rw_entry *b, riwaya_on *on) {
	*on = RIWAYA_ON_PLACE;
	if (a->own_place && b->own_place && a->site != b->site && !rw_site_nested(l->f, a->site, b->site) &&
		!rw_site_same_words(l->f, a->site, b->site)) {
		/* the incident's own place told in two ways is one place */
		if (!(at_large(l, a) && at_large(l, b))) return true;
	}
	if (a->local != b->local) return true;
	*on = RIWAYA_ON_TIME;
	if (a->out.claim->scope == RIWAYA_SCOPE_TOTAL || b->out.claim->scope == RIWAYA_SCOPE_TOTAL) return false;
	if (!a->own_time || !b->own_time) return false;
	int64_t fa = a->out.claim->time.at.from, ta = a->out.claim->time.at.to, fb = b->out.claim->time.at.from,
			tb = b->out.claim->time.at.to;
	int64_t gap = fa > tb ? fa - tb : fb > ta ? fb - ta : 0;
	return gap >= RW_DAY / 2 || (gap > 0 && (fa / RW_DAY != fb / RW_DAY));
}

bool rw_roles_compatible(const rw_draft *l, rw_slice a, rw_slice b) {
	if (!a.n || !b.n || rw_slice_eq(a, b)) return true;
	if (rw_role_within(l->f, a, b) || rw_role_within(l->f, b, a)) return true;
	return rw_role_circumstance(l->f, a) != rw_role_circumstance(l->f, b);
}

riwaya_relation *rw_relate(rw_draft *l, riwaya_relation_type type, riwaya_on on, uint32_t i, uint32_t j, bool keep) {
	riwaya_relation r = {.type = type, .on = on, .a = i, .b = j, .through = UINT32_MAX};
	int order = rw_told_order(l->claims.p[i].told, l->claims.p[j].told);
	if (!keep && (order > 0 || (order == 0 && j < i))) r.a = j, r.b = i;
	rw_vec_push(l->a, &l->relations, r);
	return &l->relations.p[l->relations.n - 1];
}

static bool counts(const rw_draft *l, const rw_entry *e) {
	const riwaya_claim *c = e->out.claim;
	return e->bounded && !e->copied && !e->part && e->out.told_twice == UINT32_MAX &&
		c->polarity == RIWAYA_POLARITY_AFFIRMED && c->modality == RIWAYA_MODALITY_ACTUAL &&
		c->stance != RIWAYA_STANCE_UNCONFIRMED && c->scope != RIWAYA_SCOPE_INCREMENT && !e->over_time &&
		!(c->confidence > 0 && c->confidence < l->confidence);
}

static bool same_party(const rw_draft *l, const rw_entry *a, const rw_entry *b) {
	rw_slice pa = l->origins.p[a->out.origin].party, pb = l->origins.p[b->out.origin].party;
	return pa.n && pb.n && rw_slice_eq(pa, pb);
}

static bool agents_agree(const rw_draft *l, const rw_entry *a, const rw_entry *b) {
	rw_slice x = a->out.claim->agent.actor, y = b->out.claim->agent.actor;
	return !x.n || !y.n || rw_actor_related(l->f, x, y);
}

static bool plain_people(const rw_draft *l, const rw_entry *e) {
	return !e->actor.n && (!e->role.n || rw_plain_role(l, e));
}

/* The one number that its report gives of the killed or hurt of that happening, whoever they were. Children and women told of
 * beside plain people are among them. */
static bool only_count(const rw_draft *l, const rw_entry *e) {
	for (size_t i = 0; i < l->n_stated; i++) {
		const rw_entry *x = &l->claims.p[i];
		if (x->out.report != e->out.report || x->predicate != e->predicate || !counts(l, x)) continue;
		bool among = plain_people(l, e) && !x->actor.n && !rw_plain_role(l, x) && x->high <= e->high &&
			rw_slice_eqz(rw_role_top(l->f, x->role), "civilian");
		if (!among && !(x->low == e->low && x->high == e->high)) return false;
	}
	return true;
}

/* The very same people: not merely people who may be among each other. A line's class holds those whom reports call now one
 * thing, now another; its parts are told apart. "Nine civilians" and "sixteen people" are counts of the same where neither
 * report has another number. */
static bool same_people(const rw_draft *l, const rw_entry *a, const rw_entry *b) {
	if (rw_slice_eq(a->actor, b->actor) && (rw_slice_eq(a->role, b->role) || rw_slice_eq(a->group, b->group)))
		return true;
	return plain_people(l, a) && plain_people(l, b) && only_count(l, a) && only_count(l, b);
}

/* An outlet's own words may be those of whom it quotes; not of a party, whose count it sets apart. */
static bool sums_up(const rw_draft *l, const rw_entry *own, const rw_entry *quoted) {
	return own->own_voice && !l->origins.p[quoted->out.origin].party.n;
}

/* The same speaker gives another number too for what the line asks: a happening within the happening that nothing tells apart. */
static bool gives_another(const rw_draft *l, const rw_entry *e) {
	const riwaya_line *line = &l->lines.p[e->line];
	if (e->out.claim->scope == RIWAYA_SCOPE_TOTAL) return false;
	for (size_t i = 0; i < line->n_claims; i++) {
		const rw_entry *x = &l->claims.p[line->claims[i]];
		if (x->out.report == e->out.report && x != e && (x->lesser || counts(l, x)) &&
			!rw_figures_meet(l, x, e, true) && (x->out.origin == e->out.origin || sums_up(l, x, e) || sums_up(l, e, x)))
			return true;
	}
	return false;
}

enum { LEAD = 800 }; /* bytes of a text that hold its news */

/* A number of people of whom nothing is said is the toll of the whole only where a report leads with it, or calls it the total. */
static bool is_headline(const rw_entry *e) {
	const riwaya_claim *c = e->out.claim;
	return e->actor.n || e->role.n || c->scope == RIWAYA_SCOPE_TOTAL || c->span.field != RIWAYA_FIELD_TEXT ||
		c->span.start < LEAD;
}

/* What would be a contradiction is one only where each report leaves no doubt what its number is of. */
static bool plain_numbers(const rw_draft *l, const rw_entry *x, const rw_entry *y) {
	return !gives_another(l, x) && !gives_another(l, y) && is_headline(x) && is_headline(y);
}

/* What can happen again is most likely one when two tell of it within a day, each with one number, in one place, by one hand. */
static bool one_sweep(const rw_draft *l, const rw_entry *x, const rw_entry *y) {
	const riwaya_claim *a = x->out.claim, *b = y->out.claim;
	return x->out.origin != y->out.origin && x->told.precision != RIWAYA_PRECISION_NONE &&
		y->told.precision != RIWAYA_PRECISION_NONE && llabs((long long)(y->told.from - x->told.from)) <= RW_DAY &&
		x->site != RW_NO && x->site == y->site && a->agent.actor.n && b->agent.actor.n && same_people(l, x, y) &&
		plain_numbers(l, x, y) && !rw_figures_meet(l, x, y, false);
}

/* Civilians who are told by what they do. */
static bool by_trade(const rw_draft *l, const rw_entry *e) {
	return !e->actor.n && e->role.n && !rw_plain_role(l, e) && rw_slice_eqz(rw_role_top(l->f, e->role), "civilian") &&
		!rw_slice_eqz(e->role, "child") && !rw_slice_eqz(e->role, "woman") && !rw_slice_eqz(e->role, "elderly");
}

/* "One worker", and the next day "two civilians", each report's only number: the toll grew. */
static bool grew_beyond(const rw_draft *l, const rw_entry *x, const rw_entry *y) {
	riwaya_on on;
	return by_trade(l, x) && plain_people(l, y) && rw_told_order(x->told, y->told) < 0 && x->precise && y->precise &&
		y->low > x->high && l->f->predicates.p[x->predicate].nature == RW_NATURE_TOLL &&
		!l->f->predicates.p[x->predicate].repeats && agents_agree(l, x, y) && only_count(l, x) && only_count(l, y) &&
		!rw_two_happenings(l, x, y, &on);
}

/* x's own origin had given another number by the time y was told, and y is not that one. */
static bool withdrawn(const rw_draft *l, const rw_entry *x, const rw_entry *y) {
	if (x->out.superseded_by == UINT32_MAX || x->out.origin == y->out.origin) return false;
	return rw_told_order(l->claims.p[x->out.superseded_by].told, y->told) < 0;
}

/* One side counts its own dead, the other those whom it says that it killed: neither's number grew from the other's. */
static bool at_odds(const rw_draft *l, const rw_entry *a, const rw_entry *b) {
	rw_slice p = l->origins.p[a->out.origin].party, q = l->origins.p[b->out.origin].party;
	if (!p.n || !q.n || !a->actor.n || !b->actor.n || rw_actor_related(l->f, p, q)) return false;
	bool own_a = rw_actor_related(l->f, p, a->actor), own_b = rw_actor_related(l->f, q, b->actor);
	const rw_entry *foe = own_a ? b : a;
	rw_slice said = own_a ? q : p, by = foe->out.claim->agent.actor;
	return own_a != own_b && by.n && rw_actor_related(l->f, by, said);
}

static bool one_day(const rw_entry *x, const rw_entry *y) {
	return x->told.precision != RIWAYA_PRECISION_NONE && y->told.precision != RIWAYA_PRECISION_NONE &&
		x->told.to - x->told.from <= RW_DAY && y->told.to - y->told.from <= RW_DAY;
}

typedef enum verdict { SILENT, LATER, EARLIER, REVISION, DIFFERS, CONTRADICTION, NARROWER } verdict;

/* x and y do not meet; x was told earlier where that is known. */
static verdict judge(const rw_draft *l, const rw_entry *x, const rw_entry *y, riwaya_on *on) {
	const rw_predicate *p = &l->f->predicates.p[x->predicate];
	*on = RIWAYA_ON_FIGURE;
	if (x->out.report == y->out.report) return SILENT;
	if (!rw_slice_eq(x->group, y->group) && !same_people(l, x, y)) return grew_beyond(l, x, y) ? LATER : SILENT;
	riwaya_on apart;
	if (p->nature != RW_NATURE_STOCK && rw_two_happenings(l, x, y, &apart)) {
		*on = apart;
		return x->precise && y->precise ? NARROWER : SILENT;
	}
	if (!agents_agree(l, x, y)) return SILENT;
	if (withdrawn(l, x, y) || withdrawn(l, y, x)) return SILENT;
	int order = rw_told_order(x->told, y->told);
	bool higher = y->low > x->high, same = x->out.origin == y->out.origin,
		 total = y->out.claim->scope == RIWAYA_SCOPE_TOTAL;
	if (!x->precise || !y->precise) { /* a vague word and a number, or two vague words */
		const rw_entry *vague = x->precise ? y : x, *other = vague == x ? y : x;
		if (order < 0 && higher && p->nature == RW_NATURE_TOLL) return SILENT;
		bool far = other->low > vague->high * (1 + l->order_slack) || other->high < vague->low * (1 - l->order_slack);
		return far && same_people(l, x, y) ? DIFFERS : SILENT;
	}
	/* those caught again are counted of those who fled: more of them later are the same and others */
	if (rw_slice_eqz(p->id, "recaptured") && order < 0 && higher && x->site == y->site && same_people(l, x, y))
		return LATER;
	if (p->repeats && p->nature == RW_NATURE_TOLL && !total && !(x->own_time && y->own_time))
		return one_sweep(l, x, y) ? DIFFERS : SILENT;
	if (p->repeats && p->nature == RW_NATURE_ACT) return SILENT;
	if (same || (same_party(l, x, y) && (total || !higher))) {
		if (order < 0 && same_people(l, x, y)) return REVISION;
		return SILENT;
	}
	bool near = rw_figures_meet(l, x, y, false);
	if (p->nature == RW_NATURE_TOLL) {
		if (at_odds(l, x, y) && same_people(l, x, y) && !near && plain_numbers(l, x, y)) return CONTRADICTION;
		if (order < 0 && higher) return LATER;
		if (!same_people(l, x, y)) return SILENT;
		/* "It rose to": of two told on one day the one that says so is the later */
		if (order == 0 && one_day(x, y)) {
			bool was = x->out.claim->scope == RIWAYA_SCOPE_TOTAL;
			if (total && !was && higher) return LATER;
			if (was && !total && x->low > y->high) return EARLIER;
		}
		if (order == 0) return near ? SILENT : DIFFERS;
		return near || !plain_numbers(l, x, y) ? DIFFERS : CONTRADICTION;
	}
	if (!same_people(l, x, y)) return SILENT;
	bool both_exact = x->low == x->high && y->low == y->high;
	if (near && !both_exact) return SILENT;
	if (p->nature == RW_NATURE_STOCK && order != 0 && y->told.from - x->told.to > l->stock) return LATER;
	return plain_numbers(l, x, y) ? CONTRADICTION : DIFFERS;
}

static void report_figures(rw_draft *l, uint32_t i, uint32_t j, verdict v, riwaya_on on) {
	riwaya_relation *r;
	const rw_entry *x = &l->claims.p[i], *y = &l->claims.p[j];
	double low = fmin(x->low, y->low), high = fmax(x->low, y->low);
	uint32_t size = high > 0 && isfinite(high) ? (uint32_t)fmin(9, high / fmax(low, 1)) : 0; /* farther apart, higher up */
	switch (v) {
	case LATER:
		r = rw_relate(l, RIWAYA_RELATION_LATER, on, i, j, true);
		r->weight = 200;
		rw_relation_say(l, r, "rel.later.figure");
		break;
	case REVISION:
		r = rw_relate(l, RIWAYA_RELATION_REVISION, on, i, j, true);
		r->weight = 400;
		if (x->out.origin != y->out.origin || l->origins.p[x->out.origin].party.n)
			r->party = l->origins.p[y->out.origin].party;
		rw_relation_say(l, r, "rel.revision.figure");
		break;
	case DIFFERS:
		r = rw_relate(l, RIWAYA_RELATION_DIFFERS, on, i, j, false);
		r->weight = 300;
		rw_relation_say(l, r, "rel.differs.figure");
		break;
	case CONTRADICTION:
		r = rw_relate(l, RIWAYA_RELATION_CONTRADICTION, on, i, j, false);
		r->weight = 600 + size;
		rw_relation_say(l, r, "rel.contradiction.figure");
		break;
	case NARROWER:
		r = rw_relate(l, RIWAYA_RELATION_NARROWER, on, i, j, false);
		r->weight = 100;
		rw_relation_say(l, r, on == RIWAYA_ON_TIME ? "rel.narrower.time" : "rel.narrower.place");
		break;
	default: break;
	}
}

typedef RW_VEC(uint32_t) indices;

/* Distinct tellings of a line: of the same figure by one origin, and of the same figure told within one day, the first. */
static void distinct_tellings(rw_draft *l, const riwaya_line *line, bool with_local, indices *out) {
	rw_map seen = RW_MAP(l->a);
	for (size_t i = 0; i < line->n_claims && out->n < RW_LEDGER_LINE_CLAIMS; i++) {
		const rw_entry *e = &l->claims.p[line->claims[i]];
		if (!counts(l, e) || (!with_local && e->local)) continue;
		bool fresh;
		rw_slice key =
			rw_key(l->a, RW_NUMBERS(e->out.origin, e->low, e->high, e->own_place ? e->site : RW_NO), &e->role, 1);
		uint32_t *at = rw_map_put(&seen, key, &fresh);
		if (!fresh) continue;
		*at = line->claims[i];
		rw_vec_push(l->a, out, line->claims[i]);
	}
}

/* Two relations of a kind between the same two figures say nothing new. */
static bool said_before(rw_draft *l, rw_map *said, uint32_t i, uint32_t j, verdict v) {
	const rw_entry *x = &l->claims.p[i], *y = &l->claims.p[j];
	if (v == CONTRADICTION && x->out.origin != y->out.origin) {
		/* each origin's figure against each other figure once */
		if (x->low > y->low) x = &l->claims.p[j], y = &l->claims.p[i];
	}
	rw_slice key = rw_key(l->a, RW_NUMBERS(v, x->low, x->high, y->low, y->high), NULL, 0);
	bool fresh;
	*rw_map_put(said, key, &fresh) = 1;
	return !fresh;
}

static int by_u32(const void *pa, const void *pb) {
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	return (a > b) - (a < b);
}

/* A line of plain people: which words its reports have for them is all that parts it from others of its question. */
static bool is_plain(const rw_draft *l, const riwaya_line *line) {
	const rw_entry *first = line->n_claims ? &l->claims.p[line->claims[0]] : NULL;
	return first && line->scope == RIWAYA_SCOPE_EVENT && !line->place_text.n &&
		(plain_people(l, first) || by_trade(l, first));
}

/* The figures of line i, with those of the later lines that ask the same of plain people; false where an earlier line had them. */
static bool with_plain(rw_draft *l, size_t i, indices *out) {
	const riwaya_line *line = &l->lines.p[i];
	distinct_tellings(l, line, true, out);
	if (!is_plain(l, line)) return true;
	for (size_t j = 0; j < l->lines.n; j++) {
		const riwaya_line *x = &l->lines.p[j];
		if (j == i || !rw_slice_eq(x->predicate, line->predicate) || !rw_slice_eq(x->unit, line->unit) || !is_plain(l, x))
			continue;
		if (j < i) return false;
		distinct_tellings(l, x, true, out);
	}
	if (out->n) qsort(out->p, out->n, sizeof *out->p, by_u32);
	return true;
}

static void figures_of_line(rw_draft *l, size_t at) {
	indices tellings = {0};
	if (!with_plain(l, at, &tellings)) return;
	rw_map said = RW_MAP(l->a);
	size_t before = l->relations.n;
	for (size_t j = 0; j < tellings.n; j++) {
		/* the toll that this one grew from: the highest of the lower ones told before */
		uint32_t grew = RW_NO, revised = RW_NO;
		riwaya_on grew_on = RIWAYA_ON_FIGURE;
		for (size_t i = 0; i < j; i++) {
			const rw_entry *x = &l->claims.p[tellings.p[i]], *y = &l->claims.p[tellings.p[j]];
			if (rw_figures_meet(l, x, y, true)) continue;
			if (l->relations.n - before >= RW_LEDGER_LINE_RELATIONS) return;
			riwaya_on on;
			verdict v = judge(l, x, y, &on);
			if (v == LATER) {
				if (grew == RW_NO || x->low >= l->claims.p[grew].low) grew = tellings.p[i], grew_on = on;
			} else if (v == REVISION) {
				revised = tellings.p[i]; /* of the origin's own figures the last */
			} else if (v == EARLIER) {
				if (!said_before(l, &said, tellings.p[j], tellings.p[i], LATER))
					report_figures(l, tellings.p[j], tellings.p[i], LATER, on);
			} else if (v != SILENT && !said_before(l, &said, tellings.p[i], tellings.p[j], v)) {
				report_figures(l, tellings.p[i], tellings.p[j], v, on);
			}
		}
		if (revised != RW_NO) report_figures(l, revised, tellings.p[j], REVISION, RIWAYA_ON_FIGURE);
		if (grew != RW_NO && revised == RW_NO && !said_before(l, &said, grew, tellings.p[j], LATER))
			report_figures(l, grew, tellings.p[j], LATER, grew_on);
	}
}

/* Happenings elsewhere in the incident beside the main line, where a hasty reader would take them for one. */
static void beside_lines(rw_draft *l) {
	size_t made = 0;
	for (size_t i = 0; i < l->lines.n; i++)
		for (size_t j = i + 1; j < l->lines.n && made < RW_LEDGER_LINE_RELATIONS; j++) {
			const riwaya_line *x = &l->lines.p[i], *y = &l->lines.p[j];
			if (!rw_slice_eq(x->predicate, y->predicate)) break; /* lines of a predicate stand together */
			if (x->scope != RIWAYA_SCOPE_EVENT || y->scope != RIWAYA_SCOPE_EVENT || !rw_slice_eq(x->unit, y->unit))
				continue;
			if (!rw_slice_eq(x->patient_actor, y->patient_actor) || !x->n_claims || !y->n_claims) continue;
			indices a = {0}, b = {0};
			distinct_tellings(l, x, true, &a);
			distinct_tellings(l, y, true, &b);
			if (!a.n || !b.n) continue;
			const rw_entry *p = &l->claims.p[a.p[0]], *q = &l->claims.p[b.p[0]];
			riwaya_on on;
			if (!p->local || !q->local || !rw_slice_eq(p->group, q->group) || !p->precise || !q->precise ||
				rw_figures_meet(l, p, q, true) || !rw_two_happenings(l, p, q, &on))
				continue;
			report_figures(l, a.p[0], b.p[0], NARROWER, on);
			made++;
		}
}

/* --- by whom, and whom --------------------------------------------------------------------------------------------------- */
static bool exact_count(const rw_entry *e) { return e->precise && e->low == e->high && e->low >= 1; }

static bool fighters(const rw_draft *l, const rw_entry *e) {
	return rw_slice_eqz(rw_role_top(l->f, e->role), "fighter");
}

/* Fighters by the word of those who fought them, and people of whom no other says that they were fighters. */
static bool other_kind(const rw_draft *l, const rw_entry *a, const rw_entry *b) {
	if (fighters(l, b)) return !fighters(l, a) && other_kind(l, b, a);
	return fighters(l, a) && plain_people(l, b) && a->out.claim->agent.actor.n && agents_agree(l, a, b) &&
		a->out.report != b->out.report && a->out.origin != b->out.origin && only_count(l, a) && only_count(l, b);
}

/* The same number of victims of one happening, told of other people: who they were is in dispute. */
static bool other_people(const rw_draft *l, const rw_entry *a, const rw_entry *b) {
	if (!exact_count(a) || !exact_count(b) || a->low != b->low || a->out.report == b->out.report ||
		a->out.origin == b->out.origin)
		return false;
	if (!a->role.n || !b->role.n || rw_role_circumstance(l->f, a->role) || rw_role_circumstance(l->f, b->role))
		return false;
	rw_slice ta = rw_role_top(l->f, a->role), tb = rw_role_top(l->f, b->role);
	bool ca = rw_slice_eqz(ta, "civilian"), cb = rw_slice_eqz(tb, "civilian");
	/* small numbers meet by chance, unless there is no other number */
	return ca != cb && !rw_slice_eqz(ta, "man") && !rw_slice_eqz(tb, "man") &&
		(a->low >= 3 || (only_count(l, a) && only_count(l, b)));
}

/* The same number of the same people, by other hands. */
static bool other_hands(const rw_draft *l, const rw_entry *a, const rw_entry *b) {
	if (!exact_count(a) || !exact_count(b) || a->low != b->low || a->low < 3 || a->out.report == b->out.report ||
		a->out.origin == b->out.origin)
		return false;
	rw_slice x = a->out.claim->agent.actor, y = b->out.claim->agent.actor;
	return x.n && y.n && !rw_actor_related(l->f, x, y) && rw_roles_compatible(l, a->role, b->role) &&
		(!a->actor.n || !b->actor.n || rw_slice_eq(a->actor, b->actor));
}

/* A report that tells of both kinds of victims (or by both hands) tells of two counts. */
static bool tells_other(const rw_draft *l, uint32_t report, const rw_entry *like, bool people) {
	for (size_t i = 0; i < l->n_stated; i++) {
		const rw_entry *e = &l->claims.p[i];
		if (e->out.report != report || e->predicate != like->predicate) continue;
		if (people ? rw_slice_eq(e->role, like->role)
				   : rw_actor_related(l->f, e->out.claim->agent.actor, like->out.claim->agent.actor))
			return true;
	}
	return false;
}

static int by_count(const void *pa, const void *pb) {
	const rw_entry *const *a = pa, *const *b = pb;
	if ((*a)->predicate != (*b)->predicate) return (*a)->predicate < (*b)->predicate ? -1 : 1;
	if ((*a)->low != (*b)->low) return (*a)->low < (*b)->low ? -1 : 1;
	return (*a > *b) - (*a < *b); /* both point into one array */
}

static void hands_and_people(rw_draft *l) {
	const rw_entry **sorted = RW_ARRAY(l->a, const rw_entry *, l->n_stated);
	size_t n = 0, made = 0, tries = 0;
	rw_map said = RW_MAP(l->a); /* two reports differ on one count once */
	for (size_t i = 0; i < l->n_stated; i++) {
		const rw_entry *e = &l->claims.p[i];
		if (counts(l, e) && exact_count(e) && rw_slice_eqz(l->f->predicates.p[e->predicate].unit, "person"))
			sorted[n++] = e;
	}
	if (n) qsort(sorted, n, sizeof *sorted, by_count);
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n && j < i + 32 && made < RW_LEDGER_LINE_RELATIONS; j++) {
			if (sorted[j]->predicate != sorted[i]->predicate || sorted[j]->low != sorted[i]->low) break;
			if (tries++ >= RW_LEDGER_PAIRS) return;
			uint32_t a = (uint32_t)(sorted[i] - l->claims.p), b = (uint32_t)(sorted[j] - l->claims.p);
			riwaya_on on;
			if (rw_two_happenings(l, sorted[i], sorted[j], &on)) continue;
			uint32_t ra = sorted[i]->out.report, rb = sorted[j]->out.report;
			rw_slice pair = rw_key(l->a, RW_NUMBERS(sorted[i]->predicate, ra < rb ? ra : rb, ra < rb ? rb : ra), NULL, 0);
			if (rw_map_get(&said, pair) != UINT32_MAX) continue;
			bool fresh;
			if (other_people(l, sorted[i], sorted[j]) && !tells_other(l, sorted[i]->out.report, sorted[j], true) &&
				!tells_other(l, sorted[j]->out.report, sorted[i], true)) {
				riwaya_relation *r = rw_relate(l, RIWAYA_RELATION_CONTRADICTION, RIWAYA_ON_PATIENT, a, b, false);
				r->weight = 620;
				rw_relation_say(l, r, "rel.contradiction.patient");
				*rw_map_put(&said, pair, &fresh) = 1;
				made++;
			} else if (other_hands(l, sorted[i], sorted[j]) && !tells_other(l, sorted[i]->out.report, sorted[j], false) &&
				!tells_other(l, sorted[j]->out.report, sorted[i], false)) {
				riwaya_relation *r = rw_relate(l, RIWAYA_RELATION_CONTRADICTION, RIWAYA_ON_AGENT, a, b, false);
				r->weight = 640;
				rw_relation_say(l, r, "rel.contradiction.agent");
				*rw_map_put(&said, pair, &fresh) = 1;
				made++;
			}
		}
}

/* Fighters to one side, people to the other, in numbers that differ: worth seeing together. */
static void kinds(rw_draft *l) {
	indices told = {0};
	for (uint32_t i = 0; i < l->n_stated && told.n < RW_LEDGER_LINE_CLAIMS; i++) {
		const rw_entry *e = &l->claims.p[i];
		if (counts(l, e) && e->precise && l->f->predicates.p[e->predicate].nature == RW_NATURE_TOLL &&
			rw_slice_eqz(l->f->predicates.p[e->predicate].unit, "person"))
			rw_vec_push(l->a, &told, i);
	}
	rw_map said = RW_MAP(l->a);
	for (size_t j = 0; j < told.n; j++)
		for (size_t i = 0; i < j; i++) {
			const rw_entry *x = &l->claims.p[told.p[i]], *y = &l->claims.p[told.p[j]];
			riwaya_on on;
			bool fresh;
			if (x->predicate != y->predicate || x->low == y->low || !other_kind(l, x, y) ||
				rw_two_happenings(l, x, y, &on))
				continue;
			*rw_map_put(&said, rw_key(l->a, RW_NUMBERS(x->low, y->low), NULL, 0), &fresh) = 1;
			if (!fresh) continue;
			riwaya_relation *r = rw_relate(l, RIWAYA_RELATION_DIFFERS, RIWAYA_ON_PATIENT, told.p[i], told.p[j], false);
			r->weight = 310;
			rw_relation_say(l, r, "rel.differs.patient");
		}
}

/* Some of those who make up a toll: any civilians, officials, police. Fighters and soldiers are at times counted apart. */
static bool among_people(const rw_draft *l, const rw_entry *e) {
	rw_slice top = rw_role_top(l->f, e->role);
	return !plain_people(l, e) &&
		(rw_slice_eqz(top, "civilian") || rw_slice_eqz(top, "official") || rw_slice_eqz(top, "police"));
}

/* A part never exceeds its whole: 43 officials, where the total told later is 22. */
static void parts_beyond(rw_draft *l) {
	size_t made = 0;
	for (uint32_t i = 0; i < l->n_stated && made < RW_LEDGER_LINE_RELATIONS; i++) {
		const rw_entry *whole = &l->claims.p[i];
		if (!counts(l, whole) || !whole->precise || !plain_people(l, whole) ||
			whole->out.claim->scope != RIWAYA_SCOPE_TOTAL || whole->out.superseded_by != UINT32_MAX ||
			l->f->predicates.p[whole->predicate].nature != RW_NATURE_TOLL)
			continue;
		for (uint32_t j = 0; j < l->n_stated; j++) {
			const rw_entry *part = &l->claims.p[j];
			riwaya_on on;
			if (part->predicate != whole->predicate || part->out.report == whole->out.report ||
				part->out.origin == whole->out.origin || !counts(l, part) || !part->precise || !among_people(l, part) ||
				part->low <= whole->high || rw_figures_meet(l, part, whole, false) ||
				rw_told_order(part->told, whole->told) >= 0 || rw_two_happenings(l, part, whole, &on))
				continue;
			riwaya_relation *r = rw_relate(l, RIWAYA_RELATION_CONTRADICTION, RIWAYA_ON_FIGURE, j, i, false);
			r->weight = 605;
			rw_relation_say(l, r, "rel.contradiction.part");
			made++;
			whole = &l->claims.p[i];
		}
	}
}

/* --- acts ----------------------------------------------------------------------------------------------------------------- */
static bool tells_act(const rw_draft *l, const rw_entry *e) {
	const riwaya_claim *c = e->out.claim;
	return l->f->predicates.p[e->predicate].nature == RW_NATURE_ACT && !e->copied && e->out.told_twice == UINT32_MAX &&
		c->polarity == RIWAYA_POLARITY_AFFIRMED && c->modality == RIWAYA_MODALITY_ACTUAL &&
		c->stance != RIWAYA_STANCE_UNCONFIRMED && c->agent.actor.n && e->site != RW_NO &&
		l->f->sites.p[e->site].level >= RW_LEVEL_TOWN && !(c->confidence > 0 && c->confidence < l->confidence);
}

static bool opposite(const rw_draft *l, const rw_entry *a, const rw_entry *b) {
	rw_slice x = l->f->predicates.p[a->predicate].id, y = l->f->predicates.p[b->predicate].id;
	return rw_row_find(l->f->lx, "opposites", rw_arena_printf(l->a, RW_FMT "\t" RW_FMT, RW_ARG(x), RW_ARG(y))) ||
		rw_row_find(l->f->lx, "opposites", rw_arena_printf(l->a, RW_FMT "\t" RW_FMT, RW_ARG(y), RW_ARG(x)));
}

static bool same_day(const rw_entry *a, const rw_entry *b) {
	return a->own_time && b->own_time && a->out.claim->time.at.from <= b->out.claim->time.at.to &&
		b->out.claim->time.at.from <= a->out.claim->time.at.to;
}

/* Each of two parties says of itself, within a day, that it holds the place. */
static bool each_holds(const rw_draft *l, const rw_entry *a, const rw_entry *b) {
	if (a->predicate != b->predicate || !rw_slice_eqz(l->f->predicates.p[a->predicate].id, "control_taken") ||
		a->told.precision == RIWAYA_PRECISION_NONE || b->told.precision == RIWAYA_PRECISION_NONE ||
		llabs((long long)(a->told.from - b->told.from)) > RW_DAY)
		return false;
	rw_slice p = l->origins.p[a->out.origin].party, q = l->origins.p[b->out.origin].party;
	return p.n && q.n && rw_actor_related(l->f, p, a->out.claim->agent.actor) &&
		rw_actor_related(l->f, q, b->out.claim->agent.actor);
}

/* One strike laid to two hands, and one hand said to do two opposite things in one place on one day: worth seeing. Whether they exclude
 * each other is for a reader to say, since two may have struck and a place may change hands within hours. */
static void acts(rw_draft *l) {
	indices told = {0};
	for (uint32_t i = 0; i < l->n_stated && told.n < RW_LEDGER_LINE_CLAIMS; i++)
		if (tells_act(l, &l->claims.p[i])) rw_vec_push(l->a, &told, i);
	rw_map said = RW_MAP(l->a);
	for (size_t j = 0; j < told.n; j++)
		for (size_t i = 0; i < j; i++) {
			const rw_entry *x = &l->claims.p[told.p[i]], *y = &l->claims.p[told.p[j]];
			if (x->out.report == y->out.report || x->out.origin == y->out.origin || x->site != y->site) continue;
			rw_slice hx = x->out.claim->agent.actor, hy = y->out.claim->agent.actor;
			bool related = rw_actor_related(l->f, hx, hy);
			riwaya_on on = RIWAYA_ON_AGENT;
			if (each_holds(l, x, y) && !related) {
				bool said_once;
				*rw_map_put(&said, rw_key(l->a, NULL, 0, RW_WORDS(RW_LIT("hold"), hx, hy)), &said_once) = 1;
				if (!said_once) continue;
				riwaya_relation *r =
					rw_relate(l, RIWAYA_RELATION_CONTRADICTION, RIWAYA_ON_AGENT, told.p[i], told.p[j], false);
				r->weight = 640;
				rw_relation_say(l, r, "rel.contradiction.agent");
				continue;
			}
			if (x->predicate == y->predicate && l->f->predicates.p[x->predicate].sudden && !related && same_day(x, y)) {
				if (tells_other(l, x->out.report, y, false) || tells_other(l, y->out.report, x, false)) continue;
			} else if (rw_slice_eq(hx, hy) && same_day(x, y) && opposite(l, x, y)) {
				on = RIWAYA_ON_OCCURRENCE;
			} else {
				continue;
			}
			bool fresh;
			*rw_map_put(&said, rw_key(l->a, RW_NUMBERS(on, x->predicate, y->predicate), RW_WORDS(hx, hy)), &fresh) = 1;
			if (!fresh) continue;
			riwaya_relation *r = rw_relate(l, RIWAYA_RELATION_DIFFERS, on, told.p[i], told.p[j], false);
			r->weight = on == RIWAYA_ON_AGENT ? 350 : 320;
			rw_relation_say(l, r, on == RIWAYA_ON_AGENT ? "rel.differs.agent" : "rel.differs.occurrence");
		}
}

void rw_make_figures(rw_draft *l) {
	for (size_t i = 0; i < l->lines.n; i++) figures_of_line(l, i);
	beside_lines(l);
	hands_and_people(l);
	kinds(l);
	parts_beyond(l);
	acts(l);
}
