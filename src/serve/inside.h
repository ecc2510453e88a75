/* inside.h: what the files of the serve room share.
 *
 *   server.c    sockets and connections (libmicrohttpd): the way of a request, its deadlines
 *   work.c      threads that make answers; each has a store of its own
 *   stores.c    the stores: readers, one writer, what the store is at
 *   request.c   a request read: path, parameters, language
 *   routes.c    the table of what may be asked, and who may
 *   form.c      multipart/form-data
 *   tame.c      somebody else's page, written anew from what is harmless in it
 *   admit.c     whether a request is let in at all: hosts, who asks, how often
 *   origin.c    where a request comes from: addresses behind proxies, cookies, pages that send it
 *   limit.c     how much one asker may ask, and how often try a password
 *   accounts.c  people's accounts (password.c, sessions.c)
 *   answer.c    answers: JSON, problems (RFC 9457), headers
 *   said.c      what is said of a problem in English, in Arabic
 *   cache.c     finished answers
 *   assets.c    the page's files, which pack_main.c put together while building
 *   jobs.h      adding, one job after the other
 *   routes_*.c  functions of the routes, by subject
 *
 * Threads   A request is read and answered in a thread of libmicrohttpd, which must not wait for anything: what is not at hand goes to a
 *           worker, while the connection sleeps. Only a worker opens arenas of a request and touches a store.
 * Memory    Outside of a route's function: malloc, and an answer that says so where there is none. Within: q->a, which jumps out when memory
 *           ends (base.h); and q->out, which may be written to from within the library.
 */
#ifndef RW_SERVE_INSIDE_H
#define RW_SERVE_INSIDE_H

#include "base/base.h"
#include "lexicon/lexicon.h"
#include "serve/accounts.h"
#include "serve/limit.h"
#include "serve/origin.h"
#include "serve/serve.h"
#include "show/json.h"
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

enum {
	RW_SERVE_VARIABLES = 2, /* of one route's path */
	RW_SERVE_HEADERS = 6,   /* of one answer, beside those that every answer has */
	RW_SERVE_NAMES = 16,    /* hosts that it is asked by */
	RW_SERVE_ETAG = 40,
	RW_SERVE_STATE = 48, /* bytes of a state's text */
};

typedef struct rw_server rw_server;
typedef struct rw_request rw_request;
typedef struct rw_call rw_call;
typedef struct rw_cache rw_cache;
typedef struct rw_kept rw_kept;

/* --- requests ----------------------------------------------------------------------------------------------------- */
typedef enum rw_method { RW_GET, RW_POST, RW_PATCH, RW_DELETE, RW_METHODS } rw_method;
/* Who asks. */
typedef struct rw_who {
	rw_role role;
	char name[RW_ACCOUNT_NAME + 1]; /* "" where nobody is signed in */
	char cookie[RW_TOKEN + 1];      /* the session's; "" for none */
	char token[RW_TOKEN + 1];       /* what every change must carry */
	rw_address address;
	bool https;
} rw_who;
/* Over TLS the cookie's name is one that no other host's page can set. */
#define RW_COOKIE "riwaya"
#define RW_COOKIE_SECURE "__Host-riwaya"
#define RW_TOKEN_HEADER "X-Riwaya-Token"

typedef struct rw_param {
	const char *name, *value;
} rw_param;

/* What a route's function answers. */
typedef riwaya_status rw_route_fn(rw_request *q, riwaya_error *err);
typedef struct rw_route {
	rw_method method;
	const char *path; /* "/api/incidents/{name}": a variable is one part of a path, not empty; a part may go on behind it */
	rw_role needs;
	const char *params; /* names of those it takes, with blanks between */
	rw_route_fn *fn;
	unsigned flags;
	size_t body; /* bytes of a body; 0: it takes none */
} rw_route;
enum {
	RW_ROUTE_KEPT = 1,   /* the answer follows from path, parameters and state: it is kept for the next who asks */
	RW_ROUTE_SLOW = 8,   /* may take a second or more, or waits for others */
	RW_ROUTE_SPOKEN = 4, /* … and the language that is asked for */
	RW_ROUTE_WRITES = 2, /* q->store is the one that writes, this request's alone; refused where the server is read-only */
};

/* Kinds of what is shown, by what a browser may do with it. */
typedef enum rw_frame {
	RW_FRAME_DATA,    /* nothing at all */
	RW_FRAME_PAGE,    /* the page: its own files alone */
	RW_FRAME_SANDBOX, /* somebody else's page: it is shown, and neither runs nor loads anything */
	RW_FRAME_STATIC,  /* a page of ours without script, its style within */
} rw_frame;

