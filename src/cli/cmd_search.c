/* cmd_search.c: riwaya search: reports of the store by their words and what they tell. */
#include "cli/cli.h"
#include <string.h>

/* The query with the rest of it from the byte that is wrong: a mark under it would stand elsewhere where letters run both ways. */
static int wrong_query(const char *query, const riwaya_error *e) {
	cli_say("%s", e->message);
	if (e->offset && e->offset <= strlen(query)) cli_say("from there: %s", query + e->offset - 1);
	return CLI_USAGE;
}

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_engine *engine;
	riwaya_store *store;
	const riwaya_found *found;
	riwaya_search what = {0};
	riwaya_error e = {0};
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	if (o->n_operands != 1) {
		cli_say(o->n_operands
				? "one query is taken: write its words within quotation marks, such as: riwaya search 'QUERY'"
				: "a query is needed, such as: riwaya search 'act:shelling place:aleppo' (docs/search.md)");
		return CLI_USAGE;
	}
	if (!cli_limit(o, RIWAYA_STORE_FOUND, &what.most)) return CLI_USAGE;
	what.query = o->operands[0];
	what.by_publication = cli_sort(self, o) == 1;
	int code = cli_store_open(&s, o, false, &engine, &store);
	if (code) return code;
	if (riwaya_store_search(store, &what, &found, &e))
		code = e.code == RIWAYA_ARGUMENT && strcmp(e.source, "query") == 0 ? wrong_query(what.query, &e)
																		   : cli_store_trouble(&e);
	else if (riwaya_write_found(store, found, cli_list_format(self, o), &s.show, cli_out, &e))
		code = cli_trouble(&e);
	cli_store_close(engine, store);
	return code;
}

const cli_command cli_search = {
	.name = "search",
	.operands = "QUERY",
	.summary = "Finds reports of the store by their words and what they tell.",
	.about =
		"Words, \"phrases\", prefixes*, ~forms of a word, AND, OR, -not, brackets; fields such as title:, place:, actor:, act:,\n"
		"published:, killed:>20. docs/search.md has them all. Reports that came last stand first; 20 where --limit is not\n"
		"given. Results are counted to 10,000.",
	.examples = "  riwaya search 'act:shelling place:aleppo killed:>5'\n"
				"  riwaya search '\"...\" -...' --sort published --format jsonl\n",
	.options = CLI_OPTIONS(CLI_SHOWING, OPT_DB, OPT_SORT, OPT_LIMIT, OPT_LEXICON, OPT_QUIET),
	.formats = "text|json|jsonl",
	.sorts = "received|published",
	.run = run,
};
