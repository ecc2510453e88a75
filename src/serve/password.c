/* password.c: passwords: what they must be, and hashing them, a few at a time. Tokens. */
#include "serve/accounts_own.h"
#include "text/text.h"

/* --- what they must be ---------------------------------------------------------------------------------------------------- */
/* A password in which each character follows from the one before is as short as its first one: twelve times a, 123456789012. */
static bool plain(rw_slice s) {
	uint32_t seen[RW_PASSWORD_DIFFERENT], before = 0;
	size_t n = 0, steps = 0, count = 0;
	for (size_t i = 0; i < s.n; count++) {
		uint32_t c = rw_utf8_next(s, &i);
		size_t k = 0;
		if (count && (c == before + 1 || c + 1 == before || c == before)) steps++;
		before = c;
		while (k < n && seen[k] != c) k++;
		if (k == n && n < RW_PASSWORD_DIFFERENT) seen[n++] = c;
	}
	return n < RW_PASSWORD_DIFFERENT || steps * 3 > count * 2;
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static bool holds(rw_slice s, rw_slice part) {
	for (size_t i = 0; part.n && i + part.n <= s.n; i++) {
		size_t k = 0;
		while (k < part.n && lower(s.p[i + k]) == lower(part.p[k])) k++;
		if (k == part.n) return true;
	}
	return false;
}

rw_password_fault rw_password_check(rw_slice name, rw_slice password) {
	enum { NAME_LEAST = 4 }; /* bytes of a name that would give a password away */
	size_t n = 0;
	if (password.n > RW_PASSWORD_MOST) return RW_PASSWORD_LONG;
	for (size_t i = 0; i < password.n; n++) {
		size_t from = i;
		uint32_t c = rw_utf8_next(password, &i);
		if (c < 0x20 || c == 0x7F || (c == RW_UTF8_BAD && i == from + 1)) return RW_PASSWORD_TEXT;
	}
	if (n < RW_PASSWORD_LEAST) return RW_PASSWORD_SHORT;
	if (plain(password)) return RW_PASSWORD_PLAIN;
	if ((name.n >= NAME_LEAST && holds(password, name)) || holds(name, password)) return RW_PASSWORD_NAMED;
	return RW_PASSWORD_GOOD;
}

const char *rw_password_says(rw_password_fault f) {
	switch (f) {
	case RW_PASSWORD_GOOD: break;
	case RW_PASSWORD_SHORT: return "the password is too short; take 12 characters or more, such as four words";
	case RW_PASSWORD_LONG: return "the password is longer than 1024 bytes; take a shorter one";
	case RW_PASSWORD_PLAIN: return "the password is easily guessed: few characters, or a row of them; mix more";
	case RW_PASSWORD_NAMED: return "the password has the account's name in it; take another";
	case RW_PASSWORD_TEXT: return "the password has signs that can't be typed, or is no UTF-8; take letters and digits";
	}
	return "";
}

/* --- hashing --------------------------------------------------------------------------------------------------------------- */
/* Nobody waits for a turn: that would hold the threads that answer others. */
static bool enter(rw_accounts *x) {
	pthread_mutex_lock(&x->small);
	bool in = x->hashing < x->o.hashings;
	if (in) x->hashing++;
	pthread_mutex_unlock(&x->small);
	return in;
}

static void leave(rw_accounts *x) {
	pthread_mutex_lock(&x->small);
	x->hashing--;
	pthread_mutex_unlock(&x->small);
}

riwaya_status rw_password_hash(
	rw_accounts *x, rw_slice password, char out[RW_PASSWORD_STRING], bool *busy, riwaya_error *err) {
	*busy = !enter(x);
	if (*busy) return RIWAYA_OK;
	int failed = crypto_pwhash_str_alg(
		out, password.p ? password.p : "", password.n, x->o.passes, x->o.memory, crypto_pwhash_ALG_ARGON2ID13);
	leave(x);
	return failed ? rw_fail(err, RIWAYA_NOMEM, RW_NONE, 0, 0,
						"memory ran out while a password was hashed; give the program %zu MB more", x->o.memory >> 20)
				  : RIWAYA_OK;
}

void rw_password_verify(rw_accounts *x, rw_slice password, const char *hash, bool *good, bool *fresh, bool *busy) {
	*good = *fresh = false;
	*busy = !enter(x);
	if (*busy) return;
	*good = crypto_pwhash_str_verify(hash, password.p ? password.p : "", password.n) == 0;
	leave(x);
	*fresh = *good && crypto_pwhash_str_needs_rehash(hash, x->o.passes, x->o.memory) != 0;
}

/* --- tokens ---------------------------------------------------------------------------------------------------------------- */
void rw_token_make(char out[RW_TOKEN + 1]) {
	unsigned char bytes[RW_TOKEN / 2];
	randombytes_buf(bytes, sizeof bytes);
	rw_hex(bytes, sizeof bytes, out);
	sodium_memzero(bytes, sizeof bytes);
}

void rw_token_against_forgery(rw_slice token, char out[RW_TOKEN + 1]) {
	rw_sha256 h;
	rw_sha256_init(&h);
	rw_sha256_add(&h, "riwaya against forgery\n", 23);
	rw_sha256_add(&h, token.p, token.n);
	rw_sha256_hex(&h, out);
}

bool rw_token_same(rw_slice a, rw_slice b) { return a.n == b.n && a.n && sodium_memcmp(a.p, b.p, a.n) == 0; }
