/* copy.c: rows of one database into another, table by table as the schema of the one that is a file has them. */
#include "store/upkeep.h"

typedef struct column {
	rw_slice name;
	char kind;    /* i, d, t, b */
	unsigned key; /* place in the primary key, from 1; 0: none */
} column;

typedef struct table {
	rw_slice name;
	RW_VEC(column) columns;
	bool wide; /* rows may be large: few at a time */
} table;

typedef RW_VEC(table) tables;

/* Tables in the order of their making: what others refer to comes first. Search is not among them, nor what the schema says of itself. */
static riwaya_status read_tables(rw_arena *a, rw_db *file, tables *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(file,
		"SELECT m.name, p.name, p.type, p.pk FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT "
		"LIKE 'found%' AND m.name NOT LIKE 'sqlite%' AND m.name <> 'riwaya_meta' ORDER BY m.rowid, p.cid",
		&q, err);
	if (status) return status;
	while (!(status = rw_step(q, &row, err)) && row) {
		rw_slice name = rw_col_text(q, 0), type = rw_col_text(q, 2);
		if (!out->n || !rw_slice_eq(out->p[out->n - 1].name, name))
			rw_vec_push(a, out, (table){.name = rw_arena_copy(a, name)});
		table *t = &out->p[out->n - 1];
		char kind = rw_slice_eqz(type, "INTEGER") ? 'i'
			: rw_slice_eqz(type, "REAL")          ? 'd'
			: rw_slice_eqz(type, "BLOB")          ? 'b'
												  : 't';
		rw_vec_push(a, &t->columns, (column){rw_arena_copy(a, rw_col_text(q, 1)), kind, (unsigned)rw_col_int(q, 3)});
		t->wide |= kind == 'b';
	}
	return status;
}

static void put_columns(rw_buf *b, const table *t, bool keys) {
	unsigned n = 0;
	for (unsigned place = 1; keys && place <= t->columns.n; place++)
		for (size_t i = 0; i < t->columns.n; i++)
			if (t->columns.p[i].key == place)
				rw_buf_printf(b, "%s\"" RW_FMT "\"", n++ ? ", " : "", RW_ARG(t->columns.p[i].name));
	for (size_t i = 0; !keys && i < t->columns.n; i++)
		rw_buf_printf(b, "%s\"" RW_FMT "\"", n++ ? ", " : "", RW_ARG(t->columns.p[i].name));
}

static void put_values(rw_buf *b, size_t n) {
	for (size_t i = 1; i <= n; i++) rw_buf_printf(b, "%s?%zu", i > 1 ? ", " : "", i);
}

static size_t keys_of(const table *t) {
	size_t n = 0;
	for (size_t i = 0; i < t->columns.n; i++) n += t->columns.p[i].key != 0;
	return n;
}

/* The rows behind a key, some of them; the first ones where there is no key yet. */
static rw_slice select_of(rw_arena *a, const table *t, bool first) {
	enum { FEW = 16, MANY = 1000 };
	rw_buf b = RW_BUF(a);
	rw_buf_z(&b, "SELECT ");
	put_columns(&b, t, false);
	rw_buf_printf(&b, " FROM \"" RW_FMT "\"", RW_ARG(t->name));
	if (!first) {
		rw_buf_z(&b, " WHERE (");
		put_columns(&b, t, true);
		rw_buf_z(&b, ") > (");
		put_values(&b, keys_of(t));
		rw_buf_z(&b, ")");
	}
	rw_buf_z(&b, " ORDER BY ");
	put_columns(&b, t, true);
	rw_buf_printf(&b, " LIMIT %d", rw_slice_eqz(t->name, "raw") ? 1 : t->wide ? FEW : MANY);
	return rw_buf_view(&b);
}

static rw_slice insert_of(rw_arena *a, const table *t) {
	rw_buf b = RW_BUF(a);
	rw_buf_printf(&b, "INSERT INTO \"" RW_FMT "\" (", RW_ARG(t->name));
	put_columns(&b, t, false);
	rw_buf_z(&b, ") VALUES (");
	put_values(&b, t->columns.n);
	rw_buf_z(&b, ")");
	return rw_buf_view(&b);
}

