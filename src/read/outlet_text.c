/* outlet_text.c: what the words of a report tell of who publishes it: whom sources told, whose correspondent was there, whose statement
 * it is, the dateline.
 */
#include "read/outlet.h"

enum {
	HEAD_WORDS = 6, /* before the name of whom a source at the head of a post spoke to */
	BODY_WORDS = 6,
};

/* The preposition "to" that stands by itself before a quote or a name: not the word "towards". */
static bool to_alone(const rw_read_cache *k, const rw_token *t) {
	size_t i = 0;
	rw_utf8_next(t->key, &i);
	return i == t->key.n && rw_tool_word(k, t->key) == RW_WHAT_TO;
}

/* A name in quotes from token i on, up to three words. */
static rw_slice quoted_name(const rw_tokens *t, uint32_t i) {
	if (i + 2 >= t->n || t->tok[i].kind != RW_TOKEN_PUNCT || rw_slice_eqz(t->tok[i].key, "(") ||
		rw_slice_eqz(t->tok[i].key, ":"))
		return RW_NONE;
	uint32_t end = i + 1;
	while (end < t->n && end - i <= 3 && (t->tok[end].kind == RW_TOKEN_WORD || t->tok[end].kind == RW_TOKEN_LATIN))
		end++;
	if (end == i + 1 || end >= t->n || t->tok[end].kind != RW_TOKEN_PUNCT) return RW_NONE;
	return rw_tokens_text(t, i + 1, end);
}

/* Words from token i on up to a colon, three at most. */
static rw_slice name_to_colon(const rw_tokens *t, uint32_t i) {
	uint32_t end = i;
	while (end < t->n && end - i <= 3 && t->tok[end].kind == RW_TOKEN_WORD) end++;
	if (end == i || end - i > 3 || end >= t->n || !rw_slice_eqz(t->tok[end].key, ":")) return RW_NONE;
	return rw_tokens_text(t, i, end);
}

/* Whether a name, from token i on, is of that kind, and no more. */
static bool is_named(rw_sym kind, const rw_tokens *t, const rw_items *items, uint32_t i, rw_slice name) {
	size_t end = (size_t)(name.p - t->text.p) + name.n;
	for (size_t n = 0; n < items->n && kind; n++) {
		const rw_item *it = &items->p[n];
		if (it->first == i && t->tok[it->end - 1].end >= end && it->kind == kind) return true;
	}
	return false;
}

static bool is_actor(const rw_finder *f, const rw_tokens *t, const rw_items *items, uint32_t i, rw_slice name) {
	return is_named(f->p->k->actor, t, items, i, name);
}

static bool is_party(const rw_finder *f, const rw_tokens *t, const rw_items *items, uint32_t i, rw_slice name) {
	return is_actor(f, t, items, i, name) || is_named(f->p->k->place, t, items, i, name);
}

/* A name without quotes behind "the correspondent of": up to a verb, a place or a word that ends names; its first word has the
 * article or it is of several words. "The agency", "the army" and trades ("military correspondent") are no names. */
static rw_slice bare_name(const rw_finder *f, const rw_tokens *t, const rw_items *items, uint32_t i) {
	const rw_read_cache *k = f->p->k;
	bool stop[RW_NAME_WORDS] = {false};
	for (size_t n = 0; n < items->n; n++) {
		const rw_item *it = &items->p[n];
		if (it->first < i || it->first >= i + RW_NAME_WORDS || !it->kind) continue;
		rw_sym form = it->kind == k->pred || it->kind == k->speech ? rw_item_feat(it, k->form) : 0;
		bool verb = form && (form == k->past || form == k->present);
		if (verb || it->kind == k->actor || it->kind == k->place || it->kind == k->adj) stop[it->first - i] = true;
	}
	uint32_t end = i;
	while (end < t->n && end - i < RW_NAME_WORDS && !stop[end - i] && t->tok[end].kind == RW_TOKEN_WORD &&
		rw_is_name_word(k, &t->tok[end]) && rw_tool_word(k, t->tok[end].key) != RW_WHAT_GIVEN)
		end++;
	if (end == i || rw_tool_word(k, t->tok[i].key) == RW_WHAT_ORG || rw_tool_word(k, t->tok[i].key) == RW_WHAT_BODY)
		return RW_NONE;
	rw_slice first = t->tok[i].key;
	bool article = false;
	if (k->article.n && first.n > k->article.n + 4 && rw_slice_starts(first, k->article)) {
		rw_slice bare = rw_slice_of(first.p + k->article.n, first.n - k->article.n);
		if (rw_tool_word(k, bare) == RW_WHAT_ORG || rw_tool_word(k, bare) == RW_WHAT_BODY) return RW_NONE;
		article = true;
	}
	return article && end <= i + 2 ? rw_tokens_text(t, i, end) : RW_NONE;
}

