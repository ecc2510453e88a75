/* feed.h: inside of the read room: what feeds in XML and in JSON share. An item is a document: its text, and what the feed says of it. An item
 * without text is but an address.
 */
#ifndef RW_READ_FEED_H
#define RW_READ_FEED_H

#include "read/page.h"

enum {
	RW_FEED_USES = 4096, /* looks at words, before what was learnt of them is let go */
	RW_FEED_SUMMARY = 100, /* words: fewer are taken for a summary where the feed does not say that it is the whole text */
};

/* What the feed says of itself. */
typedef struct rw_feed {
	rw_arena *a;
	const rw_lexicon *lx;
	rw_page *page; /* for names and dates in words, made when first needed */
	unsigned uses; /* of it, before it is made anew: it keeps the words that it saw */
	rw_arena tools, scratch;
	rw_slice base; /* what addresses in it are relative to */
	rw_slice title, outlet, language;
	uint64_t count; /* items so far */
} rw_feed;

void rw_feed_init(rw_feed *f, rw_arena *a, const rw_manner *how, rw_slice name);
/* A time as feeds write it, as riwaya_when_parse reads it; absent where it is none: RFC 822 with two digits of the year, months and halves of the
 * day in Arabic, seconds since 1970. */
rw_slice rw_feed_time(rw_feed *f, rw_arena *a, rw_slice s);
/* The outlet that a feed's title names: without the section's name beside it. */
rw_slice rw_feed_outlet(rw_feed *f, rw_slice title);
/* A person's name: "a@b.example (X)" is X, an address alone is none. */
rw_slice rw_feed_person(rw_slice s);
/* Whether words are likely but the beginning of a text, or a summary of it. `whole`: the feed says that it is all. */
bool rw_feed_is_summary(rw_arena *a, rw_slice text, bool whole);
/* Whether a text says no more than the title, or the title and the outlet, as aggregators' items do. */
bool rw_feed_only_title(rw_arena *a, rw_slice text, rw_slice title, rw_slice outlet);
/* Gives the item's text as the document's bytes: text or markup, as it looks; markup that was escaped twice is resolved. The text is that of
 * piece 0, which the caller has added. */
void rw_feed_text(rw_document *d, rw_slice text);
/* Name, addresses, notes: what every item has, once `told` and the text are in place. `guid`: absent where it has none. */
void rw_feed_finish(rw_feed *f, rw_document *d, rw_slice guid, bool summary);

#endif
