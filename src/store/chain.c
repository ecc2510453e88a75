/* chain.c: see chain.h. */
#include "store/chain.h"
#include "read/json.h"
#include "show/json.h"
#include <inttypes.h>
#include <stdio.h>

static void add(rw_sha256 *h, rw_slice s) { rw_sha256_add(h, s.p, s.n); }

static void add_netstring(rw_sha256 *h, rw_slice s) {
	char n[24];
	int len = snprintf(n, sizeof n, "%zu:", s.n);
	rw_sha256_add(h, n, (size_t)len);
	add(h, s);
	rw_sha256_add(h, ",", 1);
}

/* --- the log -------------------------------------------------------------------------------------------------------------- */
void rw_log_hash(const unsigned char before[RW_HASH], const rw_log_entry *e, unsigned char out[RW_HASH]) {
	char seq[24], at[24];
	rw_sha256 h;
	rw_sha256_init(&h);
	add(&h, RW_LIT("riwaya log 1\n"));
	rw_sha256_add(&h, before, RW_HASH);
	add_netstring(&h, rw_slice_of(seq, (size_t)snprintf(seq, sizeof seq, "%" PRIu64, e->seq)));
	add_netstring(&h, rw_slice_of(at, (size_t)snprintf(at, sizeof at, "%" PRId64, e->at)));
	add_netstring(&h, e->kind);
	add_netstring(&h, e->subject);
	add_netstring(&h, e->detail);
	rw_sha256_end(&h, out);
}

void rw_log_begin(rw_log_check *c, uint64_t seq, const unsigned char hash[RW_HASH]) {
	*c = (rw_log_check){.seq = seq};
	memcpy(c->last, hash, RW_HASH);
}

static bool follows(const unsigned char before[RW_HASH], rw_log_entry e, uint64_t seq, rw_slice hash) {
	unsigned char own[RW_HASH];
	e.seq = seq;
	rw_log_hash(before, &e, own);
	return hash.n == RW_HASH && memcmp(own, hash.p, RW_HASH) == 0;
}

rw_log_fault rw_log_next(rw_log_check *c, const rw_log_entry *e, rw_slice hash) {
	rw_log_fault fault = RW_LOG_FITS;
	if (e->seq <= c->seq)
		fault = RW_LOG_PUT_IN;
	else if (e->seq > c->seq + 1)
		fault = RW_LOG_MISSING;
	else if (!follows(c->last, *e, e->seq, hash))
		/* Under its own number or, where the rest was numbered anew, the one before that. */
		fault = c->two && (follows(c->earlier, *e, e->seq, hash) || follows(c->earlier, *e, e->seq - 1, hash))
			? RW_LOG_PUT_IN
			: RW_LOG_CHANGED;
	if (fault == RW_LOG_PUT_IN && e->seq <= c->seq) return fault; /* it stands outside of the row */
	c->two = fault != RW_LOG_MISSING;
	memcpy(c->earlier, c->last, RW_HASH);
	memset(c->last, 0, RW_HASH);
	memcpy(c->last, hash.p, hash.n < RW_HASH ? hash.n : RW_HASH);
	c->seq = e->seq;
	return fault;
}

/* --- seals ---------------------------------------------------------------------------------------------------------------- */
enum { SEAL_TEXT = 160 };

static rw_slice message(const rw_seal *s, char room[SEAL_TEXT]) {
	char hex[2 * RW_HASH + 1];
	rw_hex(s->hash, RW_HASH, hex);
	int n = snprintf(room, SEAL_TEXT, "riwaya seal 1\n%" PRIu64 "\n%s\n%" PRId64 "\n", s->seq, hex, s->at);
	return rw_slice_of(room, (size_t)n);
}

void rw_seal_make(
	rw_arena *a, const rw_key *k, uint64_t seq, const unsigned char hash[RW_HASH], int64_t at, rw_seal *out) {
	char room[SEAL_TEXT], key[RIWAYA_KEY_TEXT], signature[RW_SIGNATURE_TEXT];
	*out = (rw_seal){.seq = seq, .at = at};
	memcpy(out->hash, hash, RW_HASH);
	rw_key_text(k, key);
	rw_key_sign(k, message(out, room), signature);
	out->key = rw_arena_copy(a, rw_slice_z(key));
	out->signature = rw_arena_copy(a, rw_slice_z(signature));
}

rw_slice rw_seal_write(rw_arena *a, const rw_seal *s) {
	char hex[2 * RW_HASH + 1];
	rw_hex(s->hash, RW_HASH, hex);
	/* Nothing in it needs JSON's escapes. */
	return rw_arena_printf(a,
		"{\"seq\":%" PRIu64 ",\"hash\":\"%s\",\"at\":%" PRId64 ",\"key\":\"" RW_FMT "\",\"signature\":\"" RW_FMT "\"}",
		s->seq, hex, s->at, RW_ARG(s->key), RW_ARG(s->signature));
}

static bool unhex(rw_slice s, unsigned char out[RW_HASH]) {
	if (s.n != 2 * RW_HASH) return false;
	memset(out, 0, RW_HASH);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
		if (v < 0) return false;
		out[i / 2] = (unsigned char)(out[i / 2] << 4 | v);
	}
	return true;
}

