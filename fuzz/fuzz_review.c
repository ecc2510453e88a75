/* fuzz_review.c: whatever is given as a review is refused with its place, or read, written in one form, and laid on a report of which its words
 * are. */
#include "fuzz.h"
#include "review/review.h"

static void judge(fuzz_memory *m, rw_slice bytes) {
	rw_review r, again;
	riwaya_error err = {0};
	if (rw_review_parse(&m->a, bytes, &r, &err)) {
		if (!err.message[0] || err.offset > bytes.n) abort();
		return;
	}
	rw_slice once = rw_review_write(&m->a, &r);
	if (rw_review_parse(&m->a, once, &again, &err)) abort();
	if (!rw_slice_eq(once, rw_review_write(&m->a, &again))) abort();
	rw_facts f;
	rw_facts_init(&f, fuzz_lexicon(), &m->scratch);
	(void)rw_review_known(&f, &r, &err);
	riwaya_report report = {.id = r.report, .text = bytes, .title = r.mark.words, .outlet_name = RW_LIT("outlet")};
	riwaya_claim claims[2] = {
		{.id = RW_LIT("a"), .span = {RIWAYA_FIELD_TEXT, 0, (uint32_t)bytes.n}, .predicate = RW_LIT("killed")},
		{.id = RW_LIT("b"), .span = {RIWAYA_FIELD_TITLE, 0, (uint32_t)report.title.n}, .predicate = r.claim.predicate}};
	rw_known known = {.report = &report, .claims = claims, .n_claims = 2}, out;
	rw_orphans orphans = {0};
	rw_sayings sayings = {0};
	rw_review_settle(&m->a, &r, 1, &(rw_review_policy){.second = bytes.n % 2});
	rw_review_apply(&f, &m->a, &known, &r, 1, &out, &orphans);
	if (out.n_claims + out.n_rejected < 2) abort();
	for (size_t i = 0; i < out.n_claims; i++) {
		const riwaya_claim *c = &out.claims[i];
		if (c->span.end < c->span.start || (c->verdict && !c->n_decisions)) abort();
	}
	rw_review_sayings(&m->a, &r, 1, &sayings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	fuzz_memory m;
	fuzz_lexicon();
	fuzz_begin(&m);
	if (!setjmp(m.oom)) judge(&m, rw_slice_of((const char *)data, size));
	fuzz_end(&m);
	return 0;
}
