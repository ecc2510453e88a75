/* reviews.c: lists of decisions; those that have lost their place; how far people agree. */
#include "store/decided.h"
#include "store/incident.h"
#include "store/list.h"

/* --- orphans ------------------------------------------------------------------------------------------------------------- */
typedef struct looking {
	riwaya_store *s;
	rw_arena *a;
	rw_facts *f;
	rw_orphans *out;
	rw_map reports, incidents; /* looked at */
	riwaya_error *err;
} looking;

static void lost(looking *l, const rw_review *r, rw_orphan_why why) { rw_vec_push(l->a, l->out, (rw_orphan){r, why}); }

/* Decisions about a report's claims, words and date. */
static riwaya_status look_at_report(looking *l, const rw_review *r, int64_t report) {
	bool fresh;
	rw_map_put(&l->reports, r->report, &fresh);
	if (!fresh) return RIWAYA_OK;
	rw_subject about = rw_about_report(l->a, r->report);
	rw_subjects subjects = {&about, 1, 1};
	rw_stored stored;
	rw_decisions d;
	rw_known out;
	riwaya_status status = rw_load(l->s, l->a, report, RW_UNDECIDED, &stored, l->err);
	if (!status) status = rw_decided(l->s, l->a, &subjects, INT64_MAX, &d, l->err);
	if (!status) rw_review_apply(l->f, l->a, &stored.known, d.p, d.n, &out, l->out);
	return status;
}

/* Whether a report, or what it tells of a place, is here. */
static riwaya_status is_here(looking *l, rw_slice name, bool *here) {
	rw_slice place;
	int64_t report;
	(void)rw_report_named(name, &place);
	riwaya_status status = rw_report_number(l->s, l->a, name, &report, l->err);
	*here = report != 0;
	if (status || !report || !place.n) return status;
	rw_stored stored;
	rw_threads threads = {0};
	status = rw_load(l->s, l->a, report, INT64_MAX, &stored, l->err);
	if (status) return status;
	rw_threads_of(l->f, l->a, &stored.known, 0, &threads);
	*here = threads.n && rw_review_thread(l->f, &threads, 0, place) != RW_NO;
	return RIWAYA_OK;
}

static riwaya_status look_at_names(looking *l, const rw_review *r, bool *here) {
	*here = true;
	riwaya_status status = r->report.p ? is_here(l, r->report, here) : RIWAYA_OK;
	if (!status && *here && r->with.p) status = is_here(l, r->with, here);
	for (size_t i = 0; i < r->n_reports && !status && *here; i++) status = is_here(l, r->reports[i], here);
	for (size_t i = 0; i < r->n_from && !status && *here; i++) status = is_here(l, r->from[i], here);
	return status;
}

riwaya_status rw_names_here(riwaya_store *s, rw_arena *a, rw_facts *f, const rw_review *r, bool *here, riwaya_error *err) {
	looking l = {.s = s, .a = a, .f = f, .err = err};
	return look_at_names(&l, r, here);
}

static riwaya_status load_report(void *ctx, int64_t report, rw_stored *out, riwaya_error *err) {
	looking *l = ctx;
	return rw_load(l->s, l->a, report, INT64_MAX, out, err);
}

static riwaya_status look_at_incident(looking *l, const rw_review *r) {
	rw_stmt *q;
	bool row, fresh;
	riwaya_status status = rw_db_stmt(l->s->db,
		"SELECT i.id, i.name FROM name n JOIN thread x ON x.report = n.report AND x.number = n.thread JOIN incident i ON i.id = "
		"x.incident WHERE n.name = ?1",
		&q, l->err);
	if (status) return status;
	rw_bind_text(q, 1, r->incident);
	status = rw_step(q, &row, l->err);
	if (status) return status;
	if (!row) {
		lost(l, r, RW_ORPHAN_NO_INCIDENT);
		return RIWAYA_OK;
	}
	int64_t incident = rw_col_int(q, 0);
	rw_slice name = rw_arena_copy(l->a, rw_col_text(q, 1));
	rw_stmt_reset(q);
	if (!r->on_line) return RIWAYA_OK;
	rw_map_put(&l->incidents, name, &fresh);
	if (!fresh) return RIWAYA_OK;
	rw_story_threads threads = {0};
	rw_story story;
	status = rw_story_threads_now(l->s, l->a, incident, &threads, l->err);
	if (!status)
		status = rw_story_of(
			l->s, l->a, &l->s->scratch, name, &threads, INT64_MAX, load_report, l, RW_EXTENT_COUNTS, &story, l->err);
	for (size_t i = 0; !status && i < story.orphans.n; i++)
		if (story.orphans.p[i].why == RW_ORPHAN_NO_LINE) rw_vec_push(l->a, l->out, story.orphans.p[i]);
	return status;
}

