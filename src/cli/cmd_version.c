/* cmd_version.c: riwaya version: the engine, its lexicon and the libraries that the same answer depends on. */
#include "cli/cli.h"

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_engine *engine;
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	if (o->n_operands) {
		cli_say("version takes no names");
		return CLI_USAGE;
	}
	int code = cli_engine(&s, &engine);
	if (code) return code;
	riwaya_slice hash = riwaya_engine_lexicon_hash(engine);
	printf("riwaya %s\nlexicon %.*s\n", riwaya_version(), (int)hash.n, hash.p);
	const char *library;
	for (size_t i = 0; (library = riwaya_library(i)); i++) printf("%s\n", library);
	riwaya_engine_free(engine);
	return CLI_OK;
}

const cli_command cli_version = {
	.name = "version",
	.operands = "",
	.summary = "Names the program's version, its lexicon's hash and its libraries.",
	.about = "The same input gives the same output for the same version, lexicon and libraries: these.",
	.options = CLI_OPTIONS(OPT_LEXICON),
	.formats = "text",
	.run = run,
};
