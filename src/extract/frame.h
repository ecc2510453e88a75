/* frame.h: who speaks, how far what they say reaches, and in what mood: the frames of a sentence. */
#ifndef RW_FRAME_H
#define RW_FRAME_H

#include "mention/mention.h"

enum { RW_MAX_FRAMES = 32, RW_FRAME_LINKS = 3, RW_MAX_TELLERS = 16 };

/* type is one of the symbols speaks, mode, deny, stance, background. Tokens [from, to) are under it. */
typedef struct rw_frame {
	rw_sym type;
	uint32_t first, end; /* the words that make it */
	uint32_t from, to;
	riwaya_link links[RW_FRAME_LINKS]; /* speaks: origin first */
	uint8_t n_links;
	bool own;            /* the speaker is named here; else it is the one who spoke last */
	riwaya_stance stance;
	bool of_speaker;     /* stance: of the one who speaks here, however far the words reach */
	bool denied;
	riwaya_modality modality;
	riwaya_when told;
	bool self;           /* what is said begins with a pronoun for the speaker: "that it caught" */
	uint32_t rule;
	const rw_item *verb;
	const rw_item *told_by; /* the date item that says when it was told */
} rw_frame;

typedef struct rw_frames {
	rw_frame p[RW_MAX_FRAMES];
	uint32_t n;
} rw_frames;

/* Who spoke last in the report, for "he added". */
typedef struct rw_speaking {
	rw_arena *keep; /* where names made here live on: chains outlive the sentence */
	riwaya_link links[RW_FRAME_LINKS];
	uint8_t n_links;
	riwaya_stance stance;
	struct {
		rw_sym id; /* source, correspondent, spokesman … */
		riwaya_link link;
	} named[RW_MAX_TELLERS]; /* for "the source", "the correspondent" */
	uint32_t n_named;
} rw_speaking;

void rw_find_frames(rw_view *v, uint32_t s, const rw_lattice *l, rw_speaking *last, rw_frames *out);
/* Start and end of the clause around token i: between commas, brackets and words that break a sentence. */
uint32_t rw_clause_start(const rw_view *v, uint32_t s, uint32_t i);
uint32_t rw_clause_end(const rw_view *v, uint32_t s, uint32_t i);

#endif