riwaya_status rw_seal_read(rw_arena *a, rw_slice detail, rw_seal *out, riwaya_error *err) {
	rw_json_value *v = NULL;
	uint64_t at = 0;
	*out = (rw_seal){0};
	bool good = rw_json_tree(a, detail, 0, &v, NULL) == RIWAYA_OK && v && v->type == RW_JSON_OBJECT &&
		rw_slice_u64(rw_json_text(v, "seq"), &out->seq) && unhex(rw_json_text(v, "hash"), out->hash) &&
		rw_slice_u64(rw_json_text(v, "at"), &at) && at <= INT64_MAX;
	if (good) {
		out->at = (int64_t)at;
		out->key = rw_json_text(v, "key");
		out->signature = rw_json_text(v, "signature");
		/* What it says beside would not be signed. */
		good = rw_slice_eq(rw_seal_write(a, out), detail);
	}
	return good ? RIWAYA_OK : rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0, "is no seal of a log as riwaya writes them");
}

bool rw_seal_good(const rw_seal *s, const rw_key *wanted) {
	char room[SEAL_TEXT];
	rw_key k;
	if (!rw_key_of_text(s->key, &k)) return false;
	if (wanted && memcmp(k.public_key, wanted->public_key, sizeof k.public_key) != 0) return false;
	return rw_key_verify(&k, message(s, room), s->signature);
}

/* --- reports -------------------------------------------------------------------------------------------------------------- */
const char *rw_content_word(rw_content_field f) {
	static const char *const words[] = {
#define RW_X(name, word) #word,
		RW_CONTENT_MAP(RW_X)
#undef RW_X
	};
	return f < RW_CONTENT_FIELDS ? words[f] : "?";
}

const char *rw_decision_word(rw_decision_field c) {
	static const char *const words[] = {
#define RW_X(name, word) #word,
		RW_DECISION_MAP(RW_X)
#undef RW_X
	};
	return c < RW_DECISION_FIELDS ? words[c] : "?";
}

void rw_digest_of(rw_slice domain, const rw_slice *fields, size_t n, unsigned char *out) {
	rw_sha256 all;
	rw_sha256_init(&all);
	add(&all, domain);
	for (size_t i = 0; i < n; i++) {
		rw_sha256 one;
		unsigned char hash[RW_HASH] = {0};
		rw_sha256_init(&one);
		add(&one, fields[i]);
		if (fields[i].p) rw_sha256_end(&one, hash);
		memcpy(out + RW_HASH + i * RW_CONTENT_MARK, hash, RW_CONTENT_MARK);
		rw_sha256_add(&all, hash, sizeof hash);
	}
	rw_sha256_end(&all, out);
}

void rw_content_digest(const rw_slice fields[RW_CONTENT_FIELDS], unsigned char out[RW_CONTENT_SIZE]) {
	rw_digest_of(RW_LIT("riwaya report 1\n"), fields, RW_CONTENT_FIELDS, out);
}

static rw_slice decimal(char **room, int64_t v) {
	int n = snprintf(*room, 21, "%" PRId64, v); /* 20 characters at most, and the zero byte */
	rw_slice s = rw_slice_of(*room, (size_t)n);
	*room += n + 1;
	return s;
}

static rw_slice or_absent(rw_slice s) { return s.n ? s : RW_NONE; }

void rw_content_fields(const riwaya_report *r, int64_t received, const rw_content_made *made,
	char room[RW_CONTENT_ROOM], rw_slice out[RW_CONTENT_FIELDS]) {
	bool dated = r->published.at.precision != RIWAYA_PRECISION_NONE;
	out[RW_CONTENT_ID] = r->id;
	out[RW_CONTENT_RECEIVED] = decimal(&room, received);
	out[RW_CONTENT_FILE] = r->file;
	out[RW_CONTENT_ADDRESS] = or_absent(r->address);
	out[RW_CONTENT_FORMAT] = r->format;
	out[RW_CONTENT_LANGUAGE] = or_absent(r->language);
	out[RW_CONTENT_OUTLET] = or_absent(r->outlet_id);
	out[RW_CONTENT_OUTLET_NAME] = or_absent(r->outlet_name);
	out[RW_CONTENT_TITLE] = or_absent(r->title);
	out[RW_CONTENT_TEXT] = or_absent(r->text);
	out[RW_CONTENT_CAPTION] = or_absent(r->caption);
	out[RW_CONTENT_PUBLISHED_FROM] = dated ? decimal(&room, r->published.at.from) : RW_NONE;
	out[RW_CONTENT_PUBLISHED_TO] = dated ? decimal(&room, r->published.at.to) : RW_NONE;
	out[RW_CONTENT_DERIVED] = made->derived;
	out[RW_CONTENT_KEPT] = made->kept;
	out[RW_CONTENT_TEXT_KEY] = decimal(&room, made->text_key);
	out[RW_CONTENT_TOLD] = decimal(&room, made->told);
	out[RW_CONTENT_PRINTS] = made->prints;
}

bool rw_content_fits(const rw_slice fields[RW_CONTENT_FIELDS], rw_slice stored, uint32_t *changed) {
	unsigned char own[RW_CONTENT_SIZE];
	*changed = 0;
	rw_content_digest(fields, own);
	if (stored.n == sizeof own && memcmp(own, stored.p, sizeof own) == 0) return true;
	for (size_t i = 0; i < RW_CONTENT_FIELDS && stored.n == sizeof own; i++) {
		size_t at = RW_HASH + i * RW_CONTENT_MARK;
		if (memcmp(own + at, stored.p + at, RW_CONTENT_MARK) != 0) *changed |= UINT32_C(1) << i;
	}
	return false;
}
