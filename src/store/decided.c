/* decided.c: which decisions are about something, and which of them have effect; bonds that they make. */
#include "store/decided.h"
#include "store/incident.h"

/* --- policy ------------------------------------------------------------------------------------------------------------ */
riwaya_status rw_policy_of(riwaya_store *s, rw_review_policy *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	*out = (rw_review_policy){0};
	riwaya_status status = rw_db_stmt(s->db, "SELECT value FROM policy WHERE key = 'second-eyes'", &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	out->second = row && rw_slice_eqz(rw_col_text(q, 0), "on");
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

/* --- finding ------------------------------------------------------------------------------------------------------------- */
rw_subject rw_about_report(rw_arena *a, rw_slice id) {
	unsigned char *sha = rw_arena_alloc(a, 32);
	rw_slice place;
	bool good = rw_unhex(rw_report_named(id, &place), sha, 32);
	return (rw_subject){RW_ABOUT_REPORT, good ? rw_slice_of((const char *)sha, 32) : RW_NONE};
}

typedef RW_VEC(rw_review) reviews;
typedef RW_VEC(int64_t) rows;

static riwaya_status take(
	riwaya_store *s, rw_arena *a, int64_t row, rw_slice body, reviews *all, rows *numbers, riwaya_error *err) {
	rw_review r;
	riwaya_error mine = {0};
	if (rw_review_parse(a, body, &r, &mine))
		return rw_fail(err, RIWAYA_STORE, s->where, 0, 0,
			"review number %lld can't be read (%s): somebody changed it; riwaya verify tells more", (long long)row,
			mine.message);
	rw_vec_push(a, all, r);
	rw_vec_push(a, numbers, row);
	return RIWAYA_OK;
}

static riwaya_status finish(
	riwaya_store *s, rw_arena *a, const reviews *all, const rows *numbers, rw_decisions *out, riwaya_error *err) {
	rw_review_policy policy;
	riwaya_status status = rw_policy_of(s, &policy, err);
	if (status) return status;
	*out = (rw_decisions){.p = all->p, .n = all->n, .row_of = RW_MAP(a), .rows = numbers->p};
	for (size_t i = 0; i < all->n; i++) {
		bool fresh;
		*rw_map_put(&out->row_of, all->p[i].id, &fresh) = (uint32_t)i;
	}
	rw_review_settle(a, out->p, out->n, &policy);
	return RIWAYA_OK;
}

riwaya_status rw_decided_of(riwaya_store *s, rw_arena *a, rw_stmt *q, rw_decisions *out, riwaya_error *err) {
	reviews all = {0};
	rows numbers = {0};
	bool row;
	riwaya_status status = RIWAYA_OK;
	while (!status && !(status = rw_step(q, &row, err)) && row)
		status = take(s, a, rw_col_int(q, 0), rw_col_text(q, 1), &all, &numbers, err);
	if (status) rw_stmt_reset(q);
	return status ? status : finish(s, a, &all, &numbers, out, err);
}

riwaya_status rw_decided_all(riwaya_store *s, rw_arena *a, int64_t until, rw_decisions *out, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(s->db, "SELECT id, body FROM review WHERE made <= ?1 ORDER BY id", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, until);
	return rw_decided_of(s, a, q, out, err);
}

riwaya_status rw_decided(
	riwaya_store *s, rw_arena *a, const rw_subjects *about, int64_t until, rw_decisions *out, riwaya_error *err) {
	reviews all = {0};
	rows numbers = {0};
	rw_ids seen = RW_IDS(a);
	rw_stmt *q;
	bool row;
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; !status && i < about->n + all.n; i++) {
		/* a withdrawal or second is about the review that it names */
		rw_subject x = i < about->n ? about->p[i] : (rw_subject){RW_ABOUT_REVIEW, all.p[i - about->n].id};
		status = rw_db_stmt(s->db,
			"SELECT v.id, v.body FROM about b JOIN review v ON v.id = b.review WHERE b.kind = ?1 AND b.subject = ?2 AND v.made <= ?3 "
			"ORDER BY v.id",
			&q, err);
		if (status) return status;
		rw_bind_text(q, 1, rw_slice_z(x.kind));
		rw_bind_blob(q, 2, x.key);
		rw_bind_int(q, 3, until);
		while (!status && !(status = rw_step(q, &row, err)) && row) {
			bool fresh;
			rw_ids_put(&seen, rw_col_int(q, 0), &fresh);
			if (fresh) status = take(s, a, rw_col_int(q, 0), rw_col_text(q, 1), &all, &numbers, err);
		}
		if (status) rw_stmt_reset(q);
	}
	return status ? status : finish(s, a, &all, &numbers, out, err);
}

/* --- bonds --------------------------------------------------------------------------------------------------------------- */
riwaya_status rw_report_number(riwaya_store *s, rw_arena *a, rw_slice id, int64_t *report, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	rw_slice sha = rw_about_report(a, id).key;
	*report = 0;
	if (!sha.n) return RIWAYA_OK;
	riwaya_status status = rw_db_stmt(s->db, "SELECT id FROM report WHERE sha = ?1", &q, err);
	if (status) return status;
	rw_bind_blob(q, 1, sha);
	status = rw_step(q, &row, err);
	if (!status && row) *report = rw_col_int(q, 0);
	rw_stmt_reset(q);
	return status;
}

/* A side of a saying: the report's number, 0 where it is not here, and which of its threads. */
static riwaya_status side_of(rw_settling *t, rw_slice name, int64_t *report, uint32_t *thread, riwaya_error *err) {
	rw_slice place;
	(void)rw_report_named(name, &place);
	rw_at_hand *h;
	riwaya_status status = rw_report_number(t->s, t->scratch, name, report, err);
	if (status || !*report) return status;
	status = rw_settle_threads_of(t, *report, &h, err);
	if (status) return status;
	*thread = h->threads.n ? rw_review_thread(t->f, &h->threads, 0, place) : RW_NO;
	if (*thread == RW_NO) *report = 0;
	return RIWAYA_OK;
}

static riwaya_status put_bond(rw_settling *t, const rw_saying *x, int64_t review, const int64_t report[2],
	const uint32_t thread[2], riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(t->s->db,
		"INSERT INTO bond (review, report, thread, other_report, other_thread, apart, said, name) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
		"?7, ?8) ON CONFLICT DO NOTHING",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, review);
	rw_bind_int(q, 2, report[0]);
	rw_bind_int(q, 3, thread[0]);
	rw_bind_int(q, 4, report[1]);
	rw_bind_int(q, 5, thread[1]);
	rw_bind_int(q, 6, x->kind == RW_SAYING_APART);
	rw_bind_int(q, 7, x->review->moment);
	rw_bind_text(q, 8, x->review->id);
	return rw_run(q, err);
}

static riwaya_status put_said_copy(rw_settling *t, int64_t report, int64_t of, riwaya_error *err) {
	return RW_RUN(t->s->db, "INSERT INTO said_copy (report, of) VALUES (?1, ?2) ON CONFLICT DO NOTHING", err, report, of);
}

static riwaya_status bonds_of(rw_settling *t, int64_t own, const rw_stored *stored, riwaya_error *err) {
	static const char *const sql[] = {
		"DELETE FROM bond WHERE report = ?1 OR other_report = ?1",
		"DELETE FROM said_copy WHERE report = ?1 OR of = ?1",
	};
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < RW_COUNT(sql) && !status; i++) {
		rw_stmt *q;
		status = rw_db_stmt(t->s->db, sql[i], &q, err);
		if (status) return status;
		rw_bind_int(q, 1, own);
		status = rw_run(q, err);
	}
	rw_subject about = rw_about_report(t->scratch, stored->known.report->id);
	rw_subjects subjects = {&about, 1, 1};
	rw_decisions d;
	rw_sayings sayings = {0};
	if (!status) status = rw_decided(t->s, t->scratch, &subjects, INT64_MAX, &d, err);
	if (status) return status;
	rw_review_sayings(t->scratch, d.p, d.n, &sayings);
	for (size_t i = 0; i < sayings.n && !status; i++) {
		const rw_saying *x = &sayings.p[i];
		int64_t report[2] = {0};
		uint32_t thread[2] = {0};
		if (!x->b.p) continue; /* it copies none: that leads nowhere */
		status = side_of(t, x->a, &report[0], &thread[0], err);
		if (!status) status = side_of(t, x->b, &report[1], &thread[1], err);
		if (status || !report[0] || !report[1] || (report[0] != own && report[1] != own)) continue;
		if (x->kind == RW_SAYING_COPY)
			status = put_said_copy(t, report[0], report[1], err);
		else if (report[0] != report[1] || thread[0] != thread[1])
			status = put_bond(t, x, d.rows[rw_map_get(&d.row_of, x->review->id)], report, thread, err);
	}
	return status;
}

