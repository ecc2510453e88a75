/* fuzz_text.c: the text reader. */
#include "fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_reader(&rw_reader_text, data, size); }
