/* fuzz_text.c: the text reader. Each origin run of a report must lie within its field. */
#include "fuzz.h"
#include "read/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	fuzz_memory m;
	fuzz_begin(&m);
	if (!setjmp(m.oom)) {
		rw_read_context c = {.lx = fuzz_lexicon(), .a = &m.a, .scratch = &m.scratch};
		rw_input in = {RW_LIT("fuzz"), rw_slice_of((const char *)data, size)};
		rw_reports reports = {0};
		riwaya_error err = {0};
		if (rw_reader_text.read(&c, &in, &reports, &err) == RIWAYA_OK) {
			for (size_t i = 0; i < reports.n; i++) {
				const riwaya_report *r = reports.p[i];
				for (size_t j = 0; j < r->n_origin_map; j++) {
					const riwaya_origin_run *run = &r->origin_map[j];
					size_t n = run->field == RIWAYA_FIELD_TITLE	  ? r->title.n
							   : run->field == RIWAYA_FIELD_TEXT ? r->text.n
																 : r->caption.n;
					if ((size_t)run->at + run->n > n) abort();
				}
			}
		}
	}
	fuzz_end(&m);
	return 0;
}
