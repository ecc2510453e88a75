/* settle.c: what hangs together with reports that came or changed, grouped anew.
 *
 * Threads that no chain of meetings, copies and bonds links have nothing to do with each other (group.h), so each such chain, a component, is
 * resolved by itself, and gives the same groups as all reports together would. A group is an incident: it goes by the name of
 * the thread in it whose report came first. Undated reports come after that, held against the incidents of their home that their hint chooses.
 * Rows of incidents are written last, once each.
 */
#include "store/settle.h"
#include "reconcile/reconcile.h"
#include "store/decided.h"
#include "store/incident.h"
#include <stdlib.h>

riwaya_status rw_settle_report(rw_settling *t, int64_t report, bool whole, rw_at_hand **out, riwaya_error *err) {
	rw_settled *kept = &t->s->settled;
	uint32_t at = rw_ids_put(&kept->reports, report, NULL);
	while (kept->at_hand.n <= at) rw_vec_push(t->a, &kept->at_hand, NULL);
	rw_at_hand *h = kept->at_hand.p[at];
	if (!h || (whole && !h->whole)) {
		rw_stored stored;
		riwaya_status status = whole ? rw_load(t->s, t->a, report, INT64_MAX, &stored, err)
									 : rw_load_report(t->s, t->a, report, &stored, err);
		if (status) return status;
		if (!h) h = kept->at_hand.p[at] = RW_NEW(t->a, rw_at_hand);
		h->stored = stored; /* its words are where they were for those who hold the address of what is known of it */
		h->whole = whole;
		h->index = at;
	}
	*out = h;
	return RIWAYA_OK;
}

riwaya_status rw_settle_threads_of(rw_settling *t, int64_t report, rw_at_hand **out, riwaya_error *err) {
	riwaya_status status = rw_settle_report(t, report, true, out, err);
	if (status || (*out)->keys) return status;
	rw_at_hand *h = *out;
	rw_threads_of(t->f, t->a, &h->stored.known, 0, &h->threads);
	rw_keys *keys = RW_ARRAY(t->a, rw_keys, h->threads.n);
	for (size_t i = 0; i < h->threads.n; i++) rw_keys_of(t->f, t->a, &h->stored.known, &h->threads.p[i], &keys[i]);
	for (size_t i = 0; i < h->threads.n; i++)
		h->threads.p[i].report = h->index; /* two reports' threads are told apart by it */
	h->keys = keys;
	return RIWAYA_OK;
}

/* --- components ------------------------------------------------------------------------------------------------------- */
typedef struct link {
	int64_t id, report, incident;
	size_t number;
	rw_list town, region;
	bool judged;
	bool home; /* it goes home to its report's main thread */
} link;

typedef struct component {
	rw_ids ids;
	RW_VEC(link) links;
	bool dated;
} component;

static riwaya_status read_link(rw_settling *t, int64_t id, link *out, bool *found, bool *dated, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(t->s->db,
		"SELECT report, number, alone, meets_town, meets_region, incident, town, region, judged FROM thread WHERE "
		"id = ?1",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, id);
	status = rw_step(q, found, err);
	if (status || !*found) return status;
	*out = (link){.id = id,
		.report = rw_col_int(q, 0),
		.number = (size_t)rw_col_int(q, 1),
		.incident = rw_col_int(q, 5),
		.judged = rw_col_int(q, 8) != 0,
		.town = rw_list_unpack(t->scratch, rw_col_blob(q, 3)),
		.region = rw_list_unpack(t->scratch, rw_col_blob(q, 4))};
	out->home = out->number && rw_col_int(q, 2) && !out->town.n && !out->region.n;
	*dated |= !rw_col_null(q, 6) || !rw_col_null(q, 7);
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

/* Threads that a query of one or two numbers gives, into the component. */
static riwaya_status reach(rw_settling *t, component *c, const char *sql, int64_t a, int64_t b, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(t->s->db, sql, &q, err);
	if (status) return status;
	rw_bind_int(q, 1, a);
	if (b >= 0) rw_bind_int(q, 2, b);
	while (!(status = rw_step(q, &row, err)) && row) rw_ids_put(&c->ids, rw_col_int(q, 0), NULL);
	return status;
}

static riwaya_status reach_copies(rw_settling *t, component *c, int64_t report, riwaya_error *err) {
	static const char *const sql[] = {
		"SELECT x.id FROM copy c JOIN thread x ON x.report = c.of AND x.number = 0 WHERE c.report = ?1 AND c.best = 1 AND "
		"c.share >= ?2",
		"SELECT x.id FROM copy c JOIN thread x ON x.report = c.report AND x.number = 0 WHERE c.of = ?1 AND c.best = 1 AND "
		"c.share >= ?2",
		"SELECT x.id FROM said_copy c JOIN thread x ON x.report = c.of AND x.number = 0 WHERE c.report = ?1",
		"SELECT x.id FROM said_copy c JOIN thread x ON x.report = c.report AND x.number = 0 WHERE c.of = ?1",
	};
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < RW_COUNT(sql) && !status; i++) {
		rw_stmt *q;
		bool row;
		status = rw_db_stmt(t->s->db, sql[i], &q, err);
		if (status) return status;
		rw_bind_int(q, 1, report);
		if (i < 2) rw_bind_double(q, 2, t->weights.pull);
		while (!(status = rw_step(q, &row, err)) && row) rw_ids_put(&c->ids, rw_col_int(q, 0), NULL);
	}
	return status;
}

