/* routes_exports.c: incidents, claims and reports in the formats of others, as riwaya export writes them. */
#include "serve/inside.h"
#include <riwaya/export.h>
#include <stdio.h>
#include <stdlib.h>

/* What programs call the format, and how its file's name ends. */
static void kind_of(riwaya_export_format format, const char **type, const char **ending) {
	switch (format) {
	case RIWAYA_EXPORT_REPORTS_JSONL:
	case RIWAYA_EXPORT_CLAIMS_JSONL:
	case RIWAYA_EXPORT_LINES_JSONL:
	case RIWAYA_EXPORT_PLOVER: *type = "application/jsonl; charset=utf-8", *ending = "jsonl"; break;
	case RIWAYA_EXPORT_GEOJSON: *type = "application/geo+json", *ending = "geojson"; break;
	case RIWAYA_EXPORT_SCHEMA_ORG: *type = "application/json; charset=utf-8", *ending = "json"; break;
	default: *type = "text/csv; charset=utf-8", *ending = "csv"; break;
	}
}

/* One incident alone. */
static riwaya_status export_one(
	rw_request *q, const char *name, riwaya_export_format format, const riwaya_export_options *how, riwaya_error *err) {
	riwaya_set *set;
	riwaya_error e = {0};
	if (riwaya_store_ledger(q->store, name, NULL, &set, &e)) return rw_problem_unknown(q, RW_PROBLEM_NO_INCIDENT, &e);
	riwaya_status status = riwaya_export(set, format, how, rw_out(q), NULL, err);
	riwaya_set_free(set);
	return status;
}

riwaya_status rw_get_export(rw_request *q, riwaya_error *err) {
	riwaya_export_format format;
	riwaya_export_options how = {.arabic = q->arabic};
	riwaya_store_exporting what = {0};
	const char *incident = rw_param_of(q, "incident"), *type, *ending;
	char name[96];
	if (!riwaya_export_format_parse(rw_slice_z(q->variables[0]), &format))
		return rw_problem(q, RW_PROBLEM_NOTHING, "there is no such format; docs/exports.md has them");
	if (!rw_param_incidents(q, &what.incidents) || !rw_param_flag(q, "bom", &how.bom) ||
		!rw_param_flag(q, "codes", &how.numbers))
		return RIWAYA_OK;
	what.reports.since = what.incidents.since;
	what.reports.until = what.incidents.until;
	riwaya_status status = incident ? export_one(q, incident, format, &how, err)
									: riwaya_export_store(q->store, &what, format, &how, rw_out(q), NULL, err);
	if (status || q->out.status) return status;
	kind_of(format, &type, &ending);
	q->out.type = type;
	snprintf(name, sizeof name, "attachment; filename=\"riwaya-%s.%s\"", riwaya_export_format_word(format), ending);
	rw_answer_header(&q->out, "Content-Disposition", name);
	return RIWAYA_OK;
}
