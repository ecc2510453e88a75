/* cmd_reconcile.c: riwaya reconcile: the accounts of all reports side by side. */
#include "cli/cli.h"
#include <string.h>

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	cli_inputs in;
	riwaya_engine *engine;
	riwaya_set *set;
	riwaya_error e = {0};
	if (!cli_settle(self, o, &s) || !cli_html_asked(self, o)) return CLI_USAGE;
	if (!cli_inputs_of(self, o, &in)) return CLI_USAGE;
	int code = cli_engine(&s, &engine);
	if (code) {
		cli_inputs_free(&in);
		return code;
	}
	if (riwaya_set_new(engine, &s.set, &set, &e)) {
		code = cli_trouble(&e);
		riwaya_engine_free(engine);
		cli_inputs_free(&in);
		return code;
	}
	size_t left_out = in.left_out;
	cli_read_all(o, &s, &in, set, &left_out);
	const riwaya_coded_event *events;
	size_t read = riwaya_set_count(set), coded;
	riwaya_set_coded_events(set, &events, &coded);
	if (coded && !s.quiet) cli_coded(NULL, events[0].source, coded);
	bool json = strcmp(cli_format(self, o), "json") == 0;
	/* With nothing read there is no ledger; a program still gets its document, which says what was not read. */
	if (!code && (read || json)) {
		code = cli_show_ledger(self, o, &s, set);
		for (size_t i = 0; i < read; i++) cli_notes(riwaya_set_report(set, i), s.quiet);
	}
	cli_progress_end();
	riwaya_set_free(set);
	riwaya_engine_free(engine);
	cli_inputs_free(&in);
	return code ? code : cli_reading_code(read, left_out);
}

const cli_command cli_reconcile = {
	.name = "reconcile",
	.operands = "[FILE|FOLDER|-]...",
	.summary = "Lays the accounts of many reports side by side: incidents, figures, contradictions.",
	.about =
		"Reads all reports, finds which tell of one incident, and writes a ledger of each: contradictions first,\n"
		"then under each question the values said, who stands behind each and in which words, how figures\n"
		"changed, a timeline, the names that outlets use, and what was kept apart and why. It never says who is right.",
	.examples = "  riwaya reconcile reports/\n"
				"  riwaya reconcile --lang ar --digits arabic reports/ | less -R\n"
				"  riwaya reconcile --format json reports/ > ledger.json\n"
				"  riwaya reconcile --lang ar --html accounts.html reports/\n",
	.options = CLI_OPTIONS(CLI_READING, CLI_SHOWING, OPT_FULL, OPT_HTML, OPT_WITH_TEXT),
	.formats = "text|json",
	.run = run,
};
