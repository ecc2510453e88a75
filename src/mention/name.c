/* name.c: what the mention rules build: places made of several words, and tellers (sources, spokesmen, offices).
 *
 * Attributes of `place`: place (the known place inside), type (a kind of place), text (the name's stretch).
 * Attributes of `teller`: name (the stretch that names it), kind (a riwaya_link_kind), actor (item or id), named.
 */
#include "mention/speaker.h"

static uint8_t proclitics_at(const rw_emission *e, uint32_t token) {
	for (uint32_t c = 0; c < e->n_captures; c++)
		if (e->captures[c].item && e->captures[c].item->first == token) return e->captures[c].item->pro;
	return 0;
}

/* A name of two words, the first without the article and the second with it, as in a street called after a person's title. */
enum { NAME_RUN = 5 };

static uint32_t second_word(const rw_view *v, uint32_t s, const rw_emission *e, uint32_t end) {
	const rw_item *head = e->n_captures ? e->captures[0].item : NULL;
	if (head && head->end + 1 == end &&
		(v->quoted[head->end] & 1)) /* a name in quotation marks is of all the words in them */
		for (uint32_t i = head->end; i < v->t.sent[s].end && i < head->end + NAME_RUN; i++)
			if (v->quoted[i] & 2) return i + 1;
	if (!head || head->end + 1 != end || end >= v->t.sent[s].end || rw_definite(v, end - 1) || !rw_definite(v, end) ||
		rw_ends_name(v, end))
		return end;
	const rw_syms *sy = v->sy;
	const rw_sym others[] = {sy->adj, sy->direction, sy->place, sy->actor, sy->placeprep, sy->aux, sy->pred, sy->speech,
		sy->placenoun, sy->timepart, sy->rel};
	for (size_t i = 0; i < RW_COUNT(others); i++)
		if (rw_view_at(v, end, others[i])) return end;
	/* "Salqin the bordering": with the endings of an adjective that no table has. */
	if (rw_written(v, end, "belonging")) return end;
	const rw_item *any = v->from[end - v->base] < v->n_lexical ? v->items.p[v->from[end - v->base]] : NULL;
	if (any && any->first == end && (any->pro & (RW_PRO_WA | RW_PRO_FA | RW_PRO_BI | RW_PRO_LI))) return end;
	return end + 1;
}

/* The words of a tag are one name: where the one ends that token end - 1 is part of. */
static uint32_t tag_end(const rw_view *v, uint32_t s, uint32_t end) {
	while (end < v->t.sent[s].end && (v->quoted[end] & RW_TAG_GOES_ON)) end++;
	return end;
}

/* The hotel "Old Lily House": a kind of place and a name in quotation marks, whatever its words. */
static void find_quoted(rw_view *v, uint32_t s) {
	const rw_syms *sy = v->sy;
	for (size_t k = 0; k < v->n_lexical; k++) {
		const rw_item *h = v->items.p[k];
		if (h->kind != sy->placenoun || rw_item_feat(h, sy->def) == sy->yes || rw_item_feat(h, sy->number) != sy->sg)
			continue;
		if (h->id == sy->site) continue; /* the word is also for a page of the web */
		uint32_t i = h->end, stop = v->t.sent[s].end;
		if (i >= stop || !(v->quoted[i] & 1)) continue;
		while (i < stop && i < h->end + NAME_RUN && !(v->quoted[i] & 2)) i++;
		if (i == stop || i == h->end + NAME_RUN) continue;
		bool made = false;
		for (size_t j = 0; j < v->items.n && !made; j++) {
			const rw_item *o = v->items.p[j];
			made = o->kind == sy->place && o->payload && o->first <= i && o->end > h->first &&
				(((const rw_placed *)o->payload)->id.n || (o->first <= h->first && o->end > i));
		}
		if (made) continue;
		rw_placed *p = RW_NEW(v->a, rw_placed);
		p->first = h->first;
		p->end = i + 1;
		p->rank = rw_place_rank(v->lx, rw_sym_text(v->lx, h->id));
		rw_view_drop_inside(v, sy->place, h->first, i + 1, NULL);
		rw_item *it = rw_view_add(v, sy->place, h->first, i + 1, p);
		it->pro = h->pro;
		rw_item_set(it, sy->type, h->id);
	}
}

