/* page.c: rows of wrapped cells in two directions. */
#include "show/page.h"
#include "text/text.h"

enum { GAP = 2, MAX_CELLS = 16 };

/* Invisible characters that steer direction; named here since what they do is layout. */
enum {
	ALM = 0x61C,
	ZWSP = 0x200B,
	LRM = 0x200E,
	RLM = 0x200F,
	LRE = 0x202A,
	RLO = 0x202E,
	LRI = 0x2066,
	RLI = 0x2067,
	PDI = 0x2069,
	BOM = 0xFEFF
};

/* --- widths -------------------------------------------------------------------------------------------------- */
typedef struct range {
	uint32_t first, last;
} range;

static bool within(const range *r, size_t n, uint32_t c) {
	size_t lo = 0, hi = n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (c > r[mid].last)
			lo = mid + 1;
		else if (c < r[mid].first)
			hi = mid;
		else
			return true;
	}
	return false;
}

unsigned rw_width_char(uint32_t c) {
	static const range none[] = {{0x300, 0x36F}, {0x483, 0x489}, {0x591, 0x5BD}, {0x5BF, 0x5BF}, {0x5C1, 0x5C2},
		{0x5C4, 0x5C5}, {0x610, 0x61A}, {0x61C, 0x61C}, {0x64B, 0x65F}, {0x670, 0x670}, {0x6D6, 0x6DC}, {0x6DF, 0x6E4},
		{0x6E7, 0x6E8}, {0x6EA, 0x6ED}, {0x711, 0x711}, {0x730, 0x74A}, {0x898, 0x89F}, {0x8CA, 0x8E1}, {0x8E3, 0x8FF},
		{0x93C, 0x93C}, {0x94D, 0x94D}, {0x1AB0, 0x1ACE}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E},
		{0x2060, 0x2064}, {0x2066, 0x206F}, {0x20D0, 0x20F0}, {0x302A, 0x302D}, {0x3099, 0x309A}, {0xFE00, 0xFE0F},
		{0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF}};
	static const range wide[] = {{0x1100, 0x115F}, {0x231A, 0x231B}, {0x23E9, 0x23EC}, {0x2614, 0x2615},
		{0x26A1, 0x26A1}, {0x26D4, 0x26D4}, {0x2705, 0x2705}, {0x274C, 0x274C}, {0x2E80, 0x303E}, {0x3041, 0x33FF},
		{0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xA000, 0xA4CF}, {0xA960, 0xA97F}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
		{0xFE30, 0xFE6F}, {0xFF01, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
		{0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
	if (c < 0x300) return 1;
	if (within(none, RW_COUNT(none), c)) return 0;
	return within(wide, RW_COUNT(wide), c) ? 2 : 1;
}

unsigned rw_width(rw_slice s) {
	unsigned w = 0;
	for (size_t i = 0; i < s.n;) w += rw_width_char(rw_utf8_next(s, &i));
	return w;
}

/* --- direction ----------------------------------------------------------------------------------------------- */
int rw_char_direction(uint32_t c) {
	if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x2B0 && c != 0xD7 && c != 0xF7) ||
		(c >= 0x370 && c < 0x590))
		return 1;
	if ((c >= 0x5BE && c < 0x660) || (c >= 0x66D && c < 0x6F0) || (c >= 0x6FA && c < 0x900) ||
		(c >= 0xFB1D && c < 0xFE00) || (c >= 0xFE70 && c < 0xFEFF))
		return -1;
	return c >= 0x900 && c < 0x2000 ? 1 : c >= 0x3041 && c < 0xFB00 ? 1 : 0;
}

static bool digit(uint32_t c) {
	return (c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669) || (c >= 0x6F0 && c <= 0x6F9);
}

static bool direction_mark(uint32_t c) {
	return c == ALM || (c >= ZWSP && c <= RLM && c != 0x200C && c != 0x200D) || (c >= LRE && c <= RLO) ||
		(c >= LRI && c <= 0x206F) || c == BOM;
}

