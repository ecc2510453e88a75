/* cmd_add.c: riwaya add: reports into the store. */
#include "cli/cli.h"
#include <inttypes.h>
#include <string.h>

typedef struct adding {
	const cli_settings *s;
	uint64_t left_out;
} adding;

static bool progress(void *ctx, const riwaya_added *a, const char *path, double part) {
	adding *d = ctx;
	char share[16] = "";
	if (part >= 0) snprintf(share, sizeof share, " %d%%", (int)(part * 100));
	cli_progress_say(d->s->quiet, "%" PRIu64 " new, %" PRIu64 " known, %" PRIu64 " left out; %s%s", a->reports,
		a->known, a->unread, path, share);
	return !cli_interrupted();
}

static void unread(void *ctx, const riwaya_error *e) {
	adding *d = ctx;
	d->left_out++;
	cli_progress_end();
	cli_cannot_read(e->source, e);
}

static void tell(const riwaya_added *a) {
	printf("%" PRIu64 " reports added", a->reports);
	if (a->edited) printf(", %" PRIu64 " of them later versions of pages that were there", a->edited);
	if (a->known) printf("; %" PRIu64 " were there already", a->known);
	if (a->unread) printf("; %" PRIu64 " could not be read", a->unread);
	if (a->broken_off)
		printf("; broken off: run it again to go on\n");
	else
		printf("; %" PRIu64 " incidents new or changed\n", a->incidents);
}

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	cli_inputs in;
	riwaya_engine *engine;
	riwaya_store *store;
	riwaya_error e = {0};
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	if (!cli_inputs_of(self, o, &in)) return CLI_USAGE;
	int code = cli_store_open(&s, o, true, &engine, &store);
	if (code) {
		cli_inputs_free(&in);
		return code;
	}
	cli_catch_signals();
	adding d = {&s, in.left_out};
	riwaya_added sum = {0};
	riwaya_adding how = {.reading = &s.set, .progress = progress, .unread = unread, .ctx = &d};
	const char *const *paths = (const char *const *)in.paths;
	riwaya_status status = riwaya_store_add(store, paths, in.n, &how, &sum, &e);
	cli_progress_end();
	tell(&sum);
	if (status)
		code = cli_store_trouble(&e);
	else
		code = cli_reading_code(sum.reports + sum.known, d.left_out);
	cli_store_close(engine, store);
	cli_inputs_free(&in);
	return code;
}

const cli_command cli_add = {
	.name = "add",
	.operands = "[FILE|FOLDER|-]...",
	.summary = "Adds reports to the store and brings its incidents up to date.",
	.about =
		"Reads files of any format, keeps the bytes as received, and puts each report where it belongs. What is there\n"
		"already is left as it is: a run may be stopped and run again.",
	.examples = "  riwaya add reports/\n"
				"  riwaya add --db postgresql://desk@server/riwaya export/result.json\n",
	.options = CLI_BIT(OPT_DB) | CLI_BIT(OPT_THREADS) | CLI_BIT(OPT_MAP) | CLI_BIT(OPT_PUBLISHED) |
		CLI_BIT(OPT_LEXICON) | CLI_BIT(OPT_QUIET),
	.run = run,
};
