/* memory.c: memory that ends while a store is at work. Opening, adding, settling, listing, a ledger and a search are gone through again and again, and
 * each time another allocation fails: the answer is RIWAYA_NOMEM, or OK where nothing hangs on it, everything is given back, and the store goes on
 * from where it is. Allocations are too many to fail each: those of the start are all tried, of the others every so many.
 *
 *     memory STORE FILE...      STORE must not be there yet; it holds what the files tell at the end
 */
#include <riwaya/store.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ALL_OF = 60, TRIES = 150 };

typedef struct counter {
	pthread_mutex_t lock;  /* adding takes memory in several threads */
	size_t calls, fail_at; /* fail_at counts from 1; 0 never */
	size_t held;           /* bytes given out and not given back */
} counter;

static void *counted(void *ctx, void *p, size_t old_n, size_t n) {
	counter *c = ctx;
	void *q = NULL;
	pthread_mutex_lock(&c->lock);
	if (n == 0) {
		free(p);
		c->held -= old_n;
	} else if (++c->calls != c->fail_at) {
		q = realloc(p, n);
		if (q) c->held = c->held - (p ? old_n : 0) + n;
	}
	pthread_mutex_unlock(&c->lock);
	return q;
}

static bool swallow(void *ctx, const char *p, size_t n) {
	(void)ctx, (void)p, (void)n;
	return true;
}

/* The whole way; *reports: how many the store has at the end. */
static riwaya_status whole_way(counter *c, const riwaya_engine *engine, const char *where, char **files, int n,
	uint64_t *reports, riwaya_error *err) {
	const riwaya_store_options options = {.create = true, .threads = 2};
	riwaya_store *store = NULL;
	riwaya_added added = {0};
	const riwaya_incident_list *list = NULL;
	const riwaya_found *found = NULL;
	riwaya_set *set = NULL;
	char name[32] = "";
	(void)c;
	riwaya_status s = riwaya_store_open(engine, where, &options, &store, err);
	if (!s) s = riwaya_store_add(store, (const char *const *)files, (size_t)n, NULL, &added, err);
	*reports = added.reports + added.known;
	if (!s) s = riwaya_store_incidents(store, NULL, &list, err);
	if (!s && list->n) snprintf(name, sizeof name, "%.*s", (int)list->rows[0].name.n, list->rows[0].name.p);
	if (!s && *name) s = riwaya_store_ledger(store, name, NULL, &set, err);
	if (!s && set) s = riwaya_write_ledger_json(set, NULL, (riwaya_sink){swallow, NULL}, err);
	if (!s) s = riwaya_store_search(store, &(riwaya_search){.query = "act:airstrike OR killed>1"}, &found, err);
	if (s == RIWAYA_ARGUMENT) s = RIWAYA_OK;
	riwaya_set_free(set);
	riwaya_store_free(store);
	return s;
}

static void forget(const char *where) {
	char path[1024];
	static const char *const ends[] = {"", "-wal", "-shm"};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		snprintf(path, sizeof path, "%s%s", where, ends[i]);
		unlink(path);
	}
}

int main(int argc, char **argv) {
	if (argc < 3) return 2;
	counter c = {.lock = PTHREAD_MUTEX_INITIALIZER};
	const riwaya_allocator allocator = {counted, &c};
	const riwaya_options options = {.allocator = &allocator};
	riwaya_engine *engine = NULL;
	riwaya_error err = {0};
	uint64_t all, reports;
	riwaya_status s = riwaya_engine_new(&options, &engine, &err);
	size_t before = c.held, begun = c.calls;
	if (!s) s = whole_way(&c, engine, argv[1], argv + 2, argc - 2, &all, &err);
	if (s || c.held != before) {
		fprintf(stderr, "memory: with all memory: %s, %s, %zu bytes not given back\n", riwaya_status_name(s),
			err.message, c.held - before);
		return 1;
	}
	size_t total = c.calls - begun, stride = total > ALL_OF + TRIES ? (total - ALL_OF) / TRIES + 1 : 1, tried = 0,
		   failed = 0;
	forget(argv[1]);
	for (size_t k = 1; k <= total; k += k < ALL_OF ? 1 : stride, tried++) {
		c.calls = 0;
		c.fail_at = k;
		s = whole_way(&c, engine, argv[1], argv + 2, argc - 2, &reports, &err);
		failed += s == RIWAYA_NOMEM;
		if ((s && s != RIWAYA_NOMEM) || c.held != before) {
			fprintf(stderr, "memory: allocation %zu of %zu fails: %s (%s) in place of NOMEM, %zu bytes not given back\n",
				k, total, riwaya_status_name(s), err.message, c.held - before);
			return 1;
		}
		if (tried % 7 == 6) { /* with enough of it the store goes on; then a new one */
			c.fail_at = 0;
			s = whole_way(&c, engine, argv[1], argv + 2, argc - 2, &reports, &err);
			if (s || reports != all) {
				fprintf(stderr, "memory: after allocation %zu of %zu failed the store has %llu of %llu reports: %s\n",
					k, total, (unsigned long long)reports, (unsigned long long)all, err.message);
				return 1;
			}
			if (k + stride <= total) forget(argv[1]);
		}
	}
	c.fail_at = 0;
	s = whole_way(&c, engine, argv[1], argv + 2, argc - 2, &reports, &err);
	riwaya_engine_free(engine);
	if (s || c.held) {
		fprintf(stderr, "memory: at the end: %s, %zu bytes not given back\n", riwaya_status_name(s), c.held);
		return 1;
	}
	printf("memory: %zu of %zu allocations failed in turn, %zu of them an error, and nothing was lost\n", tried, total,
		failed);
	return 0;
}
