/* file.c: files and pipes as streams of bytes. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* O_CLOEXEC */
#endif
#include "read/page.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

typedef struct file {
	int fd;
	rw_slice name;
} file;

static void close_file(void *p) {
	file *f = p;
	if (f->fd > STDERR_FILENO) close(f->fd);
	f->fd = -1;
}

static riwaya_status more(rw_stream *s, char *p, size_t n, size_t *got, riwaya_error *err) {
	const file *f = s->from;
	ssize_t k;
	do k = read(f->fd, p, n);
	while (k < 0 && errno == EINTR);
	*got = k < 0 ? 0 : (size_t)k;
	return k < 0 ? io_failed(err, f->name, "read the file", errno) : RIWAYA_OK;
}

riwaya_status rw_stream_file(rw_stream *s, rw_arena *a, const char *path, riwaya_error *err) {
	file *f = RW_NEW(a, file);
	*f = (file){.fd = -1, .name = rw_arena_copy(a, rw_slice_z(path))};
	if (strcmp(path, "-") == 0) {
		f->fd = STDIN_FILENO;
		f->name = RW_LIT("(standard input)");
		rw_stream_init(s, a, f->name, more, f);
		return RIWAYA_OK;
	}
	rw_arena_defer(a, close_file, f);
	/* Without O_NONBLOCK a named pipe that nobody writes to would hold us for ever. */
	f->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (f->fd < 0) return io_failed(err, f->name, "open the file", errno);
	struct stat st;
	if (fstat(f->fd, &st) != 0) return io_failed(err, f->name, "look at the file", errno);
	if (S_ISDIR(st.st_mode)) return rw_fail(err, RIWAYA_IO, f->name, 0, 0, "is a folder; name the files in it");
	if (S_ISFIFO(st.st_mode)) {
		int flags = fcntl(f->fd, F_GETFL);
		if (flags >= 0) (void)fcntl(f->fd, F_SETFL, flags & ~O_NONBLOCK);
	} else if (!S_ISREG(st.st_mode)) {
		return rw_fail(err, RIWAYA_IO, f->name, 0, 0, "is a device or a socket; copy what it holds into a file");
	}
	rw_stream_init(s, a, f->name, more, f);
	/* Files of /proc say 0 and hold text. */
	if (S_ISREG(st.st_mode) && st.st_size > 0) {
		s->fd = f->fd;
		s->all = (uint64_t)st.st_size;
	}
	return RIWAYA_OK;
}

riwaya_status rw_read_file(rw_arena *a, const char *path, size_t max, rw_slice *out, riwaya_error *err) {
	rw_stream *s = RW_NEW(a, rw_stream);
	riwaya_status status = rw_stream_file(s, a, path, err);
	if (!status) status = rw_stream_rest(s, a, max, out, err);
	if (s->from) close_file(s->from);
	return status;
}
