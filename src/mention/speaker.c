/* speaker.c: how far the name of a speaker runs.
 *
 * A rule finds the word for a speaker; how far the speaker's name runs is a matter of grammar. A word without the article
 * takes a noun behind it (ministry -> of health), one with it takes adjectives with the article; "in", "of" and "for" add where and
 * whose. A person with an office may be named behind it or between commas: words that are nothing else, up to where the saying goes on. */
#include "mention/speaker.h"

enum { NAME_TAIL = 10, SITE = 7, AHEAD = 6, QUOTED = 6 };

riwaya_link_kind rw_link_named(const rw_view *v, rw_sym word) {
	riwaya_link_kind k = RIWAYA_LINK_NONE;
	if (word) riwaya_link_kind_parse(rw_sym_text(v->lx, word), &k);
	return k;
}

bool rw_passes_words_on(riwaya_link_kind k) {
	return k == RIWAYA_LINK_OUTLET || k == RIWAYA_LINK_AGENCY || k == RIWAYA_LINK_CORRESPONDENT;
}

/* Whoever is spoken to carries the words on: an outlet, an agency, journalists, a name in quotation marks behind li-. */
bool rw_is_hearer(const rw_view *v, uint32_t i) {
	const rw_syms *sy = v->sy;
	if (rw_view_at(v, i, sy->outlet) || ((v->quoted[i] & 1) && !rw_made_at(v, i, sy->actor))) return true;
	const rw_item *speaker = rw_lexical_at(v, i, sy->speaker), *noun = rw_lexical_at(v, i, sy->noun);
	if (noun && rw_item_feat(noun, sy->role) == sy->journalist) return true;
	return speaker && rw_passes_words_on(rw_link_named(v, rw_item_feat(speaker, sy->kind)));
}

/* --- the tail of a speaker's name ------------------------------------------------------------------------------------ */

static bool name_opens(const rw_view *v, uint32_t i) {
	return !rw_definite(v, i) && !rw_made_at(v, i, v->sy->actor) && !rw_made_at(v, i, v->sy->place);
}

/* "Affiliated with", "close to", "loyal to" and who is meant. Its end, or i. */
static uint32_t affiliation(const rw_view *v, uint32_t s, uint32_t i, rw_tail *t) {
	const rw_syms *sy = v->sy;
	const rw_item *belong = NULL;
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind == sy->belong && !rw_is_weak(v, it) && (!belong || it->end > belong->end)) belong = it;
	}
	if (!belong || belong->end >= v->t.sent[s].end) return i;
	uint32_t j = belong->end;
	const rw_item *prep = rw_lexical_at(v, j, sy->placeprep);
	if (prep && prep->end == j + 1 && j + 1 < v->t.sent[s].end) j++;
	const rw_item *actor = rw_made_at(v, j, sy->actor);
	/* Whose it is, is known, or it has a name of its own, which the article behind it shows: the rest is comment. */
	bool own = (t->body || t->channel) && !t->source && rw_definite(v, i);
	if (actor && (t->actor.n || own) && !t->shown) t->shown = i;
	if (actor) {
		bool backed = rw_slice_eqz(rw_sym_text(v->lx, belong->id), "backed") ||
			rw_slice_eqz(rw_sym_text(v->lx, belong->id), "linked");
		if (!t->actor.n && !backed) t->actor = ((const rw_acting *)actor->payload)->id;
		return actor->end;
	}
	if (rw_is_word(v, j) && rw_definite(v, j) && !rw_is_hearer(v, j)) return j + 1;
	return i;
}

/* li- and a quotation mark, or a stretch, before the word it is joined to. */
bool rw_begins_with_li(const rw_view *v, uint32_t i) {
	size_t at = v->t.tok[i].start;
	rw_folded li = rw_fold_char(rw_utf8_next(v->text, &at));
	uint32_t n;
	rw_row first = rw_table_rows(v->lx, "clitics", &n);
	for (uint32_t r = 0; r < n; r++) {
		rw_slice text = rw_row_get(v->lx, first + r, "text");
		size_t t = 0;
		if (rw_pro_named(rw_row_get(v->lx, first + r, "name")) != RW_PRO_LI) continue;
		if (rw_fold_char(rw_utf8_next(text, &t)).c[0] != li.c[0] || at >= v->text.n) return false;
		uint32_t next = rw_utf8_next(v->text, &at);
		rw_class class_ = rw_fold_char(next).class_;
		return next == 0x640 || (class_ != RW_CLASS_LETTER && class_ != RW_CLASS_MARK);
	}
	return false;
}

