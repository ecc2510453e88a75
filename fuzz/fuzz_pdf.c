/* fuzz_pdf.c: what the PDF reader makes of pdftotext's answers: the text, then after a byte 1 what -bbox-layout gave. */
#include "fuzz_reader.h"
#include "read/pdf.h"

static riwaya_status read(rw_read_context *c, const rw_input *in, rw_reports *out, riwaya_error *err) {
	const char *parted = in->bytes.n ? memchr(in->bytes.p, 1, in->bytes.n) : NULL;
	size_t n = parted ? (size_t)(parted - in->bytes.p) : in->bytes.n;
	rw_slice boxes = parted ? rw_slice_of(parted + 1, in->bytes.n - n - 1) : RW_NONE;
	return rw_pdf_report(c, in, rw_slice_of(in->bytes.p, n), boxes, false, out, err);
}

static const rw_reader answers = {.format = "pdf", .read = read};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_reader(&answers, data, size); }
