/* tolls.c: how many, as recorders count: one number for a whole, never a whole and its parts together.
 *
 * Wholes are lines that say of nobody in particular how many (no role, no party, no part of the place). An account of a whole that leaves no
 * room for a part on which every account agrees is no account of the whole, and is left aside. Where nobody gives a whole, parts that can't
 * overlap are added: civilians, and the fighters of each side. Within one of these, lines may overlap, and the largest stands.
 */
#include "show/export/export.h"
#include <math.h>

/* --- one claim -------------------------------------------------------------------------------------------------------------- */
bool *rw_old_counts(rw_arena *a, const riwaya_incident *i) {
	bool *old = RW_ARRAY(a, bool, i->n_claims);
	for (size_t k = 0; k < i->n_claims; k++) old[k] = i->claims[k].superseded_by != UINT32_MAX;
	for (size_t k = 0; k < i->n_relations; k++) {
		const riwaya_relation *r = &i->relations[k];
		if (r->type == RIWAYA_RELATION_LATER && r->on == RIWAYA_ON_FIGURE && r->a < i->n_claims) old[r->a] = true;
	}
	return old;
}

bool rw_claim_counts(const riwaya_incident *i, const bool *old, uint32_t claim) {
	if (claim >= i->n_claims || old[claim] || i->claims[claim].implied_by != UINT32_MAX) return false;
	const riwaya_claim *c = i->claims[claim].claim;
	return c->polarity == RIWAYA_POLARITY_AFFIRMED && c->modality == RIWAYA_MODALITY_ACTUAL &&
		c->scope != RIWAYA_SCOPE_INCREMENT && c->scope != RIWAYA_SCOPE_PERIOD && c->scope != RIWAYA_SCOPE_STOCK;
}

/* What the word for an order of size is coded as. */
static double coded_order(const rw_exporter *x, const riwaya_figure *f) {
	uint32_t n;
	rw_row row = rw_table_rows(x->lx, "orders", &n);
	for (uint32_t k = 0; k < n; k++) {
		double low, high, code;
		if (rw_row_number(x->lx, row + k, "low", &low) && rw_row_number(x->lx, row + k, "high", &high) &&
			rw_row_number(x->lx, row + k, "acled", &code) && fabs(low - f->low) < 0.5 && f->has_high &&
			fabs(high - f->high) < 0.5)
			return code;
	}
	return f->low;
}

typedef struct estimate {
	double least, low, high; /* high: the highest number said where there is no bound */
	double bound;            /* INFINITY where there is none */
	double said;             /* NAN where none is */
} estimate;

static bool estimate_of(const rw_exporter *x, const riwaya_figure *f, estimate *out) {
	if (f->qualifier == RIWAYA_QUALIFIER_NONE || (!f->has_low && !f->has_value)) return false;
	*out = (estimate){.said = f->has_value ? f->value : NAN};
	out->low = f->has_low ? f->low : 0;
	/* "Less than 50" says no least number: it bounds what others say and is none of its own. */
	if (!f->has_low) return false;
	out->high = f->has_high ? f->high : f->has_value && f->value > f->low ? f->value : f->low;
	out->bound = f->has_high ? f->high : INFINITY;
	out->least = f->qualifier == RIWAYA_QUALIFIER_ORDER ? coded_order(x, f) : f->has_value ? f->value : f->low;
	return true;
}

/* --- several claims ------------------------------------------------------------------------------------------------------------ */
typedef struct gathering {
	rw_toll t;
	double common_low, common_high, said;
	bool any_said;
} gathering;

static void gather(gathering *g, const estimate *e) {
	if (!g->t.has) {
		g->t = (rw_toll){.told = true, .has = true, .least = e->least, .low = e->low, .high = e->high};
		g->common_low = e->low;
		g->common_high = e->bound;
	}
	g->t.least = fmin(g->t.least, e->least);
	g->t.low = fmin(g->t.low, e->low);
	g->t.high = fmax(g->t.high, e->high);
	g->common_low = fmax(g->common_low, e->low);
	g->common_high = fmin(g->common_high, e->bound);
}

/* Of numbers said the lowest that all accounts allow. */
static void gather_said(gathering *g, const estimate *e) {
	if (isnan(e->said) || e->said < g->common_low || e->said > g->common_high) return;
	if (!g->any_said || e->said < g->said) g->said = e->said;
	g->any_said = true;
}

static void settle(gathering *g) {
	if (!g->t.has) return;
	g->t.disputed = g->common_low > g->common_high;
	g->t.best = g->t.disputed ? g->t.low : g->any_said ? g->said : g->common_low;
}

static bool of_people(const riwaya_line *l, rw_slice family) {
	return rw_slice_eq(l->family, family) && (!l->unit.n || rw_slice_eqz(l->unit, "person")) &&
		(l->scope == RIWAYA_SCOPE_EVENT || l->scope == RIWAYA_SCOPE_TOTAL || l->scope == RIWAYA_SCOPE_NONE);
}

/* `floor`: accounts that leave no room for it are left aside. */
static rw_toll line_toll(
	const rw_exporter *x, const riwaya_incident *i, const riwaya_line *l, const bool *old, bool parts, double floor) {
	gathering g = {0};
	bool told = false;
	for (unsigned pass = 0; pass < 2; pass++) {
		for (size_t k = 0; k < l->n_claims; k++) {
			const riwaya_claim *c;
			estimate e;
			if (!rw_claim_counts(i, old, l->claims[k])) continue;
			c = i->claims[l->claims[k]].claim;
			told = true;
			if ((!parts && c->part_of.n) || !estimate_of(x, &c->figure, &e) || e.bound < floor) continue;
			e.least = fmax(e.least, floor);
			e.low = fmax(e.low, floor);
			e.high = fmax(e.high, floor);
			if (pass == 0)
				gather(&g, &e);
			else
				gather_said(&g, &e);
		}
	}
	settle(&g);
	g.t.told = told;
	return g.t;
}

