/* sources.c: lists of sources, and what one of them said. */
#include "store/list.h"
#include "store/source.h"
#include <stdlib.h>

#define COLUMNS "r.key, r.kind, r.name, r.outlet, r.actor, r.incidents, r.reports, r.claims, r.quoted, r.unnamed"

static rw_slice kept(riwaya_store *s, rw_slice x) { return x.n ? rw_arena_copy(&s->list, x) : RW_NONE; }

static riwaya_bilingual kept_both(riwaya_store *s, riwaya_bilingual x) {
	return (riwaya_bilingual){kept(s, x.ar), kept(s, x.en)};
}

/* An outlet of the lexicon by its names there, a party and its media as the party is called; others as they are written. */
static riwaya_bilingual name_of(rw_facts *f, const riwaya_source *x, rw_slice name) {
	riwaya_bilingual b = RW_BOTH(name);
	rw_row row = x->outlet.n ? rw_row_find(f->lx, "outlets", x->outlet) : 0;
	if (row) {
		b.en = rw_row_get(f->lx, row, "en");
		return b;
	}
	bool media = x->kind == RIWAYA_LINK_PARTY_MEDIA;
	if (!x->actor.n || (!media && x->kind != RIWAYA_LINK_PARTY)) return b;
	b = rw_say_actor(f, x->actor);
	return media ? RW_SAY(f, "source.party_media", b) : b;
}

static void take_source(riwaya_store *s, rw_facts *f, rw_stmt *q, unsigned at, riwaya_source *x) {
	*x = (riwaya_source){.key = kept(s, rw_col_text(q, at)),
		.outlet = kept(s, rw_col_text(q, at + 3)),
		.actor = kept(s, rw_col_text(q, at + 4)),
		.incidents = (uint64_t)rw_col_int(q, at + 5),
		.reports = (uint64_t)rw_col_int(q, at + 6),
		.claims = (uint64_t)rw_col_int(q, at + 7),
		.quoted = (uint64_t)rw_col_int(q, at + 8),
		.unnamed = (uint64_t)rw_col_int(q, at + 9)};
	if (!riwaya_link_kind_parse(rw_col_text(q, at + 1), &x->kind)) x->kind = RIWAYA_LINK_NONE;
	x->name = kept_both(s, name_of(f, x, rw_col_text(q, at + 2)));
}

/* --- lists ----------------------------------------------------------------------------------------------------------------- */
static const char *order_of(riwaya_source_sort sort) {
	switch (sort) {
	case RIWAYA_SOURCES_QUOTED: return "r.quoted DESC, r.key";
	case RIWAYA_SOURCES_REPORTS: return "r.reports DESC, r.key";
	default: return "r.incidents DESC, r.key";
	}
}

/* Ids of outlets and actors whose names have the words, in either language: their names are the lexicon's. Actors within RW_NAMED. */
enum { NAMED = 12 };
static void named_so(rw_asked *ask, const rw_lexicon *lx, rw_facts *f, rw_arena *a, const char *table,
	const char *const *columns, size_t n_columns, const char *column, rw_slice key) {
	uint32_t n, found = 0;
	rw_row first = rw_table_rows(lx, table, &n);
	for (uint32_t i = 0; i < n && found < NAMED; i++) {
		bool has = false;
		for (size_t k = 0; k < n_columns && !has; k++) {
			rw_slice name = rw_name_key(f, a, rw_row_get(lx, first + i, columns[k]));
			has = name.n && rw_slice_find(name, key, 0) != SIZE_MAX;
		}
		if (!has) continue;
		rw_buf_printf(&ask->sql, found++ ? ", " : " OR %s IN (", column);
		rw_asked_text(ask, rw_row_get(lx, first + i, "id"));
	}
	if (found) rw_buf_z(&ask->sql, ")");
}

