/* copying.c: who copies whom, kept up as group/copies.h says step by step.
 *
 * Table print has the lists: of each print the standing reports that have it, in the order told. A standing report that comes or goes changes the
 * candidates of those behind it in a list, while it is among the first RW_GROUP_COMMON there. All changes of one transaction are made first, in
 * the order of prints, so that each list is read once; then candidates are found and measured again where they may be others.
 */
#include "store/settle.h"
#include <stdlib.h>

typedef struct entry {
	int64_t told, report;
} entry;
typedef struct list {
	entry *p;
	size_t n;
} list;

/* A report that began or ceased to stand. */
typedef struct move {
	int64_t report, told;
	bool came;
	rw_slice prints;
} move;

typedef struct print_change {
	uint32_t hash;
	int64_t told, report;
	bool came;
} print_change;

typedef struct copying {
	rw_settling *t;
	RW_VEC(move) moves;
	RW_VEC(print_change) changes;
	rw_ids hashes;      /* prints + 1 whose lists were read … */
	RW_VEC(list) lists; /* … and those lists */
	rw_ids again;       /* standing reports whose candidates are found again */
	rw_ids offered;     /* reports whose offers changed */
} copying;

static uint32_t print_at(rw_slice prints, size_t i) {
	uint32_t v = 0;
	for (unsigned k = 0; k < 4; k++) v |= (uint32_t)(unsigned char)prints.p[4 * i + k] << 8 * k;
	return v;
}

static int by_entry(const void *pa, const void *pb) {
	const entry *a = pa, *b = pb;
	if (a->told != b->told) return a->told < b->told ? -1 : 1;
	return (a->report > b->report) - (a->report < b->report);
}

static int by_hash(const void *pa, const void *pb) {
	const print_change *a = pa, *b = pb;
	if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
	if (a->told != b->told) return a->told < b->told ? -1 : 1;
	return (a->report > b->report) - (a->report < b->report);
}

static riwaya_status run_with(rw_db *db, const char *sql, int64_t a, int64_t b, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(db, sql, &q, err);
	if (status) return status;
	rw_bind_int(q, 1, a);
	rw_bind_int(q, 2, b);
	return rw_run(q, err);
}

