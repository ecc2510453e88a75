/* shown.c: what a command shows where the reader wants it: as text or JSON on standard output, or as a page in a file. */
#include "cli/cli.h"
#include <string.h>

bool cli_html_asked(const cli_command *c, const cli_options *o) {
	if (!o->value[OPT_HTML] || !o->value[OPT_FORMAT]) return true;
	cli_say("--html takes the place of --format; leave one of them out (riwaya %s -h)", c->name);
	return false;
}

int cli_page(const cli_options *o, cli_page_writer *write, void *ctx) {
	riwaya_error e = {0};
	const char *path = o->value[OPT_HTML];
	bool out = strcmp(path, "-") == 0;
	cli_file file;
	if (!out && !cli_file_open(&file, path, NULL)) return CLI_OUTPUT;
	riwaya_status status = write(ctx, out ? cli_out : cli_file_sink(&file), &e);
	int code = status ? cli_trouble(&e) : CLI_OK;
	if (!out && !cli_file_close(&file, !status)) code = CLI_OUTPUT;
	return code;
}

typedef struct ledger {
	riwaya_set *set;
	const riwaya_show *show;
} ledger;

static riwaya_status write_ledger(void *ctx, riwaya_sink sink, riwaya_error *e) {
	const ledger *l = ctx;
	return riwaya_write_ledger_html(l->set, l->show, sink, e);
}

int cli_show_ledger(const cli_command *c, const cli_options *o, const cli_settings *s, riwaya_set *set) {
	riwaya_error e = {0};
	if (o->value[OPT_HTML]) return cli_page(o, write_ledger, &(ledger){set, &s->show});
	bool json = strcmp(cli_format(c, o), "json") == 0;
	riwaya_status status = json ? riwaya_write_ledger_json(set, &s->show, cli_out, &e)
								: riwaya_write_ledger_text(set, &s->show, cli_out, &e);
	return status ? cli_trouble(&e) : CLI_OK;
}
