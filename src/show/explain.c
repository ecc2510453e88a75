/* explain.c: for a person: what made each claim, part by part, and why a figure made none. */
#include "show/sheet.h"
#include "show/show.h"
#include <math.h>

enum { PART_INDENT = 6, CAUSE_INDENT = 8, WHY_INDENT = 10 };

/* --- causes --------------------------------------------------------------------------------------------------------- */
static uint32_t rule_named(const rw_lexicon *lx, rw_slice name) {
	uint32_t n = lx ? rw_rule_count(lx) : 0;
	for (uint32_t i = 0; i < n; i++)
		if (rw_slice_eq(rw_rule_name(lx, i), name)) return i;
	return UINT32_MAX;
}

static rw_slice words_at(const riwaya_report *r, riwaya_span at) {
	rw_slice f = at.field == RIWAYA_FIELD_TITLE ? r->title
		: at.field == RIWAYA_FIELD_TEXT         ? r->text
		: at.field == RIWAYA_FIELD_CAPTION      ? r->caption
												: RW_NONE;
	return at.end <= f.n && at.start < at.end ? rw_slice_of(f.p + at.start, at.end - at.start) : RW_NONE;
}

/* What, its words, and on the far side where it stands; the rule's reason below. */
static void cause_row(rw_sheet *s, const riwaya_report *r, const riwaya_cause *cause) {
	rw_page *p = &s->page;
	rw_rich what = {0}, at = {0};
	uint32_t rule = rule_named(s->words.lx, cause->what);
	rw_slice words = words_at(r, cause->span);
	if (cause->file.n) {
		rw_rich_add(p, &what, rw_label(&s->words, rule != UINT32_MAX ? "show_rule" : "show_row"), RW_DIM);
		rw_rich_z(p, &what, " ", RW_PLAIN);
		rw_rich_add(p, &what, cause->what, rule != UINT32_MAX ? RW_BOLD : RW_PLAIN);
		rw_rich_add(p, &at, rw_arena_printf(s->a, RW_FMT ":%u", RW_ARG(cause->file), (unsigned)cause->line), RW_CYAN);
	}
	if (words.n) {
		rw_rich_z(p, &what, " ", RW_PLAIN);
		rw_rich_quote(p, &what, RW_LIT("\xC2\xAB"), words, 0, 0, RW_LIT("\xC2\xBB"), RW_PLAIN);
	}
	unsigned w = rw_rich_width(&at);
	if (w && w < p->width / 2) {
		rw_page_row(p, CAUSE_INDENT, (rw_cell[]){{&what, 0, false}, {&at, w, true}}, 2);
	} else {
		rw_page_rich(p, CAUSE_INDENT, &what);
		if (w) rw_page_rich(p, CAUSE_INDENT, &at);
	}
	if (rule != UINT32_MAX) rw_page_line(p, WHY_INDENT, rw_rule_why(s->words.lx, rule), RW_DIM);
}

static void note(rw_sheet *s, const char *key) {
	rw_page_line(&s->page, CAUSE_INDENT, rw_label(&s->words, key), RW_PLAIN);
}

/* What is said of a part that no rule or row made: an absence, or what C does. */
static void part_note(
	rw_sheet *s, const riwaya_report *r, const riwaya_claim *c, riwaya_cause_of of, const riwaya_cause *one) {
	switch (of) {
	case RIWAYA_CAUSE_SPEAKER:
		if (one && !one->file.n) note(s, "why_open_quotation");
		if (one) return;
		if (c->n_chain <= 1)
			note(s, "why_outlet_alone");
		else
			note(s, r->credit.n && rw_slice_eq(c->chain[0].name, r->credit) ? "why_credit" : "why_speaker_before");
		return;
	case RIWAYA_CAUSE_MOOD:
		if (one && !one->file.n) note(s, "why_old");
		return;
	case RIWAYA_CAUSE_PLACE:
		if (one) return;
		note(s, c->place.inherited ? "why_place_inherited" : c->place.text.n ? "why_place_told" : "why_no_place");
		return;
	case RIWAYA_CAUSE_TIME:
		if (one) {
			bool relative = rw_slice_eqz(one->what, "relative");
			rw_slice when = rw_when_words(&s->words, r->published.at);
			rw_page_line(&s->page, CAUSE_INDENT,
				relative ? RW_FILL(&s->words, "why_relative", when) : rw_label(&s->words, "why_as_written"), RW_PLAIN);
		} else if (c->scope == RIWAYA_SCOPE_PERIOD || c->scope == RIWAYA_SCOPE_STOCK) {
			note(s, "why_no_time_of_scope");
		} else {
			note(s, "why_no_time");
		}
		return;
	default: return;
	}
}

