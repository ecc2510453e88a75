/* phrase.c: figures and parties: what the figure rules emit, made into values, bounds, roles and actors.
 *
 * Attributes a figure rule may give: num, low and high (numbers), order, quantity, q (qualifier), value (a number the
 * noun's form says), head and tail (nouns: what is counted; what it is of), actor (item or id), role, unit, text (the
 * stretch that is the figure's own words; without it, from the first to the last of num, order, quantity and q).
 */
#include "mention/speaker.h"
#include <math.h>

static double policy(const rw_lexicon *lx, const char *key, double otherwise) {
	double x;
	rw_row r = rw_row_find(lx, "policy", rw_slice_z(key));
	return r && rw_row_number(lx, r, "value", &x) ? x : otherwise;
}

void rw_figure_bounds(const rw_lexicon *lx, riwaya_figure *f, double value, riwaya_qualifier q) {
	f->qualifier = q;
	f->value = value;
	f->has_value = true;
	f->low = f->high = value;
	f->has_low = f->has_high = true;
	switch (q) {
	case RIWAYA_QUALIFIER_ABOUT: {
		double slack = fmax(policy(lx, "about_tolerance", 0.1) * value, policy(lx, "about_least", 1));
		f->low = fmax(0, ceil(value - slack - 1e-9));
		f->high = floor(value + slack + 1e-9);
		break;
	}
	case RIWAYA_QUALIFIER_MORE_THAN:
	case RIWAYA_QUALIFIER_AT_LEAST:
		f->has_high = false;
		f->high = 0;
		break;
	case RIWAYA_QUALIFIER_LESS_THAN:
	case RIWAYA_QUALIFIER_AT_MOST:
		f->has_low = false;
		f->low = 0;
		break;
	default: f->qualifier = value == 0 ? RIWAYA_QUALIFIER_ZERO : RIWAYA_QUALIFIER_EXACT;
	}
}

static void widen(uint32_t *first, uint32_t *end, uint32_t a, uint32_t b) {
	if (a < *first) *first = a;
	if (b > *end) *end = b;
}

static bool vague(const rw_view *v, const rw_emission *e, rw_phrase *p) {
	const rw_item *order = rw_attr_item(e, v->sy->order, 0);
	const rw_item *quantity = rw_attr_item(e, v->sy->quantity, 0);
	riwaya_figure *f = &p->figure;
	if (order) {
		f->qualifier = RIWAYA_QUALIFIER_ORDER;
		f->has_low = rw_row_number(v->lx, order->row, "low", &f->low);
		f->has_high = rw_row_number(v->lx, order->row, "high", &f->high);
		/* "more than a hundred thousand" style: a qualifier opens the word's bounds on its side. */
		const rw_item *q = rw_attr_item(e, v->sy->q, 0);
		if (q && (q->id == v->sy->more_than || q->id == v->sy->at_least)) f->has_high = false, f->high = 0;
		return true;
	}
	if (quantity || rw_attr_value(e, v->sy->quantity)) {
		rw_sym id = quantity ? quantity->id : rw_attr_value(e, v->sy->quantity);
		f->qualifier = id == v->sy->all ? RIWAYA_QUALIFIER_ALL : RIWAYA_QUALIFIER_SOME;
		if (id == v->sy->none || id == v->sy->zero) {
			f->qualifier = RIWAYA_QUALIFIER_ZERO;
			f->has_value = f->has_low = f->has_high = true;
		}
		return true;
	}
	return false;
}

static void count(const rw_view *v, const rw_emission *e, rw_phrase *p) {
	const rw_syms *sy = v->sy;
	const rw_item *num = rw_attr_item(e, sy->num, 0), *low = rw_attr_item(e, sy->low, 0),
				  *high = rw_attr_item(e, sy->high, 0);
	const rw_item *q = rw_attr_item(e, sy->q, 0);
	double value;
	rw_sym id = q ? q->id : 0;
	riwaya_qualifier how = id == sy->about ? RIWAYA_QUALIFIER_ABOUT
		: id == sy->more_than              ? RIWAYA_QUALIFIER_MORE_THAN
		: id == sy->at_least               ? RIWAYA_QUALIFIER_AT_LEAST
		: id == sy->less_than              ? RIWAYA_QUALIFIER_LESS_THAN
		: id == sy->at_most                ? RIWAYA_QUALIFIER_AT_MOST
										   : RIWAYA_QUALIFIER_EXACT;
	if (low && high && low->payload && high->payload) {
		double a = ((const rw_num *)low->payload)->value, b = ((const rw_num *)high->payload)->value;
		p->figure.qualifier = RIWAYA_QUALIFIER_BETWEEN;
		p->figure.low = fmin(a, b), p->figure.high = fmax(a, b);
		p->figure.has_low = p->figure.has_high = true;
		p->counted = true;
	} else if (num && num->payload) {
		rw_figure_bounds(v->lx, &p->figure, ((const rw_num *)num->payload)->value, how);
		p->counted = true;
	} else if (vague(v, e, p)) {
		p->counted = true;
	} else if (rw_view_number(v, rw_attr_value(e, sy->value), &value)) {
		rw_figure_bounds(v->lx, &p->figure, value, how);
		p->counted = true;
	}
}

