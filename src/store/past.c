/* past.c: an incident as it stood: by the reports that had been received, and what had been decided, by then.
 *
 * Meetings are not kept for every moment: neighbours are found again among the reports of that time, from the founding thread of the name on,
 * and what hangs together is resolved as it was then. Undated reports are judged against the incidents of their home; where more than
 * RW_PAST_HOME threads are at home there, they stay where they are now.
 */
#include "store/past.h"
#include "mention/calendar.h"
#include "reconcile/reconcile.h"
#include <stdlib.h>

/* --- resolving -------------------------------------------------------------------------------------------------------------------- */
typedef struct placed {
	rw_known known; /* first: rw_by_told looks at it */
	rw_was *r;
} placed;

static int by_number(const void *pa, const void *pb) {
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	return (a > b) - (a < b);
}

static riwaya_status gather_bonds(rw_looking *l, rw_resolved *x, rw_found *found, riwaya_error *err) {
	RW_VEC(rw_said_bond) all = {0};
	riwaya_status status = RIWAYA_OK;
	for (uint32_t i = 0; i < x->threads.n && !status; i++) {
		rw_partners bonds = {0};
		status = rw_look_bonds(l, x->nodes[i], &bonds, err);
		for (size_t k = 0; k < bonds.n && !status; k++) {
			const rw_saying *x_said = bonds.p[k].saying;
			uint32_t other;
			if (x_said->kind == RW_SAYING_COPY) continue;
			status = rw_look_node(l, bonds.p[k].report, bonds.p[k].thread, &other, err);
			other = status || other == RW_NO || !l->nodes.p[other].in ? RW_NO : x->at[other];
			if (other == RW_NO || i >= other) continue;
			rw_slice place;
			rw_said_bond y = {x_said->review->moment, x_said->review->id, rw_report_named(x_said->a, &place),
				rw_report_named(x_said->b, &place), {i, other, x_said->kind == RW_SAYING_APART}};
			rw_vec_push(l->p.a, &all, y);
		}
	}
	if (all.n) qsort(all.p, all.n, sizeof *all.p, rw_by_said);
	rw_bond *bonds = RW_ARRAY(l->p.a, rw_bond, all.n);
	for (size_t i = 0; i < all.n; i++) bonds[i] = all.p[i].bond;
	found->bonds = bonds;
	found->n_bonds = all.n;
	return status;
}

static riwaya_status resolve(rw_looking *l, rw_resolved *x, riwaya_error *err) {
	rw_arena *a = l->p.a;
	rw_ids index = RW_IDS(a);
	RW_VEC(placed) reports = {0};
	for (size_t i = 0; i < l->in.n; i++) {
		rw_was *r = l->nodes.p[l->in.p[i]].of;
		bool fresh;
		rw_ids_put(&index, r->id, &fresh);
		if (fresh) rw_vec_push(a, &reports, (placed){r->stored.known, r});
	}
	qsort(reports.p, reports.n, sizeof *reports.p, rw_by_told);
	size_t n = reports.n;
	rw_known *known = RW_ARRAY(a, rw_known, n);
	*x = (rw_resolved){.known = known, .nodes = RW_ARRAY(a, uint32_t, l->in.n)};
	index = RW_IDS(a);
	bool *has_main = RW_ARRAY(a, bool, n), *reviewed = RW_ARRAY(a, bool, n);
	uint32_t *at = x->at = RW_ARRAY(a, uint32_t, l->nodes.n);
	for (size_t i = 0; i < l->nodes.n; i++) at[i] = RW_NO;
	for (uint32_t i = 0; i < n; i++) {
		rw_was *r = reports.p[i].r;
		known[i] = reports.p[i].known;
		reviewed[i] = r->stored.reviewed;
		rw_ids_put(&index, r->id, NULL);
		for (size_t k = 0; k < r->threads.n && k < RW_PAST_THREADS; k++) {
			uint32_t own = rw_ids_find(&l->numbers, r->id * RW_PAST_THREADS + (int64_t)k);
			if (own == UINT32_MAX || !l->nodes.p[own].in) continue;
			rw_thread t = r->threads.p[k];
			t.report = i;
			has_main[i] |= t.main;
			at[own] = (uint32_t)x->threads.n;
			x->nodes[x->threads.n] = own;
			rw_vec_push(a, &x->threads, t);
		}
	}
	RW_VEC(rw_meeting) meetings = {0};
	for (uint32_t i = 0; i < x->threads.n; i++) {
		const rw_past_node *own = &l->nodes.p[x->nodes[i]];
		RW_VEC(uint32_t) others = {0};
		for (size_t k = 0; k < own->meets.n; k++)
			if (at[own->meets.p[k]] != RW_NO && at[own->meets.p[k]] > i) rw_vec_push(a, &others, at[own->meets.p[k]]);
		if (others.n) qsort(others.p, others.n, sizeof *others.p, by_number);
		for (size_t k = 0; k < others.n; k++) rw_vec_push(a, &meetings, (rw_meeting){i, others.p[k]});
	}
	rw_copy *copies = RW_ARRAY(a, rw_copy, n);
	riwaya_status status = RIWAYA_OK;
	for (uint32_t i = 0; i < n && !status; i++) {
		rw_past_copy copy;
		copies[i].of = RW_NO;
		if (!has_main[i]) continue;
		status = rw_past_copy_of(&l->p, reports.p[i].r, &copy, err);
		uint32_t of = !status && copy.of ? rw_ids_find(&index, copy.of->id) : UINT32_MAX;
		if (of != UINT32_MAX && has_main[of]) copies[i] = (rw_copy){.of = of, .share = copy.share};
	}
	if (!status) status = rw_said_copies(l->p.s, a, known, reviewed, n, l->p.when, copies, err);
	for (size_t i = 0; i < n; i++)
		if (!has_main[i] || (copies[i].of != RW_NO && !has_main[copies[i].of])) copies[i].of = RW_NO;
	rw_found found = {
		.known = known, .n = n, .threads = &x->threads, .meetings = meetings.p, .n_meetings = meetings.n, .copies = copies};
	if (!status) status = gather_bonds(l, x, &found, err);
	if (!status) x->standings = rw_resolve(l->p.f, a, &l->p.weights, &found);
	return status;
}

