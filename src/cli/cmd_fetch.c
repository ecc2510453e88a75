/* cmd_fetch.c: riwaya fetch: asks for pages, keeps all that comes in a WARC file, and reads the reports from there. */
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>

typedef struct fetching {
	const cli_settings *s;
	cli_kept *kept;
	size_t asked, failed;
} fetching;

static void done(void *ctx, const riwaya_fetched *what) {
	fetching *f = ctx;
	if (!what->status) {
		cli_kept_add(f->kept, what);
		return;
	}
	f->failed++;
	cli_cannot_fetch(what->address, what->message);
}

static void progress(void *ctx, const riwaya_fetch_progress *p) {
	const fetching *f = ctx;
	cli_fetch_progress(f->s->quiet, p);
}

static bool stop(void *ctx) {
	(void)ctx;
	return cli_interrupted();
}

static void ask(fetching *f, riwaya_fetcher *fetcher, const char *address) {
	riwaya_error e;
	f->asked++;
	if (!riwaya_fetcher_add(fetcher, address, &e)) return;
	f->failed++;
	/* The source is the address cut short, and nothing where it holds a password. */
	cli_cannot_fetch((riwaya_slice){e.source, strlen(e.source)}, (riwaya_slice){e.message, strlen(e.message)});
}

/* Addresses from standard input, one a line; empty lines and comments are none. */
static void ask_lines(fetching *f, riwaya_fetcher *fetcher) {
	char line[RIWAYA_FETCH_URL + 16];
	while (fgets(line, sizeof line, stdin)) {
		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] && line[0] != '#') ask(f, fetcher, line);
	}
}

static void summary(const fetching *f, const riwaya_fetcher *fetcher, size_t answers) {
	const char *path;
	uint64_t from;
	if (f->s->quiet) return;
	for (size_t i = 0; riwaya_fetcher_kept(fetcher, i, &path, &from); i++)
		cli_say("all that came is kept in '%s'", path);
	cli_say("%zu of %zu address%s fetched%s", answers, f->asked, f->asked == 1 ? "" : "es",
		cli_interrupted() ? "; interrupted, the rest was left" : "");
}

static int fetch(const cli_command *self, const cli_options *o, const cli_settings *s, riwaya_fetch_options *how,
	const riwaya_engine *engine) {
	char path[64];
	riwaya_error e;
	riwaya_fetcher *fetcher;
	fetching f = {.s = s, .kept = cli_kept_new()};
	how->keep = o->value[OPT_OUTPUT] ? o->value[OPT_OUTPUT] : cli_default_keep(path);
	how->done = done;
	how->progress = progress;
	how->stop = stop;
	how->ctx = &f;
	int code = CLI_OK;
	if (riwaya_fetcher_new(how, &fetcher, &e)) {
		cli_say("%s", e.message);
		cli_kept_free(f.kept);
		return e.code == RIWAYA_NOMEM ? CLI_FAILED : CLI_OUTPUT;
	}
	cli_catch_signals();
	for (size_t i = 0; i < o->n_operands; i++) {
		if (strcmp(o->operands[i], "-") == 0)
			ask_lines(&f, fetcher);
		else
			ask(&f, fetcher, o->operands[i]);
	}
	if (riwaya_fetcher_run(fetcher, &e)) {
		cli_say("%s", e.message);
		code = e.code == RIWAYA_IO ? CLI_OUTPUT : CLI_FAILED;
	}
	cli_progress_end();
	size_t read, left_out, answers = cli_kept_size(f.kept);
	summary(&f, fetcher, answers);
	/* Closed before it is read. */
	riwaya_fetcher_free(fetcher);
	int showing = cli_kept_show(f.kept, self, o, s, engine);
	cli_kept_counts(f.kept, &read, &left_out);
	cli_kept_free(f.kept);
	if (code || showing) return code ? code : showing;
	size_t lost = f.failed + left_out + (cli_interrupted() ? f.asked - answers - f.failed : 0);
	return cli_reading_code(read, lost);
}

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_fetch_options how;
	riwaya_engine *engine;
	if (!cli_settle(self, o, &s) || !cli_fetch_options(o, &how)) return CLI_USAGE;
	if (o->n_operands == 0) {
		cli_say("fetch needs an address, such as: riwaya fetch https://host/page (riwaya fetch -h)");
		return CLI_USAGE;
	}
	int code = cli_engine(&s, &engine);
	if (code) return code;
	code = fetch(self, o, &s, &how, engine);
	riwaya_engine_free(engine);
	return code;
}

const cli_command cli_fetch = {
	.name = "fetch",
	.operands = "URL...",
	.summary = "Fetches pages, keeps them as they came in a WARC file, and reads their reports.",
	.about =
		"Asks for each address, writes all that is sent and received to a WARC file with its digests, and only\n"
		"then reads the reports from it, as riwaya read does. - takes addresses from standard input, one a line.\n"
		"\n"
		"Only http and https; certificates are always checked; no cookies, no proxies. Redirects are followed one by\n"
		"one. One request to a host at a time, with a pause between two; robots.txt is obeyed. -o takes a file to\n"
		"add to (FILE.warc.gz, FILE.warc) or a folder; without it a new file is made in the current folder.",
	.examples = "  riwaya fetch https://sada.example/news/1 -o january.warc.gz\n"
				"  riwaya fetch - -o kept/ < addresses.txt\n",
	.options = CLI_OPTIONS(CLI_FETCHING, CLI_SHOWING),
	.formats = "text|jsonl",
	.run = run,
};
