/* cmd_verify.c: riwaya verify: whether packs of evidence, or the store, are as they were made. */
#include "cli/cli.h"
#include <riwaya/evidence.h>
#include <string.h>

typedef struct telling {
	const char *file;
	bool json;
} telling;

static void found(void *ctx, const riwaya_finding *f) {
	const telling *t = ctx;
	if (t->json) {
		riwaya_write_finding_json(f, cli_out, NULL);
		return;
	}
	char part[512], address[512], place[32] = "";
	snprintf(part, sizeof part, "%.*s", f->part.p ? (int)f->part.n : 7, f->part.p ? f->part.p : "the zip");
	snprintf(address, sizeof address, "%s%.*s", f->address.n ? ", " : "", (int)f->address.n,
		f->address.p ? f->address.p : "");
	if (f->offset) snprintf(place, sizeof place, " at %llu", (unsigned long long)f->offset);
	cli_say("'%s': %s: %s%s%s: %.*s", t->file, riwaya_finding_kind_word(f->kind), part, place, address, (int)f->what.n,
		f->what.p);
}

static int check(const cli_options *o, const cli_settings *s, const riwaya_engine *engine, const char *file, bool json) {
	telling t = {file, json};
	riwaya_verify_options how = {.key = o->value[OPT_KEY], .found = found, .ctx = &t};
	riwaya_verified v;
	riwaya_error e = {0};
	riwaya_status status = riwaya_verify(file, &how, &v, &e);
	if (status) {
		cli_cannot_read(file, &e);
		return status == RIWAYA_NOMEM ? CLI_FAILED : CLI_NOTHING;
	}
	status = json ? riwaya_write_verified_json(file, &v, cli_out, &e)
				  : riwaya_write_verified_text(engine, file, &v, &s->show, cli_out, &e);
	if (status) return cli_trouble(&e);
	return v.wrong ? CLI_CHANGED : CLI_OK;
}

/* --- the store ------------------------------------------------------------------------------------------------------ */
typedef struct checking {
	const cli_settings *s;
	bool json;
} checking;

static void fault(void *ctx, const riwaya_store_fault *f) {
	const checking *c = ctx;
	if (c->json) {
		cli_progress_end();
		riwaya_write_store_fault_json(f, cli_out, NULL);
		return;
	}
	cli_say("%.*s %.*s%s%.*s: %.*s", (int)f->part.n, f->part.p, (int)f->which.n, f->which.p, f->field.n ? ", " : "",
		(int)f->field.n, f->field.p ? f->field.p : "", (int)f->what.n, f->what.p);
}

static bool progress(void *ctx, uint64_t rows) {
	const checking *c = ctx;
	cli_progress_say(c->s->quiet, "%llu rows", (unsigned long long)rows);
	return !cli_interrupted();
}

static int check_store(const cli_options *o, const cli_settings *s, bool json) {
	riwaya_engine *engine;
	riwaya_store *store;
	riwaya_error e = {0};
	riwaya_store_checked v;
	int code = cli_store_open(s, o, false, &engine, &store);
	if (code) return code;
	cli_catch_signals();
	checking c = {s, json};
	const riwaya_store_checking how = {.key = o->value[OPT_KEY], .found = fault, .progress = progress, .ctx = &c};
	riwaya_status status = riwaya_store_verify(store, &how, &v, &e);
	cli_progress_end();
	const char *key = o->value[OPT_SIGN];
	if (!status)
		status = json ? riwaya_write_store_checked_json(store, &v, cli_out, &e)
					  : riwaya_write_store_checked_text(store, &v, &s->show, cli_out, &e);
	if (!status && key && !v.wrong && !v.stopped) {
		uint64_t entry;
		status = riwaya_store_seal(store, key, &entry, &e);
		if (!status && !s->quiet) cli_say("sealed: entry %llu of the log", (unsigned long long)entry);
	} else if (!status && key) {
		cli_say("not sealed, as not all of it was found to be as it was written");
	}
	code = status ? cli_store_trouble(&e) : v.wrong ? CLI_CHANGED : v.stopped ? CLI_LEFT_OUT : CLI_OK;
	cli_store_close(engine, store);
	return code;
}

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_engine *engine;
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	bool json = strcmp(cli_format(self, o), "jsonl") == 0;
	if (!o->n_operands) return check_store(o, &s, json);
	if (o->value[OPT_DB] || o->value[OPT_SIGN]) {
		cli_say("--%s is for the store, which is checked where no pack is named", o->value[OPT_DB] ? "db" : "sign");
		return CLI_USAGE;
	}
	int code = cli_engine(&s, &engine);
	if (code) return code;
	/* The gravest of all: a pack that was changed, then one that could not be read. */
	for (size_t i = 0; i < o->n_operands; i++) {
		int one = check(o, &s, engine, o->operands[i], json);
		if (one > code) code = one;
	}
	riwaya_engine_free(engine);
	return code;
}

const cli_command cli_verify = {
	.name = "verify",
	.operands = "[PACK.wacz]...",
	.summary = "Says whether the store, or packs of evidence, are as they were made, and what was changed.",
	.about =
		"Checks a WACZ file, of riwaya or of another tool: every part against the manifest's digest, the manifest against\n"
		"its own and the signature, the digests of each WARC record, the index, the pages, and that no byte of the zip belongs\n"
		"to nothing. What is wrong is named with its place, and the exit code is 8. A signature says that the holder of the\n"
		"key packed it: give the public key that you have from them (--key), or a pack that somebody else signed passes too.\n"
		"\n"
		"Without an operand it checks the store: that the log is whole, that its seals hold, that every report, review and\n"
		"byte received is what the log has of it, and that nothing is missing or was put in. --sign seals it, so that a\n"
		"log that was made anew as a whole shows too; --key asks for that key's seal.",
	.examples = "  riwaya verify --key bureau.key.pub incident.wacz\n"
				"  riwaya verify --format jsonl *.wacz\n"
				"  riwaya verify --sign desk.key\n"
				"  riwaya verify --db desk.db --key desk.key.pub\n",
	.options = CLI_OPTIONS(CLI_SHOWING, OPT_DB, OPT_SIGN, OPT_KEY, OPT_LEXICON, OPT_QUIET),
	.formats = "text|jsonl",
	.run = run,
};
