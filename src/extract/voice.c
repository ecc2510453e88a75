/* voice.c: whom a verb of speech without a subject means: the one who spoke last, if gender and number allow it, else one before. */
#include "extract/frame.h"

rw_agreement rw_agreement_of(const rw_view *v, const rw_item *who) {
	const rw_syms *sy = v->sy;
	rw_agreement a = {0};
	if (!who) return a;
	for (uint32_t i = who->first; i < who->end && !a.gender; i++) {
		const rw_item *given = rw_view_at(v, i, sy->given);
		if (given && !rw_slice_eqz(rw_sym_text(v->lx, given->id), "part"))
			return (rw_agreement){
				given->id == sy->woman ? rw_sym_of(v->lx, RW_LIT("f")) : rw_sym_of(v->lx, RW_LIT("m")), sy->sg, true};
		const rw_sym kinds[] = {sy->speaker, sy->noun, sy->collective, sy->anaphor};
		for (size_t k = 0; k < RW_COUNT(kinds) && !a.gender; k++) {
			const rw_item *it = rw_view_at(v, i, kinds[k]);
			if (!it) continue;
			a.gender = rw_item_feat(it, sy->gender);
			a.number = rw_item_feat(it, sy->number);
		}
		const rw_item *noun = rw_view_at(v, i, sy->noun), *speaker = rw_view_at(v, i, sy->speaker);
		riwaya_link_kind kind = RIWAYA_LINK_NONE;
		if (speaker) riwaya_link_kind_parse(rw_sym_text(v->lx, rw_item_feat(speaker, sy->kind)), &kind);
		a.human = (noun && rw_item_feat(noun, sy->unit) == sy->person) || kind == RIWAYA_LINK_WITNESS ||
			kind == RIWAYA_LINK_LOCAL || kind == RIWAYA_LINK_ACTIVISTS;
		if (i == who->first && a.gender) break;
	}
	return a;
}

bool rw_agrees(const rw_view *v, const rw_item *verb, const rw_agreement *a) {
	const rw_syms *sy = v->sy;
	rw_sym f = rw_sym_of(v->lx, RW_LIT("f")), gender = verb ? rw_item_feat(verb, sy->gender) : 0,
		   number = verb ? rw_item_feat(verb, sy->number) : 0;
	if (!gender || !a->gender) return true;
	bool several = a->number == sy->pl || a->number == sy->du;
	if (number && number != sy->sg) return several;
	if (gender == f) return several ? !a->human : a->gender == f;
	return !several && a->gender != f;
}

void rw_recall(const rw_view *v, const rw_item *verb, rw_speaking *last) {
	if (!last->n_links || rw_agrees(v, verb, &last->of)) return;
	for (uint32_t i = 0; i < last->n_before; i++) {
		rw_voice *b = &last->before[i];
		if (!b->n_links || !b->of.gender || !rw_agrees(v, verb, &b->of)) continue;
		memcpy(last->links, b->links, sizeof last->links);
		last->n_links = b->n_links;
		last->stance = b->stance;
		last->rule = b->rule;
		last->of = b->of;
		return;
	}
}

void rw_remember_voice(rw_speaking *last, const rw_frame *f) {
	if (last->n_links && !rw_slice_eq(last->links[0].name, f->links[0].name)) {
		if (last->n_before == RW_MAX_VOICES) last->n_before--;
		memmove(last->before + 1, last->before, last->n_before * sizeof *last->before);
		last->n_before++;
		rw_voice *b = &last->before[0];
		memcpy(b->links, last->links, sizeof b->links);
		b->n_links = last->n_links;
		b->stance = last->stance;
		b->rule = last->rule;
		b->of = last->of;
	}
	memcpy(last->links, f->links, sizeof last->links);
	last->n_links = f->n_links;
	last->stance = f->stance;
	last->rule = f->rule;
	last->of = f->of;
}

static bool quotes(uint32_t c) { return c == 0x22 || c == 0xAB || c == 0xBB || (c >= 0x201C && c <= 0x201F); }

/* A quotation that goes on over sentences is one person's words to its end; a new line closes it. */
void rw_go_on_quoting(const rw_view *v, uint32_t s, rw_speaking *last, rw_frames *out) {
	bool before = last->quoting, speaks = false;
	uint32_t first = v->t.sent[s].first, end = v->t.sent[s].end;
	for (uint32_t i = 0; i < out->n; i++) speaks = speaks || (out->p[i].type == v->sy->speaks && out->p[i].own);
	if (before && !speaks && last->n_links && out->n < RW_MAX_FRAMES) {
		rw_frame *f = &out->p[out->n++];
		*f = (rw_frame){.type = v->sy->speaks,
			.first = first,
			.end = first,
			.from = first,
			.to = end,
			.n_links = last->n_links,
			.own = true,
			.stance = last->stance,
			.rule = last->rule};
		memcpy(f->links, last->links, sizeof f->links);
	}
	size_t at = v->t.tok[first].start, stop = end < v->t.n ? v->t.tok[end].start : v->text.n;
	while (at < stop) {
		uint32_t c = rw_utf8_next(v->text, &at);
		if (quotes(c)) last->quoting = !last->quoting;
		if (c == '\n') last->quoting = false;
	}
}
