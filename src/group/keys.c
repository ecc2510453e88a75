/* keys.c: where a thread lies among others: the buckets of dated ones, and what undated ones are held against groups by. */
#include "group/group.h"
#include "mention/calendar.h"
#include <stdlib.h>

/* --- buckets ----------------------------------------------------------------------------------------------------- */
/* The id, or of words the first one of the name: longer and shorter forms of a name meet. */
static rw_slice bucket_of(const rw_site *s) {
	if (s->id.n) return s->key;
	size_t end = rw_slice_find(s->key, RW_LIT(" "), 1);
	return end == SIZE_MAX ? s->key : rw_slice_of(s->key.p, end);
}

static unsigned char *put(unsigned char *at, uint64_t v, size_t n) {
	for (size_t i = 0; i < n; i++) at[i] = (unsigned char)(v >> 8 * (n - 1 - i));
	return at + n;
}

/* Minutes of either sign, in five bytes. */
static uint64_t minute_of(int64_t v) { return (uint64_t)(v + (INT64_C(1) << 39)); }

/* The kind of act that stands for a thread: one that is over in moments before others, then by rank. */
static uint32_t act_of(const rw_facts *f, const rw_set256 *acts) {
	uint32_t best = RW_NO;
	for (uint32_t p = 0; p < f->predicates.n; p++) {
		const rw_predicate *x = &f->predicates.p[p];
		if (!x->assault || !rw_set_has(acts, p)) continue;
		const rw_predicate *y = best == RW_NO ? NULL : &f->predicates.p[best];
		if (!y || x->sudden > y->sudden || (x->sudden == y->sudden && x->rank < y->rank)) best = p;
	}
	return best;
}

static void place_in_time(const rw_facts *f, const rw_known *k, const rw_thread *t, unsigned char out[RW_GROUP_ORDER]) {
	uint32_t act = act_of(f, &t->acts);
	if (act == RW_NO) act = act_of(f, &t->named);
	uint64_t kind = act == RW_NO ? 0 : rw_hash(f->predicates.p[act].family, 0x616374);
	riwaya_when at = k->report->published.at;
	/* news without a time of its own is mostly of the day on which it came out */
	int64_t day = rw_day_of_minute(t->told_time ? t->from : t->to);
	unsigned char *end = put(out, (uint64_t)(day + INT32_MAX), RW_GROUP_DAY);
	end = put(end, kind, 2);
	end = put(end, minute_of(t->from), 5);
	end = put(end, at.precision == RIWAYA_PRECISION_NONE ? 0 : minute_of(at.from), 5);
	end = put(end, rw_hash(k->report->id, 0x6f72), 6);
	put(end, t->number, 2);
}

void rw_order_from(const rw_weights *w, rw_slice order, int sign, unsigned char out[RW_GROUP_DAY]) {
	enum { SPARE = 16 }; /* days: a place in time is that of a thread's beginning or of its end */
	uint64_t day = 0;
	for (size_t i = 0; i < RW_GROUP_DAY && i < order.n; i++) day = day << 8 | (unsigned char)order.p[i];
	int64_t reach = (int64_t)(w->far_days + w->longest_days) + SPARE;
	put(out, (uint64_t)((int64_t)day + sign * reach), RW_GROUP_DAY);
}

void rw_keys_of(const rw_facts *f, rw_arena *a, const rw_known *known, const rw_thread *t, rw_keys *out) {
	memset(out, 0, sizeof *out);
	if (!t->dated) return;
	place_in_time(f, &known[t->report], t, out->order);
	if (t->site == RW_NO) return;
	uint32_t narrow = t->town != RW_NO ? t->town : t->site;
	const rw_site *s = &f->sites.p[narrow];
	out->wide = !s->id.n || s->level < RW_LEVEL_TOWN;
	if (!s->id.n || s->level >= RW_LEVEL_TOWN) out->town = rw_arena_copy(a, bucket_of(s));
	if (t->region != RW_NO) out->region = rw_arena_copy(a, f->sites.p[t->region].key);
}

