/* past.c: an incident as it stood: by the reports that had been received, and what had been decided, by then.
 *
 * Meetings are not kept for every moment: neighbours are found again among the reports of that time, from the founding thread of the name on,
 * and what hangs together is resolved as it was then. Undated reports are judged against the incidents of their home; where more than
 * RW_PAST_HOME threads are at home there, they stay where they are now.
 */
#include "store/past.h"
#include "mention/calendar.h"
#include "reconcile/reconcile.h"
#include "store/decided.h"
#include <stdlib.h>

enum { THREADS = 1024 /* over the most that a report has */ };

/* A thread of that time. */
typedef struct node {
	rw_was *of;
	uint32_t number;
	bool in;  /* of what is resolved */
	bool met; /* `meets` is known */
	RW_VEC(uint32_t) meets;
} node;

typedef struct looking {
	rw_past p;
	rw_ids numbers;      /* report * THREADS + number … */
	RW_VEC(node) nodes;  /* … of these */
	RW_VEC(uint32_t) in; /* nodes that are resolved */
} looking;

/* --- reports of that time ------------------------------------------------------------------------------------------------- */
riwaya_status rw_past_report(rw_past *p, int64_t id, rw_was **out, riwaya_error *err) {
	bool fresh, row;
	uint32_t at = rw_ids_put(&p->known, id, &fresh);
	*out = NULL;
	if (!fresh) {
		*out = p->all.p[at];
		return RIWAYA_OK;
	}
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(p->s->db,
		"SELECT r.told, r.text_key, r.published_from, r.published_to, r.prints FROM report r LEFT JOIN report n ON n.id = "
		"r.replaced_by WHERE r.id = ?1 AND r.received <= ?2 AND (n.id IS NULL OR n.received > ?2)",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, id);
	rw_bind_int(q, 2, p->when);
	status = rw_step(q, &row, err);
	if (!status && row) {
		rw_was *r = *out = RW_NEW(p->a, rw_was);
		r->id = id;
		r->told = rw_col_int(q, 0);
		r->text_key = rw_col_int(q, 1);
		if (!rw_col_null(q, 2))
			r->published = (riwaya_when){rw_col_int(q, 2), rw_col_int(q, 3), RIWAYA_PRECISION_MINUTE};
		r->prints = rw_arena_copy(p->a, rw_col_blob(q, 4));
	}
	rw_stmt_reset(q);
	rw_vec_push(p->a, &p->all, *out);
	return status;
}

riwaya_status rw_past_read(rw_past *p, rw_was *r, riwaya_error *err) {
	if (r->read) return RIWAYA_OK;
	r->read = true;
	riwaya_status status = rw_load(p->s, p->a, r->id, p->when, &r->stored, err);
	if (status) return status;
	rw_threads_of(p->f, p->a, &r->stored.known, 0, &r->threads);
	rw_keys *keys = RW_ARRAY(p->a, rw_keys, r->threads.n);
	uint32_t at = rw_ids_find(&p->known, r->id);
	for (size_t i = 0; i < r->threads.n; i++) rw_keys_of(p->f, p->a, &r->stored.known, &r->threads.p[i], &keys[i]);
	for (size_t i = 0; i < r->threads.n; i++)
		r->threads.p[i].report = at; /* two reports' threads are told apart by it */
	r->keys = keys;
	return RIWAYA_OK;
}

