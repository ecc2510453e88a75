/* changes.c: what came and changed since a moment: each incident that changed since is laid beside itself as it stood just before. */
#include "store/changes.h"
#include "reconcile/reconcile.h"
#include "review/review.h"
#include <stdlib.h>

enum { READ_MOST = 4000 /* reports that are kept for the next incident while looking back */ };

typedef struct telling {
	riwaya_store *s;
	int64_t since;
	rw_looking *then; /* in s->work, from … on */
	rw_mark begin;
	rw_facts *f;
	rw_arena *a; /* of the story that is read */
	int64_t decided;
} telling;

static riwaya_status load_report(void *ctx, int64_t report, rw_stored *out, riwaya_error *err) {
	telling *t = ctx;
	return rw_load(t->s, t->a, report, t->decided, out, err);
}

static riwaya_status read_story(telling *t, rw_arena *a, rw_arena *scratch, rw_slice name,
	const rw_story_threads *threads, int64_t decided, rw_story *out, riwaya_error *err) {
	t->a = a;
	t->decided = decided;
	return rw_story_of(t->s, a, scratch, name, threads, decided, load_report, t, RW_EXTENT_LINES, out, err);
}

/* --- one beside the other --------------------------------------------------------------------------------------------------- */
static void add_part(rw_buf *b, rw_slice s) {
	rw_buf_slice(b, s);
	rw_buf_byte(b, '|');
}

/* What a line asks. */
static rw_slice line_key(rw_arena *a, const riwaya_line *l) {
	rw_buf b = RW_BUF(a);
	const rw_slice parts[] = {l->predicate, l->unit, l->patient_actor, l->patient_role, l->place, l->place_text,
		rw_slice_z(riwaya_scope_kind_word(l->scope))};
	for (size_t i = 0; i < RW_COUNT(parts); i++) add_part(&b, parts[i]);
	return rw_buf_view(&b);
}

static rw_slice claim_key(rw_arena *a, const riwaya_reconciliation *r, uint32_t claim) {
	const riwaya_incident_claim *c = &r->incidents[0].claims[claim];
	return rw_arena_printf(a, RW_FMT "/" RW_FMT, RW_ARG(r->reports[c->report]->id), RW_ARG(c->id));
}

static rw_slice relation_key(rw_arena *a, const riwaya_reconciliation *r, const riwaya_relation *x) {
	rw_buf b = RW_BUF(a);
	rw_buf_printf(&b, "%s|%s|", riwaya_relation_type_word(x->type), riwaya_on_word(x->on));
	add_part(&b, claim_key(a, r, x->a));
	add_part(&b, claim_key(a, r, x->b));
	return rw_buf_view(&b);
}

static bool same_range(riwaya_range a, riwaya_range b) {
	return a.has_low == b.has_low && a.has_high == b.has_high && (!a.has_low || (a.low <= b.low && a.low >= b.low)) &&
		(!a.has_high || (a.high <= b.high && a.high >= b.high));
}

static bool same_values(const riwaya_line *a, const riwaya_line *b) {
	bool same = a->n_values == b->n_values;
	for (size_t i = 0; i < a->n_values && same; i++) same = same_range(a->values[i].range, b->values[i].range);
	return same;
}

enum { NO_LINE = 1 << 30 };

