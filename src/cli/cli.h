/* cli.h: what the commands share: options, inputs, output, exit codes. The program knows the library by its public headers alone.
 *
 * Results go to standard output, everything else to standard error, in the form
 *     riwaya: cannot read 'x': reason; mend
 * One file per command (cmd_*.c); riwaya_main.c picks one. Strings that come from the command line or from file names are shown with
 * their control characters replaced, since a terminal would obey them.
 */
#ifndef RW_CLI_H
#define RW_CLI_H

#include <riwaya/fetch.h>
#include <riwaya/riwaya.h>
#include <riwaya/store.h>
#include <stdio.h>

/* Exit codes, as docs/cli.md and --help tell them. */
enum {
	CLI_OK = 0,       /* everything was read */
	CLI_FAILED = 1,   /* memory ran out, or another fault that is nobody's */
	CLI_USAGE = 2,    /* the command line is wrong */
	CLI_LEFT_OUT = 3, /* something was left out; the rest is done */
	CLI_NOTHING = 4,  /* nothing could be read */
	CLI_OUTPUT = 5,   /* the result could not be written */
	CLI_LEXICON = 6,  /* the lexicon or its overlay is wrong */
	CLI_BELOW = 7,    /* a measure is below the floor that --min gives */
	CLI_CHANGED = 8,  /* a pack or the store is not as it was made, or not signed by the key given */
	CLI_STORE = 9,    /* the store can't be opened, read or written */
	CLI_BUSY = 10,    /* another program writes to the store */
};

/* Every option of every command, once. */
typedef enum cli_option_id {
	OPT_FORMAT,
	OPT_LAYER,
	OPT_LINKS,
	OPT_MAP,
	OPT_TEXT,
	OPT_FRAGMENT,
	OPT_PUBLISHED,
	OPT_LEXICON,
	OPT_LANG,
	OPT_DIGITS,
	OPT_WIDTH,
	OPT_COLOR,
	OPT_BIDI,
	OPT_FULL,
	OPT_HTML,
	OPT_WITH_TEXT,
	OPT_MIN,
	OPT_MISSES,
	OPT_MISSING,
	OPT_WHY_TOGETHER,
	OPT_INCIDENT,
	OPT_TITLE,
	OPT_AT,
	OPT_BOM,
	OPT_CODES,
	OPT_FORMULAS,
	OPT_UNKNOWN,
	OPT_KEY,
	OPT_NEW_KEY,
	OPT_SIGN,
	OPT_EVERY,
	OPT_ONCE,
	OPT_PAUSE,
	OPT_TRIES,
	OPT_MAX_BYTES,
	OPT_MAX_TIME,
	OPT_MAX_REDIRECTS,
	OPT_ALLOW_PRIVATE,
	OPT_CA_FILE,
	OPT_DB,
	OPT_ACCOUNTS,
	OPT_BEHIND,
	OPT_ROLE,
	OPT_SINCE,
	OPT_UNTIL,
	OPT_PLACE,
	OPT_ACTOR,
	OPT_ACT,
	OPT_SORT,
	OPT_LIMIT,
	OPT_CONTRADICTED,
	OPT_OUTLET,
	OPT_AS_OF,
	OPT_THREADS,
	OPT_DRY_RUN,
	OPT_BY,
	OPT_WHY,
	OPT_EN,
	OPT_AR,
	OPT_JSON,
	OPT_REPORT,
	OPT_ORPHANS,
	OPT_WAITING,
	OPT_LISTEN,
	OPT_HOST,
	OPT_READ_ONLY,
	OPT_OUTPUT,
	OPT_QUIET,
	OPT_HELP,
	OPT_COUNT
} cli_option_id;

typedef struct cli_options {
	const char *value[OPT_COUNT]; /* NULL where not given; "" for a flag */
	bool short_help;
	const char **operands;
	size_t n_operands;
	const char **floors; /* --min, each time it is given */
	size_t n_floors;
} cli_options;

