/* lexicon.h: what the program knows of Arabic and of the field, compiled.
 *
 * Sources are tables (lexicon/ *.tsv) and rules (lexicon/rules/ *.rules). rw_lexicon_compile checks them and writes one
 * *image*: position-independent bytes, little-endian, with magic, version, length and hash, bounds-checked when opened
 * and then used in place. The image also holds its own sources, so that an overlay folder can be merged with
 * the built-in tables and compiled again (rows with the same key win, a row whose key is prefixed with "-" deletes), and so that
 * every row can be shown with its file and line. There is therefore one lexicon at run time, never a chain of them.
 *
 * Symbols   Every kind, id, feature name and feature value is interned: an rw_sym, 0 for "none". Symbols
 *           compare as numbers; rw_sym_of finds one by its text (do so once, at engine start), rw_sym_text gives the text.
 * Entries   A table row with words to match is an *entry*: a kind, an id, features. Its *forms* (made by paradigms)
 *           are phrases of words that point to the entry with features of their own (form=masdar number=pl …).
 * Threads   An opened lexicon is immutable and may be shared.
 */
#ifndef RW_LEXICON_H
#define RW_LEXICON_H

#include "text/text.h"

typedef uint32_t rw_sym;
typedef struct rw_lexicon rw_lexicon;

/* --- compiling ----------------------------------------------------------------------------------------------- */
typedef struct rw_source {
	rw_slice name; /* "nouns.tsv", "rules/claim.rules": path under lexicon/, '/' between */
	rw_slice path; /* as the user knows it, for complaints */
	rw_slice text;
	uint32_t layer; /* 0 for the built-in tables; a row of a higher layer takes the place of a row of a lower one */
} rw_source;

/* One complaint: file, line, what is wrong and how to mend it. */
typedef struct rw_complaint {
	rw_slice path;
	uint32_t line;
	rw_slice message;
} rw_complaint;
typedef RW_VEC(rw_complaint) rw_complaints;

/* Compiles sources (higher layers overlay lower ones row by row). Returns the image in the arena; with complaints,
 * RIWAYA_LEXICON and no image. Byte-identical for the same sources. */
riwaya_status rw_lexicon_compile(
	rw_arena *a, const rw_source *sources, size_t n, rw_slice *image, rw_complaints *complaints);
/* The .tsv and .rules files under a folder, sorted by name, read into the arena. */
riwaya_status rw_lexicon_sources(rw_arena *a, const char *dir, rw_source **out, size_t *n, riwaya_error *err);
/* The sources that an image was compiled from. */
void rw_lexicon_own_sources(const rw_lexicon *lx, rw_arena *a, rw_source **out, size_t *n);
/* An image's own sources with an overlay's above them (as a new layer): what to compile for `--lexicon DIR`. */
void rw_lexicon_overlay(
	const rw_lexicon *lx, rw_arena *a, const rw_source *more, size_t n_more, rw_source **out, size_t *n);

/* Opens an image in place (it must outlive the lexicon, and lie at a multiple of 8); RIWAYA_LEXICON where it is no image or
 * its sections are wrong. Takes no longer for a large image. Memory from the arena. */
riwaya_status rw_lexicon_open(rw_arena *a, rw_slice image, rw_lexicon **out, riwaya_error *err);
/* Compares a whole image with its own checksum: for an image that comes from anywhere but this process. */
riwaya_status rw_lexicon_verify(rw_slice image, riwaya_error *err);
/* The image embedded in the library. */
rw_slice rw_lexicon_builtin(void);
/* A compiled file, mapped for as long as the arena lives: its bytes are an image to open. RIWAYA_LEXICON where it is none. Whoever makes
 * such a file puts it in place whole (by renaming): a mapped file must not be cut short. */
riwaya_status rw_lexicon_map(rw_arena *a, const char *path, rw_slice *image, riwaya_error *err);
/* Whether path is a folder of sources and no compiled file; true where nothing is there. */
bool rw_lexicon_is_folder(const char *path);
/* SHA-256 of the image's sources, 64 hex digits. */
rw_slice rw_lexicon_hash(const rw_lexicon *lx);
/* The same of its built-in sources alone: an image that was laid over other built-in tables is out of date. */
rw_slice rw_lexicon_base(const rw_lexicon *lx);
/* A section that another room compiled into the image (8-aligned; empty where there is none). */
enum { RW_SECTION_RULES = 1 };
rw_slice rw_lexicon_section(const rw_lexicon *lx, uint32_t section);

/* --- symbols ------------------------------------------------------------------------------------------------- */
rw_sym rw_sym_of(const rw_lexicon *lx, rw_slice text); /* 0 where there is none */
rw_slice rw_sym_text(const rw_lexicon *lx, rw_sym s);  /* absent for 0 */

/* --- rows: tables as C reads them ---------------------------------------------------------------------------- */
/* Row numbers are 1-based over the whole lexicon; 0 is none. */
typedef uint32_t rw_row;
rw_row rw_row_find(const rw_lexicon *lx, const char *table, rw_slice key); /* by the table's key column(s), joined by '\t' */
/* The first row of a table and how many there are (they are consecutive). */
rw_row rw_table_rows(const rw_lexicon *lx, const char *table, uint32_t *n);
rw_slice rw_row_get(const rw_lexicon *lx, rw_row r, const char *column); /* absent where empty or no such column */
/* For loops over many rows: where a column stands in its table (UINT32_MAX where there is none), and a row's cell there. */
uint32_t rw_table_column(const rw_lexicon *lx, const char *table, const char *column);
rw_slice rw_row_cell(const rw_lexicon *lx, rw_row r, uint32_t column);
bool rw_row_number(const rw_lexicon *lx, rw_row r, const char *column, double *out);
rw_slice rw_row_table(const rw_lexicon *lx, rw_row r);
rw_slice rw_row_file(const rw_lexicon *lx, rw_row r, uint32_t *line);

