/* number.c: cardinals from digits and words. The words and what each is worth are numbers.tsv; how they combine is here.
 *
 * A number is a run of elements. One that carries "and" adds to what stands before it, one that does not multiplies
 * (three hundred, five thousand, 1.5 million). Units join teens, tens join units by "and", scales close a group.
 */
#include "mention/mention.h"
#include <math.h>

enum { MAX_ELEMENTS = 24 };

typedef struct element {
	double value;
	rw_sym type;   /* 0 for digits */
	uint32_t end;  /* token after it */
	bool adds;     /* carries "and" */
	bool alone_ok; /* may stand as a number by itself */
} element;

static bool best_type_open(const rw_view *v, const rw_item *best) {
	return rw_sym_of(v->lx, rw_row_get(v->lx, best->row, "type")) != v->sy->teen;
}

static bool three_digits(const rw_view *v, uint32_t end, uint32_t i) {
	if (i >= end || v->t.tok[i].kind != RW_TOKEN_NUMBER || v->t.tok[i].key.n != 3) return false;
	return !memchr(v->t.tok[i].key.p, '.', 3);
}

static bool scale_at(const rw_view *v, uint32_t end, uint32_t i) {
	const rw_item *it = i < end ? rw_view_at(v, i, v->sy->number) : NULL;
	return it && !(it->pro & RW_PRO_WA) && rw_sym_of(v->lx, rw_row_get(v->lx, it->row, "type")) == v->sy->scale;
}

/* Thousands as the tokens can't tell them: 1.500 people are no one and a half, unless a scale follows (1.500 million), and 12 500
 * are one number where one space parts groups of three. Behind a word that a number names ("brigade 12 500 fighters") they are two. */
static void group_digits(const rw_view *v, uint32_t end, uint32_t i, element *e) {
	const rw_token *t = &v->t.tok[i];
	const char *point = memchr(t->key.p, '.', t->key.n);
	size_t whole = point ? (size_t)(point - t->key.p) : t->key.n;
	if (whole > 3 || t->key.p[0] == '0') return;
	if (point) {
		if (t->key.n - whole == 4 && !scale_at(v, end, i + 1) && !(i + 1 < end && rw_view_at(v, i + 1, v->sy->percent)))
			e->value = floor(e->value * 1000 + 0.5);
		return;
	}
	uint32_t before = i > v->base ? i - 1 : i;
	if (before < i && (rw_view_at(v, before, v->sy->numbered) || rw_view_at(v, before, v->sy->timeunit))) return;
	for (uint32_t k = i + 1; three_digits(v, end, k) && v->t.tok[k].start == v->t.tok[k - 1].end + 1; k++) {
		e->value = e->value * 1000 + v->t.tok[k].value;
		e->end = k + 1;
	}
}

/* The number word or digits at token i, of several the longest. */
static bool element_at(const rw_view *v, uint32_t s, uint32_t i, bool first, element *e) {
	uint32_t end = v->t.sent[s].end;
	if (i >= end) return false;
	const rw_token *t = &v->t.tok[i];
	if (t->kind == RW_TOKEN_NUMBER) {
		if (isnan(t->value)) return false;
		*e = (element){t->value, 0, i + 1, false, true};
		if (first) group_digits(v, end, i, e);
		return true;
	}
	if (t->kind != RW_TOKEN_WORD) return false;
	/* "and" written before digits is a word of its own, glued to them. */
	if (!first && i + 1 < end && v->t.tok[i + 1].kind == RW_TOKEN_NUMBER && !isnan(v->t.tok[i + 1].value) &&
		rw_view_at(v, i, v->sy->joins)) {
		*e = (element){v->t.tok[i + 1].value, 0, i + 2, true, true};
		return true;
	}
	const rw_item *best = NULL;
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != v->sy->number) continue;
		if (it->enc || (it->pro & RW_PRO_KA)) continue; /* "like a hundred" has the letters of "amount" */
		if (!first && (it->pro & (uint8_t) ~(RW_PRO_WA | RW_PRO_AL))) continue;
		/* Ten is two words: a unit by itself, and the teen word behind a unit. */
		bool teen = rw_sym_of(v->lx, rw_row_get(v->lx, it->row, "type")) == v->sy->teen;
		if (teen && first) continue;
		/* At the head of a number and behind "and" a dual scale is two of it ("two thousand soldiers"), not one with an ending. */
		bool head = first || (it->pro & RW_PRO_WA);
		if (best && best->end == it->end && head && rw_sym_of(v->lx, rw_row_get(v->lx, it->row, "type")) == v->sy->pair) {
			best = it;
			continue;
		}
		if (best && best->end == it->end && head && rw_sym_of(v->lx, rw_row_get(v->lx, best->row, "type")) == v->sy->pair)
			continue;
		if (best && best->end == it->end && teen && !(it->pro & RW_PRO_WA)) {
			best = it;
			continue;
		}
		if (!best || it->end > best->end || (it->end == best->end && it->pro < best->pro && best_type_open(v, best)))
			best = it;
	}
	double value;
	if (!best || !rw_row_number(v->lx, best->row, "value", &value)) return false;
	*e = (element){value, rw_sym_of(v->lx, rw_row_get(v->lx, best->row, "type")), best->end,
		(best->pro & RW_PRO_WA) != 0, rw_item_feat(best, v->sy->teen) == 0 && rw_item_feat(best, v->sy->ordinal) == 0};
	return true;
}

