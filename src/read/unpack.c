/* unpack.c: gzip, zlib, zstd and brotli as streams, and the container of one document that a packed file is. */
#define ZLIB_CONST
#include "read/unpack.h"
#include "read/page.h"
#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

enum { GZIP = 31, ZLIB = 15, RAW = -15, STEP = 1 << 30 };

#define GZIP_MAGIC RW_LIT("\x1f\x8b\x08")
#define ZSTD_MAGIC RW_LIT("\x28\xb5\x2f\xfd")
#define DICTIONARY_MAGIC RW_LIT("\x5d\x2a\x4d\x18") /* of the frame that holds a web archive's dictionary */

/* A frame of any bytes, which decoders step over: 0x184D2A50 to 0x184D2A5F. */
static bool skippable(rw_slice s) {
	return s.n >= 4 && ((unsigned char)s.p[0] & 0xF0) == 0x50 && memcmp(s.p + 1, "\x2a\x4d\x18", 3) == 0;
}

rw_codec rw_codec_of(rw_slice head) {
	if (rw_slice_starts(head, GZIP_MAGIC)) return RW_CODEC_GZIP;
	return rw_slice_starts(head, ZSTD_MAGIC) || skippable(head) ? RW_CODEC_ZSTD : RW_CODEC_NONE;
}

bool rw_zstd_dictionary(rw_slice head) { return rw_slice_starts(head, DICTIONARY_MAGIC); }

static const char *name_of(rw_codec c) {
	static const char *const names[] = {"plain", "gzip", "deflate", "zstd", "brotli"};
	return names[c];
}

/* --- decoders ------------------------------------------------------------------------------------------------------ */
typedef struct decoder {
	z_stream z;
	bool inflating;
	ZSTD_DCtx *zstd;
	BrotliDecoderState *brotli;
} decoder;

static voidpf zlib_alloc(voidpf arena, uInt n, uInt size) { return rw_arena_array(arena, n, size); }
static void zlib_free(voidpf arena, voidpf p) { (void)arena, (void)p; /* given back with the arena */ }
static void *brotli_alloc(void *arena, size_t n) { return rw_arena_alloc(arena, n); }
static void brotli_free(void *arena, void *p) { (void)arena, (void)p; }

static void free_zstd(void *p) {
	ZSTD_freeDCtx(((decoder *)p)->zstd);
	((decoder *)p)->zstd = NULL;
}

/* Ready for a member's first byte; `head` is in view. False where the library refuses. */
static bool begin(decoder *d, rw_arena *a, rw_codec codec, rw_slice head) {
	if (codec == RW_CODEC_ZSTD) {
		if (d->zstd) return !ZSTD_isError(ZSTD_DCtx_reset(d->zstd, ZSTD_reset_session_only));
		d->zstd = ZSTD_createDCtx();
		if (d->zstd) rw_arena_defer(a, free_zstd, d);
		return d->zstd != NULL;
	}
	if (codec == RW_CODEC_BROTLI) {
		d->brotli = BrotliDecoderCreateInstance(brotli_alloc, brotli_free, a);
		return d->brotli != NULL;
	}
	int window = GZIP;
	if (codec == RW_CODEC_DEFLATE) {
		const unsigned char *p = (const unsigned char *)head.p;
		window = head.n > 1 && (p[0] & 15) == 8 && (p[0] << 8 | p[1]) % 31 == 0 ? ZLIB : RAW;
	}
	if (d->inflating) return inflateReset2(&d->z, window) == Z_OK;
	d->z = (z_stream){.zalloc = zlib_alloc, .zfree = zlib_free, .opaque = a};
	d->inflating = inflateInit2(&d->z, window) == Z_OK;
	return d->inflating;
}

typedef enum went { ON, ENDED, BROKEN, TOO_WIDE } went;

