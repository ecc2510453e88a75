/* fuzz_mhtml.c: pages saved in one file, and mails. */
#include "fuzz_container.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_container(&rw_container_mhtml, data, size); }
