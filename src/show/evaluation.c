/* evaluation.c: how right the claims are, for a person: measures, confidence, failures by kind, each miss. */
#include "show/page.h"
#include "show/show.h"
#include "show/words.h"

typedef struct sheet {
	rw_page page;
	rw_words words;
	rw_arena *a;
} sheet;

enum { COLUMNS_MAX = 6, INDENT = 2, COUNT_WIDTH = 8, SHARE_WIDTH = 6, SPAN_WIDTH = 18, NAME_WIDTH = 18 };

typedef struct column {
	unsigned width;
	bool end;
} column;

static void row(sheet *s, const column *columns, const rw_slice *cells, size_t n, rw_style style) {
	rw_mark mark = rw_arena_mark(s->a);
	rw_rich rich[COLUMNS_MAX] = {0};
	rw_cell out[COLUMNS_MAX];
	for (size_t i = 0; i < n && i < COLUMNS_MAX; i++) {
		rw_rich_add(&s->page, &rich[i], cells[i], style);
		out[i] = (rw_cell){&rich[i], columns[i].width, columns[i].end};
	}
	rw_page_row(&s->page, INDENT, out, n < COLUMNS_MAX ? n : COLUMNS_MAX);
	rw_arena_reset(s->a, mark);
}

/* Shares keep their three digits: thousandths are what one compares. */
static rw_slice share(sheet *s, double v) { return rw_digits(&s->words, rw_arena_printf(s->a, "%.3f", v)); }

static rw_slice interval(sheet *s, bool has, double low, double high) {
	return has ? RW_FILL(&s->words, "show_range", share(s, low), share(s, high)) : RW_NONE;
}

static rw_slice whole(sheet *s, uint64_t n) { return rw_number(&s->words, (double)n); }

static rw_slice label(sheet *s, const char *key) { return rw_label(&s->words, key); }

/* --- parts --------------------------------------------------------------------------------------------------------- */
static void measures(sheet *s, const riwaya_evaluation *e) {
	static const column columns[] = {
		{NAME_WIDTH, false}, {SHARE_WIDTH, true}, {COUNT_WIDTH + 4, true}, {SPAN_WIDTH, false}, {0, false}};
	rw_page_heading(&s->page, label(s, "eval_measures"), RW_BOLD);
	row(s, columns,
		(rw_slice[]){label(s, "eval_measure"), label(s, "eval_share"), label(s, "eval_counts"),
			label(s, "eval_interval"), label(s, "eval_what")},
		RW_COUNT(columns), RW_DIM);
	for (unsigned i = 0; i < riwaya_measure_count; i++) {
		const riwaya_measure *m = &e->measures[i];
		if (!m->has) continue;
		rw_mark mark = rw_arena_mark(s->a);
		const char *name = riwaya_measure_name((riwaya_measure_id)i);
		rw_slice counts = RW_NONE;
		if (m->all) {
			rw_slice right = whole(s, m->right), all = whole(s, m->all);
			counts = rw_arena_printf(s->a, RW_FMT "/" RW_FMT, RW_ARG(right), RW_ARG(all));
		}
		row(s, columns,
			(rw_slice[]){rw_slice_z(name), share(s, m->value), counts, interval(s, m->has_interval, m->low, m->high),
				rw_label_of(&s->words, "eval_is_", name)},
			RW_COUNT(columns), i < 2 ? RW_BOLD : RW_PLAIN);
		rw_arena_reset(s->a, mark);
	}
}

static void confidence(sheet *s, const riwaya_evaluation *e) {
	static const column columns[] = {
		{NAME_WIDTH, false}, {COUNT_WIDTH, true}, {COUNT_WIDTH, true}, {SHARE_WIDTH, true}, {SPAN_WIDTH, false}};
	if (!e->n_judged) return;
	rw_page_blank(&s->page);
	rw_page_heading(&s->page, label(s, "eval_confidence"), RW_BOLD);
	row(s, columns,
		(rw_slice[]){label(s, "eval_said"), label(s, "eval_claims"), label(s, "eval_right"), label(s, "eval_share"),
			label(s, "eval_interval")},
		RW_COUNT(columns), RW_DIM);
	for (size_t i = RIWAYA_EVAL_BINS; i-- > 0;) {
		const riwaya_bin *b = &e->bins[i];
		if (!b->claims) continue;
		rw_mark mark = rw_arena_mark(s->a);
		rw_slice from = rw_digits(&s->words, rw_arena_printf(s->a, "%.1f", b->from));
		rw_slice to = rw_digits(&s->words, rw_arena_printf(s->a, "%.1f", b->to));
		row(s, columns,
			(rw_slice[]){RW_FILL(&s->words, "show_range", from, to), whole(s, b->claims), whole(s, b->right),
				share(s, (double)b->right / (double)b->claims), interval(s, true, b->low, b->high)},
			RW_COUNT(columns), RW_PLAIN);
		rw_arena_reset(s->a, mark);
	}
	rw_page_line(&s->page, INDENT, RW_FILL(&s->words, "eval_off", share(s, e->calibration_error)), RW_DIM);
}

