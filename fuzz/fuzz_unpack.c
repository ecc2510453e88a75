/* fuzz_unpack.c: packed bytes as streams, the first byte choosing the codec, and whether members are pieces. */
#include "fuzz.h"
#include "read/unpack.h"

enum { ALL = 16 << 20 };

static void unpack(fuzz_memory *m, unsigned choice, rw_slice bytes) {
	rw_stream in;
	rw_codec codec = (rw_codec)(RW_CODEC_GZIP + choice % 4);
	bool pieces = (choice & 4) && (codec == RW_CODEC_GZIP || codec == RW_CODEC_ZSTD);
	char peek[16];
	if (rw_unpack_peek(rw_codec_of(bytes), bytes, peek, sizeof peek) > sizeof peek) abort();
	rw_stream_bytes(&in, RW_LIT("fuzz"), bytes);
	rw_unpack *u = rw_unpack_new(&m->a, &in, codec, pieces ? RW_LIT("WARC/") : RW_NONE);
	uint64_t all = 0;
	for (riwaya_status status = RIWAYA_OK; all < ALL && !status;) {
		rw_slice v;
		riwaya_error err;
		status = rw_stream_look(&u->out, 1, &v, &err);
		if (status && status != RIWAYA_FORMAT) break;
		if (!status && v.n) {
			all += v.n;
			rw_stream_take(&u->out, v.n);
			continue;
		}
		status = rw_unpack_next(u, &err);
		if (status == RIWAYA_FORMAT) status = rw_unpack_next(u, &err);
	}
	if (rw_stream_at(&in) > bytes.n) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	fuzz_memory m;
	if (!size) return 0;
	fuzz_begin(&m);
	if (!setjmp(m.oom)) unpack(&m, data[0], rw_slice_of((const char *)data + 1, size - 1));
	fuzz_end(&m);
	return 0;
}
