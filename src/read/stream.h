/* stream.h: bytes that come a piece at a time, so that memory does not grow with the input.
 *
 * A stream shows a window of its bytes: `look` makes the window at least so wide, `take` steps over what was read. Streams
 * stand on streams: a gzip member in a file, a record in that, its chunked body. A stream lives in the arena it was made in.
 *
 *     rw_slice s;
 *     status = rw_stream_look(in, 8, &s, err);  // fewer than 8 only at the end
 *     rw_stream_take(in, s.n);
 */
#ifndef RW_READ_STREAM_H
#define RW_READ_STREAM_H

#include "base/base.h"

enum { RW_STREAM_PIECE = 64 << 10 }; /* bytes asked for at once */

typedef struct rw_stream rw_stream;
/* What was unpacked of a file, by all streams that stand on it. */
typedef struct rw_spent {
	const rw_stream *file;
	uint64_t bytes;
} rw_spent;

struct rw_stream {
	rw_slice name; /* for errors */
	rw_arena *a;
	/* Fills up to n > 0 bytes at p; *got = 0 is the end. NULL for bytes in memory. */
	riwaya_status (*more)(rw_stream *s, char *p, size_t n, size_t *got, riwaya_error *err);
	void *from;   /* what `more` reads: its own affair */
	int fd;       /* of a regular file that the stream reads from its first byte on, else -1 */
	uint64_t all; /* bytes in all where that is known, else UINT64_MAX */
	char *p;      /* the window: bytes at ... at + n of the buffer */
	size_t at, n, cap;
	uint64_t before; /* bytes taken so far */
	bool ended;
	rw_spent *spent; /* NULL for the file itself: see rw_unpack_spend */
	/* A failure stays: asked again, the stream fails again. */
	riwaya_status status;
	riwaya_error error;
};

/* Over bytes that outlive the stream. */
void rw_stream_bytes(rw_stream *s, rw_slice name, rw_slice bytes);
/* Over what `more` gives. */
void rw_stream_init(rw_stream *s, rw_arena *a, rw_slice name,
	riwaya_status (*more)(rw_stream *, char *, size_t, size_t *, riwaya_error *), void *from);
/* From its first byte on again, in the same buffer: what `more` gives is something new. */
void rw_stream_restart(rw_stream *s);
/* Over a file, "-" for standard input; closed with the arena. Folders and devices are refused. */
riwaya_status rw_stream_file(rw_stream *s, rw_arena *a, const char *path, riwaya_error *err);

/* At least n bytes in view, or all that are left: *out is the whole window, and holds until the next call on the stream. */
riwaya_status rw_stream_look(rw_stream *s, size_t n, rw_slice *out, riwaya_error *err);
/* Steps over n bytes that are in view. */
void rw_stream_take(rw_stream *s, size_t n);
/* Steps over n bytes, in view or not; *skipped is less than n only at the end. */
riwaya_status rw_stream_skip(rw_stream *s, uint64_t n, uint64_t *skipped, riwaya_error *err);
/* Looks at a line up to and with its \n (without one only at the end); empty at the end. LIMIT where it is longer than max: `what`
 * names the limit in the message. Take it with rw_stream_take. */
riwaya_status rw_stream_line(rw_stream *s, size_t max, const char *what, rw_slice *line, riwaya_error *err);
/* Takes all that is left, into the arena (bytes in memory: as they lie). LIMIT where that is more than max. */
riwaya_status rw_stream_rest(rw_stream *s, rw_arena *a, size_t max, rw_slice *out, riwaya_error *err);
/* Whether the stream can go back and forth: a file, or bytes in memory. */
static inline bool rw_stream_can_jump(const rw_stream *s) { return !s->more || s->fd >= 0; }
/* Goes to a place in it. */
riwaya_status rw_stream_jump(rw_stream *s, uint64_t to, riwaya_error *err);
/* Bytes taken so far: the place in the stream of what is in view. */
static inline uint64_t rw_stream_at(const rw_stream *s) { return s->before; }

#endif