/* --- undated ones ------------------------------------------------------------------------------------------------------------------- */
typedef struct seeds {
	RW_VEC(int64_t) reports;
	RW_VEC(size_t) numbers;
} seeds;

/* The home of a group, absent where it has none. */
static rw_slice home_of(rw_looking *l, const rw_resolved *x, uint32_t group) {
	RW_VEC(const rw_thread *) all = {0};
	for (uint32_t i = 0; i < x->threads.n; i++)
		if (x->standings[i].group == group && !x->standings[i].judged) rw_vec_push(l->p.a, &all, &x->threads.p[i]);
	const rw_summary *s = rw_summary_of(l->p.f, l->p.a, all.p, all.n);
	if (!s->n_threads) return RW_NONE;
	return rw_hint_of(l->p.f, l->p.a, x->known, s->threads, s->n_threads, s->site).home;
}

static riwaya_status read_seeds(rw_looking *l, const char *sql, rw_slice home, seeds *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(l->p.s->db, sql, &q, err);
	if (status) return status;
	rw_bind_text(q, 1, home);
	rw_bind_int(q, 2, l->p.when);
	rw_bind_int(q, 3, RW_PAST_HOME + 1);
	while (!(status = rw_step(q, &row, err)) && row) {
		if (rw_ids_find(&l->p.altered, rw_col_int(q, 0)) != UINT32_MAX) continue;
		rw_vec_push(l->p.a, &out->reports, rw_col_int(q, 0));
		rw_vec_push(l->p.a, &out->numbers, (size_t)rw_col_int(q, 1));
	}
	return status;
}

/* Undated threads of a home. */
static riwaya_status undated_of(rw_looking *l, rw_slice home, seeds *out, riwaya_error *err) {
	rw_past *p = &l->p;
	riwaya_status status = read_seeds(l,
		"SELECT x.report, x.number FROM thread x JOIN report r ON r.id = x.report WHERE x.home = ?1 AND r.received <= ?2 "
		"ORDER BY x.id LIMIT ?3",
		home, out, err);
	for (size_t i = 0; i < p->altered_threads.n && !status; i++) {
		rw_was *r = p->all.p[p->altered_threads.p[i].was];
		rw_thread t = r->threads.p[p->altered_threads.p[i].number];
		if (!t.main || t.dated) continue;
		const rw_thread *const it = &t;
		t.report = 0;
		if (!rw_slice_eq(rw_hint_of(p->f, p->a, &r->stored.known, &it, 1, t.site).home, home)) continue;
		rw_vec_push(p->a, &out->reports, r->id);
		rw_vec_push(p->a, &out->numbers, t.number);
	}
	return status;
}

