/* wording.c: the words of a report as they are compared, what they weigh, and the prints that lead from one report to another. */
#include "group/copies.h"
#include <stdlib.h>

static uint64_t mix(uint64_t h, uint64_t word) {
	h ^= word;
	h *= UINT64_C(0x9E3779B97F4A7C15);
	return h ^ (h >> 29);
}

/* Never 0, which marks an empty slot. */
static uint32_t hash_of(rw_slice key) {
	uint32_t h = (uint32_t)rw_hash(key, 0x7277);
	return h ? h : 1;
}

/* --- what words weigh -------------------------------------------------------------------------------------------- */
static uint8_t hundredths(double weight) {
	double w = weight * 100 + 0.5;
	return w < 0 ? 0 : w > 255 ? 255 : (uint8_t)w;
}

static uint32_t slot_of(const rw_copying *c, uint32_t hash) {
	uint32_t at = hash & c->mask;
	while (c->common[at] && c->common[at] != hash) at = (at + 1) & c->mask;
	return at;
}

static void put_common(rw_copying *c, rw_slice word, uint8_t weight) {
	uint32_t at = slot_of(c, hash_of(word));
	if (c->common[at]) return; /* of two rows the first holds */
	c->common[at] = hash_of(word);
	c->weights[at] = weight;
}

/* The words of common.tsv, each also with the conjunctions that are joined in front. */
static void read_common(rw_copying *c, const rw_facts *f, rw_arena *a) {
	const rw_lexicon *lx = f->lx;
	uint32_t n_rows, n_clitics;
	rw_row rows = rw_table_rows(lx, "common", &n_rows), clitics = rw_table_rows(lx, "clitics", &n_clitics);
	RW_VEC(rw_slice) heads = {0};
	rw_vec_push(a, &heads, RW_NONE);
	for (uint32_t i = 0; i < n_clitics; i++)
		if (rw_slice_eqz(rw_row_get(lx, clitics + i, "slot"), "conjunction"))
			rw_vec_push(a, &heads, rw_row_get(lx, clitics + i, "text"));
	size_t most = 0;
	for (uint32_t i = 0; i < n_rows; i++) {
		rw_slice forms = rw_row_get(lx, rows + i, "forms");
		for (rw_slice form; forms.n && (form = rw_slice_cut(&forms, '|')).n;) most += heads.n;
	}
	uint32_t cap = 16;
	while (cap < 2 * most) cap *= 2;
	c->mask = cap - 1;
	c->common = RW_ARRAY(a, uint32_t, cap);
	c->weights = RW_ARRAY(a, uint8_t, cap);
	for (size_t h = 0; h < heads.n; h++)
		for (uint32_t i = 0; i < n_rows; i++) {
			double weight = 1;
			(void)rw_row_number(lx, rows + i, "weight", &weight);
			rw_slice forms = rw_row_get(lx, rows + i, "forms");
			for (rw_slice form; forms.n && (form = rw_slice_cut(&forms, '|')).n;) {
				rw_slice word = rw_arena_printf(a, RW_FMT RW_FMT, RW_ARG(heads.p[h]), RW_ARG(form));
				put_common(c, rw_fold(a, word), hundredths(weight));
			}
		}
}

static uint32_t twice_hundredths(double weight) {
	return weight < 0 ? 0 : weight > 1e6 ? UINT32_C(200000000) : (uint32_t)(200 * weight);
}

void rw_copying_init(rw_copying *c, const rw_facts *f, rw_arena *a) {
	*c = (rw_copying){
		.f = f,
		.least = rw_policy(f, "reprint.least", 0.3),
		.words = rw_policy(f, "reprint.words", 34),
		.whole = rw_policy(f, "reprint.whole", 0.85),
		.few = rw_policy(f, "reprint.few", 40),
		.few_words = rw_policy(f, "reprint.few_words", 8),
		.few_share = rw_policy(f, "reprint.few_share", 0.75),
		.few_days = rw_policy(f, "reprint.few_days", 3),
		.passage = twice_hundredths(rw_policy(f, "reprint.passage", 7)),
		.gap = twice_hundredths(rw_policy(f, "reprint.gap", 1)),
		.other_number = twice_hundredths(rw_policy(f, "reprint.other_number", 8)),
		.figure = hundredths(rw_policy(f, "reprint.figure", 2)),
	};
	read_common(c, f, a);
}

static uint8_t weight_of(const rw_copying *c, const rw_token *t, uint32_t hash) {
	if (t->kind == RW_TOKEN_NUMBER) return c->figure;
	uint32_t at = slot_of(c, hash);
	return c->common[at] ? c->weights[at] : 100;
}