/* "The observatory of X for Y learned that": a body that tells of itself, up to a word that ends names. */
static rw_slice body_name(const rw_read_cache *k, const rw_tokens *t, uint32_t i) {
	rw_what w = rw_tool_word(k, t->tok[i].key);
	if (w != RW_WHAT_BODY && w != RW_WHAT_ORG) return RW_NONE;
	uint32_t end = i + 1;
	while (end < t->n && end - i <= BODY_WORDS && t->tok[end].kind == RW_TOKEN_WORD && rw_is_name_word(k, &t->tok[end]))
		end++;
	bool ends = end < t->n && rw_tool_word(k, t->tok[end].key) == RW_WHAT_STOP;
	return ends && end > i + 1 ? rw_tokens_text(t, i, end) : RW_NONE;
}

/* "Told X FM", with the preposition joined to a name that ends in a word of outlets' names. */
static void told_form(rw_finder *f, const rw_tokens *t, uint32_t i) {
	const rw_read_cache *k = f->p->k;
	if (i == 0 || i + 1 >= t->n || rw_tool_word(k, t->tok[i + 1].key) != RW_WHAT_ORGWORD) return;
	/* Latin letters by their names, two by two: "F M", "T V". */
	uint32_t end = i + 2;
	if (end < t->n && t->tok[end - 1].key.n == 4 && t->tok[end].key.n == 4) end++;
	rw_slice key = t->tok[i].key;
	size_t head = 0, rest = 0;
	rw_utf8_next(key, &head);
	if (head >= key.n || rw_tool_word(k, rw_slice_of(key.p, head)) != RW_WHAT_TO) return;
	rw_slice name = rw_tokens_text(t, i, end);
	rw_utf8_next(name, &rest);
	rw_buf b = RW_BUF(f->p->c->a);
	/* "To" and the article are written as one: the article stands whole in the name. */
	if (rw_slice_starts(rw_slice_of(key.p + head, key.n - head), rw_slice_of(key.p, head))) {
		rw_buf_slice(&b, k->article);
		rw_utf8_next(name, &rest);
	}
	rw_buf_slice(&b, rw_slice_of(name.p + rest, name.n - rest));
	rw_offer(f, 0, rw_buf_view(&b), 5);
}

