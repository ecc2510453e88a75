/* teller.c: whom a speaker's words stand for: "the ministry" for the one named before, a surname for the whole name, an office for
 * its country's government; and whether a body named in the text is the outlet itself. */
#include "extract/frame.h"
#include "mention/speaker.h"

static unsigned proclitic_letters(uint8_t pro) {
	unsigned n = 0;
	for (unsigned bit = RW_PRO_WA; bit <= RW_PRO_A; bit <<= 1)
		if (pro & bit) n += bit == RW_PRO_AL ? 2 : 1;
	return (pro & RW_PRO_LI) && (pro & RW_PRO_AL) ? n - 1 : n; /* li- takes the article's alef away */
}

static rw_slice key_without(const rw_view *v, uint32_t token, uint8_t pro) {
	rw_slice key = v->t.tok[token].key;
	size_t at = 0;
	for (unsigned n = proclitic_letters(pro); n && at < key.n; n--) rw_utf8_next(key, &at);
	return rw_slice_of(key.p + at, key.n - at);
}

static const rw_item *speaker_at(const rw_view *v, uint32_t i) { return rw_view_at(v, i, v->sy->speaker); }

/* The word for the speaker: at the head of the phrase, or behind "one of the", "the same". */
static uint32_t head_token(const rw_view *v, const rw_item *it) {
	enum { BEFORE = 3 };
	for (uint32_t i = it->first; it->kind == v->sy->teller && i < it->end && i < it->first + BEFORE; i++)
		if (speaker_at(v, i)) return i;
	return it->first;
}

static rw_row row_at(const rw_view *v, uint32_t i) {
	const rw_item *s = speaker_at(v, i);
	return s && s->end == i + 1 ? s->row : 0;
}

static uint8_t pro_at(const rw_view *v, uint32_t i) {
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++)
		if (v->items.p[k]->kind == v->sy->adj || v->items.p[k]->kind == v->sy->speaker) return v->items.p[k]->pro;
	return 0;
}

/* --- names told before ------------------------------------------------------------------------------------------- */

static void remember(rw_view *v, const rw_item *it, rw_speaking *last, const riwaya_link *link) {
	if (last->n_named == RW_MAX_TELLERS) {
		memmove(last->named, last->named + 1, (RW_MAX_TELLERS - 1) * sizeof *last->named);
		last->n_named--;
	}
	rw_named *n = &last->named[last->n_named++];
	uint32_t head = head_token(v, it);
	*n = (rw_named){.id = it->id, .link = *link, .row = row_at(v, head)};
	n->head = key_without(v, head, head == it->first ? it->pro : pro_at(v, head));
	rw_tokens words;
	rw_tokenize(v->a, link->name, &words);
	uint32_t from = words.n > RW_NAME_WORDS ? words.n - RW_NAME_WORDS : 0;
	for (uint32_t i = from; i < words.n; i++)
		if (words.tok[i].kind == RW_TOKEN_WORD) n->words[n->n_words++] = rw_arena_copy(last->keep, words.tok[i].key);
	n->head = rw_arena_copy(last->keep, n->head);
	/* A person's name stands behind the office, not at its head. */
	const rw_teller *t = it->kind == v->sy->teller ? it->payload : NULL;
	bool alone = t && t->by_grammar && link->named && (t->person || link->kind == RIWAYA_LINK_PERSON);
	/* "X for news": what an agency's name ends in is no family's name */
	bool body =
		link->kind == RIWAYA_LINK_AGENCY || link->kind == RIWAYA_LINK_OUTLET || link->kind == RIWAYA_LINK_DOCUMENT;
	n->person = !body && n->n_words >= 2 &&
		(alone ||
			(it->kind == v->sy->teller && it->end > it->first + 2 && !rw_slice_eq(n->words[0], n->head) &&
				!rw_slice_eq(n->words[0], v->t.tok[it->first].key)));
	for (uint32_t i = head; n->person && !alone && i < it->end && i < head + 2 * RW_NAME_WORDS; i++) {
		if (v->t.tok[i].kind != RW_TOKEN_WORD) continue;
		if (rw_slice_eq(v->t.tok[i].key, n->words[0]) || n->n_office == RW_NAME_WORDS) break;
		n->office[n->n_office++] = rw_arena_copy(last->keep, rw_without_article(v, v->t.tok[i].key));
	}
	n->link.span = (riwaya_span){RIWAYA_FIELD_NONE, 0, 0};
}

