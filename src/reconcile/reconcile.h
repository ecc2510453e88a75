/* reconcile.h: from reports, claims and mentions to incidents and their ledgers. Rests on the public structs and the
 * lexicon's rows alone. */
#ifndef RW_RECONCILE_H
#define RW_RECONCILE_H

#include "group/group.h" /* rw_known: a report with its claims and mentions */

/* Groups (group/) and reconciles. The result is a function of the set of reports, whatever their order; out->reports is in
 * the order told, then by id. All of `out` lives in `a` and borrows from `known`. out->unread is left empty. */
void rw_reconcile(const rw_lexicon *lx, rw_arena *a, const rw_known *known, size_t n, riwaya_reconciliation *out);
/* The order told, then by id: what grouping and the groups' indices go by. */
int rw_by_told(const void *a, const void *b); /* of rw_known, for qsort */
void rw_in_order_told(rw_known *known, size_t n);
/* The same with groups that are known already, of reports in the order told. */
void rw_reconcile_groups(rw_facts *f, rw_arena *a, const rw_known *known, size_t n, const rw_groups *groups,
	rw_extent extent, riwaya_reconciliation *out);
enum {
	RW_CODED_DAYS = 35, /* an event that begins farther from an incident is not near it … */
	RW_CODED_KM = 50,   /* … nor is one that lies farther away */
};
/* Whether an incident's place and time are known well enough to be compared with. */
bool rw_coded_asks(const riwaya_incident *i);
/* Lays coded events beside the incidents that they lie near. */
void rw_near_coded(rw_arena *a, const riwaya_coded_event *events, size_t n, riwaya_reconciliation *r);
#endif
