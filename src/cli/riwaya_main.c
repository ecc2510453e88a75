/* riwaya_main.c: the program: picks the command. */
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>

const cli_command *const cli_commands[] = {
	&cli_reconcile,
	&cli_add,
	&cli_incidents,
	&cli_ledger,
	&cli_timeline,
	&cli_framing,
	&cli_origins,
	&cli_changes,
	&cli_versions,
	&cli_review,
	&cli_search,
	&cli_extract,
	&cli_explain,
	&cli_eval,
	&cli_annotate,
	&cli_read,
	&cli_fetch,
	&cli_watch,
	&cli_export,
	&cli_evidence,
	&cli_serve,
	&cli_account,
	&cli_verify,
	&cli_rebuild,
	&cli_stats,
	&cli_backup,
	&cli_restore,
	&cli_lexicon,
	&cli_version,
	&cli_help,
	NULL,
};

static const cli_command *named(const char *name) {
	if (strcmp(name, "--version") == 0) return &cli_version;
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) return &cli_help;
	for (size_t i = 0; cli_commands[i]; i++)
		if (strcmp(cli_commands[i]->name, name) == 0) return cli_commands[i];
	return NULL;
}

static int no_command(const char *name) {
	const char *names[48];
	size_t n = 0;
	while (cli_commands[n] && n < sizeof names / sizeof *names) names[n] = cli_commands[n]->name, n++;
	const char *near = cli_nearest(name, names, n);
	if (near)
		cli_say("there is no command '%s'; did you mean %s?", name, near);
	else
		cli_say("there is no command '%s'; riwaya help lists them", name);
	return CLI_USAGE;
}

int main(int argc, char **argv) {
	if (argc < 2) {
		cli_say("a command is needed, such as: riwaya reconcile FOLDER (riwaya help lists them)");
		return CLI_USAGE;
	}
	const cli_command *c = named(argv[1]);
	if (!c) return cli_close_output(no_command(argv[1]));
	cli_options o;
	int code = CLI_OK;
	if (!cli_parse(c, argc - 2, argv + 2, &o))
		code = CLI_USAGE;
	else if (o.short_help)
		cli_usage(stdout, c);
	else if (o.value[OPT_HELP])
		cli_manual(stdout, c);
	else
		code = c->run(c, &o);
	free(o.operands);
	free(o.floors);
	return cli_close_output(code);
}
