/* verify.c: the log from its first entry to its last, and what each tells of. */
#include "store/verify.h"
#include "read/json.h"
#include "store/coded.h"
#include <stdarg.h>
#include <stdio.h>

void rw_verify_tell(rw_verifying *v, const char *part, rw_slice which, const char *field, const char *fmt, ...) {
	char what[512];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	v->out->wrong++;
	if (!v->how->found) return;
	const riwaya_store_fault f = {.part = rw_slice_z(part),
		.which = which,
		.field = rw_slice_z(field),
		.what = rw_slice_of(what, n < (int)sizeof what ? (size_t)n : sizeof what - 1)};
	v->how->found(v->how->ctx, &f);
}

bool rw_verify_step(rw_verifying *v) {
	enum { EVERY = 500 };
	if (++v->told % EVERY || !v->how->progress) return true;
	v->stopped = !v->how->progress(v->how->ctx, v->told);
	return !v->stopped;
}

static rw_slice number(rw_verifying *v, int64_t n) { return rw_arena_printf(v->a, "%lld", (long long)n); }

static rw_slice told_of(rw_verifying *v, rw_slice detail, const char *key) {
	rw_json_value *value = NULL;
	if (rw_json_tree(v->a, detail, 0, &value, NULL) || !value || value->type != RW_JSON_OBJECT) return RW_NONE;
	return rw_json_text(value, key);
}

/* --- seals ---------------------------------------------------------------------------------------------------------------- */
static void check_seal(rw_verifying *v, const rw_log_entry *e, const rw_log_check *before) {
	rw_seal seal;
	rw_slice which = number(v, (int64_t)e->seq);
	if (rw_seal_read(v->a, e->detail, &seal, NULL)) {
		rw_verify_tell(v, "log", which, "detail", "this seal is none that riwaya wrote");
		return;
	}
	if (!rw_seal_good(&seal, NULL)) {
		rw_verify_tell(v, "log", which, "detail", "the signature of this seal does not hold");
		return;
	}
	if (seal.seq != before->seq || memcmp(seal.hash, before->last, RW_HASH) != 0) {
		rw_verify_tell(
			v, "log", which, "detail", "this seal is of another log: the entry before it is not the one that it signs");
		return;
	}
	if (!rw_seal_good(&seal, v->wanted)) return; /* somebody else's */
	v->out->seals++;
	v->out->sealed = seal.seq;
	v->out->sealed_at = seal.at;
	snprintf(v->out->key, sizeof v->out->key, RW_FMT, RW_ARG(seal.key));
}

/* --- what entries tell of --------------------------------------------------------------------------------------------------- */
static riwaya_status number_of_report(rw_verifying *v, rw_slice id, int64_t *out, riwaya_error *err) {
	unsigned char sha[RW_HASH];
	rw_stmt *q;
	bool row;
	*out = 0;
	if (!rw_unhex(id, sha, sizeof sha)) return RIWAYA_OK;
	riwaya_status status = rw_db_stmt(v->s->db, "SELECT id FROM report WHERE sha = ?1", &q, err);
	if (status) return status;
	rw_bind_blob(q, 1, rw_slice_of((const char *)sha, sizeof sha));
	status = rw_step(q, &row, err);
	if (!status && row) *out = rw_col_int(q, 0);
	rw_stmt_reset(q);
	return status;
}

