/* page.h: inside of the read room: a page as lines, and what each line is.
 *
 * Every reader makes a page: lines of text (decoded, with runs that say where their bytes stood) and what the page says of
 * itself (metadata). furniture.c marks the lines by the table of the language of page furniture, article.c decides by
 * structure what each line is and makes the report, publish.c finds out when and by whom it was published.
 */
#ifndef RW_READ_PAGE_H
#define RW_READ_PAGE_H

#include "mention/calendar.h"
#include "read/read.h"
#include "read/said.h"

/* --- the table of furniture, indexed --------------------------------------------------------------------------- */
/* Where a row's words must stand (column `where`). */
typedef enum rw_where { RW_AT_LINE, RW_AT_START, RW_AT_END, RW_AT_WITHIN, RW_AT_BLOCK, RW_WHERE_COUNT } rw_where;

/* What rows are for (column `what`). Kinds that C treats apart are named here; every other word is plain furniture. */
/* clang-format off */
#define RW_WHAT_MAP(X) \
	X(OTHER, "") \
	X(RELATED, "related") /* block: headlines of other articles follow, until prose resumes */ \
	X(CLOSING, "closing") /* block: comments, most read, page foot: nothing of the article follows */ \
	X(TAGS, "tags") /* block: names of topics follow */ \
	X(MENU, "menu") /* names of sections and services */ \
	X(SUBSCRIBE, "subscribe") /* follow us, subscribe */ \
	X(BYLINE, "byline") /* start: a name follows */ \
	X(CREDIT, "credit") /* start: the credited source follows */ \
	X(CAPTION, "caption") /* a caption's marks */ \
	X(STAMP, "stamp") /* start: time of publication follows */ \
	X(UPDATED, "updated") /* start: time of a later change follows */ \
	X(COPYRIGHT, "copyright") /* the holder's name stands beside it */ \
	X(SPECIAL, "special") /* "exclusive to X": the outlet's name follows */ \
	X(CORRESPONDENT, "correspondent") /* "X's correspondent": the outlet's name follows */ \
	X(DEFINITE, "article") /* the definite article */ \
	X(TO, "to") /* "to": told to X, who publishes it */ \
	X(ORG, "org") /* network, site, channel: begins an outlet's name */ \
	X(BODY, "body") /* centre, ministry, movement, media office: begins the name of a body that publishes itself */ \
	X(ORGWORD, "orgword") /* press, news, net: a word of outlets' names, wherever in them */ \
	X(SITEWORD, "siteword") /* echo, daily, today: a word of outlets' names that says little elsewhere */ \
	X(PLATFORM, "platform") /* Telegram, Facebook: carries the posts of others, is no outlet */ \
	X(CAPTURE, "capture") /* keeps copies of pages: a web archive's host or name */ \
	X(SOFTWARE, "software") /* Blogger, WordPress: sites are made with it, it is no outlet either */ \
	X(GIVEN, "given") /* a given name: begins a person's */ \
	X(ISSUED, "issued") /* "issued by": the body whose statement it is follows */ \
	X(COUNTER, "counter") /* likes, views: beside a number, counts of a post */ \
	X(ACCOUNT, "account") /* what sort of page an account is, beneath its name */ \
	X(LEARNED, "learned") /* "X learned": a page tells of itself */ \
	X(RELAY, "relay") /* quoting, according to: who follows is not the page's own outlet */ \
	X(STOP, "stop") /* ends a name */ \
	X(ROLLING, "rolling") /* live coverage, moment by moment: a page of dated entries */ \
	X(LIVE, "live") /* breaking, urgent: may begin a title */ \
	X(AM, "am") /* stamps: before noon */ \
	X(PM, "pm") /* stamps: after noon */ \
	X(ZONE, "zone") /* stamps: a zone, or the word that begins one */ \
	X(AT, "at") /* stamps: stands between date and time */ \
	X(HIJRI, "hijri") /* stamps: the Hijri era */ \
	X(WEEKDAY_PREFIX, "weekday-prefix") /* stamps: the word for day */ \
	X(NOT_ARTICLE, "class-furniture") /* HTML: words of class and id names around articles */ \
	X(DOUBT, "class-doubt") /* HTML: of furniture on most pages, of parts of the text on some */ \
	X(ARTICLE, "class-article") /* HTML: of articles' own containers */ \
	X(CLASS_PICTURE, "class-picture") /* HTML: of pictures and what stands around them */ \
	X(CLASS_CAPTION, "class-caption") /* HTML: of captions */
/* clang-format on */
typedef enum rw_what {
#define RW_X(name, word) RW_WHAT_##name,
	RW_WHAT_MAP(RW_X)
#undef RW_X
		RW_WHAT_COUNT
} rw_what;

