/* copying.c: who copies whom, kept up as group/copies.h says step by step.
 *
 * Table print has the lists: of each print the standing reports that have it, in the order told. Table copy has the pairs that were measured and
 * share passages; each belongs to the later report of the two, of which the other is a candidate, or for which it stands. All changes of
 * one transaction are made first; then candidates are found and measured again where they may be others.
 */
#include "store/settle.h"
#include <stdlib.h>

typedef rw_print_entry entry;

typedef RW_VEC(entry) entries;

typedef struct print_change {
	uint32_t hash;
	int64_t told, report;
	bool came;
} print_change;

typedef struct copying {
	rw_settling *t;
	bool many; /* reports: lists are kept in memory */
	RW_VEC(print_change) changes;
	rw_ids came;    /* reports that began to stand */
	rw_ids again;   /* standing reports whose candidates are found again */
	rw_ids offered; /* reports whose offers changed */
} copying;

uint32_t rw_print_at(rw_slice prints, size_t i) {
	uint32_t v = 0;
	for (unsigned k = 0; k < 4; k++) v |= (uint32_t)(unsigned char)prints.p[4 * i + k] << 8 * k;
	return v;
}

int rw_by_entry(const void *pa, const void *pb) {
	const rw_print_entry *a = pa, *b = pb;
	if (a->told != b->told) return a->told < b->told ? -1 : 1;
	return (a->report > b->report) - (a->report < b->report);
}

static int by_hash(const void *pa, const void *pb) {
	const print_change *a = pa, *b = pb;
	if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
	if (a->told != b->told) return a->told < b->told ? -1 : 1;
	return (a->report > b->report) - (a->report < b->report);
}

static const rw_wording *wording_of(rw_settling *t, rw_at_hand *h) {
	if (!h->wording) {
		rw_wording *w = RW_NEW(t->a, rw_wording);
		rw_wording_of(&t->s->copying, t->a, t->scratch, &h->stored.known, w);
		h->wording = w;
	}
	return h->wording;
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
	int64_t told = rw_col_int(q, 0);
	rw_slice prints = rw_arena_copy(t->scratch, rw_col_blob(q, 1));
	rw_stmt_reset(q);
	for (size_t i = 0; 4 * i + 3 < prints.n; i++)
		rw_vec_push(t->scratch, &c->changes, (print_change){rw_print_at(prints, i), told, report, came});
	if (came) {
		rw_ids_put(&c->came, report, NULL);
		rw_ids_put(&c->again, report, NULL);
	}
	return RW_RUN(t->s->db, "UPDATE report SET stands = ?2 WHERE id = ?1", err, report, came);
}

/* Pairs that belong to a report go. */
static riwaya_status forget_pairs(copying *c, int64_t report, riwaya_error *err) {
	rw_stmt *q;
	bool row, any = false;
	riwaya_status status = rw_db_stmt(c->t->s->db, "SELECT report FROM copy WHERE owner = ?1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	while (!(status = rw_step(q, &row, err)) && row) {
		rw_ids_put(&c->offered, rw_col_int(q, 0), NULL);
		any = true;
	}
	if (status || !any) return status;
	return RW_RUN(c->t->s->db, "DELETE FROM copy WHERE owner = ?1", err, report);
}

static riwaya_status measure(copying *c, const int64_t *firsts, size_t n, int64_t second, riwaya_error *err);

/* A report of one text. */
typedef struct twin {
	int64_t id;
	bool stood, replaced;
	riwaya_when published;
} twin;

/* Who of those with one text stands, in the order told; the others are measured with the one that stands for them. */
static riwaya_status settle_text(copying *c, int64_t key, riwaya_error *err) {
	rw_settling *t = c->t;
	rw_stmt *q;
	bool row;
	RW_VEC(twin) twins = {0};
	riwaya_status status = rw_db_stmt(t->s->db,
		"SELECT id, stands, replaced_by, published_from, published_to FROM report WHERE text_key = ?1 AND text_key <> 0 ORDER BY "
		"told, id",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, key);
	while (!(status = rw_step(q, &row, err)) && row) {
		twin x = {.id = rw_col_int(q, 0), .stood = rw_col_int(q, 1) != 0, .replaced = !rw_col_null(q, 2)};
		if (!rw_col_null(q, 3))
			x.published = (riwaya_when){rw_col_int(q, 3), rw_col_int(q, 4), RIWAYA_PRECISION_MINUTE};
		rw_vec_push(t->scratch, &twins, x);
	}
	uint32_t n_words = 0;
	if (!status && twins.n > 1) {
		rw_at_hand *h;
		status = rw_settle_report(t, twins.p[0].id, false, &h, err);
		if (!status) n_words = wording_of(t, h)->n_words;
	}
	const twin *stands = NULL;
	bool other = false; /* another one stands than before */
	for (size_t i = 0; i < twins.n && !status; i++) {
		const twin *x = &twins.p[i];
		bool now = !x->replaced && (!stands || rw_told_anew(&t->s->copying, n_words, stands->published, x->published));
		if (now != x->stood) status = move_report(c, x->id, now, err);
		other = now ? now != x->stood : other || now != x->stood;
		if (now) stands = x;
		bool stale = rw_ids_find(&t->stale, x->id) != UINT32_MAX;
		if (status || now || (!other && !stale)) continue;
		status = forget_pairs(c, x->id, err);
		if (!status && !x->replaced && stands) status = measure(c, &stands->id, 1, x->id, err);
	}
	return status;
}

