/* fetch.c: the queue. Each host has one of its own, and asks for one address at a time:
 *
 *   next_job      the first of a host's jobs that is due; before it the robots.txt of its site, where that is not known
 *   start         a free slot takes the job (transfer.c)
 *   finished      what came back: decided (judge), kept (keep.c), and only then acted on: followed, tried again, told
 *
 * A job lives in the run's arena; hosts and what their robots.txt say live as long as the fetcher, a day at most.
 */
#define _POSIX_C_SOURCE 200809L
#include "fetch/fetch.h"
#include <curl/curl.h>
#include <limits.h>
#include <stdio.h>
#include <time.h>

enum {
	POLL_MS = 100,                 /* between two looks at `stop` */
	ROBOTS_SECONDS = 24 * 60 * 60, /* that a robots.txt is believed */
	ROBOTS_BYTES = 64 << 20,       /* of all that are remembered between runs */
	HOSTS_MOST = 64,               /* slots */
};

typedef struct job job;
typedef struct host host;

/* What a site's robots.txt is known to say. */
typedef struct site {
	struct site *next;
	rw_slice origin, text;
	bool known, asked, open; /* open: there is none, all is allowed */
	riwaya_error why;        /* code OK: `text` decides */
} site;

struct job {
	job *next;
	rw_url url;
	rw_slice asked;
	rw_wish wish;
	site *robots; /* whose robots.txt this asks for; NULL for what people asked for */
	unsigned redirects, tries;
	int64_t not_before;
	unsigned code; /* of the last answer */
	uint64_t bytes;
};

struct host {
	rw_slice name;
	job *head, **tail;
	size_t n;
	site *sites;
	bool busy, listed; /* listed: it stands in `waiting` */
	int64_t free_at;   /* milliseconds */
	unsigned delay_ms; /* that its robots.txt asks for */
};

typedef struct slot {
	rw_transfer *t;
	job *job;
	host *host;
} slot;

struct rw_fetcher {
	rw_arena *a;
	riwaya_fetch_options o;
	rw_keep *keep;
	CURLM *multi;
	rw_arena known; /* hosts and sites */
	rw_map by_name;
	RW_VEC(host *) hosts;
	RW_VEC(host *) waiting; /* hosts with jobs */
	size_t robots_bytes;
	int64_t robots_since;
	rw_arena jobs; /* of the run */
	rw_map asked;
	rw_arena scratch;
	slot slots[HOSTS_MOST];
	riwaya_fetch_progress shown;
	bool stopped;
};

static int64_t now_ms(void) {
	struct timespec t;
	return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 : 0;
}

static int64_t utc(void) {
	struct timespec t;
	return clock_gettime(CLOCK_REALTIME, &t) == 0 ? (int64_t)t.tv_sec : 0;
}

/* --- making ------------------------------------------------------------------------------------------------------------- */
static void drop(void *p) {
	rw_fetcher *f = p;
	for (size_t i = 0; i < HOSTS_MOST; i++)
		if (f->slots[i].t) rw_transfer_drop(f->slots[i].t, f->multi);
	if (f->multi) curl_multi_cleanup(f->multi);
	rw_arena_release(&f->known);
	rw_arena_release(&f->jobs);
	rw_arena_release(&f->scratch);
}

static void forget(rw_fetcher *f) {
	rw_arena_release(&f->known);
	rw_arena_init(&f->known, f->a->mem);
	f->by_name = RW_MAP(&f->known);
	memset(&f->hosts, 0, sizeof f->hosts);
	memset(&f->waiting, 0, sizeof f->waiting);
	f->robots_bytes = 0;
	f->robots_since = now_ms();
}

static unsigned given(unsigned v, unsigned otherwise) { return v ? v : otherwise; }

