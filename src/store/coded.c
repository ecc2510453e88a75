/* coded.c: events that others coded: rows of table coded, and what lies near an incident. */
#include "store/coded.h"
#include "mention/calendar.h"
#include "reconcile/reconcile.h"
#include "store/add.h"
#include <math.h>
#include <stdio.h>

/* The columns, in the order in which the digest has them (docs/store-log.md); those from CONTENT on are what was coded. */
enum {
	ID,
	SHA,
	RECEIVED,
	FILE_NAME,
	ROW_AT,
	SOURCE,
	EVENT,
	TYPE,
	SUBTYPE,
	TIME_FROM,
	TIME_TO,
	TIME_KNOWN,
	TIME_PRECISION,
	ACTORS,
	COUNTRY,
	ADMIN1,
	ADMIN2,
	PLACE,
	LAT,
	LON,
	PLACE_PRECISION,
	BEST,
	LOW,
	HIGH,
	SOURCES,
	NOTES,
	FIELDS,
	CONTENT = SOURCE,
	DIGEST = RW_HASH + FIELDS * RW_CONTENT_MARK
};
#define COLUMNS                                                                                                        \
	"id, sha, received, file, row_at, source, event, type, subtype, time_from, time_to, time_known, time_precision, "  \
	"actors, country, admin1, admin2, place, lat, lon, place_precision, best, low, high, sources, notes"
static const struct {
	const char *name;
	char kind; /* i, d, t, b */
} columns[FIELDS] = {[ID] = {"id", 'i'},
	[SHA] = {"sha", 'b'},
	[RECEIVED] = {"received", 'i'},
	[FILE_NAME] = {"file", 't'},
	[ROW_AT] = {"row_at", 'i'},
	[SOURCE] = {"source", 't'},
	[EVENT] = {"event", 't'},
	[TYPE] = {"type", 't'},
	[SUBTYPE] = {"subtype", 't'},
	[TIME_FROM] = {"time_from", 'i'},
	[TIME_TO] = {"time_to", 'i'},
	[TIME_KNOWN] = {"time_known", 't'},
	[TIME_PRECISION] = {"time_precision", 'i'},
	[ACTORS] = {"actors", 't'},
	[COUNTRY] = {"country", 't'},
	[ADMIN1] = {"admin1", 't'},
	[ADMIN2] = {"admin2", 't'},
	[PLACE] = {"place", 't'},
	[LAT] = {"lat", 'd'},
	[LON] = {"lon", 'd'},
	[PLACE_PRECISION] = {"place_precision", 'i'},
	[BEST] = {"best", 'i'},
	[LOW] = {"low", 'i'},
	[HIGH] = {"high", 'i'},
	[SOURCES] = {"sources", 't'},
	[NOTES] = {"notes", 't'}};

typedef struct value {
	bool has;
	int64_t i;
	double d;
	rw_slice s;
} value;

static value of_int(int64_t i) { return (value){.has = true, .i = i}; }
static value of_count(riwaya_coded_count c) { return (value){.has = c.has, .i = c.value}; }
static value of_position(bool has, double d) { return (value){.has = has, .d = d == 0 ? 0 : d}; } /* no -0 */
static value of_text(rw_arena *a, rw_slice s) { return (value){.has = s.n > 0, .s = rw_kept_text(a, s)}; }

/* One a line. */
static rw_slice lines_of(rw_arena *a, const rw_slice *p, size_t n) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < n; i++) {
		if (i) rw_buf_byte(&b, '\n');
		for (size_t k = 0; k < p[i].n; k++) rw_buf_byte(&b, p[i].p[k] == '\n' ? ' ' : p[i].p[k]);
	}
	return rw_buf_view(&b);
}

