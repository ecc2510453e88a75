/* origin.c: the claims of an incident, and the first links of their chains: who is behind what. */
#include "mention/calendar.h"
#include "reconcile/ledger.h"
#include <math.h>
#include <stdlib.h>

int rw_told_order(riwaya_when a, riwaya_when b) {
	if (a.precision == RIWAYA_PRECISION_NONE || b.precision == RIWAYA_PRECISION_NONE) return 0;
	return a.to < b.from ? -1 : b.to < a.from ? 1 : 0;
}

/* --- origins ------------------------------------------------------------------------------------------------- */
static rw_slice outlet_key(rw_draft *l, const rw_known *k) {
	if (k->report->outlet_id.n) return k->report->outlet_id;
	rw_slice name = rw_name_key(l->f, l->a, k->report->outlet_name);
	return name.n ? name : k->report->id;
}

/* What makes two first links the same speaker. A party that speaks as itself, and its media office, are one each whatever they are
 * called; people and bodies with a name are their name; the unnamed are one for each outlet and wording. */
static rw_slice origin_key(rw_draft *l, const rw_known *k, const riwaya_claim *c, bool *anonymous, bool *own) {
	*anonymous = *own = false;
	rw_slice outlet = outlet_key(l, k);
	if (!c->n_chain) {
		*own = true;
		return rw_arena_printf(l->a, "outlet\t" RW_FMT, RW_ARG(outlet));
	}
	const riwaya_link *first = &c->chain[0];
	rw_slice name = rw_name_key(l->f, l->a, first->name);
	bool publisher =
		first->kind == RIWAYA_LINK_OUTLET || first->kind == RIWAYA_LINK_AGENCY || first->kind == RIWAYA_LINK_MONITOR;
	if (c->n_chain == 1 && (publisher || first->kind == RIWAYA_LINK_NONE || first->kind == RIWAYA_LINK_PARTY_MEDIA)) {
		*own = true;
		return rw_arena_printf(l->a, "outlet\t" RW_FMT, RW_ARG(outlet));
	}
	if (publisher) {
		/* an outlet that is quoted and also publishes here is one origin */
		if (rw_slice_eq(name, rw_name_key(l->f, l->a, k->report->outlet_name)))
			return rw_arena_printf(l->a, "outlet\t" RW_FMT, RW_ARG(outlet));
		return rw_arena_printf(l->a, "name\t" RW_FMT, RW_ARG(name));
	}
	if (first->actor.n && (first->kind == RIWAYA_LINK_PARTY || first->kind == RIWAYA_LINK_PARTY_MEDIA))
		return rw_arena_printf(l->a, "%s\t" RW_FMT, riwaya_link_kind_word(first->kind), RW_ARG(first->actor));
	if (first->named && name.n) return rw_arena_printf(l->a, "name\t" RW_FMT, RW_ARG(name));
	*anonymous = true;
	return rw_arena_printf(
		l->a, "unnamed\t" RW_FMT "\t" RW_FMT "\t" RW_FMT, RW_ARG(outlet), RW_ARG(first->actor), RW_ARG(name));
}

/* Outlets that publish here are found by the name under which others quote them. */
static void name_outlets(rw_draft *l, rw_map *published) {
	for (size_t i = 0; i < l->cluster->n_members; i++) {
		const rw_known *k = &l->known[l->cluster->members[i].report];
		rw_slice name = rw_name_key(l->f, l->a, k->report->outlet_name);
		if (!name.n) continue;
		bool fresh;
		uint32_t *at = rw_map_put(published, rw_arena_printf(l->a, "name\t" RW_FMT, RW_ARG(name)), &fresh);
		if (fresh) *at = l->cluster->members[i].report;
	}
}

