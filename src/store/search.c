/* search.c: the index in both databases. Words are the same; how they are kept and asked for is each database's own (sql/NAME/002.sql). */
#include "store/search.h"
#include "store/search_words.h"
#include <math.h>

/* --- putting -------------------------------------------------------------------------------------------------------- */
/* Letters that tell PostgreSQL's words of one column from those of another, in the order of RW_COLUMN_*. */
static const char column_letters[] = "txlog";

static void put_column(rw_buf *out, rw_map *seen, rw_arena *a, char letter, rw_slice words) {
	while (words.n) {
		rw_slice word = rw_slice_cut(&words, ' ');
		if (word.n == 0 || out->n > RW_SEARCH_VECTOR) continue;
		rw_slice marked = rw_arena_printf(a, "%c" RW_FMT, letter, RW_ARG(word));
		bool fresh;
		rw_map_put(seen, marked, &fresh);
		if (!fresh) continue;
		if (out->n) rw_buf_byte(out, ' ');
		rw_buf_slice(out, marked);
	}
}

static rw_slice spaced(rw_arena *a, rw_slice words) { return rw_arena_printf(a, " " RW_FMT " ", RW_ARG(words)); }

static riwaya_status put_postgres(rw_db *db, rw_arena *a, int64_t id, const rw_search_words *w, riwaya_error *err) {
	rw_stmt *s;
	riwaya_status status = rw_db_stmt(db,
		"INSERT INTO found (report, title, text, outlet, words) VALUES (?1, ?2, ?3, ?4, array_to_tsvector(string_to_array(?5, ' ')))",
		&s, err);
	if (status) return status;
	const rw_slice columns[] = {w->title, w->text, w->lemmas, w->outlet, w->tags};
	rw_buf all = RW_BUF(a);
	rw_map seen = RW_MAP(a);
	for (size_t i = 0; i < RW_COUNT(columns); i++) put_column(&all, &seen, a, column_letters[i], columns[i]);
	rw_bind_int(s, 1, id);
	rw_bind_text(s, 2, spaced(a, w->title));
	rw_bind_text(s, 3, spaced(a, w->text));
	rw_bind_text(s, 4, spaced(a, w->outlet));
	rw_bind_text(s, 5, rw_buf_view(&all));
	return rw_run(s, err);
}

static riwaya_status run_sqlite(rw_db *db, const char *sql, int64_t id, const rw_search_words *w, riwaya_error *err) {
	rw_stmt *s;
	riwaya_status status = rw_db_stmt(db, sql, &s, err);
	if (status) return status;
	rw_bind_int(s, 1, id);
	rw_bind_text(s, 2, w->title);
	rw_bind_text(s, 3, w->text);
	rw_bind_text(s, 4, w->lemmas);
	rw_bind_text(s, 5, w->outlet);
	rw_bind_text(s, 6, w->tags);
	return rw_run(s, err);
}

riwaya_status rw_search_put(
	rw_db *db, rw_arena *a, int64_t id, int64_t received, const rw_search_words *w, riwaya_error *err) {
	riwaya_status status = rw_db_kind_of(db) == RW_DB_POSTGRES
		? put_postgres(db, a, id, w, err)
		: run_sqlite(db, "INSERT INTO found (rowid, title, text, lemmas, outlet, tags) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
			  id, w, err);
	rw_stmt *s;
	if (!status)
		status = rw_db_stmt(db,
			"INSERT INTO found_time (report, published_from, published_to, received) VALUES (?1, ?2, ?3, ?4)", &s, err);
	if (status) return status;
	rw_bind_int(s, 1, id);
	if (w->published.precision != RIWAYA_PRECISION_NONE) {
		rw_bind_int(s, 2, w->published.from);
		rw_bind_int(s, 3, w->published.to);
	}
	rw_bind_int(s, 4, received);
	return rw_run(s, err);
}

static riwaya_status run_id(rw_db *db, const char *sql, int64_t id, riwaya_error *err) {
	rw_stmt *s;
	riwaya_status status = rw_db_stmt(db, sql, &s, err);
	if (status) return status;
	rw_bind_int(s, 1, id);
	return rw_run(s, err);
}

