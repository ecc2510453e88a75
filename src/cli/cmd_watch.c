/* cmd_watch.c: riwaya watch: looks at feeds again and again, fetches what is new in them, and keeps it. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { EVERY_LEAST = 60, EVERY_MOST = 30 * 86400 };

typedef struct watching {
	const cli_settings *s;
	cli_kept *kept; /* NULL where no reports are shown */
	size_t feeds, feeds_failed, feeds_unchanged, fresh;
	size_t items, items_failed, read, left_out;
} watching;

static void done(void *ctx, const riwaya_fetched *what) {
	watching *w = ctx;
	w->items++;
	if (what->status) {
		w->items_failed++;
		cli_say(
			"cannot fetch '%.*s': %.*s", (int)what->address.n, what->address.p, (int)what->message.n, what->message.p);
	} else if (w->kept) {
		cli_kept_add(w->kept, what);
	}
}

static void looked(void *ctx, const riwaya_watched *what) {
	watching *w = ctx;
	w->feeds++;
	w->fresh += what->fresh;
	w->feeds_unchanged += what->unchanged;
	if (!what->status) return;
	w->feeds_failed++;
	cli_say("cannot read the feed '%.*s': %.*s", (int)what->feed.n, what->feed.p, (int)what->message.n, what->message.p);
}

static void progress(void *ctx, const riwaya_fetch_progress *p) {
	const watching *w = ctx;
	cli_progress_say(w->s->quiet, "fetching %zu of %zu: %.*s", p->done + 1, p->done + p->left,
		(int)(p->address.n < 100 ? p->address.n : 100), p->address.p ? p->address.p : "");
}

static bool stop(void *ctx) {
	(void)ctx;
	return cli_interrupted();
}

static void summary(const watching *w) {
	if (w->s->quiet) return;
	char now[32] = "";
	time_t t = time(NULL);
	struct tm tm;
	if (localtime_r(&t, &tm)) strftime(now, sizeof now, "%Y-%m-%d %H:%M", &tm);
	cli_say("%s: %zu feed%s looked at, %zu unchanged, %zu failed; %zu new item%s; %zu fetched, %zu failed", now,
		w->feeds, w->feeds == 1 ? "" : "s", w->feeds_unchanged, w->feeds_failed, w->fresh, w->fresh == 1 ? "" : "s",
		w->items - w->items_failed, w->items_failed);
}

/* Until a feed is due, or someone wants an end. */
static void wait_for(const riwaya_watch *watch, const watching *w) {
	for (int64_t left; (left = riwaya_watch_wait(watch)) > 0 && !cli_interrupted();) {
		cli_progress_say(w->s->quiet, "next look in %lld:%02lld:%02lld", (long long)(left / 3600),
			(long long)(left / 60 % 60), (long long)(left % 60));
		nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL); /* a signal ends it */
	}
	cli_progress_end();
}

static int rounds(
	const cli_command *self, const cli_options *o, watching *w, riwaya_watch *watch, const riwaya_engine *engine) {
	bool once = o->value[OPT_ONCE] != NULL;
	size_t failed = 0, good = 0;
	for (bool more = true; more;) {
		riwaya_error e;
		watching before = {.s = w->s, .kept = w->kept, .read = w->read, .left_out = w->left_out};
		*w = before;
		riwaya_status status = riwaya_watch_round(watch, &e);
		cli_progress_end();
		summary(w);
		if (status) {
			cli_say("%s", e.message);
			return status == RIWAYA_NOMEM ? CLI_FAILED : CLI_OUTPUT;
		}
		int code = w->kept ? cli_kept_show(w->kept, self, o, w->s, engine) : 0;
		if (code || cli_output_failed()) return code ? code : CLI_OUTPUT;
		failed += w->feeds_failed + w->items_failed;
		good += w->feeds - w->feeds_failed + w->items - w->items_failed;
		more = !once && !cli_interrupted();
		if (more) {
			fflush(stdout);
			wait_for(watch, w);
			more = !cli_interrupted();
		}
	}
	if (cli_interrupted() && !w->s->quiet) cli_say("interrupted; the same command goes on where this one was");
	size_t read, left_out = 0;
	if (w->kept) cli_kept_counts(w->kept, &read, &left_out);
	return cli_reading_code(good, failed + left_out);
}

