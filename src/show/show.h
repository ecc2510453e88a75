/* show.h: results as people and programs see them, one file per way of showing.
 *
 * Programs  report_json.c and ledger_json.c write the contracts of docs/formats.md with json.h.
 * People    ledger.c (with lines.c, relations.c, tables.c) lays out a ledger; report_text.c a report, its claims and its mentions;
 *           explain.c what made each claim; evaluation.c how right claims are. They draw on page.h (columns, wrapping, direction, colour) and words.h (labels,
 *           names, numbers and dates in the reader's language).
 *
 * Everything here reads finished structs and the lexicon's rows; nothing judges, counts or regroups claims beyond what
 * layout needs. Functions return false when the sink refused. Scratch memory is the caller's to reset.
 */
#ifndef RW_SHOW_H
#define RW_SHOW_H

#include "extract/extract.h"
#include "show/json.h"
#include "show/words.h"
#include <riwaya/eval.h>
#include <riwaya/evidence.h>
#include <riwaya/store.h>

/* --- JSON -------------------------------------------------------------------------------------------------- */
bool rw_show_report_json(const riwaya_report *r, riwaya_sink sink);
bool rw_show_listed_json(const riwaya_listed *l, riwaya_sink sink);
bool rw_show_claims_json(const riwaya_report *r, const riwaya_claim *claims, size_t n, riwaya_sink sink);
/* `layers` is a comma-separated list, NULL for all. */
/* A report with what the store knows of it. */
bool rw_show_reading_json(rw_arena *a, const riwaya_report *r, const riwaya_claim *claims, size_t n,
	const riwaya_mention *mentions, size_t m, const riwaya_standing *standing, riwaya_sink sink);
bool rw_show_mentions_json(
	const riwaya_report *r, const riwaya_mention *m, size_t n, const char *layers, riwaya_sink sink);
bool rw_show_event_json(const riwaya_coded_event *e, riwaya_sink sink);
bool rw_show_ledger_json(
	const rw_lexicon *lx, rw_arena *scratch, const riwaya_reconciliation *r, bool with_text, riwaya_sink sink);

/* One part of each incident's ledger. */
bool rw_show_section_json(
	const rw_lexicon *lx, rw_arena *scratch, const riwaya_reconciliation *r, riwaya_section only, riwaya_sink sink);

/* Parts that both write: a report object; a claim's and a line's members, without the braces around them. */
void rw_json_report(rw_json *j, const riwaya_report *r);
void rw_json_claim_members(rw_json *j, const riwaya_claim *c, rw_slice id);
/* What people decided of a claim, as its last member, where they did; a list of decisions. decisions.c */
void rw_json_review(rw_json *j, const riwaya_claim *c);
void rw_json_decisions(rw_json *j, const riwaya_decision *d, size_t n);
void rw_json_orphans(rw_json *j, const riwaya_orphan *o, size_t n);
void rw_json_line_members(rw_json *j, const riwaya_incident *i, const riwaya_line *l);
void rw_json_mention(rw_json *j, const riwaya_mention *m);
void rw_json_event(rw_json *j, const riwaya_coded_event *e);
void rw_json_figure(rw_json *j, const riwaya_figure *f); /* its member, null for none */
void rw_json_bounds(rw_json *j, riwaya_when w);          /* "from" and "to", null where not known */

/* --- text -------------------------------------------------------------------------------------------------- */
bool rw_show_ledger_text(
	const rw_lexicon *lx, rw_arena *scratch, const riwaya_reconciliation *r, const riwaya_show *show, riwaya_sink sink);
/* One page of HTML, whole: html/. */
bool rw_show_ledger_html(
	const rw_lexicon *lx, rw_arena *scratch, const riwaya_reconciliation *r, const riwaya_show *show, riwaya_sink sink);
bool rw_show_report_text(
	const rw_lexicon *lx, rw_arena *scratch, const riwaya_report *r, const riwaya_show *show, riwaya_sink sink);
bool rw_show_claims_text(const rw_lexicon *lx, rw_arena *scratch, const riwaya_report *r, const riwaya_claim *claims,
	size_t n, const riwaya_show *show, riwaya_sink sink);
bool rw_show_mentions_text(const rw_lexicon *lx, rw_arena *scratch, const riwaya_report *r, const riwaya_mention *m,
	size_t n, const char *layers, const riwaya_show *show, riwaya_sink sink);
bool rw_show_event_text(
	const rw_lexicon *lx, rw_arena *scratch, const riwaya_coded_event *e, const riwaya_show *show, riwaya_sink sink);
bool rw_show_explanation(const rw_lexicon *lx, rw_arena *scratch, const riwaya_report *r, const riwaya_claim *claims,
	size_t n, const riwaya_show *show, riwaya_sink sink);

/* Why two reports are in one incident or not; `known` as the rw_why counts them. */
struct rw_known;
struct rw_why;
bool rw_show_why_text(const rw_lexicon *lx, rw_arena *scratch, const struct rw_known *known, const struct rw_why *y,
	const riwaya_show *show, riwaya_sink sink);
bool rw_show_why_json(const struct rw_known *known, const struct rw_why *y, riwaya_sink sink);
bool rw_show_missing(const rw_lexicon *lx, rw_arena *scratch, const riwaya_report *r, const rw_missing *m, size_t n,
	const riwaya_show *show, riwaya_sink sink);

