/* riwaya/export.h: reports, claims, lines and incidents in the formats of others: tables, ACLED, UCDP GED, Airwars, PLOVER, GeoJSON,
 * schema.org, Uwazi. docs/exports.md tells column by column what each holds, how it counts and what is lost.
 *
 *     riwaya_export_options o = {.bom = true};
 *     if (riwaya_export(set, RIWAYA_EXPORT_ACLED, &o, sink, NULL, &err)) return 1;
 *
 * For more than memory holds, an *exporter* takes them bit by bit, and keeps none of it:
 *
 *     riwaya_exporter *x;
 *     if (riwaya_export_begin(engine, RIWAYA_EXPORT_ACLED, &o, sink, &x, &err)) return 1;
 *     while (more) riwaya_export_add(x, r, &err);    one incident or a thousand, with their reports
 *     riwaya_export_end(x, &exported, &err);         frees x too
 *
 * Order      What is written stands in the order in which it was added.
 * Proposals  What a format wants a person to judge (a grade, a kind of event, who stood against whom) is proposed by rule and says so. Counts
 *            are of what was reported; nothing is rounded, averaged or made up.
 * Formulas   A text in a CSV file that a spreadsheet would take for a formula is written behind an apostrophe, and so is one that begins with
 *            an apostrophe itself: taking one away from every text that begins with it gives back what was read.
 */
#ifndef RIWAYA_EXPORT_H
#define RIWAYA_EXPORT_H

#include <riwaya/riwaya.h>
#include <riwaya/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Each format: its enum, and the name that users give it. */
/* clang-format off */
#define RIWAYA_EXPORT_FORMAT_MAP(X) \
	X(REPORTS_CSV, reports-csv) X(REPORTS_JSONL, reports-jsonl) X(CLAIMS_CSV, claims-csv) X(CLAIMS_JSONL, claims-jsonl) \
	X(LINES_CSV, lines-csv) X(LINES_JSONL, lines-jsonl) X(ACLED, acled) X(UCDP, ucdp) X(AIRWARS, airwars) \
	X(PLOVER, plover) X(GEOJSON, geojson) X(SCHEMA_ORG, schema-org) X(UWAZI, uwazi) X(CODED_JSONL, coded-jsonl)
/* clang-format on */
#define RIWAYA_E_EXPORT_FORMAT(n, w) RIWAYA_EXPORT_##n,
RIWAYA_ENUM(export_format, RIWAYA_E_EXPORT_FORMAT, RIWAYA_EXPORT_FORMAT_MAP)

/** What a person ruled on a claim: without one, schema.org gets a Claim and no ClaimReview. */
typedef struct riwaya_ruling {
	riwaya_slice by, why; /* whose ruling, and the reason in their words */
	riwaya_slice rating;  /* the ruling in words: "confirmed" */
	riwaya_slice url;     /* where it is published, absent where it is not */
	riwaya_when at;
	int value, worst, best; /* a number on a scale; all 0 where the ruling is words alone */
} riwaya_ruling;

enum { RIWAYA_UNKNOWN_KILLED = 3 }; /* what ACLED's rule gives where nobody says how many, outside of war */

/** Options; zeroes are the defaults. */
typedef struct riwaya_export_options {
	bool bom;      /* tables: begin with a byte order mark, by which some spreadsheets know UTF-8 */
	bool arabic;   /* where a column has room for one language: Arabic, else English */
	bool numbers;  /* ACLED: kinds of actors as numbers in place of words */
	bool formulas; /* tables: leave texts that look like formulas as they are: for programs, never for spreadsheets */
	unsigned unknown_killed; /* ACLED: killed where no number is known; 0 for RIWAYA_UNKNOWN_KILLED */
	/* What was ruled on a claim of a report; NULL for no ruling. The ruling need not outlive the call. May itself be NULL. */
	const riwaya_ruling *(*ruling)(void *ctx, const riwaya_report *report, const riwaya_claim *claim);
	void *ruling_ctx;
} riwaya_export_options;

