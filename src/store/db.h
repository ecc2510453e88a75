/* db.h: one way to speak to two databases, so that the store's SQL is written once.
 *
 * Where     "postgresql://…" or "postgres://…" is a PostgreSQL server, anything else a file of SQLite.
 * SQL       What both understand: ?1 ?2 … for values (the PostgreSQL driver makes $1 $2 of them), ON CONFLICT, RETURNING, integers of 64
 *           bits, text compared by bytes, blobs. What can't be said alike (full text) asks rw_db_kind and says it twice.
 * Writing   One writer at a time: rw_db_begin waits for the lock (SQLite's own; an advisory lock of PostgreSQL), so numbers can be given
 *           as "one more than the last". Readers don't wait, and see what was committed. Nothing is written outside of a transaction that
 *           writes: the database refuses it.
 * Rows      A statement belongs to its connection and is prepared once for its text. Its values are NULL again once it has run, or its last
 *           row was taken. What a column gives lasts until the next step, run or reset of that statement. Beginning and ending a
 *           transaction ends every statement. A result may be held in memory whole (PostgreSQL): large ones are asked for in pieces, by key.
 * Text      Valid UTF-8 without zeros, on both: anything else is a blob.
 * Errors    RIWAYA_STORE with a message that names the store and the mend. After a failure within begin … commit, all of it is undone: call
 *           rw_db_rollback. RIWAYA_BUSY: another holds the lock for longer than RW_DB_WAIT_MS. A connection that was lost is opened anew by the
 *           next rw_db_begin or, outside of a transaction, the next run.
 *           A commit that fails as the connection is lost may have been kept all the same: what is written again must do no harm.
 * Threads   A connection is one thread's at a time, and so is the rw_mem of its arena.
 */
#ifndef RW_STORE_DB_H
#define RW_STORE_DB_H

#include "base/base.h"

enum {
	RW_DB_WAIT_MS = 30000, /* how long another's lock is waited for */
	RW_DB_VALUES = 48,     /* values of one statement */
};

typedef enum rw_db_kind { RW_DB_SQLITE, RW_DB_POSTGRES } rw_db_kind;
enum {
	RW_DB_CREATE = 1, /* make it where it is not there */
	RW_DB_READ_ONLY = 2,
	RW_DB_PRIVATE = 4, /* a file of SQLite's that its owner alone may read: made so, and refused where it is not */
};

/* What lies in a database: a store, or something else of riwaya's that is kept the same way. */
typedef struct rw_schema {
	const char *what;    /* as messages call it: "store" */
	const char *maker;   /* the command that makes one */
	const char *name;    /* application in riwaya_meta */
	int32_t application; /* the same in SQLite's header */
	/* Its steps, one text after the other, each ended by a zero, the last by two; NULL where this database can't have it. */
	const char *sqlite, *postgres;
} rw_schema;
extern const rw_schema rw_store_schema; /* migrate.c */

typedef struct rw_db rw_db;
typedef struct rw_stmt rw_stmt;

/* Opens, and brings the schema up to date (migrate.c): a database from a newer riwaya is refused and left alone; one that is no riwaya store is too.
 * The connection closes with the arena. */
riwaya_status rw_db_open(rw_arena *a, const char *where, unsigned flags, rw_db **out, riwaya_error *err);
/* The same for what is no store. The schema must outlive the connection. */
riwaya_status rw_db_open_as(
	rw_arena *a, const char *where, unsigned flags, const rw_schema *schema, rw_db **out, riwaya_error *err);
rw_db_kind rw_db_kind_of(const rw_db *db);
/* "SQLite 3.40.1", "PostgreSQL 15.4": as the server says. */
rw_slice rw_db_about(const rw_db *db);
/* What messages call it: the path, or the server's URL without a password. */
rw_slice rw_db_name(const rw_db *db);
/* Waits for the lock this long instead of RW_DB_WAIT_MS. */
riwaya_status rw_db_wait(rw_db *db, unsigned ms, riwaya_error *err);

/* A transaction that writes. */
riwaya_status rw_db_begin(rw_db *db, riwaya_error *err);
/* One that reads, and sees one state throughout. */
riwaya_status rw_db_begin_read(rw_db *db, riwaya_error *err);
/* OK: it is on disk. */
riwaya_status rw_db_commit(rw_db *db, riwaya_error *err);
void rw_db_rollback(rw_db *db);

/* Runs statements without values, parted by semicolons. Outside of a transaction only what changes no table: ANALYZE, VACUUM. */
riwaya_status rw_db_exec(rw_db *db, const char *sql, riwaya_error *err);

/* The statement of a text, which must outlive the connection (a literal). Its values are all NULL. Two uses at once of one text are not
 * possible: the first one ends. */
riwaya_status rw_db_stmt(rw_db *db, const char *sql, rw_stmt **out, riwaya_error *err);
/* Values, by number from 1. Text and blobs must live until the statement is stepped or run. An absent slice is NULL. */
void rw_bind_int(rw_stmt *s, unsigned i, int64_t v);
void rw_bind_double(rw_stmt *s, unsigned i, double v);
void rw_bind_text(rw_stmt *s, unsigned i, rw_slice v);
void rw_bind_blob(rw_stmt *s, unsigned i, rw_slice v);
void rw_bind_null(rw_stmt *s, unsigned i);
/* The next row; *row false when there is no more, and the statement may be bound and stepped again. */
riwaya_status rw_step(rw_stmt *s, bool *row, riwaya_error *err);
/* Runs it for its effect. PostgreSQL may send it on later, with what follows: an error then shows at the latest at rw_db_commit. */
riwaya_status rw_run(rw_stmt *s, riwaya_error *err);
/* The same for a statement of numbers alone: values[0] is ?1. */
riwaya_status rw_db_run(rw_db *db, const char *sql, const int64_t *values, unsigned n, riwaya_error *err);
#define RW_RUN(db, sql, err, ...)                                                                                      \
	rw_db_run((db), (sql), (const int64_t[]){__VA_ARGS__}, sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t), (err))
/* Ends it before its rows do. */
void rw_stmt_reset(rw_stmt *s);
/* Rows that the last rw_run changed. Waits for it. */
riwaya_status rw_db_changed(rw_db *db, rw_stmt *s, int64_t *n, riwaya_error *err);

/* Columns of the row, from 0, as what they are: numbers as either kind of number, text and blobs as either of these. Other ways give 0 and
 * absent, on both databases. */
bool rw_col_null(const rw_stmt *s, unsigned i);
int64_t rw_col_int(const rw_stmt *s, unsigned i); /* 0 for NULL */
double rw_col_double(const rw_stmt *s, unsigned i);
rw_slice rw_col_text(const rw_stmt *s, unsigned i); /* absent for NULL */
rw_slice rw_col_blob(const rw_stmt *s, unsigned i);

/* SQLite's alone: copies the whole into a new file, as it stands now, while others write. `progress` (may be NULL) is told which part is done;
 * false: it stops, and *whole is false. */
riwaya_status rw_db_copy(
	rw_db *db, const char *path, bool (*progress)(void *ctx, double part), void *ctx, bool *whole, riwaya_error *err);

/* How large it is on disk, in bytes. */
riwaya_status rw_db_size(rw_db *db, int64_t *bytes, riwaya_error *err);

#endif
