/* sheet.c: the page as a whole: its head, contents, incidents, what stands beside them, and what it was made with. */
#include "show/html/html.h"
#include "show/show.h"
#include <sodium.h>

/* report.css, as style.S puts it into the library. */
extern const char rw_report_style[] __attribute__((visibility("hidden")));
extern const char rw_report_style_end[] __attribute__((visibility("hidden")));

/* --- the sections of an incident -------------------------------------------------------------------------------------- */
static size_t n_contradictions(const rw_sheet_html *p) {
	size_t n = 0;
	for (size_t k = 0; k < p->i->n_relations; k++) n += rw_relation_grave(p->i->relations[k].type);
	return n;
}
static size_t n_lines(const rw_sheet_html *p) { return p->i->n_lines; }
static size_t n_changes(const rw_sheet_html *p) { return p->i->n_relations - n_contradictions(p); }
static size_t n_moments(const rw_sheet_html *p) {
	size_t n = 0;
	for (size_t k = 0; k < p->i->n_timeline; k++) n += rw_moment_told(p->r, p->i, &p->i->timeline[k]);
	return n;
}
/* One outlet's words have nothing to stand beside. */
static size_t n_framing(const rw_sheet_html *p) {
	rw_slice first = RW_NONE;
	for (size_t f = 0; f < p->i->n_framing; f++)
		for (size_t k = 0; k < p->i->framing[f].n_names; k++) {
			if (p->i->framing[f].names[k].report >= p->r->n_reports) continue;
			rw_slice name = rw_outlet_name(&p->words, p->r->reports[p->i->framing[f].names[k].report]);
			if (!first.p) first = name;
			if (!rw_slice_eq(first, name)) return p->i->n_framing;
		}
	return 0;
}
static size_t n_origins(const rw_sheet_html *p) { return p->i->n_origins; }
static size_t n_rejected(const rw_sheet_html *p) { return p->i->n_rejected; }
static size_t n_decided(const rw_sheet_html *p) { return p->i->n_decisions; }
static size_t n_coded(const rw_sheet_html *p) {
	size_t n = 0;
	for (size_t k = 0; k < p->r->n_coded_near; k++) n += &p->r->incidents[p->r->coded_near[k].incident] == p->i;
	return n;
}
static size_t n_reports(const rw_sheet_html *p) { return p->i->n_reports; }

static const struct section {
	const char *slug, *key;
	bool counted; /* how many there are stands beside its title */
	size_t (*count)(const rw_sheet_html *p);
	void (*write)(rw_sheet_html *p);
} sections[] = {
	{"contradictions", "show_contradictions", true, n_contradictions, rw_html_contradictions},
	{"said", "show_lines", false, n_lines, rw_html_lines},
	{"changes", "show_changes", true, n_changes, rw_html_changes},
	{"timeline", "show_timeline", false, n_moments, rw_html_timeline},
	{"framing", "show_framing", false, n_framing, rw_html_framing},
	{"origins", "html_who_quotes", false, n_origins, rw_html_origins},
	{"rejected", "show_rejected", true, n_rejected, rw_html_rejected},
	{"decisions", "show_decisions", true, n_decided, rw_html_decided},
	{"coded", "show_coded", true, n_coded, rw_html_coded},
	{"reports", "show_reports", true, n_reports, rw_html_reports},
};

/* --- the head of an incident ---------------------------------------------------------------------------------------------- */
static void fact(rw_sheet_html *p, const char *key, rw_slice value) {
	if (!value.n) return;
	rw_html_z(&p->h, "<div><dt>");
	rw_html_label(p, key);
	rw_html_z(&p->h, "</dt><dd>");
	rw_html_words(p, value);
	rw_html_z(&p->h, "</dd></div>\n");
}

