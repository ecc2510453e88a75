/* outlet.c: who published a report: by the strongest evidence; among equals by how often, then by which comes first.
 *
 *   9  the page's own metadata, or its address
 *   8  "prepared by X", the holder of the copyright
 *   7  "exclusive to X"; the account that a post is of; a masthead's name that the text tells of as its own ("told X")
 *   6  "X's correspondent"; "network X" in the masthead; the body that issues a statement
 *   5  "told X", a dateline "city - X", a body that signs
 *   4  a name in the masthead that is no place, stamp, section or person
 *   3  a source line that names X alone, an address at the head or foot, X among the breadcrumbs
 *   2  X named as a site or network that speaks in the text, where nothing says that it is only quoted
 *
 * A file's name says nothing. An outlet that the table does not know has the name as written, and no id.
 */
#include "read/page.h"

enum {
	SCAN = 24 << 10,
	HEAD_WORDS = 6, /* before the name of whom a source at the head of a post spoke to */
	NAME_WORDS = 4,
	BODY_WORDS = 6,
	MAX_CANDIDATES = 64,
	HEAD_LINES = 16
};

typedef struct candidate {
	rw_row row;    /* 0 where the table has none */
	rw_slice name; /* as written, where row is 0 */
	int rank, count;
	size_t order;
} candidate;

typedef struct finder {
	rw_page *p;
	candidate c[MAX_CANDIDATES];
	size_t n;
} finder;

/* A name as words say it: without signs around it, and hashtags' underscores are spaces. */
static rw_slice clean_name(rw_page *p, rw_slice s) {
	rw_buf b = RW_BUF(p->c->a);
	s = rw_strip_signs(s);
	for (size_t i = 0; i < s.n; i++) rw_buf_byte(&b, s.p[i] == '_' ? ' ' : s.p[i]);
	return rw_buf_view(&b);
}

static void offer(finder *f, rw_row row, rw_slice name, int rank) {
	for (size_t i = 0; i < f->n; i++) {
		candidate *c = &f->c[i];
		if (row ? c->row != row : (c->row != 0 || !rw_slice_eq(c->name, name))) continue;
		if (rank > c->rank) c->rank = rank;
		c->count++;
		return;
	}
	if (f->n < MAX_CANDIDATES) {
		f->c[f->n] = (candidate){row, name, rank, 1, f->n};
		f->n++;
	}
}

/* --- names in words ---------------------------------------------------------------------------------------------- */
/* A preposition "to" joined to the noun of an organisation, as in "to network": the noun's kind, and whether "to" is there. */
static bool org_noun(const rw_read_cache *k, const rw_token *t, bool *to) {
	*to = false;
	if (t->kind != RW_TOKEN_WORD) return false;
	if (rw_tool_word(k, t->key) == RW_WHAT_ORG) return true;
	size_t i = 0;
	uint32_t first = rw_utf8_next(t->key, &i);
	(void)first;
	if (i >= t->key.n) return false;
	rw_slice head = rw_slice_of(t->key.p, i), rest = rw_slice_of(t->key.p + i, t->key.n - i);
	if (rw_tool_word(k, rest) != RW_WHAT_ORG) return false;
	*to = rw_tool_word(k, head) == RW_WHAT_TO;
	return *to;
}

static bool is_name_word(const rw_read_cache *k, const rw_token *t) {
	if (t->kind != RW_TOKEN_WORD && t->kind != RW_TOKEN_LATIN && t->kind != RW_TOKEN_NUMBER) return false;
	rw_what w = rw_tool_word(k, t->key);
	return w == RW_WHAT_OTHER || w == RW_WHAT_ORG || w == RW_WHAT_ORGWORD || w == RW_WHAT_BODY ||
		w == RW_WHAT_SITEWORD || w == RW_WHAT_GIVEN || w == RW_WHAT_COUNTER;
}

/* Whether the words at token i tell or do something: "the agency X could not verify". */
static bool is_act(const rw_read_cache *k, const rw_items *items, uint32_t i) {
	for (size_t n = 0; n < items->n; n++) {
		const rw_item *it = &items->p[n];
		if (it->first == i && it->kind && (it->kind == k->pred || it->kind == k->speech)) return true;
	}
	return false;
}

