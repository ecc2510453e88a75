/* list.h: finding incidents and reports: by filters, by names and ids or beginnings of them. */
#ifndef RW_STORE_LIST_H
#define RW_STORE_LIST_H

#include "store/incident.h"

/* A statement that is put together, and its values. */
enum { RW_ASKED_VALUES = 40 };
typedef struct rw_asked {
	rw_buf sql;
	struct {
		bool text;
		rw_slice s;
		int64_t n;
	} values[RW_ASKED_VALUES];
	unsigned n;
} rw_asked;
void rw_asked_text(rw_asked *q, rw_slice s); /* "?7" */
void rw_asked_int(rw_asked *q, int64_t n);
riwaya_status rw_asked_stmt(riwaya_store *s, const rw_asked *q, rw_stmt **out, riwaya_error *err);
/* Begins it with "WITH m AS (…)": incident, o and ranked of each incident that fits, to be sorted by o, the highest first, then ranked.
 * *all (may be NULL): these are all there are. */
riwaya_status rw_asked_incidents(
	riwaya_store *s, const riwaya_incident_query *query, rw_asked *out, bool *all, riwaya_error *err);

/* As precise as its ends say. */
riwaya_when rw_list_when(int64_t from, int64_t to);
/* The columns of table incident, as i, of a row of a list; taken from column `at` on, copied into s->list. */
#define RW_LIST_COLUMNS                                                                                                   \
	"i.name, i.title_ar, i.title_en, i.place, i.place_text, i.lat, i.lon, i.time_from, i.time_to, i.reports, i.outlets, " \
	"i.origins, i.claims, i.contradictions, i.killed_low, i.killed_high, i.first_received, i.changed"
void rw_list_row(riwaya_store *s, rw_stmt *q, unsigned at, riwaya_incident_row *out);
riwaya_status rw_list_incidents(
	riwaya_store *s, const riwaya_incident_query *query, riwaya_incident_list *out, riwaya_error *err);
/* A page of reports, in s->list. */
riwaya_status rw_list_reports(
	riwaya_store *s, const riwaya_report_query *query, riwaya_report_list *out, riwaya_error *err);
/* By its name, one that it had, or the beginning of one alone; *name (in s->work) is what it goes by. ARGUMENT where there is none such. */
riwaya_status rw_find_incident(riwaya_store *s, rw_slice given, int64_t *incident, rw_slice *name, riwaya_error *err);
/* A name that an incident ever had, or the beginning of it. */
bool rw_has_name(riwaya_store *s, rw_slice given, rw_slice *name);
/* By its id or the beginning of one alone. */
riwaya_status rw_find_report(riwaya_store *s, rw_slice given, int64_t *report, riwaya_error *err);

/* Looking back at a moment (past.c): what is read of one incident is there for the next. All in `a`, as long as the looking lasts. */
typedef struct rw_looking rw_looking;
riwaya_status rw_look_back(riwaya_store *s, rw_arena *a, int64_t when, rw_looking **out, riwaya_error *err);
/* Reports that were read for it. */
size_t rw_look_read(const rw_looking *l);
/* The threads that an incident had, and the name that it went by then, in place of its name now. `asked`: the name that it was found by, or the beginning
 * of it. ARGUMENT where it was not yet known. */
riwaya_status rw_story_threads_then(
	rw_looking *l, int64_t incident, rw_slice asked, rw_slice *name, rw_story_threads *out, riwaya_error *err);
/* On the one incident of a ledger as it stood, of these threads: what it lay within, and what lay within it (past_nested.c). What is told is in `a`;
 * `get` gives reports that last as long as the looking. */
riwaya_status rw_nest_then(rw_looking *l, rw_arena *a, const rw_story_threads *threads, rw_story_report *get, void *ctx,
	riwaya_reconciliation *r, riwaya_error *err);

#endif
