/* list.c: finding incidents and reports. */
#include "store/list.h"
#include "text/text.h"

/* --- what people call things ------------------------------------------------------------------------------------------- */
static bool names_row(rw_arena *a, const rw_lexicon *lx, rw_row row, rw_slice folded) {
	static const char *const columns[] = {"forms", "ar", "en"};
	for (size_t i = 0; i < RW_COUNT(columns); i++) {
		rw_slice forms = rw_row_get(lx, row, columns[i]);
		while (forms.p) {
			rw_slice form = rw_slice_cut(&forms, '|');
			if (form.n && rw_slice_eq(rw_fold(a, rw_slice_trim(form)), folded)) return true;
		}
	}
	return false;
}

/* The id of what a person means: an id of the table, or a name in it. */
static riwaya_status meant(riwaya_store *s, const char *table, const char *word, rw_slice *id, riwaya_error *err) {
	rw_slice given = rw_slice_trim(rw_slice_z(word));
	rw_row row = rw_row_find(s->lx, table, given);
	*id = given;
	if (row) return RIWAYA_OK;
	rw_slice folded = rw_fold(&s->scratch, given);
	uint32_t n;
	row = rw_table_rows(s->lx, table, &n);
	for (uint32_t i = 0; i < n; i++, row++) {
		rw_mark m = rw_arena_mark(&s->scratch);
		bool found = names_row(&s->scratch, s->lx, row, folded);
		rw_arena_reset(&s->scratch, m);
		if (!found) continue;
		*id = rw_row_get(s->lx, row, "id");
		return RIWAYA_OK;
	}
	return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0,
		"'" RW_FMT "' is no id or name of the table %s; riwaya lexicon show tells what is known", RW_ARG(given), table);
}

/* --- lists ----------------------------------------------------------------------------------------------------------------- */
typedef struct filter {
	const char *sql; /* with one value */
	enum { VALUE_TEXT, VALUE_INT } kind;
	rw_slice text;
	int64_t number;
} filter;

static const char *order_of(riwaya_sort sort) {
	switch (sort) {
	case RIWAYA_SORT_CHANGED: return "i.changed DESC, i.name";
	case RIWAYA_SORT_REPORTS: return "i.reports DESC, i.name";
	case RIWAYA_SORT_CONTRADICTIONS: return "i.contradictions DESC, i.name";
	case RIWAYA_SORT_KILLED: return "coalesce(i.killed_high, i.killed_low, -1) DESC, i.name";
	default: return "coalesce(i.time_from, -1) DESC, i.name";
	}
}

/* The text of a statement, once for each text: statements are known by where their text lies. */
const char *rw_store_text(riwaya_store *s, rw_slice sql) {
	for (size_t i = 0; i < s->texts.n; i++)
		if (rw_slice_eq(s->texts.p[i], sql)) return s->texts.p[i].p;
	rw_slice text = rw_arena_printf(&s->a, RW_FMT, RW_ARG(sql));
	rw_vec_push(&s->a, &s->texts, text);
	return text.p;
}

static riwaya_status query_of(riwaya_store *s, const char *what, const filter *filters, size_t n, const char *end,
	rw_stmt **out, riwaya_error *err) {
	rw_buf b = RW_BUF(&s->scratch);
	rw_buf_printf(&b, "SELECT %s FROM incident i", what);
	for (size_t i = 0; i < n; i++) {
		rw_buf_z(&b, i ? " AND " : " WHERE ");
		rw_buf_printf(&b, filters[i].sql, (unsigned)i + 1);
	}
	rw_buf_z(&b, end);
	riwaya_status status = rw_db_stmt(s->db, rw_store_text(s, rw_buf_view(&b)), out, err);
	for (size_t i = 0; i < n && !status; i++) {
		if (filters[i].kind == VALUE_TEXT)
			rw_bind_text(*out, (unsigned)i + 1, filters[i].text);
		else
			rw_bind_int(*out, (unsigned)i + 1, filters[i].number);
	}
	return status;
}

static rw_slice listed(riwaya_store *s, rw_stmt *q, unsigned i) {
	rw_slice v = rw_col_text(q, i);
	return v.p ? rw_arena_copy(&s->list, v) : RW_NONE;
}

