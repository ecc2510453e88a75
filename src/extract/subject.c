/* subject.c: verbs and their subjects: which word of a sentence does what a verb tells, by agreement, voice and order. */
#include "extract/subject.h"

bool rw_one_of(rw_slice id, const char *const *list, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (rw_slice_eqz(id, list[i])) return true;
	return false;
}

bool rw_finite(const rw_view *v, const rw_item *it) {
	rw_sym form = rw_item_feat(it, v->sy->form);
	return form == v->sy->past || form == v->sy->present;
}

/* A verb in the singular shares its subject's gender, where both can be told, in one of the ways in which its letters are read. */
bool rw_verb_agrees(const rw_view *v, const rw_item *verb, const rw_item *subject) {
	const rw_syms *sy = v->sy;
	rw_sym its = rw_gender_of(v, subject);
	if (!its || !rw_finite(v, verb)) return true;
	for (size_t k = v->from[verb->first - v->base]; k < v->n_lexical && v->items.p[k]->first == verb->first; k++) {
		const rw_item *it = v->items.p[k];
		rw_sym gender = rw_item_feat(it, sy->gender);
		if (it->kind != verb->kind || it->end != verb->end || !rw_finite(v, it)) continue;
		if (rw_item_feat(it, sy->number) != sy->sg || !gender || gender == sy->any || gender == its) return true;
	}
	return false;
}

/* A verb that stands at token i. */
const rw_item *rw_verb_at(const rw_view *v, uint32_t i) {
	const rw_syms *sy = v->sy;
	const rw_sym kinds[] = {sy->pred, sy->speech, sy->aux, sy->light, sy->modal};
	for (size_t k = 0; k < RW_COUNT(kinds); k++) {
		const rw_item *it = rw_view_at(v, i, kinds[k]);
		if (it && rw_finite(v, it)) return it;
	}
	return NULL;
}

/* A verb that means little by itself and whose subject does what follows it. */
bool rw_light_verb(const rw_view *v, const rw_item *verb) {
	static const char *const light[] = {"release", "throw", "open", "do_away", "seize", "regain", "put"};
	if (verb->kind == v->sy->light)
		return rw_one_of(rw_sym_text(v->lx, verb->id), light, RW_COUNT(light)) &&
			rw_item_feat(verb, v->sy->voice) != v->sy->passive;
	return verb->kind == v->sy->aux && rw_slice_eqz(rw_sym_text(v->lx, verb->id), "did") &&
		rw_item_feat(verb, v->sy->voice) != v->sy->passive;
}

/* A verbal noun, or letters that behind a preposition can be nothing else. */
bool rw_verbal_noun(const rw_view *v, uint32_t s, const rw_item *head) {
	const rw_syms *sy = v->sy;
	if (head->kind != sy->pred) return false;
	if (rw_item_feat(head, sy->form) == sy->masdar) return true;
	if (head->enc || head->first <= v->t.sent[s].first) return false;
	const rw_sym before[] = {sy->placeprep, sy->by, sy->belong, sy->range, sy->according};
	bool behind = (head->pro & (RW_PRO_BI | RW_PRO_LI)) != 0, noun = false;
	for (size_t k = 0; k < RW_COUNT(before); k++) behind = behind || rw_view_at(v, head->first - 1, before[k]);
	for (size_t k = v->from[head->first - v->base]; k < v->n_lexical && v->items.p[k]->first == head->first; k++)
		noun = noun || (v->items.p[k]->kind == sy->pred && rw_item_feat(v->items.p[k], sy->form) == sy->masdar);
	return behind && noun;
}

/* A verb whose subject has done it, by its letters: by its form; by its number, since before its object a passive is singular; by its
 * gender, which is not that of its object; or by the ending of that object. */
bool rw_active_verb(const rw_view *v, const rw_draft *d) {
	const rw_syms *sy = v->sy;
	if (rw_item_feat(d->head, sy->voice) == sy->active) return true;
	if (rw_item_feat(d->head, sy->voice) == sy->passive) return false;
	const rw_phrase *object = rw_phrase_of(v, d->figure);
	bool before_object = d->figure && d->head->first < d->figure->first;
	rw_sym gender = rw_item_feat(d->head, sy->gender), m = rw_sym_of(v->lx, RW_LIT("m"));
	if (before_object && rw_item_feat(d->head, sy->number) && rw_item_feat(d->head, sy->number) != sy->sg) return true;
	if (before_object && object && object->head && rw_item_feat(object->head, sy->number) == sy->du &&
		rw_item_feat(object->head, sy->case_) == rw_sym_of(v->lx, RW_LIT("obl")))
		return true;
	return gender && gender != m &&
		(!object || !object->head || rw_item_feat(object->head, sy->gender) == m || !object->counted);
}

bool rw_first_person(const rw_view *v, const rw_item *head) {
	return rw_item_feat(head, v->sy->person) == rw_sym_of(v->lx, RW_LIT("1")) ||
		(rw_item_feat(head, v->sy->enc) == v->sy->na && rw_item_feat(head, v->sy->form) == v->sy->past);
}

