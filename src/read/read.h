/* read.h: from bytes as received to reports. One file per format behind one interface (rw_reader); article.c decides what of a page
 * is the article, furniture.c what is left out, publish.c when and by whom it was published.
 *
 * A reader never fails as a whole where it can read in part: bad bytes are replaced and noted, a truncated page is read
 * to its end. What can't be read gives one clear error with the mend.
 */
#ifndef RW_READ_H
#define RW_READ_H

#include "lexicon/lexicon.h"
#include "read/stream.h"
#include <riwaya/riwaya.h>

typedef RW_VEC(riwaya_coded_event) rw_coded_events;
typedef RW_VEC(riwaya_listed) rw_listed;

struct rw_received;
typedef struct rw_read_context {
	const rw_lexicon *lx;
	rw_arena *a;           /* reports and what they point to */
	rw_arena *scratch;     /* reset by the caller after each input */
	riwaya_when published; /* given reference time, or NONE */
	bool fragment;         /* text is a piece of a sentence: no title, no furniture */
	bool any_language;     /* reports without Arabic are no failure */
	/* Where coded events go, in `a`; NULL: they are passed over. */
	rw_coded_events *events;
	rw_listed *listed; /* where addresses that containers list go, in `a`; NULL: the same */
	/* Gets each document that the walk gives, and its reports, before they are handed on; NULL for none. What it gets lasts as long as the
	 * call. */
	riwaya_status (*received)(
		void *ctx, const struct rw_received *d, riwaya_report *const *reports, size_t n, riwaya_error *err);
	void *received_ctx;
	struct rw_read_cache *cache; /* what the readers learnt of the lexicon, NULL at first; see rw_read_prepare */
} rw_read_context;

/* Learns of the lexicon what all readings need, in an arena that outlives them. Without it the first reading does so in
 * `a`, and cache must be set to NULL again when that is cleared. */
void rw_read_prepare(rw_read_context *c, rw_arena *a);

/* n bytes of a piece of text from `at` on stand at `from` in what it came from. */
typedef struct rw_text_run {
	uint32_t at, n;
	uint64_t from;
} rw_text_run;

/* What the packing says of a document (a feed's item, a row, a record's address): it goes before what the page says of itself. Absent slices
 * where it says nothing. */
typedef struct rw_packing {
	rw_slice title;
	const rw_text_run *title_runs; /* where its bytes stand in piece `title_piece`; none where they are not known */
	uint32_t n_title_runs, title_piece;
	rw_slice outlet, author, address, language;
	rw_slice credit;             /* whose words are passed on: a post's first author */
	rw_slice published, updated; /* as riwaya_when_parse reads them */
	rw_slice received;           /* when it was archived: for pages that do not tell when they were published */
} rw_packing;

/* A document in memory: what a reader makes reports of. */
typedef struct rw_input {
	rw_slice name;          /* path or URL as given, for a packed document with its name there */
	rw_slice bytes;         /* whole input */
	rw_slice identity;      /* the bytes that the report's id is made from; absent: `bytes` */
	rw_slice charset;       /* as the transport declares it (HTTP), absent where it does not */
	const rw_packing *told; /* NULL for nothing */
	bool markup;            /* HTML of an article alone, without a page around it */
} rw_input;

/* All that reports hold lies in the context's arena or in the lexicon, nothing in the input. */
typedef RW_VEC(riwaya_report *) rw_reports;

typedef struct rw_reader {
	const char *format;
	/* How sure the reader is that the bytes are its format: 0 no, 1 could be, 2 surely. Looks at the first few KiB. */
	int (*sniff)(rw_slice head);
	/* Runs of the reports' origin maps point into the decoded input, piece 0; the walk puts the document's pieces in place. A reader whose
	 * document has pieces of its own (a PDF's pages) fills riwaya_report.pieces. */
	riwaya_status (*read)(rw_read_context *c, const rw_input *in, rw_reports *out, riwaya_error *err);
} rw_reader;

extern const rw_reader rw_reader_html, rw_reader_pdf, rw_reader_text;

/* --- containers: what holds documents --------------------------------------------------------------------------- */
/* n bytes of a document from `at` on are those at `from` of piece `piece`. */
typedef struct rw_segment {
	uint64_t at, n;
	uint32_t piece;
	uint64_t from;
} rw_segment;

typedef enum rw_kind {
	RW_KIND_ANY,    /* told by content: a page, a text, another container */
	RW_KIND_TEXT,   /* text, whatever it looks like */
	RW_KIND_MARKUP, /* HTML of an article alone */
} rw_kind;

/* What a container gives. `next` gets it all zero but for the arena, which lasts until the document is done. */
typedef struct rw_document {
	rw_arena *a;
	rw_slice name;      /* within the container: what follows "#" in the report's file; absent: nothing follows */
	const char *format; /* of its reports; NULL: as its own reader says */
	rw_stream *in;      /* its bytes; read while the document lasts. NULL: there is but the address of it in `told` */
	uint8_t listed;     /* riwaya_listed_kind + 1: the container is a list, and told.address stands in it; else 0 */
	rw_kind kind;
	rw_slice identity; /* as in rw_input */
	rw_slice charset;  /* as in rw_input */
	rw_packing told;
	/* Where its bytes stood. No pieces: one (kind FILE: the document is the whole file, as for a compressed one), made by
	 * the walk. Pieces and no segments: the whole document stands in the first. */
	RW_VEC(riwaya_piece) pieces;
	RW_VEC(rw_segment) segments;
	RW_VEC(riwaya_note) notes;       /* for the report */
	const riwaya_coded_event *event; /* it is no report, but an event that others coded; there are no bytes then */
} rw_document;

