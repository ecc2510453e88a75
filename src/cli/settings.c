/* settings.c: what options, the environment and the terminal say together. */
#define _DEFAULT_SOURCE /* the width of the terminal */
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_DEFAULT = 100, WIDTH_COMFORT = 140, WIDTH_LEAST = 40, WIDTH_MOST = 400 };

static bool is(const char *a, const char *b) { return a && strcmp(a, b) == 0; }

/* The reader's language by the locale's rules: the first of these that is set. */
static bool arabic_locale(void) {
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *v = getenv(names[i]);
		if (v && *v) return strncmp(v, "ar", 2) == 0 && (v[2] == '\0' || v[2] == '_' || v[2] == '.' || v[2] == '@');
	}
	return false;
}

static unsigned terminal_width(void) {
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return WIDTH_DEFAULT;
	return size.ws_col > WIDTH_COMFORT ? WIDTH_COMFORT : size.ws_col;
}

static bool whole(const char *z, unsigned least, unsigned most, unsigned *out) {
	unsigned long v = 0;
	if (!*z) return false;
	for (; *z; z++) {
		if (*z < '0' || *z > '9') return false;
		v = v * 10 + (unsigned long)(*z - '0');
		if (v > most) return false;
	}
	*out = (unsigned)v;
	return v >= least;
}

bool cli_settle(const cli_command *c, const cli_options *o, cli_settings *s) {
	(void)c;
	*s = (cli_settings){0};
	bool terminal = isatty(STDOUT_FILENO);
	s->quiet = o->value[OPT_QUIET] != NULL;
	s->engine.lexicon_dir = o->value[OPT_LEXICON];
	s->show.arabic = o->value[OPT_LANG] ? is(o->value[OPT_LANG], "ar") : arabic_locale();
	s->show.arabic_digits = is(o->value[OPT_DIGITS], "arabic");
	s->show.with_text = o->value[OPT_WITH_TEXT] != NULL;
	s->show.full = o->value[OPT_FULL] != NULL;
	const char *none = getenv("NO_COLOR"), *term = getenv("TERM");
	bool plain = (none && *none) || is(term, "dumb");
	s->show.colour = o->value[OPT_COLOR] && !is(o->value[OPT_COLOR], "auto") ? is(o->value[OPT_COLOR], "always")
																			 : terminal && !plain;
	s->show.isolate = o->value[OPT_BIDI] && !is(o->value[OPT_BIDI], "auto") ? is(o->value[OPT_BIDI], "always") : terminal;
	s->show.width = terminal ? terminal_width() : WIDTH_DEFAULT;
	if (o->value[OPT_WIDTH] && !whole(o->value[OPT_WIDTH], WIDTH_LEAST, WIDTH_MOST, &s->show.width)) {
		cli_say(
			"--width takes a number of columns from %d to %d, not '%s'", WIDTH_LEAST, WIDTH_MOST, o->value[OPT_WIDTH]);
		return false;
	}
	s->set.map = o->value[OPT_MAP];
	s->set.guessed = s->quiet ? NULL : cli_guessed;
	s->set.fragment = o->value[OPT_FRAGMENT] != NULL;
	if (o->value[OPT_PUBLISHED] && !riwaya_when_parse(o->value[OPT_PUBLISHED], &s->set.published)) {
		cli_say("--published takes a date or time such as 2022-01-21 or 2022-01-21T06:01, not '%s'",
			o->value[OPT_PUBLISHED]);
		return false;
	}
	return true;
}