/* Reports of which a later version came since, or on which somebody decided since. */
static riwaya_status find_altered(rw_past *p, riwaya_error *err) {
	static const char *const sql[] = {
		"SELECT r.id FROM report n JOIN report r ON r.replaced_by = n.id WHERE n.received > ?1 AND r.received <= ?1 LIMIT ?2",
		"SELECT DISTINCT v.report FROM review v WHERE v.made > ?1 AND v.report IS NOT NULL LIMIT ?2",
	};
	rw_ids ids = RW_IDS(p->a);
	size_t replaced = 0; /* these have no rows of threads; those after them do */
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < RW_COUNT(sql) && !status; i++) {
		rw_stmt *q;
		bool row;
		status = rw_db_stmt(p->s->db, sql[i], &q, err);
		if (status) return status;
		rw_bind_int(q, 1, p->when);
		rw_bind_int(q, 2, RW_PAST_ALTERED + 1);
		while (!(status = rw_step(q, &row, err)) && row) rw_ids_put(&ids, rw_col_int(q, 0), NULL);
		if (i == 0) replaced = ids.n;
	}
	if (ids.n > RW_PAST_ALTERED)
		return rw_fail(err, RIWAYA_LIMIT, p->s->where, 0, 0,
			"more than %d reports have changed since then; ask for a later time", RW_PAST_ALTERED);
	for (size_t i = 0; i < ids.n && !status; i++) {
		rw_was *r;
		status = rw_past_report(p, ids.p[i], &r, err);
		if (!status && r) status = rw_past_read(p, r, err);
		if (status || !r) continue;
		p->passed_over += i >= replaced ? RW_GROUP_SITES + 1 : 0;
		rw_ids_put(&p->altered, r->id, NULL);
		for (uint32_t k = 0; k < r->threads.n; k++)
			rw_vec_push(p->a, &p->altered_threads, (rw_altered_thread){rw_ids_find(&p->known, r->id), k});
	}
	return status;
}

