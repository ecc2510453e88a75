/* pdf_order.c: in which order the lines of a page are read.
 *
 *        TITLE OF THE PAGE            a row of one line: as it comes
 *      left column    right column    rows whose lines leave the same gap free, one under the other: columns, each read
 *      goes on        begins here     from top to bottom by the same rules
 *        over the whole page again
 *      27      13        3 March      the same with few words in each: a table, read row by row
 */
#include "read/pdf.h"

#include <stdlib.h>

enum {
	DEPTH = 6,      /* columns within columns */
	CELL_WORDS = 4, /* in the middle fewer words than these in a line of columns, and it is a table */
	GAP_LEAST = 5,  /* points between columns */
	GAP_FIRST = 7,  /* and where they begin */
};
static const float NEXT_LINE = 2.4F; /* heights from line to line, at most */
static const float SAME_SIZE = 1.3F;

typedef struct row {
	size_t first, n; /* into the lines sorted by row */
	float top, bottom;
} row;

typedef struct ordering {
	rw_arena *a;
	const rw_pdf_box *boxes;
	bool rtl;
	rw_pdf_place *out;
	size_t n_out;
	uint32_t column;
} ordering;

typedef struct item {
	float top, left;
	uint32_t i;
} item;

static int by_top(const void *a, const void *b) {
	const item *x = a, *y = b;
	if (x->top != y->top) return x->top < y->top ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}
static int by_left(const void *a, const void *b) {
	const item *x = a, *y = b;
	if (x->left != y->left) return x->left < y->left ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

static float height(const rw_pdf_box *b) { return b->bottom > b->top ? b->bottom - b->top : 1; }

/* Lines that stand beside each other. Items are sorted: by rows, from left to right within. */
static size_t make_rows(ordering *o, item *items, size_t n, row *rows) {
	size_t count = 0;
	qsort(items, n, sizeof *items, by_top);
	for (size_t i = 0; i < n; i++) {
		const rw_pdf_box *b = &o->boxes[items[i].i];
		float middle = (b->top + b->bottom) / 2;
		row *r = count ? &rows[count - 1] : NULL;
		if (r && middle < r->bottom && b->top < (r->top + r->bottom) / 2) {
			r->n++;
			continue;
		}
		rows[count++] = (row){i, 1, b->top, b->bottom};
	}
	for (size_t k = 0; k < count; k++) qsort(items + rows[k].first, rows[k].n, sizeof *items, by_left);
	return count;
}

static void emit(ordering *o, const item *items, const row *r, bool cells) {
	for (size_t k = 0; k < r->n; k++) {
		size_t at = r->first + (o->rtl ? r->n - 1 - k : k);
		o->out[o->n_out++] = (rw_pdf_place){items[at].i, o->column, cells};
	}
}

/* Narrows the gap by a row's lines; false where one of them lies across it. */
static bool leaves(const ordering *o, const item *items, const row *r, float *low, float *high, bool *left, bool *right) {
	float l = *low, h = *high;
	*left = *right = false;
	for (size_t k = 0; k < r->n; k++) {
		const rw_pdf_box *b = &o->boxes[items[r->first + k].i];
		if ((b->left + b->right) / 2 < (*low + *high) / 2) {
			if (b->right > l) l = b->right;
			*left = true;
		} else {
			if (b->left < h) h = b->left;
			*right = true;
		}
	}
	if (h - l < GAP_LEAST) return false;
	*low = l;
	*high = h;
	return true;
}

/* Where columns that begin at row i end; i where none do. */
static size_t columns(const ordering *o, const item *items, const row *rows, size_t n, size_t i, float *low, float *high) {
	float widest = 0;
	for (size_t k = 0; k + 1 < rows[i].n; k++) {
		float from = o->boxes[items[rows[i].first + k].i].right, to = o->boxes[items[rows[i].first + k + 1].i].left;
		if (to - from <= widest) continue;
		widest = to - from;
		*low = from;
		*high = to;
	}
	if (widest < GAP_FIRST) return i;
	size_t both = 1, j = i + 1;
	for (; j < n; j++) {
		bool left, right;
		const rw_pdf_box *b = &o->boxes[items[rows[j].first].i], *before = &o->boxes[items[rows[j - 1].first].i];
		float l = *low, h = *high;
		if (!leaves(o, items, &rows[j], &l, &h, &left, &right)) break;
		/* One column may be longer than the other, but what follows both is no part of it. */
		bool near = rows[j].top - rows[j - 1].top < NEXT_LINE * height(before) &&
			height(b) < SAME_SIZE * height(before) && height(before) < SAME_SIZE * height(b);
		if (!(left && right) && !near) break;
		both += left && right;
		*low = l;
		*high = h;
	}
	return both >= 2 ? j : i;
}

static bool table(const ordering *o, const item *items, const row *rows, size_t i, size_t end) {
	uint64_t words = 0, lines = 0;
	for (; i < end; i++) {
		lines += rows[i].n;
		for (size_t k = 0; k < rows[i].n; k++) words += o->boxes[items[rows[i].first + k].i].words;
	}
	return words < lines * CELL_WORDS;
}

static void order(ordering *o, item *items, size_t n, unsigned depth) {
	row *rows = RW_ARRAY(o->a, row, n);
	size_t count = make_rows(o, items, n, rows);
	for (size_t i = 0; i < count;) {
		float low = 0, high = 0;
		size_t end = rows[i].n > 1 && depth < DEPTH ? columns(o, items, rows, count, i, &low, &high) : i;
		if (end == i) {
			emit(o, items, &rows[i++], false);
			continue;
		}
		o->column++;
		if (table(o, items, rows, i, end)) {
			for (; i < end; i++, o->column++) emit(o, items, &rows[i], true);
			continue;
		}
		size_t all = rows[end - 1].first + rows[end - 1].n - rows[i].first;
		item *side = RW_ARRAY(o->a, item, all);
		for (int turn = 0; turn < 2; turn++) {
			bool left = (turn == 0) != o->rtl;
			size_t kept = 0;
			for (size_t k = rows[i].first; k < rows[i].first + all; k++) {
				const rw_pdf_box *b = &o->boxes[items[k].i];
				if (((b->left + b->right) / 2 < (low + high) / 2) == left) side[kept++] = items[k];
			}
			order(o, side, kept, depth + 1);
			o->column++;
		}
		i = end;
	}
}

void rw_pdf_order(rw_arena *a, const rw_pdf_box *boxes, size_t n, bool rtl, rw_pdf_place *out) {
	ordering o = {.a = a, .boxes = boxes, .rtl = rtl, .out = out};
	item *items = RW_ARRAY(a, item, n);
	for (size_t i = 0; i < n; i++) items[i] = (item){boxes[i].top, boxes[i].left, (uint32_t)i};
	order(&o, items, n, 0);
}
