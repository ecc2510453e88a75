/* The log's hashing, seals, and digests of reports. */
#define _GNU_SOURCE
#include "read_world.h"
#include "store/chain.h"
#include <sodium.h>
#include <unistd.h>

enum { N = 6 };

typedef struct log {
	rw_log_entry e[N];
	unsigned char hash[N][RW_HASH];
} log;

static void write_log(rw_arena *a, log *l) {
	unsigned char before[RW_HASH] = {0};
	for (size_t i = 0; i < N; i++) {
		l->e[i] = (rw_log_entry){.seq = i + 1,
			.at = 1700000000000 + (int64_t)i,
			.kind = RW_LIT("add"),
			.subject = rw_arena_printf(a, "subject %zu", i),
			.detail = RW_LIT("{\"digest\":\"00\"}")};
		rw_log_hash(before, &l->e[i], l->hash[i]);
		memcpy(before, l->hash[i], RW_HASH);
	}
}

static rw_slice hash_of(const log *l, size_t i) { return rw_slice_of((const char *)l->hash[i], RW_HASH); }

/* The same numbers as in tests/store/chain.py, which reckons them with Python's library. */
static void known(rw_arena *a) {
	log l;
	char hex[65];
	write_log(a, &l);
	rw_hex(l.hash[N - 1], RW_HASH, hex);
	assert_string_equal(hex, "078f212d7e7f78fca40aec973df53fd0c3be76867af848e67e5c9d1081ae9785");
	/* Sealed by the key whose seed is the bytes 0 to 31. */
	rw_key k = {0};
	rw_seal seal;
	unsigned char seed[32];
	for (unsigned char i = 0; i < 32; i++) seed[i] = i;
	assert_int_equal(crypto_sign_seed_keypair(k.public_key, k.secret, seed), 0);
	rw_seal_make(a, &k, N, l.hash[N - 1], 1700000000500, &seal);
	assert_string_equal(rw_seal_write(a, &seal).p,
		"{\"seq\":6,\"hash\":\"078f212d7e7f78fca40aec973df53fd0c3be76867af848e67e5c9d1081ae9785\",\"at\":1700000000500,"
		"\"key\":\"MCowBQYDK2VwAyEAA6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=\","
		"\"signature\":\"GAGkNnsB17QObSuwIDyKPgb2iYHcRSzVDi3kMi3M5KQ1Fps77JqBxpuZliBFyMlsTGhNwYsXU0Pa3IBxg4SFAQ==\"}");
	static const char *const values[RW_CONTENT_FIELDS] = {
		"ab", "1700000000000", "f.txt", NULL, "text", "ar", NULL, "", "title"};
	rw_slice fields[RW_CONTENT_FIELDS];
	unsigned char digest[RW_CONTENT_SIZE];
	for (size_t i = 0; i < RW_CONTENT_FIELDS; i++) fields[i] = values[i] ? rw_slice_z(values[i]) : RW_NONE;
	rw_content_digest(fields, digest);
	rw_hex(digest, RW_HASH, hex);
	assert_string_equal(hex, "f333a1f39ea56fa1c3362e7cf23b842f91a047c2ae98203564dbf46d68146126");
}
static void known_hashes(void **s) {
	(void)s;
	in_arena(known);
}

/* Goes through entries of the order; the first fault, and where. */
static rw_log_fault first_fault(const log *l, const size_t *order, size_t n, size_t *at) {
	rw_log_check c = {0};
	for (size_t i = 0; i < n; i++) {
		rw_log_fault fault = rw_log_next(&c, &l->e[order[i]], hash_of(l, order[i]));
		*at = i;
		if (fault) return fault;
	}
	return RW_LOG_FITS;
}

static void faults(rw_arena *a) {
	log l, good;
	size_t at;
	write_log(a, &good);
	static const size_t all[] = {0, 1, 2, 3, 4, 5}, gap[] = {0, 1, 3, 4, 5}, twice[] = {0, 1, 1, 2}, late[] = {1, 2, 3};
	assert_int_equal(first_fault(&good, all, N, &at), RW_LOG_FITS);
	assert_int_equal(first_fault(&good, gap, 5, &at), RW_LOG_MISSING);
	assert_int_equal(at, 2);
	assert_int_equal(first_fault(&good, twice, 4, &at), RW_LOG_PUT_IN);
	assert_int_equal(at, 2);
	assert_int_equal(first_fault(&good, late, 3, &at), RW_LOG_MISSING);
	assert_int_equal(at, 0);
	/* Any part of an entry, or its hash. */
	for (int part = 0; part < 5; part++) {
		l = good;
		if (part == 0) l.e[3].at++;
		if (part == 1) l.e[3].kind = RW_LIT("adc");
		if (part == 2) l.e[3].subject = RW_LIT("another");
		if (part == 3) l.e[3].detail = RW_LIT("{}");
		if (part == 4) l.hash[3][31] ^= 1;
		assert_int_equal(first_fault(&l, all, N, &at), RW_LOG_CHANGED);
		assert_int_equal(at, 3);
	}
	/* Changed with its hash: the next one does not follow. */
	l = good;
	l.e[3].subject = RW_LIT("another");
	rw_log_hash(l.hash[2], &l.e[3], l.hash[3]);
	assert_int_equal(first_fault(&l, all, N, &at), RW_LOG_CHANGED);
	assert_int_equal(at, 4);
	/* Words that move from one part to the next are another entry. */
	l = good;
	l.e[3].kind = RW_LIT("adds");
	l.e[3].subject = RW_LIT("ubject 3");
	assert_int_equal(first_fault(&l, all, N, &at), RW_LOG_CHANGED);
	/* One put in at 3, with a hash that fits, and the numbers of the rest moved. */
	l = good;
	for (size_t i = N - 1; i > 2; i--) {
		l.e[i] = good.e[i - 1];
		memcpy(l.hash[i], good.hash[i - 1], RW_HASH);
		l.e[i].seq = i + 1;
	}
	l.e[2].subject = RW_LIT("never happened");
	rw_log_hash(l.hash[1], &l.e[2], l.hash[2]);
	assert_int_equal(first_fault(&l, all, N, &at), RW_LOG_PUT_IN);
	assert_int_equal(at, 3);
	/* A run that begins behind a known entry. */
	rw_log_check c;
	rw_log_begin(&c, 3, good.hash[2]);
	assert_int_equal(rw_log_next(&c, &good.e[3], hash_of(&good, 3)), RW_LOG_FITS);
	assert_int_equal(rw_log_next(&c, &good.e[4], RW_LIT("short")), RW_LOG_CHANGED);
}
static void finds_faults(void **s) {
	(void)s;
	in_arena(faults);
}

