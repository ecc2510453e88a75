/* verify_rows.c: rows against what the log has of them. */
#include "read/json.h"
#include "store/verify.h"

/* A column as it is hashed; absent for NULL. */
static rw_slice number_at(rw_verifying *v, rw_stmt *q, unsigned i) {
	return rw_col_null(q, i) ? RW_NONE : rw_arena_printf(v->a, "%lld", (long long)rw_col_int(q, i));
}

/* --- one report -------------------------------------------------------------------------------------------------------------- */
/* What the log has of it. */
typedef struct expected {
	rw_slice raw, digest; /* hex */
	uint64_t number;
} expected;

typedef struct row {
	int64_t id, text_key, replaced_by;
	rw_slice sha, fields[RW_CONTENT_FIELDS], digest, raw;
	bool has_document, has_raw, has_engine, has_thread, replaced;
	int64_t number, stands, stale;
} row;

static bool details_of(rw_verifying *v, rw_slice detail, expected *out) {
	rw_json_value *value = NULL;
	if (rw_json_tree(v->a, detail, 0, &value, NULL) || !value || value->type != RW_JSON_OBJECT) return false;
	*out = (expected){rw_json_text(value, "raw"), rw_json_text(value, "digest"), 0};
	rw_slice_u64(rw_json_text(value, "number"), &out->number);
	return out->digest.n == 2 * RW_HASH;
}

/* What was said of it last, where it was made anew. */
static riwaya_status latest_digest(rw_verifying *v, rw_slice id, rw_slice *digest, riwaya_error *err) {
	rw_stmt *q;
	bool more;
	riwaya_status status = rw_db_stmt(v->s->db,
		"SELECT detail FROM log WHERE subject = ?1 AND kind = 'rebuild' AND kind <> 'add' ORDER BY seq DESC LIMIT 1",
		&q, err);
	if (status) return status;
	rw_bind_text(q, 1, id);
	status = rw_step(q, &more, err);
	expected now;
	if (!status && more && details_of(v, rw_arena_copy(v->a, rw_col_text(q, 0)), &now)) *digest = now.digest;
	rw_stmt_reset(q);
	return status;
}

static riwaya_status read_row(
	rw_verifying *v, bool by_number, int64_t number, rw_slice sha, row *out, bool *found, riwaya_error *err) {
#define COLUMNS                                                                                                                 \
	"SELECT r.id, r.sha, r.received, r.file, r.address, r.format, r.language, r.outlet, r.outlet_name, r.title, r.text, "       \
	"r.caption, r.published_from, r.published_to, r.derived, d.kept, r.text_key, r.told, r.prints, r.digest, x.sha, r.number, " \
	"r.stands, r.stale, r.replaced_by, d.id, x.id, e.id, (SELECT 1 FROM thread t WHERE t.report = r.id AND t.number = 0) "      \
	"FROM report r LEFT JOIN document d ON d.id = r.document LEFT JOIN raw x ON x.id = d.raw LEFT JOIN engine e ON e.id = r.engine "
	rw_stmt *q;
	riwaya_status status =
		rw_db_stmt(v->s->db, by_number ? COLUMNS "WHERE r.id = ?1" : COLUMNS "WHERE r.sha = ?1", &q, err);
	if (status) return status;
	if (by_number)
		rw_bind_int(q, 1, number);
	else
		rw_bind_blob(q, 1, sha);
	status = rw_step(q, found, err);
	if (status || !*found) return status;
	*out = (row){.id = rw_col_int(q, 0), .sha = rw_hex_of(v->a, rw_col_blob(q, 1))};
	rw_slice *f = out->fields;
	f[RW_CONTENT_ID] = out->sha;
	f[RW_CONTENT_RECEIVED] = number_at(v, q, 2);
	for (unsigned i = RW_CONTENT_FILE; i <= RW_CONTENT_CAPTION; i++) f[i] = rw_arena_copy(v->a, rw_col_text(q, i + 1));
	f[RW_CONTENT_PUBLISHED_FROM] = number_at(v, q, 12);
	f[RW_CONTENT_PUBLISHED_TO] = number_at(v, q, 13);
	f[RW_CONTENT_DERIVED] = rw_arena_copy(v->a, rw_col_blob(q, 14));
	f[RW_CONTENT_KEPT] = rw_arena_copy(v->a, rw_col_blob(q, 15));
	f[RW_CONTENT_TEXT_KEY] = number_at(v, q, 16);
	f[RW_CONTENT_TOLD] = number_at(v, q, 17);
	f[RW_CONTENT_PRINTS] = rw_arena_copy(v->a, rw_col_blob(q, 18));
	out->text_key = rw_col_int(q, 16);
	out->digest = rw_arena_copy(v->a, rw_col_blob(q, 19));
	out->raw = rw_hex_of(v->a, rw_col_blob(q, 20));
	out->number = rw_col_int(q, 21);
	out->stands = rw_col_int(q, 22);
	out->stale = rw_col_int(q, 23);
	out->replaced = !rw_col_null(q, 24);
	out->replaced_by = rw_col_int(q, 24);
	out->has_document = !rw_col_null(q, 25);
	out->has_raw = !rw_col_null(q, 26);
	out->has_engine = !rw_col_null(q, 27);
	out->has_thread = !rw_col_null(q, 28);
	rw_stmt_reset(q);
	return RIWAYA_OK;
#undef COLUMNS
}