/* Whom "its men" belong to: within what somebody says, the actor named last there; else the actor that the sentence is
 * about, which is the first it names. */
static const rw_item *owner_before(const rw_view *v, uint32_t token, rw_sym pronoun) {
	rw_sym m = rw_sym_of(v->lx, RW_LIT("m")), f = rw_sym_of(v->lx, RW_LIT("f"));
	rw_sym other = pronoun == rw_sym_of(v->lx, RW_LIT("hu")) ? f : pronoun == rw_sym_of(v->lx, RW_LIT("ha")) ? m : 0;
	uint32_t said = 0;
	for (uint32_t i = token; i > v->base && !said; i--)
		if (rw_view_at(v, i - 1, v->sy->comp)) said = i;
	const rw_item *first = NULL, *last_said = NULL, *any = NULL;
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != v->sy->actor || !it->payload || it->end > token) continue;
		if (!any || it->first < any->first) any = it;
		if (other && rw_gender_of(v, it) == other) continue; /* "his men" are not those of the movement */
		if (!first || it->first < first->first) first = it;
		if (said && it->first >= said && (!last_said || it->first > last_said->first)) last_said = it;
	}
	/* Where nobody agrees, they are some person's of that party. */
	return last_said ? last_said : first ? first : any;
}

/* Whether a number without a noun may stand for people told of beside it: before a mark, a preposition, a conjunction. Before
 * any other word it counts something that no table knows. */
static bool any_at(const rw_view *v, uint32_t i) {
	size_t k = v->from[i - v->base];
	return k < v->n_lexical && v->items.p[k]->first == i;
}

/* Whether a word at token i is a unit that numbers measure by. */
static bool measures(const rw_view *v, uint32_t s, uint32_t i) {
	const rw_syms *sy = v->sy;
	return i < v->t.sent[s].end &&
		(rw_view_at(v, i, sy->timeunit) || rw_view_at(v, i, sy->scalar) || rw_view_at(v, i, sy->percent));
}

static bool may_stand_alone(const rw_view *v, uint32_t s, uint32_t end, double value) {
	const rw_syms *sy = v->sy;
	for (size_t k = 0; k < v->items.n; k++) /* the year of a date */
		if (v->items.p[k]->kind == sy->date && v->items.p[k]->first < end && end <= v->items.p[k]->end) return false;
	if (end >= v->t.sent[s].end || v->t.tok[end].kind != RW_TOKEN_WORD)
		return end >= v->t.sent[s].end || v->t.tok[end].kind == RW_TOKEN_PUNCT;
	if (measures(v, s, end)) return false;
	/* A word of no table in the accusative is what numbers past ten count, or says how ("32 of their own will"). */
	if (value > 10 && !any_at(v, end) && rw_written(v, end, "accusative")) return true;
	for (size_t k = v->from[end - v->base]; k < v->n_lexical && v->items.p[k]->first == end; k++) {
		const rw_item *it = v->items.p[k];
		if (it->pro & (RW_PRO_WA | RW_PRO_FA | RW_PRO_BI | RW_PRO_LI)) return true;
		const rw_sym after[] = {sy->placeprep, sy->by, sy->conn, sy->among, sy->break_, sy->joins, sy->rel, sy->other,
			sy->qualifier, sy->toll, sy->timepart, sy->relday, sy->weekday, sy->according, sy->belong, sy->pred,
			sy->comp, sy->period, sy->light, sy->neg, sy->aux};
		for (size_t n = 0; n < RW_COUNT(after); n++)
			if (it->kind == after[n]) return true;
	}
	return rw_view_at(v, end, sy->date) != NULL;
}