/* "The governor of Duk" for the governor of Duk county, who has been named. */
static const rw_named *office_before(const rw_view *v, const rw_item *it, const rw_speaking *last) {
	for (uint32_t k = last->n_named; k-- > 0;) {
		const rw_named *n = &last->named[k];
		if (!n->person || n->n_office < 2 || it->end < it->first + 2) continue;
		uint32_t i = it->first;
		for (; i < it->end; i++) {
			rw_slice key = i == it->first ? key_without(v, i, it->pro) : v->t.tok[i].key;
			bool same = false;
			for (uint32_t j = 0; j < n->n_office && !same; j++)
				same = rw_slice_eq(n->office[j], rw_without_article(v, key)) && (i > it->first || j == 0);
			if (!same) break;
		}
		if (i == it->end) return n;
	}
	return NULL;
}

/* The latest of that head ("the source"), with that quality where one is given ("the medical source"). */
static const rw_named *told_before(const rw_view *v, const rw_item *it, const rw_speaking *last, rw_slice quality) {
	uint32_t at = head_token(v, it);
	rw_slice head = key_without(v, at, at == it->first ? it->pro : pro_at(v, at));
	rw_row row = row_at(v, at);
	for (uint32_t i = last->n_named; i-- > 0;) {
		const rw_named *n = &last->named[i];
		/* "Elders of the camp", one of whom is "the elder": one row of the tables. */
		if (!rw_slice_eq(n->head, head) && !(row && n->row == row)) continue;
		if (!quality.n) return n;
		for (uint32_t k = 0; k < n->n_words; k++)
			if (rw_slice_eq(n->words[k], quality)) return n;
	}
	if (quality.n) return NULL;
	const rw_syms *sy = v->sy;
	for (uint32_t i = last->n_named; i-- > 0;)
		if (last->named[i].id == it->id &&
			(it->id == sy->source || it->id == sy->spokesman || last->named[i].link.kind == RIWAYA_LINK_CORRESPONDENT))
			return &last->named[i];
	return NULL;
}

/* A person named before, of whom the report now gives the name again, whole or in part. */
static bool named_before(rw_view *v, rw_slice name, unsigned pro, const rw_speaking *last, riwaya_link *out) {
	rw_tokens words;
	rw_tokenize(v->a, name, &words);
	if (!words.n) return false;
	rw_slice family = words.tok[words.n - 1].key, text = pro & RW_PRO_LI ? rw_pro_text(v->lx, RW_PRO_LI) : RW_NONE;
	if (text.n && words.n == 1 && rw_slice_starts(family, text))
		family = rw_slice_of(family.p + text.n, family.n - text.n);
	for (uint32_t i = last->n_named; i-- > 0;) {
		const rw_named *n = &last->named[i];
		if (!n->person || !n->n_words) continue;
		if (!rw_slice_eq(n->words[n->n_words - 1], family)) continue;
		riwaya_span span = out->span;
		*out = n->link;
		out->span = span;
		return true;
	}
	return false;
}

/* --- offices --------------------------------------------------------------------------------------------------------- */

/* The party that an office speaks for: the state whose adjective it bears, else the body of that name, the police, the army or the
 * government of the country that the news stands in. */
