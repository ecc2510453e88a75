/* options.c: the options of all commands, their parser and their help. Long options take a value as --name=value or --name value; an
 * unknown one is an error that names the nearest; -- ends options. */
#include "cli/cli.h"
#include <string.h>

typedef struct option {
	const char *name, *value; /* value: NULL for a flag */
	const char *choices;      /* "a|b": nothing else is taken; for --format the command says */
	const char *help, *more;  /* one line for -h; what --help adds */
} option;

static const option table[OPT_COUNT] = {
	[OPT_FORMAT] = {"format", "FORM", NULL, "form of the result",
		"text is for people, jsonl one JSON object a line for programs, json one document."},
	[OPT_LAYER] = {"layer", "LIST", NULL, "layers, with commas between",
		"figures, dates, places, actors, speech, predicates; all where not given. --layers is the same."},
	[OPT_LINKS] = {"links", NULL, NULL, "addresses that feeds and sitemaps list, in place of reports",
		"One a line; as jsonl with title, times and what stands there. Of items whose text is in the feed too."},
	[OPT_MAP] = {"map", "LIST", NULL, "tables, JSON: which column is what",
		"title=headline,text=body,published=date; also html, updated, outlet, author, url,\n"
		"                     credit, language. Guessed and told where not given. Dots lead into JSON\n"
		"                     objects: text=article.body."},
	[OPT_TEXT] = {"text", "STRING", NULL, "read STRING in place of files", NULL},
	[OPT_FRAGMENT] = {"fragment", NULL, NULL, "the text is a piece of a sentence",
		"No title, byline or page furniture is looked for in it."},
	[OPT_PUBLISHED] = {"published", "TIME", NULL, "when reports that don't say were published",
		"2022-01-21 or 2022-01-21T06:01. Words like \"yesterday\" count from it. A report's own date comes first."},
	[OPT_LEXICON] = {"lexicon", "DIR", NULL, "tables and rules laid over the built-in ones",
		"A folder, or a file that riwaya lexicon compile made of one. See lexicon/README.md."},
	[OPT_LANG] = {"lang", "LANG", "ar|en", "the reader's language",
		"From LC_ALL, LC_MESSAGES or LANG where not given, else English. Quoted words are never translated."},
	[OPT_DIGITS] = {"digits", "SET", "latin|arabic", "digits of headings and counts",
		"latin where not given. Quoted words keep theirs."},
	[OPT_WIDTH] = {"width", "N", NULL, "columns, 40 to 400",
		"The terminal's where not given, but 140 at most; 100 where there is none."},
	[OPT_COLOR] = {"color", "WHEN", "auto|always|never", "colour",
		"auto: on a terminal only, and not where NO_COLOR is set."},
	[OPT_BIDI] = {"bidi", "WHEN", "auto|always|never", "direction marks around runs of the other script",
		"auto: on a terminal only. They keep columns in place where Arabic and Latin meet."},
	[OPT_FULL] = {"full", NULL, NULL, "whole quotations and every relation",
		"Without it, quotations are cut around their figure and narrower claims are left out."},
	[OPT_HTML] = {"html", "FILE", NULL, "a page to keep, print and pass on, in place of the text",
		"One file that runs no script and asks for nothing. Written beside its place and put there when it is whole; - is\n"
		"                     standard output."},
	[OPT_WITH_TEXT] = {"with-text", NULL, NULL, "JSON holds the reports and their texts too", NULL},
	[OPT_MIN] = {"min", "NAME=VALUE", NULL, "exit code 7 where a measure is below VALUE",
		"claim_f1=0.7; any measure that the result lists. May be given several times."},
	[OPT_MISSES] = {"misses", NULL, NULL, "each claim that was not right (-v is the same)",
		"With the words, and what gold has against what was said."},
	[OPT_MISSING] = {"missing", NULL, NULL, "figures that made no claim, and why", NULL},
	[OPT_WHY_TOGETHER] = {"why-together", NULL, NULL, "why two reports are in one incident or not",
		"The first two operands: files of one report each, or ids of reports among all that is given."},
	[OPT_INCIDENT] = {"incident", "N|ID", NULL, "the reports of one incident alone",
		"Its number in the ledger of all the reports given, or its id there."},
	[OPT_TITLE] = {"title", "STRING", NULL, "what the pack is called", "The incident's title where not given."},
	[OPT_AT] = {"at", "TIME", NULL, "when it was packed, in UTC",
		"2024-03-05T10:15. The clock's time where not given. With it the same input gives the same bytes."},
	[OPT_BOM] = {"bom", NULL, NULL, "tables begin with a byte order mark",
		"Some spreadsheets know UTF-8 by it alone; without it they show Arabic as signs without sense."},
	[OPT_CODES] = {"codes", NULL, NULL, "acled: kinds of actors as numbers",
		"1 for State forces, 17 for their interaction with civilians."},
	[OPT_FORMULAS] = {"formulas", NULL, NULL, "tables: texts that look like formulas as they are",
		"For programs that read the file; never for spreadsheets, which would run them."},
	[OPT_UNKNOWN] = {"unknown", "N", NULL, "acled: killed where no number is known",
		"3 where not given; ACLED takes 10 where there is war."},
	[OPT_KEY] = {"key", "FILE", NULL, "the key: private to sign, public to check",
		"PEM. Without it a pack is not signed, and any key's signature is good."},
	[OPT_SIGN] = {"sign", "KEY", NULL, "seals the store with this private key where nothing is wrong",
		"riwaya evidence --new-key makes one. Write the head down elsewhere too: nobody can then change what lies before it."},
	[OPT_NEW_KEY] = {"new-key", "FILE", NULL, "makes a key pair, FILE and FILE.pub, and does nothing else",
		"FILE is the private key: keep it to yourself. Give FILE.pub to those who are to check what you sign."},
	[OPT_EVERY] = {"every", "TIME", NULL, "time between two looks at a feed",
		"90s, 15m, 2h, 1d; 15m where not given, 1m at least."},
	[OPT_ONCE] = {"once", NULL, NULL, "one look at each feed that is due, and no more", NULL},
	[OPT_PAUSE] = {"pause", "TIME", NULL, "between two requests to one host",
		"In seconds: 2, 0.5; 1 where not given. A longer one that robots.txt asks for is kept, up to 30."},
	[OPT_TRIES] = {"tries", "N", NULL, "of a request that fails for a reason that may pass",
		"3 where not given. Pauses between them double; Retry-After is waited for, up to 120 seconds."},
	[OPT_MAX_BYTES] = {"max-bytes", "N", NULL, "of one answer as received", "4000000, 500K, 64M; 32M where not given."},
	[OPT_MAX_TIME] = {"max-time", "TIME", NULL, "for one answer", "90s, 5m; 2m where not given."},
	[OPT_MAX_REDIRECTS] = {"max-redirects", "N", NULL, "followed for one address", "10 where not given."},
	[OPT_ALLOW_PRIVATE] = {"allow-private", NULL, NULL, "this machine's and local networks' addresses too",
		"Without it no connection is made to an address that is not public, whatever name or redirect led there."},
	[OPT_CA_FILE] = {"ca-file", "FILE", NULL, "certificates to trust in place of the system's",
		"PEM. Certificates are always checked."},
	[OPT_DB] = {"db", "WHERE", NULL, "the store",
		"A file, or postgresql://user@host/name. RIWAYA_DB, else riwaya.db in this folder, where not given."},
	[OPT_ACCOUNTS] = {"accounts", "FILE", NULL, "who may sign in",
		"RIWAYA_ACCOUNTS, else the store's name with .accounts behind it, where not given."},
	[OPT_BEHIND] = {"behind", "LIST", NULL, "proxies that are believed about who asks",
		"Addresses and networks with commas between: 127.0.0.1,10.0.0.0/8. People must sign in then."},
	[OPT_ROLE] = {"role", "ROLE", "reader|reviewer|admin", "what the account may do", "reader where not given."},
	[OPT_SINCE] = {"since", "TIME", NULL, "from then on", "2022-01-21, 2022-01-21T06:01, 2022-01, or 3d: three days ago."},
	[OPT_UNTIL] = {"until", "TIME", NULL, "up to then", "As --since; the day itself counts."},
	[OPT_PLACE] = {"place", "NAME", NULL, "there, or in what lies in it", "An id or name of the lexicon's places."},
	[OPT_ACTOR] = {"actor", "NAME", NULL, "in which it took part", "An id or name of the lexicon's actors."},
	[OPT_ACT] = {"act", "NAME", NULL, "of that kind", "An id or name of the lexicon's predicates: shelling, airstrike."},
	[OPT_SORT] = {"sort", "BY", NULL, "what comes first",
		"time: the latest happening; changed: the latest change; received: what came last; published: the latest\n"
		"                     published; the others: most of it. The first of these where not given."},
	[OPT_OUTLET] = {"outlet", "NAME", NULL, "of this outlet",
		"An id or name of the lexicon's outlets, or a name as reports have it."},
	[OPT_LIMIT] = {"limit", "N", NULL, "rows at most", NULL},
	[OPT_CONTRADICTED] = {"contradicted", NULL, NULL, "only where accounts contradict each other", NULL},
	[OPT_AS_OF] = {"as-of", "TIME", NULL, "as it stood then, by what had been received and decided",
		"2022-01-21, 2022-01-21T06:01, in UTC, or 3d: three days ago."},
	[OPT_THREADS] = {"threads", "N", NULL, "that read and extract", "One for each processor where not given."},
	[OPT_DRY_RUN] = {"dry-run", NULL, NULL, "tells what would change, and changes nothing", NULL},
	[OPT_BY] = {"by", "NAME", NULL, "who decides, as the desk writes names; of list: whose decisions",
		"RIWAYA_BY where not given."},
	[OPT_WHY] = {"why", "TEXT", NULL, "the reason", "accept and second may do without."},
	[OPT_EN] = {"en", "TITLE", NULL, "what the incident is called in English", NULL},
	[OPT_AR] = {"ar", "TITLE", NULL, "… and in Arabic", NULL},
	[OPT_JSON] = {"json", "FILE", NULL, "decisions as JSON, one a line", "All or none are taken. - is standard input."},
	[OPT_REPORT] = {"report", "REPORT", NULL, "about that report", NULL},
	[OPT_ORPHANS] = {"orphans", NULL, NULL, "only those that have lost their place", NULL},
	[OPT_WAITING] = {"waiting", NULL, NULL, "only those that wait for a second pair of eyes", NULL},
	[OPT_LISTEN] = {"listen", "ADDR:PORT", NULL, "where to listen",
		"127.0.0.1:8787 where not given. Port 0: any that is free."},
	[OPT_HOST] = {"host", "NAME", NULL, "what it is asked for as, beside its address",
		"Behind a proxy: the name that browsers know. Several with commas between. Other names are refused."},
	[OPT_READ_ONLY] = {"read-only", NULL, NULL, "nothing is written to the store", NULL},
	[OPT_OUTPUT] = {"output", "FILE", NULL, "where the result goes (-o FILE is the same)",
		"Written beside its place and put there when it is whole."},
	[OPT_QUIET] = {"quiet", NULL, NULL, "no progress and no notes; errors are still told", NULL},
	[OPT_HELP] = {"help", NULL, NULL, "the whole manual of the command (-h: in short)", NULL},
};

