/* incident.c: from threads to incidents.
 *
 * Dated threads of one town (or region) that lie near in time are weighed in pairs. Pairs that weigh enough are joined, the
 * heaviest first, unless the two groups speak of two towns, lie far apart in time or would last too long together. Then copies are put with
 * what they copy, and undated reports are weighed against what a whole incident's dated reports tell. Every order in
 * here is by weight and then by the order of reports, which is itself a function of the set.
 */
#include "group/group.h"
#include "mention/calendar.h"
#include <stdlib.h>

typedef struct edge {
	double score;
	uint32_t a, b; /* threads, a < b */
	rw_weighing weighing;
} edge;

typedef struct node { /* union-find over threads, with what a group has in common */
	uint32_t up, size;
	uint32_t town; /* the one town that it speaks of, RW_NO while none is known */
	bool dated;
	int64_t from, to;
	uint32_t best; /* edge that brought it in, RW_NO for none */
} node;

typedef struct grouping {
	rw_facts *f;
	rw_arena *a;
	const rw_known *known;
	size_t n;
	rw_weights w;
	rw_threads threads;
	node *nodes;
	RW_VEC(edge) edges;
	rw_copy *copies;
	uint32_t *main_of; /* by report: its main thread */
	/* groups as lists, made anew after joining: first[root], next[thread] */
	uint32_t *first, *next, *roots;
	const rw_summary **summaries; /* by root, made on first asking */
} grouping;

static uint32_t root(grouping *g, uint32_t i) {
	while (g->nodes[i].up != i) {
		g->nodes[i].up = g->nodes[g->nodes[i].up].up;
		i = g->nodes[i].up;
	}
	return i;
}

static bool may_join(const grouping *g, const node *a, const node *b) {
	if (a->town != RW_NO && b->town != RW_NO && a->town != b->town && !rw_site_nested(g->f, a->town, b->town))
		return false;
	if (!a->dated || !b->dated) return true;
	int64_t gap = a->from > b->to ? a->from - b->to : b->from > a->to ? b->from - a->to : 0;
	if ((double)gap > g->w.far_days * RW_DAY) return false;
	int64_t from = a->from < b->from ? a->from : b->from, to = a->to > b->to ? a->to : b->to;
	return (double)(to - from) <= g->w.longest_days * RW_DAY;
}

static void join(grouping *g, uint32_t a, uint32_t b) {
	a = root(g, a), b = root(g, b);
	if (a == b) return;
	if (b < a) { /* the earliest thread leads, so that the order of joining leaves no trace */
		uint32_t t = a;
		a = b, b = t;
	}
	node *na = &g->nodes[a], *nb = &g->nodes[b];
	nb->up = a;
	na->size += nb->size;
	if (na->town == RW_NO || (nb->town != RW_NO && rw_site_within(g->f, nb->town, na->town))) na->town = nb->town;
	if (nb->dated) {
		if (!na->dated || nb->from < na->from) na->from = nb->from;
		if (!na->dated || nb->to > na->to) na->to = nb->to;
		na->dated = true;
	}
}

/* --- candidate pairs ------------------------------------------------------------------------------------------- */
typedef struct place_key {
	rw_slice key;
	uint32_t thread;
	int64_t from;
	bool wide;
} place_key;

static int by_place_key(const void *pa, const void *pb) {
	const place_key *a = pa, *b = pb;
	int order = rw_slice_cmp(a->key, b->key);
	if (order) return order;
	if (a->from != b->from) return a->from < b->from ? -1 : 1;
	return (a->thread > b->thread) - (a->thread < b->thread);
}

static int by_edge(const void *pa, const void *pb) {
	const edge *a = pa, *b = pb;
	if (a->score != b->score) return a->score > b->score ? -1 : 1;
	if (a->a != b->a) return a->a < b->a ? -1 : 1;
	return (a->b > b->b) - (a->b < b->b);
}

