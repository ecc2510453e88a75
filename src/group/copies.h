/* copies.h: which reports copy one another.
 *
 * What is found is a function of single reports and of pairs, so that a store can keep it up as reports come, in any order, and have
 * what the whole set gives. Nothing depends on how many reports there are or on what the others say.
 *
 *   wording(r)     the words of a report's text, folded, marks left out, the first RW_GROUP_WORDS of them, each with a weight that is
 *                  a fact of the language: little for words that all news is made of (lexicon/common.tsv), most for figures.
 *   key(r)         a hash of those words; 0 where they weigh too little to make a passage: such a text copies nothing and is copied by nothing.
 *   stands(r)      key(r) is not 0, and of the reports with that key none before r, in the order told, stands; or r was told anew (rw_told_anew)
 *                  after the last one that does. What a thousand outlets pass on word for word stands once. For those that do not
 *                  stand the last one before them that does, stands.
 *   prints(r)      hashes of shingles of RW_GROUP_SHINGLE words: all of a post's, some thirty of a report's of 300 words, a tenth of a longer
 *                  one's. Two texts that share RW_GROUP_WINDOW + RW_GROUP_SHINGLE - 1 words in a row share a print.
 *   candidates(r)  of a report that stands: for each of its prints the last RW_GROUP_COMMON reports before r that stand and have it
 *                  (what is copied is mostly new). Of an r without a date, which may copy anything: the first RW_GROUP_COMMON that have a date,
 *                  which stay the same as the years go by, and the last RW_GROUP_COMMON before r that have none. Of all these, where
 *                  they share RW_GROUP_SHARED prints with r, the RW_GROUP_COPIES that share most of them in this way, where a print counts the more the fewer of them have it; of
 *                  equals the earlier.
 *   measure(a, b)  whether one of two reports, a before b, copies the other, which, and how much. Of the two alone.
 *   offers         of each report that stands with each of its candidates: measure. Of each that has a key and does not stand with the
 *                  one that stands for it: measure as well, which is quick there.
 *   copy(r)        the best of the offers made to r (rw_best_offer).
 *
 * The order told: reports with a date first, by the time they were published, then by id, then by file (rw_in_order_told).
 *
 * Step by step: a report r comes. First who stands for its text: the reports with its key are gone through, from r on. Who stands now joins
 * the lists of its prints, who stands no more leaves them; those that do not stand are measured with the one that stands for them. Then
 * candidates: they are found for a report that has joined, and found again for those that stand among the RW_GROUP_COMMON next ones behind it on each
 * of its lists (of those with a date or of those without, as it is), and for all without a date where it is among the first RW_GROUP_COMMON; and
 * likewise when one has left. A pair that is no longer one of these offers nothing; one that was measured need not be
 * measured again. So a report that comes last in the order told changes few candidates but its own.
 * tests/unit/test_copies.c does all this with lists in memory.
 */
#ifndef RW_GROUP_COPIES_H
#define RW_GROUP_COPIES_H

#include "group/facts.h"

typedef struct rw_known {
	const riwaya_report *report;
	const riwaya_claim *claims;
	size_t n_claims;
	const riwaya_mention *mentions;
	size_t n_mentions;
	const riwaya_claim *rejected; /* claims that a person rejected: nothing rests on them */
	size_t n_rejected;
} rw_known;

enum {
	RW_GROUP_WORDS = 50000, /* words of a report that are compared */
	RW_GROUP_SHINGLE = 4,   /* words of a shingle */
	RW_GROUP_WINDOW = 16,   /* shingles of a long text of which one is a print */
	RW_GROUP_PRINTS = 16,   /* shorter texts have smaller windows, so that there are this many at least */
	RW_GROUP_COMMON = 16,   /* reports of one print that are looked at */
	RW_GROUP_SHARED =
		2, /* prints that a report against which one is measured shares with it on these lists: one alone is mostly chance */
	RW_GROUP_COPIES = 8 /* reports against which one is measured */
};

/* What decides: lexicon/policy.group.tsv and common.tsv. Made once, then only read: threads may share it. */
typedef struct rw_copying {
	const rw_facts *f;
	double least, words, whole, few, few_words, few_share, few_days;
	uint32_t passage, gap, other_number; /* in twice hundredths */
	uint8_t figure;                      /* weight of a number */
	uint32_t *common;                    /* open addressing: hashes of words; 0 where empty */
	uint8_t *weights;                    /* … in hundredths */
	uint32_t mask;
} rw_copying;
void rw_copying_init(rw_copying *c, const rw_facts *f, rw_arena *a);

