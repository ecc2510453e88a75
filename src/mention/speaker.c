/* speaker.c: how far the name of a speaker runs, and who speaks where no table knows the word.
 *
 * A rule finds the word for a speaker; how far the speaker's name runs is a matter of grammar. A word without the article
 * takes a noun behind it (ministry -> of health), one with it takes adjectives with the article; "in", "of" and "for" add where and
 * whose. A person with an office may be named behind it or between commas: words that are nothing else, up to where the saying goes on. */
#include "mention/speaker.h"

enum { NAME_TAIL = 10, NAME_RUN = 5, TITLES = 4, SAYING = 14, SITE = 7, AHEAD = 6, QUOTED = 6 };

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

/* --- words --------------------------------------------------------------------------------------------------------- */

static bool is_word(const rw_view *v, uint32_t i) { return v->t.tok[i].kind == RW_TOKEN_WORD; }

static unsigned pro_named(rw_slice name) {
	for (unsigned bit = RW_PRO_WA; bit <= RW_PRO_A; bit <<= 1)
		if (rw_pro_name((uint8_t)bit) && rw_slice_eqz(name, rw_pro_name((uint8_t)bit))) return bit;
	return 0;
}

/* The proclitics of a word that no table has, read off its letters: only before the article, since else the letters may be its own. */
static unsigned peeled(const rw_view *v, uint32_t i) {
	/* A conjunction, a preposition, the article. */
	static const unsigned slots[] = {RW_PRO_WA | RW_PRO_FA, RW_PRO_BI | RW_PRO_LI | RW_PRO_KA, RW_PRO_AL};
	enum { ROOT = 4 }; /* bytes of two letters */
	rw_slice key = v->t.tok[i].key;
	unsigned pro = 0;
	for (size_t k = 0; k < RW_COUNT(slots); k++) {
		for (unsigned bits = slots[k]; bits; bits &= bits - 1) {
			unsigned bit = bits & (~bits + 1);
			rw_slice text = rw_pro_text(v->lx, (uint8_t)bit);
			/* Behind li- the article has lost its alef. */
			if ((pro & RW_PRO_LI) && bit == RW_PRO_AL && text.n > 2) text = rw_slice_of(text.p + 2, text.n - 2);
			if (!text.n || key.n < text.n + ROOT || !rw_slice_starts(key, text)) continue;
			pro |= bit;
			key = rw_slice_of(key.p + text.n, key.n - text.n);
			break;
		}
	}
	return pro & RW_PRO_AL ? pro : 0;
}

/* What is joined to the word at token i in every reading of it, and the article where it has it in any. */
static unsigned joined(const rw_view *v, uint32_t i) {
	unsigned all = ~0u, al = 0;
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
		if (v->items.p[k]->end != i + 1) continue;
		all &= v->items.p[k]->pro;
		al |= v->items.p[k]->pro & RW_PRO_AL;
	}
	if (all == ~0u) return peeled(v, i);
	return (all & ~(unsigned)RW_PRO_AL) | al;
}

static bool joined_with(const rw_view *v, uint32_t i, unsigned pro) { return (joined(v, i) & pro) != 0; }

bool rw_definite(const rw_view *v, uint32_t i) {
	bool known = false;
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
		if (rw_item_feat(v->items.p[k], v->sy->def) == v->sy->yes) return true;
		known = known || v->items.p[k]->end == i + 1;
	}
	return !known && peeled(v, i) == RW_PRO_AL;
}

static bool known_word(const rw_view *v, uint32_t i) {
	return v->from[i - v->base] < v->n_lexical && v->items.p[v->from[i - v->base]]->first == i;
}

const rw_item *rw_lexical_at(const rw_view *v, uint32_t i, rw_sym kind) {
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++)
		if (v->items.p[k]->kind == kind) return v->items.p[k];
	return NULL;
}

rw_slice rw_without_article(const rw_view *v, rw_slice word) {
	uint32_t n;
	rw_row first = rw_table_rows(v->lx, "clitics", &n);
	for (uint32_t r = 0; r < n; r++) {
		if (!rw_slice_eqz(rw_row_get(v->lx, first + r, "slot"), "article")) continue;
		rw_slice text = rw_row_get(v->lx, first + r, "text");
		if (word.n > text.n + 3 && rw_slice_starts(word, text)) return rw_slice_of(word.p + text.n, word.n - text.n);
	}
	return word;
}

bool rw_joined_to(const rw_view *v, uint32_t i, rw_slice word, unsigned pro) {
	rw_slice key = v->t.tok[i].key, text = rw_pro_text(v->lx, (uint8_t)pro);
	if (!text.n || !rw_slice_starts(key, text)) return false;
	key = rw_slice_of(key.p + text.n, key.n - text.n);
	/* Before the article li- takes its alef away. */
	return rw_slice_eq(key, word) ||
		(word.n > 2 && key.n + 2 == word.n && rw_slice_eq(key, rw_slice_of(word.p + 2, word.n - 2)));
}

