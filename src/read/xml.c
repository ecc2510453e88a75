/* xml.c: XML as feeds have it. See xml.h for why it is read by hand. */
#include "read/xml.h"
#include "read/dom.h"

static bool blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

static bool name_start(char c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || (unsigned char)c >= 0x80;
}

static bool name_char(char c) { return name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; }

/* --- tokens --------------------------------------------------------------------------------------------------------- */
/* What parts a token that begins with "<" from what follows. */
typedef enum shape { SHAPE_NONE, SHAPE_TAG, SHAPE_COMMENT, SHAPE_CDATA, SHAPE_TYPE, SHAPE_INSTRUCTION } shape;

/* SHAPE_NONE for a "<" that begins nothing. *sure is false where s ends too early to say. */
static shape shape_of(rw_slice s, size_t at, bool *sure) {
	rw_slice rest = rw_slice_of(s.p + at, s.n - at);
	*sure = rest.n >= 9;
	if (rest.n < 2) return SHAPE_NONE;
	char c = rest.p[1];
	if (c == '?') return *sure = true, SHAPE_INSTRUCTION;
	if (c == '!') {
		if (rw_slice_starts(rest, RW_LIT("<!--"))) return *sure = true, SHAPE_COMMENT;
		if (rw_slice_starts(rest, RW_LIT("<![CDATA["))) return SHAPE_CDATA;
		if (rest.n > 2 && (rest.p[2] | 0x20) == 'd') return *sure = true, SHAPE_TYPE;
		return SHAPE_NONE;
	}
	*sure = rest.n > 2 || c != '/';
	return name_start(c) || (c == '/' && rest.n > 2 && name_start(rest.p[2])) ? SHAPE_TAG : SHAPE_NONE;
}

static const char *closing(shape k) {
	return k == SHAPE_COMMENT ? "-->" : k == SHAPE_CDATA ? "]]>" : k == SHAPE_INSTRUCTION ? "?>" : ">";
}

/* The byte after a tag's ">", 0 where s ends before. A "<" within a quoted value means that the quote was never closed. */
static size_t tag_end(rw_slice s, size_t at) {
	char quote = 0;
	for (size_t i = at + 1; i < s.n; i++) {
		char c = s.p[i];
		if (c == '<') {
			const char *end = quote ? memchr(s.p + at, '>', i - at) : NULL;
			return end ? (size_t)(end - s.p) + 1 : i;
		}
		if (quote) {
			if (c == quote) quote = 0;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '>') {
			return i + 1;
		}
	}
	return 0;
}

/* The byte after a document type with all that it declares. */
static size_t type_end(rw_slice s, size_t at) {
	size_t depth = 0;
	char quote = 0;
	for (size_t i = at + 2; i < s.n; i++) {
		char c = s.p[i];
		if (quote) {
			if (c == quote) quote = 0;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '[') {
			depth++;
		} else if (c == ']') {
			depth -= depth > 0;
		} else if (c == '>' && depth == 0) {
			return i + 1;
		}
	}
	return 0;
}

static size_t end_of(rw_slice s, size_t at, shape k) {
	if (k == SHAPE_TAG) return tag_end(s, at);
	if (k == SHAPE_TYPE) return type_end(s, at);
	size_t from = at + (k == SHAPE_CDATA ? 9 : k == SHAPE_COMMENT ? 4 : 2);
	size_t end = rw_slice_find(s, rw_slice_z(closing(k)), from);
	return end == SIZE_MAX ? 0 : end + strlen(closing(k));
}

