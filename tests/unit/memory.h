/* memory.h: an allocator that fails when told to and counts what is out, and arenas over it, for unit tests. */
#ifndef RW_TEST_MEMORY_H
#define RW_TEST_MEMORY_H

#include "base/base.h"
#include <stdlib.h>

typedef struct failing {
	size_t calls, fail_at; /* the call that fails, from 1; 0 for none */
	size_t live;           /* bytes out */
	bool lied;             /* old_n was not what had been given */
} failing;

typedef union failing_head {
	size_t n;
	max_align_t align;
} failing_head;

static inline void *failing_resize(void *ctx, void *p, size_t old_n, size_t n) {
	failing *f = ctx;
	failing_head *h = p ? (failing_head *)p - 1 : NULL;
	if ((h ? h->n : 0) != old_n) f->lied = true;
	if (n == 0) {
		f->live -= old_n;
		free(h);
		return NULL;
	}
	if (++f->calls == f->fail_at) return NULL;
	h = realloc(h, sizeof *h + n);
	if (!h) return NULL;
	h->n = n;
	f->live += n - old_n;
	return h + 1;
}

/* Runs work(arena, p) with every call of the allocator failing once in turn, until it runs through; how many calls there were. The
 * result is SIZE_MAX where something leaked or lied. */
static inline size_t failing_all(void (*work)(rw_arena *, void *), void *p) {
	for (volatile size_t n = 1;; n++) {
		failing f = {.fail_at = n};
		jmp_buf out;
		rw_mem mem = {{failing_resize, &f}, &out};
		rw_arena a;
		rw_arena_init(&a, &mem);
		bool failed = setjmp(out) != 0;
		if (!failed) work(&a, p);
		rw_arena_release(&a);
		if (f.live != 0 || f.lied) return SIZE_MAX;
		if (!failed) return n - 1;
	}
}

/* An arena on the C library's memory, named `name`, for one test: setjmp's frame must live as long as the arena is used. The test
 * fails when memory runs out. */
#define TEST_ARENA(name)                                                                                               \
	jmp_buf name##_out;                                                                                                \
	rw_mem name##_mem = {rw_allocator_libc(), &name##_out};                                                            \
	rw_arena name##_arena;                                                                                             \
	rw_arena *const name = &name##_arena;                                                                              \
	rw_arena_init(name, &name##_mem);                                                                                  \
	if (setjmp(name##_out)) fail_msg("memory ran out")

#endif
