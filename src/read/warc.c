/* warc.c: web archives (WARC 0.17 to 1.1): records one after the other, plain, or packed by gzip or zstd, record by record or as a whole.
 *
 *     WARC/1.1            the record's head
 *     WARC-Type: response
 *                         an empty line
 *     HTTP/1.1 200 OK     the block: for answers of servers the answer's head,
 *     …                   an empty line, the body: that is the payload
 *                         two empty lines
 *
 * A record that is read stands whole in the stream's window, so that the document's bytes are not copied, its digests can be checked, and a
 * length that lies shows before anything behind it is lost. Records of pictures and the like are stepped over as they come.
 */
#include "read/digest.h"
#include "read/http.h"
#include "read/page.h"
#include "read/unpack.h"

enum {
	RW_WARC_HEAD_MAX = 1 << 20, /* bytes of a record's head */
	BEHIND = 16,        /* bytes looked at behind a block: its two empty lines, and how the next record begins */
	LIE_MAX = 16 << 20, /* bytes of a block looked through for an end before the one it tells */
	MANY_LIES = 8,      /* lengths that lied, before all large ones are looked through instead of skipped */
	PEEK = 5,
};

typedef struct record {
	rw_slice type, uri, id, date, content, payload_digest, block_digest, truncated, origin, segment;
	uint64_t n; /* Content-Length */
	bool has_n, has_total;
	size_t head; /* bytes of the record's head */
	uint64_t at; /* where it begins in the file, or its piece does */
} record;

/* A record in segments, put together. */
typedef struct segments {
	rw_arena a;
	bool open, broken; /* broken: too large, or one is missing */
	record r;
	uint64_t last;
	rw_buf block;
} segments;

typedef struct warc {
	rw_stream *in, *s; /* the file, and its records: the same where it is not packed */
	rw_unpack *u;      /* NULL where it is not packed */
	rw_arena *a;
	uint64_t step; /* bytes in view that the last call was about */
	bool told;     /* the damage that the stream met */
	bool lost;     /* between records, until the next one's first line */
	bool broken;   /* nothing more of this piece can be read */
	bool ended;
	size_t lies, records, gave, revisits, refused, others;
	segments seg;
} warc;

/* --- what it is ------------------------------------------------------------------------------------------------------- */
static bool first_line(rw_slice s) {
	return s.n > 7 && memcmp(s.p, "WARC/", 5) == 0 && s.p[5] >= '0' && s.p[5] <= '9' && s.p[6] == '.';
}

static int sniff(rw_slice head, bool whole) {
	(void)whole;
	char peek[PEEK];
	rw_codec codec = rw_codec_of(head);
	if (rw_zstd_dictionary(head)) return 2;
	rw_slice first = codec ? rw_slice_of(peek, rw_unpack_peek(codec, head, peek, PEEK)) : head;
	return rw_slice_starts(first, RW_LIT("WARC/")) || rw_slice_starts(first, RW_LIT("filed")) ? 2 : 0;
}

static void release(void *p) { rw_arena_release(&((warc *)p)->seg.a); }

static riwaya_status open_warc(rw_arena *a, rw_stream *in, const rw_manner *how, void **state, riwaya_error *err) {
	(void)how;
	rw_slice head, v;
	riwaya_status status = rw_stream_look(in, BEHIND, &head, err);
	if (status) return status;
	warc *w = RW_NEW(a, warc);
	*w = (warc){.in = in, .s = in, .a = a};
	rw_arena_init(&w->seg.a, a->mem);
	rw_arena_defer(a, release, w);
	if (rw_codec_of(head)) {
		w->u = rw_unpack_new(a, in, rw_codec_of(head), RW_LIT("WARC/"));
		w->s = &w->u->out;
	}
	status = rw_stream_look(w->s, 9, &v, err);
	if (!status && rw_slice_starts(v, RW_LIT("filedesc:")))
		return rw_fail(err, RIWAYA_NOT_TEXT, RW_NONE, 0, 0,
			"is an ARC file, the form before WARC; turn it into WARC first (warcio recompress)");
	*state = w;
	return RIWAYA_OK; /* a first member that is damaged is not the end */
}

