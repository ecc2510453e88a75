/* capture.c: copies of pages that web archives keep. The archive's name, its own address and the time of the capture say nothing of the
 * article: what the page was before, its address above all, stands in the archive's address or in the frame around the page.
 *
 * Which hosts are archives, and which carry the posts of others, is said by rows of lexicon/furniture.tsv (capture, platform).
 */
#include "read/dom.h"

enum { HOST_MAX = 128 };

static rw_slice lower(rw_slice s, char room[HOST_MAX]) {
	if (s.n > HOST_MAX) return RW_NONE;
	for (size_t i = 0; i < s.n; i++) room[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) : s.p[i];
	return rw_slice_of(room, s.n);
}

void rw_host_add(rw_read_cache *k, rw_arena *a, rw_slice text, rw_what what) {
	char room[HOST_MAX];
	rw_slice s = lower(text, room);
	if (s.n) *rw_map_put(&k->hosts, rw_arena_copy(a, s), NULL) = (uint32_t)what;
}

/* The host itself, or one that it is a part of. */
rw_what rw_host_what(const rw_read_cache *k, rw_slice host) {
	char room[HOST_MAX];
	rw_slice s = lower(rw_slice_trim(host), room);
	while (s.n) {
		uint32_t what = rw_map_get(&k->hosts, s);
		if (what != UINT32_MAX) return (rw_what)what;
		size_t dot = rw_slice_find(s, RW_LIT("."), 0);
		if (dot == SIZE_MAX) break;
		s = rw_slice_of(s.p + dot + 1, s.n - dot - 1);
	}
	return RW_WHAT_OTHER;
}

static bool of_archive(const rw_read_cache *k, rw_slice address) {
	return rw_host_what(k, rw_host_of(address)) == RW_WHAT_CAPTURE;
}

static bool hex(char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

static char digit(char c) { return (char)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10); }

/* "https%3A%2F%2F…" as it was, in its first part alone: what is escaped behind it may be so by itself. */
static rw_slice unescape(rw_arena *a, rw_slice s) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '&') break; /* the archive's next parameter */
		if (s.p[i] == '%' && i + 2 < s.n && hex(s.p[i + 1]) && hex(s.p[i + 2])) {
			rw_buf_byte(&b, (char)(digit(s.p[i + 1]) << 4 | digit(s.p[i + 2])));
			i += 2;
		} else {
			rw_buf_byte(&b, s.p[i]);
		}
	}
	return rw_buf_view(&b);
}

rw_slice rw_captured_address(const rw_read_cache *k, rw_arena *a, rw_slice s) {
	static const char *const inner[] = {
		"http://", "https://", "http%3A%2F%2F", "https%3A%2F%2F", "http%3a%2f%2f", "https%3a%2f%2f"};
	if (s.n > RW_ADDRESS_MAX || !of_archive(k, s)) return s;
	size_t host = rw_slice_find(s, RW_LIT("://"), 0), best = SIZE_MAX;
	if (host == SIZE_MAX) return RW_NONE;
	bool escaped = false;
	for (size_t i = 0; i < RW_COUNT(inner); i++) {
		size_t at = rw_slice_find(s, rw_slice_z(inner[i]), host + 3);
		if (at >= best) continue;
		best = at;
		escaped = i >= 2;
	}
	if (best == SIZE_MAX) return RW_NONE;
	rw_slice was = rw_slice_of(s.p + best, s.n - best);
	if (escaped) was = unescape(a, was);
	return of_archive(k, was) ? RW_NONE : was;
}

/* The address in a field of the archive's frame, where it can be searched for again. */
static rw_slice framed(rw_read_context *c, rw_slice page) {
	rw_read_cache *k = rw_cache(c);
	rw_tags tags = {.text = page};
	rw_tag *t = RW_NEW(c->scratch, rw_tag);
	for (size_t i = 0; (i = rw_slice_find(page, RW_LIT("<input"), i)) != SIZE_MAX;) {
		i = rw_tag_read(&tags, i, t);
		rw_slice v = rw_html_value(c->a, rw_slice_trim(rw_tag_attr(t, "value")));
		if (rw_is_web(v) && v.n <= RW_ADDRESS_MAX && !of_archive(k, v)) return v;
	}
	return RW_NONE;
}

void rw_say_captured(rw_read_context *c, rw_slice page, rw_meta *meta) {
	rw_read_cache *k = rw_cache(c);
	bool written = false; /* by the archive: the head is its own */
	for (size_t i = 0; i < meta->said.n; i++) {
		const rw_said *s = &meta->said.p[i];
		if (s->what == RW_SAYS_SITE && rw_host_what(k, s->value) == RW_WHAT_CAPTURE) meta->capture = written = true;
		if (s->what != RW_SAYS_ADDRESS || !of_archive(k, s->value)) continue;
		meta->capture = true;
		written = written || !rw_captured_address(k, c->scratch, s->value).n;
	}
	if (!meta->capture) return;
	size_t kept = 0;
	for (size_t i = 0; i < meta->said.n; i++) {
		rw_said s = meta->said.p[i];
		if (s.what == RW_SAYS_ADDRESS) s.value = rw_captured_address(k, c->a, s.value);
		if (s.what == RW_SAYS_SITE && rw_host_what(k, s.value) == RW_WHAT_CAPTURE) continue;
		if (written && (s.what == RW_SAYS_UPDATED || s.what == RW_SAYS_PUBLISHED)) continue;
		if (s.value.n) meta->said.p[kept++] = s;
	}
	meta->said.n = kept;
	if (!rw_said_best(&meta->said, RW_SAYS_ADDRESS).n)
		rw_say(c->a, &meta->said, RW_SAYS_ADDRESS, 4, "the frame", framed(c, page));
}
