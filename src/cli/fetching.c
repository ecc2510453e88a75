/* fetching.c: what fetch and watch share: options, signals, and showing the reports of what was kept. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* --- options ------------------------------------------------------------------------------------------------------ */
/* A decimal number and a unit that `units` knows; false where it is none, is negative or larger than `most`. */
typedef struct unit {
	char letter;
	double factor;
} unit;
static bool amount(const char *z, const unit *units, double most, double *out) {
	double v = 0, part = 1;
	const char *p = z;
	for (; *p >= '0' && *p <= '9' && v <= most; p++) v = v * 10 + (*p - '0');
	if (p == z) return false;
	if (*p == '.')
		for (p++; *p >= '0' && *p <= '9'; p++) v += (*p - '0') * (part /= 10);
	if (*p) {
		const unit *u = units;
		while (u->letter && u->letter != *p) u++;
		if (!u->letter || p[1]) return false;
		v *= u->factor;
	}
	*out = v;
	return v <= most;
}

bool cli_duration(const char *z, double *seconds) {
	static const unit units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {0, 0}};
	return amount(z, units, 366.0 * 86400, seconds);
}

static bool wrong(const char *name, const char *what, const char *given) {
	cli_say("--%s takes %s, not '%s'", name, what, given);
	return false;
}

static bool count(const char *z, double least, double most, unsigned *out) {
	static const unit none[] = {{0, 0}};
	double v;
	if (!amount(z, none, most, &v) || v < least || v != (double)(unsigned)v) return false;
	*out = (unsigned)v;
	return true;
}

bool cli_fetch_options(const cli_options *o, riwaya_fetch_options *f) {
	static const unit sizes[] = {{'K', 1 << 10}, {'M', 1 << 20}, {'G', 1 << 30}, {0, 0}};
	const char *pause = o->value[OPT_PAUSE], *time = o->value[OPT_MAX_TIME], *bytes = o->value[OPT_MAX_BYTES],
			   *tries = o->value[OPT_TRIES], *redirects = o->value[OPT_MAX_REDIRECTS];
	double v;
	*f = (riwaya_fetch_options){.allow_private = o->value[OPT_ALLOW_PRIVATE] != NULL, .ca_file = o->value[OPT_CA_FILE]};
	if (pause) {
		if (!cli_duration(pause, &v) || v > 3600)
			return wrong("pause", "seconds from 0 to 3600, such as 2 or 0.5", pause);
		f->pause_ms = v * 1000 < 1 ? UINT_MAX : (unsigned)(v * 1000);
	}
	if (time) {
		if (!cli_duration(time, &v) || v < 1 || v > 86400) return wrong("max-time", "a time such as 90s or 5m", time);
		f->max_seconds = (unsigned)v;
	}
	if (bytes) {
		if (!amount(bytes, sizes, 1e12, &v) || v < 1)
			return wrong("max-bytes", "bytes, such as 4000000, 500K or 64M", bytes);
		f->max_bytes = (uint64_t)v;
	}
	if (tries && !count(tries, 1, 100, &f->tries)) return wrong("tries", "a number from 1 to 100", tries);
	if (redirects && !count(redirects, 1, 100, &f->max_redirects))
		return wrong("max-redirects", "a number from 1 to 100", redirects);
	return true;
}

const char *cli_default_keep(char out[64]) {
	time_t t = time(NULL);
	struct tm tm;
	char stamp[32] = "0";
	if (gmtime_r(&t, &tm)) strftime(stamp, sizeof stamp, "%Y%m%d%H%M%S", &tm);
	snprintf(out, 64, "riwaya-%s.warc.gz", stamp);
	return out;
}

/* --- signals -------------------------------------------------------------------------------------------------------- */
static volatile sig_atomic_t interrupted;

static void note(int signal) {
	(void)signal;
	interrupted = 1;
}

void cli_catch_signals(void) {
	/* SA_RESETHAND: a second one ends the program as it would have without us. */
	struct sigaction a = {.sa_flags = (int)SA_RESETHAND};
	a.sa_handler = note;
	sigemptyset(&a.sa_mask);
	sigaction(SIGINT, &a, NULL);
	sigaction(SIGTERM, &a, NULL);
}

bool cli_interrupted(void) { return interrupted != 0; }

void cli_fetch_progress(bool quiet, const riwaya_fetch_progress *p) {
	cli_progress_say(quiet, "fetching %zu of %zu: %.*s", p->done + 1, p->done + p->left,
		(int)(p->address.n < 100 ? p->address.n : 100), p->address.p ? p->address.p : "");
}

void cli_cannot_fetch(riwaya_slice address, riwaya_slice why) {
	/* An address that holds a password is not shown. */
	if (!address.n) address = (riwaya_slice){"...", 3};
	cli_progress_end();
	cli_say("cannot fetch '%.*s': %.*s", (int)address.n, address.p, (int)why.n, why.p ? why.p : "");
}

