/* program.c: running another program: posix_spawn, one loop of poll over its three streams, an end by time or size. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* prlimit, pipe2 */
#endif
#include "read/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 64 << 10 };

/* Our ends and the child's, and the child. */
typedef struct running {
	int in[2], out[2], err[2]; /* [0] is ours; -1 where closed */
	pid_t pid;                 /* 0 where there is none, or it was waited for */
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	bool has_actions, has_attr;
} running;

static void shut(int *fd) {
	if (*fd >= 0) close(*fd);
	*fd = -1;
}

static int wait_for(running *r) {
	int state = -1;
	while (waitpid(r->pid, &state, 0) < 0) {
		if (errno == EINTR) continue;
		state = -1; /* a host that ignores SIGCHLD leaves nothing to wait for */
		break;
	}
	r->pid = 0;
	return state;
}

static void clean(void *p) {
	running *r = p;
	for (int i = 0; i < 2; i++) {
		shut(&r->in[i]);
		shut(&r->out[i]);
		shut(&r->err[i]);
	}
	if (r->pid > 0) {
		kill(r->pid, SIGKILL);
		(void)wait_for(r);
	}
	if (r->has_actions) posix_spawn_file_actions_destroy(&r->actions);
	if (r->has_attr) posix_spawnattr_destroy(&r->attr);
	r->has_actions = r->has_attr = false;
}

static bool pair(int fd[2], bool socket) {
	int two[2];
	/* A socket, because sending to one can be told not to raise SIGPIPE. */
	if (socket ? socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, two) : pipe2(two, O_CLOEXEC)) return false;
	fd[0] = two[0];
	fd[1] = two[1];
	int flags = fcntl(fd[0], F_GETFL);
	return flags >= 0 && fcntl(fd[0], F_SETFL, flags | O_NONBLOCK) == 0;
}

