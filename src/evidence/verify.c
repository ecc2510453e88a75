/* verify.c: what of a pack is not as it was made.
 *
 *   zip        heads and listing say the same; no byte belongs to nothing; in our own packs each head is the one we write
 *   manifest   each part is listed, is there, and has the size and the digest that it says; no part is unlisted
 *   digest     of the manifest, and its signature; in our own packs the file is the one we write
 *   records    verify_warc.c
 *   index      each line leads to a record of that address, length and payload
 *   pages      each leads to a record
 */
#include "evidence/evidence.h"
#include "read/json.h"
#include "read/unpack.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { LINE = 1 << 20, WORDS = 512 };

void rw_verify_found(
	rw_verify *v, riwaya_finding_kind kind, rw_slice part, uint64_t offset, rw_slice address, const char *fmt, ...) {
	char words[WORDS];
	va_list args;
	va_start(args, fmt);
	int n = vsnprintf(words, sizeof words, fmt, args);
	va_end(args);
	if (kind == RIWAYA_FINDING_UNCHECKED)
		v->out->unchecked++;
	else
		v->out->wrong++;
	riwaya_finding f = {kind, part, address, offset,
		rw_slice_of(words,
			n < 0                          ? 0
				: (size_t)n < sizeof words ? (size_t)n
										   : sizeof words - 1)};
	if (v->o->found) v->o->found(v->o->ctx, &f);
}

static void keep(char *out, size_t room, rw_slice s) {
	size_t n = s.n < room - 1 ? s.n : room - 1;
	while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
	if (n) memcpy(out, s.p, n);
	out[n] = 0;
}

/* --- the zip ---------------------------------------------------------------------------------------------------------------- */
static bool same_bytes(rw_verify *v, uint64_t at, rw_slice want) {
	char *there = rw_arena_alloc(v->record, want.n);
	bool same = !rw_zip_bytes(&v->zip, at, there, want.n, NULL) && memcmp(there, want.p, want.n) == 0;
	rw_arena_reset(v->record, (rw_mark){0});
	return same;
}

static bool safe_name(rw_slice s) {
	if (s.n == 0 || s.p[0] == '/' || memchr(s.p, '\\', s.n) || memchr(s.p, 0, s.n) || (s.n > 1 && s.p[1] == ':'))
		return false;
	while (s.p) {
		rw_slice step = rw_slice_cut(&s, '/');
		if (rw_slice_eqz(step, "..") || rw_slice_eqz(step, ".")) return false;
	}
	return true;
}

/* The head of an entry and its place in the listing name the same file, size and digest. */
static void compare_heads(rw_verify *v, const rw_zip_entry *e) {
	char head[30];
	if (rw_zip_bytes(&v->zip, e->at, head, sizeof head, NULL)) return;
	const unsigned char *p = (const unsigned char *)head;
	size_t name = (size_t)p[26] | (size_t)p[27] << 8;
	bool later = p[6] & 8; /* its sizes stand behind its bytes */
	uint32_t crc = (uint32_t)p[14] | (uint32_t)p[15] << 8 | (uint32_t)p[16] << 16 | (uint32_t)p[17] << 24;
	uint16_t method = (uint16_t)(p[8] | p[9] << 8), time = (uint16_t)(p[10] | p[11] << 8),
			 date = (uint16_t)(p[12] | p[13] << 8);
	bool same = name == e->name.n && same_bytes(v, e->at + sizeof head, e->name) && method == e->method &&
		time == e->time && date == e->date && (later || crc == e->crc);
	if (!same)
		rw_verify_found(v, RIWAYA_FINDING_CHANGED, e->name, e->at, RW_NONE,
			"its head in the zip is not what the zip's listing says of it");
}

