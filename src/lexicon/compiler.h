/* compiler.h: the inside of rw_compiler, shared by the files that make an image: schema.c (tables and their cells),
 * paradigm.c (classes), form.c (entries and their forms), trie.c, write.c, compile.c (the order of it all).
 *
 * All of it lives in one arena that is given back when the image is written.
 */
#ifndef RW_LEXICON_COMPILER_H
#define RW_LEXICON_COMPILER_H

#include "lexicon/compile.h"
#include "lexicon/image.h"

enum {
	RW_COMPLAINTS_KEPT = 4096, /* while compiling; RW_MAX_COMPLAINTS of them are handed out, in order */
	RW_MAX_FORMS_OF_ROW = 4096,
	RW_MAX_LAYERS = 64,
	RW_MAX_INCLUDE = 8, /* paradigms within paradigms */
	RW_MAX_CLASS_FORMS = 1024
};

/* --- tables -------------------------------------------------------------------------------------------------- */
typedef enum rw_cell_type {
	RW_CELL_TEXT,
	RW_CELL_RAW,
	RW_CELL_ID,
	RW_CELL_FORMS,
	RW_CELL_STEM,
	RW_CELL_CLASS,
	RW_CELL_FEATS,
	RW_CELL_NUMBER,
	RW_CELL_ENUM,
	RW_CELL_REF
} rw_cell_type;

typedef struct rw_column {
	rw_slice name;
	rw_cell_type type;
	rw_slice arg; /* enum: a/b/c, ref: table */
	bool needed, feat /* its value is a feature of the entry */, key;
} rw_column;

typedef struct rw_table_row {
	rw_slice *cells; /* in the order of the table's columns; empty ones have n = 0 */
	uint32_t source, line, layer;
	bool dead; /* deleted, or replaced by a row of a higher layer */
} rw_table_row;

typedef RW_VEC(rw_table_row) rw_table_rows_vec;

typedef struct rw_spec {
	rw_slice name;
	bool entry;    /* its rows are entries … */
	rw_slice kind; /* … of this kind; absent: of the kind in column `kind` */
	rw_column columns[RW_MAX_COLUMNS];
	uint32_t n_columns;
	uint32_t key[RW_MAX_KEY], n_key;
	uint32_t source, line; /* where it is described */
	rw_table_rows_vec rows;
	rw_map by_key;
	uint32_t first_row; /* number in the image of its first live row */
} rw_spec;

/* --- interned texts ------------------------------------------------------------------------------------------ */
typedef struct rw_interner {
	rw_map map;
	RW_VEC(rw_slice) texts; /* texts.p[i] has number i + 1 */
} rw_interner;
uint32_t rw_intern(rw_interner *in, rw_slice text);

/* --- features while compiling -------------------------------------------------------------------------------- */
/* Conditions: 0 where nothing is demanded. */
typedef struct rw_demand {
	uint8_t pro; /* allowed proclitics when has_pro */
	uint8_t def, enc;
	bool has_pro, yield;
	bool no_object; /* finite forms carry no pronoun */
	bool jussive;   /* stands only after a word of clitics.tsv's slot jussive */
} rw_demand;

typedef struct rw_feat_list {
	rw_feat f[RW_MAX_FORM_FEATS];
	uint32_t n;
	rw_demand demand;
} rw_feat_list;

/* --- paradigms ------------------------------------------------------------------------------------------------- */
typedef struct rw_operator {
	char kind; /* < > $ - ! */
	uint32_t n;
	const uint32_t *letters; /* n letters for - and ! */
} rw_operator;

enum { RW_MAX_FALLBACKS = 4, RW_MAX_OPERATORS = 6, RW_MAX_PIECES = 8, RW_MAX_LITERAL = 16 };
typedef struct rw_piece {
	bool column;
	uint32_t letters[RW_MAX_LITERAL], n_letters; /* a literal's */
	rw_operator op[RW_MAX_OPERATORS];
	uint32_t n_ops;
} rw_piece;

typedef struct rw_pattern {
	rw_slice columns[RW_MAX_FALLBACKS]; /* the first that is not empty is taken; "*" in a part */
	uint32_t n_columns;
	rw_piece piece[RW_MAX_PIECES];
	uint32_t n_pieces;
	rw_feat_list feats;
} rw_pattern;

typedef struct rw_class_of_words {
	rw_slice name;
	const rw_pattern **patterns;
	uint32_t n_patterns;
	bool part; /* some pattern waits for a column */
} rw_class_of_words;

