/* key.c: Ed25519 keys in PEM files as other tools have them (RFC 8410), and signatures. What such a file holds before and after the
 * key's 32 bytes is always the same, so no parser of ASN.1 is needed.
 */
#define _POSIX_C_SOURCE 200809L
#include "evidence/evidence.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SEED = 32, FILE_MAX = 4096 };

static const unsigned char private_head[16] = {
	0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};
static const unsigned char public_head[12] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

static riwaya_status failed(const char *path, const char *what, riwaya_error *err) {
	return rw_fail(err, RIWAYA_IO, rw_slice_z(path), 0, 0, "unable to %s the key: %s", what, strerror(errno));
}

static bool ready(void) { return sodium_init() >= 0; }

void rw_key_wipe(rw_key *k) { sodium_memzero(k, sizeof *k); }

static void base64(const unsigned char *p, size_t n, char *out, size_t room) {
	sodium_bin2base64(out, room, p, n, sodium_base64_VARIANT_ORIGINAL);
}

void rw_key_text(const rw_key *k, char out[RIWAYA_KEY_TEXT]) {
	unsigned char der[sizeof public_head + 32];
	memcpy(der, public_head, sizeof public_head);
	memcpy(der + sizeof public_head, k->public_key, 32);
	base64(der, sizeof der, out, RIWAYA_KEY_TEXT);
}

/* The bytes of base64 text with white space in it; exactly n. */
static bool bytes_of(rw_slice text, unsigned char *out, size_t n) {
	size_t got = 0;
	const char *end = NULL;
	return sodium_base642bin(out, n, text.p, text.n, " \r\n\t", &got, &end, sodium_base64_VARIANT_ORIGINAL) == 0 &&
		got == n && end == text.p + text.n;
}

bool rw_key_of_text(rw_slice text, rw_key *out) {
	unsigned char der[sizeof public_head + 32];
	*out = (rw_key){0};
	if (!bytes_of(text, der, sizeof der) || memcmp(der, public_head, sizeof public_head) != 0) return false;
	memcpy(out->public_key, der + sizeof public_head, 32);
	return true;
}

/* Between "-----BEGIN X-----" and "-----END X-----". */
static rw_slice pem(rw_slice s, const char *begin, const char *end) {
	size_t from = rw_slice_find(s, rw_slice_z(begin), 0);
	if (from == SIZE_MAX) return RW_NONE;
	from += strlen(begin);
	size_t to = rw_slice_find(s, rw_slice_z(end), from);
	return to == SIZE_MAX ? RW_NONE : rw_slice_trim(rw_slice_of(s.p + from, to - from));
}
#define PRIVATE_BEGIN "-----BEGIN PRIVATE KEY-----"
#define PRIVATE_END "-----END PRIVATE KEY-----"
#define PUBLIC_BEGIN "-----BEGIN PUBLIC KEY-----"
#define PUBLIC_END "-----END PUBLIC KEY-----"

static riwaya_status contents(const char *path, bool secret, char *p, size_t *n, riwaya_error *err) {
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0) return failed(path, "open", err);
	struct stat st;
	riwaya_status status = RIWAYA_OK;
	ssize_t got = 0;
	if (fstat(fd, &st) != 0)
		status = failed(path, "look at", err);
	else if (!S_ISREG(st.st_mode))
		status = rw_fail(err, RIWAYA_IO, rw_slice_z(path), 0, 0, "is no file that holds a key");
	else if (secret && (st.st_mode & 077))
		status = rw_fail(err, RIWAYA_ARGUMENT, rw_slice_z(path), 0, 0,
			"others can read this private key; keep it to yourself (chmod 600), and make another if they may have");
	else if ((got = read(fd, p, FILE_MAX)) < 0)
		status = failed(path, "read", err);
	close(fd);
	*n = got > 0 ? (size_t)got : 0;
	return status;
}

