/* thread.c: what a report tells, as grouping sees it: its threads of claims with place, time, acts and particulars. */
#include "group/group.h"
#include "mention/calendar.h"
#include <stdlib.h>

bool rw_when_daily(riwaya_when w) {
	return w.precision >= RIWAYA_PRECISION_MINUTE && w.precision <= RIWAYA_PRECISION_DAY && w.from <= w.to;
}

riwaya_when rw_told(const rw_known *k, const riwaya_claim *c) {
	return c->told.precision != RIWAYA_PRECISION_NONE ? c->told : k->report->published.at;
}

enum { LEAD_BYTES = 600, NEWS_DAYS = 10 };

typedef struct place_score {
	uint32_t site;
	double own, all;
	uint32_t first; /* order of first naming */
} place_score;

typedef struct places {
	place_score p[RW_GROUP_SITES];
	size_t n;
} places;

static void add_place(places *ps, uint32_t site, double score) {
	if (site == RW_NO) return;
	for (size_t i = 0; i < ps->n; i++)
		if (ps->p[i].site == site) {
			ps->p[i].own += score;
			return;
		}
	if (ps->n < RW_GROUP_SITES) {
		ps->p[ps->n] = (place_score){site, score, 0, (uint32_t)ps->n};
		ps->n++;
	}
}

/* Where the report's news happened: the place that its claims, its title and its lead name most; a place gathers half of what
 * speaks for the places around it, so that a prison named four times stands before its city named six times. */
static uint32_t main_place(const rw_facts *f, places *ps) {
	uint32_t best = RW_NO;
	double best_score = 0;
	for (size_t i = 0; i < ps->n; i++) {
		double all = ps->p[i].own;
		for (size_t j = 0; j < ps->n; j++)
			if (j != i && rw_site_within(f, ps->p[i].site, ps->p[j].site)) all += ps->p[j].own / 2;
		rw_level level = f->sites.p[ps->p[i].site].level;
		if (level <= RW_LEVEL_COUNTRY)
			all /= 8;
		else if (level <= RW_LEVEL_REGION)
			all /= 2;
		if (rw_site_region(f, ps->p[i].site) == RW_NO) all *= 0.6; /* words alone may be no place at all */
		ps->p[i].all = all;
		if (all > best_score) {
			best_score = all;
			best = ps->p[i].site;
		}
	}
	return best;
}

static void gather_places(rw_facts *f, const rw_known *k, places *ps) {
	for (size_t i = 0; i < k->n_mentions; i++) {
		const riwaya_mention *m = &k->mentions[i];
		if (!rw_slice_eqz(m->layer, "places") || !m->id.n) continue;
		double score = m->span.field == RIWAYA_FIELD_TITLE                     ? 3
			: m->span.field == RIWAYA_FIELD_TEXT && m->span.start < LEAD_BYTES ? 1
																			   : 0.25;
		add_place(ps, rw_site_of(f, m->id, m->text), score);
	}
	for (size_t i = 0; i < k->n_claims; i++) {
		const riwaya_claim *c = &k->claims[i];
		if (c->modality == RIWAYA_MODALITY_BACKGROUND) continue;
		add_place(ps, rw_site_of(f, c->place.id, c->place.text), c->place.inherited ? 1 : 2);
	}
}

static int by_number(const void *pa, const void *pb) {
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	return (a > b) - (a < b);
}

static void gather_actors(rw_facts *f, rw_arena *a, const rw_known *k, rw_thread *t) {
	RW_VEC(uint32_t) all = {0};
	for (size_t i = 0; i < t->n_claims; i++) {
		const riwaya_claim *c = &k->claims[t->claims[i]];
		if (c->patient.actor.n) rw_vec_push(a, &all, rw_party_of(f, c->patient.actor));
		if (c->agent.actor.n) rw_vec_push(a, &all, rw_party_of(f, c->agent.actor));
	}
	if (t->main)
		for (size_t i = 0; i < k->n_mentions; i++)
			if (rw_slice_eqz(k->mentions[i].layer, "actors") && k->mentions[i].id.n)
				rw_vec_push(a, &all, rw_party_of(f, k->mentions[i].id));
	if (all.n) qsort(all.p, all.n, sizeof *all.p, by_number);
	t->actors = all.p;
	for (size_t i = 0; i < all.n; i++)
		if (!t->n_actors || all.p[t->n_actors - 1] != all.p[i]) all.p[t->n_actors++] = all.p[i];
}

