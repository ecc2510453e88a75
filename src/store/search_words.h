/* search_words.h: tags of months, which reports get and ranges of time ask for. */
#ifndef RW_STORE_SEARCH_WORDS_H
#define RW_STORE_SEARCH_WORDS_H

#include "store/search.h"

enum { RW_SEARCH_SPANS = 40 /* tags that a range may become; a longer one is asked for without */ };
/* The tags of the months (or, where that are too many, years) that [from, to] touches, in civil minutes; how many, 0 for too many. */
uint32_t rw_search_spans(rw_arena *a, int64_t from, int64_t to, rw_slice out[RW_SEARCH_SPANS]);

#endif
