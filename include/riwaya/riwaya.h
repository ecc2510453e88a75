/* riwaya.h: reads Arabic reports of violent events and lays their accounts side by side.
 *
 * Introduction
 *   An *engine* holds the lexicon; it is immutable and may be shared by threads. A *set* takes reports in, one thread at
 *   a time, and owns everything derived from them: reports, claims, mentions, incidents. Free the set and all of it goes.
 *
 *       riwaya_engine *engine;
 *       riwaya_set *set;
 *       if (riwaya_engine_new(NULL, &engine, NULL) || riwaya_set_new(engine, NULL, &set, NULL)) return 1;
 *       riwaya_set_add_file(set, "report.html", NULL);
 *       const riwaya_reconciliation *r;
 *       if (riwaya_set_reconcile(set, &r, NULL) == RIWAYA_OK)
 *           printf("%zu incidents\n", r->n_incidents);
 *       riwaya_set_free(set);
 *       riwaya_engine_free(engine);
 *
 * Errors   Functions return RIWAYA_OK or a status, and fill `err` where it is not NULL. A report that can't be read is a
 *          record in the result (riwaya_reconciliation.unread), not the end of a run.
 * Order    The result is a function of the set of reports: the order in which they came does not show.
 */
#ifndef RIWAYA_H
#define RIWAYA_H

#include <riwaya/base.h>
#include <riwaya/ledger.h>
#include <riwaya/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Limits that input can meet; each is named in the error that it causes. */
enum {
	RIWAYA_MAX_FILE = 256 << 20,  /* bytes of one document: a page, a text, not of what holds many of them */
	RIWAYA_MAX_RATIO = 500,       /* bytes that a packed one may unpack to, beyond the first 64 MiB */
	RIWAYA_MAX_LISTED = 200000,   /* addresses of lists that one set keeps */
	RIWAYA_MAX_NESTED = 6,        /* archives within archives */
	RIWAYA_MAX_UNREAD = 10000,    /* damaged documents of one file, before the rest of it is left */
	RIWAYA_MAX_RECORD = 16 << 20, /* bytes of one record of a JSON file, an export, a table, a feed */
	RIWAYA_MAX_COLUMNS = 2000,    /* columns of a table */
	RIWAYA_MAX_DEPTH = 256,       /* arrays and objects in one another in one JSON record */
	RIWAYA_MAX_CODED = 2000000,   /* coded events of one set */
	RIWAYA_MAX_REPORT = 16 << 20, /* bytes of one report's text */
	RIWAYA_MAX_REPORTS = 100000,  /* reports of one set */
	RIWAYA_MAX_CLAIMS = 20000,    /* claims of one report */
	RIWAYA_MAX_SENTENCE = 400,    /* tokens of one sentence: a longer one is cut */
};

typedef struct riwaya_engine riwaya_engine;
typedef struct riwaya_set riwaya_set;

/** Options of an engine; zeroes are the defaults. */
typedef struct riwaya_options {
	const char *lexicon_dir; /* folder of overlay tables and rules, or such a folder compiled; NULL for none */
	const riwaya_allocator *allocator; /* NULL for the C library's */
} riwaya_options;

/** Makes an engine with the built-in lexicon and, where asked, an overlay. The caller frees it. */
RIWAYA_API riwaya_status riwaya_engine_new(const riwaya_options *options, riwaya_engine **out, riwaya_error *err);
RIWAYA_API void riwaya_engine_free(riwaya_engine *engine);

/** "0.1.0". */
RIWAYA_API const char *riwaya_version(void);
/** The hash of the engine's lexicon, 64 hex digits, living as long as the engine. */
RIWAYA_API riwaya_slice riwaya_engine_lexicon_hash(const riwaya_engine *engine);
/** Libraries behind the engine as "name version" lines, the i-th; NULL past the last. */
RIWAYA_API const char *riwaya_library(size_t i);

/** A time as people and pages write it ("2022-01-21T06:01", "2022-01-21", RFC 2822); false where it is none or impossible. */
RIWAYA_API bool riwaya_when_parse(const char *text, riwaya_when *out);

/** Options of a set; zeroes are the defaults. */
typedef struct riwaya_set_options {
	riwaya_when published; /* reference time for reports that carry none; basis becomes "given" */
	bool fragment;         /* take each text as a piece of a sentence: no title, no furniture */
	bool any_language;     /* take reports without Arabic text too (nothing is extracted from them) */
	const char *map; /* tables and JSON: which column or key is what ("title=headline,text=body"); NULL: guessed */
	/* Told once for each table or JSON file whose map was guessed, before anything of it is read: the file, and the map as one may give it
	 * above. False: the file is not read. NULL: every guess is taken. It must not call the set. */
	bool (*guessed)(void *ctx, const char *file, const char *map);
	void *guessed_ctx;
	bool causes; /* keep what made each claim (riwaya explain); costs memory */
} riwaya_set_options;