/* The larger of two counts of people who may be the same. */
static rw_toll larger(rw_toll a, rw_toll b) {
	rw_toll t = a.has ? a : b;
	if (a.has && b.has) {
		/* A dispute over the smaller one changes nothing. */
		const rw_toll *more = b.high > a.high ? &b : &a;
		t.least = fmax(a.least, b.least);
		t.low = fmax(a.low, b.low);
		t.high = more->high;
		t.best = fmax(a.best, b.best);
		t.disputed = more->disputed;
		t.summed = more->summed;
	}
	t.told = a.told || b.told;
	return t;
}

/* The sum of two counts of people who can't be the same. */
static rw_toll sum(rw_toll a, rw_toll b) {
	rw_toll t = a.has ? a : b;
	if (a.has && b.has) {
		t.least = a.least + b.least;
		t.low = a.low + b.low;
		t.high = a.high + b.high;
		t.best = a.best + b.best;
		t.summed = true;
	}
	t.told = a.told || b.told;
	t.disputed = a.disputed || b.disputed;
	return t;
}

static rw_toll *of_side(rw_tolls *t, rw_slice root) {
	for (size_t k = 0; k < t->n_sides; k++)
		if (rw_slice_eq(t->side[k].actor, root)) return &t->side[k].toll;
	if (t->n_sides == RW_TOLL_GROUPS) return NULL;
	t->side[t->n_sides].actor = root;
	return &t->side[t->n_sides++].toll;
}

static bool in_part_of_place(const riwaya_line *l) { return l->place.n || l->place_text.n; }

void rw_tolls_of(rw_exporter *x, const riwaya_incident *i, const char *name, rw_tolls *out) {
	rw_slice family = rw_slice_z(name);
	const bool *old = rw_old_counts(x->a, i);
	rw_toll children = {0}, women = {0}, others = {0}, wide = {0}, nobody = {0}, local = {0};
	double floor = 0;
	*out = (rw_tolls){0};
	for (size_t k = 0; k < i->n_lines; k++) {
		const riwaya_line *l = &i->lines[k];
		if (!of_people(l, family)) continue;
		rw_toll t = line_toll(x, i, l, old, false, 0);
		rw_slice role = rw_slice_eqz(l->patient_role, "victim") ? RW_NONE : l->patient_role;
		rw_bearing b = rw_role_bearing(x->lx, role);
		bool armed = rw_actor_armed(x->lx, l->patient_actor);
		out->all.told = out->all.told || t.told;
		if (!role.n && !l->patient_actor.n) {
			if (in_part_of_place(l)) local = larger(local, t);
			continue;
		}
		if (t.has) floor = fmax(floor, t.low);
		rw_slice class = rw_role_code(x->lx, role, "airwars");
		if (b == RW_COMBAT || (b == RW_OPEN && armed)) {
			rw_toll *s = of_side(out, armed ? rw_actor_root(x, l->patient_actor) : RW_NONE);
			if (s) *s = larger(*s, t);
		} else if (b == RW_CIVIL && rw_slice_eqz(class, "children")) {
			children = larger(children, t);
		} else if (b == RW_CIVIL && rw_slice_eqz(class, "women")) {
			women = larger(women, t);
		} else if (b == RW_CIVIL && rw_slice_eqz(class, "civilian_non_combatants")) {
			wide = larger(wide, t);
		} else if (b == RW_CIVIL) {
			others = larger(others, t);
		} else {
			nobody = larger(nobody, t);
		}
	}
	out->civilians = larger(wide, sum(sum(children, women), others));
	rw_toll unknown = {0};
	for (size_t k = 0; k < out->n_sides; k++) {
		if (out->side[k].actor.n)
			out->fighters = sum(out->fighters, out->side[k].toll);
		else
			unknown = out->side[k].toll;
	}
	/* Fighters of nobody named may be those of a side that is. */
	out->fighters = larger(out->fighters, unknown);
	bool told = out->all.told;
	rw_toll whole = {0};
	for (size_t k = 0; k < i->n_lines; k++) {
		const riwaya_line *l = &i->lines[k];
		bool general = !l->patient_actor.n && (!l->patient_role.n || rw_slice_eqz(l->patient_role, "victim"));
		if (!of_people(l, family) || !general || in_part_of_place(l)) continue;
		whole = larger(whole, line_toll(x, i, l, old, false, floor));
	}
	/* "Men", "detainees": may be any of those named otherwise. */
	if (!whole.has) whole = larger(larger(sum(out->civilians, out->fighters), nobody), local);
	out->all = whole;
	out->all.told = told;
}

rw_toll rw_toll_of_side(const rw_tolls *t, rw_slice actor) {
	for (size_t k = 0; k < t->n_sides; k++)
		if (actor.n && rw_slice_eq(t->side[k].actor, actor)) return t->side[k].toll;
	return (rw_toll){0};
}

rw_toll rw_toll_of_class(rw_exporter *x, const riwaya_incident *i, const char *family, const char *airwars) {
	rw_toll all = {0};
	const bool *old = rw_old_counts(x->a, i);
	for (size_t k = 0; k < i->n_lines; k++) {
		const riwaya_line *l = &i->lines[k];
		if (!of_people(l, rw_slice_z(family)) || !rw_slice_eqz(rw_role_code(x->lx, l->patient_role, "airwars"), airwars))
			continue;
		all = larger(all, line_toll(x, i, l, old, true, 0));
	}
	return all;
}