static void values_of(rw_arena *a, const riwaya_coded_event *e, value v[FIELDS]) {
	bool dated = e->at.precision != RIWAYA_PRECISION_NONE;
	memset(v, 0, FIELDS * sizeof *v);
	v[FILE_NAME] = of_text(a, rw_kept_name(a, e->file));
	v[ROW_AT] = of_int((int64_t)e->offset);
	v[SOURCE] = of_text(a, rw_slice_z(riwaya_coded_source_word(e->source)));
	v[EVENT] = of_text(a, rw_kept_name(a, e->id));
	v[TYPE] = of_text(a, e->type);
	v[SUBTYPE] = of_text(a, e->subtype);
	if (dated) {
		v[TIME_FROM] = of_int(e->at.from);
		v[TIME_TO] = of_int(e->at.to);
		v[TIME_KNOWN] = of_text(a, rw_slice_z(riwaya_precision_word(e->at.precision)));
	}
	v[TIME_PRECISION] = of_int(e->time_precision);
	v[ACTORS] = of_text(a, lines_of(a, e->actors, e->n_actors));
	v[COUNTRY] = of_text(a, e->country);
	v[ADMIN1] = of_text(a, e->admin1);
	v[ADMIN2] = of_text(a, e->admin2);
	v[PLACE] = of_text(a, e->place);
	v[LAT] = of_position(e->has_position, e->lat);
	v[LON] = of_position(e->has_position, e->lon);
	v[PLACE_PRECISION] = of_int(e->place_precision);
	v[BEST] = of_count(e->best);
	v[LOW] = of_count(e->low);
	v[HIGH] = of_count(e->high);
	v[SOURCES] = of_text(a, e->sources);
	v[NOTES] = of_text(a, e->notes);
}

/* --- digests ---------------------------------------------------------------------------------------------------------- */
static rw_slice as_text(rw_arena *a, char kind, const value *v) {
	if (!v->has) return RW_NONE;
	if (kind == 'i') return rw_arena_printf(a, "%lld", (long long)v->i);
	if (kind == 'd') return rw_arena_printf(a, "%.17g", v->d);
	return kind == 'b' ? rw_hex_of(a, v->s) : v->s;
}

static void digest_of(rw_arena *a, const value v[FIELDS], unsigned char out[DIGEST]) {
	rw_slice fields[FIELDS];
	for (unsigned i = 0; i < FIELDS; i++) fields[i] = as_text(a, columns[i].kind, &v[i]);
	rw_digest_of(RW_LIT("riwaya coded 1\n"), fields, FIELDS, out);
}

/* What was coded, whoever has it: the first half of its SHA-256 would do, all of it is kept. */
static void sha_of(rw_arena *a, const value v[FIELDS], unsigned char out[DIGEST]) {
	rw_slice fields[FIELDS];
	for (unsigned i = CONTENT; i < FIELDS; i++) fields[i - CONTENT] = as_text(a, columns[i].kind, &v[i]);
	rw_digest_of(RW_LIT("riwaya coded event 1\n"), fields, FIELDS - CONTENT, out);
}

static rw_slice subject_of(rw_arena *a, const value v[FIELDS]) {
	return rw_arena_printf(a, RW_FMT " " RW_FMT, RW_ARG(v[SOURCE].s), RW_ARG(v[EVENT].s));
}

/* --- putting in ----------------------------------------------------------------------------------------------------------- */
static riwaya_status number_of(
	riwaya_store *s, const char *sql, rw_slice sha, const value v[FIELDS], int64_t *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	*out = 0;
	riwaya_status status = rw_db_stmt(s->db, sql, &q, err);
	if (status) return status;
	if (sha.n) {
		rw_bind_blob(q, 1, sha);
	} else {
		rw_bind_text(q, 1, v[SOURCE].s);
		rw_bind_text(q, 2, v[EVENT].s);
	}
	status = rw_step(q, &row, err);
	if (!status && row) *out = rw_col_int(q, 0);
	rw_stmt_reset(q);
	return status;
}

