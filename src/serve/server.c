/* server.c: sockets, connections and the way of a request.
 *
 *   accepted -> request line (seen) -> headers (begin) -> body -> given to a worker, or answered from what is at hand -> sent (completed)
 *
 * Each step has a deadline of its own, however slowly bytes trickle in: libmicrohttpd counts only silence. The main thread looks at them once a
 * second, and closes what is late.
 */
#define _GNU_SOURCE
#include "api.h"
#include "serve/jobs.h"
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	WORKERS = 4,        /* at least, where nobody says how many: while one waits, or is slow, others answer */
	LOOPS = 2,          /* threads of libmicrohttpd */
	SILENCE = 60,       /* seconds without a byte while an answer is sent */
	TICK_MS = 100,      /* how soon an end is noticed */
	SWEEP_MS = 1000,    /* between two looks at deadlines */
	FAREWELL_MS = 2000, /* for answers that are on their way when the server ends */
};

/* A connection. `until` is 0 while it has no deadline. */
typedef struct rw_peer {
	struct rw_peer *next, **at;
	int fd;
	_Atomic int64_t until;
	_Atomic bool asking; /* a request has begun, and nothing was answered */
} rw_peer;

static void deadline(rw_peer *p, int seconds, bool asking) {
	if (!p) return;
	p->asking = asking;
	p->until = seconds ? rw_serve_now() + (int64_t)seconds * 1000 : 0;
}

static rw_peer *peer_of(struct MHD_Connection *c) {
	const union MHD_ConnectionInfo *i = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return i ? i->socket_context : NULL;
}

static void connected(void *cls, struct MHD_Connection *c, void **context, enum MHD_ConnectionNotificationCode code) {
	rw_server *s = cls;
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *i = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
		rw_peer *p = i ? calloc(1, sizeof *p) : NULL;
		if (!p) return;
		p->fd = i->connect_fd;
		deadline(p, RW_SERVE_HEAD_SECONDS, true);
		pthread_mutex_lock(&s->peers_lock);
		p->next = s->peers;
		p->at = &s->peers;
		if (p->next) p->next->at = &p->next;
		s->peers = p;
		pthread_mutex_unlock(&s->peers_lock);
		*context = p;
	} else if (*context) {
		rw_peer *p = *context;
		pthread_mutex_lock(&s->peers_lock);
		*p->at = p->next;
		if (p->next) p->next->at = p->at;
		pthread_mutex_unlock(&s->peers_lock);
		free(p);
		*context = NULL;
	}
}