static void fitting(riwaya_store *s, rw_facts *f, rw_asked *ask, const riwaya_source_query *query) {
	static const char *const of_outlet[] = {"forms", "en"}, *const of_actor[] = {"ar", "en"};
	rw_buf_z(&ask->sql, " FROM source r WHERE r.incidents > 0");
	if (query->kind) {
		rw_buf_z(&ask->sql, " AND r.kind = ");
		rw_asked_text(ask, rw_slice_z(riwaya_link_kind_word(query->kind)));
	}
	rw_slice key = query->name ? rw_name_key(f, &s->scratch, rw_slice_z(query->name)) : RW_NONE;
	if (!key.n) return;
	rw_buf_z(&ask->sql, rw_db_kind_of(s->db) == RW_DB_POSTGRES ? " AND (strpos(r.search, " : " AND (instr(r.search, ");
	rw_asked_text(ask, key);
	rw_buf_z(&ask->sql, ") > 0");
	named_so(ask, s->lx, f, &s->scratch, "outlets", of_outlet, RW_COUNT(of_outlet), "r.outlet", key);
	named_so(ask, s->lx, f, &s->scratch, "actors", of_actor, RW_COUNT(of_actor), "r.actor", key);
	rw_buf_z(&ask->sql, ")");
}

riwaya_status rw_list_sources(
	riwaya_store *s, const riwaya_source_query *query, riwaya_source_list *out, riwaya_error *err) {
	rw_facts *f = rw_store_facts(s, &s->work);
	rw_asked count = {.sql = RW_BUF(&s->scratch)}, ask = {.sql = RW_BUF(&s->scratch)};
	rw_stmt *q;
	bool row;
	RW_VEC(riwaya_source) rows = {0};
	size_t most = query->most ? query->most : 50;
	if (most > RIWAYA_STORE_PAGE) most = RIWAYA_STORE_PAGE;
	*out = (riwaya_source_list){0};
	rw_buf_z(&count.sql, "SELECT count(*)");
	fitting(s, f, &count, query);
	riwaya_status status = rw_asked_stmt(s, &count, &q, err);
	if (!status) status = rw_step(q, &row, err);
	if (status) return status;
	out->all = row ? (uint64_t)rw_col_int(q, 0) : 0;
	rw_stmt_reset(q);
	rw_buf_z(&ask.sql, "SELECT " COLUMNS);
	fitting(s, f, &ask, query);
	rw_buf_printf(&ask.sql, " ORDER BY %s LIMIT ", order_of(query->sort));
	rw_asked_int(&ask, (int64_t)most);
	rw_buf_z(&ask.sql, " OFFSET ");
	rw_asked_int(&ask, (int64_t)query->first);
	status = rw_asked_stmt(s, &ask, &q, err);
	if (status) return status;
	while (!(status = rw_step(q, &row, err)) && row) {
		riwaya_source x;
		take_source(s, f, q, 0, &x);
		rw_vec_push(&s->list, &rows, x);
	}
	out->rows = rows.p;
	out->n = rows.n;
	return status;
}

/* --- one of them: whom it quotes --------------------------------------------------------------------------------------------- */
typedef struct telling {
	riwaya_store *s;
	rw_facts *f;
	rw_slice key;
	int64_t id;
	rw_map is;   /* what tells a source apart: 1 for this one, else 0 */
	rw_arena *a; /* of the incident at hand, … */
	rw_ids ids;  /* … reports of it that were read … */
	RW_VEC(rw_stored) read;
} telling;

static riwaya_status quotes_of(
	telling *t, const char *sql, const riwaya_source_quote **out, size_t *n, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	RW_VEC(riwaya_source_quote) rows = {0};
	riwaya_status status = rw_db_stmt(t->s->db, sql, &q, err);
	if (status) return status;
	rw_bind_int(q, 1, t->id);
	rw_bind_int(q, 2, RW_SOURCE_QUOTES);
	while (!(status = rw_step(q, &row, err)) && row) {
		riwaya_source_quote x = {.incidents = (uint64_t)rw_col_int(q, 0), .claims = (uint64_t)rw_col_int(q, 1)};
		take_source(t->s, t->f, q, 2, &x.source);
		rw_vec_push(&t->s->list, &rows, x);
	}
	*out = rows.p;
	*n = rows.n;
	return status;
}

