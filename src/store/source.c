/* source.c: which links of a chain are sources, and their rows. */
#include "store/source.h"

/* --- which links are sources -------------------------------------------------------------------------------------------------- */
/* Outlets of the lexicon by the names under which others quote them. */
static const rw_map *outlet_names(riwaya_store *s) {
	rw_store_learn(s);
	if (s->outlets) return s->outlets;
	rw_map *m = RW_NEW(&s->a, rw_map);
	*m = RW_MAP(&s->a);
	uint32_t n, column = rw_table_column(s->lx, "outlets", "forms");
	rw_row first = rw_table_rows(s->lx, "outlets", &n);
	for (uint32_t i = 0; i < n; i++) {
		rw_slice forms = rw_row_cell(s->lx, first + i, column);
		while (forms.p) {
			rw_slice name = rw_name_key(s->base, &s->a, rw_slice_cut(&forms, '|'));
			bool fresh;
			if (!name.n) continue;
			uint32_t *at = rw_map_put(m, name, &fresh);
			if (fresh) *at = first + i;
		}
	}
	s->outlets = m;
	return m;
}

/* Parties to a conflict: who speaks for one of them under its own name is no outlet of its own. */
static bool is_party(rw_slice type) {
	static const char *const types[] = {"armed_group", "army", "administration", "coalition"};
	for (size_t i = 0; i < RW_COUNT(types); i++)
		if (rw_slice_eqz(type, types[i])) return true;
	return false;
}

static const rw_map *party_names(riwaya_store *s) {
	rw_store_learn(s);
	if (s->parties) return s->parties;
	rw_map *m = RW_NEW(&s->a, rw_map);
	*m = RW_MAP(&s->a);
	uint32_t n, forms_at = rw_table_column(s->lx, "actornames", "forms"),
				of = rw_table_column(s->lx, "actornames", "actor");
	rw_row first = rw_table_rows(s->lx, "actornames", &n);
	for (uint32_t i = 0; i < n; i++) {
		rw_row actor = rw_row_find(s->lx, "actors", rw_row_cell(s->lx, first + i, of));
		if (!actor || !is_party(rw_row_get(s->lx, actor, "type"))) continue;
		rw_slice forms = rw_row_cell(s->lx, first + i, forms_at);
		while (forms.p) {
			rw_slice name = rw_name_key(s->base, &s->a, rw_slice_cut(&forms, '|'));
			bool fresh;
			if (!name.n) continue;
			uint32_t *at = rw_map_put(m, name, &fresh);
			*at = fresh || *at == actor ? actor : 0;
		}
	}
	s->parties = m;
	return m;
}

static rw_speaking as_party(rw_arena *a, riwaya_link_kind kind, rw_slice name, rw_slice actor) {
	return (rw_speaking){
		rw_arena_printf(a, "%s\t" RW_FMT, riwaya_link_kind_word(kind), RW_ARG(actor)), kind, name, RW_NONE, actor};
}

static rw_speaking outlet_row(riwaya_store *s, rw_arena *a, rw_row row) {
	rw_slice forms = rw_row_get(s->lx, row, "forms"), id = rw_row_get(s->lx, row, "id");
	riwaya_link_kind kind;
	if (!riwaya_link_kind_parse(rw_row_get(s->lx, row, "kind"), &kind)) kind = RIWAYA_LINK_OUTLET;
	return (rw_speaking){rw_arena_printf(a, "outlet\t" RW_FMT, RW_ARG(id)), kind, rw_slice_cut(&forms, '|'), id,
		rw_row_get(s->lx, row, "actor")};
}

/* What publishes or is quoted under a name; none where it has none. */
static rw_speaking by_name(riwaya_store *s, rw_arena *a, rw_slice name, riwaya_link_kind kind, rw_slice actor) {
	rw_slice key = rw_name_key(s->base, a, name);
	if (!key.n) return (rw_speaking){0};
	uint32_t row = rw_map_get(outlet_names(s), key);
	if (row != UINT32_MAX) return outlet_row(s, a, row);
	uint32_t party = kind == RIWAYA_LINK_OUTLET ? rw_map_get(party_names(s), key) : UINT32_MAX;
	if (party != UINT32_MAX && party) return as_party(a, RIWAYA_LINK_PARTY, name, rw_row_get(s->lx, party, "id"));
	return (rw_speaking){rw_arena_printf(a, "name\t" RW_FMT, RW_ARG(key)), kind, name, RW_NONE, actor};
}

