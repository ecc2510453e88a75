/* stores.c: the stores of a server. Each worker reads by one of its own, which never waits for who writes. One writes; it is opened when it is first
 * needed. One more is asked what the store is at. */
#define _POSIX_C_SOURCE 200809L
#include "serve/inside.h"
#include <stdio.h>
#include <time.h>

enum {
	STATE_MS = 20, /* how long a state that was read is taken for the one that is */
	KEEP_MS =
		2000, /* how long reports wait for incidents before this server brings them up to date: who adds them does it itself */
};

int64_t rw_serve_now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static riwaya_status open_one(rw_server *s, bool read_only, riwaya_store **out, riwaya_error *err) {
	const riwaya_store_options o = {.read_only = read_only, .wait_ms = s->o.wait_ms};
	return riwaya_store_open(s->engine, s->o.where, &o, out, err);
}

riwaya_status rw_stores_open(rw_server *s, riwaya_error *err) {
	rw_stores *st = &s->stores;
	riwaya_status status = RIWAYA_OK;
	pthread_mutex_init(&st->writing, NULL);
	pthread_mutex_init(&st->watching, NULL);
	if (!s->o.read_only) {
		status = open_one(s, false, &st->writer, err); /* also brings its schema up to date, which readers can't */
		if (!status) status = riwaya_store_settle(st->writer, NULL, err);
		if (status == RIWAYA_BUSY) status = RIWAYA_OK; /* who writes does it */
	}
	for (unsigned i = 0; i < s->o.threads && !status; i++) status = open_one(s, true, &st->readers[i], err);
	if (!status) status = open_one(s, true, &st->watcher, err);
	return status;
}

void rw_stores_close(rw_server *s) {
	rw_stores *st = &s->stores;
	for (unsigned i = 0; i < s->o.threads; i++) riwaya_store_free(st->readers[i]);
	riwaya_store_free(st->writer);
	riwaya_store_free(st->watcher);
	pthread_mutex_destroy(&st->writing);
	pthread_mutex_destroy(&st->watching);
}

riwaya_store *rw_stores_write(rw_server *s, riwaya_error *err) {
	rw_stores *st = &s->stores;
	pthread_mutex_lock(&st->writing);
	if (!st->writer && open_one(s, false, &st->writer, err)) {
		pthread_mutex_unlock(&st->writing);
		return NULL;
	}
	return st->writer;
}

void rw_stores_written(rw_server *s) {
	pthread_mutex_lock(&s->stores.watching);
	s->stores.looked = 0;
	pthread_mutex_unlock(&s->stores.watching);
	pthread_mutex_unlock(&s->stores.writing);
}

riwaya_status rw_stores_state(rw_server *s, riwaya_store_state *out, riwaya_error *err) {
	rw_stores *st = &s->stores;
	riwaya_status status = RIWAYA_OK;
	int64_t now = rw_serve_now();
	pthread_mutex_lock(&st->watching);
	if (!st->looked || now - st->looked > STATE_MS) {
		status = riwaya_store_state_of(st->watcher, &st->state, err);
		st->looked = status ? 0 : now;
	}
	*out = st->state;
	pthread_mutex_unlock(&st->watching);
	return status;
}

bool rw_stores_state_at_hand(rw_server *s, riwaya_store_state *out) {
	rw_stores *st = &s->stores;
	if (pthread_mutex_trylock(&st->watching) != 0) return false;
	bool good = st->looked && rw_serve_now() - st->looked <= STATE_MS;
	*out = st->state;
	pthread_mutex_unlock(&st->watching);
	return good;
}

void rw_state_text(const riwaya_store_state *state, char out[RW_SERVE_STATE]) {
	snprintf(out, RW_SERVE_STATE, "%llu.%llu%s", (unsigned long long)state->entries, (unsigned long long)state->settled,
		state->waiting ? "w" : "");
}

void rw_stores_keep(rw_server *s) {
	rw_stores *st = &s->stores;
	riwaya_store_state now;
	int64_t at = rw_serve_now();
	if (s->o.read_only || rw_stores_state(s, &now, NULL)) return;
	if (!now.waiting || now.entries != st->waiting_since.entries || now.settled != st->waiting_since.settled) {
		st->waiting_since = now;
		st->waiting_from = at;
	} else if (at - st->waiting_from > KEEP_MS) {
		riwaya_store *w = rw_stores_write(s, NULL);
		if (!w) return;
		(void)riwaya_store_settle(w, NULL, NULL); /* what goes wrong goes wrong again for who writes, and is told then */
		rw_stores_written(s);
	}
}
