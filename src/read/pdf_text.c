/* pdf_text.c: the order of letters in a PDF's line, and what fonts' tables spoil.
 *
 *   answer      RLE killed  LRE " 12" PDF  persons PDF      as pdftotext writes it, in the order of reading by runs
 *   page        persons 12 killed                           from left to right (words drawn backwards): its runs undone
 *   read        killed 12 persons                           the rules of Unicode's bidirectional algorithm, backwards
 */
#include "read/pdf.h"

/* Letters by what their shapes do to each other on a page; words of the language are none of this file's business. */
enum {
	LETTER_ALEF_MADDA = 0x622,
	LETTER_ALEF_HAMZA = 0x623,
	LETTER_ALEF_BELOW = 0x625,
	LETTER_ALEF = 0x627,
	LETTER_TA_MARBUTA = 0x629, /* ends words, and so does the next */
	LETTER_ALEF_MAQSURA = 0x649,
	LETTER_LAM = 0x644,
	WORD_MAX = 40, /* letters of a word that is looked up */
	SHORT = 2,     /* letters of a piece that may belong to the word beside it */
	SWAPS = 4,     /* pairs of one word that may be in reverse */
};

typedef enum kind { RIGHT, LEFT, DIGIT, DIGIT_ARABIC, JOINS, JOINS_LATIN, TERM, NEUTRAL } kind;

static kind kind_of(uint32_t c) {
	if (c < 0x80) {
		if (c >= '0' && c <= '9') return DIGIT;
		if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') return LEFT;
		if (c == '.' || c == ',' || c == ':' || c == '/') return JOINS;
		if (c == '+' || c == '-') return JOINS_LATIN;
		return c == '%' || c == '$' || c == '#' ? TERM : NEUTRAL;
	}
	if (c == 0x66B || c == 0x66C) return JOINS; /* decimal point and thousands sign */
	if (c == 0x66A || c == 0xB0 || (c >= 0xA2 && c <= 0xA5) || (c >= 0x20A0 && c <= 0x20CF)) return TERM;
	rw_folded f = rw_fold_char(c);
	if (f.class_ == RW_CLASS_DIGIT) return c >= 0x660 && c <= 0x669 ? DIGIT_ARABIC : DIGIT;
	if (f.class_ == RW_CLASS_LETTER) {
		bool hebrew = c >= 0x590 && c < 0x600;
		return f.arabic || hebrew ? RIGHT : LEFT;
	}
	/* Marks stand with the letters they belong to. */
	return f.class_ == RW_CLASS_MARK && c >= 0x610 && c < 0x900 ? RIGHT : NEUTRAL;
}

static void reverse(rw_pdf_unit *u, size_t n) {
	for (size_t i = 0; i < n / 2; i++) {
		rw_pdf_unit t = u[i];
		u[i] = u[n - 1 - i];
		u[n - 1 - i] = t;
	}
}

/* --- from the answer to the page, and from the page to reading ---------------------------------------------------- */
/* Undoes pdftotext's runs: what is left stands as on the page, from left to right. */
static void to_page(rw_slice s, size_t from, size_t to, rw_pdf_units *out, rw_arena *a) {
	size_t line = out->n, run = out->n, i = from;
	int depth = 0;
	bool right = false; /* the line's own direction */
	while (i < to) {
		size_t at = i;
		uint32_t c = rw_utf8_next(rw_slice_of(s.p, to), &i);
		if (c == 0x202B || c == 0x202A) {
			if (depth == 0) right = c == 0x202B && out->n == line;
			/* A run to the left within a line to the right stands in the page's order: turned with the line below. */
			depth++;
			run = out->n;
		} else if (c == 0x202C) {
			if (depth == 2 || (depth == 1 && !right)) reverse(out->p + run, out->n - run);
			if (depth > 0) depth--;
			if (depth == 0 && right) {
				/* A second run begins beside the first: the line is no longer one. */
				reverse(out->p + line, out->n - line);
				line = out->n;
				right = false;
			}
		} else if ((c >= 0x200B && c <= 0x200F) || (c >= 0x2066 && c <= 0x2069) || c == 0x202D || c == 0x202E ||
			c == 0xFEFF) {
			continue;
		} else {
			rw_vec_push(a, out, (rw_pdf_unit){c, (uint32_t)at, (uint8_t)(i - at)});
		}
	}
	if (right && depth > 0) reverse(out->p + line, out->n - line);
}

/* The end of a piece that stands from left to right, from i on: a number with its signs, or words of another script with what stands
 * between them; i where none begins there. */