/* --- finding records --------------------------------------------------------------------------------------------------- */
/* Where the thing in hand stands in the file, for people. */
static uint64_t place(const warc *w) { return w->u ? w->u->piece : rw_stream_at(w->s); }

/* The first line of a record that begins a line within v, from `from` on: where what is before it ends, or SIZE_MAX. */
static size_t next_record(rw_slice v, size_t from) {
	for (size_t i = from; (i = rw_slice_find(v, RW_LIT("\nWARC/"), i)) != SIZE_MAX; i++) {
		rw_slice line = rw_slice_of(v.p + i + 1, v.n - i - 1);
		rw_slice first = line;
		first = rw_slice_cut(&line, '\n');
		if (first_line(line.p ? rw_slice_of(first.p, first.n + 1) : RW_NONE) && first.n < 12) return i + 1;
	}
	return SIZE_MAX;
}

/* The piece or file ended: goes on to the next piece. END after the last. Damage is told once. */
static riwaya_status next_piece(warc *w, riwaya_error *err) {
	if (!w->u) return RIWAYA_END;
	riwaya_status status = rw_unpack_next(w->u, err);
	if (status == RIWAYA_FORMAT && w->told) status = rw_unpack_next(w->u, err);
	w->told = status == RIWAYA_FORMAT;
	w->lost = false;
	return status;
}

/* Brings the first byte of a record into view. */
static riwaya_status to_record(warc *w, riwaya_error *err) {
	if (w->broken) {
		w->broken = false;
		riwaya_status status = next_piece(w, err);
		if (status) return status;
	}
	for (;;) {
		rw_slice v;
		riwaya_status status = rw_stream_look(w->s, 8, &v, err);
		if (status == RIWAYA_FORMAT && !w->told) {
			w->told = true;
			return status;
		}
		if (status == RIWAYA_IO || status == RIWAYA_LIMIT) return status;
		size_t blank = 0;
		while (!status && blank < v.n && (v.p[blank] == '\r' || v.p[blank] == '\n')) blank++;
		if (status || blank == v.n) {
			if (!status) rw_stream_take(w->s, blank);
			if (!status && blank) continue;
			status = next_piece(w, err);
			if (status) return status;
			continue;
		}
		rw_stream_take(w->s, blank);
		if (blank) continue;
		if (first_line(v)) return RIWAYA_OK;
		/* What is no record is told once, then stepped over. */
		if (!w->lost) {
			w->lost = true;
			return rw_fail(err, RIWAYA_FORMAT, RW_NONE, place(w), 0,
				"no WARC record begins here, where one should; it goes on with the next one that does");
		}
		size_t at = next_record(v, 0);
		if (at == SIZE_MAX) {
			rw_slice wider = v;
			status = rw_stream_look(w->s, v.n + 1, &wider, err);
			if (status) {
				rw_stream_take(w->s, v.n); /* none in what came before the damage */
				continue;
			}
			v = wider;
			at = next_record(v, 0);
			/* The line that ends what is in view may be a record's first. */
			if (at == SIZE_MAX) at = v.n > BEHIND ? v.n - BEHIND : v.n;
		}
		rw_stream_take(w->s, at);
	}
}

/* --- heads ---------------------------------------------------------------------------------------------------------------- */
/* Looks until a head that begins `from` bytes on has its empty line, within `max` bytes from there: *end is SIZE_MAX where there is none. */
static riwaya_status find_head(warc *w, size_t from, size_t max, rw_slice *v, size_t *end, riwaya_error *err) {
	size_t seen = from;
	for (size_t span = 1024;; span *= 2) {
		if (span > max) span = max;
		riwaya_status status = rw_stream_look(w->s, from + span, v, err);
		if (status) return status;
		rw_slice s = rw_slice_of(v->p, v->n < from + max ? v->n : from + max);
		*end = rw_head_end(s, seen);
		if (*end != SIZE_MAX || v->n < from + span || span == max) return RIWAYA_OK;
		seen = s.n - 3 > from ? s.n - 3 : from;
	}
}

