/* pdf.c: PDF documents as NGOs and the UN publish them, by poppler's pdftotext run as a program.
 *
 *   answer       pages parted by form feeds, blocks by empty lines; pdf_text.c puts each line in the order of reading
 *   furniture    what stands at the head or foot of several pages, but for its numbers; page numbers
 *   paragraphs   lines of a block joined again, and across columns and pages where a sentence goes on
 *   report       by the same rules as a plain text (article.c)
 *
 * Each page is a piece of its own: runs of the origin map point into what pdftotext answered for it.
 */
#include "read/pdf.h"
#include "read/program.h"

#include <stdlib.h>

enum {
	RW_PDF_PAGES = 3000,      /* pages that are read; further ones are left out with a note */
	RW_PDF_CPU = 8,           /* seconds of processor time for pdftotext */
	RW_PDF_SECONDS = 60,      /* and of the clock */
	RW_PDF_LINE = 16 << 10,   /* bytes of one line of its answer: a longer one is cut in two */
	RW_PDF_BOXES = 128 << 20, /* bytes of its answer on where lines stand */
	LOOK = 1024,              /* bytes before the mark that a PDF may begin with */
	ZONE = 3,                 /* lines of a page's head and foot that are compared */
	ZONE_LETTERS = 160,       /* letters of such a line */
	NARROW = 28,              /* letters: lines of a block none of which is longer are no running text */
	TITLE_WORDS = 3,
	TITLE_LINES = 4,
	TITLE_LETTERS = 200,
	PAGE_NUMBER = 16, /* letters of a line that is a page's number */
};
static const float LARGER = 1.2F; /* than most lines, and it is a heading */
static const float SAME_SIZE = 1.18F;
static const uint64_t RW_PDF_MEMORY = (uint64_t)2 << 30; /* bytes of address space for either */

typedef struct pdf_line {
	size_t first, n; /* units */
	uint32_t nth;    /* line of its page, from 1 */
	uint32_t page, letters;
	float left, right, from, to; /* its edges and those of its block; in letters where they are not known */
	float top, height;           /* height 0 where it is not known */
	uint32_t column;
	bool blank; /* a block, or a page, begins with it */
	bool furniture, title, heading, cell;
	bool entry; /* a bullet before it was lost */
} pdf_line;

typedef struct pdf {
	rw_read_context *c;
	const rw_input *in;
	rw_slice answer;
	bool slow;
	rw_pdf_habits habits;
	rw_pdf_units units;
	RW_VEC(pdf_line) lines;
	RW_VEC(size_t) pages;    /* where each page begins in the answer */
	RW_VEC(uint32_t) counts; /* lines of each page */
	rw_pdf_boxes boxes;
	float height; /* of most lines */
	uint32_t moved;
	rw_page page;
} pdf;

static int sniff(rw_slice head) {
	if (head.n > LOOK) head.n = LOOK;
	return rw_slice_find(head, RW_LIT("%PDF-"), 0) != SIZE_MAX ? 2 : 0;
}

/* --- the programs ------------------------------------------------------------------------------------------------------- */
static rw_slice first_line(rw_slice s) {
	s = rw_slice_trim(s);
	size_t end = rw_slice_find(s, RW_LIT("\n"), 0);
	if (end != SIZE_MAX) s.n = end;
	if (s.n > 160) s.n = 160;
	return s;
}

static riwaya_status refused(const rw_input *in, const rw_program_result *r, riwaya_error *err) {
	if (rw_slice_find(r->err, RW_LIT("assword"), 0) != SIZE_MAX)
		return rw_fail(err, RIWAYA_FORMAT, in->name, 0, 0,
			"is encrypted with a password; take it off first (qpdf --decrypt --password=... IN OUT)");
	rw_slice said = first_line(r->err);
	return rw_fail(err, RIWAYA_FORMAT, in->name, 0, 0,
		"is a broken PDF (pdftotext: " RW_FMT "); have it sent again, or mend it (qpdf IN OUT)",
		RW_ARG(said.n ? said : RW_LIT("no reason given")));
}

#define PAGES "3000"
_Static_assert(RW_PDF_PAGES == 3000, "PAGES says the same");
static const char *const text_argv[] = {
	"pdftotext", "-enc", "UTF-8", "-eol", "unix", "-nodiag", "-l", PAGES, "-", "-", NULL};