static int64_t now_ms(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The child waits for its input, so that the limits hold before it reads a byte. */
static void limit(pid_t pid, const rw_program_limits *l) {
#ifdef __linux__
	struct rlimit time = {l->cpu, l->cpu + 1}, space = {l->memory, l->memory}, none = {0, 0};
	(void)prlimit(pid, RLIMIT_CPU, &time, NULL);
	(void)prlimit(pid, RLIMIT_AS, &space, NULL);
	(void)prlimit(pid, RLIMIT_CORE, &none, NULL);
	(void)prlimit(pid, RLIMIT_FSIZE, &none, NULL);
#else
	(void)pid;
	(void)l;
#endif
}

/* 0 or an errno. */
static int start(running *r, const char *const *argv) {
	static char locale[] = "LC_ALL=C";
	char *const environment[] = {locale, NULL};
	sigset_t set;
	int failed = posix_spawn_file_actions_init(&r->actions);
	if (failed) return failed;
	r->has_actions = true;
	if ((failed = posix_spawnattr_init(&r->attr)) != 0) return failed;
	r->has_attr = true;
	/* The host may ignore or block signals; the program starts as from a shell, in a group of its own. */
	sigemptyset(&set);
	posix_spawnattr_setsigmask(&r->attr, &set);
	sigfillset(&set);
	sigdelset(&set, SIGKILL);
	sigdelset(&set, SIGSTOP);
	posix_spawnattr_setsigdefault(&r->attr, &set);
	posix_spawnattr_setpgroup(&r->attr, 0);
	posix_spawnattr_setflags(&r->attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
	if ((failed = posix_spawn_file_actions_adddup2(&r->actions, r->in[1], 0)) != 0 ||
		(failed = posix_spawn_file_actions_adddup2(&r->actions, r->out[1], 1)) != 0 ||
		(failed = posix_spawn_file_actions_adddup2(&r->actions, r->err[1], 2)) != 0)
		return failed;
	pid_t pid;
	/* The program does not change its arguments; the interface is older than const. */
	char *args[32];
	size_t n = 0;
	for (; argv[n] && n + 1 < RW_COUNT(args); n++) args[n] = (char *)(uintptr_t)argv[n];
	args[n] = NULL;
	failed = posix_spawnp(&pid, args[0], &r->actions, &r->attr, args, environment);
	if (!failed) r->pid = pid;
	return failed;
}

/* False at the stream's end, or where it broke. */
static bool take(int fd, rw_buf *b, size_t most, bool *over) {
	char chunk[CHUNK];
	ssize_t k = read(fd, chunk, sizeof chunk);
	if (k < 0) return errno == EINTR || errno == EAGAIN;
	if (k == 0) return false;
	size_t room = most - b->n, n = (size_t)k < room ? (size_t)k : room;
	rw_buf_put(b, chunk, n);
	*over = *over || (size_t)k > room;
	return true;
}

static rw_program_end talk(running *r, rw_slice in, const rw_program_limits *l, rw_buf *out, rw_buf *said) {
	int64_t end = now_ms() + (int64_t)l->seconds * 1000;
	size_t sent = 0;
	bool over = false, ignored = false;
	if (in.n == 0) shut(&r->in[0]);
	while (r->out[0] >= 0 || r->err[0] >= 0) {
		struct pollfd p[3] = {{r->in[0], POLLOUT, 0}, {r->out[0], POLLIN, 0}, {r->err[0], POLLIN, 0}};
		int64_t left = end - now_ms();
		if (left <= 0) return RW_PROGRAM_SLOW;
		int ready = poll(p, 3, left > 1000 ? 1000 : (int)left);
		if (ready < 0 && errno != EINTR) return RW_PROGRAM_SLOW;
		if (ready <= 0) continue;
		if (p[0].revents) {
			ssize_t k = send(r->in[0], in.p + sent, in.n - sent, MSG_NOSIGNAL);
			if (k > 0) sent += (size_t)k;
			/* It may have read enough, and answer all the same. */
			if (sent == in.n || (k < 0 && errno != EINTR && errno != EAGAIN)) shut(&r->in[0]);
		}
		if (p[1].revents && !take(r->out[0], out, l->out, &over)) shut(&r->out[0]);
		if (over) return RW_PROGRAM_LONG;
		if (p[2].revents && !take(r->err[0], said, RW_PROGRAM_ERR, &ignored)) shut(&r->err[0]);
	}
	return RW_PROGRAM_DONE;
}

riwaya_status rw_program_run(rw_arena *a, const char *const *argv, rw_slice in, const rw_program_limits *limits,
	rw_slice name, rw_program_result *out, riwaya_error *err) {
	*out = (rw_program_result){.code = -1};
	running *r = RW_NEW(a, running);
	*r = (running){.in = {-1, -1}, .out = {-1, -1}, .err = {-1, -1}};
	rw_arena_defer(a, clean, r);
	int failed = pair(r->in, true) && pair(r->out, false) && pair(r->err, false) ? start(r, argv) : errno;
	if (failed) {
		clean(r);
		if (failed == ENOENT || failed == EACCES || failed == ENOTDIR) {
			out->end = RW_PROGRAM_MISSING;
			return RIWAYA_OK;
		}
		return rw_fail(err, RIWAYA_IO, name, 0, 0, "unable to start %s: %s", argv[0],
			failed == EMFILE || failed == ENFILE ? "too many files are open; raise the limit (ulimit -n)"
												 : "the system gives no process; close other programs");
	}
	limit(r->pid, limits);
	shut(&r->in[1]);
	shut(&r->out[1]);
	shut(&r->err[1]);
	rw_buf answer = RW_BUF(a), said = RW_BUF(a);
	out->end = talk(r, in, limits, &answer, &said);
	if (out->end != RW_PROGRAM_DONE) kill(r->pid, SIGKILL);
	shut(&r->in[0]);
	int state = wait_for(r);
	if (out->end == RW_PROGRAM_DONE && state != -1) {
		if (WIFEXITED(state)) out->code = WEXITSTATUS(state);
		if (WIFSIGNALED(state)) out->end = WTERMSIG(state) == SIGXCPU ? RW_PROGRAM_SLOW : RW_PROGRAM_KILLED;
	}
	clean(r);
	out->out = rw_buf_view(&answer);
	out->err = rw_buf_view(&said);
	return RIWAYA_OK;
}