/* The id, or of words the first one of the name: longer and shorter forms of a name meet. */
static rw_slice bucket(const rw_site *s) {
	if (s->id.n) return s->key;
	size_t end = rw_slice_find(s->key, RW_LIT(" "), 1);
	return end == SIZE_MAX ? s->key : rw_slice_of(s->key.p, end);
}

static void pair_up(grouping *g) {
	RW_VEC(place_key) keys = {0};
	for (uint32_t i = 0; i < g->threads.n; i++) {
		const rw_thread *t = &g->threads.p[i];
		if (!t->dated || t->site == RW_NO) continue;
		bool town = t->town != RW_NO && g->f->sites.p[t->town].level >= RW_LEVEL_DISTRICT;
		uint32_t narrow = t->town != RW_NO ? t->town : t->site;
		rw_vec_push(g->a, &keys, (place_key){bucket(&g->f->sites.p[narrow]), i, t->from, !town});
		if (t->region != RW_NO && t->region != narrow)
			rw_vec_push(g->a, &keys, (place_key){g->f->sites.p[t->region].key, i, t->from, !town});
	}
	if (keys.n) qsort(keys.p, keys.n, sizeof *keys.p, by_place_key);
	for (size_t i = 0; i < keys.n; i++) {
		size_t met = 0;
		for (size_t j = i + 1; j < keys.n && met < RW_GROUP_NEIGHBOURS; j++, met++) {
			if (!rw_slice_eq(keys.p[i].key, keys.p[j].key)) break;
			uint32_t a = keys.p[i].thread, b = keys.p[j].thread;
			if (a > b) a = keys.p[j].thread, b = keys.p[i].thread;
			const rw_thread *ta = &g->threads.p[a], *tb = &g->threads.p[b];
			if ((double)(keys.p[j].from - keys.p[i].from) > (g->w.far_days + g->w.longest_days) * RW_DAY) break;
			if (ta->report == tb->report) continue;
			edge e = {.a = a, .b = b};
			rw_weigh_threads(g->f, &g->w, ta, tb, &e.weighing);
			e.score = e.weighing.score;
			if (e.score >= g->w.join) rw_vec_push(g->a, &g->edges, e);
		}
	}
	if (g->edges.n) qsort(g->edges.p, g->edges.n, sizeof *g->edges.p, by_edge);
}

static void join_edges(grouping *g) {
	for (uint32_t i = 0; i < g->edges.n; i++) {
		edge *e = &g->edges.p[i];
		uint32_t a = root(g, e->a), b = root(g, e->b);
		if (a != b && !may_join(g, &g->nodes[a], &g->nodes[b])) continue;
		if (g->nodes[e->a].best == RW_NO) g->nodes[e->a].best = i;
		if (g->nodes[e->b].best == RW_NO) g->nodes[e->b].best = i;
		join(g, a, b);
	}
}

/* A copy goes where its original is, whatever else it says, from a share on. */
static void join_copies(grouping *g) {
	for (uint32_t i = 0; i < g->n; i++)
		if (g->copies[i].of != RW_NO && g->copies[i].share >= g->w.pull)
			join(g, g->main_of[i], g->main_of[g->copies[i].of]);
}

/* --- undated reports -------------------------------------------------------------------------------------------- */
/* Takes down which threads are together now. Summaries made before are of groups as they were. */
static void list_groups(grouping *g) {
	size_t n = g->threads.n;
	g->first = RW_ARRAY(g->a, uint32_t, n);
	g->next = RW_ARRAY(g->a, uint32_t, n);
	g->roots = RW_ARRAY(g->a, uint32_t, n);
	g->summaries = RW_ARRAY(g->a, const rw_summary *, n);
	for (size_t i = 0; i < n; i++) g->first[i] = g->next[i] = RW_NO;
	for (size_t i = n; i-- > 0;) {
		uint32_t r = g->roots[i] = root(g, (uint32_t)i);
		g->next[i] = g->first[r];
		g->first[r] = (uint32_t)i;
	}
}