/* "In #Somewhere": what is tagged behind a word for in, at or near is a place, though no table has it. */
static void find_tagged(rw_view *v, uint32_t s) {
	const rw_syms *sy = v->sy;
	uint32_t first = v->t.sent[s].first;
	for (size_t k = 0; k < v->items.n; k++) {
		rw_placed *p = v->items.p[k]->kind == sy->place ? v->items.p[k]->payload : NULL;
		if (p && p->end == v->items.p[k]->end) p->end = tag_end(v, s, p->end);
	}
	find_quoted(v, s);
	for (uint32_t i = first + 1; i < v->t.sent[s].end; i++) {
		if (!(v->quoted[i] & RW_TAGGED) || v->t.tok[i].kind != RW_TOKEN_WORD) continue;
		const rw_item *in = rw_view_at(v, i - 1, sy->placeprep), *near = rw_view_at(v, i - 1, sy->placenoun);
		bool where = (in && in->end == i && (in->id == sy->in || in->id == rw_sym_of(v->lx, RW_LIT("at")))) ||
			(near && near->end == i);
		uint32_t end = tag_end(v, s, i + 1);
		bool known = false;
		for (size_t k = 0; k < v->items.n && where && !known; k++) {
			const rw_item *it = v->items.p[k];
			bool named = (it->kind == sy->place || it->kind == sy->actor) && it->payload && it->first <= i && it->end > i;
			known = named || it->kind == sy->outlet ? it->first < end && it->end > i
													: end == i + 1 && it->first == i &&
					(it->kind == sy->pred || it->kind == sy->noun || it->kind == sy->speech);
		}
		if (!where || known) continue;
		rw_placed *p = RW_NEW(v->a, rw_placed);
		p->first = i;
		p->end = end;
		p->rank = rw_place_rank(v->lx, RW_LIT("town"));
		rw_item *made = rw_view_add(v, sy->place, i, end, p);
		rw_item_set(made, sy->type, rw_sym_of(v->lx, RW_LIT("town")));
	}
}

/* Whether a word for a place where people live stands at token i, and none that begins names ("dayr", "tall"). */
static bool names_kind(const rw_view *v, uint32_t i) {
	static const char *const kinds[] = {"governorate", "district", "subdistrict", "city", "town", "village"};
	const rw_item *n = rw_view_at(v, i, v->sy->placenoun);
	if (!n || rw_item_feat(n, v->sy->weak) == v->sy->yes) return false;
	for (size_t k = 0; k < RW_COUNT(kinds); k++)
		if (rw_slice_eqz(rw_sym_text(v->lx, n->id), kinds[k])) return true;
	return false;
}

static void add_place(rw_view *v, uint32_t s, const rw_emission *e) {
	const rw_syms *sy = v->sy;
	const rw_item *inner = rw_attr_item(e, sy->place, 0);
	rw_placed *p = RW_NEW(v->a, rw_placed);
	if (inner && inner->payload) *p = *(const rw_placed *)inner->payload;
	const rw_attr *text = rw_attr_find(e, sy->text, 0);
	p->first = text && text->capture ? text->capture->first : e->first;
	p->end = text && text->capture ? text->capture->end : e->end;
	rw_sym type = rw_attr_value(e, sy->type);
	/* East of the town of X is told by the town where its name has the word for it. */
	bool beside = type && rw_slice_eqz(rw_sym_text(v->lx, type), "beside");
	if (beside && inner && p->first < inner->first && names_kind(v, inner->first)) p->first = inner->first;
	uint32_t last = inner ? e->end : second_word(v, s, e, p->end);
	if (!inner && last == p->end) last = tag_end(v, s, last);
	if (!inner && p->end == e->end)
		p->end = last;
	else
		last = e->end;
	if (!inner || (type && !beside)) p->rank = type ? rw_place_rank(v->lx, rw_sym_text(v->lx, type)) : 7;
	rw_view_drop_inside(v, sy->place, e->first, last, NULL);
	rw_item *made = rw_view_add(v, sy->place, e->first, last, p);
	p->pro = proclitics_at(e, p->first);
	made->pro = proclitics_at(e, e->first);
	made->rule = e->rule + 1;
	made->id = p->id.n ? rw_sym_of(v->lx, p->id) : 0;
	made->row = p->row;
	if (type) rw_item_set(made, sy->type, type);
}