/* --- meetings ---------------------------------------------------------------------------------------------------- */
typedef struct row {
	rw_slice bucket;
	const rw_keys *keys;
	uint32_t thread;
	bool wide; /* meets all: in a town's bucket everyone does */
} row;

static int by_place(const void *pa, const void *pb) {
	const row *a = pa, *b = pb;
	int order = rw_slice_cmp(a->bucket, b->bucket);
	if (!order) order = memcmp(a->keys->order, b->keys->order, RW_GROUP_ORDER);
	return order ? order : (a->thread > b->thread) - (a->thread < b->thread);
}

static int by_threads(const void *pa, const void *pb) {
	const rw_meeting *a = pa, *b = pb;
	if (a->a != b->a) return a->a < b->a ? -1 : 1;
	return (a->b > b->b) - (a->b < b->b);
}

typedef RW_VEC(row) rows;

static void meet(
	const rw_facts *f, const rw_weights *w, rw_arena *a, const rw_threads *threads, rows *all, rw_meetings *out) {
	if (all->n) qsort(all->p, all->n, sizeof *all->p, by_place);
	for (size_t i = 0; i < all->n; i++) {
		const row *x = &all->p[i];
		for (size_t j = i + 1; j < all->n && j - i <= RW_GROUP_NEIGHBOURS; j++) {
			const row *y = &all->p[j];
			if (!rw_slice_eq(x->bucket, y->bucket)) break;
			if (!x->wide && !y->wide) continue;
			uint32_t first = x->thread < y->thread ? x->thread : y->thread, second = x->thread ^ y->thread ^ first;
			rw_weighing weighing;
			if (rw_threads_meet(f, w, &threads->p[first], &threads->p[second], &weighing))
				rw_vec_push(a, out, (rw_meeting){first, second});
		}
	}
}

void rw_meetings_of(const rw_facts *f, const rw_weights *w, rw_arena *a, const rw_threads *threads, const rw_keys *keys,
	rw_meetings *out) {
	rows towns = {0}, regions = {0};
	for (uint32_t i = 0; i < threads->n; i++) {
		if (keys[i].town.n) rw_vec_push(a, &towns, (row){keys[i].town, &keys[i], i, true});
		if (keys[i].region.n) rw_vec_push(a, &regions, (row){keys[i].region, &keys[i], i, keys[i].wide});
	}
	meet(f, w, a, threads, &towns, out);
	meet(f, w, a, threads, &regions, out);
	if (out->n) qsort(out->p, out->n, sizeof *out->p, by_threads);
	size_t n = 0;
	for (size_t i = 0; i < out->n; i++)
		if (!n || by_threads(&out->p[n - 1], &out->p[i])) out->p[n++] = out->p[i];
	out->n = n;
}

/* --- hints ------------------------------------------------------------------------------------------------------- */
/* The place of the earliest thread in time, a bit for each predicate told, 256 for the figures told, then keys of places, each with a
 * line's end: the town, the site, and what that lies in up to its home. */
enum {
	SET_BYTES = RW_MAX_PREDICATES / 8,
	TOLD = RW_GROUP_ORDER,
	FIGURES = TOLD + SET_BYTES,
	PLACES = FIGURES + SET_BYTES
};

static void set_bit(unsigned char *set, uint64_t i) { set[i / 8 % SET_BYTES] |= (unsigned char)(1 << i % 8); }

static void tell_bits(const rw_facts *f, const rw_thread *t, unsigned char *bytes) {
	for (size_t i = 0; i < t->n_particulars; i++) {
		const rw_particular *p = &t->particulars[i];
		set_bit(bytes + TOLD, p->predicate);
		if (!p->precise || !p->has_low || p->low < 3) continue;
		unsigned char figure[8];
		put(figure, p->low < 1e15 ? (uint64_t)p->low : 0, sizeof figure);
		uint64_t h = rw_hash(f->predicates.p[p->predicate].id, 0x666967);
		set_bit(bytes + FIGURES, rw_hash(rw_slice_of((const char *)figure, sizeof figure), h));
	}
}