/* "ACLED SYR123, 20 Jan 2022, Armed clash, Qasr, 12 killed". */
rw_slice rw_tell_event(const rw_words *w, const riwaya_coded_event *e);

/* --- evaluation -------------------------------------------------------------------------------------------- */
bool rw_show_eval_text(const rw_lexicon *lx, rw_arena *scratch, const riwaya_evaluation *e, const riwaya_show *show,
	bool misses, riwaya_sink sink);
bool rw_show_eval_json(const riwaya_evaluation *e, riwaya_sink sink);

/* --- lists out of a store: listed.c, found.c ------------------------------------------------------------------ */
bool rw_show_incidents(const rw_lexicon *lx, rw_arena *scratch, const riwaya_incident_list *list,
	riwaya_list_format format, const riwaya_show *show, riwaya_sink sink);
bool rw_show_versions(const rw_lexicon *lx, rw_arena *scratch, const riwaya_version_list *list,
	riwaya_list_format format, const riwaya_show *show, riwaya_sink sink);
bool rw_show_changes(const rw_lexicon *lx, rw_arena *scratch, const riwaya_changes *x, riwaya_list_format format,
	const riwaya_show *show, riwaya_sink sink);
bool rw_show_changes_html(
	const rw_lexicon *lx, rw_arena *scratch, const riwaya_changes *x, const riwaya_show *show, riwaya_sink sink);
bool rw_show_found(const rw_lexicon *lx, rw_arena *scratch, const riwaya_found *found, riwaya_list_format format,
	const riwaya_show *show, riwaya_sink sink);
bool rw_show_added(const rw_lexicon *lx, rw_arena *scratch, const riwaya_added *added, riwaya_list_format format,
	const riwaya_show *show, riwaya_sink sink);
/* What a reading room asks: room.c. */
bool rw_show_days(rw_arena *scratch, const riwaya_day_list *list, riwaya_sink sink);
bool rw_show_map(rw_arena *scratch, const riwaya_map_places *map, riwaya_sink sink);
bool rw_show_history(rw_arena *scratch, const riwaya_history *history, riwaya_sink sink);
bool rw_show_sources(rw_arena *scratch, const riwaya_source_list *list, riwaya_sink sink);
bool rw_show_source(rw_arena *scratch, const riwaya_source_account *account, riwaya_sink sink);
/* A row of the list of incidents. */
void rw_json_incident_row(rw_json *j, const riwaya_incident_row *r);
/* "20 shown of 134 reports", "134 reports"; more: there are more than `all`. */
rw_slice rw_tell_shown(const rw_words *w, const char *key, uint64_t n, uint64_t all, bool more);
/* A moment of the store, in milliseconds, as UTC: "2026-11-21T07:26:03Z"; for a person its day. */
void rw_json_put_moment(rw_json *j, const char *key, int64_t ms);
rw_slice rw_moment_words(const rw_words *w, int64_t ms);

/* --- packs of evidence --------------------------------------------------------------------------------------- */
bool rw_show_verified_text(const rw_lexicon *lx, rw_arena *scratch, rw_slice file, const riwaya_verified *v,
	const riwaya_show *show, riwaya_sink sink);
bool rw_show_verified_json(rw_slice file, const riwaya_verified *v, riwaya_sink sink);
bool rw_show_finding_json(const riwaya_finding *f, riwaya_sink sink);

/* --- upkeep of a store --------------------------------------------------------------------------------------- */
bool rw_show_store_checked_text(const rw_lexicon *lx, rw_arena *a, rw_slice where, const riwaya_store_checked *c,
	const riwaya_show *show, riwaya_sink sink);
bool rw_show_store_checked_json(rw_slice where, const riwaya_store_checked *c, riwaya_sink sink);
bool rw_show_store_stats_text(const rw_lexicon *lx, rw_arena *a, rw_slice where, const riwaya_store_stats *x,
	const riwaya_show *show, riwaya_sink sink);
bool rw_show_store_stats_json(rw_slice where, const riwaya_store_stats *x, riwaya_sink sink);
bool rw_show_rebuilt_text(const rw_lexicon *lx, rw_arena *a, rw_slice where, const riwaya_rebuilt *r, bool dry_run,
	const riwaya_show *show, riwaya_sink sink);
bool rw_show_rebuilt_report_json(const riwaya_rebuilt_report *r, riwaya_sink sink);
bool rw_show_rebuilt_incident_json(
	riwaya_rebuilt_kind kind, rw_slice name, rw_slice title_ar, rw_slice title_en, riwaya_sink sink);
bool rw_show_rebuilt_json(const riwaya_rebuilt *r, bool dry_run, riwaya_sink sink);
bool rw_show_store_fault_json(const riwaya_store_fault *f, riwaya_sink sink);

/* The layers that mentions have, in the order of the contract; NULL past the last. */
const char *rw_layer(size_t i);
/* Whether a comma-separated list (NULL for all) names the layer. */
bool rw_layer_listed(const char *layers, rw_slice layer);
/* The first name in the list that is no layer, absent where all are. */
rw_slice rw_layer_unknown(const char *layers);

#endif
