/* cause.c: what made a claim, for riwaya explain: its rule and the rows below it, who speaks by which rule, what set its mood, where its
 * place and time come from. Costs memory, so it is kept only where asked for. */
#include "extract/claim.h"

typedef struct causes {
	rw_story *st;
	rw_view *v;
	RW_VEC(riwaya_cause) list;
} causes;

static bool known(const causes *k, const riwaya_cause *c) {
	for (size_t i = 0; i < k->list.n; i++) {
		const riwaya_cause *o = &k->list.p[i];
		if (o->of == c->of && o->line == c->line && rw_slice_eq(o->file, c->file) && o->span.start == c->span.start &&
			o->span.end == c->span.end)
			return true;
	}
	return false;
}

static void put(causes *k, riwaya_cause c) {
	if (!known(k, &c)) rw_vec_push(k->st->a, &k->list, c);
}

static void put_rule(causes *k, riwaya_cause_of of, uint32_t rule, uint32_t first, uint32_t end) {
	riwaya_cause c = {.of = of, .what = rw_rule_name(k->v->lx, rule), .span = rw_view_span(k->v, first, end, NULL)};
	uint32_t line = 0;
	c.file = rw_rule_file(k->v->lx, rule, &line);
	c.line = line;
	put(k, c);
}

static void put_row(causes *k, riwaya_cause_of of, rw_row row, rw_slice what, uint32_t first, uint32_t end) {
	riwaya_cause c = {.of = of, .what = what, .span = rw_view_span(k->v, first, end, NULL)};
	uint32_t line = 0;
	c.file = rw_row_file(k->v->lx, row, &line);
	c.line = line;
	if (!c.what.n) c.what = rw_row_table(k->v->lx, row);
	put(k, c);
}

/* The rule or row that an item comes from, and the rows of the words within a phrase. */
static void put_item(causes *k, riwaya_cause_of of, const rw_item *it) {
	if (!it || !it->kind) return;
	const rw_view *v = k->v;
	if (it->rule)
		put_rule(k, of, it->rule - 1, it->first, it->end);
	else if (it->row)
		put_row(k, of, it->row, rw_sym_text(v->lx, it->id), it->first, it->end);
	const rw_phrase *p = rw_phrase_of(v, it);
	const rw_item *parts[] = {p ? p->head : NULL, p ? p->tail : NULL, p ? p->whose : NULL};
	for (size_t i = 0; i < RW_COUNT(parts); i++)
		if (parts[i] && parts[i]->row)
			put_row(k, of, parts[i]->row, rw_sym_text(v->lx, parts[i]->id), parts[i]->first, parts[i]->end);
	/* Whose people they are, also where an adjective or a pronoun says it. */
	rw_slice whose = p ? p->actor : rw_sym_text(v->lx, rw_item_feat(it, v->sy->actor));
	rw_row actor = whose.n ? rw_row_find(v->lx, "actors", whose) : 0;
	if (actor) put_row(k, of, actor, whose, p ? p->noun_first : it->first, p ? p->noun_end : it->end);
	if (it->kind == v->sy->place && it->payload) {
		const rw_placed *placed = it->payload;
		if (placed->row) put_row(k, of, placed->row, placed->id, placed->first, placed->end);
	}
}

static riwaya_cause_of part_of_frame(const rw_syms *sy, const rw_frame *f) {
	return f->type == sy->speaks ? RIWAYA_CAUSE_SPEAKER
		: f->type == sy->stance  ? RIWAYA_CAUSE_STANCE
		: f->type == sy->deny    ? RIWAYA_CAUSE_DENIAL
		: f->type == sy->period  ? RIWAYA_CAUSE_PERIOD
								 : RIWAYA_CAUSE_MOOD;
}

static void put_frames(causes *k, const rw_frames *frames, uint32_t anchor, uint32_t head) {
	for (uint32_t i = 0; i < frames->n; i++) {
		const rw_frame *f = &frames->p[i];
		bool over = (f->from <= anchor && anchor < f->to) || (f->from <= head && head < f->to);
		if (!over) continue;
		riwaya_cause_of of = part_of_frame(k->v->sy, f);
		if (f->rule && f->end > f->first)
			put_rule(k, of, f->rule - 1, f->first, f->end);
		else if (f->type == k->v->sy->background) /* a day long before the news */
			put(k, (riwaya_cause){.of = of, .span = rw_view_span(k->v, f->first, f->end, NULL)});
		else /* a quotation that an earlier sentence opened */
			put(k, (riwaya_cause){.of = of});
		if (f->denied && f->rule && of != RIWAYA_CAUSE_DENIAL)
			put_rule(k, RIWAYA_CAUSE_DENIAL, f->rule - 1, f->first, f->end);
		if (f->told_by) put_item(k, RIWAYA_CAUSE_TOLD, f->told_by);
	}
}

void rw_add_causes(rw_story *st, rw_view *v, const rw_frames *frames, const rw_draft *d, const rw_item *place,
	const rw_item *date, riwaya_claim *c) {
	causes k = {.st = st, .v = v};
	put_rule(&k, RIWAYA_CAUSE_CLAIM, d->e->rule, d->e->first, d->e->end);
	for (uint32_t i = 0; i < d->e->n_captures; i++) put_item(&k, RIWAYA_CAUSE_CLAIM, d->e->captures[i].item);
	rw_row pred = rw_row_find(v->lx, "predicates", c->predicate);
	if (pred) put_row(&k, RIWAYA_CAUSE_CLAIM, pred, c->predicate, d->e->first, d->e->first);
	put_frames(&k, frames, d->anchor, d->head ? d->head->first : d->anchor);
	if (place) put_item(&k, RIWAYA_CAUSE_PLACE, place);
	if (date && c->time.text.n) {
		const rw_dated *when = date->payload;
		riwaya_cause of_time = {.of = RIWAYA_CAUSE_TIME, .span = c->time.span};
		if (when && when->relative) of_time.what = RW_LIT("relative");
		put(&k, of_time);
	}
	c->causes = k.list.p;
	c->n_causes = k.list.n;
}
