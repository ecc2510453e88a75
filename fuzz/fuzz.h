/* fuzz.h: what the fuzz targets share: an arena that may run dry, the built-in lexicon, opened once.
 *
 * Built with RIWAYA_FUZZ each target is a libFuzzer program; otherwise replay.c runs it over its corpus, in every run of
 * the tests. A corpus file that once made trouble stays for good.
 */
#ifndef RW_FUZZ_H
#define RW_FUZZ_H

#include "lexicon/lexicon.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct fuzz_memory {
	jmp_buf oom;
	rw_mem mem;
	rw_arena a, scratch;
} fuzz_memory;

static inline void fuzz_begin(fuzz_memory *m) {
	m->mem = (rw_mem){rw_allocator_libc(), &m->oom};
	rw_arena_init(&m->a, &m->mem);
	rw_arena_init(&m->scratch, &m->mem);
}
static inline void fuzz_end(fuzz_memory *m) {
	rw_arena_release(&m->scratch);
	rw_arena_release(&m->a);
}

/* Lives until the process ends; held by a static pointer so that the leak checker knows it. */
static inline const rw_lexicon *fuzz_lexicon(void) {
	static rw_lexicon *lexicon;
	static fuzz_memory memory;
	if (lexicon) return lexicon;
	fuzz_begin(&memory);
	riwaya_error err = {0};
	if (setjmp(memory.oom) || rw_lexicon_open(&memory.a, rw_lexicon_builtin(), &lexicon, &err)) {
		fprintf(stderr, "the built-in lexicon does not open: %s\n", err.message);
		exit(1);
	}
	return lexicon;
}

#endif
