/* meet.c: threads of stale reports, and whom they meet.
 *
 * Two threads of a bucket are neighbours within RW_GROUP_NEIGHBOURS ranks of one another, so a thread that comes or goes changes who is whose
 * neighbour only within so many ranks of its place, and of those only within the days that two threads that meet can lie apart. Pairs of which
 * both lie there are looked at, all others stay as they are. Changes near one another make one stretch of a bucket, which is read once.
 */
#include "store/settle.h"
#include <stdlib.h>

/* A bucket's side of a thread: its town's or its region's. */
typedef struct side {
	const char *ahead, *back, *update; /* SQL */
	bool region;
} side;

#define ROW "SELECT id, report, number, wide, place_in_time, "
static const side sides[] = {
	{ROW "meets_town FROM thread WHERE town = ?1 AND place_in_time >= ?2 ORDER BY place_in_time",
		ROW
		"meets_town FROM thread WHERE town = ?1 AND place_in_time < ?2 AND place_in_time >= ?4 ORDER BY place_in_time DESC LIMIT ?3",
		"UPDATE thread SET meets_town = ?2 WHERE id = ?1", false},
	{ROW "meets_region FROM thread WHERE region = ?1 AND place_in_time >= ?2 ORDER BY place_in_time",
		ROW
		"meets_region FROM thread WHERE region = ?1 AND place_in_time < ?2 AND place_in_time >= ?4 ORDER BY place_in_time DESC LIMIT ?3",
		"UPDATE thread SET meets_region = ?2 WHERE id = ?1", true},
};

/* A place in a bucket where a thread came or went. */
typedef struct change {
	rw_slice bucket, order;
	bool gone;
} change;
typedef RW_VEC(change) changes;

typedef struct changed_sides {
	changes of[RW_COUNT(sides)];
} changed_sides;

static int by_place(const void *pa, const void *pb) {
	const change *a = pa, *b = pb;
	int order = rw_slice_cmp(a->bucket, b->bucket);
	return order ? order : rw_slice_cmp(a->order, b->order);
}

static void note_change(rw_settling *t, changed_sides *c, size_t i, rw_slice bucket, rw_slice order, bool gone) {
	if (bucket.n) rw_vec_push(t->a, &c->of[i], (change){bucket, order, gone});
}

/* --- threads --------------------------------------------------------------------------------------------------------- */
typedef struct old_thread {
	int64_t id, incident;
	rw_slice town, region, order, meets_town, meets_region;
} old_thread;

/* Takes a thread out of the lists of those that it meets. */
static riwaya_status leave(rw_settling *t, const old_thread *o, bool region, riwaya_error *err) {
	rw_list partners = rw_list_unpack(t->scratch, region ? o->meets_region : o->meets_town);
	for (size_t i = 0; i < partners.n; i++) {
		rw_stmt *q;
		bool row;
		riwaya_status status = rw_db_stmt(t->s->db,
			region ? "SELECT meets_region FROM thread WHERE id = ?1" : "SELECT meets_town FROM thread WHERE id = ?1",
			&q, err);
		if (status) return status;
		rw_bind_int(q, 1, partners.p[i]);
		status = rw_step(q, &row, err);
		if (status) return status;
		rw_list theirs = row ? rw_list_unpack(t->scratch, rw_col_blob(q, 0)) : (rw_list){0};
		rw_stmt_reset(q);
		if (!row) continue;
		size_t n = 0;
		for (size_t k = 0; k < theirs.n; k++)
			if (theirs.p[k] != o->id) theirs.p[n++] = theirs.p[k];
		status = rw_db_stmt(t->s->db, sides[region].update, &q, err);
		if (status) return status;
		rw_bind_int(q, 1, partners.p[i]);
		rw_bind_blob(q, 2, rw_list_pack(t->scratch, theirs.p, n));
		status = rw_run(q, err);
		if (status) return status;
		rw_ids_put(&t->touched, partners.p[i], NULL);
	}
	return RIWAYA_OK;
}

