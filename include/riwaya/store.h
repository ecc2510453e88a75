/* riwaya/store.h: a desk's memory: reports as they come, kept for good; incidents brought up to date by themselves; people's decisions.
 *
 *     riwaya_store *store;
 *     if (riwaya_store_open(engine, "riwaya.db", &(riwaya_store_options){.create = true}, &store, &e)) …
 *     const char *paths[] = {"reports/"};
 *     riwaya_store_add(store, paths, 1, NULL, &added, &e);
 *     riwaya_set *set;
 *     riwaya_store_ledger(store, "i0f3a…", NULL, &set, &e);      // a set with the incident's reports, reconciled
 *     riwaya_write_ledger_text(set, &show, sink, &e);
 *     riwaya_set_free(set);
 *
 * Where      A file of SQLite, or "postgresql://…": the same results from both. A store is one thread's at a time; several programs may work on
 *            one store, one of them writing at any moment.
 * Kept       Bytes as received, each report once by their SHA-256; every decision; a log of everything that happened, each entry hashed over
 *            the one before. Claims, threads and incidents are derived, and may be made anew at any time (riwaya_store_rebuild).
 * Incidents  are a function of the reports and of people's words: the order of coming does not show. Names stay: an incident's name is that
 *            of the report among its own that came first, later versions of its page included, and names that it had before still lead to it.
 * Times      are milliseconds since 1970-01-01T00:00 UTC: when the store got something (received), and when somebody decided.
 * Errors     RIWAYA_STORE: the database says no, and why; RIWAYA_BUSY: another program holds it. What was acknowledged (a call that
 *            returned, progress that was told) is on disk.
 */
#ifndef RIWAYA_STORE_H
#define RIWAYA_STORE_H

#include <riwaya/evidence.h>
#include <riwaya/fetch.h>
#include <riwaya/riwaya.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
	RIWAYA_STORE_REPORTS = 20000, /* reports of one incident that a ledger is made of: the earliest told */
	RIWAYA_STORE_PAGE = 100000,   /* rows of one listing */
	RIWAYA_STORE_LISTED = 500,    /* reports of one page of a listing */
	RIWAYA_STORE_CHANGES = 500,   /* incidents, pages and decisions that one look at changes tells */
	RIWAYA_STORE_VERSIONS = 1000, /* of one page */
	RIWAYA_STORE_COPIES = 200,    /* of one report that are told */
	RIWAYA_STORE_FOUND = 1000,    /* reports of one search */
	RIWAYA_STORE_COUNTED = 10000, /* how far what a search finds is counted */
	RIWAYA_STORE_ACCOUNTS = 100,  /* incidents of which one look at a source tells what it said */
};

typedef struct riwaya_store riwaya_store;

/** Options of a store; zeroes are the defaults. */
typedef struct riwaya_store_options {
	bool create; /* make it where it is not there */
	bool read_only;
	unsigned threads; /* that read and extract while adding; 0: one for each processor */
	unsigned wait_ms; /* how long another writer is waited for before it is BUSY; 0: 30 seconds */
	/* Times of what is received and decided, in place of the clock: for imports and tests. NULL: the clock. */
	int64_t (*now)(void *ctx);
	void *now_ctx;
} riwaya_store_options;

RIWAYA_API riwaya_status riwaya_store_open(const riwaya_engine *engine, const char *where,
	const riwaya_store_options *options, riwaya_store **out, riwaya_error *err);
RIWAYA_API void riwaya_store_free(riwaya_store *store);

/** How a list is written. */
typedef enum riwaya_list_format {
	RIWAYA_LIST_TEXT, /* for people */
	RIWAYA_LIST_JSON, /* one document */
	RIWAYA_LIST_JSONL,
	RIWAYA_LIST_CSV, /* incidents only */
} riwaya_list_format;

/** What adding came to. */
typedef struct riwaya_added {
	uint64_t reports;   /* new ones */
	uint64_t known;     /* that were there already, byte for byte */
	uint64_t edited;    /* new ones that are a later version of a page that was there */
	uint64_t unread;    /* documents that can't be read */
	uint64_t bytes;     /* as received, of the new ones */
	uint64_t incidents; /* new or changed */
	uint64_t coded,
		coded_known; /* events that others coded: new ones, later versions too, and those that were there already */
	uint64_t fetched, unfetched; /* addresses whose answers are kept, and those that gave none */
	bool broken_off;             /* the caller said to stop: reports wait for incidents to be brought up to date */
} riwaya_added;

