/* db.c: what is the same for both databases: statements by their text, values, transactions. */
#include "store/db.h"
#include "store/driver.h"
#include "text/text.h"

static void shut(void *p) {
	rw_db *db = p;
	rw_arena_release(&db->own);
}

riwaya_status rw_db_open_as(
	rw_arena *a, const char *where, unsigned flags, const rw_schema *schema, rw_db **out, riwaya_error *err) {
	rw_slice w = rw_slice_z(where);
	bool server = rw_slice_starts(w, RW_LIT("postgresql://")) || rw_slice_starts(w, RW_LIT("postgres://"));
	*out = NULL;
	if (server && !schema->postgres)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_NONE, 0, 0, "the %s can't lie on a server; name a file", schema->what);
	rw_db *db = RW_NEW(a, rw_db);
	rw_arena_init(&db->own, a->mem);
	rw_arena_defer(a, shut, db);
	db->by_text = RW_MAP(&db->own);
	db->flags = flags;
	db->schema = schema;
	db->wait_ms = RW_DB_WAIT_MS;
	riwaya_status status = server ? rw_postgres_open(db, where, err) : rw_sqlite_open(db, where, err);
	if (!status) status = rw_migrate(db, err);
	if (status) {
		rw_arena_release(&db->own); /* the connection closes now, not with the arena */
		return status;
	}
	*out = db;
	return RIWAYA_OK;
}

riwaya_status rw_db_open(rw_arena *a, const char *where, unsigned flags, rw_db **out, riwaya_error *err) {
	return rw_db_open_as(a, where, flags, &rw_store_schema, out, err);
}

rw_db_kind rw_db_kind_of(const rw_db *db) { return db->driver->kind; }
rw_slice rw_db_about(const rw_db *db) { return db->about; }
rw_slice rw_db_name(const rw_db *db) { return db->name; }
riwaya_status rw_db_size(rw_db *db, int64_t *bytes, riwaya_error *err) { return db->driver->size(db, bytes, err); }

riwaya_status rw_db_copy(
	rw_db *db, const char *path, bool (*progress)(void *ctx, double part), void *ctx, bool *whole, riwaya_error *err) {
	*whole = false;
	if (!db->driver->copy)
		return rw_fail(err, RIWAYA_ARGUMENT, db->name, 0, 0, "only a file of SQLite's is copied as one; copy its rows");
	return db->driver->copy(db, path, progress, ctx, whole, err);
}

riwaya_status rw_db_wait(rw_db *db, unsigned ms, riwaya_error *err) {
	db->wait_ms = ms;
	return db->driver->wait(db, ms, err);
}

/* --- transactions ------------------------------------------------------------------------------------------------------- */
static void end(rw_stmt *s) {
	memset(s->values, 0, s->n_values * sizeof *s->values);
	s->wrong = 0;
	s->active = false;
}

static void end_all(rw_db *db) {
	for (size_t i = 0; i < db->stmts.n; i++) {
		rw_stmt *s = db->stmts.p[i];
		if (s->active) db->driver->reset(s);
		end(s);
	}
}

static riwaya_status begin(rw_db *db, bool write, riwaya_error *err) {
	if (db->state != RW_DB_OUTSIDE)
		return rw_fail(err, RIWAYA_ARGUMENT, db->name, 0, 0, "a transaction is begun within another: end that one first");
	if (write && db->flags & RW_DB_READ_ONLY)
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0, "the %s was opened for reading only; open it for writing",
			db->schema->what);
	end_all(db);
	riwaya_status status = db->driver->begin(db, write, err);
	if (status) return status;
	db->state = write ? RW_DB_WRITING : RW_DB_READING;
	db->failed = false;
	return RIWAYA_OK;
}

riwaya_status rw_db_begin(rw_db *db, riwaya_error *err) { return begin(db, true, err); }
riwaya_status rw_db_begin_read(rw_db *db, riwaya_error *err) { return begin(db, false, err); }

static riwaya_status after_failure(const rw_db *db, riwaya_error *err) {
	return rw_fail(
		err, RIWAYA_STORE, db->name, 0, 0, "this transaction failed before, and nothing of it is kept; begin anew");
}