static int watch(const cli_command *self, const cli_options *o, const cli_settings *s, riwaya_watch_options *how,
	const riwaya_engine *engine) {
	riwaya_error e;
	riwaya_watch *it;
	watching w = {.s = s, .kept = strcmp(cli_format(self, o), "none") == 0 ? NULL : cli_kept_new()};
	how->fetch.keep = o->value[OPT_OUTPUT] ? o->value[OPT_OUTPUT] : "riwaya-watch";
	how->fetch.done = done;
	how->fetch.progress = progress;
	how->fetch.stop = stop;
	how->fetch.ctx = &w;
	how->looked = looked;
	int code = CLI_OK;
	if (riwaya_watch_new(engine, how, &it, &e)) {
		cli_say("%s", e.message);
		code = e.code == RIWAYA_NOMEM ? CLI_FAILED : e.code == RIWAYA_ARGUMENT ? CLI_USAGE : CLI_OUTPUT;
	}
	size_t wrong = 0;
	for (size_t i = 0; i < o->n_operands && !code; i++) {
		if (!riwaya_watch_add(it, o->operands[i], &e)) continue;
		cli_say("cannot watch '%s': %s", e.source[0] ? e.source : "...", e.message);
		wrong++;
	}
	if (!code && wrong == o->n_operands) code = CLI_NOTHING;
	if (!code) {
		cli_catch_signals();
		code = rounds(self, o, &w, it, engine);
		if (!code && wrong) code = CLI_LEFT_OUT;
	}
	riwaya_watch_free(it);
	if (w.kept) cli_kept_free(w.kept);
	return code;
}

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	riwaya_watch_options how = {0};
	riwaya_engine *engine;
	double every;
	const char *given = o->value[OPT_EVERY];
	if (!cli_settle(self, o, &s) || !cli_fetch_options(o, &how.fetch)) return CLI_USAGE;
	if (given) {
		if (!cli_duration(given, &every) || every < EVERY_LEAST || every > EVERY_MOST) {
			cli_say("--every takes a time from 1m to 30d, such as 15m or 2h, not '%s'", given);
			return CLI_USAGE;
		}
		how.every = (unsigned)every;
	}
	if (o->n_operands == 0) {
		cli_say("watch needs a feed or a list of feeds, such as: riwaya watch https://host/feed (riwaya watch -h)");
		return CLI_USAGE;
	}
	int code = cli_engine(&s, &engine);
	if (code) return code;
	code = watch(self, o, &s, &how, engine);
	riwaya_engine_free(engine);
	return code;
}

const cli_command cli_watch = {
	.name = "watch",
	.operands = "FEED|FILE...",
	.summary = "Looks at feeds again and again, fetches what is new in them, and keeps it in WARC files.",
	.about =
		"Feeds (RSS, Atom, JSON Feed), sitemaps and lists of feeds (OPML) by their addresses, or files that list them:\n"
		"OPML, or an address a line. Each is asked for every so often, and only for what is newer than what was had; a\n"
		"feed that fails is asked for less and less often. The pages of new items are fetched as riwaya fetch does.\n"
		"\n"
		"-o is the folder that keeps it all (riwaya-watch where not given): WARC files, and riwaya-watch.json, which\n"
		"says what is known already. However a watch ended, the same command goes on where it was, and fetches\n"
		"nothing twice. --format text or jsonl shows the reports of new items, as riwaya read does.",
	.examples = "  riwaya watch https://sada.example/feed -o kept --every 30m\n"
				"  riwaya watch feeds.opml -o kept --once --format jsonl > new.jsonl\n",
	.options = CLI_OPTIONS(CLI_FETCHING, CLI_SHOWING, OPT_EVERY, OPT_ONCE),
	.formats = "none|text|jsonl",
	.run = run,
};
