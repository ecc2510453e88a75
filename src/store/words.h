/* words.h: a report's text as words that are searched for.
 *
 * Each word, number and Latin name of a text becomes one *search word*, in order, so that phrases stay phrases; marks and signs become
 * none. The same is done with what people ask for, so the two meet.
 *
 *   word     its key (text.h), parted from conjunction, preposition, future, article and pronoun. What a table or rule of the lexicon knows
 *            is parted as the lexicon reads it, the whole word first: the first letter of "wafat" (death) is no "and". What none
 *            knows loses a head and a tail of lexicon/searching.tsv at most. Where one spelling can be read in two ways, it is always read
 *            in the same one.
 *   number   its digits in ASCII, without separators of thousands; '_' for other marks in it: 1500, 1_5
 *   Latin    folded to lower case; an address or name of a host is one word, with '_' for its marks: news_example_a_1
 *
 * Lemmas    What a dictionary lists the word under, where that is another word: the past of a verb for its tenses, passive, participles and
 *           verbal nouns, the singular of a noun. A spelling may have several. A word of which the lexicon knows no more is its own lemma.
 *           A word that ends like "his" also has the one that it is where ta marbuta was meant.
 * Letters   What comes out is made of what FTS5's unicode61 (remove_diacritics 0, tokenchars '_') takes as it is: letters and digits
 *           below U+0800, and '_'. Letters of further scripts are written as '_' and their number in hexadecimal.
 * Lexicon   Search words are the lexicon's: an index made with one lexicon is asked with the same one.
 */
#ifndef RW_STORE_WORDS_H
#define RW_STORE_WORDS_H

#include "lexicon/lexicon.h"

enum {
	RW_SEARCH_WORD = 60,     /* bytes of a search word: what is longer is cut */
	RW_SEARCH_LEMMAS = 4,    /* of one word */
	RW_SEARCH_WORDS = 50000, /* words of a field that are searched for; those after them are not */
};

/* Makes search words; one for each thread. Remembers what it made: most words of a text are frequent ones. */
typedef struct rw_words rw_words;
/* About 5 MiB. `a` must not be reset under it. */
rw_words *rw_words_new(rw_arena *a, const rw_lexicon *lx);
const rw_lexicon *rw_words_lexicon(const rw_words *w);

typedef struct rw_search_word {
	rw_slice word; /* absent for marks and signs */
	rw_slice lemmas[RW_SEARCH_LEMMAS];
	uint32_t n_lemmas; /* that differ from the word */
} rw_search_word;

/* Of a token of `text`. Lasts until the next call. */
const rw_search_word *rw_words_of(rw_words *w, rw_slice text, const rw_token *t);
/* The same by a key, its rw_token_kind, and whether its text ends in ta marbuta, which the key hides: no pronoun is written so. */
const rw_search_word *rw_words_read(rw_words *w, rw_slice key, uint8_t kind, bool open);
bool rw_words_open(rw_slice raw);

/* Appends a field's words to `words`, parted by spaces, and to `lemmas` (may be NULL) each lemma that is not among `seen` yet. A map of
 * one report's lemmas, whose keys lie in `seen`'s arena. */
void rw_words_put(rw_words *w, rw_slice field, rw_buf *words, rw_buf *lemmas, rw_map *seen);

/* An id of the lexicon as a search word: place, sy-raqqa -> place_sy_raqqa. Without a kind the id alone. */
rw_slice rw_words_tag(rw_arena *a, const char *kind, rw_slice id);

#endif
