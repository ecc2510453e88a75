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

/* Whether an address has more than the site's host: a path or a question. */
static bool has_path(rw_slice s) {
	size_t at = rw_slice_find(s, RW_LIT("://"), 0);
	if (at == SIZE_MAX) return false;
	size_t slash = rw_slice_find(s, RW_LIT("/"), at + 3);
	return slash != SIZE_MAX && slash + 1 < s.n;
}

rw_slice rw_own_address(rw_arena *a, const rw_saids *s) {
	const rw_said *best = NULL, *host = NULL;
	int most = 0;
	for (size_t i = 0; i < s->n; i++) {
		const rw_said *one = &s->p[i];
		if (one->what != RW_SAYS_ADDRESS) continue;
		bool whole = rw_slice_find(one->value, RW_LIT("://"), 0) != SIZE_MAX;
		if (!whole && !rw_slice_starts(one->value, RW_LIT("/"))) continue;
		/* A template's canonical link is often that of the site's first page. */
		int rank = one->weight + (has_path(one->value) ? 10 : whole ? 0 : 4);
		if (whole && !host) host = one;
		if (rank <= most) continue;
		best = one;
		most = rank;
	}
	if (!best) return RW_NONE;
	rw_slice v = best->value;
	if (rw_slice_find(v, RW_LIT("://"), 0) != SIZE_MAX) return v;
	if (rw_slice_starts(v, RW_LIT("//"))) return rw_arena_printf(a, "https:" RW_FMT, RW_ARG(v));
	if (!host) return RW_NONE;
	size_t at = rw_slice_find(host->value, RW_LIT("://"), 0), slash = rw_slice_find(host->value, RW_LIT("/"), at + 3);
	rw_slice root = rw_slice_of(host->value.p, slash == SIZE_MAX ? host->value.n : slash);
	return rw_arena_printf(a, RW_FMT RW_FMT, RW_ARG(root), RW_ARG(v));
}

/* The word from i on, up to a space or what ends a comment. */
static rw_slice word_at(rw_slice s, size_t i) {
	while (i < s.n && s.p[i] == ' ') i++;
	size_t e = i;
	while (e < s.n && (unsigned char)s.p[e] > ' ' && s.p[e] != '>' && s.p[e] != '"') e++;
	return rw_slice_of(s.p + i, e - i);
}

void rw_say_saved(rw_arena *a, rw_slice page, rw_saids *s) {
	enum { HEAD = 4096 };
	rw_slice head = page.n < HEAD ? page : rw_slice_of(page.p, HEAD);
	/* Internet Explorer and those after it. */
	size_t at = rw_slice_find(head, RW_LIT("saved from url=("), 0);
	size_t close = at == SIZE_MAX ? SIZE_MAX : rw_slice_find(head, RW_LIT(")"), at);
	if (close != SIZE_MAX) rw_say(a, s, RW_SAYS_ADDRESS, 4, "saved from", word_at(head, close + 1));
	at = rw_slice_find(head, RW_LIT("Page saved with SingleFile"), 0);
	if (at != SIZE_MAX) at = rw_slice_find(head, RW_LIT("url: "), at);
	if (at != SIZE_MAX) rw_say(a, s, RW_SAYS_ADDRESS, 4, "saved from", word_at(head, at + 5));
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
