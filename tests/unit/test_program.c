/* test_program.c: other programs run on bytes: what they answer, their limits, and that nothing of them is left. */
#define _GNU_SOURCE
#include "memory.h"
#include "read/program.h"
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static const rw_program_limits plenty = {.out = 1 << 20, .seconds = 20, .cpu = 20, .memory = (uint64_t)2 << 30};

static int open_files(void) {
	int n = 0;
	for (int fd = 0; fd < 256; fd++) n += dup2(fd, fd) == fd;
	return n;
}

static rw_program_result run_with(const char *const *argv, rw_slice in, const rw_program_limits *l, rw_arena *a) {
	rw_program_result r;
	riwaya_error err = {0};
	int before = open_files();
	if (rw_program_run(a, argv, in, l, RW_LIT("x"), &r, &err)) fail_msg("%s", err.message);
	assert_int_equal(open_files(), before);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	return r;
}
#define RUN(in, l, ...) run_with((const char *const[]){__VA_ARGS__, NULL}, in, l, a)

static void answers(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_slice big = {rw_arena_alloc(a, 900000), 900000};
	rw_program_result r = RUN(big, &plenty, "cat");
	assert_int_equal(r.end, RW_PROGRAM_DONE);
	assert_int_equal(r.code, 0);
	assert_true(rw_slice_eq(r.out, big));
	r = RUN(RW_LIT("x"), &plenty, "sh", "-c", "echo out; echo said >&2; exit 3");
	assert_int_equal(r.code, 3);
	assert_true(rw_slice_eqz(r.out, "out\n"));
	assert_true(rw_slice_eqz(r.err, "said\n"));
	/* One that does not read what it gets: no SIGPIPE for us. */
	r = RUN(big, &plenty, "true");
	assert_int_equal(r.code, 0);
	assert_true(rw_slice_eqz(RUN(RW_NONE, &plenty, "env").out, "LC_ALL=C\n"));
	assert_int_equal(RUN(RW_NONE, &plenty, "riwaya-no-such-program").end, RW_PROGRAM_MISSING);
	rw_arena_release(a);
}

static void limits(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_program_limits l = plenty;
	l.out = 1000;
	rw_program_result r = RUN(RW_NONE, &l, "yes");
	assert_int_equal(r.end, RW_PROGRAM_LONG);
	assert_int_equal(r.out.n, 1000);
	l = plenty;
	l.seconds = 1;
	struct timespec from, to;
	clock_gettime(CLOCK_MONOTONIC, &from);
	assert_int_equal(RUN(RW_NONE, &l, "sleep", "30").end, RW_PROGRAM_SLOW);
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_true(to.tv_sec - from.tv_sec < 10);
	l = plenty;
	l.cpu = 1;
	assert_int_equal(RUN(RW_NONE, &l, "sh", "-c", "while :; do :; done").end, RW_PROGRAM_SLOW);
	assert_int_equal(RUN(RW_NONE, &plenty, "sh", "-c", "kill -SEGV $$").end, RW_PROGRAM_KILLED);
	/* What it says on standard error beyond what is kept does not hold it up. */
	r = RUN(RW_NONE, &plenty, "sh", "-c", "yes | head -c 300000 >&2; echo done");
	assert_int_equal(r.err.n, RW_PROGRAM_ERR);
	assert_true(rw_slice_eqz(r.out, "done\n"));
	rw_arena_release(a);
}

/* A host that ignores dead children and SIGPIPE is left as it is. */
static void hosts(void **state) {
	(void)state;
	TEST_ARENA(a);
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before, now;
	sigaction(SIGCHLD, &ignore, &before);
	rw_program_result r = RUN(RW_LIT("a"), &plenty, "cat");
	assert_int_equal(r.end, RW_PROGRAM_DONE);
	assert_true(rw_slice_eqz(r.out, "a"));
	sigaction(SIGCHLD, &before, &now);
	assert_true(now.sa_handler == SIG_IGN);
	rw_arena_release(a);
}

static void run_cat(rw_arena *a, void *p) {
	rw_program_result r;
	(void)p;
	rw_slice in = {rw_arena_alloc(a, 300000), 300000};
	assert_int_equal(
		rw_program_run(a, (const char *const[]){"cat", NULL}, in, &plenty, RW_LIT("x"), &r, NULL), RIWAYA_OK);
}

/* Memory that ends while a program runs leaves neither it nor its descriptors. */
static void memory_ends(void **state) {
	(void)state;
	int before = open_files();
	size_t n = failing_all(run_cat, NULL);
	assert_true(n > 2 && n != SIZE_MAX);
	assert_int_equal(open_files(), before);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers), cmocka_unit_test(limits), cmocka_unit_test(hosts), cmocka_unit_test(memory_ends)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
