/* source.h: who says what across incidents: outlets, and speakers that others quote.
 *
 * A source is an outlet, an agency, a monitor, a party, its media, an office or a document: what speaks in public. People who saw
 * something, unnamed sources, medics and residents are none: no list leads from a private person to incidents.
 *
 *   source.c   which links of a chain are sources; their rows, kept in step with incidents as these are written
 *   sources.c  lists of them, and what one of them said
 */
#ifndef RW_STORE_SOURCE_H
#define RW_STORE_SOURCE_H

#include "store/incident.h"

enum {
	RW_SOURCE_KEY = 13,     /* letters of a key: "s" and digits */
	RW_SOURCE_LINKS = 32,   /* of a chain that are looked at */
	RW_SOURCE_WHOLE = 500,  /* threads of an incident that is reconciled whole to tell what a source said in it */
	RW_SOURCE_QUOTES = 100, /* sources that one quotes, or is quoted by, that are told */
};

/* What a link of a chain is, as a source; `tells` absent: none. */
typedef struct rw_speaking {
	rw_slice tells; /* what tells it apart from others */
	riwaya_link_kind kind;
	rw_slice name, outlet, actor;
} rw_speaking;

/* The sources of a claim's chain, origin first, the report's outlet last: one for each link, at most RW_SOURCE_LINKS; at least one. *unnamed: it rests
 * on somebody unnamed. */
size_t rw_speaking_of(riwaya_store *s, rw_arena *a, const riwaya_report *r, const riwaya_claim *c,
	rw_speaking out[RW_SOURCE_LINKS], bool *unnamed);
/* "s0f3a…", in a. */
rw_slice rw_source_key(rw_arena *a, rw_slice tells);

/* --- rows (source.c) ------------------------------------------------------------------------------------------------------ */
/* Counts of a source, or what is to be added to them. */
typedef struct rw_source_sum {
	int64_t id, incidents, reports, claims, quoted, unnamed;
} rw_source_sum;
typedef struct rw_quote_sum {
	int64_t teller, said, incidents, claims;
} rw_quote_sum;

/* Rows of incidents that are written one after the other: sums over all incidents are brought up to date at the end. */
typedef struct rw_sourcing {
	rw_settling *t;
	int64_t last;   /* number given last; 0: not asked for yet */
	rw_map numbers; /* what tells a source apart: index of … */
	RW_VEC(int64_t) ids;
	rw_ids sources; /* … whose sums change */
	RW_VEC(rw_source_sum) sums;
	rw_ids pairs;
	RW_VEC(rw_quote_sum) quotes;
} rw_sourcing;
void rw_sourcing_begin(rw_sourcing *g, rw_settling *t);
/* An incident's rows go. */
riwaya_status rw_sources_leave(rw_sourcing *g, int64_t incident, riwaya_error *err);
/* … and come. */
riwaya_status rw_sources_enter(rw_sourcing *g, int64_t incident, const rw_story *story, riwaya_error *err);
riwaya_status rw_sourcing_end(rw_sourcing *g, riwaya_error *err);

/* --- lists (sources.c) ---------------------------------------------------------------------------------------------------- */
riwaya_status rw_list_sources(
	riwaya_store *s, const riwaya_source_query *query, riwaya_source_list *out, riwaya_error *err);
riwaya_status rw_list_source(
	riwaya_store *s, const char *key, const riwaya_source_query *query, riwaya_source_account *out, riwaya_error *err);

#endif
