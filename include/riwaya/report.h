/* riwaya/report.h: a report (one document as one outlet published it) and its claims.
 *
 * The structs mirror the JSON of `riwaya extract` field by field; absent values are absent slices ({NULL, 0}) or the
 * NONE member of an enum. All of it is read-only for callers, and lives as long as the riwaya_set that made it.
 *
 * Spans     are byte offsets into a field of the report, end exclusive; what stands there is exactly the words quoted.
 * Times     are civil minutes since 1970-01-01T00:00 as the report's own clock tells them; no zone is invented.
 * Ids       (predicates, actors, roles, units, places) are the ids of rows in lexicon/, as slices.
 */
#ifndef RIWAYA_REPORT_H
#define RIWAYA_REPORT_H

#include <riwaya/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Each list below is the enum, its JSON words and their order, in one place. NONE is null. */
/* clang-format off */
#define RIWAYA_FIELD_MAP(X) X(NONE, null) X(TITLE, title) X(TEXT, text) X(CAPTION, caption)
#define RIWAYA_PRECISION_MAP(X) \
	X(NONE, null) X(MINUTE, minute) X(HOUR, hour) X(PART, part) X(DAY, day) X(WEEK, week) X(MONTH, month) \
	X(YEAR, year)
#define RIWAYA_BASIS_MAP(X) \
	X(NONE, null) X(METADATA, metadata) X(TEXT, text) X(ADDRESS, address) X(INFERRED, inferred) X(GIVEN, given)
#define RIWAYA_QUALIFIER_MAP(X) \
	X(NONE, null) X(EXACT, exact) X(ABOUT, about) X(MORE_THAN, more_than) X(AT_LEAST, at_least) \
	X(LESS_THAN, less_than) X(AT_MOST, at_most) X(BETWEEN, between) X(ORDER, order) X(SOME, some) X(ALL, all) \
	X(ZERO, none)
#define RIWAYA_POLARITY_MAP(X) X(AFFIRMED, affirmed) X(DENIED, denied)
#define RIWAYA_MODALITY_MAP(X) \
	X(ACTUAL, actual) X(ATTEMPTED, attempted) X(FOILED, foiled) X(PLANNED, planned) X(FEARED, feared) \
	X(POSSIBLE, possible) X(BACKGROUND, background)
#define RIWAYA_STANCE_MAP(X) X(NEUTRAL, neutral) X(DOUBTED, doubted) X(ENDORSED, endorsed) X(UNCONFIRMED, unconfirmed)
#define RIWAYA_DENIES_MAP(X) X(NONE, null) X(ACT, act) X(FIGURE, figure) X(AGENT, agent) X(PLACE, place) X(TIME, time)
#define RIWAYA_COUNTS_MAP(X) X(NONE, null) X(PATIENT, patient) X(AGENT, agent) X(THING, thing)
#define RIWAYA_SCOPE_MAP(X) \
	X(NONE, null) X(EVENT, event) X(INCREMENT, increment) X(TOTAL, total) X(PERIOD, period) X(STOCK, stock)
#define RIWAYA_LINK_MAP(X) \
	X(NONE, null) X(PERSON, person) X(OFFICIAL, official) X(PARTY, party) X(PARTY_MEDIA, party_media) \
	X(AGENCY, agency) X(OUTLET, outlet) X(CORRESPONDENT, correspondent) X(MONITOR, monitor) X(WITNESS, witness) \
	X(ACTIVISTS, activists) X(MEDICAL, medical) X(LOCAL, local) X(ANONYMOUS, anonymous) X(DOCUMENT, document)
#define RIWAYA_STRETCH_MAP(X) X(HEADING, heading) X(QUOTE, quote) X(LIST, list)
#define RIWAYA_PIECE_MAP(X) \
	X(FILE, file) X(MEMBER, member) X(RECORD, record) X(STRING, string) X(CELL, cell) X(ELEMENT, element) X(PAGE, page) \
	X(PART, part)
