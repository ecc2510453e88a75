/* accounts.c: contradictions, each a sentence with both quotations side by side; lines, under each the values said, as words and as marks on one
 * axis, and who said each. Every figure leads to the sentence in which it stands.
 */
#include "show/html/html.h"

/* --- contradictions -------------------------------------------------------------------------------------------------- */
static void side(rw_sheet_html *p, uint32_t claim) {
	if (claim >= p->i->n_claims) return;
	rw_html_z(&p->h, "<figure>");
	rw_html_quote(p, claim, 0);
	rw_html_z(&p->h, "<figcaption>");
	rw_html_teller(p, claim, false);
	rw_html_z(&p->h, "</figcaption></figure>\n");
}

static void contradiction(rw_sheet_html *p, const riwaya_relation *x, size_t number) {
	rw_html *h = &p->h;
	rw_mark m = rw_arena_mark(p->a);
	rw_html_f(h, "<li id=\"i%zu-x%zu\"><p class=\"kind\">", p->number, number);
	rw_html_words(p, rw_tell_relation(&p->words, p->i, x));
	rw_html_z(h, "</p>\n<p class=\"says\">");
	rw_html_words(p, rw_pick(&p->words, x->sentence));
	rw_html_z(h, "</p>\n<div class=\"pair\">");
	side(p, x->a);
	side(p, x->b);
	rw_html_z(h, "</div></li>\n");
	rw_arena_reset(p->a, m);
}

void rw_html_contradictions(rw_sheet_html *p) {
	rw_html *h = &p->h;
	size_t n;
	const uint32_t *at = rw_relations_grave(p->a, p->i, &n);
	size_t open = n < RW_HTML_CONTRADICTIONS ? n : RW_HTML_CONTRADICTIONS;
	rw_html_z(h, "<ol class=\"contradictions\">\n");
	for (size_t k = 0; k < open && !h->failed; k++) contradiction(p, &p->i->relations[at[k]], k + 1);
	rw_html_z(h, "</ol>\n");
	if (open == n) return;
	rw_html_z(h, "<details><summary>");
	rw_html_words(p, RW_FILL(&p->words, "html_folded", rw_counted(&p->words, "show_n_contradictions", n - open)));
	rw_html_f(h, "</summary><ol class=\"contradictions\" start=\"%zu\">\n", open + 1);
	for (size_t k = open; k < n && !h->failed; k++) contradiction(p, &p->i->relations[at[k]], k + 1);
	rw_html_z(h, "</ol></details>\n");
}

/* --- lines ------------------------------------------------------------------------------------------------------------ */
static const char *const groups[] = {"figured", "unfigured", "denied", "beside"};

static bool faint(const rw_sheet_html *p, uint32_t claim) { return p->i->claims[claim].superseded_by < p->i->n_claims; }

/* Who else says it: each outlet once, its reports as links to their words. */
static void others(rw_sheet_html *p, const rw_line_row *rows, size_t from, size_t end) {
	rw_html *h = &p->h;
	rw_mark m = rw_arena_mark(p->a);
	rw_outlet_told *o = RW_ARRAY(p->a, rw_outlet_told, end - from); /* of claims in place of reports */
	size_t n = 0;
	for (size_t k = from; k < end; k++) {
		rw_slice name = rw_outlet_name(&p->words, p->r->reports[p->i->claims[rows[k].claim].report]);
		size_t at = 0;
		while (at < n && !rw_slice_eq(o[at].name, name)) at++;
		if (at == n) o[n++].name = name;
		rw_vec_push(p->a, &o[at].reports, rows[k].claim);
	}
	bool folds = end - from > RW_HTML_NAMED;
	rw_html_z(h, folds ? "<li class=\"more\"><details><summary>" : "<li class=\"more\">");
	rw_html_words(p, RW_FILL(&p->words, "html_more", rw_number(&p->words, (double)(end - from))));
	rw_html_z(h, folds ? "</summary>" : " ");
	for (size_t k = 0; k < n; k++) {
		if (k) rw_html_comma(p);
		rw_html_name(p, o[k].name);
		uint32_t last = UINT32_MAX;
		for (size_t x = 0; x < o[k].reports.n; x++) {
			uint32_t claim = o[k].reports.p[x], report = p->i->claims[claim].report;
			if (report == last) continue; /* the title and the text of one report */
			last = report;
			rw_mark row = rw_arena_mark(p->a);
			rw_html_f(h, " <a class=\"ref\" href=\"%s\">", rw_html_claim_at(p, claim));
			rw_html_text(h, rw_report_label(&p->words, report));
			rw_html_z(h, "</a>");
			rw_arena_reset(p->a, row);
		}
	}
	rw_html_z(h, folds ? "</details></li>" : "</li>");
	rw_arena_reset(p->a, m);
}

static void tellers(rw_sheet_html *p, const rw_line_row *rows, size_t from, size_t end) {
	rw_html *h = &p->h;
	rw_html_z(h, "<ul class=\"who\">");
	size_t shown = end - from > RW_HTML_TELLERS + 1 ? from + RW_HTML_TELLERS : end;
	for (size_t k = from; k < shown; k++) {
		rw_mark m = rw_arena_mark(p->a);
		const riwaya_claim *c = p->i->claims[rows[k].claim].claim;
		bool same = k > from && rw_slice_eq(c->evidence, p->i->claims[rows[k - 1].claim].claim->evidence);
		rw_html_z(h, faint(p, rows[k].claim) ? "<li class=\"faint\">" : "<li>");
		rw_html_teller(p, rows[k].claim, same);
		if (!same) {
			rw_html_z(h, "<br>");
			rw_html_quote(p, rows[k].claim, RW_HTML_WORDS);
		}
		rw_html_decisions(p, c->decisions, c->n_decisions, c->disputed);
		rw_html_z(h, "</li>\n");
		rw_arena_reset(p->a, m);
	}
	if (shown < end) others(p, rows, shown, end);
	rw_html_z(h, "</ul>");
}