static riwaya_status drop_threads(rw_settling *t, int64_t report, changed_sides *c, riwaya_error *err) {
	RW_VEC(old_thread) old = {0};
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(t->s->db,
		"SELECT id, incident, town, region, place_in_time, meets_town, meets_region FROM thread WHERE report = ?1", &q,
		err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	while (!(status = rw_step(q, &row, err)) && row)
		rw_vec_push(t->a, &old,
			(old_thread){rw_col_int(q, 0), rw_col_int(q, 1), rw_arena_copy(t->a, rw_col_text(q, 2)),
				rw_arena_copy(t->a, rw_col_text(q, 3)), rw_arena_copy(t->a, rw_col_blob(q, 4)),
				rw_arena_copy(t->a, rw_col_blob(q, 5)), rw_arena_copy(t->a, rw_col_blob(q, 6))});
	for (size_t i = 0; i < old.n && !status; i++) {
		const old_thread *o = &old.p[i];
		if (o->incident) rw_ids_put(&t->broken, o->incident, NULL);
		note_change(t, c, 0, o->town, o->order, true);
		note_change(t, c, 1, o->region, o->order, true);
		status = leave(t, o, false, err);
		if (!status) status = leave(t, o, true, err);
	}
	static const char *const sql[] = {"DELETE FROM thread WHERE report = ?1", "DELETE FROM apart WHERE report = ?1"};
	for (size_t i = 0; old.n && i < RW_COUNT(sql) && !status; i++) {
		status = rw_db_stmt(t->s->db, sql[i], &q, err);
		if (status) return status;
		rw_bind_int(q, 1, report);
		status = rw_run(q, err);
	}
	return status;
}

static riwaya_status put_thread(
	rw_settling *t, int64_t report, const rw_at_hand *h, size_t i, changed_sides *c, riwaya_error *err) {
	const rw_thread *x = &h->threads.p[i];
	const rw_keys *k = &h->keys[i];
	rw_slice order = rw_slice_of((const char *)k->order, sizeof k->order);
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(t->s->db,
		"INSERT INTO thread (id, report, number, town, region, wide, place_in_time, alone, home, hint, judged) VALUES "
		"(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0)",
		&q, err);
	if (status) return status;
	int64_t id = ++t->w.thread;
	rw_thread alone = *x; /* as the first of the reports given */
	const rw_thread *const it = &alone;
	alone.report = 0;
	rw_hint hint = x->main && !x->dated ? rw_hint_of(t->f, t->scratch, &h->stored.known, &it, 1, x->site) : (rw_hint){0};
	rw_bind_int(q, 1, id);
	rw_bind_int(q, 2, report);
	rw_bind_int(q, 3, (int64_t)i);
	rw_bind_text(q, 4, k->town.n ? k->town : RW_NONE);
	rw_bind_text(q, 5, k->region.n ? k->region : RW_NONE);
	rw_bind_int(q, 6, k->wide);
	rw_bind_blob(q, 7, order);
	rw_bind_int(q, 8, x->weak || x->background || !x->dated);
	rw_bind_text(q, 9, hint.home.n ? hint.home : RW_NONE);
	rw_bind_blob(q, 10, hint.home.n ? hint.bytes : RW_NONE);
	status = rw_run(q, err);
	rw_ids_put(&t->fresh, id, NULL);
	rw_ids_put(&t->touched, id, NULL);
	note_change(t, c, 0, k->town, order, false);
	note_change(t, c, 1, k->region, order, false);
	return status;
}

/* --- meetings -------------------------------------------------------------------------------------------------------- */
typedef struct row {
	int64_t id, report;
	size_t number;
	bool wide, fresh;
	rw_slice order, packed;
	rw_list old;
	RW_VEC(int64_t) met;
} row;
typedef RW_VEC(row) rows;

static void take_row(rw_settling *t, rw_stmt *q, rows *out) {
	row r = {.id = rw_col_int(q, 0),
		.report = rw_col_int(q, 1),
		.number = (size_t)rw_col_int(q, 2),
		.wide = rw_col_int(q, 3) != 0,
		.order = rw_arena_copy(t->scratch, rw_col_blob(q, 4)),
		.packed = rw_arena_copy(t->scratch, rw_col_blob(q, 5))};
	r.fresh = rw_ids_find(&t->fresh, r.id) != UINT32_MAX;
	r.old = rw_list_unpack(t->scratch, r.packed);
	rw_vec_push(t->scratch, out, r);
}

/* The stretch of a bucket around changes [*at, …): all within so many ranks of one. Leaves *at behind those that it holds. */
static riwaya_status read_stretch(
	rw_settling *t, const side *s, const changes *c, size_t *at, rows *out, bool *gone, riwaya_error *err) {
	rw_stmt *q;
	bool more;
	const change *first = &c->p[*at];
	unsigned char bound[RW_GROUP_DAY];
	*gone = false;
	rw_order_from(&t->weights, first->order, -1, bound);
	riwaya_status status = rw_db_stmt(t->s->db, s->back, &q, err);
	if (status) return status;
	rw_bind_text(q, 1, first->bucket);
	rw_bind_blob(q, 2, first->order);
	rw_bind_int(q, 3, RW_GROUP_NEIGHBOURS);
	rw_bind_blob(q, 4, rw_slice_of((const char *)bound, sizeof bound));
	while (!(status = rw_step(q, &more, err)) && more) take_row(t, q, out);
	for (size_t i = 0; 2 * i + 1 < out->n; i++) {
		row x = out->p[i];
		out->p[i] = out->p[out->n - 1 - i];
		out->p[out->n - 1 - i] = x;
	}
	if (!status) status = rw_db_stmt(t->s->db, s->ahead, &q, err);
	if (status) return status;
	rw_bind_text(q, 1, first->bucket);
	rw_bind_blob(q, 2, first->order);
	size_t behind = 0; /* rows since the last change */
	rw_order_from(&t->weights, first->order, 1, bound);
	while (!(status = rw_step(q, &more, err)) && more) {
		take_row(t, q, out);
		const row *r = &out->p[out->n - 1];
		behind++;
		for (; *at < c->n && rw_slice_eq(c->p[*at].bucket, first->bucket) && rw_slice_cmp(c->p[*at].order, r->order) <= 0;
			 ++*at) {
			*gone |= c->p[*at].gone;
			rw_order_from(&t->weights, c->p[*at].order, 1, bound);
			behind = 0;
		}
		if (behind >= RW_GROUP_NEIGHBOURS || memcmp(r->order.p, bound, sizeof bound) > 0) break;
	}
	rw_stmt_reset(q);
	/* changes behind the last row: threads that went */
	if (!more)
		for (; *at < c->n && rw_slice_eq(c->p[*at].bucket, first->bucket); ++*at) *gone |= c->p[*at].gone;
	return status;
}

static riwaya_status thread_of(rw_settling *t, const row *r, const rw_thread **out, riwaya_error *err) {
	rw_at_hand *h;
	riwaya_status status = rw_settle_threads_of(t, r->report, &h, err);
	if (status) return status;
	if (r->number >= h->threads.n)
		return rw_fail(err, RIWAYA_STORE, t->s->where, 0, 0,
			"threads were made by another engine; riwaya rebuild makes them anew");
	*out = &h->threads.p[r->number];
	return RIWAYA_OK;
}

static void met(rw_settling *t, row *a, row *b) {
	rw_vec_push(t->scratch, &a->met, b->id);
	rw_vec_push(t->scratch, &b->met, a->id);
}

static riwaya_status weigh_stretch(rw_settling *t, const side *s, rows *all, bool gone, riwaya_error *err) {
	for (size_t i = 0; i < all->n; i++) {
		row *a = &all->p[i];
		for (size_t j = i + 1; j < all->n && j <= i + RW_GROUP_NEIGHBOURS; j++) {
			row *b = &all->p[j];
			if (a->report == b->report || (s->region && !a->wide && !b->wide)) continue;
			if (!a->fresh && !b->fresh && !gone) {
				if (rw_list_has(&a->old, b->id)) met(t, a, b);
				continue;
			}
			const rw_thread *x, *y;
			rw_weighing w;
			riwaya_status status = thread_of(t, a, &x, err);
			if (!status) status = thread_of(t, b, &y, err);
			if (status) return status;
			if (rw_threads_meet(t->f, &t->weights, x, y, &w)) met(t, a, b);
		}
	}
	return RIWAYA_OK;
}

/* What stands outside of the stretch stays as it was. */
static riwaya_status keep_stretch(rw_settling *t, const side *s, rows *all, riwaya_error *err) {
	rw_ids within = RW_IDS(t->scratch);
	for (size_t i = 0; i < all->n; i++) rw_ids_put(&within, all->p[i].id, NULL);
	for (size_t i = 0; i < all->n; i++) {
		row *r = &all->p[i];
		for (size_t k = 0; k < r->old.n; k++)
			if (rw_ids_find(&within, r->old.p[k]) == UINT32_MAX) rw_vec_push(t->scratch, &r->met, r->old.p[k]);
		if (r->met.n) qsort(r->met.p, r->met.n, sizeof *r->met.p, rw_by_number);
		rw_slice packed = rw_list_pack(t->scratch, r->met.p, r->met.n);
		if (rw_slice_eq(packed, r->packed)) continue;
		rw_ids_put(&t->touched, r->id, NULL);
		rw_stmt *q;
		riwaya_status status = rw_db_stmt(t->s->db, s->update, &q, err);
		if (status) return status;
		rw_bind_int(q, 1, r->id);
		rw_bind_blob(q, 2, packed);
		status = rw_run(q, err);
		if (status) return status;
	}
	return RIWAYA_OK;
}

static riwaya_status settle_side(rw_settling *t, const side *s, changes *c, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	if (c->n) qsort(c->p, c->n, sizeof *c->p, by_place);
	for (size_t at = 0; at < c->n && !status;) {
		rw_mark m = rw_arena_mark(t->scratch);
		rows all = {0};
		bool gone;
		status = read_stretch(t, s, c, &at, &all, &gone, err);
		if (!status) status = weigh_stretch(t, s, &all, gone, err);
		if (!status) status = keep_stretch(t, s, &all, err);
		rw_arena_reset(t->scratch, m);
	}
	return status;
}

riwaya_status rw_settle_threads(rw_settling *t, riwaya_error *err) {
	changed_sides c = {0};
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < t->stale.n && !status; i++) {
		rw_at_hand *h;
		rw_mark m = rw_arena_mark(t->scratch);
		status = drop_threads(t, t->stale.p[i], &c, err);
		if (!status) status = rw_settle_threads_of(t, t->stale.p[i], &h, err);
		if (status) return status;
		for (size_t k = 0; k < h->threads.n && !h->stored.replaced && !status; k++)
			status = put_thread(t, t->stale.p[i], h, k, &c, err);
		rw_arena_reset(t->scratch, m);
	}
	for (size_t i = 0; i < RW_COUNT(sides) && !status; i++) status = settle_side(t, &sides[i], &c.of[i], err);
	return status;
}

void rw_meetings_add(
	rw_arena *a, const rw_ids *threads, uint32_t i, const rw_list *town, const rw_list *region, rw_meetings *out) {
	const rw_list *const lists[] = {town, region};
	for (size_t k = 0; k < RW_COUNT(lists); k++)
		for (size_t m = 0; m < lists[k]->n; m++) {
			uint32_t j = rw_ids_find(threads, lists[k]->p[m]);
			if (j == UINT32_MAX || j <= i || (k == 1 && rw_list_has(town, lists[k]->p[m]))) continue;
			rw_vec_push(a, out, (rw_meeting){i, j});
		}
}
