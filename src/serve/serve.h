/* serve.h: the reading room's server: a store's incidents, reports and reviews by HTTP, and the files of the page that shows them.
 *
 * The program's alone: the library knows no HTTP. docs/openapi.json says what is asked and answered, docs/serve.md how it is run.
 */
#ifndef RW_SERVE_SERVE_H
#define RW_SERVE_SERVE_H

#include <riwaya/store.h>

#define RW_SERVE_LISTEN "127.0.0.1:8787"

/* Every limit that somebody who asks can meet; GET /api/about tells them by these names. */
/* clang-format off */
#define RW_SERVE_LIMIT_MAP(X) \
	X(CONNECTIONS, connections, 4096)      /* held at once */ \
	X(HEAD, head_bytes, 32768)             /* request line and headers */ \
	X(TARGET, target_bytes, 8192)          /* path and parameters */ \
	X(PARAMS, parameters, 32) \
	X(PARAM, parameter_letters, 200)       /* of one's value */ \
	X(QUERY, query_letters, 1000)          /* of a search */ \
	X(BODY, body_bytes, 1 << 20)           /* where a route says nothing else */ \
	X(FORM, form_bytes, 16384)             /* of sign-ins and accounts */ \
	X(UPLOAD, upload_bytes, 64 << 20)      /* of POST /api/add */ \
	X(BODIES, bodies_bytes, 256 << 20)     /* of all requests at once */ \
	X(ANSWER, answer_bytes, 256 << 20) \
	X(HEAD_SECONDS, head_seconds, 10)      /* from the connection to the request line, and from there to the end of the headers */ \
	X(IDLE_SECONDS, idle_seconds, 60)      /* from an answer to the next request line */ \
	X(BODY_SECONDS, body_seconds, 120) \
	X(SEND_SECONDS, send_seconds, 300) \
	X(CACHE, cache_bytes, 64 << 20)
/* clang-format on */
#define RW_SERVE_E_LIMIT(n, w, v) RW_SERVE_##n = (v),
enum { RW_SERVE_LIMIT_MAP(RW_SERVE_E_LIMIT) RW_SERVE_THREADS = 64 };

typedef struct rw_serve_options {
	const char *where;    /* the store */
	const char *listen;   /* "ADDRESS:PORT", "[::1]:8787"; port 0: any that is free. NULL: RW_SERVE_LISTEN */
	const char *names;    /* host names that it is asked by beside its address, with commas between; NULL for none */
	const char *accounts; /* the file of accounts; NULL: STORE.accounts, where that is there */
	const char *behind; /* proxies whose X-Forwarded-For and -Proto are believed, "127.0.0.1,10.0.0.0/8"; NULL for none */
	const char *keep; /* a folder: pages that people add by address are fetched, and kept there as WARC; NULL: addresses are refused */
	bool read_only;   /* nothing is written to the store, and what would is refused */
	unsigned threads; /* that work on answers; 0: one for each processor */
	unsigned wait_ms; /* as of riwaya_store_options */
	void (*listening)(void *ctx, const char *url, bool accounts); /* told once it listens; whether people sign in */
	bool (*stopped)(void *ctx);                                   /* asked now and then: true ends it */
	void *ctx;
} rw_serve_options;

/* Serves until `stopped` says so; what is being answered then is answered. */
riwaya_status rw_serve(const riwaya_engine *engine, const rw_serve_options *options, riwaya_error *err);

#endif
