/* sources.c: the reports of an incident, each with the sentences from which its claims were read: the words of each claim marked, its figure
 * within them, and below the sentence what was read there. This is where every figure of the page leads.
 */
#include "show/html/html.h"
#include "text/text.h"
#include <stdlib.h>

/* --- claims by place ------------------------------------------------------------------------------------------------------ */
typedef struct placed {
	uint32_t report, field, start, claim;
} placed;

static int by_place(const void *pa, const void *pb) {
	const placed *a = pa, *b = pb;
	if (a->report != b->report) return a->report < b->report ? -1 : 1;
	if (a->field != b->field) return a->field < b->field ? -1 : 1;
	if (a->start != b->start) return a->start < b->start ? -1 : 1;
	return (a->claim > b->claim) - (a->claim < b->claim);
}

static rw_slice field_of(const riwaya_report *r, riwaya_field f) {
	return f == RIWAYA_FIELD_TITLE  ? r->title
		: f == RIWAYA_FIELD_TEXT    ? r->text
		: f == RIWAYA_FIELD_CAPTION ? r->caption
									: RW_NONE;
}

static bool within(rw_slice text, riwaya_span s) { return text.p && s.start < s.end && s.end <= text.n; }

void rw_html_place_claims(rw_sheet_html *p) {
	const riwaya_incident *i = p->i;
	placed *v = RW_ARRAY(p->a, placed, i->n_claims);
	p->by_report = RW_ARRAY(p->a, uint32_t, i->n_claims);
	p->line_of = RW_ARRAY(p->a, uint32_t, i->n_claims);
	p->quoted = RW_ARRAY(p->a, bool, i->n_claims);
	for (uint32_t c = 0; c < i->n_claims; c++) {
		const riwaya_span *s = &i->claims[c].claim->span;
		v[c] = (placed){i->claims[c].report, s->field, s->start, c};
		p->line_of[c] = UINT32_MAX;
	}
	if (i->n_claims) qsort(v, i->n_claims, sizeof *v, by_place);
	for (size_t k = 0, of_report = 0; k < i->n_claims; k++) {
		const riwaya_incident_claim *c = &i->claims[v[k].claim];
		of_report = k && v[k].report == v[k - 1].report ? of_report + 1 : 0;
		p->by_report[k] = v[k].claim;
		p->quoted[v[k].claim] = of_report < RW_HTML_QUOTED && c->report < p->r->n_reports &&
			within(field_of(p->r->reports[c->report], c->claim->span.field), c->claim->span);
	}
	for (uint32_t l = 0; l < i->n_lines; l++) {
		const riwaya_line *x = &i->lines[l];
		const struct {
			const uint32_t *p;
			size_t n;
		} lists[] = {{x->claims, x->n_claims}, {x->denied_by, x->n_denied_by}, {x->beside, x->n_beside}};
		for (size_t s = 0; s < RW_COUNT(lists); s++)
			for (size_t k = 0; k < lists[s].n; k++)
				if (lists[s].p[k] < i->n_claims && p->line_of[lists[s].p[k]] == UINT32_MAX)
					p->line_of[lists[s].p[k]] = l;
	}
}

/* --- a report's head --------------------------------------------------------------------------------------------------------- */
static bool asked_by_web(rw_slice address) {
	return rw_slice_starts(address, RW_LIT("http://")) || rw_slice_starts(address, RW_LIT("https://"));
}

static void spoken_line(rw_sheet_html *p, const char *element, const char *class, const riwaya_report *r, rw_slice s) {
	rw_html_f(&p->h, "<%s class=\"%s\"", element, class);
	rw_html_spoken(p, r, s);
	rw_html_z(&p->h, ">");
	rw_html_text(&p->h, s);
	rw_html_f(&p->h, "</%s>\n", element);
}

void rw_html_report_place(rw_sheet_html *p, const riwaya_report *r) {
	rw_html *h = &p->h;
	if (r->title.n) spoken_line(p, "p", "title", r, r->title);
	rw_slice address = r->address.n ? r->address : asked_by_web(r->file) ? r->file : RW_NONE;
	rw_html_z(h, "<p class=\"where\">");
	if (asked_by_web(address)) {
		rw_html_z(h, "<a dir=\"ltr\" rel=\"noopener noreferrer nofollow\" href=\"");
		rw_html_text(h, address);
		rw_html_z(h, "\">");
		rw_html_text(h, address);
		rw_html_z(h, "</a> ");
	} else if (address.n) {
		rw_html_name(p, address);
		rw_html_z(h, " ");
	}
	/* Where it lay on the disk of whoever made the page is nobody's business. */
	if (!asked_by_web(r->file)) {
		rw_html_label(p, "html_file");
		rw_html_z(h, " ");
		rw_html_name(p, rw_base_name(r->file));
		rw_html_z(h, " ");
	}
	if (r->id.n) {
		rw_html_z(h, "<bdi class=\"digest\">SHA-256 ");
		rw_html_text(h, r->id);
		rw_html_z(h, "</bdi>");
	}
	rw_html_z(h, "</p>\n");
}

