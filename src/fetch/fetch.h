/* fetch.h: inside of the fetch room: what is asked of the network, and whether it may be.
 *
 *   url.c        addresses: parsed by libcurl, http and https alone, without names and passwords in them
 *   network.c    which network addresses are public
 *   robots.c     what a site's robots.txt allows (RFC 9309)
 *   http.c       heads and bodies of HTTP/1.1 as they came over the line
 *   keep.c       the WARC files that everything received goes to
 *   transfer.c   one request and what comes back, by libcurl
 *   fetch.c      the queue: hosts side by side, one request to a host at a time, pauses, redirects, tries
 *   links.c      the addresses that feeds, sitemaps and lists of feeds name
 *   state.c      what a watch remembers between its runs
 *   watch.c      feeds and their items
 *
 * What comes back is bytes of strangers: every length is limited by name (include/riwaya/fetch.h), nothing is followed that was not checked.
 */
#ifndef RW_FETCH_H
#define RW_FETCH_H

#include "evidence/warc_write.h"
#include "read/read.h"
#include <riwaya/fetch.h>

struct sockaddr;

/* --- addresses (url.c) --------------------------------------------------------------------------------------------- */
typedef struct rw_url {
	rw_slice whole;  /* as it is sent: without its fragment, other characters than ASCII percent-encoded */
	rw_slice origin; /* "https://sada.example:8443": what a robots.txt speaks for */
	rw_slice host;   /* lower case */
	rw_slice target; /* path and query, as robots.txt speaks of them */
} rw_url;
/* Checks an address, taken from `base` where that is not absent, and copies it to the arena. REFUSED with the reason. */
riwaya_status rw_url_parse(rw_arena *a, rw_slice base, rw_slice text, rw_url *out, riwaya_error *err);

/* --- network addresses (network.c) ---------------------------------------------------------------------------------- */
/* Whether anyone on the Internet could reach it: not this machine, not its networks, nobody's documentation. `why`: what it is instead. */
bool rw_network_public(const struct sockaddr *address, const char **why);

/* --- robots.txt (robots.c) ------------------------------------------------------------------------------------------- */
enum {
	RW_ROBOTS_MAX = 500 << 10, /* bytes that are read of one, as RFC 9309 has it; a line that this cuts is left out */
};
/* Whether the text lets `agent` fetch `target` (path and query). `delay`: seconds that it asks for between requests, 0 for none. */
bool rw_robots_allow(rw_arena *scratch, rw_slice text, const char *agent, rw_slice target, double *delay);

/* --- HTTP (http.c) ------------------------------------------------------------------------------------------------------ */
/* The value of the first header of that name, trimmed; absent where there is none. `head` ends with an empty line. */
rw_slice rw_http_header(rw_slice head, const char *name);
/* 200 of "HTTP/1.1 200 OK"; 0 where it is none. */
unsigned rw_http_status(rw_slice head);
/* Seconds that Retry-After asks for, from `now` on (seconds since 1970); -1 where it says nothing. */
int64_t rw_http_retry_after(rw_slice value, int64_t now);
/* "Sun, 06 Nov 1994 08:49:37 GMT" and its two old forms; -1 where it is none. */
int64_t rw_http_date(rw_slice s);

/* A body without its chunks. Takes bytes as they come; gives them on without the framing. */
typedef struct rw_chunks {
	uint64_t left; /* of the chunk */
	unsigned state, digits;
	bool bad;
} rw_chunks;
/* Takes p[0..n), writes what is payload over it, and returns how many bytes that are. */
size_t rw_chunks_take(rw_chunks *c, char *p, size_t n);

/* A body as it stands in a file, its chunks and gzip undone, into the arena; what goes over `max` bytes is left (*cut). FORMAT where it is
 * packed otherwise or broken; what came before the breach is in *out all the same. */
riwaya_status rw_http_body(
	rw_arena *a, int fd, uint64_t n, rw_slice head, size_t max, rw_slice *out, bool *cut, riwaya_error *err);
/* Whether the body came in chunks. */
bool rw_http_chunked(rw_slice head);
/* The digest of a body's payload: without its chunks, packed as it came. */
riwaya_status rw_http_digest(int fd, uint64_t n, rw_slice head, rw_warc_digest out, riwaya_error *err);

/* --- where everything received goes (keep.c) ------------------------------------------------------------------------------ */
typedef struct rw_keep rw_keep;

