/* foldgen: writes the fold table as C source. Runs while building:  foldgen LETTERS.tsv OUT.c
 *
 * Two sources meet here. What Unicode settles comes from utf8proc: which characters are letters, marks, spaces or invisible;
 * what presentation forms, ligatures and wide forms stand for; lower case. What is a matter of Arabic usage comes from letters.tsv
 * alone, so that canonical decompositions inside the Arabic blocks (alef with hamza and the like) are not applied.
 */
#include "text/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

enum { CODE_POINTS = 0x110000, LETTERS_MAX = 1024, FILE_MAX = 1 << 20, RECORDS_MAX = 1 << 15 };

typedef struct letter {
	uint32_t from, to[RW_FOLD_MAX];
	uint8_t n;
	uint32_t line;
} letter;

static letter letters[LETTERS_MAX];
static size_t n_letters;
static rw_fold_record records[RECORDS_MAX];
static size_t n_records;
static uint16_t by_code[CODE_POINTS];

static int complain(const char *path, uint32_t line, const char *what) {
	fprintf(stderr, "%s:%u: %s\n", path, (unsigned)line, what);
	return 1;
}

/* The code points of s into c; -1 where there are more than max or s is no UTF-8. */
static int code_points(rw_slice s, uint32_t *c, int max) {
	int n = 0;
	while (s.n) {
		utf8proc_int32_t one;
		utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &one);
		if (k <= 0 || n == max) return -1;
		c[n++] = (uint32_t)one;
		s.p += k, s.n -= (size_t)k;
	}
	return n;
}

static const letter *letter_of(uint32_t c) {
	for (size_t i = 0; i < n_letters; i++)
		if (letters[i].from == c) return &letters[i];
	return NULL;
}

static int read_letters(const char *path, rw_slice text) {
	uint32_t line = 1, c;
	if (!rw_slice_eqz(rw_slice_cut(&text, '\n'), "letter\tkey\tnote"))
		return complain(path, 1, "the first line must be: letter, key, note, with tabs between");
	while (text.p && text.n) {
		rw_slice row = rw_slice_cut(&text, '\n');
		rw_slice from = rw_slice_cut(&row, '\t'), key = rw_slice_cut(&row, '\t'), note = rw_slice_cut(&row, '\t');
		line++;
		if (row.p) return complain(path, line, "too many columns; leave letter, key and note");
		if (code_points(from, &c, 1) != 1) return complain(path, line, "the letter must be one character");
		if (letter_of(c)) return complain(path, line, "this letter has a row already; delete one");
		if (rw_slice_trim(note).n == 0) return complain(path, line, "no note; say why the letter is matched so");
		if (n_letters == LETTERS_MAX)
			return complain(path, line, "more than 1024 letters; raise LETTERS_MAX in foldgen_main.c");
		letter *l = &letters[n_letters];
		int n = code_points(key, l->to, RW_FOLD_MAX);
		if (n < 0) return complain(path, line, "the key must be at most 4 characters of UTF-8");
		l->from = c;
		l->n = (uint8_t)n;
		l->line = line;
		n_letters++;
	}
	for (size_t i = 0; i < n_letters; i++)
		for (size_t k = 0; k < letters[i].n; k++)
			if (letter_of(letters[i].to[k]))
				return complain(
					path, letters[i].line, "the key holds a letter that has a row of its own; use that row's key");
	return 0;
}

/* The Arabic blocks proper: what letters.tsv decides. */
static bool arabic_block(uint32_t c) {
	return (c >= 0x600 && c < 0x700) || (c >= 0x750 && c < 0x780) || (c >= 0x870 && c < 0x900);
}

static bool arabic_form(uint32_t c) {
	return (c >= 0xFB50 && c < 0xFE00) || (c >= 0xFE70 && c < 0xFEFF) || (c >= 0x1EE00 && c < 0x1EF00);
}

static bool is_letter(utf8proc_category_t k) {
	return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) || k == UTF8PROC_CATEGORY_NL;
}

static bool is_mark(utf8proc_category_t k) {
	return (k >= UTF8PROC_CATEGORY_MN && k <= UTF8PROC_CATEGORY_ME) || k == UTF8PROC_CATEGORY_CF;
}

static rw_class class_of(uint32_t c) {
	switch (c) {
	case '\n':
	case '\v':
	case '\f':
	case '\r':
	case 0x85: return RW_CLASS_LINE;
	case '#':
	case '_':
	case '@': return RW_CLASS_OTHER; /* signs of networks, no punctuation of prose */
	default: break;
	}
	if (c >= '0' && c <= '9') return RW_CLASS_DIGIT;
	utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
	if (is_letter(k)) return RW_CLASS_LETTER;
	if (is_mark(k)) return RW_CLASS_MARK;
	switch (k) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_CC: return RW_CLASS_SPACE;
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP: return RW_CLASS_LINE;
	case UTF8PROC_CATEGORY_PC:
	case UTF8PROC_CATEGORY_PD:
	case UTF8PROC_CATEGORY_PS:
	case UTF8PROC_CATEGORY_PE:
	case UTF8PROC_CATEGORY_PI:
	case UTF8PROC_CATEGORY_PF:
	case UTF8PROC_CATEGORY_PO: return RW_CLASS_PUNCT;
	default: return RW_CLASS_OTHER;
	}
}