/* The outlet with its reports' numbers; of many reports how many it has, and a link to the first. */
static void outlet(rw_sheet_html *p, const rw_outlet_told *o, bool many) {
	rw_html *h = &p->h;
	if (many) {
		rw_html_f(h, "<a class=\"ref\" href=\"%s\">", rw_html_report_at(p, o->reports.p[0]));
		rw_html_name(p, o->name);
		rw_html_z(h, "</a>");
		if (o->reports.n < 2) return;
		rw_html_z(h, " <span class=\"dim\">\xC3\x97");
		rw_html_text(h, rw_number(&p->words, (double)o->reports.n));
		rw_html_z(h, "</span>");
		return;
	}
	rw_html_name(p, o->name);
	for (size_t x = 0; x < o->reports.n; x++) {
		rw_html_f(h, " <a class=\"ref\" href=\"%s\">", rw_html_report_at(p, o->reports.p[x]));
		rw_html_text(h, rw_report_label(&p->words, o->reports.p[x]));
		rw_html_z(h, "</a>");
	}
}

static void outlets(rw_sheet_html *p) {
	rw_html *h = &p->h;
	size_t n;
	const rw_outlet_told *o = rw_outlets_told(&p->words, p->r, p->i, &n);
	if (!n) return;
	bool folds = n > RW_HTML_OUTLETS + 1;
	rw_html_z(h, "<div><dt>");
	rw_html_label(p, "show_outlets");
	rw_html_z(h, "</dt><dd>");
	for (size_t k = 0; k < n; k++) {
		if (k && k != RW_HTML_OUTLETS) rw_html_comma(p);
		if (folds && k == RW_HTML_OUTLETS) {
			rw_html_z(h, "<details><summary>");
			rw_html_words(p, RW_FILL(&p->words, "html_folded", rw_counted(&p->words, "show_n_outlets", n - k)));
			rw_html_z(h, "</summary>");
		} else if (k == RW_HTML_OUTLETS) {
			rw_html_comma(p);
		}
		outlet(p, &o[k], p->i->n_reports > 2 * RW_HTML_OPEN);
	}
	rw_html_z(h, folds ? "</details></dd></div>\n" : "</dd></div>\n");
}

static void head(rw_sheet_html *p) {
	rw_html *h = &p->h;
	const rw_words *w = &p->words;
	rw_mark m = rw_arena_mark(p->a);
	rw_slice title = rw_pick(w, p->i->title);
	if (p->r->n_incidents > 1) title = RW_FILL(w, "show_incident_n", rw_number(w, (double)p->number), title);
	rw_html_z(h, "<header>\n");
	rw_html_heading(p, 0, title, 0);
	rw_slice when = rw_when_words(w, p->i->time);
	rw_html_z(h, "<dl class=\"facts\">\n");
	fact(p, "show_what", rw_tell_acts(w, p->i));
	fact(p, "show_where", rw_tell_where(w, p->i));
	fact(p, "show_when", when.n ? when : rw_label(w, "show_when_unknown"));
	fact(p, "show_told_by", rw_tell_tellers(w, p->i));
	outlets(p);
	if (p->i->grade) fact(p, "show_grade", rw_grade_words(w, p->i->grade));
	rw_html_z(h, "</dl>\n<nav class=\"parts\" aria-label=\"");
	rw_html_text(h, title);
	rw_html_z(h, "\"><ul>");
	for (size_t s = 0; s < RW_COUNT(sections); s++) {
		size_t n = sections[s].count(p);
		if (!n) continue;
		rw_html_f(h, "<li><a href=\"#i%zu-%s\">", p->number, sections[s].slug);
		rw_html_label(p, sections[s].key);
		if (sections[s].counted) {
			rw_html_z(h, " <span class=\"n\">");
			rw_html_text(h, rw_number(w, (double)n));
			rw_html_z(h, "</span>");
		}
		rw_html_z(h, "</a></li>\n");
	}
	rw_html_z(h, "</ul></nav>\n</header>\n");
	rw_arena_reset(p->a, m);
}

