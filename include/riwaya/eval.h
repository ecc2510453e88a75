/* riwaya/eval.h: how right the claims are, measured on reports that people have labelled.
 *
 * A *gold* file is JSON: what one report holds, as a person read it (tests/gold/README.md is its manual). An evaluation takes gold files one by
 * one, reads and extracts the report that each speaks of, pairs what was said with what should have been, and counts.
 *
 *     riwaya_eval *eval;
 *     if (riwaya_eval_new(engine, &eval, NULL)) return 1;
 *     riwaya_eval_add(eval, "gold/one.json", NULL);
 *     const riwaya_evaluation *e;
 *     if (!riwaya_eval_result(eval, &e, NULL)) printf("%.3f\n", e->measures[0].value);
 *     riwaya_eval_free(eval);
 *
 * Pairs     A gold claim with a number pairs with a claim of the same predicate that has a number whose words overlap its own by half of
 *           their union; one without a number with one without whose evidence overlaps its own by a fifth. Pairs are one to one, best
 *           overlap first. Gold claims marked optional are neither asked for nor held against an answer.
 * Right     A pair is right where value, patient's actor, origin, polarity, modality and stance all are.
 * Judged    Claims with a number are judged wherever they stand, since gold lists all of those; ones without only where they stand on the
 *           words of a gold claim.
 * Intervals hold 95 %: Wilson's for shares; for the F1 measures percentiles of RIWAYA_EVAL_DRAWS draws of as many reports with replacement,
 *           always the same draws. Claims of one report are alike, so an interval of few reports promises too much.
 * Failure   After RIWAYA_NOMEM an evaluation may have counted a report in part: free it.
 * Threads   An evaluation is one thread's. What it gives lives until it is freed or added to.
 * Memory    JSON is parsed by jansson, which takes its memory from the C library, whatever the engine's allocator.
 */
#ifndef RIWAYA_EVAL_H
#define RIWAYA_EVAL_H

#include <riwaya/riwaya.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
	RIWAYA_EVAL_DRAWS = 2000,
	RIWAYA_EVAL_BINS = 10,
	RIWAYA_MAX_GOLD = 16 << 20,      /* bytes of one gold file */
	RIWAYA_MAX_GOLD_CLAIMS = 20000,  /* claims of one gold file */
	RIWAYA_MAX_GOLD_REPORTS = 100000 /* gold files of one evaluation */
};

/** What is measured, in the order of the result; the two F1 come first. NAME, what it says. */
/* clang-format off */
#define RIWAYA_MEASURE_MAP(X) \
	X(claim_f1, "fully right claims: F1 of claim_recall and claim_precision") \
	X(figure_f1, "figures: F1 of figure_recall and figure_precision") \
	X(agent_actor, "pairs whose agent is right") \
	X(agent_precision, "pairs with a doer named by the claim, where gold says whom or that there is none, whose doer is right") \
	X(background, "gold claims told as background that were told fully right") \
	X(body, "lines of the article that were kept") \
	X(chain, "pairs with every link of the chain right") \
	X(chain3, "gold claims through three speakers or more that were told fully right") \
	X(claim_precision, "judged claims that are fully right") \
	X(claim_recall, "gold claims that were told fully right") \
	X(denied, "gold denials that were told fully right") \
	X(doubted, "gold claims with a doubting teller that were told fully right") \
	X(event_precision, "judged claims without a number that have a gold claim") \
	X(event_recall, "gold claims without a number that were found") \
	X(figure_precision, "claims with a number that have a gold claim") \
	X(figure_recall, "gold claims with a number that were found") \
	X(furniture, "lines of page furniture that were left out") \
	X(modality, "pairs whose modality is right") \
	X(nonactual, "gold claims not told as done that were told fully right") \
	X(origin, "pairs whose first speaker is right") \
	X(outlet, "reports whose outlet is right") \
	X(part, "gold claims that are parts of a toll that were told fully right") \
	X(patient_actor, "pairs whose patient's actor is right") \
	X(patient_precision, "pairs with a patient's actor named by the claim, where gold says whose or that it is open, whose actor is right") \
	X(patient_role, "pairs whose patient's role is right") \
	X(period, "gold tolls of a period that were told fully right") \
	X(place, "pairs whose place is right") \
	X(polarity, "pairs whose polarity is right") \
	X(published, "reports whose time of publication is right") \
	X(qualifier, "pairs whose qualifier is right") \
	X(reports, "gold files whose report could be read") \
	X(scope, "pairs whose scope is right") \
	X(several, "gold claims with two actors or more in one role that were told fully right") \
	X(stance, "pairs whose stance is right") \
	X(time, "pairs whose time is right") \
	X(title, "reports whose title is right") \
	X(told, "pairs whose time of telling is right") \
	X(unconfirmed, "gold claims that the teller leaves unconfirmed that were told fully right") \
	X(undone, "gold claims planned, tried, foiled, feared or possible that were told fully right") \
	X(unit, "pairs whose unit is right") \
	X(value, "pairs whose value and bounds are right")
