/* reprint.c: reports that copy one another, told by shared passages.
 *
 * A text becomes shingles of four folded words. Of every four shingles in a row the one with the least hash is a print, so two
 * texts that share seven words in a row share a print (winnowing). Prints lead to candidates, rare ones first: what many reports share is
 * a formula of the trade. A candidate is then laid beside the report: two words that follow each other in both are a match, matches that go on in
 * step are a passage, and words of a passage are copied, those that a copyist put between them are not. Two independent reports of one happening
 * share names and formulas here and there, but no passage. Who copied is told by the credit that a report gives, then by time, then by length.
 */
#include "group/group.h"
#include <math.h>
#include <stdlib.h>

enum {
	CHAINS = 32,      /* passages that are followed at once */
	GAP = 8,          /* words that a passage may leave out or put in at one place */
	SHIFT = 4,        /* … more on one side than on the other */
	REPEATS = 8,      /* places of a pair of words that are looked at */
	COUNTS = 1 << 26, /* counters of pairs of words */
	PLAIN = 1000,     /* reports that stand for what else was written, so that small sets have formulas too */
};

typedef struct print {
	uint64_t hash;
	uint32_t report;
} print;

typedef struct text {
	uint32_t *words; /* hashes */
	float *weights;  /* of each word with the one behind it: near 1 where few reports have them, less where many do */
	float all;       /* weights in all */
	uint32_t n_words;
	uint32_t first_print, n_prints; /* of `by_report` */
	uint32_t *starts;
	rw_slice outlet, credit; /* name keys */
} text;

/* Prints by hash: group g is at[first[g]] … at[first[g + 1]], reports ascending. */
typedef struct index_of_prints {
	uint32_t *first, n_groups;
	uint32_t *at;
	uint32_t *by_report; /* group of each print, report by report */
} index_of_prints;

static int by_print(const void *pa, const void *pb) {
	const print *a = pa, *b = pb;
	if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
	return (a->report > b->report) - (a->report < b->report);
}

static uint64_t mix(uint64_t h, uint64_t word) {
	h ^= word;
	h *= UINT64_C(0x9E3779B97F4A7C15);
	return h ^ (h >> 29);
}

typedef RW_VEC(print) prints;

static void read_text(rw_facts *f, rw_arena *a, rw_arena *work, rw_arena *scratch, const rw_known *k, uint32_t report,
	text *out, prints *all) {
	rw_mark m = rw_arena_mark(scratch);
	rw_tokens t;
	rw_tokenize(scratch, k->report->text, &t);
	uint32_t n = 0, most = t.n < RW_GROUP_WORDS ? t.n : RW_GROUP_WORDS;
	out->words = RW_ARRAY(a, uint32_t, most);
	out->starts = RW_ARRAY(a, uint32_t, most);
	for (uint32_t i = 0; i < t.n && n < most; i++) {
		if (t.tok[i].kind == RW_TOKEN_PUNCT || t.tok[i].kind == RW_TOKEN_SYMBOL) continue;
		out->starts[n] = t.tok[i].start;
		out->words[n++] = (uint32_t)rw_hash(t.tok[i].key, 0x7277);
	}
	out->n_words = n;
	uint32_t n_shingles = n >= RW_GROUP_SHINGLE ? n - RW_GROUP_SHINGLE + 1 : 0;
	uint64_t *shingles = RW_ARRAY(scratch, uint64_t, n_shingles);
	for (uint32_t i = 0; i < n_shingles; i++) {
		uint64_t h = 0x5eed;
		for (uint32_t j = 0; j < RW_GROUP_SHINGLE; j++) h = mix(h, out->words[i + j]);
		shingles[i] = h;
	}
	uint64_t last = 0;
	bool any = false;
	for (uint32_t i = 0; i == 0 || i + RW_GROUP_WINDOW <= n_shingles; i++) {
		uint32_t end = i + RW_GROUP_WINDOW < n_shingles ? i + RW_GROUP_WINDOW : n_shingles;
		if (i == end) break;
		uint64_t least = shingles[i];
		for (uint32_t j = i + 1; j < end; j++)
			if (shingles[j] < least) least = shingles[j];
		if (!any || least != last) rw_vec_push(work, all, (print){least, report});
		any = true;
		last = least;
	}
	rw_arena_reset(scratch, m);
	out->outlet = rw_name_key(f, a, k->report->outlet_name);
	out->credit = rw_name_key(f, a, k->report->credit);
}