static void incident(rw_sheet_html *p, size_t k) {
	rw_html *h = &p->h;
	rw_mark m = rw_arena_mark(p->a);
	p->i = &p->r->incidents[k];
	p->number = k + 1;
	rw_html_place_claims(p);
	rw_html_f(h, "<article class=\"incident\" id=\"i%zu\">\n", p->number);
	head(p);
	for (size_t s = 0; s < RW_COUNT(sections) && !h->failed; s++) {
		size_t n = sections[s].count(p);
		if (!n) continue;
		rw_mark within = rw_arena_mark(p->a);
		rw_html_f(h, "<section id=\"i%zu-%s\">\n", p->number, sections[s].slug);
		rw_html_heading(p, 1, rw_label(&p->words, sections[s].key), sections[s].counted ? n : 0);
		sections[s].write(p);
		rw_html_z(h, "</section>\n");
		rw_arena_reset(p->a, within);
	}
	rw_html_z(h, "</article>\n");
	rw_arena_reset(p->a, m);
}

/* --- beside the incidents ----------------------------------------------------------------------------------------------------- */
static void clues(rw_sheet_html *p, const char *key, const char *class, const riwaya_bilingual *c, size_t n) {
	if (!n) return;
	rw_html_z(&p->h, "<div><p class=\"dim\">");
	rw_html_label(p, key);
	rw_html_f(&p->h, "</p><ul class=\"%s\">", class);
	for (size_t k = 0; k < n; k++) {
		rw_html_z(&p->h, "<li>");
		rw_html_words(p, rw_pick(&p->words, c[k]));
		rw_html_z(&p->h, "</li>");
	}
	rw_html_z(&p->h, "</ul></div>\n");
}

static void open_section(rw_sheet_html *p, const char *slug, const char *key, size_t n) {
	rw_html_f(&p->h, "<section id=\"%s\">\n", slug);
	rw_html_heading(p, 0, rw_label(&p->words, key), n);
}

static void apart(rw_sheet_html *p) {
	rw_html *h = &p->h;
	const riwaya_reconciliation *r = p->r;
	if (!r->n_apart) return;
	open_section(p, "apart", "show_apart", r->n_apart);
	for (size_t k = 0; k < r->n_apart && !h->failed; k++) {
		const riwaya_apart *x = &r->apart[k];
		if (x->report >= r->n_reports) continue;
		rw_mark m = rw_arena_mark(p->a);
		rw_html_f(h, "<article class=\"report\" id=\"r%u\">", (unsigned)x->report + 1);
		rw_html_report_head(p, 1, x->report, RW_NONE, rw_pick(&p->words, x->why));
		if (x->near < r->n_incidents) {
			rw_html_f(h, "<p><a href=\"#i%u\">", (unsigned)x->near + 1);
			rw_html_words(p, RW_FILL(&p->words, "show_near", rw_pick(&p->words, r->incidents[x->near].title)));
			rw_html_z(h, "</a></p>\n");
		}
		if (x->n_for || x->n_against) {
			rw_html_z(h, "<div class=\"pair\">");
			clues(p, "show_clues_against", "minus", x->clues_against, x->n_against);
			clues(p, "show_clues_for", "plus", x->clues_for, x->n_for);
			rw_html_z(h, "</div>\n");
		}
		rw_html_z(h, "</article>\n");
		rw_arena_reset(p->a, m);
	}
	rw_html_z(h, "</section>\n");
}

static void reprints(rw_sheet_html *p) {
	rw_html *h = &p->h;
	const riwaya_reconciliation *r = p->r;
	if (!r->n_reprints) return;
	open_section(p, "reprints", "show_reprints", r->n_reprints);
	rw_html_z(h, "<ul>\n");
	for (size_t k = 0; k < r->n_reprints && !h->failed; k++) {
		if (r->reprints[k].report >= r->n_reports || r->reprints[k].of >= r->n_reports) continue;
		rw_mark m = rw_arena_mark(p->a);
		rw_html_z(h, "<li>");
		rw_html_words(p, rw_tell_reprint(&p->words, r, &r->reprints[k]));
		rw_html_z(h, "</li>\n");
		rw_arena_reset(p->a, m);
	}
	rw_html_z(h, "</ul></section>\n");
}

