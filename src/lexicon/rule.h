/* rule.h: patterns over items, as analysts write them under lexicon/rules/; docs/rules.md is their manual.
 *
 * A rule matches a run of tokens and items inside one sentence and emits items or drafts. Rules are compiled into the lexicon's
 * image by rw_lexicon_compile. Rules run stage by stage; what a stage emits, later stages see as items.
 * Matching is a bounded search: at most RW_RULE_STEPS steps from one start, repetition at most 8, gaps at most 8 tokens.
 */
#ifndef RW_RULE_H
#define RW_RULE_H

#include "lexicon/lexicon.h"

enum { RW_RULE_STEPS = 4096, RW_RULE_CAPTURES = 16, RW_RULE_REPEAT = 8, RW_RULE_GAP = 8 };

/* What a capture holds: an item, or a stretch of tokens where the captured thing is a literal, a group or a gap. */
typedef struct rw_capture {
	rw_sym name;
	const rw_item *item; /* NULL for a stretch */
	uint32_t first, end; /* tokens; for an item its own */
} rw_capture;

/* One `emit` of a match, evaluated. Attributes are as written: key=value, where the value is a symbol (a literal or
 * a feature of a capture), or a capture. A capture inside a repetition yields one attribute for each time. */
typedef struct rw_attr {
	rw_sym key;
	rw_sym value;                /* literal or feature; 0 where a capture is meant */
	const rw_capture *capture;   /* NULL where value is meant */
} rw_attr;

typedef struct rw_emission {
	rw_sym kind;        /* figure, date, party, place, frame, claim … */
	rw_sym id;          /* after the colon (literal or a capture's id), 0 for none */
	uint32_t rule;      /* index */
	uint32_t first, end; /* tokens of the whole match */
	const rw_attr *attrs;
	uint32_t n_attrs;
	const rw_capture *captures;
	uint32_t n_captures;
} rw_emission;
typedef RW_VEC(rw_emission) rw_emissions;

/* Items of a sentence by where they start, for the matcher. */
typedef struct rw_lattice {
	const rw_tokens *t;
	uint32_t first, end;  /* the sentence's tokens */
	rw_item *const *at;   /* at[i - first]: items starting at token i, longest first; n_at says how many */
	const uint32_t *n_at;
	rw_memo *memo;        /* for literals */
} rw_lattice;

/* Builds a lattice over items[] of which the sentence's ones are used. Items must stay where they are while it is used. */
void rw_lattice_build(rw_arena *a, const rw_tokens *t, rw_memo *memo, uint32_t first, uint32_t end, rw_item **items, size_t n, rw_lattice *out);

/* How matches of a stage share a sentence. */
typedef enum rw_overlap {
	RW_OVERLAP_NONE, /* leftmost-longest; the next match starts after the last one's end */
	RW_OVERLAP_FREE, /* the best match of every start; further: every rule that matches at a start with another `group` */
} rw_overlap;

/* Runs a stage ("figure", "frame", "claim" …) over one sentence. Best of several matches at a start: longest, then
 * rank, then name. Emissions and what they point to live in the arena. */
void rw_rules_run(const rw_lexicon *lx, rw_sym stage, const rw_lattice *l, rw_overlap overlap, rw_arena *a, rw_emissions *out);

/* About a rule, for explain, check and stats. */
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

#endif