riwaya_status rw_fetcher_make(
	rw_arena *a, const riwaya_fetch_options *o, rw_keep *keep, rw_fetcher **out, riwaya_error *err) {
	rw_fetcher *f = RW_NEW(a, rw_fetcher);
	f->a = a;
	f->o = *o;
	f->keep = keep;
	f->o.max_bytes = o->max_bytes ? o->max_bytes : RIWAYA_FETCH_BYTES;
	f->o.max_seconds = given(o->max_seconds, RIWAYA_FETCH_SECONDS);
	f->o.max_redirects = given(o->max_redirects, RIWAYA_FETCH_REDIRECTS);
	f->o.tries = given(o->tries, RIWAYA_FETCH_TRIES);
	f->o.hosts = given(o->hosts, RIWAYA_FETCH_HOSTS);
	if (f->o.hosts > HOSTS_MOST) f->o.hosts = HOSTS_MOST;
	f->o.pause_ms = o->pause_ms == UINT_MAX ? 0 : given(o->pause_ms, RIWAYA_FETCH_PAUSE_MS);
	rw_arena_init(&f->jobs, a->mem);
	rw_arena_init(&f->scratch, a->mem);
	rw_arena_defer(a, drop, f);
	forget(f);
	f->asked = RW_MAP(&f->jobs);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !(f->multi = curl_multi_init()))
		return rw_fail(err, RIWAYA_NOMEM, RW_NONE, 0, 0, "libcurl does not start; memory may have run out");
	for (size_t i = 0; i < f->o.hosts; i++) {
		rw_transfer *t = RW_NEW(a, rw_transfer);
		riwaya_status status = rw_keep_spool(keep, a, &t->spool, err);
		if (status) return status;
		f->slots[i].t = t;
	}
	*out = f;
	return RIWAYA_OK;
}

bool rw_fetcher_stopped(const rw_fetcher *f) { return f->stopped; }

/* --- jobs ---------------------------------------------------------------------------------------------------------------- */
static host *host_of(rw_fetcher *f, rw_slice name) {
	bool fresh;
	uint32_t *i = rw_map_put(&f->by_name, rw_arena_copy(&f->known, name), &fresh);
	if (!fresh) return f->hosts.p[*i];
	*i = (uint32_t)f->hosts.n;
	host *h = RW_NEW(&f->known, host);
	h->name = rw_arena_copy(&f->known, name);
	h->tail = &h->head;
	rw_vec_push(&f->known, &f->hosts, h);
	return h;
}

static site *site_of(rw_fetcher *f, host *h, rw_slice origin) {
	for (site *s = h->sites; s; s = s->next)
		if (rw_slice_eq(s->origin, origin)) return s;
	site *s = RW_NEW(&f->known, site);
	s->origin = rw_arena_copy(&f->known, origin);
	s->next = h->sites;
	h->sites = s;
	return s;
}

static void enqueue(rw_fetcher *f, job *j, bool front) {
	host *h = host_of(f, j->url.host);
	j->next = NULL;
	h->n++;
	if (!h->listed) rw_vec_push(&f->known, &f->waiting, h);
	h->listed = true;
	if (front) {
		j->next = h->head;
		if (!h->head) h->tail = &j->next;
		h->head = j;
	} else {
		*h->tail = j;
		h->tail = &j->next;
	}
}

static void dequeue(host *h, job *j) {
	job **at = &h->head;
	while (*at != j) at = &(*at)->next;
	*at = j->next;
	if (h->tail == &j->next) h->tail = at;
	h->n--;
}

riwaya_status rw_fetcher_ask(rw_fetcher *f, rw_slice address, const rw_wish *wish, riwaya_error *err) {
	bool fresh;
	job *j = RW_NEW(&f->jobs, job);
	riwaya_status status = rw_url_parse(&f->jobs, RW_NONE, address, &j->url, err);
	if (status) return status;
	if (f->shown.left >= RIWAYA_FETCH_QUEUE)
		return rw_fail(err, RIWAYA_LIMIT, j->url.whole, 0, 0,
			"%d addresses wait already (RIWAYA_FETCH_QUEUE); ask for fewer at once", RIWAYA_FETCH_QUEUE);
	uint32_t *before = rw_map_put(&f->asked, j->url.whole, &fresh);
	*before = 0;
	if (!fresh) return RIWAYA_OK;
	j->asked = j->url.whole;
	if (wish) {
		j->wish = *wish;
		rw_slice *kept[] = {&j->wish.etag, &j->wish.modified, &j->wish.digest, &j->wish.id, &j->wish.uri, &j->wish.date};
		for (size_t i = 0; i < RW_COUNT(kept); i++) *kept[i] = rw_arena_copy(&f->jobs, *kept[i]);
	}
	enqueue(f, j, false);
	f->shown.left++;
	return RIWAYA_OK;
}

