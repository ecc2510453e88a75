/* builtin.c: the lexicon that is part of the library (builtin.S). */
#include "lexicon/lexicon.h"

extern const char rw_builtin_image[] __attribute__((visibility("hidden")));
extern const char rw_builtin_image_end[] __attribute__((visibility("hidden")));

rw_slice rw_lexicon_builtin(void) {
	return rw_slice_of(rw_builtin_image, (size_t)(rw_builtin_image_end - rw_builtin_image));
}