static const char *const boxes_argv[] = {
	"pdftotext", "-bbox-layout", "-enc", "UTF-8", "-eol", "unix", "-nodiag", "-l", PAGES, "-", "-", NULL};

static riwaya_status ask(rw_read_context *c, const rw_input *in, const char *const *argv, size_t most,
	rw_program_result *r, riwaya_error *err) {
	rw_program_limits limits = {.out = most, .seconds = RW_PDF_SECONDS, .cpu = RW_PDF_CPU, .memory = RW_PDF_MEMORY};
	return rw_program_run(c->scratch, argv, in->bytes, &limits, in->name, r, err);
}

static riwaya_status ask_text(rw_read_context *c, const rw_input *in, rw_slice *answer, bool *slow, riwaya_error *err) {
	rw_program_result r;
	riwaya_status status = ask(c, in, text_argv, RIWAYA_MAX_REPORT, &r, err);
	if (status) return status;
	rw_slice name = in->name;
	bool none = rw_trim_text(r.out).n == 0;
	*slow = r.end == RW_PROGRAM_SLOW;
	switch (r.end) {
	case RW_PROGRAM_MISSING:
		return rw_fail(err, RIWAYA_IO, name, 0, 0,
			"reading PDF needs the program pdftotext, which is not installed; install it (package poppler-utils)");
	case RW_PROGRAM_LONG:
		return rw_fail(err, RIWAYA_LIMIT, name, 0, 0,
			"its text has more than %d bytes, the limit of one report (RIWAYA_MAX_REPORT); part it (qpdf --pages)",
			RIWAYA_MAX_REPORT);
	case RW_PROGRAM_KILLED:
		return rw_fail(err, RIWAYA_FORMAT, name, 0, 0,
			"pdftotext ran out of memory on it, or broke; mend the file (qpdf IN OUT) or part it (qpdf --pages)");
	case RW_PROGRAM_SLOW:
		if (none)
			return rw_fail(err, RIWAYA_LIMIT, name, 0, 0,
				"pdftotext took more than %d s of processor time on it (RW_PDF_CPU); part it (qpdf --pages)", RW_PDF_CPU);
		break;
	case RW_PROGRAM_DONE: break;
	}
	/* Without a page pdftotext says what is wrong, and may end well all the same. */
	if (none && (r.code > 0 || rw_slice_find(r.out, RW_LIT("\f"), 0) == SIZE_MAX)) return refused(in, &r, err);
	if (none)
		return rw_fail(err, RIWAYA_NO_ARTICLE, name, 0, 0,
			"is a PDF of pictures without text, as scanners make them; have its letters read first (ocrmypdf -l ara IN OUT)");
	*answer = r.out;
	return RIWAYA_OK;
}

static bool arabic_text(rw_slice s) {
	for (size_t i = 0; i < s.n;) {
		rw_folded f = rw_fold_char(rw_utf8_next(s, &i));
		if (f.class_ == RW_CLASS_LETTER && f.arabic) return true;
	}
	return false;
}

/* What the document says of itself. Most titles are names of files ("Microsoft Word - x.doc"), most authors names of accounts. */
static rw_meta meta_of(const rw_pdf_boxes *b) {
	rw_meta meta = {0};
	if (arabic_text(b->title) && rw_slice_find(b->title, RW_LIT(".doc"), 0) == SIZE_MAX) meta.title = b->title;
	if (arabic_text(b->author)) meta.author = b->author;
	return meta;
}

/* --- lines ---------------------------------------------------------------------------------------------------------------- */
static void clean_line(pdf *d, size_t first) {
	size_t kept = first;
	for (size_t i = first; i < d->units.n; i++) {
		rw_pdf_unit u = d->units.p[i];
		if (u.c == '\t' || u.c == 0xA0) u = (rw_pdf_unit){' ', 0, 0};
		if (u.c < 0x20 || u.c == 0x7F) continue;
		if (u.c == ' ' && (kept == first || d->units.p[kept - 1].c == ' ')) continue;
		d->units.p[kept++] = u;
	}
	while (kept > first && d->units.p[kept - 1].c == ' ') kept--;
	d->units.n = kept;
}

/* Where two lines were made one: pdftotext takes a dash at a line's end for a hyphen, also where it is a bullet at the head of a line that runs
 * to the left. */