static void check_zip(rw_verify *v) {
	rw_zip *z = &v->zip;
	uint64_t at = 0;
	rw_map names = RW_MAP(v->a);
	for (size_t i = 0; i < z->n; i++) {
		const rw_zip_entry *e = &z->entries[i];
		bool fresh;
		*rw_map_put(&names, e->name, &fresh) = (uint32_t)i;
		if (!fresh)
			rw_verify_found(v, RIWAYA_FINDING_CHANGED, e->name, e->at, RW_NONE, "two files of the zip have this name");
		if (!safe_name(e->name))
			rw_verify_found(v, RIWAYA_FINDING_UNSAFE, e->name, e->at, RW_NONE,
				"its name leads out of the folder that it would be unpacked in");
		if (e->at < at)
			rw_verify_found(v, RIWAYA_FINDING_CHANGED, e->name, e->at, RW_NONE, "it lies over another file of the zip");
		else if (e->at > at)
			rw_verify_found(v, RIWAYA_FINDING_CHANGED, RW_NONE, at, RW_NONE, "%llu bytes of the zip belong to no file",
				(unsigned long long)(e->at - at));
		compare_heads(v, e);
		at = e->data + e->packed;
		/* What stands behind the bytes where sizes were not known before. */
		char mark[4];
		if ((e->flags & 8) && !rw_zip_bytes(z, at, mark, 4, NULL))
			at += (memcmp(mark, "PK\7\10", 4) == 0 ? 16u : 12u) +
				(e->size >= 0xFFFFFFFF || e->packed >= 0xFFFFFFFF ? 8u : 0u);
	}
	if (at != z->listing)
		rw_verify_found(v, RIWAYA_FINDING_CHANGED, RW_NONE, at, RW_NONE,
			"bytes between the zip's files and its listing belong to no file");
}

/* Our own zip, written anew from what its listing says. */
static void compare_zip(rw_verify *v) {
	rw_zip *z = &v->zip;
	rw_buf listing = RW_BUF(v->a);
	for (size_t i = 0; i < z->n; i++) {
		const rw_zip_entry *e = &z->entries[i];
		rw_buf head = RW_BUF(v->scratch);
		rw_zip_put_head(&head, e);
		size_t from = listing.n;
		rw_zip_put_listing(&listing, e);
		if (!same_bytes(v, e->at, rw_buf_view(&head)) ||
			!same_bytes(v, z->listing + from, rw_slice_of(listing.p + from, listing.n - from)))
			rw_verify_found(v, RIWAYA_FINDING_CHANGED, e->name, e->at, RW_NONE,
				"its head in the zip, or its line in the zip's listing, was changed");
		rw_arena_reset(v->scratch, (rw_mark){0});
	}
	size_t size = listing.n;
	rw_zip_put_end(&listing, z->n, z->listing, size);
	rw_slice end = rw_slice_of(listing.p + size, listing.n - size);
	if (z->listing + listing.n != z->size || !same_bytes(v, z->listing + size, end))
		rw_verify_found(v, RIWAYA_FINDING_CHANGED, RW_NONE, z->listing + size, RW_NONE,
			"the zip's end was changed, or bytes were put behind it");
}

/* --- parts -------------------------------------------------------------------------------------------------------------------- */
static uint32_t find(const rw_verify *v, rw_slice name) {
	for (size_t i = 0; i < v->zip.n; i++)
		if (rw_slice_eq(v->zip.entries[i].name, name)) return (uint32_t)i;
	return UINT32_MAX;
}

/* A part as a whole, into the arena. */
static riwaya_status whole(rw_verify *v, rw_arena *a, uint32_t i, rw_slice *out, riwaya_error *err) {
	rw_stream *in;
	const rw_zip_entry *e = &v->zip.entries[i];
	if (e->size > RIWAYA_MAX_MANIFEST)
		return rw_fail(err, RIWAYA_LIMIT, e->name, 0, 0, "has %llu bytes, over the limit of %d (RIWAYA_MAX_MANIFEST)",
			(unsigned long long)e->size, RIWAYA_MAX_MANIFEST);
	riwaya_status status = rw_zip_stream(v->scratch, &v->zip, e, &in, err);
	return status ? status : rw_stream_rest(in, a, RIWAYA_MAX_MANIFEST, out, err);
}

typedef struct measured {
	char digest[72];
	uint64_t n;
	uint32_t crc;
} measured;

static riwaya_status measure(rw_verify *v, const rw_zip_entry *e, measured *m, riwaya_error *err) {
	rw_stream *in;
	rw_sha256 h;
	uLong crc = crc32(0, NULL, 0);
	rw_sha256_init(&h);
	*m = (measured){.digest = "sha256:"};
	riwaya_status status = rw_zip_stream(v->scratch, &v->zip, e, &in, err);
	while (!status) {
		rw_slice s;
		status = rw_stream_look(in, 1, &s, err);
		if (status || s.n == 0) break;
		rw_sha256_add(&h, s.p, s.n);
		for (size_t i = 0; i < s.n;) {
			uInt n = s.n - i < LINE ? (uInt)(s.n - i) : LINE;
			crc = crc32(crc, (const Bytef *)s.p + i, n);
			i += n;
		}
		m->n += s.n;
		rw_stream_take(in, s.n);
	}
	m->crc = (uint32_t)crc;
	rw_sha256_hex(&h, m->digest + 7);
	rw_arena_reset(v->scratch, (rw_mark){0});
	return status;
}

