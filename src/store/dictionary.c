/* dictionary.c: dictionaries for raw bytes, made from the store's own small objects while adding (raw.h says why).
 *
 * Kinds of objects are not counted as they come: when the store's objects have doubled, the latest of them are looked at, and what they are is taken
 * for what all are.
 */
#include "store/add.h"

enum { WINDOW = RW_RAW_KIND_COUNT * RW_RAW_SAMPLES };

typedef struct samples {
	RW_VEC(rw_slice) of; /* the latest first */
	size_t bytes;
	uint64_t seen;
} samples;

static bool doubled(int64_t before, int64_t now) {
	for (int64_t at = RW_RAW_SAMPLES; at <= now && at > 0; at *= 2)
		if (at > before) return true;
	return false;
}

static riwaya_status look(riwaya_store *s, rw_raw *t, int64_t now, samples all[RW_RAW_KIND_COUNT], riwaya_error *err) {
	enum { PAGE = 200 };
	int64_t last = INT64_MAX;
	for (bool more = true; more;) {
		rw_stmt *q;
		bool row;
		riwaya_status status = rw_db_stmt(s->db,
			"SELECT id, size, dictionary, packed FROM raw WHERE id < ?1 AND id > ?2 AND size <= ?3 AND size > 0 ORDER BY id DESC LIMIT "
			"?4",
			&q, err);
		if (status) return status;
		rw_bind_int(q, 1, last);
		rw_bind_int(q, 2, now - WINDOW);
		rw_bind_int(q, 3, RW_RAW_SMALL);
		rw_bind_int(q, 4, PAGE);
		more = false;
		while (!(status = rw_step(q, &row, err)) && row) {
			rw_slice bytes;
			riwaya_error damaged = {0};
			more = true;
			last = rw_col_int(q, 0);
			if (rw_raw_unpack(t, &s->work, rw_col_blob(q, 3), (uint64_t)rw_col_int(q, 1), (uint32_t)rw_col_int(q, 2),
					&bytes, &damaged))
				continue;
			samples *k = &all[rw_raw_kind_of(bytes)];
			k->seen++;
			if (k->of.n == RW_RAW_SAMPLES || k->bytes > RW_RAW_SAMPLE_BYTES) continue;
			k->bytes += bytes.n;
			rw_vec_push(&s->work, &k->of, bytes);
		}
		if (status) return status;
	}
	return RIWAYA_OK;
}

static size_t dictionaries_of(const riwaya_store *s, unsigned kind) {
	size_t n = 0;
	for (size_t i = 0; i < s->dictionaries.n; i++) n += s->dictionaries.p[i].kind == kind;
	return n;
}

static riwaya_status put(riwaya_store *s, rw_writing *w, unsigned kind, rw_slice bytes, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	unsigned char sha[32];
	rw_sha256 h;
	riwaya_status status = rw_db_stmt(s->db, "SELECT coalesce(max(id), 0) FROM dictionary", &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	int64_t id = rw_col_int(q, 0) + 1;
	rw_stmt_reset(q);
	/* Another program may have made the same meanwhile. */
	if (id > RW_RAW_DICTIONARIES || id != (s->dictionaries.n ? s->dictionaries.p[s->dictionaries.n - 1].number : 0) + 1)
		return RIWAYA_OK;
	status = rw_db_stmt(s->db, "INSERT INTO dictionary (id, kind, bytes) VALUES (?1, ?2, ?3)", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, id);
	rw_bind_int(q, 2, kind);
	rw_bind_blob(q, 3, bytes);
	status = rw_run(q, err);
	if (status) return status;
	rw_sha256_init(&h);
	rw_sha256_add(&h, bytes.p, bytes.n);
	rw_sha256_end(&h, sha);
	const rw_detail details[] = {{"kind", rw_arena_printf(&s->scratch, "%u", kind), true},
		{"sha", rw_hex_of(&s->scratch, rw_slice_of((const char *)sha, sizeof sha)), false}};
	return rw_store_log(w, "dictionary", rw_arena_printf(&s->scratch, "%lld", (long long)id),
		rw_details(&s->scratch, details, RW_COUNT(details)), err);
}

riwaya_status rw_store_train(riwaya_store *s, int64_t before, int64_t now, riwaya_error *err) {
	samples all[RW_RAW_KIND_COUNT] = {0};
	rw_raw *t;
	if (!doubled(before, now)) return RIWAYA_OK;
	rw_mark m = rw_arena_mark(&s->work);
	riwaya_status status = rw_store_dictionaries(s, err);
	if (!status) status = rw_raw_new(&s->work, &t, err);
	if (!status) status = rw_store_teach(s, t, err);
	if (!status) status = look(s, t, now, all, err);
	for (unsigned kind = 0; kind < RW_RAW_KIND_COUNT && !status; kind++) {
		const samples *k = &all[kind];
		uint64_t objects = now > WINDOW ? k->seen * (uint64_t)now / WINDOW : k->seen;
		rw_slice bytes;
		rw_writing w;
		riwaya_error useless = {0};
		if (!rw_raw_due(objects, dictionaries_of(s, kind))) continue;
		status = rw_raw_train(&s->work, k->of.p, k->of.n, &bytes, &useless);
		if (status == RIWAYA_NOMEM) return rw_no_memory(err);
		if (status) { /* nothing is gained by one */
			status = RIWAYA_OK;
			continue;
		}
		status = rw_store_begin(s, &w, err);
		if (!status) status = rw_store_end(&w, put(s, &w, kind, bytes, err), err);
		if (!status) status = rw_store_dictionaries(s, err);
	}
	rw_arena_reset(&s->work, m);
	return status;
}
