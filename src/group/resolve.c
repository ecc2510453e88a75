/* resolve.c: which threads are one group.
 *
 * People's bonds go first. Then pairs that meet are joined, the heaviest first, unless the two groups speak of two towns, lie far apart in
 * time or would last too long together; copies are put with what they copy; what a round-up tells in passing, and no other report,
 * goes home to its report; and undated reports are weighed against what a whole group's dated reports tell. Every order in here is by weight
 * and then by the order of reports, which is itself a function of the set.
 */
#include "group/group.h"
#include "mention/calendar.h"
#include <stdlib.h>

typedef struct node { /* union-find over threads; the groups kept come behind, each alone */
	uint32_t up;
	bool dated;
	uint32_t foes, last_foe; /* bonds apart of its threads, a list by `foe` */
} node;

/* Union-find over threads as if people had brought none together, with what a group has in common: whom a person puts with others does
 * not change what its own may be. */
typedef struct reach {
	uint32_t up;
	uint32_t town; /* the one town that it speaks of, RW_NO while none is known */
	bool dated;
	int64_t from, to;
} reach;

typedef struct foe {
	uint32_t thread, next; /* who must not come in */
} foe;

typedef struct grouping {
	rw_facts *f;
	rw_arena *a;
	const rw_weights *w;
	const rw_found *found;
	const rw_threads *threads;
	node *nodes;
	reach *reaches;
	const reach *own; /* each thread's as it was alone */
	RW_VEC(foe) foes;
	uint32_t *main_of; /* by report: its main thread */
} grouping;

static uint32_t root(grouping *g, uint32_t i) {
	while (g->nodes[i].up != i) {
		g->nodes[i].up = g->nodes[g->nodes[i].up].up;
		i = g->nodes[i].up;
	}
	return i;
}

/* A person said that these two do not belong together. */
static bool kept_apart(grouping *g, uint32_t a, uint32_t b) {
	for (uint32_t i = g->nodes[a].foes; i != RW_NO; i = g->foes.p[i].next)
		if (root(g, g->foes.p[i].thread) == b) return true;
	return false;
}

static uint32_t root_of_reach(grouping *g, uint32_t i) {
	while (g->reaches[i].up != i) {
		g->reaches[i].up = g->reaches[g->reaches[i].up].up;
		i = g->reaches[i].up;
	}
	return i;
}

static bool may_join(const grouping *g, const reach *a, const reach *b) {
	if (a->town != RW_NO && b->town != RW_NO && a->town != b->town && !rw_site_nested(g->f, a->town, b->town))
		return false;
	if (!a->dated || !b->dated) return true;
	int64_t gap = a->from > b->to ? a->from - b->to : b->from > a->to ? b->from - a->to : 0;
	if ((double)gap > g->w->far_days * RW_DAY) return false;
	int64_t from = a->from < b->from ? a->from : b->from, to = a->to > b->to ? a->to : b->to;
	return (double)(to - from) <= g->w->longest_days * RW_DAY;
}

static bool join(grouping *g, uint32_t a, uint32_t b) {
	a = root(g, a), b = root(g, b);
	if (a == b) return true;
	if (kept_apart(g, a, b)) return false;
	if (b < a) { /* the earliest thread leads, so that the order of joining leaves no trace */
		uint32_t t = a;
		a = b, b = t;
	}
	node *na = &g->nodes[a], *nb = &g->nodes[b];
	nb->up = a;
	na->dated |= nb->dated;
	if (nb->foes == RW_NO) return true;
	if (na->foes == RW_NO)
		na->foes = nb->foes;
	else
		g->foes.p[na->last_foe].next = nb->foes;
	na->last_foe = nb->last_foe;
	return true;
}

static void join_reaches(grouping *g, uint32_t a, uint32_t b) {
	a = root_of_reach(g, a), b = root_of_reach(g, b);
	if (a == b) return;
	reach *ra = &g->reaches[a], *rb = &g->reaches[b];
	rb->up = a;
	if (ra->town == RW_NO || (rb->town != RW_NO && rw_site_within(g->f, rb->town, ra->town))) ra->town = rb->town;
	if (!rb->dated) return;
	if (!ra->dated || rb->from < ra->from) ra->from = rb->from;
	if (!ra->dated || rb->to > ra->to) ra->to = rb->to;
	ra->dated = true;
}

