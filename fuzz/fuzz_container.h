/* fuzz_container.h: one container over any bytes, which come a few at a time: how many says the first byte. What it says of
 * its documents must lie within what was received. */
#ifndef RW_FUZZ_CONTAINER_H
#define RW_FUZZ_CONTAINER_H

#include "fuzz.h"
#include "read/read.h"

typedef struct fuzz_drip {
	rw_slice left;
	size_t step;
} fuzz_drip;

static inline riwaya_status fuzz_more(rw_stream *s, char *p, size_t n, size_t *got, riwaya_error *err) {
	fuzz_drip *d = s->from;
	(void)err;
	*got = d->left.n < d->step ? d->left.n : d->step;
	if (*got > n) *got = n;
	if (*got) memcpy(p, d->left.p, *got);
	d->left = rw_slice_of(d->left.p + *got, d->left.n - *got);
	return RIWAYA_OK;
}

static inline void fuzz_check(const rw_document *d, size_t size) {
	size_t pieces = d->pieces.n;
	for (size_t i = 0; i < pieces; i++) {
		const riwaya_piece *p = &d->pieces.p[i];
		if (p->offset > size || p->n > size - p->offset) abort();
	}
	for (size_t i = 0; i < d->segments.n; i++)
		if (d->segments.p[i].piece >= pieces) abort();
	if (d->told.title.n && d->told.n_title_runs && d->told.title_piece >= pieces) abort();
	for (uint32_t i = 0; i < d->told.n_title_runs; i++) {
		const rw_text_run *r = &d->told.title_runs[i];
		if ((size_t)r->at + r->n > d->told.title.n) abort();
	}
	for (size_t i = 0; i + 2 < d->told.title.n; i++) {
		/* What is told is valid UTF-8: no lead byte stands alone. */
		if ((unsigned char)d->told.title.p[i] >= 0xC0 && ((unsigned char)d->told.title.p[i + 1] & 0xC0) != 0x80)
			abort();
	}
}

static inline void fuzz_walk(fuzz_memory *m, const rw_container *c, const uint8_t *data, size_t size) {
	rw_manner how = {.lx = fuzz_lexicon()};
	fuzz_drip drip = {rw_slice_of((const char *)data + 1, size - 1), (size_t)data[0] * 4 + 1};
	rw_stream in;
	rw_stream_init(&in, &m->a, RW_LIT("https://fuzz.example/a/b"), fuzz_more, &drip);
	void *state;
	riwaya_error err = {0};
	(void)c->sniff(drip.left, true);
	if (c->open(&m->a, &in, &how, &state, &err)) return;
	for (size_t failures = 0; failures < 1000;) {
		rw_arena_reset(&m->scratch, (rw_mark){0});
		rw_document d = {.a = &m->scratch};
		riwaya_status status = c->next(state, &d, &err);
		if (status == RIWAYA_END) break;
		if (status) failures++;
		if (!status) fuzz_check(&d, size - 1);
		rw_slice bytes;
		if (!status && d.in) (void)rw_stream_rest(d.in, &m->scratch, RIWAYA_MAX_FILE, &bytes, &err);
	}
}

static inline int fuzz_container(const rw_container *c, const uint8_t *data, size_t size) {
	if (size == 0) return 0;
	fuzz_memory m;
	fuzz_begin(&m);
	if (!setjmp(m.oom)) fuzz_walk(&m, c, data, size);
	fuzz_end(&m);
	return 0;
}

#endif
