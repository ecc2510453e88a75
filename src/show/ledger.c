/* ledger.c: a reconciliation on a terminal, as a casualty recorder works through it: what needs judgement first, then
 * the figures with who stands behind each, then the course of things, the names used, and what was read.
 */
#include "show/ledger.h"
#include "show/show.h"
#include <stdio.h>

void rw_ledger_section(rw_ledger *l, const char *key, size_t n) {
	rw_mark m = rw_arena_mark(l->a);
	rw_page_blank(&l->page);
	rw_slice s = rw_label(&l->words, key);
	if (n) s = rw_arena_printf(l->a, RW_FMT " (" RW_FMT ")", RW_ARG(s), RW_ARG(rw_number(&l->words, (double)n)));
	rw_page_heading(&l->page, s, RW_BOLD);
	rw_arena_reset(l->a, m);
}

/* The column of times: as wide as the widest, none on a narrow page. */
static void measure_told(rw_ledger *l) {
	l->told_width = 0;
	if (l->page.width < RW_LEDGER_SLIM) return;
	for (size_t k = 0; k < l->i->n_claims; k++) {
		rw_mark m = rw_arena_mark(l->a);
		unsigned w = rw_width(rw_when_short(&l->words, l->i->claims[k].claim->told, true));
		if (w > l->told_width) l->told_width = w;
		rw_arena_reset(l->a, m);
	}
}

void rw_ledger_claim(rw_ledger *l, const rw_claim_row *row) {
	if (row->claim >= l->i->n_claims) return;
	const riwaya_incident_claim *ic = &l->i->claims[row->claim];
	const riwaya_claim *c = ic->claim;
	if (ic->report >= l->r->n_reports) return;
	rw_mark m = rw_arena_mark(l->a);
	rw_page *p = &l->page;
	rw_rich v = {0}, k = {0}, source = {0}, told = {0}, words = {0};
	rw_rich_add(p, &v, row->value, row->style);
	rw_rich_add(p, &k, row->mark, RW_DIM);
	rw_tell_teller(p, &l->words, &source, l->r, l->i, row->claim, row->same_words);
	rw_slice when = rw_when_short(&l->words, c->told, true);
	if (l->told_width) {
		rw_rich_add(p, &told, when, RW_DIM);
	} else if (when.n) {
		rw_tell_dot(p, &source);
		rw_rich_add(p, &source, when, RW_DIM);
	}
	rw_cell cells[4];
	size_t n = 0;
	unsigned inner = row->indent;
	if (row->value_width) cells[n++] = (rw_cell){&v, row->value_width, false}, inner += row->value_width + 2;
	if (row->mark_width) cells[n++] = (rw_cell){&k, row->mark_width, false}, inner += row->mark_width + 2;
	cells[n++] = (rw_cell){&source, 0, false};
	if (l->told_width) cells[n++] = (rw_cell){&told, l->told_width, true};
	rw_page_row(p, row->indent, cells, n);
	rw_slice implied = rw_tell_implied(&l->words, l->i, ic);
	if (implied.n) rw_page_line(p, inner, implied, RW_DIM);
	if (!row->same_words) {
		/* What wrapping leaves empty at the ends of lines is taken off beforehand. */
		unsigned room = p->width > inner ? p->width - inner : 1, budget = room * row->lines,
				 slack = row->lines > 1 ? 12 : 4;
		rw_tell_words(p, &words, c, l->full ? 0 : budget > slack ? budget - slack : 1);
		rw_page_rich(p, inner, &words);
	}
	rw_tell_decisions(p, &l->words, inner, c->decisions, c->n_decisions, c->disputed);
	rw_arena_reset(l->a, m);
}

/* --- head ------------------------------------------------------------------------------------------------------ */
static void fact(rw_ledger *l, unsigned label_width, const char *key, rw_slice value) {
	if (!value.n) return;
	rw_rich label = {0}, text = {0};
	rw_rich_add(&l->page, &label, rw_label(&l->words, key), RW_DIM);
	rw_rich_add(&l->page, &text, value, RW_PLAIN);
	rw_page_row(&l->page, RW_LEDGER_INDENT, (rw_cell[]){{&label, label_width, false}, {&text, 0, false}}, 2);
}

