/* plot.c: the values of a line on one axis: a mark for each kind of teller, a bar between bounds, an arrow where there is none. Pictures are SVG
 * within the page; coordinates are whole numbers, since fractions would be written by the host's locale.
 *
 * An axis begins at 0, so that marks near each other look near; where the largest value is more than forty times the least it is logarithmic and
 * says so. For an Arabic reader it runs from right to left, as the page does.
 */
#include "show/html/html.h"
#include <math.h>
#include <stdlib.h>

enum { WIDTH = 260, EDGE = 16, ROW = 15, AXIS = 20, RADIUS = 5, SPAN = 40 };

/* Kinds of tellers, told apart by shape and colour both. */
typedef enum teller { PARTY, PRESS, GROUND, UNNAMED, TELLERS } teller;

static const char *const names[TELLERS] = {"party", "press", "ground", "unnamed"};

static teller teller_of(const riwaya_incident *i, uint32_t origin) {
	if (origin >= i->n_origins) return PRESS;
	const riwaya_origin *o = &i->origins[origin];
	switch (o->kind) {
	case RIWAYA_LINK_OFFICIAL:
	case RIWAYA_LINK_PARTY:
	case RIWAYA_LINK_PARTY_MEDIA: return PARTY;
	case RIWAYA_LINK_PERSON: return o->party.n ? PARTY : o->anonymous ? UNNAMED : GROUND;
	case RIWAYA_LINK_MONITOR:
	case RIWAYA_LINK_WITNESS:
	case RIWAYA_LINK_ACTIVISTS:
	case RIWAYA_LINK_MEDICAL:
	case RIWAYA_LINK_LOCAL:
	case RIWAYA_LINK_DOCUMENT: return GROUND;
	case RIWAYA_LINK_ANONYMOUS: return UNNAMED;
	case RIWAYA_LINK_NONE: return o->anonymous ? UNNAMED : PRESS;
	default: return PRESS;
	}
}

const char *rw_plot_teller(const riwaya_incident *i, uint32_t origin) { return names[teller_of(i, origin)]; }

/* --- the axis ------------------------------------------------------------------------------------------------------ */
typedef struct bounds {
	double low, high, at; /* at: the number named, where there is one */
	bool has_low, has_high, has_at;
} bounds;

/* What a row stands for on the axis; false where it has no place there. */
static bool bounds_of(const riwaya_incident *i, const rw_line_row *row, bounds *b) {
	const riwaya_figure *f = &i->claims[row->claim].claim->figure;
	*b = (bounds){f->low, f->high, f->value, f->has_low, f->has_high, f->has_value};
	bool figured = f->has_low || f->has_high || f->has_value;
	if (row->group == RW_ROW_FIGURED) return figured;
	if (row->group != RW_ROW_DENIED) return false;
	/* Who denies an act says that it befell none. */
	if (!figured) *b = (bounds){0, 0, 0, true, true, true};
	return figured || i->claims[row->claim].claim->denies <= RIWAYA_DENIES_ACT;
}

static void reach(double v, double *low, double *high) {
	if (!isfinite(v) || v < 0) return;
	if (v < *low) *low = v;
	if (v > *high) *high = v;
}

/* Up to the next 1, 2 or 5 before noughts. */
static double rounded_up(double v) {
	double power = pow(10, floor(log10(v) + 1e-9));
	static const double steps[] = {1, 2, 5, 10};
	for (size_t k = 0; k < RW_COUNT(steps); k++)
		if (v <= steps[k] * power * (1 + 1e-9)) return steps[k] * power;
	return 10 * power;
}

static void ticks_of(rw_axis *x) {
	if (x->logarithmic) {
		x->high = rounded_up(x->high);
		if (x->low <= 0) x->ticks[x->n_ticks++] = 0;
		for (double v = x->low > 1 ? x->low : 1; v < x->high && x->n_ticks < RW_COUNT(x->ticks) - 1; v *= 10)
			x->ticks[x->n_ticks++] = v;
		x->ticks[x->n_ticks++] = x->high;
		return;
	}
	double step = rounded_up(x->high / 5);
	if (step < 1) step = 1;
	x->high = ceil(x->high / step - 1e-9) * step;
	if (x->high < step) x->high = step;
	for (double v = 0; v <= x->high && x->n_ticks < RW_COUNT(x->ticks); v += step) x->ticks[x->n_ticks++] = v;
}

