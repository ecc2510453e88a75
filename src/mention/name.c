/* name.c: what the mention rules build: places made of several words, and tellers (sources, spokesmen, offices).
 *
 * Attributes of `place`: place (the known place inside), type (a kind of place), text (the name's stretch).
 * Attributes of `teller`: name (the stretch that names it), kind (a riwaya_link_kind), actor (item or id), named.
 */
#include "mention/mention.h"

static uint8_t proclitics_at(const rw_emission *e, uint32_t token) {
	for (uint32_t c = 0; c < e->n_captures; c++)
		if (e->captures[c].item && e->captures[c].item->first == token) return e->captures[c].item->pro;
	return 0;
}

static bool definite(const rw_view *v, uint32_t i);
static bool ends_name(const rw_view *v, uint32_t i);

/* A name of two words, the first without the article and the second with it, as in a street called after a person's title. */
static uint32_t second_word(const rw_view *v, uint32_t s, const rw_emission *e, uint32_t end) {
	const rw_item *head = e->n_captures ? e->captures[0].item : NULL;
	if (!head || head->end + 1 != end || end >= v->t.sent[s].end || definite(v, end - 1) || !definite(v, end) ||
		ends_name(v, end))
		return end;
	const rw_syms *sy = v->sy;
	if (rw_view_at(v, end, sy->adj) || rw_view_at(v, end, sy->direction) || rw_view_at(v, end, sy->place) ||
		rw_view_at(v, end, sy->actor) || rw_view_at(v, end, sy->placeprep))
		return end;
	const rw_item *any = v->from[end - v->base] < v->n_lexical ? v->items.p[v->from[end - v->base]] : NULL;
	if (any && any->first == end && (any->pro & (RW_PRO_WA | RW_PRO_FA | RW_PRO_BI | RW_PRO_LI))) return end;
	return end + 1;
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
	uint32_t last = inner ? e->end : second_word(v, s, e, p->end);
	if (!inner && p->end == e->end)
		p->end = last;
	else
		last = e->end;
	if (!inner || (type && !rw_slice_eqz(rw_sym_text(v->lx, type), "beside")))
		p->rank = type ? rw_place_rank(v->lx, rw_sym_text(v->lx, type)) : 7;
	rw_view_drop_inside(v, sy->place, e->first, last, NULL);
	rw_item *made = rw_view_add(v, sy->place, e->first, last, p);
	made->pro = proclitics_at(e, p->first);
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
		e->captures[0].item && rw_item_feat(e->captures[0].item, sy->def) == sy->yes;
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

/* --- whole names ---------------------------------------------------------------------------------------------------
 *
 * A rule finds the word for a speaker; how far the speaker's name runs is a matter of grammar. A word without the article
 * takes a noun behind it (ministry -> of health), one with it takes adjectives with the article; "in", "of" and "for" add where and
 * whose. A person with an office may be named behind it: two words or more that are nothing else, up to where the saying goes on. */

enum { NAME_TAIL = 8, NAME_RUN = 5, SITE_RANK = 7 };

static bool weak(const rw_view *v, const rw_item *it) { return rw_item_feat(it, v->sy->weak) == v->sy->yes; }

static bool of_kind(const rw_item *it, const rw_sym *kinds, size_t n) {
	for (size_t k = 0; k < n; k++)
		if (it->kind == kinds[k]) return true;
	return false;
}

static bool finite(const rw_view *v, const rw_item *it) {
	rw_sym form = rw_item_feat(it, v->sy->form);
	return form == v->sy->past || form == v->sy->present;
}

/* The letters that clitics.tsv gives for the article. */
static bool has_article(const rw_view *v, rw_slice key) {
	uint32_t n;
	rw_row first = rw_table_rows(v->lx, "clitics", &n);
	for (uint32_t r = 0; r < n; r++) {
		if (!rw_slice_eqz(rw_row_get(v->lx, first + r, "slot"), "article")) continue;
		rw_slice text = rw_row_get(v->lx, first + r, "text");
		if (key.n > text.n + 3 && rw_slice_starts(key, text)) return true;
	}
	return false;
}

static bool definite(const rw_view *v, uint32_t i) {
	bool known = false;
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
		if (rw_item_feat(v->items.p[k], v->sy->def) == v->sy->yes) return true;
		known = known || v->items.p[k]->end == i + 1;
	}
	return !known && has_article(v, v->t.tok[i].key);
}