bool rw_xml_token_at(rw_slice s, size_t at, bool whole, rw_xml_token *t) {
	*t = (rw_xml_token){.at = at};
	if (at >= s.n) return whole;
	size_t i = at;
	bool sure = true;
	shape k = SHAPE_NONE;
	while (i < s.n) {
		const char *sign = memchr(s.p + i, '<', s.n - i);
		i = sign ? (size_t)(sign - s.p) : s.n;
		if (i >= s.n) break;
		k = shape_of(s, i, &sure);
		if (k || (!sure && !whole)) break;
		i++;
	}
	if (i > at) {
		t->kind = RW_XML_TEXT;
		t->n = i - at;
		t->inside = rw_slice_of(s.p + at, t->n);
		return true;
	}
	if (!sure && !whole) return false;
	size_t end = end_of(s, at, k);
	if (!end && !whole) return false;
	/* What never closes: a tag ends at its first ">", anything else takes the rest. */
	bool open = !end;
	if (open) {
		const char *p = k == SHAPE_TAG ? memchr(s.p + at, '>', s.n - at) : NULL;
		end = p ? (size_t)(p - s.p) + 1 : s.n;
	}
	t->n = end - at;
	if (k == SHAPE_CDATA) {
		t->kind = RW_XML_CDATA;
		t->inside = rw_slice_of(s.p + at + 9, t->n - 9 - (open ? 0 : 3));
		return true;
	}
	t->kind = RW_XML_OTHER;
	if (k != SHAPE_TAG) return true;
	bool close = s.p[at + 1] == '/';
	size_t from = at + 1 + close, to = from;
	while (to < end && name_char(s.p[to])) to++;
	t->kind = close ? RW_XML_END : RW_XML_START;
	t->name = rw_slice_of(s.p + from, to - from);
	t->inside = rw_slice_of(s.p + at, t->n);
	t->empty = !close && t->n > 2 && s.p[end - 1] == '>' && s.p[end - 2] == '/';
	return true;
}

rw_slice rw_xml_attribute(const rw_xml_token *t, const char *name) {
	rw_tag tag;
	rw_tags tags = {.text = t->inside};
	rw_tag_read(&tags, 0, &tag);
	return rw_slice_trim(rw_tag_attr(&tag, name));
}

rw_slice rw_xml_local(rw_slice name) {
	const char *sign = name.n ? memchr(name.p, ':', name.n) : NULL;
	return sign ? rw_slice_of(sign + 1, name.n - (size_t)(sign + 1 - name.p)) : name;
}

rw_slice rw_xml_prefix(rw_slice name) {
	const char *sign = name.n ? memchr(name.p, ':', name.n) : NULL;
	return sign ? rw_slice_of(name.p, (size_t)(sign - name.p)) : RW_NONE;
}

static bool listed(const char *names, rw_slice name) {
	for (rw_slice all = rw_slice_z(names); all.p;)
		if (rw_slice_eq(rw_slice_cut(&all, ' '), name)) return true;
	return false;
}

/* The next declaration from `at` on, or SIZE_MAX: by its question mark, which is rare in pages, where tags are not. */
static size_t next_declaration(rw_slice s, size_t at) {
	while (at + 1 < s.n) {
		const char *mark = memchr(s.p + at + 1, '?', s.n - at - 1);
		if (!mark) break;
		at = (size_t)(mark - s.p);
		if (rw_slice_starts(rw_slice_of(s.p + at - 1, s.n - at + 1), RW_LIT("<?xml"))) return at - 1;
	}
	return SIZE_MAX;
}

bool rw_xml_root(rw_slice head, const char *roots, rw_xml_token *t) {
	/* Archives hold feeds too: nothing but a tag or white space stands first in a feed itself. */
	size_t first = rw_slice_starts(head, RW_LIT("\xef\xbb\xbf")) ? 3 : 0;
	while (first < head.n && blank(head.p[first])) first++;
	if (first >= head.n || head.p[first] != '<') return false;
	for (size_t at = 0; rw_xml_token_at(head, at, false, t);) {
		if (t->kind == RW_XML_START && listed(roots, rw_xml_local(t->name))) return true;
		at = t->at + t->n;
		if (t->kind == RW_XML_START) at = next_declaration(head, at);
		if (at >= head.n) break;
	}
	return false;
}

rw_slice rw_xml_declared(rw_slice head) {
	size_t at = rw_slice_find(head, RW_LIT("<?xml"), 0);
	rw_xml_token t;
	if (at == SIZE_MAX || !rw_xml_token_at(head, at, false, &t)) return RW_NONE;
	rw_slice line = rw_slice_of(head.p + t.at, t.n);
	at = rw_slice_find(line, RW_LIT("encoding"), 0);
	if (at == SIZE_MAX) return RW_NONE;
	at += strlen("encoding");
	while (at < line.n && (blank(line.p[at]) || line.p[at] == '=' || line.p[at] == '"' || line.p[at] == '\'')) at++;
	size_t end = at;
	while (end < line.n && line.p[end] != '"' && line.p[end] != '\'' && !blank(line.p[end]) && line.p[end] != '?')
		end++;
	return rw_slice_of(line.p + at, end - at);
}