typedef struct cli_command {
	const char *name;
	const char *operands;         /* "FILE..." in the usage line */
	const char *summary;          /* one line, for the list of commands */
	const char *about;            /* for --help */
	const char *examples;         /* lines, for --help */
	const unsigned char *options; /* cli_option_id, OPT_COUNT ends them; NULL for none */
	const char *formats;          /* what --format takes, the default first: "text|jsonl" */
	const char *sorts;            /* what --sort takes, the same way */
#define CLI_INCIDENT_SORTS "time|changed|reports|contradictions|killed" /* riwaya_sort's */
	int (*run)(const struct cli_command *self, const cli_options *o);
} cli_command;

#define CLI_OPTIONS(...) ((const unsigned char[]){__VA_ARGS__, OPT_COUNT})
/* Options that come together, within CLI_OPTIONS. */
#define CLI_READING_FILES OPT_FRAGMENT, OPT_MAP, OPT_PUBLISHED, OPT_LEXICON, OPT_QUIET
#define CLI_READING OPT_TEXT, CLI_READING_FILES
#define CLI_SHOWING OPT_FORMAT, OPT_LANG, OPT_DIGITS, OPT_WIDTH, OPT_COLOR, OPT_BIDI
#define CLI_FETCHING                                                                                                   \
	OPT_OUTPUT, OPT_PAUSE, OPT_TRIES, OPT_MAX_BYTES, OPT_MAX_TIME, OPT_MAX_REDIRECTS, OPT_ALLOW_PRIVATE, OPT_CA_FILE,  \
		OPT_PUBLISHED, OPT_LEXICON, OPT_QUIET

extern const cli_command cli_account, cli_read, cli_fetch, cli_watch, cli_annotate, cli_extract, cli_explain, cli_eval,
	cli_add, cli_incidents, cli_ledger, cli_timeline, cli_framing, cli_origins, cli_changes, cli_versions, cli_search,
	cli_reconcile, cli_export, cli_evidence, cli_serve, cli_verify, cli_rebuild, cli_stats, cli_backup, cli_restore,
	cli_review, cli_lexicon, cli_version, cli_help;
extern const cli_command *const cli_commands[]; /* NULL ends it */

/* --- options.c -------------------------------------------------------------------------------------------------- */
/* Reads the arguments of a command. False where they are wrong, which was said. */
bool cli_parse(const cli_command *c, int argc, char **argv, cli_options *o);
/* The name nearest to a wrong one, NULL where none is near. */
const char *cli_nearest(const char *wrong, const char *const *names, size_t n);
void cli_usage(FILE *to, const cli_command *c);  /* -h */
void cli_manual(FILE *to, const cli_command *c); /* --help */
const char *cli_format(const cli_command *c, const cli_options *o);

/* --- settings.c --------------------------------------------------------------------------------------------------- */
typedef struct cli_settings {
	riwaya_show show;
	riwaya_set_options set;
	riwaya_options engine;
	bool quiet;
} cli_settings;
/* Options, environment and terminal together; false where a value is wrong, which was said. */
bool cli_settle(const cli_command *c, const cli_options *o, cli_settings *s);

/* --- guess.c -------------------------------------------------------------------------------------------------------- */
/* riwaya_set_options.guessed: says how a table was understood, and asks where somebody is there to answer. */
bool cli_guessed(void *ctx, const char *file, const char *map);
/* Says how many coded events a file held. */
void cli_coded(const char *file, riwaya_coded_source source, size_t n);

/* --- inputs.c ------------------------------------------------------------------------------------------------------- */
typedef struct cli_inputs {
	char **paths;
	size_t n, cap;
	size_t left_out; /* folders without files, too deep, or closed: said already */
} cli_inputs;
/* Files and folders to a list of files: folders are walked, sorted by name, each entered once; hidden files and what browsers save beside
 * a page (pictures, styles, scripts) are left aside. */
void cli_inputs_find(cli_inputs *in, const char *const *operands, size_t n, bool quiet);
/* Adds a name as it is. */
void cli_inputs_add(cli_inputs *in, const char *name);
void cli_inputs_free(cli_inputs *in);
/* What a command reads: its operands, else standard input where that is no terminal. False where there is nothing, which was said. */
bool cli_inputs_of(const cli_command *c, const cli_options *o, cli_inputs *in);