/* The name of an organisation from token i on, where a noun such as "network" stands; in quotes or up to a word that ends names. */
static rw_slice org_name(const rw_read_cache *k, const rw_tokens *t, const rw_items *items, uint32_t i) {
	bool to;
	if (i >= t->n || !org_noun(k, &t->tok[i], &to)) return RW_NONE;
	uint32_t first = i + 1, end = first;
	if (first < t->n && t->tok[first].kind == RW_TOKEN_PUNCT && first + 1 < t->n && is_name_word(k, &t->tok[first + 1])) {
		/* Quoted: the quotes say where it ends. */
		first++;
		for (end = first; end < t->n && end - first < NAME_WORDS && is_name_word(k, &t->tok[end]); end++) continue;
		if (end >= t->n || t->tok[end].kind != RW_TOKEN_PUNCT) return RW_NONE;
	} else {
		for (end = first; end < t->n && end - first < 2 && is_name_word(k, &t->tok[end]) && !t->tok[end].line_before;
			 end++)
			if (end > first && is_act(k, items, end)) break;
	}
	return end > first ? rw_tokens_text(t, first, end) : RW_NONE;
}

/* Whether a short text is the name of an outlet by the look of it: "X News", "Network X". */
static bool looks_like_outlet(const rw_page *p, rw_slice s) {
	rw_arena *a = p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_tokenize(a, s, &t);
	bool like = false, to;
	if (t.n >= 2 && t.n <= NAME_WORDS) {
		for (uint32_t i = 0; i < t.n; i++) {
			like = like || rw_tool_word(p->k, t.tok[i].key) == RW_WHAT_ORGWORD;
		}
		like = like || (org_noun(p->k, &t.tok[0], &to) && !to);
		for (uint32_t i = 0; i < t.n; i++) like = like && is_name_word(p->k, &t.tok[i]);
	}
	rw_arena_reset(a, m);
	return like;
}

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

/* The longest outlet of the table that begins at token i. */
static const rw_item *outlet_at(const finder *f, const rw_items *items, uint32_t i) {
	const rw_item *best = NULL;
	for (size_t k = 0; k < items->n; k++) {
		const rw_item *it = &items->p[k];
		if (it->first == i && it->kind == f->p->k->outlet && it->row && (!best || it->end > best->end)) best = it;
	}
	return best;
}

/* Outlets of the table in a short text (a byline, a label), each offered at the rank. Returns how many. */
static size_t offer_named(finder *f, rw_slice s, int rank, bool agencies) {
	rw_arena *a = f->p->c->scratch;
	rw_piece piece[RW_PIECES];
	if (rank > 4 && rw_pieces(f->p, s, piece) == 1 && piece[0].kind == RW_PIECE_FORM) {
		/* A name that only begins like one of the table's is another's. */
		offer(f, 0, clean_name(f->p, piece[0].text), rank - 1);
		return 1;
	}
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_items items = {0};
	size_t n = 0;
	rw_tokenize(a, s, &t);
	rw_lexicon_match(f->p->k->lx, f->p->k->memo, &t, 0, t.n, a, &items);
	for (uint32_t i = 0; i < t.n;) {
		const rw_item *it = outlet_at(f, &items, i);
		if (!it) {
			i++;
			continue;
		}
		if (agencies || !rw_slice_eqz(rw_row_get(f->p->k->lx, it->row, "kind"), "agency"))
			offer(f, it->row, RW_NONE, rank);
		n++;
		i = it->end;
	}
	if (n == 0 && rank > 4 && looks_like_outlet(f->p, rw_trim_text(s))) {
		offer(f, 0, rw_arena_copy(f->p->c->a, rw_trim_text(s)), rank - 1);
		n++;
	}
	if (n == 0 && rank > 4) {
		for (uint32_t i = 0; i < t.n && n == 0; i++) {
			bool to;
			if (!org_name(f->p->k, &t, &items, i).n || !org_noun(f->p->k, &t.tok[i], &to)) continue;
			uint32_t end = i;
			while (end < t.n && end - i < NAME_WORDS + 1 && is_name_word(f->p->k, &t.tok[end])) end++;
			if (end == i + 1) end = t.n;
			rw_slice name = rw_tokens_text(&t, i, end);
			size_t skip = 0;
			/* "reserved to network X": the joined preposition is no part of the name. */
			if (to) rw_utf8_next(name, &skip);
			offer(f, 0, clean_name(f->p, rw_slice_of(name.p + skip, name.n - skip)), rank - 1);
			n++;
		}
	}
	rw_arena_reset(a, m);
	return n;
}

