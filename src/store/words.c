/* words.c: search words. What is made of a spelling is kept in a table by its key, which forgets everything when it is full.
 *
 * How a known word is parted, by readings in the lexicon's order (fewer clitics first): whole, where it is the form of a row by itself; with
 * clitics, where what is left is and may carry them; whole, where it stands in phrases of the tables; parted from conjunction or article,
 * where what is left does. Then the light rule.
 */
#include "store/words.h"

enum {
	SLOTS = 1 << 16,
	KEPT = SLOTS / 2,
	BYTES = 4 << 20, /* of keys and words that are kept */
	AFFIXES = 64,
	LETTERS_AS_THEY_ARE = 0x800, /* letters below are written as they are */
	TEH_MARBUTA = 0x629,
	TEH_MARBUTA_ALONE = 0xFE93,
	TEH_MARBUTA_FINAL = 0xFE94
};

typedef struct affix {
	rw_slice text, value;
	uint32_t least;
} affix;

typedef struct kept {
	uint64_t hash;
	rw_slice key;
	rw_search_word out;
} kept;

struct rw_words {
	const rw_lexicon *lx;
	rw_memo *memo;
	rw_arena *a;
	rw_mark empty; /* where the scratch arena stood before anything was kept */
	rw_arena words;
	uint32_t *slots; /* number + 1 of what is kept */
	kept *kept;
	uint32_t n_kept;
	size_t bytes;
	affix heads[AFFIXES], tails[AFFIXES];
	uint32_t n_heads, n_tails;
};

static uint32_t letters(rw_slice s) {
	uint32_t n = 0;
	for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return n;
}

static void release(void *p) { rw_arena_release(p); }

/* Longest first; of one length in the table's order. */
static void add_affix(affix *list, uint32_t *n, affix x) {
	if (*n == AFFIXES || x.text.n == 0) return;
	uint32_t at = (*n)++;
	for (; at > 0 && list[at - 1].text.n < x.text.n; at--) list[at] = list[at - 1];
	list[at] = x;
}

rw_words *rw_words_new(rw_arena *a, const rw_lexicon *lx) {
	rw_words *w = RW_NEW(a, rw_words);
	w->lx = lx;
	w->a = a;
	w->memo = rw_memo_new(a, lx);
	w->slots = RW_ARRAY(a, uint32_t, SLOTS);
	w->kept = RW_ARRAY(a, kept, KEPT);
	uint32_t n;
	rw_row row = rw_table_rows(lx, "searching", &n);
	for (uint32_t i = 0; i < n; i++) {
		rw_slice kind = rw_row_get(lx, row + i, "kind");
		double least = 0;
		rw_row_number(lx, row + i, "least", &least);
		affix x = {
			rw_fold(a, rw_row_get(lx, row + i, "text")), rw_fold(a, rw_row_get(lx, row + i, "value")), (uint32_t)least};
		if (rw_slice_eqz(kind, "head")) add_affix(w->heads, &w->n_heads, x);
		if (rw_slice_eqz(kind, "tail")) add_affix(w->tails, &w->n_tails, x);
	}
	rw_arena_init(&w->words, a->mem);
	rw_arena_defer(a, release, &w->words);
	w->empty = rw_arena_mark(&w->words);
	return w;
}

const rw_lexicon *rw_words_lexicon(const rw_words *w) { return w->lx; }

/* --- spelling --------------------------------------------------------------------------------------------------- */
/* A key as letters, digits and '_', cut to what a search word may hold. Marks at its ends are left out. */
static rw_slice spelling(rw_arena *a, rw_slice key) {
	char *out = rw_arena_alloc(a, RW_SEARCH_WORD + 16);
	size_t n = 0, end = 0;
	for (size_t i = 0; i < key.n;) {
		uint32_t c = rw_utf8_next(key, &i);
		uint8_t class_ = rw_class_of(c);
		char one[16];
		size_t len;
		bool plain = class_ == RW_CLASS_LETTER || class_ == RW_CLASS_DIGIT;
		if (plain && c < LETTERS_AS_THEY_ARE) {
			len = rw_utf8_put(c, one);
		} else if (plain) {
			static const char hex[] = "0123456789abcdef";
			one[0] = '_';
			len = 1;
			for (int shift = c > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4) one[len++] = hex[c >> shift & 15];
		} else {
			one[0] = '_';
			len = n > 0 && out[n - 1] != '_';
		}
		if (n + len > RW_SEARCH_WORD) break;
		memcpy(out + n, one, len);
		n += len;
		if (plain) end = n;
	}
	return rw_slice_of(out, end);
}

