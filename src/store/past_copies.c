/* past_copies.c: who copied whom at a moment, as group/copies.h says, found for the reports that are asked for.
 *
 * Table print has the texts that stand now. Of one text another report may have stood then, so a list of that time is made of the texts that it
 * has now, and of those of altered reports.
 */
#include "store/past.h"
#include <stdlib.h>

/* Reports of one text, in the order told, and who stood for each. */
typedef struct twins {
	rw_was_list all;
	rw_was_list stood;
} twins;

/* A pair that was measured. */
typedef struct pair {
	rw_was *copier, *of;
	double share;
	bool whole;
} pair;
typedef RW_VEC(pair) pairs;

/* The list of a print, in the order told. Reports on it are looked at as they are asked for: a formula's list has thousands, of which a few count. */
typedef RW_VEC(rw_print_entry) list;

struct rw_past_lists {
	RW_VEC(twins) texts; /* by rw_past.keys */
	RW_VEC(list) lists;  /* by rw_past.hashes */
	bool sought;
	rw_ids unsure;                /* reports that stand now for a text for which another one may have stood then … */
	RW_VEC(int64_t) unsure_texts; /* … and the texts */
};

struct rw_past_lists *rw_past_lists_new(rw_arena *a) {
	return RW_NEW(a, struct rw_past_lists);
}

struct rw_copied {
	rw_was *stands; /* for it */
	bool measured, chosen, paired;
	rw_was *candidates[RW_GROUP_COPIES];
	size_t n_candidates;
	pairs pairs; /* with its candidates … */
	pairs all;   /* … and with those whose candidate it is */
	rw_past_copy best;
};

