/* reading.c: the ways to read a token, and the memo that keeps them.
 *
 *   token = [conjunction] [future | preposition] [article] WORD [pronoun]
 *
 * Everything but WORD comes from clitics.tsv, and WORD must be one that a table or rule has. The whole token is tried first, then fewer
 * clitics before more, in the order of the table.
 *
 * The memo has two halves. When one is full, the other is emptied and used on; so readings stay where they are for as long as it
 * takes to fill a half, thousands of tokens, and whoever reads a sentence needs no copy of them.
 */
#include "lexicon/image.h"

enum { SLOTS = 1 << 14, KEY_BYTES = 192 << 10, POOL = 1 << 14 };

typedef struct slot {
	uint64_t hash;
	uint32_t key, first;
	uint16_t key_n, n;
	uint32_t used; /* 1 where the slot is taken */
} slot;

typedef struct half {
	slot slots[SLOTS];
	char keys[KEY_BYTES];
	rw_reading pool[POOL];
	uint32_t n_slots, n_keys, n_pool;
} half;

struct rw_memo {
	rw_arena *a; /* the second half is asked for when the first is full: short texts do without */
	const rw_lexicon *lx;
	half *half[2];
	uint32_t now;
};

rw_memo *rw_memo_new(rw_arena *a, const rw_lexicon *lx) {
	rw_memo *m = RW_NEW(a, rw_memo);
	m->a = a;
	m->lx = lx;
	m->half[0] = RW_NEW(a, half);
	return m;
}

/* --- reading ----------------------------------------------------------------------------------------------------- */
typedef struct found {
	const rw_lexicon *lx;
	rw_reading r[RW_MAX_READINGS];
	uint32_t n;
} found;

static void add(found *f, uint32_t word, uint8_t pro, uint8_t enc) {
	if (word == 0 || f->n == RW_MAX_READINGS) return;
	for (uint32_t i = 0; i < f->n; i++)
		if (f->r[i].word == word && f->r[i].pro == pro && f->r[i].enc == enc) return;
	f->r[f->n++] = (rw_reading){word, pro, enc};
}

static uint32_t letters(rw_slice s) {
	uint32_t n = 0;
	for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return n;
}

/* A stem with clitics before it: alone, and without a pronoun. After the article there is none. */
static void stems(found *f, rw_slice stem, uint8_t pro) {
	const rw_lexicon *lx = f->lx;
	if (letters(stem) < RW_MIN_STEM) return;
	add(f, rw_word_of(lx, stem), pro, 0);
	if (pro & RW_PRO_AL) return;
	for (uint32_t i = 0; i < lx->n_enclitics; i++) {
		const rw_clitic *e = &lx->enclitics[i];
		if (!rw_slice_ends(stem, e->folded)) continue;
		rw_slice rest = rw_slice_of(stem.p, stem.n - e->folded.n);
		if (letters(rest) < RW_MIN_STEM) continue;
		add(f, rw_word_of(lx, rest), pro, (uint8_t)(i + 1));
		for (uint32_t k = 0; k < e->n_restores; k++) {
			rw_slice from = rw_image_text(lx, e->restores[k].from), to = rw_image_text(lx, e->restores[k].to);
			if (from.n == 0 || !rw_slice_ends(rest, from)) continue;
			char buf[RW_MAX_WORD + 32];
			size_t keep = rest.n - from.n;
			if (keep + to.n > sizeof buf) continue;
			memcpy(buf, rest.p, keep);
			memcpy(buf + keep, to.p, to.n);
			add(f, rw_word_of(lx, rw_slice_of(buf, keep + to.n)), pro, (uint8_t)(i + 1));
		}
	}
}

static void article(found *f, rw_slice rest, uint8_t pro) {
	const rw_lexicon *lx = f->lx;
	if (!lx->has_article || !rw_slice_starts(rest, lx->article.folded)) return;
	stems(f, rw_slice_of(rest.p + lx->article.folded.n, rest.n - lx->article.folded.n), pro | RW_PRO_AL);
}

/* A preposition that melts into the article: FROM:TO says that what begins with FROM is the preposition and TO. Where
 * the stem itself begins with the letter that FROM ends in, one of three is not written: then it begins inside FROM. */