/* What stops a check of one part is a finding about it; what stops all of them is returned. */
static riwaya_status part_failed(
	rw_verify *v, rw_slice part, riwaya_status status, const riwaya_error *why, riwaya_error *err) {
	if (status != RIWAYA_FORMAT && status != RIWAYA_LIMIT) {
		if (err) *err = *why;
		return status;
	}
	rw_verify_found(v, RIWAYA_FINDING_CHANGED, part, why->offset, RW_NONE, "%s", why->message);
	return RIWAYA_OK;
}

static riwaya_status check_part(rw_verify *v, uint32_t i, rw_slice hash, const rw_json_value *bytes, riwaya_error *err) {
	const rw_zip_entry *e = &v->zip.entries[i];
	measured m;
	riwaya_error why = {0};
	riwaya_status status = measure(v, e, &m, &why);
	if (status) return part_failed(v, e->name, status, &why, err);
	v->out->parts++;
	if (m.n != e->size || m.crc != e->crc)
		rw_verify_found(v, RIWAYA_FINDING_CHANGED, e->name, e->data, RW_NONE,
			"its bytes are not those that the zip's own checksum is of");
	uint64_t n;
	if (bytes && (!rw_slice_u64(bytes->text, &n) || n != m.n))
		rw_verify_found(v, RIWAYA_FINDING_CHANGED, e->name, 0, RW_NONE,
			"it has %llu bytes, and the manifest says " RW_FMT, (unsigned long long)m.n, RW_ARG(bytes->text));
	if (!hash.p) return RIWAYA_OK; /* of the digest file */
	if (!rw_slice_starts(hash, RW_LIT("sha256:")))
		rw_verify_found(v, RIWAYA_FINDING_UNCHECKED, e->name, 0, RW_NONE, "the manifest gives no SHA-256 of it");
	else if (!rw_slice_eqz(hash, m.digest))
		rw_verify_found(
			v, RIWAYA_FINDING_CHANGED, e->name, 0, RW_NONE, "its bytes are not those that the manifest's digest is of");
	return RIWAYA_OK;
}

/* --- manifest ------------------------------------------------------------------------------------------------------------------ */
static riwaya_status check_manifest(rw_verify *v, const rw_json_value *manifest, riwaya_error *err) {
	const rw_json_value *list = rw_json_member(manifest, RW_LIT("resources"));
	bool *listed = RW_ARRAY(v->a, bool, v->zip.n);
	rw_slice name = RW_LIT(RW_PART_MANIFEST);
	if (!list || list->type != RW_JSON_LIST) {
		rw_verify_found(v, RIWAYA_FINDING_CHANGED, name, 0, RW_NONE, "it lists no parts (resources)");
		return RIWAYA_OK;
	}
	for (const rw_json_value *r = list->first; r; r = r->next) {
		rw_slice path = rw_json_text(r, "path");
		uint32_t i = find(v, path);
		if (i == UINT32_MAX) {
			rw_verify_found(
				v, RIWAYA_FINDING_MISSING, path, 0, RW_NONE, "the manifest lists it, and the zip does not hold it");
			continue;
		}
		if (listed[i]) rw_verify_found(v, RIWAYA_FINDING_CHANGED, path, 0, RW_NONE, "the manifest lists it twice");
		listed[i] = true;
		rw_slice hash = rw_json_text(r, "hash");
		riwaya_status status = check_part(v, i, hash.p ? hash : RW_LIT(""), rw_json_member(r, RW_LIT("bytes")), err);
		if (status) return status;
	}
	for (size_t i = 0; i < v->zip.n; i++) {
		const rw_zip_entry *e = &v->zip.entries[i];
		bool own = rw_slice_eqz(e->name, RW_PART_MANIFEST) || rw_slice_eqz(e->name, RW_PART_DIGEST);
		bool folder = e->size == 0 && rw_slice_ends(e->name, RW_LIT("/"));
		if (!listed[i] && !own && !folder)
			rw_verify_found(v, RIWAYA_FINDING_UNLISTED, e->name, 0, RW_NONE,
				"the manifest does not list it: nothing vouches for it");
	}
	return RIWAYA_OK;
}

