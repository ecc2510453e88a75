/* dom.h: an HTML page as blocks: what html_parse.c makes of the bytes and html.c chooses the article from.
 *
 * A box is an element that begins a block; a block is text that stands together, in one box, up to the next block or
 * line break. Blocks are in order of the page.
 */
#ifndef RW_READ_DOM_H
#define RW_READ_DOM_H

#include "read/page.h"

enum {
	RW_HTML_DEPTH = 128,     /* open boxes; deeper ones are left out, their text goes to the last */
	RW_HTML_BOXES = 1 << 20, /* boxes of one page; text of further ones goes to the last */
	RW_HTML_JSON = 1 << 20,  /* bytes of embedded JSON-LD that are looked at */
	RW_HTML_ATTRS = 32,      /* attributes of one tag that are looked at */
};

enum {
	RW_BOX_SKIP = 1,      /* never text: scripts, buttons */
	RW_BOX_OUTSIDE = 2,   /* navigation, footer, aside */
	RW_BOX_FURNITURE = 4, /* class or id speaks of furniture */
	RW_BOX_ARTICLE = 8,   /* article, or class or id speak of it */
	RW_BOX_CAPTION = 16,
	RW_BOX_HEADING = 32,
	RW_BOX_LIST = 64,
	RW_BOX_CELL = 128,
	RW_BOX_BODY = 256, /* itemprop articleBody */
	RW_BOX_HEADER = 512,
	RW_BOX_HIDDEN = 1024,
	RW_BOX_QUOTE = 2048,
	RW_BOX_PARAGRAPH = 4096,
	RW_BOX_DOUBT = 1 << 13,   /* class or id speaks of what is furniture on most pages and a part of the text on some */
	RW_BOX_ASIDE = 1 << 14,   /* put aside: tells of other articles, or holds no text */
	RW_BOX_UNIT = 1 << 15,    /* an article element */
	RW_BOX_PICTURE = 1 << 16, /* a figure, or class or id speak of a picture */
};

typedef struct rw_box {
	uint32_t parent; /* index + 1, 0 for none */
	uint32_t own;    /* RW_BOX_* of the element itself */
	uint32_t all;    /* and of what it stands in */
	uint32_t at;     /* where its tag stands in the decoded page */
	uint32_t sign;   /* of tag and class: boxes alike have the same */
	uint16_t covers; /* links without words that stand in it */
	uint16_t images;
	uint8_t tag;          /* number of its tag */
	uint8_t level;        /* 1 to 6 for headings */
	uint32_t parts;       /* boxes and blocks within that add to the score */
	uint32_t first, last; /* blocks within, first > last where there is none */
	double score;
} rw_box;

typedef struct rw_block_text {
	uint32_t box;  /* index */
	rw_slice text; /* white space collapsed */
	const rw_text_run *runs;
	uint32_t n_runs;
	uint32_t linked;       /* bytes within links */
	uint32_t words, marks; /* words; sentence and clause marks */
	bool ends;             /* with a sentence's end */
	bool away, self;       /* its first link leads to another site, to this page */
	bool leading;          /* begins with a link */
	bool in;               /* chosen for the article */
	bool apart, stamp;     /* of an entry that is a report of its own; a time alone */
	bool reader;           /* apart, but a reader's comment */
} rw_block_text;

typedef struct rw_dom {
	RW_VEC(rw_box) boxes;
	RW_VEC(rw_block_text) blocks;
	rw_slice title; /* of the head */
	rw_meta meta;
	RW_VEC(rw_page_time) times; /* line: index of the block that stands there or follows */
	bool cut;                   /* nested too deep */
} rw_dom;

/* --- tags, as they stand in the page (html_tag.c) -------------------------------------------------------------------- */
typedef struct rw_tags {
	rw_slice text;
	bool no_more[2]; /* no ' or " comes from here on */
} rw_tags;
typedef struct rw_attr {
	rw_slice name, value; /* not decoded */
} rw_attr;
typedef struct rw_tag {
	rw_slice name;
	bool end, self; /* "</x>", "<x/>" */
	uint32_t n;
	rw_attr attr[RW_HTML_ATTRS];
} rw_tag;
/* Reads the tag whose "<" stands at i; returns the byte after its ">", or the text's end where it is cut off. */
size_t rw_tag_read(rw_tags *s, size_t i, rw_tag *t);
/* An attribute's value, p NULL where there is none. */
rw_slice rw_tag_attr(const rw_tag *t, const char *name);
/* Whether s is z (lower case) but for capitals. */
bool rw_same_nocase(rw_slice s, const char *z);
/* Bytes of the character reference whose "&" stands at i and the character, 0 where it is none. */
size_t rw_reference(rw_slice s, size_t i, uint32_t *c);
/* A value with its references resolved, s itself where it has none. */
rw_slice rw_html_value(rw_arena *a, rw_slice s);
/* What the words of a class or id say: RW_BOX_ARTICLE, _FURNITURE, _CAPTION (hint.c). */
uint32_t rw_hints(const rw_read_cache *k, rw_slice names);

/* Parses decoded text, which must live as long as the result. */
riwaya_status rw_dom_parse(rw_read_context *c, rw_slice text, rw_slice name, rw_dom *out, riwaya_error *err);
/* Of a page that a web archive keeps: what the archive says of itself is left out of what the page says, and its own address put in. */
void rw_say_captured(rw_read_context *c, rw_slice page, rw_meta *meta);
/* The title that the page's voices agree on, without the site's name (title.c). Adds the site's name as the head's title has it. */
rw_slice rw_title_said(rw_read_context *c, rw_dom *d);
/* The block that is the title, SIZE_MAX where none is. `first`: the article's first block, or SIZE_MAX. */
size_t rw_title_block(rw_read_context *c, rw_dom *d, rw_slice said, size_t first);
/* Counts a block's words and marks. */
void rw_block_measure(rw_block_text *b);
/* Marks the blocks that are the article (choose.c) and returns the box that holds them, index + 1, 0 for none. `title` is its
 * title's block or SIZE_MAX; `whole` says that the whole page is an article's body. */
uint32_t rw_choose(rw_dom *d, rw_arena *scratch, size_t title, bool whole);
/* RW_BOX_* that the boxes from the one at index `box` up to `top` (index + 1, itself left out) say of themselves. */
uint32_t rw_between(const rw_dom *d, uint32_t box, uint32_t top, bool *inside);

/* --- pages of dated entries (entries.c) ------------------------------------------------------------------------------ */
typedef struct rw_dated_entry {
	uint32_t box, first, last; /* its box; its blocks */
	size_t title;              /* block, SIZE_MAX where it has none */
	riwaya_when at;
	rw_slice zone;
} rw_dated_entry;
typedef struct rw_dated {
	RW_VEC(rw_dated_entry) e;
	const int64_t *clock; /* minutes of the day that an entry tells without its day, -1 where none */
	bool posts;           /* of a service that carries other people's */
} rw_dated;
/* Finds them, and sets their blocks apart; false where the page is no such page: then readers' comments below the title's block
 * (SIZE_MAX for none) are set apart. */
bool rw_dated_find(rw_read_context *c, const rw_input *in, rw_dom *d, rw_slice title, size_t heading, rw_dated *out);
/* A report for each; `page` is the report of the page itself, which tells what they share. */
void rw_dated_read(rw_read_context *c, const rw_input *in, const rw_dom *d, rw_slice text, const char *encoding,
	const rw_utf8_patches *patches, rw_dated *all, const riwaya_report *page, rw_reports *out);

#endif
