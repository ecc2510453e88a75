/* outlet.h: inside the finding of who published a report: names are offered at ranks by what tells of them, outlet.c takes the best.
 *
 *   10 the host of the page's address, which the table has
 *   9  the page's own metadata: its publisher, its site's name
 *   8  "prepared by X", the holder of the copyright, metadata that names no outlet of the table
 *   7  the site's name at an end of the head's title; "exclusive to X"; the account that a post is of; a masthead's name that the text
 *      tells of as its own ("told X")
 *   6  "X's correspondent"; "network X" in the masthead; the body that issues a statement; the words beside the logo
 *   5  "told X", a dateline "city - X", a body that signs
 *   4  a name in the masthead that is no place, stamp, section or person
 *   3  a source line that names X alone, an address at the head or foot, X among the breadcrumbs
 *   2  X named as a site or network that speaks in the text, where nothing says that it is only quoted
 *
 * Among equals it goes by how often a name is offered, then by which comes first. A file's name says nothing. An outlet that the table
 * does not know has the name as written, and no id.
 */
#ifndef RW_READ_OUTLET_H
#define RW_READ_OUTLET_H

#include "read/page.h"

enum {
	RW_NAME_WORDS = 4, /* of a name without its noun ("network") */
	RW_OFFERED = 64,   /* names of one page; further ones are left out */
};

typedef struct rw_offered {
	rw_row row;    /* 0 where the table has none */
	rw_slice name; /* as written, where row is 0 */
	int rank, count;
	size_t order;
} rw_offered;

typedef struct rw_finder {
	rw_page *p;
	rw_offered c[RW_OFFERED];
	size_t n;
} rw_finder;

/* --- names (outlet_name.c) ----------------------------------------------------------------------------------------- */
void rw_offer(rw_finder *f, rw_row row, rw_slice name, int rank);
/* Outlets of the table in a short text (a byline, a label), each offered at the rank; without any, a name by its form one rank lower.
 * Returns how many. */
size_t rw_offer_named(rw_finder *f, rw_slice s, int rank, bool agencies);
rw_slice rw_clean_name(rw_page *p, rw_slice s);
/* Whether a token is the noun of an organisation, with the preposition "to" joined to it or not. */
bool rw_org_noun(const rw_read_cache *k, const rw_token *t, bool *to);
bool rw_is_name_word(const rw_read_cache *k, const rw_token *t);
rw_slice rw_org_name(const rw_read_cache *k, const rw_tokens *t, const rw_items *items, uint32_t i);
bool rw_like_outlet(const rw_page *p, rw_slice s);
const rw_item *rw_outlet_at(const rw_finder *f, const rw_items *items, uint32_t i);
rw_row rw_outlet_of_host(const rw_lexicon *lx, rw_slice host);
bool rw_is_agency(const rw_finder *f, rw_row row);
bool rw_only_an_outlet(rw_finder *f, rw_slice s);
bool rw_short_name(rw_page *p, rw_slice s);

/* --- words of the report (outlet_text.c) ----------------------------------------------------------------------------- */
void rw_scan_text(rw_finder *f, rw_slice text, bool title);
void rw_scan_title(rw_finder *f, rw_slice title);
void rw_scan_statement(rw_finder *f, rw_slice s);
void rw_scan_dateline(rw_finder *f, riwaya_report *r);
/* Whether the text names X itself: 2 where it is told something or has a correspondent, 1 where nothing says that it
 * is quoted, 0 where it does not come at all. */
int rw_recurs(const rw_finder *f, rw_slice text, rw_slice name);

#endif