/* --- from a stream -------------------------------------------------------------------------------------------------- */
uint64_t rw_xml_at(const rw_xml *x) { return rw_stream_at(x->in); }

/* Steps over what is longer than may be held, up to and with `end`. */
static riwaya_status step_over(rw_xml *x, rw_slice end, riwaya_error *err) {
	for (;;) {
		rw_slice v;
		riwaya_status status = rw_stream_look(x->in, end.n, &v, err);
		if (status) return status;
		size_t at = rw_slice_find(v, end, 0);
		if (at != SIZE_MAX || v.n < end.n) {
			rw_stream_take(x->in, at == SIZE_MAX ? v.n : at + end.n);
			return RIWAYA_OK;
		}
		rw_stream_take(x->in, v.n - end.n + 1);
	}
}

static riwaya_status too_long(const rw_xml *x, const char *what, uint64_t at, size_t max, riwaya_error *err) {
	return rw_fail(err, RIWAYA_LIMIT, x->in->name, at, 0,
		"%s is longer than %zu bytes, the limit of one (RIWAYA_MAX_RECORD); it was left out", what, max);
}

/* More of the stream in view than the n bytes that there are, `max` at most; *ended where there is no more. */
static riwaya_status widen(rw_xml *x, size_t n, size_t max, rw_slice *v, bool *ended, riwaya_error *err) {
	size_t want = n < RW_STREAM_PIECE ? RW_STREAM_PIECE : n * 2;
	if (want > max + RW_STREAM_PIECE) want = max + RW_STREAM_PIECE;
	riwaya_status status = rw_stream_look(x->in, want, v, err);
	*ended = !status && v->n < want;
	return status;
}

riwaya_status rw_xml_next(rw_xml *x, rw_xml_token *t, riwaya_error *err) {
	rw_slice v;
	bool ended = false;
	rw_stream_take(x->in, x->done);
	x->done = 0;
	riwaya_status status = rw_stream_look(x->in, 1, &v, err);
	if (status) return status;
	*t = (rw_xml_token){0};
	if (v.n == 0) return RIWAYA_OK;
	while (!rw_xml_token_at(v, 0, ended, t)) {
		if (v.n > RIWAYA_MAX_RECORD) {
			bool sure;
			uint64_t at = rw_xml_at(x);
			status = step_over(x, rw_slice_z(closing(shape_of(v, 0, &sure))), err);
			return status ? status : too_long(x, "a tag", at, RIWAYA_MAX_RECORD, err);
		}
		status = widen(x, v.n, RIWAYA_MAX_RECORD, &v, &ended, err);
		if (status) return status;
	}
	x->done = t->n;
	/* Bytes in memory are all in view, and no more of them is taken than of others. */
	return t->kind != RW_XML_TEXT && t->n > RIWAYA_MAX_RECORD
		? too_long(x, "a tag", rw_xml_at(x), RIWAYA_MAX_RECORD, err)
		: RIWAYA_OK;
}

riwaya_status rw_xml_open(rw_arena *a, rw_xml *x, rw_stream *in, rw_slice *head, rw_slice *declared, riwaya_error *err) {
	*x = (rw_xml){.in = in};
	*declared = RW_NONE;
	riwaya_status status = rw_stream_look(in, RW_STREAM_PIECE, head, err);
	if (status) return status;
	rw_slice encoding = rw_xml_declared(*head);
	if (encoding.n) *declared = rw_arena_copy(a, encoding);
	return RIWAYA_OK;
}

riwaya_status rw_xml_next_start(rw_xml *x, rw_xml_token *t, riwaya_error *err) {
	riwaya_status status;
	do status = rw_xml_next(x, t, err);
	while (!status && t->kind != RW_XML_START && t->kind != RW_XML_END_OF_ALL);
	return status ? status : t->kind == RW_XML_START ? RIWAYA_OK : RIWAYA_END;
}

/* The ends of lists end the item that was left open in them. */
static bool ends_list(rw_slice name) { return listed("channel rss feed RDF urlset sitemapindex", rw_xml_local(name)); }