typedef struct rw_keep_options {
	int64_t (*clock)(void *ctx); /* NULL for the system's */
	void *ctx;
	/* What is known already of a folder's files: all before this one, and `whole` bytes of it. Records behind that are shown to `seen`, each
	 * with the first of its bytes; NULL: nothing is shown, and only the last file is looked at. */
	rw_slice file;
	uint64_t whole;
	void (*seen)(void *ctx, rw_slice file, uint64_t offset, rw_slice head);
} rw_keep_options;

/* One request and its answer. */
typedef struct rw_exchange {
	rw_slice uri;
	rw_slice asked; /* the address first asked for, where this answer ends the asking; else absent */
	rw_slice ip;
	int64_t date;
	rw_slice request, head; /* as sent and received */
	int body;               /* file with the body */
	uint64_t n_body;
	const char *truncated; /* "length", "time", "disconnect" or NULL */
	const char *digest;    /* of the payload, NULL for none */
	/* The record of an earlier answer that had this payload: a revisit is written. Absent for none. */
	rw_slice same_id, same_uri, same_date;
} rw_exchange;

/* Where an exchange was written. */
typedef struct rw_kept {
	rw_slice file; /* path; lives as long as the keep */
	uint64_t offset;
	rw_warc_id id;
	char date[24];
} rw_kept;

/* What a record that ends the asking for an address says of it, beside the fields of the standard. */
#define RW_KEEP_ASKED "Riwaya-Asked"

riwaya_status rw_keep_open(rw_arena *a, const char *path, const rw_keep_options *o, rw_keep **out, riwaya_error *err);
riwaya_status rw_keep_put(rw_keep *k, const rw_exchange *e, rw_kept *where, riwaya_error *err);
riwaya_status rw_keep_sync(rw_keep *k, riwaya_error *err);
/* A file of no name beside the WARC files, closed with the arena. */
riwaya_status rw_keep_spool(rw_keep *k, rw_arena *a, int *fd, riwaya_error *err);
/* The i-th file written to, and where this keep's part of it begins; a file that nothing came to is removed with the arena. */
bool rw_keep_file(const rw_keep *k, size_t i, const char **path, uint64_t *from);
/* The file being written and how much of it is whole. */
void rw_keep_at(const rw_keep *k, rw_slice *file, uint64_t *whole);
/* The folder; absent where it is a file that is kept to. */
rw_slice rw_keep_folder(const rw_keep *k);

/* --- one request (transfer.c) ---------------------------------------------------------------------------------------------- */
enum {
	RW_TRANSFER_REQUEST = 16 << 10, /* bytes of a request as sent */
};
/* How it ended. */
typedef enum rw_end {
	RW_END_WHOLE,     /* the answer is whole */
	RW_END_LONG,      /* the body is longer than the limit: cut there */
	RW_END_HEAD,      /* the head is */
	RW_END_TIME,      /* too slow */
	RW_END_BROKEN,    /* it broke off, or was no HTTP */
	RW_END_REFUSED,   /* the host's addresses are not public */
	RW_END_TRUST,     /* its certificate is not to be trusted */
	RW_END_UNREACHED, /* no connection */
} rw_end;

typedef struct rw_transfer rw_transfer;
struct rw_transfer {
	void *easy; /* CURL; NULL while it is nobody's */
	int spool;
	uint64_t n_body, max_body;
	bool allow_private, whole_head, over_head, over_body, write_failed;
	int64_t date;
	const char *refused; /* what the address is that was refused */
	char request[RW_TRANSFER_REQUEST];
	size_t n_request;
	char head[RIWAYA_FETCH_HEAD];
	size_t n_head;
	char ip[64], refused_ip[64];
	char error[256]; /* libcurl's words */
	void *headers;   /* curl_slist */
	rw_end end;
};
typedef struct rw_ask {
	rw_slice url;
	rw_slice etag, modified; /* of what we have; absent for none */
	uint64_t max_bytes;
	unsigned max_seconds;
	bool allow_private;
	const char *ca_file;
} rw_ask;
/* Sets a transfer up, and adds it to the multi handle. */
riwaya_status rw_transfer_begin(rw_transfer *t, void *multi, const rw_ask *ask, int64_t date, riwaya_error *err);
/* What came of it, by libcurl's code; takes it from the multi handle. */
void rw_transfer_end(rw_transfer *t, void *multi, int code);
/* Gives it up. */
void rw_transfer_drop(rw_transfer *t, void *multi);

