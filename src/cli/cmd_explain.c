/* cmd_explain.c: riwaya explain: the rule and the table rows that made each claim. */
#include "cli/cli.h"

static riwaya_status write(
	riwaya_set *set, size_t i, const cli_settings *s, const char *format, const cli_options *o, riwaya_error *e) {
	(void)format, (void)o;
	return riwaya_write_explanation(set, i, &s->show, cli_out, e);
}

static int run(const cli_command *self, const cli_options *o) { return cli_each_report(self, o, true, write); }

const cli_command cli_explain = {
	.name = "explain",
	.operands = "[FILE|FOLDER|-]...",
	.summary = "Shows for each claim the rule and the table rows that made it, with file and line.",
	.about = "Writes each claim in the order of the text with what made it: the rule, its reason, and each row of a\n"
			 "table that it rests on, as file:line. To change the answer, change that line or overlay it.",
	.examples = "  riwaya explain report.txt\n"
				"  riwaya explain --lexicon mine --fragment --text '...'\n",
	.options = CLI_READING | (CLI_SHOWING & ~CLI_BIT(OPT_FORMAT)),
	.formats = "text",
	.run = run,
};