/* "A responsible military source": two qualities say enough of a source, without where it works. */
static bool told_enough(const rw_view *v, uint32_t i, const rw_tail *t) {
	return t->source && i >= v->base + 2 && rw_lexical_at(v, i - 1, v->sy->adj) && rw_lexical_at(v, i - 2, v->sy->adj);
}

/* A preposition and what it governs, where both belong to the name. Its end, or i. */
static uint32_t prepositional(const rw_view *v, uint32_t s, uint32_t i, rw_tail *t) {
	const rw_syms *sy = v->sy;
	uint32_t limit = v->t.sent[s].end;
	const rw_item *prep = rw_lexical_at(v, i, sy->placeprep);
	if (!prep || prep->end != i + 1 || prep->enc || (prep->pro & RW_PRO_WA) || i + 1 >= limit || !rw_is_word(v, i + 1))
		return i;
	const rw_item *platform = rw_lexical_at(v, i + 1, sy->platform);
	if (platform && t->several) { /* "accounts on Telegram" */
		t->open = false;
		return platform->end;
	}
	bool in = prep->id == sy->in, from = prep->id == sy->from, on = rw_slice_eqz(rw_sym_text(v->lx, prep->id), "at");
	/* "The committee of searching for and getting to know the missing": "on" belongs to the masdar before it. */
	bool governed = !in && t->body && !t->open && rw_joined_with(v, i - 1, RW_PRO_AL) &&
		(!rw_known_word(v, i - 1) || rw_lexical_at(v, i - 1, sy->pred)) && (on || rw_joined_with(v, i - 1, RW_PRO_LI));
	bool of_adjective = on && t->source && rw_lexical_at(v, i - 1, sy->adj);
	if (!in && !(from && !t->body) && !governed && !of_adjective) return i;
	uint32_t j = i + 1;
	const rw_item *venue = rw_view_at(v, i, sy->according);
	const rw_item *longer = rw_view_at(v, i, sy->conn);
	if ((venue && venue->end > i + 1) || (longer && longer->end > i + 1) || rw_view_at(v, i, sy->date) ||
		rw_view_at(v, j, sy->date) || rw_lexical_at(v, j, sy->comp))
		return i;
	const rw_item *place = rw_made_at(v, j, sy->place), *actor = rw_made_at(v, j, sy->actor),
				  *speaker = rw_lexical_at(v, j, sy->speaker), *pred = rw_lexical_at(v, j, sy->pred),
				  *speech = rw_lexical_at(v, j, sy->speech);
	bool def = rw_definite(v, j);
	/* "In a compound": a participle is also a kind of place. */
	const rw_item *act = speech ? speech : pred;
	bool masdar = act && rw_item_feat(act, sy->form) != sy->ap && rw_item_feat(act, sy->form) != sy->pp;
	if (pred && !def && !place && !speaker && !rw_is_weak(v, pred) && masdar) return i;
	if (speech && !def && !rw_is_weak(v, speech) && !speaker && masdar) return i;
	if ((t->body || t->channel) && !governed && !place && !actor && !speaker && !rw_lexical_at(v, j, sy->placenoun))
		return i;
	if ((governed || of_adjective) && !def) return i;
	if (actor && !t->actor.n && !t->body) t->actor = ((const rw_acting *)actor->payload)->id;
	t->open = !place && !actor && !def;
	if (told_enough(v, i, t) && !t->shown) t->shown = i;
	/* "The security committee in the governorate of Marib". */
	const rw_item *kind = rw_lexical_at(v, j, sy->placenoun);
	if (t->body && in && !t->shown && kind && rw_slice_eqz(rw_sym_text(v->lx, kind->id), "governorate") && !def)
		t->shown = i;
	/* A hospital or an office is part of what the source is called, a town is not. */
	if (place && !speaker && !t->body && !t->channel && ((const rw_placed *)place->payload)->rank < SITE && !t->shown)
		t->shown = i;
	return place ? place->end : actor ? actor->end : j + 1;
}