static bool seam(rw_slice s, size_t i) { return s.n - i >= 6 && memcmp(s.p + i, "\xe2\x80\xac\xe2\x80\xab", 6) == 0; }

static bool ends_line(char c) { return c == '\n' || c == '\f'; }

static void read_lines(pdf *d) {
	rw_arena *a = d->c->scratch;
	rw_slice s = d->answer;
	bool blank = true;
	uint32_t nth = 0; /* of the page's lines, as boxes count them */
	rw_vec_push(a, &d->pages, 0);
	for (size_t i = 0; i < s.n;) {
		size_t end = i;
		while (end < s.n && !ends_line(s.p[end]) && end - i < RW_PDF_LINE && !seam(s, end)) end++;
		bool joined = end < s.n && seam(s, end);
		if (joined) end += 3;
		if (end < s.n)
			while (end > i && ((unsigned char)s.p[end] & 0xC0) == 0x80) end--;
		size_t first = d->units.n;
		if (end > i && (i == 0 || ends_line(s.p[i - 1]) || (i >= 3 && seam(s, i - 3)))) nth++;
		rw_pdf_line(a, s, i, end, d->habits.drawn_back, &d->units);
		clean_line(d, first);
		if (d->units.n > first) {
			pdf_line l = {.first = first,
				.n = d->units.n - first,
				.page = (uint32_t)d->pages.n - 1,
				.blank = blank,
				.nth = nth,
				.entry = joined};
			for (size_t k = first; k < d->units.n; k++) l.letters += d->units.p[k].c != ' ';
			rw_vec_push(a, &d->lines, l);
			rw_pdf_watch(&d->units, first, &d->habits);
			blank = false;
		} else if (end < s.n && s.p[end] == '\n') {
			blank = true;
		}
		if (end < s.n && s.p[end] == '\f') {
			rw_vec_push(a, &d->counts, nth);
			nth = 0;
			if (end + 1 < s.n) rw_vec_push(a, &d->pages, end + 1);
			blank = true;
		}
		i = end + (end < s.n && ends_line(s.p[end]));
	}
	while (d->counts.n < d->pages.n) rw_vec_push(a, &d->counts, nth);
}

static uint32_t char_at(const pdf *d, const pdf_line *l, size_t i) { return d->units.p[l->first + i].c; }

static bool arabic_line(const pdf *d, const pdf_line *l) {
	size_t right = 0, left = 0;
	for (size_t i = 0; i < l->n; i++) {
		rw_folded f = rw_fold_char(char_at(d, l, i));
		right += f.class_ == RW_CLASS_LETTER && f.arabic;
		left += f.class_ == RW_CLASS_LETTER && !f.arabic;
	}
	return right >= left;
}

/* Without boxes a line is as wide as its letters are many, and an empty line parts blocks. */
static void place_plainly(pdf *d) {
	for (size_t i = 0; i < d->lines.n;) {
		size_t end = i + 1;
		float most = (float)d->lines.p[i].n;
		for (; end < d->lines.n && !d->lines.p[end].blank; end++)
			if ((float)d->lines.p[end].n > most) most = (float)d->lines.p[end].n;
		for (; i < end; i++) {
			pdf_line *l = &d->lines.p[i];
			l->right = l->to = most;
			l->left = most - (float)l->n;
		}
	}
}

static int by_value(const void *x, const void *y) {
	const float *a = x, *b = y;
	return (*a > *b) - (*a < *b);
}

static float middle_of(float *v, size_t n, float other) {
	if (!n) return other;
	qsort(v, n, sizeof *v, by_value);
	return v[n / 2];
}

static bool same_size(const pdf_line *a, const pdf_line *b) {
	return a->height < b->height * SAME_SIZE && b->height < a->height * SAME_SIZE;
}

