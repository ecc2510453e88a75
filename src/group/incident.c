/* incident.c: from standings to clusters: members with their parts and reasons, and where, when and what. */
#include "group/group.h"
#include "mention/calendar.h"
#include <stdlib.h>

typedef struct heaviest {
	uint32_t a, b; /* the heaviest meeting of a thread within its group, a RW_NO where it has none */
	double score;
} heaviest;

typedef struct grouping {
	rw_facts *f;
	rw_arena *a;
	const rw_weights *w;
	const rw_found *found;
	const rw_known *known;
	const rw_threads *threads;
	const rw_standing *standings;
	heaviest *best;       /* by thread; NULL: reasons are not asked for */
	bool *placed;         /* by thread: a person said with what it belongs */
	uint32_t *cluster_of; /* by group */
	uint32_t *seen_in;    /* by report: the cluster last made of it, + 1 */
} grouping;

/* --- what a group tells together ----------------------------------------------------------------------------------- */
typedef RW_VEC(uint32_t) numbers;

static void append(rw_arena *a, numbers *out, const uint32_t *p, size_t n) {
	for (size_t i = 0; i < n; i++) rw_vec_push(a, out, p[i]);
}

const rw_summary *rw_summary_of(const rw_facts *f, rw_arena *a, const rw_thread *const *all, size_t n_all) {
	rw_summary *s = RW_NEW(a, rw_summary);
	RW_VEC(const rw_thread *) threads = {0};
	RW_VEC(rw_particular) particulars = {0};
	numbers agents = {0}, actors = {0}, sites = {0};
	s->site = s->town = s->region = RW_NO;
	uint32_t votes[RW_GROUP_SITES], places[RW_GROUP_SITES];
	size_t n = 0;
	for (size_t i = 0; i < n_all; i++) {
		const rw_thread *t = all[i];
		if (!t->dated || rw_in_passing(t)) continue;
		rw_vec_push(a, &threads, t);
		for (size_t j = 0; j < t->n_particulars && particulars.n < RW_GROUP_PARTICULARS; j++)
			rw_vec_push(a, &particulars, t->particulars[j]);
		for (size_t j = 0; j < RW_COUNT(s->named.w); j++) s->named.w[j] |= t->named.w[j];
		for (uint32_t p = 0; p < RW_MAX_PREDICATES; p++) {
			s->telling[p] += rw_set_has(&t->kinds, p);
			s->naming[p] += rw_set_has(&t->kinds_named, p);
		}
		append(a, &agents, t->agents, t->n_agents);
		append(a, &actors, t->actors, t->n_actors);
		append(a, &sites, t->sites, t->n_sites);
		if (t->site == RW_NO) continue;
		size_t j = 0;
		while (j < n && places[j] != t->site) j++;
		if (j == n && n < RW_GROUP_SITES) places[n] = t->site, votes[n++] = 0;
		if (j < n) votes[j]++;
	}
	/* the place of most threads, the closer one where as many say so */
	uint32_t best = 0;
	for (size_t j = 0; j < n; j++) {
		uint32_t v = 2 * votes[j];
		for (size_t k = 0; k < n; k++)
			if (k != j && rw_site_within(f, places[j], places[k])) v += votes[k];
		if (v > best || (v == best && s->site != RW_NO && f->sites.p[places[j]].level > f->sites.p[s->site].level))
			best = v, s->site = places[j];
	}
	s->town = rw_site_town(f, s->site);
	s->region = rw_site_region(f, s->site);
	for (size_t j = 0; j < threads.n && s->region == RW_NO; j++) s->region = threads.p[j]->region;
	s->threads = threads.p;
	s->n_threads = threads.n;
	s->particulars = particulars.p;
	s->n_particulars = particulars.n;
	s->agents = agents.p, s->n_agents = rw_each_once(agents.p, agents.n);
	s->actors = actors.p, s->n_actors = rw_each_once(actors.p, actors.n);
	s->sites = sites.p, s->n_sites = rw_each_once(sites.p, sites.n);
	return s;
}

/* --- why ----------------------------------------------------------------------------------------------------------- */
static riwaya_bilingual join_reasons(grouping *g, const riwaya_bilingual *why, size_t n) {
	riwaya_bilingual all = rw_say_list(g->f, why, n);
	return n ? RW_SAY(g->f, "why.join", all) : (riwaya_bilingual){RW_NONE, RW_NONE};
}

