/* map.c: files mapped for as long as an arena lives. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* mmap */
#endif
#include "base/base.h"

#include <sys/mman.h>

typedef struct mapping {
	void *p;
	size_t n;
} mapping;

static void unmap(void *p) {
	mapping *m = p;
	munmap(m->p, m->n);
}

bool rw_arena_map(rw_arena *a, int fd, size_t n, rw_slice *out) {
	mapping *m = RW_NEW(a, mapping);
	void *p = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED) return false;
	*m = (mapping){p, n};
	rw_arena_defer(a, unmap, m);
	*out = rw_slice_of(p, n);
	return true;
}