static void compare_lines(
	telling *t, const riwaya_reconciliation *now, const riwaya_reconciliation *then, riwaya_incident_change *out) {
	rw_arena *a = &t->s->list, *scratch = &t->s->scratch;
	const riwaya_incident *x = &now->incidents[0], *y = &then->incidents[0];
	RW_VEC(riwaya_line_change) lines = {0};
	rw_map known = RW_MAP(scratch), old = RW_MAP(scratch);
	bool fresh;
	for (uint32_t i = 0; i < y->n_claims; i++) *rw_map_put(&known, claim_key(scratch, then, i), &fresh) = NO_LINE;
	for (uint32_t i = 0; i < y->n_lines; i++) {
		uint32_t *at = rw_map_put(&old, line_key(scratch, &y->lines[i]), &fresh);
		if (fresh) *at = i;
		for (size_t k = 0; k < y->lines[i].n_claims; k++)
			*rw_map_put(&known, claim_key(scratch, then, y->lines[i].claims[k]), &fresh) = i;
	}
	for (size_t i = 0; i < x->n_lines; i++) {
		const riwaya_line *l = &x->lines[i];
		uint32_t at = rw_map_get(&old, line_key(scratch, l));
		/* a line may ask more widely than before: of all, not of some */
		for (size_t k = 0; k < l->n_claims && at == UINT32_MAX; k++) {
			uint32_t shared = rw_map_get(&known, claim_key(scratch, now, l->claims[k]));
			if (shared < y->n_lines && rw_slice_eq(y->lines[shared].predicate, l->predicate)) at = shared;
		}
		const riwaya_line *was = at == UINT32_MAX ? NULL : &y->lines[at];
		if (was && same_range(was->range, l->range) && same_values(was, l)) continue;
		riwaya_line_change c = {.line = l, .fresh = !was};
		if (was) c.before = was->range;
		RW_VEC(uint32_t) by = {0};
		for (size_t k = 0; k < l->n_claims; k++)
			if (rw_map_get(&known, claim_key(scratch, now, l->claims[k])) == UINT32_MAX)
				rw_vec_push(a, &by, l->claims[k]);
		c.by = by.p;
		c.n_by = by.n;
		if (was || by.n) rw_vec_push(a, &lines, c);
	}
	out->lines = lines.p;
	out->n_lines = lines.n;
}

static const int weight_of[] = {
	[RIWAYA_RELATION_CONTRADICTION] = 3, [RIWAYA_RELATION_REVERSAL] = 3, [RIWAYA_RELATION_REVISION] = 1};

static bool pressing(const riwaya_relation *x) { return x->type < RW_COUNT(weight_of) && weight_of[x->type]; }

/* New relations, contradictions and reversals first. */
static void compare_relations(
	telling *t, const riwaya_reconciliation *now, const riwaya_reconciliation *then, riwaya_incident_change *out) {
	rw_arena *a = &t->s->list, *scratch = &t->s->scratch;
	const riwaya_incident *x = &now->incidents[0];
	RW_VEC(uint32_t) found = {0};
	rw_map known = RW_MAP(scratch);
	bool fresh;
	for (size_t i = 0; then && i < then->incidents[0].n_relations; i++)
		*rw_map_put(&known, relation_key(scratch, then, &then->incidents[0].relations[i]), &fresh) = 1;
	for (int weight = 3; weight; weight--)
		for (uint32_t i = 0; i < x->n_relations; i++) {
			const riwaya_relation *r = &x->relations[i];
			if (!pressing(r) || weight_of[r->type] != weight) continue;
			if (rw_map_get(&known, relation_key(scratch, now, r)) == UINT32_MAX) rw_vec_push(a, &found, i);
		}
	out->relations = found.p;
	out->n_relations = found.n;
}

static void compare_reports(
	telling *t, const riwaya_reconciliation *now, const riwaya_reconciliation *then, riwaya_incident_change *out) {
	const riwaya_incident *x = &now->incidents[0];
	RW_VEC(uint32_t) gained = {0};
	rw_map known = RW_MAP(&t->s->scratch);
	bool fresh;
	size_t stayed = 0;
	for (size_t i = 0; then && i < then->incidents[0].n_reports; i++)
		*rw_map_put(&known, then->reports[then->incidents[0].reports[i].report]->id, &fresh) = 1;
	for (uint32_t i = 0; i < x->n_reports; i++) {
		if (rw_map_get(&known, now->reports[x->reports[i].report]->id) == UINT32_MAX)
			rw_vec_push(&t->s->list, &gained, i);
		else
			stayed++;
	}
	out->gained = gained.p;
	out->n_gained = gained.n;
	out->n_lost = then ? then->incidents[0].n_reports - stayed : 0;
}