static riwaya_status check_edit(rw_verifying *v, const rw_log_entry *e, riwaya_error *err) {
	rw_slice replaced = told_of(v, e->detail, "replaces");
	int64_t old, by;
	rw_stmt *q;
	bool row;
	riwaya_status status = number_of_report(v, replaced, &old, err);
	if (!status) status = number_of_report(v, e->subject, &by, err);
	if (status || !old || !by) return status; /* that a report is missing is told of its own entry */
	v->edits++;
	status = rw_db_stmt(v->s->db, "SELECT replaced_by FROM report WHERE id = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, old);
	status = rw_step(q, &row, err);
	if (!status && row && rw_col_int(q, 0) != by)
		rw_verify_tell(v, "report", replaced, "replaced_by",
			"entry %llu of the log says that report " RW_FMT " replaced it", (unsigned long long)e->seq,
			RW_ARG(e->subject));
	rw_stmt_reset(q);
	return status;
}

static riwaya_status check_sight(rw_verifying *v, const rw_log_entry *e, riwaya_error *err) {
	rw_slice file = told_of(v, e->detail, "file");
	int64_t report;
	rw_stmt *q;
	bool row;
	v->sights++;
	riwaya_status status = number_of_report(v, e->subject, &report, err);
	if (!status)
		status = rw_db_stmt(v->s->db, "SELECT received FROM sighting WHERE report = ?1 AND file = ?2", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	rw_bind_text(q, 2, file.p ? file : RW_LIT(""));
	status = rw_step(q, &row, err);
	if (status) return status;
	if (!row)
		rw_verify_tell(v, "sighting", e->subject, NULL,
			"entry %llu of the log tells that it came as '" RW_FMT "' too; the row is missing",
			(unsigned long long)e->seq, RW_ARG(file));
	else if (rw_col_int(q, 0) != e->at)
		rw_verify_tell(v, "sighting", e->subject, "received", "it came as '" RW_FMT "' at another time, says the log",
			RW_ARG(file));
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

static riwaya_status check_unread(rw_verifying *v, const rw_log_entry *e, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(v->s->db, "SELECT received, message FROM unread WHERE file = ?1", &q, err);
	if (status) return status;
	rw_bind_text(q, 1, e->subject);
	status = rw_step(q, &row, err);
	if (status) return status;
	if (!row)
		rw_verify_tell(v, "unread", e->subject, NULL,
			"entry %llu of the log tells that it could not be read; the row is missing", (unsigned long long)e->seq);
	else if (rw_col_int(q, 0) < e->at)
		rw_verify_tell(v, "unread", e->subject, "received", "it was tried later than the row says");
	else if (rw_col_int(q, 0) == e->at && !rw_slice_eq(rw_col_text(q, 1), told_of(v, e->detail, "message")))
		rw_verify_tell(v, "unread", e->subject, "message", "the log has another");
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

static riwaya_status check_dictionary(rw_verifying *v, const rw_log_entry *e, riwaya_error *err) {
	uint64_t id = 0;
	unsigned char sha[RW_HASH];
	rw_sha256 h;
	rw_stmt *q;
	bool row;
	rw_slice_u64(e->subject, &id);
	riwaya_status status = rw_db_stmt(v->s->db, "SELECT kind, bytes FROM dictionary WHERE id = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, (int64_t)id);
	status = rw_step(q, &row, err);
	if (status) return status;
	if (!row) {
		rw_verify_tell(v, "dictionary", e->subject, NULL, "it is missing: what was packed with it can't be read");
		return RIWAYA_OK;
	}
	rw_slice bytes = rw_col_blob(q, 1);
	rw_sha256_init(&h);
	rw_sha256_add(&h, bytes.p, bytes.n);
	rw_sha256_end(&h, sha);
	if (!rw_slice_eq(rw_hex_of(v->a, rw_slice_of((const char *)sha, sizeof sha)), told_of(v, e->detail, "sha")))
		rw_verify_tell(v, "dictionary", e->subject, "bytes", "they were changed: the SHA-256 in the log is of others");
	if (!rw_slice_eq(number(v, rw_col_int(q, 0)), told_of(v, e->detail, "kind")))
		rw_verify_tell(v, "dictionary", e->subject, "kind", "the log has another");
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

static riwaya_status check_told(rw_verifying *v, const rw_log_entry *e, rw_slice hash, riwaya_error *err) {
	if (rw_slice_eqz(e->kind, "add")) {
		v->out->reports++;
		return rw_verify_report(v, (int64_t)++v->adds, e, hash, err);
	}
	if (rw_slice_eqz(e->kind, "edit")) return check_edit(v, e, err);
	if (rw_slice_eqz(e->kind, "sight")) return check_sight(v, e, err);
	if (rw_slice_eqz(e->kind, "unread")) return check_unread(v, e, err);
	if (rw_slice_eqz(e->kind, "dictionary")) return check_dictionary(v, e, err);
	if (rw_slice_eqz(e->kind, "coded")) return rw_verify_coded(v, (int64_t)++v->coded, e, err);
	if (rw_slice_eqz(e->kind, "policy")) {
		rw_slice value = told_of(v, e->detail, "value");
		snprintf(v->policy, sizeof v->policy, RW_FMT, RW_ARG(value));
		return RIWAYA_OK;
	}
	if (rw_slice_eqz(e->kind, "review")) {
		v->decisions++;
		v->out->reviews++;
		return rw_verify_review(v, e, err);
	}
	return RIWAYA_OK;
}

/* --- the chain -------------------------------------------------------------------------------------------------------------- */
static void tell_chain(rw_verifying *v, rw_log_fault fault, const rw_log_check *before, const rw_log_entry *e) {
	rw_slice which = number(v, (int64_t)e->seq);
	switch (fault) {
	case RW_LOG_FITS: return;
	case RW_LOG_CHANGED:
		rw_verify_tell(v, "log", which, NULL, "it does not follow from the entry before it: one of the two was changed");
		return;
	case RW_LOG_MISSING:
		rw_verify_tell(v, "log", which, NULL, "entries %llu to %llu, before it, are missing",
			(unsigned long long)before->seq + 1, (unsigned long long)e->seq - 1);
		return;
	case RW_LOG_PUT_IN:
		rw_verify_tell(v, "log", which, NULL, "it, or the entry before it, was put in afterwards");
		return;
	}
}

static riwaya_status check_log(rw_verifying *v, riwaya_error *err) {
	rw_log_check chain = {0};
	int64_t last = INT64_MIN;
	riwaya_status status = RIWAYA_OK;
	for (bool row = true; !status && !v->stopped;) {
		rw_stmt *q;
		rw_mark m = rw_arena_mark(v->a);
		status = rw_db_stmt(v->s->db,
			"SELECT seq, at, kind, subject, detail, hash FROM log WHERE seq > ?1 ORDER BY seq LIMIT 1", &q, err);
		if (status) return status;
		rw_bind_int(q, 1, last);
		status = rw_step(q, &row, err);
		if (status || !row) break;
		last = rw_col_int(q, 0);
		const rw_log_entry e = {(uint64_t)last, rw_col_int(q, 1), rw_arena_copy(v->a, rw_col_text(q, 2)),
			rw_arena_copy(v->a, rw_col_text(q, 3)), rw_arena_copy(v->a, rw_col_text(q, 4))};
		rw_slice hash = rw_arena_copy(v->a, rw_col_blob(q, 5));
		rw_stmt_reset(q);
		v->out->entries++;
		if (last < 1) {
			rw_verify_tell(v, "log", number(v, last), "seq", "no entry has this number: they begin at 1");
		} else {
			rw_log_check before = chain;
			rw_log_fault fault = rw_log_next(&chain, &e, hash);
			tell_chain(v, fault, &before, &e);
			if (rw_slice_eqz(e.kind, "seal"))
				check_seal(v, &e, &before);
			else
				status = check_told(v, &e, hash, err);
		}
		rw_arena_reset(v->a, m);
		if (!rw_verify_step(v)) break;
	}
	memcpy(v->out->head, chain.last, sizeof v->out->head);
	return status;
}

/* What the database itself says of its pages. */
static riwaya_status check_pages(rw_verifying *v, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	if (rw_db_kind_of(v->s->db) != RW_DB_SQLITE) return RIWAYA_OK;
	riwaya_status status = rw_db_stmt(v->s->db, "SELECT integrity_check FROM pragma_integrity_check(100)", &q, err);
	if (status) return status;
	while (!(status = rw_step(q, &row, err)) && row) {
		rw_slice says = rw_col_text(q, 0);
		if (!rw_slice_eqz(says, "ok")) rw_verify_tell(v, "tables", RW_LIT("SQLite"), NULL, RW_FMT, RW_ARG(says));
	}
	return status;
}

riwaya_status rw_verify_store(rw_verifying *v, riwaya_error *err) {
	riwaya_status status = check_pages(v, err);
	if (!status) status = rw_store_dictionaries(v->s, err);
	for (size_t i = 0; i < v->s->dictionaries.n && !status; i++) {
		const rw_dictionary *d = &v->s->dictionaries.p[i];
		riwaya_error damaged = {0}; /* that is told of its entry, and of what was packed with it */
		if (rw_raw_learn(v->raw, d->number, d->kind, d->bytes, &damaged) == RIWAYA_NOMEM) return rw_no_memory(err);
	}
	if (!status) status = check_log(v, err);
	if (!status && !v->stopped) status = rw_verify_rest(v, err);
	if (!status && !v->stopped && v->wanted && !v->out->seals)
		rw_verify_tell(
			v, "log", number(v, (int64_t)v->out->entries), NULL, "no seal in it is of the key that is asked for");
	v->out->stopped = v->stopped;
	return status;
}