/* --- names that are nearly right ---------------------------------------------------------------------------------- */
enum { NAME_MAX_LENGTH = 32 };

/* Letters to change, add or leave out to make a of b. */
static unsigned distance(const char *a, const char *b) {
	size_t n = strlen(a), m = strlen(b);
	unsigned row[NAME_MAX_LENGTH + 1];
	if (n > NAME_MAX_LENGTH || m > NAME_MAX_LENGTH) return NAME_MAX_LENGTH;
	for (size_t j = 0; j <= m; j++) row[j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++) {
		unsigned corner = row[0];
		row[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			unsigned put = corner + (a[i - 1] != b[j - 1]), drop = row[j] + 1, gain = row[j - 1] + 1;
			corner = row[j];
			row[j] = put < drop ? put : drop;
			if (gain < row[j]) row[j] = gain;
		}
	}
	return row[m];
}

const char *cli_nearest(const char *wrong, const char *const *names, size_t n) {
	const char *best = NULL;
	unsigned least = 4;
	for (size_t i = 0; i < n; i++) {
		unsigned d = distance(wrong, names[i]);
		if (d < least && d < strlen(names[i])) {
			least = d;
			best = names[i];
		}
	}
	return best;
}

/* --- parsing -------------------------------------------------------------------------------------------------------- */
static bool has(const cli_command *c, unsigned id) {
	for (const unsigned char *p = c->options; p && *p != OPT_COUNT; p++)
		if (*p == id) return true;
	return id == OPT_HELP;
}