/* Reads the longest number at token i; returns its end, or i where there is none. */
static uint32_t read_number(const rw_view *v, uint32_t s, uint32_t i, double *out, bool *digits) {
	const rw_syms *sy = v->sy;
	double total = 0, group = 0, last_scale = INFINITY;
	uint32_t at = i, stop = i;
	element prev = {0};
	int n = 0;
	for (; n < MAX_ELEMENTS; n++) {
		element e;
		if (!element_at(v, s, at, n == 0, &e)) break;
		bool adds = n > 0 && e.adds;
		/* "19 thousand 101 persons": digits may leave the "and" out. */
		if (n > 0 && e.type == 0 && !adds && prev.type == sy->scale && *digits && e.value < last_scale &&
			e.end < v->t.sent[s].end && (rw_view_at(v, e.end, sy->noun) || rw_view_at(v, e.end, sy->collective)))
			adds = true;
		if (n > 0 && e.type == 0 && !adds) break; /* digits after a number: another number */
		if (e.type == sy->scale) {
			/* "Thousands" by itself is a vague size, not a number. */
			if (n == 0 && rw_view_at(v, i, sy->order)) break;
			if (adds) { /* "a million and a thousand": a scale added stands for one of itself */
				if (e.value >= last_scale) break;
				total += group * 1;
				group = 1;
			} else if (e.value >= last_scale) {
				break;
			}
			if (n > 0 && !adds && prev.type == sy->scale && group == 0) { /* "thousand million" */
				total *= e.value;
				last_scale = e.value;
			} else {
				double base = group != 0 ? group : (n == 0 || adds ? 1 : 0);
				if (base == 0) break;
				total += base * e.value;
				group = 0;
				last_scale = e.value;
			}
		} else if (e.type == sy->pair) {
			if (n > 0 && !adds) break;
			if (e.value >= last_scale) break;
			total += group + e.value;
			group = 0;
			last_scale = e.value / 2;
		} else if (e.type == sy->fraction) {
			if (adds && (prev.type == sy->scale || prev.type == sy->pair)) { /* "a million and a half" */
				total += e.value * last_scale;
				element again; /* "a million and half the million" names the scale twice */
				if (element_at(v, s, e.end, false, &again) && again.type == sy->scale && !again.adds &&
					again.value == last_scale)
					e.end = again.end;
			} else if (n == 0) { /* "half a million": only with a scale after it */
				element next;
				if (!element_at(v, s, e.end, false, &next) || next.type != sy->scale) break;
				group = e.value;
			} else {
				break;
			}
		} else if (e.type == sy->teen) {
			if (n == 0 || adds || group < 1 || fmod(group, 100) > 9) break;
			group += 10;
		} else if (e.type == sy->hundred) {
			double unit = fmod(group, 10);
			if (n > 0 && !adds) {
				if (e.value != 100 || unit < 3 || group >= 10) break;
				group = unit * 100;
			} else {
				if (n > 0 && group != 0) break;
				if (n > 0 && last_scale < 1000) break;
				group += e.value;
			}
		} else if (e.type == sy->ten) {
			if (n > 0 && (!adds || fmod(group, 100) >= 10)) break;
			group += e.value;
		} else { /* units and digits */
			if (n > 0 && !adds) break;
			if (n > 0 && (e.type == 0 ? group != 0 : (fmod(group, 100) != 0 && e.value <= 10))) break;
			if (n > 0 && e.type == 0 && e.value >= last_scale) break;
			element after; /* "5 thousand and 7 thousand" are two numbers */
			if (n > 0 && element_at(v, s, e.end, false, &after) && after.type == sy->scale && !after.adds &&
				after.value >= last_scale)
				break;
			if (n > 0 && isinf(last_scale) && group == 0) break;
			group += e.value;
			if (e.type == 0) *digits = true;
		}
		prev = e;
		at = stop = e.end;
		if (n == 0 && !e.alone_ok) stop = i; /* needs another element after it */
		*out = total + group;
	}
	return stop;
}

