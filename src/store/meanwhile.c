/* meanwhile.c: what others decided about the same thing since somebody looked. */
#include "store/decided.h"

static bool same_field(const rw_marked *a, const rw_marked *b) {
	return a->at.field == b->at.field && a->at.start < b->at.end && b->at.start < a->at.end;
}

static bool same_slice(rw_slice a, rw_slice b) { return a.p && b.p && rw_slice_eq(a, b); }

static bool of_claim(const rw_review *r) {
	return r->kind == RIWAYA_REVIEW_ACCEPT || r->kind == RIWAYA_REVIEW_CORRECT || r->kind == RIWAYA_REVIEW_REJECT;
}

static bool of_report(const rw_review *r) {
	return r->kind == RIWAYA_REVIEW_PUBLISH || r->kind == RIWAYA_REVIEW_JOIN || r->kind == RIWAYA_REVIEW_REPRINT;
}

static bool of_groups(const rw_review *r) {
	return r->kind == RIWAYA_REVIEW_MERGE || r->kind == RIWAYA_REVIEW_SPLIT || r->kind == RIWAYA_REVIEW_JOIN;
}

static bool names(const rw_review *r, rw_slice report) {
	rw_slice place, id = report.p ? rw_report_named(report, &place) : RW_NONE;
	if (!id.n) return false;
	if (r->report.p && rw_slice_eq(rw_report_named(r->report, &place), id)) return true;
	if (r->with.p && rw_slice_eq(rw_report_named(r->with, &place), id)) return true;
	for (size_t i = 0; i < r->n_reports; i++)
		if (rw_slice_eq(rw_report_named(r->reports[i], &place), id)) return true;
	for (size_t i = 0; i < r->n_from; i++)
		if (rw_slice_eq(rw_report_named(r->from[i], &place), id)) return true;
	return false;
}

static bool share_reports(const rw_review *a, const rw_review *b) {
	if (names(b, a->report) || names(b, a->with)) return true;
	for (size_t i = 0; i < a->n_reports; i++)
		if (names(b, a->reports[i])) return true;
	for (size_t i = 0; i < a->n_from; i++)
		if (names(b, a->from[i])) return true;
	return false;
}

static bool same_line(const rw_review *a, const rw_review *b) {
	const rw_line_mark *x = &a->line, *y = &b->line;
	if (a->on_line != b->on_line) return false;
	return !a->on_line ||
		(rw_slice_eq(x->predicate, y->predicate) && rw_slice_eq(x->unit, y->unit) && rw_slice_eq(x->actor, y->actor) &&
			rw_slice_eq(x->role, y->role) && rw_slice_eq(x->place, y->place) && x->scope == y->scope);
}

/* Mine is marked as the other left it: with the predicate and figure that it gave the claim. */
static bool same_claim(const rw_review *mine, const rw_review *other) {
	const rw_claim_mark *a = &mine->claim, *b = &other->claim;
	rw_slice figure = a->figure.words;
	if (!same_slice(mine->report, other->report) || !same_field(&a->mark, &b->mark)) return false;
	if (!rw_slice_eq(a->predicate, b->predicate) && !same_slice(a->predicate, other->set.predicate)) return false;
	return rw_slice_eq(figure, b->figure.words) ||
		(other->set.sets & RW_SET_FIGURE && (!figure.n || same_slice(figure, other->set.figure_mark.words)));
}

/* Whether two decisions are about one thing, so that who makes the second should know of the first. */
static bool same_thing(const rw_review *mine, const rw_review *other) {
	const rw_review *a = mine, *b = other;
	if (of_claim(mine) && of_claim(other)) return same_claim(mine, other);
	if (of_groups(a) && of_groups(b)) return share_reports(a, b);
	if (of_report(a) && of_report(b)) return a->kind == b->kind && same_slice(a->report, b->report);
	if (a->kind != b->kind) return false;
	switch (a->kind) {
	case RIWAYA_REVIEW_ADD:
	case RIWAYA_REVIEW_IDENTIFY: return same_slice(a->report, b->report) && same_field(&a->mark, &b->mark);
	case RIWAYA_REVIEW_RENAME: return same_slice(a->incident, b->incident);
	case RIWAYA_REVIEW_GRADE: return same_slice(a->incident, b->incident) && same_line(a, b);
	default: return false;
	}
}

static riwaya_status body_of(
	riwaya_store *s, rw_arena *a, rw_slice number, rw_review *out, bool *found, riwaya_error *err) {
	rw_stmt *q;
	uint64_t id;
	*found = false;
	if (!rw_slice_u64(number, &id)) return RIWAYA_OK;
	riwaya_status status = rw_db_stmt(s->db, "SELECT body FROM review WHERE id = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, (int64_t)id);
	status = rw_step(q, found, err);
	/* one that can't be read is the concern of riwaya verify */
	if (!status && *found) *found = !rw_review_parse(a, rw_col_text(q, 0), out, NULL);
	rw_stmt_reset(q);
	return status;
}

riwaya_status rw_decided_meanwhile(
	riwaya_store *s, rw_arena *a, const rw_review *mine, uint64_t seen, rw_meanwhile *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	RW_VEC(rw_slice) numbers = {0};
	riwaya_status status =
		rw_db_stmt(s->db, "SELECT subject FROM log WHERE seq > ?1 AND kind = 'review' ORDER BY seq", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, seen > INT64_MAX ? INT64_MAX : (int64_t)seen);
	while (!(status = rw_step(q, &row, err)) && row) rw_vec_push(a, &numbers, rw_arena_copy(a, rw_col_text(q, 0)));
	rw_slice says = rw_review_says(a, mine);
	for (size_t i = 0; i < numbers.n && !status; i++) {
		rw_review r;
		bool found;
		status = body_of(s, a, numbers.p[i], &r, &found, err);
		if (status || !found || rw_slice_eq(r.by, mine->by) || !same_thing(mine, &r) ||
			rw_slice_eq(rw_review_says(a, &r), says))
			continue;
		rw_vec_push(a, out, (riwaya_decision){r.kind, r.id, r.by, r.at, r.why, false});
	}
	return status;
}