static rw_speaking of_outlet(riwaya_store *s, rw_arena *a, const riwaya_report *r) {
	rw_row row = r->outlet_id.n ? rw_row_find(s->lx, "outlets", r->outlet_id) : 0;
	return row ? outlet_row(s, a, row) : by_name(s, a, r->outlet_name, RIWAYA_LINK_OUTLET, RW_NONE);
}

static rw_speaking of_link(riwaya_store *s, rw_arena *a, const riwaya_link *l) {
	rw_speaking x = {0};
	switch (l->kind) {
	case RIWAYA_LINK_OUTLET:
	case RIWAYA_LINK_AGENCY:
	case RIWAYA_LINK_MONITOR: return by_name(s, a, l->name, l->kind, l->actor);
	case RIWAYA_LINK_PARTY:
	case RIWAYA_LINK_PARTY_MEDIA:
		if (l->named) x = by_name(s, a, l->name, l->kind, l->actor);
		if (x.outlet.n || !l->actor.n) break;
		/* a party that speaks as itself, and its media office, are one each whatever they are called */
		x = as_party(a, l->kind, l->name, l->actor);
		break;
	case RIWAYA_LINK_OFFICIAL:
	case RIWAYA_LINK_DOCUMENT:
		if (l->named) x = by_name(s, a, l->name, l->kind, l->actor);
		break;
	default: break;
	}
	return x;
}

size_t rw_speaking_of(riwaya_store *s, rw_arena *a, const riwaya_report *r, const riwaya_claim *c,
	rw_speaking out[RW_SOURCE_LINKS], bool *unnamed) {
	size_t n = c->n_chain > RW_SOURCE_LINKS ? RW_SOURCE_LINKS : c->n_chain;
	rw_store_learn(s);
	*unnamed = n > 1 && (c->chain[0].kind == RIWAYA_LINK_ANONYMOUS || !c->chain[0].named);
	for (size_t i = 0; i + 1 < n; i++) out[i] = of_link(s, a, &c->chain[i]);
	if (!n) n = 1;
	out[n - 1] = of_outlet(s, a, r);
	return n;
}

rw_slice rw_source_key(rw_arena *a, rw_slice tells) {
	rw_sha256 h;
	char hex[65];
	rw_sha256_init(&h);
	rw_sha256_add(&h, tells.p, tells.n);
	rw_sha256_hex(&h, hex);
	return rw_arena_printf(a, "s%.*s", RW_SOURCE_KEY - 1, hex);
}

/* --- rows ---------------------------------------------------------------------------------------------------------------------- */
void rw_sourcing_begin(rw_sourcing *g, rw_settling *t) {
	*g = (rw_sourcing){.t = t, .numbers = RW_MAP(t->a), .sources = RW_IDS(t->a), .pairs = RW_IDS(t->a)};
}

static rw_source_sum *sum_of(rw_sourcing *g, int64_t id) {
	bool fresh;
	uint32_t at = rw_ids_put(&g->sources, id, &fresh);
	if (fresh) rw_vec_push(g->t->a, &g->sums, (rw_source_sum){.id = id});
	return &g->sums.p[at];
}

static rw_quote_sum *quote_of(rw_sourcing *g, int64_t teller, int64_t said) {
	bool fresh;
	uint32_t at = rw_ids_put(&g->pairs, teller << 31 | said, &fresh);
	if (fresh) rw_vec_push(g->t->a, &g->quotes, (rw_quote_sum){.teller = teller, .said = said});
	return &g->quotes.p[at];
}

