/* digest.h: the digests that web archives write beside their records: SHA-1 mostly, some SHA-256 or MD5. Only to see whether bytes are still those
 * that were recorded: SHA-1 and MD5 prove nothing against a forger. */
#ifndef RW_READ_DIGEST_H
#define RW_READ_DIGEST_H

#include "base/base.h"

void rw_sha1(rw_slice bytes, unsigned char out[20]);
void rw_md5(rw_slice bytes, unsigned char out[16]);

typedef enum rw_fit { RW_FIT_UNKNOWN, RW_FIT_YES, RW_FIT_NO } rw_fit;
/* Whether bytes have a digest written as "sha1:BASE32", "sha256:HEX", "md5:HEX" (either way of writing each); UNKNOWN where it is written
 * otherwise. */
rw_fit rw_digest_fits(rw_slice said, rw_slice bytes);

#endif
