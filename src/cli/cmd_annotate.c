/* cmd_annotate.c: riwaya annotate: what each layer finds in a text, claims or not. */
#include "cli/cli.h"
#include <string.h>

static riwaya_status write(
	riwaya_set *set, size_t i, const cli_settings *s, const char *format, const cli_options *o, riwaya_error *e) {
	const char *layers = o->value[OPT_LAYER];
	if (strcmp(format, "jsonl") == 0) return riwaya_write_mentions(set, i, layers, cli_out, e);
	return riwaya_write_mentions_text(set, i, layers, &s->show, cli_out, e);
}

static int run(const cli_command *self, const cli_options *o) { return cli_each_report(self, o, 0, write); }

const cli_command cli_annotate = {
	.name = "annotate",
	.operands = "[FILE|FOLDER|-]...",
	.summary = "Marks figures, dates, places, actors, speech and predicates in a text.",
	.about = "Writes what each layer found, in the order of the text, whether or not it became part of a claim.",
	.examples = "  riwaya annotate --layer figures,dates --published 2022-01-21 report.txt\n"
				"  riwaya annotate --fragment --format jsonl --text '...'\n",
	.options = CLI_OPTIONS(CLI_READING, CLI_SHOWING, OPT_LAYER),
	.formats = "text|jsonl",
	.run = run,
};