/* The outlets that tell, each with the numbers of its reports. */
static rw_slice outlet_names(rw_ledger *l) {
	const rw_words *w = &l->words;
	size_t n;
	rw_outlet_told *o = rw_outlets_told(w, l->r, l->i, &n);
	rw_slice *names = RW_ARRAY(l->a, rw_slice, n);
	for (size_t k = 0; k < n; k++) {
		rw_buf b = RW_BUF(l->a);
		rw_buf_slice(&b, o[k].name);
		for (size_t x = 0; x < o[k].reports.n; x++) {
			rw_buf_byte(&b, ' ');
			rw_buf_slice(&b, rw_report_label(w, o[k].reports.p[x]));
		}
		names[k] = rw_buf_view(&b);
	}
	return rw_tell_joined(w, names, n);
}

/* What it lies within and why, and what lies within it. */
static void nested(rw_ledger *l, unsigned width) {
	enum { SHOWN = 8 };
	const rw_words *w = &l->words;
	const riwaya_nesting *in = l->i->within;
	if (in) fact(l, width, "show_within", RW_FILL(w, "show_colon", rw_pick(w, in->title), rw_pick(w, in->why)));
	for (size_t k = 0; k < l->i->n_holds && (l->full || k < SHOWN); k++)
		fact(l, width, "show_holds", rw_pick(w, l->i->holds[k].title));
	if (!l->full && l->i->n_holds > SHOWN)
		fact(l, width, "show_holds", RW_FILL(w, "show_more_full", rw_number(w, (double)(l->i->n_holds - SHOWN))));
}

static void head(rw_ledger *l, size_t number) {
	rw_mark m = rw_arena_mark(l->a);
	rw_page *p = &l->page;
	rw_page_blank(p);
	rw_page_rule(p, true);
	rw_slice title = rw_pick(&l->words, l->i->title);
	if (l->r->n_incidents > 1)
		title = RW_FILL(&l->words, "show_incident_n", rw_number(&l->words, (double)number), title);
	rw_page_line(p, 0, title, RW_BOLD);
	rw_page_rule(p, true);
	static const char *const keys[] = {
		"show_what", "show_where", "show_when", "show_told_by", "show_outlets", "show_grade"};
	unsigned width = 0;
	for (size_t k = 0; k < RW_COUNT(keys) - !l->i->grade; k++) {
		unsigned w = rw_width(rw_label(&l->words, keys[k]));
		if (w > width) width = w;
	}
	static const char *const nests[] = {"show_within", "show_holds"};
	for (size_t k = 0; k < RW_COUNT(nests); k++) {
		unsigned w = rw_width(rw_label(&l->words, nests[k]));
		if ((k ? l->i->n_holds > 0 : l->i->within != NULL) && w > width) width = w;
	}
	rw_slice when = rw_when_words(&l->words, l->i->time);
	fact(l, width, keys[0], rw_tell_acts(&l->words, l->i));
	fact(l, width, keys[1], rw_tell_where(&l->words, l->i));
	fact(l, width, keys[2], when.n ? when : rw_label(&l->words, "show_when_unknown"));
	fact(l, width, keys[3], rw_tell_tellers(&l->words, l->i));
	fact(l, width, keys[4], outlet_names(l));
	if (l->i->grade) fact(l, width, keys[5], rw_grade_words(&l->words, l->i->grade));
	nested(l, width);
	rw_arena_reset(l->a, m);
}

