/* stamp.c: time stamps as pages and text write them.
 *
 * A line becomes a row of atoms: numbers, signs, month names, names of weekdays, the few words that stamps hold, other
 * words. A date is looked for from the left; a time of day and a weekday beside it, parted by signs at most, belong to it.
 */
#include "mention/calendar.h"

enum { MAX_ATOMS = 96, GLUE = 4 };

typedef enum atom_kind { ATOM_NUMBER, ATOM_SIGN, ATOM_MONTH, ATOM_WEEKDAY, ATOM_WORD } atom_kind;
typedef enum word_kind { WORD_OTHER, WORD_AM, WORD_PM, WORD_ZONE, WORD_AT, WORD_HIJRI, WORD_DAY } word_kind;

typedef struct atom {
	uint8_t kind;
	uint8_t digits;   /* numbers: how many were written */
	uint8_t calendar; /* months: 'g', 'h', 'p' */
	uint8_t word;     /* word_kind */
	int value;        /* number, month, weekday or the sign's code point */
	uint32_t start, end;
} atom;

typedef struct atoms {
	const rw_lexicon *lx;
	atom a[MAX_ATOMS];
	int n;
} atoms;

static void add(atoms *as, atom a) {
	if (as->n < MAX_ATOMS) as->a[as->n++] = a;
}

static word_kind word_of(const rw_lexicon *lx, rw_slice word) {
	static const struct {
		const char *what;
		word_kind kind;
	} kinds[] = {{"am", WORD_AM}, {"pm", WORD_PM}, {"zone", WORD_ZONE}, {"at", WORD_AT}, {"stop", WORD_AT},
		{"hijri", WORD_HIJRI}, {"weekday-prefix", WORD_DAY}};
	static const char where[] = "\twithin";
	char key[64];
	if (word.n == 0 || word.n + sizeof where > sizeof key) return WORD_OTHER;
	memcpy(key, word.p, word.n);
	memcpy(key + word.n, where, sizeof where - 1);
	rw_row r = rw_row_find(lx, "furniture", rw_slice_of(key, word.n + sizeof where - 1));
	if (!r) return WORD_OTHER;
	rw_slice what = rw_row_get(lx, r, "what");
	for (size_t i = 0; i < RW_COUNT(kinds); i++) {
		if (rw_slice_eqz(what, kinds[i].what)) return kinds[i].kind;
	}
	return WORD_OTHER;
}

/* Digits and the signs between them, of any digit set. */
static void add_numbers(atoms *as, rw_slice line, uint32_t start, uint32_t end) {
	size_t i = start;
	while (i < end) {
		uint32_t at = (uint32_t)i;
		uint32_t c = rw_utf8_next(line, &i);
		rw_folded f = rw_fold_char(c);
		if (f.class_ == RW_CLASS_MARK) continue;
		if (f.class_ != RW_CLASS_DIGIT) {
			add(as, (atom){ATOM_SIGN, 0, 0, 0, (int)(f.n ? f.c[0] : c), at, (uint32_t)i});
			continue;
		}
		int value = 0, digits = 0;
		uint32_t last = at;
		size_t k = at;
		while (k < end) {
			size_t before = k;
			f = rw_fold_char(rw_utf8_next(line, &k));
			if (f.class_ == RW_CLASS_MARK) continue;
			if (f.class_ != RW_CLASS_DIGIT) {
				k = before;
				break;
			}
			if (digits < 9) value = value * 10 + f.digit;
			digits++;
			last = (uint32_t)k;
		}
		add(as, (atom){ATOM_NUMBER, (uint8_t)(digits < 100 ? digits : 100), 0, 0, value, at, last});
		i = k > last ? k : last;
	}
}