/* The table's outlet whose domain is the host or ends it. */
static rw_row outlet_of_host(const rw_lexicon *lx, rw_slice host) {
	uint32_t n;
	rw_row first = rw_table_rows(lx, "outlets", &n);
	for (rw_row r = first; host.n && r < first + n; r++) {
		rw_slice domains = rw_row_get(lx, r, "domains");
		while (domains.p) {
			rw_slice d = rw_slice_cut(&domains, ' ');
			if (d.n == 0 || d.n > host.n || !rw_slice_ends(host, d)) continue;
			if (d.n == host.n || host.p[host.n - d.n - 1] == '.') return r;
		}
	}
	return 0;
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

static bool is_actor(const finder *f, const rw_tokens *t, const rw_items *items, uint32_t i, rw_slice name) {
	return is_named(f->p->k->actor, t, items, i, name);
}

static bool is_party(const finder *f, const rw_tokens *t, const rw_items *items, uint32_t i, rw_slice name) {
	return is_actor(f, t, items, i, name) || is_named(f->p->k->place, t, items, i, name);
}

/* A name without quotes behind "the correspondent of": up to a verb, a place or a word that ends names; its first word has the
 * article or it is of several words. "The agency", "the army" and trades ("military correspondent") are no names. */
static rw_slice bare_name(const finder *f, const rw_tokens *t, const rw_items *items, uint32_t i) {
	const rw_read_cache *k = f->p->k;
	bool stop[NAME_WORDS] = {false};
	for (size_t n = 0; n < items->n; n++) {
		const rw_item *it = &items->p[n];
		if (it->first < i || it->first >= i + NAME_WORDS || !it->kind) continue;
		rw_sym form = it->kind == k->pred || it->kind == k->speech ? rw_item_feat(it, k->form) : 0;
		bool verb = form && (form == k->past || form == k->present);
		if (verb || it->kind == k->actor || it->kind == k->place || it->kind == k->adj) stop[it->first - i] = true;
	}
	uint32_t end = i;
	while (end < t->n && end - i < NAME_WORDS && !stop[end - i] && t->tok[end].kind == RW_TOKEN_WORD &&
		is_name_word(k, &t->tok[end]) && rw_tool_word(k, t->tok[end].key) != RW_WHAT_GIVEN)
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
	while (end < t->n && end - i <= BODY_WORDS && t->tok[end].kind == RW_TOKEN_WORD && is_name_word(k, &t->tok[end]))
		end++;
	bool ends = end < t->n && rw_tool_word(k, t->tok[end].key) == RW_WHAT_STOP;
	return ends && end > i + 1 ? rw_tokens_text(t, i, end) : RW_NONE;
}

/* "Told X FM", with the preposition joined to a name that ends in a word of outlets' names. */
static void told_form(finder *f, const rw_tokens *t, uint32_t i) {
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
	offer(f, 0, rw_buf_view(&b), 5);
}

static bool is_agency(const finder *f, rw_row row) {
	return row && rw_slice_eqz(rw_row_get(f->p->k->lx, row, "kind"), "agency");
}

static void scan_text(finder *f, rw_slice text, bool title) {
	rw_arena *a = f->p->c->scratch;
	const rw_read_cache *k = f->p->k;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_items items = {0};
	rw_tokenize(a, text, &t);
	rw_lexicon_match(k->lx, k->memo, &t, 0, t.n, a, &items);
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
		if (it && before > 0 && org_noun(k, &t.tok[before - 1], &joined)) {
			before--;
			org = true;
			to = to || joined;
		}
		if (!it && i > 0 && !at[i + 1] && rw_tool_word(k, t.tok[i - 1].key) == RW_WHAT_CORRESPONDENT) {
			rw_slice name = quoted_name(&t, i);
			if (name.n) {
				offer(f, 0, rw_arena_copy(f->p->c->a, name), 5);
			} else {
				name = bare_name(f, &t, &items, i);
				if (name.n) offer(f, 0, rw_arena_copy(f->p->c->a, name), 3);
			}
		}
		if (!it && i > 0 && rw_tool_word(k, t.tok[i - 1].key) == RW_WHAT_LEARNED) {
			rw_slice name = body_name(k, &t, i);
			if (name.n) offer(f, 0, rw_arena_copy(f->p->c->a, name), 5);
		}
		if (!it && t.tok[i].kind == RW_TOKEN_WORD) told_form(f, &t, i);
		if (!it && i > 0 && !org_noun(k, &t.tok[i], &joined) && t.tok[i - 1].kind == RW_TOKEN_WORD &&
			to_alone(k, &t.tok[i - 1])) {
			/* "told «X»", with the preposition apart: no person is written so. */
			rw_slice name = quoted_name(&t, i);
			if (name.n && !is_actor(f, &t, &items, i + 1, name)) offer(f, 0, rw_arena_copy(f->p->c->a, name), 4);
			/* "Local sources to X:" at the head of a post. */
			if (!name.n) name = name_to_colon(&t, i);
			if (name.n && i <= HEAD_WORDS && !is_party(f, &t, &items, i, name))
				offer(f, 0, rw_arena_copy(f->p->c->a, name), 4);
		}
		if (!it && !org_noun(k, &t.tok[i], &joined)) continue;
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
			rank = it && is_agency(f, it->row) ? 3 : 6;     /* an agency's men are told of in others' reports too */
		} else if ((to || cue == RW_WHAT_TO) && !relayed) { /* "told X", not "according to X" */
			rank = 5;
		} else if (it && org && !relayed && !title) {
			rank = 2;
		} else if (it && !relayed && !title && org_noun(k, &t.tok[i], &joined)) {
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
			offer(f, it->row, RW_NONE, rank);
			i = it->end - 1;
		} else if (rank > 4) {
			/* "towards a site of …" is a way, no outlet; where quotes stand it is one. */
			bool quoted = i + 1 < t.n && t.tok[i + 1].kind == RW_TOKEN_PUNCT;
			bool way = cue == RW_WHAT_TO && !to_alone(k, &t.tok[before - 1]) && !quoted;
			rw_slice name = way ? RW_NONE : org_name(k, &t, &items, i);
			if (name.n) offer(f, 0, rw_arena_copy(f->p->c->a, name), rank - 1);
		}
	}
	rw_arena_reset(a, m);
}