static went step(decoder *d, rw_codec codec, rw_slice src, char *dst, size_t room, size_t *used, size_t *made) {
	if (codec == RW_CODEC_ZSTD) {
		ZSTD_inBuffer in = {src.p, src.n, 0};
		ZSTD_outBuffer out = {dst, room, 0};
		size_t left = ZSTD_decompressStream(d->zstd, &out, &in);
		*used = in.pos;
		*made = out.pos;
		if (ZSTD_isError(left))
			return ZSTD_getErrorCode(left) == ZSTD_error_frameParameter_windowTooLarge ? TOO_WIDE : BROKEN;
		return left == 0 ? ENDED : ON;
	}
	if (codec == RW_CODEC_BROTLI) {
		size_t left = src.n, free = room;
		const uint8_t *in = (const uint8_t *)src.p;
		uint8_t *out = (uint8_t *)dst;
		BrotliDecoderResult r = BrotliDecoderDecompressStream(d->brotli, &left, &in, &free, &out, NULL);
		*used = src.n - left;
		*made = room - free;
		return r == BROTLI_DECODER_RESULT_ERROR ? BROKEN : r == BROTLI_DECODER_RESULT_SUCCESS ? ENDED : ON;
	}
	d->z.next_in = (const Bytef *)src.p;
	d->z.avail_in = src.n < STEP ? (uInt)src.n : STEP; /* zlib counts what it is given in 32 bits */
	d->z.next_out = (Bytef *)dst;
	d->z.avail_out = room < STEP ? (uInt)room : STEP;
	uInt given = d->z.avail_in, free = d->z.avail_out;
	int code = inflate(&d->z, Z_NO_FLUSH);
	*used = given - d->z.avail_in;
	*made = free - d->z.avail_out;
	return code == Z_STREAM_END ? ENDED : code == Z_OK || code == Z_BUF_ERROR ? ON : BROKEN;
}

size_t rw_unpack_peek(rw_codec codec, rw_slice head, char *out, size_t n) {
	size_t used, made = 0;
	decoder d = {0};
	if (codec == RW_CODEC_ZSTD) {
		d.zstd = ZSTD_createDCtx();
		for (size_t more = 1; d.zstd && head.n && made < n && more;) {
			went w = step(&d, codec, head, out + made, n - made, &used, &more);
			made += more;
			head = rw_slice_of(head.p + used, head.n - used);
			if (w == ENDED && !more) more = used; /* a frame to step over */
			if (w == BROKEN) break;
		}
		ZSTD_freeDCtx(d.zstd);
	} else if (codec == RW_CODEC_GZIP && inflateInit2(&d.z, GZIP) == Z_OK) {
		(void)step(&d, codec, head, out, n, &used, &made);
		inflateEnd(&d.z);
	}
	return made;
}

/* One member and no more. */
static bool alone(const rw_unpack *u) { return u->codec == RW_CODEC_BROTLI || u->codec == RW_CODEC_DEFLATE; }

/* --- members -------------------------------------------------------------------------------------------------------- */
static riwaya_status damaged(rw_unpack *u, const char *what, riwaya_error *err) {
	uint64_t at = rw_stream_at(u->in);
	u->state = RW_UNPACK_DONE;
	return rw_fail(err, RIWAYA_FORMAT, u->in->name, at, 0,
		"%s data %s (of the member that begins at byte %llu); fetch or copy it again", name_of(u->codec), what,
		(unsigned long long)u->member);
}