static void atomize(const rw_lexicon *lx, const rw_tokens *t, const rw_items *items, atoms *as) {
	rw_slice line = t->text;
	rw_sym month = rw_sym_of(lx, RW_LIT("month")), weekday = rw_sym_of(lx, RW_LIT("weekday"));
	as->lx = lx;
	for (uint32_t i = 0; i < t->n;) {
		const rw_token *tok = &t->tok[i];
		const rw_item *best = NULL;
		for (size_t k = 0; k < items->n; k++) {
			const rw_item *it = &items->p[k];
			if (it->first != i || it->row == 0 || (it->kind != month && it->kind != weekday)) continue;
			if ((it->pro & ~(unsigned)RW_PRO_AL) || it->enc) continue;
			if (!best || it->end > best->end) best = it;
		}
		double v;
		if (best && rw_row_number(lx, best->row, best->kind == month ? "month" : "day", &v)) {
			rw_slice cal = rw_row_get(lx, best->row, "calendar");
			add(as,
				(atom){best->kind == month ? ATOM_MONTH : ATOM_WEEKDAY, 0, (uint8_t)(cal.n ? cal.p[0] : 0), 0, (int)v,
					tok->start, t->tok[best->end - 1].end});
			i = best->end;
			continue;
		}
		i++;
		rw_slice text = rw_slice_of(line.p + tok->start, tok->end - tok->start);
		if (tok->kind == RW_TOKEN_NUMBER) {
			add_numbers(as, line, tok->start, tok->end);
		} else if (tok->kind == RW_TOKEN_WORD || tok->kind == RW_TOKEN_LATIN) {
			word_kind w = word_of(lx, text);
			add(as, (atom){ATOM_WORD, 0, 0, (uint8_t)w, 0, tok->start, tok->end});
		} else {
			size_t k = 0;
			uint32_t c = rw_utf8_next(text, &k);
			rw_folded f = rw_fold_char(c);
			if (f.class_ != RW_CLASS_MARK)
				add(as, (atom){ATOM_SIGN, 0, 0, 0, (int)(f.n ? f.c[0] : c), tok->start, tok->end});
		}
	}
}

static bool is_number(const atoms *as, int i, int lo, int hi) {
	return i >= 0 && i < as->n && as->a[i].kind == ATOM_NUMBER && as->a[i].digits >= lo && as->a[i].digits <= hi;
}

static bool is_sign(const atoms *as, int i, int c) {
	return i >= 0 && i < as->n && as->a[i].kind == ATOM_SIGN && as->a[i].value == c;
}

static bool is_date_sign(const atoms *as, int i) {
	return is_sign(as, i, '-') || is_sign(as, i, '/') || is_sign(as, i, '.') || is_sign(as, i, '\\') ||
		is_sign(as, i, 0x2013) || is_sign(as, i, 0x2010);
}

static bool is_kind(const atoms *as, int i, atom_kind kind) { return i >= 0 && i < as->n && as->a[i].kind == kind; }

static bool to_days(const rw_lexicon *lx, char calendar, int y, int m, int d, int64_t *days) {
	if (calendar == 'h') return y >= 1300 && y <= 1500 && rw_day_of(lx, RW_HIJRI, y, m, d, days, NULL);
	if (calendar == 'p') return y >= 1250 && y <= 1500 && rw_day_of(lx, RW_PERSIAN, y, m, d, days, NULL);
	if (y < 1900 || y > 2200 || !rw_date_valid(y, m, d)) return false;
	*days = rw_days_from_civil(y, m, d);
	return true;
}

static bool time_at(const atoms *as, int i, int *minutes, int *next);

