/* cmd_serve.c: riwaya serve: the reading room: a store's incidents, reports and reviews by HTTP. */
#include "cli/cli.h"
#include "serve/serve.h"
#include <stdlib.h>

static void listening(void *ctx, const char *url, bool accounts) {
	const cli_settings *s = ctx;
	/* The address comes last: who waits for it may then ask at once. */
	if (!s->quiet && !accounts)
		cli_say("whoever uses this machine may read and change the store there; riwaya account add NAME --role admin makes "
				"people sign in");
	if (!s->quiet) cli_say("listening; Ctrl-C ends it");
	printf("%s\n", url);
	fflush(stdout);
}

static bool stopped(void *ctx) {
	(void)ctx;
	return cli_interrupted();
}

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_engine *engine;
	riwaya_error e = {0};
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	if (o->n_operands) {
		cli_say("serve takes no names; --db STORE says which store");
		return CLI_USAGE;
	}
	rw_serve_options serve = {.where = cli_store_where(o),
		.listen = o->value[OPT_LISTEN],
		.names = o->value[OPT_HOST],
		.keep = o->value[OPT_OUTPUT],
		.accounts = o->value[OPT_ACCOUNTS] ? o->value[OPT_ACCOUNTS] : getenv("RIWAYA_ACCOUNTS"),
		.behind = o->value[OPT_BEHIND],
		.read_only = o->value[OPT_READ_ONLY] != NULL,
		.listening = listening,
		.stopped = stopped,
		.ctx = &s};
	if (!cli_store_waits(&serve.wait_ms) || !cli_threads(o, &serve.threads)) return CLI_USAGE;
	int code = cli_engine(&s, &engine);
	if (code) return code;
	cli_catch_signals();
	if (rw_serve(engine, &serve, &e)) {
		if (e.code == RIWAYA_ARGUMENT || e.code == RIWAYA_IO) {
			cli_say("%s%s%s", e.source, *e.source ? ": " : "", e.message);
			code = CLI_USAGE; /* an address that is taken, too: another can be given */
		} else {
			code = cli_store_trouble(&e);
		}
	}
	riwaya_engine_free(engine);
	return code;
}

const cli_command cli_serve = {
	.name = "serve",
	.operands = "",
	.summary = "Opens the reading room: the store's incidents, side by side, in a browser.",
	.about =
		"Answers HTTP requests out of the store, and prints its address. Listens to this machine alone where --listen says nothing\n"
		"else, and asks nobody who they are as long as there is no file of accounts; on other addresses, and behind a proxy, people\n"
		"sign in (riwaya account). With -o, pages that people add by their address are fetched as riwaya fetch does it, and kept\n"
		"in that folder. docs/serve.md tells of limits and caching, docs/deploy.md of accounts, TLS and proxies,\n"
		"docs/openapi.json of what may be asked. Ends on Ctrl-C.",
	.examples = "  riwaya serve --db desk.db\n"
				"  riwaya serve --listen 127.0.0.1:0 --read-only\n"
				"  riwaya serve --behind 127.0.0.1 --host desk.example\n",
	.options = CLI_OPTIONS(OPT_DB, OPT_LISTEN, OPT_HOST, OPT_ACCOUNTS, OPT_BEHIND, OPT_READ_ONLY, OPT_OUTPUT,
		OPT_THREADS, OPT_LEXICON, OPT_QUIET),
	.formats = "text",
	.run = run,
};