/* A dictionary comes in a frame of its own before all others, itself packed or not. */
static riwaya_status take_dictionary(rw_unpack *u, riwaya_error *err) {
	rw_slice v;
	riwaya_status status = rw_stream_look(u->in, 8, &v, err);
	if (status) return status;
	const unsigned char *p = (const unsigned char *)v.p;
	size_t n = v.n < 8 ? 0 : (size_t)p[4] | (size_t)p[5] << 8 | (size_t)p[6] << 16 | (size_t)p[7] << 24;
	if (n > RW_UNPACK_DICTIONARY)
		return rw_fail(err, RIWAYA_LIMIT, u->in->name, rw_stream_at(u->in), 0,
			"its zstd dictionary has %zu bytes, over the limit of %d (RW_UNPACK_DICTIONARY); decompress it first (unzstd)",
			n, RW_UNPACK_DICTIONARY);
	status = rw_stream_look(u->in, 8 + n, &v, err);
	if (status) return status;
	if (v.n < 8 + n || n == 0) return damaged(u, "has no whole dictionary", err);
	rw_slice d = rw_slice_of(v.p + 8, n);
	if (rw_slice_starts(d, ZSTD_MAGIC)) {
		rw_stream packed;
		rw_stream_bytes(&packed, u->in->name, d);
		rw_unpack *inner = rw_unpack_new(u->out.a, &packed, RW_CODEC_ZSTD, RW_NONE);
		status = rw_stream_rest(&inner->out, u->out.a, RW_UNPACK_DICTIONARY, &d, err);
		if (status) return status;
	}
	decoder *c = u->decoder;
	if (!begin(c, u->out.a, u->codec, RW_NONE) || ZSTD_isError(ZSTD_DCtx_loadDictionary(c->zstd, d.p, d.n)))
		return damaged(u, "has a broken dictionary", err);
	rw_stream_take(u->in, 8 + n);
	return RIWAYA_OK;
}

static bool too_much(uint64_t made, uint64_t packed) {
	return made > RW_UNPACK_FREE && made / RIWAYA_MAX_RATIO > packed;
}

riwaya_status rw_unpack_spend(rw_stream *out, rw_stream *in, size_t n, uint64_t made, uint64_t packed, riwaya_error *err) {
	if (!out->spent) out->spent = in->spent;
	if (!out->spent) {
		out->spent = RW_NEW(out->a, rw_spent);
		out->spent->file = in;
	}
	rw_spent *all = out->spent;
	all->bytes += n;
	uint64_t file = all->file->all != UINT64_MAX ? all->file->all : rw_stream_at(all->file);
	if (!too_much(made, packed) && !too_much(all->bytes, file)) return RIWAYA_OK;
	return rw_fail(err, RIWAYA_LIMIT, in->name, rw_stream_at(in), 0,
		"unpacks to more than %d times its size (RIWAYA_MAX_RATIO), as bombs do; unpack it by hand if you trust it",
		RIWAYA_MAX_RATIO);
}

static riwaya_status count(rw_unpack *u, size_t made, riwaya_error *err) {
	u->made += made;
	riwaya_status status = rw_unpack_spend(&u->out, u->in, made, u->made, rw_stream_at(u->in) - u->first, err);
	if (status) u->state = RW_UNPACK_DONE;
	return status;
}

/* Unpacks up to n bytes of the member; *made 0 only where it has ended, or the input has. */
static riwaya_status unpack(rw_unpack *u, char *p, size_t n, size_t *made, riwaya_error *err) {
	*made = 0;
	for (size_t want = 1; *made == 0 && u->state == RW_UNPACK_WITHIN;) {
		rw_slice v;
		riwaya_status status = rw_stream_look(u->in, want, &v, err);
		if (status) return status;
		/* Also with nothing left: bytes may still be in the decoder. */
		size_t used;
		went w = step(u->decoder, u->codec, v, p, n, &used, made);
		rw_stream_take(u->in, used);
		if (w == BROKEN) return damaged(u, "is damaged", err);
		if (w == TOO_WIDE)
			return rw_fail(err, RIWAYA_LIMIT, u->in->name, u->member, 0,
				"is packed with a window of more than 128 MiB; decompress it first (unzstd --long=31)");
		if (w == ENDED) u->state = alone(u) ? RW_UNPACK_DONE : RW_UNPACK_BETWEEN;
		if (w == ON && v.n < want && !used && !*made) u->trouble = damaged(u, "ends in the middle", &u->why);
		if (u->state != RW_UNPACK_WITHIN) u->end = rw_stream_at(u->in);
		want = used || *made ? 1 : v.n + 1;
		status = count(u, *made, err);
		if (status) return status;
	}
	return RIWAYA_OK;
}

