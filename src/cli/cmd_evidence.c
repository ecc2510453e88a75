/* cmd_evidence.c: riwaya evidence: the reports of an incident and their ledger, packed and signed. */
#include "cli/cli.h"
#include <riwaya/evidence.h>
#include <stdlib.h>
#include <string.h>

static int new_key(const char *path) {
	char text[RIWAYA_KEY_TEXT];
	riwaya_error e = {0};
	riwaya_status status = riwaya_key_new(path, text, &e);
	if (status) {
		cli_say("cannot make the key '%s': %s", path, e.message);
		return CLI_OUTPUT;
	}
	cli_say("'%s' is your private key: keep it to yourself; '%s.pub' is for those who check", path, path);
	cli_out.write(cli_out.ctx, text, strlen(text));
	cli_out.write(cli_out.ctx, "\n", 1);
	return cli_close_output(CLI_OK);
}

/* The incident that a number or an id names; SIZE_MAX where none has it. */
static size_t incident_of(const riwaya_reconciliation *r, const char *name) {
	char *end;
	unsigned long n = strtoul(name, &end, 10);
	if (*name && !*end && n >= 1 && n <= r->n_incidents) return n - 1;
	for (size_t i = 0; i < r->n_incidents; i++)
		if (r->incidents[i].id.n == strlen(name) && memcmp(r->incidents[i].id.p, name, strlen(name)) == 0) return i;
	return SIZE_MAX;
}

static int keep_incident(riwaya_set *set, const char *name) {
	const riwaya_reconciliation *r;
	riwaya_error e = {0};
	if (riwaya_set_reconcile(set, &r, &e)) return cli_trouble(&e);
	size_t at = incident_of(r, name);
	if (at == SIZE_MAX) {
		cli_say("there is no incident '%s': the reports tell of %zu; riwaya reconcile shows their numbers", name,
			r->n_incidents);
		return CLI_USAGE;
	}
	const riwaya_incident *i = &r->incidents[at];
	bool *kept = cli_alloc(NULL, r->n_reports * sizeof *kept);
	memset(kept, 0, r->n_reports * sizeof *kept);
	for (size_t k = 0; k < i->n_reports; k++) {
		/* Positions in the result are not those in the set. */
		const riwaya_report *report = r->reports[i->reports[k].report];
		for (size_t n = 0; n < riwaya_set_count(set); n++)
			if (riwaya_set_report(set, n) == report) kept[n] = true;
	}
	riwaya_status status = riwaya_set_keep(set, kept, &e);
	free(kept);
	return status ? cli_trouble(&e) : CLI_OK;
}

static int pack(const cli_options *o, const cli_settings *s, const cli_inputs *in, riwaya_set *set) {
	size_t left_out = in->left_out;
	riwaya_error e = {0};
	cli_read_all(o, s, in, set, &left_out);
	cli_progress_end();
	if (riwaya_set_count(set) == 0) return CLI_NOTHING;
	int code = o->value[OPT_INCIDENT] ? keep_incident(set, o->value[OPT_INCIDENT]) : CLI_OK;
	if (code) return code;
	riwaya_evidence_options how = {
		.key = o->value[OPT_KEY], .title = o->value[OPT_TITLE], .arabic_title = s->show.arabic};
	riwaya_when at;
	if (o->value[OPT_AT]) {
		if (!riwaya_when_parse(o->value[OPT_AT], &at) || at.from <= 0) {
			cli_say("--at takes a time such as 2024-03-05T10:15, not '%s'", o->value[OPT_AT]);
			return CLI_USAGE;
		}
		how.at = at.from * 60;
	}
	const char *path = o->value[OPT_OUTPUT];
	riwaya_status status = riwaya_evidence_write(set, &how, path, &e);
	if (status) {
		cli_say("cannot pack '%s': %s%s%s", path, *e.source ? e.source : "", *e.source ? ": " : "", e.message);
		return status == RIWAYA_NOMEM ? CLI_FAILED : CLI_OUTPUT;
	}
	size_t n = riwaya_set_count(set);
	if (!s->quiet)
		cli_say("'%s': %zu report%s packed%s", path, n, n == 1 ? "" : "s", how.key ? " and signed" : ", not signed");
	return cli_reading_code(n, left_out);
}

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	cli_inputs in;
	riwaya_engine *engine;
	riwaya_set *set;
	riwaya_error e = {0};
	if (o->value[OPT_NEW_KEY]) {
		if (!o->n_operands) return new_key(o->value[OPT_NEW_KEY]);
		cli_say("--new-key makes a key and packs nothing; leave the files out");
		return CLI_USAGE;
	}
	if (!o->value[OPT_OUTPUT]) {
		cli_say("no name for the pack; give one (-o FILE.wacz)");
		return CLI_USAGE;
	}
	if (!o->n_operands) {
		cli_say("no report to pack; name files or folders (riwaya evidence -h)");
		return CLI_USAGE;
	}
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	if (!cli_inputs_of(self, o, &in)) return CLI_USAGE;
	int code = cli_engine(&s, &engine);
	if (!code && riwaya_set_new(engine, &s.set, &set, &e)) {
		code = cli_trouble(&e);
	} else if (!code) {
		code = pack(o, &s, &in, set);
		riwaya_set_free(set);
	}
	if (engine) riwaya_engine_free(engine);
	cli_inputs_free(&in);
	return code;
}

const cli_command cli_evidence = {
	.name = "evidence",
	.operands = "FILE|FOLDER... -o PACK.wacz",
	.summary = "Packs reports as received, with their ledger, signed, so that others can check them.",
	.about =
		"Writes a WACZ file: the bytes of each report as they came, in records of WARC; the ledger as JSON and as\n"
		"text in English and Arabic; and a manifest with the digest of each part, which your key signs. Viewers of\n"
		"web archives open it; riwaya verify and other tools of the format check it. The ledger names files as you did.",
	.examples = "  riwaya evidence --new-key bureau.key\n"
				"  riwaya evidence --incident 1 --key bureau.key -o incident.wacz reports/\n",
	.options =
		CLI_OPTIONS(CLI_READING_FILES, OPT_LANG, OPT_OUTPUT, OPT_INCIDENT, OPT_TITLE, OPT_AT, OPT_KEY, OPT_NEW_KEY),
	.formats = "text",
	.run = run,
};
