/* put.c: rows of one report. */
#include "store/add.h"
#include "store/chain.h"
#include "store/codec.h"

/* An empty one is NULL. */
static void bind_slice(rw_stmt *q, unsigned i, rw_slice v) { rw_bind_text(q, i, v.n ? v : RW_NONE); }

static void bind_when(rw_stmt *q, unsigned i, riwaya_when w) {
	if (w.precision == RIWAYA_PRECISION_NONE) {
		rw_bind_null(q, i);
		rw_bind_null(q, i + 1);
	} else {
		rw_bind_int(q, i, w.from);
		rw_bind_int(q, i + 1, w.to);
	}
}

static void bind_number(rw_stmt *q, unsigned i, bool has, double v) {
	if (has)
		rw_bind_double(q, i, v);
	else
		rw_bind_null(q, i);
}

/* --- claims ------------------------------------------------------------------------------------------------------- */
static riwaya_status put_claim(rw_stmt *q, int64_t report, size_t number, const riwaya_claim *c, riwaya_error *err) {
	const riwaya_figure *g = &c->figure;
	rw_bind_int(q, 1, report);
	rw_bind_int(q, 2, (int64_t)number);
	rw_bind_text(q, 3, c->id);
	rw_bind_text(q, 4, c->predicate);
	rw_bind_text(q, 5, rw_slice_z(riwaya_polarity_word(c->polarity)));
	rw_bind_text(q, 6, rw_slice_z(riwaya_modality_word(c->modality)));
	rw_bind_text(q, 7, rw_slice_z(riwaya_field_word(c->span.field)));
	rw_bind_int(q, 8, c->span.start);
	rw_bind_int(q, 9, c->span.end);
	bind_slice(q, 10, g->text);
	rw_bind_text(q, 11, g->qualifier ? rw_slice_z(riwaya_qualifier_word(g->qualifier)) : RW_NONE);
	bind_number(q, 12, g->has_value, g->value);
	bind_number(q, 13, g->has_low, g->low);
	bind_number(q, 14, g->has_high, g->high);
	bind_slice(q, 15, c->unit);
	rw_bind_text(q, 16, c->scope ? rw_slice_z(riwaya_scope_kind_word(c->scope)) : RW_NONE);
	bind_slice(q, 17, c->patient.text);
	bind_slice(q, 18, c->patient.actor);
	bind_slice(q, 19, c->patient.role);
	bind_slice(q, 20, c->agent.text);
	bind_slice(q, 21, c->agent.actor);
	bind_slice(q, 22, c->agent.role);
	bind_slice(q, 23, c->place.id);
	bind_slice(q, 24, c->place.text);
	bind_when(q, 25, c->time.at);
	bind_when(q, 27, c->told);
	bind_slice(q, 29, c->n_chain ? c->chain[0].name : RW_NONE);
	rw_bind_text(q, 30, c->n_chain && c->chain[0].kind ? rw_slice_z(riwaya_link_kind_word(c->chain[0].kind)) : RW_NONE);
	bind_slice(q, 31, c->n_chain ? c->chain[0].actor : RW_NONE);
	rw_bind_text(q, 32, rw_slice_z(riwaya_stance_word(c->stance)));
	rw_bind_double(q, 33, c->confidence);
	return rw_run(q, err);
}

riwaya_status rw_put_claims(riwaya_store *s, int64_t report, const rw_known *k, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(s->db,
		"INSERT INTO claim (report, number, id, predicate, polarity, modality, field, start, \"end\", figure, qualifier, "
		"value, low, high, unit, scope, patient, patient_actor, patient_role, agent, agent_actor, agent_role, place, "
		"place_text, time_from, time_to, told_from, told_to, origin, origin_kind, origin_actor, stance, confidence) VALUES "
		"(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, "
		"?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33)",
		&q, err);
	for (size_t i = 0; i < k->n_claims && !status; i++) status = put_claim(q, report, i, &k->claims[i], err);
	return status;
}

/* --- raw bytes and documents ---------------------------------------------------------------------------------------- */
static riwaya_status number_of(rw_db *db, const char *sql, rw_slice blob, int64_t *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	*out = 0;
	riwaya_status status = rw_db_stmt(db, sql, &q, err);
	if (status) return status;
	rw_bind_blob(q, 1, blob);
	status = rw_step(q, &row, err);
	if (!status && row) *out = rw_col_int(q, 0);
	rw_stmt_reset(q);
	return status;
}

