/* html_parse.c: HTML to blocks of text by libxml2's SAX interface.
 *
 * libxml2 2.9 takes time quadratic in unmatched end tags and in nesting, so a first pass over the bytes blanks end tags that
 * close nothing and start tags nested deeper than RW_HTML_DEPTH, byte for byte, so that offsets hold.
 *
 * Where a piece of text stood is `consumed + cur - base` less its length; at a flush of its buffer, libxml2 has not yet stepped over
 * the last character. Both are tried against the bytes, so that a run is exact or is a character reference.
 */
#include "read/dom.h"

#include <libxml/HTMLparser.h>
#include <libxml/xmlerror.h>

typedef struct tag_info {
	const char *name;
	bool block;
	uint16_t flags;
} tag_info;

static const tag_info tags[] = {
	{"address", true, 0},
	{"article", true, RW_BOX_ARTICLE},
	{"aside", true, RW_BOX_OUTSIDE},
	{"blockquote", true, RW_BOX_QUOTE},
	{"body", true, 0},
	{"center", true, 0},
	{"dd", true, RW_BOX_LIST},
	{"details", true, 0},
	{"dialog", true, RW_BOX_OUTSIDE},
	{"div", true, 0},
	{"dl", true, 0},
	{"dt", true, RW_BOX_LIST},
	{"fieldset", true, 0},
	{"figcaption", true, RW_BOX_CAPTION},
	{"figure", true, 0},
	{"footer", true, RW_BOX_OUTSIDE},
	{"form", true, 0},
	{"h1", true, RW_BOX_HEADING},
	{"h2", true, RW_BOX_HEADING},
	{"h3", true, RW_BOX_HEADING},
	{"h4", true, RW_BOX_HEADING},
	{"h5", true, RW_BOX_HEADING},
	{"h6", true, RW_BOX_HEADING},
	{"header", true, RW_BOX_HEADER},
	{"hr", true, 0},
	{"html", true, 0},
	{"li", true, RW_BOX_LIST},
	{"main", true, 0},
	{"menu", true, RW_BOX_OUTSIDE},
	{"nav", true, RW_BOX_OUTSIDE},
	{"ol", true, 0},
	{"p", true, RW_BOX_PARAGRAPH},
	{"pre", true, 0},
	{"section", true, 0},
	{"summary", true, 0},
	{"table", true, 0},
	{"tbody", true, 0},
	{"td", true, RW_BOX_CELL},
	{"tfoot", true, 0},
	{"th", true, RW_BOX_CELL},
	{"thead", true, 0},
	{"tr", true, 0},
	{"ul", true, 0},
	{"audio", true, RW_BOX_SKIP},
	{"button", true, RW_BOX_SKIP},
	{"canvas", true, RW_BOX_SKIP},
	{"head", true, RW_BOX_SKIP},
	{"iframe", true, RW_BOX_SKIP},
	{"math", true, RW_BOX_SKIP},
	{"noscript", true, RW_BOX_SKIP},
	{"object", true, RW_BOX_SKIP},
	{"option", true, RW_BOX_SKIP},
	{"script", true, RW_BOX_SKIP},
	{"select", true, RW_BOX_SKIP},
	{"style", true, RW_BOX_SKIP},
	{"svg", true, RW_BOX_SKIP},
	{"template", true, RW_BOX_SKIP},
	{"textarea", true, RW_BOX_SKIP},
	{"video", true, RW_BOX_SKIP},
};

typedef struct parser {
	rw_read_context *c;
	rw_read_cache *k;
	rw_arena *a;
	rw_slice text;
	htmlParserCtxtPtr x;
	rw_dom *dom;
	uint32_t open;         /* index + 1 of the innermost open box */
	RW_VEC(uint8_t) kinds; /* per open element: 1 a box, 2 link, 0 other */
	int links;
	bool in_title, in_json;
	rw_buf title, json;
	/* The block being filled. */
	rw_buf block;
	RW_VEC(rw_run) runs;
	uint32_t linked;
	bool pending_space, space_exact, last_exact;
	uint64_t space_at;
	bool failed; /* memory ran out in a callback */
} parser;

/* What libxml2 reports: an element's name and attributes, or text of `len` bytes. */
typedef struct event {
	const xmlChar *text;
	const xmlChar **atts;
	int len;
} event;

/* --- the first pass ------------------------------------------------------------------------------------------------ */
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool name_char(char c) {
	c = lower(c);
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '_';
}

