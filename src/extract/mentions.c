/* mentions.c: what each layer found in a sentence, claims or not: figures, dates, places, actors, speech, predicates. */
#include "extract/claim.h"
#include <stdlib.h>

static void cause_of(const rw_view *v, const rw_item *it, riwaya_mention *m) {
	uint32_t line = 0;
	if (it->rule) {
		m->cause.what = rw_rule_name(v->lx, it->rule - 1);
		m->cause.file = rw_rule_file(v->lx, it->rule - 1, &line);
	} else if (it->row) {
		m->cause.what = rw_row_table(v->lx, it->row);
		m->cause.file = rw_row_file(v->lx, it->row, &line);
	}
	m->cause.line = line;
	m->cause.span = m->span;
}

/* Whether the words stand within something that was made of them and others: a date, a place. */
static bool stands_in(const rw_view *v, const rw_item *it, rw_sym kind) {
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *o = v->items.p[k];
		if (o->kind == kind && o->payload && o->first <= it->first && o->end >= it->end &&
			o->end - o->first > it->end - it->first)
			return true;
	}
	return false;
}

static bool of_item(rw_view *v, const rw_item *it, rw_arena *a, riwaya_mention *m) {
	const rw_syms *sy = v->sy;
	*m = (riwaya_mention){0};
	m->span = rw_view_span(v, it->first, it->end, it);
	if (it->kind == sy->figure) {
		const rw_phrase *p = it->payload;
		if (!p || !p->counted) return false;
		m->layer = RW_LIT("figures");
		m->figure = p->figure;
		m->span = p->figure.span;
		m->unit = rw_sym_text(v->lx, p->unit);
		m->role = rw_sym_text(v->lx, p->role);
	} else if (it->kind == sy->date) {
		m->layer = RW_LIT("dates");
		const rw_dated *d = it->payload;
		m->when = d->at;
		m->calendar = d->calendar ? rw_sym_text(v->lx, d->calendar) : RW_LIT("gregorian");
	} else if (it->kind == sy->place) {
		const rw_placed *p = it->payload;
		if (!p) return false;
		m->layer = RW_LIT("places");
		m->id = p->id;
		m->has_position =
			p->row && rw_row_number(v->lx, p->row, "lat", &m->lat) && rw_row_number(v->lx, p->row, "lon", &m->lon);
		if (p->n_alternatives) {
			rw_slice *copy = RW_ARRAY(a, rw_slice, p->n_alternatives);
			memcpy(copy, p->alternatives, p->n_alternatives * sizeof *copy);
			m->alternatives = copy;
			m->n_alternatives = p->n_alternatives;
		}
	} else if (it->kind == sy->actor) {
		const rw_acting *p = it->payload;
		if (!p) return false;
		m->layer = RW_LIT("actors");
		m->id = p->id;
		m->reg = p->reg;
	} else if (it->kind == sy->pred) {
		/* Letters of a time or of a place's name tell of no act: "at dawn" and "blew up" are written alike, so are "prison" and "jailed". */
		if (stands_in(v, it, sy->date) || stands_in(v, it, sy->place)) return false;
		m->layer = RW_LIT("predicates");
		m->id = rw_sym_text(v->lx, it->id);
	} else {
		return false;
	}
	cause_of(v, it, m);
	m->text = rw_view_words(v, m->span);
	return m->span.field != RIWAYA_FIELD_NONE;
}

static bool of_frame(rw_view *v, const rw_frame *f, riwaya_mention *m) {
	if (f->type != v->sy->speaks || !f->n_links) return false;
	*m = (riwaya_mention){
		.layer = RW_LIT("speech"), .stance = f->stance, .kind = f->links[0].kind, .speaker = f->links[0].name};
	m->span = rw_view_span(v, f->first, f->end, NULL);
	m->text = rw_view_words(v, m->span);
	if (f->verb) m->verb = rw_sym_text(v->lx, f->verb->id);
	if (f->from < f->to) m->scope = rw_view_span(v, f->from, f->to, NULL);
	uint32_t line;
	m->cause = (riwaya_cause){
		.what = rw_rule_name(v->lx, f->rule - 1), .file = rw_rule_file(v->lx, f->rule - 1, &line), .span = m->span};
	m->cause.line = line;
	return true;
}

static int in_order(const void *x, const void *y) {
	const riwaya_mention *a = x, *b = y;
	if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
	if (a->span.end != b->span.end) return a->span.end > b->span.end ? -1 : 1;
	int c = rw_slice_cmp(a->layer, b->layer);
	return c ? c : rw_slice_cmp(a->id, b->id);
}

void rw_find_mentions(rw_view *v, uint32_t s, const rw_frames *frames, rw_arena *a, rw_mentions *out) {
	(void)s;
	size_t start = out->n;
	riwaya_mention m;
	for (size_t k = 0; k < v->items.n; k++)
		if (of_item(v, v->items.p[k], a, &m)) rw_vec_push(a, out, m);
	for (uint32_t f = 0; f < frames->n; f++)
		if (of_frame(v, &frames->p[f], &m)) rw_vec_push(a, out, m);
	if (out->n > start) qsort(out->p + start, out->n - start, sizeof *out->p, in_order);
	/* Readings of one word that say the same are one mention. */
	size_t kept = start;
	for (size_t i = start; i < out->n; i++) {
		if (kept > start && out->p[kept - 1].span.start == out->p[i].span.start &&
			rw_slice_eq(out->p[kept - 1].layer, out->p[i].layer) &&
			(rw_slice_eq(out->p[kept - 1].id, out->p[i].id) || out->p[kept - 1].span.end > out->p[i].span.end))
			continue;
		out->p[kept++] = out->p[i];
	}
	out->n = kept;
}
