/* line.c: claims that answer one question, the range of what they say, and the largest sets of them that can hold together.
 *
 * A line is of a predicate, a unit, a class of people, a scope and, for stocks and for happenings elsewhere in the incident, a place.
 * Of a party's people, those who fight for it, are held, or are told of without a role are one class (its members): reports call
 * the same men now fighters, now detainees. Its officials, guards and staff are classes of their own. Without a party the role is the class.
 */
#include "reconcile/ledger.h"
#include <math.h>
#include <stdlib.h>

static bool member_role(const rw_draft *l, rw_slice top, rw_slice role) {
	return !role.n || rw_role_circumstance(l->f, role) || rw_slice_eqz(top, "fighter") || rw_slice_eqz(top, "soldier");
}

/* Policemen are the members of a police force. */
static bool police_of_police(const rw_draft *l, const rw_entry *e) {
	rw_row row = rw_slice_eqz(e->role, "police") ? rw_row_find(l->f->lx, "actors", e->actor) : 0;
	return row && rw_slice_eqz(rw_row_get(l->f->lx, row, "type"), "police");
}

/* Words for people of whom nothing else is known: one report's "nine civilians" is another's "nine people". */
bool rw_plain_role(const rw_draft *l, const rw_entry *e) {
	static const char *const roles[] = {
		"civilian", "man", "resident", "victim", "protester", "migrant", "displaced", "refugee"};
	for (size_t i = 0; i < RW_COUNT(roles); i++)
		if (rw_slice_eqz(e->role, roles[i])) return true;
	/* whoever is arrested is suspected of something */
	return rw_slice_eqz(e->role, "suspect") &&
		rw_slice_eqz(l->f->predicates.p[e->predicate].family, "taken_into_custody");
}

/* Others than plain people are told of: then who was meant by a number is a question, and lines keep them apart. */
static bool makes_mixed(const rw_draft *l, const rw_entry *e) {
	rw_slice top = rw_role_top(l->f, e->role);
	return e->actor.n || (e->out.claim->part_of.n && rw_plain_role(l, e)) ||
		(e->role.n && !rw_plain_role(l, e) && !rw_slice_eqz(top, "civilian") && !rw_slice_eqz(e->role, "suspect"));
}

/* The class of people that a claim's patient is of; *part where its role is narrower than the class. */
static rw_slice class_of(rw_draft *l, rw_entry *e, bool mixed) {
	if (!e->actor.n) return e->role.n && (mixed || !rw_plain_role(l, e)) ? e->role : RW_LIT("*");
	rw_slice top = rw_role_top(l->f, e->role);
	if (member_role(l, top, e->role) || police_of_police(l, e)) {
		if (e->role.n && !rw_slice_eq(top, e->role) && !rw_role_circumstance(l->f, e->role))
			e->part = true; /* commanders among fighters */
		return RW_LIT("*");
	}
	return e->role;
}

static const char *scope_class(riwaya_scope_kind s) {
	return s == RIWAYA_SCOPE_INCREMENT ? "increment" : s == RIWAYA_SCOPE_PERIOD ? "period" : "event";
}

static uint32_t line_place(const rw_draft *l, const rw_entry *e) {
	rw_nature nature = l->f->predicates.p[e->predicate].nature;
	if (nature == RW_NATURE_STOCK)
		return e->own_place || e->site == RW_NO ? (e->site != RW_NO ? e->site : l->cluster->site) : l->cluster->site;
	return e->local ? e->site : RW_NO;
}

static rw_slice line_key(rw_draft *l, rw_entry *e, rw_slice unit) {
	uint32_t place = line_place(l, e);
	/* who holds a place is the question itself */
	rw_slice hand = l->f->predicates.p[e->predicate].by_hand ? e->out.claim->agent.actor : RW_LIT("");
	if (hand.n) unit = RW_LIT("");
	/* whom it befell parts counts of people; an act is one whoever was its aim, and a thing has no people */
	bool people = rw_slice_eqz(unit, "person");
	return rw_key(l->a, NULL, 0,
		RW_WORDS(l->f->predicates.p[e->predicate].id, unit, people ? e->actor : RW_NONE, people ? e->group : RW_NONE,
			rw_slice_z(scope_class(rw_scope_here(e))), place != RW_NO ? l->f->sites.p[place].key : RW_NONE, hand));
}

