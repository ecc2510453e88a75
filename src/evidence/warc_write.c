/* warc_write.c: records of WARC/1.1, one gzip member each. A record's head holds its length and digest, so a block is gone through twice. */
#define _DEFAULT_SOURCE /* flock */
#define ZLIB_CONST
#include "evidence/warc_write.h"
#include "mention/calendar.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium/randombytes.h>
#include <stdio.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum {
	BUFFER = 64 << 10,
	GZIP = 31, /* zlib's window of 15 bits, with gzip's head and foot */
	LEVEL = 6,
};

struct rw_warc_writer {
	rw_warc_options o;
	rw_slice path;
	rw_arena scratch;
	int fd; /* -1 once closed */
	uint64_t size, cut;
	z_stream z;
	bool deflating;
	unsigned char out[BUFFER];
	size_t n_out;
	char in[BUFFER];
};

/* --- small things -------------------------------------------------------------------------------------------------- */
void rw_warc_date(int64_t seconds, char out[24]) {
	int64_t days = seconds / 86400, rest = seconds % 86400;
	if (rest < 0) {
		rest += 86400;
		days--;
	}
	int y, m, d;
	rw_civil_from_days(days, &y, &m, &d);
	if (y < 0 || y > 9999) y = 0;
	int s = (int)rest;
	snprintf(out, 24, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)y % 10000, (unsigned)m % 100, (unsigned)d % 100,
		(unsigned)(s / 3600) % 100, (unsigned)(s / 60 % 60), (unsigned)(s % 60));
}

int64_t rw_warc_now(const rw_warc_writer *w) {
	if (w->o.clock) return w->o.clock(w->o.ctx);
	struct timespec t;
	return clock_gettime(CLOCK_REALTIME, &t) == 0 ? (int64_t)t.tv_sec : 0;
}

void rw_warc_new_id(rw_warc_writer *w, rw_warc_id out) {
	static const char hex[] = "0123456789abcdef";
	unsigned char b[16];
	if (w->o.random)
		w->o.random(w->o.ctx, b);
	else
		randombytes_buf(b, sizeof b);
	b[6] = (unsigned char)((b[6] & 0x0F) | 0x40); /* a random UUID, version 4 */
	b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
	char *p = out;
	memcpy(p, "urn:uuid:", 9);
	p += 9;
	for (size_t i = 0; i < sizeof b; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10) *p++ = '-';
		*p++ = hex[b[i] >> 4];
		*p++ = hex[b[i] & 15];
	}
	*p = '\0';
}

uint64_t rw_warc_size(const rw_warc_writer *w) { return w->size; }
uint64_t rw_warc_cut(const rw_warc_writer *w) { return w->cut; }

/* Goes through the pieces in order, by the buffer. */
typedef riwaya_status take(void *ctx, const char *p, size_t n, riwaya_error *err);
static riwaya_status each(const rw_warc_piece *pieces, size_t n, char *buffer, take *fn, void *ctx, riwaya_error *err) {
	for (size_t i = 0; i < n; i++) {
		const rw_warc_piece *p = &pieces[i];
		riwaya_status status = p->bytes.n ? fn(ctx, p->bytes.p, p->bytes.n, err) : RIWAYA_OK;
		for (uint64_t at = 0; at < p->n && !status;) {
			size_t want = p->n - at < BUFFER ? (size_t)(p->n - at) : BUFFER;
			ssize_t got = pread(p->fd, buffer, want, (off_t)(p->at + at));
			if (got < 0 && errno == EINTR) continue;
			if (got <= 0)
				return rw_fail(err, RIWAYA_IO, RW_NONE, p->at + at, 0, "unable to read what was received back: %s",
					got < 0 ? strerror(errno) : "it is shorter than it was");
			status = fn(ctx, buffer, (size_t)got, err);
			at += (uint64_t)got;
		}
		if (status) return status;
	}
	return RIWAYA_OK;
}

static riwaya_status hash(void *ctx, const char *p, size_t n, riwaya_error *err) {
	(void)err;
	rw_sha256_add(ctx, p, n);
	return RIWAYA_OK;
}

