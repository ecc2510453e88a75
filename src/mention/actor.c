/* actor.c: names of actors, an actor's second name in brackets, and short names resolved to the actor last meant. */
#include "mention/speaker.h"

static void remember(rw_view *v, rw_slice id, rw_row row, rw_sym type, rw_slice name) {
	rw_memory *m = v->memory;
	m->clock++;
	for (size_t i = 0; i < m->n_actors; i++) {
		if (!rw_slice_eq(m->actors[i].id, id)) continue;
		if (m->actors[i].last <= m->sentence) m->actors[i].before = m->actors[i].last;
		m->actors[i].last = m->clock;
		m->actors[i].n++;
		if (!m->actors[i].name.n) m->actors[i].name = name;
		return;
	}
	if (m->n_actors < RW_MAX_MEANT)
		m->actors[m->n_actors++] = (rw_meant){.id = id, .row = row, .type = type, .last = m->clock, .n = 1, .name = name};
}

/* Whether a short name (its id) can stand for an actor: the actors' table says what each is called. */
static bool called(const rw_view *v, rw_row actor, rw_slice id) {
	rw_slice names = rw_row_get(v->lx, actor, "called");
	while (names.p) {
		rw_slice one = rw_slice_cut(&names, ' ');
		if (one.n && rw_slice_eq(one, id)) return true;
	}
	return false;
}

/* A state or its army, of another land than the one where the news stands, and not posted there. */
static bool foreign(const rw_view *v, rw_row actor, rw_slice here) {
	rw_slice type = rw_row_get(v->lx, actor, "type"), posted = rw_row_get(v->lx, actor, "posted");
	if (!rw_slice_eqz(type, "state") && !rw_slice_eqz(type, "army")) return false;
	rw_slice of = rw_row_get(v->lx, actor, "country");
	if (rw_slice_eq(of, here)) return false;
	/* An outlet that speaks for a state tells of that state's. */
	rw_row self = v->memory->self.n ? rw_row_find(v->lx, "actors", v->memory->self) : 0;
	if (self && rw_slice_eq(rw_row_get(v->lx, self, "country"), of)) return false;
	while (posted.p)
		if (rw_slice_eq(rw_slice_cut(&posted, ' '), here)) return false;
	return true;
}

/* The branch of an organisation of many lands in the land where the news stands: "al-Qaeda" in Yemen. */
static rw_row branch_here(const rw_view *v, const rw_acting *whole, rw_slice here) {
	if (!here.n || !rw_slice_eqz(whole->reg, "plain") || rw_row_get(v->lx, whole->row, "country").n ||
		!rw_slice_eqz(rw_row_get(v->lx, whole->row, "type"), "armed_group"))
		return 0;
	uint32_t n;
	rw_row first = rw_table_rows(v->lx, "actors", &n), found = 0;
	for (rw_row r = first; r < first + n; r++) {
		if (!rw_slice_eq(rw_row_get(v->lx, r, "within"), whole->id) ||
			!rw_slice_eq(rw_row_get(v->lx, r, "country"), here) || rw_row_get(v->lx, r, "until").n)
			continue;
		if (found) return 0;
		found = r;
	}
	return found;
}

/* The actor last meant before the short name that it can stand for; "the latter" stands for any. A title speaks of the one that the
 * report names most. */
