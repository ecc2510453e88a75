/* fuzz_walk.h: the walk over any bytes, as a file that can be gone back and forth in and as one that comes as a stream, for what holds documents.
 * Runs lie within their fields and name pieces that are there; what is kept of a document says all that was known of it. */
#ifndef RW_FUZZ_WALK_H
#define RW_FUZZ_WALK_H

#include "fuzz.h"
#include "read/read.h"
#include "store/kept.h"

enum { FUZZ_DOCUMENTS = 200 };

static inline riwaya_status fuzz_more(rw_stream *s, char *p, size_t n, size_t *got, riwaya_error *err) {
	(void)err;
	rw_slice *left = s->from;
	*got = left->n < n ? left->n : n;
	if (*got) memcpy(p, left->p, *got);
	*left = rw_slice_of(left->p + *got, left->n - *got);
	return RIWAYA_OK;
}

static inline void fuzz_report(const riwaya_report *r) {
	for (size_t j = 0; j < r->n_origin_map; j++) {
		const riwaya_origin_run *run = &r->origin_map[j];
		size_t n = r->caption.n;
		if (run->field == RIWAYA_FIELD_TITLE) n = r->title.n;
		if (run->field == RIWAYA_FIELD_TEXT) n = r->text.n;
		if ((size_t)run->at + run->n > n || run->piece >= r->n_pieces) abort();
	}
}

static inline riwaya_status fuzz_received(
	void *ctx, const rw_received *d, riwaya_report *const *reports, size_t n, riwaya_error *err) {
	fuzz_memory *m = ctx;
	rw_raw *t;
	rw_slice kept, again;
	rw_received back;
	(void)reports, (void)n;
	if (rw_raw_new(&m->scratch, &t, err)) return RIWAYA_OK;
	if (rw_kept_write(t, &m->scratch, d, &kept, err)) abort();
	if (rw_kept_read(t, &m->scratch, kept, rw_received_bytes(d), &back, err)) abort();
	if (rw_kept_write(t, &m->scratch, &back, &again, err) || !rw_slice_eq(kept, again)) abort();
	return RIWAYA_OK;
}

static inline void fuzz_walk_one(fuzz_memory *m, rw_stream *in) {
	rw_manner how = {.lx = fuzz_lexicon()};
	rw_read_context c = {.lx = how.lx,
		.a = &m->a,
		.scratch = &m->scratch,
		.any_language = true,
		.received = fuzz_received,
		.received_ctx = m};
	rw_walk *w = rw_walk_new(&m->a, in, RW_LIT("fuzz"), &how);
	for (size_t i = 0; i < FUZZ_DOCUMENTS; i++) {
		rw_reports reports = {0};
		riwaya_error err = {0};
		if (rw_walk_next(w, &c, &reports, &err) == RIWAYA_END) return;
		for (size_t k = 0; k < reports.n; k++) fuzz_report(reports.p[k]);
		rw_arena_reset(&m->scratch, (rw_mark){0});
	}
}

static inline void fuzz_walk_bytes(fuzz_memory *m, rw_slice bytes, bool streamed) {
	rw_stream in;
	if (streamed)
		rw_stream_init(&in, &m->a, RW_LIT("fuzz"), fuzz_more, &bytes);
	else
		rw_stream_bytes(&in, RW_LIT("fuzz"), bytes);
	fuzz_walk_one(m, &in);
	rw_arena_release(&m->a); /* the walk ends before its stream */
}

static inline void fuzz_walk_once(rw_slice bytes, bool streamed) {
	fuzz_memory m;
	fuzz_begin(&m);
	if (!setjmp(m.oom)) fuzz_walk_bytes(&m, bytes, streamed);
	fuzz_end(&m);
}

static inline int fuzz_walk(const uint8_t *data, size_t size) {
	fuzz_walk_once(rw_slice_of((const char *)data, size), false);
	fuzz_walk_once(rw_slice_of((const char *)data, size), true);
	return 0;
}

#endif
