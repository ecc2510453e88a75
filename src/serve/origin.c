/* origin.c: addresses, cookies, and pages that send requests. */
#define _POSIX_C_SOURCE 200809L
#include "serve/origin.h"
#include <arpa/inet.h>

static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

static bool is_v4(const rw_address *a) { return memcmp(a->b, mapped, sizeof mapped) == 0; }

static bool port_or_nothing(rw_slice s) {
	uint64_t n;
	if (s.n == 0) return true;
	return s.p[0] == ':' && rw_slice_u64(rw_slice_of(s.p + 1, s.n - 1), &n) && n < 65536;
}

/* --- addresses -------------------------------------------------------------------------------------------------------------- */
static bool read_bare(rw_slice s, rw_address *out) {
	char z[RW_ORIGIN_ADDRESS];
	struct in_addr four;
	if (s.n == 0 || s.n >= sizeof z || memchr(s.p, '\0', s.n)) return false;
	memcpy(z, s.p, s.n);
	z[s.n] = '\0';
	if (inet_pton(AF_INET6, z, out->b) == 1) return true;
	if (inet_pton(AF_INET, z, &four) != 1) return false;
	memcpy(out->b, mapped, sizeof mapped);
	memcpy(out->b + sizeof mapped, &four, 4);
	return true;
}

bool rw_address_read(rw_slice s, rw_address *out) {
	s = rw_slice_trim(s);
	if (s.n && s.p[0] == '[') {
		size_t end = rw_slice_find(s, RW_LIT("]"), 0);
		if (end == SIZE_MAX || !port_or_nothing(rw_slice_of(s.p + end + 1, s.n - end - 1))) return false;
		return read_bare(rw_slice_of(s.p + 1, end - 1), out) && !is_v4(out);
	}
	if (read_bare(s, out)) return true;
	size_t colon = rw_slice_find(s, RW_LIT(":"), 0);
	if (colon == SIZE_MAX || !port_or_nothing(rw_slice_of(s.p + colon, s.n - colon))) return false;
	return read_bare(rw_slice_of(s.p, colon), out);
}

void rw_address_show(const rw_address *a, char out[RW_ORIGIN_ADDRESS]) {
	const char *z = is_v4(a) ? inet_ntop(AF_INET, a->b + sizeof mapped, out, RW_ORIGIN_ADDRESS)
							 : inet_ntop(AF_INET6, a->b, out, RW_ORIGIN_ADDRESS);
	if (!z) out[0] = '\0';
}

bool rw_address_is_loopback(const rw_address *a) {
	static const unsigned char one[16] = {[15] = 1};
	return is_v4(a) ? a->b[12] == 127 : memcmp(a->b, one, 16) == 0;
}

rw_slice rw_address_household(const rw_address *a) { return rw_slice_of((const char *)a->b, is_v4(a) ? 16 : 8); }

/* --- proxies ---------------------------------------------------------------------------------------------------------------- */
bool rw_nets_read(rw_slice list, rw_nets *out, rw_slice *at) {
	out->n = 0;
	while (list.n) {
		rw_slice one = rw_slice_trim(rw_slice_cut(&list, ',')), rest = one, bare = rw_slice_cut(&rest, '/');
		uint64_t bits = 0;
		rw_address a;
		*at = one;
		if (out->n == RW_ORIGIN_NETS || !read_bare(bare, &a)) return false;
		unsigned before = is_v4(&a) && rw_slice_find(bare, RW_LIT(":"), 0) == SIZE_MAX ? 96 : 0, most = 128 - before;
		if (!rest.p)
			bits = most;
		else if (!rw_slice_u64(rest, &bits) || bits > most)
			return false;
		out->p[out->n].at = a;
		out->p[out->n++].bits = before + (unsigned)bits;
	}
	return true;
}

bool rw_nets_hold(const rw_nets *nets, const rw_address *a) {
	for (size_t i = 0; i < nets->n; i++) {
		unsigned bits = nets->p[i].bits, whole = bits / 8, rest = bits % 8;
		const unsigned char *b = nets->p[i].at.b;
		if (memcmp(a->b, b, whole) == 0 && (rest == 0 || (a->b[whole] ^ b[whole]) >> (8 - rest) == 0)) return true;
	}
	return false;
}

rw_address rw_address_of_asker(const rw_address *peer, rw_slice forwarded, const rw_nets *believed) {
	rw_address at = *peer, next;
	/* Each proxy appends who asked it: the list is believed from its end on, as far as those who wrote it are. */
	for (unsigned hops = 0; hops < RW_ORIGIN_HOPS && forwarded.n && rw_nets_hold(believed, &at); hops++) {
		size_t comma = forwarded.n;
		while (comma && forwarded.p[comma - 1] != ',') comma--;
		if (!rw_address_read(rw_slice_of(forwarded.p + comma, forwarded.n - comma), &next)) break;
		at = next;
		forwarded.n = comma ? comma - 1 : 0;
	}
	return at;
}

/* --- cookies ---------------------------------------------------------------------------------------------------------------- */
rw_slice rw_cookie_of(rw_slice header, const char *name) {
	rw_slice found = RW_NONE;
	for (unsigned n = 0; header.n && n < RW_ORIGIN_COOKIES; n++) {
		rw_slice value = rw_slice_trim(rw_slice_cut(&header, ';')), own = rw_slice_trim(rw_slice_cut(&value, '='));
		if (!value.p || !rw_slice_eqz(own, name)) continue;
		if (found.p) return RW_NONE; /* somebody put another beside it */
		found = rw_slice_trim(value);
	}
	return found;
}

/* --- pages ------------------------------------------------------------------------------------------------------------------ */
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static bool same_text(rw_slice a, rw_slice b) {
	if (a.n != b.n) return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i])) return false;
	return true;
}

bool rw_sent_by_own_page(rw_slice fetch_site, rw_slice origin, bool https, rw_slice host) {
	if (fetch_site.p && !rw_slice_eqz(fetch_site, "same-origin")) return false;
	if (!origin.p) return true;
	rw_slice scheme = https ? RW_LIT("https://") : RW_LIT("http://");
	return host.n && rw_slice_starts(origin, scheme) &&
		same_text(rw_slice_of(origin.p + scheme.n, origin.n - scheme.n), host);
}

bool rw_asked_by_other_site(rw_slice fetch_site, rw_slice fetch_mode) {
	bool other = rw_slice_eqz(fetch_site, "cross-site") || rw_slice_eqz(fetch_site, "same-site");
	return other && !rw_slice_eqz(fetch_mode, "navigate");
}