/* Names that lead to the incident, and whose founding threads were there but not in it. */
static riwaya_status find_merged(telling *t, int64_t incident, rw_slice name, const rw_story_threads *then,
	riwaya_incident_change *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	RW_VEC(rw_slice) merged = {0};
	riwaya_status status = rw_db_stmt(t->s->db,
		"SELECT n.name, n.report, n.thread FROM thread x JOIN name n ON n.report = x.report AND n.thread = x.number JOIN report "
		"r ON r.id = x.report WHERE x.incident = ?1 AND r.received < ?2 ORDER BY n.given",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, incident);
	rw_bind_int(q, 2, t->since);
	while (!(status = rw_step(q, &row, err)) && row) {
		bool in = rw_slice_eq(rw_col_text(q, 0), name);
		for (size_t i = 0; i < then->n && !in; i++)
			in = then->p[i].report == rw_col_int(q, 1) && (int64_t)then->p[i].number == rw_col_int(q, 2);
		if (!in) rw_vec_push(&t->s->list, &merged, rw_arena_copy(&t->s->list, rw_col_text(q, 0)));
	}
	out->merged = merged.p;
	out->n_merged = merged.n;
	return status;
}

/* Just before the moment: one looking for all, begun anew where it holds much. */
static riwaya_status look_back(telling *t, riwaya_error *err) {
	if (t->then && rw_look_read(t->then) < READ_MOST) return RIWAYA_OK;
	if (t->then)
		rw_arena_reset(&t->s->work, t->begin);
	else
		t->begin = rw_arena_mark(&t->s->work);
	return rw_look_back(t->s, &t->s->work, t->since - 1, &t->then, err);
}

static riwaya_status one_incident(
	telling *t, const riwaya_incident_row *row, riwaya_incident_change *out, bool *any, riwaya_error *err) {
	riwaya_store *s = t->s;
	int64_t incident;
	rw_slice name, name_then = row->name;
	rw_story_threads threads = {0}, before = {0};
	rw_story *now = RW_NEW(&s->list, rw_story), then;
	*out = (riwaya_incident_change){.changed = row->changed};
	riwaya_status status = rw_find_incident(s, row->name, &incident, &name, err);
	if (!status) status = rw_story_threads_now(s, &s->spare, incident, &threads, err);
	if (!status) status = read_story(t, &s->list, &s->scratch, row->name, &threads, INT64_MAX, now, err);
	if (!status) status = look_back(t, err);
	if (status) return status;
	out->now = &now->r;
	riwaya_error unknown = {0};
	status = rw_story_threads_then(t->then, incident, row->name, &name_then, &before, &unknown);
	out->fresh = status == RIWAYA_ARGUMENT;
	if (status && !out->fresh) {
		*err = unknown;
		return status;
	}
	status = out->fresh ? RIWAYA_OK : read_story(t, &s->spare, &s->scratch, name_then, &before, t->since - 1, &then, err);
	if (status) return status;
	const riwaya_reconciliation *r = out->fresh ? NULL : &then.r;
	compare_reports(t, &now->r, r, out);
	compare_relations(t, &now->r, r, out);
	if (r) {
		compare_lines(t, &now->r, r, out);
		status = find_merged(t, incident, name_then, &before, out, err);
	}
	*any = out->fresh || out->n_gained || out->n_lost || out->n_lines || out->n_relations || out->n_merged;
	return status;
}

/* --- what presses most ------------------------------------------------------------------------------------------------------- */
static int64_t press(const riwaya_incident_change *c) {
	int64_t sum = (int64_t)(c->n_gained + 10 * c->n_merged + 20 * c->n_lines) + (c->fresh ? 15 : 0);
	for (size_t i = 0; i < c->n_relations; i++)
		sum += 50 * weight_of[c->now->incidents[0].relations[c->relations[i]].type];
	return sum;
}

static int by_press(const void *pa, const void *pb) {
	const riwaya_incident_change *a = pa, *b = pb;
	int64_t x = press(a), y = press(b);
	return x != y ? (x > y ? -1 : 1) : rw_slice_cmp(a->now->incidents[0].id, b->now->incidents[0].id);
}

