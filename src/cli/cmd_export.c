/* cmd_export.c: riwaya export: reports, claims, lines and incidents in the formats of others. */
#include "cli/cli.h"
#include <riwaya/export.h>
#include <stdlib.h>
#include <string.h>

/* Beside FILE, as FILE.about.txt: what made it and how it counts. */
static int write_about(
	const riwaya_engine *engine, riwaya_export_format format, const riwaya_export_options *how, const char *path) {
	static const char tail[] = ".about.txt";
	size_t n = strlen(path);
	char *name = cli_alloc(NULL, n + sizeof tail);
	memcpy(name, path, n);
	memcpy(name + n, tail, sizeof tail);
	riwaya_error e = {0};
	cli_file file;
	bool good = cli_file_open(&file, name, NULL);
	riwaya_status status = good ? riwaya_export_about(engine, format, how, cli_file_sink(&file), &e) : RIWAYA_OK;
	if (good) good = cli_file_close(&file, !status) && !status;
	if (status && status != RIWAYA_OUTPUT) cli_say("%s", e.message);
	free(name);
	return good ? CLI_OK : CLI_OUTPUT;
}

static void tell_left_out(const riwaya_exported *x, const char *format) {
	if (x->undated) cli_say("%llu without a date left out: %s has none such", (unsigned long long)x->undated, format);
	if (x->nowhere)
		cli_say("%llu of no known country left out: %s has none such", (unsigned long long)x->nowhere, format);
	if (x->bloodless)
		cli_say("%llu in which nobody is told to have been killed left out: %s has none such",
			(unsigned long long)x->bloodless, format);
}

static void progress(void *ctx, uint64_t done, uint64_t all) {
	const bool *quiet = ctx;
	if (all)
		cli_progress_say(*quiet, "%llu of %llu incidents", (unsigned long long)done, (unsigned long long)all);
	else
		cli_progress_say(*quiet, "%llu", (unsigned long long)done);
}

/* What of the store is asked for. False where it does not suit the format, which was said. */
static bool store_query(
	const cli_command *self, const cli_options *o, riwaya_export_format format, riwaya_store_exporting *what) {
	static const struct {
		cli_option_id id;
		const char *name;
	} of_incidents[] = {{OPT_PLACE, "place"}, {OPT_ACTOR, "actor"}, {OPT_ACT, "act"}, {OPT_SORT, "sort"},
		{OPT_LIMIT, "limit"}, {OPT_CONTRADICTED, "contradicted"}};
	static const cli_option_id any[] = {
		OPT_SINCE, OPT_UNTIL, OPT_OUTLET, OPT_PLACE, OPT_ACTOR, OPT_ACT, OPT_SORT, OPT_LIMIT, OPT_CONTRADICTED};
	bool reports = riwaya_export_of_reports(format);
	for (size_t i = 0; riwaya_export_of_events(format) && i < sizeof any / sizeof *any; i++)
		if (o->value[any[i]]) {
			cli_say("%s is of all events that others coded; leave out what chooses incidents or reports",
				o->value[OPT_FORMAT]);
			return false;
		}
	if (!cli_store_query(self, o, &what->incidents)) return false;
	for (size_t i = 0; reports && i < sizeof of_incidents / sizeof *of_incidents; i++)
		if (o->value[of_incidents[i].id]) {
			cli_say("--%s is of incidents, and %s is of reports; --since, --until and --outlet choose those",
				of_incidents[i].name, o->value[OPT_FORMAT]);
			return false;
		}
	if (!reports && o->value[OPT_OUTLET]) {
		cli_say("--outlet is of reports, and %s is of incidents", o->value[OPT_FORMAT]);
		return false;
	}
	what->reports = (riwaya_report_query){
		.since = what->incidents.since, .until = what->incidents.until, .outlet = o->value[OPT_OUTLET]};
	return true;
}

/* Of a set, or of the store where there is one. */
static int export_all(const cli_command *self, const cli_options *o, const cli_settings *s, riwaya_engine *engine,
	riwaya_set *set, riwaya_store *store, riwaya_export_format format, const riwaya_export_options *how) {
	riwaya_exported done = {0};
	bool quiet = s->quiet;
	riwaya_store_exporting what = {.progress = progress, .ctx = &quiet};
	riwaya_error e = {0};
	const char *path = o->value[OPT_OUTPUT], *word = o->value[OPT_FORMAT];
	cli_file file;
	if (store && !store_query(self, o, format, &what)) return CLI_USAGE;
	if (path && !cli_file_open(&file, path, NULL)) return CLI_OUTPUT;
	riwaya_sink sink = path ? cli_file_sink(&file) : cli_out;
	riwaya_status status = store ? riwaya_export_store(store, &what, format, how, sink, &done, &e)
								 : riwaya_export(set, format, how, sink, &done, &e);
	cli_progress_end();
	int code = status ? store ? cli_store_trouble(&e) : cli_trouble(&e) : CLI_OK;
	if (path && !cli_file_close(&file, !status)) code = CLI_OUTPUT;
	if (path && !code) code = write_about(engine, format, how, path);
	if (!code && !s->quiet) tell_left_out(&done, word);
	return code;
}

