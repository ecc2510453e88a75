/* reprint.c: reports that copy one another, told by shared passages.
 *
 * A text becomes shingles of five folded words. Of every four shingles in a row the one with the least hash is a print, so two
 * texts that share eight words in a row share a print (winnowing). Prints are sorted, and only reports that meet there are
 * compared, word by word: a word is covered where a shingle around it stands in the other text. Who copied is told by the credit that a
 * report gives, then by time, then by length.
 */
#include "group/group.h"
#include <stdlib.h>

typedef struct print {
	uint64_t hash;
	uint32_t report;
} print;

typedef struct text {
	uint64_t *shingles, *sorted;
	uint32_t n_shingles, n_words;
	uint32_t *starts;
	rw_slice outlet, credit; /* name keys */
} text;

static int by_u64(const void *pa, const void *pb) {
	uint64_t a = *(const uint64_t *)pa, b = *(const uint64_t *)pb;
	return (a > b) - (a < b);
}

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
typedef RW_VEC(uint64_t) hashes;

static void read_text(rw_facts *f, rw_arena *a, const rw_known *k, uint32_t report, text *out, prints *all) {
	rw_tokens t;
	rw_tokenize(a, k->report->text, &t);
	uint32_t n = 0;
	uint64_t *words = RW_ARRAY(a, uint64_t, t.n < RW_GROUP_WORDS ? t.n : RW_GROUP_WORDS);
	out->starts = RW_ARRAY(a, uint32_t, t.n < RW_GROUP_WORDS ? t.n : RW_GROUP_WORDS);
	for (uint32_t i = 0; i < t.n && n < RW_GROUP_WORDS; i++) {
		if (t.tok[i].kind == RW_TOKEN_PUNCT || t.tok[i].kind == RW_TOKEN_SYMBOL) continue;
		out->starts[n] = t.tok[i].start;
		words[n++] = rw_hash(t.tok[i].key, 0x7277);
	}
	out->n_words = n;
	out->n_shingles = n >= RW_GROUP_SHINGLE ? n - RW_GROUP_SHINGLE + 1 : 0;
	out->shingles = RW_ARRAY(a, uint64_t, out->n_shingles);
	out->sorted = RW_ARRAY(a, uint64_t, out->n_shingles);
	for (uint32_t i = 0; i < out->n_shingles; i++) {
		uint64_t h = 0x5eed;
		for (uint32_t j = 0; j < RW_GROUP_SHINGLE; j++) h = mix(h, words[i + j]);
		out->shingles[i] = out->sorted[i] = h;
	}
	qsort(out->sorted, out->n_shingles, sizeof(uint64_t), by_u64);
	uint64_t last = 0;
	bool any = false;
	for (uint32_t i = 0; i < out->n_shingles; i++) {
		uint32_t end = i + RW_GROUP_WINDOW < out->n_shingles ? i + RW_GROUP_WINDOW : out->n_shingles;
		uint64_t least = out->shingles[i];
		for (uint32_t j = i + 1; j < end; j++)
			if (out->shingles[j] < least) least = out->shingles[j];
		if (!any || least != last) rw_vec_push(a, all, (print){least, report});
		any = true;
		last = least;
	}
	out->outlet = rw_name_key(f, a, k->report->outlet_name);
	out->credit = rw_name_key(f, a, k->report->credit);
}

static bool stands_in(const text *t, uint64_t shingle) {
	uint32_t lo = 0, hi = t->n_shingles;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (t->sorted[mid] < shingle)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < t->n_shingles && t->sorted[lo] == shingle;
}

/* Marks the words of b that stand in a; how many. */
static uint32_t cover(const text *a, const text *b, bool *covered) {
	uint32_t count = 0, marked = 0;
	for (uint32_t i = 0; i < b->n_shingles; i++) {
		if (!stands_in(a, b->shingles[i])) continue;
		for (uint32_t j = i > marked ? i : marked; j < i + RW_GROUP_SHINGLE; j++) {
			if (covered) covered[j] = true;
			count++;
		}
		marked = i + RW_GROUP_SHINGLE;
	}
	return count;
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

static void measure(
	rw_facts *f, rw_arena *a, const rw_known *known, const text *texts, rw_copy *copies, uint32_t i, uint32_t j) {
	uint32_t in_j = cover(&texts[i], &texts[j], NULL), in_i = cover(&texts[j], &texts[i], NULL);
	double share_j = texts[j].n_words ? (double)in_j / texts[j].n_words : 0;
	double share_i = texts[i].n_words ? (double)in_i / texts[i].n_words : 0;
	double least = rw_policy(f, "reprint.least", 0.3), words = rw_policy(f, "reprint.words", 20);
	if (first_is_original(f, a, known, texts, i, j)) {
		if (share_j >= least && in_j >= words) offer(&copies[j], i, share_j);
	} else if (share_i >= least && in_i >= words) {
		offer(&copies[i], j, share_i);
	}
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

rw_copy *rw_copies(rw_facts *f, rw_arena *a, const rw_known *known, size_t n) {
	rw_copy *copies = RW_ARRAY(a, rw_copy, n);
	text *texts = RW_ARRAY(a, text, n);
	prints all = {0};
	for (uint32_t i = 0; i < n; i++) copies[i].of = RW_NO;
	same_bytes(a, known, n, copies);
	for (uint32_t i = 0; i < n; i++)
		if (!copies[i].same) read_text(f, a, &known[i], i, &texts[i], &all);
	if (all.n) qsort(all.p, all.n, sizeof *all.p, by_print);

	hashes pairs = {0};
	for (size_t from = 0, to; from < all.n; from = to) {
		uint32_t met[RW_GROUP_COMMON];
		size_t n_met = 0;
		for (to = from; to < all.n && all.p[to].hash == all.p[from].hash; to++) {
			uint32_t r = all.p[to].report;
			if (to > from && all.p[to - 1].report == r) continue;
			/* what everybody prints is weighed against the earliest that did */
			for (size_t k = 0; k < n_met; k++) rw_vec_push(a, &pairs, (uint64_t)met[k] << 32 | r);
			if (n_met < RW_GROUP_COMMON) met[n_met++] = r;
		}
	}
	if (pairs.n) qsort(pairs.p, pairs.n, sizeof *pairs.p, by_u64);
	uint32_t *measured = RW_ARRAY(a, uint32_t, n);
	for (size_t from = 0, to; from < pairs.n; from = to) {
		for (to = from; to < pairs.n && pairs.p[to] == pairs.p[from]; to++) {}
		uint32_t i = (uint32_t)(pairs.p[from] >> 32), j = (uint32_t)(pairs.p[from] & UINT32_MAX);
		/* two prints at least: one is a quotation or a name with its titles */
		if (to - from < 2 || measured[j] >= RW_GROUP_COPIES) continue;
		measured[j]++;
		measure(f, a, known, texts, copies, i, j);
	}
	double whole = rw_policy(f, "reprint.whole", 0.85);
	for (uint32_t i = 0; i < n; i++) {
		rw_copy *c = &copies[i];
		if (c->of == RW_NO || c->same) continue;
		c->whole = c->share >= whole;
		bool *covered = RW_ARRAY(a, bool, texts[i].n_words);
		cover(&texts[c->of], &texts[i], covered);
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