static riwaya_status reach_from(rw_settling *t, component *c, const link *l, riwaya_error *err) {
	for (size_t k = 0; k < l->town.n; k++) rw_ids_put(&c->ids, l->town.p[k], NULL);
	for (size_t k = 0; k < l->region.n; k++) rw_ids_put(&c->ids, l->region.p[k], NULL);
	riwaya_status status = RIWAYA_OK;
	if (l->home) status = reach(t, c, "SELECT id FROM thread WHERE report = ?1 AND number = 0", l->report, -1, err);
	if (!status && l->number == 0) {
		status = reach(t, c,
			"SELECT id FROM thread WHERE report = ?1 AND number > 0 AND alone = 1 AND meets_town IS NULL AND meets_region IS NULL",
			l->report, -1, err);
		if (!status) status = reach_copies(t, c, l->report, err);
	}
	if (!status)
		status = reach(t, c,
			"SELECT x.id FROM bond b JOIN thread x ON x.report = b.other_report AND x.number = b.other_thread WHERE b.report = ?1 "
			"AND b.thread = ?2 AND b.apart = 0",
			l->report, (int64_t)l->number, err);
	if (!status)
		status = reach(t, c,
			"SELECT x.id FROM bond b JOIN thread x ON x.report = b.report AND x.number = b.thread WHERE b.other_report = ?1 AND "
			"b.other_thread = ?2 AND b.apart = 0",
			l->report, (int64_t)l->number, err);
	return status;
}

/* The component of a thread, in scratch memory; empty where there is no such thread. */
static riwaya_status find_component(rw_settling *t, int64_t id, component *c, riwaya_error *err) {
	*c = (component){.ids = RW_IDS(t->scratch)};
	rw_ids_put(&c->ids, id, NULL);
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < c->ids.n && !status; i++) {
		link l;
		bool found;
		status = read_link(t, c->ids.p[i], &l, &found, &c->dated, err);
		if (status || !found) continue;
		rw_vec_push(t->scratch, &c->links, l);
		status = reach_from(t, c, &l, err);
	}
	return status;
}

/* --- resolving ---------------------------------------------------------------------------------------------------------- */
/* What rw_resolve gets: reports in the order told, threads in the order of reports. */
typedef struct resolving {
	rw_found found;
	rw_threads threads;
	rw_known *known;
	const link **of; /* the link of each thread */
	size_t n;
} resolving;

/* Incidents that undated threads are held against, in the form that rw_resolve takes. */
typedef struct kept_groups {
	rw_ids incidents;
	RW_VEC(rw_kept_group) groups; /* of each */
} kept_groups;

typedef struct sorted {
	rw_known known;
	const rw_at_hand *hand;
	int64_t report;
} sorted;

