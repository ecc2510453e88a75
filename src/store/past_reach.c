/* past_reach.c: neighbours found again among the reports of that time, and all that hangs together with a thread. */
#include "store/past.h"
#include <stdlib.h>

/* --- meetings --------------------------------------------------------------------------------------------------------------- */
riwaya_status rw_look_node(rw_looking *l, int64_t report, size_t number, uint32_t *out, riwaya_error *err) {
	rw_was *r;
	*out = RW_NO;
	riwaya_status status = rw_past_report(&l->p, report, &r, err);
	if (!status && r) status = rw_past_read(&l->p, r, err);
	if (status || !r || number >= r->threads.n || number >= RW_PAST_THREADS) return status;
	bool fresh;
	*out = rw_ids_put(&l->numbers, report * RW_PAST_THREADS + (int64_t)number, &fresh);
	if (fresh) rw_vec_push(l->p.a, &l->nodes, (rw_past_node){.of = r, .number = (uint32_t)number});
	return RIWAYA_OK;
}

typedef struct neighbour {
	int64_t report;
	size_t number;
	bool wide;
	rw_slice order;
} neighbour;
typedef RW_VEC(neighbour) neighbours;

static int by_order(const void *pa, const void *pb) {
	const neighbour *a = pa, *b = pb;
	return rw_slice_cmp(a->order, b->order);
}
static int by_order_back(const void *pa, const void *pb) { return by_order(pb, pa); }

#define WINDOW(bucket, sign, direction)                                                                                 \
	"SELECT x.report, x.number, x.wide, x.place_in_time FROM thread x JOIN report r ON r.id = x.report WHERE x." bucket \
	" = ?1 AND x.place_in_time " sign " ?2 AND r.received <= ?3 ORDER BY x.place_in_time " direction " LIMIT ?4"

/* Neighbours of a thread on one side in a bucket: rows, with altered reports' in place of theirs. */
static riwaya_status window(
	rw_looking *l, const rw_past_node *n, bool region, bool back, neighbours *out, riwaya_error *err) {
	static const char *const sql[2][2] = {{WINDOW("town", ">", ""), WINDOW("town", "<", "DESC")},
		{WINDOW("region", ">", ""), WINDOW("region", "<", "DESC")}};
	rw_past *p = &l->p;
	const rw_keys *own = &n->of->keys[n->number];
	rw_slice bucket = region ? own->region : own->town, order = rw_slice_of((const char *)own->order, sizeof own->order);
	rw_stmt *q;
	bool row;
	for (size_t i = 0; i < p->altered_threads.n; i++) {
		const rw_altered_thread *t = &p->altered_threads.p[i];
		const rw_was *r = p->all.p[t->was];
		const rw_keys *k = &r->keys[t->number];
		rw_slice place = rw_slice_of((const char *)k->order, sizeof k->order);
		int side = rw_slice_cmp(place, order);
		if (!rw_slice_eq(region ? k->region : k->town, bucket) || (back ? side >= 0 : side <= 0)) continue;
		rw_vec_push(p->scratch, out, (neighbour){r->id, t->number, k->wide, place});
	}
	riwaya_status status = rw_db_stmt(p->s->db, sql[region][back], &q, err);
	if (status) return status;
	rw_bind_text(q, 1, bucket);
	rw_bind_blob(q, 2, order);
	rw_bind_int(q, 3, p->when);
	rw_bind_int(q, 4, (int64_t)(RW_GROUP_NEIGHBOURS + p->passed_over));
	for (size_t rows = 0; rows < RW_GROUP_NEIGHBOURS && !(status = rw_step(q, &row, err)) && row;) {
		if (rw_ids_find(&p->altered, rw_col_int(q, 0)) != UINT32_MAX) continue;
		rw_vec_push(p->scratch, out,
			(neighbour){rw_col_int(q, 0), (size_t)rw_col_int(q, 1), rw_col_int(q, 2) != 0,
				rw_arena_copy(p->scratch, rw_col_blob(q, 3))});
		rows++;
	}
	rw_stmt_reset(q);
	if (out->n > 1) qsort(out->p, out->n, sizeof *out->p, back ? by_order_back : by_order);
	if (out->n > RW_GROUP_NEIGHBOURS) out->n = RW_GROUP_NEIGHBOURS;
	return status;
}

static bool listed(const uint32_t *p, size_t n, uint32_t x) {
	for (size_t i = 0; i < n; i++)
		if (p[i] == x) return true;
	return false;
}

static riwaya_status find_meetings(rw_looking *l, uint32_t at, riwaya_error *err) {
	rw_past *p = &l->p;
	if (l->nodes.p[at].met) return RIWAYA_OK;
	l->nodes.p[at].met = true;
	rw_was *r = l->nodes.p[at].of;
	uint32_t number = l->nodes.p[at].number;
	const rw_keys *own = &r->keys[number];
	riwaya_status status = RIWAYA_OK;
	for (unsigned side = 0; side < 4 && !status; side++) {
		bool region = side / 2, back = side % 2;
		if (!(region ? own->region : own->town).n) continue;
		rw_mark m = rw_arena_mark(p->scratch);
		neighbours near = {0};
		status = window(l, &l->nodes.p[at], region, back, &near, err);
		for (size_t i = 0; i < near.n && !status; i++) {
			const neighbour *x = &near.p[i];
			uint32_t other;
			rw_weighing w;
			if (x->report == r->id || (region && !own->wide && !x->wide)) continue;
			status = rw_look_node(l, x->report, x->number, &other, err);
			if (status || other == RW_NO) continue;
			rw_past_node *n = &l->nodes.p[at];
			const rw_thread *theirs = &l->nodes.p[other].of->threads.p[l->nodes.p[other].number];
			if (!listed(n->meets.p, n->meets.n, other) &&
				rw_threads_meet(p->f, &p->weights, &r->threads.p[number], theirs, &w))
				rw_vec_push(p->a, &n->meets, other);
		}
		rw_arena_reset(p->scratch, m);
	}
	return status;
}