/* Prints that more than one report has, by hash and by report. */
static void index_prints(rw_arena *a, prints *all, text *texts, size_t n, index_of_prints *x) {
	if (all->n) qsort(all->p, all->n, sizeof *all->p, by_print);
	x->first = RW_ARRAY(a, uint32_t, all->n / 2 + 2);
	x->at = RW_ARRAY(a, uint32_t, all->n);
	uint32_t used = 0;
	for (size_t from = 0, to; from < all->n; from = to) {
		uint32_t start = used;
		for (to = from; to < all->n && all->p[to].hash == all->p[from].hash; to++)
			if (used == start || x->at[used - 1] != all->p[to].report) x->at[used++] = all->p[to].report;
		if (used - start < 2)
			used = start;
		else
			x->first[x->n_groups++] = start;
	}
	x->first[x->n_groups] = used;
	x->by_report = RW_ARRAY(a, uint32_t, used);
	for (uint32_t k = 0; k < used; k++) texts[x->at[k]].n_prints++;
	uint32_t at = 0;
	for (size_t i = 0; i < n; i++) {
		texts[i].first_print = at;
		at += texts[i].n_prints;
		texts[i].n_prints = 0;
	}
	for (uint32_t g = 0; g < x->n_groups; g++)
		for (uint32_t k = x->first[g]; k < x->first[g + 1]; k++) {
			text *t = &texts[x->at[k]];
			x->by_report[t->first_print + t->n_prints++] = g;
		}
}

/* How many reports have two words in a row, by their hash; hashes that fall together count together. */
typedef struct counts {
	uint32_t *n, *last; /* last: report that counted, + 1 */
	uint32_t mask;
} counts;

static uint32_t pair_hash(const text *t, uint32_t i) {
	return (uint32_t)(mix(mix(0x70, t->words[i]), t->words[i + 1]) >> 20);
}

static void weigh_words(rw_arena *a, rw_arena *scratch, text *texts, size_t n) {
	uint64_t all = 0, cap = 1024;
	for (size_t i = 0; i < n; i++) all += texts[i].n_words;
	while (cap < 2 * all && cap < COUNTS) cap *= 2;
	rw_mark m = rw_arena_mark(scratch);
	counts c = {RW_ARRAY(scratch, uint32_t, cap), RW_ARRAY(scratch, uint32_t, cap), (uint32_t)(cap - 1)};
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; k + 1 < texts[i].n_words; k++) {
			uint32_t at = pair_hash(&texts[i], k) & c.mask;
			c.n[at] += c.last[at] != i + 1;
			c.last[at] = i + 1;
		}
	double top = log((double)n + PLAIN);
	for (uint32_t i = 0; i < n; i++) {
		text *t = &texts[i];
		t->weights = RW_ARRAY(a, float, t->n_words);
		for (uint32_t k = 0; k + 1 < t->n_words; k++) {
			t->weights[k] = (float)(1 - log((double)c.n[pair_hash(t, k) & c.mask]) / top);
			t->all += t->weights[k];
		}
	}
	rw_arena_reset(scratch, m);
}

/* --- two texts side by side ---------------------------------------------------------------------------------------- */
/* Where each pair of words of a text stands: open addressing, places of one pair chained. */
typedef struct pairs {
	uint32_t *head, *next; /* place + 1 */
	uint32_t mask;
	const text *t;
} pairs;

static void pairs_of(rw_arena *a, const text *t, pairs *p) {
	uint32_t cap = 16;
	while (cap < 2 * t->n_words) cap *= 2;
	*p = (pairs){RW_ARRAY(a, uint32_t, cap), RW_ARRAY(a, uint32_t, t->n_words), cap - 1, t};
	for (uint32_t i = t->n_words; i-- > 1;) {
		uint32_t *h = &p->head[pair_hash(t, i - 1) & p->mask];
		p->next[i - 1] = *h;
		*h = i;
	}
}

