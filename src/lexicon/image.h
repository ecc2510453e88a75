/* image.h: how the compiled lexicon lies in memory. Inner to this room: compile.c writes it, the rest reads it in place.
 *
 *   header | section table | sections, each 8-aligned
 *
 * Numbers are little-endian. References are numbers of records or offsets into the text section, never pointers.
 * rw_lexicon_open checks the header, the table and the sizes of the sections, so it takes the same time for a large image as for a
 * small one; the readers below check every number that they take from inside a section, so that an image that was changed after it
 * was made gives wrong answers and nothing worse. rw_lexicon_verify compares the whole image with its checksum.
 *
 *   TEXT     bytes: the sources, then every string that stands in none
 *   SOURCES  where each source's name, path and text lie, and its layer
 *   SYMS, SYM_HASH, WORDS, WORD_HASH   strings by number; open addressing, 0 is empty, size a power of two
 *   TABLES, COLUMNS, ROWS, CELLS, KEYS a table's rows are consecutive; a row's cells too, in the order of the table's
 *            columns; KEYS is a hash of table and key to row
 *   ENTRIES, FORMS, FEATS              an entry's own features; a form's are its entry's and its own
 *   ROOT, NODES, EDGES                 the trie: ROOT by 2 * word + article demanded, edges sorted by the same key
 *   CLITICS, RESTORES                  clitics.tsv, folded
 */
#ifndef RW_LEXICON_IMAGE_H
#define RW_LEXICON_IMAGE_H

#include "lexicon/lexicon.h"

enum {
	RW_IMAGE_VERSION = 2,
	RW_IMAGE_ALIGN = 8,
	RW_MAX_PHRASE = 16, /* words of one phrase */
	RW_MAX_WORD = 120,  /* bytes of a folded word that clitics are read off */
	RW_MAX_FORM_FEATS = RW_ITEM_FEATS - 2,
	RW_MAX_COLUMNS = 32,
	RW_MAX_KEY = 4, /* key columns of a table */
	RW_MAX_CLITICS = 64,
	RW_MAX_JUSSIVES = 16, /* words that the shortened present stands after */
	RW_MIN_STEM = 2       /* letters that must be left when clitics are taken off */
};

enum rw_section_id {
	RW_S_RULES = RW_SECTION_RULES,
	RW_S_TEXT,
	RW_S_SOURCES,
	RW_S_SYMS,
	RW_S_SYM_HASH,
	RW_S_WORDS,
	RW_S_WORD_HASH,
	RW_S_TABLES,
	RW_S_COLUMNS,
	RW_S_ROWS,
	RW_S_CELLS,
	RW_S_KEYS,
	RW_S_ENTRIES,
	RW_S_FORMS,
	RW_S_FEATS,
	RW_S_ROOT,
	RW_S_NODES,
	RW_S_EDGES,
	RW_S_CLITICS,
	RW_S_RESTORES,
	RW_S_COUNT
};

typedef struct rw_image_header {
	char magic[8];
	uint32_t version, n_sections;
	uint64_t length;   /* of the whole image */
	uint64_t checksum; /* rw_image_checksum */
	char hash[64];     /* of the sources */
	char base[64];     /* of the built-in ones among them */
} rw_image_header;

typedef struct rw_image_section {
	uint32_t id, size; /* bytes of one record */
	uint64_t offset, count;
} rw_image_section;

typedef struct rw_str {
	uint32_t at, n;
} rw_str;

typedef struct rw_image_source {
	rw_str name, path, text;
	uint32_t layer, pad;
} rw_image_source;

typedef struct rw_image_table {
	rw_str name;
	uint32_t first_row, n_rows; /* first_row counts from 1 */
	uint32_t first_column, n_columns;
	uint32_t key[RW_MAX_KEY], n_key;
	uint32_t pad;
} rw_image_table;

typedef struct rw_image_row {
	uint32_t table, source, line, first_cell;
} rw_image_row;

typedef struct rw_image_entry {
	uint32_t row, kind, id, feats, n_feats, n_forms;
} rw_image_entry;