/* --- what it said -------------------------------------------------------------------------------------------------------------- */
static bool is_it(telling *t, const rw_speaking *x) {
	if (!x->tells.n) return false;
	uint32_t known = rw_map_get(&t->is, x->tells);
	if (known != UINT32_MAX) return known;
	bool fresh, is = rw_slice_eq(rw_source_key(t->a, x->tells), t->key);
	*rw_map_put(&t->is, rw_arena_copy(&t->s->work, x->tells), &fresh) = is;
	return is;
}

static rw_slice key_of(telling *t, const rw_speaking *x) {
	return x->tells.n ? rw_source_key(&t->s->list, x->tells) : RW_NONE;
}

/* Whether the source speaks in a claim, with whom before and behind it in the chain. */
static bool speaks(telling *t, const riwaya_report *r, const riwaya_claim *c, riwaya_source_claim *out) {
	rw_speaking links[RW_SOURCE_LINKS];
	bool unnamed;
	size_t n = rw_speaking_of(t->s, t->a, r, c, links, &unnamed), at = 0, last;
	while (at < n && !is_it(t, &links[at])) at++;
	if (at == n) return false;
	for (last = n - 1; !is_it(t, &links[last]);) last--;
	if (at) {
		out->of = kept(t->s, c->chain[0].name);
		out->of_key = key_of(t, &links[0]);
	}
	if (last + 1 < n) {
		out->by = kept(t->s, last + 2 < n ? c->chain[last + 1].name : r->outlet_name);
		out->by_key = key_of(t, &links[last + 1]);
	}
	return true;
}

/* The line that a claim stands in, or that it denies, or beside which it stands. */
static uint32_t line_of(const riwaya_incident *x, uint32_t claim) {
	for (uint32_t i = 0; i < x->n_lines; i++) {
		const riwaya_line *l = &x->lines[i];
		const struct {
			const uint32_t *p;
			size_t n;
		} lists[] = {{l->claims, l->n_claims}, {l->denied_by, l->n_denied_by}, {l->beside, l->n_beside}};
		for (size_t k = 0; k < RW_COUNT(lists); k++)
			for (size_t m = 0; m < lists[k].n; m++)
				if (lists[k].p[m] == claim) return i;
	}
	return UINT32_MAX;
}

static void take_claim(telling *t, const rw_story *story, const riwaya_incident_claim *x, riwaya_source_claim *out) {
	riwaya_store *s = t->s;
	const riwaya_claim *c = x->claim;
	const riwaya_report *r = story->r.reports[x->report];
	out->id = kept(s, x->id);
	out->report = kept(s, r->id);
	out->outlet = kept(s, r->outlet_name);
	out->predicate = kept(s, c->predicate);
	out->evidence = kept(s, c->evidence);
	out->span = c->span;
	out->polarity = c->polarity;
	out->modality = c->modality;
	out->stance = c->stance;
	out->figure = c->figure;
	out->figure.text = kept(s, c->figure.text);
	out->told = c->told;
	out->time = c->time.at;
	out->superseded = x->superseded_by != UINT32_MAX;
}