typedef struct chain {
	uint32_t a, b; /* last match */
	uint32_t id;
} chain;

typedef struct match {
	uint32_t a, b, chain;
} match;

typedef struct beside {
	uint32_t in_a, in_b; /* copied words */
	float of_a, of_b;    /* what they weigh */
	bool *a, *b;         /* which */
} beside;

static uint32_t apart(uint32_t x, uint32_t y) { return x > y ? x - y : y - x; }

/* Lays a text beside one whose pairs are known. */
static void lay_beside(rw_arena *scratch, const text *a, const pairs *pb, double passage, beside *out) {
	const text *b = pb->t;
	chain open[CHAINS];
	uint32_t n_open = 0;
	RW_VEC(match) matches = {0};
	RW_VEC(float) passages = {0}; /* what each weighs */
	*out = (beside){.a = RW_ARRAY(scratch, bool, a->n_words), .b = RW_ARRAY(scratch, bool, b->n_words)};
	for (uint32_t i = 0; i + 1 < a->n_words; i++) {
		for (uint32_t k = 0; k < n_open;)
			if (i > open[k].a + GAP)
				open[k] = open[--n_open];
			else
				k++;
		uint32_t seen = 0;
		for (uint32_t at = pb->head[pair_hash(a, i) & pb->mask]; at && seen < REPEATS; at = pb->next[at - 1]) {
			uint32_t j = at - 1;
			if (b->words[j] != a->words[i] || b->words[j + 1] != a->words[i + 1]) continue;
			seen++;
			chain *best = NULL;
			uint32_t least = SHIFT + 1;
			for (uint32_t k = 0; k < n_open; k++) {
				chain *c = &open[k];
				if (i <= c->a || j <= c->b || j > c->b + GAP) continue;
				uint32_t off = apart(i - c->a, j - c->b);
				if (off < least) least = off, best = c;
			}
			if (!best) {
				if (n_open == CHAINS) continue;
				best = &open[n_open++];
				*best = (chain){i, j, (uint32_t)passages.n};
				rw_vec_push(scratch, &passages, 0);
			}
			best->a = i, best->b = j;
			passages.p[best->id] += a->weights[i];
			rw_vec_push(scratch, &matches, (match){i, j, best->id});
		}
	}
	for (size_t m = 0; m < matches.n; m++) {
		const match *x = &matches.p[m];
		if ((double)passages.p[x->chain] < passage) continue;
		for (uint32_t k = 0; k < 2; k++) {
			out->in_a += !out->a[x->a + k];
			out->in_b += !out->b[x->b + k];
			out->a[x->a + k] = out->b[x->b + k] = true;
		}
	}
	for (uint32_t i = 0; i + 1 < a->n_words; i++)
		if (out->a[i] && out->a[i + 1]) out->of_a += a->weights[i];
	for (uint32_t i = 0; i + 1 < b->n_words; i++)
		if (out->b[i] && out->b[i + 1]) out->of_b += b->weights[i];
}

/* b names a's outlet as where it has its words from. */
static bool credits(rw_facts *f, rw_arena *a, const rw_known *b, const text *tb, const text *ta) {
	if (ta->outlet.n < 4) return false;
	if (tb->credit.n && rw_slice_find(tb->credit, ta->outlet, 0) != SIZE_MAX) return true;
	if (rw_slice_eq(ta->outlet, tb->outlet)) return false;
	for (size_t i = 0; i < b->n_claims && i < 64; i++)
		for (size_t j = 0; j + 1 < b->claims[i].n_chain; j++) {
			rw_mark m = rw_arena_mark(a);
			bool same = rw_slice_eq(rw_name_key(f, a, b->claims[i].chain[j].name), ta->outlet);
			rw_arena_reset(a, m);
			if (same) return true;
		}
	return false;
}

