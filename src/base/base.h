/* base.h: the ground floor. Slices, memory, arenas, growing arrays, buffers, hashing, errors.
 *
 * Memory    An rw_mem is one thread's access to an allocator, with a way out for when memory ends. Arenas draw on it.
 *           Arena allocation never returns NULL: when memory runs out, control jumps to mem->oom, which the public
 *           functions set at their door (RW_TRY in api.c), release the arenas there and report RIWAYA_NOMEM. So a
 *           function that holds something that is no arena memory (a FILE, an xmlParserCtxt) must hand it to
 *           rw_arena_defer before it allocates again.
 * Ownership What comes from an arena lives until the arena is released or cleared past it.
 */
#ifndef RW_BASE_H
#define RW_BASE_H

#include <riwaya/base.h>
#include <setjmp.h>
#include <string.h>

typedef riwaya_slice rw_slice;

#define RW_LIT(s) ((rw_slice){"" s, sizeof(s) - 1})
#define RW_NONE ((rw_slice){NULL, 0})
#define RW_COUNT(a) (sizeof(a) / sizeof *(a))

/* --- slices ------------------------------------------------------------------------------------------------ */
static inline rw_slice rw_slice_of(const char *p, size_t n) { return (rw_slice){p, n}; }
static inline rw_slice rw_slice_z(const char *z) { return (rw_slice){z, z ? strlen(z) : 0}; }
static inline bool rw_slice_eq(rw_slice a, rw_slice b) {
	/* Words that differ mostly differ in their last byte too, which costs no call. */
	return a.n == b.n && (a.n == 0 || (a.p[a.n - 1] == b.p[a.n - 1] && memcmp(a.p, b.p, a.n) == 0));
}
static inline bool rw_slice_eqz(rw_slice a, const char *z) { return rw_slice_eq(a, rw_slice_z(z)); }
/* Byte order, shorter first where one begins the other. For qsort and for deterministic output. */
int rw_slice_cmp(rw_slice a, rw_slice b);
bool rw_slice_starts(rw_slice s, rw_slice with);
bool rw_slice_ends(rw_slice s, rw_slice with);
/* The place of `what` in `s` from `from`, or SIZE_MAX. */
size_t rw_slice_find(rw_slice s, rw_slice what, size_t from);
/* Without ASCII white space at both ends. */
rw_slice rw_slice_trim(rw_slice s);
/* Cuts at the first `sep`: returns what stands before, leaves the rest in *s (absent when there is no more). */
rw_slice rw_slice_cut(rw_slice *s, char sep);
/* A whole non-negative decimal number, nothing else in the slice; false where it is none or over 2^63. */
bool rw_slice_u64(rw_slice s, uint64_t *out);
/* A decimal number with an optional sign and point (ASCII, no locale). */
bool rw_slice_double(rw_slice s, double *out);

/* --- memory ------------------------------------------------------------------------------------------------ */
typedef struct rw_mem {
	riwaya_allocator a;
	jmp_buf *oom; /* never NULL while arenas allocate */
} rw_mem;

/* The C library's allocator. */
riwaya_allocator rw_allocator_libc(void);

typedef struct rw_block rw_block;
typedef struct rw_defer rw_defer;
typedef struct rw_arena {
	rw_mem *mem;
	rw_block *head;  /* the block in use, then those filled before it */
	rw_block *big;   /* blocks of one allocation each */
	rw_block *spare; /* blocks that a reset emptied, kept for reuse */
	rw_defer *defers;
	size_t n_big;
	size_t total; /* bytes drawn from mem */
} rw_arena;

typedef struct rw_mark {
	rw_block *head;
	size_t used, n_big;
	rw_defer *defers;
} rw_mark;

void rw_arena_init(rw_arena *a, rw_mem *mem);
/* Runs what was deferred, last first, and gives all memory back. Safe on an arena that is all zero. */
void rw_arena_release(rw_arena *a);
/* Bytes drawn from its allocator, without those of blocks that a reset emptied. */
size_t rw_arena_in_use(const rw_arena *a);
/* n zeroed bytes, aligned for anything. n may be 0. */
void *rw_arena_alloc(rw_arena *a, size_t n);
/* n * size bytes, zeroed; an overflow of the product is out-of-memory. */
void *rw_arena_array(rw_arena *a, size_t n, size_t size);
#define RW_NEW(arena, type) ((type *)rw_arena_alloc((arena), sizeof(type)))
#define RW_ARRAY(arena, type, n) ((type *)rw_arena_array((arena), (n), sizeof(type)))
/* An absent slice stays absent. */
rw_slice rw_arena_copy(rw_arena *a, rw_slice s);
/* n bytes that begin as the old_n bytes at p (NULL for none) do; what lies past them is not zeroed. May give p's memory back, so nothing
 * else may point into it: for large arrays of one owner. */
