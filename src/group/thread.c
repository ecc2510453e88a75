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

enum { LEAD_BYTES = 600, NEWS_DAYS = 10, PAST_DAYS = 8 /* long past, of one town in a report */ };

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

static uint32_t town_named(const rw_facts *f, const places *ps) {
	uint32_t best = RW_NO;
	double most = 0;
	for (size_t i = 0; i < ps->n; i++) {
		const rw_site *s = &f->sites.p[ps->p[i].site];
		if (!s->id.n || (s->level != RW_LEVEL_TOWN && s->level != RW_LEVEL_DISTRICT) || ps->p[i].own <= most) continue;
		best = ps->p[i].site;
		most = ps->p[i].own;
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
		uint32_t site = rw_site_of(f, c->place.id, c->place.text);
		/* hospitals are where the dead and the wounded of some other place are brought */
		bool brought = site != RW_NO && rw_site_is(f, site, "hospital");
		add_place(ps, site, brought ? 0.25 : c->place.inherited ? 1 : 2);
	}
}

static int by_number(const void *pa, const void *pb) {
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	return (a > b) - (a < b);
}

size_t rw_each_once(uint32_t *p, size_t n) {
	size_t kept = 0;
	if (n) qsort(p, n, sizeof *p, by_number);
	for (size_t i = 0; i < n; i++)
		if (!kept || p[kept - 1] != p[i]) p[kept++] = p[i];
	return kept;
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
	t->actors = all.p;
	t->n_actors = rw_each_once(all.p, all.n);
}

static bool bounded(const riwaya_figure *g) { return g->has_low || g->has_high; }

