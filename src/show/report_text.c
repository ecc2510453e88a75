/* report_text.c: a report, its claims and its mentions, for a person at a terminal; explain.c says what made each claim. */
#include "show/sheet.h"
#include "show/show.h"
#include <stdio.h>

rw_sheet *rw_sheet_begin(
	const rw_lexicon *lx, rw_arena *a, const riwaya_show *show, riwaya_sink sink, const char *const *keys, size_t n) {
	static const riwaya_show plain = {0};
	if (!show) show = &plain;
	rw_sheet *s = RW_NEW(a, rw_sheet);
	rw_page_begin(&s->page, a, sink, show->width, show->arabic, show->colour, show->isolate);
	s->words = (rw_words){lx, a, show->arabic, show->arabic_digits};
	s->a = a;
	for (size_t i = 0; i < n; i++) {
		unsigned w = rw_width(rw_label(&s->words, keys[i]));
		if (w > s->label_width) s->label_width = w;
	}
	return s;
}

static void fact(rw_sheet *s, unsigned indent, const char *key, const rw_rich *text) {
	if (!text->atoms.n) return;
	rw_rich label = {0};
	rw_rich_add(&s->page, &label, rw_label(&s->words, key), RW_DIM);
	rw_page_row(&s->page, indent, (rw_cell[]){{&label, s->label_width, false}, {text, 0, false}}, 2);
}

void rw_sheet_fact(rw_sheet *s, unsigned indent, const char *key, rw_slice words) {
	rw_rich r = {0};
	rw_rich_add(&s->page, &r, words, RW_PLAIN);
	fact(s, indent, key, &r);
}

/* Words of the report, as it has them. */
static void fact_quote(rw_sheet *s, unsigned indent, const char *key, rw_slice words) {
	rw_rich r = {0};
	if (words.n) rw_rich_quote(&s->page, &r, RW_NONE, words, 0, 0, RW_NONE, RW_PLAIN);
	fact(s, indent, key, &r);
}

void rw_sheet_head(rw_sheet *s, const riwaya_report *r) {
	rw_rich name = {0}, at = {0};
	rw_slice outlet = rw_outlet_name(&s->words, r);
	if (!rw_slice_eq(outlet, rw_base_name(r->file))) {
		rw_rich_add(&s->page, &name, outlet, RW_CYAN);
		rw_tell_dot(&s->page, &name);
	}
	rw_rich_add(&s->page, &name, r->file, RW_DIM);
	rw_slice when = rw_when_short(&s->words, r->published.at, true);
	rw_rich_add(&s->page, &at, when.n ? when : rw_label(&s->words, "show_undated"), RW_DIM);
	rw_page_row(&s->page, 0, (rw_cell[]){{&name, 0, false}, {&at, rw_rich_width(&at), true}}, 2);
	if (!r->title.n) return;
	rw_rich title = {0};
	rw_rich_quote(&s->page, &title, RW_NONE, r->title, 0, 0, RW_NONE, RW_BOLD);
	rw_page_rich(&s->page, 0, &title);
}

/* --- a report --------------------------------------------------------------------------------------------------- */
static void paragraphs(rw_sheet *s, unsigned indent, rw_slice text, rw_style style) {
	rw_slice rest = text;
	while (rest.p) {
		rw_mark m = rw_arena_mark(s->a);
		rw_slice one = rw_slice_cut(&rest, '\n');
		rw_rich r = {0};
		rw_rich_quote(&s->page, &r, RW_NONE, one, 0, 0, RW_NONE, style);
		if (r.atoms.n) rw_page_rich(&s->page, indent, &r);
		rw_arena_reset(s->a, m);
	}
}

/* A time, its zone and how it is known; empty where it is not. */
static rw_slice moment(const rw_words *w, const riwaya_published *p) {
	rw_slice when = rw_when_words(w, p->at);
	if (when.n && p->zone.n) when = RW_FILL(w, "show_with_gloss", when, p->zone);
	rw_slice basis = p->basis ? rw_label_of(w, "show_basis_", riwaya_basis_word(p->basis)) : RW_NONE;
	return when.n && basis.n ? RW_FILL(w, "show_with_gloss", when, basis) : when;
}