void *rw_arena_resize(rw_arena *a, void *p, size_t old_n, size_t n);
/* printf into the arena. %.*s for slices (RW_FMT, RW_ARG). */
rw_slice rw_arena_printf(rw_arena *a, const char *fmt, ...) RIWAYA_PRINTF(2, 3);
#define RW_FMT "%.*s"
#define RW_ARG(s) (int)(s).n, (s).p
/* Runs fn(p) when the arena is released or reset past this point; at once where memory for the note of it runs out. */
void rw_arena_defer(rw_arena *a, void (*fn)(void *), void *p);
/* Maps the first n bytes of an open file for reading, until the arena is released or reset past this point. false with errno. */
bool rw_arena_map(rw_arena *a, int fd, size_t n, rw_slice *out);
rw_mark rw_arena_mark(const rw_arena *a);
/* Gives back what was allocated since the mark (for scratch in loops). Blocks stay with the arena for reuse, big ones go. */
void rw_arena_reset(rw_arena *a, rw_mark m);

/* --- growing arrays in an arena ------------------------------------------------------------------------------- */
/* RW_VEC(int) v = {0}; rw_vec_push(&arena, &v, 3); v.p[0], v.n */
#define RW_VEC(type)                                                                                                   \
	struct {                                                                                                           \
		type *p;                                                                                                       \
		size_t n, cap;                                                                                                 \
	}
#define rw_vec_push(arena, v, ...)                                                                                     \
	do {                                                                                                               \
		if ((v)->n == (v)->cap) (v)->p = rw_vec_grow((arena), (v)->p, sizeof *(v)->p, (v)->n, &(v)->cap);              \
		(v)->p[(v)->n++] = (__VA_ARGS__);                                                                              \
	} while (0)
void *rw_vec_grow(rw_arena *a, void *p, size_t size, size_t n, size_t *cap);

/* --- buffers: bytes that grow in an arena -------------------------------------------------------------------- */
typedef struct rw_buf {
	rw_arena *a;
	char *p;
	size_t n, cap;
} rw_buf;
#define RW_BUF(arena) ((rw_buf){(arena), NULL, 0, 0})
void rw_buf_put(rw_buf *b, const void *p, size_t n);
static inline void rw_buf_slice(rw_buf *b, rw_slice s) { rw_buf_put(b, s.p, s.n); }
static inline void rw_buf_z(rw_buf *b, const char *z) { rw_buf_put(b, z, strlen(z)); }
void rw_buf_byte(rw_buf *b, char c);
/* A number in as few bytes as hold it, 7 bits each, the lowest first; and back, off the front of *s: false where none stands there. */
void rw_buf_number(rw_buf *b, uint64_t v);
bool rw_slice_number(rw_slice *s, uint64_t *v);
void rw_buf_printf(rw_buf *b, const char *fmt, ...) RIWAYA_PRINTF(2, 3);
static inline rw_slice rw_buf_view(const rw_buf *b) { return (rw_slice){b->p ? b->p : "", b->n}; }

/* --- hashing ------------------------------------------------------------------------------------------------- */
/* A 64-bit hash for tables in memory (wyhash-like); seeded, not for signatures. The same on every machine. */
uint64_t rw_hash(rw_slice s, uint64_t seed);
typedef struct rw_sha256 {
	uint64_t opaque[32];
} rw_sha256;
void rw_sha256_init(rw_sha256 *h);
void rw_sha256_add(rw_sha256 *h, const void *p, size_t n);
void rw_sha256_end(rw_sha256 *h, unsigned char out[32]);
void rw_sha256_hex(rw_sha256 *h, char out[65]);
/* n bytes as 2n hex digits and a zero byte. */
void rw_hex(const unsigned char *p, size_t n, char *out);

/* A hash map from slices to uint32_t, in an arena. Keys are borrowed. */
typedef struct rw_map {
	rw_arena *a;
	struct rw_map_slot *slots;
	size_t n, cap;
} rw_map;
#define RW_MAP(arena) ((rw_map){(arena), NULL, 0, 0})
/* The value's place for key, made (as UINT32_MAX, *fresh true) where it was not there. Valid until the next put. */
uint32_t *rw_map_put(rw_map *m, rw_slice key, bool *fresh);
/* The value, or UINT32_MAX. */
uint32_t rw_map_get(const rw_map *m, rw_slice key);

/* --- errors -------------------------------------------------------------------------------------------------- */
/* Fills err (may be NULL) and returns code, so that a function can `return rw_fail(err, RIWAYA_IO, path, 0, 0, "…")`. */
riwaya_status rw_fail(riwaya_error *err, riwaya_status code, rw_slice source, uint64_t offset, uint32_t line,
	const char *fmt, ...) RIWAYA_PRINTF(6, 7);

#endif
