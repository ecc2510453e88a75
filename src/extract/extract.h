/* extract.h: from a report to its claims and mentions.
 *
 * The way: tokens -> lexicon items -> numbers, figures, dates, places, actors (mention/) -> frames, who speaks and how far (frame.c)
 * -> claims (claim.c), chained, placed and dated. Rules under lexicon/rules/ say how phrases are built; C does what needs
 * arithmetic, reach or memory of the report.
 */
#ifndef RW_EXTRACT_H
#define RW_EXTRACT_H

#include "lexicon/rule.h"
#include <riwaya/riwaya.h>

typedef struct rw_extractor rw_extractor; /* one thread's; holds the memo and symbols */
rw_extractor *rw_extractor_new(rw_arena *a, const rw_lexicon *lx);

/* Why a figure made no claim: what it is instead, or what kept a claim from being made of it. */
/* clang-format off */
#define RW_MISSING_MAP(X) \
	X(date) X(clock) X(age) X(percent) X(ordinal) X(name) X(numbered) X(price) X(measure) X(duration) X(year) \
	X(uncounted) X(denied) X(orphan) X(unreal) X(gave_way) X(nothing) X(unfit) X(far) X(caption)
/* clang-format on */
typedef enum rw_missing_why {
#define RW_X(n) RW_MISSING_##n,
	RW_MISSING_MAP(RW_X)
#undef RW_X
		RW_MISSING_COUNT
} rw_missing_why;
const char *rw_missing_word(rw_missing_why why);

typedef struct rw_missing {
	rw_missing_why why;
	riwaya_span span;
	rw_slice text;
	rw_slice other; /* the words that are the reason: the date, the name, the nearest word for a happening; absent for none */
	riwaya_cause cause; /* the rule or row behind it, file absent for none */
} rw_missing;

typedef struct rw_extracted {
	const riwaya_claim *claims;
	size_t n_claims;
	const riwaya_mention *mentions;
	size_t n_mentions;
	const rw_missing *missing;
	size_t n_missing;
} rw_extracted;

enum { RW_EXTRACT_CLAIMS = 1, RW_EXTRACT_MENTIONS = 2, RW_EXTRACT_CAUSES = 4, RW_EXTRACT_MISSING = 8 };

/* RW_EXTRACT_MISSING needs the claims. Everything in `out` lives in `a`; scratch is used and left as found. */
void rw_extract(
	rw_extractor *x, const riwaya_report *report, unsigned what, rw_arena *a, rw_arena *scratch, rw_extracted *out);

/* Runs every rule's cases; complaints name file and line. */
void rw_check_cases(rw_extractor *x, rw_arena *a, rw_complaints *out);
#endif