static void take_row(riwaya_store *s, rw_stmt *q, riwaya_incident_row *r) {
	*r = (riwaya_incident_row){.name = listed(s, q, 0),
		.title = {listed(s, q, 1), listed(s, q, 2)},
		.place_id = listed(s, q, 3),
		.place_text = listed(s, q, 4),
		.lat = rw_col_double(q, 5),
		.lon = rw_col_double(q, 6),
		.has_position = !rw_col_null(q, 5),
		.reports = (uint32_t)rw_col_int(q, 9),
		.outlets = (uint32_t)rw_col_int(q, 10),
		.origins = (uint32_t)rw_col_int(q, 11),
		.claims = (uint32_t)rw_col_int(q, 12),
		.contradictions = (uint32_t)rw_col_int(q, 13),
		.first_received = rw_col_int(q, 16),
		.changed = rw_col_int(q, 17)};
	if (!rw_col_null(q, 7)) r->time = (riwaya_when){rw_col_int(q, 7), rw_col_int(q, 8), RIWAYA_PRECISION_DAY};
	r->killed = (riwaya_range){rw_col_double(q, 14), rw_col_double(q, 15), !rw_col_null(q, 14), !rw_col_null(q, 15)};
	r->has_killed = r->killed.has_low || r->killed.has_high;
}

#define TAGGED(kind) "i.id IN (SELECT g.incident FROM incident_tag g WHERE g.kind = '" kind "' AND g.tag = ?%u)"

