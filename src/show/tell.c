/* tell.c: a claim in the words of a ledger. */
#include "show/tell.h"
#include "text/text.h"
#include <stdio.h>

/* U+00B7, U+00AB, U+00BB, U+2026 */
#define DOT "\xC2\xB7"
#define QUOTE_OPEN "\xC2\xAB"
#define QUOTE_CLOSE "\xC2\xBB"
#define ELLIPSIS "\xE2\x80\xA6"

void rw_tell_dot(rw_page *p, rw_rich *r) { rw_rich_z(p, r, " " DOT " ", RW_DIM); }

static void gloss(const rw_words *w, rw_buf *b, rw_slice s) {
	if (!s.n) return;
	if (b->n) rw_buf_slice(b, rw_comma(w));
	rw_buf_slice(b, s);
}

/* A speaker: the name as the report has it and, for who does not know it, what it is and whom it speaks for. */
static void add_link(rw_page *p, const rw_words *w, rw_rich *r, const riwaya_link *l) {
	rw_slice actor = rw_actor_name(w, l->actor);
	bool party = (l->kind == RIWAYA_LINK_PARTY || l->kind == RIWAYA_LINK_MONITOR) && l->actor.p;
	if (party) {
		rw_rich_add(p, r, actor, RW_PLAIN);
		return;
	}
	rw_rich_add(p, r, l->name.n ? l->name : rw_label(w, "show_unnamed"), RW_PLAIN);
	rw_buf b = RW_BUF(w->a);
	/* In Arabic the name itself says what it is; in English it may be the only Arabic word of the line. */
	if (!w->arabic && l->kind != RIWAYA_LINK_NONE)
		gloss(w, &b, rw_label_of(w, "show_link_", riwaya_link_kind_word(l->kind)));
	if (w->arabic && l->kind == RIWAYA_LINK_ANONYMOUS) gloss(w, &b, rw_label(w, "show_unnamed_mark"));
	if (!rw_slice_eq(actor, l->name)) gloss(w, &b, actor);
	if (!b.n) return;
	rw_rich_z(p, r, " (", RW_DIM);
	rw_rich_add(p, r, rw_buf_view(&b), RW_DIM);
	rw_rich_z(p, r, ")", RW_DIM);
}

void rw_tell_source(
	rw_page *p, const rw_words *w, rw_rich *r, const riwaya_report *report, size_t number, const riwaya_claim *c) {
	rw_rich_add(p, r, rw_outlet_name(w, report), RW_CYAN);
	if (number != RW_NO_NUMBER) {
		rw_rich_z(p, r, " ", RW_PLAIN);
		rw_rich_add(p, r, rw_digits(w, rw_arena_printf(w->a, "[%zu]", number)), RW_DIM);
	}
	for (size_t i = c->n_chain; i > 0; i--) {
		const riwaya_link *l = &c->chain[i - 1];
		if (i == c->n_chain && (l->kind == RIWAYA_LINK_OUTLET || l->kind == RIWAYA_LINK_NONE || c->n_chain > 1))
			continue;
		/* A monitor or party that publishes its own finding is the outlet itself. */
		if (i == c->n_chain && rw_slice_eq(l->name, report->outlet_name)) continue;
		rw_slice citing = rw_label(w, "show_citing"); /* English begins it with a comma, Arabic with the word */
		if (citing.p[0] != ',') rw_rich_z(p, r, " ", RW_DIM);
		rw_rich_add(p, r, citing, RW_DIM);
		rw_rich_z(p, r, " ", RW_PLAIN);
		add_link(p, w, r, l);
	}
}

static void mark(rw_page *p, rw_rich *r, rw_slice s, rw_style style) {
	if (!s.n) return;
	rw_tell_dot(p, r);
	rw_rich_add(p, r, s, style);
}

void rw_tell_marks(rw_page *p, const rw_words *w, rw_rich *r, const riwaya_claim *c) {
	if (c->stance != RIWAYA_STANCE_NEUTRAL)
		mark(p, r, rw_label_of(w, "show_stance_", riwaya_stance_word(c->stance)), RW_YELLOW);
	if (c->span.field == RIWAYA_FIELD_TITLE) mark(p, r, rw_label(w, "show_in_title"), RW_DIM);
	if (c->span.field == RIWAYA_FIELD_CAPTION) mark(p, r, rw_label(w, "show_in_caption"), RW_DIM);
	if (c->scope == RIWAYA_SCOPE_INCREMENT || c->scope == RIWAYA_SCOPE_TOTAL || c->scope == RIWAYA_SCOPE_PERIOD)
		mark(p, r, rw_label_of(w, "show_scope_", riwaya_scope_kind_word(c->scope)), RW_DIM);
}

