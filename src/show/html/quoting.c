/* quoting.c: who quotes whom, drawn: origins on one side, outlets on the other, a line for what an outlet has from an origin, the thicker the more
 * claims; dashed where all of it came by reprints. The table below it says the same in words, so that a phone and a reader of screens do
 * without the drawing. Lines that part from one origin show where many outlets are one voice.
 */
#include "show/html/html.h"
#include "text/text.h"
#include <stdlib.h>

enum { WIDTH = 720, NEAR = 262, FAR = 458, ROW = 22, ORIGINS = 24, OUTLETS = 16, NAME = 34 /* characters */ };

typedef struct drawn {
	uint32_t origin;
	uint32_t claims[OUTLETS], copied[OUTLETS];
	uint32_t all, weight; /* weight: places of its outlets, each as often as it has claims */
} drawn;

/* Those whose outlets stand higher come first, so that few lines cross. */
static int by_outlets(const void *pa, const void *pb) {
	const drawn *a = pa, *b = pb;
	uint64_t x = (uint64_t)a->weight * b->all, y = (uint64_t)b->weight * a->all;
	if (x != y) return x < y ? -1 : 1;
	if (a->all != b->all) return a->all > b->all ? -1 : 1;
	return (a->origin > b->origin) - (a->origin < b->origin);
}

static int thickness(uint32_t claims) {
	int n = 1;
	for (; claims > 1 && n < 7; claims /= 2) n++;
	return n;
}

/* A name within its room, cut at a character. */
static void label(rw_sheet_html *p, rw_slice s, int x, int y, bool end) {
	rw_html *h = &p->h;
	size_t n = 0, cut = 0;
	for (size_t i = 0; i < s.n; n++) {
		if (n == NAME) cut = i;
		rw_utf8_next(s, &i);
	}
	rw_html_f(h, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x, y, end ? "end" : "start");
	rw_html_text(h, n > NAME + 1 ? rw_slice_of(s.p, cut) : s);
	rw_html_z(h, n > NAME + 1 ? "\xE2\x80\xA6</text>" : "</text>"); /* an ellipsis */
}

static int at_of(size_t row, size_t rows, int height) { return (int)((2 * row + 1) * (size_t)height / (2 * rows)); }

static void draw(rw_sheet_html *p, const drawn *d, size_t n, const rw_outlet_told *o, size_t n_outlets) {
	rw_html *h = &p->h;
	bool rtl = p->words.arabic;
	size_t rows = n > n_outlets ? n : n_outlets;
	int height = (int)rows * ROW;
	rw_html_f(h,
		"<svg class=\"quoting\" viewBox=\"0 0 %d %d\" direction=\"ltr\" aria-hidden=\"true\" focusable=\"false\">\n",
		WIDTH, height);
	for (size_t k = 0; k < n; k++) {
		int y = at_of(k, n, height);
		rw_html_f(h, "<g class=\"%s\">", rw_plot_teller(p->i, d[k].origin));
		for (size_t x = 0; x < n_outlets; x++) {
			if (!d[k].claims[x]) continue;
			int from = rtl ? FAR : NEAR, to = rtl ? NEAR : FAR, half = WIDTH / 2;
			rw_html_f(h, "<path class=\"bar%s\" stroke-width=\"%d\" d=\"M%d %dC%d %d %d %d %d %d\"/>",
				d[k].copied[x] == d[k].claims[x] ? " copied" : "", thickness(d[k].claims[x]), from, y, half, y, half,
				at_of(x, n_outlets, height), to, at_of(x, n_outlets, height));
		}
		rw_html_z(h, "</g>");
		rw_slice name = p->i->origins[d[k].origin].name;
		label(p, name.n ? name : rw_label(&p->words, "show_unnamed"), rtl ? FAR + 8 : NEAR - 8, y + 4, !rtl);
		rw_html_z(h, "\n");
	}
	for (size_t x = 0; x < n_outlets; x++)
		label(p, o[x].name, rtl ? NEAR - 8 : FAR + 8, at_of(x, n_outlets, height) + 4, rtl);
	rw_html_z(h, "</svg>\n<p class=\"dim quotingkey\">");
	rw_html_label(p, "html_quoting_key");
	rw_html_z(h, "</p>\n");
}

void rw_html_quoting(rw_sheet_html *p, const rw_standing *s) {
	const riwaya_incident *i = p->i;
	rw_mark m = rw_arena_mark(p->a);
	size_t n_outlets;
	const rw_outlet_told *o = rw_outlets_told(&p->words, p->r, i, &n_outlets);
	if (n_outlets > OUTLETS) n_outlets = OUTLETS;
	uint32_t *outlet_of = RW_ARRAY(p->a, uint32_t, p->r->n_reports), *row = RW_ARRAY(p->a, uint32_t, i->n_origins);
	for (size_t k = 0; k < p->r->n_reports; k++) outlet_of[k] = OUTLETS;
	for (uint32_t x = 0; x < n_outlets; x++)
		for (size_t k = 0; k < o[x].reports.n; k++) outlet_of[o[x].reports.p[k]] = x;
	bool *copied = RW_ARRAY(p->a, bool, p->r->n_reports);
	for (size_t k = 0; k < i->n_reports; k++)
		if (i->reports[k].report < p->r->n_reports)
			copied[i->reports[k].report] = i->reports[k].part == RIWAYA_PART_REPRINT;
	/* The origins on whom most rests. */
	drawn *d = RW_ARRAY(p->a, drawn, ORIGINS);
	size_t n = i->n_origins < ORIGINS ? i->n_origins : ORIGINS, used = 0;
	for (size_t k = 0; k < i->n_origins; k++) row[s[k].origin] = k < n ? (uint32_t)k : ORIGINS;
	for (size_t k = 0; k < n; k++) d[k].origin = s[k].origin;
	for (size_t c = 0; c < i->n_claims; c++) {
		const riwaya_incident_claim *x = &i->claims[c];
		if (x->origin >= i->n_origins || row[x->origin] == ORIGINS || x->report >= p->r->n_reports) continue;
		uint32_t at = outlet_of[x->report];
		if (at == OUTLETS) continue;
		drawn *to = &d[row[x->origin]];
		to->claims[at]++;
		to->copied[at] += copied[x->report];
		to->all++;
		to->weight += at;
	}
	for (size_t k = 0; k < n; k++)
		if (d[k].all) d[used++] = d[k];
	if (used > 1 && n_outlets > 1) {
		qsort(d, used, sizeof *d, by_outlets);
		draw(p, d, used, o, n_outlets);
	}
	rw_arena_reset(p->a, m);
}