static bool same_digest(rw_slice digest, rw_slice hex) {
	unsigned char own[RW_HASH];
	return digest.n >= RW_HASH && rw_unhex(hex, own, sizeof own) && memcmp(own, digest.p, sizeof own) == 0;
}

/* Where the bytes of a report lie: of its document, that is. */
static riwaya_status check_document(rw_verifying *v, const row *r, const expected *e, bool kept_fits, riwaya_error *err) {
	if (r->has_document && r->has_raw && rw_slice_eq(r->raw, e->raw)) return RIWAYA_OK;
	unsigned char sha[RW_HASH];
	rw_stmt *q;
	bool there = false;
	riwaya_status status = rw_db_stmt(v->s->db, "SELECT 1 FROM raw WHERE sha = ?1", &q, err);
	if (status) return status;
	if (rw_unhex(e->raw, sha, sizeof sha)) {
		rw_bind_blob(q, 1, rw_slice_of((const char *)sha, sizeof sha));
		status = rw_step(q, &there, err);
		rw_stmt_reset(q);
		if (status) return status;
	}
	if (!r->has_document)
		rw_verify_tell(v, "report", r->sha, "document", "there is no such document");
	else if (!there)
		rw_verify_tell(v, "report", r->sha, NULL,
			"its bytes as received are not in the store: no object of SHA-256 " RW_FMT, RW_ARG(e->raw));
	else
		rw_verify_tell(v, kept_fits ? "document" : "report", r->sha, kept_fits ? "raw" : "document",
			"it leads to other bytes than those that the report was read from");
	return RIWAYA_OK;
}

