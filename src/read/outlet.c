/* outlet.c: who published a report: the page's metadata, its address, its masthead and foot; outlet.h tells the ranks.
 */
#include "read/outlet.h"

enum {
	SCAN = 24 << 10, /* bytes of the text that are looked at */
	HEAD_LINES = 16,
	SETTLED = 9, /* the rank from which on a name stands against all that the words of a page tell */
};

/* "To the ministry of X", the preposition joined to the noun of a body. */
static bool joined_body(const rw_read_cache *k, const rw_token *t) {
	size_t head = 0;
	if (t->key.n) rw_utf8_next(t->key, &head);
	if (head >= t->key.n || rw_tool_word(k, rw_slice_of(t->key.p, head)) != RW_WHAT_TO) return false;
	rw_what rest = rw_tool_word(k, rw_slice_of(t->key.p + head, t->key.n - head));
	return rest == RW_WHAT_BODY || rest == RW_WHAT_SITEWORD || rest == RW_WHAT_ORGWORD;
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
	rw_words(p->k, a, rest, &t);
	uint32_t first = 0, last, words = 0;
	for (uint32_t i = 0; i < t.n; i++) words += t.tok[i].kind == RW_TOKEN_WORD;
	/* "(c) 2020 X. All rights reserved": the holder stands before the formula. */
	if (!words) {
		uint32_t start = l->mark[RW_AT_WITHIN] ? l->mark_start[RW_AT_WITHIN] : 0;
		rw_words(p->k, a, rw_slice_of(l->text.p, start), &t);
	}
	while (first < t.n && (t.tok[first].kind != RW_TOKEN_WORD || rw_tool_word(p->k, t.tok[first].key) == RW_WHAT_TO))
		first++;
	for (last = first; last < t.n && last - first <= RW_NAME_WORDS && t.tok[last].kind == RW_TOKEN_WORD; last++)
		continue;
	rw_slice name = RW_NONE;
	if (last > first && last - first <= RW_NAME_WORDS) {
		name = rw_tokens_text(&t, first, last);
		bool to;
		if ((rw_org_noun(p->k, &t.tok[first], &to) && to) || joined_body(p->k, &t.tok[first])) {
			/* "reserved to network X": the joined preposition is no part of the name. */
			size_t i = 0;
			rw_utf8_next(name, &i);
			name = rw_slice_of(name.p + i, name.n - i);
		}
	}
	rw_arena_reset(a, m);
	return name;
}

/* --- masthead and foot ------------------------------------------------------------------------------------------------- */
static rw_slice first_bytes(rw_slice s) {
	if (s.n <= SCAN) return s;
	s.n = SCAN;
	while (s.n > 0 && ((unsigned char)s.p[s.n] & 0xC0) == 0x80) s.n--;
	return s;
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

static void offer_masthead(rw_finder *f, size_t at, bool first, rw_slice text) {
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
	for (uint32_t i = 0; i < n; i++) agencies += rw_is_agency(f, piece[i].row);
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
		if (draws && rw_is_agency(f, c->row)) {
			rw_offer(f, c->row, RW_NONE, 2);
			continue;
		}
		int own = rw_recurs(f, text, c->text);
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
		if (rank)
			rw_offer(f, c->row, c->row ? RW_NONE : rw_clean_name(p, rw_without_city(p, own_script(c->text))), rank);
	}
}

/* "Follow channel X on …": the name between the noun and what ends names. */
static void follow(rw_finder *f, const rw_line *l) {
	rw_arena *a = f->p->c->scratch;
	const rw_read_cache *k = f->p->k;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_words(f->p->k, a, l->text, &t);
	for (uint32_t i = 0; i < t.n; i++) {
		bool to;
		uint32_t end = i;
		if (!rw_org_noun(k, &t.tok[i], &to) || to) continue;
		while (end < t.n && end - i <= RW_NAME_WORDS && rw_is_name_word(k, &t.tok[end])) end++;
		if (end > i + 1) rw_offer_named(f, rw_tokens_text(&t, i, end), 5, true);
		break;
	}
	rw_arena_reset(a, m);
}

