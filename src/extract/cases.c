/* cases.c: the cases that rules carry. Each text is read as a fragment; on it the rule must emit something that holds all the
 * words promised (ids, values, numbers, words of what it caught), or, for `not`, nothing. */
#include "extract/claim.h"
#include <math.h>

static void add_number(rw_buf *b, double x) {
	if (x == floor(x) && fabs(x) < 1e15)
		rw_buf_printf(b, " %.0f", x);
	else
		rw_buf_printf(b, " %g", x);
}

static void add_words(rw_buf *b, rw_slice s) {
	if (!s.n) return;
	rw_buf_byte(b, ' ');
	rw_buf_slice(b, s);
}

/* Everything an item says of itself, as words. */
static void add_item(const rw_view *v, rw_buf *b, const rw_item *it) {
	const rw_syms *sy = v->sy;
	add_words(b, rw_sym_text(v->lx, it->id));
	for (unsigned i = 0; i < it->n_feats; i++) add_words(b, rw_sym_text(v->lx, it->feats[i].value));
	riwaya_link link;
	if ((it->kind == sy->figure || it->kind == sy->party) && it->payload) {
		const rw_phrase *p = it->payload;
		add_words(b, rw_slice_z(riwaya_qualifier_word(p->figure.qualifier)));
		if (p->figure.has_value) add_number(b, p->figure.value);
		if (p->figure.has_low) add_number(b, p->figure.low);
		if (p->figure.has_high) add_number(b, p->figure.high);
		add_words(b, p->actor);
	} else if (it->kind == sy->num && it->payload) {
		add_number(b, ((const rw_num *)it->payload)->value);
	} else if (it->kind == sy->place && it->payload) {
		add_words(b, ((const rw_placed *)it->payload)->id);
	} else if (rw_view_link(v, it, &link)) {
		add_words(b, rw_slice_z(riwaya_link_kind_word(link.kind)));
		add_words(b, link.actor);
	}
	add_words(b, rw_tokens_text(&v->t, it->first, it->end));
}

static rw_slice words_of(const rw_view *v, const rw_emission *e) {
	rw_buf b = RW_BUF(v->a);
	add_words(&b, rw_sym_text(v->lx, e->id));
	for (uint32_t i = 0; i < e->n_attrs; i++) {
		const rw_attr *at = &e->attrs[i];
		if (at->capture && at->capture->item)
			add_item(v, &b, at->capture->item);
		else if (at->capture)
			add_words(&b, rw_tokens_text(&v->t, at->capture->first, at->capture->end));
		else
			add_words(&b, rw_sym_text(v->lx, at->value));
	}
	rw_buf_byte(&b, ' ');
	return rw_buf_view(&b);
}

/* Whether the word, or one of several with | between, is among the words. */
static bool among_words(rw_arena *a, rw_slice words, rw_slice word) {
	while (word.p) {
		rw_slice one = rw_slice_cut(&word, '|');
		rw_slice framed = rw_arena_printf(a, " " RW_FMT " ", RW_ARG(one));
		rw_slice begun = rw_arena_printf(a, " " RW_FMT, RW_ARG(one));
		if (rw_slice_find(words, framed, 0) != SIZE_MAX) return true;
		if (one.n && (unsigned char)one.p[0] >= 0x80 && rw_slice_find(words, begun, 0) != SIZE_MAX) return true;
	}
	return false;
}

static bool all_among(rw_arena *a, rw_slice words, rw_slice expect) {
	while (expect.p) {
		rw_slice word = rw_slice_trim(rw_slice_cut(&expect, ' '));
		if (word.n && !among_words(a, words, word)) return false;
	}
	return true;
}

static bool holds(rw_extractor *x, rw_arena *a, uint32_t rule, rw_slice text, rw_slice expect, rw_slice *got) {
	rw_memory *memory = RW_NEW(a, rw_memory);
	rw_view v;
	riwaya_when when = {0, 0, RIWAYA_PRECISION_NONE};
	rw_view_init(&v, x->lx, &x->sy, x->memo, a, RIWAYA_FIELD_TEXT, text, when, memory);
	rw_sym stage = rw_sym_of(x->lx, rw_rule_stage(x->lx, rule));
	bool promised = expect.p != NULL, any = false;
	*got = RW_NONE;
	for (uint32_t s = 0; s < v.t.n_sent; s++) {
		if (v.t.sent[s].first == v.t.sent[s].end) continue;
		rw_lattice l;
		if (stage == x->sy.figure) { /* what a figure rule promises is the figure made of what it emits */
			rw_view_sentence(&v, s, 0, &l);
			for (size_t k = 0; k < v.items.n; k++) {
				const rw_item *it = v.items.p[k];
				if (it->rule != rule + 1 || !it->kind) continue;
				any = true;
				rw_buf b = RW_BUF(a);
				add_item(&v, &b, it);
				rw_buf_byte(&b, ' ');
				*got = rw_buf_view(&b);
				if (promised && all_among(a, *got, expect)) return true;
			}
			continue;
		}
		rw_view_sentence(&v, s, stage, &l);
		rw_emissions out = {0};
		rw_rules_run(x->lx, stage, &l, RW_OVERLAP_FREE, a, &out);
		for (size_t i = 0; i < out.n; i++) {
			if (out.p[i].rule != rule) {
				if (!got->n) *got = rw_arena_printf(a, "(" RW_FMT ")", RW_ARG(rw_rule_name(x->lx, out.p[i].rule)));
				continue;
			}
			any = true;
			rw_slice words = words_of(&v, &out.p[i]);
			*got = words;
			if (promised && all_among(a, words, expect)) return true;
		}
	}
	return promised ? false : !any;
}

void rw_check_cases(rw_extractor *x, rw_arena *a, rw_complaints *out) {
	for (uint32_t rule = 0; rule < rw_rule_count(x->lx); rule++) {
		rw_rule_case *cases;
		uint32_t n = rw_rule_cases(x->lx, rule, a, &cases);
		uint32_t at;
		rw_slice file = rw_rule_file(x->lx, rule, &at);
		for (uint32_t i = 0; i < n; i++) {
			rw_slice got;
			if (holds(x, a, rule, cases[i].text, cases[i].expect, &got)) continue;
			rw_slice why;
			if (!cases[i].expect.p)
				why = rw_arena_printf(a, "rule '" RW_FMT "' must leave this alone, but made:" RW_FMT,
					RW_ARG(rw_rule_name(x->lx, rule)), RW_ARG(got));
			else if (got.n && got.p[0] != '(')
				why = rw_arena_printf(a, "rule '" RW_FMT "' should give '" RW_FMT "' here, but gave:" RW_FMT,
					RW_ARG(rw_rule_name(x->lx, rule)), RW_ARG(cases[i].expect), RW_ARG(got));
			else
				why = rw_arena_printf(a, "rule '" RW_FMT "' should match here and does not%s" RW_FMT,
					RW_ARG(rw_rule_name(x->lx, rule)), got.n ? "; what did: " : "", RW_ARG(got));
			rw_complaint c = {file, cases[i].line, why};
			rw_vec_push(a, out, c);
		}
	}
}
