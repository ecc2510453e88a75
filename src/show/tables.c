/* tables.c: what stands between claims (contradictions on top, changes below), the timeline, and the names that outlets use. */
#include "show/ledger.h"

/* --- relations -------------------------------------------------------------------------------------------------- */
void rw_ledger_contradictions(rw_ledger *l) {
	const riwaya_incident *i = l->i;
	rw_mark all = rw_arena_mark(l->a);
	size_t n;
	const uint32_t *at = rw_relations_grave(l->a, i, &n);
	if (n) rw_ledger_section(l, "show_contradictions", n);
	size_t quoted_at = 0;
	for (size_t k = 0; k < n && !l->page.failed; k++) {
		const riwaya_relation *x = &i->relations[at[k]];
		rw_mark m = rw_arena_mark(l->a);
		rw_page *p = &l->page;
		if (k) rw_page_blank(p);
		rw_rich number = {0}, what = {0}, sentence = {0};
		rw_rich_add(p, &number, rw_number(&l->words, (double)(k + 1)), RW_RED);
		rw_rich_add(p, &what, rw_tell_relation(&l->words, i, x), RW_RED);
		rw_rich_add(p, &sentence, rw_pick(&l->words, x->sentence), RW_BOLD);
		rw_page_row(p, RW_LEDGER_INDENT, (rw_cell[]){{&number, 2, false}, {&what, 0, false}}, 2);
		rw_page_rich(p, RW_LEDGER_INDENT + 4, &sentence);
		/* Several claims against one: it is quoted once. */
		if (k && i->relations[at[k - 1]].a == x->a) {
			rw_page_line(p, RW_LEDGER_INDENT + 4,
				RW_FILL(&l->words, "show_as_above", rw_number(&l->words, (double)quoted_at)), RW_DIM);
		} else {
			quoted_at = k + 1;
			rw_ledger_claim(l, &(rw_claim_row){.claim = x->a, .indent = RW_LEDGER_INDENT + 4, .lines = 3});
		}
		rw_ledger_claim(l, &(rw_claim_row){.claim = x->b, .indent = RW_LEDGER_INDENT + 4, .lines = 3});
		rw_arena_reset(l->a, m);
	}
	rw_arena_reset(l->a, all);
}

/* What changed or parts without contradiction: one sentence each, by kind. A narrower scope is worth a line on demand only. */
void rw_ledger_changes(rw_ledger *l) {
	const riwaya_incident *i = l->i;
	size_t shown = l->full ? RW_CHANGES : RW_CHANGES - 1, n = 0;
	for (size_t k = 0; k < i->n_relations; k++)
		for (size_t t = 0; t < shown; t++) n += i->relations[k].type == rw_changes[t];
	if (!n) return;
	rw_ledger_section(l, "show_changes", n);
	for (size_t t = 0; t < shown; t++)
		for (size_t k = 0; k < i->n_relations; k++) {
			const riwaya_relation *x = &i->relations[k];
			if (x->type != rw_changes[t]) continue;
			rw_mark m = rw_arena_mark(l->a);
			rw_rich what = {0}, sentence = {0};
			rw_rich_add(&l->page, &what, rw_relation_name(&l->words, x->type), RW_YELLOW);
			rw_rich_add(&l->page, &sentence, rw_pick(&l->words, x->sentence), RW_PLAIN);
			rw_page_row(&l->page, RW_LEDGER_INDENT, (rw_cell[]){{&what, 12, false}, {&sentence, 0, false}}, 2);
			rw_arena_reset(l->a, m);
		}
}

/* --- timeline ----------------------------------------------------------------------------------------------------- */
enum { TELLER_MOST = 44 };

/* Who first told a moment, and how many more claims tell it: "Orient [1], 21 Jan 2022 and 2 more claims". */
static rw_slice teller(rw_ledger *l, const riwaya_moment *x) {
	const riwaya_incident_claim *ic = &l->i->claims[x->claim];
	rw_slice outlet = rw_outlet_name(&l->words, l->r->reports[ic->report]),
			 told = rw_when_short(&l->words, ic->claim->told, false);
	rw_slice s = rw_digits(&l->words, rw_arena_printf(l->a, RW_FMT " [%u]", RW_ARG(outlet), (unsigned)ic->report + 1));
	if (told.n) s = rw_arena_printf(l->a, RW_FMT RW_FMT RW_FMT, RW_ARG(s), RW_ARG(rw_comma(&l->words)), RW_ARG(told));
	return s;
}