riwaya_status rw_search_remove(rw_db *db, int64_t id, const rw_search_words *w, riwaya_error *err) {
	riwaya_status status = rw_db_kind_of(db) == RW_DB_POSTGRES
		? run_id(db, "DELETE FROM found WHERE report = ?1", id, err)
		: run_sqlite(db,
			  "INSERT INTO found (found, rowid, title, text, lemmas, outlet, tags) VALUES ('delete', ?1, ?2, ?3, ?4, ?5, ?6)",
			  id, w, err);
	return status ? status : run_id(db, "DELETE FROM found_time WHERE report = ?1", id, err);
}

riwaya_status rw_search_clear(rw_db *db, riwaya_error *err) {
	return rw_db_exec(db,
		rw_db_kind_of(db) == RW_DB_POSTGRES ? "DELETE FROM found; DELETE FROM found_time"
											: "INSERT INTO found (found) VALUES ('delete-all'); DELETE FROM found_time",
		err);
}

riwaya_status rw_search_settle(rw_db *db, riwaya_error *err) {
	if (rw_db_kind_of(db) == RW_DB_SQLITE) return rw_db_exec(db, "INSERT INTO found (found) VALUES ('optimize')", err);
	/* What the server plans by; it looks itself only now and then. */
	return rw_db_exec(db,
		"ANALYZE found; ANALYZE found_time; ANALYZE report; ANALYZE claim; ANALYZE thread; ANALYZE incident; ANALYZE incident_tag; "
		"ANALYZE member",
		err);
}

/* --- asking: what both have in common ----------------------------------------------------------------------------------- */
typedef RW_VEC(const rw_query_node *) nodes;

static const rw_query_node *group(rw_arena *a, rw_query_kind kind, const nodes *parts) {
	if (parts->n == 1) return parts->p[0];
	rw_query_node *n = RW_NEW(a, rw_query_node);
	*n = (rw_query_node){.kind = kind, .nodes = parts->p, .n_nodes = (uint32_t)parts->n};
	return n;
}

static const rw_query_node *any_tag(rw_arena *a, const rw_slice *tags, uint32_t n) {
	nodes parts = {0};
	for (uint32_t i = 0; i < n; i++) {
		rw_query_node *one = RW_NEW(a, rw_query_node);
		rw_slice *word = RW_NEW(a, rw_slice);
		*word = tags[i];
		*one = (rw_query_node){.kind = RW_QUERY_WORDS, .columns = RW_COLUMN_TAGS, .words = word, .n_words = 1};
		rw_vec_push(a, &parts, one);
	}
	return group(a, RW_QUERY_OR, &parts);
}

/* The tree with what ranges ask for beside it, as tags: the index then finds few reports that the exact conditions turn away. */
static const rw_query_node *with_ranges(rw_arena *a, const rw_query *q, int64_t published_from, int64_t published_to) {
	nodes parts = {0};
	if (q->root) rw_vec_push(a, &parts, q->root);
	for (uint32_t i = 0; i < q->n_figures; i++) {
		const rw_query_figure *f = &q->figures[i];
		rw_slice tags[RW_QUERY_IMPLIES];
		for (uint32_t k = 0; k < f->n_predicates; k++)
			tags[k] = f->least >= 1 ? rw_query_figure_tag(a, f->predicates[k], rw_query_power(f->least))
									: rw_words_tag(a, "act", f->predicates[k]);
		rw_vec_push(a, &parts, any_tag(a, tags, f->n_predicates));
	}
	if (q->has_published) {
		rw_slice spans[RW_SEARCH_SPANS];
		uint32_t n = rw_search_spans(a, published_from, published_to, spans);
		if (n) rw_vec_push(a, &parts, any_tag(a, spans, n));
	}
	if (parts.n == 0) rw_vec_push(a, &parts, any_tag(a, &RW_LIT("report"), 1));
	return group(a, RW_QUERY_AND, &parts);
}

/* Parts of an and-node: those that must be there, and those that must not (what stands in their not). */
static void part_signs(rw_arena *a, const rw_query_node *n, nodes *yes, nodes *no) {
	const rw_query_node *const *parts = n->kind == RW_QUERY_AND ? n->nodes : &n;
	uint32_t n_parts = n->kind == RW_QUERY_AND ? n->n_nodes : 1;
	for (uint32_t i = 0; i < n_parts; i++) {
		if (parts[i]->kind == RW_QUERY_NOT)
			rw_vec_push(a, no, parts[i]->nodes[0]);
		else
			rw_vec_push(a, yes, parts[i]);
	}
	if (yes->n == 0) rw_vec_push(a, yes, any_tag(a, &RW_LIT("report"), 1));
}