/* "exclusive to X||" at the head of a title, where X is not in the table. */
static void special_title(finder *f, rw_slice title) {
	rw_arena *a = f->p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_tokenize(a, title, &t);
	const rw_read_cache *k = f->p->k;
	uint32_t i = 0;
	if (t.n > 3 && rw_tool_word(k, t.tok[0].key) == RW_WHAT_SPECIAL) {
		i = 1;
		if (rw_tool_word(k, t.tok[i].key) == RW_WHAT_TO) i++;
		uint32_t end = i;
		while (end < t.n && end - i <= NAME_WORDS && t.tok[end].kind != RW_TOKEN_PUNCT &&
			t.tok[end].kind != RW_TOKEN_SYMBOL)
			end++;
		bool parted = end < t.n &&
			(rw_slice_eqz(t.tok[end].key, "|") || rw_slice_eqz(t.tok[end].key, ":") || rw_slice_eqz(t.tok[end].key, "-"));
		if (i > 1 && parted && end > i && end - i <= NAME_WORDS)
			offer(f, 0, rw_arena_copy(f->p->c->a, rw_tokens_text(&t, i, end)), 6);
	}
	rw_arena_reset(a, m);
}

/* The holder named in a line of copyright: what is left of it without the formula, years and signs. */
static rw_slice copyright_holder(const rw_page *p, const rw_line *l) {
	rw_arena *a = p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	uint32_t end = l->mark[RW_AT_WITHIN] ? l->mark_end[RW_AT_WITHIN]
		: l->mark[RW_AT_START]           ? l->mark_end[RW_AT_START]
										 : 0;
	rw_slice rest = rw_slice_of(l->text.p + end, l->text.n - end);
	rw_tokens t;
	rw_tokenize(a, rest, &t);
	uint32_t first = 0, last, words = 0;
	for (uint32_t i = 0; i < t.n; i++) words += t.tok[i].kind == RW_TOKEN_WORD;
	/* "(c) 2020 X. All rights reserved": the holder stands before the formula. */
	if (!words) {
		uint32_t start = l->mark[RW_AT_WITHIN] ? l->mark_start[RW_AT_WITHIN] : 0;
		rw_tokenize(a, rw_slice_of(l->text.p, start), &t);
	}
	while (first < t.n && (t.tok[first].kind != RW_TOKEN_WORD || rw_tool_word(p->k, t.tok[first].key) == RW_WHAT_TO))
		first++;
	for (last = first; last < t.n && last - first <= NAME_WORDS && t.tok[last].kind == RW_TOKEN_WORD; last++) continue;
	rw_slice name = RW_NONE;
	if (last > first && last - first <= NAME_WORDS) {
		name = rw_tokens_text(&t, first, last);
		bool to;
		if (org_noun(p->k, &t.tok[first], &to) && to) {
			/* "reserved to network X": the joined preposition is no part of the name. */
			size_t i = 0;
			rw_utf8_next(name, &i);
			name = rw_slice_of(name.p + i, name.n - i);
		}
	}
	rw_arena_reset(a, m);
	return name;
}