static riwaya_status put_raw(rw_writing *w, const rw_parcel_document *d, int64_t *id, riwaya_error *err) {
	rw_db *db = w->s->db;
	rw_stmt *q;
	riwaya_status status = number_of(db, "SELECT id FROM raw WHERE sha = ?1", d->sha, id, err);
	if (status || *id) return status;
	status = rw_db_stmt(db, "INSERT INTO raw (id, sha, size, dictionary, packed) VALUES (?1, ?2, ?3, ?4, ?5)", &q, err);
	if (status) return status;
	*id = ++w->raw;
	rw_bind_int(q, 1, *id);
	rw_bind_blob(q, 2, d->sha);
	rw_bind_int(q, 3, (int64_t)d->identity.n);
	rw_bind_int(q, 4, d->dictionary);
	rw_bind_blob(q, 5, d->packed);
	return rw_run(q, err);
}

static riwaya_status put_document(rw_writing *w, const rw_parcel_document *d, int64_t *id, riwaya_error *err) {
	rw_stmt *q;
	int64_t raw;
	riwaya_status status = put_raw(w, d, &raw, err);
	if (!status) status = rw_db_stmt(w->s->db, "INSERT INTO document (id, raw, kept) VALUES (?1, ?2, ?3)", &q, err);
	if (status) return status;
	*id = ++w->document;
	rw_bind_int(q, 1, *id);
	rw_bind_int(q, 2, raw);
	rw_bind_blob(q, 3, d->kept);
	return rw_run(q, err);
}