void rw_db_rollback(rw_db *db) {
	if (db->state == RW_DB_OUTSIDE) return;
	end_all(db);
	db->driver->rollback(db);
	db->state = RW_DB_OUTSIDE;
	db->failed = false;
}

riwaya_status rw_db_commit(rw_db *db, riwaya_error *err) {
	if (db->state == RW_DB_OUTSIDE)
		return rw_fail(err, RIWAYA_ARGUMENT, db->name, 0, 0, "there is no transaction to end: begin one first");
	end_all(db);
	riwaya_status status = db->failed ? after_failure(db, err) : db->driver->commit(db, err);
	if (status) {
		rw_db_rollback(db);
		return status;
	}
	db->state = RW_DB_OUTSIDE;
	return RIWAYA_OK;
}

/* A failure within a transaction spoils it, as PostgreSQL has it. */
static riwaya_status done(rw_db *db, riwaya_status status) {
	if (status && db->state != RW_DB_OUTSIDE) db->failed = true;
	return status;
}

riwaya_status rw_db_exec(rw_db *db, const char *sql, riwaya_error *err) {
	if (db->failed) return after_failure(db, err);
	return done(db, db->driver->exec(db, sql, err));
}

/* --- statements --------------------------------------------------------------------------------------------------------- */
static bool digit(char c) { return c >= '0' && c <= '9'; }

/* Past what is quoted or a comment and begins at p, else p. */
static const char *past_quoted(const char *p) {
	char q = *p;
	if (q == '\'' || q == '"') {
		for (p++; *p && *p != q; p++) {}
		return *p ? p + 1 : p;
	}
	if (q == '-' && p[1] == '-') return p + strcspn(p, "\n");
	if (q == '/' && p[1] == '*') {
		const char *close = strstr(p + 2, "*/");
		return close ? close + 2 : p + strlen(p);
	}
	return p;
}

riwaya_status rw_db_placeholders(
	const rw_db *db, rw_arena *a, const char *sql, bool dollars, const char **out, unsigned *n, riwaya_error *err) {
	rw_buf b = RW_BUF(a);
	uint64_t seen = 0;
	*n = 0;
	for (const char *p = sql; *p;) {
		const char *past = past_quoted(p);
		if (past == p && *p == '?') {
			unsigned v = 0;
			for (past = p + 1; digit(*past) && v <= RW_DB_VALUES; past++) v = v * 10 + (unsigned)(*past - '0');
			if (v < 1 || v > RW_DB_VALUES)
				return rw_fail(err, RIWAYA_ARGUMENT, db->name, (uint64_t)(p - sql), 0,
					"a value of a statement has no number from 1 to %d: write ?1, ?2 …", RW_DB_VALUES);
			seen |= UINT64_C(1) << (v - 1);
			if (v > *n) *n = v;
			rw_buf_byte(&b, dollars ? '$' : '?');
			rw_buf_put(&b, p + 1, (size_t)(past - p - 1));
		} else {
			if (past == p) past++;
			rw_buf_put(&b, p, (size_t)(past - p));
		}
		p = past;
	}
	rw_buf_byte(&b, '\0');
	if (seen != (*n ? ~UINT64_C(0) >> (64 - *n) : 0))
		return rw_fail(err, RIWAYA_ARGUMENT, db->name, 0, 0,
			"values of a statement are numbered with gaps: count from ?1 up to ?%u", *n);
	*out = b.p;
	return RIWAYA_OK;
}

riwaya_status rw_db_stmt(rw_db *db, const char *sql, rw_stmt **out, riwaya_error *err) {
	*out = NULL;
	uint32_t at = rw_map_get(&db->by_text, rw_slice_of((const char *)&sql, sizeof sql));
	if (at != UINT32_MAX) {
		*out = db->stmts.p[at];
		rw_stmt_reset(*out);
		return RIWAYA_OK;
	}
	if (db->failed) return after_failure(db, err);
	rw_stmt *s = RW_NEW(&db->own, rw_stmt);
	s->db = db;
	s->sql = sql;
	riwaya_status status = db->driver->prepare(s, err);
	if (status) return done(db, status);
	bool fresh;
	rw_vec_push(&db->own, &db->stmts, s);
	*rw_map_put(&db->by_text, rw_slice_of((const char *)&s->sql, sizeof s->sql), &fresh) = (uint32_t)(db->stmts.n - 1);
	*out = s;
	return RIWAYA_OK;
}

