/* days.c: when an incident's moments happened and when its reports were told, as bars of days, one row over the other. Days are as reports tell
 * them; moments that are known to a month or year alone, and those before the incident, are in the list alone.
 */
#include "mention/calendar.h"
#include "show/html/html.h"

enum { WIDTH = 360, ROW = 44, TOP = 12, BINS = 14, MOST_DAYS = 3660 };

typedef struct span {
	int64_t first, last; /* days */
	int64_t per;         /* days of one bar */
	size_t bins;
} span;

/* Day of a time that is known to the day. */
static bool known(riwaya_when w, int64_t *day) {
	if (w.precision == RIWAYA_PRECISION_NONE || w.precision > RIWAYA_PRECISION_DAY) return false;
	*day = rw_day_of_minute(w.from);
	return true;
}

static void count(uint32_t *bins, const span *s, int64_t day) {
	if (day >= s->first && day <= s->last) bins[(day - s->first) / s->per]++;
}

static bool span_of(const rw_sheet_html *p, span *s) {
	int64_t day;
	bool any = false;
	*s = (span){0};
	for (size_t k = 0; k < p->i->n_reports; k++) {
		uint32_t report = p->i->reports[k].report;
		if (report >= p->r->n_reports || !known(p->r->reports[report]->published.at, &day)) continue;
		if (!any || day < s->first) s->first = day;
		if (!any || day > s->last) s->last = day;
		any = true;
	}
	if (!any) return false;
	if (known(p->i->time, &day) && day < s->first) s->first = day;
	int64_t days = s->last - s->first + 1;
	if (days < 2 || days > MOST_DAYS) return false;
	s->per = (days + BINS - 1) / BINS;
	s->bins = (size_t)((days + s->per - 1) / s->per);
	return true;
}

static rw_slice day_words(rw_sheet_html *p, int64_t day) {
	return rw_when_short(&p->words, (riwaya_when){day * RW_DAY, day * RW_DAY + RW_DAY - 1, RIWAYA_PRECISION_DAY}, false);
}

static void row(rw_sheet_html *p, const char *key, const span *s, const uint32_t *bins) {
	rw_html *h = &p->h;
	rw_mark m = rw_arena_mark(p->a);
	uint32_t most = 1;
	rw_slice *told = RW_ARRAY(p->a, rw_slice, s->bins);
	for (size_t k = 0; k < s->bins; k++) {
		if (bins[k] > most) most = bins[k];
		if (bins[k])
			told[k] = RW_FILL(
				&p->words, "show_colon", day_words(p, s->first + (int64_t)k * s->per), rw_number(&p->words, bins[k]));
	}
	rw_html_z(h, "<div><span class=\"dim\">");
	rw_html_label(p, key);
	rw_html_f(h, "</span><svg viewBox=\"0 0 %d %d\" role=\"img\" focusable=\"false\" aria-label=\"", WIDTH, ROW);
	rw_html_text(h, RW_FILL(&p->words, "show_colon", rw_label(&p->words, key), rw_tell_joined(&p->words, told, s->bins)));
	rw_html_z(h, "\">");
	int step = WIDTH / (int)s->bins, wide = step > 44 ? 36 : step - 4;
	for (size_t k = 0; k < s->bins; k++) {
		int at = (int)k * step + (step - wide) / 2, high = (int)((uint64_t)bins[k] * (ROW - TOP - 2) / most);
		if (p->words.arabic) at = WIDTH - at - wide;
		if (!bins[k]) continue;
		if (high < 2) high = 2;
		rw_html_f(h, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", at, ROW - high, wide, high);
		rw_html_f(h, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">", at + wide / 2, ROW - high - 3);
		rw_html_text(h, rw_number(&p->words, bins[k]));
		rw_html_z(h, "</text>");
	}
	rw_html_f(h, "<path class=\"rule\" d=\"M0 %dH%d\"/></svg><p class=\"dim\"><span>", ROW, WIDTH);
	rw_html_words(p, day_words(p, s->first));
	rw_html_z(h, "</span> <span>");
	rw_html_words(p, day_words(p, s->last));
	rw_html_z(h, "</span></p></div>\n");
	rw_arena_reset(p->a, m);
}

void rw_html_days(rw_sheet_html *p) {
	rw_html *h = &p->h;
	span s;
	if (!span_of(p, &s)) return;
	uint32_t happened[BINS] = {0}, told[BINS] = {0};
	int64_t day;
	for (size_t k = 0; k < p->i->n_timeline; k++)
		if (known(p->i->timeline[k].happened, &day)) count(happened, &s, day);
	for (size_t k = 0; k < p->i->n_reports; k++) {
		uint32_t report = p->i->reports[k].report;
		if (report < p->r->n_reports && known(p->r->reports[report]->published.at, &day)) count(told, &s, day);
	}
	rw_html_z(h, "<div class=\"days\">\n");
	row(p, "html_happened", &s, happened);
	row(p, "html_told", &s, told);
	rw_html_z(h, "</div>\n");
}
