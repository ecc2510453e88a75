/* map.c: a compiled lexicon in a file, mapped: starting up reads no more of it than is used. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* O_CLOEXEC */
#endif
#include "lexicon/image.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

bool rw_lexicon_is_folder(const char *path) {
	struct stat st;
	return stat(path, &st) != 0 || !S_ISREG(st.st_mode);
}

riwaya_status rw_lexicon_map(rw_arena *a, const char *path, rw_slice *image, riwaya_error *err) {
	rw_slice name = rw_slice_z(path);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) return rw_fail(err, RIWAYA_IO, name, 0, 0, "unable to open: %s", strerror(errno));
	struct stat st;
	bool good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size >= (off_t)sizeof(rw_image_header) &&
		(uint64_t)st.st_size <= UINT32_MAX;
	good = good && rw_arena_map(a, fd, (size_t)st.st_size, image);
	close(fd);
	if (!good)
		return rw_fail(err, RIWAYA_LEXICON, name, 0, 0,
			"neither a folder of tables nor a compiled lexicon; riwaya lexicon compile DIR -o FILE makes one");
	if (memcmp(image->p, "RIWAYALX", 8) != 0)
		return rw_fail(err, RIWAYA_LEXICON, name, 0, 0,
			"not a compiled lexicon; riwaya lexicon compile DIR -o FILE makes one, --lexicon DIR takes a folder as it is");
	return RIWAYA_OK;
}
