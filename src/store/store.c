/* store.c: a store and its transactions: the numbers it gives, and its log. */
#define _POSIX_C_SOURCE 200809L
#include "store/store.h"
#include "show/json.h"
#include "store/chain.h"
#include <stdio.h>
#include <time.h>

int64_t rw_store_now(const riwaya_store *s) {
	if (s->o.now) return s->o.now(s->o.now_ctx);
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void rw_store_learn(riwaya_store *s) {
	if (s->base) return;
	s->names = rw_place_names_of(s->lx, &s->a);
	rw_facts *f = RW_NEW(&s->a, rw_facts);
	rw_facts_init(f, s->lx, &s->a);
	rw_copying_init(&s->copying, f, &s->a);
	s->base = f;
}

rw_facts *rw_store_facts(riwaya_store *s, rw_arena *a) {
	rw_store_learn(s);
	rw_facts *f = RW_NEW(a, rw_facts);
	rw_facts_init(f, s->lx, a);
	f->names = s->names;
	return f;
}

rw_slice rw_hex_of(rw_arena *a, rw_slice bytes) {
	char *p = rw_arena_alloc(a, 2 * bytes.n + 1);
	rw_hex((const unsigned char *)bytes.p, bytes.n, p);
	return rw_slice_of(p, 2 * bytes.n);
}

static int digit_of(char c) {
	if (c >= '0' && c <= '9') return c - '0';
	if (c >= 'a' && c <= 'f') return c - 'a' + 10;
	if (c >= 'A' && c <= 'F') return c - 'A' + 10;
	return -1;
}

bool rw_unhex(rw_slice hex, unsigned char *out, size_t n) {
	if (hex.n != 2 * n) return false;
	for (size_t i = 0; i < n; i++) {
		int high = digit_of(hex.p[2 * i]), low = digit_of(hex.p[2 * i + 1]);
		if (high < 0 || low < 0) return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

/* --- transactions ------------------------------------------------------------------------------------------------- */
static riwaya_status one_number(rw_db *db, const char *sql, int64_t *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(db, sql, &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	*out = row ? rw_col_int(q, 0) : 0;
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

static riwaya_status last_numbers(rw_writing *w, riwaya_error *err) {
	rw_db *db = w->s->db;
	const struct {
		const char *sql;
		int64_t *out;
	} numbers[] = {
		{"SELECT max(id) FROM raw", &w->raw},
		{"SELECT max(id) FROM document", &w->document},
		{"SELECT max(id) FROM report", &w->report},
		{"SELECT max(id) FROM thread", &w->thread},
		{"SELECT max(id) FROM incident", &w->incident},
		{"SELECT max(id) FROM review", &w->review},
		{"SELECT max(id) FROM coded", &w->coded},
		{"SELECT max(given) FROM name", &w->named},
	};
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < RW_COUNT(numbers) && !status; i++)
		status = one_number(db, numbers[i].sql, numbers[i].out, err);
	rw_stmt *q;
	bool row;
	if (!status) status = rw_db_stmt(db, "SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1", &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	if (row) {
		w->seq = rw_col_int(q, 0);
		rw_slice hash = rw_col_blob(q, 1);
		if (hash.n != sizeof w->head) {
			rw_stmt_reset(q);
			return rw_fail(err, RIWAYA_STORE, w->s->where, 0, 0,
				"the last entry of the log has no hash: somebody changed it; riwaya verify tells more");
		}
		memcpy(w->head, hash.p, sizeof w->head);
	}
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

riwaya_status rw_store_begin(riwaya_store *s, rw_writing *w, riwaya_error *err) {
	*w = (rw_writing){.s = s};
	riwaya_status status = s->trial ? RIWAYA_OK : rw_db_begin(s->db, err);
	if (status) return status;
	w->at = rw_store_now(s);
	status = last_numbers(w, err);
	if (!status && w->seq == 0) status = rw_store_log(w, "create", RW_LIT(""), RW_LIT("{\"store\":\"riwaya\"}"), err);
	if (status) rw_db_rollback(s->db);
	return status;
}

riwaya_status rw_store_end(rw_writing *w, riwaya_status status, riwaya_error *err) {
	if (w->s->trial) return status;
	if (!status) status = rw_db_commit(w->s->db, err);
	if (status) {
		rw_db_rollback(w->s->db);
		w->s->engine_row = 0; /* it may have been made in this one */
	}
	return status;
}

static bool into(void *ctx, const char *p, size_t n) {
	rw_buf_put(ctx, p, n);
	return true;
}

rw_slice rw_details(rw_arena *a, const rw_detail *details, size_t n) {
	rw_buf b = RW_BUF(a);
	rw_json *j = RW_NEW(a, rw_json);
	rw_json_begin(j, (riwaya_sink){into, &b}, 0);
	rw_json_object(j);
	for (size_t i = 0; i < n; i++) {
		uint64_t v;
		if (details[i].number && rw_slice_u64(details[i].value, &v))
			rw_json_put_u64(j, details[i].key, v);
		else
			rw_json_put_slice(j, details[i].key, details[i].value);
	}
	rw_json_close(j);
	rw_json_end(j);
	return rw_slice_trim(rw_buf_view(&b)); /* without the line's end */
}

riwaya_status rw_store_log(rw_writing *w, const char *kind, rw_slice subject, rw_slice detail, riwaya_error *err) {
	unsigned char hash[RW_HASH];
	int64_t seq = w->seq + 1;
	const rw_log_entry e = {(uint64_t)seq, w->at, rw_slice_z(kind), subject, detail};
	rw_log_hash(w->head, &e, hash);
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(
		w->s->db, "INSERT INTO log (seq, at, kind, subject, detail, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, seq);
	rw_bind_int(q, 2, w->at);
	rw_bind_text(q, 3, rw_slice_z(kind));
	rw_bind_text(q, 4, subject);
	rw_bind_text(q, 5, detail);
	rw_bind_blob(q, 6, rw_slice_of((const char *)hash, sizeof hash));
	status = rw_run(q, err);
	if (status) return status;
	w->seq = seq;
	memcpy(w->head, hash, sizeof hash);
	return RIWAYA_OK;
}

riwaya_status rw_store_review(rw_writing *w, const rw_review_row *r, int64_t *id, riwaya_error *err) {
	char room[3][24], hex[2 * RW_DECISION_SIZE + 1], detail[2 * RW_DECISION_SIZE + 32];
	unsigned char digest[RW_DECISION_SIZE];
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(w->s->db,
		"INSERT INTO review (id, made, kind, by, why, report, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", &q, err);
	if (status) return status;
	*id = ++w->review;
	rw_bind_int(q, 1, *id);
	rw_bind_int(q, 2, w->at);
	rw_bind_text(q, 3, r->kind);
	rw_bind_text(q, 4, r->by);
	rw_bind_text(q, 5, r->why);
	if (r->report) rw_bind_int(q, 6, r->report);
	rw_bind_text(q, 7, r->body);
	status = rw_run(q, err);
	if (status) return status;
	const int64_t numbers[] = {*id, w->at, r->report};
	for (size_t i = 0; i < RW_COUNT(numbers); i++) snprintf(room[i], sizeof room[i], "%lld", (long long)numbers[i]);
	const rw_slice fields[RW_DECISION_FIELDS] = {[RW_DECISION_ID] = rw_slice_z(room[0]),
		[RW_DECISION_MADE] = rw_slice_z(room[1]),
		[RW_DECISION_KIND] = r->kind,
		[RW_DECISION_BY] = r->by,
		[RW_DECISION_WHY] = r->why,
		[RW_DECISION_REPORT] = r->report ? rw_slice_z(room[2]) : RW_NONE,
		[RW_DECISION_BODY] = r->body};
	rw_digest_of(RW_LIT("riwaya review 1\n"), fields, RW_DECISION_FIELDS, digest);
	rw_hex(digest, sizeof digest, hex);
	snprintf(detail, sizeof detail, "{\"digest\":\"%s\"}", hex);
	return rw_store_log(w, "review", fields[RW_DECISION_ID], rw_slice_z(detail), err);
}

riwaya_status rw_store_engine(rw_writing *w, riwaya_error *err) {
	riwaya_store *s = w->s;
	if (s->engine_row) return RIWAYA_OK;
	rw_slice version = rw_slice_z(riwaya_version()), lexicon = riwaya_engine_lexicon_hash(s->engine);
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(s->db, "SELECT id FROM engine WHERE version = ?1 AND lexicon = ?2", &q, err);
	if (status) return status;
	rw_bind_text(q, 1, version);
	rw_bind_text(q, 2, lexicon);
	status = rw_step(q, &row, err);
	if (status) return status;
	int64_t id = row ? rw_col_int(q, 0) : 0;
	rw_stmt_reset(q);
	if (!id) {
		status = one_number(s->db, "SELECT max(id) FROM engine", &id, err);
		if (!status)
			status = rw_db_stmt(s->db, "INSERT INTO engine (id, version, lexicon) VALUES (?1, ?2, ?3)", &q, err);
		if (status) return status;
		rw_bind_int(q, 1, ++id);
		rw_bind_text(q, 2, version);
		rw_bind_text(q, 3, lexicon);
		status = rw_run(q, err);
		if (status) return status;
	}
	s->engine_row = id;
	return RIWAYA_OK;
}
