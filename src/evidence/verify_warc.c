/* verify_warc.c: each record of a WARC file in a pack: its head, its lengths, and the digests that it gives of its block and of its payload.
 *
 * Digests written in a way that digest.c does not know are counted as unchecked. What of an HTTP
 * answer in chunks is the payload (the chunks or what they hold) tools have not agreed on: either will do.
 */
#include "evidence/evidence.h"
#include "read/digest.h"
#include "read/unpack.h"

enum { LINE = 64 << 10 };

/* Whether s is z, but for capitals; z is lower-case. */
static bool same_letters(rw_slice s, const char *z) {
	if (s.n != strlen(z)) return false;
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] | 0x20 : s.p[i]) != z[i]) return false;
	return true;
}

/* --- a record -------------------------------------------------------------------------------------------------------------- */
typedef struct record {
	uint64_t at, length;
	rw_slice type, address, block, payload, content_type;
	bool has_length;
} record;

typedef struct checker {
	rw_verify *v;
	rw_slice part;
	uint32_t index;
	record r;
	rw_digest block, whole, raw,
		plain; /* of the block; of the payload: as the block, an HTTP body as it stands, and out of its chunks */
	enum { NONE, HEAD, BODY } http;
	rw_buf head;
	bool chunked, chunks_end;
	enum { SIZE, DATA, AFTER } chunk;
	uint64_t left; /* of the chunk */
	unsigned digits;
} checker;

#define WRONG(c, ...) rw_verify_found((c)->v, RIWAYA_FINDING_CHANGED, (c)->part, (c)->r.at, (c)->r.address, __VA_ARGS__)

static bool starts_nocase(rw_slice s, const char *z) {
	size_t n = strlen(z);
	return s.n >= n && same_letters(rw_slice_of(s.p, n), z);
}

/* Chunks' sizes are hexadecimal; what follows the last one is left. */
static void unchunk(checker *c, const char *p, size_t n) {
	for (size_t i = 0; i < n && !c->chunks_end;) {
		if (c->chunk == DATA) {
			size_t take = n - i < c->left ? n - i : (size_t)c->left;
			rw_digest_add(&c->plain, p + i, take);
			c->left -= take;
			i += take;
			if (c->left == 0) c->chunk = AFTER;
			continue;
		}
		char b = p[i++];
		if (c->chunk == AFTER) {
			if (b == '\n') c->chunk = SIZE;
			continue;
		}
		unsigned d = b >= '0' && b <= '9'            ? (unsigned)(b - '0')
			: (b | 0x20) >= 'a' && (b | 0x20) <= 'f' ? (unsigned)((b | 0x20) - 'a' + 10)
													 : 16;
		if (d < 16 && c->digits < 15) {
			c->left = c->left << 4 | d;
			c->digits++;
		} else if (b == '\n') {
			c->chunks_end = c->left == 0;
			c->chunk = DATA;
			c->digits = 0;
		} else if (b != '\r') {
			c->digits = 15; /* an extension: to the line's end */
		}
	}
}

static void take_body(checker *c, const char *p, size_t n) {
	rw_digest_add(&c->raw, p, n);
	if (c->chunked) unchunk(c, p, n);
}

static void end_of_head(checker *c) {
	rw_slice rest = rw_buf_view(&c->head);
	while (rest.p) {
		rw_slice line = rw_slice_trim(rw_slice_cut(&rest, '\n')), value = line, name = rw_slice_cut(&value, ':');
		if (!same_letters(rw_slice_trim(name), "transfer-encoding") || !value.p) continue;
		for (size_t i = 0; i < value.n; i++)
			if (starts_nocase(rw_slice_of(value.p + i, value.n - i), "chunked")) c->chunked = true;
	}
	c->http = BODY;
}

static void take_block(checker *c, const char *p, size_t n) {
	rw_digest_add(&c->block, p, n);
	if (c->http == NONE) rw_digest_add(&c->whole, p, n);
	for (size_t i = 0; i < n && c->http == HEAD;) {
		rw_buf_byte(&c->head, p[i++]);
		rw_slice head = rw_buf_view(&c->head);
		bool ends = rw_slice_ends(head, RW_LIT("\r\n\r\n")) || rw_slice_ends(head, RW_LIT("\n\n"));
		if (!ends && head.n < RIWAYA_MAX_WARC_HEAD) continue;
		end_of_head(c);
		p += i;
		n -= i;
		break;
	}
	if (c->http == BODY) take_body(c, p, n);
}