static bool of_pairs(riwaya_measure_id id) {
	switch (id) {
	case RIWAYA_MEASURE_agent_actor:
	case RIWAYA_MEASURE_agent_precision:
	case RIWAYA_MEASURE_chain:
	case RIWAYA_MEASURE_modality:
	case RIWAYA_MEASURE_origin:
	case RIWAYA_MEASURE_patient_actor:
	case RIWAYA_MEASURE_patient_precision:
	case RIWAYA_MEASURE_patient_role:
	case RIWAYA_MEASURE_place:
	case RIWAYA_MEASURE_polarity:
	case RIWAYA_MEASURE_qualifier:
	case RIWAYA_MEASURE_scope:
	case RIWAYA_MEASURE_stance:
	case RIWAYA_MEASURE_time:
	case RIWAYA_MEASURE_told:
	case RIWAYA_MEASURE_unit:
	case RIWAYA_MEASURE_value: return true;
	default: return false;
	}
}

static void attributes(sheet *s, const riwaya_evaluation *e) {
	static const column columns[] = {{NAME_WIDTH, false}, {COUNT_WIDTH, true}, {COUNT_WIDTH + 2, true}};
	unsigned order[riwaya_measure_count], n = 0;
	for (unsigned i = 0; i < riwaya_measure_count; i++) {
		const riwaya_measure *m = &e->measures[i];
		if (!of_pairs((riwaya_measure_id)i) || m->right == m->all) continue;
		unsigned at = n++;
		for (; at > 0 && m->all - m->right > e->measures[order[at - 1]].all - e->measures[order[at - 1]].right; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
	if (!n) return;
	rw_page_blank(&s->page);
	rw_page_heading(&s->page, label(s, "eval_by_attribute"), RW_BOLD);
	row(s, columns, (rw_slice[]){label(s, "eval_attribute"), label(s, "eval_pairs"), label(s, "eval_wrong")},
		RW_COUNT(columns), RW_DIM);
	for (unsigned i = 0; i < n; i++) {
		const riwaya_measure *m = &e->measures[order[i]];
		row(s, columns,
			(rw_slice[]){rw_slice_z(riwaya_measure_name((riwaya_measure_id)order[i])), whole(s, m->all),
				whole(s, m->all - m->right)},
			RW_COUNT(columns), RW_PLAIN);
	}
}

static void predicates(sheet *s, const riwaya_evaluation *e) {
	static const column columns[] = {{NAME_WIDTH, false}, {COUNT_WIDTH, true}, {COUNT_WIDTH, true},
		{COUNT_WIDTH + 2, true}, {COUNT_WIDTH, true}, {COUNT_WIDTH, true}};
	if (!e->n_predicates) return;
	rw_page_blank(&s->page);
	rw_page_heading(&s->page, label(s, "eval_by_predicate"), RW_BOLD);
	row(s, columns,
		(rw_slice[]){label(s, "eval_predicate"), label(s, "eval_gold"), label(s, "eval_right"), label(s, "eval_wrong"),
			label(s, "eval_missed"), label(s, "eval_false")},
		RW_COUNT(columns), RW_DIM);
	for (size_t i = 0; i < e->n_predicates; i++) {
		const riwaya_by_predicate *p = &e->predicates[i];
		row(s, columns,
			(rw_slice[]){p->predicate, whole(s, p->gold), whole(s, p->right), whole(s, p->wrong), whole(s, p->missed),
				whole(s, p->false_)},
			RW_COUNT(columns), RW_PLAIN);
	}
}

/* --- misses ---------------------------------------------------------------------------------------------------------- */
static rw_slice or_nothing(sheet *s, rw_slice v) { return v.n ? v : label(s, "eval_nothing"); }

static size_t figure_at(const riwaya_miss *m) { return m->figure.n ? rw_slice_find(m->words, m->figure, 0) : SIZE_MAX; }

static void miss(sheet *s, const riwaya_miss *m) {
	static const rw_style styles[] = {[RIWAYA_MISS_MISSED] = RW_RED,
		[RIWAYA_MISS_WRONG] = RW_YELLOW,
		[RIWAYA_MISS_FALSE] = RW_RED,
		[RIWAYA_MISS_BROKEN] = RW_RED,
		[RIWAYA_MISS_UNREAD] = RW_RED,
		[RIWAYA_MISS_LABEL] = RW_CYAN};
	rw_page *p = &s->page;
	rw_rich head = {0}, words = {0};
	rw_rich_add(p, &head, rw_label_of(&s->words, "eval_miss_", riwaya_miss_kind_word(m->kind)), styles[m->kind]);
	rw_rich_z(p, &head, " ", RW_PLAIN);
	rw_rich_add(p, &head, m->predicate, RW_BOLD);
	rw_rich_z(p, &head, " ", RW_PLAIN);
	rw_rich_add(p, &head, m->report, RW_DIM);
	if (m->line) {
		rw_rich_z(p, &head, " ", RW_PLAIN);
		rw_rich_add(p, &head, RW_FILL(&s->words, "eval_at_line", whole(s, m->line)), RW_DIM);
	}
	rw_page_rich(p, INDENT, &head);
	if (m->kind == RIWAYA_MISS_UNREAD) {
		rw_page_line(p, INDENT + 4, m->why, RW_PLAIN);
		return;
	}
	size_t at = figure_at(m);
	rw_rich_quote(p, &words, RW_LIT("\xC2\xAB"), m->words, at == SIZE_MAX ? 0 : at,
		at == SIZE_MAX ? 0 : at + m->figure.n, RW_LIT("\xC2\xBB"), RW_PLAIN);
	rw_page_rich(p, INDENT + 4, &words);
	for (size_t i = 0; i < m->n_wrong; i++) {
		const riwaya_wrong *w = &m->wrong[i];
		rw_page_line(p, INDENT + 4,
			RW_FILL(&s->words, "eval_wrong_one", w->attribute, or_nothing(s, w->gold), or_nothing(s, w->said)), RW_PLAIN);
	}
	if (m->why.n) {
		rw_slice key = rw_arena_printf(s->a, "eval_why_" RW_FMT, RW_ARG(m->why));
		rw_page_line(p, INDENT + 4, label(s, key.p), RW_PLAIN);
	}
}

bool rw_show_eval_text(const rw_lexicon *lx, rw_arena *scratch, const riwaya_evaluation *e, const riwaya_show *show,
	bool misses, riwaya_sink sink) {
	static const riwaya_show plain = {0};
	if (!show) show = &plain;
	sheet *s = RW_NEW(scratch, sheet);
	rw_page_begin(&s->page, scratch, sink, show->width, show->arabic, show->colour, show->isolate);
	s->words = (rw_words){lx, scratch, show->arabic, show->arabic_digits};
	s->a = scratch;
	rw_slice head = rw_counted(&s->words, "eval_n_reports", e->n_reports);
	if (e->n_unread) {
		rw_slice comma = rw_comma(&s->words), unread = rw_counted(&s->words, "eval_n_unread", e->n_unread);
		head = rw_arena_printf(scratch, RW_FMT RW_FMT RW_FMT, RW_ARG(head), RW_ARG(comma), RW_ARG(unread));
	}
	rw_page_line(&s->page, 0, head, RW_BOLD);
	rw_page_blank(&s->page);
	measures(s, e);
	confidence(s, e);
	attributes(s, e);
	predicates(s, e);
	if (e->n_misses) {
		rw_page_blank(&s->page);
		rw_page_heading(
			&s->page, RW_FILL(&s->words, "show_with_gloss", label(s, "eval_misses"), whole(s, e->n_misses)), RW_BOLD);
		if (!misses) rw_page_line(&s->page, INDENT, label(s, "eval_hidden"), RW_DIM);
	}
	for (size_t i = 0; misses && i < e->n_misses && !s->page.failed; i++) {
		rw_mark mark = rw_arena_mark(scratch);
		miss(s, &e->misses[i]);
		rw_arena_reset(scratch, mark);
	}
	rw_page_blank(&s->page);
	return !s->page.failed;
}
