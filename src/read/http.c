/* http.c: recorded answers of servers. */
#include "read/http.h"
#include "read/unpack.h"

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }

bool rw_field_is(rw_slice name, const char *is) {
	size_t i = 0;
	while (i < name.n && is[i] && lower(name.p[i]) == lower(is[i])) i++;
	return i == name.n && !is[i];
}

bool rw_field_next(rw_slice *rest, rw_slice *name, rw_slice *value) {
	while (rest->n) {
		rw_slice line = rw_slice_cut(rest, '\n');
		if (!line.n || (line.n == 1 && line.p[0] == '\r')) return false;
		while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t')) {
			rw_slice more = rw_slice_cut(rest, '\n');
			line.n = (size_t)(more.p + more.n - line.p);
		}
		rw_slice v = line;
		rw_slice n = rw_slice_cut(&v, ':');
		if (!v.p) continue; /* a line of no field */
		*name = rw_slice_trim(n);
		*value = rw_slice_trim(v);
		return true;
	}
	return false;
}

size_t rw_head_end(rw_slice s, size_t from) {
	while (from < s.n) {
		const char *end = memchr(s.p + from, '\n', s.n - from);
		if (!end) return SIZE_MAX;
		from = (size_t)(end - s.p) + 1;
		if (from < s.n && s.p[from] == '\n') return from + 1;
		if (from + 1 < s.n && s.p[from] == '\r' && s.p[from + 1] == '\n') return from + 2;
	}
	return SIZE_MAX;
}

bool rw_http_head(rw_slice s, rw_http *out) {
	*out = (rw_http){.head = s.n};
	size_t end = rw_head_end(s, 0);
	if (end != SIZE_MAX) out->head = end;
	rw_slice rest = rw_slice_of(s.p, out->head), name, value;
	rw_slice first = rw_slice_cut(&rest, '\n');
	if (!rw_slice_starts(first, RW_LIT("HTTP/")) && !rw_slice_starts(first, RW_LIT("ICY "))) return false;
	rw_slice_cut(&first, ' ');
	for (size_t i = 0; i < first.n && i < 3 && first.p[i] >= '0' && first.p[i] <= '9'; i++)
		out->status = out->status * 10 + (first.p[i] - '0');
	while (rw_field_next(&rest, &name, &value)) {
		if (rw_field_is(name, "content-type")) out->type = value;
		if (rw_field_is(name, "content-encoding")) out->codings = value;
		if (!rw_field_is(name, "transfer-encoding")) continue;
		while (value.n) out->chunked = rw_field_is(rw_slice_trim(rw_slice_cut(&value, ',')), "chunked");
	}
	return true;
}

void rw_http_type(rw_slice value, rw_slice *media, rw_slice *charset) {
	*media = rw_slice_trim(rw_slice_cut(&value, ';'));
	*charset = RW_NONE;
	while (value.n) {
		rw_slice v = rw_slice_cut(&value, ';');
		rw_slice name = rw_slice_trim(rw_slice_cut(&v, '='));
		v = rw_slice_trim(v);
		if (!rw_field_is(name, "charset") || charset->n) continue;
		if (v.n > 1 && (v.p[0] == '"' || v.p[0] == '\'')) v = rw_slice_of(v.p + 1, v.n - 2);
		if (v.n) *charset = v;
	}
}

static bool ends(rw_slice s, const char *with) {
	size_t n = strlen(with);
	return s.n >= n && rw_field_is(rw_slice_of(s.p + s.n - n, n), with);
}

rw_media rw_media_of(rw_slice m) {
	static const char *const texts[] = {"application/xhtml+xml", "application/json", "application/xml",
		"application/pdf", "application/x-ndjson", "application/ndjson", "application/jsonl", "application/jsonlines",
		"application/csv", "application/feed+json"};
	/* Of those that are text or end like text. */
	static const char *const others[] = {"text/css", "text/javascript", "text/ecmascript", "text/x-javascript",
		"text/x-component", "text/cache-manifest", "text/vcard", "text/calendar", "text/x-json-oembed", "image/svg+xml",
		"application/manifest+json", "application/json+oembed", "text/xml+oembed", "application/warc-fields",
		"application/opensearchdescription+xml", "application/vnd.ms-fontobject", "text/dns"};
	if (!m.n || rw_field_is(m, "application/octet-stream") || rw_field_is(m, "binary/octet-stream") ||
		rw_field_is(m, "unk") || rw_field_is(m, "unknown") || rw_field_is(m, "application/unknown") ||
		!memchr(m.p, '/', m.n))
		return RW_MEDIA_UNKNOWN;
	for (size_t i = 0; i < RW_COUNT(others); i++)
		if (rw_field_is(m, others[i])) return RW_MEDIA_OTHER;
	for (size_t i = 0; i < RW_COUNT(texts); i++)
		if (rw_field_is(m, texts[i])) return RW_MEDIA_TEXT;
	rw_slice rest = m;
	rw_slice kind = rw_slice_cut(&rest, '/');
	return rw_field_is(kind, "text") || ends(m, "+xml") || ends(m, "+json") ? RW_MEDIA_TEXT : RW_MEDIA_OTHER;
}