RIWAYA_API riwaya_status riwaya_set_new(
	const riwaya_engine *engine, const riwaya_set_options *options, riwaya_set **out, riwaya_error *err);
RIWAYA_API void riwaya_set_free(riwaya_set *set);

/** Forgets the reports and all that was derived from them, as a new set would; what was learned of words stays, so that going through
 *  many reports one by one is faster than with a set for each. */
RIWAYA_API void riwaya_set_clear(riwaya_set *set);

/** Forgets the reports but those whose `kept` is true (one for each report), and what was not read: to work on with those of one incident. */
RIWAYA_API riwaya_status riwaya_set_keep(riwaya_set *set, const bool *kept, riwaya_error *err);

/** Opens a file of any format to be read with riwaya_set_next, "-" for standard input. One file at a time: one that is open is closed. What
 *  was read from it stays. */
RIWAYA_API riwaya_status riwaya_set_open(riwaya_set *set, const char *path, riwaya_error *err);
/** The same from byte `from` on, where a part begins that can be read alone: a record of a WARC file, as riwaya_piece and riwaya_fetched name it. Not of
 *  standard input. */
RIWAYA_API riwaya_status riwaya_set_open_at(riwaya_set *set, const char *path, uint64_t from, riwaya_error *err);
/** Adds the reports of the next document of the open file: one, or several of a live-blog; memory does not grow with the file where the set
 *  is cleared in between. END when there is no more. Another status: a document could not be read; err->source names it, it is recorded in
 *  `unread`, and the next call goes on behind it. */
RIWAYA_API riwaya_status riwaya_set_next(riwaya_set *set, riwaya_error *err);
/** Bytes of the open file that were read so far, and how many it has (UINT64_MAX where that is not known). */
RIWAYA_API void riwaya_set_progress(const riwaya_set *set, uint64_t *at, uint64_t *all);

/** Reads one file, of any format, and adds all its reports. What can't be read is recorded in `unread`; the first such failure is returned
 *  where nothing could be read. */
RIWAYA_API riwaya_status riwaya_set_add_file(riwaya_set *set, const char *path, riwaya_error *err);
/** Adds a report from memory; `name` stands for its file. The bytes are copied. */
RIWAYA_API riwaya_status riwaya_set_add_bytes(
	riwaya_set *set, const char *name, const void *bytes, size_t n, riwaya_error *err);

/** Reports so far, in order of adding. */
RIWAYA_API size_t riwaya_set_count(const riwaya_set *set);
RIWAYA_API const riwaya_report *riwaya_set_report(const riwaya_set *set, size_t i);

/** Events coded by others that the files held (ACLED, UCDP GED), in order of adding: they are no reports, and nothing is extracted from them.
 *  The array holds until the next call that adds or clears. */
RIWAYA_API void riwaya_set_coded_events(const riwaya_set *set, const riwaya_coded_event **events, size_t *n);

/** Addresses that feeds, sitemaps and lists of feeds named, in order of reading, until the set is cleared: of items whose text is in the
 *  feed, and of those that have to be fetched. riwaya_set_next gives OK for each. The array holds until the next call that adds or clears. */
RIWAYA_API void riwaya_set_listed(const riwaya_set *set, const riwaya_listed **listed, size_t *n);

/** The claims of report i, extracted on first asking. */
RIWAYA_API riwaya_status riwaya_set_claims(
	riwaya_set *set, size_t i, const riwaya_claim **claims, size_t *n, riwaya_error *err);
/** The mentions of report i: figures, dates, places, actors, speech, predicates, in order of text. */
RIWAYA_API riwaya_status riwaya_set_mentions(
	riwaya_set *set, size_t i, const riwaya_mention **mentions, size_t *n, riwaya_error *err);
/** Groups and reconciles all reports of the set. May be called again after adding more. */
RIWAYA_API riwaya_status riwaya_set_reconcile(riwaya_set *set, const riwaya_reconciliation **out, riwaya_error *err);

/** How results are written. */
/** A part of a ledger that can be shown alone. */
typedef enum riwaya_section {
	RIWAYA_SECTION_ALL,
	RIWAYA_SECTION_TIMELINE,
	RIWAYA_SECTION_FRAMING,
	RIWAYA_SECTION_ORIGINS, /* who stands at the beginning of chains, and what rests on each */
} riwaya_section;

typedef struct riwaya_show {
	bool arabic;        /* the reader's language: Arabic, else English */
	bool colour;        /* ANSI colours */
	unsigned width;     /* columns, 0 for 100 */
	bool arabic_digits; /* ٠١٢… in headings and counts; quoted words are never changed */
	bool with_text;     /* JSON of a reconciliation: reports' texts too */
	bool isolate; /* wrap runs of the other direction in U+2067/U+2068 … U+2069: for a terminal that lays out both */
	bool full;    /* quote whole evidence and list what is left out for brevity */
	riwaya_section only;  /* of a ledger, this part of each incident alone */
	const int64_t *as_of; /* HTML: the moment for which the store was asked, which the page then names; NULL for none */
} riwaya_show;

