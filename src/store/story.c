/* story.c: an incident whole, out of its threads: its reports in the order told, grouped as is known, reconciled. */
#include "reconcile/reconcile.h"
#include "store/decided.h"
#include "store/incident.h"
#include <stdlib.h>

typedef struct chapter {
	rw_known known; /* first: rw_by_told looks at it */
	int64_t report, received;
	bool reviewed;
	rw_orphans orphans;
} chapter;

typedef struct chapters {
	rw_arena *a;
	rw_ids ids;
	RW_VEC(chapter) all;
	rw_story_report *get;
	void *ctx;
} chapters;

static riwaya_status take(chapters *c, int64_t report, riwaya_error *err) {
	bool fresh;
	rw_ids_put(&c->ids, report, &fresh);
	if (!fresh) return RIWAYA_OK;
	rw_stored stored;
	riwaya_status status = c->get(c->ctx, report, &stored, err);
	if (!status)
		rw_vec_push(c->a, &c->all, (chapter){stored.known, report, stored.received, stored.reviewed, stored.orphans});
	return status;
}

static int by_place(const void *pa, const void *pb) {
	const rw_story_thread *a = pa, *b = pb;
	if (a->report != b->report) return a->report < b->report ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

/* Threads of the reports, in their order, and how they stand. */
static void gather_threads(const rw_story *out, rw_arena *a, rw_story_thread *sorted, size_t n, rw_threads *threads,
	rw_standing **standings, const rw_story_thread ***of) {
	*standings = RW_ARRAY(a, rw_standing, n);
	*of = RW_ARRAY(a, const rw_story_thread *, n);
	qsort(sorted, n, sizeof *sorted, by_place);
	uint32_t group = RW_NO;
	for (uint32_t i = 0; i < out->n; i++) {
		size_t lo = 0, hi = n;
		while (lo < hi) {
			size_t mid = (lo + hi) / 2;
			if (sorted[mid].report < out->reports[i])
				lo = mid + 1;
			else
				hi = mid;
		}
		if (lo == n || sorted[lo].report != out->reports[i]) continue;
		rw_threads own = {0};
		rw_threads_of(out->f, a, out->known, i, &own);
		for (; lo < n && sorted[lo].report == out->reports[i]; lo++) {
			const rw_story_thread *x = &sorted[lo];
			if (x->number >= own.n) continue;
			uint32_t at = (uint32_t)threads->n;
			if (!x->apart && group == RW_NO) group = at;
			(*standings)[at] = (rw_standing){.group = x->apart ? RW_NO : group, .near = RW_NO, .judged = x->judged};
			(*of)[at] = x;
			rw_vec_push(a, threads, own.p[x->number]);
		}
	}
	for (uint32_t i = 0; i < threads->n; i++)
		if ((*of)[i]->apart) (*standings)[i].near = group;
}

static void gather_meetings(rw_arena *a, const rw_threads *threads, const rw_story_thread *const *of, rw_found *found) {
	rw_ids index = RW_IDS(a);
	rw_meetings meetings = {0};
	for (uint32_t i = 0; i < threads->n; i++) rw_ids_put(&index, of[i]->id, NULL);
	for (uint32_t i = 0; i < threads->n; i++) {
		rw_list town = rw_list_unpack(a, of[i]->town), region = rw_list_unpack(a, of[i]->region);
		rw_meetings_add(a, &index, i, &town, &region, &meetings);
	}
	found->meetings = meetings.p;
	found->n_meetings = meetings.n;
}

/* --- people's words ---------------------------------------------------------------------------------------------------- */
/* Names that were given to founding threads among these, and so lead here. */
static riwaya_status names_of(
	riwaya_store *s, rw_arena *a, const rw_story_threads *threads, rw_subjects *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(s->db, "SELECT 1 FROM about WHERE kind = 'incident' LIMIT 1", &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status || !row) return status;
	rw_stmt_reset(q);
	for (size_t i = 0; i < threads->n && !status; i++) {
		if (threads->p[i].apart) continue;
		status = rw_db_stmt(s->db, "SELECT name FROM name WHERE report = ?1 AND thread = ?2 ORDER BY given", &q, err);
		if (status) return status;
		rw_bind_int(q, 1, threads->p[i].report);
		rw_bind_int(q, 2, (int64_t)threads->p[i].number);
		while (!(status = rw_step(q, &row, err)) && row)
			rw_vec_push(a, out, (rw_subject){RW_ABOUT_INCIDENT, rw_arena_copy(a, rw_col_text(q, 0))});
	}
	return status;
}

/* What was decided about the incident, by any of its names, and about its reports. */
static riwaya_status decisions_of(riwaya_store *s, rw_arena *a, rw_slice name, const rw_story_threads *threads,
	const chapters *c, int64_t decided, rw_decisions *out, riwaya_error *err) {
	rw_subjects about = {0};
	*out = (rw_decisions){0};
	riwaya_status status = names_of(s, a, threads, &about, err);
	rw_map names = RW_MAP(a);
	for (size_t i = 0; i < about.n; i++) {
		bool fresh;
		*rw_map_put(&names, about.p[i].key, &fresh) = 1;
	}
	for (size_t i = 0; i < c->all.n; i++)
		if (c->all.p[i].reviewed) rw_vec_push(a, &about, rw_about_report(a, c->all.p[i].known.report->id));
	if (!status && about.n) status = rw_decided(s, a, &about, decided, out, err);
	for (size_t i = 0; i < out->n; i++)
		if (out->p[i].incident.p && rw_map_get(&names, out->p[i].incident) != UINT32_MAX) out->p[i].incident = name;
	return status;
}

/* What members are said to copy. */
static riwaya_status take_said(riwaya_store *s, chapters *c, const rw_sayings *sayings, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < sayings->n && !status; i++) {
		const rw_saying *x = &sayings->p[i];
		if (x->kind != RW_SAYING_COPY || !x->b.p) continue;
		int64_t id;
		status = rw_report_number(s, c->a, x->b, &id, err);
		if (status) return status;
		if (id) status = take(c, id, err);
	}
	return status;
}

