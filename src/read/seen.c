/* seen.c: what short stretches of a document were found to be, so that each is looked at once.
 *
 * Lines are asked about again and again: whether they are a stamp, a masthead, a place, an outlet's name. Words, rows of tables, stamps and pieces of a
 * stretch are functions of its text alone, so they are kept under it until the next document.
 */
#include "read/page.h"

enum {
	SEEN_MAX = 32 << 10,  /* bytes of a stretch that is kept: a line, or a report's whole text */
	SEEN_TOTAL = 8 << 20, /* bytes of memory for all of them */
};

struct rw_seen {
	rw_slice text;
	rw_tokens tokens;
	rw_items items;
	rw_piece *pieces; /* their texts stand in `text` */
	uint32_t n_pieces;
	bool has_tokens, has_items, has_pieces, has_stamp;
	bool found; /* a stamp */
	riwaya_when at;
	rw_slice zone; /* in `text` */
	uint32_t start, end;
};

void rw_seen_init(rw_read_cache *k, rw_arena *a) {
	rw_arena_init(&k->seen_arena, a->mem);
	rw_arena_defer(a, (void (*)(void *))rw_arena_release, &k->seen_arena);
	rw_seen_forget(k);
}

void rw_seen_forget(rw_read_cache *k) {
	rw_arena_reset(&k->seen_arena, (rw_mark){0});
	memset(&k->seen_all, 0, sizeof k->seen_all);
	k->seen = RW_MAP(&k->seen_arena);
}

static rw_seen *seen_of(rw_read_cache *k, rw_slice s) {
	if (s.n > SEEN_MAX || !s.n) return NULL;
	uint32_t at = rw_map_get(&k->seen, s);
	if (at != UINT32_MAX) return k->seen_all.p[at];
	if (k->seen_arena.total > SEEN_TOTAL) return NULL;
	rw_seen *x = RW_NEW(&k->seen_arena, rw_seen);
	x->text = rw_arena_copy(&k->seen_arena, s);
	*rw_map_put(&k->seen, x->text, NULL) = (uint32_t)k->seen_all.n;
	rw_vec_push(&k->seen_arena, &k->seen_all, x);
	return x;
}

static void need_tokens(rw_read_cache *k, rw_seen *x) {
	if (!x->has_tokens) rw_tokenize(&k->seen_arena, x->text, &x->tokens);
	x->has_tokens = true;
}

static void need_items(rw_read_cache *k, rw_seen *x) {
	need_tokens(k, x);
	if (!x->has_items) rw_lexicon_match(k->lx, k->memo, &x->tokens, 0, x->tokens.n, &k->seen_arena, &x->items);
	x->has_items = true;
}

void rw_words(rw_read_cache *k, rw_arena *a, rw_slice s, rw_tokens *t) {
	rw_seen *x = seen_of(k, s);
	if (!x) {
		rw_tokenize(a, s, t);
		return;
	}
	need_tokens(k, x);
	*t = x->tokens;
	t->text = s;
}

void rw_words_and_rows(rw_read_cache *k, rw_arena *a, rw_slice s, rw_tokens *t, rw_items *items) {
	rw_seen *x = seen_of(k, s);
	*items = (rw_items){0};
	if (!x) {
		rw_tokenize(a, s, t);
		rw_lexicon_match(k->lx, k->memo, t, 0, t->n, a, items);
		return;
	}
	need_items(k, x);
	*t = x->tokens;
	t->text = s;
	*items = x->items;
}

/* A slice of one text as the same slice of another that reads the same. */
static rw_slice moved(rw_slice s, rw_slice from, rw_slice to) {
	return s.p ? rw_slice_of(to.p + (s.p - from.p), s.n) : s;
}

bool rw_stamp(rw_read_cache *k, rw_arena *a, rw_slice s, riwaya_when *at, rw_slice *zone, uint32_t *start, uint32_t *end) {
	*zone = RW_NONE;
	s = rw_stamp_head(s);
	if (!rw_has_digit(s)) return false;
	rw_seen *x = seen_of(k, s);
	if (!x) return rw_stamp_find(k->lx, k->memo, a, s, at, zone, start, end);
	if (!x->has_stamp) {
		need_items(k, x);
		x->found = rw_stamp_of_words(k->lx, &k->seen_arena, &x->tokens, &x->items, &x->at, &x->zone, &x->start, &x->end);
		x->has_stamp = true;
	}
	if (!x->found) return false;
	*at = x->at;
	*zone = moved(x->zone, x->text, s);
	*start = x->start;
	*end = x->end;
	return true;
}

uint32_t rw_pieces(rw_page *p, rw_slice line, rw_piece out[RW_PIECES]) {
	rw_seen *x = seen_of(p->k, line);
	if (!x) return rw_cut_pieces(p, line, out);
	if (!x->has_pieces) {
		rw_piece all[RW_PIECES];
		uint32_t n = rw_cut_pieces(p, x->text, all);
		x->pieces = RW_ARRAY(&p->k->seen_arena, rw_piece, n);
		if (n) memcpy(x->pieces, all, n * sizeof *all);
		x->n_pieces = n;
		x->has_pieces = true;
	}
	for (uint32_t i = 0; i < x->n_pieces; i++) {
		out[i] = x->pieces[i];
		out[i].text = moved(out[i].text, x->text, line);
	}
	return x->n_pieces;
}
