/* together.c: the ledger of reports that a person has put together, as the store makes it: grouping given.
 *
 *     together FILE...
 *
 * Writes what `riwaya reconcile --format json` writes, with all reports in one incident.
 */
#include "api.h"
#include "reconcile/reconcile.h"
#include "show/show.h"

#include <stdio.h>
#include <stdlib.h>

static bool to_stdout(void *ctx, const char *p, size_t n) {
	(void)ctx;
	return fwrite(p, 1, n, stdout) == n;
}

static void stop(const char *what, const riwaya_error *err) {
	fprintf(stderr, "together: %s: %s\n", what, err->message);
	exit(1);
}

typedef struct work {
	riwaya_set *set;
	const riwaya_engine *engine;
	rw_arena a;
} work;

static riwaya_status reconcile(void *arg, riwaya_error *err) {
	work *k = arg;
	rw_arena *a = &k->a;
	size_t n = riwaya_set_count(k->set);
	rw_known *known = RW_ARRAY(a, rw_known, n);
	for (size_t i = 0; i < n; i++) {
		known[i].report = riwaya_set_report(k->set, i);
		riwaya_status status = riwaya_set_claims(k->set, i, &known[i].claims, &known[i].n_claims, err);
		if (!status) status = riwaya_set_mentions(k->set, i, &known[i].mentions, &known[i].n_mentions, err);
		if (status) return status;
	}
	rw_in_order_told(known, n);
	rw_facts f;
	rw_facts_init(&f, rw_engine_lexicon(k->engine), a);
	rw_weights w;
	rw_weights_load(&f, &w);
	rw_threads threads = {0};
	const rw_copy *copies = rw_copies(&f, a, known, n);
	for (uint32_t i = 0; i < n; i++) rw_threads_of(&f, a, known, i, &threads);
	RW_VEC(rw_bond) bonds = {0};
	for (uint32_t i = 1; i < threads.n; i++) rw_vec_push(a, &bonds, (rw_bond){.a = 0, .b = i});
	rw_found found = {.known = known, .n = n, .threads = &threads, .copies = copies};
	found.bonds = bonds.p, found.n_bonds = bonds.n;
	rw_groups groups;
	rw_describe(&f, a, &w, &found, rw_resolve(&f, a, &w, &found), RW_EXTENT_ALL, &groups);
	riwaya_reconciliation r;
	rw_reconcile_groups(&f, a, known, n, &groups, RW_EXTENT_ALL, &r);
	rw_show_ledger_json(rw_engine_lexicon(k->engine), a, &r, false, (riwaya_sink){to_stdout, NULL});
	return RIWAYA_OK;
}

int main(int argc, char **argv) {
	riwaya_error err = {0};
	riwaya_engine *engine;
	work k = {0};
	if (riwaya_engine_new(NULL, &engine, &err)) stop("engine", &err);
	k.engine = engine;
	if (riwaya_set_new(engine, NULL, &k.set, &err)) stop("set", &err);
	for (int i = 1; i < argc; i++)
		if (riwaya_set_add_file(k.set, argv[i], &err)) stop(argv[i], &err);
	rw_mem mem = {.a = rw_engine_allocator(engine)};
	rw_arena_init(&k.a, &mem);
	if (rw_door(&mem, reconcile, &k, &err)) stop("reconcile", &err);
	rw_arena_release(&k.a);
	riwaya_set_free(k.set);
	riwaya_engine_free(engine);
	return 0;
}