/* --- what hangs together -------------------------------------------------------------------------------------------------------- */
riwaya_status rw_look_take(rw_looking *l, int64_t report, size_t number, riwaya_error *err) {
	uint32_t at;
	riwaya_status status = rw_look_node(l, report, number, &at, err);
	if (status || at == RW_NO || l->nodes.p[at].in) return status;
	l->nodes.p[at].in = true;
	rw_vec_push(l->p.a, &l->in, at);
	return RIWAYA_OK;
}

/* A thread that goes home to its report's main one. */
static riwaya_status goes_home(rw_looking *l, uint32_t at, bool *home, riwaya_error *err) {
	const rw_thread *t = &l->nodes.p[at].of->threads.p[l->nodes.p[at].number];
	*home = false;
	if (t->main || !(t->weak || t->background || !t->dated)) return RIWAYA_OK;
	riwaya_status status = find_meetings(l, at, err);
	*home = !l->nodes.p[at].meets.n;
	return status;
}

/* The thread that a side of a saying names; *report 0 where it was not there. */
static riwaya_status side_of(rw_looking *l, rw_slice name, int64_t *report, size_t *thread, riwaya_error *err) {
	rw_was *r = NULL;
	rw_slice place;
	(void)rw_report_named(name, &place);
	riwaya_status status = rw_report_number(l->p.s, l->p.a, name, report, err);
	if (!status && *report) status = rw_past_report(&l->p, *report, &r, err);
	if (!status && r) status = rw_past_read(&l->p, r, err);
	if (status) return status;
	uint32_t found = r && r->threads.n ? rw_review_thread(l->p.f, &r->threads, 0, place) : RW_NO;
	*thread = found;
	if (found == RW_NO) *report = 0;
	return RIWAYA_OK;
}

riwaya_status rw_look_bonds(rw_looking *l, uint32_t at, rw_partners *out, riwaya_error *err) {
	const rw_was *own = l->nodes.p[at].of;
	size_t number = l->nodes.p[at].number;
	rw_sayings *said = RW_NEW(l->p.a, rw_sayings);
	if (!own->stored.reviewed) return RIWAYA_OK;
	riwaya_status status = rw_said_of(l->p.s, l->p.a, own->stored.known.report->id, l->p.when, said, err);
	for (size_t i = 0; i < said->n && !status; i++) {
		const rw_saying *x = &said->p[i];
		int64_t report[2] = {0};
		size_t thread[2];
		if (!x->b.p) continue;
		status = side_of(l, x->a, &report[0], &thread[0], err);
		if (!status) status = side_of(l, x->b, &report[1], &thread[1], err);
		if (status || !report[0] || !report[1]) continue;
		for (size_t k = 0; k < 2; k++)
			if (report[k] == own->id && thread[k] == number)
				rw_vec_push(l->p.a, out, (rw_partner){report[1 - k], thread[1 - k], x});
	}
	return status;
}

static riwaya_status reach_from(rw_looking *l, uint32_t at, riwaya_error *err) {
	rw_past *p = &l->p;
	rw_was *r = l->nodes.p[at].of;
	bool home;
	riwaya_status status = find_meetings(l, at, err);
	for (size_t i = 0; !status && i < l->nodes.p[at].meets.n; i++) {
		const rw_past_node *x = &l->nodes.p[l->nodes.p[at].meets.p[i]];
		status = rw_look_take(l, x->of->id, x->number, err);
	}
	rw_partners bonds = {0};
	if (!status) status = rw_look_bonds(l, at, &bonds, err);
	for (size_t i = 0; i < bonds.n && !status; i++)
		if (bonds.p[i].saying->kind != RW_SAYING_APART)
			status = rw_look_take(l, bonds.p[i].report, bonds.p[i].thread, err);
	if (!status) status = goes_home(l, at, &home, err);
	if (!status && home) status = rw_look_take(l, r->id, 0, err);
	if (l->nodes.p[at].number) return status;
	for (size_t i = 1; i < r->threads.n && !status; i++) {
		uint32_t own;
		status = rw_look_node(l, r->id, i, &own, err);
		if (status || own == RW_NO) continue;
		status = goes_home(l, own, &home, err);
		if (!status && home) status = rw_look_take(l, r->id, i, err);
	}
	rw_past_copy copy;
	rw_was_list copiers = {0};
	if (!status) status = rw_past_copy_of(p, r, &copy, err);
	if (!status && copy.of && copy.share >= p->weights.pull) status = rw_look_take(l, copy.of->id, 0, err);
	if (!status) status = rw_past_copiers(p, r, &copiers, err);
	for (size_t i = 0; i < copiers.n && !status; i++) {
		status = rw_past_copy_of(p, copiers.p[i], &copy, err);
		if (!status && copy.share >= p->weights.pull) status = rw_look_take(l, copiers.p[i]->id, 0, err);
	}
	return status;
}

riwaya_status rw_look_close(rw_looking *l, size_t *from, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	for (; *from < l->in.n && !status; ++*from) status = reach_from(l, l->in.p[*from], err);
	return status;
}
