/* store.h: inside of the store room. The public door is src/api_store.c.
 *
 *   store.c     a store and its transactions: numbers, log
 *   load.c      reports back from their rows
 *   coded.c     events that others coded
 *   add.c       a reader, workers and one writer: from files to rows
 *   fetched.c   addresses: fetched, then added from where they are kept
 *   put.c       rows of one report
 *   object.c    bytes as received back; dictionaries
 *   upkeep.h    verify, rebuild, stats, backup
 *   settle.c    incidents brought up to date: threads, meetings, copies, then what hangs together is grouped anew
 *   incident.c  rows of incidents; lists of them
 *   room.c      reports per day, incidents on a map, when an incident changed
 *   source.h    who says what
 *   past.h      an incident as it stood
 *   find.c      searching: the query read, the index asked (search.c), reports and their snippets
 *   db*.c       the databases; sql/ their schema
 */
#ifndef RW_STORE_STORE_H
#define RW_STORE_STORE_H

#include "api.h"
#include "group/copies.h"
#include "group/group.h"
#include "review/review.h"
#include "store/db.h"
#include "store/ids.h"
#include "store/raw.h"
#include <riwaya/store.h>

enum {
	RW_STORE_COMMIT = 2500,    /* documents of one transaction while adding … */
	RW_STORE_COMMIT_MS = 2000, /* … and how long it waits for them */
	RW_STORE_SETTLE = 10000,   /* reports that may wait for incidents to be brought up to date while adding */
	RW_STORE_QUEUE = 16384,    /* documents on their way from reader to writer */
	RW_STORE_AHEAD = 512,      /* … from which on one worker of several leaves its processor to the writer */
	RW_STORE_THREADS = 64,
	RW_STORE_NAME = 1000, /* bytes of a file's name: an index of PostgreSQL's holds 2,700 of a row */
};

/* A dictionary that raw bytes are packed with. */
typedef struct rw_dictionary {
	uint32_t number;
	rw_raw_kind kind;
	rw_slice bytes;
} rw_dictionary;

/* A report as the store has it. */
typedef struct rw_stored {
	int64_t id, received;
	int64_t document, number;
	bool replaced, reviewed; /* reviewed: people decided something about it, at any time */
	rw_known known;          /* reviews applied */
	rw_orphans orphans;      /* those that found no place */
} rw_stored;

/* A report at hand, and what grouping makes of it. */
typedef struct rw_at_hand {
	rw_stored stored;
	bool whole; /* with claims and mentions */
	uint32_t index;
	rw_threads threads;        /* of this report alone; .report is its index at hand */
	const rw_keys *keys;       /* of each thread */
	const rw_wording *wording; /* made on first asking */
} rw_at_hand;

/* A place in the list of a print. */
typedef struct rw_print_entry {
	int64_t told, report;
} rw_print_entry;
int rw_by_entry(const void *a, const void *b); /* in the order told */
/* The i-th of a report's prints as it is stored. */
uint32_t rw_print_at(rw_slice prints, size_t i);
typedef struct rw_print_list {
	rw_print_entry *p; /* in the order told */
	uint32_t n, cap;
	uint32_t tried; /* entries up to which it was read … */
	bool whole;     /* … and these were all: else it is not here */
} rw_print_list;

/* What settling read, kept from one of its transactions to the next while nobody else wrote between them. In riwaya_store.work. */
typedef struct rw_settled {
	bool good;
	int64_t turn; /* of settling, as riwaya_meta counts them: another settling makes another */
	rw_facts *f;
	rw_ids reports; /* at hand … */
	RW_VEC(rw_at_hand *) at_hand;
	rw_ids hashes;               /* prints + 1 … */
	RW_VEC(rw_print_list) lists; /* … and their lists */
} rw_settled;

struct riwaya_store {
	rw_mem mem;
	rw_arena a, work, scratch, spare, list;
	const riwaya_engine *engine;
	const rw_lexicon *lx;
	riwaya_store_options o;
	rw_slice where;
	rw_db *db;
	RW_VEC(rw_dictionary) dictionaries;
	int64_t engine_row;                    /* number of this engine; 0 while it has none */
	unsigned settle_reports, settle_after; /* for tests, in place of RW_SETTLE_REPORTS and RW_STORE_SETTLE; 0 for those */
	/* What is learnt of the lexicon once, by rw_store_learn. */
	const rw_place_names *names;
	rw_facts *base;
	const rw_map *outlets; /* source.c: rows of outlets by their names */
	const rw_map *parties; /* … and of parties; 0 where several are called so */
	rw_copying copying;
	rw_settled settled;
	riwaya_incident_list listed;
	riwaya_report_list reports;
	riwaya_coded_list coded;
	riwaya_version_list versions;
	riwaya_changes changes;
	riwaya_found found;
	riwaya_day_list days;
	riwaya_map_places map;
	riwaya_history history;
	riwaya_source_list sources;
	riwaya_source_account account;
	struct rw_finder *finder; /* find.c: made by the first search */
	bool trial;               /* all is one transaction, which will be undone: none is begun or ended within */
	RW_VEC(rw_slice) texts;   /* statements that were put together */
};

