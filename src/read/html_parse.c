/* html_parse.c: HTML to blocks of text.
 *
 * One pass over the bytes: html_tag.c tells tags, here they become boxes by those rules of browsers that matter for text (what
 * closes what, what holds no text), so that broken pages fall into the same pieces as on a screen. A page's text is copied
 * with its places; nothing else of the page is.
 */
#include "read/dom.h"

/* What a tag does to the tree. */
enum {
	BOX = 1,     /* begins a box */
	BLOCK = 2,   /* closes an open paragraph */
	SCOPE = 4,   /* end tags within close nothing outside */
	RAW = 8,     /* nothing but its own end tag is a tag within */
	TABLE = 16,  /* a part of a table */
	INLINE = 32, /* a stretch of a line, looked at for its class */
};

#define TAGS(X)                                                                                                        \
	X(A, "a", 0, 0)                                                                                                    \
	X(ADDRESS, "address", BOX | BLOCK, 0)                                                                              \
	X(ARTICLE, "article", BOX | BLOCK, RW_BOX_ARTICLE | RW_BOX_UNIT)                                                   \
	X(ASIDE, "aside", BOX | BLOCK, RW_BOX_OUTSIDE)                                                                     \
	X(AUDIO, "audio", BOX, RW_BOX_SKIP)                                                                                \
	X(BLOCKQUOTE, "blockquote", BOX | BLOCK, RW_BOX_QUOTE)                                                             \
	X(BR, "br", 0, 0)                                                                                                  \
	X(BUTTON, "button", BOX | SCOPE, RW_BOX_SKIP)                                                                      \
	X(CANVAS, "canvas", BOX, RW_BOX_SKIP)                                                                              \
	X(CAPTION, "caption", BOX | SCOPE | TABLE, RW_BOX_CAPTION)                                                         \
	X(CENTER, "center", BOX | BLOCK, 0)                                                                                \
	X(DD, "dd", BOX | BLOCK, RW_BOX_LIST)                                                                              \
	X(DETAILS, "details", BOX | BLOCK, 0)                                                                              \
	X(DIALOG, "dialog", BOX | BLOCK, RW_BOX_OUTSIDE)                                                                   \
	X(DIV, "div", BOX | BLOCK, 0)                                                                                      \
	X(DL, "dl", BOX | BLOCK, 0)                                                                                        \
	X(DT, "dt", BOX | BLOCK, RW_BOX_LIST)                                                                              \
	X(FIELDSET, "fieldset", BOX | BLOCK, 0)                                                                            \
	X(FIGCAPTION, "figcaption", BOX | BLOCK, RW_BOX_CAPTION)                                                           \
	X(FIGURE, "figure", BOX | BLOCK, RW_BOX_PICTURE)                                                                   \
	X(FOOTER, "footer", BOX | BLOCK, RW_BOX_OUTSIDE)                                                                   \
	X(FORM, "form", BOX | BLOCK, 0)                                                                                    \
	X(H1, "h1", BOX | BLOCK, RW_BOX_HEADING)                                                                           \
	X(H2, "h2", BOX | BLOCK, RW_BOX_HEADING)                                                                           \
	X(H3, "h3", BOX | BLOCK, RW_BOX_HEADING)                                                                           \
	X(H4, "h4", BOX | BLOCK, RW_BOX_HEADING)                                                                           \
	X(H5, "h5", BOX | BLOCK, RW_BOX_HEADING)                                                                           \
	X(H6, "h6", BOX | BLOCK, RW_BOX_HEADING)                                                                           \
	X(HEADER, "header", BOX | BLOCK, RW_BOX_HEADER)                                                                    \
	X(HR, "hr", BLOCK, 0)                                                                                              \
	X(IFRAME, "iframe", RAW, 0)                                                                                        \
	X(LI, "li", BOX | BLOCK, RW_BOX_LIST)                                                                              \
	X(LINK, "link", 0, 0)                                                                                              \
	X(MAIN, "main", BOX | BLOCK, 0)                                                                                    \
	X(MATH, "math", BOX, RW_BOX_SKIP)                                                                                  \
	X(MENU, "menu", BOX | BLOCK, RW_BOX_OUTSIDE)                                                                       \
	X(META, "meta", 0, 0)                                                                                              \
	X(NAV, "nav", BOX | BLOCK, RW_BOX_OUTSIDE)                                                                         \
	X(NOEMBED, "noembed", RAW, 0)                                                                                      \
	X(NOFRAMES, "noframes", RAW, 0)                                                                                    \
	X(NOSCRIPT, "noscript", BOX, RW_BOX_SKIP)                                                                          \
	X(OBJECT, "object", BOX | SCOPE, RW_BOX_SKIP)                                                                      \
	X(OL, "ol", BOX | BLOCK, 0)                                                                                        \
	X(OPTION, "option", BOX, RW_BOX_SKIP)                                                                              \
	X(P, "p", BOX | BLOCK, RW_BOX_PARAGRAPH)                                                                           \
	X(PRE, "pre", BOX | BLOCK, 0)                                                                                      \
	X(SCRIPT, "script", RAW, 0)                                                                                        \
	X(SECTION, "section", BOX | BLOCK, 0)                                                                              \
	X(SELECT, "select", BOX, RW_BOX_SKIP)                                                                              \
	X(SMALL, "small", INLINE, 0)                                                                                       \
	X(SPAN, "span", INLINE, 0)                                                                                         \
	X(STYLE, "style", RAW, 0)                                                                                          \
	X(SUMMARY, "summary", BOX | BLOCK, 0)                                                                              \
	X(SVG, "svg", BOX, RW_BOX_SKIP)                                                                                    \
	X(TABLE, "table", BOX | BLOCK | SCOPE, 0)                                                                          \
	X(TBODY, "tbody", BOX | TABLE, 0)                                                                                  \
	X(TD, "td", BOX | SCOPE | TABLE, RW_BOX_CELL)                                                                      \
	X(TEMPLATE, "template", BOX | SCOPE, RW_BOX_SKIP)                                                                  \
	X(TEXTAREA, "textarea", RAW, 0)                                                                                    \
	X(TFOOT, "tfoot", BOX | TABLE, 0)                                                                                  \
	X(TH, "th", BOX | SCOPE | TABLE, RW_BOX_CELL)                                                                      \
	X(THEAD, "thead", BOX | TABLE, 0)                                                                                  \
	X(TITLE, "title", RAW, 0)                                                                                          \
	X(TR, "tr", BOX | TABLE, 0)                                                                                        \
	X(UL, "ul", BOX | BLOCK, 0)                                                                                        \
	X(VIDEO, "video", BOX, RW_BOX_SKIP)

