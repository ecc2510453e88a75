/* diff.c: words of two versions laid beside each other: the fewest removed and added ones (E. Myers, 1986, greedy). */
#include "store/diff.h"

typedef RW_VEC(rw_slice) words;

static void split(rw_arena *a, rw_slice s, words *out) {
	for (size_t i = 0; i < s.n;) {
		while (i < s.n && (unsigned char)s.p[i] <= ' ') i++;
		size_t from = i;
		while (i < s.n && (unsigned char)s.p[i] > ' ') i++;
		if (i > from) rw_vec_push(a, out, rw_slice_of(s.p + from, i - from));
	}
}

/* Words [from, to) as one piece, in one with the last where it is of the same kind. */
static void put(rw_arena *a, rw_pieces *out, riwaya_diff_kind kind, const words *w, size_t from, size_t to) {
	if (from == to) return;
	const char *start = w->p[from].p, *end = w->p[to - 1].p + w->p[to - 1].n;
	riwaya_diff_piece *last = out->n ? &out->p[out->n - 1] : NULL;
	if (last && last->kind == kind)
		last->words.n = (size_t)(end - last->words.p);
	else
		rw_vec_push(a, out, (riwaya_diff_piece){kind, rw_slice_of(start, (size_t)(end - start))});
}

/* Whether each word between the ends in common is kept; false where they differ too much. */
static bool keep(rw_arena *scratch, const rw_slice *a, int32_t n, const rw_slice *b, int32_t m, bool *in_a, bool *in_b) {
	enum { MOST = RW_DIFF_EDITS };
	int32_t most = n + m < MOST ? n + m : MOST;
	int32_t **trace = RW_ARRAY(scratch, int32_t *, (size_t)most + 1);
	int32_t *v = RW_ARRAY(scratch, int32_t, 2 * (size_t)most + 3), mid = most + 1, found = -1;
	for (int32_t d = 0; d <= most && found < 0; d++) {
		trace[d] = RW_ARRAY(scratch, int32_t, 2 * (size_t)d + 3); /* diagonals -d-1 … d+1 before this step */
		memcpy(trace[d], v + mid - d - 1, (2 * (size_t)d + 3) * sizeof *v);
		for (int32_t k = -d; k <= d; k += 2) {
			bool down = k == -d || (k != d && v[mid + k - 1] < v[mid + k + 1]);
			int32_t x = down ? v[mid + k + 1] : v[mid + k - 1] + 1, y = x - k;
			while (x < n && y < m && rw_slice_eq(a[x], b[y])) x++, y++;
			v[mid + k] = x;
			if (x >= n && y >= m) found = d;
		}
	}
	if (found < 0) return false;
	int32_t x = n, y = m;
	for (int32_t d = found; d >= 0; d--) {
		const int32_t *w = trace[d] + d + 1;
		int32_t k = x - y;
		bool down = k == -d || (k != d && w[k - 1] < w[k + 1]);
		int32_t before = down ? k + 1 : k - 1, px = d ? w[before] : 0, py = d ? px - before : 0;
		while (x > px && y > py && x > 0 && y > 0) in_a[--x] = true, in_b[--y] = true;
		if (d) x = px, y = py;
	}
	return true;
}

void rw_diff_words(rw_arena *a, rw_arena *scratch, rw_slice before, rw_slice after, rw_pieces *out) {
	rw_mark mark = rw_arena_mark(scratch);
	words x = {0}, y = {0};
	split(scratch, before, &x);
	split(scratch, after, &y);
	size_t head = 0, tail = 0;
	while (head < x.n && head < y.n && rw_slice_eq(x.p[head], y.p[head])) head++;
	while (tail < x.n - head && tail < y.n - head && rw_slice_eq(x.p[x.n - 1 - tail], y.p[y.n - 1 - tail])) tail++;
	size_t n = x.n - head - tail, m = y.n - head - tail;
	if (n || m) {
		bool *in_x = RW_ARRAY(scratch, bool, n + 1), *in_y = RW_ARRAY(scratch, bool, m + 1);
		if (n && m && n < INT32_MAX / 4 && m < INT32_MAX / 4)
			(void)keep(scratch, x.p + head, (int32_t)n, y.p + head, (int32_t)m, in_x, in_y);
		put(a, out, RIWAYA_DIFF_KEPT, &y, 0, head);
		for (size_t i = 0, j = 0; i < n || j < m;) {
			size_t i0 = i, j0 = j;
			while (i < n && !in_x[i]) i++;
			while (j < m && !in_y[j]) j++;
			put(a, out, RIWAYA_DIFF_REMOVED, &x, head + i0, head + i);
			put(a, out, RIWAYA_DIFF_ADDED, &y, head + j0, head + j);
			j0 = j;
			while (i < n && j < m && in_x[i] && in_y[j]) i++, j++;
			put(a, out, RIWAYA_DIFF_KEPT, &y, head + j0, head + j);
		}
		put(a, out, RIWAYA_DIFF_KEPT, &y, y.n - tail, y.n);
	}
	rw_arena_reset(scratch, mark);
}
