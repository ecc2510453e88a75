/* mhtml.c: pages saved in one file (.mht, .mhtml) and mails (.eml): the parts of a MIME message. The page is its first part of HTML, or its text
 * where it has none; pictures and styles are stepped over without being kept.
 *
 * A page saved by a browser has its address with its part ("Content-Location"), and the message's head tells when and by what it was
 * saved. A mail's head tells its title, its author and its time.
 */
#include "read/page.h"

enum {
	DEPTH = 8,             /* multiparts within multiparts */
	BOUNDARY = 128,        /* bytes of a boundary; longer ones part nothing */
	HEAD_LINES = 1000,     /* of one part */
	HEAD_LINE = 64 << 10,  /* bytes of one of them, with its continuations */
	LINE = RW_STREAM_PIECE /* bytes of a body's line; a longer one is taken in pieces */
};

typedef struct head {
	rw_slice type, coding, location, subject, from, date, disposition;
} head;

typedef struct mhtml {
	rw_arena *a;
	rw_stream *in;
	char boundary[DEPTH][BOUNDARY];
	size_t n_boundary[DEPTH];
	int depth;
	bool done;
} mhtml;

/* A part that may be the page: its body as received. */
typedef struct body {
	head h;
	rw_buf bytes;
	uint64_t at;
	bool html;
} body;

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }

static bool starts_nocase(rw_slice s, const char *z) {
	size_t n = strlen(z), i = 0;
	if (s.n < n) return false;
	while (i < n && lower(s.p[i]) == z[i]) i++;
	return i == n;
}

/* --- telling -------------------------------------------------------------------------------------------------------- */
/* The bytes of a field's name at the front of a line, 0 where none stands there. */
static size_t field_name(rw_slice line) {
	size_t i = 0;
	while (i < line.n && line.p[i] > ' ' && line.p[i] != ':' && (unsigned char)line.p[i] < 0x7f) i++;
	return i && i < line.n && line.p[i] == ':' ? i : 0;
}

static int sniff(rw_slice s, bool whole) {
	bool mime = false, fields = true;
	rw_slice rest = s;
	if (rw_slice_starts(rest, RW_LIT("From "))) (void)rw_slice_cut(&rest, '\n'); /* as mailboxes begin each mail */
	while (rest.n && fields) {
		rw_slice line = rw_slice_cut(&rest, '\n');
		if (!rest.p && !whole) break; /* cut off */
		if (line.n && line.p[line.n - 1] == '\r') line.n--;
		if (!line.n) return mime ? 2 : 0;
		fields = line.p[0] == ' ' || line.p[0] == '\t' || field_name(line);
		mime = mime || starts_nocase(line, "mime-version:") || starts_nocase(line, "content-type:");
	}
	return mime && fields ? 2 : 0;
}

static riwaya_status open_mhtml(rw_arena *a, rw_stream *in, const rw_manner *how, void **state, riwaya_error *err) {
	(void)how;
	(void)err;
	mhtml *m = RW_NEW(a, mhtml);
	m->a = a;
	m->in = in;
	*state = m;
	return RIWAYA_OK;
}

/* --- heads ---------------------------------------------------------------------------------------------------------- */
/* A line up to and with its end, or a piece of one that is longer: *whole is false then, and what follows begins no line. Empty at the end. */
static riwaya_status next_line(mhtml *m, bool *whole, rw_slice *line, riwaya_error *err) {
	rw_slice v;
	riwaya_status status = rw_stream_look(m->in, LINE, &v, err);
	if (status) return status;
	const char *end = v.n ? memchr(v.p, '\n', v.n < LINE ? v.n : LINE) : NULL;
	size_t n = end ? (size_t)(end - v.p) + 1 : v.n < LINE ? v.n : LINE;
	*line = rw_slice_of(v.p, n);
	*whole = end != NULL;
	return RIWAYA_OK;
}

