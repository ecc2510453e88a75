/* zip_read.c: the listing of a zip file, strictly: for a check, a zip whose heads and listing differ is no zip but a finding. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* pread */
#endif
#define ZLIB_CONST
#include "evidence/evidence.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { END = 22, END_64 = 56, LOCATOR = 20, HEAD = 30, LISTING = 46, COMMENT = 0xFFFF, RAW = -15 };
static const uint32_t FULL = 0xFFFFFFFF;

static uint64_t number(const char *p, unsigned bytes) {
	uint64_t v = 0;
	for (unsigned i = 0; i < bytes; i++) v |= (uint64_t)(unsigned char)p[i] << (8 * i);
	return v;
}

static riwaya_status broken(const rw_zip *z, uint64_t at, const char *what, riwaya_error *err) {
	return rw_fail(err, RIWAYA_FORMAT, z->name, at, 0, "%s", what);
}

riwaya_status rw_zip_bytes(const rw_zip *z, uint64_t at, char *p, size_t n, riwaya_error *err) {
	if (at > z->size || n > z->size - at) return broken(z, at, "the zip file ends too early", err);
	for (size_t got = 0; got < n;) {
		ssize_t k = pread(z->fd, p + got, n - got, (off_t)(at + got));
		if (k < 0 && errno == EINTR) continue;
		if (k <= 0)
			return rw_fail(err, RIWAYA_IO, z->name, at + got, 0, "unable to read it: %s",
				k < 0 ? strerror(errno) : "it is shorter than it was");
		got += (size_t)k;
	}
	return RIWAYA_OK;
}

static void shut(void *p) {
	rw_zip *z = p;
	if (z->fd >= 0) close(z->fd);
	z->fd = -1;
}

/* The end record is searched from the end: a comment may follow it. */
static riwaya_status find_end(rw_arena *a, rw_zip *z, uint64_t *n, riwaya_error *err) {
	size_t look = z->size < END + COMMENT ? (size_t)z->size : END + COMMENT;
	char *tail = rw_arena_alloc(a, look + 1);
	riwaya_status status = rw_zip_bytes(z, z->size - look, tail, look, err);
	if (status) return status;
	size_t at = SIZE_MAX;
	for (size_t i = look >= END ? look - END + 1 : 0; i-- > 0;) {
		if (number(tail + i, 4) != 0x06054b50 || number(tail + i + 20, 2) != look - END - i) continue;
		at = i;
		break;
	}
	if (at == SIZE_MAX)
		return broken(z, z->size, "is no whole zip file: its end is missing; it was cut off, or is another format", err);
	const char *end = tail + at;
	z->end = z->size - look + at;
	*n = number(end + 10, 2);
	z->listing_size = number(end + 12, 4);
	z->listing = number(end + 16, 4);
	if (*n != 0xFFFF && z->listing != FULL && z->listing_size != FULL) return RIWAYA_OK;
	char locator[LOCATOR], wide[END_64];
	if (z->end < LOCATOR) return broken(z, z->end, "its end record is broken", err);
	status = rw_zip_bytes(z, z->end - LOCATOR, locator, LOCATOR, err);
	if (status) return status;
	if (number(locator, 4) != 0x07064b50) return RIWAYA_OK; /* as many as that, and no more */
	uint64_t from = number(locator + 8, 8);
	status = rw_zip_bytes(z, from, wide, END_64, err);
	if (status) return status;
	if (number(wide, 4) != 0x06064b50) return broken(z, from, "its end record is broken", err);
	*n = number(wide + 32, 8);
	z->listing_size = number(wide + 40, 8);
	z->listing = number(wide + 48, 8);
	z->end = from;
	return RIWAYA_OK;
}

/* Sizes and places of 64 bits stand in an extra field, those that did not fit, in this order. */
static bool wide_fields(rw_slice extra, uint64_t *const fields[3]) {
	bool need = false;
	for (int i = 0; i < 3; i++) need = need || (fields[i] && *fields[i] == FULL);
	while (need && extra.n >= 4) {
		size_t id = (size_t)number(extra.p, 2), n = (size_t)number(extra.p + 2, 2);
		if (n > extra.n - 4) return false;
		if (id == 1) {
			const char *p = extra.p + 4;
			for (int i = 0; i < 3; i++) {
				if (!fields[i] || *fields[i] != FULL) continue;
				if (n < 8) return false;
				*fields[i] = number(p, 8);
				p += 8;
				n -= 8;
			}
			return true;
		}
		extra = rw_slice_of(extra.p + 4 + n, extra.n - 4 - n);
	}
	return !need;
}

