/* settle.c: which reviews have effect: those not withdrawn and, where the policy asks for it, held by two people. */
#include "review/review.h"
#include <stdlib.h>

static int by_time(const void *pa, const void *pb) {
	const rw_review *a = pa, *b = pb;
	if (a->moment != b->moment) return a->moment < b->moment ? -1 : 1;
	return rw_slice_cmp(a->id, b->id);
}

static bool decides(const rw_review *r) {
	return r->kind != RIWAYA_REVIEW_NOTE && r->kind != RIWAYA_REVIEW_WITHDRAW && r->kind != RIWAYA_REVIEW_SECOND;
}

/* Marks the author of one more that holds what `says`; false where a second one did before or does now. */
static void held(rw_map *first_of, rw_map *two, rw_slice says, uint32_t by) {
	bool fresh;
	uint32_t *first = rw_map_put(first_of, says, &fresh);
	if (fresh)
		*first = by;
	else if (*first != by)
		*rw_map_put(two, says, &fresh) = by;
}

void rw_review_settle(rw_arena *a, rw_review *reviews, size_t n, const rw_review_policy *policy) {
	if (n) qsort(reviews, n, sizeof *reviews, by_time);
	rw_map of_id = RW_MAP(a), authors = RW_MAP(a);
	uint32_t *by = RW_ARRAY(a, uint32_t, n);
	for (size_t i = 0; i < n; i++) {
		bool fresh;
		uint32_t *at = rw_map_put(&of_id, reviews[i].id, &fresh);
		reviews[i].state = fresh ? RW_REVIEW_COUNTS : RW_REVIEW_IDLE; /* the same one twice */
		if (fresh) *at = (uint32_t)i;
		at = rw_map_put(&authors, reviews[i].by, &fresh);
		if (fresh) *at = (uint32_t)i;
		by[i] = *at;
	}
	/* A withdrawal is its author's alone, and final: who thinks again decides again. */
	for (size_t i = 0; i < n; i++) {
		rw_review *r = &reviews[i];
		if (r->kind != RIWAYA_REVIEW_WITHDRAW || r->state) continue;
		uint32_t at = rw_map_get(&of_id, r->review);
		if (at == UINT32_MAX || by[at] != by[i] || reviews[at].kind == RIWAYA_REVIEW_WITHDRAW)
			r->state = RW_REVIEW_IDLE;
		else
			reviews[at].state = RW_REVIEW_WITHDRAWN;
	}
	rw_map first_of = RW_MAP(a), two = RW_MAP(a);
	rw_slice *says = RW_ARRAY(a, rw_slice, n);
	for (size_t i = 0; i < n; i++) {
		rw_review *r = &reviews[i];
		if (r->state) continue;
		uint32_t at = (uint32_t)i;
		if (r->kind == RIWAYA_REVIEW_SECOND) {
			at = rw_map_get(&of_id, r->review);
			if (at == UINT32_MAX || by[at] == by[i] || !decides(&reviews[at])) {
				r->state = RW_REVIEW_IDLE;
				continue;
			}
			if (reviews[at].state) continue;
		} else if (!decides(r)) {
			continue;
		}
		if (!says[at].p) says[at] = rw_review_says(a, &reviews[at]);
		held(&first_of, &two, says[at], by[i]);
	}
	for (size_t i = 0; policy && policy->second && i < n; i++)
		if (!reviews[i].state && decides(&reviews[i]) && rw_map_get(&two, says[i]) == UINT32_MAX)
			reviews[i].state = RW_REVIEW_WAITS;
}
