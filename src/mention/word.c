/* word.c: what the tables and the letters tell of one word of a view: what is joined to it, whether it bears the article, whether a name can
 * run over it. */
#include "mention/word.h"

bool rw_is_weak(const rw_view *v, const rw_item *it) { return rw_item_feat(it, v->sy->weak) == v->sy->yes; }

bool rw_of_kind(const rw_item *it, const rw_sym *kinds, size_t n) {
	for (size_t k = 0; k < n; k++)
		if (it->kind == kinds[k]) return true;
	return false;
}

bool rw_is_finite(const rw_view *v, const rw_item *it) {
	rw_sym form = rw_item_feat(it, v->sy->form);
	return form == v->sy->past || form == v->sy->present;
}

bool rw_is_word(const rw_view *v, uint32_t i) { return v->t.tok[i].kind == RW_TOKEN_WORD; }

unsigned rw_pro_named(rw_slice name) {
	for (unsigned bit = RW_PRO_WA; bit <= RW_PRO_A; bit <<= 1)
		if (rw_pro_name((uint8_t)bit) && rw_slice_eqz(name, rw_pro_name((uint8_t)bit))) return bit;
	return 0;
}

/* The proclitics of a word that no table has, read off its letters: only before the article, since else the letters may be its own. */
unsigned rw_peeled(const rw_view *v, uint32_t i) {
	/* A conjunction, a preposition, the article. */
	static const unsigned slots[] = {RW_PRO_WA | RW_PRO_FA, RW_PRO_BI | RW_PRO_LI | RW_PRO_KA, RW_PRO_AL};
	enum { ROOT = 4 }; /* bytes of two letters */
	rw_slice key = v->t.tok[i].key;
	unsigned pro = 0;
	for (size_t k = 0; k < RW_COUNT(slots); k++) {
		for (unsigned bits = slots[k]; bits; bits &= bits - 1) {
			unsigned bit = bits & (~bits + 1);
			rw_slice text = rw_pro_text(v->lx, (uint8_t)bit);
			/* Behind li- the article has lost its alef. */
			if ((pro & RW_PRO_LI) && bit == RW_PRO_AL && text.n > 2) text = rw_slice_of(text.p + 2, text.n - 2);
			if (!text.n || key.n < text.n + ROOT || !rw_slice_starts(key, text)) continue;
			pro |= bit;
			key = rw_slice_of(key.p + text.n, key.n - text.n);
			break;
		}
	}
	return pro & RW_PRO_AL ? pro : 0;
}

/* What is joined to the word at token i in every reading of it, and the article where it has it in any. */
unsigned rw_joined(const rw_view *v, uint32_t i) {
	unsigned all = ~0u, al = 0;
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
		if (v->items.p[k]->end != i + 1) continue;
		all &= v->items.p[k]->pro;
		al |= v->items.p[k]->pro & RW_PRO_AL;
	}
	if (all == ~0u) return rw_peeled(v, i);
	return (all & ~(unsigned)RW_PRO_AL) | al;
}

bool rw_joined_with(const rw_view *v, uint32_t i, unsigned pro) { return (rw_joined(v, i) & pro) != 0; }

bool rw_definite(const rw_view *v, uint32_t i) {
	bool known = false;
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
		if (rw_item_feat(v->items.p[k], v->sy->def) == v->sy->yes) return true;
		known = known || v->items.p[k]->end == i + 1;
	}
	return !known && rw_peeled(v, i) == RW_PRO_AL;
}

bool rw_known_word(const rw_view *v, uint32_t i) {
	return v->from[i - v->base] < v->n_lexical && v->items.p[v->from[i - v->base]]->first == i;
}

const rw_item *rw_lexical_at(const rw_view *v, uint32_t i, rw_sym kind) {
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++)
		if (v->items.p[k]->kind == kind) return v->items.p[k];
	return NULL;
}

rw_slice rw_without_article(const rw_view *v, rw_slice word) {
	uint32_t n;
	rw_row first = rw_table_rows(v->lx, "clitics", &n);
	for (uint32_t r = 0; r < n; r++) {
		if (!rw_slice_eqz(rw_row_get(v->lx, first + r, "slot"), "article")) continue;
		rw_slice text = rw_row_get(v->lx, first + r, "text");
		if (word.n > text.n + 3 && rw_slice_starts(word, text)) return rw_slice_of(word.p + text.n, word.n - text.n);
	}
	return word;
}

bool rw_joined_to(const rw_view *v, uint32_t i, rw_slice word, unsigned pro) {
	rw_slice key = v->t.tok[i].key, text = rw_pro_text(v->lx, (uint8_t)pro);
	if (!text.n || !rw_slice_starts(key, text)) return false;
	key = rw_slice_of(key.p + text.n, key.n - text.n);
	/* Before the article li- takes its alef away. */
	return rw_slice_eq(key, word) ||
		(word.n > 2 && key.n + 2 == word.n && rw_slice_eq(key, rw_slice_of(word.p + 2, word.n - 2)));
}

const rw_item *rw_made_at(const rw_view *v, uint32_t i, rw_sym kind) {
	const rw_item *it = rw_view_at(v, i, kind);
	return it && it->payload ? it : NULL;
}

bool rw_ends_name(const rw_view *v, uint32_t i) {
	const rw_syms *sy = v->sy;
	const rw_sym always[] = {sy->comp, sy->rel, sy->neg, sy->break_, sy->hedge, sy->scare, sy->among, sy->background,
		sy->qualifier, sy->quantity, sy->conn, sy->according, sy->period};
	if (!rw_is_word(v, i) || rw_view_at(v, i, sy->date) || rw_view_at(v, i, sy->num)) return true;
	bool def = rw_definite(v, i);
	unsigned sure = rw_joined(v, i);
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
		const rw_item *it = v->items.p[k];
		/* Letters that a plainer reading takes for the word's own are no proclitics. */
		if (it->end == i + 1 && (it->pro & ~sure & (unsigned)~RW_PRO_AL)) continue;
		if (rw_of_kind(it, always, RW_COUNT(always))) return true;
		if (it->kind == sy->belong && !rw_is_weak(v, it)) return true;
		if (it->kind == sy->speech && it->enc) return true; /* "his saying" */
		if (it->kind == sy->speech || it->kind == sy->modal || it->kind == sy->aux) {
			if (!rw_is_weak(v, it) && (rw_is_finite(v, it) || (it->kind == sy->modal && !def))) return true;
		} else if (it->kind == sy->pred) {
			if (!rw_is_weak(v, it) && (rw_is_finite(v, it) || !def)) return true;
		}
	}
	return false;
}

bool rw_written(const rw_view *v, uint32_t i, const char *id) {
	rw_row r = rw_row_find(v->lx, "endings", rw_slice_z(id));
	bool start = rw_slice_eqz(rw_row_get(v->lx, r, "where"), "start");
	const rw_token *t = &v->t.tok[i];
	rw_slice word = rw_slice_of(v->text.p + t->start, t->end - t->start), rest = rw_row_get(v->lx, r, "letters");
	while (rest.p) {
		rw_slice one = rw_slice_cut(&rest, '|');
		if (one.n && one.n < word.n && (start ? rw_slice_starts(word, one) : rw_slice_ends(word, one))) return true;
	}
	return false;
}
