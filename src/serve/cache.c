/* cache.c: finished answers, by what was asked and the state that the store was at. An answer is packed and given its headers once; libmicrohttpd sends
 * one to many at a time. Nothing is ever told to leave: a state that has passed is not asked for again, and what is asked for least recently goes first. */
#include "api.h"
#include "serve/inside.h"
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum {
	BUCKETS = 4096,
	OVERHEAD = 2048,              /* bytes of an answer's headers and of its place here */
	LARGEST = RW_SERVE_CACHE / 4, /* an answer that is kept */
	PACKED = 512,                 /* bytes from which an answer is packed */
};

struct rw_kept {
	rw_kept *next;          /* in its bucket */
	rw_kept *newer, *older; /* by last use */
	uint64_t hash;
	size_t size;
	unsigned users; /* calls that send it, and this cache while it is in it */
	char etag[RW_SERVE_ETAG], etag_gzip[RW_SERVE_ETAG];
	struct MHD_Response *plain, *gzip, *same;
	char key[];
};

struct rw_cache {
	pthread_mutex_t lock;
	rw_kept *buckets[BUCKETS];
	rw_kept *newest, *oldest;
	size_t size;
};

riwaya_status rw_cache_new(rw_server *s, riwaya_error *err) {
	s->cache = calloc(1, sizeof *s->cache);
	if (!s->cache) return rw_no_memory(err);
	pthread_mutex_init(&s->cache->lock, NULL);
	return RIWAYA_OK;
}

static void drop(rw_kept *k) {
	if (--k->users) return;
	if (k->plain) MHD_destroy_response(k->plain);
	if (k->gzip) MHD_destroy_response(k->gzip);
	if (k->same) MHD_destroy_response(k->same);
	free(k);
}

/* --- in the lock ----------------------------------------------------------------------------------------------------- */
static void unlink_use(rw_cache *c, rw_kept *k) {
	*(k->newer ? &k->newer->older : &c->newest) = k->older;
	*(k->older ? &k->older->newer : &c->oldest) = k->newer;
}

static void link_use(rw_cache *c, rw_kept *k) {
	k->newer = NULL;
	k->older = c->newest;
	*(k->older ? &k->older->newer : &c->oldest) = k;
	c->newest = k;
}

static rw_kept **place_of(rw_cache *c, const char *key, uint64_t hash) {
	rw_kept **at = &c->buckets[hash % BUCKETS];
	while (*at && ((*at)->hash != hash || strcmp((*at)->key, key) != 0)) at = &(*at)->next;
	return at;
}

static void take_out(rw_cache *c, rw_kept *k) {
	*place_of(c, k->key, k->hash) = k->next;
	unlink_use(c, k);
	c->size -= k->size;
	drop(k);
}

/* --- from outside ----------------------------------------------------------------------------------------------------- */
void rw_cache_free(rw_server *s) {
	if (!s->cache) return;
	while (s->cache->oldest) take_out(s->cache, s->cache->oldest);
	pthread_mutex_destroy(&s->cache->lock);
	free(s->cache);
}

static size_t key_of(const rw_call *c, const riwaya_store_state *state, char *out, size_t size) {
	char text[RW_SERVE_STATE];
	rw_state_text(state, text);
	bool spoken = c->q.route->flags & RW_ROUTE_SPOKEN;
	int n = snprintf(out, size, "%s %s %s", text, spoken ? c->q.arabic ? "ar" : "en" : "", c->target);
	return n < 0 ? 0 : (size_t)n;
}

static rw_kept *use(rw_cache *c, const char *key, size_t n) {
	uint64_t hash = rw_hash(rw_slice_of(key, n), 0);
	pthread_mutex_lock(&c->lock);
	rw_kept *k = *place_of(c, key, hash);
	if (k) {
		k->users++;
		unlink_use(c, k);
		link_use(c, k);
	}
	pthread_mutex_unlock(&c->lock);
	return k;
}