void rw_html_report_head(rw_sheet_html *p, unsigned below, uint32_t report, rw_slice part, rw_slice why) {
	rw_html *h = &p->h;
	const riwaya_report *r = p->r->reports[report];
	unsigned level = p->level + below;
	rw_html_f(h, "<header><h%u><span class=\"dim\">", level);
	rw_html_text(h, rw_report_label(&p->words, report));
	rw_html_z(h, "</span> ");
	rw_html_name(p, rw_outlet_name(&p->words, r));
	if (part.n) {
		rw_html_z(h, " <span class=\"part\">");
		rw_html_words(p, part);
		rw_html_z(h, "</span>");
	}
	rw_html_f(h, "</h%u><p class=\"told\">", level);
	rw_slice when = rw_when_short(&p->words, r->published.at, true);
	rw_html_words(p, when.n ? when : rw_label(&p->words, "show_undated"));
	rw_html_z(h, "</p></header>\n");
	rw_html_report_place(p, r);
	if (!why.n) return;
	rw_html_z(h, "<p class=\"why\">");
	rw_html_words(p, why);
	rw_html_z(h, "</p>\n");
}

/* --- sentences ----------------------------------------------------------------------------------------------------------------- */
typedef struct stretch {
	size_t from, to;
} stretch;

/* The sentence that holds byte `at` of a text, by its tokens. */
static size_t sentence_at(const rw_tokens *t, size_t at) {
	size_t low = 0, high = t->n_sent;
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;
		if (t->tok[t->sent[mid].first].start <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}

static stretch sentence_of(const rw_tokens *t, rw_slice text, riwaya_span s) {
	stretch x = {s.start, s.end};
	if (s.field == RIWAYA_FIELD_TITLE) return (stretch){0, text.n};
	if (s.field == RIWAYA_FIELD_TEXT && t->n_sent) {
		const rw_sentence *first = &t->sent[sentence_at(t, s.start)], *last = &t->sent[sentence_at(t, s.end - 1)];
		size_t from = t->tok[first->first].start, to = t->tok[last->end - 1].end;
		return (stretch){from < x.from ? from : x.from, to > x.to ? to : x.to};
	}
	while (x.from && text.p[x.from - 1] != '\n') x.from--;
	while (x.to < text.n && text.p[x.to] != '\n') x.to++;
	return x;
}

enum { CLAIMED = 1, FIGURE = 2 };

static void flag(unsigned char *flags, stretch x, riwaya_span s, unsigned char with) {
	for (size_t k = s.start > x.from ? s.start : x.from; k < s.end && k < x.to; k++) flags[k - x.from] |= with;
}

/* The words, those of claims marked, and figures within them. */
static void marked(rw_sheet_html *p, rw_slice text, stretch x, const uint32_t *claims, size_t n) {
	rw_html *h = &p->h;
	unsigned char *flags = RW_ARRAY(p->a, unsigned char, x.to - x.from + 1);
	for (size_t k = 0; k < n; k++) {
		const riwaya_claim *c = p->i->claims[claims[k]].claim;
		flag(flags, x, c->span, CLAIMED);
		if (c->figure.qualifier && c->figure.span.field == c->span.field)
			flag(flags, x, c->figure.span, CLAIMED | FIGURE);
	}
	size_t length = x.to - x.from;
	for (size_t at = 0; at < length;) {
		size_t end = at + 1;
		while (end < length && flags[end] == flags[at]) end++;
		if (flags[at] & CLAIMED) rw_html_z(h, flags[at] & FIGURE ? "<mark><b>" : "<mark>");
		rw_html_text(h, rw_slice_of(text.p + x.from + at, end - at));
		if (flags[at] & CLAIMED) rw_html_z(h, flags[at] & FIGURE ? "</b></mark>" : "</mark>");
		at = end;
	}
}

/* What was read in the sentence: "killed: 5", and the line it is in. */
static void read_there(rw_sheet_html *p, uint32_t claim) {
	rw_html *h = &p->h;
	const rw_words *w = &p->words;
	const riwaya_incident_claim *ic = &p->i->claims[claim];
	const riwaya_claim *c = ic->claim;
	rw_mark m = rw_arena_mark(p->a);
	rw_html_f(h, "<li id=\"i%zu-c%u\"%s>", p->number, (unsigned)claim + 1,
		ic->superseded_by < p->i->n_claims ? " class=\"faint\"" : "");
	rw_slice predicate = rw_named(w, "predicates", c->predicate), value = rw_tell_value(w, c, RW_NONE);
	rw_html_words(p, value.n ? RW_FILL(w, "show_colon", predicate, value) : predicate);
	rw_rich marks = {0};
	rw_tell_marks(&p->rich, w, &marks, c);
	rw_html_z(h, " ");
	rw_html_rich(p, &marks, NULL, NULL);
	rw_slice implied = rw_tell_implied(w, p->i, ic);
	if (implied.n) {
		rw_html_z(h, " <span class=\"dim\">");
		rw_html_words(p, implied);
		rw_html_z(h, "</span>");
	}
	if (p->line_of[claim] != UINT32_MAX) {
		rw_html_f(h, " <a class=\"back\" href=\"#i%zu-l%u\">", p->number, (unsigned)p->line_of[claim] + 1);
		rw_html_words(p, rw_line_title(w, &p->i->lines[p->line_of[claim]]));
		rw_html_z(h, "</a>");
	}
	rw_html_decisions(p, c->decisions, c->n_decisions, c->disputed);
	rw_html_z(h, "</li>\n");
	rw_arena_reset(p->a, m);
}

static void sentence(
	rw_sheet_html *p, const riwaya_report *r, rw_slice text, stretch x, const uint32_t *claims, size_t n) {
	rw_html *h = &p->h;
	rw_mark m = rw_arena_mark(p->a);
	rw_html_z(h, "<li><blockquote");
	rw_html_spoken(p, r, rw_slice_of(text.p + x.from, x.to - x.from));
	rw_html_z(h, ">");
	marked(p, text, x, claims, n);
	rw_html_z(h, "</blockquote>\n<ul class=\"read\">\n");
	for (size_t k = 0; k < n; k++) read_there(p, claims[k]);
	rw_html_z(h, "</ul></li>\n");
	rw_arena_reset(p->a, m);
}

/* The report's claims in order of place, those of a sentence together. */
static void sentences(rw_sheet_html *p, const riwaya_report *r, const uint32_t *claims, size_t n) {
	rw_tokens t;
	rw_tokenize(p->a, r->text, &t);
	for (size_t k = 0; k < n && !p->h.failed;) {
		riwaya_span span = p->i->claims[claims[k]].claim->span;
		rw_slice text = field_of(r, span.field);
		stretch x = sentence_of(&t, text, span);
		size_t end = k + 1;
		for (; end < n; end++) {
			riwaya_span next = p->i->claims[claims[end]].claim->span;
			if (next.field != span.field || next.start >= x.to) break;
			stretch y = sentence_of(&t, text, next);
			if (y.to > x.to) x.to = y.to;
		}
		sentence(p, r, text, x, claims + k, end - k);
		k = end;
	}
}

static void report(rw_sheet_html *p, const riwaya_part_taken *t, const uint32_t *claims, size_t n) {
	rw_html *h = &p->h;
	rw_mark m = rw_arena_mark(p->a);
	rw_html_f(h, "<article class=\"report\" id=\"i%zu-r%u\">", p->number, (unsigned)t->report + 1);
	rw_html_report_head(p, 2, t->report, rw_tell_part(&p->words, p->r, t), rw_pick(&p->words, t->why));
	size_t quoted = 0;
	while (quoted < n && quoted < RW_HTML_QUOTED) quoted++;
	/* Claims without a place in the text are told of, not quoted. */
	uint32_t *shown = RW_ARRAY(p->a, uint32_t, quoted);
	size_t m_shown = 0;
	for (size_t k = 0; k < quoted; k++)
		if (p->quoted[claims[k]]) shown[m_shown++] = claims[k];
	if (m_shown) {
		rw_html_z(h, p->i->n_reports <= RW_HTML_OPEN ? "<details open><summary>" : "<details><summary>");
		rw_html_words(p, rw_counted(&p->words, "show_n_claims", m_shown));
		rw_html_z(h, "</summary><ol class=\"sentences\">\n");
		sentences(p, p->r->reports[t->report], shown, m_shown);
		rw_html_z(h, "</ol></details>\n");
	}
	if (m_shown < n) {
		rw_html_z(h, "<p class=\"dim\">");
		rw_html_words(p, RW_FILL(&p->words, "html_not_quoted", rw_counted(&p->words, "show_n_claims", n - m_shown)));
		rw_html_z(h, "</p>\n");
	}
	rw_html_z(h, "</article>\n");
	rw_arena_reset(p->a, m);
}

void rw_html_reports(rw_sheet_html *p) {
	const riwaya_incident *i = p->i;
	for (size_t k = 0; k < i->n_reports && !p->h.failed; k++) {
		uint32_t of = i->reports[k].report;
		if (of >= p->r->n_reports) continue;
		size_t from = 0, end = i->n_claims;
		while (from < end) { /* by_report is sorted: the first of this report */
			size_t mid = from + (end - from) / 2;
			if (i->claims[p->by_report[mid]].report < of)
				from = mid + 1;
			else
				end = mid;
		}
		end = from;
		while (end < i->n_claims && i->claims[p->by_report[end]].report == of) end++;
		report(p, &i->reports[k], p->by_report + from, end - from);
	}
}