static int by_place(const void *a, const void *b) {
	const rw_zip_entry *x = a, *y = b;
	if (x->at != y->at) return x->at < y->at ? -1 : 1;
	return rw_slice_cmp(x->name, y->name);
}

static riwaya_status read_listing(rw_arena *a, rw_zip *z, uint64_t n, riwaya_error *err) {
	if (z->listing > z->end || z->listing_size > z->end - z->listing)
		return broken(z, z->end, "its listing lies outside of it", err);
	if (n > RIWAYA_MAX_PARTS || z->listing_size > RIWAYA_MAX_MANIFEST)
		return rw_fail(err, RIWAYA_LIMIT, z->name, 0, 0, "holds %llu files, over the limit of %d (RIWAYA_MAX_PARTS)",
			(unsigned long long)n, RIWAYA_MAX_PARTS);
	char *p = rw_arena_alloc(a, (size_t)z->listing_size + 1);
	riwaya_status status = rw_zip_bytes(z, z->listing, p, (size_t)z->listing_size, err);
	if (status) return status;
	z->entries = RW_ARRAY(a, rw_zip_entry, (size_t)n);
	size_t at = 0, size = (size_t)z->listing_size;
	for (z->n = 0; z->n < n; z->n++) {
		const char *e = p + at;
		size_t left = size - at;
		if (left < LISTING || number(e, 4) != 0x02014b50)
			return broken(z, z->listing + at, "its listing is broken", err);
		size_t name = (size_t)number(e + 28, 2), extra = (size_t)number(e + 30, 2), comment = (size_t)number(e + 32, 2);
		if (left - LISTING < name + extra + comment) return broken(z, z->listing + at, "its listing is broken", err);
		rw_zip_entry *out = &z->entries[z->n];
		*out = (rw_zip_entry){.name = rw_slice_of(e + LISTING, name),
			.at = number(e + 42, 4),
			.size = number(e + 24, 4),
			.packed = number(e + 20, 4),
			.crc = (uint32_t)number(e + 16, 4),
			.method = (uint16_t)number(e + 10, 2),
			.flags = (uint16_t)number(e + 8, 2),
			.time = (uint16_t)number(e + 12, 2),
			.date = (uint16_t)number(e + 14, 2)};
		uint64_t *const fields[3] = {&out->size, &out->packed, &out->at};
		if (!wide_fields(rw_slice_of(e + LISTING + name, extra), fields))
			return broken(z, z->listing + at, "its listing is broken", err);
		at += LISTING + name + extra + comment;
	}
	if (at != size) return broken(z, z->listing + at, "its listing is broken", err);
	return RIWAYA_OK;
}

/* Where each entry's bytes begin. */
static riwaya_status find_data(rw_zip *z, riwaya_error *err) {
	for (size_t i = 0; i < z->n; i++) {
		rw_zip_entry *e = &z->entries[i];
		char head[HEAD];
		if (e->at > z->size) return broken(z, e->at, "its listing names places outside of it", err);
		riwaya_status status = rw_zip_bytes(z, e->at, head, HEAD, err);
		if (status) return status;
		if (number(head, 4) != 0x04034b50)
			return rw_fail(
				err, RIWAYA_FORMAT, z->name, e->at, 0, "the head of '" RW_FMT "' in it is broken", RW_ARG(e->name));
		e->data = e->at + HEAD + number(head + 26, 2) + number(head + 28, 2);
		if (e->data > z->listing || e->packed > z->listing - e->data)
			return rw_fail(err, RIWAYA_FORMAT, z->name, e->at, 0, "'" RW_FMT "' in it has more bytes than there are",
				RW_ARG(e->name));
	}
	return RIWAYA_OK;
}