static void heads_and_foot(rw_finder *f, const riwaya_report *r) {
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
		rw_scan_statement(f, l->text);
		offer_masthead(f, i, first && strcmp(p->format, "text") == 0, text);
		first = false;
	}
	if (r->title.n) rw_scan_statement(f, r->title);
	if (body != SIZE_MAX) rw_scan_statement(f, p->lines.p[body].text);
	if (last != body) rw_scan_statement(f, p->lines.p[last].text);
	for (size_t i = last == SIZE_MAX ? 0 : last + 1; i < p->lines.n && last != SIZE_MAX; i++) {
		const rw_line *l = &p->lines.p[i];
		if (l->part != RW_PART_FURNITURE || l->arabic == 0) continue;
		bool tags = l->what == RW_WHAT_TAGS && l->text.p[0] == '#';
		if (l->what == RW_WHAT_SUBSCRIBE) follow(f, l);
		if (!tags && skipped(l)) continue;
		rw_scan_statement(f, l->text);
		rw_piece piece[RW_PIECES];
		uint32_t n = rw_pieces(p, l->text, piece);
		for (uint32_t k = 0; k < n; k++) {
			bool sure = piece[k].kind == RW_PIECE_OUTLET || piece[k].kind == RW_PIECE_FORM;
			if (sure) rw_offer(f, piece[k].row, piece[k].row ? RW_NONE : rw_clean_name(p, piece[k].text), tags ? 3 : 5);
		}
	}
}

/* A site's name without what it says of itself behind a bar: of the parts the one that names an outlet, or that others say too. */
static rw_slice site_name(rw_page *p, rw_slice s) {
	static const char *const bars[] = {"|", " - ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " :: ", " \xc2\xbb ", ": "};
	rw_slice best = RW_NONE, rest = s;
	int most = -1;
	for (bool more = true; more;) {
		size_t at = SIZE_MAX, w = 0;
		for (size_t k = 0; k < RW_COUNT(bars); k++) {
			size_t found = rw_slice_find(rest, rw_slice_z(bars[k]), 0);
			if (found == SIZE_MAX || found >= at) continue;
			at = found;
			w = strlen(bars[k]);
		}
		more = at != SIZE_MAX;
		rw_slice part = rw_trim_text(more ? rw_slice_of(rest.p, at) : rest);
		if (more) rest = rw_slice_of(rest.p + at + w, rest.n - at - w);
		if (!part.n || rw_is_platform(p, part, NULL)) continue;
		rw_piece piece[RW_PIECES];
		uint32_t n = rw_pieces(p, part, piece);
		int rank = n != 1                      ? 0
			: piece[0].kind == RW_PIECE_OUTLET ? 8
			: piece[0].kind == RW_PIECE_FORM   ? 6
			: piece[0].kind == RW_PIECE_SITE   ? 4
			: piece[0].kind == RW_PIECE_NAME   ? 3
											   : 0;
		for (size_t i = 0; i < p->meta.said.n; i++) {
			const rw_said *other = &p->meta.said.p[i];
			if (other->what == RW_SAYS_SITE && rw_slice_eq(other->value, part)) rank += 3;
		}
		if (rank > most) {
			best = part;
			most = rank;
		}
	}
	return best;
}

static bool latin(rw_slice s) {
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80) return false;
	return true;
}

/* What the page's tags, JSON-LD and title say the site's name is. */
static void voices(rw_finder *f) {
	enum { NAME_BYTES = 120 };
	static const int ranks[] = {0, 6, 7, 8, 9, 9, 9};
	rw_page *p = f->p;
	if (p->meta.account.n) rw_offer(f, 0, own_script(p->meta.account), 9);
	for (size_t i = 0; i < p->meta.said.n; i++) {
		const rw_said *s = &p->meta.said.p[i];
		if (s->what != RW_SAYS_SITE) continue;
		rw_slice name = site_name(p, s->value);
		if (!name.n || name.n > NAME_BYTES || name.p[0] == '@') continue;
		/* A name in Latin letters is the address's, or a template's. */
		int rank = ranks[s->weight < RW_COUNT(ranks) ? s->weight : RW_COUNT(ranks) - 1] - (latin(name) ? 1 : 0);
		rw_piece piece[RW_PIECES];
		bool known = rw_pieces(p, name, piece) == 1 && piece[0].kind == RW_PIECE_OUTLET;
		rw_offer(f, known ? piece[0].row : 0, known ? RW_NONE : name, rank);
	}
}

/* Whether one name is told so surely that no words of the page can go before it. */
static bool settled(const rw_finder *f) {
	int sure = 0;
	for (size_t i = 0; i < f->n; i++) sure += f->c[i].rank >= SETTLED;
	return sure == 1;
}