riwaya_status rw_said_of(riwaya_store *s, rw_arena *a, rw_slice id, int64_t until, rw_sayings *out, riwaya_error *err) {
	rw_subject about = rw_about_report(a, id);
	rw_subjects subjects = {&about, 1, 1};
	rw_decisions d;
	riwaya_status status = rw_decided(s, a, &subjects, until, &d, err);
	if (!status) rw_review_sayings(a, d.p, d.n, out);
	return status;
}

int rw_by_said(const void *pa, const void *pb) {
	const rw_said_bond *a = pa, *b = pb;
	if (a->at != b->at) return a->at > b->at ? -1 : 1;
	int order = rw_slice_cmp(b->name, a->name);
	if (!order) order = rw_slice_cmp(a->report, b->report);
	if (!order) order = rw_slice_cmp(a->other, b->other);
	if (order) return order;
	if (a->bond.a != b->bond.a) return a->bond.a < b->bond.a ? -1 : 1;
	return (a->bond.b > b->bond.b) - (a->bond.b < b->bond.b);
}

riwaya_status rw_settle_bonds(rw_settling *t, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < t->stale.n && !status; i++) {
		rw_at_hand *h;
		rw_mark m = rw_arena_mark(t->scratch);
		status = rw_settle_report(t, t->stale.p[i], true, &h, err);
		if (!status && h->stored.reviewed) status = bonds_of(t, t->stale.p[i], &h->stored, err);
		rw_arena_reset(t->scratch, m);
	}
	return status;
}

riwaya_status rw_said_copies(riwaya_store *s, rw_arena *a, const rw_known *known, const bool *reviewed, size_t n,
	int64_t until, rw_copy *copies, riwaya_error *err) {
	rw_subjects about = {0};
	for (size_t i = 0; i < n; i++)
		if (reviewed[i]) rw_vec_push(a, &about, rw_about_report(a, known[i].report->id));
	if (!about.n) return RIWAYA_OK;
	rw_decisions d;
	rw_sayings sayings = {0};
	riwaya_status status = rw_decided(s, a, &about, until, &d, err);
	if (status) return status;
	rw_review_sayings(a, d.p, d.n, &sayings);
	rw_review_copies(a, &sayings, known, n, copies, NULL);
	return RIWAYA_OK;
}
