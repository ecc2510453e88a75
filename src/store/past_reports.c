/* past_reports.c: reports as they were: those that had been received, by the version of each page that was there. */
#include "store/past.h"

riwaya_status rw_past_report(rw_past *p, int64_t id, rw_was **out, riwaya_error *err) {
	bool fresh, row;
	uint32_t at = rw_ids_put(&p->known, id, &fresh);
	*out = NULL;
	if (!fresh) {
		*out = p->all.p[at];
		return RIWAYA_OK;
	}
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(p->s->db,
		"SELECT r.told, r.text_key, r.published_from, r.published_to, r.prints FROM report r LEFT JOIN report n ON n.id = "
		"r.replaced_by WHERE r.id = ?1 AND r.received <= ?2 AND (n.id IS NULL OR n.received > ?2)",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, id);
	rw_bind_int(q, 2, p->when);
	status = rw_step(q, &row, err);
	if (!status && row) {
		rw_was *r = *out = RW_NEW(p->a, rw_was);
		r->id = id;
		r->told = rw_col_int(q, 0);
		r->text_key = rw_col_int(q, 1);
		if (!rw_col_null(q, 2))
			r->published = (riwaya_when){rw_col_int(q, 2), rw_col_int(q, 3), RIWAYA_PRECISION_MINUTE};
		r->prints = rw_arena_copy(p->a, rw_col_blob(q, 4));
	}
	rw_stmt_reset(q);
	rw_vec_push(p->a, &p->all, *out);
	return status;
}

riwaya_status rw_past_read(rw_past *p, rw_was *r, riwaya_error *err) {
	if (r->read) return RIWAYA_OK;
	r->read = true;
	p->read++;
	riwaya_status status = rw_load(p->s, p->a, r->id, p->when, &r->stored, err);
	if (status) return status;
	rw_threads_of(p->f, p->a, &r->stored.known, 0, &r->threads);
	rw_keys *keys = RW_ARRAY(p->a, rw_keys, r->threads.n);
	uint32_t at = rw_ids_find(&p->known, r->id);
	for (size_t i = 0; i < r->threads.n; i++) rw_keys_of(p->f, p->a, &r->stored.known, &r->threads.p[i], &keys[i]);
	for (size_t i = 0; i < r->threads.n; i++)
		r->threads.p[i].report = at; /* two reports' threads are told apart by it */
	r->keys = keys;
	return RIWAYA_OK;
}

riwaya_status rw_past_altered(rw_past *p, riwaya_error *err) {
	static const char *const sql[] = {
		"SELECT r.id FROM report r CROSS JOIN report n WHERE r.replaced_by IS NOT NULL AND n.id = r.replaced_by AND n.received > ?1 "
		"AND r.received <= ?1 LIMIT ?2",
		"SELECT DISTINCT v.report FROM review v WHERE v.made > ?1 AND v.report IS NOT NULL LIMIT ?2",
	};
	rw_ids ids = RW_IDS(p->a);
	size_t replaced = 0; /* these have no rows of threads; those after them do */
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < RW_COUNT(sql) && !status; i++) {
		rw_stmt *q;
		bool row;
		status = rw_db_stmt(p->s->db, sql[i], &q, err);
		if (status) return status;
		rw_bind_int(q, 1, p->when);
		rw_bind_int(q, 2, RW_PAST_ALTERED + 1);
		while (!(status = rw_step(q, &row, err)) && row) rw_ids_put(&ids, rw_col_int(q, 0), NULL);
		if (i == 0) replaced = ids.n;
	}
	if (ids.n > RW_PAST_ALTERED)
		return rw_fail(err, RIWAYA_LIMIT, p->s->where, 0, 0,
			"more than %d reports have changed since then; ask for a later time", RW_PAST_ALTERED);
	for (size_t i = 0; i < ids.n && !status; i++) {
		rw_was *r;
		status = rw_past_report(p, ids.p[i], &r, err);
		if (!status && r) status = rw_past_read(p, r, err);
		if (status || !r) continue;
		p->passed_over += i >= replaced ? RW_GROUP_SITES + 1 : 0;
		rw_ids_put(&p->altered, r->id, NULL);
		for (uint32_t k = 0; k < r->threads.n; k++)
			rw_vec_push(p->a, &p->altered_threads, (rw_altered_thread){rw_ids_find(&p->known, r->id), k});
	}
	return status;
}