static size_t piece(const rw_pdf_unit *u, size_t i, size_t n) {
	size_t j = i;
	while (j < n && kind_of(u[j].c) == TERM) j++;
	kind k = j < n ? kind_of(u[j].c) : NEUTRAL;
	size_t end = i;
	if (k == DIGIT_ARABIC && j == i) {
		for (end = i; end < n; end++) {
			kind now = kind_of(u[end].c);
			if (now == DIGIT_ARABIC) continue;
			if (now == JOINS && end + 1 < n && kind_of(u[end + 1].c) == DIGIT_ARABIC) continue;
			break;
		}
		return end;
	}
	if (k != DIGIT && k != LEFT) return i;
	if (k == LEFT) j = i;
	if (k == LEFT && kind_of(u[i].c) != LEFT) return i;
	bool words = false;
	for (end = j; end < n; end++) {
		kind now = kind_of(u[end].c);
		if (now == LEFT) words = true;
		if (now == LEFT || now == DIGIT || now == TERM) continue;
		if (now == RIGHT || now == DIGIT_ARABIC) break;
		kind next = end + 1 < n ? kind_of(u[end + 1].c) : RIGHT;
		if (next == DIGIT && (now == JOINS || now == JOINS_LATIN)) continue;
		/* Between words of the other script anything may stand, as long as such a word comes again. */
		size_t ahead = end;
		while (ahead < n && kind_of(u[ahead].c) != LEFT && kind_of(u[ahead].c) != RIGHT && kind_of(u[ahead].c) != DIGIT)
			ahead++;
		if (ahead < n && (kind_of(u[ahead].c) == LEFT || (words && kind_of(u[ahead].c) == DIGIT))) {
			end = ahead - 1;
			continue;
		}
		break;
	}
	return end;
}

/* A number after Arabic letters stands as numbers of Arabic digits do: the percent sign to its left, and of two with a dash between them the first
 * to the right. Other typesetters don't do so; what they show is told by its sense: the sign comes last, and ranges go up. */
static void mend_percent(rw_pdf_unit *u, size_t n) {
	if (n < 2 || kind_of(u[1].c) != DIGIT || (u[0].c != '%' && u[0].c != 0x66A)) return;
	rw_pdf_unit sign = u[0];
	memmove(u, u + 1, (n - 1) * sizeof *u);
	u[n - 1] = sign;
}

static size_t digits_from(const rw_pdf_unit *u, size_t i, size_t n, uint64_t *value) {
	for (*value = 0; i < n && rw_fold_char(u[i].c).class_ == RW_CLASS_DIGIT; i++)
		if (*value < 1000000000) *value = *value * 10 + rw_fold_char(u[i].c).digit;
	return i;
}

static bool of_number(uint32_t c) {
	kind k = kind_of(c);
	return k == JOINS || k == JOINS_LATIN || k == DIGIT || k == DIGIT_ARABIC;
}

static void mend_ranges(rw_pdf_unit *u, size_t n) {
	for (size_t i = 0; i < n;) {
		uint64_t low, high;
		size_t dash = digits_from(u, i, n, &low), end = dash < n ? digits_from(u, dash + 1, n, &high) : dash;
		if (dash == i) {
			i++;
			continue;
		}
		bool alone = (i == 0 || !of_number(u[i - 1].c)) &&
			(end >= n || !of_number(u[end].c) || end + 1 == n || !of_number(u[end + 1].c));
		if (dash < n && u[dash].c == '-' && end > dash + 1 && low > high && alone) {
			reverse(u + i, end - i);
			reverse(u + i, end - dash - 1);
			reverse(u + i + (end - dash), dash - i);
		}
		i = end;
	}
}

/* A stretch whose main direction is right to left: turned, and its pieces of the other direction turned back. */
static void read_right(rw_pdf_unit *u, size_t n) {
	for (size_t i = 0; i < n;) {
		size_t end = piece(u, i, n);
		if (end > i) {
			mend_percent(u + i, end - i);
			reverse(u + i, end - i);
			i = end;
		} else {
			i++;
		}
	}
	reverse(u, n);
	mend_ranges(u, n);
}