/* An address without the brackets that some writers put around it, in one line. */
static rw_slice address(rw_arena *a, rw_slice s) {
	if (s.n > 1 && s.p[0] == '<' && s.p[s.n - 1] == '>') s = rw_slice_of(s.p + 1, s.n - 2);
	char *p = rw_arena_alloc(a, s.n);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] > ' ' && s.p[i] != 0x7F) p[n++] = s.p[i];
	return rw_slice_of(p, n);
}

static riwaya_status read_head(warc *w, rw_arena *a, record *r, rw_slice *v, riwaya_error *err) {
	size_t end;
	*r = (record){.at = place(w)};
	riwaya_status status = find_head(w, 0, RW_WARC_HEAD_MAX, v, &end, err);
	if (status) return status;
	bool large = v->n >= RW_WARC_HEAD_MAX;
	if (end == SIZE_MAX) {
		w->step = large ? RW_WARC_HEAD_MAX : v->n; /* looked through once, not from each of its lines on */
		w->lost = true;
		return rw_fail(err, large ? RIWAYA_LIMIT : RIWAYA_FORMAT, RW_NONE, r->at, 0, "the record %s; it was left",
			large ? "has a head of more than 1 MiB (RW_WARC_HEAD_MAX)" : "is cut off in its head");
	}
	rw_slice rest = rw_slice_of(v->p, end), name, value;
	rw_slice_cut(&rest, '\n');
	r->head = end;
	while (rw_field_next(&rest, &name, &value)) {
		if (rw_field_is(name, "warc-type")) r->type = value;
		if (rw_field_is(name, "warc-target-uri")) r->uri = value;
		if (rw_field_is(name, "warc-record-id")) r->id = value;
		if (rw_field_is(name, "warc-date")) r->date = value;
		if (rw_field_is(name, "content-type")) r->content = value;
		if (rw_field_is(name, "warc-payload-digest")) r->payload_digest = value;
		if (rw_field_is(name, "warc-block-digest")) r->block_digest = value;
		if (rw_field_is(name, "warc-truncated")) r->truncated = value;
		if (rw_field_is(name, "warc-segment-number")) r->segment = value;
		if (rw_field_is(name, "warc-segment-origin-id")) r->origin = value;
		if (rw_field_is(name, "warc-segment-total-length")) r->has_total = true;
		if (rw_field_is(name, "content-length")) r->has_n = rw_slice_u64(value, &r->n);
	}
	/* The window moves: what is kept of the head is a copy. */
	rw_slice *const kept[] = {&r->type, &r->id, &r->date, &r->content, &r->payload_digest, &r->block_digest,
		&r->truncated, &r->origin, &r->segment};
	for (size_t i = 0; i < RW_COUNT(kept); i++) *kept[i] = rw_arena_copy(a, *kept[i]);
	r->uri = address(a, r->uri);
	return RIWAYA_OK;
}

/* --- blocks --------------------------------------------------------------------------------------------------------------- */
/* Whether a block can end at `end` of what is in view: two empty lines; or what there is of them, then a record or nothing. */
static bool good_end(rw_slice v, size_t end) {
	if (v.n - end > 3 && memcmp(v.p + end, "\r\n\r\n", 4) == 0) return true;
	while (end < v.n && (v.p[end] == '\r' || v.p[end] == '\n')) end++;
	rw_slice rest = rw_slice_of(v.p + end, v.n - end);
	return rest.n == 0 || rw_slice_starts(rest.n < 5 ? RW_LIT("WARC/") : rest, rest.n < 5 ? rest : RW_LIT("WARC/"));
}

static size_t without_blank_lines(rw_slice v, size_t from, size_t end) {
	for (size_t k = 0; k < 2 && end > from && v.p[end - 1] == '\n'; k++) {
		end--;
		if (end > from && v.p[end - 1] == '\r') end--;
	}
	return end;
}