/* --- entries and forms --------------------------------------------------------------------------------------- */
typedef struct rw_feat {
	rw_sym key, value;
} rw_feat;

/* --- clitics: which there are is data (clitics.tsv) ------------------------------------------------------------ */
/* Proclitics by their transliterated names in clitics.tsv. */
enum {
	RW_PRO_WA = 1,
	RW_PRO_FA = 2,
	RW_PRO_BI = 4,
	RW_PRO_LI = 8,
	RW_PRO_KA = 16,
	RW_PRO_SA = 32,
	RW_PRO_AL = 64,
	RW_PRO_A = 128
};

/* A proclitic's name ("wa") for one bit, absent for other values. */
const char *rw_pro_name(uint8_t bit);
/* Its text in clitics.tsv, absent where the table has none. */
rw_slice rw_pro_text(const rw_lexicon *lx, uint8_t bit);

/* One way to read a token: proclitics, a word of the vocabulary, an enclitic pronoun. */
typedef struct rw_reading {
	uint32_t word; /* word id, never 0 */
	uint8_t pro;   /* RW_PRO_* bits */
	uint8_t enc;   /* 0, or 1-based row of clitics.tsv's enclitics */
} rw_reading;

enum { RW_MAX_READINGS = 12 };

/* A session's memo of readings by token key: most tokens are frequent ones. Readings stay valid for the next thousands
 * of calls at least; don't keep them beyond a sentence. */
typedef struct rw_readings {
	const rw_reading *p;
	uint32_t n;
} rw_readings;
typedef struct rw_memo rw_memo;
rw_memo *rw_memo_new(rw_arena *a,
	const rw_lexicon *lx); /* 0.8 MiB, twice that for much text; forgets when full. `a` must not be reset under it */
rw_readings rw_read_token(rw_memo *m, rw_slice key);
const rw_lexicon *rw_memo_lexicon(const rw_memo *m);
/* Whether a reading suits the token's own letters (`raw`: the token's text). Folding makes one letter of ta marbuta and
 * ha, and of all alefs; but no pronoun is written with ta marbuta, and no article with hamza. Matching asks this already. */
bool rw_reading_suits(const rw_lexicon *lx, rw_reading r, rw_slice raw);
uint32_t rw_word_of(const rw_lexicon *lx, rw_slice folded); /* 0 where no table or rule has the word */
rw_slice rw_enclitic_text(const rw_lexicon *lx, uint8_t enc);
/* A word's letters, folded; absent for 0. */
rw_slice rw_word_text(const rw_lexicon *lx, uint32_t word);

/* Words by themselves, for searching. The rows that a reading's word is a form of, alone and with the clitics that it carries; or of
 * whose phrases it is the first word. How many, at most max. `raw` is the token's text. */
uint32_t rw_reading_rows(const rw_lexicon *lx, rw_reading r, rw_slice raw, rw_row *out, uint32_t max);
uint32_t rw_reading_begins(const rw_lexicon *lx, rw_reading r, rw_slice raw, rw_row *out, uint32_t max);
/* What a dictionary lists a row of verbs or nouns under (its past, its singular), folded; of a phrase its first word. Absent for rows of
 * other tables. */
rw_slice rw_row_lemma(const rw_lexicon *lx, rw_arena *a, rw_row row);

/* --- items: what stands in a text ------------------------------------------------------------------------------ */
/* A lexicon entry found at tokens [first, end), or something that C or a rule made there. Items overlap freely; the
 * rules and the code choose. Features: of the row, of the form, and of the clitics: pro=wa|fa|bi|li|ka|sa (several may
 * hold), def=yes|no, enc=<enclitic's id>|none. */
enum { RW_ITEM_FEATS = 14 };
typedef struct rw_item {
	uint32_t first, end;
	rw_sym kind, id;
	rw_row row; /* the row it comes from, 0 for none */
	uint8_t pro, enc;
	uint8_t n_feats;
	rw_feat feats[RW_ITEM_FEATS];
	uint32_t rule; /* 1 + index of the rule that made it, 0 for none */
	void *payload; /* what a later stage hung on it (mention.h says what, by kind) */
} rw_item;

typedef RW_VEC(rw_item) rw_items;

rw_sym rw_item_feat(const rw_item *it, rw_sym key);      /* 0 where absent */
bool rw_item_set(rw_item *it, rw_sym key, rw_sym value); /* replaces; false when full */

/* All entries that match at tokens of [first, end): for each start every phrase of the trie, longest first. The first word of
 * a phrase may carry proclitics, the last one an enclitic; words between stand as written. A word written in a table
 * without the article matches with and without it; one written with it only with it. A phrase whose last word is a bare preposition or
 * article ("the like of which belongs to-") demands it at the head of the token after, which it does not cover. Rows and
 * classes can narrow this (def=, enc=, pro=: see lexicon/paradigms.tsv). At most 96 phrases begin at one token. */
void rw_lexicon_match(
	const rw_lexicon *lx, rw_memo *memo, const rw_tokens *t, uint32_t first, uint32_t end, rw_arena *a, rw_items *out);

/* --- for people -------------------------------------------------------------------------------------------------- */
/* What is known of a word or phrase: how its tokens can be read, which entries they are, with features, file and line. */
void rw_lexicon_show_word(const rw_lexicon *lx, rw_arena *a, rw_slice word, rw_buf *out);
/* Counts of tables, rows, forms, words and rules; the image's size and hash. */
void rw_lexicon_stats(const rw_lexicon *lx, rw_buf *out);

#endif