/* Zeros may fill the last block of a tape. */
static bool zeros(rw_slice v) {
	size_t i = 0;
	while (i < v.n && v.p[i] == 0) i++;
	return i == v.n;
}

static riwaya_status begin_member(rw_unpack *u, riwaya_error *err) {
	rw_slice v;
	riwaya_status status = rw_stream_look(u->in, 16, &v, err);
	if (status) return status;
	u->member = rw_stream_at(u->in);
	if (v.n == 0) {
		u->state = RW_UNPACK_DONE;
		return RIWAYA_OK;
	}
	if (!alone(u) && rw_codec_of(v) != u->codec) {
		u->state = RW_UNPACK_DONE;
		if (!zeros(v))
			u->trouble = rw_fail(&u->why, RIWAYA_FORMAT, u->in->name, u->member, 0,
				"%s data ends at byte %llu, and what stands behind it is something else; it was left",
				name_of(u->codec), (unsigned long long)u->member);
		return RIWAYA_OK;
	}
	if (u->codec == RW_CODEC_ZSTD && u->member == u->first && rw_zstd_dictionary(v)) return take_dictionary(u, err);
	if (!begin(u->decoder, u->out.a, u->codec, v))
		return rw_fail(err, RIWAYA_NOMEM, u->in->name, u->member, 0, "%s does not start", name_of(u->codec));
	u->state = RW_UNPACK_WITHIN;
	return RIWAYA_OK;
}

/* Begins a member and looks at its first bytes; *starts whether it begins a piece. */
static riwaya_status look_at_member(rw_unpack *u, bool *starts, riwaya_error *err) {
	riwaya_status status = begin_member(u, err);
	u->n_held = 0;
	*starts = false;
	while (!status && u->state == RW_UNPACK_WITHIN && u->n_held < u->starts.n) {
		size_t made;
		status = unpack(u, u->held + u->n_held, u->starts.n - u->n_held, &made, err);
		u->n_held += made;
	}
	if (u->trouble && u->n_held < u->starts.n) u->n_held = 0; /* of which piece nobody can tell */
	if (!status) *starts = rw_slice_eq(u->starts, rw_slice_of(u->held, u->n_held));
	return status;
}

static riwaya_status more(rw_stream *s, char *p, size_t n, size_t *got, riwaya_error *err) {
	rw_unpack *u = s->from;
	*got = 0;
	for (;;) {
		riwaya_status status = RIWAYA_OK;
		if (u->n_held) {
			size_t k = u->n_held < n ? u->n_held : n;
			memcpy(p, u->held, k);
			memmove(u->held, u->held + k, u->n_held - k);
			u->n_held -= k;
			*got = k;
		} else if (u->state == RW_UNPACK_WITHIN) {
			status = unpack(u, p, n, got, err);
		} else if (u->state != RW_UNPACK_BETWEEN) {
			return RIWAYA_OK;
		} else if (u->starts.n && u->any) {
			bool starts;
			status = look_at_member(u, &starts, err);
			if (starts) {
				u->state = u->state == RW_UNPACK_WITHIN ? RW_UNPACK_NEXT : u->state;
				u->end = u->member;
				return RIWAYA_OK;
			}
		} else {
			status = begin_member(u, err);
			if (!u->any) u->piece = u->member;
		}
		if (status) return status;
		u->any = u->any || *got;
		if (*got) return RIWAYA_OK;
	}
}

rw_unpack *rw_unpack_new(rw_arena *a, rw_stream *in, rw_codec codec, rw_slice starts) {
	rw_unpack *u = RW_NEW(a, rw_unpack);
	*u = (rw_unpack){.in = in,
		.codec = codec,
		.starts = starts,
		.piece = rw_stream_at(in),
		.first = rw_stream_at(in),
		.decoder = RW_NEW(a, decoder)};
	rw_stream_init(&u->out, a, in->name, more, u);
	return u;
}

