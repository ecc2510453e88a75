/* warc_write.h: what was received, kept: records of WARC/1.1 written to a file, one gzip member a record, so that each can be read alone.
 *
 *     rw_warc_writer *w;
 *     status = rw_warc_create(a, "reports.warc.gz", &(rw_warc_options){0}, &w, err);
 *     status = rw_warc_put(w, &(rw_warc_record){.type = RW_WARC_RESOURCE, .uri = address, .content_type = RW_LIT("text/html"),
 *         .block = &(rw_warc_piece){.bytes = page}, .n_block = 1}, err);
 *     status = rw_warc_finish(w, err);
 *
 * Whole     A run may end at any moment. What it leaves is whole records and at most one torn one at the end, which the next
 *           rw_warc_create of the file cuts off. A write that fails (disk full) takes its own record back. A file damaged elsewhere, or one
 *           that is no WARC, is refused and left as it is; and so is one that another run writes to.
 * Digests   Each block's SHA-256 stands in its record (WARC-Block-Digest), in hexadecimal. The payload's stands there where the
 *           caller knows it: of HTTP that is the body without its transfer coding (chunks), but with its content coding.
 * Order     A record is in the file (not yet on the disk) when rw_warc_put returns; rw_warc_sync puts all of it on the disk.
 * Ownership The writer lives in the arena given, and is closed with it at the latest. One thread's.
 */
#ifndef RW_WARC_WRITE_H
#define RW_WARC_WRITE_H

#include "base/base.h"

enum {
	RW_WARC_FIELD_MAX = 64 << 10, /* bytes of a record's own head: a longer address or field is refused */
	RW_WARC_SEEN = 16 << 10,      /* bytes of a record that `seen` is shown at most */
};

/* Digests and ids as records write them, with the zero that ends them. */
typedef char rw_warc_digest[72]; /* "sha256:…" */
typedef char rw_warc_id[46];     /* "urn:uuid:…" */

/* A piece of a block: bytes in memory, or n bytes of an open file from `at`. */
typedef struct rw_warc_piece {
	rw_slice bytes;
	int fd; /* read where n is not 0 */
	uint64_t at, n;
} rw_warc_piece;

typedef struct rw_warc_field {
	const char *name;
	rw_slice value; /* left out where absent */
} rw_warc_field;

#define RW_WARC_WARCINFO "warcinfo"
#define RW_WARC_REQUEST "request"
#define RW_WARC_RESPONSE "response"
#define RW_WARC_RESOURCE "resource"
#define RW_WARC_METADATA "metadata"
#define RW_WARC_REVISIT "revisit"
#define RW_WARC_HTTP_REQUEST RW_LIT("application/http;msgtype=request")
#define RW_WARC_HTTP_RESPONSE RW_LIT("application/http;msgtype=response")
#define RW_WARC_FIELDS RW_LIT("application/warc-fields")
/* Profiles of revisit records: the payload is that of an earlier record; the server said that nothing changed. */
#define RW_WARC_SAME_PAYLOAD RW_LIT("http://netpreserve.org/warc/1.1/revisit/identical-payload-digest")
#define RW_WARC_NOT_MODIFIED RW_LIT("http://netpreserve.org/warc/1.1/revisit/server-not-modified")

typedef struct rw_warc_record {
	const char *type;           /* RW_WARC_* */
	rw_slice uri;               /* WARC-Target-URI; absent for none */
	rw_slice content_type;      /* absent for none */
	int64_t date;               /* seconds since 1970 in UTC; 0 for the writer's clock */
	const char *id;             /* NULL for a new one */
	const char *payload_digest; /* NULL for none; a resource's is its block's and need not be given */
	const rw_warc_field *fields;
	size_t n_fields;
	const rw_warc_piece *block;
	size_t n_block;
} rw_warc_record;

typedef struct rw_warc_options {
	bool plain;     /* not compressed */
	uint64_t whole; /* bytes at the start of the file that the caller knows to be whole records: not looked through again */
	/* Told of each whole record behind that, with its first bytes (RW_WARC_SEEN at most); NULL for nobody. */
	void (*seen)(void *ctx, uint64_t offset, rw_slice head);
	int64_t (*clock)(void *ctx);                      /* seconds since 1970 in UTC; NULL for the system's */
	void (*random)(void *ctx, unsigned char out[16]); /* for ids; NULL for the system's */
	void *ctx;
} rw_warc_options;

typedef struct rw_warc_writer rw_warc_writer;

/* Opens a file to add records to its end: makes it where it is not there, with a warcinfo record first; cuts a torn record from its end.
 * IO where it can't be written or another run has it, FORMAT where it is damaged before its end or is no WARC file. */
riwaya_status rw_warc_create(
	rw_arena *a, const char *path, const rw_warc_options *o, rw_warc_writer **out, riwaya_error *err);
/* Writes a record. ARGUMENT where a field holds control characters, LIMIT where the head is too long. */
riwaya_status rw_warc_put(rw_warc_writer *w, const rw_warc_record *r, riwaya_error *err);
/* Copies a whole record from elsewhere. `member`: its bytes are one gzip member, taken as they are (not into a plain file: ARGUMENT). */
riwaya_status rw_warc_copy(rw_warc_writer *w, const rw_warc_piece *record, bool member, riwaya_error *err);
/* Bytes of the file so far: where the next record will begin. */
uint64_t rw_warc_size(const rw_warc_writer *w);
/* Bytes of a torn record that opening cut off. */
uint64_t rw_warc_cut(const rw_warc_writer *w);
/* A new record id, for records that name each other. */
void rw_warc_new_id(rw_warc_writer *w, rw_warc_id out);
/* The writer's time, as a record's date. */
int64_t rw_warc_now(const rw_warc_writer *w);
/* Has the system put all that was written on the disk. */
riwaya_status rw_warc_sync(rw_warc_writer *w, riwaya_error *err);
/* Syncs and closes. After a failure the file still holds whole records. */
riwaya_status rw_warc_finish(rw_warc_writer *w, riwaya_error *err);

/* The digest of n pieces. */
riwaya_status rw_warc_digest_of(const rw_warc_piece *pieces, size_t n, rw_warc_digest out, riwaya_error *err);
/* "2022-01-21T06:01:00Z". */
void rw_warc_date(int64_t seconds, char out[24]);

#endif
