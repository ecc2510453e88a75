/* copies.c: which reports of a set copy which, timed. Run by bench/reprints/run.
 *
 *     copies REPORTS.jsonl > pairs.tsv       copy, original, share; time and peak memory on standard error
 */
#include "base/base.h"
#include "group/group.h"
#include "lexicon/lexicon.h"
#include "mention/calendar.h"
#include "reconcile/reconcile.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static double worked(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static rw_slice get(rw_arena *a, const json_t *o, const char *key) {
	const char *z = json_string_value(json_object_get(o, key));
	return z ? rw_arena_copy(a, rw_slice_z(z)) : RW_NONE;
}

int main(int argc, char **argv) {
	FILE *in = argc > 1 ? fopen(argv[1], "r") : NULL;
	if (!in) {
		fprintf(stderr, "copies: name a file of reports, one JSON object a line\n");
		return 2;
	}
	rw_mem mem = {.a = rw_allocator_libc()};
	jmp_buf out_of_memory;
	mem.oom = &out_of_memory;
	if (setjmp(out_of_memory)) {
		fprintf(stderr, "copies: memory ran out\n");
		return 1;
	}
	rw_arena a, work;
	rw_arena_init(&a, &mem);
	rw_arena_init(&work, &mem);
	rw_lexicon *lx;
	riwaya_error err;
	if (rw_lexicon_open(&a, rw_lexicon_builtin(), &lx, &err)) return 1;
	RW_VEC(rw_known) known = {0};
	char *line = NULL;
	size_t cap = 0;
	while (getline(&line, &cap, in) > 0) {
		json_t *o = json_loads(line, 0, NULL);
		if (!o) continue;
		riwaya_report *r = RW_NEW(&a, riwaya_report);
		rw_slice zone;
		r->id = get(&a, o, "id");
		r->text = get(&a, o, "text");
		r->title = get(&a, o, "title");
		r->outlet_name = get(&a, o, "outlet");
		(void)rw_when_parse(get(&a, o, "published"), &r->published.at, &zone);
		rw_vec_push(&a, &known, (rw_known){.report = r});
		json_decref(o);
	}
	free(line);
	fclose(in);
	size_t before = a.total;
	double start = worked();
	rw_in_order_told(known.p, known.n);
	rw_facts *f = RW_NEW(&work, rw_facts);
	rw_facts_init(f, lx, &work);
	rw_copy *copies = rw_copies(f, &work, known.p, known.n);
	double took = worked() - start;
	for (size_t i = 0; i < known.n; i++) {
		if (copies[i].of == RW_NO) continue;
		printf(RW_FMT "\t" RW_FMT "\t%.3f\n", RW_ARG(known.p[i].report->id), RW_ARG(known.p[copies[i].of].report->id),
			copies[i].share);
	}
	fprintf(stderr, "%.3f s, %.1f MB\n", took, (double)(work.total + a.total - before) / 1e6);
	rw_arena_release(&work);
	rw_arena_release(&a);
	return 0;
}