typedef struct rw_paradigms {
	rw_class_of_words *classes;
	uint32_t n;
	rw_map by_name;
} rw_paradigms;

/* --- forms ---------------------------------------------------------------------------------------------------- */
typedef struct rw_compiled_form {
	const uint32_t *keys; /* 2 * word + article demanded */
	uint32_t n_keys;
	rw_image_form form;
} rw_compiled_form;

typedef struct rw_built_node {
	uint32_t first_form, n_forms, first_edge, n_edges;
} rw_built_node;

struct rw_compiler {
	rw_arena *a, *scratch;
	rw_source *sources; /* sorted by layer and name */
	size_t n_sources;
	rw_complaints complaints;
	uint64_t n_complaints; /* all, kept or not */

	RW_VEC(rw_spec *) specs;
	rw_map spec_by_name;
	rw_interner syms, words;
	rw_map known; /* "k KIND", "i KIND ID", "f KEY", "v KEY VALUE" */

	rw_paradigms paradigms;
	RW_VEC(rw_image_clitic) clitics; /* strings index clitic_texts */
	RW_VEC(rw_slice) clitic_texts;
	RW_VEC(rw_image_restore) restores;
	rw_slice article; /* as written; absent where clitics.tsv has none */

	RW_VEC(rw_image_entry) entries;
	RW_VEC(rw_compiled_form) forms;
	RW_VEC(rw_feat) feats;
	rw_map feats_known; /* bytes of a list -> its place in feats */

	RW_VEC(rw_image_node) nodes;
	RW_VEC(rw_image_edge) edges;
	RW_VEC(rw_image_form) trie_forms;
	uint32_t *root;
	uint32_t n_root;
	rw_slice rules;
};

/* --- schema.c --------------------------------------------------------------------------------------------------- */
/* Reads schema.tsv and then all other tables into c->specs, checks their cells and overlays their layers. */
void rw_tables_read(rw_compiler *c);
/* After paradigms are known: references between tables. */
void rw_tables_check(rw_compiler *c);
rw_spec *rw_spec_of(rw_compiler *c, const char *table);
/* The number of a column, or UINT32_MAX. */
uint32_t rw_column_of(const rw_spec *t, rw_slice name);
/* A cell by the column's name; empty where the table has no such column. */
rw_slice rw_cell(const rw_spec *t, const rw_table_row *r, const char *column);
void rw_complain_row(rw_compiler *c, const rw_table_row *r, const char *fmt, ...) RIWAYA_PRINTF(3, 4);
/* Parts the next value off a cell of values with `sep` between; false when there is none left. */
bool rw_cell_next(rw_slice *cell, char sep, rw_slice *value);
/* Adds "key=value key=value" to a list; what stands there already wins. Complains about what is wrong. */
void rw_feats_add(rw_compiler *c, const rw_table_row *r, rw_slice feats, rw_feat_list *out);
void rw_feats_put(rw_compiler *c, const rw_table_row *r, rw_sym key, rw_sym value, rw_feat_list *out);
/* Remembers that a feature occurs, for rw_compiler_knows_feature. */
void rw_know_feature(rw_compiler *c, rw_sym key, rw_sym value);

/* --- paradigm.c --------------------------------------------------------------------------------------------------- */
void rw_paradigms_read(rw_compiler *c);
const rw_class_of_words *rw_paradigm_of(const rw_compiler *c, rw_slice name);
/* Calls `made` with each form that the pattern makes of the row's columns. */
typedef void rw_form_made(rw_compiler *c, void *ctx, rw_slice phrase, const rw_feat_list *feats);
void rw_pattern_expand(
	rw_compiler *c, const rw_spec *t, const rw_table_row *r, const rw_pattern *p, rw_form_made *made, void *ctx);

/* --- form.c -------------------------------------------------------------------------------------------------------- */
void rw_clitics_read(rw_compiler *c);
void rw_entries_read(rw_compiler *c);
/* A phrase's words as trie keys. `part` false: its first word's article is not parted. *next is set where it ends in a bare
 * preposition or article. Returns how many, 0 where there is none or there are too many (complained about). */
uint32_t rw_phrase_keys(
	rw_compiler *c, const rw_table_row *r, rw_slice phrase, bool part, uint32_t keys[RW_MAX_PHRASE], uint8_t *next);

/* --- trie.c, write.c ------------------------------------------------------------------------------------------------- */
void rw_trie_build(rw_compiler *c);
/* The image in `a`; absent where it would not fit the format. */
rw_slice rw_image_write(rw_compiler *c, rw_arena *a);

#endif