/* Whether a word at token i belongs to the course of the sentence, so that no name runs over it. */
static bool ends_name(const rw_view *v, uint32_t i) {
	const rw_syms *sy = v->sy;
	const rw_sym always[] = {sy->comp, sy->rel, sy->neg, sy->break_, sy->hedge, sy->scare, sy->among, sy->background,
		sy->qualifier, sy->quantity, sy->conn, sy->according, sy->period};
	if (v->t.tok[i].kind != RW_TOKEN_WORD || rw_view_at(v, i, sy->date) || rw_view_at(v, i, sy->num)) return true;
	bool def = definite(v, i);
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
		const rw_item *it = v->items.p[k];
		if (of_kind(it, always, RW_COUNT(always))) return true;
		if (it->kind == sy->belong && !weak(v, it)) return true;
		if (it->kind == sy->speech && it->enc) return true; /* "his saying" */
		if (it->kind == sy->speech || it->kind == sy->modal || it->kind == sy->aux) {
			if (!weak(v, it) && (finite(v, it) || (it->kind == sy->modal && !def))) return true;
		} else if (it->kind == sy->pred) {
			if (!weak(v, it) && (finite(v, it) || !def)) return true;
		}
	}
	return false;
}

static const rw_item *lexical_at(const rw_view *v, uint32_t i, rw_sym kind) {
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++)
		if (v->items.p[k]->kind == kind) return v->items.p[k];
	return NULL;
}

static bool joined_with(const rw_view *v, uint32_t i, unsigned pro) {
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++)
		if (v->items.p[k]->pro & pro) return true;
	return false;
}

/* Whoever is spoken to carries the words on: an outlet, an agency, a correspondent. */
static bool hearer(const rw_view *v, uint32_t i) {
	const rw_syms *sy = v->sy;
	const rw_item *outlet = rw_view_at(v, i, sy->outlet), *speaker = lexical_at(v, i, sy->speaker);
	if (outlet) return true;
	rw_sym kind = speaker ? rw_item_feat(speaker, sy->kind) : 0;
	return kind &&
		(link_kind(v, kind) == RIWAYA_LINK_OUTLET || link_kind(v, kind) == RIWAYA_LINK_AGENCY ||
			link_kind(v, kind) == RIWAYA_LINK_CORRESPONDENT);
}

/* "Ali" and the preposition "on" fold to one key; a name is written with two dots under its last letter. */
static bool ends_in(const rw_view *v, uint32_t i, uint32_t letter) {
	uint32_t c = 0;
	for (size_t at = v->t.tok[i].start; at < v->t.tok[i].end;) c = rw_utf8_next(v->text, &at);
	return c == letter;
}

/* A word that can be part of a person's name: one that the tables don't know, or know for weak senses and qualities only. */
static bool name_word(const rw_view *v, uint32_t i, bool opens) {
	const rw_syms *sy = v->sy;
	if (v->t.tok[i].kind != RW_TOKEN_WORD || v->t.tok[i].key.n < 4) return false;
	if (opens && definite(v, i)) return false;
	if (v->t.tok[i].key.n > 4 && lexical_at(v, i, sy->placeprep) && ends_in(v, i, 0x64A)) return true;
	if (!opens && (v->quoted[i] & 1)) return false;
	const rw_sym plain[] = {sy->adj, sy->place, sy->other, sy->direction, sy->month, sy->weekday, sy->light, sy->actor,
		sy->number, sy->ordinal, sy->timepart, sy->relday, sy->national};
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
		const rw_item *it = v->items.p[k];
		if (!it->kind || it->end > i + 1) continue;
		if (it->pro & (RW_PRO_WA | RW_PRO_FA | RW_PRO_BI | RW_PRO_LI | RW_PRO_KA)) continue;
		const rw_sym small[] = {
			sy->comp, sy->rel, sy->neg, sy->conn, sy->according, sy->belong, sy->placeprep, sy->qualifier};
		if (of_kind(it, small, RW_COUNT(small))) return false;
		if (weak(v, it) || of_kind(it, plain, RW_COUNT(plain))) continue;
		if (it->kind == sy->noun && !opens) continue;
		rw_sym form = rw_item_feat(it, sy->form);
		if (form == sy->ap || form == sy->pp) continue; /* many names are participles */
		return false;
	}
	return true;
}