/* Whether bare digits are part of a name or a year: they stand behind the singular of a thing, a word of no table or one of another
 * script ("street 14", "S-400", "the war of 2014"), which nobody who counts would write. Behind words of acts and tolls
 * a count stands ("killed 14"). */
static bool names_something(const rw_view *v, uint32_t s, const rw_emission *e, const rw_phrase *p) {
	const rw_syms *sy = v->sy;
	const rw_item *it = e->n_captures ? e->captures[0].item : NULL;
	if (!p->figure.has_value || !it || it->kind != sy->num || it->first != e->first) return false;
	const rw_num *n = it->payload;
	uint32_t i = e->first, first = v->t.sent[s].first;
	if (!n || !n->digits || i <= first + 1) return false;
	bool year = n->value >= 1900 && n->value <= 2100 && n->value == floor(n->value) && v->t.tok[e->end - 1].key.n == 4;
	i--;
	const rw_token *t = &v->t.tok[i];
	if (t->kind == RW_TOKEN_PUNCT && t->end - t->start == 1 && v->text.p[t->start] == '-' && !t->space_before &&
		!v->t.tok[i + 1].space_before)
		t = &v->t.tok[--i];
	if (t->kind == RW_TOKEN_LATIN || rw_view_at(v, i, sy->numbered)) return true;
	if (t->kind != RW_TOKEN_WORD) return false;
	/* The end of a phrase that the tables know ("is still") is a known word too. */
	const rw_item *phrase = i > first ? rw_view_at(v, i - 1, sy->aux) : NULL;
	if (phrase && phrase->end > i) return false;
	if (!any_at(v, i)) return true;
	if (year && (rw_view_at(v, i, sy->placeprep) || rw_view_at(v, i, sy->period))) return true;
	if (rw_view_at(v, i, sy->toll) || rw_view_at(v, i, sy->qualifier) || rw_view_at(v, i, sy->among)) return false;
	bool act = false, thing = false;
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
		it = v->items.p[k];
		if (it->kind == sy->pred && year && rw_item_feat(it, sy->form) == sy->noun) return true; /* "the war of 2014" */
		act |= it->kind == sy->pred;
		bool noun = it->kind == sy->noun || it->kind == sy->placenoun || it->kind == sy->collective;
		thing |= noun && it->end == i + 1 && !it->enc && (year || rw_item_feat(it, sy->number) == sy->sg) &&
			(rw_item_feat(it, sy->unit) != sy->person || (year && rw_item_feat(it, sy->weak) == sy->yes));
	}
	return thing && !act;
}

/* Years and other units of time are not counted, though their letters may be a people's name too (Sunnis). */
static bool counts_time(const rw_view *v, const rw_emission *e, const rw_phrase *p) {
	const rw_item *unit = p->head ? rw_view_at(v, p->head->first, v->sy->timeunit) : NULL;
	/* "the events of 2003" */
	const rw_item *n = e->n_captures > 1 ? e->captures[e->n_captures - 1].item : NULL;
	if (p->head && n && n->kind == v->sy->num && n->first >= p->head->end && p->figure.value >= 1900 &&
		p->figure.value <= 2100 && v->t.tok[n->end - 1].key.n == 4 && v->t.tok[n->first].kind == RW_TOKEN_NUMBER)
		return true;
	bool between = p->figure.qualifier == RIWAYA_QUALIFIER_BETWEEN;
	if (between && p->lone && p->figure.low >= 1900 && p->figure.high <= 2100)
		return true; /* "between 2014 and 2017" */
	return (p->figure.has_value || between) && unit && unit->end >= p->head->end && !unit->pro &&
		rw_item_feat(unit, v->sy->weak) != v->sy->yes;
}