static riwaya_status read_head(mhtml *m, rw_arena *a, head *h, riwaya_error *err) {
	static const char *const names[] = {"content-type:", "content-transfer-encoding:", "content-location:", "subject:",
		"from:", "date:", "content-disposition:", "snapshot-content-location:"};
	rw_slice *const values[] = {
		&h->type, &h->coding, &h->location, &h->subject, &h->from, &h->date, &h->disposition, &h->location};
	rw_buf b = RW_BUF(a);
	int field = -1;
	*h = (head){0};
	for (int lines = 0;; lines++) {
		rw_slice line;
		bool whole;
		riwaya_status status = next_line(m, &whole, &line, err);
		if (status) return status;
		bool more = line.n && (line.p[0] == ' ' || line.p[0] == '\t') && lines;
		bool end = !line.n || line.p[0] == '\n' || line.p[0] == '\r' || lines > HEAD_LINES;
		if (!more && field >= 0 && !values[field]->n) *values[field] = rw_slice_trim(rw_arena_copy(a, rw_buf_view(&b)));
		if (!more) {
			field = -1;
			b.n = 0;
			for (size_t i = 0; i < RW_COUNT(names) && !end; i++)
				if (starts_nocase(line, names[i])) field = (int)i;
		}
		rw_slice value = line;
		if (field >= 0 && !more) value = rw_slice_of(line.p + strlen(names[field]), line.n - strlen(names[field]));
		if (field >= 0 && b.n + value.n < HEAD_LINE) {
			if (more) rw_buf_byte(&b, ' ');
			rw_buf_slice(&b, rw_slice_trim(value));
		}
		rw_stream_take(m->in, line.n);
		if (end) return RIWAYA_OK;
	}
}

/* A parameter of a field's value: "charset" of "text/html; charset=utf-8". */
static rw_slice parameter(rw_slice value, const char *name) {
	size_t n = strlen(name);
	for (size_t i = 0; i + n + 1 < value.n; i++) {
		if (value.p[i] != ';') continue;
		size_t k = i + 1;
		while (k < value.n && blank(value.p[k])) k++;
		rw_slice rest = rw_slice_of(value.p + k, value.n - k);
		if (!starts_nocase(rest, name)) continue;
		k += n;
		while (k < value.n && blank(value.p[k])) k++;
		if (k >= value.n || value.p[k] != '=') continue;
		for (k++; k < value.n && blank(value.p[k]);) k++;
		char quote = k < value.n && value.p[k] == '"' ? '"' : 0;
		if (quote) k++;
		size_t end = k;
		while (end < value.n && (quote ? value.p[end] != quote : value.p[end] != ';' && !blank(value.p[end]))) end++;
		return rw_slice_of(value.p + k, end - k);
	}
	return RW_NONE;
}

/* --- codings -------------------------------------------------------------------------------------------------------- */
static int hex(char c) {
	c = lower(c);
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* `word`: within a head, where "_" is a space. What breaks the rules stays as it stands. */
static rw_slice quoted_printable(rw_arena *a, rw_slice s, bool word) {
	char *p = rw_arena_alloc(a, s.n ? s.n : 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '=' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0) {
			p[n++] = (char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2]));
			i += 2;
			continue;
		}
		if (c == '=') {
			size_t k = i + 1;
			while (k < s.n && (s.p[k] == ' ' || s.p[k] == '\t' || s.p[k] == '\r')) k++;
			if (k >= s.n) break;
			if (s.p[k] == '\n') {
				i = k;
				continue;
			}
		}
		p[n++] = word && c == '_' ? ' ' : c;
	}
	return rw_slice_of(p, n);
}

static rw_slice base64(rw_arena *a, rw_slice s) {
	char *p = rw_arena_alloc(a, s.n / 4 * 3 + 3);
	size_t n = 0;
	uint32_t bits = 0;
	int have = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		int v = c >= 'A' && c <= 'Z' ? c - 'A'
			: c >= 'a' && c <= 'z'   ? c - 'a' + 26
			: c >= '0' && c <= '9'   ? c - '0' + 52
			: c == '+' || c == '-'   ? 62
			: c == '/' || c == '_'   ? 63
									 : -1;
		if (c == '=') have = 0;
		if (v < 0) continue;
		bits = bits << 6 | (uint32_t)v;
		have += 6;
		if (have < 8) continue;
		have -= 8;
		p[n++] = (char)(bits >> have & 0xFF);
	}
	return rw_slice_of(p, n);
}

