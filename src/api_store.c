/* api_store.c: the public doors of a store. */
#include "store/changes.h"
#include "store/coded.h"
#include "store/incident.h"
#include "store/list.h"
#include "store/nested.h"
#include "store/search.h"
#include <riwaya/store.h>
#include <stdio.h>

typedef struct call {
	riwaya_store *s;
	riwaya_status (*fn)(struct call *c, riwaya_error *err);
	const char *where, *name;
	unsigned flags;
	const riwaya_incident_query *query;
	const riwaya_report_query *reports;
	const riwaya_search *search;
	const char *const *ids;
	size_t n;
	const int64_t *as_of;
	int64_t since;
	uint64_t *changed;
	riwaya_store_state *state;
	riwaya_set *set;
	char *out;
} call;

static riwaya_status enter(void *arg, riwaya_error *err) {
	call *c = arg;
	return c->fn(c, err);
}

riwaya_status rw_store_door(
	riwaya_store *s, riwaya_status (*fn)(void *arg, riwaya_error *err), void *arg, riwaya_error *err) {
	riwaya_status status = rw_door(&s->mem, fn, arg, err);
	if (status == RIWAYA_NOMEM) {
		rw_db_rollback(s->db);
		s->base = NULL; /* it may have been left half made */
		s->finder = NULL;
	}
	rw_arena_reset(&s->scratch, (rw_mark){0});
	rw_arena_reset(&s->spare, (rw_mark){0});
	rw_arena_reset(&s->work, (rw_mark){0});
	s->settled.good = false;
	return status;
}

static riwaya_status store_door(call c, riwaya_error *err) { return rw_store_door(c.s, enter, &c, err); }

/* --- opening ------------------------------------------------------------------------------------------------------ */
static riwaya_status do_open(call *c, riwaya_error *err) {
	riwaya_store *s = c->s;
	riwaya_status status = rw_db_open(&s->a, c->where, c->flags, &s->db, err);
	if (status) return status;
	if (s->o.wait_ms) status = rw_db_wait(s->db, s->o.wait_ms, err);
	if (status) return status;
	s->where = rw_db_name(s->db);
	return rw_store_dictionaries(s, err);
}

riwaya_status riwaya_store_open(const riwaya_engine *engine, const char *where, const riwaya_store_options *options,
	riwaya_store **out, riwaya_error *err) {
	if (!engine || !where || !out)
		return rw_fail(
			err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "an engine, where the store is, and a place for it are needed");
	*out = NULL;
	riwaya_allocator a = rw_engine_allocator(engine);
	riwaya_store *s = a.resize(a.ctx, NULL, 0, sizeof *s);
	if (!s) return rw_no_memory(err);
	memset(s, 0, sizeof *s);
	s->mem.a = a;
	s->engine = engine;
	s->lx = rw_engine_lexicon(engine);
	if (options) s->o = *options;
	rw_arena *const arenas[] = {&s->a, &s->work, &s->scratch, &s->spare, &s->list};
	for (size_t i = 0; i < RW_COUNT(arenas); i++) rw_arena_init(arenas[i], &s->mem);
	unsigned flags = (s->o.create ? RW_DB_CREATE : 0u) | (s->o.read_only ? RW_DB_READ_ONLY : 0u);
	riwaya_status status = rw_door(&s->mem, enter, &(call){.s = s, .fn = do_open, .where = where, .flags = flags}, err);
	if (status)
		riwaya_store_free(s);
	else
		*out = s;
	return status;
}

void riwaya_store_free(riwaya_store *s) {
	if (!s) return;
	riwaya_allocator a = s->mem.a;
	rw_arena *const arenas[] = {&s->list, &s->spare, &s->scratch, &s->work, &s->a};
	for (size_t i = 0; i < RW_COUNT(arenas); i++) rw_arena_release(arenas[i]);
	a.resize(a.ctx, s, sizeof *s, 0);
}

const riwaya_engine *rw_engine_of_store(const riwaya_store *s) { return s->engine; }

/* --- adding ------------------------------------------------------------------------------------------------------- */
static riwaya_status no_store(riwaya_error *err) {
	return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a store and what is asked of it are needed: one is NULL");
}

