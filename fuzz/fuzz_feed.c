/* fuzz_feed.c: feeds, sitemaps and lists of feeds, by the rest of the first byte's division. */
#include "fuzz_container.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	static const rw_container *const all[] = {
		&rw_container_feed, &rw_container_feed_json, &rw_container_sitemap, &rw_container_opml};
	return size ? fuzz_container(all[data[0] % 4], data, size) : 0;
}