riwaya_status rw_sources_leave(rw_sourcing *g, int64_t incident, riwaya_error *err) {
	rw_db *db = g->t->s->db;
	rw_stmt *q;
	bool row, any = false;
	riwaya_status status = rw_db_stmt(
		db, "SELECT source, reports, claims, quoted, unnamed FROM source_incident WHERE incident = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, incident);
	while (!(status = rw_step(q, &row, err)) && row) {
		rw_source_sum *x = sum_of(g, rw_col_int(q, 0));
		x->incidents--;
		x->reports -= rw_col_int(q, 1);
		x->claims -= rw_col_int(q, 2);
		x->quoted -= rw_col_int(q, 3);
		x->unnamed -= rw_col_int(q, 4);
		any = true;
	}
	if (status || !any) return status;
	status = rw_db_stmt(db, "SELECT teller, said, claims FROM quote_incident WHERE incident = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, incident);
	while (!(status = rw_step(q, &row, err)) && row) {
		rw_quote_sum *x = quote_of(g, rw_col_int(q, 0), rw_col_int(q, 1));
		x->incidents--;
		x->claims -= rw_col_int(q, 2);
	}
	if (!status) status = RW_RUN(db, "DELETE FROM source_incident WHERE incident = ?1", err, incident);
	return status ? status : RW_RUN(db, "DELETE FROM quote_incident WHERE incident = ?1", err, incident);
}

static riwaya_status make_source(rw_sourcing *g, rw_slice key, const rw_speaking *x, int64_t *id, riwaya_error *err) {
	rw_settling *t = g->t;
	rw_stmt *q;
	bool row;
	riwaya_status status = RIWAYA_OK;
	if (!g->last) {
		status = rw_db_stmt(t->s->db, "SELECT max(id) FROM source", &q, err);
		if (!status) status = rw_step(q, &row, err);
		if (status) return status;
		g->last = row ? rw_col_int(q, 0) : 0;
		rw_stmt_reset(q);
	}
	status = rw_db_stmt(t->s->db,
		"INSERT INTO source (id, key, kind, name, search, outlet, actor, incidents, reports, claims, quoted, unnamed) VALUES "
		"(?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, 0, 0, 0)",
		&q, err);
	if (status) return status;
	*id = ++g->last;
	rw_bind_int(q, 1, *id);
	rw_bind_text(q, 2, key);
	rw_bind_text(q, 3, rw_slice_z(riwaya_link_kind_word(x->kind)));
	rw_bind_text(q, 4, x->name.p ? x->name : RW_LIT(""));
	rw_bind_text(q, 5, rw_name_key(t->s->base, t->scratch, x->name));
	rw_bind_text(q, 6, x->outlet.n ? x->outlet : RW_NONE);
	rw_bind_text(q, 7, x->actor.n ? x->actor : RW_NONE);
	return rw_run(q, err);
}

/* The number of a source, made where it has none; 0 for what is none. */
static riwaya_status number_of(rw_sourcing *g, const rw_speaking *x, int64_t *id, riwaya_error *err) {
	rw_settling *t = g->t;
	rw_stmt *q;
	bool row;
	*id = 0;
	if (!x->tells.n) return RIWAYA_OK;
	uint32_t at = rw_map_get(&g->numbers, x->tells);
	if (at != UINT32_MAX) {
		*id = g->ids.p[at];
		return RIWAYA_OK;
	}
	rw_slice key = rw_source_key(t->scratch, x->tells);
	riwaya_status status = rw_db_stmt(t->s->db, "SELECT id FROM source WHERE key = ?1", &q, err);
	if (status) return status;
	rw_bind_text(q, 1, key);
	status = rw_step(q, &row, err);
	if (status) return status;
	if (row) *id = rw_col_int(q, 0);
	rw_stmt_reset(q);
	if (!row) status = make_source(g, key, x, id, err);
	if (status) return status;
	bool fresh;
	*rw_map_put(&g->numbers, rw_arena_copy(t->a, x->tells), &fresh) = (uint32_t)g->ids.n;
	rw_vec_push(t->a, &g->ids, *id);
	return RIWAYA_OK;
}

/* --- an incident -------------------------------------------------------------------------------------------------------------- */
typedef struct counting {
	rw_sourcing *g;
	rw_arena *a;
	rw_ids sources, pairs;
	RW_VEC(rw_source_sum) sums;
	RW_VEC(rw_quote_sum) quotes;
} counting;

static rw_source_sum *count(counting *k, int64_t id) {
	bool fresh;
	uint32_t at = rw_ids_put(&k->sources, id, &fresh);
	if (fresh) rw_vec_push(k->a, &k->sums, (rw_source_sum){.id = id});
	return &k->sums.p[at];
}

static void count_quote(counting *k, int64_t teller, int64_t said) {
	bool fresh;
	uint32_t at = rw_ids_put(&k->pairs, teller << 31 | said, &fresh);
	if (fresh) rw_vec_push(k->a, &k->quotes, (rw_quote_sum){.teller = teller, .said = said});
	k->quotes.p[at].claims++;
}

static riwaya_status count_claim(counting *k, const riwaya_report *r, const riwaya_claim *c, riwaya_error *err) {
	rw_speaking links[RW_SOURCE_LINKS];
	int64_t ids[RW_SOURCE_LINKS];
	bool unnamed;
	size_t n = rw_speaking_of(k->g->t->s, k->a, r, c, links, &unnamed);
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < n && !status; i++) status = number_of(k->g, &links[i], &ids[i], err);
	if (status) return status;
	for (size_t i = 0; i < n; i++) {
		size_t first = 0, next = i + 1;
		while (ids[first] != ids[i]) first++;
		if (!ids[i]) continue;
		if (first == i) count(k, ids[i])->claims++;
		while (next < n && (!ids[next] || ids[next] == ids[i])) next++;
		if (next == n || first != i) continue;
		count(k, ids[i])->quoted++;
		count_quote(k, ids[next], ids[i]);
	}
	if (unnamed && ids[n - 1]) count(k, ids[n - 1])->unnamed++;
	return RIWAYA_OK;
}

static riwaya_status put_rows(counting *k, int64_t incident, int64_t time_from, riwaya_error *err) {
	rw_sourcing *g = k->g;
	rw_db *db = g->t->s->db;
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < k->sums.n && !status; i++) {
		const rw_source_sum *x = &k->sums.p[i];
		rw_source_sum *sum = sum_of(g, x->id);
		sum->incidents++;
		sum->reports += x->reports;
		sum->claims += x->claims;
		sum->quoted += x->quoted;
		sum->unnamed += x->unnamed;
		status = RW_RUN(db,
			"INSERT INTO source_incident (source, time_from, incident, reports, claims, quoted, unnamed) VALUES (?1, ?2, ?3, ?4, "
			"?5, ?6, ?7)",
			err, x->id, time_from, incident, x->reports, x->claims, x->quoted, x->unnamed);
	}
	for (size_t i = 0; i < k->quotes.n && !status; i++) {
		const rw_quote_sum *x = &k->quotes.p[i];
		rw_quote_sum *sum = quote_of(g, x->teller, x->said);
		sum->incidents++;
		sum->claims += x->claims;
		status = RW_RUN(db, "INSERT INTO quote_incident (incident, teller, said, claims) VALUES (?1, ?2, ?3, ?4)", err,
			incident, x->teller, x->said, x->claims);
	}
	return status;
}