static const rw_orphan *orphan_of(const rw_orphans *all, rw_slice id) {
	for (size_t i = 0; i < all->n; i++)
		if (rw_slice_eq(all->p[i].review->id, id)) return &all->p[i];
	return NULL;
}

/* Decisions that have lost their place, on the incident, in the order of their time. */
static riwaya_status tell_orphans(
	riwaya_store *s, rw_arena *a, const rw_decisions *d, const chapters *c, rw_story *story, riwaya_error *err) {
	riwaya_incident *i = RW_NEW(a, riwaya_incident);
	rw_orphans all = {0};
	RW_VEC(riwaya_orphan) told = {0};
	for (size_t k = 0; k < story->orphans.n; k++) rw_vec_push(a, &all, story->orphans.p[k]);
	for (size_t k = 0; k < c->all.n; k++)
		for (size_t m = 0; m < c->all.p[k].orphans.n; m++) rw_vec_push(a, &all, c->all.p[k].orphans.p[m]);
	for (size_t k = 0; k < d->n; k++) {
		const rw_review *r = &d->p[k];
		const rw_orphan *o = orphan_of(&all, r->id);
		bool here = true, names = r->with.p || r->n_reports || r->n_from;
		if (r->state > RW_REVIEW_WAITS || r->review.p) continue;
		riwaya_status status = !o && names ? rw_names_here(s, a, story->f, r, &here, err) : RIWAYA_OK;
		if (status) return status;
		if (!o && here) continue;
		rw_slice words = r->claim.mark.words.p ? r->claim.mark.words : r->mark.words;
		rw_vec_push(a, &told,
			((riwaya_orphan){.decision = {.kind = r->kind,
								 .review = r->id,
								 .by = r->by,
								 .at = r->at,
								 .why = r->why,
								 .waits = r->state == RW_REVIEW_WAITS},
				.report = r->report,
				.words = words,
				.why = rw_slice_z(rw_orphan_word(o ? o->why : RW_ORPHAN_NO_REPORT))}));
	}
	*i = story->r.incidents[0];
	i->orphans = told.p;
	i->n_orphans = told.n;
	story->r.incidents = i;
	return RIWAYA_OK;
}