/* The report at index a, earlier in order, is what b copies (and not the other way round). */
static bool first_is_original(
	rw_facts *f, rw_arena *arena, const rw_known *known, const text *texts, uint32_t a, uint32_t b) {
	bool ab = credits(f, arena, &known[a], &texts[a], &texts[b]), ba = credits(f, arena, &known[b], &texts[b], &texts[a]);
	if (ab != ba) return ba;
	riwaya_when wa = known[a].report->published.at, wb = known[b].report->published.at;
	bool da = wa.precision != RIWAYA_PRECISION_NONE, db = wb.precision != RIWAYA_PRECISION_NONE;
	if (da && db && (wa.to < wb.from || wb.to < wa.from)) return wa.to < wb.from;
	if (texts[a].n_words != texts[b].n_words) return texts[a].n_words > texts[b].n_words;
	return true;
}

static void offer(rw_copy *c, uint32_t of, double share) {
	/* copies of copies point to the first: a hair less shared with an earlier one is no reason to prefer the later */
	if (c->of == RW_NO || share > c->share + 0.02 || (share > c->share - 0.02 && of < c->of)) {
		c->of = of;
		c->share = share;
	}
}

/* What decides (lexicon/policy.group.tsv). */
typedef struct rules_of_copies {
	double least, words, whole, few, few_words, few_share, passage;
} rules_of_copies;

static bool copied(const rules_of_copies *p, const text *t, uint32_t words, float weight) {
	double share = t->all > 0 ? (double)(weight / t->all) : 0;
	if (t->n_words < p->few) return share >= p->few_share && words >= p->few_words;
	return share >= p->least && words >= p->words;
}

/* The same bytes under several names: the first stands for all. */
static void same_bytes(rw_arena *a, const rw_known *known, size_t n, rw_copy *copies) {
	rw_map first = RW_MAP(a);
	for (uint32_t i = 0; i < n; i++) {
		if (!known[i].report->id.n) continue;
		bool fresh;
		uint32_t *at = rw_map_put(&first, known[i].report->id, &fresh);
		if (fresh)
			*at = i;
		else
			copies[i] = (rw_copy){.of = *at, .share = 1, .whole = true, .same = true};
	}
}

typedef struct candidate {
	uint32_t report;
	double weight;
} candidate;

static int by_weight(const void *pa, const void *pb) {
	const candidate *a = pa, *b = pb;
	if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
	return (a->report > b->report) - (a->report < b->report);
}

/* Earlier reports that share prints with report j, those with the rarest first. */
static uint32_t candidates_of(const index_of_prints *x, const text *texts, uint32_t j, size_t n, double *weights,
	candidate *out, rw_arena *scratch) {
	RW_VEC(uint32_t) met = {0};
	double all = log((double)n + PLAIN);
	for (uint32_t k = 0; k < texts[j].n_prints; k++) {
		uint32_t g = x->by_report[texts[j].first_print + k];
		double weight = log(((double)n + PLAIN) / (x->first[g + 1] - x->first[g])) / all;
		/* what everybody prints is weighed against the earliest that did */
		for (uint32_t at = x->first[g]; at < x->first[g + 1] && at < x->first[g] + RW_GROUP_COMMON; at++) {
			uint32_t i = x->at[at];
			if (i >= j) break;
			if (weights[i] == 0) rw_vec_push(scratch, &met, i);
			weights[i] += weight;
		}
	}
	candidate *found = RW_ARRAY(scratch, candidate, met.n);
	for (size_t k = 0; k < met.n; k++) {
		found[k] = (candidate){met.p[k], weights[met.p[k]]};
		weights[met.p[k]] = 0;
	}
	if (met.n) qsort(found, met.n, sizeof *found, by_weight);
	uint32_t n_out = met.n < RW_GROUP_COPIES ? (uint32_t)met.n : RW_GROUP_COPIES;
	if (n_out) memcpy(out, found, n_out * sizeof *out);
	return n_out;
}

static void release(void *p) { rw_arena_release(p); }

static rw_arena *arena_within(rw_arena *a) {
	rw_arena *inner = RW_NEW(a, rw_arena);
	rw_arena_init(inner, a->mem);
	rw_arena_defer(a, release, inner);
	return inner;
}

