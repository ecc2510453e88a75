/* calendar.c: civil time as minutes since 1970-01-01T00:00, the Hijri and Persian calendars, and ISO 8601 and RFC 2822
 * times. No C library time function is used: they know of zones and locales, and reports' clocks do not.
 *
 * Years are kept within 1 and 9999, so that all arithmetic stays far from overflow.
 */
#include "mention/calendar.h"

#include <stdio.h>

enum { YEAR_MIN = 1, YEAR_MAX = 9999, HIJRI_EPOCH = -492148, PERSIAN_EPOCH = -492268 };

static bool leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }

static int month_days(int y, int m) {
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return m == 2 && leap(y) ? 29 : days[m - 1];
}

bool rw_date_valid(int year, int month, int day) {
	return year >= YEAR_MIN && year <= YEAR_MAX && month >= 1 && month <= 12 && day >= 1 &&
		day <= month_days(year, month);
}

/* Years begin in March here, so that the leap day is the last of its year; 400 years are one cycle of 146097 days. */
int64_t rw_days_from_civil(int year, int month, int day) {
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void rw_civil_from_days(int64_t days, int *year, int *month, int *day) {
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t of_era = z - era * 146097;
	int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
	int64_t mp = (5 * of_year + 2) / 153;
	*day = (int)(of_year - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)(y + era * 400 + (*month <= 2));
}

int rw_weekday(int64_t days) {
	/* 1970-01-01 was a Thursday: 5 when Saturday is 0. */
	return (int)(((days + 5) % 7 + 7) % 7);
}

/* --- months of the three calendars ------------------------------------------------------------------------------- */
/* Months of 30 and 29 days in turn, eleven leap years in thirty. */
static int64_t hijri_by_arithmetic(int year, int month) {
	return HIJRI_EPOCH + (int64_t)354 * (year - 1) + (3 + 11 * (int64_t)year) / 30 + (int64_t)29 * (month - 1) +
		month / 2;
}

static bool hijri_published(const rw_lexicon *lx, int year, int month, rw_month *out) {
	char key[16];
	int n = snprintf(key, sizeof key, "%d", year);
	rw_row r = rw_row_find(lx, "hijri", rw_slice_of(key, (size_t)n));
	riwaya_when first;
	rw_slice zone, rest = rw_row_get(lx, r, "months"), one;
	if (!r || !rw_when_parse(rw_row_get(lx, r, "first"), &first, &zone)) return false;
	int64_t at = (first.from - (first.from < 0 ? RW_DAY - 1 : 0)) / RW_DAY;
	for (int m = 1; rest.n; m++) {
		uint64_t days;
		one = rw_slice_cut(&rest, ' ');
		if (!rw_slice_u64(one, &days) || days < 28 || days > 31) return false;
		if (m == month) {
			*out = (rw_month){at, (int)days, true};
			return true;
		}
		at += (int64_t)days;
	}
	return false;
}

/* Eight leap years in 33: right for every year of the nineteenth to the twenty-second century. */
static rw_month persian_month(int year, int month) {
	bool long_year = (25 * year + 11) % 33 < 8;
	int length = month <= 6 ? 31 : month <= 11 ? 30 : long_year ? 30 : 29;
	int64_t before = month <= 7 ? (int64_t)31 * (month - 1) : (int64_t)30 * (month - 1) + 6;
	return (rw_month){PERSIAN_EPOCH + (int64_t)365 * (year - 1) + (8 * (int64_t)year + 21) / 33 + before, length, true};
}

bool rw_month_of(const rw_lexicon *lx, rw_calendar c, int year, int month, rw_month *out) {
	if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12) return false;
	if (c == RW_GREGORIAN) {
		*out = (rw_month){rw_days_from_civil(year, month, 1), month_days(year, month), true};
	} else if (c == RW_PERSIAN) {
		if (year > YEAR_MAX - 700) return false;
		*out = persian_month(year, month);
	} else if (!hijri_published(lx, year, month, out)) {
		if (year > YEAR_MAX - 700) return false;
		int64_t first = hijri_by_arithmetic(year, month);
		int64_t next = month == 12 ? hijri_by_arithmetic(year + 1, 1) : hijri_by_arithmetic(year, month + 1);
		*out = (rw_month){first, (int)(next - first), false};
	}
	return true;
}

bool rw_month_on(const rw_lexicon *lx, rw_calendar c, int64_t day, int *year, int *month) {
	/* A year too early at first, from the mean length of years; then on, month by month. */
	int64_t epoch = c == RW_HIJRI ? HIJRI_EPOCH : PERSIAN_EPOCH;
	if (c == RW_GREGORIAN) {
		int d;
		rw_civil_from_days(day, year, month, &d);
		return true;
	}
	if (day < epoch) return false;
	*year = (int)((day - epoch) * 100 / (c == RW_HIJRI ? 35437 : 36525));
	if (*year < 1) *year = 1;
	*month = 1;
	for (int step = 0; step < 36; step++) {
		rw_month m;
		if (!rw_month_of(lx, c, *year, *month, &m)) return false;
		if (day < m.first + m.days) return true;
		if (++*month > 12) {
			*month = 1;
			++*year;
		}
	}
	return false;
}