static riwaya_status do_settle(call *c, riwaya_error *err) { return rw_settle(c->s, c->changed, err); }

riwaya_status riwaya_store_settle(riwaya_store *s, uint64_t *changed, riwaya_error *err) {
	if (changed) *changed = 0;
	return s ? store_door((call){.s = s, .fn = do_settle, .changed = changed}, err) : no_store(err);
}

/* After much was added a server is told to look at its tables anew, by which it plans. (A file's index of words is merged by a rebuild alone: it takes
 * long, and searches are quick without.) */
static riwaya_status do_plan(call *c, riwaya_error *err) {
	rw_db *db = c->s->db;
	if (rw_db_kind_of(db) != RW_DB_POSTGRES) return RIWAYA_OK;
	riwaya_status status = rw_db_begin(db, err);
	if (!status) status = rw_search_settle(db, err);
	if (!status) status = rw_db_commit(db, err);
	if (status) rw_db_rollback(db);
	return status;
}

riwaya_status riwaya_store_add(riwaya_store *s, const char *const *paths, size_t n, const riwaya_adding *how,
	riwaya_added *out, riwaya_error *err) {
	riwaya_added sum = {0};
	if (!s || (!paths && n)) return no_store(err);
	riwaya_status status = rw_store_take(s, paths, n, how, &sum, err);
	if (!status && !sum.broken_off)
		status = store_door((call){.s = s, .fn = do_settle, .changed = &sum.incidents}, err);
	if (!status && sum.reports >= RW_STORE_COMMIT) status = store_door((call){.s = s, .fn = do_plan}, err);
	if (out) *out = sum;
	return status;
}

/* --- incidents ------------------------------------------------------------------------------------------------------ */
static riwaya_status do_list(call *c, riwaya_error *err) {
	rw_arena_reset(&c->s->list, (rw_mark){0});
	riwaya_status status = rw_settle(c->s, NULL, err);
	return status ? status : rw_list_incidents(c->s, c->query, &c->s->listed, err);
}

riwaya_status riwaya_store_incidents(
	riwaya_store *s, const riwaya_incident_query *query, const riwaya_incident_list **out, riwaya_error *err) {
	static const riwaya_incident_query all;
	if (!s || !out) return no_store(err);
	*out = NULL;
	riwaya_status status = store_door((call){.s = s, .fn = do_list, .query = query ? query : &all}, err);
	if (!status) *out = &s->listed;
	return status;
}

static riwaya_status do_list_reports(call *c, riwaya_error *err) {
	rw_arena_reset(&c->s->list, (rw_mark){0});
	riwaya_status status = c->reports->apart ? rw_settle(c->s, NULL, err) : RIWAYA_OK;
	return status ? status : rw_list_reports(c->s, c->reports, &c->s->reports, err);
}

riwaya_status riwaya_store_list_reports(
	riwaya_store *s, const riwaya_report_query *query, const riwaya_report_list **out, riwaya_error *err) {
	static const riwaya_report_query all;
	if (!s || !out) return no_store(err);
	*out = NULL;
	riwaya_status status = store_door((call){.s = s, .fn = do_list_reports, .reports = query ? query : &all}, err);
	if (!status) *out = &s->reports;
	return status;
}

