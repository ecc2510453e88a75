/* json_ld.c: what embedded JSON-LD says of a page: headline, times, author, publisher, address.
 *
 * Publishers break its grammar in every way: commas too many or missing, line breaks and quotation marks within strings, character
 * references for the quotes, a script cut off. So the parser never gives up: what can't be read is passed over, an end that is missing is
 * taken as there. Of the things found, the article is the one that the page is about, not one of those that it lists: only @graph, mainEntity
 * and mainEntityOfPage are gone into.
 */
#include "read/dom.h"

enum {
	DEPTH = 24,
	NODES = 1 << 16,
	AUTHORS = 16,
	LOOK = 256, /* bytes after a quotation mark that are looked at to tell whether it ends its string */
};

typedef enum kind { STRING, OBJECT, ARRAY, OTHER } kind;

typedef struct node {
	struct node *next, *child, *last;
	rw_slice key, value;
	uint8_t kind;
} node;

typedef struct parser {
	rw_arena *a;
	rw_slice s;
	size_t i, nodes;
} parser;

static bool blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

static size_t skip_blank(rw_slice s, size_t i) {
	while (i < s.n && blank(s.p[i])) i++;
	return i;
}

/* Whether a quoted word and a colon stand at i: the key of a member. */
static bool key_at(rw_slice s, size_t i) {
	if (i >= s.n || s.p[i] != '"') return false;
	size_t end = s.n - i > LOOK ? i + LOOK : s.n;
	for (i++; i < end && s.p[i] != '"' && s.p[i] != '\n'; i++) continue;
	if (i >= end || s.p[i] != '"') return false;
	i = skip_blank(s, i + 1);
	return i < s.n && s.p[i] == ':';
}

/* Whether the quotation mark at i ends its string; in text that quotes without escapes most don't. */
static bool ends_string(rw_slice s, size_t i, bool key, bool in_object) {
	i = skip_blank(s, i + 1);
	if (i >= s.n) return true;
	char c = s.p[i];
	if (key) return c == ':';
	if (c == '}' || c == ']') return true;
	if (c != ',') return c == '"' && key_at(s, i);
	while (i < s.n && (blank(s.p[i]) || s.p[i] == ',')) i++;
	if (i >= s.n) return true;
	c = s.p[i];
	if (c == '}' || c == ']' || c == '{' || c == '[') return true;
	return c == '"' ? !in_object || key_at(s, i) : !in_object;
}

static uint32_t hex4(rw_slice s, size_t i) {
	uint32_t c = 0;
	for (size_t k = 0; k < 4; k++) {
		char h = i + k < s.n ? s.p[i + k] : 0;
		uint32_t v = h >= '0' && h <= '9'            ? (uint32_t)(h - '0')
			: (h | 0x20) >= 'a' && (h | 0x20) <= 'f' ? (uint32_t)((h | 0x20) - 'a' + 10)
													 : 16;
		if (v > 15) return RW_UTF8_BAD;
		c = c * 16 + v;
	}
	return c;
}

static rw_slice string(parser *p, bool key, bool in_object) {
	rw_buf b = RW_BUF(p->a);
	rw_slice s = p->s;
	size_t i = p->i + 1;
	for (; i < s.n; i++) {
		char c = s.p[i];
		if (c == '"' && ends_string(s, i, key, in_object)) break;
		bool keep = b.n < RW_SAID_BYTES;
		if (c != '\\' || i + 1 >= s.n) {
			if (keep) rw_buf_byte(&b, blank(c) ? ' ' : c);
			continue;
		}
		char e = s.p[++i];
		if (e == 'n' || e == 't' || e == 'r' || e == 'b' || e == 'f') {
			if (keep) rw_buf_byte(&b, ' ');
		} else if (e == 'u') {
			uint32_t u = hex4(s, i + 1);
			if (u == RW_UTF8_BAD) continue;
			i += 4;
			char out[4];
			/* Halves of a surrogate pair name no Arabic letter. */
			if (keep && (u < 0xD800 || u > 0xDFFF)) rw_buf_put(&b, out, rw_utf8_put(u, out));
		} else if (keep) {
			rw_buf_byte(&b, e);
		}
	}
	p->i = i < s.n ? i + 1 : s.n;
	return rw_trim_text(rw_buf_view(&b));
}

static node *add(parser *p, node *up, rw_slice key, kind what) {
	if (p->nodes >= NODES) return NULL;
	p->nodes++;
	node *n = RW_NEW(p->a, node);
	n->key = key;
	n->kind = (uint8_t)what;
	if (up->last)
		up->last->next = n;
	else
		up->child = n;
	up->last = n;
	return n;
}