static void count(checker *c, rw_fit fit, const char *wrong) {
	if (fit == RW_FIT_NO) WRONG(c, "%s", wrong);
	c->v->out->digests += fit != RW_FIT_UNKNOWN;
	c->v->out->unchecked += fit == RW_FIT_UNKNOWN;
}

static void check_digests(checker *c) {
	if (c->r.block.p)
		count(c, rw_digest_end(&c->block), "the record's bytes are not those that its block digest is of");
	/* A revisit names the payload of another record. */
	if (!c->r.payload.p || rw_slice_eqz(c->r.type, "revisit")) return;
	rw_fit fit = rw_digest_end(c->http == NONE ? &c->whole : &c->raw);
	if (fit == RW_FIT_NO && c->chunked) fit = rw_digest_end(&c->plain);
	count(c, fit, "the record's payload is not the one that its digest is of");
}

static riwaya_status read_head(checker *c, rw_stream *in, bool *is, riwaya_error *err) {
	rw_arena *a = c->v->record;
	rw_slice line;
	size_t total = 0;
	riwaya_status status = rw_stream_line(in, LINE, "RIWAYA_MAX_WARC_HEAD", &line, err);
	if (status) return status;
	*is = rw_slice_starts(line, RW_LIT("WARC/"));
	if (!*is) return RIWAYA_OK;
	for (;;) {
		rw_stream_take(in, line.n);
		total += line.n;
		status = rw_stream_line(in, LINE, "RIWAYA_MAX_WARC_HEAD", &line, err);
		if (status) return status;
		rw_slice text = rw_slice_trim(line);
		if (text.n == 0 || total > RIWAYA_MAX_WARC_HEAD) break;
		rw_slice value = text, name = rw_slice_cut(&value, ':');
		if (!value.p) continue;
		value = rw_slice_trim(value);
		static const char *const names[] = {
			"warc-type", "warc-target-uri", "warc-block-digest", "warc-payload-digest", "content-type"};
		rw_slice *const fields[] = {&c->r.type, &c->r.address, &c->r.block, &c->r.payload, &c->r.content_type};
		for (size_t i = 0; i < RW_COUNT(names); i++)
			if (same_letters(name, names[i])) *fields[i] = rw_arena_copy(a, value);
		if (same_letters(name, "content-length")) c->r.has_length = rw_slice_u64(value, &c->r.length);
	}
	rw_stream_take(in, line.n);
	rw_slice *u = &c->r.address;
	if (u->n > 1 && u->p[0] == '<' && u->p[u->n - 1] == '>') *u = rw_slice_of(u->p + 1, u->n - 2);
	return RIWAYA_OK;
}

/* A record from `in` on. *more: whether one was there. */
static riwaya_status check_record(checker *c, rw_stream *in, uint64_t at, bool *more, riwaya_error *err) {
	rw_arena *a = c->v->record;
	rw_arena_reset(a, (rw_mark){0});
	*more = false;
	c->r = (record){.at = at};
	rw_slice v;
	riwaya_status status = rw_stream_look(in, 1, &v, err);
	if (status || v.n == 0) return status;
	bool is;
	status = read_head(c, in, &is, err);
	if (status) return status;
	if (!is || !c->r.has_length) {
		WRONG(c, "no WARC record stands here, or its head is damaged");
		return RIWAYA_OK;
	}
	*more = true;
	c->v->out->records++;
	rw_digest_begin(&c->block, c->r.block);
	rw_digest_begin(&c->whole, c->r.payload);
	c->raw = c->plain = c->whole;
	c->http = starts_nocase(c->r.content_type, "application/http") ? HEAD : NONE;
	c->head = RW_BUF(a);
	c->chunked = c->chunks_end = false;
	c->chunk = SIZE;
	c->left = c->digits = 0;
	for (uint64_t left = c->r.length; left > 0;) {
		status = rw_stream_look(in, 1, &v, err);
		if (status) return status;
		if (v.n == 0) {
			WRONG(c, "the record has fewer bytes than its head says");
			return RIWAYA_OK;
		}
		size_t n = v.n < left ? v.n : (size_t)left;
		take_block(c, v.p, n);
		rw_stream_take(in, n);
		left -= n;
	}
	check_digests(c);
	status = rw_stream_look(in, 4, &v, err);
	if (status) return status;
	if (rw_slice_starts(v, RW_LIT("\r\n\r\n")))
		rw_stream_take(in, 4);
	else
		WRONG(c, "the record does not end where its head says");
	return RIWAYA_OK;
}