/* What a form demands of the token that it is read in. */
enum { RW_ANY, RW_NO, RW_YES };
/* Folding makes one letter of these. Text that writes hamza means it; text that leaves it out says nothing. */
enum { RW_ALEF_OTHER, RW_ALEF_BARE, RW_ALEF_ABOVE, RW_ALEF_BELOW };
/* Finite verbs have no tanwin; a shortened present stands after a word of the slot jussive. */
enum { RW_VERB_FINITE = 1, RW_VERB_SHORT = 2 };
typedef struct rw_image_form {
	uint32_t entry, feats;
	uint8_t n_feats;
	uint8_t pro;  /* proclitics that it may carry */
	uint8_t def;  /* RW_ANY, RW_NO, RW_YES: the article */
	uint8_t enc;  /* RW_ANY …: a joined pronoun */
	uint8_t next; /* proclitic that the next token must carry, 0 for none: phrases that end in a bare preposition */
	uint8_t head; /* how its first letter is written: RW_ALEF_* */
	uint8_t tail; /* and its last one */
	uint8_t verb; /* RW_VERB_* */
} rw_image_form;

typedef struct rw_image_node {
	uint32_t first_form, n_forms, first_edge, n_edges;
} rw_image_node;

typedef struct rw_image_edge {
	uint32_t key, node;
} rw_image_edge;

/* Where a clitic stands; the order of the enum of clitics.slot in schema.tsv. */
enum rw_slot {
	RW_SLOT_CONJUNCTION,
	RW_SLOT_PREPOSITION,
	RW_SLOT_FUTURE,
	RW_SLOT_ARTICLE,
	RW_SLOT_QUESTION,
	RW_SLOT_ENCLITIC,
	RW_SLOT_JUSSIVE
};
typedef struct rw_image_clitic {
	uint32_t slot, bit; /* bit: RW_PRO_*; for enclitics their number from 1 */
	rw_str raw, folded;
	uint32_t name; /* symbol */
	uint32_t first_restore, n_restores;
	uint32_t pad;
} rw_image_clitic;

typedef struct rw_image_restore {
	rw_str from, to;
} rw_image_restore;

/* A clitic as the reader of tokens holds it. */
typedef struct rw_clitic {
	rw_slice raw, folded;
	const rw_image_restore *restores;
	uint32_t n_restores;
	rw_sym name;
	uint8_t bit;
} rw_clitic;

typedef struct rw_section {
	const void *p;
	uint32_t n;
} rw_section;

struct rw_lexicon {
	rw_slice image;
	const rw_image_header *header;
	rw_section s[RW_S_COUNT];
	rw_clitic conjunctions[RW_MAX_CLITICS], seconds[RW_MAX_CLITICS], enclitics[RW_MAX_CLITICS];
	rw_clitic article;
	rw_slice jussives[RW_MAX_JUSSIVES];
	uint32_t n_jussives;
	uint32_t n_conjunctions, n_seconds, n_enclitics; /* seconds: prepositions and the future */
	bool has_article;
	rw_sym sym_def, sym_yes, sym_no, sym_enc, sym_none;
	const struct rw_rules_ready *rules;
};

/* RW_ALEF_* of a letter as written. */
static inline uint8_t rw_alef_class(uint32_t letter) {
	enum { ABOVE = 0x0623, BELOW = 0x0625, BARE = 0x0627 };
	return letter == BARE ? RW_ALEF_BARE
		: letter == ABOVE ? RW_ALEF_ABOVE
		: letter == BELOW ? RW_ALEF_BELOW
						  : RW_ALEF_OTHER;
}

/* The text of a reference; empty where it points outside. */
rw_slice rw_image_text(const rw_lexicon *lx, rw_str s);
/* Of a header, whatever checksum stands in it, and of all that follows it. */
uint64_t rw_image_checksum(rw_image_header h, rw_slice body);
/* Record i of a section, NULL where there is none. */
const void *rw_image_at(const rw_lexicon *lx, enum rw_section_id id, uint64_t i);

static const uint64_t RW_SYM_SEED = 1, RW_WORD_SEED = 2, RW_KEY_SEED = 3;

/* Whether a form suits the letters of the token (of its last one, where it is a phrase) as they are written. */
bool rw_form_suits(const rw_image_form *f, rw_reading first, rw_slice first_raw, rw_reading last, rw_slice last_raw);

#endif