void rw_pdf_line(rw_arena *a, rw_slice answer, size_t from, size_t to, bool drawn_back, rw_pdf_units *out) {
	size_t first = out->n;
	to_page(answer, from, to, out, a);
	rw_pdf_unit *u = out->p + first;
	size_t n = out->n - first, left = 0, right = 0;
	if (n == 0 || drawn_back) return;
	for (size_t i = 0; i < n; i++) {
		kind k = kind_of(u[i].c);
		left += k == LEFT;
		right += k == RIGHT;
	}
	if (right >= left) {
		if (right) read_right(u, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (kind_of(u[i].c) != RIGHT) continue;
		size_t last = i;
		for (size_t j = i; j < n && kind_of(u[j].c) != LEFT; j++) {
			if (kind_of(u[j].c) == RIGHT) last = j;
		}
		read_right(u + i, last + 1 - i);
		i = last;
	}
}

/* --- what a document shows ------------------------------------------------------------------------------------------ */
static bool letter(uint32_t c) {
	rw_folded f = rw_fold_char(c);
	return f.class_ == RW_CLASS_LETTER && f.arabic;
}
static bool hamza_alef(uint32_t c) {
	return c == LETTER_ALEF_MADDA || c == LETTER_ALEF_HAMZA || c == LETTER_ALEF_BELOW;
}
static bool any_alef(uint32_t c) { return c == LETTER_ALEF || hamza_alef(c); }
static bool last_letter(uint32_t c) { return c == LETTER_TA_MARBUTA || c == LETTER_ALEF_MAQSURA; }

void rw_pdf_watch(const rw_pdf_units *all, size_t first, rw_pdf_habits *h) {
	const rw_pdf_unit *u = all->p;
	for (size_t i = first; i < all->n; i++) {
		uint32_t before = i > first ? u[i - 1].c : ' ', c = u[i].c, after = i + 1 < all->n ? u[i + 1].c : ' ';
		if (last_letter(c) && letter(after) && !letter(before)) h->begins++;
		if (last_letter(c) && letter(before) && !letter(after)) h->ends++;
		/* No word holds two alefs side by side, but any can hold lam between them. */
		if (any_alef(before) && any_alef(c) && after == LETTER_LAM) h->spelt_back++;
		if (any_alef(before) && c == LETTER_LAM && any_alef(after)) h->spelt++;
	}
}

/* --- brackets --------------------------------------------------------------------------------------------------------- */
static const char pairs[] = "()[]{}<>";
static uint32_t other_bracket(uint32_t c, bool *opens) {
	if (c == 0xAB || c == 0xBB) {
		*opens = c == 0xAB;
		return c == 0xAB ? 0xBB : 0xAB;
	}
	if (c >= 0x80 || c == 0) return 0;
	const char *p = strchr(pairs, (int)c);
	if (!p) return 0;
	*opens = (p - pairs) % 2 == 0;
	return (uint32_t)(unsigned char)pairs[(size_t)(p - pairs) ^ 1];
}

int rw_pdf_brackets(const rw_pdf_unit *u, size_t n) {
	int fit[2] = {0, 0}, open[2] = {0, 0};
	for (size_t i = 0; i < n; i++) {
		bool opens;
		if (!other_bracket(u[i].c, &opens)) continue;
		for (int turned = 0; turned < 2; turned++) {
			if (opens != (bool)turned) {
				open[turned]++;
			} else if (open[turned]) {
				open[turned]--;
				fit[turned]++;
			}
		}
	}
	return fit[0] > fit[1] ? 1 : fit[0] < fit[1] ? -1 : 0;
}

static void turn_brackets(rw_pdf_unit *u, size_t n) {
	for (size_t i = 0; i < n; i++) {
		bool opens;
		uint32_t other = other_bracket(u[i].c, &opens);
		if (other) u[i].c = other;
	}
}

/* --- ligatures ---------------------------------------------------------------------------------------------------------- */
typedef struct speller {
	rw_read_context *c;
	rw_read_cache *k;
	rw_sym number;
} speller;

/* 0: no word that the lexicon knows, 1: one, 2: a number. */
static int known(const speller *s, const rw_pdf_unit *u, size_t n) {
	rw_arena *a = s->c->scratch;
	rw_mark m = rw_arena_mark(a);
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < n; i++) {
		char bytes[4];
		rw_buf_put(&b, bytes, rw_utf8_put(u[i].c, bytes));
	}
	rw_tokens t;
	rw_items items = {0};
	rw_tokenize(a, rw_buf_view(&b), &t);
	int best = 0;
	if (t.n == 1) {
		rw_lexicon_match(s->k->lx, s->k->memo, &t, 0, 1, a, &items);
		for (size_t i = 0; i < items.n; i++) {
			bool number = items.p[i].kind == s->number && !(items.p[i].pro & RW_PRO_AL);
			if (number) best = 2;
			if (!best) best = 1;
		}
	}
	rw_arena_reset(a, m);
	return best;
}

static void swap(rw_pdf_unit *u, size_t i) {
	rw_pdf_unit t = u[i];
	u[i] = u[i + 1];
	u[i + 1] = t;
}

/* A word of a document whose ligatures are spelt in reverse. What no word holds is put right at once; for the rest the lexicon must know
 * the word with some of its pairs turned, and not know it as it stands. Numbers are the exception: "third" and
 * "three" are both words, and in reports the number is the likelier by far. */
