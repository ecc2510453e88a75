/* deciding.c: a decision is kept. What it touches is stale from then on, so that the next settling brings it up to date. */
#include "store/decided.h"

/* --- what it touches --------------------------------------------------------------------------------------------------- */
static riwaya_status touch(rw_db *db, const char *sql, rw_slice key, bool blob, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(db, sql, &q, err);
	if (status) return status;
	if (blob)
		rw_bind_blob(q, 1, key);
	else
		rw_bind_text(q, 1, key);
	return rw_run(q, err);
}

static riwaya_status touch_report(rw_writing *w, rw_arena *a, rw_slice id, riwaya_error *err) {
	if (!id.p) return RIWAYA_OK;
	return touch(w->s->db, "UPDATE report SET stale = 1 WHERE sha = ?1", rw_about_report(a, id).key, true, err);
}

/* An incident is written anew with its founding report. */
static riwaya_status touch_incident(rw_writing *w, rw_slice name, riwaya_error *err) {
	if (!name.p) return RIWAYA_OK;
	return touch(w->s->db, "UPDATE report SET stale = 1 WHERE id IN (SELECT report FROM name WHERE name = ?1)", name,
		false, err);
}

static riwaya_status touch_all(rw_writing *w, rw_arena *a, const rw_review *r, riwaya_error *err) {
	riwaya_status status = touch_report(w, a, r->report, err);
	if (!status) status = touch_report(w, a, r->with, err);
	for (size_t i = 0; i < r->n_reports && !status; i++) status = touch_report(w, a, r->reports[i], err);
	for (size_t i = 0; i < r->n_from && !status; i++) status = touch_report(w, a, r->from[i], err);
	return status ? status : touch_incident(w, r->incident, err);
}

/* The review of an id; *found false where there is none. */
static riwaya_status review_of(
	riwaya_store *s, rw_arena *a, rw_slice id, rw_review *out, int64_t *report, bool *found, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(s->db,
		"SELECT v.body, v.report FROM about b JOIN review v ON v.id = b.review WHERE b.kind = 'id' AND b.subject = ?1",
		&q, err);
	if (status) return status;
	rw_bind_blob(q, 1, id);
	status = rw_step(q, found, err);
	if (status || !*found) return status;
	*report = rw_col_int(q, 1);
	status = rw_review_parse(a, rw_col_text(q, 0), out, err);
	rw_stmt_reset(q);
	return status;
}

/* --- keeping ------------------------------------------------------------------------------------------------------------ */
static riwaya_status put_about(rw_writing *w, int64_t review, const char *kind, rw_slice key, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(
		w->s->db, "INSERT INTO about (kind, subject, review) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", &q, err);
	if (status) return status;
	rw_bind_text(q, 1, rw_slice_z(kind));
	rw_bind_blob(q, 2, key);
	rw_bind_int(q, 3, review);
	return rw_run(q, err);
}

static void add_about(rw_arena *a, rw_subjects *out, const char *kind, rw_slice key) {
	if (!key.n) return;
	for (size_t i = 0; i < out->n; i++)
		if (strcmp(out->p[i].kind, kind) == 0 && rw_slice_eq(out->p[i].key, key)) return;
	rw_vec_push(a, out, (rw_subject){kind, key});
}

void rw_abouts_of(rw_arena *a, const rw_review *r, rw_subjects *out) {
	add_about(a, out, RW_ABOUT_ID, r->id);
	add_about(a, out, RW_ABOUT_REVIEW, r->review);
	add_about(a, out, RW_ABOUT_INCIDENT, r->incident);
	add_about(a, out, RW_ABOUT_REPORT, rw_about_report(a, r->report).key);
	add_about(a, out, RW_ABOUT_REPORT, rw_about_report(a, r->with).key);
	for (size_t i = 0; i < r->n_reports; i++) add_about(a, out, RW_ABOUT_REPORT, rw_about_report(a, r->reports[i]).key);
	for (size_t i = 0; i < r->n_from; i++) add_about(a, out, RW_ABOUT_REPORT, rw_about_report(a, r->from[i]).key);
}

static riwaya_status put_abouts(rw_writing *w, rw_arena *a, int64_t id, const rw_review *r, riwaya_error *err) {
	rw_subjects about = {0};
	riwaya_status status = RIWAYA_OK;
	rw_abouts_of(a, r, &about);
	for (size_t i = 0; i < about.n && !status; i++) status = put_about(w, id, about.p[i].kind, about.p[i].key, err);
	return status;
}

riwaya_status rw_decide_when(rw_writing *w, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(w->s->db, "SELECT max(made) FROM review", &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	if (row && !rw_col_null(q, 0) && rw_col_int(q, 0) >= w->at) w->at = rw_col_int(q, 0) + 1;
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

riwaya_status rw_decide(rw_writing *w, rw_arena *a, const rw_review *r, bool *fresh, riwaya_error *err) {
	rw_review other;
	int64_t report = 0, row, elsewhere;
	bool found;
	riwaya_status status = review_of(w->s, a, r->id, &other, &report, &found, err);
	*fresh = !status && !found;
	if (status || found) return status;
	report = 0;
	status = rw_report_number(w->s, a, r->report, &report, err);
	if (!status) status = touch_all(w, a, r, err);
	/* what a withdrawal or second speaks of is touched as well; a second may be withdrawn */
	for (rw_slice id = r->review; id.p && !status;) {
		status = review_of(w->s, a, id, &other, &elsewhere, &found, err);
		if (status || !found) break;
		if (!report) report = elsewhere;
		status = touch_all(w, a, &other, err);
		id = other.review;
	}
	if (status) return status;
	const rw_review_row x = {.kind = rw_slice_z(riwaya_review_kind_word(r->kind)),
		.by = r->by,
		.why = r->why.p ? r->why : RW_LIT(""),
		.body = rw_review_write(a, r),
		.report = report};
	status = rw_store_review(w, &x, &row, err);
	return status ? status : put_abouts(w, a, row, r, err);
}

static riwaya_status touch_incidents(rw_writing *w, rw_arena *a, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	RW_VEC(rw_slice) names = {0};
	riwaya_status status = rw_db_stmt(w->s->db, "SELECT DISTINCT subject FROM about WHERE kind = 'incident'", &q, err);
	while (!status && !(status = rw_step(q, &row, err)) && row)
		rw_vec_push(a, &names, rw_arena_copy(a, rw_col_blob(q, 0)));
	for (size_t i = 0; i < names.n && !status; i++) status = touch_incident(w, names.p[i], err);
	return status;
}

riwaya_status rw_policy_set(rw_writing *w, rw_arena *a, const rw_review_policy *policy, riwaya_error *err) {
	rw_stmt *q;
	rw_slice value = policy->second ? RW_LIT("on") : RW_LIT("off");
	riwaya_status status = rw_db_stmt(w->s->db,
		"INSERT INTO policy (key, value) VALUES ('second-eyes', ?1) ON CONFLICT (key) DO UPDATE SET value = "
		"excluded.value",
		&q, err);
	if (status) return status;
	rw_bind_text(q, 1, value);
	status = rw_run(q, err);
	/* what waited counts now, or the other way round */
	if (!status)
		status = rw_db_exec(w->s->db,
			"UPDATE report SET stale = 1 WHERE sha IN (SELECT subject FROM about WHERE kind = 'report')", err);
	if (!status) status = touch_incidents(w, a, err);
	return status ? status
				  : rw_store_log(w, "policy", RW_LIT("second-eyes"),
						policy->second ? RW_LIT("{\"value\":\"on\"}") : RW_LIT("{\"value\":\"off\"}"), err);
}
