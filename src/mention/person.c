/* person.c: names of persons, by their own words: given names, and words that are nothing else, behind titles or without. */
#include "mention/speaker.h"

enum { TITLES = 4 };

/* A word that can be part of a person's name: a given name, one that the tables don't know, or know for weak senses and
 * qualities only. */
bool rw_name_word(const rw_view *v, uint32_t i, bool opens) {
	const rw_syms *sy = v->sy;
	if (!rw_is_word(v, i) || v->t.tok[i].key.n < 4) return false;
	const rw_item *given = rw_lexical_at(v, i, sy->given);
	if ((opens && rw_definite(v, i) && !given) || rw_lexical_at(v, i, sy->mute)) return false;
	if (!opens && (v->quoted[i] & 1)) return false;
	if (rw_lexical_at(v, i, sy->neg)) return false;
	/* Behind a family name with the article stands no word for an act: "So-and-so al-Saedi imposed". */
	if (!opens && !given && rw_lexical_at(v, i, sy->light) && rw_definite(v, i - 1) && !rw_lexical_at(v, i - 1, sy->given))
		return false;
	if (rw_joined_with(v, i, RW_PRO_FA | RW_PRO_BI | RW_PRO_LI | RW_PRO_KA | RW_PRO_AL) &&
		rw_joined_with(v, i, RW_PRO_WA | RW_PRO_FA | RW_PRO_BI | RW_PRO_LI | RW_PRO_KA))
		return false;
	/* A name may begin with the letter for "and", where what is left is no more than a quality. */
	if (rw_joined_with(v, i, RW_PRO_WA) &&
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
		if (rw_of_kind(it, small, RW_COUNT(small))) return false;
		if (rw_is_weak(v, it) || rw_of_kind(it, plain, RW_COUNT(plain))) continue;
		if (it->kind == sy->noun && !opens) continue;
		const rw_sym things[] = {sy->speaker, sy->placenoun, sy->collective, sy->anaphor, sy->timeunit};
		if (first && rw_of_kind(it, things, RW_COUNT(things))) continue;
		rw_sym form = rw_item_feat(it, sy->form);
		if (form == sy->ap || form == sy->pp) continue; /* many names are participles */
		return false;
	}
	return true;
}

/* Where the saying goes on behind a name. */
static bool goes_on(const rw_view *v, uint32_t s, uint32_t i) {
	const rw_syms *sy = v->sy;
	if (i >= v->t.sent[s].end || !rw_is_word(v, i) || (v->quoted[i] & 1)) return true;
	const rw_sym kinds[] = {sy->comp, sy->according, sy->placeprep, sy->speech, sy->pred, sy->conn, sy->modal, sy->aux,
		sy->rel, sy->hedge, sy->neg, sy->break_, sy->belong, sy->by};
	for (size_t k = 0; k < RW_COUNT(kinds); k++)
		if (rw_lexical_at(v, i, kinds[k])) return true;
	return rw_view_at(v, i, sy->date) || rw_joined_with(v, i, RW_PRO_LI) || rw_is_hearer(v, i);
}

uint32_t rw_name_run(const rw_view *v, uint32_t s, uint32_t i, uint32_t least) {
	uint32_t j = i, full;
	/* Behind two words of a name, the name of a day tells when. */
	while (j < v->t.sent[s].end && j < i + RW_NAME_RUN && rw_name_word(v, j, j == i) &&
		!(j > i && (v->quoted[j - 1] & 2)) &&
		!(j > i + 1 && rw_lexical_at(v, j, v->sy->weekday) && rw_view_at(v, j, v->sy->date)))
		j++;
	bool proper = false; /* common words alone are nobody's name */
	for (uint32_t k = i; k < j; k++) proper = proper || !rw_known_word(v, k) || rw_lexical_at(v, k, v->sy->given);
	/* A word that can be no name ends it; so does one that goes on with the saying, where the letters could be a name too. */
	full = j < i + RW_NAME_RUN && j > i + 1 ? j : 0;
	for (; proper && j >= i + least; j--)
		if (j == full || goes_on(v, s, j)) return j;
	return i;
}

uint32_t rw_person_name(const rw_view *v, uint32_t s, uint32_t i) {
	uint32_t j = i;
	bool proper = false;
	for (; j < v->t.sent[s].end && j < i + RW_NAME_RUN && rw_name_word(v, j, j == i); j++) {
		bool given = rw_lexical_at(v, j, v->sy->given) != NULL, known = rw_known_word(v, j);
		/* A common word is part of a name behind its first word only, and with the article. */
		if (known && !given && !(j > i && rw_definite(v, j))) break;
		if (j > i && (v->quoted[j - 1] & 2)) break;
		proper = proper || !known || given;
	}
	return proper ? j : i;
}

/* "Dr.": a letter and a full stop. */
static bool short_title(const rw_view *v, uint32_t s, uint32_t i) {
	return i + 2 < v->t.sent[s].end && rw_is_word(v, i) && v->t.tok[i].key.n == 2 &&
		v->t.tok[i + 1].kind == RW_TOKEN_PUNCT && v->text.p[v->t.tok[i + 1].start] == '.' && rw_is_word(v, i + 2);
}

/* The same behind a title or several ("Doctor", "Brigadier general"); *name is where the name itself begins. */
uint32_t rw_titled_run(const rw_view *v, uint32_t s, uint32_t i, uint32_t *name) {
	for (uint32_t n = 0; n < TITLES && i < v->t.sent[s].end && rw_is_word(v, i); n++, i++) {
		if (short_title(v, s, i)) i += 2;
		const rw_item *given = rw_lexical_at(v, i, v->sy->given);
		uint32_t end = rw_name_run(v, s, i, n || given ? 1 : 2);
		if (end > i + 1 || (end > i && (given || n))) {
			*name = i;
			return end;
		}
		const rw_item *title = rw_lexical_at(v, i, v->sy->speaker), *noun = rw_lexical_at(v, i, v->sy->noun),
					  *adj = rw_lexical_at(v, i, v->sy->adj);
		bool def = rw_definite(v, i);
		if (rw_joined_with(v, i, RW_PRO_WA | RW_PRO_FA | RW_PRO_BI | RW_PRO_LI)) return 0;
		if (title && rw_item_feat(title, v->sy->named) == v->sy->yes) return 0;
		if (!(def && (title || noun || (n && (adj || !rw_known_word(v, i))))) && !(n && title)) return 0;
	}
	return 0;
}

void rw_take_name(rw_view *v, rw_item *it, uint32_t first, uint32_t end) {
	rw_teller *t = it->payload;
	t->link.span = rw_view_span(v, first, end, NULL);
	t->link.name = rw_view_words(v, t->link.span);
	t->link.named = true;
	t->bare = false;
	it->end = end;
}