/** What became of it. */
typedef struct riwaya_exported {
	uint64_t written;   /* rows, lines, features, claims */
	uint64_t undated;   /* left out: the format wants a date, and the incident has none */
	uint64_t nowhere;   /* left out: the format wants a country, and the incident has none */
	uint64_t bloodless; /* left out: the format is of killings, and nobody tells of any */
} riwaya_exported;

typedef struct riwaya_exporter riwaya_exporter;

/** Begins, and writes what stands at the head of the file. The engine must outlive the exporter. */
RIWAYA_API riwaya_status riwaya_export_begin(const riwaya_engine *engine, riwaya_export_format format,
	const riwaya_export_options *options, riwaya_sink sink, riwaya_exporter **out, riwaya_error *err);
/** Writes incidents, or, as the format is of those, reports or claims. Formats of claims (PLOVER, schema.org) take those of incidents, and those of
 *  reports that are in none. */
RIWAYA_API riwaya_status riwaya_export_add(riwaya_exporter *x, const riwaya_reconciliation *r, riwaya_error *err);
/** Writes the k-th incident of a reconciliation alone; nothing, where the format is of reports. */
RIWAYA_API riwaya_status riwaya_export_incident(
	riwaya_exporter *x, const riwaya_reconciliation *r, size_t k, riwaya_error *err);
/** Writes one report, or its claims, where the format is of those (riwaya_export_of_reports): no reconciling is needed. Formats of claims take
 *  reports that are in no incident so. */
RIWAYA_API riwaya_status riwaya_export_report(
	riwaya_exporter *x, const riwaya_report *report, const riwaya_claim *claims, size_t n_claims, riwaya_error *err);
/** Writes an event that others coded, where the format is of those. */
RIWAYA_API riwaya_status riwaya_export_event(riwaya_exporter *x, const riwaya_coded_event *event, riwaya_error *err);
/** Writes what stands at the end, says what became of it (`exported` may be NULL), and frees the exporter. */
RIWAYA_API riwaya_status riwaya_export_end(riwaya_exporter *x, riwaya_exported *exported, riwaya_error *err);
/** Frees an exporter without ending the file. NULL is allowed. */
RIWAYA_API void riwaya_export_free(riwaya_exporter *x);

/** All of a set at once. */
RIWAYA_API riwaya_status riwaya_export(riwaya_set *set, riwaya_export_format format,
	const riwaya_export_options *options, riwaya_sink sink, riwaya_exported *exported, riwaya_error *err);

/** What of a store is exported; zeroes ask for all. */
typedef struct riwaya_store_exporting {
	riwaya_incident_query incidents; /* of formats of incidents and of claims of incidents; most: 0 for all */
	riwaya_report_query reports;     /* of formats of reports and their claims; `after` and `most` are not looked at */
	void (*progress)(void *ctx, uint64_t done, uint64_t all); /* all: 0 where it is not known. May be NULL */
	void *ctx;
} riwaya_store_exporting;

/** Of a store, bit by bit: incidents as they are listed, or reports in order of coming, reviews applied. Formats of claims (PLOVER, schema.org) take
 *  those of incidents, then those of reports that are in none, unless incidents are asked for by more than their time. */
RIWAYA_API riwaya_status riwaya_export_store(riwaya_store *store, const riwaya_store_exporting *what,
	riwaya_export_format format, const riwaya_export_options *options, riwaya_sink sink, riwaya_exported *exported,
	riwaya_error *err);

/** Whether a format is of events that others coded. */
RIWAYA_API bool riwaya_export_of_events(riwaya_export_format format);
/** Whether a format takes reports one by one, with no incidents: of reports and of claims as tables and as JSON. */
RIWAYA_API bool riwaya_export_of_reports(riwaya_export_format format);
/** A text for people, in both languages, to lie beside the file: what made it, by which rules it counts, what it leaves out. */
RIWAYA_API riwaya_status riwaya_export_about(const riwaya_engine *engine, riwaya_export_format format,
	const riwaya_export_options *options, riwaya_sink sink, riwaya_error *err);

#ifdef __cplusplus
}
#endif
#endif
