/* speaker.h: how far the name of a speaker runs, and who speaks where no table knows the word. */
#ifndef RW_SPEAKER_H
#define RW_SPEAKER_H

#include "mention/mention.h"

/* Whether the word at token i bears the article, by the tables or, where they don't have it, by its letters. */
bool rw_definite(const rw_view *v, uint32_t i);
/* Whether the word at token i belongs to the course of the sentence, so that no name runs over it. */
bool rw_ends_name(const rw_view *v, uint32_t i);
/* Whether the word at token i is written with the letters of this row of endings.tsv: folding makes one of several. */
bool rw_written(const rw_view *v, uint32_t i, const char *id);
/* The end of a person's name that opens at token i, told by its own words alone; i where none opens there. */
uint32_t rw_person_name(const rw_view *v, uint32_t s, uint32_t i);
/* The lexicon's first item of a kind at token i, else NULL. */
const rw_item *rw_lexical_at(const rw_view *v, uint32_t i, rw_sym kind);

/* Whether the word at token i is `word` with this proclitic joined to it. */
bool rw_joined_to(const rw_view *v, uint32_t i, rw_slice word, unsigned pro);

/* A folded word without its article, as it is where it has none. */
rw_slice rw_without_article(const rw_view *v, rw_slice word);

/* Makes a teller's name whole: what qualifies the word for the speaker, whose it is, and the name of the person who holds the office. */
void rw_widen_teller(rw_view *v, uint32_t s, rw_item *teller);
/* The subjects of verbs of speech that no table and no rule knows: persons by their names, bodies by a noun with the article. */
void rw_find_subjects(rw_view *v, uint32_t s);

#endif