/* Puts the lines [first, end) of a page in the order of reading. */
static void order_page(pdf *d, size_t first, size_t end, bool rtl) {
	rw_arena *a = d->c->scratch;
	size_t n = end - first, base = d->boxes.pages.p[d->lines.p[first].page];
	rw_pdf_box *boxes = RW_ARRAY(a, rw_pdf_box, n);
	rw_pdf_place *places = RW_ARRAY(a, rw_pdf_place, n);
	pdf_line *lines = RW_ARRAY(a, pdf_line, n);
	for (size_t i = 0; i < n; i++) boxes[i] = d->boxes.lines.p[base + d->lines.p[first + i].nth - 1];
	rw_pdf_order(a, boxes, n, rtl, places);
	memcpy(lines, d->lines.p + first, n * sizeof *lines);
	for (size_t i = 0; i < n; i++) {
		pdf_line *l = &d->lines.p[first + i];
		const rw_pdf_box *b = &boxes[places[i].line];
		*l = lines[places[i].line];
		l->left = b->left;
		l->right = b->right;
		l->top = b->top;
		l->height = b->bottom - b->top;
		l->column = places[i].column;
		l->cell = places[i].cell;
	}
}

/* A block begins with a page, a column, another size, and below a gap wider than most lines leave. */
static void part_blocks(pdf *d) {
	float *steps = RW_ARRAY(d->c->scratch, float, d->lines.n), *heights = RW_ARRAY(d->c->scratch, float, d->lines.n);
	size_t n = 0, m = 0;
	for (size_t i = 0; i < d->lines.n; i++) {
		const pdf_line *l = &d->lines.p[i];
		/* Long lines say more of a text's size than page numbers do. */
		if (l->letters >= NARROW && l->height > 0) heights[m++] = l->height;
		if (i == 0 || l->page != l[-1].page || l->column != l[-1].column || !same_size(l, l - 1) || l->height <= 0)
			continue;
		if (l->top > l[-1].top) steps[n++] = (l->top - l[-1].top) / l->height;
	}
	d->height = middle_of(heights, m, d->lines.n ? d->lines.p[0].height : 0);
	float step = middle_of(steps, n, 1.2F) * 1.3F;
	for (size_t i = 0; i < d->lines.n; i++) {
		pdf_line *l = &d->lines.p[i];
		if (l->height <= 0) continue;
		l->blank = i == 0 || l->page != l[-1].page || l->column != l[-1].column || l->top <= l[-1].top ||
			l->top - l[-1].top > step * l[-1].height || !same_size(l, l - 1);
	}
}

/* The edges that a column's lines of the text's own size share; a title may be wider. */
static void find_edges(pdf *d) {
	for (size_t i = 0; i < d->lines.n;) {
		pdf_line *first = &d->lines.p[i];
		if (first->height <= 0) {
			i++;
			continue;
		}
		size_t end = i;
		float from = first->left, to = first->right;
		bool any = false;
		for (; end < d->lines.n && d->lines.p[end].page == first->page && d->lines.p[end].column == first->column; end++) {
			const pdf_line *l = &d->lines.p[end];
			if (l->height > d->height * SAME_SIZE || l->letters < NARROW) continue;
			if (!any || l->left < from) from = l->left;
			if (!any || l->right > to) to = l->right;
			any = true;
		}
		for (; i < end; i++) {
			pdf_line *l = &d->lines.p[i];
			l->from = from < l->left ? from : l->left;
			l->to = to > l->right ? to : l->right;
		}
	}
}

/* A page's lines and its boxes are the same lines in the same order; where pdftotext joined two at a hyphen, the page is read without boxes. */
static bool boxed(const pdf *d, uint32_t page) {
	const rw_pdf_boxes *b = &d->boxes;
	if (page >= b->pages.n) return false;
	size_t end = page + 1 < b->pages.n ? b->pages.p[page + 1] : b->lines.n;
	return end - b->pages.p[page] == d->counts.p[page];
}

static void place_lines(pdf *d) {
	size_t left = 0, right = 0;
	place_plainly(d);
	for (size_t i = 0; i < d->lines.n; i++) {
		bool arabic = arabic_line(d, &d->lines.p[i]);
		*(arabic ? &right : &left) += d->lines.p[i].letters;
	}
	for (size_t i = 0; i < d->lines.n;) {
		size_t end = i;
		while (end < d->lines.n && d->lines.p[end].page == d->lines.p[i].page) end++;
		if (boxed(d, d->lines.p[i].page)) order_page(d, i, end, right >= left);
		i = end;
	}
	part_blocks(d);
	find_edges(d);
}

