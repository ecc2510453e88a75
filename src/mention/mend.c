/* mend.c: words that were taken apart to slip past filters: "k.illed", "k i l l e d", "ki7led".
 *
 * The tokeniser joins letters where a stretch shows that they were parted. Here the lexicon tells: parts that stand close together with
 * a mark, a sign, a digit or a letter of another script between them are one word where together they are a word that the tables
 * know and not each of them is one. What stands between may also stand for a letter. Letters typed one by one are a word where they
 * make one. */
#include "mention/mention.h"

enum { PARTS = 6, LETTERS = 12, KEY_MAX = 96, LETTER_FIRST = 0x621, LETTER_LAST = 0x64A };

/* Whether the tables know a word as something that is told of, or, if `any`, at all. */
static bool known(const rw_view *v, const rw_token *like, rw_slice key, bool any) {
	const rw_syms *sy = v->sy;
	rw_token one = *like;
	one.key = key;
	rw_tokens t = {.text = v->text, .tok = &one, .n = 1};
	rw_items found = {0};
	rw_lexicon_match(v->lx, v->memo, &t, 0, 1, v->a, &found);
	for (size_t i = 0; i < found.n; i++) {
		rw_sym k = found.p[i].kind;
		if (any || k == sy->pred || k == sy->noun || k == sy->actor || k == sy->place || k == sy->placenoun ||
			k == sy->collective || k == sy->anaphor || k == sy->adj || k == sy->speaker)
			return true;
	}
	return false;
}

static bool word(const rw_token *t) { return t->kind == RW_TOKEN_WORD; }
static bool glued(const rw_token *t) { return !t->space_before && !t->line_before; }

/* One mark, sign, digit or letter of another script: what is put between letters, or in the place of one. */
static bool between(const rw_view *v, const rw_token *t) {
	if (t->kind == RW_TOKEN_PUNCT || t->kind == RW_TOKEN_SYMBOL) {
		char c = v->text.p[t->start];
		return c != '(' && c != ')' && c != '[' && c != ']' && c != ':' && c != '"';
	}
	return t->end - t->start <= 2 && (t->kind == RW_TOKEN_NUMBER || t->kind == RW_TOKEN_LATIN);
}

/* What may stand for a letter: digits, foreign letters, stars and the like; not the marks of sentences and lists. */
static bool stands_for_letter(const rw_view *v, const rw_token *t) {
	if (t->kind == RW_TOKEN_NUMBER || t->kind == RW_TOKEN_LATIN) return true;
	char c = v->text.p[t->start];
	return c == '*' || c == '@' || c == '$' || c == '#' || c == '!';
}

typedef struct key {
	char p[KEY_MAX];
	size_t n;
} key;

static bool append(key *k, rw_slice s) {
	if (k->n + s.n > sizeof k->p) return false;
	memcpy(k->p + k->n, s.p, s.n);
	k->n += s.n;
	return true;
}

static rw_slice lasting(const rw_view *v, const key *k) { return rw_arena_copy(v->a, rw_slice_of(k->p, k->n)); }

/* The parts of a word from token i on: how many tokens they take, their common key; 0 where they are no word. */
static uint32_t join(const rw_view *v, const rw_tokens *t, uint32_t i, rw_slice *out) {
	uint32_t last = i, n_parts = 1;
	while (n_parts < PARTS && last + 2 < t->n && between(v, &t->tok[last + 1]) && glued(&t->tok[last + 1]) &&
		word(&t->tok[last + 2]) && glued(&t->tok[last + 2]))
		last += 2, n_parts++;
	for (; last > i; last -= 2) {
		key k = {.n = 0};
		bool fits = true, all_known = true;
		for (uint32_t p = i; p <= last; p += 2) {
			fits = fits && append(&k, t->tok[p].key);
			all_known = all_known && t->tok[p].key.n > 2 && known(v, &t->tok[p], t->tok[p].key, true);
		}
		if (!fits || all_known || !known(v, &t->tok[i], rw_slice_of(k.p, k.n), false)) continue;
		*out = lasting(v, &k);
		return last + 1 - i;
	}
	/* One letter written as something else: the only letter that makes a word there. */
	if (i + 2 >= t->n || n_parts < 2 || !stands_for_letter(v, &t->tok[i + 1])) return 0;
	bool mark = t->tok[i + 1].kind == RW_TOKEN_PUNCT || t->tok[i + 1].kind == RW_TOKEN_SYMBOL;
	if (mark && known(v, &t->tok[i], t->tok[i].key, true) && known(v, &t->tok[i + 2], t->tok[i + 2].key, true))
		return 0;
	uint32_t found = 0;
	for (uint32_t c = LETTER_FIRST; c <= LETTER_LAST; c++) {
		rw_folded f = rw_fold_char(c);
		if (f.class_ != RW_CLASS_LETTER || f.n != 1 || f.c[0] != c) continue;
		char letter[4];
		key k = {.n = 0};
		size_t n = rw_utf8_put(c, letter);
		if (!append(&k, t->tok[i].key) || !append(&k, rw_slice_of(letter, n)) || !append(&k, t->tok[i + 2].key))
			return 0;
		if (!known(v, &t->tok[i], rw_slice_of(k.p, k.n), false)) continue;
		if (found++) return 0;
		*out = lasting(v, &k);
	}
	return found ? 3 : 0;
}