static const rw_item *made_at(const rw_view *v, uint32_t i, rw_sym kind) {
	const rw_item *it = rw_view_at(v, i, kind);
	return it && it->payload ? it : NULL;
}

bool rw_ends_name(const rw_view *v, uint32_t i) {
	const rw_syms *sy = v->sy;
	const rw_sym always[] = {sy->comp, sy->rel, sy->neg, sy->break_, sy->hedge, sy->scare, sy->among, sy->background,
		sy->qualifier, sy->quantity, sy->conn, sy->according, sy->period};
	if (!is_word(v, i) || rw_view_at(v, i, sy->date) || rw_view_at(v, i, sy->num)) return true;
	bool def = rw_definite(v, i);
	unsigned sure = joined(v, i);
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
		const rw_item *it = v->items.p[k];
		/* Letters that a plainer reading takes for the word's own are no proclitics. */
		if (it->end == i + 1 && (it->pro & ~sure & (unsigned)~RW_PRO_AL)) continue;
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

bool rw_written(const rw_view *v, uint32_t i, const char *id) {
	rw_row r = rw_row_find(v->lx, "endings", rw_slice_z(id));
	bool start = rw_slice_eqz(rw_row_get(v->lx, r, "where"), "start");
	const rw_token *t = &v->t.tok[i];
	rw_slice word = rw_slice_of(v->text.p + t->start, t->end - t->start), rest = rw_row_get(v->lx, r, "letters");
	while (rest.p) {
		rw_slice one = rw_slice_cut(&rest, '|');
		if (one.n && one.n < word.n && (start ? rw_slice_starts(word, one) : rw_slice_ends(word, one))) return true;
	}
	return false;
}

static riwaya_link_kind link_kind(const rw_view *v, rw_sym word) {
	riwaya_link_kind k = RIWAYA_LINK_NONE;
	if (word) riwaya_link_kind_parse(rw_sym_text(v->lx, word), &k);
	return k;
}

static bool passes_words_on(riwaya_link_kind k) {
	return k == RIWAYA_LINK_OUTLET || k == RIWAYA_LINK_AGENCY || k == RIWAYA_LINK_CORRESPONDENT;
}

/* Whoever is spoken to carries the words on: an outlet, an agency, journalists, a name in quotation marks behind li-. */
static bool hearer(const rw_view *v, uint32_t i) {
	const rw_syms *sy = v->sy;
	if (rw_view_at(v, i, sy->outlet) || ((v->quoted[i] & 1) && !made_at(v, i, sy->actor))) return true;
	const rw_item *speaker = rw_lexical_at(v, i, sy->speaker), *noun = rw_lexical_at(v, i, sy->noun);
	if (noun && rw_item_feat(noun, sy->role) == sy->journalist) return true;
	return speaker && passes_words_on(link_kind(v, rw_item_feat(speaker, sy->kind)));
}

/* --- names of persons ------------------------------------------------------------------------------------------------ */

/* A word that can be part of a person's name: a given name, one that the tables don't know, or know for weak senses and
 * qualities only. */
static bool name_word(const rw_view *v, uint32_t i, bool opens) {
	const rw_syms *sy = v->sy;
	if (!is_word(v, i) || v->t.tok[i].key.n < 4) return false;
	const rw_item *given = rw_lexical_at(v, i, sy->given);
	if ((opens && rw_definite(v, i) && !given) || rw_lexical_at(v, i, sy->mute)) return false;
	if (!opens && (v->quoted[i] & 1)) return false;
	if (rw_lexical_at(v, i, sy->neg)) return false;
	/* Behind a family name with the article stands no word for an act: "So-and-so al-Saedi imposed". */
	if (!opens && !given && rw_lexical_at(v, i, sy->light) && rw_definite(v, i - 1) && !rw_lexical_at(v, i - 1, sy->given))
		return false;
	if (joined_with(v, i, RW_PRO_FA | RW_PRO_BI | RW_PRO_LI | RW_PRO_KA | RW_PRO_AL) &&
		joined_with(v, i, RW_PRO_WA | RW_PRO_FA | RW_PRO_BI | RW_PRO_LI | RW_PRO_KA))
		return false;
	/* A name may begin with the letter for "and", where what is left is no more than a quality. */
	if (joined_with(v, i, RW_PRO_WA) &&
		(opens || rw_lexical_at(v, i, sy->given) || rw_lexical_at(v, i, sy->speaker) || rw_lexical_at(v, i, sy->pred) ||
			rw_lexical_at(v, i, sy->speech) || rw_lexical_at(v, i, sy->noun)))
		return false;
	/* "Ali" and the preposition "on" fold to one key; a name is written with two dots under its last letter. */
	if (v->t.tok[i].key.n > 4 && rw_lexical_at(v, i, sy->placeprep) && rw_written(v, i, "yeh")) return true;
	if (given && !(given->pro & (uint8_t)~RW_PRO_AL) && !rw_lexical_at(v, i, sy->placeprep)) return true;
	/* Family names are any word with the article. */
	const rw_item *first = !opens && rw_definite(v, i) ? rw_lexical_at(v, i - 1, sy->given) : NULL;
	/* A country is nobody's name: "the minister So-and-so accused France". */
	const rw_item *land = opens ? NULL : rw_lexical_at(v, i, sy->place);
	if (land && land->end == i + 1 && !land->pro && rw_slice_eqz(rw_row_get(v->lx, land->row, "type"), "country"))
		return false;
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
		const rw_sym things[] = {sy->speaker, sy->placenoun, sy->collective, sy->anaphor, sy->timeunit};
		if (first && of_kind(it, things, RW_COUNT(things))) continue;
		rw_sym form = rw_item_feat(it, sy->form);
		if (form == sy->ap || form == sy->pp) continue; /* many names are participles */
		return false;
	}
	return true;
}

