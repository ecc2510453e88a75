/* furniture.c: lines that are no part of an article, told by the table of what pages put around articles
 * (lexicon/furniture.tsv) and by their form.
 *
 * Rows are compared token by token in folded form, so marks, stretches, the spelling of hamza and punctuation between the words
 * do not matter; a sign matters where the row itself has it ("source:").
 */
#include "read/page.h"

enum {
	WHOLE = 1200, /* bytes: longer lines are looked at in their first HEAD bytes only */
	HEAD = 320,
	START_MAX = 40, /* words: a longer line that begins with such words is prose */
	WITHIN_MAX = 70,
	SURE_MAX = 40, /* the same, where the page marks the line as a paragraph */
	END_MAX = 30,
};

static const struct {
	const char *word;
} what_words[] = {
#define RW_X(name, word) {word},
	RW_WHAT_MAP(RW_X)
#undef RW_X
};

static rw_what what_of(rw_slice s) {
	for (size_t i = 1; i < RW_WHAT_COUNT; i++) {
		if (rw_slice_eqz(s, what_words[i].word)) return (rw_what)i;
	}
	return RW_WHAT_OTHER;
}

static bool where_of(rw_slice s, rw_where *out) {
	static const char *const words[] = {"line", "start", "end", "within", "block"};
	for (size_t i = 0; i < RW_WHERE_COUNT; i++) {
		if (rw_slice_eqz(s, words[i])) {
			*out = (rw_where)i;
			return true;
		}
	}
	return false;
}

/* The bit of a first word: made of its length, first and last bytes. */
static uint32_t first_bit(rw_slice key) {
	uint32_t low = 0, high = 0;
	if (key.n >= sizeof low) {
		memcpy(&low, key.p, sizeof low);
		memcpy(&high, key.p + key.n - sizeof high, sizeof high);
	} else {
		for (size_t i = 0; i < key.n; i++) low = low << 8 | (unsigned char)key.p[i];
	}
	uint64_t mixed = ((uint64_t)high << 32 | low) ^ key.n;
	return (uint32_t)(mixed * UINT64_C(0x9e3779b97f4a7c15) >> 32) % RW_FIRSTS;
}

uint32_t rw_phrase_first(const rw_read_cache *k, rw_slice key) {
	uint32_t bit = first_bit(key);
	return k->firsts[bit / 64] >> bit % 64 & 1 ? rw_map_get(&k->by_first, key) : UINT32_MAX;
}

rw_read_cache *rw_cache(rw_read_context *c) {
	if (!c->cache || c->cache->lx != c->lx) rw_read_prepare(c, c->a);
	return c->cache;
}