typedef enum tag_id {
	T_NONE,
#define X(id, name, rules, flags) T_##id,
	TAGS(X)
#undef X
		T_COUNT
} tag_id;

static const struct {
	const char *name;
	uint8_t rules;
	uint32_t flags;
} tags[T_COUNT] = {{"", 0, 0},
#define X(id, name, rules, flags) {name, rules, flags},
	TAGS(X)
#undef X
};

/* An open element that began a box. */
typedef struct open_box {
	uint32_t box; /* index + 1 */
	uint8_t id;
	uint32_t inlines; /* inline elements open where it began */
} open_box;

/* A stretch of the block being filled that stands in a marked inline element. */
typedef struct stretch {
	uint32_t from, to;
	uint32_t links_before, links; /* bytes within links before it and in it */
	uint32_t flags;
} stretch;
enum { INDEX = 256, INLINES = 1 << 20 };

typedef struct parser {
	rw_read_context *c;
	const rw_read_cache *k;
	rw_arena *a;
	rw_tags in;
	rw_dom *dom;
	uint8_t index[INDEX]; /* tags by the hash of their name */
	open_box stack[RW_HTML_DEPTH];
	uint32_t depth;
	uint32_t count[T_COUNT];         /* boxes open */
	uint32_t ignored[T_COUNT];       /* start tags left out, whose end tags close nothing */
	bool endless[T_COUNT];           /* raw text that no end tag ends comes from here on */
	bool link, link_away, link_self; /* within a link; one to another site; one to this page */
	bool link_text;                  /* words stand in it */
	uint32_t link_depth;             /* boxes open where it began */
	rw_slice address, site;          /* of the page, as far as n_said of its voices tell */
	size_t n_said;
	uint32_t inlines;
	uint32_t logos;
	size_t inline_ended; /* the byte after the end tag of a stretch or link */
	rw_buf title, json;
	/* The block being filled. */
	rw_buf block;
	RW_VEC(rw_text_run) runs;
	stretch first, last; /* marked elements at its beginning and its end */
	stretch open;        /* the one that is open, flags 0 for none */
	uint32_t open_level; /* inline elements open around it */
	uint32_t linked;
	bool leading;    /* its first words are a link */
	bool away, self; /* the first link in it leads to another site, to this page */
	bool pending_space, space_exact, last_exact;
	uint64_t space_at;
} parser;

/* --- names --------------------------------------------------------------------------------------------------------- */
static uint32_t name_hash(rw_slice name) {
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		h = (h ^ (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c)) * 16777619u;
	}
	return h ^ h >> 15;
}