enum { SHARED = 5 }; /* particulars that a reason lists */

/* The first few predicates of a set (and of another) by rank: hostile acts, or all others. */
static size_t by_rank(
	const rw_facts *f, const rw_set256 *a, const rw_set256 *b, bool assault, uint32_t *out, size_t most) {
	size_t n = 0;
	for (uint32_t p = 0; p < f->predicates.n; p++) {
		const rw_predicate *x = &f->predicates.p[p];
		if (x->assault != assault || (assault && rw_slice_eqz(x->unit, "person")))
			continue; /* those who attacked are no act */
		if (!rw_set_has(a, p) || (b && !rw_set_has(b, p))) continue;
		size_t at = n;
		while (at && f->predicates.p[out[at - 1]].rank > x->rank) at--; /* of one rank by id, as their numbers are */
		if (at == most) continue;
		if (n < most) n++;
		memmove(out + at + 1, out + at, (n - 1 - at) * sizeof *out);
		out[at] = p;
	}
	return n;
}

/* Why a dated thread is with the others: what weighed for its heaviest pair. */
static riwaya_bilingual reasons_of(grouping *g, uint32_t thread, bool alone) {
	const rw_thread *t = &g->threads->p[thread];
	riwaya_bilingual why[8];
	size_t n = 0;
	riwaya_when published = g->known[t->report].report->published.at;
	if (published.precision == RIWAYA_PRECISION_NONE && t->told_time) {
		riwaya_when w = {t->from, t->to, RIWAYA_PRECISION_DAY};
		why[n++] = RW_SAY(g->f, "why.dated_by_words", rw_say_day(g->f, w));
	}
	const heaviest *e = &g->best[thread];
	if (e->a == RW_NO) {
		why[n++] = rw_say_plain(g->f, g->placed[thread] ? "why.placed" : alone ? "why.single" : "why.copied");
		return join_reasons(g, why, n);
	}
	rw_weighing weighing;
	const rw_thread *a = &g->threads->p[e->a], *b = &g->threads->p[e->b];
	rw_weigh_threads(g->f, g->w, a, b, &weighing);
	const double *times = weighing.times;
	riwaya_bilingual place = rw_say_site(g->f, t->site);
	if (times[RW_EVIDENCE_SPOT] > 0)
		why[n++] = RW_SAY(g->f, "why.spot", place);
	else if (times[RW_EVIDENCE_TOWN] > 0)
		why[n++] = RW_SAY(g->f, "why.town", place);
	else if (times[RW_EVIDENCE_INSIDE] > 0)
		why[n++] = RW_SAY(g->f, "why.inside", place);
	if (times[RW_EVIDENCE_SAME_TIME] > 0 || times[RW_EVIDENCE_NEAR_TIME] > 0) why[n++] = rw_say_plain(g->f, "why.time");
	uint32_t shared[SHARED];
	if (times[RW_EVIDENCE_ACT] > 0 &&
		(by_rank(g->f, &a->acts, &b->acts, true, shared, 1) || by_rank(g->f, &t->acts, NULL, true, shared, 1)))
		why[n++] = RW_SAY(g->f, "why.act", g->f->predicates.p[shared[0]].name);
	size_t m = by_rank(g->f, &a->acts, &b->acts, false, shared, SHARED);
	riwaya_bilingual names[SHARED];
	for (size_t i = 0; i < m; i++) names[i] = g->f->predicates.p[shared[i]].name;
	if (m) why[n++] = RW_SAY(g->f, "why.particulars", rw_say_list(g->f, names, m));
	return join_reasons(g, why, n);
}

static riwaya_bilingual reasons_of_copy(grouping *g, const rw_copy *c) {
	riwaya_bilingual why;
	if (c->same)
		why = rw_say_plain(g->f, "why.same_bytes");
	else
		why = RW_SAY(g->f, "why.reprint", rw_say_number(g->f, (double)(int)(c->share * 100 + 0.5)),
			rw_say_outlet(g->f, g->known[c->of].report));
	return join_reasons(g, &why, 1);
}