void rw_scan_text(rw_finder *f, rw_slice text, bool title) {
	rw_arena *a = f->p->c->scratch;
	const rw_read_cache *k = f->p->k;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_items items = {0};
	rw_words_and_rows(f->p->k, a, text, &t, &items);
	/* First item of each token, so that the walk stays linear. */
	uint32_t *at = RW_ARRAY(a, uint32_t, (size_t)t.n + 1);
	for (size_t i = 0; i < items.n; i++) {
		const rw_item *it = &items.p[i];
		if (it->kind != k->outlet || !it->row) continue;
		if (!at[it->first] || items.p[at[it->first] - 1].end < it->end) at[it->first] = (uint32_t)i + 1;
	}
	for (uint32_t i = 0; i < t.n; i++) {
		const rw_item *it = at[i] ? &items.p[at[i] - 1] : NULL;
		/* What stands before: at most the noun of an organisation, then what tells the relation. */
		uint32_t before = i;
		bool to = it && (it->pro & RW_PRO_LI), org = false, joined = false;
		if (it && before > 0 && t.tok[before - 1].kind == RW_TOKEN_PUNCT && !rw_slice_eqz(t.tok[before - 1].key, ")") &&
			!rw_slice_eqz(t.tok[before - 1].key, "."))
			before--;
		if (it && before > 0 && rw_org_noun(k, &t.tok[before - 1], &joined)) {
			before--;
			org = true;
			to = to || joined;
		}
		if (!it && i > 0 && !at[i + 1] && rw_tool_word(k, t.tok[i - 1].key) == RW_WHAT_CORRESPONDENT) {
			rw_slice name = quoted_name(&t, i);
			if (name.n) {
				rw_offer(f, 0, rw_arena_copy(f->p->c->a, name), 5);
			} else {
				name = bare_name(f, &t, &items, i);
				if (name.n) rw_offer(f, 0, rw_arena_copy(f->p->c->a, name), 3);
			}
		}
		if (!it && i > 0 && rw_tool_word(k, t.tok[i - 1].key) == RW_WHAT_LEARNED) {
			rw_slice name = body_name(k, &t, i);
			if (name.n) rw_offer(f, 0, rw_arena_copy(f->p->c->a, name), 5);
		}
		if (!it && t.tok[i].kind == RW_TOKEN_WORD) told_form(f, &t, i);
		if (!it && i > 0 && !rw_org_noun(k, &t.tok[i], &joined) && t.tok[i - 1].kind == RW_TOKEN_WORD &&
			to_alone(k, &t.tok[i - 1])) {
			/* "told «X»", with the preposition apart: no person is written so. */
			rw_slice name = quoted_name(&t, i);
			if (name.n && !is_actor(f, &t, &items, i + 1, name)) rw_offer(f, 0, rw_arena_copy(f->p->c->a, name), 4);
			/* "Local sources to X:" at the head of a post. */
			if (!name.n) name = name_to_colon(&t, i);
			if (name.n && i <= HEAD_WORDS && !is_party(f, &t, &items, i, name))
				rw_offer(f, 0, rw_arena_copy(f->p->c->a, name), 4);
		}
		if (!it && !rw_org_noun(k, &t.tok[i], &joined)) continue;
		if (!it) {
			to = joined;
			org = true;
		}
		rw_what cue = before > 0 ? rw_tool_word(k, t.tok[before - 1].key) : RW_WHAT_OTHER;
		bool relayed = false;
		for (uint32_t back = 1; back <= 3 && back <= before; back++) {
			if (t.tok[before - back].sentence != t.tok[i].sentence) break;
			relayed = relayed || rw_tool_word(k, t.tok[before - back].key) == RW_WHAT_RELAY;
		}
		int rank = 0;
		if (cue == RW_WHAT_SPECIAL ||
			(cue == RW_WHAT_TO && before > 1 && rw_tool_word(k, t.tok[before - 2].key) == RW_WHAT_SPECIAL) ||
			(to && before > 0 && cue == RW_WHAT_SPECIAL)) {
			rank = 7;
		} else if (cue == RW_WHAT_CORRESPONDENT) {
			rank = it && rw_is_agency(f, it->row) ? 3 : 6;  /* an agency's men are told of in others' reports too */
		} else if ((to || cue == RW_WHAT_TO) && !relayed) { /* "told X", not "according to X" */
			rank = 5;
		} else if (it && org && !relayed && !title) {
			rank = 2;
		} else if (it && !relayed && !title && rw_org_noun(k, &t.tok[i], &joined)) {
			rank = 2;
		}
		if (!rank) continue;
		if (it) {
			rw_slice kind = rw_row_get(k->lx, it->row, "kind");
			bool agency = rw_slice_eqz(kind, "agency") || rw_slice_eqz(kind, "party_media") ||
				rw_slice_eqz(kind, "official") || rw_slice_eqz(kind, "monitor");
			if (rank == 2 && agency) continue;
			/* "Told Reuters" in another's report is as common as in Reuters' own. */
			if (rank == 5 && agency) rank = 2;
			rw_offer(f, it->row, RW_NONE, rank);
			i = it->end - 1;
		} else if (rank > 4) {
			/* "towards a site of …" is a way, no outlet; where quotes stand it is one. */
			bool quoted = i + 1 < t.n && t.tok[i + 1].kind == RW_TOKEN_PUNCT;
			bool way = cue == RW_WHAT_TO && !to_alone(k, &t.tok[before - 1]) && !quoted;
			rw_slice name = way ? RW_NONE : rw_org_name(k, &t, &items, i);
			if (name.n) rw_offer(f, 0, rw_arena_copy(f->p->c->a, name), rank - 1);
		}
	}
	rw_arena_reset(a, m);
}