static int by_report(const void *pa, const void *pb) {
	const link *a = *(const link *const *)pa, *b = *(const link *const *)pb;
	if (a->report != b->report) return a->report < b->report ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

/* People's words on threads of the component, and of groups that are kept those which hold them apart. */
static riwaya_status add_bonds(
	rw_settling *t, resolving *r, const rw_ids *threads, const kept_groups *k, riwaya_error *err) {
	RW_VEC(rw_said_bond) all = {0};
	riwaya_status status = RIWAYA_OK;
	for (uint32_t i = 0; i < r->threads.n && !status; i++) {
		rw_stmt *q;
		bool row;
		status = rw_db_stmt(t->s->db,
			"SELECT x.id, b.apart, b.said, b.name, x.incident FROM bond b JOIN thread x ON x.report = b.other_report AND x.number = "
			"b.other_thread WHERE b.report = ?1 AND b.thread = ?2",
			&q, err);
		if (status) return status;
		rw_bind_int(q, 1, r->of[i]->report);
		rw_bind_int(q, 2, (int64_t)r->of[i]->number);
		while (!(status = rw_step(q, &row, err)) && row) {
			bool apart = rw_col_int(q, 1) != 0;
			uint32_t other = rw_ids_find(threads, rw_col_int(q, 0));
			rw_slice report = RW_NONE;
			if (other != UINT32_MAX) {
				report = r->known[r->threads.p[other].report].report->id;
			} else {
				uint32_t at = apart && k ? rw_ids_find(&k->incidents, rw_col_int(q, 4)) : UINT32_MAX;
				if (at == UINT32_MAX) continue;
				other = (uint32_t)r->threads.n + at;
			}
			rw_said_bond x = {rw_col_int(q, 2), rw_arena_copy(t->scratch, rw_col_text(q, 3)),
				r->known[r->threads.p[i].report].report->id, report, {i, other, apart}};
			rw_vec_push(t->scratch, &all, x);
		}
	}
	if (all.n) qsort(all.p, all.n, sizeof *all.p, rw_by_said);
	rw_bond *bonds = RW_ARRAY(t->scratch, rw_bond, all.n);
	for (size_t i = 0; i < all.n; i++) bonds[i] = all.p[i].bond;
	r->found.bonds = bonds;
	r->found.n_bonds = all.n;
	return status;
}

/* `k` (may be NULL): what it is resolved with besides. */
static riwaya_status prepare(rw_settling *t, const component *c, const kept_groups *k, resolving *r, riwaya_error *err) {
	rw_arena *a = t->scratch;
	const link **links = RW_ARRAY(a, const link *, c->links.n);
	for (size_t i = 0; i < c->links.n; i++) links[i] = &c->links.p[i];
	qsort(links, c->links.n, sizeof *links, by_report);
	sorted *reports = RW_ARRAY(a, sorted, c->links.n);
	size_t n = 0;
	for (size_t i = 0; i < c->links.n; i++) {
		if (i && links[i]->report == links[i - 1]->report) continue;
		rw_at_hand *h;
		riwaya_status status = rw_settle_threads_of(t, links[i]->report, &h, err);
		if (status) return status;
		reports[n++] = (sorted){h->stored.known, h, links[i]->report};
	}
	qsort(reports, n, sizeof *reports, rw_by_told); /* its first member is an rw_known */
	*r = (resolving){.known = RW_ARRAY(a, rw_known, n), .of = RW_ARRAY(a, const link *, c->links.n)};
	rw_ids order = RW_IDS(a), threads = RW_IDS(a);
	rw_copy *copies = RW_ARRAY(a, rw_copy, n);
	bool *has_main = RW_ARRAY(a, bool, n), *reviewed = RW_ARRAY(a, bool, n);
	for (size_t i = 0; i < n; i++) {
		r->known[i] = reports[i].known;
		reviewed[i] = reports[i].hand->stored.reviewed;
		rw_ids_put(&order, reports[i].report, NULL);
		/* few: the links of one report stand side by side */
		size_t lo = 0, hi = c->links.n;
		while (lo < hi) {
			size_t mid = (lo + hi) / 2;
			if (links[mid]->report < reports[i].report)
				lo = mid + 1;
			else
				hi = mid;
		}
		for (; lo < c->links.n && links[lo]->report == reports[i].report; lo++) {
			if (links[lo]->number >= reports[i].hand->threads.n) continue;
			rw_thread x = reports[i].hand->threads.p[links[lo]->number];
			x.report = (uint32_t)i;
			has_main[i] |= x.main;
			r->of[r->threads.n] = links[lo];
			rw_ids_put(&threads, links[lo]->id, NULL);
			rw_vec_push(a, &r->threads, x);
		}
	}
	rw_meetings meetings = {0};
	for (uint32_t i = 0; i < r->threads.n; i++)
		rw_meetings_add(a, &threads, i, &r->of[i]->town, &r->of[i]->region, &meetings);
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < n && !status; i++) {
		copies[i].of = RW_NO;
		if (!has_main[i]) continue;
		rw_stmt *q;
		bool row;
		status = rw_db_stmt(t->s->db, "SELECT of, share, whole FROM copy WHERE report = ?1 AND best = 1", &q, err);
		if (status) return status;
		rw_bind_int(q, 1, reports[i].report);
		status = rw_step(q, &row, err);
		uint32_t of = !status && row ? rw_ids_find(&order, rw_col_int(q, 0)) : UINT32_MAX;
		if (of != UINT32_MAX && has_main[of])
			copies[i] = (rw_copy){.of = of, .share = rw_col_double(q, 1), .whole = rw_col_int(q, 2) != 0};
		rw_stmt_reset(q);
	}
	if (!status) status = rw_said_copies(t->s, a, r->known, reviewed, n, INT64_MAX, copies, err);
	for (size_t i = 0; i < n; i++)
		if (!has_main[i] || (copies[i].of != RW_NO && !has_main[copies[i].of])) copies[i].of = RW_NO;
	r->n = n;
	r->found = (rw_found){.known = r->known,
		.n = n,
		.threads = &r->threads,
		.meetings = meetings.p,
		.n_meetings = meetings.n,
		.copies = copies,
		.kept = k ? k->groups.p : NULL,
		.n_kept = k ? k->groups.n : 0};
	return status ? status : add_bonds(t, r, &threads, k, err);
}

