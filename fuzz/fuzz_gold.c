/* fuzz_gold.c: whatever is given as a gold file is refused with its place, or read and scored without harm. */
#include "eval/eval.h"
#include "fuzz.h"

static void score(fuzz_memory *m, rw_slice bytes) {
	rw_gold gold;
	riwaya_error err = {0};
	if (rw_gold_read(&m->scratch, RW_LIT("gold"), bytes, &gold, &err)) return;
	rw_score s = {.a = &m->a, .lx = fuzz_lexicon()};
	riwaya_report report = {.text = bytes, .format = RW_LIT("text")};
	rw_said said = {.report = &report, .raw = bytes};
	riwaya_evaluation e;
	rw_score_report(&s, &m->scratch, &gold, &said);
	rw_score_sum(&s, &m->a, &m->scratch, &e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	fuzz_memory m;
	fuzz_lexicon();
	fuzz_begin(&m);
	if (!setjmp(m.oom)) score(&m, rw_slice_of((const char *)data, size));
	fuzz_end(&m);
	return 0;
}