/* "And" inside a name: the ministry of health and population. Its end, or i. */
static uint32_t coordinated(const rw_view *v, uint32_t s, uint32_t i, uint32_t first, rw_tail *t) {
	const rw_syms *sy = v->sy;
	const rw_item *speaker = rw_lexical_at(v, i, sy->speaker);
	bool def = rw_joined_with(v, i, RW_PRO_AL);
	if (i == first || rw_lexical_at(v, i, sy->pred) || rw_lexical_at(v, i, sy->speech)) return i;
	if (!def) {
		/* two nouns that share what depends on them: "the office of affairs and protection of graves" */
		bool shared = t->open && t->body && i + 1 < v->t.sent[s].end && rw_is_word(v, i + 1) && rw_definite(v, i + 1) &&
			!rw_ends_name(v, i + 1);
		return shared ? i + 1 : i;
	}
	if (!t->body || t->open || rw_made_at(v, i, sy->actor) || !rw_joined_with(v, i - 1, RW_PRO_AL)) return i;
	if (speaker && (rw_item_feat(speaker, sy->named) == sy->yes && !rw_is_weak(v, speaker))) return i;
	return i + 1;
}

static bool adj_before(const rw_view *v, uint32_t i, uint32_t first) {
	return i + 1 > first && rw_lexical_at(v, i - 1, v->sy->adj);
}

