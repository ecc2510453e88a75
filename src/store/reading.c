/* reading.c: one report for who reads it: its incidents, copies, versions, and its document as it was received. */
#include "store/reading.h"
#include "store/kept.h"
#include "store/list.h"

/* --- where it stands ------------------------------------------------------------------------------------------------- */
riwaya_status rw_incidents_with(riwaya_store *s, int64_t report, const rw_slice **out, size_t *n, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	RW_VEC(rw_slice) names = {0};
	riwaya_status status = rw_db_stmt(s->db,
		"SELECT i.name FROM member m JOIN incident i ON i.id = m.incident WHERE m.report = ?1 ORDER BY i.name", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	while (!(status = rw_step(q, &row, err)) && row)
		rw_vec_push(&s->list, &names, rw_arena_copy(&s->list, rw_col_text(q, 0)));
	*out = names.p;
	*n = names.n;
	return status;
}

static riwaya_status copies_of(riwaya_store *s, int64_t report, riwaya_standing *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	RW_VEC(riwaya_copy) copies = {0};
	riwaya_status status = rw_db_stmt(s->db,
		"SELECT r.sha, r.outlet, r.title, x.share, x.copier FROM (SELECT of AS other, share, 0 AS copier FROM copy WHERE report = ?1 "
		"UNION ALL SELECT report, share, 1 FROM copy WHERE of = ?1 ORDER BY 2 DESC, 1 LIMIT ?2) x "
		"JOIN report r ON r.id = x.other ORDER BY x.share DESC, r.sha",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	rw_bind_int(q, 2, RIWAYA_STORE_COPIES);
	while (!(status = rw_step(q, &row, err)) && row)
		rw_vec_push(&s->list, &copies,
			(riwaya_copy){.id = rw_hex_of(&s->list, rw_col_blob(q, 0)),
				.outlet_id = rw_arena_copy(&s->list, rw_col_text(q, 1)),
				.title = rw_arena_copy(&s->list, rw_col_text(q, 2)),
				.share = rw_col_double(q, 3),
				.copier = rw_col_int(q, 4) != 0});
	out->copies = copies.p;
	out->n_copies = copies.n;
	return status;
}

riwaya_status rw_read_standing(riwaya_store *s, rw_slice id, riwaya_standing *out, riwaya_error *err) {
	int64_t report;
	rw_stmt *q;
	bool row;
	*out = (riwaya_standing){0};
	riwaya_status status = rw_find_report(s, id, &report, err);
	/* A page's versions lead from the first to the last by replaced_by, each by one step. */
	if (!status)
		status = rw_db_stmt(s->db,
			"WITH RECURSIVE before(id, n) AS (SELECT id, 1 FROM report WHERE id = ?1 UNION ALL SELECT r.id, n + 1 FROM before b JOIN report r ON "
			"r.replaced_by = b.id WHERE n < ?2), after(id, n) AS (SELECT id, 1 FROM report WHERE id = ?1 UNION ALL SELECT r.replaced_by, n + 1 FROM after a "
			"JOIN report r ON r.id = a.id WHERE r.replaced_by IS NOT NULL AND n < ?2) "
			"SELECT r.received, w.size, (SELECT max(n) FROM before) + (SELECT max(n) FROM after) - 1, "
			"(SELECT n.sha FROM report n WHERE n.id = r.replaced_by) FROM report r "
			"JOIN document d ON d.id = r.document JOIN raw w ON w.id = d.raw WHERE r.id = ?1",
			&q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	rw_bind_int(q, 2, RIWAYA_STORE_VERSIONS);
	status = rw_step(q, &row, err);
	if (status) return status;
	if (row) {
		out->received = rw_col_int(q, 0);
		out->bytes = (uint64_t)rw_col_int(q, 1);
		out->versions = (uint32_t)rw_col_int(q, 2);
		out->replaced_by = rw_col_null(q, 3) ? RW_NONE : rw_hex_of(&s->list, rw_col_blob(q, 3));
	}
	rw_stmt_reset(q);
	status = rw_incidents_with(s, report, &out->incidents, &out->n_incidents, err);
	return status ? status : copies_of(s, report, out, err);
}

/* --- as received ------------------------------------------------------------------------------------------------------- */
riwaya_status rw_read_received(riwaya_store *s, rw_slice id, riwaya_received *out, riwaya_error *err) {
	rw_arena *a = &s->list;
	int64_t report;
	rw_stmt *q;
	bool row;
	rw_raw *packer;
	*out = (riwaya_received){0};
	riwaya_status status = rw_find_report(s, id, &report, err);
	if (!status)
		status = rw_db_stmt(s->db,
			"SELECT r.sha, d.raw, d.kept FROM report r JOIN document d ON d.id = r.document WHERE r.id = ?1", &q, err);
	if (!status) {
		rw_bind_int(q, 1, report);
		status = rw_step(q, &row, err);
	}
	if (status) return status;
	if (!row) return rw_fail(err, RIWAYA_STORE, s->where, 0, 0, "a report has no document; riwaya verify tells which");
	out->id = rw_hex_of(a, rw_col_blob(q, 0));
	int64_t raw = rw_col_int(q, 1);
	rw_slice kept = rw_arena_copy(a, rw_col_blob(q, 2)), bytes;
	rw_stmt_reset(q);
	status = rw_raw_new(a, &packer, err);
	if (!status) status = rw_store_teach(s, packer, err);
	if (!status) status = rw_store_object(s, packer, a, raw, &bytes, err);
	if (status) return status;
	rw_received d;
	riwaya_error mine = {0};
	if (rw_kept_read(packer, a, kept, bytes, &d, &mine)) {
		/* What was kept of its reading is not needed to show its bytes. */
		out->bytes = bytes;
		out->kind = RIWAYA_RECEIVED_OTHER;
		return RIWAYA_OK;
	}
	out->bytes = d.in.bytes;
	out->charset = rw_arena_copy(a, d.in.charset);
	for (size_t i = 0; i < d.n_pieces && !out->charset.n; i++) out->charset = rw_arena_copy(a, d.pieces[i].encoding);
	out->kind = d.reader == &rw_reader_html ? RIWAYA_RECEIVED_HTML
		: d.reader == &rw_reader_text       ? RIWAYA_RECEIVED_TEXT
		: d.reader == &rw_reader_pdf        ? RIWAYA_RECEIVED_PDF
											: RIWAYA_RECEIVED_OTHER;
	return RIWAYA_OK;
}