/* --- parting ---------------------------------------------------------------------------------------------------- */
/* A word that no table has. */
static rw_slice cut_lightly(const rw_words *w, rw_arena *a, rw_slice key, bool open) {
	bool article = false;
	rw_slice rest = key;
	for (uint32_t i = 0; i < w->n_heads; i++) {
		const affix *h = &w->heads[i];
		if (!rw_slice_starts(key, h->text)) continue;
		rw_slice left = rw_slice_of(key.p + h->text.n, key.n - h->text.n);
		if (letters(left) < h->least) continue;
		rest = left;
		article = letters(h->text) > 1;
		break;
	}
	if (article || open) return rest;
	for (uint32_t i = 0; i < w->n_tails; i++) {
		const affix *t = &w->tails[i];
		if (!rw_slice_ends(rest, t->text)) continue;
		rw_slice left = rw_slice_of(rest.p, rest.n - t->text.n);
		if (letters(left) < t->least) continue;
		rw_buf b = RW_BUF(a);
		rw_buf_slice(&b, left);
		rw_buf_slice(&b, t->value);
		return rw_buf_view(&b);
	}
	return rest;
}

static bool only_joins(rw_reading r) { return (r.pro & (uint8_t) ~(RW_PRO_WA | RW_PRO_FA | RW_PRO_AL)) == 0; }

/* Of a word that stands whole in phrases of the tables: what is left of it behind a preposition may be another word by accident. "Like" is
 * rare before a noun without the article, and two letters are soon left. */
static bool looks_cut(const rw_words *w, rw_reading r) {
	if (only_joins(r) || (r.pro & RW_PRO_AL)) return false;
	return (r.pro & RW_PRO_KA) || letters(rw_word_text(w->lx, r.word)) < 3;
}

typedef struct choice {
	rw_slice word;
	rw_row rows[16];
	uint32_t n_rows;
} choice;

static void add_rows(choice *c, const rw_row *rows, uint32_t n) {
	for (uint32_t i = 0; i < n && c->n_rows < RW_COUNT(c->rows); i++) c->rows[c->n_rows++] = rows[i];
}

/* Asks as though the key were the token's text: two spellings of one key must not be parted in two ways, or a search for one would miss the
 * other. `open`: it ends in ta marbuta, which is no pronoun. */
static bool choose(rw_words *w, rw_slice key, bool open, choice *out) {
	rw_readings all = rw_read_token(w->memo, key);
	const rw_reading *chosen = NULL, *whole = NULL, *joined = NULL;
	rw_row rows[RW_COUNT(out->rows)];
	for (uint32_t i = 0; i < all.n; i++) {
		const rw_reading *r = &all.p[i];
		if ((open && r->enc) || (chosen && r->pro != chosen->pro)) continue;
		uint32_t n = rw_reading_rows(w->lx, *r, key, rows, RW_COUNT(rows));
		if (n && !chosen && !(whole && looks_cut(w, *r))) chosen = r;
		/* Other readings with a pronoun or without add what they may be the form of. */
		if (n && chosen) add_rows(out, rows, n);
		if (n || !rw_reading_suits(w->lx, *r, key) || r->enc) continue;
		if (r->pro == 0)
			whole = r;
		else if (!joined && only_joins(*r))
			joined = r;
	}
	const rw_reading *r = chosen ? chosen : whole ? whole : joined;
	if (!r) return false;
	out->word = rw_word_text(w->lx, r->word);
	if (!chosen) out->n_rows = rw_reading_begins(w->lx, *r, key, out->rows, RW_COUNT(out->rows));
	return true;
}

static bool may_be_open(rw_slice key) {
	char letter[4];
	return rw_slice_ends(key, rw_slice_of(letter, rw_utf8_put(rw_fold_char(TEH_MARBUTA).c[0], letter)));
}