static rw_slice unit_of(const rw_draft *l, const rw_entry *e) {
	rw_slice usual = l->f->predicates.p[e->predicate].unit;
	/* bodies counted are people counted */
	if (!e->out.claim->unit.n || (rw_slice_eqz(e->out.claim->unit, "body") && rw_slice_eqz(usual, "person")))
		return usual;
	return e->out.claim->unit;
}

/* --- ranges and values ---------------------------------------------------------------------------------------------- */
/* Of a toll those who are left of it: the wounded who are still in hospital. */
static bool still_there(const rw_draft *l, const rw_entry *e) {
	return e->out.claim->scope == RIWAYA_SCOPE_STOCK && l->f->predicates.p[e->predicate].nature == RW_NATURE_TOLL;
}

static bool in_range(const rw_entry *e) {
	const riwaya_claim *c = e->out.claim;
	return e->bounded && c->polarity == RIWAYA_POLARITY_AFFIRMED && c->modality == RIWAYA_MODALITY_ACTUAL && !e->part &&
		c->scope != RIWAYA_SCOPE_INCREMENT && !e->over_time;
}

static void widen(riwaya_range *r, const rw_entry *e, bool *any) {
	const riwaya_figure *g = &e->out.claim->figure;
	if (!*any) {
		*r = (riwaya_range){g->low, g->high, g->has_low, g->has_high};
		*any = true;
		return;
	}
	r->has_low = r->has_low && g->has_low;
	r->has_high = r->has_high && g->has_high;
	if (r->has_low && g->low < r->low) r->low = g->low;
	if (r->has_high && g->high > r->high) r->high = g->high;
	if (!r->has_low) r->low = 0;
	if (!r->has_high) r->high = 0;
}

typedef struct bound {
	double at;
	bool end;
	uint32_t claim;
} bound;

static int by_bound(const void *pa, const void *pb) {
	const bound *a = pa, *b = pb;
	if (a->at != b->at) return a->at < b->at ? -1 : 1;
	if (a->end != b->end) return a->end ? 1 : -1; /* bounds are inside: what starts where another ends meets it */
	return (a->claim > b->claim) - (a->claim < b->claim);
}

static int by_u32(const void *pa, const void *pb) {
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	return (a > b) - (a < b);
}

static int by_slice(const void *pa, const void *pb) {
	return rw_slice_cmp(*(const rw_slice *)pa, *(const rw_slice *)pb);
}

static uint32_t distinct(uint32_t *p, size_t n) {
	if (n) qsort(p, n, sizeof *p, by_u32);
	uint32_t m = 0;
	for (size_t i = 0; i < n; i++) m += i == 0 || p[i] != p[i - 1];
	return m;
}

/* Who stands behind a set of claims. */
static void count_behind(rw_draft *l, riwaya_value *v) {
	size_t n = v->n_claims;
	uint32_t *reports = RW_ARRAY(l->a, uint32_t, n), *origins = RW_ARRAY(l->a, uint32_t, n);
	rw_slice *outlets = RW_ARRAY(l->a, rw_slice, n), *parties = RW_ARRAY(l->a, rw_slice, n);
	size_t n_parties = 0;
	for (size_t i = 0; i < n; i++) {
		const rw_entry *e = &l->claims.p[v->claims[i]];
		reports[i] = e->out.report;
		origins[i] = e->out.origin;
		outlets[i] = e->k->report->outlet_id.n ? e->k->report->outlet_id : e->k->report->outlet_name;
		rw_slice party = l->origins.p[e->out.origin].party;
		if (party.n) parties[n_parties++] = party;
	}
	v->reports = distinct(reports, n);
	v->origins = distinct(origins, n);
	v->anonymous = 0;
	for (uint32_t i = 0, last = UINT32_MAX; i < n; i++) {
		if (origins[i] != last && l->origins.p[origins[i]].anonymous) v->anonymous++;
		last = origins[i];
	}
	if (n) qsort(outlets, n, sizeof *outlets, by_slice);
	v->outlets = 0;
	for (size_t i = 0; i < n; i++) v->outlets += i == 0 || !rw_slice_eq(outlets[i], outlets[i - 1]);
	if (n_parties) qsort(parties, n_parties, sizeof *parties, by_slice);
	size_t m = 0;
	for (size_t i = 0; i < n_parties; i++)
		if (!m || !rw_slice_eq(parties[m - 1], parties[i])) parties[m++] = parties[i];
	v->parties = parties;
	v->n_parties = m;
}