static const rw_summary *summary_of(grouping *g, uint32_t r) {
	if (g->summaries[r]) return g->summaries[r];
	rw_summary *s = RW_NEW(g->a, rw_summary);
	g->summaries[r] = s;
	RW_VEC(const rw_thread *) threads = {0};
	RW_VEC(rw_particular) particulars = {0};
	s->site = s->town = s->region = RW_NO;
	uint32_t votes[RW_GROUP_SITES], places[RW_GROUP_SITES];
	size_t n = 0;
	for (uint32_t i = g->first[r]; i != RW_NO; i = g->next[i]) {
		const rw_thread *t = &g->threads.p[i];
		if (!t->dated) continue;
		rw_vec_push(g->a, &threads, t);
		for (size_t j = 0; j < t->n_particulars && particulars.n < RW_GROUP_PARTICULARS; j++)
			rw_vec_push(g->a, &particulars, t->particulars[j]);
		for (uint32_t p = 0; p < RW_MAX_PREDICATES; p++) {
			s->n_told[p] += rw_set_has(&t->acts, p);
			s->n_named[p] += rw_set_has(&t->named, p);
		}
		size_t j = 0;
		while (j < n && places[j] != t->site) j++;
		if (t->site == RW_NO) continue;
		if (j == n && n < RW_GROUP_SITES) places[n] = t->site, votes[n++] = 0;
		if (j < n) votes[j]++;
	}
	/* the place of most threads, the closer one where as many say so */
	uint32_t best = 0;
	for (size_t j = 0; j < n; j++) {
		uint32_t v = 2 * votes[j];
		for (size_t k = 0; k < n; k++)
			if (k != j && rw_site_within(g->f, places[j], places[k])) v += votes[k];
		if (v > best || (v == best && s->site != RW_NO && g->f->sites.p[places[j]].level > g->f->sites.p[s->site].level))
			best = v, s->site = places[j];
	}
	s->town = rw_site_town(g->f, s->site);
	s->region = rw_site_region(g->f, s->site);
	for (size_t j = 0; j < threads.n && s->region == RW_NO; j++) s->region = threads.p[j]->region;
	s->threads = threads.p;
	s->n_threads = threads.n;
	s->particulars = particulars.p;
	s->n_particulars = particulars.n;
	return s;
}

typedef struct undated {
	uint32_t thread;
	uint32_t near; /* root, RW_NO */
	bool joins;
	double score;
	const rw_summary *summary; /* of `near`, before undated reports joined */
} undated;

static bool comes_near(const rw_weighing *w) {
	return w->times[RW_EVIDENCE_SPOT] > 0 || w->times[RW_EVIDENCE_TOWN] > 0 || w->times[RW_EVIDENCE_INSIDE] > 0 ||
		w->times[RW_EVIDENCE_SAME_TOWN] > 0;
}

/* Judges every undated main thread against every incident of dated ones, none against one that another undated one has joined. */
static void judge_undated(grouping *g, undated **out, size_t *n_out) {
	RW_VEC(undated) all = {0};
	uint32_t n = (uint32_t)g->threads.n;
	for (uint32_t i = 0; i < n; i++)
		if (g->threads.p[i].main && !g->threads.p[i].dated && !g->nodes[g->roots[i]].dated)
			rw_vec_push(g->a, &all, (undated){.thread = i, .near = RW_NO, .score = -1e9});
	for (uint32_t r = 0; all.n && r < n; r++) {
		if (g->roots[r] != r || !g->nodes[r].dated) continue;
		const rw_summary *s = summary_of(g, r);
		for (size_t u = 0; u < all.n; u++) {
			const rw_thread *t = &g->threads.p[all.p[u].thread];
			if (!rw_site_nested(g->f, t->site, s->site) && (t->town == RW_NO || t->town != s->town)) continue;
			rw_weighing w;
			rw_weigh_undated(g->f, g->a, &g->w, t, &g->known[t->report], s, &w, NULL, NULL);
			if (!comes_near(&w) || w.score <= all.p[u].score) continue;
			all.p[u].score = w.score;
			all.p[u].near = r;
			/* particulars that are not of any attack must be among what it shares */
			all.p[u].joins =
				w.score >= g->w.join_undated && w.times[RW_EVIDENCE_PARTICULAR] + w.times[RW_EVIDENCE_NUMBER] >= 2;
		}
	}
	*out = all.p;
	*n_out = all.n;
}