static void melted(found *f, rw_slice rest, const rw_clitic *cl, uint8_t pro) {
	const rw_lexicon *lx = f->lx;
	for (uint32_t k = 0; k < cl->n_restores; k++) {
		rw_slice from = rw_image_text(lx, cl->restores[k].from), to = rw_image_text(lx, cl->restores[k].to);
		if (from.n == 0 || to.n == 0 || !rw_slice_starts(rest, from)) continue;
		char buf[RW_MAX_WORD + 64];
		size_t left = rest.n - from.n;
		if (to.n + left > sizeof buf) continue;
		memcpy(buf, to.p, to.n);
		memcpy(buf + to.n, rest.p + from.n, left);
		rw_slice whole = rw_slice_of(buf, to.n + left);
		add(f, rw_word_of(lx, whole), pro | cl->bit, 0);
		article(f, whole, pro | cl->bit);
		if (from.n > cl->folded.n && lx->has_article)
			stems(f, rw_slice_of(rest.p + cl->folded.n, rest.n - cl->folded.n), pro | cl->bit | RW_PRO_AL);
	}
}

static void after_conjunction(found *f, rw_slice rest, uint8_t pro) {
	const rw_lexicon *lx = f->lx;
	stems(f, rest, pro);
	article(f, rest, pro);
	for (uint32_t i = 0; i < lx->n_seconds; i++) {
		const rw_clitic *cl = &lx->seconds[i];
		if (!rw_slice_starts(rest, cl->folded)) continue;
		rw_slice inner = rw_slice_of(rest.p + cl->folded.n, rest.n - cl->folded.n);
		stems(f, inner, pro | cl->bit);
		article(f, inner, pro | cl->bit);
		melted(f, rest, cl, pro);
	}
}

static void read_key(found *f, rw_slice key) {
	const rw_lexicon *lx = f->lx;
	add(f, rw_word_of(lx, key), 0, 0);
	if (key.n > RW_MAX_WORD) return;
	after_conjunction(f, key, 0);
	for (uint32_t i = 0; i < lx->n_conjunctions; i++) {
		const rw_clitic *cl = &lx->conjunctions[i];
		if (!rw_slice_starts(key, cl->folded)) continue;
		after_conjunction(f, rw_slice_of(key.p + cl->folded.n, key.n - cl->folded.n), cl->bit);
	}
}

/* --- the memo ------------------------------------------------------------------------------------------------------- */
static rw_readings read_new(rw_memo *m, rw_slice key, uint64_t hash) {
	found f = {.lx = m->lx};
	read_key(&f, key);
	half *h = m->half[m->now];
	if (h->n_slots >= SLOTS / 4 * 3 || h->n_keys + key.n > KEY_BYTES || h->n_pool + f.n > POOL) {
		if (!m->half[m->now ^ 1]) m->half[m->now ^ 1] = RW_NEW(m->a, half);
		m->now ^= 1;
		h = m->half[m->now];
		memset(h->slots, 0, sizeof h->slots);
		h->n_slots = h->n_keys = h->n_pool = 0;
	}
	rw_readings out = {h->pool + h->n_pool, f.n};
	memcpy(h->pool + h->n_pool, f.r, f.n * sizeof *f.r);
	h->n_pool += f.n;
	if (key.n <= RW_MAX_WORD) {
		uint32_t at = (uint32_t)hash & (SLOTS - 1);
		while (h->slots[at].used) at = (at + 1) & (SLOTS - 1);
		if (key.n) memcpy(h->keys + h->n_keys, key.p, key.n);
		h->slots[at] = (slot){hash, h->n_keys, (uint32_t)(out.p - h->pool), (uint16_t)key.n, (uint16_t)f.n, 1};
		h->n_keys += (uint32_t)key.n;
		h->n_slots++;
	}
	return out;
}

rw_readings rw_read_token(rw_memo *m, rw_slice key) {
	uint64_t hash = rw_hash(key, 0);
	const half *h = m->half[m->now];
	for (uint32_t at = (uint32_t)hash & (SLOTS - 1); h->slots[at].used; at = (at + 1) & (SLOTS - 1)) {
		const slot *s = &h->slots[at];
		if (s->hash == hash && s->key_n == key.n && memcmp(h->keys + s->key, key.p, key.n) == 0)
			return (rw_readings){h->pool + s->first, s->n};
	}
	return read_new(m, key, hash);
}