riwaya_status rw_sources_enter(rw_sourcing *g, int64_t incident, const rw_story *story, riwaya_error *err) {
	rw_arena *a = g->t->scratch;
	const riwaya_incident *x = &story->r.incidents[0];
	counting k = {.g = g, .a = a, .sources = RW_IDS(a), .pairs = RW_IDS(a)};
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < x->n_reports && !status; i++) {
		int64_t id;
		const rw_speaking outlet = of_outlet(g->t->s, a, story->r.reports[x->reports[i].report]);
		status = number_of(g, &outlet, &id, err);
		if (!status && id) count(&k, id)->reports++;
	}
	for (size_t i = 0; i < x->n_claims && !status; i++) {
		const riwaya_incident_claim *c = &x->claims[i];
		if (c->implied_by == UINT32_MAX && c->told_twice == UINT32_MAX)
			status = count_claim(&k, story->r.reports[c->report], c->claim, err);
	}
	int64_t from = x->time.precision ? x->time.from : INT64_MIN;
	return status ? status : put_rows(&k, incident, from, err);
}

riwaya_status rw_sourcing_end(rw_sourcing *g, riwaya_error *err) {
	rw_db *db = g->t->s->db;
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < g->sums.n && !status; i++) {
		const rw_source_sum *x = &g->sums.p[i];
		if (!x->incidents && !x->reports && !x->claims && !x->quoted && !x->unnamed) continue;
		status = RW_RUN(db,
			"UPDATE source SET incidents = incidents + ?2, reports = reports + ?3, claims = claims + ?4, quoted = quoted + ?5, "
			"unnamed = unnamed + ?6 WHERE id = ?1",
			err, x->id, x->incidents, x->reports, x->claims, x->quoted, x->unnamed);
		if (!status && x->incidents < 0)
			status = RW_RUN(db, "DELETE FROM source WHERE id = ?1 AND incidents = 0", err, x->id);
	}
	for (size_t i = 0; i < g->quotes.n && !status; i++) {
		const rw_quote_sum *x = &g->quotes.p[i];
		if (!x->incidents && !x->claims) continue;
		status = RW_RUN(db,
			"INSERT INTO quote (teller, said, incidents, claims) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (teller, said) DO UPDATE SET "
			"incidents = quote.incidents + excluded.incidents, claims = quote.claims + excluded.claims",
			err, x->teller, x->said, x->incidents, x->claims);
		if (!status && x->incidents < 0)
			status = RW_RUN(
				db, "DELETE FROM quote WHERE teller = ?1 AND said = ?2 AND incidents = 0", err, x->teller, x->said);
	}
	return status;
}