static riwaya_status insert(rw_writing *w, rw_arena *a, const value v[FIELDS], riwaya_error *err) {
	unsigned char digest[DIGEST];
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(w->s->db,
		"INSERT INTO coded (" COLUMNS
		", digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
		"?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)",
		&q, err);
	if (status) return status;
	digest_of(a, v, digest);
	for (unsigned i = 0; i < FIELDS; i++) {
		if (!v[i].has)
			rw_bind_null(q, i + 1);
		else if (columns[i].kind == 'i')
			rw_bind_int(q, i + 1, v[i].i);
		else if (columns[i].kind == 'd')
			rw_bind_double(q, i + 1, v[i].d);
		else if (columns[i].kind == 'b')
			rw_bind_blob(q, i + 1, v[i].s);
		else
			rw_bind_text(q, i + 1, v[i].s);
	}
	rw_bind_blob(q, FIELDS + 1, rw_slice_of((const char *)digest, sizeof digest));
	status = rw_run(q, err);
	if (status) return status;
	const rw_detail detail = {"digest", rw_hex_of(a, rw_slice_of((const char *)digest, RW_HASH)), false};
	return rw_store_log(w, "coded", subject_of(a, v), rw_details(a, &detail, 1), err);
}

static riwaya_status put_event(
	rw_writing *w, rw_arena *a, const riwaya_coded_event *e, riwaya_added *sum, riwaya_error *err) {
	value v[FIELDS];
	unsigned char sha[DIGEST];
	int64_t id, old;
	values_of(a, e, v);
	if (!v[EVENT].has) return RIWAYA_OK; /* nothing to know it by */
	sha_of(a, v, sha);
	v[SHA] = (value){.has = true, .s = rw_slice_of((const char *)sha, RW_HASH)};
	riwaya_status status = number_of(w->s, "SELECT id FROM coded WHERE sha = ?1", v[SHA].s, v, &id, err);
	if (status) return status;
	if (id) {
		sum->coded_known++;
		return RIWAYA_OK;
	}
	status = number_of(
		w->s, "SELECT id FROM coded WHERE source = ?1 AND event = ?2 AND replaced_by IS NULL", RW_NONE, v, &old, err);
	if (status) return status;
	v[ID] = of_int(++w->coded);
	v[RECEIVED] = of_int(w->at);
	status = insert(w, a, v, err);
	if (!status && old)
		status = RW_RUN(w->s->db, "UPDATE coded SET replaced_by = ?2 WHERE id = ?1", err, old, w->coded);
	if (!status) sum->coded++;
	return status;
}

riwaya_status rw_put_coded(rw_writing *w, rw_arena *scratch, const riwaya_coded_event *events, size_t n,
	riwaya_added *sum, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < n && !status; i++) {
		rw_mark m = rw_arena_mark(scratch);
		status = put_event(w, scratch, &events[i], sum, err);
		rw_arena_reset(scratch, m);
	}
	return status;
}

/* --- back ------------------------------------------------------------------------------------------------------------------ */
static void read_row(rw_stmt *q, rw_arena *a, value v[FIELDS]) {
	for (unsigned i = 0; i < FIELDS; i++) {
		v[i] = (value){.has = !rw_col_null(q, i)};
		if (!v[i].has) continue;
		if (columns[i].kind == 'i') v[i].i = rw_col_int(q, i);
		if (columns[i].kind == 'd') v[i].d = rw_col_double(q, i);
		if (columns[i].kind == 't') v[i].s = rw_arena_copy(a, rw_col_text(q, i));
		if (columns[i].kind == 'b') v[i].s = rw_arena_copy(a, rw_col_blob(q, i));
	}
}

static riwaya_coded_count count_of(const value *v) { return (riwaya_coded_count){v->i, v->has}; }