static void add_foe(grouping *g, uint32_t of, uint32_t thread) {
	node *n = &g->nodes[of];
	uint32_t at = (uint32_t)g->foes.n;
	rw_vec_push(g->a, &g->foes, (foe){thread, RW_NO});
	if (n->foes == RW_NO)
		n->foes = at;
	else
		g->foes.p[n->last_foe].next = at;
	n->last_foe = at;
}

static void tie_bonds(grouping *g) {
	for (size_t i = 0; i < g->found->n_bonds; i++) {
		const rw_bond *b = &g->found->bonds[i];
		uint32_t x = root(g, b->a), y = root(g, b->b);
		if (!b->apart) {
			join(g, x, y);
		} else if (x != y) {
			add_foe(g, x, b->b);
			add_foe(g, y, b->a);
		}
	}
}

typedef struct edge {
	double score;
	uint32_t a, b; /* threads, a < b */
} edge;

static int by_edge(const void *pa, const void *pb) {
	const edge *a = pa, *b = pb;
	if (a->score != b->score) return a->score > b->score ? -1 : 1;
	if (a->a != b->a) return a->a < b->a ? -1 : 1;
	return (a->b > b->b) - (a->b < b->b);
}

static void join_meetings(grouping *g) {
	const rw_found *x = g->found;
	edge *edges = RW_ARRAY(g->a, edge, x->n_meetings);
	for (size_t i = 0; i < x->n_meetings; i++) {
		const rw_meeting *m = &x->meetings[i];
		rw_weighing w;
		rw_weigh_threads(g->f, g->w, &g->threads->p[m->a], &g->threads->p[m->b], &w);
		edges[i] = (edge){w.score, m->a, m->b};
	}
	if (x->n_meetings) qsort(edges, x->n_meetings, sizeof *edges, by_edge);
	for (size_t i = 0; i < x->n_meetings; i++) {
		uint32_t a = root_of_reach(g, edges[i].a), b = root_of_reach(g, edges[i].b);
		if (a != b && may_join(g, &g->reaches[a], &g->reaches[b]) && join(g, a, b)) join_reaches(g, a, b);
	}
}

/* A copy goes where its original is: a whole one whatever else it says, one in part unless it tells of another town or time. */
static void join_copies(grouping *g) {
	for (uint32_t i = 0; i < g->found->n; i++) {
		const rw_copy *c = &g->found->copies[i];
		if (c->of == RW_NO || c->share < g->w->pull) continue;
		uint32_t x = g->main_of[i], y = g->main_of[c->of];
		if (c->whole || may_join(g, &g->own[x], &g->own[y])) join(g, x, y);
	}
}

/* What a round-up tells in one claim is of its own incident only when another report tells it; so with background. */
static void send_home(grouping *g) {
	size_t n = g->threads->n;
	bool *met = RW_ARRAY(g->a, bool, n);
	for (size_t i = 0; i < g->found->n_meetings; i++)
		met[g->found->meetings[i].a] = met[g->found->meetings[i].b] = true;
	for (size_t i = 0; i < g->found->n_bonds; i++)
		if (!g->found->bonds[i].apart) met[g->found->bonds[i].a] = met[g->found->bonds[i].b] = true;
	for (uint32_t i = 0; i < n; i++) {
		const rw_thread *t = &g->threads->p[i];
		if ((t->weak || t->background || !t->dated) && !t->main && !met[i]) join(g, i, g->main_of[t->report]);
	}
}

/* --- undated reports --------------------------------------------------------------------------------------------- */
typedef struct verdict {
	uint32_t near; /* root, RW_NO */
	bool joins;
	double score;
} verdict;

static bool comes_near(const rw_weighing *w) {
	return w->times[RW_EVIDENCE_SPOT] > 0 || w->times[RW_EVIDENCE_TOWN] > 0 || w->times[RW_EVIDENCE_INSIDE] > 0 ||
		w->times[RW_EVIDENCE_SAME_TOWN] > 0;
}

/* Groups that have a date, by home, with what undated reports are held against. */
typedef struct home {
	uint32_t at, n; /* in groups */
} home;

typedef struct candidates {
	rw_map by_home; /* -> homes */
	RW_VEC(home) homes;
	uint32_t *groups;             /* roots, by home, in the order of their first threads */
	rw_slice *hints;              /* groups[i]'s */
	uint32_t *first, *after;      /* threads of each group, by root and by thread */
	const rw_summary **summaries; /* by root */
} candidates;

