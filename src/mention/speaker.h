/* speaker.h: names of persons, how far the name of a speaker runs, and who speaks where no table knows the word. `s` is a sentence of the view,
 * `i` a token; an end is the token behind the last. */
#ifndef RW_SPEAKER_H
#define RW_SPEAKER_H

#include "mention/word.h"

enum { RW_NAME_RUN = 5 }; /* words of a person's name */

/* --- person.c ----------------------------------------------------------------------------------------------------- */
/* The end of a person's name that opens at token i, told by its own words alone; i where none opens there. */
uint32_t rw_person_name(const rw_view *v, uint32_t s, uint32_t i);
/* Whether a word can be part of a person's name, or open one. */
bool rw_name_word(const rw_view *v, uint32_t i, bool opens);
/* The end of a run of such words, at least `least` of them; i where there are fewer. */
uint32_t rw_name_run(const rw_view *v, uint32_t s, uint32_t i, uint32_t least);
/* The same behind a title or several ("Doctor", "Brigadier general"), 0 for none; *name is where the name itself begins. */
uint32_t rw_titled_run(const rw_view *v, uint32_t s, uint32_t i, uint32_t *name);
/* Gives a teller the name that these tokens make. */
void rw_take_name(rw_view *v, rw_item *teller, uint32_t first, uint32_t end);

/* --- speaker.c: the tail of a speaker's name ------------------------------------------------------------------------- */
/* What is known of a name while it is followed. */
typedef struct rw_tail {
	bool body, source, several, channel;
	bool spokesman;
	bool reports;            /* the verb before takes whom it is told to as its object */
	bool open;               /* the last word has no article: a noun may depend on it */
	rw_slice actor;          /* whose it is */
	uint32_t name, name_end; /* of a person, found on the way */
	uint32_t shown;          /* where it ends for readers: the town that a source speaks in is no part of its name */
	bool crowd;              /* witnesses, activists, residents: what li- governs is whom they told */
} rw_tail;
/* The end of the words behind token i that belong to a speaker's name. */
uint32_t rw_tail_end(rw_view *v, uint32_t s, uint32_t i, rw_tail *t);
/* Makes a teller's name whole: what qualifies the word for the speaker, whose it is, and the name of the person who holds the office. */
void rw_widen_teller(rw_view *v, uint32_t s, rw_item *teller);
/* The kind of link that a row's word names. */
riwaya_link_kind rw_link_named(const rw_view *v, rw_sym word);
/* Whether such a link passes on the words of others: an outlet, an agency, a correspondent. */
bool rw_passes_words_on(riwaya_link_kind k);
/* Whether the word names whom something is told to, who carries it on. */
bool rw_is_hearer(const rw_view *v, uint32_t i);
bool rw_begins_with_li(const rw_view *v, uint32_t i);
/* A comma, or what stands for one: a bracket, a dash. */
bool rw_comma_at(const rw_view *v, uint32_t s, uint32_t i);

/* --- subject.c --------------------------------------------------------------------------------------------------------- */
/* The subjects of verbs of speech that no table and no rule knows: persons by their names, bodies by a noun with the article. */
void rw_find_subjects(rw_view *v, uint32_t s);

#endif
