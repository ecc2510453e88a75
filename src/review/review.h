/* review.h: what people decide about claims, mentions, reports and incidents, and what comes of it.
 *
 * A *review* is one decision of one person at one time, with a reason. It is written once and never changed; its id is made of what it says, so that
 * the same review is the same in every store. docs/reviews.md has the JSON of each kind.
 *
 * Target    A review holds to bytes: the report's SHA-256, a field, a range, the words that stand there, and for a claim its predicate and
 *           figure besides. Another lexicon may find other claims, another reader may leave out other furniture: the words are looked for, in their
 *           old place first. A review that no longer finds its place is an *orphan*, with the reason; nothing is lost and nothing guessed.
 * Counting  Reviews of one thing are taken in the order of their time, then id: the last one counts, all are shown, and where two people hold
 *           different things of a claim it is marked disputed. A review that its author withdrew has no effect. Where the policy asks for a second
 *           pair of eyes, a decision has effect when another author seconds it, or decides the same.
 * Purity    What comes out is a function of the reports and the set of reviews, whatever their order.
 *
 *     rw_review_parse(a, bytes, &review, err);                    // one review, checked
 *     rw_review_known(f, &review, err);                           // its ids are in the lexicon: for new ones
 *     rw_review_write(a, &review);                                // its bytes, as they are kept
 *     rw_review_settle(a, reviews, n, &policy);                   // which have effect: fills .state
 *     rw_review_apply(f, a, &known, reviews, n, &out, &orphans);  // on one report
 *     rw_review_sayings(a, reviews, n, &sayings);                 // what belongs together: rw_review_bonds, rw_review_copies
 *     rw_review_ledger(a, reviews, n, &reconciliation, &orphans); // titles and grades of incidents
 */
#ifndef RW_REVIEW_H
#define RW_REVIEW_H

#include "group/group.h"

enum {
	RW_REVIEW_BYTES = 256 << 10, /* of one review */
	RW_REVIEW_WORDS = 64 << 10,  /* bytes of marked words, a reason, a title */
	RW_REVIEW_REPORTS = 200,     /* reports that one review names, on each side */
	RW_REVIEW_LINKS = 16,        /* links of a chain that one gives */
	RW_REVIEW_ID = 16,           /* digits of an id */
};

/* Words of a report, by their place. field NONE: none are marked. */
typedef struct rw_marked {
	riwaya_span at;
	rw_slice words;
} rw_marked;

/* A claim, by the words that carry it and what it says. */
typedef struct rw_claim_mark {
	rw_marked mark;
	rw_slice predicate;
	rw_marked figure; /* words alone where its place is not known; field NONE and words absent for a claim without */
} rw_claim_mark;

/* What a correction sets, and what an added claim says. */
typedef struct rw_party_change {
	bool given, none; /* none: there is no such party */
	rw_marked mark;
	bool has_actor, has_role;
	rw_slice actor, role; /* absent: taken away */
} rw_party_change;

typedef struct rw_link_change {
	rw_marked mark;
	rw_slice name, actor;
	riwaya_link_kind kind;
	bool named;
} rw_link_change;

enum {
	RW_SET_PREDICATE = 1,
	RW_SET_POLARITY = 2,
	RW_SET_DENIES = 4,
	RW_SET_MODALITY = 8,
	RW_SET_FIGURE = 16,
	RW_SET_COUNTS = 32,
	RW_SET_UNIT = 64,
	RW_SET_SCOPE = 128,
	RW_SET_PLACE = 256,
	RW_SET_TIME = 512,
	RW_SET_CHAIN = 1024,
	RW_SET_STANCE = 2048,
};

typedef struct rw_change {
	unsigned sets;
	rw_slice predicate, unit;
	riwaya_polarity polarity;
	riwaya_denies denies;
	riwaya_modality modality;
	riwaya_counts counts;
	riwaya_scope_kind scope;
	riwaya_stance stance;
	riwaya_figure figure; /* bounds left open are made by rw_figure_bounds; qualifier NONE: there is no figure */
	bool bounds;          /* low and high were given */
	rw_marked figure_mark, place_mark, time_mark;
	rw_party_change patient, agent;
	rw_slice place; /* absent: none */
	riwaya_when time;
	rw_link_change *chain; /* origin first; the outlet follows by itself */
	size_t n_chain;
} rw_change;

