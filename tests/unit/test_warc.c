/* test_warc.c: packed bytes as streams, answers of servers, digests, and web archives record by record. What whole archives give is checked
 * against decoders of others by tests/origin. */
#include "memory.h"
#include "read/digest.h"
#include "read/http.h"
#include "read/read.h"
#include "read/unpack.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <zlib.h>
#include <zstd.h>

#include <cmocka.h>

static void put_gzip(rw_buf *out, rw_slice s) {
	z_stream z = {0};
	unsigned char b[4096];
	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (unsigned char *)(uintptr_t)s.p;
	z.avail_in = (uInt)s.n;
	for (int code = Z_OK; code != Z_STREAM_END;) {
		z.next_out = b;
		z.avail_out = sizeof b;
		code = deflate(&z, Z_FINISH);
		rw_buf_put(out, b, sizeof b - z.avail_out);
	}
	deflateEnd(&z);
}

static void digests(void **state) {
	(void)state;
	assert_int_equal(rw_digest_fits(RW_LIT("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"), RW_LIT("abc")), RW_FIT_YES);
	assert_int_equal(rw_digest_fits(RW_LIT("SHA-1:a9993e364706816aba3e25717850c26c9cd0d89d"), RW_LIT("abc")), RW_FIT_YES);
	assert_int_equal(rw_digest_fits(RW_LIT("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"), RW_LIT("abd")), RW_FIT_NO);
	assert_int_equal(rw_digest_fits(RW_LIT("md5:900150983cd24fb0d6963f7d28e17f72"), RW_LIT("abc")), RW_FIT_YES);
	assert_int_equal(rw_digest_fits(RW_LIT("md5:d41d8cd98f00b204e9800998ecf8427e"), RW_LIT("")), RW_FIT_YES);
	assert_int_equal(
		rw_digest_fits(RW_LIT("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), RW_LIT("abc")),
		RW_FIT_YES);
	assert_int_equal(rw_digest_fits(RW_LIT("blake3:00"), RW_LIT("abc")), RW_FIT_UNKNOWN);
	assert_int_equal(rw_digest_fits(RW_LIT("sha1:nothing"), RW_LIT("abc")), RW_FIT_UNKNOWN);
	/* Lengths around a block's end. */
	rw_slice eighty = RW_LIT("12345678901234567890123456789012345678901234567890123456789012345678901234567890");
	assert_int_equal(rw_digest_fits(RW_LIT("md5:57edf4a22be3c955ac49da2e2107b67a"), eighty), RW_FIT_YES);
	assert_int_equal(rw_digest_fits(RW_LIT("sha1:84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
						 RW_LIT("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
		RW_FIT_YES);
}

static void answers(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_http h;
	rw_slice media, charset, bare, out, note;
	rw_slice s = RW_LIT(
		"HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=\"windows-1256\"\r\nTransfer-Encoding: chunked\r\n\r\n"
		"3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
	assert_true(rw_http_head(s, &h));
	assert_int_equal(h.status, 200);
	assert_true(h.chunked);
	rw_http_type(h.type, &media, &charset);
	assert_true(rw_slice_eqz(media, "text/html"));
	assert_true(rw_slice_eqz(charset, "windows-1256"));
	rw_slice body = rw_slice_of(s.p + h.head, s.n - h.head);
	assert_int_equal(rw_http_payload(a, &h, body, 100, &bare, &out, &note, NULL), RIWAYA_OK);
	assert_true(rw_slice_eqz(out, "abcde") && !note.n);
	/* Chunks that lie: what is there is taken. */
	assert_int_equal(rw_http_payload(a, &h, RW_LIT("3\r\nabc\r\nFF\r\nde"), 100, &bare, &out, &note, NULL), RIWAYA_OK);
	assert_true(rw_slice_eqz(out, "abcde") && note.n);
	assert_int_equal(rw_http_payload(a, &h, RW_LIT("<p>abc"), 100, &bare, &out, &note, NULL), RIWAYA_OK);
	assert_true(rw_slice_eqz(out, "<p>abc") && !note.n);
	/* brotli: "hello" stored, then nothing of it. */
	rw_http br = {.codings = RW_LIT("identity, br")};
	assert_int_equal(rw_http_payload(a, &br, RW_LIT("\x0b\x02\x80hello\x03"), 100, &bare, &out, &note, NULL), RIWAYA_OK);
	assert_true(rw_slice_eqz(out, "hello") && !note.n);
	assert_int_equal(rw_http_payload(a, &br, RW_LIT("<html>"), 100, &bare, &out, &note, NULL), RIWAYA_OK);
	assert_true(rw_slice_eqz(out, "<html>"));
	rw_buf b = RW_BUF(a);
	put_gzip(&b, RW_LIT("a body that is longer than the limit allows"));
	rw_http gz = {.codings = RW_LIT("gzip")};
	assert_int_equal(rw_http_payload(a, &gz, rw_buf_view(&b), 10, &bare, &out, &note, NULL), RIWAYA_LIMIT);
	assert_false(rw_http_head(RW_LIT("<html>"), &h));
	assert_int_equal(rw_media_of(RW_LIT("text/HTML")), RW_MEDIA_TEXT);
	assert_int_equal(rw_media_of(RW_LIT("application/rss+xml")), RW_MEDIA_TEXT);
	assert_int_equal(rw_media_of(RW_LIT("text/css")), RW_MEDIA_OTHER);
	assert_int_equal(rw_media_of(RW_LIT("image/svg+xml")), RW_MEDIA_OTHER);
	assert_int_equal(rw_media_of(RW_LIT("application/octet-stream")), RW_MEDIA_UNKNOWN);
	rw_arena_release(a);
}

/* Pieces of a packed stream, joined by '|'. */
static rw_slice pieces(rw_arena *a, rw_slice packed, rw_codec codec, const char *starts, size_t *damaged) {
	rw_stream in;
	rw_buf out = RW_BUF(a);
	rw_stream_bytes(&in, RW_LIT("test"), packed);
	rw_unpack *u = rw_unpack_new(a, &in, codec, rw_slice_z(starts));
	*damaged = 0;
	for (riwaya_status status = RIWAYA_OK; !status;) {
		rw_slice v;
		while (!(status = rw_stream_look(&u->out, 1, &v, NULL)) && v.n) {
			rw_buf_slice(&out, v);
			rw_stream_take(&u->out, v.n);
		}
		status = rw_unpack_next(u, NULL);
		if (status == RIWAYA_FORMAT) {
			(*damaged)++;
			status = rw_unpack_next(u, NULL);
		}
		if (!status) rw_buf_byte(&out, '|');
	}
	return rw_buf_view(&out);
}

static void packed(void **state) {
	(void)state;
	TEST_ARENA(a);
	size_t damaged;
	rw_buf b = RW_BUF(a);
	put_gzip(&b, RW_LIT("WARC/one "));
	put_gzip(&b, RW_LIT("goes on"));
	put_gzip(&b, RW_NONE);
	size_t second = b.n;
	put_gzip(&b, RW_LIT("WARC/two"));
	size_t third = b.n;
	put_gzip(&b, RW_LIT("WARC/three"));
	rw_slice all = rw_buf_view(&b);
	assert_true(rw_slice_eqz(pieces(a, all, RW_CODEC_GZIP, "WARC/", &damaged), "WARC/one goes on|WARC/two|WARC/three"));
	assert_int_equal(damaged, 0);
	assert_true(rw_slice_eqz(pieces(a, all, RW_CODEC_GZIP, "", &damaged), "WARC/one goes onWARC/twoWARC/three"));
	/* A member torn or turned: the next one is found. */
	rw_buf torn = RW_BUF(a);
	rw_buf_put(&torn, all.p, second + 12);
	rw_buf_put(&torn, all.p + third, all.n - third);
	rw_slice found = pieces(a, rw_buf_view(&torn), RW_CODEC_GZIP, "WARC/", &damaged);
	assert_true(rw_slice_starts(found, RW_LIT("WARC/one goes on")) && rw_slice_ends(found, RW_LIT("|WARC/three")));
	assert_int_equal(damaged, 1);
	/* Every place that it can end at: what came before is there, and nothing else. */
	for (size_t n = 0; n < all.n; n++) {
		found = pieces(a, rw_slice_of(all.p, n), RW_CODEC_GZIP, "WARC/", &damaged);
		assert_true(found.n < 42);
		assert_true(rw_slice_starts(RW_LIT("WARC/one goes on|WARC/two|WARC/three"), found));
	}
	/* zstd: frames, and one to step over. */
	char frame[256];
	rw_buf z = RW_BUF(a);
	rw_buf_put(&z, "\x50\x2a\x4d\x18\3\0\0\0xyz", 11);
	rw_buf_put(&z, frame, ZSTD_compress(frame, sizeof frame, "WARC/a", 6, 3));
	rw_buf_put(&z, frame, ZSTD_compress(frame, sizeof frame, "WARC/b", 6, 3));
	assert_true(rw_slice_eqz(pieces(a, rw_buf_view(&z), RW_CODEC_ZSTD, "", &damaged), "WARC/aWARC/b"));
	rw_arena_release(a);
}

/* A dictionary stands in the first frame, and all others need it. */
static void dictionary(void **state) {
	(void)state;
	TEST_ARENA(a);
	static const char words[] =
		"WARC-Type: response WARC-Target-URI: https://sada.example/ Content-Type: text/html charset=utf-8";
	static const char record[] = "WARC/1.0 WARC-Type: response WARC-Target-URI: https://sada.example/ and the rest";
	char frame[512];
	size_t damaged;
	rw_buf z = RW_BUF(a);
	ZSTD_CCtx *c = ZSTD_createCCtx();
	const unsigned n = sizeof words - 1;
	rw_buf_put(&z, "\x5d\x2a\x4d\x18", 4);
	rw_buf_put(&z, (const char[]){(char)n, 0, 0, 0}, 4);
	rw_buf_put(&z, words, n);
	for (int i = 0; i < 2; i++)
		rw_buf_put(&z, frame, ZSTD_compress_usingDict(c, frame, sizeof frame, record, sizeof record - 1, words, n, 3));
	ZSTD_freeCCtx(c);
	rw_slice found = pieces(a, rw_buf_view(&z), RW_CODEC_ZSTD, "WARC/", &damaged);
	assert_int_equal(damaged, 0);
	assert_int_equal(found.n, 2 * (sizeof record - 1) + 1);
	assert_true(rw_slice_ends(
		found, RW_LIT("|WARC/1.0 WARC-Type: response WARC-Target-URI: https://sada.example/ and the rest")));
	rw_arena_release(a);
}

static void bomb(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_buf b = RW_BUF(a);
	rw_slice letters = rw_slice_of(rw_arena_alloc(a, 1 << 20), 1 << 20), v;
	for (size_t i = 0; i < 200; i++) put_gzip(&b, letters);
	rw_stream in;
	rw_stream_bytes(&in, RW_LIT("test"), rw_buf_view(&b));
	rw_unpack *u = rw_unpack_new(a, &in, RW_CODEC_GZIP, RW_NONE);
	riwaya_status status;
	riwaya_error err = {0};
	uint64_t n = 0;
	while (!(status = rw_stream_look(&u->out, 1, &v, &err)) && v.n) {
		n += v.n;
		rw_stream_take(&u->out, v.n);
	}
	assert_int_equal(status, RIWAYA_LIMIT);
	assert_non_null(strstr(err.message, "RIWAYA_MAX_RATIO"));
	assert_true(n >= RW_UNPACK_FREE && n < 2 * (uint64_t)RW_UNPACK_FREE);
	rw_arena_release(a);
}

/* --- records ------------------------------------------------------------------------------------------------------------ */
typedef struct got {
	rw_slice name, bytes, note;
	uint64_t offset, n;
	riwaya_status status;
} got;
typedef RW_VEC(got) gots;

static void read_all(rw_arena *a, rw_slice archive, gots *out) {
	rw_stream in;
	void *state;
	rw_stream_bytes(&in, RW_LIT("test"), archive);
	assert_int_equal(rw_container_warc.sniff(archive, true), 2);
	assert_int_equal(rw_container_warc.open(a, &in, &(rw_manner){0}, &state, NULL), RIWAYA_OK);
	for (;;) {
		rw_document d = {.a = a};
		riwaya_error err = {0};
		got g = {.status = rw_container_warc.next(state, &d, &err)};
		if (g.status == RIWAYA_END) return;
		g.name = d.name;
		g.offset = err.offset;
		if (!g.status) {
			assert_int_equal(rw_stream_rest(d.in, a, 1 << 20, &g.bytes, NULL), RIWAYA_OK);
			g.bytes = rw_arena_copy(a, g.bytes);
			g.offset = d.pieces.p[0].offset;
			g.n = d.pieces.p[0].n;
			if (d.notes.n) g.note = d.notes.p[0].text;
		}
		rw_vec_push(a, out, g);
	}
}

#define HEAD(type, uri, n)                                                                                             \
	"WARC/1.1\r\nWARC-Type: " type "\r\nWARC-Target-URI: " uri "\r\nContent-Type: text/html\r\nContent-Length: " n     \
	"\r\n\r\n"

static void records(void **state) {
	(void)state;
	TEST_ARENA(a);
	gots g = {0};
	static const char one[] = HEAD("resource", "https://sada.example/1", "8") "<p>one\r\n"
																			  "\r\n\r\n";
	static const char two[] = HEAD("request", "https://sada.example/1", "3") "GET"
																			 "\r\n\r\n";
	static const char three[] = HEAD("resource", "<https://sada.example/3>", "5") "<html"
																				  "\r\n\r\n";
	rw_buf b = RW_BUF(a);
	rw_buf_z(&b, one);
	rw_buf_z(&b, two);
	rw_buf_z(&b, three);
	read_all(a, rw_buf_view(&b), &g);
	assert_int_equal(g.n, 2);
	assert_true(rw_slice_eqz(g.p[0].bytes, "<p>one\r\n"));
	assert_int_equal(g.p[0].offset, 0);
	assert_int_equal(g.p[0].n, sizeof one - 1);
	assert_true(rw_slice_eqz(g.p[1].name, "https://sada.example/3"));
	assert_int_equal(g.p[1].offset, sizeof one + sizeof two - 2);
	/* Packed record by record, each has its member's place. */
	rw_buf z = RW_BUF(a);
	put_gzip(&z, rw_slice_z(one));
	size_t second = z.n;
	put_gzip(&z, rw_slice_z(two));
	size_t third = z.n;
	put_gzip(&z, rw_slice_z(three));
	g.n = 0;
	read_all(a, rw_buf_view(&z), &g);
	assert_int_equal(g.n, 2);
	assert_int_equal(g.p[0].n, second);
	assert_int_equal(g.p[1].offset, third);
	assert_int_equal(g.p[1].n, z.n - third);
	/* Packed as a whole, none has. */
	z.n = 0;
	put_gzip(&z, rw_buf_view(&b));
	g.n = 0;
	read_all(a, rw_buf_view(&z), &g);
	assert_int_equal(g.n, 2);
	assert_int_equal(g.p[1].n, 0);
	/* Cut at every place: each record but the last one is whole, and it ends. */
	for (size_t n = sizeof one; n < b.n; n++) {
		g.n = 0;
		read_all(a, rw_slice_of(b.p, n), &g);
		assert_true(g.n >= 1 && rw_slice_eqz(g.p[0].bytes, "<p>one\r\n"));
	}
	rw_arena_release(a);
}

static void lies(void **state) {
	(void)state;
	TEST_ARENA(a);
	static const char *const lengths[] = {"6", "5", "2", "12", "30", "4000", "99999999999", "9000000000000000000"};
	for (size_t i = 0; i < RW_COUNT(lengths); i++) {
		gots g = {0};
		rw_slice s = rw_arena_printf(a,
			HEAD("resource", "https://sada.example/1", "%s") "<p>abc\r\n\r\n" HEAD(
				"resource", "https://sada.example/2", "4") "<p>d\r\n\r\n",
			lengths[i]);
		read_all(a, s, &g);
		assert_int_equal(g.n, 2);
		assert_true(rw_slice_eqz(g.p[0].bytes, "<p>abc"));
		assert_true((i == 0) == !g.p[0].note.n);
		assert_true(rw_slice_eqz(g.p[1].bytes, "<p>d") && !g.p[1].note.n);
	}
	/* What can't be believed at all is left, and named with its place. */
	gots g = {0};
	read_all(a,
		RW_LIT("WARC/1.0\r\nWARC-Type: resource\r\n\r\nabc\r\n\r\n" HEAD(
			"resource", "https://sada.example/2", "4") "<p>d\r\n\r\n"),
		&g);
	assert_int_equal(g.n, 2);
	assert_int_equal(g.p[0].status, RIWAYA_FORMAT);
	assert_true(rw_slice_eqz(g.p[1].bytes, "<p>d"));
	rw_arena_release(a);
}

static void digest_notes(void **state) {
	(void)state;
	TEST_ARENA(a);
	gots g = {0};
	read_all(a,
		RW_LIT(
			"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: https://sada.example/1\r\nContent-Type: text/html\r\n"
			"WARC-Block-Digest: sha1:a9993e364706816aba3e25717850c26c9cd0d89d\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"
			"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: https://sada.example/2\r\nContent-Type: text/html\r\n"
			"WARC-Payload-Digest: sha1:a9993e364706816aba3e25717850c26c9cd0d89d\r\nContent-Length: 3\r\n\r\nabd\r\n\r\n"),
		&g);
	assert_int_equal(g.n, 2);
	assert_int_equal(g.p[0].note.n, 0);
	assert_true(rw_slice_find(g.p[1].note, RW_LIT("digest"), 0) != SIZE_MAX);
	rw_arena_release(a);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(digests), cmocka_unit_test(answers), cmocka_unit_test(packed),
		cmocka_unit_test(dictionary), cmocka_unit_test(bomb), cmocka_unit_test(records), cmocka_unit_test(lies),
		cmocka_unit_test(digest_notes)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
