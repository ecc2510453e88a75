/* test_evidence.c: keys, heads of zip files, and memory that ends while a pack is made or checked. What a pack holds, and what of it may change
 * unseen (nothing), is tried by tests/evidence. */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "evidence/evidence.h"
#include "memory.h"
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64], pack[96], key[96], report[96];

static int set_up(void **state) {
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/riwaya-evidence-XXXXXX");
	if (!mkdtemp(folder)) return 1;
	snprintf(pack, sizeof pack, "%s/a.wacz", folder);
	snprintf(key, sizeof key, "%s/a.key", folder);
	snprintf(report, sizeof report, "%s/a.txt", folder);
	return 0;
}

static int files_left(void) {
	int n = 0;
	DIR *d = opendir(folder);
	for (struct dirent *e; (e = readdir(d));) n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

static int clean_up(void **state) {
	(void)state;
	char public_key[112];
	snprintf(public_key, sizeof public_key, "%s.pub", key);
	unlink(public_key);
	unlink(key);
	unlink(pack);
	unlink(report);
	return rmdir(folder);
}

static int open_files(void) {
	int n = 0;
	for (int fd = 0; fd < 256; fd++) n += dup2(fd, fd) == fd;
	return n;
}

static void put(const char *path, const char *text) {
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	fclose(f);
}

static void keys(void **state) {
	(void)state;
	riwaya_error err;
	char text[RIWAYA_KEY_TEXT], signature[RW_SIGNATURE_TEXT];
	rw_key made, secret, public_key;
	assert_int_equal(rw_key_new(key, &made, &err), RIWAYA_OK);
	assert_int_equal(rw_key_read(key, true, &secret, &err), RIWAYA_OK);
	assert_memory_equal(&made, &secret, sizeof made);
	rw_key_text(&made, text);
	assert_true(rw_key_of_text(rw_slice_z(text), &public_key));
	rw_key_sign(&secret, RW_LIT("words"), signature);
	assert_true(rw_key_verify(&public_key, RW_LIT("words"), rw_slice_z(signature)));
	assert_false(rw_key_verify(&public_key, RW_LIT("wards"), rw_slice_z(signature)));
	signature[3] ^= 1;
	assert_false(rw_key_verify(&public_key, RW_LIT("words"), rw_slice_z(signature)));
	assert_false(rw_key_of_text(RW_LIT(""), &public_key));
	assert_false(rw_key_of_text(RW_LIT("MCowBQYDK2VwAyEA"), &public_key));
	/* A key of RFC 8410, section 10.3, and its public one of 10.1. */
	put(report,
		"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
		"-----END PRIVATE KEY-----\n");
	chmod(report, 0600);
	assert_int_equal(rw_key_read(report, true, &secret, &err), RIWAYA_OK);
	rw_key_text(&secret, text);
	assert_string_equal(text, "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
	chmod(report, 0640);
	assert_int_equal(rw_key_read(report, true, &secret, &err), RIWAYA_ARGUMENT);
	rw_key_wipe(&made);
	rw_key_wipe(&secret);
}

/* Sizes of 64 bits are written where they are needed, and read back; no test writes such a file. */
static void wide_heads(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_zip_entry small = {.name = RW_LIT("a"), .size = 5, .packed = 5}, large = small, far = small;
	large.size = large.packed = (uint64_t)5 << 32;
	far.at = (uint64_t)6 << 32;
	rw_buf b = RW_BUF(a);
	rw_zip_put_head(&b, &small);
	assert_int_equal(b.n, 31);
	b.n = 0;
	rw_zip_put_head(&b, &large);
	assert_int_equal(b.n, 31 + 20);
	b.n = 0;
	rw_zip_put_listing(&b, &small);
	assert_int_equal(b.n, 47);
	b.n = 0;
	rw_zip_put_listing(&b, &large);
	assert_int_equal(b.n, 47 + 20);
	b.n = 0;
	rw_zip_put_listing(&b, &far);
	assert_int_equal(b.n, 47 + 12);
	b.n = 0;
	rw_zip_put_end(&b, 3, 100, 200);
	assert_int_equal(b.n, 22);
	b.n = 0;
	rw_zip_put_end(&b, 3, (uint64_t)1 << 33, 200);
	assert_int_equal(b.n, 22 + 20 + 56);
	rw_zip_time(1709633700, &small); /* 2024-03-05 10:15 */
	assert_int_equal(small.date, (2024 - 1980) << 9 | 3 << 5 | 5);
	assert_int_equal(small.time, 10 << 11 | 15 << 5);
	rw_zip_time(0, &small);
	assert_int_equal(small.date, 1 << 5 | 1);
	rw_arena_release(a);
}

static const char words[] =
	"قصف على سوق القصر\n5 آذار 2024\nقُتل خمسة أشخاص وأصيب تسعة آخرون في قصف على سوق القصر، بحسب مصادر طبية.\n";

static riwaya_status made(const riwaya_allocator *allocator, riwaya_error *err) {
	riwaya_options o = {.allocator = allocator};
	riwaya_engine *engine = NULL;
	riwaya_set *set = NULL;
	riwaya_status status = riwaya_engine_new(&o, &engine, err);
	if (!status) status = riwaya_set_new(engine, NULL, &set, err);
	if (!status) status = riwaya_set_add_file(set, report, err);
	if (!status)
		status = riwaya_evidence_write(set, &(riwaya_evidence_options){.key = key, .at = 1709633700}, pack, err);
	riwaya_set_free(set);
	riwaya_engine_free(engine);
	return status;
}

static void memory_ends(void **state) {
	(void)state;
	put(report, words);
	riwaya_error err = {0};
	failing f = {0};
	riwaya_allocator allocator = {failing_resize, &f};
	if (made(&allocator, &err)) fail_msg("%s", err.message);
	size_t all = f.calls;
	int before = open_files();
	for (size_t n = 1; n < all; n += n < 40 ? 1 : 37) {
		unlink(pack);
		f = (failing){.fail_at = n};
		assert_int_equal(made(&allocator, &err), RIWAYA_NOMEM);
		assert_int_equal(f.live, 0);
		assert_false(f.lied);
		assert_int_equal(open_files(), before);
		assert_int_equal(files_left(), 3); /* key, public key, report */
	}
	assert_int_equal(made(NULL, &err), RIWAYA_OK);
	riwaya_verified v;
	for (size_t n = 1;; n++) {
		f = (failing){.fail_at = n};
		riwaya_status status = riwaya_verify(pack, &(riwaya_verify_options){.allocator = &allocator}, &v, &err);
		assert_int_equal(f.live, 0);
		assert_false(f.lied);
		assert_int_equal(open_files(), before);
		if (!status) break;
		assert_int_equal(status, RIWAYA_NOMEM);
		assert_true(n < 10000);
	}
	assert_int_equal(v.wrong, 0);
	assert_int_equal(v.signing, RIWAYA_SIGNING_GOOD);
}

/* A file that changed after it was read, or is gone, makes no pack. */
static void changed(void **state) {
	(void)state;
	riwaya_engine *engine;
	riwaya_set *set;
	riwaya_error err = {0};
	unlink(pack);
	put(report, words);
	assert_int_equal(riwaya_engine_new(NULL, &engine, &err), RIWAYA_OK);
	assert_int_equal(riwaya_set_new(engine, NULL, &set, &err), RIWAYA_OK);
	assert_int_equal(riwaya_set_add_file(set, report, &err), RIWAYA_OK);
	put(report, "قصف على سوق القصر\nقُتل ستة أشخاص في قصف على سوق القصر، بحسب مصادر طبية في المدينة.\n");
	assert_int_equal(riwaya_evidence_write(set, NULL, pack, &err), RIWAYA_FORMAT);
	assert_non_null(strstr(err.message, "changed"));
	assert_string_equal(err.source, report);
	unlink(report);
	assert_int_equal(riwaya_evidence_write(set, NULL, pack, &err), RIWAYA_ARGUMENT);
	assert_int_equal(access(pack, F_OK), -1);
	riwaya_set_free(set);
	riwaya_engine_free(engine);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys), cmocka_unit_test(wide_heads), cmocka_unit_test(memory_ends), cmocka_unit_test(changed)};
	return cmocka_run_group_tests(tests, set_up, clean_up);
}
