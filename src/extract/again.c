/* again.c: acts told before that somebody now denies without naming them: "which the army denied", "the police denied this toll". */
#include "extract/claim.h"
#include "extract/draft.h"

enum { BACK = 24, TAIL = 6, BESIDE = 400 /* bytes: an act and what came of it, told in one breath */ };

/* Threats and accusations are words: who denies "it" denies what they are about. */
static bool is_act(const rw_story *st, const riwaya_claim *c) {
	static const char *const words[] = {"threat", "warning", "deal", "protest", "accusation"};
	for (size_t i = 0; i < RW_COUNT(words); i++)
		if (rw_slice_eqz(c->predicate, words[i])) return false;
	return c->polarity == RIWAYA_POLARITY_AFFIRMED && c->modality != RIWAYA_MODALITY_BACKGROUND &&
		c->span.field != RIWAYA_FIELD_NONE && st->lx;
}

/* What an act led to: whoever denies "it" denies the act. */
static bool is_outcome(const riwaya_claim *c) {
	static const char *const words[] = {"killed", "wounded", "casualties", "missing", "displaced", "damaged", "responsibility"};
	for (size_t i = 0; i < RW_COUNT(words); i++)
		if (rw_slice_eqz(c->predicate, words[i])) return true;
	return false;
}

/* The act that is meant: the last one told before the denial in its sentence, else the last of the sentences before; of a denied toll
 * the last one with a number. Not one that the same voice told; not what came of an act that is told right before. */
static const riwaya_claim *meant(const rw_story *st, const rw_view *v, const rw_frame *f, bool toll) {
	uint32_t at = v->t.tok[f->first].start;
	const riwaya_claim *last = NULL;
	for (size_t back = 1; back <= BACK && back <= st->claims->n; back++) {
		const riwaya_claim *c = &st->claims->p[st->claims->n - back];
		if (c->span.field == v->field && c->span.start >= at) continue;
		if (c->span.field != v->field && v->field == RIWAYA_FIELD_TITLE) continue;
		if (!is_act(st, c) || (toll && !c->figure.has_low && !c->figure.has_value)) continue;
		if (f->n_links && c->n_chain > 1 && rw_slice_eq(c->chain[0].name, f->links[0].name)) continue;
		if (c->part_of.n) continue;
		if (last && (c->span.field != last->span.field || c->span.start + BESIDE < last->span.start)) break;
		if (toll || !is_outcome(c)) return c;
		if (!last) last = c;
	}
	return last;
}

/* "We could not verify this": what the last voice told stays unconfirmed, of two tolls that of both. */
static void doubt_again(rw_story *st, rw_view *v, uint32_t s, const rw_frame *f, size_t first) {
	enum { NEAR = 700 }; /* bytes */
	uint32_t begin = v->t.tok[v->t.sent[s].first].start;
	bool several = false;
	for (uint32_t i = f->end; i < v->t.sent[s].end; i++) {
		const rw_item *toll = rw_view_at(v, i, v->sy->toll);
		several = several || (toll && rw_item_feat(toll, v->sy->number) == v->sy->du);
	}
	if (st->claims->n > first && st->claims->p[first].span.start < v->t.tok[f->first].start) return;
	rw_slice voice = RW_NONE;
	unsigned voices = 0;
	for (size_t i = first; i-- > 0;) {
		riwaya_claim *c = &st->claims->p[i];
		if (c->span.field != v->field || c->span.start + NEAR < begin || c->n_chain < 2) break;
		if (!rw_slice_eq(voice, c->chain[0].name)) {
			if (voices++ > several) break;
			voice = c->chain[0].name;
		}
		if (c->stance == RIWAYA_STANCE_NEUTRAL && c->polarity == RIWAYA_POLARITY_AFFIRMED &&
			c->modality != RIWAYA_MODALITY_BACKGROUND)
			c->stance = RIWAYA_STANCE_UNCONFIRMED;
	}
}

void rw_deny_again(rw_story *st, rw_view *v, uint32_t s, const rw_frames *frames) {
	size_t first = st->claims->n;
	while (first > 0 && st->claims->p[first - 1].span.field == v->field &&
		st->claims->p[first - 1].span.start >= v->t.tok[v->t.sent[s].first].start)
		first--;
	for (uint32_t i = 0; i < frames->n; i++)
		if (frames->p[i].type == v->sy->stance && frames->p[i].again) doubt_again(st, v, s, &frames->p[i], first);
	for (uint32_t i = 0; i < frames->n && st->claims->n < RIWAYA_MAX_CLAIMS; i++) {
		const rw_frame *f = &frames->p[i];
		if (f->type != v->sy->speaks || !f->again || !f->denied) continue;
		const riwaya_claim *of = meant(st, v, f, f->of_toll);
		if (!of) continue;
		riwaya_claim c = *of;
		c.figure = (riwaya_figure){0};
		c.part_of = RW_NONE;
		c.scope = RIWAYA_SCOPE_EVENT;
		c.scope_at = (riwaya_when){0};
		c.polarity = RIWAYA_POLARITY_DENIED;
		c.denies = f->of_toll ? RIWAYA_DENIES_FIGURE : f->of_blame ? RIWAYA_DENIES_AGENT : RIWAYA_DENIES_ACT;
		/* Who denies a part in it is the one accused. */
		if (f->of_blame && f->n_links && f->links[0].actor.n) {
			c.agent = (riwaya_party){0};
			c.agent.actor = f->links[0].actor;
		}
		c.modality = RIWAYA_MODALITY_ACTUAL;
		c.stance = RIWAYA_STANCE_NEUTRAL;
		c.told = f->told.precision != RIWAYA_PRECISION_NONE ? f->told : st->report->published.at;
		c.causes = NULL;
		c.n_causes = 0;
		uint32_t end = rw_clause_end(v, s, f->end);
		if (end > f->end + TAIL) end = f->end;
		c.span = rw_view_span(v, f->first, end, NULL);
		c.evidence = rw_view_words(v, c.span);
		rw_close_chain(st, f->links, f->n_links, &c);
		rw_give_id(st, &c);
		rw_emission by = {.rule = f->rule ? f->rule - 1 : 0, .first = f->first, .end = f->end};
		rw_draft d = {.e = &by, .head = f->verb, .anchor = f->first};
		if (st->causes) rw_add_causes(st, v, frames, &d, NULL, NULL, &c);
		rw_vec_push(st->a, st->claims, c);
		rw_vec_push(st->a, &st->ground_of, (uint32_t)(st->grounds.n - 1));
		rw_vec_push(st->a, &st->noted, (rw_noted){rw_facts_of(v, s, frames, &d, f, st->speaking.n_links > 0, &c), 0});
	}
}