/* --- texts that stand -------------------------------------------------------------------------------------------------- */
static riwaya_status move_report(copying *c, int64_t report, bool came, riwaya_error *err) {
	rw_settling *t = c->t;
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(t->s->db, "SELECT told, prints FROM report WHERE id = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	status = rw_step(q, &row, err);
	if (status || !row) return status;
	move m = {report, rw_col_int(q, 0), came, rw_arena_copy(t->scratch, rw_col_blob(q, 1))};
	rw_stmt_reset(q);
	rw_vec_push(t->scratch, &c->moves, m);
	for (size_t i = 0; 4 * i + 3 < m.prints.n; i++)
		rw_vec_push(t->scratch, &c->changes, (print_change){print_at(m.prints, i), m.told, report, came});
	if (came) rw_ids_put(&c->again, report, NULL);
	return run_with(t->s->db, "UPDATE report SET stands = ?2 WHERE id = ?1", report, came, err);
}

static riwaya_status forget_pairs(copying *c, int64_t report, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(c->t->s->db,
		"SELECT report, of FROM copy WHERE report = ?1 UNION ALL SELECT report, of FROM copy WHERE of = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	bool any = false;
	while (!(status = rw_step(q, &row, err)) && row) {
		rw_ids_put(&c->offered, rw_col_int(q, 0), NULL);
		any = true;
	}
	return status || !any ? status
						  : run_with(c->t->s->db, "DELETE FROM copy WHERE report = ?1 OR of = ?1", report, 0, err);
}

static riwaya_status measure(copying *c, const int64_t *firsts, size_t n, int64_t second, riwaya_error *err);

/* Of all reports with one text, the first in the order told stands; the others are measured with it alone. */
static riwaya_status settle_text(copying *c, int64_t key, riwaya_error *err) {
	rw_settling *t = c->t;
	rw_stmt *q;
	bool row;
	int64_t now = 0, before = 0;
	RW_VEC(int64_t) others = {0};
	riwaya_status status = rw_db_stmt(t->s->db,
		"SELECT id, stands, replaced_by FROM report WHERE text_key = ?1 AND text_key <> 0 ORDER BY told, id", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, key);
	while (!(status = rw_step(q, &row, err)) && row) {
		int64_t id = rw_col_int(q, 0);
		if (rw_col_int(q, 1)) before = id;
		if (!rw_col_null(q, 2)) continue;
		if (!now)
			now = id;
		else
			rw_vec_push(t->scratch, &others, id);
	}
	if (status) return status;
	if (now != before) {
		if (before) status = move_report(c, before, false, err);
		if (!status && before) status = forget_pairs(c, before, err);
		if (!status && now) status = move_report(c, now, true, err);
		if (!status && now) status = forget_pairs(c, now, err);
	}
	for (size_t i = 0; i < others.n && !status && now; i++) {
		if (now == before && rw_ids_find(&t->stale, others.p[i]) == UINT32_MAX) continue;
		status = forget_pairs(c, others.p[i], err);
		if (!status) status = measure(c, &now, 1, others.p[i], err);
	}
	return status;
}

/* --- lists -------------------------------------------------------------------------------------------------------------- */
static riwaya_status read_list(copying *c, uint32_t hash, list *out, riwaya_error *err) {
	rw_settling *t = c->t;
	bool fresh;
	uint32_t at = rw_ids_put(&c->hashes, (int64_t)hash + 1, &fresh);
	if (!fresh) {
		*out = c->lists.p[at];
		return RIWAYA_OK;
	}
	rw_stmt *q;
	bool row;
	RW_VEC(entry) all = {0};
	riwaya_status status =
		rw_db_stmt(t->s->db, "SELECT told, report FROM print WHERE hash = ?1 ORDER BY told, report", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, hash);
	while (!(status = rw_step(q, &row, err)) && row)
		rw_vec_push(t->scratch, &all, (entry){rw_col_int(q, 0), rw_col_int(q, 1)});
	*out = (list){all.p, all.n};
	rw_vec_push(t->scratch, &c->lists, *out);
	return status;
}

static riwaya_status change_list(copying *c, const print_change *p, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(c->t->s->db,
		p->came ? "INSERT INTO print (hash, told, report) VALUES (?1, ?2, ?3)"
				: "DELETE FROM print WHERE hash = ?1 AND told = ?2 AND report = ?3",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, p->hash);
	rw_bind_int(q, 2, p->told);
	rw_bind_int(q, 3, p->report);
	return rw_run(q, err);
}

/* Lists as they are now, and those behind a change near their head. */
static riwaya_status change_lists(copying *c, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	if (c->changes.n) qsort(c->changes.p, c->changes.n, sizeof *c->changes.p, by_hash);
	for (size_t i = 0; i < c->changes.n && !status; i++) status = change_list(c, &c->changes.p[i], err);
	for (size_t i = 0; i < c->changes.n && !status;) {
		const print_change *first = &c->changes.p[i];
		list l;
		status = read_list(c, first->hash, &l, err);
		size_t rank = 0;
		while (rank < l.n &&
			(l.p[rank].told < first->told || (l.p[rank].told == first->told && l.p[rank].report < first->report)))
			rank++;
		for (size_t k = rank; rank < RW_GROUP_COMMON && k < l.n; k++) rw_ids_put(&c->again, l.p[k].report, NULL);
		while (i < c->changes.n && c->changes.p[i].hash == first->hash) i++;
	}
	return status;
}

/* --- candidates ----------------------------------------------------------------------------------------------------------- */
static const rw_wording *wording_of(rw_settling *t, rw_at_hand *h) {
	if (!h->wording) {
		rw_wording *w = RW_NEW(t->a, rw_wording);
		rw_wording_of(&t->s->copying, t->a, t->scratch, &h->stored.known, w);
		h->wording = w;
	}
	return h->wording;
}

static riwaya_status put_pair(copying *c, int64_t report, int64_t of, const rw_measured *m, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(c->t->s->db,
		"INSERT INTO copy (report, of, share, whole, best) VALUES (?1, ?2, ?3, ?4, 0) ON CONFLICT (report, of) DO UPDATE SET "
		"share = excluded.share, whole = excluded.whole",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	rw_bind_int(q, 2, of);
	rw_bind_double(q, 3, m->share);
	rw_bind_int(q, 4, m->whole);
	rw_ids_put(&c->offered, report, NULL);
	return rw_run(q, err);
}

static riwaya_status measure(copying *c, const int64_t *firsts, size_t n, int64_t second, riwaya_error *err) {
	rw_settling *t = c->t;
	const rw_wording *words[RW_GROUP_COPIES];
	rw_measured out[RW_GROUP_COPIES];
	rw_at_hand *h;
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < n && !status; i++) {
		status = rw_settle_report(t, firsts[i], &h, err);
		if (!status) words[i] = wording_of(t, h);
	}
	if (!status) status = rw_settle_report(t, second, &h, err);
	if (status || !n) return status;
	const rw_wording *last = wording_of(t, h);
	rw_mark m = rw_arena_mark(t->scratch);
	rw_measure(&t->s->copying, t->scratch, words, n, last, out);
	rw_arena_reset(t->scratch, m);
	for (size_t i = 0; i < n && !status; i++) {
		if (out[i].who == RW_COPIER_FIRST) status = put_pair(c, firsts[i], second, &out[i], err);
		if (out[i].who == RW_COPIER_SECOND) status = put_pair(c, second, firsts[i], &out[i], err);
	}
	return status;
}

/* Pairs in which a report was the later one. */
static riwaya_status forget_candidates(copying *c, int64_t report, int64_t told, riwaya_error *err) {
	rw_settling *t = c->t;
	rw_stmt *q;
	bool row;
	RW_VEC(entry) pairs = {0};
	riwaya_status status = rw_db_stmt(t->s->db,
		"SELECT c.report, c.of FROM copy c JOIN report o ON o.id = c.of WHERE c.report = ?1 AND (o.told < ?2 OR (o.told = ?2 AND "
		"o.id < ?1)) AND o.stands = 1 UNION ALL SELECT c.report, c.of FROM copy c JOIN report o ON o.id = c.report WHERE c.of = ?1 "
		"AND (o.told < ?2 OR (o.told = ?2 AND o.id < ?1)) AND o.stands = 1",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	rw_bind_int(q, 2, told);
	while (!(status = rw_step(q, &row, err)) && row)
		rw_vec_push(t->scratch, &pairs, (entry){rw_col_int(q, 0), rw_col_int(q, 1)});
	for (size_t i = 0; i < pairs.n && !status; i++) {
		rw_ids_put(&c->offered, pairs.p[i].told, NULL);
		status = run_with(
			t->s->db, "DELETE FROM copy WHERE report = ?1 AND of = ?2", pairs.p[i].told, pairs.p[i].report, err);
	}
	return status;
}

typedef struct sharer {
	entry at; /* first: by_entry looks at it */
	uint32_t sharers;
} sharer;

static riwaya_status find_candidates(copying *c, int64_t report, riwaya_error *err) {
	rw_settling *t = c->t;
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(t->s->db, "SELECT told, prints FROM report WHERE id = ?1 AND stands = 1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	status = rw_step(q, &row, err);
	if (status || !row) return status;
	entry own = {rw_col_int(q, 0), report};
	rw_slice prints = rw_arena_copy(t->scratch, rw_col_blob(q, 1));
	rw_stmt_reset(q);
	status = forget_candidates(c, report, own.told, err);
	RW_VEC(sharer) met = {0};
	for (size_t i = 0; 4 * i + 3 < prints.n && !status; i++) {
		list l;
		uint32_t n = 0;
		status = read_list(c, print_at(prints, i), &l, err);
		while (n < l.n && n < RW_GROUP_COMMON && by_entry(&l.p[n], &own) < 0) n++;
		for (size_t k = 0; k < n; k++) rw_vec_push(t->scratch, &met, (sharer){l.p[k], n});
	}
	if (status || !met.n) return status;
	/* numbers that ascend in the order told */
	qsort(met.p, met.n, sizeof *met.p, by_entry);
	rw_met *numbered = RW_ARRAY(t->scratch, rw_met, met.n);
	int64_t *reports = RW_ARRAY(t->scratch, int64_t, met.n), firsts[RW_GROUP_COPIES];
	uint32_t n = 0, found[RW_GROUP_COPIES];
	for (size_t i = 0; i < met.n; i++) {
		if (!i || met.p[i].at.report != met.p[i - 1].at.report) reports[n++] = met.p[i].at.report;
		numbered[i] = (rw_met){n - 1, met.p[i].sharers};
	}
	size_t n_found = rw_candidates(t->scratch, numbered, met.n, found);
	for (size_t i = 0; i < n_found; i++) firsts[i] = reports[found[i]];
	return measure(c, firsts, n_found, report, err);
}

/* --- offers ------------------------------------------------------------------------------------------------------------------ */
typedef struct offered {
	entry of;
	double share;
	bool whole, best;
} offered;

static int by_offered(const void *pa, const void *pb) {
	return by_entry(&((const offered *)pa)->of, &((const offered *)pb)->of);
}

static riwaya_status touch_main(rw_settling *t, int64_t report, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(t->s->db, "SELECT id FROM thread WHERE report = ?1 AND number = 0", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	status = rw_step(q, &row, err);
	if (!status && row) rw_ids_put(&t->touched, rw_col_int(q, 0), NULL);
	rw_stmt_reset(q);
	return status;
}

static riwaya_status choose_offer(copying *c, int64_t report, riwaya_error *err) {
	rw_settling *t = c->t;
	rw_stmt *q;
	bool row;
	RW_VEC(offered) all = {0};
	RW_VEC(rw_offer) offers = {0};
	riwaya_status status = rw_db_stmt(t->s->db,
		"SELECT o.told, o.id, c.share, c.whole, c.best FROM copy c JOIN report o ON o.id = c.of WHERE c.report = ?1",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	while (!(status = rw_step(q, &row, err)) && row)
		rw_vec_push(t->scratch, &all,
			(offered){{rw_col_int(q, 0), rw_col_int(q, 1)}, rw_col_double(q, 2), rw_col_int(q, 3) != 0,
				rw_col_int(q, 4) != 0});
	if (status) return status;
	if (all.n) qsort(all.p, all.n, sizeof *all.p, by_offered);
	for (size_t i = 0; i < all.n; i++)
		rw_vec_push(t->scratch, &offers, (rw_offer){(uint32_t)i, all.p[i].share, all.p[i].whole});
	size_t best = all.n ? rw_best_offer(offers.p, offers.n) : 0;
	status = touch_main(t, report, err);
	for (size_t i = 0; i < all.n && !status; i++) {
		if (all.p[i].best == (i == best)) continue;
		status = touch_main(t, all.p[i].of.report, err);
		if (!status)
			status = run_with(t->s->db,
				i == best ? "UPDATE copy SET best = 1 WHERE report = ?1 AND of = ?2"
						  : "UPDATE copy SET best = 0 WHERE report = ?1 AND of = ?2",
				report, all.p[i].of.report, err);
	}
	return status;
}

riwaya_status rw_settle_copies(rw_settling *t, riwaya_error *err) {
	rw_mark m = rw_arena_mark(t->scratch);
	copying c = {.t = t, .hashes = RW_IDS(t->scratch), .again = RW_IDS(t->scratch), .offered = RW_IDS(t->scratch)};
	rw_ids keys = RW_IDS(t->scratch);
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < t->stale.n && !status; i++) {
		rw_stmt *q;
		bool row, fresh;
		status = rw_db_stmt(t->s->db, "SELECT text_key, replaced_by FROM report WHERE id = ?1", &q, err);
		if (status) return status;
		rw_bind_int(q, 1, t->stale.p[i]);
		status = rw_step(q, &row, err);
		if (status || !row) continue;
		int64_t key = rw_col_int(q, 0);
		bool replaced = !rw_col_null(q, 1);
		rw_stmt_reset(q);
		if (replaced) status = forget_pairs(&c, t->stale.p[i], err);
		if (!key || status) continue;
		rw_ids_put(&keys, key, &fresh);
		if (fresh) status = settle_text(&c, key, err);
	}
	if (!status) status = change_lists(&c, err);
	for (size_t i = 0; i < c.again.n && !status; i++) status = find_candidates(&c, c.again.p[i], err);
	for (size_t i = 0; i < c.offered.n && !status; i++) status = choose_offer(&c, c.offered.p[i], err);
	rw_arena_reset(t->scratch, m);
	return status;
}
