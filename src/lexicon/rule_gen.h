/* rule_gen.h: from a pattern's tree to a program, between rule_gen.c and rule_compile.c. */
#ifndef RW_LEXICON_RULE_GEN_H
#define RW_LEXICON_RULE_GEN_H

#include "lexicon/rule_code.h"
#include "lexicon/rule_syntax.h"

typedef RW_VEC(uint32_t) rw_words;

typedef struct rw_trigger {
	uint32_t stage, type, a, b, rule;
	uint32_t step; /* the instruction that takes it, of those of all rules */
	uint32_t x;    /* its operand: the same test for many rules */
} rw_trigger;
typedef RW_VEC(rw_trigger) rw_triggers;

typedef struct rw_gen {
	rw_syntax *s;
	rw_words pool;        /* of all rules */
	rw_map tests;         /* where those written stand in the pool: many rules ask the same */
	rw_triggers triggers; /* of all rules */
	/* of the rule at hand */
	const rw_rule *rule;
	const rw_source *source; /* of the rule, or of the let being written out */
	uint32_t base;           /* where its program begins among those of all rules */
	rw_words code;
	rw_slice caps[RW_RULE_CAPTURES];
	bool cap_item[RW_RULE_CAPTURES]; /* may hold an item */
	bool cap_open[RW_RULE_CAPTURES];
	uint32_t n_caps;
	bool failed;
} rw_gen;

/* The let of a name as a source sees it: of the highest layer; in that layer its own file's first. NULL where there is none;
 * *several where other files of the layer each have one. */
rw_let *rw_rule_let(rw_syntax *s, const rw_source *from, rw_slice name, bool *several);
/* What a feature's key means, for tests, conditions and values. */
uint32_t rw_rule_feature_type(rw_slice key);
/* The value of a test as the program holds it. */
uint32_t rw_rule_value_code(rw_compiler *c, uint32_t type, rw_slice value);

/* Writes the program of g->rule; false after a complaint. `index` is the rule's number, for the triggers. */
bool rw_rule_gen(rw_gen *g, const rw_rule *rule, uint32_t index, rw_sym stage);
/* The capture's slot or RW_RULE_CAPTURES. */
uint32_t rw_rule_cap(const rw_gen *g, rw_slice name);

#endif
