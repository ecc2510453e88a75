/* lexc_main.c: riwaya-lexc LEXICON_DIR OUT_FILE. Compiles the tables and rules for the build, which embeds the image. */
#include "lexicon/lexicon.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static int run(rw_arena *a, const char *dir, const char *file) {
	riwaya_error err;
	rw_source *sources;
	size_t n;
	if (rw_lexicon_sources(a, dir, &sources, &n, &err) != RIWAYA_OK) {
		fprintf(stderr, "riwaya-lexc: %s: %s\n", err.source, err.message);
		return 1;
	}
	rw_slice image;
	rw_complaints complaints = {0};
	if (rw_lexicon_compile(a, sources, n, &image, &complaints) != RIWAYA_OK) {
		for (size_t i = 0; i < complaints.n; i++) {
			rw_complaint c = complaints.p[i];
			fprintf(stderr, "%.*s:%u: %.*s\n", RW_ARG(c.path), c.line, RW_ARG(c.message));
		}
		return 1;
	}
	FILE *f = fopen(file, "wb");
	if (!f) {
		fprintf(stderr, "riwaya-lexc: %s: unable to write: %s\n", file, strerror(errno));
		return 1;
	}
	bool good = fwrite(image.p, 1, image.n, f) == image.n;
	good &= fclose(f) == 0;
	if (!good) {
		fprintf(stderr, "riwaya-lexc: %s: unable to write: %s\n", file, strerror(errno));
		remove(file);
	}
	return good ? 0 : 1;
}

int main(int argc, char **argv) {
	if (argc != 3) {
		fprintf(stderr, "usage: riwaya-lexc LEXICON_DIR OUT_FILE\n");
		return 2;
	}
	jmp_buf oom;
	rw_mem mem = {rw_allocator_libc(), &oom};
	rw_arena a;
	rw_arena_init(&a, &mem);
	int rc = 1;
	if (setjmp(oom) == 0)
		rc = run(&a, argv[1], argv[2]);
	else
		fprintf(stderr, "riwaya-lexc: memory ran out\n");
	rw_arena_release(&a);
	return rc;
}