static void parts(rw_sheet *s, const riwaya_report *r, const riwaya_claim *c) {
	for (unsigned of = 0; of < riwaya_cause_of_count; of++) {
		bool always = of == RIWAYA_CAUSE_CLAIM || of == RIWAYA_CAUSE_SPEAKER || of == RIWAYA_CAUSE_PLACE ||
			of == RIWAYA_CAUSE_TIME;
		size_t n = 0;
		for (size_t i = 0; i < c->n_causes; i++) n += c->causes[i].of == of;
		if (!n && !always) continue;
		rw_page_line(&s->page, PART_INDENT,
			rw_label_of(&s->words, "why_of_", riwaya_cause_of_word((riwaya_cause_of)of)), RW_DIM);
		for (size_t i = 0; i < c->n_causes; i++) {
			const riwaya_cause *one = &c->causes[i];
			if (one->of != of) continue;
			cause_row(s, r, one);
			part_note(s, r, c, (riwaya_cause_of)of, one);
		}
		if (!n) part_note(s, r, c, (riwaya_cause_of)of, NULL);
	}
}

/* --- parties and wholes ------------------------------------------------------------------------------------------------ */
static bool by_words(const riwaya_claim *c, rw_slice actor) {
	for (size_t i = 0; i < c->n_causes; i++)
		if (c->causes[i].of == RIWAYA_CAUSE_CLAIM && rw_slice_eq(c->causes[i].what, actor)) return true;
	return false;
}

/* An actor that stands nowhere in the claim's own words: it comes from what the report says around them. */
static void parties(rw_sheet *s, const riwaya_claim *c) {
	bool patient = c->patient.actor.n && !by_words(c, c->patient.actor);
	bool agent = c->agent.actor.n && !by_words(c, c->agent.actor);
	if (!patient && !agent) return;
	rw_page_line(&s->page, PART_INDENT, rw_label(&s->words, "why_of_party"), RW_DIM);
	if (patient)
		rw_page_line(&s->page, CAUSE_INDENT,
			RW_FILL(&s->words, "why_patient_around", rw_actor_name(&s->words, c->patient.actor)), RW_PLAIN);
	if (agent)
		rw_page_line(&s->page, CAUSE_INDENT,
			RW_FILL(&s->words, "why_agent_around", rw_actor_name(&s->words, c->agent.actor)), RW_PLAIN);
}

static void whole(rw_sheet *s, const riwaya_claim *claims, size_t n, const riwaya_claim *c) {
	for (size_t i = 0; i < n && c->part_of.n; i++) {
		const riwaya_claim *w = &claims[i];
		if (!rw_slice_eq(w->id, c->part_of)) continue;
		rw_slice what = rw_named(&s->words, "predicates", w->predicate), value = rw_tell_value(&s->words, w, RW_NONE);
		rw_page_line(&s->page, PART_INDENT, RW_FILL(&s->words, "why_part_of", what, value, w->id), RW_DIM);
		return;
	}
}

/* --- confidence ------------------------------------------------------------------------------------------------------- */
static rw_slice weight_words(rw_sheet *s, double w) {
	return rw_digits(&s->words, rw_arena_printf(s->a, "%s%.2f", w < 0 ? "-" : "+", fabs(w)));
}

static void confidence(rw_sheet *s, const riwaya_claim *c) {
	enum { WEIGHT_WIDTH = 6 };
	rw_page *p = &s->page;
	rw_slice value = rw_digits(&s->words, rw_arena_printf(s->a, "%.3f", c->confidence));
	rw_page_line(p, PART_INDENT, RW_FILL(&s->words, "why_confidence", value), RW_DIM);
	for (size_t i = 0; i < c->n_facts; i++) {
		const riwaya_fact *f = &c->facts[i];
		if (fabs(f->weight) < 0.005) continue; /* says nothing */
		rw_rich weight = {0}, what = {0};
		rw_rich_add(p, &weight, weight_words(s, f->weight), f->weight < 0 ? RW_YELLOW : RW_GREEN);
		rw_row row = s->words.lx ? rw_row_find(s->words.lx, "confidence", f->name) : 0;
		rw_slice meaning = row ? rw_row_get(s->words.lx, row, s->words.arabic ? "ar" : "en") : f->name;
		rw_rich_add(p, &what, meaning.n ? meaning : f->name, RW_PLAIN);
		rw_page_row(p, CAUSE_INDENT, (rw_cell[]){{&weight, WEIGHT_WIDTH, true}, {&what, 0, false}}, 2);
	}
}