/* Of a part only its lower bound bears on the whole. */
static double high_of(const rw_entry *e) { return e->part ? INFINITY : e->high; }

static riwaya_range common_range(const rw_draft *l, const uint32_t *claims, size_t n) {
	riwaya_range r = {0};
	for (size_t i = 0; i < n; i++) {
		const rw_entry *e = &l->claims.p[claims[i]];
		const riwaya_figure *g = &e->out.claim->figure;
		if (g->has_low && (!r.has_low || g->low > r.low)) r.low = g->low, r.has_low = true;
		if (g->has_high && !e->part && (!r.has_high || g->high < r.high)) r.high = g->high, r.has_high = true;
	}
	return r;
}

static int by_size(const void *pa, const void *pb) {
	const riwaya_value *a = pa, *b = pb;
	if (a->n_claims != b->n_claims) return a->n_claims > b->n_claims ? -1 : 1;
	return (a->claims[0] > b->claims[0]) - (a->claims[0] < b->claims[0]);
}

static int by_low(const void *pa, const void *pb) {
	const riwaya_value *a = pa, *b = pb;
	double la = a->range.has_low ? a->range.low : -1, lb = b->range.has_low ? b->range.low : -1;
	if (la != lb) return la < lb ? -1 : 1;
	return by_size(pa, pb);
}

typedef RW_VEC(uint32_t) indices;
typedef RW_VEC(riwaya_value) values;

/* Intervals that pairwise meet all meet in one point (Helly in one dimension), so the largest compatible sets are found by one
 * sweep: whenever an interval ends after another has begun, those open then are such a set. */
static void make_values(rw_draft *l, riwaya_line *line, const uint32_t *claims, size_t n) {
	bound *bounds = RW_ARRAY(l->a, bound, 2 * n);
	size_t m = 0;
	indices loose = {0};
	for (size_t i = 0; i < n; i++) {
		const rw_entry *e = &l->claims.p[claims[i]];
		const riwaya_claim *c = e->out.claim;
		if (c->polarity != RIWAYA_POLARITY_AFFIRMED || c->modality != RIWAYA_MODALITY_ACTUAL ||
			e->out.superseded_by != UINT32_MAX)
			continue;
		if (!e->bounded) {
			rw_vec_push(l->a, &loose, claims[i]);
			continue;
		}
		bounds[m++] = (bound){e->low, false, claims[i]};
		bounds[m++] = (bound){high_of(e), true, claims[i]};
	}
	if (m) qsort(bounds, m, sizeof *bounds, by_bound);
	values all = {0};
	indices open = {0};
	bool grown = false;
	for (size_t i = 0; i < m; i++) {
		if (!bounds[i].end) {
			rw_vec_push(l->a, &open, bounds[i].claim);
			grown = true;
			continue;
		}
		if (grown && all.n < 8 * RW_LEDGER_VALUES) {
			riwaya_value v = {.n_claims = open.n};
			uint32_t *set = RW_ARRAY(l->a, uint32_t, open.n);
			memcpy(set, open.p, open.n * sizeof *set);
			qsort(set, open.n, sizeof *set, by_u32);
			v.claims = set;
			v.range = common_range(l, set, open.n);
			rw_vec_push(l->a, &all, v);
		}
		grown = false;
		for (size_t j = 0; j < open.n; j++)
			if (open.p[j] == bounds[i].claim) {
				open.p[j] = open.p[--open.n];
				break;
			}
	}
	if (all.n > RW_LEDGER_VALUES) {
		qsort(all.p, all.n, sizeof *all.p, by_size);
		all.n = RW_LEDGER_VALUES;
	}
	if (all.n) qsort(all.p, all.n, sizeof *all.p, by_low);
	if (loose.n) {
		/* they agree with every number, and say none */
		riwaya_value v = {.claims = loose.p, .n_claims = loose.n};
		rw_vec_push(l->a, &all, v);
	}
	for (size_t i = 0; i < all.n; i++) count_behind(l, &all.p[i]);
	line->values = all.p;
	line->n_values = all.n;
}

