/* cmd_rebuild.c: riwaya rebuild: what the store derives of its bytes, anew. */
#include "cli/cli.h"
#include <inttypes.h>
#include <string.h>

typedef struct rebuilding {
	const cli_settings *s;
	bool json;
} rebuilding;

static void report(void *ctx, const riwaya_rebuilt_report *r) {
	const rebuilding *b = ctx;
	if (b->json) {
		riwaya_write_rebuilt_report_json(r, cli_out, NULL);
		return;
	}
	if (b->s->quiet) return;
	const char *id = r->id.p;
	if (r->lost.p)
		cli_say("report %.12s: '%.*s': left as it was: %.*s", id, (int)r->file.n, r->file.p, (int)r->lost.n, r->lost.p);
	else
		cli_say("report %.12s: '%.*s': %.*s%sclaims: %" PRIu32 " new, %" PRIu32 " changed, %" PRIu32 " gone", id,
			(int)r->file.n, r->file.p, (int)r->fields.n, r->fields.p ? r->fields.p : "", r->fields.n ? "; " : "",
			r->added, r->changed, r->gone);
}

static void incident(void *ctx, riwaya_rebuilt_kind kind, riwaya_slice name, riwaya_slice ar, riwaya_slice en) {
	const rebuilding *b = ctx;
	if (b->json) {
		riwaya_write_rebuilt_incident_json(kind, name, ar, en, cli_out, NULL);
		return;
	}
	riwaya_slice title = b->s->show.arabic ? ar : en;
	if (!b->s->quiet)
		cli_say("incident %.*s: %s%s%.*s", (int)name.n, name.p, riwaya_rebuilt_kind_word(kind), title.n ? ": " : "",
			(int)title.n, title.p);
}

static bool progress(void *ctx, const riwaya_rebuilt *so_far, uint64_t all) {
	const rebuilding *b = ctx;
	cli_progress_say(b->s->quiet, "%" PRIu64 " of %" PRIu64 " reports read anew, %" PRIu64 " changed", so_far->reports,
		all, so_far->changed);
	return !cli_interrupted();
}

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_engine *engine;
	riwaya_store *store;
	riwaya_rebuilt sum;
	riwaya_error e = {0};
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	if (o->n_operands) {
		cli_say("rebuild takes no operand, and reads no file: it works on the store that --db names");
		return CLI_USAGE;
	}
	bool json = strcmp(cli_format(self, o), "jsonl") == 0, dry = o->value[OPT_DRY_RUN] != NULL;
	int code = cli_store_open(&s, o, false, &engine, &store);
	if (code) return code;
	cli_catch_signals();
	rebuilding b = {&s, json};
	const riwaya_rebuilding how = {
		.dry_run = dry, .report = report, .incident = incident, .progress = progress, .ctx = &b};
	riwaya_status status = riwaya_store_rebuild(store, &how, &sum, &e);
	cli_progress_end();
	if (!status)
		status = json ? riwaya_write_rebuilt_json(&sum, dry, cli_out, &e)
					  : riwaya_write_rebuilt_text(store, &sum, dry, &s.show, cli_out, &e);
	code = status ? cli_store_trouble(&e) : sum.lost || sum.broken_off ? CLI_LEFT_OUT : CLI_OK;
	cli_store_close(engine, store);
	return code;
}

const cli_command cli_rebuild = {
	.name = "rebuild",
	.operands = "",
	.summary = "Reads all of the store's documents anew with this riwaya, and tells what changed.",
	.about =
		"Reports, claims, search and incidents are derived from the bytes as received: after a new riwaya or another lexicon\n"
		"rebuild derives them anew, and tells each report and incident that changed. Bytes, names of incidents and people's\n"
		"decisions stay. It may be stopped or killed at any moment, and run again. --dry-run tells the same and changes\n"
		"nothing.",
	.examples = "  riwaya rebuild --dry-run\n"
				"  riwaya rebuild --lexicon mine/\n",
	.options = CLI_OPTIONS(CLI_SHOWING, OPT_DB, OPT_DRY_RUN, OPT_THREADS, OPT_LEXICON, OPT_QUIET),
	.formats = "text|jsonl",
	.run = run,
};
