/* test_db.c: both databases behind src/store/db.h. The same cases run on SQLite always, and on PostgreSQL where RIWAYA_TEST_POSTGRES names
 * a server (scripts/postgres run). Each case has a store of its own: a file, or a schema of the server's database. */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE /* mkdtemp, seteuid */
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

static void must(riwaya_status status, const riwaya_error *e) {
	if (status) fail_msg("%s: %s: %s", riwaya_status_name(status), e->source, e->message);
}

static rw_db *open_as(rw_arena *a, unsigned flags) {
	riwaya_error e = {0};
	rw_db *db;
	must(rw_db_open(a, where, flags, &db, &e), &e);
	return db;
}

static void exec(rw_db *db, const char *sql) {
	riwaya_error e = {0};
	must(rw_db_exec(db, sql, &e), &e);
}

static void begin(rw_db *db) {
	riwaya_error e = {0};
	must(rw_db_begin(db, &e), &e);
}

static void commit(rw_db *db) {
	riwaya_error e = {0};
	must(rw_db_commit(db, &e), &e);
}

static rw_stmt *stmt(rw_db *db, const char *sql) {
	riwaya_error e = {0};
	rw_stmt *s;
	must(rw_db_stmt(db, sql, &s, &e), &e);
	return s;
}

static bool step(rw_stmt *s) {
	riwaya_error e = {0};
	bool row;
	must(rw_step(s, &row, &e), &e);
	return row;
}

static void run(rw_stmt *s) {
	riwaya_error e = {0};
	must(rw_run(s, &e), &e);
}

static int64_t number(rw_db *db, const char *sql) {
	rw_stmt *s = stmt(db, sql);
	assert_true(step(s));
	int64_t n = rw_col_int(s, 0);
	rw_stmt_reset(s);
	return n;
}

static void is_text(rw_slice s, const char *want) {
	assert_non_null(s.p);
	assert_int_equal(s.n, strlen(want));
	assert_memory_equal(s.p, want, s.n);
}

/* The message says what is to be done, and whose store it is. */
static void refused(riwaya_status got, riwaya_status want, const riwaya_error *e, const char *says) {
	assert_string_equal(riwaya_status_name(got), riwaya_status_name(want));
	if (!strstr(e->message, says)) fail_msg("'%s' does not say '%s'", e->message, says);
	if (postgres)
		assert_non_null(strstr(e->source, "postgresql://"));
	else
		assert_string_equal(e->source, where);
}

