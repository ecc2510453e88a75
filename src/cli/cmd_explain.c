/* cmd_explain.c: riwaya explain: what made each claim, or why a figure made none. */
#include "cli/cli.h"

static riwaya_status write(
	riwaya_set *set, size_t i, const cli_settings *s, const char *format, const cli_options *o, riwaya_error *e) {
	(void)format;
	if (o->value[OPT_MISSING]) return riwaya_write_missing(set, i, &s->show, cli_out, e);
	return riwaya_write_explanation(set, i, &s->show, cli_out, e);
}

static int run(const cli_command *self, const cli_options *o) {
	return cli_each_report(self, o, !o->value[OPT_MISSING], write);
}

const cli_command cli_explain = {
	.name = "explain",
	.operands = "[FILE|FOLDER|-]...",
	.summary = "Shows why each claim is there, with file and line; --missing: why a figure made none.",
	.about =
		"Writes each claim in the order of the text with what made it: the rule, its reason, and each row of a\n"
		"table that it rests on, as file:line; who speaks and why; where its mood, place and time come from; what its\n"
		"confidence was made from. To change the answer, change that line or overlay it. With --missing, each figure\n"
		"that made no claim, and why: an age, a time, part of a name, nothing near it that happened …",
	.examples = "  riwaya explain report.txt\n"
				"  riwaya explain --missing report.txt\n"
				"  riwaya explain --lexicon mine --fragment --text '...'\n",
	.options = CLI_READING | CLI_BIT(OPT_MISSING) | (CLI_SHOWING & ~CLI_BIT(OPT_FORMAT)),
	.formats = "text",
	.run = run,
};
