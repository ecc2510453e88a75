/* html.c: which blocks of an HTML page are the article.
 *
 * Each box is worth the running text in it less its links and scraps; what a box hands on to the one around it shrinks, so that
 * the innermost box that holds the whole text wins over one that also holds the teasers beside it. Words of classes and ids
 * (furniture.tsv) speak against a box only from outside: a box within "has-sidebar" may still be the article.
 * Then the lines go through the same rules as those of a plain text: furniture by its words, stamps, captions, lists.
 */
#include "read/dom.h"

enum { NOT_CONTENT = RW_BOX_SKIP | RW_BOX_OUTSIDE | RW_BOX_FURNITURE | RW_BOX_HIDDEN | RW_BOX_ASIDE };

enum { LEAD_WORDS = 10 }; /* of a first paragraph */

static bool contains_nocase(rw_slice s, const char *z) {
	size_t k = strlen(z);
	for (size_t i = 0; i + k <= s.n; i++) {
		size_t j = 0;
		while (j < k && ((s.p[i + j] >= 'A' && s.p[i + j] <= 'Z' ? s.p[i + j] | 0x20 : s.p[i + j]) == z[j])) j++;
		if (j == k) return true;
	}
	return false;
}

static int sniff(rw_slice head) {
	size_t i = 0;
	if (rw_slice_starts(head, RW_LIT("\xef\xbb\xbf"))) i = 3;
	if (head.n > 1 && ((unsigned char)head.p[0] == 0xFF || (unsigned char)head.p[0] == 0xFE)) i = 2;
	while (i < head.n && (head.p[i] == ' ' || head.p[i] == '\n' || head.p[i] == '\r' || head.p[i] == '\t')) i++;
	rw_slice rest = rw_slice_of(head.p + i, head.n - i);
	bool page = contains_nocase(rest, "<html") || contains_nocase(rest, "<!doctype html") ||
		contains_nocase(rest, "<body") || contains_nocase(rest, "<head>");
	if (page) return 2;
	if (rest.n == 0 || rest.p[0] != '<') return 0;
	return contains_nocase(rest, "<div") || contains_nocase(rest, "<p>") || contains_nocase(rest, "<p ") ||
			contains_nocase(rest, "<article") || contains_nocase(rest, "<meta") || contains_nocase(rest, "<h1") ||
			contains_nocase(rest, "<title") || contains_nocase(rest, "<span")
		? 2
		: 0;
}

/* The encoding that a page declares in its first bytes: charset=… or encoding="…". */
static rw_slice declared(rw_slice s) {
	static const char *const keys[] = {"charset=", "encoding="};
	if (s.n > 4096) s.n = 4096;
	for (size_t k = 0; k < RW_COUNT(keys); k++) {
		size_t n = strlen(keys[k]);
		for (size_t i = 0; i + n < s.n; i++) {
			if (!contains_nocase(rw_slice_of(s.p + i, n), keys[k])) continue;
			i += n;
			while (i < s.n && (s.p[i] == '"' || s.p[i] == '\'' || s.p[i] == ' ')) i++;
			size_t e = i;
			while (e < s.n &&
				(s.p[e] == '-' || s.p[e] == '_' || (s.p[e] >= '0' && s.p[e] <= '9') ||
					((s.p[e] | 0x20) >= 'a' && (s.p[e] | 0x20) <= 'z')))
				e++;
			return rw_slice_of(s.p + i, e - i);
		}
	}
	return RW_NONE;
}

/* What a block is set apart as, by the nearest box that does so within the article's own. */
static void set_apart(const rw_dom *d, uint32_t box, uint32_t top, rw_line *l) {
	for (uint32_t i = box + 1; i && i != top && !l->kind; i = d->boxes.p[i - 1].parent) {
		uint32_t own = d->boxes.p[i - 1].own;
		l->kind = own & RW_BOX_HEADING ? RIWAYA_STRETCH_HEADING + 1
			: own & RW_BOX_QUOTE       ? RIWAYA_STRETCH_QUOTE + 1
			: own & RW_BOX_LIST        ? RIWAYA_STRETCH_LIST + 1
									   : 0;
		l->group = i;
	}
}

/* Boxes around the title's block. */
static bool *around(const rw_dom *d, rw_arena *scratch, size_t title) {
	bool *holds = RW_ARRAY(scratch, bool, d->boxes.n);
	for (uint32_t up = title == SIZE_MAX ? 0 : d->blocks.p[title].box + 1; up; up = d->boxes.p[up - 1].parent)
		holds[up - 1] = true;
	return holds;
}

