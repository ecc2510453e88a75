/* cmd_changes.c: riwaya changes: what came and changed in the store since a moment; riwaya versions: how a page was edited. */
#include "cli/cli.h"

typedef struct page {
	riwaya_store *store;
	const riwaya_changes *changes;
	const riwaya_show *show;
} page;

static riwaya_status write_page(void *ctx, riwaya_sink sink, riwaya_error *e) {
	const page *p = ctx;
	return riwaya_write_changes_html(p->store, p->changes, p->show, sink, e);
}

static int run_changes(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_engine *engine;
	riwaya_store *store;
	const riwaya_changes *changes;
	riwaya_error e = {0};
	int64_t since;
	if (!cli_settle(self, o, &s) || !cli_html_asked(self, o)) return CLI_USAGE;
	if (!o->value[OPT_SINCE]) {
		cli_say("--since is needed: since when? Such as: riwaya changes --since 1d");
		return CLI_USAGE;
	}
	if (!cli_moment("since", o->value[OPT_SINCE], false, &since)) return CLI_USAGE;
	riwaya_incident_query q = {.place = o->value[OPT_PLACE], .actor = o->value[OPT_ACTOR], .act = o->value[OPT_ACT]};
	int code = cli_store_open(&s, o, false, &engine, &store);
	if (code) return code;
	if (riwaya_store_changes(store, since, &q, &changes, &e))
		code = cli_store_trouble(&e);
	else if (o->value[OPT_HTML])
		code = cli_page(o, write_page, &(page){store, changes, &s.show});
	else if (riwaya_write_changes(store, changes, cli_list_format(self, o), &s.show, cli_out, &e))
		code = cli_trouble(&e);
	cli_store_close(engine, store);
	return code;
}

const cli_command cli_changes = {
	.name = "changes",
	.operands = "",
	.summary = "Tells what came and changed in the store since a moment.",
	.about =
		"New incidents and those that gained reports, figures that moved and by whose word, new contradictions, reversals and\n"
		"revisions, incidents that became one, pages edited after they were published and what they no longer tell, decisions\n"
		"of people. What presses most stands first. With --place, --actor or --act, of such incidents alone.",
	.examples = "  riwaya changes --since 1d\n"
				"  riwaya changes --since 2022-01-21T06:00 --place sy-hasakah --lang ar\n"
				"  riwaya changes --since 1d --lang ar --html morning.html\n",
	.options = CLI_OPTIONS(
		CLI_SHOWING, OPT_DB, OPT_SINCE, OPT_PLACE, OPT_ACTOR, OPT_ACT, OPT_FULL, OPT_HTML, OPT_LEXICON, OPT_QUIET),
	.formats = "text|json",
	.run = run_changes,
};

static int run_versions(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_engine *engine;
	riwaya_store *store;
	const riwaya_version_list *list;
	riwaya_error e = {0};
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	if (o->n_operands != 1) {
		cli_say("one page is needed: its address, or a report's id, such as: riwaya versions 0a1f");
		return CLI_USAGE;
	}
	int code = cli_store_open(&s, o, false, &engine, &store);
	if (code) return code;
	if (riwaya_store_versions(store, o->operands[0], &list, &e))
		code = cli_store_trouble(&e);
	else if (riwaya_write_versions(store, list, cli_list_format(self, o), &s.show, cli_out, &e))
		code = cli_trouble(&e);
	cli_store_close(engine, store);
	return code;
}

const cli_command cli_versions = {
	.name = "versions",
	.operands = "ADDRESS|ID",
	.summary = "Lists the versions of a page that the store has, with their differences.",
	.about =
		"Each time that other bytes came under a page's address; words removed and added, and what the page tells no longer and\n"
		"newly. ID is that of any version, or the beginning of it. With --full, whole texts around what changed.",
	.examples = "  riwaya versions https://sedra.example/news/117\n"
				"  riwaya versions 0a1f --lang ar\n",
	.options = CLI_OPTIONS(CLI_SHOWING, OPT_DB, OPT_FULL, OPT_LEXICON, OPT_QUIET),
	.formats = "text|json",
	.run = run_versions,
};