/* Values one after the other, up to the bracket that closes them. */
static void parse(parser *p, node *up, int depth) {
	bool in_object = up->kind == OBJECT;
	while (p->i < p->s.n) {
		char c = p->s.p[p->i];
		if (c == '}' || c == ']') {
			p->i++;
			/* Of nested brackets the wrong one is often left out: what closes an array may not close the object around it. */
			if (depth == 0) continue;
			return;
		}
		rw_slice key = RW_NONE;
		if (in_object) {
			if (c != '"') {
				p->i++;
				continue;
			}
			key = string(p, true, true);
			p->i = skip_blank(p->s, p->i);
			if (p->i >= p->s.n || p->s.p[p->i] != ':') continue;
			p->i = skip_blank(p->s, p->i + 1);
			if (p->i >= p->s.n) return;
			c = p->s.p[p->i];
		}
		if (c == '{' || c == '[') {
			p->i++;
			node *n = add(p, up, key, c == '{' ? OBJECT : ARRAY);
			if (!n || depth >= DEPTH) return;
			parse(p, n, depth + 1);
		} else if (c == '"') {
			rw_slice v = string(p, false, in_object);
			node *n = add(p, up, key, STRING);
			if (!n) return;
			n->value = v;
		} else if (blank(c) || c == ',') {
			p->i++;
		} else {
			size_t from = p->i;
			while (p->i < p->s.n && !strchr(",]}", p->s.p[p->i]) && !blank(p->s.p[p->i])) p->i++;
			if (p->i == from) p->i++;
			node *n = depth ? add(p, up, key, OTHER) : NULL;
			if (n) n->value = rw_slice_of(p->s.p + from, p->i - from);
		}
	}
}

/* --- what the things say ------------------------------------------------------------------------------------------ */
static const node *member(const node *n, const char *key) {
	for (const node *c = n && n->kind == OBJECT ? n->child : NULL; c; c = c->next)
		if (rw_slice_eqz(c->key, key)) return c;
	return NULL;
}

/* A member's string, or the first of an array of them. */
static rw_slice text(const node *n, const char *key) {
	const node *m = member(n, key);
	if (m && m->kind == ARRAY) m = m->child;
	return m && (m->kind == STRING || m->kind == OTHER) ? m->value : RW_NONE;
}

static bool is_type(const node *n, const char *type, bool ends) {
	const node *t = member(n, "@type");
	if (!t) t = member(n, "type");
	if (!t) return false;
	for (const node *c = t->kind == ARRAY ? t->child : t; c; c = t->kind == ARRAY ? c->next : NULL)
		if (ends ? rw_slice_ends(c->value, rw_slice_z(type)) : rw_slice_eqz(c->value, type)) return true;
	return false;
}

/* How likely a thing is what the page is about. */
static int rank_of(const node *n) {
	static const char *const weak[] = {"WebPage", "ItemPage", "CollectionPage", "AboutPage", "VideoObject"};
	if (is_type(n, "Article", true) || is_type(n, "Posting", true) || is_type(n, "Report", false)) return 3;
	for (size_t i = 0; i < RW_COUNT(weak); i++)
		if (is_type(n, weak[i], false)) return 1;
	return member(n, "headline") && !is_type(n, "WebPageElement", false) ? 2 : 0;
}

typedef struct things {
	const node *main, *page, *organisation, *site;
	int rank;
	const node *root;
} things;

static void visit(things *t, const node *n, int depth) {
	if (depth > 6) return;
	if (n->kind == ARRAY) {
		for (const node *c = n->child; c; c = c->next) visit(t, c, depth + 1);
		return;
	}
	if (n->kind != OBJECT) return;
	int rank = rank_of(n);
	if (rank > t->rank) {
		t->rank = rank;
		t->main = n;
	}
	if (rank == 1 && !t->page) t->page = n;
	if ((is_type(n, "Organization", true) || is_type(n, "Corporation", false)) && !t->organisation) t->organisation = n;
	if (is_type(n, "WebSite", false) && !t->site) t->site = n;
	static const char *const within[] = {"@graph", "mainEntity", "mainEntityOfPage"};
	for (size_t i = 0; i < RW_COUNT(within); i++) {
		const node *m = member(n, within[i]);
		if (m) visit(t, m, depth + 1);
	}
}

/* The thing of that @id anywhere within, not one that only refers to it. */
static const node *with_id(const node *n, rw_slice id, int depth) {
	if (depth > 8) return NULL;
	if (n->kind == OBJECT && n->child && n->child->next && rw_slice_eq(text(n, "@id"), id)) return n;
	for (const node *c = n->child; c; c = c->next) {
		const node *found = c->kind == OBJECT || c->kind == ARRAY ? with_id(c, id, depth + 1) : NULL;
		if (found) return found;
	}
	return NULL;
}