/* "exclusive to X||" at the head of a title, where X is not in the table. */
void rw_scan_title(rw_finder *f, rw_slice title) {
	rw_arena *a = f->p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_words(f->p->k, a, title, &t);
	const rw_read_cache *k = f->p->k;
	uint32_t i = 0;
	if (t.n > 3 && rw_tool_word(k, t.tok[0].key) == RW_WHAT_SPECIAL) {
		i = 1;
		if (rw_tool_word(k, t.tok[i].key) == RW_WHAT_TO) i++;
		uint32_t end = i;
		while (end < t.n && end - i <= RW_NAME_WORDS && t.tok[end].kind != RW_TOKEN_PUNCT &&
			t.tok[end].kind != RW_TOKEN_SYMBOL)
			end++;
		bool parted = end < t.n &&
			(rw_slice_eqz(t.tok[end].key, "|") || rw_slice_eqz(t.tok[end].key, ":") || rw_slice_eqz(t.tok[end].key, "-"));
		if (i > 1 && parted && end > i && end - i <= RW_NAME_WORDS)
			rw_offer(f, 0, rw_arena_copy(f->p->c->a, rw_tokens_text(&t, i, end)), 6);
	}
	rw_arena_reset(a, m);
}

static bool in_brackets(rw_slice line, rw_slice s) {
	size_t at = (size_t)(s.p - line.p);
	return at > 0 && line.p[at - 1] == '(' && at + s.n < line.n && line.p[at + s.n] == ')';
}

/* The head of the first paragraph: "City (Outlet) - …", "City - Outlet - …", "City/Outlet/ …". */
void rw_scan_dateline(rw_finder *f, riwaya_report *r) {
	rw_page *p = f->p;
	size_t i = 0;
	while (i < p->lines.n && p->lines.p[i].part != RW_PART_BODY) i++;
	if (i >= p->lines.n) return;
	rw_slice s = p->lines.p[i].text;
	size_t parts = 0, last = 0;
	rw_slice part[4];
	for (size_t k = 0; k < s.n && k < 120 && parts < 3;) {
		size_t at = k;
		uint32_t c = rw_utf8_next(s, &k);
		if (c != '-' && c != '/' && c != '(' && c != ')' && c != 0x2013 && c != 0x2014 && c != ':' && c != '|')
			continue;
		rw_slice piece = rw_strip_signs(rw_slice_of(s.p + last, at - last));
		last = k;
		if (piece.n == 0) continue;
		if (piece.n > 60) break;
		part[parts++] = piece;
	}
	if (parts == 0) return;
	rw_slice city, name, bracketed = rw_arena_printf(p->c->scratch, "(" RW_FMT ")", RW_ARG(part[0]));
	bool place = rw_dateline_of(p, bracketed, &city, &name) && !name.n;
	if (place && !r->dateline.n) r->dateline = part[0];
	for (size_t k = place ? 1 : 0; k < parts && k < 2; k++) {
		rw_finder probe = {.p = p};
		if (part[k].n > 60) continue;
		if (!rw_offer_named(&probe, part[k], 4, true)) {
			/* "City - X News", "City (X) - ": the table need not know it. */
			bool own = place && k == 1 && in_brackets(s, part[k]) && rw_short_name(p, part[k]);
			if (own || (place && rw_like_outlet(p, part[k])))
				rw_offer(f, 0, rw_arena_copy(p->c->a, part[k]), own ? 5 : 4);
			continue;
		}
		if (place || (k == 0 && rw_only_an_outlet(f, part[0]))) {
			rw_offer_named(f, part[k], 5, true);
			if (!r->credit.n) r->credit = part[k];
		}
		break;
	}
}

