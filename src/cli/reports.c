/* reports.c: the loop of the commands that look at one report at a time. */
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>

int cli_engine(const cli_settings *s, riwaya_engine **out) {
	riwaya_error e = {0};
	riwaya_status status = riwaya_engine_new(&s->engine, out, &e);
	if (!status) return CLI_OK;
	if (status == RIWAYA_NOMEM) {
		cli_say("%s", e.message);
		return CLI_FAILED;
	}
	const char *dir = s->engine.lexicon_dir ? s->engine.lexicon_dir : "built-in";
	if (e.line)
		cli_say("cannot use the lexicon '%s': %s:%u: %s", dir, e.source, (unsigned)e.line, e.message);
	else
		cli_say("cannot use the lexicon '%s': %s", dir, e.message);
	return CLI_LEXICON;
}

int cli_trouble(const riwaya_error *e) {
	if (e->code == RIWAYA_OUTPUT) return CLI_OUTPUT; /* cli_close_output knows the cause */
	cli_say("%s", e->message);
	return e->code == RIWAYA_ARGUMENT ? CLI_USAGE : CLI_FAILED;
}

void cli_notes(const riwaya_report *r, bool quiet) {
	for (size_t i = 0; !quiet && i < r->n_notes; i++)
		cli_say("'%.*s': %.*s", (int)r->file.n, r->file.p, (int)r->notes[i].text.n, r->notes[i].text.p);
}

int cli_reading_code(size_t read, size_t left_out) { return !left_out ? CLI_OK : read ? CLI_LEFT_OUT : CLI_NOTHING; }

/* Addresses that lists named, one a line. */
static int write_listed(riwaya_set *set, const char *format) {
	riwaya_error e = {0};
	const riwaya_listed *l;
	size_t n;
	riwaya_set_listed(set, &l, &n);
	for (size_t i = 0; i < n; i++, l++) {
		if (strcmp(format, "jsonl") == 0) {
			if (riwaya_write_listed(set, i, cli_out, &e)) return cli_trouble(&e);
		} else if (!cli_out.write(cli_out.ctx, l->address.p, l->address.n) || !cli_out.write(cli_out.ctx, "\n", 1)) {
			return CLI_OUTPUT;
		}
	}
	return CLI_OK;
}

riwaya_status cli_write_report(
	riwaya_set *set, size_t i, const cli_settings *s, const char *format, const cli_options *o, riwaya_error *e) {
	(void)o;
	if (strcmp(format, "jsonl") == 0) return riwaya_write_report(set, i, cli_out, e);
	return riwaya_write_report_text(set, i, &s->show, cli_out, e);
}

void cli_read_on(cli_reader *r, const char *name, riwaya_status status, riwaya_error *e) {
	/* One report at a time: memory stays small, and a report says the same whatever stands beside it. */
	while (status != RIWAYA_END && !r->code && !cli_output_failed()) {
		const char *where = status && *e->source ? e->source : name;
		if (status && (!r->wanted || r->wanted(r->ctx, where, NULL))) {
			cli_cannot_read(where, e);
			r->left_out++;
		}
		size_t named;
		const riwaya_coded_event *events;
		size_t coded;
		riwaya_set_coded_events(r->set, &events, &coded);
		for (size_t k = 0; k < coded && !r->code && !r->links && !cli_output_failed(); k++) {
			if (r->coded++ == 0) r->first = events[k].source;
			if (r->write != cli_write_report) continue;
			if (strcmp(r->format, "jsonl") == 0 ? riwaya_write_coded_event(r->set, k, cli_out, e)
												: riwaya_write_coded_event_text(r->set, k, &r->s->show, cli_out, e))
				r->code = cli_trouble(e);
		}
		riwaya_set_listed(r->set, NULL, &named);
		r->listed += named;
		if (r->links) r->read += named;
		if (r->links) r->code = write_listed(r->set, r->format);
		for (size_t k = 0; k < riwaya_set_count(r->set) && !r->code && !r->links; k++) {
			const riwaya_report *report = riwaya_set_report(r->set, k);
			if (r->wanted && !r->wanted(r->ctx, NULL, report)) continue;
			r->read++;
			cli_notes(report, r->s->quiet);
			if (r->write(r->set, k, r->s, r->format, r->o, e)) r->code = cli_trouble(e);
		}
		riwaya_set_clear(r->set);
		cli_progress(r->at, r->n, name, r->set, r->s->quiet);
		status = riwaya_set_next(r->set, e);
	}
}

int cli_each_report(const cli_command *c, const cli_options *o, unsigned how, cli_write *write) {
	cli_settings s;
	cli_inputs in;
	riwaya_engine *engine;
	if (!cli_settle(c, o, &s)) return CLI_USAGE;
	s.set.causes = how & CLI_CAUSES;
	s.set.any_language = how & CLI_ANY_LANGUAGE;
	if (!cli_inputs_of(c, o, &in)) return CLI_USAGE;
	int code = cli_engine(&s, &engine);
	if (code) {
		cli_inputs_free(&in);
		return code;
	}
	const char *text = o->value[OPT_TEXT];
	size_t n = text ? 1 : in.n;
	riwaya_error e = {0};
	cli_reader r = {.s = &s,
		.o = o,
		.format = cli_format(c, o),
		.write = write,
		.links = o->value[OPT_LINKS] != NULL,
		.n = n,
		.left_out = in.left_out};
	if (riwaya_set_new(engine, &s.set, &r.set, &e)) r.code = cli_trouble(&e);
	for (size_t i = 0; i < n && !r.code && !cli_output_failed(); i++) {
		const char *name = text ? "text" : in.paths[i];
		size_t before = r.read;
		r.at = i;
		r.listed = r.coded = 0;
		cli_progress(i, n, name, NULL, s.quiet);
		riwaya_status status =
			text ? riwaya_set_add_bytes(r.set, name, text, strlen(text), &e) : riwaya_set_open(r.set, name, &e);
		cli_read_on(&r, name, status, &e);
		if (r.coded && !s.quiet) cli_coded(name, r.first, r.coded);
		if (r.read == before && (r.links || r.listed) && !r.code && !text) {
			if (r.links)
				cli_say("'%s' lists no addresses; name a feed, a sitemap or a list of feeds", name);
			else
				cli_say("'%s' lists %zu addresses and holds no report; riwaya read --links lists them", name, r.listed);
			r.left_out++;
		}
	}
	riwaya_set_free(r.set);
	cli_progress_end();
	riwaya_engine_free(engine);
	cli_inputs_free(&in);
	return r.code ? r.code : cli_reading_code(r.read, r.left_out);
}

void cli_read_all(const cli_options *o, const cli_settings *s, const cli_inputs *in, riwaya_set *set, size_t *left_out) {
	const char *text = o->value[OPT_TEXT];
	size_t n = text ? 1 : in->n;
	riwaya_error e = {0};
	for (size_t i = 0; i < n; i++) {
		const char *name = text ? "text" : in->paths[i];
		cli_progress(i, n, name, NULL, s->quiet);
		riwaya_status status =
			text ? riwaya_set_add_bytes(set, name, text, strlen(text), &e) : riwaya_set_open(set, name, &e);
		for (; status != RIWAYA_END; status = riwaya_set_next(set, &e)) {
			cli_progress(i, n, name, set, s->quiet);
			if (!status) continue;
			cli_cannot_read(*e.source ? e.source : name, &e);
			++*left_out;
		}
	}
}