/* --- a place for each case ------------------------------------------------------------------------------------------------ */
static int set_up(void **state) {
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

static int clean_up(void **state) {
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
static rw_db *with_table(rw_arena *a) {
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

static void put(rw_db *db, int64_t id) {
	rw_stmt *s = stmt(db, insert);
	rw_bind_int(s, 1, id);
	run(s);
}

/* --- cases for both ------------------------------------------------------------------------------------------------------- */
static void test_values(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_db *db = with_table(a);
	assert_int_equal(rw_db_kind_of(db), postgres ? RW_DB_POSTGRES : RW_DB_SQLITE);
	assert_true(rw_slice_starts(rw_db_about(db), postgres ? RW_LIT("PostgreSQL ") : RW_LIT("SQLite 3.")));
	char *bytes = rw_arena_alloc(a, 300000);
	for (size_t i = 0; i < 300000; i++) bytes[i] = (char)(i * 7);
	static const int64_t ints[] = {0, -1, 1, INT64_MAX, INT64_MIN, INT64_C(1) << 53, 1642744860};
	static const double doubles[] = {0, -0.5, 1e300, 5e-324, 0.1, 36.2, -1.0 / 3};
	static const char *const texts[] = {
		"", "a", "'; DROP TABLE thing; --", SALAM " \xf0\x9f\x95\x8a", "\\x41", "?1 $1", " "};
	begin(db);
	rw_stmt *s = stmt(db, insert);
	for (size_t k = 0; k < RW_COUNT(ints); k++) {
		rw_bind_int(s, 1, (int64_t)k);
		rw_bind_int(s, 2, ints[k]);
		rw_bind_double(s, 3, doubles[k]);
		rw_bind_text(s, 4, rw_slice_z(texts[k]));
		rw_bind_blob(s, 5, rw_slice_of(bytes, k * 50000));
		run(s);
	}
	rw_bind_int(s, 1, 100); /* the values from before are gone */
	run(s);
	rw_bind_int(s, 1, 101);
	rw_bind_null(s, 2);
	rw_bind_text(s, 4, RW_NONE);
	rw_bind_blob(s, 5, RW_NONE);
	run(s);
	commit(db);
	s = stmt(db, "SELECT i, d, s, b FROM thing ORDER BY id");
	for (size_t k = 0; k < RW_COUNT(ints); k++) {
		assert_true(step(s));
		assert_true(rw_col_int(s, 0) == ints[k]);
		assert_true(rw_col_double(s, 1) == doubles[k]);
		is_text(rw_col_text(s, 2), texts[k]);
		rw_slice b = rw_col_blob(s, 3);
		assert_non_null(b.p);
		assert_int_equal(b.n, k * 50000);
		assert_memory_equal(b.p, bytes, b.n);
		for (unsigned c = 0; c < 4; c++) assert_false(rw_col_null(s, c));
		/* Asked for as what they are not. */
		assert_null(rw_col_text(s, 0).p);
		assert_int_equal(rw_col_int(s, 2), 0);
		assert_int_equal(rw_col_int(s, 3), 0);
	}
	for (size_t k = 0; k < 2; k++) {
		assert_true(step(s));
		for (unsigned c = 0; c < 4; c++) assert_true(rw_col_null(s, c));
		assert_int_equal(rw_col_int(s, 0), 0);
		assert_true(rw_col_double(s, 1) == 0);
		assert_null(rw_col_text(s, 2).p);
		assert_null(rw_col_blob(s, 3).p);
	}
	assert_false(step(s));
	/* As either kind of number; sums; truth. */
	s = stmt(db, "SELECT sum(i), sum(d), count(*) > 1, max(d), avg(i), sum(-i) FROM thing WHERE id IN (1, 2, 6)");
	assert_true(step(s));
	assert_int_equal(rw_col_int(s, 0), 1642744860);
	assert_true(rw_col_double(s, 0) == 1642744860.0);
	assert_int_equal(rw_col_int(s, 2), 1);
	assert_true(rw_col_double(s, 3) == 1e300);
	assert_true(rw_col_double(s, 4) == 547581620.0);
	assert_int_equal(rw_col_int(s, 5), -1642744860);
	rw_stmt_reset(s);
	/* Text in the order of its bytes. */
	s = stmt(db, "SELECT s FROM thing WHERE s > ?1 ORDER BY s DESC LIMIT 1");
	rw_bind_text(s, 1, RW_LIT("Z"));
	assert_true(step(s));
	is_text(rw_col_text(s, 0), texts[3]);
	rw_stmt_reset(s);
	int64_t size = 0;
	riwaya_error e = {0};
	must(rw_db_size(db, &size, &e), &e);
	assert_true(size > 300000);
	rw_arena_release(a);
}

static void test_bad_values(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_db *db = with_table(a);
	static const char *const bad[] = {"SELECT ?", "SELECT ?0", "SELECT ?49", "SELECT ?1, ?3", "SELECT ?99999999999"};
	riwaya_error e = {0};
	rw_stmt *s;
	for (size_t k = 0; k < RW_COUNT(bad); k++) refused(rw_db_stmt(db, bad[k], &s, &e), RIWAYA_ARGUMENT, &e, "?");
	/* No values: in quotes, names and comments. */
	assert_int_equal(number(db, "SELECT count(*) /* ?7 '*/ AS \"?8\" -- it's ?9\n FROM thing WHERE '?5''?6' = 'x'"), 0);
	static const char *const torn[] = {"\xff", "a\xd8", "\xed\xa0\x80", "\xc0\x80"};
	for (size_t k = 0; k <= RW_COUNT(torn); k++) {
		begin(db);
		s = stmt(db, insert);
		rw_bind_int(s, 1, 1);
		rw_bind_text(s, 4, k < RW_COUNT(torn) ? rw_slice_z(torn[k]) : rw_slice_of("a\0b", 3));
		refused(rw_run(s, &e), RIWAYA_ARGUMENT, &e, "keep it as a blob");
		rw_db_rollback(db);
	}
	static const unsigned past[] = {0, 6, 48, 49, UINT32_MAX};
	for (size_t k = 0; k < RW_COUNT(past); k++) {
		begin(db);
		s = stmt(db, insert);
		rw_bind_int(s, past[k], 1);
		refused(rw_run(s, &e), RIWAYA_ARGUMENT, &e, "5 values");
		rw_db_rollback(db);
	}
	/* U+FFFD is a character as any other. */
	begin(db);
	s = stmt(db, insert);
	rw_bind_int(s, 1, 1);
	rw_bind_text(s, 4, RW_LIT("\xef\xbf\xbd"));
	run(s);
	commit(db);
	assert_int_equal(number(db, count), 1);
	refused(rw_db_stmt(db, "SELECT nothing FROM nowhere", &s, &e) ? RIWAYA_STORE : rw_run(s, &e), RIWAYA_STORE, &e, "");
	assert_int_equal(number(db, count), 1);
	rw_arena_release(a);
}

static void test_statements(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_db *db = with_table(a);
	riwaya_error e = {0};
	int64_t n = 0;
	begin(db);
	for (int64_t id = 1; id <= 2000; id++) put(db, id);
	rw_stmt *s = stmt(db, "UPDATE thing SET i = id % 10 WHERE id > ?1");
	rw_bind_int(s, 1, 500);
	run(s);
	must(rw_db_changed(db, s, &n, &e), &e);
	assert_int_equal(n, 1500);
	rw_bind_int(s, 1, 5000);
	run(s);
	must(rw_db_changed(db, s, &n, &e), &e);
	assert_int_equal(n, 0);
	s = stmt(db, "INSERT INTO thing (id) VALUES (?1) ON CONFLICT (id) DO NOTHING");
	rw_bind_int(s, 1, 7);
	run(s);
	put(db, 3000);
	must(rw_db_changed(db, s, &n, &e), &e);
	assert_int_equal(n, 0);
	s = stmt(db, "INSERT INTO thing (id, i) SELECT max(id) + 1, 77 FROM thing RETURNING id, i");
	assert_true(step(s));
	assert_int_equal(rw_col_int(s, 0), 3001);
	assert_int_equal(rw_col_int(s, 1), 77);
	assert_false(step(s));
	commit(db);
	assert_int_equal(number(db, count), 2002);
	/* One statement's rows are taken while others run, and are written from. */
	begin(db);
	rw_stmt *rows = stmt(db, "SELECT id FROM thing WHERE id <= ?1 ORDER BY id"),
			*one = stmt(db, "SELECT i FROM thing WHERE id = ?1"),
			*set = stmt(db, "UPDATE thing SET d = ?2 WHERE id = ?1");
	rw_bind_int(rows, 1, 300);
	int64_t last = 0;
	while (step(rows)) {
		assert_int_equal(rw_col_int(rows, 0), last + 1);
		last++;
		rw_bind_int(one, 1, last);
		assert_true(step(one));
		assert_true(rw_col_null(one, 0));
		rw_stmt_reset(one);
		rw_bind_int(set, 1, last);
		rw_bind_double(set, 2, (double)last / 2);
		run(set);
	}
	assert_int_equal(last, 300);
	commit(db);
	/* What keeps house needs no transaction. */
	exec(db, "ANALYZE");
	exec(db, "VACUUM");
	assert_int_equal(number(db, count), 2002);
	/* A text that is asked for again ends its first use. */
	static const char again[] = "SELECT id FROM thing ORDER BY id";
	s = stmt(db, again);
	assert_true(step(s) && step(s));
	assert_int_equal(rw_col_int(s, 0), 2);
	assert_ptr_equal(stmt(db, again), s);
	assert_true(step(s));
	assert_int_equal(rw_col_int(s, 0), 1);
	rw_stmt_reset(s);
	assert_true(rw_col_null(s, 0));
	/* Bytes of a value may go once the first row was asked for. */
	char text[] = "abc";
	s = stmt(db, "SELECT id, ?1 || 'd' FROM thing ORDER BY id LIMIT 3");
	rw_bind_text(s, 1, rw_slice_z(text));
	for (int k = 0; k < 3; k++) {
		assert_true(step(s));
		is_text(rw_col_text(s, 1), "abcd");
		memset(text, 'x', 3);
	}
	assert_false(step(s));
	rw_arena_release(a);
}

static void test_transactions(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_db *db = with_table(a);
	riwaya_error e = {0};
	refused(rw_db_commit(db, &e), RIWAYA_ARGUMENT, &e, "begin");
	rw_db_rollback(db); /* nothing to undo */
	/* Nothing is written outside of a transaction that writes. */
	rw_stmt *s = stmt(db, insert);
	rw_bind_int(s, 1, 1);
	refused(rw_run(s, &e), RIWAYA_STORE, &e, "begin a transaction that writes");
	must(rw_db_begin_read(db, &e), &e);
	refused(rw_db_begin(db, &e), RIWAYA_ARGUMENT, &e, "within another");
	s = stmt(db, insert);
	rw_bind_int(s, 1, 1);
	riwaya_status status = rw_run(s, &e);
	if (!status) status = rw_db_commit(db, &e);
	refused(status, RIWAYA_STORE, &e, "begin a transaction that writes");
	rw_db_rollback(db);
	assert_int_equal(number(db, count), 0);
	/* What was undone is gone; what was committed stays. */
	begin(db);
	put(db, 1);
	assert_int_equal(number(db, count), 1);
	rw_db_rollback(db);
	assert_int_equal(number(db, count), 0);
	begin(db);
	put(db, 2);
	commit(db);
	/* A failure spoils the whole, and shows at the latest in the end. */
	for (int later = 0; later < 3; later++) {
		begin(db);
		for (int64_t id = 10; id < 20; id++) put(db, id);
		s = stmt(db, insert);
		rw_bind_int(s, 1, 2);
		status = rw_run(s, &e);
		if (!status && later == 0) {
			s = stmt(db, insert);
			rw_bind_int(s, 1, 30);
			status = rw_run(s, &e);
		}
		bool row;
		if (!status && later == 1) status = rw_step(stmt(db, count), &row, &e);
		bool over = !status;
		if (!status) status = rw_db_commit(db, &e);
		refused(status, RIWAYA_STORE, &e, "says:");
		if (!over) {
			s = NULL;
			if (!rw_db_stmt(db, insert, &s, &e) && s) {
				rw_bind_int(s, 1, 31);
				assert_int_not_equal(rw_run(s, &e), RIWAYA_OK);
			}
			assert_int_not_equal(rw_db_exec(db, "SELECT 1", &e), RIWAYA_OK);
			assert_int_not_equal(rw_db_commit(db, &e), RIWAYA_OK);
		}
		rw_db_rollback(db);
		assert_int_equal(number(db, count), 1);
	}
	begin(db);
	put(db, 3);
	commit(db);
	rw_arena_release(a);
	TEST_ARENA(b);
	db = open_as(b, 0);
	assert_int_equal(number(db, count), 2);
	begin(db);
	put(db, 4);
	rw_arena_release(b); /* closed within it */
	TEST_ARENA(c);
	db = open_as(c, RW_DB_READ_ONLY);
	assert_int_equal(number(db, count), 2);
	refused(rw_db_begin(db, &e), RIWAYA_STORE, &e, "reading only");
	rw_arena_release(c);
}

static double seconds(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void test_two(void **state) {
	(void)state;
	TEST_ARENA(a);
	TEST_ARENA(b);
	rw_db *one = with_table(a), *two = open_as(b, 0);
	riwaya_error e = {0};
	must(rw_db_wait(two, 150, &e), &e);
	begin(one);
	put(one, 1);
	/* Who reads doesn't wait, and sees what was committed. */
	assert_int_equal(number(two, count), 0);
	double from = seconds();
	refused(rw_db_begin(two, &e), RIWAYA_BUSY, &e, "run again when it has ended");
	double took = seconds() - from;
	assert_true(took > 0.1 && took < 5);
	commit(one);
	begin(two);
	assert_int_equal(number(two, count), 1);
	put(two, 2);
	commit(two);
	/* One state throughout. */
	must(rw_db_begin_read(two, &e), &e);
	assert_int_equal(number(two, count), 2);
	begin(one);
	put(one, 3);
	commit(one);
	assert_int_equal(number(two, count), 2);
	must(rw_db_commit(two, &e), &e);
	assert_int_equal(number(two, count), 3);
	rw_arena_release(a);
	rw_arena_release(b);
}

/* Two programs add one to the last number, many times each: none is given twice. */
static void test_race(void **state) {
	(void)state;
	{
		TEST_ARENA(a);
		with_table(a);
		rw_arena_release(a);
	}
	enum { WRITERS = 3, EACH = 40 };
	pid_t pids[WRITERS];
	for (int w = 0; w < WRITERS; w++) {
		pids[w] = fork();
		assert_true(pids[w] >= 0);
		if (pids[w]) continue;
		TEST_ARENA(a);
		riwaya_error e;
		rw_db *db;
		rw_stmt *s;
		int bad = rw_db_open(a, where, 0, &db, &e) != RIWAYA_OK;
		for (int k = 0; k < EACH && !bad; k++)
			bad = rw_db_begin(db, &e) ||
				rw_db_stmt(db, "INSERT INTO thing (id) SELECT coalesce(max(id), 0) + 1 FROM thing", &s, &e) ||
				rw_run(s, &e) || rw_db_commit(db, &e);
		rw_arena_release(a);
		_exit(bad);
	}
	for (int w = 0; w < WRITERS; w++) {
		int how;
		assert_int_equal(waitpid(pids[w], &how, 0), pids[w]);
		assert_int_equal(how, 0);
	}
	TEST_ARENA(a);
	rw_db *db = open_as(a, 0);
	assert_int_equal(number(db, "SELECT max(id) FROM thing"), WRITERS * EACH);
	assert_int_equal(number(db, count), WRITERS * EACH);
	rw_arena_release(a);
}

/* Several begin one store at once. */
static void test_made_at_once(void **state) {
	(void)state;
	enum { MAKERS = 4 };
	pid_t pids[MAKERS];
	for (int m = 0; m < MAKERS; m++) {
		pids[m] = fork();
		assert_true(pids[m] >= 0);
		if (pids[m]) continue;
		TEST_ARENA(a);
		rw_db *db;
		riwaya_error e;
		int bad = rw_db_open(a, where, RW_DB_CREATE, &db, &e) != RIWAYA_OK;
		rw_arena_release(a);
		_exit(bad);
	}
	for (int m = 0; m < MAKERS; m++) {
		int how;
		assert_int_equal(waitpid(pids[m], &how, 0), pids[m]);
		assert_int_equal(how, 0);
	}
	TEST_ARENA(a);
	assert_int_equal(number(open_as(a, 0), "SELECT count(*) FROM riwaya_meta"), 2);
	rw_arena_release(a);
}

/* Killed while it is made: it is made by the next. */
static void test_killed_making(void **state) {
	(void)state;
	for (volatile unsigned k = 0; k < 8; k++) {
		pid_t pid = fork();
		assert_true(pid >= 0);
		if (pid == 0) {
			TEST_ARENA(a);
			rw_db *db;
			riwaya_error e;
			_exit(rw_db_open(a, where, RW_DB_CREATE, &db, &e) != RIWAYA_OK);
		}
		struct timespec t = {0, (long)(k * 4 + 1) * 1000000};
		nanosleep(&t, NULL);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	TEST_ARENA(a);
	rw_db *db = open_as(a, RW_DB_CREATE);
	assert_int_equal(number(db, "SELECT count(*) FROM riwaya_meta"), 2);
	assert_int_equal(number(db, "SELECT count(*) FROM report"), 0);
	rw_arena_release(a);
}

/* Killed at any moment: what was acknowledged is there, whole transactions alone. */
static void test_killed(void **state) {
	(void)state;
	{
		TEST_ARENA(a);
		with_table(a);
		rw_arena_release(a);
	}
	volatile int64_t told = 0;
	for (volatile unsigned k = 0; k < 12; k++) {
		int ends[2];
		assert_int_equal(pipe(ends), 0);
		pid_t pid = fork();
		assert_true(pid >= 0);
		if (pid == 0) {
			TEST_ARENA(a);
			riwaya_error e;
			rw_db *db;
			rw_stmt *s;
			int64_t last = 0;
			bool row;
			if (rw_db_open(a, where, 0, &db, &e)) _exit(1);
			for (;;) {
				if (rw_db_begin(db, &e)) _exit(1);
				if (rw_db_stmt(db, "SELECT coalesce(max(id), 0) FROM thing", &s, &e) || rw_step(s, &row, &e) || !row)
					_exit(1);
				last = rw_col_int(s, 0);
				for (int i = 1; i <= 5; i++) {
					if (rw_db_stmt(db, insert, &s, &e)) _exit(1);
					rw_bind_int(s, 1, last + i);
					if (rw_run(s, &e)) _exit(1);
				}
				if (rw_db_commit(db, &e)) _exit(1);
				last += 5;
				if (write(ends[1], &last, sizeof last) != sizeof last) _exit(1);
			}
		}
		close(ends[1]);
		struct timespec t = {0, (long)(k * 3 + 5) * 1000000};
		nanosleep(&t, NULL);
		kill(pid, SIGKILL);
		int how;
		waitpid(pid, &how, 0);
		assert_true(WIFSIGNALED(how));
		for (int64_t n; read(ends[0], &n, sizeof n) == sizeof n;) told = n;
		close(ends[0]);
		TEST_ARENA(a);
		rw_db *db = open_as(a, 0);
		begin(db); /* the server may be at the dead one's last words still */
		int64_t n = number(db, count);
		assert_true(n >= told && n % 5 == 0);
		assert_int_equal(number(db, "SELECT coalesce(max(id), 0) FROM thing"), n);
		rw_db_rollback(db);
		rw_arena_release(a);
	}
}

/* --- what may not be opened ------------------------------------------------------------------------------------------------- */
static rw_slice contents(rw_arena *a) {
	FILE *f = fopen(where, "rb");
	if (!f) return RW_NONE;
	rw_buf b = RW_BUF(a);
	char some[4096];
	for (size_t n; (n = fread(some, 1, sizeof some, f)) > 0;) rw_buf_put(&b, some, n);
	fclose(f);
	return rw_buf_view(&b);
}

static void put_contents(rw_slice s) {
	FILE *f = fopen(where, "wb");
	assert_non_null(f);
	if (s.n) assert_int_equal(fwrite(s.p, 1, s.n, f), s.n);
	fclose(f);
}

/* Opening fails so in every manner, and changes nothing. */
static void no_opening(const char *says) {
	static const unsigned manners[] = {0, RW_DB_CREATE, RW_DB_READ_ONLY, RW_DB_CREATE | RW_DB_READ_ONLY};
	TEST_ARENA(a);
	rw_slice before = postgres ? RW_NONE : contents(a);
	for (size_t k = 0; k < RW_COUNT(manners); k++) {
		riwaya_error e = {0};
		rw_db *db;
		refused(rw_db_open(a, where, manners[k], &db, &e), RIWAYA_STORE, &e, says);
		assert_null(db);
	}
	if (!postgres) assert_true(rw_slice_eq(before, contents(a)));
	rw_arena_release(a);
}

static void test_versions(void **state) {
	(void)state;
	TEST_ARENA(a);
	riwaya_error e = {0};
	rw_db *db;
	refused(rw_db_open(a, where, 0, &db, &e), RIWAYA_STORE, &e, "riwaya add makes one");
	refused(rw_db_open(a, where, RW_DB_READ_ONLY, &db, &e), RIWAYA_STORE, &e, "riwaya add makes one");
	db = open_as(a, RW_DB_CREATE);
	int64_t version = number(db, "SELECT CAST(value AS BIGINT) FROM riwaya_meta WHERE key = 'schema'");
	assert_true(version >= 1);
	if (!postgres) assert_int_equal(number(db, "SELECT user_version FROM pragma_user_version"), version);
	assert_int_equal(number(db, "SELECT count(*) FROM report"), 0);
	/* The views can be asked. */
	assert_false(step(stmt(db, "SELECT * FROM claim_words")));
	assert_false(step(stmt(db, "SELECT * FROM incident_report")));
	begin(db);
	exec(db, "UPDATE riwaya_meta SET value = '999' WHERE key = 'schema'");
	if (!postgres) exec(db, "PRAGMA user_version = 999");
	commit(db);
	rw_arena_release(a);
	no_opening("use the newer riwaya");
}

/* Steps of a schema, each whole or not at all. */
static void test_steps(void **state) {
	(void)state;
#define ONE "CREATE TABLE one (id BIGINT); INSERT INTO one VALUES (1);\0"
#define TWO "-- The second.\nCREATE TABLE two (id BIGINT); UPDATE one SET id = id + 1\0"
	static const char *const steps[] = {ONE, ONE TWO,
		ONE TWO "UPDATE one SET id = id + 1; CREATE TABLE two (id BIGINT)\0",
		ONE TWO "UPDATE one SET id = id + 10\0UPDATE one SET id = id + 100\0"};
	static const int64_t ids[] = {1, 2, 2, 112};
	rw_schema with[RW_COUNT(steps)];
	for (size_t k = 0; k < RW_COUNT(steps); k++) {
		with[k] = rw_store_schema;
		with[k].sqlite = with[k].postgres = steps[k];
	}
	riwaya_error e = {0};
	rw_db *db;
	for (volatile size_t k = 0; k < RW_COUNT(steps); k++) {
		TEST_ARENA(a);
		if (k)
			refused(rw_db_open_as(a, where, RW_DB_READ_ONLY, &with[k], &db, &e), RIWAYA_STORE, &e,
				"open it for writing once");
		riwaya_status status = rw_db_open_as(a, where, RW_DB_CREATE, &with[k], &db, &e);
		if (k == 2) {
			refused(status, RIWAYA_STORE, &e, "two");
			must(rw_db_open_as(a, where, 0, &with[1], &db, &e), &e);
		} else
			must(status, &e);
		assert_int_equal(number(db, "SELECT id FROM one"), ids[k]);
		rw_arena_release(a);
	}
	TEST_ARENA(a);
	refused(
		rw_db_open_as(a, where, 0, &with[1], &db, &e), RIWAYA_STORE, &e, "(schema 4, and this one knows them up to 2)");
	rw_arena_release(a);
}

static void test_foreign(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_db *db = with_table(a);
	begin(db);
	exec(db, postgres ? "ALTER TABLE riwaya_meta RENAME TO other_meta" : "PRAGMA application_id = 252006675");
	commit(db);
	rw_arena_release(a);
	no_opening("of another program");
}

static int tables(rw_arena *a, rw_db *db, rw_slice *names, int most) {
	static const char lite[] =
		"SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type IN ('table', 'view') "
		"AND m.name NOT LIKE 'sqlite_%' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND (m.name NOT LIKE 'found%' OR m.name = 'found_time') ORDER BY 1",
					  big[] =
						  "SELECT (table_name || '.' || column_name) COLLATE \"C\" FROM information_schema.columns WHERE table_schema = "
						  "current_schema() AND table_name <> 'found' ORDER BY 1";
	int n = 0;
	rw_stmt *s = stmt(db, rw_db_kind_of(db) == RW_DB_SQLITE ? lite : big);
	while (step(s) && n < most) names[n++] = rw_arena_copy(a, rw_col_text(s, 0));
	return n;
}

/* Both databases have the same tables and views, with the same columns; but found, the full-text index, is each one's own. */
static void test_alike(void **state) {
	(void)state;
	if (!postgres) skip();
	enum { MOST = 1000 };
	TEST_ARENA(a);
	rw_slice ours[MOST], theirs[MOST];
	int n = tables(a, open_as(a, RW_DB_CREATE), ours, MOST), m;
	snprintf(where, sizeof where, "%s/a.db", folder);
	m = tables(a, open_as(a, RW_DB_CREATE), theirs, MOST);
	for (int i = 0; i < n && i < m; i++)
		if (!rw_slice_eq(ours[i], theirs[i]))
			fail_msg(RW_FMT " in one database, " RW_FMT " in the other", RW_ARG(ours[i]), RW_ARG(theirs[i]));
	assert_int_equal(n, m);
	assert_true(n > 50);
	rw_arena_release(a);
}

/* --- files ------------------------------------------------------------------------------------------------------------------ */
static void test_damaged(void **state) {
	(void)state;
	if (postgres) skip();
	TEST_ARENA(a);
	put_contents(RW_LIT(
		"This is a letter of two lines, and no database of anybody's, as far as anybody knows.\nIt is long enough to be one.\n"));
	no_opening("no store of riwaya's");
	rw_db *db;
	riwaya_error e = {0};
	unlink(where);
	rw_arena_release(a);
	TEST_ARENA(b);
	db = with_table(b);
	begin(db);
	for (int64_t id = 1; id < 2000; id++) put(db, id);
	commit(db);
	rw_arena_release(b);
	TEST_ARENA(c);
	rw_slice all = contents(c);
	assert_true(all.n > 20000);
	put_contents(rw_slice_of(all.p, all.n - 10000));
	no_opening("restore it from a backup");
	put_contents(rw_slice_of(all.p, 50));
	no_opening("restore it from a backup");
	/* Whole again, nothing is lost. */
	put_contents(all);
	db = open_as(c, 0);
	assert_int_equal(number(db, count), 1999);
	/* A store that went away while the program was started. */
	rw_arena_release(c);
	unlink(where);
	assert_int_equal(mkdir(where, 0777), 0);
	TEST_ARENA(d);
	refused(rw_db_open(d, where, RW_DB_CREATE, &db, &e), RIWAYA_STORE, &e, "name a file");
	rw_arena_release(d);
	rmdir(where);
}

static void test_names(void **state) {
	(void)state;
	if (postgres) skip();
	static const char *const names[] = {":memory:", "file:x?mode=memory", "a?b#c%41.db", SALAM ".db"};
	char before[1024];
	assert_non_null(getcwd(before, sizeof before));
	assert_int_equal(chdir(folder), 0);
	for (size_t k = 0; k < RW_COUNT(names); k++) {
		TEST_ARENA(a);
		snprintf(where, sizeof where, "%s", names[k]);
		with_table(a);
		rw_arena_release(a);
		assert_int_equal(access(names[k], F_OK), 0);
		unlink(names[k]);
	}
	TEST_ARENA(a);
	riwaya_error e = {0};
	rw_db *db;
	assert_int_equal(rw_db_open(a, "", RW_DB_CREATE, &db, &e), RIWAYA_ARGUMENT);
	assert_int_equal(rw_db_open(a, "no/such/folder.db", RW_DB_CREATE, &db, &e), RIWAYA_STORE);
	assert_string_equal(e.source, "no/such/folder.db");
	rw_arena_release(a);
	assert_int_equal(chdir(before), 0);
}

/* A file, and a folder, that can't be written to: it can still be read. */
static void test_read_only(void **state) {
	(void)state;
	if (postgres) skip();
	TEST_ARENA(a);
	rw_db *db = with_table(a);
	riwaya_error e = {0};
	begin(db);
	put(db, 1);
	commit(db);
	rw_arena_release(a);
	chmod(where, 0444);
	chmod(folder, 0555);
	bool root = geteuid() == 0;
	if (root) assert_int_equal(seteuid(65534), 0);
	TEST_ARENA(b);
	refused(rw_db_open(b, where, RW_DB_CREATE, &db, &e), RIWAYA_STORE, &e, "can't be written to");
	db = open_as(b, RW_DB_READ_ONLY);
	assert_int_equal(number(db, count), 1);
	rw_arena_release(b);
	if (root) assert_int_equal(seteuid(0), 0);
	chmod(folder, 0777);
	chmod(where, 0644);
	/* A log that somebody left beside it must be taken in first. */
	char log[1100];
	snprintf(log, sizeof log, "%s-wal", where);
	int fd = open(log, O_CREAT | O_WRONLY, 0444);
	assert_true(fd >= 0 && write(fd, "x", 1) == 1);
	close(fd);
	chmod(folder, 0555);
	if (root) assert_int_equal(seteuid(65534), 0);
	TEST_ARENA(c);
	refused(rw_db_open(c, where, RW_DB_READ_ONLY, &db, &e), RIWAYA_STORE, &e, "copy it and its -wal elsewhere");
	rw_arena_release(c);
	if (root) assert_int_equal(seteuid(0), 0);
	chmod(folder, 0777);
	unlink(log);
	/* A file that may not even be read. */
	chmod(where, 0);
	if (root) assert_int_equal(seteuid(65534), 0);
	no_opening("Permission denied");
	if (root) assert_int_equal(seteuid(0), 0);
}

static void test_full(void **state) {
	(void)state;
	if (postgres) skip();
	TEST_ARENA(a);
	rw_db *db = with_table(a);
	riwaya_error e = {0};
	rw_stmt *s;
	char *bytes = rw_arena_alloc(a, 100000);
	begin(db);
	put(db, 1);
	commit(db);
	/* As many pages as there are and a few: as a quota has it. */
	rw_stmt *pages = stmt(db, "SELECT page_count FROM pragma_page_count");
	assert_true(step(pages));
	char sql[64];
	snprintf(sql, sizeof sql, "PRAGMA max_page_count = %d", (int)rw_col_int(pages, 0) + 5);
	rw_stmt_reset(pages);
	exec(db, sql);
	for (int round = 0; round < 2; round++) {
		riwaya_status status = RIWAYA_OK;
		begin(db);
		for (int64_t id = 2; id < 50 && !status; id++) {
			s = stmt(db, insert);
			rw_bind_int(s, 1, id);
			rw_bind_blob(s, 5, rw_slice_of(bytes, 100000));
			status = rw_run(s, &e);
		}
		refused(status, RIWAYA_STORE, &e, "make room");
		assert_int_not_equal(rw_db_commit(db, &e), RIWAYA_OK);
		assert_int_equal(number(db, count), 1);
	}
	exec(db, "PRAGMA max_page_count = 1000000");
	/* The system refuses to let the log grow. */
	struct rlimit was, small;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	small = was;
	small.rlim_cur = 600000;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	begin(db);
	riwaya_status status = RIWAYA_OK;
	for (int64_t id = 2; id < 50 && !status; id++) {
		s = stmt(db, insert);
		rw_bind_int(s, 1, id);
		rw_bind_blob(s, 5, rw_slice_of(bytes, 100000));
		status = rw_run(s, &e);
	}
	if (!status) status = rw_db_commit(db, &e);
	refused(status, RIWAYA_STORE, &e, "run again");
	rw_db_rollback(db);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_int_equal(number(db, count), 1);
	begin(db);
	put(db, 2);
	commit(db);
	rw_arena_release(a);
	TEST_ARENA(b);
	assert_int_equal(number(open_as(b, 0), count), 2);
	rw_arena_release(b);
}

/* --- servers ---------------------------------------------------------------------------------------------------------------- */
/* Ends every other connection to the server's database. */
static void cut_off(void) {
	TEST_ARENA(a);
	rw_db *db = open_as(a, RW_DB_READ_ONLY);
	rw_stmt *s = stmt(db,
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
	while (step(s)) {}
	s = stmt(db, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
	for (int64_t n = 1; n;) {
		assert_true(step(s));
		n = rw_col_int(s, 0);
		rw_stmt_reset(s);
	}
	rw_arena_release(a);
}

static void restart(void) { assert_int_equal(system(getenv(SERVER "_RESTART")), 0); }

static void test_lost(void **state) {
	(void)state;
	if (!postgres) skip();
	TEST_ARENA(a);
	rw_db *db = with_table(a);
	riwaya_error e = {0};
	void (*const ways[])(void) = {cut_off, getenv(SERVER "_RESTART") ? restart : cut_off};
	for (int64_t k = 0; k < (int64_t)RW_COUNT(ways); k++) {
		/* Between transactions nobody need know. */
		begin(db);
		put(db, 100 * k + 1);
		commit(db);
		ways[k]();
		assert_int_equal(number(db, count), 2 * k + 1);
		ways[k]();
		begin(db);
		put(db, 100 * k + 2);
		commit(db);
		assert_int_equal(number(db, count), 2 * k + 2);
		/* Within one, it is undone; at its end, it may have been kept. */
		begin(db);
		for (int64_t id = 0; id < 20; id++) put(db, 100 * k + 10 + id);
		ways[k]();
		riwaya_status status = RIWAYA_OK;
		for (int64_t id = 20; id < 30 && !status; id++) {
			rw_stmt *s;
			status = rw_db_stmt(db, insert, &s, &e);
			if (status) break;
			rw_bind_int(s, 1, 100 * k + 10 + id);
			status = rw_run(s, &e);
		}
		if (!status) status = rw_db_commit(db, &e);
		refused(status, RIWAYA_STORE, &e, "the rest is undone; see that the server runs, and run again");
		rw_db_rollback(db);
		assert_int_equal(number(db, count), 2 * k + 2);
		begin(db);
		assert_int_equal(number(db, count), 2 * k + 2);
		ways[k]();
		refused(rw_db_commit(db, &e), RIWAYA_STORE, &e, "it may have or not");
		must(rw_db_begin_read(db, &e), &e);
		ways[k]();
		bool row;
		refused(rw_step(stmt(db, count), &row, &e), RIWAYA_STORE, &e, "was lost");
		rw_db_rollback(db);
		assert_int_equal(number(db, count), 2 * k + 2);
	}
	rw_arena_release(a);
}

static void test_no_server(void **state) {
	(void)state;
	if (!postgres) skip();
	TEST_ARENA(a);
	riwaya_error e = {0};
	rw_db *db;
	assert_int_equal(
		rw_db_open(a, "postgresql://desk:secret@/news?host=/no/such/folder", RW_DB_CREATE, &db, &e), RIWAYA_STORE);
	assert_string_equal(e.source, "postgresql://desk@/no/such/folder/news");
	assert_non_null(strstr(e.message, "see that it runs"));
	assert_null(strstr(e.message, "secret"));
	assert_int_equal(rw_db_open(a, "postgresql://desk:secret@[::1/news", RW_DB_CREATE, &db, &e), RIWAYA_ARGUMENT);
	assert_null(strstr(e.message, "secret"));
	assert_null(strstr(e.source, "secret"));
	assert_non_null(strstr(e.message, "USER@HOST"));
	snprintf(where, sizeof where, "%s&password=secret&dbname=none", getenv(SERVER));
	refused(rw_db_open(a, where, RW_DB_CREATE, &db, &e), RIWAYA_STORE, &e, "does not exist");
	assert_null(strstr(e.source, "secret"));
	rw_arena_release(a);
}

/* What the server refuses, in whatever words. */
static void test_refusals(void **state) {
	(void)state;
	if (!postgres) skip();
	static const struct {
		const char *code;
		riwaya_status status;
		const char *says;
	} refusals[] = {{"53100", RIWAYA_STORE, "make room"}, {"53200", RIWAYA_STORE, "see to the server"},
		{"58030", RIWAYA_STORE, "see to the server"}, {"57014", RIWAYA_STORE, "see to the server"},
		{"XX001", RIWAYA_STORE, "see to the server"}, {"55P03", RIWAYA_BUSY, "run again"},
		{"40P01", RIWAYA_BUSY, "run again"}, {"42501", RIWAYA_STORE, "give the user the right"},
		{"54000", RIWAYA_LIMIT, "leave it out"}, {"23505", RIWAYA_STORE, "please report it"}};
	TEST_ARENA(a);
	rw_db *db = with_table(a);
	riwaya_error e = {0};
	char sql[128];
	for (size_t k = 0; k < RW_COUNT(refusals); k++) {
		snprintf(
			sql, sizeof sql, "DO $$ BEGIN RAISE EXCEPTION E'so\nit is' USING ERRCODE = '%s'; END $$", refusals[k].code);
		begin(db);
		put(db, 1);
		refused(rw_db_exec(db, sql, &e), refusals[k].status, &e, refusals[k].says);
		assert_non_null(strstr(e.message, k == 5 || k == 6 ? "another program" : "so it is"));
		rw_db_rollback(db);
		assert_int_equal(number(db, count), 0);
	}
	/* A user who may not, or only look. */
	static const char *const grants[] = {
		"", "GRANT USAGE ON SCHEMA case%u TO %s", "GRANT SELECT ON ALL TABLES IN SCHEMA case%u TO %s"};
	char user[32], mine[1024];
	snprintf(user, sizeof user, "reader%u", serial);
	snprintf(mine, sizeof mine, "%s", where);
	exec(db, "SET default_transaction_read_only = off");
	snprintf(sql, sizeof sql, "CREATE ROLE %s LOGIN", user);
	exec(db, sql);
	snprintf(where, sizeof where, "%.900s&user=%s", mine, user);
	for (size_t k = 0; k < RW_COUNT(grants); k++) {
		rw_db *other;
		snprintf(sql, sizeof sql, grants[k], serial, user);
		exec(db, sql);
		riwaya_status status = rw_db_open(a, where, k == 2 ? RW_DB_READ_ONLY : RW_DB_CREATE, &other, &e);
		if (k < 2)
			refused(status, RIWAYA_STORE, &e, k ? "give the user the right" : "GRANT USAGE");
		else
			must(status, &e);
		if (k == 2) assert_int_equal(number(other, count), 0);
	}
	snprintf(sql, sizeof sql, "DROP OWNED BY %s; DROP ROLE %s", user, user);
	exec(db, sql);
	rw_arena_release(a);
}

/* Other databases that are no place for a store. */
static void test_encoding(void **state) {
	(void)state;
	if (!postgres) skip();
	TEST_ARENA(a);
	rw_db *db = open_as(a, RW_DB_CREATE);
	riwaya_error e = {0};
	if (rw_db_exec(db, "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0", &e)) {
		/* The session only reads by default. */
		exec(db, "SET default_transaction_read_only = off");
		exec(db, "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
	}
	snprintf(where, sizeof where, "%s&dbname=latin", getenv(SERVER));
	no_opening("createdb -E UTF8");
	exec(db, "DROP DATABASE latin");
	rw_arena_release(a);
}

static void work(rw_arena *a, void *p) {
	(void)p;
	rw_db *db;
	rw_stmt *s;
	bool row;
	riwaya_error e = {0};
	must(rw_db_open(a, where, 0, &db, &e), &e);
	must(rw_db_begin(db, &e), &e);
	must(rw_db_stmt(db, insert, &s, &e), &e);
	rw_bind_int(s, 1, 5);
	must(rw_run(s, &e), &e);
	must(rw_db_stmt(db, count, &s, &e), &e);
	must(rw_step(s, &row, &e), &e);
	rw_db_rollback(db);
}

static void test_memory(void **state) {
	(void)state;
	TEST_ARENA(a);
	with_table(a);
	rw_arena_release(a);
	assert_true(failing_all(work, NULL) < 1000);
	TEST_ARENA(b);
	assert_int_equal(number(open_as(b, 0), count), 0);
	rw_arena_release(b);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_values, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_bad_values, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_statements, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_transactions, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_two, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_race, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_made_at_once, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_killed_making, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_killed, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_versions, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_steps, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_foreign, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_alike, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_damaged, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_names, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_read_only, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_full, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_lost, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_no_server, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_refusals, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_encoding, set_up, clean_up),
		cmocka_unit_test_setup_teardown(test_memory, set_up, clean_up),
	};
	int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
	if (getenv(SERVER)) {
		postgres = true;
		failed += cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
	}
	return failed != 0;
}