static riwaya_bilingual reasons_of_undated(grouping *g, uint32_t thread, const rw_summary *s) {
	rw_weighing w;
	rw_sentences pro = {0};
	const rw_thread *t = &g->threads->p[thread];
	rw_weigh_undated(g->f, g->a, g->w, t, &g->known[t->report], s, &w, &pro, NULL);
	riwaya_bilingual why[2];
	why[0] = rw_say_plain(g->f, "why.undated");
	size_t n = 1;
	if (pro.n) why[n++] = rw_say_list(g->f, pro.p, pro.n);
	return join_reasons(g, why, n);
}

enum { ACT_TOLD = 1000 }; /* a claim of an act outweighs any number of words that name it */

typedef struct act_count {
	uint32_t predicate, n;
} act_count;

/* What the members tell most: acts first counted in threads, hostile ones before others. */
static void acts_of(grouping *g, rw_arena *a, const uint32_t *threads, size_t n, rw_cluster *c) {
	act_count counts[RW_MAX_PREDICATES];
	size_t m = 0;
	for (uint32_t p = 0; p < g->f->predicates.n; p++) {
		const rw_predicate *pred = &g->f->predicates.p[p];
		if (!pred->assault || rw_slice_eqz(pred->unit, "person")) continue; /* those who attacked are no act */
		uint32_t k = 0;
		for (size_t i = 0; i < n; i++) {
			const rw_thread *t = &g->threads->p[threads[i]];
			k += rw_set_has(&t->acts, p) ? ACT_TOLD : rw_set_has(&t->named, p);
		}
		if (k) counts[m++] = (act_count){p, k};
	}
	for (size_t i = 1; i < m; i++) /* few: by count, then by rank and id */
		for (size_t j = i; j > 0; j--) {
			const rw_predicate *x = &g->f->predicates.p[counts[j - 1].predicate],
							   *y = &g->f->predicates.p[counts[j].predicate];
			bool swap = counts[j].n > counts[j - 1].n ||
				(counts[j].n == counts[j - 1].n &&
					(y->rank < x->rank || (y->rank == x->rank && rw_slice_cmp(y->id, x->id) < 0)));
			if (!swap) break;
			act_count t = counts[j];
			counts[j] = counts[j - 1];
			counts[j - 1] = t;
		}
	/* what is only named in passing is no act of the incident where others are told */
	if (m && counts[0].n >= ACT_TOLD)
		while (counts[m - 1].n < ACT_TOLD) m--;
	uint32_t *acts = RW_ARRAY(a, uint32_t, m);
	for (size_t i = 0; i < m; i++) acts[i] = counts[i].predicate;
	c->acts = acts;
	c->n_acts = m;
}

/* From the first time that words give to the last one that words or publication give. */
static void time_of(grouping *g, const uint32_t *threads, size_t n, rw_cluster *c) {
	bool any = false, told = false, passing = true;
	for (size_t i = 0; i < n; i++) passing &= rw_in_passing(&g->threads->p[threads[i]]);
	for (size_t i = 0; i < n; i++) {
		const rw_thread *t = &g->threads->p[threads[i]];
		told |= t->told_time && rw_in_passing(t) == passing;
	}
	for (size_t i = 0; i < n; i++) {
		const rw_thread *t = &g->threads->p[threads[i]];
		if (!t->dated || rw_in_passing(t) != passing) continue;
		if (!told || t->told_time) {
			if (!any || t->from < c->time.from) c->time.from = t->from;
			if (!any || t->to > c->time.to) c->time.to = t->to;
			any = true;
		}
	}
	c->time.precision = any ? RIWAYA_PRECISION_DAY : RIWAYA_PRECISION_NONE;
}

/* It rests on the thread that was first to tell. */
rw_slice rw_incident_id(rw_arena *a, rw_slice report, uint32_t number) {
	return rw_arena_printf(a, "i%012llx", (unsigned long long)(rw_hash(report, 0x696e63 + number) >> 16));
}

static int by_u32(const void *pa, const void *pb) {
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	return (a > b) - (a < b);
}

