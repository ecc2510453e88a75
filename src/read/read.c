/* read.c: which reader reads an input, and what is refused whatever the reader: reports without Arabic, and too long ones. */
#include "read/page.h"

enum { LOOK = 8 << 10 };

static bool has_arabic(rw_slice s) {
	size_t letters = 0;
	for (size_t i = 0; i < s.n;) {
		if ((unsigned char)s.p[i] < 0x80) {
			i++;
			continue;
		}
		rw_folded f = rw_fold_char(rw_utf8_next(s, &i));
		letters += f.arabic && f.class_ == RW_CLASS_LETTER;
		if (letters >= 2) return true;
	}
	return false;
}

riwaya_status rw_read(rw_read_context *c, const rw_input *in, rw_reports *out, riwaya_error *err) {
	static const rw_reader *const readers[] = {&rw_reader_html, &rw_reader_text};
	if (in->bytes.n == 0) return rw_fail(err, RIWAYA_EMPTY, in->name, 0, 0, "file is empty; nothing to read in it");
	if (in->bytes.n > RIWAYA_MAX_FILE) {
		return rw_fail(err, RIWAYA_LIMIT, in->name, 0, 0,
			"input has %zu bytes, over the limit of %d (RIWAYA_MAX_FILE); split it into one report a file", in->bytes.n,
			RIWAYA_MAX_FILE);
	}
	/* Without zero bytes, so that tags in UTF-16 are seen too. */
	char head[LOOK];
	size_t n = 0;
	for (size_t i = 0; i < in->bytes.n && n < sizeof head && i < 2 * sizeof head; i++) {
		if (in->bytes.p[i]) head[n++] = in->bytes.p[i];
	}
	const rw_reader *best = NULL;
	int sure = 0;
	for (size_t i = 0; i < RW_COUNT(readers); i++) {
		int k = readers[i]->sniff(rw_slice_of(head, n));
		if (k > sure) {
			sure = k;
			best = readers[i];
		}
	}
	if (c->fragment) best = &rw_reader_text;
	size_t first = out->n;
	riwaya_status status = best->read(c, in, out, err);
	if (status) return status;
	size_t kept = first;
	for (size_t i = first; i < out->n; i++) {
		if (c->fragment || has_arabic(out->p[i]->text) || has_arabic(out->p[i]->title)) out->p[kept++] = out->p[i];
	}
	if (kept == first && out->n > first) {
		out->n = first;
		return rw_fail(err, RIWAYA_LANGUAGE, in->name, 0, 0, "holds no Arabic text; riwaya reads Arabic reports only");
	}
	out->n = kept;
	return RIWAYA_OK;
}