static void take_story(telling *t, const rw_story *story, riwaya_account *out) {
	riwaya_store *s = t->s;
	const riwaya_incident *x = &story->r.incidents[0];
	RW_VEC(riwaya_source_claim) claims = {0};
	RW_VEC(riwaya_bilingual) lines = {0};
	RW_VEC(riwaya_source_move) moves = {0};
	uint32_t *of_line = RW_ARRAY(t->a, uint32_t, x->n_lines), *of_claim = RW_ARRAY(t->a, uint32_t, x->n_claims);
	for (size_t i = 0; i < x->n_lines; i++) of_line[i] = UINT32_MAX;
	for (uint32_t i = 0; i < x->n_claims; i++) {
		const riwaya_incident_claim *c = &x->claims[i];
		riwaya_source_claim k = {.line = UINT32_MAX};
		of_claim[i] = UINT32_MAX;
		if (c->implied_by != UINT32_MAX || c->told_twice != UINT32_MAX ||
			!speaks(t, story->r.reports[c->report], c->claim, &k))
			continue;
		take_claim(t, story, c, &k);
		uint32_t line = line_of(x, i);
		if (line != UINT32_MAX && of_line[line] == UINT32_MAX) {
			of_line[line] = (uint32_t)lines.n;
			rw_vec_push(&s->list, &lines, kept_both(s, x->lines[line].label));
		}
		if (line != UINT32_MAX) k.line = of_line[line];
		of_claim[i] = (uint32_t)claims.n;
		rw_vec_push(&s->list, &claims, k);
	}
	for (size_t i = 0; i < x->n_relations; i++) {
		const riwaya_relation *r = &x->relations[i];
		if (r->a >= x->n_claims || r->b >= x->n_claims) continue;
		riwaya_source_move m = {r->type, of_claim[r->a], of_claim[r->b], {RW_NONE, RW_NONE}};
		if (m.a == UINT32_MAX || m.b == UINT32_MAX || r->type == RIWAYA_RELATION_NARROWER) continue;
		m.sentence = kept_both(s, r->sentence);
		rw_vec_push(&s->list, &moves, m);
	}
	out->lines = lines.p;
	out->n_lines = lines.n;
	out->claims = claims.p;
	out->n_claims = claims.n;
	out->moves = moves.p;
	out->n_moves = moves.n;
}

static riwaya_status read_report(telling *t, int64_t report, const rw_stored **out, riwaya_error *err) {
	bool fresh;
	uint32_t at = rw_ids_put(&t->ids, report, &fresh);
	rw_stored x;
	riwaya_status status = fresh ? rw_load(t->s, t->a, report, INT64_MAX, &x, err) : RIWAYA_OK;
	if (status) return status;
	if (fresh) rw_vec_push(t->a, &t->read, x);
	*out = &t->read.p[at];
	return RIWAYA_OK;
}

static riwaya_status load_report(void *ctx, int64_t report, rw_stored *out, riwaya_error *err) {
	const rw_stored *x;
	riwaya_status status = read_report(ctx, report, &x, err);
	if (!status) *out = *x;
	return status;
}

static bool speaks_in(telling *t, const rw_known *x) {
	rw_speaking links[RW_SOURCE_LINKS];
	bool unnamed;
	for (size_t i = 0; i < x->n_claims; i++)
		for (size_t n = rw_speaking_of(t->s, t->a, x->report, &x->claims[i], links, &unnamed); n; n--)
			if (is_it(t, &links[n - 1])) return true;
	return false;
}

/* Of a large incident the reports in which the source speaks, and what they copy: these alone are reconciled. There may be a thousand more, and it is how its
 * claims stand to one another that is told. */
static riwaya_status reports_of(telling *t, rw_story_threads *threads, riwaya_error *err) {
	rw_ids wanted = RW_IDS(t->a), passed = RW_IDS(t->a);
	rw_story_threads own = {0};
	bool founded = false, fresh;
	if (threads->n <= RW_SOURCE_WHOLE) return RIWAYA_OK;
	for (size_t i = 0; i < threads->n; i++) {
		const rw_story_thread *x = &threads->p[i];
		const rw_stored *r;
		rw_ids_put(&passed, x->report, &fresh);
		if (x->apart || !fresh) continue;
		riwaya_status status = read_report(t, x->report, &r, err);
		if (status) return status;
		if (!speaks_in(t, &r->known)) continue;
		rw_ids_put(&wanted, x->report, NULL);
		if (x->copies) rw_ids_put(&wanted, x->copies, NULL);
	}
	for (size_t i = 0; i < threads->n; i++) {
		const rw_story_thread *x = &threads->p[i];
		if (x->apart || rw_ids_find(&wanted, x->report) == UINT32_MAX) continue;
		rw_vec_push(t->a, &own, *x);
		founded |= !x->judged;
	}
	if (founded) *threads = own; /* undated ones alone make no incident */
	return RIWAYA_OK;
}

typedef struct spoken {
	int64_t incident;
	riwaya_account account;
} spoken;

