/* slice.c: comparing, searching and parting borrowed bytes, and reading numbers from them without a locale. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem: linear, where a loop of memchr and memcmp is not */
#endif
#include "base/base.h"

int rw_slice_cmp(rw_slice a, rw_slice b) {
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	if (c != 0) return c < 0 ? -1 : 1;
	return a.n < b.n ? -1 : a.n > b.n;
}

bool rw_slice_starts(rw_slice s, rw_slice with) {
	return s.n >= with.n && (with.n == 0 || memcmp(s.p, with.p, with.n) == 0);
}

bool rw_slice_ends(rw_slice s, rw_slice with) {
	return s.n >= with.n && (with.n == 0 || memcmp(s.p + s.n - with.n, with.p, with.n) == 0);
}

size_t rw_slice_find(rw_slice s, rw_slice what, size_t from) {
	if (from > s.n || what.n > s.n - from) return SIZE_MAX;
	if (what.n == 0) return from;
	const char *at = memmem(s.p + from, s.n - from, what.p, what.n);
	return at ? (size_t)(at - s.p) : SIZE_MAX;
}

static bool white(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

rw_slice rw_slice_trim(rw_slice s) {
	while (s.n && white(s.p[0])) s.p++, s.n--;
	while (s.n && white(s.p[s.n - 1])) s.n--;
	return s;
}

rw_slice rw_slice_cut(rw_slice *s, char sep) {
	rw_slice whole = *s;
	const char *at = whole.n ? memchr(whole.p, sep, whole.n) : NULL;
	if (!at) {
		*s = RW_NONE;
		return whole;
	}
	size_t n = (size_t)(at - whole.p);
	*s = rw_slice_of(at + 1, whole.n - n - 1);
	return rw_slice_of(whole.p, n);
}

bool rw_slice_u64(rw_slice s, uint64_t *out) {
	const uint64_t top = UINT64_C(1) << 63;
	uint64_t v = 0;
	if (s.n == 0) return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9') return false;
		uint64_t d = (uint64_t)(s.p[i] - '0');
		if (v > (top - d) / 10) return false;
		v = v * 10 + d;
	}
	*out = v;
	return true;
}

bool rw_slice_double(rw_slice s, double *out) {
	/* Up to 18 digits are kept as an integer; one division by an exact power of ten then rounds correctly for
	 * everything that tables and reports hold. Digits past that only move the point. */
	enum { KEPT = 18, POWERS = 22 };
	bool minus = false, point = false, any = false;
	uint64_t m = 0;
	int kept = 0;
	size_t dropped = 0, after = 0, i = 0;
	if (s.n && (s.p[0] == '-' || s.p[0] == '+')) minus = s.p[i++] == '-';
	for (; i < s.n; i++) {
		char c = s.p[i];
		if (c == '.' && !point) {
			point = true;
			continue;
		}
		if (c < '0' || c > '9') return false;
		any = true;
		if (kept < KEPT) {
			m = m * 10 + (uint64_t)(c - '0');
			kept += m != 0;
			after += point;
		} else {
			dropped += !point;
		}
	}
	if (!any) return false;
	if (dropped > 400) dropped = 400; /* past the range of double already */
	if (after > 400) after = 400;
	double v = (double)m;
	for (size_t left = after; left > 0;) {
		double ten = 1;
		size_t step = left < POWERS ? left : POWERS;
		for (size_t k = 0; k < step; k++) ten *= 10;
		v /= ten;
		left -= step;
	}
	for (; dropped > 0; dropped--) v *= 10;
	*out = minus ? -v : v;
	return true;
}
