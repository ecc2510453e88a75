/* evidence.h: inside of the evidence room: keys, zip files, and the parts of a pack that its maker and its check write alike.
 *
 * The check of a pack of our own writes anew what can be derived (the zip's heads, the digest file) and compares bytes, so that no bit of
 * it can change unseen. Packs of other tools are checked for what the format asks.
 */
#ifndef RW_EVIDENCE_H
#define RW_EVIDENCE_H

#include "base/base.h"
#include "read/read.h"
#include <riwaya/evidence.h>

#define RW_EVIDENCE_SOFTWARE "riwaya " /* and the version: packs of our own */
#define RW_PART_DATA "archive/data.warc.gz"
#define RW_PART_INDEX "indexes/index.cdx.gz"
#define RW_PART_INDEX_OF_INDEX "indexes/index.idx"
#define RW_PART_PAGES "pages/pages.jsonl"
#define RW_PART_MANIFEST "datapackage.json"
#define RW_PART_DIGEST "datapackage-digest.json"

/* --- keys (key.c) ---------------------------------------------------------------------------------------------------- */
enum { RW_SIGNATURE_TEXT = 96 };
typedef struct rw_key {
	unsigned char public_key[32];
	unsigned char secret[64]; /* libsodium's; zeros for a public key. Wiped by rw_key_wipe */
} rw_key;
riwaya_status rw_key_new(const char *path, rw_key *out, riwaya_error *err);
riwaya_status rw_key_read(const char *path, bool secret, rw_key *out, riwaya_error *err);
void rw_key_wipe(rw_key *k);
/* The public key as other tools take it: base64 of its SubjectPublicKeyInfo. */
void rw_key_text(const rw_key *k, char out[RIWAYA_KEY_TEXT]);
/* False where the text is no Ed25519 key. */
bool rw_key_of_text(rw_slice text, rw_key *out);
void rw_key_sign(const rw_key *k, rw_slice message, char out[RW_SIGNATURE_TEXT]);
bool rw_key_verify(const rw_key *k, rw_slice message, rw_slice signature);

/* --- zip ---------------------------------------------------------------------------------------------------------------- */
typedef struct rw_zip_entry {
	rw_slice name;
	uint64_t at;           /* of its head */
	uint64_t data;         /* of its bytes */
	uint64_t size, packed; /* of its bytes unpacked, and as they lie */
	uint32_t crc;
	uint16_t method, flags, time, date; /* method 0: as they are, 8: deflated */
} rw_zip_entry;

/* Heads as we write them (zip_write.c): bytes are stored, names are UTF-8, sizes stand before the bytes. */
void rw_zip_put_head(rw_buf *b, const rw_zip_entry *e);
void rw_zip_put_listing(rw_buf *b, const rw_zip_entry *e);
void rw_zip_put_end(rw_buf *b, size_t n, uint64_t listing, uint64_t listing_size);
/* Seconds since 1970 as DOS tells time, in steps of two. */
void rw_zip_time(int64_t seconds, rw_zip_entry *e);

/* Reading (zip_read.c). */
typedef struct rw_zip {
	int fd;
	uint64_t size;
	rw_slice name;
	rw_zip_entry *entries; /* in the order of their bytes */
	size_t n;
	const rw_zip_entry **listed;         /* in the order of the listing */
	uint64_t listing, listing_size, end; /* where the listing and the records after it begin */
} rw_zip;
/* Opens and reads the listing. FORMAT where it is no zip, or its listing is broken. */
riwaya_status rw_zip_open(rw_arena *a, const char *path, rw_zip *out, riwaya_error *err);
/* n bytes of the file; FORMAT where it ends before. */
riwaya_status rw_zip_bytes(const rw_zip *z, uint64_t at, char *p, size_t n, riwaya_error *err);
/* The bytes of an entry, unpacked. FORMAT as a failure of the stream where they don't unpack. */
riwaya_status rw_zip_stream(rw_arena *a, const rw_zip *z, const rw_zip_entry *e, rw_stream **out, riwaya_error *err);

/* --- parts ---------------------------------------------------------------------------------------------------------------- */
/* What the digest file says; signature and key absent where it is not signed. */
typedef struct rw_digest_file {
	rw_slice hash, created, software, signature, public_key;
} rw_digest_file;
/* The digest file as we write it. */
void rw_put_digest_file(rw_buf *b, const rw_digest_file *d);
/* A sink that adds to a buffer. */
riwaya_sink rw_sink_of(rw_buf *b);

/* --- the maker (pack.c) ----------------------------------------------------------------------------------------------- */
typedef struct rw_bundle {
	riwaya_set *set;
	const riwaya_evidence_options *o;
	const rw_lexicon *lx;
	rw_read_context read; /* as the set reads, with arenas of the maker's that are emptied after each document */
	rw_manner how;
	rw_arena *a, *opened; /* the whole pack; the file that is read again */
	const riwaya_reconciliation *r;
	int64_t at;
} rw_bundle;
/* A record of a web archive in its file, and what an index says of it. */
typedef struct rw_found_record {
	int fd; /* the caller closes it where it is not -1 */
	uint64_t at, n;
	bool member; /* packed as one gzip member, else as it is */
	rw_slice address, date, digest, mime;
	int status; /* of the server's answer */
} rw_found_record;
/* Finds the record that a piece names; false where it can't be copied from there. What it says lies in the arena. */
bool rw_find_record(rw_arena *a, const char *path, const riwaya_piece *p, rw_found_record *out);
/* Writes the pack in `folder`, which is there and empty, as the file "pack". */
riwaya_status rw_evidence_pack(rw_bundle *p, const char *folder, riwaya_error *err);

/* --- records (verify_warc.c) ------------------------------------------------------------------------------------------ */
typedef struct rw_verify rw_verify;
/* Where a record stands, for the index. */
typedef struct rw_seen_record {
	uint32_t part; /* entry of the zip */
	uint64_t at, n;
	rw_slice address, digest; /* of its payload; absent where it has none */
} rw_seen_record;

struct rw_verify {
	const riwaya_verify_options *o;
	riwaya_verified *out;
	rw_arena *a, *scratch, *record; /* for the whole check, one part, one record */
	rw_zip zip;
	bool ours;
	RW_VEC(rw_seen_record) records;
	rw_map addresses; /* of records */
	bool too_many;    /* records */
};
/* Tells the caller. */
void rw_verify_found(rw_verify *v, riwaya_finding_kind kind, rw_slice part, uint64_t offset, rw_slice address,
	const char *fmt, ...) RIWAYA_PRINTF(6, 7);
/* The whole check (verify.c). `wanted`: the key that must have signed, NULL for any. */
riwaya_status rw_verify_pack(rw_verify *v, const char *path, const rw_key *wanted, riwaya_error *err);
/* Checks each record of an entry that is a WARC file. */
riwaya_status rw_verify_warc(rw_verify *v, uint32_t part, riwaya_error *err);

#endif
