/* http.h: recorded answers of servers: their heads, and their bodies without transfer and content codings. Recorders and servers lie about both,
 * so what does not fit is taken as it is, with a note. */
#ifndef RW_READ_HTTP_H
#define RW_READ_HTTP_H

#include "base/base.h"

enum {
	RW_HTTP_HEAD_MAX = 1 << 20, /* bytes of an answer's head */
	RW_HTTP_CODINGS = 4,        /* content codings of one body */
};

/* The next "name: value" line of a head; lines that begin with white space belong to the one before. False at the empty line or the end. */
bool rw_field_next(rw_slice *rest, rw_slice *name, rw_slice *value);
/* Whether a name is this one, whatever their cases. */
bool rw_field_is(rw_slice name, const char *is);
/* Where a head ends, its empty line taken in: lines may end in \r\n or \n. SIZE_MAX where no empty line stands from `from` on. */
size_t rw_head_end(rw_slice s, size_t from);

typedef struct rw_http {
	int status;       /* 200 */
	size_t head;      /* bytes up to the body */
	rw_slice type;    /* "text/html; charset=…" */
	rw_slice codings; /* Content-Encoding */
	bool chunked;
} rw_http;

/* Reads the head of an answer; false where the bytes begin none. */
bool rw_http_head(rw_slice s, rw_http *out);
/* "text/html" and "utf-8" of "text/html; charset=utf-8"; absent where they are. */
void rw_http_type(rw_slice value, rw_slice *media, rw_slice *charset);

/* What a media type holds, as far as reports go. */
typedef enum rw_media { RW_MEDIA_UNKNOWN, RW_MEDIA_TEXT, RW_MEDIA_OTHER } rw_media;
rw_media rw_media_of(rw_slice media);

/* The body as the server meant it. `*bare`: without its chunks alone. `*note`: what was wrong with it, absent for nothing. LIMIT where it unpacks
 * to more than `max` bytes. */
riwaya_status rw_http_payload(rw_arena *a, const rw_http *h, rw_slice body, size_t max, rw_slice *bare, rw_slice *out,
	rw_slice *note, riwaya_error *err);

#endif
