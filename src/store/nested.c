/* nested.c: incidents within incidents, out of the rows of a store. */
#include "store/nested.h"
#include <stdlib.h>

#define COLUMNS "i.id, i.name, i.title_ar, i.title_en, i.place, i.time_from, i.time_to, i.frame"

typedef struct kept {
	int64_t id;
	rw_frame frame;
} kept;
typedef RW_VEC(kept) several;

rw_slice rw_frame_kept(rw_facts *f, rw_arena *a, const riwaya_incident *i) {
	rw_frame frame;
	rw_frame_of(f, a, i, &frame);
	return rw_frame_write(a, &frame);
}

static kept read_row(rw_arena *a, rw_stmt *q) {
	kept k = {.id = rw_col_int(q, 0)};
	rw_frame_read(a, rw_arena_copy(a, rw_col_text(q, 7)), &k.frame);
	k.frame.incident = rw_arena_copy(a, rw_col_text(q, 1));
	k.frame.title = (riwaya_bilingual){rw_arena_copy(a, rw_col_text(q, 2)), rw_arena_copy(a, rw_col_text(q, 3))};
	k.frame.place = rw_arena_copy(a, rw_col_text(q, 4));
	if (!rw_col_null(q, 5)) k.frame.time = (riwaya_when){rw_col_int(q, 5), rw_col_int(q, 6), RIWAYA_PRECISION_DAY};
	return k;
}

static riwaya_status read_rows(rw_arena *a, rw_stmt *q, several *out, riwaya_error *err) {
	riwaya_status status;
	bool row;
	while (!(status = rw_step(q, &row, err)) && row) rw_vec_push(a, out, read_row(a, q));
	return status;
}

static riwaya_status shared(riwaya_store *s, int64_t x, int64_t y, bool *is, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(s->db,
		"SELECT 1 FROM member x JOIN member y ON y.report = x.report WHERE x.incident = ?1 AND y.incident = ?2 LIMIT 1",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, x);
	rw_bind_int(q, 2, y);
	status = rw_step(q, is, err);
	rw_stmt_reset(q);
	return status;
}

/* Whether any incident lasts: mostly none does. */
static riwaya_status any_lasts(riwaya_store *s, bool *any, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status =
		rw_db_stmt(s->db, "SELECT 1 FROM incident i WHERE i.place IS NOT NULL AND " RW_NEST_ROWS " LIMIT 1", &q, err);
	if (!status) status = rw_step(q, any, err);
	if (!status) rw_stmt_reset(q);
	return status;
}

/* Those that last, where it happened and at that time. */
static riwaya_status around(riwaya_store *s, rw_arena *a, const rw_frame *inner, several *out, riwaya_error *err) {
	enum { MOST = 64 };
	riwaya_status status = RIWAYA_OK;
	rw_slice place = inner->place;
	for (int i = 0; i < RW_MAX_WITHIN && place.n && !status; i++) {
		rw_stmt *q;
		status = rw_db_stmt(s->db,
			"SELECT " COLUMNS
			" FROM incident i WHERE i.place = ?1 AND i.time_from <= ?2 AND i.time_to >= ?3 AND " RW_NEST_ROWS
			" ORDER BY i.id LIMIT ?4",
			&q, err);
		if (status) return status;
		rw_bind_text(q, 1, place);
		rw_bind_int(q, 2, inner->time.from);
		rw_bind_int(q, 3, inner->time.to);
		rw_bind_int(q, 4, MOST);
		status = read_rows(a, q, out, err);
		rw_row row = rw_row_find(s->lx, "places", place);
		place = row ? rw_row_get(s->lx, row, "within") : RW_NONE;
	}
	return status;
}

