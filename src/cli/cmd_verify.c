/* cmd_verify.c: riwaya verify: whether packs of evidence are as they were made. */
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

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_engine *engine;
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	if (!o->n_operands) {
		cli_say("no pack to verify; name WACZ files");
		return CLI_USAGE;
	}
	int code = cli_engine(&s, &engine);
	if (code) return code;
	bool json = strcmp(cli_format(self, o), "jsonl") == 0;
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
	.operands = "PACK.wacz...",
	.summary = "Says whether packs of evidence are as they were made, and what was changed.",
	.about =
		"Checks a WACZ file, of riwaya or of another tool: every part against the manifest's digest, the manifest against\n"
		"its own and the signature, the digests of each WARC record, the index, the pages, and that no byte of the zip belongs\n"
		"to nothing. What is wrong is named with its place, and the exit code is 8. A signature says that the holder of the\n"
		"key packed it: give the public key that you have from them (--key), or a pack that somebody else signed passes too.",
	.examples = "  riwaya verify --key bureau.key.pub incident.wacz\n"
				"  riwaya verify --format jsonl *.wacz\n",
	.options = CLI_SHOWING | CLI_BIT(OPT_KEY) | CLI_BIT(OPT_LEXICON),
	.formats = "text|jsonl",
	.run = run,
};