static rw_slice office_of(rw_view *v, const rw_item *it, const rw_speaking *last, const riwaya_link *link) {
	const rw_syms *sy = v->sy;
	/* "The command of the army", "the army": the army that the words were found to mean. */
	for (uint32_t i = it->first; i < it->end && i < v->t.n; i++) {
		const rw_item *named = rw_view_at(v, i, sy->actor);
		if (named && named->payload && ((const rw_acting *)named->payload)->anaphor && named->end <= it->end)
			return ((const rw_acting *)named->payload)->id;
	}
	bool official = link->kind == RIWAYA_LINK_OFFICIAL;
	bool of_state = official || link->kind == RIWAYA_LINK_PARTY || link->kind == RIWAYA_LINK_ANONYMOUS ||
		link->kind == RIWAYA_LINK_DOCUMENT;
	rw_slice whose = RW_NONE, country = RW_NONE;
	for (uint32_t i = it->first; i < it->end && i < v->t.n; i++) {
		const rw_item *adj = rw_view_at(v, i, sy->adj), *place = rw_view_at(v, i, sy->place);
		if (adj && of_state && rw_item_feat(adj, sy->actor)) return rw_sym_text(v->lx, rw_item_feat(adj, sy->actor));
		if (place && place->payload && ((const rw_placed *)place->payload)->row)
			country = rw_country_of(v->lx, ((const rw_placed *)place->payload)->row);
		const rw_item *s = speaker_at(v, i);
		/* "The directorate of civil defence": of two words the one that says more than "the state". */
		if (s && rw_item_feat(s, sy->speaks_for) && (!whose.n || rw_slice_eqz(whose, "state")))
			whose = rw_sym_text(v->lx, rw_item_feat(s, sy->speaks_for));
		/* "A military source": what qualifies it says more than the noun. */
		for (size_t k = v->from[i - v->base];
			 i > it->first && !(whose.n && it->id == sy->body) && k < v->n_lexical && v->items.p[k]->first == i; k++)
			if (v->items.p[k]->kind == sy->adj && rw_item_feat(v->items.p[k], sy->speaks_for))
				whose = rw_sym_text(v->lx, rw_item_feat(v->items.p[k], sy->speaks_for));
	}
	/* "A member of the commission", told of before: whose that is. */
	for (uint32_t i = it->first + 1; i < it->end && it->kind == sy->teller; i++) {
		const rw_item *s = speaker_at(v, i);
		if (!s || rw_item_feat(s, sy->def) != sy->yes || s->end != i + 1) continue;
		for (uint32_t n = last->n_named; n-- > 0;)
			if (last->named[n].link.actor.n && rw_slice_eq(last->named[n].head, key_without(v, i, s->pro)))
				return last->named[n].link.actor;
	}
	/* An official of no body that the tables know speaks for the state, as ministers and governors do. */
	if (!whose.n && official && (it->id == sy->official || it->id == sy->body)) whose = RW_LIT("state");
	if (!whose.n) return RW_NONE;
	/* "The ministry of defence" told of before with its country: its minister is that country's. */
	const rw_item *office = speaker_at(v, it->first);
	for (uint32_t n = last->n_named; !country.n && office && office->end > office->first + 1 && n-- > 0;)
		for (uint32_t k = 1; last->named[n].link.actor.n && k < last->named[n].n_words; k++)
			if (rw_slice_eq(last->named[n].words[k], v->t.tok[office->first + 1].key)) return last->named[n].link.actor;
	/* Where a party speaks for itself, "the army" is its own. */
	rw_slice self = v->memory->self;
	bool forces = rw_slice_eqz(whose, "army") || rw_slice_eqz(whose, "police") || rw_slice_eqz(whose, "state");
	if (!country.n && self.n && forces) return self;
	if (!country.n) country = rw_country_here(v->memory, v->lx);
	if (!country.n) return RW_NONE;
	/* A body that has a row of its own, by the first words of its name. */
	rw_slice name = rw_fold(v->a, link->name);
	uint32_t n;
	rw_row first = rw_table_rows(v->lx, "actors", &n);
	for (rw_row r = first; r < first + n && rw_slice_find(name, RW_LIT(" "), 0) != SIZE_MAX; r++)
		if (rw_slice_eq(rw_row_get(v->lx, r, "country"), country) &&
			rw_slice_starts(rw_fold(v->a, rw_row_get(v->lx, r, "ar")), name))
			return rw_row_get(v->lx, r, "id");
	return rw_country_body(v->memory, v->lx, country, whose, v->published);
}