static riwaya_status digest(const rw_warc_piece *pieces, size_t n, char *buffer, rw_warc_digest out, riwaya_error *err) {
	rw_sha256 h;
	rw_sha256_init(&h);
	riwaya_status status = each(pieces, n, buffer, hash, &h, err);
	memcpy(out, "sha256:", 7);
	if (!status) rw_sha256_hex(&h, out + 7);
	return status;
}

riwaya_status rw_warc_digest_of(const rw_warc_piece *pieces, size_t n, rw_warc_digest out, riwaya_error *err) {
	char buffer[BUFFER];
	return digest(pieces, n, buffer, out, err);
}

/* --- writing --------------------------------------------------------------------------------------------------------- */
static riwaya_status cannot(rw_warc_writer *w, const char *what, riwaya_error *err) {
	return rw_fail(
		err, RIWAYA_IO, w->path, w->size, 0, "unable to %s '" RW_FMT "': %s", what, RW_ARG(w->path), strerror(errno));
}

static riwaya_status flush(rw_warc_writer *w, riwaya_error *err) {
	for (size_t at = 0; at < w->n_out;) {
		ssize_t n = write(w->fd, w->out + at, w->n_out - at);
		if (n < 0 && errno == EINTR) continue;
		if (n < 0) return cannot(w, "write", err);
		at += (size_t)n;
	}
	w->n_out = 0;
	return RIWAYA_OK;
}

static riwaya_status squeeze(rw_warc_writer *w, const char *p, size_t n, int how, riwaya_error *err) {
	w->z.next_in = (const Bytef *)p;
	for (bool more = true; more;) {
		/* zlib counts what it is given in 32 bits. */
		w->z.avail_in = n < BUFFER ? (uInt)n : BUFFER;
		size_t given = w->z.avail_in;
		w->z.next_out = w->out + w->n_out;
		w->z.avail_out = (uInt)(BUFFER - w->n_out);
		int code = deflate(&w->z, n == given ? how : Z_NO_FLUSH);
		n -= given - w->z.avail_in;
		w->n_out = BUFFER - w->z.avail_out;
		if (w->n_out == BUFFER) {
			riwaya_status status = flush(w, err);
			if (status) return status;
		}
		more = how == Z_FINISH ? code != Z_STREAM_END : n > 0;
		if (code == Z_STREAM_ERROR) return rw_fail(err, RIWAYA_IO, w->path, w->size, 0, "zlib does not compress");
	}
	return RIWAYA_OK;
}

static riwaya_status add(void *ctx, const char *p, size_t n, riwaya_error *err) {
	rw_warc_writer *w = ctx;
	if (w->deflating) return squeeze(w, p, n, Z_NO_FLUSH, err);
	while (n) {
		size_t m = BUFFER - w->n_out < n ? BUFFER - w->n_out : n;
		memcpy(w->out + w->n_out, p, m);
		w->n_out += m;
		p += m;
		n -= m;
		riwaya_status status = w->n_out == BUFFER ? flush(w, err) : RIWAYA_OK;
		if (status) return status;
	}
	return RIWAYA_OK;
}

/* A line of a record's head. What holds control characters could make lines of its own. */
static bool field(rw_buf *b, const char *name, rw_slice value) {
	if (!value.p) return true;
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < 0x20 || value.p[i] == 0x7F) return false;
	rw_buf_printf(b, "%s: ", name);
	rw_buf_slice(b, value);
	rw_buf_z(b, "\r\n");
	return true;
}

