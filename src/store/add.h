/* add.h: what passes between the threads of adding: a parcel for each document (prepare.c makes its rows ready, put.c writes them). */
#ifndef RW_STORE_ADD_H
#define RW_STORE_ADD_H

#include "store/kept.h"
#include "store/raw.h"
#include "store/search.h"
#include "store/store.h"

/* A document as it is kept. */
typedef struct rw_parcel_document {
	rw_slice identity; /* bytes as received */
	rw_slice kept;     /* how it was read (kept.h) */
	rw_slice sha;      /* 32 bytes */
	rw_slice packed;
	uint32_t dictionary;
	size_t first, n; /* its reports among the parcel's */
} rw_parcel_document;

/* What a worker makes of a report. */
typedef struct rw_prepared {
	rw_known known;        /* of adding the report alone: its claims are in `derived` */
	rw_slice sha, derived; /* bytes */
	int64_t text_key;      /* copies.h: its key */
	rw_slice prints;       /* … and prints: 32 bits each, lowest byte first */
	rw_search_words words;
} rw_prepared;

typedef struct rw_parcel {
	rw_reports found;
	RW_VEC(rw_parcel_document) documents;
	rw_coded_events events;
	rw_prepared *prepared; /* for each of `found` */
} rw_parcel;

/* A worker's tools, in `a`; one thread's. */
typedef struct rw_worker rw_worker;
riwaya_status rw_worker_new(rw_arena *a, const riwaya_store *s, rw_worker **out, riwaya_error *err);
/* Dictionaries to pack with from now on; those that it knows are passed over. */
riwaya_status rw_worker_learn(rw_worker *w, const rw_dictionary *dictionaries, size_t n, riwaya_error *err);
/* Extracts and prepares. What comes out lies in `a`; `own` and `scratch` are the worker's, left as found. */
riwaya_status rw_parcel_prepare(
	rw_worker *w, rw_arena *a, rw_arena *own, rw_arena *scratch, rw_parcel *p, riwaya_error *err);

/* What is kept of an address that was fetched: a record of a WARC file. */
typedef struct rw_add_answer {
	rw_slice address; /* where redirects led */
	uint64_t at;
	bool met; /* a report was found in it, or word of why there is none */
} rw_add_answer;
typedef struct rw_add_file {
	const char *path;
	uint64_t from;          /* where reading begins */
	rw_add_answer *answers; /* nothing else in it is read; NULL: all is */
	size_t n_answers;
} rw_add_file;
/* Reads files and keeps their reports; counts go to those in *sum. */
riwaya_status rw_store_add(riwaya_store *s, const rw_add_file *files, size_t n, const riwaya_adding *how,
	riwaya_added *sum, riwaya_error *err);
/* Makes dictionaries where they are due, as the numbers of raw objects went from `before` to `now` (dictionary.c). */
riwaya_status rw_store_train(riwaya_store *s, int64_t before, int64_t now, riwaya_error *err);

/* Reads a document again as it was kept, and makes all of its reports ready; out->documents stays empty. */
riwaya_status rw_worker_again(
	rw_worker *w, rw_arena *a, rw_arena *scratch, rw_slice kept, rw_slice raw, rw_parcel *out, riwaya_error *err);

/* Text as both databases take it: valid UTF-8 without zeros, of which each becomes a space. */
rw_slice rw_kept_text(rw_arena *a, rw_slice s);
/* A name as both can index it: of one longer than RW_STORE_NAME its beginning, "~" and the first half of its hash. */
rw_slice rw_kept_name(rw_arena *a, rw_slice s);
/* A report's texts so. */
void rw_report_tidy(rw_arena *a, riwaya_report *r);

/* Writes what is new of a parcel, and counts it. */
riwaya_status rw_put_parcel(rw_writing *w, rw_arena *scratch, const rw_parcel *p, riwaya_added *sum, riwaya_error *err);
riwaya_status rw_put_unread(rw_writing *w, rw_arena *scratch, const riwaya_error *e, riwaya_error *err);
/* Rows of a report's claims, anew. */
riwaya_status rw_put_claims(riwaya_store *s, int64_t report, const rw_known *k, riwaya_error *err);

#endif
