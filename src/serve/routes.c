/* routes.c: the table of what may be asked, and who may. docs/openapi.json tells the same to others, and a test compares them. */
#include "serve/inside.h"

#define FILTERS "since until place actor act contradicted unreviewed changed_since reports"

/* A path without variables stands before one that would fit it too. */
static const rw_route table[] = {
	{RW_GET, "/api/openapi.json", RW_ANYONE, "", rw_get_openapi, 0, 0},
	{RW_GET, "/api/about", RW_READER, "", rw_get_about, 0, 0},
	{RW_GET, "/api/state", RW_READER, "", rw_get_state, 0, 0},
	{RW_GET, "/api/words", RW_READER, "", rw_get_words, RW_ROUTE_KEPT, 0},
	{RW_GET, "/api/session", RW_ANYONE, "", rw_get_session, 0, 0},
	{RW_POST, "/api/session", RW_ANYONE, "", rw_post_session, RW_ROUTE_SLOW, RW_SERVE_FORM},
	{RW_DELETE, "/api/session", RW_READER, "", rw_delete_session, 0, 0},
	{RW_POST, "/api/session/password", RW_READER, "", rw_post_password, RW_ROUTE_SLOW, RW_SERVE_FORM},
	{RW_GET, "/api/accounts", RW_ADMIN, "", rw_get_accounts, 0, 0},
	{RW_POST, "/api/accounts", RW_ADMIN, "", rw_post_account, RW_ROUTE_SLOW, RW_SERVE_FORM},
	{RW_GET, "/api/accounts/log", RW_ADMIN, "before most", rw_get_accounts_log, 0, 0},
	{RW_PATCH, "/api/accounts/{name}", RW_ADMIN, "", rw_patch_account, RW_ROUTE_SLOW, RW_SERVE_FORM},
	{RW_GET, "/api/incidents", RW_READER, FILTERS " sort after first most", rw_get_incidents, RW_ROUTE_KEPT, 0},
	{RW_GET, "/api/incidents/days", RW_READER, FILTERS, rw_get_days, RW_ROUTE_KEPT, 0},
	{RW_GET, "/api/incidents/map", RW_READER, FILTERS, rw_get_map, RW_ROUTE_KEPT, 0},
	{RW_GET, "/api/incidents/{name}/history", RW_READER, "", rw_get_history, RW_ROUTE_KEPT, 0},
	{RW_GET, "/api/incidents/{name}.html", RW_READER, "as_of", rw_get_incident_page,
		RW_ROUTE_KEPT | RW_ROUTE_SPOKEN | RW_ROUTE_SLOW, 0},
	{RW_GET, "/api/incidents/{name}", RW_READER, "as_of", rw_get_incident, RW_ROUTE_KEPT | RW_ROUTE_SLOW, 0},
	{RW_GET, "/api/reports/{id}", RW_READER, "", rw_get_report, RW_ROUTE_KEPT, 0},
	{RW_GET, "/api/reports/{id}/raw", RW_READER, "save", rw_get_received, 0, 0},
	{RW_GET, "/api/reports/{id}/versions", RW_READER, "", rw_get_versions, RW_ROUTE_KEPT, 0},
	{RW_GET, "/api/why", RW_READER, "a b", rw_get_why, RW_ROUTE_KEPT | RW_ROUTE_SLOW, 0},
	{RW_GET, "/api/search", RW_READER, "q by first most", rw_get_search, RW_ROUTE_KEPT, 0},
	{RW_GET, "/api/changes", RW_READER, "since place actor act", rw_get_changes, RW_ROUTE_KEPT | RW_ROUTE_SLOW, 0},
	{RW_GET, "/api/sources", RW_READER, "kind find by first most", rw_get_sources, RW_ROUTE_KEPT, 0},
	{RW_GET, "/api/sources/{key}", RW_READER, "first most", rw_get_source, RW_ROUTE_KEPT, 0},
	{RW_GET, "/api/places", RW_READER, "find near", rw_get_places, RW_ROUTE_KEPT, 0},
	{RW_GET, "/api/reviews", RW_READER, "incident report by orphans waiting", rw_get_reviews, RW_ROUTE_KEPT, 0},
	{RW_POST, "/api/reviews", RW_REVIEWER, "", rw_post_review, RW_ROUTE_WRITES | RW_ROUTE_SLOW, RW_SERVE_BODY},
	{RW_GET, "/api/reviews/agreement", RW_READER, "", rw_get_agreement, RW_ROUTE_KEPT, 0},
	{RW_POST, "/api/add", RW_REVIEWER, "", rw_post_add, RW_ROUTE_WRITES | RW_ROUTE_SLOW, RW_SERVE_UPLOAD},
	{RW_GET, "/api/jobs/{id}", RW_REVIEWER, "", rw_get_job, 0, 0},
	{RW_GET, "/api/exports/{format}", RW_READER, "incident " FILTERS " bom codes", rw_get_export, RW_ROUTE_SLOW, 0},
};

/* Puts the parts that stand for {…} into q, in the room where the path lies. */
static bool fits(rw_request *q, const char *pattern) {
	const char *p = q->path;
	size_t n = 0;
	const char *start[RW_SERVE_VARIABLES];
	size_t length[RW_SERVE_VARIABLES];
	while (*pattern) {
		if (*pattern != '{') {
			if (*pattern++ != *p++) return false;
			continue;
		}
		pattern += strcspn(pattern, "}") + 1;
		size_t part = strcspn(p, "/"), behind = strlen(pattern);
		bool last = !strchr(pattern, '/');
		if (last) { /* what stands behind it ends the path */
			if (p[part] || part <= behind || strcmp(p + part - behind, pattern) != 0) return false;
			part -= behind;
			pattern += behind;
		}
		if (!part || n == RW_SERVE_VARIABLES) return false;
		start[n] = p;
		length[n++] = part;
		p += last ? strlen(p) : part;
	}
	if (*p) return false;
	for (size_t i = 0; i < n; i++) {
		memcpy(q->room, start[i], length[i]);
		q->room[length[i]] = '\0';
		q->variables[i] = q->room;
		q->room += length[i] + 1;
	}
	return true;
}

const rw_route *rw_route_of(rw_request *q, unsigned *allow) {
	const rw_route *found = NULL;
	const char *path = NULL;
	*allow = 0;
	for (size_t i = 0; i < RW_COUNT(table); i++) {
		if (path ? strcmp(path, table[i].path) != 0 : !fits(q, table[i].path)) continue;
		path = table[i].path;
		*allow |= 1u << table[i].method;
		if (table[i].method == q->method) found = &table[i];
	}
	return found;
}

const char *rw_route_stranger(const rw_request *q) {
	for (size_t i = 0; i < q->n_params; i++) {
		size_t n = strlen(q->params[i].name);
		bool known = strcmp(q->params[i].name, "lang") == 0; /* of problems: any route's */
		for (const char *p = q->route->params; *p && !known;) {
			size_t m = strcspn(p, " ");
			known = m == n && memcmp(p, q->params[i].name, n) == 0;
			p += m + (p[m] == ' ');
		}
		if (!known) return q->params[i].name;
	}
	return NULL;
}
