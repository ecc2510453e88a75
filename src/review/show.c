/* show.c: lists of reviews, and agreement between reviewers, for programs and for people. */
#include "show/show.h"
#include "review/review.h"
#include "show/tell.h"
#include <stdio.h>

static const char *const state_words[] = {"counts", "waits", "withdrawn", "idle"};

static const rw_orphan *orphan_of(const rw_orphans *orphans, const rw_review *r) {
	for (size_t i = 0; orphans && i < orphans->n; i++)
		if (rw_slice_eq(orphans->p[i].review->id, r->id)) return &orphans->p[i];
	return NULL;
}

bool rw_show_reviews_json(
	rw_arena *scratch, const rw_review *reviews, size_t n, const rw_orphans *orphans, riwaya_sink sink) {
	bool ok = true;
	for (size_t i = 0; i < n && ok; i++) {
		rw_mark m = rw_arena_mark(scratch);
		const rw_orphan *o = orphan_of(orphans, &reviews[i]);
		rw_slice review = rw_review_write(scratch, &reviews[i]);
		rw_slice line = rw_arena_printf(scratch, "{\"review\": " RW_FMT ", \"state\": \"%s\", \"orphan\": %s%s%s}\n",
			RW_ARG(review), state_words[reviews[i].state], o ? "\"" : "", o ? rw_orphan_word(o->why) : "null",
			o ? "\"" : "");
		ok = sink.write(sink.ctx, line.p, line.n);
		rw_arena_reset(scratch, m);
	}
	return ok;
}

/* --- for people --------------------------------------------------------------------------------------------------- */
static void quote(rw_page *p, rw_rich *r, rw_slice words) {
	if (!words.n) return;
	if (rw_rich_width(r)) rw_tell_dot(p, r);
	rw_rich_quote(p, r, RW_LIT("\xC2\xAB"), words, 0, 0, RW_LIT("\xC2\xBB"), RW_PLAIN);
}

static void say(rw_page *p, rw_rich *r, rw_slice words, rw_style style) {
	if (!words.n) return;
	if (rw_rich_width(r)) rw_tell_dot(p, r);
	rw_rich_add(p, r, words, style);
}

/* What it is to be from now on, as far as that is told in few words. */
static void become(rw_page *p, const rw_words *w, rw_rich *r, const rw_change *c) {
	const rw_party_change *parties[] = {&c->patient, &c->agent};
	rw_slice figure = rw_figure_words(w, &c->figure);
	if (c->predicate.n) say(p, r, rw_named(w, "predicates", c->predicate), RW_BOLD);
	say(p, r, figure, RW_BOLD);
	for (size_t i = 0; i < RW_COUNT(parties); i++) {
		if (parties[i]->actor.n) say(p, r, rw_actor_name(w, parties[i]->actor), RW_BOLD);
		if (parties[i]->role.n) say(p, r, rw_named(w, "roles", parties[i]->role), RW_BOLD);
	}
	if (c->place.n) say(p, r, rw_place_name(w, c->place), RW_BOLD);
	if (c->time.precision) say(p, r, rw_when_short(w, c->time, true), RW_BOLD);
	for (size_t i = 0; i < c->n_chain; i++) say(p, r, c->chain[i].name, RW_BOLD);
}

/* What it is about: the words, and where they are from. */
static void about(rw_page *p, const rw_words *w, rw_rich *r, const rw_review *v) {
	rw_slice predicate = v->claim.predicate.p ? v->claim.predicate : v->line.predicate;
	if (predicate.n) say(p, r, rw_named(w, "predicates", predicate), RW_PLAIN);
	quote(p, r, v->claim.mark.words);
	quote(p, r, v->mark.words);
	if (v->kind == RIWAYA_REVIEW_CORRECT || v->kind == RIWAYA_REVIEW_ADD) become(p, w, r, &v->set);
	if (v->actor.n) say(p, r, rw_actor_name(w, v->actor), RW_PLAIN);
	if (v->place.n) say(p, r, rw_place_name(w, v->place), RW_PLAIN);
	if (v->published.precision) say(p, r, rw_when_short(w, v->published, true), RW_PLAIN);
	if (v->title.ar.n || v->title.en.n) say(p, r, rw_pick(w, v->title), RW_PLAIN);
	if (v->grade) say(p, r, rw_grade_words(w, v->grade), RW_PLAIN);
	say(p, r, v->incident, RW_DIM);
	say(p, r, v->report, RW_DIM);
	say(p, r, v->with, RW_DIM);
	say(p, r, v->review, RW_DIM);
	for (size_t i = 0; i < v->n_reports; i++) say(p, r, v->reports[i], RW_DIM);
	for (size_t i = 0; i < v->n_from; i++) say(p, r, v->from[i], RW_DIM);
}

