/* stream.c: windows over bytes that come a piece at a time. */
#define _POSIX_C_SOURCE 200809L /* lseek */
#include "read/stream.h"
#include <riwaya/riwaya.h>
#include <unistd.h>

void rw_stream_bytes(rw_stream *s, rw_slice name, rw_slice bytes) {
	*s = (rw_stream){
		.name = name, .fd = -1, .all = bytes.n, .p = (char *)(uintptr_t)bytes.p, .n = bytes.n, .cap = bytes.n, .ended = true};
}

void rw_stream_init(rw_stream *s, rw_arena *a, rw_slice name,
	riwaya_status (*more)(rw_stream *, char *, size_t, size_t *, riwaya_error *), void *from) {
	*s = (rw_stream){.name = name, .a = a, .more = more, .from = from, .fd = -1, .all = UINT64_MAX};
}

void rw_stream_restart(rw_stream *s) {
	s->at = s->n = 0;
	s->before = 0;
	s->ended = false;
	s->status = RIWAYA_OK;
}

/* Room for n bytes in the window, which moves to the front of its buffer. */
static void make_room(rw_stream *s, size_t n) {
	if (s->cap < n) {
		size_t cap = s->cap ? s->cap : RW_STREAM_PIECE;
		while (cap < n) cap *= 2;
		char *p = rw_arena_alloc(s->a, cap);
		if (s->n) memcpy(p, s->p + s->at, s->n);
		s->p = p; /* it doubles, so that what it leaves behind is no more than it */
		s->cap = cap;
	} else if (s->at + n > s->cap || s->at + s->n == s->cap) {
		memmove(s->p, s->p + s->at, s->n);
	} else {
		return;
	}
	s->at = 0;
}

riwaya_status rw_stream_look(rw_stream *s, size_t n, rw_slice *out, riwaya_error *err) {
	while (s->n < n && !s->ended && !s->status) {
		size_t got = 0;
		make_room(s, n > RW_STREAM_PIECE ? n : RW_STREAM_PIECE);
		s->status = s->more(s, s->p + s->at + s->n, s->cap - s->at - s->n, &got, &s->error);
		s->n += got;
		s->ended = !s->status && got == 0;
	}
	*out = rw_slice_of(s->p + s->at, s->n);
	/* What came before a failure is shown first. */
	if (s->n >= n || !s->status) return RIWAYA_OK;
	if (err) *err = s->error;
	return s->status;
}

void rw_stream_take(rw_stream *s, size_t n) {
	s->at += n;
	s->n -= n;
	s->before += n;
}

riwaya_status rw_stream_skip(rw_stream *s, uint64_t n, uint64_t *skipped, riwaya_error *err) {
	*skipped = 0;
	while (*skipped < n) {
		rw_slice v;
		riwaya_status status = rw_stream_look(s, 1, &v, err);
		if (status) return status;
		if (v.n == 0) break;
		size_t step = v.n < n - *skipped ? v.n : (size_t)(n - *skipped);
		rw_stream_take(s, step);
		*skipped += step;
	}
	return RIWAYA_OK;
}

riwaya_status rw_stream_jump(rw_stream *s, uint64_t to, riwaya_error *err) {
	uint64_t first = s->before - s->at; /* the buffer still holds what was taken */
	if (to >= first && to <= s->before + s->n) {
		size_t end = s->at + s->n;
		s->at = (size_t)(to - first);
		s->n = end - s->at;
		s->before = to;
		return RIWAYA_OK;
	}
	if (!s->more || to > INT64_MAX || lseek(s->fd, (off_t)to, SEEK_SET) < 0)
		return rw_fail(err, RIWAYA_IO, s->name, to, 0, "unable to go to byte %llu of the file; check the disk",
			(unsigned long long)to);
	s->at = s->n = 0;
	s->before = to;
	s->ended = false;
	s->status = RIWAYA_OK;
	return RIWAYA_OK;
}

riwaya_status rw_stream_line(rw_stream *s, size_t max, const char *what, rw_slice *line, riwaya_error *err) {
	size_t seen = 0;
	for (;;) {
		rw_slice v;
		riwaya_status status = rw_stream_look(s, seen + 1, &v, err);
		if (status) return status;
		const char *end = v.n > seen ? memchr(v.p + seen, '\n', v.n - seen) : NULL;
		size_t n = end ? (size_t)(end - v.p) + 1 : v.n;
		if (n > max)
			return rw_fail(
				err, RIWAYA_LIMIT, s->name, s->before, 0, "line is longer than %zu bytes, the limit (%s)", max, what);
		*line = rw_slice_of(v.p, n);
		if (end || v.n == seen) return RIWAYA_OK;
		seen = v.n;
	}
}

static riwaya_status too_large(rw_stream *s, size_t max, riwaya_error *err) {
	return rw_fail(err, RIWAYA_LIMIT, s->name, 0, 0,
		"is larger than %zu bytes, the limit of one document (RIWAYA_MAX_FILE); split it into one report a file", max);
}

riwaya_status rw_stream_rest(rw_stream *s, rw_arena *a, size_t max, rw_slice *out, riwaya_error *err) {
	rw_slice v;
	if (s->all != UINT64_MAX && s->all - s->before > max) return too_large(s, max, err);
	if (!s->more) {
		*out = rw_slice_of(s->p + s->at, s->n);
		rw_stream_take(s, s->n);
		return RIWAYA_OK;
	}
	rw_buf b = RW_BUF(a);
	for (;;) {
		riwaya_status status = rw_stream_look(s, 1, &v, err);
		if (status) return status;
		if (v.n == 0) break;
		if (v.n > max - b.n) return too_large(s, max, err);
		rw_buf_slice(&b, v);
		rw_stream_take(s, v.n);
	}
	*out = rw_buf_view(&b);
	return RIWAYA_OK;
}
