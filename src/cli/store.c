/* store.c: what the commands on a store share: opening it, times. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

int cli_store_trouble(const riwaya_error *e) {
	if (e->code == RIWAYA_STORE || e->code == RIWAYA_BUSY) {
		if (*e->source)
			cli_say("store '%s': %s", e->source, e->message);
		else
			cli_say("%s", e->message);
		return e->code == RIWAYA_STORE ? CLI_STORE : CLI_BUSY;
	}
	return cli_trouble(e);
}

int cli_store_open(
	const cli_settings *s, const cli_options *o, bool create, riwaya_engine **engine, riwaya_store **store) {
	const char *where = o->value[OPT_DB] ? o->value[OPT_DB] : getenv("RIWAYA_DB");
	riwaya_store_options options = {.create = create};
	riwaya_error e = {0};
	*store = NULL;
	if (o->value[OPT_THREADS]) {
		char *end;
		unsigned long n = strtoul(o->value[OPT_THREADS], &end, 10);
		if (*end || !n || n > 64) {
			cli_say("--threads takes a number from 1 to 64, not '%s'", o->value[OPT_THREADS]);
			return CLI_USAGE;
		}
		options.threads = (unsigned)n;
	}
	int code = cli_engine(s, engine);
	if (code) return code;
	if (riwaya_store_open(*engine, where && *where ? where : "riwaya.db", &options, store, &e)) {
		riwaya_engine_free(*engine);
		return cli_store_trouble(&e);
	}
	return CLI_OK;
}

void cli_store_close(riwaya_engine *engine, riwaya_store *store) {
	riwaya_store_free(store);
	riwaya_engine_free(engine);
}

bool cli_moment(const char *option, const char *z, bool end, int64_t *ms) {
	enum { MINUTE = 60000 };
	char *rest;
	long long n = strtoll(z, &rest, 10);
	riwaya_when w;
	if (rest != z && n >= 0 && n < 100000 && rest[0] && !rest[1] && strchr("dhm", *rest)) {
		long long minutes = *rest == 'd' ? n * 24 * 60 : *rest == 'h' ? n * 60 : n;
		*ms = ((int64_t)time(NULL) / 60 - minutes) * MINUTE;
		return true;
	}
	if (!riwaya_when_parse(z, &w)) {
		cli_say("--%s takes a time such as 2022-01-21, 2022-01-21T06:01 or 3d, not '%s'", option, z);
		return false;
	}
	*ms = end ? (w.to + 1) * MINUTE - 1 : w.from * MINUTE;
	return true;
}

bool cli_store_query(const cli_options *o, riwaya_incident_query *q) {
	static const char *const sorts[] = {"time", "changed", "reports", "contradictions", "killed"};
	*q = (riwaya_incident_query){.place = o->value[OPT_PLACE],
		.actor = o->value[OPT_ACTOR],
		.act = o->value[OPT_ACT],
		.contradicted = o->value[OPT_CONTRADICTED] != NULL};
	int64_t ms;
	enum { MINUTE = 60000 };
	if (o->value[OPT_SINCE]) {
		if (!cli_moment("since", o->value[OPT_SINCE], false, &ms)) return false;
		q->since = (riwaya_when){ms / MINUTE, ms / MINUTE, RIWAYA_PRECISION_MINUTE};
	}
	if (o->value[OPT_UNTIL]) {
		if (!cli_moment("until", o->value[OPT_UNTIL], true, &ms)) return false;
		q->until = (riwaya_when){ms / MINUTE, ms / MINUTE, RIWAYA_PRECISION_MINUTE};
	}
	for (size_t i = 0; o->value[OPT_SORT] && i < sizeof sorts / sizeof *sorts; i++)
		if (strcmp(o->value[OPT_SORT], sorts[i]) == 0) q->sort = (riwaya_sort)i;
	if (o->value[OPT_LIMIT]) {
		char *end;
		unsigned long n = strtoul(o->value[OPT_LIMIT], &end, 10);
		if (*end || !n || n > RIWAYA_STORE_PAGE) {
			cli_say("--limit takes a number from 1 to %d, not '%s'", RIWAYA_STORE_PAGE, o->value[OPT_LIMIT]);
			return false;
		}
		q->most = n;
	}
	return true;
}