/* --- asking SQLite ------------------------------------------------------------------------------------------------------ */
static void match_of(rw_arena *a, rw_buf *b, const rw_query_node *n);

static void match_all(rw_arena *a, rw_buf *b, const nodes *list, const char *between) {
	rw_buf_byte(b, '(');
	for (size_t i = 0; i < list->n; i++) {
		if (i) rw_buf_z(b, between);
		match_of(a, b, list->p[i]);
	}
	rw_buf_byte(b, ')');
}

/* FTS5's language. Search words hold nothing that means something in it. */
static void match_of(rw_arena *a, rw_buf *b, const rw_query_node *n) {
	static const char *const columns[] = {"title", "text", "lemmas", "outlet", "tags"};
	if (n->kind == RW_QUERY_WORDS) {
		rw_buf_byte(b, '{');
		for (size_t i = 0; i < RW_COUNT(columns); i++)
			if (n->columns >> i & 1) rw_buf_printf(b, " %s", columns[i]);
		rw_buf_z(b, "} : \"");
		for (uint32_t i = 0; i < n->n_words; i++) rw_buf_printf(b, "%s" RW_FMT, i ? " " : "", RW_ARG(n->words[i]));
		rw_buf_z(b, n->prefix ? "\" *" : "\"");
		return;
	}
	nodes yes = {0}, no = {0};
	if (n->kind == RW_QUERY_OR) {
		for (uint32_t i = 0; i < n->n_nodes; i++) rw_vec_push(a, &yes, n->nodes[i]);
		match_all(a, b, &yes, " OR ");
		return;
	}
	part_signs(a, n, &yes, &no);
	if (no.n) rw_buf_byte(b, '(');
	match_all(a, b, &yes, " AND ");
	if (no.n == 0) return;
	rw_buf_z(b, " NOT ");
	match_all(a, b, &no, " OR ");
	rw_buf_byte(b, ')');
}

/* A condition of figures reads the claims of every report that may fit. The index claim_figure has all that it asks. */
#define WITH_FIGURE "(c.low IS NOT NULL OR c.high IS NOT NULL)"
#define SQLITE_FIGURE(list, least, most)                                                                               \
	" AND (" list " IS NULL OR EXISTS (SELECT 1 FROM claim c WHERE c.report = found.rowid AND " WITH_FIGURE            \
	" AND c.polarity = 'affirmed' AND (" least " IS NULL OR c.low >= " least ") AND (" most                            \
	" IS NULL OR c.high <= " most ") AND instr(" list ", ' ' || c.predicate || ' ') > 0))"
#define SQLITE_FIGURES                                                                                                 \
	SQLITE_FIGURE("?9", "?10", "?11") SQLITE_FIGURE("?12", "?13", "?14") SQLITE_FIGURE("?15", "?16", "?17")
#define SQLITE_PLAIN                                                                                                   \
	"SELECT rowid AS report FROM found WHERE found MATCH ?1 AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid DESC LIMIT ?4"
#define SQLITE_FOUND(what)                                                                                             \
	"SELECT " what " FROM found CROSS JOIN found_time t ON t.report = found.rowid"                                     \
	" WHERE found MATCH ?1 AND found.rowid >= ?2 AND found.rowid < ?3"                                                 \
	" AND (?5 IS NULL OR t.published_to >= ?5) AND (?6 IS NULL OR t.published_from <= ?6)"                             \
	" AND (?7 IS NULL OR t.received >= ?7) AND (?8 IS NULL OR t.received <= ?8)"
#define LAST " ORDER BY found.rowid DESC LIMIT ?4"
#define SQLITE_RANGES SQLITE_FOUND("found.rowid AS report") SQLITE_FIGURES LAST
#define POSTGRES "SELECT report FROM found_reports(?1) AS x(report)"
#define COUNTED(sql) "SELECT count(*), 0 FROM (" sql ") AS y"
#define SORTED(sql)                                                                                                    \
	"SELECT y.report FROM (" sql ") AS y JOIN found_time s ON s.report = y.report"                                     \
	" ORDER BY s.published_from DESC NULLS LAST, y.report DESC"