void rw_wording_of(const rw_copying *c, rw_arena *a, rw_arena *scratch, const rw_known *known, rw_wording *out) {
	rw_mark m = rw_arena_mark(scratch);
	rw_tokens t;
	rw_tokenize(scratch, known->report->text, &t);
	uint32_t n = 0, most = t.n < RW_GROUP_WORDS ? t.n : RW_GROUP_WORDS;
	*out = (rw_wording){.known = known, .words = RW_ARRAY(a, uint32_t, most), .starts = RW_ARRAY(a, uint32_t, most)};
	out->weights = RW_ARRAY(a, uint8_t, most);
	uint64_t key = 0x6b65;
	for (uint32_t i = 0; i < t.n && n < most; i++) {
		const rw_token *tok = &t.tok[i];
		if (tok->kind == RW_TOKEN_PUNCT || tok->kind == RW_TOKEN_SYMBOL) continue;
		uint64_t whole = rw_hash(tok->key, 0x7277);
		uint32_t hash = hash_of(tok->key);
		key = mix(key, whole);
		out->starts[n] = tok->start;
		out->words[n] = hash;
		out->weights[n] = weight_of(c, tok, hash);
		if (n) out->all += out->weights[n - 1] + out->weights[n];
		n++;
	}
	out->n_words = n;
	if (out->all >= c->passage) out->key = key ? key : 1;
	rw_arena_reset(scratch, m);
	out->outlet = rw_name_key(c->f, a, known->report->outlet_name);
	out->credit = rw_name_key(c->f, a, known->report->credit);
}

/* --- prints -------------------------------------------------------------------------------------------------------- */
static int by_number(const void *pa, const void *pb) {
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	return (a > b) - (a < b);
}

size_t rw_prints_of(rw_arena *a, const rw_wording *w, uint32_t **prints) {
	uint32_t n = w->n_words >= RW_GROUP_SHINGLE ? w->n_words - RW_GROUP_SHINGLE + 1 : 0;
	*prints = NULL;
	if (!n || !w->key) return 0;
	uint32_t *shingles = RW_ARRAY(a, uint32_t, n), *out = RW_ARRAY(a, uint32_t, n), n_out = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint64_t h = 0x5eed;
		for (uint32_t j = 0; j < RW_GROUP_SHINGLE; j++) h = mix(h, w->words[i + j]);
		shingles[i] = (uint32_t)(h >> 13);
	}
	uint32_t window = n / RW_GROUP_PRINTS, least = 0;
	if (window < 1) window = 1;
	if (window > RW_GROUP_WINDOW) window = RW_GROUP_WINDOW;
	for (uint32_t i = 0; i + window <= n; i++) {
		uint32_t last = i + window - 1;
		if (i == 0 || least < i) {
			least = i;
			for (uint32_t j = i + 1; j <= last; j++)
				if (shingles[j] <= shingles[least]) least = j;
		} else if (shingles[last] <= shingles[least]) {
			least = last;
		} else {
			continue;
		}
		out[n_out++] = shingles[least];
	}
	qsort(out, n_out, sizeof *out, by_number);
	uint32_t k = 0;
	for (uint32_t i = 0; i < n_out; i++)
		if (!k || out[k - 1] != out[i]) out[k++] = out[i];
	*prints = out;
	return k;
}

/* What few have says much; what RW_GROUP_COMMON or more have is a formula of the trade. */
static uint32_t print_weight(uint32_t sharers) {
	enum { FULL = 720 };
	return sharers < RW_GROUP_COMMON ? FULL / sharers : FULL / RW_GROUP_COMMON / 4;
}

typedef struct candidate {
	uint32_t report, weight, prints;
} candidate;

size_t rw_candidates(rw_arena *scratch, const rw_met *met, size_t n, uint32_t out[RW_GROUP_COPIES]) {
	candidate best[RW_GROUP_COPIES];
	size_t n_best = 0, cap = 16, n_used = 0;
	while (cap < 2 * n) cap *= 2;
	rw_mark m = rw_arena_mark(scratch);
	candidate *slots = RW_ARRAY(scratch, candidate, cap), **used = RW_ARRAY(scratch, candidate *, n);
	for (size_t i = 0; i < n; i++) {
		size_t at = (met[i].report * UINT32_C(0x9E3779B1)) & (cap - 1);
		while (slots[at].prints && slots[at].report != met[i].report) at = (at + 1) & (cap - 1);
		if (!slots[at].prints) used[n_used++] = &slots[at];
		slots[at].report = met[i].report;
		slots[at].weight += print_weight(met[i].sharers);
		slots[at].prints++;
	}
	for (size_t i = 0; i < n_used; i++) {
		candidate x = *used[i];
		if (x.prints < RW_GROUP_SHARED) continue;
		size_t at = n_best;
		for (; at > 0; at--) {
			candidate y = best[at - 1];
			if (y.weight > x.weight || (y.weight == x.weight && y.report < x.report)) break;
		}
		if (at == RW_GROUP_COPIES) continue;
		if (n_best < RW_GROUP_COPIES) n_best++;
		memmove(best + at + 1, best + at, (n_best - 1 - at) * sizeof *best);
		best[at] = x;
	}
	for (size_t i = 0; i < n_best; i++) out[i] = best[i].report;
	rw_arena_reset(scratch, m);
	return n_best;
}