static void check_signature(rw_verify *v, const rw_json_value *manifest, const rw_digest_file *d,
	const rw_json_value *said, const rw_key *wanted) {
	rw_slice name = RW_LIT(RW_PART_DIGEST);
	rw_key key;
	v->out->signing = RIWAYA_SIGNING_BAD;
	if (!rw_slice_eq(rw_json_text(said, "hash"), d->hash)) {
		rw_verify_found(
			v, RIWAYA_FINDING_SIGNATURE, name, 0, RW_NONE, "what is signed is not the digest of this manifest");
		return;
	}
	if (!d->public_key.p || !rw_key_of_text(d->public_key, &key)) {
		v->out->signing = RIWAYA_SIGNING_OTHER;
		if (wanted)
			rw_verify_found(v, RIWAYA_FINDING_SIGNATURE, name, 0, RW_NONE, "it is not signed by the key given");
		else
			rw_verify_found(v, RIWAYA_FINDING_UNCHECKED, name, 0, RW_NONE,
				"it is signed by a kind of key that riwaya does not check");
		return;
	}
	rw_key_text(&key, v->out->public_key);
	if (!d->signature.p || !rw_key_verify(&key, d->hash, d->signature)) {
		rw_verify_found(
			v, RIWAYA_FINDING_SIGNATURE, name, 0, RW_NONE, "its signature was not made by its key over this manifest");
		return;
	}
	/* The signature is over the digest alone; when and by what it was made stands in the manifest too. */
	if (!rw_slice_eq(d->created, rw_json_text(manifest, "created")) ||
		(v->ours && !rw_slice_eq(d->software, rw_json_text(manifest, "software")))) {
		rw_verify_found(v, RIWAYA_FINDING_SIGNATURE, name, 0, RW_NONE,
			"when or by what it was signed is not what the manifest says");
		return;
	}
	if (wanted && memcmp(wanted->public_key, key.public_key, sizeof key.public_key) != 0) {
		rw_verify_found(v, RIWAYA_FINDING_SIGNATURE, name, 0, RW_NONE, "it is signed by another key than the one given");
		return;
	}
	v->out->signing = RIWAYA_SIGNING_GOOD;
}

static riwaya_status check_digest(rw_verify *v, const rw_json_value *manifest, const rw_key *wanted, riwaya_error *err) {
	rw_slice name = RW_LIT(RW_PART_DIGEST), bytes;
	uint32_t i = find(v, name);
	if (i == UINT32_MAX) {
		if (wanted || v->ours)
			rw_verify_found(
				v, RIWAYA_FINDING_MISSING, name, 0, RW_NONE, "it is not there: nothing vouches for the manifest");
		return RIWAYA_OK;
	}
	riwaya_error why = {0};
	rw_json_value *said = NULL;
	riwaya_status status = check_part(v, i, RW_NONE, NULL, err);
	if (status) return status;
	status = whole(v, v->a, i, &bytes, &why);
	if (!status) status = rw_json_tree(v->a, bytes, 0, &said, &why);
	if (status) return part_failed(v, name, status, &why, err);
	measured m;
	status = measure(v, &v->zip.entries[find(v, RW_LIT(RW_PART_MANIFEST))], &m, &why);
	if (status) return part_failed(v, RW_LIT(RW_PART_MANIFEST), status, &why, err);
	const rw_json_value *by = rw_json_member(said, RW_LIT("signedData"));
	rw_digest_file d = {.hash = rw_json_text(said, "hash"),
		.created = rw_json_text(by, "created"),
		.software = rw_json_text(by, "software"),
		.signature = rw_json_text(by, "signature"),
		.public_key = rw_json_text(by, "publicKey")};
	if (!rw_slice_eqz(d.hash, m.digest))
		rw_verify_found(v, RIWAYA_FINDING_CHANGED, RW_LIT(RW_PART_MANIFEST), 0, RW_NONE,
			"its bytes are not those that the digest file's digest is of");
	if (v->ours) {
		rw_buf b = RW_BUF(v->a);
		rw_put_digest_file(&b, &d);
		if (!rw_slice_eq(rw_buf_view(&b), bytes))
			rw_verify_found(v, RIWAYA_FINDING_CHANGED, name, 0, RW_NONE, "it is not as riwaya writes it");
	}
	if (by)
		check_signature(v, manifest, &d, by, wanted);
	else if (wanted)
		rw_verify_found(v, RIWAYA_FINDING_SIGNATURE, name, 0, RW_NONE, "it is not signed, and a key was given");
	return RIWAYA_OK;
}