/* One more word or phrase of the name at token i; where it ends, i where the name does. */
static uint32_t next_part(rw_view *v, uint32_t s, uint32_t i, uint32_t first, rw_tail *t) {
	const rw_syms *sy = v->sy;
	uint32_t end = affiliation(v, s, i, t);
	if (end > i) {
		t->open = false;
		return end;
	}
	const rw_item *called = rw_lexical_at(v, i, sy->alias);
	if (called && called->end == i + 1 && t->spokesman) {
		t->open = true;
		return i + 1;
	}
	end = prepositional(v, s, i, t);
	if (end > i) return end;
	if (t->channel) { /* channels bear numbers and days as names */
		const rw_item *day = rw_lexical_at(v, i, sy->relday);
		if (v->t.tok[i].kind == RW_TOKEN_NUMBER && v->t.tok[i].end - v->t.tok[i].start <= 4) return i + 1;
		if (day && rw_definite(v, i) && t->open && !rw_view_at(v, i, sy->comp) && day->end == i + 1) {
			t->open = false;
			return i + 1;
		}
	}
	/* What stands behind a kind of place is its name, whatever else its letters are. */
	bool of_place = t->open && i > first && rw_lexical_at(v, i - 1, sy->placenoun) && !rw_definite(v, i - 1) &&
		!rw_lexical_at(v, i, sy->comp) && !rw_lexical_at(v, i, sy->conn) && !rw_lexical_at(v, i, sy->according) &&
		!rw_joined_with(v, i, RW_PRO_WA | RW_PRO_FA | RW_PRO_BI | RW_PRO_LI);
	bool named_so = t->open && t->body && i + 1 < v->t.sent[s].end && rw_lexical_at(v, i + 1, sy->cause) &&
		!rw_lexical_at(v, i, sy->comp) && !rw_view_at(v, i, sy->date);
	if (named_so) return i + 1;
	bool prep = rw_lexical_at(v, i, sy->placeprep) && !(t->open && rw_written(v, i, "yeh"));
	if ((rw_ends_name(v, i) && !of_place) || (prep && !of_place)) return i;
	bool def = rw_definite(v, i);
	const rw_item *place = rw_made_at(v, i, sy->place), *actor = rw_made_at(v, i, sy->actor),
				  *adj = rw_lexical_at(v, i, sy->adj);
	unsigned pro = rw_joined(v, i);
	const rw_item *mute = rw_lexical_at(v, i, sy->mute);
	if (mute && mute->id == sy->points) return i;
	if ((v->quoted[i] & 1) && (!t->open || rw_begins_with_li(v, i))) return i;
	const rw_item *neg = rw_lexical_at(v, i, sy->neg);
	if (neg && !t->open) return i; /* "the non-governmental": comment */
	const rw_item *cause = rw_lexical_at(v, i, sy->cause);
	if (cause && (t->body || t->channel)) { /* "for human rights" */
		t->open = cause->end == i + 1 && !rw_definite(v, i) && !(cause->pro & RW_PRO_AL);
		return cause->end;
	}
	const rw_item *of_given = rw_lexical_at(v, i, sy->given);
	if (t->body && !t->open && of_given && (of_given->pro & RW_PRO_LI)) { /* "the office of So-and-so" */
		uint32_t j = i + 1;
		while (j < v->t.sent[s].end && j < i + RW_NAME_RUN && rw_name_word(v, j, false)) j++;
		return j;
	}
	if (t->body && !t->open && !rw_known_word(v, i) && rw_begins_with_li(v, i) && i + 1 < v->t.sent[s].end &&
		rw_is_word(v, i + 1) && !rw_known_word(v, i + 1) && rw_definite(v, i + 1))
		return i + 2;
	if (pro & RW_PRO_LI) {
		if (rw_is_hearer(v, i) || t->crowd) return i;
		if (t->channel && !t->open && !((pro & RW_PRO_AL) && !rw_known_word(v, i))) return i;
		bool office = rw_lexical_at(v, i, sy->speaker) || rw_lexical_at(v, i, sy->placenoun) || place || actor;
		bool for_what = t->body && i + 1 < v->t.sent[s].end && rw_is_word(v, i + 1) && rw_definite(v, i + 1) &&
			!rw_lexical_at(v, i, sy->pred); /* "for human rights" */
		if (!(pro & RW_PRO_AL) && !((office || for_what) && !t->open)) return i;
		if (actor && t->spokesman && adj_before(v, i, first) && !t->shown) t->shown = i;
		if (actor && !t->actor.n) t->actor = ((const rw_acting *)actor->payload)->id;
		t->open = !(pro & RW_PRO_AL) && !actor && !(place && place->end > i + 1);
		return actor ? actor->end : place ? place->end : i + 1;
	}
	if ((pro & RW_PRO_BI) && !t->open) {
		if (actor && !t->body && !t->channel) { /* "the coordinator in the United Nations" */
			if (!t->actor.n) t->actor = ((const rw_acting *)actor->payload)->id;
			return actor->end;
		}
		if (!place && !rw_lexical_at(v, i, sy->placenoun) && !rw_lexical_at(v, i, sy->speaker)) return i;
		if (rw_lexical_at(v, i, sy->pred) && !place) return i;
		if (place && !t->body && !t->channel && ((const rw_placed *)place->payload)->rank < SITE && !t->shown)
			t->shown = i;
		t->open = !place && !(pro & RW_PRO_AL);
		return place ? place->end : i + 1;
	}
	if (pro & (RW_PRO_WA | RW_PRO_FA)) return coordinated(v, s, i, first, t);
	if (t->channel && (!adj || rw_item_feat(adj, sy->case_) == sy->acc)) {
		/* An outlet's name runs on to where its words begin; behind a country's name may stand one foreign word. */
		bool foreign = !rw_known_word(v, i) && i > first && !rw_definite(v, i - 1);
		if (rw_view_at(v, i, sy->outlet) && !t->open) return i;
		if (!t->open && !def && !foreign) return i;
		t->open = t->open && !def && !actor && !place;
		return place ? place->end : actor ? actor->end : i + 1;
	}
	if (t->open) {
		const rw_item *noun = rw_lexical_at(v, i, sy->noun), *title = rw_lexical_at(v, i, sy->speaker);
		if (noun && rw_item_feat(noun, sy->case_) == sy->acc) return i;
		if (t->reports &&
			(rw_view_at(v, i, sy->outlet) ||
				(title && rw_passes_words_on(rw_link_named(v, rw_item_feat(title, sy->kind))))))
			return i;
		t->open = !def && !actor && !place && !adj && !of_place;
		if (actor && !t->actor.n) t->actor = ((const rw_acting *)actor->payload)->id;
		return actor ? actor->end : place ? place->end : i + 1;
	}
	bool like_before = !rw_known_word(v, i) && rw_definite(v, i - 1);
	const rw_item *pred = rw_lexical_at(v, i, sy->pred);
	bool participle = pred && (rw_item_feat(pred, sy->form) == sy->ap || rw_item_feat(pred, sy->form) == sy->pp);
	if (def &&
		(adj || rw_lexical_at(v, i, sy->national) || rw_lexical_at(v, i, sy->direction) || like_before || participle))
		return i + 1;
	if (!def && adj && !rw_definite(v, i - 1) && i == first && !place) return i + 1;
	return i;
}

/* A name in quotation marks behind the word for what bears it: where it closes, or i. */
static uint32_t quoted_name(const rw_view *v, uint32_t s, uint32_t i) {
	if (i >= v->t.sent[s].end || !(v->quoted[i] & 1) || rw_begins_with_li(v, i)) return i;
	for (uint32_t j = i; j < v->t.sent[s].end && j < i + QUOTED; j++) {
		if (rw_view_at(v, j, v->sy->comp)) return i;
		if (v->quoted[j] & 2) return j + 1;
	}
	return i;
}

