/* http.c: heads and bodies of HTTP/1.1, as far as who asks must understand them. */
#define _XOPEN_SOURCE 700
#define ZLIB_CONST
#include "read/http.h"
#include "fetch/fetch.h"
#include "mention/calendar.h"
#include <errno.h>
#include <unistd.h>
#include <zlib.h>

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

rw_slice rw_http_header(rw_slice head, const char *name) {
	rw_slice key, value;
	rw_slice_cut(&head, '\n'); /* the status */
	while (rw_field_next(&head, &key, &value))
		if (rw_field_is(key, name)) return value;
	return RW_NONE;
}

unsigned rw_http_status(rw_slice head) {
	rw_http h;
	return rw_http_head(head, &h) && h.status >= 100 ? (unsigned)h.status : 0;
}

/* --- dates -------------------------------------------------------------------------------------------------------- */
static int month_of(rw_slice s) {
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	for (int m = 0; m < 12 && s.n >= 3; m++)
		if (lower(s.p[0]) == names[3 * m] && lower(s.p[1]) == names[3 * m + 1] && lower(s.p[2]) == names[3 * m + 2])
			return m + 1;
	return 0;
}

/* All three forms have a day, a month's name, a year and a time, in some order: words that are none of these say nothing. */
int64_t rw_http_date(rw_slice s) {
	int year = -1, month = 0, day = -1, clock = -1;
	while (s.n) {
		size_t n = 0;
		while (n < s.n && s.p[n] != ' ' && s.p[n] != '-' && s.p[n] != ',') n++;
		rw_slice word = rw_slice_of(s.p, n);
		s = rw_slice_of(s.p + n + (n < s.n), s.n - n - (n < s.n));
		uint64_t v, h, m;
		rw_slice rest = word;
		rw_slice first = rw_slice_cut(&rest, ':');
		if (rest.p) {
			rw_slice second = rw_slice_cut(&rest, ':');
			if (!rw_slice_u64(first, &h) || !rw_slice_u64(second, &m) || !rw_slice_u64(rest, &v)) return -1;
			if (h > 23 || m > 59 || v > 60) return -1;
			clock = (int)(h * 3600 + m * 60 + v);
		} else if (rw_slice_u64(word, &v)) {
			if (v > 9999) return -1;
			if (day < 0)
				day = (int)v;
			else
				year = word.n == 2 ? (int)(v < 70 ? 2000 + v : 1900 + v) : (int)v;
		} else if (month == 0) {
			month = month_of(word);
		}
	}
	if (clock < 0 || !rw_date_valid(year, month, day)) return -1;
	return rw_days_from_civil(year, month, day) * 86400 + clock;
}

int64_t rw_http_retry_after(rw_slice value, int64_t now) {
	uint64_t seconds;
	if (value.n == 0) return -1;
	if (rw_slice_u64(value, &seconds)) return seconds > INT32_MAX ? INT32_MAX : (int64_t)seconds;
	int64_t at = rw_http_date(value);
	return at < 0 ? -1 : at <= now ? 0 : at - now;
}

/* --- chunks --------------------------------------------------------------------------------------------------------- */
/* Size in hexadecimal, an extension up to the line's end, that many bytes, a line's end; after a size of 0 come trailers. */
enum { SIZE, EXTENSION, DATA, DATA_END, TRAILERS, SIZE_DIGITS = 15 };

