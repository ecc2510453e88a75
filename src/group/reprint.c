/* reprint.c: two reports side by side, and which of a set copy which.
 *
 * Prints lead to candidates (wording.c). A candidate is laid beside the report: two words that follow each other in both are a match, matches
 * that go on in step are a passage, and words of a passage are copied, those that a copyist put between them are not. Two independent reports of one
 * happening share names and formulas here and there, but no passage. Who copied is told by the credit that a report gives, then by time,
 * then by length.
 */
#include "group/group.h"
#include <stdlib.h>

enum {
	CHAINS = 32, /* passages that are followed at once */
	GAP = 8,     /* words that a passage may leave out or put in at one place */
	SHIFT = 4,   /* … more on one side than on the other */
	REPEATS = 8, /* places of a pair of words that are looked at */
};

static const double HARDLY = 0.02; /* less shared than by another */

static uint32_t pair_hash(const rw_wording *t, uint32_t i) {
	uint64_t h = (t->words[i] ^ (uint64_t)t->words[i + 1] << 32) * UINT64_C(0x9E3779B97F4A7C15);
	return (uint32_t)(h >> 32);
}

static uint32_t pair_weight(const rw_wording *t, uint32_t i) { return (uint32_t)t->weights[i] + t->weights[i + 1]; }

/* --- two texts side by side ---------------------------------------------------------------------------------------- */
/* Where each pair of words of a text stands: open addressing, places of one pair chained. */
typedef struct pairs {
	uint32_t *head, *next; /* place + 1 */
	uint32_t mask;
	const rw_wording *t;
} pairs;

static void pairs_of(rw_arena *a, const rw_wording *t, pairs *p) {
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
	uint32_t of_a, of_b; /* what they weigh */
	bool *a, *b;         /* which */
} beside;

static uint32_t apart(uint32_t x, uint32_t y) { return x > y ? x - y : y - x; }

static bool has_number(const rw_copying *c, const rw_wording *t, uint32_t from, uint32_t end) {
	for (uint32_t i = from; i < end; i++)
		if (t->weights[i] == c->figure) return true;
	return false;
}

/* What a passage loses where it goes on at words i and j: nothing where they come next. Where each has a number of its own, a formula was filled
 * in twice: who copies changes words, and seldom a number. */
static uint32_t lost_between(
	const rw_copying *c, const rw_wording *a, const rw_wording *b, const chain *last, uint32_t i, uint32_t j) {
	if (i == last->a + 1 && j == last->b + 1) return 0;
	bool other = has_number(c, a, last->a + 2, i) && has_number(c, b, last->b + 2, j);
	return other ? c->gap + c->other_number : c->gap;
}

/* Lays a text beside one whose pairs are known. */
static void lay_beside(const rw_copying *c, rw_arena *scratch, const rw_wording *a, const pairs *pb, beside *out) {
	const rw_wording *b = pb->t;
	chain open[CHAINS];
	uint32_t n_open = 0;
	RW_VEC(match) matches = {0};
	RW_VEC(uint32_t) passages = {0}; /* what each weighs */
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
				chain *x = &open[k];
				if (i <= x->a || j <= x->b || j > x->b + GAP) continue;
				uint32_t off = apart(i - x->a, j - x->b);
				if (off < least) least = off, best = x;
			}
			if (!best) {
				if (n_open == CHAINS) continue;
				best = &open[n_open++];
				*best = (chain){i, j, (uint32_t)passages.n};
				rw_vec_push(scratch, &passages, 0);
			}
			uint32_t *weighs = &passages.p[best->id], loss = *weighs ? lost_between(c, a, b, best, i, j) : 0;
			*weighs = (*weighs > loss ? *weighs - loss : 0) + pair_weight(a, i);
			best->a = i, best->b = j;
			rw_vec_push(scratch, &matches, (match){i, j, best->id});
		}
	}
	for (size_t m = 0; m < matches.n; m++) {
		const match *x = &matches.p[m];
		if (passages.p[x->chain] < c->passage) continue;
		for (uint32_t k = 0; k < 2; k++) {
			out->in_a += !out->a[x->a + k];
			out->in_b += !out->b[x->b + k];
			out->a[x->a + k] = out->b[x->b + k] = true;
		}
	}
	for (uint32_t i = 0; i + 1 < a->n_words; i++)
		if (out->a[i] && out->a[i + 1]) out->of_a += pair_weight(a, i);
	for (uint32_t i = 0; i + 1 < b->n_words; i++)
		if (out->b[i] && out->b[i + 1]) out->of_b += pair_weight(b, i);
}

