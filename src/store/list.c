/* list.c: finding incidents and reports. */
#include "store/list.h"
#include "mention/calendar.h"
#include "store/nested.h"
#include "store/query_names.h"

/* --- what people call things ------------------------------------------------------------------------------------------- */
enum { NAMED = 8 /* ids that one name may mean */ };

/* Incidents with one of these tags. */
typedef struct tagged {
	const char *kind;
	rw_slice ids[NAMED];
	uint32_t n;
} tagged;

/* The ids of what a person means: an id, or a name in Arabic or English. */
static riwaya_status meant(
	riwaya_store *s, const char *what, rw_query_field field, const char *word, tagged *out, riwaya_error *err) {
	rw_slice given = rw_slice_trim(rw_slice_z(word));
	*out = (tagged){.kind = what};
	out->n = rw_query_ids(s->lx, &s->scratch, field, given, out->ids, NAMED);
	if (out->n) return RIWAYA_OK;
	rw_slice near = rw_query_nearest(s->lx, &s->scratch, field, given);
	if (near.n)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0,
			"no %s of the lexicon is called '" RW_FMT "'; did you mean '" RW_FMT "'?", what, RW_ARG(given), RW_ARG(near));
	return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0,
		"no %s of the lexicon is called '" RW_FMT "'; riwaya lexicon show tells what is known of a word", what,
		RW_ARG(given));
}

/* --- lists ----------------------------------------------------------------------------------------------------------------- */
/* A list is made of table incident_tag alone, where every incident has a row for each thing that it can be found by, and one for all of them, with
 * what lists are sorted and sifted by beside. One tag's rows are gone through, other tags are looked up by key. Where they are, what is
 * left is written down once; else counting and the first page are each done by the index in their own way. */
void rw_asked_text(rw_asked *q, rw_slice s) {
	q->values[q->n].text = true;
	q->values[q->n++].s = s;
	rw_buf_printf(&q->sql, "?%u", q->n);
}

void rw_asked_int(rw_asked *q, int64_t n) {
	q->values[q->n++].n = n;
	rw_buf_printf(&q->sql, "?%u", q->n);
}

static void condition(rw_asked *q, const char *sql, int64_t n) {
	rw_buf_z(&q->sql, sql);
	rw_asked_int(q, n);
}

/* The text of a statement, once for each text: statements are known by where their text lies. */
const char *rw_store_text(riwaya_store *s, rw_slice sql) {
	for (size_t i = 0; i < s->texts.n; i++)
		if (rw_slice_eq(s->texts.p[i], sql)) return s->texts.p[i].p;
	rw_slice text = rw_arena_printf(&s->a, RW_FMT, RW_ARG(sql));
	rw_vec_push(&s->a, &s->texts, text);
	return text.p;
}

riwaya_status rw_asked_stmt(riwaya_store *s, const rw_asked *q, rw_stmt **out, riwaya_error *err) {
	riwaya_status status = rw_db_stmt(s->db, rw_store_text(s, rw_buf_view(&q->sql)), out, err);
	for (unsigned i = 0; i < q->n && !status; i++) {
		if (q->values[i].text)
			rw_bind_text(*out, i + 1, q->values[i].s);
		else
			rw_bind_int(*out, i + 1, q->values[i].n);
	}
	return status;
}

static riwaya_status count_tag(riwaya_store *s, const tagged *t, int64_t *n, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status =
		rw_db_stmt(s->db, "SELECT count(*) FROM incident_tag g WHERE g.kind = ?1 AND g.tag = ?2", &q, err);
	if (status) return status;
	rw_bind_text(q, 1, rw_slice_z(t->kind));
	rw_bind_text(q, 2, t->ids[0]);
	status = rw_step(q, &row, err);
	if (!status && row) *n = rw_col_int(q, 0);
	rw_stmt_reset(q);
	return status;
}

/* Which tag's rows are gone through: the rarest of those that are one id; n where there is none such. */
static riwaya_status rarest(riwaya_store *s, const tagged *tags, size_t n, size_t *out, riwaya_error *err) {
	int64_t least = INT64_MAX;
	riwaya_status status = RIWAYA_OK;
	*out = n;
	for (size_t i = 0; i < n && !status; i++) {
		int64_t rows = 0;
		if (tags[i].n != 1) continue;
		if (n > 1) status = count_tag(s, &tags[i], &rows, err);
		if (rows >= least) continue;
		least = rows;
		*out = i;
	}
	return status;
}

