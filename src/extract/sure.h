/* sure.h: how sure a claim is: facts about it, weighed by lexicon/confidence.tsv.
 *
 * Confidence is the chance that the claim is fully right (value, whose people, origin, polarity, modality and stance): the sum of the weights
 * of the facts that hold, by the logistic function. scripts/calibrate fits the weights to labelled reports; a fact without a row weighs
 * nothing. What each fact means stands in the table. A new fact is a name here, a line in sure.c, a row in the table and a word of its
 * enum in schema.tsv; then it is fitted.
 */
#ifndef RW_SURE_H
#define RW_SURE_H

#include "extract/draft.h"
#include "extract/frame.h"

/* clang-format off */
#define RW_FACTS(X) \
	X(base) X(toll) X(digits) X(implied) X(numberless) X(vague) X(apart) X(far) X(headless) X(part) X(again) \
	X(whose) X(civil) X(ownerless) X(doer) X(quoted) X(relayed) X(carried) X(unnamed) X(spoken) X(spokesless) X(bare) \
	X(unheard) X(event) X(title) X(first) X(denied) X(unreal) X(background) \
	X(doubted) X(elsewhere) X(placeless) X(dated) X(crowded) X(voices) X(tangled) X(long) X(lasting)
/* clang-format on */
typedef enum rw_fact {
#define RW_X(n) RW_FACT_##n,
	RW_FACTS(RW_X)
#undef RW_X
		RW_FACT_COUNT
} rw_fact;

typedef struct rw_weights {
	double of[RW_FACT_COUNT];
} rw_weights;

/* What is kept of a claim until the report is read: its facts as bits of rw_fact, and how many claims its sentence made. */
typedef struct rw_noted {
	uint64_t facts;
	uint32_t beside;
} rw_noted;

/* From the table; once for each extractor. */
void rw_weights_init(const rw_lexicon *lx, rw_weights *w);
/* What a draft and the claim made of it say, as bits of rw_fact. `heard`: somebody has spoken before
 * in the report. */
uint64_t rw_facts_of(const rw_view *v, uint32_t s, const rw_frames *frames, const rw_draft *d, const rw_frame *speaks,
	bool heard, const riwaya_claim *c);
/* Adds what only the whole report tells, and sets the confidence; with `a` the list of facts too. */
void rw_make_sure(const rw_lexicon *lx, const rw_weights *w, rw_noted noted, rw_arena *a, riwaya_claim *c);

#endif