static bool head(rw_warc_writer *w, const rw_warc_record *r, const char *block_digest, uint64_t n, rw_buf *b) {
	char date[24], length[24];
	rw_warc_id fresh;
	if (!r->id) rw_warc_new_id(w, fresh);
	rw_warc_date(r->date ? r->date : rw_warc_now(w), date);
	snprintf(length, sizeof length, "%llu", (unsigned long long)n);
	const char *payload = r->payload_digest      ? r->payload_digest
		: strcmp(r->type, RW_WARC_RESOURCE) == 0 ? block_digest
												 : NULL;
	rw_slice id = rw_arena_printf(&w->scratch, "<%s>", r->id ? r->id : fresh);
	rw_buf_z(b, "WARC/1.1\r\n");
	bool good = field(b, "WARC-Type", rw_slice_z(r->type)) && field(b, "WARC-Record-ID", id) &&
		field(b, "WARC-Date", rw_slice_z(date)) && field(b, "WARC-Target-URI", r->uri);
	for (size_t i = 0; i < r->n_fields && good; i++) good = field(b, r->fields[i].name, r->fields[i].value);
	good = good && field(b, "WARC-Block-Digest", rw_slice_z(block_digest)) &&
		(!payload || field(b, "WARC-Payload-Digest", rw_slice_z(payload))) &&
		field(b, "Content-Type", r->content_type) && field(b, "Content-Length", rw_slice_z(length));
	rw_buf_z(b, "\r\n");
	return good;
}

static riwaya_status write_record(rw_warc_writer *w, const rw_warc_record *r, rw_slice top, riwaya_error *err) {
	w->n_out = 0;
	if (w->deflating) deflateReset(&w->z);
	riwaya_status status = add(w, top.p, top.n, err);
	if (!status) status = each(r->block, r->n_block, w->in, add, w, err);
	if (!status) status = add(w, "\r\n\r\n", 4, err);
	if (!status && w->deflating) status = squeeze(w, "", 0, Z_FINISH, err);
	if (!status) status = flush(w, err);
	return status;
}

/* Takes note of a record's end, or takes it back where it failed. */
static riwaya_status end_record(rw_warc_writer *w, riwaya_status status, riwaya_error *err) {
	off_t end = status ? -1 : lseek(w->fd, 0, SEEK_CUR);
	if (end >= 0) {
		w->size = (uint64_t)end;
		return RIWAYA_OK;
	}
	if (!status) status = cannot(w, "write", err);
	/* Half a record is none. Where it can't be taken back now, the next opening does it. */
	if (ftruncate(w->fd, (off_t)w->size) == 0) lseek(w->fd, (off_t)w->size, SEEK_SET);
	return status;
}

riwaya_status rw_warc_put(rw_warc_writer *w, const rw_warc_record *r, riwaya_error *err) {
	rw_warc_digest block;
	uint64_t n = 0;
	for (size_t i = 0; i < r->n_block; i++) n += r->block[i].bytes.n + r->block[i].n;
	riwaya_status status = digest(r->block, r->n_block, w->in, block, err);
	if (status) return status;
	rw_arena_reset(&w->scratch, (rw_mark){0});
	rw_buf b = RW_BUF(&w->scratch);
	if (!head(w, r, block, n, &b))
		return rw_fail(err, RIWAYA_ARGUMENT, w->path, w->size, 0, "a field of a WARC record holds control characters");
	if (b.n > RW_WARC_FIELD_MAX)
		return rw_fail(err, RIWAYA_LIMIT, w->path, w->size, 0,
			"the head of a WARC record would have %zu bytes, more than %d", b.n, RW_WARC_FIELD_MAX);
	return end_record(w, write_record(w, r, rw_buf_view(&b), err), err);
}

riwaya_status rw_warc_copy(rw_warc_writer *w, const rw_warc_piece *record, bool member, riwaya_error *err) {
	bool deflating = w->deflating;
	if (member && !deflating)
		return rw_fail(err, RIWAYA_ARGUMENT, w->path, w->size, 0, "a packed record does not go into a plain WARC file");
	w->n_out = 0;
	w->deflating = !member && deflating;
	if (w->deflating) deflateReset(&w->z);
	riwaya_status status = each(record, 1, w->in, add, w, err);
	if (!status && w->deflating) status = squeeze(w, "", 0, Z_FINISH, err);
	if (!status) status = flush(w, err);
	w->deflating = deflating;
	return end_record(w, status, err);
}

/* --- opening ---------------------------------------------------------------------------------------------------------- */
static riwaya_status damaged(rw_warc_writer *w, uint64_t at, riwaya_error *err) {
	return rw_fail(err, RIWAYA_FORMAT, w->path, at, 0,
		"'" RW_FMT "' is no WARC file, or damaged at byte %llu; nothing is added to it: give another name",
		RW_ARG(w->path), (unsigned long long)at);
}

