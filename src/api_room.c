/* api_room.c: the public doors of what a reading room asks of a store. */
#include "show/show.h"
#include "store/room.h"
#include "store/source.h"

typedef struct room_call {
	riwaya_store *s;
	riwaya_status (*fn)(const struct room_call *c, riwaya_error *err);
	const riwaya_incident_query *query;
	const riwaya_source_query *sources;
	const char *name;
} room_call;

static riwaya_status no_store(riwaya_error *err) {
	return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a store and what is asked of it are needed: one is NULL");
}

static riwaya_status enter(void *arg, riwaya_error *err) {
	const room_call *c = arg;
	rw_arena_reset(&c->s->list, (rw_mark){0});
	riwaya_status status = rw_settle(c->s, NULL, err);
	/* what settling keeps is of no use here */
	rw_arena_reset(&c->s->work, (rw_mark){0});
	rw_arena_reset(&c->s->scratch, (rw_mark){0});
	return status ? status : c->fn(c, err);
}

static riwaya_status asked(room_call c, riwaya_error *err) {
	static const riwaya_incident_query all;
	static const riwaya_source_query any;
	if (!c.query) c.query = &all;
	if (!c.sources) c.sources = &any;
	return rw_store_door(c.s, enter, &c, err);
}

static riwaya_status do_days(const room_call *c, riwaya_error *err) {
	return rw_list_days(c->s, c->query, &c->s->days, err);
}
static riwaya_status do_map(const room_call *c, riwaya_error *err) {
	return rw_list_map(c->s, c->query, &c->s->map, err);
}
static riwaya_status do_history(const room_call *c, riwaya_error *err) {
	return rw_list_history(c->s, c->name, &c->s->history, err);
}
static riwaya_status do_sources(const room_call *c, riwaya_error *err) {
	return rw_list_sources(c->s, c->sources, &c->s->sources, err);
}
static riwaya_status do_source(const room_call *c, riwaya_error *err) {
	return rw_list_source(c->s, c->name, c->sources, &c->s->account, err);
}

riwaya_status riwaya_store_days(
	riwaya_store *s, const riwaya_incident_query *query, const riwaya_day_list **out, riwaya_error *err) {
	if (!s || !out) return no_store(err);
	riwaya_status status = asked((room_call){.s = s, .fn = do_days, .query = query}, err);
	*out = status ? NULL : &s->days;
	return status;
}

riwaya_status riwaya_store_map(
	riwaya_store *s, const riwaya_incident_query *query, const riwaya_map_places **out, riwaya_error *err) {
	if (!s || !out) return no_store(err);
	riwaya_status status = asked((room_call){.s = s, .fn = do_map, .query = query}, err);
	*out = status ? NULL : &s->map;
	return status;
}

riwaya_status riwaya_store_history(riwaya_store *s, const char *name, const riwaya_history **out, riwaya_error *err) {
	if (!s || !name || !out) return no_store(err);
	riwaya_status status = asked((room_call){.s = s, .fn = do_history, .name = name}, err);
	*out = status ? NULL : &s->history;
	return status;
}

riwaya_status riwaya_store_sources(
	riwaya_store *s, const riwaya_source_query *query, const riwaya_source_list **out, riwaya_error *err) {
	if (!s || !out) return no_store(err);
	riwaya_status status = asked((room_call){.s = s, .fn = do_sources, .sources = query}, err);
	*out = status ? NULL : &s->sources;
	return status;
}

riwaya_status riwaya_store_source(riwaya_store *s, const char *key, const riwaya_source_query *query,
	const riwaya_source_account **out, riwaya_error *err) {
	if (!s || !key || !out) return no_store(err);
	riwaya_status status = asked((room_call){.s = s, .fn = do_source, .name = key, .sources = query}, err);
	*out = status ? NULL : &s->account;
	return status;
}

/* --- as JSON ---------------------------------------------------------------------------------------------------------------- */
typedef struct room_writing {
	riwaya_store *s;
	const riwaya_day_list *days;
	const riwaya_map_places *map;
	const riwaya_history *history;
	const riwaya_source_list *sources;
	const riwaya_source_account *account;
	riwaya_sink sink;
} room_writing;

static riwaya_status do_write(void *arg, riwaya_error *err) {
	const room_writing *w = arg;
	rw_arena *a = &w->s->scratch;
	bool ok = w->days ? rw_show_days(a, w->days, w->sink)
		: w->map      ? rw_show_map(a, w->map, w->sink)
		: w->history  ? rw_show_history(a, w->history, w->sink)
		: w->sources  ? rw_show_sources(a, w->sources, w->sink)
					  : rw_show_source(a, w->account, w->sink);
	if (ok) return RIWAYA_OK;
	return rw_fail(err, RIWAYA_OUTPUT, RW_NONE, 0, 0, "unable to write the list; what was to take it takes no more");
}

static riwaya_status written(room_writing w, riwaya_error *err) {
	if (!w.s || !w.sink.write || (!w.days && !w.map && !w.history && !w.sources && !w.account)) return no_store(err);
	riwaya_status status = rw_door(&w.s->mem, do_write, &w, err);
	rw_arena_reset(&w.s->scratch, (rw_mark){0});
	return status;
}

riwaya_status riwaya_write_days_json(riwaya_store *s, const riwaya_day_list *list, riwaya_sink sink, riwaya_error *err) {
	return written((room_writing){.s = s, .days = list, .sink = sink}, err);
}
riwaya_status riwaya_write_map_json(
	riwaya_store *s, const riwaya_map_places *places, riwaya_sink sink, riwaya_error *err) {
	return written((room_writing){.s = s, .map = places, .sink = sink}, err);
}
riwaya_status riwaya_write_history_json(
	riwaya_store *s, const riwaya_history *history, riwaya_sink sink, riwaya_error *err) {
	return written((room_writing){.s = s, .history = history, .sink = sink}, err);
}
riwaya_status riwaya_write_sources_json(
	riwaya_store *s, const riwaya_source_list *list, riwaya_sink sink, riwaya_error *err) {
	return written((room_writing){.s = s, .sources = list, .sink = sink}, err);
}
riwaya_status riwaya_write_source_json(
	riwaya_store *s, const riwaya_source_account *account, riwaya_sink sink, riwaya_error *err) {
	return written((room_writing){.s = s, .account = account, .sink = sink}, err);
}
