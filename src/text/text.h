/* text.h: from bytes to tokens and sentences, with every token one step from the bytes it rests on.
 *
 * Text here is valid UTF-8 (rw_utf8_clean makes it so). A token's `key` is its folded form, the form in which the
 * lexicon's words are kept: marks and stretches gone, variants of alef, ya, hamza and ta marbuta one letter each,
 * presentation forms and the three digit sets made plain. Folding is for matching alone; evidence is the text itself.
 */
#ifndef RW_TEXT_H
#define RW_TEXT_H

#include "base/base.h"

/* --- UTF-8 --------------------------------------------------------------------------------------------------- */
enum { RW_UTF8_BAD = 0xFFFD };
/* Decodes the code point at s.p[*i] and moves *i past it; a bad byte gives RW_UTF8_BAD and moves by one. */
uint32_t rw_utf8_next(rw_slice s, size_t *i);
/* Writes c as UTF-8 (1 to 4 bytes), returns how many. */
size_t rw_utf8_put(uint32_t c, char out[4]);
/* A place where cleaning changed the bytes: out[at..at+n) replaced in[from..from+m). */
typedef struct rw_utf8_patch {
	uint32_t at, n;
	uint64_t from;
	uint32_t m;
} rw_utf8_patch;
typedef RW_VEC(rw_utf8_patch) rw_utf8_patches;
/* Valid UTF-8 in the arena (s itself where it is valid already): each maximal bad run becomes one U+FFFD, recorded. */
rw_slice rw_utf8_clean(rw_arena *a, rw_slice s, rw_utf8_patches *patches);

/* --- folding ------------------------------------------------------------------------------------------------- */
/* What a code point folds to. The table is generated at build time from utf8proc (compatibility forms) and
 * lexicon/letters.tsv (Arabic variants). */
typedef enum rw_class { RW_CLASS_OTHER, RW_CLASS_LETTER, RW_CLASS_DIGIT, RW_CLASS_MARK /* folds to nothing */, RW_CLASS_SPACE, RW_CLASS_LINE, RW_CLASS_PUNCT } rw_class;
enum { RW_FOLD_MAX = 4 };
typedef struct rw_folded {
	uint32_t c[RW_FOLD_MAX]; /* folded code points (a ligature folds to several) */
	uint8_t n;      /* 0 for marks */
	uint8_t class_; /* rw_class */
	uint8_t digit;  /* value where class is DIGIT */
	bool arabic;    /* a letter of the Arabic script */
} rw_folded;
rw_folded rw_fold_char(uint32_t c);
/* The folded form of a whole word or phrase (spaces become one U+0020): what tables are compiled with. */
rw_slice rw_fold(rw_arena *a, rw_slice s);
/* Folded text with, for each folded byte, the offset in s of the character it came from; map has n+1 entries. */
rw_slice rw_fold_mapped(rw_arena *a, rw_slice s, uint32_t **map);

/* --- tokens -------------------------------------------------------------------------------------------------- */
typedef enum rw_token_kind { RW_TOKEN_WORD, RW_TOKEN_NUMBER /* digits, with separators */, RW_TOKEN_LATIN, RW_TOKEN_PUNCT, RW_TOKEN_SYMBOL /* emoji, signs */ } rw_token_kind;

typedef struct rw_token {
	uint32_t start, end; /* bytes of the text */
	rw_slice key;        /* folded; for a number its ASCII digits with '.' for a decimal point and no thousands separators */
	uint8_t kind;        /* rw_token_kind */
	bool space_before;   /* white space or start of text stands before it */
	bool broken;         /* letters were parted by stretches and dots */
	bool line_before;    /* first token of a line */
	uint32_t sentence;   /* index of its sentence */
	double value;        /* numbers; NAN where the digits make no number (12.05.2020, 1-2) */
} rw_token;

typedef struct rw_sentence {
	uint32_t first, end; /* tokens */
	uint32_t line;       /* index of its line (paragraph) */
} rw_sentence;

typedef struct rw_tokens {
	rw_slice text;
	rw_token *tok;
	uint32_t n;
	rw_sentence *sent;
	uint32_t n_sent;
} rw_tokens;

/* Tokens and sentences of a text. Rules: a word is a run of letters and marks (tatweel and zero-width characters
 * belong to it; letters parted by stretch-and-dot are one word, `broken`); a run of digits with the separators . , U+066B U+066C
 * between digits is one number; digits glued to letters part into two tokens without space_before between them; each
 * punctuation mark is one token. Sentences end at full stops, exclamation and question marks, runs of dots, and line ends, never
 * inside numbers or abbreviations, and after RIWAYA_MAX_SENTENCE tokens at the best clause mark. */
void rw_tokenize(rw_arena *a, rw_slice text, rw_tokens *out);
/* The text of tokens [first, end). */
rw_slice rw_tokens_text(const rw_tokens *t, uint32_t first, uint32_t end);

/* Clitic readings of a token need the vocabulary: see lexicon/lexicon.h. */
#endif
