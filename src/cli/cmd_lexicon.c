/* cmd_lexicon.c: riwaya lexicon: checking tables and rules, showing what is known of a word, counting. */
#include "cli/cli.h"
#include <string.h>

static int wrong_use(const char *what) {
	cli_say("%s; riwaya lexicon -h", what);
	return CLI_USAGE;
}

static int check(const cli_options *o) {
	riwaya_error e = {0};
	const char *dir = o->n_operands > 1 ? o->operands[1] : o->value[OPT_LEXICON];
	if (o->n_operands > 2) return wrong_use("lexicon check takes one folder");
	riwaya_status status = riwaya_lexicon_check(dir, cli_out, &e);
	if (!status) return CLI_OK;
	if (status == RIWAYA_OUTPUT) return CLI_OUTPUT;
	if (status == RIWAYA_LEXICON) {
		fflush(stdout);
		cli_say("%s", e.message);
		return CLI_LEXICON;
	}
	if (status == RIWAYA_NOMEM) return cli_trouble(&e);
	cli_say("cannot check '%s': %s", e.source[0] ? e.source : dir ? dir : "the built-in lexicon", e.message);
	return CLI_LEXICON;
}

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_engine *engine;
	riwaya_error e = {0};
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	static const char *const names[] = {"check", "show", "stats"};
	const char *what = o->n_operands ? o->operands[0] : NULL;
	if (!what) return wrong_use("lexicon what? check, show WORD or stats");
	if (strcmp(what, "check") == 0) return check(o);
	bool show = strcmp(what, "show") == 0;
	if (!show && strcmp(what, "stats") != 0) {
		const char *near = cli_nearest(what, names, 3);
		if (near)
			cli_say("lexicon has no '%s'; did you mean %s?", what, near);
		else
			cli_say("lexicon has no '%s'; it has check, show and stats", what);
		return CLI_USAGE;
	}
	if (show && o->n_operands != 2) return wrong_use("lexicon show takes one word or phrase (quote a phrase)");
	if (!show && o->n_operands != 1) return wrong_use("lexicon stats takes nothing more");
	int code = cli_engine(&s, &engine);
	if (code) return code;
	riwaya_status status =
		show ? riwaya_lexicon_show(engine, o->operands[1], cli_out, &e) : riwaya_lexicon_stats(engine, cli_out, &e);
	riwaya_engine_free(engine);
	if (!status) return CLI_OK;
	if (status == RIWAYA_EMPTY) {
		fflush(stdout);
		cli_say("%s", e.message);
		return CLI_NOTHING;
	}
	return cli_trouble(&e);
}

const cli_command cli_lexicon = {
	.name = "lexicon",
	.operands = "check [DIR] | show WORD | stats",
	.summary = "Checks tables and rules, shows what is known of a word, counts what there is.",
	.about = "check   compiles the built-in lexicon, or DIR laid over it, and runs every rule's cases. Each mistake is\n"
			 "        one line: file:line: what is wrong and how to mend it.\n"
			 "show    how a word is read, the entries that it can be, and the file and line of each.\n"
			 "stats   tables, rows, forms and rules.",
	.examples = "  riwaya lexicon check mine\n"
				"  riwaya lexicon stats --lexicon mine\n",
	.options = CLI_BIT(OPT_LEXICON),
	.formats = "text",
	.run = run,
};