/* --- labels ------------------------------------------------------------------------------------------------------------ */
static riwaya_bilingual line_label(
	rw_draft *l, const riwaya_line *line, uint32_t predicate, uint32_t place, rw_slice hand) {
	riwaya_bilingual label = l->f->predicates.p[predicate].name;
	bool people = rw_slice_eqz(line->unit, "person");
	riwaya_bilingual who = {RW_NONE, RW_NONE};
	rw_row role = people && line->patient_role.n ? rw_row_find(l->f->lx, "roles", line->patient_role) : 0;
	riwaya_bilingual role_name = role
		? (riwaya_bilingual){rw_row_get(l->f->lx, role, "ar"), rw_row_get(l->f->lx, role, "en")}
		: RW_BOTH(line->patient_role);
	if (people && line->patient_actor.n)
		who = line->patient_role.n ? RW_SAY(l->f, "noun.whose", role_name, rw_say_actor(l->f, line->patient_actor))
								   : RW_SAY(l->f, "noun.members", rw_say_actor(l->f, line->patient_actor));
	else if (people && line->patient_role.n)
		who = role_name;
	else if (!people && line->unit.n && !rw_slice_eq(line->unit, l->f->predicates.p[predicate].unit)) {
		rw_row unit = rw_row_find(l->f->lx, "units", line->unit);
		who = unit ? (riwaya_bilingual){rw_row_get(l->f->lx, unit, "ar"), rw_row_get(l->f->lx, unit, "en")}
				   : RW_BOTH(line->unit);
	}
	if (l->f->predicates.p[predicate].by_hand && hand.n) who = rw_say_actor(l->f, hand);
	if (rw_said(who) && who.ar.n) label = RW_SAY(l->f, "line.people", label, who);
	if (place != RW_NO) label = RW_SAY(l->f, "line.place", label, rw_say_site(l->f, place));
	if (line->scope == RIWAYA_SCOPE_INCREMENT) label = RW_SAY(l->f, "line.scope.increment", label);
	if (line->scope == RIWAYA_SCOPE_PERIOD) label = RW_SAY(l->f, "line.scope.period", label);
	return label;
}

/* --- making ------------------------------------------------------------------------------------------------------------ */
typedef struct draft {
	rw_slice key;
	uint32_t predicate, place;
	indices claims;
} draft;

typedef struct order {
	const rw_draft *l;
	const draft *d;
	uint32_t at;
} order;

static int by_line(const void *pa, const void *pb) {
	const order *a = pa, *b = pb;
	const rw_predicate *x = &a->l->f->predicates.p[a->d->predicate], *y = &b->l->f->predicates.p[b->d->predicate];
	if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
	if ((a->d->place == RW_NO) != (b->d->place == RW_NO) && x->nature != RW_NATURE_STOCK)
		return a->d->place == RW_NO ? -1 : 1;
	if (a->d->claims.n != b->d->claims.n) return a->d->claims.n > b->d->claims.n ? -1 : 1;
	return rw_slice_cmp(a->d->key, b->d->key);
}