/* The form of it that the asker takes. */
static void answer_with(rw_call *c, rw_kept *k) {
	const char *has = rw_header(&c->q, "If-None-Match");
	c->kept = k;
	c->borrowed = true;
	c->status = 200;
	if (has && (rw_etag_listed(has, k->etag) || rw_etag_listed(has, k->etag_gzip))) {
		c->status = 304;
		c->response = k->same;
	} else {
		c->response = k->gzip && rw_takes(rw_header(&c->q, "Accept-Encoding"), "gzip") ? k->gzip : k->plain;
	}
}

bool rw_cache_find(rw_call *c, const riwaya_store_state *state) {
	char key[RW_SERVE_TARGET + RW_SERVE_STATE + 8];
	size_t n = key_of(c, state, key, sizeof key);
	rw_kept *k = n && n < sizeof key ? use(c->q.server->cache, key, n) : NULL;
	if (k) answer_with(c, k);
	return k != NULL;
}

void rw_cache_release(rw_server *s, rw_kept *k) {
	pthread_mutex_lock(&s->cache->lock);
	drop(k);
	pthread_mutex_unlock(&s->cache->lock);
}

/* NULL where it gets no smaller, or memory ran out. */
static char *packed(const char *p, size_t n, size_t *size) {
	z_stream z = {0};
	if (n < PACKED || n > RW_SERVE_ANSWER || deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return NULL;
	char *out = malloc(n);
	z.next_in = (Bytef *)(uintptr_t)p;
	z.avail_in = (unsigned)n;
	z.next_out = (Bytef *)out;
	z.avail_out = (unsigned)n;
	bool whole = out && deflate(&z, Z_FINISH) == Z_STREAM_END;
	*size = z.total_out;
	deflateEnd(&z);
	if (!whole) free(out);
	return whole ? out : NULL;
}

/* Takes over what out holds. NULL where memory ran out. */
static rw_kept *made(rw_answer *out, const char *key, size_t n) {
	rw_kept *k = calloc(1, sizeof *k + n + 1);
	if (!k) return NULL;
	memcpy(k->key, key, n + 1);
	k->hash = rw_hash(rw_slice_of(key, n), 0);
	k->users = 1;
	rw_slice body = rw_slice_of(out->body ? out->body : "", out->n);
	rw_etag(body, "", k->etag);
	rw_etag(body, "-g", k->etag_gzip);
	rw_form form = {.type = out->type ? out->type : RW_JSON_TYPE, .cache = "no-cache", .frame = out->frame, .more = out};
	form.etag = k->etag;
	k->same = rw_response(NULL, 0, false, &form);
	size_t size = 0;
	char *gzip = packed(body.p, body.n, &size);
	k->size = OVERHEAD + n + body.n + (gzip ? size : 0);
	k->plain = rw_response(out->body, out->n, true, &form);
	out->body = NULL;
	if (gzip) {
		form.etag = k->etag_gzip;
		form.encoding = "gzip";
		k->gzip = rw_response(gzip, size, true, &form);
	}
	if (k->plain && k->same) return k;
	drop(k);
	return NULL;
}

void rw_cache_put(rw_call *c, const riwaya_store_state *state) {
	rw_cache *cache = c->q.server->cache;
	rw_answer *out = &c->q.out;
	char key[RW_SERVE_TARGET + RW_SERVE_STATE + 8], text[RW_SERVE_STATE];
	size_t n = key_of(c, state, key, sizeof key);
	rw_state_text(state, text);
	rw_answer_header(out, "X-Riwaya-State", text);
	rw_kept *k = out->failed ? NULL : made(out, key, n < sizeof key ? n : sizeof key - 1);
	rw_answer_clear(out);
	if (!k) return; /* no answer: the connection is closed */
	if (k->size <= LARGEST && !c->q.fleeting) {
		pthread_mutex_lock(&cache->lock);
		rw_kept **at = place_of(cache, k->key, k->hash);
		if (!*at) { /* else another worker was faster */
			k->users++;
			*at = k;
			link_use(cache, k);
			cache->size += k->size;
			while (cache->size > RW_SERVE_CACHE) take_out(cache, cache->oldest);
		}
		pthread_mutex_unlock(&cache->lock);
	}
	answer_with(c, k);
}
