/* why.h: why two reports are in one incident, or are not. */
#ifndef RW_GROUP_WHY_H
#define RW_GROUP_WHY_H

#include "group/group.h"

typedef struct rw_why_evidence {
	const char *name; /* its row of the table policy, without "group." */
	riwaya_bilingual what;
	double times, weight; /* weight: all of them together */
} rw_why_evidence;

typedef enum rw_why_link { RW_WHY_MEETS, RW_WHY_COPIES, RW_WHY_BOND, RW_WHY_JUDGED, RW_WHY_SAME_REPORT } rw_why_link;

typedef struct rw_why_step {
	uint32_t from, to; /* reports */
	rw_why_link link;
	double value; /* what a meeting weighs; the share of a copy */
} rw_why_step;

typedef struct rw_why {
	uint32_t a, b; /* reports */
	bool together;
	riwaya_bilingual verdict; /* a sentence */
	/* Their threads that have most in common; where one report has no date it is weighed against the group of the other. */
	rw_why_evidence evidence[RW_EVIDENCE_COUNT];
	size_t n_evidence;
	bool weighed, against_group;
	double score, threshold;
	uint32_t copier; /* the one that copies the other, RW_NO for neither */
	double share;
	bool bond_together, bond_apart; /* a person's word on these two themselves */
	const rw_why_step *chain;       /* from a to b through what they are with; one step where they meet themselves */
	size_t n_chain;
} rw_why;

void rw_why_together(rw_facts *f, rw_arena *arena, const rw_weights *w, const rw_found *found,
	const rw_standing *standings, uint32_t a, uint32_t b, rw_why *out);

#endif
