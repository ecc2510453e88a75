/* api_engine.c: engines, which hold the lexicon and change no more once made; and the door that every call of the library which allocates goes through:
 * it catches the jump that arenas make when memory ends (base.h) and turns it into RIWAYA_NOMEM.
 */
#include "api.h"
#include "lexicon/lexicon.h"
#include "mention/calendar.h"
#include <archive.h>
#include <jansson.h>
#include <openssl/opensslv.h>
#include <sodium.h>
#include <sqlite3.h>
#include <zlib.h>
#include <zstd.h>

struct riwaya_engine {
	rw_mem mem;
	rw_arena a;
	rw_lexicon *lx;
	rw_slice hash;
};

/* --- doors --------------------------------------------------------------------------------------------------- */
riwaya_status rw_no_memory(riwaya_error *err) {
	return rw_fail(
		err, RIWAYA_NOMEM, RW_NONE, 0, 0, "memory ran out; read fewer reports at once or give the program more");
}

riwaya_status rw_door(rw_mem *mem, riwaya_status (*fn)(void *arg, riwaya_error *err), void *arg, riwaya_error *err) {
	jmp_buf here;
	jmp_buf *const before = mem->oom;
	riwaya_status status;
	mem->oom = &here;
	if (setjmp(here) == 0)
		status = fn(arg, err);
	else
		status = rw_no_memory(err);
	mem->oom = before;
	return status;
}

/* --- engine -------------------------------------------------------------------------------------------------- */
typedef struct opening {
	riwaya_engine *engine;
	const char *dir;
	rw_arena *work;
} opening;

/* The built-in sources with the overlay's above them, compiled; complaints become one error that names the first. */
static riwaya_status compile_overlay(opening *o, const rw_lexicon *builtin, rw_slice *image, riwaya_error *err) {
	rw_source *more, *all;
	size_t n_more, n;
	riwaya_status status = rw_lexicon_sources(o->work, o->dir, &more, &n_more, err);
	if (status) return status;
	rw_lexicon_overlay(builtin, o->work, more, n_more, &all, &n);
	rw_complaints complaints = {0};
	status = rw_lexicon_compile(o->work, all, n, image, &complaints);
	if (!status) return RIWAYA_OK;
	if (!complaints.n) return rw_fail(err, status, rw_slice_z(o->dir), 0, 0, "the lexicon does not compile");
	const rw_complaint *first = &complaints.p[0];
	rw_slice rest = complaints.n > 1
		? rw_arena_printf(o->work, " (and %zu more: riwaya lexicon check '%s')", complaints.n - 1, o->dir)
		: RW_LIT("");
	return rw_fail(err, RIWAYA_LEXICON, first->path, 0, first->line, RW_FMT RW_FMT, RW_ARG(first->message), RW_ARG(rest));
}

riwaya_status rw_open_compiled(
	rw_arena *a, const char *file, const rw_lexicon *builtin, rw_lexicon **out, riwaya_error *err) {
	rw_slice image;
	rw_lexicon *lx;
	riwaya_status status = rw_lexicon_map(a, file, &image, err);
	if (!status) status = rw_lexicon_open(a, image, &lx, err);
	if (status) return status;
	if (!rw_slice_eq(rw_lexicon_base(lx), rw_lexicon_base(builtin)))
		return rw_fail(err, RIWAYA_LEXICON, rw_slice_z(file), 0, 0,
			"compiled for another version of riwaya's own tables: compile it again (riwaya lexicon compile DIR -o FILE)");
	*out = lx;
	return RIWAYA_OK;
}

static riwaya_status open_engine(void *arg, riwaya_error *err) {
	opening *o = arg;
	riwaya_engine *e = o->engine;
	riwaya_status status = rw_lexicon_open(&e->a, rw_lexicon_builtin(), &e->lx, err);
	if (!status && o->dir && !rw_lexicon_is_folder(o->dir)) {
		status = rw_open_compiled(&e->a, o->dir, e->lx, &e->lx, err);
	} else if (!status && o->dir) {
		rw_slice image;
		status = compile_overlay(o, e->lx, &image, err);
		if (!status) status = rw_lexicon_open(&e->a, rw_arena_copy(&e->a, image), &e->lx, err);
	}
	if (!status) e->hash = rw_lexicon_hash(e->lx);
	return status;
}

riwaya_status riwaya_engine_new(const riwaya_options *options, riwaya_engine **out, riwaya_error *err) {
	if (!out) return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "no place for the engine: out is NULL");
	*out = NULL;
	riwaya_allocator a = options && options->allocator ? *options->allocator : rw_allocator_libc();
	riwaya_engine *e = a.resize(a.ctx, NULL, 0, sizeof *e);
	if (!e) return rw_no_memory(err);
	memset(e, 0, sizeof *e);
	e->mem.a = a;
	rw_arena_init(&e->a, &e->mem);
	rw_arena work;
	rw_arena_init(&work, &e->mem);
	opening o = {e, options ? options->lexicon_dir : NULL, &work};
	riwaya_status status = rw_door(&e->mem, open_engine, &o, err);
	rw_arena_release(&work);
	if (status)
		riwaya_engine_free(e);
	else
		*out = e;
	return status;
}

void riwaya_engine_free(riwaya_engine *e) {
	if (!e) return;
	riwaya_allocator a = e->mem.a;
	rw_arena_release(&e->a);
	a.resize(a.ctx, e, sizeof *e, 0);
}

riwaya_slice riwaya_engine_lexicon_hash(const riwaya_engine *e) { return e ? e->hash : RW_NONE; }

const rw_lexicon *rw_engine_lexicon(const riwaya_engine *e) { return e->lx; }
riwaya_allocator rw_engine_allocator(const riwaya_engine *e) { return e->mem.a; }

const char *riwaya_version(void) { return RW_VERSION; }

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)
#ifndef RW_UCHARDET_VERSION
#define RW_UCHARDET_VERSION "unknown"
#endif
#ifndef RW_BROTLI_VERSION
#define RW_BROTLI_VERSION "unknown"
#endif
#ifndef RW_PQ_VERSION
#define RW_PQ_VERSION "unknown"
#endif
const char *riwaya_library(size_t i) {
	static const char *const libraries[] = {
#ifdef __GLIBC__
		"glibc " TEXT(__GLIBC__) "." TEXT(__GLIBC_MINOR__),
#endif
		"jansson " JANSSON_VERSION,
		ARCHIVE_VERSION_STRING,
		"libbrotli " RW_BROTLI_VERSION,
		"libcrypto " OPENSSL_VERSION_STR,
		"libpq " RW_PQ_VERSION,
		"libsodium " SODIUM_VERSION_STRING,
		"sqlite " SQLITE_VERSION,
		"uchardet " RW_UCHARDET_VERSION,
		"zlib " ZLIB_VERSION,
		"zstd " ZSTD_VERSION_STRING,
	};
	return i < RW_COUNT(libraries) ? libraries[i] : NULL;
}

bool riwaya_when_parse(const char *text, riwaya_when *out) {
	rw_slice zone;
	return text && out && rw_when_parse(rw_slice_trim(rw_slice_z(text)), out, &zone);
}