/* Whether digits at token i are part of a name, whatever stands behind them: of a brigade, or joined to letters ("T-72", "M4"). */
static bool names(const rw_view *v, uint32_t first, uint32_t i) {
	if (i == first) return false;
	const rw_token *t = &v->t.tok[i - 1];
	const rw_item *it = rw_view_at(v, i - 1, v->sy->numbered);
	if (it && rw_item_feat(it, v->sy->weak) != v->sy->yes) return true;
	if (v->t.tok[i].space_before) return false;
	if (t->kind == RW_TOKEN_LATIN) return true;
	bool dash = t->kind == RW_TOKEN_PUNCT && t->end - t->start == 1 && v->text.p[t->start] == '-' && !t->space_before;
	return dash && i - 1 > first && (t[-1].kind == RW_TOKEN_LATIN || rw_view_at(v, i - 2, v->sy->numbered));
}

/* A sign that makes a share of the number beside it. */
static bool percent_sign(const rw_view *v, uint32_t s, uint32_t i) {
	if (i >= v->t.sent[s].end || v->t.tok[i].kind == RW_TOKEN_WORD || v->t.tok[i].kind == RW_TOKEN_NUMBER) return false;
	rw_slice sign = rw_slice_of(v->text.p + v->t.tok[i].start, v->t.tok[i].end - v->t.tok[i].start);
	return rw_slice_eqz(sign, "%") || rw_slice_eqz(sign, "\xD9\xAA"); /* U+066A */
}

void rw_find_numbers(rw_view *v, uint32_t s) {
	uint32_t i = v->t.sent[s].first, end = v->t.sent[s].end;
	while (i < end) {
		const rw_token *t = &v->t.tok[i];
		const rw_item *word = rw_view_at(v, i, v->sy->number);
		double value = 0;
		bool digits = t->kind == RW_TOKEN_NUMBER;
		uint32_t stop = digits || word ? read_number(v, s, i, &value, &digits) : i;
		if (stop == i) {
			i++;
			continue;
		}
		rw_num *n = RW_NEW(v->a, rw_num);
		n->value = value;
		n->digits = digits;
		if (percent_sign(v, s, stop) || (digits && i > v->t.sent[s].first && percent_sign(v, s, i - 1))) {
			i = stop;
			continue;
		}
		/* The 444th brigade, resolution 242, of calibre 122: a name. */
		if (digits && names(v, v->t.sent[s].first, i)) {
			i = stop;
			continue;
		}
		/* "And" glued to digits is their own, as clitics of a number word are. */
		bool joined = digits && i > v->t.sent[s].first && !t->space_before && rw_view_at(v, i - 1, v->sy->joins);
		bool article = i > v->t.sent[s].first && rw_view_at(v, i - 1, v->sy->article);
		/* bi- written before digits with a stretch is joined to them as well */
		bool by = digits && !joined && i > v->t.sent[s].first && !t->space_before && v->t.tok[i - 1].key.n == 2 &&
			rw_view_at(v, i - 1, v->sy->placeprep);
		rw_item *it = rw_view_add(v, v->sy->num, i - (joined || article || by), stop, n);
		it->pro = joined ? RW_PRO_WA : by ? RW_PRO_BI : word ? word->pro : 0;
		if (article) it->pro |= RW_PRO_AL;
		/* One and two in a word may stand behind what they count. */
		if (!digits && stop == i + 1 && (value == 1 || value == 2))
			rw_item_set(it, v->sy->value, rw_sym_of(v->lx, value == 1 ? RW_LIT("1") : RW_LIT("2")));
		i = stop;
	}
}
