/* api_evidence.c: the public doors of the evidence room. A pack is made in a folder beside its place and moved there when it is whole. */
#define _DEFAULT_SOURCE /* mkdtemp, S_ISDIR */
#include "api.h"
#include "evidence/evidence.h"
#include "show/show.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PATH = 4096 };

/* --- keys ------------------------------------------------------------------------------------------------------------------ */
riwaya_status riwaya_key_new(const char *path, char public_key[RIWAYA_KEY_TEXT], riwaya_error *err) {
	if (!path) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a name for the key's file is needed");
	rw_key key;
	riwaya_status status = rw_key_new(path, &key, err);
	if (!status && public_key) rw_key_text(&key, public_key);
	rw_key_wipe(&key);
	return status;
}

/* --- packing --------------------------------------------------------------------------------------------------------------- */
typedef struct job {
	rw_bundle p;
	const char *folder;
	rw_arena a, doc, scratch, opened;
} job;

static riwaya_status pack(void *arg, riwaya_error *err) {
	job *j = arg;
	rw_read_prepare(&j->p.read, &j->a);
	return rw_evidence_pack(&j->p, j->folder, err);
}

static riwaya_status in_folder(job *j, riwaya_set *set, riwaya_error *err) {
	rw_mem mem = {.a = rw_set_allocator(set)};
	rw_arena *const arenas[] = {&j->a, &j->doc, &j->scratch, &j->opened};
	for (size_t i = 0; i < RW_COUNT(arenas); i++) rw_arena_init(arenas[i], &mem);
	rw_set_reading(set, &j->p.read, &j->p.how);
	j->p.lx = j->p.read.lx;
	j->p.a = &j->a;
	j->p.opened = &j->opened;
	j->p.read.a = &j->doc;
	j->p.read.scratch = &j->scratch;
	riwaya_status status = rw_door(&mem, pack, j, err);
	for (size_t i = RW_COUNT(arenas); i-- > 0;) rw_arena_release(arenas[i]);
	return status;
}

static riwaya_status cannot(const char *path, riwaya_error *err) {
	return rw_fail(err, RIWAYA_OUTPUT, rw_slice_z(path), 0, 0, "unable to write it: %s", strerror(errno));
}

static int64_t now(void) {
	struct timespec t;
	return clock_gettime(CLOCK_REALTIME, &t) == 0 ? (int64_t)t.tv_sec : 0;
}

riwaya_status riwaya_evidence_write(
	riwaya_set *set, const riwaya_evidence_options *options, const char *path, riwaya_error *err) {
	static const riwaya_evidence_options none = {0};
	if (!set || !path || !*path)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a set and a name for the pack are needed");
	const riwaya_evidence_options *o = options ? options : &none;
	job j = {.p = {.set = set, .o = o, .at = o->at ? o->at : now()}};
	riwaya_status status = riwaya_set_reconcile(set, &j.p.r, err);
	if (status) return status;
	if (j.p.r->n_reports == 0) return rw_fail(err, RIWAYA_EMPTY, rw_slice_z(path), 0, 0, "there is no report to pack");
	/* A key that can't be used is told before the work. */
	rw_key key = {0};
	if (o->key) status = rw_key_read(o->key, true, &key, err);
	rw_key_wipe(&key);
	if (status) return status;
	char folder[PATH], whole[PATH], data[PATH];
	int n = snprintf(folder, sizeof folder, "%s.XXXXXX", path);
	if (n < 0 || (size_t)n + 16 >= sizeof folder)
		return rw_fail(err, RIWAYA_ARGUMENT, rw_slice_z(path), 0, 0, "the name is too long");
	struct stat st;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return rw_fail(err, RIWAYA_OUTPUT, rw_slice_z(path), 0, 0, "is a folder; name a file");
	if (!mkdtemp(folder)) return cannot(path, err);
	snprintf(whole, sizeof whole, "%.*s/pack", n, folder);
	snprintf(data, sizeof data, "%.*s/data.warc.gz", n, folder);
	j.folder = folder;
	status = in_folder(&j, set, err);
	if (!status && rename(whole, path) != 0) status = cannot(path, err);
	unlink(data);
	unlink(whole);
	rmdir(folder);
	return status;
}

/* --- checking --------------------------------------------------------------------------------------------------------------- */
typedef struct check {
	rw_verify v;
	const char *path;
	const rw_key *key;
	rw_arena a, scratch, record;
} check;

static riwaya_status verify(void *arg, riwaya_error *err) {
	check *c = arg;
	return rw_verify_pack(&c->v, c->path, c->key, err);
}

riwaya_status riwaya_verify(
	const char *path, const riwaya_verify_options *options, riwaya_verified *out, riwaya_error *err) {
	static const riwaya_verify_options none = {0};
	if (!path || !out)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "a file, and where to put the result, are needed");
	const riwaya_verify_options *o = options ? options : &none;
	*out = (riwaya_verified){.key_given = o->key != NULL};
	rw_key key;
	riwaya_status status = o->key ? rw_key_read(o->key, false, &key, err) : RIWAYA_OK;
	if (status) return status;
	rw_mem mem = {.a = o->allocator ? *o->allocator : rw_allocator_libc()};
	check c = {.v = {.o = o, .out = out}, .path = path, .key = o->key ? &key : NULL};
	rw_arena *const arenas[] = {&c.a, &c.scratch, &c.record};
	for (size_t i = 0; i < RW_COUNT(arenas); i++) rw_arena_init(arenas[i], &mem);
	c.v.a = &c.a;
	c.v.scratch = &c.scratch;
	c.v.record = &c.record;
	status = rw_door(&mem, verify, &c, err);
	for (size_t i = RW_COUNT(arenas); i-- > 0;) rw_arena_release(arenas[i]);
	return status;
}

/* --- showing ----------------------------------------------------------------------------------------------------------------- */
typedef struct showing {
	const rw_lexicon *lx;
	const char *file;
	const riwaya_verified *v;
	const riwaya_show *show;
	riwaya_sink sink;
	rw_arena a;
} showing;

static riwaya_status written(bool ok, riwaya_error *err) {
	return ok
		? RIWAYA_OK
		: rw_fail(err, RIWAYA_OUTPUT, RW_NONE, 0, 0, "unable to write the result; what was to take it takes no more");
}

static riwaya_status show_text(void *arg, riwaya_error *err) {
	showing *s = arg;
	return written(rw_show_verified_text(s->lx, &s->a, rw_slice_z(s->file), s->v, s->show, s->sink), err);
}

riwaya_status riwaya_write_verified_text(const riwaya_engine *engine, const char *file, const riwaya_verified *verified,
	const riwaya_show *show, riwaya_sink sink, riwaya_error *err) {
	rw_mem mem = {.a = rw_engine_allocator(engine)};
	showing s = {.lx = rw_engine_lexicon(engine), .file = file, .v = verified, .show = show, .sink = sink};
	rw_arena_init(&s.a, &mem);
	riwaya_status status = rw_door(&mem, show_text, &s, err);
	rw_arena_release(&s.a);
	return status;
}

riwaya_status riwaya_write_verified_json(
	const char *file, const riwaya_verified *verified, riwaya_sink sink, riwaya_error *err) {
	return written(rw_show_verified_json(rw_slice_z(file), verified, sink), err);
}

riwaya_status riwaya_write_finding_json(const riwaya_finding *finding, riwaya_sink sink, riwaya_error *err) {
	return written(rw_show_finding_json(finding, sink), err);
}