bool rw_show_reviews_text(const rw_lexicon *lx, rw_arena *scratch, const rw_review *reviews, size_t n,
	const rw_orphans *orphans, const riwaya_show *show, riwaya_sink sink) {
	enum { INDENT = RW_REVIEW_ID + 2 };
	static const riwaya_show plain = {0};
	if (!show) show = &plain;
	rw_page *p = RW_NEW(scratch, rw_page);
	rw_page_begin(p, scratch, sink, show->width, show->arabic, show->colour, show->isolate);
	rw_words w = {lx, scratch, show->arabic, show->arabic_digits};
	for (size_t i = 0; i < n && !p->failed; i++) {
		rw_mark m = rw_arena_mark(scratch);
		const rw_review *v = &reviews[i];
		const rw_orphan *o = orphan_of(orphans, v);
		riwaya_decision d = {
			.kind = v->kind, .by = v->by, .at = v->at, .why = v->why, .waits = v->state == RW_REVIEW_WAITS};
		rw_rich id = {0}, what = {0}, target = {0};
		rw_rich_add(p, &id, v->id, RW_DIM);
		rw_rich_add(p, &what, rw_tell_decision(&w, &d), v->state ? RW_DIM : RW_PLAIN);
		rw_page_row(p, 0, (rw_cell[]){{&id, RW_REVIEW_ID, false}, {&what, 0, false}}, 2);
		about(p, &w, &target, v);
		rw_page_rich(p, INDENT, &target);
		if (o) rw_page_line(p, INDENT, rw_label_of(&w, "show_orphan_", rw_orphan_word(o->why)), RW_YELLOW);
		if (v->state == RW_REVIEW_WITHDRAWN || v->state == RW_REVIEW_IDLE)
			rw_page_line(p, INDENT, rw_label_of(&w, "show_review_", state_words[v->state]), RW_YELLOW);
		rw_arena_reset(scratch, m);
	}
	return !p->failed;
}

/* --- agreement ---------------------------------------------------------------------------------------------------- */
bool rw_show_agreement_json(const rw_judges *judges, riwaya_sink sink) {
	static const char *const kinds[RW_JUDGED] = {"accept", "correct", "reject"};
	rw_json j;
	rw_json_begin(&j, sink, 2);
	rw_json_object(&j);
	rw_json_key(&j, "agreement");
	rw_json_array(&j);
	for (size_t i = 0; i < judges->pairs.n; i++) {
		const rw_agreement *p = &judges->pairs.p[i];
		rw_json_object(&j);
		rw_json_put_slice(&j, "a", p->a);
		rw_json_put_slice(&j, "b", p->b);
		rw_json_put_u64(&j, "both", p->both);
		rw_json_put_u64(&j, "alike", p->alike);
		rw_json_put_double(&j, "share", true, p->share);
		rw_json_put_double(&j, "kappa", p->has_kappa, p->kappa);
		rw_json_key(&j, "table");
		rw_json_object(&j);
		for (size_t x = 0; x < RW_JUDGED; x++) {
			rw_json_key(&j, kinds[x]);
			rw_json_object(&j);
			for (size_t y = 0; y < RW_JUDGED; y++) rw_json_put_u64(&j, kinds[y], p->table[x][y]);
			rw_json_close(&j);
		}
		rw_json_close(&j);
		rw_json_close(&j);
	}
	rw_json_close(&j);
	rw_json_close(&j);
	return rw_json_end(&j);
}

/* No printf of fractions: their point follows the host's locale. */
static rw_slice hundredths(const rw_words *w, double v) {
	long n = (long)(v * 100 + (v < 0 ? -0.5 : 0.5));
	unsigned long size = (unsigned long)(n < 0 ? -n : n);
	return rw_digits(w, rw_arena_printf(w->a, "%s%lu.%02lu", n < 0 ? "-" : "", size / 100, size % 100));
}

bool rw_show_agreement_text(
	const rw_lexicon *lx, rw_arena *scratch, const rw_judges *judges, const riwaya_show *show, riwaya_sink sink) {
	static const riwaya_show plain = {0};
	if (!show) show = &plain;
	rw_page *p = RW_NEW(scratch, rw_page);
	rw_page_begin(p, scratch, sink, show->width, show->arabic, show->colour, show->isolate);
	rw_words w = {lx, scratch, show->arabic, show->arabic_digits};
	if (!judges->pairs.n) rw_page_line(p, 0, rw_label(&w, "show_agreement_none"), RW_PLAIN);
	for (size_t i = 0; i < judges->pairs.n && !p->failed; i++) {
		rw_mark m = rw_arena_mark(scratch);
		const rw_agreement *x = &judges->pairs.p[i];
		rw_slice share = rw_number(&w, (double)(int)(x->share * 100 + 0.5));
		rw_slice line = RW_FILL(&w, "show_agreement", x->a, x->b, rw_counted(&w, "show_n_claims", x->both), share);
		if (x->has_kappa) line = RW_FILL(&w, "show_agreement_kappa", line, hundredths(&w, x->kappa));
		rw_page_line(p, 0, line, RW_PLAIN);
		rw_arena_reset(scratch, m);
	}
	return !p->failed;
}