static void index_tags(parser *s) {
	for (uint32_t id = 1; id < T_COUNT; id++) {
		uint32_t h = name_hash(rw_slice_z(tags[id].name)) % INDEX;
		while (s->index[h]) h = (h + 1) % INDEX;
		s->index[h] = (uint8_t)id;
	}
}

static tag_id id_of(const parser *s, rw_slice name) {
	if (name.n > 10) return T_NONE;
	for (uint32_t h = name_hash(name) % INDEX; s->index[h]; h = (h + 1) % INDEX) {
		if (rw_same_nocase(name, tags[s->index[h]].name)) return (tag_id)s->index[h];
	}
	return T_NONE;
}

/* --- blocks -------------------------------------------------------------------------------------------------------- */
static uint32_t current(const parser *s) { return s->depth ? s->stack[s->depth - 1].box : 1; }

/* The bytes from `from` to `to` of the block being filled, as a block of the box. */
static void push_block(parser *s, uint32_t box, uint32_t from, uint32_t to, uint32_t linked) {
	const char *p = s->block.p;
	while (from < to && p[from] == ' ') from++;
	while (to > from && p[to - 1] == ' ') to--;
	if (from == to) return;
	rw_text_run *runs = RW_ARRAY(s->a, rw_text_run, s->runs.n);
	uint32_t n = 0;
	for (size_t i = 0; i < s->runs.n; i++) {
		rw_text_run r = s->runs.p[i];
		uint32_t first = r.at > from ? r.at : from, end = r.at + r.n < to ? r.at + r.n : to;
		if (first < end) runs[n++] = (rw_text_run){first - from, end - first, r.from + (first - r.at)};
	}
	rw_block_text b = {.box = box,
		.text = rw_arena_copy(s->a, rw_slice_of(p + from, to - from)),
		.runs = runs,
		.n_runs = n,
		.linked = linked,
		.away = s->away,
		.self = s->self,
		.leading = s->leading && from == 0};
	rw_vec_push(s->a, &s->dom->blocks, b);
}

static void new_box(parser *s, uint32_t own, tag_id id, size_t at, uint32_t sign) {
	uint32_t above = current(s);
	rw_box b = {.parent = above,
		.own = own,
		.all = own | s->dom->boxes.p[above - 1].all,
		.at = (uint32_t)at,
		.sign = sign,
		.tag = (uint8_t)id,
		.level = id >= T_H1 && id <= T_H6 ? (uint8_t)(id - T_H1 + 1) : 0};
	rw_vec_push(s->a, &s->dom->boxes, b);
}

static void push_stretch(parser *s, const stretch *x) {
	new_box(s, x->flags, T_SPAN, s->runs.p[0].from, 0);
	push_block(s, (uint32_t)s->dom->boxes.n - 1, x->from, x->to, x->links);
}

static void end_stretch(parser *s) {
	stretch *x = &s->open;
	x->to = (uint32_t)s->block.n;
	x->links = s->linked - x->links_before;
	if (x->from < x->to) {
		if (x->from == 0) s->first = *x;
		s->last = *x;
	}
}

/* Ends the block. What a marked inline element holds at either end of it is a block of its own: a credit, a label; what stands
 * amid a line belongs to it. */
static void flush(parser *s) {
	uint32_t from = 0, to = (uint32_t)s->block.n, box = current(s) - 1, linked = s->linked;
	if (s->open.flags) end_stretch(s);
	bool room = s->dom->boxes.n < RW_HTML_BOXES;
	if (to > 0 && room && s->first.flags) {
		push_stretch(s, &s->first);
		from = s->first.to;
		linked -= s->first.links;
	}
	bool last = to > 0 && room && s->last.flags && s->last.from >= from && s->last.to == to;
	if (last) linked -= s->last.links;
	if (to > 0) push_block(s, box, from, last ? s->last.from : to, linked);
	if (last) push_stretch(s, &s->last);
	s->block.n = 0;
	s->runs.n = 0;
	s->linked = 0;
	s->away = s->self = false;
	s->pending_space = false;
	s->first = s->last = (stretch){0};
	s->open = (stretch){.flags = s->open.flags};
}

/* --- text ---------------------------------------------------------------------------------------------------------- */
static void put(parser *s, const char *p, size_t n, uint64_t from, bool exact) {
	uint32_t at = (uint32_t)s->block.n;
	rw_buf_put(&s->block, p, n);
	if (at == 0) s->leading = s->link;
	if (s->link) {
		s->link_text = true;
		if (s->linked == 0) {
			s->away = s->link_away;
			s->self = s->link_self;
		}
		s->linked += (uint32_t)n;
	}
	rw_text_run *last = s->runs.n ? &s->runs.p[s->runs.n - 1] : NULL;
	if (exact && s->last_exact && last && last->from + last->n == from) {
		last->n += (uint32_t)n;
	} else {
		rw_vec_push(s->c->scratch, &s->runs, (rw_text_run){at, (uint32_t)n, from});
	}
	s->last_exact = exact;
}