static void unread(rw_sheet_html *p) {
	rw_html *h = &p->h;
	const riwaya_reconciliation *r = p->r;
	if (!r->n_unread) return;
	open_section(p, "unread", "show_unread", r->n_unread);
	rw_html_z(h, "<ul>\n");
	for (size_t k = 0; k < r->n_unread && !h->failed; k++) {
		rw_mark m = rw_arena_mark(p->a);
		rw_html_z(h, "<li>");
		rw_html_name(p, rw_base_name(r->unread[k].file));
		rw_html_z(h, " \xC2\xB7 ");
		rw_html_words(p, rw_tell_unread(&p->words, &r->unread[k]));
		rw_html_z(h, "</li>\n");
		rw_arena_reset(p->a, m);
	}
	rw_html_z(h, "</ul></section>\n");
}

/* --- the page -------------------------------------------------------------------------------------------------------------------- */
static rw_slice style(void) { return rw_slice_of(rw_report_style, (size_t)(rw_report_style_end - rw_report_style)); }

/* Nothing may run in the page or be asked for by it, whatever a fault here should let through. */
static void policy(rw_sheet_html *p) {
	unsigned char digest[32];
	char base64[sodium_base64_ENCODED_LEN(sizeof digest, sodium_base64_VARIANT_ORIGINAL)];
	rw_sha256 sum;
	rw_sha256_init(&sum);
	rw_sha256_add(&sum, style().p, style().n);
	rw_sha256_end(&sum, digest);
	sodium_bin2base64(base64, sizeof base64, digest, sizeof digest, sodium_base64_VARIANT_ORIGINAL);
	rw_html_f(&p->h,
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; "
		"form-action 'none'\">\n",
		base64);
}

/* The incident's title where the page is of one, else what the page is. */
static rw_slice page_title(const rw_sheet_html *p) {
	return p->r->n_incidents == 1 ? rw_pick(&p->words, p->r->incidents[0].title) : rw_label(&p->words, "html_title");
}