static riwaya_status too_large(const record *r, riwaya_error *err) {
	return rw_fail(err, RIWAYA_LIMIT, RW_NONE, r->at, 0,
		"the record has more than %d bytes, the limit of one document (RIWAYA_MAX_FILE); it was left", RIWAYA_MAX_FILE);
}

/* Brings a record's block into view whole and tells how long it is, whatever its head says. *note: that they differ. LIMIT where it is
 * too large. */
static riwaya_status whole_block(
	warc *w, rw_arena *a, const record *r, rw_slice *v, size_t *n, rw_slice *note, riwaya_error *err) {
	/* A length beyond the file's end, or the limit, would have all that follows in view. */
	bool large = r->n > RIWAYA_MAX_FILE;
	bool beyond = w->s == w->in && w->in->all != UINT64_MAX && r->n > w->in->all - rw_stream_at(w->in);
	const size_t max = r->head + (size_t)(large && !beyond ? LIE_MAX : RIWAYA_MAX_FILE);
	size_t end = large ? max : r->head + (size_t)r->n, want = large || beyond ? r->head : end;
	*note = RW_NONE;
	for (want += BEHIND;;) {
		riwaya_status status = rw_stream_look(w->s, want, v, err);
		if (status) return status;
		if (!large && v->n >= end && good_end(*v, end)) {
			*n = (size_t)r->n;
			return RIWAYA_OK;
		}
		size_t at = next_record(*v, r->head - 1);
		bool all = v->n < want;
		if (at != SIZE_MAX || all) {
			*n = without_blank_lines(*v, r->head, all && at == SIZE_MAX ? v->n : at) - r->head;
			*note = rw_arena_printf(a,
				"the record at byte %llu says that it has %llu bytes, and %s; what is there was taken",
				(unsigned long long)r->at, (unsigned long long)r->n,
				*n < r->n && at == SIZE_MAX ? "is cut off before that"
					: *n < r->n             ? "another record begins before that"
											: "goes on behind them");
			return RIWAYA_OK;
		}
		if (want >= max) return too_large(r, err);
		want = want < max / 2 ? want * 2 : max;
	}
}

/* Steps over a record that is not read. Lengths that lie show in what follows them. */
static riwaya_status step_over(warc *w, const record *r, riwaya_error *err) {
	rw_slice v;
	uint64_t skipped, start = rw_stream_at(w->s);
	uint64_t left = w->s == w->in && w->in->all != UINT64_MAX ? w->in->all - start : UINT64_MAX;
	riwaya_status status;
	if (r->n <= RW_STREAM_PIECE - BEHIND) {
		status = rw_stream_look(w->s, r->head + (size_t)r->n + BEHIND, &v, err);
		if (status) return status;
		size_t end = r->head + (size_t)r->n;
		bool good = v.n >= end && good_end(v, end);
		size_t at = good ? SIZE_MAX : next_record(v, r->head - 1);
		w->lost = !good; /* the record itself is not missed, so nothing is told of its length */
		rw_stream_take(w->s, good ? end : at != SIZE_MAX ? at : v.n < end ? v.n : r->head);
		return RIWAYA_OK;
	}
	if (r->n < left && w->lies < MANY_LIES) {
		status = rw_stream_skip(w->s, r->head + r->n, &skipped, err);
		if (!status) status = rw_stream_look(w->s, BEHIND, &v, err);
		if (status || good_end(v, 0) || !rw_stream_can_jump(w->s)) {
			w->lost = !status && !good_end(v, 0);
			return status;
		}
		w->lies++;
		status = rw_stream_jump(w->s, start, err);
		if (status) return status;
	}
	w->lost = true;
	return rw_stream_skip(w->s, r->head, &skipped, err);
}

/* --- documents ------------------------------------------------------------------------------------------------------------ */
static bool is(rw_slice s, const char *z) { return rw_field_is(s, z); }

