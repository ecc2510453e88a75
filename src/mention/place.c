/* place.c: names of places. A name that is also a common word counts only with evidence beside it; of places that
 * share a name, the one near the report's other places is meant. name.c builds compound places from them. */
#include "mention/mention.h"

uint8_t rw_place_rank(const rw_lexicon *lx, rw_slice type) {
	double rank;
	rw_row r = rw_row_find(lx, "placetypes", type);
	return r && rw_row_number(lx, r, "rank", &rank) ? (uint8_t)rank : 5;
}

/* How many steps of containment two places share with what the report has named: the more, the nearer. */
static int nearness(const rw_view *v, rw_row row) {
	int best = 0;
	enum { DEPTH = 8 };
	rw_row chain[DEPTH];
	int n = 0;
	uint32_t of_within = rw_table_column(v->lx, "places", "within");
	for (rw_row r = row; r && n < DEPTH;) {
		chain[n++] = r;
		rw_slice within = rw_row_cell(v->lx, r, of_within);
		r = within.n ? rw_row_find(v->lx, "places", within) : 0;
	}
	for (size_t i = 0; i < v->memory->n_places; i++) {
		rw_row r = v->memory->places[i].row;
		if (v->memory->places[i].unsure) continue;
		for (int up = 0; r && up < DEPTH; up++) {
			for (int k = 0; k < n; k++)
				if (chain[k] == r && n - k > best) best = n - k;
			rw_slice within = rw_row_cell(v->lx, r, of_within);
			if (!within.n) break;
			r = rw_row_find(v->lx, "places", within);
		}
	}
	return best;
}

static void remember(rw_view *v, const rw_item *it, bool namesakes) {
	rw_memory *m = v->memory;
	m->clock++;
	for (size_t i = 0; i < m->n_places; i++) {
		if (m->places[i].row != it->row) continue;
		m->places[i].last = m->clock;
		return;
	}
	rw_slice id = rw_row_get(v->lx, it->row, "id");
	rw_sym type = rw_sym_of(v->lx, rw_row_get(v->lx, it->row, "type"));
	const rw_syms *sy = v->sy;
	bool many = rw_item_feat(it, sy->ambiguous) == sy->yes || rw_item_feat(it, sy->local) == sy->yes;
	bool unsure = many && nearness(v, it->row) < 2;
	rw_country_saw(m, v->lx, it->row, unsure || namesakes);
	if (m->n_places < RW_MAX_MEANT)
		m->places[m->n_places++] = (rw_meant){.id = id,
			.row = it->row,
			.type = type,
			.last = m->clock,
			.n = 1,
			.unsure = unsure,
			.span = rw_view_span(v, it->first, it->end, it)};
}

/* Whether a place whose name is no common word ends right before token i. */
static bool ends_in_place(const rw_view *v, uint32_t i) {
	for (size_t k = v->from[i - 1 - v->base]; k < v->n_lexical && v->items.p[k]->first == i - 1; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind == v->sy->place && it->end == i && it->payload) return true;
	}
	return false;
}

static bool evidence(const rw_view *v, uint32_t s, const rw_item *it) {
	const rw_syms *sy = v->sy;
	uint32_t first = v->t.sent[s].first;
	if ((it->pro & RW_PRO_BI) || (v->quoted[it->first] & RW_TAGGED)) return true;
	/* "Suwayda: two wounded" at the head of a line. */
	uint32_t head = first;
	while (head < it->first && v->t.tok[head].kind != RW_TOKEN_WORD) head++;
	if (head == it->first && it->end < v->t.sent[s].end) {
		char after = v->text.p[v->t.tok[it->end].start];
		if (after == ':' || after == '|') return true;
	}
	/* "the quarter of Hope", "Hope and Mercy": the word for a place opens the name, or a place stands beside it. */
	const rw_item *opens = it->end - it->first > 1 ? rw_view_at(v, it->first, sy->placenoun) : NULL;
	if (opens && opens->end < it->end) return true;
	if ((it->pro & RW_PRO_WA) && it->first > first && ends_in_place(v, it->first)) return true;
	/* What follows "and" is not governed by the word before it: "from a meal" with the letters of "and Jubba". */
	for (uint32_t back = 1; !(it->pro & (RW_PRO_WA | RW_PRO_FA)) && back <= 2 && it->first >= first + back; back++) {
		uint32_t i = it->first - back;
		const rw_item *n = rw_view_at(v, i, sy->placenoun);
		if (n && n->end == it->first) return true;
		/* "in", "from", "to", "north of" */
		if (back == 1 && (rw_view_at(v, i, sy->placeprep) || rw_view_at(v, i, sy->direction))) return true;
	}
	for (size_t i = 0; i < v->memory->n_places; i++)
		if (v->memory->places[i].row == it->row) return true;
	return false;
}