/* What report j copies of earlier reports, and they of it. */
static void measure(rw_facts *f, rw_arena *scratch, const rules_of_copies *p, const rw_known *known, const text *texts,
	uint32_t j, const candidate *c, uint32_t n, rw_copy *copies) {
	pairs of_j;
	if (!n) return;
	pairs_of(scratch, &texts[j], &of_j);
	for (uint32_t k = 0; k < n; k++) {
		uint32_t i = c[k].report;
		rw_mark m = rw_arena_mark(scratch);
		beside b;
		lay_beside(scratch, &texts[i], &of_j, p->passage, &b);
		bool i_copies = copied(p, &texts[i], b.in_a, b.of_a), j_copies = copied(p, &texts[j], b.in_b, b.of_b);
		if ((i_copies || j_copies) && first_is_original(f, scratch, known, texts, i, j)) {
			if (j_copies) offer(&copies[j], i, (double)b.in_b / texts[j].n_words);
		} else if (i_copies) {
			offer(&copies[i], j, (double)b.in_a / texts[i].n_words);
		}
		rw_arena_reset(scratch, m);
	}
}

rw_copy *rw_copies(rw_facts *f, rw_arena *a, const rw_known *known, size_t n) {
	rw_copy *copies = RW_ARRAY(a, rw_copy, n);
	text *texts = RW_ARRAY(a, text, n);
	rw_arena *work = arena_within(a), *scratch = arena_within(a);
	const rules_of_copies p = {
		.least = rw_policy(f, "reprint.least", 0.3),
		.words = rw_policy(f, "reprint.words", 20),
		.whole = rw_policy(f, "reprint.whole", 0.85),
		.few = rw_policy(f, "reprint.few", 40),
		.few_words = rw_policy(f, "reprint.few_words", 8),
		.few_share = rw_policy(f, "reprint.few_share", 0.5),
		.passage = rw_policy(f, "reprint.passage", 8),
	};
	prints all = {0};
	index_of_prints x = {0};
	for (uint32_t i = 0; i < n; i++) copies[i].of = RW_NO;
	same_bytes(work, known, n, copies);
	for (uint32_t i = 0; i < n; i++)
		if (!copies[i].same) read_text(f, a, work, scratch, &known[i], i, &texts[i], &all);
	weigh_words(work, scratch, texts, n);
	index_prints(work, &all, texts, n, &x);
	double *weights = RW_ARRAY(work, double, n);
	for (uint32_t j = 0; j < n; j++) {
		candidate found[RW_GROUP_COPIES];
		rw_mark m = rw_arena_mark(scratch);
		uint32_t n_found = candidates_of(&x, texts, j, n, weights, found, scratch);
		measure(f, scratch, &p, known, texts, j, found, n_found, copies);
		rw_arena_reset(scratch, m);
	}
	for (uint32_t i = 0; i < n; i++) {
		rw_copy *c = &copies[i];
		if (c->of == RW_NO || c->same) continue;
		c->whole = c->share >= p.whole;
		pairs of_i;
		beside b;
		rw_mark m = rw_arena_mark(scratch);
		pairs_of(scratch, &texts[i], &of_i);
		lay_beside(scratch, &texts[c->of], &of_i, p.passage, &b);
		bool *covered = RW_ARRAY(a, bool, texts[i].n_words);
		if (texts[i].n_words) memcpy(covered, b.b, texts[i].n_words);
		rw_arena_reset(scratch, m);
		c->covered = covered;
		c->starts = texts[i].starts;
		c->n_words = texts[i].n_words;
	}
	return copies;
}

double rw_copy_covers(const rw_copy *c, uint32_t start, uint32_t end) {
	if (c->same) return 1;
	uint32_t lo = 0, hi = c->n_words, words = 0, covered = 0;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (c->starts[mid] < start)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < c->n_words && c->starts[lo] < end; lo++) {
		words++;
		covered += c->covered[lo];
	}
	return words ? (double)covered / words : 0;
}