/* An adjective of nationality or role ("an armed attack") behind a noun, which reads as a person by its letters alone. */
static bool only_adjective(const rw_view *v, uint32_t s, const rw_item *head) {
	const rw_syms *sy = v->sy;
	if (!head || rw_item_feat(head, sy->number) != sy->sg || head->first == v->t.sent[s].first) return false;
	const rw_item *adj = rw_view_at(v, head->first, sy->adj);
	if (head->id != sy->national && (!adj || !rw_item_feat(adj, sy->role) || head->pro)) return false;
	for (size_t k = v->from[head->first - 1 - v->base]; k < v->n_lexical && v->items.p[k]->first == head->first - 1; k++) {
		const rw_item *it = v->items.p[k];
		/* "The death of a prisoner" governs him, and an adjective agrees with its noun. */
		if (it->kind == sy->pred && rw_item_feat(it, sy->takes) == sy->person && rw_item_feat(it, sy->form) == sy->masdar)
			return false;
		rw_sym gender = rw_item_feat(it, sy->gender);
		if (gender && gender != sy->any && rw_item_feat(head, sy->gender) && gender != rw_item_feat(head, sy->gender))
			continue;
		if (it->kind == sy->noun || it->kind == sy->adj || it->kind == sy->placenoun || it->kind == sy->speaker ||
			it->kind == sy->collective)
			return true;
		if (it->kind == sy->pred && rw_item_feat(it, sy->form) != sy->past &&
			rw_item_feat(it, sy->form) != sy->present && rw_item_feat(it, sy->takes) != sy->person)
			return true;
	}
	return false;
}

/* A sound plural that keeps its nun is in construct with nothing: whoever follows it is another. */
static bool keeps_nun(const rw_view *v, const rw_item *noun) {
	if (noun->end != noun->first + 1 || noun->enc || !noun->row || rw_item_feat(noun, v->sy->number) != v->sy->pl ||
		rw_row_get(v->lx, noun->row, "pl").n)
		return false;
	rw_slice word = rw_slice_trim(rw_view_words(v, rw_view_span(v, noun->first, noun->end, noun)));
	return rw_slice_ends(word, RW_LIT("\xD9\x88\xD9\x86")) || rw_slice_ends(word, RW_LIT("\xD9\x8A\xD9\x86"));
}