void rw_read_prepare(rw_read_context *c, rw_arena *a) {
	rw_read_cache *k = RW_NEW(a, rw_read_cache);
	k->lx = c->lx;
	k->memo = rw_memo_new(a, c->lx);
	rw_seen_init(k, a);
	k->by_first = RW_MAP(a);
	k->by_word = RW_MAP(a);
	k->hosts = RW_MAP(a);
	k->outlet = rw_sym_of(c->lx, RW_LIT("outlet"));
	k->actor = rw_sym_of(c->lx, RW_LIT("actor"));
	k->place = rw_sym_of(c->lx, RW_LIT("place"));
	k->month = rw_sym_of(c->lx, RW_LIT("month"));
	k->weekday = rw_sym_of(c->lx, RW_LIT("weekday"));
	k->timepart = rw_sym_of(c->lx, RW_LIT("timepart"));
	k->pred = rw_sym_of(c->lx, RW_LIT("pred"));
	k->speech = rw_sym_of(c->lx, RW_LIT("speech"));
	k->toll = rw_sym_of(c->lx, RW_LIT("toll"));
	k->according = rw_sym_of(c->lx, RW_LIT("according"));
	k->form = rw_sym_of(c->lx, RW_LIT("form"));
	k->past = rw_sym_of(c->lx, RW_LIT("past"));
	k->present = rw_sym_of(c->lx, RW_LIT("present"));
	k->adj = rw_sym_of(c->lx, RW_LIT("adj"));
	uint32_t n;
	rw_row first = rw_table_rows(c->lx, "furniture", &n);
	for (rw_row r = first; r < first + n; r++) {
		rw_slice text = rw_row_get(c->lx, r, "text");
		rw_where where;
		if (!where_of(rw_row_get(c->lx, r, "where"), &where)) continue;
		rw_what what = what_of(rw_row_get(c->lx, r, "what"));
		if (what == RW_WHAT_NOT_ARTICLE || what == RW_WHAT_DOUBT || what == RW_WHAT_ARTICLE ||
			what == RW_WHAT_CLASS_PICTURE || what == RW_WHAT_CLASS_CAPTION) {
			rw_hint_add(k, a, text, what);
			continue;
		}
		if (what == RW_WHAT_CAPTURE || (what == RW_WHAT_PLATFORM && rw_slice_find(text, RW_LIT("."), 0) != SIZE_MAX)) {
			rw_host_add(k, a, text, what);
			continue;
		}
		rw_tokens t;
		rw_mark mark = rw_arena_mark(c->scratch);
		rw_tokenize(c->scratch, text, &t);
		if (t.n == 0) continue;
		if (what == RW_WHAT_DEFINITE) k->article = rw_arena_copy(a, t.tok[0].key);
		rw_phrase ph = {RW_ARRAY(a, rw_slice, t.n), t.n, UINT32_MAX, (uint8_t)where, (uint8_t)what};
		for (uint32_t i = 0; i < t.n; i++) ph.keys[i] = rw_arena_copy(a, t.tok[i].key);
		rw_arena_reset(c->scratch, mark);
		bool fresh;
		uint32_t *head = rw_map_put(&k->by_first, ph.keys[0], &fresh);
		if (!fresh) ph.next = *head;
		uint32_t bit = first_bit(ph.keys[0]);
		k->firsts[bit / 64] |= UINT64_C(1) << bit % 64;
		*head = (uint32_t)k->phrases.n;
		rw_vec_push(a, &k->phrases, ph);
	}
	c->cache = k;
}

static bool is_word(const rw_token *t) {
	return t->kind == RW_TOKEN_WORD || t->kind == RW_TOKEN_NUMBER || t->kind == RW_TOKEN_LATIN;
}

/* Tokens that a phrase covers from token i on, 0 where it does not match there. */
static uint32_t phrase_at(const rw_phrase *ph, const rw_tokens *t, uint32_t i) {
	uint32_t at = i;
	for (uint32_t k = 0; k < ph->n; k++) {
		while (at < t->n && k > 0 && !is_word(&t->tok[at]) && !rw_slice_eq(t->tok[at].key, ph->keys[k])) at++;
		if (at >= t->n || !rw_slice_eq(t->tok[at].key, ph->keys[k])) return 0;
		at++;
	}
	return at - i;
}

static void set_mark(rw_line *l, rw_where where, uint8_t what, uint32_t start, uint32_t end) {
	/* The longest wins, so that a narrower row ("source: agencies" as a credit) beats a wider one. */
	if (l->mark[where] && l->mark_end[where] >= end) return;
	l->mark[where] = (uint8_t)(what + 1);
	l->mark_start[where] = start;
	l->mark_end[where] = end;
}

/* Words that help to read a line but make no furniture of it. */
static bool tool_word(uint8_t what) {
	switch (what) {
	case RW_WHAT_SPECIAL:
	case RW_WHAT_CORRESPONDENT:
	case RW_WHAT_TO:
	case RW_WHAT_ORG:
	case RW_WHAT_ORGWORD:
	case RW_WHAT_BODY:
	case RW_WHAT_SITEWORD:
	case RW_WHAT_GIVEN:
	case RW_WHAT_ISSUED:
	case RW_WHAT_COUNTER:
	case RW_WHAT_DEFINITE:
	case RW_WHAT_LEARNED:
	case RW_WHAT_PLATFORM:
	case RW_WHAT_SOFTWARE:
	case RW_WHAT_ROLLING:
	case RW_WHAT_RELAY:
	case RW_WHAT_STOP:
	case RW_WHAT_AM:
	case RW_WHAT_PM:
	case RW_WHAT_ZONE:
	case RW_WHAT_AT:
	case RW_WHAT_HIJRI:
	case RW_WHAT_WEEKDAY_PREFIX: return true;
	default: return false;
	}
}