static riwaya_status check_content(rw_verifying *v, const row *r, const expected *e, bool *kept_fits, riwaya_error *err) {
	unsigned char own[RW_CONTENT_SIZE];
	rw_slice wanted = e->digest;
	*kept_fits = true;
	riwaya_status status = latest_digest(v, r->sha, &wanted, err);
	if (status) return status;
	rw_content_digest(r->fields, own);
	rw_slice now = rw_slice_of((const char *)own, sizeof own);
	bool row_fits = same_digest(now, wanted), digest_fits = rw_slice_eq(now, r->digest);
	if (row_fits && digest_fits) return RIWAYA_OK;
	uint32_t changed = 0;
	rw_content_fits(r->fields, r->digest, &changed);
	*kept_fits = row_fits || !(changed & UINT32_C(1) << RW_CONTENT_KEPT);
	if (row_fits || (!changed && !same_digest(r->digest, wanted)))
		rw_verify_tell(v, "report", r->sha, "digest", "it is not the one that the log has");
	if (row_fits) return RIWAYA_OK;
	bool moved =
		!r->has_document || !rw_slice_eq(r->raw, e->raw); /* then `kept` is another document's, and that is told */
	for (unsigned i = 0; i < RW_CONTENT_FIELDS; i++) {
		if (!(changed & UINT32_C(1) << i) || (i == RW_CONTENT_KEPT && moved)) continue;
		rw_verify_tell(v, i == RW_CONTENT_KEPT ? "document" : "report", r->sha, rw_content_word(i),
			"it was changed: the digest in the log is of another");
	}
	if (!changed && same_digest(r->digest, wanted))
		rw_verify_tell(v, "report", r->sha, NULL, "it was changed: the digest in the log is of another row");
	return RIWAYA_OK;
}

/* What is not in the digest, as it changes with other reports. */
static riwaya_status check_standing(rw_verifying *v, const row *r, riwaya_error *err) {
	rw_stmt *q;
	bool found;
	if (r->stale != 0 && r->stale != 1) rw_verify_tell(v, "report", r->sha, "stale", "it is neither 0 nor 1");
	if (!r->has_engine) rw_verify_tell(v, "report", r->sha, "engine", "there is no such engine");
	if (r->stale == 0 && !r->replaced && !r->has_thread)
		rw_verify_tell(v, "report", r->sha, "stale",
			"no incident knows of it, though it does not wait; riwaya rebuild mends that");
	if (!r->text_key) {
		if (r->stands)
			rw_verify_tell(v, "report", r->sha, "stands",
				"it is 1 though the text says too little to be copied; riwaya rebuild mends that");
		return RIWAYA_OK;
	}
	/* The first report of a text stands, one that was replaced does not; later ones may, where they were told anew. While one of them waits for
	 * incidents to be brought up to date, nothing can be said. */
	riwaya_status status = rw_db_stmt(v->s->db,
		"SELECT id, stale, replaced_by FROM report WHERE text_key = ?1 AND text_key <> 0 ORDER BY told, id", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, r->text_key);
	int64_t first = 0;
	bool waits = false;
	while (!(status = rw_step(q, &found, err)) && found) {
		waits |= rw_col_int(q, 1) != 0;
		if (!first && rw_col_null(q, 2)) first = rw_col_int(q, 0);
	}
	if (status) return status;
	bool wrong = r->id == first ? r->stands != 1 : r->replaced ? r->stands != 0 : r->stands != 0 && r->stands != 1;
	if (!waits && wrong)
		rw_verify_tell(v, "report", r->sha, "stands", "it is %lld and should be %d; riwaya rebuild mends that",
			(long long)r->stands, r->id == first);
	return RIWAYA_OK;
}