/* The socket is closed by its thread, which takes the connection off the list before: what is on it is open. */
static void sweep(rw_server *s) {
	static const char late[] = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
	int64_t now = rw_serve_now();
	pthread_mutex_lock(&s->peers_lock);
	for (rw_peer *p = s->peers; p; p = p->next) {
		int64_t until = p->until;
		if (!until || until > now) continue;
		if (p->asking) (void)send(p->fd, late, sizeof late - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
		shutdown(p->fd, SHUT_RDWR);
		p->until = 0;
	}
	pthread_mutex_unlock(&s->peers_lock);
}

/* --- one request ---------------------------------------------------------------------------------------------------------- */
static void forget(rw_call *c) {
	if (c->response && !c->borrowed) MHD_destroy_response(c->response);
	if (c->kept) rw_cache_release(c->q.server, c->kept);
	c->q.server->bodies -= c->reserved;
	rw_answer_clear(&c->q.out);
	free(c->target);
	free(c->room);
	free(c->body);
	free(c);
}

static void turn_away(const rw_peer *p) {
	static const char strange[] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
	if (!p) return;
	(void)send(p->fd, strange, sizeof strange - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
	shutdown(p->fd, SHUT_RDWR);
}

/* The request line is there: what it asks for, before anything of it is taken apart. */
static void *seen(void *cls, const char *target, struct MHD_Connection *connection) {
	rw_server *s = cls;
	size_t n = strlen(target);
	rw_call *c = calloc(1, sizeof *c);
	if (!c) return NULL;
	c->q.server = s;
	c->q.connection = connection;
	deadline(peer_of(connection), RW_SERVE_HEAD_SECONDS, true);
	/* libmicrohttpd takes parameters apart before it asks us anything, and falls silent where they are more than it has memory for. */
	size_t parted = 0;
	for (const char *p = target; (p = strchr(p, '&')); p++) parted++;
	if (parted > (size_t)4 * RW_SERVE_PARAMS) turn_away(peer_of(connection));
	c->too_long = n > RW_SERVE_TARGET;
	if (c->too_long) return c;
	c->target = strdup(target);
	c->room = malloc(RW_REQUEST_ROOM(n));
	return c;
}

static void completed(void *cls, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code) {
	rw_server *s = cls;
	(void)code;
	if (!*context) return;
	rw_call *c = *context;
	if (c->begun) s->calls--;
	forget(c);
	*context = NULL;
	deadline(peer_of(connection), RW_SERVE_IDLE_SECONDS, false);
}

static enum MHD_Result send_it(rw_call *c) {
	struct MHD_Connection *connection = c->q.connection;
	deadline(peer_of(connection), RW_SERVE_SEND_SECONDS, false);
	if (!c->response) return MHD_NO; /* for want of memory */
	return MHD_queue_response(connection, c->status, c->response);
}

static enum MHD_Result refuse(rw_call *c, rw_problem_kind kind, const char *detail) {
	rw_problem(&c->q, kind, detail);
	rw_call_finish(c);
	return send_it(c);
}

static enum MHD_Result not_allowed(rw_call *c, unsigned allow) {
	static const char *const names[RW_METHODS] = {"GET, HEAD", "POST", "PATCH", "DELETE"};
	char list[64] = "";
	for (unsigned m = 0; m < RW_METHODS; m++) {
		size_t n = strlen(list);
		if (allow & 1u << m) snprintf(list + n, sizeof list - n, "%s%s", n ? ", " : "", names[m]);
	}
	rw_problem(&c->q, RW_PROBLEM_METHOD, NULL);
	rw_answer_header(&c->q.out, "Allow", list);
	rw_call_finish(c);
	return send_it(c);
}

static bool reserve(rw_call *c, size_t n) {
	rw_server *s = c->q.server;
	s->bodies += n;
	c->reserved += n;
	return s->bodies <= RW_SERVE_BODIES;
}

/* What is there of a body, by the headers: false where it is more than the route takes, and the problem is sent. */
static bool body_fits(rw_call *c, enum MHD_Result *sent) {
	const rw_route *r = c->q.route;
	const char *length = rw_header(&c->q, "Content-Length");
	bool chunked = rw_header(&c->q, "Transfer-Encoding") != NULL;
	char detail[96] = "this takes no body";
	uint64_t n = 0;
	if (length && !rw_slice_u64(rw_slice_z(length), &n)) {
		*sent = refuse(c, RW_PROBLEM_WRONG, "Content-Length is no number");
		return false;
	}
	size_t most = r ? r->body : 0;
	if (n <= most && (most || !chunked)) return true;
	if (most) snprintf(detail, sizeof detail, "this takes a body of up to %zu bytes", most);
	*sent = refuse(c, RW_PROBLEM_LARGE, detail);
	return false;
}

/* The headers are there. */
static enum MHD_Result begin(rw_call *c, const char *method) {
	static const char *const methods[RW_METHODS] = {"GET", "POST", "PATCH", "DELETE"};
	rw_request *q = &c->q;
	enum MHD_Result sent = MHD_NO;
	unsigned allow = 1u << RW_GET;
	c->begun = true;
	q->server->calls++;
	if (c->too_long) return refuse(c, RW_PROBLEM_LONG, "path and parameters are longer than target_bytes");
	if (!c->target || !c->room) return refuse(c, RW_PROBLEM_MEMORY, NULL);
	const char *wrong = rw_request_read(q, c->target, c->room);
	q->arabic = rw_asks_arabic(q);
	if (wrong) return refuse(c, RW_PROBLEM_WRONG, wrong);
	q->head = strcmp(method, "HEAD") == 0;
	q->method = RW_METHODS;
	for (unsigned m = 0; m < RW_METHODS; m++)
		if (strcmp(method, q->head ? "GET" : methods[m]) == 0 || (q->head && m == RW_GET)) {
			q->method = (rw_method)m;
			break;
		}
	bool api = strncmp(q->path, "/api", 4) == 0 && (!q->path[4] || q->path[4] == '/');
	if (api) q->route = rw_route_of(q, &allow);
	if (!rw_admit(q)) {
		rw_call_finish(c);
		return send_it(c);
	}
	if (!api) c->asset = rw_asset_of(q->server, q->path);
	if (api ? !allow : !c->asset)
		return refuse(c, RW_PROBLEM_NO_ROUTE, api ? "/api/openapi.json lists what may be asked" : NULL);
	if (api ? !q->route : q->method != RW_GET) return not_allowed(c, allow);
	const char *stranger = api ? rw_route_stranger(q) : NULL;
	if (stranger) {
		char detail[400];
		snprintf(detail, sizeof detail, "there is no parameter '%.64s' here; there are: %s", stranger,
			*q->route->params ? q->route->params : "none");
		return refuse(c, RW_PROBLEM_PARAM, detail);
	}
	const char *too_long = api ? rw_param_long(q) : NULL;
	if (too_long) {
		char detail[200];
		snprintf(detail, sizeof detail, "%.64s has more letters than are taken: %d, and of a search %d", too_long,
			RW_SERVE_PARAM, RW_SERVE_QUERY);
		return refuse(c, RW_PROBLEM_PARAM, detail);
	}
	const char *lang = rw_param_of(q, "lang");
	if (api && lang && strcmp(lang, "ar") != 0 && strcmp(lang, "en") != 0)
		return refuse(c, RW_PROBLEM_PARAM, "lang takes ar or en");
	if (api && q->who.role < q->route->needs)
		return refuse(c, q->who.role == RW_ANYONE ? RW_PROBLEM_SIGN_IN : RW_PROBLEM_ROLE, NULL);
	if (!rw_admit_page(q)) {
		rw_call_finish(c);
		return send_it(c);
	}
	if (!body_fits(c, &sent)) return sent;
	deadline(peer_of(q->connection), RW_SERVE_BODY_SECONDS, true);
	return MHD_YES;
}

static enum MHD_Result take_body(rw_call *c, const char *p, size_t *n) {
	size_t most = c->q.route ? c->q.route->body : 0, need = c->n + *n;
	if (c->too_large || need > most || (need > c->cap && !reserve(c, need))) {
		/* The rest is read over and told of at its end, unless it has none. */
		c->too_large = true;
		c->over += *n;
		*n = 0;
		return c->over > RW_SERVE_BODY ? MHD_NO : MHD_YES;
	}
	if (need > c->cap) {
		size_t cap = need + need / 2 < most ? need + need / 2 : most;
		char *bigger = realloc(c->body, cap ? cap : 1);
		if (!bigger) return MHD_NO;
		c->body = bigger;
		c->cap = cap;
	}
	memcpy(c->body + c->n, p, *n);
	c->n = need;
	*n = 0;
	return MHD_YES;
}

/* All of it is there. */
static enum MHD_Result dispatch(rw_call *c) {
	rw_request *q = &c->q;
	if (c->too_large) return refuse(c, RW_PROBLEM_LARGE, NULL);
	if (c->asset) {
		c->response = rw_asset_answer(c->asset, q, &c->status);
		c->borrowed = true;
		return send_it(c);
	}
	q->body = rw_slice_of(c->body ? c->body : "", c->n);
	riwaya_store_state state;
	if (q->route->flags & RW_ROUTE_KEPT && rw_stores_state_at_hand(q->server, &state) && rw_cache_find(c, &state))
		return send_it(c);
	deadline(peer_of(q->connection), 0, false);
	return rw_work_give(q->server, c) ? MHD_YES : refuse(c, RW_PROBLEM_ENDING, NULL);
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
	const char *version, const char *upload, size_t *n, void **context) {
	(void)cls, (void)connection, (void)url, (void)version;
	rw_call *c = *context;
	if (!c) return MHD_NO;
	if (!c->begun) return begin(c, method);
	if (c->response) return send_it(c);
	if (*n) return take_body(c, upload, n);
	return dispatch(c);
}

/* --- the daemon ------------------------------------------------------------------------------------------------------------- */
/* Targets are taken apart by us: libmicrohttpd's way ends them at %00. */
static size_t as_it_is(void *cls, struct MHD_Connection *c, char *s) {
	(void)cls, (void)c;
	return strlen(s);
}

static void quiet(void *cls, const char *fmt, va_list ap) { (void)cls, (void)fmt, (void)ap; }

static bool is_loopback(const struct sockaddr *a) {
	if (a->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, a, sizeof in);
		return ntohl(in.sin_addr.s_addr) >> 24 == 127;
	}
	struct sockaddr_in6 in;
	memcpy(&in, a, sizeof in);
	return IN6_IS_ADDR_LOOPBACK(&in.sin6_addr);
}

/* "127.0.0.1:8787", "[::1]:8787" */
static bool listen_at(const char *z, char host[128], char port[16]) {
	const char *colon = strrchr(z, ':');
	if (!colon || !colon[1] || strlen(colon + 1) >= 16) return false;
	size_t n = (size_t)(colon - z);
	uint64_t number;
	if (!rw_slice_u64(rw_slice_z(colon + 1), &number) || number > 65535) return false;
	bool brackets = n > 1 && z[0] == '[' && z[n - 1] == ']';
	if (brackets) z++, n -= 2;
	if (!n || n >= 128 || (!brackets && memchr(z, ':', n))) return false;
	memcpy(host, z, n);
	host[n] = '\0';
	snprintf(port, 16, "%s", colon + 1);
	return true;
}

static riwaya_status open_socket(rw_server *s, int *out, riwaya_error *err) {
	char host[128], port[16];
	const char *listen_z = s->o.listen ? s->o.listen : RW_SERVE_LISTEN;
	struct addrinfo *found = NULL, hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
	if (!listen_at(listen_z, host, port))
		return rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("--listen"), 0, 0,
			"an address and a port are taken, such as %s, not '%s'", RW_SERVE_LISTEN, listen_z);
	int wrong = getaddrinfo(host, port, &hints, &found);
	if (wrong)
		return rw_fail(
			err, RIWAYA_ARGUMENT, RW_LIT("--listen"), 0, 0, "there is no address '%s': %s", host, gai_strerror(wrong));
	int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), one = 1;
	bool ok = fd >= 0;
	if (ok) (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	ok = ok && bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, 1024) == 0;
	int why = errno;
	s->loopback = is_loopback(found->ai_addr);
	struct sockaddr_storage at;
	socklen_t size = sizeof at;
	if (ok && getsockname(fd, (struct sockaddr *)&at, &size) == 0)
		(void)getnameinfo(
			(struct sockaddr *)&at, size, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
	bool six = found->ai_family == AF_INET6;
	snprintf(s->address, sizeof s->address, six ? "[%.120s]" : "%.120s", host);
	snprintf(s->url, sizeof s->url, "http://%s:%s/", s->address, port);
	freeaddrinfo(found);
	if (ok) {
		*out = fd;
		return RIWAYA_OK;
	}
	if (fd >= 0) close(fd);
	return rw_fail(err, RIWAYA_IO, RW_LIT("--listen"), 0, 0,
		"can't listen on %s: %s; another port: --listen 127.0.0.1:0", listen_z, strerror(why));
}