static bool inside_longer(const rw_view *v, const rw_item *it) {
	const rw_syms *sy = v->sy;
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *o = v->items.p[k];
		if (o == it || o->first > it->first || o->end < it->end || o->end - o->first <= it->end - it->first) continue;
		if (o->kind == sy->place || o->kind == sy->outlet || (o->kind == sy->actor && o->payload) || o->kind == sy->date)
			return true;
	}
	return false;
}

/* Every town has a quarter of peace: a name that many places bear means the one that is known only where the report
 * names more that lies around it than the country. */
static bool elsewhere(const rw_view *v, const rw_item *it) {
	return rw_item_feat(it, v->sy->local) == v->sy->yes && nearness(v, it->row) < 2;
}

static bool shares_region(const rw_lexicon *lx, rw_row a, rw_row b) {
	enum { DEPTH = 8 };
	rw_row up[2] = {a, b};
	for (int i = 0; up[0] && i < DEPTH; i++) {
		rw_row r = b;
		for (int k = 0; r && k < DEPTH; k++) {
			/* of one country alone nothing follows, unless the country itself is named */
			bool country = rw_slice_eqz(rw_row_get(lx, r, "type"), "country");
			if (r == up[0] && (!country || r == a || r == b)) return true;
			rw_slice within = rw_row_get(lx, r, "within");
			r = within.n ? rw_row_find(lx, "places", within) : 0;
		}
		rw_slice within = rw_row_get(lx, up[0], "within");
		up[0] = within.n ? rw_row_find(lx, "places", within) : 0;
	}
	return false;
}

/* "Tell al-Sawwan in the steppe of al-Sukhna": a small place that the words right behind it put into another region is no place of the
 * tables, but one of its name. */
static bool put_elsewhere(const rw_view *v, uint32_t s, const rw_item *it) {
	enum { NEAR = 3 };
	const rw_syms *sy = v->sy;
	if (rw_place_rank(v->lx, rw_row_get(v->lx, it->row, "type")) < rw_place_rank(v->lx, RW_LIT("town"))) return false;
	bool in = false;
	for (uint32_t i = it->end; i < it->end + NEAR && i < v->t.sent[s].end && v->t.tok[i].kind == RW_TOKEN_WORD; i++) {
		bool any = false, shared = false;
		uint32_t longest = 0;
		for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
			const rw_item *o = v->items.p[k];
			if (o->kind != sy->place || !o->row || o->end < longest || o->enc) continue;
			if (o->end > longest) any = shared = false;
			longest = o->end;
			if (!in && !(o->pro & RW_PRO_BI)) continue;
			any = true;
			shared = shared || shares_region(v->lx, it->row, o->row);
		}
		if (any) return !shared;
		const rw_item *prep = rw_view_at(v, i, sy->placeprep), *kind = rw_view_at(v, i, sy->placenoun);
		if (!kind) kind = rw_view_at(v, i, sy->direction);
		if (!(prep && prep->end == i + 1 && prep->id == sy->in) &&
			!(kind && (in || kind->kind == sy->direction || (kind->pro & RW_PRO_BI))))
			return false;
		in = true;
	}
	return false;
}

/* None of the places of that name lies there. */
static bool none_there(const rw_view *v, uint32_t s, const rw_item *it) {
	for (size_t k = v->from[it->first - v->base]; k < v->n_lexical && v->items.p[k]->first == it->first; k++) {
		const rw_item *o = v->items.p[k];
		if (o->kind == v->sy->place && o->end == it->end && !put_elsewhere(v, s, o)) return false;
	}
	return true;
}

static void hang(rw_view *v, rw_item *it) {
	rw_placed *p = RW_NEW(v->a, rw_placed);
	p->id = rw_row_get(v->lx, it->row, "id");
	p->row = it->row;
	p->first = it->first;
	p->end = it->end;
	p->pro = it->pro;
	p->rank = rw_place_rank(v->lx, rw_row_get(v->lx, it->row, "type"));
	it->payload = p;
	rw_item_set(it, v->sy->type, rw_sym_of(v->lx, rw_row_get(v->lx, it->row, "type")));
}

