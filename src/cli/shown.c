/* shown.c: a ledger where the reader wants it: as text or JSON on standard output, or as a page in a file. */
#include "cli/cli.h"
#include <string.h>

bool cli_html_asked(const cli_command *c, const cli_options *o) {
	if (!o->value[OPT_HTML] || !o->value[OPT_FORMAT]) return true;
	cli_say("--html takes the place of --format; leave one of them out (riwaya %s -h)", c->name);
	return false;
}

int cli_show_ledger(const cli_command *c, const cli_options *o, const cli_settings *s, riwaya_set *set) {
	riwaya_error e = {0};
	const char *html = o->value[OPT_HTML];
	if (!html) {
		bool json = strcmp(cli_format(c, o), "json") == 0;
		riwaya_status status = json ? riwaya_write_ledger_json(set, &s->show, cli_out, &e)
									: riwaya_write_ledger_text(set, &s->show, cli_out, &e);
		return status ? cli_trouble(&e) : CLI_OK;
	}
	bool out = strcmp(html, "-") == 0;
	cli_file file;
	if (!out && !cli_file_open(&file, html, NULL)) return CLI_OUTPUT;
	riwaya_status status = riwaya_write_ledger_html(set, &s->show, out ? cli_out : cli_file_sink(&file), &e);
	int code = status ? cli_trouble(&e) : CLI_OK;
	if (!out && !cli_file_close(&file, !status)) code = CLI_OUTPUT;
	return code;
}