/* Whether a piece is the name of an outlet and no more, not a sentence that begins with other words and names one. */
static bool only_an_outlet(finder *f, rw_slice s) {
	rw_arena *a = f->p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_items items = {0};
	rw_tokenize(a, s, &t);
	rw_lexicon_match(f->p->k->lx, f->p->k->memo, &t, 0, t.n, a, &items);
	const rw_item *it = t.n ? outlet_at(f, &items, 0) : NULL;
	bool only = it && it->end == t.n;
	rw_arena_reset(a, m);
	return only;
}

/* One to three words that no table of the page's furniture knows. */
static bool short_name(rw_page *p, rw_slice s) {
	rw_piece piece[RW_PIECES];
	bool is = rw_pieces(p, s, piece) == 1 &&
		(piece[0].kind == RW_PIECE_NAME || piece[0].kind == RW_PIECE_SITE || piece[0].kind == RW_PIECE_FORM);
	return is;
}

static bool in_brackets(rw_slice line, rw_slice s) {
	size_t at = (size_t)(s.p - line.p);
	return at > 0 && line.p[at - 1] == '(' && at + s.n < line.n && line.p[at + s.n] == ')';
}

/* The head of the first paragraph: "City (Outlet) - …", "City - Outlet - …", "City/Outlet/ …". */
static void inline_dateline(finder *f, riwaya_report *r) {
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
		finder probe = {.p = p};
		if (part[k].n > 60) continue;
		if (!offer_named(&probe, part[k], 4, true)) {
			/* "City - X News", "City (X) - ": the table need not know it. */
			bool own = place && k == 1 && in_brackets(s, part[k]) && short_name(p, part[k]);
			if (own || (place && looks_like_outlet(p, part[k])))
				offer(f, 0, rw_arena_copy(p->c->a, part[k]), own ? 5 : 4);
			continue;
		}
		if (place || (k == 0 && only_an_outlet(f, part[0]))) {
			offer_named(f, part[k], 5, true);
			if (!r->credit.n) r->credit = part[k];
		}
		break;
	}
}

/* --- masthead and foot ------------------------------------------------------------------------------------------------- */
static rw_slice first_bytes(rw_slice s) {
	if (s.n <= SCAN) return s;
	s.n = SCAN;
	while (s.n > 0 && ((unsigned char)s.p[s.n] & 0xC0) == 0x80) s.n--;
	return s;
}

/* Whether the text names X itself: 2 where it is told something or has a correspondent, 1 where nothing says that it
 * is quoted, 0 where it does not come at all. */
