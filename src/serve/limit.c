/* limit.c: buckets of requests and growing waits. */
#include "serve/limit.h"
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum { WAYS = 8 }; /* places that a key may lie in */

typedef struct bucket {
	uint64_t key; /* 0: free */
	int64_t at;   /* when `level` was so */
	double level; /* requests that may go on at once */
} bucket;

typedef struct wait {
	uint64_t key;
	int64_t until, last; /* until: when the next may begin; last: the last attempt */
	uint32_t failures;
	bool told;
} wait;

struct rw_limits {
	pthread_mutex_t lock;
	uint64_t seed;
	bucket buckets[RW_LIMIT_SLOTS];
	wait waits[RW_WAIT_SLOTS];
};

rw_limits *rw_limits_new(void) {
	if (sodium_init() < 0) return NULL;
	rw_limits *l = calloc(1, sizeof *l);
	if (!l || pthread_mutex_init(&l->lock, NULL) != 0) {
		free(l);
		return NULL;
	}
	randombytes_buf(&l->seed, sizeof l->seed);
	return l;
}

void rw_limits_free(rw_limits *l) {
	if (!l) return;
	pthread_mutex_destroy(&l->lock);
	free(l);
}

uint64_t rw_limits_key(const rw_limits *l, char kind, rw_slice what) {
	uint64_t k = rw_hash(what, l->seed ^ (unsigned char)kind);
	return k ? k : 1;
}

/* --- requests --------------------------------------------------------------------------------------------------------------- */
/* The key's bucket; else a free one, else the one that was used longest ago. */
static bucket *bucket_of(rw_limits *l, uint64_t key, unsigned burst, int64_t now) {
	bucket *row = &l->buckets[key % (RW_LIMIT_SLOTS / WAYS) * WAYS], *best = row;
	for (size_t i = 0; i < WAYS; i++) {
		if (row[i].key == key) return &row[i];
		if (best->key && (!row[i].key || row[i].at < best->at)) best = &row[i];
	}
	*best = (bucket){.key = key, .at = now, .level = burst};
	return best;
}

int64_t rw_limits_take(rw_limits *l, uint64_t key, unsigned rate, unsigned burst, int64_t now) {
	int64_t left = 0;
	pthread_mutex_lock(&l->lock);
	bucket *b = bucket_of(l, key, burst, now);
	if (now > b->at) {
		b->level += (double)(now - b->at) * rate / 1000;
		if (b->level > burst) b->level = burst;
		b->at = now;
	}
	if (b->level >= 1)
		b->level -= 1;
	else
		left = (int64_t)((1 - b->level) * 1000 / rate) + 1;
	pthread_mutex_unlock(&l->lock);
	return left;
}

/* --- passwords -------------------------------------------------------------------------------------------------------------- */
static wait *row_of(rw_limits *l, uint64_t key) { return &l->waits[key % (RW_WAIT_SLOTS / WAYS) * WAYS]; }

static wait *find(rw_limits *l, uint64_t key) {
	wait *row = row_of(l, key);
	for (size_t i = 0; i < WAYS; i++)
		if (row[i].key == key) return &row[i];
	return NULL;
}

/* The key's, else a free one, else the one that has failed least, and of those the one that is oldest. */
static wait *wait_of(rw_limits *l, uint64_t key) {
	wait *row = row_of(l, key), *best = find(l, key);
	if (best) return best;
	best = row;
	for (size_t i = 1; i < WAYS; i++) {
		if (!best->key) break;
		bool less = row[i].failures < best->failures || (row[i].failures == best->failures && row[i].last < best->last);
		if (!row[i].key || less) best = &row[i];
	}
	*best = (wait){.key = key};
	return best;
}

/* Milliseconds to wait after so many failures. */
static int64_t wait_after(uint32_t failures, unsigned free, unsigned longest) {
	int64_t seconds = 1;
	if (failures < free) return 0;
	for (uint32_t i = free; i < failures && seconds < longest; i++) seconds *= 2;
	return (seconds < longest ? seconds : longest) * 1000;
}

int64_t rw_limits_try(rw_limits *l, uint64_t key, unsigned free, unsigned longest, int64_t now, bool *fresh) {
	int64_t left = 0;
	*fresh = false;
	pthread_mutex_lock(&l->lock);
	wait *w = wait_of(l, key);
	if (w->failures && now - w->last > (int64_t)RW_WAIT_FORGOTTEN * 1000) *w = (wait){.key = key};
	if (now < w->until) {
		left = w->until - now;
		*fresh = !w->told;
		w->told = true;
	} else {
		if (w->failures < UINT32_MAX) w->failures++;
		w->last = now;
		w->until = now + wait_after(w->failures, free, longest);
		w->told = false;
	}
	pthread_mutex_unlock(&l->lock);
	return left;
}

void rw_limits_forgive(rw_limits *l, uint64_t key) {
	pthread_mutex_lock(&l->lock);
	wait *w = find(l, key);
	if (w) *w = (wait){0};
	pthread_mutex_unlock(&l->lock);
}

void rw_limits_undo(rw_limits *l, uint64_t key) {
	pthread_mutex_lock(&l->lock);
	wait *w = find(l, key);
	if (w && w->failures) {
		w->failures--;
		w->until = 0;
	}
	pthread_mutex_unlock(&l->lock);
}