/* What readings may ask of the caller. */
typedef struct rw_manner {
	const rw_lexicon *lx;
	rw_slice map; /* which column or key is what: "title=headline,text=body"; absent: guessed */
	/* As riwaya_set_options.guessed. */
	bool (*guessed)(void *ctx, const char *file, const char *map);
	void *guessed_ctx;
	/* Whether a document is read that the file's own container gives under this name; `at`: where it begins in the file, UINT64_MAX where that is
	 * not known. NULL: all are. */
	bool (*wanted)(void *ctx, rw_slice name, uint64_t at);
	void *wanted_ctx;
} rw_manner;

/* A format that holds documents. Its state lives in the arena that `open` gets, until the container ends. */
typedef struct rw_container {
	const char *format; /* for error messages and `riwaya read -h` */
	/* As a reader's sniff. `whole`: the head is all there is. */
	int (*sniff)(rw_slice head, bool whole);
	riwaya_status (*open)(rw_arena *a, rw_stream *in, const rw_manner *how, void **state, riwaya_error *err);
	/* OK with a document; END; another status where one thing in it can't be read: asked again, it goes on behind that. After a failure that
	 * nothing can be read behind, it says END. Leaves err->source alone: the walk names the file. */
	riwaya_status (*next)(void *state, rw_document *out, riwaya_error *err);
	/* What sniff took and the lexicon or the map tells better: false where it is not the format after all. NULL: nothing to ask. */
	bool (*fits)(rw_arena *scratch, rw_slice head, bool whole, const rw_manner *how);
} rw_container;

extern const rw_container rw_container_archive;
extern const rw_container rw_container_csv;
extern const rw_container rw_container_feed;
extern const rw_container rw_container_feed_json;
extern const rw_container rw_container_mhtml;
extern const rw_container rw_container_opml;
extern const rw_container rw_container_packed;
extern const rw_container rw_container_records;
extern const rw_container rw_container_sitemap;
extern const rw_container rw_container_telegram;
extern const rw_container rw_container_telegram_html;
extern const rw_container rw_container_warc;

/* --- a document by itself ---------------------------------------------------------------------------------------- */
/* All that reports are made from, beside the lexicon: the document as its reader gets it, and what its container knows of it. Kept (store/kept.h), it
 * can be read again long after its file has gone. */
typedef struct rw_received {
	const rw_reader *reader;
	rw_input in;
	rw_slice within; /* what follows "#" in in.name where the document stands within a file; absent: it is the file */
	rw_slice format; /* of its reports; absent: as its reader says */
	/* As in rw_document, but a piece's `in` leads down from the file. */
	const riwaya_piece *pieces;
	const rw_segment *segments;
	const riwaya_note *notes;
	size_t n_pieces, n_segments, n_notes;
	/* As in rw_read_context, when it was read first. */
	riwaya_when published;
	bool fragment, any_language;
} rw_received;

/* The bytes as received that the document was made from. */
static inline rw_slice rw_received_bytes(const rw_received *d) {
	return d->in.identity.p ? d->in.identity : d->in.bytes;
}
/* Appends the reports of a document, as the walk that met it did: the same ones where reader and lexicon are the same. `published`, `fragment` and
 * `any_language` are the document's own, whatever the context says, and `received` is not called. */
riwaya_status rw_read_again(rw_read_context *c, const rw_received *d, rw_reports *out, riwaya_error *err);

/* The container that bytes are by their head, NULL for none; `sure` as a sniff says. */
const rw_container *rw_container_of(rw_arena *scratch, rw_slice head, bool whole, const rw_manner *how, int *sure);

/* --- the walk: from a stream to reports, one document at a time --------------------------------------------------- */
typedef struct rw_walk rw_walk;
/* Begins to read a stream, which lives as long as the walk's arena; everything of the walk lives in arenas on a's memory, until it ends. */
rw_walk *rw_walk_new(rw_arena *a, rw_stream *in, rw_slice name, const rw_manner *how);
/* Reads the next document and appends its reports (one, or several for a live-blog). END after the last. Another status: a document that
 * can't be read, named in err; the next call goes on behind it. */
riwaya_status rw_walk_next(rw_walk *w, rw_read_context *c, rw_reports *out, riwaya_error *err);
/* Bytes of the file read so far, for a line that shows progress. */
uint64_t rw_walk_at(const rw_walk *w);

/* Reads a file's bytes, at most `max`. "-" is standard input. */
riwaya_status rw_read_file(rw_arena *a, const char *path, size_t max, rw_slice *out, riwaya_error *err);

/* Bytes in any encoding to valid UTF-8: byte-order marks, what the page declares, uchardet; text told from other things.
 * RIWAYA_NOT_TEXT, RIWAYA_ENCODING or RIWAYA_EMPTY where it is none. `patches` says where bytes were replaced;
 * `name` is the encoding found. Offsets of the origin map are offsets in this decoded text. */
riwaya_status rw_decode(rw_read_context *c, const rw_input *in, rw_slice declared, rw_slice *utf8, const char **name,
	rw_utf8_patches *patches, riwaya_error *err);
/* Bytes whose encoding is known, to valid UTF-8: themselves where they are that. */
rw_slice rw_decode_as(rw_arena *a, const char *encoding, rw_slice bytes, rw_utf8_patches *patches);

#endif
