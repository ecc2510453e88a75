/* lines.c: the lines of an incident: under each question the values said, who said each, and which of them can hold together.
 *
 *     detainees held in al-Sina'a prison                                        said: 2,000 or more
 *       5,000             A    Orient [2], citing CENTCOM                       21 Jan 2022 06:01
 *                              «...»
 *       more than 5,000   B    Orient [2], citing its correspondent ...
 *       thousands         A B  Syria TV [3] ...
 *       A  5,000: 3 reports, 3 outlets, 4 origins      B  more than 5,000: ...
 */
#include "show/ledger.h"

enum { VALUE_MIN = 8, VALUE_MAX = 28 };

static void sets(rw_ledger *l, const riwaya_line *line, const rw_line_row *rows, size_t n_rows, unsigned indent) {
	rw_page *p = &l->page;
	const rw_words *w = &l->words;
	size_t first;
	if (rw_line_numbered(line, &first) < 2) {
		rw_slice agreed = rw_tell_agreed(w, line, rows, n_rows);
		if (agreed.n) rw_page_line(p, indent, agreed, RW_GREEN);
		return;
	}
	rw_page_line(p, indent, rw_label(w, rw_line_parting(l->i, line)), RW_YELLOW);
	for (size_t v = 0; v < line->n_values && v < RW_LINE_SETS; v++) {
		if (rw_range_is_open(line->values[v].range)) continue;
		rw_rich letter = {0}, who = {0};
		char name = (char)('A' + v);
		rw_rich_add(p, &letter, rw_slice_of(&name, 1), RW_DIM);
		rw_rich_add(p, &who,
			RW_FILL(w, "show_colon", rw_range_words(w, line->values[v].range), rw_tell_behind(w, &line->values[v])),
			RW_PLAIN);
		rw_page_row(p, indent, (rw_cell[]){{&letter, 1, false}, {&who, 0, false}}, 2);
	}
}

static void title(rw_ledger *l, const riwaya_line *line) {
	rw_page *p = &l->page;
	rw_rich label = {0}, range = {0};
	rw_rich_add(p, &label, rw_line_title(&l->words, line), RW_BOLD);
	rw_rich_add(p, &range, rw_tell_said(&l->words, line), RW_BOLD);
	unsigned w = rw_rich_width(&range), room = p->width - RW_LEDGER_INDENT;
	if (w && rw_rich_width(&label) + 2 + w <= room) {
		rw_page_row(p, RW_LEDGER_INDENT, (rw_cell[]){{&label, 0, false}, {&range, w, true}}, 2);
	} else {
		rw_page_rich(p, RW_LEDGER_INDENT, &label);
		if (w) rw_page_rich(p, RW_LEDGER_INDENT, &range);
	}
	if (line->grade)
		rw_page_line(p, RW_LEDGER_INDENT,
			RW_FILL(&l->words, "show_colon", rw_label(&l->words, "show_grade"), rw_grade_words(&l->words, line->grade)),
			RW_PLAIN);
	rw_tell_decisions(p, &l->words, RW_LEDGER_INDENT, line->decisions, line->n_decisions, false);
}

static void one_line(rw_ledger *l, const riwaya_line *line) {
	rw_mark m = rw_arena_mark(l->a);
	title(l, line);
	size_t n;
	const rw_line_row *rows = rw_line_rows(&l->words, l->i, line, l->full, &n);
	unsigned value_width = 0, mark_width = 0;
	size_t unused;
	bool marked = rw_line_numbered(line, &unused) > 1;
	for (size_t k = 0; k < n; k++) {
		unsigned w = rw_width(rows[k].value);
		if (w > value_width) value_width = w;
		if (marked && rows[k].group == RW_ROW_FIGURED) {
			w = rw_width(rw_line_letters(&l->words, line, rows[k].claim));
			if (w > mark_width) mark_width = w;
		}
	}
	unsigned most = l->page.width / 4 < VALUE_MAX ? l->page.width / 4 : VALUE_MAX;
	if (value_width) value_width = value_width < VALUE_MIN ? VALUE_MIN : value_width > most ? most : value_width;
	if (mark_width > 9) mark_width = 9;
	unsigned indent = RW_LEDGER_INDENT + 2;
	if (l->page.width < RW_LEDGER_SLIM && value_width > 14) value_width = 14;
	for (size_t k = 0; k < n; k++) {
		const rw_line_row *x = &rows[k];
		bool again = rw_row_again(rows, k);
		rw_style style = x->group == RW_ROW_DENIED                  ? RW_RED
			: x->group == RW_ROW_BESIDE                             ? RW_YELLOW
			: l->i->claims[x->claim].superseded_by < l->i->n_claims ? RW_DIM
																	: RW_BOLD;
		rw_slice mark = marked && x->group == RW_ROW_FIGURED ? rw_line_letters(&l->words, line, x->claim) : RW_NONE;
		rw_slice words = l->i->claims[x->claim].claim->evidence;
		rw_ledger_claim(l,
			&(rw_claim_row){.claim = x->claim,
				.indent = indent,
				.value = again ? RW_NONE : x->value,
				.style = style,
				.value_width = value_width,
				.mark = mark,
				.mark_width = mark_width,
				.lines = 2,
				.same_words = again && rw_slice_eq(words, l->i->claims[rows[k - 1].claim].claim->evidence)});
	}
	sets(l, line, rows, n, indent);
	rw_page_blank(&l->page);
	rw_arena_reset(l->a, m);
}

/* Lines come by rank; those of a family stand together, where its first one stands. */
void rw_ledger_lines(rw_ledger *l) {
	size_t n = l->i->n_lines;
	if (!n) return;
	rw_ledger_section(l, "show_lines", 0);
	rw_mark m = rw_arena_mark(l->a);
	bool *done = RW_ARRAY(l->a, bool, n);
	for (size_t k = 0; k < n && !l->page.failed; k++) {
		if (done[k]) continue;
		rw_slice family = l->i->lines[k].family;
		if (family.p) rw_page_line(&l->page, 0, rw_family_name(&l->words, family), RW_CYAN);
		for (size_t x = k; x < n && !l->page.failed; x++) {
			if (done[x] || !rw_slice_eq(l->i->lines[x].family, family)) continue;
			done[x] = true;
			one_line(l, &l->i->lines[x]);
		}
	}
	rw_arena_reset(l->a, m);
}
