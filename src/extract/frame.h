/* frame.h: who speaks, how far what they say reaches, and in what mood: the frames of a sentence. */
#ifndef RW_FRAME_H
#define RW_FRAME_H

#include "mention/mention.h"

enum { RW_MAX_FRAMES = 32, RW_FRAME_LINKS = 3, RW_MAX_TELLERS = 24, RW_NAME_WORDS = 6 };

/* How verbs agree with a speaker: gender and number, 0 where nothing tells. */
typedef struct rw_agreement {
	rw_sym gender, number;
	bool human;
} rw_agreement;

/* type is one of the symbols speaks, mode, deny, stance, background. Tokens [from, to) are under it. */
typedef struct rw_frame {
	rw_sym type;
	uint32_t first, end; /* the words that make it */
	uint32_t from, to;
	riwaya_link links[RW_FRAME_LINKS]; /* speaks: origin first */
	uint8_t n_links;
	bool own; /* the speaker is named here; else it is the one who spoke last */
	riwaya_stance stance;
	bool of_speaker; /* stance: of the one who speaks here, however far the words reach */
	bool denied;
	riwaya_modality modality;
	riwaya_when told;
	bool again;      /* what is denied was told before and is not named: "denied it" */
	bool of_toll;    /* again: "denied this toll" */
	bool of_blame;   /* again: "denied any part in it" */
	rw_agreement of; /* speaks: its first link */
	bool around;     /* "according to": what stands around it is theirs */
	bool deeper;     /* "citing X": X said it to the one who speaks around */
	bool self;       /* what is said begins with a pronoun for the speaker: "that it caught" */
	uint32_t rule;
	const rw_item *verb;
	const rw_item *told_by; /* the date item that says when it was told */
} rw_frame;

typedef struct rw_frames {
	rw_frame p[RW_MAX_FRAMES];
	uint32_t n;
} rw_frames;

/* A speaker named before: "the source", "the ministry", a surname can stand for it. */
typedef struct rw_named {
	rw_sym id; /* source, correspondent, spokesman … */
	riwaya_link link;
	rw_slice head; /* folded: the word for what it is */
	rw_row row;    /* of that word in the tables */
	rw_slice words[RW_NAME_WORDS];
	uint8_t n_words;
	rw_slice office[RW_NAME_WORDS]; /* the words of a person's office, without the article */
	uint8_t n_office;
	bool person;                     /* a person's own name */
	riwaya_link via[RW_FRAME_LINKS]; /* who passed its words on */
	uint8_t n_via;
} rw_named;

/* Somebody who has spoken. */
typedef struct rw_voice {
	riwaya_link links[RW_FRAME_LINKS];
	uint8_t n_links;
	riwaya_stance stance;
	uint32_t rule;
	rw_agreement of;
} rw_voice;
enum { RW_MAX_VOICES = 4 };

/* Who spoke last in the report, for "he added". */
typedef struct rw_speaking {
	rw_arena *keep; /* where names made here live on: chains outlive the sentence */
	rw_slice outlet;
	riwaya_link links[RW_FRAME_LINKS];
	uint8_t n_links;
	riwaya_stance stance;
	uint32_t rule;
	rw_agreement of;
	rw_voice before[RW_MAX_VOICES]; /* who spoke before that, the latest first */
	uint32_t n_before;
	bool quoting; /* a quotation is open past the sentence's end */
	rw_named named[RW_MAX_TELLERS];
	uint32_t n_named;
} rw_speaking;

/* teller.c: a speaker as a link; false for a bare "the site", "the agency" that stands for none told before and so is the outlet. */
bool rw_link_of(rw_view *v, const rw_item *it, rw_speaking *last, riwaya_link *out);
bool rw_find_known_tellers(rw_view *v, uint32_t s, const rw_speaking *last);
void rw_remember_persons(rw_view *v, rw_speaking *last);
bool rw_is_own_outlet(const rw_view *v, const rw_speaking *last, const riwaya_link *link);

/* voice.c: gender and number of who speaks, by the words for it. */
rw_agreement rw_agreement_of(const rw_view *v, const rw_item *who);
/* Whether a verb's form can have that subject. Plurals of things take the feminine singular. */
bool rw_agrees(const rw_view *v, const rw_item *verb, const rw_agreement *a);
/* Whoever spoke last and agrees with the verb speaks again; with nobody who does, whoever spoke last. */
void rw_recall(const rw_view *v, const rw_item *verb, rw_speaking *last);
void rw_remember_voice(rw_speaking *last, const rw_frame *f);
/* A quotation that goes on over sentences is one person's words to its end. */
void rw_go_on_quoting(const rw_view *v, uint32_t s, rw_speaking *last, rw_frames *out);

void rw_find_frames(rw_view *v, uint32_t s, const rw_lattice *l, rw_speaking *last, rw_frames *out);
/* Start and end of the clause around token i: between commas, brackets and words that break a sentence. */
uint32_t rw_clause_start(const rw_view *v, uint32_t s, uint32_t i);
uint32_t rw_clause_end(const rw_view *v, uint32_t s, uint32_t i);

#endif