riwaya_status rw_zip_open(rw_arena *a, const char *path, rw_zip *z, riwaya_error *err) {
	*z = (rw_zip){.fd = -1, .name = rw_slice_z(path)};
	rw_arena_defer(a, shut, z);
	z->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	if (z->fd < 0 || fstat(z->fd, &st) != 0)
		return rw_fail(err, RIWAYA_IO, z->name, 0, 0, "unable to open the file: %s", strerror(errno));
	if (!S_ISREG(st.st_mode)) return rw_fail(err, RIWAYA_IO, z->name, 0, 0, "is no file; name a WACZ file");
	z->size = (uint64_t)st.st_size;
	uint64_t n = 0;
	riwaya_status status = find_end(a, z, &n, err);
	if (!status) status = read_listing(a, z, n, err);
	if (status) return status;
	qsort(z->entries, z->n, sizeof *z->entries, by_place);
	return find_data(z, err);
}

/* --- an entry's bytes ---------------------------------------------------------------------------------------------- */
typedef struct source {
	const rw_zip *zip;
	const rw_zip_entry *e;
	uint64_t at; /* of its packed bytes */
	z_stream z;
	bool done;
	char in[RW_STREAM_PIECE];
} source;

static riwaya_status stored(rw_stream *s, char *p, size_t n, size_t *got, riwaya_error *err) {
	source *from = s->from;
	uint64_t left = from->e->packed - from->at;
	*got = left < n ? (size_t)left : n;
	riwaya_status status = rw_zip_bytes(from->zip, from->e->data + from->at, p, *got, err);
	from->at += *got;
	return status;
}

static riwaya_status deflated(rw_stream *s, char *p, size_t n, size_t *got, riwaya_error *err) {
	source *from = s->from;
	*got = 0;
	from->z.next_out = (Bytef *)p;
	from->z.avail_out = n < UINT32_MAX ? (uInt)n : UINT32_MAX;
	uInt room = from->z.avail_out;
	while (!from->done && from->z.avail_out == room) {
		if (from->z.avail_in == 0) {
			uint64_t left = from->e->packed - from->at;
			size_t take = left < sizeof from->in ? (size_t)left : sizeof from->in;
			if (take == 0) return rw_fail(err, RIWAYA_FORMAT, s->name, from->at, 0, "its packed bytes end too early");
			riwaya_status status = rw_zip_bytes(from->zip, from->e->data + from->at, from->in, take, err);
			if (status) return status;
			from->at += take;
			from->z.next_in = (const Bytef *)from->in;
			from->z.avail_in = (uInt)take;
		}
		int code = inflate(&from->z, Z_NO_FLUSH);
		if (code == Z_STREAM_END)
			from->done = true;
		else if (code != Z_OK && code != Z_BUF_ERROR)
			return rw_fail(err, RIWAYA_FORMAT, s->name, from->at, 0, "its packed bytes are damaged");
	}
	*got = room - from->z.avail_out;
	/* More than its size is a bomb, or a lie. */
	if (s->before + s->n + *got > from->e->size)
		return rw_fail(err, RIWAYA_FORMAT, s->name, from->at, 0, "it unpacks to more bytes than the zip says");
	return RIWAYA_OK;
}

static voidpf zlib_alloc(voidpf arena, uInt n, uInt size) { return rw_arena_array(arena, n, size); }
static void zlib_free(voidpf arena, voidpf p) { (void)arena, (void)p; /* given back with the arena */ }

riwaya_status rw_zip_stream(rw_arena *a, const rw_zip *z, const rw_zip_entry *e, rw_stream **out, riwaya_error *err) {
	source *from = RW_NEW(a, source);
	from->zip = z;
	from->e = e;
	*out = RW_NEW(a, rw_stream);
	if (e->flags & 1) return rw_fail(err, RIWAYA_FORMAT, e->name, e->at, 0, "it is encrypted");
	if (e->method != 0 && e->method != 8)
		return rw_fail(err, RIWAYA_FORMAT, e->name, e->at, 0, "it is packed by a method that riwaya does not know");
	from->z = (z_stream){.zalloc = zlib_alloc, .zfree = zlib_free, .opaque = a};
	if (e->method == 8 && inflateInit2(&from->z, RAW) != Z_OK)
		return rw_fail(err, RIWAYA_NOMEM, e->name, 0, 0, "zlib does not start");
	rw_stream_init(*out, a, e->name, e->method ? deflated : stored, from);
	return RIWAYA_OK;
}