static void moment(rw_ledger *l, const riwaya_moment *x, rw_slice when, unsigned date_width, unsigned teller_width) {
	rw_page *p = &l->page;
	rw_rich date = {0}, what = {0}, who = {0};
	rw_rich_add(p, &date, when, RW_BOLD);
	rw_rich_add(p, &what, rw_pick(&l->words, x->what), RW_PLAIN);
	if (x->n_also) {
		rw_tell_dot(p, &what);
		rw_rich_add(p, &what, rw_counted(&l->words, "show_n_also", x->n_also), RW_DIM);
	}
	if (teller_width) {
		rw_rich_add(p, &who, teller(l, x), RW_DIM);
		rw_page_row(p, RW_LEDGER_INDENT,
			(rw_cell[]){{&date, date_width, false}, {&what, 0, false}, {&who, teller_width, false}}, 3);
	} else {
		rw_tell_dot(p, &what);
		rw_rich_add(p, &what, RW_FILL(&l->words, "show_first_told", teller(l, x)), RW_DIM);
		rw_page_row(p, RW_LEDGER_INDENT, (rw_cell[]){{&date, date_width, false}, {&what, 0, false}}, 2);
	}
}

void rw_ledger_timeline(rw_ledger *l) {
	const riwaya_incident *i = l->i;
	if (!i->n_timeline) return;
	rw_mark all = rw_arena_mark(l->a);
	rw_ledger_section(l, "show_timeline", 0);
	rw_slice heading = rw_label(&l->words, "show_first_told_by");
	unsigned date_width = 1, teller_width = l->page.width < RW_LEDGER_SLIM ? 0 : rw_width(heading);
	for (size_t k = 0; k < i->n_timeline; k++) {
		if (!rw_moment_told(l->r, i, &i->timeline[k])) continue;
		rw_mark m = rw_arena_mark(l->a);
		unsigned w = rw_width(rw_tell_happened(&l->words, i, &i->timeline[k]));
		if (w > date_width) date_width = w;
		w = teller_width ? rw_width(teller(l, &i->timeline[k])) : 0;
		if (w > TELLER_MOST) w = TELLER_MOST;
		if (w > l->page.width * 2 / 5) w = l->page.width * 2 / 5;
		if (w > teller_width) teller_width = w;
		rw_arena_reset(l->a, m);
	}
	if (teller_width) {
		rw_rich who = {0};
		rw_rich_add(&l->page, &who, heading, RW_DIM);
		rw_page_row(&l->page, RW_LEDGER_INDENT,
			(rw_cell[]){{NULL, date_width, false}, {NULL, 0, false}, {&who, teller_width, false}}, 3);
	}
	/* One date, said once: the rows below it belong to it. */
	rw_slice last = RW_NONE;
	for (size_t k = 0; k < i->n_timeline && !l->page.failed; k++) {
		const riwaya_moment *x = &i->timeline[k];
		if (!rw_moment_told(l->r, i, x)) continue;
		rw_slice when = rw_tell_happened(&l->words, i, x);
		bool same = rw_slice_eq(when, last);
		last = when;
		rw_mark m = rw_arena_mark(l->a);
		moment(l, x, same ? RW_NONE : when, date_width, teller_width);
		rw_arena_reset(l->a, m);
	}
	rw_arena_reset(l->a, all);
}

/* --- framing ------------------------------------------------------------------------------------------------------ */
typedef struct columns {
	rw_slice *names; /* outlets, as shown */
	size_t n;
	uint32_t *of_report; /* column of each report of the reconciliation, UINT32_MAX for none */
} columns;

/* Columns are outlets, in the order in which their reports stand in the incident. */
static columns outlets(rw_ledger *l) {
	columns c = {RW_ARRAY(l->a, rw_slice, l->i->n_reports), 0, RW_ARRAY(l->a, uint32_t, l->r->n_reports)};
	for (size_t k = 0; k < l->r->n_reports; k++) c.of_report[k] = UINT32_MAX;
	for (size_t k = 0; k < l->i->n_reports; k++) {
		uint32_t report = l->i->reports[k].report;
		if (report >= l->r->n_reports) continue;
		bool used = false;
		for (size_t f = 0; f < l->i->n_framing && !used; f++)
			for (size_t m = 0; m < l->i->framing[f].n_names && !used; m++)
				used = l->i->framing[f].names[m].report == report;
		if (!used) continue;
		rw_slice name = rw_outlet_name(&l->words, l->r->reports[report]);
		size_t at = 0;
		while (at < c.n && !rw_slice_eq(c.names[at], name)) at++;
		if (at == c.n) c.names[c.n++] = name;
		c.of_report[report] = (uint32_t)at;
	}
	return c;
}