static rw_phrase *make(rw_view *v, const rw_emission *e) {
	const rw_syms *sy = v->sy;
	rw_phrase *p = RW_NEW(v->a, rw_phrase);
	p->head = rw_attr_item(e, sy->head, 0);
	p->tail = rw_attr_item(e, sy->tail, 0);
	p->whose = rw_attr_item(e, sy->actor, 0);
	/* "Protesters [accused] members of X" in one breath are not X's protesters. */
	if (p->head && (p->tail || p->whose) && keeps_nun(v, p->head)) {
		const rw_item *next = p->tail && p->tail->first >= p->head->end ? p->tail : p->whose;
		if (next && next->first == p->head->end && next->kind != sy->adj && !next->pro) {
			if (p->whose && p->whose->kind != sy->adj) p->whose = NULL;
			p->tail = NULL;
		}
	}
	count(v, e, p);
	p->lone = p->counted && !p->head && !p->tail && !p->whose;

	/* The figure's own words. */
	uint32_t first = UINT32_MAX, end = 0;
	const rw_attr *text = rw_attr_find(e, sy->text, 0);
	const rw_sym exact = rw_sym_of(v->lx, RW_LIT("exact"));
	if (text && text->capture) {
		widen(&first, &end, text->capture->first, text->capture->end);
	} else {
		const rw_sym keys[] = {sy->num, sy->low, sy->high, sy->order, sy->quantity, sy->q};
		for (size_t k = 0; k < RW_COUNT(keys); k++) {
			const rw_attr *a = rw_attr_find(e, keys[k], 0);
			/* "Whose number is four": no bound is in such words. */
			if (a && a->capture && keys[k] == sy->q && a->capture->item && a->capture->item->id == exact) continue;
			if (a && a->capture) widen(&first, &end, a->capture->first, a->capture->end);
		}
		if (first == UINT32_MAX && p->head) widen(&first, &end, p->head->first, p->head->end);
	}
	if (p->counted && first < end) {
		const rw_item *lead = NULL;
		for (uint32_t i = 0; i < e->n_captures && !lead; i++)
			if (e->captures[i].item && e->captures[i].item->first == first) lead = e->captures[i].item;
		p->figure.span = rw_view_span(v, first, end, lead);
		p->figure.text = rw_view_words(v, p->figure.span);
	}

	/* What it counts. */
	const rw_item *nouns[] = {p->head, p->tail};
	p->noun_first = UINT32_MAX;
	for (size_t k = 0; k < RW_COUNT(nouns); k++) {
		if (!nouns[k]) continue;
		widen(&p->noun_first, &p->noun_end, nouns[k]->first, nouns[k]->end);
		rw_sym unit = rw_item_feat(nouns[k], sy->unit), role = rw_item_feat(nouns[k], sy->role);
		if (!p->unit) p->unit = unit;
		if (!role || unit != p->unit) continue;
		/* A word of praise or blame ("terrorist") says less of what people are than one that a predicate implies. */
		bool generic =
			rw_item_feat(nouns[k], sy->generic) == sy->yes || rw_item_feat(nouns[k], sy->register_) == sy->loaded;
		if (!p->role || (p->generic && !generic)) {
			p->role = role;
			p->generic = generic;
		}
	}
	rw_sym role = rw_attr_value(e, sy->role), unit = rw_attr_value(e, sy->unit);
	if (role == sy->them) { /* some of those named before */
		const rw_people *them = &v->memory->people;
		p->unit = them->unit;
		p->role = them->role;
		p->generic = them->generic;
		p->actor = them->actor;
		p->lone = false;
		role = 0;
	}
	if (role && (!p->role || p->generic)) p->role = role, p->generic = false;
	if (unit) p->unit = unit;

	if (!p->unit && p->counted && p->whose) p->unit = sy->person; /* "200 of the army" */
	if (!p->unit && p->head && p->head->kind == sy->placenoun) {
		const rw_item *noun =
			rw_view_at(v, p->head->first, sy->noun); /* the same word as a thing: a house is a building */
		p->unit = noun && noun->end == p->head->end &&
				rw_item_feat(noun, sy->number) == rw_item_feat(p->head, sy->number) && rw_item_feat(noun, sy->unit)
			? rw_item_feat(noun, sy->unit)
			: sy->site;
	}

	/* Whose they are: named, by an adjective, or by a pronoun on the noun. */
	const rw_acting *acting = p->whose ? p->whose->payload : NULL;
	rw_sym by_name = rw_attr_value(e, sy->actor);
	if (acting) {
		p->actor = acting->id;
	} else if (by_name) {
		p->actor = rw_sym_text(v->lx, by_name);
	} else if ((p->tail && p->tail->enc) || (p->head && p->head->enc)) {
		const rw_item *bearer = p->tail && p->tail->enc ? p->tail : p->head;
		/* "His wife", "her driver", "its residents" are a person's or a place's, no party's. */
		static const char *const persons[] = {"relative", "woman", "child", "driver", "resident", "passenger",
			"patient", "civilian", "victim", "elderly", "farmer", "trader", "dignitary", "displaced"};
		rw_slice of = rw_sym_text(v->lx, rw_item_feat(bearer, sy->role));
		bool kin = false;
		for (size_t k = 0; k < RW_COUNT(persons); k++) kin = kin || rw_slice_eqz(of, persons[k]);
		const rw_item *owner = owner_before(v, e->first, rw_item_feat(bearer, sy->enc));
		if (rw_item_feat(bearer, sy->enc) == sy->na)
			p->actor = v->memory->self;
		else if (owner && !kin)
			p->actor = ((const rw_acting *)owner->payload)->id;
	}
	/* "The fighters of the movement": the noun behind may be a short name. */
	const rw_item *short_name = !p->actor.n && p->tail ? rw_view_at(v, p->tail->first, sy->actor) : NULL;
	if (short_name && short_name->payload && short_name->end >= p->tail->end)
		p->actor = ((const rw_acting *)short_name->payload)->id;
	/* Some nouns name a party's people by themselves: settlers. */
	if (!p->actor.n && p->head && rw_item_feat(p->head, sy->actor))
		p->actor = rw_sym_text(v->lx, rw_item_feat(p->head, sy->actor));
	/* Traders, workers, students of a country are no people of its state's. */
	static const char *const states[] = {"soldier", "officer", "police", "guard", "commander", "fighter", "official",
		"captive", "detainee", "employee", "attacker", "suspect", "man"};
	bool serves = !p->role || p->unit != sy->person;
	for (size_t k = 0; k < RW_COUNT(states); k++)
		serves = serves || rw_slice_eqz(rw_sym_text(v->lx, p->role), states[k]);
	if (!serves && p->actor.n && rw_slice_eqz(rw_row_get(v->lx, rw_row_find(v->lx, "actors", p->actor), "type"), "state"))
		p->actor = RW_NONE;
	/* A member of the police is police, of an army or a state's forces a soldier, where the noun says no more; those of a body that no
	 * noun names are its police, soldiers, fighters or staff. */
	bool member = p->actor.n && ((p->generic && p->role == sy->fighter) || p->role == sy->man);
	bool of_body = p->actor.n && !p->role && p->counted && !p->head && !p->tail && p->whose && p->unit == sy->person;
	if (member || of_body) {
		rw_slice type = rw_row_get(v->lx, rw_row_find(v->lx, "actors", p->actor), "type");
		static const struct {
			const char *type, *role;
			bool bare; /* only where no noun stands */
		} of_type[] = {{"police", "police", false}, {"army", "soldier", false}, {"state", "soldier", false},
			{"armed_group", "fighter", true}, {"international", "employee", true}, {"humanitarian", "employee", true}};
		/* Of a state only by its name: its nationals and its security bodies are other people. */
		bool security = rw_slice_eqz(type, "state") && (!p->whose || rw_item_feat(p->whose, sy->force));
		for (size_t k = 0; k < RW_COUNT(of_type); k++)
			if (rw_slice_eqz(type, of_type[k].type) && !security && (!of_type[k].bare || of_body))
				p->role = rw_sym_of(v->lx, rw_slice_z(of_type[k].role));
	}
	RW_VEC(rw_slice) also = {0};
	for (uint32_t n = 0;; n++) {
		const rw_item *other = rw_attr_item(e, sy->also, n);
		if (!other) break;
		const rw_acting *o = other->payload;
		if (o && !rw_slice_eq(o->id, p->actor)) rw_vec_push(v->a, &also, o->id);
	}
	p->also = also.p;
	p->n_also = (uint32_t)also.n;
	if (p->whose) widen(&p->noun_first, &p->noun_end, p->whose->first, p->whose->end);
	if (p->noun_first == UINT32_MAX) p->noun_first = p->noun_end = e->first;
	if (p->unit == sy->person && p->head && (p->counted || rw_item_feat(p->head, sy->number) != sy->sg))
		v->memory->people = (rw_people){p->unit, p->role, p->generic, p->actor};
	return p;
}