#define RIWAYA_CODED_MAP(X) X(ACLED, acled) X(UCDP, ucdp)
#define RIWAYA_LISTED_MAP(X) X(PAGE, page) X(FEED, feed) X(SITEMAP, sitemap)
#define RIWAYA_REVIEW_MAP(X) \
	X(NONE, null) X(ACCEPT, accept) X(CORRECT, correct) X(REJECT, reject) X(ADD, add) X(IDENTIFY, identify) \
	X(PUBLISH, publish) X(JOIN, join) X(REPRINT, reprint) X(MERGE, merge) X(SPLIT, split) X(RENAME, rename) \
	X(GRADE, grade) X(NOTE, note) X(WITHDRAW, withdraw) X(SECOND, second)
#define RIWAYA_CAUSE_MAP(X) \
	X(CLAIM, claim) X(SPEAKER, speaker) X(TOLD, told) X(STANCE, stance) X(DENIAL, denial) X(MOOD, mood) \
	X(PERIOD, period) X(PLACE, place) X(TIME, time)
/* clang-format on */

#define RIWAYA_ENUM(type, PREFIX, MAP)                                                                                 \
	typedef enum riwaya_##type{MAP(PREFIX) riwaya_##type##_count} riwaya_##type;                                       \
	RIWAYA_API const char *riwaya_##type##_word(riwaya_##type v); /* the JSON word, "null" for NONE */                 \
	RIWAYA_API bool riwaya_##type##_parse(riwaya_slice word, riwaya_##type *out);
#define RIWAYA_E_FIELD(n, w) RIWAYA_FIELD_##n,
#define RIWAYA_E_PRECISION(n, w) RIWAYA_PRECISION_##n,
#define RIWAYA_E_BASIS(n, w) RIWAYA_BASIS_##n,
#define RIWAYA_E_QUALIFIER(n, w) RIWAYA_QUALIFIER_##n,
#define RIWAYA_E_POLARITY(n, w) RIWAYA_POLARITY_##n,
#define RIWAYA_E_MODALITY(n, w) RIWAYA_MODALITY_##n,
#define RIWAYA_E_STANCE(n, w) RIWAYA_STANCE_##n,
#define RIWAYA_E_DENIES(n, w) RIWAYA_DENIES_##n,
#define RIWAYA_E_COUNTS(n, w) RIWAYA_COUNTS_##n,
#define RIWAYA_E_SCOPE(n, w) RIWAYA_SCOPE_##n,
#define RIWAYA_E_LINK(n, w) RIWAYA_LINK_##n,
#define RIWAYA_E_PIECE(n, w) RIWAYA_PIECE_##n,
#define RIWAYA_E_CAUSE(n, w) RIWAYA_CAUSE_##n,
#define RIWAYA_E_REVIEW(n, w) RIWAYA_REVIEW_##n,
#define RIWAYA_E_CODED(n, w) RIWAYA_CODED_##n,
#define RIWAYA_E_LISTED(n, w) RIWAYA_LISTED_##n,
#define RIWAYA_E_STRETCH(n, w) RIWAYA_STRETCH_##n,
RIWAYA_ENUM(field, RIWAYA_E_FIELD, RIWAYA_FIELD_MAP)
RIWAYA_ENUM(precision, RIWAYA_E_PRECISION, RIWAYA_PRECISION_MAP)
RIWAYA_ENUM(basis, RIWAYA_E_BASIS, RIWAYA_BASIS_MAP)
RIWAYA_ENUM(qualifier, RIWAYA_E_QUALIFIER, RIWAYA_QUALIFIER_MAP)
RIWAYA_ENUM(polarity, RIWAYA_E_POLARITY, RIWAYA_POLARITY_MAP)
RIWAYA_ENUM(modality, RIWAYA_E_MODALITY, RIWAYA_MODALITY_MAP)
RIWAYA_ENUM(stance, RIWAYA_E_STANCE, RIWAYA_STANCE_MAP)
RIWAYA_ENUM(denies, RIWAYA_E_DENIES, RIWAYA_DENIES_MAP)
RIWAYA_ENUM(counts, RIWAYA_E_COUNTS, RIWAYA_COUNTS_MAP)
RIWAYA_ENUM(scope_kind, RIWAYA_E_SCOPE, RIWAYA_SCOPE_MAP)
RIWAYA_ENUM(link_kind, RIWAYA_E_LINK, RIWAYA_LINK_MAP)
RIWAYA_ENUM(piece_kind, RIWAYA_E_PIECE, RIWAYA_PIECE_MAP)
RIWAYA_ENUM(review_kind, RIWAYA_E_REVIEW, RIWAYA_REVIEW_MAP)
RIWAYA_ENUM(cause_of, RIWAYA_E_CAUSE, RIWAYA_CAUSE_MAP)
RIWAYA_ENUM(coded_source, RIWAYA_E_CODED, RIWAYA_CODED_MAP)
RIWAYA_ENUM(stretch_kind, RIWAYA_E_STRETCH, RIWAYA_STRETCH_MAP)
RIWAYA_ENUM(listed_kind, RIWAYA_E_LISTED, RIWAYA_LISTED_MAP)