typedef struct rw_phrase {
	rw_slice *keys; /* folded tokens */
	uint32_t n;
	uint32_t next; /* next phrase with the same first key, UINT32_MAX at the end */
	uint8_t where, what;
} rw_phrase;

/* A piece of a line that signs cut into pieces ("name | city - time"), and what it is by its words. */
typedef enum rw_piece_kind {
	RW_PIECE_TEXT,   /* words of the report */
	RW_PIECE_TIME,   /* a stamp or a part of one */
	RW_PIECE_PLACE,  /* a place of the table */
	RW_PIECE_LABEL,  /* words that the table knows: a section, "exclusive", "breaking" */
	RW_PIECE_OUTLET, /* an outlet of the table */
	RW_PIECE_FORM,   /* an outlet or a body by its form: "network X", "X News", "media office of X" */
	RW_PIECE_SITE,   /* a short name that holds a word of outlets' names */
	RW_PIECE_PERSON, /* begins with a given name */
	RW_PIECE_NAME,   /* another short name */
} rw_piece_kind;

typedef struct rw_piece {
	rw_slice text; /* without signs at its ends, and without "exclusive to" and the like before it */
	uint8_t kind;
	uint8_t cue; /* rw_what of what stood before it: SPECIAL, CORRESPONDENT, BYLINE, ISSUED, STAMP; OTHER for none */
	rw_row row;  /* of the outlet */
} rw_piece;
enum { RW_PIECES = 8 };

/* A word of class or id names, or several in a row. */
typedef struct rw_hint {
	rw_slice *words; /* lower-case Latin */
	uint32_t n;
	uint32_t next; /* next hint with the same first word, UINT32_MAX at the end */
	uint8_t what;
} rw_hint;

enum { RW_FIRSTS = 1 << 15 };
typedef struct rw_seen rw_seen; /* seen.c */
struct rw_read_cache {
	const rw_lexicon *lx;
	rw_memo *memo;
	rw_arena seen_arena; /* of the document at hand */
	rw_map seen;         /* text -> index into seen_all */
	RW_VEC(rw_seen *) seen_all;
	RW_VEC(rw_phrase) phrases;
	rw_map by_first;                 /* first key -> index into phrases */
	uint64_t firsts[RW_FIRSTS / 64]; /* bits of the first keys by their ends: most words begin no phrase */
	RW_VEC(rw_hint) hints;
	rw_map by_word; /* first word -> index into hints */
	rw_map hosts;   /* host, or name of a web archive -> rw_what: CAPTURE, PLATFORM */
	rw_sym outlet, actor, place, month, weekday, timepart;
	rw_sym pred, speech, form, past, present, toll, adj, according;
	rw_slice article; /* the definite article */
};
typedef struct rw_read_cache rw_read_cache;
/* The context's cache, made where there is none yet. */
rw_read_cache *rw_cache(rw_read_context *c);
/* Adds a row of class words (hint.c). */
void rw_hint_add(rw_read_cache *k, rw_arena *a, rw_slice text, rw_what what);
/* The first phrase that begins with a folded word, index into phrases; UINT32_MAX for none. */
uint32_t rw_phrase_first(const rw_read_cache *k, rw_slice key);
/* Adds a row of a host, and asks what a host is: CAPTURE, PLATFORM or OTHER (capture.c). */
void rw_host_add(rw_read_cache *k, rw_arena *a, rw_slice text, rw_what what);
rw_what rw_host_what(const rw_read_cache *k, rw_slice host);
/* What a single folded word is as a tool of reading (CORRESPONDENT, ORG, RELAY …), OTHER where it is none. */
rw_what rw_tool_word(const rw_read_cache *k, rw_slice key);

/* --- a page ---------------------------------------------------------------------------------------------------- */
typedef enum rw_part {
	RW_PART_BODY,
	RW_PART_TITLE,
	RW_PART_CAPTION,
	RW_PART_FURNITURE,
	RW_PART_APART, /* of an entry that is a report of its own */
} rw_part;

typedef struct rw_line {
	rw_slice text; /* trimmed, as published */
	const rw_text_run *runs;
	uint32_t n_runs;
	uint32_t words;  /* words and numbers */
	uint32_t arabic; /* Arabic letters */
	uint32_t latin;  /* ASCII letters */
	bool blank_before;
	bool ends_sentence; /* full stop, question mark … at its end */
	bool prose;         /* a paragraph of running text */
	bool sure;          /* the reader knows its part by structure (HTML headings, captions) */
	bool heading;
	bool stamped;   /* a time stamp stands alone in it */
	bool outside;   /* far from the article by structure: a page's header, navigation, side columns */
	uint8_t kind;   /* riwaya_stretch_kind + 1 of what the line is set apart as, 0 for a plain paragraph */
	uint32_t group; /* lines in a row of one kind and group are one stretch; 0 for none */
	/* Of pages with structure: the box that holds the paragraph (0 where there is none), what boxes alike have in common, and
	 * whether the line is a link. */
	uint32_t box, kin;
	bool link;
	uint8_t part;                 /* rw_part */
	uint8_t what;                 /* rw_what of the mark that made it furniture */
	uint8_t mark[RW_WHERE_COUNT]; /* rw_what + 1 of the phrase found there, 0 for none */
	uint32_t mark_start[RW_WHERE_COUNT], mark_end[RW_WHERE_COUNT]; /* its bytes */
} rw_line;
typedef RW_VEC(rw_line) rw_lines;

