/* mood.h: where what is tried, planned or feared ends before its clause does; what is older than the news. */
#ifndef RW_MOOD_H
#define RW_MOOD_H

#include "extract/draft.h"
#include "extract/frame.h"

/* Whether the mood of the frame does not reach what the draft tells. counted: it tells a toll of people with its number. */
bool rw_mood_ends(const rw_view *v, const rw_frame *f, const rw_draft *d, bool counted);

/* Whether the frame tells what somebody plans or means to do, by a verb. */
bool rw_is_plan(const rw_view *v, const rw_frame *f);

/* Adds frames of background for clauses dated long before the news. */
void rw_add_old(const rw_view *v, uint32_t s, rw_frames *out);

/* Whether what a frame of "had" tells was today or last night, and so is news. */
bool rw_is_fresh(const rw_view *v, uint32_t s, const rw_frame *f);

/* What negates an act: "the army did not shell the market", or of a light verb and its noun the verb, as in "the aircraft waged no
 * raid" (*light is set). NULL where nothing does, or only how far it went is denied: "there was no mutiny in the whole prison". */
const rw_item *rw_negation_of(const rw_view *v, const rw_item *head, bool *light);

#endif