riwaya_status rw_orphans_of(
	riwaya_store *s, rw_arena *a, const rw_review *reviews, size_t n, rw_orphans *out, riwaya_error *err) {
	looking l = {
		.s = s, .a = a, .f = rw_store_facts(s, a), .out = out, .reports = RW_MAP(a), .incidents = RW_MAP(a), .err = err};
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < n && !status; i++) {
		const rw_review *r = &reviews[i];
		bool here;
		int64_t report = 0;
		if (r->state > RW_REVIEW_WAITS || r->review.p) continue;
		status = look_at_names(&l, r, &here);
		if (!status && !here)
			lost(&l, r, RW_ORPHAN_NO_REPORT);
		else if (!status && r->incident.p)
			status = look_at_incident(&l, r);
		else if (!status && (r->claim.predicate.p || r->mark.words.p)) {
			status = rw_report_number(s, a, r->report, &report, err);
			if (!status) status = look_at_report(&l, r, report);
		}
	}
	return status;
}

/* --- lists --------------------------------------------------------------------------------------------------------------- */
static bool is_orphan(const rw_orphans *orphans, const rw_review *r) {
	for (size_t i = 0; i < orphans->n; i++)
		if (rw_slice_eq(orphans->p[i].review->id, r->id)) return true;
	return false;
}

static riwaya_status push_shas(riwaya_store *s, rw_arena *a, rw_stmt *q, rw_subjects *out, riwaya_error *err) {
	bool row;
	riwaya_status status;
	while (!(status = rw_step(q, &row, err)) && row)
		rw_vec_push(a, out, (rw_subject){RW_ABOUT_REPORT, rw_arena_copy(a, rw_col_blob(q, 0))});
	(void)s;
	return status;
}

riwaya_status rw_subjects_of_incident(
	riwaya_store *s, rw_arena *a, const char *given, rw_subjects *out, riwaya_error *err) {
	int64_t incident;
	rw_slice name;
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_find_incident(s, rw_slice_z(given), &incident, &name, err);
	if (!status)
		status = rw_db_stmt(s->db,
			"SELECT n.name FROM name n JOIN thread x ON x.report = n.report AND x.number = n.thread WHERE x.incident = ?1",
			&q, err);
	if (status) return status;
	rw_bind_int(q, 1, incident);
	while (!(status = rw_step(q, &row, err)) && row)
		rw_vec_push(a, out, (rw_subject){RW_ABOUT_INCIDENT, rw_arena_copy(a, rw_col_text(q, 0))});
	if (!status)
		status = rw_db_stmt(s->db,
			"SELECT r.sha FROM member m JOIN report r ON r.id = m.report WHERE m.incident = ?1 ORDER BY r.id", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, incident);
	return push_shas(s, a, q, out, err);
}

