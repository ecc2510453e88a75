/* api_upkeep.c: the public doors of a store's upkeep. */
#include "show/show.h"
#include "store/upkeep.h"
#include "store/verify.h"
#include <stdio.h>

static riwaya_status no_store(riwaya_error *err) {
	return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a store and what is asked of it are needed: one is NULL");
}

static riwaya_status written(bool ok, riwaya_error *err) {
	return ok
		? RIWAYA_OK
		: rw_fail(err, RIWAYA_OUTPUT, RW_NONE, 0, 0, "unable to write the result; what was to take it takes no more");
}

/* --- verify ------------------------------------------------------------------------------------------------------- */
static riwaya_status do_verify(void *arg, riwaya_error *err) {
	rw_verifying *v = arg;
	v->a = &v->s->scratch;
	riwaya_status status = rw_raw_new(&v->s->work, &v->raw, err);
	if (!status) status = rw_db_begin_read(v->s->db, err);
	if (status) return status;
	status = rw_verify_store(v, err);
	rw_db_rollback(v->s->db);
	return status;
}

riwaya_status riwaya_store_verify(
	riwaya_store *s, const riwaya_store_checking *how, riwaya_store_checked *out, riwaya_error *err) {
	static const riwaya_store_checking plain;
	rw_key key;
	if (!s || !out) return no_store(err);
	if (!how) how = &plain;
	*out = (riwaya_store_checked){.key_given = how->key != NULL};
	riwaya_status status = how->key ? rw_key_read(how->key, false, &key, err) : RIWAYA_OK;
	if (status) return status;
	rw_verifying v = {.s = s, .how = how, .wanted = how->key ? &key : NULL, .out = out};
	return rw_store_door(s, do_verify, &v, err);
}

typedef struct sealing {
	riwaya_store *s;
	const rw_key *key;
	uint64_t entry;
} sealing;

static riwaya_status do_seal(void *arg, riwaya_error *err) {
	sealing *x = arg;
	riwaya_store *s = x->s;
	rw_writing w;
	rw_seal seal;
	riwaya_status status = rw_store_begin(s, &w, err);
	if (status) return status;
	rw_seal_make(&s->work, x->key, (uint64_t)w.seq, w.head, w.at, &seal);
	status = rw_store_log(&w, "seal", RW_LIT(""), rw_seal_write(&s->work, &seal), err);
	x->entry = (uint64_t)w.seq;
	return rw_store_end(&w, status, err);
}

riwaya_status riwaya_store_seal(riwaya_store *s, const char *path, uint64_t *entry, riwaya_error *err) {
	rw_key key;
	if (!s || !path) return no_store(err);
	riwaya_status status = rw_key_read(path, true, &key, err);
	if (status) return status;
	sealing x = {.s = s, .key = &key};
	status = rw_store_door(s, do_seal, &x, err);
	rw_key_wipe(&key);
	if (!status && entry) *entry = x.entry;
	return status;
}

/* --- rebuild ------------------------------------------------------------------------------------------------------ */
static riwaya_status do_rebuild(void *arg, riwaya_error *err) {
	rw_rebuild *b = arg;
	riwaya_store *s = b->s;
	if (!b->how->dry_run) return rw_rebuild_run(b, err);
	riwaya_status status = rw_db_begin(s->db, err);
	if (status) return status;
	s->trial = true;
	return rw_rebuild_run(b, err);
}

riwaya_status riwaya_store_rebuild(riwaya_store *s, const riwaya_rebuilding *how, riwaya_rebuilt *out, riwaya_error *err) {
	static const riwaya_rebuilding plain;
	if (!s || !out) return no_store(err);
	*out = (riwaya_rebuilt){0};
	rw_rebuild b = {.s = s, .how = how ? how : &plain, .out = out};
	riwaya_status status = rw_store_door(s, do_rebuild, &b, err);
	if (s->trial) { /* whatever came of it, it is undone */
		rw_db_rollback(s->db);
		s->trial = false;
		s->engine_row = 0;
	}
	return status;
}

/* --- backup ------------------------------------------------------------------------------------------------------- */
static riwaya_status do_backup(void *arg, riwaya_error *err) { return rw_backup_write(arg, err); }
static riwaya_status do_restore(void *arg, riwaya_error *err) { return rw_backup_restore(arg, err); }

riwaya_status riwaya_store_backup(riwaya_store *s, const char *path, bool (*progress)(void *ctx, double part),
	void *ctx, riwaya_backed_up *out, riwaya_error *err) {
	riwaya_backed_up sum = {0};
	if (!s || !path) return no_store(err);
	rw_backup b = {.s = s, .path = path, .progress = progress, .ctx = ctx, .out = &sum};
	riwaya_status status = rw_store_door(s, do_backup, &b, err);
	if (out) *out = sum;
	return status;
}