/* "Saleswomen" has the letters of "in Iaat": the whole word, where it is one for people, is meant. */
static bool is_whole_word(const rw_view *v, const rw_item *it) {
	if (!(it->pro & (RW_PRO_BI | RW_PRO_LI | RW_PRO_KA | RW_PRO_FA)) || it->end != it->first + 1) return false;
	for (size_t k = v->from[it->first - v->base]; k < v->n_lexical && v->items.p[k]->first == it->first; k++) {
		const rw_item *o = v->items.p[k];
		if (o->kind == v->sy->noun && o->end == it->end && !(o->pro & ~(RW_PRO_WA | RW_PRO_AL) & it->pro) &&
			rw_item_feat(o, v->sy->unit) == v->sy->person)
			return true;
	}
	return false;
}

/* Names that one place alone bears settle those that several share, wherever in the sentence they stand. */
static void remember_sure(rw_view *v, uint32_t s) {
	for (size_t k = 0; k < v->n_lexical; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != v->sy->place || it->enc || rw_item_feat(it, v->sy->ambiguous) == v->sy->yes ||
			rw_item_feat(it, v->sy->local) == v->sy->yes || inside_longer(v, it) || put_elsewhere(v, s, it) ||
			is_whole_word(v, it))
			continue;
		bool alone = true;
		for (size_t j = v->from[it->first - v->base]; alone && j < v->n_lexical && v->items.p[j]->first == it->first; j++)
			alone = v->items.p[j]->kind != v->sy->place || v->items.p[j]->end != it->end || v->items.p[j]->row == it->row;
		if (alone) remember(v, it, false);
	}
}

/* Names of places bear no tanwin: with one the letters are an adjective, "forty Syrians". */
static bool bears_tanwin(const rw_view *v, const rw_item *it) {
	rw_slice word = rw_view_words(v, rw_view_span(v, it->first, it->end, it));
	return rw_slice_find(word, RW_LIT("\xD9\x8B"), 0) != SIZE_MAX; /* U+064B */
}

/* Whether an actor that the report names is of the land that the place lies in. */
static bool of_its_land(const rw_view *v, rw_row row) {
	rw_slice land = rw_country_of(v->lx, row);
	for (size_t i = 0; land.n && i < v->memory->n_actors; i++)
		if (rw_slice_eq(rw_row_get(v->lx, v->memory->actors[i].row, "country"), land)) return true;
	return false;
}

/* How likely a name without anything beside it means a place: the wider one, and a village last. */
static int known(const rw_lexicon *lx, rw_row row) {
	enum { VILLAGE = 10 };
	rw_slice type = rw_row_get(lx, row, "type");
	return -rw_place_rank(lx, type) - (rw_slice_eqz(type, "village") ? VILLAGE : 0);
}

/* "Like" joined to a name of two letters is a word or a name of its own: "Cap", which is no Ibb. */
static bool too_short(const rw_view *v, const rw_item *it) {
	enum { BYTES = 6 }; /* three letters */
	return (it->pro & RW_PRO_KA) && it->end == it->first + 1 && v->t.tok[it->first].key.n <= BYTES;
}

void rw_find_places(rw_view *v, uint32_t s) {
	const rw_syms *sy = v->sy;
	remember_sure(v, s);
	for (size_t k = 0; k < v->n_lexical; k++) {
		rw_item *it = v->items.p[k];
		if (it->kind != sy->place || it->payload) continue;
		const rw_item *actor = rw_view_at(v, it->first, sy->actor);
		if (inside_longer(v, it) || it->enc != 0 || (it->pro & RW_PRO_SA) || bears_tanwin(v, it) || elsewhere(v, it) ||
			none_there(v, s, it) || is_whole_word(v, it) || too_short(v, it) ||
			(actor && actor->payload && actor->end > it->end) ||
			(rw_item_feat(it, sy->ambiguous) == sy->yes && !evidence(v, s, it))) {
			rw_view_drop(it);
			continue;
		}
		/* Other rows of the same words: choose, keep the rest as alternatives. */
		rw_item *best = it;
		int best_near = nearness(v, it->row);
		RW_VEC(rw_slice) others = {0};
		for (size_t j = k + 1; j < v->n_lexical && v->items.p[j]->first == it->first; j++) {
			rw_item *o = v->items.p[j];
			if (o->kind != sy->place || o->end != it->end) continue;
			if (o->row == it->row || elsewhere(v, o)) { /* another reading of the same name, or far away */
				rw_view_drop(o);
				continue;
			}
			int near = nearness(v, o->row);
			rw_item *loser = o;
			bool here = of_its_land(v, o->row), there = of_its_land(v, best->row);
			if (near > best_near ||
				(near == best_near && (here != there ? here : known(v->lx, o->row) > known(v->lx, best->row)))) {
				loser = best;
				best = o;
				best_near = near;
			}
			rw_vec_push(v->a, &others, rw_row_get(v->lx, loser->row, "id"));
			rw_view_drop(loser);
		}
		if (best->kind == 0) best->kind = sy->place;
		hang(v, best);
		rw_placed *p = best->payload;
		p->alternatives = others.p;
		p->n_alternatives = (uint32_t)others.n;
		/* Of towns of one name in several lands nothing here tells which is meant: the choice proves no land. */
		bool torn = false;
		for (size_t j = 0; j < others.n && best_near == 0 && !of_its_land(v, best->row); j++)
			torn = torn ||
				!rw_slice_eq(
					rw_country_of(v->lx, rw_row_find(v->lx, "places", others.p[j])), rw_country_of(v->lx, best->row));
		remember(v, best, torn);
	}
}

