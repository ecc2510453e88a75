/* recode.c: streams in other encodings as UTF-8, decoded as they are read: the tables that spreadsheets save are UTF-16 or
 * windows-1256 as often as not.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "read/pack.h"

#include <errno.h>
#include <iconv.h>

enum { LOOK = 64 << 10 };

typedef struct recoded {
	iconv_t cd;
	rw_stream *in;
	size_t unit;
} recoded;

static void close_recoded(void *p) {
	recoded *r = p;
	if (r->cd != (iconv_t)-1) iconv_close(r->cd);
	r->cd = (iconv_t)-1;
}

static riwaya_status more(rw_stream *s, char *p, size_t n, size_t *got, riwaya_error *err) {
	recoded *r = s->from;
	char *to = p;
	size_t room = n;
	while (to == p && room > 4) {
		rw_slice v;
		riwaya_status status = rw_stream_look(r->in, 4, &v, err);
		if (status) return status;
		if (v.n == 0) break;
		char *from = (char *)(uintptr_t)v.p;
		size_t left = v.n;
		size_t done = iconv(r->cd, &from, &left, &to, &room);
		int why = done == (size_t)-1 ? errno : 0;
		if (why == EILSEQ || (why == EINVAL && v.n < 4)) {
			size_t skip = left < r->unit ? left : r->unit;
			if (skip < r->unit) {
				left = 0; /* half a unit at the end */
			} else if (room >= 3) {
				memcpy(to, "\xEF\xBF\xBD", 3);
				to += 3;
				room -= 3;
				left -= skip;
			}
		}
		rw_stream_take(r->in, v.n - left);
	}
	*got = (size_t)(to - p);
	return RIWAYA_OK;
}

static bool starts(const char *z, const char *with) { return strncmp(z, with, strlen(with)) == 0; }

uint64_t rw_recoded_width(const char *encoding, rw_slice utf8) {
	if (!encoding) return utf8.n;
	bool wide = starts(encoding, "UTF-16"), narrow = starts(encoding, "WINDOWS-125") || starts(encoding, "ISO-8859-");
	uint64_t n = 0;
	if (!wide && !narrow) return 0;
	for (size_t i = 0; i < utf8.n; i++) {
		unsigned char c = (unsigned char)utf8.p[i];
		if ((c & 0xC0) != 0x80) n += narrow ? 1 : c >= 0xF0 ? 4 : 2;
	}
	return n;
}

riwaya_status rw_recode(rw_arena *a, rw_stream *in, rw_stream **out, const char **encoding, riwaya_error *err) {
	rw_slice head, utf8;
	*out = in;
	*encoding = NULL;
	riwaya_status status = rw_stream_look(in, LOOK, &head, err);
	if (status || !head.n) return status;
	if (head.n > LOOK) head.n = LOOK;
	rw_read_context c = {.a = a, .scratch = a};
	rw_input piece = {.bytes = head};
	rw_utf8_patches patches = {0};
	const char *name;
	rw_mark m = rw_arena_mark(a);
	status = rw_decode(&c, &piece, RW_NONE, &utf8, &name, &patches, err);
	char kept[48] = "";
	if (!status && strlen(name) < sizeof kept) memcpy(kept, name, strlen(name));
	rw_arena_reset(a, m);
	if (status) return status;
	if (!*kept || strcmp(kept, "UTF-8") == 0) return RIWAYA_OK;
	recoded *r = RW_NEW(a, recoded);
	r->cd = (iconv_t)-1;
	r->in = in;
	r->unit = starts(kept, "UTF-16") ? 2 : starts(kept, "UTF-32") ? 4 : 1;
	rw_arena_defer(a, close_recoded, r);
	r->cd = iconv_open("UTF-8", kept);
	if (r->cd == (iconv_t)-1)
		return rw_fail(
			err, RIWAYA_ENCODING, RW_NONE, 0, 0, "this system's iconv does not know %s; save the file as UTF-8", kept);
	char *z = rw_arena_alloc(a, sizeof kept);
	memcpy(z, kept, sizeof kept);
	*encoding = z;
	*out = RW_NEW(a, rw_stream);
	rw_stream_init(*out, a, in->name, more, r);
	return RIWAYA_OK;
}