static riwaya_coded_event event_of(rw_arena *a, const value v[FIELDS]) {
	riwaya_coded_event e = {.id = v[EVENT].s,
		.file = v[FILE_NAME].s,
		.offset = (uint64_t)v[ROW_AT].i,
		.type = v[TYPE].s,
		.subtype = v[SUBTYPE].s,
		.time_precision = (uint32_t)v[TIME_PRECISION].i,
		.country = v[COUNTRY].s,
		.admin1 = v[ADMIN1].s,
		.admin2 = v[ADMIN2].s,
		.place = v[PLACE].s,
		.lat = v[LAT].d,
		.lon = v[LON].d,
		.has_position = v[LAT].has && v[LON].has,
		.place_precision = (uint32_t)v[PLACE_PRECISION].i,
		.best = count_of(&v[BEST]),
		.low = count_of(&v[LOW]),
		.high = count_of(&v[HIGH]),
		.sources = v[SOURCES].s,
		.notes = v[NOTES].s};
	riwaya_coded_source_parse(v[SOURCE].s, &e.source);
	if (v[TIME_FROM].has && v[TIME_TO].has) {
		e.at = (riwaya_when){v[TIME_FROM].i, v[TIME_TO].i, RIWAYA_PRECISION_DAY};
		riwaya_precision_parse(v[TIME_KNOWN].s, &e.at.precision);
	}
	RW_VEC(rw_slice) actors = {0};
	for (rw_slice rest = v[ACTORS].s; rest.n;) rw_vec_push(a, &actors, rw_slice_cut(&rest, '\n'));
	e.actors = actors.p;
	e.n_actors = actors.n;
	return e;
}

typedef RW_VEC(riwaya_coded_event) events;

static riwaya_status read_events(rw_stmt *q, rw_arena *a, events *out, riwaya_error *err) {
	riwaya_status status;
	bool row;
	while (!(status = rw_step(q, &row, err)) && row) {
		value v[FIELDS];
		read_row(q, a, v);
		rw_vec_push(a, out, event_of(a, v));
	}
	return status;
}

riwaya_status rw_list_coded(riwaya_store *s, int64_t after, size_t most, riwaya_coded_list *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	events found = {0};
	*out = (riwaya_coded_list){0};
	if (!most) most = 50;
	if (most > RIWAYA_STORE_LISTED) most = RIWAYA_STORE_LISTED;
	riwaya_status status = rw_db_stmt(
		s->db, "SELECT " COLUMNS " FROM coded WHERE id > ?1 AND replaced_by IS NULL ORDER BY id LIMIT ?2", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, after);
	rw_bind_int(q, 2, (int64_t)most + 1);
	while (!(status = rw_step(q, &row, err)) && row) {
		value v[FIELDS];
		if (found.n == most) {
			out->next = after;
			rw_stmt_reset(q);
			break;
		}
		read_row(q, &s->list, v);
		after = v[ID].i;
		rw_vec_push(&s->list, &found, event_of(&s->list, v));
	}
	out->rows = found.p;
	out->n = found.n;
	return status;
}

/* --- beside incidents ------------------------------------------------------------------------------------------------------- */
static riwaya_status near_one(
	riwaya_store *s, rw_arena *a, int64_t then, const riwaya_incident *i, events *out, riwaya_error *err) {
	const double degree_km = 111.19, radian = 0.017453292519943295;
	const int64_t reach = (int64_t)RW_CODED_DAYS * RW_DAY;
	double up = RW_CODED_KM / degree_km * 1.01, narrow = cos(i->lat * radian), aside = narrow > 0.05 ? up / narrow : 360;
	rw_stmt *q;
	if (i->lon - aside < -180 || i->lon + aside > 180) aside = 360; /* it goes round */
	riwaya_status status = rw_db_stmt(s->db,
		"SELECT " COLUMNS
		" FROM coded c WHERE time_from >= ?1 AND time_from <= ?2 AND lat >= ?3 AND lat <= ?4 AND lon >= ?5 AND lon <= ?6 AND received <= "
		"?7 AND (replaced_by IS NULL OR (SELECT n.received FROM coded n WHERE n.id = c.replaced_by) > ?7) ORDER BY id LIMIT ?8",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, i->time.from - reach);
	rw_bind_int(q, 2, i->time.to + reach);
	rw_bind_double(q, 3, i->lat - up);
	rw_bind_double(q, 4, i->lat + up);
	rw_bind_double(q, 5, i->lon - aside);
	rw_bind_double(q, 6, i->lon + aside);
	rw_bind_int(q, 7, then);
	rw_bind_int(q, 8, RW_CODED_BESIDE);
	return read_events(q, a, out, err);
}