static void bind(rw_stmt *s, unsigned i, rw_value v) {
	if (s->active) rw_stmt_reset(s);
	if (i < 1 || i > s->n_values) {
		if (!s->wrong) s->wrong = i ? i : UINT32_MAX;
		return;
	}
	s->values[i - 1] = v;
}

void rw_bind_int(rw_stmt *s, unsigned i, int64_t v) { bind(s, i, (rw_value){.kind = RW_VALUE_INT, .i = v}); }
void rw_bind_double(rw_stmt *s, unsigned i, double v) { bind(s, i, (rw_value){.kind = RW_VALUE_DOUBLE, .d = v}); }
void rw_bind_text(rw_stmt *s, unsigned i, rw_slice v) {
	bind(s, i, (rw_value){.kind = v.p ? RW_VALUE_TEXT : RW_VALUE_NULL, .s = v});
}
void rw_bind_blob(rw_stmt *s, unsigned i, rw_slice v) {
	bind(s, i, (rw_value){.kind = v.p ? RW_VALUE_BLOB : RW_VALUE_NULL, .s = v});
}
void rw_bind_null(rw_stmt *s, unsigned i) { bind(s, i, (rw_value){.kind = RW_VALUE_NULL}); }

/* PostgreSQL takes no other; so that nothing works with one database alone, SQLite gets no other either. */
static bool good_text(rw_slice s) {
	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		uint32_t c = rw_utf8_next(s, &i);
		if (c == 0 || (c == RW_UTF8_BAD && i == from + 1)) return false;
	}
	return true;
}

static riwaya_status ready(rw_stmt *s, riwaya_error *err) {
	if (s->db->failed) return after_failure(s->db, err);
	if (s->wrong)
		return rw_fail(err, RIWAYA_ARGUMENT, s->db->name, 0, 0, "a statement of %u values is given another: %.80s",
			s->n_values, s->sql);
	for (unsigned i = 0; i < s->n_values; i++)
		if (s->values[i].kind == RW_VALUE_TEXT && !good_text(s->values[i].s))
			return rw_fail(err, RIWAYA_ARGUMENT, s->db->name, 0, 0,
				"value %u of a statement is no text in UTF-8, or holds a zero; keep it as a blob: %.80s", i + 1, s->sql);
	return RIWAYA_OK;
}

riwaya_status rw_step(rw_stmt *s, bool *row, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	*row = false;
	if (!s->active) {
		status = ready(s, err);
		if (!status) status = s->db->driver->start(s, err);
		s->active = !status;
	}
	if (!status) status = s->db->driver->next(s, row, err);
	if (status || !*row) rw_stmt_reset(s);
	return done(s->db, status);
}

riwaya_status rw_run(rw_stmt *s, riwaya_error *err) {
	if (s->active) s->db->driver->reset(s);
	riwaya_status status = ready(s, err);
	if (!status) status = s->db->driver->run(s, err);
	end(s);
	return done(s->db, status);
}

void rw_stmt_reset(rw_stmt *s) {
	if (s->active) s->db->driver->reset(s);
	end(s);
}

riwaya_status rw_db_changed(rw_db *db, rw_stmt *s, int64_t *n, riwaya_error *err) {
	*n = 0;
	if (db->failed) return after_failure(db, err);
	return done(db, db->driver->changed(s, n, err));
}

bool rw_col_null(const rw_stmt *s, unsigned i) { return s->db->driver->is_null(s, i); }
int64_t rw_col_int(const rw_stmt *s, unsigned i) { return s->db->driver->get_int(s, i); }
double rw_col_double(const rw_stmt *s, unsigned i) { return s->db->driver->get_double(s, i); }
rw_slice rw_col_text(const rw_stmt *s, unsigned i) { return s->db->driver->get_bytes(s, i); }
rw_slice rw_col_blob(const rw_stmt *s, unsigned i) { return s->db->driver->get_bytes(s, i); }

riwaya_status rw_db_run(rw_db *db, const char *sql, const int64_t *values, unsigned n, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(db, sql, &q, err);
	if (status) return status;
	for (unsigned i = 0; i < n; i++) rw_bind_int(q, i + 1, values[i]);
	return rw_run(q, err);
}