/** A stretch of a report's field; field NONE is null. */
typedef struct riwaya_span {
	riwaya_field field;
	uint32_t start, end;
} riwaya_span;

/** A stretch of civil time [from, to], minutes since 1970-01-01T00:00, both ends inside; precision NONE is null. */
typedef struct riwaya_when {
	int64_t from, to;
	riwaya_precision precision;
} riwaya_when;

/** When a report was published, and how we know. `at` has precision NONE where it is not known. */
typedef struct riwaya_published {
	riwaya_when at;
	riwaya_slice zone; /* as written ("+03:00", "Z"), absent where the report names none */
	riwaya_basis basis;
} riwaya_published;

/** A piece of what was received. Runs of the origin map point into its text: its bytes, unpacked and decoded to UTF-8.
 *
 *   file     the file's bytes, unpacked where the file is packed as a whole
 *   member   of an archive
 *   record   payload of a WARC record, without the HTTP head, its transfer and content encodings undone
 *   string   JSON string, without its escapes
 *   cell     of a table, without its quotes
 *   element  text of an XML element, without the marks of CDATA sections; where it holds no elements itself, without
 *            character references too
 *   page     of a PDF, as pdftotext gives it
 *   part     of a MIME message (a page saved in one file, a mail), its transfer encoding undone
 */
typedef struct riwaya_piece {
	riwaya_piece_kind kind;
	riwaya_slice in; /* the member of an archive that it stands in ("a.zip/b.zip" where archives nest), absent for the file itself */
	riwaya_slice name; /* of a record its address, of a string its path ("messages[3].text[0]"), of a page its number, absent for bytes */
	uint64_t offset,
		n; /* where its bytes as received begin in what it stands in, and how many; 0, 0 where that is not known */
	riwaya_slice encoding; /* what its text was decoded from, absent for UTF-8 */
} riwaya_piece;

/** `n` bytes of a field from `at` stand at `from` in the text of piece `piece`. Runs are sorted by (field, at). A run whose bytes differ there
 *  stands for a character reference of HTML, for white space, or for a bracket that stood turned round in a PDF. */
typedef struct riwaya_origin_run {
	riwaya_field field;
	uint32_t at, n;
	uint32_t piece; /* index into the report's pieces */
	uint64_t from;
} riwaya_origin_run;

/** Something worth knowing about the reading of a report (bad bytes replaced, a limit met). */
typedef struct riwaya_note {
	riwaya_slice text;
	uint64_t offset;
} riwaya_note;

