/* fuzz_decode.c: bytes in any encoding. The first byte chooses what the page declares. What comes out must be valid UTF-8. */
#include "fuzz.h"
#include "read/read.h"

static void decode(fuzz_memory *m, const uint8_t *data, size_t size) {
	static const char *const declared[] = {
		"", "utf-8", "windows-1256", "iso-8859-6", "utf-16", "utf-16le", "gibberish", "macarabic"};
	rw_read_context c = {.lx = fuzz_lexicon(), .a = &m->a, .scratch = &m->scratch};
	rw_input in = {.name = RW_LIT("fuzz"), .bytes = rw_slice_of((const char *)data + 1, size - 1)};
	rw_slice utf8 = RW_NONE;
	const char *name = NULL;
	rw_utf8_patches patches = {0};
	riwaya_error err = {0};
	if (rw_decode(&c, &in, rw_slice_z(declared[data[0] % RW_COUNT(declared)]), &utf8, &name, &patches, &err)) return;
	rw_utf8_patches none = {0};
	rw_slice clean = rw_utf8_clean(&m->scratch, utf8, &none);
	if (none.n || clean.n != utf8.n) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (!size) return 0;
	fuzz_memory m;
	fuzz_begin(&m);
	if (!setjmp(m.oom)) decode(&m, data, size);
	fuzz_end(&m);
	return 0;
}
