/* cmd_ledger.c: riwaya ledger: the accounts of one incident of the store side by side; riwaya timeline, framing, origins: one part of that. */
#include "cli/cli.h"

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_engine *engine;
	riwaya_store *store;
	riwaya_set *set;
	riwaya_error e = {0};
	int64_t as_of;
	if (!cli_settle(self, o, &s) || !cli_html_asked(self, o)) return CLI_USAGE;
	if (o->n_operands != 1) {
		cli_say("one incident's name is needed, such as: riwaya %s i0f3a (riwaya incidents lists them)", self->name);
		return CLI_USAGE;
	}
	s.show.only = self == &cli_timeline ? RIWAYA_SECTION_TIMELINE
		: self == &cli_framing          ? RIWAYA_SECTION_FRAMING
		: self == &cli_origins          ? RIWAYA_SECTION_ORIGINS
										: RIWAYA_SECTION_ALL;
	const char *then = o->value[OPT_AS_OF];
	if (then && !cli_moment("as-of", then, true, &as_of)) return CLI_USAGE;
	int code = cli_store_open(&s, o, false, &engine, &store);
	if (code) return code;
	if (riwaya_store_ledger(store, o->operands[0], then ? &as_of : NULL, &set, &e)) {
		code = cli_store_trouble(&e);
	} else {
		s.show.as_of = then ? &as_of : NULL;
		code = cli_show_ledger(self, o, &s, set);
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
				"  riwaya ledger i0f3a --as-of 2022-01-22 --lang ar\n"
				"  riwaya ledger i0f3a --html incident.html\n",
	.options = CLI_OPTIONS(CLI_SHOWING, OPT_FULL, OPT_HTML, OPT_WITH_TEXT, OPT_DB, OPT_AS_OF, OPT_LEXICON, OPT_QUIET),
	.formats = "text|json",
	.run = run,
};

#define PART_OPTIONS CLI_OPTIONS(CLI_SHOWING, OPT_FULL, OPT_DB, OPT_AS_OF, OPT_LEXICON, OPT_QUIET)

const cli_command cli_timeline = {
	.name = "timeline",
	.operands = "INCIDENT",
	.summary = "Shows what happened in one incident of the store, in order, each with who told it first.",
	.about = "The timeline of the ledger alone. INCIDENT is its name or the beginning of it.",
	.examples = "  riwaya timeline i0f3a --lang ar\n",
	.options = PART_OPTIONS,
	.formats = "text|json",
	.run = run,
};

const cli_command cli_framing = {
	.name = "framing",
	.operands = "INCIDENT",
	.summary = "Shows what outlets call the parties and acts of one incident of the store, side by side.",
	.about = "The framing of the ledger alone. INCIDENT is its name or the beginning of it.",
	.examples = "  riwaya framing i0f3a\n",
	.options = PART_OPTIONS,
	.formats = "text|json",
	.run = run,
};

const cli_command cli_origins = {
	.name = "origins",
	.operands = "INCIDENT",
	.summary = "Shows who stands at the beginning of what is told of one incident of the store.",
	.about =
		"Each first link of the chains of sources: what it is, whom it speaks for, whether it is named, and how many claims and\n"
		"reports rest on it. INCIDENT is its name or the beginning of it.",
	.examples = "  riwaya origins i0f3a --format json\n",
	.options = PART_OPTIONS,
	.formats = "text|json",
	.run = run,
};
