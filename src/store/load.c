/* load.c: reports back from their rows. */
#include "store/codec.h"
#include "store/decided.h"

/* What people made of it. */
static riwaya_status review(riwaya_store *s, rw_arena *a, int64_t decided, rw_stored *out, riwaya_error *err) {
	rw_subject about = rw_about_report(a, out->known.report->id);
	rw_subjects subjects = {&about, 1, 1};
	rw_decisions d;
	riwaya_status status = rw_decided(s, a, &subjects, decided, &d, err);
	if (status) return status;
	rw_known machine = out->known;
	rw_review_apply(rw_store_facts(s, a), a, &machine, d.p, d.n, &out->known, &out->orphans);
	return RIWAYA_OK;
}

static riwaya_status load(riwaya_store *s, rw_arena *a, int64_t id, bool report_alone, rw_stored *out, riwaya_error *err) {
	*out = (rw_stored){.id = id};
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(s->db,
		"SELECT sha, title, text, caption, derived, received, document, number, replaced_by, (SELECT min(review) FROM about WHERE "
		"kind = 'report' AND subject = report.sha) FROM report WHERE id = ?1",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, id);
	status = rw_step(q, &row, err);
	if (status) return status;
	if (!row) return rw_fail(err, RIWAYA_ARGUMENT, s->where, 0, 0, "there is no report number %lld", (long long)id);
	riwaya_report bare = {.id = rw_hex_of(a, rw_col_blob(q, 0)),
		.title = rw_arena_copy(a, rw_col_text(q, 1)),
		.text = rw_arena_copy(a, rw_col_text(q, 2)),
		.caption = rw_arena_copy(a, rw_col_text(q, 3))};
	out->received = rw_col_int(q, 5);
	out->document = rw_col_int(q, 6);
	out->number = rw_col_int(q, 7);
	out->replaced = !rw_col_null(q, 8);
	out->reviewed = !rw_col_null(q, 9);
	riwaya_error mine = {0};
	status = (report_alone ? rw_codec_read_report : rw_codec_read)(a, rw_col_blob(q, 4), &bare, &out->known, &mine);
	rw_stmt_reset(q);
	if (status)
		return rw_fail(err, RIWAYA_STORE, s->where, 0, 0,
			"what was derived of report " RW_FMT " can't be read (%s); riwaya rebuild makes it anew", RW_ARG(bare.id),
			mine.message);
	return RIWAYA_OK;
}

riwaya_status rw_load(riwaya_store *s, rw_arena *a, int64_t id, int64_t decided, rw_stored *out, riwaya_error *err) {
	riwaya_status status = load(s, a, id, false, out, err);
	if (status || !out->reviewed || decided == RW_UNDECIDED) return status;
	return review(s, a, decided, out, err);
}

riwaya_status rw_load_report(riwaya_store *s, rw_arena *a, int64_t id, rw_stored *out, riwaya_error *err) {
	return load(s, a, id, true, out, err);
}
