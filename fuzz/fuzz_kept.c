/* fuzz_kept.c: what is kept of a document, over any bytes: the first byte says how many of the rest are the raw ones. What is taken is read
 * again, and written again as it was. */
#include "fuzz.h"
#include "fuzz_walk.h"
#include "store/kept.h"

static void look(fuzz_memory *m, rw_slice raw, rw_slice kept) {
	rw_raw *t;
	rw_received d, back;
	rw_slice again;
	rw_reports reports = {0};
	riwaya_error err = {0};
	if (rw_raw_new(&m->a, &t, &err) || rw_kept_read(t, &m->a, kept, raw, &d, &err)) return;
	if (rw_kept_write(t, &m->a, &d, &again, &err) || rw_kept_read(t, &m->a, again, raw, &back, &err)) abort();
	if (d.reader == &rw_reader_pdf) return; /* asks another program */
	rw_read_context c = {.lx = fuzz_lexicon(), .a = &m->a, .scratch = &m->scratch};
	if (rw_read_again(&c, &d, &reports, &err)) return;
	for (size_t i = 0; i < reports.n; i++) fuzz_report(reports.p[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (size == 0) return 0;
	const char *p = (const char *)data + 1;
	size_t n = data[0] < size - 1 ? data[0] : size - 1;
	fuzz_memory m;
	fuzz_begin(&m);
	if (!setjmp(m.oom)) look(&m, rw_slice_of(p, n), rw_slice_of(p + n, size - 1 - n));
	fuzz_end(&m);
	return 0;
}