/* Of several numbers that one speaker gives in one report for one question, the lower ones are of parts, or were the count
 * before: "22 are dead, three of them of their wounds". */
static void find_parts(rw_draft *l, const draft *d) {
	if (l->f->predicates.p[d->predicate].nature != RW_NATURE_TOLL) return;
	for (size_t i = 0; i < d->claims.n && i < RW_LEDGER_LINE_CLAIMS; i++) {
		rw_entry *e = &l->claims.p[d->claims.p[i]];
		if (!in_range(e) || !e->precise || e->out.claim->scope == RIWAYA_SCOPE_TOTAL) continue;
		for (size_t j = 0; j < d->claims.n && j < RW_LEDGER_LINE_CLAIMS && !e->part; j++) {
			const rw_entry *x = &l->claims.p[d->claims.p[j]];
			e->part = e->lesser = x->out.report == e->out.report && x->out.origin == e->out.origin && in_range(x) &&
				x->precise && x->low > e->high;
		}
	}
}

static rw_slice common_role(const rw_draft *l, const draft *d) {
	rw_slice role = RW_NONE;
	bool any = false;
	for (size_t i = 0; i < d->claims.n; i++) {
		const rw_entry *e = &l->claims.p[d->claims.p[i]];
		if (e->part && d->claims.n > 1) continue;
		if (any && !rw_slice_eq(role, e->role)) return RW_NONE;
		role = e->role;
		any = true;
	}
	if (!any && d->claims.n) role = l->claims.p[d->claims.p[0]].role;
	return role;
}

static void finish_line(rw_draft *l, const draft *d, uint32_t at) {
	const rw_entry *first = &l->claims.p[d->claims.p[0]];
	riwaya_line line = {
		.predicate = l->f->predicates.p[d->predicate].id, .family = l->f->predicates.p[d->predicate].family};
	line.unit = unit_of(l, first);
	bool people = rw_slice_eqz(line.unit, "person");
	line.patient_actor = first->actor;
	for (size_t i = 0; i < d->claims.n && !people; i++)
		if (!rw_slice_eq(l->claims.p[d->claims.p[i]].actor, first->actor)) line.patient_actor = RW_NONE;
	line.patient_role = first->actor.n && !rw_slice_eqz(first->group, "*") ? first->group : common_role(l, d);
	if (d->place != RW_NO) {
		line.place = l->f->sites.p[d->place].id;
		line.place_text = l->f->sites.p[d->place].text.n ? l->f->sites.p[d->place].text : rw_say_site(l->f, d->place).ar;
	}
	riwaya_scope_kind scope = rw_scope_here(first);
	line.scope = scope == RIWAYA_SCOPE_NONE || scope == RIWAYA_SCOPE_TOTAL ? RIWAYA_SCOPE_EVENT : scope;
	if (l->f->predicates.p[d->predicate].nature == RW_NATURE_STOCK && line.scope == RIWAYA_SCOPE_EVENT)
		line.scope = RIWAYA_SCOPE_STOCK;
	indices denied = {0}, beside = {0};
	bool any = false, any_all = false, parts_only = true;
	for (size_t i = 0; i < d->claims.n; i++) {
		const rw_entry *e = &l->claims.p[d->claims.p[i]];
		const riwaya_claim *c = e->out.claim;
		if (c->polarity == RIWAYA_POLARITY_DENIED)
			rw_vec_push(l->a, &denied, d->claims.p[i]);
		else if (c->modality != RIWAYA_MODALITY_ACTUAL)
			rw_vec_push(l->a, &beside, d->claims.p[i]);
		if (e->bounded && !e->part) parts_only = false;
		if (e->own_time && c->modality == RIWAYA_MODALITY_ACTUAL && d->place != RW_NO &&
			line.time.precision == RIWAYA_PRECISION_NONE)
			line.time = c->time.at;
	}
	for (size_t i = 0; i < d->claims.n; i++) {
		rw_entry *e = &l->claims.p[d->claims.p[i]];
		if (parts_only && e->bounded && !e->out.claim->part_of.n) e->part = false; /* nothing here is a whole to them */
		if (!in_range(e)) continue;
		widen(&line.range_all, e, &any_all);
		if (e->out.superseded_by == UINT32_MAX) widen(&line.range, e, &any);
	}
	line.claims = d->claims.p, line.n_claims = d->claims.n;
	line.denied_by = denied.p, line.n_denied_by = denied.n;
	line.beside = beside.p, line.n_beside = beside.n;
	for (size_t i = 0; i < d->claims.n; i++) l->claims.p[d->claims.p[i]].line = at;
	make_values(l, &line, d->claims.p, d->claims.n);
	line.label = line_label(l, &line, d->predicate, d->place, first->out.claim->agent.actor);
	rw_vec_push(l->a, &l->lines, line);
}

