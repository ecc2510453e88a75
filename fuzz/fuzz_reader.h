/* fuzz_reader.h: one reader over any bytes. Each origin run of a report must lie within its field. */
#ifndef RW_FUZZ_READER_H
#define RW_FUZZ_READER_H

#include "fuzz.h"
#include "read/read.h"

static inline void fuzz_read(fuzz_memory *m, const rw_reader *reader, rw_slice bytes) {
	rw_read_context c = {.lx = fuzz_lexicon(), .a = &m->a, .scratch = &m->scratch};
	rw_input in = {.name = RW_LIT("fuzz"), .bytes = bytes};
	rw_reports reports = {0};
	riwaya_error err = {0};
	if (reader->read(&c, &in, &reports, &err)) return;
	for (size_t i = 0; i < reports.n; i++) {
		const riwaya_report *r = reports.p[i];
		for (size_t j = 0; j < r->n_origin_map; j++) {
			const riwaya_origin_run *run = &r->origin_map[j];
			size_t n = r->caption.n;
			if (run->field == RIWAYA_FIELD_TITLE) n = r->title.n;
			if (run->field == RIWAYA_FIELD_TEXT) n = r->text.n;
			if ((size_t)run->at + run->n > n) abort();
		}
	}
}

static inline int fuzz_reader(const rw_reader *reader, const uint8_t *data, size_t size) {
	fuzz_memory m;
	fuzz_begin(&m);
	if (!setjmp(m.oom)) fuzz_read(&m, reader, rw_slice_of((const char *)data, size));
	fuzz_end(&m);
	return 0;
}

#endif
