/* masthead.c: lines that say who publishes, where and when: "network X", "X | city | time", "by a name - X".
 *
 * Signs cut such a line into pieces. A piece is told by its words: the table of page furniture, outlets, places, months,
 * the nouns that begin the names of outlets and bodies, given names. What reads like words of the report (a verb, a toll, a
 * number, a preposition) is no name.
 */
#include "read/page.h"

enum {
	LINE_MAX_BYTES = 260,
	FORM_WORDS = 6, /* a name of an outlet with its noun: "network X of the north" */
	BODY_WORDS = 9, /* "media office of the forces of X in Y" */
	NAME_WORDS = 5,
};

static bool sign(uint32_t c) {
	return c == '|' || c == '/' || c == '(' || c == ')' || c == '[' || c == ']' || c == ':' || c == '-' || c == '"' ||
		c == '>' || c == '<' || c == 0xA9 || c == 0xAB || c == 0xBB || c == 0xB7 || c == 0x2022 || c == 0x2010 ||
		c == 0x2011 || c == 0x2012 || c == 0x2013 || c == 0x2014 || c == 0x2015 || c == 0x201C || c == 0x201D ||
		c == 0x201E || c == 0x2039 || c == 0x203A || c == 0x60C || c == 0x640 || c == '~' || c == '*' || c == '=' ||
		(c >= 0x2190 && c <= 0x2BFF) || (c >= 0x1F300 && c <= 0x1FAFF); /* arrows, boxes, shapes, pictures */
}

static bool digit_at(rw_slice s, size_t i) {
	return i < s.n && rw_fold_char(rw_utf8_next(s, &i)).class_ == RW_CLASS_DIGIT;
}

rw_slice rw_strip_signs(rw_slice s) {
	size_t from = 0, to = 0;
	bool any = false;
	for (size_t i = 0; i < s.n;) {
		size_t at = i;
		uint8_t class_ = rw_class_of(rw_utf8_next(s, &i));
		if (class_ == RW_CLASS_MARK && any) to = i;
		if (class_ != RW_CLASS_LETTER && class_ != RW_CLASS_DIGIT) continue;
		if (!any) from = at;
		any = true;
		to = i;
	}
	/* A closing bracket stays where its opening one does. */
	if (to < s.n && s.p[to] == ')' && memchr(s.p + from, '(', to - from)) to++;
	return rw_slice_of(s.p + from, to - from);
}

/* --- what a piece is --------------------------------------------------------------------------------------------- */
typedef struct view {
	rw_page *p;
	rw_tokens t;
	rw_items items;
	uint32_t words, numbers;
} view;

static bool word_like(const rw_token *t) {
	return t->kind == RW_TOKEN_WORD || t->kind == RW_TOKEN_LATIN || t->kind == RW_TOKEN_NUMBER;
}

static void look(rw_page *p, rw_slice s, view *v) {
	rw_arena *a = p->c->scratch;
	*v = (view){.p = p};
	rw_words_and_rows(p->k, a, s, &v->t, &v->items);
	for (uint32_t i = 0; i < v->t.n; i++) {
		v->words += v->t.tok[i].kind == RW_TOKEN_WORD || v->t.tok[i].kind == RW_TOKEN_LATIN;
		v->numbers += v->t.tok[i].kind == RW_TOKEN_NUMBER;
	}
}

static bool item_at(const view *v, uint32_t i, rw_sym kind) {
	for (size_t n = 0; kind && n < v->items.n; n++) {
		if (v->items.p[n].first <= i && v->items.p[n].end > i && v->items.p[n].kind == kind) return true;
	}
	return false;
}

static bool is_time(const view *v) {
	const rw_read_cache *k = v->p->k;
	uint32_t sure = 0;
	for (uint32_t i = 0; i < v->t.n; i++) {
		const rw_token *t = &v->t.tok[i];
		if (!word_like(t)) continue;
		rw_what w = rw_tool_word(k, t->key), of_row;
		bool dated = t->kind == RW_TOKEN_NUMBER || item_at(v, i, k->month) || item_at(v, i, k->weekday);
		bool beside = w == RW_WHAT_AM || w == RW_WHAT_PM || w == RW_WHAT_ZONE || w == RW_WHAT_AT ||
			w == RW_WHAT_HIJRI || w == RW_WHAT_WEEKDAY_PREFIX || item_at(v, i, k->timepart);
		uint32_t n = dated || beside ? 1 : rw_phrase_at(k, &v->t, i, &of_row);
		if (!dated && !beside && (!n || (of_row != RW_WHAT_STAMP && of_row != RW_WHAT_UPDATED))) return false;
		sure += dated;
		i += n - 1;
	}
	return sure > 0;
}

