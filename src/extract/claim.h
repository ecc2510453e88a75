/* claim.h: inside of the extract room: drafts of claims and what a report remembers while it is read. */
#ifndef RW_CLAIM_H
#define RW_CLAIM_H

#include "extract/doer.h"
#include "extract/draft.h"
#include "extract/extract.h"
#include "extract/frame.h"
#include "extract/sure.h"

struct rw_extractor {
	const rw_lexicon *lx;
	rw_syms sy;
	rw_memo *memo;
	rw_weights weights;
};

typedef RW_VEC(riwaya_claim) rw_claims;
typedef RW_VEC(riwaya_mention) rw_mentions;
typedef RW_VEC(rw_missing) rw_missings;

/* Whose people of a role are, as the report has told so far ("prisoners of ISIS" -> later "the prisoners"). */
typedef struct rw_bound_role {
	rw_sym role;
	rw_slice actor;
	bool several; /* bound to more than one actor */
} rw_bound_role;
enum { RW_MAX_BOUND_ROLES = 64 };

/* Where a sentence is: its line in the field, and the place it is about. */
typedef struct rw_ground {
	riwaya_field field;
	uint32_t start, line;
	bool headed;        /* the place stands before a colon or bar at the head of the line */
	riwaya_place place; /* without text where the sentence names none */
} rw_ground;

typedef struct rw_story {
	const riwaya_report *report;
	const rw_lexicon *lx;
	const rw_syms *sy;
	rw_arena *a; /* results */
	bool causes;
	riwaya_place lead; /* the lead's place, for claims whose sentence gives none */
	bool has_lead;
	riwaya_when period; /* over which the report counts, where it says so at its head */
	bool has_period;
	riwaya_time day; /* of a round-up */
	bool has_day;
	rw_speaking speaking;
	rw_bound_role roles[RW_MAX_BOUND_ROLES];
	uint32_t n_roles;
	rw_claims *claims;
	RW_VEC(rw_noted) noted;     /* one for each claim */
	const rw_frames *frames;    /* of the sentence at hand */
	RW_VEC(rw_ground) grounds;  /* of each sentence read for claims */
	RW_VEC(uint32_t) ground_of; /* of each claim: its sentence's */
	const rw_weights *weights;
	rw_memory *memory;
	riwaya_party subject; /* who acted last in the sentence before, for a verb that opens the next one */
	bool has_subject;
	rw_told_act told[RW_TOLD_ACTS]; /* the acts told last with their doers, in a ring */
	uint32_t n_told, n_sentences;
	size_t last_toll; /* index of the last sentence's toll, SIZE_MAX for none */
} rw_story;

/* The claims of one sentence, whose items stand in v and whose frames are given. */
void rw_find_claims(rw_story *st, rw_view *v, uint32_t s, const rw_lattice *l, const rw_frames *frames);
/* whose.c: what an item says of patient or agent: words, actor, role. Nothing for NULL. */
void rw_fill_party(rw_story *st, rw_view *v, const rw_item *it, const rw_emission *e, bool patient, riwaya_party *out);
void rw_bind_role(rw_story *st, rw_sym role, rw_slice actor);
rw_slice rw_bound_actor(const rw_story *st, rw_sym role, bool definite);
/* The party that the report names most among those that could fight `us`: armies, or armed groups. Absent where two are named as often. */
rw_slice rw_other_side(const rw_story *st, rw_slice us, bool army);
/* One is a body of the other, however far up. */
bool rw_same_side(const rw_story *st, rw_slice a, rw_slice b);
/* After the whole report: whose the people of a claim are where no words tell, and who attacks, where the report's acts have one doer. */
rw_slice rw_whose_side(const rw_story *st, const riwaya_claim *c, rw_slice attackers);
/* Who they are whom a noun for the dead or wounded tells without a number: "civilian casualties", "wounded among its soldiers". */
void rw_fill_victims(rw_story *st, rw_view *v, uint32_t s, const rw_draft *d, riwaya_party *out);
/* Whose a site or a column is that an act strikes: the patient of an attack that has none. */
void rw_find_struck(const rw_view *v, uint32_t s, const rw_draft *d, const rw_story *st, riwaya_claim *c);
/* After that: soldiers of a state are its army's; those who withdraw, are sent or surrender are whose act it is. */
void rw_settle_side(const rw_story *st, riwaya_claim *c);
rw_slice rw_sole_attacker(const rw_story *st, rw_slice but); /* but for those of the side of `but`, where given */
/* After the whole report: whose people, confidence. */
void rw_finish_claims(rw_story *st);
/* cause.c: fills in the claim's causes. place and date are the items it took them from, NULL for none. */
void rw_add_causes(rw_story *st, rw_view *v, const rw_frames *frames, const rw_draft *d, const rw_item *place,
	const rw_item *date, riwaya_claim *c);
/* missing.c: figures of a sentence that none of its claims, those from `first` on, holds. */
void rw_find_missing(
	rw_story *st, rw_view *v, uint32_t s, const rw_lattice *l, const rw_frames *frames, size_t first, rw_missings *out);
/* again.c: what somebody denies in the sentence that was told before it, or in it, and is not named again. */
void rw_deny_again(rw_story *st, rw_view *v, uint32_t s, const rw_frames *frames);
/* The kind of strike that the report told last, for a word that says only that there was one: the general word's own where none was. */
rw_slice rw_strike_told(const rw_story *st, rw_slice general);
/* spare.c: takes away claims of the sentence, those from `first` on, that say nothing beside its others; toll is one of them, or
 * SIZE_MAX, and follows. */
void rw_drop_spare(rw_story *st, size_t first, size_t *toll);
/* The chain of a claim: those who speak, origin first, and the outlet, once. */
void rw_close_chain(rw_story *st, const riwaya_link *links, size_t n, riwaya_claim *c);
/* Stable for the same bytes, engine and lexicon: of report, predicate and the places of evidence and figure. */
void rw_give_id(const rw_story *st, riwaya_claim *c);
/* Mentions of a sentence. */
void rw_find_mentions(rw_view *v, uint32_t s, const rw_frames *frames, rw_arena *a, rw_mentions *out);

#endif