static rw_key new_key(void) {
	char path[] = "/tmp/riwaya-test-key-XXXXXX";
	rw_key k;
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	unlink(path);
	assert_int_equal(rw_key_new(path, &k, NULL), RIWAYA_OK);
	unlink(path);
	return k;
}

static void seals(rw_arena *a) {
	log l;
	write_log(a, &l);
	rw_key k = new_key(), other = new_key();
	rw_seal made, seal;
	rw_seal_make(a, &k, 4, l.hash[3], 1700000000500, &made);
	rw_slice detail = rw_seal_write(a, &made);
	assert_int_equal(rw_seal_read(a, detail, &seal, NULL), RIWAYA_OK);
	assert_int_equal(seal.seq, 4);
	assert_memory_equal(seal.hash, l.hash[3], RW_HASH);
	assert_true(rw_seal_good(&seal, NULL) && rw_seal_good(&seal, &k) && !rw_seal_good(&seal, &other));
	rw_seal wrong = seal;
	wrong.hash[0] ^= 1;
	assert_false(rw_seal_good(&wrong, NULL));
	wrong = seal;
	wrong.seq = 5;
	assert_false(rw_seal_good(&wrong, NULL));
	wrong = seal;
	wrong.at++;
	assert_false(rw_seal_good(&wrong, NULL));
	/* Another key's name under it. */
	rw_seal theirs;
	rw_seal_make(a, &other, 4, l.hash[3], 1700000000500, &theirs);
	wrong = seal;
	wrong.key = theirs.key;
	assert_false(rw_seal_good(&wrong, NULL));
	/* Cut anywhere, or any byte another: refused, or no good seal. */
	for (size_t i = 0; i < detail.n; i++) {
		char *p = malloc(detail.n);
		memcpy(p, detail.p, detail.n);
		assert_int_equal(rw_seal_read(a, rw_slice_of(p, i), &wrong, NULL), RIWAYA_FORMAT);
		p[i] ^= 1;
		if (!rw_seal_read(a, rw_slice_of(p, detail.n), &wrong, NULL)) assert_false(rw_seal_good(&wrong, NULL));
		free(p);
	}
}
static void seals_are_checked(void **s) {
	(void)s;
	in_arena(seals);
}

static void digests(rw_arena *a) {
	(void)a;
	riwaya_report r = {.id = RW_LIT("ab"),
		.file = RW_LIT("f.txt"),
		.format = RW_LIT("text"),
		.title = RW_LIT("title"),
		.text = RW_LIT(""),
		.published = {{INT64_MIN, INT64_MAX, RIWAYA_PRECISION_DAY}, RW_NONE, RIWAYA_BASIS_TEXT}};
	char room[RW_CONTENT_ROOM], again[RW_CONTENT_ROOM];
	rw_slice fields[RW_CONTENT_FIELDS], other[RW_CONTENT_FIELDS];
	unsigned char digest[RW_CONTENT_SIZE];
	uint32_t changed;
	const rw_content_made made = {RW_LIT("bytes"), RW_LIT("kept"), RW_LIT(""), INT64_MIN, INT64_MAX};
	rw_content_fields(&r, INT64_MIN, &made, room, fields);
	rw_content_digest(fields, digest);
	rw_slice stored = rw_slice_of((const char *)digest, sizeof digest);
	assert_true(rw_content_fits(fields, stored, &changed));
	for (size_t i = 0; i < RW_CONTENT_FIELDS; i++) {
		rw_content_fields(&r, INT64_MIN, &made, again, other);
		/* An empty field is not an absent one. */
		other[i] = other[i].p ? (other[i].n ? RW_LIT("") : RW_NONE) : RW_LIT("");
		assert_false(rw_content_fits(other, stored, &changed));
		assert_int_equal(changed, UINT32_C(1) << i);
	}
	digest[0] ^= 1;
	assert_false(rw_content_fits(fields, stored, &changed));
	assert_int_equal(changed, 0);
	assert_string_equal(rw_content_word(RW_CONTENT_OUTLET_NAME), "outlet_name");
}
static void digests_name_fields(void **s) {
	(void)s;
	in_arena(digests);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_hashes),
		cmocka_unit_test(finds_faults),
		cmocka_unit_test(seals_are_checked),
		cmocka_unit_test(digests_name_fields),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