/** How to add; zeroes are the defaults. Functions are called in the thread that adds. */
typedef struct riwaya_adding {
	/* Names that riwaya_is_address knows are fetched with these options, after the files, and added from the WARC files that keep what came: a
	 * report's file is "FILE.warc.gz#ADDRESS". `done` is told of each; one that fails is no failure of the whole. `keep` is needed. NULL: all
	 * names are those of files. */
	const riwaya_fetch_options *fetch;
	const riwaya_set_options *reading; /* map, published, any_language, guessed (called in another thread) */
	const char *leave_off; /* a beginning that is left off the names of files in what is kept: of a folder that will be gone. NULL: nothing */
	/* Told after each commit: all that was counted is on disk. `path`: the file at hand; `part`: of its bytes, 0 to 1, below 0 where not
	 * known. False: stop after this; what was read is kept, and incidents are brought up to date by the next call that needs them. */
	bool (*progress)(void *ctx, const riwaya_added *so_far, const char *path, double part);
	/* Told of each document that can't be read. */
	void (*unread)(void *ctx, const riwaya_error *e);
	void *ctx;
} riwaya_adding;

/** Reads files of any format, and addresses where `how` says how they are fetched, and keeps their reports. What is there already is left as it is,
 *  so that a run may be stopped and run again. */
RIWAYA_API riwaya_status riwaya_store_add(riwaya_store *store, const char *const *paths, size_t n,
	const riwaya_adding *how, riwaya_added *out, riwaya_error *err);

/** Writes what adding came to: text for people, or JSON; `show` (may be NULL) for text. */
RIWAYA_API riwaya_status riwaya_write_added(riwaya_store *store, const riwaya_added *added, riwaya_list_format format,
	const riwaya_show *show, riwaya_sink sink, riwaya_error *err);

/** Brings incidents up to date where reports wait for it; what else reads incidents does so first. *changed (may be NULL): incidents. */
RIWAYA_API riwaya_status riwaya_store_settle(riwaya_store *store, uint64_t *changed, riwaya_error *err);

typedef enum riwaya_sort {
	RIWAYA_SORT_TIME,           /* latest happening first */
	RIWAYA_SORT_CHANGED,        /* latest change first */
	RIWAYA_SORT_REPORTS,        /* most reports first */
	RIWAYA_SORT_CONTRADICTIONS, /* most contradictions first */
	RIWAYA_SORT_KILLED,         /* highest upper end of the killed first */
} riwaya_sort;

/** What incidents to list; zeroes ask for all. */
typedef struct riwaya_incident_query {
	riwaya_when since, until; /* of happening; NONE for any. Those without a time are left out where one is given */
	const char *place, *actor, *act; /* ids, or names that the lexicon knows; what lies in a place counts */
	bool contradicted;               /* only those with contradictions */
	bool unreviewed; /* only those on which, and on whose reports and claims, no decision of a person stands; notes are none */
	const char *after; /* only those behind this incident in the order asked for: its name. `all` counts them all the same */
	uint32_t reports;      /* at least so many */
	int64_t changed_since; /* in milliseconds; 0 for any */
	riwaya_sort sort;
	size_t first, most; /* rows left out before, and rows at most; 0: 50 */
} riwaya_incident_query;

/** One row of the list. */
typedef struct riwaya_incident_row {
	riwaya_slice name;
	riwaya_bilingual title;
	riwaya_slice place_id, place_text;
	double lat, lon;
	bool has_position;
	riwaya_when time;
	uint32_t reports, outlets, origins, claims, contradictions;
	riwaya_range killed;
	bool has_killed;
	int64_t first_received, changed;
	const riwaya_nesting *within; /* the incident that it lies within; NULL for none. Of riwaya_store_incidents alone */
} riwaya_incident_row;

typedef struct riwaya_incident_list {
	const riwaya_incident_row *rows;
	size_t n;
	uint64_t all; /* that fit the query */
} riwaya_incident_list;

/** Lists incidents. The list lives until the next call that lists, or the store is freed. */
RIWAYA_API riwaya_status riwaya_store_incidents(
	riwaya_store *store, const riwaya_incident_query *query, const riwaya_incident_list **out, riwaya_error *err);

/** What a store is at: another pair after every change, by whomever. For who keeps answers. */
typedef struct riwaya_store_state {
	uint64_t entries; /* of the log */
	uint64_t settled; /* grows as incidents are brought up to date */
	bool waiting;     /* reports wait for that */
} riwaya_store_state;

/** Reads it, in microseconds; incidents are not brought up to date. */
RIWAYA_API riwaya_status riwaya_store_state_of(riwaya_store *store, riwaya_store_state *out, riwaya_error *err);

/** Writes a list of incidents; `show` (may be NULL) for text. */
RIWAYA_API riwaya_status riwaya_write_incidents(riwaya_store *store, const riwaya_incident_list *list,
	riwaya_list_format format, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);

/** A day, and the reports published on it that are of incidents which fit a query. A report that is of two counts in both; one without a date in none. */
typedef struct riwaya_day {
	int64_t day; /* days since 1970-01-01 */
	uint64_t reports, incidents;
} riwaya_day;
typedef struct riwaya_day_list {
	const riwaya_day *rows; /* in order; days without reports are left out */
	size_t n;
	uint64_t undated; /* reports that do not say their day */
} riwaya_day_list;

