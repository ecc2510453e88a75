/* cmd_help.c: riwaya help: what the program does, and the manual of each command. */
#include "cli/cli.h"
#include <string.h>

static void overview(void) {
	fputs("riwaya reads Arabic news reports of violent events and lays their accounts side by side:\n"
		  "who said what, how many, on whose word, and where they agree, part and contradict each other.\n\n"
		  "usage: riwaya COMMAND [OPTION]... [FILE|FOLDER|-]...\n\n",
		stdout);
	for (size_t i = 0; cli_commands[i]; i++) printf("  %-10s %s\n", cli_commands[i]->name, cli_commands[i]->summary);
	fputs("\nriwaya COMMAND -h lists a command's options; riwaya COMMAND --help is its manual.\n", stdout);
}

static int run(const cli_command *self, const cli_options *o) {
	(void)self;
	if (!o->n_operands) {
		overview();
		return CLI_OK;
	}
	for (size_t i = 0; cli_commands[i]; i++) {
		if (strcmp(cli_commands[i]->name, o->operands[0]) != 0) continue;
		cli_manual(stdout, cli_commands[i]);
		return CLI_OK;
	}
	cli_say("there is no command '%s'; riwaya help lists them", o->operands[0]);
	return CLI_USAGE;
}

const cli_command cli_help = {
	.name = "help",
	.operands = "[COMMAND]",
	.summary = "Tells what the program does, or all about one command.",
	.about = "Without a name, lists the commands; with one, writes its manual.",
	.formats = "text",
	.run = run,
};
