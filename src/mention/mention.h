/* mention.h: what stretches of text name: numbers, dates, places, actors, phrases of people or things.
 *
 * An rw_view is one field of a report, tokenised, with the items found in it. Quotation marks are left out of its tokens
 * (rules read through them; `quoted` keeps where they stood) and a preposition written apart from its noun by a stretch is joined to it.
 * Items made here hang a payload on rw_item.payload, by kind:
 *   num     rw_num      a cardinal, from digits or words
 *   date    rw_dated    a stretch of time
 *   place   rw_placed   a place, known or only named
 *   actor   rw_acting   a party to events, short names resolved to whom they stand for
 *   teller  rw_teller   someone who can speak: a source, a spokesman, an office
 *   figure  rw_phrase   a counted phrase: number, noun, the party it belongs to
 *   party   rw_phrase   a phrase of people or things without a number
 * Items live in the view's arena and do not move.
 */
#ifndef RW_MENTION_H
#define RW_MENTION_H

#include "lexicon/rule.h"
#include "mention/calendar.h"
#include <riwaya/report.h>

/* Symbols that the code asks for by name: kinds, ids, feature keys and values. One that no table uses gets a number that nothing has. */
/* clang-format off */
#define RW_SYMBOLS(X) \
	X(pred) X(be) X(total) X(police) X(soldier) X(na) X(wounded) X(since) X(until) X(force) X(anonymity) X(home) X(man) X(detainee) X(latter) X(them) X(settlement) X(scalar) X(danger) \
	X(attackers) X(strike) X(numbered) X(unreal) X(casualties) X(prison) X(other) X(article) X(clock) X(percent) \
	X(national) X(killed) X(missing) X(same) X(place_of) X(elsewhere) X(rescue) X(body) X(family) X(group) \
	X(escaped) X(own) X(object) X(subject) X(done) X(loaded) X(site) X(through) X(range) X(speaker) X(around) X(part) X(collective) \
	X(reach) X(speech) X(modal) X(noun) X(adj) X(placenoun) X(direction) X(qualifier) X(quantity) X(order) \
	X(number) X(comp) X(according) X(neg) X(among) X(by) X(belong) X(aux) X(rel) X(toll) X(month) X(weekday) \
	X(timeword) X(timepart) X(relday) X(ordinal) X(period) X(background) X(actor) X(place) X(outlet) X(hedge) \
	X(scare) X(anaphor) X(timeunit) X(num) X(date) X(figure) X(party) X(frame) X(claim) X(mention) X(mode) \
	X(deny) X(stance) X(speaks) X(form) X(voice) X(unit) X(role) X(gender) X(kind) X(named) X(args) X(takes) \
	X(modality) X(polarity) X(type) X(offset) X(from) X(to) X(ambiguous) X(value) X(low) X(high) X(text) X(q) \
	X(also) X(tail) X(owner) X(generic) X(patient) X(agent) X(scope) X(about) X(more_than) X(at_least) \
	X(less_than) X(at_most) X(all) X(none) X(yes) X(no) X(masdar) X(past) X(present) X(ap) X(pp) X(passive) \
	X(active) X(any) X(sg) X(du) X(pl) X(def) X(enc) X(person) X(thing) X(teen) X(ten) X(hundred) X(scale) \
	X(fraction) X(pair) X(after) X(before) X(clause) X(sentence) X(near) X(whole) X(verb) X(name) X(origin) \
	X(teller) X(counts) X(denies) X(event) X(fighter) X(told) X(head) X(zero) X(joins) X(alone) X(ago) X(age) X(before_last) X(ampm) X(weekend) X(am) X(pm) X(corresponding) X(start) X(middle) X(end) X(era) X(ah) X(hijri) X(persian) X(use) \
	X(year) X(day) X(week) X(hour) X(minute) X(last) X(this) X(next) X(anchor) X(conn) X(placeprep) X(periodpart) \
	X(loose) X(local) X(capital) \
	X(self) X(light) X(source) X(weak) X(alias) X(in) X(acc) X(spokesman) X(speaks_for) X(accuse) X(warn) \
	X(threaten) X(carries) X(records) X(now) X(hostage) X(over) X(warning) X(threat) X(withdrew) X(displaced) X(act) X(disaster) X(suspicion) X(given) X(mute) X(journalist) X(relay) X(venue) X(official) X(cause) X(again) X(prep) X(li) X(impersonal) X(platform) X(contrast) X(woman) X(accusation) X(rank) X(points)