static const char *order_of(riwaya_sort sort) {
	switch (sort) {
	case RIWAYA_SORT_CHANGED: return "g.changed";
	case RIWAYA_SORT_REPORTS: return "g.reports";
	case RIWAYA_SORT_CONTRADICTIONS: return "g.contradictions";
	case RIWAYA_SORT_KILLED: return "g.killed";
	default: return "g.time_from";
	}
}

/* FROM incident_tag g WHERE …: one row for each incident that fits. */
static void fitting(rw_asked *q, const riwaya_incident_query *query, const tagged *tags, size_t n, size_t first) {
	rw_buf_z(&q->sql, " FROM incident_tag g WHERE g.kind = ");
	rw_asked_text(q, first < n ? rw_slice_z(tags[first].kind) : RW_LIT("any"));
	rw_buf_z(&q->sql, " AND g.tag = ");
	rw_asked_text(q, first < n ? tags[first].ids[0] : RW_LIT(""));
	if (query->since.precision) condition(q, " AND g.time_to >= ", query->since.from);
	if (query->until.precision) condition(q, " AND g.time_to IS NOT NULL AND g.time_from <= ", query->until.to);
	if (query->contradicted) rw_buf_z(&q->sql, " AND g.contradictions > 0");
	if (query->unreviewed) rw_buf_z(&q->sql, " AND g.reviewed = 0");
	if (query->reports) condition(q, " AND g.reports >= ", query->reports);
	if (query->changed_since) condition(q, " AND g.changed >= ", query->changed_since);
	for (size_t i = 0; i < n; i++) {
		if (i == first) continue;
		rw_buf_z(&q->sql, " AND EXISTS (SELECT 1 FROM incident_tag h WHERE h.kind = ");
		rw_asked_text(q, rw_slice_z(tags[i].kind));
		for (uint32_t k = 0; k < tags[i].n; k++) {
			rw_buf_z(&q->sql, k ? ", " : " AND h.tag IN (");
			rw_asked_text(q, tags[i].ids[k]);
		}
		rw_buf_z(&q->sql, ") AND h.time_from = g.time_from AND h.incident = g.incident)");
	}
}

/* As precise as its ends say: a minute, a day or several, a whole month, a whole year. */
riwaya_when rw_list_when(int64_t from, int64_t to) {
	enum { DAY = 24 * 60 };
	int y, m, d;
	int64_t day = from / DAY - (from % DAY < 0);
	rw_civil_from_days(day, &y, &m, &d);
	const riwaya_when known[] = {rw_when_day(day), rw_when_month(y, m), rw_when_year(y)};
	for (size_t i = 0; i < RW_COUNT(known); i++)
		if (known[i].from == from && known[i].to == to) return known[i];
	riwaya_precision precision = to == from ? RIWAYA_PRECISION_MINUTE
		: to - from < DAY - 1               ? RIWAYA_PRECISION_PART
											: RIWAYA_PRECISION_DAY;
	return (riwaya_when){from, to, precision};
}

void rw_list_row(riwaya_store *s, rw_stmt *q, unsigned at, riwaya_incident_row *r) {
	*r = (riwaya_incident_row){.name = rw_arena_copy(&s->list, rw_col_text(q, at)),
		.title = {rw_arena_copy(&s->list, rw_col_text(q, at + 1)), rw_arena_copy(&s->list, rw_col_text(q, at + 2))},
		.place_id = rw_arena_copy(&s->list, rw_col_text(q, at + 3)),
		.place_text = rw_arena_copy(&s->list, rw_col_text(q, at + 4)),
		.lat = rw_col_double(q, at + 5),
		.lon = rw_col_double(q, at + 6),
		.has_position = !rw_col_null(q, at + 5),
		.reports = (uint32_t)rw_col_int(q, at + 9),
		.outlets = (uint32_t)rw_col_int(q, at + 10),
		.origins = (uint32_t)rw_col_int(q, at + 11),
		.claims = (uint32_t)rw_col_int(q, at + 12),
		.contradictions = (uint32_t)rw_col_int(q, at + 13),
		.first_received = rw_col_int(q, at + 16),
		.changed = rw_col_int(q, at + 17)};
	if (!rw_col_null(q, at + 7)) r->time = rw_list_when(rw_col_int(q, at + 7), rw_col_int(q, at + 8));
	r->killed = (riwaya_range){
		rw_col_double(q, at + 14), rw_col_double(q, at + 15), !rw_col_null(q, at + 14), !rw_col_null(q, at + 15)};
	r->has_killed = r->killed.has_low || r->killed.has_high;
}