/* Where the saying goes on behind a name. */
static bool goes_on(const rw_view *v, uint32_t s, uint32_t i) {
	const rw_syms *sy = v->sy;
	if (i >= v->t.sent[s].end || !is_word(v, i) || (v->quoted[i] & 1)) return true;
	const rw_sym kinds[] = {sy->comp, sy->according, sy->placeprep, sy->speech, sy->pred, sy->conn, sy->modal, sy->aux,
		sy->rel, sy->hedge, sy->neg, sy->break_, sy->belong, sy->by};
	for (size_t k = 0; k < RW_COUNT(kinds); k++)
		if (rw_lexical_at(v, i, kinds[k])) return true;
	return rw_view_at(v, i, sy->date) || joined_with(v, i, RW_PRO_LI) || hearer(v, i);
}

static uint32_t name_run(const rw_view *v, uint32_t s, uint32_t i, uint32_t least) {
	uint32_t j = i, full;
	/* Behind two words of a name, the name of a day tells when. */
	while (j < v->t.sent[s].end && j < i + NAME_RUN && name_word(v, j, j == i) && !(j > i && (v->quoted[j - 1] & 2)) &&
		!(j > i + 1 && rw_lexical_at(v, j, v->sy->weekday) && rw_view_at(v, j, v->sy->date)))
		j++;
	bool proper = false; /* common words alone are nobody's name */
	for (uint32_t k = i; k < j; k++) proper = proper || !known_word(v, k) || rw_lexical_at(v, k, v->sy->given);
	/* A word that can be no name ends it; so does one that goes on with the saying, where the letters could be a name too. */
	full = j < i + NAME_RUN && j > i + 1 ? j : 0;
	for (; proper && j >= i + least; j--)
		if (j == full || goes_on(v, s, j)) return j;
	return i;
}

uint32_t rw_person_name(const rw_view *v, uint32_t s, uint32_t i) {
	uint32_t j = i;
	bool proper = false;
	for (; j < v->t.sent[s].end && j < i + NAME_RUN && name_word(v, j, j == i); j++) {
		bool given = rw_lexical_at(v, j, v->sy->given) != NULL, known = known_word(v, j);
		/* A common word is part of a name behind its first word only, and with the article. */
		if (known && !given && !(j > i && rw_definite(v, j))) break;
		if (j > i && (v->quoted[j - 1] & 2)) break;
		proper = proper || !known || given;
	}
	return proper ? j : i;
}

/* "Dr.": a letter and a full stop. */
static bool short_title(const rw_view *v, uint32_t s, uint32_t i) {
	return i + 2 < v->t.sent[s].end && is_word(v, i) && v->t.tok[i].key.n == 2 &&
		v->t.tok[i + 1].kind == RW_TOKEN_PUNCT && v->text.p[v->t.tok[i + 1].start] == '.' && is_word(v, i + 2);
}

/* The same behind a title or several ("Doctor", "Brigadier general"); *name is where the name itself begins. */
static uint32_t titled_run(const rw_view *v, uint32_t s, uint32_t i, uint32_t *name) {
	for (uint32_t n = 0; n < TITLES && i < v->t.sent[s].end && is_word(v, i); n++, i++) {
		if (short_title(v, s, i)) i += 2;
		const rw_item *given = rw_lexical_at(v, i, v->sy->given);
		uint32_t end = name_run(v, s, i, n || given ? 1 : 2);
		if (end > i + 1 || (end > i && (given || n))) {
			*name = i;
			return end;
		}
		const rw_item *title = rw_lexical_at(v, i, v->sy->speaker), *noun = rw_lexical_at(v, i, v->sy->noun),
					  *adj = rw_lexical_at(v, i, v->sy->adj);
		bool def = rw_definite(v, i);
		if (joined_with(v, i, RW_PRO_WA | RW_PRO_FA | RW_PRO_BI | RW_PRO_LI)) return 0;
		if (title && rw_item_feat(title, v->sy->named) == v->sy->yes) return 0;
		if (!(def && (title || noun || (n && (adj || !known_word(v, i))))) && !(n && title)) return 0;
	}
	return 0;
}

