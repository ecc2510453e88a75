/* pack.h: inside of the read room: what the readers of records (JSON, tables, exports) share: making a document of a
 * record's strings, and which of a record's keys or columns is what.
 */
#ifndef RW_READ_PACK_H
#define RW_READ_PACK_H

#include "read/json.h"
#include "read/read.h"

/* --- a document of strings ------------------------------------------------------------------------------------------ */
/* Text that is put together from pieces of what was received: rw_pack_add each, then rw_pack_end. */
typedef struct rw_pack {
	rw_document *d;
	rw_buf text;
	rw_slice only; /* the one string there is so far, not copied */
} rw_pack;
rw_pack rw_pack_begin(rw_document *d);
/* Adds a string of the record: its text, and the piece that it is. */
void rw_pack_add(rw_pack *p, rw_slice text, const riwaya_piece *piece);
/* Adds what was not received, a line's end between two strings. */
void rw_pack_put(rw_pack *p, const char *z);
/* The document's stream, over what was added. */
void rw_pack_end(rw_pack *p);
/* Sets the title that the packing tells, a part of the text of a piece of its own. */
void rw_pack_title(rw_document *d, rw_slice text, rw_slice title, const riwaya_piece *piece);
/* Whether s has a letter: what has none is no words. */
bool rw_has_letter(rw_slice s);
/* Seconds since 1970 as "2022-01-21T06:01Z"; absent for what is no time of our days. */
rw_slice rw_epoch(rw_arena *a, int64_t seconds);

/* --- streams in other encodings ------------------------------------------------------------------------------------------ */
/* A stream as UTF-8: itself where it is that already, else one that decodes as it is read. `encoding`: what it was, NULL for UTF-8. */
riwaya_status rw_recode(rw_arena *a, rw_stream *in, rw_stream **out, const char **encoding, riwaya_error *err);
/* Bytes that gave decoded text before it was decoded. */
uint64_t rw_recoded_width(const char *encoding, rw_slice utf8);

#endif
