/* db_world.h: what cases of both databases begin with. The same cases run on SQLite always, and on PostgreSQL where RIWAYA_TEST_POSTGRES names a server
 * (scripts/postgres run). Each case has a store of its own: a file, or a schema of the server's database. Needs _DEFAULT_SOURCE. */
#ifndef RW_DB_WORLD_H
#define RW_DB_WORLD_H

#include "memory.h"
#include "store/driver.h"
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define SERVER "RIWAYA_TEST_POSTGRES"
#define SALAM "\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85" /* Arabic letters */

static bool postgres; /* which database the cases are at */
static char folder[64], where[1024];
static unsigned serial;

static inline void must(riwaya_status status, const riwaya_error *e) {
	if (status) fail_msg("%s: %s: %s", riwaya_status_name(status), e->source, e->message);
}

static inline rw_db *open_as(rw_arena *a, unsigned flags) {
	riwaya_error e = {0};
	rw_db *db;
	must(rw_db_open(a, where, flags, &db, &e), &e);
	return db;
}

static inline void exec(rw_db *db, const char *sql) {
	riwaya_error e = {0};
	must(rw_db_exec(db, sql, &e), &e);
}

static inline void begin(rw_db *db) {
	riwaya_error e = {0};
	must(rw_db_begin(db, &e), &e);
}

static inline void commit(rw_db *db) {
	riwaya_error e = {0};
	must(rw_db_commit(db, &e), &e);
}

static inline rw_stmt *stmt(rw_db *db, const char *sql) {
	riwaya_error e = {0};
	rw_stmt *s;
	must(rw_db_stmt(db, sql, &s, &e), &e);
	return s;
}

static inline bool step(rw_stmt *s) {
	riwaya_error e = {0};
	bool row;
	must(rw_step(s, &row, &e), &e);
	return row;
}

static inline void run(rw_stmt *s) {
	riwaya_error e = {0};
	must(rw_run(s, &e), &e);
}

static inline int64_t number(rw_db *db, const char *sql) {
	rw_stmt *s = stmt(db, sql);
	assert_true(step(s));
	int64_t n = rw_col_int(s, 0);
	rw_stmt_reset(s);
	return n;
}

static inline void is_text(rw_slice s, const char *want) {
	assert_non_null(s.p);
	assert_int_equal(s.n, strlen(want));
	assert_memory_equal(s.p, want, s.n);
}

/* The message says what is to be done, and whose store it is. */
static inline void refused(riwaya_status got, riwaya_status want, const riwaya_error *e, const char *says) {
	assert_string_equal(riwaya_status_name(got), riwaya_status_name(want));
	if (!strstr(e->message, says)) fail_msg("'%s' does not say '%s'", e->message, says);
	if (postgres)
		assert_non_null(strstr(e->source, "postgresql://"));
	else
		assert_string_equal(e->source, where);
}

/* --- a place for each case ------------------------------------------------------------------------------------------------ */
static inline int set_up(void **state) {
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/riwaya-db-XXXXXX");
	if (!mkdtemp(folder)) return 1;
	chmod(folder, 0777);
	serial++;
	if (postgres) {
		/* The database itself has a store in its first schema, by which others are made. */
		TEST_ARENA(a);
		char sql[64];
		snprintf(where, sizeof where, "%s", getenv(SERVER));
		rw_db *db = open_as(a, RW_DB_CREATE);
		snprintf(sql, sizeof sql, "CREATE SCHEMA case%u", serial);
		begin(db);
		exec(db, sql);
		commit(db);
		rw_arena_release(a);
		snprintf(where, sizeof where, "%s%coptions=-csearch_path%%3Dcase%u", getenv(SERVER),
			strchr(getenv(SERVER), '?') ? '&' : '?', serial);
	} else
		snprintf(where, sizeof where, "%s/a.db", folder);
	return 0;
}

static inline int clean_up(void **state) {
	(void)state;
	static const char *const names[] = {"a.db", "a.db-wal", "a.db-shm", "a.db-journal"};
	char path[128];
	chmod(folder, 0777);
	for (size_t i = 0; i < RW_COUNT(names); i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		unlink(path);
	}
	return rmdir(folder);
}

/* A store with a table to write to. */
static inline rw_db *with_table(rw_arena *a) {
	rw_db *db = open_as(a, RW_DB_CREATE);
	begin(db);
	exec(db,
		postgres ? "CREATE TABLE thing (id BIGINT PRIMARY KEY, i BIGINT, d DOUBLE PRECISION, s TEXT COLLATE \"C\", b BYTEA)"
				 : "CREATE TABLE thing (id INTEGER PRIMARY KEY, i INTEGER, d REAL, s TEXT, b BLOB)");
	commit(db);
	return db;
}

static const char insert[] = "INSERT INTO thing (id, i, d, s, b) VALUES (?1, ?2, ?3, ?4, ?5)";
static const char count[] = "SELECT count(*) FROM thing";

static inline void put(rw_db *db, int64_t id) {
	rw_stmt *s = stmt(db, insert);
	rw_bind_int(s, 1, id);
	run(s);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, clean_up)
#define RUN_ON_BOTH(tests)                                                                                             \
	do {                                                                                                               \
		int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);                                         \
		if (getenv(SERVER)) {                                                                                          \
			postgres = true;                                                                                           \
			failed += cmocka_run_group_tests_name("postgres", tests, NULL, NULL);                                      \
		}                                                                                                              \
		return failed != 0;                                                                                            \
	} while (0)

#endif
