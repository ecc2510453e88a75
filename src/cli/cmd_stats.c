/* cmd_stats.c: riwaya stats: what the store holds. */
#include "cli/cli.h"
#include <string.h>

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_engine *engine;
	riwaya_store *store;
	riwaya_store_stats stats;
	riwaya_error e = {0};
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	if (o->n_operands) {
		cli_say("stats takes no operand: it tells of the store that --db names");
		return CLI_USAGE;
	}
	int code = cli_store_open(&s, o, false, &engine, &store);
	if (code) return code;
	riwaya_status status = riwaya_store_stats_of(store, &stats, &e);
	if (!status)
		status = strcmp(cli_format(self, o), "json") == 0
			? riwaya_write_store_stats_json(store, &stats, cli_out, &e)
			: riwaya_write_store_stats_text(store, &stats, &s.show, cli_out, &e);
	if (status) code = cli_store_trouble(&e);
	cli_store_close(engine, store);
	return code;
}

const cli_command cli_stats = {
	.name = "stats",
	.operands = "",
	.summary = "Tells what the store holds, and what takes its room.",
	.about =
		"Reports, claims, incidents; what waits or could not be read; bytes as received and on disk, by table; reports by\n"
		"outlet, format, month of coming, and by the riwaya that read them.",
	.examples = "  riwaya stats\n"
				"  riwaya stats --db desk.db --format json\n",
	.options = CLI_OPTIONS(CLI_SHOWING, OPT_DB, OPT_LEXICON, OPT_QUIET),
	.formats = "text|json",
	.run = run,
};