bool rw_axis_of(const riwaya_incident *i, const rw_line_row *rows, size_t n, bool rtl, rw_axis *axis) {
	*axis = (rw_axis){.low = INFINITY, .high = 0, .rtl = rtl};
	size_t values = 0;
	double least = INFINITY;
	for (size_t k = 0; k < n; k++) {
		bounds b;
		if (!bounds_of(i, &rows[k], &b)) continue;
		values += !rw_row_again(rows, k);
		double low = INFINITY;
		if (b.has_low) reach(b.low, &low, &axis->high);
		if (b.has_high) reach(b.high, &low, &axis->high);
		if (b.has_at) reach(b.at, &low, &axis->high);
		if (low < axis->low) axis->low = low;
		if (low > 0 && low < least) least = low;
	}
	if (values < 2 || !(axis->high > 0)) return false;
	axis->logarithmic = axis->high > SPAN * least;
	axis->low = axis->logarithmic && axis->low > 1 ? pow(10, floor(log10(axis->low) + 1e-9)) : 0;
	ticks_of(axis);
	return true;
}

static int place(const rw_axis *x, double v) {
	if (!(v >= x->low)) v = x->low;
	if (v > x->high) v = x->high;
	double part;
	if (x->logarithmic) {
		/* One more is added, so that 0 has a place. */
		double from = log10(1 + x->low), to = log10(1 + x->high);
		part = (log10(1 + v) - from) / (to - from);
	} else {
		part = (v - x->low) / (x->high - x->low);
	}
	int at = EDGE + (int)floor(part * (WIDTH - 2 * EDGE) + 0.5);
	return x->rtl ? WIDTH - at : at;
}

void rw_plot_axis(rw_sheet_html *p, const rw_axis *x) {
	rw_html *h = &p->h;
	rw_html_f(h, "<svg class=\"axis\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\" focusable=\"false\">", WIDTH, AXIS);
	int last = -1000;
	for (size_t k = 0; k < x->n_ticks; k++) {
		int at = place(x, x->ticks[k]);
		rw_html_f(h, "<path class=\"grid\" d=\"M%d %dv4\"/>", at, AXIS - 4);
		/* Numbers that would touch are left out. */
		if (abs(at - last) < 30) continue;
		last = at;
		rw_html_f(h, "<text x=\"%d\" y=\"12\" text-anchor=\"middle\">", at);
		rw_html_text(h, rw_number(&p->words, x->ticks[k]));
		rw_html_z(h, "</text>");
	}
	rw_html_f(h, "<path class=\"rule\" d=\"M%d %dH%d\"/></svg>", EDGE, AXIS - 1, WIDTH - EDGE);
	if (!x->logarithmic) return;
	rw_html_z(h, "<span class=\"scale\">");
	rw_html_label(p, "html_scale");
	rw_html_z(h, "</span>");
}

/* --- marks ----------------------------------------------------------------------------------------------------------- */
typedef struct mark {
	teller who;
	bool hollow, faint, implied;
	bounds b;
} mark;

