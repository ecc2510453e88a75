/* agree.c: how far reviewers agree, pair by pair, over the claims that both judged. */
#include "review/review.h"
#include <stdlib.h>

static int judged(riwaya_review_kind kind) {
	switch (kind) {
	case RIWAYA_REVIEW_ACCEPT: return 0;
	case RIWAYA_REVIEW_CORRECT: return 1;
	case RIWAYA_REVIEW_REJECT: return 2;
	default: return -1;
	}
}

/* Whether decision i is its author's last judgement on the claim. */
static bool last_of(const riwaya_claim *c, size_t i) {
	if (judged(c->decisions[i].kind) < 0) return false;
	for (size_t k = i + 1; k < c->n_decisions; k++)
		if (judged(c->decisions[k].kind) >= 0 && rw_slice_eq(c->decisions[k].by, c->decisions[i].by)) return false;
	return true;
}

static void pair(rw_judges *j, const riwaya_decision *x, const riwaya_decision *y) {
	if (rw_slice_cmp(x->by, y->by) > 0) {
		const riwaya_decision *z = x;
		x = y;
		y = z;
	}
	bool fresh;
	uint32_t *at = rw_map_put(
		&j->of_pair, rw_arena_printf(j->a, "%zu:" RW_FMT RW_FMT, x->by.n, RW_ARG(x->by), RW_ARG(y->by)), &fresh);
	if (fresh) {
		*at = (uint32_t)j->pairs.n;
		rw_vec_push(j->a, &j->pairs, (rw_agreement){.a = rw_arena_copy(j->a, x->by), .b = rw_arena_copy(j->a, y->by)});
	}
	j->pairs.p[*at].table[judged(x->kind)][judged(y->kind)]++;
}

void rw_judges_add(rw_judges *j, const riwaya_claim *claims, size_t n) {
	if (!j->of_pair.a) j->of_pair = RW_MAP(j->a);
	for (size_t i = 0; i < n; i++) {
		const riwaya_claim *c = &claims[i];
		for (size_t x = 0; x < c->n_decisions; x++)
			for (size_t y = x + 1; last_of(c, x) && y < c->n_decisions; y++)
				if (last_of(c, y)) pair(j, &c->decisions[x], &c->decisions[y]);
	}
}

static int by_names(const void *pa, const void *pb) {
	const rw_agreement *x = pa, *y = pb;
	int order = rw_slice_cmp(x->a, y->a);
	return order ? order : rw_slice_cmp(x->b, y->b);
}

void rw_judges_end(rw_judges *j) {
	if (j->pairs.n) qsort(j->pairs.p, j->pairs.n, sizeof *j->pairs.p, by_names);
	for (size_t i = 0; i < j->pairs.n; i++) {
		rw_agreement *p = &j->pairs.p[i];
		uint64_t rows[RW_JUDGED] = {0}, columns[RW_JUDGED] = {0};
		p->both = p->alike = 0;
		for (size_t x = 0; x < RW_JUDGED; x++)
			for (size_t y = 0; y < RW_JUDGED; y++) {
				rows[x] += p->table[x][y];
				columns[y] += p->table[x][y];
				p->both += p->table[x][y];
				if (x == y) p->alike += p->table[x][y];
			}
		double n = (double)p->both, chance = 0;
		for (size_t x = 0; x < RW_JUDGED; x++) chance += (double)rows[x] / n * ((double)columns[x] / n);
		p->share = (double)p->alike / n;
		p->has_kappa = chance < 1;
		p->kappa = p->has_kappa ? (p->share - chance) / (1 - chance) : 0;
	}
}