static rw_slice name_of(const things *t, const node *n) {
	if (!n) return RW_NONE;
	if (n->kind == STRING) return n->value;
	if (n->kind == ARRAY) return name_of(t, n->child);
	if (n->kind != OBJECT) return RW_NONE;
	rw_slice name = text(n, "name");
	if (!name.n) name = text(n, "legalName");
	rw_slice id = name.n ? RW_NONE : text(n, "@id");
	const node *other = id.n ? with_id(t->root, id, 0) : NULL;
	return other && other != n ? text(other, "name") : name;
}

static bool has_scheme(rw_slice s) { return rw_slice_find(s, RW_LIT("://"), 0) != SIZE_MAX; }

/* All the names of authors, parted as a list is. */
static rw_slice authors(rw_arena *a, const things *t, const node *n) {
	rw_buf b = RW_BUF(a);
	size_t looked = 0;
	for (const node *c = n && n->kind == ARRAY ? n->child : n; c && looked < AUTHORS;
		 c = n->kind == ARRAY ? c->next : NULL, looked++) {
		rw_slice name = name_of(t, c);
		if (!name.n || has_scheme(name) || b.n + name.n > 200) continue;
		if (b.n) rw_buf_z(&b, "\xd8\x8c ");
		rw_buf_slice(&b, name);
	}
	return rw_buf_view(&b);
}

static void say_times(rw_arena *a, rw_saids *s, const node *n, unsigned weight) {
	rw_say(a, s, RW_SAYS_PUBLISHED, weight, "JSON-LD", text(n, "datePublished"));
	rw_say(a, s, RW_SAYS_UPDATED, weight, "JSON-LD", text(n, "dateModified"));
	if (!member(n, "datePublished")) rw_say(a, s, RW_SAYS_PUBLISHED, weight - 2, "JSON-LD", text(n, "dateCreated"));
	if (is_type(n, "VideoObject", false)) rw_say(a, s, RW_SAYS_PUBLISHED, weight - 2, "JSON-LD", text(n, "uploadDate"));
}

static void say_thing(rw_arena *a, const things *t, rw_saids *s) {
	const node *n = t->main;
	if (n) {
		bool article = t->rank > 1;
		if (t->page && t->page != n && !member(n, "datePublished")) say_times(a, s, t->page, 4);
		say_times(a, s, n, article ? 6 : 4);
		rw_slice headline = text(n, "headline");
		if (!headline.n) headline = text(n, "name");
		rw_say(a, s, RW_SAYS_TITLE, article ? 5 : 2, "JSON-LD", headline);
		rw_say(a, s, RW_SAYS_AUTHOR, 5, "JSON-LD", authors(a, t, member(n, "author")));
		rw_slice publisher = name_of(t, member(n, "publisher"));
		if (!has_scheme(publisher)) rw_say(a, s, RW_SAYS_SITE, 5, "JSON-LD", publisher);
		const node *of = member(n, "mainEntityOfPage");
		rw_slice address = of && of->kind == OBJECT ? text(of, "@id") : text(n, "mainEntityOfPage");
		if (!has_scheme(address)) address = text(n, "url");
		if (!has_scheme(address)) address = text(n, "@id");
		if (has_scheme(address)) rw_say(a, s, RW_SAYS_ADDRESS, 4, "JSON-LD", address);
		rw_say(a, s, RW_SAYS_LANGUAGE, 4, "JSON-LD", text(n, "inLanguage"));
	}
	if (t->organisation) rw_say(a, s, RW_SAYS_SITE, 4, "JSON-LD", text(t->organisation, "name"));
	if (t->site) rw_say(a, s, RW_SAYS_SITE, 3, "JSON-LD", text(t->site, "name"));
}

void rw_say_json_ld(rw_arena *a, rw_arena *scratch, rw_slice json, rw_saids *s, bool *live) {
	node root = {.kind = ARRAY};
	parser p = {.a = scratch};
	rw_slice rest = json;
	while (rest.p) {
		rw_slice record = rw_slice_cut(&rest, RW_RECORD);
		/* A template that escapes everything. */
		if (!memchr(record.p ? record.p : "", '"', record.n)) record = rw_html_value(scratch, record);
		p.s = record;
		p.i = 0;
		while (p.i < p.s.n && p.s.p[p.i] != '{' && p.s.p[p.i] != '[') p.i++;
		parse(&p, &root, 0);
	}
	things t = {.root = &root};
	visit(&t, &root, 0);
	say_thing(a, &t, s);
	*live = t.main && is_type(t.main, "LiveBlogPosting", false);
}
