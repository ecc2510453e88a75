/* when.c: dates as their words say them, resolved against the time of publication. What neither the words nor publication settle stays
 * unresolved; an impossible date is refused, not bent.
 */
#include "mention/date.h"

/* The minute of the day that a clock tells, by the part of the day that stands with it. */
static int clock_minute(const rw_date_parts *p) {
	int h = p->hour;
	bool night = p->part_from >= 18, late = p->pm || (p->part_from >= 11 && p->part_from < 24);
	if (h == 12 && (p->part_from < 11 || night) && p->part_from >= 0)
		h = 0; /* twelve at night begins the day */
	else if (h < 12 && late && !(night && h < 5) && !(p->part_from == 11 && h == 11))
		h += 12;
	return h * 60 + (p->minute > 0 ? p->minute : 0);
}

double rw_unit_minutes(const rw_syms *sy, rw_sym unit) {
	return unit == sy->minute ? 1
		: unit == sy->hour    ? 60
		: unit == sy->day     ? RW_DAY
		: unit == sy->week    ? 7.0 * RW_DAY
		: unit == sy->month   ? 30.0 * RW_DAY
		: unit == sy->year    ? 365.0 * RW_DAY
							  : 0;
}

rw_calendar rw_date_calendar(const rw_view *v, const rw_date_parts *p) {
	return p->calendar && p->calendar == v->sy->hijri  ? RW_HIJRI
		: p->calendar && p->calendar == v->sy->persian ? RW_PERSIAN
													   : RW_GREGORIAN;
}

/* A day of a month, or a whole month. Without a year the one that publication, the weekday and words like "last" leave. False where the
 * calendar has no such day, or where the weekday is another. */
static bool in_month(
	const rw_view *v, const rw_date_parts *p, bool have_pub, int64_t pub, int64_t *day, bool *sure, riwaya_when *out) {
	rw_calendar c = rw_date_calendar(v, p);
	int year = p->year, py = 0, pm = 0;
	rw_month m;
	if (!year && (!have_pub || !rw_month_on(v->lx, c, pub, &py, &pm))) /* of no known year, which may be a leap year */
		return p->day <= (c == RW_GREGORIAN ? rw_month_of(v->lx, c, 2000, p->month, &m), m.days : 31);
	if (!p->day) {
		if (!year)
			year = p->past && p->month >= pm  ? py - 1
				: p->future && p->month < pm  ? py + 1
				: p->month > pm && !p->future ? py - 1
											  : py;
		if (!rw_month_of(v->lx, c, year, p->month, &m)) return false;
		*out = (riwaya_when){
			(m.first - !m.sure) * RW_DAY, (m.first + m.days + !m.sure) * RW_DAY - 1, RIWAYA_PRECISION_MONTH};
		return true;
	}
	if (!year) {
		if (!rw_day_of(v->lx, c, py, p->month, p->day, day, NULL)) return false;
		year = py + (p->future ? *day < pub : -(*day > pub + 1));
		if (!rw_day_of(v->lx, c, year, p->month, p->day, day, NULL)) return false;
		/* The latest year that fits the weekday. */
		int tried = 0;
		while (p->weekday >= 0 && c == RW_GREGORIAN && rw_weekday(*day) != p->weekday) {
			do {
				if (++tried > 11) return false;
				year--;
			} while (!rw_day_of(v->lx, c, year, p->month, p->day, day, NULL));
		}
	}
	if (!rw_day_of(v->lx, c, year, p->month, p->day, day, sure)) return false;
	return p->weekday < 0 || rw_weekday(*day) == p->weekday || c == RW_HIJRI;
}

void rw_date_narrow(int from12, int to12, riwaya_when *out) {
	int64_t days = (out->to + 1 - out->from) / RW_DAY, first = out->from / RW_DAY;
	if (out->precision < RIWAYA_PRECISION_WEEK || days < 3) return;
	if (out->precision == RIWAYA_PRECISION_YEAR) { /* whole months */
		int y, m, d;
		rw_civil_from_days(first, &y, &m, &d);
		riwaya_when from = rw_when_month(y, from12 + 1), to = rw_when_month(y, to12);
		*out = (riwaya_when){from.from, to.to, RIWAYA_PRECISION_MONTH};
		return;
	}
	int64_t from = first + days * from12 / 12, to = first + days * to12 / 12;
	*out = (riwaya_when){from * RW_DAY, to * RW_DAY - 1,
		out->precision == RIWAYA_PRECISION_MONTH ? RIWAYA_PRECISION_WEEK : RIWAYA_PRECISION_DAY};
}

