/* test_db.c: both databases behind src/store/db.h: values, statements, transactions, several programs at once, programs that are killed. test_db_open.c has
 * what goes wrong. */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE /* mkdtemp, seteuid */
#include "db_world.h"

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

int main(void) {
	const struct CMUnitTest tests[] = {
		CASE(test_values),
		CASE(test_bad_values),
		CASE(test_statements),
		CASE(test_transactions),
		CASE(test_two),
		CASE(test_race),
		CASE(test_made_at_once),
		CASE(test_killed_making),
		CASE(test_killed),
	};
	RUN_ON_BOTH(tests);
}
