/* outlet_name.c: names of outlets in words: those of the table, those that a noun such as "network" begins, those that look like one.
 * Each is offered at a rank; outlet.c chooses.
 */
#include "read/outlet.h"

/* A name as words say it: without signs around it, and hashtags' underscores are spaces. */
rw_slice rw_clean_name(rw_page *p, rw_slice s) {
	rw_buf b = RW_BUF(p->c->a);
	s = rw_strip_signs(s);
	for (size_t i = 0; i < s.n; i++) rw_buf_byte(&b, s.p[i] == '_' ? ' ' : s.p[i]);
	return rw_buf_view(&b);
}

void rw_offer(rw_finder *f, rw_row row, rw_slice name, int rank) {
	for (size_t i = 0; i < f->n; i++) {
		rw_offered *c = &f->c[i];
		if (row ? c->row != row : (c->row != 0 || !rw_slice_eq(c->name, name))) continue;
		if (rank > c->rank) c->rank = rank;
		c->count++;
		return;
	}
	if (f->n < RW_OFFERED) {
		f->c[f->n] = (rw_offered){row, name, rank, 1, f->n};
		f->n++;
	}
}

/* A preposition "to" joined to the noun of an organisation, as in "to network": the noun's kind, and whether "to" is there. */
bool rw_org_noun(const rw_read_cache *k, const rw_token *t, bool *to) {
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

bool rw_is_name_word(const rw_read_cache *k, const rw_token *t) {
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
rw_slice rw_org_name(const rw_read_cache *k, const rw_tokens *t, const rw_items *items, uint32_t i) {
	bool to;
	if (i >= t->n || !rw_org_noun(k, &t->tok[i], &to)) return RW_NONE;
	uint32_t first = i + 1, end = first;
	if (first < t->n && t->tok[first].kind == RW_TOKEN_PUNCT && first + 1 < t->n &&
		rw_is_name_word(k, &t->tok[first + 1])) {
		/* Quoted: the quotes say where it ends. */
		first++;
		for (end = first; end < t->n && end - first < RW_NAME_WORDS && rw_is_name_word(k, &t->tok[end]); end++)
			continue;
		if (end >= t->n || t->tok[end].kind != RW_TOKEN_PUNCT) return RW_NONE;
	} else {
		for (end = first; end < t->n && end - first < 2 && rw_is_name_word(k, &t->tok[end]) && !t->tok[end].line_before;
			 end++)
			if (end > first && is_act(k, items, end)) break;
	}
	return end > first ? rw_tokens_text(t, first, end) : RW_NONE;
}

/* Whether a short text is the name of an outlet by the look of it: "X News", "Network X". */
bool rw_like_outlet(const rw_page *p, rw_slice s) {
	rw_arena *a = p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_words(p->k, a, s, &t);
	bool like = false, to;
	if (t.n >= 2 && t.n <= RW_NAME_WORDS) {
		for (uint32_t i = 0; i < t.n; i++) {
			like = like || rw_tool_word(p->k, t.tok[i].key) == RW_WHAT_ORGWORD;
		}
		like = like || (rw_org_noun(p->k, &t.tok[0], &to) && !to);
		for (uint32_t i = 0; i < t.n; i++) like = like && rw_is_name_word(p->k, &t.tok[i]);
	}
	rw_arena_reset(a, m);
	return like;
}

/* The longest outlet of the table that begins at token i. */
const rw_item *rw_outlet_at(const rw_finder *f, const rw_items *items, uint32_t i) {
	const rw_item *best = NULL;
	for (size_t k = 0; k < items->n; k++) {
		const rw_item *it = &items->p[k];
		if (it->first == i && it->kind == f->p->k->outlet && it->row && (!best || it->end > best->end)) best = it;
	}
	return best;
}

/* Outlets of the table in a short text (a byline, a label), each offered at the rank. Returns how many. */
size_t rw_offer_named(rw_finder *f, rw_slice s, int rank, bool agencies) {
	rw_arena *a = f->p->c->scratch;
	rw_piece piece[RW_PIECES];
	if (rank > 4 && rw_pieces(f->p, s, piece) == 1 && piece[0].kind == RW_PIECE_FORM) {
		/* A name that only begins like one of the table's is another's. */
		rw_offer(f, 0, rw_clean_name(f->p, piece[0].text), rank - 1);
		return 1;
	}
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_items items = {0};
	size_t n = 0;
	rw_words_and_rows(f->p->k, a, s, &t, &items);
	for (uint32_t i = 0; i < t.n;) {
		const rw_item *it = rw_outlet_at(f, &items, i);
		if (!it) {
			i++;
			continue;
		}
		if (agencies || !rw_slice_eqz(rw_row_get(f->p->k->lx, it->row, "kind"), "agency"))
			rw_offer(f, it->row, RW_NONE, rank);
		n++;
		i = it->end;
	}
	if (n == 0 && rank > 4 && rw_like_outlet(f->p, rw_trim_text(s))) {
		rw_offer(f, 0, rw_arena_copy(f->p->c->a, rw_trim_text(s)), rank - 1);
		n++;
	}
	if (n == 0 && rank > 4) {
		for (uint32_t i = 0; i < t.n && n == 0; i++) {
			bool to;
			if (!rw_org_name(f->p->k, &t, &items, i).n || !rw_org_noun(f->p->k, &t.tok[i], &to)) continue;
			uint32_t end = i;
			while (end < t.n && end - i < RW_NAME_WORDS + 1 && rw_is_name_word(f->p->k, &t.tok[end])) end++;
			if (end == i + 1) end = t.n;
			rw_slice name = rw_tokens_text(&t, i, end);
			size_t skip = 0;
			/* "reserved to network X": the joined preposition is no part of the name. */
			if (to) rw_utf8_next(name, &skip);
			rw_offer(f, 0, rw_clean_name(f->p, rw_slice_of(name.p + skip, name.n - skip)), rank - 1);
			n++;
		}
	}
	rw_arena_reset(a, m);
	return n;
}

/* The table's outlet whose domain is the host or ends it. */
rw_row rw_outlet_of_host(const rw_lexicon *lx, rw_slice host) {
	uint32_t n;
	rw_row first = rw_table_rows(lx, "outlets", &n);
	uint32_t column = rw_table_column(lx, "outlets", "domains");
	for (rw_row r = first; host.n && r < first + n; r++) {
		rw_slice domains = rw_row_cell(lx, r, column);
		while (domains.p) {
			rw_slice d = rw_slice_cut(&domains, ' ');
			if (d.n == 0 || d.n > host.n || !rw_slice_ends(host, d)) continue;
			if (d.n == host.n || host.p[host.n - d.n - 1] == '.') return r;
		}
	}
	return 0;
}

bool rw_is_agency(const rw_finder *f, rw_row row) {
	return row && rw_slice_eqz(rw_row_get(f->p->k->lx, row, "kind"), "agency");
}

/* Whether a piece is the name of an outlet and no more, not a sentence that begins with other words and names one. */
bool rw_only_an_outlet(rw_finder *f, rw_slice s) {
	rw_arena *a = f->p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_items items = {0};
	rw_words_and_rows(f->p->k, a, s, &t, &items);
	const rw_item *it = t.n ? rw_outlet_at(f, &items, 0) : NULL;
	bool only = it && it->end == t.n;
	rw_arena_reset(a, m);
	return only;
}

/* One to three words that no table of the page's furniture knows. */
bool rw_short_name(rw_page *p, rw_slice s) {
	rw_piece piece[RW_PIECES];
	bool is = rw_pieces(p, s, piece) == 1 &&
		(piece[0].kind == RW_PIECE_NAME || piece[0].kind == RW_PIECE_SITE || piece[0].kind == RW_PIECE_FORM);
	return is;
}

bool rw_is_platform(const rw_page *p, rw_slice s, bool *posts) {
	rw_arena *a = p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_words(p->k, a, s, &t);
	bool all = t.n > 0, brackets = false;
	for (uint32_t i = 0; i < t.n && all; i++) {
		/* "X (formerly Twitter)" */
		if (rw_slice_eqz(t.tok[i].key, "(") && i > 0) brackets = true;
		if (brackets) {
			brackets = !rw_slice_eqz(t.tok[i].key, ")");
			continue;
		}
		bool word = t.tok[i].kind == RW_TOKEN_WORD || t.tok[i].kind == RW_TOKEN_LATIN || t.tok[i].kind == RW_TOKEN_NUMBER;
		rw_what what = rw_tool_word(p->k, t.tok[i].key);
		all = !word || what == RW_WHAT_PLATFORM || what == RW_WHAT_SOFTWARE;
		if (posts && what == RW_WHAT_PLATFORM) *posts = true;
	}
	rw_arena_reset(a, m);
	return all;
}