/* Those before or behind a verb that befalls its subject. */
static bool befalls(const rw_view *v, const rw_item *verb) {
	const rw_syms *sy = v->sy;
	if (!verb || verb->kind != sy->pred) return false;
	if (rw_item_feat(verb, sy->args) == sy->subject) {
		static const char *const fates[] = {"killed", "wounded", "casualties"};
		return rw_one_of(rw_sym_text(v->lx, verb->id), fates, RW_COUNT(fates)) || verb->id == sy->missing;
	}
	return rw_item_feat(verb, sy->voice) == sy->passive;
}

bool rw_governed(const rw_view *v, uint32_t s, const rw_item *it) {
	const rw_syms *sy = v->sy;
	if (it->pro & (RW_PRO_BI | RW_PRO_LI)) return true;
	if (it->first <= v->t.sent[s].first) return false;
	uint32_t b = it->first - 1;
	const rw_sym before[] = {sy->placeprep, sy->by, sy->belong, sy->among, sy->according, sy->direction, sy->range};
	for (size_t k = 0; k < RW_COUNT(before); k++)
		if (rw_view_at(v, b, before[k])) return true;
	const rw_sym heads[] = {sy->noun, sy->placenoun, sy->collective};
	for (size_t k = 0; k < RW_COUNT(heads); k++) {
		const rw_item *h = rw_view_at(v, b, heads[k]);
		if (h && h->end == it->first && rw_item_feat(h, sy->def) != sy->yes && !h->enc && !rw_verb_at(v, b))
			return true;
	}
	const rw_item *masdar = rw_view_at(v, b, sy->pred);
	return masdar && !rw_finite(v, masdar) && rw_item_feat(masdar, sy->def) != sy->yes;
}

/* Of those who can speak, offices and parties also act. */
bool rw_acting_office(const rw_view *v, const rw_item *it) {
	if (it->kind != v->sy->teller || !it->payload) return false;
	const rw_teller *t = it->payload;
	return t->link.kind == RIWAYA_LINK_OFFICIAL || t->link.kind == RIWAYA_LINK_PARTY;
}

bool rw_subject_may_act(const rw_view *v, const rw_item *it) {
	const rw_syms *sy = v->sy;
	if ((it->kind == sy->actor && it->payload) || rw_acting_office(v, it)) return true;
	const rw_phrase *p = rw_phrase_of(v, it);
	static const char *const move[] = {"drone", "aircraft", "group"};
	bool ours = p && p->head && p->head->enc; /* "its teams" */
	return p &&
		(p->unit == sy->person || ((p->actor.n || ours) && rw_one_of(rw_sym_text(v->lx, p->unit), move, RW_COUNT(move)))) &&
		!rw_item_feat(it, sy->pred);
}

/* "Killed seven civilians": those counted behind a verb that acts on people are whom it acts on. */
static bool object_of(const rw_view *v, const rw_item *verb, const rw_item *it) {
	const rw_syms *sy = v->sy;
	const rw_phrase *p = rw_phrase_of(v, it);
	if (!p || verb->first > it->first || verb->kind != sy->pred || rw_item_feat(verb, sy->args) != sy->object)
		return false;
	rw_slice within = rw_row_get(v->lx, rw_row_find(v->lx, "roles", rw_sym_text(v->lx, p->role)), "within");
	return p->counted || p->role == rw_sym_of(v->lx, RW_LIT("civilian")) || rw_slice_eqz(within, "civilian");
}

/* The last one before a token that stands as the subject of a verb there, with that verb. */
const rw_item *rw_last_subject(const rw_view *v, uint32_t s, uint32_t token, const rw_item *head, const rw_item **verb) {
	const rw_item *best = NULL;
	*verb = NULL;
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->end > token || it->first < v->t.sent[s].first || !rw_subject_may_act(v, it) || rw_governed(v, s, it))
			continue;
		if (head && !rw_verb_agrees(v, head, it)) continue;
		if (best && (it->end < best->end || (it->end == best->end && it->first >= best->first))) continue;
		/* "The army arrested three men and shot": the verb that "and" joins is not that of the men. */
		const rw_item *of = it->end <= token && it->end < v->t.sent[s].end ? rw_verb_at(v, it->end) : NULL;
		if (of && (of->pro & (RW_PRO_WA | RW_PRO_FA))) of = NULL;
		for (uint32_t i = it->first; !of && i > v->t.sent[s].first && i + 2 > it->first; i--) {
			const rw_item *b = rw_verb_at(v, i - 1);
			if (b && b->end == it->first) of = b;
		}
		if (!of || befalls(v, of) || object_of(v, of, it)) continue;
		best = it;
		*verb = of;
	}
	/* "The army and allied groups attacked": the first of them. */
	for (size_t k = 0; best && (best->pro & RW_PRO_WA) && k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->end == best->first && rw_subject_may_act(v, it) && !rw_governed(v, s, it)) return it;
	}
	return best;
}

/* Whether the verb is the first thing that its sentence says. */
bool rw_opens_sentence(const rw_view *v, uint32_t s, const rw_item *head) {
	for (uint32_t i = v->t.sent[s].first; i < head->first; i++)
		if (v->t.tok[i].kind == RW_TOKEN_WORD && !rw_view_at(v, i, v->sy->conn) && !rw_view_at(v, i, v->sy->modal))
			return false;
	return true;
}