/* The name of who holds an office, behind more words of the office than are understood. */
static uint32_t name_ahead(const rw_view *v, uint32_t s, uint32_t i, uint32_t *name) {
	for (uint32_t n = 0; n < AHEAD && i < v->t.sent[s].end && rw_is_word(v, i); n++, i++) {
		uint32_t end = n ? rw_titled_run(v, s, i, name) : 0;
		if (end && end > *name + 1) return end;
		if (rw_view_at(v, i, v->sy->comp) || rw_lexical_at(v, i, v->sy->conn) || rw_view_at(v, i, v->sy->date))
			return 0;
		const rw_item *pred = rw_lexical_at(v, i, v->sy->pred), *speech = rw_lexical_at(v, i, v->sy->speech);
		if ((pred && !rw_is_weak(v, pred)) || (speech && rw_is_finite(v, speech) && !rw_is_weak(v, speech)) ||
			rw_is_hearer(v, i))
			return 0;
		if (rw_lexical_at(v, i, v->sy->according) || (n && rw_lexical_at(v, i, v->sy->speaker))) return 0;
	}
	return 0;
}

/* Where the name ends that begins before token i. */
uint32_t rw_tail_end(rw_view *v, uint32_t s, uint32_t i, rw_tail *t) {
	const rw_syms *sy = v->sy;
	uint32_t first = i, limit = v->t.sent[s].end;
	bool person = !t->body && !t->source && !t->several && !t->channel;
	if (!person || t->open) {
		uint32_t close = quoted_name(v, s, i);
		if (close > i) t->open = false;
		for (; i < close; i++) {
			const rw_item *actor = rw_made_at(v, i, v->sy->actor);
			if (actor && !t->actor.n) t->actor = ((const rw_acting *)actor->payload)->id;
		}
	}
	for (uint32_t n = 0; n < NAME_TAIL && i < limit; n++) {
		if (n && (v->quoted[i - 1] & 2) && !t->open) break;
		if (!rw_is_word(v, i) && !(t->channel && v->t.tok[i].kind == RW_TOKEN_NUMBER)) break;
		/* A person's own name ends what there is to say of it. */
		const rw_item *called = rw_lexical_at(v, i, sy->alias);
		if (called && !person && called->end > i + 1) { /* "a group that calls itself" */
			uint32_t close = quoted_name(v, s, called->end);
			while (close < called->end + 3 && close < limit && !(close > called->end && (v->quoted[close - 1] & 2)) &&
				rw_is_word(v, close) && !rw_ends_name(v, close))
				close++;
			if (close > called->end) {
				i = close;
				t->open = false;
				continue;
			}
		}
		if (called && person && !(t->spokesman && called->end == i + 1 && rw_definite(v, i + 1 < limit ? i + 1 : i))) {
			t->name_end = rw_name_run(v, s, called->end, 1);
			if (t->name_end > called->end) {
				t->name = called->end;
				break;
			}
			t->name_end = 0;
		}
		if (person && !t->open) {
			t->name_end = rw_titled_run(v, s, i, &t->name);
			if (t->name_end) break;
		}
		uint32_t end = next_part(v, s, i, first, t);
		if (end == i) break;
		i = end;
	}
	if (person && !t->name_end && !t->open) t->name_end = name_ahead(v, s, i, &t->name);
	return i;
}

/* The speaker's word in what a rule found: at its head, or behind "one of the", "three". */
static const rw_item *head_of(const rw_view *v, const rw_item *it) {
	enum { BEFORE = 3 };
	for (uint32_t i = it->first; i < it->end && i < it->first + BEFORE; i++) {
		const rw_item *head = rw_lexical_at(v, i, v->sy->speaker);
		if (head) return head;
	}
	return NULL;
}

bool rw_comma_at(const rw_view *v, uint32_t s, uint32_t i) {
	if (i >= v->t.sent[s].end || v->t.tok[i].kind != RW_TOKEN_PUNCT) return false;
	size_t at = v->t.tok[i].start;
	uint32_t c = rw_utf8_next(v->text, &at);
	return c == 0x60C || c == ',' || c == '(' || ((c == '-' || c == 0x2013) && v->t.tok[i].space_before);
}