static void shape(rw_html *h, teller who, int x, int y) {
	const int r = RADIUS;
	switch (who) {
	case PARTY: rw_html_f(h, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", x - 4, y - 4, 8, 8); break;
	case GROUND: rw_html_f(h, "<path d=\"M%d %dl%d %dl%d %dl%d %dz\"/>", x, y - r, r, r, -r, r, -r, -r); break;
	case UNNAMED: rw_html_f(h, "<path d=\"M%d %dl%d %dh%dz\"/>", x, y - r, r, 2 * r - 1, -2 * r); break;
	default: rw_html_f(h, "<circle cx=\"%d\" cy=\"%d\" r=\"4\"/>", x, y); break;
	}
}

static void draw(rw_html *h, const rw_axis *axis, const mark *m, int y) {
	const bounds *b = &m->b;
	rw_html_f(h, "<g class=\"%s%s%s%s\">", names[m->who], m->hollow ? " hollow" : "", m->faint ? " faint" : "",
		m->implied ? " implied" : "");
	int edge_low = axis->rtl ? WIDTH - 3 : 3, edge_high = axis->rtl ? 3 : WIDTH - 3;
	int out = axis->rtl ? -1 : 1; /* the way in which the axis runs */
	double first = b->has_low ? b->low : b->has_high ? b->high : b->at, end = b->has_high ? b->high : first;
	int from = b->has_low ? place(axis, b->low) : edge_low, to = b->has_high ? place(axis, b->high) : edge_high;
	if (!b->has_low && !b->has_high) from = to = place(axis, b->at);
	if (from != to) rw_html_f(h, "<path class=\"bar\" d=\"M%d %dH%d\"/>", from, y, to);
	if (!b->has_high && b->has_low)
		rw_html_f(h, "<path class=\"head\" d=\"M%d %dl%d -4v8z\"/>", edge_high + out, y, -6 * out);
	if (!b->has_low && b->has_high)
		rw_html_f(h, "<path class=\"head\" d=\"M%d %dl%d -4v8z\"/>", edge_low - out, y, 6 * out);
	if (b->has_at) {
		shape(h, m->who, place(axis, b->at), y);
	} else {
		shape(h, m->who, place(axis, first), y);
		if (place(axis, end) != place(axis, first)) shape(h, m->who, place(axis, end), y);
	}
	rw_html_z(h, "</g>");
}

static bool same_mark(const mark *a, const mark *b) {
	return a->who == b->who && a->hollow == b->hollow && a->faint == b->faint && a->implied == b->implied;
}

static const char *key_of(teller who) {
	static const char *const keys[TELLERS] = {"html_key_party", "html_key_press", "html_key_ground", "html_key_unnamed"};
	return keys[who];
}

void rw_plot_value(rw_sheet_html *p, const rw_axis *axis, const rw_line_row *rows, size_t from, size_t end) {
	enum { MARKS = 2 * 2 * 2 * TELLERS };
	mark marks[MARKS];
	int n = 0;
	for (size_t k = from; k < end; k++) {
		const riwaya_incident_claim *c = &p->i->claims[rows[k].claim];
		mark m = {.who = teller_of(p->i, c->origin),
			.hollow = rows[k].group == RW_ROW_DENIED,
			.faint = c->superseded_by < p->i->n_claims,
			.implied = c->implied_by < p->i->n_claims};
		if (!bounds_of(p->i, &rows[k], &m.b)) continue;
		int at = 0;
		while (at < n && !same_mark(&marks[at], &m)) at++;
		if (at == n && n < MARKS) marks[n++] = m;
	}
	rw_html *h = &p->h;
	if (!n) {
		rw_html_z(h, "<span class=\"strip\"></span>");
		return;
	}
	/* Said in words: the value, and what kinds of tellers stand behind it. */
	rw_slice kinds[TELLERS] = {{0}};
	for (int k = 0; k < n; k++) kinds[marks[k].who] = rw_label(&p->words, key_of(marks[k].who));
	rw_slice told = RW_FILL(&p->words, "show_colon", rows[from].value, rw_tell_joined(&p->words, kinds, TELLERS));
	rw_html_f(h, "<svg class=\"strip\" viewBox=\"0 0 %d %d\" role=\"img\" focusable=\"false\" aria-label=\"", WIDTH,
		ROW * n + 1);
	rw_html_text(h, told);
	rw_html_z(h, "\">");
	rw_html_z(h, "<path class=\"grid\" d=\"");
	for (size_t k = 0; k < axis->n_ticks; k++) rw_html_f(h, "M%d 0v%d", place(axis, axis->ticks[k]), ROW * n + 1);
	rw_html_z(h, "\"/>");
	for (int k = 0; k < n; k++) draw(h, axis, &marks[k], ROW * k + ROW / 2 + 1);
	rw_html_z(h, "</svg>");
}

/* --- what they mean ---------------------------------------------------------------------------------------------------- */
void rw_plot_key(rw_sheet_html *p) {
	rw_html *h = &p->h;
	rw_html_z(h, "<p class=\"key\"><b>");
	rw_html_label(p, "html_key");
	rw_html_z(h, "</b>");
	for (int k = 0; k < TELLERS; k++) {
		rw_html_f(
			h, " <span><svg viewBox=\"0 0 14 14\" aria-hidden=\"true\" focusable=\"false\"><g class=\"%s\">", names[k]);
		shape(h, (teller)k, 7, 7);
		rw_html_z(h, "</g></svg> ");
		rw_html_label(p, key_of((teller)k));
		rw_html_z(h, "</span>");
	}
	const bool rtl = p->words.arabic;
	const rw_axis axis = {.low = 0, .high = 1, .rtl = rtl};
	static const char *const keys[] = {"html_key_denied", "html_key_faint", "html_key_open", "html_key_implied"};
	const mark marks[] = {{.who = PRESS, .hollow = true, .b = {.at = 0, .has_at = true}},
		{.who = PRESS, .faint = true, .b = {.at = 0, .has_at = true}}};
	for (size_t k = 0; k < RW_COUNT(keys); k++) {
		rw_html_z(h, " <span>");
		if (k < RW_COUNT(marks)) {
			rw_html_f(h, "<svg viewBox=\"%d 0 14 14\" aria-hidden=\"true\" focusable=\"false\">", place(&axis, 0) - 7);
			draw(h, &axis, &marks[k], 7);
			rw_html_z(h, "</svg> ");
		} else {
			rw_html_z(h, "<svg class=\"wide\" viewBox=\"0 0 28 14\" aria-hidden=\"true\" focusable=\"false\">");
			rw_html_f(h, "<g class=\"press%s\"><path class=\"bar\" d=\"M3 7H25\"/>", k == 3 ? " implied" : "");
			if (k == 2)
				rw_html_z(
					h, rtl ? "<path class=\"head\" d=\"M1 7l6-4v8z\"/>" : "<path class=\"head\" d=\"M27 7l-6-4v8z\"/>");
			rw_html_z(h, "</g></svg> ");
		}
		rw_html_label(p, keys[k]);
		rw_html_z(h, "</span>");
	}
	rw_html_z(h, "</p>\n");
}
