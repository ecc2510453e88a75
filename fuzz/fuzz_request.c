/* fuzz_request.c: what of a request is ours to read: targets and parameters, cookies, addresses of proxies, headers that choose, forms; and pages
 * that are shown by what is harmless in them. The first byte says which; whatever is sent is read or refused, and what is read lies within it. */
#include "fuzz.h"
#include "serve/form.h"
#include "serve/inside.h"
#include "serve/tame.h"

/* Zero-ended, as headers come. */
static char *text_of(fuzz_memory *m, rw_slice s) {
	char *z = RW_ARRAY(&m->a, char, s.n + 1);
	if (s.n) memcpy(z, s.p, s.n);
	return z;
}

static void within(rw_slice s, rw_slice whole) {
	if (s.n && (s.p < whole.p || s.n > (size_t)(whole.p + whole.n - s.p))) abort();
}

static void good_text(const char *z) {
	rw_slice s = rw_slice_z(z);
	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		uint32_t c = rw_utf8_next(s, &i);
		if (c < 0x20 || c == 0x7F || (c == RW_UTF8_BAD && i == from + 1)) abort();
	}
}

static void target(fuzz_memory *m, rw_slice s) {
	const char *z = text_of(m, s);
	size_t n = strlen(z);
	if (n > RW_SERVE_TARGET) return;
	/* Exactly the room that it asks for, so that a byte past it is seen. */
	char *room = malloc(RW_REQUEST_ROOM(n));
	rw_request *q = calloc(1, sizeof *q);
	if (!room || !q) exit(1);
	const char *wrong = rw_request_read(q, z, room);
	if (!wrong) {
		good_text(q->path);
		for (size_t i = 0; i < q->n_params; i++) {
			good_text(q->params[i].name);
			good_text(q->params[i].value);
			if (rw_param_of(q, q->params[i].name) != q->params[i].value) abort();
		}
		char *rest = q->room; /* a request is looked for once */
		for (unsigned k = 0; k < RW_METHODS; k++) {
			unsigned allow;
			q->room = rest;
			q->method = (rw_method)k;
			q->route = rw_route_of(q, &allow);
			if (q->route) (void)rw_route_stranger(q);
			if (q->route && !(allow & 1u << k)) abort();
		}
	}
	free(q);
	free(room);
}

static void origin(fuzz_memory *m, rw_slice s) {
	rw_slice rest = s, first = rw_slice_cut(&rest, '\n'), second = rw_slice_cut(&rest, '\n'), at;
	rw_address peer, asker;
	rw_nets nets;
	char shown[RW_ORIGIN_ADDRESS];
	within(rw_cookie_of(s, RW_COOKIE), s);
	if (!rw_nets_read(first, &nets, &at)) {
		within(at, first);
		nets.n = 0;
	}
	if (!rw_address_read(second, &peer)) memset(&peer, 0, sizeof peer);
	asker = rw_address_of_asker(&peer, rest, &nets);
	if (nets.n == 0 && memcmp(&asker, &peer, sizeof peer) != 0) abort();
	rw_address_show(&asker, shown);
	if (!rw_address_read(rw_slice_z(shown), &peer) || memcmp(&asker, &peer, sizeof peer) != 0) abort();
	bool own = rw_sent_by_own_page(RW_NONE, first, true, second);
	if (own && first.n != second.n + 8) abort();
	(void)rw_asked_by_other_site(first, second);
	const char *one = text_of(m, first), *two = text_of(m, second);
	if (*two && !strpbrk(two, ", \t")) (void)rw_etag_listed(one, two);
	(void)rw_takes(one, "gzip");
}

static void form(fuzz_memory *m, rw_slice s) {
	rw_slice body = s, type = rw_slice_cut(&body, '\n');
	rw_form_reader f;
	rw_part part;
	riwaya_error e = {0};
	riwaya_status status = rw_form_begin(&m->a, type, body, &f, &e);
	const char *last = body.p;
	while (!status) {
		status = rw_form_next(&f, &part, &e);
		if (status) break;
		if (part.content.n) {
			within(part.content, body);
			if (part.content.p < last) abort();
			last = part.content.p + part.content.n;
		}
		if (f.at > body.n || f.n > RW_FORM_PARTS) abort();
	}
	if (status != RIWAYA_END && status != RIWAYA_FORMAT && status != RIWAYA_LIMIT) abort();
}

/* Whether a place lies in a style sheet, where markup is none. */
static bool in_style(rw_slice all, size_t at) {
	size_t open = 0, last = SIZE_MAX;
	while ((open = rw_slice_find(all, RW_LIT("<style>"), open)) != SIZE_MAX && open < at) {
		last = rw_slice_find(all, RW_LIT("</style>"), open);
		if (last > at) return true;
		open = last;
	}
	return false;
}

/* No tag comes through but those of the list */
static void page(fuzz_memory *m, rw_slice s) {
	static const char *const never[] = {"<script", "<link", "<meta h", "<meta n", "<iframe", "<base", "<form", "<svg",
		"<object", "<embed", "<template", "<noscript", "<textarea", "<plaintext", "<xmp", "<math"};
	rw_buf out = RW_BUF(&m->a);
	rw_tame(&m->a, rw_utf8_clean(&m->a, s, NULL), &out);
	rw_slice all = rw_buf_view(&out);
	if (all.n > 64 + 8 * s.n) abort();
	for (size_t i = 0; i < RW_COUNT(never); i++) {
		size_t at = 0;
		while ((at = rw_slice_find(all, rw_slice_z(never[i]), at)) != SIZE_MAX) {
			if (!in_style(all, at)) abort(); /* in text and in values there is no "<" left */
			at++;
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	static void (*const readers[])(fuzz_memory * m, rw_slice s) = {target, origin, form, page};
	fuzz_memory m;
	if (size == 0) return 0;
	fuzz_begin(&m);
	if (!setjmp(m.oom)) readers[data[0] % RW_COUNT(readers)](&m, rw_slice_of((const char *)data + 1, size - 1));
	fuzz_end(&m);
	return 0;
}
