/* warc.c: how fast a web archive is read. Run by scripts/bench-warc.
 *
 *     bench-warc inflate|records|read FILE.warc.gz
 *
 * `inflate` unpacks the file by zlib alone, member by member; `records` takes it apart into documents, with their HTTP bodies, and reads
 * each to its end, without making a report of it; `read` makes reports by the public API. Prints the seconds of processor time, what came
 * out, and the peak of memory.
 */
#include "read/read.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <zlib.h>

enum { PIECE = 64 << 10, BODY_MAX = 256 << 20 };

static double worked(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int complain(const char *what) {
	fprintf(stderr, "bench-warc: %s\n", what);
	return 1;
}

static int inflate_all(const char *path, size_t *n, uint64_t *bytes) {
	static unsigned char in[PIECE], out[PIECE];
	FILE *f = fopen(path, "rb");
	if (!f) return complain("the file can't be opened");
	z_stream z = {0};
	if (inflateInit2(&z, 15 + 16) != Z_OK) return complain("zlib does not start");
	int status = Z_OK;
	for (;;) {
		if (!z.avail_in) {
			z.avail_in = (uInt)fread(in, 1, sizeof in, f);
			z.next_in = in;
			if (!z.avail_in) break;
		}
		z.avail_out = sizeof out;
		z.next_out = out;
		status = inflate(&z, Z_NO_FLUSH);
		*bytes += sizeof out - z.avail_out;
		if (status == Z_STREAM_END) {
			++*n;
			inflateReset(&z);
		} else if (status != Z_OK && status != Z_BUF_ERROR) {
			return complain("the file is damaged");
		}
	}
	inflateEnd(&z);
	fclose(f);
	return 0;
}

static int take_apart(const char *path, size_t *n, uint64_t *bytes) {
	jmp_buf out_of_memory;
	rw_mem mem = {.a = rw_allocator_libc(), .oom = &out_of_memory};
	rw_arena a, doc;
	rw_arena_init(&a, &mem);
	rw_arena_init(&doc, &mem);
	if (setjmp(out_of_memory)) return complain("memory ran out");
	rw_stream file;
	rw_manner how = {0};
	riwaya_error err = {0};
	void *state;
	if (rw_stream_file(&file, &a, path, &err) || rw_container_warc.open(&a, &file, &how, &state, &err))
		return complain(err.message);
	for (;;) {
		rw_arena_reset(&doc, (rw_mark){0});
		rw_document d = {.a = &doc};
		riwaya_status status = rw_container_warc.next(state, &d, &err);
		if (status == RIWAYA_END) break;
		rw_slice body;
		if (status || rw_stream_rest(d.in, &doc, BODY_MAX, &body, &err)) return complain(err.message);
		++*n;
		*bytes += body.n;
	}
	rw_arena_release(&doc);
	rw_arena_release(&a);
	return 0;
}

static int read_all(const char *path, size_t *n, uint64_t *bytes) {
	riwaya_engine *engine;
	riwaya_set *set;
	riwaya_error err = {0};
	if (riwaya_engine_new(NULL, &engine, &err) || riwaya_set_new(engine, NULL, &set, &err) ||
		riwaya_set_open(set, path, &err))
		return complain(err.message);
	while (riwaya_set_next(set, &err) != RIWAYA_END) {
		for (size_t i = 0; i < riwaya_set_count(set); i++) *bytes += riwaya_set_report(set, i)->text.n;
		*n += riwaya_set_count(set);
		riwaya_set_clear(set);
	}
	riwaya_set_free(set);
	riwaya_engine_free(engine);
	return 0;
}

int main(int argc, char **argv) {
	static const struct {
		const char *name, *what;
		int (*run)(const char *, size_t *, uint64_t *);
	} modes[] = {
		{"inflate", "members", inflate_all}, {"records", "documents", take_apart}, {"read", "reports", read_all}};
	for (size_t i = 0; argc == 3 && i < sizeof modes / sizeof *modes; i++) {
		if (strcmp(argv[1], modes[i].name) != 0) continue;
		size_t n = 0;
		uint64_t bytes = 0;
		double start = worked();
		if (modes[i].run(argv[2], &n, &bytes)) return 1;
		double seconds = worked() - start;
		struct rusage u;
		getrusage(RUSAGE_SELF, &u);
		printf("%.4f s %zu %s %llu bytes %.1f MiB\n", seconds, n, modes[i].what, (unsigned long long)bytes,
			(double)u.ru_maxrss / 1024);
		return 0;
	}
	fprintf(stderr, "usage: bench-warc inflate|records|read FILE.warc.gz\n");
	return 2;
}