static bool respell(const speller *s, rw_pdf_unit *u, size_t n) {
	bool moved = false;
	size_t pair[SWAPS], found = 0;
	for (size_t i = 0; i + 1 < n; i++) {
		bool lam = u[i + 1].c == LETTER_LAM;
		bool sure = (lam && any_alef(u[i].c) && i > 0 && any_alef(u[i - 1].c)) ||
			(lam && u[i].c == LETTER_ALEF && n == 2) || (u[i].c == LETTER_ALEF_MAQSURA && lam);
		if (sure) {
			swap(u, i++);
			moved = true;
		} else if (lam && any_alef(u[i].c) && found < SWAPS) {
			pair[found++] = i++;
		}
	}
	if (found == 0 || n > WORD_MAX) return moved;
	int as_is = known(s, u, n), best = as_is;
	unsigned chosen = 0;
	for (unsigned set = 1; set < 1u << found; set++) {
		for (size_t k = 0; k < found; k++)
			if (set >> k & 1) swap(u, pair[k]);
		int now = known(s, u, n);
		for (size_t k = 0; k < found; k++)
			if (set >> k & 1) swap(u, pair[k]);
		if (now > best && (as_is == 0 || now == 2)) {
			best = now;
			chosen = set;
		}
	}
	for (size_t k = 0; k < found; k++)
		if (chosen >> k & 1) swap(u, pair[k]);
	return moved || chosen;
}

static bool is_mark(uint32_t c) { return c >= 0x64B && c <= 0x652; }

static size_t word_end(const rw_pdf_unit *u, size_t i, size_t n) {
	while (i < n && (letter(u[i].c) || is_mark(u[i].c))) i++;
	return i;
}

/* "w ords": a gap that the font left within a word, where one piece is short, no word alone, and both are one word together. */
static size_t join_pieces(const speller *s, rw_pdf_unit *u, size_t n) {
	size_t kept = 0;
	rw_pdf_unit both[2 * WORD_MAX];
	for (size_t i = 0; i < n;) {
		size_t end = word_end(u, i, n), next = end < n && u[end].c == ' ' ? word_end(u, end + 1, n) : end;
		size_t first = end - i, second = next > end ? next - end - 1 : 0;
		bool joined = false;
		if (first && second && first < WORD_MAX && second < WORD_MAX && (first <= SHORT || second <= SHORT)) {
			memcpy(both, u + i, first * sizeof *u);
			memcpy(both + first, u + end + 1, second * sizeof *u);
			bool stray =
				(first <= SHORT && !known(s, u + i, first)) || (second <= SHORT && !known(s, u + end + 1, second));
			joined = stray && known(s, both, first + second);
		}
		if (first == 0) {
			u[kept++] = u[i++];
			continue;
		}
		memmove(u + kept, u + i, first * sizeof *u);
		kept += first;
		i = joined ? end + 1 : end;
		if (joined) {
			memmove(u + kept, u + i, second * sizeof *u);
			kept += second;
			i = next;
		}
	}
	return kept;
}

void rw_pdf_mend(rw_read_context *c, const rw_pdf_habits *h, rw_pdf_unit *u, size_t *n, uint32_t *moved) {
	size_t kept = 0;
	for (size_t i = 0; i < *n; i++) {
		/* A mark, or a letter that only ends words, alone: some fonts leave a gap before it. */
		uint32_t next = i + 1 < *n ? u[i + 1].c : ' ', beyond = i + 2 < *n ? u[i + 2].c : ' ';
		bool tail = is_mark(next) || (last_letter(next) && !letter(beyond));
		if (u[i].c == ' ' && kept && letter(u[kept - 1].c) && tail) continue;
		/* Two words' spaces around a piece that moved. */
		if (u[i].c == ' ' && (kept == 0 || u[kept - 1].c == ' ')) continue;
		u[kept++] = u[i];
	}
	while (kept && u[kept - 1].c == ' ') kept--;
	*n = kept;
	int fit = rw_pdf_brackets(u, kept);
	if (fit < 0 || (fit == 0 && h->shut_first > h->open_first)) turn_brackets(u, kept);
	speller s = {c, rw_cache(c), 0};
	s.number = rw_sym_of(s.k->lx, RW_LIT("number"));
	bool back = h->spelt_back > h->spelt;
	for (size_t i = 0; back && i < kept;) {
		size_t end = word_end(u, i, kept);
		if (end > i + 1 && respell(&s, u + i, end - i)) ++*moved;
		i = end > i ? end : i + 1;
	}
	*n = join_pieces(&s, u, kept);
}
