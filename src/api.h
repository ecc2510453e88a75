/* api.h: between the files of the public doors. */
#ifndef RW_API_H
#define RW_API_H

#include "lexicon/lexicon.h"
#include <riwaya/riwaya.h>

/* Runs fn with a way out for when memory ends: RIWAYA_NOMEM then. What fn's arenas hold is the caller's to release. */
riwaya_status rw_door(rw_mem *mem, riwaya_status (*fn)(void *arg, riwaya_error *err), void *arg, riwaya_error *err);
riwaya_status rw_no_memory(riwaya_error *err);
const rw_lexicon *rw_engine_lexicon(const riwaya_engine *e);
riwaya_allocator rw_engine_allocator(const riwaya_engine *e);

#endif