typedef struct rw_answer {
	unsigned status;  /* 0: 200 */
	const char *type; /* lives on; NULL: application/json, "": told by a header */
	rw_frame frame;
	char *body; /* malloc */
	size_t n, cap;
	bool failed, too_large;
	struct {
		const char *name;
		char *value; /* malloc */
	} headers[RW_SERVE_HEADERS];
	size_t n_headers;
} rw_answer;

struct rw_request {
	rw_server *server;
	const rw_route *route;
	struct MHD_Connection *connection; /* its headers may be read: rw_header */
	rw_method method;
	bool head; /* the body is not sent */
	const char *path;
	char *room; /* for what is cut out of the path */
	const char *variables[RW_SERVE_VARIABLES];
	rw_param params[RW_SERVE_PARAMS];
	size_t n_params;
	rw_slice body;
	bool arabic;   /* the language that is asked for */
	bool fleeting; /* the answer hangs on the clock, too: it is not kept */
	rw_who who;
	/* while the route's function runs */
	riwaya_store *store;
	rw_arena *a;
	rw_answer out;
};

/* Takes a target ("/api/x?a=b") apart. Everything lies in `room`, which has RW_REQUEST_ROOM(strlen(target)) bytes. What is wrong with it, or NULL. */
#define RW_REQUEST_ROOM(n) (2 * (n) + 2 * RW_SERVE_PARAMS + RW_SERVE_VARIABLES + 4)
const char *rw_request_read(rw_request *q, const char *target, char *room);
/* A parameter whose value is too long, NULL for none. */
const char *rw_param_long(const rw_request *q);
/* The value of a parameter, NULL where it is not given. */
const char *rw_param_of(const rw_request *q, const char *name);
/* A header of the request, NULL where it has none. */
const char *rw_header(const rw_request *q, const char *name);
/* Whether its body is of this type. Types that a form of another site can send ask for more. */
bool rw_is_type(const rw_request *q, const char *type);
/* Whether the page is asked for in Arabic: ?lang=, else Accept-Language. */
bool rw_asks_arabic(const rw_request *q);

/* Parameters as routes take them; false where one is wrong, and the answer is made: it says which, and what it takes. */
bool rw_param_flag(rw_request *q, const char *name, bool *out); /* "1" */
bool rw_param_number(rw_request *q, const char *name, uint64_t least, uint64_t most, uint64_t *out);
bool rw_param_word(rw_request *q, const char *name, const char *const *words, size_t n, unsigned *out);
/* A moment: "2022-01-21T06:01", "2022-01-21", "3d"; `end`: the last one of it. In milliseconds. */
bool rw_param_moment(rw_request *q, const char *name, bool end, int64_t *ms, bool *given);
bool rw_param_incidents(rw_request *q, riwaya_incident_query *query); /* the filters that lists of incidents share */

/* --- routes ------------------------------------------------------------------------------------------------------- */
/* The route of a path, its variables put into q. NULL where there is none; *allow: bits of the methods that the path has. */
const rw_route *rw_route_of(rw_request *q, unsigned *allow);
/* A parameter that the route does not take, NULL for none. */
const char *rw_route_stranger(const rw_request *q);

rw_route_fn rw_get_openapi, rw_get_about, rw_get_state, rw_get_words;    /* routes_about.c */
rw_route_fn rw_get_incidents, rw_get_incident, rw_get_incident_page;     /* routes_incidents.c */
rw_route_fn rw_get_report, rw_get_received, rw_get_versions, rw_get_why; /* routes_reports.c */
rw_route_fn rw_get_search, rw_get_changes;                               /* routes_search.c */
rw_route_fn rw_get_days, rw_get_map, rw_get_history, rw_get_sources, rw_get_source, rw_get_places; /* routes_room.c */
rw_route_fn rw_get_reviews, rw_get_agreement, rw_post_review;                     /* routes_reviews.c */
rw_route_fn rw_post_add, rw_get_job;                                              /* routes_add.c */
rw_route_fn rw_get_export;                                                        /* routes_exports.c */
rw_route_fn rw_get_session, rw_post_session, rw_delete_session, rw_post_password; /* routes_accounts.c */
rw_route_fn rw_get_accounts, rw_post_account, rw_patch_account, rw_get_accounts_log;

/* --- answers ------------------------------------------------------------------------------------------------------- */
/* Every kind of problem, its status; labels.serve.tsv has its title as serve_problem_NAME, and what can be done about it as serve_mend_NAME. */
/* clang-format off */
#define RW_PROBLEM_MAP(X) \
	X(WRONG, wrong, 400) X(PARAM, param, 400) X(ACCOUNT, account, 400) X(SIGN_IN, sign_in, 401) X(PASSWORD, password, 401) \
	X(ROLE, role, 403) X(READ_ONLY, read_only, 403) X(NO_FETCH, no_fetch, 403) X(ORIGIN, origin, 403) X(TOKEN, token, 403) X(PROXY, proxy, 403) \
	X(NO_ROUTE, no_route, 404) X(NO_INCIDENT, no_incident, 404) X(NO_REPORT, no_report, 404) X(NOTHING, nothing, 404) \
	X(METHOD, method, 405) X(SLOW, slow, 408) X(MEANWHILE, meanwhile, 409) X(LARGE, large, 413) X(LONG, long, 414) X(TYPE, type, 415) \
	X(HOST, host, 421) X(MANY, many, 429) X(HELD_BACK, held_back, 429) \
	X(FAULT, fault, 500) X(HASHING, hashing, 503) X(STORE, store, 503) X(BUSY, busy, 503) X(MEMORY, memory, 503) X(ENDING, ending, 503)
