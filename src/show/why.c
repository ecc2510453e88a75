/* why.c: why two reports are in one incident, or are not: for a person and for a program. */
#include "group/why.h"
#include "show/sheet.h"
#include "show/show.h"
#include <math.h>

static const char *const link_words[] = {"meets", "copies", "bond", "judged", "same_report"};

static rw_slice in(const rw_sheet *s, riwaya_bilingual b) { return s->words.arabic ? b.ar : b.en; }

static rw_slice weight_words(const rw_sheet *s, double w, const char *sign) {
	return rw_digits(&s->words, rw_arena_printf(s->a, "%s%.2f", w < 0 ? "-" : sign, fabs(w)));
}

static void evidence(rw_sheet *s, const rw_why *y) {
	enum { WEIGHT_WIDTH = 6, INDENT = 4 };
	rw_page *p = &s->page;
	rw_page_line(p, 2, rw_label(&s->words, y->against_group ? "together_weighed_group" : "together_weighed"), RW_DIM);
	for (size_t i = 0; i < y->n_evidence; i++) {
		const rw_why_evidence *e = &y->evidence[i];
		rw_rich weight = {0}, what = {0};
		rw_rich_add(p, &weight, weight_words(s, e->weight, "+"), e->weight < 0 ? RW_YELLOW : RW_GREEN);
		rw_slice words = in(s, e->what);
		if (e->times > 1) words = RW_FILL(&s->words, "together_times", words, rw_number(&s->words, e->times));
		rw_rich_add(p, &what, words, RW_PLAIN);
		rw_page_row(p, INDENT, (rw_cell[]){{&weight, WEIGHT_WIDTH, true}, {&what, 0, false}}, 2);
	}
	rw_rich sum = {0}, what = {0};
	rw_rich_add(p, &sum, weight_words(s, y->score, ""), RW_BOLD);
	rw_rich_add(p, &what, RW_FILL(&s->words, "together_sum", weight_words(s, y->threshold, "")), RW_PLAIN);
	rw_page_row(p, INDENT, (rw_cell[]){{&sum, WEIGHT_WIDTH, true}, {&what, 0, false}}, 2);
}

static rw_slice percent(const rw_sheet *s, double share) { return rw_number(&s->words, floor(share * 100 + 0.5)); }

static rw_slice step_words(const rw_sheet *s, const rw_why_step *x) {
	switch (x->link) {
	case RW_WHY_MEETS: return RW_FILL(&s->words, "together.link.meets", weight_words(s, x->value, ""));
	case RW_WHY_COPIES: return RW_FILL(&s->words, "together.link.copies", percent(s, x->value));
	case RW_WHY_BOND: return rw_label(&s->words, "together.link.bond");
	default: return rw_label(&s->words, "together.link.judged");
	}
}

static void chain(rw_sheet *s, const rw_known *known, const rw_why *y) {
	rw_page *p = &s->page;
	rw_page_line(p, 2, rw_label(&s->words, "together_chain"), RW_DIM);
	for (size_t i = 0; i < y->n_chain; i++) {
		rw_page_line(p, 4, step_words(s, &y->chain[i]), RW_DIM);
		rw_sheet_head(s, known[y->chain[i].to].report);
	}
}

bool rw_show_why_text(const rw_lexicon *lx, rw_arena *scratch, const rw_known *known, const rw_why *y,
	const riwaya_show *show, riwaya_sink sink) {
	rw_sheet *s = rw_sheet_begin(lx, scratch, show, sink, NULL, 0);
	rw_page *p = &s->page;
	rw_sheet_head(s, known[y->a].report);
	rw_sheet_head(s, known[y->b].report);
	rw_page_blank(p);
	rw_page_line(p, 0, in(s, y->verdict), RW_BOLD);
	if (y->bond_together) rw_page_line(p, 2, rw_label(&s->words, "together_said"), RW_PLAIN);
	if (y->bond_apart) rw_page_line(p, 2, rw_label(&s->words, "together_said_apart"), RW_PLAIN);
	if (y->copier != RW_NO)
		rw_page_line(p, 2,
			RW_FILL(&s->words, "together_copy", rw_outlet_name(&s->words, known[y->copier].report), percent(s, y->share)),
			RW_PLAIN);
	if (y->weighed) evidence(s, y);
	if (y->n_chain > 1) chain(s, known, y);
	return !p->failed;
}

static void report(rw_json *j, const rw_known *known, const char *key, uint32_t i) {
	rw_json_key(j, key);
	rw_json_object(j);
	rw_json_put_slice(j, "id", known[i].report->id);
	rw_json_put_slice(j, "file", known[i].report->file);
	rw_json_close(j);
}

static void both(rw_json *j, const char *key, riwaya_bilingual b) {
	rw_json_key(j, key);
	rw_json_object(j);
	rw_json_put_slice(j, "ar", b.ar);
	rw_json_put_slice(j, "en", b.en);
	rw_json_close(j);
}

bool rw_show_why_json(const rw_known *known, const rw_why *y, riwaya_sink sink) {
	rw_json j;
	rw_json_begin(&j, sink, 2);
	rw_json_object(&j);
	report(&j, known, "a", y->a);
	report(&j, known, "b", y->b);
	rw_json_put_bool(&j, "together", y->together);
	both(&j, "verdict", y->verdict);
	rw_json_key(&j, "evidence");
	rw_json_array(&j);
	for (size_t i = 0; i < y->n_evidence; i++) {
		const rw_why_evidence *e = &y->evidence[i];
		rw_json_object(&j);
		rw_json_put_z(&j, "name", e->name);
		both(&j, "what", e->what);
		rw_json_put_double(&j, "times", true, e->times);
		rw_json_put_double(&j, "weight", true, e->weight);
		rw_json_close(&j);
	}
	rw_json_close(&j);
	rw_json_put_bool(&j, "against_group", y->against_group);
	rw_json_put_double(&j, "sum", y->weighed, y->score);
	rw_json_put_double(&j, "threshold", true, y->threshold);
	rw_json_key(&j, "copy");
	if (y->copier == RW_NO) {
		rw_json_null(&j);
	} else {
		rw_json_object(&j);
		report(&j, known, "copier", y->copier);
		rw_json_put_double(&j, "share", true, y->share);
		rw_json_close(&j);
	}
	rw_json_put_z(&j, "said_by_person", y->bond_apart ? "apart" : y->bond_together ? "together" : NULL);
	rw_json_key(&j, "chain");
	rw_json_array(&j);
	for (size_t i = 0; i < y->n_chain; i++) {
		rw_json_object(&j);
		rw_json_put_z(&j, "link", link_words[y->chain[i].link]);
		report(&j, known, "from", y->chain[i].from);
		report(&j, known, "to", y->chain[i].to);
		bool has = y->chain[i].link == RW_WHY_MEETS || y->chain[i].link == RW_WHY_COPIES;
		rw_json_put_double(&j, "value", has, y->chain[i].value);
		rw_json_close(&j);
	}
	rw_json_close(&j);
	rw_json_close(&j);
	return rw_json_end(&j);
}