/* Whether a block stands in a header that is the page's: above the title, and not around it. */
static bool page_header(const rw_dom *d, size_t i, size_t title, const bool *holds_title) {
	const rw_box *x = &d->boxes.p[d->blocks.p[i].box];
	if (!(x->all & RW_BOX_HEADER) || x->all & RW_BOX_ARTICLE || d->meta.posts) return false;
	if (title == SIZE_MAX) return true;
	if (i > title) return false;
	for (uint32_t up = d->blocks.p[i].box + 1; up; up = d->boxes.p[up - 1].parent)
		if (d->boxes.p[up - 1].own & RW_BOX_HEADER && holds_title[up - 1]) return false;
	return true;
}

/* --- pages without an article ------------------------------------------------------------------------------------------ */
static riwaya_status any_article(const rw_page *p, const rw_dom *d, uint32_t top, riwaya_error *err) {
	enum { WORDS_MIN = 8, WORDS_DOUBT = 60, SHELL = 40, LIST_MIN = 4 };
	uint32_t words = 0, all = 0;
	for (size_t i = 0; i < p->lines.n; i++) {
		all += p->lines.p[i].words;
		if (p->lines.p[i].part == RW_PART_BODY) words += p->lines.p[i].words;
	}
	const rw_packing *told = p->in->told;
	if (p->in->markup || words >= WORDS_DOUBT || (told && (told->title.n || told->published.n))) return RIWAYA_OK;
	uint32_t flags = top ? d->boxes.p[top - 1].all : 0;
	uint32_t others = 0;
	for (size_t i = 0; i < d->blocks.n; i++) {
		const rw_block_text *b = &d->blocks.p[i];
		others += d->boxes.p[b->box].all & RW_BOX_ASIDE && d->boxes.p[b->box].all & RW_BOX_HEADING;
	}
	/* Among the headlines of other articles, dates are theirs. */
	bool list = others >= LIST_MIN && words < WORDS_MIN;
	bool dated = (!list && (p->stamps.n || p->times.n)) || rw_said_best(&p->meta.said, RW_SAYS_PUBLISHED).n;
	bool marked = flags & (RW_BOX_ARTICLE | RW_BOX_BODY);
	/* A page cut short may hold no more than its headline. */
	if ((words > 0 || p->title != SIZE_MAX || p->meta.title.n) && (dated || marked)) return RIWAYA_OK;
	if (words >= WORDS_MIN && !(flags & (RW_BOX_FURNITURE | RW_BOX_HIDDEN | RW_BOX_OUTSIDE))) return RIWAYA_OK;
	if (all < SHELL)
		return rw_fail(err, RIWAYA_NO_ARTICLE, p->in->name, 0, 0,
			"page holds no text; if it is built by scripts, save it from a browser after it has loaded");
	return rw_fail(err, RIWAYA_NO_ARTICLE, p->in->name, 0, 0,
		"page holds no article, only links, menus and notices; save the article's own page");
}