/* --- furniture ------------------------------------------------------------------------------------------------------------ */
/* A line without its numbers, folded: what is the same on many pages. */
static rw_slice key_of(const pdf *d, const pdf_line *l) {
	rw_buf b = RW_BUF(d->c->scratch);
	bool number = false;
	for (size_t i = 0; i < l->n; i++) {
		rw_folded f = rw_fold_char(d->units.p[l->first + i].c);
		if (f.class_ == RW_CLASS_DIGIT) {
			if (!number) rw_buf_byte(&b, '#');
			number = true;
			continue;
		}
		number = false;
		for (uint8_t k = 0; k < f.n; k++) {
			char bytes[4];
			rw_buf_put(&b, bytes, rw_utf8_put(f.c[k], bytes));
		}
	}
	return rw_buf_view(&b);
}

static bool number_alone(const pdf *d, const pdf_line *l) {
	bool any = false;
	for (size_t i = 0; i < l->n; i++) {
		rw_folded f = rw_fold_char(d->units.p[l->first + i].c);
		if (f.class_ == RW_CLASS_LETTER) return false;
		any = any || f.class_ == RW_CLASS_DIGIT;
	}
	return any && l->letters <= PAGE_NUMBER;
}

/* A number alone below all else of its page, or above it: beside others it may be a table's cell. */
static bool page_number(const pdf *d, const pdf_line *l) {
	if (!number_alone(d, l)) return false;
	bool above = true, below = true;
	for (const pdf_line *o = l; o-- > d->lines.p && o->page == l->page;) {
		above = above && o->top > l->top + l->height;
		below = below && o->top + o->height < l->top;
	}
	for (const pdf_line *o = l + 1; o < d->lines.p + d->lines.n && o->page == l->page; o++) {
		above = above && o->top > l->top + l->height;
		below = below && o->top + o->height < l->top;
	}
	return l->height > 0 ? above || below : l + 1 == d->lines.p + d->lines.n || l[1].page != l->page;
}

/* Calls with each line of a page's head (0) and foot (1). */
static void each_zone(pdf *d, void (*fn)(pdf *, pdf_line *, int, rw_map *, uint32_t *), rw_map *map, uint32_t *counts) {
	for (size_t i = 0; i < d->lines.n;) {
		size_t end = i;
		while (end < d->lines.n && d->lines.p[end].page == d->lines.p[i].page) end++;
		for (size_t k = i; k < end; k++) {
			pdf_line *l = &d->lines.p[k];
			if (l->letters > ZONE_LETTERS) continue;
			if (k - i < ZONE) fn(d, l, 0, map, counts);
			if (end - 1 - k < ZONE) fn(d, l, 1, map, counts);
		}
		i = end;
	}
}

static rw_slice zone_key(const pdf *d, const pdf_line *l, int zone) {
	return rw_arena_printf(d->c->scratch, "%d " RW_FMT, zone, RW_ARG(key_of(d, l)));
}

/* counts: how many pages, and the last page counted, for each key. */
static void count(pdf *d, pdf_line *l, int zone, rw_map *map, uint32_t *counts) {
	bool fresh;
	uint32_t next = (uint32_t)map->n, *at = rw_map_put(map, zone_key(d, l, zone), &fresh);
	if (fresh) *at = next;
	if (fresh || counts[2 * *at + 1] != l->page + 1) counts[2 * *at]++;
	counts[2 * *at + 1] = l->page + 1;
}

static void mark(pdf *d, pdf_line *l, int zone, rw_map *map, uint32_t *counts) {
	uint32_t at = rw_map_get(map, zone_key(d, l, zone)), n = counts[2 * at];
	bool often = n >= 3 || (n == 2 && d->pages.n <= 3);
	/* On the first page the same words are the title, or name who publishes; the rules of all texts see to them. */
	if (page_number(d, l)) l->furniture = true;
	if (often && (l->page > 0 || zone == 1) && (!number_alone(d, l) || page_number(d, l))) l->furniture = true;
}

static void find_furniture(pdf *d) {
	rw_map map = RW_MAP(d->c->scratch);
	uint32_t *counts = RW_ARRAY(d->c->scratch, uint32_t, 2 * (d->lines.n * 2 + 1));
	each_zone(d, count, &map, counts);
	each_zone(d, mark, &map, counts);
}