/* --- index and pages --------------------------------------------------------------------------------------------------------- */
static int by_place(const void *a, const void *b) {
	const rw_seen_record *x = a, *y = b;
	if (x->part != y->part) return x->part < y->part ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

static const rw_seen_record *record_at(const rw_verify *v, uint32_t part, uint64_t at) {
	rw_seen_record key = {.part = part, .at = at};
	return v->records.n ? bsearch(&key, v->records.p, v->records.n, sizeof key, by_place) : NULL;
}

static void index_line(rw_verify *v, rw_slice part, rw_slice line, uint64_t at) {
	size_t from = rw_slice_find(line, RW_LIT(" {"), 0);
	if (from == SIZE_MAX || line.p[0] == '!' || line.p[0] == ' ') return;
	rw_json_value *said = NULL;
	v->out->entries++;
	if (rw_json_tree(v->record, rw_slice_of(line.p + from + 1, line.n - from - 1), at, &said, NULL)) {
		rw_verify_found(v, RIWAYA_FINDING_CHANGED, part, at, RW_NONE, "a line of the index is broken");
		return;
	}
	rw_slice address = rw_json_text(said, "url"), digest = rw_json_text(said, "digest");
	uint64_t offset, length;
	if (!rw_slice_u64(rw_json_text(said, "offset"), &offset) || !rw_slice_u64(rw_json_text(said, "length"), &length)) {
		rw_verify_found(v, RIWAYA_FINDING_CHANGED, part, at, address, "a line of the index gives no place");
		return;
	}
	rw_slice file = rw_json_text(said, "filename");
	uint32_t i = find(v, rw_arena_printf(v->record, "archive/" RW_FMT, RW_ARG(file)));
	if (i == UINT32_MAX) i = find(v, file);
	const rw_seen_record *r = i == UINT32_MAX ? NULL : record_at(v, i, offset);
	if (!r) {
		if (!v->too_many)
			rw_verify_found(v, RIWAYA_FINDING_CHANGED, part, at, address,
				"the index leads to byte %llu of '" RW_FMT "', where no record begins", (unsigned long long)offset,
				RW_ARG(file));
		return;
	}
	if (r->n != length)
		rw_verify_found(
			v, RIWAYA_FINDING_CHANGED, part, at, address, "the index gives another length of the record than it has");
	if (v->ours && !rw_slice_eq(r->address, address))
		rw_verify_found(v, RIWAYA_FINDING_CHANGED, part, at, address, "the index leads to a record of another address");
	/* Digests are written in several ways: compared where both are written in one. */
	if (digest.n && r->digest.n && digest.n == r->digest.n && !rw_slice_eq(digest, r->digest))
		rw_verify_found(v, RIWAYA_FINDING_CHANGED, part, at, address,
			"the index gives another digest of the payload than the record");
}

static void page_line(rw_verify *v, rw_slice part, rw_slice line, uint64_t at) {
	rw_json_value *said = NULL;
	if (rw_slice_trim(line).n == 0) return;
	if (rw_json_tree(v->record, line, at, &said, NULL)) {
		rw_verify_found(v, RIWAYA_FINDING_CHANGED, part, at, RW_NONE, "a line of the pages is broken");
		return;
	}
	rw_slice url = rw_json_text(said, "url");
	if (!url.n) {
		if (!rw_json_member(said, RW_LIT("format")))
			rw_verify_found(v, RIWAYA_FINDING_CHANGED, part, at, RW_NONE, "a line of the pages has no address");
		return;
	}
	v->out->pages++;
	if (!rw_json_text(said, "ts").n) rw_verify_found(v, RIWAYA_FINDING_CHANGED, part, at, url, "a page has no time");
	if (rw_map_get(&v->addresses, url) != UINT32_MAX || v->too_many) return;
	/* A crawl lists pages that it did not get, and viewers look addresses up more kindly. */
	rw_verify_found(
		v, v->ours ? RIWAYA_FINDING_MISSING : RIWAYA_FINDING_UNCHECKED, part, at, url, "no record holds this page");
}

static riwaya_status each_line(
	rw_verify *v, uint32_t i, void (*fn)(rw_verify *, rw_slice, rw_slice, uint64_t), riwaya_error *err) {
	const rw_zip_entry *e = &v->zip.entries[i];
	rw_stream *in;
	rw_slice head, line;
	riwaya_error why = {0};
	riwaya_status status = rw_zip_stream(v->scratch, &v->zip, e, &in, &why);
	if (!status) status = rw_stream_look(in, 16, &head, &why);
	if (!status && rw_codec_of(head) != RW_CODEC_NONE)
		in = &rw_unpack_new(v->scratch, in, rw_codec_of(head), RW_NONE)->out;
	while (!status) {
		uint64_t at = rw_stream_at(in);
		status = rw_stream_line(in, LINE, "the limit of a line", &line, &why);
		if (status || line.n == 0) break;
		rw_slice text = rw_slice_of(line.p, line.n - (line.p[line.n - 1] == '\n'));
		if (text.n) fn(v, e->name, text, at);
		rw_arena_reset(v->record, (rw_mark){0});
		rw_stream_take(in, line.n);
	}
	rw_arena_reset(v->scratch, (rw_mark){0});
	return status ? part_failed(v, e->name, status, &why, err) : RIWAYA_OK;
}

static bool in_folder(rw_slice name, const char *folder, const char *const *ends) {
	if (!rw_slice_starts(name, rw_slice_z(folder))) return false;
	for (; *ends; ends++)
		if (rw_slice_ends(name, rw_slice_z(*ends))) return true;
	return false;
}

static riwaya_status check_contents(rw_verify *v, riwaya_error *err) {
	static const char *const warcs[] = {".warc", ".warc.gz", ".warc.zst", NULL},
							 *const indexes[] = {".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz", NULL},
							 *const pages[] = {".jsonl", NULL};
	for (uint32_t i = 0; i < v->zip.n; i++) {
		if (!in_folder(v->zip.entries[i].name, "archive/", warcs)) continue;
		riwaya_error why = {0};
		riwaya_status status = rw_verify_warc(v, i, &why);
		rw_arena_reset(v->scratch, (rw_mark){0});
		if (status) status = part_failed(v, v->zip.entries[i].name, status, &why, err);
		if (status) return status;
	}
	if (v->too_many)
		rw_verify_found(v, RIWAYA_FINDING_UNCHECKED, RW_NONE, 0, RW_NONE,
			"records past the first %d were not compared with the index (RIWAYA_MAX_PACK_RECORDS)",
			RIWAYA_MAX_PACK_RECORDS);
	if (v->records.n) qsort(v->records.p, v->records.n, sizeof *v->records.p, by_place);
	for (uint32_t i = 0; i < v->zip.n; i++) {
		bool index = in_folder(v->zip.entries[i].name, "indexes/", indexes),
			 page = in_folder(v->zip.entries[i].name, "pages/", pages);
		riwaya_status status = index || page ? each_line(v, i, index ? index_line : page_line, err) : RIWAYA_OK;
		if (status) return status;
	}
	return RIWAYA_OK;
}

riwaya_status rw_verify_pack(rw_verify *v, const char *path, const rw_key *wanted, riwaya_error *err) {
	v->addresses = RW_MAP(v->a);
	riwaya_status status = rw_zip_open(v->a, path, &v->zip, err);
	if (status) return status;
	uint32_t at = find(v, RW_LIT(RW_PART_MANIFEST));
	if (at == UINT32_MAX)
		return rw_fail(
			err, RIWAYA_FORMAT, rw_slice_z(path), 0, 0, "is a zip file without datapackage.json, and so no WACZ");
	check_zip(v);
	rw_slice bytes;
	rw_json_value *manifest = NULL;
	riwaya_error why = {0};
	status = whole(v, v->a, at, &bytes, &why);
	if (!status) status = rw_json_tree(v->a, bytes, 0, &manifest, &why);
	if (status) return part_failed(v, RW_LIT(RW_PART_MANIFEST), status, &why, err);
	v->ours = rw_slice_starts(rw_json_text(manifest, "software"), RW_LIT(RW_EVIDENCE_SOFTWARE));
	keep(v->out->created, sizeof v->out->created, rw_json_text(manifest, "created"));
	keep(v->out->software, sizeof v->out->software, rw_json_text(manifest, "software"));
	keep(v->out->title, sizeof v->out->title, rw_json_text(manifest, "title"));
	if (v->ours) compare_zip(v);
	status = check_manifest(v, manifest, err);
	if (!status) status = check_digest(v, manifest, wanted, err);
	return status ? status : check_contents(v, err);
}
