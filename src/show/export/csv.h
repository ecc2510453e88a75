/* csv.h: writing tables as RFC 4180 says: cells parted by commas, rows ended by CR LF, quotes only where they are needed.
 *
 * A text is what reports or people wrote. Spreadsheets run what begins like a formula, so such a text gets an apostrophe before it, and so does one
 * that begins with an apostrophe: whoever takes one away from each text that begins with it has the text again. Numbers, dates and codes are the
 * program's own; they can't be formulas and stay as they are.
 * Bytes that are no UTF-8 and control characters that no table holds become U+FFFD.
 */
#ifndef RW_EXPORT_CSV_H
#define RW_EXPORT_CSV_H

#include "base/base.h"

enum { RW_CSV_BUFFER = 8192 };

typedef struct rw_csv {
	riwaya_sink sink;
	bool failed;
	bool formulas; /* leave texts as they are */
	bool begun;    /* the row has a cell */
	size_t n;
	char buf[RW_CSV_BUFFER];
} rw_csv;

void rw_csv_begin(rw_csv *c, riwaya_sink sink, bool bom, bool formulas);
/* Hands what is left to the sink. */
bool rw_csv_end(rw_csv *c);
/* A row of names, NULL ends them. */
void rw_csv_head(rw_csv *c, const char *const *names);
void rw_csv_text(rw_csv *c, rw_slice s); /* absent is empty */
void rw_csv_code(rw_csv *c, rw_slice s); /* what the program itself made: no apostrophe */
void rw_csv_z(rw_csv *c, const char *z); /* the same; NULL is empty */
void rw_csv_empty(rw_csv *c, size_t n);
void rw_csv_u64(rw_csv *c, uint64_t v);
void rw_csv_number(rw_csv *c, bool has, double v); /* empty where there is none */
void rw_csv_bool(rw_csv *c, bool v);               /* 1 or 0 */
void rw_csv_row(rw_csv *c);                        /* ends the row */
/* A number as tables and JSON have it: no locale, at most six decimals. Returns its length. */
size_t rw_csv_digits(double v, char out[64]);

#endif