static int hex(char c) {
	return c >= '0' && c <= '9' ? c - '0' : lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

size_t rw_chunks_take(rw_chunks *c, char *p, size_t n) {
	size_t made = 0;
	for (size_t i = 0; i < n && !c->bad;) {
		if (c->state == DATA) {
			size_t m = c->left < n - i ? (size_t)c->left : n - i;
			memmove(p + made, p + i, m);
			made += m;
			i += m;
			c->left -= m;
			if (c->left == 0) c->state = DATA_END;
			continue;
		}
		char b = p[i++];
		if (c->state == SIZE && hex(b) >= 0) {
			c->left = c->left * 16 + (uint64_t)hex(b);
			c->bad = ++c->digits > SIZE_DIGITS;
		} else if (c->state == SIZE || c->state == EXTENSION) {
			if (c->digits == 0) c->bad = true;
			c->state = b == '\n' ? c->left ? DATA : TRAILERS : EXTENSION;
			if (b == '\n') c->digits = 0;
		} else if (c->state == DATA_END && b == '\n') {
			c->state = SIZE;
		}
	}
	return made;
}

/* --- bodies --------------------------------------------------------------------------------------------------------- */
enum { PIECE = 32 << 10, GZIP_OR_ZLIB = 47 };

bool rw_http_chunked(rw_slice head) {
	rw_http h;
	return rw_http_head(head, &h) && h.chunked;
}

static riwaya_status read_piece(int fd, uint64_t at, uint64_t n, char *p, size_t *got, riwaya_error *err) {
	size_t want = n - at < PIECE ? (size_t)(n - at) : PIECE;
	ssize_t m;
	do m = pread(fd, p, want, (off_t)at);
	while (m < 0 && errno == EINTR);
	if (m <= 0)
		return rw_fail(err, RIWAYA_IO, RW_NONE, at, 0, "unable to read what was received back: %s",
			m ? strerror(errno) : "it is shorter than it was");
	*got = (size_t)m;
	return RIWAYA_OK;
}

riwaya_status rw_http_digest(int fd, uint64_t n, rw_slice head, rw_warc_digest out, riwaya_error *err) {
	char p[PIECE];
	rw_chunks c = {0};
	rw_sha256 h;
	rw_sha256_init(&h);
	bool parted = rw_http_chunked(head);
	for (uint64_t at = 0; at < n;) {
		size_t got = 0;
		riwaya_status status = read_piece(fd, at, n, p, &got, err);
		if (status) return status;
		at += got;
		rw_sha256_add(&h, p, parted ? rw_chunks_take(&c, p, got) : got);
	}
	memcpy(out, "sha256:", 7);
	rw_sha256_hex(&h, out + 7);
	return RIWAYA_OK;
}

static void end_inflate(void *z) { inflateEnd(z); }

riwaya_status rw_http_body(
	rw_arena *a, int fd, uint64_t n, rw_slice head, size_t max, rw_slice *out, bool *cut, riwaya_error *err) {
	char p[PIECE], room[PIECE];
	rw_chunks c = {0};
	rw_buf b = RW_BUF(a);
	rw_slice coding = rw_http_header(head, "Content-Encoding");
	bool parted = rw_http_chunked(head),
		 packed = rw_field_is(coding, "gzip") || rw_field_is(coding, "x-gzip") || rw_field_is(coding, "deflate"),
		 over = false;
	z_stream *z = RW_NEW(a, z_stream);
	*out = RW_LIT("");
	*cut = false;
	if (coding.n && !packed && !rw_field_is(coding, "identity"))
		return rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0, "the answer is packed as '" RW_FMT "', which was not asked for",
			RW_ARG(rw_slice_of(coding.p, coding.n < 40 ? coding.n : 40)));
	if (packed) {
		if (inflateInit2(z, GZIP_OR_ZLIB) != Z_OK) return rw_fail(err, RIWAYA_NOMEM, RW_NONE, 0, 0, "memory ran out");
		rw_arena_defer(a, end_inflate, z);
	}
	for (uint64_t at = 0; at < n && !over;) {
		size_t got = 0;
		riwaya_status status = read_piece(fd, at, n, p, &got, err);
		if (status) return status;
		at += got;
		if (parted) got = rw_chunks_take(&c, p, got);
		if (!packed) {
			over = got > max - b.n;
			rw_buf_put(&b, p, over ? max - b.n : got);
			continue;
		}
		z->next_in = (const Bytef *)p;
		z->avail_in = (uInt)got;
		while (z->avail_in && !over) {
			z->next_out = (Bytef *)room;
			z->avail_out = PIECE;
			int code = inflate(z, Z_NO_FLUSH);
			size_t made = PIECE - z->avail_out;
			over = made > max - b.n;
			rw_buf_put(&b, room, over ? max - b.n : made);
			*out = rw_buf_view(&b);
			if (code == Z_STREAM_END) {
				n = at; /* what stands behind is nothing */
				break;
			}
			if (code != Z_OK) return rw_fail(err, RIWAYA_FORMAT, RW_NONE, at, 0, "the answer's gzip is broken");
		}
	}
	*cut = over;
	*out = rw_buf_view(&b);
	return RIWAYA_OK;
}