/* Whether the text names X itself: 2 where it is told something or has a correspondent, 1 where nothing says that it
 * is quoted, 0 where it does not come at all. */
int rw_recurs(const rw_finder *f, rw_slice text, rw_slice name) {
	rw_arena *a = f->p->c->scratch;
	const rw_read_cache *k = f->p->k;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t, w;
	rw_words(f->p->k, a, text, &t);
	rw_words(f->p->k, a, name, &w);
	int best = 0;
	for (uint32_t i = 0; w.n && i + w.n <= t.n && best < 2; i++) {
		bool same = true, to = false;
		for (uint32_t n = 0; n < w.n && same; n++) {
			rw_slice key = t.tok[i + n].key, own = w.tok[n].key;
			same = rw_slice_eq(key, own);
			/* "to X" with the preposition joined. */
			if (!same && n == 0 && rw_slice_ends(key, own) && key.n - own.n <= 2) {
				same = rw_tool_word(k, rw_slice_of(key.p, key.n - own.n)) == RW_WHAT_TO;
				to = same;
			}
		}
		if (!same) continue;
		uint32_t before = i;
		bool joined = false, relayed = false;
		while (before > 0 && t.tok[before - 1].kind == RW_TOKEN_PUNCT && i - before < 2 &&
			!rw_slice_eqz(t.tok[before - 1].key, "."))
			before--;
		if (before > 0 && rw_org_noun(k, &t.tok[before - 1], &joined)) {
			to = to || joined;
			before--;
		}
		rw_what cue = before > 0 ? rw_tool_word(k, t.tok[before - 1].key) : RW_WHAT_OTHER;
		for (uint32_t back = 1; back <= 3 && back <= before; back++)
			relayed = relayed || rw_tool_word(k, t.tok[before - back].key) == RW_WHAT_RELAY;
		int found = to || cue == RW_WHAT_TO || cue == RW_WHAT_CORRESPONDENT || cue == RW_WHAT_SPECIAL ? 2 : !relayed;
		if (found > best) best = found;
	}
	rw_arena_reset(a, m);
	return best;
}

static bool tells_time(const rw_read_cache *k, const rw_item *it) {
	rw_sym form = rw_item_feat(it, k->form);
	return form && (form == k->past || form == k->present);
}

/* "Statement issued by X", "press statement of X": the head of the text or its title. */
void rw_scan_statement(rw_finder *f, rw_slice s) {
	rw_arena *a = f->p->c->scratch;
	const rw_read_cache *k = f->p->k;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_items items = {0};
	rw_words(f->p->k, a, s, &t);
	bool matched = false;
	for (uint32_t i = 0; i < t.n && i < 5; i++) {
		rw_what what;
		uint32_t n = rw_phrase_at(k, &t, i, &what);
		if (!n || what != RW_WHAT_ISSUED) continue;
		if (!matched) rw_lexicon_match(k->lx, k->memo, &t, 0, t.n < HEAD_WORDS ? t.n : HEAD_WORDS, a, &items);
		matched = true;
		/* "A statement issued by X said": X is quoted. */
		for (size_t item = 0; item < items.n && n; item++)
			if (items.p[item].first < i && items.p[item].kind == k->speech && tells_time(k, &items.p[item])) n = 0;
		if (!n) continue;
		uint32_t end = i + n;
		while (end < t.n && end - i - n < 9 && t.tok[end].kind == RW_TOKEN_WORD) {
			rw_what w = rw_tool_word(k, t.tok[end].key);
			if (end > i + n && w != RW_WHAT_OTHER && w != RW_WHAT_BODY && w != RW_WHAT_ORG && w != RW_WHAT_ORGWORD)
				break;
			end++;
		}
		if (end == i + n) break;
		rw_slice name = rw_tokens_text(&t, i + n, end);
		if (!rw_offer_named(f, name, 5, true)) rw_offer(f, 0, rw_clean_name(f->p, name), 5);
		break;
	}
	rw_arena_reset(a, m);
}