/* b names a's outlet as where it has its words from. */
static bool credits(const rw_facts *f, rw_arena *a, const rw_wording *tb, const rw_wording *ta) {
	const rw_known *b = tb->known;
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

static riwaya_when told(const rw_wording *w) { return w->known->report->published.at; }

/* The one that was told earlier is what the other copies, and not the other way round. */
static bool first_is_original(const rw_facts *f, rw_arena *arena, const rw_wording *a, const rw_wording *b) {
	bool ab = credits(f, arena, a, b), ba = credits(f, arena, b, a);
	if (ab != ba) return ba;
	riwaya_when wa = told(a), wb = told(b);
	bool da = wa.precision != RIWAYA_PRECISION_NONE, db = wb.precision != RIWAYA_PRECISION_NONE;
	if (da && db && (wa.to < wb.from || wb.to < wa.from)) return wa.to < wb.from;
	if (a->n_words != b->n_words) return a->n_words > b->n_words;
	return true;
}

/* Both have a time, and so many days lie between that a post is no copy any more. */
static bool long_after(const rw_copying *c, riwaya_when before, riwaya_when now) {
	enum { DAY = 24 * 60 * 60 };
	if (before.precision == RIWAYA_PRECISION_NONE || now.precision == RIWAYA_PRECISION_NONE) return false;
	return (double)(now.from - before.to) > c->few_days * DAY || (double)(before.from - now.to) > c->few_days * DAY;
}

bool rw_told_anew(const rw_copying *c, uint32_t n_words, riwaya_when before, riwaya_when now) {
	return n_words < c->few && long_after(c, before, now);
}

static bool copied(const rw_copying *c, const rw_wording *t, uint32_t words, uint32_t weight) {
	double share = t->all > 0 ? (double)weight / t->all : 0;
	if (t->n_words < c->few) return share >= c->few_share && words >= c->few_words;
	return share >= c->least && words >= c->words;
}

void rw_measure(const rw_copying *c, rw_arena *scratch, const rw_wording *const *firsts, size_t n,
	const rw_wording *second, rw_measured *out) {
	rw_mark start = rw_arena_mark(scratch);
	pairs pairs_second = {0};
	for (size_t k = 0; k < n; k++) {
		const rw_wording *first = firsts[k];
		rw_mark m = rw_arena_mark(scratch);
		out[k] = (rw_measured){0};
		bool one, other;
		double share_one = 1, share_other = 1;
		if (first->key == second->key) {
			one = other = first->key != 0;
		} else {
			if (!pairs_second.head) {
				pairs_of(scratch, second, &pairs_second);
				m = rw_arena_mark(scratch);
			}
			beside b;
			lay_beside(c, scratch, first, &pairs_second, &b);
			/* a text that stands in the other, all but a rest, was copied there however much else stands beside it */
			bool of_first = copied(c, first, b.in_a, b.of_a), of_second = copied(c, second, b.in_b, b.of_b);
			one = of_first || (of_second && b.of_b >= c->whole * second->all);
			other = of_second || (of_first && b.of_a >= c->whole * first->all);
			if (first->n_words) share_one = (double)b.in_a / first->n_words;
			if (second->n_words) share_other = (double)b.in_b / second->n_words;
		}
		one = one && !rw_told_anew(c, first->n_words, told(first), told(second));
		other = other && !rw_told_anew(c, second->n_words, told(first), told(second));
		if (one || other) {
			out[k].shares = true;
			if (first_is_original(c->f, scratch, first, second)) {
				if (other) out[k] = (rw_measured){RW_COPIER_SECOND, true, share_other, share_other >= c->whole};
			} else if (one) {
				out[k] = (rw_measured){RW_COPIER_FIRST, true, share_one, share_one >= c->whole};
			}
		}
		rw_arena_reset(scratch, m);
	}
	rw_arena_reset(scratch, start);
}

size_t rw_best_offer(const rw_offer *offers, size_t n) {
	double most = 0;
	for (size_t i = 0; i < n; i++)
		if (offers[i].share > most) most = offers[i].share;
	size_t best = SIZE_MAX;
	for (size_t i = 0; i < n; i++)
		if (offers[i].share >= most - HARDLY && (best == SIZE_MAX || offers[i].of < offers[best].of)) best = i;
	return best;
}

void rw_copy_cover(
	const rw_copying *c, rw_arena *a, rw_arena *scratch, const rw_wording *report, const rw_wording *of, rw_copy *out) {
	bool *covered = RW_ARRAY(a, bool, report->n_words);
	if (report->key == of->key) {
		memset(covered, true, report->n_words);
	} else {
		rw_mark m = rw_arena_mark(scratch);
		pairs of_report;
		beside b;
		pairs_of(scratch, report, &of_report);
		lay_beside(c, scratch, of, &of_report, &b);
		if (report->n_words) memcpy(covered, b.b, report->n_words);
		rw_arena_reset(scratch, m);
	}
	out->covered = covered;
	out->starts = report->starts;
	out->n_words = report->n_words;
}

/* --- a set --------------------------------------------------------------------------------------------------------- */
/* The reports that have a print, in the order told. */
typedef struct sharers {
	uint32_t print, n, dated;
	uint32_t first, last; /* places in `shared`, + 1 */
} sharers;

typedef struct share_of_print {
	uint32_t report, before, behind;
} share_of_print;

typedef struct print_index {
	rw_arena *a;
	sharers *slots;
	size_t n, cap;
	RW_VEC(share_of_print) shared;
} print_index;

static sharers *sharers_of(print_index *x, uint32_t print) {
	size_t at = (print * UINT32_C(0x9E3779B1)) & (x->cap - 1);
	while (x->slots[at].n && x->slots[at].print != print) at = (at + 1) & (x->cap - 1);
	return &x->slots[at];
}

static void make_room(print_index *x, size_t more) {
	if (2 * (x->n + more) <= x->cap) return;
	print_index old = *x;
	while (x->cap < 2 * (x->n + more)) x->cap = x->cap ? 2 * x->cap : 1024;
	x->slots = RW_ARRAY(x->a, sharers, x->cap);
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i].n) *sharers_of(x, old.slots[i].print) = old.slots[i];
}