/** Reports per day, over the incidents of a query (NULL: all); its order and page are left out of account. */
RIWAYA_API riwaya_status riwaya_store_days(
	riwaya_store *store, const riwaya_incident_query *query, const riwaya_day_list **out, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_days_json(
	riwaya_store *store, const riwaya_day_list *list, riwaya_sink sink, riwaya_error *err);

/** A place on the map, with the incidents there. */
typedef struct riwaya_map_place {
	riwaya_slice id; /* absent where only words are known */
	riwaya_bilingual label;
	double lat, lon;
	uint64_t incidents, reports, contradictions;
	int64_t last;      /* end of the latest happening, civil minutes … */
	bool has_last;     /* … where one has a time */
	riwaya_slice name; /* the incident where it is one alone, else absent */
} riwaya_map_place;
typedef struct riwaya_map_places {
	const riwaya_map_place *rows; /* from south to north */
	size_t n;
	uint64_t without; /* incidents that fit and have no position */
} riwaya_map_places;

/** Where the incidents of a query are, as riwaya_store_days. */
RIWAYA_API riwaya_status riwaya_store_map(
	riwaya_store *store, const riwaya_incident_query *query, const riwaya_map_places **out, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_map_json(
	riwaya_store *store, const riwaya_map_places *places, riwaya_sink sink, riwaya_error *err);

/** What to search for. */
typedef struct riwaya_search {
	const char *query;   /* docs/search.md */
	bool by_publication; /* the latest published first; else those that came last */
	size_t first, most;  /* reports left out before, and at most: 0: 20, RIWAYA_STORE_FOUND */
} riwaya_search;

/** A report that was found, and why. */
typedef struct riwaya_found_report {
	const riwaya_report *report;
	int64_t received;
	const riwaya_slice *incidents; /* names of those it stands in */
	size_t n_incidents;
	riwaya_span snippet; /* the part of the report's own words that has most of what was asked for; field NONE: it has no words */
	bool before, after;      /* its paragraph goes on on that side */
	const riwaya_span *hits; /* what was asked for, in the snippet: places in the same field, in order, apart */
	size_t n_hits;
	const riwaya_claim *const *claims; /* on whose evidence such words stand */
	size_t n_claims;
} riwaya_found_report;

typedef struct riwaya_found {
	const char *query;
	const riwaya_found_report *reports;
	size_t n;
	uint64_t all; /* that fit the query, as far as they are counted … */
	bool more;    /* … and there are more */
} riwaya_found;

/** Searches reports. ARGUMENT with err->offset, the byte of the query from 1 on, where the query is wrong. What was found lives until the next
 *  call that lists or searches, or the store is freed. */
RIWAYA_API riwaya_status riwaya_store_search(
	riwaya_store *store, const riwaya_search *what, const riwaya_found **out, riwaya_error *err);

/** Writes what was found; `show` (may be NULL) for text: with colours hits are marked by them, else they stand between brackets. */
RIWAYA_API riwaya_status riwaya_write_found(riwaya_store *store, const riwaya_found *found, riwaya_list_format format,
	const riwaya_show *show, riwaya_sink sink, riwaya_error *err);

/** The name that an incident goes by now: names that it had, beginnings of names that fit one alone. ARGUMENT where there is none. */
RIWAYA_API riwaya_status riwaya_store_incident_name(
	riwaya_store *store, const char *name, char out[32], riwaya_error *err);

/** A set with the reports of an incident, reviews applied, grouped and reconciled: write it with riwaya_write_ledger_json or _text. as_of: the
 *  incident as it stood then, by what had been received and decided; NULL for now. The caller frees the set. */
RIWAYA_API riwaya_status riwaya_store_ledger(
	riwaya_store *store, const char *name, const int64_t *as_of, riwaya_set **out, riwaya_error *err);

/** A moment at which an incident may have changed: one of its reports came, or a version of one; or somebody decided. */
typedef struct riwaya_history_row {
	int64_t at;
	riwaya_slice report, outlet, title; /* its id; absent for a decision about more than one report */
	bool edited;                        /* a later version of a page */
	riwaya_review_kind kind;            /* NONE: a report came */
	riwaya_slice review, by;            /* the decision's id, and whose it is */
} riwaya_history_row;
typedef struct riwaya_history {
	riwaya_slice name;
	const riwaya_history_row *rows; /* in order of time */
	size_t n;
} riwaya_history;

/** The moments of an incident, by the reports that are its own now: those at which as_of of riwaya_store_ledger shows another ledger. */
RIWAYA_API riwaya_status riwaya_store_history(
	riwaya_store *store, const char *name, const riwaya_history **out, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_history_json(
	riwaya_store *store, const riwaya_history *history, riwaya_sink sink, riwaya_error *err);

/** Who speaks in public across incidents: outlets, agencies, monitors, parties and their media, officials, documents. Who saw something, unnamed
 *  sources, medics, residents are none of them: no list leads from a private person to incidents. */
typedef struct riwaya_source {
	riwaya_slice key; /* "s0f3a…", the same in every store */
	riwaya_link_kind kind;
	riwaya_bilingual name;
	riwaya_slice outlet, actor; /* ids of the lexicon, absent where it has none; actor: whom it speaks for */
	uint64_t incidents;         /* in which it speaks */
	uint64_t reports;           /* that it published in them */
	uint64_t claims;            /* that it told: its own, and what it passed on */
	uint64_t quoted;            /* claims of it that others passed on */
	uint64_t unnamed;           /* claims in its reports on the word of somebody unnamed */
} riwaya_source;

typedef enum riwaya_source_sort {
	RIWAYA_SOURCES_INCIDENTS, /* most incidents first */
	RIWAYA_SOURCES_QUOTED,    /* most quoted first */
	RIWAYA_SOURCES_REPORTS,   /* most reports first */
} riwaya_source_sort;

/** What sources to list; zeroes ask for all. */
typedef struct riwaya_source_query {
	const char *name; /* a part of its name, as written or in English */
	riwaya_link_kind kind;
	riwaya_source_sort sort;
	size_t first, most; /* 0: 50; of one source's incidents 10 */
} riwaya_source_query;
typedef struct riwaya_source_list {
	const riwaya_source *rows;
	size_t n;
	uint64_t all;
} riwaya_source_list;

/** Lists sources. The list lives until the next call that lists, or the store is freed. */
RIWAYA_API riwaya_status riwaya_store_sources(
	riwaya_store *store, const riwaya_source_query *query, const riwaya_source_list **out, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_sources_json(
	riwaya_store *store, const riwaya_source_list *list, riwaya_sink sink, riwaya_error *err);

/** Another source that one quotes, or that quotes it. */
typedef struct riwaya_source_quote {
	riwaya_source source;
	uint64_t incidents, claims;
} riwaya_source_quote;

/** A claim of a source, and where it stands in its incident. */
typedef struct riwaya_source_claim {
	riwaya_slice id, report, outlet; /* of the claim; of the report, and who published it */
	riwaya_slice predicate, evidence;
	riwaya_span span;
	riwaya_polarity polarity;
	riwaya_modality modality;
	riwaya_stance stance;
	riwaya_figure figure; /* without its place */
	riwaya_when told, time;
	uint32_t line;       /* index into the account's lines, UINT32_MAX for none */
	riwaya_slice of;     /* whose words it passes on, as the report names them; absent where they are its own */
	riwaya_slice of_key; /* … where that is a source too */
	riwaya_slice by;     /* who passes its words on; absent where it published them itself */
	riwaya_slice by_key;
	bool superseded; /* by a later claim of the incident */
} riwaya_source_claim;

/** How a claim of a source stands to another of it, in one incident: a revision, a reversal, a later count. Indices into the account's claims. */
typedef struct riwaya_source_move {
	riwaya_relation_type type;
	uint32_t a, b;
	riwaya_bilingual sentence;
} riwaya_source_move;

/** What a source said in an incident. Of an incident of more than 60 threads of reports those alone are reconciled in which it speaks. */
typedef struct riwaya_account {
	riwaya_incident_row incident;
	const riwaya_bilingual *lines; /* of its claims, as the ledger of these labels them */
	size_t n_lines;
	const riwaya_source_claim *claims; /* in the order told */
	size_t n_claims;
	const riwaya_source_move *moves;
	size_t n_moves;
} riwaya_account;

/** One source: whom it quotes, who quotes it, and what it said, incident for incident. Counts and quotations, no score. */
typedef struct riwaya_source_account {
	riwaya_source source;
	const riwaya_source_quote *quotes, *quoted_by; /* the most quoted first */
	size_t n_quotes, n_quoted_by;
	const riwaya_account *incidents; /* the latest first */
	size_t n_incidents;
} riwaya_source_account;

/** One source by its key; query (may be NULL): first and most of its incidents, RIWAYA_STORE_ACCOUNTS at most. ARGUMENT where there is none such. */
RIWAYA_API riwaya_status riwaya_store_source(riwaya_store *store, const char *key, const riwaya_source_query *query,
	const riwaya_source_account **out, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_source_json(
	riwaya_store *store, const riwaya_source_account *account, riwaya_sink sink, riwaya_error *err);

/** A stretch of words of one version of a text or of both. */
typedef enum riwaya_diff_kind { RIWAYA_DIFF_KEPT, RIWAYA_DIFF_REMOVED, RIWAYA_DIFF_ADDED } riwaya_diff_kind;
typedef struct riwaya_diff_piece {
	riwaya_diff_kind kind;
	riwaya_slice words;
} riwaya_diff_piece;

/** A version of a page, and what it has other than the one before it. A page is known by its address; other bytes under it, when they come, are its
 *  next version and the one that counts. Bytes that the page had before are no new version: they are known. */
typedef struct riwaya_page_version {
	const riwaya_report *report;
	int64_t received;
	bool first, same;                      /* same: title, text and caption are those of the one before */
	const riwaya_diff_piece *title, *text; /* empty where all words are the same */
	size_t n_title, n_text;
	const riwaya_bilingual *retracted, *added; /* what is claimed no more, and what is claimed anew */
	size_t n_retracted, n_added;
} riwaya_page_version;
typedef struct riwaya_version_list {
	const riwaya_page_version *rows; /* in order of coming */
	size_t n;
} riwaya_version_list;

/** The versions of a page, by its address or by a report's id. The list lives until the next call that lists, or the store is freed. */
RIWAYA_API riwaya_status riwaya_store_versions(
	riwaya_store *store, const char *page, const riwaya_version_list **out, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_versions(riwaya_store *store, const riwaya_version_list *list,
	riwaya_list_format format, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);

/** A line of an incident that says something else than before. */
typedef struct riwaya_line_change {
	const riwaya_line *line;
	bool fresh;          /* nobody told of it before */
	riwaya_range before; /* its range then */
	const uint32_t *by;  /* claims of the incident that are new in it */
	size_t n_by;
} riwaya_line_change;

typedef struct riwaya_incident_change {
	const riwaya_reconciliation *now; /* with this one incident; reports that were copied stand beside its own */
	bool fresh;                       /* it was not known then */
	int64_t changed;
	const uint32_t *gained;  /* indices into the incident's reports */
	size_t n_gained, n_lost; /* n_lost: reports that were in it and are no more, or have another version */
	const riwaya_line_change *lines;
	size_t n_lines;
	const uint32_t *relations; /* contradictions, reversals and revisions that are new; indices into the incident's */
	size_t n_relations;
	const riwaya_slice *merged; /* names of what were incidents of their own then */
	size_t n_merged;
} riwaya_incident_change;

/** What a store tells of a time: most pressing first. */
typedef struct riwaya_changes {
	int64_t since;
	const riwaya_incident_change *incidents;
	size_t n_incidents;
	uint64_t all_incidents; /* that changed, and fit the query: of these the RIWAYA_STORE_CHANGES changed last are looked at */
	const riwaya_page_version *edits; /* pages whose words are others, the last first */
	size_t n_edits;
	const riwaya_decision *decisions;
	size_t n_decisions;
} riwaya_changes;

/** What came and changed since a moment. `query` (may be NULL) says of which incidents: its place, actor and act. The result lives until the
 *  next call that lists, or the store is freed. */
RIWAYA_API riwaya_status riwaya_store_changes(riwaya_store *store, int64_t since, const riwaya_incident_query *query,
	const riwaya_changes **out, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_changes(riwaya_store *store, const riwaya_changes *changes,
	riwaya_list_format format, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);
/** The same as one page of HTML, as riwaya_write_ledger_html writes it; `show` may be NULL. With show->full, whole texts around what was edited. */
RIWAYA_API riwaya_status riwaya_write_changes_html(
	riwaya_store *store, const riwaya_changes *changes, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);

/** A set with the reports of these ids (64 hex digits, or beginnings that fit one alone), as the store has them. The caller frees it. */
RIWAYA_API riwaya_status riwaya_store_reports(
	riwaya_store *store, const char *const *ids, size_t n, riwaya_set **out, riwaya_error *err);

/** A report that shares passages with another. */
typedef struct riwaya_copy {
	riwaya_slice id, outlet_id, title; /* the other one's */
	double share;                      /* of the copier's words that stand in the other */
	bool copier;                       /* it copies this report; else this report copies it */
} riwaya_copy;

/** What a store knows of a report beside what stands in it. */
typedef struct riwaya_standing {
	int64_t received;
	uint64_t bytes;                /* of its document as received */
	const riwaya_slice *incidents; /* names of those it stands in */
	size_t n_incidents;
	const riwaya_copy *copies; /* the closest first; RIWAYA_STORE_COPIES at most */
	size_t n_copies;
	uint32_t versions;             /* of its page */
	riwaya_slice replaced_by;      /* id of the next version, absent where this is the one that counts */
	const riwaya_slice *furniture; /* riwaya_store_furniture's */
	size_t n_furniture;
} riwaya_standing;

/** Reads it. It lives until the next call that lists, or the store is freed. ARGUMENT where there is no such report. */
RIWAYA_API riwaya_status riwaya_store_standing(
	riwaya_store *store, const char *id, riwaya_standing *out, riwaya_error *err);
/** The lines of its page that its reader left out, into the standing. The store does not keep them: the page is read again; none where it is no HTML
 *  or can't be read. They live as long as the standing. */
RIWAYA_API riwaya_status riwaya_store_furniture(
	riwaya_store *store, const char *id, riwaya_standing *standing, riwaya_error *err);
/** One JSON document: report i of a set, its claims, its mentions and its standing. */
RIWAYA_API riwaya_status riwaya_write_reading(riwaya_store *store, riwaya_set *set, size_t i,
	const riwaya_standing *standing, riwaya_sink sink, riwaya_error *err);

typedef enum riwaya_received_kind {
	RIWAYA_RECEIVED_OTHER,
	RIWAYA_RECEIVED_HTML,
	RIWAYA_RECEIVED_TEXT,
	RIWAYA_RECEIVED_PDF,
} riwaya_received_kind;

/** A report's document as its reader got it: a file's bytes, or what stands in an archive, unpacked. */
typedef struct riwaya_received {
	riwaya_slice id; /* the report's, whole */
	riwaya_slice bytes;
	riwaya_received_kind kind;
	riwaya_slice charset; /* as its server said, or as it was found; absent: UTF-8, or no text */
} riwaya_received;

/** Reads it. It lives until the next call that lists, or the store is freed. ARGUMENT where there is no such report. */
RIWAYA_API riwaya_status riwaya_store_received(
	riwaya_store *store, const char *id, riwaya_received *out, riwaya_error *err);

/** What reports to list; zeroes ask for all. */
typedef struct riwaya_report_query {
	riwaya_when since, until; /* of publication; NONE for any. Those that don't say are left out where one is given */
	const char *outlet;       /* an id or a name that the lexicon knows, or one as reports have it */
	bool replaced;            /* versions of pages that a later one replaced, too */
	bool apart;               /* only those that stand in no incident */
	int64_t after;            /* only what came behind this place: `next` of the page before; 0 for the first page */
	size_t most;              /* on a page; 0: 50, RIWAYA_STORE_LISTED at most */
} riwaya_report_query;

/** A report of the store; reviews are applied to its claims. */
typedef struct riwaya_report_row {
	const riwaya_report *report;
	const riwaya_claim *claims, *rejected; /* rejected: by people, and not among the claims */
	size_t n_claims, n_rejected;
	int64_t received;
	bool replaced;
} riwaya_report_row;

typedef struct riwaya_report_list {
	const riwaya_report_row *rows; /* in order of coming */
	size_t n;
	int64_t next; /* where the next page begins; 0: there is none */
} riwaya_report_list;

/** Lists reports, a page at a time: memory holds one. The list lives until the next call that lists, or the store is freed.
 *
 *     riwaya_report_query q = {.most = RIWAYA_STORE_LISTED};
 *     do {
 *         if (riwaya_store_list_reports(store, &q, &list, &e)) …
 *         q.after = list->next;
 *     } while (q.after);
 */
RIWAYA_API riwaya_status riwaya_store_list_reports(
	riwaya_store *store, const riwaya_report_query *query, const riwaya_report_list **out, riwaya_error *err);

/** Events that others coded (ACLED, UCDP GED), as the store has them: they stand beside the ledgers of incidents that they lie near. Of an event that was
 *  coded anew the later version. */
typedef struct riwaya_coded_list {
	const riwaya_coded_event *rows; /* in order of coming */
	size_t n;
	int64_t next; /* where the next page begins; 0: there is none */
} riwaya_coded_list;

/** Lists them, a page at a time, as riwaya_store_list_reports. The list lives until the next call that lists, or the store is freed. */
RIWAYA_API riwaya_status riwaya_store_list_coded(
	riwaya_store *store, int64_t after, size_t most, const riwaya_coded_list **out, riwaya_error *err);

/* --- upkeep ------------------------------------------------------------------------------------------------------- */
/** Something of a store that is not as it was written. */
typedef struct riwaya_store_fault {
	riwaya_slice part;  /* log, report, review, about, policy, coded, raw, dictionary, sighting, unread, tables */
	riwaya_slice which; /* the entry's number, the report's id, the review's number, the object's SHA-256 … */
	riwaya_slice field; /* the column that was changed; absent where that can't be told, or the whole is meant */
	riwaya_slice what;  /* what is wrong, in English */
} riwaya_store_fault;

/** How to check a store; zeroes are the defaults. */
typedef struct riwaya_store_checking {
	const char *key; /* file of the public key that must have sealed the log; NULL: any key's seal is good */
	void (*found)(void *ctx, const riwaya_store_fault *fault);
	/* Told now and then of how many rows were looked at. False: stop, and return OK with `stopped`. */
	bool (*progress)(void *ctx, uint64_t rows);
	void *ctx;
} riwaya_store_checking;

/** What a check came to. */
typedef struct riwaya_store_checked {
	uint64_t wrong; /* faults told */
	bool stopped;
	uint64_t entries, reports, reviews;
	uint64_t objects, bytes; /* as received, unpacked and hashed again */
	unsigned char head[32];  /* hash of the last entry: written down elsewhere, it proves later what this store held */
	uint64_t seals;          /* good ones, of the wanted key */
	uint64_t sealed;         /* entries up to the one that the last of them is of */
	int64_t sealed_at;
	char key[RIWAYA_KEY_TEXT]; /* of the last of them */
	bool key_given;
} riwaya_store_checked;

/** Checks that a store is as it was written: the log's chain and seals, every report against its digest in the log, every raw object against its
 *  SHA-256, and that nothing that the log tells of is missing, nor anything there that it does not know. What is derived (threads, incidents,
 *  search) is not checked: riwaya_store_rebuild makes it anew. docs/store-log.md tells how to do the same with other tools. */
RIWAYA_API riwaya_status riwaya_store_verify(
	riwaya_store *store, const riwaya_store_checking *how, riwaya_store_checked *out, riwaya_error *err);

/** Seals the log with a private key (riwaya_key_new): an entry that signs the one before it. *entry (may be NULL): which one that is. */
RIWAYA_API riwaya_status riwaya_store_seal(riwaya_store *store, const char *key, uint64_t *entry, riwaya_error *err);

/** Writes what a check found, and what it came to. */
RIWAYA_API riwaya_status riwaya_write_store_fault_json(
	const riwaya_store_fault *fault, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_store_checked_json(
	const riwaya_store *store, const riwaya_store_checked *checked, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_store_checked_text(riwaya_store *store, const riwaya_store_checked *checked,
	const riwaya_show *show, riwaya_sink sink, riwaya_error *err);

/** A report that a rebuild read otherwise than it was stored. */
typedef struct riwaya_rebuilt_report {
	riwaya_slice id, file, title; /* as it was stored */
	riwaya_slice fields; /* what of the page changed, parted by ", ": title, text, published_from …; absent for nothing */
	uint32_t added, gone, changed; /* claims, told apart by their words, what they say and its figure */
	riwaya_slice lost; /* why it stays as it was: its document can't be read any more, or it is not found there. Else absent */
} riwaya_rebuilt_report;

#define RIWAYA_REBUILT_MAP(X) X(NEW, new) X(CHANGED, changed) X(GONE, gone)
#define RIWAYA_E_REBUILT(n, w) RIWAYA_REBUILT_##n,
RIWAYA_ENUM(rebuilt_kind, RIWAYA_E_REBUILT, RIWAYA_REBUILT_MAP)

/** What a rebuild came to. */
typedef struct riwaya_rebuilt {
	uint64_t documents, reports, changed, lost;
	uint64_t claims_added, claims_gone, claims_changed;
	uint64_t incidents, incidents_new, incidents_changed, incidents_gone;
	bool broken_off; /* the caller said to stop: what was done stands; run it again to come to the end */
} riwaya_rebuilt;

/** How to rebuild; zeroes are the defaults. */
typedef struct riwaya_rebuilding {
	bool dry_run; /* tells the same, and changes nothing; nobody else can write to the store meanwhile */
	void (*report)(void *ctx, const riwaya_rebuilt_report *r);
	void (*incident)(
		void *ctx, riwaya_rebuilt_kind kind, riwaya_slice name, riwaya_slice title_ar, riwaya_slice title_en);
	/* Told now and then; `all`: reports there are. False: stop. */
	bool (*progress)(void *ctx, const riwaya_rebuilt *so_far, uint64_t all);
	void *ctx;
} riwaya_rebuilding;

/** Derives everything anew with this engine, from the bytes as received: reports, claims, search, threads, incidents; and tells what changed. Bytes,
 *  names of incidents and people's decisions stay. It may be killed at any moment, and run again. Search finds less until it has ended. */
RIWAYA_API riwaya_status riwaya_store_rebuild(
	riwaya_store *store, const riwaya_rebuilding *how, riwaya_rebuilt *out, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_rebuilt_report_json(
	const riwaya_rebuilt_report *report, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_rebuilt_incident_json(riwaya_rebuilt_kind kind, riwaya_slice name,
	riwaya_slice title_ar, riwaya_slice title_en, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_rebuilt_json(
	const riwaya_rebuilt *rebuilt, bool dry_run, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_rebuilt_text(riwaya_store *store, const riwaya_rebuilt *rebuilt, bool dry_run,
	const riwaya_show *show, riwaya_sink sink, riwaya_error *err);

/** What a backup came to. */
typedef struct riwaya_backed_up {
	uint64_t reports;
	uint64_t bytes; /* of the file */
	bool stopped;   /* the caller said so: nothing was written */
} riwaya_backed_up;

/** Copies a store into a file of SQLite's, as it stands now, while others write to it; a store on a server too. The file is written beside its place and
 *  put there whole; a backup of that name is replaced, any other file is left alone. progress (may be NULL): part done, 0 to 1; false: stop. */
RIWAYA_API riwaya_status riwaya_store_backup(riwaya_store *store, const char *path,
	bool (*progress)(void *ctx, double part), void *ctx, riwaya_backed_up *out, riwaya_error *err);

/** Fills an empty store, a new one, with all that a backup holds: the same ids, names, decisions and log. In one transaction. */
RIWAYA_API riwaya_status riwaya_store_restore(riwaya_store *store, const char *path,
	bool (*progress)(void *ctx, double part), void *ctx, riwaya_backed_up *out, riwaya_error *err);

/* --- people's decisions ------------------------------------------------------------------------------------------------- */
enum { RIWAYA_REVIEW_ID = 16 /* digits of a review's id */ };

/** Keeps a decision: one JSON object as docs/reviews.md has them, or as a person types it (the same file tells what may stand short). What it
 *  touches is brought up to date by the next call that reads incidents. A decision that finds no place, or has no effect, is refused:
 *  ARGUMENT, with the mend. `id` gets that of the review; one that is there already is left as it is. */
RIWAYA_API riwaya_status riwaya_store_review(
	riwaya_store *store, riwaya_slice json, char id[RIWAYA_REVIEW_ID + 1], riwaya_error *err);

/** The same for who saw the store when its log had `seen` entries: where others decided otherwise about the same thing since then, nothing is
 *  kept, *meanwhile says what, until the next call that lists or decides, and the status is BUSY. Otherwise *n is 0. */
RIWAYA_API riwaya_status riwaya_store_review_after(riwaya_store *store, riwaya_slice json, uint64_t seen,
	char id[RIWAYA_REVIEW_ID + 1], const riwaya_decision **meanwhile, size_t *n, riwaya_error *err);

/** Keeps many, one a line, all or none; as riwaya_write_reviews with RIWAYA_REVIEWS_KEPT writes them. Reviews that find no place here are kept
 *  too: they may find it later. Counts may be NULL. */
RIWAYA_API riwaya_status riwaya_store_import_reviews(
	riwaya_store *store, riwaya_slice lines, uint64_t *taken, uint64_t *known, riwaya_error *err);

/** What reviews to list; zeroes ask for all. */
typedef struct riwaya_review_query {
	const char *id;       /* or its beginning */
	const char *incident; /* its name, or the beginning of it: about it, or any of its reports */
	const char *report;   /* its id, or the beginning of it */
	const char *by;
	bool orphans; /* only those that have lost their place */
	bool waiting; /* only those that wait for a second pair of eyes */
} riwaya_review_query;

typedef enum riwaya_reviews_as {
	RIWAYA_REVIEWS_TEXT,
	RIWAYA_REVIEWS_JSON, /* a line each: the review, its state, why it is an orphan */
	RIWAYA_REVIEWS_KEPT, /* a line each: the review alone, as it is kept */
} riwaya_reviews_as;
RIWAYA_API riwaya_status riwaya_write_reviews(riwaya_store *store, const riwaya_review_query *query,
	riwaya_reviews_as as, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);

/** How far people agree over the claims that both judged. json: else for people. */
RIWAYA_API riwaya_status riwaya_write_agreement(
	riwaya_store *store, bool json, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);

/** Whether a decision counts only when two people hold it. set: NULL leaves it as it is. */
RIWAYA_API riwaya_status riwaya_store_second_eyes(riwaya_store *store, const bool *set, bool *now, riwaya_error *err);

/** How many there are of something. */
typedef struct riwaya_store_count {
	riwaya_slice what;
	uint64_t n;
} riwaya_store_count;

typedef struct riwaya_store_counts {
	const riwaya_store_count *p;
	size_t n;
} riwaya_store_counts;

/** What a store holds. */
typedef struct riwaya_store_stats {
	riwaya_slice about; /* "SQLite 3.40.1" */
	uint64_t reports, documents, claims, incidents, reviews, entries;
	uint64_t coded;             /* events that others coded, earlier versions too */
	uint64_t waiting;           /* reports that incidents don't know of yet */
	uint64_t unread;            /* documents that could not be read */
	uint64_t edited;            /* reports of which a later version came */
	uint64_t received;          /* bytes as received … */
	uint64_t packed;            /* … and as they are kept */
	uint64_t size;              /* all of it, on disk */
	bool rebuilding;            /* a rebuild was broken off; run it again */
	riwaya_store_counts tables; /* bytes of each table with its indexes, the largest first; none where the database can't tell */
	riwaya_store_counts outlets;          /* reports of each; the 20 with the most */
	riwaya_store_counts formats, engines; /* reports of each; engines by version and the beginning of the lexicon's hash */
	riwaya_store_counts months;           /* reports received in each: "2024-03" */
} riwaya_store_stats;

/** Counts. What it gives lives until the next call that lists or counts. */
RIWAYA_API riwaya_status riwaya_store_stats_of(riwaya_store *store, riwaya_store_stats *out, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_store_stats_json(
	riwaya_store *store, const riwaya_store_stats *stats, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_store_stats_text(
	riwaya_store *store, const riwaya_store_stats *stats, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);

#ifdef __cplusplus
}
#endif
#endif
