/* why.c: what speaks for and against two reports being of one incident, and what links them where they are. */
#include "group/why.h"
#include <math.h>

typedef struct asked {
	rw_facts *f;
	rw_arena *a;
	const rw_weights *w;
	const rw_found *found;
	const rw_standing *standings;
	rw_why *out;
} asked;

/* --- evidence ------------------------------------------------------------------------------------------------------ */
static double weight_of(const asked *q, const rw_weighing *w, size_t e) {
	double times = w->times[e] < q->w->most[e] ? w->times[e] : q->w->most[e];
	return times * q->w->w[e];
}

static void list_evidence(asked *q, const rw_weighing *w) {
	for (size_t e = 0; e < RW_EVIDENCE_COUNT; e++) {
		if (w->times[e] <= 0) continue;
		rw_why_evidence *x = &q->out->evidence[q->out->n_evidence++];
		*x = (rw_why_evidence){.name = rw_evidence_name((rw_evidence)e), .times = fmin(w->times[e], q->w->most[e])};
		x->weight = weight_of(q, w, e);
		x->what = rw_say_of(q->f, "evidence", rw_slice_z(x->name), NULL, 0);
		if (!rw_said(x->what)) x->what = RW_BOTH(rw_slice_z(x->name));
	}
	q->out->weighed = true;
	q->out->score = w->score;
}

/* The threads of a group that have a date. */
static const rw_summary *group_of(asked *q, uint32_t group) {
	RW_VEC(const rw_thread *) all = {0};
	for (size_t i = 0; i < q->found->threads->n; i++)
		if (q->standings[i].group == group && !q->standings[i].judged)
			rw_vec_push(q->a, &all, &q->found->threads->p[i]);
	return rw_summary_of(q->f, q->a, all.p, all.n);
}

static void weigh(asked *q, uint32_t x, uint32_t y) {
	const rw_thread *tx = &q->found->threads->p[x], *ty = &q->found->threads->p[y];
	rw_weighing w;
	q->out->threshold = q->w->join;
	if (tx->dated && ty->dated) {
		rw_weigh_threads(q->f, q->w, tx, ty, &w);
		list_evidence(q, &w);
		return;
	}
	uint32_t late = tx->dated ? y : x, other = tx->dated ? x : y, group = q->standings[other].group;
	const rw_summary *s = group == RW_NO || q->standings[other].judged ? NULL : group_of(q, group);
	if (!s || !s->n_threads) return;
	const rw_thread *t = &q->found->threads->p[late];
	rw_weigh_undated(q->f, q->a, q->w, t, &q->found->known[t->report], s, &w, NULL, NULL);
	q->out->threshold = q->w->join_undated;
	q->out->against_group = true;
	list_evidence(q, &w);
}

/* The two threads by which the reports are of one group, else those that weigh most. */
static bool choose(asked *q, uint32_t *x, uint32_t *y) {
	const rw_threads *all = q->found->threads;
	double best = 0;
	bool any = false;
	for (uint32_t i = 0; i < all->n; i++) {
		if (all->p[i].report != q->out->a) continue;
		for (uint32_t k = 0; k < all->n; k++) {
			if (all->p[k].report != q->out->b) continue;
			rw_weighing w;
			rw_weigh_threads(q->f, q->w, &all->p[i], &all->p[k], &w);
			uint32_t group = q->standings[i].group;
			bool one = group != RW_NO && group == q->standings[k].group;
			if (any && (one < q->out->together || (one == q->out->together && w.score <= best))) continue;
			any = true, best = w.score, *x = i, *y = k;
			q->out->together = one;
		}
	}
	return any;
}

/* --- what links them ------------------------------------------------------------------------------------------------ */
typedef struct link {
	uint32_t from, to, next; /* threads; next: of the same `from` */
	rw_why_link kind;
	double value;
} link;

typedef struct links {
	RW_VEC(link) all;
	uint32_t *first;
} links;

static void add_link(asked *q, links *l, uint32_t a, uint32_t b, rw_why_link kind, double value) {
	uint32_t group = q->standings[a].group;
	if (group == RW_NO || group != q->standings[b].group) return;
	for (int turn = 0; turn < 2; turn++) {
		rw_vec_push(q->a, &l->all, (link){a, b, l->first[a], kind, value});
		l->first[a] = (uint32_t)l->all.n - 1;
		uint32_t t = a;
		a = b, b = t;
	}
}

