/* changes.c: what came and changed in a store since a moment, as a page. It quotes the words by which each figure moved; the reports themselves are
 * in the pages of their incidents.
 */
#include "show/changes.h"
#include "show/html/html.h"
#include "show/show.h"

static void line_change(rw_sheet_html *p, const riwaya_incident_change *x, const riwaya_line_change *l) {
	rw_html *h = &p->h;
	const rw_words *w = &p->words;
	bool moved;
	uint32_t by[RW_CHANGE_BY];
	rw_mark m = rw_arena_mark(p->a);
	rw_slice what = rw_tell_line_change(w, l, &moved);
	rw_html_z(h, moved ? "<li><b>" : "<li>");
	rw_html_words(p, what);
	rw_html_z(h, moved ? "</b>" : "");
	size_t n = rw_line_change_by(x, l, by);
	if (n) rw_html_z(h, "<ul class=\"who\">\n");
	for (size_t k = 0; k < n; k++) {
		const riwaya_incident_claim *c = &p->i->claims[by[k]];
		rw_rich who = {0};
		rw_slice value = rw_tell_value(w, c->claim, l->line->patient_role), when = rw_when_short(w, c->claim->told, true);
		if (value.n) rw_rich_add(&p->rich, &who, value, RW_BOLD);
		if (value.n) rw_tell_dot(&p->rich, &who);
		rw_tell_source(&p->rich, w, &who, p->r->reports[c->report], RW_NO_NUMBER, c->claim);
		rw_html_z(h, "<li>");
		rw_html_rich(p, &who, NULL, p->r->reports[c->report]);
		rw_html_z(h, " <span class=\"told\">");
		rw_html_words(p, when);
		rw_html_z(h, "</span><br>");
		rw_html_quote(p, by[k], RW_HTML_WORDS);
		rw_html_z(h, "</li>\n");
	}
	rw_html_z(h, n ? "</ul></li>\n" : "</li>\n");
	rw_arena_reset(p->a, m);
}

static void point(rw_sheet_html *p, rw_slice s) {
	rw_html_z(&p->h, "<li>");
	rw_html_words(p, s);
	rw_html_z(&p->h, "</li>\n");
}

static void incident(rw_sheet_html *p, const riwaya_incident_change *x, size_t number) {
	rw_html *h = &p->h;
	const rw_words *w = &p->words;
	rw_mark m = rw_arena_mark(p->a);
	p->r = x->now;
	p->i = &x->now->incidents[0];
	p->number = number;
	rw_html_f(h, "<article class=\"changed\" id=\"i%zu\">\n", number);
	rw_html_heading(p, 0, rw_pick(w, p->i->title), 0);
	rw_html_z(h, "<p class=\"dim\"><bdi>");
	rw_html_text(h, p->i->id);
	rw_html_z(h, "</bdi>");
	if (x->fresh) {
		rw_html_z(h, " \xC2\xB7 <b>");
		rw_html_label(p, "changes_new_incident");
		rw_html_z(h, "</b>");
	}
	rw_html_z(h, "</p>\n<ul>\n");
	if (x->n_gained) point(p, rw_tell_gained(w, x));
	if (x->n_lost) point(p, rw_counted(w, "changes_lost", x->n_lost));
	for (size_t k = 0; k < x->n_merged; k++) point(p, RW_FILL(w, "changes_merged", x->merged[k]));
	rw_html_z(h, "</ul>\n");
	if (x->n_relations) rw_html_z(h, "<ul class=\"changes\">\n");
	for (size_t k = 0; k < x->n_relations; k++) {
		const riwaya_relation *r = &p->i->relations[x->relations[k]];
		rw_html_z(h, rw_relation_grave(r->type) ? "<li><span class=\"kind against\">" : "<li><span class=\"kind\">");
		rw_html_words(p, rw_relation_name(w, r->type));
		rw_html_z(h, "</span> <span>");
		rw_html_words(p, rw_pick(w, r->sentence));
		rw_html_z(h, "</span></li>\n");
	}
	rw_html_z(h, x->n_relations ? "</ul>\n" : "");
	if (x->n_lines) rw_html_z(h, "<ul class=\"moved\">\n");
	for (size_t k = 0; k < x->n_lines && !h->failed; k++) line_change(p, x, &x->lines[k]);
	rw_html_z(h, x->n_lines ? "</ul></article>\n" : "</article>\n");
	rw_arena_reset(p->a, m);
}