/* The candidates of a report that stands, which joins the lists itself. */
static size_t look_up(print_index *x, rw_arena *scratch, const rw_wording *w, uint32_t report, uint32_t *candidates) {
	bool dated = told(w).precision != RIWAYA_PRECISION_NONE;
	uint32_t *prints;
	size_t n = rw_prints_of(scratch, w, &prints);
	RW_VEC(rw_met) met = {0};
	make_room(x, n);
	for (size_t i = 0; i < n; i++) {
		sharers *s = sharers_of(x, prints[i]);
		rw_looked l = rw_looked_at(s->n, dated ? UINT32_MAX : s->dated);
		uint32_t taken = l.dated - l.first + s->n - l.undated, at = s->last;
		for (uint32_t k = s->n; k > (dated ? l.first : l.undated); k--, at = x->shared.p[at - 1].before)
			rw_vec_push(scratch, &met, (rw_met){x->shared.p[at - 1].report, taken});
		at = s->first;
		for (uint32_t k = 0; !dated && k < l.dated; k++, at = x->shared.p[at - 1].behind)
			rw_vec_push(scratch, &met, (rw_met){x->shared.p[at - 1].report, taken});
		if (!s->n) x->n++;
		rw_vec_push(x->a, &x->shared, (share_of_print){.report = report, .before = s->last});
		uint32_t place = (uint32_t)x->shared.n;
		if (s->last) x->shared.p[s->last - 1].behind = place;
		*s = (sharers){prints[i], s->n + 1, s->dated + dated, s->first ? s->first : place, place};
	}
	return rw_candidates(scratch, met.p, met.n, candidates);
}

static void release(void *p) { rw_arena_release(p); }