/* --- what was kept ---------------------------------------------------------------------------------------------------- */
typedef struct answer {
	char *file, *address; /* file: WARC that keeps it */
	uint64_t from;
	bool read; /* a report, or word of why there is none */
} answer;

struct cli_kept {
	answer *p;
	size_t n, cap;
	size_t read, left_out;
};

cli_kept *cli_kept_new(void) {
	cli_kept *k = cli_alloc(NULL, sizeof *k);
	*k = (cli_kept){0};
	return k;
}

static char *copy(riwaya_slice s) {
	char *z = cli_alloc(NULL, s.n + 1);
	if (s.n) memcpy(z, s.p, s.n);
	z[s.n] = '\0';
	return z;
}

void cli_kept_add(cli_kept *k, const riwaya_fetched *what) {
	if (k->n == k->cap) {
		k->cap = k->cap ? 2 * k->cap : 64;
		k->p = cli_alloc(k->p, k->cap * sizeof *k->p);
	}
	k->p[k->n++] = (answer){copy(what->warc), copy(what->final), what->offset, false};
}

void cli_kept_free(cli_kept *k) {
	for (size_t i = 0; i < k->n; i++) {
		free(k->p[i].file);
		free(k->p[i].address);
	}
	free(k->p);
	free(k);
}

size_t cli_kept_size(const cli_kept *k) { return k->n; }

void cli_kept_counts(const cli_kept *k, size_t *read, size_t *left_out) {
	*read = k->read;
	*left_out = k->left_out;
}

static int by_place(const void *a, const void *b) {
	const answer *x = a, *y = b;
	int order = strcmp(x->file, y->file);
	return order ? order : (x->from > y->from) - (x->from < y->from);
}

/* The answers of one file. */
typedef struct wanted_in {
	answer *p;
	size_t n;
	size_t last; /* the one found last: the next stands there or behind it, mostly */
} wanted_in;

/* Whether "FILE#ADDRESS", or what stands within it ("FILE#ADDRESS#item"), is of the answer. */
static bool is_of(const answer *a, riwaya_slice name) {
	size_t n = strlen(a->file), m = strlen(a->address);
	return name.n >= n + 1 + m && memcmp(name.p, a->file, n) == 0 && name.p[n] == '#' &&
		memcmp(name.p + n + 1, a->address, m) == 0 && (name.n == n + 1 + m || name.p[n + 1 + m] == '#');
}

/* Whether a record of the file is one of those that were kept now: by its address, and for a report by where its record begins. */
static bool wanted(void *ctx, const char *name, const riwaya_report *r) {
	wanted_in *w = ctx;
	riwaya_slice full = r ? r->file : (riwaya_slice){name, strlen(name)};
	for (size_t k = 0; k < w->n; k++) {
		size_t i = (w->last + k) % w->n;
		answer *a = &w->p[i];
		if (!is_of(a, full)) continue;
		/* The same address may have been kept before: then the place tells, where it is known. */
		if (r && r->n_pieces && r->pieces[0].kind == RIWAYA_PIECE_RECORD && r->pieces[0].n &&
			r->pieces[0].offset != a->from)
			continue;
		a->read = true;
		w->last = i;
		return true;
	}
	return false;
}

int cli_kept_show(
	cli_kept *k, const cli_command *c, const cli_options *o, const cli_settings *s, const riwaya_engine *engine) {
	riwaya_error e = {0};
	cli_reader r = {.s = s, .o = o, .format = cli_format(c, o), .write = cli_write_report, .wanted = wanted};
	riwaya_set_options how = s->set;
	how.any_language = true;
	if (k->n == 0) return 0;
	qsort(k->p, k->n, sizeof *k->p, by_place);
	if (riwaya_set_new(engine, &how, &r.set, &e)) return cli_trouble(&e);
	for (size_t i = 0, end; i < k->n && !r.code && !cli_output_failed(); i = end) {
		for (end = i; end < k->n && strcmp(k->p[end].file, k->p[i].file) == 0;) end++;
		wanted_in w = {k->p + i, end - i, 0}; /* by place: the first stands first in the file */
		r.ctx = &w;
		cli_read_on(&r, k->p[i].file, riwaya_set_open_at(r.set, k->p[i].file, k->p[i].from, &e), &e);
	}
	riwaya_set_free(r.set);
	cli_progress_end();
	k->read += r.read;
	k->left_out += r.left_out;
	for (size_t i = 0; i < k->n; i++) {
		if (!k->p[i].read && !r.code) {
			cli_say("'%s' is kept, but there is no report in it", k->p[i].address);
			k->left_out++;
		}
		free(k->p[i].file);
		free(k->p[i].address);
	}
	k->n = 0;
	return r.code;
}
