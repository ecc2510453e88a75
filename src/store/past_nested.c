/* past_nested.c: incidents within incidents as they stood. Those that may lie in one another are looked for among what has come of them since: every
 * incident of today that is near in place and time leads, by each name that it has, to one of then, which is told anew. At most RW_PAST_NESTED
 * names are followed. What is of no incident today is not found.
 */
#include "mention/calendar.h"
#include "store/nested.h"
#include "store/past.h"
#include <stdlib.h>

enum { DRIFT = 7 * RW_DAY /* an incident of today may begin so much earlier than it did then */ };

typedef struct then_one {
	rw_frame frame;
	bool shared;
} then_one;
typedef RW_VEC(then_one) several;

typedef struct nesting {
	rw_looking *l;
	rw_arena *a; /* of what is told */
	rw_story_report *get;
	void *ctx;
	rw_frame own;
	rw_ids reports;       /* of the incident */
	RW_VEC(uint32_t) met; /* nodes: founding threads of what may lie around or within it */
	size_t names;
} nesting;

#define NAMES "SELECT n.report, n.thread FROM "
#define OF_INCIDENT "JOIN thread x ON x.incident = i.id JOIN name n ON n.report = x.report AND n.thread = x.number "

/* Founding threads that were there, by rows of today. */
static riwaya_status follow(nesting *z, const char *sql, rw_slice place, int64_t from, int64_t to, riwaya_error *err) {
	rw_looking *l = z->l;
	RW_VEC(int64_t) reports = {0}, threads = {0};
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(l->p.s->db, sql, &q, err);
	if (status) return status;
	rw_bind_text(q, 1, place);
	rw_bind_int(q, 2, from);
	rw_bind_int(q, 3, to);
	rw_bind_int(q, 4, (int64_t)(RW_PAST_NESTED - z->names));
	while (!(status = rw_step(q, &row, err)) && row) {
		rw_vec_push(l->p.a, &reports, rw_col_int(q, 0));
		rw_vec_push(l->p.a, &threads, rw_col_int(q, 1));
	}
	for (size_t i = 0; i < reports.n && !status; i++) {
		uint32_t at;
		int64_t first = INT64_MAX;
		z->names++;
		status = rw_look_founder(l, reports.p[i], (size_t)threads.p[i], &at, &first, err);
		if (!status && at != RW_NO) rw_vec_push(l->p.a, &z->met, at);
	}
	return status;
}

static riwaya_status around(nesting *z, riwaya_error *err) {
	const rw_lexicon *lx = z->l->p.s->lx;
	riwaya_status status = RIWAYA_OK;
	rw_slice place = z->own.place;
	for (int i = 0; i < RW_MAX_WITHIN && place.n && !status; i++) {
		status = follow(z,
			NAMES "incident i " OF_INCIDENT "WHERE i.place = ?1 AND i.time_from <= ?3 AND i.time_to >= ?2 AND " RW_NEST_ROWS
				  " ORDER BY i.id, n.given LIMIT ?4",
			place, z->own.time.from, z->own.time.to, err);
		rw_row row = rw_row_find(lx, "places", place);
		place = row ? rw_row_get(lx, row, "within") : RW_NONE;
	}
	return status;
}

static riwaya_status inside(nesting *z, riwaya_error *err) {
	if (!rw_frame_holds(z->l->p.f, &z->own)) return RIWAYA_OK;
	return follow(z,
		NAMES "incident_tag g JOIN incident i ON i.id = g.incident " OF_INCIDENT
			  "WHERE g.kind = 'place' AND g.tag = ?1 AND g.time_from >= ?2 AND g.time_from <= ?3 AND i.place IS NOT NULL "
			  "ORDER BY g.time_from, i.name, n.given LIMIT ?4",
		z->own.place, z->own.time.from - DRIFT, z->own.time.to, err);
}

