/* cmd_ledger.c: riwaya ledger: the accounts of one incident of the store side by side. */
#include "cli/cli.h"
#include <string.h>

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_engine *engine;
	riwaya_store *store;
	riwaya_set *set;
	riwaya_error e = {0};
	int64_t as_of;
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	if (o->n_operands != 1) {
		cli_say("one incident's name is needed, such as: riwaya ledger i0f3a (riwaya incidents lists them)");
		return CLI_USAGE;
	}
	const char *then = o->value[OPT_AS_OF];
	if (then && !cli_moment("as-of", then, true, &as_of)) return CLI_USAGE;
	int code = cli_store_open(&s, o, false, &engine, &store);
	if (code) return code;
	if (riwaya_store_ledger(store, o->operands[0], then ? &as_of : NULL, &set, &e)) {
		code = cli_store_trouble(&e);
	} else {
		bool json = strcmp(cli_format(self, o), "json") == 0;
		riwaya_status status = json ? riwaya_write_ledger_json(set, &s.show, cli_out, &e)
									: riwaya_write_ledger_text(set, &s.show, cli_out, &e);
		if (status) code = cli_trouble(&e);
		riwaya_set_free(set);
	}
	cli_store_close(engine, store);
	return code;
}

const cli_command cli_ledger = {
	.name = "ledger",
	.operands = "INCIDENT",
	.summary = "Lays the accounts of one incident of the store side by side.",
	.about =
		"The ledger as riwaya reconcile writes it, of the reports that the store has of one incident. INCIDENT is its name or\n"
		"the beginning of it. With --as-of, by what had been received and decided until then.",
	.examples = "  riwaya ledger i0f3a\n"
				"  riwaya ledger i0f3a --as-of 2022-01-22 --lang ar\n",
	.options = CLI_SHOWING | CLI_BIT(OPT_FULL) | CLI_BIT(OPT_WITH_TEXT) | CLI_BIT(OPT_DB) | CLI_BIT(OPT_AS_OF) |
		CLI_BIT(OPT_LEXICON) | CLI_BIT(OPT_QUIET),
	.formats = "text|json",
	.run = run,
};
