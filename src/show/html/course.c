/* course.c: what changed without contradiction, the course of things, the names that outlets use, on whom it all rests, what people decided. */
#include "show/html/html.h"

/* --- changes ---------------------------------------------------------------------------------------------------------- */
static size_t of_type(const rw_sheet_html *p, riwaya_relation_type type) {
	size_t n = 0;
	for (size_t k = 0; k < p->i->n_relations; k++) n += p->i->relations[k].type == type;
	return n;
}

static void changes_of(rw_sheet_html *p, riwaya_relation_type type) {
	rw_html *h = &p->h;
	for (size_t k = 0; k < p->i->n_relations; k++) {
		const riwaya_relation *x = &p->i->relations[k];
		if (x->type != type || x->a >= p->i->n_claims || x->b >= p->i->n_claims) continue;
		rw_mark m = rw_arena_mark(p->a);
		rw_html_z(h, "<li><span class=\"kind\">");
		rw_html_words(p, rw_relation_name(&p->words, type));
		rw_html_z(h, "</span> <span>");
		rw_html_words(p, rw_pick(&p->words, x->sentence));
		const uint32_t sides[] = {x->a, x->b};
		for (size_t s = 0; s < 2; s++) {
			rw_html_f(h, " <a class=\"ref\" href=\"%s\">", rw_html_claim_at(p, sides[s]));
			rw_html_text(h, rw_report_label(&p->words, p->i->claims[sides[s]].report));
			rw_html_z(h, "</a>");
		}
		rw_html_z(h, "</span></li>\n");
		rw_arena_reset(p->a, m);
	}
}

void rw_html_changes(rw_sheet_html *p) {
	rw_html *h = &p->h;
	rw_html_z(h, "<ul class=\"changes\">\n");
	for (size_t t = 0; t + 1 < RW_CHANGES; t++) changes_of(p, rw_changes[t]);
	rw_html_z(h, "</ul>\n");
	size_t n = of_type(p, rw_changes[RW_CHANGES - 1]);
	if (!n) return;
	rw_html_z(h, "<details><summary>");
	rw_html_words(p, RW_FILL(&p->words, "html_narrower", rw_number(&p->words, (double)n)));
	rw_html_z(h, "</summary><ul class=\"changes\">\n");
	changes_of(p, rw_changes[RW_CHANGES - 1]);
	rw_html_z(h, "</ul></details>\n");
}

/* --- timeline ----------------------------------------------------------------------------------------------------------- */
static void moment(rw_sheet_html *p, const riwaya_moment *x) {
	rw_html *h = &p->h;
	const riwaya_incident_claim *c = &p->i->claims[x->claim];
	rw_html_z(h, "<li>");
	/* One piece beside another: the words, and who told them first. */
	rw_html_z(h, "<span>");
	rw_html_words(p, rw_pick(&p->words, x->what));
	rw_html_z(h, "</span> <span class=\"first dim\"><span class=\"lead\">");
	rw_html_label(p, "show_first_told_by");
	rw_html_z(h, " </span>");
	rw_html_outlet(p, c->report, rw_html_claim_at(p, x->claim));
	rw_slice told = rw_when_short(&p->words, c->claim->told, false);
	if (told.n) {
		rw_html_comma(p);
		rw_html_words(p, told);
	}
	if (x->n_also) {
		rw_html_z(h, " \xC2\xB7 ");
		rw_html_words(p, rw_counted(&p->words, "show_n_also", x->n_also));
	}
	rw_html_z(h, "</span></li>\n");
}

/* One date, said once: what stands below it belongs to it. Returns where the next stretch begins. */
static size_t day(rw_sheet_html *p, size_t from) {
	rw_html *h = &p->h;
	const riwaya_incident *i = p->i;
	rw_mark m = rw_arena_mark(p->a);
	rw_slice when = rw_tell_happened(&p->words, i, &i->timeline[from]);
	rw_html_z(h, "<li><span class=\"when\">");
	rw_html_words(p, when);
	rw_html_z(h, "</span><ul>\n");
	size_t k = from;
	for (; k < i->n_timeline && !h->failed; k++) {
		if (!rw_moment_told(p->r, i, &i->timeline[k])) continue;
		rw_mark row = rw_arena_mark(p->a);
		if (k > from && !rw_slice_eq(rw_tell_happened(&p->words, i, &i->timeline[k]), when)) break;
		moment(p, &i->timeline[k]);
		rw_arena_reset(p->a, row);
	}
	rw_html_z(h, "</ul></li>\n");
	rw_arena_reset(p->a, m);
	return k;
}

