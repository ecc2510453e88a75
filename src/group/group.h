/* group.h: which reports copy one another, and which tell of one incident.
 *
 * Reports come in the order told (then by id): rw_reconcile sorts them. The result is a function of the set and of people's words.
 * Everything that decides is weighed: evidence has named weights (lexicon/policy.group.tsv), and the sentences that say why come
 * from the evidence that counted.
 *
 * Grouping goes in stages, so that who keeps what the early ones found (store/) need group anew only what changed. rw_group does all.
 *   threads     A report is read as one *thread* of claims, or as several where it is a round-up: claims that it places in another town
 *               than its main one; and claims of a day long past beside news, or of another such day. A report of which nothing is news
 *               (an anniversary) has its main thread on the day that it retells. Threads are grouped, not reports. A function of
 *               the report alone.
 *   keys        A dated thread lies in the *bucket* of its town and in that of its region, at its place in time there. Within
 *               RW_GROUP_NEIGHBOURS ranks of one another two threads of a bucket are *neighbours*; in a region's bucket only where one of
 *               them is wide: its town is not known by an id. (Two towns with ids are never of one incident.) The place in time is
 *               the day, then the kind of act, then the time told and published, the report's id and the thread's number in it: so in a
 *               place with hundreds of reports a day neighbours are those of its day that tell of the same kind of act.
 *   meetings    Neighbours of two reports that weigh `join` or more meet. Whether two neighbours meet is a function of the two alone.
 *   copies      copies.h. A report that copies another from a share on (reprint.pull) goes where that one is.
 *   bonds       People's words: two threads belong together, or do not. They go before everything else.
 *   standings   rw_resolve: which threads are one group. Threads that no chain of meetings, copies and bonds of belonging links have
 *               nothing to do with each other, but that an undated report's group is judged against groups of its place. So over any
 *               set of threads that is closed under those links, dated groups are what they are over the whole; and an
 *               undated report stands where it stands over the whole if the set holds the RW_GROUP_NEAR groups that its hint chooses.
 *   clusters    rw_describe: groups with their members and the reasons, from standings. A function of each group's threads alone.
 */
#ifndef RW_GROUP_H
#define RW_GROUP_H

#include "group/copies.h"

enum {
	RW_GROUP_NEIGHBOURS = 64,
	RW_GROUP_NEAR = 12,        /* groups against which an undated report is judged */
	RW_GROUP_ORDER = 24,       /* bytes of a place in time */
	RW_GROUP_DAY = 4,          /* … of which these are its day */
	RW_GROUP_SITES = 64,       /* places of a report */
	RW_GROUP_PARTICULARS = 256 /* particulars of a thread or cluster */
};

/* --- threads (thread.c) ---------------------------------------------------------------------------------------- */
/* When a claim was told: its own word, else its report's publication. */
riwaya_when rw_told(const rw_known *k, const riwaya_claim *c);
/* A stretch of text's time [from, to] is known to the day at least. */
bool rw_when_daily(riwaya_when w);

typedef struct rw_set256 {
	uint64_t w[RW_MAX_PREDICATES / 64];
} rw_set256;
static inline void rw_set_add(rw_set256 *s, uint32_t i) {
	if (i < RW_MAX_PREDICATES) s->w[i / 64] |= (uint64_t)1 << (i % 64);
}
static inline bool rw_sets_meet(const rw_set256 *a, const rw_set256 *b) {
	uint64_t both = 0;
	for (size_t i = 0; i < RW_COUNT(a->w); i++) both |= a->w[i] & b->w[i];
	return both != 0;
}
static inline bool rw_set_empty(const rw_set256 *s) { return !rw_sets_meet(s, s); }
static inline bool rw_set_has(const rw_set256 *s, uint32_t i) {
	return i < RW_MAX_PREDICATES && (s->w[i / 64] >> (i % 64) & 1);
}

/* What a thread says of one thing: predicate, whom it befell, by whom, how many. */
typedef struct rw_particular {
	uint32_t predicate;
	uint32_t actor, agent; /* parties (rw_party_of), RW_NO where none is told */
	double low, high;
	bool has_low, has_high, precise; /* precise: a number was said, not an order or "some" */
	bool again;                      /* the thread told the same of the same party before */
	uint32_t site;
	const riwaya_claim *claim;
} rw_particular;

/* Both tell the same thing of the same party (by the same one, as far as they say). weigh.c */
bool rw_same_particular(const rw_facts *f, const rw_particular *a, const rw_particular *b);

