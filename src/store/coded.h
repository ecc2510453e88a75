/* coded.h: events that others coded (ACLED, UCDP GED), kept by the store to compare ledgers with. An event is known by its source and its id there: coded
 * anew, it is the next version of the same, and the one that counts. None is derived from anything here, so that a rebuild leaves them alone.
 */
#ifndef RW_STORE_CODED_H
#define RW_STORE_CODED_H

#include "store/verify.h"

enum { RW_CODED_BESIDE = 20000 /* events near an incident in time and place that are looked at */ };

/* Puts in what is new, and counts it. */
riwaya_status rw_put_coded(
	rw_writing *w, rw_arena *scratch, const riwaya_coded_event *events, size_t n, riwaya_added *sum, riwaya_error *err);
/* Lays events that were there at a moment (INT64_MAX: now) beside the incidents that they lie near; all in `a`. */
riwaya_status rw_coded_beside(riwaya_store *s, rw_arena *a, int64_t then, riwaya_reconciliation *r, riwaya_error *err);
/* A page of those that count, in order of coming, behind `after`; in s->list. */
riwaya_status rw_list_coded(riwaya_store *s, int64_t after, size_t most, riwaya_coded_list *out, riwaya_error *err);

/* The event that an entry "coded" tells of; `number`: its number. */
riwaya_status rw_verify_coded(rw_verifying *v, int64_t number, const rw_log_entry *e, riwaya_error *err);

#endif