static bool starts_nocase(const char *p, size_t n, const char *z) {
	size_t k = strlen(z);
	if (n < k) return false;
	for (size_t i = 0; i < k; i++) {
		if (lower(p[i]) != z[i]) return false;
	}
	return true;
}

static bool one_of(const char *p, size_t n, const char *const *list, size_t count) {
	for (size_t i = 0; i < count; i++) {
		if (strlen(list[i]) == n && starts_nocase(p, n, list[i])) return true;
	}
	return false;
}

/* The byte after the tag that begins at i. */
static size_t tag_end(const char *p, size_t n, size_t i) {
	char quote = 0;
	size_t limit = n - i > 65536 ? i + 65536 : n;
	for (; i < limit; i++) {
		if (quote) {
			if (p[i] == quote) quote = 0;
		} else if ((p[i] == '"' || p[i] == '\'') && p[i - 1] == '=') {
			quote = p[i];
		} else if (p[i] == '>') {
			return i + 1;
		}
	}
	return limit;
}

static bool tame(char *p, size_t n) {
	static const char *const empty[] = {
		"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"};
	/* The parser closes these by itself when the next one opens. */
	static const char *const loose[] = {
		"p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "tfoot", "html", "head", "body"};
	static const char *const raw[] = {"script", "style"};
	uint32_t count[1024] = {0};
	uint32_t depth = 0;
	bool cut = false;
	for (size_t i = 0; i < n;) {
		unsigned char ch = (unsigned char)p[i];
		if (ch != '<') {
			if (ch < 32 && ch != '\t' && ch != '\n' && ch != '\r') p[i] = ' ';
			i++;
			continue;
		}
		if (n - i >= 4 && memcmp(p + i, "<!--", 4) == 0) {
			size_t end = rw_slice_find(rw_slice_of(p, n), RW_LIT("-->"), i + 4);
			/* A comment that never ends would take the page with it; browsers end it at the page's end too. */
			i = end == SIZE_MAX ? n : end + 3;
			continue;
		}
		bool close = i + 1 < n && p[i + 1] == '/';
		size_t s = i + 1 + close, e = s;
		while (e < n && e - s < 64 && name_char(p[e])) e++;
		if (e == s) {
			i++;
			continue;
		}
		size_t end = tag_end(p, n, e);
		if (one_of(p + s, e - s, empty, RW_COUNT(empty))) {
			i = end;
			continue;
		}
		uint32_t h = 2166136261u;
		for (size_t k = s; k < e; k++) h = (h ^ (unsigned char)lower(p[k])) * 16777619u;
		uint32_t *open = &count[h & 1023];
		bool free_of_depth = one_of(p + s, e - s, loose, RW_COUNT(loose));
		if (close) {
			if (*open == 0) {
				memset(p + i, ' ', end - i);
			} else {
				(*open)--;
				if (!free_of_depth && depth) depth--;
			}
		} else if (!free_of_depth && depth >= RW_HTML_DEPTH) {
			memset(p + i, ' ', end - i);
			cut = true;
		} else {
			(*open)++;
			if (!free_of_depth) depth++;
			if (one_of(p + s, e - s, raw, RW_COUNT(raw))) {
				size_t k = end;
				while (k < n &&
					!(p[k] == '<' && k + 1 < n && p[k + 1] == '/' &&
						starts_nocase(p + k + 2, n - k - 2, lower(p[s + 1]) == 'c' ? "script" : "style")))
					k++;
				end = k;
			}
		}
		i = end;
	}
	return cut;
}

/* --- blocks -------------------------------------------------------------------------------------------------------- */
static void flush(parser *s) {
	rw_slice text = rw_buf_view(&s->block);
	if (text.n > 0 && s->dom->boxes.n > 0) {
		rw_block_text b = {.box = s->open ? s->open - 1 : 0,
			.text = text,
			.runs = s->runs.p,
			.n_runs = (uint32_t)s->runs.n,
			.linked = s->linked};
		rw_vec_push(s->a, &s->dom->blocks, b);
		s->block = RW_BUF(s->a);
		s->runs.p = NULL;
		s->runs.n = s->runs.cap = 0;
	}
	s->block.n = 0;
	s->runs.n = 0;
	s->linked = 0;
	s->pending_space = false;
}

static void put(parser *s, const char *p, size_t n, uint64_t from, bool exact) {
	uint32_t at = (uint32_t)s->block.n;
	rw_buf_put(&s->block, p, n);
	if (s->links) s->linked += (uint32_t)n;
	rw_run *last = s->runs.n ? &s->runs.p[s->runs.n - 1] : NULL;
	if (exact && s->last_exact && last && last->at + last->n == at && last->from + last->n == from) {
		last->n += (uint32_t)n;
	} else {
		rw_vec_push(s->a, &s->runs, (rw_run){at, (uint32_t)n, from});
	}
	s->last_exact = exact;
}

static void text_piece(parser *s, const char *p, size_t n, uint64_t from, bool exact) {
	size_t start = 0;
	for (size_t i = 0; i <= n; i++) {
		bool blank = i < n && (p[i] == ' ' || p[i] == '\n' || p[i] == '\t' || p[i] == '\r' || p[i] == '\f');
		if (i < n && !blank) continue;
		if (i > start) {
			if (s->pending_space && s->block.n) put(s, " ", 1, s->space_at, s->space_exact);
			s->pending_space = false;
			put(s, p + start, i - start, exact ? from + start : from, exact);
		}
		if (blank && !s->pending_space) {
			s->pending_space = true;
			s->space_at = exact ? from + i : from;
			s->space_exact = exact && p[i] == ' ';
		}
		start = i + 1;
	}
}

static void take_text(parser *s, const event *e) {
	const char *p = (const char *)e->text;
	int len = e->len;
	if (len <= 0) return;
	size_t n = (size_t)len;
	if (s->in_json) {
		if (s->json.n < RW_HTML_JSON) rw_buf_put(&s->json, p, n);
		return;
	}
	if (s->in_title) {
		if (s->title.n < 4096) rw_buf_put(&s->title, p, n);
		return;
	}
	if (!s->open || (s->dom->boxes.p[s->open - 1].all & RW_BOX_SKIP)) return;
	const xmlParserInput *in = s->x->input;
	int64_t cur = (int64_t)in->consumed + (in->cur - in->base);
	size_t last = 1;
	while (last < n && ((unsigned char)p[n - last] & 0xC0) == 0x80) last++;
	int64_t tries[] = {cur - len, cur - len + (int64_t)last};
	for (size_t i = 0; i < RW_COUNT(tries); i++) {
		if (tries[i] < 0 || (uint64_t)tries[i] + n > s->text.n || memcmp(s->text.p + tries[i], p, n) != 0) continue;
		text_piece(s, p, n, (uint64_t)tries[i], true);
		return;
	}
	/* A character reference: its place is that of its "&". */
	int64_t at = cur < (int64_t)s->text.n ? cur : (int64_t)s->text.n;
	for (int64_t back = at - 1; back >= 0 && at - back < 48; back--) {
		if (s->text.p[back] == '&') {
			at = back;
			break;
		}
	}
	text_piece(s, p, n, (uint64_t)(at < 0 ? 0 : at), false);
}

/* --- elements ------------------------------------------------------------------------------------------------------ */
static rw_slice attr(const xmlChar **atts, const char *name) {
	for (size_t i = 0; atts && atts[i]; i += 2) {
		if (strcmp((const char *)atts[i], name) == 0) return rw_slice_z((const char *)atts[i + 1]);
	}
	return RW_NONE;
}

/* Whether the word stands in a class or id, parted from other words by spaces, "-" or "_". */
static bool has_word(rw_slice list, rw_slice word) {
	for (size_t i = 0; i + word.n <= list.n; i++) {
		bool same = true;
		for (size_t k = 0; k < word.n && same; k++) same = lower(list.p[i + k]) == lower(word.p[k]);
		if (!same) continue;
		bool left = i == 0 || list.p[i - 1] == ' ' || list.p[i - 1] == '-' || list.p[i - 1] == '_';
		size_t e = i + word.n;
		bool right = e == list.n || list.p[e] == ' ' || list.p[e] == '-' || list.p[e] == '_';
		if (left && right) return true;
	}
	return false;
}

static uint32_t hints(const parser *s, rw_slice list) {
	uint32_t flags = 0;
	if (list.n == 0) return 0;
	if (list.n > 512) list.n = 512;
	for (size_t i = 0; i < s->k->hints.n; i++) {
		const rw_hint *h = &s->k->hints.p[i];
		uint32_t flag = h->what == RW_WHAT_ARTICLE ? RW_BOX_ARTICLE
			: h->what == RW_WHAT_CLASS_CAPTION     ? RW_BOX_CAPTION
												   : RW_BOX_FURNITURE;
		if (!(flags & flag) && has_word(list, h->word)) flags |= flag;
	}
	return flags;
}

static void keep(parser *s, rw_slice *where, rw_slice value) {
	value = rw_trim_text(value);
	if (where->n == 0 && value.n > 0) *where = rw_arena_copy(s->a, value);
}

static void meta_tag(parser *s, const xmlChar **atts) {
	static const char *const published[] = {"article:published_time", "datepublished", "og:article:published_time",
		"date", "pubdate", "publishdate", "publish_date", "publish-date", "dc.date", "dc.date.issued", "dcterms.created",
		"dcterms.issued", "dc.date.created", "parsely-pub-date", "sailthru.date", "article.published", "published_time",
		"cxenseparse:recs:publishtime", "citation_publication_date", "date.created", "originalpublicationdate"};
	static const char *const modified[] = {
		"article:modified_time", "datemodified", "og:updated_time", "last-modified", "dcterms.modified"};
	rw_meta *m = &s->dom->meta;
	rw_slice key = attr(atts, "property"), value = attr(atts, "content");
	if (!key.n) key = attr(atts, "name");
	if (!key.n) key = attr(atts, "itemprop");
	if (!key.n || !value.n) return;
	if (one_of(key.p, key.n, published, RW_COUNT(published))) {
		riwaya_when w;
		rw_slice zone;
		if (rw_when_parse(value, &w, &zone)) keep(s, &m->published, value);
	} else if (one_of(key.p, key.n, modified, RW_COUNT(modified))) {
		keep(s, &m->modified, value);
	} else if (rw_slice_eqz(key, "og:title") || rw_slice_eqz(key, "twitter:title")) {
		keep(s, &m->title, value);
	} else if (rw_slice_eqz(key, "og:site_name")) {
		keep(s, &m->site, value);
	} else if (rw_slice_eqz(key, "og:url")) {
		keep(s, &m->address, value);
	} else if (rw_slice_eqz(key, "author") || rw_slice_eqz(key, "article:author") || rw_slice_eqz(key, "dc.creator")) {
		if (rw_slice_find(value, RW_LIT("://"), 0) == SIZE_MAX) keep(s, &m->author, value);
	}
}

static const tag_info *tag_of(const char *name) {
	for (size_t i = 0; i < RW_COUNT(tags); i++) {
		if (strcmp(tags[i].name, name) == 0) return &tags[i];
	}
	return NULL;
}

static void take_start(parser *s, const event *e) {
	const char *name = (const char *)e->text;
	const xmlChar **atts = e->atts;
	const tag_info *t = tag_of(name);
	uint8_t kind = 0;
	if (strcmp(name, "meta") == 0) {
		meta_tag(s, atts);
	} else if (strcmp(name, "link") == 0) {
		if (rw_slice_eqz(attr(atts, "rel"), "canonical")) keep(s, &s->dom->meta.address, attr(atts, "href"));
	} else if (strcmp(name, "time") == 0) {
		riwaya_when w;
		rw_slice zone, value = attr(atts, "datetime"), prop = attr(atts, "itemprop");
		bool published = rw_slice_eqz(prop, "datePublished") || attr(atts, "pubdate").p;
		if (published && rw_when_parse(value, &w, &zone)) keep(s, &s->dom->meta.published, value);
		if (!published && !rw_slice_eqz(prop, "dateModified") && rw_when_parse(value, &w, &zone))
			keep(s, &s->dom->meta.source, value);
	} else if (strcmp(name, "title") == 0) {
		s->in_title = !s->title.n;
	} else if (strcmp(name, "br") == 0) {
		flush(s);
	} else if (strcmp(name, "a") == 0) {
		kind = 2;
		s->links++;
	}
	if (strcmp(name, "script") == 0) s->in_json = rw_slice_eqz(attr(atts, "type"), "application/ld+json");
	if (t && (s->dom->boxes.n < RW_HTML_BOXES)) {
		flush(s);
		uint32_t own = t->flags, above = s->open ? s->dom->boxes.p[s->open - 1].all : 0;
		if (!(above & RW_BOX_SKIP)) {
			own |= hints(s, attr(atts, "class")) | hints(s, attr(atts, "id"));
			rw_slice prop = attr(atts, "itemprop"), role = attr(atts, "role"), style = attr(atts, "style");
			if (rw_slice_eqz(prop, "articleBody")) own |= RW_BOX_BODY | RW_BOX_ARTICLE;
			if (rw_slice_eqz(role, "navigation") || rw_slice_eqz(role, "banner") || rw_slice_eqz(role, "contentinfo") ||
				rw_slice_eqz(role, "complementary") || rw_slice_eqz(role, "search") || rw_slice_eqz(role, "dialog"))
				own |= RW_BOX_OUTSIDE;
			if (attr(atts, "hidden").p || rw_slice_eqz(attr(atts, "aria-hidden"), "true") ||
				rw_slice_find(style, RW_LIT("display:none"), 0) != SIZE_MAX ||
				rw_slice_find(style, RW_LIT("display: none"), 0) != SIZE_MAX)
				own |= RW_BOX_HIDDEN;
			/* The whole page is no furniture, whatever its class says. */
			if (strcmp(name, "body") == 0 || strcmp(name, "html") == 0 || strcmp(name, "main") == 0) own = 0;
		}
		rw_box b = {.parent = s->open,
			.own = own,
			.all = own | above,
			.level = own & RW_BOX_HEADING && name[0] == 'h' ? (uint8_t)(name[1] - '0') : 0};
		rw_vec_push(s->a, &s->dom->boxes, b);
		s->open = (uint32_t)s->dom->boxes.n;
		kind = 1;
	}
	rw_vec_push(s->a, &s->kinds, kind);
}

static void take_end(parser *s, const event *e) {
	const char *name = (const char *)e->text;
	if (strcmp(name, "title") == 0) s->in_title = false;
	if (strcmp(name, "script") == 0 && s->in_json) {
		s->in_json = false;
		rw_buf_byte(&s->json, '\n');
	}
	if (s->kinds.n == 0) return;
	uint8_t kind = s->kinds.p[--s->kinds.n];
	if (kind == 2 && s->links > 0) s->links--;
	if (kind == 1 && s->open) {
		flush(s);
		s->open = s->dom->boxes.p[s->open - 1].parent;
	}
}

/* Where memory runs out, arenas jump; a jump over libxml2 would leak what it holds. So the jump ends here, and the parser stops. */
static void take(parser *s, void (*handle)(parser *, const event *), event e) {
	if (s->failed) return;
	rw_mem *mem = s->a->mem;
	jmp_buf here, *outer = mem->oom;
	if (setjmp(here) == 0) {
		mem->oom = &here;
		handle(s, &e);
	} else {
		s->failed = true;
		xmlStopParser(s->x);
	}
	mem->oom = outer;
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar **atts) {
	take(ctx, take_start, (event){name, atts, 0});
}
static void on_end(void *ctx, const xmlChar *name) { take(ctx, take_end, (event){name, NULL, 0}); }
static void on_text(void *ctx, const xmlChar *text, int len) { take(ctx, take_text, (event){text, NULL, len}); }

static void silent(void *ctx, const char *msg, ...) {
	(void)ctx;
	(void)msg;
}

static void free_parser(void *p) {
	htmlParserCtxtPtr x = p;
	htmlFreeParserCtxt(x);
}

riwaya_status rw_dom_parse(rw_read_context *c, rw_slice text, rw_slice name, rw_dom *out, riwaya_error *err) {
	rw_arena *a = c->a;
	*out = (rw_dom){0};
	parser *s = RW_NEW(c->scratch, parser);
	*s = (parser){.c = c,
		.k = rw_cache(c),
		.a = a,
		.text = text,
		.dom = out,
		.title = RW_BUF(c->scratch),
		.json = RW_BUF(c->scratch),
		.block = RW_BUF(a)};
	char *copy = rw_arena_alloc(c->scratch, text.n + 1);
	memcpy(copy, text.p, text.n);
	out->cut = tame(copy, text.n);
	s->x = htmlCreateMemoryParserCtxt(copy, (int)text.n);
	if (!s->x) return rw_fail(err, RIWAYA_NOMEM, name, 0, 0, "memory ran out while parsing HTML");
	rw_arena_defer(c->scratch, free_parser, s->x);
	*s->x->sax = (htmlSAXHandler){.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.warning = silent,
		.error = silent,
		.fatalError = silent};
	s->x->userData = s;
	htmlCtxtUseOptions(s->x,
		HTML_PARSE_IGNORE_ENC | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER);
	s->x->charset = XML_CHAR_ENCODING_UTF8;
	/* What stands before any element belongs to a box too. */
	rw_vec_push(a, &out->boxes, (rw_box){0});
	s->open = 1;
	htmlParseDocument(s->x);
	if (s->failed || s->x->errNo == XML_ERR_NO_MEMORY)
		return rw_fail(err, RIWAYA_NOMEM, name, 0, 0, "memory ran out while parsing HTML");
	flush(s);
	out->title = rw_trim_text(rw_arena_copy(a, rw_buf_view(&s->title)));
	if (s->json.n) rw_json_ld(a, rw_buf_view(&s->json), &out->meta, &out->headline);
	return RIWAYA_OK;
}
