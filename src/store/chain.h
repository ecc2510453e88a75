/* chain.h: proof that nothing of a store was changed afterwards: the log's entries, each hashed over the one before; seals, which sign the last
 * one; digests of reports, which the log has. docs/store-log.md is the manual for who checks it with other tools.
 *
 *     netstring(s)   the number of its bytes in decimal, ":", its bytes, ","
 *     hash of entry  SHA-256("riwaya log 1\n", hash of the entry before (32 bytes; zeros for the first),
 *                            netstring(seq), netstring(at), netstring(kind), netstring(subject), netstring(detail))
 *     seal           Ed25519 over "riwaya seal 1\n", seq, "\n", the entry's hash in hex, "\n", at, "\n"
 *     digest         SHA-256("riwaya report 1\n", for each field in order SHA-256(value), or 32 zeros where it is absent)
 *
 * Numbers are decimal, without leading zeros. Entries are numbered from 1. `detail` is hashed as it is stored: riwaya writes it as JSON without
 * spaces between its parts, and keys in a fixed order.
 */
#ifndef RW_STORE_CHAIN_H
#define RW_STORE_CHAIN_H

#include "evidence/evidence.h"

enum { RW_HASH = 32 };

/* --- the log -------------------------------------------------------------------------------------------------------------- */
typedef struct rw_log_entry {
	uint64_t seq;
	int64_t at; /* milliseconds since 1970-01-01T00:00 UTC */
	rw_slice kind, subject, detail;
} rw_log_entry;

/* The hash of an entry that follows one whose hash is `before`. */
void rw_log_hash(const unsigned char before[RW_HASH], const rw_log_entry *e, unsigned char out[RW_HASH]);

typedef enum rw_log_fault {
	RW_LOG_FITS,
	RW_LOG_CHANGED, /* the entry, its hash, or both of the one before it */
	RW_LOG_MISSING, /* entries before this one: those between its number and the last one seen */
	RW_LOG_PUT_IN, /* its number has been already; or the one before it belongs elsewhere, as it follows the one before that */
} rw_log_fault;

/* Goes through a log, or through a run of it that begins behind an entry whose hash is known. */
typedef struct rw_log_check {
	uint64_t seq;                                  /* of the entry seen last, 0 for none */
	unsigned char last[RW_HASH], earlier[RW_HASH]; /* its hash, and that of the one before it */
	bool two;                                      /* `earlier` is known */
} rw_log_check;
/* All zero begins at the first entry. */
void rw_log_begin(rw_log_check *c, uint64_t seq, const unsigned char hash[RW_HASH]);
/* The next entry and the hash that stands beside it. After a fault the check goes on from that hash, so that each is told once. */
rw_log_fault rw_log_next(rw_log_check *c, const rw_log_entry *e, rw_slice hash);

/* --- seals ---------------------------------------------------------------------------------------------------------------- */
/* A seal says: at this time the log had come to this entry. It is itself an entry (kind "seal"), and can be written down elsewhere. */
typedef struct rw_seal {
	uint64_t seq;
	unsigned char hash[RW_HASH];
	int64_t at;
	rw_slice key, signature; /* base64 */
} rw_seal;
/* Signs; what it holds lies in a. */
void rw_seal_make(
	rw_arena *a, const rw_key *k, uint64_t seq, const unsigned char hash[RW_HASH], int64_t at, rw_seal *out);
/* The detail of its entry: {"seq":…,"hash":"…","at":…,"key":"…","signature":"…"}, and back. FORMAT where it is none. */
rw_slice rw_seal_write(rw_arena *a, const rw_seal *s);
riwaya_status rw_seal_read(rw_arena *a, rw_slice detail, rw_seal *out, riwaya_error *err);
/* Whether its signature is its key's, and the key the one that is wanted (NULL for any). Whether the log still has that hash at that number is the
 * caller's to look. */
bool rw_seal_good(const rw_seal *s, const rw_key *wanted);

/* --- reports -------------------------------------------------------------------------------------------------------------- */
/* What a digest is made of: columns of a report's row, and `kept` of its document's, in this order. Numbers as decimal text. */
/* clang-format off */
#define RW_CONTENT_MAP(X) \
	X(ID, id) X(RECEIVED, received) X(FILE, file) X(ADDRESS, address) X(FORMAT, format) X(LANGUAGE, language) \
	X(OUTLET, outlet) X(OUTLET_NAME, outlet_name) X(TITLE, title) X(TEXT, text) X(CAPTION, caption) \
	X(PUBLISHED_FROM, published_from) X(PUBLISHED_TO, published_to) X(DERIVED, derived) X(KEPT, kept) \
	X(TEXT_KEY, text_key) X(TOLD, told) X(PRINTS, prints)
/* clang-format on */
typedef enum rw_content_field {
#define RW_X(name, word) RW_CONTENT_##name,
	RW_CONTENT_MAP(RW_X)
#undef RW_X
		RW_CONTENT_FIELDS
} rw_content_field;
/* Its column's name. */
const char *rw_content_word(rw_content_field f);

enum { RW_CONTENT_MARK = 4, RW_CONTENT_SIZE = RW_HASH + RW_CONTENT_FIELDS * RW_CONTENT_MARK };
/* The digest, then the first bytes of each field's hash, by which a changed field is named. The log has the digest. */
void rw_content_digest(const rw_slice fields[RW_CONTENT_FIELDS], unsigned char out[RW_CONTENT_SIZE]);

/* What the store made of a report. */
typedef struct rw_content_made {
	rw_slice derived, kept, prints;
	int64_t text_key, told;
} rw_content_made;
/* The fields of a report as it is stored: of those that may be absent, an empty one is. Numbers are written to `room`. */
enum { RW_CONTENT_ROOM = 128 };
void rw_content_fields(const riwaya_report *r, int64_t received, const rw_content_made *made,
	char room[RW_CONTENT_ROOM], rw_slice out[RW_CONTENT_FIELDS]);

/* The same over any fields (text, or absent), each under `domain`: *out is 32 bytes, then RW_CONTENT_MARK for each. */
void rw_digest_of(rw_slice domain, const rw_slice *fields, size_t n, unsigned char *out);

/* --- reviews ------------------------------------------------------------------------------------------------------------- */
/* A review's digest is made of the columns of its row, in this order, under "riwaya review 1\n". Its entry in the log has it whole, with
 * the marks: {"digest":"…"}. */
/* clang-format off */
#define RW_DECISION_MAP(X) X(ID, id) X(MADE, made) X(KIND, kind) X(BY, by) X(WHY, why) X(REPORT, report) X(BODY, body)
/* clang-format on */
typedef enum rw_decision_field {
#define RW_X(name, word) RW_DECISION_##name,
	RW_DECISION_MAP(RW_X)
#undef RW_X
		RW_DECISION_FIELDS
} rw_decision_field;
const char *rw_decision_word(rw_decision_field c);
enum { RW_DECISION_SIZE = RW_HASH + RW_DECISION_FIELDS * RW_CONTENT_MARK };
/* --- reports again --------------------------------------------------------------------------------------------------------- */
/* Whether fields are still those of a stored digest. Where they are not, bit f of *changed is set for each that is not; none is where the stored
 * digest itself was changed. */
bool rw_content_fits(const rw_slice fields[RW_CONTENT_FIELDS], rw_slice stored, uint32_t *changed);

#endif
