/* query_names.h: what words of the search language mean: fields and operators, names of the lexicon, days and figures. */
#ifndef RW_STORE_QUERY_NAMES_H
#define RW_STORE_QUERY_NAMES_H

#include "store/query.h"

typedef enum rw_query_field {
	RW_FIELD_NONE,
	RW_FIELD_TITLE,
	RW_FIELD_TEXT,
	RW_FIELD_LEMMA,
	RW_FIELD_OUTLET,
	RW_FIELD_ACTOR,
	RW_FIELD_PLACE,
	RW_FIELD_ACT,
	RW_FIELD_LANG,
	RW_FIELD_PUBLISHED,
	RW_FIELD_RECEIVED,
	RW_FIELD_FIGURE /* a predicate, with a number */
} rw_query_field;

/* The value of a row of lexicon/searching.tsv, absent where there is none. */
rw_slice rw_query_word(const rw_lexicon *lx, rw_arena *a, const char *kind, rw_slice text);
/* By its English name, a name in searching.tsv, or a predicate's id, which is given too. */
rw_query_field rw_query_field_of(const rw_lexicon *lx, rw_arena *a, rw_slice name, rw_slice *predicate);
const char *rw_query_field_name(rw_query_field f);

/* Ids of places, actors, acts or outlets that a name or a word can mean: an id, a name in a table, its English name. How many, at most max. A
 * town's name means the governorate or district called after it too; of places that lie in one another the widest is given. */
uint32_t rw_query_ids(
	const rw_lexicon *lx, rw_arena *a, rw_query_field field, rw_slice name, rw_slice *out, uint32_t max);
/* The name in the tables that is nearest to one that none has, absent where none is near. */
rw_slice rw_query_nearest(const rw_lexicon *lx, rw_arena *a, rw_query_field field, rw_slice name);
/* A predicate and those whose figures are its figures too, or less than those (executed for killed). */
uint32_t rw_query_implying(const rw_lexicon *lx, rw_slice predicate, rw_slice *out, uint32_t max);

/* Days since 1970-01-01, both ends inside; INT64_MIN, INT64_MAX where open. */
typedef struct rw_query_bounds {
	int64_t first, last;
} rw_query_bounds;
/* 2022, 2022-01, 2022-01-05; FROM..TO, FROM.., ..TO; > >= < <= before one. NULL, or what is wrong. */
const char *rw_query_read_days(rw_slice value, rw_query_bounds *out);
/* 20, 20..30, >20, >=20, <5, <=5. NULL, or what is wrong. */
const char *rw_query_read_figure(rw_slice value, double *least, double *most);

#endif
