/* past.h: inside of looking back: the reports that were there at a moment, with their threads and whom they copied then.
 *
 * A report was there when it had been received and no later version of its page had. What rows of threads, prints and copies say is of now;
 * here it is found again among the reports of that time, as far as one incident needs it.
 *
 *   past.c          an incident's threads as they stood
 *   past_reports.c  reports as they were
 *   past_reach.c    which threads met, and what hangs together with them
 *   past_copies.c   who copied whom
 *   past_nested.c   which incident lay within which
 */
#ifndef RW_STORE_PAST_H
#define RW_STORE_PAST_H

#include "store/decided.h"
#include "store/list.h"

enum {
	RW_PAST_THREADS = 1024,  /* over the most that a report has */
	RW_PAST_ALTERED = 20000, /* reports that have another version, or another decision on them, since */
	RW_PAST_PRINT = 10000,   /* texts that share a print */
	RW_PAST_TWINS = 20000,   /* reports of one text */
	RW_PAST_NESTED = 64,     /* incidents that one may have lain within, or that may have lain within it */
	RW_PAST_HOME = 5000,     /* threads of one home among which undated reports are judged again */
};

/* A report of that time. */
typedef struct rw_was {
	int64_t id, told, text_key;
	riwaya_when published;
	rw_slice prints;
	/* Read on first asking. */
	bool read;
	rw_stored stored;
	rw_threads threads; /* .report is its index in rw_past.all */
	const rw_keys *keys;
	const rw_wording *wording;
	struct rw_copied *copied;
} rw_was;

/* A thread of an altered report: its row, where it has one, is not what it was. */
typedef struct rw_altered_thread {
	uint32_t was;
	uint32_t number;
} rw_altered_thread;

typedef struct rw_past {
	riwaya_store *s;
	rw_arena *a, *scratch;
	int64_t when;
	rw_facts *f;
	rw_weights weights;
	rw_ids known;         /* reports … */
	RW_VEC(rw_was *) all; /* … of that time; NULL: it was not there */
	rw_ids altered;       /* reports that were there and whose rows are of later */
	RW_VEC(rw_altered_thread) altered_threads;
	size_t read;         /* reports whose threads were read */
	size_t passed_over;  /* rows of altered reports that a query may give */
	rw_ids keys, hashes; /* texts, prints + 1 … */
	struct rw_past_lists *lists;
} rw_past;

struct rw_past_lists *rw_past_lists_new(rw_arena *a);
/* The report, NULL where it was not there. */
riwaya_status rw_past_report(rw_past *p, int64_t id, rw_was **out, riwaya_error *err);
/* … with its threads. */
riwaya_status rw_past_read(rw_past *p, rw_was *r, riwaya_error *err);
/* Reports of which a later version came since, or on which somebody decided since: into p->altered. */
riwaya_status rw_past_altered(rw_past *p, riwaya_error *err);

/* What a report copied then; of is NULL where it copied none. */
typedef struct rw_past_copy {
	rw_was *of;
	double share;
	bool whole;
} rw_past_copy;
riwaya_status rw_past_copy_of(rw_past *p, rw_was *r, rw_past_copy *out, riwaya_error *err);
/* Reports that copied this one. */
typedef RW_VEC(rw_was *) rw_was_list;
riwaya_status rw_past_copiers(rw_past *p, rw_was *r, rw_was_list *out, riwaya_error *err);

/* --- what hangs together ---------------------------------------------------------------------------------------------- */
/* A thread of that time. */
typedef struct rw_past_node {
	rw_was *of;
	uint32_t number;
	bool in;  /* of what is resolved */
	bool met; /* `meets` is known */
	RW_VEC(uint32_t) meets;
} rw_past_node;

/* What hangs together, resolved. */
typedef struct rw_resolved {
	const rw_known *known;
	rw_threads threads;
	uint32_t *nodes; /* of each thread */
	uint32_t *at;    /* of each node: its thread, RW_NO */
	const rw_standing *standings;
} rw_resolved;

struct rw_looking {
	rw_past p;
	rw_ids numbers;             /* report * RW_PAST_THREADS + number … */
	RW_VEC(rw_past_node) nodes; /* … of these */
	RW_VEC(uint32_t) in;        /* nodes that are resolved */
	size_t done;                /* of them, those whose neighbours are in */
	rw_resolved x;
	rw_map homes;     /* whose undated threads are in */
	uint32_t founder; /* node of the incident asked for */
};

/* The node of a thread; RW_NO where its report was not there or has no such thread. */
riwaya_status rw_look_node(rw_looking *l, int64_t report, size_t number, uint32_t *out, riwaya_error *err);
/* Takes in a thread, where it was there. */
riwaya_status rw_look_take(rw_looking *l, int64_t report, size_t number, riwaya_error *err);
/* Takes in all that hangs together with what is in; *from: those before are done. */
riwaya_status rw_look_close(rw_looking *l, size_t *from, riwaya_error *err);

/* Whom people's words link a thread with. */
typedef struct rw_partner {
	int64_t report;
	size_t thread;
	const rw_saying *saying;
} rw_partner;
typedef RW_VEC(rw_partner) rw_partners;
riwaya_status rw_look_bonds(rw_looking *l, uint32_t at, rw_partners *out, riwaya_error *err);

/* --- incidents of that time ------------------------------------------------------------------------------------------- */
/* The node of a founding thread, by the version of its page that was there, RW_NO for none; *first: when the first version came, where that is less. */
riwaya_status rw_look_founder(
	rw_looking *l, int64_t report, size_t thread, uint32_t *out, int64_t *first, riwaya_error *err);
/* Takes threads in with all that hangs together with them, the undated ones of their homes too, and resolves it. *many: some home has more than
 * RW_PAST_HOME, and was left alone. */
riwaya_status rw_look_groups(rw_looking *l, const uint32_t *nodes, size_t n, bool *many, riwaya_error *err);
/* The group of a thread that was taken in; RW_NO for none. Good until more is resolved. */
uint32_t rw_look_group_of(const rw_looking *l, uint32_t node);
/* The threads of a group, and the name that it went by. */
riwaya_status rw_look_threads(rw_looking *l, uint32_t group, rw_slice *name, rw_story_threads *out, riwaya_error *err);

#endif
