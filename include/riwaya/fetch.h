/* riwaya/fetch.h: pages from the network, kept as they came.
 *
 * Introduction
 *   A *fetcher* takes addresses, asks for them politely, and writes everything that it sends and receives to WARC files before anything is
 *   read from it. What it kept is then read as any other file (riwaya_set_open).
 *
 *       riwaya_fetcher *f;
 *       riwaya_fetch_options o = {.keep = "kept", .done = on_done};
 *       if (riwaya_fetcher_new(&o, &f, &err)) return 1;
 *       riwaya_fetcher_add(f, "https://sada.example/1", NULL);
 *       riwaya_fetcher_run(f, &err);          // on_done is called once for each address
 *       riwaya_fetcher_free(f);
 *
 *   A *watch* keeps a list of feeds in a folder: it asks for them when they are due, and fetches what is new in them. What it knows stands in
 *   a small file beside the WARC files, so it goes on where it was, however it ended, and fetches nothing twice.
 *
 *       riwaya_watch *w;
 *       if (riwaya_watch_new(engine, &(riwaya_watch_options){.fetch = {.keep = "kept"}, .every = 900}, &w, &err)) return 1;
 *       riwaya_watch_add(w, "https://sada.example/feed", &err);
 *       riwaya_watch_round(w, &err);          // again when riwaya_watch_wait says so
 *
 * Safety   http and https only, certificates always checked, no names and passwords in addresses, no cookies, no proxy. Redirects are followed
 *          one by one, each checked like an address of its own. Connections to addresses that are not public (this machine, private
 *          and local networks, ...) are refused where they are opened, whatever name they came by, unless `allow_private`.
 * Manners  One request to a host at a time, with a pause between two; robots.txt (RFC 9309) is asked for first and obeyed; Retry-After and
 *          Crawl-delay are heeded up to a limit; what fails is tried again after pauses that double. Hosts are asked side by side.
 * WARC     One request and one response record (or revisit) for each exchange, redirects, errors and robots.txt too, byte for byte as sent and
 *          received, with SHA-256 digests. What a limit cut short is kept too, and says so (WARC-Truncated).
 * Failure  After NOMEM a fetcher or a watch may have lost its place: free it. What it kept is whole.
 * Threads  A fetcher or a watch is one thread's. libcurl is set up at the first use (curl_global_init, which is thread-safe from
 *          libcurl 7.84 on; with an older one make the first fetcher before there are threads). Its memory comes from the C library.
 */
#ifndef RIWAYA_FETCH_H
#define RIWAYA_FETCH_H

#include <riwaya/riwaya.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
	/* Limits that options change; these are what they are where an option is 0. */
	RIWAYA_FETCH_BYTES = 32 << 20, /* of one body as received */
	RIWAYA_FETCH_SECONDS = 120,    /* for one request and its answer */
	RIWAYA_FETCH_REDIRECTS = 10,   /* followed for one address */
	RIWAYA_FETCH_TRIES = 3,        /* of one request that fails for a reason that may pass */
	RIWAYA_FETCH_PAUSE_MS = 1000,  /* between two requests to one host, at least */
	RIWAYA_FETCH_HOSTS = 8,        /* asked side by side */
	/* Limits that stay. */
	RIWAYA_FETCH_URL = 4096,             /* bytes of an address */
	RIWAYA_FETCH_HEAD = 64 << 10,        /* bytes of an answer's head */
	RIWAYA_FETCH_CONNECT_SECONDS = 20,   /* until a connection stands */
	RIWAYA_FETCH_SLOW_BYTES = 100,       /* a second: slower than this for */
	RIWAYA_FETCH_SLOW_SECONDS = 30,      /* so long, and it is broken off */
	RIWAYA_FETCH_ROBOTS_REDIRECTS = 5,   /* followed for a robots.txt */
	RIWAYA_FETCH_DELAY_MS = 30000,       /* Crawl-delay, at most */
	RIWAYA_FETCH_WAIT_SECONDS = 120,     /* Retry-After, at most: who asks for longer is not asked again in this run */
	RIWAYA_FETCH_QUEUE = 100000,         /* addresses of one run */
	RIWAYA_FETCH_WARC_BYTES = 1 << 30,   /* of a WARC file in a folder, before the next is begun */
	RIWAYA_WATCH_FEEDS = 10000,          /* feeds of one watch */
	RIWAYA_WATCH_ITEMS = 200000,         /* items that it remembers; the oldest are forgotten first */
	RIWAYA_WATCH_FEED_BYTES = 16 << 20,  /* of a feed, unpacked */
	RIWAYA_WATCH_FEED_LINKS = 50000,     /* addresses of one feed that are looked at: as many as a sitemap may have */
	RIWAYA_WATCH_FEED_ITEMS = 1000,      /* taken from one feed at a time */
	RIWAYA_WATCH_ITEM_ROUNDS = 3,        /* in which an item that fails is asked for, before it is given up */
	RIWAYA_WATCH_EVERY = 900,            /* seconds between two looks at a feed, where `every` is 0 */
	RIWAYA_WATCH_BACK_OFF = 24 * 60 * 60 /* seconds between two looks at a feed that keeps failing, at most */
};