typedef struct rw_meta {
	/* What its packing told; title and address may be the page's own. */
	rw_slice title, site, author, published, modified, address, credit, language;
	rw_saids said;    /* by the page */
	bool live;        /* it says that it is a live-blog */
	bool capture;     /* it is a web archive's copy */
	bool posts;       /* it is of a service that carries the posts of others */
	rw_slice account; /* whose, then */
} rw_meta;

/* A time that an element gives beside its words (<time datetime>). */
typedef struct rw_page_time {
	size_t line;
	rw_slice value;
	bool published, modified; /* it says so */
} rw_page_time;

/* A time stamp that stands alone in its line. */
typedef struct rw_page_stamp {
	size_t line;
	riwaya_when at;
	rw_slice zone, rest; /* rest: what else stands in the line, a city or a name */
	uint8_t mark;        /* rw_what of the words right before it: STAMP, UPDATED; OTHER for none */
} rw_page_stamp;

typedef struct rw_page {
	rw_read_context *c;
	rw_read_cache *k;
	const rw_input *in;
	const char *format, *encoding;
	const rw_utf8_patches *patches; /* what was replaced in UTF-8, NULL for nothing */
	rw_lines lines;
	rw_meta meta;
	RW_VEC(riwaya_note) notes;
	RW_VEC(rw_page_stamp) stamps;
	RW_VEC(rw_page_time) times;
	rw_slice dateline, byline; /* from a line "city - name" */
	rw_slice account;          /* whose post it is, where the page is one of a social network */
	size_t title;              /* index of the title's line, SIZE_MAX where there is none */
	size_t first, last;        /* the article's first and last line of prose, SIZE_MAX where there is none */
} rw_page;

/* Piece of an origin run of the title where the packing told it; the walk puts the real one in. */
#define RW_PIECE_TOLD (UINT32_MAX - 1)

void rw_page_init(rw_page *p, rw_read_context *c, const rw_input *in, const char *format);
/* Adds a line, trimmed; counts its words. Text and runs must live as long as the page. Empty lines only mark the next one. */
void rw_page_add(rw_page *p, rw_slice text, const rw_text_run *runs, uint32_t n_runs, bool *blank);
/* Takes what the page says of itself; what its packing says goes before that. */
void rw_page_meta(rw_page *p, const rw_meta *meta);
/* Notes the encoding and what was replaced. */
void rw_page_patches(rw_page *p, const rw_utf8_patches *patches, const char *encoding);

/* Marks lines that the table knows, and those that are furniture by their form (image files, ids, Latin labels). */
void rw_mark_lines(rw_page *p);
/* Decides each line's part. */
void rw_find_article(rw_page *p);
/* Takes a line out of the article: once, and for the first reason. */
void rw_furnish(rw_line *l, rw_what what);
/* What stands beside a title (beside.c): dates and times, an account's name, what a messenger puts behind it. */
enum { RW_LABEL_MAX = 3 /* words of a section's name or a person's */ };
bool rw_stamped(const rw_page *p, size_t line);
void rw_find_stamps(rw_page *p);
void rw_lone_times(rw_page *p);
void rw_find_account(rw_page *p);
void rw_telegram_name(rw_page *p);
/* What a line of names tells of place and author; whether a line holds names alone, or a dateline. */
void rw_names_of(rw_page *p, const rw_line *l);
bool rw_only_names(rw_page *p, const rw_line *l);
bool rw_dateline_line(rw_page *p, const rw_line *l);
/* Whether all words of s are one place of the table. */
bool rw_is_place(rw_page *p, rw_slice s);
/* Words of a stretch, and the rows of tables in it; looked up once for each stretch of a document. Kept until the next document, in `a` where the
 * stretch is long. */
