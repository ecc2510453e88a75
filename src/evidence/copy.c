/* copy.c: records of web archives that reports came from: found again in their file, so that they are copied as they are. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* pread */
#endif
#include "evidence/evidence.h"
#include "read/http.h"
#include "read/unpack.h"

#include <fcntl.h>
#include <unistd.h>

enum { PEEK = 64 << 10 }; /* bytes in which a record's head and that of its answer must stand */

/* Where a record's bytes begin in the file: it may lie in a part of a WACZ that is stored as it is. */
static bool place(rw_arena *a, const char *path, const riwaya_piece *p, uint64_t *at) {
	*at = p->offset;
	if (!p->in.n) return true;
	rw_zip zip;
	bool found = false;
	rw_mark m = rw_arena_mark(a);
	if (rw_zip_open(a, path, &zip, NULL) == RIWAYA_OK) {
		for (size_t i = 0; i < zip.n && !found; i++) {
			const rw_zip_entry *e = &zip.entries[i];
			found = rw_slice_eq(e->name, p->in) && e->method == 0 && p->offset <= e->size && p->n <= e->size - p->offset;
			if (found) *at += e->data;
		}
	}
	rw_arena_reset(a, m);
	return found;
}

bool rw_find_record(rw_arena *a, const char *path, const riwaya_piece *p, rw_found_record *out) {
	*out = (rw_found_record){.fd = -1, .n = p->n};
	if (p->kind != RIWAYA_PIECE_RECORD || !p->n || !place(a, path, p, &out->at)) return false;
	out->fd = open(path, O_RDONLY | O_CLOEXEC);
	char *packed = rw_arena_alloc(a, PEEK), *bytes = rw_arena_alloc(a, PEEK);
	ssize_t got = out->fd < 0 ? -1 : pread(out->fd, packed, p->n < PEEK ? (size_t)p->n : PEEK, (off_t)out->at);
	rw_slice head = rw_slice_of(packed, got < 0 ? 0 : (size_t)got);
	rw_codec codec = rw_codec_of(head);
	out->member = codec == RW_CODEC_GZIP;
	if (out->member) head = rw_slice_of(bytes, rw_unpack_peek(codec, head, bytes, PEEK));
	size_t end = rw_slice_starts(head, RW_LIT("WARC/")) ? rw_head_end(head, 0) : SIZE_MAX;
	if (end == SIZE_MAX) return false;
	rw_slice rest = rw_slice_of(head.p, end), name, value, type = RW_NONE;
	rw_slice_cut(&rest, '\n');
	while (rw_field_next(&rest, &name, &value)) {
		if (rw_field_is(name, "warc-target-uri")) out->address = value;
		if (rw_field_is(name, "warc-date")) out->date = value;
		if (rw_field_is(name, "warc-payload-digest")) out->digest = value;
		if (rw_field_is(name, "content-type")) type = value;
	}
	rw_slice *u = &out->address, charset;
	if (u->n > 1 && u->p[0] == '<') *u = rw_slice_of(u->p + 1, u->n - 2);
	out->status = 200;
	rw_http h;
	if (rw_http_head(rw_slice_of(head.p + end, head.n - end), &h)) {
		type = h.type;
		out->status = h.status;
	}
	rw_http_type(type, &out->mime, &charset);
	return out->address.n && out->date.n >= 19;
}