/* Compatibility form of c, composed again so that letters.tsv is asked about the letters as people type them. */
static int compatible(uint32_t c, uint32_t *out, int max, bool compose) {
	utf8proc_int32_t buf[32];
	int bound = 0;
	utf8proc_ssize_t n =
		utf8proc_decompose_char((utf8proc_int32_t)c, buf, 32, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &bound);
	if (n < 0 || n > 32) return -1;
	if (compose) n = utf8proc_normalize_utf32(buf, n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	if (n < 0 || n > max) return -1;
	for (int i = 0; i < n; i++) out[i] = (uint32_t)buf[i];
	return (int)n;
}

static rw_fold_record itself(uint32_t c, rw_class class_) {
	return (rw_fold_record){.c = {c}, .n = 1, .class_ = (uint8_t)class_};
}

static rw_fold_record fold(uint32_t c);

static rw_fold_record by_row(const letter *l) {
	rw_fold_record r = {.n = l->n, .class_ = RW_CLASS_MARK};
	for (int i = 0; i < l->n; i++) r.c[i] = l->to[i];
	if (r.n) r.class_ = (uint8_t)class_of(r.c[0]);
	if (r.class_ == RW_CLASS_DIGIT) r.digit = (uint8_t)(r.c[0] - '0');
	return r;
}

/* Letters and digits that stand for others: each part folded in turn, marks dropped. The character itself where the parts don't fit
 * the table or are no plain text. */
static rw_fold_record by_parts(uint32_t c, const uint32_t *part, int n) {
	rw_fold_record r = {.class_ = RW_CLASS_LETTER};
	for (int i = 0; i < n; i++) {
		if (part[i] == ' ' && arabic_form(c)) continue; /* the carrier that a lone mark is shown on */
		rw_fold_record one = fold(part[i]);
		if (one.class_ == RW_CLASS_MARK) continue;
		if ((one.class_ != RW_CLASS_LETTER && one.class_ != RW_CLASS_DIGIT && n > 1) || r.n + one.n > RW_FOLD_MAX)
			return itself(c, class_of(c) == RW_CLASS_LETTER ? RW_CLASS_OTHER : class_of(c));
		for (int k = 0; k < one.n; k++) r.c[r.n++] = one.c[k];
		if (n == 1) r.class_ = one.class_, r.digit = one.digit;
	}
	if (r.n == 0) r.class_ = RW_CLASS_MARK;
	return r;
}

static rw_fold_record fold(uint32_t c) {
	const letter *l = letter_of(c);
	if (l) return by_row(l);
	if (c >= '0' && c <= '9')
		return (rw_fold_record){.c = {c}, .n = 1, .class_ = RW_CLASS_DIGIT, .digit = (uint8_t)(c - '0')};
	rw_class k = class_of(c);
	uint32_t part[8];
	int n;
	switch (k) {
	case RW_CLASS_MARK: return (rw_fold_record){.class_ = RW_CLASS_MARK};
	case RW_CLASS_SPACE:
	case RW_CLASS_LINE: return itself(' ', k);
	default: break;
	}
	if (arabic_block(c)) return itself(c, k);
	if (arabic_form(c)) {
		n = compatible(c, part, 8, true);
		if (n < 1 || (n == 1 && part[0] == c)) return itself(c, k == RW_CLASS_LETTER ? RW_CLASS_OTHER : k);
		return by_parts(c, part, n);
	}
	utf8proc_category_t cat = utf8proc_category((utf8proc_int32_t)c);
	if (k == RW_CLASS_LETTER) {
		n = compatible(c, part, 8, false);
		/* Latin letters lose their accents; other scripts are not ours and only lose their case. */
		if (n > 0 && part[0] < 0x80 && part[0] != c) return by_parts(c, part, n);
		uint32_t low = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
		return low == c ? itself(c, k) : fold(low);
	}
	if (cat == UTF8PROC_CATEGORY_ND || k == RW_CLASS_PUNCT) {
		/* wide and mathematical digits, wide and vertical punctuation */
		n = compatible(c, part, 8, false);
		if (n == 1 && part[0] != c && part[0] < 0x800) return by_parts(c, part, 1);
	}
	return itself(c, k);
}

static uint16_t record_of(uint32_t c) {
	rw_fold_record r = fold(c);
	uint32_t first = r.c[0];
	r.arabic = r.class_ == RW_CLASS_LETTER && arabic_block(first);
	if (r.n == 1 && first == c) {
		r.n = RW_FOLD_SELF;
		r.c[0] = 0;
	}
	/* Neighbours fold alike, so look at the last answer first, then from the end. */
	static size_t last;
	if (n_records && memcmp(&records[last], &r, sizeof r) == 0) return (uint16_t)last;
	for (size_t i = n_records; i-- > 0;)
		if (memcmp(&records[i], &r, sizeof r) == 0) return (uint16_t)(last = i);
	if (n_records == RECORDS_MAX) {
		fprintf(stderr, "foldgen: more than %d ways to fold; raise RECORDS_MAX\n", RECORDS_MAX);
		exit(1);
	}
	records[n_records] = r;
	return (uint16_t)n_records++;
}

static void write_small(FILE *f, uint32_t c) {
	const rw_fold_record *r = &records[by_code[c]];
	unsigned char b[RW_FOLD_MAX * 4];
	size_t n = 0;
	uint8_t parts = r->n == RW_FOLD_SELF ? 1 : r->n;
	for (int i = 0; i < parts; i++)
		n += (size_t)utf8proc_encode_char((utf8proc_int32_t)(r->n == RW_FOLD_SELF ? c : r->c[i]), b + n);
	if (n > 2) n = RW_SMALL_LONG;
	fprintf(f, "{%u,%u,{%u,%u}},%s", (unsigned)(r->class_ | (r->arabic ? RW_SMALL_ARABIC : 0)), (unsigned)n,
		n != RW_SMALL_LONG && n > 0 ? b[0] : 0u, n == 2 ? b[1] : 0u, c % 8 == 7 ? "\n" : "");
}

static void write_tables(FILE *f) {
	static uint16_t stage1[RW_FOLD_BLOCKS];
	static uint32_t block_at[RW_FOLD_BLOCKS];
	size_t blocks = 0;
	fputs("/* Made by foldgen from letters.tsv and utf8proc. */\n#include \"text/text.h\"\n\n"
		  "const uint16_t rw_fold_stage2[][RW_FOLD_BLOCK] = {\n",
		f);
	for (size_t i = 0; i < RW_FOLD_BLOCKS; i++) {
		const uint16_t *block = by_code + i * RW_FOLD_BLOCK;
		size_t k = 0;
		while (k < blocks && memcmp(by_code + block_at[k], block, RW_FOLD_BLOCK * sizeof *block) != 0) k++;
		stage1[i] = (uint16_t)k;
		if (k < blocks) continue;
		block_at[blocks++] = (uint32_t)(i * RW_FOLD_BLOCK);
		fputs("{", f);
		for (size_t j = 0; j < RW_FOLD_BLOCK; j++) fprintf(f, "%u,", block[j]);
		fputs("},\n", f);
	}
	fputs("};\n\nconst uint16_t rw_fold_stage1[RW_FOLD_BLOCKS] = {\n", f);
	for (size_t i = 0; i < RW_FOLD_BLOCKS; i++) fprintf(f, "%u,%s", stage1[i], i % 32 == 31 ? "\n" : "");
	fputs("};\n\nconst rw_fold_record rw_fold_records[] = {\n", f);
	for (size_t i = 0; i < n_records; i++) {
		const rw_fold_record *r = &records[i];
		fprintf(f, "{{0x%X,0x%X,0x%X,0x%X},%u,%u,%u,%u},\n", (unsigned)r->c[0], (unsigned)r->c[1], (unsigned)r->c[2],
			(unsigned)r->c[3], r->n, r->class_, r->digit, r->arabic);
	}
	fputs("};\n\nconst rw_fold_byte rw_fold_small[RW_FOLD_SMALL] = {\n", f);
	for (uint32_t c = 0; c < RW_FOLD_SMALL; c++) write_small(f, c);
	fputs("};\n", f);
}

/* Folding what is folded must change nothing: keys are folded again when tables and rules are compared. */
static int check_stable(void) {
	for (uint32_t c = 0; c < CODE_POINTS; c++) {
		const rw_fold_record *r = &records[by_code[c]];
		if (r->n == RW_FOLD_SELF) continue;
		for (int i = 0; i < r->n; i++)
			if (records[by_code[r->c[i]]].n != RW_FOLD_SELF) {
				fprintf(stderr, "foldgen: U+%04X folds to U+%04X, which folds further\n", (unsigned)c, (unsigned)r->c[i]);
				return 1;
			}
	}
	return 0;
}

int main(int argc, char **argv) {
	static char text[FILE_MAX + 1];
	if (argc != 3) {
		fputs("usage: foldgen LETTERS.tsv OUT.c\n", stderr);
		return 2;
	}
	FILE *in = fopen(argv[1], "rb");
	if (!in) {
		perror(argv[1]);
		return 1;
	}
	size_t n = fread(text, 1, sizeof text, in);
	if (fclose(in) != 0 || n > FILE_MAX) return complain(argv[1], 0, "more than 1 MiB; this is no table of letters");
	if (read_letters(argv[1], rw_slice_of(text, n))) return 1;
	for (uint32_t c = 0; c < CODE_POINTS; c++) by_code[c] = record_of(c);
	if (check_stable()) return 1;
	FILE *out = fopen(argv[2], "wb");
	if (!out) {
		perror(argv[2]);
		return 1;
	}
	write_tables(out);
	bool bad = ferror(out) != 0;
	if (fclose(out) != 0 || bad) {
		perror(argv[2]);
		return 1;
	}
	return 0;
}
