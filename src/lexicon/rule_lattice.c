/* rule_lattice.c: a sentence as the matcher sees it: items by where they start, and what each token says to literals. */
#include "lexicon/rule_code.h"

static bool inside(const rw_lattice *l, const rw_item *x) {
	return x->first >= l->first && x->end <= l->end && x->first < x->end;
}

void rw_lattice_again(rw_arena *a, rw_item **items, size_t n, rw_lattice *l) {
	uint32_t len = l->end - l->first, used = 0;
	uint32_t *n_at = RW_ARRAY(a, uint32_t, len), *kinds = RW_ARRAY(a, uint32_t, len),
			 *ends = RW_ARRAY(a, uint32_t, (size_t)len + 1);
	rw_item ***at = RW_ARRAY(a, rw_item **, len);
	l->has = l->has_words;
	for (size_t i = 0; i < n; i++) {
		const rw_item *x = items[i];
		if (!inside(l, x)) continue;
		n_at[x->first - l->first]++;
		ends[l->end - x->end]++;
		used++;
		l->has |= rw_need_kind(x->kind);
		kinds[x->first - l->first] |= rw_kind_bit(x->kind);
	}
	/* Sorted by counting, twice and stably: by end, the last first, then by start. */
	rw_item **by_end = RW_ARRAY(a, rw_item *, used), **sorted = RW_ARRAY(a, rw_item *, used);
	for (uint32_t i = 0, sum = 0; i <= len; i++) {
		uint32_t here = ends[i];
		ends[i] = sum;
		sum += here;
	}
	for (size_t i = 0; i < n; i++) {
		if (inside(l, items[i])) by_end[ends[l->end - items[i]->end]++] = items[i];
	}
	for (uint32_t i = 0, sum = 0; i < len; i++) {
		at[i] = sorted + sum;
		sum += n_at[i];
		n_at[i] = 0;
	}
	for (uint32_t i = 0; i < used; i++) {
		uint32_t k = by_end[i]->first - l->first;
		at[k][n_at[k]++] = by_end[i];
	}
	l->at = (rw_item *const *const *)at;
	l->n_at = n_at;
	l->kinds = kinds;
}

void rw_lattice_build(rw_arena *a, const rw_tokens *t, rw_memo *memo, uint32_t first, uint32_t end, rw_item **items,
	size_t n, rw_lattice *out) {
	uint32_t len = end > first ? end - first : 0;
	rw_lattice_words *words = RW_ARRAY(a, rw_lattice_words, len);
	*out = (rw_lattice){.t = t, .first = first, .end = first + len, .words = words};
	for (uint32_t i = 0; memo && i < len; i++) {
		rw_readings r = rw_read_token(memo, t->tok[first + i].key);
		uint32_t n_plain = 0, n_joined = 0;
		for (uint32_t k = 0; k < r.n; k++) {
			const rw_reading *x = &r.p[k];
			if (x->enc) continue;
			uint32_t literal = x->word << 1 | ((x->pro & RW_PRO_AL) != 0), before = x->pro & ~(uint32_t)RW_PRO_AL;
			if (before == 0 && n_plain < 2)
				words[i].plain[n_plain++] = literal;
			else if ((before == RW_PRO_WA || before == RW_PRO_FA) && n_joined < 2)
				words[i].joined[n_joined++] = literal;
			else
				continue;
			out->has_words |= rw_need_word(literal);
		}
	}
	rw_lattice_again(a, items, n, out);
}