rw_hint rw_hint_of(
	const rw_facts *f, rw_arena *a, const rw_known *known, const rw_thread *const *threads, size_t n, uint32_t site) {
	rw_hint h = {RW_NONE, RW_NONE};
	unsigned char bytes[PLACES] = {0};
	uint32_t town = rw_site_town(f, site);
	rw_buf b = RW_BUF(a);
	rw_buf_put(&b, bytes, sizeof bytes);
	if (town != RW_NO) rw_buf_slice(&b, f->sites.p[town].key);
	rw_buf_byte(&b, '\n');
	for (int step = 0; site != RW_NO && step <= RW_MAX_WITHIN; step++, site = f->sites.p[site].parent) {
		const rw_site *s = &f->sites.p[site];
		if (s->id.n && s->level < RW_LEVEL_DISTRICT) break;
		h.home = s->key;
		rw_buf_slice(&b, s->key);
		rw_buf_byte(&b, '\n');
	}
	if (!h.home.n) return h;
	h.home = rw_arena_copy(a, h.home);
	for (size_t i = 0; i < n; i++) {
		unsigned char order[RW_GROUP_ORDER] = {0};
		if (threads[i]->dated) place_in_time(f, &known[threads[i]->report], threads[i], order);
		if (i == 0 || memcmp(order, bytes, sizeof order) < 0) memcpy(bytes, order, sizeof order);
		tell_bits(f, threads[i], bytes);
	}
	memcpy(b.p, bytes, sizeof bytes);
	h.bytes = rw_buf_view(&b);
	return h;
}

typedef struct hint {
	const unsigned char *bytes;
	rw_slice town, site, chain; /* chain: site and what it lies in, lines */
} hint;

static bool read_hint(rw_slice bytes, hint *out) {
	if (bytes.n <= PLACES) return false;
	out->bytes = (const unsigned char *)bytes.p;
	rw_slice rest = rw_slice_of(bytes.p + PLACES, bytes.n - PLACES);
	out->town = rw_slice_cut(&rest, '\n');
	out->chain = rest;
	out->site = rw_slice_cut(&rest, '\n');
	return out->site.n > 0;
}

static bool has_line(rw_slice lines, rw_slice line) {
	while (lines.p)
		if (rw_slice_eq(rw_slice_cut(&lines, '\n'), line)) return true;
	return false;
}

/* One place contains the other, or both lie in one town. */
static bool hints_meet(const hint *a, const hint *b) {
	return has_line(a->chain, b->site) || has_line(b->chain, a->site) || (a->town.n && rw_slice_eq(a->town, b->town));
}

static uint32_t common(const unsigned char *a, const unsigned char *b) {
	uint32_t n = 0;
	for (size_t i = 0; i < SET_BYTES; i += sizeof(uint64_t)) {
		uint64_t x, y;
		memcpy(&x, a + i, sizeof x);
		memcpy(&y, b + i, sizeof y);
		n += (uint32_t)__builtin_popcountll(x & y);
	}
	return n;
}

size_t rw_hints_near(rw_slice thread, const rw_slice *groups, size_t n, uint32_t out[RW_GROUP_NEAR]) {
	struct {
		uint32_t score;
		const unsigned char *order;
	} best[RW_GROUP_NEAR];
	size_t m = 0;
	hint t, g;
	if (!read_hint(thread, &t)) return 0;
	for (size_t i = 0; i < n; i++) {
		if (!read_hint(groups[i], &g) || !hints_meet(&t, &g)) continue;
		/* the same figure says more than that something of the kind is told */
		uint32_t score = common(t.bytes + TOLD, g.bytes + TOLD) + 2 * common(t.bytes + FIGURES, g.bytes + FIGURES);
		size_t at = m;
		while (at &&
			(best[at - 1].score < score ||
				(best[at - 1].score == score && memcmp(g.bytes, best[at - 1].order, RW_GROUP_ORDER) < 0)))
			at--;
		if (at == RW_GROUP_NEAR) continue;
		if (m < RW_GROUP_NEAR) m++;
		memmove(best + at + 1, best + at, (m - 1 - at) * sizeof *best);
		memmove(out + at + 1, out + at, (m - 1 - at) * sizeof *out);
		best[at].score = score, best[at].order = g.bytes;
		out[at] = (uint32_t)i;
	}
	return m;
}
