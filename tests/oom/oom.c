/* oom.c: memory that ends. The whole way from reports to a ledger is gone once for every allocation it makes, and that one fails:
 * each time the answer must be an error, RIWAYA_NOMEM, with everything given back. Where there are too many allocations for the time
 * there is, the first ones are all tried and of the others every so many.
 *
 *     oom FILE...
 */
#include <riwaya/riwaya.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALL_OF = 300, TRIES = 900 };

typedef struct counter {
	size_t calls, fail_at; /* fail_at counts from 1; 0 never */
	size_t held;           /* bytes given out and not given back */
} counter;

static void *counted(void *ctx, void *p, size_t old_n, size_t n) {
	counter *c = ctx;
	if (n == 0) {
		free(p);
		c->held -= old_n;
		return NULL;
	}
	if (++c->calls == c->fail_at) return NULL;
	void *q = realloc(p, n);
	if (q) c->held = c->held - (p ? old_n : 0) + n;
	return q;
}

static bool swallow(void *ctx, const char *p, size_t n) {
	(void)ctx, (void)p, (void)n;
	return true;
}

/* The whole way. The first status that is not OK ends it; files that can't be read are no failure unless memory ended. */
static riwaya_status whole_way(counter *c, char **files, int n_files) {
	riwaya_allocator allocator = {counted, c};
	riwaya_options options = {.allocator = &allocator};
	riwaya_engine *engine = NULL;
	riwaya_set *set = NULL;
	riwaya_sink sink = {swallow, NULL};
	riwaya_error err = {0};
	riwaya_status s = riwaya_engine_new(&options, &engine, &err);
	if (!s) s = riwaya_set_new(engine, NULL, &set, &err);
	for (int i = 0; !s && i < n_files; i++) {
		s = riwaya_set_add_file(set, files[i], &err);
		if (s && s != RIWAYA_NOMEM) s = RIWAYA_OK;
	}
	const riwaya_reconciliation *r = NULL;
	if (!s) s = riwaya_set_reconcile(set, &r, &err);
	if (!s) s = riwaya_write_ledger_json(set, NULL, sink, &err);
	if (!s) s = riwaya_write_ledger_text(set, NULL, sink, &err);
	if (!s) s = riwaya_write_ledger_html(set, NULL, sink, &err);
	if (set && riwaya_set_count(set)) {
		if (!s) s = riwaya_write_claims(set, 0, sink, &err);
		if (!s) s = riwaya_write_mentions(set, 0, NULL, sink, &err);
	}
	riwaya_set_free(set);
	riwaya_engine_free(engine);
	return s;
}

int main(int argc, char **argv) {
	counter c = {0};
	riwaya_status s = whole_way(&c, argv + 1, argc - 1);
	if (s || c.held) {
		fprintf(stderr, "oom: with all memory: %s, %zu bytes not given back\n", riwaya_status_name(s), c.held);
		return 1;
	}
	size_t total = c.calls, stride = total > ALL_OF + TRIES ? (total - ALL_OF) / TRIES + 1 : 1, tried = 0;
	for (size_t k = 1; k <= total; k += k < ALL_OF ? 1 : stride, tried++) {
		c = (counter){.fail_at = k};
		s = whole_way(&c, argv + 1, argc - 1);
		if (s != RIWAYA_NOMEM || c.held) {
			fprintf(stderr, "oom: allocation %zu of %zu fails: %s in place of NOMEM, %zu bytes not given back\n", k,
				total, riwaya_status_name(s), c.held);
			return 1;
		}
	}
	printf("oom: %zu of %zu allocations failed in turn, each an error and nothing lost\n", tried, total);
	return 0;
}