/* --- what became of a job --------------------------------------------------------------------------------------------------- */
static void tell(rw_fetcher *f, job *j, rw_answer *a) {
	riwaya_fetched *s = &a->shown;
	s->address = j->asked;
	s->final = j->url.whole;
	s->redirects = j->redirects;
	s->tries = j->tries;
	s->code = j->code;
	s->bytes = j->bytes;
	f->shown.left--;
	f->shown.done++;
	if (s->status) f->shown.failed++;
	if (j->wish.answered)
		j->wish.answered(j->wish.ctx, j->wish.who, a);
	else if (f->o.done)
		f->o.done(f->o.ctx, s);
}

/* Ends a job that got no answer. */
static void fail(rw_fetcher *f, job *j, const riwaya_error *why) {
	rw_answer a = {.shown = {.status = why->code, .message = rw_slice_z(why->message)}};
	tell(f, j, &a);
}

/* What a robots.txt that could not be had means: nothing may be asked for until it is known (RFC 9309, 2.3.1.4). */
static void no_robots(site *s, const riwaya_error *why) {
	s->known = true;
	rw_fail(&s->why, why->code, RW_NONE, 0, 0, "what robots.txt of " RW_FMT " allows is not known: %s",
		(int)(s->origin.n < 100 ? s->origin.n : 100), s->origin.p, why->message);
}

/* --- deciding ---------------------------------------------------------------------------------------------------------------- */
typedef enum verdict { GOOD, FOLLOW, AGAIN, BAD } verdict;

/* What a whole answer's status means. */
static verdict judge_code(rw_fetcher *f, job *j, rw_slice head, int64_t *wait_ms, rw_url *to, riwaya_error *e) {
	unsigned code = j->code;
	rw_slice location = rw_http_header(head, "Location");
	if ((code == 301 || code == 302 || code == 303 || code == 307 || code == 308) && location.n) {
		unsigned most = j->robots ? RIWAYA_FETCH_ROBOTS_REDIRECTS : f->o.max_redirects;
		if (j->redirects >= most) {
			rw_fail(e, RIWAYA_LIMIT, j->asked, 0, 0,
				"it redirects more than %u times; ask for another address of the page", most);
			return BAD;
		}
		riwaya_error why;
		if (!rw_url_parse(&f->jobs, j->url.whole, location, to, &why)) return FOLLOW;
		rw_fail(e, RIWAYA_REFUSED, j->asked, 0, 0, "it redirects to what is not fetched: %s", why.message);
		return BAD;
	}
	if ((code >= 200 && code < 300) || (code == 304 && (j->wish.etag.p || j->wish.modified.p))) return GOOD;
	rw_fail(e, RIWAYA_NETWORK, j->asked, 0, 0, "the server answers %u; %s", code,
		code == 401 || code == 403       ? "it does not give this to us"
			: code == 404 || code == 410 ? "it has no such page"
			: code == 429                ? "it has been asked too often; try again later"
			: code >= 500                ? "it is in trouble; try again later"
										 : "it has nothing to give");
	if (code != 408 && code != 429 && code != 500 && code != 502 && code != 503 && code != 504) return BAD;
	int64_t asks = rw_http_retry_after(rw_http_header(head, "Retry-After"), utc());
	if (asks > RIWAYA_FETCH_WAIT_SECONDS) {
		rw_fail(e, RIWAYA_NETWORK, j->asked, 0, 0,
			"the server answers %u and asks to be left alone for %lld seconds; try again then", code, (long long)asks);
		return BAD;
	}
	if (asks * 1000 > *wait_ms) *wait_ms = asks * 1000;
	return AGAIN;
}