riwaya_status riwaya_store_restore(riwaya_store *s, const char *path, bool (*progress)(void *ctx, double part),
	void *ctx, riwaya_backed_up *out, riwaya_error *err) {
	riwaya_backed_up sum = {0};
	if (!s || !path) return no_store(err);
	rw_backup b = {.s = s, .path = path, .progress = progress, .ctx = ctx, .out = &sum};
	riwaya_status status = rw_store_door(s, do_restore, &b, err);
	if (out) *out = sum;
	return status;
}

/* --- stats -------------------------------------------------------------------------------------------------------- */
typedef struct counting {
	riwaya_store *s;
	riwaya_store_stats *out;
} counting;

static riwaya_status do_count(void *arg, riwaya_error *err) {
	counting *c = arg;
	return rw_store_count(c->s, c->out, err);
}

riwaya_status riwaya_store_stats_of(riwaya_store *s, riwaya_store_stats *out, riwaya_error *err) {
	if (!s || !out) return no_store(err);
	return rw_store_door(s, do_count, &(counting){s, out}, err);
}

/* --- showing ------------------------------------------------------------------------------------------------------ */
typedef struct showing {
	riwaya_store *s;
	rw_arena a;
	const riwaya_store_checked *checked;
	const riwaya_rebuilt *rebuilt;
	const riwaya_store_stats *stats;
	bool dry_run;
	const riwaya_show *show;
	riwaya_sink sink;
	bool (*fn)(struct showing *x);
} showing;

static bool checked_text(showing *x) {
	return rw_show_store_checked_text(x->s->lx, &x->a, x->s->where, x->checked, x->show, x->sink);
}

static bool rebuilt_text(showing *x) {
	return rw_show_rebuilt_text(x->s->lx, &x->a, x->s->where, x->rebuilt, x->dry_run, x->show, x->sink);
}

static bool stats_text(showing *x) {
	return rw_show_store_stats_text(x->s->lx, &x->a, x->s->where, x->stats, x->show, x->sink);
}

static riwaya_status do_show(void *arg, riwaya_error *err) {
	showing *x = arg;
	return written(x->fn(x), err);
}

static riwaya_status show(showing x, riwaya_error *err) {
	rw_mem mem = {.a = rw_engine_allocator(x.s->engine)};
	rw_arena_init(&x.a, &mem);
	riwaya_status status = rw_door(&mem, do_show, &x, err);
	rw_arena_release(&x.a);
	return status;
}

riwaya_status riwaya_write_store_fault_json(const riwaya_store_fault *fault, riwaya_sink sink, riwaya_error *err) {
	return written(rw_show_store_fault_json(fault, sink), err);
}

riwaya_status riwaya_write_store_checked_json(
	const riwaya_store *store, const riwaya_store_checked *checked, riwaya_sink sink, riwaya_error *err) {
	return written(rw_show_store_checked_json(store->where, checked, sink), err);
}

riwaya_status riwaya_write_store_checked_text(riwaya_store *store, const riwaya_store_checked *checked,
	const riwaya_show *how, riwaya_sink sink, riwaya_error *err) {
	return show((showing){.s = store, .checked = checked, .show = how, .sink = sink, .fn = checked_text}, err);
}

riwaya_status riwaya_write_rebuilt_json(const riwaya_rebuilt *rebuilt, bool dry_run, riwaya_sink sink, riwaya_error *err) {
	return written(rw_show_rebuilt_json(rebuilt, dry_run, sink), err);
}

riwaya_status riwaya_write_rebuilt_text(riwaya_store *store, const riwaya_rebuilt *rebuilt, bool dry_run,
	const riwaya_show *how, riwaya_sink sink, riwaya_error *err) {
	return show(
		(showing){.s = store, .rebuilt = rebuilt, .dry_run = dry_run, .show = how, .sink = sink, .fn = rebuilt_text},
		err);
}

riwaya_status riwaya_write_rebuilt_report_json(const riwaya_rebuilt_report *report, riwaya_sink sink, riwaya_error *err) {
	return written(rw_show_rebuilt_report_json(report, sink), err);
}

riwaya_status riwaya_write_rebuilt_incident_json(riwaya_rebuilt_kind kind, riwaya_slice name, riwaya_slice title_ar,
	riwaya_slice title_en, riwaya_sink sink, riwaya_error *err) {
	return written(rw_show_rebuilt_incident_json(kind, name, title_ar, title_en, sink), err);
}

riwaya_status riwaya_write_store_stats_json(
	riwaya_store *store, const riwaya_store_stats *stats, riwaya_sink sink, riwaya_error *err) {
	return written(rw_show_store_stats_json(store->where, stats, sink), err);
}

riwaya_status riwaya_write_store_stats_text(
	riwaya_store *store, const riwaya_store_stats *stats, const riwaya_show *how, riwaya_sink sink, riwaya_error *err) {
	return show((showing){.s = store, .stats = stats, .show = how, .sink = sink, .fn = stats_text}, err);
}
