/* pdf.h: inside of the PDF reader: the letters of a page as units, each with the bytes of pdftotext's answer that it stands for.
 *
 * pdftotext answers in lines whose runs are wrapped in direction marks. It knows where letters stand on the page, not what was typed: numbers
 * lose the space behind them, brackets keep the shape they have on the page, and the letters of a ligature that a font's table
 * spells out come in reverse. pdf_text.c takes a line back to what stands on the page from left to right, and reads that.
 */
#ifndef RW_READ_PDF_H
#define RW_READ_PDF_H

#include "read/page.h"

/* A character; n bytes of the answer at `from` are the same character (of brackets the same or its mirror image), or n is 0 where none are. */
typedef struct rw_pdf_unit {
	uint32_t c, from;
	uint8_t n;
} rw_pdf_unit;
typedef RW_VEC(rw_pdf_unit) rw_pdf_units;

/* What the whole document shows of how it was made. */
typedef struct rw_pdf_habits {
	uint32_t spelt_back, spelt;      /* lam-alef after alef, in reverse and right: a word has the one or the other */
	uint32_t begins, ends;           /* words that begin, and that end, with a letter that only ends words */
	uint32_t shut_first, open_first; /* paragraphs whose brackets fit when turned round, and as they are */
	bool drawn_back;                 /* lines stand on the page in the order of typing: a broken maker of PDFs */
} rw_pdf_habits;

/* The units of a line of the answer (bytes [from, to)), in the order of reading, without direction marks. They are added to `out`. */
void rw_pdf_line(rw_arena *a, rw_slice answer, size_t from, size_t to, bool drawn_back, rw_pdf_units *out);
/* Counts what units [first, n) show. */
void rw_pdf_watch(const rw_pdf_units *u, size_t first, rw_pdf_habits *h);
/* Mends a paragraph: marks and last letters set apart, brackets turned round, ligatures spelt in reverse. Adds the words whose letters it
 * moved to *moved. */
void rw_pdf_mend(rw_read_context *c, const rw_pdf_habits *h, rw_pdf_unit *u, size_t *n, uint32_t *moved);
/* Whether the brackets of a paragraph fit better as they are (1), turned round (-1), or neither (0). */
int rw_pdf_brackets(const rw_pdf_unit *u, size_t n);

/* --- where lines stand (pdf_boxes.c) ------------------------------------------------------------------------------- */
/* A line's box as pdftotext -bbox-layout tells it, in points; y grows downwards. It gives the lines of a page in the order of the answer. */
typedef struct rw_pdf_box {
	float left, right;
	float top, bottom; /* of most of its words: a letter of another font makes no line taller */
	uint32_t words;
} rw_pdf_box;

typedef struct rw_pdf_boxes {
	RW_VEC(rw_pdf_box) lines;
	RW_VEC(size_t) pages;         /* index of each page's first line */
	rw_slice title, author, made; /* what the document says of itself; made: "2024-03-05T10:15:00+03:00" */
} rw_pdf_boxes;

/* The lines of a page in the order of reading: down the columns, the right one first where `rtl`; tables row by row. out[i] is the i-th
 * line's index and its column, which counts through the page: lines of one column stand in one stretch of it. */
typedef struct rw_pdf_place {
	uint32_t line, column;
	bool cell; /* of a table's row, which is a column of its own */
} rw_pdf_place;
void rw_pdf_order(rw_arena *a, const rw_pdf_box *boxes, size_t n, bool rtl, rw_pdf_place *out);

/* Reads what pdftotext -bbox-layout answered, or the part of it that was taken. */
void rw_pdf_boxes_read(rw_arena *a, rw_slice answer, rw_pdf_boxes *out);

/* --- the report (pdf.c) ------------------------------------------------------------------------------------------------ */
/* Makes the report of what pdftotext answered: its text, and what -bbox-layout gave (may be absent). `slow`: it was ended early. */
riwaya_status rw_pdf_report(rw_read_context *c, const rw_input *in, rw_slice answer, rw_slice boxes, bool slow,
	rw_reports *out, riwaya_error *err);

#endif