/* "So-and-so, deputy of the ministry, told": whom the office between commas behind a name speaks for. */
static rw_slice office_behind(rw_view *v, const rw_item *it, const rw_speaking *last) {
	enum { WORDS = 8 };
	const rw_syms *sy = v->sy;
	uint32_t i = it->end + 1, end = i;
	if (i >= v->t.n || v->t.tok[i - 1].kind != RW_TOKEN_PUNCT || v->t.tok[i].sentence != v->t.tok[it->first].sentence)
		return RW_NONE;
	const rw_item *office = speaker_at(v, i);
	if (!office || office->enc) return RW_NONE;
	while (end < v->t.n && end < i + WORDS && v->t.tok[end].kind == RW_TOKEN_WORD &&
		v->t.tok[end].sentence == v->t.tok[i].sentence)
		end++;
	if (end >= v->t.n || v->t.tok[end].kind != RW_TOKEN_PUNCT) return RW_NONE;
	for (uint32_t k = i; k < end; k++) {
		const rw_item *named = rw_view_at(v, k, sy->actor);
		if (named && named->payload) return ((const rw_acting *)named->payload)->id;
	}
	rw_item held = {.kind = sy->teller, .id = office->id, .first = i, .end = end};
	riwaya_link link = {.kind = RIWAYA_LINK_OFFICIAL};
	return office_of(v, &held, last, &link);
}

/* "Its spokesman", "its teams": by the name of whose they are, which is the actor named before in the sentence, else who spoke last. */
static void own_by_name(rw_view *v, const rw_item *it, const rw_speaking *last, riwaya_link *out) {
	const rw_syms *sy = v->sy;
	const rw_item *bearer = NULL;
	for (uint32_t i = it->first; i < it->end; i++) {
		const rw_item *s = speaker_at(v, i);
		if (s && s->enc && rw_item_feat(s, sy->enc) != sy->na) bearer = s;
	}
	if (!bearer || bearer->end != it->end || !bearer->row) return;
	riwaya_link owner = {0};
	const rw_item *named = NULL;
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *o = v->items.p[k];
		const rw_teller *t = o->kind == sy->teller ? o->payload : NULL;
		bool can = (o->kind == sy->actor && o->payload) ||
			(t && t->link.named && t->link.kind != RIWAYA_LINK_OUTLET && t->link.kind != RIWAYA_LINK_AGENCY);
		if (can && o->end <= it->first && (!named || o->first > named->first)) named = o;
	}
	if (!named || !rw_view_link(v, named, &owner)) {
		if (!last->n_links) return;
		owner = last->links[0];
	}
	if (out->kind == RIWAYA_LINK_PERSON || owner.kind == RIWAYA_LINK_ANONYMOUS || owner.kind == RIWAYA_LINK_WITNESS ||
		owner.kind == RIWAYA_LINK_LOCAL)
		return;
	bool several = rw_item_feat(bearer, sy->number) != sy->sg;
	rw_slice forms = rw_row_get(v->lx, bearer->row, several ? "pl" : "sg");
	if (!forms.n) forms = rw_row_get(v->lx, bearer->row, "sg");
	rw_slice word = rw_slice_cut(&forms, '|');
	if (!word.n || !owner.name.n) return;
	out->name = rw_arena_printf(last->keep, RW_FMT " " RW_FMT, RW_ARG(word), RW_ARG(owner.name));
	if (!out->actor.n) out->actor = owner.actor;
}

/* --- the outlet itself ----------------------------------------------------------------------------------------------- */

