/* csv.h: inside of the read room: rows of a table as its reader sees them, and rows that are events which others coded (coded.c).
 *
 * Cells go by RFC 4180 as Python's csv module reads it: quotes count where a cell begins with one, are doubled within, and what follows
 * the closing one up to the separator still belongs to the cell. Spaces before a quote are passed over.
 */
#ifndef RW_READ_CSV_H
#define RW_READ_CSV_H

#include "read/columns.h"

typedef struct rw_cell {
	rw_slice raw;  /* as it stands, quotes with it */
	rw_slice text; /* without them */
} rw_cell;
typedef RW_VEC(rw_cell) rw_cells;

/* The row that `rows` begin with, its line's end and all; true where it is whole. `whole`: nothing follows these bytes. */
typedef struct rw_row_scan {
	size_t i; /* bytes seen */
	uint8_t state;
	uint32_t columns; /* separators seen */
} rw_row_scan;
bool rw_row_end(rw_row_scan *s, rw_slice rows, char separator, bool whole);
/* Whether the bytes seen end within quotes. */
bool rw_row_open(const rw_row_scan *s);
/* Parts a row into cells; LIMIT where it has too many. */
riwaya_status rw_row_cells(rw_arena *a, rw_slice row, char separator, rw_cells *out, riwaya_error *err);

/* Tells coded events by the table's header; false where it is none of theirs. */
bool rw_coded_source(const rw_cells *header, riwaya_coded_source *out);
/* An event of a row that has as many cells as the header; false where it has no id. */
bool rw_coded_event(
	rw_arena *a, riwaya_coded_source source, const rw_cells *header, const rw_cells *row, riwaya_coded_event *out);

#endif