/* Records that crawlers make of a page beside the page itself: its text, pictures of it, what was loaded with it. */
static bool made_of_a_page(rw_slice uri) {
	static const char *const starts[] = {"urn:text", "urn:view", "urn:thumbnail", "urn:fullpage", "urn:pageinfo"};
	for (size_t i = 0; i < RW_COUNT(starts); i++) {
		size_t n = strlen(starts[i]);
		if (uri.n >= n && rw_field_is(rw_slice_of(uri.p, n), starts[i])) return true;
	}
	return false;
}

/* Whether the record is read, as far as its heads tell. v is the view, with the answer's head. */
static bool wanted(warc *w, const record *r, rw_slice block, rw_http *h) {
	*h = (rw_http){0};
	bool answer = is(r->type, "response");
	if (is(r->type, "revisit")) w->revisits++;
	if (is(r->type, "continuation")) return w->seg.open && rw_slice_eq(w->seg.r.id, r->origin);
	if (!answer && !is(r->type, "resource") && !is(r->type, "conversion")) return false;
	rw_slice media, charset;
	rw_http_type(r->content, &media, &charset);
	if (answer && (is(media, "application/http") || !media.n) && rw_http_head(block, h)) {
		if (h->status && (h->status < 200 || h->status > 299 || h->status == 206)) {
			w->refused++;
			return false;
		}
		rw_http_type(h->type, &media, &charset);
	}
	bool good = rw_media_of(media) != RW_MEDIA_OTHER && !made_of_a_page(r->uri);
	w->others += !good;
	return good;
}

/* What has no type, or one that says nothing, is read only where it is surely something. */
static bool surely(rw_slice payload) {
	if (payload.n > 1024) payload.n = 1024;
	return rw_slice_starts(payload, RW_LIT("%PDF-")) || rw_slice_starts(payload, RW_LIT("<?xml")) ||
		rw_reader_html.sniff(payload) == 2;
}

static void note(rw_document *out, rw_slice text, uint64_t at) {
	if (text.n) rw_vec_push(out->a, &out->notes, (riwaya_note){text, at});
}

static void check_digests(
	const record *r, rw_slice block, const rw_slice *payloads, size_t n, bool whole, rw_document *out) {
	rw_fit fit = whole ? rw_digest_fits(r->block_digest, block) : RW_FIT_UNKNOWN;
	if (fit == RW_FIT_YES) return; /* and so is the payload in it */
	if (fit == RW_FIT_NO)
		note(out, rw_arena_printf(out->a, "its bytes are not those that were recorded: the block's digest does not fit"),
			r->at);
	/* Writers differ in whether chunks and codings belong to it. */
	fit = RW_FIT_UNKNOWN;
	for (size_t i = 0; i < n && fit != RW_FIT_YES; i++) {
		if (i && payloads[i].p == payloads[i - 1].p) continue;
		fit = rw_digest_fits(r->payload_digest, payloads[i]);
	}
	if (whole && fit == RW_FIT_NO)
		note(out,
			rw_arena_printf(out->a, "its bytes are not those that were recorded: the payload's digest does not fit"),
			r->at);
}