/** Bytes [start, end) of a report's text that are no plain paragraph: a heading, words set apart as a quotation, an entry of a
 * list. Sorted, never one within another. */
typedef struct riwaya_stretch {
	riwaya_stretch_kind kind;
	uint32_t start, end;
} riwaya_stretch;

typedef struct riwaya_report {
	riwaya_slice id;      /* SHA-256 of the bytes as received (in a packed format: of its part), 64 hex digits */
	riwaya_slice file;    /* path or URL as given; for what a packed format holds, "#" and its name there follow */
	riwaya_slice address; /* the URL that the page gives as its own, else the one it was read from; absent where unknown */
	riwaya_slice format;   /* "text", "html", "warc", … */
	riwaya_slice language; /* "ar", "fa" …: told by letters and words, else as the page says; absent where unknown */
	riwaya_slice outlet_id, outlet_name;
	riwaya_slice title, byline, dateline;
	riwaya_published published;
	riwaya_published updated; /* when it was last changed, where it says so */
	riwaya_slice text;        /* one paragraph a line */
	riwaya_slice caption;     /* captions of pictures, one a line; absent where there is none */
	riwaya_slice credit; /* the source that the article credits at its head or foot, absent where it credits none */
	const riwaya_stretch *structure;
	size_t n_structure;
	const riwaya_slice *furniture;
	size_t n_furniture;
	const riwaya_piece *pieces;
	size_t n_pieces;
	const riwaya_origin_run *origin_map;
	size_t n_origin_map;
	const riwaya_note *notes;
	size_t n_notes;
} riwaya_report;

/** An address (http, https) that a feed, a sitemap or a list of feeds names: of a page, or of a further list. */
typedef struct riwaya_listed {
	riwaya_listed_kind kind; /* what stands there, as the list says */
	riwaya_slice address;
	riwaya_slice title, outlet; /* absent where the list does not say */
	riwaya_published published, updated;
	riwaya_slice in; /* the list, as a report's file */
	bool told;       /* the list holds its text too, or a summary of it: a report was made */
} riwaya_listed;

/** A quantity as reported. `has_*` false is null. Absent figure: qualifier NONE. */
typedef struct riwaya_figure {
	riwaya_slice text;
	riwaya_span span;
	double value, low, high;
	bool has_value, has_low, has_high;
	riwaya_qualifier qualifier;
} riwaya_figure;

/** Someone or something that takes part. Absent where `text` and `actor` and `role` all are. */
typedef struct riwaya_party {
	riwaya_slice text;
	riwaya_span span;
	riwaya_slice actor, role;
	const riwaya_slice *also; /* further actors who share the role */
	size_t n_also;
} riwaya_party;

typedef struct riwaya_place {
	riwaya_slice text;
	riwaya_span span;
	riwaya_slice id;
	double lat, lon;
	bool has_position, inherited;
} riwaya_place;

typedef struct riwaya_time {
	riwaya_slice text;
	riwaya_span span;
	riwaya_when at;
	bool inherited;
} riwaya_time;

/** One link of an attribution: origin first, publishing outlet last. */
typedef struct riwaya_link {
	riwaya_slice name;
	riwaya_span span; /* null where the name stands nowhere in the words */
	riwaya_link_kind kind;
	riwaya_slice actor; /* whom the speaker speaks for */
	bool named;
} riwaya_link;

/** A rule or table row that made a claim, and which part of it; `riwaya explain` shows these. */
typedef struct riwaya_cause {
	riwaya_cause_of of;
	riwaya_slice what; /* rule name or table entry; absent where neither made it: an open quotation, a date as written */
	riwaya_slice file;
	uint32_t line;
	riwaya_span span; /* the words it matched */
} riwaya_cause;

/** Something about a claim that makes it more or less sure: a row of lexicon/confidence.tsv that holds, and its weight. */
typedef struct riwaya_fact {
	riwaya_slice name;
	double weight;
} riwaya_fact;

