/* facts.h: what grouping and reconciling ask of the lexicon, looked up once and then known by number: predicates, places and
 * what contains them, actors and whom they belong to, roles, labels of both languages.
 *
 * Numbers   Places and actors get small numbers in order of asking, so nothing that is shown, kept or sorted may rest on them: sort
 *           by ids. Predicates of the table have the rank of their id among its ids as number; others follow in order of asking.
 * Memory    All in the arena given at rw_facts_init, copies of words asked for too: reports may go before the facts do. Nothing fails: an
 *           unknown id is a row without facts.
 */
#ifndef RW_FACTS_H
#define RW_FACTS_H

#include "lexicon/lexicon.h"
#include <riwaya/riwaya.h>

#define RW_NO UINT32_MAX /* no site, thread, claim, report */

/* How closely a place is known. Text alone (no id) counts as SPOT: only its own words name it. */
typedef enum rw_level {
	RW_LEVEL_NONE,
	RW_LEVEL_COUNTRY,
	RW_LEVEL_REGION,
	RW_LEVEL_DISTRICT,
	RW_LEVEL_TOWN,
	RW_LEVEL_SPOT
} rw_level;

typedef struct rw_site {
	rw_slice id;    /* absent where only words are known */
	rw_slice key;   /* what tells it apart: the id, or the folded words */
	rw_slice text;  /* the words as first met, where there is no row */
	rw_slice words; /* … their name key */
	rw_row row;
	uint32_t parent; /* site or RW_NO */
	rw_level level;
	double lat, lon;
	bool has_position;
} rw_site;

typedef enum rw_nature { RW_NATURE_ACT, RW_NATURE_TOLL, RW_NATURE_STOCK, RW_NATURE_STATE, RW_NATURE_SPEECH } rw_nature;

typedef struct rw_predicate {
	rw_slice id, family, unit;
	rw_nature nature;
	double rank;
	bool general; /* any attack has it (killed, wounded …): telling it shows little of which one is told */
	bool assault; /* a hostile act, whatever its means */
	bool sudden;  /* over in moments: told of two days it is two acts */
	bool repeats; /* happens again and again within one incident: two counts are two acts unless something says otherwise */
	bool by_hand;  /* by whom is the question: each agent has a line of its own (control of a place) */
	uint32_t kind; /* the first predicate of its family: two are of one kind where this is the same */
	riwaya_bilingual name;
} rw_predicate;

/* An actor by number, for comparing many. */
typedef struct rw_party {
	rw_slice id;
	uint32_t within; /* party or RW_NO */
	bool coalition, stately;
} rw_party;

typedef struct rw_implication {
	rw_slice id;
	uint32_t from, to; /* predicates */
	enum { RW_FIGURE_AT_LEAST, RW_FIGURE_SAME, RW_FIGURE_NONE } figure;
} rw_implication;

enum { RW_MAX_PREDICATES = 256, RW_MAX_WITHIN = 16 /* steps from a place, actor or role to what contains it */ };

/* What places are called, whole: made of the lexicon alone, so that many facts can share it. */
typedef struct rw_place_names {
	rw_map named;              /* name keys of places -> row, 0 where several have the name */
	rw_map nouns;              /* name keys of nouns of places (prison, quarter …) -> index into noun_ids */
	RW_VEC(rw_slice) noun_ids; /* "" for words that only point near (vicinity, countryside) */
} rw_place_names;

typedef struct rw_facts {
	const rw_lexicon *lx;
	rw_arena *a;
	RW_VEC(rw_predicate) predicates;
	RW_VEC(rw_site) sites;
	RW_VEC(rw_implication) implications;
	RW_VEC(rw_party) parties;
	rw_map predicate_of, site_of, party_of;
	const rw_place_names *names; /* made on first asking, or lent */
	RW_VEC(rw_slice) articles;   /* the definite article and its like, folded: left out when names are compared */
} rw_facts;

void rw_facts_init(rw_facts *f, const rw_lexicon *lx, rw_arena *a);
/* Names for facts of the same lexicon: set rw_facts.names to them after rw_facts_init. They must outlive those. */
const rw_place_names *rw_place_names_of(const rw_lexicon *lx, rw_arena *a);
/* A row of table `policy`, or `otherwise`. */
double rw_policy(const rw_facts *f, const char *key, double otherwise);

uint32_t rw_predicate_of(rw_facts *f, rw_slice id); /* RW_NO for an absent id or when RW_MAX_PREDICATES are known */

/* The site of an id, or of words where there is no id; RW_NO where there is neither. Words are taken apart into nouns of places and a
 * name: "the prison of X" lies in what is called X, "the town of X" is X. What is called X is the row of that name, or, where the
 * tables have none, a site without id at the level of a town: two sites under it may be near each other, and no more. */
