/* unpack.h: packed bytes as a stream of what they unpack to, one member after the other.
 *
 *     rw_unpack *u = rw_unpack_new(a, in, RW_CODEC_GZIP, RW_NONE);
 *     status = rw_stream_look(&u->out, 1, &v, err);
 *
 * Members   A packed file is one member or several in a row (gzip's members, zstd's frames). They unpack to one stream; or, where `starts` is
 *           given, to a piece for each member that begins with those bytes: web archives hold a record in each, so that `starts` is "WARC/".
 *           `out` ends with the piece, and rw_unpack_next goes on to the next one.
 * Damage    Bytes that break the codec's rules are a failure of the stream, named with their offset in `in`. Input that ends within a
 *           member ends the stream, and what is behind the last member is left: `trouble` then says so.
 * Limits    What unpacks to more than RIWAYA_MAX_RATIO times its size, beyond RW_UNPACK_FREE bytes, fails with LIMIT.
 */
#ifndef RW_READ_UNPACK_H
#define RW_READ_UNPACK_H

#include "read/stream.h"
#include <riwaya/riwaya.h>

enum {
	RW_UNPACK_FREE = 64 << 20,       /* bytes unpacked before the ratio counts */
	RW_UNPACK_DICTIONARY = 16 << 20, /* bytes of a zstd dictionary */
	RW_UNPACK_STARTS = 16,           /* longest `starts` */
};

typedef enum rw_codec {
	RW_CODEC_NONE,
	RW_CODEC_GZIP,
	RW_CODEC_DEFLATE, /* zlib's, or without its head as some servers send it */
	RW_CODEC_ZSTD,
	RW_CODEC_BROTLI,
} rw_codec;

/* The codec that a file's first bytes name: gzip, zstd, or none. */
rw_codec rw_codec_of(rw_slice head);
/* The first bytes that a packed file's first bytes unpack to, at most n; how many. */
size_t rw_unpack_peek(rw_codec codec, rw_slice head, char *out, size_t n);
/* Whether the file begins with a zstd dictionary, as web archives do. */
bool rw_zstd_dictionary(rw_slice head);

typedef struct rw_unpack {
	rw_stream out;
	rw_stream *in;
	rw_codec codec;
	rw_slice starts;
	uint64_t piece, end;   /* where the piece in hand begins in `in`, and where it ends, once `out` has ended */
	riwaya_status trouble; /* what was met without a failure: FORMAT, told in `why` */
	riwaya_error why;
	/* The rest is its own affair. */
	enum { RW_UNPACK_BETWEEN, RW_UNPACK_WITHIN, RW_UNPACK_NEXT, RW_UNPACK_DONE } state;
	uint64_t member, first, made;
	char held[RW_UNPACK_STARTS]; /* a member's first bytes, where they were looked at */
	size_t n_held;
	bool any;  /* of the piece */
	bool lost; /* the piece is damaged */
	void *decoder;
} rw_unpack;

/* Unpacks what `in` holds from where it stands. Both live as long as the arena. */
rw_unpack *rw_unpack_new(rw_arena *a, rw_stream *in, rw_codec codec, rw_slice starts);
/* Goes on to the next piece, past what of this one was not read. FORMAT where this one is damaged, which may have been told before; asked again,
 * it looks for the next one that begins as it should, from the damaged member's start on where `in` can go back. END where there is none. */
riwaya_status rw_unpack_next(rw_unpack *u, riwaya_error *err);

/* Counts n bytes more that `out` unpacked of `in`. LIMIT where `made`, of `packed` bytes, is too much, or where all that was unpacked of the
 * file is too much for its size, archives within archives counted at each step. */
riwaya_status rw_unpack_spend(rw_stream *out, rw_stream *in, size_t n, uint64_t made, uint64_t packed, riwaya_error *err);

#endif