/* --- the queue (fetch.c) ------------------------------------------------------------------------------------------------------ */
typedef struct rw_fetcher rw_fetcher;

/* An answer, for who asked. */
typedef struct rw_answer {
	riwaya_fetched shown;
	rw_slice head;
	int body;
	uint64_t n_body;
	rw_kept kept; /* where `shown.warc` is not absent */
	rw_warc_digest digest;
	bool digested;
} rw_answer;

/* What may be asked for beside the address. */
typedef struct rw_wish {
	rw_slice etag, modified; /* ask only for what is newer */
	rw_slice digest;         /* of the payload that we have, with its record: */
	rw_slice id, uri, date;
	void (*answered)(void *ctx, void *who, const rw_answer *answer); /* NULL: options' `done` */
	void *ctx, *who;
} rw_wish;

riwaya_status rw_fetcher_make(
	rw_arena *a, const riwaya_fetch_options *o, rw_keep *keep, rw_fetcher **out, riwaya_error *err);
riwaya_status rw_fetcher_ask(rw_fetcher *f, rw_slice address, const rw_wish *wish, riwaya_error *err);
riwaya_status rw_fetcher_run(rw_fetcher *f, riwaya_error *err);
bool rw_fetcher_stopped(const rw_fetcher *f);

/* --- lists (links.c) ------------------------------------------------------------------------------------------------------------ */
/* An address that a list names; its slices last during the call. */
typedef struct rw_link {
	riwaya_listed_kind kind;
	rw_slice address;
	rw_slice changed; /* when, as the list says; absent where it does not */
} rw_link;
/* Gives each address of a feed, a sitemap or a list of feeds, packed or not; `name` is its own address. FORMAT where it is none; a list
 * that breaks off gives what came before. */
riwaya_status rw_links(rw_arena *a, const rw_lexicon *lx, rw_slice name, rw_slice bytes,
	void (*give)(void *ctx, const rw_link *link), void *ctx, riwaya_error *err);

/* --- what a watch remembers (state.c) ---------------------------------------------------------------------------------------------- */
typedef enum rw_item_state {
	RW_ITEM_NEW,    /* seen in a feed, not asked for yet */
	RW_ITEM_KEPT,   /* fetched */
	RW_ITEM_FAILED, /* for a reason that may pass */
	RW_ITEM_GONE,   /* given up */
} rw_item_state;

typedef struct rw_watch_item {
	rw_slice address;
	uint8_t state, rounds; /* rounds: in which it failed */
	int64_t seen;          /* when a feed named it last */
} rw_watch_item;

typedef struct rw_feed_state {
	rw_slice address;
	rw_slice parent;           /* list that names it, absent for one that people named */
	rw_slice changed;          /* when, as that list said */
	rw_slice etag, modified;   /* of its last answer */
	rw_slice digest, id, date; /* of the record that keeps it */
	int64_t checked, due;
	uint32_t failures;
	bool active; /* watched now; not kept */
	bool asked;  /* in this round; not kept */
} rw_feed_state;

typedef struct rw_state {
	rw_arena a;
	RW_VEC(rw_feed_state) feeds;
	RW_VEC(rw_watch_item) items;
	rw_map feed_of, item_of;
	rw_slice warc; /* name of the file that was written to last */
	uint64_t whole;
} rw_state;

#define RW_STATE_FILE "riwaya-watch.json"

void rw_state_init(rw_state *s, rw_mem *mem);
/* Reads what was written; nothing where there is no such file. FORMAT where it can't be understood. */
riwaya_status rw_state_load(rw_state *s, const char *path, riwaya_error *err);
/* Writes it beside its place and puts it there when it is on the disk. */
riwaya_status rw_state_save(const rw_state *s, rw_arena *scratch, const char *path, riwaya_error *err);
/* The one with that address, made where there is none (*fresh); the pointer holds until the next one is made. */
rw_feed_state *rw_state_feed(rw_state *s, rw_slice address, bool *fresh);
rw_watch_item *rw_state_item(rw_state *s, rw_slice address, bool *fresh);
/* Forgets the items that were seen longest ago, where there are more than `most`. */
void rw_state_trim(rw_state *s, size_t most);

#endif