/* An incident of that time, as it was told then. */
static riwaya_status tell(nesting *z, uint32_t group, several *out, riwaya_error *err) {
	rw_past *p = &z->l->p;
	rw_story_threads threads = {0};
	rw_slice name = RW_NONE;
	rw_story story;
	then_one x = {0};
	riwaya_status status = rw_look_threads(z->l, group, &name, &threads, err);
	if (!status)
		status =
			rw_story_of(p->s, p->a, p->scratch, name, &threads, p->when, z->get, z->ctx, RW_EXTENT_LINES, &story, err);
	if (status) return status;
	rw_frame_of(story.f, p->a, &story.r.incidents[0], &x.frame);
	x.frame.incident = rw_arena_copy(z->a, name);
	x.frame.title = (riwaya_bilingual){rw_arena_copy(z->a, x.frame.title.ar), rw_arena_copy(z->a, x.frame.title.en)};
	for (size_t i = 0; i < threads.n; i++)
		x.shared |= !threads.p[i].apart && rw_ids_find(&z->reports, threads.p[i].report) != UINT32_MAX;
	rw_vec_push(p->a, out, x);
	return RIWAYA_OK;
}

static int by_time(const void *pa, const void *pb) {
	const then_one *a = pa, *b = pb;
	if (a->frame.time.from != b->frame.time.from) return a->frame.time.from < b->frame.time.from ? -1 : 1;
	return rw_slice_cmp(a->frame.incident, b->frame.incident);
}

/* What lies closest around it, and what lies within it. */
static void relate(const nesting *z, rw_facts *f, several *all, riwaya_incident *i) {
	RW_VEC(riwaya_nesting) holds = {0};
	const rw_frame *best = NULL;
	riwaya_bilingual why;
	if (all->n) qsort(all->p, all->n, sizeof *all->p, by_time);
	for (size_t k = 0; k < all->n; k++) {
		const rw_frame *x = &all->p[k].frame;
		if ((!best || rw_nest_closer(f, best, x) >= 0) && rw_nested(f, &z->own, x, all->p[k].shared, &why)) {
			riwaya_nesting *within = RW_NEW(z->a, riwaya_nesting);
			*within = (riwaya_nesting){x->incident, x->title, why};
			i->within = within;
			best = x;
		}
		if (rw_nested(f, x, &z->own, all->p[k].shared, &why))
			rw_vec_push(z->a, &holds, ((riwaya_nesting){x->incident, x->title, why}));
	}
	i->holds = holds.p;
	i->n_holds = holds.n;
}

riwaya_status rw_nest_then(rw_looking *l, rw_arena *a, const rw_story_threads *threads, rw_story_report *get, void *ctx,
	riwaya_reconciliation *r, riwaya_error *err) {
	rw_past *p = &l->p;
	nesting z = {.l = l, .a = a, .get = get, .ctx = ctx, .reports = RW_IDS(p->a)};
	several all = {0};
	bool many;
	rw_facts *f = rw_store_facts(p->s, a);
	riwaya_incident *i = RW_NEW(a, riwaya_incident);
	if (r->n_incidents != 1) return RIWAYA_OK;
	*i = r->incidents[0];
	rw_frame_of(f, a, i, &z.own);
	if (!z.own.place.n || z.own.time.precision == RIWAYA_PRECISION_NONE) return RIWAYA_OK;
	for (size_t k = 0; k < threads->n; k++)
		if (!threads->p[k].apart) rw_ids_put(&z.reports, threads->p[k].report, NULL);
	riwaya_status status = around(&z, err);
	if (!status) status = inside(&z, err);
	if (!status && z.met.n) status = rw_look_groups(l, z.met.p, z.met.n, &many, err);
	rw_ids groups = RW_IDS(p->a);
	if (!status && z.met.n) {
		uint32_t own = rw_look_group_of(l, l->founder);
		if (own != RW_NO) rw_ids_put(&groups, own, NULL);
	}
	for (size_t k = 0; k < z.met.n && !status; k++) {
		uint32_t group = rw_look_group_of(l, z.met.p[k]);
		bool fresh = false;
		if (group != RW_NO) rw_ids_put(&groups, group, &fresh);
		if (fresh) status = tell(&z, group, &all, err);
	}
	if (status) return status;
	relate(&z, f, &all, i);
	r->incidents = i;
	return RIWAYA_OK;
}