/* --- from roots to clusters -------------------------------------------------------------------------------------- */
static int by_u32(const void *pa, const void *pb) {
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	return (a > b) - (a < b);
}

static riwaya_bilingual join_reasons(grouping *g, const riwaya_bilingual *why, size_t n) {
	riwaya_bilingual all = rw_say_list(g->f, why, n);
	return n ? RW_SAY(g->f, "why.join", all) : (riwaya_bilingual){RW_NONE, RW_NONE};
}

/* Why a dated thread is with the others: what weighed for its heaviest pair. */
static riwaya_bilingual reasons_of(grouping *g, uint32_t thread) {
	const rw_thread *t = &g->threads.p[thread];
	riwaya_bilingual why[8];
	size_t n = 0;
	riwaya_when published = g->known[t->report].report->published.at;
	if (published.precision == RIWAYA_PRECISION_NONE && t->told_time) {
		riwaya_when w = {t->from, t->to, RIWAYA_PRECISION_DAY};
		why[n++] = RW_SAY(g->f, "why.dated_by_words", rw_say_day(g->f, w));
	}
	if (g->nodes[thread].best == RW_NO) {
		why[n++] = rw_say_plain(g->f, "why.single");
		return join_reasons(g, why, n);
	}
	const edge *e = &g->edges.p[g->nodes[thread].best];
	const double *times = e->weighing.times;
	riwaya_bilingual place = rw_say_site(g->f, t->site);
	if (times[RW_EVIDENCE_SPOT] > 0)
		why[n++] = RW_SAY(g->f, "why.spot", place);
	else if (times[RW_EVIDENCE_TOWN] > 0)
		why[n++] = RW_SAY(g->f, "why.town", place);
	else if (times[RW_EVIDENCE_INSIDE] > 0)
		why[n++] = RW_SAY(g->f, "why.inside", place);
	if (times[RW_EVIDENCE_SAME_TIME] > 0 || times[RW_EVIDENCE_NEAR_TIME] > 0) why[n++] = rw_say_plain(g->f, "why.time");
	const rw_thread *a = &g->threads.p[e->a], *b = &g->threads.p[e->b];
	for (uint32_t p = 0; p < g->f->predicates.n && times[RW_EVIDENCE_ACT] > 0; p++)
		if (g->f->predicates.p[p].assault && rw_set_has(&t->acts, p)) {
			why[n++] = RW_SAY(g->f, "why.act", g->f->predicates.p[p].name);
			break;
		}
	riwaya_bilingual shared[5];
	size_t m = 0;
	for (uint32_t p = 0; p < g->f->predicates.n && m < RW_COUNT(shared); p++)
		if (!g->f->predicates.p[p].assault && rw_set_has(&a->acts, p) && rw_set_has(&b->acts, p))
			shared[m++] = g->f->predicates.p[p].name;
	if (m) why[n++] = RW_SAY(g->f, "why.particulars", rw_say_list(g->f, shared, m));
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
	const rw_thread *t = &g->threads.p[thread];
	rw_weigh_undated(g->f, g->a, &g->w, t, &g->known[t->report], s, &w, &pro, NULL);
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
			const rw_thread *t = &g->threads.p[threads[i]];
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
	bool any = false, told = false;
	for (size_t i = 0; i < n; i++) told |= g->threads.p[threads[i]].told_time;
	for (size_t i = 0; i < n; i++) {
		const rw_thread *t = &g->threads.p[threads[i]];
		if (!t->dated) continue;
		if (!told || t->told_time) {
			if (!any || t->from < c->time.from) c->time.from = t->from;
			if (!any || t->to > c->time.to) c->time.to = t->to;
			any = true;
		}
	}
	c->time.precision = any ? RIWAYA_PRECISION_DAY : RIWAYA_PRECISION_NONE;
}

