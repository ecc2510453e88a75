/* token.c: words, numbers, marks and signs of a text, with their folded keys. One pass, each byte looked at a bounded number of times.
 *
 * A key that equals the text's own bytes is not copied: it is the text. Others are written one after the other into chunks
 * of arena memory.
 */
#include "text/sentence.h"
#include <math.h>

enum {
	TATWEEL = 0x640,
	ARABIC_COMMA = 0x60C,
	DECIMAL_POINT = 0x66B, /* of Arabic-Indic digits */
	THOUSANDS = 0x66C,
	THIN_SPACE = 0x2009, /* these two are typed only to group digits */
	NARROW_SPACE = 0x202F,
	KEY_CHUNK = 8 << 10,
	KEY_STEP = RW_FOLD_MAX * 4, /* most bytes that one character adds to a key */
	PARTING_DOTS = 4,           /* more dots than this part no letters, they end a sentence */
	DIGITS_MAX = 32,            /* longer runs of digits are no number */
};

typedef struct scan {
	rw_arena *a;
	const unsigned char *p;
	size_t n, i;
	rw_token *tok;
	size_t n_tok, cap;
	char *key; /* the chunk that keys are written to */
	size_t key_n, key_cap, key_from;
	size_t list_at; /* where the number after a list's comma stands */
	bool space, line;
} scan;

/* A character of the text; len is 0 at the end, which looks like a line's end. */
typedef struct character {
	uint32_t c;
	uint8_t len, class_;
	bool arabic;
} character;

static character look(const scan *s, size_t i) {
	if (i >= s->n) return (character){0, 0, RW_CLASS_LINE, false};
	unsigned b = s->p[i];
	if (b < 0x80) return (character){b, 1, rw_fold_small[b].class_, false};
	if (b >= 0xC2 && b < 0xE0 && s->n - i >= 2) {
		uint32_t c = (b & 0x1F) << 6 | (s->p[i + 1] & 0x3F);
		return (character){
			c, 2, rw_fold_small[c].class_ & RW_SMALL_CLASS, (rw_fold_small[c].class_ & RW_SMALL_ARABIC) != 0};
	}
	size_t at = i;
	uint32_t c = rw_utf8_next(rw_slice_of((const char *)s->p, s->n), &at);
	const rw_fold_record *r =
		&rw_fold_records[rw_fold_stage2[rw_fold_stage1[c >> RW_FOLD_SHIFT]][c & (RW_FOLD_BLOCK - 1)]];
	return (character){c, (uint8_t)(at - i), r->class_, r->arabic != 0};
}

