/* rebuild_incidents.c: incidents as they were before a rebuild, and what became of them. */
#include "store/chain.h"
#include "store/upkeep.h"

typedef struct incident {
	int64_t id, changed;
	rw_slice name, ar, en;
	unsigned char digest[RW_HASH];
} incident;

static void add_column(rw_sha256 *h, rw_arena *a, rw_stmt *q, unsigned i, char kind) {
	rw_slice v = kind == 't' ? rw_col_text(q, i)
		: rw_col_null(q, i)  ? RW_NONE
		: kind == 'd'        ? rw_arena_printf(a, "%.17g", rw_col_double(q, i))
							 : rw_arena_printf(a, "%lld", (long long)rw_col_int(q, i));
	rw_slice n = rw_arena_printf(a, "%lld:", v.p ? (long long)v.n : -1);
	rw_sha256_add(h, n.p, n.n);
	rw_sha256_add(h, v.p, v.n);
}

/* The next incident behind the one of number `after`: its row, its reports and what these copy as one hash. *found false: there is no more. */
static riwaya_status next_incident(
	rw_rebuild *b, rw_arena *a, int64_t after, incident *out, bool *found, riwaya_error *err) {
	static const char kinds[] = "tttt"
								"dd"
								"ii"
								"iiiii"
								"dd"
								"i";
	rw_stmt *q;
	bool row;
	rw_sha256 h;
	riwaya_status status = rw_db_stmt(b->s->db,
		"SELECT id, changed, name, title_ar, title_en, place, lat, lon, time_from, time_to, reports, outlets, origins, claims, contradictions, "
		"killed_low, killed_high, first_received FROM incident WHERE id > ?1 ORDER BY id LIMIT 1",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, after);
	status = rw_step(q, found, err);
	if (status || !*found) return status;
	*out = (incident){.id = rw_col_int(q, 0),
		.changed = rw_col_int(q, 1),
		.name = rw_arena_copy(a, rw_col_text(q, 2)),
		.ar = rw_arena_copy(a, rw_col_text(q, 3)),
		.en = rw_arena_copy(a, rw_col_text(q, 4))};
	rw_sha256_init(&h);
	for (unsigned i = 0; kinds[i]; i++) add_column(&h, a, q, i + 2, kinds[i]);
	rw_stmt_reset(q);
	status = rw_db_stmt(b->s->db,
		"SELECT m.part, r.sha, r.digest, o.sha, c.share FROM member m JOIN report r ON r.id = m.report LEFT JOIN copy c ON c.report = "
		"r.id AND c.best = 1 LEFT JOIN report o ON o.id = c.of WHERE m.incident = ?1 ORDER BY r.sha",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, out->id);
	while (!(status = rw_step(q, &row, err)) && row)
		for (unsigned i = 0; i < 4; i++) {
			rw_slice v = rw_col_blob(q, i);
			rw_sha256_add(&h, v.p, v.n);
			if (i == 3) add_column(&h, a, q, 4, 'd');
		}
	rw_sha256_end(&h, out->digest);
	return status;
}

static riwaya_status none_noted(rw_rebuild *b, bool *none, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(b->s->db, "SELECT 1 FROM incident_before LIMIT 1", &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	*none = !row;
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

riwaya_status rw_rebuild_note(rw_rebuild *b, riwaya_error *err) {
	rw_arena *a = &b->s->scratch;
	incident x = {.id = INT64_MIN};
	bool more;
	riwaya_status status = none_noted(b, &more, err);
	while (!status && more) {
		rw_mark m = rw_arena_mark(a);
		rw_stmt *q;
		status = next_incident(b, a, x.id, &x, &more, err);
		if (status || !more) break;
		status = rw_db_stmt(b->s->db, "INSERT INTO incident_before (name, digest, changed) VALUES (?1, ?2, ?3)", &q, err);
		if (status) break;
		rw_bind_text(q, 1, x.name);
		rw_bind_blob(q, 2, rw_slice_of((const char *)x.digest, sizeof x.digest));
		rw_bind_int(q, 3, x.changed);
		status = rw_run(q, err);
		rw_arena_reset(a, m);
	}
	return status;
}

static void tell(rw_rebuild *b, riwaya_rebuilt_kind kind, const incident *x) {
	if (kind == RIWAYA_REBUILT_NEW) b->out->incidents_new++;
	if (kind == RIWAYA_REBUILT_CHANGED) b->out->incidents_changed++;
	if (kind == RIWAYA_REBUILT_GONE) b->out->incidents_gone++;
	if (b->how->incident) b->how->incident(b->how->ctx, kind, x->name, x->ar, x->en);
}

/* Of one that is as it was, the time of its last change stays. */
static riwaya_status compare(rw_rebuild *b, const incident *x, riwaya_error *err) {
	rw_stmt *q;
	bool noted;
	riwaya_status status = rw_db_stmt(b->s->db, "SELECT digest, changed FROM incident_before WHERE name = ?1", &q, err);
	if (status) return status;
	rw_bind_text(q, 1, x->name);
	status = rw_step(q, &noted, err);
	if (status) return status;
	if (!noted) {
		tell(b, RIWAYA_REBUILT_NEW, x);
		return RIWAYA_OK;
	}
	bool same = rw_slice_eq(rw_col_blob(q, 0), rw_slice_of((const char *)x->digest, sizeof x->digest));
	int64_t changed = rw_col_int(q, 1);
	rw_stmt_reset(q);
	if (!same) tell(b, RIWAYA_REBUILT_CHANGED, x);
	if (!same) return RIWAYA_OK;
	riwaya_status done = RW_RUN(b->s->db, "UPDATE incident SET changed = ?2 WHERE id = ?1", err, x->id, changed);
	return done ? done
				: RW_RUN(b->s->db, "UPDATE incident_tag SET changed = ?2 WHERE incident = ?1", err, x->id, changed);
}

riwaya_status rw_rebuild_tell(rw_rebuild *b, riwaya_error *err) {
	rw_arena *a = &b->s->scratch;
	incident x = {.id = INT64_MIN};
	riwaya_status status = RIWAYA_OK;
	for (bool more = true; !status;) {
		rw_mark m = rw_arena_mark(a);
		status = next_incident(b, a, x.id, &x, &more, err);
		if (status || !more) break;
		b->out->incidents++;
		status = compare(b, &x, err);
		rw_arena_reset(a, m);
	}
	rw_stmt *q;
	bool row;
	if (!status)
		status = rw_db_stmt(b->s->db,
			"SELECT o.name FROM incident_before o WHERE NOT EXISTS (SELECT 1 FROM incident i WHERE i.name = o.name) ORDER BY o.name",
			&q, err);
	if (status) return status;
	while (!(status = rw_step(q, &row, err)) && row) {
		incident gone = {.name = rw_col_text(q, 0), .ar = RW_LIT(""), .en = RW_LIT("")};
		tell(b, RIWAYA_REBUILT_GONE, &gone);
	}
	return status ? status : rw_db_exec(b->s->db, "DELETE FROM incident_before", err);
}
