/* fuzz_robots.c: a robots.txt of anyone's, and an address to ask for: the first line is the address's path, the rest robots.txt. Besides, the same bytes
 * as a redirect's target, as an answer's head, and as a body in chunks, whole and byte by byte. */
#include "fetch/fetch.h"
#include "fuzz.h"

static void ask(fuzz_memory *m, rw_slice all) {
	rw_slice text = all, target = rw_slice_cut(&text, '\n');
	double delay = 0;
	if (text.p) rw_robots_allow(&m->a, text, "riwaya", target, &delay);
	if (!(delay >= 0)) abort();
	rw_url url;
	riwaya_error err;
	if (!rw_url_parse(&m->a, RW_LIT("https://sada.example/a/b?c"), target, &url, &err)) {
		/* What was taken is taken again as it is, and means the same. */
		rw_url again;
		if (rw_url_parse(&m->a, RW_NONE, url.whole, &again, &err) || !rw_slice_eq(again.host, url.host) ||
			!rw_slice_eq(again.origin, url.origin))
			abort();
		if (!rw_slice_starts(url.whole, RW_LIT("http://")) && !rw_slice_starts(url.whole, RW_LIT("https://"))) abort();
	}
	rw_http_header(all, "Location");
	rw_http_status(all);
	rw_http_retry_after(target, 1000000000);
	rw_chunks whole = {0}, parts = {0};
	char *a = rw_arena_alloc(&m->a, all.n + 1), *b = rw_arena_alloc(&m->a, all.n + 1);
	if (all.n) memcpy(a, all.p, all.n);
	if (all.n) memcpy(b, all.p, all.n);
	size_t n = rw_chunks_take(&whole, a, all.n), k = 0;
	for (size_t i = 0; i < all.n; i++) {
		char c = all.p[i];
		if (rw_chunks_take(&parts, &c, 1)) b[k++] = c;
	}
	if (n != k || memcmp(a, b, n) != 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	fuzz_memory m;
	fuzz_begin(&m);
	if (!setjmp(m.oom)) ask(&m, rw_slice_of((const char *)data, size));
	fuzz_end(&m);
	return 0;
}
