/* cmd_add.c: riwaya add: reports into the store. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <inttypes.h>
#include <stdlib.h>
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

static void fetched(void *ctx, const riwaya_fetched *what) {
	adding *d = ctx;
	if (!what->status) return;
	d->left_out++;
	cli_cannot_fetch(what->address, what->message);
}

static void fetching(void *ctx, const riwaya_fetch_progress *p) {
	const adding *d = ctx;
	cli_fetch_progress(d->s->quiet, p);
}

static bool stop(void *ctx) {
	(void)ctx;
	return cli_interrupted();
}

/* Files of the operands, and addresses behind them. False where there is nothing, which was said. *addresses: how many. */
static bool names_of(const cli_command *self, const cli_options *o, cli_inputs *in, size_t *addresses) {
	cli_options files = *o;
	size_t n = 0;
	files.n_operands = 0;
	files.operands = cli_alloc(NULL, (o->n_operands + 1) * sizeof *files.operands);
	for (size_t i = 0; i < o->n_operands; i++) {
		if (riwaya_is_address(o->operands[i]))
			n++;
		else
			files.operands[files.n_operands++] = o->operands[i];
	}
	*in = (cli_inputs){0};
	bool good = n && !files.n_operands ? true : cli_inputs_of(self, &files, in);
	for (size_t i = 0; i < o->n_operands && good; i++)
		if (riwaya_is_address(o->operands[i])) cli_inputs_add(in, o->operands[i]);
	free(files.operands);
	*addresses = n;
	return good;
}

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	cli_inputs in;
	size_t addresses;
	char keep[64];
	riwaya_fetch_options how_fetched;
	riwaya_engine *engine;
	riwaya_store *store;
	riwaya_error e = {0};
	if (!cli_settle(self, o, &s) || !cli_fetch_options(o, &how_fetched)) return CLI_USAGE;
	if (!names_of(self, o, &in, &addresses)) return CLI_USAGE;
	int code = cli_store_open(&s, o, true, &engine, &store);
	if (code) {
		cli_inputs_free(&in);
		return code;
	}
	cli_catch_signals();
	adding d = {&s, in.left_out, seconds()};
	riwaya_added sum = {0};
	how_fetched.keep = o->value[OPT_OUTPUT] ? o->value[OPT_OUTPUT] : cli_default_keep(keep);
	how_fetched.done = fetched;
	how_fetched.progress = fetching;
	how_fetched.stop = stop;
	how_fetched.ctx = &d;
	riwaya_adding how = {.fetch = &how_fetched, .reading = &s.set, .progress = progress, .unread = unread, .ctx = &d};
	const char *const *paths = (const char *const *)in.paths;
	riwaya_status status = riwaya_store_add(store, paths, in.n, &how, &sum, &e);
	cli_progress_end();
	if (sum.fetched && !s.quiet) cli_say("what was fetched is kept in '%s'", how_fetched.keep);
	riwaya_error unwritten = {0};
	if (status && addresses && (e.code == RIWAYA_IO || e.code == RIWAYA_FORMAT)) {
		cli_say("%s", e.message); /* what is fetched can't be kept */
		code = CLI_OUTPUT;
	} else if (status)
		code = cli_store_trouble(&e);
	else
		code = sum.broken_off ? CLI_LEFT_OUT
							  : cli_reading_code(sum.reports + sum.known + sum.coded + sum.coded_known, d.left_out);
	/* What was counted is on disk, whatever came after. */
	if (riwaya_write_added(store, &sum, cli_list_format(self, o), &s.show, cli_out, &unwritten))
		code = cli_trouble(&unwritten);
	cli_store_close(engine, store);
	cli_inputs_free(&in);
	return code;
}

const cli_command cli_add = {
	.name = "add",
	.operands = "[FILE|FOLDER|URL|-]...",
	.summary = "Adds reports to the store and brings its incidents up to date.",
	.about =
		"Reads files of any format, keeps the bytes as received, and puts each report where it belongs. What is there\n"
		"already is left as it is: a run may be stopped, by Ctrl-C too, and run again to go on.\n"
		"\n"
		"Addresses (http, https) are fetched as riwaya fetch does it, politely and by robots.txt, after the files. All\n"
		"that comes is kept in a WARC file first (-o: a file to add to, or a folder; without it a new file in this\n"
		"folder) and added from there. The other options of fetch, such as --pause and --tries, hold here too.",
	.examples = "  riwaya add reports/\n"
				"  riwaya add -o kept/ https://sada.example/news/1 https://sada.example/news/2\n"
				"  riwaya add --db postgresql://desk@server/riwaya export/result.json\n",
	.options = CLI_OPTIONS(CLI_SHOWING, CLI_FETCHING, OPT_DB, OPT_THREADS, OPT_MAP),
	.formats = "text|json",
	.run = run,
};
