/* digest.c: SHA-1 (FIPS 180-4), MD5 (RFC 1321), and digests as web archives write them. libsodium has neither of the two. */
#include "read/digest.h"
#include <sodium/crypto_hash_sha256.h>

static uint32_t left(uint32_t x, unsigned n) { return x << n | x >> (32 - n); }

typedef void block(uint32_t *h, const unsigned char *p);

/* Both go through blocks of 64 bytes; the last ones hold a 1 bit, zeros and the length in bits. */
static void whole(rw_slice s, uint32_t *h, block *fn, bool big) {
	size_t i = 0;
	for (; s.n - i >= 64; i += 64) fn(h, (const unsigned char *)s.p + i);
	unsigned char last[128] = {0};
	size_t rest = s.n - i, n = rest < 56 ? 64 : 128;
	if (rest) memcpy(last, s.p + i, rest);
	last[rest] = 0x80;
	for (size_t k = 0; k < 8; k++) last[n - 1 - k] = (unsigned char)((uint64_t)s.n * 8 >> (big ? 8 * k : 56 - 8 * k));
	for (size_t k = 0; k < n; k += 64) fn(h, last + k);
}

static void sha1_block(uint32_t *h, const unsigned char *p) {
	uint32_t w[80];
	for (size_t i = 0; i < 16; i++, p += 4)
		w[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
	for (size_t i = 16; i < 80; i++) w[i] = left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
	for (size_t i = 0; i < 80; i++) {
		uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 || i >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
		uint32_t k = i < 20 ? 0x5a827999 : i < 40 ? 0x6ed9eba1 : i < 60 ? 0x8f1bbcdc : 0xca62c1d6;
		uint32_t t = left(a, 5) + f + e + k + w[i];
		e = d;
		d = c;
		c = left(b, 30);
		b = a;
		a = t;
	}
	h[0] += a;
	h[1] += b;
	h[2] += c;
	h[3] += d;
	h[4] += e;
}

void rw_sha1(rw_slice bytes, unsigned char out[20]) {
	uint32_t h[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
	whole(bytes, h, sha1_block, true);
	for (size_t i = 0; i < 20; i++) out[i] = (unsigned char)(h[i / 4] >> (24 - i % 4 * 8));
}

static void md5_block(uint32_t *h, const unsigned char *p) {
	/* The fractions of the sines of 1 to 64. */
	static const uint32_t sines[64] = {0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a,
		0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e,
		0x49b40821, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
		0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942,
		0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa,
		0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244, 0x432aff97, 0xab9423a7,
		0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
		0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
	static const unsigned char turns[16] = {7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};
	uint32_t w[16], a = h[0], b = h[1], c = h[2], d = h[3];
	for (size_t i = 0; i < 16; i++, p += 4)
		w[i] = (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
	for (uint32_t i = 0; i < 64; i++) {
		uint32_t f, k;
		switch (i / 16) {
		case 0: f = (b & c) | (~b & d), k = i; break;
		case 1: f = (d & b) | (~d & c), k = 5 * i + 1; break;
		case 2: f = b ^ c ^ d, k = 3 * i + 5; break;
		default: f = c ^ (b | ~d), k = 7 * i; break;
		}
		uint32_t t = a + f + sines[i] + w[k % 16];
		a = d;
		d = c;
		c = b;
		b += left(t, turns[i / 16 * 4 + i % 4]);
	}
	h[0] += a;
	h[1] += b;
	h[2] += c;
	h[3] += d;
}

void rw_md5(rw_slice bytes, unsigned char out[16]) {
	uint32_t h[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
	whole(bytes, h, md5_block, false);
	for (size_t i = 0; i < 16; i++) out[i] = (unsigned char)(h[i / 4] >> (i % 4 * 8));
}

/* --- digests as written ----------------------------------------------------------------------------------------------- */
static int digit(char c, bool base32) {
	char l = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	if (base32) return l >= 'a' && l <= 'z' ? l - 'a' : l >= '2' && l <= '7' ? l - '2' + 26 : -1;
	return l >= '0' && l <= '9' ? l - '0' : l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

/* n bytes written in hexadecimal or base 32. */
static bool written(rw_slice s, unsigned char *out, size_t n) {
	bool base32 = s.n != 2 * n;
	unsigned bits = base32 ? 5 : 4, held = 0;
	uint32_t v = 0;
	size_t k = 0;
	while (s.n && s.p[s.n - 1] == '=') s.n--;
	if (base32 && s.n != (n * 8 + 4) / 5) return false;
	for (size_t i = 0; i < s.n; i++) {
		int d = digit(s.p[i], base32);
		if (d < 0) return false;
		v = v << bits | (uint32_t)d;
		held += bits;
		if (held < 8) continue;
		held -= 8;
		if (k < n) out[k++] = (unsigned char)(v >> held);
	}
	return k == n;
}

static bool algorithm(rw_slice s, const char *name) {
	size_t k = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '-') continue;
		char l = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) : s.p[i];
		if (l != name[k]) return false;
		k++;
	}
	return name[k] == '\0';
}

rw_fit rw_digest_fits(rw_slice said, rw_slice bytes) {
	unsigned char want[32], is[32];
	rw_slice name = rw_slice_cut(&said, ':');
	said = rw_slice_trim(said);
	size_t n = algorithm(name, "sha1") ? 20 : algorithm(name, "md5") ? 16 : algorithm(name, "sha256") ? 32 : 0;
	if (!n || !said.p || !written(said, want, n)) return RW_FIT_UNKNOWN;
	if (n == 20)
		rw_sha1(bytes, is);
	else if (n == 16)
		rw_md5(bytes, is);
	else
		crypto_hash_sha256(is, (const unsigned char *)bytes.p, bytes.n);
	return memcmp(want, is, n) == 0 ? RW_FIT_YES : RW_FIT_NO;
}