/* --- bodies ------------------------------------------------------------------------------------------------------------ */
static bool hex(rw_slice line, uint64_t *n) {
	size_t i = 0;
	for (*n = 0; i < line.n && i < 15; i++) {
		char c = lower(line.p[i]);
		if (c >= '0' && c <= '9')
			*n = *n * 16 + (uint64_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			*n = *n * 16 + (uint64_t)(c - 'a' + 10);
		else
			break;
	}
	return i > 0 && i < 15 && (i == line.n || line.p[i] == ';' || line.p[i] == ' ' || line.p[i] == '\r');
}

/* Chunks joined in the arena; what stands where a chunk should is left, with a note. */
static rw_slice joined(rw_arena *a, rw_slice s, rw_slice *note) {
	uint64_t n;
	rw_slice line, rest = s;
	line = rw_slice_cut(&rest, '\n');
	if (!rest.p || !hex(line, &n)) return s; /* recorders that join chunks leave the head as it was */
	rw_buf b = RW_BUF(a);
	for (rest = s; rest.n;) {
		rw_slice before = rest;
		line = rw_slice_cut(&rest, '\n');
		bool sized = hex(line, &n);
		if (sized && n == 0) return rw_buf_view(&b);
		if (!sized || n > rest.n) {
			*note = RW_LIT("its chunks do not fit; what is there was taken");
			rw_buf_slice(&b, sized ? rest : before);
			return rw_buf_view(&b);
		}
		rw_buf_put(&b, rest.p, (size_t)n);
		rest = rw_slice_of(rest.p + n, rest.n - (size_t)n);
		if (rest.n && rest.p[0] == '\r') rest = rw_slice_of(rest.p + 1, rest.n - 1);
		if (rest.n && rest.p[0] == '\n') rest = rw_slice_of(rest.p + 1, rest.n - 1);
	}
	*note = RW_LIT("its last chunk is missing; what is there was taken");
	return rw_buf_view(&b);
}

static riwaya_status undo(
	rw_arena *a, rw_slice coding, rw_slice s, size_t max, rw_slice *out, rw_slice *note, riwaya_error *err) {
	rw_codec codec = rw_field_is(coding, "gzip") || rw_field_is(coding, "x-gzip") ? RW_CODEC_GZIP
		: rw_field_is(coding, "deflate")                                          ? RW_CODEC_DEFLATE
		: rw_field_is(coding, "zstd")                                             ? RW_CODEC_ZSTD
		: rw_field_is(coding, "br")                                               ? RW_CODEC_BROTLI
																				  : RW_CODEC_NONE;
	*out = s;
	bool marked = codec == RW_CODEC_GZIP || codec == RW_CODEC_ZSTD;
	/* Recorders that unpack bodies leave the head as it was. */
	if (codec == RW_CODEC_NONE || !s.n || (marked && rw_codec_of(s) != codec)) return RIWAYA_OK;
	rw_stream *in = RW_NEW(a, rw_stream);
	rw_stream_bytes(in, RW_NONE, s);
	rw_unpack *u = rw_unpack_new(a, in, codec, RW_NONE);
	rw_buf b = RW_BUF(a);
	for (;;) {
		rw_slice v;
		riwaya_error why;
		riwaya_status status = rw_stream_look(&u->out, 1, &v, &why);
		if (status && status != RIWAYA_FORMAT) {
			if (err) *err = why;
			return status;
		}
		if (!marked && !b.n && (status || u->trouble) && !v.n) return RIWAYA_OK;
		if (status || u->trouble)
			*note = rw_arena_printf(a, "its " RW_FMT " coding is damaged at byte %llu; what came before was taken",
				RW_ARG(coding), (unsigned long long)(status ? why.offset : u->why.offset));
		if (status) break;
		if (v.n > max - b.n)
			return rw_fail(err, RIWAYA_LIMIT, RW_NONE, 0, 0,
				"body unpacks to more than %zu bytes, the limit of one document (RIWAYA_MAX_FILE)", max);
		if (!v.n) break;
		rw_buf_slice(&b, v);
		rw_stream_take(&u->out, v.n);
	}
	*out = rw_buf_view(&b);
	return RIWAYA_OK;
}

riwaya_status rw_http_payload(rw_arena *a, const rw_http *h, rw_slice body, size_t max, rw_slice *bare, rw_slice *out,
	rw_slice *note, riwaya_error *err) {
	*note = RW_NONE;
	*bare = h->chunked ? joined(a, body, note) : body;
	*out = *bare;
	/* The coding that was put on last stands last. */
	rw_slice codings[RW_HTTP_CODINGS], rest = h->codings;
	size_t n = 0;
	while (rest.n && n < RW_HTTP_CODINGS) codings[n++] = rw_slice_trim(rw_slice_cut(&rest, ','));
	riwaya_status status = RIWAYA_OK;
	while (n > 0 && !status) status = undo(a, codings[--n], *out, max, out, note, err);
	return status;
}