static void put_space(parser *s) {
	if (s->pending_space && s->block.n) put(s, " ", 1, s->space_at, s->space_exact);
	s->pending_space = false;
}

/* 0 letters, 1 space, 2 other blanks, 3 a reference */
static int kind_of(char c) {
	if ((unsigned char)c > ' ') return c == '&' ? 3 : 0;
	return c == ' ' ? 1 : 2;
}

static void take_text(parser *s, size_t from, size_t to) {
	const char *p = s->in.text.p;
	if (s->dom->boxes.p[current(s) - 1].all & RW_BOX_SKIP) return;
	for (size_t i = from; i < to;) {
		int kind = kind_of(p[i]);
		if (kind == 1 || kind == 2) {
			if (!s->pending_space) {
				s->pending_space = true;
				s->space_at = i;
				s->space_exact = kind == 1;
			}
			i++;
			continue;
		}
		put_space(s);
		uint32_t c;
		size_t n = kind == 3 ? rw_reference(rw_slice_of(p, to), i, &c) : 0;
		if (n) {
			char out[4];
			put(s, out, rw_utf8_put(c, out), i, false);
			i += n;
			continue;
		}
		size_t end = i + 1;
		for (; end < to; end++) {
			kind = kind_of(p[end]);
			if (kind > 1 || (kind == 1 && (end + 1 == to || kind_of(p[end + 1]) != 0))) break;
		}
		put(s, p + i, end - i, i, true);
		i = end;
	}
}

/* --- links ----------------------------------------------------------------------------------------------------------- */
/* Its last two labels, three where the second is as short as in "co.uk". */
static rw_slice site_of(rw_slice host) {
	size_t dots = 0, last = host.n;
	for (size_t i = host.n; i-- > 0;) {
		if (host.p[i] != '.') continue;
		if (++dots >= 2 && last - i > 4) return rw_slice_of(host.p + i + 1, host.n - i - 1);
		last = i;
	}
	return host;
}

/* To the picture itself, in full size. */
static bool to_picture(rw_slice href) {
	static const char *const ends[] = {".jpg", ".jpeg", ".png", ".gif", ".webp"};
	for (size_t i = 0; i < RW_COUNT(ends); i++) {
		size_t n = strlen(ends[i]);
		if (href.n > n && rw_same_nocase(rw_slice_of(href.p + href.n - n, n), ends[i])) return true;
	}
	return false;
}

/* A link without words is around a picture, or laid over the words beside it. */
static void end_link(parser *s) {
	rw_box *x = &s->dom->boxes.p[current(s) - 1];
	if (s->link && !s->link_text && !s->link_away && !s->link_self)
		x->covers = (uint16_t)(x->covers + (x->covers < UINT16_MAX));
	s->link = false;
}

static void start_link(parser *s, rw_slice href) {
	end_link(s);
	s->link = href.p != NULL;
	s->link_text = to_picture(href);
	s->link_depth = s->depth;
	rw_saids *said = &s->dom->meta.said;
	if (s->n_said != said->n) {
		s->n_said = said->n;
		s->address = rw_said_best(said, RW_SAYS_ADDRESS);
		s->site = site_of(rw_host_of(s->address));
	}
	size_t slashes = rw_slice_find(rw_slice_of(href.p, href.n < 8 ? href.n : 8), RW_LIT("//"), 0);
	rw_slice address = s->address, there = RW_NONE;
	if (slashes != SIZE_MAX) there = rw_host_of(rw_slice_of(href.p + slashes + 2, href.n - slashes - 2));
	s->link_away = there.n && s->site.n && !rw_slice_eq(site_of(there), s->site);
	/* Addresses of a site may be written with its host or without. */
	s->link_self = href.n == 0 || href.p[0] == '#' || (href.n > 3 && rw_slice_ends(address, href)) ||
		(address.n && rw_slice_starts(href, address));
}

/* --- the tree ------------------------------------------------------------------------------------------------------ */
static void pop(parser *s) {
	open_box *o = &s->stack[--s->depth];
	s->count[o->id]--;
	s->inlines = o->inlines;
	if (s->open.flags && s->open_level >= s->inlines) s->open.flags = 0;
}

/* Closes open elements down to the one at `at`, with it. */
static void close_to(parser *s, uint32_t at) {
	flush(s);
	while (s->depth > at) pop(s);
	if (s->depth < s->link_depth) end_link(s);
}

