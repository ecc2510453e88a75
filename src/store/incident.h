/* incident.h: incidents out of their threads: told whole for a ledger, or in one row for lists. */
#ifndef RW_STORE_INCIDENT_H
#define RW_STORE_INCIDENT_H

#include "review/review.h"
#include "store/settle.h"

/* --- an incident whole (story.c) ---------------------------------------------------------------------------------------- */
typedef struct rw_story_thread {
	int64_t id, report;
	size_t number;
	bool judged;           /* undated, in it for what it tells */
	bool apart;            /* not in it, but near it */
	rw_slice town, region; /* packed: threads that it meets */
	int64_t copies;        /* the report that its report is a copy of, 0 for none */
	double share;
	bool whole;
} rw_story_thread;
typedef RW_VEC(rw_story_thread) rw_story_threads;

/* Gives a report's claims; what is given must last as long as the story. */
typedef riwaya_status rw_story_report(void *ctx, int64_t report, rw_stored *out, riwaya_error *err);

typedef struct rw_story {
	rw_facts *f;
	rw_known *known;
	int64_t *reports, *received; /* of each known: its number, when it came */
	size_t n;
	rw_groups groups;         /* one cluster */
	riwaya_reconciliation r;  /* … and one incident */
	const rw_review *reviews; /* of it and of its reports … */
	size_t n_reviews;
	rw_orphans orphans; /* … and which have lost their place */
} rw_story;
/* Threads of one incident, and those apart near it; reviews made until `decided` lie over it. All in `a`. */
riwaya_status rw_story_of(riwaya_store *s, rw_arena *a, rw_arena *scratch, rw_slice name, const rw_story_threads *threads,
	int64_t decided, rw_story_report *get, void *ctx, rw_extent extent, rw_story *out, riwaya_error *err);
/* The threads that an incident has now. */
riwaya_status rw_story_threads_now(
	riwaya_store *s, rw_arena *a, int64_t incident, rw_story_threads *out, riwaya_error *err);

/* --- rows (incident.c) ---------------------------------------------------------------------------------------------------- */
typedef struct rw_founder {
	int64_t report, thread;
	bool page; /* with an address: it may be a later version of one */
} rw_founder;
/* The first version of a report's page: the report itself where it was never edited. */
riwaya_status rw_first_version(riwaya_store *s, int64_t report, int64_t *first, riwaya_error *err);
/* The incident of these threads, by the name of the one whose report came first: its first version, where the page was edited. So a name depends on
 * what came and in which order, and not on how much was brought up to date at a time. */
riwaya_status rw_incident_named(
	rw_settling *t, const rw_founder *members, size_t n, int64_t *incident, riwaya_error *err);

typedef RW_VEC(rw_slice) rw_homes;
/* Writes the rows of broken incidents, takes out those without threads, and notes whose homes undated reports may be near. */
riwaya_status rw_incidents_write(rw_settling *t, rw_homes *homes, riwaya_error *err);

#endif
