/* codec.h: a report with its claims and mentions as bytes, and back: what the store keeps of what was derived.
 *
 * One description of the fields (codec.c) both writes and reads, so that the two can't part. A slice that lies in the report's own title, text or
 * caption is kept as its place there; the three themselves are kept apart, as columns that anybody can read. The bytes
 * name their version: others are refused, and `riwaya rebuild` makes them anew. Reading checks every length, place and enum: bytes that are
 * not as written are RIWAYA_FORMAT, never a crash.
 */
#ifndef RW_STORE_CODEC_H
#define RW_STORE_CODEC_H

#include "group/group.h"

enum { RW_CODEC_VERSION = 1 };

/* Everything but id, title, text and caption of the report, its furniture, and what made claims and mentions (causes, facts); in arena a. */
rw_slice rw_codec_write(rw_arena *a, const rw_known *k);
/* Back again. `bare` has id, title, text and caption, which must live as long as what comes out; the rest is filled in. */
riwaya_status rw_codec_read(rw_arena *a, rw_slice bytes, const riwaya_report *bare, rw_known *out, riwaya_error *err);
/* The report alone, without its claims and mentions, which take most of the time. */
riwaya_status rw_codec_read_report(
	rw_arena *a, rw_slice bytes, const riwaya_report *bare, rw_known *out, riwaya_error *err);

#endif