static rw_slice last_meant(const rw_view *v, const rw_item *it) {
	const rw_memory *m = v->memory;
	rw_slice id = rw_sym_text(v->lx, it->id);
	bool any = rw_item_feat(it, v->sy->latter) == v->sy->yes;
	if (v->field != RIWAYA_FIELD_TITLE) {
		const rw_item *nearest = NULL;
		for (size_t k = 0; k < v->items.n; k++) {
			const rw_item *o = v->items.p[k];
			if (o->kind != v->sy->actor || !o->payload || o->end > it->first) continue;
			const rw_acting *acting = o->payload;
			if ((any || called(v, acting->row, id)) && (!nearest || o->first > nearest->first)) nearest = o;
		}
		if (nearest) return ((const rw_acting *)nearest->payload)->id;
	}
	const rw_meant *best = NULL;
	uint32_t best_last = 0;
	bool best_away = false;
	/* "The army" is an army told of before, or this country's, not another state that has one. */
	bool force = rw_item_feat(it, v->sy->force) != 0;
	rw_slice here = force ? rw_country_here(m, v->lx) : RW_NONE;
	for (uint32_t i = 0; i < m->n_actors; i++) {
		const rw_meant *o = &m->actors[i];
		bool away = here.n && foreign(v, o->row, here);
		if (away && rw_slice_eqz(rw_sym_text(v->lx, o->type), "state")) continue;
		/* What this sentence names behind the short name is not meant by it. */
		uint32_t last = o->last > m->sentence ? o->before : o->last;
		bool nearer = v->field == RIWAYA_FIELD_TITLE && best && o->n != best->n ? o->n > best->n : last > best_last;
		if (!last || !(any || called(v, o->row, id))) continue;
		if (best && away != best_away ? best_away : nearer) best = o, best_last = last, best_away = away;
	}
	return best ? best->id : RW_NONE;
}

/* Whether a longer name of an actor, place or outlet covers the item. */
static bool covered(const rw_view *v, const rw_item *it) {
	const rw_syms *sy = v->sy;
	uint32_t len = it->end - it->first;
	for (size_t k = 0; k < v->n_lexical; k++) {
		const rw_item *o = v->items.p[k];
		if (o->first > it->first) break;
		if (o == it || o->end < it->end || o->end - o->first <= len) continue;
		if (o->kind == sy->actor || o->kind == sy->place || o->kind == sy->outlet) return true;
	}
	return false;
}

/* A row may hold for a time only (since=, until=): the same words name one government before a day and another after it. */
static bool in_its_time(const rw_view *v, const rw_item *it) {
	if (v->published.precision == RIWAYA_PRECISION_NONE) return true;
	const rw_sym keys[] = {v->sy->since, v->sy->until};
	for (size_t k = 0; k < RW_COUNT(keys); k++) {
		riwaya_when day;
		rw_slice zone;
		rw_sym value = rw_item_feat(it, keys[k]);
		if (!value || !rw_when_parse(rw_sym_text(v->lx, value), &day, &zone)) continue;
		if (k == 0 ? v->published.from < day.from : v->published.from >= day.from) return false;
	}
	return true;
}

/* "In Pakistan" is where, not who: a bare country name behind a preposition of place. */
static bool is_where(const rw_view *v, const rw_item *it) {
	if (rw_item_feat(it, v->sy->ambiguous) != v->sy->yes) return false;
	if (it->pro & RW_PRO_BI) return true;
	return it->first > v->base &&
		(rw_view_at(v, it->first - 1, v->sy->placeprep) || rw_view_at(v, it->first - 1, v->sy->direction) ||
			rw_view_at(v, it->first - 1, v->sy->placenoun));
}

rw_sym rw_gender_of(const rw_view *v, const rw_item *it) {
	const rw_syms *sy = v->sy;
	rw_sym m = rw_sym_of(v->lx, RW_LIT("m")), f = rw_sym_of(v->lx, RW_LIT("f"));
	const rw_sym kinds[] = {sy->collective, sy->speaker, sy->noun, sy->anaphor};
	for (size_t k = v->from[it->first - v->base]; k < v->n_lexical && v->items.p[k]->first == it->first; k++) {
		const rw_item *word = v->items.p[k];
		rw_sym gender = rw_item_feat(word, sy->gender), number = rw_item_feat(word, sy->number);
		for (size_t n = 0; n < RW_COUNT(kinds); n++) {
			if (word->kind != kinds[n] || word->end != it->first + 1 || !gender) continue;
			if (number == sy->sg && (gender == m || gender == f)) return gender;
			/* "The forces", "the battalions": what is many and no person takes the feminine. */
			if (number == sy->pl && rw_item_feat(word, sy->unit) != sy->person) return f;
		}
	}
	/* Teh marbuta, and the ending of sound plurals of things. */
	return rw_written(v, it->first, it->kind == sy->actor ? "feminine_name" : "feminine") ? f : 0;
}

static bool bracket(const rw_view *v, uint32_t i, char c) {
	const rw_token *t = &v->t.tok[i];
	return t->kind == RW_TOKEN_PUNCT && t->end - t->start == 1 && v->text.p[t->start] == c;
}

