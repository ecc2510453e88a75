/* rebuild_report.c: one report read again: what changed of it, and its rows. */
#include "store/chain.h"
#include "store/codec.h"
#include "store/upkeep.h"

typedef struct before {
	rw_slice fields[RW_CONTENT_FIELDS], digest;
	int64_t received, engine;
} before;

static rw_slice number_at(rw_arena *a, rw_stmt *q, unsigned i) {
	return rw_col_null(q, i) ? RW_NONE : rw_arena_printf(a, "%lld", (long long)rw_col_int(q, i));
}

static riwaya_status read_before(rw_rebuild *b, rw_arena *a, int64_t id, before *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(b->s->db,
		"SELECT r.sha, r.received, r.file, r.address, r.format, r.language, r.outlet, r.outlet_name, r.title, r.text, r.caption, "
		"r.published_from, r.published_to, r.derived, d.kept, r.text_key, r.told, r.prints, r.digest, r.engine FROM report r JOIN "
		"document d ON d.id = r.document WHERE r.id = ?1",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, id);
	status = rw_step(q, &row, err);
	if (status || !row) return status;
	rw_slice *f = out->fields;
	f[RW_CONTENT_ID] = rw_hex_of(a, rw_col_blob(q, 0));
	for (unsigned i = RW_CONTENT_FILE; i <= RW_CONTENT_CAPTION; i++) f[i] = rw_arena_copy(a, rw_col_text(q, i));
	static const unsigned numbers[] = {
		RW_CONTENT_RECEIVED, RW_CONTENT_PUBLISHED_FROM, RW_CONTENT_PUBLISHED_TO, RW_CONTENT_TEXT_KEY, RW_CONTENT_TOLD};
	for (size_t i = 0; i < RW_COUNT(numbers); i++) f[numbers[i]] = number_at(a, q, numbers[i]);
	static const unsigned blobs[] = {RW_CONTENT_DERIVED, RW_CONTENT_KEPT, RW_CONTENT_PRINTS};
	for (size_t i = 0; i < RW_COUNT(blobs); i++) f[blobs[i]] = rw_arena_copy(a, rw_col_blob(q, blobs[i]));
	out->received = rw_col_int(q, RW_CONTENT_RECEIVED);
	out->digest = rw_arena_copy(a, rw_col_blob(q, RW_CONTENT_FIELDS));
	out->engine = rw_col_int(q, RW_CONTENT_FIELDS + 1);
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

/* --- claims ---------------------------------------------------------------------------------------------------------- */
/* A claim's own bytes, wherever its words stand. */
static rw_slice bytes_of(rw_arena *a, const riwaya_report *r, const riwaya_claim *c) {
	riwaya_report bare = {.id = r->id, .title = r->title, .text = r->text, .caption = r->caption};
	const rw_known one = {.report = &bare, .claims = c, .n_claims = 1};
	return rw_codec_write(a, &one);
}

static bool same_claim(const riwaya_claim *x, const riwaya_claim *y) {
	return x->span.field == y->span.field && x->span.start == y->span.start && x->span.end == y->span.end &&
		rw_slice_eq(x->predicate, y->predicate) && rw_slice_eq(x->figure.text, y->figure.text);
}

static void compare_claims(rw_arena *a, const rw_known *was, const rw_known *now, riwaya_rebuilt_report *out) {
	bool *met = RW_ARRAY(a, bool, was->n_claims);
	for (size_t i = 0; i < now->n_claims; i++) {
		size_t k = 0;
		while (k < was->n_claims && (met[k] || !same_claim(&was->claims[k], &now->claims[i]))) k++;
		if (k == was->n_claims) {
			out->added++;
			continue;
		}
		met[k] = true;
		rw_mark m = rw_arena_mark(a);
		if (!rw_slice_eq(bytes_of(a, was->report, &was->claims[k]), bytes_of(a, now->report, &now->claims[i])))
			out->changed++;
		rw_arena_reset(a, m);
	}
	for (size_t k = 0; k < was->n_claims; k++) out->gone += !met[k];
}

/* --- rows ------------------------------------------------------------------------------------------------------------- */
static riwaya_status write_row(rw_writing *w, int64_t id, const rw_prepared *now,
	const rw_slice fields[RW_CONTENT_FIELDS], rw_slice digest, riwaya_error *err) {
	rw_stmt *q;
	const riwaya_report *r = now->known.report;
	riwaya_status status = rw_db_stmt(w->s->db,
		"UPDATE report SET file = ?2, address = ?3, format = ?4, language = ?5, outlet = ?6, outlet_name = ?7, title = ?8, "
		"text = ?9, caption = ?10, published_from = ?11, published_to = ?12, digest = ?13, text_key = ?14, told = ?15, prints = ?16, "
		"derived = ?17, stale = 1 WHERE id = ?1",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, id);
	for (unsigned i = RW_CONTENT_FILE; i <= RW_CONTENT_CAPTION; i++) rw_bind_text(q, i, fields[i]);
	if (r->published.at.precision != RIWAYA_PRECISION_NONE) {
		rw_bind_int(q, 11, r->published.at.from);
		rw_bind_int(q, 12, r->published.at.to);
	}
	rw_bind_blob(q, 13, digest);
	rw_bind_int(q, 14, now->text_key);
	rw_bind_int(q, 15, rw_told_key(r));
	rw_bind_blob(q, 16, now->prints);
	rw_bind_blob(q, 17, now->derived);
	return rw_run(q, err);
}

static riwaya_status put_words(
	rw_rebuild *b, rw_arena *a, int64_t id, const before *was, const rw_search_words *words, riwaya_error *err) {
	rw_stmt *q;
	bool there;
	riwaya_status status = rw_db_stmt(b->s->db, "SELECT 1 FROM found_time WHERE report = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, id);
	status = rw_step(q, &there, err);
	rw_stmt_reset(q);
	/* One that was added since the index was emptied has its words. */
	return status || there ? status : rw_search_put(b->s->db, a, id, was->received, words, err);
}

static riwaya_status write_derived(rw_rebuild *b, rw_writing *w, rw_arena *a, int64_t id, const before *was,
	const rw_prepared *now, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	if (was->engine != b->s->engine_row) {
		status = RW_RUN(b->s->db, "UPDATE report SET engine = ?2 WHERE id = ?1", err, id, b->s->engine_row);
	}
	(void)w;
	if (status || b->how->dry_run) return status;
	status = RW_RUN(b->s->db, "DELETE FROM claim WHERE report = ?1", err, id);
	if (!status) status = rw_put_claims(b->s, id, &now->known, err);
	return status ? status : put_words(b, a, id, was, &now->words, err);
}

/* --- one report ------------------------------------------------------------------------------------------------------- */
static void tell(rw_rebuild *b, const riwaya_rebuilt_report *r) {
	b->out->claims_added += r->added;
	b->out->claims_gone += r->gone;
	b->out->claims_changed += r->changed;
	if (b->how->report) b->how->report(b->how->ctx, r);
}

/* Columns that a reader of reports knows; the others follow from these and from the claims. */
static bool is_shown(unsigned field) { return field >= RW_CONTENT_FILE && field <= RW_CONTENT_PUBLISHED_TO; }

static rw_slice names_of(rw_arena *a, const rw_slice *was, const rw_slice *now, bool *changed) {
	rw_buf names = RW_BUF(a);
	*changed = false;
	for (unsigned i = 0; i < RW_CONTENT_FIELDS; i++) {
		if (!was[i].p == !now[i].p && rw_slice_eq(was[i], now[i])) continue;
		*changed = true;
		if (is_shown(i)) rw_buf_printf(&names, "%s%s", names.n ? ", " : "", rw_content_word((rw_content_field)i));
	}
	return names.n ? rw_buf_view(&names) : RW_NONE;
}

static riwaya_status lose(rw_rebuild *b, rw_arena *a, rw_slice why, riwaya_rebuilt_report *r, int64_t id,
	const before *was, riwaya_error *err) {
	b->out->lost++;
	r->lost = why;
	tell(b, r);
	if (b->how->dry_run) return RIWAYA_OK;
	/* Its words are put in as it was derived, where that can be read. */
	rw_stored stored;
	rw_search_words words;
	riwaya_status status = rw_load(b->s, a, id, RW_UNDECIDED, &stored, NULL);
	if (status) return status == RIWAYA_NOMEM ? rw_no_memory(err) : RIWAYA_OK;
	rw_search_words_of(rw_words_new(a, b->s->lx), a, &stored.known, &words);
	return put_words(b, a, id, was, &words, err);
}

static riwaya_status rebuild(
	rw_rebuild *b, rw_writing *w, rw_arena *a, int64_t id, const rw_prepared *now, rw_slice lost, riwaya_error *err) {
	before was = {0};
	riwaya_status status = read_before(b, a, id, &was, err);
	if (status || !was.fields[RW_CONTENT_ID].p) return status;
	riwaya_rebuilt_report told = {
		.id = was.fields[RW_CONTENT_ID], .file = was.fields[RW_CONTENT_FILE], .title = was.fields[RW_CONTENT_TITLE]};
	uint32_t changed_by_hand;
	const uint32_t given = UINT32_C(1) << RW_CONTENT_RECEIVED | UINT32_C(1) << RW_CONTENT_KEPT;
	b->out->reports++;
	/* What can't be derived must not get a new digest. */
	if (!rw_content_fits(was.fields, was.digest, &changed_by_hand) && changed_by_hand & given)
		return lose(b, a, RW_LIT("it was changed by hand; riwaya verify tells more"), &told, id, &was, err);
	if (!now) return lose(b, a, lost, &told, id, &was, err);
	char room[RW_CONTENT_ROOM];
	rw_slice fields[RW_CONTENT_FIELDS];
	unsigned char content[RW_CONTENT_SIZE];
	const rw_content_made made = {
		now->derived, was.fields[RW_CONTENT_KEPT], now->prints, now->text_key, rw_told_key(now->known.report)};
	rw_content_fields(now->known.report, was.received, &made, room, fields);
	rw_content_digest(fields, content);
	rw_slice digest = rw_slice_of((const char *)content, sizeof content);
	bool changed;
	told.fields = names_of(a, was.fields, fields, &changed);
	if (changed || !rw_slice_eq(digest, was.digest)) {
		rw_stored stored;
		riwaya_error unreadable = {0};
		status = rw_load(b->s, a, id, RW_UNDECIDED, &stored, &unreadable);
		if (status == RIWAYA_NOMEM) return rw_no_memory(err);
		if (status)
			stored.known = (rw_known){.report = now->known.report}; /* another engine's bytes: all claims are new */
		compare_claims(a, &stored.known, &now->known, &told);
		b->out->changed++;
		tell(b, &told);
		status = write_row(w, id, now, fields, digest, err);
		const rw_detail details[] = {{"digest", rw_hex_of(a, rw_slice_of(digest.p, RW_HASH)), false}};
		if (!status) status = rw_store_log(w, "rebuild", told.id, rw_details(a, details, RW_COUNT(details)), err);
	}
	return status ? status : write_derived(b, w, a, id, &was, now, err);
}

riwaya_status rw_rebuild_report(
	rw_rebuild *b, rw_writing *w, int64_t id, const rw_prepared *now, rw_slice lost, riwaya_error *err) {
	rw_arena *a = &b->s->scratch;
	rw_mark m = rw_arena_mark(a);
	riwaya_status status = rebuild(b, w, a, id, now, lost, err);
	rw_arena_reset(a, m);
	return status;
}
