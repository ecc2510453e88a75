/* rule_code.h: the image's section of rules, between rule_compile.c and rule_match.c.
 *
 * All numbers are 32 bits, little-endian, so the section is used in place on any machine. It begins with a header; tables are
 * at word offsets from the section's start, so that it can stand anywhere:
 *
 *     header | rules | code | pool | slots | lists | cases | blob
 *
 * A rule's program is straight: every jump goes forward (repetition is written out), so a search visits each
 * instruction once on one path, and its stack can't grow past the program's length. rw_rules_check proves this, and all
 * bounds, of a section that comes from a file.
 *
 * Lists of varying length are in the pool:
 *
 *     test    n_kinds kind… n_ids id… n_conditions condition…
 *     condition  type key negated n value…             value: a symbol, 0 for none, RW_CODE_SOME for any; for PRO a bit
 *     nots    n (RW_OP_ITEM test 0 | RW_OP_WORD where 0 | RW_OP_CLASS class 0)…   where: joined n literal…
 *     where   capture type key negated n value4…
 *     emit    kind n_id value4… n_attrs (key n value4…)… n_span value4…
 *     value4  RW_VALUE_* a b c
 */
#ifndef RW_LEXICON_RULE_CODE_H
#define RW_LEXICON_RULE_CODE_H

#include "lexicon/rule.h"

enum { RW_CODE_STAGES = 4 };
enum { RW_CODE_MAGIC = 0x52555752 /* "RWUR" */, RW_CODE_VERSION = 2 };
static const uint32_t RW_CODE_SOME = UINT32_MAX, RW_CODE_NO = UINT32_MAX;

/* Words of the header. A table takes two: where it begins, how many entries. */
enum {
	RW_CODE_H_MAGIC,
	RW_CODE_H_VERSION,
	RW_CODE_H_WORDS, /* length of all tables but the blob, in words */
	RW_CODE_H_RULES,
	RW_CODE_H_CODE = RW_CODE_H_RULES + 2,
	RW_CODE_H_POOL = RW_CODE_H_CODE + 2,
	RW_CODE_H_SLOTS = RW_CODE_H_POOL + 2,
	RW_CODE_H_LISTS = RW_CODE_H_SLOTS + 2,
	RW_CODE_H_CASES = RW_CODE_H_LISTS + 2,
	RW_CODE_H_BLOB = RW_CODE_H_CASES + 2, /* bytes; begins where the words end */
	RW_CODE_H_NONE,                       /* symbols: none, yes, no */
	RW_CODE_H_YES,
	RW_CODE_H_NOT,
	RW_CODE_H_DEF, /* symbols of the feature keys def, enc */
	RW_CODE_H_ENC,
	RW_CODE_H_PRO, /* symbols of the proclitics, by bit */
	RW_CODE_H_SIZE = RW_CODE_H_PRO + 8
};

/* Words of a rule. Strings are offset and length in the blob. */
enum {
	RW_CODE_R_NAME,
	RW_CODE_R_WHY = RW_CODE_R_NAME + 2,
	RW_CODE_R_PATH = RW_CODE_R_WHY + 2,
	RW_CODE_R_LINE = RW_CODE_R_PATH + 2,
	RW_CODE_R_STAGE,                     /* symbol */
	RW_CODE_R_RANK,                      /* + 2^31 */
	RW_CODE_R_CODE,                      /* first instruction, how many */
	RW_CODE_R_CAPS = RW_CODE_R_CODE + 2, /* symbols in the pool, how many */
	RW_CODE_R_WHERE = RW_CODE_R_CAPS + 2,
	RW_CODE_R_EMIT = RW_CODE_R_WHERE + 2,
	RW_CODE_R_CASES = RW_CODE_R_EMIT + 2, /* first case, how many */
	RW_CODE_R_SIZE = RW_CODE_R_CASES + 2
};

/* A case: text, expectation (offset RW_CODE_NO: a `not`), line. */
enum { RW_CODE_C_TEXT, RW_CODE_C_EXPECT = 2, RW_CODE_C_LINE = 4, RW_CODE_C_SIZE };

/* A slot of the table from triggers to rules: open addressing, a power of two. */
enum {
	RW_CODE_S_STAGE /* 0: empty */,
	RW_CODE_S_TYPE,
	RW_CODE_S_A,
	RW_CODE_S_B,
	RW_CODE_S_LIST,
	RW_CODE_S_COUNT,
	RW_CODE_S_SIZE
};
/* An entry of a slot's list: a rule, and the instruction that takes what the trigger names; those of one test stand together. */
enum { RW_CODE_L_RULE, RW_CODE_L_STEP, RW_CODE_L_SIZE };
/* Triggers: an item of kind A (and id B, or 0 for any); a word as a literal A, plain (B 0) or joined (B 1); a class of punctuation A. */
enum { RW_TRIGGER_ITEM = 1, RW_TRIGGER_WORD, RW_TRIGGER_CLASS };

static inline uint32_t rw_trigger_hash(uint32_t stage, uint32_t type, uint32_t a, uint32_t b) {
	uint64_t h = (((uint64_t)stage << 32) | a) * UINT64_C(0x9E3779B97F4A7C15);
	h ^= (((uint64_t)type << 32) | b) * UINT64_C(0xC2B2AE3D27D4EB4F);
	h ^= h >> 29;
	h *= UINT64_C(0xBF58476D1CE4E5B9);
	return (uint32_t)(h >> 32);
}