static uint32_t origin_of(
	rw_draft *l, rw_map *of_key, rw_map *published, const rw_known *k, const riwaya_claim *c, bool *own) {
	bool anonymous, fresh;
	rw_slice key = origin_key(l, k, c, &anonymous, own);
	uint32_t publisher = rw_map_get(published, key);
	if (publisher != UINT32_MAX)
		key = rw_arena_printf(l->a, "outlet\t" RW_FMT, RW_ARG(outlet_key(l, &l->known[publisher])));
	uint32_t *at = rw_map_put(of_key, key, &fresh);
	if (!fresh) return *at;
	riwaya_origin o = {.name = k->report->outlet_name, .kind = RIWAYA_LINK_OUTLET, .anonymous = anonymous};
	if (c->n_chain) {
		o.name = c->chain[0].name;
		o.kind = c->chain[0].kind;
		o.party = c->chain[0].actor;
	}
	*at = (uint32_t)l->origins.n;
	uint32_t made = *at;
	rw_vec_push(l->a, &l->origins, o);
	return made;
}

/* --- claims -------------------------------------------------------------------------------------------------- */
static void bounds_of(rw_entry *e) {
	const riwaya_figure *g = &e->out.claim->figure;
	e->low = g->has_low ? g->low : 0;
	e->high = g->has_high ? g->high : INFINITY;
	if (g->qualifier == RIWAYA_QUALIFIER_MORE_THAN && g->has_low) e->low += 1;
	if (g->qualifier == RIWAYA_QUALIFIER_LESS_THAN && g->has_high) e->high -= 1;
	if (isnan(e->low)) e->low = 0;
	if (isnan(e->high)) e->high = INFINITY;
	e->bounded = (g->has_low || g->has_high) && e->low <= e->high;
	e->precise = e->bounded && g->qualifier != RIWAYA_QUALIFIER_ORDER && g->qualifier != RIWAYA_QUALIFIER_SOME &&
		g->qualifier != RIWAYA_QUALIFIER_ALL;
}

/* Words alone that hold a name of the incident's place or lie in one: the same place in other words. */
static bool words_of_main(rw_draft *l, const rw_site *s) {
	if (rw_site_same_words(l->f, l->cluster->site, (uint32_t)(s - l->f->sites.p))) return true;
	for (uint32_t m = l->cluster->site; m != RW_NO; m = l->f->sites.p[m].parent) {
		const rw_site *at = &l->f->sites.p[m];
		if (at->level < RW_LEVEL_TOWN) break;
		rw_slice forms = at->row ? rw_row_get(l->f->lx, at->row, "forms") : at->text;
		while (forms.p) {
			rw_slice name = rw_name_key(l->f, l->a, rw_slice_cut(&forms, '|'));
			if (name.n && rw_slice_find(s->words, name, 0) != SIZE_MAX) return true;
		}
	}
	return false;
}

static bool is_local(rw_draft *l, const rw_entry *e) {
	if (!e->own_place || e->site == RW_NO || l->cluster->site == RW_NO) return false;
	const rw_site *s = &l->f->sites.p[e->site];
	if (rw_site_nested(l->f, e->site, l->cluster->site)) return false;
	if (!s->id.n) return !words_of_main(l, s);
	return s->level >= RW_LEVEL_TOWN && !rw_site_nested(l->f, e->site, l->cluster->site);
}

/* Where a report's title and its first words place what they tell: as that report has it, that is where the incident was. */
static void leads_of(const rw_draft *l, size_t from, uint32_t leads[2]) {
	uint32_t start = UINT32_MAX;
	leads[0] = leads[1] = RW_NO;
	for (size_t i = from; i < l->claims.n; i++) {
		const rw_entry *e = &l->claims.p[i];
		const riwaya_span *s = &e->out.claim->span;
		if (!e->own_place || e->out.claim->modality == RIWAYA_MODALITY_BACKGROUND) continue;
		if (s->field == RIWAYA_FIELD_TITLE && leads[0] == RW_NO) leads[0] = e->site;
		if (s->field == RIWAYA_FIELD_TEXT && s->start < start) leads[1] = e->site, start = (uint32_t)s->start;
	}
}

