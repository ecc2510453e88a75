/* page.h: laying text out for a terminal or a file: columns by display width, wrapping, two directions, colour.
 *
 * A page is left to right or, for an Arabic reader, right to left: then lines end flush at the right margin and the first
 * column stands there. Text comes in as a *rich*: words with a style each. A quotation is one piece of right-to-left
 * text whatever it holds; other text is the reader's, in which runs of the other direction are found word by word. With `isolate`,
 * each such run stands between U+2066 or U+2067 and U+2069, so that a bidi-aware terminal keeps columns and punctuation in place.
 *
 * What comes from reports may be hostile: control characters and direction marks never reach the page.
 *
 * Widths: marks and invisible characters 0, East Asian wide ones 2, all others 1.
 */
#ifndef RW_PAGE_H
#define RW_PAGE_H

#include "base/base.h"
#include <riwaya/report.h>

typedef enum rw_style {
	RW_PLAIN,
	RW_BOLD,
	RW_DIM,
	RW_RED,
	RW_YELLOW,
	RW_GREEN,
	RW_CYAN,
	RW_MARKED /* the figure within its words */
} rw_style;

typedef struct rw_atom {
	rw_slice s;
	uint32_t width;
	uint32_t quote; /* number of the quotation it belongs to, 0 for the reader's own text */
	uint8_t style;
	int8_t dir; /* -1 right to left, 1 left to right, 0 neither */
	bool space; /* white space stands before it */
} rw_atom;

typedef struct rw_rich {
	RW_VEC(rw_atom) atoms;
	bool pending; /* white space was the last thing added */
	uint32_t quotes;
} rw_rich;

enum { RW_PAGE_NARROW = 40, RW_PAGE_DEFAULT = 100, RW_PAGE_WIDE = 400 };

typedef struct rw_page {
	riwaya_sink sink;
	rw_arena *a; /* scratch: reset after each row */
	unsigned width;
	bool rtl, colour, isolate;
	bool failed;
	bool after_blank; /* the last line is empty */
} rw_page;

/* A width of 0 is the default; others are brought within bounds. */
void rw_page_begin(rw_page *p, rw_arena *a, riwaya_sink sink, unsigned width, bool rtl, bool colour, bool isolate);

/* --- widths -------------------------------------------------------------------------------------------------- */
unsigned rw_width_char(uint32_t c);
unsigned rw_width(rw_slice s);

/* --- characters ---------------------------------------------------------------------------------------------- */
/* -1 for a letter written from right to left, 1 from left to right, 0 for what goes with its neighbours. */
int rw_char_direction(uint32_t c);
/* What of a character that is no white space reaches a reader: nothing (0) of one that steers direction, U+FFFD for a control character. */
uint32_t rw_char_shown(uint32_t c);

/* --- rich text ------------------------------------------------------------------------------------------------ */
/* The reader's own words: wrapped at spaces. */
void rw_rich_add(rw_page *p, rw_rich *r, rw_slice s, rw_style style);
void rw_rich_z(rw_page *p, rw_rich *r, const char *z, rw_style style);
/* The report's words; [mark_at, mark_end) of them in RW_MARKED. The caller adds its own quotation marks within `open` and `close`. */
void rw_rich_quote(
	rw_page *p, rw_rich *r, rw_slice open, rw_slice s, size_t mark_at, size_t mark_end, rw_slice close, rw_style style);
/* The same with several marks, places in s; they stand between brackets where there is no colour. */
void rw_rich_hits(rw_page *p, rw_rich *r, rw_slice open, rw_slice s, const riwaya_span *hits, size_t n, rw_slice close);
unsigned rw_rich_width(const rw_rich *r); /* on one line */

/* --- rows ----------------------------------------------------------------------------------------------------- */
typedef struct rw_cell {
	const rw_rich *rich; /* NULL for an empty one */
	unsigned width;      /* 0: what is left */
	bool end;            /* flush with the far side */
} rw_cell;

/* Cells beside each other, two columns between them, each wrapped within its width. */
void rw_page_row(rw_page *p, unsigned indent, const rw_cell *cells, size_t n);
void rw_page_rich(rw_page *p, unsigned indent, const rw_rich *r);
void rw_page_line(rw_page *p, unsigned indent, rw_slice s, rw_style style);
void rw_page_blank(rw_page *p); /* an empty line, unless one stands there already */
/* A heading with a rule to the margin. */
void rw_page_heading(rw_page *p, rw_slice s, rw_style style);
/* A rule across the page, heavy for a title. */
void rw_page_rule(rw_page *p, bool heavy);

#endif
