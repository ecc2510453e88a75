/* ledger.h: one incident while its ledger is being made. Private to this room.
 *
 * The steps, each a file: claims and origins (origin.c), lines with ranges and values (line.c), relations (relation.c for
 * figures, denial.c for denials and what claims imply, sentence.c for their words), timeline and framing (account.c).
 * A claim's index in `claims` stays: implied claims come after all others.
 */
#ifndef RW_LEDGER_H
#define RW_LEDGER_H

#include "group/group.h"

enum {
	RW_LEDGER_LINE_CLAIMS = 192,   /* distinct tellings of a line that are held against each other */
	RW_LEDGER_LINE_RELATIONS = 48, /* relations of one line */
	RW_LEDGER_PAIRS = 4096,        /* pairs of equal counts that are looked at for other victims or other hands */
	RW_LEDGER_VALUES = 64,         /* values of one line: those with most claims stay */
	RW_LEDGER_DENIALS =
		256, /* denials of one incident that are held against claims, and counts looked at for what they imply */
	RW_LEDGER_MOMENTS = 400,
	RW_LEDGER_FRAMINGS = 24,
	RW_LEDGER_NAMINGS = 200
};

/* A claim with what this room asks of it again and again. */
typedef struct rw_entry {
	riwaya_incident_claim out;
	riwaya_claim *implied; /* the claim itself where it is implied, else NULL */
	const rw_known *k;
	uint32_t index; /* in the report's claims */
	uint32_t predicate;
	uint32_t site;
	bool own_place; /* the sentence names the place */
	bool local;     /* … and it is none of the incident's main place */
	bool own_time;
	bool own_voice; /* the outlet's own word, with nobody behind it */
	bool copied;    /* stands in a passage copied from another report */
	bool over_time; /* a toll of more than the incident: of a year, a war, a week */
	riwaya_when told;
	rw_slice actor, role; /* of the patient; the actor may come from other claims with the same role */
	rw_slice group;       /* what its line is of: role class (line.c) */
	bool part;            /* of a whole told elsewhere: a narrower role, `part_of` */
	bool lesser; /* … or lower than another number of its speaker in the report, and a part or an earlier count */
	double low, high; /* what the words allow, whole numbers, with infinities */
	bool bounded, precise;
	uint32_t line; /* RW_NO for none */
} rw_entry;

typedef struct rw_draft {
	rw_facts *f;
	rw_arena *a;
	const rw_known *known;
	const rw_copy *copies;
	const rw_cluster *cluster;
	RW_VEC(rw_entry) claims;
	size_t n_stated; /* claims that are not implied */
	RW_VEC(riwaya_origin) origins;
	RW_VEC(riwaya_line) lines;
	RW_VEC(riwaya_relation) relations;
	double slack, slack_least, order_slack, confidence;
	rw_extent extent;
	int64_t stock; /* minutes after which another number of a stock is no contradiction */
} rw_draft;

/* a was told before b: -1; after: 1; at once or nobody knows: 0. */
int rw_told_order(riwaya_when a, riwaya_when b);

void rw_make_claims(rw_draft *l);                        /* fills claims, origins */
void rw_make_lines(rw_draft *l);                         /* fills lines and the claims' line */
void rw_make_figures(rw_draft *l);                       /* relations of figures, agents, patients */
void rw_make_denials(rw_draft *l);                       /* relations of denials; appends implied claims */
void rw_finish_relations(rw_draft *l);                   /* order, and implied claims into their lines */
void rw_make_account(rw_draft *l, riwaya_incident *out); /* timeline, framing, title */

/* Both counts can be of one number, with the room that readers grant. */
bool rw_figures_meet(const rw_draft *l, const rw_entry *a, const rw_entry *b, bool exact);
/* Two happenings within the incident, told apart by place or by time; on says by which. */
bool rw_two_happenings(const rw_draft *l, const rw_entry *a, const rw_entry *b, riwaya_on *on);
/* The scope that the claim has here: a toll since the day on which the incident began is the incident's. */
riwaya_scope_kind rw_scope_here(const rw_entry *e);
bool rw_plain_role(const rw_draft *l, const rw_entry *e);
bool rw_roles_compatible(const rw_draft *l, rw_slice a, rw_slice b);

/* Appends a relation between claims i and j; a becomes the one told earlier. `order` keeps i as a where it is true. */
riwaya_relation *rw_relate(rw_draft *l, riwaya_relation_type type, riwaya_on on, uint32_t i, uint32_t j, bool keep);
/* Writes its sentence; key as in labels.reconcile.tsv ("rel.contradiction.figure"). */
void rw_relation_say(rw_draft *l, riwaya_relation *r, const char *key); /* not where only counts are asked for */

/* A key for maps: numbers as they lie in memory, then words. Far cheaper than to print them. */
rw_slice rw_key(rw_arena *a, const double *numbers, size_t n, const rw_slice *words, size_t n_words);
#define RW_NUMBERS(...) (const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double)
#define RW_WORDS(...) (const rw_slice[]){__VA_ARGS__}, sizeof((const rw_slice[]){__VA_ARGS__}) / sizeof(rw_slice)
/* "a source not named (in Orient, 21 January 2022)". */
riwaya_bilingual rw_say_teller(rw_draft *l, const rw_entry *e);
#endif
