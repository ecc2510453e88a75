/* read.h: from bytes as received to reports. One file per format behind one interface (rw_reader); article.c decides what of a page
 * is the article, furniture.c what is left out, publish.c when and by whom it was published.
 *
 * A reader never fails as a whole where it can read in part: bad bytes are replaced and noted, a truncated page is read
 * to its end. What can't be read gives one clear error with the mend.
 */
#ifndef RW_READ_H
#define RW_READ_H

#include "lexicon/lexicon.h"
#include <riwaya/riwaya.h>

typedef struct rw_read_context {
	const rw_lexicon *lx;
	rw_arena *a;                 /* reports and what they point to */
	rw_arena *scratch;           /* reset by the caller after each input */
	riwaya_when published;       /* given reference time, or NONE */
	bool fragment;               /* text is a piece of a sentence: no title, no furniture */
	struct rw_read_cache *cache; /* what the readers learnt of the lexicon, NULL at first; see rw_read_prepare */
} rw_read_context;

/* Learns of the lexicon what all readings need, in an arena that outlives them. Without it the first reading does so in
 * `a`, and cache must be set to NULL again when that is cleared. */
void rw_read_prepare(rw_read_context *c, rw_arena *a);

typedef struct rw_input {
	rw_slice name;  /* path or URL as given */
	rw_slice bytes; /* whole input */
} rw_input;

/* All that reports hold lies in the context's arena or in the lexicon, nothing in the input. */
typedef RW_VEC(riwaya_report *) rw_reports;

typedef struct rw_reader {
	const char *format;
	/* How sure the reader is that the bytes are its format: 0 no, 1 could be, 2 surely. Looks at the first few KiB. */
	int (*sniff)(rw_slice head);
	riwaya_status (*read)(rw_read_context *c, const rw_input *in, rw_reports *out, riwaya_error *err);
} rw_reader;

extern const rw_reader rw_reader_html, rw_reader_text;

/* Tells the format by content and reads. Readers read any language; this refuses reports without Arabic letters. */
riwaya_status rw_read(rw_read_context *c, const rw_input *in, rw_reports *out, riwaya_error *err);

/* A file's bytes, mapped or read into the arena (given back with it); regular files and pipes, "-" for standard input. Refuses
 * what is no text after a look at the first 64 KiB, and files over `max` without reading them. */
riwaya_status rw_read_file(rw_arena *a, const char *path, size_t max, rw_slice *out, riwaya_error *err);

/* Bytes in any encoding to valid UTF-8: byte-order marks, what the page declares, uchardet; text told from other things.
 * RIWAYA_NOT_TEXT, RIWAYA_ENCODING or RIWAYA_EMPTY where it is none. `patches` says where bytes were replaced;
 * `name` is the encoding found. Offsets of the origin map are offsets in this decoded text. */
riwaya_status rw_decode(rw_read_context *c, const rw_input *in, rw_slice declared, rw_slice *utf8, const char **name,
	rw_utf8_patches *patches, riwaya_error *err);

#endif