riwaya_status rw_list_incidents(
	riwaya_store *s, const riwaya_incident_query *query, riwaya_incident_list *out, riwaya_error *err) {
	filter filters[10];
	size_t n = 0;
	riwaya_status status = RIWAYA_OK;
	*out = (riwaya_incident_list){0};
	const struct {
		const char *word, *table, *sql;
	} tags[] = {{query->place, "places", TAGGED("place")}, {query->actor, "actors", TAGGED("actor")},
		{query->act, "predicates", TAGGED("act")}};
	for (size_t i = 0; i < RW_COUNT(tags) && !status; i++) {
		if (!tags[i].word) continue;
		filters[n] = (filter){.sql = tags[i].sql, .kind = VALUE_TEXT};
		status = meant(s, tags[i].table, tags[i].word, &filters[n++].text, err);
	}
	if (status) return status;
	if (query->since.precision) filters[n++] = (filter){"i.time_to >= ?%u", VALUE_INT, RW_NONE, query->since.from};
	if (query->until.precision) filters[n++] = (filter){"i.time_from <= ?%u", VALUE_INT, RW_NONE, query->until.to};
	if (query->contradicted) filters[n++] = (filter){"i.contradictions >= ?%u", VALUE_INT, RW_NONE, 1};
	if (query->reports) filters[n++] = (filter){"i.reports >= ?%u", VALUE_INT, RW_NONE, query->reports};
	if (query->changed_since) filters[n++] = (filter){"i.changed >= ?%u", VALUE_INT, RW_NONE, query->changed_since};
	rw_stmt *q;
	bool row;
	status = query_of(s, "count(*)", filters, n, "", &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	out->all = (uint64_t)rw_col_int(q, 0);
	rw_stmt_reset(q);
	size_t most = query->most ? query->most : 50;
	if (most > RIWAYA_STORE_PAGE) most = RIWAYA_STORE_PAGE;
	rw_slice end =
		rw_arena_printf(&s->scratch, " ORDER BY %s LIMIT ?%zu OFFSET ?%zu", order_of(query->sort), n + 1, n + 2);
	status = query_of(s,
		"i.name, i.title_ar, i.title_en, i.place, i.place_text, i.lat, i.lon, i.time_from, i.time_to, i.reports, i.outlets, "
		"i.origins, i.claims, i.contradictions, i.killed_low, i.killed_high, i.first_received, i.changed",
		filters, n, end.p, &q, err);
	if (status) return status;
	rw_bind_int(q, (unsigned)n + 1, (int64_t)most);
	rw_bind_int(q, (unsigned)n + 2, (int64_t)query->first);
	RW_VEC(riwaya_incident_row) rows = {0};
	while (!(status = rw_step(q, &row, err)) && row) {
		riwaya_incident_row r;
		take_row(s, q, &r);
		rw_vec_push(&s->list, &rows, r);
	}
	out->rows = rows.p;
	out->n = rows.n;
	return status;
}

/* --- one of them --------------------------------------------------------------------------------------------------------- */
/* The end of a range of texts that begin so: behind every one of them by bytes. */
static rw_slice behind(rw_arena *a, rw_slice start) { return rw_arena_printf(a, RW_FMT "\x7f", RW_ARG(start)); }

riwaya_status rw_find_incident(riwaya_store *s, rw_slice given, int64_t *incident, rw_slice *name, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	given = rw_slice_trim(given);
	riwaya_status status = rw_db_stmt(s->db,
		"SELECT n.name, i.id, i.name FROM name n JOIN thread x ON x.report = n.report AND x.number = n.thread JOIN incident i ON "
		"i.id = x.incident WHERE n.name >= ?1 AND n.name <= ?2 ORDER BY n.name LIMIT 3",
		&q, err);
	if (status) return status;
	rw_bind_text(q, 1, given);
	rw_bind_text(q, 2, behind(&s->scratch, given));
	*incident = 0;
	bool several = false;
	while (given.n && !(status = rw_step(q, &row, err)) && row) {
		if (*incident && *incident != rw_col_int(q, 1)) several = true;
		if (*incident) continue;
		*incident = rw_col_int(q, 1);
		*name = rw_arena_copy(&s->work, rw_col_text(q, 2));
		if (rw_slice_eq(rw_col_text(q, 0), given)) { /* whole: others may begin with it */
			rw_stmt_reset(q);
			break;
		}
	}
	if (status) return status;
	if (several)
		return rw_fail(err, RIWAYA_ARGUMENT, s->where, 0, 0,
			"several incidents begin with '" RW_FMT "'; give more of the name", RW_ARG(given));
	if (!*incident)
		return rw_fail(err, RIWAYA_ARGUMENT, s->where, 0, 0,
			"there is no incident '" RW_FMT "'; riwaya incidents lists them", RW_ARG(given));
	return RIWAYA_OK;
}

bool rw_has_name(riwaya_store *s, rw_slice given, rw_slice *name) {
	rw_stmt *q;
	bool row;
	if (!given.n ||
		rw_db_stmt(s->db, "SELECT name FROM name WHERE name >= ?1 AND name <= ?2 ORDER BY name LIMIT 1", &q, NULL))
		return false;
	rw_bind_text(q, 1, given);
	rw_bind_text(q, 2, behind(&s->scratch, given));
	bool found = !rw_step(q, &row, NULL) && row;
	if (found) *name = rw_arena_copy(&s->work, rw_col_text(q, 0));
	rw_stmt_reset(q);
	return found;
}

riwaya_status rw_find_report(riwaya_store *s, rw_slice given, int64_t *report, riwaya_error *err) {
	unsigned char from[32] = {0}, to[32];
	given = rw_slice_trim(given);
	size_t whole = given.n / 2;
	memset(to, 0xff, sizeof to);
	bool good = given.n >= 4 && given.n <= 64 && rw_unhex(rw_slice_of(given.p, 2 * whole), from, whole);
	if (good) memcpy(to, from, whole);
	if (good && given.n % 2) {
		char last[2] = {given.p[given.n - 1], '0'};
		good = rw_unhex(rw_slice_of(last, 2), &from[whole], 1);
		to[whole] = from[whole] | 0x0f;
	}
	if (!good)
		return rw_fail(err, RIWAYA_ARGUMENT, s->where, 0, 0,
			"'" RW_FMT "' is no report's id: 64 hex digits, or the first four or more", RW_ARG(given));
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(s->db, "SELECT id FROM report WHERE sha >= ?1 AND sha <= ?2 LIMIT 2", &q, err);
	if (status) return status;
	rw_bind_blob(q, 1, rw_slice_of((const char *)from, 32));
	rw_bind_blob(q, 2, rw_slice_of((const char *)to, 32));
	size_t n = 0;
	while (!(status = rw_step(q, &row, err)) && row) {
		*report = rw_col_int(q, 0);
		n++;
	}
	if (status || n == 1) return status;
	return rw_fail(err, RIWAYA_ARGUMENT, s->where, 0, 0,
		n ? "several reports' ids begin with '" RW_FMT "'; give more of it"
		  : "there is no report '" RW_FMT "' in the store",
		RW_ARG(given));
}