/* What a row gives, held while others are asked for. */
typedef struct value {
	bool null;
	int64_t i;
	double d;
	rw_slice s;
} value;

static void bind(rw_stmt *q, unsigned i, char kind, const value *v) {
	if (v->null) {
		rw_bind_null(q, i);
		return;
	}
	switch (kind) {
	case 'i': rw_bind_int(q, i, v->i); break;
	case 'd': rw_bind_double(q, i, v->d); break;
	case 'b': rw_bind_blob(q, i, v->s); break;
	default: rw_bind_text(q, i, v->s); break;
	}
}

static value value_at(rw_stmt *q, unsigned i, char kind) {
	value v = {.null = rw_col_null(q, i)};
	if (v.null) return v;
	if (kind == 'i') v.i = rw_col_int(q, i);
	if (kind == 'd') v.d = rw_col_double(q, i);
	if (kind == 'b') v.s = rw_col_blob(q, i);
	if (kind == 't') v.s = rw_col_text(q, i);
	return v;
}

typedef struct copying {
	rw_backup *b;
	rw_arena *texts; /* as long as both databases */
	rw_arena *a;     /* the last row's key */
	rw_db *from, *to;
	uint64_t rows, all;
	bool *stopped;
} copying;

static riwaya_status count_rows(copying *c, const table *t, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	rw_slice sql = rw_arena_printf(c->texts, "SELECT count(*) FROM \"" RW_FMT "\"", RW_ARG(t->name));
	riwaya_status status = rw_db_stmt(c->from, rw_store_text(c->b->s, sql), &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	c->all += (uint64_t)rw_col_int(q, 0);
	rw_stmt_reset(q);
	return RIWAYA_OK;
}

static riwaya_status copy_table(copying *c, const table *t, riwaya_error *err) {
	riwaya_store *s = c->b->s;
	const char *first = rw_store_text(s, select_of(c->texts, t, true)),
			   *next = rw_store_text(s, select_of(c->texts, t, false)),
			   *insert = rw_store_text(s, insert_of(c->texts, t));
	size_t n = t->columns.n;
	value *last = RW_ARRAY(c->texts, value, n);
	riwaya_status status = RIWAYA_OK;
	for (bool more = true, begun = false; more && !status;) {
		rw_stmt *q, *put;
		bool row;
		status = rw_db_stmt(c->from, begun ? next : first, &q, err);
		if (status) return status;
		for (size_t i = 0; i < n && begun; i++)
			if (t->columns.p[i].key) bind(q, t->columns.p[i].key, t->columns.p[i].kind, &last[i]);
		more = false;
		while (!(status = rw_step(q, &row, err)) && row) {
			if (!more) {
				status = rw_db_stmt(c->to, insert, &put, err);
				if (status) return status;
			}
			more = begun = true;
			rw_arena_reset(c->a, (rw_mark){0}); /* the key of the row before */
			for (size_t i = 0; i < n; i++) {
				value v = value_at(q, (unsigned)i, t->columns.p[i].kind);
				bind(put, (unsigned)i + 1, t->columns.p[i].kind, &v);
				if (!t->columns.p[i].key) continue;
				last[i] = v;
				if (v.s.p) last[i].s = rw_arena_copy(c->a, v.s);
			}
			status = rw_run(put, err);
			if (status) break;
			c->rows++;
		}
		if (!status && c->b->progress && c->all)
			*c->stopped = !c->b->progress(c->b->ctx, (double)c->rows / (double)c->all);
		if (*c->stopped) break;
	}
	return status;
}

riwaya_status rw_copy_rows(
	rw_backup *b, rw_arena *a, rw_db *from, rw_db *to, rw_db *file, bool *stopped, riwaya_error *err) {
	tables all = {0};
	copying c = {.b = b, .texts = a, .a = &b->s->spare, .from = from, .to = to, .stopped = stopped};
	*stopped = false;
	riwaya_status status = read_tables(a, file, &all, err);
	for (size_t i = 0; i < all.n && !status; i++) status = count_rows(&c, &all.p[i], err);
	for (size_t i = 0; i < all.n && !status && !*stopped; i++) status = copy_table(&c, &all.p[i], err);
	return status;
}
