/* cmd_eval.c: riwaya eval: how right the claims are on reports that somebody has labelled. */
#include "cli/cli.h"
#include <math.h>
#include <riwaya/eval.h>
#include <stdlib.h>
#include <string.h>

typedef struct floor_of {
	riwaya_measure_id id;
	double least;
} floor_of;

/* "claim_f1=0.7", digits as C writes them whatever the locale. */
static bool read_floor(const char *given, floor_of *f) {
	char name[64];
	const char *eq = strchr(given, '=');
	size_t n = eq ? (size_t)(eq - given) : strlen(given);
	if (!eq || n == 0 || n >= sizeof name) {
		cli_say("--min takes NAME=VALUE such as claim_f1=0.7, not '%s'", given);
		return false;
	}
	memcpy(name, given, n);
	name[n] = '\0';
	if (!riwaya_measure_parse(name, &f->id)) {
		const char *names[riwaya_measure_count];
		for (unsigned i = 0; i < riwaya_measure_count; i++) names[i] = riwaya_measure_name((riwaya_measure_id)i);
		const char *near = cli_nearest(name, names, riwaya_measure_count);
		if (near)
			cli_say("there is no measure '%s'; did you mean %s?", name, near);
		else
			cli_say("there is no measure '%s'; riwaya eval GOLD lists them", name);
		return false;
	}
	double unit = 1;
	bool digit = false, point = false, good = true;
	f->least = 0;
	for (const char *z = eq + 1; *z && good; z++) {
		if (*z == '.' && !point) {
			point = true;
		} else if (*z >= '0' && *z <= '9') {
			digit = true;
			if (point) unit /= 10;
			f->least = point ? f->least + unit * (*z - '0') : f->least * 10 + (*z - '0');
		} else {
			good = false;
		}
	}
	if (good && digit && f->least <= 1) return true;
	cli_say("--min %s takes a share from 0 to 1, not '%s'", name, eq + 1);
	return false;
}

static bool ends_in_json(const char *path) {
	size_t n = strlen(path);
	return n > 5 && strcmp(path + n - 5, ".json") == 0;
}

/* Of folders only their .json files are gold; what is named is taken as it is. */
static void leave_texts(cli_inputs *in, const cli_options *o) {
	size_t kept = 0;
	for (size_t i = 0; i < in->n; i++) {
		bool named = false;
		for (size_t k = 0; k < o->n_operands; k++) named = named || strcmp(in->paths[i], o->operands[k]) == 0;
		if (named || ends_in_json(in->paths[i]))
			in->paths[kept++] = in->paths[i];
		else
			free(in->paths[i]);
	}
	in->n = kept;
}

static void cannot_use(const char *path, const riwaya_error *e) {
	if (e->line && e->offset)
		cli_say("cannot use '%s': line %u, byte %llu: %s", path, (unsigned)e->line, (unsigned long long)e->offset,
			e->message);
	else if (e->line)
		cli_say("cannot use '%s': line %u: %s", path, (unsigned)e->line, e->message);
	else
		cli_say("cannot use '%s': %s", path, e->message);
}

static int below(riwaya_eval *eval, const floor_of *floors, size_t n, int code) {
	const riwaya_evaluation *r;
	riwaya_error e = {0};
	if (riwaya_eval_result(eval, &r, &e)) return cli_trouble(&e);
	for (size_t i = 0; i < n; i++) {
		const riwaya_measure *m = &r->measures[floors[i].id];
		if (m->value >= floors[i].least) continue;
		cli_say("%s is %.3f, below the floor of %.3f%s", riwaya_measure_name(floors[i].id), m->value, floors[i].least,
			m->has ? "" : ": nothing was there to measure");
		code = CLI_BELOW;
	}
	return code;
}

static int evaluate(
	const cli_command *self, const cli_options *o, const cli_settings *s, const cli_inputs *in, riwaya_eval *eval) {
	riwaya_error e = {0};
	size_t used = 0, left_out = in->left_out;
	for (size_t i = 0; i < in->n; i++) {
		cli_progress(i, in->n, in->paths[i], NULL, s->quiet);
		riwaya_status status = riwaya_eval_add(eval, in->paths[i], &e);
		if (status == RIWAYA_NOMEM) return cli_trouble(&e);
		if (!status) {
			used++;
			continue;
		}
		cannot_use(in->paths[i], &e);
		left_out++;
	}
	cli_progress_end();
	bool json = strcmp(cli_format(self, o), "json") == 0;
	if (used || json) {
		riwaya_status status = json ? riwaya_write_eval_json(eval, cli_out, &e)
									: riwaya_write_eval_text(eval, &s->show, o->value[OPT_MISSES] != NULL, cli_out, &e);
		if (status) return cli_trouble(&e);
	}
	return cli_reading_code(used, left_out);
}

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	cli_inputs in = {0};
	riwaya_engine *engine;
	riwaya_eval *eval;
	riwaya_error e = {0};
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	floor_of *floors = cli_alloc(NULL, (o->n_floors + 1) * sizeof *floors);
	for (size_t i = 0; i < o->n_floors; i++) {
		if (read_floor(o->floors[i], &floors[i])) continue;
		free(floors);
		return CLI_USAGE;
	}
	if (!o->n_operands) {
		cli_say("no labelled reports to eval; name gold files or folders of them (riwaya eval -h)");
		free(floors);
		return CLI_USAGE;
	}
	cli_inputs_find(&in, o->operands, o->n_operands, true);
	size_t found = in.n;
	leave_texts(&in, o);
	if (!in.n && found) {
		cli_say("cannot use what was named: it holds no gold files; name .json files or folders that hold some");
		in.left_out++;
	}
	int code = cli_engine(&s, &engine);
	if (!code) {
		if (riwaya_eval_new(engine, &eval, &e)) {
			code = cli_trouble(&e);
		} else {
			code = evaluate(self, o, &s, &in, eval);
			if (code == CLI_OK || code == CLI_LEFT_OUT) code = below(eval, floors, o->n_floors, code);
			riwaya_eval_free(eval);
		}
		riwaya_engine_free(engine);
	}
	cli_inputs_free(&in);
	free(floors);
	return code;
}

const cli_command cli_eval = {
	.name = "eval",
	.operands = "GOLD...",
	.summary = "Measures claims against reports that you have labelled: precision, recall, misses.",
	.about =
		"Reads gold files (JSON; folders are walked for them), extracts the report that each speaks of, and says how\n"
		"many claims are right: shares with 95 % intervals, whether confidence holds what it promises, failures by\n"
		"attribute and predicate, and with --misses each of them. The text is report.file, looked for in the gold's\n"
		"folder and those around it, or NAME.txt beside NAME.json. tests/gold/README.md tells the format.",
	.examples = "  riwaya eval mine/\n"
				"  riwaya eval --misses mine/report.json\n"
				"  riwaya eval --min claim_f1=0.7 --min figure_f1=0.85 mine/\n"
				"  riwaya eval --format json mine/ > measured.json\n",
	.options = CLI_OPTIONS(OPT_LEXICON, OPT_QUIET, OPT_MIN, OPT_MISSES, CLI_SHOWING),
	.formats = "text|json",
	.run = run,
};