/* clang-format on */
#define RW_E_PROBLEM(n, w, s) RW_PROBLEM_##n,
typedef enum rw_problem_kind { RW_PROBLEM_MAP(RW_E_PROBLEM) RW_PROBLEMS } rw_problem_kind;

/* Where a route's function writes its body. Any number of times. */
riwaya_sink rw_out(rw_request *q);
/* A header of the answer; the value is copied. */
void rw_answer_header(rw_answer *out, const char *name, const char *value);
/* When to ask again (Retry-After). */
void rw_answer_wait(rw_answer *out, int64_t ms);
/* Forgets what was answered so far. */
void rw_answer_clear(rw_answer *out);
/* Answers with a problem in place of what was written. detail: the cause at hand and the mend, in English; NULL for none. Returns OK, so that a route's
 * function may end with it. */
riwaya_status rw_problem(rw_request *q, rw_problem_kind kind, const char *detail);
/* The same with more members: `more` writes them (may be NULL). */
riwaya_status rw_problem_with(
	rw_request *q, rw_problem_kind kind, const char *detail, void (*more)(void *ctx, rw_json *j), void *ctx);
/* What an error of the library is to who asks. */
riwaya_status rw_problem_of(rw_request *q, const riwaya_error *e);
/* Of calls that find something by name: an ARGUMENT means that there is none such. */
riwaya_status rw_problem_unknown(rw_request *q, rw_problem_kind kind, const riwaya_error *e);

/* A cause that was said in English; absent where labels.serve.tsv has no row for it. */
rw_slice rw_said_in_arabic(const rw_lexicon *lx, rw_arena *a, const char *english);

#define RW_JSON_TYPE "application/json; charset=utf-8"
/* A body, finished: with all headers. NULL where memory ran out. `body` is taken over. */
typedef struct rw_form {
	unsigned status;
	const char *type, *encoding, *etag, *cache; /* NULL for none */
	rw_frame frame;
	const rw_answer *more; /* its headers too; NULL for none */
} rw_form;
struct MHD_Response *rw_response(char *body, size_t n, bool taken, const rw_form *form);
/* The ETag of some bytes. */
void rw_etag(rw_slice bytes, const char *mark, char out[RW_SERVE_ETAG]);
/* Whether If-None-Match names it. */
bool rw_etag_listed(const char *list, const char *etag);
/* Whether Accept-Encoding takes it. */
bool rw_takes(const char *accepted, const char *encoding);
extern const char *const rw_security_headers[]; /* name, value, …, NULL */

/* --- admission ----------------------------------------------------------------------------------------------------- */
/* Once, before it listens: by which names it may be asked, who may ask, whether the address is one to listen on. */
riwaya_status rw_admission(rw_server *s, riwaya_error *err);
void rw_admission_end(rw_server *s);
/* Whether a request is let in: by its Host, and by who asks (q->who is set). True; else the answer is made. In a thread that must not wait; q->route
 * is NULL for files of the page. */
bool rw_admit(rw_request *q);
/* The same of the page that sends it: whether it may ask this of us. The route is known, and the asker may do it. */
bool rw_admit_page(rw_request *q);

/* --- stores -------------------------------------------------------------------------------------------------------- */
typedef struct rw_stores {
	riwaya_store *readers[RW_SERVE_THREADS];
	riwaya_store *writer; /* NULL while nobody wrote */
	pthread_mutex_t writing;
	riwaya_store *watcher;
	pthread_mutex_t watching;
	riwaya_store_state state;
	int64_t looked;                   /* when, in milliseconds; 0: it has to be looked at again */
	riwaya_store_state waiting_since; /* rw_stores_keep's: the state at which reports wait, and since when */
	int64_t waiting_from;
} rw_stores;
riwaya_status rw_stores_open(rw_server *s, riwaya_error *err);
void rw_stores_close(rw_server *s);
/* The one that writes: locked until it is given back. NULL with *err. */
riwaya_store *rw_stores_write(rw_server *s, riwaya_error *err);
void rw_stores_written(rw_server *s);
/* What the store is at, as of a few milliseconds ago at most; at once after this server wrote. */
riwaya_status rw_stores_state(rw_server *s, riwaya_store_state *out, riwaya_error *err);
/* The same where it was read just now: false where it would have to be read. */
bool rw_stores_state_at_hand(rw_server *s, riwaya_store_state *out);
void rw_state_text(const riwaya_store_state *state, char out[RW_SERVE_STATE]);
/* Brings incidents up to date where nobody else does. Called now and then. */
void rw_stores_keep(rw_server *s);

