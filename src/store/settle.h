/* settle.h: inside of settling: incidents brought up to date with reports that came, changed or were replaced.
 *
 *   meet.c     threads of stale reports anew, and whom they meet in the buckets of their towns and regions
 *   copying.c  whom they copy, and who copies them
 *   settle.c   what hangs together with them (a component), grouped anew
 *   incident.c rows of the incidents that come out
 *
 * Everything is done within one transaction for each RW_SETTLE_REPORTS reports: an incident is never half there.
 */
#ifndef RW_STORE_SETTLE_H
#define RW_STORE_SETTLE_H

#include "group/copies.h"
#include "store/ids.h"
#include "store/store.h"

enum {
	RW_SETTLE_REPORTS = 10000, /* of one transaction */
	RW_SETTLE_MANY = 500,      /* reports from which on lists of prints are kept in memory */
	RW_SETTLE_LIST = 20000,    /* entries of a list that is … */
	RW_SETTLE_WORTH = 2000,    /* … so many for each change of it … */
	RW_SETTLE_GLANCE = 500, /* … and of one that does not change: reading more costs more than asking for what is near */
	RW_SETTLE_MEMORY = 320 << 20, /* bytes of what is kept between transactions */
};

/* Incidents of one home. */
typedef struct rw_home {
	rw_slice name;
	RW_VEC(int64_t) incidents;
	RW_VEC(rw_slice) hints;
} rw_home;

typedef struct rw_settling {
	riwaya_store *s;
	rw_writing w;
	rw_arena *a;       /* as long as this transaction */
	rw_arena *scratch; /* each step's own */
	rw_facts *f;
	rw_weights weights;
	rw_ids stale;          /* reports */
	rw_ids fresh;          /* threads made in this transaction */
	rw_ids touched;        /* threads whose group may be another now */
	rw_ids broken;         /* incidents that must be made anew */
	RW_VEC(rw_home) homes; /* read for judging undated reports */
	rw_ids written;        /* incidents whose rows were made anew */
} rw_settling;

/* A report; `whole`: with its claims and mentions. */
riwaya_status rw_settle_report(rw_settling *t, int64_t report, bool whole, rw_at_hand **out, riwaya_error *err);
/* … with its threads and keys. */
riwaya_status rw_settle_threads_of(rw_settling *t, int64_t report, rw_at_hand **out, riwaya_error *err);
/* Threads of stale reports, and meetings (meet.c). */
riwaya_status rw_settle_threads(rw_settling *t, riwaya_error *err);
/* The meetings of thread i with those behind it among `threads`, out of the lists of its two buckets (meet.c). */
void rw_meetings_add(
	rw_arena *a, const rw_ids *threads, uint32_t i, const rw_list *town, const rw_list *region, rw_meetings *out);
/* Copies of and among stale reports; those whose original changed are touched (copying.c). */
riwaya_status rw_settle_copies(rw_settling *t, riwaya_error *err);
#endif
