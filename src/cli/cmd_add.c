/* cmd_add.c: riwaya add: reports into the store. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <inttypes.h>
#include <string.h>
#include <time.h>

typedef struct adding {
	const cli_settings *s;
	uint64_t left_out;
	double began; /* seconds */
} adding;

static double seconds(void) {
	struct timespec t;
	return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (double)t.tv_sec + (double)t.tv_nsec / 1e9 : 0;
}

static bool progress(void *ctx, const riwaya_added *a, const char *path, double part) {
	adding *d = ctx;
	char share[16] = "";
	if (part >= 0) snprintf(share, sizeof share, " %d%%", (int)(part * 100));
	double took = seconds() - d->began;
	uint64_t n = a->reports + a->known;
	cli_progress_say(d->s->quiet, "%" PRIu64 " new, %" PRIu64 " known, %" PRIu64 " left out, %.0f/s; %s%s", a->reports,
		a->known, a->unread, took > 0 ? (double)n / took : 0, path, share);
	return !cli_interrupted();
}

static void unread(void *ctx, const riwaya_error *e) {
	adding *d = ctx;
	d->left_out++;
	cli_progress_end();
	cli_cannot_read(e->source, e);
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
	adding d = {&s, in.left_out, seconds()};
	riwaya_added sum = {0};
	riwaya_adding how = {.reading = &s.set, .progress = progress, .unread = unread, .ctx = &d};
	const char *const *paths = (const char *const *)in.paths;
	riwaya_status status = riwaya_store_add(store, paths, in.n, &how, &sum, &e);
	cli_progress_end();
	riwaya_error unwritten = {0};
	if (status)
		code = cli_store_trouble(&e);
	else
		code = sum.broken_off ? CLI_LEFT_OUT : cli_reading_code(sum.reports + sum.known, d.left_out);
	/* What was counted is on disk, whatever came after. */
	if (riwaya_write_added(store, &sum, cli_list_format(self, o), &s.show, cli_out, &unwritten))
		code = cli_trouble(&unwritten);
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
		"already is left as it is: a run may be stopped, by Ctrl-C too, and run again to go on.",
	.examples = "  riwaya add reports/\n"
				"  riwaya add --db postgresql://desk@server/riwaya export/result.json\n",
	.options = CLI_OPTIONS(CLI_SHOWING, OPT_DB, OPT_THREADS, OPT_MAP, OPT_PUBLISHED, OPT_LEXICON, OPT_QUIET),
	.formats = "text|json",
	.run = run,
};
