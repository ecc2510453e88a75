/* draft.h: what the claim rules emitted of one sentence, one draft for each claim that may come of it. */
#ifndef RW_DRAFT_H
#define RW_DRAFT_H

#include "mention/mention.h"

enum { RW_MAX_DRAFTS = 256 };

typedef struct rw_draft {
	const rw_emission *e;
	const rw_item *head;   /* pred item, may be NULL */
	const rw_item *figure; /* figure or party item counted, may be NULL */
	bool part;             /* part of the draft before it that has no part */
	uint32_t anchor;       /* token that says where the claim stands */
	uint32_t distance;     /* between head and figure */
	bool dropped;
	const rw_emission *plainer; /* the same act in a word that says less, which may name its doer */
} rw_draft;

/* The phrase of a figure or party item, NULL for any other. */
const rw_phrase *rw_phrase_of(const rw_view *v, const rw_item *it);
/* Writes at most RW_MAX_DRAFTS drafts to d, in the order of the words, and returns how many. Where several rules read the same words, the
 * ones that read them best are kept. */
uint32_t rw_collect_drafts(rw_view *v, uint32_t s, const rw_emissions *found, rw_draft *d);

#endif
