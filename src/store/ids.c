/* ids.c: sets and packed lists of numbers. */
#include "store/ids.h"

static size_t slot_of(const rw_ids *s, int64_t id) {
	uint64_t h = (uint64_t)id * UINT64_C(0x9E3779B97F4A7C15);
	size_t at = (size_t)(h >> 20) & s->mask;
	while (s->slots[at] && s->p[s->slots[at] - 1] != id) at = (at + 1) & s->mask;
	return at;
}

uint32_t rw_ids_find(const rw_ids *s, int64_t id) {
	if (!s->slots) return UINT32_MAX;
	uint32_t at = s->slots[slot_of(s, id)];
	return at ? at - 1 : UINT32_MAX;
}

uint32_t rw_ids_put(rw_ids *s, int64_t id, bool *fresh) {
	if (!s->slots || 2 * s->n > s->mask) {
		size_t cap = s->slots ? 2 * (s->mask + 1) : 64;
		s->slots = RW_ARRAY(s->a, uint32_t, cap);
		s->mask = cap - 1;
		for (size_t i = 0; i < s->n; i++) s->slots[slot_of(s, s->p[i])] = (uint32_t)i + 1;
	}
	size_t at = slot_of(s, id);
	bool made = !s->slots[at];
	if (made) {
		if (s->n == s->cap) s->p = rw_vec_grow(s->a, s->p, sizeof *s->p, s->n, &s->cap);
		s->p[s->n++] = id;
		s->slots[at] = (uint32_t)s->n;
	}
	if (fresh) *fresh = made;
	return s->slots[at] - 1;
}

int rw_by_number(const void *pa, const void *pb) {
	int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;
	return (a > b) - (a < b);
}

rw_slice rw_list_pack(rw_arena *a, const int64_t *p, size_t n) {
	if (!n) return RW_NONE;
	char *out = rw_arena_alloc(a, 10 * n);
	size_t at = 0;
	uint64_t before = 0;
	for (size_t i = 0; i < n; i++) {
		uint64_t d = (uint64_t)p[i] - before;
		before = (uint64_t)p[i];
		for (; d >= 0x80; d >>= 7) out[at++] = (char)(d | 0x80);
		out[at++] = (char)d;
	}
	return rw_slice_of(out, at);
}

rw_list rw_list_unpack(rw_arena *a, rw_slice bytes) {
	rw_list l = {RW_ARRAY(a, int64_t, bytes.n), 0};
	uint64_t id = 0, d = 0;
	unsigned shift = 0;
	for (size_t i = 0; i < bytes.n && shift < 64; i++) {
		unsigned char c = (unsigned char)bytes.p[i];
		d |= (uint64_t)(c & 0x7F) << shift;
		shift += 7;
		if (c & 0x80) continue;
		l.p[l.n++] = (int64_t)(id += d);
		d = 0;
		shift = 0;
	}
	return l;
}

bool rw_list_has(const rw_list *l, int64_t id) {
	size_t lo = 0, hi = l->n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (l->p[mid] < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < l->n && l->p[lo] == id;
}