static int in_order_told(const void *pa, const void *pb) {
	const rw_was *a = *(rw_was *const *)pa, *b = *(rw_was *const *)pb;
	if (a->told != b->told) return a->told < b->told ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

/* Of the report alone: its claims are read where it shares enough with another. */
static riwaya_status wording_of(rw_past *p, rw_was *r, const rw_wording **out, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	if (!r->wording && !r->read) status = rw_load_report(p->s, p->a, r->id, &r->stored, err);
	if (!status && !r->wording) {
		rw_wording *w = RW_NEW(p->a, rw_wording);
		rw_wording_of(&p->s->copying, p->a, p->scratch, &r->stored.known, w);
		r->wording = w;
	}
	*out = r->wording;
	return status;
}

/* Hashes as numbers over 0. */
static int64_t number_of(int64_t key) { return (int64_t)((uint64_t)key >> 2) + 1; }

/* --- texts --------------------------------------------------------------------------------------------------------------- */
static riwaya_status read_numbers(
	rw_past *p, const char *sql, int64_t value, int64_t most, rw_ids *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(p->s->db, sql, &q, err);
	if (status) return status;
	rw_bind_int(q, 1, value);
	rw_bind_int(q, 2, most);
	while (!(status = rw_step(q, &row, err)) && row)
		if (rw_col_int(q, 0)) rw_ids_put(out, rw_col_int(q, 0), NULL);
	return status;
}

static struct rw_copied *copied_of(rw_past *p, rw_was *r) {
	if (!r->copied) r->copied = RW_NEW(p->a, struct rw_copied);
	return r->copied;
}

/* The reports of a text; none where it is too little to be copied. */
static riwaya_status twins_of(rw_past *p, int64_t key, const twins **out, riwaya_error *err) {
	static const twins none;
	*out = &none;
	if (!key) return RIWAYA_OK;
	bool fresh;
	uint32_t at = rw_ids_put(&p->keys, number_of(key), &fresh);
	struct rw_past_lists *l = p->lists;
	if (!fresh) {
		*out = &l->texts.p[at];
		return RIWAYA_OK;
	}
	twins t = {0};
	rw_ids ids = RW_IDS(p->a);
	riwaya_status status = read_numbers(
		p, "SELECT id FROM report WHERE text_key = ?1 AND text_key <> 0 LIMIT ?2", key, RW_PAST_TWINS, &ids, err);
	for (size_t i = 0; i < ids.n && !status; i++) {
		rw_was *r;
		status = rw_past_report(p, ids.p[i], &r, err);
		if (!status && r) rw_vec_push(p->a, &t.all, r);
	}
	if (t.all.n > 1) qsort(t.all.p, t.all.n, sizeof *t.all.p, in_order_told);
	uint32_t n_words = 0;
	if (!status && t.all.n > 1) {
		const rw_wording *w;
		status = wording_of(p, t.all.p[0], &w, err);
		if (!status) n_words = w->n_words;
	}
	rw_was *stands = NULL;
	for (size_t i = 0; i < t.all.n && !status; i++) {
		rw_was *r = t.all.p[i];
		if (!stands || rw_told_anew(&p->s->copying, n_words, stands->published, r->published)) {
			stands = r;
			rw_vec_push(p->a, &t.stood, r);
		}
		copied_of(p, r)->stands = stands;
	}
	rw_vec_push(p->a, &l->texts, t);
	*out = &l->texts.p[at];
	return status;
}

/* --- lists --------------------------------------------------------------------------------------------------------------- */
static bool has_print(rw_slice prints, uint32_t hash) {
	size_t lo = 0, hi = prints.n / 4; /* they ascend */
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (rw_print_at(prints, mid) < hash)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < prints.n / 4 && rw_print_at(prints, lo) == hash;
}

/* Standing reports of a text; each once. */
static riwaya_status doubt(rw_past *p, int64_t key, riwaya_error *err) {
	struct rw_past_lists *l = p->lists;
	rw_stmt *q;
	bool row, fresh;
	riwaya_status status =
		rw_db_stmt(p->s->db, "SELECT id FROM report WHERE text_key = ?1 AND text_key <> 0 AND stands = 1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, key);
	while (!(status = rw_step(q, &row, err)) && row) {
		rw_ids_put(&l->unsure, rw_col_int(q, 0), &fresh);
		if (fresh) rw_vec_push(p->a, &l->unsure_texts, key);
	}
	return status;
}

/* Texts of which reports came before and since, and those of altered reports. Of any other the one that stands now stood then, if it was there. */
static riwaya_status find_unsure(rw_past *p, riwaya_error *err) {
	struct rw_past_lists *l = p->lists;
	if (l->sought) return RIWAYA_OK;
	l->sought = true;
	l->unsure = RW_IDS(p->a);
	RW_VEC(int64_t) texts = {0};
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(p->s->db,
		"SELECT d.text_key FROM (SELECT text_key FROM report WHERE text_key <> 0 GROUP BY text_key HAVING count(*) > 1) d WHERE "
		"EXISTS (SELECT 1 FROM report o WHERE o.text_key = d.text_key AND o.text_key <> 0 AND o.received <= ?1) AND "
		"EXISTS (SELECT 1 FROM report n WHERE n.text_key = d.text_key AND n.text_key <> 0 AND n.received > ?1)",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, p->when);
	while (!(status = rw_step(q, &row, err)) && row) rw_vec_push(p->a, &texts, rw_col_int(q, 0));
	for (size_t i = 0; i < p->altered.n; i++) {
		const rw_was *r = p->all.p[rw_ids_find(&p->known, p->altered.p[i])];
		if (r->text_key) rw_vec_push(p->a, &texts, r->text_key);
	}
	for (size_t i = 0; i < texts.n && !status; i++) status = doubt(p, texts.p[i], err);
	return status;
}

/* Reports that may have stood then and have a print: those that were not there are passed over when they are met. */
static riwaya_status list_of(rw_past *p, uint32_t hash, const list **out, riwaya_error *err) {
	bool fresh;
	uint32_t at = rw_ids_put(&p->hashes, (int64_t)hash + 1, &fresh);
	struct rw_past_lists *l = p->lists;
	if (!fresh) {
		*out = &l->lists.p[at];
		return RIWAYA_OK;
	}
	list found = {0};
	rw_ids keys = RW_IDS(p->a);
	RW_VEC(int64_t) texts = {0};
	rw_stmt *q;
	bool row;
	riwaya_status status = find_unsure(p, err);
	if (!status) status = rw_db_stmt(p->s->db, "SELECT told, report FROM print WHERE hash = ?1 LIMIT ?2", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, hash);
	rw_bind_int(q, 2, RW_PAST_PRINT);
	while (!(status = rw_step(q, &row, err)) && row) {
		rw_print_entry e = {rw_col_int(q, 0), rw_col_int(q, 1)};
		uint32_t unsure = rw_ids_find(&l->unsure, e.report);
		if (unsure == UINT32_MAX) {
			rw_vec_push(p->a, &found, e);
			continue;
		}
		rw_ids_put(&keys, number_of(l->unsure_texts.p[unsure]), &fresh);
		if (fresh) rw_vec_push(p->a, &texts, l->unsure_texts.p[unsure]);
	}
	for (size_t i = 0; i < p->altered.n && !status; i++) {
		const rw_was *r = p->all.p[rw_ids_find(&p->known, p->altered.p[i])];
		if (!r->text_key || !has_print(r->prints, hash)) continue;
		rw_ids_put(&keys, number_of(r->text_key), &fresh);
		if (fresh) rw_vec_push(p->a, &texts, r->text_key);
	}
	for (size_t i = 0; i < texts.n && !status; i++) {
		const twins *t;
		status = twins_of(p, texts.p[i], &t, err);
		for (size_t k = 0; k < t->stood.n && !status; k++)
			rw_vec_push(p->a, &found, (rw_print_entry){t->stood.p[k]->told, t->stood.p[k]->id});
	}
	if (found.n > 1) qsort(found.p, found.n, sizeof *found.p, rw_by_entry);
	rw_vec_push(p->a, &l->lists, found);
	*out = &l->lists.p[at];
	return status;
}

static size_t place_of(const list *l, rw_print_entry e) {
	size_t lo = 0, hi = l->n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (rw_by_entry(&l->p[mid], &e) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool has_date(const rw_was *r) { return r->told < RW_TOLD_UNDATED; }

/* Up to so many that were there, of [from, to), in scratch memory; `back`: the last ones. */
static riwaya_status take(
	rw_past *p, const list *l, size_t from, size_t to, bool back, size_t most, rw_was_list *out, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	for (size_t i = from, taken = 0; i < to && taken < most && !status; i++) {
		rw_was *r;
		status = rw_past_report(p, l->p[back ? to - 1 - (i - from) : i].report, &r, err);
		if (status || !r) continue;
		rw_vec_push(p->scratch, out, r);
		taken++;
	}
	return status;
}

/* --- pairs --------------------------------------------------------------------------------------------------------------- */
typedef struct sharer {
	rw_was *r; /* first: in_order_told looks at it */
	uint32_t sharers;
} sharer;

static riwaya_status find_candidates(rw_past *p, rw_was *r, struct rw_copied *c, riwaya_error *err) {
	RW_VEC(sharer) met = {0};
	riwaya_status status = RIWAYA_OK;
	rw_mark m = rw_arena_mark(p->scratch);
	for (size_t i = 0; 4 * i + 3 < r->prints.n && !status; i++) {
		const list *l;
		rw_was_list before = {0};
		status = list_of(p, rw_print_at(r->prints, i), &l, err);
		if (status) break;
		size_t end = place_of(l, (rw_print_entry){r->told, r->id});
		size_t undated = has_date(r) ? 0 : place_of(l, (rw_print_entry){RW_TOLD_UNDATED, 0});
		status = take(p, l, 0, undated, false, RW_GROUP_COMMON, &before, err);
		if (!status) status = take(p, l, undated, end, true, RW_GROUP_COMMON, &before, err);
		for (size_t k = 0; k < before.n; k++) rw_vec_push(p->scratch, &met, (sharer){before.p[k], (uint32_t)before.n});
	}
	if (!status && met.n) {
		qsort(met.p, met.n, sizeof *met.p, in_order_told);
		rw_met *numbered = RW_ARRAY(p->scratch, rw_met, met.n);
		rw_was **reports = RW_ARRAY(p->scratch, rw_was *, met.n);
		uint32_t n = 0, found[RW_GROUP_COPIES];
		for (size_t i = 0; i < met.n; i++) {
			if (!i || met.p[i].r != met.p[i - 1].r) reports[n++] = met.p[i].r;
			numbered[i] = (rw_met){n - 1, met.p[i].sharers};
		}
		c->n_candidates = rw_candidates(p->scratch, numbered, met.n, found);
		for (size_t i = 0; i < c->n_candidates; i++) c->candidates[i] = reports[found[i]];
	}
	rw_arena_reset(p->scratch, m);
	return status;
}

/* A report with its candidates, or the one that stands for it. */
static riwaya_status measure(rw_past *p, rw_was *r, struct rw_copied **out, riwaya_error *err) {
	struct rw_copied *c = *out = copied_of(p, r);
	if (c->measured) return RIWAYA_OK;
	c->measured = true;
	const twins *t;
	const rw_wording *firsts[RW_GROUP_COPIES], *second;
	rw_measured found[RW_GROUP_COPIES];
	riwaya_status status = twins_of(p, r->text_key, &t, err);
	if (status || !c->stands) return status;
	if (c->stands == r) {
		status = find_candidates(p, r, c, err);
	} else {
		c->candidates[0] = c->stands;
		c->n_candidates = 1;
	}
	for (size_t i = 0; i < c->n_candidates && !status; i++) status = wording_of(p, c->candidates[i], &firsts[i], err);
	if (!status && c->n_candidates) status = wording_of(p, r, &second, err);
	if (status || !c->n_candidates) return status;
	rw_mark m = rw_arena_mark(p->scratch);
	rw_measure(&p->s->copying, p->scratch, firsts, c->n_candidates, second, found);
	for (size_t i = 0; i < c->n_candidates && !status; i++) {
		if (!found[i].shares) continue;
		status = rw_past_read(p, c->candidates[i], err);
		if (!status) status = rw_past_read(p, r, err);
		if (!status) rw_measure(&p->s->copying, p->scratch, &firsts[i], 1, second, &found[i]);
	}
	rw_arena_reset(p->scratch, m);
	if (status) return status;
	for (size_t i = 0; i < c->n_candidates; i++) {
		if (found[i].who == RW_COPIER_NONE) continue;
		bool first = found[i].who == RW_COPIER_FIRST;
		rw_vec_push(p->a, &c->pairs,
			(pair){first ? c->candidates[i] : r, first ? r : c->candidates[i], found[i].share, found[i].whole});
	}
	return RIWAYA_OK;
}

/* Reports behind r of which it may be a candidate, and those for which it stands. */
static riwaya_status dependents(rw_past *p, rw_was *r, rw_was_list *out, riwaya_error *err) {
	const twins *t;
	riwaya_status status = twins_of(p, r->text_key, &t, err);
	if (status || copied_of(p, r)->stands != r) return status;
	rw_ids seen = RW_IDS(p->a);
	RW_VEC(uint32_t) shared = {0}; /* lists on which each is near enough behind r to meet it */
	bool fresh;
	for (size_t i = 0; i < t->all.n; i++)
		if (t->all.p[i] != r && copied_of(p, t->all.p[i])->stands == r) rw_vec_push(p->a, out, t->all.p[i]);
	for (size_t i = 0; 4 * i + 3 < r->prints.n && !status; i++) {
		const list *l;
		rw_mark m = rw_arena_mark(p->scratch);
		rw_was_list before = {0}, behind = {0};
		status = list_of(p, rw_print_at(r->prints, i), &l, err);
		if (status) return status;
		size_t at = place_of(l, (rw_print_entry){r->told, r->id});
		size_t undated = place_of(l, (rw_print_entry){RW_TOLD_UNDATED, 0});
		status = take(p, l, at + 1, has_date(r) ? undated : l->n, false, RW_GROUP_COMMON, &behind, err);
		if (!status && has_date(r)) status = take(p, l, 0, at, true, RW_GROUP_COMMON, &before, err);
		if (!status && has_date(r) && before.n < RW_GROUP_COMMON)
			status = take(p, l, undated, l->n, false, l->n, &behind, err);
		for (size_t k = 0; k < behind.n; k++) {
			uint32_t seen_at = rw_ids_put(&seen, behind.p[k]->id, &fresh);
			if (fresh) rw_vec_push(p->a, &shared, 0u);
			if (++shared.p[seen_at] == RW_GROUP_SHARED) rw_vec_push(p->a, out, behind.p[k]);
		}
		rw_arena_reset(p->scratch, m);
	}
	return status;
}

/* All pairs that a report is in. */
static riwaya_status pairs_with(rw_past *p, rw_was *r, const pairs **out, riwaya_error *err) {
	struct rw_copied *own = copied_of(p, r), *c;
	rw_was_list behind = {0};
	*out = &own->all;
	if (own->paired) return RIWAYA_OK;
	riwaya_status status = measure(p, r, &c, err);
	for (size_t i = 0; i < c->pairs.n && !status; i++) rw_vec_push(p->a, &own->all, c->pairs.p[i]);
	if (!status) status = dependents(p, r, &behind, err);
	for (size_t i = 0; i < behind.n && !status; i++) {
		status = measure(p, behind.p[i], &c, err);
		for (size_t k = 0; k < c->pairs.n && !status; k++)
			if (c->pairs.p[k].copier == r || c->pairs.p[k].of == r) rw_vec_push(p->a, &own->all, c->pairs.p[k]);
	}
	own->paired = !status;
	return status;
}

static int by_original(const void *pa, const void *pb) {
	const pair *a = pa, *b = pb;
	return in_order_told(&a->of, &b->of);
}

riwaya_status rw_past_copy_of(rw_past *p, rw_was *r, rw_past_copy *out, riwaya_error *err) {
	struct rw_copied *c = copied_of(p, r);
	*out = c->best;
	if (c->chosen) return RIWAYA_OK;
	const pairs *with;
	pairs all = {0};
	riwaya_status status = pairs_with(p, r, &with, err);
	if (status) return status;
	for (size_t i = 0; i < with->n; i++)
		if (with->p[i].copier == r) rw_vec_push(p->a, &all, with->p[i]);
	size_t n = all.n;
	c->chosen = true;
	if (!n) return RIWAYA_OK;
	qsort(all.p, n, sizeof *all.p, by_original);
	rw_offer *offers = RW_ARRAY(p->a, rw_offer, n);
	for (size_t i = 0; i < n; i++) offers[i] = (rw_offer){(uint32_t)i, all.p[i].share, all.p[i].whole};
	const pair *best = &all.p[rw_best_offer(offers, n)];
	*out = c->best = (rw_past_copy){best->of, best->share, best->whole};
	return RIWAYA_OK;
}

riwaya_status rw_past_copiers(rw_past *p, rw_was *r, rw_was_list *out, riwaya_error *err) {
	const pairs *all;
	riwaya_status status = pairs_with(p, r, &all, err);
	for (size_t i = 0; i < all->n && !status; i++) {
		rw_past_copy best;
		if (all->p[i].of != r) continue;
		status = rw_past_copy_of(p, all->p[i].copier, &best, err);
		if (!status && best.of == r) rw_vec_push(p->a, out, all->p[i].copier);
	}
	return status;
}