/* --- title and headings ------------------------------------------------------------------------------------------------- */
static size_t words_of(const pdf *d, const pdf_line *l) {
	size_t n = 0;
	for (size_t i = 0; i < l->n; i++) n += i == 0 || d->units.p[l->first + i].c == ' ';
	return n;
}

/* Lines larger than most are headings; the largest of the first page with words enough is the title, and the lines with it. */
static void find_title(pdf *d) {
	const pdf_line *best = NULL;
	if (d->height <= 0) return;
	size_t end = 0;
	for (; end < d->lines.n; end++) {
		pdf_line *l = &d->lines.p[end];
		l->heading = !l->furniture && l->height > d->height * LARGER && l->letters < TITLE_LETTERS;
		if (l->page > 0 || !l->heading || words_of(d, l) < TITLE_WORDS) continue;
		if (!best || l->height > best->height * LARGER) best = l;
	}
	if (!best) return;
	size_t first = (size_t)(best - d->lines.p), last = first;
	while (last + 1 < end && last - first < TITLE_LINES) {
		const pdf_line *l = &d->lines.p[last], *next = l + 1;
		if (!next->heading || !same_size(l, next) || next->column != l->column || next->top - l->top > l->height * 2.2F)
			break;
		last++;
	}
	for (size_t i = first; i <= last; i++) {
		d->lines.p[i].title = true;
		d->lines.p[i].heading = false;
	}
}

/* --- paragraphs ----------------------------------------------------------------------------------------------------------- */

/* The last character but for closing brackets and quotes. */
static uint32_t last_char(const pdf *d, const pdf_line *l) {
	for (size_t i = l->n; i-- > 0;) {
		uint32_t c = char_at(d, l, i);
		if (c != ')' && c != '(' && c != '"' && c != 0xBB && c != 0xAB && c != 0x201D && c != ' ') return c;
	}
	return 0;
}

/* A bullet, a dash, a number or a letter with a full stop or bracket. */
static bool begins_entry(const pdf *d, const pdf_line *l) {
	uint32_t c = char_at(d, l, 0), second = l->n > 1 ? char_at(d, l, 1) : ' ';
	if (c == '-' || c == '*' || c == 0x2013 || c == 0x2014 || c == 0x2022 || c == 0x25CF || c == 0x25AA || c == 0xB7 ||
		(c >= 0x2190 && c <= 0x27BF) || (c >= 0xE000 && c < 0xF900))
		return true;
	size_t i = 0;
	while (i < l->n && i < 4 && rw_fold_char(char_at(d, l, i)).class_ == RW_CLASS_DIGIT) i++;
	if (i > 0 && i + 1 < l->n && strchr(".)-(", (int)(char_at(d, l, i) & 0x7F)) && char_at(d, l, i) < 0x80)
		return char_at(d, l, i + 1) == ' ';
	bool sign = second == ')' || second == '(' || second == '-' || second == '.';
	return rw_fold_char(c).class_ == RW_CLASS_LETTER && sign && l->n > 3 && char_at(d, l, 2) == ' ';
}

/* Whether line b goes on with the paragraph that line a is in. */
static bool goes_on(const pdf *d, const pdf_line *a, const pdf_line *b) {
	if (a->cell && b->cell && a->page == b->page && a->column == b->column) return true;
	uint32_t last = last_char(d, a);
	bool stop = rw_is_sentence_end(last) || last == ':';
	if (b->entry || begins_entry(d, b) || a->title != b->title || (a->height > 0 && b->height > 0 && !same_size(a, b)))
		return false;
	if (a->title) return true;
	float width = a->to - a->from, full = width > 0 ? (a->right - a->left) / width : 1;
	bool arabic = arabic_line(d, b);
	if (b->blank) {
		/* The next column or page, or what a picture parted. */
		return !a->heading && !b->heading && a->letters >= NARROW && !stop && full > 0.85F;
	}
	/* The end that a paragraph's first line is set in from. */
	float in = arabic ? b->to - b->right : b->left - b->from, before = arabic ? a->to - a->right : a->left - a->from;
	float em = a->height > 0 ? a->height * 0.7F : 2;
	if (in > em && before < em && stop) return false;
	if (last == ':' || (stop && full < 0.8F)) return false;
	if (a->letters < NARROW && b->letters < NARROW) return false;
	return full >= 0.5F;
}

