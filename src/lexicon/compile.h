/* compile.h: what the compiler of tables offers to the compiler of rules.
 *
 * rw_lexicon_compile reads all tables first, so that every kind, id, feature and word of theirs is known, then calls
 * rw_rules_compile once, which interns its own symbols and words by the functions below and returns the bytes of the
 * image's section RW_SECTION_RULES (8-aligned there, fetched at run time by rw_lexicon_section). Whatever that section holds must
 * be position-independent, and whoever reads it must check its bounds before trusting it.
 *
 * Symbols and words keep their numbers: an rw_sym or word id that is written into the section is valid at run time.
 */
#ifndef RW_LEXICON_COMPILE_H
#define RW_LEXICON_COMPILE_H

#include "lexicon/lexicon.h"

/* At most this many complaints are handed out; one more line says how many were left out. */
enum { RW_MAX_COMPLAINTS = 200 };

typedef struct rw_compiler rw_compiler;

/* The symbol for a text, made where there was none. Never 0. */
rw_sym rw_compiler_sym(rw_compiler *c, rw_slice text);
/* The id of a word as written (one token; punctuation too), folded and interned. *needs_article is true where it is written with
 * the article: the id is then that of what follows the article. Never 0. `needs_article` may be NULL: the word is then taken whole. */
uint32_t rw_compiler_word(rw_compiler *c, rw_slice raw_word, bool *needs_article);
/* Keeps a complaint; compiling goes on, to find the others, and fails in the end. The text is copied. */
void rw_compiler_complain(rw_compiler *c, rw_slice path, uint32_t line, const char *fmt, ...) RIWAYA_PRINTF(4, 5);
/* Whether some table makes items of this kind; whether some item of it has this id. */
bool rw_compiler_knows_kind(rw_compiler *c, rw_slice kind);
bool rw_compiler_knows_id(rw_compiler *c, rw_slice kind, rw_slice id);
/* Whether some entry, form or clitic carries a feature of this key; with a value: this key and value. `value` absent: any. */
bool rw_compiler_knows_feature(rw_compiler *c, rw_slice key, rw_slice value);
/* The bit of a proclitic by its name in rules (wa fa bi li ka sa al a), 0 where there is none. */
uint8_t rw_pro_bit(rw_slice name);

/* Compiles the rules (sources whose name ends in ".rules", lowest layer first, sorted by name in a layer). */
rw_slice rw_rules_compile(rw_compiler *c, rw_arena *a, const rw_source *rules, size_t n);

#endif
