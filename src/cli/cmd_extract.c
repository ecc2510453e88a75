/* cmd_extract.c: riwaya extract: the claims of each report. */
#include "cli/cli.h"
#include <string.h>

static riwaya_status write(
	riwaya_set *set, size_t i, const cli_settings *s, const char *format, const cli_options *o, riwaya_error *e) {
	(void)o;
	if (strcmp(format, "jsonl") == 0) return riwaya_write_claims(set, i, cli_out, e);
	return riwaya_write_claims_text(set, i, &s->show, cli_out, e);
}

static int run(const cli_command *self, const cli_options *o) { return cli_each_report(self, o, 0, write); }

const cli_command cli_extract = {
	.name = "extract",
	.operands = "[FILE|FOLDER|-]...",
	.summary = "Extracts claims: what happened, to whom, by whom, where, when, how many, on whose word.",
	.about = "Writes the claims of each report: predicate, figure, parties, place, time, the chain that the words\n"
			 "came through, how the teller holds them, and the exact words as evidence.",
	.examples = "  riwaya extract report.txt\n"
				"  riwaya extract --format jsonl reports/ > claims.jsonl\n"
				"  curl -s https://example.org/page | riwaya extract --format jsonl -\n",
	.options = CLI_OPTIONS(CLI_READING, CLI_SHOWING),
	.formats = "text|jsonl",
	.run = run,
};
