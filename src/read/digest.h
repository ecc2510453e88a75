/* digest.h: the digests that web archives write beside their records: SHA-1 mostly, some SHA-256 or MD5. Only to see whether bytes are still those
 * that were recorded: SHA-1 and MD5 prove nothing against a forger. */
#ifndef RW_READ_DIGEST_H
#define RW_READ_DIGEST_H

#include "base/base.h"

typedef enum rw_fit { RW_FIT_UNKNOWN, RW_FIT_YES, RW_FIT_NO } rw_fit;
/* Whether bytes have a digest written as "sha1:BASE32", "sha256:HEX", "md5:HEX" (either way of writing each); UNKNOWN where it is written
 * otherwise. */
rw_fit rw_digest_fits(rw_slice said, rw_slice bytes);

/* The same of bytes that come a piece at a time. */
typedef struct rw_digest {
	unsigned char want[32];
	size_t n; /* of its bytes; 0 where it is written otherwise */
	uint64_t opaque[32];
} rw_digest;
void rw_digest_begin(rw_digest *d, rw_slice said);
void rw_digest_add(rw_digest *d, const void *p, size_t n);
rw_fit rw_digest_end(rw_digest *d);

#endif
