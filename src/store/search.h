/* search.h: the full-text index over the store's reports, and asking it.
 *
 *     rw_search_words_of (worker threads)  a report's words, ready
 *     rw_search_put, rw_search_remove      in the writer's transaction
 *     rw_query_parse (query.h) --> rw_search_run --> numbers of reports, the latest come first
 *
 * Order     Latest come first, by the store's number: the same in both databases whatever they think of relevance, and for words that stand in
 *           half of all reports as quick as for rare ones. By publication: of the RW_SEARCH_SORTED that came last among those
 *           found, the latest published first.
 * Lexicon   The index knows the words of the lexicon that made them. What was put with one is removed with the same one; with another the
 *           index is made anew: rw_search_clear, then every report put again.
 */
#ifndef RW_STORE_SEARCH_H
#define RW_STORE_SEARCH_H

#include "group/group.h"
#include "store/db.h"
#include "store/query.h"

enum {
	RW_SEARCH_COUNT = 10000, /* how far results are counted; with figures, how many that may fit are looked at for it */
	RW_SEARCH_SORTED = 10000, /* how many are sorted by publication */
	RW_SEARCH_PAGE = 1000,    /* at most on one page */
	RW_SEARCH_TAGS = 2000,    /* of one report */
	RW_SEARCH_VECTOR =
		900000 /* bytes of different words of a report that PostgreSQL can hold; none but made-up texts have more */
};

/* A report's words: search words parted by single spaces. */
typedef struct rw_search_words {
	rw_slice title, text, lemmas, outlet, tags;
	riwaya_when published;
} rw_search_words;

/* In arena a. */
void rw_search_words_of(rw_words *w, rw_arena *a, const rw_known *k, rw_search_words *out);

/* Within a transaction. `id` is the report's number, received when it came. Putting one that is there is an error of the caller. `a` is scratch. */
riwaya_status rw_search_put(
	rw_db *db, rw_arena *a, int64_t id, int64_t received, const rw_search_words *words, riwaya_error *err);
/* The words must be those it was put with. */
riwaya_status rw_search_remove(rw_db *db, int64_t id, const rw_search_words *words, riwaya_error *err);
/* Forgets all reports' words. */
riwaya_status rw_search_clear(rw_db *db, riwaya_error *err);
/* Merges what many puts left in pieces: after adding much; takes a while. */
riwaya_status rw_search_settle(rw_db *db, riwaya_error *err);

typedef enum rw_search_sort { RW_SEARCH_BY_COMING, RW_SEARCH_BY_PUBLICATION } rw_search_sort;

typedef struct rw_search_ask {
	rw_search_sort sort;
	uint32_t skip; /* results before the page */
	uint32_t page; /* 1 to RW_SEARCH_PAGE */
	bool count;    /* how many there are is wanted too */
} rw_search_ask;

typedef struct rw_search_page {
	const int64_t *reports; /* numbers, in order */
	uint32_t n;
	uint32_t count; /* where asked for: at most RW_SEARCH_COUNT */
	bool more;      /* … and there are more */
} rw_search_page;

/* In arena a. */
riwaya_status rw_search_run(
	rw_db *db, rw_arena *a, const rw_query *q, const rw_search_ask *ask, rw_search_page *out, riwaya_error *err);

#endif