static riwaya_status closest(
	riwaya_store *s, rw_arena *a, rw_facts *f, const kept *inner, const riwaya_nesting **out, riwaya_error *err) {
	several all = {0};
	const rw_frame *best = NULL;
	*out = NULL;
	if (!inner->frame.place.n || inner->frame.time.precision == RIWAYA_PRECISION_NONE) return RIWAYA_OK;
	riwaya_status status = around(s, a, &inner->frame, &all, err);
	for (size_t i = 0; i < all.n && !status; i++) {
		const rw_frame *outer = &all.p[i].frame;
		riwaya_bilingual why;
		bool both;
		if (best && rw_nest_closer(f, best, outer) < 0) continue;
		status = shared(s, inner->id, all.p[i].id, &both, err);
		if (status || !rw_nested(f, &inner->frame, outer, both, &why)) continue;
		riwaya_nesting *within = RW_NEW(a, riwaya_nesting);
		*within = (riwaya_nesting){outer->incident, outer->title, why};
		*out = within;
		best = outer;
	}
	return status;
}

static riwaya_status held(
	riwaya_store *s, rw_arena *a, rw_facts *f, const kept *outer, riwaya_incident *i, riwaya_error *err) {
	several all = {0};
	RW_VEC(riwaya_nesting) found = {0};
	rw_stmt *q;
	if (!rw_frame_holds(f, &outer->frame)) return RIWAYA_OK;
	riwaya_status status = rw_db_stmt(s->db,
		"SELECT " COLUMNS
		" FROM incident_tag g JOIN incident i ON i.id = g.incident WHERE g.kind = 'place' AND g.tag = ?1 AND g.time_from >= ?2 AND "
		"g.time_from <= ?3 AND g.time_to <= ?3 AND i.id <> ?4 AND i.place IS NOT NULL ORDER BY g.time_from, i.name LIMIT ?5",
		&q, err);
	if (status) return status;
	rw_bind_text(q, 1, outer->frame.place);
	rw_bind_int(q, 2, outer->frame.time.from);
	rw_bind_int(q, 3, outer->frame.time.to);
	rw_bind_int(q, 4, outer->id);
	rw_bind_int(q, 5, RW_NESTED_HELD);
	status = read_rows(a, q, &all, err);
	for (size_t k = 0; k < all.n && !status; k++) {
		riwaya_bilingual why;
		bool both;
		status = shared(s, all.p[k].id, outer->id, &both, err);
		if (!status && rw_nested(f, &all.p[k].frame, &outer->frame, both, &why))
			rw_vec_push(a, &found, ((riwaya_nesting){all.p[k].frame.incident, all.p[k].frame.title, why}));
	}
	i->holds = found.p;
	i->n_holds = found.n;
	return status;
}

riwaya_status rw_nest_ledger(riwaya_store *s, rw_arena *a, int64_t incident, riwaya_reconciliation *r, riwaya_error *err) {
	bool any;
	riwaya_status status = any_lasts(s, &any, err);
	if (status || !any || r->n_incidents != 1) return status;
	rw_facts *f = rw_store_facts(s, a);
	riwaya_incident *i = RW_NEW(a, riwaya_incident);
	kept own = {.id = incident};
	*i = r->incidents[0];
	rw_frame_of(f, a, i, &own.frame);
	status = closest(s, a, f, &own, &i->within, err);
	if (!status) status = held(s, a, f, &own, i, err);
	r->incidents = i;
	return status;
}

riwaya_status rw_nest_rows(riwaya_store *s, riwaya_incident_row *rows, size_t n, riwaya_error *err) {
	bool any;
	riwaya_status status = any_lasts(s, &any, err);
	if (status || !any) return status;
	rw_facts *f = rw_store_facts(s, &s->list);
	for (size_t i = 0; i < n && !status; i++) {
		rw_stmt *q;
		bool row;
		if (!rows[i].place_id.n || rows[i].time.precision == RIWAYA_PRECISION_NONE) continue;
		status = rw_db_stmt(s->db, "SELECT " COLUMNS " FROM incident i WHERE i.name = ?1", &q, err);
		if (status) return status;
		rw_bind_text(q, 1, rows[i].name);
		status = rw_step(q, &row, err);
		if (status || !row) continue;
		kept own = read_row(&s->list, q);
		rw_stmt_reset(q);
		status = closest(s, &s->list, f, &own, &rows[i].within, err);
	}
	return status;
}