/* --- lists -------------------------------------------------------------------------------------------------------------- */
static void bind_entry(rw_stmt *q, uint32_t hash, int64_t most, const entry *at) {
	rw_bind_int(q, 1, hash);
	rw_bind_int(q, 2, most);
	rw_bind_int(q, 3, at->told);
	rw_bind_int(q, 4, at->report);
}

/* Entries by a statement that takes the print, how many at most, and an entry. */
static riwaya_status read_entries(rw_settling *t, rw_arena *a, const char *sql, uint32_t hash, int64_t most,
	const entry *at, entries *out, riwaya_error *err) {
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(t->s->db, sql, &q, err);
	if (status) return status;
	bind_entry(q, hash, most, at);
	while (!(status = rw_step(q, &row, err)) && row) rw_vec_push(a, out, (entry){rw_col_int(q, 0), rw_col_int(q, 1)});
	return status;
}

#define BEFORE "(told, report) < (?3, ?4)"
#define BEHIND "(told, report) > (?3, ?4)"
_Static_assert(RW_TOLD_UNDATED == 576460748008456192, "as the statements have it");
#define DATED "told < 576460748008456192"
#define UNDATED "told >= 576460748008456192"
static const char FROM_FIRST[] =
	"SELECT told, report FROM print WHERE hash = ?1 AND " BEHIND " ORDER BY told, report LIMIT ?2",
				  DATED_BEFORE[] = "SELECT told, report FROM print WHERE hash = ?1 AND " BEFORE
								   " ORDER BY told DESC, report DESC LIMIT ?2",
				  DATED_BEHIND[] = "SELECT told, report FROM print WHERE hash = ?1 AND " DATED " AND " BEHIND
								   " ORDER BY told, report LIMIT ?2",
				  UNDATED_BEFORE[] = "SELECT told, report FROM print WHERE hash = ?1 AND " UNDATED " AND " BEFORE
									 " ORDER BY told DESC, report DESC LIMIT ?2";
static const entry first = {INT64_MIN, 0}, first_undated = {(int64_t)RW_TOLD_UNDATED - 1, INT64_MAX};
enum { ALL = INT32_MAX };

/* A list in memory, where it is worth it: many reports come at once, and it has no more entries than `most`. NULL: ask the table. */
static riwaya_status read_list(copying *c, uint32_t hash, size_t most, rw_print_list **out, riwaya_error *err) {
	rw_settling *t = c->t;
	*out = NULL;
	if (!c->many) return RIWAYA_OK;
	rw_settled *kept = &t->s->settled;
	bool fresh;
	uint32_t at = rw_ids_put(&kept->hashes, (int64_t)hash + 1, &fresh);
	if (fresh) rw_vec_push(t->a, &kept->lists, (rw_print_list){0});
	rw_print_list *l = &kept->lists.p[at];
	if (most > RW_SETTLE_LIST) most = RW_SETTLE_LIST;
	if (!l->whole && l->tried < most) {
		entries all = {0};
		rw_mark m = rw_arena_mark(&t->s->spare);
		riwaya_status status = read_entries(t, &t->s->spare, FROM_FIRST, hash, (int64_t)most + 1, &first, &all, err);
		l->tried = (uint32_t)most;
		l->whole = !status && all.n <= most;
		if (l->whole) {
			l->n = l->cap = (uint32_t)all.n;
			l->p = RW_ARRAY(t->a, entry, all.n);
			if (all.n) memcpy(l->p, all.p, all.n * sizeof *all.p);
		}
		rw_arena_reset(&t->s->spare, m);
		if (status) return status;
	}
	if (l->whole) *out = l;
	return RIWAYA_OK;
}