/* --- reports --------------------------------------------------------------------------------------------------------- */
static riwaya_status put_sighting(rw_writing *w, rw_arena *a, int64_t report, const riwaya_report *r, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(w->s->db,
		"SELECT 1 FROM report WHERE id = ?1 AND file = ?2 UNION ALL SELECT 1 FROM sighting WHERE report = ?1 AND file = ?2",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	rw_bind_text(q, 2, r->file);
	status = rw_step(q, &row, err);
	rw_stmt_reset(q);
	if (status || row) return status;
	status = rw_db_stmt(w->s->db, "INSERT INTO sighting (report, file, received) VALUES (?1, ?2, ?3)", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	rw_bind_text(q, 2, r->file);
	rw_bind_int(q, 3, w->at);
	status = rw_run(q, err);
	if (status) return status;
	return rw_store_log(w, "sight", r->id, rw_details(a, (rw_detail[]){{"file", r->file, false}}, 1), err);
}

/* The report that the page's address stood for until now, 0 for none. Entries of one page share its address and are no versions. */
static riwaya_status current_version(
	rw_writing *w, rw_arena *a, rw_slice address, int64_t *id, rw_slice *sha, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	*id = 0;
	riwaya_status status = rw_db_stmt(w->s->db,
		"SELECT r.id, r.sha FROM report r WHERE r.address = ?1 AND r.replaced_by IS NULL AND "
		"(SELECT count(*) FROM report o WHERE o.document = r.document) = 1 ORDER BY r.id DESC LIMIT 1",
		&q, err);
	if (status) return status;
	rw_bind_text(q, 1, address);
	status = rw_step(q, &row, err);
	if (!status && row) {
		*id = rw_col_int(q, 0);
		*sha = rw_hex_of(a, rw_col_blob(q, 1));
	}
	rw_stmt_reset(q);
	return status;
}

static riwaya_status replace(
	rw_writing *w, rw_arena *a, int64_t old, rw_slice old_sha, int64_t by, const riwaya_report *r, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = RW_RUN(w->s->db, "UPDATE report SET replaced_by = ?2, stale = 1 WHERE id = ?1", err, old, by);
	/* incidents that it founded keep their names */
	if (!status) status = rw_db_stmt(w->s->db, "UPDATE name SET report = ?2 WHERE report = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, old);
	rw_bind_int(q, 2, by);
	status = rw_run(q, err);
	if (status) return status;
	const rw_detail details[] = {{"replaces", old_sha, false}, {"address", r->address, false}};
	return rw_store_log(w, "edit", r->id, rw_details(a, details, RW_COUNT(details)), err);
}

static riwaya_status put_row(rw_writing *w, int64_t id, int64_t document, int64_t number, const rw_prepared *p,
	rw_slice digest, riwaya_error *err) {
	const riwaya_report *r = p->known.report;
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(w->s->db,
		"INSERT INTO report (id, sha, document, number, received, file, address, format, language, outlet, outlet_name, "
		"title, text, caption, published_from, published_to, digest, replaced_by, text_key, told, stands, prints, "
		"engine, derived, stale) VALUES "
		"(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, NULL, ?18, ?19, 0, ?20, ?21, ?22, 1)",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, id);
	rw_bind_blob(q, 2, p->sha);
	rw_bind_int(q, 3, document);
	rw_bind_int(q, 4, number);
	rw_bind_int(q, 5, w->at);
	rw_bind_text(q, 6, r->file);
	bind_slice(q, 7, r->address);
	rw_bind_text(q, 8, r->format);
	bind_slice(q, 9, r->language);
	bind_slice(q, 10, r->outlet_id);
	bind_slice(q, 11, r->outlet_name);
	bind_slice(q, 12, r->title);
	bind_slice(q, 13, r->text);
	bind_slice(q, 14, r->caption);
	bind_when(q, 15, r->published.at);
	rw_bind_blob(q, 17, digest);
	rw_bind_int(q, 18, p->text_key);
	rw_bind_int(q, 19, rw_told_key(r));
	rw_bind_blob(q, 20, p->prints);
	rw_bind_int(q, 21, w->s->engine_row);
	rw_bind_blob(q, 22, p->derived);
	return rw_run(q, err);
}

static riwaya_status log_report(rw_writing *w, rw_arena *a, const rw_parcel_document *d, const rw_prepared *p,
	size_t number, rw_slice digest, riwaya_error *err) {
	const riwaya_report *r = p->known.report;
	const rw_detail details[] = {
		{"raw", rw_hex_of(a, d->sha), false},
		{"number", rw_arena_printf(a, "%zu", number), true},
		{"digest", rw_hex_of(a, rw_slice_of(digest.p, RW_HASH)), false},
		{"file", r->file, false},
	};
	return rw_store_log(w, "add", r->id, rw_details(a, details, RW_COUNT(details)), err);
}

static riwaya_status put_report(rw_writing *w, rw_arena *a, const rw_parcel_document *d, size_t number,
	const rw_prepared *p, int64_t *document, riwaya_added *sum, riwaya_error *err) {
	const riwaya_report *r = p->known.report;
	int64_t id, old = 0;
	rw_slice old_sha = RW_NONE;
	riwaya_status status = number_of(w->s->db, "SELECT id FROM report WHERE sha = ?1", p->sha, &id, err);
	if (status) return status;
	if (id) {
		sum->known++;
		return put_sighting(w, a, id, r, err);
	}
	status = rw_store_engine(w, err);
	if (!status && !*document) status = put_document(w, d, document, err);
	if (!status && r->address.n && d->n == 1) status = current_version(w, a, r->address, &old, &old_sha, err);
	id = ++w->report;
	char room[RW_CONTENT_ROOM];
	rw_slice fields[RW_CONTENT_FIELDS];
	unsigned char content[RW_CONTENT_SIZE];
	rw_content_fields(
		r, w->at, &(rw_content_made){p->derived, d->kept, p->prints, p->text_key, rw_told_key(r)}, room, fields);
	rw_content_digest(fields, content);
	rw_slice digest = rw_slice_of((const char *)content, sizeof content);
	if (!status) status = put_row(w, id, *document, (int64_t)number, p, digest, err);
	if (!status) status = log_report(w, a, d, p, number, digest, err);
	if (!status && old) status = replace(w, a, old, old_sha, id, r, err);
	rw_known known;
	if (!status) status = rw_codec_read(a, p->derived, r, &known, err);
	if (!status) status = rw_put_claims(w->s, id, &known, err);
	if (!status) status = rw_search_put(w->s->db, a, id, w->at, &p->words, err);
	if (status) return status;
	sum->reports++;
	sum->edited += old != 0;
	return RIWAYA_OK;
}

riwaya_status rw_put_parcel(rw_writing *w, rw_arena *scratch, const rw_parcel *p, riwaya_added *sum, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < p->documents.n && !status; i++) {
		const rw_parcel_document *d = &p->documents.p[i];
		uint64_t before = sum->reports;
		int64_t document = 0;
		for (size_t k = 0; k < d->n && !status; k++)
			status = put_report(w, scratch, d, k, &p->prepared[d->first + k], &document, sum, err);
		if (sum->reports > before) sum->bytes += d->identity.n;
	}
	return status;
}

riwaya_status rw_put_unread(rw_writing *w, rw_arena *scratch, const riwaya_error *e, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(w->s->db,
		"INSERT INTO unread (file, received, code, message) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (file) DO UPDATE SET "
		"received = excluded.received, code = excluded.code, message = excluded.message",
		&q, err);
	if (status) return status;
	rw_slice file = rw_kept_name(scratch, rw_slice_z(e->source)), message = rw_kept_text(scratch, rw_slice_z(e->message));
	rw_bind_text(q, 1, file);
	rw_bind_int(q, 2, w->at);
	rw_bind_int(q, 3, e->code);
	rw_bind_text(q, 4, message);
	status = rw_run(q, err);
	if (status) return status;
	const rw_detail details[] = {{"code", rw_slice_z(riwaya_status_name(e->code)), false}, {"message", message, false}};
	return rw_store_log(w, "unread", file, rw_details(scratch, details, RW_COUNT(details)), err);
}
