/* guess.c: what is said of tables: how they were understood, what they are. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <unistd.h>

bool cli_guessed(void *ctx, const char *file, const char *map) {
	(void)ctx;
	cli_say("'%s': read as --map %s; give --map where that is wrong", *file ? file : "a file within", map);
	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO)) return true;
	fputs("riwaya: is that right? [Y/n] ", stderr);
	fflush(stderr);
	int first = getchar(), c = first;
	while (c != '\n' && c != EOF) c = getchar();
	return first != 'n' && first != 'N';
}

void cli_coded(const char *file, riwaya_coded_source source, size_t n) {
	const char *name = source == RIWAYA_CODED_ACLED ? "ACLED" : "UCDP GED";
	const char *what = n == 1 ? "event" : "events";
	if (file)
		cli_say("'%s': %zu %s coded by %s, to compare with; none of them is a report", file, n, what, name);
	else
		cli_say("%zu %s coded by %s among them, to compare with; none of them is a report", n, what, name);
}