/* Each connection is a file to the system. */
static void allow_files(void) {
	struct rlimit r;
	const rlim_t want = RW_SERVE_CONNECTIONS + 512;
	if (getrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur >= want) return;
	r.rlim_cur = r.rlim_max < want ? r.rlim_max : want;
	(void)setrlimit(RLIMIT_NOFILE, &r);
}

static riwaya_status start(rw_server *s, int fd, riwaya_error *err) {
	allow_files();
	s->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL,
		NULL, handle, s, MHD_OPTION_EXTERNAL_LOGGER, quiet, NULL, MHD_OPTION_LISTEN_SOCKET, fd,
		MHD_OPTION_THREAD_POOL_SIZE, (unsigned)LOOPS, MHD_OPTION_CONNECTION_LIMIT, (unsigned)RW_SERVE_CONNECTIONS,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENCE, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)RW_SERVE_HEAD,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK, as_it_is, NULL, MHD_OPTION_URI_LOG_CALLBACK,
		seen, s, MHD_OPTION_NOTIFY_COMPLETED, completed, s, MHD_OPTION_NOTIFY_CONNECTION, connected, s, MHD_OPTION_END);
	if (s->daemon) return RIWAYA_OK;
	close(fd);
	return rw_fail(err, RIWAYA_IO, RW_LIT("--listen"), 0, 0,
		"the server can't be started: the system gives no thread, no file or no memory for it");
}

