/* hash.c: hashing for tables in memory, SHA-256 for identities, and the map from slices to numbers. */
#include "base/base.h"

/* The calls that keep their state in memory of ours; OpenSSL 3 would rather see them replaced by some that allocate. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

/* --- rw_hash: 16 bytes a step, each folded in by a 64x64 -> 128 bit product; bytes are read little-endian everywhere --- */
__extension__ typedef unsigned __int128 wide;

static uint64_t mix(uint64_t a, uint64_t b) {
	wide w = (wide)a * b;
	return (uint64_t)w ^ (uint64_t)(w >> 64);
}

static uint64_t load(const unsigned char *p, size_t n) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	if (n == 8) {
		uint64_t v;
		memcpy(&v, p, 8);
		return v;
	}
	if (n >= 4) { /* two fours that overlap */
		uint32_t low, high;
		memcpy(&low, p, 4);
		memcpy(&high, p + n - 4, 4);
		return low | (uint64_t)high << (8 * (n - 4));
	}
#endif
	uint64_t v = 0;
	for (size_t i = 0; i < n; i++) v |= (uint64_t)p[i] << (8 * i);
	return v;
}

uint64_t rw_hash(rw_slice s, uint64_t seed) {
	/* Odd constants with about as many ones as zeroes: digits of the fraction of the golden ratio, pi and e. */
	const uint64_t k0 = UINT64_C(0x9e3779b97f4a7c15), k1 = UINT64_C(0x243f6a8885a308d3),
				   k2 = UINT64_C(0xb7e151628aed2a6b);
	const unsigned char *p = (const unsigned char *)s.p;
	uint64_t h = mix(seed ^ k0, k1);
	size_t n = s.n;
	for (; n > 16; p += 16, n -= 16) h = mix(load(p, 8) ^ k1, load(p + 8, 8) ^ h);
	uint64_t a = load(p, n < 8 ? n : 8), b = n > 8 ? load(p + 8, n - 8) : 0;
	h = mix(a ^ k1, b ^ h);
	return mix(h ^ k2, (uint64_t)s.n ^ k0);
}

/* --- SHA-256 ------------------------------------------------------------------------------------------------- */
_Static_assert(sizeof(SHA256_CTX) <= sizeof(rw_sha256), "rw_sha256 holds libcrypto's state");

void rw_sha256_init(rw_sha256 *h) {
	SHA256_CTX st;
	SHA256_Init(&st);
	memcpy(h, &st, sizeof st);
}

void rw_sha256_add(rw_sha256 *h, const void *p, size_t n) {
	SHA256_CTX st;
	if (n == 0) return;
	memcpy(&st, h, sizeof st);
	SHA256_Update(&st, p, n);
	memcpy(h, &st, sizeof st);
}

void rw_sha256_end(rw_sha256 *h, unsigned char out[32]) {
	SHA256_CTX st;
	memcpy(&st, h, sizeof st);
	SHA256_Final(out, &st);
}

void rw_hex(const unsigned char *p, size_t n, char *out) {
	static const char hex[] = "0123456789abcdef";
	for (size_t i = 0; i < n; i++) {
		out[2 * i] = hex[p[i] >> 4];
		out[2 * i + 1] = hex[p[i] & 15];
	}
	out[2 * n] = '\0';
}

void rw_sha256_hex(rw_sha256 *h, char out[65]) {
	unsigned char sum[32];
	rw_sha256_end(h, sum);
	rw_hex(sum, sizeof sum, out);
}

/* --- map: open addressing, at most 3/4 full, never shrinks ------------------------------------------------------ */
struct rw_map_slot {
	rw_slice key;
	uint64_t hash; /* 0 marks an empty slot */
	uint32_t value;
};

enum { MAP_FIRST = 16 };

static uint64_t map_hash(rw_slice key) {
	uint64_t h = rw_hash(key, 0);
	return h ? h : 1;
}

static struct rw_map_slot *map_slot(struct rw_map_slot *slots, size_t cap, rw_slice key, uint64_t h) {
	for (size_t i = (size_t)h & (cap - 1);; i = (i + 1) & (cap - 1)) {
		struct rw_map_slot *s = &slots[i];
		if (s->hash == 0 || (s->hash == h && rw_slice_eq(s->key, key))) return s;
	}
}

static void map_grow(rw_map *m) {
	size_t cap = m->cap ? m->cap * 2 : MAP_FIRST;
	struct rw_map_slot *slots = RW_ARRAY(m->a, struct rw_map_slot, cap);
	for (size_t i = 0; i < m->cap; i++) {
		struct rw_map_slot *s = &m->slots[i];
		if (s->hash) *map_slot(slots, cap, s->key, s->hash) = *s;
	}
	m->slots = slots;
	m->cap = cap;
}

uint32_t *rw_map_put(rw_map *m, rw_slice key, bool *fresh) {
	uint64_t h = map_hash(key);
	if (m->n >= m->cap / 4 * 3) map_grow(m);
	struct rw_map_slot *s = map_slot(m->slots, m->cap, key, h);
	bool made = s->hash == 0;
	if (made) {
		*s = (struct rw_map_slot){key, h, UINT32_MAX};
		m->n++;
	}
	if (fresh) *fresh = made;
	return &s->value;
}

uint32_t rw_map_get(const rw_map *m, rw_slice key) {
	if (m->n == 0) return UINT32_MAX;
	const struct rw_map_slot *s = map_slot(m->slots, m->cap, key, map_hash(key));
	return s->hash ? s->value : UINT32_MAX;
}
