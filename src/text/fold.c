/* fold.c: the folded form of characters and phrases, from the generated table. */
#include "text/text.h"

/* Most bytes that one character can fold to, with a space before it. */
enum { FOLD_BYTES = RW_FOLD_MAX * 4 + 1 };

typedef struct out {
	rw_arena *a;
	char *p;
	uint32_t *map; /* NULL where none is asked for */
	size_t n, cap;
} out;

static void room(out *o, size_t left) {
	if (o->cap - o->n >= FOLD_BYTES) return;
	/* A text seldom grows by folding: what is left of it, and some. */
	size_t cap = o->cap / 2 * 3 + left + 2 * FOLD_BYTES;
	char *p = rw_arena_alloc(o->a, cap);
	if (o->n) memcpy(p, o->p, o->n);
	o->p = p;
	if (o->map) {
		uint32_t *map = RW_ARRAY(o->a, uint32_t, cap + 1);
		memcpy(map, o->map, o->n * sizeof *map);
		o->map = map;
	}
	o->cap = cap;
}

static void fold(out *o, rw_slice s) {
	bool space = false;
	size_t space_at = 0;
	for (size_t i = 0; i < s.n;) {
		size_t at = i;
		uint32_t c = rw_utf8_next(s, &i);
		if (c < RW_FOLD_SMALL && (rw_fold_small[c].class_ & RW_SMALL_CLASS) == RW_CLASS_LETTER && !space &&
			rw_fold_small[c].n <= 2) {
			/* most of what there is */
			room(o, s.n - at);
			for (int k = 0; k < rw_fold_small[c].n; k++) {
				if (o->map) o->map[o->n] = (uint32_t)at;
				o->p[o->n++] = (char)rw_fold_small[c].b[k];
			}
			continue;
		}
		rw_folded f = rw_fold_char(c);
		if (f.class_ == RW_CLASS_SPACE || f.class_ == RW_CLASS_LINE) {
			if (!space) space_at = at;
			space = true;
			continue;
		}
		if (f.n == 0) continue;
		room(o, s.n - at);
		size_t from = o->n;
		if (space && from > 0) {
			o->p[o->n] = ' ';
			if (o->map) o->map[o->n] = (uint32_t)space_at;
			from = ++o->n;
		}
		space = false;
		for (int k = 0; k < f.n; k++) o->n += rw_utf8_put(f.c[k], o->p + o->n);
		if (o->map)
			for (; from < o->n; from++) o->map[from] = (uint32_t)at;
	}
}

rw_slice rw_fold(rw_arena *a, rw_slice s) {
	out o = {.a = a};
	fold(&o, s);
	return rw_slice_of(o.p ? o.p : "", o.n);
}

rw_slice rw_fold_mapped(rw_arena *a, rw_slice s, uint32_t **map) {
	out o = {.a = a};
	o.map = RW_ARRAY(a, uint32_t, 1);
	fold(&o, s);
	o.map[o.n] = (uint32_t)s.n;
	*map = o.map;
	return rw_slice_of(o.p ? o.p : "", o.n);
}
