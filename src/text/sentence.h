/* sentence.h: the second half of rw_tokenize: tokens parted into sentences. */
#ifndef RW_SENTENCE_H
#define RW_SENTENCE_H

#include "text/text.h"

/* Fills t->sent and each token's sentence. */
void rw_sentences(rw_arena *a, rw_tokens *t);

#endif
