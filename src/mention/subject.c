/* subject.c: who speaks where no table and no rule knows the word: the subjects of verbs of speech, by grammar. */
#include "mention/speaker.h"

enum { SAYING = 14 };

static bool spoken_for(const rw_view *v, uint32_t i) {
	return rw_view_at(v, i, v->sy->teller) || rw_made_at(v, i, v->sy->actor) || rw_view_at(v, i, v->sy->outlet);
}

/* "The separatists": a quality of several, in the case of a subject. */
static bool crowd_word(const rw_view *v, uint32_t i) {
	const rw_item *adj = rw_lexical_at(v, i, v->sy->adj);
	return adj && rw_item_feat(adj, v->sy->number) == v->sy->pl && rw_item_feat(adj, v->sy->def) == v->sy->yes &&
		rw_item_feat(adj, v->sy->case_) && rw_item_feat(adj, v->sy->case_) != v->sy->acc &&
		!rw_made_at(v, i, v->sy->actor);
}

/* Whether words of speech follow: "that", a colon, behind where and when and to whom it was said. */
static bool saying_follows(const rw_view *v, uint32_t s, uint32_t i) {
	const rw_syms *sy = v->sy;
	for (uint32_t n = 0; n < SAYING && i < v->t.sent[s].end; n++, i++) {
		if (rw_view_at(v, i, sy->comp)) return true;
		if (v->t.tok[i].kind == RW_TOKEN_PUNCT && v->text.p[v->t.tok[i].start] == ':') return true;
		if (rw_view_at(v, i, sy->break_) || rw_view_at(v, i, sy->background) || rw_view_at(v, i, sy->num)) return false;
		const rw_item *speech = rw_lexical_at(v, i, sy->speech), *pred = rw_lexical_at(v, i, sy->pred);
		if (speech && rw_is_finite(v, speech) && !rw_is_weak(v, speech) && !speech->enc) return false;
		if (pred && rw_is_finite(v, pred) && !rw_is_weak(v, pred)) return false;
		if (n && rw_comma_at(v, s, i - 1) && rw_joined_with(v, i, RW_PRO_WA | RW_PRO_FA)) return false;
	}
	return false;
}

static rw_item *speaks(rw_view *v, uint32_t first, uint32_t end, riwaya_link_kind kind, bool named, unsigned pro) {
	rw_teller *t = RW_NEW(v->a, rw_teller);
	t->link = (riwaya_link){.kind = kind, .named = named};
	rw_item lead = {.pro = (uint8_t)pro};
	t->link.span = rw_view_span(v, first, end, &lead);
	t->link.name = rw_view_words(v, t->link.span);
	t->whole = true;
	t->by_grammar = true;
	/* "The club", of which more was said before. */
	t->bare = end == first + 1 && rw_definite(v, first);
	rw_item *it = rw_view_add(v, v->sy->teller, first, end, t);
	it->pro = (uint8_t)(pro | (t->bare ? RW_PRO_AL : 0));
	it->id = v->sy->person;
	rw_item_set(it, v->sy->kind, rw_sym_of(v->lx, rw_slice_z(riwaya_link_kind_word(kind))));
	return it;
}

/* A name, then the office of who bears it between commas: the office tells what kind of speaker it is, and whose. */
static void take_office(rw_view *v, uint32_t s, rw_item *named) {
	uint32_t at = named->end + rw_comma_at(v, s, named->end);
	const rw_item *office = at < v->t.sent[s].end ? rw_view_at(v, at, v->sy->teller) : NULL;
	if (!office || !office->payload || rw_joined_with(v, at, RW_PRO_LI | RW_PRO_BI | RW_PRO_WA)) return;
	const rw_teller *o = office->payload;
	if (o->link.kind == RIWAYA_LINK_OUTLET || o->link.kind == RIWAYA_LINK_AGENCY) return;
	rw_teller *t = named->payload;
	t->link.kind = o->link.kind;
	t->link.actor = o->link.actor;
	named->end = office->end;
	for (size_t k = 0; k < v->items.n; k++)
		if (v->items.p[k] == office) rw_view_drop(v->items.p[k]);
}

