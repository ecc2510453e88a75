/* nested.h: incidents within incidents (group/nest.h), out of the rows of a store. Nothing of it is kept but what the relation is worked out from. */
#ifndef RW_STORE_NESTED_H
#define RW_STORE_NESTED_H

#include "group/nest.h"
#include "store/incident.h"

enum { RW_NESTED_HELD = 500 /* incidents within one that are looked at */ };

/* Rows `i` of those that others may lie within, but for their place: as the index incident_lasting has it. */
#define RW_NEST_ROWS "i.time_to - i.time_from >= 2880"
_Static_assert(RW_NEST_LASTS == 2880, "the index incident_lasting is of others");

/* What is kept of an incident for it: column frame. */
rw_slice rw_frame_kept(rw_facts *f, rw_arena *a, const riwaya_incident *i);
/* On the one incident of a ledger, as things are now: what it lies within, and what lies within it. */
riwaya_status rw_nest_ledger(riwaya_store *s, rw_arena *a, int64_t incident, riwaya_reconciliation *r, riwaya_error *err);
/* On rows of a list, in s->list: what each lies within. */
riwaya_status rw_nest_rows(riwaya_store *s, riwaya_incident_row *rows, size_t n, riwaya_error *err);

#endif