static const char *choices_of(const cli_command *c, unsigned id) {
	return id == OPT_FORMAT ? c->formats : id == OPT_SORT ? c->sorts : table[id].choices;
}

static bool listed(const char *choices, const char *v) {
	size_t n = strlen(v);
	for (const char *p = choices; *p;) {
		size_t m = strcspn(p, "|");
		if (m == n && memcmp(p, v, n) == 0) return true;
		p += m + (p[m] == '|');
	}
	return false;
}

static bool unknown(const cli_command *c, const char *given, size_t n) {
	char name[NAME_MAX_LENGTH + 1];
	const char *names[OPT_COUNT];
	size_t known = 0;
	for (unsigned id = 0; id < OPT_COUNT; id++)
		if (has(c, id)) names[known++] = table[id].name;
	const char *near = NULL;
	if (n <= NAME_MAX_LENGTH) {
		memcpy(name, given, n);
		name[n] = '\0';
		near = cli_nearest(name, names, known);
	}
	if (near)
		cli_say("%s has no option '--%.*s'; did you mean --%s?", c->name, (int)n, given, near);
	else
		cli_say("%s has no option '--%.*s'; riwaya %s -h lists them", c->name, (int)n, given, c->name);
	return false;
}

static unsigned find(const cli_command *c, const char *name, size_t n) {
	for (unsigned id = 0; id < OPT_COUNT; id++)
		if (has(c, id) && strlen(table[id].name) == n && memcmp(table[id].name, name, n) == 0) return id;
	if (has(c, OPT_LAYER) && n == 6 && memcmp(name, "layers", 6) == 0) return OPT_LAYER;
	return OPT_COUNT;
}