/* Makes the document of a block. END where it is none to read after all. */
static riwaya_status document(
	warc *w, const record *r, rw_slice block, rw_slice lie, rw_document *out, riwaya_error *err) {
	rw_http h = {0};
	rw_slice media, charset, bare = block, payload = block, wrong = RW_NONE;
	rw_http_type(r->content, &media, &charset);
	if (is(r->type, "response") && (is(media, "application/http") || !media.n) && rw_http_head(block, &h)) {
		rw_http_type(h.type, &media, &charset);
		bare = rw_slice_of(block.p + h.head, block.n - h.head);
		payload = bare;
		riwaya_status status = rw_http_payload(out->a, &h, bare, RIWAYA_MAX_FILE, &bare, &payload, &wrong, err);
		out->name = rw_arena_copy(out->a, r->uri);
		if (status) return status;
	}
	if (!payload.n || (rw_media_of(media) == RW_MEDIA_UNKNOWN && !surely(payload))) {
		w->others++;
		return RIWAYA_END;
	}
	out->name = rw_arena_copy(out->a, r->uri);
	out->format = "warc";
	out->charset = rw_arena_copy(out->a, charset);
	out->told.address = rw_slice_starts(r->uri, RW_LIT("http")) ? out->name : RW_NONE;
	out->told.received = rw_arena_copy(out->a, r->date);
	out->in = RW_NEW(out->a, rw_stream);
	rw_stream_bytes(out->in, out->name, payload);
	out->in->spent = w->s->spent;
	note(out, lie, r->at);
	if (r->truncated.n)
		note(out, rw_arena_printf(out->a, "the record says that it is not whole (" RW_FMT ")", RW_ARG(r->truncated)),
			r->at);
	note(out, wrong, r->at);
	rw_slice payloads[] = {rw_slice_of(block.p + h.head, block.n - h.head), bare, payload};
	check_digests(r, block, payloads, RW_COUNT(payloads), !lie.n, out);
	w->gave++;
	return RIWAYA_OK;
}

/* --- segments --------------------------------------------------------------------------------------------------------------- */
static void begin_segments(warc *w, const record *r, rw_slice block) {
	segments *s = &w->seg;
	rw_arena_reset(&s->a, (rw_mark){0});
	s->r = *r;
	rw_slice *const kept[] = {&s->r.type, &s->r.uri, &s->r.id, &s->r.date, &s->r.content, &s->r.payload_digest,
		&s->r.block_digest, &s->r.truncated, &s->r.origin, &s->r.segment};
	for (size_t i = 0; i < RW_COUNT(kept); i++) *kept[i] = rw_arena_copy(&s->a, *kept[i]);
	s->r.block_digest = RW_NONE; /* of the first segment alone */
	s->block = RW_BUF(&s->a);
	rw_buf_slice(&s->block, block);
	s->open = true;
	s->broken = false;
	s->last = 1;
}

static void add_segment(warc *w, const record *r, rw_slice block) {
	segments *s = &w->seg;
	uint64_t number = 0;
	if (!rw_slice_u64(r->segment, &number) || number != s->last + 1 || block.n > RIWAYA_MAX_FILE - s->block.n)
		s->broken = true;
	s->last = number;
	if (!s->broken) rw_buf_slice(&s->block, block);
}

static riwaya_status end_segments(warc *w, bool complete, rw_document *out, riwaya_error *err) {
	segments *s = &w->seg;
	s->open = false;
	rw_slice lie = complete && !s->broken
		? RW_NONE
		: rw_arena_printf(out->a, "segments of the record at byte %llu are missing; what is there was taken",
			  (unsigned long long)s->r.at);
	riwaya_status status = document(w, &s->r, rw_buf_view(&s->block), lie, out, err);
	if (status) return status;
	rw_vec_push(out->a, &out->pieces, (riwaya_piece){.kind = RIWAYA_PIECE_RECORD, .name = out->name});
	return RIWAYA_OK;
}

/* --- the container ------------------------------------------------------------------------------------------------------------ */
/* Where the record is packed alone, or lies as it is, it can be found again. */
static riwaya_piece piece_of(const warc *w, const record *r, rw_slice v, size_t n, rw_slice name) {
	riwaya_piece p = {.kind = RIWAYA_PIECE_RECORD, .name = name};
	size_t end = r->head + n;
	for (size_t k = 0; k < 4 && end < v.n && (v.p[end] == '\r' || v.p[end] == '\n'); k++) end++;
	if (!w->u) {
		p.offset = r->at;
		p.n = end;
	} else if (rw_stream_at(w->s) == 0 && w->s->ended && end == v.n) {
		p.offset = w->u->piece;
		p.n = w->u->end - w->u->piece;
	}
	return p;
}