/* --- meetings --------------------------------------------------------------------------------------------------------------- */
/* The node of a thread; RW_NO where its report was not there or has no such thread. */
static riwaya_status node_of(looking *l, int64_t report, size_t number, uint32_t *out, riwaya_error *err) {
	rw_was *r;
	*out = RW_NO;
	riwaya_status status = rw_past_report(&l->p, report, &r, err);
	if (!status && r) status = rw_past_read(&l->p, r, err);
	if (status || !r || number >= r->threads.n || number >= THREADS) return status;
	bool fresh;
	*out = rw_ids_put(&l->numbers, report * THREADS + (int64_t)number, &fresh);
	if (fresh) rw_vec_push(l->p.a, &l->nodes, (node){.of = r, .number = (uint32_t)number});
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
static riwaya_status window(looking *l, const node *n, bool region, bool back, neighbours *out, riwaya_error *err) {
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

static riwaya_status find_meetings(looking *l, uint32_t at, riwaya_error *err) {
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
			status = node_of(l, x->report, x->number, &other, err);
			if (status || other == RW_NO) continue;
			node *n = &l->nodes.p[at];
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
static riwaya_status take(looking *l, int64_t report, size_t number, riwaya_error *err) {
	uint32_t at;
	riwaya_status status = node_of(l, report, number, &at, err);
	if (status || at == RW_NO || l->nodes.p[at].in) return status;
	l->nodes.p[at].in = true;
	rw_vec_push(l->p.a, &l->in, at);
	return RIWAYA_OK;
}

/* A thread that goes home to its report's main one. */
static riwaya_status goes_home(looking *l, uint32_t at, bool *home, riwaya_error *err) {
	const rw_thread *t = &l->nodes.p[at].of->threads.p[l->nodes.p[at].number];
	*home = false;
	if (t->main || !(t->weak || t->background || !t->dated)) return RIWAYA_OK;
	riwaya_status status = find_meetings(l, at, err);
	*home = !l->nodes.p[at].meets.n;
	return status;
}

/* Whom people's words link a thread with. */
typedef struct partner {
	int64_t report;
	size_t thread;
	const rw_saying *saying;
} partner;
typedef RW_VEC(partner) partners;

/* The thread that a side of a saying names; *report 0 where it was not there. */
static riwaya_status side_of(looking *l, rw_slice name, int64_t *report, size_t *thread, riwaya_error *err) {
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

static riwaya_status bonds_of(looking *l, uint32_t at, partners *out, riwaya_error *err) {
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
				rw_vec_push(l->p.a, out, (partner){report[1 - k], thread[1 - k], x});
	}
	return status;
}

static riwaya_status reach_from(looking *l, uint32_t at, riwaya_error *err) {
	rw_past *p = &l->p;
	rw_was *r = l->nodes.p[at].of;
	bool home;
	riwaya_status status = find_meetings(l, at, err);
	for (size_t i = 0; !status && i < l->nodes.p[at].meets.n; i++) {
		const node *x = &l->nodes.p[l->nodes.p[at].meets.p[i]];
		status = take(l, x->of->id, x->number, err);
	}
	partners bonds = {0};
	if (!status) status = bonds_of(l, at, &bonds, err);
	for (size_t i = 0; i < bonds.n && !status; i++)
		if (bonds.p[i].saying->kind != RW_SAYING_APART) status = take(l, bonds.p[i].report, bonds.p[i].thread, err);
	if (!status) status = goes_home(l, at, &home, err);
	if (!status && home) status = take(l, r->id, 0, err);
	if (l->nodes.p[at].number) return status;
	for (size_t i = 1; i < r->threads.n && !status; i++) {
		uint32_t own;
		status = node_of(l, r->id, i, &own, err);
		if (status || own == RW_NO) continue;
		status = goes_home(l, own, &home, err);
		if (!status && home) status = take(l, r->id, i, err);
	}
	rw_past_copy copy;
	rw_was_list copiers = {0};
	if (!status) status = rw_past_copy_of(p, r, &copy, err);
	if (!status && copy.of && copy.share >= p->weights.pull) status = take(l, copy.of->id, 0, err);
	if (!status) status = rw_past_copiers(p, r, &copiers, err);
	for (size_t i = 0; i < copiers.n && !status; i++) {
		status = rw_past_copy_of(p, copiers.p[i], &copy, err);
		if (!status && copy.share >= p->weights.pull) status = take(l, copiers.p[i]->id, 0, err);
	}
	return status;
}

/* Takes in all that hangs together with what is in; *from: those before are done. */
static riwaya_status close_over(looking *l, size_t *from, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	for (; *from < l->in.n && !status; ++*from) status = reach_from(l, l->in.p[*from], err);
	return status;
}

/* --- resolving -------------------------------------------------------------------------------------------------------------------- */
typedef struct resolved {
	const rw_known *known;
	rw_threads threads;
	uint32_t *nodes; /* of each thread */
	uint32_t *at;    /* of each node: its thread, RW_NO */
	const rw_standing *standings;
} resolved;

typedef struct placed {
	rw_known known; /* first: rw_by_told looks at it */
	rw_was *r;
} placed;

static int by_number(const void *pa, const void *pb) {
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	return (a > b) - (a < b);
}

static riwaya_status gather_bonds(looking *l, resolved *x, rw_found *found, riwaya_error *err) {
	RW_VEC(rw_said_bond) all = {0};
	riwaya_status status = RIWAYA_OK;
	for (uint32_t i = 0; i < x->threads.n && !status; i++) {
		partners bonds = {0};
		status = bonds_of(l, x->nodes[i], &bonds, err);
		for (size_t k = 0; k < bonds.n && !status; k++) {
			const rw_saying *x_said = bonds.p[k].saying;
			uint32_t other;
			if (x_said->kind == RW_SAYING_COPY) continue;
			status = node_of(l, bonds.p[k].report, bonds.p[k].thread, &other, err);
			other = status || other == RW_NO || !l->nodes.p[other].in ? RW_NO : x->at[other];
			if (other == RW_NO || i >= other) continue;
			rw_slice place;
			rw_said_bond y = {x_said->review->moment, x_said->review->id, rw_report_named(x_said->a, &place),
				rw_report_named(x_said->b, &place), {i, other, x_said->kind == RW_SAYING_APART}};
			rw_vec_push(l->p.a, &all, y);
		}
	}
	if (all.n) qsort(all.p, all.n, sizeof *all.p, rw_by_said);
	rw_bond *bonds = RW_ARRAY(l->p.a, rw_bond, all.n);
	for (size_t i = 0; i < all.n; i++) bonds[i] = all.p[i].bond;
	found->bonds = bonds;
	found->n_bonds = all.n;
	return status;
}

static riwaya_status resolve(looking *l, resolved *x, riwaya_error *err) {
	rw_arena *a = l->p.a;
	rw_ids index = RW_IDS(a);
	RW_VEC(placed) reports = {0};
	for (size_t i = 0; i < l->in.n; i++) {
		rw_was *r = l->nodes.p[l->in.p[i]].of;
		bool fresh;
		rw_ids_put(&index, r->id, &fresh);
		if (fresh) rw_vec_push(a, &reports, (placed){r->stored.known, r});
	}
	qsort(reports.p, reports.n, sizeof *reports.p, rw_by_told);
	size_t n = reports.n;
	rw_known *known = RW_ARRAY(a, rw_known, n);
	*x = (resolved){.known = known, .nodes = RW_ARRAY(a, uint32_t, l->in.n)};
	index = RW_IDS(a);
	bool *has_main = RW_ARRAY(a, bool, n), *reviewed = RW_ARRAY(a, bool, n);
	uint32_t *at = x->at = RW_ARRAY(a, uint32_t, l->nodes.n);
	for (size_t i = 0; i < l->nodes.n; i++) at[i] = RW_NO;
	for (uint32_t i = 0; i < n; i++) {
		rw_was *r = reports.p[i].r;
		known[i] = reports.p[i].known;
		reviewed[i] = r->stored.reviewed;
		rw_ids_put(&index, r->id, NULL);
		for (size_t k = 0; k < r->threads.n && k < THREADS; k++) {
			uint32_t own = rw_ids_find(&l->numbers, r->id * THREADS + (int64_t)k);
			if (own == UINT32_MAX || !l->nodes.p[own].in) continue;
			rw_thread t = r->threads.p[k];
			t.report = i;
			has_main[i] |= t.main;
			at[own] = (uint32_t)x->threads.n;
			x->nodes[x->threads.n] = own;
			rw_vec_push(a, &x->threads, t);
		}
	}
	RW_VEC(rw_meeting) meetings = {0};
	for (uint32_t i = 0; i < x->threads.n; i++) {
		const node *own = &l->nodes.p[x->nodes[i]];
		RW_VEC(uint32_t) others = {0};
		for (size_t k = 0; k < own->meets.n; k++)
			if (at[own->meets.p[k]] != RW_NO && at[own->meets.p[k]] > i) rw_vec_push(a, &others, at[own->meets.p[k]]);
		if (others.n) qsort(others.p, others.n, sizeof *others.p, by_number);
		for (size_t k = 0; k < others.n; k++) rw_vec_push(a, &meetings, (rw_meeting){i, others.p[k]});
	}
	rw_copy *copies = RW_ARRAY(a, rw_copy, n);
	riwaya_status status = RIWAYA_OK;
	for (uint32_t i = 0; i < n && !status; i++) {
		rw_past_copy copy;
		copies[i].of = RW_NO;
		if (!has_main[i]) continue;
		status = rw_past_copy_of(&l->p, reports.p[i].r, &copy, err);
		uint32_t of = !status && copy.of ? rw_ids_find(&index, copy.of->id) : UINT32_MAX;
		if (of != UINT32_MAX && has_main[of]) copies[i] = (rw_copy){.of = of, .share = copy.share};
	}
	if (!status) status = rw_said_copies(l->p.s, a, known, reviewed, n, l->p.when, copies, err);
	for (size_t i = 0; i < n; i++)
		if (!has_main[i] || (copies[i].of != RW_NO && !has_main[copies[i].of])) copies[i].of = RW_NO;
	rw_found found = {
		.known = known, .n = n, .threads = &x->threads, .meetings = meetings.p, .n_meetings = meetings.n, .copies = copies};
	if (!status) status = gather_bonds(l, x, &found, err);
	if (!status) x->standings = rw_resolve(l->p.f, a, &l->p.weights, &found);
	return status;
}

/* --- undated ones ------------------------------------------------------------------------------------------------------------------- */
typedef struct seeds {
	RW_VEC(int64_t) reports;
	RW_VEC(size_t) numbers;
} seeds;

/* The home of a group, absent where it has none. */
static rw_slice home_of(looking *l, const resolved *x, uint32_t group) {
	RW_VEC(const rw_thread *) all = {0};
	for (uint32_t i = 0; i < x->threads.n; i++)
		if (x->standings[i].group == group && !x->standings[i].judged) rw_vec_push(l->p.a, &all, &x->threads.p[i]);
	const rw_summary *s = rw_summary_of(l->p.f, l->p.a, all.p, all.n);
	if (!s->n_threads) return RW_NONE;
	return rw_hint_of(l->p.f, l->p.a, x->known, s->threads, s->n_threads, s->site).home;
}

static riwaya_status read_seeds(looking *l, const char *sql, rw_slice home, seeds *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(l->p.s->db, sql, &q, err);
	if (status) return status;
	rw_bind_text(q, 1, home);
	rw_bind_int(q, 2, l->p.when);
	rw_bind_int(q, 3, RW_PAST_HOME + 1);
	while (!(status = rw_step(q, &row, err)) && row) {
		if (rw_ids_find(&l->p.altered, rw_col_int(q, 0)) != UINT32_MAX) continue;
		rw_vec_push(l->p.a, &out->reports, rw_col_int(q, 0));
		rw_vec_push(l->p.a, &out->numbers, (size_t)rw_col_int(q, 1));
	}
	return status;
}

/* Undated threads of a home. */
static riwaya_status undated_of(looking *l, rw_slice home, seeds *out, riwaya_error *err) {
	rw_past *p = &l->p;
	riwaya_status status = read_seeds(l,
		"SELECT x.report, x.number FROM thread x JOIN report r ON r.id = x.report WHERE x.home = ?1 AND r.received <= ?2 "
		"ORDER BY x.id LIMIT ?3",
		home, out, err);
	for (size_t i = 0; i < p->altered_threads.n && !status; i++) {
		rw_was *r = p->all.p[p->altered_threads.p[i].was];
		rw_thread t = r->threads.p[p->altered_threads.p[i].number];
		if (!t.main || t.dated) continue;
		const rw_thread *const it = &t;
		t.report = 0;
		if (!rw_slice_eq(rw_hint_of(p->f, p->a, &r->stored.known, &it, 1, t.site).home, home)) continue;
		rw_vec_push(p->a, &out->reports, r->id);
		rw_vec_push(p->a, &out->numbers, t.number);
	}
	return status;
}

/* Takes in the undated threads of a home, and all the incidents that they are judged against; *done: there are none, or they are too many. */
static riwaya_status take_home(looking *l, rw_slice home, bool *none, bool *many, riwaya_error *err) {
	rw_past *p = &l->p;
	seeds all = {0};
	*many = false;
	riwaya_status status = undated_of(l, home, &all, err);
	*none = !status && !all.reports.n;
	if (status || *none) return status;
	status = read_seeds(l,
		"SELECT x.report, x.number FROM incident_tag g JOIN thread x ON x.incident = g.incident JOIN report r ON r.id = "
		"x.report WHERE g.kind = 'home' AND g.tag = ?1 AND r.received <= ?2 LIMIT ?3",
		home, &all, err);
	for (size_t i = 0; i < p->altered_threads.n && !status; i++) {
		rw_vec_push(p->a, &all.reports, p->all.p[p->altered_threads.p[i].was]->id);
		rw_vec_push(p->a, &all.numbers, p->altered_threads.p[i].number);
	}
	*many = all.reports.n > RW_PAST_HOME;
	for (size_t i = 0; i < all.reports.n && !status && !*many; i++)
		status = take(l, all.reports.p[i], all.numbers.p[i], err);
	return status;
}

/* Undated ones as they stand now, of those that were there. */
static riwaya_status judged_now(looking *l, int64_t incident, rw_story_threads *out, riwaya_error *err) {
	rw_story_threads now = {0};
	riwaya_status status = rw_story_threads_now(l->p.s, l->p.a, incident, &now, err);
	for (size_t i = 0; i < now.n && !status; i++) {
		uint32_t at;
		const rw_story_thread *t = &now.p[i];
		if (!t->judged && !t->apart) continue;
		status = node_of(l, t->report, t->number, &at, err);
		if (status || at == RW_NO || l->nodes.p[at].in) continue;
		rw_vec_push(l->p.a, out,
			(rw_story_thread){
				.id = (int64_t)at + 1, .report = t->report, .number = t->number, .judged = t->judged, .apart = t->apart});
	}
	return status;
}

/* --- names ---------------------------------------------------------------------------------------------------------------------------- */
/* The version of a report's page that was there, going back from the latest; *first: when the first of them came. */
static riwaya_status version_then(looking *l, int64_t report, int64_t *then, int64_t *first, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	*then = 0;
	for (int64_t id = report; id && !status;) {
		rw_was *r;
		rw_stmt *q;
		bool row;
		status = rw_past_report(&l->p, id, &r, err);
		if (!status && r) {
			*then = id;
			return RIWAYA_OK;
		}
		if (!status)
			status = rw_db_stmt(l->p.s->db,
				"SELECT r.received, (SELECT max(o.id) FROM report o WHERE o.replaced_by = r.id) FROM report r WHERE r.id = ?1",
				&q, err);
		if (status) return status;
		rw_bind_int(q, 1, id);
		status = rw_step(q, &row, err);
		if (status || !row) return status;
		if (rw_col_int(q, 0) < *first) *first = rw_col_int(q, 0);
		id = rw_col_int(q, 1);
		rw_stmt_reset(q);
	}
	return status;
}

/* A founding thread of one of the incident's names that was there: of the name asked for, else of the oldest. */
static riwaya_status founder_then(
	looking *l, int64_t incident, rw_slice asked, uint32_t *out, int64_t *first, riwaya_error *err) {
	static const char *const sql[] = {
		"SELECT n.report, n.thread FROM name n WHERE n.name >= ?1 AND n.name <= ?2 ORDER BY n.given",
		"SELECT n.report, n.thread FROM thread x JOIN name n ON n.report = x.report AND n.thread = x.number WHERE x.incident = "
		"?1 ORDER BY n.given",
	};
	RW_VEC(int64_t) reports = {0}, threads = {0};
	*out = RW_NO;
	*first = INT64_MAX;
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < RW_COUNT(sql) && !status; i++) {
		rw_stmt *q;
		bool row;
		status = rw_db_stmt(l->p.s->db, sql[i], &q, err);
		if (status) return status;
		if (i) {
			rw_bind_int(q, 1, incident);
		} else {
			rw_bind_text(q, 1, asked);
			rw_bind_text(q, 2, rw_arena_printf(l->p.a, RW_FMT "\x7f", RW_ARG(asked)));
		}
		while (!(status = rw_step(q, &row, err)) && row) {
			rw_vec_push(l->p.a, &reports, rw_col_int(q, 0));
			rw_vec_push(l->p.a, &threads, rw_col_int(q, 1));
		}
	}
	for (size_t i = 0; i < reports.n && !status && *out == RW_NO; i++) {
		int64_t then;
		status = version_then(l, reports.p[i], &then, first, err);
		if (!status && then) status = node_of(l, then, (size_t)threads.p[i], out, err);
	}
	return status;
}

/* The last version of a report's page: names go with it. */
static riwaya_status last_version(looking *l, int64_t report, int64_t *out, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	*out = report;
	for (bool more = true; more && !status;) {
		rw_stmt *q;
		bool row;
		status =
			rw_db_stmt(l->p.s->db, "SELECT replaced_by FROM report WHERE id = ?1 AND replaced_by IS NOT NULL", &q, err);
		if (status) return status;
		rw_bind_int(q, 1, *out);
		status = rw_step(q, &more, err);
		row = more && !status;
		if (row) *out = rw_col_int(q, 0);
		rw_stmt_reset(q);
	}
	return status;
}

/* What the group went by: the name of the thread whose report came first (rw_incident_named). */
static riwaya_status name_then(looking *l, const resolved *x, uint32_t group, rw_slice *name, riwaya_error *err) {
	int64_t least = INT64_MAX;
	size_t thread = 0;
	riwaya_status status = RIWAYA_OK;
	for (uint32_t i = 0; i < x->threads.n && !status; i++) {
		const node *n = &l->nodes.p[x->nodes[i]];
		int64_t first, last;
		rw_stmt *q;
		bool row;
		if (x->standings[i].group != group || x->standings[i].judged) continue;
		status = rw_first_version(l->p.s, n->of->id, &first, err);
		if (status || first > least || (first == least && n->number > thread)) continue;
		status = last_version(l, n->of->id, &last, err);
		if (!status)
			status = rw_db_stmt(
				l->p.s->db, "SELECT name FROM name WHERE report = ?1 AND thread = ?2 ORDER BY given LIMIT 1", &q, err);
		if (status) return status;
		rw_bind_int(q, 1, last);
		rw_bind_int(q, 2, n->number);
		status = rw_step(q, &row, err);
		if (!status && row) {
			least = first;
			thread = n->number;
			*name = rw_arena_copy(l->p.a, rw_col_text(q, 0));
		}
		rw_stmt_reset(q);
	}
	return status;
}

/* --- the whole ----------------------------------------------------------------------------------------------------------------------- */
static rw_story_thread story_thread(looking *l, const resolved *x, uint32_t i, bool apart) {
	const node *n = &l->nodes.p[x->nodes[i]];
	rw_arena *a = l->p.a;
	RW_VEC(int64_t) meets = {0};
	for (size_t k = 0; k < n->meets.n; k++) rw_vec_push(a, &meets, (int64_t)n->meets.p[k] + 1);
	if (meets.n) qsort(meets.p, meets.n, sizeof *meets.p, rw_by_number);
	return (rw_story_thread){.id = (int64_t)x->nodes[i] + 1,
		.report = n->of->id,
		.number = n->number,
		.judged = x->standings[i].judged,
		.apart = apart,
		.town = rw_list_pack(a, meets.p, meets.n)};
}

static riwaya_status add_copies(looking *l, rw_story_threads *out, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < out->n && !status; i++) {
		rw_was *r;
		rw_past_copy copy = {0};
		status = rw_past_report(&l->p, out->p[i].report, &r, err);
		if (!status && r) status = rw_past_copy_of(&l->p, r, &copy, err);
		if (status || !copy.of) continue;
		out->p[i].copies = copy.of->id;
		out->p[i].share = copy.share;
		out->p[i].whole = copy.whole;
	}
	return status;
}

static riwaya_status not_yet(looking *l, rw_slice name, int64_t first, riwaya_error *err) {
	enum { MINUTE = 60000, DAY = 24 * 60 };
	int year, month, day;
	int64_t minute = first / MINUTE;
	rw_civil_from_days(minute / DAY, &year, &month, &day);
	return rw_fail(err, RIWAYA_ARGUMENT, l->p.s->where, 0, 0,
		"incident " RW_FMT " was not known then: it was first received at %04d-%02d-%02dT%02d:%02d UTC", RW_ARG(name),
		year, month, day, (int)(minute % DAY / 60), (int)(minute % 60));
}

riwaya_status rw_story_threads_then(riwaya_store *s, rw_arena *a, int64_t incident, rw_slice asked, int64_t when,
	rw_slice *name, rw_story_threads *out, riwaya_error *err) {
	rw_store_learn(s);
	looking l = {.p = {.s = s, .a = a, .scratch = &s->scratch, .when = when, .f = rw_store_facts(s, a)}};
	l.p.known = l.p.altered = l.p.keys = l.p.hashes = l.numbers = RW_IDS(a);
	l.p.lists = rw_past_lists_new(a);
	rw_weights_load(l.p.f, &l.p.weights);
	uint32_t founder;
	int64_t first;
	resolved x;
	size_t done = 0;
	riwaya_status status = find_altered(&l.p, err);
	if (!status) status = founder_then(&l, incident, asked, &founder, &first, err);
	if (status) return status;
	if (founder == RW_NO) return not_yet(&l, *name, first, err);
	status = take(&l, l.nodes.p[founder].of->id, l.nodes.p[founder].number, err);
	if (!status) status = close_over(&l, &done, err);
	if (!status) status = resolve(&l, &x, err);
	if (status) return status;
	uint32_t group = x.standings[x.at[founder]].group;
	rw_slice home = group == RW_NO ? RW_NONE : home_of(&l, &x, group);
	bool none = true, many = false;
	if (home.n) status = take_home(&l, home, &none, &many, err);
	if (!status && !none && !many) {
		status = close_over(&l, &done, err);
		if (!status) status = resolve(&l, &x, err);
		if (!status) group = x.standings[x.at[founder]].group;
	}
	if (status) return status;
	if (group == RW_NO) return not_yet(&l, *name, l.nodes.p[founder].of->stored.received, err);
	for (uint32_t i = 0; i < x.threads.n; i++) {
		const rw_standing *is = &x.standings[i];
		if (is->group == group) rw_vec_push(a, out, story_thread(&l, &x, i, false));
		if (is->group == RW_NO && is->near == group && x.threads.p[i].main)
			rw_vec_push(a, out, story_thread(&l, &x, i, true));
	}
	if (many) status = judged_now(&l, incident, out, err);
	if (!status) status = name_then(&l, &x, group, name, err);
	return status ? status : add_copies(&l, out, err);
}