/* --- the page's files ------------------------------------------------------------------------------------------------ */
typedef struct rw_asset {
	rw_slice path;                            /* "/index.html" */
	rw_slice type, etag, plain, gzip, brotli; /* absent: not packed so */
	struct MHD_Response *answers[3], *same;   /* as it is, gzip, brotli; not changed */
} rw_asset;
typedef struct rw_assets {
	rw_asset *p;
	size_t n;
	bool page; /* the page is among them */
} rw_assets;
riwaya_status rw_assets_open(rw_server *s, riwaya_error *err);
void rw_assets_close(rw_server *s);
/* The file of a path; that of the page for paths that it makes itself; NULL where there is none. */
const rw_asset *rw_asset_of(const rw_server *s, const char *path);
/* By its own path alone. */
const rw_asset *rw_asset_named(const rw_server *s, const char *path);
/* The answer with it, as the asker takes it; it stays the asset's. */
struct MHD_Response *rw_asset_answer(const rw_asset *a, const rw_request *q, unsigned *status);

/* --- finished answers ------------------------------------------------------------------------------------------------- */
riwaya_status rw_cache_new(rw_server *s, riwaya_error *err);
void rw_cache_free(rw_server *s);
/* Where the answer to a call is kept of this state, it becomes the call's. True then. */
bool rw_cache_find(rw_call *c, const riwaya_store_state *state);
/* Makes the answer of a call from q->out, and keeps it. */
void rw_cache_put(rw_call *c, const riwaya_store_state *state);
void rw_cache_release(rw_server *s, rw_kept *k);

/* --- work ------------------------------------------------------------------------------------------------------------ */
/* A request on its way. */
struct rw_call {
	rw_request q;
	char *target, *room;
	char *body;
	size_t n, cap, reserved; /* reserved: of all bodies together */
	size_t over;             /* bytes of a body that is too large, read over */
	bool begun, too_long, too_large;
	const rw_asset *asset; /* a file of the page is asked for */
	struct MHD_Response *response;
	bool borrowed; /* the response is not this call's alone */
	rw_kept *kept; /* whose it is, where it is kept */
	unsigned status;
	bool slow;     /* it stood in that line */
	rw_call *next; /* in its line */
};

typedef struct rw_work {
	pthread_t threads[RW_SERVE_THREADS];
	unsigned n;
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct rw_line {
		rw_call *first, **last;
	} quick, slow; /* slow: calls that may take seconds … */
	unsigned slow_now; /* … and how many of them are worked on: half of the threads at most, so that the others are answered */
	bool ending;
} rw_work;
riwaya_status rw_work_begin(rw_server *s, riwaya_error *err);
/* Answers what waits, and ends the threads. */
void rw_work_end(rw_server *s);
/* Hands a call over; its connection sleeps. False where the server is ending. */
bool rw_work_give(rw_server *s, rw_call *c);
/* Runs `fn` with memory for one request: q->a. What goes wrong becomes the answer. */
void rw_with_memory(rw_request *q, rw_route_fn *fn);
/* q->out becomes c->response. */
void rw_call_finish(rw_call *c);

struct rw_server {
	rw_serve_options o;
	const riwaya_engine *engine;
	const rw_lexicon *lx;
	struct MHD_Daemon *daemon;
	rw_stores stores;
	rw_work work;
	rw_assets assets;
	rw_cache *cache;
	_Atomic(struct rw_jobs *) jobs; /* jobs.h: made by the first who adds */
	char names[RW_SERVE_NAMES][256];
	size_t n_names;
	rw_accounts *accounts; /* NULL: nobody signs in */
	rw_limits *limits;
	rw_nets believed;         /* proxies whose word on who asks counts */
	char token[RW_TOKEN + 1]; /* what changes must carry of those who are not signed in */
	bool loopback;            /* it listens to this machine alone */
	bool any_address;         /* it listens on all addresses */
	char address[128];        /* that it listens on, as in a URL: "127.0.0.1", "[::1]" */
	char url[300];
	/* connections and their deadlines */
	pthread_mutex_t peers_lock;
	struct rw_peer *peers;
	_Atomic size_t bodies; /* bytes of bodies at hand */
	_Atomic size_t calls;  /* requests whose headers are there, and that are not answered yet */
};

int64_t rw_serve_now(void); /* milliseconds of a clock that never goes back */

#endif