/* Bytes of the file from `at` into the buffer; 0 at its end. */
static riwaya_status bytes_at(rw_warc_writer *w, uint64_t at, size_t *n, riwaya_error *err) {
	for (;;) {
		ssize_t got = pread(w->fd, w->in, BUFFER, (off_t)at);
		if (got < 0 && errno == EINTR) continue;
		if (got < 0) return cannot(w, "read", err);
		*n = (size_t)got;
		return RIWAYA_OK;
	}
}

/* How much of the start of a gzip file is whole members. A member cut short is no damage, bytes that are no gzip are. */
static riwaya_status whole_members(rw_warc_writer *w, uint64_t *whole, riwaya_error *err) {
	z_stream z = {.zalloc = w->z.zalloc, .zfree = w->z.zfree, .opaque = w->z.opaque};
	if (inflateInit2(&z, GZIP) != Z_OK) return rw_fail(err, RIWAYA_NOMEM, w->path, 0, 0, "zlib does not start");
	uint64_t at = *whole;
	char top[RW_WARC_SEEN]; /* of the member */
	size_t n_top = 0;
	for (;;) {
		size_t n = 0;
		riwaya_status status = bytes_at(w, at, &n, err);
		if (status) return status;
		if (n == 0) return RIWAYA_OK;
		z.next_in = (const Bytef *)w->in;
		z.avail_in = (uInt)n;
		while (z.avail_in) {
			z.next_out = w->out;
			z.avail_out = BUFFER;
			int code = inflate(&z, Z_NO_FLUSH);
			size_t made = BUFFER - z.avail_out;
			if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) return damaged(w, *whole, err);
			size_t room = made < sizeof top - n_top ? made : sizeof top - n_top;
			memcpy(top + n_top, w->out, room);
			n_top += room;
			if (memcmp(top, "WARC/", n_top < 5 ? n_top : 5) != 0) return damaged(w, *whole, err);
			if (code != Z_STREAM_END) continue;
			if (w->o.seen) w->o.seen(w->o.ctx, *whole, rw_slice_of(top, n_top));
			*whole = at + (n - z.avail_in);
			inflateReset(&z);
			n_top = 0;
		}
		at += n;
	}
}

/* The same of records that are not compressed. */
static riwaya_status whole_records(rw_warc_writer *w, uint64_t *whole, riwaya_error *err) {
	for (;;) {
		size_t n = 0;
		riwaya_status status = bytes_at(w, *whole, &n, err);
		if (status) return status;
		if (n == 0) return RIWAYA_OK;
		rw_slice top = rw_slice_of(w->in, n);
		if (memcmp(top.p, "WARC/", n < 5 ? n : 5) != 0) return damaged(w, *whole, err);
		size_t end = rw_slice_find(top, RW_LIT("\r\n\r\n"), 0);
		if (end == SIZE_MAX && n == BUFFER) return damaged(w, *whole, err);
		if (end == SIZE_MAX) return RIWAYA_OK;
		top.n = end + 2;
		size_t at = rw_slice_find(top, RW_LIT("\r\nContent-Length:"), 0);
		uint64_t length;
		if (at == SIZE_MAX) return damaged(w, *whole, err);
		rw_slice rest = rw_slice_of(top.p + at + 17, top.n - at - 17);
		if (!rw_slice_u64(rw_slice_trim(rw_slice_cut(&rest, '\r')), &length) || length > INT64_MAX / 2)
			return damaged(w, *whole, err);
		uint64_t foot = *whole + end + 4 + length;
		if (foot + 4 > w->size) return RIWAYA_OK;
		if (w->o.seen) w->o.seen(w->o.ctx, *whole, rw_slice_of(w->in, n < RW_WARC_SEEN ? n : RW_WARC_SEEN));
		status = bytes_at(w, foot, &n, err);
		if (status) return status;
		if (n < 4 || memcmp(w->in, "\r\n\r\n", 4) != 0) return damaged(w, *whole, err);
		*whole = foot + 4;
	}
}