bool rw_date_resolve(const rw_view *v, const rw_date_parts *p, riwaya_when *out) {
	const rw_syms *sy = v->sy;
	bool have_pub = v->published.precision != RIWAYA_PRECISION_NONE && v->published.precision <= RIWAYA_PRECISION_DAY;
	int64_t pub = have_pub ? (v->published.from - (v->published.from < 0 ? RW_DAY - 1 : 0)) / RW_DAY : 0;
	int64_t day = 0;
	*out = (riwaya_when){0, 0, RIWAYA_PRECISION_NONE};
	if (p->refused) return false;
	if (p->month) {
		bool known = have_pub || p->year, sure = true;
		if (!in_month(v, p, have_pub, pub, &day, &sure, out)) return false;
		if (!p->day || !known) return true;
		if (!sure) { /* counted by arithmetic: a day either way */
			*out = (riwaya_when){(day - 1) * RW_DAY, (day + 2) * RW_DAY - 1, RIWAYA_PRECISION_WEEK};
			return true;
		}
		*out = rw_when_day(day);
		if (p->first_day && p->first_day < p->day) {
			out->from -= (int64_t)(p->day - p->first_day) * RW_DAY;
			return true;
		}
	} else if (p->year) {
		*out = rw_when_year(p->year);
		if (p->until_year > p->year) out->to = rw_when_year(p->until_year).to;
		return true;
	} else if (p->ago) {
		if (!have_pub) return true;
		int64_t at = v->published.from - (int64_t)p->ago_minutes;
		if (p->ago_minutes < RW_DAY) {
			*out = (riwaya_when){at, at, RIWAYA_PRECISION_HOUR};
			return true;
		}
		day = (at - (at < 0 ? RW_DAY - 1 : 0)) / RW_DAY;
		*out = rw_when_day(day);
		/* Weeks, months and years ago are no days: as much either way as the unit leaves open. */
		int64_t open = p->unit == sy->week ? 3 : p->unit == sy->month ? 15 : p->unit == sy->year ? 182 : 0;
		out->from -= open * RW_DAY;
		out->to += open * RW_DAY;
		if (open)
			out->precision = open == 3 ? RIWAYA_PRECISION_WEEK
				: open == 15           ? RIWAYA_PRECISION_MONTH
									   : RIWAYA_PRECISION_YEAR;
		return true;
	} else if (p->has_offset) {
		if (!have_pub || p->of_event) return true;
		day = pub + (int64_t)p->offset;
		/* "Yesterday, Friday": of a report that came out later the weekday is right. */
		int off = p->weekday >= 0 ? (rw_weekday(day) - p->weekday + 7) % 7 : 0;
		if (off > 2 || (off && p->offset > 0)) return false;
		day -= off;
		*out = rw_when_day(day);
	} else if (p->weekday >= 0) {
		if (!have_pub) return true;
		int today = rw_weekday(pub);
		if (p->future) {
			int ahead = (p->weekday - today + 7) % 7;
			day = pub + (ahead ? ahead : 7);
		} else {
			int back = (today - p->weekday + 7) % 7;
			day = pub - (back == 0 && p->past ? 7 : back) - (p->twice ? 7 : 0);
		}
		*out = rw_when_day(day);
		if (p->days) {
			out->from -= (int64_t)p->days * RW_DAY;
			return true;
		}
	} else if (p->unit_relative) {
		if (!have_pub) return true;
		int py, pm, pd;
		rw_civil_from_days(pub, &py, &pm, &pd);
		int dir = p->future ? 1 : p->twice ? -2 : p->past ? -1 : 0;
		if (p->days) { /* so many days up to publication */
			*out = (riwaya_when){(pub - p->days) * RW_DAY, (pub + 1) * RW_DAY - 1,
				p->days < 7 ? RIWAYA_PRECISION_DAY : RIWAYA_PRECISION_WEEK};
		} else if (p->unit == sy->year) {
			*out = rw_when_year(py + dir);
		} else if (p->unit == sy->month) {
			int m = pm + dir, y = py;
			if (m < 1) m += 12, y--;
			if (m > 12) m -= 12, y++;
			if (p->day && !rw_date_valid(y, m, p->day)) return false;
			*out = p->day ? rw_when_day(rw_days_from_civil(y, m, p->day)) : rw_when_month(y, m);
		} else if (p->unit ==
			sy->week) { /* weeks of the Arab press begin on Saturday or Sunday: seven days either way say so much */
			int64_t start = pub - rw_weekday(pub) + 7 * dir;
			*out = (riwaya_when){start * RW_DAY, (start + 7) * RW_DAY - 1, RIWAYA_PRECISION_WEEK};
		} else if (p->unit == sy->weekend) { /* from Friday, or from Saturday to Sunday */
			int64_t friday = pub - (rw_weekday(pub) + 1) % 7 + (dir > 0 ? 7 : 0);
			*out = (riwaya_when){friday * RW_DAY, (friday + 3) * RW_DAY - 1, RIWAYA_PRECISION_DAY};
		} else if (p->unit == sy->day) {
			*out = rw_when_day(pub + dir);
		}
		return true;
	} else {
		return false;
	}
	if (p->hour >= 0) {
		out->from = day * RW_DAY + clock_minute(p);
		out->to = p->minute >= 0 ? out->from : out->from + 59;
		out->precision = p->minute >= 0 ? RIWAYA_PRECISION_MINUTE : RIWAYA_PRECISION_HOUR;
	} else if (p->part_from >= 0 && p->part_to - p->part_from < 24) {
		out->from = day * RW_DAY + p->part_from * 60;
		out->to = day * RW_DAY + p->part_to * 60 - 1;
		out->precision = RIWAYA_PRECISION_PART;
	}
	return true;
}
