/* fold_table.h: the shape of the generated fold table, shared by foldgen, which writes it, and text.h, fold.c and token.c, which read it. It
 * comes with text.h.
 *
 *   code point c -> rw_fold_stage1[c >> 7] -> block of 128 -> rw_fold_stage2[block][c & 127] -> rw_fold_records[…]
 *   c < 0x800    -> rw_fold_small[c]: the same, ready to copy, for the one- and two-byte characters that text is made of
 */
#ifndef RW_FOLD_TABLE_H
#define RW_FOLD_TABLE_H

enum {
	RW_FOLD_SHIFT = 7,
	RW_FOLD_BLOCK = 1 << RW_FOLD_SHIFT,
	RW_FOLD_BLOCKS = 0x110000 >> RW_FOLD_SHIFT,
	RW_FOLD_SMALL = 0x800
};
/* In place of n: the character folds to itself. */
enum { RW_FOLD_SELF = 255 };

typedef struct rw_fold_record {
	uint32_t c[RW_FOLD_MAX];
	uint8_t n, class_, digit, arabic;
} rw_fold_record;

/* n bytes of UTF-8 in b; RW_SMALL_LONG where they don't fit and the record must be asked. */
typedef struct rw_fold_byte {
	uint8_t class_; /* rw_class, with RW_SMALL_ARABIC for a letter of the Arabic script */
	uint8_t n;
	unsigned char b[2];
} rw_fold_byte;
enum { RW_SMALL_ARABIC = 0x80, RW_SMALL_CLASS = 0x0F, RW_SMALL_LONG = 255 };

extern const uint16_t rw_fold_stage1[RW_FOLD_BLOCKS];
extern const uint16_t rw_fold_stage2[][RW_FOLD_BLOCK];
extern const rw_fold_record rw_fold_records[];
extern const rw_fold_byte rw_fold_small[RW_FOLD_SMALL];

#endif
