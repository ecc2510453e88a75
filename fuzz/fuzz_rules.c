/* fuzz_rules.c: rules and tables as an analyst might break them, compiled with a few of the built-in tables. An input that begins with
 * "table" is a table of words after its first line, anything else a file of rules. Every complaint must name a line.
 */
#include "fuzz.h"

static void compile(fuzz_memory *m, rw_slice text) {
	static const char *const needed[] = {
		"schema.tsv", "letters.tsv", "clitics.tsv", "paradigms.tsv", "units.tsv", "words.qualifiers.tsv"};
	rw_source *own, sources[RW_COUNT(needed) + 1];
	size_t n_own, n = 0;
	rw_lexicon_own_sources(fuzz_lexicon(), &m->a, &own, &n_own);
	for (size_t i = 0; i < n_own; i++)
		for (size_t j = 0; j < RW_COUNT(needed); j++)
			if (rw_slice_eqz(own[i].name, needed[j]) && n < RW_COUNT(needed)) sources[n++] = own[i];
	bool table = rw_slice_starts(text, RW_LIT("table"));
	if (table) rw_slice_cut(&text, '\n');
	rw_slice name = table ? RW_LIT("words.fuzz.tsv") : RW_LIT("rules/fuzz.rules");
	sources[n++] = (rw_source){.name = name, .path = name, .text = text.p ? text : RW_LIT("")};
	rw_slice image = RW_NONE;
	rw_complaints complaints = {0};
	riwaya_status status = rw_lexicon_compile(&m->a, sources, n, &image, &complaints);
	if (status == RIWAYA_OK) {
		rw_lexicon *lx;
		riwaya_error err = {0};
		if (!image.n || rw_lexicon_open(&m->a, image, &lx, &err) != RIWAYA_OK) abort();
	} else if (status == RIWAYA_LEXICON && !complaints.n) {
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	fuzz_memory m;
	fuzz_begin(&m);
	if (!setjmp(m.oom)) compile(&m, rw_slice_of((const char *)data, size));
	fuzz_end(&m);
	return 0;
}