riwaya_status rw_asked_incidents(
	riwaya_store *s, const riwaya_incident_query *query, rw_asked *out, bool *all, riwaya_error *err) {
	const struct {
		const char *word, *kind;
		rw_query_field field;
	} names[] = {{query->place, "place", RW_FIELD_PLACE}, {query->actor, "actor", RW_FIELD_ACTOR},
		{query->act, "act", RW_FIELD_ACT}};
	tagged tags[RW_COUNT(names)];
	size_t n = 0, first;
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < RW_COUNT(names) && !status; i++)
		if (names[i].word) status = meant(s, names[i].kind, names[i].field, names[i].word, &tags[n++], err);
	if (!status) status = rarest(s, tags, n, &first, err);
	if (status) return status;
	*out = (rw_asked){.sql = RW_BUF(&s->scratch)};
	if (all)
		*all = !n && !query->since.precision && !query->until.precision && !query->contradicted && !query->unreviewed &&
			!query->reports && !query->changed_since;
	bool looked_up = n > (first < n ? 1u : 0u);
	rw_buf_printf(&out->sql, "WITH m AS %s (SELECT g.incident, %s AS o, g.ranked",
		looked_up ? "MATERIALIZED" : "NOT MATERIALIZED", order_of(query->sort));
	fitting(out, query, tags, n, first);
	rw_buf_z(&out->sql, ")");
	return RIWAYA_OK;
}

riwaya_status rw_list_incidents(
	riwaya_store *s, const riwaya_incident_query *query, riwaya_incident_list *out, riwaya_error *err) {
	rw_asked ask;
	int64_t after = 0;
	rw_slice name;
	*out = (riwaya_incident_list){0};
	riwaya_status status = rw_asked_incidents(s, query, &ask, NULL, err);
	if (!status && query->after) status = rw_find_incident(s, rw_slice_z(query->after), &after, &name, err);
	if (status) return status;
	size_t most = query->most ? query->most : 50;
	if (most > RIWAYA_STORE_PAGE) most = RIWAYA_STORE_PAGE;
	if (after) {
		rw_buf_printf(&ask.sql,
			", b AS (SELECT %s AS o, g.ranked FROM incident_tag g WHERE g.kind = 'any' AND g.incident = ",
			order_of(query->sort));
		rw_asked_int(&ask, after);
		rw_buf_z(&ask.sql,
			"), p AS (SELECT m.incident, m.o, m.ranked FROM m, b WHERE m.o < b.o OR (m.o = b.o AND m.ranked > "
			"b.ranked)");
	} else {
		rw_buf_z(&ask.sql, ", p AS (SELECT incident, o, ranked FROM m");
	}
	rw_buf_z(&ask.sql, after ? " ORDER BY m.o DESC, m.ranked LIMIT " : " ORDER BY o DESC, ranked LIMIT ");
	rw_asked_int(&ask, (int64_t)most);
	rw_buf_z(&ask.sql, " OFFSET ");
	rw_asked_int(&ask, (int64_t)query->first);
	rw_buf_z(&ask.sql,
		") SELECT c.n, " RW_LIST_COLUMNS
		" FROM (SELECT count(*) AS n FROM m) AS c LEFT JOIN p ON 1 = 1 LEFT JOIN incident i ON "
		"i.id = p.incident ORDER BY p.o DESC, p.ranked");
	rw_stmt *q;
	bool row;
	status = rw_asked_stmt(s, &ask, &q, err);
	if (status) return status;
	RW_VEC(riwaya_incident_row) rows = {0};
	while (!(status = rw_step(q, &row, err)) && row) {
		riwaya_incident_row r;
		out->all = (uint64_t)rw_col_int(q, 0);
		if (rw_col_null(q, 1)) continue; /* none on this page */
		rw_list_row(s, q, 1, &r);
		rw_vec_push(&s->list, &rows, r);
	}
	out->rows = rows.p;
	out->n = rows.n;
	return status ? status : rw_nest_rows(s, rows.p, rows.n, err);
}