const rw_lexicon *rw_memo_lexicon(const rw_memo *m) { return m->lx; }

rw_slice rw_pro_text(const rw_lexicon *lx, uint8_t bit) {
	if (bit == RW_PRO_AL) return lx->has_article ? lx->article.raw : RW_NONE;
	for (uint32_t i = 0; i < lx->n_conjunctions; i++)
		if (lx->conjunctions[i].bit == bit) return lx->conjunctions[i].raw;
	for (uint32_t i = 0; i < lx->n_seconds; i++)
		if (lx->seconds[i].bit == bit) return lx->seconds[i].raw;
	return RW_NONE;
}

/* --- what folding hides -------------------------------------------------------------------------------------------- */
static uint32_t last_letter(rw_slice s) {
	while (s.n) {
		size_t at = s.n - 1;
		while (at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80) at--;
		size_t i = at;
		uint32_t u = rw_utf8_next(s, &i);
		if (rw_fold_char(u).n) return u;
		s.n = at;
	}
	return 0;
}

static uint32_t next_letter(rw_slice s, size_t *i) {
	while (*i < s.n) {
		uint32_t u = rw_utf8_next(s, i);
		if (rw_fold_char(u).n) return u;
	}
	return 0;
}

/* Whether the article stands at s as it is written: then *i is behind it. */
static bool stands_at(rw_slice s, size_t *i, rw_slice what) {
	size_t at = *i;
	for (size_t k = 0; k < what.n;) {
		uint32_t want = rw_utf8_next(what, &k);
		/* Presentation forms and other writings of the same letter count; another letter that folds to the same does not. */
		uint32_t got = next_letter(s, &at);
		if (got != want && (got < 0xFB50 || got > 0xFEFC)) return false;
	}
	*i = at;
	return true;
}

bool rw_reading_suits(const rw_lexicon *lx, rw_reading r, rw_slice raw) {
	if (r.enc && r.enc <= lx->n_enclitics) {
		uint32_t got = last_letter(raw), want = last_letter(lx->enclitics[r.enc - 1].raw);
		if (got != want && got == 0x0629)
			return false; /* TEH MARBUTA folds to the letter of "his", and is never that */
	}
	if ((r.pro & RW_PRO_AL) && lx->has_article) {
		size_t i = 0;
		uint32_t before = (uint32_t)__builtin_popcount(
			r.pro & (RW_PRO_WA | RW_PRO_FA | RW_PRO_BI | RW_PRO_LI | RW_PRO_KA | RW_PRO_SA));
		if (r.pro & RW_PRO_LI) return true; /* the article's alef is not written */
		while (before--) next_letter(raw, &i);
		return stands_at(raw, &i, lx->article.raw);
	}
	return true;
}

/* The number of letters before the stem. */
static uint32_t letters_before(uint8_t pro) {
	uint32_t n = (uint32_t)__builtin_popcount(pro & (uint8_t)~RW_PRO_AL);
	if (pro & RW_PRO_AL) n += pro & RW_PRO_LI ? 1 : 2;
	return n;
}

bool rw_form_suits(const rw_image_form *f, rw_reading first, rw_slice first_raw, rw_reading last, rw_slice last_raw) {
	if (f->head == RW_ALEF_ABOVE || f->head == RW_ALEF_BELOW) {
		size_t i = 0;
		for (uint32_t n = letters_before(first.pro); n > 0; n--) next_letter(first_raw, &i);
		uint8_t head = rw_alef_class(next_letter(first_raw, &i));
		if ((head == RW_ALEF_ABOVE || head == RW_ALEF_BELOW) && head != f->head) return false;
	}
	if (last.enc == 0 && f->tail == RW_ALEF_BARE && rw_alef_class(last_letter(last_raw)) == RW_ALEF_ABOVE) return false;
	if (f->verb & RW_VERB_FINITE) {
		enum { FATHATAN = 0x064B, KASRATAN = 0x064D };
		for (size_t i = 0; i < last_raw.n;) {
			uint32_t u = rw_utf8_next(last_raw, &i);
			if (u >= FATHATAN && u <= KASRATAN) return false;
		}
	}
	return true;
}