void rw_html_timeline(rw_sheet_html *p) {
	rw_html *h = &p->h;
	const riwaya_incident *i = p->i;
	size_t k = 0;
	bool folded = false;
	rw_html_days(p);
	rw_html_z(h, "<p class=\"firsthead\"><span>");
	rw_html_label(p, "show_first_told_by");
	rw_html_z(h, "</span></p>\n<ol class=\"timeline\">\n");
	while (k < i->n_timeline && !h->failed) {
		if (!rw_moment_told(p->r, i, &i->timeline[k])) {
			k++;
			continue;
		}
		if (k >= RW_HTML_MOMENTS && !folded) {
			rw_html_z(h, "</ol><details><summary>");
			rw_html_words(p, RW_FILL(&p->words, "html_folded", rw_number(&p->words, (double)(i->n_timeline - k))));
			rw_html_z(h, "</summary><ol class=\"timeline\">\n");
			folded = true;
		}
		k = day(p, k);
	}
	rw_html_z(h, folded ? "</ol></details>\n" : "</ol>\n");
}

/* --- framing -------------------------------------------------------------------------------------------------------------- */
/* The outlets that use the words, each once, with how often. */
static void users(rw_sheet_html *p, const riwaya_framing *f, size_t at) {
	rw_html *h = &p->h;
	rw_slice *names = RW_ARRAY(p->a, rw_slice, f->n_names);
	uint64_t *counts = RW_ARRAY(p->a, uint64_t, f->n_names);
	uint32_t *reports = RW_ARRAY(p->a, uint32_t, f->n_names);
	size_t n = 0;
	for (size_t k = at; k < f->n_names; k++) {
		const riwaya_naming *x = &f->names[k];
		if (x->report >= p->r->n_reports || !rw_slice_eq(x->words, f->names[at].words)) continue;
		rw_slice name = rw_outlet_name(&p->words, p->r->reports[x->report]);
		size_t o = 0;
		while (o < n && !rw_slice_eq(names[o], name)) o++;
		if (o == n) names[n] = name, reports[n++] = x->report;
		counts[o] += x->count;
	}
	for (size_t o = 0; o < n && o < RW_HTML_OUTLETS; o++) {
		if (o)
			rw_html_comma(p);
		else
			rw_html_z(h, " ");
		rw_html_f(h, "<a class=\"outlet\" href=\"%s\">", rw_html_report_at(p, reports[o]));
		rw_html_name(p, names[o]);
		rw_html_z(h, "</a>");
		if (counts[o] < 2) continue;
		rw_html_z(h, " <span class=\"dim\">\xC3\x97");
		rw_html_text(h, rw_number(&p->words, (double)counts[o]));
		rw_html_z(h, "</span>");
	}
	if (n <= RW_HTML_OUTLETS) return;
	rw_html_comma(p);
	rw_html_words(p, RW_FILL(&p->words, "html_folded", rw_counted(&p->words, "show_n_outlets", n - RW_HTML_OUTLETS)));
}

static void framing(rw_sheet_html *p, const riwaya_framing *f) {
	rw_html *h = &p->h;
	rw_mark m = rw_arena_mark(p->a);
	rw_html_z(h, "<dt>");
	rw_html_words(p, rw_pick(&p->words, f->label));
	rw_html_z(h, "</dt><dd><ul>\n");
	for (size_t k = 0; k < f->n_names && !h->failed; k++) {
		const riwaya_naming *x = &f->names[k];
		bool before = x->report >= p->r->n_reports;
		for (size_t b = 0; b < k && !before; b++) before = rw_slice_eq(f->names[b].words, x->words);
		if (before) continue;
		bool loaded = rw_slice_eqz(x->reg, "loaded"), self = rw_slice_eqz(x->reg, "self");
		rw_html_z(h, "<li><q");
		rw_html_spoken(p, p->r->reports[x->report], x->words);
		rw_html_z(h, loaded ? " class=\"loaded\">" : self ? " class=\"self\">" : ">");
		rw_html_text(h, x->words);
		rw_html_z(h, loaded ? "</q>! \xC2\xB7" : self ? "</q>\xC2\xB0 \xC2\xB7" : "</q> \xC2\xB7");
		users(p, f, k);
		rw_html_z(h, "</li>\n");
	}
	rw_html_z(h, "</ul></dd>\n");
	rw_arena_reset(p->a, m);
}