rw_what rw_tool_word(const rw_read_cache *k, rw_slice key) {
	for (uint32_t i = rw_phrase_first(k, key); i != UINT32_MAX; i = k->phrases.p[i].next) {
		const rw_phrase *ph = &k->phrases.p[i];
		if (ph->n == 1 && tool_word(ph->what)) return (rw_what)ph->what;
	}
	return RW_WHAT_OTHER;
}

uint32_t rw_phrase_at(const rw_read_cache *k, const rw_tokens *t, uint32_t i, rw_what *what) {
	uint32_t best = 0;
	*what = RW_WHAT_OTHER;
	for (uint32_t ph = rw_phrase_first(k, t->tok[i].key); ph != UINT32_MAX; ph = k->phrases.p[ph].next) {
		const rw_phrase *r = &k->phrases.p[ph];
		uint32_t n =
			tool_word(r->what) && r->what != RW_WHAT_SPECIAL && r->what != RW_WHAT_ISSUED && r->what != RW_WHAT_ROLLING
			? 0
			: phrase_at(r, t, i);
		if (n > best || (n == best && n && *what == RW_WHAT_OTHER)) {
			best = n;
			*what = (rw_what)r->what;
		}
	}
	return best;
}

static void mark_phrases(rw_page *p, rw_line *l) {
	rw_arena *a = p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	rw_slice text = l->text;
	bool whole = text.n <= WHOLE;
	if (!whole) {
		text.n = HEAD;
		while (text.n > 0 && ((unsigned char)text.p[text.n] & 0xC0) == 0x80) text.n--;
	}
	rw_tokens t;
	rw_words(p->k, a, text, &t);
	uint32_t before = 0; /* words before token i */
	for (uint32_t i = 0; i < t.n; i++) {
		uint32_t ph = rw_phrase_first(p->k, t.tok[i].key);
		for (; ph != UINT32_MAX; ph = p->k->phrases.p[ph].next) {
			const rw_phrase *r = &p->k->phrases.p[ph];
			if (tool_word(r->what)) continue;
			uint32_t n = phrase_at(r, &t, i);
			if (!n) continue;
			uint32_t after = 0; /* words after it; counts in numbers do not matter ("comments (3)") */
			for (uint32_t j = i + n; j < t.n && after < 2; j++)
				after += t.tok[j].kind == RW_TOKEN_WORD || t.tok[j].kind == RW_TOKEN_LATIN;
			uint32_t end = t.tok[i + n - 1].end;
			switch (r->where) {
			case RW_AT_LINE:
			case RW_AT_BLOCK:
				if (before == 0 && after == 0 && whole) {
					set_mark(l, r->where, r->what, t.tok[i].start, end);
				} else if (r->where == RW_AT_BLOCK && before == 0 && i + n < t.n && rw_slice_eqz(t.tok[i + n].key, ":")) {
					set_mark(l, RW_AT_START, r->what, t.tok[i].start, end);
				}
				break;
			case RW_AT_START:
				if (before == 0) set_mark(l, RW_AT_START, r->what, t.tok[i].start, end);
				break;
			case RW_AT_END:
				if (after == 0 && whole) set_mark(l, RW_AT_END, r->what, t.tok[i].start, end);
				break;
			default: set_mark(l, RW_AT_WITHIN, r->what, t.tok[i].start, end);
			}
		}
		if (t.tok[i].kind == RW_TOKEN_WORD || t.tok[i].kind == RW_TOKEN_LATIN) before++;
		if (!whole && before > 12) break;
	}
	rw_arena_reset(a, m);
}

static bool ends_with_any(rw_slice s, const char *const *ends, size_t n) {
	for (size_t i = 0; i < n; i++) {
		size_t k = strlen(ends[i]);
		if (s.n <= k) continue;
		bool same = true;
		for (size_t j = 0; j < k; j++) {
			char ch = s.p[s.n - k + j];
			if (ch >= 'A' && ch <= 'Z') ch = (char)(ch - 'A' + 'a');
			same = same && ch == ends[i][j];
		}
		if (same) return true;
	}
	return false;
}

/* The name of a picture, recording or document, alone in its line. */
static bool file_name(rw_slice s) {
	static const char *const ends[] = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".bmp", ".heic",
		".mp4", ".webm", ".mov", ".m3u8", ".mp3", ".pdf", ".jfif"};
	return s.n < 160 && ends_with_any(s, ends, RW_COUNT(ends));
}

