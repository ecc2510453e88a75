/* export.c: which format is written how, and the text that lies beside a file. */
#include "show/export/export.h"
#include <stdio.h>

static const rw_exporting *const formats[] = {
	[RIWAYA_EXPORT_REPORTS_CSV] = &rw_exporting_reports_csv,
	[RIWAYA_EXPORT_REPORTS_JSONL] = &rw_exporting_reports_jsonl,
	[RIWAYA_EXPORT_CLAIMS_CSV] = &rw_exporting_claims_csv,
	[RIWAYA_EXPORT_CLAIMS_JSONL] = &rw_exporting_claims_jsonl,
	[RIWAYA_EXPORT_LINES_CSV] = &rw_exporting_lines_csv,
	[RIWAYA_EXPORT_LINES_JSONL] = &rw_exporting_lines_jsonl,
	[RIWAYA_EXPORT_ACLED] = &rw_exporting_acled,
	[RIWAYA_EXPORT_UCDP] = &rw_exporting_ucdp,
	[RIWAYA_EXPORT_AIRWARS] = &rw_exporting_airwars,
	[RIWAYA_EXPORT_PLOVER] = &rw_exporting_plover,
	[RIWAYA_EXPORT_GEOJSON] = &rw_exporting_geojson,
	[RIWAYA_EXPORT_SCHEMA_ORG] = &rw_exporting_schema_org,
	[RIWAYA_EXPORT_UWAZI] = &rw_exporting_uwazi,
	[RIWAYA_EXPORT_CODED_JSONL] = &rw_exporting_coded_jsonl,
};

static const rw_exporting *of(const rw_exporter *x) { return formats[x->format]; }

bool rw_export_of_reports(riwaya_export_format f) {
	return (unsigned)f < RW_COUNT(formats) && formats[f]->report && !formats[f]->incident;
}

bool rw_export_of_events(riwaya_export_format f) { return (unsigned)f < RW_COUNT(formats) && formats[f]->event; }

bool rw_export_takes_reports(riwaya_export_format f) {
	return rw_export_of_reports(f) || ((unsigned)f < RW_COUNT(formats) && formats[f]->apart);
}

bool rw_export_failed(const rw_exporter *x) { return of(x)->table ? x->csv.failed : x->j.failed; }

void rw_export_begin(rw_exporter *x) {
	if (of(x)->table) rw_csv_begin(&x->csv, x->sink, x->o.bom, x->o.formulas);
	/* Features and claims of a document on a line each. */
	if (of(x)->document) rw_json_begin(&x->j, x->sink, 2);
	if (of(x)->begin) of(x)->begin(x);
}

void rw_export_end(rw_exporter *x) {
	if (of(x)->end) of(x)->end(x);
	if (of(x)->document) rw_json_end(&x->j);
	if (of(x)->table) rw_csv_end(&x->csv);
}

void rw_export_report(rw_exporter *x, const riwaya_report *r, const riwaya_claim *claims, size_t n) {
	rw_mark m = rw_arena_mark(x->a);
	of(x)->report(x, r, claims, n);
	rw_arena_reset(x->a, m);
}

void rw_export_event(rw_exporter *x, const riwaya_coded_event *e) {
	rw_mark m = rw_arena_mark(x->a);
	of(x)->event(x, e);
	rw_arena_reset(x->a, m);
}

void rw_export_incident(rw_exporter *x, const riwaya_reconciliation *r, size_t k) {
	rw_mark m = rw_arena_mark(x->a);
	x->r = r;
	if (of(x)->incident) of(x)->incident(x, &r->incidents[k]);
	x->r = NULL;
	rw_arena_reset(x->a, m);
}

void rw_export_add(rw_exporter *x, const riwaya_reconciliation *r) {
	const rw_exporting *f = of(x);
	for (size_t k = 0; k < r->n_incidents && !rw_export_failed(x); k++) rw_export_incident(x, r, k);
	rw_mark m = rw_arena_mark(x->a);
	bool *in = RW_ARRAY(x->a, bool, r->n_reports);
	for (size_t k = 0; f->incident && k < r->n_incidents; k++)
		for (size_t n = 0; n < r->incidents[k].n_reports; n++)
			if (r->incidents[k].reports[n].report < r->n_reports) in[r->incidents[k].reports[n].report] = true;
	for (size_t k = 0; rw_export_takes_reports(x->format) && k < r->n_reports && !rw_export_failed(x); k++)
		if (!in[k]) rw_export_report(x, r->reports[k], r->claims[k], r->n_claims[k]);
	rw_arena_reset(x->a, m);
}

/* --- beside the file ------------------------------------------------------------------------------------------------------ */
static bool say(rw_exporter *x, rw_slice s) {
	return x->sink.write(x->sink.ctx, s.p ? s.p : "", s.n) && x->sink.write(x->sink.ctx, "\n", 1);
}

static bool about(rw_exporter *x, const rw_words *w) {
	const char *format = riwaya_export_format_word(x->format);
	rw_slice name = rw_slice_z(format), unknown = rw_number(w, x->o.unknown_killed);
	rw_slice made = rw_arena_printf(x->a, "riwaya %s", riwaya_version());
	rw_slice lexicon =
		rw_slice_of(rw_lexicon_hash(x->lx).p, rw_lexicon_hash(x->lx).n < 12 ? rw_lexicon_hash(x->lx).n : 12);
	bool good = say(x, RW_FILL(w, "export_about", name, made, lexicon)) && say(x, rw_label(w, "export_about_all"));
	rw_slice kind = rw_label_of(w, "export_about_", format);
	if (kind.n) good = good && say(x, RW_FILL(w, rw_arena_printf(x->a, "export_about_%s", format).p, unknown));
	if (of(x)->table) good = good && say(x, rw_label(w, x->o.formulas ? "export_about_raw" : "export_about_formulas"));
	return good && say(x, rw_label(w, "export_about_more"));
}

bool rw_export_about(rw_exporter *x) { return about(x, &x->en) && say(x, RW_LIT("")) && about(x, &x->ar); }