static verdict judge(rw_fetcher *f, job *j, const rw_transfer *t, int64_t *wait_ms, rw_url *to, riwaya_error *e) {
	rw_slice name = j->asked;
	switch (t->end) {
	case RW_END_WHOLE: return judge_code(f, j, rw_slice_of(t->head, t->n_head), wait_ms, to, e);
	case RW_END_REFUSED:
		rw_fail(e, RIWAYA_REFUSED, name, 0, 0,
			RW_FMT " leads to %s (%s): not asked, unless private addresses are allowed",
			(int)(j->url.host.n < 200 ? j->url.host.n : 200), j->url.host.p, t->refused_ip, t->refused);
		return BAD;
	case RW_END_TRUST:
		rw_fail(e, RIWAYA_NETWORK, name, 0, 0, "the server's certificate is not to be trusted: %s", t->error);
		return BAD;
	case RW_END_HEAD:
		rw_fail(e, RIWAYA_LIMIT, name, 0, 0, "the head of the answer is longer than %d bytes (RIWAYA_FETCH_HEAD)",
			RIWAYA_FETCH_HEAD);
		return BAD;
	case RW_END_LONG:
		if (j->robots) return GOOD;
		rw_fail(e, RIWAYA_LIMIT, name, 0, 0, "it is longer than %llu bytes; allow more, or leave it",
			(unsigned long long)f->o.max_bytes);
		return BAD;
	case RW_END_TIME: rw_fail(e, RIWAYA_NETWORK, name, 0, 0, "the server is too slow: %s", t->error); return AGAIN;
	case RW_END_UNREACHED:
		rw_fail(e, RIWAYA_NETWORK, name, 0, 0, "the server can't be reached: %s", t->error);
		return AGAIN;
	case RW_END_BROKEN: break;
	}
	rw_fail(e, RIWAYA_NETWORK, name, 0, 0, "the answer broke off: %s", t->error);
	return AGAIN;
}

/* --- acting -------------------------------------------------------------------------------------------------------------------- */
/* A robots.txt that came, or one that does not exist. */
static riwaya_status robots_known(rw_fetcher *f, job *j, const rw_transfer *t, bool there, riwaya_error *err) {
	site *s = j->robots;
	s->known = true;
	s->open = !there;
	if (!there) return RIWAYA_OK;
	bool cut;
	rw_slice text;
	rw_slice head = rw_slice_of(t->head, t->n_head);
	riwaya_error why;
	riwaya_status status = rw_http_body(&f->scratch, t->spool, t->n_body, head, RW_ROBOTS_MAX, &text, &cut, &why);
	if (status == RIWAYA_IO) return rw_fail(err, status, RW_NONE, 0, 0, "%s", why.message);
	if (status)
		no_robots(s, &why);
	else
		s->text = rw_arena_copy(&f->known, text);
	f->robots_bytes += text.n;
	return RIWAYA_OK;
}

/* Writes down what was sent and received. The standard's digest of a body in chunks is that without them, but the tool that most people check with
 * (warcio) takes it with them, and would call the record damaged: such a record has its block's digest alone. */
static riwaya_status keep(rw_fetcher *f, job *j, rw_transfer *t, bool ends, rw_answer *a, riwaya_error *err) {
	rw_slice head = rw_slice_of(t->head, t->n_head);
	a->digested = t->end == RW_END_WHOLE && j->code != 304;
	riwaya_status status = a->digested ? rw_http_digest(t->spool, t->n_body, head, a->digest, err) : RIWAYA_OK;
	if (status) return status;
	a->shown.unchanged = (j->code == 304 && t->end == RW_END_WHOLE) ||
		(a->digested && j->code == 200 && j->wish.digest.n && rw_slice_eqz(j->wish.digest, a->digest));
	bool same = a->shown.unchanged && j->wish.date.n;
	rw_exchange e = {.uri = j->url.whole,
		.asked = ends ? j->asked : RW_NONE,
		.ip = t->ip[0] ? rw_slice_z(t->ip) : RW_NONE,
		.date = t->date,
		.request = rw_slice_of(t->request, t->n_request),
		.head = head,
		.body = t->spool,
		.n_body = t->n_body,
		.truncated = t->end == RW_END_LONG ? "length"
			: t->end == RW_END_TIME        ? "time"
			: t->end == RW_END_WHOLE       ? NULL
										   : "disconnect",
		.digest = a->digested && (same || !rw_http_chunked(head)) ? a->digest : NULL,
		.same_id = same ? j->wish.id : RW_NONE,
		.same_uri = same ? j->wish.uri : RW_NONE,
		.same_date = same ? j->wish.date : RW_NONE};
	status = rw_keep_put(f->keep, &e, &a->kept, err);
	a->shown.warc = a->kept.file;
	a->shown.offset = a->kept.offset;
	return status;
}