static riwaya_status incidents_of(
	telling *t, const riwaya_source_query *query, riwaya_source_account *out, riwaya_error *err) {
	riwaya_store *s = t->s;
	rw_stmt *q;
	bool row;
	RW_VEC(spoken) all = {0};
	size_t most = query && query->most ? query->most : 10;
	if (most > RIWAYA_STORE_ACCOUNTS) most = RIWAYA_STORE_ACCOUNTS;
	riwaya_status status = rw_db_stmt(s->db,
		"SELECT p.incident, " RW_LIST_COLUMNS
		" FROM (SELECT incident, time_from FROM source_incident WHERE source = ?1 ORDER BY time_from DESC, incident DESC LIMIT "
		"?2 OFFSET ?3) p JOIN incident i ON i.id = p.incident ORDER BY p.time_from DESC, p.incident DESC",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, t->id);
	rw_bind_int(q, 2, (int64_t)most);
	rw_bind_int(q, 3, query ? (int64_t)query->first : 0);
	while (!(status = rw_step(q, &row, err)) && row) {
		spoken x = {.incident = rw_col_int(q, 0)};
		rw_list_row(s, q, 1, &x.account.incident);
		rw_vec_push(&s->work, &all, x);
	}
	riwaya_account *accounts = RW_ARRAY(&s->list, riwaya_account, all.n);
	t->a = &s->spare;
	for (size_t i = 0; i < all.n && !status; i++) {
		rw_mark m = rw_arena_mark(t->a), scratch = rw_arena_mark(&s->scratch);
		rw_story_threads threads = {0};
		rw_story story;
		accounts[i] = all.p[i].account;
		t->ids = RW_IDS(t->a);
		t->read.n = t->read.cap = 0;
		t->read.p = NULL;
		status = rw_story_threads_now(s, t->a, all.p[i].incident, &threads, err);
		if (!status) status = reports_of(t, &threads, err);
		if (!status)
			status = rw_story_of(s, t->a, &s->scratch, accounts[i].incident.name, &threads, INT64_MAX, load_report, t,
				RW_EXTENT_LINES, &story, err);
		if (!status) take_story(t, &story, &accounts[i]);
		rw_arena_reset(t->a, m);
		rw_arena_reset(&s->scratch, scratch);
	}
	out->incidents = accounts;
	out->n_incidents = all.n;
	return status;
}

riwaya_status rw_list_source(
	riwaya_store *s, const char *key, const riwaya_source_query *query, riwaya_source_account *out, riwaya_error *err) {
	telling t = {.s = s, .f = rw_store_facts(s, &s->work), .key = rw_slice_trim(rw_slice_z(key)), .is = RW_MAP(&s->work)};
	rw_stmt *q;
	bool row;
	*out = (riwaya_source_account){0};
	riwaya_status status = rw_db_stmt(s->db, "SELECT r.id, " COLUMNS " FROM source r WHERE r.key = ?1", &q, err);
	if (status) return status;
	rw_bind_text(q, 1, t.key);
	status = rw_step(q, &row, err);
	if (status) return status;
	if (!row)
		return rw_fail(err, RIWAYA_ARGUMENT, s->where, 0, 0,
			"there is no source '" RW_FMT "'; riwaya_store_sources lists them", RW_ARG(t.key));
	t.id = rw_col_int(q, 0);
	take_source(s, t.f, q, 1, &out->source);
	rw_stmt_reset(q);
	status = quotes_of(&t,
		"SELECT q.incidents, q.claims, " COLUMNS
		" FROM quote q JOIN source r ON r.id = q.said WHERE q.teller = ?1 ORDER BY q.claims DESC, r.key LIMIT ?2",
		&out->quotes, &out->n_quotes, err);
	if (!status)
		status = quotes_of(&t,
			"SELECT q.incidents, q.claims, " COLUMNS
			" FROM quote q JOIN source r ON r.id = q.teller WHERE q.said = ?1 ORDER BY q.claims DESC, r.key LIMIT ?2",
			&out->quoted_by, &out->n_quoted_by, err);
	return status ? status : incidents_of(&t, query, out, err);
}