static rw_search_word make(rw_words *w, rw_slice key, uint8_t kind, bool open) {
	rw_search_word out = {0};
	rw_arena *a = &w->words;
	if (kind == RW_TOKEN_PUNCT || kind == RW_TOKEN_SYMBOL) return out;
	if (kind != RW_TOKEN_WORD) {
		out.word = spelling(a, key);
		if (out.word.n == 0) out.word = RW_NONE;
		return out;
	}
	choice c = {0};
	if (!choose(w, key, open, &c)) c.word = cut_lightly(w, a, key, open);
	out.word = spelling(a, c.word);
	if (out.word.n == 0) out.word = RW_NONE;
	/* A joined letter at the end may be meant for ta marbuta. */
	if (!open && may_be_open(key) && !may_be_open(out.word)) {
		choice other = {0};
		if (!choose(w, key, true, &other)) other.word = cut_lightly(w, a, key, true);
		rw_slice meant = spelling(a, other.word);
		if (!rw_slice_eq(meant, out.word)) out.lemmas[out.n_lemmas++] = meant;
	}
	for (uint32_t i = 0; i < c.n_rows && out.n_lemmas < RW_SEARCH_LEMMAS; i++) {
		rw_slice lemma = spelling(a, rw_row_lemma(w->lx, a, c.rows[i]));
		bool there = lemma.n == 0 || rw_slice_eq(lemma, out.word);
		for (uint32_t k = 0; k < out.n_lemmas; k++) there |= rw_slice_eq(lemma, out.lemmas[k]);
		if (!there) out.lemmas[out.n_lemmas++] = lemma;
	}
	return out;
}

/* --- keeping ---------------------------------------------------------------------------------------------------- */
static void forget(rw_words *w) {
	memset(w->slots, 0, SLOTS * sizeof *w->slots);
	w->n_kept = 0;
	w->bytes = 0;
	rw_arena_reset(&w->words, w->empty);
}

const rw_search_word *rw_words_read(rw_words *w, rw_slice key, uint8_t kind, bool open) {
	uint64_t hash = rw_hash(key, kind | (uint64_t)open << 8);
	uint32_t at = (uint32_t)hash & (SLOTS - 1);
	for (; w->slots[at]; at = (at + 1) & (SLOTS - 1)) {
		const kept *k = &w->kept[w->slots[at] - 1];
		if (k->hash == hash && rw_slice_eq(k->key, key)) return &k->out;
	}
	if (w->n_kept == KEPT || w->bytes > BYTES) {
		forget(w);
		at = (uint32_t)hash & (SLOTS - 1);
	}
	kept made = {hash, rw_arena_copy(&w->words, key), make(w, key, kind, open)};
	w->kept[w->n_kept] = made;
	w->slots[at] = ++w->n_kept;
	w->bytes += key.n + 2 * RW_SEARCH_WORD * (1 + made.out.n_lemmas);
	return &w->kept[w->n_kept - 1].out;
}

bool rw_words_open(rw_slice raw) {
	while (raw.n) {
		size_t at = raw.n - 1;
		while (at > 0 && ((unsigned char)raw.p[at] & 0xC0) == 0x80) at--;
		size_t i = at;
		uint32_t c = rw_utf8_next(raw, &i);
		if (rw_fold_char(c).n) return c == TEH_MARBUTA || c == TEH_MARBUTA_ALONE || c == TEH_MARBUTA_FINAL;
		raw.n = at;
	}
	return false;
}

const rw_search_word *rw_words_of(rw_words *w, rw_slice text, const rw_token *t) {
	rw_slice raw = rw_slice_of(text.p + t->start, t->end - t->start);
	return rw_words_read(w, t->key, t->kind, t->key.p != raw.p && rw_words_open(raw));
}

void rw_words_put(rw_words *w, rw_slice field, rw_buf *words, rw_buf *lemmas, rw_map *seen) {
	if (field.n == 0) return;
	rw_tokens t;
	rw_tokenize(words->a, field, &t);
	uint32_t n = 0;
	for (uint32_t i = 0; i < t.n && n < RW_SEARCH_WORDS; i++) {
		const rw_search_word *s = rw_words_of(w, field, &t.tok[i]);
		if (!s->word.p) continue;
		if (words->n) rw_buf_byte(words, ' ');
		rw_buf_slice(words, s->word);
		n++;
		for (uint32_t k = 0; lemmas && k < s->n_lemmas; k++) {
			bool fresh;
			if (rw_map_get(seen, s->lemmas[k]) != UINT32_MAX) continue;
			*rw_map_put(seen, rw_arena_copy(seen->a, s->lemmas[k]), &fresh) = 1;
			if (lemmas->n) rw_buf_byte(lemmas, ' ');
			rw_buf_slice(lemmas, s->lemmas[k]);
		}
	}
}

rw_slice rw_words_tag(rw_arena *a, const char *kind, rw_slice id) {
	rw_buf b = RW_BUF(a);
	if (kind) {
		rw_buf_z(&b, kind);
		rw_buf_byte(&b, '_');
	}
	rw_buf_slice(&b, id);
	return spelling(a, rw_buf_view(&b));
}
