/* rule.h: patterns over items, as analysts write them under lexicon/rules/; docs/rules.md is their manual.
 *
 * A rule matches a run of tokens and items inside one sentence and emits items or drafts. Rules are compiled into the lexicon's
 * image by rw_lexicon_compile. Rules run stage by stage; what a stage emits, later stages see as items.
 *
 * Search    Every way to match from one start is tried, greedy ones first, and the best kept: the one that ends last, then
 *           the rule's rank, then the one that fills more captures, then the first rule by name. A gap takes the shortest length that
 *           leads to a match and never looks beyond it.
 * Bounds    Repetition at most 8 times, gaps at most 8 tokens. One rule at one start takes at most RW_RULE_STEPS steps;
 *           the rules of one sentence share RW_RULE_STEPS + RW_RULE_STEPS_TOKEN for each of its tokens, and when that is spent each
 *           gets RW_RULE_STEPS_LEAST. So time is linear in the length of a text, whatever it holds. What honest
 *           text needs is two orders of magnitude below. A search that is cut short keeps the best it has found.
 * Threads   Rules are part of the immutable lexicon. A lattice and what a run yields are one thread's.
 */
#ifndef RW_RULE_H
#define RW_RULE_H

#include "lexicon/lexicon.h"

enum {
	RW_RULE_STEPS = 4096,
	RW_RULE_STEPS_TOKEN = 512,
	RW_RULE_STEPS_LEAST = 32,
	RW_RULE_CAPTURES = 16, /* bound in one match, those of repetitions counted each time */
	RW_RULE_REPEAT = 8,
	RW_RULE_GAP = 8,
	RW_RULE_DEPTH = 64,   /* brackets and lets within each other */
	RW_RULE_CODE = 1024,  /* instructions of one rule, lets and repetitions written out */
	RW_RULE_GROUPS = 16,  /* matches kept at one start (RW_OVERLAP_FREE) */
	RW_RULE_RULES = 8192, /* rules of one lexicon */
	RW_RULE_LINE = 2000,  /* bytes of one line of a rules file */
	RW_RULE_NAME = 64     /* bytes of a name */
};

/* What a capture holds: an item, or a stretch of tokens where the captured thing is a literal, a group or a gap. A
 * captured group (or let) all of whose alternatives are one item each holds the item. Stretches are never empty. */
typedef struct rw_capture {
	rw_sym name;
	const rw_item *item; /* NULL for a stretch */
	uint32_t first, end; /* tokens; for an item its own */
} rw_capture;

/* One `emit` of a match, evaluated. Attributes are as written: key=value, where the value is a symbol (a literal or
 * a feature of a capture), or a capture. A capture inside a repetition yields one attribute for each time. Attributes whose value
 * is absent are left out. `span` is never among them: it is in first, end. */
typedef struct rw_attr {
	rw_sym key;
	rw_sym value;              /* literal or feature; 0 where a capture is meant */
	const rw_capture *capture; /* NULL where value is meant; for a..b a stretch of its own, with the name of a */
} rw_attr;

typedef struct rw_emission {
	rw_sym kind;         /* figure, date, party, place, frame, claim … */
	rw_sym id;           /* after the colon (literal or a capture's id), 0 for none */
	uint32_t rule;       /* index */
	uint32_t first, end; /* tokens of the whole match, or of `span=` where the rule gives one */
	const rw_attr *attrs;
	uint32_t n_attrs;
	const rw_capture *captures; /* of the match, in the order of the text */
	uint32_t n_captures;
} rw_emission;
typedef RW_VEC(rw_emission) rw_emissions;

/* What a token says to literals: words as they stand, and behind a joined wa- or fa-; each word << 1 | with article, 0 none. */
typedef struct rw_lattice_words {
	uint32_t plain[2], joined[2];
} rw_lattice_words;

/* What stands at a token, or what can: kinds of items, items by kind and id (those that rules name), words (those that rules
 * name) and classes of marks, each hashed to one bit of 64. Two that share no bit have nothing in common. */