static void take_name(rw_view *v, rw_item *it, uint32_t first, uint32_t end) {
	rw_teller *t = it->payload;
	t->link.span = rw_view_span(v, first, end, NULL);
	t->link.name = rw_view_words(v, t->link.span);
	t->link.named = true;
	t->bare = false;
	it->end = end;
}

/* --- the tail of a speaker's name ------------------------------------------------------------------------------------ */

typedef struct rw_tail {
	bool body, source, several, channel;
	bool spokesman;
	bool reports;            /* the verb before takes whom it is told to as its object */
	bool open;               /* the last word has no article: a noun may depend on it */
	rw_slice actor;          /* whose it is */
	uint32_t name, name_end; /* of a person, found on the way */
	uint32_t shown;          /* where it ends for readers: the town that a source speaks in is no part of its name */
	bool crowd;              /* witnesses, activists, residents: what li- governs is whom they told */
} rw_tail;

static bool name_opens(const rw_view *v, uint32_t i) {
	return !rw_definite(v, i) && !made_at(v, i, v->sy->actor) && !made_at(v, i, v->sy->place);
}

/* "Affiliated with", "close to", "loyal to" and who is meant. Its end, or i. */
static uint32_t affiliation(const rw_view *v, uint32_t s, uint32_t i, rw_tail *t) {
	const rw_syms *sy = v->sy;
	const rw_item *belong = NULL;
	for (size_t k = v->from[i - v->base]; k < v->n_lexical && v->items.p[k]->first == i; k++) {
		const rw_item *it = v->items.p[k];
		if (it->kind == sy->belong && !weak(v, it) && (!belong || it->end > belong->end)) belong = it;
	}
	if (!belong || belong->end >= v->t.sent[s].end) return i;
	uint32_t j = belong->end;
	const rw_item *prep = rw_lexical_at(v, j, sy->placeprep);
	if (prep && prep->end == j + 1 && j + 1 < v->t.sent[s].end) j++;
	const rw_item *actor = made_at(v, j, sy->actor);
	/* Whose it is, is known, or it has a name of its own, which the article behind it shows: the rest is comment. */
	bool own = (t->body || t->channel) && !t->source && rw_definite(v, i);
	if (actor && (t->actor.n || own) && !t->shown) t->shown = i;
	if (actor) {
		bool backed = rw_slice_eqz(rw_sym_text(v->lx, belong->id), "backed") ||
			rw_slice_eqz(rw_sym_text(v->lx, belong->id), "linked");
		if (!t->actor.n && !backed) t->actor = ((const rw_acting *)actor->payload)->id;
		return actor->end;
	}
	if (is_word(v, j) && rw_definite(v, j) && !hearer(v, j)) return j + 1;
	return i;
}