static riwaya_status finished(rw_fetcher *f, slot *s, int code, riwaya_error *err) {
	rw_transfer *t = s->t;
	job *j = s->job;
	host *h = s->host;
	rw_transfer_end(t, f->multi, code);
	s->job = NULL;
	h->busy = false;
	if (t->write_failed)
		return rw_fail(err, RIWAYA_IO, RW_NONE, 0, 0, "unable to keep what is received: the disk may be full");
	int64_t now = now_ms(), pause = h->delay_ms > f->o.pause_ms ? h->delay_ms : f->o.pause_ms;
	h->free_at = now + pause;
	j->tries++;
	j->code = t->whole_head ? rw_http_status(rw_slice_of(t->head, t->n_head)) : 0;
	j->bytes = t->n_body;
	f->shown.bytes += t->n_body;
	unsigned doublings = j->tries < 10 ? j->tries : 10;
	int64_t wait = (int64_t)f->o.pause_ms << doublings;
	riwaya_error why = {0};
	rw_url to;
	rw_answer a = {.head = rw_slice_of(t->head, t->n_head), .body = t->spool, .n_body = t->n_body};
	verdict v = judge(f, j, t, &wait, &to, &why);
	if (v == AGAIN && j->tries >= f->o.tries) v = BAD;
	if (t->whole_head) {
		riwaya_status status = keep(f, j, t, (v == GOOD || v == BAD) && !j->robots, &a, err);
		if (status) return status;
		rw_slice type = rw_http_header(a.head, "Content-Type");
		a.shown.type = type;
	}
	if (v == FOLLOW) {
		j->redirects++;
		j->tries = 0;
		j->url = to;
		enqueue(f, j, true);
	} else if (v == AGAIN) {
		j->not_before = now + wait;
		if (j->code == 429 || j->code == 503) h->free_at = now + wait > h->free_at ? now + wait : h->free_at;
		enqueue(f, j, true);
	} else if (j->robots) {
		/* 4xx: there is none. So it is where it redirects without end. */
		bool none = v == BAD &&
			((j->code >= 400 && j->code < 500 && j->code != 429 && j->code != 408) ||
				(j->code >= 300 && j->code < 400 && why.code == RIWAYA_LIMIT));
		if (v == BAD && !none)
			no_robots(j->robots, &why);
		else
			return robots_known(f, j, t, v == GOOD, err);
	} else {
		a.shown.status = why.code;
		a.shown.message = why.code ? rw_slice_z(why.message) : RW_NONE;
		tell(f, j, &a);
	}
	return RIWAYA_OK;
}

/* Whether robots.txt lets a job go; else it ends here. */
static bool allowed(rw_fetcher *f, host *h, job *j, const site *s) {
	double delay = 0;
	riwaya_error why = s->why;
	if (!why.code && !s->open && !rw_robots_allow(&f->scratch, s->text, "riwaya", j->url.target, &delay))
		rw_fail(&why, RIWAYA_REFUSED, j->asked, 0, 0, "robots.txt of " RW_FMT " does not allow it",
			(int)(s->origin.n < 200 ? s->origin.n : 200), s->origin.p);
	rw_arena_reset(&f->scratch, (rw_mark){0});
	h->delay_ms = delay * 1000 > RIWAYA_FETCH_DELAY_MS ? RIWAYA_FETCH_DELAY_MS : (unsigned)(delay * 1000);
	if (!why.code) return true;
	dequeue(h, j);
	fail(f, j, &why);
	return false;
}

static job *robots_job(rw_fetcher *f, site *s, riwaya_error *err) {
	job *j = RW_NEW(&f->jobs, job);
	rw_slice address = rw_arena_printf(&f->jobs, RW_FMT "/robots.txt", RW_ARG(s->origin));
	if (rw_url_parse(&f->jobs, RW_NONE, address, &j->url, err)) return NULL;
	j->asked = j->url.whole;
	j->robots = s;
	s->asked = true;
	return j;
}

/* A host's next job, taken from its queue; NULL where none is due, with the time when one may be. */
static job *next_job(rw_fetcher *f, host *h, int64_t now, int64_t *due) {
	enum { LOOK = 16 };
	if (h->free_at > now) {
		*due = h->free_at < *due ? h->free_at : *due;
		return NULL;
	}
	unsigned looked = 0;
	for (job *j = h->head, *next; j && looked < LOOK; j = next, looked++) {
		next = j->next;
		if (j->not_before > now) {
			*due = j->not_before < *due ? j->not_before : *due;
			continue;
		}
		if (!j->robots) {
			site *s = site_of(f, h, j->url.origin);
			if (!s->known && s->asked) continue;
			if (!s->known) {
				riwaya_error why;
				job *r = robots_job(f, s, &why);
				if (r) {
					r->next = NULL;
					return r;
				}
				no_robots(s, &why);
			}
			if (!allowed(f, h, j, s)) {
				looked--; /* it is gone */
				next = h->head;
				continue;
			}
		}
		dequeue(h, j);
		return j;
	}
	return NULL;
}