/* Takes in the undated threads of a home, and all the incidents that they are judged against; *done: there are none, or they are too many. */
static riwaya_status take_home(rw_looking *l, rw_slice home, bool *none, bool *many, riwaya_error *err) {
	rw_past *p = &l->p;
	seeds all = {0};
	*many = false;
	riwaya_status status = undated_of(l, home, &all, err);
	*none = !status && !all.reports.n;
	if (status || *none) return status;
	status = read_seeds(l,
		"SELECT x.report, x.number FROM incident_tag g JOIN thread x ON x.incident = g.incident JOIN report r ON r.id = "
		"x.report WHERE g.kind = 'home' AND g.tag = ?1 AND r.received <= ?2 LIMIT ?3",
		home, &all, err);
	for (size_t i = 0; i < p->altered_threads.n && !status; i++) {
		rw_vec_push(p->a, &all.reports, p->all.p[p->altered_threads.p[i].was]->id);
		rw_vec_push(p->a, &all.numbers, p->altered_threads.p[i].number);
	}
	*many = all.reports.n > RW_PAST_HOME;
	for (size_t i = 0; i < all.reports.n && !status && !*many; i++)
		status = rw_look_take(l, all.reports.p[i], all.numbers.p[i], err);
	return status;
}

/* Undated ones as they stand now, of those that were there. */
static riwaya_status judged_now(rw_looking *l, int64_t incident, rw_story_threads *out, riwaya_error *err) {
	rw_story_threads now = {0};
	riwaya_status status = rw_story_threads_now(l->p.s, l->p.a, incident, &now, err);
	for (size_t i = 0; i < now.n && !status; i++) {
		uint32_t at;
		const rw_story_thread *t = &now.p[i];
		if (!t->judged && !t->apart) continue;
		status = rw_look_node(l, t->report, t->number, &at, err);
		if (status || at == RW_NO || l->nodes.p[at].in) continue;
		rw_vec_push(l->p.a, out,
			(rw_story_thread){
				.id = (int64_t)at + 1, .report = t->report, .number = t->number, .judged = t->judged, .apart = t->apart});
	}
	return status;
}

/* --- names ---------------------------------------------------------------------------------------------------------------------------- */
/* The version of a report's page that was there, going back from the latest; *first: when the first of them came. */
static riwaya_status version_then(rw_looking *l, int64_t report, int64_t *then, int64_t *first, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	*then = 0;
	for (int64_t id = report; id && !status;) {
		rw_was *r;
		rw_stmt *q;
		bool row;
		status = rw_past_report(&l->p, id, &r, err);
		if (!status && r) {
			*then = id;
			return RIWAYA_OK;
		}
		if (!status)
			status = rw_db_stmt(l->p.s->db,
				"SELECT r.received, (SELECT max(o.id) FROM report o WHERE o.replaced_by = r.id) FROM report r WHERE r.id = ?1",
				&q, err);
		if (status) return status;
		rw_bind_int(q, 1, id);
		status = rw_step(q, &row, err);
		if (status || !row) return status;
		if (rw_col_int(q, 0) < *first) *first = rw_col_int(q, 0);
		id = rw_col_int(q, 1);
		rw_stmt_reset(q);
	}
	return status;
}

riwaya_status rw_look_founder(
	rw_looking *l, int64_t report, size_t thread, uint32_t *out, int64_t *first, riwaya_error *err) {
	int64_t then;
	*out = RW_NO;
	riwaya_status status = version_then(l, report, &then, first, err);
	return status || !then ? status : rw_look_node(l, then, thread, out, err);
}