/* --- reports ----------------------------------------------------------------------------------------------------- */
/* Returns where its text begins. */
static unsigned report_row(rw_ledger *l, uint32_t report, rw_slice part, rw_style style, rw_slice why) {
	rw_page *p = &l->page;
	const riwaya_report *r = l->r->reports[report];
	rw_rich number = {0}, what = {0}, at = {0};
	rw_rich_add(p, &number, rw_report_label(&l->words, report), RW_DIM);
	rw_rich_add(p, &what, rw_outlet_name(&l->words, r), RW_CYAN);
	if (part.n) {
		rw_tell_dot(p, &what);
		rw_rich_add(p, &what, part, style);
	}
	rw_slice when = rw_when_short(&l->words, r->published.at, true);
	rw_rich_add(p, &at, when.n ? when : rw_label(&l->words, "show_undated"), RW_DIM);
	unsigned number_width = rw_rich_width(&number), at_width = rw_rich_width(&at);
	rw_page_row(
		p, RW_LEDGER_INDENT, (rw_cell[]){{&number, number_width, false}, {&what, 0, false}, {&at, at_width, true}}, 3);
	unsigned inner = RW_LEDGER_INDENT + number_width + 2;
	if (r->title.n) {
		rw_rich title = {0};
		rw_rich_quote(p, &title, RW_NONE, r->title, 0, 0, RW_NONE, RW_PLAIN);
		rw_page_rich(p, inner, &title);
	}
	rw_page_line(p, inner, r->file, RW_DIM);
	if (why.n) rw_page_line(p, inner, why, RW_PLAIN);
	return inner;
}

static void reports(rw_ledger *l) {
	if (!l->i->n_reports) return;
	rw_ledger_section(l, "show_reports", l->i->n_reports);
	for (size_t k = 0; k < l->i->n_reports; k++) {
		const riwaya_part_taken *t = &l->i->reports[k];
		if (t->report >= l->r->n_reports) continue;
		rw_mark m = rw_arena_mark(l->a);
		report_row(l, t->report, rw_tell_part(&l->words, l->r, t), RW_YELLOW, rw_pick(&l->words, t->why));
		rw_arena_reset(l->a, m);
	}
}

/* Events that others coded near by: beside the lines, never in them. */
static void coded(rw_ledger *l) {
	enum { SHOWN = 12 };
	const riwaya_reconciliation *r = l->r;
	size_t n = 0, told = 0;
	for (size_t k = 0; k < r->n_coded_near; k++) n += &r->incidents[r->coded_near[k].incident] == l->i;
	if (!n) return;
	rw_ledger_section(l, "show_coded", n);
	for (size_t k = 0; k < r->n_coded_near && (l->full || told < SHOWN); k++) {
		const riwaya_coded_near *near = &r->coded_near[k];
		if (&r->incidents[near->incident] != l->i) continue;
		rw_mark m = rw_arena_mark(l->a);
		rw_page_line(&l->page, RW_LEDGER_INDENT, rw_tell_near(&l->words, r, near), RW_PLAIN);
		told++;
		rw_arena_reset(l->a, m);
	}
	if (told < n)
		rw_page_line(&l->page, RW_LEDGER_INDENT,
			RW_FILL(&l->words, "show_more_full", rw_number(&l->words, (double)(n - told))), RW_DIM);
}

/* --- what stands beside the incidents ---------------------------------------------------------------------------- */
static void clues(rw_ledger *l, unsigned indent, const char *key, const riwaya_bilingual *c, size_t n, const char *sign,
	rw_style style) {
	if (!n) return;
	rw_page_line(&l->page, indent, rw_label(&l->words, key), RW_DIM);
	for (size_t k = 0; k < n; k++) {
		rw_rich s = {0}, text = {0};
		rw_rich_z(&l->page, &s, sign, style);
		rw_rich_add(&l->page, &text, rw_pick(&l->words, c[k]), RW_PLAIN);
		rw_page_row(&l->page, indent, (rw_cell[]){{&s, 1, false}, {&text, 0, false}}, 2);
	}
}

static void apart(rw_ledger *l) {
	const riwaya_reconciliation *r = l->r;
	if (!r->n_apart) return;
	rw_ledger_section(l, "show_apart", r->n_apart);
	for (size_t k = 0; k < r->n_apart; k++) {
		const riwaya_apart *a = &r->apart[k];
		if (a->report >= r->n_reports) continue;
		rw_mark m = rw_arena_mark(l->a);
		unsigned indent = report_row(l, a->report, RW_NONE, RW_PLAIN, rw_pick(&l->words, a->why));
		if (a->near < r->n_incidents) {
			rw_slice title = rw_pick(&l->words, r->incidents[a->near].title);
			rw_page_line(&l->page, indent, RW_FILL(&l->words, "show_near", title), RW_PLAIN);
		}
		clues(l, indent, "show_clues_against", a->clues_against, a->n_against, "-", RW_RED);
		clues(l, indent, "show_clues_for", a->clues_for, a->n_for, "+", RW_GREEN);
		rw_arena_reset(l->a, m);
	}
}