/* --- reports --------------------------------------------------------------------------------------------------------------- */
/* Whether an outlet goes by this name in a report, though the lexicon knows none such. */
static riwaya_status outlet_there(riwaya_store *s, rw_slice name, bool *there, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(s->db, "SELECT 1 FROM report WHERE outlet_name = ?1 LIMIT 1", &q, err);
	if (status) return status;
	rw_bind_text(q, 1, name);
	status = rw_step(q, there, err);
	rw_stmt_reset(q);
	return status;
}

static riwaya_status of_outlet(riwaya_store *s, rw_asked *ask, const char *word, riwaya_error *err) {
	tagged t;
	bool there = false;
	rw_slice name = rw_slice_trim(rw_slice_z(word));
	riwaya_error unknown = {0};
	riwaya_status status = meant(s, "outlet", RW_FIELD_OUTLET, word, &t, &unknown);
	if (status) {
		status = outlet_there(s, name, &there, err);
		if (!status && !there) {
			if (err) *err = unknown;
			status = RIWAYA_ARGUMENT;
		}
	}
	if (status) return status;
	rw_buf_z(&ask->sql, " AND (outlet_name = ");
	rw_asked_text(ask, name);
	for (uint32_t i = 0; i < t.n; i++) {
		rw_buf_z(&ask->sql, " OR outlet = ");
		rw_asked_text(ask, t.ids[i]);
	}
	rw_buf_z(&ask->sql, ")");
	return RIWAYA_OK;
}

riwaya_status rw_list_reports(
	riwaya_store *s, const riwaya_report_query *query, riwaya_report_list *out, riwaya_error *err) {
	*out = (riwaya_report_list){0};
	size_t most = query->most ? query->most : 50;
	if (most > RIWAYA_STORE_LISTED) most = RIWAYA_STORE_LISTED;
	rw_asked ask = {.sql = RW_BUF(&s->scratch)};
	riwaya_status status = RIWAYA_OK;
	condition(&ask, "SELECT id FROM report WHERE id > ", query->after);
	if (!query->replaced) rw_buf_z(&ask.sql, " AND replaced_by IS NULL");
	if (query->since.precision) condition(&ask, " AND published_to >= ", query->since.from);
	if (query->until.precision) condition(&ask, " AND published_from <= ", query->until.to);
	if (query->outlet) status = of_outlet(s, &ask, query->outlet, err);
	if (query->apart) rw_buf_z(&ask.sql, " AND NOT EXISTS (SELECT 1 FROM member m WHERE m.report = report.id)");
	condition(&ask, " ORDER BY id LIMIT ", (int64_t)most + 1);
	rw_stmt *q;
	bool row;
	if (!status) status = rw_asked_stmt(s, &ask, &q, err);
	if (status) return status;
	int64_t *ids = RW_ARRAY(&s->work, int64_t, most + 1);
	size_t n = 0;
	while (!(status = rw_step(q, &row, err)) && row && n <= most) ids[n++] = rw_col_int(q, 0);
	if (n > most) out->next = ids[--n - 1];
	riwaya_report_row *rows = RW_ARRAY(&s->list, riwaya_report_row, n);
	for (size_t i = 0; i < n && !status; i++) {
		rw_stored x;
		status = rw_load(s, &s->list, ids[i], INT64_MAX, &x, err);
		if (status) break;
		rows[i] = (riwaya_report_row){.report = x.known.report,
			.claims = x.known.claims,
			.rejected = x.known.rejected,
			.n_claims = x.known.n_claims,
			.n_rejected = x.known.n_rejected,
			.received = x.received,
			.replaced = x.replaced};
	}
	out->rows = rows;
	out->n = n;
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