static rw_arena *arena_within(rw_arena *a) {
	rw_arena *inner = RW_NEW(a, rw_arena);
	rw_arena_init(inner, a->mem);
	rw_arena_defer(a, release, inner);
	return inner;
}

typedef struct made_offer {
	uint32_t to;
	rw_offer offer;
} made_offer;
typedef RW_VEC(made_offer) made_offers;

static int by_taker(const void *pa, const void *pb) {
	const made_offer *a = pa, *b = pb;
	if (a->to != b->to) return a->to < b->to ? -1 : 1;
	return (a->offer.of > b->offer.of) - (a->offer.of < b->offer.of);
}

static void measure(const rw_copying *c, rw_arena *work, rw_arena *scratch, const rw_wording *texts,
	const uint32_t *firsts, size_t n, uint32_t second, made_offers *made) {
	const rw_wording *first[RW_GROUP_COPIES];
	rw_measured out[RW_GROUP_COPIES];
	for (size_t k = 0; k < n; k++) first[k] = &texts[firsts[k]];
	rw_measure(c, scratch, first, n, &texts[second], out);
	for (size_t k = 0; k < n; k++) {
		if (out[k].who == RW_COPIER_NONE) continue;
		bool of_first = out[k].who == RW_COPIER_SECOND;
		rw_offer offer = {of_first ? firsts[k] : second, out[k].share, out[k].whole};
		rw_vec_push(work, made, (made_offer){of_first ? second : firsts[k], offer});
	}
}

/* The one that stands for the text of report i, which may be i itself. */
static uint32_t stands_for(const rw_copying *c, rw_map *keys, const rw_wording *texts, uint32_t i) {
	const rw_wording *w = &texts[i];
	bool fresh;
	uint32_t *stands = rw_map_put(keys, rw_slice_of((const char *)&w->key, sizeof w->key), &fresh);
	if (fresh || rw_told_anew(c, w->n_words, told(&texts[*stands]), told(w))) *stands = i;
	return *stands;
}

rw_copy *rw_copies(rw_facts *f, rw_arena *a, const rw_known *known, size_t n) {
	rw_copy *copies = RW_ARRAY(a, rw_copy, n);
	rw_wording *texts = RW_ARRAY(a, rw_wording, n);
	rw_arena *work = arena_within(a), *scratch = arena_within(a);
	rw_copying c;
	rw_copying_init(&c, f, a);
	print_index x = {.a = work};
	rw_map ids = RW_MAP(work), keys = RW_MAP(work);
	made_offers made = {0};
	for (uint32_t i = 0; i < n; i++) {
		rw_mark m = rw_arena_mark(scratch);
		rw_slice id = known[i].report->id;
		bool fresh = true;
		uint32_t *twin = id.n ? rw_map_put(&ids, id, &fresh) : NULL;
		copies[i].of = RW_NO;
		if (twin && fresh) *twin = i;
		if (!fresh) {
			copies[i] = (rw_copy){.of = *twin, .share = 1, .whole = true, .same = true};
			continue;
		}
		rw_wording *w = &texts[i];
		rw_wording_of(&c, a, scratch, &known[i], w);
		if (!w->key) continue;
		uint32_t stands = stands_for(&c, &keys, texts, i), candidates[RW_GROUP_COPIES] = {stands};
		size_t n_found = stands == i ? look_up(&x, scratch, w, i, candidates) : 1;
		measure(&c, work, scratch, texts, candidates, n_found, i, &made);
		rw_arena_reset(scratch, m);
	}
	if (made.n) qsort(made.p, made.n, sizeof *made.p, by_taker);
	rw_offer *offers = RW_ARRAY(work, rw_offer, made.n);
	for (size_t from = 0, to; from < made.n; from = to) {
		for (to = from; to < made.n && made.p[to].to == made.p[from].to; to++) offers[to - from] = made.p[to].offer;
		rw_offer best = offers[rw_best_offer(offers, to - from)];
		uint32_t i = made.p[from].to;
		copies[i] = (rw_copy){.of = best.of, .share = best.share, .whole = best.whole};
		rw_copy_cover(&c, a, scratch, &texts[i], &texts[best.of], &copies[i]);
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
