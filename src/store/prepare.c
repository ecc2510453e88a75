/* prepare.c: what a worker makes of a document: claims, packed bytes, what is searched by; all that can be done without the database. */
#include "extract/extract.h"
#include "store/add.h"
#include "store/codec.h"
#include "text/text.h"

struct rw_worker {
	rw_extractor *x;
	rw_raw *raw;
	rw_facts facts;
	rw_copying copying;
	rw_words *words;
	rw_arena *tools;
	rw_read_context read; /* learnt at its first use */
};

riwaya_status rw_worker_new(rw_arena *a, const riwaya_store *s, rw_worker **out, riwaya_error *err) {
	rw_worker *w = *out = RW_NEW(a, rw_worker);
	w->x = rw_extractor_new(a, s->lx);
	rw_facts_init(&w->facts, s->lx, a);
	rw_copying_init(&w->copying, &w->facts, a);
	w->words = rw_words_new(a, s->lx);
	w->read = (rw_read_context){.lx = s->lx};
	w->tools = a;
	return rw_raw_new(a, &w->raw, err);
}

riwaya_status rw_worker_learn(rw_worker *w, const rw_dictionary *dictionaries, size_t n, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < n && !status; i++)
		status = rw_raw_learn(w->raw, dictionaries[i].number, dictionaries[i].kind, dictionaries[i].bytes, err);
	return status;
}

static rw_slice sha_of(rw_arena *a, rw_slice bytes) {
	char hex[65];
	rw_sha256 h;
	rw_sha256_init(&h);
	rw_sha256_add(&h, bytes.p, bytes.n);
	rw_sha256_hex(&h, hex);
	unsigned char *out = rw_arena_alloc(a, 32);
	rw_unhex(rw_slice_of(hex, 64), out, 32);
	return rw_slice_of((const char *)out, 32);
}

/* 27 bits of minutes reach the year 2225; what the id begins with parts reports of one minute. */
enum { MINUTES = (1 << 27) - 1 };

int64_t rw_told_key(const riwaya_report *r) {
	riwaya_when at = r->published.at;
	int64_t minutes = at.precision == RIWAYA_PRECISION_NONE ? MINUTES : at.from < 0 ? 0 : at.from;
	if (minutes >= MINUTES && at.precision != RIWAYA_PRECISION_NONE) minutes = MINUTES - 1;
	unsigned char id[32] = {0};
	rw_unhex(r->id, id, sizeof id);
	int64_t low = 0;
	for (size_t i = 0; i < 4; i++) low = low << 8 | id[i];
	return minutes << 32 | low;
}

static void put_wording(rw_worker *w, rw_arena *a, rw_arena *own, rw_arena *scratch, rw_prepared *q) {
	rw_wording wording;
	uint32_t *prints;
	rw_wording_of(&w->copying, own, scratch, &q->known, &wording);
	size_t n = rw_prints_of(own, &wording, &prints);
	unsigned char *bytes = rw_arena_alloc(a, 4 * n);
	for (size_t i = 0; i < n; i++)
		for (unsigned k = 0; k < 4; k++) bytes[4 * i + k] = (unsigned char)(prints[i] >> 8 * k);
	q->prints = rw_slice_of((const char *)bytes, 4 * n);
	memcpy(&q->text_key, &wording.key, sizeof q->text_key);
}

rw_slice rw_kept_text(rw_arena *a, rw_slice s) {
	if (!s.p) return s;
	s = rw_utf8_clean(a, s, NULL);
	if (!memchr(s.p, 0, s.n)) return s;
	char *p = rw_arena_alloc(a, s.n);
	for (size_t i = 0; i < s.n; i++) p[i] = s.p[i] ? s.p[i] : ' ';
	return rw_slice_of(p, s.n);
}

rw_slice rw_kept_name(rw_arena *a, rw_slice s) {
	enum { HASH = 16 };
	s = rw_kept_text(a, s);
	if (s.n <= RW_STORE_NAME) return s;
	size_t n = RW_STORE_NAME - 2 * HASH - 1;
	while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--; /* not within a letter */
	rw_slice hash = rw_hex_of(a, rw_slice_of(sha_of(a, s).p, HASH));
	return rw_arena_printf(a, RW_FMT "~" RW_FMT, RW_ARG(rw_slice_of(s.p, n)), RW_ARG(hash));
}

void rw_report_tidy(rw_arena *a, riwaya_report *r) {
	rw_slice *const texts[] = {
		&r->address, &r->format, &r->language, &r->outlet_id, &r->outlet_name, &r->title, &r->text, &r->caption};
	for (size_t i = 0; i < RW_COUNT(texts); i++) *texts[i] = rw_kept_text(a, *texts[i]);
	r->file = rw_kept_name(a, r->file);
}

/* Where `own` is another arena than `a`, claims and mentions live there and go again: what waits in the ring is small. */
static void prepare_report(rw_worker *w, rw_arena *a, rw_arena *own, rw_arena *scratch, riwaya_report *r, rw_prepared *q) {
	rw_extracted found = {0};
	rw_extract(w->x, r, RW_EXTRACT_CLAIMS | RW_EXTRACT_MENTIONS, own, scratch, &found);
	q->known = (rw_known){.report = r,
		.claims = found.claims,
		.n_claims = found.n_claims,
		.mentions = found.mentions,
		.n_mentions = found.n_mentions};
	unsigned char *sha = rw_arena_alloc(a, 32);
	rw_unhex(r->id, sha, 32);
	q->sha = rw_slice_of((const char *)sha, 32);
	q->derived = rw_codec_write(a, &q->known);
	put_wording(w, a, own, scratch, q);
	rw_search_words_of(w->words, a, &q->known, &q->words);
}

static void prepare_reports(rw_worker *w, rw_arena *a, rw_arena *own, rw_arena *scratch, rw_parcel *p) {
	p->prepared = RW_ARRAY(a, rw_prepared, p->found.n);
	for (size_t i = 0; i < p->found.n; i++) {
		rw_mark m = rw_arena_mark(own);
		prepare_report(w, a, own, scratch, p->found.p[i], &p->prepared[i]);
		if (own == a) continue;
		rw_arena_reset(own, m);
		p->prepared[i].known = (rw_known){.report = p->found.p[i]};
	}
}

riwaya_status rw_parcel_prepare(
	rw_worker *w, rw_arena *a, rw_arena *own, rw_arena *scratch, rw_parcel *p, riwaya_error *err) {
	for (size_t i = 0; i < p->documents.n; i++) {
		rw_parcel_document *d = &p->documents.p[i];
		d->sha = sha_of(a, d->identity);
		riwaya_status status = rw_raw_pack(w->raw, a, d->identity, &d->packed, &d->dictionary, err);
		if (status) return status;
	}
	prepare_reports(w, a, own, scratch, p);
	return RIWAYA_OK;
}

riwaya_status rw_worker_again(
	rw_worker *w, rw_arena *a, rw_arena *scratch, rw_slice kept, rw_slice raw, rw_parcel *out, riwaya_error *err) {
	rw_received received;
	w->read.scratch = scratch;
	if (!w->read.cache) rw_read_prepare(&w->read, w->tools);
	w->read.a = a;
	riwaya_status status = rw_kept_read(w->raw, a, kept, raw, &received, err);
	if (!status) status = rw_read_again(&w->read, &received, &out->found, err);
	if (!status) prepare_reports(w, a, a, scratch, out);
	return status;
}
