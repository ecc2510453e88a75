/* reading.h: what the store knows of one report beside what stands in it: where it belongs, what copies it, its page's versions, its bytes. */
#ifndef RW_STORE_READING_H
#define RW_STORE_READING_H

#include "store/store.h"

/* In s->list. ARGUMENT where there is no such report. */
riwaya_status rw_read_standing(riwaya_store *s, rw_slice id, riwaya_standing *out, riwaya_error *err);
riwaya_status rw_read_received(riwaya_store *s, rw_slice id, riwaya_received *out, riwaya_error *err);

/* Names of the incidents that a report stands in, in order; in the store's list memory. */
riwaya_status rw_incidents_with(riwaya_store *s, int64_t report, const rw_slice **out, size_t *n, riwaya_error *err);

#endif