/* The innermost open element of the kind, not beyond what bounds it; UINT32_MAX where there is none. */
static uint32_t find_open(const parser *s, tag_id id, bool (*bound)(tag_id)) {
	if (s->count[id] == 0) return UINT32_MAX;
	for (uint32_t i = s->depth; i-- > 0;) {
		tag_id at = (tag_id)s->stack[i].id;
		if (at == id) return i;
		if (bound(at)) return UINT32_MAX;
	}
	return UINT32_MAX;
}

static bool scope(tag_id id) { return tags[id].rules & SCOPE; }
static bool list_scope(tag_id id) { return scope(id) || id == T_UL || id == T_OL; }
static bool table_scope(tag_id id) { return id == T_TABLE || id == T_TEMPLATE; }
/* An entry closes the one before it through divisions and paragraphs only. */
static bool entry_scope(tag_id id) { return id != T_DIV && id != T_P && id != T_ADDRESS; }
static bool heading(tag_id id) { return id >= T_H1 && id <= T_H6; }

static void close_one(parser *s, tag_id id, bool (*bound)(tag_id)) {
	uint32_t at = find_open(s, id, bound);
	if (at != UINT32_MAX) close_to(s, at);
}

/* Closes what stands open in the innermost table down to one of its parts that may hold the tag; false outside of tables. */
static bool clear_table(parser *s, tag_id id) {
	if (s->count[T_TABLE] == 0) return false;
	bool cell = id == T_TD || id == T_TH, row = id == T_TR;
	for (uint32_t i = s->depth; i-- > 0;) {
		tag_id at = (tag_id)s->stack[i].id;
		bool section = at == T_TBODY || at == T_THEAD || at == T_TFOOT;
		if (at != T_TABLE && at != T_TEMPLATE && !(cell && at == T_TR) && !((cell || row) && section)) continue;
		if (i + 1 < s->depth) close_to(s, i + 1);
		return at != T_TEMPLATE;
	}
	return false;
}

/* What the start of a box closes before it. */
static bool make_room(parser *s, tag_id id) {
	tag_id top = s->depth ? (tag_id)s->stack[s->depth - 1].id : T_NONE;
	if ((top == T_SVG || top == T_MATH) && tags[id].rules & BLOCK) close_to(s, s->depth - 1);
	if (tags[id].rules & TABLE) return clear_table(s, id);
	if (tags[id].rules & BLOCK) close_one(s, T_P, scope);
	if (id == T_LI) close_one(s, T_LI, entry_scope);
	if (id == T_DD || id == T_DT) {
		close_one(s, T_DD, entry_scope);
		close_one(s, T_DT, entry_scope);
	}
	top = s->depth ? (tag_id)s->stack[s->depth - 1].id : T_NONE;
	if ((heading(id) && heading(top)) || (id == T_OPTION && top == T_OPTION)) close_to(s, s->depth - 1);
	if (id == T_BUTTON) close_one(s, T_BUTTON, table_scope);
	return id != T_FORM || s->count[T_FORM] == 0;
}

static bool hidden(const rw_tag *t) {
	rw_slice style = rw_tag_attr(t, "style");
	size_t at = style.n ? rw_slice_find(style, RW_LIT("display"), 0) : SIZE_MAX;
	if (at != SIZE_MAX) {
		at += 7;
		while (at < style.n && (style.p[at] == ' ' || style.p[at] == ':')) at++;
		if (rw_slice_starts(rw_slice_of(style.p + at, style.n - at), RW_LIT("none"))) return true;
	}
	return rw_tag_attr(t, "hidden").p || rw_slice_eqz(rw_tag_attr(t, "aria-hidden"), "true");
}

static uint32_t flags_of(const parser *s, const rw_tag *t) {
	static const char *const outside[] = {
		"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar"};
	if (t->n == 0) return 0;
	uint32_t flags = rw_hints(s->k, rw_tag_attr(t, "class")) | rw_hints(s->k, rw_tag_attr(t, "id")) |
		rw_hints(s->k, rw_tag_attr(t, "aria-labelledby"));
	rw_slice role = rw_tag_attr(t, "role");
	if (rw_slice_find(rw_tag_attr(t, "itemprop"), RW_LIT("articleBody"), 0) != SIZE_MAX)
		flags |= RW_BOX_BODY | RW_BOX_ARTICLE;
	for (size_t i = 0; role.n && i < RW_COUNT(outside); i++) {
		if (rw_slice_eqz(role, outside[i])) flags |= RW_BOX_OUTSIDE;
	}
	if (hidden(t)) flags |= RW_BOX_HIDDEN;
	if (rw_tag_attr(t, "data-nosnippet").p) flags |= RW_BOX_FURNITURE;
	return flags;
}