/* "exam-" and "ple", in Latin letters. */
static bool hyphenated(const pdf *d, const rw_pdf_units *p, const pdf_line *b) {
	if (p->n < 2 || p->p[p->n - 1].c != '-') return false;
	uint32_t before = p->p[p->n - 2].c | 0x20, after = char_at(d, b, 0);
	return before >= 'a' && before <= 'z' && after >= 'a' && after <= 'z';
}

static void add(pdf *d, rw_pdf_units *p, const pdf_line *of) {
	rw_arena *a = d->c->scratch;
	size_t n = p->n;
	if (!of->furniture) rw_pdf_mend(d->c, &d->habits, p->p, &n, &d->moved);
	rw_buf text = RW_BUF(a);
	RW_VEC(rw_text_run) runs = {0};
	bool was_turned = false;
	for (size_t i = 0; i < n; i++) {
		rw_pdf_unit u = p->p[i];
		uint32_t at = (uint32_t)text.n;
		char bytes[4];
		rw_buf_put(&text, bytes, rw_utf8_put(u.c, bytes));
		if (!u.n) continue;
		/* A bracket that was turned is a run of its own. */
		bool turned = memcmp(bytes, d->answer.p + u.from, u.n) != 0;
		rw_text_run *last = runs.n && !was_turned ? &runs.p[runs.n - 1] : NULL;
		if (last && !turned && last->at + last->n == at && last->from + last->n == u.from)
			last->n += u.n;
		else
			rw_vec_push(a, &runs, (rw_text_run){at, u.n, u.from});
		was_turned = turned;
	}
	size_t before = d->page.lines.n;
	bool blank = true;
	rw_page_add(&d->page, rw_buf_view(&text), runs.p, (uint32_t)runs.n, &blank);
	if (d->page.lines.n == before) return;
	rw_line *l = &d->page.lines.p[before];
	l->heading = of->heading;
	l->sure = of->furniture || of->title;
	if (of->furniture) l->part = RW_PART_FURNITURE;
	if (of->title) l->part = RW_PART_TITLE;
}

/* Joins lines to paragraphs and gives each to fn, with a line of it. */
static void each_paragraph(pdf *d, void (*fn)(pdf *, rw_pdf_units *, const pdf_line *)) {
	rw_arena *a = d->c->scratch;
	rw_pdf_units p = {0};
	rw_map told = RW_MAP(a);
	const pdf_line *before = NULL;
	for (size_t i = 0; i < d->lines.n; i++) {
		const pdf_line *l = &d->lines.p[i];
		if (l->furniture) {
			/* Once, however many pages it stands on. It parts no paragraph. */
			bool fresh;
			uint32_t *seen = rw_map_put(&told, number_alone(d, l) ? RW_LIT("#") : key_of(d, l), &fresh);
			rw_pdf_units own = {0};
			for (size_t k = 0; k < l->n; k++) rw_vec_push(a, &own, d->units.p[l->first + k]);
			if (fresh) fn(d, &own, l);
			*seen = 0;
			continue;
		}
		if (before && !goes_on(d, before, l)) {
			fn(d, &p, before);
			p.n = 0;
		}
		if (p.n && hyphenated(d, &p, l))
			p.n--;
		else if (p.n)
			rw_vec_push(a, &p, (rw_pdf_unit){' ', 0, 0});
		for (size_t k = 0; k < l->n; k++) rw_vec_push(a, &p, d->units.p[l->first + k]);
		before = l;
	}
	if (p.n) fn(d, &p, before);
}

static void watch_brackets(pdf *d, rw_pdf_units *p, const pdf_line *of) {
	if (of->furniture) return;
	int fit = rw_pdf_brackets(p->p, p->n);
	d->habits.open_first += fit > 0;
	d->habits.shut_first += fit < 0;
}

