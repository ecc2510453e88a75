/* eval.h: inside of the eval room: gold, and the counting of what is right. include/riwaya/eval.h says what is paired and measured.
 *
 *   gold.c     a gold file to structs; every complaint names the line and the mend
 *   likeness.c when two names, two stretches of text are the same
 *   score.c    one report's claims beside its gold
 *   sum.c      shares, intervals, bins over all reports
 *
 * Strings of a gold live as long as the arena it was read into.
 */
#ifndef RW_EVAL_H
#define RW_EVAL_H

#include "lexicon/lexicon.h"
#include <riwaya/eval.h>

/* --- gold ---------------------------------------------------------------------------------------------------- */
typedef struct rw_gold_party {
	bool given; /* the key is there, null or not */
	rw_slice actor, role;
	const rw_slice *also;
	size_t n_also;
} rw_gold_party;

typedef struct rw_gold_link {
	rw_slice name, actor;
} rw_gold_link;

typedef struct rw_gold_chain {
	const rw_gold_link *links;
	size_t n;
} rw_gold_chain;

/* A time as gold has it: `given` where the key is there, both bounds absent for null. */
typedef struct rw_gold_time {
	bool given;
	rw_slice from, to;
} rw_gold_time;

/* Enum words are absent where their key is left out: what is left out is not scored. */
typedef struct rw_gold_claim {
	rw_slice predicate, evidence, unit, place, scope;
	rw_slice polarity, modality, stance;
	riwaya_figure figure; /* text and numbers; qualifier NONE where gold has no figure */
	rw_gold_party patient, agent;
	rw_gold_time time, told;
	rw_gold_chain chain, alt_chain;
	bool optional, part; /* part: of another claim's toll */
	uint32_t line;
} rw_gold_claim;

typedef struct rw_gold {
	rw_slice file, outlet, title;
	bool has_published, has_furniture;
	rw_slice published; /* absent for null */
	const uint32_t *furniture;
	size_t n_furniture;
	const rw_gold_claim *claims;
	size_t n_claims;
} rw_gold;

/* `path` is for complaints. FORMAT with offset and line where the bytes are no gold. */
riwaya_status rw_gold_read(rw_arena *a, rw_slice path, rw_slice bytes, rw_gold *out, riwaya_error *err);

/* --- likeness ---------------------------------------------------------------------------------------------------- */
/* Folded, without quotation marks, brackets and signs, single spaces. */
rw_slice rw_like_fold(rw_arena *a, rw_slice s);
/* Whether two names share half of their words, those that any name may have (table `naming`) aside. */
bool rw_like_names(const rw_lexicon *lx, rw_arena *a, rw_slice x, rw_slice y);
/* A stretch of folded text, in characters; none where start = end. */
typedef struct rw_stretch {
	size_t start, end;
} rw_stretch;
/* Where `inner` (absent: the whole) of `evidence` stands in the folded text, its first place. */
rw_stretch rw_like_place(rw_arena *a, rw_slice folded_text, rw_slice evidence, rw_slice inner);
/* Overlap by union, 0 to 1. */
double rw_like_overlap(rw_stretch x, rw_stretch y);

/* --- scoring ------------------------------------------------------------------------------------------------------- */
#define RW_NO_CLAIM UINT32_MAX

/* What the draws for the F1 measures need of one report. */
typedef struct rw_report_score {
	uint32_t right, wanted, said; /* fully right; gold claims asked for; claims judged */
	uint32_t found_figures, gold_figures, true_figures, said_figures;
} rw_report_score;

typedef struct rw_count {
	uint64_t right, all;
} rw_count;

typedef struct rw_score {
	rw_arena *a; /* what is kept */
	const rw_lexicon *lx;
	rw_count counts[riwaya_measure_count];
	RW_VEC(rw_report_score) reports;
	RW_VEC(riwaya_miss) misses;
	RW_VEC(riwaya_judged) judged;
	RW_VEC(riwaya_by_predicate) predicates;
	RW_VEC(riwaya_unread) unread;
} rw_score;

/* What was said of the report: NULL where it could not be read. `raw` is the page as labelled, lines and all. */
typedef struct rw_said {
	const riwaya_report *report;
	const riwaya_claim *claims;
	size_t n;
	rw_slice raw;
	rw_slice error; /* why it could not be read */
} rw_said;

void rw_score_report(rw_score *s, rw_arena *scratch, const rw_gold *gold, const rw_said *said);
void rw_score_sum(const rw_score *s, rw_arena *a, rw_arena *scratch, riwaya_evaluation *out);

/* The first ten characters of a bound as JSON has it (a day), absent where there is none. */
rw_slice rw_score_day(rw_arena *a, int64_t minutes, riwaya_precision p);

#endif
