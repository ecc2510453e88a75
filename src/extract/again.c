/* again.c: acts told before that somebody now denies without naming them: "which the army denied", "the police denied this toll". */
#include "extract/claim.h"
#include "extract/draft.h"

enum { BACK = 24, TAIL = 6, BESIDE = 400 /* bytes: an act and what came of it, told in one breath */ };

/* Threats and accusations are words: who denies "it" denies what they are about. */
static bool is_act(const riwaya_claim *c) {
	static const char *const words[] = {"threat", "warning", "deal", "protest", "accusation", "responsibility"};
	for (size_t i = 0; i < RW_COUNT(words); i++)
		if (rw_slice_eqz(c->predicate, words[i])) return false;
	return true;
}

/* What somebody does to others, and so denies to have done. */
static bool is_deed(const rw_story *st, const riwaya_claim *c) {
	static const char *const families[] = {"attack", "strike", "raid", "explosion", "control"};
	if (c->counts == RIWAYA_COUNTS_AGENT) return false;
	rw_slice family = rw_row_get(st->lx, rw_row_find(st->lx, "predicates", c->predicate), "family");
	for (size_t i = 0; i < RW_COUNT(families); i++)
		if (rw_slice_eqz(family, families[i])) return true;
	return false;
}

static bool is_fate(const rw_story *st, const riwaya_claim *c) {
	rw_row row = rw_row_find(st->lx, "predicates", c->predicate);
	return rw_slice_eqz(rw_row_get(st->lx, row, "nature"), "toll");
}

/* The act that is meant: one told before the denial in its sentence, else in the last sentence before that told one; not one that the
 * same voice told. Of a denied toll it is the last one with a number. Where somebody was accused beside it, or blame is denied, it is the
 * deed, not what came of it, however far back that was told. */
static const riwaya_claim *meant(const rw_story *st, const rw_view *v, const rw_frame *f, bool toll) {
	uint32_t at = v->t.tok[f->first].start, ground = UINT32_MAX;
	const riwaya_claim *last = NULL, *deed = NULL;
	bool blamed = f->of_blame, near = false; /* near: what they are accused of is told beside it */
	for (size_t back = 1; back <= BACK && back <= st->claims->n; back++) {
		size_t k = st->claims->n - back;
		const riwaya_claim *c = &st->claims->p[k];
		if (c->span.field == RIWAYA_FIELD_NONE || (c->span.field == v->field && c->span.start >= at)) continue;
		if (c->span.field != v->field && v->field == RIWAYA_FIELD_TITLE) continue;
		if (ground == UINT32_MAX) ground = st->ground_of.p[k];
		bool here = st->ground_of.p[k] == ground;
		bool mine = f->n_links && f->links[0].actor.n && rw_slice_eq(c->agent.actor, f->links[0].actor);
		if (here && (mine || rw_slice_eqz(c->predicate, "accusation"))) blamed = true;
		if (!is_act(c) || (toll && !c->figure.has_low && !c->figure.has_value) || c->part_of.n) continue;
		if (c->polarity != RIWAYA_POLARITY_AFFIRMED || (c->modality == RIWAYA_MODALITY_BACKGROUND && !here)) continue;
		if (f->n_links && c->n_chain > 1 && rw_slice_eq(c->chain[0].name, f->links[0].name)) continue;
		if (!last) {
			last = c;
			if (!here) ground = st->ground_of.p[k];
			near = here && blamed;
		}
		if (!deed && is_deed(st, c) && (!near || st->ground_of.p[k] == ground)) deed = c;
	}
	return blamed && deed && !toll ? deed : last;
}

/* The deed that a denial of blame names itself: "denied taking part in the fighting"; absent where it names none. */
static rw_slice named_deed(const rw_story *st, const rw_view *v, const rw_frame *f) {
	for (uint32_t i = f->first; f->of_blame && i < f->end; i++) {
		const rw_item *it = rw_view_at(v, i, v->sy->pred);
		riwaya_claim as = {.predicate = it ? rw_sym_text(v->lx, it->id) : RW_NONE};
		if (it && (is_deed(st, &as) || rw_slice_eqz(as.predicate, "killed"))) return as.predicate;
	}
	return RW_NONE;
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
		/* Blame is denied of the deed, whatever was last told to have come of it. */
		rw_slice deed = named_deed(st, v, f);
		if (f->of_blame && !deed.n && is_fate(st, of)) deed = RW_LIT("attack");
		if (deed.n && !rw_slice_eq(deed, c.predicate)) {
			c.predicate = deed;
			c.counts = RIWAYA_COUNTS_THING;
			c.unit = RW_NONE;
		}
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
