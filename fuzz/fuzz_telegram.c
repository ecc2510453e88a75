/* fuzz_telegram.c: Telegram's exports, JSON or pages by the first byte. */
#include "fuzz_container.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (size == 0) return 0;
	return fuzz_container(data[0] % 2 ? &rw_container_telegram_html : &rw_container_telegram, data, size);
}
