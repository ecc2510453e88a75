/* routes_incidents.c: lists of incidents, and one of them with its ledger. */
#include "serve/inside.h"

enum { MOST = 1000 /* rows of one answer */ };

riwaya_status rw_get_incidents(rw_request *q, riwaya_error *err) {
	static const char *const sorts[] = {"time", "changed", "reports", "contradictions", "killed"}; /* riwaya_sort's */
	riwaya_incident_query query = {0};
	const riwaya_incident_list *list;
	uint64_t first = 0, most = 50;
	unsigned sort = 0;
	if (!rw_param_incidents(q, &query) || !rw_param_word(q, "sort", sorts, RW_COUNT(sorts), &sort) ||
		!rw_param_number(q, "first", 0, UINT32_MAX, &first) || !rw_param_number(q, "most", 1, MOST, &most))
		return RIWAYA_OK;
	query.sort = (riwaya_sort)sort;
	query.after = rw_param_of(q, "after");
	query.first = (size_t)first;
	query.most = (size_t)most;
	riwaya_status status = riwaya_store_incidents(q->store, &query, &list, err);
	return status ? status : riwaya_write_incidents(q->store, list, RIWAYA_LIST_JSON, NULL, rw_out(q), err);
}

riwaya_status rw_get_incident(rw_request *q, riwaya_error *err) {
	const riwaya_show show = {.with_text = true};
	riwaya_set *set;
	int64_t as_of = 0;
	bool given;
	if (!rw_param_moment(q, "as_of", true, &as_of, &given)) return RIWAYA_OK;
	riwaya_error e = {0};
	if (riwaya_store_ledger(q->store, q->variables[0], given ? &as_of : NULL, &set, &e))
		return rw_problem_unknown(q, RW_PROBLEM_NO_INCIDENT, &e);
	riwaya_status status = riwaya_write_ledger_json(set, &show, rw_out(q), err);
	riwaya_set_free(set);
	return status;
}

/* A page to keep: the asker's language is the page's. */
riwaya_status rw_get_incident_page(rw_request *q, riwaya_error *err) {
	riwaya_set *set;
	int64_t as_of = 0;
	bool given;
	char name[32];
	if (!rw_param_moment(q, "as_of", true, &as_of, &given)) return RIWAYA_OK;
	riwaya_error e = {0};
	if (riwaya_store_incident_name(q->store, q->variables[0], name, &e) ||
		riwaya_store_ledger(q->store, name, given ? &as_of : NULL, &set, &e))
		return rw_problem_unknown(q, RW_PROBLEM_NO_INCIDENT, &e);
	const riwaya_show show = {.arabic = q->arabic, .as_of = given ? &as_of : NULL};
	q->out.frame = RW_FRAME_STATIC;
	q->out.type = "text/html; charset=utf-8";
	riwaya_status status = riwaya_write_ledger_html(set, &show, rw_out(q), err);
	riwaya_set_free(set);
	if (!status)
		rw_answer_header(
			&q->out, "Content-Disposition", rw_arena_printf(q->a, "inline; filename=\"%s.html\"%c", name, '\0').p);
	return status;
}
