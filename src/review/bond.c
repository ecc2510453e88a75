/* bond.c: what people said of what belongs together, in the form in which group/ takes it: bonds between threads, and copies. */
#include "review/review.h"

/* --- as pairs of reports ---------------------------------------------------------------------------------------------- */
static void say(rw_arena *a, rw_sayings *out, const rw_review *r, rw_saying_kind kind, rw_slice x, rw_slice y) {
	rw_vec_push(a, out, (rw_saying){kind, x, y, r});
}

void rw_review_sayings(rw_arena *a, const rw_review *reviews, size_t n, rw_sayings *out) {
	/* Settled reviews are in the order of their time. Of two that contradict each other the later one goes first. */
	for (size_t i = n; i-- > 0;) {
		const rw_review *r = &reviews[i];
		if (r->state != RW_REVIEW_COUNTS) continue;
		switch (r->kind) {
		case RIWAYA_REVIEW_JOIN: say(a, out, r, RW_SAYING_TOGETHER, r->report, r->with); break;
		case RIWAYA_REVIEW_REPRINT: say(a, out, r, RW_SAYING_COPY, r->report, r->with); break;
		case RIWAYA_REVIEW_MERGE:
			/* Every pair: a later split may take one of them out, and leave the others together. */
			for (size_t x = 0; x < r->n_reports; x++)
				for (size_t y = x + 1; y < r->n_reports; y++)
					say(a, out, r, RW_SAYING_TOGETHER, r->reports[x], r->reports[y]);
			break;
		case RIWAYA_REVIEW_SPLIT:
			for (size_t x = 0; x < r->n_reports; x++)
				for (size_t y = 0; y < r->n_from; y++) say(a, out, r, RW_SAYING_APART, r->reports[x], r->from[y]);
			break;
		default: break;
		}
	}
}

rw_slice rw_report_named(rw_slice name, rw_slice *place) {
	*place = name;
	rw_slice report = rw_slice_cut(place, '@');
	return report;
}

/* --- on a set of reports ------------------------------------------------------------------------------------------------ */
static void index_reports(rw_arena *a, rw_map *of_id, const rw_known *known, size_t n) {
	*of_id = RW_MAP(a);
	for (size_t i = 0; i < n; i++) {
		bool fresh;
		uint32_t *at = rw_map_put(of_id, known[i].report->id, &fresh);
		if (fresh) *at = (uint32_t)i;
	}
}

uint32_t rw_review_thread(rw_facts *f, const rw_threads *threads, uint32_t first, rw_slice place) {
	uint32_t site = place.n ? rw_site_of(f, place, RW_NONE) : RW_NO;
	for (uint32_t t = first; t < threads->n && threads->p[t].report == threads->p[first].report; t++) {
		const rw_thread *x = &threads->p[t];
		if (!place.n || (x->site != RW_NO && site != RW_NO && rw_site_within(f, x->site, site))) return t;
	}
	return RW_NO;
}

static uint32_t thread_of(
	rw_facts *f, const rw_map *of_id, const uint32_t *first, const rw_threads *threads, rw_slice name) {
	rw_slice place, id = rw_report_named(name, &place);
	uint32_t report = rw_map_get(of_id, id);
	return report == UINT32_MAX ? RW_NO : rw_review_thread(f, threads, first[report], place);
}

void rw_review_bonds(rw_facts *f, rw_arena *a, const rw_sayings *sayings, const rw_known *known, size_t n,
	const rw_threads *threads, rw_bonds *out, rw_orphans *orphans) {
	rw_map of_id;
	index_reports(a, &of_id, known, n);
	uint32_t *first = RW_ARRAY(a, uint32_t, n);
	for (size_t i = 0; i < n; i++) first[i] = RW_NO;
	for (size_t t = threads->n; t-- > 0;) first[threads->p[t].report] = (uint32_t)t;
	const rw_review *last = NULL;
	for (size_t i = 0; i < sayings->n; i++) {
		const rw_saying *s = &sayings->p[i];
		if (s->kind == RW_SAYING_COPY) continue;
		uint32_t x = thread_of(f, &of_id, first, threads, s->a), y = thread_of(f, &of_id, first, threads, s->b);
		if (x != RW_NO && y != RW_NO && x != y) {
			rw_vec_push(a, out, (rw_bond){x, y, s->kind == RW_SAYING_APART});
		} else if (orphans && s->review != last) {
			rw_vec_push(a, orphans, (rw_orphan){s->review, RW_ORPHAN_NO_REPORT});
			last = s->review;
		}
	}
}

/* A person's copy stands whole in the other, as far as anybody asks. */
static void cover_all(rw_arena *a, rw_slice text, rw_copy *c) {
	RW_VEC(uint32_t) starts = {0};
	bool before = true;
	for (size_t i = 0; i < text.n; i++) {
		bool space = (unsigned char)text.p[i] <= ' ';
		if (before && !space) rw_vec_push(a, &starts, (uint32_t)i);
		before = space;
	}
	bool *covered = RW_ARRAY(a, bool, starts.n);
	if (starts.n) memset(covered, true, starts.n);
	c->starts = starts.p;
	c->covered = covered;
	c->n_words = (uint32_t)starts.n;
}

void rw_review_copies(
	rw_arena *a, const rw_sayings *sayings, const rw_known *known, size_t n, rw_copy *copies, rw_orphans *orphans) {
	rw_map of_id;
	index_reports(a, &of_id, known, n);
	for (size_t i = sayings->n; i-- > 0;) { /* the last one counts */
		const rw_saying *s = &sayings->p[i];
		if (s->kind != RW_SAYING_COPY) continue;
		uint32_t x = rw_map_get(&of_id, s->a), y = s->b.p ? rw_map_get(&of_id, s->b) : RW_NO;
		if (x == UINT32_MAX || (s->b.p && y == UINT32_MAX)) {
			if (orphans) rw_vec_push(a, orphans, (rw_orphan){s->review, RW_ORPHAN_NO_REPORT});
			continue;
		}
		copies[x] = (rw_copy){.of = RW_NO};
		if (y == RW_NO) continue;
		/* What the other copies is what this one does; where that leads back here, it was the other way round. */
		for (size_t steps = 0; copies[y].of != RW_NO && steps < n; steps++) {
			if (copies[y].of != x) {
				y = copies[y].of;
				continue;
			}
			copies[y] = (rw_copy){.of = RW_NO};
		}
		copies[x] = (rw_copy){.of = y, .share = 1, .whole = true};
		cover_all(a, known[x].report->text, &copies[x]);
	}
}
