/* fuzz_verify.c: the check of packs of evidence, over any bytes. */
#define _GNU_SOURCE /* memfd_create */
#include "fuzz.h"
#include <riwaya/evidence.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

static void found(void *ctx, const riwaya_finding *f) {
	uint64_t *n = ctx;
	*n += f->kind != RIWAYA_FINDING_UNCHECKED;
	if (f->what.n == 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	int fd = memfd_create("pack", 0);
	if (fd < 0) return 0;
	if (write(fd, data, size) == (ssize_t)size) {
		char path[32];
		uint64_t wrong = 0;
		riwaya_verified v;
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		riwaya_status status = riwaya_verify(path, &(riwaya_verify_options){.found = found, .ctx = &wrong}, &v, NULL);
		if (!status && v.wrong != wrong) abort();
	}
	close(fd);
	return 0;
}