/* One report's threads of a group: from *i on. */
static void make_member(grouping *g, const uint32_t *threads, size_t n, size_t *i, uint32_t cluster, bool alone,
	const rw_summary *s, rw_member *m) {
	uint32_t lead = threads[*i], report = g->threads->p[lead].report;
	*m = (rw_member){.report = report, .part = RIWAYA_PART_BACKGROUND, .of = RW_NO};
	const rw_copy *copy = &g->found->copies[report];
	RW_VEC(uint32_t) claims = {0};
	for (; *i < n && g->threads->p[threads[*i]].report == report; ++*i) {
		const rw_thread *t = &g->threads->p[threads[*i]];
		if (!t->background) m->part = RIWAYA_PART_TELLS;
		for (size_t k = 0; k < t->n_claims; k++) rw_vec_push(g->a, &claims, t->claims[k]);
	}
	if (claims.n) qsort(claims.p, claims.n, sizeof *claims.p, by_u32);
	m->claims = claims.p;
	m->n_claims = claims.n;
	const rw_thread *t = &g->threads->p[lead];
	bool undated = g->known[report].report->published.at.precision == RIWAYA_PRECISION_NONE;
	if (copy->of != RW_NO && copy->share >= g->w->pull && g->seen_in[copy->of] == cluster + 1) {
		m->part = RIWAYA_PART_REPRINT;
		m->of = copy->of;
		if (g->best) m->why = reasons_of_copy(g, copy);
	} else if (g->standings[lead].judged) {
		m->part = RIWAYA_PART_UNDATED;
		if (g->best) m->why = reasons_of_undated(g, lead, s);
	} else {
		if (g->best) m->why = reasons_of(g, lead, alone);
		if (undated && m->part == RIWAYA_PART_TELLS) m->part = RIWAYA_PART_UNDATED;
		if (!undated && m->part == RIWAYA_PART_BACKGROUND && t->main && !t->retells) m->part = RIWAYA_PART_TELLS;
	}
}

static void make_cluster(grouping *g, const uint32_t *threads, size_t n, uint32_t cluster, rw_cluster *c) {
	const rw_thread **all = RW_ARRAY(g->a, const rw_thread *, n);
	size_t n_reports = 0;
	for (size_t i = 0; i < n; i++) {
		all[i] = &g->threads->p[threads[i]];
		n_reports += g->seen_in[all[i]->report] != cluster + 1;
		g->seen_in[all[i]->report] = cluster + 1;
	}
	const rw_summary *s = c->summary = rw_summary_of(g->f, g->a, all, n);
	c->group = g->standings[threads[0]].group;
	c->members = RW_ARRAY(g->a, rw_member, n_reports);
	for (size_t i = 0; i < n;) make_member(g, threads, n, &i, cluster, n_reports == 1, s, &c->members[c->n_members++]);
	c->site = s->site != RW_NO ? s->site : all[0]->site;
	time_of(g, threads, n, c);
	acts_of(g, g->a, threads, n, c);
	const rw_thread *founder = &g->threads->p[c->group];
	c->id = rw_incident_id(g->a, g->known[founder->report].report->id, founder->number);
	if (s->n_threads) c->hint = rw_hint_of(g->f, g->a, g->known, s->threads, s->n_threads, s->site);
}

/* An undated report near an incident that it may not join, and so its copies. */
static void set_apart(grouping *g, uint32_t thread, const rw_summary *s, riwaya_apart *out) {
	const rw_thread *t = &g->threads->p[thread];
	rw_weighing w;
	rw_sentences pro = {0}, contra = {0};
	rw_weigh_undated(g->f, g->a, g->w, t, &g->known[t->report], s, &w, &pro, &contra);
	*out = (riwaya_apart){.report = t->report, .near = g->cluster_of[g->standings[thread].near]};
	out->why = RW_SAY(g->f, "apart.why", rw_say_site_chain(g->f, s->site));
	out->clues_for = pro.p, out->n_for = pro.n;
	out->clues_against = contra.p, out->n_against = contra.n;
}

/* For each thread the meeting of most weight with one of its group. */
static void find_best(grouping *g) {
	size_t n = g->threads->n;
	g->best = RW_ARRAY(g->a, heaviest, n);
	for (size_t i = 0; i < n; i++) g->best[i].a = RW_NO;
	for (size_t i = 0; i < g->found->n_meetings; i++) {
		const rw_meeting *m = &g->found->meetings[i];
		uint32_t group = g->standings[m->a].group;
		if (group == RW_NO || group != g->standings[m->b].group) continue;
		rw_weighing w;
		rw_weigh_threads(g->f, g->w, &g->threads->p[m->a], &g->threads->p[m->b], &w);
		const uint32_t both[] = {m->a, m->b};
		for (size_t k = 0; k < 2; k++) {
			heaviest *e = &g->best[both[k]];
			bool earlier = m->a < e->a || (m->a == e->a && m->b < e->b);
			if (e->a == RW_NO || w.score > e->score || (w.score == e->score && earlier))
				*e = (heaviest){m->a, m->b, w.score};
		}
	}
}

