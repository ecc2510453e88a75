/* file.c: a file's bytes. Large regular files are mapped, small ones and pipes are read; the first bytes are looked at
 * before the rest, so that a huge picture or a disk image is refused without being read.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* O_CLOEXEC */
#endif
#include "read/page.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAP_FROM = 1 << 20, PIPE_CHUNK = 64 << 10 };

static void close_fd(void *p) {
	int *fd = p;
	if (*fd >= 0) close(*fd);
	*fd = -1;
}

static riwaya_status too_large(riwaya_error *err, rw_slice name, size_t max) {
	return rw_fail(err, RIWAYA_LIMIT, name, 0, 0,
		"file is larger than %zu bytes, the limit of one input (RIWAYA_MAX_FILE); split it into one report a file", max);
}

static riwaya_status io_failed(riwaya_error *err, rw_slice name, const char *what, int number) {
	static const struct {
		int number;
		const char *cause, *mend;
	} known[] = {
		{ENOENT, "no such file", "check the path"},
		{ENOTDIR, "a part of the path is no folder", "check the path"},
		{ENAMETOOLONG, "the name is too long", "check the path"},
		{ELOOP, "a link that leads to itself", "name the file that it should lead to"},
		{EACCES, "permission denied", "give yourself the right to read it (chmod u+r)"},
		{EPERM, "permission denied", "give yourself the right to read it (chmod u+r)"},
		{EMFILE, "too many files are open", "raise the limit (ulimit -n)"},
		{ENFILE, "too many files are open", "close other programs"},
		{EIO, "input error", "check the disk"},
		{ENXIO, "nothing stands behind it", "check the path"},
	};
	for (size_t i = 0; i < RW_COUNT(known); i++) {
		if (known[i].number != number) continue;
		return rw_fail(err, RIWAYA_IO, name, 0, 0, "unable to %s: %s; %s", what, known[i].cause, known[i].mend);
	}
	return rw_fail(err, RIWAYA_IO, name, 0, 0, "unable to %s: error %d; check the disk", what, number);
}

/* Fills up to n bytes; fewer at the end of the file, -1 with errno on failure. */
static ssize_t read_all(int fd, char *p, size_t n) {
	size_t got = 0;
	while (got < n) {
		ssize_t k = read(fd, p + got, n - got);
		if (k < 0 && errno == EINTR) continue;
		if (k < 0) return -1;
		if (k == 0) break;
		got += (size_t)k;
	}
	return (ssize_t)got;
}

static riwaya_status read_pipe(rw_arena *a, int fd, rw_slice name, size_t max, rw_slice *out, riwaya_error *err) {
	rw_buf b = RW_BUF(a);
	char chunk[PIPE_CHUNK];
	for (;;) {
		ssize_t k = read_all(fd, chunk, sizeof chunk);
		if (k < 0) return io_failed(err, name, "read", errno);
		if (b.n == 0 && k > 0) {
			riwaya_status s = rw_check_text(rw_slice_of(chunk, (size_t)k), name, err);
			if (s) return s;
		}
		if ((size_t)k > max - b.n) return too_large(err, name, max);
		rw_buf_put(&b, chunk, (size_t)k);
		if ((size_t)k < sizeof chunk) break;
	}
	*out = rw_buf_view(&b);
	return RIWAYA_OK;
}

riwaya_status rw_read_file(rw_arena *a, const char *path, size_t max, rw_slice *out, riwaya_error *err) {
	rw_slice name = rw_slice_z(path);
	if (strcmp(path, "-") == 0) return read_pipe(a, STDIN_FILENO, RW_LIT("(standard input)"), max, out, err);
	int *fd = RW_NEW(a, int);
	*fd = -1;
	rw_arena_defer(a, close_fd, fd);
	/* Without O_NONBLOCK a named pipe that nobody writes to would hold us for ever. */
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (*fd < 0) return io_failed(err, name, "open the file", errno);
	struct stat st;
	if (fstat(*fd, &st) != 0) return io_failed(err, name, "look at the file", errno);
	if (S_ISDIR(st.st_mode)) return rw_fail(err, RIWAYA_IO, name, 0, 0, "is a folder; name the files in it");
	riwaya_status status = RIWAYA_OK;
	if (S_ISFIFO(st.st_mode)) {
		int flags = fcntl(*fd, F_GETFL);
		if (flags >= 0) (void)fcntl(*fd, F_SETFL, flags & ~O_NONBLOCK);
		status = read_pipe(a, *fd, name, max, out, err);
		close_fd(fd);
		return status;
	}
	if (!S_ISREG(st.st_mode)) {
		close_fd(fd);
		return rw_fail(err, RIWAYA_IO, name, 0, 0, "is a device or a socket; copy what it holds into a file");
	}
	size_t size = (size_t)st.st_size;
	if (st.st_size == 0) {
		/* Files of /proc say 0 and hold text. */
		status = read_pipe(a, *fd, name, max, out, err);
	} else if (size < MAP_FROM && size > max) {
		status = too_large(err, name, max);
	} else if (size < MAP_FROM) {
		char *p = rw_arena_alloc(a, size);
		ssize_t k = read_all(*fd, p, size);
		if (k < 0) {
			status = io_failed(err, name, "read the file", errno);
		} else {
			*out = rw_slice_of(p, (size_t)k);
		}
	} else {
		char head[PIPE_CHUNK];
		ssize_t k = pread(*fd, head, sizeof head, 0);
		if (k < 0) status = io_failed(err, name, "read the file", errno);
		if (!status) status = rw_check_text(rw_slice_of(head, (size_t)k), name, err);
		if (!status && size > max) status = too_large(err, name, max);
		if (!status && !rw_arena_map(a, *fd, size, out)) status = io_failed(err, name, "map the file", errno);
	}
	close_fd(fd);
	return status;
}