static void reprints(rw_ledger *l) {
	const riwaya_reconciliation *r = l->r;
	if (!r->n_reprints) return;
	rw_ledger_section(l, "show_reprints", r->n_reprints);
	for (size_t k = 0; k < r->n_reprints; k++) {
		const riwaya_reprint *x = &r->reprints[k];
		if (x->report >= r->n_reports || x->of >= r->n_reports) continue;
		rw_mark m = rw_arena_mark(l->a);
		rw_page_line(&l->page, RW_LEDGER_INDENT, rw_tell_reprint(&l->words, r, x), RW_PLAIN);
		rw_arena_reset(l->a, m);
	}
}

static void unread(rw_ledger *l) {
	const riwaya_reconciliation *r = l->r;
	if (!r->n_unread) return;
	rw_ledger_section(l, "show_unread", r->n_unread);
	for (size_t k = 0; k < r->n_unread; k++) {
		rw_mark m = rw_arena_mark(l->a);
		const riwaya_unread *u = &r->unread[k];
		rw_page_line(&l->page, RW_LEDGER_INDENT, u->file, RW_YELLOW);
		rw_page_line(&l->page, RW_LEDGER_INDENT + 4, rw_tell_unread(&l->words, u), RW_PLAIN);
		rw_arena_reset(l->a, m);
	}
}

/* With several incidents, what each is and how much of it wants judgement. */
static void contents(rw_ledger *l) {
	if (l->r->n_incidents < 2) return;
	rw_page_blank(&l->page);
	for (size_t k = 0; k < l->r->n_incidents; k++) {
		const riwaya_incident *i = &l->r->incidents[k];
		rw_mark m = rw_arena_mark(l->a);
		rw_rich number = {0}, title = {0}, size = {0};
		size_t grave;
		rw_relations_grave(l->a, i, &grave);
		rw_rich_add(&l->page, &number, rw_number(&l->words, (double)(k + 1)), RW_DIM);
		rw_rich_add(&l->page, &title, rw_pick(&l->words, i->title), RW_PLAIN);
		rw_rich_add(&l->page, &size, rw_tell_size(&l->words, i), grave ? RW_RED : RW_DIM);
		rw_page_row(&l->page, RW_LEDGER_INDENT,
			(rw_cell[]){{&number, 3, true}, {&title, 0, false}, {&size, rw_rich_width(&size), true}}, 3);
		rw_arena_reset(l->a, m);
	}
}

bool rw_show_ledger_text(const rw_lexicon *lx, rw_arena *scratch, const riwaya_reconciliation *r,
	const riwaya_show *show, riwaya_sink sink) {
	static const riwaya_show plain = {0};
	if (!show) show = &plain;
	rw_ledger *l = RW_NEW(scratch, rw_ledger);
	rw_page_begin(&l->page, scratch, sink, show->width, show->arabic, show->colour, show->isolate);
	l->words = (rw_words){lx, scratch, show->arabic, show->arabic_digits};
	l->a = scratch;
	l->r = r;
	l->full = show->full;
	rw_mark m = rw_arena_mark(scratch);
	if (!show->only) {
		rw_page_line(&l->page, 0, rw_tell_all(&l->words, r), RW_BOLD);
		contents(l);
	}
	rw_arena_reset(scratch, m);
	for (size_t k = 0; k < r->n_incidents && !l->page.failed; k++) {
		l->i = &r->incidents[k];
		measure_told(l);
		head(l, k + 1);
		if (show->only) {
			rw_ledger_alone(l, show->only);
			continue;
		}
		rw_ledger_contradictions(l);
		rw_ledger_lines(l);
		rw_ledger_changes(l);
		rw_ledger_timeline(l);
		rw_ledger_framing(l);
		rw_ledger_rejected(l);
		rw_ledger_decisions(l);
		rw_ledger_orphans(l);
		coded(l);
		reports(l);
	}
	l->i = NULL;
	if (show->only) return !l->page.failed;
	apart(l);
	reprints(l);
	unread(l);
	return !l->page.failed;
}