static void gather_links(asked *q, links *l) {
	const rw_found *x = q->found;
	size_t n = x->threads->n;
	l->first = RW_ARRAY(q->a, uint32_t, n);
	uint32_t *main_of = RW_ARRAY(q->a, uint32_t, x->n);
	for (uint32_t i = 0; i < n; i++) {
		l->first[i] = RW_NO;
		if (x->threads->p[i].main) main_of[x->threads->p[i].report] = i;
	}
	for (uint32_t i = 0; i < n; i++) {
		if (!x->threads->p[i].main) add_link(q, l, i, main_of[x->threads->p[i].report], RW_WHY_SAME_REPORT, 0);
		if (!q->standings[i].judged) continue;
		for (uint32_t k = 0; k < n; k++) /* with the group's first dated thread for all of them */
			if (q->standings[k].group == q->standings[i].group && x->threads->p[k].dated) {
				add_link(q, l, i, k, RW_WHY_JUDGED, 0);
				break;
			}
	}
	for (size_t i = 0; i < x->n_meetings; i++) {
		const rw_meeting *m = &x->meetings[i];
		rw_weighing w;
		rw_weigh_threads(q->f, q->w, &x->threads->p[m->a], &x->threads->p[m->b], &w);
		add_link(q, l, m->a, m->b, RW_WHY_MEETS, w.score);
	}
	for (uint32_t i = 0; i < x->n; i++)
		if (x->copies[i].of != RW_NO && x->copies[i].share >= q->w->pull)
			add_link(q, l, main_of[i], main_of[x->copies[i].of], RW_WHY_COPIES, x->copies[i].share);
	for (size_t i = 0; i < x->n_bonds; i++)
		if (!x->bonds[i].apart) add_link(q, l, x->bonds[i].a, x->bonds[i].b, RW_WHY_BOND, 0);
}

/* The shortest way from x to y. */
static void find_chain(asked *q, uint32_t x, uint32_t y) {
	links l = {.first = NULL};
	gather_links(q, &l);
	size_t n = q->found->threads->n, head = 0, tail = 0;
	uint32_t *queue = RW_ARRAY(q->a, uint32_t, n), *came = RW_ARRAY(q->a, uint32_t, n);
	for (size_t i = 0; i < n; i++) came[i] = RW_NO;
	queue[tail++] = y; /* from the end, so that the way reads from x */
	while (head < tail && came[x] == RW_NO) {
		uint32_t at = queue[head++];
		for (uint32_t i = l.first[at]; i != RW_NO; i = l.all.p[i].next) {
			uint32_t to = l.all.p[i].to;
			if (to == y || came[to] != RW_NO) continue;
			came[to] = i;
			queue[tail++] = to;
		}
	}
	RW_VEC(rw_why_step) steps = {0};
	for (uint32_t at = x; at != y && came[at] != RW_NO; at = l.all.p[came[at]].from) {
		const link *k = &l.all.p[came[at]];
		const rw_threads *t = q->found->threads;
		rw_why_step step = {t->p[at].report, t->p[k->from].report, k->kind, k->value};
		if (step.from != step.to) rw_vec_push(q->a, &steps, step);
	}
	q->out->chain = steps.p;
	q->out->n_chain = steps.n;
}

static riwaya_bilingual verdict_of(const asked *q) {
	const rw_why *y = q->out;
	const char *key = !y->together ? y->bond_apart   ? "together.kept_apart"
			: y->weighed && y->score >= y->threshold ? "together.not_though_alike"
													 : "together.not"
		: y->bond_together         ? "together.by_person"
		: y->copier != RW_NO       ? "together.by_copy"
		: y->against_group         ? "together.by_particulars"
		: y->n_chain > 1           ? "together.through_others"
								   : "together.by_weight";
	return rw_say_plain(q->f, key);
}

void rw_why_together(rw_facts *f, rw_arena *arena, const rw_weights *w, const rw_found *found,
	const rw_standing *standings, uint32_t a, uint32_t b, rw_why *out) {
	*out = (rw_why){.a = a, .b = b, .copier = RW_NO};
	asked q = {f, arena, w, found, standings, out};
	uint32_t x = 0, y = 0;
	for (int turn = 0; turn < 2; turn++) {
		const rw_copy *c = &found->copies[turn ? b : a];
		if (c->of == (turn ? a : b)) out->copier = turn ? b : a, out->share = c->share;
	}
	for (size_t i = 0; i < found->n_bonds; i++) {
		uint32_t p = found->threads->p[found->bonds[i].a].report, r = found->threads->p[found->bonds[i].b].report;
		if ((p != a || r != b) && (p != b || r != a)) continue;
		out->bond_apart |= found->bonds[i].apart;
		out->bond_together |= !found->bonds[i].apart;
	}
	if (choose(&q, &x, &y)) {
		weigh(&q, x, y);
		if (out->together) find_chain(&q, x, y);
	}
	out->verdict = verdict_of(&q);
}