/* All words are rows of the table: sections, labels. "Yemen Today", two sections side by side, is a name. */
static bool is_label(const view *v) {
	uint32_t n = 0;
	bool site = false, first = false;
	for (uint32_t i = 0; i < v->t.n; i++) {
		rw_what w = rw_tool_word(v->p->k, v->t.tok[i].key);
		bool is = w == RW_WHAT_SITEWORD || w == RW_WHAT_ORGWORD;
		if (i == 0) first = is;
		site = site || is;
	}
	for (uint32_t i = 0; i < v->t.n;) {
		rw_what what;
		if (!word_like(&v->t.tok[i])) {
			i++;
			continue;
		}
		uint32_t k = rw_phrase_at(v->p->k, &v->t, i, &what);
		if (!k) return false;
		n++;
		i += k;
	}
	return n == 1 || (n > 1 && !(site && !first));
}

/* The outlet of the table whose name the piece is: words that it leaves are nouns of outlets. */
static rw_row known_outlet(const view *v) {
	const rw_read_cache *k = v->p->k;
	const rw_item *best = NULL;
	for (size_t i = 0; i < v->items.n; i++) {
		const rw_item *it = &v->items.p[i];
		if (it->kind != k->outlet || !it->row || it->enc) continue;
		bool whole = true;
		for (uint32_t t = 0; t < v->t.n && whole; t++) {
			if (t >= it->first && t < it->end) continue;
			rw_what w = rw_tool_word(k, v->t.tok[t].key);
			whole = !word_like(&v->t.tok[t]) || w == RW_WHAT_ORG || w == RW_WHAT_ORGWORD || w == RW_WHAT_TO;
		}
		if (whole && (!best || it->end - it->first > best->end - best->first)) best = it;
	}
	return best ? best->row : 0;
}

/* A finite verb of saying or doing behind the first word: a sentence, no name. */
static bool has_verb(const view *v) {
	const rw_read_cache *k = v->p->k;
	for (size_t i = 0; i < v->items.n; i++) {
		const rw_item *it = &v->items.p[i];
		if (!it->first || !it->kind || (it->kind != k->pred && it->kind != k->speech)) continue;
		rw_sym form = rw_item_feat(it, k->form);
		/* "Islamabad" ends in the letters of a verb. */
		if (form && (form == k->past || form == k->present) && !item_at(v, it->first, k->place)) return true;
	}
	return false;
}

/* The first words tell of something that happened, or count. */
static bool tells(const view *v) {
	const rw_read_cache *k = v->p->k;
	for (size_t i = 0; i < v->items.n; i++) {
		const rw_item *it = &v->items.p[i];
		/* The letters of Aden are those of "they returned". */
		if (it->kind && it->first == 0 && (it->kind == k->pred || it->kind == k->toll) && !item_at(v, 0, k->place))
			return true;
	}
	return false;
}

/* Whether the only word that ends names stands between two others, the last of which is no place ("the correspondent in Aden"). */
static bool inner_stop(const view *v) {
	const rw_read_cache *k = v->p->k;
	uint32_t stops = 0, at = 0;
	for (uint32_t i = 0; i < v->t.n; i++) {
		rw_what w = rw_tool_word(k, v->t.tok[i].key);
		if (w != RW_WHAT_STOP && w != RW_WHAT_RELAY) continue;
		stops++;
		at = i;
	}
	if (stops != 1 || at == 0 || at + 1 >= v->t.n || item_at(v, v->t.n - 1, k->place)) return false;
	for (size_t i = 0; i < v->items.n; i++)
		if (v->items.p[i].kind == k->pred || v->items.p[i].kind == k->toll) return false;
	return true;
}

