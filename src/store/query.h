/* query.h: the language that reports are searched in (docs/search.md), read into a small tree.
 *
 * Words become search words as those of reports do (words.h), names of places, actors, acts and outlets the lexicon's ids; what is left are
 * phrases of search words in columns of the index, joined by and, or, not. Ranges of time and of figures stand beside the tree and
 * hold for all of it.
 * Errors are RIWAYA_ARGUMENT with the byte of the query at which they stand, and the mend.
 */
#ifndef RW_STORE_QUERY_H
#define RW_STORE_QUERY_H

#include "store/words.h"

enum {
	RW_QUERY_BYTES = 4096,
	RW_QUERY_NODES = 400,
	RW_QUERY_DEPTH = 24,
	RW_QUERY_PHRASE = 64, /* words of a phrase */
	RW_QUERY_NAMED = 32,  /* ids that one name may mean */
	RW_QUERY_FIGURES = 3,
	RW_QUERY_IMPLIES = 8, /* predicates whose figures count for another's */
};

/* Columns of the index. */
enum { RW_COLUMN_TITLE = 1, RW_COLUMN_TEXT = 2, RW_COLUMN_LEMMAS = 4, RW_COLUMN_OUTLET = 8, RW_COLUMN_TAGS = 16 };

typedef enum rw_query_kind { RW_QUERY_AND, RW_QUERY_OR, RW_QUERY_NOT, RW_QUERY_WORDS } rw_query_kind;

typedef struct rw_query_node rw_query_node;
struct rw_query_node {
	rw_query_kind kind;
	unsigned columns;            /* of words: in any of these, RW_COLUMN_* */
	bool prefix;                 /* the last word may go on */
	const rw_slice *words;       /* in one column, one after the other */
	const rw_query_node **nodes; /* of and, or, not (one) */
	uint32_t n_words, n_nodes;
};

/* A figure that a report's claims affirm: of one of these predicates, and surely in these bounds. */
typedef struct rw_query_figure {
	rw_slice predicates[RW_QUERY_IMPLIES];
	uint32_t n_predicates;
	double least, most; /* -INFINITY, INFINITY where open */
} rw_query_figure;

typedef struct rw_query {
	const rw_query_node *root;            /* NULL: ranges alone */
	int64_t published_from, published_to; /* civil minutes, both ends inside; INT64_MIN, INT64_MAX where open */
	int64_t received_from, received_to;   /* milliseconds since 1970 UTC */
	rw_query_figure figures[RW_QUERY_FIGURES];
	uint32_t n_figures;
	bool has_published, has_received;
} rw_query;

/* `text` is valid UTF-8. What comes out lies in arena a. */
riwaya_status rw_query_parse(rw_words *w, rw_arena *a, rw_slice text, rw_query *out, riwaya_error *err);
/* As a person may check it, for tests: (and (words title+text WORD) …). */
rw_slice rw_query_show(rw_arena *a, const rw_query *q);

/* The tag of a report one of whose claims affirms at least 4^n of something: a report with "at least 20 killed" has n of 0 to 2. */
rw_slice rw_query_figure_tag(rw_arena *a, rw_slice predicate, unsigned n);
/* The n of the largest power of four that is at most v; v is 1 or more. */
unsigned rw_query_power(double v);

#endif