/* One run of ASCII without spaces: an address, an e-mail or user name, the id of a video. */
static bool ascii_id(rw_slice s) {
	bool digit = false, upper = false, lower = false;
	if (s.n < 3 || s.n > 400) return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c <= ' ' || c >= 0x7F) return false;
		digit = digit || (c >= '0' && c <= '9');
		upper = upper || (c >= 'A' && c <= 'Z');
		lower = lower || (c >= 'a' && c <= 'z');
	}
	return digit || upper || lower;
}

/* Nothing but hashtags. */
static bool hashtags(rw_slice s) {
	size_t tags = 0;
	bool start = true, in_tag = false;
	for (size_t i = 0; i < s.n;) {
		uint32_t c = rw_utf8_next(s, &i);
		if (rw_is_space(c)) {
			start = true;
			in_tag = false;
		} else if (start && c == '#') {
			tags++;
			in_tag = true;
			start = false;
		} else if (!in_tag && rw_fold_char(c).class_ == RW_CLASS_LETTER) {
			return false;
		} else {
			start = false;
		}
	}
	return tags > 0;
}

static void furniture(rw_line *l, rw_what what) {
	l->part = RW_PART_FURNITURE;
	l->what = (uint8_t)what;
}

/* Counts of a post ("541 likes 120 comments"), or one label beside another ("share: X - Y"), and no other word. */
static void mark_rows(rw_page *p, rw_line *l, bool counts) {
	if (l->words == 0 || l->words > 14 || l->ends_sentence) return;
	rw_arena *a = p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_words(p->k, a, l->text, &t);
	uint32_t counters = 0, numbers = 0, labels = 0, emoji = 0;
	rw_what first = RW_WHAT_OTHER, what;
	bool all = true;
	for (uint32_t i = 0; i < t.n && all;) {
		const rw_token *tok = &t.tok[i];
		uint32_t n = 0;
		if (tok->kind == RW_TOKEN_PUNCT || tok->kind == RW_TOKEN_SYMBOL) {
			emoji += (unsigned char)tok->key.p[0] >= 0xE2;
			n = 1;
		} else if (tok->kind == RW_TOKEN_NUMBER) {
			numbers++;
			n = 1;
		} else if (rw_tool_word(p->k, tok->key) == RW_WHAT_COUNTER) {
			counters++;
			n = 1;
		} else if (counts && rw_tool_word(p->k, tok->key) == RW_WHAT_DEFINITE) {
			n = 1; /* typed apart from the number */
		} else {
			n = rw_phrase_at(p->k, &t, i, &what);
			if (what == RW_WHAT_SPECIAL || what == RW_WHAT_CREDIT || (what == RW_WHAT_LIVE && counts)) n = 0;
			if (n && labels++ == 0) first = what;
		}
		all = n > 0;
		i += n;
	}
	rw_arena_reset(a, m);
	if (!all) return;
	/* Buttons under a post: like, comment, share. */
	if (counts && !numbers && counters >= 2)
		furniture(l, RW_WHAT_COUNTER);
	else if (counts && numbers && (counters > 0 || (emoji >= 2 && labels == 0)))
		furniture(l, RW_WHAT_COUNTER);
	else if (!counts && labels >= 2 && numbers == 0)
		furniture(l, first == RW_WHAT_RELATED || first == RW_WHAT_BYLINE || first == RW_WHAT_LIVE ? RW_WHAT_MENU : first);
}

/* More than names and stamps follows the mark. */
static bool speaks(rw_page *p, const rw_line *l) {
	rw_piece piece[RW_PIECES];
	if (l->words < 6) return false;
	uint32_t n =
		rw_pieces(p, rw_slice_of(l->text.p + l->mark_end[RW_AT_START], l->text.n - l->mark_end[RW_AT_START]), piece);
	bool text = n == 0;
	for (uint32_t i = 0; i < n; i++) text = text || piece[i].kind == RW_PIECE_TEXT;
	return text;
}