/* What words of the page tell, at ranks below SETTLED by two or more. */
static void scan_words(rw_finder *f, riwaya_report *r) {
	rw_page *p = f->p;
	heads_and_foot(f, r);
	/* An agency credited behind the last words, where no one else shows. */
	if (r->credit.n) rw_offer_named(f, r->credit, 1, true);
	if (p->byline.n) rw_offer_named(f, p->byline, 5, true);
	if (p->account.n && !rw_offer_named(f, p->account, 7, true)) rw_offer(f, 0, own_script(p->account), 6);
	if (r->title.n) {
		rw_scan_text(f, r->title, true);
		rw_scan_title(f, r->title);
	}
	rw_scan_text(f, first_bytes(r->text), false);
}

static void find_outlet(rw_finder *f, riwaya_report *r) {
	rw_page *p = f->p;
	rw_arena *a = p->c->a;
	const rw_lexicon *lx = p->k->lx;
	rw_slice host = p->meta.address.n ? rw_host_of(p->meta.address) : RW_NONE;
	rw_row row = rw_outlet_of_host(lx, host);
	if (!row && rw_slice_find(p->in->name, RW_LIT("://"), 0) != SIZE_MAX)
		row = rw_outlet_of_host(lx, rw_host_of(p->in->name));
	if (row) {
		rw_offer(f, row, RW_NONE, 10);
	} else if (p->meta.site.n && !rw_offer_named(f, p->meta.site, 9, true)) {
		rw_offer(f, 0, p->meta.site, 9);
	}
	if (!p->meta.site.n) voices(f);
	bool sure = settled(f);
	for (size_t i = 0; i < p->lines.n; i++) {
		const rw_line *l = &p->lines.p[i];
		if (l->part != RW_PART_FURNITURE) continue;
		rw_what start = l->mark[RW_AT_START] ? (rw_what)(l->mark[RW_AT_START] - 1) : RW_WHAT_OTHER;
		bool copyright = l->what == RW_WHAT_COPYRIGHT || l->mark[RW_AT_START] == RW_WHAT_COPYRIGHT + 1 ||
			l->mark[RW_AT_WITHIN] == RW_WHAT_COPYRIGHT + 1;
		if (start == RW_WHAT_BYLINE && rw_near_ends(p, i)) {
			rw_offer_named(f, rw_after_mark(l, RW_AT_START), 8, true);
		} else if (copyright) {
			rw_slice holder = copyright_holder(p, l);
			if (!holder.n || !rw_offer_named(f, holder, 8, true)) {
				if (!rw_offer_named(f, l->text, 4, true) && holder.n) rw_offer(f, 0, rw_clean_name(p, holder), 7);
			}
		} else if (sure) {
			continue;
		} else if (start == RW_WHAT_CREDIT) {
			rw_offer_named(f, rw_after_mark(l, RW_AT_START), 3, false);
		} else if (p->title != SIZE_MAX && i < p->title && l->words <= 8 && l->what != RW_WHAT_RELATED) {
			if (!rw_is_masthead(p, l->text)) rw_offer_named(f, l->text, 3, true);
		} else if (l->arabic == 0 && l->text.n < 300) {
			rw_row by_host = rw_outlet_of_host(lx, rw_host_of(l->text));
			if (by_host) rw_offer(f, by_host, RW_NONE, 3);
		}
	}
	if (!sure) scan_words(f, r);
	const rw_offered *best = NULL;
	bool rival = false;
	for (size_t i = 0; i < f->n; i++) {
		const rw_offered *c = &f->c[i];
		if (best && c->rank == best->rank && c->rank <= 2) rival = true;
		if (!best || c->rank > best->rank || (c->rank == best->rank && c->count > best->count)) {
			if (best && c->rank > best->rank) rival = false;
			best = c;
		}
	}
	/* The whole of a name that the head cuts short: "the armed forces", signed "the armed forces of X". */
	for (size_t i = 0; best && !best->row && i < f->n; i++) {
		const rw_offered *c = &f->c[i];
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
	rw_finder probe = {.p = p};
	return rw_offer_named(&probe, s, 5, true) > 0;
}

void rw_find_outlet(rw_page *p, riwaya_report *r) {
	rw_finder f = {.p = p};
	rw_slice credit = r->credit;
	rw_scan_dateline(&f, r);
	find_outlet(&f, r);
	/* An outlet that names itself in its dateline credits nobody. */
	if (!credit.n && r->credit.n && r->outlet_name.n) {
		rw_finder own = {.p = p};
		rw_offer_named(&own, r->credit, 4, true);
		rw_slice id = own.n && own.c[0].row ? rw_row_get(p->k->lx, own.c[0].row, "id") : RW_NONE;
		if (id.n && rw_slice_eq(id, r->outlet_id)) r->credit = RW_NONE;
	}
}