static void hang(rw_view *v, rw_item *it, rw_slice id, bool anaphor) {
	rw_acting *p = RW_NEW(v->a, rw_acting);
	p->id = id;
	p->row = rw_row_find(v->lx, "actors", id);
	p->reg = rw_sym_text(v->lx, rw_item_feat(it, v->sy->register_));
	p->anaphor = anaphor;
	it->payload = p;
	rw_slice name = anaphor ? RW_NONE : rw_view_words(v, rw_view_span(v, it->first, it->end, it));
	remember(v, id, p->row, rw_sym_of(v->lx, rw_row_get(v->lx, p->row, "type")), name);
	if (anaphor || (v->quoted[it->first] & 4)) return;
	for (uint32_t i = 0; i < v->memory->n_actors; i++) {
		rw_meant *m = &v->memory->actors[i];
		if (!rw_slice_eq(m->id, id)) continue;
		m->n_self += rw_slice_eqz(p->reg, "self");
		m->n_loaded += rw_slice_eqz(p->reg, "loaded");
		m->n_plain += rw_slice_eqz(p->reg, "plain");
	}
}

rw_slice rw_own_side(rw_memory *m, const rw_lexicon *lx, riwaya_when published) {
	const rw_meant *own = NULL, *foe = NULL;
	for (uint32_t i = 0; i < m->n_actors; i++) {
		const rw_meant *o = &m->actors[i];
		if (o->n_self > o->n_plain && (!own || o->n_self > own->n_self)) own = o;
		if (o->n_loaded > o->n_plain && (!foe || o->n_loaded > foe->n_loaded)) foe = o;
	}
	if (own && own->n_self + m->ours > 1) return own->id;
	/* Whose forces fight those that it calls names are the state's where these are none of it. */
	if (!m->ours || !foe || rw_slice_eqz(rw_row_get(lx, foe->row, "type"), "state")) return RW_NONE;
	rw_slice state = rw_country_body(m, lx, rw_country_here(m, lx), RW_LIT("state"), published);
	rw_row within = state.n ? rw_row_find(lx, "actors", rw_row_get(lx, foe->row, "within")) : 0;
	return within && rw_slice_eq(rw_row_get(lx, within, "id"), state) ? RW_NONE : state;
}

/* A name that a country's body shares with one of the whole world is, there, the country's. */
static void give_way(rw_view *v, const rw_item *it) {
	for (size_t k = 0; k < v->items.n; k++) {
		rw_item *o = v->items.p[k];
		if (o == it || o->kind != v->sy->actor || o->first != it->first || o->end != it->end || !o->payload) continue;
		if (!rw_row_get(v->lx, ((const rw_acting *)o->payload)->row, "country").n) rw_view_drop(o);
	}
}

static void settle(rw_view *v, rw_item *it) {
	/* One name at one place: of readings with and without proclitics the longest name wins, then the plainest reading. */
	const rw_item *best = rw_view_at(v, it->first, v->sy->actor);
	if (best != it && best->payload)
		rw_view_drop(it);
	else
		hang(v, it, rw_sym_text(v->lx, it->id), false);
}

void rw_find_actors(rw_view *v, uint32_t s) {
	const rw_syms *sy = v->sy;
	uint32_t end = v->t.sent[s].end;
	v->memory->sentence = v->memory->clock;
	for (size_t k = 0; k < v->n_lexical; k++) {
		rw_item *it = v->items.p[k];
		if (it->kind == sy->actor) {
			if (covered(v, it) || !in_its_time(v, it) || is_where(v, it)) {
				rw_view_drop(it);
				continue;
			}
			if (rw_item_feat(it, sy->home) != sy->yes) settle(v, it);
		}
	}
	/* "Syrian Democratic Forces (SDF)": the second name of one actor belongs to the first. */
	for (size_t k = 0; k < v->items.n; k++) {
		rw_item *it = v->items.p[k];
		if (it->kind != sy->actor || !it->payload) continue;
		uint32_t i = it->end;
		bool open = i < end && bracket(v, i, '(');
		const rw_item *again = i + open < end ? rw_view_at(v, i + open, sy->actor) : NULL;
		if (!again || again->id != it->id || !again->payload || (again->pro & (uint8_t)~RW_PRO_AL)) continue;
		if (open && !(again->end < end && bracket(v, again->end, ')'))) continue;
		it->end = again->end + open;
		for (size_t j = 0; j < v->items.n; j++) {
			rw_item *o = v->items.p[j];
			if (o != it && o->kind == sy->actor && o->first > it->first && o->end <= it->end) rw_view_drop(o);
		}
	}
}

