/* doer.h: who did what a claim tells, where the rule that read it names nobody.
 *
 * Rules of lexicon/rules/doer.rules find acts whose doer the words name ("a bomb that X planted", "at the hands of X") and give them as
 * `act:did` and `act:by`. A claim takes its doer, in this order, from the words beside it, from the subject that its verb shares with
 * the verbs around, from the one who tells of its own act, from the act told just before that it means ("in the attack"), and after the
 * whole report from the same claim told elsewhere in it or the whole that it is a part of. Never by exclusion: that a report names one
 * side that attacks lays nothing else to it; never from one who only counts (a monitor, a hospital), nor from the side of those whom it
 * befell.
 */
#ifndef RW_DOER_H
#define RW_DOER_H

#include "extract/draft.h"
#include "extract/frame.h"

enum { RW_MAX_DOINGS = 32, RW_TOLD_ACTS = 8 };

/* An act whose doer the words name. */
typedef struct rw_doing {
	uint32_t first, end; /* tokens */
	bool by;             /* "at the hands of": says who, not what */
	rw_slice what;       /* the predicate of the act */
	riwaya_party who;
} rw_doing;

typedef struct rw_doings {
	rw_doing p[RW_MAX_DOINGS];
	uint32_t n;
} rw_doings;

/* An act told before with its doer, for "the attack", "the shelling". */
typedef struct rw_told_act {
	rw_slice what; /* its predicate */
	riwaya_party who;
	uint32_t sentence; /* counted over the report */
} rw_told_act;

struct rw_story;

/* The acts of a sentence from what the claim rules gave; they are kept in mind for the sentences after. */
void rw_find_doings(struct rw_story *st, rw_view *v, const rw_frames *frames, const rw_emissions *found, rw_doings *out);
/* Gives a claim without an agent its doer, as far as its sentence tells; `before`: the claim told before it in the sentence that has an
 * agent, or NULL. Polarity and chain are set. */
void rw_find_doer(struct rw_story *st, rw_view *v, uint32_t s, const rw_draft *d, const rw_frame *speaks,
	const rw_doings *acts, const riwaya_claim *before, riwaya_claim *c);
/* At a sentence's end: tolls from `start` on take the doer of an act told beside them, and what the next sentence may go on with is kept. */
void rw_name_doers(struct rw_story *st, rw_view *v, uint32_t s, size_t start, const rw_doings *acts);
/* After the whole report: what is told twice, and parts of a toll. */
void rw_settle_doers(struct rw_story *st);

#endif
