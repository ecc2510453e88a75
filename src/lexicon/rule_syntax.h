/* rule_syntax.h: rules as written, between the parser (rule_parse.c, rule_pattern.c) and the compiler (rule_compile.c).
 *
 * Trees live in the arena of the compilation and borrow from the sources. What the parser finds wrong it complains of and
 * leaves out, so that one run shows all mistakes; `broken` keeps the compiler from complaining of what follows from them.
 */
#ifndef RW_LEXICON_RULE_SYNTAX_H
#define RW_LEXICON_RULE_SYNTAX_H

#include "lexicon/compile.h"
#include "lexicon/rule.h"

enum {
	RW_RULE_LISTED = 64,   /* values, kinds, ids or tests in one list */
	RW_RULE_CASES = 64,    /* cases of one rule */
	RW_RULE_EMITS = 8,     /* emissions of one rule */
	RW_RULE_ATTRS = 24,    /* attributes of one emission */
	RW_RULE_WHERES = 24,   /* conditions of one rule */
	RW_RULE_VALUE = 16000, /* bytes of one key's value, over all its lines */
	RW_RULE_NODES = 2000,  /* parts of one pattern as written */
	RW_RULE_LETS = 2048    /* lets of one lexicon */
};

/* A comma-free list of words: `child|woman`. */
typedef struct rw_rule_list {
	rw_slice *p;
	uint32_t n;
} rw_rule_list;

/* key=a|b, key!=a|b in < >. */
typedef struct rw_rule_test {
	rw_slice key;
	rw_rule_list values;
	bool negated;
	uint32_t line;
} rw_rule_test;

typedef enum rw_node_kind {
	RW_NODE_SEQ,     /* children one after the other; none: matches nothing at all, which the parser refuses */
	RW_NODE_ALT,     /* one of the children */
	RW_NODE_REPEAT,  /* the child, min to max times */
	RW_NODE_CAPTURE, /* the child, as `name` */
	RW_NODE_LET,     /* @name */
	RW_NODE_ITEM,    /* <kinds:ids tests> */
	RW_NODE_WORDS,   /* "words": text without the quotes */
	RW_NODE_CLASS,   /* quote, comma …: min says which */
	RW_NODE_ANY,     /* _ */
	RW_NODE_GAP,     /* gap(min..max not children) */
	RW_NODE_START,   /* ^ */
	RW_NODE_END      /* $ */
} rw_node_kind;

typedef struct rw_node rw_node;
struct rw_node {
	rw_node_kind kind;
	uint32_t line;
	rw_node *child, *next;
	rw_slice name; /* CAPTURE, LET; WORDS: the text */
	uint32_t min, max;
	bool joined; /* WORDS: "~…" */
	rw_rule_list kinds, ids;
	rw_rule_test *tests;
	uint32_t n_tests;
};

/* Classes of punctuation that have a name. */
enum { RW_CLASS_QUOTE, RW_CLASS_COMMA, RW_CLASS_COLON, RW_CLASS_DASH, RW_CLASS_OPEN, RW_CLASS_CLOSE, RW_CLASS_COUNT };
/* RW_CLASS_COUNT where the name is none. */
uint32_t rw_rule_class(rw_slice name);
/* The names, for messages and for the matcher's judgement of a token. */
const char *rw_rule_class_name(uint32_t class_);

/* A value as written: capture, capture.feature, capture..capture, or a literal. */
typedef struct rw_rule_value {
	rw_slice a;       /* literal or capture */
	rw_slice feature; /* after the point, else absent */
	rw_slice to;      /* after "..", else absent */
	bool quoted;      /* "…": a literal whatever captures there are */
} rw_rule_value;

typedef struct rw_rule_values {
	rw_rule_value *p;
	uint32_t n;
} rw_rule_values;

typedef struct rw_rule_where {
	rw_slice capture, feature; /* feature absent: whether there is such a capture at all */
	rw_rule_values values;
	bool negated;
	uint32_t line;
} rw_rule_where;

typedef struct rw_rule_attr {
	rw_slice key;
	rw_rule_values values;
	uint32_t line;
} rw_rule_attr;

typedef struct rw_rule_emit {
	rw_slice kind;
	rw_rule_values ids;
	rw_rule_attr *attrs;
	uint32_t n_attrs;
	uint32_t line;
} rw_rule_emit;

typedef struct rw_let {
	const rw_source *source;
	rw_slice name;
	rw_node *pattern; /* NULL where it could not be read */
	uint32_t line;
	bool used, open, looped; /* for the compiler */
} rw_let;

typedef struct rw_rule {
	const rw_source *source;
	rw_slice name, stage, why;
	uint32_t line, stage_line, match_line;
	int32_t rank;
	rw_node *pattern;
	rw_rule_where *where;
	uint32_t n_where;
	rw_rule_emit *emit;
	uint32_t n_emit;
	rw_rule_case *cases;
	uint32_t n_cases;
	bool broken, gone;
} rw_rule;

typedef struct rw_drop {
	const rw_source *source;
	rw_slice name;
	uint32_t line;
} rw_drop;

/* kind NAME FEATURE…: what the program's own code makes. takes KIND ATTRIBUTE…: what it reads of an emission of this kind. */
typedef struct rw_rule_kind {
	const rw_source *source;
	rw_slice name;
	rw_rule_list features;
	uint32_t line;
	bool takes;
} rw_rule_kind;

typedef struct rw_syntax {
	rw_compiler *c;
	rw_arena *a;
	RW_VEC(rw_rule) rules;
	RW_VEC(rw_let) lets;
	RW_VEC(rw_drop) drops;
	RW_VEC(rw_rule_kind) kinds;
} rw_syntax;

/* Reads one source into the syntax. Complains through the compiler. */
void rw_rules_parse(rw_syntax *s, const rw_source *source);

/* A stretch of a source that is read word by word; comments from # to the line's end are skipped. */
typedef struct rw_rule_text {
	rw_syntax *s;
	const rw_source *source;
	rw_slice text;
	size_t i;
	uint32_t line;
	uint32_t nodes;
	bool failed; /* a complaint was made */
} rw_rule_text;

/* The pattern in the text, NULL where it is wrong. */
rw_node *rw_rule_pattern(rw_rule_text *t);

void rw_rule_text_fail(rw_rule_text *t, const char *fmt, ...) RIWAYA_PRINTF(2, 3);
void rw_rule_text_space(rw_rule_text *t);
/* The next byte after white space and comments, 0 at the end; not consumed. */
char rw_rule_text_peek(rw_rule_text *t);
/* Letters, digits, '_' and '-' (and '.' between them, with `dots`); empty where there are none. */
rw_slice rw_rule_text_word(rw_rule_text *t, bool dots);
/* A string in quotes, without them and with \" and \\ undone; false after a complaint. */
bool rw_rule_text_string(rw_rule_text *t, rw_slice *out);
/* word|word|…, at least one; false after a complaint. `what` for messages: "a kind". */
bool rw_rule_text_list(rw_rule_text *t, const char *what, rw_rule_list *out);
/* Something of what stands at the present place, for messages. */
rw_slice rw_rule_text_here(const rw_rule_text *t);

#endif