static bool long_option(const cli_command *c, int argc, char **argv, int *i, cli_options *o) {
	const char *name = argv[*i] + 2;
	size_t n = strcspn(name, "=");
	const char *value = name[n] ? name + n + 1 : NULL;
	unsigned id = find(c, name, n);
	if (id == OPT_COUNT) return unknown(c, name, n);
	if (!table[id].value) {
		if (value) {
			cli_say("--%s takes no value", table[id].name);
			return false;
		}
		o->value[id] = "";
		return true;
	}
	if (!value) {
		if (*i + 1 >= argc) {
			cli_say("--%s needs a value: --%s %s", table[id].name, table[id].name, table[id].value);
			return false;
		}
		value = argv[++*i];
	}
	const char *choices = choices_of(c, id);
	if (choices && !listed(choices, value)) {
		cli_say("--%s of %s takes %s, not '%s'", table[id].name, c->name, choices, value);
		return false;
	}
	o->value[id] = value;
	if (id == OPT_MIN) o->floors[o->n_floors++] = value;
	return true;
}

bool cli_parse(const cli_command *c, int argc, char **argv, cli_options *o) {
	*o = (cli_options){0};
	o->operands = cli_alloc(NULL, ((size_t)argc + 1) * sizeof *o->operands);
	o->floors = cli_alloc(NULL, ((size_t)argc + 1) * sizeof *o->floors);
	bool open = true;
	for (int i = 0; i < argc; i++) {
		const char *a = argv[i];
		if (!open || a[0] != '-' || a[1] == '\0') {
			o->operands[o->n_operands++] = a;
		} else if (strcmp(a, "--") == 0) {
			open = false;
		} else if (strcmp(a, "-h") == 0) {
			o->short_help = true;
		} else if (strcmp(a, "-q") == 0 && has(c, OPT_QUIET)) {
			o->value[OPT_QUIET] = "";
		} else if (strcmp(a, "-o") == 0 && has(c, OPT_OUTPUT)) {
			if (i + 1 >= argc) {
				cli_say("-o needs a value: -o FILE");
				return false;
			}
			o->value[OPT_OUTPUT] = argv[++i];
		} else if (strcmp(a, "-v") == 0 && has(c, OPT_MISSES)) {
			o->value[OPT_MISSES] = "";
		} else if (a[1] != '-') {
			cli_say("%s has no option '%s'; riwaya %s -h lists them (a file of that name: ./%s)", c->name, a, c->name, a);
			return false;
		} else if (!long_option(c, argc, argv, &i, o)) {
			return false;
		}
	}
	return true;
}