/* clang-format on */
typedef struct rw_syms {
#define RW_X(n) rw_sym n;
	RW_SYMBOLS(RW_X)
#undef RW_X
	rw_sym register_, break_, case_; /* words of C */
} rw_syms;
void rw_syms_init(const rw_lexicon *lx, rw_syms *s);

/* What a report has meant so far: actors, for short names that stand for one meant before, and places, for names that several
 * places share. */
typedef struct rw_meant {
	rw_slice id;
	rw_row row;
	rw_sym type;
	uint32_t last;              /* clock of the last mention */
	uint32_t before;            /* actors: the same before the sentence at hand, 0 for none */
	uint32_t n;                 /* mentions so far */
	bool unsure;                /* places: a name that many bear, and nothing else of the report lies near it */
	riwaya_span span;           /* places: where the name stood first */
	rw_slice name;              /* actors: the first name that the report gave it, absent where only short ones */
	uint32_t n_self;            /* actors: mentions by a name that only it gives itself, outside quotation marks */
	uint32_t n_plain, n_loaded; /* the same by a plain name, by one that its foes give it */
} rw_meant;
typedef struct rw_num {
	double value;
	bool digits;
} rw_num;

typedef struct rw_dated {
	riwaya_when at;  /* NONE where it can't be resolved */
	bool relative;   /* counted from publication */
	rw_sym calendar; /* of its month, 0 where it has none */
} rw_dated;

typedef struct rw_placed {
	rw_slice id; /* absent for a place that is only named */
	rw_row row;
	uint32_t first, end; /* tokens of the name as evidence */
	uint8_t pro;         /* proclitics on the first of them */
	uint8_t rank;        /* how specific: 0 country … 9 a building */
	const rw_slice *alternatives;
	uint32_t n_alternatives;
	const rw_meant *meant; /* "the prison": the place named before that it stands for */
} rw_placed;

typedef struct rw_acting {
	rw_slice id;
	rw_row row; /* actors table */
	rw_slice reg;
	bool anaphor;
	const rw_slice *also; /* ids of actors named with it in one breath */
	uint32_t n_also;
} rw_acting;

typedef struct rw_teller {
	riwaya_link link;
	bool bare;       /* "the source", "the correspondent": stands for one named before */
	bool whole;      /* a rule has told the name apart from the words around it */
	bool known;      /* named before: the link is that one's */
	bool titled;     /* a rank or title, which speaks only with a name behind it */
	bool by_grammar; /* no table knows the word: it is the subject of a verb of speech */
	bool person;     /* by_grammar: the name is a person's */
} rw_teller;

/* A phrase of people or things: "about thirty soldiers of the third brigade". */
typedef struct rw_phrase {
	bool counted;         /* a number, order or quantity stands in the words, or a dual noun */
	bool lone;            /* a number without a noun: its noun stands elsewhere */
	riwaya_figure figure; /* text and span filled in */
	const rw_item *head;  /* noun, or NULL */
	const rw_item *tail;  /* noun after "of", or NULL */
	const rw_item *whose; /* actor item, or NULL */
	rw_sym unit, role;    /* of the head, else the tail */
	bool generic;         /* the role is the noun's usual one, which a predicate may make narrower */
	rw_slice actor;
	const rw_slice *also;
	uint32_t n_also;
	uint32_t noun_first, noun_end; /* tokens of noun and tail */
	uint32_t office_end; /* of the nouns that make an office whole: "director of health of the governorate"; 0 for none */
	uint32_t name_end;   /* of the person's name behind the noun, or that stands alone; 0 for none */
} rw_phrase;

