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

typedef struct rw_extracted {
	const riwaya_claim *claims;
	size_t n_claims;
	const riwaya_mention *mentions;
	size_t n_mentions;
} rw_extracted;

enum { RW_EXTRACT_CLAIMS = 1, RW_EXTRACT_MENTIONS = 2, RW_EXTRACT_CAUSES = 4 };

/* Everything in `out` lives in `a`; scratch is used and left as found. */
void rw_extract(
	rw_extractor *x, const riwaya_report *report, unsigned what, rw_arena *a, rw_arena *scratch, rw_extracted *out);

/* Runs every rule's cases; complaints name file and line. */
void rw_check_cases(rw_extractor *x, rw_arena *a, rw_complaints *out);
#endif