static riwaya_status check_replaced(rw_verifying *v, const row *r, riwaya_error *err) {
	rw_stmt *q;
	bool found;
	if (!r->replaced) return RIWAYA_OK; /* an entry "edit" that it belies is told there */
	riwaya_status status = rw_db_stmt(v->s->db, "SELECT sha FROM report WHERE id = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, r->replaced_by);
	status = rw_step(q, &found, err);
	rw_slice by = !status && found ? rw_hex_of(v->a, rw_col_blob(q, 0)) : RW_LIT("");
	rw_stmt_reset(q);
	if (!status)
		status = rw_db_stmt(
			v->s->db, "SELECT detail FROM log WHERE subject = ?1 AND kind = 'edit' AND kind <> 'add'", &q, err);
	if (status) return status;
	rw_bind_text(q, 1, by);
	bool told = false;
	while (!(status = rw_step(q, &found, err)) && found)
		told |= rw_slice_find(rw_col_text(q, 0), r->sha, 0) != SIZE_MAX;
	if (!status && !told) rw_verify_tell(v, "report", r->sha, "replaced_by", "the log knows of no such later version");
	return status;
}

riwaya_status rw_verify_report(
	rw_verifying *v, int64_t number, const rw_log_entry *entry, rw_slice hash, riwaya_error *err) {
	(void)hash;
	expected e;
	row r;
	bool found;
	unsigned char sha[RW_HASH];
	if (!details_of(v, entry->detail, &e) || !rw_unhex(entry->subject, sha, sizeof sha)) {
		rw_verify_tell(v, "log", rw_arena_printf(v->a, "%llu", (unsigned long long)entry->seq), "detail",
			"it tells of no report as riwaya does");
		return RIWAYA_OK;
	}
	riwaya_status status = read_row(v, true, number, RW_NONE, &r, &found, err);
	if (status) return status;
	if (!found || !rw_slice_eq(r.sha, entry->subject)) {
		row other;
		bool elsewhere;
		status = read_row(v, false, 0, rw_slice_of((const char *)sha, sizeof sha), &other, &elsewhere, err);
		if (status) return status;
		if (elsewhere) {
			rw_verify_tell(v, "report", entry->subject, "id", "its number is %lld and was %lld", (long long)other.id,
				(long long)number);
			r = other;
		} else if (found && same_digest(r.digest, e.digest)) {
			rw_verify_tell(v, "report", entry->subject, "sha", "it was changed to " RW_FMT, RW_ARG(r.sha));
			return RIWAYA_OK;
		} else {
			rw_verify_tell(v, "report", entry->subject, NULL, "it is missing: entry %llu of the log tells of it",
				(unsigned long long)entry->seq);
			return RIWAYA_OK;
		}
	}
	bool kept_fits;
	status = check_content(v, &r, &e, &kept_fits, err);
	if (!status) status = check_document(v, &r, &e, kept_fits, err);
	if (!status && r.number != (int64_t)e.number)
		rw_verify_tell(
			v, "report", r.sha, "number", "it is %lld and was %llu", (long long)r.number, (unsigned long long)e.number);
	if (!status) status = check_standing(v, &r, err);
	return status ? status : check_replaced(v, &r, err);
}

/* --- reviews ------------------------------------------------------------------------------------------------------------------- */
riwaya_status rw_verify_review(rw_verifying *v, const rw_log_entry *e, riwaya_error *err) {
	uint64_t id;
	rw_stmt *q;
	bool found;
	unsigned char stored[RW_DECISION_SIZE], own[RW_DECISION_SIZE];
	rw_json_value *value = NULL;
	bool good = rw_slice_u64(e->subject, &id) && id <= INT64_MAX && !rw_json_tree(v->a, e->detail, 0, &value, NULL) &&
		value && value->type == RW_JSON_OBJECT && rw_unhex(rw_json_text(value, "digest"), stored, sizeof stored);
	if (!good) {
		rw_verify_tell(v, "log", rw_arena_printf(v->a, "%llu", (unsigned long long)e->seq), "detail",
			"it tells of no review as riwaya does");
		return RIWAYA_OK;
	}
	riwaya_status status =
		rw_db_stmt(v->s->db, "SELECT id, made, kind, by, why, report, body FROM review WHERE id = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, (int64_t)id);
	status = rw_step(q, &found, err);
	if (status) return status;
	if (!found) {
		rw_verify_tell(v, "review", e->subject, NULL, "it is missing: entry %llu of the log tells of it",
			(unsigned long long)e->seq);
		return RIWAYA_OK;
	}
	rw_slice fields[RW_DECISION_FIELDS];
	for (unsigned i = 0; i < RW_DECISION_FIELDS; i++)
		fields[i] = i == RW_DECISION_ID || i == RW_DECISION_MADE || i == RW_DECISION_REPORT
			? number_at(v, q, i)
			: rw_arena_copy(v->a, rw_col_text(q, i));
	rw_stmt_reset(q);
	rw_digest_of(RW_LIT("riwaya review 1\n"), fields, RW_DECISION_FIELDS, own);
	if (memcmp(own, stored, sizeof own) == 0) return rw_verify_about(v, e->subject, fields[RW_DECISION_BODY], err);
	for (unsigned i = 0; i < RW_DECISION_FIELDS; i++) {
		size_t at = RW_HASH + i * RW_CONTENT_MARK;
		if (memcmp(own + at, stored + at, RW_CONTENT_MARK) != 0)
			rw_verify_tell(
				v, "review", e->subject, rw_decision_word(i), "it was changed: the digest in the log is of another");
	}
	return RIWAYA_OK;
}

/* --- what no entry tells of ------------------------------------------------------------------------------------------------------ */
static riwaya_status unknown_rows(
	rw_verifying *v, const char *part, const char *sql, uint64_t known, bool hex, riwaya_error *err) {
	rw_stmt *q;
	bool found;
	riwaya_status status = rw_db_stmt(v->s->db, sql, &q, err);
	if (status) return status;
	rw_bind_int(q, 1, (int64_t)known);
	while (!(status = rw_step(q, &found, err)) && found) {
		rw_mark m = rw_arena_mark(v->a);
		rw_slice which =
			hex ? rw_hex_of(v->a, rw_col_blob(q, 0)) : rw_arena_printf(v->a, "%lld", (long long)rw_col_int(q, 0));
		rw_verify_tell(v, part, which, NULL, "the log does not know it");
		rw_arena_reset(v->a, m);
	}
	return status;
}

static riwaya_status unknown_sightings(rw_verifying *v, riwaya_error *err) {
	rw_stmt *q;
	bool found;
	riwaya_status status = rw_db_stmt(v->s->db, "SELECT count(*) FROM sighting", &q, err);
	if (!status) status = rw_step(q, &found, err);
	if (status) return status;
	uint64_t n = (uint64_t)rw_col_int(q, 0);
	rw_stmt_reset(q);
	if (n > v->sights)
		rw_verify_tell(v, "sighting", RW_LIT("all"), NULL, "there are %llu, and the log knows of %llu",
			(unsigned long long)n, (unsigned long long)v->sights);
	return RIWAYA_OK;
}

/* --- bytes as received ----------------------------------------------------------------------------------------------------------- */
typedef struct object {
	int64_t id, size, dictionary;
	rw_slice sha, packed;
} object;

static bool unpacks_to(rw_verifying *v, const object *o, uint64_t size, uint32_t dictionary, unsigned char sha[RW_HASH]) {
	rw_slice bytes;
	riwaya_error ignored = {0};
	if (rw_raw_unpack(v->raw, v->a, o->packed, size, dictionary, &bytes, &ignored)) return false;
	rw_sha256 h;
	rw_sha256_init(&h);
	rw_sha256_add(&h, bytes.p, bytes.n);
	rw_sha256_end(&h, sha);
	return true;
}

/* What of a damaged object's row was changed: what it unpacks to with another size or dictionary tells. */
static const char *changed_column(rw_verifying *v, const object *o) {
	unsigned char sha[RW_HASH];
	uint64_t size = rw_raw_size(o->packed);
	for (size_t i = 0; i <= v->s->dictionaries.n; i++) {
		uint32_t dictionary = i ? v->s->dictionaries.p[i - 1].number : 0;
		rw_mark m = rw_arena_mark(v->a);
		bool good = unpacks_to(v, o, size, dictionary, sha) && o->sha.n == RW_HASH && memcmp(sha, o->sha.p, RW_HASH) == 0;
		rw_arena_reset(v->a, m);
		if (good) return size != (uint64_t)o->size ? "size" : "dictionary";
	}
	return "packed";
}

/* Whether a report is of these very bytes: then it is the SHA-256 beside them that was changed. */
static riwaya_status is_a_report(rw_verifying *v, const unsigned char sha[RW_HASH], bool *is, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(v->s->db, "SELECT 1 FROM report WHERE sha = ?1", &q, err);
	if (status) return status;
	rw_bind_blob(q, 1, rw_slice_of((const char *)sha, RW_HASH));
	status = rw_step(q, is, err);
	rw_stmt_reset(q);
	return status;
}

static riwaya_status check_object(rw_verifying *v, const object *o, bool used, riwaya_error *err) {
	rw_slice which = rw_hex_of(v->a, o->sha);
	unsigned char sha[RW_HASH];
	bool good = o->size >= 0 && o->dictionary >= 0 && o->dictionary <= UINT32_MAX &&
		unpacks_to(v, o, (uint64_t)o->size, (uint32_t)o->dictionary, sha);
	v->out->objects++;
	if (!used) rw_verify_tell(v, "raw", which, "id", "number %lld: no document has these bytes", (long long)o->id);
	if (!good) {
		rw_verify_tell(v, "raw", which, changed_column(v, o), "the bytes as received can't be unpacked, or are others");
		return RIWAYA_OK;
	}
	v->out->bytes += (uint64_t)o->size;
	if (o->sha.n == RW_HASH && memcmp(sha, o->sha.p, RW_HASH) == 0) return RIWAYA_OK;
	bool is;
	riwaya_status status = is_a_report(v, sha, &is, err);
	if (status) return status;
	rw_verify_tell(v, "raw", which, is ? "sha" : "packed", "the bytes have another SHA-256: " RW_FMT,
		RW_ARG(rw_hex_of(v->a, rw_slice_of((const char *)sha, sizeof sha))));
	return RIWAYA_OK;
}

static riwaya_status check_objects(rw_verifying *v, riwaya_error *err) {
	int64_t last = INT64_MIN;
	riwaya_status status = RIWAYA_OK;
	for (bool found = true; !status;) {
		rw_stmt *q;
		status = rw_db_stmt(v->s->db,
			"SELECT x.id, x.sha, x.size, x.dictionary, x.packed, EXISTS (SELECT 1 FROM document d WHERE d.raw = x.id) FROM raw x WHERE "
			"x.id > ?1 ORDER BY x.id LIMIT 1",
			&q, err);
		if (status) return status;
		rw_bind_int(q, 1, last);
		status = rw_step(q, &found, err);
		if (status || !found) break;
		rw_mark m = rw_arena_mark(v->a);
		const object o = {.id = rw_col_int(q, 0),
			.size = rw_col_int(q, 2),
			.dictionary = rw_col_int(q, 3),
			.sha = rw_arena_copy(v->a, rw_col_blob(q, 1)),
			.packed = rw_arena_copy(v->a, rw_col_blob(q, 4))};
		bool used = rw_col_int(q, 5) != 0;
		rw_stmt_reset(q);
		last = o.id;
		status = check_object(v, &o, used, err);
		rw_arena_reset(v->a, m);
		if (!rw_verify_step(v)) break;
	}
	return status;
}

riwaya_status rw_verify_rest(rw_verifying *v, riwaya_error *err) {
	riwaya_status status =
		unknown_rows(v, "report", "SELECT sha FROM report WHERE id < 1 OR id > ?1 ORDER BY id", v->adds, true, err);
	if (!status)
		status = unknown_rows(
			v, "review", "SELECT id FROM review WHERE id < 1 OR id > ?1 ORDER BY id", v->decisions, false, err);
	if (!status)
		status =
			unknown_rows(v, "coded", "SELECT id FROM coded WHERE id < 1 OR id > ?1 ORDER BY id", v->coded, false, err);
	if (!status) status = rw_verify_decided(v, err);
	if (!status) status = unknown_sightings(v, err);
	return status ? status : check_objects(v, err);
}