/* FIGURES counts those that fit among a number of reports that came last and may, and how many these were. */
enum { STRAIGHT, COUNT, SORT, FIGURES };
static const char *const sqlite_plain[] = {SQLITE_PLAIN, COUNTED(SQLITE_PLAIN), SORTED(SQLITE_PLAIN)};
static const char *const sqlite_ranges[] = {SQLITE_RANGES, COUNTED(SQLITE_RANGES), SORTED(SQLITE_RANGES),
	"SELECT coalesce(sum(y.fits), 0), count(*) FROM (" SQLITE_FOUND("1" SQLITE_FIGURES " AS fits") LAST ") AS y"};
#define POSTGRES_COUNT "SELECT fits, looked FROM found_count(?1) AS x(fits, looked)"
static const char *const postgres[] = {POSTGRES, POSTGRES_COUNT, SORTED(POSTGRES), POSTGRES_COUNT};

static void bind_bound(rw_stmt *s, unsigned i, int64_t v) {
	if (v != INT64_MIN && v != INT64_MAX) rw_bind_int(s, i, v);
}

static void bind_ranges(rw_arena *a, rw_stmt *s, const rw_query *q) {
	bind_bound(s, 5, q->published_from);
	bind_bound(s, 6, q->published_to);
	/* A report without a time is not within open bounds either. */
	if (q->has_published && q->published_from == INT64_MIN) rw_bind_int(s, 5, INT64_MIN + 1);
	bind_bound(s, 7, q->received_from);
	bind_bound(s, 8, q->received_to);
	for (uint32_t i = 0; i < q->n_figures; i++) {
		const rw_query_figure *f = &q->figures[i];
		rw_buf list = RW_BUF(a);
		for (uint32_t k = 0; k < f->n_predicates; k++) rw_buf_printf(&list, " " RW_FMT " ", RW_ARG(f->predicates[k]));
		rw_bind_text(s, 9 + 3 * i, rw_buf_view(&list));
		if (isfinite(f->least)) rw_bind_double(s, 10 + 3 * i, f->least);
		if (isfinite(f->most)) rw_bind_double(s, 11 + 3 * i, f->most);
	}
}

/* --- asking PostgreSQL ------------------------------------------------------------------------------------------------- */
static bool has_phrase(const rw_query_node *n) {
	if (n->kind == RW_QUERY_WORDS) return n->n_words > 1;
	for (uint32_t i = 0; i < n->n_nodes; i++)
		if (has_phrase(n->nodes[i])) return true;
	return false;
}

/* A tsquery, within an SQL string: what is said of words alone. Of a phrase, that its words are there. */
static void tsquery_of(rw_arena *a, rw_buf *b, const rw_query_node *n) {
	rw_buf_byte(b, '(');
	if (n->kind == RW_QUERY_WORDS) {
		rw_buf_byte(b, '(');
		const char *or_ = "";
		for (size_t i = 0; column_letters[i]; i++) {
			if (!(n->columns >> i & 1)) continue;
			rw_buf_z(b, or_);
			or_ = ") | (";
			for (uint32_t k = 0; k < n->n_words; k++)
				rw_buf_printf(b, "%s''%c" RW_FMT "''%s", k ? " & " : "", column_letters[i], RW_ARG(n->words[k]),
					n->prefix && k + 1 == n->n_words ? ":*" : "");
		}
		rw_buf_byte(b, ')');
	} else if (n->kind == RW_QUERY_OR) {
		for (uint32_t i = 0; i < n->n_nodes; i++) {
			if (i) rw_buf_z(b, " | ");
			tsquery_of(a, b, n->nodes[i]);
		}
	} else {
		nodes yes = {0}, no = {0};
		part_signs(a, n, &yes, &no);
		for (size_t i = 0; i < yes.n; i++) {
			if (i) rw_buf_z(b, " & ");
			tsquery_of(a, b, yes.p[i]);
		}
		for (size_t i = 0; i < no.n; i++) {
			rw_buf_z(b, " & !");
			tsquery_of(a, b, no.p[i]);
		}
	}
	rw_buf_byte(b, ')');
}

