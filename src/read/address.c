/* address.c: what an address (URL) tells: its host, and the date that many sites write into it. */
#include "read/page.h"

rw_slice rw_host_of(rw_slice s) {
	s = rw_slice_trim(s);
	size_t at = rw_slice_find(s, RW_LIT("://"), 0);
	if (at != SIZE_MAX) {
		s = rw_slice_of(s.p + at + 3, s.n - at - 3);
	} else if (!rw_slice_starts(s, RW_LIT("www."))) {
		/* A bare host name: a dot, and nothing that file names have. */
		if (rw_slice_find(s, RW_LIT("."), 0) == SIZE_MAX || rw_slice_find(s, RW_LIT(" "), 0) != SIZE_MAX ||
			rw_slice_find(s, RW_LIT("@"), 0) != SIZE_MAX)
			return RW_NONE;
	}
	size_t n = 0;
	while (n < s.n && s.p[n] != '/' && s.p[n] != '?' && s.p[n] != '#' && s.p[n] != ':') n++;
	s.n = n;
	if (rw_slice_starts(s, RW_LIT("www."))) s = rw_slice_of(s.p + 4, s.n - 4);
	return s.n ? s : RW_NONE;
}

static bool digits(rw_slice s, size_t i, size_t n, int *out) {
	*out = 0;
	if (i + n > s.n) return false;
	for (size_t k = 0; k < n; k++) {
		char c = s.p[i + k];
		if (c < '0' || c > '9') return false;
		*out = *out * 10 + (c - '0');
	}
	return true;
}

static bool digit_at(rw_slice s, size_t i) { return i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; }

bool rw_address_date(rw_slice s, riwaya_when *out) {
	for (size_t i = 0; i + 8 <= s.n; i++) {
		int y, m, d;
		if ((i > 0 && digit_at(s, i - 1)) || !digits(s, i, 4, &y) || y < 1990 || y > 2100) continue;
		char sep = i + 4 < s.n ? s.p[i + 4] : 0;
		size_t end;
		if (sep == '/' || sep == '-' || sep == '_') {
			size_t k = i + 5, w = digit_at(s, k + 1) ? 2 : 1;
			if (!digits(s, k, w, &m) || k + w >= s.n || s.p[k + w] != sep) continue;
			k += w + 1;
			w = digit_at(s, k + 1) ? 2 : 1;
			if (!digits(s, k, w, &d)) continue;
			end = k + w;
		} else {
			if (!digits(s, i + 4, 2, &m) || !digits(s, i + 6, 2, &d)) continue;
			end = i + 8;
		}
		if (digit_at(s, end) || !rw_date_valid(y, m, d)) continue;
		*out = rw_when_day(rw_days_from_civil(y, m, d));
		return true;
	}
	return false;
}
