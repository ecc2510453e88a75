/* ledger.h: between the files that lay out a terminal ledger. ledger.c holds the page together (head, reports, apart, unread),
 * lines.c the lines and their values, tables.c relations, timeline and framing, decisions.c what people decided. */
#ifndef RW_SHOW_LEDGER_H
#define RW_SHOW_LEDGER_H

#include "show/incident.h"
#include "show/show.h"
#include "show/tell.h"

typedef struct rw_ledger {
	rw_page page;
	rw_words words;
	rw_arena *a;
	const riwaya_reconciliation *r;
	const riwaya_incident *i; /* the one being laid out */
	bool full;
	bool alone;          /* one part is shown, and nothing beside it */
	unsigned told_width; /* of the column of times, 0 for none */
} rw_ledger;

enum { RW_LEDGER_INDENT = 2, RW_LEDGER_SLIM = 72 /* below this width, no column of times */ };

void rw_ledger_section(rw_ledger *l, const char *key, size_t n);
/* How a claim stands on the page. */
typedef struct rw_claim_row {
	uint32_t claim;
	unsigned indent;
	rw_slice value; /* what it says, in a column of its own (width 0: none) */
	rw_style style;
	unsigned value_width;
	rw_slice mark; /* letters of the sets that hold it */
	unsigned mark_width;
	unsigned lines;  /* of quotation, at about */
	bool same_words; /* the row above quotes them already */
} rw_claim_row;
/* Source, time told and words of a claim of the incident. */
void rw_ledger_claim(rw_ledger *l, const rw_claim_row *row);

void rw_ledger_contradictions(rw_ledger *l);
void rw_ledger_changes(rw_ledger *l);
void rw_ledger_lines(rw_ledger *l);
void rw_ledger_timeline(rw_ledger *l);
void rw_ledger_framing(rw_ledger *l);
/* One part alone. origins.c */
void rw_ledger_alone(rw_ledger *l, riwaya_section only);
void rw_ledger_rejected(rw_ledger *l);  /* claims that people rejected. decisions.c */
void rw_ledger_decisions(rw_ledger *l); /* people's decisions about the incident as a whole */
void rw_ledger_orphans(rw_ledger *l);   /* … and those that have lost their place */

#endif
