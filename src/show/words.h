/* words.h: what the program itself says to a reader, in the reader's language. Every word comes from lexicon/: labels
 * (labels.*.tsv), names of actors, outlets, places, predicates, roles and units. What is made lives in the arena.
 *
 * Labels hold {1} {2} … for what is filled in. A label that counts has its forms between bars: in English one and
 * many; in Arabic one, two, few (3-10), many (11-99), and what hundreds take.
 * A label that no table has shows its own key, so that a gap is seen and nothing breaks.
 */
#ifndef RW_WORDS_H
#define RW_WORDS_H

#include "lexicon/lexicon.h"
#include <riwaya/riwaya.h>

typedef struct rw_words {
	const rw_lexicon *lx; /* NULL: keys and ids stand for themselves */
	rw_arena *a;
	bool arabic, arabic_digits;
} rw_words;

rw_slice rw_label(const rw_words *w, const char *key);
/* The label of prefix and id joined ("show_stance_" "doubted"), absent where there is none. */
rw_slice rw_label_of(const rw_words *w, const char *prefix, const char *id);
rw_slice rw_label_fill(const rw_words *w, const char *key, size_t n, const rw_slice *fill);
#define RW_FILL(w, key, ...)                                                                                           \
	rw_label_fill((w), (key), sizeof((rw_slice[]){__VA_ARGS__}) / sizeof(rw_slice), (rw_slice[]){__VA_ARGS__})
/* A comma and a space, as the reader's language writes them. */
rw_slice rw_comma(const rw_words *w);
rw_slice rw_counted(const rw_words *w, const char *key, uint64_t n);

/* Digits in the reader's set, outside «quotations». */
rw_slice rw_digits(const rw_words *w, rw_slice s);
rw_slice rw_number(const rw_words *w, double v); /* thousands grouped */
/* The reader's side, else the other; digits in the reader's set. */
rw_slice rw_pick(const rw_words *w, riwaya_bilingual b);
/* A row's name in the reader's language, else the id itself. */
rw_slice rw_named(const rw_words *w, const char *table, rw_slice id);
/* An actor in few letters: the one word that its name holds in brackets at the end ("Syrian Democratic Forces (SDF)"), else its name. */
rw_slice rw_actor_name(const rw_words *w, rw_slice id);
rw_slice rw_place_name(const rw_words *w, rw_slice id);
/* The outlet of a report: its name for the reader, else the file's name. */
rw_slice rw_outlet_name(const rw_words *w, const riwaya_report *r);
/* The last part of a path. */
rw_slice rw_base_name(rw_slice path);

rw_slice rw_figure_words(const rw_words *w, const riwaya_figure *f); /* "about 300", "dozens", absent where there is none */
rw_slice rw_range_words(const rw_words *w, riwaya_range r);          /* "20 to 999", "20 or more" */
bool rw_range_is_open(riwaya_range r);
/* "20 January 2022", "20 to 26 January 2022", "January 2022"; absent where not known. */
rw_slice rw_when_words(const rw_words *w, riwaya_when when);
/* "20 Jan 2022", with the time of day where it is known and `clock`. */
rw_slice rw_when_short(const rw_words *w, riwaya_when when, bool clock);

#endif