static const rw_summary *summary_of(grouping *g, candidates *c, uint32_t r) {
	if (c->summaries[r]) return c->summaries[r];
	RW_VEC(const rw_thread *) all = {0};
	for (uint32_t i = c->first[r]; i != RW_NO; i = c->after[i]) rw_vec_push(g->a, &all, &g->threads->p[i]);
	return c->summaries[r] = rw_summary_of(g->f, g->a, all.p, all.n);
}

/* A person kept a group from r, or from an undated one that went there. */
static bool kept_from(grouping *g, const verdict *decided, uint32_t group, uint32_t r) {
	for (uint32_t i = g->nodes[group].foes; i != RW_NO; i = g->foes.p[i].next) {
		uint32_t other = root(g, g->foes.p[i].thread);
		if (other == r || (decided[other].joins && decided[other].near == r)) return true;
	}
	return false;
}

static void gather_candidates(grouping *g, candidates *c) {
	uint32_t n = (uint32_t)g->threads->n, all = n + (uint32_t)g->found->n_kept, n_groups = 0;
	*c = (candidates){.by_home = RW_MAP(g->a)};
	c->first = RW_ARRAY(g->a, uint32_t, n);
	c->after = RW_ARRAY(g->a, uint32_t, n);
	c->summaries = RW_ARRAY(g->a, const rw_summary *, all);
	uint32_t *home_of = RW_ARRAY(g->a, uint32_t, all);
	rw_slice *hints = RW_ARRAY(g->a, rw_slice, all);
	for (uint32_t i = 0; i < n; i++) c->first[i] = c->after[i] = RW_NO;
	for (uint32_t i = 0; i < all; i++) home_of[i] = RW_NO;
	for (uint32_t i = n; i-- > 0;) {
		uint32_t r = root(g, i);
		c->after[i] = c->first[r];
		c->first[r] = i;
	}
	for (uint32_t r = 0; r < all; r++) {
		rw_hint h;
		if (r >= n) {
			c->summaries[r] = g->found->kept[r - n].summary;
			h = g->found->kept[r - n].hint;
		} else {
			if (c->first[r] == RW_NO || !g->nodes[r].dated) continue;
			const rw_summary *s = summary_of(g, c, r);
			h = rw_hint_of(g->f, g->a, g->found->known, s->threads, s->n_threads, s->site);
		}
		if (!h.home.n) continue;
		bool fresh;
		uint32_t *at = rw_map_put(&c->by_home, h.home, &fresh);
		if (fresh) {
			*at = (uint32_t)c->homes.n;
			rw_vec_push(g->a, &c->homes, (home){0, 0});
		}
		home_of[r] = *at;
		hints[r] = h.bytes;
		c->homes.p[*at].n++;
		n_groups++;
	}
	uint32_t end = 0;
	for (size_t i = 0; i < c->homes.n; i++) {
		c->homes.p[i].at = end;
		end += c->homes.p[i].n;
		c->homes.p[i].n = 0;
	}
	c->groups = RW_ARRAY(g->a, uint32_t, n_groups);
	c->hints = RW_ARRAY(g->a, rw_slice, n_groups);
	for (uint32_t r = 0; r < all; r++) {
		if (home_of[r] == RW_NO) continue;
		home *x = &c->homes.p[home_of[r]];
		c->groups[x->at + x->n] = r;
		c->hints[x->at + x->n++] = hints[r];
	}
}