const char *cli_format(const cli_command *c, const cli_options *o) {
	static char first[16];
	if (o->value[OPT_FORMAT]) return o->value[OPT_FORMAT];
	size_t n = strcspn(c->formats, "|");
	memcpy(first, c->formats, n);
	first[n] = '\0';
	return first;
}

/* --- help ------------------------------------------------------------------------------------------------------------- */
static void usage_line(FILE *to, const cli_command *c) {
	fprintf(to, "usage: riwaya %s%s%s%s\n", c->name, c->options ? " [OPTION]..." : "", c->operands[0] ? " " : "",
		c->operands);
}

static void option_line(FILE *to, const cli_command *c, unsigned id) {
	char left[48];
	const option *x = &table[id];
	snprintf(left, sizeof left, "--%s%s%s", x->name, x->value ? " " : "", x->value ? x->value : "");
	const char *choices = choices_of(c, id);
	fprintf(to, "  %-18s %s%s%s%s\n", left, x->help, choices ? ": " : "", choices ? choices : "",
		choices && id == OPT_FORMAT && c != &cli_export ? " (the first where not given)" : "");
}

void cli_usage(FILE *to, const cli_command *c) {
	usage_line(to, c);
	fprintf(to, "%s\n\n", c->summary);
	for (unsigned id = 0; id < OPT_COUNT; id++)
		if (has(c, id)) option_line(to, c, id);
}

void cli_manual(FILE *to, const cli_command *c) {
	usage_line(to, c);
	fprintf(to, "\n%s\n\nOptions\n\n", c->about);
	for (unsigned id = 0; id < OPT_COUNT; id++) {
		if (!has(c, id)) continue;
		option_line(to, c, id);
		if (table[id].more) fprintf(to, "                     %s\n", table[id].more);
	}
	if (has(c, OPT_LEXICON)) {
		fputs("\nExit codes\n\n"
			  "  0  everything was read\n"
			  "  1  memory ran out\n"
			  "  2  the command line is wrong\n"
			  "  3  something was left out; the rest is done\n"
			  "  4  nothing could be read\n"
			  "  5  the result could not be written\n"
			  "  6  the lexicon or its overlay is wrong\n",
			to);
		if (has(c, OPT_MIN)) fputs("  7  a measure is below the floor that --min gives\n", to);
		if (c == &cli_verify)
			fputs("  8  a pack or the store is not as it was made, or not signed by the key given\n", to);
		if (has(c, OPT_DB))
			fputs("  9  the store can't be opened, read or written\n"
				  "  10 another program writes to the store\n",
				to);
	}
	if (c->examples) fprintf(to, "\nExamples\n\n%s", c->examples);
}