bool rw_show_report_text(
	const rw_lexicon *lx, rw_arena *scratch, const riwaya_report *r, const riwaya_show *show, riwaya_sink sink) {
	static const char *const keys[] = {"show_outlet", "show_title", "show_byline", "show_dateline", "show_published",
		"show_updated", "show_address", "show_credit", "show_caption", "show_left_out", "show_notes"};
	rw_sheet *s = rw_sheet_begin(lx, scratch, show, sink, keys, RW_COUNT(keys));
	const rw_words *w = &s->words;
	rw_page_heading(&s->page, r->file, RW_BOLD);
	rw_slice outlet = rw_outlet_name(w, r);
	if (r->outlet_name.n && !rw_slice_eq(outlet, r->outlet_name))
		outlet = RW_FILL(w, "show_with_gloss", outlet, r->outlet_name);
	rw_sheet_fact(s, 2, keys[0], r->outlet_name.n || r->outlet_id.n ? outlet : rw_label(w, "show_unknown"));
	fact_quote(s, 2, keys[1], r->title);
	fact_quote(s, 2, keys[2], r->byline);
	fact_quote(s, 2, keys[3], r->dateline);
	rw_slice when = moment(w, &r->published);
	rw_sheet_fact(s, 2, keys[4], when.n ? when : rw_label(w, "show_unknown"));
	rw_sheet_fact(s, 2, keys[5], moment(w, &r->updated));
	if (!rw_slice_eq(r->address, r->file)) rw_sheet_fact(s, 2, keys[6], r->address);
	fact_quote(s, 2, keys[7], r->credit);
	fact_quote(s, 2, keys[8], r->caption);
	for (size_t i = 0; i < r->n_notes; i++) rw_sheet_fact(s, 2, keys[10], r->notes[i].text);
	rw_page_blank(&s->page);
	paragraphs(s, 2, r->text, RW_PLAIN);
	if (r->n_furniture) {
		rw_page_blank(&s->page);
		rw_page_line(&s->page, 2,
			RW_FILL(w, "show_colon", rw_label(w, keys[9]), rw_counted(w, "show_n_lines", r->n_furniture)), RW_DIM);
		for (size_t i = 0; i < r->n_furniture; i++) paragraphs(s, 4, r->furniture[i], RW_DIM);
	}
	rw_page_blank(&s->page);
	return !s->page.failed;
}

/* --- claims ------------------------------------------------------------------------------------------------------- */
static rw_slice party_words(rw_sheet *s, const riwaya_party *p) {
	const rw_words *w = &s->words;
	rw_buf b = RW_BUF(s->a);
	if (p->role.p) rw_buf_slice(&b, rw_named(w, "roles", p->role));
	for (size_t i = 0; i <= p->n_also; i++) {
		rw_slice actor = i == 0 ? p->actor : p->also[i - 1];
		if (!actor.p) continue;
		if (b.n) rw_buf_slice(&b, rw_comma(w));
		rw_buf_slice(&b, rw_actor_name(w, actor));
	}
	return rw_buf_view(&b);
}

/* The report's own words, then what they were read as. */
static void fact_read(rw_sheet *s, unsigned indent, const char *key, rw_slice words, rw_slice meaning, bool inherited) {
	rw_rich r = {0};
	if (words.n) rw_rich_quote(&s->page, &r, RW_LIT("\xC2\xAB"), words, 0, 0, RW_LIT("\xC2\xBB"), RW_PLAIN);
	if (words.n && meaning.n) rw_rich_z(&s->page, &r, " ", RW_PLAIN);
	rw_rich_add(&s->page, &r, meaning, RW_PLAIN);
	if (r.atoms.n && inherited) {
		rw_tell_dot(&s->page, &r);
		rw_rich_add(&s->page, &r, rw_label(&s->words, "show_inherited"), RW_DIM);
	}
	fact(s, indent, key, &r);
}

const char *const rw_sheet_claim_keys[RW_SHEET_CLAIM_KEYS] = {
	"show_whom", "show_by_whom", "show_where", "show_when", "show_told_by", "show_id"};

