/* fuzz_html.c: the html reader. */
#include "fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_reader(&rw_reader_html, data, size); }