bool rw_is_own_outlet(const rw_view *v, const rw_speaking *last, const riwaya_link *link) {
	if (!last->outlet.n || !link->name.n || link->kind == RIWAYA_LINK_CORRESPONDENT || link->kind == RIWAYA_LINK_PERSON)
		return false;
	rw_tokens mine, its;
	rw_tokenize(v->a, last->outlet, &mine);
	rw_tokenize(v->a, link->name, &its);
	/* "The ministry", on the ministry's own page. */
	rw_slice stem = its.n == 1 ? rw_without_article(v, its.tok[0].key) : RW_NONE;
	if (stem.n && stem.n < its.tok[0].key.n && mine.n > 1 && rw_slice_eq(stem, mine.tok[0].key)) return true;
	rw_items found = {0};
	rw_lexicon_match(v->lx, v->memo, &its, 0, (uint32_t)its.n, v->a, &found);
	/* "Our channel". */
	rw_slice ours = rw_row_get(v->lx, rw_row_find(v->lx, "endings", RW_LIT("ours")), "letters");
	for (size_t k = 0; k < found.n && its.n == 1 && link->kind != RIWAYA_LINK_ANONYMOUS; k++)
		if (found.p[k].kind == v->sy->speaker && found.p[k].enc && rw_slice_ends(its.tok[0].key, ours)) return true;
	uint32_t same = 0, asked = 0;
	for (uint32_t i = 0; i < its.n; i++) {
		if (its.tok[i].kind != RW_TOKEN_WORD && its.tok[i].kind != RW_TOKEN_NUMBER) continue;
		/* The word for what it is ("channel", "agency") may be added or left out. */
		bool what = false;
		for (size_t k = 0; k < found.n; k++)
			what = what || (found.p[k].first <= i && i < found.p[k].end && found.p[k].kind == v->sy->speaker);
		if (what && its.n > 1) continue;
		asked++;
		for (uint32_t k = 0; k < mine.n; k++) {
			if (!rw_slice_eq(mine.tok[k].key, its.tok[i].key)) continue;
			same++;
			break;
		}
	}
	return asked && same == asked;
}

static bool bears_tanwin(rw_slice word) {
	enum { FATHATAN = 0x064B };
	bool has = false;
	for (size_t i = 0; i < word.n;) has = rw_utf8_next(word, &i) == FATHATAN || has;
	return has;
}

/* Whether token i is a part of a party's or a place's name, whose letters are its own: "Syria" ends like "a Syrian" as an object. */
static bool in_a_name(const rw_view *v, uint32_t i) {
	for (size_t k = 0; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		bool name = it->payload && (it->kind == v->sy->actor || it->kind == v->sy->place || it->kind == v->sy->outlet);
		if ((name && it->first <= i && i < it->end) || (it->kind == v->sy->place && it->first == i)) return true;
	}
	return false;
}

/* "A source" behind a verb that makes it an object is still a source: the ending of the accusative is no part of the name. */
static void without_ending(const rw_view *v, const rw_item *it, rw_speaking *last, riwaya_link *out) {
	const rw_syms *sy = v->sy;
	rw_row endings = rw_row_find(v->lx, "endings", RW_LIT("accusative"));
	char *name = rw_arena_alloc(last->keep, out->name.n + 1);
	size_t n = 0, from = 0;
	uint32_t i = it->first;
	while (i < it->end && v->t.tok[i].start < out->span.start) i++;
	for (; i < it->end && v->t.tok[i].end <= out->span.end; i++) {
		bool acc = false;
		for (size_t k = v->from[i - v->base]; !in_a_name(v, i) && k < v->n_lexical && v->items.p[k]->first == i; k++)
			if (v->items.p[k]->kind == sy->speaker || v->items.p[k]->kind == sy->adj)
				acc = acc || rw_item_feat(v->items.p[k], sy->case_) == sy->acc;
		size_t stop = v->t.tok[i].end - out->span.start, cut = 0;
		rw_slice word = rw_slice_of(v->text.p + v->t.tok[i].start, v->t.tok[i].end - v->t.tok[i].start);
		acc = acc || (from && bears_tanwin(word)); /* a quality that no table knows, behind a noun in that case */
		for (rw_slice rest = rw_row_get(v->lx, endings, "letters"); acc && rest.p;) {
			rw_slice one = rw_slice_cut(&rest, '|');
			if (one.n > cut && one.n < word.n && rw_slice_ends(word, one)) cut = one.n;
		}
		if (!cut) continue;
		memcpy(name + n, out->name.p + from, stop - cut - from);
		n += stop - cut - from;
		from = stop;
	}
	if (!from) return;
	memcpy(name + n, out->name.p + from, out->name.n - from);
	n += out->name.n - from;
	out->name = rw_slice_of(name, n);
	out->span = (riwaya_span){RIWAYA_FIELD_NONE, 0, 0};
}