void rw_sheet_claim_title(rw_sheet *s, size_t number, const riwaya_claim *c) {
	rw_page *p = &s->page;
	const rw_words *w = &s->words;
	rw_rich n = {0}, what = {0};
	rw_rich_add(p, &n, rw_number(w, (double)number), RW_DIM);
	rw_rich_add(p, &what, rw_named(w, "predicates", c->predicate), RW_BOLD);
	rw_slice value = rw_tell_value(w, c, RW_NONE);
	if (value.n) {
		rw_tell_dot(p, &what);
		rw_rich_add(p, &what, value,
			c->polarity == RIWAYA_POLARITY_DENIED       ? RW_RED
				: c->modality != RIWAYA_MODALITY_ACTUAL ? RW_YELLOW
														: RW_BOLD);
		if (c->unit.p && !rw_slice_eqz(c->unit, "person")) {
			rw_rich_z(p, &what, " ", RW_PLAIN);
			rw_rich_add(p, &what, rw_named(w, "units", c->unit), RW_PLAIN);
		}
	}
	rw_tell_marks(p, w, &what, c);
	rw_page_row(p, 0, (rw_cell[]){{&n, 4, true}, {&what, 0, false}}, 2);
	rw_rich words = {0};
	rw_tell_words(p, &words, c, 0);
	rw_page_rich(p, 6, &words);
	rw_tell_decisions(p, w, 6, c->decisions, c->n_decisions, c->disputed);
}

void rw_sheet_claim_facts(rw_sheet *s, const riwaya_report *r, const riwaya_claim *c) {
	const rw_words *w = &s->words;
	fact_read(s, 6, rw_sheet_claim_keys[0], c->patient.text, party_words(s, &c->patient), false);
	fact_read(s, 6, rw_sheet_claim_keys[1], c->agent.text, party_words(s, &c->agent), false);
	fact_read(s, 6, rw_sheet_claim_keys[2], c->place.text, c->place.id.p ? rw_place_name(w, c->place.id) : RW_NONE,
		c->place.inherited);
	fact_read(s, 6, rw_sheet_claim_keys[3], c->time.text, rw_when_words(w, c->time.at), c->time.inherited);
	rw_rich source = {0};
	rw_tell_source(&s->page, w, &source, r, RW_NO_NUMBER, c);
	rw_slice told = rw_when_short(w, c->told, true);
	if (told.n) {
		rw_tell_dot(&s->page, &source);
		rw_rich_add(&s->page, &source, told, RW_DIM);
	}
	fact(s, 6, rw_sheet_claim_keys[4], &source);
}

bool rw_show_claims_text(const rw_lexicon *lx, rw_arena *scratch, const riwaya_report *r, const riwaya_claim *claims,
	size_t n, const riwaya_show *show, riwaya_sink sink) {
	rw_sheet *s = rw_sheet_begin(lx, scratch, show, sink, rw_sheet_claim_keys, RW_SHEET_CLAIM_KEYS);
	rw_sheet_head(s, r);
	rw_page_line(&s->page, 0, rw_counted(&s->words, "show_n_claims", n), RW_DIM);
	for (size_t i = 0; i < n && !s->page.failed; i++) {
		rw_mark m = rw_arena_mark(s->a);
		rw_page_blank(&s->page);
		rw_sheet_claim_title(s, i + 1, &claims[i]);
		rw_sheet_claim_facts(s, r, &claims[i]);
		rw_arena_reset(s->a, m);
	}
	rw_page_blank(&s->page);
	return !s->page.failed;
}

