/* view.c: a field of a report as rules see it: tokens without quotation marks, items sentence by sentence. */
#include "mention/mention.h"

void rw_syms_init(const rw_lexicon *lx, rw_syms *s) {
	/* A word that no table uses gets a number of its own that no item carries, so that it never equals "none". */
	rw_sym next = UINT32_MAX;
#define RW_X(n)                                                                                                        \
	s->n = rw_sym_of(lx, RW_LIT(#n));                                                                                  \
	if (!s->n) s->n = next--;
	RW_SYMBOLS(RW_X)
#undef RW_X
	s->register_ = rw_sym_of(lx, RW_LIT("register"));
	if (!s->register_) s->register_ = next--;
	s->break_ = rw_sym_of(lx, RW_LIT("break"));
	if (!s->break_) s->break_ = next--;
	s->case_ = rw_sym_of(lx, RW_LIT("case"));
	if (!s->case_) s->case_ = next;
}

typedef enum rw_quote { RW_QUOTE_NO, RW_QUOTE_OPEN, RW_QUOTE_CLOSE, RW_QUOTE_EITHER } rw_quote;

static rw_quote quote_of(rw_slice text, const rw_token *t) {
	if (t->kind == RW_TOKEN_WORD || t->kind == RW_TOKEN_NUMBER) return RW_QUOTE_NO;
	size_t i = t->start;
	switch (rw_utf8_next(text, &i)) {
	case 0x22: return RW_QUOTE_EITHER;
	case 0xAB:
	case 0x201C:
	case 0x201E:
	case 0x2039: return RW_QUOTE_OPEN;
	case 0xBB:
	case 0x201D:
	case 0x201F:
	case 0x203A:
		/* Arabic writers use both pairs the wrong way round as well: which it is, its place tells. */
		return RW_QUOTE_CLOSE;
	default: return RW_QUOTE_NO;
	}
}

static bool passes_through(rw_slice text, const rw_token *t) {
	return t->kind == RW_TOKEN_SYMBOL && t->end - t->start == 1 && (text.p[t->start] == '#' || text.p[t->start] == '_');
}

/* One letter that is a proclitic written apart from its word by a stretch ("li- QSD"): ready to be joined. */
static bool lone_proclitic(const rw_lexicon *lx, rw_slice text, const rw_token *t) {
	if (t->kind != RW_TOKEN_WORD || t->key.n != 2 || t->end - t->start <= 2) return false;
	static const char *const slots[] = {"preposition\t", "conjunction\t"};
	bool joins = false; /* not so the letter of an era */
	for (size_t k = 0; k < RW_COUNT(slots); k++) {
		char row[16];
		size_t n = strlen(slots[k]);
		memcpy(row, slots[k], n);
		memcpy(row + n, t->key.p, 2);
		joins |= rw_row_find(lx, "clitics", rw_slice_of(row, n + 2)) != 0;
	}
	if (!joins) return false;
	size_t i = t->start;
	uint32_t c = 0;
	while (i < t->end) c = rw_utf8_next(text, &i);
	return c == 0x640; /* ends in a stretch */
}

void rw_view_init(rw_view *v, const rw_lexicon *lx, const rw_syms *sy, rw_memo *memo, rw_arena *a, riwaya_field field,
	rw_slice text, riwaya_when published, rw_memory *memory) {
	*v = (rw_view){
		.lx = lx, .sy = sy, .memo = memo, .a = a, .field = field, .text = text, .published = published, .memory = memory};
	rw_tokens raw;
	rw_tokenize(a, text, &raw);
	rw_mend_words(v, &raw);
	rw_token *out = RW_ARRAY(a, rw_token, raw.n);
	uint8_t *quoted = RW_ARRAY(a, uint8_t, raw.n);
	uint32_t n = 0;
	for (uint32_t s = 0; s < raw.n_sent; s++) {
		uint32_t first = n;
		bool inside = false, space = false, opened = false;
		uint8_t tag = 0;
		for (uint32_t i = raw.sent[s].first; i < raw.sent[s].end; i++) {
			rw_token *t = &raw.tok[i];
			rw_quote q = quote_of(text, t);
			if (q != RW_QUOTE_NO || passes_through(text, t)) {
				space = space || t->space_before;
				if (q == RW_QUOTE_NO) {
					tag = text.p[t->start] == '#' ? RW_TAGGED : n > first && !t->space_before ? RW_TAG_GOES_ON : 0;
					continue;
				}
				if (inside) {
					if (n > first) quoted[n - 1] |= 2;
					inside = false;
				} else {
					inside = opened = true;
				}
				continue;
			}
			if (n > first && lone_proclitic(lx, text, &out[n - 1]) && t->kind == RW_TOKEN_WORD) {
				char *key = rw_arena_alloc(a, out[n - 1].key.n + t->key.n);
				memcpy(key, out[n - 1].key.p, out[n - 1].key.n);
				memcpy(key + out[n - 1].key.n, t->key.p, t->key.n);
				out[n - 1].key = rw_slice_of(key, out[n - 1].key.n + t->key.n);
				out[n - 1].end = t->end;
				if (inside) quoted[n - 1] |= 4;
				if (opened) quoted[n - 1] |= 1;
				opened = space = false;
				continue;
			}
			out[n] = *t;
			out[n].space_before = t->space_before || space;
			out[n].sentence = s;
			quoted[n] = (uint8_t)((inside ? 4 : 0) | (opened ? 1 : 0) | tag);
			tag = 0;
			opened = space = false;
			n++;
		}
		raw.sent[s].first = first;
		raw.sent[s].end = n;
	}
	v->t = raw;
	v->t.tok = out;
	v->t.n = n;
	v->quoted = quoted;
}

rw_item *rw_view_add(rw_view *v, rw_sym kind, uint32_t first, uint32_t end, void *payload) {
	v->kinds[first - v->base] |= rw_view_bit(kind);
	v->made[first - v->base] |= rw_view_bit(kind);
	rw_item *it = RW_NEW(v->a, rw_item);
	it->kind = kind;
	it->first = first;
	it->end = end;
	it->payload = payload;
	rw_vec_push(v->a, &v->items, it);
	return it;
}

const rw_item *rw_view_find(const rw_view *v, uint32_t i, rw_sym kind) {
	const rw_item *best = NULL;
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++)
		if (v->items.p[k]->kind == kind && (!best || v->items.p[k]->end > best->end)) best = v->items.p[k];
	if (!(v->made[i - v->base] & rw_view_bit(kind))) return best;
	for (size_t k = v->n_lexical; k < v->items.n; k++)
		if (v->items.p[k]->first == i && v->items.p[k]->kind == kind && (!best || v->items.p[k]->end > best->end))
			best = v->items.p[k];
	return best;
}

void rw_view_drop(rw_item *it) { it->kind = 0; }

void rw_view_drop_inside(rw_view *v, rw_sym kind, uint32_t first, uint32_t end, const rw_item *keep) {
	for (size_t k = 0; k < v->items.n; k++) {
		rw_item *it = v->items.p[k];
		if (it != keep && it->kind == kind && it->first >= first && it->end <= end) rw_view_drop(it);
	}
}

bool rw_view_number(const rw_view *v, rw_sym s, double *out) {
	return s && rw_slice_double(rw_sym_text(v->lx, s), out);
}

void rw_view_lattice(rw_view *v, uint32_t s, rw_lattice *out) {
	/* Between stages the words stay what they are; only items are new. */
	if (v->has_lattice)
		rw_lattice_again(v->a, v->items.p, v->items.n, &v->lattice);
	else
		rw_lattice_build(v->a, &v->t, v->memo, v->t.sent[s].first, v->t.sent[s].end, v->items.p, v->items.n, &v->lattice);
	v->has_lattice = true;
	*out = v->lattice;
}

void rw_view_forget(rw_view *v) {
	memset(&v->items, 0, sizeof v->items);
	v->has_lattice = false;
	v->from = NULL;
	v->kinds = v->made = NULL;
	v->n_lexical = 0;
}

/* A verb of the past whose stem bears a damma is passive; one on its last two letters is an ending's, or of another pattern. */
static bool says_passive(rw_slice word) {
	enum { DAMMA = 0x8F, KEEP = 2 }; /* second byte of U+064F */
	uint32_t letters = 0, at = UINT32_MAX;
	for (size_t i = 0; i + 1 < word.n; i += 2) {
		unsigned char a = (unsigned char)word.p[i], b = (unsigned char)word.p[i + 1];
		if (a < 0xD8 || a > 0xD9) return false;
		if (a == 0xD9 && b == DAMMA && at == UINT32_MAX && letters) at = letters - 1;
		if (a == 0xD8 || b <= 0x8A) letters++; /* U+0621 to U+064A */
	}
	return at != UINT32_MAX && at + KEEP < letters;
}

void rw_view_sentence(rw_view *v, uint32_t s, rw_sym before, rw_lattice *out) {
	rw_view_forget(v);
	rw_items found = {0};
	rw_lexicon_match(v->lx, v->memo, &v->t, v->t.sent[s].first, v->t.sent[s].end, v->a, &found);
	uint32_t first = v->t.sent[s].first, end = v->t.sent[s].end;
	v->base = first;
	v->n_lexical = found.n;
	v->from = RW_ARRAY(v->a, uint32_t, end - first + 1);
	v->kinds = RW_ARRAY(v->a, uint64_t, 2 * ((size_t)(end - first) + 1));
	v->made = v->kinds + (end - first) + 1;
	uint32_t at = first;
	for (size_t i = 0; i < found.n; i++) {
		while (at <= found.p[i].first) v->from[at++ - first] = (uint32_t)i;
		v->kinds[found.p[i].first - first] |= rw_view_bit(found.p[i].kind);
		rw_item *it = &found.p[i];
		if ((it->kind == v->sy->pred || it->kind == v->sy->speech) && rw_item_feat(it, v->sy->form) == v->sy->past &&
			rw_item_feat(it, v->sy->voice) == v->sy->any &&
			says_passive(
				rw_slice_of(v->text.p + v->t.tok[it->first].start, v->t.tok[it->first].end - v->t.tok[it->first].start)))
			rw_item_set(it, v->sy->voice, v->sy->passive);
		rw_vec_push(v->a, &v->items, &found.p[i]);
	}
	while (at <= end) v->from[at++ - first] = (uint32_t)found.n;
	/* "On condition of not revealing his name": the words tell nothing by themselves. */
	for (size_t i = 0; i < found.n; i++) {
		if (found.p[i].kind != v->sy->anonymity) continue;
		for (size_t k = i; k-- > 0 && found.p[k].first == found.p[i].first;) rw_view_drop(&found.p[k]);
		for (size_t k = i + 1; k < found.n && found.p[k].first < found.p[i].end; k++)
			if (found.p[k].kind != v->sy->anonymity) rw_view_drop(&found.p[k]);
	}
	/* The second half of a town's name tells no deed (Islamabad has the letters of "annihilated"), nor "of varying gravity" a fear;
	 * "in two stages" has the letters of two women deported. */
	for (size_t i = 0; i < found.n; i++) {
		rw_sym whole = found.p[i].kind;
		for (size_t k = i + 1; k < found.n && found.p[k].first < found.p[i].end; k++) {
			if (found.p[k].first == found.p[i].first || found.p[k].end > found.p[i].end) continue;
			bool deed = found.p[k].kind == v->sy->pred && rw_item_feat(&found.p[k], v->sy->form) == v->sy->past;
			if ((deed && (whole == v->sy->place || whole == v->sy->actor)) ||
				(found.p[k].kind == v->sy->modal && whole == v->sy->adj) ||
				((found.p[k].kind == v->sy->noun || found.p[k].kind == v->sy->collective) &&
					found.p[i].id == rw_sym_of(v->lx, RW_LIT("staged"))))
				rw_view_drop(&found.p[k]);
		}
	}
	/* "His brother" and "sister" fold to one key; where the last letter is written as the pronoun it is one. */
	for (size_t i = 0; i < found.n; i++) {
		const rw_item *its = &found.p[i];
		if (its->kind != v->sy->noun || !its->enc || its->end != its->first + 1) continue;
		for (size_t k = v->from[its->first - first]; k < found.n && found.p[k].first == its->first; k++)
			if (found.p[k].kind == v->sy->noun && !found.p[k].enc && found.p[k].end == its->end)
				rw_view_drop(&found.p[k]);
	}
	rw_find_numbers(v, s);
	rw_find_dates(v, s);
	rw_find_actors(v, s);
	rw_find_places(v, s);
	rw_find_short_names(v);
	if (before != v->sy->mention) {
		rw_find_names(v, s);
		rw_find_definite_places(v, s);
		if (before != v->sy->figure) rw_find_phrases(v, s);
	}
	rw_view_lattice(v, s, out);
}

/* Letters that a reading's proclitics take at the head of a token. */
static unsigned proclitic_letters(uint8_t pro) {
	unsigned n = 0;
	for (unsigned bit = RW_PRO_WA; bit <= RW_PRO_A; bit <<= 1)
		if ((pro & bit) && bit != RW_PRO_AL) n++;
	return n;
}

riwaya_span rw_view_span(const rw_view *v, uint32_t first, uint32_t end, const rw_item *it) {
	if (first >= end || end > v->t.n) return (riwaya_span){RIWAYA_FIELD_NONE, 0, 0};
	riwaya_span s = {v->field, v->t.tok[first].start, v->t.tok[end - 1].end};
	/* A quotation that opens with the stretch and closes inside it is quoted whole. */
	if (v->quoted[first] & 1) {
		for (uint32_t i = first; i + 1 < end; i++) {
			if (!(v->quoted[i] & 2) || s.start == 0) continue;
			uint32_t at = s.start;
			do at--;
			while (at > 0 && ((unsigned char)v->text.p[at] & 0xC0) == 0x80);
			rw_token before = {.start = at, .end = s.start, .kind = RW_TOKEN_PUNCT};
			if (quote_of(v->text, &before) != RW_QUOTE_NO) {
				s.start = at;
				return s;
			}
			break;
		}
	}
	/* A quotation opened inside the stretch is closed with it. */
	if (v->quoted[end - 1] & 2) {
		for (uint32_t i = first + 1; i < end; i++) {
			if (!(v->quoted[i] & 1)) continue;
			size_t at = s.end;
			rw_token next = {.start = s.end, .end = s.end, .kind = RW_TOKEN_PUNCT};
			rw_utf8_next(v->text, &at);
			next.end = (uint32_t)at;
			if (s.end < v->text.n && quote_of(v->text, &next) != RW_QUOTE_NO) s.end = next.end;
			break;
		}
	}
	/* li- and the article share a letter: the name can't be cut out of the word then. */
	if (!it || ((it->pro & RW_PRO_LI) && (it->pro & RW_PRO_AL))) return s;
	unsigned skip = proclitic_letters(it->pro);
	size_t i = s.start, limit = s.end;
	while (i < limit) {
		size_t at = i;
		uint32_t c = rw_utf8_next(v->text, &i);
		rw_folded f = rw_fold_char(c);
		if (f.class_ != RW_CLASS_LETTER && f.class_ != RW_CLASS_DIGIT)
			continue; /* marks, stretches, quotation marks go with the letter before */
		if (skip == 0) {
			s.start = (uint32_t)at;
			break;
		}
		skip--;
	}
	return s;
}

rw_slice rw_view_words(const rw_view *v, riwaya_span s) {
	return s.field == RIWAYA_FIELD_NONE ? RW_NONE : rw_slice_of(v->text.p + s.start, s.end - s.start);
}

const rw_attr *rw_attr_find(const rw_emission *e, rw_sym key, uint32_t nth) {
	for (uint32_t i = 0; i < e->n_attrs; i++)
		if (e->attrs[i].key == key && nth-- == 0) return &e->attrs[i];
	return NULL;
}

const rw_item *rw_attr_item(const rw_emission *e, rw_sym key, uint32_t nth) {
	const rw_attr *a = rw_attr_find(e, key, nth);
	return a && a->capture ? a->capture->item : NULL;
}

rw_sym rw_attr_value(const rw_emission *e, rw_sym key) {
	const rw_attr *a = rw_attr_find(e, key, 0);
	return a ? a->value : 0;
}
