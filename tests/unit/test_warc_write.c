/* test_warc_write.c: records as they stand in the file, and files that a run left behind half written. */
#define _DEFAULT_SOURCE /* mkdtemp */
#define ZLIB_CONST
#include "evidence/warc_write.h"
#include "memory.h"
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

static char folder[64], path[96];

static int set_up(void **state) {
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/riwaya-warc-XXXXXX");
	if (!mkdtemp(folder)) return 1;
	snprintf(path, sizeof path, "%s/a.warc.gz", folder);
	return 0;
}

static int clean_up(void **state) {
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static int64_t clock_2022(void *ctx) {
	(void)ctx;
	return 1642744860;
}

/* Ids that count up. */
static void counted(void *ctx, unsigned char out[16]) {
	memset(out, 0, 16);
	out[15] = ++*(unsigned char *)ctx;
}

static rw_slice contents(rw_arena *a) {
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	rw_buf b = RW_BUF(a);
	char some[512];
	for (size_t n; (n = fread(some, 1, sizeof some, f)) > 0;) rw_buf_put(&b, some, n);
	fclose(f);
	return rw_buf_view(&b);
}

static void put_contents(rw_slice s) {
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	if (s.n) assert_int_equal(fwrite(s.p, 1, s.n, f), s.n);
	fclose(f);
}

/* What gzip's members hold, one after the other; their ends. */
static rw_slice unpacked(rw_arena *a, rw_slice packed, size_t *ends, size_t *n_ends) {
	rw_buf b = RW_BUF(a);
	z_stream z = {.next_in = (const Bytef *)packed.p, .avail_in = (uInt)packed.n};
	assert_int_equal(inflateInit2(&z, 31), Z_OK);
	*n_ends = 0;
	while (z.avail_in) {
		unsigned char out[4096];
		z.next_out = out;
		z.avail_out = sizeof out;
		int code = inflate(&z, Z_NO_FLUSH);
		assert_true(code == Z_OK || code == Z_STREAM_END);
		rw_buf_put(&b, out, sizeof out - z.avail_out);
		if (code == Z_STREAM_END) {
			ends[(*n_ends)++] = packed.n - z.avail_in;
			inflateReset(&z);
		}
	}
	inflateEnd(&z);
	return rw_buf_view(&b);
}

static const char one_record[] =
	"WARC/1.1\r\n"
	"WARC-Type: response\r\n"
	"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000002>\r\n"
	"WARC-Date: 2022-01-21T06:01:00Z\r\n"
	"WARC-Target-URI: https://sada.example/1\r\n"
	"WARC-IP-Address: 192.0.2.7\r\n"
	"WARC-Block-Digest: sha256:0000000000000000000000000000000000000000000000000000000000000000\r\n"
	"Content-Type: application/http;msgtype=response\r\n"
	"Content-Length: 21\r\n"
	"\r\n"
	"HTTP/1.1 200 OK\r\n\r\nhi"
	"\r\n\r\n";

static rw_warc_record response(const rw_warc_piece *block, size_t n) {
	static const rw_warc_field fields[] = {{"WARC-IP-Address", {"192.0.2.7", 9}}, {"WARC-Truncated", {NULL, 0}}};
	return (rw_warc_record){.type = RW_WARC_RESPONSE,
		.uri = RW_LIT("https://sada.example/1"),
		.content_type = RW_WARC_HTTP_RESPONSE,
		.fields = fields,
		.n_fields = RW_COUNT(fields),
		.block = block,
		.n_block = n};
}

static void records(void **state) {
	(void)state;
	TEST_ARENA(a);
	unsigned char ids = 0;
	rw_warc_writer *w;
	riwaya_error err = {0};
	rw_warc_options o = {.clock = clock_2022, .random = counted, .ctx = &ids};
	assert_int_equal(rw_warc_create(a, path, &o, &w, &err), RIWAYA_OK);
	/* The body comes from a file, and from its middle. */
	char other[128];
	snprintf(other, sizeof other, "%s/body", folder);
	int fd = open(other, O_RDWR | O_CREAT, 0600);
	assert_int_equal(write(fd, "xxhiyy", 6), 6);
	const rw_warc_piece block[] = {{.bytes = RW_LIT("HTTP/1.1 200 OK\r\n\r\n")}, {.fd = fd, .at = 2, .n = 2}};
	rw_warc_record r = response(block, 2);
	assert_int_equal(rw_warc_put(w, &r, &err), RIWAYA_OK);
	rw_warc_digest payload;
	assert_int_equal(rw_warc_digest_of(block + 1, 1, payload, &err), RIWAYA_OK);
	assert_string_equal(payload, "sha256:8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4");
	uint64_t size = rw_warc_size(w);
	/* Fields can't make lines of their own, nor be without end; nothing is written of such a record. */
	r.uri = RW_LIT("https://sada.example/\r\nWARC-Type: x");
	assert_int_equal(rw_warc_put(w, &r, &err), RIWAYA_ARGUMENT);
	char *much = rw_arena_alloc(a, RW_WARC_FIELD_MAX + 1);
	memset(much, 'a', RW_WARC_FIELD_MAX + 1);
	r.uri = rw_slice_of(much, RW_WARC_FIELD_MAX + 1);
	assert_int_equal(rw_warc_put(w, &r, &err), RIWAYA_LIMIT);
	/* A block that is shorter than was said: the record is taken back. */
	const rw_warc_piece gone[] = {{.fd = fd, .at = 2, .n = 200}};
	r = response(gone, 1);
	assert_int_equal(rw_warc_put(w, &r, &err), RIWAYA_IO);
	assert_int_equal(rw_warc_size(w), size);
	assert_int_equal(rw_warc_finish(w, &err), RIWAYA_OK);
	close(fd);
	unlink(other);
	rw_slice packed = contents(a);
	assert_int_equal(packed.n, size);
	size_t ends[8], n_ends;
	rw_slice all = unpacked(a, packed, ends, &n_ends);
	assert_int_equal(n_ends, 2);
	size_t second = rw_slice_find(all, RW_LIT("WARC/1.1\r\n"), 1);
	assert_true(rw_slice_find(all, RW_LIT("WARC-Type: warcinfo\r\n"), 0) < second);
	assert_true(rw_slice_find(all, RW_LIT("WARC-Filename: a.warc.gz\r\n"), 0) < second);
	assert_true(rw_slice_find(all, RW_LIT("software: riwaya/"), 0) < second);
	/* The digest is tried below; here stands all else. */
	rw_slice got = rw_slice_of(all.p + second, all.n - second);
	size_t hex = rw_slice_find(got, RW_LIT("sha256:"), 0),
		   want = rw_slice_find(rw_slice_z(one_record), RW_LIT("sha256:"), 0);
	assert_int_equal(hex, want);
	assert_memory_equal(got.p, one_record, hex);
	assert_int_equal(got.n, sizeof one_record - 1);
	assert_memory_equal(got.p + hex + 71, one_record + want + 71, got.n - hex - 71);
	rw_warc_digest block_digest;
	const rw_warc_piece whole = {.bytes = RW_LIT("HTTP/1.1 200 OK\r\n\r\nhi")};
	rw_warc_digest_of(&whole, 1, block_digest, NULL);
	assert_memory_equal(got.p + hex, block_digest, 71);
	rw_arena_release(a);
}

static void add_one(rw_arena *a, const char *text) {
	rw_warc_writer *w;
	assert_int_equal(rw_warc_create(a, path, &(rw_warc_options){0}, &w, NULL), RIWAYA_OK);
	const rw_warc_piece block = {.bytes = rw_slice_z(text)};
	rw_warc_record r = {.type = RW_WARC_RESOURCE, .uri = RW_LIT("urn:x"), .block = &block, .n_block = 1};
	assert_int_equal(rw_warc_put(w, &r, NULL), RIWAYA_OK);
	assert_int_equal(rw_warc_finish(w, NULL), RIWAYA_OK);
}

/* A file that ends anywhere within its last record loses that record and no other, and goes on. */
static void torn_ends(void **state) {
	(void)state;
	TEST_ARENA(a);
	add_one(a, "first");
	size_t ends[8], n_ends, before = contents(a).n;
	add_one(a, "second");
	rw_slice all = contents(a);
	/* Each opening waits for the disk: every place near a record's ends, and some between. */
	for (size_t n = 1; n < all.n; n += n < 12 || n + 12 > all.n || (n + 12 > before && n < before + 12) ? 1 : 11) {
		put_contents(rw_slice_of(all.p, n));
		rw_warc_writer *w;
		assert_int_equal(rw_warc_create(a, path, &(rw_warc_options){0}, &w, NULL), RIWAYA_OK);
		if (n >= before) {
			assert_int_equal(rw_warc_size(w), before);
			assert_int_equal(rw_warc_cut(w), n - before);
		}
		assert_int_equal(rw_warc_finish(w, NULL), RIWAYA_OK);
	}
	put_contents(rw_slice_of(all.p, all.n - 3));
	add_one(a, "third");
	rw_slice text = unpacked(a, contents(a), ends, &n_ends);
	assert_int_equal(n_ends, 3);
	assert_true(rw_slice_find(text, RW_LIT("first"), 0) != SIZE_MAX);
	assert_true(rw_slice_find(text, RW_LIT("second"), 0) == SIZE_MAX);
	assert_true(rw_slice_find(text, RW_LIT("third"), 0) != SIZE_MAX);
	rw_arena_release(a);
}

static void torn_plain(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_warc_writer *w;
	const rw_warc_options plain = {.plain = true};
	const rw_warc_piece block = {.bytes = RW_LIT("words\r\n\r\nmore")};
	rw_warc_record r = {.type = RW_WARC_RESOURCE, .uri = RW_LIT("urn:x"), .block = &block, .n_block = 1};
	assert_int_equal(rw_warc_create(a, path, &plain, &w, NULL), RIWAYA_OK);
	size_t before = rw_warc_size(w);
	assert_int_equal(rw_warc_put(w, &r, NULL), RIWAYA_OK);
	assert_int_equal(rw_warc_finish(w, NULL), RIWAYA_OK);
	rw_slice all = contents(a);
	for (size_t n = before; n < all.n; n += n < before + 12 || n + 24 > all.n ? 1 : 11) {
		put_contents(rw_slice_of(all.p, n));
		assert_int_equal(rw_warc_create(a, path, &plain, &w, NULL), RIWAYA_OK);
		assert_int_equal(rw_warc_cut(w), n - before);
		assert_int_equal(rw_warc_finish(w, NULL), RIWAYA_OK);
		assert_int_equal(contents(a).n, before);
	}
	rw_arena_release(a);
}

/* What is not ours to mend is left as it is. */
static void refused(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_warc_writer *w, *other;
	riwaya_error err = {0};
	add_one(a, "first");
	add_one(a, "second");
	rw_slice all = contents(a);
	char *hurt = (char *)(uintptr_t)rw_arena_copy(a, all).p;
	hurt[all.n / 2] ^= 0x55;
	put_contents(rw_slice_of(hurt, all.n));
	assert_int_equal(rw_warc_create(a, path, &(rw_warc_options){0}, &w, &err), RIWAYA_FORMAT);
	assert_int_equal(contents(a).n, all.n);
	put_contents(RW_LIT("a letter, not an archive"));
	assert_int_equal(rw_warc_create(a, path, &(rw_warc_options){0}, &w, &err), RIWAYA_FORMAT);
	assert_int_equal(rw_warc_create(a, path, &(rw_warc_options){.plain = true}, &w, &err), RIWAYA_FORMAT);
	assert_int_equal(contents(a).n, 24);
	put_contents(all);
	assert_int_equal(rw_warc_create(a, path, &(rw_warc_options){.whole = all.n}, &w, &err), RIWAYA_OK);
	assert_int_equal(rw_warc_create(a, path, &(rw_warc_options){0}, &other, &err), RIWAYA_IO);
	assert_non_null(strstr(err.message, "another run"));
	assert_int_equal(rw_warc_create(a, folder, &(rw_warc_options){0}, &other, &err), RIWAYA_IO);
	rw_arena_release(a);
}

static void dates(void **state) {
	(void)state;
	char out[24];
	rw_warc_date(0, out);
	assert_string_equal(out, "1970-01-01T00:00:00Z");
	rw_warc_date(1709251199, out);
	assert_string_equal(out, "2024-02-29T23:59:59Z");
	rw_warc_date(-1, out);
	assert_string_equal(out, "1969-12-31T23:59:59Z");
}

static void work(rw_arena *a, void *p) {
	(void)p;
	unlink(path);
	rw_warc_writer *w;
	if (rw_warc_create(a, path, &(rw_warc_options){0}, &w, NULL)) return;
	const rw_warc_piece block = {.bytes = RW_LIT("x")};
	rw_warc_record r = {.type = RW_WARC_RESOURCE, .uri = RW_LIT("urn:x"), .block = &block, .n_block = 1};
	rw_warc_put(w, &r, NULL);
	rw_warc_finish(w, NULL);
}

static void memory(void **state) {
	(void)state;
	size_t n = failing_all(work, NULL);
	assert_in_range(n, 2, 100);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(records, set_up, clean_up),
		cmocka_unit_test_setup_teardown(torn_ends, set_up, clean_up),
		cmocka_unit_test_setup_teardown(torn_plain, set_up, clean_up),
		cmocka_unit_test_setup_teardown(refused, set_up, clean_up),
		cmocka_unit_test(dates),
		cmocka_unit_test_setup_teardown(memory, set_up, clean_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