static riwaya_status warcinfo(rw_warc_writer *w, riwaya_error *err) {
	static const char text[] =
		"software: riwaya/" RW_VERSION "\r\n"
		"format: WARC File Format 1.1\r\n"
		"conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
		"robots: obey\r\n";
	rw_slice name = w->path;
	for (size_t i = name.n; i > 0; i--)
		if (name.p[i - 1] == '/') {
			name = rw_slice_of(name.p + i, name.n - i);
			break;
		}
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] < 0x20 || name.p[i] == 0x7F) name = RW_NONE;
	return rw_warc_put(w,
		&(rw_warc_record){.type = RW_WARC_WARCINFO,
			.content_type = RW_WARC_FIELDS,
			.fields = &(rw_warc_field){"WARC-Filename", name},
			.n_fields = 1,
			.block = &(rw_warc_piece){.bytes = rw_slice_of(text, sizeof text - 1)},
			.n_block = 1},
		err);
}

static voidpf zlib_alloc(voidpf arena, uInt n, uInt size) { return rw_arena_array(arena, n, size); }
static void zlib_free(voidpf arena, voidpf p) {
	(void)arena;
	(void)p; /* given back with the arena */
}

static void shut(void *p) {
	rw_warc_writer *w = p;
	if (w->fd >= 0) close(w->fd);
	w->fd = -1;
	rw_arena_release(&w->scratch);
}

static riwaya_status open_file(rw_warc_writer *w, const char *path, riwaya_error *err) {
	w->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (w->fd < 0) return cannot(w, "write", err);
	if (flock(w->fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK) return cannot(w, "lock", err);
		return rw_fail(err, RIWAYA_IO, w->path, 0, 0,
			"another run is writing to '%s'; wait for it to end, or give another name", path);
	}
	off_t end = lseek(w->fd, 0, SEEK_END);
	if (end < 0) return cannot(w, "write", err); /* a pipe, a terminal */
	w->size = (uint64_t)end;
	uint64_t whole = w->o.whole <= w->size ? w->o.whole : 0;
	riwaya_status status = w->o.plain ? whole_records(w, &whole, err) : whole_members(w, &whole, err);
	if (status) return status;
	w->cut = w->size - whole;
	if (w->cut && ftruncate(w->fd, (off_t)whole) != 0) return cannot(w, "cut the torn end of", err);
	if (lseek(w->fd, (off_t)whole, SEEK_SET) < 0) return cannot(w, "write", err);
	w->size = whole;
	w->deflating = !w->o.plain;
	if (w->deflating && deflateInit2(&w->z, LEVEL, Z_DEFLATED, GZIP, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return rw_fail(err, RIWAYA_NOMEM, w->path, 0, 0, "zlib does not start");
	return whole ? RIWAYA_OK : warcinfo(w, err);
}

riwaya_status rw_warc_create(
	rw_arena *a, const char *path, const rw_warc_options *o, rw_warc_writer **out, riwaya_error *err) {
	rw_warc_writer *w = RW_NEW(a, rw_warc_writer);
	w->o = *o;
	w->path = rw_arena_copy(a, rw_slice_z(path));
	w->fd = -1;
	rw_arena_init(&w->scratch, a->mem);
	rw_arena_defer(a, shut, w);
	w->z = (z_stream){.zalloc = zlib_alloc, .zfree = zlib_free, .opaque = a};
	riwaya_status status = open_file(w, path, err);
	if (status) shut(w);
	*out = w;
	return status;
}

riwaya_status rw_warc_sync(rw_warc_writer *w, riwaya_error *err) {
	/* What is no file (a device) can't be synced and need not be. */
	return fsync(w->fd) == 0 || errno == EINVAL || errno == EROFS ? RIWAYA_OK : cannot(w, "write", err);
}

riwaya_status rw_warc_finish(rw_warc_writer *w, riwaya_error *err) {
	if (w->fd < 0) return RIWAYA_OK;
	riwaya_status status = rw_warc_sync(w, err);
	int fd = w->fd;
	w->fd = -1;
	if (close(fd) != 0 && !status) status = cannot(w, "write", err);
	return status;
}