/* Looks at the record in view. END: nothing to give of it, on to the next one. */
static riwaya_status one_record(warc *w, rw_document *out, riwaya_error *err) {
	record r;
	rw_slice v, lie, block;
	rw_http h;
	size_t n = 0, end;
	riwaya_status status = read_head(w, out->a, &r, &v, err);
	if (status) return status;
	w->records++;
	if (!r.has_n) {
		rw_stream_take(w->s, r.head);
		w->lost = true;
		return rw_fail(err, RIWAYA_FORMAT, RW_NONE, r.at, 0,
			"the record does not say how long it is (Content-Length); it was left");
	}
	if (is(r.type, "response")) {
		size_t max = r.n < RW_HTTP_HEAD_MAX ? (size_t)r.n : RW_HTTP_HEAD_MAX;
		status = find_head(w, r.head, max, &v, &end, err);
		if (status) return status;
		if (end == SIZE_MAX && max == RW_HTTP_HEAD_MAX && v.n >= r.head + max) {
			out->name = r.uri;
			status = step_over(w, &r, err);
			return status
				? status
				: rw_fail(err, RIWAYA_LIMIT, RW_NONE, r.at, 0,
					  "the answer that it holds has a head of more than 1 MiB (RW_HTTP_HEAD_MAX); it was left");
		}
	}
	block = rw_slice_of(v.p + r.head, v.n - r.head < r.n ? v.n - r.head : (size_t)r.n);
	bool first = is(r.segment, "1");
	if (!wanted(w, &r, block, &h)) {
		status = step_over(w, &r, err);
		return status ? status : RIWAYA_END;
	}
	out->name = r.uri;
	status = whole_block(w, out->a, &r, &v, &n, &lie, err);
	if (status == RIWAYA_LIMIT) {
		riwaya_error why = {0};
		riwaya_status after = step_over(w, &r, &why);
		if (after && err) *err = why;
		return after ? after : status;
	}
	if (status) return status;
	block = rw_slice_of(v.p + r.head, n);
	w->step = r.head + n;
	if (is(r.type, "continuation")) {
		out->name = RW_NONE;
		add_segment(w, &r, block);
		return r.has_total ? end_segments(w, true, out, err) : RIWAYA_END;
	}
	if (first && !r.has_total) {
		out->name = RW_NONE;
		bool before = w->seg.open;
		if (before) return w->step = 0, end_segments(w, false, out, err); /* and this record again */
		begin_segments(w, &r, block);
		return RIWAYA_END;
	}
	status = document(w, &r, block, lie, out, err);
	if (!status) rw_vec_push(out->a, &out->pieces, piece_of(w, &r, v, n, out->name));
	return status;
}

static riwaya_status next(void *state, rw_document *out, riwaya_error *err) {
	warc *w = state;
	rw_arena *a = out->a;
	while (!w->ended) {
		rw_stream_take(w->s, w->step);
		w->step = 0;
		riwaya_status status = to_record(w, err);
		if (!status) {
			w->lost = false;
			rw_mark m = rw_arena_mark(a);
			status = one_record(w, out, err);
			/* Damage is told by the record that it is in. */
			if (status == RIWAYA_FORMAT && !w->lost) w->told = w->broken = true;
			w->ended = status && status != RIWAYA_FORMAT && status == w->s->status; /* nothing more can be read */
			if (status != RIWAYA_END && status != RIWAYA_IO) return status;
			if (status == RIWAYA_END) {
				*out = (rw_document){.a = a};
				rw_arena_reset(a, m);
				continue;
			}
		}
		if (status == RIWAYA_FORMAT) return status;
		w->ended = true;
		if (status != RIWAYA_END) return status;
		if (w->seg.open && (status = end_segments(w, false, out, err)) != RIWAYA_END) return status;
		if (!w->gave)
			return rw_fail(err, RIWAYA_EMPTY, RW_NONE, 0, 0,
				"holds %zu records and no page to read: %zu revisits, %zu answers without a page (errors, redirects), %zu pictures, scripts and other media",
				w->records, w->revisits, w->refused, w->others);
	}
	return RIWAYA_END;
}

const rw_container rw_container_warc = {.format = "a web archive", .sniff = sniff, .open = open_warc, .next = next};