riwaya_status rw_story_of(riwaya_store *s, rw_arena *a, rw_arena *scratch, rw_slice name, const rw_story_threads *given,
	int64_t decided, rw_story_report *get, void *ctx, rw_extent extent, rw_story *out, riwaya_error *err) {
	*out = (rw_story){.f = rw_store_facts(s, a)};
	chapters c = {.a = a, .ids = RW_IDS(a), .get = get, .ctx = ctx};
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < given->n && !status; i++) status = take(&c, given->p[i].report, err);
	/* what members copy, though it be of another incident: a copied passage is no origin of its own */
	for (size_t i = 0; i < given->n && !status; i++)
		if (given->p[i].copies) status = take(&c, given->p[i].copies, err);
	rw_decisions decisions;
	rw_sayings sayings = {0};
	if (!status) status = decisions_of(s, a, name, given, &c, decided, &decisions, err);
	if (status) return status;
	rw_review_sayings(a, decisions.p, decisions.n, &sayings);
	status = take_said(s, &c, &sayings, err);
	if (status) return status;
	qsort(c.all.p, c.all.n, sizeof *c.all.p, rw_by_told);
	size_t n = out->n = c.all.n;
	out->known = RW_ARRAY(a, rw_known, n);
	out->reports = RW_ARRAY(a, int64_t, n);
	out->received = RW_ARRAY(a, int64_t, n);
	rw_ids index = RW_IDS(a);
	for (size_t i = 0; i < n; i++) {
		out->known[i] = c.all.p[i].known;
		out->reports[i] = c.all.p[i].report;
		out->received[i] = c.all.p[i].received;
		rw_ids_put(&index, out->reports[i], NULL);
	}
	rw_copy *copies = RW_ARRAY(a, rw_copy, n);
	rw_wording *words = RW_ARRAY(a, rw_wording, n);
	for (size_t i = 0; i < n; i++) copies[i].of = RW_NO;
	for (size_t k = 0; k < given->n; k++) {
		const rw_story_thread *x = &given->p[k];
		uint32_t i = rw_ids_find(&index, x->report), at = x->copies ? rw_ids_find(&index, x->copies) : UINT32_MAX;
		if (at == UINT32_MAX || copies[i].of != RW_NO) continue;
		copies[i] = (rw_copy){.of = at, .share = x->share, .whole = x->whole};
		if (!words[i].known) rw_wording_of(&s->copying, a, scratch, &out->known[i], &words[i]);
		if (!words[at].known) rw_wording_of(&s->copying, a, scratch, &out->known[at], &words[at]);
		rw_copy_cover(&s->copying, a, scratch, &words[i], &words[at], &copies[i]);
	}
	if (status) return status;
	rw_review_copies(a, &sayings, out->known, n, copies, NULL);
	rw_story_thread *sorted = RW_ARRAY(a, rw_story_thread, given->n);
	if (given->n) memcpy(sorted, given->p, given->n * sizeof *sorted);
	rw_threads threads = {0};
	rw_standing *standings;
	const rw_story_thread **of_thread;
	gather_threads(out, a, sorted, given->n, &threads, &standings, &of_thread);
	rw_found found = {.known = out->known, .n = n, .threads = &threads, .copies = copies};
	gather_meetings(a, &threads, of_thread, &found);
	rw_weights w;
	rw_weights_load(out->f, &w);
	rw_describe(out->f, a, &w, &found, standings, extent, &out->groups);
	for (size_t i = 0; i < out->groups.n_clusters; i++) out->groups.clusters[i].id = name;
	rw_reconcile_groups(out->f, a, out->known, n, &out->groups, extent, &out->r);
	if (out->r.n_incidents != 1)
		return rw_fail(err, RIWAYA_STORE, s->where, 0, 0,
			"incident " RW_FMT " does not fit its reports; riwaya rebuild makes it anew", RW_ARG(name));
	out->reviews = decisions.p;
	out->n_reviews = decisions.n;
	rw_review_ledger(a, decisions.p, decisions.n, &out->r, &out->orphans);
	return extent != RW_EXTENT_ALL ? RIWAYA_OK : tell_orphans(s, a, &decisions, &c, out, err);
}

riwaya_status rw_story_threads_now(
	riwaya_store *s, rw_arena *a, int64_t incident, rw_story_threads *out, riwaya_error *err) {
	static const char *const sql[] = {
		"SELECT x.id, x.report, x.number, x.judged, x.meets_town, x.meets_region, c.of, c.share, c.whole FROM thread x LEFT JOIN "
		"copy c ON c.report = x.report AND c.best = 1 WHERE x.incident = ?1 ORDER BY x.id LIMIT ?2",
		"SELECT x.id, x.report, x.number, 0, x.meets_town, x.meets_region, c.of, c.share, c.whole FROM apart p JOIN thread x ON "
		"x.report = p.report AND x.number = 0 LEFT JOIN copy c ON c.report = x.report AND c.best = 1 WHERE p.near = ?1 ORDER BY "
		"x.id LIMIT ?2",
	};
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < RW_COUNT(sql) && !status; i++) {
		rw_stmt *q;
		bool row;
		status = rw_db_stmt(s->db, sql[i], &q, err);
		if (status) return status;
		rw_bind_int(q, 1, incident);
		rw_bind_int(q, 2, RIWAYA_STORE_REPORTS);
		while (!(status = rw_step(q, &row, err)) && row) {
			rw_story_thread x = {.id = rw_col_int(q, 0),
				.report = rw_col_int(q, 1),
				.number = (size_t)rw_col_int(q, 2),
				.judged = rw_col_int(q, 3) != 0,
				.apart = i == 1,
				.town = rw_arena_copy(a, rw_col_blob(q, 4)),
				.region = rw_arena_copy(a, rw_col_blob(q, 5)),
				.copies = rw_col_int(q, 6),
				.share = rw_col_double(q, 7),
				.whole = rw_col_int(q, 8) != 0};
			rw_vec_push(a, out, x);
		}
	}
	return status;
}
