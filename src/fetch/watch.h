/* watch.h: feeds watched, for the public doors (api_fetch.c). What each function does stands in riwaya/fetch.h. */
#ifndef RW_WATCH_H
#define RW_WATCH_H

#include "fetch/fetch.h"

typedef struct rw_watch rw_watch;
riwaya_status rw_watch_make(
	rw_arena *a, const rw_lexicon *lx, const riwaya_watch_options *o, rw_watch **out, riwaya_error *err);
riwaya_status rw_watch_add(rw_watch *w, const char *feed, riwaya_error *err);
riwaya_status rw_watch_round(rw_watch *w, riwaya_error *err);
int64_t rw_watch_wait(const rw_watch *w);
rw_keep *rw_watch_keep(const rw_watch *w);

#endif
