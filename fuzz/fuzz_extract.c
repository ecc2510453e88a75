/* fuzz_extract.c: a text through the whole house: read, extract, reconcile, show. What the contract of claims promises is checked: the
 * words at a claim's span are its evidence.
 */
#include "fuzz.h"
#include <riwaya/riwaya.h>

static bool swallow(void *ctx, const char *p, size_t n) {
	(void)p;
	*(size_t *)ctx += n;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	static riwaya_engine *engine;
	if (!engine && riwaya_engine_new(NULL, &engine, NULL)) exit(1);
	riwaya_set *set = NULL;
	riwaya_set_options options = {.causes = true};
	if (riwaya_set_new(engine, &options, &set, NULL)) return 0;
	riwaya_set_add_bytes(set, "fuzz", data, size, NULL);
	riwaya_set_add_bytes(set, "half", data, size / 2, NULL);
	size_t written = 0;
	riwaya_sink sink = {swallow, &written};
	for (size_t i = 0; i < riwaya_set_count(set); i++) {
		const riwaya_report *r = riwaya_set_report(set, i);
		const riwaya_claim *claims = NULL;
		size_t n = 0;
		if (riwaya_set_claims(set, i, &claims, &n, NULL)) continue;
		for (size_t j = 0; j < n; j++) {
			riwaya_span s = claims[j].span;
			riwaya_slice field = s.field == RIWAYA_FIELD_TITLE ? r->title
				: s.field == RIWAYA_FIELD_TEXT                 ? r->text
															   : r->caption;
			if (s.end > field.n || s.start > s.end || s.end - s.start != claims[j].evidence.n) abort();
			if (claims[j].evidence.n && memcmp(field.p + s.start, claims[j].evidence.p, claims[j].evidence.n)) abort();
		}
		riwaya_write_claims(set, i, sink, NULL);
		riwaya_write_mentions(set, i, NULL, sink, NULL);
		riwaya_write_explanation(set, i, NULL, sink, NULL);
	}
	const riwaya_reconciliation *r = NULL;
	if (riwaya_set_reconcile(set, &r, NULL) == RIWAYA_OK) {
		riwaya_write_ledger_json(set, NULL, sink, NULL);
		riwaya_write_ledger_text(set, NULL, sink, NULL);
	}
	riwaya_set_free(set);
	return 0;
}
