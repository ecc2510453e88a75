/* verify_decided.c: what leads to reviews, and what a desk asks of them: tables about and policy, against the reviews and the log. */
#include "store/decided.h"
#include "store/verify.h"

static bool among(const rw_subjects *all, const char *kind, rw_slice key) {
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->p[i].kind, kind) == 0 && rw_slice_eq(all->p[i].key, key)) return true;
	return false;
}

riwaya_status rw_verify_about(rw_verifying *v, rw_slice number, rw_slice body, riwaya_error *err) {
	rw_review r;
	rw_subjects about = {0};
	uint64_t id;
	riwaya_error none = {0};
	/* One that is no review of this form is found by nothing. */
	if (rw_review_parse(v->a, body, &r, &none) || !rw_slice_u64(number, &id))
		return none.code == RIWAYA_NOMEM ? rw_no_memory(err) : RIWAYA_OK;
	rw_abouts_of(v->a, &r, &about);
	v->abouts += about.n;
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < about.n && !status; i++) {
		rw_stmt *q;
		bool found = true;
		status = rw_db_stmt(v->s->db, "SELECT 1 FROM about WHERE kind = ?1 AND subject = ?2 AND review = ?3", &q, err);
		if (status) return status;
		rw_bind_text(q, 1, rw_slice_z(about.p[i].kind));
		rw_bind_blob(q, 2, about.p[i].key);
		rw_bind_int(q, 3, (int64_t)id);
		status = rw_step(q, &found, err);
		rw_stmt_reset(q);
		if (!status && !found)
			rw_verify_tell(v, "about", number, about.p[i].kind,
				"what it is about does not lead to the review any more: the row is missing or was changed");
	}
	return status;
}

/* A row that its review does not call for. */
static riwaya_status check_row(rw_verifying *v, const char *kind, rw_slice subject, int64_t review, riwaya_error *err) {
	rw_stmt *q;
	bool found;
	rw_review r;
	rw_subjects about = {0};
	riwaya_error none = {0};
	riwaya_status status = rw_db_stmt(v->s->db, "SELECT body FROM review WHERE id = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, review);
	status = rw_step(q, &found, err);
	if (status) return status;
	rw_slice body = found ? rw_arena_copy(v->a, rw_col_text(q, 0)) : RW_LIT("");
	rw_stmt_reset(q);
	if (!rw_review_parse(v->a, body, &r, &none)) rw_abouts_of(v->a, &r, &about);
	if (none.code == RIWAYA_NOMEM) return rw_no_memory(err);
	if (!among(&about, kind, subject))
		rw_verify_tell(v, "about", rw_arena_printf(v->a, "%lld", (long long)review), kind,
			"the review is not about what this row says");
	return RIWAYA_OK;
}

static riwaya_status check_rows(rw_verifying *v, riwaya_error *err) {
	rw_slice kind = RW_LIT(""), subject = RW_LIT("");
	int64_t review = INT64_MIN;
	riwaya_status status = RIWAYA_OK;
	for (bool row = true; !status;) {
		rw_stmt *q;
		status = rw_db_stmt(v->s->db,
			"SELECT kind, subject, review FROM about WHERE (kind, subject, review) > (?1, ?2, ?3) ORDER BY kind, subject, review LIMIT 1",
			&q, err);
		if (status) return status;
		rw_bind_text(q, 1, kind);
		rw_bind_blob(q, 2, subject);
		rw_bind_int(q, 3, review);
		status = rw_step(q, &row, err);
		if (status || !row) break;
		kind = rw_arena_copy(&v->s->list, rw_col_text(q, 0));
		subject = rw_arena_copy(&v->s->list, rw_col_blob(q, 1));
		review = rw_col_int(q, 2);
		rw_stmt_reset(q);
		rw_mark m = rw_arena_mark(v->a);
		const char *z = rw_arena_printf(v->a, RW_FMT, RW_ARG(kind)).p;
		status = check_row(v, z, subject, review, err);
		rw_arena_reset(v->a, m);
	}
	return status;
}

static riwaya_status check_policy(rw_verifying *v, riwaya_error *err) {
	rw_stmt *q;
	bool row, there = false;
	riwaya_status status = rw_db_stmt(v->s->db, "SELECT key, value FROM policy ORDER BY key", &q, err);
	if (status) return status;
	while (!(status = rw_step(q, &row, err)) && row) {
		rw_slice key = rw_arena_copy(v->a, rw_col_text(q, 0));
		if (!rw_slice_eqz(key, "second-eyes") || !v->policy[0])
			rw_verify_tell(v, "policy", key, NULL, "the log does not know it");
		else if (!rw_slice_eqz(rw_col_text(q, 1), v->policy))
			rw_verify_tell(v, "policy", key, "value", "the log has %s", v->policy);
		there |= rw_slice_eqz(key, "second-eyes");
	}
	if (!status && !there && v->policy[0])
		rw_verify_tell(v, "policy", RW_LIT("second-eyes"), NULL, "it is missing: the log has %s", v->policy);
	return status;
}

riwaya_status rw_verify_decided(rw_verifying *v, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(v->s->db, "SELECT count(*) FROM about", &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	uint64_t n = (uint64_t)rw_col_int(q, 0);
	rw_stmt_reset(q);
	/* Rows that are missing were told with their reviews. */
	if (n != v->abouts || v->out->wrong) status = check_rows(v, err);
	return status ? status : check_policy(v, err);
}