/* The first entry of a list that is not before `at`. */
static uint32_t place_of(const rw_print_list *l, const entry *at) {
	uint32_t lo = 0, hi = l->n;
	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;
		if (rw_by_entry(&l->p[mid], at) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* The entries of a list among which a report's candidates are: some with a date, some without. */
static riwaya_status list_before(
	copying *c, rw_arena *a, uint32_t hash, const entry *at, entries out[2], riwaya_error *err) {
	rw_print_list *l;
	rw_settling *t = c->t;
	bool dated = at->told < RW_TOLD_UNDATED;
	riwaya_status status = read_list(c, hash, RW_SETTLE_GLANCE, &l, err);
	out[0] = out[1] = (entries){0};
	if (status) return status;
	if (l) {
		uint32_t end = place_of(l, at);
		rw_looked k = rw_looked_at(end, dated ? UINT32_MAX : place_of(l, &first_undated));
		out[0] = (entries){l->p + k.first, k.dated - k.first, 0};
		out[1] = (entries){l->p + k.undated, end - k.undated, 0};
		return RIWAYA_OK;
	}
	if (dated) return read_entries(t, a, DATED_BEFORE, hash, RW_GROUP_COMMON, at, &out[0], err);
	status = read_entries(t, a, DATED_BEHIND, hash, RW_GROUP_COMMON, &first, &out[0], err);
	return status ? status : read_entries(t, a, UNDATED_BEFORE, hash, RW_GROUP_COMMON, at, &out[1], err);
}

static void change_kept(rw_settling *t, rw_print_list *l, const print_change *p) {
	entry x = {p->told, p->report};
	uint32_t at = place_of(l, &x);
	if (!p->came) {
		memmove(l->p + at, l->p + at + 1, (--l->n - at) * sizeof *l->p);
		return;
	}
	if (l->n == l->cap) {
		entry *more = RW_ARRAY(t->a, entry, l->cap ? 2 * l->cap : 1);
		if (l->n) memcpy(more, l->p, l->n * sizeof *more);
		l->p = more;
		l->cap = l->cap ? 2 * l->cap : 1;
	}
	memmove(l->p + at + 1, l->p + at, (l->n++ - at) * sizeof *l->p);
	l->p[at] = x;
}

/* n: how many changes the list has. */
static riwaya_status change_list(copying *c, const print_change *p, size_t n, riwaya_error *err) {
	rw_stmt *q;
	rw_print_list *l;
	riwaya_status status = read_list(c, p->hash, n * RW_SETTLE_WORTH, &l, err);
	if (!status)
		status = rw_db_stmt(c->t->s->db,
			p->came ? "INSERT INTO print (hash, told, report) VALUES (?1, ?2, ?3)"
					: "DELETE FROM print WHERE hash = ?1 AND told = ?2 AND report = ?3",
			&q, err);
	if (status) return status;
	rw_bind_int(q, 1, p->hash);
	rw_bind_int(q, 2, p->told);
	rw_bind_int(q, 3, p->report);
	status = rw_run(q, err);
	if (!status && l) change_kept(c->t, l, p);
	return status;
}

/* The next RW_GROUP_COMMON behind a change that were there before. One that came itself has its own next ones found again in the same go, so
 * that each stretch of a list is gone through once. *scanned: how far that was. */
static riwaya_status find_behind(
	copying *c, const print_change *p, const rw_print_list *l, entry *scanned, riwaya_error *err) {
	bool dated = p->told < RW_TOLD_UNDATED;
	entry at = {p->told, p->report};
	if (p->came && rw_by_entry(&at, scanned) <= 0) return RIWAYA_OK;
	rw_settling *t = c->t;
	rw_stmt *q = NULL;
	riwaya_status status = RIWAYA_OK;
	uint32_t place = l ? place_of(l, &at) : 0, end = l && dated ? place_of(l, &first_undated) : l ? l->n : 0;
	if (!l) {
		status = rw_db_stmt(t->s->db, dated ? DATED_BEHIND : FROM_FIRST, &q, err);
		if (!status) bind_entry(q, p->hash, ALL, &at);
	}
	for (uint32_t left = RW_GROUP_COMMON; left && !status;) {
		bool more = l && place < end;
		if (more) {
			at = l->p[place++];
		} else if (!l) {
			status = rw_step(q, &more, err);
			if (!status && more) at = (entry){rw_col_int(q, 0), rw_col_int(q, 1)};
		}
		if (!more) break;
		if (rw_ids_find(&c->came, at.report) != UINT32_MAX) {
			left = RW_GROUP_COMMON;
			continue;
		}
		rw_ids_put(&c->again, at.report, NULL);
		left--;
	}
	if (q) rw_stmt_reset(q);
	*scanned = at;
	return status;
}

/* All without a date, where a change is among the first that have one. */
static riwaya_status find_undated(copying *c, const print_change *p, const rw_print_list *l, riwaya_error *err) {
	rw_settling *t = c->t;
	entry at = {p->told, p->report};
	entries undated = {0}, before = {0};
	if (p->told >= RW_TOLD_UNDATED) return RIWAYA_OK;
	if (l) {
		uint32_t end = place_of(l, &first_undated);
		if (place_of(l, &at) < RW_GROUP_COMMON) undated = (entries){l->p + end, l->n - end, 0};
	} else {
		riwaya_status status = read_entries(t, t->scratch, DATED_BEFORE, p->hash, RW_GROUP_COMMON, &at, &before, err);
		if (!status && before.n < RW_GROUP_COMMON)
			status = read_entries(t, t->scratch, FROM_FIRST, p->hash, ALL, &first_undated, &undated, err);
		if (status) return status;
	}
	for (size_t i = 0; i < undated.n; i++) rw_ids_put(&c->again, undated.p[i].report, NULL);
	return RIWAYA_OK;
}

/* Where the changes of a list end. */
static size_t end_of_list(const copying *c, size_t i) {
	uint32_t hash = c->changes.p[i].hash;
	while (i < c->changes.n && c->changes.p[i].hash == hash) i++;
	return i;
}

static riwaya_status change_lists(copying *c, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	if (c->changes.n) qsort(c->changes.p, c->changes.n, sizeof *c->changes.p, by_hash);
	for (size_t i = 0, end; i < c->changes.n && !status; i = end) {
		end = end_of_list(c, i);
		for (size_t k = i; k < end && !status; k++) status = change_list(c, &c->changes.p[k], end - i, err);
	}
	for (size_t i = 0, end; i < c->changes.n && !status; i = end) {
		rw_print_list *l;
		end = end_of_list(c, i);
		status = read_list(c, c->changes.p[i].hash, (end - i) * RW_SETTLE_WORTH, &l, err);
		if (!status) status = find_undated(c, &c->changes.p[i], l, err);
		entry scanned = first;
		for (size_t k = i; k < end && !status; k++) {
			const print_change *p = &c->changes.p[k];
			if (k > i && p->told >= RW_TOLD_UNDATED && p[-1].told < RW_TOLD_UNDATED) scanned = first;
			status = find_behind(c, p, l, &scanned, err);
		}
	}
	return status;
}

/* --- candidates ----------------------------------------------------------------------------------------------------------- */
static riwaya_status put_pair(
	copying *c, int64_t report, int64_t of, int64_t owner, const rw_measured *m, riwaya_error *err) {
	rw_stmt *q;
	riwaya_status status = rw_db_stmt(c->t->s->db,
		"INSERT INTO copy (report, of, share, whole, best, owner) VALUES (?1, ?2, ?3, ?4, 0, ?5) ON CONFLICT (report, of) DO "
		"UPDATE SET share = excluded.share, whole = excluded.whole, owner = excluded.owner",
		&q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	rw_bind_int(q, 2, of);
	rw_bind_double(q, 3, m->share);
	rw_bind_int(q, 4, m->whole);
	rw_bind_int(q, 5, owner);
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
		status = rw_settle_report(t, firsts[i], false, &h, err);
		if (!status) words[i] = wording_of(t, h);
	}
	if (!status) status = rw_settle_report(t, second, false, &h, err);
	if (status || !n) return status;
	const rw_wording *last = wording_of(t, h);
	rw_mark m = rw_arena_mark(t->scratch);
	rw_measure(&t->s->copying, t->scratch, words, n, last, out);
	/* most share too little; of the others the claims are read */
	for (size_t i = 0; i < n && !status; i++) {
		if (!out[i].shares) continue;
		status = rw_settle_report(t, firsts[i], true, &h, err);
		if (!status) status = rw_settle_report(t, second, true, &h, err);
		if (!status) rw_measure(&t->s->copying, t->scratch, &words[i], 1, last, &out[i]);
	}
	rw_arena_reset(t->scratch, m);
	for (size_t i = 0; i < n && !status; i++) {
		if (out[i].who == RW_COPIER_FIRST) status = put_pair(c, firsts[i], second, second, &out[i], err);
		if (out[i].who == RW_COPIER_SECOND) status = put_pair(c, second, firsts[i], second, &out[i], err);
	}
	return status;
}

/* A report met on lists, numbered in the order of meeting. */
typedef struct sharer {
	entry at; /* first: rw_by_entry looks at it */
	uint32_t number, prints;
} sharer;

typedef struct sharing {
	rw_ids reports;
	RW_VEC(sharer) sharers; /* of each */
	RW_VEC(rw_met) met;
} sharing;

static void meet(rw_arena *a, sharing *x, const entries *list, uint32_t taken) {
	for (size_t k = 0; k < list->n; k++) {
		bool fresh;
		uint32_t number = rw_ids_put(&x->reports, list->p[k].report, &fresh);
		if (fresh) rw_vec_push(a, &x->sharers, (sharer){list->p[k], number, 0});
		x->sharers.p[number].prints++;
		rw_vec_push(a, &x->met, (rw_met){number, taken});
	}
}

/* Leaves those that share enough to be candidates, few of all, and numbers them in the order told. */
static void number_sharers(rw_arena *a, sharing *x) {
	uint32_t *places = RW_ARRAY(a, uint32_t, x->sharers.n);
	size_t n = 0;
	for (size_t i = 0; i < x->sharers.n; i++) {
		places[i] = RW_NO;
		if (x->sharers.p[i].prints >= RW_GROUP_SHARED) x->sharers.p[n++] = x->sharers.p[i];
	}
	x->sharers.n = n;
	if (n) qsort(x->sharers.p, n, sizeof *x->sharers.p, rw_by_entry);
	for (uint32_t i = 0; i < n; i++) places[x->sharers.p[i].number] = i;
	n = 0;
	for (size_t i = 0; i < x->met.n; i++) {
		uint32_t at = places[x->met.p[i].report];
		if (at != RW_NO) x->met.p[n++] = (rw_met){at, x->met.p[i].sharers};
	}
	x->met.n = n;
}

static riwaya_status find_candidates(copying *c, int64_t report, riwaya_error *err) {
	rw_settling *t = c->t;
	rw_arena *a = &t->s->spare; /* of this report alone */
	rw_stmt *q;
	bool row;
	riwaya_status status = rw_db_stmt(t->s->db, "SELECT told, prints FROM report WHERE id = ?1 AND stands = 1", &q, err);
	if (status) return status;
	rw_bind_int(q, 1, report);
	status = rw_step(q, &row, err);
	if (status || !row) return status;
	rw_mark m = rw_arena_mark(a);
	entry own = {rw_col_int(q, 0), report};
	rw_slice prints = rw_arena_copy(a, rw_col_blob(q, 1));
	rw_stmt_reset(q);
	status = forget_pairs(c, report, err);
	sharing x = {.reports = RW_IDS(a)};
	for (size_t i = 0; 4 * i + 3 < prints.n && !status; i++) {
		entries before[2];
		status = list_before(c, a, rw_print_at(prints, i), &own, before, err);
		uint32_t taken = (uint32_t)(before[0].n + before[1].n);
		meet(a, &x, &before[0], taken);
		meet(a, &x, &before[1], taken);
	}
	if (!status) number_sharers(a, &x);
	if (!status && x.met.n) {
		uint32_t found[RW_GROUP_COPIES];
		int64_t firsts[RW_GROUP_COPIES];
		size_t n_found = rw_candidates(a, x.met.p, x.met.n, found);
		for (size_t i = 0; i < n_found; i++) firsts[i] = x.sharers.p[found[i]].at.report;
		status = measure(c, firsts, n_found, report, err);
	}
	rw_arena_reset(a, m);
	return status;
}

/* --- offers ------------------------------------------------------------------------------------------------------------------ */
typedef struct offered {
	entry of;
	double share;
	bool whole, best;
} offered;

static int by_offered(const void *pa, const void *pb) {
	return rw_by_entry(&((const offered *)pa)->of, &((const offered *)pb)->of);
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
			status = RW_RUN(t->s->db,
				i == best ? "UPDATE copy SET best = 1 WHERE report = ?1 AND of = ?2"
						  : "UPDATE copy SET best = 0 WHERE report = ?1 AND of = ?2",
				err, report, all.p[i].of.report);
	}
	return status;
}

riwaya_status rw_settle_copies(rw_settling *t, riwaya_error *err) {
	rw_mark m = rw_arena_mark(t->scratch);
	copying c = {.t = t,
		.many = t->stale.n >= RW_SETTLE_MANY,
		.came = RW_IDS(t->scratch),
		.again = RW_IDS(t->scratch),
		.offered = RW_IDS(t->scratch)};
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
