/* object.c: bytes as received out of their rows, and the dictionaries that they are packed with. */
#include "store/store.h"

riwaya_status rw_store_dictionaries(riwaya_store *s, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	int64_t last = s->dictionaries.n ? s->dictionaries.p[s->dictionaries.n - 1].number : 0;
	riwaya_status status = rw_db_stmt(s->db, "SELECT id, kind, bytes FROM dictionary WHERE id > ?1 ORDER BY id", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, last);
	while (!(status = rw_step(q, &row, err)) && row)
		rw_vec_push(&s->a, &s->dictionaries,
			(rw_dictionary){
				(uint32_t)rw_col_int(q, 0), (rw_raw_kind)rw_col_int(q, 1), rw_arena_copy(&s->a, rw_col_blob(q, 2))});
	return status;
}

riwaya_status rw_store_teach(const riwaya_store *s, rw_raw *t, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < s->dictionaries.n && !status; i++) {
		const rw_dictionary *d = &s->dictionaries.p[i];
		status = rw_raw_learn(t, d->number, d->kind, d->bytes, err);
	}
	return status;
}

riwaya_status rw_store_object(riwaya_store *s, rw_raw *t, rw_arena *a, int64_t raw, rw_slice *bytes, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(s->db, "SELECT size, dictionary, packed FROM raw WHERE id = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, raw);
	status = rw_step(q, &row, err);
	if (status) return status;
	if (!row)
		return rw_fail(err, RIWAYA_STORE, s->where, 0, 0, "bytes as received are missing; riwaya verify tells which");
	uint32_t dictionary = (uint32_t)rw_col_int(q, 1);
	if (dictionary && !rw_raw_knows(t, dictionary)) {
		status = rw_store_dictionaries(s, err);
		if (!status) status = rw_store_teach(s, t, err);
		if (status) return status;
	}
	riwaya_error mine = {0};
	status = rw_raw_unpack(t, a, rw_col_blob(q, 2), (uint64_t)rw_col_int(q, 0), dictionary, bytes, &mine);
	rw_stmt_reset(q);
	if (status == RIWAYA_NOMEM) return rw_no_memory(err);
	return status ? rw_fail(err, RIWAYA_STORE, s->where, 0, 0,
						"bytes as received are damaged (%s); riwaya verify tells which", mine.message)
				  : RIWAYA_OK;
}
