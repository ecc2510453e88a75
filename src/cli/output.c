/* output.c: standard output as a sink, and what is said on standard error. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int failed_with; /* errno of the first write that failed */
static bool failed;

static bool put(void *ctx, const char *p, size_t n) {
	(void)ctx;
	if (failed) return false;
	if (fwrite(p, 1, n, stdout) == n) return true;
	failed = true;
	failed_with = errno;
	return false;
}

const riwaya_sink cli_out = {put, NULL};

bool cli_output_failed(void) { return failed; }

int cli_close_output(int code) {
	if (!failed && (fflush(stdout) != 0 || ferror(stdout))) {
		failed = true;
		failed_with = errno;
	}
	if (!failed) return code;
	if (failed_with == EPIPE) {
		/* The reader has seen enough (head, less): end as the signal would have ended us, without a word. */
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
		return CLI_OUTPUT;
	}
	cli_say("cannot write the result: %s; free some space or send it elsewhere", strerror(failed_with));
	return CLI_OUTPUT;
}

/* Control characters do things to terminals; names may hold them. UTF-8's own bytes are left. */
static void put_clean(FILE *to, const char *z) {
	for (; *z; z++) {
		unsigned char c = (unsigned char)*z;
		bool c1 = c == 0xC2 && (unsigned char)z[1] >= 0x80 && (unsigned char)z[1] < 0xA0;
		if (c1) z++;
		fputc(c < 0x20 || c == 0x7F || c1 ? '?' : c, to);
	}
}

void cli_say(const char *fmt, ...) {
	char line[2048];
	va_list ap;
	cli_progress_end();
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	fputs("riwaya: ", stderr);
	put_clean(stderr, line);
	fputc('\n', stderr);
}

void cli_cannot_read(const char *path, const riwaya_error *e) {
	char where[64] = "";
	if (e->line && e->offset)
		snprintf(where, sizeof where, "line %u, byte %llu: ", (unsigned)e->line, (unsigned long long)e->offset);
	else if (e->line)
		snprintf(where, sizeof where, "line %u: ", (unsigned)e->line);
	else if (e->offset)
		snprintf(where, sizeof where, "byte %llu: ", (unsigned long long)e->offset);
	if (strcmp(path, "-") == 0)
		cli_say("cannot read standard input: %s%s", where, e->message);
	else
		cli_say("cannot read '%s': %s%s", path, where, e->message);
}

/* --- progress --------------------------------------------------------------------------------------------------- */
enum { PROGRESS_AFTER = 400, PROGRESS_EVERY = 100 }; /* milliseconds */

static bool shown;

static int64_t now(void) {
	struct timespec t;
	if (clock_gettime(CLOCK_MONOTONIC, &t) != 0) return 0;
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Whether a line may be shown now: on a terminal, when it takes a while, not too often. */
static bool progress_due(bool quiet) {
	static int64_t first, last;
	static int terminal = -1;
	if (quiet) return false;
	if (terminal < 0) terminal = isatty(STDERR_FILENO);
	if (!terminal) return false;
	int64_t t = now();
	if (!first) first = t;
	if (t - first < PROGRESS_AFTER || t - last < PROGRESS_EVERY) return false;
	last = t;
	return true;
}

void cli_progress(size_t done, size_t all, const char *path, const riwaya_set *set, bool quiet) {
	if (!progress_due(quiet)) return;
	const char *name = strrchr(path, '/');
	fprintf(stderr, "\r\033[Kreading %zu of %zu: ", done + 1, all);
	char brief[49];
	snprintf(brief, sizeof brief, "%s", name ? name + 1 : path);
	put_clean(stderr, brief);
	uint64_t at, of;
	riwaya_set_progress(set, &at, &of);
	if (of != UINT64_MAX && of && at)
		fprintf(stderr, " (%d %%)", (int)(100.0 * (double)at / (double)of));
	else if (at)
		fprintf(stderr, " (%llu MB)", (unsigned long long)(at / 1000000));
	fflush(stderr);
	shown = true;
}

void cli_progress_say(bool quiet, const char *fmt, ...) {
	char line[160];
	va_list ap;
	if (!progress_due(quiet)) return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	fputs("\r\033[K", stderr);
	put_clean(stderr, line);
	fflush(stderr);
	shown = true;
}

void cli_progress_end(void) {
	if (!shown) return;
	fputs("\r\033[K", stderr);
	shown = false;
}

void *cli_alloc(void *p, size_t n) {
	void *q = realloc(p, n ? n : 1);
	if (q) return q;
	cli_say("memory ran out; read fewer reports at once");
	exit(CLI_FAILED);
}