bool rw_show_explanation(const rw_lexicon *lx, rw_arena *scratch, const riwaya_report *r, const riwaya_claim *claims,
	size_t n, const riwaya_show *show, riwaya_sink sink) {
	rw_sheet *s = rw_sheet_begin(lx, scratch, show, sink, rw_sheet_claim_keys, RW_SHEET_CLAIM_KEYS);
	rw_sheet_head(s, r);
	rw_page_line(&s->page, 0, rw_counted(&s->words, "show_n_claims", n), RW_DIM);
	/* In the order of the text, title first: one reads along. */
	uint32_t *order = RW_ARRAY(scratch, uint32_t, n);
	for (size_t i = 0; i < n; i++) {
		size_t at = i;
		while (at > 0 &&
			(claims[order[at - 1]].span.field > claims[i].span.field ||
				(claims[order[at - 1]].span.field == claims[i].span.field &&
					claims[order[at - 1]].span.start > claims[i].span.start))) {
			order[at] = order[at - 1];
			at--;
		}
		order[at] = (uint32_t)i;
	}
	for (size_t k = 0; k < n && !s->page.failed; k++) {
		const riwaya_claim *c = &claims[order[k]];
		rw_mark m = rw_arena_mark(s->a);
		rw_page_blank(&s->page);
		rw_sheet_claim_title(s, k + 1, c);
		rw_sheet_claim_facts(s, r, c);
		rw_sheet_fact(s, PART_INDENT, rw_sheet_claim_keys[5], c->id);
		if (c->n_causes)
			parts(s, r, c), parties(s, c), whole(s, claims, n, c);
		else
			rw_page_line(&s->page, PART_INDENT, rw_label(&s->words, "show_no_causes"), RW_DIM);
		confidence(s, c);
		rw_arena_reset(s->a, m);
	}
	rw_page_blank(&s->page);
	return !s->page.failed;
}

/* --- what made no claim ------------------------------------------------------------------------------------------------- */
static rw_slice line_around(const riwaya_report *r, riwaya_span at, size_t *from) {
	rw_slice f = at.field == RIWAYA_FIELD_TITLE ? r->title : at.field == RIWAYA_FIELD_CAPTION ? r->caption : r->text;
	size_t first = at.start, end = at.end;
	enum { AROUND = 120 }; /* bytes on each side */
	while (first > 0 && f.p[first - 1] != '\n' && at.start - first < AROUND) first--;
	while (end < f.n && f.p[end] != '\n' && end - at.end < AROUND) end++;
	/* At whole words. */
	if (first > 0 && f.p[first - 1] != '\n')
		while (first < at.start && f.p[first++] != ' ') continue;
	if (end < f.n && f.p[end] != '\n')
		while (end > at.end && f.p[end] != ' ') end--;
	*from = first;
	return rw_slice_of(f.p + first, end - first);
}

static void missing_row(rw_sheet *s, const riwaya_report *r, const rw_missing *m) {
	rw_page *p = &s->page;
	rw_rich words = {0};
	size_t from;
	rw_slice around = line_around(r, m->span, &from);
	rw_rich_quote(
		p, &words, RW_LIT("\xC2\xAB"), around, m->span.start - from, m->span.end - from, RW_LIT("\xC2\xBB"), RW_PLAIN);
	rw_rich head = {0};
	rw_rich_quote(p, &head, RW_NONE, m->text, 0, 0, RW_NONE, RW_BOLD);
	rw_page_rich(p, 0, &head);
	rw_page_rich(p, 4, &words);
	rw_slice key = rw_arena_printf(s->a, "missing_%s%s", rw_missing_word(m->why), m->other.n ? "" : "_bare");
	rw_slice label = rw_label(&s->words, key.p);
	if (rw_slice_eq(label, key)) label = rw_label_of(&s->words, "missing_", rw_missing_word(m->why));
	rw_slice full = m->other.n ? RW_FILL(&s->words, key.p, m->other) : label;
	rw_page_line(p, 4, full, RW_YELLOW);
	if (m->cause.file.n) cause_row(s, r, &m->cause);
}

bool rw_show_missing(const rw_lexicon *lx, rw_arena *scratch, const riwaya_report *r, const rw_missing *m, size_t n,
	const riwaya_show *show, riwaya_sink sink) {
	rw_sheet *s = rw_sheet_begin(lx, scratch, show, sink, NULL, 0);
	rw_sheet_head(s, r);
	rw_page_line(&s->page, 0, rw_counted(&s->words, "missing_n", n), RW_DIM);
	for (size_t i = 0; i < n && !s->page.failed; i++) {
		rw_mark mark = rw_arena_mark(s->a);
		rw_page_blank(&s->page);
		missing_row(s, r, &m[i]);
		rw_arena_reset(s->a, mark);
	}
	if (r->n_furniture) {
		rw_page_blank(&s->page);
		rw_page_line(&s->page, 0, rw_counted(&s->words, "missing_furniture", r->n_furniture), RW_DIM);
	}
	rw_page_blank(&s->page);
	return !s->page.failed;
}