static bool bounded(const riwaya_figure *g) { return g->has_low || g->has_high; }

static void gather_particulars(rw_facts *f, rw_arena *a, const rw_known *k, rw_thread *t) {
	RW_VEC(rw_particular) all = {0};
	for (size_t i = 0; i < t->n_claims && all.n < RW_GROUP_PARTICULARS; i++) {
		const riwaya_claim *c = &k->claims[t->claims[i]];
		uint32_t p = rw_predicate_of(f, c->predicate);
		if (p == RW_NO || c->modality == RIWAYA_MODALITY_BACKGROUND) continue;
		if (c->modality == RIWAYA_MODALITY_ACTUAL && c->polarity == RIWAYA_POLARITY_AFFIRMED) rw_set_add(&t->acts, p);
		rw_set_add(&t->named, p);
		rw_set_add(&t->told, p);
		rw_particular x = {.predicate = p, .claim = c};
		x.actor = rw_party_of(f, c->patient.actor), x.agent = rw_party_of(f, c->agent.actor);
		x.low = c->figure.low, x.high = c->figure.high, x.has_low = c->figure.has_low, x.has_high = c->figure.has_high;
		x.precise = c->figure.has_value && bounded(&c->figure) && c->figure.qualifier != RIWAYA_QUALIFIER_ORDER;
		x.site = rw_site_of(f, c->place.id, c->place.text);
		for (size_t j = 0; j < all.n && !x.again; j++) x.again = rw_same_particular(f, &all.p[j], &x);
		rw_vec_push(a, &all, x);
	}
	t->particulars = all.p;
	t->n_particulars = all.n;
	if (t->main)
		for (size_t i = 0; i < k->n_mentions; i++) {
			if (!rw_slice_eqz(k->mentions[i].layer, "predicates")) continue;
			uint32_t p = rw_predicate_of(f, k->mentions[i].id);
			if (p != RW_NO) rw_set_add(&t->named, p);
		}
	bool lasting = false;
	for (uint32_t p = 0; p < f->predicates.n; p++) {
		const rw_predicate *x = &f->predicates.p[p];
		if (!x->assault) continue;
		if (rw_set_has(&t->named, p)) rw_set_add(&t->kinds_named, x->kind);
		if (!rw_set_has(&t->acts, p)) continue;
		rw_set_add(&t->kinds, x->kind);
		lasting |= !x->sudden;
	}
	t->sudden = !lasting && !rw_set_empty(&t->kinds);
}

/* When: the hull of what the claims say of their own time, kept to the days before publication that news tells of; else the day
 * before publication and that day. Without publication only times that the words give count. */
static void gather_time(const rw_known *k, rw_thread *t) {
	riwaya_when at = k->report->published.at;
	bool published = at.precision != RIWAYA_PRECISION_NONE && at.precision <= RIWAYA_PRECISION_DAY;
	bool any = false;
	for (size_t i = 0; i < t->n_claims; i++) {
		const riwaya_claim *c = &k->claims[t->claims[i]];
		if (c->modality == RIWAYA_MODALITY_BACKGROUND || c->modality == RIWAYA_MODALITY_PLANNED || c->time.inherited)
			continue;
		if (!rw_when_daily(c->time.at)) continue;
		if (published && (c->time.at.from < at.from - NEWS_DAYS * RW_DAY || c->time.at.from > at.to + RW_DAY)) continue;
		if (!any || c->time.at.from < t->from) t->from = c->time.at.from;
		if (!any || c->time.at.to > t->to) t->to = c->time.at.to;
		any = true;
	}
	/* words alone date a report only when they agree among themselves */
	if (any && !published && t->to - t->from > NEWS_DAYS * RW_DAY) any = false;
	t->told_time = any;
	t->dated = any || published;
	if (!any && published) {
		t->from = at.from - RW_DAY;
		t->to = at.to;
	}
}

