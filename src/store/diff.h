/* diff.h: what two versions of a text have in common, word by word. */
#ifndef RW_STORE_DIFF_H
#define RW_STORE_DIFF_H

#include "base/base.h"
#include <riwaya/store.h>

enum {
	RW_DIFF_EDITS =
		1000 /* words that differ; texts with more between their ends in common are told as one whole in place of another */
};

typedef RW_VEC(riwaya_diff_piece) rw_pieces;
/* Pieces in reading order, removed before added; none where all words are the same. They point into the two texts. */
void rw_diff_words(rw_arena *a, rw_arena *scratch, rw_slice before, rw_slice after, rw_pieces *out);

#endif