/* --- groups become incidents ---------------------------------------------------------------------------------------------- */
static riwaya_status move_thread(rw_settling *t, const link *l, int64_t incident, bool judged, riwaya_error *err) {
	rw_stmt *q;
	if (l->incident == incident && l->judged == judged) return RIWAYA_OK;
	riwaya_status status = rw_db_stmt(t->s->db, "UPDATE thread SET incident = ?2, judged = ?3 WHERE id = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, l->id);
	if (incident)
		rw_bind_int(q, 2, incident);
	else
		rw_bind_null(q, 2);
	rw_bind_int(q, 3, judged);
	if (l->incident && l->incident != incident) rw_ids_put(&t->broken, l->incident, NULL);
	if (incident) rw_ids_put(&t->broken, incident, NULL);
	return rw_run(q, err);
}

static riwaya_status set_apart(rw_settling *t, int64_t report, int64_t near, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(t->s->db,
		near ? "INSERT INTO apart (report, near) VALUES (?1, ?2) ON CONFLICT (report) DO UPDATE SET near = excluded.near"
			 : "DELETE FROM apart WHERE report = ?1",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	if (near) rw_bind_int(q, 2, near);
	return rw_run(q, err);
}

/* Threads of the group that `first` begins, all of one incident. */
static riwaya_status place_group(
	rw_settling *t, const resolving *r, const rw_standing *standings, uint32_t first, riwaya_error *err) {
	int64_t incident;
	RW_VEC(rw_founder) members = {0};
	bool touched = false;
	for (uint32_t i = first; i < r->threads.n; i++) {
		if (standings[i].group != first || standings[i].judged) continue;
		bool page = r->known[r->threads.p[i].report].report->address.n > 0;
		rw_vec_push(t->scratch, &members, (rw_founder){r->of[i]->report, (int64_t)r->of[i]->number, page});
		touched |= rw_ids_find(&t->touched, r->of[i]->id) != UINT32_MAX;
	}
	riwaya_status status = rw_incident_named(t, members.p, members.n, &incident, err);
	for (uint32_t i = first; i < r->threads.n && !status; i++) {
		if (standings[i].group != first || standings[i].judged || r->of[i]->incident == incident) continue;
		status = move_thread(t, r->of[i], incident, false, err);
		/* it may have lain apart until something that has a date copied it */
		if (!status && r->threads.p[i].main && !r->threads.p[i].dated) status = set_apart(t, r->of[i]->report, 0, err);
	}
	if (!status && touched) rw_ids_put(&t->broken, incident, NULL);
	return status;
}

/* Whether each thread belongs to a group that has no date of its own: an undated report with its copies. What came of judging it here is left
 * out: it is held against the incidents of its home. */
static const bool *undated_ones(rw_settling *t, const resolving *r, const rw_standing *standings) {
	bool *dated = RW_ARRAY(t->scratch, bool, r->threads.n), *undated = RW_ARRAY(t->scratch, bool, r->threads.n);
	for (uint32_t i = 0; i < r->threads.n; i++)
		if (r->threads.p[i].dated) dated[standings[i].group] = true;
	for (uint32_t i = 0; i < r->threads.n; i++)
		undated[i] = standings[i].judged || standings[i].group == RW_NO || !dated[standings[i].group];
	return undated;
}

static riwaya_status place_groups(rw_settling *t, component *c, rw_ids *undated, riwaya_error *err) {
	resolving r;
	riwaya_status status = prepare(t, c, NULL, &r, err);
	if (status) return status;
	const rw_standing *standings = rw_resolve(t->f, t->scratch, &t->weights, &r.found);
	const bool *without = undated_ones(t, &r, standings);
	for (uint32_t i = 0; i < r.threads.n && !status; i++) {
		if (without[i])
			rw_ids_put(undated, r.of[i]->id, NULL);
		else if (standings[i].group == i)
			status = place_group(t, &r, standings, i, err);
	}
	return status;
}

/* Of a component with dated threads, the undated group that a thread is in; nothing where it is in none. */
static riwaya_status undated_part(rw_settling *t, component *c, int64_t thread, riwaya_error *err) {
	resolving r;
	riwaya_status status = prepare(t, c, NULL, &r, err);
	component part = {.ids = RW_IDS(t->scratch)};
	if (status) return status;
	const rw_standing *standings = rw_resolve(t->f, t->scratch, &t->weights, &r.found);
	const bool *without = undated_ones(t, &r, standings);
	uint32_t own = RW_NO;
	for (uint32_t i = 0; i < r.threads.n; i++)
		if (r.of[i]->id == thread && without[i]) own = i;
	for (uint32_t i = 0; i < r.threads.n && own != RW_NO; i++) {
		const rw_standing *x = &standings[i], *y = &standings[own];
		if (!without[i] || x->group != y->group || x->near != y->near || x->judged != y->judged) continue;
		rw_ids_put(&part.ids, r.of[i]->id, NULL);
		rw_vec_push(t->scratch, &part.links, *r.of[i]);
	}
	*c = part;
	return RIWAYA_OK;
}

/* Every component that a touched thread is in, and every one that a thread of a broken incident is in. */
static riwaya_status place_all(rw_settling *t, rw_ids *undated, riwaya_error *err) {
	rw_ids done = RW_IDS(t->a);
	rw_ids work = RW_IDS(t->a);
	riwaya_status status = RIWAYA_OK;
	size_t broken = 0;
	for (size_t i = 0; i < t->touched.n; i++) rw_ids_put(&work, t->touched.p[i], NULL);
	for (size_t i = 0; !status;) {
		for (; broken < t->broken.n && !status; broken++) {
			rw_stmt *q;
			bool row;
			status = rw_db_stmt(t->s->db, "SELECT id FROM thread WHERE incident = ?1 AND judged = 0", &q, err);
			if (status) return status;
			rw_bind_int(q, 1, t->broken.p[broken]);
			while (!(status = rw_step(q, &row, err)) && row) rw_ids_put(&work, rw_col_int(q, 0), NULL);
		}
		if (i == work.n || status) break;
		int64_t id = work.p[i++];
		if (rw_ids_find(&done, id) != UINT32_MAX) continue;
		rw_mark m = rw_arena_mark(t->scratch);
		component c;
		status = find_component(t, id, &c, err);
		for (size_t k = 0; k < c.ids.n; k++) rw_ids_put(&done, c.ids.p[k], NULL);
		if (!status && c.links.n) {
			if (c.dated)
				status = place_groups(t, &c, undated, err);
			else
				rw_ids_put(undated, id, NULL);
		}
		rw_arena_reset(t->scratch, m);
	}
	return status;
}

/* --- undated ones ------------------------------------------------------------------------------------------------------- */
/* The incidents of one home, by what undated reports choose them. Read once in a transaction. */
static riwaya_status read_home(rw_settling *t, rw_slice name, const rw_home **out, riwaya_error *err) {
	for (size_t i = 0; i < t->homes.n; i++)
		if (rw_slice_eq(t->homes.p[i].name, name)) {
			*out = &t->homes.p[i];
			return RIWAYA_OK;
		}
	rw_home h = {.name = rw_arena_copy(t->a, name)};
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(t->s->db,
		"SELECT i.id, i.hint FROM incident_tag g JOIN incident i ON i.id = g.incident WHERE g.kind = 'home' AND g.tag = ?1 AND "
		"i.hint IS NOT NULL",
		&q, err);
	if (status) return status;
	rw_bind_text(q, 1, name);
	while (!(status = rw_step(q, &row, err)) && row) {
		rw_vec_push(t->a, &h.incidents, rw_col_int(q, 0));
		rw_vec_push(t->a, &h.hints, rw_arena_copy(t->a, rw_col_blob(q, 1)));
	}
	rw_vec_push(t->a, &t->homes, h);
	*out = &t->homes.p[t->homes.n - 1];
	return status;
}

static riwaya_status hold(rw_settling *t, int64_t thread, rw_slice held, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(t->s->db, "UPDATE thread SET held = ?2 WHERE id = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, thread);
	rw_bind_blob(q, 2, held.n ? held : RW_LIT(""));
	return rw_run(q, err);
}

/* Where an undated report is: the incident that it joined or lies near, 0 for none. */
static riwaya_status place_of(rw_settling *t, const link *l, int64_t *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	*out = l->judged ? l->incident : 0;
	riwaya_status status = rw_db_stmt(t->s->db, "SELECT near FROM apart WHERE report = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, l->report);
	status = rw_step(q, &row, err);
	if (!status && row) *out = rw_col_int(q, 0);
	rw_stmt_reset(q);
	return status;
}

/* What an undated thread is to be held against. */
typedef struct nearness {
	rw_ids all;            /* the incidents of its home that its hint chooses */
	RW_VEC(rw_hint) hints; /* of each of them */
	rw_ids some; /* of them, those that changed or were not among them the last time: the others fell short of the one where it is */
	bool whole;    /* nothing is known of the last time: all must be read */
	bool changed;  /* the one where it is did */
	int64_t place; /* the one where it is, 0 for none */
	double score;  /* what it weighed with that one */
	rw_slice held; /* packed: what `all` and the score were */
	rw_slice now;  /* … and the numbers of `all`, packed */
} nearness;

/* Column held: what the thread weighed where it is, then the incidents that it was held against. */
static rw_slice held_of(rw_arena *a, double score, rw_slice numbers) {
	char *p = rw_arena_alloc(a, sizeof score + numbers.n);
	memcpy(p, &score, sizeof score);
	if (numbers.n) memcpy(p + sizeof score, numbers.p, numbers.n);
	return rw_slice_of(p, sizeof score + numbers.n);
}

static riwaya_status keep_held(rw_settling *t, int64_t thread, const nearness *near, double score, riwaya_error *err) {
	rw_slice now = held_of(t->scratch, score, near->now);
	return rw_slice_eq(now, near->held) ? RIWAYA_OK : hold(t, thread, now, err);
}

/* The same of a thread by its home, its hint and what is in its column held, which lie in scratch memory; out->place is set. */
static riwaya_status near_by_hint(
	rw_settling *t, rw_slice name, rw_slice hint, rw_slice held, nearness *out, riwaya_error *err) {
	rw_list before = {0};
	out->held = held;
	bool never = held.n < sizeof out->score;
	if (!never) {
		memcpy(&out->score, held.p, sizeof out->score);
		before = rw_list_unpack(t->scratch, rw_slice_of(held.p + sizeof out->score, held.n - sizeof out->score));
	}
	const rw_home *home;
	riwaya_status status = read_home(t, name, &home, err);
	if (status) return status;
	uint32_t chosen[RW_GROUP_NEAR];
	int64_t ids[RW_GROUP_NEAR];
	size_t n = rw_hints_near(hint, home->hints.p, home->hints.n, chosen);
	bool there = false;
	for (size_t i = 0; i < n; i++) {
		ids[i] = home->incidents.p[chosen[i]];
		bool written = rw_ids_find(&t->written, ids[i]) != UINT32_MAX;
		there |= ids[i] == out->place;
		out->changed |= ids[i] == out->place && written;
		bool fresh;
		rw_ids_put(&out->all, ids[i], &fresh);
		if (fresh) rw_vec_push(t->scratch, &out->hints, (rw_hint){home->name, home->hints.p[chosen[i]]});
		if (written || !rw_list_has(&before, ids[i])) rw_ids_put(&out->some, ids[i], NULL);
	}
	out->whole |= never || (out->place && !there);
	if (n) qsort(ids, n, sizeof *ids, rw_by_number);
	out->now = rw_list_pack(t->scratch, ids, n);
	return RIWAYA_OK;
}

static riwaya_status incidents_near(rw_settling *t, const link *l, nearness *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status =
		rw_db_stmt(t->s->db, "SELECT home, hint, held FROM thread WHERE id = ?1 AND home IS NOT NULL", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, l->id);
	status = rw_step(q, &row, err);
	if (status || !row) return status;
	rw_slice name = rw_arena_copy(t->scratch, rw_col_text(q, 0)), hint = rw_arena_copy(t->scratch, rw_col_blob(q, 1));
	rw_slice held = rw_col_null(q, 2) ? RW_NONE : rw_arena_copy(t->scratch, rw_col_blob(q, 2));
	rw_stmt_reset(q);
	status = place_of(t, l, &out->place, err);
	return status ? status : near_by_hint(t, name, hint, held, out, err);
}

/* What the incidents tell whom a thread is held against. One of which that is not kept yet is written in this go or the next, which has its
 * home looked through again. */
static riwaya_status read_kept(
	rw_settling *t, const nearness *from, const rw_ids *near, kept_groups *out, riwaya_error *err) {
	*out = (kept_groups){.incidents = RW_IDS(t->scratch)};
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < near->n && !status; i++) {
		rw_stmt *q;
		bool row;
		status =
			rw_db_stmt(t->s->db, "SELECT summary, name FROM incident WHERE id = ?1 AND summary IS NOT NULL", &q, err);
		if (status) return status;
		rw_bind_int(q, 1, near->p[i]);
		status = rw_step(q, &row, err);
		if (status || !row) continue;
		rw_summary *s = RW_NEW(t->scratch, rw_summary);
		if (!rw_summary_unpack(t->f, t->scratch, rw_arena_copy(t->scratch, rw_col_blob(q, 0)), s))
			status = rw_fail(err, RIWAYA_STORE, t->s->where, 0, 0,
				"what incident " RW_FMT " tells is not as it was written; riwaya rebuild makes it anew",
				RW_ARG(rw_col_text(q, 1)));
		rw_stmt_reset(q);
		rw_ids_put(&out->incidents, near->p[i], NULL);
		rw_vec_push(t->scratch, &out->groups, (rw_kept_group){from->hints.p[rw_ids_find(&from->all, near->p[i])], s});
	}
	return status;
}

/* Against what an undated thread is held at least. */
typedef enum against { AGAINST_CHANGED, AGAINST_PLACE, AGAINST_ALL } against;

/* Of a group as standings have it; 0 for RW_NO. */
static int64_t incident_of(const resolving *r, const kept_groups *k, uint32_t group) {
	if (group == RW_NO) return 0;
	return group < r->threads.n ? r->of[group]->incident : k->incidents.p[group - r->threads.n];
}

/* Judges the undated component of a thread. */
static riwaya_status judge(rw_settling *t, int64_t thread, against least, riwaya_error *err) {
	component c;
	riwaya_status status = find_component(t, thread, &c, err);
	if (!status && c.dated) status = undated_part(t, &c, thread, err);
	if (status || !c.links.n) return status;
	/* a report with copies goes as one: where they are of several homes or places, all is read */
	bool alone = c.links.n == 1;
	nearness found = {.all = RW_IDS(t->scratch), .some = RW_IDS(t->scratch), .whole = least == AGAINST_ALL};
	for (size_t i = 0, n = c.links.n; i < n && !status; i++) {
		found.whole |= rw_ids_find(&t->touched, c.links.p[i].id) != UINT32_MAX;
		status = incidents_near(t, &c.links.p[i], &found, err);
		if (!status && !alone) status = keep_held(t, c.links.p[i].id, &found, 0, err);
	}
	if (status) return status;
	if (!found.whole && !found.some.n) return alone ? keep_held(t, thread, &found, found.score, err) : RIWAYA_OK;
	bool with_place = found.place && (found.changed || least == AGAINST_PLACE);
	if (with_place) rw_ids_put(&found.some, found.place, NULL);
	rw_ids near = found.whole || !alone ? found.all : found.some;
	kept_groups k;
	resolving r;
	status = read_kept(t, &found, &near, &k, err);
	if (!status) status = prepare(t, &c, &k, &r, err);
	if (status) return status;
	const rw_standing *standings = rw_resolve(t->f, t->scratch, &t->weights, &r.found);
	for (uint32_t i = 0; i < r.threads.n && !status; i++) {
		const link *l = r.of[i];
		const rw_standing *x = &standings[i];
		bool comes_near = x->judged || x->near != RW_NO;
		if (alone && !found.whole && found.place) {
			/* the others weigh no more than the place did; where that weighs less now, they may be the nearest */
			bool as_near = comes_near && x->score >= found.score;
			if (with_place && !as_near) return judge(t, thread, AGAINST_ALL, err);
			/* of two that weigh as much the earlier one counts, which only a look at both can tell */
			if (!with_place && as_near && x->score == found.score) return judge(t, thread, AGAINST_PLACE, err);
			if (!with_place && !as_near) return keep_held(t, thread, &found, found.score, err);
		}
		if (alone) status = keep_held(t, thread, &found, comes_near ? x->score : 0, err);
		if (status) break;
		int64_t group = incident_of(&r, &k, x->group);
		if (x->judged) {
			if (rw_ids_find(&t->touched, l->id) != UINT32_MAX) rw_ids_put(&t->broken, group, NULL);
			status = move_thread(t, l, group, true, err);
			if (!status && l->number == 0) status = set_apart(t, l->report, 0, err);
		} else if (x->near != RW_NO) {
			status = move_thread(t, l, 0, false, err);
			if (!status && l->number == 0) status = set_apart(t, l->report, incident_of(&r, &k, x->near), err);
		} else {
			if (x->group == i) status = place_group(t, &r, standings, i, err);
			if (!status && l->number == 0) status = set_apart(t, l->report, 0, err);
		}
	}
	return status;
}

/* An undated thread of a home, as its row has it. */
typedef struct undated_row {
	int64_t id, place;
	rw_slice hint, held;
} undated_row;

/* Of the undated threads of a home, those for which it may matter what changed there: of many thousand mostly a few. */
static riwaya_status find_concerned(rw_settling *t, rw_slice home, rw_ids *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	RW_VEC(undated_row) rows = {0};
	riwaya_status status = rw_db_stmt(t->s->db,
		"SELECT x.id, CASE WHEN a.near IS NOT NULL THEN a.near WHEN x.judged = 1 THEN x.incident ELSE 0 END, x.hint, x.held FROM "
		"thread x LEFT JOIN apart a ON a.report = x.report WHERE x.home = ?1",
		&q, err);
	if (status) return status;
	rw_bind_text(q, 1, home);
	while (!(status = rw_step(q, &row, err)) && row) {
		undated_row x = {rw_col_int(q, 0), rw_col_int(q, 1), rw_arena_copy(t->scratch, rw_col_blob(q, 2)),
			rw_col_null(q, 3) ? RW_NONE : rw_arena_copy(t->scratch, rw_col_blob(q, 3))};
		rw_vec_push(t->scratch, &rows, x);
	}
	for (size_t i = 0; i < rows.n && !status; i++) {
		const undated_row *x = &rows.p[i];
		rw_mark m = rw_arena_mark(t->scratch);
		nearness found = {.all = RW_IDS(t->scratch), .some = RW_IDS(t->scratch), .place = x->place};
		status = near_by_hint(t, home, x->hint, x->held, &found, err);
		if (!status && (found.whole || found.some.n))
			rw_ids_put(out, x->id, NULL);
		else if (!status)
			status = keep_held(t, x->id, &found, found.score, err);
		rw_arena_reset(t->scratch, m);
	}
	return status;
}

/* Undated ones whose own report changed, and those of homes where incidents did. */
static riwaya_status judge_all(rw_settling *t, rw_ids *undated, const rw_homes *homes, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < homes->n && !status; i++) {
		rw_mark m = rw_arena_mark(t->scratch);
		status = find_concerned(t, homes->p[i], undated, err);
		rw_arena_reset(t->scratch, m);
	}
	for (size_t i = 0; i < undated->n && !status; i++) {
		rw_mark m = rw_arena_mark(t->scratch);
		status = judge(t, undated->p[i], AGAINST_CHANGED, err);
		rw_arena_reset(t->scratch, m);
	}
	return status;
}

/* --- one transaction ------------------------------------------------------------------------------------------------------- */
static void forget(riwaya_store *s, int64_t report) {
	uint32_t at = rw_ids_find(&s->settled.reports, report);
	if (at != UINT32_MAX && at < s->settled.at_hand.n) s->settled.at_hand.p[at] = NULL;
}

static riwaya_status next_stale(rw_settling *t, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(t->s->db, "SELECT id FROM report WHERE stale = 1 ORDER BY id LIMIT ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, t->s->settle_reports ? t->s->settle_reports : RW_SETTLE_REPORTS);
	while (!(status = rw_step(q, &row, err)) && row) {
		rw_ids_put(&t->stale, rw_col_int(q, 0), NULL);
		forget(t->s, rw_col_int(q, 0));
	}
	return status;
}

static riwaya_status settle_some(rw_settling *t, riwaya_error *err) {
	rw_ids undated = RW_IDS(t->a);
	rw_homes homes = {0};
	riwaya_status status = rw_settle_threads(t, err);
	if (!status) status = rw_settle_bonds(t, err);
	if (!status) status = rw_settle_copies(t, err);
	if (!status) status = place_all(t, &undated, err);
	if (!status) status = rw_incidents_write(t, &homes, err);
	t->broken = RW_IDS(t->a); /* those that undated ones join or leave are written again */
	if (!status) status = judge_all(t, &undated, &homes, err);
	if (!status) status = rw_incidents_write(t, &homes, err);
	for (size_t i = 0; i < t->stale.n && !status; i++) {
		status = RW_RUN(t->s->db, "UPDATE report SET stale = 0 WHERE id = ?1", err, t->stale.p[i]);
	}
	return status;
}

/* How often incidents were brought up to date or emptied, by whatever program. */
static riwaya_status turn_of(riwaya_store *s, int64_t *turn, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status =
		rw_db_stmt(s->db, "SELECT CAST(value AS BIGINT) FROM riwaya_meta WHERE key = 'settled'", &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	*turn = row ? rw_col_int(q, 0) : 0;
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

riwaya_status rw_settle_turn(riwaya_store *s, riwaya_error *err) {
	return rw_db_exec(s->db,
		"INSERT INTO riwaya_meta (key, value) VALUES ('settled', '1') ON CONFLICT (key) DO UPDATE SET value = "
		"CAST(CAST(riwaya_meta.value AS BIGINT) + 1 AS TEXT)",
		err);
}

/* What the last transaction read, where nobody settled since; else nothing. Stale reports are read again. */
static void recall(riwaya_store *s, int64_t turn) {
	rw_settled *kept = &s->settled;
	if (kept->good && kept->turn == turn && rw_arena_in_use(&s->work) < RW_SETTLE_MEMORY) return;
	/* emptied and used again, for memory that is new costs as much as what is put there; what one large settling took is given back */
	if (s->work.total < 2 * (size_t)RW_SETTLE_MEMORY) {
		rw_arena_reset(&s->work, (rw_mark){0});
	} else {
		rw_arena_release(&s->work);
		rw_arena_init(&s->work, &s->mem);
	}
	*kept = (rw_settled){.reports = RW_IDS(&s->work), .hashes = RW_IDS(&s->work)};
	kept->f = rw_store_facts(s, &s->work);
}

riwaya_status rw_settle(riwaya_store *s, uint64_t *changed, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	for (bool more = true; more && !status;) {
		rw_stmt *q;
		status = rw_db_stmt(s->db, "SELECT 1 FROM report WHERE stale = 1 LIMIT 1", &q, err);
		if (!status) status = rw_step(q, &more, err);
		if (status) return status;
		rw_stmt_reset(q);
		if (!more || s->o.read_only) break;
		rw_arena_reset(&s->scratch, (rw_mark){0});
		rw_settling t = {.s = s, .a = &s->work, .scratch = &s->scratch};
		status = rw_store_begin(s, &t.w, err);
		if (status) return status;
		int64_t turn;
		status = turn_of(s, &turn, err);
		if (status) return rw_store_end(&t.w, status, err);
		recall(s, turn);
		t.f = s->settled.f;
		t.stale = t.fresh = t.touched = t.broken = t.written = RW_IDS(&s->work);
		rw_weights_load(t.f, &t.weights);
		status = next_stale(&t, err);
		if (!status) status = settle_some(&t, err);
		if (!status) status = rw_settle_turn(s, err);
		status = rw_store_end(&t.w, status, err);
		s->settled.good = !status;
		s->settled.turn = turn + 1;
		if (!status && changed) *changed += t.written.n;
	}
	return status;
}