/* --- pieces --------------------------------------------------------------------------------------------------------- */
/* The stream anew, in the same buffer. */
static void restart(rw_unpack *u) {
	rw_stream_restart(&u->out);
	u->any = false;
	u->trouble = RIWAYA_OK;
}

/* Looks from where `in` stands for the next member that begins as it should. */
static riwaya_status find_member(rw_unpack *u, riwaya_error *err) {
	rw_slice magic = u->codec == RW_CODEC_GZIP ? GZIP_MAGIC : ZSTD_MAGIC, v;
	for (;;) {
		riwaya_status status = rw_stream_look(u->in, magic.n, &v, err);
		if (status) return status;
		if (v.n < magic.n) return RIWAYA_END;
		size_t at = rw_slice_find(v, magic, 0);
		if (at == SIZE_MAX) {
			rw_stream_take(u->in, v.n - (magic.n - 1));
			continue;
		}
		rw_stream_take(u->in, at);
		uint64_t from = rw_stream_at(u->in);
		bool starts;
		riwaya_error why = {0};
		u->state = RW_UNPACK_BETWEEN;
		status = look_at_member(u, &starts, &why);
		if (status == RIWAYA_IO || status == RIWAYA_LIMIT) {
			if (err) *err = why;
			return status;
		}
		if (starts) return RIWAYA_OK;
		if (rw_stream_can_jump(u->in))
			status = rw_stream_jump(u->in, from + 1, err);
		else if (rw_stream_at(u->in) == from)
			rw_stream_take(u->in, 1);
		if (status == RIWAYA_IO) return status;
	}
}

riwaya_status rw_unpack_next(rw_unpack *u, riwaya_error *err) {
	uint64_t skipped;
	riwaya_status status = RIWAYA_OK;
	if (!u->lost) {
		status = rw_stream_skip(&u->out, UINT64_MAX, &skipped, err);
		if (!status && u->trouble && err) *err = u->why;
		if (!status) status = u->trouble;
		u->lost = status == RIWAYA_FORMAT;
		if (status) return status;
		if (u->state != RW_UNPACK_NEXT) return RIWAYA_END;
		restart(u);
		u->state = RW_UNPACK_WITHIN;
	} else {
		u->lost = false;
		restart(u);
		if (!u->starts.n) return RIWAYA_END;
		/* The damaged member may have hidden the beginning of the next one. */
		if (rw_stream_can_jump(u->in)) status = rw_stream_jump(u->in, u->member + 1, err);
		if (!status) status = find_member(u, err);
		if (status) u->state = RW_UNPACK_DONE;
	}
	u->piece = u->member;
	u->any = true;
	return status;
}

/* --- a packed file: a container of one document without a name --------------------------------------------------------- */
typedef struct packed {
	rw_unpack *u;
	bool gave, ended;
} packed;

static int sniff(rw_slice head, bool whole) {
	(void)whole;
	return rw_codec_of(head) ? 2 : 0;
}

static riwaya_status open_packed(rw_arena *a, rw_stream *in, const rw_manner *how, void **state, riwaya_error *err) {
	(void)how;
	rw_slice head;
	riwaya_status status = rw_stream_look(in, 16, &head, err);
	packed *p = RW_NEW(a, packed);
	p->u = rw_unpack_new(a, in, rw_codec_of(head), RW_NONE);
	*state = p;
	return status;
}

static riwaya_status next_packed(void *state, rw_document *out, riwaya_error *err) {
	packed *p = state;
	rw_slice v;
	if (p->ended) return RIWAYA_END;
	if (!p->gave) {
		riwaya_status status = rw_stream_look(&p->u->out, 1, &v, err);
		out->in = &p->u->out;
		p->gave = !status;
		p->ended = status;
		return status;
	}
	/* What came before the end of a file that was cut off has been read; here it is told. */
	p->ended = true;
	if (p->u->trouble && err) *err = p->u->why;
	return p->u->trouble ? p->u->trouble : RIWAYA_END;
}

const rw_container rw_container_packed = {
	.format = "a packed file", .sniff = sniff, .open = open_packed, .next = next_packed};