static uint8_t kind_of(const view *v, rw_row *row) {
	const rw_read_cache *k = v->p->k;
	*row = 0;
	if (v->words + v->numbers == 0) return RW_PIECE_TEXT;
	if (is_time(v)) return RW_PIECE_TIME;
	*row = known_outlet(v);
	if (*row) return RW_PIECE_OUTLET;
	if (v->t.n <= 8 && rw_is_place(v->p, v->t.text)) return RW_PIECE_PLACE;
	rw_what first_word = rw_tool_word(k, v->t.tok[0].key);
	/* "Issued on such a day by:", cut by its signs, leaves a preposition alone. */
	if (v->words == 1 && v->numbers == 0 && (first_word == RW_WHAT_STOP || first_word == RW_WHAT_RELAY))
		return RW_PIECE_LABEL;
	if (is_label(v)) return RW_PIECE_LABEL;
	bool org = false, body = false, site = false, stop = false;
	uint32_t place = 0;
	for (uint32_t i = 0; i < v->t.n; i++) {
		rw_what w = rw_tool_word(k, v->t.tok[i].key);
		org = org || (w == RW_WHAT_ORG && place == 0) || (w == RW_WHAT_ORGWORD && v->words + v->numbers > 1);
		body = body || (w == RW_WHAT_BODY && place == 0);
		site = site || w == RW_WHAT_SITEWORD;
		stop = stop || ((w == RW_WHAT_STOP || w == RW_WHAT_RELAY) && !item_at(v, i, k->place));
		place += word_like(&v->t.tok[i]);
	}
	bool verb = has_verb(v);
	/* "So-and-so wrote it", with the verb in front. */
	if (v->t.n > 1 && rw_tool_word(k, v->t.tok[1].key) == RW_WHAT_GIVEN && item_at(v, 0, k->speech))
		return RW_PIECE_PERSON;
	if (v->words + v->numbers >= 2 && !verb && v->numbers <= 1) {
		if (body && v->words <= BODY_WORDS && !v->numbers) return RW_PIECE_FORM;
		if (org && v->words <= FORM_WORDS && !stop) return RW_PIECE_FORM;
	}
	/* "Sudan from Within": a preposition inside a short name, between other words, none of which tells of anything. */
	if (stop && v->words >= 3 && v->words <= 4 && !verb && !tells(v) && !v->numbers && inner_stop(v)) stop = false;
	if (v->words > NAME_WORDS || verb || stop || v->numbers > 1 || tells(v)) return RW_PIECE_TEXT;
	if (first_word == RW_WHAT_GIVEN) return RW_PIECE_PERSON;
	if (site && v->words >= 2) return RW_PIECE_SITE;
	return v->numbers ? RW_PIECE_TEXT : RW_PIECE_NAME;
}

/* A piece without the words before a name that say what the name is of ("exclusive to", "X's correspondent"). */
static rw_slice without_cue(rw_page *p, rw_slice s, uint8_t *cue) {
	rw_tokens t;
	rw_words(p->k, p->c->scratch, s, &t);
	uint32_t i = 0;
	*cue = RW_WHAT_OTHER;
	for (;;) {
		while (i < t.n && !word_like(&t.tok[i])) i++;
		if (i + 1 >= t.n) break;
		rw_what w = rw_tool_word(p->k, t.tok[i].key), what;
		uint32_t n = 0;
		if (w == RW_WHAT_CORRESPONDENT || (w == RW_WHAT_TO && *cue)) {
			what = w;
			n = 1;
		} else {
			n = rw_phrase_at(p->k, &t, i, &what);
			if (what != RW_WHAT_SPECIAL && what != RW_WHAT_BYLINE && what != RW_WHAT_ISSUED) n = 0;
		}
		if (!n || i + n >= t.n) break;
		if (what != RW_WHAT_TO) *cue = (uint8_t)what;
		i += n;
	}
	return *cue && i < t.n ? rw_slice_of(s.p + t.tok[i].start, s.n - t.tok[i].start) : s;
}

/* A name without the clock, or the agencies it draws on as well, that stand behind it. */
static rw_slice without_tail(rw_page *p, rw_slice s) {
	size_t clock = s.n, colons = 0;
	while (clock > 0 && (s.p[clock - 1] == ':' || (s.p[clock - 1] >= '0' && s.p[clock - 1] <= '9')))
		colons += s.p[--clock] == ':';
	if (colons && clock > 0 && s.p[clock - 1] == ' ') s = rw_strip_signs(rw_slice_of(s.p, clock));
	rw_tokens t;
	rw_words(p->k, p->c->scratch, s, &t);
	for (uint32_t i = 1; i < t.n; i++) {
		rw_what what;
		uint32_t n = rw_phrase_at(p->k, &t, i, &what);
		if (n && what == RW_WHAT_CREDIT && i + n == t.n) return rw_slice_of(s.p, t.tok[i - 1].end);
	}
	return s;
}

static bool add_piece(rw_page *p, rw_slice s, bool time, rw_piece *out, uint32_t *n) {
	s = rw_strip_signs(s);
	if (!s.n) return true;
	if (*n == RW_PIECES) return false;
	rw_piece piece = {.text = s, .kind = RW_PIECE_TIME};
	if (!time) {
		view v;
		look(p, s, &v);
		piece.kind = kind_of(&v, &piece.row);
		rw_slice shorter = piece.kind == RW_PIECE_TIME ? s : without_tail(p, s);
		if (shorter.n < s.n) {
			s = piece.text = shorter;
			look(p, s, &v);
			piece.kind = kind_of(&v, &piece.row);
		}
		if (piece.kind == RW_PIECE_PERSON && rw_tool_word(p->k, v.t.tok[0].key) != RW_WHAT_GIVEN && v.t.n > 1)
			piece.text = rw_slice_of(s.p + v.t.tok[1].start, s.n - v.t.tok[1].start);
		if (piece.kind != RW_PIECE_LABEL && piece.kind != RW_PIECE_TIME && piece.kind != RW_PIECE_OUTLET) {
			rw_slice rest = without_cue(p, s, &piece.cue);
			if (piece.cue) {
				piece.text = rw_strip_signs(rest);
				look(p, piece.text, &v);
				piece.kind = kind_of(&v, &piece.row);
			}
		} else if (piece.kind == RW_PIECE_LABEL) {
			rw_what what;
			for (uint32_t i = 0; i < v.t.n && !piece.cue; i++) {
				if (rw_phrase_at(p->k, &v.t, i, &what) && (what == RW_WHAT_SPECIAL || what == RW_WHAT_BYLINE))
					piece.cue = (uint8_t)what;
			}
		}
	}
	out[(*n)++] = piece;
	return true;
}