/* A date from atom i on: days, and the atom after it. */
static bool date_at(const atoms *as, int i, int64_t *days, char *calendar, int *next) {
	*calendar = 'g';
	if (is_number(as, i, 1, 4) && is_date_sign(as, i + 1) && is_number(as, i + 2, 1, 2) && is_date_sign(as, i + 3) &&
		is_number(as, i + 4, 1, 4)) {
		int a = as->a[i].value, m = as->a[i + 2].value, b = as->a[i + 4].value;
		/* A longer row of numbers is no date: 192.168.20.1.4 or a telephone number. */
		bool clock = is_number(as, i + 6, 1, 2) && is_sign(as, i + 7, ':') && is_number(as, i + 8, 2, 2);
		if ((is_date_sign(as, i + 5) && is_number(as, i + 6, 1, 9) && as->a[i + 5].end == as->a[i + 6].start &&
				as->a[i + 5].start == as->a[i + 4].end && !clock) ||
			(is_date_sign(as, i - 1) && is_number(as, i - 2, 1, 9) && as->a[i - 1].end == as->a[i].start &&
				as->a[i - 2].end == as->a[i - 1].start)) {
			return false;
		}
		*next = i + 5;
		if (as->a[i].digits == 4 && as->a[i + 4].digits <= 2) {
			if (a < 1600) *calendar = 'h';
			if (*calendar == 'h' && !(is_kind(as, i + 5, ATOM_WORD) && as->a[i + 5].word == WORD_HIJRI)) return false;
			if (*calendar == 'h') *next = i + 6;
			return to_days(as->lx, *calendar, a, m, b, days);
		}
		if (as->a[i + 4].digits == 4 && as->a[i].digits <= 2) {
			if (b < 1600) *calendar = 'h';
			if (*calendar == 'h' && !(is_kind(as, i + 5, ATOM_WORD) && as->a[i + 5].word == WORD_HIJRI)) return false;
			if (*calendar == 'h') *next = i + 6;
			if (m > 12 && a <= 12) return to_days(as->lx, *calendar, b, a, m, days);
			return to_days(as->lx, *calendar, b, m, a, days);
		}
		/* "[21.01.22 10:15]", as Telegram copies it: the one form in which a year of two digits can be told. */
		int minutes, after;
		if (is_sign(as, i - 1, '[') && as->a[i + 4].digits == 2 && as->a[i].digits == 2 &&
			time_at(as, i + 5, &minutes, &after) && is_sign(as, after, ']')) {
			return to_days(as->lx, 'g', 2000 + b, m, a, days);
		}
		return false;
	}
	int d = 0, y = 0, m = 0, k = i;
	char cal = 0;
	bool day_first = is_number(as, i, 1, 2);
	if (day_first) {
		d = as->a[k++].value;
		if (is_date_sign(as, k)) k++;
	} else if (is_number(as, i, 4, 4)) {
		y = as->a[k++].value;
		if (is_date_sign(as, k) || is_sign(as, k, ',')) k++;
	}
	if (!is_kind(as, k, ATOM_MONTH)) return false;
	m = as->a[k].value;
	cal = (char)as->a[k].calendar;
	k++;
	/* A month in two namings: "X/Y", "X (Y)", "X - Y". They must be the same month. */
	int twin = -1;
	if ((is_date_sign(as, k) || is_sign(as, k, '(') || is_sign(as, k, '|')) && is_kind(as, k + 1, ATOM_MONTH))
		twin = k + 1;
	if (twin >= 0) {
		if (as->a[twin].value != m || as->a[twin].calendar != (uint8_t)cal) return false;
		k = twin + 1;
		if (is_sign(as, k, ')')) k++;
	}
	if (!day_first) {
		if (is_date_sign(as, k)) k++;
		if (!is_number(as, k, 1, 2)) return false;
		d = as->a[k++].value;
	}
	if (!y) {
		if (is_date_sign(as, k) || is_sign(as, k, ',') || is_sign(as, k, 0x60C)) k++;
		if (!is_number(as, k, 4, 4)) return false;
		y = as->a[k++].value;
	}
	if (cal != 'g' && is_kind(as, k, ATOM_WORD) && as->a[k].word == WORD_HIJRI) k++;
	*calendar = cal;
	*next = k;
	return to_days(as->lx, cal, y, m, d, days);
}