/* Where an office ends that other nouns make whole: "director of health of the governorate". One word more where none has the article. */
static uint32_t construct_end(const rw_view *v, uint32_t s, const rw_item *head) {
	enum { LONG = 3 };
	const rw_syms *sy = v->sy;
	if (rw_item_feat(head, sy->def) == sy->yes || head->enc) return head->end;
	uint32_t j = head->end, one = head->end;
	for (; j < v->t.sent[s].end && j < head->end + LONG; j++) {
		bool noun = false, stop = false, verb = false;
		for (size_t k = v->from[j - v->base]; k < v->n_lexical && v->items.p[k]->first == j; k++) {
			const rw_item *it = v->items.p[k];
			const rw_sym small[] = {sy->placeprep, sy->comp, sy->rel, sy->conn, sy->among, sy->by, sy->according,
				sy->neg, sy->period, sy->qualifier, sy->quantity, sy->belong, sy->other, sy->hedge, sy->timepart,
				sy->num, sy->aux};
			for (size_t n = 0; n < RW_COUNT(small); n++) stop = stop || it->kind == small[n];
			if (it->kind == sy->noun || it->kind == sy->placenoun || it->kind == sy->speaker ||
				it->kind == sy->collective) {
				/* A second person without the article is a quality of the first: "a girl, a student". */
				bool person = it->kind == sy->noun && rw_item_feat(it, sy->unit) == sy->person;
				if (it->pro || (person && rw_item_feat(it, sy->def) != sy->yes && !it->enc))
					stop = true;
				else
					noun = true;
			} else {
				verb = verb || it->kind == sy->pred || it->kind == sy->speech || it->kind == sy->adj ||
					it->kind == sy->light || it->kind == sy->toll || it->kind == sy->modal || it->kind == sy->rank;
			}
		}
		bool unknown = v->from[j - v->base] >= v->n_lexical || v->items.p[v->from[j - v->base]]->first != j;
		if (v->t.tok[j].kind != RW_TOKEN_WORD || rw_view_at(v, j, sy->date) || stop || (verb && !noun) ||
			!(noun || unknown))
			break;
		if (j == head->end) one = j + 1;
		const rw_item *here = rw_view_at(v, j, sy->noun);
		if (!rw_definite(v, j) && !(here && here->enc)) continue;
		const rw_item *adj = j + 1 < v->t.sent[s].end ? rw_view_at(v, j + 1, sy->adj) : NULL;
		return adj && rw_item_feat(adj, sy->def) == sy->yes && !adj->pro ? j + 2 : j + 1;
	}
	return one;
}

