/* room.c: reports per day, incidents on a map, the moments of one. */
#include "store/room.h"
#include "store/decided.h"
#include <stdlib.h>

/* A sum over the rows (incident, o, ranked) of those that fit: count(*), or of o as the query sorts. */
static riwaya_status over_fitting(
	riwaya_store *s, const riwaya_incident_query *query, const char *sql, uint64_t *n, riwaya_error *err) {
	rw_asked ask;
	rw_stmt *q;
	bool row;
	*n = 0;
	riwaya_status status = rw_asked_incidents(s, query, &ask, NULL, err);
	if (status) return status;
	rw_buf_z(&ask.sql, sql);
	status = rw_asked_stmt(s, &ask, &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	if (row) *n = (uint64_t)rw_col_int(q, 0);
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

/* --- days ---------------------------------------------------------------------------------------------------------------- */
riwaya_status rw_list_days(riwaya_store *s, const riwaya_incident_query *query, riwaya_day_list *out, riwaya_error *err) {
	rw_asked ask;
	rw_stmt *q;
	bool row, all;
	RW_VEC(riwaya_day) rows = {0};
	*out = (riwaya_day_list){0};
	riwaya_incident_query by_reports = *query;
	uint64_t reports, dated = 0;
	by_reports.sort = RIWAYA_SORT_REPORTS;
	riwaya_status status =
		over_fitting(s, &by_reports, " SELECT CAST(coalesce(sum(o), 0) AS BIGINT) FROM m", &reports, err);
	if (!status) status = rw_asked_incidents(s, query, &ask, &all, err);
	if (!status && all) {
		status = rw_db_stmt(s->db,
			"SELECT day, CAST(sum(reports) AS BIGINT), count(*) FROM incident_day GROUP BY day ORDER BY day", &q, err);
	} else if (!status) {
		rw_buf_z(&ask.sql,
			" SELECT d.day, CAST(sum(d.reports) AS BIGINT), count(*) FROM m JOIN incident_day d ON d.incident = m.incident GROUP BY "
			"d.day ORDER BY d.day");
		status = rw_asked_stmt(s, &ask, &q, err);
	}
	if (status) return status;
	while (!(status = rw_step(q, &row, err)) && row) {
		riwaya_day day = {rw_col_int(q, 0), (uint64_t)rw_col_int(q, 1), (uint64_t)rw_col_int(q, 2)};
		rw_vec_push(&s->list, &rows, day);
		dated += day.reports;
	}
	*out = (riwaya_day_list){rows.p, rows.n, reports > dated ? reports - dated : 0};
	return status;
}

/* --- map ------------------------------------------------------------------------------------------------------------------ */
#define PLACES                                                                                                                 \
	"i.lat, i.lon, i.place, count(*), CAST(sum(i.reports) AS BIGINT), CAST(sum(i.contradictions) AS BIGINT), max(i.time_to), " \
	"min(i.name)"
#define BY_PLACE " GROUP BY i.lat, i.lon, i.place ORDER BY i.lat, i.lon, i.place"

static void take_place(riwaya_store *s, rw_facts *f, rw_stmt *q, riwaya_map_place *p) {
	*p = (riwaya_map_place){.id = rw_arena_copy(&s->list, rw_col_text(q, 2)),
		.lat = rw_col_double(q, 0),
		.lon = rw_col_double(q, 1),
		.incidents = (uint64_t)rw_col_int(q, 3),
		.reports = (uint64_t)rw_col_int(q, 4),
		.contradictions = (uint64_t)rw_col_int(q, 5),
		.last = rw_col_int(q, 6),
		.has_last = !rw_col_null(q, 6)};
	if (p->incidents == 1) p->name = rw_arena_copy(&s->list, rw_col_text(q, 7));
	if (!p->id.n) return;
	riwaya_bilingual label = rw_say_site(f, rw_site_of(f, p->id, RW_NONE));
	p->label = (riwaya_bilingual){rw_arena_copy(&s->list, label.ar), rw_arena_copy(&s->list, label.en)};
}

riwaya_status rw_list_map(riwaya_store *s, const riwaya_incident_query *query, riwaya_map_places *out, riwaya_error *err) {
	rw_asked ask;
	rw_stmt *q;
	bool row, all;
	uint64_t fit = 0, here = 0;
	RW_VEC(riwaya_map_place) rows = {0};
	*out = (riwaya_map_places){0};
	rw_facts *f = rw_store_facts(s, &s->work);
	riwaya_status status = over_fitting(s, query, " SELECT count(*) FROM m", &fit, err);
	if (!status) status = rw_asked_incidents(s, query, &ask, &all, err);
	if (!status && all) {
		status = rw_db_stmt(s->db, "SELECT " PLACES " FROM incident i WHERE i.lat IS NOT NULL" BY_PLACE, &q, err);
	} else if (!status) {
		rw_buf_z(&ask.sql,
			" SELECT " PLACES " FROM m JOIN incident i ON i.id = m.incident WHERE i.lat IS NOT NULL" BY_PLACE);
		status = rw_asked_stmt(s, &ask, &q, err);
	}
	if (status) return status;
	while (!(status = rw_step(q, &row, err)) && row) {
		riwaya_map_place p;
		take_place(s, f, q, &p);
		here += p.incidents;
		rw_vec_push(&s->list, &rows, p);
	}
	out->rows = rows.p;
	out->n = rows.n;
	out->without = fit > here ? fit - here : 0;
	return status;
}

/* --- history --------------------------------------------------------------------------------------------------------------- */
typedef RW_VEC(riwaya_history_row) moments;

static riwaya_status reports_of(riwaya_store *s, int64_t incident, moments *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(s->db,
		"WITH RECURSIVE v(id) AS (SELECT report FROM member WHERE incident = ?1 UNION SELECT r.id FROM v JOIN report r ON "
		"r.replaced_by = v.id) SELECT r.sha, r.received, r.outlet_name, r.title, EXISTS (SELECT 1 FROM report o WHERE "
		"o.replaced_by = r.id) FROM v JOIN report r ON r.id = v.id ORDER BY r.received, r.id",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, incident);
	while (!(status = rw_step(q, &row, err)) && row)
		rw_vec_push(&s->list, out,
			(riwaya_history_row){.at = rw_col_int(q, 1),
				.report = rw_hex_of(&s->list, rw_col_blob(q, 0)),
				.outlet = rw_arena_copy(&s->list, rw_col_text(q, 2)),
				.title = rw_arena_copy(&s->list, rw_col_text(q, 3)),
				.edited = rw_col_int(q, 4) != 0});
	return status;
}

static riwaya_status decisions_of(riwaya_store *s, const char *name, moments *out, riwaya_error *err) {
	rw_subjects about = {0};
	rw_decisions d;
	riwaya_status status = rw_subjects_of_incident(s, &s->work, name, &about, err);
	if (!status) status = rw_decided(s, &s->work, &about, INT64_MAX, &d, err);
	for (size_t i = 0; !status && i < d.n; i++) {
		const rw_review *r = &d.p[i];
		rw_slice place;
		rw_stmt *q;
		bool row;
		status = rw_db_stmt(s->db, "SELECT made FROM review WHERE id = ?1", &q, err);
		if (status) return status;
		rw_bind_int(q, 1, d.rows[rw_map_get(&d.row_of, r->id)]);
		status = rw_step(q, &row, err);
		if (status || !row) continue;
		riwaya_history_row x = {.at = rw_col_int(q, 0),
			.kind = r->kind,
			.review = rw_arena_copy(&s->list, r->id),
			.by = rw_arena_copy(&s->list, r->by)};
		if (r->report.p) x.report = rw_arena_copy(&s->list, rw_report_named(r->report, &place));
		rw_stmt_reset(q);
		rw_vec_push(&s->list, out, x);
	}
	return status;
}

static int by_moment(const void *pa, const void *pb) {
	const riwaya_history_row *a = pa, *b = pb;
	if (a->at != b->at) return a->at < b->at ? -1 : 1;
	int order = rw_slice_cmp(a->review, b->review);
	return order ? order : rw_slice_cmp(a->report, b->report);
}

riwaya_status rw_list_history(riwaya_store *s, const char *name, riwaya_history *out, riwaya_error *err) {
	int64_t incident;
	rw_slice now;
	moments all = {0};
	*out = (riwaya_history){0};
	riwaya_status status = rw_find_incident(s, rw_slice_z(name), &incident, &now, err);
	if (!status) status = reports_of(s, incident, &all, err);
	if (!status) status = decisions_of(s, name, &all, err);
	if (status) return status;
	if (all.n) qsort(all.p, all.n, sizeof *all.p, by_moment);
	*out = (riwaya_history){rw_arena_copy(&s->list, now), all.p, all.n};
	return RIWAYA_OK;
}
