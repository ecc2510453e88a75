/* tame.c: somebody else's page, written anew from what is harmless in it. */
#include "serve/tame.h"
#include "read/dom.h"

/* Elements that are written, and no others. Their order is the alphabet's. */
static const char *const tags[] = {"a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote",
	"body", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl",
	"dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr",
	"html", "i", "img", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s",
	"samp", "section", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
	"th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr"};

/* Attributes that are written as they are: none of them names an address. */
static const char *const attributes[] = {"align", "alt", "bgcolor", "class", "color", "colspan", "datetime", "dir",
	"face", "headers", "height", "id", "lang", "open", "reversed", "rowspan", "scope", "size", "span", "start", "style",
	"title", "type", "valign", "value", "width"};

/* Elements that are left out with all that stands in them. */
static const char *const silent[] = {
	"audio", "canvas", "iframe", "noembed", "noframes", "object", "script", "select", "svg", "template", "video"};

static bool listed(const char *const *list, size_t n, rw_slice name) {
	for (size_t i = 0; i < n; i++)
		if (rw_same_nocase(name, list[i])) return true;
	return false;
}

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* Text of the page, whose references stand for characters and never for tags. */
static void put_text(rw_buf *out, rw_slice s, bool quote) {
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		const char *z = s.p[i] == '<' ? "&lt;" : s.p[i] == '>' ? "&gt;" : quote && s.p[i] == '"' ? "&quot;" : NULL;
		if (!z) continue;
		rw_buf_put(out, s.p + from, i - from);
		rw_buf_z(out, z);
		from = i + 1;
	}
	rw_buf_put(out, s.p + from, s.n - from);
}

static void put_attribute(rw_buf *out, const char *name, rw_slice value) {
	rw_buf_printf(out, " %s=\"", name);
	put_text(out, value, true);
	rw_buf_byte(out, '"');
}

/* A picture within the page itself: raster alone, since SVG is a page of its own. */
static bool own_picture(rw_slice value) {
	static const char *const kinds[] = {"data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp"};
	for (size_t i = 0; i < RW_COUNT(kinds); i++)
		if (rw_slice_starts(value, rw_slice_z(kinds[i]))) return true;
	return false;
}

static void put_tag(rw_buf *out, const rw_tag *t) {
	size_t k = 0;
	while (k < RW_COUNT(tags) && !rw_same_nocase(t->name, tags[k])) k++;
	if (k == RW_COUNT(tags)) return;
	rw_buf_z(out, t->end ? "</" : "<");
	rw_buf_z(out, tags[k]);
	for (uint32_t i = 0; !t->end && i < t->n; i++) {
		const rw_attr *x = &t->attr[i];
		for (size_t j = 0; j < RW_COUNT(attributes); j++)
			if (rw_same_nocase(x->name, attributes[j])) put_attribute(out, attributes[j], x->value);
		if (rw_same_nocase(x->name, "href") && rw_same_nocase(t->name, "a")) put_attribute(out, "title", x->value);
		if (rw_same_nocase(x->name, "src") && rw_same_nocase(t->name, "img") && own_picture(x->value))
			put_attribute(out, "src", x->value);
	}
	rw_buf_byte(out, '>');
}

/* Where the element that ends with </name begins to end, from i on; the text's end where it never does. */
static size_t end_of(rw_slice s, rw_slice name, size_t i) {
	for (; i + name.n + 2 <= s.n; i++) {
		const char *p = memchr(s.p + i, '<', s.n - i);
		if (!p) break;
		i = (size_t)(p - s.p);
		if (i + name.n + 2 > s.n) break;
		size_t k = 0;
		while (k < name.n && (s.p[i + 2 + k] | 0x20) == (name.p[k] | 0x20)) k++;
		if (s.p[i + 1] == '/' && k == name.n) return i;
	}
	return s.n;
}

static size_t past(rw_slice s, size_t i, const char *end) {
	size_t at = rw_slice_find(s, rw_slice_z(end), i);
	return at == SIZE_MAX ? s.n : at + strlen(end);
}

void rw_tame(rw_arena *a, rw_slice html, rw_buf *out) {
	rw_tags in = {.text = html};
	rw_tag *t = RW_NEW(a, rw_tag);
	rw_buf_z(out, "<!doctype html><meta charset=\"utf-8\">");
	for (size_t i = 0; i < html.n;) {
		const char *p = memchr(html.p + i, '<', html.n - i);
		size_t at = p ? (size_t)(p - html.p) : html.n;
		put_text(out, rw_slice_of(html.p + i, at - i), false);
		i = at;
		if (i + 1 >= html.n) break;
		char next = html.p[i + 1];
		if (next == '!' || next == '?') {
			bool comment = rw_slice_starts(rw_slice_of(html.p + i, html.n - i), RW_LIT("<!--"));
			i = comment ? past(html, i + 4, "-->") : past(html, i + 1, ">");
			continue;
		}
		if (!letter(next) && !(next == '/' && i + 2 < html.n && letter(html.p[i + 2]))) {
			rw_buf_z(out, "&lt;");
			i++;
			continue;
		}
		i = rw_tag_read(&in, i, t);
		if (t->end) {
			put_tag(out, t);
		} else if (rw_same_nocase(t->name, "style") || rw_same_nocase(t->name, "title")) {
			size_t end = end_of(html, t->name, i);
			rw_slice inner = rw_slice_of(html.p + i, end - i);
			bool style = rw_same_nocase(t->name, "style");
			rw_buf_z(out, style ? "<style>" : "<title>");
			/* A style sheet is no markup: it ends at its own end, which does not stand in it. */
			if (style)
				rw_buf_slice(out, inner);
			else
				put_text(out, inner, false);
			rw_buf_z(out, style ? "</style>" : "</title>");
			i = end;
		} else if (!t->self && listed(silent, RW_COUNT(silent), t->name)) {
			i = end_of(html, t->name, i);
		} else {
			put_tag(out, t);
		}
	}
}