void rw_describe(rw_facts *f, rw_arena *a, const rw_weights *w, const rw_found *found, const rw_standing *standings,
	rw_extent extent, rw_groups *out) {
	uint32_t n = (uint32_t)found->threads->n;
	grouping *g = RW_NEW(a, grouping);
	*g = (grouping){.f = f, .a = a, .w = w, .found = found, .known = found->known, .threads = found->threads};
	g->standings = standings;
	g->placed = RW_ARRAY(a, bool, n);
	g->cluster_of = RW_ARRAY(a, uint32_t, n);
	g->seen_in = RW_ARRAY(a, uint32_t, found->n);
	for (size_t i = 0; i < found->n_bonds; i++)
		if (!found->bonds[i].apart) g->placed[found->bonds[i].a] = g->placed[found->bonds[i].b] = true;
	if (extent != RW_EXTENT_COUNTS) find_best(g);
	uint32_t *first = RW_ARRAY(a, uint32_t, n), *next = RW_ARRAY(a, uint32_t, n);
	for (uint32_t i = 0; i < n; i++) first[i] = next[i] = g->cluster_of[i] = RW_NO;
	for (uint32_t i = n; i-- > 0;) {
		uint32_t group = standings[i].group;
		if (group == RW_NO) continue;
		next[i] = first[group];
		first[group] = i;
	}
	RW_VEC(rw_cluster) clusters = {0};
	RW_VEC(uint32_t) threads = {0};
	for (uint32_t i = 0; i < n; i++) {
		uint32_t group = standings[i].group;
		if (group == RW_NO || first[group] != i) continue;
		threads.n = 0;
		for (uint32_t t = i; t != RW_NO; t = next[t]) rw_vec_push(a, &threads, t);
		rw_cluster c = {.site = RW_NO};
		make_cluster(g, threads.p, threads.n, (uint32_t)clusters.n, &c);
		g->cluster_of[group] = (uint32_t)clusters.n;
		rw_vec_push(a, &clusters, c);
	}
	RW_VEC(riwaya_apart) apart = {0};
	for (uint32_t i = 0; i < n; i++) {
		const rw_thread *t = &found->threads->p[i];
		uint32_t near = standings[i].near;
		if (standings[i].group != RW_NO || !t->main || near == RW_NO || g->cluster_of[near] == RW_NO) continue;
		RW_VEC(const rw_thread *) all = {0};
		for (uint32_t k = first[near]; k != RW_NO; k = next[k]) rw_vec_push(a, &all, &found->threads->p[k]);
		riwaya_apart x;
		set_apart(g, i, rw_summary_of(f, a, all.p, all.n), &x);
		rw_vec_push(a, &apart, x);
	}
	*out = (rw_groups){clusters.p, clusters.n, apart.p, apart.n, found->copies};
}

void rw_find(rw_facts *f, rw_arena *a, const rw_weights *w, const rw_known *known, size_t n, rw_found *out) {
	rw_threads *threads = RW_NEW(a, rw_threads);
	rw_meetings meetings = {0};
	*out = (rw_found){.known = known, .n = n, .threads = threads, .copies = rw_copies(f, a, known, n)};
	for (uint32_t i = 0; i < n; i++) rw_threads_of(f, a, known, i, threads);
	rw_keys *keys = RW_ARRAY(a, rw_keys, threads->n);
	for (size_t i = 0; i < threads->n; i++) rw_keys_of(f, a, known, &threads->p[i], &keys[i]);
	rw_meetings_of(f, w, a, threads, keys, &meetings);
	out->meetings = meetings.p, out->n_meetings = meetings.n;
}

void rw_group(rw_facts *f, rw_arena *a, const rw_known *known, size_t n, rw_groups *out) {
	rw_weights w;
	rw_found found;
	rw_weights_load(f, &w);
	rw_find(f, a, &w, known, n, &found);
	rw_describe(f, a, &w, &found, rw_resolve(f, a, &w, &found), RW_EXTENT_ALL, out);
}
