/* bench.c: how fast and how large. Run by `make bench`.
 *
 *     bench PROGRAM FILE...
 *
 * Two things are measured. Extraction: the samples' texts, repeated with other numbers each time so that nothing is
 * remembered from the last one, in megabytes of text a second of one core's time. The whole program: PROGRAM reconcile FILE... started anew
 * twenty times, wall time with start-up, and peak memory as the system counts it.
 */
#include <riwaya/riwaya.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 20, ROUNDS = 5, TARGET = 4 << 20, MAX_TEXTS = 64 };

typedef struct text {
	char *p;
	size_t n;
} text;

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Time that this program's one thread had a core, so that a busy machine shows less. */
static double worked(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b) {
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

/* Changes each ASCII digit, by a fixed sequence: other figures, the same length. A digit at the start of a number stays above 0. */
static void vary(char *p, size_t n, unsigned *seed) {
	for (size_t i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9') continue;
		*seed = *seed * 1103515245u + 12345u;
		p[i] = (char)('1' + (*seed >> 16) % 9);
	}
}

static int bench_extraction(char **files, int n_files) {
	riwaya_engine *engine = NULL;
	riwaya_error err = {0};
	double start = worked();
	if (riwaya_engine_new(NULL, &engine, &err)) {
		fprintf(stderr, "bench: %s\n", err.message);
		return 1;
	}
	printf("engine        %8.1f ms to open\n", (worked() - start) * 1e3);

	/* The plain text of each file, as the readers see it. */
	text texts[MAX_TEXTS];
	size_t n_texts = 0, bytes = 0;
	riwaya_set *set = NULL;
	if (riwaya_set_new(engine, NULL, &set, &err)) return 1;
	for (int i = 0; i < n_files; i++) riwaya_set_add_file(set, files[i], NULL);
	for (size_t i = 0; i < riwaya_set_count(set) && n_texts < MAX_TEXTS; i++) {
		const riwaya_report *r = riwaya_set_report(set, i);
		text *t = &texts[n_texts];
		t->n = r->title.n + 2 + r->text.n;
		if (!(t->p = malloc(t->n + 1))) return 1;
		snprintf(t->p, t->n + 1, "%.*s\n\n", (int)r->title.n, r->title.n ? r->title.p : "");
		if (r->text.n) memcpy(t->p + r->title.n + 2, r->text.p, r->text.n);
		bytes += t->n;
		n_texts++;
	}
	riwaya_set_free(set);
	if (!n_texts) {
		fprintf(stderr, "bench: no report could be read\n");
		return 1;
	}

	double read_rate[ROUNDS], extract_rate[ROUNDS];
	size_t n_claims = 0, measured = 0;
	unsigned seed = 7;
	for (int round = 0; round < ROUNDS; round++) {
		if (riwaya_set_new(engine, NULL, &set, &err)) return 1;
		measured = 0;
		double reading = 0, extracting = 0;
		for (size_t i = 0; measured < TARGET; i++) {
			text *t = &texts[i % n_texts];
			vary(t->p, t->n, &seed);
			start = worked();
			if (riwaya_set_add_bytes(set, "bench.txt", t->p, t->n, &err)) {
				fprintf(stderr, "bench: %s\n", err.message);
				return 1;
			}
			reading += worked() - start;
			measured += t->n;
		}
		n_claims = 0;
		for (size_t i = 0; i < riwaya_set_count(set); i++) {
			const riwaya_claim *claims;
			size_t n;
			start = worked();
			if (riwaya_set_claims(set, i, &claims, &n, &err)) return 1;
			extracting += worked() - start;
			n_claims += n;
		}
		riwaya_set_free(set);
		read_rate[round] = (double)measured / 1e6 / reading;
		extract_rate[round] = (double)measured / 1e6 / extracting;
	}
	qsort(read_rate, ROUNDS, sizeof *read_rate, by_size);
	qsort(extract_rate, ROUNDS, sizeof *extract_rate, by_size);
	printf("reading       %8.1f MB/s of plain text (median of %d)\n", read_rate[ROUNDS / 2], ROUNDS);
	printf("extraction    %8.1f MB/s of plain text (median of %d; %.1f MB, %zu claims)\n", extract_rate[ROUNDS / 2],
		ROUNDS, (double)measured / 1e6, n_claims);
	for (size_t i = 0; i < n_texts; i++) free(texts[i].p);
	riwaya_engine_free(engine);
	return 0;
}

static int bench_program(const char *program, char **files, int n_files) {
	char **argv = calloc((size_t)n_files + 4, sizeof *argv);
	if (!argv) return 1;
	argv[0] = (char[]){"riwaya"};
	argv[1] = (char[]){"reconcile"};
	argv[2] = (char[]){"--quiet"};
	for (int i = 0; i < n_files; i++) argv[i + 3] = files[i];
	double wall[RUNS];
	long peak = 0;
	for (int run = 0; run < RUNS; run++) {
		double start = now();
		pid_t child = fork();
		if (child < 0) return 1;
		if (child == 0) {
			int null = open("/dev/null", O_WRONLY);
			if (null >= 0) dup2(null, STDOUT_FILENO);
			execv(program, argv);
			_exit(127);
		}
		int status;
		struct rusage usage;
		if (wait4(child, &status, 0, &usage) < 0) return 1;
		wall[run] = (now() - start) * 1e3;
		if (!WIFEXITED(status) || WEXITSTATUS(status)) {
			fprintf(stderr, "bench: %s failed\n", program);
			return 1;
		}
		if (usage.ru_maxrss > peak) peak = usage.ru_maxrss;
	}
	free(argv);
	qsort(wall, RUNS, sizeof *wall, by_size);
	printf("reconcile     %8.1f ms for %d files, start-up included (median of %d; slowest %.1f)\n", wall[RUNS / 2],
		n_files, RUNS, wall[RUNS - 1]);
	printf("peak memory   %8.1f MiB\n", (double)peak / 1024);
	return 0;
}

int main(int argc, char **argv) {
	if (argc < 3) {
		fprintf(stderr, "usage: bench PROGRAM FILE...\n");
		return 2;
	}
	if (bench_extraction(argv + 2, argc - 2)) return 1;
	return bench_program(argv[1], argv + 2, argc - 2);
}
