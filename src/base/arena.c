/* arena.c: memory that is given back all at once.
 *
 *   head -> [ used ........ | free ]      the block that allocations come from
 *        -> [ used ............... ]      full ones, smaller and smaller
 *   big  -> [ one allocation       ]      what would not fit a block, each in its own
 *   spare-> [ empty ]                     emptied by a reset, used before the allocator is asked again
 *
 * Blocks double from BLOCK_FIRST to BLOCK_TOP, so that a small report costs little and a large one few calls. Under
 * AddressSanitizer, memory not handed out is poisoned and allocations stand apart, so that overruns show.
 */
#include "base/base.h"
#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define POISONED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONED 1
#endif
#endif
#ifdef POISONED
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
enum { GAP = 0 };
#endif

enum { BLOCK_FIRST = 4 << 10, BLOCK_TOP = 1 << 20, ALIGN = alignof(max_align_t) };

struct rw_block {
	rw_block *next;
	size_t cap, used; /* bytes of data */
	alignas(max_align_t) char data[];
};

struct rw_defer {
	rw_defer *next;
	void (*fn)(void *);
	void *p;
};

static void *libc_resize(void *ctx, void *p, size_t old_n, size_t n) {
	(void)ctx, (void)old_n;
	if (n == 0) {
		free(p);
		return NULL;
	}
	return realloc(p, n);
}

riwaya_allocator rw_allocator_libc(void) { return (riwaya_allocator){libc_resize, NULL}; }

void rw_arena_init(rw_arena *a, rw_mem *mem) { *a = (rw_arena){.mem = mem}; }

static _Noreturn void out_of_memory(rw_arena *a) { longjmp(*a->mem->oom, 1); }

static rw_block *block_new(rw_arena *a, size_t cap) {
	if (cap > SIZE_MAX - sizeof(rw_block)) return NULL;
	rw_block *b = a->mem->a.resize(a->mem->a.ctx, NULL, 0, sizeof(rw_block) + cap);
	if (!b) return NULL;
	a->total += sizeof(rw_block) + cap;
	*b = (rw_block){.cap = cap};
	ASAN_POISON_MEMORY_REGION(b->data, cap);
	return b;
}

static void block_free(rw_arena *a, rw_block *b) {
	size_t n = sizeof(rw_block) + b->cap;
	ASAN_UNPOISON_MEMORY_REGION(b->data, b->cap);
	a->total -= n;
	a->mem->a.resize(a->mem->a.ctx, b, n, 0);
}

static void list_free(rw_arena *a, rw_block *b) {
	while (b) {
		rw_block *next = b->next;
		block_free(a, b);
		b = next;
	}
}

static void run_defers(rw_arena *a, const rw_defer *end) {
	while (a->defers != end) {
		rw_defer *d = a->defers;
		a->defers = d->next;
		d->fn(d->p);
	}
}

void rw_arena_release(rw_arena *a) {
	run_defers(a, NULL);
	list_free(a, a->head);
	list_free(a, a->big);
	list_free(a, a->spare);
	*a = (rw_arena){.mem = a->mem};
}

size_t rw_arena_in_use(const rw_arena *a) {
	size_t n = a->total;
	for (const rw_block *b = a->spare; b; b = b->next) n -= sizeof(rw_block) + b->cap;
	return n;
}

/* n bytes of whatever they hold, or NULL. */
static void *raw(rw_arena *a, size_t n) {
	if (n > SIZE_MAX / 2) return NULL;
	size_t need = (n + GAP + ALIGN - 1) / ALIGN * ALIGN;
	rw_block *b = a->head;
	if (!b || b->cap - b->used < need) {
		size_t cap = b ? b->cap * 2 : BLOCK_FIRST;
		if (cap < BLOCK_TOP && a->spare && a->spare->cap > cap) cap = a->spare->cap;
		while (cap < BLOCK_TOP && need > cap / 4) cap *= 2;
		if (cap > BLOCK_TOP) cap = BLOCK_TOP;
		if (need > cap / 4) {
			rw_block *own = block_new(a, need);
			if (!own) return NULL;
			own->next = a->big;
			own->used = need;
			a->big = own;
			a->n_big++;
			ASAN_UNPOISON_MEMORY_REGION(own->data, n);
			return own->data;
		}
		if (a->spare && a->spare->cap >= need) {
			b = a->spare;
			a->spare = b->next;
		} else {
			b = block_new(a, cap);
			if (!b) return NULL;
		}
		b->next = a->head;
		a->head = b;
	}
	void *p = b->data + b->used;
	b->used += need;
	ASAN_UNPOISON_MEMORY_REGION(p, n);
	return p;
}

static void *raw_or_jump(rw_arena *a, size_t n) {
	void *p = raw(a, n);
	if (!p) out_of_memory(a);
	return p;
}

void *rw_arena_alloc(rw_arena *a, size_t n) {
	void *p = raw_or_jump(a, n);
	memset(p, 0, n);
	return p;
}

void *rw_arena_array(rw_arena *a, size_t n, size_t size) {
	if (size != 0 && n > SIZE_MAX / size) out_of_memory(a);
	return rw_arena_alloc(a, n * size);
}