/* A time of day from atom i on: minutes, and the atom after it. */
static bool time_at(const atoms *as, int i, int *minutes, int *next) {
	if (!is_number(as, i, 1, 2)) return false;
	int h = as->a[i].value, m = 0, k = i + 1;
	bool colon = is_sign(as, k, ':') && is_number(as, k + 1, 2, 2);
	if (colon) {
		m = as->a[k + 1].value;
		k += 2;
		if (is_sign(as, k, ':') && is_number(as, k + 1, 2, 2)) {
			if (as->a[k + 1].value > 60) return false;
			k += 2;
		}
		if (is_sign(as, k, '.') && is_number(as, k + 1, 1, 9) && as->a[k].start == as->a[k - 1].end) k += 2;
	}
	word_kind half = is_kind(as, k, ATOM_WORD) ? (word_kind)as->a[k].word : WORD_OTHER;
	bool halved = half == WORD_AM || half == WORD_PM;
	if (!colon && !halved) return false;
	if (halved) {
		if (h > 12 && half == WORD_AM) return false;
		if (h <= 12) h = h % 12 + (half == WORD_PM ? 12 : 0);
		k++;
	}
	if (h > 23 || m > 59) return false;
	*minutes = h * 60 + m;
	*next = k;
	return true;
}

/* What may stand between the parts of a stamp. */
static bool glue(const atoms *as, int i) {
	if (i < 0 || i >= as->n) return false;
	const atom *a = &as->a[i];
	if (a->kind == ATOM_WORD) return a->word == WORD_AT || a->word == WORD_DAY;
	return a->kind == ATOM_WEEKDAY ||
		(a->kind == ATOM_SIGN && a->value != '%' && a->value != ';' && a->value != '?' && a->value != '!');
}

/* A zone from atom k on: "Z", "GMT+3", "+03:00", a zone word and the two words after it. Returns the atom after it. */
static int zone_at(const atoms *as, int k, rw_slice line, rw_slice *zone) {
	int first = k;
	if (is_kind(as, k, ATOM_WORD) && as->a[k].word == WORD_ZONE) {
		bool latin = (unsigned char)line.p[as->a[k].start] < 0x80;
		k++;
		for (int words = 0; !latin && words < 2 && is_kind(as, k, ATOM_WORD) && as->a[k].word != WORD_AT; words++) k++;
	}
	bool named = k > first;
	if ((is_sign(as, k, '+') || is_sign(as, k, '-')) && is_number(as, k + 1, named ? 1 : 2, 4) &&
		as->a[k].end == as->a[k + 1].start && (named || as->a[k].start == as->a[k - 1].end)) {
		bool colon = is_sign(as, k + 2, ':') && is_number(as, k + 3, 2, 2);
		if (colon || named || as->a[k + 1].digits == 4) k += colon ? 4 : 2;
	}
	*zone = k > first ? rw_slice_of(line.p + as->a[first].start, as->a[k - 1].end - as->a[first].start) : RW_NONE;
	return k;
}