bool rw_day_of(const rw_lexicon *lx, rw_calendar c, int year, int month, int day, int64_t *days, bool *sure) {
	rw_month m;
	if (!rw_month_of(lx, c, year, month, &m) || day < 1) return false;
	/* Where the arithmetic month has 29 days, the announced one may have had 30. */
	if (day > m.days && (m.sure || day > 30)) return false;
	*days = m.first + day - 1;
	if (sure) *sure = m.sure;
	return true;
}

riwaya_when rw_when_day(int64_t days) {
	return (riwaya_when){days * RW_DAY, days * RW_DAY + RW_DAY - 1, RIWAYA_PRECISION_DAY};
}

riwaya_when rw_when_month(int year, int month) {
	if (!rw_date_valid(year, month, 1)) return (riwaya_when){0, 0, RIWAYA_PRECISION_NONE};
	int64_t first = rw_days_from_civil(year, month, 1);
	return (riwaya_when){first * RW_DAY, (first + month_days(year, month)) * RW_DAY - 1, RIWAYA_PRECISION_MONTH};
}

riwaya_when rw_when_year(int year) {
	if (!rw_date_valid(year, 1, 1)) return (riwaya_when){0, 0, RIWAYA_PRECISION_NONE};
	int64_t first = rw_days_from_civil(year, 1, 1);
	return (riwaya_when){first * RW_DAY, (first + (leap(year) ? 366 : 365)) * RW_DAY - 1, RIWAYA_PRECISION_YEAR};
}

size_t rw_when_format(int64_t minutes, riwaya_precision precision, char out[32]) {
	int64_t days = minutes / RW_DAY, rest = minutes % RW_DAY;
	if (rest < 0) {
		rest += RW_DAY;
		days--;
	}
	int y, m, d, n;
	rw_civil_from_days(days, &y, &m, &d);
	out[0] = 0;
	switch (precision) {
	case RIWAYA_PRECISION_MINUTE:
	case RIWAYA_PRECISION_HOUR:
	case RIWAYA_PRECISION_PART:
		n = snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:00", y, m, d, (int)(rest / 60), (int)(rest % 60));
		break;
	case RIWAYA_PRECISION_DAY:
	case RIWAYA_PRECISION_WEEK: n = snprintf(out, 32, "%04d-%02d-%02d", y, m, d); break;
	case RIWAYA_PRECISION_MONTH: n = snprintf(out, 32, "%04d-%02d", y, m); break;
	case RIWAYA_PRECISION_YEAR: n = snprintf(out, 32, "%04d", y); break;
	default: n = 0;
	}
	return n > 0 && n < 32 ? (size_t)n : 0;
}

/* --- parsing ------------------------------------------------------------------------------------------------- */
typedef struct scan {
	rw_slice s;
	size_t i;
} scan;

static int peek(const scan *c) { return c->i < c->s.n ? (unsigned char)c->s.p[c->i] : -1; }

static bool take(scan *c, char what) {
	if (peek(c) != (unsigned char)what) return false;
	c->i++;
	return true;
}

static void skip_space(scan *c) {
	while (peek(c) == ' ' || peek(c) == '\t' || peek(c) == '\n' || peek(c) == '\r') c->i++;
}

/* Between lo and hi digits. */
static bool digits(scan *c, int lo, int hi, int *out) {
	int n = 0, v = 0;
	while (n < hi && peek(c) >= '0' && peek(c) <= '9') {
		v = v * 10 + (peek(c) - '0');
		c->i++;
		n++;
	}
	*out = v;
	return n >= lo;
}

static int lower(int ch) { return ch >= 'A' && ch <= 'Z' ? ch - 'A' + 'a' : ch; }

static bool letter(int ch) { return lower(ch) >= 'a' && lower(ch) <= 'z'; }

/* An English month by its first three letters, as mail and web servers write it; 0 for none. */
static int english_month(scan *c) {
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	if (c->i + 3 > c->s.n) return 0;
	for (int m = 0; m < 12; m++) {
		bool same = true;
		for (int k = 0; k < 3; k++) same = same && lower((unsigned char)c->s.p[c->i + (size_t)k]) == names[m * 3 + k];
		if (same) {
			while (letter(peek(c)) || peek(c) == '.') c->i++;
			return m + 1;
		}
	}
	return 0;
}