static riwaya_link_kind link_kind(const rw_view *v, rw_sym word) {
	riwaya_link_kind k = RIWAYA_LINK_NONE;
	if (word) riwaya_link_kind_parse(rw_sym_text(v->lx, word), &k);
	return k;
}

static void add_teller(rw_view *v, const rw_emission *e) {
	const rw_syms *sy = v->sy;
	rw_teller *t = RW_NEW(v->a, rw_teller);
	const rw_attr *name = rw_attr_find(e, sy->name, 0);
	uint32_t first = name && name->capture ? name->capture->first : e->first;
	uint32_t end = name && name->capture ? name->capture->end : e->end;
	rw_item lead = {.pro = proclitics_at(e, first)};
	t->link.span = rw_view_span(v, first, end, &lead);
	t->link.name = rw_view_words(v, t->link.span);
	t->link.kind = link_kind(v, rw_attr_value(e, sy->kind));
	riwaya_link outlet;
	if (rw_view_link(v, rw_attr_item(e, sy->outlet, 0), &outlet)) {
		t->link.kind = outlet.kind;
		t->link.actor = outlet.actor;
	}
	const rw_item *actor = rw_attr_item(e, sy->actor, 0);
	if (actor && actor->payload)
		t->link.actor = ((const rw_acting *)actor->payload)->id;
	else if (rw_attr_value(e, sy->actor))
		t->link.actor = rw_sym_text(v->lx, rw_attr_value(e, sy->actor));
	rw_sym named = rw_attr_value(e, sy->named);
	t->link.named = named ? named == sy->yes
						  : t->link.kind != RIWAYA_LINK_ANONYMOUS && t->link.kind != RIWAYA_LINK_WITNESS &&
			t->link.kind != RIWAYA_LINK_LOCAL && t->link.kind != RIWAYA_LINK_ACTIVISTS;
	t->bare = !name && !actor && !rw_attr_find(e, sy->outlet, 0) && e->end == e->first + 1 && e->n_captures &&
		e->captures[0].item &&
		(rw_item_feat(e->captures[0].item, sy->def) == sy->yes ||
			((e->captures[0].item->pro & RW_PRO_LI) && rw_written(v, e->first, "for_the")));
	rw_item *made = rw_view_add(v, sy->teller, e->first, e->end, t);
	made->rule = e->rule + 1;
	made->pro = proclitics_at(e, e->first);
	if (e->id) made->id = e->id;
	t->whole = name != NULL;
	t->titled = rw_attr_value(e, sy->alone) == sy->no;
	if (t->titled) t->link.named = false;
	if (t->link.kind != RIWAYA_LINK_NONE)
		rw_item_set(made, sy->kind, rw_sym_of(v->lx, rw_slice_z(riwaya_link_kind_word(t->link.kind))));
	rw_sym number = rw_attr_value(e, sy->number);
	if (number) rw_item_set(made, sy->number, number);
}

enum { SITE_RANK = 7 };

static bool known_at(const rw_view *v, uint32_t first, uint32_t end) {
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->end <= first || it->first >= end) continue;
		if ((it->kind == v->sy->outlet || (it->kind == v->sy->actor && it->payload)) && it->end > it->first + 1)
			return true;
		if (it->kind != v->sy->place || !it->payload) continue;
		if (it->first <= first && it->end >= end && ((const rw_placed *)it->payload)->id.n) return true;
	}
	return false;
}

/* "A secondary school", "a hotel that officials visit": a word without the article behind a kind of site describes more often than
 * it names; sites named after persons and towns are the exception, settlements bear such names always. */
