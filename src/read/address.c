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
	/* "/2022/01/" tells the month. */
	for (size_t i = 0; i + 9 <= s.n; i++) {
		int y, m;
		if (s.p[i] != '/' || !digits(s, i + 1, 4, &y) || y < 1990 || y > 2100 || s.p[i + 5] != '/') continue;
		if (!digits(s, i + 6, 2, &m) || m < 1 || m > 12 || s.p[i + 8] != '/') continue;
		*out = rw_when_month(y, m);
		return true;
	}
	return false;
}

/* --- addresses within addresses ------------------------------------------------------------------------------------- */
/* Bytes of "scheme:" at the front, 0 where there is none. */
static size_t scheme(rw_slice s) {
	size_t i = 0;
	while (i < s.n && ((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z')) i++;
	if (i == 0) return 0;
	while (i < s.n &&
		(((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z') || digit_at(s, i) || s.p[i] == '+' || s.p[i] == '-' ||
			s.p[i] == '.'))
		i++;
	return i < s.n && s.p[i] == ':' ? i + 1 : 0;
}

bool rw_is_web(rw_slice s) {
	size_t n = scheme(s);
	if (n != 5 && n != 6) return false;
	static const char https[] = "https";
	for (size_t i = 0; i + 1 < n; i++)
		if ((s.p[i] | 0x20) != https[i]) return false;
	return s.n > n + 2 && s.p[n] == '/' && s.p[n + 1] == '/' && s.p[n + 2] != '/';
}

/* Where the path begins. */
static size_t path_of(rw_slice s) {
	size_t i = scheme(s);
	if (s.n >= i + 2 && s.p[i] == '/' && s.p[i + 1] == '/') i += 2;
	while (i < s.n && s.p[i] != '/' && s.p[i] != '?' && s.p[i] != '#') i++;
	return i;
}

/* Writes a path without its "." and ".." behind what stands in b, from `root` on. */
static void put_path(rw_buf *b, size_t root, rw_slice path) {
	size_t i = 0;
	while (i < path.n) {
		size_t end = i;
		while (end < path.n && path.p[end] != '/') end++;
		rw_slice part = rw_slice_of(path.p + i, end - i);
		bool up = rw_slice_eqz(part, ".."), here = rw_slice_eqz(part, ".");
		if (up && b->n > root + 1) {
			b->n--;
			while (b->n > root + 1 && b->p[b->n - 1] != '/') b->n--;
		}
		if (!up && !here) {
			rw_buf_slice(b, part);
			if (end < path.n) rw_buf_byte(b, '/');
		}
		i = end + 1;
	}
}

rw_slice rw_address_join(rw_arena *a, rw_slice base, rw_slice s) {
	rw_buf clean = RW_BUF(a), b = RW_BUF(a);
	s = rw_slice_trim(s);
	if (s.n == 0 || s.n > RW_ADDRESS_MAX || base.n > RW_ADDRESS_MAX) return RW_NONE;
	for (size_t i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] > ' ' && s.p[i] != 0x7f) rw_buf_byte(&clean, s.p[i]);
		if (s.p[i] == ' ') rw_buf_z(&clean, "%20");
	}
	s = rw_buf_view(&clean);
	if (scheme(s) || !rw_is_web(base)) return s;
	size_t root = path_of(base), end = root;
	if (rw_slice_starts(s, RW_LIT("//"))) {
		rw_buf_put(&b, base.p, scheme(base));
		rw_buf_slice(&b, s);
		return rw_buf_view(&b);
	}
	rw_buf_put(&b, base.p, root);
	while (end < base.n && base.p[end] != '?' && base.p[end] != '#') end++;
	size_t tail = 0;
	while (tail < s.n && s.p[tail] != '?' && s.p[tail] != '#') tail++;
	rw_buf_byte(&b, '/');
	if (s.p[0] == '/') {
		put_path(&b, root, rw_slice_of(s.p + 1, tail - 1));
	} else {
		size_t folder = end;
		while (tail && folder > root && base.p[folder - 1] != '/') folder--;
		if (folder > root) put_path(&b, root, rw_slice_of(base.p + root + 1, folder - root - 1));
		put_path(&b, root, rw_slice_of(s.p, tail));
	}
	/* "?page=2" stays at the same path and replaces its query; "#part" keeps that too. */
	if (!tail && s.p[0] == '#') {
		size_t fragment = end;
		while (fragment < base.n && base.p[fragment] != '#') fragment++;
		rw_buf_put(&b, base.p + end, fragment - end);
	}
	rw_buf_put(&b, s.p + tail, s.n - tail);
	return rw_buf_view(&b);
}