/* The name of the one person that a phrase is about: "the journalist So-and-so", "her driver So-and-so". */
static uint32_t name_behind(const rw_view *v, uint32_t s, const rw_phrase *p, uint32_t end) {
	const rw_syms *sy = v->sy;
	if (p->counted || p->unit != sy->person || !p->head || rw_item_feat(p->head, sy->number) != sy->sg) return 0;
	const rw_item *last = p->tail ? p->tail : p->head;
	bool office = p->office_end > end;
	if (office) end = p->office_end;
	if (!office && rw_item_feat(last, sy->def) != sy->yes && !last->enc && !p->whose) return 0;
	if (end >= v->t.sent[s].end || rw_view_at(v, end, sy->actor) || rw_view_at(v, end, sy->place)) return 0;
	/* "The comedian artist So-and-so", "the leader called So-and-so": words with the article, or one for being called, may stand between. */
	enum { BETWEEN = 2 };
	for (uint32_t skip = 0; skip <= BETWEEN && end < v->t.sent[s].end; skip++) {
		uint32_t stop = rw_person_name(v, s, end);
		if (stop > end + (skip > 0)) return stop;
		const rw_item *called = rw_view_at(v, end, sy->alias);
		bool quality = v->t.tok[end].kind == RW_TOKEN_WORD && rw_definite(v, end) && !rw_view_at(v, end, sy->place) &&
			!rw_view_at(v, end, sy->actor) && !rw_view_at(v, end, sy->rel) && !rw_view_at(v, end, sy->date) &&
			!rw_ends_name(v, end);
		if (!called && !quality) return 0;
		end = called ? called->end : end + 1;
	}
	return 0;
}

/* Persons whom a word for what befell them governs by their bare names, and those joined to them. */
static void find_named(rw_view *v, uint32_t s) {
	const rw_syms *sy = v->sy;
	for (uint32_t i = v->t.sent[s].first + 1; i < v->t.sent[s].end; i++) {
		const rw_item *given = rw_lexical_at(v, i, sy->given);
		if (!given || rw_view_at(v, i, sy->party) || rw_view_at(v, i, sy->figure) || rw_view_at(v, i, sy->actor) ||
			rw_view_at(v, i, sy->place) || rw_view_at(v, i, sy->date) || rw_lexical_at(v, i, sy->timepart))
			continue;
		const rw_item *before = NULL;
		for (size_t k = 0; k < v->items.n && !before; k++) {
			const rw_item *it = v->items.p[k];
			const rw_phrase *p = it->kind == sy->party ? it->payload : NULL;
			bool governs = it->kind == sy->pred && rw_item_feat(it, sy->takes) == sy->person;
			/* "The killing of both A and B". */
			governs = governs || (it->kind == sy->quantity && it->id == sy->all && it->end > it->first + 1);
			bool joined = (given->pro & RW_PRO_WA) && p && p->name_end == i;
			if (it->end == i && ((governs && !given->pro) || joined)) before = it;
		}
		/* A preposition is written like one of the names. */
		if (!before || (rw_lexical_at(v, i, sy->placeprep) && !rw_written(v, i, "yeh"))) continue;
		uint32_t end = given->pro ? i + 1 : rw_person_name(v, s, i);
		if (given->pro) {
			uint32_t more = end < v->t.sent[s].end ? rw_person_name(v, s, end) : end;
			end = more;
		}
		if (end < i + 2) continue;
		rw_phrase *p = RW_NEW(v->a, rw_phrase);
		*p = (rw_phrase){.unit = sy->person, .noun_first = i, .noun_end = end, .name_end = end};
		rw_item *it = rw_view_add(v, sy->party, i, end, p);
		it->pro = given->pro;
		rw_item_set(it, sy->unit, sy->person);
		rw_item_set(it, sy->number, sy->sg);
		i = end - 1;
	}
}