bool rw_stamp_of_words(const rw_lexicon *lx, rw_arena *scratch, const rw_tokens *t, const rw_items *items,
	riwaya_when *out, rw_slice *zone, uint32_t *start, uint32_t *end) {
	rw_slice line = t->text;
	*zone = RW_NONE;
	atoms *as = RW_NEW(scratch, atoms);
	atomize(lx, t, items, as);
	int from = -1, to = -1, other_from = -1, other_to = -1;
	int64_t days = 0;
	char calendar = 0;
	for (int i = 0; i < as->n; i++) {
		int next;
		int64_t d;
		char cal;
		if (!date_at(as, i, &d, &cal, &next)) continue;
		/* The Gregorian date wins over another calendar's: it can't be a day off. */
		if (from < 0 || (calendar != 'g' && cal == 'g')) {
			other_from = from;
			other_to = to;
			from = i;
			to = next;
			days = d;
			calendar = cal;
		}
		if (cal == 'g') break;
		i = next - 1;
	}
	if (from < 0) return false;
	int first = from, last = to, minutes = -1;
	int k = to, after;
	/* The letter of the era after the year, and the same day in another calendar beside it, belong to the stamp. */
	if (is_kind(as, last, ATOM_WORD) && as->a[last].word == WORD_PM && as->a[last].end - as->a[last].start <= 2)
		last = k = to = to + 1;
	if (other_from >= 0) {
		bool joined = true;
		for (int i = other_to; i < from; i++) joined = joined && glue(as, i);
		if (joined) first = from = other_from;
	} else {
		int i = last, next;
		int64_t d;
		char cal;
		while (i < as->n && i - last <= 2 && as->a[i].kind == ATOM_SIGN) i++;
		if (i > last && date_at(as, i, &d, &cal, &next) && cal != calendar) last = k = to = next;
	}
	for (int steps = 0; steps <= GLUE && k < as->n; steps++, k++) {
		if (time_at(as, k, &minutes, &after)) {
			last = zone_at(as, after, line, zone);
			break;
		}
		if (!glue(as, k)) break;
	}
	for (int back = from - 1; minutes < 0 && back >= 0 && from - back <= 12; back--) {
		if (!time_at(as, back, &minutes, &after) || after > from) {
			minutes = -1;
			continue;
		}
		after = zone_at(as, after, line, zone);
		bool joined = after <= from;
		for (k = after; k < from; k++) joined = joined && glue(as, k);
		if (!joined) {
			minutes = -1;
			*zone = RW_NONE;
			break;
		}
		/* In "19:01:30" the search from the right met "01:30" first. */
		int wider, m;
		if (back >= 2 && time_at(as, back - 2, &m, &wider) && wider <= from) {
			back -= 2;
			minutes = m;
		}
		first = back;
	}
	/* A weekday beside the stamp must be that day's. Hijri days may be one off, and are not judged by it. */
	for (int side = 0; side < 2; side++) {
		k = side ? last : first - 1;
		for (int steps = 0; steps <= 2 && k >= 0 && k < as->n; steps++, k += side ? 1 : -1) {
			if (as->a[k].kind == ATOM_WEEKDAY) {
				if (calendar != 'h' && rw_weekday(days) != as->a[k].value) return false;
				if (side) {
					last = k + 1;
				} else {
					first = k;
				}
				break;
			}
			if (!glue(as, k)) break;
		}
	}
	for (k = first; k < last; k++) {
		if (as->a[k].kind == ATOM_WEEKDAY && calendar != 'h' && rw_weekday(days) != as->a[k].value) return false;
	}
	/* "City, on DATE": the preposition is no part of what stands beside the stamp. */
	if (first > 0 && is_kind(as, first - 1, ATOM_WORD) && as->a[first - 1].word == WORD_AT) first--;
	*out = rw_when_day(days);
	if (minutes >= 0) *out = (riwaya_when){days * RW_DAY + minutes, days * RW_DAY + minutes, RIWAYA_PRECISION_MINUTE};
	*start = as->a[first].start;
	*end = as->a[last - 1].end;
	return true;
}

bool rw_stamp_find(const rw_lexicon *lx, rw_memo *memo, rw_arena *scratch, rw_slice line, riwaya_when *out,
	rw_slice *zone, uint32_t *start, uint32_t *end) {
	rw_tokens t;
	rw_items items = {0};
	line = rw_stamp_head(line);
	rw_tokenize(scratch, line, &t);
	rw_lexicon_match(lx, memo, &t, 0, t.n, scratch, &items);
	return rw_stamp_of_words(lx, scratch, &t, &items, out, zone, start, end);
}

rw_slice rw_stamp_head(rw_slice line) {
	enum { HEAD = 600 };
	if (line.n <= HEAD) return line;
	line.n = HEAD;
	while (line.n > 0 && ((unsigned char)line.p[line.n] & 0xC0) == 0x80) line.n--;
	return line;
}
