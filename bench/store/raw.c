/* raw.c: how small bytes as received become when they are packed, with and without dictionaries made from the first of them, and how fast.
 *
 *     bench-raw FILE...       each line of a file .jsonl is an object; any other file is one
 */
#include "store/raw.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double worked(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

typedef RW_VEC(rw_slice) slices;

static bool read_all(rw_arena *a, const char *path, slices *out) {
	FILE *in = fopen(path, "rb");
	if (!in) return false;
	rw_buf b = RW_BUF(a);
	char piece[1 << 16];
	for (size_t n; (n = fread(piece, 1, sizeof piece, in)) > 0;) rw_buf_put(&b, piece, n);
	fclose(in);
	rw_slice left = rw_buf_view(&b);
	bool lines = rw_slice_ends(rw_slice_z(path), RW_LIT(".jsonl"));
	while (left.n) {
		rw_slice one = lines ? rw_slice_cut(&left, '\n') : left;
		if (one.n) rw_vec_push(a, out, one);
		if (!lines) break;
	}
	return true;
}

/* Packs all and unpacks them again. */
static bool measure(rw_arena *a, rw_raw *t, const slices *all, const char *what) {
	uint64_t received = 0, packed = 0;
	slices made = {0};
	RW_VEC(uint32_t) numbers = {0};
	double start = worked();
	for (size_t i = 0; i < all->n; i++) {
		rw_slice one;
		uint32_t number;
		if (rw_raw_pack(t, a, all->p[i], &one, &number, NULL)) return false;
		rw_vec_push(a, &made, one);
		rw_vec_push(a, &numbers, number);
		received += all->p[i].n;
		packed += one.n;
	}
	double middle = worked();
	for (size_t i = 0; i < all->n; i++) {
		rw_slice back;
		rw_mark m = rw_arena_mark(a);
		if (rw_raw_unpack(t, a, made.p[i], all->p[i].n, numbers.p[i], &back, NULL) || !rw_slice_eq(back, all->p[i]))
			return false;
		rw_arena_reset(a, m);
	}
	double end = worked();
	printf("%-18s %8zu objects of %7.0f bytes: %.3f bytes kept of each; packing %4.0f MB/s, unpacking %4.0f MB/s\n",
		what, all->n, (double)received / (double)all->n, (double)packed / (double)received,
		(double)received / 1e6 / (middle - start), (double)received / 1e6 / (end - middle));
	return true;
}

static bool learn(rw_arena *a, rw_raw *t, const slices *all) {
	for (int kind = 0; kind < RW_RAW_KIND_COUNT; kind++) {
		slices samples = {0};
		for (size_t i = 0; i < all->n && samples.n < RW_RAW_SAMPLES; i++)
			if (all->p[i].n <= RW_RAW_SMALL && (int)rw_raw_kind_of(all->p[i]) == kind)
				rw_vec_push(a, &samples, all->p[i]);
		rw_slice d;
		double start = worked();
		if (rw_raw_train(a, samples.p, samples.n, &d, NULL)) continue;
		printf("dictionary of kind %d: %zu bytes from %zu objects in %.2f s\n", kind, d.n, samples.n, worked() - start);
		if (rw_raw_learn(t, (uint32_t)kind + 1, (rw_raw_kind)kind, d, NULL)) return false;
	}
	return true;
}

int main(int argc, char **argv) {
	rw_mem mem = {.a = rw_allocator_libc()};
	jmp_buf out_of_memory;
	mem.oom = &out_of_memory;
	if (setjmp(out_of_memory)) return 1;
	rw_arena a;
	rw_arena_init(&a, &mem);
	slices all = {0};
	rw_raw *t;
	for (int i = 1; i < argc; i++)
		if (!read_all(&a, argv[i], &all)) fprintf(stderr, "bench-raw: %s can't be read\n", argv[i]);
	if (all.n == 0 || rw_raw_new(&a, &t, NULL)) return 2;
	bool good = measure(&a, t, &all, "alone") && learn(&a, t, &all) && measure(&a, t, &all, "with dictionaries");
	rw_arena_release(&a);
	return good ? 0 : 1;
}