static riwaya_status subjects_of_report(
	riwaya_store *s, rw_arena *a, const char *given, rw_subjects *out, riwaya_error *err) {
	int64_t report;
	rw_stmt *q;
	riwaya_status status = rw_find_report(s, rw_slice_z(given), &report, err);
	if (!status) status = rw_db_stmt(s->db, "SELECT sha FROM report WHERE id = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	return push_shas(s, a, q, out, err);
}

/* Whatever a review is about, so that its state is told; a second leads on to what it seconds. */
static riwaya_status subjects_of_review(
	riwaya_store *s, rw_arena *a, const char *given, rw_subjects *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	rw_slice id = rw_slice_z(given);
	enum { STEPS = 3 };
	for (size_t step = 0; step < STEPS && id.p; step++) {
		riwaya_status status = rw_db_stmt(s->db,
			"SELECT o.kind, o.subject FROM about b JOIN about o ON o.review = b.review WHERE b.kind = 'id' AND b.subject >= ?1 AND "
			"b.subject <= ?2",
			&q, err);
		if (status) return status;
		rw_slice end = rw_arena_printf(a, RW_FMT "\x7f", RW_ARG(id));
		rw_bind_blob(q, 1, id);
		rw_bind_blob(q, 2, end);
		id = RW_NONE;
		while (!(status = rw_step(q, &row, err)) && row) {
			static const char *const kinds[] = {RW_ABOUT_ID, RW_ABOUT_REPORT, RW_ABOUT_INCIDENT, RW_ABOUT_REVIEW};
			rw_slice key = rw_arena_copy(a, rw_col_blob(q, 1));
			for (size_t i = 0; i < RW_COUNT(kinds); i++)
				if (rw_slice_eqz(rw_col_text(q, 0), kinds[i])) {
					rw_vec_push(a, out, (rw_subject){kinds[i], key});
					if (i == 3) id = key;
				}
		}
		if (status) return status;
	}
	return RIWAYA_OK;
}

riwaya_status rw_reviews_list(riwaya_store *s, rw_arena *a, const riwaya_review_query *query, rw_decisions *out,
	rw_orphans *orphans, riwaya_error *err) {
	rw_subjects about = {0};
	riwaya_status status = RIWAYA_OK;
	if (query->id) status = subjects_of_review(s, a, query->id, &about, err);
	if (!status && query->incident) status = rw_subjects_of_incident(s, a, query->incident, &about, err);
	if (!status && query->report) status = subjects_of_report(s, a, query->report, &about, err);
	if (status) return status;
	status = query->id || query->incident || query->report ? rw_decided(s, a, &about, INT64_MAX, out, err)
														   : rw_decided_all(s, a, INT64_MAX, out, err);
	if (!status) status = rw_orphans_of(s, a, out->p, out->n, orphans, err);
	size_t n = 0;
	for (size_t i = 0; i < out->n && !status; i++) {
		const rw_review *r = &out->p[i];
		if ((query->id && !rw_slice_starts(r->id, rw_slice_z(query->id))) ||
			(query->by && !rw_slice_eqz(r->by, query->by)) || (query->waiting && r->state != RW_REVIEW_WAITS) ||
			(query->orphans && !is_orphan(orphans, r)))
			continue;
		out->p[n++] = *r;
	}
	out->n = n;
	return status;
}

/* --- agreement ------------------------------------------------------------------------------------------------------------ */
riwaya_status rw_reviews_agreement(riwaya_store *s, rw_arena *a, rw_judges *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	RW_VEC(int64_t) reports = {0};
	*out = (rw_judges){.a = a};
	riwaya_status status = rw_db_stmt(s->db,
		"SELECT id FROM report WHERE sha IN (SELECT subject FROM about WHERE kind = 'report') ORDER BY id", &q, err);
	if (status) return status;
	while (!(status = rw_step(q, &row, err)) && row) rw_vec_push(a, &reports, rw_col_int(q, 0));
	for (size_t i = 0; i < reports.n && !status; i++) {
		rw_stored x;
		rw_mark m = rw_arena_mark(&s->spare);
		status = rw_load(s, &s->spare, reports.p[i], INT64_MAX, &x, err);
		if (!status) rw_judges_add(out, x.known.claims, x.known.n_claims);
		if (!status) rw_judges_add(out, x.known.rejected, x.known.n_rejected);
		rw_arena_reset(&s->spare, m);
	}
	rw_judges_end(out);
	return status;
}