static void start_box(parser *s, size_t at, tag_id id, const rw_tag *t) {
	if (!make_room(s, id)) {
		if (id == T_FORM) s->ignored[id]++;
		return;
	}
	if (s->depth == RW_HTML_DEPTH || s->dom->boxes.n >= RW_HTML_BOXES) {
		s->ignored[id]++;
		s->dom->cut = true;
		return;
	}
	flush(s);
	uint32_t own = tags[id].flags, above = s->dom->boxes.p[current(s) - 1].all;
	/* The whole page is no furniture, whatever its class says. */
	if (!((above | own) & RW_BOX_SKIP) && id != T_MAIN) own |= flags_of(s, t);
	rw_slice names = rw_tag_attr(t, "class");
	new_box(s, own, id, at, (uint32_t)rw_hash(names, id));
	s->stack[s->depth++] = (open_box){(uint32_t)s->dom->boxes.n, (uint8_t)id, s->inlines};
	s->count[id]++;
	if (t->self && (id == T_SVG || id == T_MATH)) close_to(s, s->depth - 1);
}

static void start_inline(parser *s, const rw_tag *t) {
	uint32_t level = s->inlines++;
	if (s->open.flags || t->n == 0) return;
	uint32_t flags = flags_of(s, t) & (RW_BOX_FURNITURE | RW_BOX_DOUBT | RW_BOX_CAPTION | RW_BOX_HIDDEN);
	if (!flags) return;
	s->open = (stretch){(uint32_t)s->block.n, 0, s->linked, 0, flags};
	s->open_level = level;
}

/* "<span>10:14</span><span class=author>name</span>": styles set such stretches apart. Words of a paragraph are not cut so. */
static void part_stretches(parser *s, size_t i) {
	if (s->block.n == 0 || s->pending_space || !s->depth || s->inline_ended != i) return;
	tag_id in = (tag_id)s->stack[s->depth - 1].id;
	if (in == T_P || heading(in)) return;
	s->pending_space = true;
	s->space_at = i;
	s->space_exact = false;
}

static void end_inline(parser *s) {
	uint32_t around = s->depth ? s->stack[s->depth - 1].inlines : 0;
	if (s->inlines <= around) return;
	s->inlines--;
	if (!s->open.flags || s->open_level != s->inlines) return;
	end_stretch(s);
	s->open.flags = 0;
}

static void end_tag(parser *s, tag_id id) {
	if (id == T_A) {
		end_link(s);
	} else if (id == T_BR || (id == T_P && s->count[T_P] == 0)) {
		flush(s);
	} else if (tags[id].rules & INLINE) {
		end_inline(s);
	} else if (tags[id].rules & BOX) {
		if (s->ignored[id]) {
			s->ignored[id]--;
			return;
		}
		uint32_t at = UINT32_MAX;
		if (heading(id)) {
			for (uint32_t k = T_H1; k <= T_H6 && at == UINT32_MAX; k++) at = find_open(s, (tag_id)k, scope);
		} else {
			at = find_open(s, id,
				tags[id].rules & TABLE || id == T_TABLE ? table_scope
					: id == T_LI                        ? list_scope
														: scope);
		}
		/* A form's end closes nothing else. */
		if (at != UINT32_MAX && (id != T_FORM || at + 1 == s->depth)) close_to(s, at);
	}
}

/* --- what a page says of itself -------------------------------------------------------------------------------------- */
static void meta_tag(parser *s, const rw_tag *t) {
	static const char *const keys[] = {"property", "name", "itemprop", "http-equiv"};
	for (size_t i = 0; i < RW_COUNT(keys); i++) {
		rw_slice key = rw_tag_attr(t, keys[i]);
		if (key.n) rw_say_tag(s->a, &s->dom->meta.said, key, rw_tag_attr(t, "content"), i == 2);
	}
}

static bool says(rw_slice names, const char *word) {
	return names.n && names.n < 512 && rw_slice_find(names, rw_slice_z(word), 0) != SIZE_MAX;
}

