/* queries.c: how fast a store answers: each query of a list many times over in one process, median and worst.
 *
 *     queries STORE LIST [RUNS]        RUNS: 50, after one that warms
 *
 * A line is what a caller of the library waits for: incidents with their count, a ledger ready to be written, a page of 20 reports found with their
 * snippets and the count. The time to open the store stands first.
 */
#include <inttypes.h>
#include <riwaya/store.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS_MOST = 1000 };

typedef struct question {
	riwaya_incident_query incidents;
	riwaya_search search;
	char name[32];
	char words[8][128]; /* values that the query points to */
	size_t n_words;
	enum { INCIDENTS, LEDGER, SEARCH } kind;
} question;

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void fail(const char *what, const riwaya_error *e) {
	fprintf(stderr, "queries: %s: %s\n", what, e ? e->message : "");
	exit(1);
}

static int by_value(const void *x, const void *y) {
	double a = *(const double *)x, b = *(const double *)y;
	return a < b ? -1 : a > b;
}

/* "place=sy sort=killed contradicted" */
static void read_incidents(question *q, char *z) {
	static const char *const sorts[] = {"time", "changed", "reports", "contradictions", "killed"};
	for (char *one = strtok(z, " "); one; one = strtok(NULL, " ")) {
		char *value = strchr(one, '=');
		if (value) *value++ = '\0';
		if (strcmp(one, "contradicted") == 0) q->incidents.contradicted = true;
		if (!value) continue;
		char *kept = q->words[q->n_words++ % 8];
		snprintf(kept, sizeof q->words[0], "%s", value);
		if (strcmp(one, "place") == 0) q->incidents.place = kept;
		if (strcmp(one, "actor") == 0) q->incidents.actor = kept;
		if (strcmp(one, "act") == 0) q->incidents.act = kept;
		if (strcmp(one, "since") == 0) riwaya_when_parse(kept, &q->incidents.since);
		if (strcmp(one, "until") == 0) riwaya_when_parse(kept, &q->incidents.until);
		if (strcmp(one, "reports") == 0) q->incidents.reports = (uint32_t)atoi(kept);
		for (size_t i = 0; strcmp(one, "sort") == 0 && i < 5; i++)
			if (strcmp(kept, sorts[i]) == 0) q->incidents.sort = (riwaya_sort)i;
	}
}

/* The incident whose ledger is asked for: the first of a list, or the one in the middle of all. */
static void pick_ledger(riwaya_store *store, question *q, char *z) {
	const riwaya_incident_list *list;
	riwaya_error e = {0};
	bool median = strcmp(z, "median") == 0;
	read_incidents(q, z);
	q->incidents.most = 1;
	if (median) {
		q->incidents.sort = RIWAYA_SORT_REPORTS;
		if (riwaya_store_incidents(store, &q->incidents, &list, &e)) fail("incidents", &e);
		q->incidents.first = (size_t)list->all / 2;
	}
	if (riwaya_store_incidents(store, &q->incidents, &list, &e)) fail("incidents", &e);
	if (list->n == 0) fail("the store has no incidents", NULL);
	snprintf(q->name, sizeof q->name, "%.*s", (int)list->rows[0].name.n, list->rows[0].name.p);
}

/* How many the answer has. */
static uint64_t ask(riwaya_store *store, const question *q) {
	const riwaya_incident_list *list;
	const riwaya_found *found;
	const riwaya_reconciliation *r;
	riwaya_set *set;
	riwaya_error e = {0};
	uint64_t n = 0;
	switch (q->kind) {
	case INCIDENTS:
		if (riwaya_store_incidents(store, &q->incidents, &list, &e)) fail("incidents", &e);
		return list->all;
	case LEDGER:
		if (riwaya_store_ledger(store, q->name, NULL, &set, &e)) fail("ledger", &e);
		if (riwaya_set_reconcile(set, &r, &e)) fail("ledger", &e);
		n = riwaya_set_count(set);
		riwaya_set_free(set);
		return n;
	default:
		if (riwaya_store_search(store, &q->search, &found, &e)) fail(q->search.query, &e);
		return found->all;
	}
}

int main(int argc, char **argv) {
	static double took[RUNS_MOST];
	int runs = argc > 3 ? atoi(argv[3]) : 50;
	if (argc < 3 || runs < 1 || runs > RUNS_MOST) {
		fprintf(stderr, "usage: queries STORE LIST [RUNS]\n");
		return 2;
	}
	riwaya_engine *engine;
	riwaya_store *store;
	riwaya_error e = {0};
	char line[1024];
	FILE *f = fopen(argv[2], "r");
	if (!f) fail(argv[2], NULL);
	if (riwaya_engine_new(NULL, &engine, &e)) fail("engine", &e);
	for (int i = 0; i < runs; i++) {
		double t = now();
		if (riwaya_store_open(engine, argv[1], NULL, &store, &e)) fail(argv[1], &e);
		took[i] = now() - t;
		if (i + 1 < runs) riwaya_store_free(store);
	}
	qsort(took, (size_t)runs, sizeof *took, by_value);
	printf("%8s %8s %9s  %s\n", "median", "worst", "all", "milliseconds");
	printf("%8.2f %8.2f %9s  open\n", took[runs / 2], took[runs - 1], "");
	while (fgets(line, sizeof line, f)) {
		question q = {0};
		line[strcspn(line, "\r\n")] = '\0';
		char *what = strchr(line, '\t');
		if (line[0] == '#' || !what) continue;
		char shown[1024];
		snprintf(shown, sizeof shown, "%s", line);
		*what++ = '\0';
		q.kind = strcmp(line, "ledger") == 0 ? LEDGER : strcmp(line, "search") == 0 ? SEARCH : INCIDENTS;
		q.search.query = what;
		if (q.kind == LEDGER) pick_ledger(store, &q, what);
		if (q.kind == INCIDENTS) read_incidents(&q, what);
		uint64_t n = ask(store, &q);
		for (int i = 0; i < runs; i++) {
			double t = now();
			ask(store, &q);
			took[i] = now() - t;
		}
		qsort(took, (size_t)runs, sizeof *took, by_value);
		printf("%8.2f %8.2f %9" PRIu64 "  %s\n", took[runs / 2], took[runs - 1], n, shown);
		fflush(stdout);
	}
	fclose(f);
	riwaya_store_free(store);
	riwaya_engine_free(engine);
	return 0;
}