uint32_t rw_site_of(rw_facts *f, rw_slice id, rw_slice text);
/* The site that goes by a key in other facts of the same lexicon: key, text and parent are those of that one. */
uint32_t rw_site_again(rw_facts *f, rw_slice key, rw_slice text, uint32_t parent);
/* a is b or lies in it. */
bool rw_site_within(const rw_facts *f, uint32_t a, uint32_t b);
/* One contains the other. */
bool rw_site_nested(const rw_facts *f, uint32_t a, uint32_t b);
/* Two sites known by words alone, of which one has all the words of the other, two at least. */
bool rw_site_same_words(const rw_facts *f, uint32_t a, uint32_t b);
/* The town, village or camp it lies in or is (maybe one without id); for wider places itself; RW_NO for words without a name. */
uint32_t rw_site_town(const rw_facts *f, uint32_t s);
/* The governorate or country-level region it lies in or is, RW_NO where none is known. */
/* A town whose name the region or district around s bears: news from the whole of it goes by that name. */
bool rw_site_names_around(const rw_facts *f, uint32_t town, uint32_t s);
/* A place of that type, by its row or, where only words are known, by the first noun of its name. */
bool rw_site_is(const rw_facts *f, uint32_t s, const char *type);
uint32_t rw_site_region(const rw_facts *f, uint32_t s);

/* Equal, or one is a part of the other (actors.within), or one is a coalition that the other may fight in. */
bool rw_actor_related(const rw_facts *f, rw_slice a, rw_slice b);
/* The party of an actor's id, RW_NO for an absent one; and the same question of two of them, RW_NO related to none. */
uint32_t rw_party_of(rw_facts *f, rw_slice id);
bool rw_parties_related(const rw_facts *f, uint32_t a, uint32_t b);
/* The parties in the order of their ids, for showing. */
const uint32_t *rw_parties_by_id(const rw_facts *f, rw_arena *a, const uint32_t *parties, size_t n);
/* a is b or a part of it. */
bool rw_actor_within(const rw_facts *f, rw_slice a, rw_slice b);
/* a is b or a narrower role. */
bool rw_role_within(const rw_facts *f, rw_slice a, rw_slice b);
/* The widest role it belongs to ("circumstance" and what it leads to left out). */
rw_slice rw_role_top(const rw_facts *f, rw_slice role);
/* Says how someone fares (detainee, captive, attacker) and not who he is. */
bool rw_role_circumstance(const rw_facts *f, rw_slice role);

/* A name as it is compared: folded, without articles and quotation marks, single spaces. */
rw_slice rw_name_key(const rw_facts *f, rw_arena *a, rw_slice name);

/* --- sentences (say.c) ----------------------------------------------------------------------------------------- */
#define RW_BOTH(s) ((riwaya_bilingual){(s), (s)})
bool rw_said(riwaya_bilingual b); /* neither half is absent */
/* Row `key` of table labels, {1} {2} … filled. A missing row gives the arguments with a space between. */
riwaya_bilingual rw_say_with(const rw_facts *f, const char *key, const riwaya_bilingual *args, size_t n);
#define RW_SAY(f, key, ...)                                                                                            \
	rw_say_with((f), (key), (const riwaya_bilingual[]){__VA_ARGS__},                                                   \
		sizeof((riwaya_bilingual[]){__VA_ARGS__}) / sizeof(riwaya_bilingual))
riwaya_bilingual rw_say_plain(const rw_facts *f, const char *key);
/* Key and id joined by a point ("what.killed"); absent halves where there is no such row. */
riwaya_bilingual rw_say_of(const rw_facts *f, const char *stem, rw_slice id, const riwaya_bilingual *args, size_t n);
/* The chosen one of the forms that a label parts by '|', the first where there are fewer. */
riwaya_bilingual rw_say_form(riwaya_bilingual b, size_t i);
riwaya_bilingual rw_say_number(const rw_facts *f, double v);
riwaya_bilingual rw_say_count(const rw_facts *f, const riwaya_figure *figure, bool *one);
riwaya_bilingual rw_say_day(const rw_facts *f, riwaya_when at);
riwaya_bilingual rw_say_actor(const rw_facts *f, rw_slice actor);
riwaya_bilingual rw_say_site(const rw_facts *f, uint32_t site);
/* The place and what it lies in, up to its town or, where it has none, its region. */
riwaya_bilingual rw_say_site_chain(const rw_facts *f, uint32_t site);
riwaya_bilingual rw_say_outlet(const rw_facts *f, const riwaya_report *r);
/* Several things in a row: "a, b and c". */
riwaya_bilingual rw_say_list(const rw_facts *f, const riwaya_bilingual *items, size_t n);
#endif