static bool number_of(const char *z, unsigned *out) {
	char *end;
	unsigned long v = strtoul(z, &end, 10);
	*out = (unsigned)v;
	return z[0] >= '0' && z[0] <= '9' && !*end && v >= 1 && v <= 1000;
}

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	cli_inputs in;
	riwaya_engine *engine;
	riwaya_set *set;
	riwaya_error e = {0};
	riwaya_export_format format;
	const char *word = o->value[OPT_FORMAT];
	if (!word || !riwaya_export_format_parse((riwaya_slice){word, strlen(word)}, &format)) {
		cli_say("a format is needed: --format acled; %s", self->formats);
		return CLI_USAGE;
	}
	if (o->value[OPT_DB] && (o->n_operands || o->value[OPT_TEXT])) {
		cli_say("--db exports what the store has; leave the files out, or --db");
		return CLI_USAGE;
	}
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	riwaya_export_options how = {.bom = o->value[OPT_BOM] != NULL,
		.arabic = s.show.arabic,
		.numbers = o->value[OPT_CODES] != NULL,
		.formulas = o->value[OPT_FORMULAS] != NULL};
	if (o->value[OPT_UNKNOWN] && !number_of(o->value[OPT_UNKNOWN], &how.unknown_killed)) {
		cli_say("--unknown takes a number from 1 to 1000, not '%s'", o->value[OPT_UNKNOWN]);
		return CLI_USAGE;
	}
	if (o->value[OPT_DB]) {
		riwaya_store *store;
		int failed = cli_store_open(&s, o, false, &engine, &store);
		if (failed) return failed;
		failed = export_all(self, o, &s, engine, NULL, store, format, &how);
		cli_store_close(engine, store);
		return failed;
	}
	if (!cli_inputs_of(self, o, &in)) return CLI_USAGE;
	int code = cli_engine(&s, &engine);
	if (!code && riwaya_set_new(engine, &s.set, &set, &e)) {
		code = cli_trouble(&e);
	} else if (!code) {
		size_t left_out = in.left_out;
		cli_read_all(o, &s, &in, set, &left_out);
		cli_progress_end();
		size_t read = riwaya_set_count(set);
		/* With nothing read the file still is one of its format: a head without rows. */
		code = export_all(self, o, &s, engine, set, NULL, format, &how);
		for (size_t i = 0; i < read; i++) cli_notes(riwaya_set_report(set, i), s.quiet);
		const riwaya_coded_event *events;
		size_t coded = 0;
		if (riwaya_export_of_events(format)) riwaya_set_coded_events(set, &events, &coded);
		if (!code) code = cli_reading_code(read + coded, left_out);
		riwaya_set_free(set);
	}
	riwaya_engine_free(engine);
	cli_inputs_free(&in);
	return code;
}

const cli_command cli_export = {
	.name = "export",
	.operands = "[FILE|FOLDER|-]...",
	.summary = "Writes reports, claims, lines or incidents in the formats of others.",
	.about =
		"Reads all reports and writes what they say as tables (reports-csv, claims-csv, lines-csv), as JSON a line\n"
		"(reports-jsonl, claims-jsonl, lines-jsonl), or in the columns of ACLED, UCDP GED or Airwars, as PLOVER\n"
		"records, as GeoJSON for maps, as schema.org claims, or for Uwazi's import; events that others coded as JSON a line (coded-jsonl). Counts are of what was said;\n"
		"what a person has to judge is proposed and marked as such. docs/exports.md has each column.\n"
		"With -o FILE, FILE.about.txt beside it says what made it and how it counts. With --db, the store in\n"
		"place of files: all of it, or incidents that --since, --place and their like ask for; of reports and claims\n"
		"those published between --since and --until, or by --outlet.",
	.examples = "  riwaya export --format acled -o acled.csv reports/\n"
				"  riwaya export --format claims-csv --bom -o claims.csv reports/\n"
				"  riwaya export --format geojson reports/ > incidents.geojson\n"
				"  riwaya export --db riwaya.db --since 30d --format airwars -o month.csv\n"
				"  riwaya export --db riwaya.db --since 30d --outlet sada --format claims-csv -o claims.csv\n",
	.options = CLI_OPTIONS(CLI_READING, OPT_FORMAT, OPT_LANG, OPT_OUTPUT, OPT_BOM, OPT_CODES, OPT_FORMULAS, OPT_UNKNOWN,
		OPT_DB, OPT_OUTLET, OPT_SINCE, OPT_UNTIL, OPT_PLACE, OPT_ACTOR, OPT_ACT, OPT_SORT, OPT_LIMIT, OPT_CONTRADICTED),
	.formats = "reports-csv|reports-jsonl|claims-csv|claims-jsonl|lines-csv|lines-jsonl|acled|ucdp|airwars|plover|geojson|"
			   "schema-org|uwazi|coded-jsonl",
	.sorts = CLI_INCIDENT_SORTS,
	.run = run,
};
