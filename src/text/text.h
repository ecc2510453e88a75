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
uint32_t rw_utf8_next_any(rw_slice s, size_t *i);
static inline uint32_t rw_utf8_next(rw_slice s, size_t *i) {
	const unsigned char *p = (const unsigned char *)s.p + *i;
	if (p[0] < 0x80) {
		++*i;
		return p[0];
	}
	if (p[0] >= 0xC2 && p[0] < 0xE0 && s.n - *i >= 2 && (p[1] & 0xC0) == 0x80) {
		*i += 2;
		return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
	}
	return rw_utf8_next_any(s, i);
}
/* Writes c as UTF-8 (1 to 4 bytes), returns how many. */
size_t rw_utf8_put(uint32_t c, char out[4]);
/* A place where cleaning changed the bytes: out[at..at+n) replaced in[from..from+m). */
typedef struct rw_utf8_patch {
	uint32_t at, n;
	uint64_t from;
	uint32_t m;
} rw_utf8_patch;
typedef RW_VEC(rw_utf8_patch) rw_utf8_patches;
/* Valid UTF-8 in the arena (s itself where it is valid already): each maximal bad run becomes one U+FFFD, recorded (patches
 * may be NULL). s is below 1 GiB, which the readers see to. */
rw_slice rw_utf8_clean(rw_arena *a, rw_slice s, rw_utf8_patches *patches);

/* --- folding ------------------------------------------------------------------------------------------------- */
/* What a code point folds to. The table is generated at build time from utf8proc (compatibility forms) and
 * lexicon/letters.tsv (Arabic variants). */
typedef enum rw_class {
	RW_CLASS_OTHER,
	RW_CLASS_LETTER,
	RW_CLASS_DIGIT,
	RW_CLASS_MARK /* folds to nothing */,
	RW_CLASS_SPACE,
	RW_CLASS_LINE,
	RW_CLASS_PUNCT
} rw_class;
enum { RW_FOLD_MAX = 4 };
typedef struct rw_folded {
	uint32_t c[RW_FOLD_MAX]; /* folded code points (a ligature folds to several) */
	uint8_t n;               /* 0 for marks */
	uint8_t class_;          /* rw_class */
	uint8_t digit;           /* value where class is DIGIT */
	bool arabic;             /* a letter of the Arabic script */
} rw_folded;
#include "text/fold_table.h"
/* Here so that who asks for the class alone pays for no more. */
static inline rw_folded rw_fold_char(uint32_t c) {
	if (c >= 0x110000) c = RW_UTF8_BAD;
	const rw_fold_record *r =
		&rw_fold_records[rw_fold_stage2[rw_fold_stage1[c >> RW_FOLD_SHIFT]][c & (RW_FOLD_BLOCK - 1)]];
	rw_folded f = {.n = r->n, .class_ = r->class_, .digit = r->digit, .arabic = r->arabic != 0};
	if (r->n == RW_FOLD_SELF) {
		f.n = 1;
		f.c[0] = c;
	} else {
		memcpy(f.c, r->c, sizeof f.c);
	}
	return f;
}
/* Of that, the class alone, and whether it is a letter of the Arabic script: for loops over every character of a text. */
static inline uint8_t rw_class_of(uint32_t c) {
	return c < RW_FOLD_SMALL ? rw_fold_small[c].class_ & RW_SMALL_CLASS : rw_fold_char(c).class_;
}
static inline bool rw_arabic_letter(uint32_t c) {
	if (c < RW_FOLD_SMALL) return rw_fold_small[c].class_ == (RW_CLASS_LETTER | RW_SMALL_ARABIC);
	rw_folded f = rw_fold_char(c);
	return f.class_ == RW_CLASS_LETTER && f.arabic;
}
/* The folded form of a whole word or phrase (spaces become one U+0020): what tables are compiled with. */
rw_slice rw_fold(rw_arena *a, rw_slice s);
/* Folded text with, for each folded byte, the offset in s of the character it came from; map has n+1 entries. */
rw_slice rw_fold_mapped(rw_arena *a, rw_slice s, uint32_t **map);

/* --- tokens -------------------------------------------------------------------------------------------------- */
typedef enum rw_token_kind {
	RW_TOKEN_WORD,
	RW_TOKEN_NUMBER /* digits, with separators */,
	RW_TOKEN_LATIN,
	RW_TOKEN_PUNCT,
	RW_TOKEN_SYMBOL /* emoji, signs */
} rw_token_kind;

typedef struct rw_token {
	uint32_t start, end; /* bytes of the text */
	rw_slice key; /* folded; for a number its ASCII digits with '.' for a decimal point and no thousands separators */
	uint8_t kind; /* rw_token_kind */
	bool space_before; /* white space or start of text stands before it */
	bool broken;       /* letters were parted by stretches and dots */
	bool line_before;  /* first token of a line */
	uint32_t sentence; /* index of its sentence */
	double value;      /* numbers; NAN where the digits make no number (12.05.2020); 0 of other tokens */
} rw_token;

typedef struct rw_sentence {
	uint32_t first, end; /* tokens */
	uint32_t line;       /* index of its line (paragraph) among the lines that hold tokens */
} rw_sentence;

typedef struct rw_tokens {
	rw_slice text;
	rw_token *tok;
	uint32_t n;
	rw_sentence *sent;
	uint32_t n_sent;
} rw_tokens;

/* Tokens and sentences of a text, in linear time. Keys are the text's own bytes where folding changes nothing, so both text and
 * arena must outlive them. tests/cases/tokens.tsv shows each rule at work.
 *
 * Words     A run of letters of one script (Arabic: WORD, any other: LATIN) with its marks and stretches. Direction marks and other
 *           invisible characters at its ends are left out. Letters parted by dots, stars or underscores (up to four) with a
 *           stretch beside them are one word, `broken`; its key is whole. Digits typed on to letters are a token of their own.
 *           Addresses, names of hosts, mail addresses and @names are one LATIN token each.
 * Numbers   A run of digits of the three sets, with separators between digits:
 *           1,500  1.500.000, also with U+066C, U+060C, U+2009, U+202F   groups of three: 1500
 *           1.5  1,5  12,75  0,500  1,500.75, also with U+066B; U+060C before one digit   decimals
 *           1.500 (one group after a point)   a decimal by the look of it: 1.5; whoever counts people may know better
 *           12.05.2020  192.168.1.20          one token, value NAN, key as written in ASCII digits
 *           20-30  20/1/2022  19:01  1,2,3    a token for each run of digits, one for each mark
 * Marks     Each punctuation mark is one PUNCT token, each other sign ('#', '_', '|', '+', emoji) one SYMBOL. A stretch that stands
 *           alone is typed for a dash: PUNCT with the key "-". The Arabic percent sign has the key "%".
 * Sentences end at . ! ? … and the Arabic question mark, runs of them, and line ends; closing quote marks and brackets that
 *           touch such a mark stay with it. A full stop ends none after a title of one or two letters ("d.", "a.d."), inside
 *           initials, after the number that a line begins with, inside a file's name, or where nothing but stops has come so far.
 *           After RIWAYA_MAX_SENTENCE tokens a sentence is cut behind its last clause mark, or there.
 */
void rw_tokenize(rw_arena *a, rw_slice text, rw_tokens *out);
/* The text of tokens [first, end). */
rw_slice rw_tokens_text(const rw_tokens *t, uint32_t first, uint32_t end);

/* Clitic readings of a token need the vocabulary: see lexicon/lexicon.h. */
#endif