/* A founding thread of one of the incident's names that was there: of the name asked for, else of the oldest. */
static riwaya_status founder_then(
	rw_looking *l, int64_t incident, rw_slice asked, uint32_t *out, int64_t *first, riwaya_error *err) {
	static const char *const sql[] = {
		"SELECT n.report, n.thread FROM name n WHERE n.name >= ?1 AND n.name <= ?2 ORDER BY n.given",
		"SELECT n.report, n.thread FROM thread x JOIN name n ON n.report = x.report AND n.thread = x.number WHERE x.incident = "
		"?1 ORDER BY n.given",
	};
	RW_VEC(int64_t) reports = {0}, threads = {0};
	*out = RW_NO;
	*first = INT64_MAX;
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < RW_COUNT(sql) && !status; i++) {
		rw_stmt *q;
		bool row;
		status = rw_db_stmt(l->p.s->db, sql[i], &q, err);
		if (status) return status;
		if (i) {
			rw_bind_int(q, 1, incident);
		} else {
			rw_bind_text(q, 1, asked);
			rw_bind_text(q, 2, rw_arena_printf(l->p.a, RW_FMT "\x7f", RW_ARG(asked)));
		}
		while (!(status = rw_step(q, &row, err)) && row) {
			rw_vec_push(l->p.a, &reports, rw_col_int(q, 0));
			rw_vec_push(l->p.a, &threads, rw_col_int(q, 1));
		}
	}
	for (size_t i = 0; i < reports.n && !status && *out == RW_NO; i++) {
		status = rw_look_founder(l, reports.p[i], (size_t)threads.p[i], out, first, err);
	}
	return status;
}

/* The last version of a report's page: names go with it. */
static riwaya_status last_version(rw_looking *l, int64_t report, int64_t *out, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	*out = report;
	for (bool more = true; more && !status;) {
		rw_stmt *q;
		bool row;
		status =
			rw_db_stmt(l->p.s->db, "SELECT replaced_by FROM report WHERE id = ?1 AND replaced_by IS NOT NULL", &q, err);
		if (status) return status;
		rw_bind_int(q, 1, *out);
		status = rw_step(q, &more, err);
		row = more && !status;
		if (row) *out = rw_col_int(q, 0);
		rw_stmt_reset(q);
	}
	return status;
}

/* What the group went by: the name of the thread whose report came first (rw_incident_named). */
static riwaya_status name_then(rw_looking *l, const rw_resolved *x, uint32_t group, rw_slice *name, riwaya_error *err) {
	int64_t least = INT64_MAX;
	size_t thread = 0;
	riwaya_status status = RIWAYA_OK;
	for (uint32_t i = 0; i < x->threads.n && !status; i++) {
		const rw_past_node *n = &l->nodes.p[x->nodes[i]];
		int64_t first, last;
		rw_stmt *q;
		bool row;
		if (x->standings[i].group != group || x->standings[i].judged) continue;
		status = rw_first_version(l->p.s, n->of->id, &first, err);
		if (status || first > least || (first == least && n->number > thread)) continue;
		status = last_version(l, n->of->id, &last, err);
		if (!status)
			status = rw_db_stmt(
				l->p.s->db, "SELECT name FROM name WHERE report = ?1 AND thread = ?2 ORDER BY given LIMIT 1", &q, err);
		if (status) return status;
		rw_bind_int(q, 1, last);
		rw_bind_int(q, 2, n->number);
		status = rw_step(q, &row, err);
		if (!status && row) {
			least = first;
			thread = n->number;
			*name = rw_arena_copy(l->p.a, rw_col_text(q, 0));
		}
		rw_stmt_reset(q);
	}
	return status;
}

/* --- the whole ----------------------------------------------------------------------------------------------------------------------- */
static rw_story_thread story_thread(rw_looking *l, const rw_resolved *x, uint32_t i, bool apart) {
	const rw_past_node *n = &l->nodes.p[x->nodes[i]];
	rw_arena *a = l->p.a;
	RW_VEC(int64_t) meets = {0};
	for (size_t k = 0; k < n->meets.n; k++) rw_vec_push(a, &meets, (int64_t)n->meets.p[k] + 1);
	if (meets.n) qsort(meets.p, meets.n, sizeof *meets.p, rw_by_number);
	return (rw_story_thread){.id = (int64_t)x->nodes[i] + 1,
		.report = n->of->id,
		.number = n->number,
		.judged = x->standings[i].judged,
		.apart = apart,
		.town = rw_list_pack(a, meets.p, meets.n)};
}

static riwaya_status add_copies(rw_looking *l, rw_story_threads *out, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < out->n && !status; i++) {
		rw_was *r;
		rw_past_copy copy = {0};
		status = rw_past_report(&l->p, out->p[i].report, &r, err);
		if (!status && r) status = rw_past_copy_of(&l->p, r, &copy, err);
		if (status || !copy.of) continue;
		out->p[i].copies = copy.of->id;
		out->p[i].share = copy.share;
		out->p[i].whole = copy.whole;
	}
	return status;
}

