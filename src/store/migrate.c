/* migrate.c: the schema, by numbered steps (src/store/sql). What a database is and how far it has come stands in its own table riwaya_meta:
 *
 *   key           value
 *   application   riwaya; other schemas have names of their own
 *   schema        the number of the last step
 *
 * SQLite's header says the same (application_id, user_version), so that `file` and others know a store without opening it.
 */
#include "store/driver.h"
#include <stdio.h>

/* The steps' texts one after the other, each ended by a zero, the last by two (migrations.S, which the build writes). */
extern const char rw_migrations_sqlite[] __attribute__((visibility("hidden")));
extern const char rw_migrations_postgres[] __attribute__((visibility("hidden")));

const rw_schema rw_store_schema = {
	.what = "store",
	.maker = "riwaya add",
	.name = "riwaya",
	.application = 0x72697761, /* "riwa" */
	.sqlite = rw_migrations_sqlite,
	.postgres = rw_migrations_postgres,
};

typedef enum found { EMPTY, OURS, FOREIGN } found;

/* The text of a step, from 1; NULL past the last. */
static const char *step(const rw_db *db, unsigned n) {
	const char *z = db->driver->kind == RW_DB_SQLITE ? db->schema->sqlite : db->schema->postgres;
	for (; *z && n > 1; n--) z += strlen(z) + 1;
	return *z ? z : NULL;
}

static int64_t newest(const rw_db *db) {
	unsigned n = 0;
	while (step(db, n + 1)) n++;
	return n;
}

/* --- what it is --------------------------------------------------------------------------------------------------------- */
static riwaya_status one_row(rw_db *db, const char *sql, rw_stmt **s, bool *row, riwaya_error *err) {
	riwaya_status status = rw_db_stmt(db, sql, s, err);
	return status ? status : rw_step(*s, row, err);
}

static riwaya_status look_sqlite(rw_db *db, found *what, int64_t *version, riwaya_error *err) {
	rw_stmt *s;
	bool row;
	riwaya_status status = one_row(db,
		"SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version), "
		"(SELECT count(*) FROM sqlite_master)",
		&s, &row, err);
	if (status) return status;
	bool ours = rw_col_int(s, 0) == db->schema->application, bare = rw_col_int(s, 0) == 0 && rw_col_int(s, 2) == 0;
	*what = ours ? OURS : bare ? EMPTY : FOREIGN;
	*version = ours ? rw_col_int(s, 1) : 0;
	rw_stmt_reset(s);
	return RIWAYA_OK;
}

static riwaya_status look_postgres(rw_db *db, found *what, int64_t *version, riwaya_error *err) {
	rw_stmt *s;
	bool row;
	riwaya_status status = one_row(db,
		"SELECT to_regclass(quote_ident(current_schema()) || '.riwaya_meta') IS NOT NULL, "
		"(SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')), "
		"current_schema() IS NULL",
		&s, &row, err);
	if (status) return status;
	*what = rw_col_int(s, 0) ? OURS : rw_col_int(s, 1) ? FOREIGN : EMPTY;
	*version = 0;
	bool nowhere = rw_col_int(s, 2);
	rw_stmt_reset(s);
	if (nowhere)
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"this user may use no schema of the database; let the database's owner allow it (GRANT USAGE ON SCHEMA), or name another user");
	if (*what != OURS) return RIWAYA_OK;
	status = one_row(db, "SELECT CAST(value AS BIGINT) FROM riwaya_meta WHERE key = 'schema'", &s, &row, err);
	if (status) return status;
	if (row) *version = rw_col_int(s, 0);
	rw_stmt_reset(s);
	return RIWAYA_OK;
}

static riwaya_status look(rw_db *db, found *what, int64_t *version, riwaya_error *err) {
	return db->driver->kind == RW_DB_SQLITE ? look_sqlite(db, what, version, err) : look_postgres(db, what, version, err);
}

static riwaya_status check(const rw_db *db, found what, int64_t version, riwaya_error *err) {
	const char *other = db->driver->kind == RW_DB_SQLITE ? "name another file" : "name an empty database (createdb)";
	if (what == FOREIGN)
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"this is no %s of riwaya's: it holds tables of another program; nothing in it was changed; %s",
			db->schema->what, other);
	if (what == EMPTY && (!(db->flags & RW_DB_CREATE) || db->flags & RW_DB_READ_ONLY))
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"there is no %s here yet: the database is empty; %s makes one", db->schema->what, db->schema->maker);
	if (version > newest(db))
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"a newer riwaya made this %s (schema %lld, and this one knows them up to %lld); nothing in it was changed; use the newer riwaya",
			db->schema->what, (long long)version, (long long)newest(db));
	if (version < newest(db) && db->flags & RW_DB_READ_ONLY)
		return rw_fail(err, RIWAYA_STORE, db->name, 0, 0,
			"an older riwaya made this %s (schema %lld, and this one reads %lld); open it for writing once, which brings it up to date",
			db->schema->what, (long long)version, (long long)newest(db));
	return RIWAYA_OK;
}

/* --- making it ---------------------------------------------------------------------------------------------------------- */
static const char meta_sqlite[] =
	"CREATE TABLE riwaya_meta (\n"
	"  key TEXT PRIMARY KEY, -- application: riwaya; schema: the number of the last migration\n"
	"  value TEXT NOT NULL\n"
	") WITHOUT ROWID;\n";
static const char meta_postgres[] =
	"CREATE TABLE riwaya_meta (key TEXT COLLATE \"C\" PRIMARY KEY, value TEXT COLLATE \"C\" NOT NULL);\n"
	"COMMENT ON COLUMN riwaya_meta.key IS 'application: riwaya; schema: the number of the last migration';\n";

/* Within a transaction: the step from this version to the next. */
static riwaya_status up(rw_db *db, found what, int64_t version, riwaya_error *err) {
	bool sqlite = db->driver->kind == RW_DB_SQLITE;
	char marks[256];
	riwaya_status status = what == EMPTY ? rw_db_exec(db, sqlite ? meta_sqlite : meta_postgres, err) : RIWAYA_OK;
	snprintf(
		marks, sizeof marks, "INSERT INTO riwaya_meta VALUES ('application', '%s'), ('schema', '0')", db->schema->name);
	if (!status && what == EMPTY) status = rw_db_exec(db, marks, err);
	if (!status) status = rw_db_exec(db, step(db, (unsigned)version + 1), err);
	snprintf(marks, sizeof marks, "UPDATE riwaya_meta SET value = '%lld' WHERE key = 'schema'", (long long)version + 1);
	if (!status) status = rw_db_exec(db, marks, err);
	snprintf(marks, sizeof marks, "PRAGMA application_id = %d; PRAGMA user_version = %lld",
		(int)db->schema->application, (long long)version + 1);
	if (!status && sqlite) status = rw_db_exec(db, marks, err);
	return status;
}

riwaya_status rw_migrate(rw_db *db, riwaya_error *err) {
	found what;
	int64_t version;
	riwaya_status status = look(db, &what, &version, err);
	if (!status) status = check(db, what, version, err);
	if (status || db->flags & RW_DB_READ_ONLY) return status;
	status = db->driver->adopt(db, err);
	while (!status && version < newest(db)) {
		/* Another may have been at it: what counts is what stands there under the lock. */
		status = rw_db_begin(db, err);
		if (!status) status = look(db, &what, &version, err);
		if (!status) status = check(db, what, version, err);
		if (!status && version < newest(db)) status = up(db, what, version, err);
		if (!status) status = rw_db_commit(db, err);
		if (status) rw_db_rollback(db);
		version++;
	}
	return status;
}