static void finish(rw_facts *f, rw_arena *a, const rw_known *k, rw_thread *t) {
	t->town = rw_site_town(f, t->site);
	t->region = rw_site_region(f, t->site);
	for (size_t i = 0; i < t->n_sites && t->main && t->region == RW_NO; i++) t->region = rw_site_region(f, t->sites[i]);
	gather_actors(f, a, k, t);
	gather_particulars(f, a, k, t);
	gather_time(k, t);
	t->background = t->n_claims > 0;
	for (size_t i = 0; i < t->n_claims; i++)
		if (k->claims[t->claims[i]].modality != RIWAYA_MODALITY_BACKGROUND) t->background = false;
}

void rw_threads_of(rw_facts *f, rw_arena *a, const rw_known *known, uint32_t report, rw_threads *out) {
	const rw_known *k = &known[report];
	places ps = {.n = 0};
	gather_places(f, k, &ps);
	rw_thread t = {.report = report, .main = true, .site = main_place(f, &ps)};
	uint32_t *sites = RW_ARRAY(a, uint32_t, ps.n);
	for (size_t i = 0; i < ps.n; i++) sites[i] = ps.p[i].site;
	t.sites = sites;
	t.n_sites = ps.n;

	/* claims placed by name in another town are a thread of that town */
	uint32_t home = rw_site_town(f, t.site);
	uint32_t *town_of = RW_ARRAY(a, uint32_t, k->n_claims);
	uint32_t *mine = RW_ARRAY(a, uint32_t, k->n_claims);
	uint32_t towns[RW_GROUP_SITES];
	size_t n_towns = 0, n_mine = 0;
	for (size_t i = 0; i < k->n_claims; i++) {
		const riwaya_claim *c = &k->claims[i];
		town_of[i] = RW_NO;
		uint32_t site = rw_site_of(f, c->place.id, c->place.text), town = rw_site_town(f, site);
		bool elsewhere = !c->place.inherited && town != RW_NO && home != RW_NO && f->sites.p[town].id.n &&
			f->sites.p[home].id.n && f->sites.p[town].level >= RW_LEVEL_TOWN && !rw_site_nested(f, town, home) &&
			!rw_site_nested(f, site, t.site);
		if (elsewhere) {
			size_t j = 0;
			while (j < n_towns && towns[j] != town) j++;
			if (j == n_towns && n_towns < RW_GROUP_SITES) towns[n_towns++] = town;
			if (j < n_towns) town_of[i] = town;
		}
		if (town_of[i] == RW_NO) mine[n_mine++] = (uint32_t)i;
	}
	t.claims = mine;
	t.n_claims = n_mine;
	finish(f, a, k, &t);
	if (t.n_claims == k->n_claims) t.background = t.background && k->n_claims > 0;
	rw_vec_push(a, out, t);
	for (size_t j = 0; j < n_towns; j++) {
		rw_thread other = {
			.report = report, .number = (uint32_t)j + 1, .site = towns[j], .sites = t.sites, .n_sites = t.n_sites};
		uint32_t *claims = RW_ARRAY(a, uint32_t, k->n_claims);
		size_t n = 0, strong = 0;
		for (size_t i = 0; i < k->n_claims; i++) {
			if (town_of[i] != towns[j]) continue;
			claims[n++] = (uint32_t)i;
			const riwaya_claim *c = &k->claims[i];
			strong +=
				c->modality == RIWAYA_MODALITY_ACTUAL && c->polarity == RIWAYA_POLARITY_AFFIRMED && bounded(&c->figure);
		}
		other.claims = claims;
		other.n_claims = n;
		finish(f, a, k, &other);
		other.weak = (double)strong < rw_policy(f, "group.round_up", 4);
		rw_vec_push(a, out, other);
	}
}