/** What a person decided about a claim, a line or an incident (docs/reviews.md). */
typedef struct riwaya_decision {
	riwaya_review_kind kind;
	riwaya_slice review; /* its id */
	riwaya_slice by, at, why;
	bool waits; /* for a second pair of eyes: it has no effect yet */
} riwaya_decision;

typedef struct riwaya_claim {
	riwaya_slice id;
	riwaya_span span;
	riwaya_slice evidence;
	riwaya_slice predicate;
	riwaya_polarity polarity;
	riwaya_denies denies;
	riwaya_modality modality;
	riwaya_figure figure;
	riwaya_counts counts;
	riwaya_slice unit;
	riwaya_scope_kind scope;
	riwaya_when scope_at;        /* the period of a scope that has one */
	riwaya_slice part_of, about; /* ids of claims of the same report */
	riwaya_party patient, agent;
	riwaya_place place;
	riwaya_time time;
	riwaya_when told;
	const riwaya_link *chain;
	size_t n_chain;
	riwaya_stance stance;
	double confidence; /* how likely it is fully right, by its facts; docs/accuracy.md says how it is made */
	const riwaya_cause *causes;
	size_t n_causes;
	const riwaya_fact *facts; /* with causes alone */
	size_t n_facts;
	const riwaya_decision *decisions; /* what people decided about it, earliest first */
	size_t n_decisions;
	riwaya_review_kind verdict; /* what came of it: ACCEPT, CORRECT, REJECT or ADD; NONE where nobody decided */
	bool disputed;              /* two people hold different things of it */
} riwaya_claim;

/** A mention: what one layer (figures, dates, places, actors, speech, predicates) found in a stretch of text. */
typedef struct riwaya_mention {
	riwaya_slice layer;
	riwaya_span span;
	riwaya_slice text;
	riwaya_figure figure; /* figures */
	riwaya_slice unit;
	riwaya_when when;      /* dates */
	riwaya_slice calendar; /* dates: gregorian, hijri, persian */
	riwaya_slice id;       /* places, actors, predicates */
	double lat, lon;       /* places */
	bool has_position;
	const riwaya_slice *alternatives; /* places: other ids the words could name */
	size_t n_alternatives;
	riwaya_slice reg, role;     /* actors: register plain, self or loaded; role */
	riwaya_slice speaker, verb; /* speech */
	riwaya_link_kind kind;
	riwaya_stance stance;
	riwaya_span scope; /* speech: the words passed on */
	riwaya_cause cause;
} riwaya_mention;

/** A count as coded; `has` false where the cell is empty. */
typedef struct riwaya_coded_count {
	int64_t value;
	bool has;
} riwaya_coded_count;

/** An event that others coded from reports: a row of ACLED or of UCDP GED. It is there to compare ledgers with, and is never mixed into their
 *  lines. Slices are as coded, absent where the cell is empty. */
typedef struct riwaya_coded_event {
	riwaya_coded_source source;
	riwaya_slice id;   /* as its source names it: "SYR123" */
	riwaya_slice file; /* "events.csv#12" by line */
	uint64_t offset;   /* of its row */
	riwaya_slice type, subtype;
	riwaya_when at;
	uint32_t time_precision; /* as coded; ACLED 1 the day, 2 the week, 3 looser; UCDP 1 the day to 5 the year; 0 not said */
	const riwaya_slice *actors;
	size_t n_actors;
	riwaya_slice country, admin1, admin2, place;
	double lat, lon;
	bool has_position;
	uint32_t place_precision; /* as coded; ACLED 1 the town to 3 the region; UCDP 1 the place to 7 at sea or in the air; 0 not said */
	riwaya_coded_count best, low, high; /* killed; ACLED gives one estimate alone */
	riwaya_slice sources;               /* what it was coded from */
	riwaya_slice notes;
} riwaya_coded_event;

#ifdef __cplusplus
}
#endif
#endif