static void words_condition(rw_arena *a, rw_buf *b, const rw_query_node *n) {
	rw_buf tsquery = RW_BUF(a);
	rw_buf_byte(&tsquery, '(');
	tsquery_of(a, &tsquery, n);
	rw_buf_byte(&tsquery, ')');
	rw_buf_z(b, "f.words @@ '");
	rw_buf_slice(b, rw_buf_view(&tsquery));
	rw_buf_z(b, "'::tsquery");
}

static void phrase_condition(rw_arena *a, rw_buf *b, const rw_query_node *n) {
	static const struct {
		unsigned column;
		const char *name;
	} columns[] = {{RW_COLUMN_TITLE, "title"}, {RW_COLUMN_TEXT, "text"}, {RW_COLUMN_OUTLET, "outlet"}};
	rw_buf_byte(b, '(');
	words_condition(a, b, n);
	rw_buf_z(b, " AND (false");
	for (size_t i = 0; i < RW_COUNT(columns); i++) {
		if (!(n->columns & columns[i].column)) continue;
		rw_buf_printf(b, " OR f.%s LIKE '%%", columns[i].name);
		for (uint32_t k = 0; k < n->n_words; k++) {
			rw_buf_byte(b, ' ');
			for (size_t c = 0; c < n->words[k].n; c++) {
				if (n->words[k].p[c] == '_') rw_buf_byte(b, '\\');
				rw_buf_byte(b, n->words[k].p[c]);
			}
		}
		rw_buf_z(b, n->prefix ? "%'" : " %'");
	}
	rw_buf_z(b, "))");
}

static void condition_of(rw_arena *a, rw_buf *b, const rw_query_node *n) {
	if (!has_phrase(n)) {
		words_condition(a, b, n);
		return;
	}
	if (n->kind == RW_QUERY_WORDS) {
		phrase_condition(a, b, n);
		return;
	}
	if (n->kind == RW_QUERY_NOT) {
		rw_buf_z(b, "NOT (");
		condition_of(a, b, n->nodes[0]);
		rw_buf_byte(b, ')');
		return;
	}
	rw_buf_byte(b, '(');
	for (uint32_t i = 0; i < n->n_nodes; i++) {
		if (i) rw_buf_z(b, n->kind == RW_QUERY_OR ? " OR " : " AND ");
		condition_of(a, b, n->nodes[i]);
	}
	rw_buf_byte(b, ')');
}

static void bound_condition(rw_buf *b, const char *what, int64_t v) {
	if (v != INT64_MIN && v != INT64_MAX) rw_buf_printf(b, " AND %s %lld", what, (long long)v);
}

static void figures_condition(rw_buf *b, const rw_query *q) {
	for (uint32_t i = 0; i < q->n_figures; i++) {
		const rw_query_figure *f = &q->figures[i];
		rw_buf_z(b,
			" AND EXISTS (SELECT 1 FROM claim c WHERE c.report = f.report AND c.polarity = 'affirmed' AND " WITH_FIGURE
			" AND c.predicate IN (");
		for (uint32_t k = 0; k < f->n_predicates; k++)
			rw_buf_printf(b, "%s'" RW_FMT "'", k ? ", " : "", RW_ARG(f->predicates[k]));
		rw_buf_byte(b, ')');
		if (isfinite(f->least)) rw_buf_printf(b, " AND c.low >= %.0f", f->least);
		if (isfinite(f->most)) rw_buf_printf(b, " AND c.high <= %.0f", f->most);
		rw_buf_byte(b, ')');
	}
}

/* Asks for every report, as what is asked by times alone does. */
static bool is_all(const rw_query_node *n) {
	return n->kind == RW_QUERY_WORDS && n->columns == RW_COLUMN_TAGS && n->n_words == 1 &&
		rw_slice_eqz(n->words[0], "report");
}

static rw_slice postgres_condition(rw_arena *a, const rw_query *q, const rw_query_node *root, bool all) {
	rw_buf b = RW_BUF(a);
	if (all)
		rw_buf_z(&b, "true");
	else
		condition_of(a, &b, root);
	if (q->has_published) rw_buf_z(&b, " AND t.published_from IS NOT NULL");
	bound_condition(&b, "t.published_to >=", q->published_from);
	bound_condition(&b, "t.published_from <=", q->published_to);
	bound_condition(&b, "t.received >=", q->received_from);
	bound_condition(&b, "t.received <=", q->received_to);
	return rw_buf_view(&b);
}

