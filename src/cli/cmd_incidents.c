/* cmd_incidents.c: riwaya incidents: a list of the store's incidents. */
#include "cli/cli.h"

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_engine *engine;
	riwaya_store *store;
	riwaya_incident_query q;
	const riwaya_incident_list *list;
	riwaya_error e = {0};
	if (!cli_settle(self, o, &s) || !cli_store_query(self, o, &q)) return CLI_USAGE;
	int code = cli_store_open(&s, o, false, &engine, &store);
	if (code) return code;
	if (riwaya_store_incidents(store, &q, &list, &e))
		code = cli_store_trouble(&e);
	else if (riwaya_write_incidents(store, list, cli_list_format(self, o), &s.show, cli_out, &e))
		code = cli_trouble(&e);
	cli_store_close(engine, store);
	return code;
}

const cli_command cli_incidents = {
	.name = "incidents",
	.operands = "",
	.summary = "Lists the store's incidents.",
	.about =
		"The incidents of the store, the latest first where nothing else is asked; 50 where --limit is not given. Places, actors\n"
		"and acts are asked for by name, in Arabic or English, or by id; what lies in a place counts.",
	.examples = "  riwaya incidents --since 7d --sort contradictions\n"
				"  riwaya incidents --place sy-hasakah --act attack\n",
	.options = CLI_OPTIONS(CLI_SHOWING, OPT_DB, OPT_SINCE, OPT_UNTIL, OPT_PLACE, OPT_ACTOR, OPT_ACT, OPT_SORT,
		OPT_LIMIT, OPT_CONTRADICTED, OPT_LEXICON, OPT_QUIET),
	.formats = "text|json|jsonl|csv",
	.sorts = CLI_INCIDENT_SORTS,
	.run = run,
};