/* The same origin, later, another count of the same: the earlier one is history. */
static void supersede(rw_draft *l, const draft *d) {
	const rw_predicate *p = &l->f->predicates.p[d->predicate];
	rw_map last = RW_MAP(l->a);
	for (size_t i = 0; i < d->claims.n; i++) {
		uint32_t at = d->claims.p[i];
		rw_entry *e = &l->claims.p[at];
		if (!in_range(e) || e->out.told_twice != UINT32_MAX) continue;
		if (p->repeats && e->out.claim->scope != RIWAYA_SCOPE_TOTAL) continue;
		rw_slice key = rw_key(l->a, RW_NUMBERS(e->out.origin), &e->role, 1);
		bool fresh;
		uint32_t *slot = rw_map_put(&last, key, &fresh);
		if (!fresh) {
			rw_entry *before = &l->claims.p[*slot];
			if (before->out.report != e->out.report && rw_told_order(before->told, e->told) < 0 &&
				!rw_figures_meet(l, before, e, true))
				before->out.superseded_by = at;
		}
		*slot = at;
	}
}

void rw_make_lines(rw_draft *l) {
	rw_map of_key = RW_MAP(l->a);
	RW_VEC(draft) drafts = {0};
	rw_set256 mixed = {0};
	for (uint32_t i = 0; i < l->n_stated; i++) {
		const rw_entry *e = &l->claims.p[i];
		if (e->out.claim->modality != RIWAYA_MODALITY_BACKGROUND && makes_mixed(l, e)) rw_set_add(&mixed, e->predicate);
	}
	for (uint32_t i = 0; i < l->n_stated; i++) {
		rw_entry *e = &l->claims.p[i];
		if (e->out.claim->modality == RIWAYA_MODALITY_BACKGROUND) continue;
		e->group = class_of(l, e, rw_set_has(&mixed, e->predicate));
		if (still_there(l, e)) e->part = true;
		/* what a title sums up stands where the text has it */
		rw_entry *first = e->out.told_twice != UINT32_MAX ? &l->claims.p[e->out.told_twice] : e;
		rw_slice key = line_key(l, first, unit_of(l, first));
		bool fresh;
		uint32_t *at = rw_map_put(&of_key, key, &fresh);
		if (fresh) {
			*at = (uint32_t)drafts.n;
			rw_vec_push(l->a, &drafts, (draft){.key = key, .predicate = e->predicate, .place = line_place(l, e)});
			rw_vec_push(l->a, &drafts.p[drafts.n - 1].claims, i);
		} else {
			rw_vec_push(l->a, &drafts.p[*at].claims, i);
		}
	}
	order *orders = RW_ARRAY(l->a, order, drafts.n);
	for (uint32_t i = 0; i < drafts.n; i++) orders[i] = (order){l, &drafts.p[i], i};
	if (drafts.n) qsort(orders, drafts.n, sizeof *orders, by_line);
	for (uint32_t i = 0; i < drafts.n; i++) {
		find_parts(l, orders[i].d);
		supersede(l, orders[i].d);
		finish_line(l, orders[i].d, i);
	}
}