/* "Of the army" behind "a statement", joined to the preposition: the name has its article whole. */
static void whole_article(const rw_view *v, const rw_item *it, rw_speaking *last, riwaya_link *out) {
	if (out->span.field != v->field) return;
	uint32_t at = it->first;
	while (at < it->end && v->t.tok[at].start < out->span.start) at++;
	if (at >= it->end || v->t.tok[at].start != out->span.start) return;
	bool joined = false;
	for (size_t k = v->from[at - v->base]; k < v->n_lexical && v->items.p[k]->first == at; k++)
		joined = joined || ((v->items.p[k]->pro & RW_PRO_LI) && (v->items.p[k]->pro & RW_PRO_AL));
	if (!joined) return;
	size_t rest = 0;
	uint32_t li = rw_utf8_next(out->name, &rest), next = rw_utf8_next(out->name, &rest);
	if (next != li) {
		/* Set apart by a stretch or a quotation mark. */
		size_t from = rest;
		while (from < out->name.n && rw_fold_char(next).class_ != RW_CLASS_LETTER) {
			rest = from;
			next = rw_utf8_next(out->name, &from);
		}
		if (next == 0x640 || rw_fold_char(next).class_ != RW_CLASS_LETTER) return;
		out->span.start += (uint32_t)rest;
		out->name = rw_slice_of(out->name.p + rest, out->name.n - rest);
		return;
	}
	rw_slice article = rw_pro_text(v->lx, RW_PRO_AL);
	char *name = rw_arena_alloc(last->keep, article.n + out->name.n - rest);
	memcpy(name, article.p, article.n);
	memcpy(name + article.n, out->name.p + rest, out->name.n - rest);
	out->name = rw_slice_of(name, article.n + out->name.n - rest);
	out->span = (riwaya_span){RIWAYA_FIELD_NONE, 0, 0};
}

/* --- as links ---------------------------------------------------------------------------------------------------------- */

bool rw_link_of(rw_view *v, const rw_item *it, rw_speaking *last, riwaya_link *out) {
	const rw_syms *sy = v->sy;
	if (!rw_view_link(v, it, out)) return false;
	whole_article(v, it, last, out);
	if (it->kind != sy->teller) {
		const rw_acting *acting = it->kind == sy->actor ? it->payload : NULL;
		const rw_named *n =
			acting && acting->anaphor && it->end == it->first + 1 ? told_before(v, it, last, RW_NONE) : NULL;
		if (n) *out = n->link;
		if (!n && (it->kind == sy->actor || it->kind == sy->outlet) && it->end > it->first + 1)
			remember(v, it, last, out);
		return true;
	}
	const rw_teller *t = it->payload;
	if (t->known) return true;
	if (t->by_grammar && named_before(v, out->name, it->pro, last, out)) return true;
	const rw_item *head = speaker_at(v, it->first);
	bool definite = head && rw_item_feat(head, sy->def) == sy->yes;
	if (t->bare) {
		/* "The statement" is whose it is; "reports", "estimates" in the plural are nobody's told before. */
		bool one = head && rw_item_feat(head, sy->number) == sy->sg;
		if (out->kind == RIWAYA_LINK_DOCUMENT && one && last->n_links) {
			*out = last->links[0];
			return true;
		}
		const rw_named *n = told_before(v, it, last, RW_NONE);
		if (n) {
			*out = n->link;
			return true;
		}
		/* "The hospital", named before as a place. */
		const rw_item *site = rw_view_at(v, it->first, sy->place);
		const rw_meant *meant = site && site->payload ? ((const rw_placed *)site->payload)->meant : NULL;
		if (meant && meant->span.field == v->field)
			out->name = rw_slice_of(v->text.p + meant->span.start, meant->span.end - meant->span.start);
		if (out->kind == RIWAYA_LINK_OUTLET || out->kind == RIWAYA_LINK_AGENCY) return false;
		/* "The source", where nobody was called so: whoever spoke last. */
		if (definite && it->id == sy->source && last->n_links) {
			*out = last->links[0];
			return true;
		}
	} else if (!head && it->end == it->first + 2 && speaker_at(v, it->first + 1) && !t->link.named &&
		!rw_view_at(v, it->first, sy->quantity) && !rw_view_at(v, it->first, sy->other) &&
		!rw_view_at(v, it->first, sy->num) &&
		rw_item_feat(speaker_at(v, it->first + 1), sy->def) == sy->yes) { /* "the very source" */
		const rw_named *n = told_before(v, it, last, RW_NONE);
		if (n || (last->n_links && it->id == sy->source)) {
			*out = n ? n->link : last->links[0];
			return true;
		}
	} else if (definite && it->end == it->first + 2 && rw_view_at(v, it->first + 1, sy->adj)) {
		bool same = rw_view_at(v, it->first + 1, sy->adj)->id == sy->same; /* "the same source" */
		const rw_named *n =
			told_before(v, it, last, same ? RW_NONE : key_without(v, it->first + 1, pro_at(v, it->first + 1)));
		if (n) {
			*out = n->link;
			return true;
		}
	}
	const rw_named *holder =
		head && !t->titled && out->kind == RIWAYA_LINK_OFFICIAL && !t->by_grammar ? office_before(v, it, last) : NULL;
	if (holder) {
		*out = holder->link;
		return true;
	}
	if (out->span.field == v->field && !t->link.named) without_ending(v, it, last, out);
	if (out->kind != RIWAYA_LINK_WITNESS) own_by_name(v, it, last, out);
	/* "Brigadier So-and-so, spokesman of X": the office between commas says more than the rank. */
	if (!out->actor.n && t->titled) out->actor = office_behind(v, it, last);
	if (!out->actor.n) out->actor = office_of(v, it, last, out);
	if (!out->actor.n && out->kind == RIWAYA_LINK_PERSON) out->actor = office_behind(v, it, last);
	remember(v, it, last, out);
	return true;
}

