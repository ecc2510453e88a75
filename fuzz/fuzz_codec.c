/* fuzz_codec.c: whatever stands where a store keeps claims is refused, or read, and written again the same. The first line of an input is the title of
 * the report that it speaks of, the second its text. */
#include "fuzz.h"
#include "show/show.h"
#include "store/codec.h"

static bool drop(void *ctx, const char *p, size_t n) {
	size_t *all = ctx;
	for (size_t i = 0; i < n; i++) *all += (unsigned char)p[i]; /* every byte is there */
	return true;
}

static void there_and_back(fuzz_memory *m, rw_slice bytes) {
	riwaya_report bare = {.id = RW_LIT("id")};
	rw_known k, again;
	riwaya_error err = {0};
	bare.title = rw_arena_copy(&m->a, rw_slice_cut(&bytes, '\n'));
	bare.text = rw_arena_copy(&m->a, rw_slice_cut(&bytes, '\n'));
	if (rw_codec_read(&m->a, bytes, &bare, &k, &err)) return;
	size_t all = 0;
	(void)rw_show_claims_json(k.report, k.claims, k.n_claims, (riwaya_sink){drop, &all});
	(void)rw_show_mentions_json(k.report, k.mentions, k.n_mentions, NULL, (riwaya_sink){drop, &all});
	rw_slice once = rw_codec_write(&m->a, &k);
	if (rw_codec_read(&m->a, once, &bare, &again, &err)) abort();
	if (!rw_slice_eq(once, rw_codec_write(&m->a, &again))) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	fuzz_memory m;
	fuzz_begin(&m);
	if (!setjmp(m.oom)) there_and_back(&m, rw_slice_of((const char *)data, size));
	fuzz_end(&m);
	return 0;
}