/* Where the saying goes on behind a name. */
static bool goes_on(const rw_view *v, uint32_t s, uint32_t i) {
	const rw_syms *sy = v->sy;
	if (i >= v->t.sent[s].end || v->t.tok[i].kind == RW_TOKEN_PUNCT || (v->quoted[i] & 1)) return true;
	return lexical_at(v, i, sy->comp) || lexical_at(v, i, sy->according) || lexical_at(v, i, sy->placeprep) ||
		lexical_at(v, i, sy->speech) || rw_view_at(v, i, sy->date) || lexical_at(v, i, sy->pred) ||
		lexical_at(v, i, sy->conn) || joined_with(v, i, RW_PRO_LI) || hearer(v, i);
}

static uint32_t name_run(const rw_view *v, uint32_t s, uint32_t i, uint32_t least) {
	uint32_t j = i;
	while (j < v->t.sent[s].end && j < i + NAME_RUN && name_word(v, j, j == i) && !(j > i && (v->quoted[j - 1] & 2)))
		j++;
	for (; j >= i + least; j--)
		if (goes_on(v, s, j)) return j;
	return i;
}

static void widen(rw_view *v, uint32_t s, rw_item *it) {
	const rw_syms *sy = v->sy;
	rw_teller *t = it->payload;
	const rw_item *head = lexical_at(v, it->first, sy->speaker);
	if (!head || t->link.kind == RIWAYA_LINK_DOCUMENT) return;
	bool body = rw_item_feat(head, sy->named) == sy->yes, source = head->id == sy->source,
		 several = rw_item_feat(head, sy->number) == sy->pl;
	bool channel = t->link.kind == RIWAYA_LINK_OUTLET || t->link.kind == RIWAYA_LINK_AGENCY;
	uint32_t end = it->end, limit = v->t.sent[s].end, run = 0, run_end = 0;
	bool names_it = lexical_at(v, end - 1, sy->alias) != NULL; /* "in the name of" */
	bool open =
		names_it || (!definite(v, end - 1) && !rw_view_at(v, end - 1, sy->actor) && !rw_view_at(v, end - 1, sy->place));
	if (lexical_at(v, end - 1, sy->adj) && end > head->end) open = false;
	/* A plural in -un or -in loses its n before a noun of its own: with it none follows. */
	if (several && end == head->end && ends_in(v, end - 1, 0x646) && !body) open = false;
	for (size_t k = 0; k < v->items.n; k++)
		if (v->items.p[k]->end == end && v->items.p[k]->payload &&
			(v->items.p[k]->kind == sy->actor || v->items.p[k]->kind == sy->place))
			open = false;
	for (uint32_t n = 0; n < NAME_TAIL && end < limit; n++) {
		uint32_t i = end;
		if (v->t.tok[i].kind != RW_TOKEN_WORD || (n && (v->quoted[i - 1] & 2))) break;
		/* A person's own name ends what there is to say of it. */
		const rw_item *called = lexical_at(v, i, sy->alias);
		if (called && !body && !several) {
			run_end = name_run(v, s, called->end, 1);
			if (run_end > called->end) {
				run = called->end;
				break;
			}
		}
		if (!body && !source && !several && !open) {
			run_end = name_run(v, s, i, 2);
			if (run_end > i) {
				run = i;
				break;
			}
		}
		const rw_item *prep = lexical_at(v, i, sy->placeprep);
		if (prep && prep->end == i + 1 && !prep->enc && (prep->id == sy->in || (prep->id == sy->from && !body)) &&
			!(prep->pro & RW_PRO_WA)) {
			const rw_item *venue = rw_view_at(v, i, sy->according);
			if (i + 1 >= limit || (venue && venue->end > i + 1) || rw_view_at(v, i, sy->conn) ||
				rw_view_at(v, i, sy->period) || rw_view_at(v, i, sy->date) || v->t.tok[i + 1].kind != RW_TOKEN_WORD)
				break;
			if (lexical_at(v, i + 1, sy->comp) || lexical_at(v, i + 1, sy->pred) || rw_view_at(v, i + 1, sy->date))
				break;
			const rw_item *place = rw_view_at(v, i + 1, sy->place), *actor = rw_view_at(v, i + 1, sy->actor);
			if ((body || channel) && !place && !actor && !lexical_at(v, i + 1, sy->speaker)) break;
			end = place && place->payload ? place->end : actor && actor->payload ? actor->end : i + 2;
			open = !place && !actor && !definite(v, i + 1);
			continue;
		}
		if (called && called->end == i + 1 && head->id == sy->spokesman) {
			end = i + 1;
			open = true;
			continue;
		}
		if (ends_name(v, i) || (prep && !open)) break;
		bool def = definite(v, i);
		const rw_item *place = rw_view_at(v, i, sy->place), *actor = rw_view_at(v, i, sy->actor),
					  *adj = lexical_at(v, i, sy->adj);
		if (actor && !actor->payload) actor = NULL;
		if (place && !place->payload) place = NULL;
		if (joined_with(v, i, RW_PRO_LI)) {
			if (hearer(v, i) || !def || (channel && !open)) break;
			end = i + 1;
			open = false;
			continue;
		}
		if (joined_with(v, i, RW_PRO_BI) && !open) {
			if (!place && !lexical_at(v, i, sy->placenoun)) break;
			end = place ? place->end : i + 1;
			open = !place && !def;
			continue;
		}
		if (joined_with(v, i, RW_PRO_WA | RW_PRO_FA)) {
			if (!def || !definite(v, i - 1) || lexical_at(v, i, sy->speaker) || actor || !n) break;
			end = i + 1;
			continue;
		}
		if (channel && !adj && (open || def)) {
			/* An outlet's name runs on to where its words begin. */
			if (hearer(v, i)) break;
			end = place ? place->end : actor ? actor->end : i + 1;
			continue;
		}
		if (open) {
			const rw_item *noun = lexical_at(v, i, sy->noun);
			if (noun && rw_item_feat(noun, rw_sym_of(v->lx, RW_LIT("case"))) == sy->acc) break;
			if (hearer(v, i) && !channel) break;
			end = actor ? actor->end : place ? place->end : i + 1;
			open = !def && !actor && !place && !adj;
			if (actor && !t->link.actor.n) t->link.actor = ((const rw_acting *)actor->payload)->id;
			continue;
		}
		bool known = v->from[i - v->base] < v->n_lexical && v->items.p[v->from[i - v->base]]->first == i;
		const rw_item *title = lexical_at(v, i, sy->speaker);
		if (def &&
			(adj || lexical_at(v, i, sy->national) || lexical_at(v, i, sy->direction) || (!known && definite(v, i - 1)))) {
			end = i + 1;
			continue;
		}
		if (def && (title || lexical_at(v, i, sy->noun)) && !body && !several && i + 1 < limit) {
			run_end = name_run(v, s, i + 1, 2);
			if (run_end > i + 1) run = i + 1;
		}
		if (!def && adj && !definite(v, i - 1) && end == i && !place) {
			end = i + 1;
			continue;
		}
		break;
	}
	if (run) {
		t->link.span = rw_view_span(v, run, run_end, NULL);
		t->link.name = rw_view_words(v, t->link.span);
		t->link.named = true;
		t->bare = false;
		it->end = run_end;
	} else if (end > it->end) {
		rw_item lead = {.pro = it->pro};
		t->link.span = rw_view_span(v, it->first, end, &lead);
		t->link.name = rw_view_words(v, t->link.span);
		t->bare = false;
		it->end = end;
	}
}

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
	if (!type || !head || head->end >= e->end || rw_item_feat(head, v->sy->def) == v->sy->yes) return false;
	rw_slice id = rw_sym_text(v->lx, type);
	uint32_t name = head->end;
	if (v->t.tok[name].kind == RW_TOKEN_WORD && ends_in(v, name, 0x647))
		return true; /* a pronoun: "a prison that it runs" */
	if (v->t.tok[name].kind != RW_TOKEN_WORD || definite(v, name) || (v->quoted[name] & 1)) return false;
	if (rw_place_rank(v->lx, id) < SITE_RANK && !rw_slice_eqz(id, "hospital")) return false;
	if (rw_slice_eqz(id, "neighbourhood")) return false;
	for (size_t i = 0; i < RW_COUNT(named_plainly); i++)
		if (rw_slice_eqz(id, named_plainly[i]))
			return ends_in(v, name, 0x64A) || ends_in(v, name, 0x629); /* the endings of adjectives */
	return true;
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
		if (!t->whole) widen(v, s, it);
		/* A rank or title speaks only with a name behind it, a body of many senses with what makes it one. */
		const rw_item *head = t->titled ? lexical_at(v, it->first, sy->speaker) : NULL;
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
			if (o != outer && (o->kind == sy->teller || site) && o->first > outer->first && o->end <= outer->end)
				rw_view_drop(o);
		}
	}
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
		if (a->anaphor && rw_row_get(v->lx, a->row, "ar").n) out->name = rw_row_get(v->lx, a->row, "ar");
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