void rw_find_phrases(rw_view *v, uint32_t s) {
	const rw_syms *sy = v->sy;
	rw_lattice l;
	rw_view_lattice(v, s, &l);
	rw_emissions out = {0};
	rw_rules_run(v->lx, sy->figure, &l, RW_OVERLAP_NONE, v->a, &out);
	for (size_t i = 0; i < out.n; i++) {
		const rw_emission *e = &out.p[i];
		if (e->kind != sy->figure && e->kind != sy->party) continue;
		rw_phrase *p = make(v, e);
		if (p->lone && p->figure.has_value && !may_stand_alone(v, s, e->end, p->figure.value)) continue;
		if (p->lone && p->figure.qualifier == RIWAYA_QUALIFIER_BETWEEN && measures(v, s, e->end)) continue;
		/* "since 2015", "since the start of 2020": a year, even where it is not read as a date. */
		const rw_item *since = e->first > v->t.sent[s].first ? rw_view_at(v, e->first - 1, sy->period) : NULL;
		bool after_since = (since && since->id == sy->since) ||
			(e->first > v->t.sent[s].first && rw_view_at(v, e->first - 1, sy->periodpart));
		if (p->lone && after_since && p->figure.has_value && p->figure.value >= 1000 && p->figure.value <= 2200)
			continue;
		if (p->lone && names_something(v, s, e, p)) continue;
		if (p->counted && counts_time(v, e, p)) continue;
		if (!p->counted && only_adjective(v, s, p->head)) continue;
		/* "The two towns of A and B" names them: a dual without its last letter stands before names. */
		if (p->counted && p->head && rw_item_feat(p->head, sy->number) == sy->du && !p->head->enc &&
			(p->unit == sy->settlement || p->unit == sy->site) && !rw_attr_item(e, sy->num, 0) &&
			!rw_written(v, p->head->end - 1, "plural"))
			continue;
		bool one = !p->counted && p->unit == sy->person && p->head && rw_item_feat(p->head, sy->number) == sy->sg;
		p->office_end = one ? construct_end(v, s, p->head) : 0;
		p->name_end = name_behind(v, s, p, e->end);
		uint32_t end = p->name_end ? p->name_end : p->office_end > e->end ? p->office_end : e->end;
		rw_item *it = rw_view_add(v, p->counted ? sy->figure : sy->party, e->first, end, p);
		it->id = e->id;
		it->rule = e->rule + 1;
		const rw_item *lead = NULL;
		for (uint32_t c = 0; c < e->n_captures; c++)
			if (e->captures[c].item && e->captures[c].item->first == e->first && !lead) lead = e->captures[c].item;
		if (lead) it->pro = lead->pro;
		const rw_item *noun = p->head ? p->head : p->tail;
		if (p->unit) rw_item_set(it, sy->unit, p->unit);
		if (p->role) rw_item_set(it, sy->role, p->role);
		if (p->actor.n) rw_item_set(it, sy->actor, rw_sym_of(v->lx, p->actor));
		if (rw_attr_value(e, sy->escaped)) rw_item_set(it, sy->escaped, rw_attr_value(e, sy->escaped));
		if (p->lone) rw_item_set(it, sy->alone, sy->yes);
		if (noun) {
			rw_sym carried[] = {sy->number, sy->gender, sy->def, sy->pred, sy->enc};
			for (size_t k = 0; k < RW_COUNT(carried); k++) {
				rw_sym value = rw_item_feat(noun, carried[k]);
				/* "Eight cases of death": a case is of what follows it. */
				bool of_a_case = noun->id == sy->person && rw_item_feat(noun, sy->weak) == sy->yes;
				/* "Nine people missing": what stands beside people of no kind says what they are. */
				bool beside = p->tail && p->head && p->unit == sy->person && p->tail->kind == sy->noun &&
					p->tail->first == p->head->end && rw_item_feat(p->tail, sy->def) == rw_item_feat(p->head, sy->def) &&
					(rw_item_feat(p->tail, sy->number) == rw_item_feat(p->head, sy->number) ||
						rw_item_feat(p->tail, sy->number) == sy->any) &&
					!p->tail->enc;
				/* "420 displaced families": the adjective says what befell them. */
				if (!value && carried[k] == sy->pred && p->role == sy->displaced && p->counted) value = sy->displaced;
				/* "Dozens of the families besieged": without the article behind one that has it, it is what is said of them. */
				bool said = p->tail && p->head && p->counted && p->tail->kind == sy->noun &&
					p->tail->first == p->head->end && rw_item_feat(p->tail, sy->def) != sy->yes &&
					rw_item_feat(p->head, sy->def) == sy->yes && !p->tail->enc;
				beside = beside || said;
				if (!value && carried[k] == sy->pred && p->tail && (of_a_case || beside))
					value = rw_item_feat(p->tail, sy->pred);
				/* "nobody was killed": what did not befall anyone is the verb's own. */
				if (!value && carried[k] == sy->pred && noun->kind == sy->pred) value = noun->id;
				if (value) rw_item_set(it, carried[k], value);
			}
		}
	}
	find_named(v, s);
}