/* Notes where a record stood, for the index. */
static void note(checker *c, uint64_t n) {
	rw_verify *v = c->v;
	if (v->records.n >= RIWAYA_MAX_PACK_RECORDS) {
		v->too_many = true;
		return;
	}
	rw_seen_record seen = {.part = c->index, .at = c->r.at, .n = n};
	if (c->r.address.p) seen.address = rw_arena_copy(v->a, c->r.address);
	if (c->r.payload.p) seen.digest = rw_arena_copy(v->a, c->r.payload);
	rw_vec_push(v->a, &v->records, seen);
	if (seen.address.p && !rw_slice_eqz(c->r.type, "request") && !rw_slice_eqz(c->r.type, "metadata")) {
		bool fresh;
		*rw_map_put(&v->addresses, seen.address, &fresh) = 1;
	}
}

static riwaya_status each_plain(checker *c, rw_stream *in, riwaya_error *err) {
	for (;;) {
		bool more;
		uint64_t at = rw_stream_at(in);
		riwaya_status status = check_record(c, in, at, &more, err);
		if (status || !more) return status;
		note(c, rw_stream_at(in) - at);
	}
}

static riwaya_status each_member(checker *c, rw_stream *in, rw_codec codec, riwaya_error *err) {
	rw_unpack *u = rw_unpack_new(c->v->scratch, in, codec, RW_LIT("WARC/"));
	for (;;) {
		bool more;
		rw_slice v = RW_NONE;
		riwaya_error why = {0};
		riwaya_status status;
		/* A member holds a record; some tools pack the whole file as one. */
		do {
			status = check_record(c, &u->out, u->piece, &more, &why);
			if (!status) status = rw_stream_look(&u->out, 1, &v, &why);
		} while (!status && more && v.n);
		c->r.at = u->piece;
		if (!status && v.n) WRONG(c, "bytes that belong to no record stand behind it");
		if (status == RIWAYA_FORMAT || status == RIWAYA_LIMIT) WRONG(c, "%s", why.message);
		bool told = status != RIWAYA_OK;
		if (told && status != RIWAYA_FORMAT && status != RIWAYA_LIMIT) {
			if (err) *err = why;
			return status;
		}
		uint64_t n = u->end > u->piece ? u->end - u->piece : 0;
		/* Behind what is damaged it goes on with the next record that begins as it should. */
		status = rw_unpack_next(u, &why);
		if (u->trouble && !told) {
			c->r.at = u->piece;
			WRONG(c, "%s", u->why.message);
		}
		if (more && !told) note(c, n);
		if (status == RIWAYA_FORMAT) {
			if (!told && !u->trouble) WRONG(c, "%s", why.message);
			status = rw_unpack_next(u, &why);
		}
		if (status && status != RIWAYA_END && err) *err = why;
		if (status) return status == RIWAYA_END || status == RIWAYA_FORMAT ? RIWAYA_OK : status;
	}
}

riwaya_status rw_verify_warc(rw_verify *v, uint32_t part, riwaya_error *err) {
	checker *c = RW_NEW(v->scratch, checker);
	c->v = v;
	c->part = v->zip.entries[part].name;
	c->index = part;
	rw_stream *in;
	rw_slice head;
	riwaya_status status = rw_zip_stream(v->scratch, &v->zip, &v->zip.entries[part], &in, err);
	if (!status) status = rw_stream_look(in, 16, &head, err);
	if (status) return status;
	rw_codec codec = rw_codec_of(head);
	return codec == RW_CODEC_NONE ? each_plain(c, in, err) : each_member(c, in, codec, err);
}