void rw_widen_teller(rw_view *v, uint32_t s, rw_item *it) {
	const rw_syms *sy = v->sy;
	rw_teller *t = it->payload;
	const rw_item *head = head_of(v, it);
	if (t->whole) { /* "Reuters, the British one": what is said of an outlet behind its name */
		while (rw_passes_words_on(t->link.kind) && it->end < v->t.sent[s].end && rw_lexical_at(v, it->end, sy->adj) &&
			rw_definite(v, it->end) && !rw_joined_with(v, it->end, RW_PRO_WA | RW_PRO_BI | RW_PRO_LI))
			it->end++;
		return;
	}
	if (!head || t->link.kind == RIWAYA_LINK_DOCUMENT) return;
	rw_tail tail = {.body = rw_item_feat(head, sy->named) == sy->yes,
		.source = head->id == sy->source,
		.several = rw_item_feat(head, sy->number) == sy->pl || rw_item_feat(head, sy->number) == sy->du,
		.channel = t->link.kind == RIWAYA_LINK_OUTLET || t->link.kind == RIWAYA_LINK_AGENCY,
		.spokesman = head->id == sy->spokesman,
		.crowd = t->link.kind == RIWAYA_LINK_WITNESS || t->link.kind == RIWAYA_LINK_LOCAL ||
			t->link.kind == RIWAYA_LINK_ACTIVISTS,
		.actor = t->link.actor};
	const rw_item *verb = it->first > v->base ? rw_lexical_at(v, it->first - 1, sy->speech) : NULL;
	tail.reports = verb && rw_item_feat(verb, sy->takes) == sy->person;
	uint32_t end = it->end;
	/* "The group", where the name of one begins with that word. */
	const rw_item *own = rw_made_at(v, head->first, sy->actor);
	if (own && own->end > end && !((const rw_acting *)own->payload)->anaphor) {
		end = own->end;
		if (!tail.actor.n) tail.actor = ((const rw_acting *)own->payload)->id;
	}
	/* A site that speaks is named as a site is: a hospital, a camp. */
	const rw_item *site = rw_made_at(v, head->first, sy->place);
	if (site && site->end > end && tail.body && t->link.kind == RIWAYA_LINK_MEDICAL) end = site->end;
	const rw_item *alias = rw_lexical_at(v, end - 1, sy->alias);
	bool names_it = alias && !alias->enc; /* "in the name of" */
	const rw_item *guess = rw_made_at(v, end - 1, sy->place);
	tail.open = names_it || name_opens(v, end - 1) ||
		(guess && guess->end > end && !rw_definite(v, end - 1) && !rw_made_at(v, end - 1, sy->actor));
	if (end > it->first + 1 && (rw_lexical_at(v, end - 1, sy->adj) || end > it->end)) tail.open = names_it;
	if (head->enc && end == head->end) tail.open = false; /* "its spokesman So-and-so" */
	/* A plural in -un or -in loses its n before a noun of its own: with it none follows. */
	rw_slice one = rw_fold(v->a, rw_row_get(v->lx, head->row, "sg"));
	if (tail.several && end == head->end && rw_written(v, end - 1, "plural") && !tail.body &&
		rw_slice_starts(rw_without_article(v, v->t.tok[end - 1].key), one))
		tail.open = false;
	for (size_t k = 0; k < v->items.n; k++)
		if (v->items.p[k]->end == end && v->items.p[k]->payload && v->items.p[k]->first > it->first &&
			(v->items.p[k]->kind == sy->actor || v->items.p[k]->kind == sy->place))
			tail.open = false;
	if (quoted_name(v, s, end) > end) t->link.named = true;
	end = rw_tail_end(v, s, end, &tail);
	/* The name between commas behind the office; the comma behind it closes what is said of the speaker. */
	bool closed = false;
	if (!tail.name_end && !tail.body && !tail.source && !tail.several && !tail.channel && rw_comma_at(v, s, end)) {
		uint32_t name = 0, stop = rw_titled_run(v, s, end + 1, &name);
		if (!stop && end + 1 < v->t.sent[s].end && rw_lexical_at(v, end + 1, sy->speaker))
			stop = name_ahead(v, s, end + 1, &name); /* "..., member of the delegation So-and-so," */
		closed = stop < v->t.sent[s].end && stop > name && rw_comma_at(v, s, stop);
		if (stop > name + 1 && (stop >= v->t.sent[s].end || !rw_is_word(v, stop)))
			tail.name = name, tail.name_end = stop;
	}
	if (tail.actor.n && !t->link.actor.n) t->link.actor = tail.actor;
	if (tail.name_end) {
		rw_take_name(v, it, tail.name, tail.name_end);
		if (closed) it->end++;
	} else if (end > it->end) {
		rw_item lead = {.pro = it->pro};
		t->link.span = rw_view_span(v, it->first, tail.shown ? tail.shown : end, &lead);
		t->link.name = rw_view_words(v, t->link.span);
		t->bare = t->bare && tail.shown == it->first + 1;
		it->end = end;
	}
}
