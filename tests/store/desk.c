/* desk.c: a store as the tests of it want it: with a clock that stands still, batches of any size, and word of what was acknowledged.
 *
 *     desk add STORE BATCH AFTER THREADS FILE...   adds, settling BATCH reports at a time once AFTER wait (0: as usual);
 *                                                  "ack REPORTS KNOWN UNREAD" for each commit that was acknowledged, "done …" at the end
 *     desk settle STORE BATCH
 *     desk anew STORE BATCH                        forgets all that is derived of incidents, and settles from nothing
 *     desk ledgers STORE                           every incident's ledger, as JSON
 *     desk lists STORE                             lists of incidents in every order and by every filter
 *     desk search STORE QUERY...                   what each search finds
 *
 * Exit code: 0, or the riwaya_status.
 */
#include "store/store.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static int64_t still(void *ctx) {
	(void)ctx;
	return INT64_C(1700000000000);
}

static bool out(void *ctx, const char *p, size_t n) {
	(void)ctx;
	return fwrite(p, 1, n, stdout) == n;
}

static bool acknowledged(void *ctx, const riwaya_added *a, const char *path, double part) {
	(void)ctx, (void)path, (void)part;
	printf("ack %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", a->reports, a->known, a->unread);
	fflush(stdout);
	return true;
}

static riwaya_status add(riwaya_store *s, char **paths, size_t n, riwaya_error *e) {
	riwaya_added sum;
	const riwaya_adding how = {.progress = acknowledged};
	riwaya_status status = riwaya_store_add(s, (const char *const *)paths, n, &how, &sum, e);
	if (!status)
		printf("done %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", sum.reports, sum.known, sum.unread, sum.edited);
	return status;
}

static riwaya_status anew(riwaya_store *s, riwaya_error *e) {
	rw_writing w;
	riwaya_status status = rw_store_begin(s, &w, e);
	if (status) return status;
	status = rw_db_exec(s->db,
		"DELETE FROM incident; DELETE FROM incident_tag; DELETE FROM member; DELETE FROM apart; DELETE FROM copy; DELETE FROM "
		"print; DELETE FROM thread; DELETE FROM name; UPDATE report SET stale = 1, stands = 0",
		e);
	status = rw_store_end(&w, status, e);
	return status ? status : riwaya_store_settle(s, NULL, e);
}

static riwaya_status ledgers(riwaya_store *s, riwaya_error *e) {
	const riwaya_incident_list *list;
	riwaya_status status = riwaya_store_incidents(s, &(riwaya_incident_query){.most = RIWAYA_STORE_PAGE}, &list, e);
	if (status) return status;
	size_t n = list->n;
	char(*names)[32] = calloc(n + 1, sizeof *names);
	if (!names) return RIWAYA_NOMEM;
	for (size_t i = 0; i < n; i++) snprintf(names[i], sizeof names[i], RW_FMT, RW_ARG(list->rows[i].name));
	for (size_t i = 0; i < n && !status; i++) {
		riwaya_set *set;
		status = riwaya_store_ledger(s, names[i], NULL, &set, e);
		if (status) break;
		status = riwaya_write_ledger_json(set, NULL, (riwaya_sink){out, NULL}, e);
		riwaya_set_free(set);
	}
	free(names);
	return status;
}

static riwaya_status lists(riwaya_store *s, riwaya_error *e) {
	const riwaya_when day = {25929000, 25929000 + 60 * 24 * 200, RIWAYA_PRECISION_MINUTE};
	const riwaya_incident_query queries[] = {{.sort = RIWAYA_SORT_TIME}, {.sort = RIWAYA_SORT_CHANGED},
		{.sort = RIWAYA_SORT_REPORTS}, {.sort = RIWAYA_SORT_CONTRADICTIONS}, {.sort = RIWAYA_SORT_KILLED},
		{.contradicted = true}, {.reports = 5}, {.act = "airstrike"}, {.act = "killed"}, {.actor = "regime"},
		{.place = "sy"}, {.place = "iq"}, {.since = day}, {.until = day}, {.since = day, .act = "shelling"},
		{.first = 7, .most = 20}};
	riwaya_status status = RIWAYA_OK;
	for (size_t k = 0; k < RW_COUNT(queries) && !status; k++) {
		const riwaya_incident_list *list;
		riwaya_incident_query q = queries[k];
		if (!q.most) q.most = RIWAYA_STORE_PAGE;
		status = riwaya_store_incidents(s, &q, &list, e);
		if (status) break;
		printf("list %zu: %zu of %" PRIu64 "\n", k, list->n, list->all);
		for (size_t i = 0; i < list->n; i++) {
			const riwaya_incident_row *r = &list->rows[i];
			printf(RW_FMT " " RW_FMT " | " RW_FMT " | " RW_FMT " %.17g %.17g %" PRId64 " %" PRId64
						  " %u %u %u %u %u %d %.17g %.17g %" PRId64 " %" PRId64 "\n",
				RW_ARG(r->name), RW_ARG(r->title.ar), RW_ARG(r->title.en), RW_ARG(r->place_id), r->lat, r->lon,
				r->time.from, r->time.to, r->reports, r->outlets, r->origins, r->claims, r->contradictions,
				r->has_killed, r->killed.low, r->killed.high, r->first_received, r->changed);
		}
	}
	return status;
}

int main(int argc, char **argv) {
	riwaya_engine *engine;
	riwaya_store *s;
	riwaya_error e = {0};
	if (argc < 3) return RIWAYA_ARGUMENT;
	const char *what = argv[1];
	bool adds = strcmp(what, "add") == 0;
	riwaya_store_options options = {.create = adds, .now = still};
	if (adds && argc > 5) options.threads = (unsigned)atoi(argv[5]);
	riwaya_status status = riwaya_engine_new(NULL, &engine, &e);
	if (!status) status = riwaya_store_open(engine, argv[2], &options, &s, &e);
	if (status) {
		fprintf(stderr, "desk: %s: %s\n", e.source, e.message);
		return (int)status;
	}
	if (argc > 3) s->settle_reports = (unsigned)atoi(argv[3]);
	if (adds && argc > 6) {
		s->settle_after = (unsigned)atoi(argv[4]);
		status = add(s, argv + 6, (size_t)argc - 6, &e);
	} else if (strcmp(what, "settle") == 0)
		status = riwaya_store_settle(s, NULL, &e);
	else if (strcmp(what, "anew") == 0)
		status = anew(s, &e);
	else if (strcmp(what, "ledgers") == 0)
		status = ledgers(s, &e);
	else if (strcmp(what, "lists") == 0)
		status = lists(s, &e);
	else
		status = RIWAYA_ARGUMENT;
	if (status) fprintf(stderr, "desk: %s: %s\n", e.source, e.message);
	riwaya_store_free(s);
	riwaya_engine_free(engine);
	return (int)status;
}