/* Words that no table knows, and names wider than a town, tell nothing apart from the incident's place where the report leads
 * with them; two known towns are two places whoever leads with them, but an unknown place may lie in a known one. */
static bool at_lead(const rw_draft *l, const rw_entry *e, const uint32_t leads[2]) {
	for (size_t i = 0; i < 2; i++) {
		if (leads[i] == RW_NO) continue;
		const rw_site *s = &l->f->sites.p[leads[i]];
		if (s->id.n && s->level >= RW_LEVEL_TOWN && l->f->sites.p[l->cluster->site].id.n) continue;
		if (e->site == leads[i] || rw_site_same_words(l->f, e->site, leads[i])) return true;
	}
	return false;
}

static int field_rank(riwaya_field f) { return f == RIWAYA_FIELD_TEXT ? 0 : f == RIWAYA_FIELD_TITLE ? 1 : 2; }

/* Order of telling, then of reports and of words; the body before the title, which only sums it up. */
static int by_telling(const void *pa, const void *pb) {
	const rw_entry *a = pa, *b = pb;
	bool ka = a->told.precision != RIWAYA_PRECISION_NONE, kb = b->told.precision != RIWAYA_PRECISION_NONE;
	if (ka != kb) return ka ? -1 : 1;
	if (ka && a->told.from != b->told.from) return a->told.from < b->told.from ? -1 : 1;
	if (a->out.report != b->out.report) return a->out.report < b->out.report ? -1 : 1;
	int fa = field_rank(a->out.claim->span.field), fb = field_rank(b->out.claim->span.field);
	if (fa != fb) return fa - fb;
	if (a->out.claim->span.start != b->out.claim->span.start)
		return a->out.claim->span.start < b->out.claim->span.start ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

static bool same_figure(const riwaya_figure *a, const riwaya_figure *b) {
	return a->qualifier == b->qualifier && a->has_low == b->has_low && a->has_high == b->has_high &&
		(!a->has_low || a->low == b->low) && (!a->has_high || a->high == b->high);
}

static bool says_but_number(const rw_entry *a, const rw_entry *b) {
	const riwaya_claim *x = a->out.claim, *y = b->out.claim;
	return a->predicate == b->predicate && x->polarity == y->polarity && x->modality == y->modality &&
		(!x->patient.actor.n || !y->patient.actor.n || rw_slice_eq(x->patient.actor, y->patient.actor)) &&
		(!x->patient.role.n || !y->patient.role.n || rw_slice_eq(x->patient.role, y->patient.role)) &&
		(!x->unit.n || !y->unit.n || rw_slice_eq(x->unit, y->unit)) && !(a->local && b->local && a->site != b->site) &&
		a->local == b->local;
}

static bool says_the_same(const rw_entry *a, const rw_entry *b) {
	return says_but_number(a, b) && same_figure(&a->out.claim->figure, &b->out.claim->figure);
}

riwaya_scope_kind rw_scope_here(const rw_entry *e) {
	riwaya_scope_kind scope = e->out.claim->scope;
	return scope == RIWAYA_SCOPE_PERIOD && !e->over_time ? RIWAYA_SCOPE_EVENT : scope;
}

/* "Since dawn today", "during Friday's protests" counts what the incident did where that is the day on which it began. */
static bool over_time(const rw_draft *l, const riwaya_claim *c) {
	if (c->scope != RIWAYA_SCOPE_PERIOD) return false;
	riwaya_when of = c->scope_at, at = l->cluster->time;
	if (of.precision == RIWAYA_PRECISION_NONE || at.precision == RIWAYA_PRECISION_NONE) return true;
	return of.to - of.from > RW_DAY || rw_day_of_minute(of.from) < rw_day_of_minute(at.from) ||
		rw_day_of_minute(of.from) > rw_day_of_minute(at.to);
}

/* A title's number has no "at least" and nobody behind it, which its text has. */
static bool sums_up(const rw_entry *title, const rw_entry *text) {
	const riwaya_figure *a = &title->out.claim->figure, *b = &text->out.claim->figure;
	return (title->own_voice || title->out.origin == text->out.origin) &&
		title->out.claim->span.field == RIWAYA_FIELD_TITLE && text->out.claim->span.field == RIWAYA_FIELD_TEXT &&
		a->qualifier == RIWAYA_QUALIFIER_EXACT && a->has_value && b->has_value && a->value == b->value;
}

/* Of two claims of one report and origin that say the same, the later names the earlier. */
static void told_twice(rw_draft *l) {
	size_t n = l->claims.n;
	for (size_t i = 0; i < n; i++) {
		rw_entry *e = &l->claims.p[i];
		/* claims of one report stand together unless their times of telling part them; the look back is bounded */
		for (size_t j = i, steps = 0; j-- > 0 && steps < 64; steps++) {
			const rw_entry *x = &l->claims.p[j];
			if (x->out.report != e->out.report ||
				!((x->out.origin == e->out.origin && says_the_same(x, e)) || (sums_up(e, x) && says_but_number(x, e))))
				continue;
			e->out.told_twice = x->out.told_twice != UINT32_MAX ? x->out.told_twice : (uint32_t)j;
		}
	}
}

/* A claim whose words stand in the report that this one copies has that report's claim's origin. */
static void share_copied(rw_draft *l) {
	double share = rw_policy(l->f, "reprint.claim", 0.7);
	rw_map first = RW_MAP(l->a); /* "report predicate" -> first claim, chained */
	uint32_t *next = RW_ARRAY(l->a, uint32_t, l->claims.n);
	for (size_t i = l->claims.n; i-- > 0;) {
		rw_slice key = rw_key(l->a, RW_NUMBERS(l->claims.p[i].out.report, l->claims.p[i].predicate), NULL, 0);
		bool fresh;
		uint32_t *at = rw_map_put(&first, key, &fresh);
		next[i] = *at;
		*at = (uint32_t)i;
	}
	for (size_t i = 0; i < l->claims.n; i++) {
		rw_entry *e = &l->claims.p[i];
		const rw_copy *c = &l->copies[e->out.report];
		if (c->of == RW_NO || e->out.claim->span.field != RIWAYA_FIELD_TEXT) continue;
		if (!c->same && rw_copy_covers(c, e->out.claim->span.start, e->out.claim->span.end) < share) continue;
		uint32_t at = rw_map_get(&first, rw_key(l->a, RW_NUMBERS(c->of, e->predicate), NULL, 0));
		for (; at != UINT32_MAX; at = next[at])
			if (at != i && says_the_same(&l->claims.p[at], e)) {
				e->out.origin = l->claims.p[at].out.origin;
				e->copied = true;
				break;
			}
	}
}

/* A role told without its party gets the only party that has people of that role here. */
static void lend_actors(rw_draft *l) {
	rw_map of_role = RW_MAP(l->a);
	RW_VEC(rw_slice) actor = {0};
	RW_VEC(bool) several = {0};
	for (size_t i = 0; i < l->claims.n; i++) {
		const riwaya_claim *c = l->claims.p[i].out.claim;
		const riwaya_party *p = &c->patient;
		if (!p->role.n || !p->actor.n || c->polarity == RIWAYA_POLARITY_DENIED) continue; /* a denial has few words */
		bool fresh;
		uint32_t *at = rw_map_put(&of_role, p->role, &fresh);
		if (fresh) {
			*at = (uint32_t)actor.n;
			rw_vec_push(l->a, &actor, p->actor);
			rw_vec_push(l->a, &several, false);
		} else if (!rw_slice_eq(actor.p[*at], p->actor)) {
			several.p[*at] = true;
		}
	}
	for (size_t i = 0; i < l->claims.n; i++) {
		rw_entry *e = &l->claims.p[i];
		if (e->actor.n || !e->role.n || rw_slice_eqz(rw_role_top(l->f, e->role), "civilian")) continue;
		uint32_t at = rw_map_get(&of_role, e->role);
		if (at != UINT32_MAX && !several.p[at]) e->actor = actor.p[at];
	}
}

/* A party's people told without a role are those of the only role that others give its people of that fate: "six of the police" may
 * name no policemen. */
static void lend_roles(rw_draft *l) {
	rw_map of_actor = RW_MAP(l->a);
	RW_VEC(rw_slice) role = {0};
	for (size_t i = 0; i < 2 * l->claims.n; i++) {
		rw_entry *e = &l->claims.p[i % l->claims.n];
		bool learn = i < l->claims.n;
		if (!e->actor.n || e->out.claim->polarity == RIWAYA_POLARITY_DENIED || !e->out.claim->patient.actor.n) continue;
		rw_slice key = rw_key(l->a, RW_NUMBERS(e->predicate), &e->actor, 1);
		if (!learn) {
			uint32_t at = e->role.n ? UINT32_MAX : rw_map_get(&of_actor, key);
			if (at != UINT32_MAX) e->role = role.p[at];
			continue;
		}
		if (!e->role.n) continue;
		bool fresh;
		uint32_t *at = rw_map_put(&of_actor, key, &fresh);
		if (fresh) {
			*at = (uint32_t)role.n;
			rw_vec_push(l->a, &role, e->role);
		} else if (!rw_slice_eq(role.p[*at], e->role)) {
			role.p[*at] = RW_NONE;
		}
	}
}

void rw_make_claims(rw_draft *l) {
	rw_map of_key = RW_MAP(l->a), published = RW_MAP(l->a);
	name_outlets(l, &published);
	for (size_t m = 0; m < l->cluster->n_members; m++) {
		const rw_member *member = &l->cluster->members[m];
		const rw_known *k = &l->known[member->report];
		if (l->copies[member->report].same) continue; /* the same bytes tell nothing twice */
		size_t from = l->claims.n;
		for (size_t i = 0; i < member->n_claims; i++) {
			const riwaya_claim *c = &k->claims[member->claims[i]];
			rw_entry e = {.k = k, .index = member->claims[i], .line = RW_NO};
			e.out = (riwaya_incident_claim){.claim = c,
				.report = member->report,
				.id = c->id,
				.implied_by = UINT32_MAX,
				.superseded_by = UINT32_MAX,
				.told_twice = UINT32_MAX};
			e.predicate = rw_predicate_of(l->f, c->predicate);
			if (e.predicate == RW_NO) continue;
			e.site = rw_site_of(l->f, c->place.id, c->place.text);
			e.own_place = e.site != RW_NO && !c->place.inherited;
			e.own_time = rw_when_daily(c->time.at) && !c->time.inherited;
			e.told = rw_told(k, c);
			e.actor = c->patient.actor;
			e.role = c->patient.role;
			if (!e.actor.n && !e.role.n && c->counts == RIWAYA_COUNTS_AGENT)
				e.actor = c->agent.actor, e.role = c->agent.role;
			e.over_time = over_time(l, c);
			e.part = c->part_of.n > 0;
			bounds_of(&e);
			e.out.origin = origin_of(l, &of_key, &published, k, c, &e.own_voice);
			rw_vec_push(l->a, &l->claims, e);
		}
		uint32_t leads[2];
		leads_of(l, from, leads);
		for (size_t i = from; i < l->claims.n; i++) {
			rw_entry *e = &l->claims.p[i];
			e->local = is_local(l, e) && !at_lead(l, e, leads);
		}
	}
	if (l->claims.n) qsort(l->claims.p, l->claims.n, sizeof *l->claims.p, by_telling);
	l->n_stated = l->claims.n;
	told_twice(l);
	share_copied(l);
	lend_actors(l);
	lend_roles(l);
}
