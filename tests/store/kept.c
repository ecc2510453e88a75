/* kept.c: files are read, each document is kept as the store does, and is read again from what was kept: reports and claims must be the same JSON.
 *
 *     kept FILE...
 */
#include "store/kept.h"
#include "extract/extract.h"
#include "show/show.h"
#include <stdio.h>

typedef struct checker {
	rw_mem mem;
	rw_arena tools, a, scratch, opened, own, work;
	rw_extractor *x;
	rw_raw *raw;
	const rw_lexicon *lx;
	struct rw_read_cache *cache;
	uint64_t documents, reports, received, kept, other, wrong;
} checker;

static bool add(void *ctx, const char *p, size_t n) {
	rw_buf_put(ctx, p, n);
	return true;
}

/* What a report and its claims come out as. */
static rw_slice shown(checker *k, const riwaya_report *r) {
	rw_buf b = RW_BUF(&k->own);
	rw_extracted found = {0};
	rw_show_report_json(r, (riwaya_sink){add, &b});
	rw_extract(k->x, r, RW_EXTRACT_CLAIMS, &k->own, &k->work, &found);
	rw_show_claims_json(r, found.claims, found.n_claims, (riwaya_sink){add, &b});
	return rw_buf_view(&b);
}

static riwaya_status again(checker *k, const rw_received *d, rw_reports *out, riwaya_error *err) {
	rw_slice raw = rw_received_bytes(d), kept;
	riwaya_status status = rw_kept_write(k->raw, &k->own, d, &kept, err);
	if (status) return status;
	k->documents++;
	k->received += raw.n;
	k->kept += kept.n;
	k->other += d->in.identity.p != NULL;
	/* Nothing of the first reading is at hand. */
	char *copy = rw_arena_alloc(&k->own, kept.n);
	memcpy(copy, kept.p, kept.n);
	rw_received back;
	status = rw_kept_read(k->raw, &k->own, rw_slice_of(copy, kept.n), raw, &back, err);
	memset(copy, 0, kept.n);
	rw_read_context c = {.lx = k->lx, .a = &k->own, .scratch = &k->work, .cache = k->cache};
	return status ? status : rw_read_again(&c, &back, out, err);
}

static void tell(rw_slice a, rw_slice b) {
	enum { AROUND = 60 };
	size_t at = 0;
	while (at < a.n && at < b.n && a.p[at] == b.p[at]) at++;
	size_t from = at > AROUND ? at - AROUND : 0;
	fprintf(stderr, "was: %.*s\nis:  %.*s\n", (int)(a.n - from < 2 * AROUND ? a.n - from : 2 * AROUND), a.p + from,
		(int)(b.n - from < 2 * AROUND ? b.n - from : 2 * AROUND), b.p + from);
}

static riwaya_status received(
	void *ctx, const rw_received *d, riwaya_report *const *reports, size_t n, riwaya_error *err) {
	checker *k = ctx;
	rw_reports back = {0};
	riwaya_error mine = {0};
	riwaya_status status = again(k, d, &back, &mine);
	k->reports += n;
	bool same = !status && back.n == n;
	for (size_t i = 0; i < n && same; i++) {
		rw_slice first = shown(k, reports[i]), then = shown(k, back.p[i]);
		same = rw_slice_eq(first, then);
		if (!same) tell(first, then);
	}
	if (!same) {
		k->wrong++;
		fprintf(stderr, "kept: " RW_FMT ": %s\n", RW_ARG(d->in.name), status ? mine.message : "not the same");
	}
	rw_arena_reset(&k->own, (rw_mark){0});
	rw_arena_reset(&k->work, (rw_mark){0});
	(void)err;
	return RIWAYA_OK;
}

static void check_file(checker *k, const char *path, bool fragment) {
	rw_manner how = {.lx = k->lx};
	rw_read_context c = {.lx = k->lx,
		.a = &k->a,
		.scratch = &k->scratch,
		.fragment = fragment,
		.any_language = fragment,
		.received = received,
		.received_ctx = k,
		.cache = k->cache};
	if (fragment) (void)riwaya_when_parse("2021-03-04", &c.published);
	rw_stream in = {0};
	riwaya_status status = rw_stream_file(&in, &k->opened, path, NULL);
	rw_walk *w = rw_walk_new(&k->opened, &in, rw_slice_z(path), &how);
	while (!status || status != RIWAYA_END) {
		rw_reports found = {0};
		status = in.name.p ? rw_walk_next(w, &c, &found, NULL) : RIWAYA_END;
		rw_arena_reset(&k->scratch, (rw_mark){0});
		if (fragment && status) break;
	}
	rw_arena_reset(&k->opened, (rw_mark){0});
	rw_arena_reset(&k->a, (rw_mark){0});
}

static int check_all(checker *k, int n, char **files) {
	riwaya_error err = {0};
	rw_lexicon *lx;
	if (rw_lexicon_open(&k->tools, rw_lexicon_builtin(), &lx, &err) || rw_raw_new(&k->tools, &k->raw, &err)) {
		fprintf(stderr, "kept: %s\n", err.message);
		return 1;
	}
	k->lx = lx;
	k->x = rw_extractor_new(&k->tools, lx);
	rw_read_context c = {.lx = lx, .scratch = &k->scratch};
	rw_read_prepare(&c, &k->tools);
	k->cache = c.cache;
	for (int i = 0; i < n; i++) {
		check_file(k, files[i], false);
		if (i % 8 == 0) check_file(k, files[i], true);
	}
	printf("kept: %llu reports of %llu documents read again, %llu wrong; %llu bytes received, %.1f kept beside each "
		   "(%llu are of packed formats)\n",
		(unsigned long long)k->reports, (unsigned long long)k->documents, (unsigned long long)k->wrong,
		(unsigned long long)k->received, k->documents ? (double)k->kept / (double)k->documents : 0.0,
		(unsigned long long)k->other);
	return k->wrong || !k->reports;
}

int main(int n, char **files) {
	static checker k;
	jmp_buf oom;
	k.mem = (rw_mem){rw_allocator_libc(), &oom};
	rw_arena *const arenas[] = {&k.work, &k.own, &k.opened, &k.scratch, &k.a, &k.tools};
	for (size_t i = 0; i < RW_COUNT(arenas); i++) rw_arena_init(arenas[i], &k.mem);
	int code = 1;
	if (setjmp(oom) == 0) code = check_all(&k, n - 1, files + 1);
	for (size_t i = 0; i < RW_COUNT(arenas); i++) rw_arena_release(arenas[i]);
	return code;
}