/* The capital of the country that the place named last lies in; 0 where no table tells. */
static rw_row capital_told_of(const rw_view *v) {
	const rw_meant *last = NULL;
	for (uint32_t i = 0; i < v->memory->n_places; i++)
		if (!last || v->memory->places[i].last > last->last) last = &v->memory->places[i];
	if (!last) return 0;
	rw_slice rest = last->id, key = RW_LIT("capital=");
	rw_slice feats = rw_row_get(v->lx, rw_row_find(v->lx, "places", rw_slice_cut(&rest, '-')), "feats");
	size_t at = feats.n ? rw_slice_find(feats, key, 0) : SIZE_MAX;
	if (at == SIZE_MAX) return 0;
	rest = rw_slice_of(feats.p + at + key.n, feats.n - at - key.n);
	return rw_row_find(v->lx, "places", rw_slice_cut(&rest, ' '));
}

static void the_capital(rw_view *v, const rw_item *it) {
	rw_row row = capital_told_of(v);
	if (!row || inside_longer(v, it) || rw_view_at(v, it->first, v->sy->place)) return;
	rw_placed *p = RW_NEW(v->a, rw_placed);
	*p = (rw_placed){.id = rw_row_get(v->lx, row, "id"), .row = row, .first = it->first, .end = it->end, .pro = it->pro};
	p->rank = rw_place_rank(v->lx, rw_row_get(v->lx, row, "type"));
	for (uint32_t i = 0; i < v->memory->n_places; i++)
		if (v->memory->places[i].row == row) p->meant = &v->memory->places[i];
	rw_item *made = rw_view_add(v, v->sy->place, it->first, it->end, p);
	made->id = rw_sym_of(v->lx, p->id);
	made->row = row;
	made->pro = it->pro;
	rw_item_set(made, v->sy->type, rw_sym_of(v->lx, rw_row_get(v->lx, row, "type")));
}

/* "The prison", "the camp": a kind of place made definite, without a name, is the one of its kind named last. */
void rw_find_definite_places(rw_view *v, uint32_t s) {
	const rw_syms *sy = v->sy;
	(void)s;
	for (size_t k = 0; k < v->n_lexical; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != sy->placenoun || rw_item_feat(it, sy->def) != sy->yes ||
			rw_item_feat(it, sy->number) != sy->sg || it->enc || rw_item_feat(it, sy->loose) == sy->yes)
			continue;
		if (rw_item_feat(it, sy->capital) == sy->yes) {
			the_capital(v, it);
			continue;
		}
		const rw_meant *best = NULL;
		for (uint32_t i = 0; i < v->memory->n_places; i++) {
			const rw_meant *m = &v->memory->places[i];
			if (m->type == it->id && (!best || m->last > best->last)) best = m;
		}
		if (!best || inside_longer(v, it) || rw_view_at(v, it->first, sy->place)) continue;
		rw_placed *p = RW_NEW(v->a, rw_placed);
		p->id = best->id;
		p->row = best->row;
		p->first = it->first;
		p->end = it->end;
		p->pro = it->pro;
		p->rank = rw_place_rank(v->lx, rw_row_get(v->lx, best->row, "type"));
		p->meant = best;
		rw_item *made = rw_view_add(v, sy->place, it->first, it->end, p);
		made->id = rw_sym_of(v->lx, best->id);
		made->row = best->row;
		made->pro = it->pro;
		rw_item_set(made, sy->type, best->type);
	}
}