/* Persons named with their office anywhere in the sentence: a surname alone may speak later. */
void rw_remember_persons(rw_view *v, rw_speaking *last) {
	riwaya_link l;
	for (size_t k = v->n_lexical; k < v->items.n; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind != v->sy->teller || !it->payload || !rw_view_link(v, it, &l) || !l.named) continue;
		const rw_teller *t = it->payload;
		if (t->known || t->bare || it->end < it->first + 3 || rw_view_at(v, it->first, v->sy->teller) != it) continue;
		bool told = false;
		for (uint32_t i = 0; i < last->n_named && !told; i++) told = rw_slice_eq(last->named[i].link.name, l.name);
		if (!told) rw_link_of(v, it, last, &l);
	}
}

/* A name told whole before, or its last word, is that speaker again. True where any was found. */
bool rw_find_known_tellers(rw_view *v, uint32_t s, const rw_speaking *last) {
	const rw_syms *sy = v->sy;
	bool found = false;
	for (uint32_t i = v->t.sent[s].first; i < v->t.sent[s].end; i++) {
		if (v->t.tok[i].kind != RW_TOKEN_WORD || rw_view_at(v, i, sy->teller) || rw_view_at(v, i, sy->outlet)) continue;
		const rw_item *actor = rw_view_at(v, i, sy->actor);
		if (actor && actor->payload) continue;
		for (uint32_t k = last->n_named; k-- > 0;) {
			const rw_named *n = &last->named[k];
			if (!n->person) continue;
			uint32_t len = 0;
			while (len < n->n_words && i + len < v->t.sent[s].end && rw_slice_eq(v->t.tok[i + len].key, n->words[len]))
				len++;
			rw_slice family = n->words[n->n_words - 1];
			if (len < n->n_words) len = rw_slice_eq(v->t.tok[i].key, family) ? 1 : 0;
			uint8_t pro = !len && rw_joined_to(v, i, family, RW_PRO_LI) ? RW_PRO_LI : 0;
			if (pro) len = 1;
			if (!len) continue;
			rw_teller *t = RW_NEW(v->a, rw_teller);
			t->link = n->link;
			t->link.span = rw_view_span(v, i, i + len, NULL);
			t->whole = t->known = true;
			rw_item *made = rw_view_add(v, sy->teller, i, i + len, t);
			made->id = n->id;
			made->pro = pro;
			found = true;
			break;
		}
	}
	return found;
}