typedef struct rw_thread {
	uint32_t report;
	uint32_t number; /* in its report: 0 is the report's own, others are its round-up's */
	bool main;       /* number 0 */
	bool weak;       /* too little of its own: an incident only with others */
	bool background; /* all its claims are, or it retells */
	bool retells; /* what it holds to have happened was long past when it came out; its time is that of what it retells */
	const uint32_t *claims;
	size_t n_claims;
	uint32_t site, town, region;
	uint32_t around; /* of a site that no table has: the town that the report names most, RW_NO for none */
	bool dated;      /* from/to are known */
	bool told_time;  /* … from words of the report */
	int64_t from, to;
	rw_set256 acts;               /* predicates of its actual claims */
	rw_set256 named;              /* … and those that its words name besides */
	rw_set256 told;               /* predicates of its particulars */
	rw_set256 kinds, kinds_named; /* of hostile acts among acts, among named (rw_predicate.kind) */
	bool sudden;                  /* its hostile acts are over in moments, all of them */
	rw_particular *particulars;
	size_t n_particulars;
	uint32_t *by_predicate; /* predicate << 16 | index of each particular, ascending */
	uint32_t *agents;       /* of its hostile acts, each once, ascending */
	size_t n_agents;
	uint32_t *actors; /* parties that it names, ascending */
	size_t n_actors;
	uint32_t *sites; /* places that it names, in order of naming */
	size_t n_sites;
} rw_thread;

/* Told of a day long past beside what the report is about: it adds to an incident of that day and makes none. */
static inline bool rw_in_passing(const rw_thread *t) { return t->retells && t->weak; }

typedef RW_VEC(rw_thread) rw_threads;
/* Sorts numbers and leaves one of each; how many there are then. */
size_t rw_each_once(uint32_t *p, size_t n);
/* Appends the threads of known[report], the main one first. They hold numbers of f and go with it. */
void rw_threads_of(rw_facts *f, rw_arena *a, const rw_known *known, uint32_t report, rw_threads *out);

/* --- keys (keys.c) ---------------------------------------------------------------------------------------------- */
/* The same for the same report and lexicon, on every machine: fit to be kept. */
typedef struct rw_keys {
	rw_slice town, region;               /* buckets; absent: it lies in none */
	bool wide;                           /* in the region's bucket it is a neighbour of all, others of wide ones only */
	unsigned char order[RW_GROUP_ORDER]; /* place in time, in both; memcmp */
} rw_keys;

void rw_keys_of(const rw_facts *f, rw_arena *a, const rw_known *known, const rw_thread *t, rw_keys *out);

/* What an undated report is held against groups by, without reading them: bytes to be kept. */
typedef struct rw_hint {
	rw_slice home; /* the widest place that is no region: only groups of one home are near; absent: near nothing */
	rw_slice bytes;
} rw_hint;

/* Of an undated thread, or of the dated threads of a group; at a site. */
rw_hint rw_hint_of(
	const rw_facts *f, rw_arena *a, const rw_known *known, const rw_thread *const *threads, size_t n, uint32_t site);
/* The groups near a thread, by their hints' bytes: at most RW_GROUP_NEAR indices, those with most in common first, then the earliest. */
size_t rw_hints_near(rw_slice thread, const rw_slice *groups, size_t n, uint32_t out[RW_GROUP_NEAR]);

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
	/* the most that what is told (where predicates are shared), and all else but place, time and acts, can add */
	double left_told, left;
} rw_weights;

const char *rw_evidence_name(rw_evidence e); /* as the table policy has it: "spot" */
void rw_weights_load(const rw_facts *f, rw_weights *w);

/* How two threads, or a thread and a cluster, stand: how often each kind of evidence was met, and what it comes to. */
typedef struct rw_weighing {
	double times[RW_EVIDENCE_COUNT];
	double score;
} rw_weighing;

/* Symmetric in the two. */
void rw_weigh_threads(const rw_facts *f, const rw_weights *w, const rw_thread *a, const rw_thread *b, rw_weighing *out);
/* Whether two neighbours meet; the weighing is filled where they do. */
bool rw_threads_meet(const rw_facts *f, const rw_weights *w, const rw_thread *a, const rw_thread *b, rw_weighing *out);

/* The day from which on (sign -1), or up to which (1), (keys.c) neighbours of a place in time can meet it: others lie too far off. */
void rw_order_from(const rw_weights *w, rw_slice order, int sign, unsigned char out[RW_GROUP_DAY]);

typedef struct rw_meeting {
	uint32_t a, b; /* threads, a < b */
} rw_meeting;
typedef RW_VEC(rw_meeting) rw_meetings;
/* All meetings among threads, of which keys[i] are the keys, ascending and each once. keys.c */
void rw_meetings_of(const rw_facts *f, const rw_weights *w, rw_arena *a, const rw_threads *threads, const rw_keys *keys,
	rw_meetings *out);

/* What a cluster's dated threads tell together. */
typedef struct rw_summary {
	const rw_thread **threads;
	size_t n_threads;
	uint32_t site, town, region;
	rw_particular *particulars;
	size_t n_particulars;
	rw_set256 named; /* what any of them names */
	/* how many of them tell of each kind of hostile act, and name it */
	uint32_t telling[RW_MAX_PREDICATES], naming[RW_MAX_PREDICATES];
	uint32_t *agents, *actors, *sites; /* of all of them, each once */
	size_t n_agents, n_actors, n_sites;
} rw_summary;

