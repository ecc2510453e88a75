/* ledger.h: between the files that lay out a terminal ledger. ledger.c holds the page together (head, reports, apart, unread),
 * lines.c the lines and their values, tables.c relations, timeline and framing. */
#ifndef RW_SHOW_LEDGER_H
#define RW_SHOW_LEDGER_H

#include "show/show.h"
#include "show/tell.h"

typedef struct rw_ledger {
	rw_page page;
	rw_words words;
	rw_arena *a;
	const riwaya_reconciliation *r;
	const riwaya_incident *i; /* the one being laid out */
	bool full;
	unsigned told_width; /* of the column of times, 0 for none */
} rw_ledger;

enum { RW_LEDGER_INDENT = 2, RW_LEDGER_SLIM = 72 /* below this width, no column of times */ };

void rw_ledger_section(rw_ledger *l, const char *key, size_t n);
/* Source, time told and words of a claim of the incident, beside a value in a column of `value_width` (0: none) and a mark of `mark_width`. */
void rw_ledger_claim(rw_ledger *l, unsigned indent, rw_slice value, rw_style style, unsigned value_width, rw_slice mark,
	unsigned mark_width, uint32_t claim, unsigned lines);

void rw_ledger_contradictions(rw_ledger *l);
void rw_ledger_changes(rw_ledger *l);
void rw_ledger_lines(rw_ledger *l);
void rw_ledger_timeline(rw_ledger *l);
void rw_ledger_framing(rw_ledger *l);

#endif