/* --- lines --------------------------------------------------------------------------------------------------------- */
static riwaya_status read_html(rw_read_context *c, const rw_input *in, rw_reports *out, riwaya_error *err) {
	rw_slice text;
	const char *encoding;
	rw_utf8_patches patches = {0};
	riwaya_status status =
		rw_decode(c, in, in->charset.n ? in->charset : declared(in->bytes), &text, &encoding, &patches, err);
	if (status) return status;
	if (text.n > INT32_MAX - 1)
		return rw_fail(err, RIWAYA_LIMIT, in->name, 0, 0,
			"page has %zu bytes when decoded, over the parser's limit of %d; split it", text.n, INT32_MAX - 1);
	rw_dom dom;
	status = rw_dom_parse(c, text, in->name, &dom, err);
	if (status) return status;
	size_t total = 0;
	for (size_t i = 0; i < dom.blocks.n; i++) {
		rw_block_measure(&dom.blocks.p[i]);
		total += dom.blocks.p[i].text.n;
	}
	rw_say_saved(c->a, text, &dom.meta.said);
	rw_say_captured(c, text, &dom.meta);
	rw_slice said = in->markup ? RW_NONE : rw_title_said(c, &dom);
	size_t heading = rw_title_block(c, &dom, said, SIZE_MAX);
	rw_dated entries = {0};
	bool split = !in->markup && !(in->told && in->told->title.n) && rw_dated_find(c, in, &dom, said, heading, &entries);
	uint32_t top = rw_choose(&dom, c->scratch, heading, in->markup);
	if (!top && dom.blocks.n == 0)
		return rw_fail(err, RIWAYA_NO_ARTICLE, in->name, 0, 0,
			"page holds no text; if it is built by scripts, save it from a browser after it has loaded");
	if (total > RIWAYA_MAX_REPORT)
		return rw_fail(err, RIWAYA_LIMIT, in->name, 0, 0,
			"text of the page has %zu bytes, over the limit of %d for one report (RIWAYA_MAX_REPORT); split it into one report a file",
			total, RIWAYA_MAX_REPORT);
	size_t first = SIZE_MAX, lead = SIZE_MAX, last_in = 0;
	for (size_t i = 0; i < dom.blocks.n; i++) {
		/* What stands before the entries tells of them all. */
		if (split && i > entries.e.p[0].first) dom.blocks.p[i].in = false;
		if (!dom.blocks.p[i].in) continue;
		last_in = i;
		if (lead == SIZE_MAX && dom.blocks.p[i].ends && dom.blocks.p[i].words >= LEAD_WORDS) lead = i;
		if (first == SIZE_MAX && !(dom.boxes.p[dom.blocks.p[i].box].all & RW_BOX_HEADING)) first = i;
	}
	bool told = in->told && in->told->title.n;
	size_t title = told ? SIZE_MAX : rw_title_block(c, &dom, said, first);
	rw_page p;
	rw_page_init(&p, c, in, "html");
	rw_page_patches(&p, &patches, encoding);
	if (dom.cut)
		rw_vec_push(c->a, &p.notes,
			(riwaya_note){rw_arena_printf(c->a, "tags nested deeper than %d were left out", RW_HTML_DEPTH), 0});
	dom.meta.title = title == SIZE_MAX ? said : RW_NONE;
	rw_page_meta(&p, &dom.meta);
	p.account = dom.meta.account;
	bool blank = false;
	size_t next_time = 0;
	const bool *holds_title = around(&dom, c->scratch, title);
	for (size_t i = 0; i < dom.blocks.n; i++) {
		const rw_block_text *b = &dom.blocks.p[i];
		const rw_box *x = &dom.boxes.p[b->box];
		size_t before = p.lines.n;
		blank = true;
		rw_page_add(&p, b->text, b->runs, b->n_runs, &blank);
		if (p.lines.n == before) continue;
		rw_line *l = &p.lines.p[before];
		bool inside;
		uint32_t between = rw_between(&dom, b->box, top, &inside);
		for (; next_time < dom.times.n && dom.times.p[next_time].line <= i; next_time++) {
			dom.times.p[next_time].line = before;
			rw_vec_push(c->a, &p.times, dom.times.p[next_time]);
		}
		l->outside = !inside && (x->all & (RW_BOX_OUTSIDE | RW_BOX_HIDDEN) || page_header(&dom, i, title, holds_title));
		l->heading = x->all & RW_BOX_HEADING;
		set_apart(&dom, b->box, top, l);
		l->link = b->linked * 2 > b->text.n;
		bool leaf = x->own & (RW_BOX_PARAGRAPH | RW_BOX_LIST | RW_BOX_CELL | RW_BOX_QUOTE | RW_BOX_HEADING);
		l->box = x->parent ? x->parent : 1;
		l->kin = leaf ? dom.boxes.p[l->box - 1].sign : x->sign;
		if (b->apart) {
			l->part = b->reader ? RW_PART_FURNITURE : RW_PART_APART;
			l->sure = true;
		} else if (i == title) {
			l->part = RW_PART_TITLE;
			l->sure = true;
		} else if (l->words < 80 &&
			((inside && (between & RW_BOX_CAPTION) && !(between & NOT_CONTENT)) ||
				(!inside && (x->own & RW_BOX_CAPTION) && !(x->all & NOT_CONTENT) && i < last_in && title != SIZE_MAX &&
					i > title))) {
			l->part = RW_PART_CAPTION;
			l->sure = true;
		} else if (!b->in) {
			l->part = RW_PART_FURNITURE;
			l->sure = true;
		} else {
			/* Within the chosen box, structure has spoken for what is marked as text. */
			l->sure = leaf && l->words > (x->own & RW_BOX_CELL ? 0 : x->own & RW_BOX_LIST ? 1 : 3);
			/* But tables and lists above the first paragraph hold place, author and date as often. */
			if (i < lead && lead != SIZE_MAX && x->own & (RW_BOX_LIST | RW_BOX_CELL)) l->sure = false;
		}
	}
	rw_find_article(&p);
	if (!rw_said_best(&p.meta.said, RW_SAYS_PUBLISHED).n && !p.stamps.n && !p.times.n && !in->markup)
		rw_say_scripts(c->a, text, &p.meta.said);
	if (!split) status = any_article(&p, &dom, top, err);
	if (status) return status;
	riwaya_report *r = rw_make_report(&p);
	/* A channel's page has nothing of its own to tell. */
	if (!split || (!entries.posts && (r->title.n || r->text.n))) rw_vec_push(c->a, out, r);
	if (split) rw_dated_read(c, in, &dom, text, encoding, &patches, &entries, r, out);
	return RIWAYA_OK;
}

const rw_reader rw_reader_html = {"html", sniff, read_html};