rw_slice rw_arena_copy(rw_arena *a, rw_slice s) {
	if (!s.p) return s;
	char *p = raw_or_jump(a, s.n);
	if (s.n) memcpy(p, s.p, s.n);
	return rw_slice_of(p, s.n);
}

rw_slice rw_arena_printf(rw_arena *a, const char *fmt, ...) {
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n <= 0) return rw_slice_of("", 0);
	char *p = raw_or_jump(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return rw_slice_of(p, (size_t)n);
}

void rw_arena_defer(rw_arena *a, void (*fn)(void *), void *p) {
	rw_defer *d = raw(a, sizeof *d);
	if (!d) {
		fn(p);
		out_of_memory(a);
	}
	*d = (rw_defer){a->defers, fn, p};
	a->defers = d;
}

rw_mark rw_arena_mark(const rw_arena *a) {
	return (rw_mark){a->head, a->head ? a->head->used : 0, a->n_big, a->defers};
}

void rw_arena_reset(rw_arena *a, rw_mark m) {
	run_defers(a, m.defers);
	for (; a->n_big > m.n_big; a->n_big--) { /* counted, not compared: a resize may have moved a block */
		rw_block *b = a->big;
		a->big = b->next;
		block_free(a, b);
	}
	while (a->head != m.head) {
		rw_block *b = a->head;
		a->head = b->next;
		ASAN_POISON_MEMORY_REGION(b->data, b->used);
		b->used = 0;
		b->next = a->spare;
		a->spare = b;
	}
	if (a->head) {
		ASAN_POISON_MEMORY_REGION(a->head->data + m.used, a->head->used - m.used);
		a->head->used = m.used;
	}
}

/* Room for `want` elements where `n` stand at p; in place when p ends the block. */
static void *grow_to(rw_arena *a, void *p, size_t n, size_t cap, size_t want) {
	rw_block *b = a->head;
	size_t held = (cap + ALIGN - 1) / ALIGN * ALIGN;
	if (GAP == 0 && p && b && held <= b->used && (char *)p == b->data + b->used - held && want <= SIZE_MAX / 2 &&
		(want + ALIGN - 1) / ALIGN * ALIGN - held <= b->cap - b->used) {
		b->used += (want + ALIGN - 1) / ALIGN * ALIGN - held;
		return p;
	}
	void *q = raw_or_jump(a, want);
	if (p && n) memcpy(q, p, n);
	return q;
}

void *rw_arena_resize(rw_arena *a, void *p, size_t old_n, size_t n) {
	rw_block *b = a->big;
	if (!p || !b || p != b->data || n <= old_n) return p && n <= old_n ? p : grow_to(a, p, old_n, old_n, n);
	if (n > SIZE_MAX / 2) out_of_memory(a);
	size_t cap = (n + GAP + ALIGN - 1) / ALIGN * ALIGN, old = sizeof *b + b->cap;
	ASAN_UNPOISON_MEMORY_REGION(b->data, b->cap);
	b = a->mem->a.resize(a->mem->a.ctx, b, old, sizeof *b + cap);
	if (!b) out_of_memory(a); /* the old block stands as it was */
	a->total += sizeof *b + cap - old;
	b->cap = b->used = cap;
	a->big = b;
	ASAN_POISON_MEMORY_REGION(b->data + n, cap - n);
	return b->data;
}

void *rw_vec_grow(rw_arena *a, void *p, size_t size, size_t n, size_t *cap) {
	size_t want = *cap < 4 ? 8 : *cap * 2;
	if (*cap > SIZE_MAX / 4 || want > SIZE_MAX / 2 / size) out_of_memory(a);
	p = grow_to(a, p, n * size, *cap * size, want * size);
	*cap = want;
	return p;
}

/* --- buffers ------------------------------------------------------------------------------------------------- */
static void buf_room(rw_buf *b, size_t more) {
	if (more <= b->cap - b->n) return;
	if (more > SIZE_MAX / 4 || b->n > SIZE_MAX / 4) out_of_memory(b->a);
	size_t want = b->cap ? b->cap * 2 : 64;
	if (want < b->n + more) want = b->n + more;
	b->p = grow_to(b->a, b->p, b->n, b->cap, want);
	b->cap = want;
}

void rw_buf_put(rw_buf *b, const void *p, size_t n) {
	if (n == 0) return;
	buf_room(b, n);
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void rw_buf_byte(rw_buf *b, char c) {
	buf_room(b, 1);
	b->p[b->n++] = c;
}

void rw_buf_number(rw_buf *b, uint64_t v) {
	for (; v >= 0x80; v >>= 7) rw_buf_byte(b, (char)(v | 0x80));
	rw_buf_byte(b, (char)v);
}

bool rw_slice_number(rw_slice *s, uint64_t *v) {
	*v = 0;
	for (unsigned shift = 0; s->n && shift < 64; shift += 7) {
		unsigned char byte = (unsigned char)*s->p;
		*s = rw_slice_of(s->p + 1, s->n - 1);
		if (shift == 63 && byte > 1) return false;
		*v |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80) return true;
	}
	return false;
}

void rw_buf_printf(rw_buf *b, const char *fmt, ...) {
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n <= 0) return;
	buf_room(b, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}