/* clang-format on */
typedef enum riwaya_measure_id {
#define RIWAYA_E_MEASURE(n, what) RIWAYA_MEASURE_##n,
	RIWAYA_MEASURE_MAP(RIWAYA_E_MEASURE) riwaya_measure_count
} riwaya_measure_id;
/** The name of a measure ("claim_f1"), NULL for a number that is none; thread-safe. */
RIWAYA_API const char *riwaya_measure_name(riwaya_measure_id id);
/** The measure of a name; false where there is none. */
RIWAYA_API bool riwaya_measure_parse(const char *name, riwaya_measure_id *out);

/** One measure. An F1 has no counts. `has` is false where nothing was there to measure; `has_interval` where there is too little. */
typedef struct riwaya_measure {
	bool has, has_interval;
	double value, low, high;
	uint64_t right, all;
} riwaya_measure;

/* What kind of failure: a gold claim not found, one found with something wrong, a claim that should not be, a claim that breaks its own
 * contract; a report that could not be read; and what is wrong with the labels themselves. */
#define RIWAYA_MISS_MAP(X)                                                                                             \
	X(MISSED, missed) X(WRONG, wrong) X(FALSE, false) X(BROKEN, broken) X(UNREAD, unread) X(LABEL, label)
#define RIWAYA_E_MISS(n, w) RIWAYA_MISS_##n,
RIWAYA_ENUM(miss_kind, RIWAYA_E_MISS, RIWAYA_MISS_MAP)

/** An attribute that is wrong: its name, what gold has and what was said, absent for nothing. */
typedef struct riwaya_wrong {
	riwaya_slice attribute, gold, said;
} riwaya_wrong;

typedef struct riwaya_miss {
	riwaya_miss_kind kind;
	riwaya_slice report, predicate;
	riwaya_slice words, figure; /* of the gold claim; for FALSE and BROKEN of the claim that was made; none for UNREAD */
	riwaya_slice why; /* BROKEN: no_evidence span long_evidence figure_span figure_outside; LABEL: no_such_words no_such_predicate; UNREAD: the error */
	const riwaya_wrong *wrong; /* WRONG */
	size_t n_wrong;
	uint32_t claim; /* index in the gold file's claims, UINT32_MAX for FALSE, BROKEN and UNREAD */
	uint32_t line;  /* of the gold file where that claim stands, 0 where it says nothing */
} riwaya_miss;

/** What became of one predicate's claims. Gold's: missed, wrong (found, not fully right), right. Beside them false ones. */
typedef struct riwaya_by_predicate {
	riwaya_slice predicate;
	uint64_t gold, right, wrong, missed, false_;
} riwaya_by_predicate;

/** Claims whose confidence lies in [from, to), of the last bin to its end: how many, how many fully right, their mean confidence. */
typedef struct riwaya_bin {
	double from, to, mean, low, high; /* low, high: of the share that is right */
	uint64_t claims, right;
} riwaya_bin;

/** A claim that was judged. Facts are those that its confidence was made from. */
typedef struct riwaya_judged {
	riwaya_slice report, predicate;
	double confidence;
	bool right;
	const riwaya_fact *facts;
	size_t n_facts;
} riwaya_judged;

typedef struct riwaya_evaluation {
	size_t n_reports; /* gold files taken */
	riwaya_measure measures[riwaya_measure_count];
	const riwaya_by_predicate *predicates; /* most failures first */
	size_t n_predicates;
	const riwaya_miss *misses; /* in the order of adding and of the text */
	size_t n_misses;
	riwaya_bin bins[RIWAYA_EVAL_BINS];
	double calibration_error; /* mean distance between confidence and share right, over judged claims by bin */
	const riwaya_judged *judged;
	size_t n_judged;
	const riwaya_unread *unread; /* gold files that could not be used */
	size_t n_unread;
} riwaya_evaluation;

typedef struct riwaya_eval riwaya_eval;

/** Makes an evaluation with an engine, which must outlive it. The caller frees it. */
RIWAYA_API riwaya_status riwaya_eval_new(const riwaya_engine *engine, riwaya_eval **out, riwaya_error *err);
RIWAYA_API void riwaya_eval_free(riwaya_eval *eval);
/** Takes a gold file. Its report.file is looked for in the file's folder and the folders around it, nearest first, then as NAME.txt beside
 *  NAME.json. A file that can't be used is recorded in `unread` and counts for nothing; the evaluation can go on. A gold file whose report is
 *  there but can't be read counts as one without claims. */
RIWAYA_API riwaya_status riwaya_eval_add(riwaya_eval *eval, const char *path, riwaya_error *err);
/** What came out so far. */
RIWAYA_API riwaya_status riwaya_eval_result(riwaya_eval *eval, const riwaya_evaluation **out, riwaya_error *err);

/** The result for a person, with every miss where `misses`, or as one JSON document. */
RIWAYA_API riwaya_status riwaya_write_eval_text(
	riwaya_eval *eval, const riwaya_show *show, bool misses, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_eval_json(riwaya_eval *eval, riwaya_sink sink, riwaya_error *err);

#ifdef __cplusplus
}
#endif
#endif
