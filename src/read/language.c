/* language.c: which language a report is in: Arabic, told from those written in the same letters by letters of their own and by their
 * commonest words (lexicon/languages.tsv); what is in other letters is in the language that the page says.
 */
#include "read/page.h"

enum {
	SAMPLE = 8 << 10, /* bytes of the text that are looked at */
	LANGUAGES = 16,
	ARABIC = 0x600, /* the block of Arabic letters */
	BLOCK = 256,
	FOREIGN = 15, /* letters of another language, in thousandths of all, below which it is not asked after */
	CODE = 12,
};

typedef struct languages {
	rw_row first;
	uint32_t n;
	uint16_t has[BLOCK]; /* by letter: the languages that have it and Arabic has not, a bit each */
} languages;

static void learn(const rw_lexicon *lx, languages *out) {
	*out = (languages){0};
	out->first = rw_table_rows(lx, "languages", &out->n);
	if (out->n > LANGUAGES) out->n = LANGUAGES;
	for (uint32_t i = 0; i < out->n; i++) {
		rw_slice letters = rw_row_get(lx, out->first + i, "letters");
		for (size_t k = 0; k < letters.n;) {
			uint32_t c = rw_utf8_next(letters, &k);
			if (c >= ARABIC && c < ARABIC + BLOCK) out->has[c - ARABIC] |= (uint16_t)(1u << i);
		}
	}
}

/* How many of the text's words are among a language's commonest. */
static uint32_t common(rw_slice text, rw_slice words) {
	rw_slice list[64];
	size_t n = 0;
	uint32_t found = 0;
	while (words.p && n < RW_COUNT(list)) list[n++] = rw_slice_cut(&words, ' ');
	for (size_t i = 0; i < text.n;) {
		size_t from = i, next = i;
		while (i < text.n) {
			next = i;
			rw_folded f = rw_fold_char(rw_utf8_next(text, &next));
			if (f.class_ != RW_CLASS_LETTER && f.class_ != RW_CLASS_MARK) break;
			i = next;
		}
		rw_slice word = rw_slice_of(text.p + from, i - from);
		for (size_t k = 0; k < n && word.n; k++) {
			if (!rw_slice_eq(word, list[k])) continue;
			found++;
			break;
		}
		if (i < text.n) i = next;
	}
	return found;
}

/* "ar-SY", "ar_AR", "Arabic": the code before the country; absent where it is none. */
static rw_slice code_of(rw_arena *a, rw_slice said) {
	size_t n = 0;
	char code[CODE];
	while (n < said.n && n < sizeof code && ((said.p[n] | 0x20) >= 'a' && (said.p[n] | 0x20) <= 'z')) {
		code[n] = (char)(said.p[n] | 0x20);
		n++;
	}
	return n == 2 || n == 3 ? rw_arena_copy(a, rw_slice_of(code, n)) : RW_NONE;
}

rw_slice rw_language_of(rw_page *p, rw_slice title, rw_slice text) {
	const rw_lexicon *lx = p->k->lx;
	rw_slice said = p->meta.language.n ? p->meta.language : rw_said_best(&p->meta.said, RW_SAYS_LANGUAGE);
	if (text.n < SAMPLE / 16 && title.n > text.n) text = title;
	if (text.n > SAMPLE) text.n = SAMPLE;
	while (text.n && text.n == SAMPLE && ((unsigned char)text.p[text.n - 1] & 0xC0) == 0x80) text.n--;
	languages all;
	learn(lx, &all);
	uint32_t arabic = 0, latin = 0, foreign[LANGUAGES] = {0}, most = 0;
	for (size_t i = 0; i < text.n;) {
		uint32_t c = rw_utf8_next(text, &i);
		if (c < 0x80) {
			latin += (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
			continue;
		}
		if (!rw_arabic_letter(c)) continue;
		arabic++;
		uint16_t has = c >= ARABIC && c < ARABIC + BLOCK ? all.has[c - ARABIC] : 0;
		for (uint32_t l = 0; has && l < all.n; l++)
			if (has & (1u << l)) foreign[l]++;
	}
	if (arabic < 2 || latin > 4 * arabic) return code_of(p->c->a, said);
	for (uint32_t l = 0; l < all.n; l++)
		if (foreign[l] > most) most = foreign[l];
	if ((uint64_t)most * 1000 < (uint64_t)arabic * FOREIGN) return RW_LIT("ar");
	/* Letters alone may be a keyboard's, words alone a quotation. */
	uint32_t best = 0, best_score = 0;
	for (uint32_t l = 0; l < all.n; l++) {
		uint32_t words = common(text, rw_row_get(lx, all.first + l, "words"));
		uint32_t score = words * 8 + foreign[l] / 2;
		if (score <= best_score || (foreign[l] == 0 && rw_row_get(lx, all.first + l, "letters").n)) continue;
		best = l;
		best_score = score;
	}
	if (best_score == 0) return RW_LIT("ar");
	return rw_row_get(lx, all.first + best, "id");
}
