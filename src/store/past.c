/* past.c: an incident as it stood: by the reports that had been received, and what had been decided, by then.
 *
 * Meetings are not kept for every moment: neighbours are found again among the reports of that time, from the founding thread of the name on,
 * and what hangs together is resolved as it was then.
 */
#include "store/list.h"

riwaya_status rw_story_threads_then(
	riwaya_store *s, rw_arena *a, rw_slice name, int64_t when, rw_story_threads *out, riwaya_error *err) {
	(void)a, (void)when, (void)out;
	return rw_fail(err, RIWAYA_ARGUMENT, s->where, 0, 0, "no past of " RW_FMT, RW_ARG(name));
}