static riwaya_status not_yet(rw_looking *l, rw_slice name, int64_t first, riwaya_error *err) {
	enum { MINUTE = 60000, DAY = 24 * 60 };
	int year, month, day;
	int64_t minute = first / MINUTE;
	rw_civil_from_days(minute / DAY, &year, &month, &day);
	return rw_fail(err, RIWAYA_ARGUMENT, l->p.s->where, 0, 0,
		"incident " RW_FMT " was not known then: it was first received at %04d-%02d-%02dT%02d:%02d UTC", RW_ARG(name),
		year, month, day, (int)(minute % DAY / 60), (int)(minute % 60));
}

uint32_t rw_look_group_of(const rw_looking *l, uint32_t node) { return l->x.standings[l->x.at[node]].group; }

static riwaya_status close_and_resolve(rw_looking *l, riwaya_error *err) {
	riwaya_status status = rw_look_close(l, &l->done, err);
	return status ? status : resolve(l, &l->x, err);
}

riwaya_status rw_look_groups(rw_looking *l, const uint32_t *nodes, size_t n, bool *many, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	bool more = false;
	*many = false;
	for (size_t i = 0; i < n && !status; i++)
		status = rw_look_take(l, l->nodes.p[nodes[i]].of->id, l->nodes.p[nodes[i]].number, err);
	if (!status) status = close_and_resolve(l, err);
	for (size_t i = 0; i < n && !status; i++) {
		uint32_t group = rw_look_group_of(l, nodes[i]);
		rw_slice home = group == RW_NO ? RW_NONE : home_of(l, &l->x, group);
		bool fresh, none, over;
		if (!home.n) continue;
		*rw_map_put(&l->homes, home, &fresh) = 1;
		if (!fresh) continue;
		status = take_home(l, home, &none, &over, err);
		*many |= over;
		more |= !none && !over;
	}
	return status || !more ? status : close_and_resolve(l, err);
}

riwaya_status rw_look_threads(rw_looking *l, uint32_t group, rw_slice *name, rw_story_threads *out, riwaya_error *err) {
	const rw_resolved *x = &l->x;
	for (uint32_t i = 0; i < x->threads.n; i++) {
		const rw_standing *is = &x->standings[i];
		if (is->group == group) rw_vec_push(l->p.a, out, story_thread(l, x, i, false));
		if (is->group == RW_NO && is->near == group && x->threads.p[i].main)
			rw_vec_push(l->p.a, out, story_thread(l, x, i, true));
	}
	riwaya_status status = name_then(l, x, group, name, err);
	return status ? status : add_copies(l, out, err);
}

riwaya_status rw_look_back(riwaya_store *s, rw_arena *a, int64_t when, rw_looking **out, riwaya_error *err) {
	rw_store_learn(s);
	rw_looking *l = *out = RW_NEW(a, rw_looking);
	*l = (rw_looking){.p = {.s = s, .a = a, .scratch = &s->scratch, .when = when, .f = rw_store_facts(s, a)}};
	l->p.known = l->p.altered = l->p.keys = l->p.hashes = l->numbers = RW_IDS(a);
	l->p.lists = rw_past_lists_new(a);
	rw_weights_load(l->p.f, &l->p.weights);
	return rw_past_altered(&l->p, err);
}

size_t rw_look_read(const rw_looking *l) { return l->p.read; }

/* Takes out what was looked at before: who meets whom is kept. */
static void leave(rw_looking *l) {
	for (size_t i = 0; i < l->in.n; i++) l->nodes.p[l->in.p[i]].in = false;
	l->in.n = l->done = 0;
	l->homes = RW_MAP(l->p.a);
	l->x = (rw_resolved){0};
}

riwaya_status rw_story_threads_then(
	rw_looking *l, int64_t incident, rw_slice asked, rw_slice *name, rw_story_threads *out, riwaya_error *err) {
	int64_t first;
	bool many;
	leave(l);
	riwaya_status status = founder_then(l, incident, asked, &l->founder, &first, err);
	if (status) return status;
	if (l->founder == RW_NO) return not_yet(l, *name, first, err);
	status = rw_look_groups(l, &l->founder, 1, &many, err);
	if (status) return status;
	uint32_t group = rw_look_group_of(l, l->founder);
	if (group == RW_NO) return not_yet(l, *name, l->nodes.p[l->founder].of->stored.received, err);
	if (many) status = judged_now(l, incident, out, err);
	return status ? status : rw_look_threads(l, group, name, out, err);
}