typedef struct rw_wording {
	const rw_known *known;
	uint32_t *words;  /* hashes */
	uint32_t *starts; /* bytes of the text where they start */
	uint8_t *weights; /* hundredths */
	uint32_t n_words;
	uint32_t all; /* what its pairs of neighbours weigh (rw_copies' own unit) */
	uint64_t key;
	rw_slice outlet, credit; /* name keys */
} rw_wording;
/* Of a report; `known` must outlive it. `scratch` is another arena than `a`, here and below. */
void rw_wording_of(const rw_copying *c, rw_arena *a, rw_arena *scratch, const rw_known *known, rw_wording *out);

/* Its prints, ascending, each once. */
size_t rw_prints_of(rw_arena *a, const rw_wording *w, uint32_t **prints);

/* The places on a list that candidates of one at place `at` are looked for at: [first, dated) of those with a date, [undated, at) of the others. */
typedef struct rw_looked {
	uint32_t first, dated, undated;
} rw_looked;
/* On a list in the order told, `dated` of whose reports have a date. */
static inline rw_looked rw_looked_at(uint32_t at, uint32_t dated) {
	uint32_t last = at < RW_GROUP_COMMON ? 0 : at - RW_GROUP_COMMON;
	if (at < dated) return (rw_looked){last, at, at};
	return (rw_looked){0, dated < RW_GROUP_COMMON ? dated : RW_GROUP_COMMON, last < dated ? dated : last};
}

/* A report met on the list of one of r's prints: its number, which ascends in the order told, and how many of the list's reports before r were
 * taken. */
typedef struct rw_met {
	uint32_t report, sharers;
} rw_met;
/* The candidates, best first, from the reports met on all lists; returns how many there are. */
size_t rw_candidates(rw_arena *scratch, const rw_met *met, size_t n, uint32_t out[RW_GROUP_COPIES]);

/* A post (n_words: its words) in the words of another was told so long after it that it is no copy. False where one has no time. */
bool rw_told_anew(const rw_copying *c, uint32_t n_words, riwaya_when before, riwaya_when now);

typedef enum rw_copier { RW_COPIER_NONE, RW_COPIER_FIRST, RW_COPIER_SECOND } rw_copier;
typedef struct rw_measured {
	rw_copier who;
	bool shares; /* enough is the same for one to copy the other; what each says of the other (its claims) tells which does */
	double share; /* of the copier's words that stand in the other */
	bool whole;   /* all but a rest */
} rw_measured;
/* out[i] for firsts[i], which come before `second` in the order told: its candidates, or the one that stands for it. */
void rw_measure(const rw_copying *c, rw_arena *scratch, const rw_wording *const *firsts, size_t n,
	const rw_wording *second, rw_measured *out);

/* A report to copy, by a number that ascends in the order told. */
typedef struct rw_offer {
	uint32_t of;
	double share;
	bool whole;
} rw_offer;
/* The index of the best of several offers to one report, in any order; n is not 0. Copies of copies point to the first: of those that share
 * hardly less than the one that shares most, it is the earliest. */
size_t rw_best_offer(const rw_offer *offers, size_t n);

typedef struct rw_copy {
	uint32_t of;            /* report it copies, RW_NO for none */
	double share;           /* of its words that stand in the other */
	bool whole;             /* all but a rest */
	bool same;              /* the same bytes under another name */
	const uint32_t *starts; /* bytes of the text where its words start */
	const bool *covered;    /* words that stand in `of` */
	uint32_t n_words;
} rw_copy;

/* Which words of a report stand in the one that it copies: fills starts, covered and n_words. */
void rw_copy_cover(
	const rw_copying *c, rw_arena *a, rw_arena *scratch, const rw_wording *report, const rw_wording *of, rw_copy *out);
/* The share of the words of [start, end) of the text that are covered; 0 where no word starts there. */
double rw_copy_covers(const rw_copy *c, uint32_t start, uint32_t end);

/* copies[i] for known[i], which come in the order told; in arena a. */
rw_copy *rw_copies(rw_facts *f, rw_arena *a, const rw_known *known, size_t n);

#endif