/* --- mentions ------------------------------------------------------------------------------------------------------ */
static rw_slice meaning(rw_sheet *s, const riwaya_mention *m) {
	const rw_words *w = &s->words;
	rw_buf b = RW_BUF(s->a);
	if (rw_slice_eqz(m->layer, "figures")) {
		rw_buf_slice(&b, rw_figure_words(w, &m->figure));
		if (m->unit.p) {
			rw_buf_byte(&b, ' ');
			rw_buf_slice(&b, rw_named(w, "units", m->unit));
		}
	} else if (rw_slice_eqz(m->layer, "dates")) {
		rw_slice when = rw_when_words(w, m->when);
		rw_buf_slice(&b, when.n ? when : rw_label(w, "show_unknown"));
	} else if (rw_slice_eqz(m->layer, "places")) {
		rw_buf_slice(&b, m->id.p ? rw_place_name(w, m->id) : rw_label(w, "show_unknown"));
		for (size_t i = 0; i < m->n_alternatives; i++) {
			rw_buf_slice(&b, i ? rw_comma(w) : rw_label_fill(w, "show_or", 0, NULL));
			if (!i) rw_buf_byte(&b, ' ');
			rw_buf_slice(&b, rw_place_name(w, m->alternatives[i]));
		}
	} else if (rw_slice_eqz(m->layer, "actors")) {
		rw_buf_slice(&b, rw_actor_name(w, m->id));
		if (m->reg.p && !rw_slice_eqz(m->reg, "plain")) {
			char reg[16];
			snprintf(reg, sizeof reg, RW_FMT, RW_ARG(m->reg));
			rw_slice label = rw_label_of(w, "show_register_", reg);
			if (label.n) {
				rw_buf_slice(&b, rw_comma(w));
				rw_buf_slice(&b, label);
			}
		}
		if (m->role.p) {
			rw_buf_slice(&b, rw_comma(w));
			rw_buf_slice(&b, rw_named(w, "roles", m->role));
		}
	} else if (rw_slice_eqz(m->layer, "speech")) {
		rw_buf_slice(&b, m->speaker);
		if (m->kind != RIWAYA_LINK_NONE) {
			rw_slice kind = rw_label_of(w, "show_link_", riwaya_link_kind_word(m->kind));
			if (kind.n) rw_buf_slice(&b, rw_comma(w));
			rw_buf_slice(&b, kind);
		}
		if (m->stance != RIWAYA_STANCE_NEUTRAL) {
			rw_buf_slice(&b, rw_comma(w));
			rw_buf_slice(&b, rw_label_of(w, "show_stance_", riwaya_stance_word(m->stance)));
		}
	} else {
		rw_buf_slice(&b, rw_named(w, "predicates", m->id));
	}
	return rw_buf_view(&b);
}

bool rw_show_mentions_text(const rw_lexicon *lx, rw_arena *scratch, const riwaya_report *r, const riwaya_mention *m,
	size_t n, const char *layers, const riwaya_show *show, riwaya_sink sink) {
	rw_sheet *s = rw_sheet_begin(lx, scratch, show, sink, NULL, 0);
	rw_page *p = &s->page;
	rw_sheet_head(s, r);
	unsigned layer_width = 0;
	for (size_t i = 0; rw_layer(i); i++) {
		unsigned w = rw_width(rw_label_of(&s->words, "show_layer_", rw_layer(i)));
		if (w > layer_width) layer_width = w;
	}
	if (!layer_width) layer_width = 10;
	for (size_t i = 0; i < n && !p->failed; i++) {
		if (!rw_layer_listed(layers, m[i].layer)) continue;
		rw_mark mark = rw_arena_mark(s->a);
		char name[16];
		snprintf(name, sizeof name, RW_FMT, RW_ARG(m[i].layer));
		rw_rich layer = {0}, words = {0}, what = {0};
		rw_slice label = rw_label_of(&s->words, "show_layer_", name);
		rw_rich_add(p, &layer, label.n ? label : m[i].layer, RW_DIM);
		rw_rich_quote(p, &words, RW_NONE, m[i].text, 0, 0, RW_NONE, RW_BOLD);
		rw_rich_add(p, &what, meaning(s, &m[i]), RW_PLAIN);
		rw_page_row(p, 2,
			(rw_cell[]){
				{&layer, layer_width, false}, {&words, (p->width - layer_width) * 2 / 5, false}, {&what, 0, false}},
			3);
		rw_arena_reset(s->a, mark);
	}
	rw_page_blank(p);
	return !p->failed;
}
