/* group.h: which reports copy one another, and which tell of one incident.
 *
 * Reports come in the order told (then by id): rw_reconcile sorts them. The result is a function of the set. Everything that
 * decides is weighed: evidence has named weights (lexicon/policy.group.tsv), and the sentences that say why come
 * from the evidence that counted.
 *
 * Copies    copies.h.
 * Threads   A report is read as one *thread* of claims, or as several where it is a round-up: claims that it places in another town
 *           than its main one. Threads are grouped, not reports.
 * Dates     Threads that have a date (published, or told in the words) are grouped among themselves. One without joins an
 *           incident only when it tells what those reports tell in many particulars; else it stays apart.
 * Bounds    A thread is weighed against at most RW_GROUP_NEIGHBOURS others of its town and against as many of its region.
 */
#ifndef RW_GROUP_H
#define RW_GROUP_H

#include "group/copies.h"

enum {
	RW_GROUP_NEIGHBOURS = 64,
	RW_GROUP_SITES = 64,       /* places of a report */
	RW_GROUP_PARTICULARS = 256 /* particulars of a thread or cluster */
};

/* --- incidents (incident.c) ------------------------------------------------------------------------------------ */
typedef struct rw_member {
	uint32_t report;
	riwaya_part part;
	uint32_t of;
	riwaya_bilingual why;
	const uint32_t *claims; /* indices into the report's claims, ascending */
	size_t n_claims;
} rw_member;

typedef struct rw_cluster {
	rw_slice id;
	rw_member *members; /* by report */
	size_t n_members;
	uint32_t site; /* where, RW_NO where none says */
	riwaya_when time;
	const uint32_t *acts; /* predicates, most told first */
	size_t n_acts;
} rw_cluster;

typedef struct rw_groups {
	rw_cluster *clusters; /* earliest first */
	size_t n_clusters;
	riwaya_apart *apart; /* near: index of a cluster */
	size_t n_apart;
	rw_copy *copies;
} rw_groups;

void rw_group(rw_facts *f, rw_arena *a, const rw_known *known, size_t n, rw_groups *out);

/* When a claim was told: its own word, else its report's publication. */
riwaya_when rw_told(const rw_known *k, const riwaya_claim *c);
/* A stretch of text's time [from, to] is known to the day at least. */
bool rw_when_daily(riwaya_when w);

/* --- threads (thread.c) ---------------------------------------------------------------------------------------- */
typedef struct rw_set256 {
	uint64_t w[RW_MAX_PREDICATES / 64];
} rw_set256;
static inline void rw_set_add(rw_set256 *s, uint32_t i) {
	if (i < RW_MAX_PREDICATES) s->w[i / 64] |= (uint64_t)1 << (i % 64);
}
static inline bool rw_set_has(const rw_set256 *s, uint32_t i) {
	return i < RW_MAX_PREDICATES && (s->w[i / 64] >> (i % 64) & 1);
}

/* What a thread says of one thing: predicate, whom it befell, by whom, how many. */
typedef struct rw_particular {
	uint32_t predicate;
	rw_slice actor, agent;
	double low, high;
	bool has_low, has_high, precise; /* precise: a number was said, not an order or "some" */
	uint32_t site;
	const riwaya_claim *claim;
	uint32_t reports; /* of a cluster: how many tell it */
} rw_particular;

typedef struct rw_thread {
	uint32_t report;
	bool main;       /* the report's own thread; others are its round-up's */
	bool weak;       /* too little of its own: an incident only with others */
	bool background; /* all its claims are */
	const uint32_t *claims;
	size_t n_claims;
	uint32_t site, town, region;
	bool dated;     /* from/to are known */
	bool told_time; /* … from words of the report */
	int64_t from, to;
	rw_set256 acts;  /* predicates of its actual claims */
	rw_set256 named; /* … and those that its words name besides */
	rw_particular *particulars;
	size_t n_particulars;
	rw_slice *actors; /* sorted */
	size_t n_actors;
	uint32_t *sites; /* places that it names, in order of naming */
	size_t n_sites;
} rw_thread;

typedef RW_VEC(rw_thread) rw_threads;
void rw_threads_of(rw_facts *f, rw_arena *a, const rw_known *known, uint32_t report, rw_threads *out);

/* --- weighing (weigh.c) ---------------------------------------------------------------------------------------- */
typedef enum rw_evidence {
	RW_EVIDENCE_SPOT,
	RW_EVIDENCE_TOWN,
	RW_EVIDENCE_INSIDE,
	RW_EVIDENCE_SAME_TOWN,
	RW_EVIDENCE_REGION,
	RW_EVIDENCE_PLACE_APART,
	RW_EVIDENCE_SAME_TIME,
	RW_EVIDENCE_NEAR_TIME,
	RW_EVIDENCE_LATER,
	RW_EVIDENCE_LATE,
	RW_EVIDENCE_OTHER_DAY,
	RW_EVIDENCE_ACT,
	RW_EVIDENCE_ACT_NAMED,
	RW_EVIDENCE_OTHER_ACT,
	RW_EVIDENCE_AGENT_APART,
	RW_EVIDENCE_PARTICULAR,
	RW_EVIDENCE_GENERAL,
	RW_EVIDENCE_NUMBER,
	RW_EVIDENCE_ACTOR,
	RW_EVIDENCE_MAIN_ACT,
	RW_EVIDENCE_MAIN_ACT_MISSING,
	RW_EVIDENCE_NUMBER_APART,
	RW_EVIDENCE_OTHER_PLACE,
	RW_EVIDENCE_OTHER_ACTOR,
	RW_EVIDENCE_COUNT
} rw_evidence;

typedef struct rw_weights {
	double w[RW_EVIDENCE_COUNT], most[RW_EVIDENCE_COUNT];
	double join, join_undated, far_days, longest_days, pull;
} rw_weights;

void rw_weights_load(const rw_facts *f, rw_weights *w);

/* How two threads, or a thread and a cluster, stand: how often each kind of evidence was met, and what it comes to. */
typedef struct rw_weighing {
	double times[RW_EVIDENCE_COUNT];
	double score;
} rw_weighing;

void rw_weigh_threads(const rw_facts *f, const rw_weights *w, const rw_thread *a, const rw_thread *b, rw_weighing *out);

/* What a cluster's dated threads tell together. */
typedef struct rw_summary {
	const rw_thread **threads;
	size_t n_threads;
	uint32_t site, town, region;
	int64_t from, to;
	rw_particular *particulars;
	size_t n_particulars;
	uint32_t n_told[RW_MAX_PREDICATES];  /* threads that tell the predicate */
	uint32_t n_named[RW_MAX_PREDICATES]; /* … or name it */
} rw_summary;

typedef RW_VEC(riwaya_bilingual) rw_sentences;
/* An undated thread against a cluster; the clues as sentences where the vectors are not NULL. */
void rw_weigh_undated(rw_facts *f, rw_arena *a, const rw_weights *w, const rw_thread *t, const rw_known *k,
	const rw_summary *s, rw_weighing *out, rw_sentences *clues_for, rw_sentences *clues_against);

/* The phrase for what a claim tells ("about 110 ISIS detainees recaptured"). phrase.c */
riwaya_bilingual rw_say_claim(rw_facts *f, const riwaya_claim *c, bool with_place);
/* … of whom it tells, counted: "about 110 ISIS detainees"; any: of a denial ("any ISIS detainees"). *one: of one alone. */
riwaya_bilingual rw_say_whom(
	const rw_facts *f, const riwaya_party *who, rw_slice unit, const riwaya_figure *figure, bool any, bool *one);
#endif
