/* pack.c: a document made of a record's strings; see pack.h. */
#include "read/pack.h"
#include "mention/calendar.h"
#include "text/text.h"

rw_pack rw_pack_begin(rw_document *d) { return (rw_pack){.d = d, .text = RW_BUF(d->a)}; }

void rw_pack_put(rw_pack *p, const char *z) {
	rw_buf_slice(&p->text, p->only);
	p->only = RW_NONE;
	rw_buf_z(&p->text, z);
}

void rw_pack_add(rw_pack *p, rw_slice text, const riwaya_piece *piece) {
	rw_document *d = p->d;
	uint64_t at = p->text.n + p->only.n;
	rw_vec_push(d->a, &d->segments, (rw_segment){at, text.n, (uint32_t)d->pieces.n, 0});
	rw_vec_push(d->a, &d->pieces, *piece);
	if (at == 0) {
		p->only = text;
		return;
	}
	rw_buf_slice(&p->text, p->only);
	p->only = RW_NONE;
	rw_buf_slice(&p->text, text);
}

void rw_pack_end(rw_pack *p) {
	p->d->in = RW_NEW(p->d->a, rw_stream);
	rw_stream_bytes(p->d->in, RW_NONE, p->only.n ? p->only : rw_buf_view(&p->text));
}

void rw_pack_title(rw_document *d, rw_slice text, rw_slice title, const riwaya_piece *piece) {
	rw_text_run *run = RW_NEW(d->a, rw_text_run);
	*run = (rw_text_run){0, (uint32_t)title.n, (uint64_t)(title.p - text.p)};
	d->told.title = title;
	d->told.title_runs = run;
	d->told.n_title_runs = 1;
	d->told.title_piece = (uint32_t)d->pieces.n;
	rw_vec_push(d->a, &d->pieces, *piece);
}

bool rw_has_letter(rw_slice s) {
	for (size_t i = 0; i < s.n;)
		if (rw_fold_char(rw_utf8_next(s, &i)).class_ == RW_CLASS_LETTER) return true;
	return false;
}

rw_slice rw_epoch(rw_arena *a, int64_t seconds) {
	char z[32];
	if (seconds < 0 || seconds > INT64_C(7258118400)) return RW_NONE; /* the year 2200 */
	return rw_arena_printf(
		a, RW_FMT "Z", RW_ARG(rw_slice_of(z, rw_when_format(seconds / 60, RIWAYA_PRECISION_MINUTE, z))));
}