static int recurs(const finder *f, rw_slice text, rw_slice name) {
	rw_arena *a = f->p->c->scratch;
	const rw_read_cache *k = f->p->k;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t, w;
	rw_tokenize(a, text, &t);
	rw_tokenize(a, name, &w);
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
		if (before > 0 && org_noun(k, &t.tok[before - 1], &joined)) {
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

static bool skipped(const rw_line *l) {
	rw_what what = (rw_what)l->what;
	bool label = l->mark[RW_AT_LINE] || l->mark[RW_AT_BLOCK];
	return label || what == RW_WHAT_RELATED || what == RW_WHAT_CLOSING || what == RW_WHAT_TAGS ||
		what == RW_WHAT_CAPTION || what == RW_WHAT_COUNTER || (what == RW_WHAT_CREDIT && !l->mark[RW_AT_WITHIN]) ||
		what == RW_WHAT_COPYRIGHT ||
		(what == RW_WHAT_OTHER && (l->mark[RW_AT_START] || l->mark[RW_AT_WITHIN] || l->mark[RW_AT_END]));
}

/* "Name | Its Latin name": the first of the two. */
static rw_slice own_script(rw_slice s) {
	static const char *const parts[] = {" @", "|", " - ", " \xE2\x80\x93 ", " \xC2\xB7 "};
	for (size_t k = 0; k < RW_COUNT(parts); k++) {
		size_t bar = rw_slice_find(s, rw_slice_z(parts[k]), 0);
		if (bar == SIZE_MAX || bar == 0) continue;
		bool latin = true;
		for (size_t i = bar + strlen(parts[k]); i < s.n && k != 0; i++) latin = latin && (unsigned char)s.p[i] < 0x80;
		if (latin) s = rw_strip_signs(rw_slice_of(s.p, bar));
	}
	return s;
}

static void offer_masthead(finder *f, size_t at, bool first, rw_slice text) {
	rw_page *p = f->p;
	const rw_line *l = &p->lines.p[at];
	rw_piece piece[RW_PIECES];
	/* "Written by: a name": an outlet may stand behind the name, never the mark itself. */
	bool by_line = l->mark[RW_AT_START] == RW_WHAT_BYLINE + 1;
	uint32_t n = rw_pieces(p, by_line ? rw_after_mark(l, RW_AT_START) : l->text, piece), times = 0, places = 0,
			 labels = 0, names = 0;
	bool special = false, above = p->title != SIZE_MAX && at < p->title;
	for (uint32_t i = 0; i < n; i++) {
		uint8_t kind = piece[i].kind;
		times += kind == RW_PIECE_TIME;
		places += kind == RW_PIECE_PLACE;
		labels += kind == RW_PIECE_LABEL;
		names += kind >= RW_PIECE_OUTLET;
		special = special || piece[i].cue == RW_WHAT_SPECIAL || piece[i].cue == RW_WHAT_CORRESPONDENT;
		if (kind == RW_PIECE_TEXT) return;
	}
	/* Agencies beside a name of another's are whom it draws on. */
	uint32_t agencies = 0;
	for (uint32_t i = 0; i < n; i++) agencies += is_agency(f, piece[i].row);
	bool draws = agencies && agencies < names;
	/* Names in a row without stamp or place are a way through the site's sections. */
	bool trail = n >= 3 && !times && !places && !special && above;
	for (uint32_t i = 0; i < n; i++) {
		const rw_piece *c = &piece[i];
		int rank = 0;
		/* "by a name": the first piece is a person's unless it is an outlet's by its form. */
		bool by = c->cue == RW_WHAT_BYLINE || (by_line && i == 0) ||
			(i > 0 && piece[i - 1].cue == RW_WHAT_BYLINE && piece[i - 1].kind == RW_PIECE_LABEL);
		if (c->kind < RW_PIECE_OUTLET) continue;
		if (draws && is_agency(f, c->row)) {
			offer(f, c->row, RW_NONE, 2);
			continue;
		}
		int own = recurs(f, text, c->text);
		switch (c->kind) {
		case RW_PIECE_OUTLET: rank = trail ? 3 : n == 1 || times || places || labels ? 6 : 4; break;
		case RW_PIECE_FORM: rank = trail ? 3 : 6; break;
		case RW_PIECE_SITE: rank = trail ? 0 : by ? 4 : own ? 6 : n == 1 || times || places || special ? 5 : 4; break;
		case RW_PIECE_PERSON: rank = own == 2 ? 6 : 0; break;
		default:
			if (own && !by)
				rank = own == 2 ? 6 : 5;
			else if (trail || by)
				rank = 0;
			else if (special || draws || (times && (places || names == 1)) || places || labels)
				rank = names == 1 + agencies || i > 0 ? (times && names == 1 ? 5 : 4) : 0;
			else if (above)
				rank = first && n <= 2 && i == 0 ? 4 : 0;
			else if (n == 1)
				rank = 3;
			if (!above && names > 1 && rank < 5) rank = i + 1 == n ? rank : 0;
		}
		if (own == 2 && rank) rank = 7;
		if (rank) offer(f, c->row, c->row ? RW_NONE : clean_name(p, rw_without_city(p, own_script(c->text))), rank);
	}
}

static bool tells_time(const rw_read_cache *k, const rw_item *it) {
	rw_sym form = rw_item_feat(it, k->form);
	return form && (form == k->past || form == k->present);
}

/* "Statement issued by X", "press statement of X": the head of the text or its title. */
static void statement(finder *f, rw_slice s) {
	rw_arena *a = f->p->c->scratch;
	const rw_read_cache *k = f->p->k;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_items items = {0};
	rw_tokenize(a, s, &t);
	rw_lexicon_match(k->lx, k->memo, &t, 0, t.n < HEAD_WORDS ? t.n : HEAD_WORDS, a, &items);
	for (uint32_t i = 0; i < t.n && i < 5; i++) {
		rw_what what;
		uint32_t n = rw_phrase_at(k, &t, i, &what);
		/* "A statement issued by X said": X is quoted. */
		for (size_t item = 0; item < items.n && n; item++)
			if (items.p[item].first < i && items.p[item].kind == k->speech && tells_time(k, &items.p[item])) n = 0;
		if (!n || what != RW_WHAT_ISSUED) continue;
		uint32_t end = i + n;
		while (end < t.n && end - i - n < 9 && t.tok[end].kind == RW_TOKEN_WORD) {
			rw_what w = rw_tool_word(k, t.tok[end].key);
			if (end > i + n && w != RW_WHAT_OTHER && w != RW_WHAT_BODY && w != RW_WHAT_ORG && w != RW_WHAT_ORGWORD)
				break;
			end++;
		}
		if (end == i + n) break;
		rw_slice name = rw_tokens_text(&t, i + n, end);
		if (!offer_named(f, name, 5, true)) offer(f, 0, clean_name(f->p, name), 5);
		break;
	}
	rw_arena_reset(a, m);
}

/* "Follow channel X on …": the name between the noun and what ends names. */
static void follow(finder *f, const rw_line *l) {
	rw_arena *a = f->p->c->scratch;
	const rw_read_cache *k = f->p->k;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_tokenize(a, l->text, &t);
	for (uint32_t i = 0; i < t.n; i++) {
		bool to;
		uint32_t end = i;
		if (!org_noun(k, &t.tok[i], &to) || to) continue;
		while (end < t.n && end - i <= NAME_WORDS && is_name_word(k, &t.tok[end])) end++;
		if (end > i + 1) offer_named(f, rw_tokens_text(&t, i, end), 5, true);
		break;
	}
	rw_arena_reset(a, m);
}

static void heads_and_foot(finder *f, const riwaya_report *r) {
	rw_page *p = f->p;
	size_t body = SIZE_MAX, last = SIZE_MAX;
	bool first = true;
	for (size_t i = 0; i < p->lines.n; i++) {
		if (p->lines.p[i].part != RW_PART_BODY) continue;
		if (body == SIZE_MAX) body = i;
		last = i;
	}
	rw_slice text = first_bytes(r->text);
	for (size_t i = 0, looked = 0; i < p->lines.n && i < body; i++) {
		const rw_line *l = &p->lines.p[i];
		if (l->part != RW_PART_FURNITURE || skipped(l) || l->arabic == 0) continue;
		/* The menus of a page are long; what counts stands at their head or beside the title. */
		if (++looked > HEAD_LINES && body != SIZE_MAX && i + HEAD_LINES < body) continue;
		statement(f, l->text);
		offer_masthead(f, i, first && strcmp(p->format, "text") == 0, text);
		first = false;
	}
	if (r->title.n) statement(f, r->title);
	if (body != SIZE_MAX) statement(f, p->lines.p[body].text);
	if (last != body) statement(f, p->lines.p[last].text);
	for (size_t i = last == SIZE_MAX ? 0 : last + 1; i < p->lines.n && last != SIZE_MAX; i++) {
		const rw_line *l = &p->lines.p[i];
		if (l->part != RW_PART_FURNITURE || l->arabic == 0) continue;
		bool tags = l->what == RW_WHAT_TAGS && l->text.p[0] == '#';
		if (l->what == RW_WHAT_SUBSCRIBE) follow(f, l);
		if (!tags && skipped(l)) continue;
		statement(f, l->text);
		rw_piece piece[RW_PIECES];
		uint32_t n = rw_pieces(p, l->text, piece);
		for (uint32_t k = 0; k < n; k++) {
			bool sure = piece[k].kind == RW_PIECE_OUTLET || piece[k].kind == RW_PIECE_FORM;
			if (sure) offer(f, piece[k].row, piece[k].row ? RW_NONE : clean_name(p, piece[k].text), tags ? 3 : 5);
		}
	}
}

static void find_outlet(finder *f, riwaya_report *r) {
	rw_page *p = f->p;
	rw_arena *a = p->c->a;
	const rw_lexicon *lx = p->k->lx;
	rw_slice host = p->meta.address.n ? rw_host_of(p->meta.address) : RW_NONE;
	rw_row row = outlet_of_host(lx, host);
	if (!row && rw_slice_find(p->in->name, RW_LIT("://"), 0) != SIZE_MAX)
		row = outlet_of_host(lx, rw_host_of(p->in->name));
	if (row) {
		offer(f, row, RW_NONE, 10);
	} else if (p->meta.site.n && !offer_named(f, p->meta.site, 9, true)) {
		offer(f, 0, p->meta.site, 9);
	}
	for (size_t i = 0; i < p->meta.said.n && !p->meta.site.n; i++) {
		const rw_said *s = &p->meta.said.p[i];
		if (s->what == RW_SAYS_SITE && s->weight > 2 && !offer_named(f, s->value, 9, true)) offer(f, 0, s->value, 8);
	}
	for (size_t i = 0; i < p->lines.n; i++) {
		const rw_line *l = &p->lines.p[i];
		if (l->part != RW_PART_FURNITURE) continue;
		rw_what start = l->mark[RW_AT_START] ? (rw_what)(l->mark[RW_AT_START] - 1) : RW_WHAT_OTHER;
		bool copyright = l->what == RW_WHAT_COPYRIGHT;
		if (start == RW_WHAT_BYLINE && rw_near_ends(p, i)) {
			offer_named(f, rw_after_mark(l, RW_AT_START), 8, true);
		} else if (copyright) {
			rw_slice holder = copyright_holder(p, l);
			if (!holder.n || !offer_named(f, holder, 8, true)) {
				if (!offer_named(f, l->text, 4, true) && holder.n) offer(f, 0, clean_name(p, holder), 7);
			}
		} else if (start == RW_WHAT_CREDIT) {
			offer_named(f, rw_after_mark(l, RW_AT_START), 3, false);
		} else if (p->title != SIZE_MAX && i < p->title && l->words <= 8 && l->what != RW_WHAT_RELATED) {
			if (!rw_is_masthead(p, l->text)) offer_named(f, l->text, 3, true);
		} else if (l->arabic == 0 && l->text.n < 300) {
			rw_row by_host = outlet_of_host(lx, rw_host_of(l->text));
			if (by_host) offer(f, by_host, RW_NONE, 3);
		}
	}
	heads_and_foot(f, r);
	/* An agency credited behind the last words, where no one else shows. */
	if (r->credit.n) offer_named(f, r->credit, 1, true);
	if (p->byline.n) offer_named(f, p->byline, 5, true);
	if (p->account.n && !offer_named(f, p->account, 7, true)) offer(f, 0, own_script(p->account), 6);
	if (r->title.n) {
		scan_text(f, r->title, true);
		special_title(f, r->title);
	}
	scan_text(f, first_bytes(r->text), false);
	const candidate *best = NULL;
	bool rival = false;
	for (size_t i = 0; i < f->n; i++) {
		const candidate *c = &f->c[i];
		if (best && c->rank == best->rank && c->rank <= 2) rival = true;
		if (!best || c->rank > best->rank || (c->rank == best->rank && c->count > best->count)) {
			if (best && c->rank > best->rank) rival = false;
			best = c;
		}
	}
	/* The whole of a name that the head cuts short: "the armed forces", signed "the armed forces of X". */
	for (size_t i = 0; best && !best->row && i < f->n; i++) {
		const candidate *c = &f->c[i];
		if (!c->row && c->rank + 1 >= best->rank && c->name.n > best->name.n && c->name.p[best->name.n] == ' ' &&
			rw_slice_starts(c->name, best->name))
			best = c;
	}
	/* The weakest evidence counts only where it points to one outlet. */
	if (!best || (best->rank <= 2 && rival)) return;
	if (best->row) {
		rw_slice forms = rw_row_get(lx, best->row, "forms");
		r->outlet_id = rw_row_get(lx, best->row, "id");
		r->outlet_name = rw_slice_cut(&forms, '|');
	} else {
		r->outlet_name = rw_arena_copy(a, rw_strip_signs(best->name));
	}
}

bool rw_names_outlet(rw_page *p, rw_slice s) {
	finder probe = {.p = p};
	return offer_named(&probe, s, 5, true) > 0;
}

void rw_find_outlet(rw_page *p, riwaya_report *r) {
	finder f = {.p = p};
	rw_slice credit = r->credit;
	inline_dateline(&f, r);
	find_outlet(&f, r);
	/* An outlet that names itself in its dateline credits nobody. */
	if (!credit.n && r->credit.n && r->outlet_name.n) {
		finder own = {.p = p};
		offer_named(&own, r->credit, 4, true);
		rw_slice id = own.n && own.c[0].row ? rw_row_get(p->k->lx, own.c[0].row, "id") : RW_NONE;
		if (id.n && rw_slice_eq(id, r->outlet_id)) r->credit = RW_NONE;
	}
}
