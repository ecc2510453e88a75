/* cmd_explain.c: riwaya explain: what made each claim, or why a figure made none. */
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LEAST_ID = 8 }; /* digits by which a report may be named */

static riwaya_status write(
	riwaya_set *set, size_t i, const cli_settings *s, const char *format, const cli_options *o, riwaya_error *e) {
	(void)format;
	if (o->value[OPT_MISSING]) return riwaya_write_missing(set, i, &s->show, cli_out, e);
	return riwaya_write_explanation(set, i, &s->show, cli_out, e);
}

static riwaya_slice without_dot(riwaya_slice path) {
	return path.n > 2 && memcmp(path.p, "./", 2) == 0 ? (riwaya_slice){path.p + 2, path.n - 2} : path;
}

/* The report that an operand names: by its file, or by its id, of which eight digits will do. */
static bool find(const riwaya_set *set, const char *name, size_t *out) {
	size_t n = strlen(name), found = 0;
	riwaya_slice named = without_dot((riwaya_slice){name, n});
	for (size_t i = 0; i < riwaya_set_count(set); i++) {
		const riwaya_report *r = riwaya_set_report(set, i);
		riwaya_slice path = without_dot(r->file);
		bool file = path.n == named.n && memcmp(path.p, named.p, named.n) == 0;
		bool id = n >= LEAST_ID && r->id.n >= n && memcmp(r->id.p, name, n) == 0;
		if (!file && !id) continue;
		if (!found || !id) *out = i;
		found++;
		if (file) return true;
	}
	if (found > 0) return true;
	cli_say("'%s' is no report among those read; name its file, or its id as riwaya read writes it", name);
	return false;
}

/* Reads all operands that are files or folders; the first two name reports. */
static int why_together(const cli_command *self, const cli_options *o) {
	cli_settings s;
	cli_inputs in = {0};
	riwaya_engine *engine;
	riwaya_set *set;
	riwaya_error e = {0};
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	if (o->n_operands < 2) {
		cli_say("--why-together needs two reports; name their files, and then what else is to be read");
		return CLI_USAGE;
	}
	size_t n = 0;
	struct stat there;
	const char **paths = cli_alloc(NULL, o->n_operands * sizeof *paths);
	for (size_t i = 0; i < o->n_operands; i++)
		if (i >= 2 || stat(o->operands[i], &there) == 0) paths[n++] = o->operands[i];
	cli_inputs_find(&in, paths, n, s.quiet);
	free(paths);
	int code = cli_engine(&s, &engine);
	if (code) {
		cli_inputs_free(&in);
		return code;
	}
	size_t left_out = in.left_out, a, b;
	if (riwaya_set_new(engine, &s.set, &set, &e)) {
		code = cli_trouble(&e);
	} else {
		cli_read_all(o, &s, &in, set, &left_out);
		bool json = strcmp(cli_format(self, o), "json") == 0;
		if (!find(set, o->operands[0], &a) || !find(set, o->operands[1], &b))
			code = CLI_USAGE;
		else if (json ? riwaya_write_why_together(set, a, b, cli_out, &e)
					  : riwaya_write_why_together_text(set, a, b, &s.show, cli_out, &e))
			code = cli_trouble(&e);
		if (!code) code = cli_reading_code(riwaya_set_count(set), left_out);
	}
	cli_progress_end();
	riwaya_set_free(set);
	riwaya_engine_free(engine);
	cli_inputs_free(&in);
	return code;
}

static int run(const cli_command *self, const cli_options *o) {
	if (o->value[OPT_WHY_TOGETHER]) return why_together(self, o);
	if (strcmp(cli_format(self, o), "text") != 0) {
		cli_say("--format %s goes with --why-together; without it riwaya explain writes text", cli_format(self, o));
		return CLI_USAGE;
	}
	return cli_each_report(self, o, !o->value[OPT_MISSING], write);
}

const cli_command cli_explain = {
	.name = "explain",
	.operands = "[FILE|FOLDER|-]...",
	.summary = "Shows why each claim is there; --missing: why a figure made none; --why-together: of two reports.",
	.about =
		"Writes each claim in the order of the text with what made it: the rule, its reason, and each row of a\n"
		"table that it rests on, as file:line; who speaks and why; where its mood, place and time come from; what its\n"
		"confidence was made from. To change the answer, change that line or overlay it. With --missing, each figure\n"
		"that made no claim, and why: an age, a time, part of a name, nothing near it that happened …\n"
		"With --why-together, why the first two reports named are of one incident among all that is read, or are not.",
	.examples = "  riwaya explain report.txt\n"
				"  riwaya explain --missing report.txt\n"
				"  riwaya explain --why-together a.html b.txt reports/\n"
				"  riwaya explain --lexicon mine --fragment --text '...'\n",
	.options = CLI_OPTIONS(CLI_READING, CLI_SHOWING, OPT_MISSING, OPT_WHY_TOGETHER),
	.formats = "text|json",
	.run = run,
};
