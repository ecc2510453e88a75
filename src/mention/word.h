/* word.h: what the tables and the letters tell of one word of a view. `i` is a token of the view. */
#ifndef RW_WORD_H
#define RW_WORD_H

#include "mention/mention.h"

bool rw_is_word(const rw_view *v, uint32_t i);
/* Whether any table has the word. */
bool rw_known_word(const rw_view *v, uint32_t i);
/* The lexicon's first item of a kind at token i, else NULL. */
const rw_item *rw_lexical_at(const rw_view *v, uint32_t i, rw_sym kind);
/* The first item of a kind there that a rule made something of, else NULL. */
const rw_item *rw_made_at(const rw_view *v, uint32_t i, rw_sym kind);
/* Whether an item's row marks it as weak: a sense that yields to others. */
bool rw_is_weak(const rw_view *v, const rw_item *it);
/* Whether it is of one of n kinds. */
bool rw_of_kind(const rw_item *it, const rw_sym *kinds, size_t n);
/* Whether an item is a verb in the past or the present. */
bool rw_is_finite(const rw_view *v, const rw_item *it);

/* Proclitics are bits RW_PRO_*. The bit of a name ("wa"), 0 for none. */
unsigned rw_pro_named(rw_slice name);
/* What is joined to the word in every reading of it, and the article where it has it in any. */
unsigned rw_joined(const rw_view *v, uint32_t i);
bool rw_joined_with(const rw_view *v, uint32_t i, unsigned pro);
/* The proclitics of a word that no table has, read off its letters: only before the article, since else the letters may be its own. */
unsigned rw_peeled(const rw_view *v, uint32_t i);
/* Whether the word is `word` with this proclitic joined to it. */
bool rw_joined_to(const rw_view *v, uint32_t i, rw_slice word, unsigned pro);

/* Whether the word bears the article, by the tables or, where they don't have it, by its letters. */
bool rw_definite(const rw_view *v, uint32_t i);
/* A folded word without its article, as it is where it has none. */
rw_slice rw_without_article(const rw_view *v, rw_slice word);
/* Whether the word belongs to the course of the sentence, so that no name runs over it. */
bool rw_ends_name(const rw_view *v, uint32_t i);
/* Whether the word is written with the letters of this row of endings.tsv: folding makes one of several. */
bool rw_written(const rw_view *v, uint32_t i, const char *id);

#endif