/* --- asking --------------------------------------------------------------------------------------------------------------- */
typedef struct asking {
	rw_db *db;
	rw_arena *a;
	const rw_query *q;
	bool sqlite, ranges, times_alone;
	rw_slice what; /* FTS5's query, or PostgreSQL's condition */
	int64_t since, before;
} asking;

/* Planned for its own words each time. Which reports come last can be told from the primary key; how many there are, from the index of words
 * alone, so no order and no second table stands in its way. */
static rw_slice postgres_statement(const asking *k, int how, int64_t limit) {
	static const char *const heads[] = {[STRAIGHT] = "SELECT f.report FROM ",
		[COUNT] = "SELECT count(*), 0::bigint FROM (SELECT 1 FROM ",
		[SORT] = "SELECT f.report FROM ",
		[FIGURES] = "SELECT count(*) FILTER (WHERE true"};
	rw_buf b = RW_BUF(k->a);
	rw_buf_z(&b, heads[how]);
	if (how == FIGURES) {
		figures_condition(&b, k->q);
		rw_buf_z(&b, "), count(*) FROM (SELECT f.report FROM ");
	}
	/* The table of words is not touched where none are asked for. */
	rw_buf_z(&b, k->times_alone ? "found_time t CROSS JOIN LATERAL (SELECT t.report AS report) f" : "found f");
	if (!k->times_alone && (k->q->has_published || k->q->has_received))
		rw_buf_z(&b, " JOIN found_time t ON t.report = f.report");
	rw_buf_z(&b, " WHERE ");
	rw_buf_slice(&b, k->what);
	if (how != FIGURES) figures_condition(&b, k->q);
	if (k->since != INT64_MIN) rw_buf_printf(&b, " AND f.report >= %lld", (long long)k->since);
	if (k->before != INT64_MAX)
		rw_buf_printf(&b, " AND f.report < %lld", k->before == INT64_MIN ? 0LL : (long long)k->before);
	if (how != COUNT) rw_buf_z(&b, " ORDER BY f.report DESC");
	rw_buf_printf(&b, " LIMIT %lld%s", (long long)limit, how == COUNT || how == FIGURES ? ") AS f" : "");
	return rw_buf_view(&b);
}

static riwaya_status start(const asking *k, int how, int64_t limit, rw_stmt **s, riwaya_error *err) {
	const char *sql = !k->sqlite ? postgres[how] : k->ranges ? sqlite_ranges[how] : sqlite_plain[how];
	riwaya_status status = rw_db_stmt(k->db, sql, s, err);
	if (status) return status;
	rw_bind_text(*s, 1, k->sqlite ? k->what : postgres_statement(k, how, limit));
	if (!k->sqlite) return RIWAYA_OK;
	rw_bind_int(*s, 2, k->since);
	rw_bind_int(*s, 3, k->before);
	rw_bind_int(*s, 4, limit);
	if (k->ranges) bind_ranges(k->a, *s, k->q);
	return RIWAYA_OK;
}

/* Numbers of reports between which all lie that came in the range asked for. */
static riwaya_status bounds(asking *k, riwaya_error *err) {
	static const char *const sql[] = {"SELECT min(report) FROM found_time WHERE received >= ?1",
		"SELECT max(report) FROM found_time WHERE received <= ?1"};
	int64_t ends[] = {k->q->received_from, k->q->received_to};
	k->since = INT64_MIN;
	k->before = INT64_MAX;
	for (int i = 0; i < 2; i++) {
		rw_stmt *s;
		bool row;
		if (ends[i] == INT64_MIN || ends[i] == INT64_MAX) continue;
		riwaya_status status = rw_db_stmt(k->db, sql[i], &s, err);
		if (status) return status;
		rw_bind_int(s, 1, ends[i]);
		status = rw_step(s, &row, err);
		if (status) return status;
		if (!row || rw_col_null(s, 0))
			k->before = INT64_MIN; /* none came then */
		else if (i == 0)
			k->since = rw_col_int(s, 0);
		else if (k->before != INT64_MIN)
			k->before = rw_col_int(s, 0) + 1;
		rw_stmt_reset(s);
	}
	return RIWAYA_OK;
}