/* li- and a quotation mark, or a stretch, before the word it is joined to. */
static bool begins_with_li(const rw_view *v, uint32_t i) {
	size_t at = v->t.tok[i].start;
	rw_folded li = rw_fold_char(rw_utf8_next(v->text, &at));
	uint32_t n;
	rw_row first = rw_table_rows(v->lx, "clitics", &n);
	for (uint32_t r = 0; r < n; r++) {
		rw_slice text = rw_row_get(v->lx, first + r, "text");
		size_t t = 0;
		if (pro_named(rw_row_get(v->lx, first + r, "name")) != RW_PRO_LI) continue;
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
	if (!prep || prep->end != i + 1 || prep->enc || (prep->pro & RW_PRO_WA) || i + 1 >= limit || !is_word(v, i + 1))
		return i;
	const rw_item *platform = rw_lexical_at(v, i + 1, sy->platform);
	if (platform && t->several) { /* "accounts on Telegram" */
		t->open = false;
		return platform->end;
	}
	bool in = prep->id == sy->in, from = prep->id == sy->from, on = rw_slice_eqz(rw_sym_text(v->lx, prep->id), "at");
	/* "The committee of searching for and getting to know the missing": "on" belongs to the masdar before it. */
	bool governed = !in && t->body && !t->open && joined_with(v, i - 1, RW_PRO_AL) &&
		(!known_word(v, i - 1) || rw_lexical_at(v, i - 1, sy->pred)) && (on || joined_with(v, i - 1, RW_PRO_LI));
	bool of_adjective = on && t->source && rw_lexical_at(v, i - 1, sy->adj);
	if (!in && !(from && !t->body) && !governed && !of_adjective) return i;
	uint32_t j = i + 1;
	const rw_item *venue = rw_view_at(v, i, sy->according);
	const rw_item *longer = rw_view_at(v, i, sy->conn);
	if ((venue && venue->end > i + 1) || (longer && longer->end > i + 1) || rw_view_at(v, i, sy->date) ||
		rw_view_at(v, j, sy->date) || rw_lexical_at(v, j, sy->comp))
		return i;
	const rw_item *place = made_at(v, j, sy->place), *actor = made_at(v, j, sy->actor),
				  *speaker = rw_lexical_at(v, j, sy->speaker), *pred = rw_lexical_at(v, j, sy->pred),
				  *speech = rw_lexical_at(v, j, sy->speech);
	bool def = rw_definite(v, j);
	/* "In a compound": a participle is also a kind of place. */
	const rw_item *act = speech ? speech : pred;
	bool masdar = act && rw_item_feat(act, sy->form) != sy->ap && rw_item_feat(act, sy->form) != sy->pp;
	if (pred && !def && !place && !speaker && !weak(v, pred) && masdar) return i;
	if (speech && !def && !weak(v, speech) && !speaker && masdar) return i;
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
	bool def = joined_with(v, i, RW_PRO_AL);
	if (i == first || rw_lexical_at(v, i, sy->pred) || rw_lexical_at(v, i, sy->speech)) return i;
	if (!def) {
		/* two nouns that share what depends on them: "the office of affairs and protection of graves" */
		bool shared = t->open && t->body && i + 1 < v->t.sent[s].end && is_word(v, i + 1) && rw_definite(v, i + 1) &&
			!rw_ends_name(v, i + 1);
		return shared ? i + 1 : i;
	}
	if (!t->body || t->open || made_at(v, i, sy->actor) || !joined_with(v, i - 1, RW_PRO_AL)) return i;
	if (speaker && (rw_item_feat(speaker, sy->named) == sy->yes && !weak(v, speaker))) return i;
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
		!joined_with(v, i, RW_PRO_WA | RW_PRO_FA | RW_PRO_BI | RW_PRO_LI);
	bool named_so = t->open && t->body && i + 1 < v->t.sent[s].end && rw_lexical_at(v, i + 1, sy->cause) &&
		!rw_lexical_at(v, i, sy->comp) && !rw_view_at(v, i, sy->date);
	if (named_so) return i + 1;
	bool prep = rw_lexical_at(v, i, sy->placeprep) && !(t->open && rw_written(v, i, "yeh"));
	if ((rw_ends_name(v, i) && !of_place) || (prep && !of_place)) return i;
	bool def = rw_definite(v, i);
	const rw_item *place = made_at(v, i, sy->place), *actor = made_at(v, i, sy->actor),
				  *adj = rw_lexical_at(v, i, sy->adj);
	unsigned pro = joined(v, i);
	const rw_item *mute = rw_lexical_at(v, i, sy->mute);
	if (mute && mute->id == sy->points) return i;
	if ((v->quoted[i] & 1) && (!t->open || begins_with_li(v, i))) return i;
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
		while (j < v->t.sent[s].end && j < i + NAME_RUN && name_word(v, j, false)) j++;
		return j;
	}
	if (t->body && !t->open && !known_word(v, i) && begins_with_li(v, i) && i + 1 < v->t.sent[s].end &&
		is_word(v, i + 1) && !known_word(v, i + 1) && rw_definite(v, i + 1))
		return i + 2;
	if (pro & RW_PRO_LI) {
		if (hearer(v, i) || t->crowd) return i;
		if (t->channel && !t->open && !((pro & RW_PRO_AL) && !known_word(v, i))) return i;
		bool office = rw_lexical_at(v, i, sy->speaker) || rw_lexical_at(v, i, sy->placenoun) || place || actor;
		bool for_what = t->body && i + 1 < v->t.sent[s].end && is_word(v, i + 1) && rw_definite(v, i + 1) &&
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
		bool foreign = !known_word(v, i) && i > first && !rw_definite(v, i - 1);
		if (rw_view_at(v, i, sy->outlet) && !t->open) return i;
		if (!t->open && !def && !foreign) return i;
		t->open = t->open && !def && !actor && !place;
		return place ? place->end : actor ? actor->end : i + 1;
	}
	if (t->open) {
		const rw_item *noun = rw_lexical_at(v, i, sy->noun), *title = rw_lexical_at(v, i, sy->speaker);
		if (noun && rw_item_feat(noun, sy->case_) == sy->acc) return i;
		if (t->reports &&
			(rw_view_at(v, i, sy->outlet) || (title && passes_words_on(link_kind(v, rw_item_feat(title, sy->kind))))))
			return i;
		t->open = !def && !actor && !place && !adj && !of_place;
		if (actor && !t->actor.n) t->actor = ((const rw_acting *)actor->payload)->id;
		return actor ? actor->end : place ? place->end : i + 1;
	}
	bool like_before = !known_word(v, i) && rw_definite(v, i - 1);
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
	if (i >= v->t.sent[s].end || !(v->quoted[i] & 1) || begins_with_li(v, i)) return i;
	for (uint32_t j = i; j < v->t.sent[s].end && j < i + QUOTED; j++) {
		if (rw_view_at(v, j, v->sy->comp)) return i;
		if (v->quoted[j] & 2) return j + 1;
	}
	return i;
}