void rw_html_framing(rw_sheet_html *p) {
	rw_html *h = &p->h;
	const riwaya_incident *i = p->i;
	size_t others = 0;
	rw_html_z(h, "<p class=\"dim\">");
	rw_html_label(p, "show_framing_legend");
	rw_html_z(h, "</p>\n<dl class=\"framing\">\n");
	for (size_t k = 0; k < i->n_framing; k++) {
		if (rw_framing_main(i, &i->framing[k]))
			framing(p, &i->framing[k]);
		else
			others++;
	}
	rw_html_z(h, "</dl>\n");
	if (!others) return;
	rw_html_z(h, "<details><summary>");
	rw_html_words(p, RW_FILL(&p->words, "html_other_acts", rw_number(&p->words, (double)others)));
	rw_html_z(h, "</summary><dl class=\"framing\">\n");
	for (size_t k = 0; k < i->n_framing; k++)
		if (!rw_framing_main(i, &i->framing[k])) framing(p, &i->framing[k]);
	rw_html_z(h, "</dl></details>\n");
}

/* --- origins: who quotes whom ------------------------------------------------------------------------------------------- */
/* The names between an origin and the outlet that publishes it: "via Reuters". */
static rw_slice between(rw_sheet_html *p, const riwaya_claim *c) {
	if (c->n_chain < 3) return RW_NONE;
	rw_slice *names = RW_ARRAY(p->a, rw_slice, c->n_chain);
	for (size_t k = 1; k + 1 < c->n_chain; k++) names[k - 1] = c->chain[k].name;
	rw_slice s = rw_tell_joined(&p->words, names, c->n_chain - 2);
	return s.n ? RW_FILL(&p->words, "html_via", s) : RW_NONE;
}

/* A claim of each report that rests on the origin: the first. */
static void publishers(rw_sheet_html *p, const rw_standing *s, const uint32_t *first) {
	rw_html *h = &p->h;
	for (size_t k = 0; k < s->reports.n && k < RW_HTML_OUTLETS; k++) {
		rw_mark m = rw_arena_mark(p->a);
		if (k) rw_html_comma(p);
		uint32_t report = s->reports.p[k], claim = first[k];
		rw_html_outlet(p, report, claim < p->i->n_claims ? rw_html_claim_at(p, claim) : rw_html_report_at(p, report));
		rw_slice via = claim < p->i->n_claims ? between(p, p->i->claims[claim].claim) : RW_NONE;
		if (via.n) {
			rw_html_z(h, " <span class=\"dim\">");
			rw_html_words(p, via);
			rw_html_z(h, "</span>");
		}
		if (rw_report_copied(p->i, report)) {
			rw_html_z(h, " <span class=\"dim\">");
			rw_html_words(p, RW_FILL(&p->words, "show_with_gloss", RW_NONE, rw_label(&p->words, "show_part_reprint")));
			rw_html_z(h, "</span>");
		}
		rw_arena_reset(p->a, m);
	}
	if (s->reports.n <= RW_HTML_OUTLETS) return;
	rw_html_comma(p);
	rw_html_words(
		p, RW_FILL(&p->words, "html_folded", rw_counted(&p->words, "show_n_reports", s->reports.n - RW_HTML_OUTLETS)));
}

static void origin(rw_sheet_html *p, const rw_standing *s, const uint32_t *first) {
	rw_html *h = &p->h;
	const rw_words *w = &p->words;
	const riwaya_origin *o = &p->i->origins[s->origin];
	rw_mark m = rw_arena_mark(p->a);
	rw_html_z(h, "<tr><th scope=\"row\">");
	if (o->name.n)
		rw_html_name(p, o->name);
	else
		rw_html_label(p, "show_unnamed");
	rw_slice kind = o->kind ? rw_label_of(w, "show_link_", riwaya_link_kind_word(o->kind)) : RW_NONE;
	rw_slice unnamed = o->anonymous && o->kind != RIWAYA_LINK_ANONYMOUS ? rw_label(w, "show_unnamed_mark") : RW_NONE;
	rw_slice what = rw_tell_joined(w, (rw_slice[]){kind, unnamed, rw_actor_name(w, o->party)}, 3);
	if (what.n) {
		rw_html_z(h, " <span class=\"dim\">");
		rw_html_words(p, what);
		rw_html_z(h, "</span>");
	}
	rw_html_z(h, "</th><td class=\"num\">");
	rw_html_text(h, rw_number(w, s->claims));
	rw_html_z(h, "</td><td>");
	publishers(p, s, first);
	rw_html_z(h, "</td></tr>\n");
	rw_arena_reset(p->a, m);
}

