/* fuzz_csv.c: tables. */
#include "fuzz_container.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_container(&rw_container_csv, data, size); }