typedef struct rw_rule_look {
	uint64_t kinds, ids, words;
} rw_rule_look;

/* Items of a sentence by where they start, for the matcher. */
typedef struct rw_lattice {
	const rw_tokens *t;
	const struct rw_rules_ready *rules; /* of the lexicon that the words were read by, NULL for none */
	uint32_t first, end;                /* the sentence's tokens */
	rw_item *const *const *at; /* at[i - first]: items starting at token i, longest first; n_at says how many */
	const uint32_t *n_at;
	const rw_lattice_words *words; /* of each token */
	const uint8_t *marks;          /* of each token: RW_MARK_* and its class (rule_code.h) */
	const uint64_t *said;          /* of each token: its words and mark as in rw_rule_look */
	const rw_rule_look *look;      /* of each token, and one for the end */
	const rw_rule_look *from;      /* of each token and all behind it: rules that need something else are skipped */
} rw_lattice;

/* Builds a lattice over items[] of which the sentence's ones are used, in time linear in n: pass few others. Items must
 * stay where they are while it is used; items of the same start and length keep their order. memo may be NULL: literals match nothing. */
void rw_lattice_build(rw_arena *a, const rw_tokens *t, rw_memo *memo, uint32_t first, uint32_t end, rw_item **items,
	size_t n, rw_lattice *out);

/* The same sentence with other items (those of an earlier stage added): spares reading its words again. `l` has been built. */
void rw_lattice_again(rw_arena *a, rw_item **items, size_t n, rw_lattice *l);

/* How matches of a stage share a sentence. */
typedef enum rw_overlap {
	RW_OVERLAP_NONE, /* leftmost-longest; the next match starts at or after the last one's end */
	/* At every start the best match for each thing told: matches whose first emission has the same kind and id and which begin with
	 * items of the same kind and id (or with none) compete, others stand beside each other. Later starts may overlap earlier matches. */
	RW_OVERLAP_FREE,
} rw_overlap;

/* Runs a stage ("figure", "frame", "claim" …) over one sentence. Emissions and what they point to live in the arena; they
 * come by start, those of one match in the order written. */
void rw_rules_run(
	const rw_lexicon *lx, rw_sym stage, const rw_lattice *l, rw_overlap overlap, rw_arena *a, rw_emissions *out);

/* Whether a section (RW_SECTION_RULES) is sound: all that rw_rules_run and the functions below trust. rw_lexicon_open asks this
 * once, so that a damaged image is refused at the door. An empty section is sound and holds no rules. */
bool rw_rules_check(rw_slice section);

/* What searching wants to know of a sound section beforehand; lives in the arena. NULL for an empty section. */
typedef struct rw_rules_ready rw_rules_ready;
const rw_rules_ready *rw_rules_make_ready(rw_slice section, uint32_t n_syms, rw_arena *a);

/* About a rule, for explain, check and stats. Rules are numbered by name. */
uint32_t rw_rule_count(const rw_lexicon *lx);
rw_slice rw_rule_name(const rw_lexicon *lx, uint32_t rule);
rw_slice rw_rule_stage(const rw_lexicon *lx, uint32_t rule);
rw_slice rw_rule_why(const rw_lexicon *lx, uint32_t rule);
rw_slice rw_rule_file(const rw_lexicon *lx, uint32_t rule, uint32_t *line);
/* The rule's own cases. `expect` is absent for `not` lines (the rule must emit nothing there). */
typedef struct rw_rule_case {
	rw_slice text, expect;
	uint32_t line;
} rw_rule_case;
uint32_t rw_rule_cases(const rw_lexicon *lx, uint32_t rule, rw_arena *a, rw_rule_case **out);
/* One line on an emission for people: what was emitted, by which rule of which file and line, and each capture with its words. */
void rw_rule_trace(const rw_lexicon *lx, const rw_tokens *t, const rw_emission *e, rw_buf *out);

#endif