static bool describes(const rw_view *v, const rw_emission *e) {
	static const char *const named_plainly[] = {"hospital", "mosque", "church", "school", "prison", "camp",
		"university", "bridge", "square", "street", "roundabout", "road", "barracks", "dam", "crossing", "airport",
		"port", "market", "hotel"};
	rw_sym type = rw_attr_value(e, v->sy->type);
	const rw_item *head = e->n_captures ? e->captures[0].item : NULL;
	/* "A military base the capital": with an adjective of its own it governs no name. */
	const rw_item *inner = NULL;
	for (uint32_t c = 0; c < e->n_captures; c++)
		if (e->captures[c].item && e->captures[c].item->kind == v->sy->place) inner = e->captures[c].item;
	for (uint32_t i = head ? head->first + 1 : 0; inner && i < inner->first; i++)
		if (rw_view_at(v, i, v->sy->adj) && !rw_definite(v, i)) return true;
	if (inner) return false;
	if (!type || !head || head->end >= e->end || rw_item_feat(head, v->sy->def) == v->sy->yes) return false;
	rw_slice id = rw_sym_text(v->lx, type);
	uint32_t name = head->end;
	if (rw_lexical_at(v, name, v->sy->placenoun) || rw_lexical_at(v, name, v->sy->given))
		return false; /* hill of, father of */
	/* "A depot of the programme": to the one, for the other. */
	if (rw_written(v, name, "for_the")) return true;
	if (v->t.tok[name].kind == RW_TOKEN_WORD && rw_written(v, name, "pronoun"))
		return true; /* a pronoun: "a prison that it runs" */
	if (v->t.tok[name].kind != RW_TOKEN_WORD || rw_definite(v, name) || (v->quoted[name] & 1)) return false;
	if (rw_place_rank(v->lx, id) < SITE_RANK && !rw_slice_eqz(id, "hospital")) return false;
	if (rw_slice_eqz(id, "neighbourhood")) return false;
	for (size_t i = 0; i < RW_COUNT(named_plainly); i++)
		if (rw_slice_eqz(id, named_plainly[i])) return rw_written(v, name, "adjective");
	return true;
}

/* Whether in, at or near stands before a place. */
static bool stands_in(const rw_view *v, uint32_t s, const rw_item *it) {
	const rw_item *near = rw_view_at(v, it->first, v->sy->placenoun);
	if ((near && (near->pro & RW_PRO_BI)) || (it->pro & RW_PRO_BI)) return true;
	const rw_item *prep = it->first > v->t.sent[s].first ? rw_view_at(v, it->first - 1, v->sy->placeprep) : NULL;
	return prep && prep->end == it->first;
}

void rw_find_names(rw_view *v, uint32_t s) {
	const rw_syms *sy = v->sy;
	rw_lattice l;
	rw_view_lattice(v, s, &l);
	rw_emissions out = {0};
	rw_rules_run(v->lx, sy->mention, &l, RW_OVERLAP_FREE, v->a, &out);
	uint32_t place_end = 0;
	size_t made = v->items.n;
	for (size_t i = 0; i < out.n; i++) {
		const rw_emission *e = &out.p[i];
		if (e->kind == sy->place && e->end > place_end) {
			/* A place that begins inside one made already is part of it; a known name is not renamed by its first word. */
			if (e->first < place_end ||
				(!rw_attr_item(e, sy->place, 0) && (known_at(v, e->first, e->end) || describes(v, e))))
				continue;
			place_end = e->end;
			add_place(v, s, e);
		} else if (e->kind == sy->teller) {
			add_teller(v, e);
		}
	}
	for (size_t k = made; k < v->items.n; k++) {
		rw_item *it = v->items.p[k];
		if (it->kind != sy->teller) continue;
		uint32_t end = it->end;
		rw_teller *t = it->payload;
		rw_widen_teller(v, s, it);
		/* A rank or title speaks only with a name behind it, a body of many senses with what makes it one. */
		const rw_item *head = t->titled ? rw_lexical_at(v, it->first, sy->speaker) : NULL;
		bool body = head && rw_item_feat(head, sy->named) == sy->yes;
		if (t->titled && !t->link.named && !(body && it->end > end))
			rw_view_drop(it);
		else if (t->titled && body)
			t->link.named = true;
		for (size_t j = 0; j < v->items.n && !t->link.actor.n; j++) {
			riwaya_link outlet;
			const rw_item *o = v->items.p[j];
			if (o->kind == sy->outlet && o->first >= it->first && o->end <= it->end && rw_view_link(v, o, &outlet))
				t->link.actor = outlet.actor;
		}
	}
	for (size_t k = made; k < v->items.n; k++) {
		const rw_item *outer = v->items.p[k];
		if (outer->kind != sy->teller || outer->end < outer->first + 2) continue;
		for (size_t j = made; j < v->items.n; j++) {
			rw_item *o = v->items.p[j];
			bool site = o->kind == sy->place && o->payload && ((const rw_placed *)o->payload)->rank >= SITE_RANK &&
				!((const rw_placed *)o->payload)->id.n;
			if (site && stands_in(v, s, o))
				continue; /* "the police around the university": beside the speaker's name */
			if (o != outer && (o->kind == sy->teller || site) && o->first > outer->first && o->end <= outer->end)
				rw_view_drop(o);
		}
	}
	find_tagged(v, s);
	rw_find_subjects(v, s);
}