static riwaya_status start(rw_fetcher *f, slot *s, host *h, job *j, riwaya_error *err) {
	rw_ask ask = {.url = j->url.whole,
		.etag = j->wish.etag,
		.modified = j->wish.modified,
		.max_bytes = j->robots ? RW_ROBOTS_MAX : f->o.max_bytes,
		.max_seconds = f->o.max_seconds,
		.allow_private = f->o.allow_private,
		.ca_file = f->o.ca_file};
	s->job = j;
	s->host = h;
	h->busy = true;
	f->shown.address = j->url.whole;
	return rw_transfer_begin(s->t, f->multi, &ask, utc(), err);
}

/* Gives free slots to hosts that may be asked. `due`: when the next one may be. */
static riwaya_status begin(rw_fetcher *f, int64_t *due, riwaya_error *err) {
	int64_t now = now_ms();
	size_t kept = 0, at = 0;
	riwaya_status status = RIWAYA_OK;
	*due = now + POLL_MS;
	/* Jobs that end at once may add others, and hosts with them: f->waiting can grow and move meanwhile. */
	for (size_t i = 0; i < f->waiting.n; i++) {
		host *h = f->waiting.p[i];
		while (at < f->o.hosts && f->slots[at].job) at++;
		job *j = !status && !h->busy && at < f->o.hosts ? next_job(f, h, now, due) : NULL;
		if (j) status = start(f, &f->slots[at], h, j, err);
		h->listed = h->n > 0 || h->busy;
		if (h->listed) f->waiting.p[kept++] = h;
	}
	f->waiting.n = kept;
	return status;
}

/* Looks at what has come. */
static riwaya_status collect(rw_fetcher *f, bool *any, riwaya_error *err) {
	int left;
	*any = false;
	riwaya_status status = RIWAYA_OK;
	for (CURLMsg *m; !status && (m = curl_multi_info_read(f->multi, &left));) {
		if (m->msg != CURLMSG_DONE) continue;
		void *t = NULL;
		CURLcode code = m->data.result;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t);
		for (size_t i = 0; i < f->o.hosts; i++)
			if (f->slots[i].t == t && f->slots[i].job) {
				status = finished(f, &f->slots[i], (int)code, err);
				*any = true;
				break;
			}
	}
	return status;
}

riwaya_status rw_fetcher_run(rw_fetcher *f, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	f->stopped = false;
	while (f->shown.left && !status) {
		int running;
		int64_t due;
		bool any = false;
		if (f->o.stop && f->o.stop(f->o.ctx)) {
			f->stopped = true;
			break;
		}
		status = begin(f, &due, err);
		if (!status && curl_multi_perform(f->multi, &running) != CURLM_OK)
			status = rw_fail(err, RIWAYA_NOMEM, RW_NONE, 0, 0, "libcurl gave up; memory may have run out");
		if (!status) status = collect(f, &any, err);
		if (f->o.progress) f->o.progress(f->o.ctx, &f->shown);
		int64_t wait = due - now_ms();
		/* What has just ended may let another begin: asked at once. */
		if (!status && f->shown.left && !any && wait > 0)
			curl_multi_poll(f->multi, NULL, 0, (int)(wait < POLL_MS ? wait : POLL_MS), NULL);
	}
	for (size_t i = 0; i < f->o.hosts; i++) {
		rw_transfer_drop(f->slots[i].t, f->multi);
		f->slots[i].job = NULL;
	}
	riwaya_error late;
	if (status || rw_keep_sync(f->keep, status ? &late : err)) status = status ? status : RIWAYA_IO;
	/* What is left undone is forgotten; who wants it asks again. */
	bool old = f->robots_bytes > ROBOTS_BYTES || now_ms() - f->robots_since > (int64_t)ROBOTS_SECONDS * 1000;
	if (status || f->shown.left || old) forget(f);
	rw_arena_release(&f->jobs);
	rw_arena_init(&f->jobs, f->a->mem);
	f->asked = RW_MAP(&f->jobs);
	memset(&f->shown, 0, sizeof f->shown);
	return status;
}