/** One JSON line for a report alone, a report with its claims, or with its mentions; the whole reconciliation as JSON or for a terminal. */
RIWAYA_API riwaya_status riwaya_write_report(riwaya_set *set, size_t i, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_claims(riwaya_set *set, size_t i, riwaya_sink sink, riwaya_error *err);
/** A coded event: one JSON line {"coded_event": …}, or one line for a person. */
RIWAYA_API riwaya_status riwaya_write_coded_event(riwaya_set *set, size_t i, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_coded_event_text(
	riwaya_set *set, size_t i, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);
/** `layers` is a comma-separated list, NULL for all. */
RIWAYA_API riwaya_status riwaya_write_mentions(
	riwaya_set *set, size_t i, const char *layers, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_ledger_json(
	riwaya_set *set, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_ledger_text(
	riwaya_set *set, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);
/** The same as one page of HTML for people to keep, print and pass on: a file of its own that runs no script and asks for nothing. Of `show` it heeds
 *  arabic, arabic_digits and as_of. All that comes from reports and people is text in it. */
RIWAYA_API riwaya_status riwaya_write_ledger_html(
	riwaya_set *set, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);
/** One JSON line for an address that a list named. */
RIWAYA_API riwaya_status riwaya_write_listed(riwaya_set *set, size_t i, riwaya_sink sink, riwaya_error *err);
/** The same three for a person: what a report holds, its claims, its mentions. */
RIWAYA_API riwaya_status riwaya_write_report_text(
	riwaya_set *set, size_t i, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_claims_text(
	riwaya_set *set, size_t i, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_mentions_text(
	riwaya_set *set, size_t i, const char *layers, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);
/** For each claim of report i: the rules and rows that made it, with file and line: what happened, who speaks, in what mood, where, when;
 *  and the facts that its confidence was made from. */
RIWAYA_API riwaya_status riwaya_write_explanation(
	riwaya_set *set, size_t i, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);

/** Why reports i and j are in one incident, or are not: each piece of evidence with what it weighs, copies, and what links them. */
RIWAYA_API riwaya_status riwaya_write_why_together(
	riwaya_set *set, size_t i, size_t j, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_why_together_text(
	riwaya_set *set, size_t i, size_t j, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);
/** For each figure of report i that made no claim: why not. */
RIWAYA_API riwaya_status riwaya_write_missing(
	riwaya_set *set, size_t i, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);

/** Checks tables and rules of `dir` (an overlay on the built-in lexicon, or one compiled; NULL for the built-in alone), their cases run.
 *  Each complaint goes to the sink as "file:line: what and how to mend". LEXICON where there was one. */
RIWAYA_API riwaya_status riwaya_lexicon_check(const char *dir, riwaya_sink sink, riwaya_error *err);
/** Compiles `n` folders, each laid over the built-in lexicon and the folders before it, and writes the image, in one piece, to `image`: bytes
 *  of a file for riwaya_options.lexicon_dir, which starts as fast as the built-in lexicon. Complaints as above. */
RIWAYA_API riwaya_status riwaya_lexicon_compile(
	const char *const *dirs, size_t n, riwaya_sink image, riwaya_sink complaints, riwaya_error *err);

enum {
	RIWAYA_MAX_GAZETTEER_ROWS = 400000, /* places taken from one dump */
	RIWAYA_MAX_GAZETTEER_LINE = 65536,  /* bytes of one of its lines */
};
/** Reads a dump of GeoNames (a country's file, or several countries' in one, unpacked) and writes the places that have a name in Arabic
 *  script as a table for an overlay: their names, kind, containment by the dump's administrative codes, position. `codes` are GeoNames'
 *  files of administrative codes (admin1CodesASCII.txt, admin2Codes.txt; may be none): they tell codes whose own row the dump lacks. Places
 *  that the engine's lexicon knows are not doubled; where theirs is empty they get the dump's position. What was left out is
 *  counted by reason in `report`. */
RIWAYA_API riwaya_status riwaya_import_geonames(const riwaya_engine *engine, const char *file, const char *const *codes,
	size_t n_codes, riwaya_sink table, riwaya_sink report, riwaya_error *err);

/** Writes what the lexicon knows of `word` (its readings, entries, file and line of each). */
RIWAYA_API riwaya_status riwaya_lexicon_show(
	const riwaya_engine *engine, const char *word, riwaya_sink sink, riwaya_error *err);
/** Counts of tables, rows, forms and rules. */
RIWAYA_API riwaya_status riwaya_lexicon_stats(const riwaya_engine *engine, riwaya_sink sink, riwaya_error *err);

#ifdef __cplusplus
}
#endif
#endif
