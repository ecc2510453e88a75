/* replace.c: a file of a result, written beside its place and renamed when it is whole: who reads or maps the old one keeps the old one. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool cannot(cli_file *file) {
	cli_say("cannot write '%s': %s", file->path, strerror(errno));
	return false;
}

static void forget(cli_file *file, bool kept) {
	if (file->made && !kept) rmdir(file->made);
	free(file->path);
	free(file->beside);
	free(file->made);
}

bool cli_file_open(cli_file *file, const char *path, const char *folder) {
	size_t n = strlen(path);
	static const char tail[] = ".XXXXXX";
	*file = (cli_file){.path = cli_alloc(NULL, n + 1), .beside = cli_alloc(NULL, n + sizeof tail)};
	memcpy(file->path, path, n + 1);
	memcpy(file->beside, path, n);
	memcpy(file->beside + n, tail, sizeof tail);
	bool fresh = folder && mkdir(folder, 0777) == 0, good = !folder || fresh || errno == EEXIST;
	if (fresh) {
		size_t length = strlen(folder) + 1;
		file->made = cli_alloc(NULL, length);
		memcpy(file->made, folder, length);
	}
	int fd = good ? mkstemp(file->beside) : -1;
	if (fd >= 0) {
		mode_t mask = umask(0);
		umask(mask);
		fchmod(fd, 0666 & ~mask);
		file->f = fdopen(fd, "wb");
		if (file->f) return true;
		close(fd);
		unlink(file->beside);
	}
	cannot(file);
	forget(file, false);
	return false;
}

static bool put(void *ctx, const char *p, size_t n) {
	cli_file *file = ctx;
	if (n && fwrite(p, 1, n, file->f) != n) file->failed = true;
	return !file->failed;
}

riwaya_sink cli_file_sink(cli_file *file) { return (riwaya_sink){put, file}; }

bool cli_file_close(cli_file *file, bool keep) {
	bool good = !file->failed;
	if (keep && good) good = fflush(file->f) == 0 && fsync(fileno(file->f)) == 0;
	good = fclose(file->f) == 0 && good;
	if (keep && good) good = rename(file->beside, file->path) == 0;
	if (keep && !good) cannot(file);
	if (!keep || !good) unlink(file->beside);
	forget(file, keep && good);
	return !keep || good;
}
