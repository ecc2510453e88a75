/* pdf_boxes.c: where the lines of a PDF's pages stand, from the XHTML of pdftotext -bbox-layout. What is written by one known program
 * needs no parser of XML: each tag that counts begins a line of its own.
 */
#include "read/pdf.h"

#include <stdlib.h>

static rw_slice attribute(rw_slice tag, const char *name) {
	size_t n = strlen(name);
	for (size_t i = 0; i + n + 2 < tag.n; i++) {
		if (tag.p[i] != ' ' || memcmp(tag.p + i + 1, name, n) != 0) continue;
		size_t at = i + 1 + n;
		if (at + 1 >= tag.n || tag.p[at] != '=' || tag.p[at + 1] != '"') continue;
		const char *from = tag.p + at + 2, *end = memchr(from, '"', tag.n - at - 2);
		return end ? rw_slice_of(from, (size_t)(end - from)) : RW_NONE;
	}
	return RW_NONE;
}

static float number(rw_slice tag, const char *name) {
	double d = 0;
	if (!rw_slice_double(attribute(tag, name), &d) || !(d > -1e6 && d < 1e6)) return 0;
	return (float)d;
}

static rw_slice unescape(rw_arena *a, rw_slice s) {
	static const struct {
		const char *name, *text;
	} names[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}};
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < s.n;) {
		size_t k = 0;
		rw_slice rest = rw_slice_of(s.p + i, s.n - i);
		while (k < RW_COUNT(names) && !rw_slice_starts(rest, rw_slice_z(names[k].name))) k++;
		if (k < RW_COUNT(names)) {
			rw_buf_z(&b, names[k].text);
			i += strlen(names[k].name);
		} else {
			rw_buf_byte(&b, s.p[i++]);
		}
	}
	return rw_slice_trim(rw_buf_view(&b));
}

/* "2024-03-05T10:15:00+03" with its zone's minutes. */
static rw_slice full_zone(rw_arena *a, rw_slice s) {
	bool short_zone = s.n > 11 && (s.p[s.n - 3] == '+' || s.p[s.n - 3] == '-');
	return short_zone ? rw_arena_printf(a, RW_FMT ":00", RW_ARG(s)) : s;
}

static void head_line(rw_arena *a, rw_slice line, rw_pdf_boxes *out) {
	const rw_slice open = RW_LIT("<title>");
	if (rw_slice_starts(line, open)) {
		size_t end = rw_slice_find(line, RW_LIT("</title>"), open.n);
		if (end != SIZE_MAX) out->title = unescape(a, rw_slice_of(line.p + open.n, end - open.n));
	} else if (rw_slice_starts(line, RW_LIT("<meta name=\"Author\""))) {
		out->author = unescape(a, attribute(line, "content"));
	} else if (rw_slice_starts(line, RW_LIT("<meta name=\"CreationDate\""))) {
		out->made = full_zone(a, unescape(a, attribute(line, "content")));
	}
}

enum { WORDS = 256 }; /* of a line, that are measured */

typedef struct heights {
	float top[WORDS], bottom[WORDS];
	uint32_t n, all;
} heights;

static int by_height(const void *a, const void *b) {
	const float *x = a, *y = b;
	return (x[1] - x[0] > y[1] - y[0]) - (x[1] - x[0] < y[1] - y[0]);
}

/* The line is as tall as its word of middle height. */
static void measure(heights *h, rw_pdf_box *line) {
	float pairs[WORDS][2];
	for (uint32_t i = 0; i < h->n; i++) {
		pairs[i][0] = h->top[i];
		pairs[i][1] = h->bottom[i];
	}
	line->words = h->all;
	if (!h->n) return;
	qsort(pairs, h->n, sizeof *pairs, by_height);
	line->top = pairs[h->n / 2][0];
	line->bottom = pairs[h->n / 2][1];
}

void rw_pdf_boxes_read(rw_arena *a, rw_slice s, rw_pdf_boxes *out) {
	bool body = false, open = false;
	heights *h = RW_NEW(a, heights);
	while (s.p) {
		rw_slice line = rw_slice_trim(rw_slice_cut(&s, '\n'));
		if (!body) {
			body = rw_slice_starts(line, RW_LIT("<doc>"));
			head_line(a, line, out);
		} else if (rw_slice_starts(line, RW_LIT("<word ")) && open) {
			h->all++;
			if (h->n == WORDS) continue;
			h->top[h->n] = number(line, "yMin");
			h->bottom[h->n++] = number(line, "yMax");
		} else if (rw_slice_starts(line, RW_LIT("<line ")) && out->pages.n) {
			rw_pdf_box box = {.left = number(line, "xMin"),
				.right = number(line, "xMax"),
				.top = number(line, "yMin"),
				.bottom = number(line, "yMax")};
			rw_vec_push(a, &out->lines, box);
			h->n = h->all = 0;
			open = true;
		} else if (rw_slice_starts(line, RW_LIT("</line>")) && open) {
			measure(h, &out->lines.p[out->lines.n - 1]);
			open = false;
		} else if (rw_slice_starts(line, RW_LIT("<page "))) {
			rw_vec_push(a, &out->pages, out->lines.n);
		}
	}
}
