/* snippet.h: why a report was found: the part of its own text that has most of what was asked for, and its claims that rest on such words.
 *
 * All of it is places in the report's fields, never the folded words: whole words as written, marks and all, so that what is shown can be cut and
 * marked without parting a letter from its marks, whichever way it runs.
 */
#ifndef RW_STORE_SNIPPET_H
#define RW_STORE_SNIPPET_H

#include "group/group.h"
#include "store/query.h"

enum { RW_SNIPPET_LEAVES = 64 /* words and phrases of a query that are looked for */, RW_SNIPPET_HITS = 200 };

typedef struct rw_snippet {
	riwaya_span span; /* field NONE: the report has no text */
	const riwaya_span *hits; /* in span, in order, apart from one another; a phrase is one. None where only tags were asked for */
	uint32_t n_hits;
	bool before, after; /* its paragraph goes on on that side */
} rw_snippet;

/* Of the field with hits (text, then title, then caption): the sentence with most different words asked for, then most hits, then the first; with what
 * follows it in its paragraph, or cut around its hits, to `most` bytes or a little more: no word is cut. */
void rw_snippet_of(rw_words *w, rw_arena *a, const rw_query *q, const riwaya_report *r, uint32_t most, rw_snippet *out);

/* Indices of claims in whose evidence a word or phrase asked for stands; how many, at most max. */
uint32_t rw_snippet_claims(rw_words *w, rw_arena *a, const rw_query *q, const rw_known *k, uint32_t *out, uint32_t max);

#endif