/** What became of one address. Slices live during the call that shows it. */
typedef struct riwaya_fetched {
	riwaya_slice address;      /* as asked for */
	riwaya_slice final;        /* where redirects led; the same where there were none */
	riwaya_status status;      /* OK: it is kept; else `message` says why not, or what of it is missing */
	riwaya_slice message;      /* cause and mend; absent where status is OK */
	unsigned code;             /* HTTP status of the last answer, 0 where there was none */
	unsigned redirects, tries; /* followed; of the last request */
	uint64_t bytes;            /* of the last body as received */
	riwaya_slice type;         /* Content-Type, absent where there is none */
	riwaya_slice warc;         /* file that keeps it, absent where nothing was received */
	uint64_t offset;           /* of the last answer's record there */
	bool unchanged;            /* the answer was what we had already: a revisit record was written */
} riwaya_fetched;

/** How far a run has come. */
typedef struct riwaya_fetch_progress {
	size_t done, failed, left; /* addresses; failed ones are among the done */
	uint64_t bytes;            /* of bodies received */
	riwaya_slice address;      /* one that is being asked for; absent while all wait */
} riwaya_fetch_progress;

/** Options of a fetcher; zeroes are the defaults. */
typedef struct riwaya_fetch_options {
	const char *keep;   /* FILE.warc.gz or FILE.warc to add to, or a folder (made where it is not there). Needed */
	bool allow_private; /* this machine's and local networks' addresses too */
	uint64_t max_bytes;
	unsigned max_seconds, max_redirects, tries, hosts;
	unsigned pause_ms;   /* UINT_MAX for none */
	const char *ca_file; /* certificates to trust in place of the system's; NULL for those */
	void (*done)(void *ctx, const riwaya_fetched *what);
	void (*progress)(void *ctx, const riwaya_fetch_progress *how_far);
	bool (*stop)(void *ctx); /* asked several times a second; true ends the run: what is under way is dropped */
	void *ctx;
	const riwaya_allocator *allocator; /* NULL for the C library's */
} riwaya_fetch_options;

typedef struct riwaya_fetcher riwaya_fetcher;

/** Whether a name is an address to ask for, and no file's: it begins with http:// or https://. */
RIWAYA_API bool riwaya_is_address(const char *name);

/** Makes a fetcher and opens what it keeps to; a record that an earlier run left torn is cut off there. IO or FORMAT where that can't be
 *  written to. Options are copied, strings too. */
RIWAYA_API riwaya_status riwaya_fetcher_new(const riwaya_fetch_options *options, riwaya_fetcher **out, riwaya_error *err);
/** Adds an address to ask for; one that waits already is not added again. May be called by `done`. REFUSED where it is none that is
 *  fetched, with the reason; LIMIT where RIWAYA_FETCH_QUEUE wait. */
RIWAYA_API riwaya_status riwaya_fetcher_add(riwaya_fetcher *f, const char *address, riwaya_error *err);
/** Asks for all that was added, until all is done or `stop` says so. What fails is told to `done`, and is no failure of the run; IO is,
 *  where what was received can't be kept: then nothing more is asked for. */
RIWAYA_API riwaya_status riwaya_fetcher_run(riwaya_fetcher *f, riwaya_error *err);
/** The i-th WARC file that the fetcher has written to, and where its part of it begins; false past the last. */
RIWAYA_API bool riwaya_fetcher_kept(const riwaya_fetcher *f, size_t i, const char **path, uint64_t *from);
RIWAYA_API void riwaya_fetcher_free(riwaya_fetcher *f);

/** What became of a look at a feed. */
typedef struct riwaya_watched {
	riwaya_slice feed;    /* its address */
	riwaya_status status; /* OK, or why there is nothing */
	riwaya_slice message; /* absent where status is OK */
	size_t items, fresh;  /* in it, and those that were not known */
	bool unchanged;       /* it is what it was */
	unsigned failures;    /* in a row */
	int64_t due;          /* when it is looked at again: seconds since 1970 */
} riwaya_watched;

/** Options of a watch; zeroes are the defaults. */
typedef struct riwaya_watch_options {
	riwaya_fetch_options fetch; /* keep must be a folder; `done` is told of items */
	unsigned every;             /* seconds between two looks at a feed */
	void (*looked)(void *ctx, const riwaya_watched *what);
	int64_t (*clock)(void *ctx); /* seconds since 1970 in UTC; NULL for the system's */
} riwaya_watch_options;

typedef struct riwaya_watch riwaya_watch;

/** Makes a watch on its folder (the engine reads the feeds, and must outlive it), with what an earlier one knew. IO where another one has the folder, FORMAT where its file of what it
 *  knows is broken (it is left as it is). */
RIWAYA_API riwaya_status riwaya_watch_new(
	const riwaya_engine *engine, const riwaya_watch_options *options, riwaya_watch **out, riwaya_error *err);
/** Adds a feed by its address, or those that a file on this machine lists (OPML, or an address a line). */
RIWAYA_API riwaya_status riwaya_watch_add(riwaya_watch *w, const char *feed, riwaya_error *err);
/** Looks at the feeds that are due, and fetches what is new in them. */
RIWAYA_API riwaya_status riwaya_watch_round(riwaya_watch *w, riwaya_error *err);
/** Seconds until a feed is due, 0 where one is. */
RIWAYA_API int64_t riwaya_watch_wait(const riwaya_watch *w);
RIWAYA_API bool riwaya_watch_kept(const riwaya_watch *w, size_t i, const char **path, uint64_t *from);
RIWAYA_API void riwaya_watch_free(riwaya_watch *w);

#ifdef __cplusplus
}
#endif
#endif
