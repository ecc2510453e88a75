/* form.c: multipart/form-data. */
#include "serve/form.h"

static rw_slice quoted(rw_arena *a, rw_slice head, const char *key) {
	rw_slice sign = rw_arena_printf(a, "%s=\"", key);
	size_t at = 0;
	while ((at = rw_slice_find(head, sign, at)) != SIZE_MAX && at && head.p[at - 1] != ' ' && head.p[at - 1] != ';')
		at++;
	if (at == SIZE_MAX) return RW_NONE;
	size_t from = at + sign.n, end = from;
	while (end < head.n && head.p[end] != '"') end++;
	rw_buf b = RW_BUF(a);
	for (size_t i = from; i < end; i++) {
		if (head.p[i] == '%' && i + 2 < end && head.p[i + 1] == '2' && head.p[i + 2] == '2') {
			rw_buf_byte(&b, '"');
			i += 2;
		} else {
			rw_buf_byte(&b, head.p[i]);
		}
	}
	return rw_buf_view(&b);
}

static riwaya_status broken(riwaya_error *err) {
	return rw_fail(err, RIWAYA_FORMAT, RW_LIT("body"), 0, 0, "what was sent breaks the rules of multipart/form-data");
}

riwaya_status rw_form_begin(rw_arena *a, rw_slice type, rw_slice body, rw_form_reader *out, riwaya_error *err) {
	size_t at = rw_slice_find(type, RW_LIT("boundary="), 0);
	if (at == SIZE_MAX) return broken(err);
	rw_slice value = rw_slice_of(type.p + at + 9, type.n - at - 9);
	value = rw_slice_trim(rw_slice_cut(&value, ';'));
	if (value.n > 1 && value.p[0] == '"' && value.p[value.n - 1] == '"') value = rw_slice_of(value.p + 1, value.n - 2);
	if (!value.n || value.n > RW_FORM_BOUNDARY) return broken(err);
	rw_buf line = RW_BUF(a);
	rw_buf_z(&line, "\r\n--");
	rw_buf_slice(&line, value);
	*out = (rw_form_reader){.a = a, .body = body, .line = rw_buf_view(&line)};
	/* The first may stand at the very beginning, without an end of line before it. */
	rw_slice first = rw_slice_of(out->line.p + 2, out->line.n - 2);
	bool at_once = rw_slice_starts(body, first);
	at = at_once ? 0 : rw_slice_find(body, out->line, 0);
	if (at == SIZE_MAX) return broken(err);
	out->at = at + (at_once ? first.n : out->line.n);
	return RIWAYA_OK;
}

riwaya_status rw_form_next(rw_form_reader *f, rw_part *out, riwaya_error *err) {
	const rw_slice body = f->body, head_end = RW_LIT("\r\n\r\n");
	*out = (rw_part){0};
	if (f->at + 2 <= body.n && body.p[f->at] == '-' && body.p[f->at + 1] == '-') return RIWAYA_END;
	if (f->n++ == RW_FORM_PARTS)
		return rw_fail(err, RIWAYA_LIMIT, RW_LIT("body"), 0, 0,
			"a form of up to %d parts is taken; send the rest behind it", RW_FORM_PARTS);
	size_t reach = body.n - f->at < RW_FORM_HEAD ? body.n : f->at + RW_FORM_HEAD;
	size_t head = rw_slice_find(rw_slice_of(body.p, reach), head_end, f->at);
	/* The end of the headers' last line may be that of the boundary already: a part without content. */
	size_t end = head == SIZE_MAX ? head : rw_slice_find(body, f->line, head + 2);
	if (end == SIZE_MAX) return broken(err);
	rw_slice fields = rw_slice_of(body.p + f->at, head - f->at);
	size_t from = head + head_end.n;
	out->content = from <= end ? rw_slice_of(body.p + from, end - from) : RW_LIT("");
	out->file = quoted(f->a, fields, "filename");
	out->name = quoted(f->a, fields, "name");
	f->at = end + f->line.n;
	return RIWAYA_OK;
}
