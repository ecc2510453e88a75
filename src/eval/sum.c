/* sum.c: from counts to shares with their intervals, bins of confidence, failures in order. */
#include "eval/eval.h"
#include <math.h>
#include <stdlib.h>

static const double Z = 1.959963984540054; /* of the normal distribution: 95 % lie within */
static const uint64_t SEED = 20220120;
enum { OUTSIDE = RIWAYA_EVAL_DRAWS / 40 }; /* draws left out on each side: 2.5 % */

/* Wilson's score interval: holds its promise also near 0 and 1 and for few. */
static void wilson(uint64_t right, uint64_t all, double *low, double *high) {
	double n = (double)all, p = (double)right / n, z2 = Z * Z;
	double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
	double reach = Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
	*low = right == 0 ? 0 : middle - reach;
	*high = right == all ? 1 : middle + reach;
}

static riwaya_measure share(uint64_t right, uint64_t all) {
	riwaya_measure m = {.right = right, .all = all, .has = all > 0, .has_interval = all > 0};
	if (!all) return m;
	m.value = (double)right / (double)all;
	wilson(right, all, &m.low, &m.high);
	return m;
}

/* --- F1 ---------------------------------------------------------------------------------------------------------- */
static double ratio(uint64_t a, uint64_t b) { return b ? (double)a / (double)b : 0; }
static double f1(double r, double p) { return r + p > 0 ? 2 * r * p / (r + p) : 0; }

typedef struct totals {
	uint64_t right, wanted, said, found_figures, gold_figures, true_figures, said_figures;
} totals;

static void add(totals *t, const rw_report_score *r) {
	t->right += r->right;
	t->wanted += r->wanted;
	t->said += r->said;
	t->found_figures += r->found_figures;
	t->gold_figures += r->gold_figures;
	t->true_figures += r->true_figures;
	t->said_figures += r->said_figures;
}

static double claim_f1(const totals *t) { return f1(ratio(t->right, t->wanted), ratio(t->right, t->said)); }
static double figure_f1(const totals *t) {
	return f1(ratio(t->found_figures, t->gold_figures), ratio(t->true_figures, t->said_figures));
}

/* splitmix64: small, the same on every machine; this needs no more. */
static uint64_t next(uint64_t *state) {
	uint64_t z = *state += 0x9E3779B97F4A7C15u;
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

static int by_size(const void *x, const void *y) {
	double a = *(const double *)x, b = *(const double *)y;
	return a < b ? -1 : a > b;
}

static void spread(double *draws, riwaya_measure *m) {
	qsort(draws, RIWAYA_EVAL_DRAWS, sizeof *draws, by_size);
	m->low = draws[OUTSIDE];
	m->high = draws[RIWAYA_EVAL_DRAWS - 1 - OUTSIDE];
	m->has_interval = true;
}

static void sum_f1(const rw_score *s, rw_arena *a, riwaya_evaluation *out) {
	riwaya_measure *claims = &out->measures[RIWAYA_MEASURE_claim_f1], *figures = &out->measures[RIWAYA_MEASURE_figure_f1];
	totals all = {0};
	size_t n = s->reports.n;
	for (size_t i = 0; i < n; i++) add(&all, &s->reports.p[i]);
	claims->has = figures->has = n > 0;
	claims->value = claim_f1(&all);
	figures->value = figure_f1(&all);
	if (n < 2) return; /* one report drawn again and again says nothing of others */
	double *c = RW_ARRAY(a, double, RIWAYA_EVAL_DRAWS), *f = RW_ARRAY(a, double, RIWAYA_EVAL_DRAWS);
	uint64_t state = SEED;
	for (size_t k = 0; k < RIWAYA_EVAL_DRAWS; k++) {
		totals t = {0};
		for (size_t i = 0; i < n; i++) add(&t, &s->reports.p[next(&state) % n]);
		c[k] = claim_f1(&t);
		f[k] = figure_f1(&t);
	}
	spread(c, claims);
	spread(f, figures);
}

/* --- confidence ----------------------------------------------------------------------------------------------------- */
static void sum_bins(const rw_score *s, riwaya_evaluation *out) {
	double off = 0;
	for (size_t b = 0; b < RIWAYA_EVAL_BINS; b++) {
		out->bins[b].from = (double)b / RIWAYA_EVAL_BINS;
		out->bins[b].to = (double)(b + 1) / RIWAYA_EVAL_BINS;
	}
	for (size_t i = 0; i < s->judged.n; i++) {
		const riwaya_judged *j = &s->judged.p[i];
		double at = j->confidence * RIWAYA_EVAL_BINS;
		size_t b = at <= 0 ? 0 : at >= RIWAYA_EVAL_BINS ? RIWAYA_EVAL_BINS - 1 : (size_t)at;
		out->bins[b].claims++;
		out->bins[b].right += j->right;
		out->bins[b].mean += j->confidence;
	}
	for (size_t b = 0; b < RIWAYA_EVAL_BINS; b++) {
		riwaya_bin *bin = &out->bins[b];
		if (!bin->claims) continue;
		off += fabs(bin->mean - (double)bin->right);
		bin->mean /= (double)bin->claims;
		wilson(bin->right, bin->claims, &bin->low, &bin->high);
	}
	out->calibration_error = s->judged.n ? off / (double)s->judged.n : 0;
}

static int worst_first(const void *x, const void *y) {
	const riwaya_by_predicate *a = x, *b = y;
	uint64_t u = a->wrong + a->missed + a->false_, v = b->wrong + b->missed + b->false_;
	return u != v ? (u > v ? -1 : 1) : rw_slice_cmp(a->predicate, b->predicate);
}

void rw_score_sum(const rw_score *s, rw_arena *a, rw_arena *scratch, riwaya_evaluation *out) {
	*out = (riwaya_evaluation){.n_reports = s->reports.n,
		.misses = s->misses.p,
		.n_misses = s->misses.n,
		.judged = s->judged.p,
		.n_judged = s->judged.n,
		.unread = s->unread.p,
		.n_unread = s->unread.n};
	for (size_t i = 0; i < riwaya_measure_count; i++) out->measures[i] = share(s->counts[i].right, s->counts[i].all);
	totals all = {0};
	for (size_t i = 0; i < s->reports.n; i++) add(&all, &s->reports.p[i]);
	out->measures[RIWAYA_MEASURE_claim_precision] = share(all.right, all.said);
	sum_f1(s, scratch, out);
	sum_bins(s, out);
	riwaya_by_predicate *p = RW_ARRAY(a, riwaya_by_predicate, s->predicates.n);
	if (s->predicates.n) {
		memcpy(p, s->predicates.p, s->predicates.n * sizeof *p);
		qsort(p, s->predicates.n, sizeof *p, worst_first);
	}
	out->predicates = p;
	out->n_predicates = s->predicates.n;
}