riwaya_status rw_key_read(const char *path, bool secret, rw_key *out, riwaya_error *err) {
	char text[FILE_MAX];
	unsigned char der[sizeof private_head + SEED];
	size_t n = 0;
	*out = (rw_key){0};
	if (!ready()) return rw_fail(err, RIWAYA_IO, RW_NONE, 0, 0, "this system gives no random numbers for keys");
	riwaya_status status = contents(path, secret, text, &n, err);
	rw_slice s = rw_slice_of(text, n);
	bool good = false;
	if (!status && secret) {
		good = bytes_of(pem(s, PRIVATE_BEGIN, PRIVATE_END), der, sizeof der) &&
			memcmp(der, private_head, sizeof private_head) == 0;
		if (good) crypto_sign_seed_keypair(out->public_key, out->secret, der + sizeof private_head);
	} else if (!status) {
		rw_slice inner = pem(s, PUBLIC_BEGIN, PUBLIC_END);
		good = rw_key_of_text(inner.p ? inner : rw_slice_trim(s), out);
	}
	sodium_memzero(text, sizeof text);
	sodium_memzero(der, sizeof der);
	if (status || good) return status;
	return rw_fail(err, RIWAYA_FORMAT, rw_slice_z(path), 0, 0,
		"holds no %s Ed25519 key; riwaya evidence --new-key makes one", secret ? "private" : "public");
}

static riwaya_status put(
	const char *path, unsigned mode, const char *begin, const char *text, const char *end, riwaya_error *err) {
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0) return failed(path, "write", err);
	char all[512];
	int n = snprintf(all, sizeof all, "%s\n%s\n%s\n", begin, text, end);
	bool good = write(fd, all, (size_t)n) == n && fsync(fd) == 0;
	riwaya_status status = good ? RIWAYA_OK : failed(path, "write", err);
	sodium_memzero(all, sizeof all);
	close(fd);
	if (!good) unlink(path);
	return status;
}

riwaya_status rw_key_new(const char *path, rw_key *out, riwaya_error *err) {
	*out = (rw_key){0};
	if (!ready()) return rw_fail(err, RIWAYA_IO, RW_NONE, 0, 0, "this system gives no random numbers for keys");
	char beside[4096], text[128], public_text[RIWAYA_KEY_TEXT];
	int length = snprintf(beside, sizeof beside, "%s.pub", path);
	if (length < 0 || (size_t)length >= sizeof beside)
		return rw_fail(err, RIWAYA_ARGUMENT, rw_slice_z(path), 0, 0, "the name is too long");
	unsigned char der[sizeof private_head + SEED];
	memcpy(der, private_head, sizeof private_head);
	randombytes_buf(der + sizeof private_head, SEED);
	crypto_sign_seed_keypair(out->public_key, out->secret, der + sizeof private_head);
	base64(der, sizeof der, text, sizeof text);
	rw_key_text(out, public_text);
	riwaya_status status = put(path, 0600, PRIVATE_BEGIN, text, PRIVATE_END, err);
	if (!status) {
		status = put(beside, 0666, PUBLIC_BEGIN, public_text, PUBLIC_END, err);
		if (status) unlink(path);
	}
	sodium_memzero(der, sizeof der);
	sodium_memzero(text, sizeof text);
	return status;
}

void rw_key_sign(const rw_key *k, rw_slice message, char out[RW_SIGNATURE_TEXT]) {
	unsigned char signature[crypto_sign_BYTES];
	crypto_sign_detached(signature, NULL, (const unsigned char *)message.p, message.n, k->secret);
	base64(signature, sizeof signature, out, RW_SIGNATURE_TEXT);
}

bool rw_key_verify(const rw_key *k, rw_slice message, rw_slice signature) {
	unsigned char bytes[crypto_sign_BYTES];
	return ready() && bytes_of(signature, bytes, sizeof bytes) &&
		crypto_sign_verify_detached(bytes, (const unsigned char *)message.p, message.n, k->public_key) == 0;
}
