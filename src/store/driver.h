/* driver.h: what a database's driver gives to db.c, which keeps what both need: statements by text, values, the state of the transaction.
 *
 *   rw_db_open (db.c) -> rw_sqlite_open or rw_postgres_open -> rw_migrate (migrate.c)
 *
 * A driver's functions are called only when they make sense: values are checked, no transaction is begun within another, nothing runs in one
 * that has failed.
 */
#ifndef RW_STORE_DRIVER_H
#define RW_STORE_DRIVER_H

#include "store/db.h"

typedef enum rw_value_kind { RW_VALUE_NULL, RW_VALUE_INT, RW_VALUE_DOUBLE, RW_VALUE_TEXT, RW_VALUE_BLOB } rw_value_kind;
typedef struct rw_value {
	rw_value_kind kind;
	int64_t i;
	double d;
	rw_slice s;
} rw_value;

typedef enum rw_db_state { RW_DB_OUTSIDE, RW_DB_READING, RW_DB_WRITING } rw_db_state;

typedef struct rw_db_driver {
	rw_db_kind kind;
	/* It is a store of ours, or is to become one, and not for reading only: sets it up for writing. */
	riwaya_status (*adopt)(rw_db *db, riwaya_error *err);
	riwaya_status (*wait)(rw_db *db, unsigned ms, riwaya_error *err);
	riwaya_status (*begin)(rw_db *db, bool write, riwaya_error *err);
	riwaya_status (*commit)(rw_db *db, riwaya_error *err);
	void (*rollback)(rw_db *db);
	riwaya_status (*exec)(rw_db *db, const char *sql, riwaya_error *err);
	riwaya_status (*prepare)(rw_stmt *s, riwaya_error *err);
	/* Gives it its values and begins; then a row after the other. */
	riwaya_status (*start)(rw_stmt *s, riwaya_error *err);
	riwaya_status (*next)(rw_stmt *s, bool *row, riwaya_error *err);
	riwaya_status (*run)(rw_stmt *s, riwaya_error *err);
	void (*reset)(rw_stmt *s);
	riwaya_status (*changed)(rw_stmt *s, int64_t *n, riwaya_error *err);
	bool (*is_null)(const rw_stmt *s, unsigned i);
	int64_t (*get_int)(const rw_stmt *s, unsigned i);
	double (*get_double)(const rw_stmt *s, unsigned i);
	rw_slice (*get_bytes)(const rw_stmt *s, unsigned i);
	riwaya_status (*size)(rw_db *db, int64_t *bytes, riwaya_error *err);
	/* NULL where it has no such way. */
	riwaya_status (*copy)(rw_db *db, const char *path, bool (*progress)(void *ctx, double part), void *ctx, bool *whole,
		riwaya_error *err);
} rw_db_driver;

struct rw_db {
	const rw_db_driver *driver;
	rw_arena own; /* statements; the driver's own things */
	rw_slice name, about;
	unsigned flags, wait_ms;
	const rw_schema *schema;
	rw_db_state state;
	bool failed; /* this transaction can only be rolled back */
	rw_map by_text;
	RW_VEC(rw_stmt *) stmts;
	void *own_data; /* the driver's */
};

struct rw_stmt {
	rw_db *db;
	const char *sql;
	unsigned n_values;
	uint32_t wrong; /* the first value that can't be, 0 for none */
	bool active;    /* begun, and not at its end */
	rw_value values[RW_DB_VALUES];
	void *own; /* the driver's */
};

/* Opens, and changes nothing in what is there. */
riwaya_status rw_sqlite_open(rw_db *db, const char *where, riwaya_error *err);
riwaya_status rw_postgres_open(rw_db *db, const char *where, riwaya_error *err);

/* --- migrate.c ---------------------------------------------------------------------------------------------------------- */
/* Refuses what is no store of ours, or a newer one, before anything in it is changed; then brings it up to date. */
riwaya_status rw_migrate(rw_db *db, riwaya_error *err);

/* --- db.c --------------------------------------------------------------------------------------------------------------- */
/* The text with ?1 made to $1 where `dollars`; how many values it has. Placeholders without a number, past RW_DB_VALUES or with a gap
 * below them are refused. */
riwaya_status rw_db_placeholders(
	const rw_db *db, rw_arena *a, const char *sql, bool dollars, const char **out, unsigned *n, riwaya_error *err);

#endif