/* The people last named, for "some of them". */
typedef struct rw_people {
	rw_sym unit, role;
	bool generic;
	rw_slice actor;
} rw_people;
enum { RW_MAX_MEANT = 128, RW_MAX_AREAS = 96, RW_MAX_BODIES = 16 };
/* An area that places of the report lie in: a country, a part of one. */
typedef struct rw_area {
	rw_row row;
	rw_slice id;
	bool country;
	uint32_t n_places;
} rw_area;
/* Whom "the army", "the civil defence" stand for in a country, as looked up. */
typedef struct rw_body {
	rw_slice country, word, actor;
	uint32_t n_places; /* of the report when it was looked up */
	bool bound;        /* another place could change the answer */
} rw_body;
typedef struct rw_memory {
	rw_meant actors[RW_MAX_MEANT], places[RW_MAX_MEANT];
	uint32_t n_actors, n_places, clock;
	uint32_t sentence;           /* the clock where the sentence at hand began */
	rw_area areas[RW_MAX_AREAS]; /* in the order in which they came up */
	uint32_t n_areas;
	rw_body bodies[RW_MAX_BODIES];
	uint32_t n_bodies;
	rw_people people;
	rw_slice self; /* the actor whose own outlet this is: "our heroes" are its */
	uint32_t ours; /* "our forces" outside quotation marks, so far */
} rw_memory;

/* Bits of rw_view.quoted beside those for quotation marks: a # stands before the token, a _ between it and the one before. */
enum { RW_TAGGED = 8, RW_TAG_GOES_ON = 16 };

typedef struct rw_view {
	const rw_lexicon *lx;
	const rw_syms *sy;
	rw_memo *memo;
	rw_arena *a;
	riwaya_field field;
	rw_slice text;
	rw_tokens t;
	uint8_t *quoted; /* per token: 1 opens after a quotation mark, 2 a mark closes after it, 4 inside quotation marks */
	RW_VEC(rw_item *) items; /* of the sentence at hand: the lexicon's sorted by place, then those made here */
	size_t n_lexical;        /* how many of them are the lexicon's */
	uint32_t base;           /* first token of the sentence */
	uint32_t *from;          /* from[i - base]: where the lexicon's items at or after token i begin */
	uint64_t *kinds;         /* kinds[i - base]: which kinds of items start at token i, hashed to a bit each */
	uint64_t *made;          /* the same of those made here */
	rw_lattice lattice;      /* of the sentence at hand, once asked for */
	bool has_lattice;
	riwaya_when published;
	rw_memory *memory;
} rw_view;

/* Tokenises a field; items are found sentence by sentence by rw_view_sentence. */
void rw_view_init(rw_view *v, const rw_lexicon *lx, const rw_syms *sy, rw_memo *memo, rw_arena *a, riwaya_field field,
	rw_slice text, riwaya_when published, rw_memory *memory);
/* Finds the items of sentence s: lexicon, numbers, dates, places, actors, then what the mention and figure rules make. With the
 * name of one of these two stages as `before`, stops short of it; 0 does all. */
void rw_view_sentence(rw_view *v, uint32_t s, rw_sym before, rw_lattice *out);
/* Lets the sentence's items go, whose memory the caller is about to give back. */
void rw_view_forget(rw_view *v);
rw_item *rw_view_add(rw_view *v, rw_sym kind, uint32_t first, uint32_t end, void *payload);
void rw_view_lattice(rw_view *v, uint32_t s, rw_lattice *out);