/* An agency's short name in brackets behind its full one, whom the sentence gives as its source. */
static bool source_in_brackets(rw_page *p, const rw_line *l) {
	enum { BACK = 8 }; /* words from "according to" to the brackets */
	rw_arena *a = p->c->scratch;
	rw_mark m = rw_arena_mark(a);
	rw_tokens t;
	rw_items items = {0};
	rw_words(p->k, a, rw_slice_of(l->text.p, l->mark_start[RW_AT_END]), &t);
	uint32_t from = t.n > BACK ? t.n - BACK : 0;
	rw_lexicon_match(p->k->lx, p->k->memo, &t, from, t.n, a, &items);
	bool found = false;
	for (size_t i = 0; i < items.n; i++)
		found = found || items.p[i].kind == p->k->according ||
			(items.p[i].kind == p->k->speech && rw_item_feat(&items.p[i], p->k->form) == p->k->past);
	rw_arena_reset(a, m);
	return found;
}

static bool tells_time(rw_page *p, rw_slice text) {
	riwaya_when w;
	rw_slice zone;
	uint32_t from, to;
	return rw_stamp(p->k, p->c->scratch, text, &w, &zone, &from, &to);
}

static void mark_one(rw_page *p, rw_line *l) {
	mark_phrases(p, l);
	if (l->part != RW_PART_BODY) return;
	mark_rows(p, l, true);
	if (l->part != RW_PART_BODY) return;
	if (l->mark[RW_AT_LINE]) {
		furniture(l, l->mark[RW_AT_LINE] - 1);
	} else if (l->mark[RW_AT_BLOCK]) {
		furniture(l, l->mark[RW_AT_BLOCK] - 1);
	} else if (l->mark[RW_AT_START] && l->words <= START_MAX) {
		rw_what what = l->mark[RW_AT_START] - 1;
		bool name_only = what == RW_WHAT_BYLINE || what == RW_WHAT_STAMP || what == RW_WHAT_UPDATED;
		if (what == RW_WHAT_CAPTION) {
			if (l->words <= END_MAX) l->part = RW_PART_CAPTION;
		} else if ((what == RW_WHAT_STAMP || what == RW_WHAT_UPDATED) && l->words > 4 && !tells_time(p, l->text)) {
			/* "published in …", "update: …" begin prose as well. */
		} else if (what == RW_WHAT_BYLINE && speaks(p, l)) {
			/* "our correspondent: …" before news. */
		} else if (what != RW_WHAT_LIVE && (!name_only || (l->words <= 12 && !(l->ends_sentence && l->words > 8)))) {
			furniture(l, what);
		}
	} else if (l->mark[RW_AT_WITHIN] && l->words <= (l->sure ? SURE_MAX : WITHIN_MAX)) {
		furniture(l, l->mark[RW_AT_WITHIN] - 1);
	} else if (l->mark[RW_AT_END] && l->words <= END_MAX) {
		rw_what what = l->mark[RW_AT_END] - 1;
		if (what == RW_WHAT_CAPTION && source_in_brackets(p, l)) {
			/* "so the state news agency (X) said" ends a sentence, and credits no picture. */
		} else if (what == RW_WHAT_CAPTION) {
			l->part = RW_PART_CAPTION;
		} else {
			furniture(l, what);
		}
	}
	if (l->part != RW_PART_BODY) return;
	mark_rows(p, l, false);
	if (l->part != RW_PART_BODY) return;
	if (file_name(l->text)) {
		furniture(l, RW_WHAT_CAPTION);
	} else if (l->arabic == 0 && ((ascii_id(l->text) && !l->sure) || l->words == 0)) {
		furniture(l, RW_WHAT_OTHER);
	} else if (hashtags(l->text)) {
		furniture(l, RW_WHAT_TAGS);
	}
}

void rw_mark_lines(rw_page *p) {
	uint64_t arabic = 0, latin = 0;
	for (size_t i = 0; i < p->lines.n; i++) {
		arabic += p->lines.p[i].arabic;
		latin += p->lines.p[i].latin;
		mark_one(p, &p->lines.p[i]);
	}
	/* On an Arabic page, short Latin lines are the names of icons and buttons. */
	if (arabic < latin) return;
	for (size_t i = 0; i < p->lines.n; i++) {
		rw_line *l = &p->lines.p[i];
		if (l->part == RW_PART_BODY && l->arabic == 0 && l->words <= 6 && !l->ends_sentence && !l->heading && !l->sure)
			furniture(l, RW_WHAT_OTHER);
	}
}