void rw_html_origins(rw_sheet_html *p) {
	rw_html *h = &p->h;
	const riwaya_incident *i = p->i;
	const rw_standing *s = rw_standings(p->a, p->r, i);
	rw_html_quoting(p, s);
	/* For each origin and report the first claim, found in one walk: by_report is in the order of reports. */
	uint32_t **first = RW_ARRAY(p->a, uint32_t *, i->n_origins);
	size_t *row = RW_ARRAY(p->a, size_t, i->n_origins);
	for (size_t k = 0; k < i->n_origins; k++) {
		uint32_t *f = RW_ARRAY(p->a, uint32_t, s[k].reports.n);
		for (size_t x = 0; x < s[k].reports.n; x++) f[x] = UINT32_MAX;
		row[s[k].origin] = k;
		first[k] = f;
	}
	for (size_t c = 0; c < i->n_claims; c++) {
		const riwaya_incident_claim *x = &i->claims[c];
		if (x->origin >= i->n_origins) continue;
		const rw_standing *o = &s[row[x->origin]];
		for (size_t k = 0; k < o->reports.n && k < RW_HTML_OUTLETS; k++) {
			uint32_t *at = &first[row[x->origin]][k];
			if (o->reports.p[k] == x->report && *at == UINT32_MAX) *at = (uint32_t)c;
		}
	}
	rw_html_z(h, "<table class=\"origins\"><thead><tr><th scope=\"col\">");
	rw_html_label(p, "html_origin");
	rw_html_z(h, "</th><th scope=\"col\" class=\"num\">");
	rw_html_label(p, "html_claims");
	rw_html_z(h, "</th><th scope=\"col\">");
	rw_html_label(p, "html_published_by");
	rw_html_z(h, "</th></tr></thead><tbody>\n");
	for (size_t k = 0; k < i->n_origins && !h->failed; k++)
		if (s[k].claims) origin(p, &s[k], first[k]);
	rw_html_z(h, "</tbody></table>\n");
}

/* --- people, and what others coded ------------------------------------------------------------------------------------------ */
void rw_html_decided(rw_sheet_html *p) { rw_html_decisions(p, p->i->decisions, p->i->n_decisions, false); }

void rw_html_rejected(rw_sheet_html *p) {
	rw_html *h = &p->h;
	rw_html_z(h, "<ul class=\"who\">\n");
	for (size_t k = 0; k < p->i->n_rejected && !h->failed; k++) {
		const riwaya_rejected *x = &p->i->rejected[k];
		if (x->report >= p->r->n_reports) continue;
		const riwaya_report *report = p->r->reports[x->report];
		rw_mark m = rw_arena_mark(p->a);
		rw_slice value = rw_tell_value(&p->words, x->claim, RW_NONE);
		rw_slice predicate = rw_named(&p->words, "predicates", x->claim->predicate);
		rw_rich source = {0}, words = {0};
		rw_html_z(h, "<li class=\"faint\">");
		rw_html_words(p, value.n ? RW_FILL(&p->words, "show_colon", predicate, value) : predicate);
		rw_html_z(h, " \xC2\xB7 <span class=\"src\">");
		rw_tell_source(&p->rich, &p->words, &source, report, x->report + 1, x->claim);
		rw_html_rich(p, &source, rw_html_report_at(p, x->report), report);
		rw_html_z(h, "</span><br>");
		rw_tell_words(&p->rich, &words, x->claim, 0);
		rw_html_rich(p, &words, NULL, report);
		rw_html_decisions(p, x->claim->decisions, x->claim->n_decisions, x->claim->disputed);
		rw_html_z(h, "</li>\n");
		rw_arena_reset(p->a, m);
	}
	rw_html_z(h, "</ul>\n");
}

void rw_html_coded(rw_sheet_html *p) {
	rw_html *h = &p->h;
	rw_html_z(h, "<ul>\n");
	for (size_t k = 0; k < p->r->n_coded_near && !h->failed; k++) {
		const riwaya_coded_near *near = &p->r->coded_near[k];
		if (&p->r->incidents[near->incident] != p->i) continue;
		rw_mark m = rw_arena_mark(p->a);
		rw_html_z(h, "<li>");
		rw_html_words(p, rw_tell_near(&p->words, p->r, near));
		rw_html_z(h, "</li>\n");
		rw_arena_reset(p->a, m);
	}
	rw_html_z(h, "</ul>\n");
}