riwaya_status rw_xml_element(
	rw_xml *x, const rw_xml_token *start, size_t max, const char *ends, rw_slice *out, bool *cut, riwaya_error *err) {
	rw_slice v = start->inside;
	uint64_t begin = rw_xml_at(x);
	size_t at = start->n, depth = 1;
	bool ended = false, over = false;
	char kept[64];
	rw_slice name = rw_slice_of(kept, start->name.n < sizeof kept ? start->name.n : sizeof kept);
	memcpy(kept, start->name.p, name.n);
	*out = v;
	*cut = false;
	if (start->empty) return RIWAYA_OK;
	riwaya_status status = rw_stream_look(x->in, at, &v, err);
	while (!status) {
		rw_xml_token t;
		/* Of what is too long only tags are of interest. */
		if (over || at > max) {
			over = true;
			rw_stream_take(x->in, at);
			x->done = at = 0;
			status = rw_stream_look(x->in, 1, &v, err);
			if (status) return status;
		}
		if (!rw_xml_token_at(v, at, ended, &t)) {
			if (v.n > max + RW_STREAM_PIECE / 2) {
				bool sure;
				over = true;
				shape k = shape_of(v, at, &sure);
				rw_stream_take(x->in, at);
				x->done = at = 0;
				status = step_over(x, rw_slice_z(closing(k)), err);
				if (!status) status = rw_stream_look(x->in, 1, &v, err);
			} else {
				status = widen(x, v.n, max, &v, &ended, err);
			}
			continue;
		}
		if (t.kind == RW_XML_END_OF_ALL) {
			*cut = true;
			break;
		}
		bool same = rw_slice_eq(t.name, name);
		if ((t.kind == RW_XML_START && listed(ends, rw_xml_local(t.name))) ||
			(t.kind == RW_XML_END && ends_list(t.name))) {
			*cut = true;
			break;
		}
		at += t.n;
		if (t.kind == RW_XML_START && same && !t.empty) depth++;
		if (t.kind == RW_XML_END && same && --depth == 0) break;
	}
	if (status) return status;
	x->done = at;
	if (over || at > max) return too_long(x, "an element", begin, max, err);
	*out = rw_slice_of(v.p, at);
	return RIWAYA_OK;
}

/* --- in memory ------------------------------------------------------------------------------------------------------ */
bool rw_xml_child(rw_xml_walk *w, rw_xml_token *t, rw_slice *content) {
	while (rw_xml_token_at(w->s, w->at, true, t) && t->kind != RW_XML_END_OF_ALL) {
		size_t from = t->at + t->n;
		w->at = from;
		if (t->kind != RW_XML_START) continue;
		*content = rw_slice_of(w->s.p + from, 0);
		if (t->empty) return true;
		if (w->unclosed >= RW_XML_UNCLOSED) continue;
		size_t depth = 1;
		for (size_t at = from; at < w->s.n;) {
			rw_xml_token k;
			rw_xml_token_at(w->s, at, true, &k);
			at = k.at + k.n;
			if (!rw_slice_eq(k.name, t->name)) continue;
			if (k.kind == RW_XML_START && !k.empty) depth++;
			if (k.kind != RW_XML_END || --depth) continue;
			*content = rw_slice_of(w->s.p + from, k.at - from);
			w->at = at;
			return true;
		}
		/* It never closes: its text goes to the next tag, and what follows is read on its own. */
		w->unclosed++;
		for (rw_xml_token k; rw_xml_token_at(w->s, w->at, true, &k); w->at = k.at + k.n)
			if (k.kind != RW_XML_TEXT && k.kind != RW_XML_CDATA) break;
		*content = rw_slice_of(w->s.p + from, w->at - from);
		return true;
	}
	return false;
}

/* --- what it says --------------------------------------------------------------------------------------------------- */
const char *rw_xml_encoding(rw_arena *a, rw_slice bytes, rw_slice declared) {
	rw_read_context c = {.a = a, .scratch = a};
	rw_input in = {.bytes = bytes};
	rw_slice text;
	const char *name = "UTF-8";
	rw_utf8_patches patches = {0};
	if (rw_utf8_clean(a, bytes, NULL).p == bytes.p) return name;
	if (rw_decode(&c, &in, declared, &text, &name, &patches, NULL)) return "UTF-8";
	return name;
}

