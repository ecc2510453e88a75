/* show_group.h: what a group of tests of the show room begins with: an arena, and the small lexicon in it. */
#ifndef RW_SHOW_GROUP_H
#define RW_SHOW_GROUP_H

#include "show_world.h"
#include <setjmp.h>

static rw_mem mem;
static jmp_buf oom;
static rw_arena arena;
static rw_lexicon *lx;

static int setup(void **state) {
	(void)state;
	mem = (rw_mem){rw_allocator_libc(), &oom};
	if (setjmp(oom)) return 1;
	rw_arena_init(&arena, &mem);
	lx = small_lexicon(&arena);
	return lx ? 0 : 1;
}

static int teardown(void **state) {
	(void)state;
	rw_arena_release(&arena);
	return 0;
}

#endif