static void value(rw_sheet_html *p, const riwaya_line *line, const rw_axis *axis, bool lettered,
	const rw_line_row *rows, size_t from, size_t end) {
	rw_html *h = &p->h;
	rw_html_f(h, "<li class=\"%s\">", groups[rows[from].group]);
	if (rows[from].value.n) {
		rw_html_f(h, "<div class=\"value\"><a href=\"%s\">", rw_html_claim_at(p, rows[from].claim));
		rw_html_words(p, rows[from].value);
		rw_html_z(h, "</a>");
		rw_slice letters = lettered && rows[from].group == RW_ROW_FIGURED
			? rw_line_letters(&p->words, line, rows[from].claim)
			: RW_NONE;
		if (letters.n) {
			rw_html_z(h, " <span class=\"sets\">");
			rw_html_text(h, letters);
			rw_html_z(h, "</span>");
		}
		rw_html_z(h, "</div>");
	}
	if (axis) rw_plot_value(p, axis, rows, from, end);
	tellers(p, rows, from, end);
	rw_html_z(h, "</li>\n");
}

/* Which values can hold together. */
static void sets(rw_sheet_html *p, const riwaya_line *line, const rw_line_row *rows, size_t n_rows) {
	rw_html *h = &p->h;
	size_t first;
	if (rw_line_numbered(line, &first) < 2) {
		rw_slice agreed = rw_tell_agreed(&p->words, line, rows, n_rows);
		if (!agreed.n) return;
		rw_html_z(h, "<p class=\"hold\">");
		rw_html_words(p, agreed);
		rw_html_z(h, "</p>\n");
		return;
	}
	rw_html_z(h, "<div class=\"hold\"><p>");
	rw_html_label(p, rw_line_parting(p->i, line));
	rw_html_z(h, "</p><ul>");
	for (size_t v = 0; v < line->n_values && v < RW_LINE_SETS; v++) {
		if (rw_range_is_open(line->values[v].range)) continue;
		rw_html_f(h, "<li><span class=\"sets\">%c</span> ", (char)('A' + v));
		rw_html_words(p,
			RW_FILL(&p->words, "show_colon", rw_range_words(&p->words, line->values[v].range),
				rw_tell_behind(&p->words, &line->values[v])));
		rw_html_z(h, "</li>");
	}
	rw_html_z(h, "</ul></div>\n");
}

static void one_line(rw_sheet_html *p, size_t at) {
	rw_html *h = &p->h;
	const riwaya_line *line = &p->i->lines[at];
	rw_mark m = rw_arena_mark(p->a);
	size_t n, unused;
	const rw_line_row *rows = rw_line_rows(&p->words, p->i, line, false, &n);
	rw_axis axis;
	bool plotted = rw_axis_of(p->i, rows, n, p->words.arabic, &axis), lettered = rw_line_numbered(line, &unused) > 1;
	bool valued = false;
	for (size_t k = 0; k < n; k++) valued = valued || rows[k].value.n;
	rw_html_f(h, "<article class=\"line\" id=\"i%zu-l%zu\"><header>", p->number, at + 1);
	rw_html_heading(p, 3, rw_line_title(&p->words, line), 0);
	rw_slice said = rw_tell_said(&p->words, line);
	if (said.n) {
		rw_html_z(h, "<p class=\"range\">");
		rw_html_words(p, said);
		rw_html_z(h, "</p>");
	}
	rw_html_z(h, "</header>\n");
	if (line->grade) {
		rw_html_z(h, "<p>");
		rw_html_words(p,
			RW_FILL(&p->words, "show_colon", rw_label(&p->words, "show_grade"), rw_grade_words(&p->words, line->grade)));
		rw_html_z(h, "</p>\n");
	}
	rw_html_decisions(p, line->decisions, line->n_decisions, false);
	if (plotted) {
		rw_html_z(h, "<div class=\"axisrow\">");
		rw_plot_axis(p, &axis);
		rw_html_z(h, "</div>\n");
	}
	rw_html_f(h, "<ul class=\"values%s%s\">\n", plotted ? " plotted" : "", valued ? "" : " bare");
	for (size_t from = 0; from < n && !h->failed;) {
		size_t end = from + 1;
		while (end < n && rw_row_again(rows, end)) end++;
		value(p, line, plotted ? &axis : NULL, lettered, rows, from, end);
		from = end;
	}
	rw_html_z(h, "</ul>\n");
	sets(p, line, rows, n);
	rw_html_z(h, "</article>\n");
	rw_arena_reset(p->a, m);
}

/* Lines come by rank; those of a family stand together, where its first one stands. */
void rw_html_lines(rw_sheet_html *p) {
	size_t n = p->i->n_lines;
	rw_plot_key(p);
	bool *done = RW_ARRAY(p->a, bool, n);
	for (size_t k = 0; k < n && !p->h.failed; k++) {
		if (done[k]) continue;
		rw_slice family = p->i->lines[k].family;
		rw_html_z(&p->h, "<div class=\"family\">");
		if (family.p) rw_html_heading(p, 2, rw_family_name(&p->words, family), 0);
		for (size_t x = k; x < n; x++) {
			if (done[x] || !rw_slice_eq(p->i->lines[x].family, family)) continue;
			done[x] = true;
			one_line(p, x);
		}
		rw_html_z(&p->h, "</div>\n");
	}
}