static riwaya_link_kind kind_of_actor(rw_slice type) {
	static const struct {
		const char *type;
		riwaya_link_kind kind;
	} kinds[] = {
		{"state", RIWAYA_LINK_OFFICIAL},
		{"army", RIWAYA_LINK_OFFICIAL},
		{"police", RIWAYA_LINK_OFFICIAL},
		{"judicial", RIWAYA_LINK_OFFICIAL},
		{"international", RIWAYA_LINK_OFFICIAL},
		{"monitor", RIWAYA_LINK_MONITOR},
		{"humanitarian", RIWAYA_LINK_MEDICAL},
	};
	for (size_t i = 0; i < RW_COUNT(kinds); i++)
		if (rw_slice_eqz(type, kinds[i].type)) return kinds[i].kind;
	return RIWAYA_LINK_PARTY;
}

bool rw_view_link(const rw_view *v, const rw_item *it, riwaya_link *out) {
	const rw_syms *sy = v->sy;
	if (!it) return false;
	*out = (riwaya_link){0};
	if (it->kind == sy->teller && it->payload) {
		*out = ((const rw_teller *)it->payload)->link;
		return true;
	}
	out->span = rw_view_span(v, it->first, it->end, it);
	out->name = rw_view_words(v, out->span);
	out->named = true;
	if (it->kind == sy->actor && it->payload) {
		const rw_acting *a = it->payload;
		out->actor = a->id;
		out->kind = kind_of_actor(rw_row_get(v->lx, a->row, "type"));
		/* A short name is resolved to the name that the report gave before, if it is short for that. */
		rw_slice word = v->t.tok[it->first].key;
		rw_slice stem = it->pro & RW_PRO_AL && word.n > 4 ? rw_slice_of(word.p + 4, word.n - 4) : word;
		for (uint32_t i = 0; a->anaphor && i < v->memory->n_actors; i++)
			if (rw_slice_eq(v->memory->actors[i].id, a->id) && v->memory->actors[i].name.n &&
				(out->kind != RIWAYA_LINK_OFFICIAL ||
					rw_slice_find(rw_fold(v->a, v->memory->actors[i].name), stem, 0) != SIZE_MAX))
				out->name = v->memory->actors[i].name;
		return true;
	}
	if (it->kind == sy->outlet) {
		rw_slice kind = rw_row_get(v->lx, it->row, "kind");
		if (!riwaya_link_kind_parse(kind, &out->kind) || out->kind == RIWAYA_LINK_NONE) out->kind = RIWAYA_LINK_OUTLET;
		out->actor = rw_row_get(v->lx, it->row, "actor");
		return true;
	}
	if ((it->kind == sy->party || it->kind == sy->figure) && it->payload) {
		const rw_phrase *p = it->payload;
		out->kind = RIWAYA_LINK_PERSON;
		out->actor = p->actor;
		return true;
	}
	return false;
}