/* The longest item of a kind that starts at token i, else NULL. Asked so often that the common answer is given in place. */
const rw_item *rw_view_find(const rw_view *v, uint32_t i, rw_sym kind);
static inline uint64_t rw_view_bit(rw_sym kind) { return (uint64_t)1 << (kind * 0x9E3779B1u >> 26); }
static inline const rw_item *rw_view_at(const rw_view *v, uint32_t i, rw_sym kind) {
	return v->kinds[i - v->base] & rw_view_bit(kind) ? rw_view_find(v, i, kind) : NULL;
}
/* Takes an item out: nothing sees it any more. */
void rw_view_drop(rw_item *it);
/* The same for every item of a kind inside [first, end) but `keep`. */
void rw_view_drop_inside(rw_view *v, rw_sym kind, uint32_t first, uint32_t end, const rw_item *keep);
/* The symbol's text as a number; false where it is none. */
bool rw_view_number(const rw_view *v, rw_sym s, double *out);

/* Bytes of tokens [first, end) as a span; proclitics of `it` (may be NULL) are left out at the start where letters allow. */
riwaya_span rw_view_span(const rw_view *v, uint32_t first, uint32_t end, const rw_item *it);
rw_slice rw_view_words(const rw_view *v, riwaya_span s);

/* mend.c: joins the parts of words that were taken apart to slip past filters, where together they are a word that the tables know. */
void rw_mend_words(const rw_view *v, rw_tokens *t);
/* number.c */
void rw_find_numbers(rw_view *v, uint32_t s);
/* date.c */
void rw_find_dates(rw_view *v, uint32_t s);
/* actor.c */
void rw_find_actors(rw_view *v, uint32_t s);
/* "The group", "the army": by the actor last meant, else by the country that the sentence's places and those before it tell. */
void rw_find_short_names(rw_view *v);
/* The gender of the word that a party's name opens with, which its verbs and pronouns share; 0 where the letters don't tell. */
rw_sym rw_gender_of(const rw_view *v, const rw_item *it);
/* Whom a report speaks for that says "our forces", or calls a party as only that party calls itself; absent where that tells nothing. */
rw_slice rw_own_side(rw_memory *m, const rw_lexicon *lx, riwaya_when published);

/* country.c: the country in which the news stands, where most places of the report lie, else that of the first actor named which has
 * one (absent where nothing tells yet), and the country of a place. */
rw_slice rw_country_here(const rw_memory *m, const rw_lexicon *lx);
rw_slice rw_country_of(const rw_lexicon *lx, rw_row place);
/* Takes a place into account. */
void rw_country_saw(rw_memory *m, const rw_lexicon *lx, rw_row place, bool unsure);
/* The actor that a country's body is, by the word for it: army, police, state, civil_defence, health … Absent where the country has
 * several and the report's places don't tell them apart, or none. */
rw_slice rw_country_body(rw_memory *m, const rw_lexicon *lx, rw_slice country, rw_slice word, riwaya_when published);
/* place.c */
void rw_find_places(rw_view *v, uint32_t s);
void rw_find_definite_places(rw_view *v, uint32_t s);
uint8_t rw_place_rank(const rw_lexicon *lx, rw_slice type);
/* name.c: what the mention rules build: compound places, tellers */
void rw_find_names(rw_view *v, uint32_t s);
/* A teller, an actor, an outlet or a party as a link of a chain; false where the item is none of these. */
bool rw_view_link(const rw_view *v, const rw_item *it, riwaya_link *out);
/* phrase.c: figures and parties from what the figure rules emit */
void rw_find_phrases(rw_view *v, uint32_t s);
/* Bounds of a figure from its number and qualifier, by the policy table. */
void rw_figure_bounds(const rw_lexicon *lx, riwaya_figure *f, double value, riwaya_qualifier q);

/* Attributes of an emission. */
const rw_attr *rw_attr_find(const rw_emission *e, rw_sym key, uint32_t nth);
const rw_item *rw_attr_item(const rw_emission *e, rw_sym key, uint32_t nth);
rw_sym rw_attr_value(const rw_emission *e, rw_sym key);

#endif