static rw_slice undo(rw_arena *a, rw_slice bytes, rw_slice coding) {
	if (starts_nocase(coding, "quoted-printable")) return quoted_printable(a, bytes, false);
	if (starts_nocase(coding, "base64")) return base64(a, bytes);
	return bytes;
}

/* A field's words: "=?utf-8?B?…?=" decoded, other bytes told by what they are. */
static rw_slice words(rw_arena *a, rw_slice s) {
	rw_buf b = RW_BUF(a);
	bool after = false; /* white space between two encoded words is none */
	for (size_t i = 0; i < s.n;) {
		size_t k = i;
		rw_slice part[3];
		bool encoded = i + 1 < s.n && s.p[i] == '=' && s.p[i + 1] == '?';
		k += 2;
		for (int f = 0; encoded && f < 3; f++) {
			size_t end = k;
			while (end < s.n && s.p[end] != '?') end++;
			encoded = end < s.n;
			part[f] = rw_slice_of(s.p + k, end - k);
			k = end + 1;
		}
		encoded = encoded && k < s.n && s.p[k] == '=' && part[1].n == 1 && part[0].n < 40;
		if (!encoded) {
			size_t end = i + 1;
			while (end < s.n && s.p[end] != '=') end++;
			rw_slice plain = rw_slice_of(s.p + i, end - i);
			if (!after || rw_slice_trim(plain).n || end == s.n) rw_buf_slice(&b, plain);
			after = false;
			i = end;
			continue;
		}
		char name[40] = "";
		memcpy(name, part[0].p, part[0].n);
		rw_slice bytes = lower(part[1].p[0]) == 'b' ? base64(a, part[2]) : quoted_printable(a, part[2], true);
		rw_buf_slice(&b, starts_nocase(part[0], "utf-8") ? bytes : rw_decode_as(a, name, bytes, NULL));
		after = true;
		i = k + 1;
	}
	rw_slice found = rw_slice_trim(rw_utf8_clean(a, rw_buf_view(&b), NULL));
	return found.n ? found : RW_NONE;
}

/* "Name <a@b.example>" and "\"Name\" <…>": the name. */
static rw_slice sender(rw_slice from) {
	const char *angle = from.n ? memchr(from.p, '<', from.n) : NULL;
	rw_slice s = rw_slice_trim(angle ? rw_slice_of(from.p, (size_t)(angle - from.p)) : from);
	if (s.n > 1 && s.p[0] == '"' && s.p[s.n - 1] == '"') s = rw_slice_of(s.p + 1, s.n - 2);
	return s.n && !memchr(s.p, '@', s.n) ? s : RW_NONE;
}

/* --- parts ---------------------------------------------------------------------------------------------------------- */
/* Which open multipart's boundary a line is, -1 for none; *last: it ends that. */
static int boundary_of(const mhtml *m, rw_slice line, bool *last) {
	if (line.n < 3 || line.p[0] != '-' || line.p[1] != '-') return -1;
	for (int i = m->depth - 1; i >= 0; i--) {
		rw_slice b = rw_slice_of(m->boundary[i], m->n_boundary[i]), rest = rw_slice_of(line.p + 2, line.n - 2);
		if (!rw_slice_starts(rest, b)) continue;
		rest = rw_slice_of(rest.p + b.n, rest.n - b.n);
		*last = rw_slice_starts(rest, RW_LIT("--"));
		if (*last) rest = rw_slice_of(rest.p + 2, rest.n - 2);
		if (rw_slice_trim(rest).n == 0) return i;
	}
	return -1;
}