riwaya_status rw_coded_beside(riwaya_store *s, rw_arena *a, int64_t then, riwaya_reconciliation *r, riwaya_error *err) {
	events found = {0};
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < r->n_incidents && !status; i++)
		if (rw_coded_asks(&r->incidents[i])) status = near_one(s, a, then, &r->incidents[i], &found, err);
	if (status || !found.n) return status;
	rw_near_coded(a, found.p, found.n, r);
	return RIWAYA_OK;
}

/* --- verify ---------------------------------------------------------------------------------------------------------------- */
static riwaya_status check_version(
	rw_verifying *v, rw_slice which, const value row[FIELDS], int64_t by, riwaya_error *err) {
	rw_stmt *q;
	bool found;
	riwaya_status status =
		rw_db_stmt(v->s->db, "SELECT min(id) FROM coded WHERE source = ?1 AND event = ?2 AND id > ?3", &q, err);
	if (status) return status;
	rw_bind_text(q, 1, row[SOURCE].s);
	rw_bind_text(q, 2, row[EVENT].s);
	rw_bind_int(q, 3, row[ID].i);
	status = rw_step(q, &found, err);
	if (status) return status;
	if (rw_col_int(q, 0) != by)
		rw_verify_tell(v, "coded", which, "replaced_by", "it is not the next version of the event");
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

riwaya_status rw_verify_coded(rw_verifying *v, int64_t number, const rw_log_entry *e, riwaya_error *err) {
	value row[FIELDS];
	unsigned char own[DIGEST], sha[DIGEST];
	rw_stmt *q;
	bool found;
	riwaya_status status =
		rw_db_stmt(v->s->db, "SELECT " COLUMNS ", digest, replaced_by FROM coded WHERE id = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, number);
	status = rw_step(q, &found, err);
	if (status) return status;
	if (!found) {
		rw_verify_tell(v, "coded", e->subject, NULL, "number %lld is missing: entry %llu of the log tells of it",
			(long long)number, (unsigned long long)e->seq);
		return RIWAYA_OK;
	}
	read_row(q, v->a, row);
	rw_slice stored = rw_arena_copy(v->a, rw_col_blob(q, FIELDS));
	int64_t by = rw_col_null(q, FIELDS + 1) ? 0 : rw_col_int(q, FIELDS + 1);
	rw_stmt_reset(q);
	digest_of(v->a, row, own);
	rw_slice mine = rw_slice_of((const char *)own, sizeof own);
	bool logged = rw_slice_find(e->detail, rw_hex_of(v->a, rw_slice_of(mine.p, RW_HASH)), 0) != SIZE_MAX;
	if (logged && !rw_slice_eq(mine, stored))
		rw_verify_tell(v, "coded", e->subject, "digest", "it is not the one that the log has");
	bool named = false;
	for (unsigned i = 0; !logged && stored.n == sizeof own && i < FIELDS; i++) {
		size_t at = RW_HASH + i * RW_CONTENT_MARK;
		if (memcmp(own + at, stored.p + at, RW_CONTENT_MARK) == 0) continue;
		rw_verify_tell(v, "coded", e->subject, columns[i].name, "it was changed: the digest in the log is of another");
		named = true;
	}
	if (!logged && !named)
		rw_verify_tell(v, "coded", e->subject, NULL, "it was changed: the digest in the log is of another row");
	sha_of(v->a, row, sha);
	if (logged && !rw_slice_eq(row[SHA].s, rw_slice_of((const char *)sha, RW_HASH)))
		rw_verify_tell(v, "coded", e->subject, "sha", "it is not that of what was coded");
	return logged ? check_version(v, e->subject, row, by, err) : RIWAYA_OK;
}