/* --- words ---------------------------------------------------------------------------------------------------- */
static bool figure_place(const riwaya_claim *c, size_t *at, size_t *end) {
	const riwaya_span *f = &c->figure.span;
	*at = *end = 0;
	if (c->figure.qualifier == RIWAYA_QUALIFIER_NONE || f->field != c->span.field || f->field == RIWAYA_FIELD_NONE)
		return false;
	if (f->start < c->span.start || f->end < f->start || f->end - c->span.start > c->evidence.n) return false;
	*at = f->start - c->span.start;
	*end = f->end - c->span.start;
	return true;
}

static size_t word_back(rw_slice s, size_t at) {
	while (at && s.p[at - 1] == ' ') at--;
	while (at && s.p[at - 1] != ' ' && s.p[at - 1] != '\n') at--;
	return at;
}

static size_t word_on(rw_slice s, size_t at) {
	while (at < s.n && s.p[at] == ' ') at++;
	while (at < s.n && s.p[at] != ' ' && s.p[at] != '\n') at++;
	return at;
}

static unsigned width_of(rw_slice s, size_t from, size_t to) { return rw_width(rw_slice_of(s.p + from, to - from)); }

void rw_tell_words(rw_page *p, rw_rich *r, const riwaya_claim *c, unsigned budget) {
	rw_slice s = c->evidence;
	size_t at, end;
	if (!figure_place(c, &at, &end)) at = end = 0;
	size_t from = 0, to = s.n;
	if (budget && rw_width(s) > budget) {
		/* A third of the room before the figure, the rest after it; what one side leaves goes to the other. */
		from = at;
		to = word_on(s, end > at ? end - 1 : at);
		while (from > 0 && width_of(s, word_back(s, from), to) <= budget &&
			width_of(s, word_back(s, from), at) <= budget / 3)
			from = word_back(s, from);
		while (to < s.n && width_of(s, from, word_on(s, to)) <= budget) to = word_on(s, to);
		while (from > 0 && width_of(s, word_back(s, from), to) <= budget) from = word_back(s, from);
	}
	bool marked = end > at && at >= from && end <= to;
	rw_rich_quote(p, r, from ? RW_LIT(QUOTE_OPEN ELLIPSIS) : RW_LIT(QUOTE_OPEN), rw_slice_of(s.p + from, to - from),
		marked ? at - from : 0, marked ? end - from : 0, to < s.n ? RW_LIT(ELLIPSIS QUOTE_CLOSE) : RW_LIT(QUOTE_CLOSE),
		RW_PLAIN);
}

rw_slice rw_tell_value(const rw_words *w, const riwaya_claim *c, rw_slice role) {
	rw_slice v = rw_figure_words(w, &c->figure);
	bool counts_patient = c->counts == RIWAYA_COUNTS_PATIENT || c->counts == RIWAYA_COUNTS_NONE;
	rw_slice own = counts_patient ? c->patient.role : c->agent.role;
	if (v.n && own.p && !rw_slice_eq(own, role)) {
		/* Roles are plural: "20 commanders", "dozens of fighters", "1 (officials)". */
		bool one = c->figure.qualifier == RIWAYA_QUALIFIER_EXACT && c->figure.value == 1;
		const char *key = one                               ? "show_with_gloss"
			: c->figure.qualifier == RIWAYA_QUALIFIER_ORDER ? "show_value_role_order"
															: "show_value_role";
		v = RW_FILL(w, key, v, rw_named(w, "roles", own));
	}
	if (c->part_of.p && v.n) v = RW_FILL(w, "show_of_them", v);
	if (c->polarity == RIWAYA_POLARITY_DENIED) {
		char key[32];
		snprintf(key, sizeof key, "show_denies_%s", riwaya_denies_word(c->denies ? c->denies : RIWAYA_DENIES_ACT));
		rw_slice denied = rw_label(w, key);
		return v.n ? RW_FILL(w, "show_colon", denied, v) : denied;
	}
	if (c->modality != RIWAYA_MODALITY_ACTUAL) {
		char key[32];
		snprintf(key, sizeof key, "show_modality_%s", riwaya_modality_word(c->modality));
		rw_slice how = rw_label(w, key);
		return v.n ? RW_FILL(w, "show_colon", how, v) : how;
	}
	return v;
}