/* A time beside the words of an element: where it stands tells whose it is. */
static void time_of(parser *s, const rw_tag *t, tag_id id) {
	static const char *const keys[] = {"datetime", "data-timestamp", "data-time", "data-utime", "data-date"};
	enum { TIMES = 4096, TIME_BYTES = 80 };
	if (t->end || id == T_META || s->dom->times.n >= TIMES) return;
	rw_slice value = RW_NONE, prop = RW_NONE, content = RW_NONE, title = RW_NONE, class_ = RW_NONE, property = RW_NONE;
	bool published = false;
	for (uint32_t i = 0; i < t->n; i++) {
		const rw_attr *at = &t->attr[i];
		char first = at->name.n ? (char)(at->name.p[0] | 0x20) : 0;
		for (size_t k = 0; first == 'd' && k < RW_COUNT(keys) && !value.n; k++)
			if (rw_same_nocase(at->name, keys[k])) value = at->value;
		if (first == 'i' && rw_same_nocase(at->name, "itemprop")) prop = at->value;
		if (first == 'c' && rw_same_nocase(at->name, "content")) content = at->value;
		if (first == 't' && rw_same_nocase(at->name, "title")) title = at->value;
		if (first == 'p' && rw_same_nocase(at->name, "pubdate")) published = true;
		if (first == 'p' && rw_same_nocase(at->name, "property")) property = at->value;
		if (first == 'c' && rw_same_nocase(at->name, "class")) class_ = at->value;
	}
	published = published || rw_same_nocase(prop, "datepublished");
	/* class="entry-date published", class="updated"; both where there was no change. */
	bool dated = says(class_, "published") || says(class_, "entry-date") || says(class_, "pubdate");
	published = published || (dated && id == T_NONE);
	bool modified = rw_same_nocase(prop, "datemodified") ||
		(!published && !dated && (says(class_, "updated") || says(class_, "modified")));
	bool named = prop.n && (published || modified);
	/* RDFa of Drupal: property="dc:date dc:created" content="…". */
	if (says(property, "dc:date") || says(property, "dc:created") || says(property, "datePublished"))
		published = named = true;
	if (says(property, "dc:modified") || says(property, "dateModified")) modified = named = !published;
	if (!value.n && named) value = content;
	/* <abbr class="published" title="2022-01-22T19:01"> */
	if (!value.n && rw_same_nocase(t->name, "abbr")) value = title;
	if ((!value.n && !named) || value.n > TIME_BYTES) return;
	rw_page_time one = {s->dom->blocks.n, rw_arena_copy(s->a, rw_html_value(s->a, value)), published, modified};
	rw_vec_push(s->a, &s->dom->times, one);
}

/* Counts it, and takes the words beside the site's logo: an image whose class or file says so. */
static void image_of(parser *s, const rw_tag *t) {
	rw_box *x = &s->dom->boxes.p[current(s) - 1];
	x->images = (uint16_t)(x->images + (x->images < UINT16_MAX));
	rw_slice alt = rw_tag_attr(t, "alt");
	if (!alt.n || alt.n > 120 || s->dom->boxes.p[current(s) - 1].all & RW_BOX_ARTICLE) return;
	static const char *const keys[] = {"class", "src", "id", "data-src"};
	bool logo = false;
	for (size_t i = 0; i < RW_COUNT(keys) && !logo; i++) {
		rw_slice v = rw_tag_attr(t, keys[i]);
		logo = v.n < 512 &&
			(rw_slice_find(v, RW_LIT("logo"), 0) != SIZE_MAX || rw_slice_find(v, RW_LIT("Logo"), 0) != SIZE_MAX ||
				rw_slice_find(v, RW_LIT("LOGO"), 0) != SIZE_MAX);
	}
	/* Logos of those who pay or are shared with stand below. */
	if (logo && !s->logos++) rw_say(s->a, &s->dom->meta.said, RW_SAYS_SITE, 1, "logo", alt);
}

/* --- tags ---------------------------------------------------------------------------------------------------------- */
/* Where the end tag begins that ends raw text, or SIZE_MAX. */
static size_t raw_end(parser *s, size_t i, tag_id id) {
	rw_slice text = s->in.text;
	size_t n = strlen(tags[id].name);
	while (!s->endless[id] && i + n + 2 < text.n) {
		const char *lt = memchr(text.p + i, '<', text.n - i);
		if (!lt) break;
		i = (size_t)(lt - text.p);
		if (i + n + 2 <= text.n && text.p[i + 1] == '/' && rw_same_nocase(rw_slice_of(lt + 2, n), tags[id].name))
			return i;
		i++;
	}
	s->endless[id] = true;
	return SIZE_MAX;
}

static size_t raw_text(parser *s, size_t i, tag_id id, const rw_tag *t) {
	size_t end = raw_end(s, i, id);
	/* A title or a frame that never ends would take the page with it. */
	if (end == SIZE_MAX && id != T_SCRIPT && id != T_STYLE) return i;
	if (end == SIZE_MAX) end = s->in.text.n;
	rw_slice inner = rw_slice_of(s->in.text.p + i, end - i);
	if (id == T_TITLE && !s->title.n && inner.n < 4096) {
		rw_buf_slice(&s->title, rw_html_value(s->c->scratch, inner));
	} else if (id == T_SCRIPT && rw_same_nocase(rw_tag_attr(t, "type"), "application/ld+json")) {
		if (inner.n > RW_HTML_JSON - s->json.n) inner.n = RW_HTML_JSON - s->json.n;
		rw_buf_slice(&s->json, inner);
		if (s->json.n < RW_HTML_JSON) rw_buf_byte(&s->json, RW_RECORD);
	}
	return end;
}

