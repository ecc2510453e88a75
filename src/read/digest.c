/* digest.c: SHA-1, SHA-256 and MD5, and digests as web archives write them. */
#define OPENSSL_SUPPRESS_DEPRECATED /* contexts without an allocation, as in base/hash.c */
#include "read/digest.h"
#include <openssl/md5.h>
#include <openssl/sha.h>

enum { BYTES_MD5 = 16, BYTES_SHA1 = 20, BYTES_SHA256 = 32 };

typedef union context {
	MD5_CTX md5;
	SHA_CTX sha1;
	SHA256_CTX sha256;
} context;
_Static_assert(sizeof(context) <= sizeof((rw_digest){0}).opaque, "rw_digest holds libcrypto's state");

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

void rw_digest_begin(rw_digest *d, rw_slice said) {
	context c = {0};
	rw_slice name = rw_slice_cut(&said, ':');
	said = rw_slice_trim(said);
	d->n = algorithm(name, "sha1")  ? BYTES_SHA1
		: algorithm(name, "md5")    ? BYTES_MD5
		: algorithm(name, "sha256") ? BYTES_SHA256
									: 0;
	if (!said.p || !written(said, d->want, d->n)) d->n = 0;
	if (d->n == BYTES_SHA1) SHA1_Init(&c.sha1);
	if (d->n == BYTES_MD5) MD5_Init(&c.md5);
	if (d->n == BYTES_SHA256) SHA256_Init(&c.sha256);
	memcpy(d->opaque, &c, sizeof c);
}

void rw_digest_add(rw_digest *d, const void *p, size_t n) {
	context c;
	if (!d->n || !n) return;
	memcpy(&c, d->opaque, sizeof c);
	if (d->n == BYTES_SHA1) SHA1_Update(&c.sha1, p, n);
	if (d->n == BYTES_MD5) MD5_Update(&c.md5, p, n);
	if (d->n == BYTES_SHA256) SHA256_Update(&c.sha256, p, n);
	memcpy(d->opaque, &c, sizeof c);
}

rw_fit rw_digest_end(rw_digest *d) {
	context c;
	unsigned char is[32];
	memcpy(&c, d->opaque, sizeof c);
	if (d->n == BYTES_SHA1) SHA1_Final(is, &c.sha1);
	if (d->n == BYTES_MD5) MD5_Final(is, &c.md5);
	if (d->n == BYTES_SHA256) SHA256_Final(is, &c.sha256);
	if (!d->n) return RW_FIT_UNKNOWN;
	return memcmp(d->want, is, d->n) == 0 ? RW_FIT_YES : RW_FIT_NO;
}

rw_fit rw_digest_fits(rw_slice said, rw_slice bytes) {
	rw_digest d;
	rw_digest_begin(&d, said);
	rw_digest_add(&d, bytes.p, bytes.n);
	return rw_digest_end(&d);
}
