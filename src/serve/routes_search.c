/* routes_search.c: what a search finds, and what changed since a moment. */
#include "serve/inside.h"

enum { MOST = 100 /* reports of one answer */ };

riwaya_status rw_get_search(rw_request *q, riwaya_error *err) {
	static const char *const orders[] = {"received", "published"};
	riwaya_search what = {.query = rw_param_of(q, "q")};
	const riwaya_found *found;
	uint64_t first = 0, most = 20;
	unsigned by = 0;
	if (!what.query) return rw_problem(q, RW_PROBLEM_PARAM, "q is needed: what to search for");
	if (!rw_param_word(q, "by", orders, RW_COUNT(orders), &by) || !rw_param_number(q, "first", 0, UINT32_MAX, &first) ||
		!rw_param_number(q, "most", 1, MOST, &most))
		return RIWAYA_OK;
	what.by_publication = by == 1;
	what.first = (size_t)first;
	what.most = (size_t)most;
	riwaya_status status = riwaya_store_search(q->store, &what, &found, err);
	return status ? status : riwaya_write_found(q->store, found, RIWAYA_LIST_JSON, NULL, rw_out(q), err);
}

riwaya_status rw_get_changes(rw_request *q, riwaya_error *err) {
	riwaya_incident_query query = {
		.place = rw_param_of(q, "place"), .actor = rw_param_of(q, "actor"), .act = rw_param_of(q, "act")};
	const riwaya_changes *changes;
	int64_t since = 0;
	bool given;
	if (!rw_param_moment(q, "since", false, &since, &given)) return RIWAYA_OK;
	if (!given) return rw_problem(q, RW_PROBLEM_PARAM, "since is needed: since when?");
	riwaya_status status = riwaya_store_changes(q->store, since, &query, &changes, err);
	return status ? status : riwaya_write_changes(q->store, changes, RIWAYA_LIST_JSON, NULL, rw_out(q), err);
}
