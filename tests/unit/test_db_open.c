/* test_db_open.c: stores that may not be opened or cannot go on: other versions, damage, full disks, servers that are lost, memory that ends. */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE /* mkdtemp, seteuid */
#include "db_world.h"

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
		CASE(test_versions),
		CASE(test_steps),
		CASE(test_foreign),
		CASE(test_alike),
		CASE(test_damaged),
		CASE(test_names),
		CASE(test_read_only),
		CASE(test_full),
		CASE(test_lost),
		CASE(test_no_server),
		CASE(test_refusals),
		CASE(test_encoding),
		CASE(test_memory),
	};
	RUN_ON_BOTH(tests);
}