/* The subject that begins at token i: its end, 0 where nobody who could speak stands there. */
static rw_item *subject_at(rw_view *v, uint32_t s, uint32_t i, bool cited) {
	const rw_syms *sy = v->sy;
	if (i >= v->t.sent[s].end || !rw_is_word(v, i) || spoken_for(v, i)) return NULL;
	unsigned pro = rw_joined(v, i) & (cited ? RW_PRO_LI | RW_PRO_AL : 0);
	if (rw_joined_with(v, i, RW_PRO_WA | RW_PRO_FA | RW_PRO_BI | RW_PRO_KA | (cited ? 0u : RW_PRO_LI))) return NULL;
	uint32_t name = i, end = rw_titled_run(v, s, i, &name);
	if (end > name + 1 || (end && name > i)) {
		rw_item *made = speaks(v, i, end, RIWAYA_LINK_PERSON, true, 0);
		rw_take_name(v, made, name, end);
		take_office(v, s, made);
		((rw_teller *)made->payload)->person = true;
		return made;
	}
	if (rw_ends_name(v, i) || rw_lexical_at(v, i, sy->placeprep) || rw_lexical_at(v, i, sy->mute)) return NULL;
	const rw_item *noun = rw_lexical_at(v, i, sy->noun), *pred = rw_lexical_at(v, i, sy->pred),
				  *speech = rw_lexical_at(v, i, sy->speech), *given = rw_lexical_at(v, i, sy->given);
	bool human = noun && rw_item_feat(noun, sy->unit) == sy->person, def = rw_joined_with(v, i, RW_PRO_AL);
	if (noun && noun->enc) return NULL;
	/* "Its capacity", "of it": what bears a pronoun is no one told of by name. */
	if (!given && !def && rw_written(v, i, "pronoun") && i + 1 < v->t.sent[s].end && rw_definite(v, i + 1)) return NULL;
	if (v->t.tok[i].key.n <= 4) return NULL;
	if (pred && !human && !rw_is_weak(v, pred)) return NULL;
	if ((noun && !human) || (speech && !human) || rw_made_at(v, i, sy->place) || rw_lexical_at(v, i, sy->toll))
		return NULL;
	if (rw_known_word(v, i) && !human && !given && rw_lexical_at(v, i, sy->light)) return NULL;
	rw_tail tail = {.open = !def && !given,
		.several = noun && rw_item_feat(noun, sy->number) != sy->sg,
		.body = !human && !given,
		.crowd = human && !def};
	end = rw_tail_end(v, s, i + 1, &tail);
	if (tail.name_end) {
		rw_item *made = speaks(v, i, tail.name_end, RIWAYA_LINK_PERSON, true, 0);
		rw_take_name(v, made, tail.name, tail.name_end);
		return made;
	}
	/* "Volunteers spoke of nine deaths": behind whoever can speak a preposition does as well as "that". */
	bool of = end < v->t.sent[s].end &&
		(rw_lexical_at(v, end, sy->according) || rw_lexical_at(v, end, sy->placeprep) ||
			(rw_joined_with(v, end, RW_PRO_BI) && rw_lexical_at(v, end, sy->pred)));
	/* "The separatists announced the killing of": words that no table knows, and then the thing itself. */
	const rw_item *act = def && (!rw_known_word(v, i) || crowd_word(v, i)) && end < v->t.sent[s].end
		? rw_lexical_at(v, end, sy->pred)
		: NULL;
	bool told = act && rw_item_feat(act, sy->form) == sy->masdar && !rw_definite(v, end);
	if (!cited && !(human && of) && !told && !saying_follows(v, s, end)) return NULL;
	if (cited && !human && rw_known_word(v, i)) return NULL;
	if (!human && !given && !def && end == i + 1 && rw_known_word(v, i)) return NULL;
	riwaya_link_kind kind = human         ? (def ? RIWAYA_LINK_PERSON : RIWAYA_LINK_WITNESS)
		: given || (!def && end == i + 1) ? RIWAYA_LINK_PERSON
										  : RIWAYA_LINK_OFFICIAL;
	rw_item *made = speaks(v, i, end, kind, !human || def, pro);
	((rw_teller *)made->payload)->link.actor = tail.actor;
	take_office(v, s, made);
	return made;
}

/* Told to "So-and-so": a name in quotation marks behind li-, which no table has, is an outlet's. */
static void find_hearers(rw_view *v, uint32_t s) {
	uint32_t first = v->t.sent[s].first, end = v->t.sent[s].end;
	bool said = false;
	for (uint32_t i = first; i < end; i++) {
		said = said || rw_view_at(v, i, v->sy->teller) || rw_lexical_at(v, i, v->sy->speech) ||
			rw_lexical_at(v, i, v->sy->according);
		if (!said || !rw_is_word(v, i) || !(v->quoted[i] & 1) || spoken_for(v, i) || !rw_begins_with_li(v, i)) continue;
		uint32_t stop = i;
		while (stop < end && stop < i + RW_NAME_RUN && !(v->quoted[stop] & 2)) stop++;
		if (stop == end || stop == i + RW_NAME_RUN) continue;
		speaks(v, i, stop + 1, RIWAYA_LINK_OUTLET, true, RW_PRO_LI);
	}
}

static bool takes_li(const rw_item *it, const rw_syms *sy) { return rw_item_feat(it, sy->prep) == sy->li; }