/* An instruction: operation and capture (RW_CODE_CAP_NONE for none) in the first word, then x and y. */
enum { RW_CODE_I_SIZE = 3, RW_CODE_CAP_NONE = 0xFF };
enum {
	RW_OP_MATCH,
	RW_OP_ITEM,  /* x: test in the pool */
	RW_OP_WORD,  /* x: literal, y: 1 for joined */
	RW_OP_CLASS, /* x */
	RW_OP_ANY,
	RW_OP_GAP, /* x: min | max << 8, y: nots in the pool or RW_CODE_NO */
	RW_OP_START,
	RW_OP_END,
	RW_OP_SPLIT, /* x: the first way, y: the second */
	RW_OP_JUMP,  /* x */
	RW_OP_OPEN,  /* a stretch of the capture begins */
	RW_OP_CLOSE,
	RW_OP_COUNT
};

/* What a feature's key means. */
enum {
	RW_FEAT_PLAIN,
	RW_FEAT_ID,
	RW_FEAT_PRO,
	RW_FEAT_DEF,
	RW_FEAT_ENC,
	RW_FEAT_PRESENT /* of the capture itself */,
	RW_FEAT_COUNT
};

enum {
	RW_VALUE_LITERAL, /* a: symbol, 0 none, RW_CODE_SOME; against PRO a bit */
	RW_VALUE_CAPTURE, /* a */
	RW_VALUE_FEATURE, /* a: capture, b: type, c: key */
	RW_VALUE_STRETCH, /* a, b: captures */
	RW_VALUE_COUNT,
	RW_VALUE_SIZE = 4
};

static inline uint32_t rw_code_get(const char *p, size_t word) {
	const unsigned char *b = (const unsigned char *)p + word * 4;
	return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

/* --- made ready ---------------------------------------------------------------------------------------------- */
/* The bits of rw_rule_look. The highest ones of `words` are the classes of marks. */
enum { RW_LOOK_WORDS = 58, RW_NAMED = 1 << 16 };
static inline uint32_t rw_look_hash(uint32_t a, uint32_t b) {
	uint64_t h = ((uint64_t)b << 32 | a) * UINT64_C(0x9E3779B97F4A7C15);
	return (uint32_t)((h ^ h >> 29) * UINT64_C(0xBF58476D1CE4E5B9) >> 32);
}
static inline uint64_t rw_look_id(uint32_t hash) { return UINT64_C(1) << (hash >> 26); }
/* A literal as it stands, or as a test for one with something joined in front sees it. */
static inline uint64_t rw_look_word(uint32_t literal, bool joined) {
	return UINT64_C(1) << ((uint64_t)rw_look_hash(literal, joined) * RW_LOOK_WORDS >> 32);
}
static inline uint64_t rw_look_class(uint32_t class_) { return UINT64_C(1) << (RW_LOOK_WORDS + class_); }

static inline bool rw_look_shares(const rw_rule_look *a, const rw_rule_look *b) {
	return ((a->kinds & b->kinds) | (a->ids & b->ids) | (a->words & b->words)) != 0;
}

/* An instruction, and what is known of every way on from it: what can begin there (anything: `any`), and how many tokens are wanted
 * at least. A search leaves out ways that what stands at a token rules out. Of a gap, `can` tells what it may not hold. */
typedef struct rw_rule_step {
	uint8_t op, cap, least;
	bool any;
	uint32_t x, y;
	rw_rule_look can;
} rw_rule_step;

/* A rule that begins with what a trigger names, taken by one of its steps: what no match that begins so does without, and what follows
 * that step (as in rw_rule_step). These are gone through more than anything else; one fills a line of the cache. */
typedef struct rw_rule_entry {
	uint32_t rule, conditions; /* those of the step's test, in the pool; RW_CODE_NO for none */
	rw_rule_look need, next;
	uint8_t least;
	bool any;
} rw_rule_entry;

typedef struct rw_rule_list_of {
	uint32_t first, n; /* entries */
} rw_rule_list_of;

typedef struct rw_rule_stage_ready {
	rw_sym name;
	rw_rule_look can;             /* what begins rules of the stage */
	const rw_rule_list_of *kinds; /* by a kind's number: rules that begin with any item of it */
} rw_rule_stage_ready;

struct rw_rules_ready {
	const rw_rule_step *steps;    /* of all rules, as in the section */
	const rw_rule_entry *entries; /* of all lists, as in the section */
	rw_rule_stage_ready stages[RW_CODE_STAGES];
	/* Kinds that rules name are numbered from 1; by symbol, 0 for the others. */
	const uint32_t *kinds;
	uint32_t n_syms, n_kinds;
	/* Items (by kind and id) and literals that some rule names, by hash: most of a text's are named by none. */
	uint64_t ids[RW_NAMED / 64], words[RW_NAMED / 64];
};

static inline uint32_t rw_kind_number(const rw_rules_ready *r, rw_sym kind) {
	return kind < r->n_syms ? r->kinds[kind] : 0;
}
/* Kinds seldom are more than 64: then each has a bit of its own. */
static inline uint64_t rw_look_kind(uint32_t number) { return number ? UINT64_C(1) << (number - 1) % 64 : 0; }

static inline bool rw_is_named(const uint64_t *set, uint32_t hash) {
	return set[(hash & (RW_NAMED - 1)) / 64] >> (hash % 64) & 1;
}

/* What a token's mark is: its class, whether it is one at all, whether it ends sentences. */
enum { RW_MARK_CLASS = 7, RW_MARK_IS = 8, RW_MARK_ENDS = 16 };

#endif