static rw_slice id_of(grouping *g, rw_arena *a, uint32_t first_report, uint32_t site) {
	/* The id rests on the report that was first to tell and on the place, so it stays while later reports come in. */
	uint64_t h = rw_hash(g->known[first_report].report->id, 0x696e63);
	if (site != RW_NO) h = rw_hash(g->f->sites.p[site].key, h);
	return rw_arena_printf(a, "i%012llx", (unsigned long long)(h >> 16));
}

static void make_cluster(
	grouping *g, rw_arena *a, const undated *late, size_t n_late, const uint32_t *threads, size_t n, rw_cluster *c) {
	c->members = RW_ARRAY(a, rw_member, n);
	RW_VEC(uint32_t) claims = {0};
	for (size_t i = 0; i < n;) {
		uint32_t report = g->threads.p[threads[i]].report;
		rw_member *m = &c->members[c->n_members++];
		*m = (rw_member){.report = report, .part = RIWAYA_PART_BACKGROUND, .of = RW_NO};
		const rw_copy *copy = &g->copies[report];
		claims.p = NULL, claims.n = claims.cap = 0;
		uint32_t lead = threads[i];
		for (; i < n && g->threads.p[threads[i]].report == report; i++) {
			const rw_thread *t = &g->threads.p[threads[i]];
			if (t->main) lead = threads[i];
			if (!t->background) m->part = RIWAYA_PART_TELLS;
			for (size_t k = 0; k < t->n_claims; k++) rw_vec_push(a, &claims, t->claims[k]);
		}
		if (claims.n) qsort(claims.p, claims.n, sizeof *claims.p, by_u32);
		m->claims = claims.p;
		m->n_claims = claims.n;
		bool undated_one = false;
		for (size_t u = 0; u < n_late; u++)
			if (late[u].thread == lead && late[u].joins)
				undated_one = true, m->why = reasons_of_undated(g, lead, late[u].summary);
		bool copied = copy->of != RW_NO && copy->share >= g->w.pull;
		if (copied) {
			m->part = RIWAYA_PART_REPRINT;
			m->of = copy->of;
			m->why = reasons_of_copy(g, copy);
		} else if (undated_one || g->known[report].report->published.at.precision == RIWAYA_PRECISION_NONE) {
			if (m->part == RIWAYA_PART_TELLS) m->part = RIWAYA_PART_UNDATED;
			if (!undated_one) m->why = reasons_of(g, lead);
		} else {
			m->why = reasons_of(g, lead);
			if (m->part == RIWAYA_PART_BACKGROUND && g->threads.p[lead].main) m->part = RIWAYA_PART_TELLS;
		}
	}
	const rw_summary *s = summary_of(g, g->roots[threads[0]]);
	c->site = s->site != RW_NO ? s->site : g->threads.p[threads[0]].site;
	time_of(g, threads, n, c);
	acts_of(g, a, threads, n, c);
	c->id = id_of(g, a, c->members[0].report, c->site);
}

static void set_apart(grouping *g, rw_arena *a, const undated *u, uint32_t near, riwaya_apart *out) {
	const rw_thread *t = &g->threads.p[u->thread];
	const rw_summary *s = u->summary;
	rw_weighing w;
	rw_sentences pro = {0}, contra = {0};
	rw_weigh_undated(g->f, a, &g->w, t, &g->known[t->report], s, &w, &pro, &contra);
	*out = (riwaya_apart){.report = t->report, .near = near};
	out->why = RW_SAY(g->f, "apart.why", rw_say_site_chain(g->f, s->site));
	out->clues_for = pro.p, out->n_for = pro.n;
	out->clues_against = contra.p, out->n_against = contra.n;
}

