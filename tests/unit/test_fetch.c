/* test_fetch.c: what is asked for and what is not: addresses, network addresses, robots.txt; and what HTTP says. */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "fetch/fetch.h"
#include "memory.h"
#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define assert_slice(s, z)                                                                                             \
	do {                                                                                                               \
		rw_slice got_ = (s);                                                                                           \
		if (!rw_slice_eqz(got_, z)) fail_msg("'" RW_FMT "' is not '%s'", RW_ARG(got_), z);                             \
	} while (0)

static bool is_public(const char *text) {
	struct sockaddr_in6 six = {.sin6_family = AF_INET6};
	struct sockaddr_in four = {.sin_family = AF_INET};
	const char *why;
	if (inet_pton(AF_INET, text, &four.sin_addr) == 1) return rw_network_public((const struct sockaddr *)&four, &why);
	assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
	return rw_network_public((const struct sockaddr *)&six, &why);
}

static void networks(void **state) {
	(void)state;
	static const char *const open[] = {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
		"126.255.255.255", "128.0.0.1", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0",
		"192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2600::1",
		"2a00:1450:4001::1", "2001:200::1", "64:ff9b::101:101", "::ffff:1.1.1.1", "2002:101:101::1", "::1.1.1.1"};
	static const char *const closed[] = {"0.0.0.0", "0.1.2.3", "10.0.0.0", "10.255.255.255", "100.64.0.0",
		"100.127.255.255", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255",
		"192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
		"224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
		"::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1",
		"2001::1", "2001:0:4136:e378::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:101::", "3fff::1",
		"fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "4000::1", "5f00::1", "fd00:ec2::254"};
	for (size_t i = 0; i < RW_COUNT(open); i++)
		if (!is_public(open[i])) fail_msg("%s is public", open[i]);
	for (size_t i = 0; i < RW_COUNT(closed); i++)
		if (is_public(closed[i])) fail_msg("%s is not public", closed[i]);
	const struct sockaddr local = {.sa_family = AF_UNIX};
	const char *why;
	assert_false(rw_network_public(&local, &why));
}

static void addresses(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_url u;
	riwaya_error err;
	static const struct {
		const char *base, *text, *whole, *origin, *host, *target;
	} good[] = {
		{NULL, "https://Sada.Example", "https://sada.example/", "https://sada.example", "sada.example", "/"},
		{NULL, " http://sada.example:80/a?b=c#d ", "http://sada.example:80/a?b=c", "http://sada.example",
			"sada.example", "/a?b=c"},
		{NULL, "https://sada.example:8443/", "https://sada.example:8443/", "https://sada.example:8443", "sada.example",
			"/"},
		{NULL, "https://sada.example./x", "https://sada.example./x", "https://sada.example.", "sada.example.", "/x"},
		{NULL, "http://%31/", "http://0.0.0.1/", "http://0.0.0.1", "0.0.0.1", "/"},
		{NULL, "http://0X7F.1/", "http://127.0.0.1/", "http://127.0.0.1", "127.0.0.1", "/"},
		{NULL, "https://sada.example/\xD8\xAE\xD8\xA8\xD8\xB1 1", "https://sada.example/%d8%ae%d8%a8%d8%b1%201",
			"https://sada.example", "sada.example", "/%d8%ae%d8%a8%d8%b1%201"},
		{NULL, "http://[::1]:8080/", "http://[::1]:8080/", "http://[::1]:8080", "[::1]", "/"},
		{"https://sada.example/a/b?c", "../d", "https://sada.example/d", "https://sada.example", "sada.example", "/d"},
		{"https://sada.example/a/b?c", "//other.example/d", "https://other.example/d", "https://other.example",
			"other.example", "/d"},
		{"https://sada.example/a/b?c", "?e", "https://sada.example/a/b?e", "https://sada.example", "sada.example",
			"/a/b?e"},
		{"https://sada.example/a/b?c", "http://sada.example/", "http://sada.example/", "http://sada.example",
			"sada.example", "/"},
	};
	for (size_t i = 0; i < RW_COUNT(good); i++) {
		assert_int_equal(rw_url_parse(a, rw_slice_z(good[i].base), rw_slice_z(good[i].text), &u, &err), RIWAYA_OK);
		assert_slice(u.whole, good[i].whole);
		assert_slice(u.origin, good[i].origin);
		assert_slice(u.host, good[i].host);
		assert_slice(u.target, good[i].target);
	}
	static const char *const bad[] = {"", " ", "sada.example", "/page", "file:///etc/passwd", "ftp://sada.example/",
		"gopher://sada.example/1", "dict://sada.example/", "javascript:x", "data:text/html,x", "https://",
		"https://u@sada.example/", "https://u:p@sada.example/", "https://:p@sada.example/",
		"https://sada.example:99999/", "https://sada.example:x/", "https://sada.example/\r\nHost: other",
		"https://sada .example/", "https://sada\xFF.example/"};
	for (size_t i = 0; i < RW_COUNT(bad); i++)
		if (rw_url_parse(a, RW_NONE, rw_slice_z(bad[i]), &u, &err) != RIWAYA_REFUSED)
			fail_msg("'%s' is taken as " RW_FMT, bad[i], RW_ARG(u.whole));
	static const char *const to[] = {"file:///etc/passwd", "ftp://x.example/", "//u:p@x.example/"};
	for (size_t i = 0; i < RW_COUNT(to); i++)
		assert_int_equal(rw_url_parse(a, RW_LIT("https://sada.example/"), rw_slice_z(to[i]), &u, &err), RIWAYA_REFUSED);
	assert_int_equal(rw_url_parse(a, RW_NONE, RW_LIT("https://sada.example/\0x"), &u, &err), RIWAYA_REFUSED);
	/* A password is never shown. */
	rw_url_parse(a, RW_NONE, RW_LIT("https://u:secret@sada.example/"), &u, &err);
	assert_null(strstr(err.message, "secret"));
	assert_null(strstr(err.source, "secret"));
	rw_arena_release(a);
}

static void robots(void **state) {
	(void)state;
	TEST_ARENA(a);
	static const struct {
		const char *text, *target;
		bool allowed;
	} cases[] = {
		{"", "/a", true},
		{"User-agent: *\nDisallow: /", "/a", false},
		{"User-agent: *\nDisallow: /", "/robots.txt", true},
		{"User-agent: *\nDisallow:", "/a", true},
		{"user-AGENT : * # all\r\ndisALLOW : /a # this\r\n", "/ab", false},
		{"User-agent: *\rDisallow: /a\r", "/a", false},
		{"\xEF\xBB\xBFUser-agent: *\nDisallow: /a", "/a", false},
		{"Disallow: /a\nUser-agent: *\nDisallow: /b", "/a", true},
		/* The group that names us counts alone, whatever its case and version; several are one. */
		{"User-agent: *\nDisallow: /\nUser-agent: riwaya\nDisallow: /b", "/a", true},
		{"User-agent: *\nDisallow: /\nUser-agent: RIWAYA/2.0\nDisallow: /b", "/b", false},
		{"User-agent: riwaya-other\nDisallow: /\n", "/a", true},
		{"User-agent: riwaya\nDisallow: /a\nUser-agent: *\nDisallow: /b\nUser-agent: Riwaya\nDisallow: /c", "/c", false},
		{"User-agent: riwaya\nDisallow: /a\nUser-agent: *\nDisallow: /b\nUser-agent: Riwaya\nDisallow: /c", "/b", true},
		{"User-agent: other\nUser-agent: riwaya\nDisallow: /a", "/a", false},
		{"User-agent: other\n\nSitemap: https://x.example/s\n\nUser-agent: riwaya\nDisallow: /a", "/a", false},
		{"User-agent: riwaya\n\nUser-agent: other\nDisallow: /a", "/a", false},
		{"User-agent: riwaya\nAllow: /\nUser-agent: other\nDisallow: /a", "/a", true},
		{"User-agent: riwaya\n\nUser-agent: *\nDisallow: /", "/a", false},
		/* The longest match decides; of two as long the one that allows. */
		{"User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		{"User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", false},
		{"User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"User-agent: *\nAllow: /\nDisallow: /a", "/a", false},
		/* Stars and ends. */
		{"User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", false},
		{"User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", true},
		{"User-agent: *\nDisallow: /*.pdf", "/x/y.pdf?z", false},
		{"User-agent: *\nDisallow: /a*b*c", "/aXbYcZ", false},
		{"User-agent: *\nDisallow: /a*b*c", "/aXcYb", true},
		{"User-agent: *\nDisallow: /a$", "/a", false},
		{"User-agent: *\nDisallow: /a$", "/ab", true},
		{"User-agent: *\nDisallow: *", "/a", false},
		{"User-agent: *\nDisallow: /*$", "/a", false},
		{"User-agent: *\nDisallow: /a*a$", "/a", true},
		{"User-agent: *\nDisallow: /a*$", "/a", false},
		{"User-agent: *\nDisallow: /a$b", "/a$b", false},
		{"User-agent: *\nDisallow: /**a", "/xxa", false},
		/* Escapes. */
		{"User-agent: *\nDisallow: /a%3cd", "/a%3Cd", false},
		{"User-agent: *\nDisallow: /%61", "/a", false},
		{"User-agent: *\nDisallow: /\xD8\xA3", "/%d8%a3/x", false},
		{"User-agent: *\nDisallow: /a%2fb", "/a/b", true},
		{"User-agent: *\nDisallow: /a%2A", "/a*", false},
		{"User-agent: *\nDisallow: /a%2A", "/ab", true},
		{"User-agent: *\nDisallow: /x?y=*&z", "/x?y=1&z", false},
		{"User-agent: *\nDisallow: a", "/a", true},
		{"<html>User-agent: *\nDisallow: /</html>", "/a", true},
		{"User-agent\nDisallow: /", "/a", true},
	};
	double delay;
	for (size_t i = 0; i < RW_COUNT(cases); i++)
		if (rw_robots_allow(a, rw_slice_z(cases[i].text), "riwaya", rw_slice_z(cases[i].target), &delay) !=
			cases[i].allowed)
			fail_msg("%s: %s", cases[i].text, cases[i].target);
	rw_robots_allow(
		a, RW_LIT("User-agent: *\nCrawl-delay: 2.5\nUser-agent: x\nCrawl-delay: 9"), "riwaya", RW_LIT("/"), &delay);
	assert_true(delay > 2.49 && delay < 2.51);
	rw_robots_allow(a, RW_LIT("User-agent: *\nCrawl-delay: -1\nCrawl-delay: x"), "riwaya", RW_LIT("/"), &delay);
	assert_true(delay == 0);
	/* As long as may be, and made to go back again and again. */
	rw_buf b = RW_BUF(a);
	rw_buf_z(&b, "User-agent: *\n");
	while (b.n < RW_ROBOTS_MAX) rw_buf_z(&b, "Disallow: /*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab*a*a*a*a*b\n");
	char target[RIWAYA_FETCH_URL];
	memset(target, 'a', sizeof target);
	target[0] = '/';
	assert_true(rw_robots_allow(a, rw_buf_view(&b), "riwaya", rw_slice_of(target, sizeof target), &delay));
	rw_arena_release(a);
}

static void heads(void **state) {
	(void)state;
	rw_slice head =
		RW_LIT("HTTP/1.1 301 Moved\r\nLOCATION:  /there \r\nX: Location: no\r\nLocation: second\r\nbroken\r\n\r\n");
	assert_int_equal(rw_http_status(head), 301);
	assert_slice(rw_http_header(head, "Location"), "/there");
	assert_null(rw_http_header(head, "Retry-After").p);
	assert_null(rw_http_header(head, "broken").p);
	assert_int_equal(rw_http_status(RW_LIT("HTTP/1.1")), 0);
	assert_int_equal(rw_http_status(RW_LIT("HTTP/1.1 x")), 0);
	assert_int_equal(rw_http_date(RW_LIT("Sun, 06 Nov 1994 08:49:37 GMT")), 784111777);
	assert_int_equal(rw_http_date(RW_LIT("Sunday, 06-Nov-94 08:49:37 GMT")), 784111777);
	assert_int_equal(rw_http_date(RW_LIT("Sun Nov  6 08:49:37 1994")), 784111777);
	assert_int_equal(rw_http_date(RW_LIT("Sun, 31 Feb 1994 08:49:37 GMT")), -1);
	assert_int_equal(rw_http_date(RW_LIT("tomorrow")), -1);
	assert_int_equal(rw_http_date(RW_LIT("Sun, 06 Nov 1994 25:49:37 GMT")), -1);
	assert_int_equal(rw_http_retry_after(RW_LIT("120"), 0), 120);
	assert_int_equal(rw_http_retry_after(RW_LIT("Sun, 06 Nov 1994 08:49:37 GMT"), 784111700), 77);
	assert_int_equal(rw_http_retry_after(RW_LIT("Sun, 06 Nov 1994 08:49:37 GMT"), 984111700), 0);
	assert_int_equal(rw_http_retry_after(RW_LIT("-5"), 0), -1);
	assert_int_equal(rw_http_retry_after(RW_NONE, 0), -1);
	assert_int_equal(rw_http_retry_after(RW_LIT("99999999999"), 0), INT32_MAX);
}

static void chunks(void **state) {
	(void)state;
	static const char whole[] = "5;a=b\r\nhello\r\nA\r\n, world...\r\n0\r\nX: y\r\n\r\n";
	/* Cut in two at every place. */
	for (size_t at = 0; at < sizeof whole; at++) {
		rw_chunks c = {0};
		char first[64], second[64], all[64];
		memcpy(first, whole, at);
		memcpy(second, whole + at, sizeof whole - 1 - (at < sizeof whole ? at : 0));
		size_t n = rw_chunks_take(&c, first, at);
		memcpy(all, first, n);
		size_t m = rw_chunks_take(&c, second, sizeof whole - 1 - at);
		memcpy(all + n, second, m);
		assert_slice(rw_slice_of(all, n + m), "hello, world...");
		assert_false(c.bad);
		if (at == sizeof whole - 1) break;
	}
	char bad[] = "\r\nhello", huge[] = "ffffffffffffffffffff\r\nhello";
	rw_chunks c = {0};
	assert_int_equal(rw_chunks_take(&c, bad, sizeof bad - 1), 0);
	assert_true(c.bad);
	c = (rw_chunks){0};
	assert_int_equal(rw_chunks_take(&c, huge, sizeof huge - 1), 0);
	assert_true(c.bad);
}

/* --- bodies -------------------------------------------------------------------------------------------------------- */
static int file_with(const void *p, size_t n) {
	FILE *f = tmpfile();
	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n);
	assert_int_equal(fflush(f), 0);
	int fd = dup(fileno(f));
	fclose(f);
	return fd;
}

static void bodies(void **state) {
	(void)state;
	TEST_ARENA(a);
	/* gzip of "hello, world" in two chunks, and the same cut short. */
	static const unsigned char packed[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xd7, 0x51,
		0x28, 0xcf, 0x2f, 0xca, 0x49, 1, 0, 0x3a, 0x72, 0xab, 0xff, 12, 0, 0, 0};
	const rw_slice plain = RW_LIT("HTTP/1.1 200 OK\r\n\r\n"),
				   gzip = RW_LIT("HTTP/1.1 200 OK\r\nContent-Encoding: GZIP\r\n\r\n"),
				   both = RW_LIT("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: Chunked\r\n\r\n"),
				   other = RW_LIT("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n");
	rw_slice out;
	bool cut;
	riwaya_error err;
	int fd = file_with("hello, world", 12);
	assert_int_equal(rw_http_body(a, fd, 12, plain, 100, &out, &cut, &err), RIWAYA_OK);
	assert_slice(out, "hello, world");
	assert_false(cut);
	assert_int_equal(rw_http_body(a, fd, 12, plain, 5, &out, &cut, &err), RIWAYA_OK);
	assert_slice(out, "hello");
	assert_true(cut);
	assert_int_equal(rw_http_body(a, fd, 12, gzip, 100, &out, &cut, &err), RIWAYA_FORMAT);
	assert_int_equal(rw_http_body(a, fd, 12, other, 100, &out, &cut, &err), RIWAYA_FORMAT);
	assert_int_equal(rw_http_body(a, fd, 20, plain, 100, &out, &cut, &err), RIWAYA_IO);
	rw_warc_digest first, second;
	assert_int_equal(rw_http_digest(fd, 12, plain, first, &err), RIWAYA_OK);
	close(fd);
	fd = file_with(packed, sizeof packed);
	assert_int_equal(rw_http_body(a, fd, sizeof packed, gzip, 100, &out, &cut, &err), RIWAYA_OK);
	assert_slice(out, "hello, world");
	assert_int_equal(rw_http_body(a, fd, sizeof packed, gzip, 5, &out, &cut, &err), RIWAYA_OK);
	assert_true(cut);
	assert_int_equal(rw_http_body(a, fd, sizeof packed - 10, gzip, 100, &out, &cut, &err), RIWAYA_OK);
	assert_int_equal(rw_http_digest(fd, sizeof packed, gzip, first, &err), RIWAYA_OK);
	close(fd);
	rw_buf b = RW_BUF(a);
	rw_buf_z(&b, "5\r\n");
	rw_buf_put(&b, packed, 5);
	rw_buf_printf(&b, "\r\n%x;ext\r\n", (unsigned)sizeof packed - 5);
	rw_buf_put(&b, packed + 5, sizeof packed - 5);
	rw_buf_z(&b, "\r\n0\r\n\r\n");
	fd = file_with(b.p, b.n);
	assert_int_equal(rw_http_body(a, fd, b.n, both, 100, &out, &cut, &err), RIWAYA_OK);
	assert_slice(out, "hello, world");
	/* The payload is the same, however it was cut into chunks. */
	assert_int_equal(rw_http_digest(fd, b.n, both, second, &err), RIWAYA_OK);
	assert_string_equal(first, second);
	close(fd);
	rw_arena_release(a);
}

/* --- state ------------------------------------------------------------------------------------------------------------ */
static char folder[64], path[96];

static int set_up(void **state) {
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/riwaya-fetch-XXXXXX");
	if (!mkdtemp(folder)) return 1;
	snprintf(path, sizeof path, "%s/state.json", folder);
	return 0;
}

static int clean_up(void **state) {
	(void)state;
	DIR *d = opendir(folder);
	for (const struct dirent *e; d && (e = readdir(d));) {
		char z[512];
		snprintf(z, sizeof z, "%s/%s", folder, e->d_name);
		if (e->d_name[0] != '.') unlink(z);
	}
	if (d) closedir(d);
	return rmdir(folder);
}

static void states(void **state) {
	(void)state;
	TEST_ARENA(a);
	rw_state s, t;
	riwaya_error err;
	bool fresh;
	rw_state_init(&s, a->mem);
	rw_state_init(&t, a->mem);
	assert_int_equal(rw_state_load(&s, path, &err), RIWAYA_OK); /* there is none yet */
	rw_feed_state *f = rw_state_feed(&s, RW_LIT("https://sada.example/feed"), &fresh);
	assert_true(fresh);
	f->etag = RW_LIT("W/\"a\\b\"");
	f->due = 1700000000;
	f->failures = 3;
	f->active = true;
	for (int i = 0; i < 1000; i++) {
		char z[64];
		int n = snprintf(z, sizeof z, "https://sada.example/%d", i);
		rw_watch_item *item = rw_state_item(&s, rw_slice_of(z, (size_t)n), &fresh);
		item->state = (uint8_t)(i % 4);
		item->rounds = (uint8_t)(i % 3);
		item->seen = 1000 + i;
	}
	s.warc = RW_LIT("a.warc.gz");
	s.whole = 1234567890123;
	assert_int_equal(rw_state_save(&s, a, path, &err), RIWAYA_OK);
	assert_int_equal(rw_state_load(&t, path, &err), RIWAYA_OK);
	assert_int_equal(t.feeds.n, 1);
	assert_slice(t.feeds.p[0].etag, "W/\"a\\b\"");
	assert_null(t.feeds.p[0].modified.p);
	assert_int_equal(t.feeds.p[0].due, 1700000000);
	assert_int_equal(t.feeds.p[0].failures, 3);
	assert_false(t.feeds.p[0].active);
	assert_slice(t.warc, "a.warc.gz");
	assert_int_equal(t.whole, 1234567890123);
	assert_int_equal(t.items.n, 1000);
	/* The newest stay. */
	rw_state_trim(&t, 1000);
	assert_int_equal(t.items.n, 1000);
	rw_state_trim(&t, 500);
	assert_int_equal(t.items.n, 450);
	rw_watch_item *last = rw_state_item(&t, RW_LIT("https://sada.example/999"), &fresh);
	assert_false(fresh);
	assert_int_equal(last->state, 3);
	assert_int_equal(last->seen, 1999);
	rw_state_item(&t, RW_LIT("https://sada.example/549"), &fresh);
	assert_true(fresh);
	assert_slice(t.feeds.p[0].address, "https://sada.example/feed");
	rw_state_feed(&t, RW_LIT("https://sada.example/feed"), &fresh);
	assert_false(fresh);
	rw_arena_release(&t.a);
	/* What is not ours is refused; what is strange in ours is left. */
	static const char *const wrong[] = {"", "{", "[]", "{\"riwaya_watch\": 2}", "{\"riwaya_watch\": 1} x",
		"{\"riwaya_watch\": 1, \"riwaya_watch\": 1}"};
	for (size_t i = 0; i < RW_COUNT(wrong); i++) {
		FILE *out = fopen(path, "w");
		fputs(wrong[i], out);
		fclose(out);
		rw_state_init(&t, a->mem);
		assert_int_equal(rw_state_load(&t, path, &err), RIWAYA_FORMAT);
		rw_arena_release(&t.a);
	}
	FILE *out = fopen(path, "w");
	fputs("{\"riwaya_watch\": 1, \"warc\": 5, \"whole\": \"x\", \"feeds\": [1, {}, {\"address\": 3}], \"items\": [[], {}, [1, 2], [\"https://a.example/\", \"odd\", \"x\"]]}",
		out);
	fclose(out);
	rw_state_init(&t, a->mem);
	assert_int_equal(rw_state_load(&t, path, &err), RIWAYA_OK);
	assert_int_equal(t.feeds.n, 0);
	assert_int_equal(t.items.n, 1);
	rw_arena_release(&t.a);
	rw_arena_release(&s.a);
	rw_arena_release(a);
}

/* --- memory ------------------------------------------------------------------------------------------------------------- */
static void work(rw_arena *a, void *p) {
	(void)p;
	rw_keep *keep;
	rw_fetcher *f;
	riwaya_error err;
	riwaya_fetch_options o = {.keep = folder, .hosts = 2};
	if (rw_keep_open(a, folder, &(rw_keep_options){0}, &keep, &err) || rw_fetcher_make(a, &o, keep, &f, &err)) return;
	rw_fetcher_ask(f, RW_LIT("https://sada.example/1"), NULL, &err);
	rw_fetcher_ask(f, RW_LIT("https://sada.example/2"), &(rw_wish){.etag = RW_LIT("x")}, &err);
	const rw_exchange e = {.uri = RW_LIT("https://sada.example/1"),
		.date = 1,
		.request = RW_LIT("GET /"),
		.head = RW_LIT("HTTP/1.1 200 OK\r\n\r\n")};
	rw_kept where;
	rw_keep_put(keep, &e, &where, &err);
}

static void memory(void **state) {
	(void)state;
	/* libcurl's own memory is not ours to count. */
	assert_in_range(failing_all(work, NULL), 3, 200);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(networks),
		cmocka_unit_test(addresses),
		cmocka_unit_test(robots),
		cmocka_unit_test(heads),
		cmocka_unit_test(chunks),
		cmocka_unit_test(bodies),
		cmocka_unit_test_setup_teardown(states, set_up, clean_up),
		cmocka_unit_test_setup_teardown(memory, set_up, clean_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