int64_t rw_store_now(const riwaya_store *s);
void rw_store_learn(riwaya_store *s);
/* Facts for one piece of work, in `a`. */
rw_facts *rw_store_facts(riwaya_store *s, rw_arena *a);

/* --- transactions ------------------------------------------------------------------------------------------------- */
/* A transaction that writes, with the numbers that were given last, which nobody else can give meanwhile. */
typedef struct rw_writing {
	riwaya_store *s;
	int64_t at; /* when it began */
	int64_t raw, document, report, thread, incident, review, coded, seq, named;
	unsigned char head[32]; /* hash of the last entry of the log */
} rw_writing;
riwaya_status rw_store_begin(riwaya_store *s, rw_writing *w, riwaya_error *err);
/* Ends it: commits where `status` is OK, else undoes it all. Returns status, or what the commit says. */
riwaya_status rw_store_end(rw_writing *w, riwaya_status status, riwaya_error *err);
/* Adds an entry to the log. `detail` is canonical JSON. */
riwaya_status rw_store_log(rw_writing *w, const char *kind, rw_slice subject, rw_slice detail, riwaya_error *err);
/* A member of an entry's detail; number: it stands as it is, without quotes. */
typedef struct rw_detail {
	const char *key;
	rw_slice value;
	bool number;
} rw_detail;
/* {"key":"value",…} in a. */
rw_slice rw_details(rw_arena *a, const rw_detail *details, size_t n);
/* A person's decision, as a row of table review. */
typedef struct rw_review_row {
	rw_slice kind, by, why, body;
	int64_t report; /* 0 for none */
} rw_review_row;
/* Puts it in, and into the log, so that verify finds a changed byte of it. *id: its number. */
riwaya_status rw_store_review(rw_writing *w, const rw_review_row *r, int64_t *id, riwaya_error *err);
/* The text of a statement that was put together, once for each text: statements are known by where their text lies. */
const char *rw_store_text(riwaya_store *s, rw_slice sql);
/* The row of this engine, made where there is none. */
riwaya_status rw_store_engine(rw_writing *w, riwaya_error *err);

/* "0a1f…" of 32 bytes, in a. */
rw_slice rw_hex_of(rw_arena *a, rw_slice bytes);
/* The bytes of hex digits; false where they are none. */
bool rw_unhex(rw_slice hex, unsigned char *out, size_t n);

/* --- reports back (load.c) ------------------------------------------------------------------------------------------ */
#define RW_UNDECIDED INT64_MIN /* as it was found by machine */
/* Reads a report and what was derived from it; all in `a`. `decided`: reviews made until then, INT64_MAX for all. ARGUMENT where there is no
 * such number. */
riwaya_status rw_load(riwaya_store *s, rw_arena *a, int64_t id, int64_t decided, rw_stored *out, riwaya_error *err);
/* The report alone: no claims, no mentions, nothing of what people made of it. */
riwaya_status rw_load_report(riwaya_store *s, rw_arena *a, int64_t id, rw_stored *out, riwaya_error *err);

/* Reads the dictionaries of the store that this one has not learnt yet. */
riwaya_status rw_store_dictionaries(riwaya_store *s, riwaya_error *err);
/* Bytes as received by their number, in `a`; learns dictionaries that came meanwhile. STORE where they are not there, or damaged. */
riwaya_status rw_store_object(riwaya_store *s, rw_raw *t, rw_arena *a, int64_t raw, rw_slice *bytes, riwaya_error *err);
/* Gives a packer all dictionaries that are known. */
riwaya_status rw_store_teach(const riwaya_store *s, rw_raw *t, riwaya_error *err);

/* Runs fn with a way out for when memory ends, and gives the memory of one call back after it. */
riwaya_status rw_store_door(
	riwaya_store *s, riwaya_status (*fn)(void *arg, riwaya_error *err), void *arg, riwaya_error *err);

/* --- adding --------------------------------------------------------------------------------------------------------- */
/* Reads what is named (files, and with how->fetch addresses), and keeps its reports. */
riwaya_status rw_store_take(riwaya_store *s, const char *const *names, size_t n, const riwaya_adding *how,
	riwaya_added *out, riwaya_error *err);
/* The report's place in the order told, as one number; undated ones come last. */
int64_t rw_told_key(const riwaya_report *r);
/* Keys from here on are of reports without a date: more minutes than 27 bits hold. */
#define RW_TOLD_UNDATED (((INT64_C(1) << 27) - 1) << 32)

/* --- searching ------------------------------------------------------------------------------------------------------- */
/* In s->list. */
riwaya_status rw_store_find(riwaya_store *s, const riwaya_search *ask, riwaya_found *out, riwaya_error *err);

/* --- incidents ------------------------------------------------------------------------------------------------------- */
/* Counts that what settling works on was changed: what programs keep of it is good no more. Within a transaction that writes. */
riwaya_status rw_settle_turn(riwaya_store *s, riwaya_error *err);
/* Brings incidents up to date with reports that are stale. */
riwaya_status rw_settle(riwaya_store *s, uint64_t *changed, riwaya_error *err);

#endif
