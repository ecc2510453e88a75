/* said.h: what a page says of itself (metadata), and which of its voices says it: the tags of its head, microdata, JSON-LD.
 *
 * Voices are collected as they come, each with a weight, and settled later: a page's tags contradict each other more often than
 * not, by templates that were never filled, by a site's name where the title should stand, by a time that is refreshed at each
 * change. title.c, times.c and outlet.c weigh them with what stands on the page itself.
 */
#ifndef RW_READ_SAID_H
#define RW_READ_SAID_H

#include "base/base.h"

enum {
	RW_SAID = 96,         /* things that one page may say of itself; what comes later is left out */
	RW_SAID_BYTES = 4096, /* of one value */
};

typedef enum rw_says {
	RW_SAYS_TITLE,
	RW_SAYS_SITE,
	RW_SAYS_AUTHOR,
	RW_SAYS_PUBLISHED,
	RW_SAYS_UPDATED,
	RW_SAYS_ADDRESS,
	RW_SAYS_LANGUAGE,
} rw_says;

typedef struct rw_said {
	uint8_t what;   /* rw_says */
	uint8_t weight; /* 1 to 6 */
	const char *by; /* for notes: "JSON-LD", "og:title" */
	rw_slice value;
} rw_said;

typedef RW_VEC(rw_said) rw_saids;

/* Adds a value, trimmed and without character references that were left in it. Placeholders of templates ("{{title}}", "null") say
 * nothing. */
void rw_say(rw_arena *a, rw_saids *s, rw_says what, unsigned weight, const char *by, rw_slice value);
/* What a tag of the head, or an element with itemprop, says: a name that the web's vocabularies use, and its value. */
void rw_say_tag(rw_arena *a, rw_saids *s, rw_slice name, rw_slice value, bool itemprop);
/* What embedded JSON-LD says, records parted by RW_RECORD. *live: the page is a live-blog. */
enum { RW_RECORD = 0x1E };
void rw_say_json_ld(rw_arena *a, rw_arena *scratch, rw_slice json, rw_saids *s, bool *live);
/* The address that browsers write into a page they save. */
void rw_say_saved(rw_arena *a, rw_slice page, rw_saids *s);
/* The times that a page's scripts hold: for pages that tell none otherwise. */
void rw_say_scripts(rw_arena *a, rw_slice page, rw_saids *s);
/* The weightiest value, the first among equals; absent where nobody says anything. */
rw_slice rw_said_best(const rw_saids *s, rw_says what);

#endif
