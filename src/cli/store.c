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

const char *cli_store_where(const cli_options *o) {
	const char *where = o->value[OPT_DB] ? o->value[OPT_DB] : getenv("RIWAYA_DB");
	return where && *where ? where : "riwaya.db";
}

bool cli_threads(const cli_options *o, unsigned *threads) {
	if (!o->value[OPT_THREADS]) return true;
	char *end;
	unsigned long n = strtoul(o->value[OPT_THREADS], &end, 10);
	if (*end || !n || n > 64) {
		cli_say("--threads takes a number from 1 to 64, not '%s'", o->value[OPT_THREADS]);
		return false;
	}
	*threads = (unsigned)n;
	return true;
}

bool cli_store_waits(unsigned *ms) {
	const char *wait = getenv("RIWAYA_DB_WAIT");
	if (!wait || !*wait) return true;
	char *end;
	double seconds = strtod(wait, &end);
	if (*end || !(seconds >= 0.001 && seconds <= 86400)) {
		cli_say("RIWAYA_DB_WAIT is how many seconds another writer is waited for, such as 60, not '%s'", wait);
		return false;
	}
	*ms = (unsigned)(seconds * 1000);
	return true;
}

int cli_store_open(
	const cli_settings *s, const cli_options *o, bool create, riwaya_engine **engine, riwaya_store **store) {
	riwaya_store_options options = {.create = create};
	riwaya_error e = {0};
	*store = NULL;
	if (!cli_threads(o, &options.threads) || !cli_store_waits(&options.wait_ms)) return CLI_USAGE;
	int code = cli_engine(s, engine);
	if (code) return code;
	if (riwaya_store_open(*engine, cli_store_where(o), &options, store, &e)) {
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

bool cli_store_query(const cli_command *self, const cli_options *o, riwaya_incident_query *q) {
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
	q->sort = (riwaya_sort)cli_sort(self, o); /* in the order of the enum */
	return cli_limit(o, RIWAYA_STORE_PAGE, &q->most);
}

bool cli_limit(const cli_options *o, size_t most_allowed, size_t *most) {
	const char *z = o->value[OPT_LIMIT];
	char *end;
	if (!z) return true;
	unsigned long n = strtoul(z, &end, 10);
	if (*z < '0' || *z > '9' || *end || !n || n > most_allowed) {
		cli_say("--limit takes a number from 1 to %zu, not '%s'", most_allowed, z);
		return false;
	}
	*most = n;
	return true;
}

size_t cli_sort(const cli_command *c, const cli_options *o) {
	const char *z = o->value[OPT_SORT];
	size_t at = 0;
	for (const char *p = c->sorts; z && p && *p; at++) {
		size_t n = strcspn(p, "|");
		if (n == strlen(z) && strncmp(p, z, n) == 0) return at;
		p += n + (p[n] == '|');
	}
	return 0;
}

riwaya_list_format cli_list_format(const cli_command *c, const cli_options *o) {
	const char *format = cli_format(c, o);
	return strcmp(format, "json") == 0 ? RIWAYA_LIST_JSON
		: strcmp(format, "jsonl") == 0 ? RIWAYA_LIST_JSONL
		: strcmp(format, "csv") == 0   ? RIWAYA_LIST_CSV
									   : RIWAYA_LIST_TEXT;
}