/* The range of publication asked for, as far as there are reports: an open one then has as few months or years as a closed one. */
static riwaya_status published_bounds(asking *k, int64_t *from, int64_t *to, riwaya_error *err) {
	enum { LONGEST = 400 * 24 * 60 /* a report's own time is a year at most */ };
	rw_stmt *s;
	bool row;
	*from = k->q->published_from;
	*to = k->q->published_to;
	if (!k->q->has_published) return RIWAYA_OK;
	riwaya_status status = rw_db_stmt(k->db,
		"SELECT (SELECT min(published_from) FROM found_time WHERE published_from IS NOT NULL), (SELECT max(published_from) FROM "
		"found_time WHERE published_from IS NOT NULL)",
		&s, err);
	if (!status) status = rw_step(s, &row, err);
	if (status) return status;
	if (row && !rw_col_null(s, 0) && !rw_col_null(s, 1)) {
		int64_t first = rw_col_int(s, 0), last = rw_col_int(s, 1);
		if (*from < first) *from = first;
		if (last<INT64_MAX - LONGEST && * to> last + LONGEST) *to = last + LONGEST;
	}
	rw_stmt_reset(s);
	if (*from > *to) k->before = INT64_MIN; /* none was published then */
	return RIWAYA_OK;
}

static riwaya_status count_all(const asking *k, rw_search_page *out, riwaya_error *err) {
	rw_stmt *s;
	bool row;
	riwaya_status status = start(k, k->q->n_figures ? FIGURES : COUNT, RW_SEARCH_COUNT + 1, &s, err);
	if (!status) status = rw_step(s, &row, err);
	if (status) return status;
	int64_t n = row ? rw_col_int(s, 0) : 0, looked = row ? rw_col_int(s, 1) : 0;
	rw_stmt_reset(s);
	out->more = n > RW_SEARCH_COUNT || looked > RW_SEARCH_COUNT;
	out->count = (uint32_t)(n > RW_SEARCH_COUNT ? RW_SEARCH_COUNT : n);
	return RIWAYA_OK;
}

riwaya_status rw_search_run(
	rw_db *db, rw_arena *a, const rw_query *q, const rw_search_ask *ask, rw_search_page *out, riwaya_error *err) {
	*out = (rw_search_page){0};
	if (ask->page == 0 || ask->page > RW_SEARCH_PAGE || ask->skip > RW_SEARCH_COUNT)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("query"), 0, 0,
			"a page holds 1 to %d reports and begins within the first %d", RW_SEARCH_PAGE, RW_SEARCH_COUNT);
	asking k = {.db = db, .a = a, .q = q, .sqlite = rw_db_kind_of(db) == RW_DB_SQLITE};
	k.ranges = q->has_published || q->has_received || q->n_figures > 0;
	int64_t from, to;
	riwaya_status status = bounds(&k, err);
	if (!status) status = published_bounds(&k, &from, &to, err);
	if (status) return status;
	const rw_query_node *root = with_ranges(a, q, from, to);
	if (k.sqlite) {
		rw_buf match = RW_BUF(a);
		match_of(a, &match, root);
		k.what = rw_buf_view(&match);
	} else {
		k.times_alone = (q->has_published || q->has_received) && is_all(root);
		k.what = postgres_condition(a, q, root, k.times_alone);
	}
	if (!status && ask->count) status = count_all(&k, out, err);
	if (status) return status;
	rw_stmt *s;
	bool sort = ask->sort == RW_SEARCH_BY_PUBLICATION, row;
	status = start(&k, sort ? SORT : STRAIGHT, sort ? RW_SEARCH_SORTED : (int64_t)ask->skip + ask->page, &s, err);
	if (status) return status;
	int64_t *reports = RW_ARRAY(a, int64_t, ask->page);
	for (uint32_t i = 0; i < ask->skip + ask->page; i++) {
		status = rw_step(s, &row, err);
		if (status) return status;
		if (!row) break;
		if (i >= ask->skip) reports[out->n++] = rw_col_int(s, 0);
	}
	rw_stmt_reset(s);
	out->reports = reports;
	return RIWAYA_OK;
}
