/* decisions.c: what people decided, beside what it is about: who, when, why. Claims that somebody rejected stand at the end of a ledger. */
#include "mention/calendar.h"
#include "show/ledger.h"

/* --- for programs ------------------------------------------------------------------------------------------------- */
static void decision_members(rw_json *j, const riwaya_decision *d) {
	rw_json_put_slice(j, "id", d->review);
	rw_json_put_z(j, "kind", riwaya_review_kind_word(d->kind));
	rw_json_put_slice(j, "by", d->by);
	rw_json_put_slice(j, "at", d->at);
	rw_json_put_slice(j, "why", d->why);
	rw_json_put_bool(j, "waits", d->waits);
}

void rw_json_decisions(rw_json *j, const riwaya_decision *d, size_t n) {
	rw_json_key(j, "decisions");
	rw_json_array(j);
	for (size_t i = 0; i < n; i++) {
		rw_json_object(j);
		decision_members(j, &d[i]);
		rw_json_close(j);
	}
	rw_json_close(j);
}

void rw_json_review(rw_json *j, const riwaya_claim *c) {
	if (!c->n_decisions) return;
	rw_json_key(j, "review");
	rw_json_object(j);
	rw_json_put_z(j, "verdict", c->verdict ? riwaya_review_kind_word(c->verdict) : NULL);
	rw_json_put_bool(j, "disputed", c->disputed);
	rw_json_decisions(j, c->decisions, c->n_decisions);
	rw_json_close(j);
}

void rw_json_orphans(rw_json *j, const riwaya_orphan *o, size_t n) {
	if (!n) return;
	rw_json_key(j, "orphans");
	rw_json_array(j);
	for (size_t i = 0; i < n; i++) {
		rw_json_object(j);
		decision_members(j, &o[i].decision);
		rw_json_put_slice(j, "report", o[i].report);
		rw_json_put_slice(j, "words", o[i].words);
		rw_json_put_slice(j, "orphan", o[i].why);
		rw_json_close(j);
	}
	rw_json_close(j);
}

/* --- for people --------------------------------------------------------------------------------------------------- */
static rw_slice day_of(const rw_words *w, rw_slice at) {
	riwaya_when when;
	rw_slice zone, day = rw_slice_of(at.p, at.n < 10 ? at.n : 10);
	return rw_when_parse(day, &when, &zone) ? rw_when_short(w, when, false) : day;
}

rw_slice rw_tell_decision(const rw_words *w, const riwaya_decision *d) {
	rw_buf key = RW_BUF(w->a);
	rw_buf_printf(&key, "show_review_%s", riwaya_review_kind_word(d->kind));
	rw_buf_byte(&key, '\0');
	rw_slice s = RW_FILL(w, key.p, d->by, day_of(w, d->at));
	if (d->waits) s = RW_FILL(w, "show_with_gloss", s, rw_label(w, "show_review_waits"));
	return d->why.n ? RW_FILL(w, "show_colon", s, d->why) : s;
}

void rw_tell_decisions(rw_page *p, const rw_words *w, unsigned indent, const riwaya_decision *d, size_t n, bool disputed) {
	for (size_t i = 0; i < n; i++) rw_page_line(p, indent, rw_tell_decision(w, &d[i]), d[i].waits ? RW_DIM : RW_GREEN);
	if (disputed) rw_page_line(p, indent, rw_label(w, "show_review_disputed"), RW_YELLOW);
}

rw_slice rw_grade_words(const rw_words *w, riwaya_grade grade) {
	return rw_label_of(w, "export_grade_", riwaya_grade_word(grade));
}

void rw_ledger_rejected(rw_ledger *l) {
	if (!l->i->n_rejected) return;
	rw_ledger_section(l, "show_rejected", l->i->n_rejected);
	for (size_t k = 0; k < l->i->n_rejected; k++) {
		const riwaya_rejected *x = &l->i->rejected[k];
		if (x->report >= l->r->n_reports) continue;
		rw_mark m = rw_arena_mark(l->a);
		rw_page *p = &l->page;
		rw_rich what = {0}, words = {0};
		rw_slice value = rw_tell_value(&l->words, x->claim, RW_NONE);
		rw_slice predicate = rw_named(&l->words, "predicates", x->claim->predicate);
		rw_rich_add(p, &what, value.n ? RW_FILL(&l->words, "show_colon", predicate, value) : predicate, RW_DIM);
		rw_tell_dot(p, &what);
		rw_tell_source(p, &l->words, &what, l->r->reports[x->report], x->report + 1, x->claim);
		rw_page_row(p, RW_LEDGER_INDENT, (rw_cell[]){{&what, 0, false}}, 1);
		rw_tell_words(p, &words, x->claim, l->full ? 0 : p->width);
		rw_page_rich(p, RW_LEDGER_INDENT + 2, &words);
		rw_tell_decisions(
			p, &l->words, RW_LEDGER_INDENT + 2, x->claim->decisions, x->claim->n_decisions, x->claim->disputed);
		rw_arena_reset(l->a, m);
	}
}

void rw_ledger_decisions(rw_ledger *l) {
	if (!l->i->n_decisions) return;
	rw_mark m = rw_arena_mark(l->a);
	rw_ledger_section(l, "show_decisions", l->i->n_decisions);
	rw_tell_decisions(&l->page, &l->words, RW_LEDGER_INDENT, l->i->decisions, l->i->n_decisions, false);
	rw_arena_reset(l->a, m);
}

/* Decisions that have lost their place are not lost themselves. */
void rw_ledger_orphans(rw_ledger *l) {
	if (!l->i->n_orphans) return;
	rw_ledger_section(l, "show_orphans", l->i->n_orphans);
	for (size_t k = 0; k < l->i->n_orphans; k++) {
		const riwaya_orphan *o = &l->i->orphans[k];
		rw_mark m = rw_arena_mark(l->a);
		rw_page_line(&l->page, RW_LEDGER_INDENT, rw_tell_decision(&l->words, &o->decision), RW_PLAIN);
		rw_rich words = {0};
		if (o->words.n) rw_rich_quote(&l->page, &words, RW_LIT("\xC2\xAB"), o->words, 0, 0, RW_LIT("\xC2\xBB"), RW_DIM);
		rw_page_rich(&l->page, RW_LEDGER_INDENT + 2, &words);
		rw_page_line(&l->page, RW_LEDGER_INDENT + 2,
			rw_label_of(&l->words, "show_orphan_", rw_arena_printf(l->a, RW_FMT, RW_ARG(o->why)).p), RW_YELLOW);
		rw_arena_reset(l->a, m);
	}
}