/* --- output.c ------------------------------------------------------------------------------------------------------- */
extern const riwaya_sink cli_out; /* standard output */
/* Whether standard output took everything; says so where it did not. Exit code. */
int cli_close_output(int code);
bool cli_output_failed(void);
void cli_say(const char *fmt, ...) RIWAYA_PRINTF(1, 2); /* "riwaya: …" and a line end on standard error */
void cli_cannot_read(const char *path, const riwaya_error *e);
/* A line that shows how far reading has come; only where standard error is a terminal and it takes a while. */
/* `set`: the one that reads the file, which knows how much of it was read; NULL for none. */
void cli_progress(size_t done, size_t all, const char *path, const riwaya_set *set, bool quiet);
/* The same with words of the caller's; less often than it is called. */
void cli_progress_say(bool quiet, const char *fmt, ...) RIWAYA_PRINTF(2, 3);
void cli_progress_end(void);
void *cli_alloc(void *p, size_t n); /* realloc that ends the program where memory does */

/* --- replace.c ------------------------------------------------------------------------------------------------------ */
/* A file that is written beside its place and put there when it is whole. */
typedef struct cli_file {
	char *path, *beside;
	char *made; /* the folder, where it was not there before */
	FILE *f;
	bool failed;
} cli_file;
/* False where it cannot be written, which was said. `folder`: made first where it is not there, NULL for none; it goes again with a file
 * that is not kept. */
bool cli_file_open(cli_file *file, const char *path, const char *folder);
riwaya_sink cli_file_sink(cli_file *file);
/* keep: puts it in place; else it goes. False where that fails, which was said. */
bool cli_file_close(cli_file *file, bool keep);

/* --- shown.c -------------------------------------------------------------------------------------------------------- */
/* False where both --html and --format are given, which was said. */
bool cli_html_asked(const cli_command *c, const cli_options *o);
/* Writes the page that --html asks for: FILE, put in place when it is whole, or standard output. Exit code. */
typedef riwaya_status cli_page_writer(void *ctx, riwaya_sink sink, riwaya_error *e);
int cli_page(const cli_options *o, cli_page_writer *write, void *ctx);
/* The ledger of a set as the options ask for it. Exit code. */
int cli_show_ledger(const cli_command *c, const cli_options *o, const cli_settings *s, riwaya_set *set);

/* --- fetching.c ------------------------------------------------------------------------------------------------------ */
/* Options that fetch and watch share, into the library's. False where one is wrong, which was said. */
bool cli_fetch_options(const cli_options *o, riwaya_fetch_options *f);
/* Where what is received goes when nobody says: a file of its own for each run. */
const char *cli_default_keep(char out[64]);
void cli_fetch_progress(bool quiet, const riwaya_fetch_progress *p);
void cli_cannot_fetch(riwaya_slice address, riwaya_slice why);
/* "15m", "90s", "2h", "1d", "45" (seconds). */
bool cli_duration(const char *z, double *seconds);
/* From now on SIGINT and SIGTERM are noticed rather than obeyed; a second one ends the program. */
void cli_catch_signals(void);
bool cli_interrupted(void);
/* Reads the reports of answers kept in a WARC file, and shows them as riwaya read does. */
typedef struct cli_kept cli_kept;
cli_kept *cli_kept_new(void);
/* Remembers an answer that is kept and good. */
void cli_kept_add(cli_kept *k, const riwaya_fetched *what);
/* Reads and shows those remembered since the last call. Exit code of what went wrong, or 0. */
int cli_kept_show(
	cli_kept *k, const cli_command *c, const cli_options *o, const cli_settings *s, const riwaya_engine *engine);
/* How many answers are remembered. */
size_t cli_kept_size(const cli_kept *k);
/* Reports shown, and documents that could not be read. */
void cli_kept_counts(const cli_kept *k, size_t *read, size_t *left_out);
void cli_kept_free(cli_kept *k);