static bool quote(uint32_t c) {
	return c == '"' || c == 0xAB || c == 0xBB || c == 0x201C || c == 0x201D || c == 0x201E;
}

static bool cut(rw_page *p, rw_slice s, rw_piece *out, uint32_t *n) {
	size_t from = 0;
	bool quoted = false, digit = false;
	for (size_t i = 0; i < s.n;) {
		size_t at = i;
		uint32_t c = rw_utf8_next(s, &i);
		bool after_digit = digit;
		digit = rw_fold_char(c).class_ == RW_CLASS_DIGIT;
		if (!sign(c)) continue;
		if (after_digit && digit_at(s, i)) continue;
		/* A stretch within a word is none of ours. */
		if (c == 0x640 && !(at > 0 && s.p[at - 1] == ' ' && i < s.n && s.p[i] == ' ')) continue;
		if (!add_piece(p, rw_slice_of(s.p + from, at - from), false, out, n)) return false;
		/* A place's name between quotation marks is an outlet's. */
		if (quoted && quote(c) && *n && out[*n - 1].kind == RW_PIECE_PLACE) out[*n - 1].kind = RW_PIECE_NAME;
		quoted = quote(c) && !quoted;
		from = i;
	}
	return add_piece(p, rw_slice_of(s.p + from, s.n - from), false, out, n);
}

rw_slice rw_without_city(rw_page *p, rw_slice s) {
	rw_tokens t;
	rw_words(p->k, p->c->scratch, s, &t);
	for (uint32_t i = 1; i + 1 < t.n; i++)
		if (rw_tool_word(p->k, t.tok[i].key) == RW_WHAT_STOP && rw_is_place(p, rw_tokens_text(&t, i + 1, t.n)))
			return rw_tokens_text(&t, 0, i);
	return s;
}

/* Beside a stamp, what reads as text may be a name with the city it writes from. */
static void name_cities(rw_page *p, rw_piece *piece, uint32_t n) {
	for (uint32_t i = 0; i < n; i++) {
		rw_slice name = piece[i].kind == RW_PIECE_TEXT ? rw_without_city(p, piece[i].text) : piece[i].text;
		if (name.n == piece[i].text.n) continue;
		view v;
		look(p, name, &v);
		rw_row row;
		uint8_t kind = kind_of(&v, &row);
		if (kind == RW_PIECE_NAME || kind == RW_PIECE_OUTLET)
			piece[i] = (rw_piece){.text = name, .kind = kind, .row = row, .cue = piece[i].cue};
	}
}

uint32_t rw_cut_pieces(rw_page *p, rw_slice line, rw_piece out[RW_PIECES]) {
	uint32_t n = 0;
	if (line.n > LINE_MAX_BYTES) return 0;
	rw_arena *a = p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	riwaya_when w;
	rw_slice zone;
	uint32_t start, end;
	bool ok;
	if (rw_stamp(p->k, a, line, &w, &zone, &start, &end)) {
		ok = cut(p, rw_slice_of(line.p, start), out, &n) &&
			add_piece(p, rw_slice_of(line.p + start, end - start), true, out, &n) &&
			cut(p, rw_slice_of(line.p + end, line.n - end), out, &n);
		if (ok) name_cities(p, out, n);
	} else {
		ok = cut(p, line, out, &n);
	}
	rw_arena_reset(a, m);
	return ok ? n : 0;
}

bool rw_is_masthead(rw_page *p, rw_slice line) {
	rw_piece piece[RW_PIECES];
	uint32_t n = rw_pieces(p, line, piece), names = 0, beside = 0, sure = 0;
	for (uint32_t i = 0; i < n; i++) {
		switch (piece[i].kind) {
		case RW_PIECE_TEXT: return false;
		case RW_PIECE_OUTLET:
		case RW_PIECE_FORM: sure++; break;
		case RW_PIECE_NAME:
		case RW_PIECE_SITE:
		case RW_PIECE_PERSON: names++; break;
		default: beside++;
		}
	}
	return sure > 0 ? names <= 1 : names == 1 && beside > 0 && rw_slice_find(line, RW_LIT(":"), 0) == SIZE_MAX;
}