static void gather_particulars(rw_facts *f, rw_arena *a, const rw_known *k, rw_thread *t) {
	RW_VEC(rw_particular) all = {0};
	for (size_t i = 0; i < t->n_claims && all.n < RW_GROUP_PARTICULARS; i++) {
		const riwaya_claim *c = &k->claims[t->claims[i]];
		uint32_t p = rw_predicate_of(f, c->predicate);
		bool background = c->modality == RIWAYA_MODALITY_BACKGROUND;
		if (p == RW_NO || (background && !t->retells)) continue;
		if ((background || c->modality == RIWAYA_MODALITY_ACTUAL) && c->polarity == RIWAYA_POLARITY_AFFIRMED)
			rw_set_add(&t->acts, p);
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
	t->by_predicate = RW_ARRAY(a, uint32_t, all.n);
	t->agents = RW_ARRAY(a, uint32_t, all.n);
	for (size_t i = 0; i < all.n; i++) {
		t->by_predicate[i] = all.p[i].predicate << 16 | (uint32_t)i;
		if (all.p[i].agent != RW_NO && f->predicates.p[all.p[i].predicate].assault)
			t->agents[t->n_agents++] = all.p[i].agent;
	}
	if (all.n) qsort(t->by_predicate, all.n, sizeof *t->by_predicate, by_number);
	t->n_agents = rw_each_once(t->agents, t->n_agents);
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

static bool published_to_the_day(const riwaya_report *r) {
	riwaya_precision p = r->published.at.precision;
	return p != RIWAYA_PRECISION_NONE && p <= RIWAYA_PRECISION_DAY;
}

/* A claim of what was over before the days that news tells of. */
static bool long_past(const riwaya_report *r, const riwaya_claim *c) {
	return c->time.at.precision != RIWAYA_PRECISION_NONE && c->time.at.to < r->published.at.from - NEWS_DAYS * RW_DAY;
}

/* A happening of a day long past, in words of its own; a sum over a period is none. */
static bool past_day(const riwaya_report *r, const riwaya_claim *c) {
	return !c->time.inherited && c->scope != RIWAYA_SCOPE_PERIOD && rw_when_daily(c->time.at) && long_past(r, c);
}

/* An act named without a time (a title's "the shelling of X"), where the same is told of a day long past, is that one. */
static bool named_again(const rw_known *k, const rw_thread *t, const riwaya_claim *c) {
	if (c->time.at.precision != RIWAYA_PRECISION_NONE) return false;
	for (size_t i = 0; i < t->n_claims; i++) {
		const riwaya_claim *d = &k->claims[t->claims[i]];
		if (!past_day(k->report, d) || !rw_slice_eq(c->predicate, d->predicate)) continue;
		if (!bounded(&c->figure) || (bounded(&d->figure) && c->figure.low == d->figure.low)) return true;
	}
	return false;
}

/* Something that a thread holds to have happened may be news. */
static bool tells_news(const rw_known *k, const rw_thread *t) {
	for (size_t i = 0; i < t->n_claims; i++) {
		const riwaya_claim *c = &k->claims[t->claims[i]];
		if (c->modality == RIWAYA_MODALITY_ACTUAL && !long_past(k->report, c) && !named_again(k, t, c)) return true;
	}
	return false;
}

static bool times_meet(riwaya_when a, riwaya_when b) { return a.from <= b.to && b.from <= a.to; }

/* The day long past that most claims of a thread name, the first of several. */
static const riwaya_claim *most_told_day(const rw_known *k, const rw_thread *t) {
	const riwaya_claim *best = NULL;
	size_t best_n = 0;
	for (size_t i = 0; i < t->n_claims; i++) {
		const riwaya_claim *c = &k->claims[t->claims[i]];
		bool held = c->modality == RIWAYA_MODALITY_ACTUAL || c->modality == RIWAYA_MODALITY_BACKGROUND;
		if (!held || !past_day(k->report, c)) continue;
		size_t n = 0;
		for (size_t j = 0; j < t->n_claims; j++) {
			const riwaya_claim *d = &k->claims[t->claims[j]];
			n += past_day(k->report, d) && d->time.at.from == c->time.at.from && d->time.at.to == c->time.at.to;
		}
		if (n > best_n || (n == best_n && c->time.at.from < best->time.at.from)) best = c, best_n = n;
	}
	return best;
}

/* A thread retells (an anniversary, a trial, a month as a group for rights reports it) where none of what it holds to have happened is
 * news, and it names a day long past: its time is that day, with what meets it. What it tells of other such days, or a thread of news of
 * any, is a thread of its own. */
static void part_days(rw_arena *a, const rw_known *k, rw_thread *t, rw_threads *past) {
	if (!published_to_the_day(k->report)) return;
	bool news = tells_news(k, t);
	uint32_t *own = RW_ARRAY(a, uint32_t, t->n_claims);
	size_t n_own = 0;
	const riwaya_claim *day;
	for (size_t days = 0; days < PAST_DAYS && (day = most_told_day(k, t)) != NULL; days++) {
		uint32_t *of_day = RW_ARRAY(a, uint32_t, t->n_claims), *rest = RW_ARRAY(a, uint32_t, t->n_claims);
		size_t n = 0, n_rest = 0;
		int64_t from = day->time.at.from, to = day->time.at.to;
		for (size_t i = 0; i < t->n_claims; i++) {
			const riwaya_claim *c = &k->claims[t->claims[i]];
			bool in = rw_when_daily(c->time.at) && long_past(k->report, c) && times_meet(c->time.at, day->time.at);
			if (in && c->time.at.from < from) from = c->time.at.from;
			if (in && c->time.at.to > to) to = c->time.at.to;
			if (in)
				of_day[n++] = t->claims[i];
			else
				rest[n_rest++] = t->claims[i];
		}
		t->claims = rest, t->n_claims = n_rest;
		rw_thread *x = t;
		if (news || days > 0) {
			rw_vec_push(a, past,
				(rw_thread){
					.report = t->report, .site = t->site, .around = t->around, .sites = t->sites, .n_sites = t->n_sites});
			x = &past->p[past->n - 1];
			x->claims = of_day, x->n_claims = n;
			x->weak = true;
		} else if (n) {
			memcpy(own, of_day, n * sizeof *own);
			n_own = n;
		}
		x->retells = x->dated = x->told_time = true;
		x->from = from, x->to = to;
	}
	if (!n_own) return;
	/* what has no day of its own is of the first */
	if (t->n_claims) memcpy(own + n_own, t->claims, t->n_claims * sizeof *own);
	t->n_claims += n_own;
	qsort(own, t->n_claims, sizeof *own, by_number);
	t->claims = own;
}

/* When: the hull of what the claims say of their own time, kept to the days before publication that news tells of; else the day
 * before publication and that day. Without publication only times that the words give count. */
static void gather_time(const rw_known *k, rw_thread *t) {
	if (t->retells) return;
	riwaya_when at = k->report->published.at;
	bool published = published_to_the_day(k->report);
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

static void settle_thread(rw_facts *f, rw_arena *a, const rw_known *k, rw_thread *t) {
	t->town = rw_site_town(f, t->site);
	t->region = rw_site_region(f, t->site);
	for (size_t i = 0; i < t->n_sites && t->main && t->region == RW_NO; i++) t->region = rw_site_region(f, t->sites[i]);
	gather_actors(f, a, k, t);
	gather_particulars(f, a, k, t);
	gather_time(k, t);
	t->background = t->n_claims > 0;
	for (size_t i = 0; i < t->n_claims; i++)
		if (k->claims[t->claims[i]].modality != RIWAYA_MODALITY_BACKGROUND) t->background = t->retells;
}

void rw_threads_of(rw_facts *f, rw_arena *a, const rw_known *known, uint32_t report, rw_threads *out) {
	const rw_known *k = &known[report];
	places ps = {.n = 0};
	gather_places(f, k, &ps);
	rw_thread t = {.report = report, .main = true, .site = main_place(f, &ps), .around = RW_NO};
	uint32_t home_of = rw_site_town(f, t.site);
	if (t.site != RW_NO && !f->sites.p[t.site].id.n && (home_of == RW_NO || !f->sites.p[home_of].id.n))
		t.around = town_named(f, &ps);
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
	rw_threads past = {0};
	part_days(a, k, &t, &past);
	settle_thread(f, a, k, &t);
	rw_vec_push(a, out, t);
	for (size_t j = 0; j < n_towns; j++) {
		rw_thread other = {.report = report,
			.number = (uint32_t)j + 1,
			.site = towns[j],
			.around = RW_NO,
			.sites = t.sites,
			.n_sites = t.n_sites};
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
		part_days(a, k, &other, &past);
		settle_thread(f, a, k, &other);
		other.weak = (double)strong < rw_policy(f, "group.round_up", 4);
		rw_vec_push(a, out, other);
	}
	for (size_t j = 0; j < past.n; j++) {
		past.p[j].number = (uint32_t)(n_towns + j) + 1;
		settle_thread(f, a, k, &past.p[j]);
		rw_vec_push(a, out, past.p[j]);
	}
}
