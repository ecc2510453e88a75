/* sure.c: from facts about a claim to its confidence. */
#include "extract/sure.h"
#include <math.h>

enum {
	FAR = 4,
	LONG = 45,
	CROWD = 5,
	TANGLE = 4
}; /* tokens between figure and predicate; tokens of a sentence; claims of one; frames of one */

static const char *const names[] = {
#define RW_X(n) #n,
	RW_FACTS(RW_X)
#undef RW_X
};
_Static_assert(RW_FACT_COUNT <= 64, "facts are bits of a uint64_t");

void rw_weights_init(const rw_lexicon *lx, rw_weights *w) {
	*w = (rw_weights){0};
	for (unsigned i = 0; i < RW_FACT_COUNT; i++)
		rw_row_number(lx, rw_row_find(lx, "confidence", rw_slice_z(names[i])), "weight", &w->of[i]);
}

#define HOLDS(fact, when) (facts |= (when) ? UINT64_C(1) << RW_FACT_##fact : 0)

/* Whether a role is one of civilians, or says too little to tell. */
static bool civil(const rw_lexicon *lx, rw_slice role) {
	enum { DEPTH = 4 };
	for (int up = 0; up < DEPTH && role.n; up++) {
		if (rw_slice_eqz(role, "civilian") || rw_slice_eqz(role, "man")) return true;
		role = rw_row_get(lx, rw_row_find(lx, "roles", role), "within");
	}
	return false;
}

uint64_t rw_facts_of(const rw_view *v, uint32_t s, const rw_frames *frames, const rw_draft *d, const rw_frame *speaks,
	bool heard, const riwaya_claim *c) {
	const rw_syms *sy = v->sy;
	const riwaya_link *origin = c->n_chain >= 2 ? &c->chain[0] : NULL;
	bool partial = origin &&
		(origin->kind == RIWAYA_LINK_OFFICIAL || origin->kind == RIWAYA_LINK_PARTY ||
			origin->kind == RIWAYA_LINK_PARTY_MEDIA);
	uint64_t facts = UINT64_C(1) << RW_FACT_base;
	uint32_t voices = 0;
	const rw_phrase *p = rw_phrase_of(v, d->figure);
	bool number = c->figure.has_value || c->figure.has_low || c->figure.has_high, digits = false;
	for (size_t i = 0; i < c->figure.text.n; i++) {
		size_t at = i;
		digits = digits || rw_fold_char(rw_utf8_next(c->figure.text, &at)).class_ == RW_CLASS_DIGIT;
	}
	for (uint32_t i = 0; i < frames->n; i++) voices += frames->p[i].type == sy->speaks && frames->p[i].own;
	rw_row pred = rw_row_find(v->lx, "predicates", c->predicate);
	HOLDS(toll, rw_slice_eqz(rw_row_get(v->lx, pred, "nature"), "toll"));
	HOLDS(digits, number && digits);
	HOLDS(implied, number && !(p && p->counted) && !digits);
	HOLDS(numberless, !number);
	HOLDS(vague, number && !c->figure.has_value);
	HOLDS(apart, d->head && d->figure && d->distance > 0 && d->distance < FAR);
	HOLDS(far, d->head && d->figure && d->distance >= FAR);
	HOLDS(headless, !d->head);
	HOLDS(part, d->part);
	HOLDS(again, d->e->id == sy->same);
	HOLDS(quoted, c->n_chain >= 2);
	HOLDS(relayed, c->n_chain >= 3);
	HOLDS(carried, speaks && (!speaks->own || speaks->first == speaks->end));
	HOLDS(unnamed, c->n_chain >= 2 && !c->chain[0].named);
	HOLDS(spoken, origin && origin->actor.n);
	HOLDS(spokesless, partial && !origin->actor.n);
	HOLDS(bare, origin && rw_slice_find(origin->name, RW_LIT(" "), 0) == SIZE_MAX);
	HOLDS(unheard, !origin && heard);
	HOLDS(event, !number && rw_slice_eqz(rw_row_get(v->lx, pred, "counts"), "thing"));
	HOLDS(title, v->field == RIWAYA_FIELD_TITLE);
	HOLDS(first, v->field == RIWAYA_FIELD_TEXT && s == 0);
	HOLDS(denied, c->polarity == RIWAYA_POLARITY_DENIED);
	HOLDS(background, c->modality == RIWAYA_MODALITY_BACKGROUND);
	HOLDS(unreal, c->modality != RIWAYA_MODALITY_ACTUAL && c->modality != RIWAYA_MODALITY_BACKGROUND);
	HOLDS(doubted, c->stance != RIWAYA_STANCE_NEUTRAL);
	HOLDS(dated, c->time.text.n);
	HOLDS(voices, voices >= 2);
	HOLDS(tangled, frames->n >= TANGLE);
	HOLDS(long, v->t.sent[s].end - v->t.sent[s].first >= LONG);
	HOLDS(lasting, number && c->scope != RIWAYA_SCOPE_EVENT);
	return facts;
}

void rw_make_sure(const rw_lexicon *lx, const rw_weights *w, rw_noted noted, rw_arena *a, riwaya_claim *c) {
	uint64_t facts = noted.facts;
	double sum = 0;
	HOLDS(whose, c->patient.actor.n);
	HOLDS(civil, !c->patient.actor.n && civil(lx, c->patient.role));
	HOLDS(ownerless, !c->patient.actor.n && c->patient.role.n && !civil(lx, c->patient.role));
	HOLDS(doer, c->agent.actor.n);
	HOLDS(elsewhere, c->place.inherited);
	HOLDS(placeless, !c->place.text.n);
	HOLDS(crowded, noted.beside >= CROWD);
	riwaya_fact *out = a ? RW_ARRAY(a, riwaya_fact, RW_FACT_COUNT) : NULL;
	for (unsigned i = 0; i < RW_FACT_COUNT; i++) {
		if (!(facts & UINT64_C(1) << i)) continue;
		sum += w->of[i];
		if (out) out[c->n_facts++] = (riwaya_fact){rw_slice_z(names[i]), w->of[i]};
	}
	c->facts = out;
	/* To three digits: what is shown, written and compared is one number. */
	c->confidence = round(1000 / (1 + exp(-sum))) / 1000;
}