void rw_find_short_names(rw_view *v) {
	const rw_syms *sy = v->sy;
	rw_slice here = rw_country_here(v->memory, v->lx);
	for (size_t k = 0; k < v->n_lexical; k++) {
		rw_item *it = v->items.p[k];
		if (it->kind == sy->actor && !it->payload && rw_item_feat(it, sy->home) == sy->yes) {
			rw_slice of = rw_row_get(v->lx, rw_row_find(v->lx, "actors", rw_sym_text(v->lx, it->id)), "country");
			if (here.n && !rw_slice_eq(here, of)) {
				rw_view_drop(it);
				continue;
			}
			if (here.n) give_way(v, it);
			settle(v, it);
		}
	}
	for (size_t k = 0; k < v->n_lexical; k++) {
		rw_item *it = v->items.p[k];
		rw_row branch = it->kind == sy->actor && it->payload ? branch_here(v, it->payload, here) : 0;
		if (!branch) continue;
		it->id = rw_sym_of(v->lx, rw_row_get(v->lx, branch, "id"));
		hang(v, it, rw_row_get(v->lx, branch, "id"), false);
	}
	for (size_t k = 0; k < v->n_lexical; k++) {
		const rw_item *it = v->items.p[k];
		bool forces = it->kind == sy->anaphor || it->kind == sy->collective;
		if (forces && rw_item_feat(it, sy->enc) == sy->na && !(v->quoted[it->first] & 4)) v->memory->ours++;
	}
	for (size_t k = 0; k < v->n_lexical; k++) {
		rw_item *it = v->items.p[k];
		/* "The army", but "security forces", whose article stands on the second word. */
		bool definite = rw_item_feat(it, sy->def) == sy->yes || it->end > it->first + 1;
		if (it->kind != sy->anaphor || !definite || rw_view_at(v, it->first, sy->actor) || covered(v, it)) continue;
		/* "The latest attacks": behind a noun with the article the word is its adjective. */
		if (rw_item_feat(it, sy->latter) == sy->yes && it->first > v->base && rw_definite(v, it->first - 1)) continue;
		/* "The security organs of Russia", with its adjective: that country's, whatever was told of before. */
		const rw_item *of = it->end < v->t.n && v->t.tok[it->end].sentence == v->t.tok[it->first].sentence
			? rw_view_at(v, it->end, sy->adj)
			: NULL;
		rw_sym whose = of && rw_definite(v, it->end) && rw_item_feat(it, sy->force) ? rw_item_feat(of, sy->actor) : 0;
		rw_row state = whose ? rw_row_find(v->lx, "actors", rw_sym_text(v->lx, whose)) : 0;
		rw_slice id = RW_NONE;
		if (state)
			id = rw_country_body(v->memory, v->lx, rw_row_get(v->lx, state, "country"),
				rw_sym_text(v->lx, rw_item_feat(it, sy->force)), v->published);
		if (!id.n) id = last_meant(v, it);
		if (!id.n) id = rw_sym_text(v->lx, rw_item_feat(it, sy->actor));
		if (!id.n)
			id = rw_country_body(v->memory, v->lx, here, rw_sym_text(v->lx, rw_item_feat(it, sy->force)), v->published);
		if (!id.n) continue;
		rw_item *made = rw_view_add(v, sy->actor, it->first, it->end, NULL);
		made->id = rw_sym_of(v->lx, id);
		made->row = it->row;
		made->pro = it->pro;
		made->enc = it->enc;
		for (unsigned f = 0; f < it->n_feats; f++) rw_item_set(made, it->feats[f].key, it->feats[f].value);
		hang(v, made, id, true);
	}
}
