/* api.h: between the files of the public doors. */
#ifndef RW_API_H
#define RW_API_H

#include "read/read.h"
#include <riwaya/riwaya.h>

/* Runs fn with a way out for when memory ends: RIWAYA_NOMEM then. What fn's arenas hold is the caller's to release. */
riwaya_status rw_door(rw_mem *mem, riwaya_status (*fn)(void *arg, riwaya_error *err), void *arg, riwaya_error *err);
riwaya_status rw_no_memory(riwaya_error *err);
/* A compiled file, mapped and opened. `builtin` says which built-in tables it must have been laid over. */
riwaya_status rw_open_compiled(
	rw_arena *a, const char *file, const rw_lexicon *builtin, rw_lexicon **out, riwaya_error *err);
const rw_lexicon *rw_engine_lexicon(const riwaya_engine *e);
riwaya_allocator rw_engine_allocator(const riwaya_engine *e);
riwaya_allocator rw_set_allocator(const riwaya_set *s);
const riwaya_engine *rw_set_engine(const riwaya_set *s);
struct riwaya_store;
const riwaya_engine *rw_engine_of_store(const struct riwaya_store *s);
/* Reports that were read before, with what was derived from them and their reconciliation, into an empty set: made by `make` in the set's own
 * memory. */
struct rw_known;
typedef riwaya_status rw_set_maker(void *ctx, rw_arena *a, rw_arena *scratch, const struct rw_known **known, size_t *n,
	const riwaya_reconciliation **r, riwaya_error *err);
riwaya_status rw_set_make(riwaya_set *s, rw_set_maker *make, void *ctx, riwaya_error *err);
/* How a set reads, for who reads its files again: language, lexicon, map. The arenas are left out, and what the set keeps beside reports. */
void rw_set_reading(const riwaya_set *s, rw_read_context *read, rw_manner *how);

#endif