/* Weighs an undated thread against the groups near it; those that a person kept it from are passed over. */
static verdict judge(grouping *g, candidates *c, const verdict *decided, uint32_t thread) {
	const rw_thread *t = &g->threads->p[thread];
	verdict v = {RW_NO, false, -1e9};
	rw_slice order = RW_NONE; /* where the hint of that group begins: of two that weigh as much the earlier one counts */
	rw_hint h = rw_hint_of(g->f, g->a, g->found->known, &t, 1, t->site);
	uint32_t at = h.home.n ? rw_map_get(&c->by_home, h.home) : UINT32_MAX;
	if (at == UINT32_MAX) return v;
	const home *here = &c->homes.p[at];
	uint32_t chosen[RW_GROUP_NEAR];
	size_t n = rw_hints_near(h.bytes, c->hints + here->at, here->n, chosen);
	for (size_t i = 0; i < n; i++) {
		uint32_t r = c->groups[here->at + chosen[i]];
		rw_slice begins = rw_slice_of(c->hints[here->at + chosen[i]].p, RW_GROUP_ORDER);
		rw_weighing w;
		rw_weigh_undated(g->f, g->a, g->w, t, &g->found->known[t->report], summary_of(g, c, r), &w, NULL, NULL);
		bool better = w.score > v.score || (w.score == v.score && rw_slice_cmp(begins, order) < 0);
		if (!comes_near(&w) || !better || kept_from(g, decided, root(g, thread), r)) continue;
		/* particulars that are not of any attack must be among what it shares */
		bool joins = w.score >= g->w->join_undated && w.times[RW_EVIDENCE_PARTICULAR] + w.times[RW_EVIDENCE_NUMBER] >= 2;
		v = (verdict){r, joins, w.score};
		order = begins;
	}
	return v;
}

typedef struct judged {
	uint32_t group, thread;
} judged;

static int by_group(const void *pa, const void *pb) {
	const judged *a = pa, *b = pb;
	if (a->group != b->group) return a->group < b->group ? -1 : 1;
	return (a->thread > b->thread) - (a->thread < b->thread);
}

/* Each undated group, a report and its copies, goes as one where the thread does that has most for it. */
static void judge_undated(grouping *g, rw_standing *out) {
	uint32_t n = (uint32_t)g->threads->n;
	RW_VEC(judged) undated = {0};
	verdict *decided = RW_ARRAY(g->a, verdict, n + g->found->n_kept);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t r = root(g, i);
		out[i] = (rw_standing){.group = r, .near = RW_NO};
		decided[i].near = RW_NO;
		if (g->threads->p[i].main && !g->nodes[r].dated) rw_vec_push(g->a, &undated, (judged){r, i});
	}
	if (!undated.n) return;
	qsort(undated.p, undated.n, sizeof *undated.p, by_group);
	candidates c;
	gather_candidates(g, &c);
	for (size_t u = 0; u < undated.n;) {
		uint32_t group = undated.p[u].group;
		verdict best = {RW_NO, false, 0};
		for (; u < undated.n && undated.p[u].group == group; u++) {
			verdict v = judge(g, &c, decided, undated.p[u].thread);
			bool better = v.joins > best.joins || (v.joins == best.joins && v.score > best.score);
			if (v.near != RW_NO && (best.near == RW_NO || better)) best = v;
		}
		decided[group] = best;
	}
	for (uint32_t i = 0; i < n; i++) {
		const verdict *v = &decided[out[i].group];
		if (v->near == RW_NO) continue;
		out[i] = (rw_standing){v->joins ? v->near : RW_NO, v->joins ? RW_NO : v->near, v->joins, v->score};
	}
}

rw_standing *rw_resolve(rw_facts *f, rw_arena *a, const rw_weights *w, const rw_found *found) {
	uint32_t n = (uint32_t)found->threads->n;
	grouping *g = RW_NEW(a, grouping);
	*g = (grouping){.f = f, .a = a, .w = w, .found = found, .threads = found->threads};
	g->nodes = RW_ARRAY(a, node, n + found->n_kept);
	for (uint32_t i = n; i < n + found->n_kept; i++) g->nodes[i] = (node){i, true, RW_NO, RW_NO};
	g->reaches = RW_ARRAY(a, reach, n);
	g->main_of = RW_ARRAY(a, uint32_t, found->n);
	for (uint32_t i = 0; i < n; i++) {
		const rw_thread *t = &found->threads->p[i];
		uint32_t town =
			t->town != RW_NO && f->sites.p[t->town].level >= RW_LEVEL_TOWN && f->sites.p[t->town].id.n ? t->town : RW_NO;
		g->nodes[i] = (node){i, t->dated, RW_NO, RW_NO};
		g->reaches[i] = (reach){i, town, t->dated, t->from, t->to};
		if (t->main) g->main_of[t->report] = i;
	}
	reach *own = RW_ARRAY(a, reach, n);
	if (n) memcpy(own, g->reaches, n * sizeof *own);
	g->own = own;
	tie_bonds(g);
	join_meetings(g);
	join_copies(g);
	send_home(g);
	rw_standing *out = RW_ARRAY(a, rw_standing, n);
	judge_undated(g, out);
	return out;
}