void rw_html_open(rw_sheet_html *p, rw_slice title) {
	rw_html *h = &p->h;
	rw_html_z(h,
		p->words.arabic ? "<!doctype html>\n<html lang=\"ar\" dir=\"rtl\">\n"
						: "<!doctype html>\n<html lang=\"en\" dir=\"ltr\">\n");
	rw_html_z(h, "<head>\n<meta charset=\"utf-8\">\n");
	policy(p);
	rw_html_z(h,
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
	rw_html_f(h, "<meta name=\"generator\" content=\"riwaya %s\">\n<title>", riwaya_version());
	rw_html_text(h, title);
	rw_html_z(h, "</title>\n<style>");
	rw_html_z(h, rw_report_style);
	rw_html_z(h, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#text\">");
	rw_html_label(p, "html_skip");
	rw_html_z(h, "</a>\n");
}

static void contents(rw_sheet_html *p) {
	rw_html *h = &p->h;
	const riwaya_reconciliation *r = p->r;
	rw_html_z(h, "<header class=\"top\">\n<h1>");
	rw_html_label(p, "html_title");
	rw_html_z(h, "</h1>\n<p>");
	rw_html_words(p, rw_tell_all(&p->words, r));
	rw_html_z(h, "</p>\n");
	if (!r->n_incidents) {
		rw_html_z(h, "</header>\n");
		return;
	}
	rw_html_z(h, "<nav class=\"contents\" aria-label=\"");
	rw_html_text(h, rw_label(&p->words, "html_contents"));
	rw_html_z(h, "\"><h2>");
	rw_html_label(p, "html_contents");
	rw_html_z(h, "</h2><ol>\n");
	for (size_t k = 0; k < r->n_incidents && !h->failed; k++) {
		rw_mark m = rw_arena_mark(p->a);
		rw_html_f(h, "<li><a href=\"#i%zu\">", k + 1);
		rw_html_words(p, rw_pick(&p->words, r->incidents[k].title));
		rw_html_z(h, "</a> <span class=\"dim\">");
		rw_html_words(p, rw_tell_size(&p->words, &r->incidents[k]));
		rw_html_z(h, "</span></li>\n");
		rw_arena_reset(p->a, m);
	}
	static const struct {
		const char *slug, *key;
	} beside[] = {{"apart", "show_apart"}, {"reprints", "show_reprints"}, {"unread", "show_unread"}};
	const size_t n[] = {r->n_apart, r->n_reprints, r->n_unread};
	rw_html_z(h, "</ol>\n<ul class=\"aside\">");
	for (size_t k = 0; k < RW_COUNT(beside); k++) {
		if (!n[k]) continue;
		rw_html_f(h, "<li><a href=\"#%s\">", beside[k].slug);
		rw_html_label(p, beside[k].key);
		rw_html_z(h, "</a> <span class=\"n\">");
		rw_html_text(h, rw_number(&p->words, (double)n[k]));
		rw_html_z(h, "</span></li>");
	}
	rw_html_z(h, "</ul></nav>\n</header>\n");
}

void rw_html_close(rw_sheet_html *p, const riwaya_show *show) {
	rw_html *h = &p->h;
	enum { MS_MINUTE = 60000 };
	rw_html_z(h, "</main>\n<footer>\n<p>");
	rw_html_label(p, "html_no_verdict");
	rw_html_z(h, "</p>\n<p>");
	if (show->as_of) {
		int64_t minute = *show->as_of / MS_MINUTE - (*show->as_of % MS_MINUTE < 0);
		rw_slice when = rw_when_words(&p->words, (riwaya_when){minute, minute, RIWAYA_PRECISION_MINUTE});
		rw_html_words(p, RW_FILL(&p->words, "html_as_of", when));
		rw_html_z(h, " \xC2\xB7 ");
	}
	rw_html_words(p, RW_FILL(&p->words, "html_made", rw_slice_z(riwaya_version())));
	if (p->words.lx) {
		rw_html_z(h, " \xC2\xB7 ");
		rw_html_label(p, "html_lexicon");
		rw_html_z(h, " <bdi class=\"digest\">");
		rw_html_text(h, rw_lexicon_hash(p->words.lx));
		rw_html_z(h, "</bdi>");
	}
	rw_html_z(h, "</p>\n</footer>\n</body>\n</html>\n");
}

rw_sheet_html *rw_html_begin(const rw_lexicon *lx, rw_arena *a, const riwaya_show *show, riwaya_sink sink) {
	rw_sheet_html *p = RW_NEW(a, rw_sheet_html);
	p->h.sink = sink;
	rw_page_begin(&p->rich, a, sink, 0, show->arabic, false, false);
	p->words = (rw_words){lx, a, show->arabic, show->arabic_digits};
	p->a = a;
	return p;
}

bool rw_show_ledger_html(const rw_lexicon *lx, rw_arena *scratch, const riwaya_reconciliation *r,
	const riwaya_show *show, riwaya_sink sink) {
	static const riwaya_show plain = {0};
	if (!show) show = &plain;
	rw_sheet_html *p = rw_html_begin(lx, scratch, show, sink);
	p->r = r;
	bool one = r->n_incidents == 1;
	p->level = one ? 1 : 2;
	rw_mark m = rw_arena_mark(scratch);
	rw_html_open(p, page_title(p));
	if (!one) contents(p);
	rw_html_z(&p->h, "<main id=\"text\">\n");
	for (size_t k = 0; k < r->n_incidents && !p->h.failed; k++) incident(p, k);
	p->i = NULL;
	p->level = 2;
	apart(p);
	reprints(p);
	unread(p);
	rw_html_close(p, show);
	rw_arena_reset(scratch, m);
	return rw_html_end(&p->h);
}