/* The name of who holds an office, behind more words of the office than are understood. */
static uint32_t name_ahead(const rw_view *v, uint32_t s, uint32_t i, uint32_t *name) {
	for (uint32_t n = 0; n < AHEAD && i < v->t.sent[s].end && is_word(v, i); n++, i++) {
		uint32_t end = n ? titled_run(v, s, i, name) : 0;
		if (end && end > *name + 1) return end;
		if (rw_view_at(v, i, v->sy->comp) || rw_lexical_at(v, i, v->sy->conn) || rw_view_at(v, i, v->sy->date))
			return 0;
		const rw_item *pred = rw_lexical_at(v, i, v->sy->pred), *speech = rw_lexical_at(v, i, v->sy->speech);
		if ((pred && !weak(v, pred)) || (speech && finite(v, speech) && !weak(v, speech)) || hearer(v, i)) return 0;
		if (rw_lexical_at(v, i, v->sy->according) || (n && rw_lexical_at(v, i, v->sy->speaker))) return 0;
	}
	return 0;
}

/* Where the name ends that begins before token i. */
static uint32_t tail_end(rw_view *v, uint32_t s, uint32_t i, rw_tail *t) {
	const rw_syms *sy = v->sy;
	uint32_t first = i, limit = v->t.sent[s].end;
	bool person = !t->body && !t->source && !t->several && !t->channel;
	if (!person || t->open) {
		uint32_t close = quoted_name(v, s, i);
		if (close > i) t->open = false;
		for (; i < close; i++) {
			const rw_item *actor = made_at(v, i, v->sy->actor);
			if (actor && !t->actor.n) t->actor = ((const rw_acting *)actor->payload)->id;
		}
	}
	for (uint32_t n = 0; n < NAME_TAIL && i < limit; n++) {
		if (n && (v->quoted[i - 1] & 2) && !t->open) break;
		if (!is_word(v, i) && !(t->channel && v->t.tok[i].kind == RW_TOKEN_NUMBER)) break;
		/* A person's own name ends what there is to say of it. */
		const rw_item *called = rw_lexical_at(v, i, sy->alias);
		if (called && !person && called->end > i + 1) { /* "a group that calls itself" */
			uint32_t close = quoted_name(v, s, called->end);
			while (close < called->end + 3 && close < limit && !(close > called->end && (v->quoted[close - 1] & 2)) &&
				is_word(v, close) && !rw_ends_name(v, close))
				close++;
			if (close > called->end) {
				i = close;
				t->open = false;
				continue;
			}
		}
		if (called && person && !(t->spokesman && called->end == i + 1 && rw_definite(v, i + 1 < limit ? i + 1 : i))) {
			t->name_end = name_run(v, s, called->end, 1);
			if (t->name_end > called->end) {
				t->name = called->end;
				break;
			}
			t->name_end = 0;
		}
		if (person && !t->open) {
			t->name_end = titled_run(v, s, i, &t->name);
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

static bool comma_at(const rw_view *v, uint32_t s, uint32_t i) {
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
		while (passes_words_on(t->link.kind) && it->end < v->t.sent[s].end && rw_lexical_at(v, it->end, sy->adj) &&
			rw_definite(v, it->end) && !joined_with(v, it->end, RW_PRO_WA | RW_PRO_BI | RW_PRO_LI))
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
	const rw_item *own = made_at(v, head->first, sy->actor);
	if (own && own->end > end && !((const rw_acting *)own->payload)->anaphor) {
		end = own->end;
		if (!tail.actor.n) tail.actor = ((const rw_acting *)own->payload)->id;
	}
	/* A site that speaks is named as a site is: a hospital, a camp. */
	const rw_item *site = made_at(v, head->first, sy->place);
	if (site && site->end > end && tail.body && t->link.kind == RIWAYA_LINK_MEDICAL) end = site->end;
	const rw_item *alias = rw_lexical_at(v, end - 1, sy->alias);
	bool names_it = alias && !alias->enc; /* "in the name of" */
	const rw_item *guess = made_at(v, end - 1, sy->place);
	tail.open = names_it || name_opens(v, end - 1) ||
		(guess && guess->end > end && !rw_definite(v, end - 1) && !made_at(v, end - 1, sy->actor));
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
	end = tail_end(v, s, end, &tail);
	/* The name between commas behind the office; the comma behind it closes what is said of the speaker. */
	bool closed = false;
	if (!tail.name_end && !tail.body && !tail.source && !tail.several && !tail.channel && comma_at(v, s, end)) {
		uint32_t name = 0, stop = titled_run(v, s, end + 1, &name);
		if (!stop && end + 1 < v->t.sent[s].end && rw_lexical_at(v, end + 1, sy->speaker))
			stop = name_ahead(v, s, end + 1, &name); /* "..., member of the delegation So-and-so," */
		closed = stop < v->t.sent[s].end && stop > name && comma_at(v, s, stop);
		if (stop > name + 1 && (stop >= v->t.sent[s].end || !is_word(v, stop))) tail.name = name, tail.name_end = stop;
	}
	if (tail.actor.n && !t->link.actor.n) t->link.actor = tail.actor;
	if (tail.name_end) {
		take_name(v, it, tail.name, tail.name_end);
		if (closed) it->end++;
	} else if (end > it->end) {
		rw_item lead = {.pro = it->pro};
		t->link.span = rw_view_span(v, it->first, tail.shown ? tail.shown : end, &lead);
		t->link.name = rw_view_words(v, t->link.span);
		t->bare = t->bare && tail.shown == it->first + 1;
		it->end = end;
	}
}

/* --- subjects by grammar --------------------------------------------------------------------------------------------- */

static bool spoken_for(const rw_view *v, uint32_t i) {
	return rw_view_at(v, i, v->sy->teller) || made_at(v, i, v->sy->actor) || rw_view_at(v, i, v->sy->outlet);
}

/* "The separatists": a quality of several, in the case of a subject. */
static bool crowd_word(const rw_view *v, uint32_t i) {
	const rw_item *adj = rw_lexical_at(v, i, v->sy->adj);
	return adj && rw_item_feat(adj, v->sy->number) == v->sy->pl && rw_item_feat(adj, v->sy->def) == v->sy->yes &&
		rw_item_feat(adj, v->sy->case_) && rw_item_feat(adj, v->sy->case_) != v->sy->acc && !made_at(v, i, v->sy->actor);
}

/* Whether words of speech follow: "that", a colon, behind where and when and to whom it was said. */
static bool saying_follows(const rw_view *v, uint32_t s, uint32_t i) {
	const rw_syms *sy = v->sy;
	for (uint32_t n = 0; n < SAYING && i < v->t.sent[s].end; n++, i++) {
		if (rw_view_at(v, i, sy->comp)) return true;
		if (v->t.tok[i].kind == RW_TOKEN_PUNCT && v->text.p[v->t.tok[i].start] == ':') return true;
		if (rw_view_at(v, i, sy->break_) || rw_view_at(v, i, sy->background) || rw_view_at(v, i, sy->num)) return false;
		const rw_item *speech = rw_lexical_at(v, i, sy->speech), *pred = rw_lexical_at(v, i, sy->pred);
		if (speech && finite(v, speech) && !weak(v, speech) && !speech->enc) return false;
		if (pred && finite(v, pred) && !weak(v, pred)) return false;
		if (n && comma_at(v, s, i - 1) && joined_with(v, i, RW_PRO_WA | RW_PRO_FA)) return false;
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
	uint32_t at = named->end + comma_at(v, s, named->end);
	const rw_item *office = at < v->t.sent[s].end ? rw_view_at(v, at, v->sy->teller) : NULL;
	if (!office || !office->payload || joined_with(v, at, RW_PRO_LI | RW_PRO_BI | RW_PRO_WA)) return;
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
	if (i >= v->t.sent[s].end || !is_word(v, i) || spoken_for(v, i)) return NULL;
	unsigned pro = joined(v, i) & (cited ? RW_PRO_LI | RW_PRO_AL : 0);
	if (joined_with(v, i, RW_PRO_WA | RW_PRO_FA | RW_PRO_BI | RW_PRO_KA | (cited ? 0u : RW_PRO_LI))) return NULL;
	uint32_t name = i, end = titled_run(v, s, i, &name);
	if (end > name + 1 || (end && name > i)) {
		rw_item *made = speaks(v, i, end, RIWAYA_LINK_PERSON, true, 0);
		take_name(v, made, name, end);
		take_office(v, s, made);
		((rw_teller *)made->payload)->person = true;
		return made;
	}
	if (rw_ends_name(v, i) || rw_lexical_at(v, i, sy->placeprep) || rw_lexical_at(v, i, sy->mute)) return NULL;
	const rw_item *noun = rw_lexical_at(v, i, sy->noun), *pred = rw_lexical_at(v, i, sy->pred),
				  *speech = rw_lexical_at(v, i, sy->speech), *given = rw_lexical_at(v, i, sy->given);
	bool human = noun && rw_item_feat(noun, sy->unit) == sy->person, def = joined_with(v, i, RW_PRO_AL);
	if (noun && noun->enc) return NULL;
	/* "Its capacity", "of it": what bears a pronoun is no one told of by name. */
	if (!given && !def && rw_written(v, i, "pronoun") && i + 1 < v->t.sent[s].end && rw_definite(v, i + 1)) return NULL;
	if (v->t.tok[i].key.n <= 4) return NULL;
	if (pred && !human && !weak(v, pred)) return NULL;
	if ((noun && !human) || (speech && !human) || made_at(v, i, sy->place) || rw_lexical_at(v, i, sy->toll))
		return NULL;
	if (known_word(v, i) && !human && !given && rw_lexical_at(v, i, sy->light)) return NULL;
	rw_tail tail = {.open = !def && !given,
		.several = noun && rw_item_feat(noun, sy->number) != sy->sg,
		.body = !human && !given,
		.crowd = human && !def};
	end = tail_end(v, s, i + 1, &tail);
	if (tail.name_end) {
		rw_item *made = speaks(v, i, tail.name_end, RIWAYA_LINK_PERSON, true, 0);
		take_name(v, made, tail.name, tail.name_end);
		return made;
	}
	/* "Volunteers spoke of nine deaths": behind whoever can speak a preposition does as well as "that". */
	bool of = end < v->t.sent[s].end &&
		(rw_lexical_at(v, end, sy->according) || rw_lexical_at(v, end, sy->placeprep) ||
			(joined_with(v, end, RW_PRO_BI) && rw_lexical_at(v, end, sy->pred)));
	/* "The separatists announced the killing of": words that no table knows, and then the thing itself. */
	const rw_item *act = def && (!known_word(v, i) || crowd_word(v, i)) && end < v->t.sent[s].end
		? rw_lexical_at(v, end, sy->pred)
		: NULL;
	bool told = act && rw_item_feat(act, sy->form) == sy->masdar && !rw_definite(v, end);
	if (!cited && !(human && of) && !told && !saying_follows(v, s, end)) return NULL;
	if (cited && !human && known_word(v, i)) return NULL;
	if (!human && !given && !def && end == i + 1 && known_word(v, i)) return NULL;
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
		if (!said || !is_word(v, i) || !(v->quoted[i] & 1) || spoken_for(v, i) || !begins_with_li(v, i)) continue;
		uint32_t stop = i;
		while (stop < end && stop < i + NAME_RUN && !(v->quoted[stop] & 2)) stop++;
		if (stop == end || stop == i + NAME_RUN) continue;
		speaks(v, i, stop + 1, RIWAYA_LINK_OUTLET, true, RW_PRO_LI);
	}
}

static bool takes_li(const rw_item *it, const rw_syms *sy) { return rw_item_feat(it, sy->prep) == sy->li; }

static bool begins_with(const rw_view *v, uint32_t i, unsigned pro) {
	uint32_t n;
	rw_row first = rw_table_rows(v->lx, "clitics", &n);
	for (uint32_t r = 0; r < n; r++)
		if (pro_named(rw_row_get(v->lx, first + r, "name")) == pro)
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
				if (made && li && !made->pro && !known_word(v, verb->end)) set_pro(v, made, RW_PRO_LI);
			}
			continue;
		}
		if (verb->kind != sy->speech || !finite(v, verb) || weak(v, verb) || verb->enc) continue;
		const rw_item *before = verb->first > first ? rw_lexical_at(v, verb->first - 1, sy->neg) : NULL;
		if (before && !weak(v, before)) continue; /* "not revealing", "did not say" */
		if (verb->first > first && rw_lexical_at(v, verb->first - 1, sy->placeprep) && !verb->pro) continue;
		if (rw_item_feat(verb, sy->voice) == sy->passive || rw_item_feat(verb, sy->impersonal)) continue;
		uint32_t i = verb->end;
		while (i < end && rw_view_at(v, i, sy->date)) i = rw_view_at(v, i, sy->date)->end;
		const rw_item *kin = verb->first > first ? rw_view_at(v, verb->first - 1, sy->teller) : NULL;
		/* "Denial: there is no truth in …" names nobody. */
		if (!kin && i < end && is_word(v, i) && !rw_view_at(v, i, sy->neg)) subject_at(v, s, i, false);
	}
	/* Before its verb, where the sentence begins. */
	uint32_t i = first;
	while (i < end && !is_word(v, i)) i++;
	if (i >= end || spoken_for(v, i) || made_at(v, i, sy->place)) return;
	uint32_t name = i, stop = titled_run(v, s, i, &name);
	/* "And the separatists claim": people that no table knows. */
	bool crowd = crowd_word(v, i);
	if (i + 1 < end &&
		(crowd || (stop <= i && !known_word(v, i) && (peeled(v, i) & RW_PRO_AL) && rw_written(v, i, "plural")))) {
		const rw_item *say = rw_lexical_at(v, i + 1, sy->speech);
		unsigned pro = (crowd ? joined(v, i) : peeled(v, i)) & (RW_PRO_WA | RW_PRO_FA);
		if (say && finite(v, say) && !weak(v, say) && rw_item_feat(say, sy->number) == sy->pl && say->pro == 0)
			speaks(v, i, i + 1, RIWAYA_LINK_LOCAL, false, pro);
		return;
	}
	if (stop <= i || stop >= end) return;
	const rw_item *verb = rw_lexical_at(v, stop, sy->speech);
	bool colon = v->t.tok[stop].kind == RW_TOKEN_PUNCT && v->text.p[v->t.tok[stop].start] == ':';
	bool says = verb && finite(v, verb) && !weak(v, verb) && (verb->pro & (RW_PRO_WA | RW_PRO_FA)) == 0;
	bool proper = stop > name + 1 || name > i || rw_lexical_at(v, i, sy->given);
	if (!proper || !(colon || says)) return;
	take_name(v, speaks(v, i, stop, RIWAYA_LINK_PERSON, true, 0), name, stop);
}