/* Takes the tag at i, returns what comes after it. */
static size_t take_tag(parser *s, size_t i, rw_tag *t) {
	size_t n = s->in.text.n, next = rw_tag_read(&s->in, i, t);
	if (next == n && s->in.text.p[n - 1] != '>') return n; /* cut off */
	tag_id id = id_of(s, t->name);
	time_of(s, t, id);
	if (!t->end && t->name.n == 4 && rw_same_nocase(t->name, "html"))
		rw_say(s->a, &s->dom->meta.said, RW_SAYS_LANGUAGE, 5, "html", rw_tag_attr(t, "lang"));
	if (!t->end && t->name.n >= 3 && t->name.n <= 7 &&
		(rw_same_nocase(t->name, "img") || rw_same_nocase(t->name, "amp-img")))
		image_of(s, t);
	if (id == T_NONE) return next;
	if (t->end) {
		end_tag(s, id);
		if (id == T_A || tags[id].rules & INLINE) s->inline_ended = next;
		return next;
	}
	if (id == T_A || (tags[id].rules & INLINE && t->n)) part_stretches(s, i);
	bool skip = s->dom->boxes.p[current(s) - 1].all & RW_BOX_SKIP;
	uint8_t rules = tags[id].rules;
	if (rules & RAW) return id == T_TITLE && skip ? next : raw_text(s, next, id, t);
	if (rules & INLINE) {
		start_inline(s, t);
	} else if (rules & BOX) {
		start_box(s, i, id, t);
	} else {
		switch (id) {
		case T_A: start_link(s, rw_tag_attr(t, "href")); break;
		case T_BR:
			/* A heading in two lines is one heading. */
			if (s->depth && heading((tag_id)s->stack[s->depth - 1].id)) {
				take_text(s, i, i);
				if (!s->pending_space) {
					s->pending_space = true;
					s->space_at = i;
					s->space_exact = false;
				}
			} else {
				flush(s);
			}
			break;
		case T_HR:
			close_one(s, T_P, scope);
			flush(s);
			break;
		case T_META: meta_tag(s, t); break;
		case T_LINK:
			if (rw_same_nocase(rw_tag_attr(t, "rel"), "canonical"))
				rw_say(s->a, &s->dom->meta.said, RW_SAYS_ADDRESS, 6, "canonical", rw_tag_attr(t, "href"));
			break;
		default: break;
		}
	}
	return next;
}

/* Comments, declarations, and what else begins with "<!", "<?" or "</" and is no tag. */
static size_t skip_markup(rw_slice text, size_t i) {
	if (rw_slice_starts(rw_slice_of(text.p + i, text.n - i), RW_LIT("<!--"))) {
		size_t end = rw_slice_find(text, RW_LIT("-->"), i + 2);
		return end == SIZE_MAX ? text.n : end + 3;
	}
	const char *end = memchr(text.p + i, '>', text.n - i);
	return end ? (size_t)(end - text.p) + 1 : text.n;
}

static bool letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

riwaya_status rw_dom_parse(rw_read_context *c, rw_slice text, rw_slice name, rw_dom *out, riwaya_error *err) {
	(void)name, (void)err;
	*out = (rw_dom){0};
	parser *s = RW_NEW(c->scratch, parser);
	s->c = c;
	s->k = rw_cache(c);
	s->a = c->a;
	s->in.text = text;
	s->dom = out;
	s->title = s->json = s->block = RW_BUF(c->scratch);
	index_tags(s);
	rw_tag *t = RW_NEW(c->scratch, rw_tag);
	/* What stands before any element belongs to a box too. */
	rw_vec_push(s->a, &out->boxes, (rw_box){0});
	for (size_t i = 0; i < text.n;) {
		const char *lt = memchr(text.p + i, '<', text.n - i);
		size_t at = lt ? (size_t)(lt - text.p) : text.n;
		if (at > i) take_text(s, i, at);
		if (!lt) break;
		char after = at + 1 < text.n ? text.p[at + 1] : ' ';
		if (letter(after) || (after == '/' && at + 2 < text.n && letter(text.p[at + 2]))) {
			i = take_tag(s, at, t);
		} else if (after == '!' || after == '?' || after == '/') {
			i = skip_markup(text, at);
		} else {
			take_text(s, at, at + 1);
			i = at + 1;
		}
	}
	flush(s);
	out->title = rw_trim_text(rw_arena_copy(s->a, rw_buf_view(&s->title)));
	if (s->json.n) rw_say_json_ld(s->a, c->scratch, rw_buf_view(&s->json), &out->meta.said, &out->meta.live);
	return RIWAYA_OK;
}