static riwaya_status do_state(call *c, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(c->s->db,
		"SELECT (SELECT max(seq) FROM log), (SELECT max(id) FROM thread), "
		"(SELECT count(*) FROM (SELECT 1 FROM report WHERE stale = 1 LIMIT 1) x)",
		&q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	*c->state = (riwaya_store_state){(uint64_t)rw_col_int(q, 0), (uint64_t)rw_col_int(q, 1), rw_col_int(q, 2) != 0};
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

riwaya_status riwaya_store_state_of(riwaya_store *s, riwaya_store_state *out, riwaya_error *err) {
	if (!s || !out) return no_store(err);
	return store_door((call){.s = s, .fn = do_state, .state = out}, err);
}

static riwaya_status do_list_coded(call *c, riwaya_error *err) {
	rw_arena_reset(&c->s->list, (rw_mark){0});
	return rw_list_coded(c->s, c->since, c->n, &c->s->coded, err);
}

riwaya_status riwaya_store_list_coded(
	riwaya_store *s, int64_t after, size_t most, const riwaya_coded_list **out, riwaya_error *err) {
	if (!s || !out) return no_store(err);
	*out = NULL;
	riwaya_status status = store_door((call){.s = s, .fn = do_list_coded, .since = after, .n = most}, err);
	if (!status) *out = &s->coded;
	return status;
}

/* --- what changed ----------------------------------------------------------------------------------------------------- */
static riwaya_status do_versions(call *c, riwaya_error *err) {
	rw_arena_reset(&c->s->list, (rw_mark){0});
	return rw_list_versions(c->s, rw_slice_z(c->name), &c->s->versions, err);
}

riwaya_status riwaya_store_versions(
	riwaya_store *s, const char *page, const riwaya_version_list **out, riwaya_error *err) {
	if (!s || !page || !out) return no_store(err);
	*out = NULL;
	riwaya_status status = store_door((call){.s = s, .fn = do_versions, .name = page}, err);
	if (!status) *out = &s->versions;
	return status;
}

static riwaya_status do_changes(call *c, riwaya_error *err) {
	rw_arena_reset(&c->s->list, (rw_mark){0});
	riwaya_status status = rw_settle(c->s, NULL, err);
	if (!status && !c->s->trial) status = rw_db_begin_read(c->s->db, err);
	if (status) return status;
	status = rw_list_changes(c->s, c->since, c->query, &c->s->changes, err);
	if (!c->s->trial) rw_db_rollback(c->s->db);
	return status;
}

riwaya_status riwaya_store_changes(
	riwaya_store *s, int64_t since, const riwaya_incident_query *query, const riwaya_changes **out, riwaya_error *err) {
	if (!s || !out) return no_store(err);
	*out = NULL;
	riwaya_status status = store_door((call){.s = s, .fn = do_changes, .query = query, .since = since}, err);
	if (!status) *out = &s->changes;
	return status;
}

/* --- searching ------------------------------------------------------------------------------------------------------ */
static riwaya_status do_search(call *c, riwaya_error *err) {
	rw_arena_reset(&c->s->list, (rw_mark){0});
	riwaya_status status = rw_settle(c->s, NULL, err); /* what was found is told with its incidents */
	return status ? status : rw_store_find(c->s, c->search, &c->s->found, err);
}

riwaya_status riwaya_store_search(
	riwaya_store *s, const riwaya_search *what, const riwaya_found **out, riwaya_error *err) {
	if (!s || !what || !what->query || !out) return no_store(err);
	*out = NULL;
	riwaya_status status = store_door((call){.s = s, .fn = do_search, .search = what}, err);
	if (!status) *out = &s->found;
	return status;
}

/* --- one of them ---------------------------------------------------------------------------------------------------- */
static riwaya_status do_name(call *c, riwaya_error *err) {
	int64_t incident;
	rw_slice name;
	riwaya_status status = rw_settle(c->s, NULL, err);
	if (!status) status = rw_find_incident(c->s, rw_slice_z(c->name), &incident, &name, err);
	if (!status) snprintf(c->out, 32, RW_FMT, RW_ARG(name));
	return status;
}

riwaya_status riwaya_store_incident_name(riwaya_store *s, const char *name, char out[32], riwaya_error *err) {
	if (!s || !name || !out) return no_store(err);
	return store_door((call){.s = s, .fn = do_name, .name = name, .out = out}, err);
}

/* --- sets out of the store ------------------------------------------------------------------------------------------ */
typedef struct loading {
	riwaya_store *s;
	rw_arena *a;
	int64_t decided, incident; /* incident: 0 for one as it stood */
	rw_slice name;
	const rw_story_threads *threads;
	rw_looking *then; /* as it stood */
	const int64_t *reports;
	size_t n;
} loading;

static riwaya_status load_report(void *ctx, int64_t report, rw_stored *out, riwaya_error *err) {
	loading *l = ctx;
	return rw_load(l->s, l->a, report, l->decided, out, err);
}

static riwaya_status make_story(void *ctx, rw_arena *a, rw_arena *scratch, const rw_known **known, size_t *n,
	const riwaya_reconciliation **r, riwaya_error *err) {
	loading *l = ctx;
	l->a = a;
	rw_story *story = RW_NEW(a, rw_story);
	riwaya_status status = rw_story_of(
		l->s, a, scratch, rw_arena_copy(a, l->name), l->threads, l->decided, load_report, l, RW_EXTENT_ALL, story, err);
	if (!status) status = rw_coded_beside(l->s, a, l->decided, &story->r, err);
	if (!status && l->incident) status = rw_nest_ledger(l->s, a, l->incident, &story->r, err);
	if (!status && l->then) {
		loading others = {.s = l->s, .a = &l->s->work, .decided = l->decided};
		status = rw_nest_then(l->then, a, l->threads, load_report, &others, &story->r, err);
	}
	*known = story->known;
	*n = story->n;
	*r = &story->r;
	return status;
}

static riwaya_status do_ledger(call *c, riwaya_error *err) {
	riwaya_store *s = c->s;
	int64_t incident;
	rw_story_threads threads = {0};
	loading l = {.s = s, .decided = c->as_of ? *c->as_of : INT64_MAX, .threads = &threads};
	riwaya_status status = rw_settle(s, NULL, err);
	if (!status) status = rw_find_incident(s, rw_slice_z(c->name), &incident, &l.name, err);
	/* what founded it may be of no incident by now */
	bool gone = status == RIWAYA_ARGUMENT && !incident && c->as_of &&
		rw_has_name(s, rw_slice_trim(rw_slice_z(c->name)), &l.name);
	if (gone) status = RIWAYA_OK;
	if (!status)
		status = c->as_of ? rw_look_back(s, &s->work, *c->as_of, &l.then, err)
						  : rw_story_threads_now(s, &s->work, incident, &threads, err);
	if (!status && l.then)
		status = rw_story_threads_then(l.then, incident, rw_slice_trim(rw_slice_z(c->name)), &l.name, &threads, err);
	l.incident = c->as_of ? 0 : incident;
	return status ? status : rw_set_make(c->set, make_story, &l, err);
}

static riwaya_status make_reports(void *ctx, rw_arena *a, rw_arena *scratch, const rw_known **known, size_t *n,
	const riwaya_reconciliation **r, riwaya_error *err) {
	(void)scratch;
	loading *l = ctx;
	rw_known *all = RW_ARRAY(a, rw_known, l->n);
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < l->n && !status; i++) {
		rw_stored x;
		status = rw_load(l->s, a, l->reports[i], l->decided, &x, err);
		all[i] = x.known;
	}
	*known = all;
	*n = l->n;
	*r = NULL; /* made when asked for */
	return status;
}

static riwaya_status do_reports(call *c, riwaya_error *err) {
	riwaya_store *s = c->s;
	int64_t *reports = RW_ARRAY(&s->work, int64_t, c->n);
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < c->n && !status; i++) status = rw_find_report(s, rw_slice_z(c->ids[i]), &reports[i], err);
	loading l = {.s = s, .decided = INT64_MAX, .reports = reports, .n = c->n};
	return status ? status : rw_set_make(c->set, make_reports, &l, err);
}

static riwaya_status new_set(call c, riwaya_set **out, riwaya_error *err) {
	*out = NULL;
	riwaya_status status = riwaya_set_new(c.s->engine, NULL, &c.set, err);
	if (status) return status;
	status = store_door(c, err);
	if (status)
		riwaya_set_free(c.set);
	else
		*out = c.set;
	return status;
}

riwaya_status riwaya_store_ledger(
	riwaya_store *s, const char *name, const int64_t *as_of, riwaya_set **out, riwaya_error *err) {
	if (!s || !name || !out) return no_store(err);
	return new_set((call){.s = s, .fn = do_ledger, .name = name, .as_of = as_of}, out, err);
}

riwaya_status riwaya_store_reports(
	riwaya_store *s, const char *const *ids, size_t n, riwaya_set **out, riwaya_error *err) {
	if (!s || (!ids && n) || !out) return no_store(err);
	return new_set((call){.s = s, .fn = do_reports, .ids = ids, .n = n}, out, err);
}
