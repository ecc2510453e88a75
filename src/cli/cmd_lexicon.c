/* cmd_lexicon.c: riwaya lexicon: checking tables and rules, compiling them, importing places, showing what is known of a word, counting. */
#include "cli/cli.h"
#include <stdlib.h>
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

/* What the library said of a file that was to be made. */
static int trouble(riwaya_status status, const riwaya_error *e, const char *what, const char *file) {
	if (status == RIWAYA_NOMEM || status == RIWAYA_ARGUMENT) return cli_trouble(e);
	fflush(stdout);
	if (e->line)
		cli_say("cannot %s '%s': %s:%u: %s", what, file, e->source, (unsigned)e->line, e->message);
	else
		cli_say("cannot %s '%s': %s", what, e->source[0] ? e->source : file, e->message);
	return status == RIWAYA_LEXICON ? CLI_LEXICON : CLI_NOTHING;
}

static int compile(const cli_options *o) {
	riwaya_error e = {0};
	cli_file file;
	const char *to = o->value[OPT_OUTPUT];
	if (o->n_operands < 2 || !to)
		return wrong_use("lexicon compile takes folders, and -o FILE for where the result goes");
	if (!cli_file_open(&file, to, NULL)) return CLI_OUTPUT;
	riwaya_status status = riwaya_lexicon_compile(o->operands + 1, o->n_operands - 1, cli_file_sink(&file), cli_out, &e);
	if (!cli_file_close(&file, status == RIWAYA_OK)) return CLI_OUTPUT;
	if (!status) return CLI_OK;
	return status == RIWAYA_OUTPUT ? CLI_OUTPUT : trouble(status, &e, "compile", o->operands[1]);
}

static int import(const cli_settings *s, const cli_options *o) {
	static const char name[] = "/places.geonames.tsv";
	const char *folder = o->value[OPT_OUTPUT];
	if (o->n_operands < 2 || strcmp(o->operands[1], "geonames") != 0)
		return wrong_use("lexicon import what? geonames FILE -o DIR");
	if (o->n_operands < 3 || !folder)
		return wrong_use("lexicon import geonames takes a dump, files of codes, and -o DIR for the folder to make");
	riwaya_engine *engine;
	riwaya_error e = {0};
	cli_file file;
	int code = cli_engine(s, &engine);
	if (code) return code;
	size_t n = strlen(folder);
	char *path = cli_alloc(NULL, n + sizeof name);
	memcpy(path, folder, n);
	memcpy(path + n, name, sizeof name);
	if (!cli_file_open(&file, path, folder)) {
		code = CLI_OUTPUT;
	} else {
		riwaya_status status = riwaya_import_geonames(
			engine, o->operands[2], o->operands + 3, o->n_operands - 3, cli_file_sink(&file), cli_out, &e);
		if (!cli_file_close(&file, status == RIWAYA_OK) || status == RIWAYA_OUTPUT)
			code = CLI_OUTPUT;
		else if (status)
			code = trouble(status, &e, "import", o->operands[2]);
		else
			printf(
				"written to %s; riwaya lexicon compile %s -o FILE compiles it once for --lexicon FILE\n", path, folder);
	}
	free(path);
	riwaya_engine_free(engine);
	return code;
}

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_engine *engine;
	riwaya_error e = {0};
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	static const char *const names[] = {"check", "compile", "import", "show", "stats"};
	const char *what = o->n_operands ? o->operands[0] : NULL;
	if (!what) return wrong_use("lexicon what? check, compile DIR, import geonames FILE, show WORD or stats");
	if (strcmp(what, "check") == 0) return check(o);
	if (strcmp(what, "compile") == 0) return compile(o);
	if (strcmp(what, "import") == 0) return import(&s, o);
	bool show = strcmp(what, "show") == 0;
	if (!show && strcmp(what, "stats") != 0) {
		const char *near = cli_nearest(what, names, sizeof names / sizeof *names);
		if (near)
			cli_say("lexicon has no '%s'; did you mean %s?", what, near);
		else
			cli_say("lexicon has no '%s'; it has check, compile, import, show and stats", what);
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
	.operands = "check [DIR] | compile DIR... -o FILE | import geonames FILE [CODES...] -o DIR | show WORD | stats",
	.summary = "Checks and compiles tables and rules, imports places, shows what is known of a word, counts.",
	.about =
		"check   compiles the built-in lexicon, or DIR laid over it, and runs every rule's cases. Each mistake is\n"
		"        one line: file:line: what is wrong and how to mend it.\n"
		"compile lays one folder after the other over the built-in lexicon and writes the whole as a file for --lexicon.\n"
		"        Starting with it is as fast as without; a new version of riwaya asks for compiling again.\n"
		"import  takes the places that have a name in Arabic script from a dump of GeoNames (a country's file from\n"
		"        download.geonames.org/export/dump, unpacked) into DIR/places.geonames.tsv, a folder for --lexicon and\n"
		"        compile. CODES are its admin1CodesASCII.txt and admin2Codes.txt. What is left out is counted by reason.\n"
		"show    how a word is read, the entries that it can be, and the file and line of each.\n"
		"stats   tables, rows, forms and rules.",
	.examples = "  riwaya lexicon check mine\n"
				"  riwaya lexicon import geonames SY.txt -o syria\n"
				"  riwaya lexicon compile syria mine -o mine.img\n"
				"  riwaya lexicon stats --lexicon mine.img\n",
	.options = CLI_OPTIONS(OPT_LEXICON, OPT_OUTPUT),
	.formats = "text",
	.run = run,
};