static bool space(uint32_t c) {
	return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
		c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

uint32_t rw_char_shown(uint32_t c) {
	if (direction_mark(c)) return 0;
	return c < 0x20 || (c >= 0x7F && c < 0xA0) ? RW_UTF8_BAD : c;
}

/* --- rich text ------------------------------------------------------------------------------------------------ */
static void put_char(rw_buf *b, uint32_t c) {
	char z[4];
	rw_buf_put(b, z, rw_utf8_put(c, z));
}

static void add_atom(rw_page *p, rw_rich *r, rw_slice s, rw_style style, int dir, uint32_t quote) {
	rw_atom a = {s, rw_width(s), quote, (uint8_t)style, (int8_t)dir, r->pending};
	rw_vec_push(p->a, &r->atoms, a);
	r->pending = false;
}

/* A word in reader's text, cleaned. Punctuation around a word of the other direction is the reader's, not the word's. */
static void add_word(rw_page *p, rw_rich *r, rw_slice word, rw_style style, uint32_t quote) {
	if (quote) {
		add_atom(p, r, word, style, -1, quote);
		return;
	}
	size_t first = SIZE_MAX, end = 0;
	int dir = 0;
	for (size_t i = 0; i < word.n;) {
		size_t at = i;
		uint32_t c = rw_utf8_next(word, &i);
		int d = rw_char_direction(c);
		if (d || digit(c) || (end && rw_width_char(c) == 0)) {
			if (first == SIZE_MAX) first = at;
			end = i;
		}
		if (d && !dir) dir = d;
	}
	if (dir == 0 || first == SIZE_MAX || dir == (p->rtl ? -1 : 1)) {
		add_atom(p, r, word, style, dir, 0);
		return;
	}
	if (first) add_atom(p, r, rw_slice_of(word.p, first), style, 0, 0);
	add_atom(p, r, rw_slice_of(word.p + first, end - first), style, dir, 0);
	if (end < word.n) add_atom(p, r, rw_slice_of(word.p + end, word.n - end), style, 0, 0);
}

static void add_text(rw_page *p, rw_rich *r, rw_slice s, rw_style style, uint32_t quote) {
	rw_buf b = RW_BUF(p->a);
	for (size_t i = 0;;) {
		bool more = i < s.n;
		uint32_t c = more ? rw_utf8_next(s, &i) : ' ';
		if (space(c)) {
			if (b.n) add_word(p, r, rw_buf_view(&b), style, quote);
			b = RW_BUF(p->a);
			if (!more) return;
			if (r->atoms.n) r->pending = true;
		} else if (rw_char_shown(c)) {
			put_char(&b, rw_char_shown(c));
		}
	}
}

void rw_rich_add(rw_page *p, rw_rich *r, rw_slice s, rw_style style) { add_text(p, r, s, style, 0); }
void rw_rich_z(rw_page *p, rw_rich *r, const char *z, rw_style style) { add_text(p, r, rw_slice_z(z), style, 0); }

void rw_rich_quote(rw_page *p, rw_rich *r, rw_slice open, rw_slice s, size_t mark_at, size_t mark_end, rw_slice close,
	rw_style style) {
	uint32_t quote = ++r->quotes;
	if (mark_end > s.n || mark_at > mark_end) mark_at = mark_end = 0;
	add_text(p, r, open, style, quote);
	add_text(p, r, rw_slice_of(s.p, mark_at), style, quote);
	add_text(p, r, rw_slice_of(s.p + mark_at, mark_end - mark_at), RW_MARKED, quote);
	add_text(p, r, rw_slice_of(s.p + mark_end, s.n - mark_end), style, quote);
	r->pending = false;
	add_text(p, r, close, style, quote);
}

void rw_rich_hits(rw_page *p, rw_rich *r, rw_slice open, rw_slice s, const riwaya_span *hits, size_t n, rw_slice close) {
	uint32_t quote = ++r->quotes;
	size_t at = 0;
	add_text(p, r, open, RW_PLAIN, quote);
	for (size_t i = 0; i < n; i++) {
		if (hits[i].start < at || hits[i].end > s.n || hits[i].start > hits[i].end) continue;
		add_text(p, r, rw_slice_of(s.p + at, hits[i].start - at), RW_PLAIN, quote);
		if (!p->colour) add_text(p, r, RW_LIT("["), RW_PLAIN, quote);
		add_text(p, r, rw_slice_of(s.p + hits[i].start, hits[i].end - hits[i].start), RW_MARKED, quote);
		if (!p->colour) add_text(p, r, RW_LIT("]"), RW_PLAIN, quote);
		at = hits[i].end;
	}
	add_text(p, r, rw_slice_of(s.p + at, s.n - at), RW_PLAIN, quote);
	r->pending = false;
	add_text(p, r, close, RW_PLAIN, quote);
}

unsigned rw_rich_width(const rw_rich *r) {
	unsigned w = 0;
	for (size_t i = 0; i < r->atoms.n; i++) w += r->atoms.p[i].width + (i && r->atoms.p[i].space);
	return w;
}

/* --- wrapping ------------------------------------------------------------------------------------------------- */
typedef struct line {
	size_t first, end; /* atoms of the wrapped cell */
	unsigned width;
} line;

typedef struct wrapped {
	RW_VEC(rw_atom) atoms;
	RW_VEC(line) lines;
} wrapped;

/* Cuts an atom wider than a line into pieces that fit. */
static void push_cut(rw_page *p, wrapped *w, rw_atom a, unsigned width) {
	while (a.width > width) {
		unsigned used = 0;
		size_t i = 0, at = 0;
		while (i < a.s.n) {
			at = i;
			unsigned cw = rw_width_char(rw_utf8_next(a.s, &i));
			if (at && used + cw > width) break;
			used += cw;
		}
		if (i >= a.s.n && used <= width) break;
		rw_atom head = a;
		head.s.n = at;
		head.width = used;
		rw_vec_push(p->a, &w->atoms, head);
		a.s.p += at;
		a.s.n -= at;
		a.width -= used;
		a.space = false;
	}
	rw_vec_push(p->a, &w->atoms, a);
}

static void wrap(rw_page *p, const rw_rich *r, unsigned width, wrapped *w) {
	*w = (wrapped){0};
	if (!r || width == 0) return;
	for (size_t i = 0; i < r->atoms.n; i++) push_cut(p, w, r->atoms.p[i], width);
	size_t n = w->atoms.n;
	line cur = {0, 0, 0};
	for (size_t i = 0; i < n;) {
		/* Atoms with no space between them stay together, unless they are too wide for any line. */
		size_t end = i + 1;
		unsigned unit = w->atoms.p[i].width;
		while (end < n && !w->atoms.p[end].space && unit + w->atoms.p[end].width <= width)
			unit += w->atoms.p[end++].width;
		unsigned lead = cur.end > cur.first && w->atoms.p[i].space;
		if (cur.end > cur.first && cur.width + lead + unit > width) {
			rw_vec_push(p->a, &w->lines, cur);
			cur = (line){i, i, 0};
			lead = 0;
		}
		cur.end = end;
		cur.width += lead + unit;
		i = end;
	}
	if (cur.end > cur.first) rw_vec_push(p->a, &w->lines, cur);
}

/* --- output --------------------------------------------------------------------------------------------------- */
static const char *const codes[] = {
	"", "\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[33m", "\x1b[32m", "\x1b[36m", "\x1b[1;4m"};

static void write_bytes(rw_page *p, rw_slice s) {
	if (!p->failed && s.n && !p->sink.write(p->sink.ctx, s.p, s.n)) p->failed = true;
}

static void spaces(rw_buf *b, unsigned n) {
	for (unsigned i = 0; i < n; i++) rw_buf_byte(b, ' ');
}

/* The words of one line of a cell; runs of the other direction stand in isolates, which never reach over a line's end. */
static void put_line(const rw_page *p, rw_buf *b, const rw_atom *a, size_t n) {
	int base = p->rtl ? -1 : 1;
	int open = 0; /* direction of the isolate that is open */
	uint32_t open_quote = 0;
	rw_style style = RW_PLAIN;
	for (size_t i = 0; i < n; i++) {
		int want = a[i].dir && a[i].dir != base ? a[i].dir : 0;
		bool same = open && want == open && a[i].quote == open_quote;
		if (open && !same) {
			put_char(b, PDI);
			open = 0;
		}
		if (i && a[i].space) {
			/* A line under spaces looks like a form to fill in. */
			if (style == RW_MARKED && p->colour) rw_buf_z(b, "\x1b[0m"), style = RW_PLAIN;
			rw_buf_byte(b, ' ');
		}
		if (want && !open && p->isolate) {
			put_char(b, want < 0 ? RLI : LRI);
			open = want;
			open_quote = a[i].quote;
		}
		if (p->colour && a[i].style != style) {
			if (style != RW_PLAIN) rw_buf_z(b, "\x1b[0m");
			rw_buf_z(b, codes[a[i].style]);
			style = a[i].style;
		}
		rw_buf_slice(b, a[i].s);
	}
	if (p->colour && style != RW_PLAIN) rw_buf_z(b, "\x1b[0m");
	if (open) put_char(b, PDI);
}

/* Hands one finished line of display width w to the sink, from the right margin on a right-to-left page. */
static void put_row(rw_page *p, rw_slice text, unsigned w) {
	rw_buf b = RW_BUF(p->a);
	if (p->rtl && w) {
		spaces(&b, w < p->width ? p->width - w : 0);
		if (p->isolate) put_char(&b, RLI);
	}
	rw_buf_slice(&b, text);
	if (p->rtl && w && p->isolate) put_char(&b, PDI);
	rw_buf_byte(&b, '\n');
	write_bytes(p, rw_buf_view(&b));
	p->after_blank = false;
}

void rw_page_begin(rw_page *p, rw_arena *a, riwaya_sink sink, unsigned width, bool rtl, bool colour, bool isolate) {
	unsigned w = width == 0      ? RW_PAGE_DEFAULT
		: width < RW_PAGE_NARROW ? RW_PAGE_NARROW
		: width > RW_PAGE_WIDE   ? RW_PAGE_WIDE
								 : width;
	*p = (rw_page){.sink = sink, .a = a, .width = w, .rtl = rtl, .colour = colour, .isolate = isolate};
}

void rw_page_row(rw_page *p, unsigned indent, const rw_cell *cells, size_t n) {
	if (n > MAX_CELLS) n = MAX_CELLS;
	rw_mark mark = rw_arena_mark(p->a);
	unsigned taken = indent;
	for (size_t k = 0; k < n; k++) taken += cells[k].width + (k ? GAP : 0);
	unsigned rest = taken < p->width ? p->width - taken : 1;
	wrapped w[MAX_CELLS];
	unsigned widths[MAX_CELLS];
	size_t rows = 0;
	for (size_t k = 0; k < n; k++) {
		widths[k] = cells[k].width ? cells[k].width : rest;
		wrap(p, cells[k].rich, widths[k], &w[k]);
		if (w[k].lines.n > rows) rows = w[k].lines.n;
	}
	for (size_t i = 0; i < rows; i++) {
		rw_buf b = RW_BUF(p->a);
		unsigned at = 0, here = indent; /* at: columns written; here: where the cell begins */
		for (size_t k = 0; k < n; k++) {
			if (i < w[k].lines.n) {
				const line *l = &w[k].lines.p[i];
				unsigned start = here + (cells[k].end && l->width < widths[k] ? widths[k] - l->width : 0);
				if (start > at) spaces(&b, start - at);
				put_line(p, &b, w[k].atoms.p + l->first, l->end - l->first);
				at = start + l->width;
			}
			here += widths[k] + GAP;
		}
		put_row(p, rw_buf_view(&b), at);
	}
	rw_arena_reset(p->a, mark);
}

void rw_page_rich(rw_page *p, unsigned indent, const rw_rich *r) {
	rw_cell cell = {r, 0, false};
	rw_page_row(p, indent, &cell, 1);
}

void rw_page_line(rw_page *p, unsigned indent, rw_slice s, rw_style style) {
	rw_mark mark = rw_arena_mark(p->a);
	rw_rich r = {0};
	rw_rich_add(p, &r, s, style);
	rw_page_rich(p, indent, &r);
	rw_arena_reset(p->a, mark);
}

void rw_page_blank(rw_page *p) {
	if (!p->after_blank) write_bytes(p, RW_LIT("\n"));
	p->after_blank = true;
}

static void put_rule(const rw_page *p, rw_buf *b, unsigned n, bool heavy) {
	if (p->colour) rw_buf_z(b, codes[RW_DIM]);
	for (unsigned i = 0; i < n; i++) put_char(b, heavy ? 0x2501 : 0x2500);
	if (p->colour) rw_buf_z(b, "\x1b[0m");
}

void rw_page_rule(rw_page *p, bool heavy) {
	rw_mark mark = rw_arena_mark(p->a);
	rw_buf b = RW_BUF(p->a);
	put_rule(p, &b, p->width, heavy);
	put_row(p, rw_buf_view(&b), p->width);
	rw_arena_reset(p->a, mark);
}

void rw_page_heading(rw_page *p, rw_slice s, rw_style style) {
	rw_mark mark = rw_arena_mark(p->a);
	rw_rich r = {0};
	rw_rich_add(p, &r, s, style);
	unsigned w = rw_rich_width(&r);
	if (w + 4 > p->width) {
		rw_page_rich(p, 0, &r);
	} else {
		rw_buf b = RW_BUF(p->a);
		put_line(p, &b, r.atoms.p, r.atoms.n);
		rw_buf_byte(&b, ' ');
		put_rule(p, &b, p->width - w - 1, false);
		put_row(p, rw_buf_view(&b), p->width);
	}
	rw_arena_reset(p->a, mark);
}
