/* kept.h: what the store keeps of a document so that its reports can be read again years later by a newer engine, beside the bytes as received:
 * how it was read (its reader, what its container told of it, where its bytes stood), and the bytes that were read where a packed format holds
 * them in another form. Container, member and file need not be there any more; nor need the map of a table's columns.
 *
 *     received hook   rw_received --rw_kept_write--> kept      raw bytes: rw_received_bytes, a raw object
 *     rebuild         kept + raw bytes --rw_kept_read--> rw_received --rw_read_again--> the document's reports
 *
 * Several reports of one document (a live-blog) have one raw object and one kept; a report is known in it by its number among what rw_read_again
 * gives. Kept bytes name their version; reading checks every length, place and enum: bytes that are not as written are RIWAYA_FORMAT.
 */
#ifndef RW_STORE_KEPT_H
#define RW_STORE_KEPT_H

#include "read/read.h"
#include "store/raw.h"

enum { RW_KEPT_VERSION = 1 };

/* In arena a. */
riwaya_status rw_kept_write(rw_raw *t, rw_arena *a, const rw_received *d, rw_slice *kept, riwaya_error *err);
/* What `raw`, the bytes as received, and kept say; raw must live as long as what comes out, the rest lies in a. */
riwaya_status rw_kept_read(rw_raw *t, rw_arena *a, rw_slice kept, rw_slice raw, rw_received *out, riwaya_error *err);

#endif
