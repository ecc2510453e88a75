/* stats.c: what a store holds, counted. */
#include "store/upkeep.h"
#include <stdlib.h>

static riwaya_status number(riwaya_store *s, const char *sql, uint64_t *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(s->db, sql, &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	*out = row ? (uint64_t)rw_col_int(q, 0) : 0;
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

static riwaya_status counts(riwaya_store *s, const char *sql, riwaya_store_counts *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	RW_VEC(riwaya_store_count) all = {0};
	riwaya_status status = rw_db_stmt(s->db, sql, &q, err);
	if (status) return status;
	while (!(status = rw_step(q, &row, err)) && row)
		rw_vec_push(&s->list, &all,
			(riwaya_store_count){rw_arena_copy(&s->list, rw_col_text(q, 0)), (uint64_t)rw_col_int(q, 1)});
	*out = (riwaya_store_counts){all.p, all.n};
	return status;
}

/* Of each table with its indexes. Debian's SQLite can tell, others may not. */
static riwaya_status tables(riwaya_store *s, riwaya_store_counts *out, riwaya_error *err) {
	if (rw_db_kind_of(s->db) == RW_DB_POSTGRES)
		return counts(s,
			"SELECT relname::text, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace = "
			"current_schema()::regnamespace ORDER BY 2 DESC, 1",
			out, err);
	riwaya_error ignored = {0};
	riwaya_status status = counts(s,
		"SELECT CASE WHEN coalesce(m.tbl_name, d.name) LIKE 'found%' THEN 'found' ELSE coalesce(m.tbl_name, d.name) END, sum(d.pgsize) "
		"FROM dbstat d LEFT JOIN sqlite_master m ON m.name = d.name WHERE d.aggregate = TRUE GROUP BY 1 ORDER BY 2 DESC, 1",
		out, &ignored);
	(void)err;
	return status == RIWAYA_NOMEM ? rw_no_memory(err) : RIWAYA_OK;
}

riwaya_status rw_store_count(riwaya_store *s, riwaya_store_stats *out, riwaya_error *err) {
	const struct {
		const char *sql;
		uint64_t *n;
	} numbers[] = {
		{"SELECT count(*) FROM report", &out->reports},
		{"SELECT count(*) FROM document", &out->documents},
		{"SELECT count(*) FROM claim", &out->claims},
		{"SELECT count(*) FROM incident", &out->incidents},
		{"SELECT count(*) FROM review", &out->reviews},
		{"SELECT count(*) FROM log", &out->entries},
		{"SELECT count(*) FROM coded", &out->coded},
		{"SELECT count(*) FROM report WHERE stale = 1", &out->waiting},
		{"SELECT count(*) FROM unread", &out->unread},
		{"SELECT count(*) FROM report WHERE replaced_by IS NOT NULL", &out->edited},
		{"SELECT CAST(coalesce(sum(size), 0) AS BIGINT) FROM raw", &out->received},
		{"SELECT CAST(coalesce(sum(length(packed)), 0) AS BIGINT) FROM raw", &out->packed},
	};
	const struct {
		const char *sql;
		riwaya_store_counts *p;
	} lists[] = {
		{"SELECT coalesce(outlet_name, outlet, '?'), count(*) FROM report GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20",
			&out->outlets},
		{"SELECT format, count(*) FROM report GROUP BY 1 ORDER BY 2 DESC, 1", &out->formats},
		{"SELECT e.version || ' ' || substr(e.lexicon, 1, 12), n.n FROM engine e JOIN (SELECT engine, count(*) AS n FROM report GROUP BY "
		 "1) n ON n.engine = e.id ORDER BY e.id",
			&out->engines},
		{rw_db_kind_of(s->db) == RW_DB_POSTGRES
				? "SELECT to_char(to_timestamp(received / 1000) AT TIME ZONE 'UTC', 'YYYY-MM') COLLATE \"C\", count(*) FROM report GROUP "
				  "BY 1 ORDER BY 1"
				: "SELECT strftime('%Y-%m', received / 1000, 'unixepoch'), count(*) FROM report GROUP BY 1 ORDER BY 1",
			&out->months},
	};
	uint64_t marks = 0;
	int64_t size = 0;
	rw_arena_reset(&s->list, (rw_mark){0});
	*out = (riwaya_store_stats){.about = rw_db_about(s->db)};
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < RW_COUNT(numbers) && !status; i++) status = number(s, numbers[i].sql, numbers[i].n, err);
	for (size_t i = 0; i < RW_COUNT(lists) && !status; i++) status = counts(s, lists[i].sql, lists[i].p, err);
	if (!status) status = number(s, "SELECT count(*) FROM riwaya_meta WHERE key = 'rebuild'", &marks, err);
	if (!status) status = tables(s, &out->tables, err);
	if (!status) status = rw_db_size(s->db, &size, err);
	out->rebuilding = marks != 0;
	out->size = (uint64_t)size;
	return status;
}
