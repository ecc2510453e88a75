/* cmd_backup.c: riwaya backup and riwaya restore: a store into a file, and back. */
#include "cli/cli.h"
#include <inttypes.h>

static bool progress(void *ctx, double part) {
	const cli_settings *s = ctx;
	cli_progress_say(s->quiet, "%d%%", (int)(part * 100));
	return !cli_interrupted();
}

static int run_either(const cli_command *self, const cli_options *o, bool back) {
	cli_settings s;
	riwaya_engine *engine;
	riwaya_store *store;
	riwaya_backed_up sum;
	riwaya_error e = {0};
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	if (o->n_operands != 1) {
		cli_say("%s takes one file: riwaya %s desk-backup.db", self->name, self->name);
		return CLI_USAGE;
	}
	const char *path = o->operands[0];
	int code = cli_store_open(&s, o, back, &engine, &store);
	if (code) return code;
	cli_catch_signals();
	riwaya_status status = back ? riwaya_store_restore(store, path, progress, &s, &sum, &e)
								: riwaya_store_backup(store, path, progress, &s, &sum, &e);
	cli_progress_end();
	if (status == RIWAYA_OUTPUT) {
		cli_say("'%s': %s", path, e.message);
		code = CLI_OUTPUT;
	} else if (status) {
		code = cli_store_trouble(&e);
	} else if (sum.stopped) {
		cli_say("broken off: nothing was written");
		code = CLI_LEFT_OUT;
	} else if (!s.quiet) {
		printf("%" PRIu64 " reports, %" PRIu64 " bytes\n", sum.reports, sum.bytes);
	}
	cli_store_close(engine, store);
	return code;
}

static int run_backup(const cli_command *self, const cli_options *o) { return run_either(self, o, false); }
static int run_restore(const cli_command *self, const cli_options *o) { return run_either(self, o, true); }

const cli_command cli_backup = {
	.name = "backup",
	.operands = "FILE",
	.summary = "Copies the store into a file, as it stands, while others write to it.",
	.about =
		"The file is a store itself, of SQLite's, whether the store is one or lies on a server: every command works on it with\n"
		"--db FILE. It is written beside its place and put there whole; an earlier backup of that name is replaced.",
	.examples = "  riwaya backup /media/stick/desk.db\n"
				"  riwaya backup --db postgresql://desk@server/riwaya desk-monday.db\n",
	.options = CLI_OPTIONS(OPT_DB, OPT_LEXICON, OPT_QUIET),
	.run = run_backup,
};

const cli_command cli_restore = {
	.name = "restore",
	.operands = "FILE",
	.summary = "Fills a new store with all that a backup holds.",
	.about =
		"The store that --db names must be empty, or not be there yet: a file, or a database on a server. It gets the same\n"
		"reports, incidents, decisions and log, byte for byte.",
	.examples = "  riwaya restore --db postgresql://desk@server/riwaya desk-monday.db\n",
	.options = CLI_OPTIONS(OPT_DB, OPT_LEXICON, OPT_QUIET),
	.run = run_restore,
};
