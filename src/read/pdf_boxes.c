/* pdf_boxes.c: where the lines of a PDF's pages stand, from the XHTML of pdftotext -bbox-layout. What is written by one known program
 * needs no parser of XML: each tag that counts begins a line of its own.
 */
#include "read/pdf.h"

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

void rw_pdf_boxes_read(rw_arena *a, rw_slice s, rw_pdf_boxes *out) {
	rw_pdf_box block = {0};
	bool body = false;
	while (s.p) {
		rw_slice line = rw_slice_trim(rw_slice_cut(&s, '\n'));
		if (!body) {
			body = rw_slice_starts(line, RW_LIT("<doc>"));
			head_line(a, line, out);
		} else if (rw_slice_starts(line, RW_LIT("<line "))) {
			if (!out->pages.n) continue;
			block.left = number(line, "xMin");
			block.top = number(line, "yMin");
			block.right = number(line, "xMax");
			block.bottom = number(line, "yMax");
			rw_vec_push(a, &out->lines, block);
		} else if (rw_slice_starts(line, RW_LIT("<block "))) {
			block.block++;
			block.from = number(line, "xMin");
			block.to = number(line, "xMax");
		} else if (rw_slice_starts(line, RW_LIT("<page "))) {
			rw_vec_push(a, &out->pages, out->lines.n);
		}
	}
}