/* A zone at the end: Z, GMT, +03:00, +0300, +03, EST …; the whole of it is the zone as written. */
static bool zone_here(scan *c, rw_slice *zone) {
	skip_space(c);
	size_t start = c->i;
	int h, m;
	if (take(c, '+') || take(c, '-')) {
		if (!digits(c, 2, 2, &h)) return false;
		if (take(c, ':') || (peek(c) >= '0' && peek(c) <= '9')) {
			if (!digits(c, 2, 2, &m) || m > 59) return false;
		}
		if (h > 14) return false;
	} else {
		while (letter(peek(c)) && c->i - start < 5) c->i++;
	}
	*zone = c->i > start ? rw_slice_of(c->s.p + start, c->i - start) : RW_NONE;
	return true;
}

/* hh:mm[:ss[.fff]] [AM|PM]; precision is MINUTE, or HOUR where only the hour stands there. */
static bool time_here(scan *c, int *minute, riwaya_precision *precision) {
	int h, m = 0, s;
	if (!digits(c, 1, 2, &h)) return false;
	*precision = RIWAYA_PRECISION_HOUR;
	bool compact = peek(c) >= '0' && peek(c) <= '9';
	if (take(c, ':') || compact) {
		if (!digits(c, 2, 2, &m)) return false;
		*precision = RIWAYA_PRECISION_MINUTE;
		bool seconds = compact && peek(c) >= '0' && peek(c) <= '9';
		if (take(c, ':') || seconds) {
			if (!digits(c, 2, 2, &s) || s > 60) return false;
			if (take(c, '.') || take(c, ',')) {
				while (peek(c) >= '0' && peek(c) <= '9') c->i++;
			}
		}
	}
	size_t at = c->i;
	skip_space(c);
	int half = lower(peek(c));
	if ((half == 'a' || half == 'p') && c->i + 1 < c->s.n && lower((unsigned char)c->s.p[c->i + 1]) == 'm' && h >= 1 &&
		h <= 12) {
		c->i += 2;
		h = h % 12 + (half == 'p' ? 12 : 0);
	} else {
		c->i = at;
	}
	if (h > 23 || m > 59) return false;
	*minute = h * 60 + m;
	return true;
}

bool rw_when_parse(rw_slice s, riwaya_when *out, rw_slice *zone) {
	s = rw_slice_trim(s);
	*zone = RW_NONE;
	*out = (riwaya_when){0, 0, RIWAYA_PRECISION_NONE};
	scan c = {s, 0};
	int y = 0, m = 0, d = 0;
	if (letter(peek(&c))) {
		/* "Fri, 21 Jan 2022 …" or "January 21, 2022 …": a weekday's name, where it stands first, is passed over. */
		m = english_month(&c);
		if (!m) {
			while (letter(peek(&c))) c.i++;
			take(&c, ',');
			skip_space(&c);
			m = english_month(&c);
		}
	}
	skip_space(&c);
	if (m) {
		if (!digits(&c, 1, 2, &d)) return false;
		take(&c, ',');
		skip_space(&c);
		if (!digits(&c, 4, 4, &y)) return false;
	} else {
		size_t start = c.i;
		int first;
		if (!digits(&c, 1, 4, &first)) return false;
		if (c.i - start == 4) {
			y = first;
			if (c.i == s.n) {
				*out = rw_when_year(y);
				return out->precision != RIWAYA_PRECISION_NONE;
			}
			char sep = (char)peek(&c);
			if (sep == '-' || sep == '/' || sep == '.') {
				c.i++;
				if (!digits(&c, 1, 2, &m)) return false;
				if (c.i == s.n) {
					*out = rw_when_month(y, m);
					return out->precision != RIWAYA_PRECISION_NONE;
				}
				if (!take(&c, sep) || !digits(&c, 1, 2, &d)) return false;
			} else if (!digits(&c, 2, 2, &m) || !digits(&c, 2, 2, &d)) {
				return false;
			}
		} else if (c.i - start <= 2) {
			d = first;
			if (peek(&c) == '-') c.i++;
			skip_space(&c);
			m = english_month(&c);
			if (!m) return false;
			if (peek(&c) == '-' || peek(&c) == ',') c.i++;
			skip_space(&c);
			if (!digits(&c, 4, 4, &y)) return false;
		} else {
			return false;
		}
	}
	if (!rw_date_valid(y, m, d)) return false;
	riwaya_when w = rw_when_day(rw_days_from_civil(y, m, d));
	if (c.i < s.n && (take(&c, 'T') || take(&c, 't') || take(&c, ',') || peek(&c) == ' ')) {
		skip_space(&c);
		int minute;
		riwaya_precision p;
		if (peek(&c) >= '0' && peek(&c) <= '9') {
			if (!time_here(&c, &minute, &p)) return false;
			w.from += minute;
			w.to = p == RIWAYA_PRECISION_HOUR ? w.from + 59 : w.from;
			w.precision = p;
		}
	}
	if (!zone_here(&c, zone)) return false;
	skip_space(&c);
	if (c.i != s.n) return false;
	*out = w;
	return true;
}