static void doze(int64_t ms) { (void)nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL); }

static void until_stopped(rw_server *s) {
	for (int64_t last = rw_serve_now(); !s->o.stopped(s->o.ctx); doze(TICK_MS)) {
		if (rw_serve_now() - last < SWEEP_MS) continue;
		sweep(s);
		rw_stores_keep(s);
		if (s->accounts) (void)rw_accounts_keep(s->accounts, NULL);
		last = rw_serve_now();
	}
}

/* No new connections; what waits is answered, and those answers are sent. */
static void end(rw_server *s) {
	if (s->daemon) {
		int fd = MHD_quiesce_daemon(s->daemon);
		if (fd >= 0) close(fd);
	}
	rw_work_end(s);
	rw_jobs_end(s);
	for (int64_t from = rw_serve_now(); s->daemon && s->calls && rw_serve_now() - from < FAREWELL_MS;)
		doze(TICK_MS / 10);
	if (s->daemon) MHD_stop_daemon(s->daemon);
}

riwaya_status rw_serve(const riwaya_engine *engine, const rw_serve_options *options, riwaya_error *err) {
	rw_server *s = calloc(1, sizeof *s);
	int fd = -1;
	if (!s) return rw_no_memory(err);
	s->o = *options;
	s->engine = engine;
	s->lx = rw_engine_lexicon(engine);
	if (!s->o.threads) {
		long n = sysconf(_SC_NPROCESSORS_ONLN);
		s->o.threads = n > WORKERS ? (unsigned)n : WORKERS;
	}
	if (s->o.threads > RW_SERVE_THREADS) s->o.threads = RW_SERVE_THREADS;
	pthread_mutex_init(&s->peers_lock, NULL);
	/* Signals are the main thread's. */
	sigset_t all, before;
	sigfillset(&all);
	riwaya_status status = open_socket(s, &fd, err);
	if (!status) status = rw_admission(s, err);
	if (!status) status = rw_assets_open(s, err);
	if (!status) status = rw_cache_new(s, err);
	if (!status) status = rw_stores_open(s, err);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (!status) status = rw_work_begin(s, err);
	if (!status) {
		status = start(s, fd, err);
		fd = -1;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!status) {
		if (s->o.listening) s->o.listening(s->o.ctx, s->url, s->accounts != NULL);
		until_stopped(s);
	}
	end(s);
	if (fd >= 0) close(fd);
	rw_admission_end(s);
	rw_stores_close(s);
	rw_cache_free(s);
	rw_assets_close(s);
	pthread_mutex_destroy(&s->peers_lock);
	free(s);
	return status;
}