static bool ascii_letter(uint32_t c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
static bool ascii_digit(uint32_t c) { return c >= '0' && c <= '9'; }
static bool ascii_name(uint32_t c) { return ascii_letter(c) || ascii_digit(c); }
static uint32_t byte_at(const scan *s, size_t i) { return i < s->n ? s->p[i] : 0; }

/* --- keys ---------------------------------------------------------------------------------------------------- */
static void key_grow(scan *s) {
	size_t held = s->key_n - s->key_from;
	/* A name of two words wants no whole chunk. */
	size_t cap = held * 2 + (s->n < KEY_CHUNK / 2 ? s->n * 2 + KEY_STEP : KEY_CHUNK);
	char *p = rw_arena_alloc(s->a, cap);
	if (held) memcpy(p, s->key + s->key_from, held);
	s->key = p;
	s->key_from = 0;
	s->key_n = held;
	s->key_cap = cap;
}

static inline void key_room(scan *s) {
	if (s->key_cap - s->key_n < KEY_STEP) key_grow(s);
}

static void key_char(scan *s, uint32_t c) {
	key_room(s);
	if (c < RW_FOLD_SMALL && rw_fold_small[c].n != RW_SMALL_LONG) {
		s->key[s->key_n] = (char)rw_fold_small[c].b[0];
		s->key[s->key_n + 1] = (char)rw_fold_small[c].b[1];
		s->key_n += rw_fold_small[c].n;
		return;
	}
	rw_folded f = rw_fold_char(c);
	for (int k = 0; k < f.n; k++) s->key_n += rw_utf8_put(f.c[k], s->key + s->key_n);
}

static void key_text(scan *s, size_t from, size_t end) {
	while (from < end) {
		character ch = look(s, from);
		key_char(s, ch.c);
		from += ch.len;
	}
}

static rw_token *push(scan *s, rw_token_kind kind, size_t start, size_t end) {
	if (s->n_tok == s->cap) {
		s->tok = rw_arena_resize(s->a, s->tok, s->cap * sizeof *s->tok, s->cap * 2 * sizeof *s->tok);
		s->cap *= 2;
	}
	rw_token *t = &s->tok[s->n_tok++];
	size_t n = s->key_n - s->key_from;
	const char *text = (const char *)s->p + start, *key = s->key + s->key_from;
	if (n == end - start && memcmp(text, key, n) == 0) {
		key = text;
		s->key_n = s->key_from;
	}
	*t = (rw_token){.start = (uint32_t)start,
		.end = (uint32_t)end,
		.key = {key, n},
		.kind = (uint8_t)kind,
		.space_before = s->space,
		.line_before = s->line};
	s->key_from = s->key_n;
	s->space = s->line = false;
	return t;
}

/* --- words --------------------------------------------------------------------------------------------------- */
/* Marks and signs that are put between letters. */
static bool parts_letters(uint32_t c) {
	return c && c < 0x80 ? strchr(".*_,/|-+=~^'`!@#$", (int)c) != NULL : c == ARABIC_COMMA;
}

/* Letters parted by dots and stretches: where the word goes on, or 0. A stretch must touch the dots, so that the full stop between two
 * sentences never joins them. */
static size_t parted(const scan *s, size_t i, bool stretch) {
	int dots = 0;
	for (;;) {
		character ch = look(s, i);
		if (parts_letters(ch.c)) {
			if (++dots > PARTING_DOTS) return 0;
		} else if (ch.class_ == RW_CLASS_SPACE && stretch && look(s, i + ch.len).c == TATWEEL) {
			/* a stretch on both sides of a space */
		} else if (ch.len && ch.class_ == RW_CLASS_MARK) {
			stretch |= ch.c == TATWEEL;
		} else {
			return stretch && ch.class_ == RW_CLASS_LETTER && ch.arabic ? i : 0;
		}
		i += ch.len;
	}
}

static void arabic_word(scan *s, size_t start) {
	size_t i = s->i, end = start;
	bool stretch = false, broken = false;
	for (;;) {
		key_room(s);
		unsigned b = byte_at(s, i);
		if (b >= 0xC2 && b < 0xE0 && s->n - i >= 2) { /* as look() and key_char() do, at speed */
			uint32_t c = (b & 0x1F) << 6 | (s->p[i + 1] & 0x3F);
			const rw_fold_byte *f = &rw_fold_small[c];
			if (f->class_ == (RW_CLASS_LETTER | RW_SMALL_ARABIC) && f->n != RW_SMALL_LONG) {
				s->key[s->key_n] = (char)f->b[0];
				s->key[s->key_n + 1] = (char)f->b[1];
				s->key_n += f->n;
				end = i += 2;
				stretch = false;
				continue;
			}
		}
		character ch = look(s, i);
		if (ch.class_ == RW_CLASS_LETTER && ch.arabic) {
			key_char(s, ch.c);
			end = i += ch.len;
			stretch = false;
			continue;
		}
		if (ch.class_ == RW_CLASS_MARK && ch.len) {
			i += ch.len;
			stretch = ch.c == TATWEEL;
			if (ch.c >= 0x610 && ch.c < 0x700) end = i; /* invisible characters at a word's end are left out of it */
			continue;
		}
		bool apart = parts_letters(ch.c) || (stretch && ch.class_ == RW_CLASS_SPACE);
		size_t on = apart ? parted(s, i, stretch) : 0;
		if (!on) break;
		i = on;
		broken = true;
	}
	push(s, RW_TOKEN_WORD, start, end)->broken = broken;
	s->i = i;
}

/* The end of an address that begins at i and whose first `sure` bytes belong to it. */
static size_t address_end(const scan *s, size_t i, size_t sure) {
	size_t from = i + sure, open = 0;
	uint32_t before = '/';
	i = from;
	for (;;) {
		character ch = look(s, i);
		if (ch.class_ == RW_CLASS_SPACE || ch.class_ == RW_CLASS_LINE) break;
		if (ch.c < 0x80) {
			if (strchr("\"'<>`{}|\\^", (int)ch.c)) break;
			if (ch.c == '(') open++;
			if (ch.c == ')' && open-- == 0) break;
		} else if (ch.class_ == RW_CLASS_PUNCT || (ch.arabic && ascii_name(before))) {
			break; /* an Arabic word typed on to a Latin address is no part of it */
		}
		before = ch.c;
		i += ch.len;
	}
	while (i > from && strchr(".,;:!?", s->p[i - 1])) i--;
	return i;
}

static size_t scheme_at(const scan *s, size_t i) {
	static const char *const schemes[] = {"https://", "http://", "ftp://", "www."};
	for (size_t k = 0; k < RW_COUNT(schemes); k++) {
		size_t n = 0;
		while (schemes[k][n] &&
			(byte_at(s, i + n) | (ascii_letter(byte_at(s, i + n)) ? 0x20u : 0)) == (unsigned char)schemes[k][n])
			n++;
		if (!schemes[k][n] && look(s, i + n).class_ == RW_CLASS_LETTER) return n;
		if (!schemes[k][n] && ascii_digit(byte_at(s, i + n))) return n;
	}
	return 0;
}

/* A word of another script. Names of hosts and files ("site.net", "a@b.org") and addresses are one token. */
static void latin_word(scan *s) {
	size_t start = s->i, i = start, end = start, sure = strchr("hHfFwW", (int)s->p[i]) ? scheme_at(s, i) : 0;
	bool host = false;
	if (sure) {
		end = i = address_end(s, i, sure);
		key_text(s, start, end);
	}
	while (!sure) {
		character ch = look(s, i);
		if ((ch.class_ == RW_CLASS_LETTER && !ch.arabic) || (host && ascii_digit(ch.c))) {
			key_char(s, ch.c);
			end = i += ch.len;
		} else if (ch.class_ == RW_CLASS_MARK && ch.len && ch.c != TATWEEL) {
			i += ch.len;
			if (ch.c >= 0x300 && ch.c < 0x370) end = i;
		} else if ((ch.c == '.' || ch.c == '@' || (host && (ch.c == '-' || ch.c == '_'))) && end == i &&
			(ascii_letter(byte_at(s, i + 1)) || (host && ascii_digit(byte_at(s, i + 1))))) {
			host = true;
			key_char(s, ch.c);
			i++;
		} else if (ch.c == '/' && host && end == i && look(s, i + 1).class_ != RW_CLASS_SPACE) {
			i = address_end(s, i, 1);
			key_text(s, end, i);
			end = i;
			break;
		} else {
			break;
		}
	}
	push(s, RW_TOKEN_LATIN, start, end);
	s->i = i;
}

static void at_name(scan *s) {
	size_t start = s->i, i = start + 1;
	while (ascii_name(byte_at(s, i)) || byte_at(s, i) == '_') i++;
	key_text(s, start, i);
	push(s, RW_TOKEN_LATIN, start, i);
	s->i = i;
}

/* --- numbers ------------------------------------------------------------------------------------------------- */
/* The separator at i where a digit follows it, 0 where there is none. */
static uint32_t separator(const scan *s, size_t i, size_t *after) {
	character ch = look(s, i);
	bool known = ch.c == '.' || ch.c == ',' || ch.c == ARABIC_COMMA || ch.c == DECIMAL_POINT || ch.c == THOUSANDS ||
		ch.c == THIN_SPACE || ch.c == NARROW_SPACE;
	if (!known) return 0;
	*after = i + ch.len;
	return look(s, *after).class_ == RW_CLASS_DIGIT ? ch.c : 0;
}

/* How many digits stand at i, counting no further than 4, and where they end. */
static int group(const scan *s, size_t i, size_t *end) {
	int n = 0;
	for (character ch = look(s, i); n < 4 && ch.class_ == RW_CLASS_DIGIT; ch = look(s, i)) {
		n++;
		i += ch.len;
	}
	*end = i;
	return n;
}

static size_t digits(scan *s) {
	size_t n = 0;
	for (character ch = look(s, s->i); ch.class_ == RW_CLASS_DIGIT; ch = look(s, s->i)) {
		key_char(s, ch.c);
		s->i += ch.len;
		n++;
	}
	return n;
}

static void key_byte(scan *s, char c) {
	key_room(s);
	s->key[s->key_n++] = c;
}

/* Groups of three after `sep`; points group only when there are two groups or more, since 1.500 is more often a decimal. */
static int thousands(scan *s, uint32_t sep) {
	size_t after, end, next;
	int groups = 0;
	if (sep == '.') {
		if (separator(s, s->i, &after) != sep || group(s, after, &end) != 3) return 0;
		if (separator(s, end, &after) != sep || group(s, after, &next) != 3) return 0;
	}
	while (separator(s, s->i, &after) == sep && group(s, after, &end) == 3) {
		s->i = after;
		digits(s);
		groups++;
	}
	return groups;
}

/* A decimal comma: 3,5 but not the commas of 3,5,7. The Arabic comma parts lists more often, so only one digit may follow it. Three digits
 * after a nought are no thousands. */
static bool decimal_comma(const scan *s, uint32_t sep, bool nought) {
	size_t after, end;
	if (separator(s, s->i, &after) != sep) return false;
	int n = group(s, after, &end);
	return n <= (nought ? 3 : sep == ',' ? 2 : 1) && separator(s, end, &after) != sep;
}

static void number(scan *s) {
	size_t start = s->i, after;
	bool listed = s->list_at == start, dotted = false;
	size_t n = digits(s);
	uint32_t sep = separator(s, s->i, &after);
	bool comma = sep == ',' || sep == ARABIC_COMMA;
	bool groups = n <= 3 && s->key[s->key_from] != '0' && sep && sep != DECIMAL_POINT && !(comma && listed) &&
		thousands(s, sep) > 0;
	if (groups) {
		uint32_t point = separator(s, s->i, &after);
		if (sep == '.' && point == '.') { /* 1.500.000.12: no number; once more from the start, as digits parted by points */
			s->i = start;
			s->key_n = s->key_from;
			digits(s);
			groups = false;
		} else if (point == DECIMAL_POINT || (point == '.' && sep != '.') ||
			(point == ',' && sep == '.' && decimal_comma(s, ',', false))) {
			s->i = after;
			key_byte(s, '.');
			digits(s);
		}
	} else if (comma && !listed && n <= 3 && decimal_comma(s, sep, n == 1 && s->key[s->key_from] == '0')) {
		s->i = after;
		key_byte(s, '.');
		digits(s);
		sep = 0;
	}
	int points = 0;
	while (!groups && (sep == '.' || sep == DECIMAL_POINT)) {
		s->i = after = s->i + look(s, s->i).len;
		key_byte(s, '.');
		digits(s);
		dotted = ++points > 1;
		sep = separator(s, s->i, &after);
	}
	sep = separator(s, s->i, &after);
	if (sep == ',' || sep == ARABIC_COMMA) s->list_at = after;
	double value = NAN;
	rw_slice key = rw_slice_of(s->key + s->key_from, s->key_n - s->key_from);
	if (dotted || key.n > DIGITS_MAX || !rw_slice_double(key, &value)) value = NAN;
	push(s, RW_TOKEN_NUMBER, start, s->i)->value = value;
}

/* --- marks, signs and stretches ------------------------------------------------------------------------------ */
static void sign(scan *s, character ch) {
	size_t start = s->i, end = start + ch.len;
	if (ch.c == '@' && (ascii_name(byte_at(s, end)) || byte_at(s, end) == '_')) {
		at_name(s);
		return;
	}
	key_char(s, ch.c);
	s->i = end;
	rw_token_kind kind = ch.class_ == RW_CLASS_PUNCT ? RW_TOKEN_PUNCT : RW_TOKEN_SYMBOL;
	if (kind == RW_TOKEN_SYMBOL) /* what shapes an emoji belongs to it */
		for (ch = look(s, s->i); ch.c == 0xFE0F || ch.c == 0x200D || ch.c == 0x20E3; ch = look(s, s->i))
			end = s->i += ch.len;
	push(s, kind, start, end);
}

/* Marks with no letter before them. Stretches belong to the word that follows; alone they are typed for a dash. */
static void stretches(scan *s) {
	size_t first = SIZE_MAX, last = s->i;
	character ch = look(s, s->i);
	for (; ch.len && ch.class_ == RW_CLASS_MARK; ch = look(s, s->i)) {
		if (ch.c == TATWEEL) {
			if (first == SIZE_MAX) first = s->i;
			last = s->i + ch.len;
		}
		s->i += ch.len;
	}
	if (first == SIZE_MAX) return;
	if (ch.class_ == RW_CLASS_LETTER && ch.arabic) {
		arabic_word(s, first);
		return;
	}
	key_byte(s, '-');
	push(s, RW_TOKEN_PUNCT, first, last);
}

void rw_tokenize(rw_arena *a, rw_slice text, rw_tokens *out) {
	/* Offsets are 32 bits wide; readers refuse reports a hundred times smaller than that. */
	if (text.n > UINT32_MAX) text.n = UINT32_MAX;
	scan s = {.a = a, .p = (const unsigned char *)text.p, .n = text.n, .list_at = SIZE_MAX, .space = true, .line = true};
	/* A token takes eleven bytes of news text, so this seldom has to grow. */
	s.cap = text.n / 9 + 16;
	s.tok = rw_arena_resize(a, NULL, 0, s.cap * sizeof *s.tok);
	key_room(&s);
	while (s.i < s.n) {
		character ch = look(&s, s.i);
		switch (ch.class_) {
		case RW_CLASS_LINE: s.line = true; /* fall through */
		case RW_CLASS_SPACE:
			s.space = true;
			s.i += ch.len;
			break;
		case RW_CLASS_LETTER:
			if (ch.arabic)
				arabic_word(&s, s.i);
			else
				latin_word(&s);
			break;
		case RW_CLASS_DIGIT: number(&s); break;
		case RW_CLASS_MARK: stretches(&s); break;
		default: sign(&s, ch);
		}
	}
	*out = (rw_tokens){.text = text, .tok = s.tok, .n = (uint32_t)s.n_tok};
	rw_sentences(a, out);
}

rw_slice rw_tokens_text(const rw_tokens *t, uint32_t first, uint32_t end) {
	if (end > t->n) end = t->n;
	if (first >= end) return rw_slice_of("", 0);
	uint32_t from = t->tok[first].start;
	return rw_slice_of(t->text.p + from, t->tok[end - 1].end - from);
}