/* Letters typed one by one with spaces between: how many tokens make the longest word, 0 for none. */
static uint32_t spelt(const rw_view *v, const rw_tokens *t, uint32_t i, rw_slice *out) {
	enum { LETTER = 2, LEAST = 3 };
	uint32_t end = i;
	while (end < t->n && end < i + LETTERS && word(&t->tok[end]) && t->tok[end].key.n == LETTER &&
		(end == i || !t->tok[end].line_before))
		end++;
	for (; end >= i + LEAST; end--) {
		key k = {.n = 0};
		for (uint32_t p = i; p < end; p++) append(&k, t->tok[p].key);
		if (!known(v, &t->tok[i], rw_slice_of(k.p, k.n), false)) continue;
		*out = lasting(v, &k);
		return end - i;
	}
	return 0;
}

/* Spellings of those who write as they speak: the plural's alef and the hamza at a word's end are left out. */
static bool misspelt(const rw_view *v, const rw_token *t, rw_slice *out) {
	enum { SHORTEST = 6 };                                                                 /* bytes: three letters */
	static const char *const missing[] = {"\xD9\x88", "\xD8\xA7", "\xD8\xA7", "\xD8\xA1"}; /* waw + alef; alef + hamza */
	if (!word(t) || t->key.n < SHORTEST) return false;
	for (size_t i = 0; i < RW_COUNT(missing); i += 2) {
		if (!rw_slice_ends(t->key, rw_slice_z(missing[i])) || known(v, t, t->key, true)) continue;
		key k = {.n = 0};
		if (!append(&k, t->key) || !append(&k, rw_slice_z(missing[i + 1])) || !known(v, t, rw_slice_of(k.p, k.n), false))
			continue;
		*out = lasting(v, &k);
		return true;
	}
	return false;
}

static bool suspect(const rw_view *v, const rw_tokens *t, uint32_t i) {
	if (!word(&t->tok[i]) || i + 2 >= t->n || !word(&t->tok[i + 2])) return false;
	if (between(v, &t->tok[i + 1]) && glued(&t->tok[i + 1]) && glued(&t->tok[i + 2])) return true;
	return t->tok[i].key.n == 2 && word(&t->tok[i + 1]) && t->tok[i + 1].key.n == 2 && t->tok[i + 2].key.n == 2;
}

void rw_mend_words(const rw_view *v, rw_tokens *t) {
	uint32_t i = 0;
	for (; i < t->n; i++) {
		rw_slice right;
		if (misspelt(v, &t->tok[i], &right)) t->tok[i].key = right;
	}
	i = 0;
	while (i < t->n && !suspect(v, t, i)) i++;
	if (i == t->n) return;
	uint32_t n = 0, n_sent = 0, owner = 0; /* the sentence that token i was parted into */
	rw_sentence *was = RW_ARRAY(v->a, rw_sentence, t->n_sent);
	memcpy(was, t->sent, t->n_sent * sizeof *was);
	for (i = 0; i < t->n;) {
		while (was[owner].end <= i) owner++;
		rw_slice whole = RW_NONE;
		uint32_t took = 0;
		if (suspect(v, t, i)) {
			took = join(v, t, i, &whole);
			if (!took) took = spelt(v, t, i, &whole);
		}
		rw_token tok = t->tok[i];
		if (took > 1) {
			tok.key = whole;
			tok.end = t->tok[i + took - 1].end;
			tok.broken = true;
		}
		/* A sentence that ended inside a word goes on behind it. */
		if (was[owner].first == i) t->sent[n_sent++] = (rw_sentence){n, n, was[owner].line};
		tok.sentence = n_sent - 1;
		t->tok[n++] = tok;
		t->sent[n_sent - 1].end = n;
		i += took ? took : 1;
	}
	t->n = n;
	t->n_sent = n_sent;
}