static riwaya_status incidents(telling *t, const riwaya_incident_query *query, riwaya_changes *out, riwaya_error *err) {
	riwaya_store *s = t->s;
	riwaya_incident_list list;
	riwaya_incident_query q = query ? *query : (riwaya_incident_query){0};
	q.changed_since = t->since;
	q.sort = RIWAYA_SORT_CHANGED;
	q.first = 0;
	q.most = RIWAYA_STORE_CHANGES;
	riwaya_status status = rw_list_incidents(s, &q, &list, err);
	RW_VEC(riwaya_incident_change) found = {0};
	for (size_t i = 0; i < list.n && !status; i++) {
		riwaya_incident_change c;
		bool any = false;
		rw_mark spare = rw_arena_mark(&s->spare), scratch = rw_arena_mark(&s->scratch);
		status = one_incident(t, &list.rows[i], &c, &any, err);
		rw_arena_reset(&s->spare, spare);
		rw_arena_reset(&s->scratch, scratch);
		if (!status && any) rw_vec_push(&s->list, &found, c);
	}
	if (found.n) qsort(found.p, found.n, sizeof *found.p, by_press);
	out->incidents = found.p;
	out->n_incidents = found.n;
	out->all_incidents = list.all;
	return status;
}

/* --- pages and people ---------------------------------------------------------------------------------------------------------- */
static bool among(const riwaya_changes *c, rw_slice report) {
	for (size_t i = 0; i < c->n_incidents; i++)
		for (size_t k = 0; k < c->incidents[i].now->n_reports; k++)
			if (rw_slice_eq(c->incidents[i].now->reports[k]->id, report)) return true;
	return false;
}

static riwaya_status edits(telling *t, bool all, riwaya_changes *out, riwaya_error *err) {
	riwaya_store *s = t->s;
	rw_stmt *q;
	bool row;
	RW_VEC(int64_t) pairs = {0};
	RW_VEC(riwaya_page_version) found = {0};
	riwaya_status status = rw_db_stmt(s->db,
		"SELECT r.id, n.id FROM report r CROSS JOIN report n WHERE r.replaced_by IS NOT NULL AND n.id = r.replaced_by AND "
		"n.received >= ?1 ORDER BY r.replaced_by DESC LIMIT ?2",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, t->since);
	rw_bind_int(q, 2, RIWAYA_STORE_CHANGES);
	while (!(status = rw_step(q, &row, err)) && row) {
		rw_vec_push(&s->work, &pairs, rw_col_int(q, 0));
		rw_vec_push(&s->work, &pairs, rw_col_int(q, 1));
	}
	for (size_t i = 0; i + 1 < pairs.n && !status; i += 2) {
		riwaya_page_version v;
		status = rw_version_of(s, t->f, pairs.p[i], pairs.p[i + 1], &v, err);
		if (!status && !v.same && (all || among(out, v.report->id))) rw_vec_push(&s->list, &found, v);
	}
	out->edits = found.p;
	out->n_edits = found.n;
	return status;
}

static riwaya_status decisions(telling *t, riwaya_changes *out, riwaya_error *err) {
	riwaya_store *s = t->s;
	rw_stmt *q;
	bool row;
	RW_VEC(riwaya_decision) found = {0};
	riwaya_status status =
		rw_db_stmt(s->db, "SELECT body FROM review WHERE made >= ?1 ORDER BY id DESC LIMIT ?2", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, t->since);
	rw_bind_int(q, 2, RIWAYA_STORE_CHANGES);
	while (!(status = rw_step(q, &row, err)) && row) {
		rw_review x;
		riwaya_error wrong = {0};
		if (rw_review_parse(&s->list, rw_col_text(q, 0), &x, &wrong)) continue; /* riwaya verify tells of it */
		rw_vec_push(
			&s->list, &found, (riwaya_decision){.kind = x.kind, .review = x.id, .by = x.by, .at = x.at, .why = x.why});
	}
	out->decisions = found.p;
	out->n_decisions = found.n;
	return status;
}

riwaya_status rw_list_changes(
	riwaya_store *s, int64_t since, const riwaya_incident_query *query, riwaya_changes *out, riwaya_error *err) {
	*out = (riwaya_changes){.since = since};
	telling t = {.s = s, .since = since, .f = rw_store_facts(s, &s->list)};
	bool all = !query || (!query->place && !query->actor && !query->act);
	riwaya_status status = incidents(&t, query, out, err);
	if (!status) status = edits(&t, all, out, err);
	return status || !all ? status : decisions(&t, out, err);
}
