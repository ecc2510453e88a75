/* verify.h: inside of riwaya verify: whether a store is as it was written.
 *
 *   verify.c       the log's chain, its seals, and of each entry whether the tables have what it tells
 *   verify_decided.c  what leads to reviews, and what a desk asks of them
 *   verify_rows.c  reports, bytes as received, reviews: whether each row is what the log has of it
 *
 * Rows are read one by one, by their numbers, so that memory does not grow with the store. Reports are numbered in the order of their
 * entries "add": the tenth of these is the report of number 10.
 */
#ifndef RW_STORE_VERIFY_H
#define RW_STORE_VERIFY_H

#include "store/chain.h"
#include "store/store.h"

typedef struct rw_verifying {
	riwaya_store *s;
	const riwaya_store_checking *how;
	const rw_key *wanted; /* NULL: any */
	rw_arena *a;          /* emptied after each row */
	rw_raw *raw;
	riwaya_store_checked *out;
	uint64_t told;      /* rows since progress was told last */
	uint64_t adds;      /* entries that tell of a new report */
	uint64_t edits;     /* … of a page's new version */
	uint64_t sights;    /* … of a further name */
	uint64_t decisions; /* … of a review */
	uint64_t coded;     /* … of an event that others coded */
	uint64_t abouts;    /* rows that lead to reviews, as these call for them */
	char policy[8];     /* whether a decision needs two people, as the log has it last; empty: nobody said */
	rw_slice where;     /* part of the store at hand, for progress */
	bool stopped;
} rw_verifying;

/* Tells of a fault. `field` may be NULL. */
void rw_verify_tell(rw_verifying *v, const char *part, rw_slice which, const char *field, const char *fmt, ...)
	RIWAYA_PRINTF(5, 6);
/* One more row was looked at. False: the caller was told to stop. */
bool rw_verify_step(rw_verifying *v);

/* The whole check, within a transaction that reads. */
riwaya_status rw_verify_store(rw_verifying *v, riwaya_error *err);

/* The report that an entry "add" tells of; `expected`: its number. */
riwaya_status rw_verify_report(
	rw_verifying *v, int64_t expected, const rw_log_entry *e, rw_slice hash, riwaya_error *err);
/* The review that an entry tells of. */
riwaya_status rw_verify_review(rw_verifying *v, const rw_log_entry *e, riwaya_error *err);
/* What leads to a review, by its number and its body. */
riwaya_status rw_verify_about(rw_verifying *v, rw_slice number, rw_slice body, riwaya_error *err);
/* Rows of about that no review calls for; policy. */
riwaya_status rw_verify_decided(rw_verifying *v, riwaya_error *err);
/* Rows that no entry tells of; every raw object. */
riwaya_status rw_verify_rest(rw_verifying *v, riwaya_error *err);

#endif