/* A line of a ledger: what tells it apart from others. */
typedef struct rw_line_mark {
	rw_slice predicate, unit, actor, role, place;
	riwaya_scope_kind scope;
} rw_line_mark;

typedef enum rw_review_state {
	RW_REVIEW_COUNTS,
	RW_REVIEW_WAITS,     /* for a second pair of eyes */
	RW_REVIEW_WITHDRAWN, /* by its author */
	RW_REVIEW_IDLE,      /* a withdrawal or second of nothing that is here, or of what it may not speak of */
} rw_review_state;

typedef struct rw_review {
	rw_slice id, by, at, why;
	int64_t moment; /* `at`: milliseconds since 1970 */
	riwaya_review_kind kind;
	rw_slice report;             /* its SHA-256 (of join maybe with a place), absent where the review is about none */
	rw_claim_mark claim;         /* accept correct reject note */
	rw_marked mark;              /* add identify */
	rw_change set;               /* correct add */
	rw_slice actor, place, role; /* identify: whom or what the words name */
	riwaya_when published;       /* publish */
	rw_slice with;               /* join: a report of that incident; reprint: the report it copies, absent for none */
	/* merge: reports that belong together; split: `reports` do not belong with `from`. "SHA-256" is what a report is about, "SHA-256@place" what a
	 * round-up tells of a place. So for join, of both. */
	rw_slice *reports, *from;
	size_t n_reports, n_from;
	rw_slice incident; /* rename grade note */
	riwaya_bilingual title;
	riwaya_grade grade;
	bool on_line;
	rw_line_mark line;
	rw_slice review;       /* withdraw second: the id of another */
	rw_review_state state; /* rw_review_settle */
} rw_review;

/* --- as JSON (parse.c, write.c) ----------------------------------------------------------------------------------- */
/* One review. Members that its kind does not have, words that are none of their list and ids that are not of its bytes are FORMAT, with the
 * offset. An id may be left out: it is made. Slices are copies in a. */
riwaya_status rw_review_parse(rw_arena *a, rw_slice bytes, rw_review *out, riwaya_error *err);
/* Its one form, without an end of line: the same review is the same bytes. */
rw_slice rw_review_write(rw_arena *a, const rw_review *r);
/* What it decides, without who, when, why and id: equal for two that decide the same. */
rw_slice rw_review_says(rw_arena *a, const rw_review *r);
/* Predicates, actors, roles, units and places that it names are rows of the lexicon; ARGUMENT where one is not. */
riwaya_status rw_review_known(const rw_facts *f, const rw_review *r, riwaya_error *err);
/* The claim as a review of it would mark it. */
rw_claim_mark rw_mark_claim(const riwaya_claim *c);

/* --- which have effect (settle.c) --------------------------------------------------------------------------------- */
typedef struct rw_review_policy {
	bool second; /* a decision has effect when two people hold it; notes always have */
} rw_review_policy;
/* Sorts them by time, then id, and fills .state. All reviews that speak of one another must be there. */
void rw_review_settle(rw_arena *a, rw_review *reviews, size_t n, const rw_review_policy *policy);

/* --- what comes of them (apply.c, incident.c) ---------------------------------------------------------------------- */
/* docs/reviews.md and labels show_orphan_… say what each means. */
#define RW_ORPHAN_MAP(X)                                                                                               \
	X(WORDS_GONE, words_gone)                                                                                          \
	X(WORDS_SEVERAL, words_several)                                                                                    \
	X(NO_CLAIM, no_claim)                                                                                              \
	X(SEVERAL_CLAIMS, several_claims)                                                                                  \
	X(NO_PREDICATE, no_predicate) X(NO_REPORT, no_report) X(NO_INCIDENT, no_incident) X(NO_LINE, no_line)
typedef enum rw_orphan_why {
#define RW_ORPHAN_WHY(n, w) RW_ORPHAN_##n,
	RW_ORPHAN_MAP(RW_ORPHAN_WHY) RW_ORPHAN_COUNT
} rw_orphan_why;
typedef struct rw_orphan {
	const rw_review *review;
	rw_orphan_why why;
} rw_orphan;
typedef RW_VEC(rw_orphan) rw_orphans;
const char *rw_orphan_word(rw_orphan_why why); /* for programs */

