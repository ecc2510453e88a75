/* fuzz_warc.c: web archives, and what they hold. */
#include "fuzz_walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_walk(data, size); }