void rw_group(rw_facts *f, rw_arena *a, const rw_known *known, size_t n, rw_groups *out) {
	memset(out, 0, sizeof *out);
	grouping *g = RW_NEW(a, grouping);
	g->f = f, g->a = a, g->known = known, g->n = n;
	rw_weights_load(f, &g->w);
	g->copies = out->copies = rw_copies(f, a, known, n);
	g->main_of = RW_ARRAY(a, uint32_t, n);
	for (uint32_t i = 0; i < n; i++) {
		g->main_of[i] = (uint32_t)g->threads.n;
		rw_threads_of(f, a, known, i, &g->threads);
	}
	uint32_t nt = (uint32_t)g->threads.n;
	g->nodes = RW_ARRAY(a, node, nt);
	for (uint32_t i = 0; i < nt; i++) {
		const rw_thread *t = &g->threads.p[i];
		uint32_t town =
			t->town != RW_NO && f->sites.p[t->town].level >= RW_LEVEL_TOWN && f->sites.p[t->town].id.n ? t->town : RW_NO;
		g->nodes[i] =
			(node){.up = i, .size = 1, .town = town, .dated = t->dated, .from = t->from, .to = t->to, .best = RW_NO};
	}
	pair_up(g);
	join_edges(g);
	join_copies(g);
	/* what a round-up tells in one claim is its own incident only when another report tells it; so with background */
	for (uint32_t i = 0; i < nt; i++) {
		const rw_thread *t = &g->threads.p[i];
		if ((t->weak || t->background || !t->dated) && !t->main && g->nodes[root(g, i)].size == 1)
			join(g, i, g->main_of[t->report]);
	}
	undated *late;
	size_t n_late;
	list_groups(g);
	judge_undated(g, &late, &n_late);
	for (size_t u = 0; u < n_late; u++)
		if (late[u].near != RW_NO) late[u].summary = summary_of(g, late[u].near);
	for (size_t u = 0; u < n_late; u++)
		if (late[u].joins) join(g, late[u].thread, late[u].near);
	join_copies(g);
	list_groups(g);

	/* an undated report near an incident that it may not join stays apart, and so do its copies */
	uint32_t *apart_of = RW_ARRAY(a, uint32_t, nt);
	for (uint32_t i = 0; i < nt; i++) apart_of[i] = RW_NO;
	for (size_t u = 0; u < n_late; u++) {
		uint32_t r = g->roots[late[u].thread];
		if (!late[u].joins && late[u].near != RW_NO && !g->nodes[r].dated && apart_of[r] == RW_NO)
			apart_of[r] = (uint32_t)u;
	}
	RW_VEC(rw_cluster) clusters = {0};
	uint32_t *cluster_of = RW_ARRAY(a, uint32_t, nt);
	for (uint32_t i = 0; i < nt; i++) {
		cluster_of[i] = RW_NO;
		if (g->first[i] == RW_NO || apart_of[i] != RW_NO) continue;
		RW_VEC(uint32_t) threads = {0};
		for (uint32_t t = g->first[i]; t != RW_NO; t = g->next[t]) rw_vec_push(a, &threads, t);
		rw_cluster c = {.site = RW_NO};
		make_cluster(g, a, late, n_late, threads.p, threads.n, &c);
		cluster_of[i] = (uint32_t)clusters.n;
		rw_vec_push(a, &clusters, c);
	}
	RW_VEC(riwaya_apart) apart = {0};
	for (size_t u = 0; u < n_late; u++) {
		uint32_t lead = apart_of[g->roots[late[u].thread]];
		if (late[u].joins || lead == RW_NO) continue;
		if (late[u].near == RW_NO) late[u].near = late[lead].near, late[u].summary = late[lead].summary;
		riwaya_apart x;
		set_apart(g, a, &late[u], cluster_of[g->roots[late[u].near]], &x);
		rw_vec_push(a, &apart, x);
	}
	out->clusters = clusters.p;
	out->n_clusters = clusters.n;
	out->apart = apart.p;
	out->n_apart = apart.n;
}