/* The report as people have it: claims corrected and added, those rejected apart (out->rejected), its date, who and where mentions are. `reviews`
 * are settled; those of other reports are left out of account. */
void rw_review_apply(rw_facts *f, rw_arena *a, const rw_known *known, const rw_review *reviews, size_t n, rw_known *out,
	rw_orphans *orphans);
/* Where marked words stand now. */
bool rw_review_find(const riwaya_report *r, const rw_marked *m, riwaya_span *out, rw_orphan_why *why);

/* Titles that people gave, grades and notes, on the incidents that a reconciliation made. */
void rw_review_ledger(rw_arena *a, const rw_review *reviews, size_t n, riwaya_reconciliation *r, rw_orphans *orphans);
/* --- what belongs together (bond.c) -------------------------------------------------------------------------------- */
typedef enum rw_saying_kind { RW_SAYING_TOGETHER, RW_SAYING_APART, RW_SAYING_COPY } rw_saying_kind;
/* One pair: "SHA-256" or "SHA-256@place"; of a copy, a copies b, which is absent where it copies none. */
typedef struct rw_saying {
	rw_saying_kind kind;
	rw_slice a, b;
	const rw_review *review;
} rw_saying;
typedef RW_VEC(rw_saying) rw_sayings;
typedef RW_VEC(rw_bond) rw_bonds;
/* What settled reviews say, latest first, as rw_resolve takes bonds. */
void rw_review_sayings(rw_arena *a, const rw_review *reviews, size_t n, rw_sayings *out);
/* The report of "SHA-256@place", and the place (absent for none). */
rw_slice rw_report_named(rw_slice name, rw_slice *place);
/* Of a report's threads, which begin at threads->p[first], the one that tells of the place, without a place its own; RW_NO where none does. */
uint32_t rw_review_thread(rw_facts *f, const rw_threads *threads, uint32_t first, rw_slice place);
/* On a set: bonds between its threads. Sayings of which a report is not there are orphans (NULL: they are left out). */
void rw_review_bonds(rw_facts *f, rw_arena *a, const rw_sayings *sayings, const rw_known *known, size_t n,
	const rw_threads *threads, rw_bonds *out, rw_orphans *orphans);
/* … and what its reports copy. */
void rw_review_copies(
	rw_arena *a, const rw_sayings *sayings, const rw_known *known, size_t n, rw_copy *copies, rw_orphans *orphans);

/* --- agreement between reviewers (agree.c) ------------------------------------------------------------------------- */
enum { RW_JUDGED = 3 /* accepted, corrected, rejected */ };
typedef struct rw_agreement {
	rw_slice a, b;                        /* in byte order */
	uint64_t table[RW_JUDGED][RW_JUDGED]; /* claims that a judged as the row says and b as the column */
	uint64_t both, alike;
	double share, kappa; /* Cohen's, over the three kinds */
	bool has_kappa;      /* false where one kind alone was ever given, or nothing was judged by both */
} rw_agreement;
typedef struct rw_judges {
	rw_arena *a;
	RW_VEC(rw_agreement) pairs;
	rw_map of_pair;
} rw_judges;
/* Counts the decisions of a report's claims (of rw_review_apply's result, rejected ones too); each person's last one. */
void rw_judges_add(rw_judges *j, const riwaya_claim *claims, size_t n);
/* Pairs in byte order, their measures filled in. */
void rw_judges_end(rw_judges *j);

/* --- showing (show.c) -------------------------------------------------------------------------------------------- */
/* Settled reviews, a JSON line each: {"review": …, "state": "counts|waits|withdrawn|idle", "orphan": why or null}. `orphans` may be NULL. */
bool rw_show_reviews_json(
	rw_arena *scratch, const rw_review *reviews, size_t n, const rw_orphans *orphans, riwaya_sink sink);
bool rw_show_reviews_text(const rw_lexicon *lx, rw_arena *scratch, const rw_review *reviews, size_t n,
	const rw_orphans *orphans, const riwaya_show *show, riwaya_sink sink);
bool rw_show_agreement_json(const rw_judges *judges, riwaya_sink sink);
bool rw_show_agreement_text(
	const rw_lexicon *lx, rw_arena *scratch, const rw_judges *judges, const riwaya_show *show, riwaya_sink sink);

#endif