void rw_words(rw_read_cache *k, rw_arena *a, rw_slice s, rw_tokens *t);
void rw_words_and_rows(rw_read_cache *k, rw_arena *a, rw_slice s, rw_tokens *t, rw_items *items);
/* A date, or date and time, as pages give it, near the start of a line: what it says, its zone, and the bytes it stands in. */
bool rw_stamp(rw_read_cache *k, rw_arena *a, rw_slice s, riwaya_when *at, rw_slice *zone, uint32_t *start, uint32_t *end);
void rw_seen_init(rw_read_cache *k, rw_arena *a);
void rw_seen_forget(rw_read_cache *k);
/* Cuts a line into at most RW_PIECES pieces; 0 where it has more, or none. */
uint32_t rw_pieces(rw_page *p, rw_slice line, rw_piece out[RW_PIECES]);
uint32_t rw_cut_pieces(rw_page *p, rw_slice line, rw_piece out[RW_PIECES]); /* the same, looked at anew */
/* "X from the city": whose name it is, without where it writes from. */
rw_slice rw_without_city(rw_page *p, rw_slice s);
/* Whether a line names who publishes, where and when, and nothing else: a site's name, "network X - city", "X | time". */
bool rw_is_masthead(rw_page *p, rw_slice line);
/* Tokens from i on that rows of the table cover, longest first; 0 where none begins there. `what` is of the first of them. */
uint32_t rw_phrase_at(const rw_read_cache *k, const rw_tokens *t, uint32_t i, rw_what *what);
/* "City - name", "city/agency", "(city)": the parts, absent where the line is none such. */
bool rw_dateline_of(rw_page *p, rw_slice line, rw_slice *city, rw_slice *name);
/* Whether the words name a service that carries other people's posts, or software: "Telegram"; *posts: a service (outlet_name.c). */
bool rw_is_platform(const rw_page *p, rw_slice s, bool *posts);
/* A time in any form that metadata has (times.c). */
bool rw_read_time(rw_page *p, rw_slice s, riwaya_when *w, rw_slice *zone);
/* How well a line's place suits the date of the article, 0 to 4 (times.c). */
int rw_date_place(const rw_page *p, size_t line);
/* Fills published and updated of the report, and notes what contradicts them (times.c). */
void rw_find_times(rw_page *p, riwaya_report *r);
/* Fills outlet, byline, dateline, address, credit of the report (publish.c). */
void rw_find_publisher(rw_page *p, riwaya_report *r);
/* Fills the outlet, and what an inline dateline tells (outlet.c). */
void rw_find_outlet(rw_page *p, riwaya_report *r);
/* Whether words name an outlet: one of the table, or one by the look of it. */
bool rw_names_outlet(rw_page *p, rw_slice s);
/* Whether a line stands at the head or the foot of the article. */
bool rw_near_ends(const rw_page *p, size_t line);
/* What follows the mark found at `where` of a line. */
rw_slice rw_after_mark(const rw_line *l, rw_where where);
/* The code of the report's language, absent where it is not known (language.c). */
rw_slice rw_language_of(rw_page *p, rw_slice title, rw_slice text);
/* Tells headings, quotations and lists among the lines of the body apart, where the reader has not (structure.c). */
void rw_find_structure(rw_page *p);
/* The report of a page whose lines have their parts. */
riwaya_report *rw_make_report(rw_page *p);

/* --- small things that readers share --------------------------------------------------------------------------- */
/* RIWAYA_NOT_TEXT with the mend where the first bytes are of a picture, archive, program, zeros … */
riwaya_status rw_check_text(rw_slice head, rw_slice name, riwaya_error *err);
/* Without white space of any kind, and invisible characters, at both ends. */
rw_slice rw_trim_text(rw_slice s);
/* Without signs and emoji at both ends: names as words say them. */
rw_slice rw_strip_signs(rw_slice s);
/* Words and numbers of a text. */
uint32_t rw_count_words(rw_slice s);
/* Whether it holds a digit, of whatever script. */
bool rw_has_digit(rw_slice s);
bool rw_is_space(uint32_t c);
bool rw_is_sentence_end(uint32_t c);
/* The address of which a web archive's is a copy, absent where it doesn't tell; any other address is itself (capture.c). */
rw_slice rw_captured_address(const rw_read_cache *k, rw_arena *a, rw_slice s);
/* The page's own address among those it gives, made whole; absent where it gives none (address.c). */
rw_slice rw_own_address(rw_arena *a, const rw_saids *s);
/* The host name of an address, without "www."; absent where it is none. */
rw_slice rw_host_of(rw_slice address);
enum { RW_ADDRESS_MAX = 8192 }; /* bytes of an address that is taken from a document */
/* The address s as it is meant where it stands under `base`: without white space, "../" resolved. s itself where base is no web address;
 * absent where s is empty or longer than RW_ADDRESS_MAX. */
rw_slice rw_address_join(rw_arena *a, rw_slice base, rw_slice s);
/* Whether it begins with http:// or https:// and a host. */
bool rw_is_web(rw_slice address);
/* A date in an address: /2022/01/21/ or 2022-01-21 or 20220121. */
bool rw_address_date(rw_slice address, riwaya_when *out);

#endif