/* Of the dated ones among threads that don't tell in passing. */
const rw_summary *rw_summary_of(const rw_facts *f, rw_arena *a, const rw_thread *const *threads, size_t n);
/* As bytes to be kept, and back, as other facts of the same lexicon number things; without its threads and claims, so that no sentence can be
 * made of it. False: the bytes are not such. summary.c */
rw_slice rw_summary_pack(const rw_facts *f, rw_arena *a, const rw_summary *s);
bool rw_summary_unpack(rw_facts *f, rw_arena *a, rw_slice bytes, rw_summary *out);

typedef RW_VEC(riwaya_bilingual) rw_sentences;
/* An undated thread against a cluster; the clues as sentences where the vectors are not NULL. */
void rw_weigh_undated(rw_facts *f, rw_arena *a, const rw_weights *w, const rw_thread *t, const rw_known *k,
	const rw_summary *s, rw_weighing *out, rw_sentences *clues_for, rw_sentences *clues_against);

/* --- standings (resolve.c) -------------------------------------------------------------------------------------- */
/* A person's word on two threads. Bonds are taken in the order given: one that contradicts those before it is void. */
typedef struct rw_bond {
	uint32_t a, b;
	bool apart; /* they do not belong together, and nothing may bring them into one group */
} rw_bond;

/* A group with a date whose threads are not at hand: undated ones are judged against it all the same. */
typedef struct rw_kept_group {
	rw_hint hint;
	const rw_summary *summary;
} rw_kept_group;

typedef struct rw_standing {
	uint32_t group; /* one of its threads stands for it, for kept[i] threads->n + i; RW_NO: apart */
	uint32_t near;  /* of one apart: the group that it lies nearest */
	bool judged;    /* undated, and put into its group for what it tells */
	double score;   /* of an undated one: what it weighed with that group or the one near it */
} rw_standing;

/* What the stages before found, on reports in the order told. */
typedef struct rw_found {
	const rw_known *known;
	size_t n;
	const rw_threads *threads; /* of all reports, in their order */
	const rw_meeting *meetings;
	size_t n_meetings;
	const rw_copy *copies; /* copies[i] of known[i] */
	const rw_bond *bonds;  /* bonds apart may name kept[i] as threads->n + i */
	size_t n_bonds;
	const rw_kept_group *kept;
	size_t n_kept;
} rw_found;

/* standings[i] of threads->p[i]; in arena a. */
rw_standing *rw_resolve(rw_facts *f, rw_arena *a, const rw_weights *w, const rw_found *found);

/* How much of an incident is asked for. */
typedef enum rw_extent {
	RW_EXTENT_ALL,
	RW_EXTENT_LINES, /* neither timeline nor framing */
	RW_EXTENT_COUNTS /* nor sentences: no reasons of members, and relations that say nothing */
} rw_extent;

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
	uint32_t group;     /* as its standings have it */
	rw_member *members; /* by report */
	size_t n_members;
	uint32_t site; /* where, RW_NO where none says */
	riwaya_when time;
	const uint32_t *acts; /* predicates, most told first */
	size_t n_acts;
	rw_hint hint; /* of its dated threads; absent where it has none */
	const rw_summary *summary;
} rw_cluster;

typedef struct rw_groups {
	rw_cluster *clusters; /* in the order of their first threads */
	size_t n_clusters;
	riwaya_apart *apart; /* near: index of a cluster */
	size_t n_apart;
	const rw_copy *copies;
} rw_groups;

/* Standings are those of rw_resolve on these threads or on more; a group's reports, meetings, copies and bonds must be there. */
void rw_describe(rw_facts *f, rw_arena *a, const rw_weights *w, const rw_found *found, const rw_standing *standings,
	rw_extent extent, rw_groups *out);

/* The id of an incident that began with a thread: number `number` of a report by its id. A store gives names so too, and keeps them. */
rw_slice rw_incident_id(rw_arena *a, rw_slice report, uint32_t number);

/* The stages up to copies, without bonds. */
void rw_find(rw_facts *f, rw_arena *a, const rw_weights *w, const rw_known *known, size_t n, rw_found *out);
/* All stages. */
void rw_group(rw_facts *f, rw_arena *a, const rw_known *known, size_t n, rw_groups *out);

/* The phrase for what a claim tells ("about 110 ISIS detainees recaptured"). phrase.c */
riwaya_bilingual rw_say_claim(rw_facts *f, const riwaya_claim *c, bool with_place);
/* … of whom it tells, counted: "about 110 ISIS detainees"; any: of a denial ("any ISIS detainees"). *one: of one alone. */
riwaya_bilingual rw_say_whom(
	const rw_facts *f, const riwaya_party *who, rw_slice unit, const riwaya_figure *figure, bool any, bool *one);
#endif
