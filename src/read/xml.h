/* xml.h: XML as feeds and sitemaps have it: tags, text and CDATA, each with its place among the bytes received.
 *
 * Feeds are often no XML: windows-1256 that says UTF-8, "&nbsp;" and bare "&" in text, elements that never close, white space before
 * "<?xml", a file cut off. So this reads what stands there: bytes as they came, decoded an element at a time as pages are (decode.c). Nothing
 * is expanded: of a document type's entities none is known, "&name;" of HTML is resolved, any other stays as it stands, and nothing is fetched.
 * No recursion: nesting costs nothing.
 *
 * A token is told from the bytes in memory (rw_xml_token_at), from a stream (rw_xml_next). An item of a feed is taken from
 * the stream as a whole (rw_xml_element), and read in memory.
 */
#ifndef RW_READ_XML_H
#define RW_READ_XML_H

#include "read/read.h"

enum {
	RW_XML_UNCLOSED = 16, /* elements of one item that never close; of further ones only the tags are seen */
};

typedef enum rw_xml_kind {
	RW_XML_END_OF_ALL,
	RW_XML_TEXT,
	RW_XML_CDATA,
	RW_XML_START,
	RW_XML_END,
	RW_XML_OTHER
} rw_xml_kind;

typedef struct rw_xml_token {
	rw_xml_kind kind;
	size_t at, n;    /* in the slice, with its markup */
	rw_slice name;   /* of a tag, as written ("content:encoded") */
	rw_slice inside; /* TEXT, CDATA: what it holds; START: the whole tag, for rw_xml_attribute */
	bool empty;      /* "<a/>" */
} rw_xml_token;

/* The token at `at`. False where s ends within it; `whole`: nothing follows s, then it ends where s does. */
bool rw_xml_token_at(rw_slice s, size_t at, bool whole, rw_xml_token *t);
/* An attribute of a START token as written; absent where it has none. */
rw_slice rw_xml_attribute(const rw_xml_token *t, const char *name);
/* Without its prefix. */
rw_slice rw_xml_local(rw_slice name);
rw_slice rw_xml_prefix(rw_slice name);

/* Whether the first element of a document that begins as `head` does is one of `roots` (local names, space between), and its token. What
 * stands before "<?xml", as a server's warnings do, is passed over. */
bool rw_xml_root(rw_slice head, const char *roots, rw_xml_token *t);
/* The encoding that a document declares in its first line, absent where it declares none. */
rw_slice rw_xml_declared(rw_slice head);

/* --- from a stream -------------------------------------------------------------------------------------------------- */
typedef struct rw_xml {
	rw_stream *in;
	size_t done; /* bytes in view that the last token took */
} rw_xml;
/* The next token; its slices hold until the next call. Text may come in several. LIMIT where a tag is longer than
 * RIWAYA_MAX_RECORD: asked again, it goes on behind it. */
riwaya_status rw_xml_next(rw_xml *x, rw_xml_token *t, riwaya_error *err);
/* Begins to read a stream: its first bytes, and the encoding that it declares, in a; absent where it declares none. */
riwaya_status rw_xml_open(rw_arena *a, rw_xml *x, rw_stream *in, rw_slice *head, rw_slice *declared, riwaya_error *err);
/* The next start tag; END behind the last. */
riwaya_status rw_xml_next_start(rw_xml *x, rw_xml_token *t, riwaya_error *err);
/* The place in the stream of the last token. */
uint64_t rw_xml_at(const rw_xml *x);
/* The whole element that t, just given, begins: its bytes with both tags, until the next call on x. Where it never closes, a start tag of one of
 * `ends` (local names, space between) ends it, or the end of the list or feed that it stands in. `cut`: it has no end tag. LIMIT where it is
 * longer than max; then it was stepped over. */
riwaya_status rw_xml_element(
	rw_xml *x, const rw_xml_token *t, size_t max, const char *ends, rw_slice *out, bool *cut, riwaya_error *err);

/* --- in memory ------------------------------------------------------------------------------------------------------ */
typedef struct rw_xml_walk {
	rw_slice s;
	size_t at;
	unsigned unclosed;
} rw_xml_walk;
/* The next element of w, and what it holds between its tags; w steps over it. False at the end. */
bool rw_xml_child(rw_xml_walk *w, rw_xml_token *t, rw_slice *content);

/* --- what it says --------------------------------------------------------------------------------------------------- */
/* The encoding of bytes by what they are; `declared` is believed where they do not refute it. "UTF-8", or a name that lives in a. */
const char *rw_xml_encoding(rw_arena *a, rw_slice bytes, rw_slice declared);
/* An element's text: decoded, without the marks of CDATA; where it holds no elements, without character references too. What
 * it has of elements stays as it stands. */
rw_slice rw_xml_text(rw_arena *a, rw_slice content, const char *encoding, rw_utf8_patches *patches);
/* Whether text holds tags, as an escaped page does. */
bool rw_xml_has_tags(rw_slice text);
/* Words alone: tags and character references of text that may be escaped once more, white space in a row one space. Where `runs` is not NULL,
 * it gets where in the text they stand. */
typedef RW_VEC(rw_text_run) rw_runs;
rw_slice rw_xml_plain(rw_arena *a, rw_slice text, rw_runs *runs);
/* An element's words alone; absent where it has none. */
rw_slice rw_xml_words(rw_arena *a, rw_slice content, const char *encoding);

#endif