/* --- the report ------------------------------------------------------------------------------------------------------------- */
/* Runs into the answer become runs into its pages. */
static void part_pages(pdf *d, riwaya_report *r) {
	rw_arena *a = d->c->a;
	riwaya_piece *pieces = RW_ARRAY(a, riwaya_piece, d->pages.n);
	for (size_t i = 0; i < d->pages.n; i++)
		pieces[i] = (riwaya_piece){.kind = RIWAYA_PIECE_PAGE, .name = rw_arena_printf(a, "%zu", i + 1)};
	riwaya_origin_run *runs = RW_ARRAY(a, riwaya_origin_run, r->n_origin_map);
	for (size_t i = 0; i < r->n_origin_map; i++) {
		runs[i] = r->origin_map[i];
		if (runs[i].piece == RW_PIECE_TOLD) continue;
		size_t low = 0, high = d->pages.n;
		while (high - low > 1) {
			size_t middle = low + (high - low) / 2;
			if (d->pages.p[middle] <= runs[i].from)
				low = middle;
			else
				high = middle;
		}
		runs[i].piece = (uint32_t)low;
		runs[i].from -= d->pages.p[low];
	}
	r->origin_map = runs;
	r->pieces = pieces;
	r->n_pieces = d->pages.n;
}

static void note(pdf *d, rw_slice text) { rw_vec_push(d->c->a, &d->page.notes, (riwaya_note){text, 0}); }

static void notes(pdf *d) {
	rw_arena *a = d->c->a;
	size_t empty = d->pages.n, seen = SIZE_MAX;
	for (size_t i = 0; i < d->lines.n; i++) {
		if (d->lines.p[i].page != seen) empty--;
		seen = d->lines.p[i].page;
	}
	if (empty) note(d, rw_arena_printf(a, "%zu of %zu pages hold no text; they may be pictures", empty, d->pages.n));
	if (d->pages.n == RW_PDF_PAGES)
		note(d,
			rw_arena_printf(a, "pages past the first %d were left out, if there are any (RW_PDF_PAGES)", RW_PDF_PAGES));
	if (d->slow)
		note(d,
			rw_arena_printf(a, "pdftotext took more than %d s (RW_PDF_CPU): only the first %zu pages were read",
				RW_PDF_CPU, d->pages.n));
	if (d->moved)
		note(d,
			rw_arena_printf(a,
				"the font spells ligatures of lam and alef in reverse; %u word%s put right, others may be left",
				d->moved, d->moved == 1 ? " was" : "s were"));
	if (d->habits.drawn_back) note(d, RW_LIT("lines stand on its pages from left to right, and were read so"));
}

riwaya_status rw_pdf_report(rw_read_context *c, const rw_input *in, rw_slice answer, rw_slice boxes, bool slow,
	rw_reports *out, riwaya_error *err) {
	pdf d = {.c = c, .in = in, .slow = slow};
	d.answer = rw_utf8_clean(c->scratch, answer, NULL);
	read_lines(&d);
	if (d.habits.begins >= 3 && d.habits.begins > 2 * d.habits.ends) {
		d.habits = (rw_pdf_habits){.drawn_back = true};
		d.units.n = d.lines.n = d.pages.n = d.counts.n = 0;
		read_lines(&d);
	}
	if (!d.lines.n) return rw_fail(err, RIWAYA_EMPTY, in->name, 0, 0, "holds no letter; nothing to read in it");
	rw_pdf_boxes_read(c->scratch, rw_utf8_clean(c->scratch, boxes, NULL), &d.boxes);
	place_lines(&d);
	find_furniture(&d);
	find_title(&d);
	rw_page_init(&d.page, c, in, "pdf");
	rw_meta meta = meta_of(&d.boxes);
	rw_page_meta(&d.page, &meta);
	each_paragraph(&d, watch_brackets);
	each_paragraph(&d, add);
	notes(&d);
	rw_find_article(&d.page);
	/* When it was made says less than what stands in it. */
	if (!d.page.meta.published.n && d.page.stamps.n == 0) d.page.meta.published = d.boxes.made;
	riwaya_report *r = rw_make_report(&d.page);
	part_pages(&d, r);
	rw_vec_push(c->a, out, r);
	return RIWAYA_OK;
}

static riwaya_status read_pdf(rw_read_context *c, const rw_input *in, rw_reports *out, riwaya_error *err) {
	rw_slice answer;
	bool slow;
	riwaya_status status = ask_text(c, in, &answer, &slow, err);
	rw_program_result boxes = {0};
	/* What fails here only leaves paragraphs rougher. */
	if (!status && !slow) status = ask(c, in, boxes_argv, RW_PDF_BOXES, &boxes, err);
	return status ? status : rw_pdf_report(c, in, answer, boxes.out, slow, out, err);
}

const rw_reader rw_reader_pdf = {"pdf", sniff, read_pdf};