/* The names that one outlet uses, most used first as the framing has them; the same words in two reports of it are added up. */
static void fill_names(rw_ledger *l, const riwaya_framing *f, const columns *c, size_t column, rw_rich *r) {
	rw_page *p = &l->page;
	bool *done = RW_ARRAY(l->a, bool, f->n_names);
	for (size_t k = 0; k < f->n_names; k++) {
		const riwaya_naming *x = &f->names[k];
		if (done[k] || x->report >= l->r->n_reports || c->of_report[x->report] != column) continue;
		uint64_t count = 0;
		for (size_t m = k; m < f->n_names; m++) {
			const riwaya_naming *y = &f->names[m];
			if (y->report >= l->r->n_reports || c->of_report[y->report] != column || !rw_slice_eq(y->words, x->words))
				continue;
			done[m] = true;
			count += y->count;
		}
		if (r->atoms.n) rw_rich_add(p, r, rw_comma(&l->words), RW_PLAIN);
		bool loaded = rw_slice_eqz(x->reg, "loaded"), self = rw_slice_eqz(x->reg, "self");
		rw_rich_quote(p, r, RW_NONE, x->words, 0, 0, RW_NONE, loaded ? RW_RED : self ? RW_GREEN : RW_PLAIN);
		if (loaded) rw_rich_z(p, r, "!", RW_RED);
		if (self) rw_rich_z(p, r, "\xC2\xB0", RW_GREEN);
		if (count > 1)
			rw_rich_add(
				p, r, rw_arena_printf(l->a, " \xC3\x97" RW_FMT, RW_ARG(rw_number(&l->words, (double)count))), RW_DIM);
	}
	if (!r->atoms.n) rw_rich_z(p, r, "-", RW_DIM);
}

void rw_ledger_framing(rw_ledger *l) {
	const riwaya_incident *i = l->i;
	if (!i->n_framing) return;
	rw_mark m = rw_arena_mark(l->a);
	columns c = outlets(l);
	/* One outlet's words have nothing to stand beside. */
	if (c.n < 2 && !((l->full || l->alone) && c.n)) {
		rw_arena_reset(l->a, m);
		return;
	}
	rw_ledger_section(l, "show_framing", 0);
	rw_page *p = &l->page;
	enum { ABOUT = 16, LEAST = 16, MOST = 6 };
	size_t fit = (p->width - ABOUT - RW_LEDGER_INDENT) / (LEAST + 2);
	if (fit < 1) fit = 1;
	if (fit > MOST) fit = MOST;
	size_t blocks = (c.n + fit - 1) / fit, per = (c.n + blocks - 1) / blocks;
	unsigned width = (p->width - ABOUT - RW_LEDGER_INDENT) / (unsigned)per - 2;
	for (size_t from = 0; from < c.n && !p->failed; from += per) {
		size_t n = c.n - from < per ? c.n - from : per;
		if (from) rw_page_blank(p);
		rw_cell cells[MOST + 1];
		rw_rich rich[MOST + 1];
		memset(rich, 0, sizeof rich);
		cells[0] = (rw_cell){NULL, ABOUT, false};
		for (size_t k = 0; k < n; k++) {
			rw_rich_add(p, &rich[k + 1], c.names[from + k], RW_CYAN);
			cells[k + 1] = (rw_cell){&rich[k + 1], width, false};
		}
		rw_page_row(p, RW_LEDGER_INDENT, cells, n + 1);
		for (size_t f = 0; f < i->n_framing; f++) {
			if (!l->full && !rw_framing_main(i, &i->framing[f])) continue;
			rw_mark row = rw_arena_mark(l->a);
			memset(rich, 0, sizeof rich);
			rw_rich_add(p, &rich[0], rw_pick(&l->words, i->framing[f].label), RW_BOLD);
			cells[0] = (rw_cell){&rich[0], ABOUT, false};
			for (size_t k = 0; k < n; k++) fill_names(l, &i->framing[f], &c, from + k, &rich[k + 1]);
			rw_page_row(p, RW_LEDGER_INDENT, cells, n + 1);
			rw_arena_reset(l->a, row);
		}
	}
	rw_page_line(p, RW_LEDGER_INDENT, rw_label(&l->words, "show_framing_legend"), RW_DIM);
	rw_arena_reset(l->a, m);
}
