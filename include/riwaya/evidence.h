/* riwaya/evidence.h: what a ledger rests on, packed so that others can check it, and the check.
 *
 * A *pack* is a WACZ 1.1.1 file (a zip): the bytes of each report as received in records of WARC, an index and a list of pages by which
 * archive viewers show them, the ledger for programs and for people, and a manifest with the SHA-256 of each part, which an
 * Ed25519 key signs. Any tool of the format opens it; riwaya_verify says what of a pack, its own or another tool's, is not as it was made.
 *
 *     riwaya_evidence_options o = {.key = "bureau.key", .at = 1642744860};
 *     if (riwaya_evidence_write(set, &o, "incident.wacz", &err)) return 1;
 *     riwaya_verified v;
 *     if (riwaya_verify("incident.wacz", NULL, &v, &err) == RIWAYA_OK && !v.wrong) puts("as it was made");
 *
 * In the pack  archive/data.warc.gz    a record for each report: of type `resource`, its payload digest the report's id; records of reports that came
 *                                      in a web archive are copied whole from it
 *              indexes/, pages/        CDXJ, and the pages' list
 *              ledger/                 ledger.json, as `riwaya reconcile --format json`; ledger.en.txt, ledger.ar.txt
 *              datapackage.json        the parts with their digests
 *              datapackage-digest.json its digest, signed: the signature is over the bytes of the digest as written ("sha256:…")
 * Keys         PEM files as other tools write and read them (PKCS#8, SubjectPublicKeyInfo): `openssl pkeyutl -verify -rawin` checks a signature too.
 *              A signature says that the holder of the key packed this; who that is, you must know from elsewhere: give the key to check.
 * The same     The same reports, key and time give the same bytes, for one build with one set of libraries.
 * Files        A pack is written in a folder beside its place and put there when it is whole; a file of that name is replaced.
 */
#ifndef RIWAYA_EVIDENCE_H
#define RIWAYA_EVIDENCE_H

#include <riwaya/riwaya.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
	RIWAYA_KEY_TEXT = 64,                      /* bytes of a public key as base64, with the zero that ends it */
	RIWAYA_MAX_MANIFEST = 64 << 20,            /* bytes of a pack's datapackage.json */
	RIWAYA_MAX_PARTS = 1 << 16,                /* files in a pack */
	RIWAYA_MAX_WARC_HEAD = 1 << 20,            /* bytes of a record's head, or of the HTTP head within */
	RIWAYA_MAX_PACK_RECORDS = 8 * 1024 * 1024, /* records of a pack that are compared with its index */
};

/** Makes a key pair: the private key in the file `path`, which only its owner can read, the public one in `path`.pub. Neither may exist. */
RIWAYA_API riwaya_status riwaya_key_new(const char *path, char public_key[RIWAYA_KEY_TEXT], riwaya_error *err);

/** Options of a pack; zeroes are the defaults. */
typedef struct riwaya_evidence_options {
	const char *key;   /* file of the private key; NULL: not signed */
	const char *title; /* NULL: the title of the incident that most reports tell of */
	int64_t at;        /* time of packing, seconds since 1970 in UTC; 0: now */
	bool arabic_title; /* title and description in Arabic */
} riwaya_evidence_options;

/** Packs all reports of a set (riwaya_set_keep leaves those of an incident). Their files are read again; FORMAT where one is not what it was when
 *  the set read it. Reports from standard input or from memory can't be packed: ARGUMENT. */
RIWAYA_API riwaya_status riwaya_evidence_write(
	riwaya_set *set, const riwaya_evidence_options *options, const char *path, riwaya_error *err);

/* What is wrong with a part of a pack. UNCHECKED is no fault: something that riwaya can't check. */
#define RIWAYA_FINDING_MAP(X)                                                                                          \
	X(CHANGED, changed)                                                                                                \
	X(MISSING, missing) X(UNLISTED, unlisted) X(UNSAFE, unsafe) X(SIGNATURE, signature) X(UNCHECKED, unchecked)
#define RIWAYA_E_FINDING(n, w) RIWAYA_FINDING_##n,
RIWAYA_ENUM(finding_kind, RIWAYA_E_FINDING, RIWAYA_FINDING_MAP)
#define RIWAYA_SIGNING_MAP(X) X(NONE, none) X(GOOD, good) X(BAD, bad) X(OTHER, other)
#define RIWAYA_E_SIGNING(n, w) RIWAYA_SIGNING_##n,
RIWAYA_ENUM(signing, RIWAYA_E_SIGNING, RIWAYA_SIGNING_MAP)

typedef struct riwaya_finding {
	riwaya_finding_kind kind;
	riwaya_slice part;    /* "archive/data.warc.gz"; absent for the zip itself */
	riwaya_slice address; /* of the record that it is about, absent for none */
	uint64_t offset;      /* in the part, or in the zip */
	riwaya_slice what;    /* in words */
} riwaya_finding;

typedef struct riwaya_verified {
	uint64_t wrong;     /* findings that are faults */
	uint64_t unchecked; /* and those that are none */
	uint64_t parts, records, digests, pages,
		entries;            /* checked: files, WARC records, digests of these, pages, lines of the index */
	riwaya_signing signing; /* OTHER: a kind of key or signature that riwaya does not check */
	bool key_given;         /* and it is the one that signed; a pack signed by another is a fault */
	char public_key[RIWAYA_KEY_TEXT];
	char created[32], software[64], title[256]; /* as the pack says, cut to fit */
} riwaya_verified;

typedef struct riwaya_verify_options {
	const char *key; /* file of the public key that must have signed; NULL: any */
	void (*found)(
		void *ctx, const riwaya_finding *finding); /* gets each finding; NULL for none. Its slices last for the call */
	void *ctx;
	const riwaya_allocator *allocator; /* NULL for the C library's */
} riwaya_verify_options;

/** Checks a pack: each byte of the zip, the digest of each part, the signature, the digests of each WARC record, the index, the pages. OK where it
 *  could be checked, whatever was found; FORMAT where the file is no zip or no WACZ. */
RIWAYA_API riwaya_status riwaya_verify(
	const char *path, const riwaya_verify_options *options, riwaya_verified *out, riwaya_error *err);

/** What a check found: for a person, in the reader's language; for programs, a line of JSON for the whole, and one for each finding. `file` is the name
 *  shown. */
RIWAYA_API riwaya_status riwaya_write_verified_text(const riwaya_engine *engine, const char *file,
	const riwaya_verified *verified, const riwaya_show *show, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_verified_json(
	const char *file, const riwaya_verified *verified, riwaya_sink sink, riwaya_error *err);
RIWAYA_API riwaya_status riwaya_write_finding_json(const riwaya_finding *finding, riwaya_sink sink, riwaya_error *err);

#ifdef __cplusplus
}
#endif
#endif