static bool begins_with(const rw_view *v, uint32_t i, unsigned pro) {
	uint32_t n;
	rw_row first = rw_table_rows(v->lx, "clitics", &n);
	for (uint32_t r = 0; r < n; r++)
		if (rw_pro_named(rw_row_get(v->lx, first + r, "name")) == pro)
			return rw_slice_starts(v->t.tok[i].key, rw_row_get(v->lx, first + r, "text"));
	return false;
}

/* The name without what is joined to it. */
static void set_pro(rw_view *v, rw_item *made, unsigned pro) {
	rw_teller *t = made->payload;
	made->pro = (uint8_t)pro;
	if (t->whole && t->link.named && t->link.span.start != v->t.tok[made->first].start) return;
	t->link.span = rw_view_span(v, made->first, made->end, made);
	t->link.name = rw_view_words(v, t->link.span);
}

void rw_find_subjects(rw_view *v, uint32_t s) {
	const rw_syms *sy = v->sy;
	uint32_t first = v->t.sent[s].first, end = v->t.sent[s].end;
	find_hearers(v, s);
	for (size_t k = 0; k < v->n_lexical; k++) {
		const rw_item *verb = v->items.p[k];
		if (verb->kind == sy->according && verb == rw_view_at(v, verb->first, sy->according)) {
			bool cites = rw_slice_eqz(rw_sym_text(v->lx, verb->id), "according") ||
				rw_slice_eqz(rw_sym_text(v->lx, verb->id), "citing");
			bool li = takes_li(verb, sy) && verb->end < end && begins_with(v, verb->end, RW_PRO_LI);
			if (cites && !verb->enc && verb->end < end) {
				rw_item *made = subject_at(v, s, verb->end, true);
				if (made && li && !made->pro && !rw_known_word(v, verb->end)) set_pro(v, made, RW_PRO_LI);
			}
			continue;
		}
		if (verb->kind != sy->speech || !rw_is_finite(v, verb) || rw_is_weak(v, verb) || verb->enc) continue;
		const rw_item *before = verb->first > first ? rw_lexical_at(v, verb->first - 1, sy->neg) : NULL;
		if (before && !rw_is_weak(v, before)) continue; /* "not revealing", "did not say" */
		if (verb->first > first && rw_lexical_at(v, verb->first - 1, sy->placeprep) && !verb->pro) continue;
		if (rw_item_feat(verb, sy->voice) == sy->passive || rw_item_feat(verb, sy->impersonal)) continue;
		uint32_t i = verb->end;
		while (i < end && rw_view_at(v, i, sy->date)) i = rw_view_at(v, i, sy->date)->end;
		const rw_item *kin = verb->first > first ? rw_view_at(v, verb->first - 1, sy->teller) : NULL;
		/* "Denial: there is no truth in …" names nobody. */
		if (!kin && i < end && rw_is_word(v, i) && !rw_view_at(v, i, sy->neg)) subject_at(v, s, i, false);
	}
	/* Before its verb, where the sentence begins. */
	uint32_t i = first;
	while (i < end && !rw_is_word(v, i)) i++;
	if (i >= end || spoken_for(v, i) || rw_made_at(v, i, sy->place)) return;
	uint32_t name = i, stop = rw_titled_run(v, s, i, &name);
	/* "And the separatists claim": people that no table knows. */
	bool crowd = crowd_word(v, i);
	if (i + 1 < end &&
		(crowd || (stop <= i && !rw_known_word(v, i) && (rw_peeled(v, i) & RW_PRO_AL) && rw_written(v, i, "plural")))) {
		const rw_item *say = rw_lexical_at(v, i + 1, sy->speech);
		unsigned pro = (crowd ? rw_joined(v, i) : rw_peeled(v, i)) & (RW_PRO_WA | RW_PRO_FA);
		if (say && rw_is_finite(v, say) && !rw_is_weak(v, say) && rw_item_feat(say, sy->number) == sy->pl && say->pro == 0)
			speaks(v, i, i + 1, RIWAYA_LINK_LOCAL, false, pro);
		return;
	}
	if (stop <= i || stop >= end) return;
	const rw_item *verb = rw_lexical_at(v, stop, sy->speech);
	bool colon = v->t.tok[stop].kind == RW_TOKEN_PUNCT && v->text.p[v->t.tok[stop].start] == ':';
	bool says = verb && rw_is_finite(v, verb) && !rw_is_weak(v, verb) && (verb->pro & (RW_PRO_WA | RW_PRO_FA)) == 0;
	bool proper = stop > name + 1 || name > i || rw_lexical_at(v, i, sy->given);
	if (!proper || !(colon || says)) return;
	rw_take_name(v, speaks(v, i, stop, RIWAYA_LINK_PERSON, true, 0), name, stop);
}