bool rw_xml_has_tags(rw_slice s) {
	for (size_t i = 0; i + 2 < s.n; i++) {
		if (s.p[i] != '<') continue;
		char c = s.p[i + 1] == '/' ? s.p[i + 2] : s.p[i + 1];
		if (((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '!') return true;
	}
	return false;
}

static void put_character(rw_buf *b, uint32_t c) {
	char out[4];
	rw_buf_put(b, out, rw_utf8_put(c, out));
}

rw_slice rw_xml_text(rw_arena *a, rw_slice content, const char *encoding, rw_utf8_patches *patches) {
	rw_slice s = rw_decode_as(a, encoding, content, patches);
	if (!s.n || (!memchr(s.p, '<', s.n) && !memchr(s.p, '&', s.n))) return s;
	rw_xml_token t;
	bool elements = false;
	for (size_t at = 0; !elements && at < s.n; at = t.at + t.n) {
		rw_xml_token_at(s, at, true, &t);
		elements = t.kind == RW_XML_START || t.kind == RW_XML_END;
	}
	rw_buf b = RW_BUF(a);
	for (size_t at = 0; at < s.n; at = t.at + t.n) {
		rw_xml_token_at(s, at, true, &t);
		if (t.kind == RW_XML_START || t.kind == RW_XML_END || (t.kind == RW_XML_TEXT && elements))
			rw_buf_put(&b, s.p + t.at, t.n);
		if (t.kind == RW_XML_CDATA) rw_buf_slice(&b, t.inside);
		if (t.kind != RW_XML_TEXT || elements) continue;
		for (size_t i = 0; i < t.inside.n;) {
			const char *sign = memchr(t.inside.p + i, '&', t.inside.n - i);
			size_t to = sign ? (size_t)(sign - t.inside.p) : t.inside.n;
			rw_buf_put(&b, t.inside.p + i, to - i);
			i = to;
			uint32_t c;
			size_t n = i < t.inside.n ? rw_reference(t.inside, i, &c) : 0;
			if (n)
				put_character(&b, c);
			else if (i < t.inside.n)
				rw_buf_byte(&b, t.inside.p[i++]);
			i += n;
		}
	}
	return rw_buf_view(&b);
}

/* The byte after the tag or comment at i, 0 where none begins there. */
static size_t markup_end(rw_slice s, size_t i) {
	rw_xml_token t;
	if (!rw_xml_token_at(s, i, true, &t) || t.kind == RW_XML_TEXT) return 0;
	return s.p[t.at + t.n - 1] == '>' ? t.at + t.n : 0;
}

/* Appends n bytes that stand at `from`, as they are there where `same`. */
static void put_run(
	rw_arena *a, rw_buf *b, rw_runs *runs, bool *exact, const char *p, size_t n, uint64_t from, bool same) {
	uint32_t at = (uint32_t)b->n;
	rw_text_run *last = runs && runs->n ? &runs->p[runs->n - 1] : NULL;
	rw_buf_put(b, p, n);
	if (!runs) return;
	if (last && same && *exact && last->from + last->n == from)
		last->n += (uint32_t)n;
	else
		rw_vec_push(a, runs, (rw_text_run){at, (uint32_t)n, from});
	*exact = same;
}

rw_slice rw_xml_plain(rw_arena *a, rw_slice s, rw_runs *runs) {
	rw_buf b = RW_BUF(a);
	bool space = false, exact = false; /* exact: the last run's bytes are those of the text */
	uint64_t space_at = 0;
	for (size_t i = 0; i < s.n;) {
		size_t from = i, end = s.p[i] == '<' ? markup_end(s, i) : 0;
		if (end) {
			i = end;
			continue;
		}
		uint32_t c = 0;
		size_t n = s.p[i] == '&' ? rw_reference(s, i, &c) : 0;
		bool reference = n > 0;
		if (reference)
			i += n;
		else
			c = rw_utf8_next(s, &i);
		if (c < 0x80 ? blank((char)c) : rw_is_space(c)) {
			if (!space) space_at = from;
			space = true;
			continue;
		}
		if (space && b.n) put_run(a, &b, runs, &exact, " ", 1, space_at, s.p[space_at] == ' ');
		space = false;
		char out[4];
		if (reference)
			put_run(a, &b, runs, &exact, out, rw_utf8_put(c, out), from, false);
		else
			put_run(a, &b, runs, &exact, s.p + from, i - from, from, true);
	}
	return rw_buf_view(&b);
}

rw_slice rw_xml_words(rw_arena *a, rw_slice content, const char *encoding) {
	rw_slice s = content.n ? rw_xml_plain(a, rw_xml_text(a, content, encoding, NULL), NULL) : RW_NONE;
	return s.n ? s : RW_NONE;
}
