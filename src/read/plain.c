/* plain.c: plain text: a page copied from a browser, a post, a wire, a statement. A line is a paragraph. */
#include "read/page.h"

static int sniff(rw_slice head) {
	(void)head;
	return 1; /* what nothing else reads is text */
}

/* A line ends at \n, \r, form feed, vertical tab, or Unicode's line and paragraph separators. */
static size_t line_end(rw_slice s, size_t i, size_t *next) {
	for (; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '\n' || c == '\f' || c == '\v') {
			*next = i + 1;
			return i;
		}
		if (c == '\r') {
			*next = i + 1 < s.n && s.p[i + 1] == '\n' ? i + 2 : i + 1;
			return i;
		}
		if (c == 0xE2 && i + 2 < s.n && (unsigned char)s.p[i + 1] == 0x80 && ((unsigned char)s.p[i + 2] & 0xFE) == 0xA8) {
			*next = i + 3;
			return i;
		}
	}
	*next = s.n;
	return s.n;
}

static riwaya_status read_text(rw_read_context *c, const rw_input *in, rw_reports *out, riwaya_error *err) {
	rw_slice text;
	const char *encoding;
	rw_utf8_patches patches = {0};
	riwaya_status status = rw_decode(c, in, in->charset, &text, &encoding, &patches, err);
	if (status) return status;
	if (text.n > RIWAYA_MAX_REPORT) {
		return rw_fail(err, RIWAYA_LIMIT, in->name, 0, 0,
			"text has %zu bytes, over the limit of %d for one report (RIWAYA_MAX_REPORT); split it into one report a file",
			text.n, RIWAYA_MAX_REPORT);
	}
	rw_page p;
	rw_page_init(&p, c, in, "text");
	rw_page_patches(&p, &patches, encoding);
	bool blank = false;
	for (size_t i = 0; i < text.n;) {
		size_t next, end = line_end(text, i, &next);
		rw_text_run run = {0, (uint32_t)(end - i), i};
		rw_page_add(&p, rw_slice_of(text.p + i, end - i), &run, 1, &blank);
		i = next;
	}
	rw_find_article(&p);
	riwaya_report *r = rw_make_report(&p);
	rw_vec_push(c->a, out, r);
	return RIWAYA_OK;
}

const rw_reader rw_reader_text = {"text", sniff, read_text};
