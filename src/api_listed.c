/* api_listed.c: the public doors that write lists out of a store. */
#include "show/show.h"
#include "store/store.h"

typedef struct writing {
	riwaya_store *s;
	const riwaya_incident_list *list;
	const riwaya_found *found;
	const riwaya_added *added;
	const riwaya_version_list *versions;
	const riwaya_changes *changes;
	riwaya_list_format format;
	bool page; /* of HTML */
	const riwaya_show *show;
	riwaya_sink sink;
} writing;

static riwaya_status wrong(const char *what, riwaya_error *err) {
	return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "%s", what);
}

static riwaya_status write_list(void *arg, riwaya_error *err) {
	const writing *w = arg;
	rw_arena *a = &w->s->scratch;
	bool ok = w->list ? rw_show_incidents(w->s->lx, a, w->list, w->format, w->show, w->sink)
		: w->found    ? rw_show_found(w->s->lx, a, w->found, w->format, w->show, w->sink)
		: w->versions ? rw_show_versions(w->s->lx, a, w->versions, w->format, w->show, w->sink)
		: w->page     ? rw_show_changes_html(w->s->lx, a, w->changes, w->show, w->sink)
		: w->changes  ? rw_show_changes(w->s->lx, a, w->changes, w->format, w->show, w->sink)
					  : rw_show_added(w->s->lx, a, w->added, w->format, w->show, w->sink);
	if (ok) return RIWAYA_OK;
	return rw_fail(err, RIWAYA_OUTPUT, RW_NONE, 0, 0, "unable to write the list; what was to take it takes no more");
}

static riwaya_status listed(writing w, riwaya_error *err) {
	if (!w.s || (!w.list && !w.found && !w.added && !w.versions && !w.changes) || !w.sink.write)
		return wrong("a store, a list and a sink are needed: one is NULL", err);
	riwaya_status status = rw_door(&w.s->mem, write_list, &w, err);
	rw_arena_reset(&w.s->scratch, (rw_mark){0});
	return status;
}

riwaya_status riwaya_write_incidents(riwaya_store *store, const riwaya_incident_list *list, riwaya_list_format format,
	const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	if ((unsigned)format > RIWAYA_LIST_CSV) return wrong("there is no such format of lists", err);
	return listed((writing){.s = store, .list = list, .format = format, .show = show, .sink = sink}, err);
}

riwaya_status riwaya_write_found(riwaya_store *store, const riwaya_found *found, riwaya_list_format format,
	const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	if ((unsigned)format > RIWAYA_LIST_JSONL)
		return wrong("what a search found is written as text, JSON or lines of it", err);
	return listed((writing){.s = store, .found = found, .format = format, .show = show, .sink = sink}, err);
}

riwaya_status riwaya_write_added(riwaya_store *store, const riwaya_added *added, riwaya_list_format format,
	const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	if ((unsigned)format > RIWAYA_LIST_JSON) return wrong("what adding came to is written as text or JSON", err);
	return listed((writing){.s = store, .added = added, .format = format, .show = show, .sink = sink}, err);
}

riwaya_status riwaya_write_versions(riwaya_store *store, const riwaya_version_list *list, riwaya_list_format format,
	const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	if ((unsigned)format > RIWAYA_LIST_JSON) return wrong("versions are written as text or JSON", err);
	return listed((writing){.s = store, .versions = list, .format = format, .show = show, .sink = sink}, err);
}

riwaya_status riwaya_write_changes(riwaya_store *store, const riwaya_changes *changes, riwaya_list_format format,
	const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	if ((unsigned)format > RIWAYA_LIST_JSON) return wrong("changes are written as text or JSON", err);
	return listed((writing){.s = store, .changes = changes, .format = format, .show = show, .sink = sink}, err);
}

riwaya_status riwaya_write_changes_html(
	riwaya_store *store, const riwaya_changes *changes, const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	return listed((writing){.s = store, .changes = changes, .page = true, .show = show, .sink = sink}, err);
}
