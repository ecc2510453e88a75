/* cmd_read.c: riwaya read: what a page holds as a report: title, outlet, time, text, and what was left out. */
#include "cli/cli.h"

static int run(const cli_command *self, const cli_options *o) {
	return cli_each_report(self, o, CLI_ANY_LANGUAGE, cli_write_report);
}

const cli_command cli_read = {
	.name = "read",
	.operands = "[FILE|FOLDER|-]...",
	.summary = "Reads reports: title, outlet, byline, time, text, and what of the page was left out.",
	.about = "Reads each file as a report and writes what it holds. Folders are walked, sorted by name, hidden\n"
			 "files left; - is standard input. Plain text, HTML, PDF, feeds,\n"
			 "Telegram exports, JSON, tables, web archives, zip, tar and packed files are told by content.",
	.examples = "  riwaya read page.html\n"
				"  riwaya read --map title=headline,text=body posts.csv\n"
				"  riwaya read --format jsonl pages/ > reports.jsonl\n",
	.options = CLI_OPTIONS(CLI_READING, CLI_SHOWING, OPT_LINKS),
	.formats = "text|jsonl",
	.run = run,
};