/* Steps to the next boundary, or to the end; what stands before it goes to `keep`, NULL for nowhere. False at the end of all. */
static riwaya_status to_boundary(mhtml *m, rw_buf *keep, bool *found, riwaya_error *err) {
	bool begins = true;
	*found = false;
	for (;;) {
		rw_slice line;
		bool at_start = begins, last = false;
		riwaya_status status = next_line(m, &begins, &line, err);
		if (status) return status;
		if (!line.n) return RIWAYA_OK;
		int which = at_start ? boundary_of(m, line, &last) : -1;
		if (which >= 0) {
			m->depth = last ? which : which + 1;
			*found = true;
		} else if (keep) {
			if (keep->n + line.n > RIWAYA_MAX_FILE)
				return rw_fail(err, RIWAYA_LIMIT, RW_NONE, rw_stream_at(m->in), 0,
					"the page in it is larger than %d bytes, the limit of one document (RIWAYA_MAX_FILE)",
					RIWAYA_MAX_FILE);
			rw_buf_slice(keep, line);
		}
		rw_stream_take(m->in, line.n);
		if (which < 0) continue;
		/* The line's end before a boundary belongs to it. */
		if (keep && keep->n && keep->p[keep->n - 1] == '\n') keep->n--;
		if (keep && keep->n && keep->p[keep->n - 1] == '\r') keep->n--;
		if (!last) return RIWAYA_OK;
		/* Behind a multipart's end the one around it goes on. */
		keep = NULL;
		*found = false;
	}
}

static bool enter(mhtml *m, rw_slice boundary) {
	if (!boundary.n || boundary.n > BOUNDARY || m->depth == DEPTH) return false;
	memcpy(m->boundary[m->depth], boundary.p, boundary.n);
	m->n_boundary[m->depth++] = boundary.n;
	return true;
}

/* Goes through the parts up to the first of HTML; text goes where there is none. */
static riwaya_status find_page(mhtml *m, rw_arena *a, const head *first, body *out, riwaya_error *err) {
	head h = *first;
	bool found = false, any = false;
	for (;;) {
		bool html = starts_nocase(h.type, "text/html") || starts_nocase(h.type, "application/xhtml+xml");
		bool text = starts_nocase(h.type, "text/plain") || !h.type.n;
		riwaya_status status = RIWAYA_OK;
		if (starts_nocase(h.type, "multipart/") && enter(m, parameter(h.type, "boundary"))) {
			status = to_boundary(m, NULL, &found, err);
		} else if ((html || (text && !any)) && !starts_nocase(h.disposition, "attachment")) {
			*out = (body){.h = h, .bytes = RW_BUF(a), .at = rw_stream_at(m->in), .html = html};
			any = true;
			status = to_boundary(m, &out->bytes, &found, err);
			if (html) return status;
		} else {
			status = to_boundary(m, NULL, &found, err);
		}
		if (!status && found) status = read_head(m, a, &h, err);
		if (status || !found) return status;
	}
}

static riwaya_status next(void *state, rw_document *d, riwaya_error *err) {
	mhtml *m = state;
	rw_arena *a = d->a;
	head h;
	body page = {0};
	if (m->done) return RIWAYA_END;
	m->done = true;
	rw_slice line;
	riwaya_status status = rw_stream_look(m->in, RW_STREAM_PIECE, &line, err);
	if (!status && rw_slice_starts(line, RW_LIT("From ")))
		status = rw_stream_line(m->in, RW_STREAM_PIECE, "RW_STREAM_PIECE", &line, err);
	else
		line.n = 0;
	if (!status) rw_stream_take(m->in, line.n);
	if (!status) status = read_head(m, a, &h, err);
	if (!status) status = find_page(m, a, &h, &page, err);
	if (status) return status;
	rw_slice bytes = undo(a, rw_buf_view(&page.bytes), page.h.coding);
	if (!page.bytes.n || !bytes.n) return RIWAYA_END;
	d->format = "mhtml";
	d->in = RW_NEW(a, rw_stream);
	rw_stream_bytes(d->in, m->in->name, bytes);
	d->charset = parameter(page.h.type, "charset");
	rw_slice location = page.h.location.n ? page.h.location : h.location;
	if (rw_is_web(location)) {
		d->told.address = rw_address_join(a, RW_NONE, location);
	} else {
		d->told.title = words(a, h.subject);
		d->told.author = sender(words(a, h.from));
		d->told.published = h.date;
		d->kind = page.html ? RW_KIND_MARKUP : RW_KIND_TEXT;
	}
	riwaya_piece piece = {
		.kind = RIWAYA_PIECE_PART, .name = location.n ? location : RW_NONE, .offset = page.at, .n = page.bytes.n};
	rw_vec_push(a, &d->pieces, piece);
	return RIWAYA_OK;
}

const rw_container rw_container_mhtml = {
	.format = "a saved page or a mail", .sniff = sniff, .open = open_mhtml, .next = next};