/* --- store.c -------------------------------------------------------------------------------------------------------- */
/* The store that --db, RIWAYA_DB or riwaya.db in this folder names. */
const char *cli_store_where(const cli_options *o);
/* --threads; RIWAYA_DB_WAIT in milliseconds. Left as they are where they are not given; false where they are wrong, which was said. */
bool cli_threads(const cli_options *o, unsigned *threads);
bool cli_store_waits(unsigned *ms);
/* Opens the engine and the store that --db, RIWAYA_DB or riwaya.db in this folder names; says what fails. Exit code. */
int cli_store_open(
	const cli_settings *s, const cli_options *o, bool create, riwaya_engine **engine, riwaya_store **store);
void cli_store_close(riwaya_engine *engine, riwaya_store *store);
/* What the library said of a store. Exit code. */
/* Which incidents --since, --place and their like ask for. False where a value is wrong, which was said. */
bool cli_store_query(const cli_command *c, const cli_options *o, riwaya_incident_query *q);
int cli_store_trouble(const riwaya_error *e);
/* A time as --since and --as-of take it ("2022-01-21", "2022-01-21T06:01", "3d": days ago), in UTC, to milliseconds; false where it is none,
 * which was said. `end`: of a day, its last moment. */
bool cli_moment(const char *option, const char *z, bool end, int64_t *ms);
/* --limit; *most stays where it is not given. False where it is wrong, which was said. */
bool cli_limit(const cli_options *o, size_t most_allowed, size_t *most);
/* Which of the command's sorts --sort names, 0 where it is not given. */
size_t cli_sort(const cli_command *c, const cli_options *o);
riwaya_list_format cli_list_format(const cli_command *c, const cli_options *o);

/* --- reports.c ------------------------------------------------------------------------------------------------------ */
/* Makes an engine, or says why not and gives the exit code. */
int cli_engine(const cli_settings *s, riwaya_engine **out);
/* Exit code for what the library said after reading went well. Says it, but not what the output's end tells better. */
int cli_trouble(const riwaya_error *e);
typedef riwaya_status cli_write(
	riwaya_set *set, size_t i, const cli_settings *s, const char *format, const cli_options *o, riwaya_error *e);
enum { CLI_CAUSES = 1, CLI_ANY_LANGUAGE = 2 }; /* options of the set */
/* Reads inputs document by document, each in a set of its own, and writes each of their reports. Exit code. */
int cli_each_report(const cli_command *c, const cli_options *o, unsigned how, cli_write *write);
/* Reads a file that is open (or not: `status`) to its end, document by document. */
typedef struct cli_reader {
	riwaya_set *set;
	const cli_settings *s;
	const cli_options *o;
	const char *format;
	cli_write *write;
	/* Whether what stands under this name, and the report of it (NULL for one that can't be read), is shown; NULL: all is. */
	bool (*wanted)(void *ctx, const char *name, const riwaya_report *r);
	void *ctx;
	bool links;                /* addresses that lists name, in place of reports */
	size_t listed;             /* of them in the file */
	size_t coded;              /* events coded by others in the file, which are no reports */
	riwaya_coded_source first; /* who coded the first */
	size_t at, n;              /* the file's place among those to read, for the line that shows progress */
	size_t read, left_out;
	int code;
} cli_reader;
void cli_read_on(cli_reader *r, const char *name, riwaya_status status, riwaya_error *e);
/* Writes a report as riwaya read does. */
riwaya_status cli_write_report(
	riwaya_set *set, size_t i, const cli_settings *s, const char *format, const cli_options *o, riwaya_error *e);
/* Reads inputs into one set, with progress, and says what can't be read; *left_out grows by that. */
void cli_read_all(const cli_options *o, const cli_settings *s, const cli_inputs *in, riwaya_set *set, size_t *left_out);
/* Notes of a report (bytes replaced, a limit met), said unless quiet. */
void cli_notes(const riwaya_report *r, bool quiet);
/* 0, LEFT_OUT or NOTHING. */
int cli_reading_code(size_t read, size_t left_out);

#endif
