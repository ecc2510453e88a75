/* list.h: finding incidents and reports: by filters, by names and ids or beginnings of them. */
#ifndef RW_STORE_LIST_H
#define RW_STORE_LIST_H

#include "store/incident.h"

riwaya_status rw_list_incidents(
	riwaya_store *s, const riwaya_incident_query *query, riwaya_incident_list *out, riwaya_error *err);
/* By its name, one that it had, or the beginning of one alone; *name (in s->work) is what it goes by. ARGUMENT where there is none such. */
riwaya_status rw_find_incident(riwaya_store *s, rw_slice given, int64_t *incident, rw_slice *name, riwaya_error *err);
/* A name that an incident ever had, or the beginning of it. */
bool rw_has_name(riwaya_store *s, rw_slice given, rw_slice *name);
/* By its id or the beginning of one alone. */
riwaya_status rw_find_report(riwaya_store *s, rw_slice given, int64_t *report, riwaya_error *err);

/* The threads that an incident had at a moment, and the name that it went by then, in place of its name now (past.c). `asked`: the name that
 * it was found by, or the beginning of it. ARGUMENT where it was not yet known. */
riwaya_status rw_story_threads_then(riwaya_store *s, rw_arena *a, int64_t incident, rw_slice asked, int64_t when,
	rw_slice *name, rw_story_threads *out, riwaya_error *err);

#endif