/* --- pages that were edited ------------------------------------------------------------------------------------------------ */
static void difference(
	rw_sheet_html *p, const char *key, const riwaya_report *of, const riwaya_diff_piece *d, size_t n, bool whole) {
	rw_html *h = &p->h;
	if (!n) return;
	rw_html_z(h, "<div><dt>");
	rw_html_label(p, key);
	rw_html_z(h, "</dt><dd");
	rw_html_spoken(p, of, of->text);
	rw_html_z(h, ">");
	for (size_t k = 0; k < n; k++) {
		rw_mark m = rw_arena_mark(p->a);
		if (k) rw_html_z(h, " ");
		if (d[k].kind == RIWAYA_DIFF_KEPT) {
			rw_rich r = {0};
			rw_rich_kept(&p->rich, &r, d[k].words, k == 0, k + 1 == n, whole);
			rw_html_rich(p, &r, NULL, of);
		} else {
			rw_html_z(h, d[k].kind == RIWAYA_DIFF_REMOVED ? "<del>" : "<ins>");
			rw_html_text(h, d[k].words);
			rw_html_z(h, d[k].kind == RIWAYA_DIFF_REMOVED ? "</del>" : "</ins>");
		}
		rw_arena_reset(p->a, m);
	}
	rw_html_z(h, "</dd></div>\n");
}

static void phrases(rw_sheet_html *p, const char *key, const riwaya_bilingual *x, size_t n) {
	rw_html *h = &p->h;
	if (!n) return;
	rw_html_z(h, "<div><dt>");
	rw_html_label(p, key);
	rw_html_z(h, "</dt><dd><ul>");
	for (size_t k = 0; k < n; k++) point(p, rw_pick(&p->words, x[k]));
	rw_html_z(h, "</ul></dd></div>\n");
}

static void edit(rw_sheet_html *p, const riwaya_page_version *v, bool whole) {
	rw_html *h = &p->h;
	rw_mark m = rw_arena_mark(p->a);
	rw_html_z(h, "<article class=\"report\"><header>");
	rw_html_heading(p, 1, rw_outlet_name(&p->words, v->report), 0);
	rw_html_z(h, "<p class=\"told\">");
	rw_html_words(p, rw_moment_words(&p->words, v->received));
	rw_html_z(h, "</p></header>\n");
	rw_html_report_place(p, v->report);
	rw_html_z(h, "<dl class=\"facts\">\n");
	difference(p, "changes_title", v->report, v->title, v->n_title, whole);
	difference(p, "changes_text", v->report, v->text, v->n_text, whole);
	phrases(p, "changes_retracted", v->retracted, v->n_retracted);
	phrases(p, "changes_added", v->added, v->n_added);
	rw_html_z(h, "</dl></article>\n");
	rw_arena_reset(p->a, m);
}

bool rw_show_changes_html(
	const rw_lexicon *lx, rw_arena *scratch, const riwaya_changes *x, const riwaya_show *show, riwaya_sink sink) {
	static const riwaya_show plain = {0};
	if (!show) show = &plain;
	rw_sheet_html *p = rw_html_begin(lx, scratch, show, sink);
	rw_html *h = &p->h;
	const rw_words *w = &p->words;
	rw_slice title = RW_FILL(w, "changes_since", rw_moment_words(w, x->since));
	rw_html_open(p, title);
	p->level = 1;
	rw_html_z(h, "<main id=\"text\">\n");
	rw_html_heading(p, 0, title, 0);
	p->level = 2;
	if (!x->n_incidents && !x->n_edits && !x->n_decisions) {
		rw_html_z(h, "<p class=\"dim\">");
		rw_html_label(p, "changes_none");
		rw_html_z(h, "</p>\n");
	}
	for (size_t k = 0; k < x->n_incidents && !h->failed; k++) incident(p, &x->incidents[k], k + 1);
	if (x->all_incidents > RIWAYA_STORE_CHANGES) {
		uint64_t left = x->all_incidents - RIWAYA_STORE_CHANGES;
		rw_html_z(h, "<p class=\"dim\">");
		rw_html_words(p, RW_FILL(w, "changes_more", rw_counted(w, "changes_n_incidents", left)));
		rw_html_z(h, "</p>\n");
	}
	if (x->n_edits) {
		rw_html_z(h, "<section id=\"edits\">\n");
		rw_html_heading(p, 0, rw_label(w, "changes_edits"), x->n_edits);
		for (size_t k = 0; k < x->n_edits && !h->failed; k++) edit(p, &x->edits[k], show->full);
		rw_html_z(h, "</section>\n");
	}
	if (x->n_decisions) {
		rw_html_z(h, "<section id=\"decisions\">\n");
		rw_html_heading(p, 0, rw_label(w, "changes_decisions"), x->n_decisions);
		rw_html_decisions(p, x->decisions, x->n_decisions, false);
		rw_html_z(h, "</section>\n");
	}
	rw_html_close(p, show);
	return rw_html_end(h);
}
