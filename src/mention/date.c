/* date.c: dates in running text, resolved against the time of publication.
 *
 * A date is a run of components: part of day, weekday, day counted from today, numeric date, day and month and year,
 * "N days ago", "last month". The words are tables; how they add up is here, what they come to in when.c. What
 * neither the words nor the publication time settle stays unresolved; an impossible date is refused, not bent.
 */
#include "mention/date.h"
#include <math.h>

enum { MAX_COMPONENTS = 10 };

static const rw_date_parts no_parts = {.weekday = -1, .part_from = -1, .hour = -1, .minute = -1};

static const rw_num *num_at(const rw_view *v, uint32_t i, uint32_t *end) {
	const rw_item *it = rw_view_at(v, i, v->sy->num);
	if (!it) return NULL;
	*end = it->end;
	return it->payload;
}

/* A separator of a numeric date that touches its neighbours. */
static char separator_at(const rw_view *v, uint32_t s, uint32_t i) {
	if (i + 1 >= v->t.sent[s].end) return 0;
	const rw_token *t = &v->t.tok[i];
	if (t->kind != RW_TOKEN_PUNCT || t->end - t->start != 1) return 0;
	char c = v->text.p[t->start];
	return c == '/' || c == '-' || c == '.' || c == '\\' ? c : 0;
}

static bool whole_number(const rw_view *v, uint32_t s, uint32_t i, int *out, unsigned *digits) {
	if (i >= v->t.sent[s].end) return false;
	const rw_token *t = &v->t.tok[i];
	uint64_t n;
	if (t->kind != RW_TOKEN_NUMBER || !rw_slice_u64(t->key, &n) || n > 9999) return false;
	*out = (int)n;
	*digits = (unsigned)t->key.n;
	return true;
}

/* Whose year it is: its era may stand behind it, and 1445 is no year that reports tell of but by the Hijri calendar. Returns the token
 * after the era. */
static uint32_t era_at(const rw_view *v, uint32_t s, uint32_t i, rw_date_parts *p) {
	const rw_item *era = i < v->t.sent[s].end ? rw_view_at(v, i, v->sy->era) : NULL;
	if (!era || (era->pro & RW_PRO_WA)) return i;
	if (era->id == v->sy->ah) p->calendar = v->sy->hijri;
	if (era->id == v->sy->persian) p->calendar = v->sy->persian;
	return era->end;
}

static uint32_t numeric_year(const rw_view *v, uint32_t s, uint32_t i, rw_date_parts *p) {
	uint32_t end = era_at(v, s, i, p);
	if (!p->calendar && p->year >= 1300 && p->year <= 1500) p->calendar = v->sy->hijri;
	p->refused = p->calendar ? p->year < 1250 || p->year > 1600
							 : p->year < 1900 || p->year > 2100 || !rw_date_valid(p->year, p->month, p->day);
	return end;
}

/* 20/1/2022, 2022-01-20, 20.1.2022. A number with points may be one token. */
static uint32_t numeric_date(const rw_view *v, uint32_t s, uint32_t i, rw_date_parts *p) {
	int a, b, c;
	unsigned da, db, dc;
	char sep;
	const rw_token *t = &v->t.tok[i];
	if (t->kind == RW_TOKEN_NUMBER && isnan(t->value)) { /* 12.05.2020 in one token */
		rw_slice rest = t->key, x = rw_slice_cut(&rest, '.'), y = rw_slice_cut(&rest, '.');
		uint64_t n1, n2, n3;
		if (!rw_slice_u64(x, &n1) || !rw_slice_u64(y, &n2) || !rw_slice_u64(rest, &n3)) return i;
		if (n1 > 9999 || n2 > 99 || n3 > 9999) return i;
		a = (int)n1, b = (int)n2, c = (int)n3;
		da = (unsigned)x.n, dc = (unsigned)rest.n;
		if (da == 4) {
			int swap = a;
			a = c, c = swap;
		} else if (dc != 4) {
			return i;
		}
		p->year = c, p->month = b, p->day = a;
		return numeric_year(v, s, i + 1, p);
	}
	if (!whole_number(v, s, i, &a, &da) || !(sep = separator_at(v, s, i + 1))) return i;
	if (!whole_number(v, s, i + 2, &b, &db)) return i;
	if (da == 4 && db == 4 && sep == '-' && a >= 1900 && b > a && b <= 2100) {
		p->year = a, p->until_year = b;
		return i + 3;
	}
	if (db > 2) return i;
	if (separator_at(v, s, i + 3) == sep && whole_number(v, s, i + 4, &c, &dc)) {
		int year = c, month = b, day = a;
		if (da == 4) {
			year = a, day = c;
		} else if (dc == 2 && c < 70) {
			year = 2000 + c;
		} else if (dc != 4) {
			return i;
		}
		if (month > 12 && day <= 12 && da != 4) { /* month first, as in American use: told by the impossible order alone */
			int swap = month;
			month = day, day = swap;
		}
		p->year = year, p->month = month, p->day = day;
		return numeric_year(v, s, i + 5, p);
	}
	/* Day and month alone, only behind a weekday or "day". */
	if ((sep == '/' || sep == '\\') && (p->weekday >= 0 || p->part_from >= 0)) {
		p->day = a, p->month = b;
		p->refused = !rw_date_valid(2000, b, a);
		return i + 3;
	}
	return i;
}

static bool month_at(const rw_view *v, uint32_t s, uint32_t i, rw_date_parts *p, uint32_t *end) {
	const rw_item *m = i < v->t.sent[s].end ? rw_view_at(v, i, v->sy->month) : NULL;
	double month;
	if (!m || (m->pro & RW_PRO_LI) || m->enc || !rw_row_number(v->lx, m->row, "month", &month)) return false;
	p->month = (int)month;
	p->calendar = rw_sym_of(v->lx, rw_row_get(v->lx, m->row, "calendar"));
	*end = m->end;
	/* Doubled naming: two names of one month with a slash or in brackets. */
	uint32_t j = m->end;
	if (j + 1 < v->t.sent[s].end && v->t.tok[j].kind == RW_TOKEN_PUNCT) {
		const rw_item *n = rw_view_at(v, j + 1, v->sy->month);
		double again;
		if (n && rw_row_number(v->lx, n->row, "month", &again) && again == month) {
			*end = n->end;
			if (v->text.p[v->t.tok[j].start] == '(' && n->end < v->t.sent[s].end &&
				v->text.p[v->t.tok[n->end].start] == ')')
				(*end)++;
		}
	}
	return true;
}

/* "Last", "current", "next" behind a weekday, a month, a unit. */
static const rw_item *direction_at(const rw_view *v, uint32_t i) {
	const rw_item *it = rw_view_at(v, i, v->sy->timeword);
	if (!it || rw_item_feat(it, v->sy->weak) == v->sy->yes) return NULL; /* "this" stands before */
	return it->id == v->sy->last || it->id == v->sy->this || it->id == v->sy->next || it->id == v->sy->before_last
		? it
		: NULL;
}

static uint32_t directed(const rw_view *v, const rw_item *way, rw_date_parts *p) {
	if (way->id == v->sy->last || way->id == v->sy->before_last) p->past = true;
	if (way->id == v->sy->before_last) p->twice = true;
	if (way->id == v->sy->next) p->future = true;
	if (way->id == v->sy->this && p->month) p->bare = true;
	return way->end;
}

static uint32_t year_at(const rw_view *v, uint32_t s, uint32_t i, rw_date_parts *p) {
	uint32_t j = i;
	if (j >= v->t.sent[s].end) return i;
	if (p->month && rw_view_at(v, j, v->sy->belong)) { /* "May of 2021" */
		bool more = j + 1 < v->t.sent[s].end && !rw_view_at(v, j + 1, v->sy->belong);
		uint32_t e = more ? year_at(v, s, j + 1, p) : j + 1;
		return e == j + 1 ? i : e;
	}
	const rw_item *unit = rw_view_at(v, j, v->sy->timeunit);
	if (unit && unit->id == v->sy->year) {
		j = unit->end;
		const rw_item *way = j + 1 < v->t.sent[s].end ? direction_at(v, j) : NULL;
		if (way) j = way->end; /* "of last year, 2017" */
	}
	if (j < v->t.sent[s].end && j == i && v->t.tok[j].kind == RW_TOKEN_PUNCT)
		j++; /* "January, 2022" and "January (2022)" */
	int y;
	unsigned d;
	if (!whole_number(v, s, j, &y, &d) || d != 4) {
		uint32_t e;
		const rw_num *words = unit && unit->id == v->sy->year && j < v->t.sent[s].end ? num_at(v, j, &e) : NULL;
		if (!words || words->digits || words->value < 1900 || words->value > 2100) return i;
		p->year = (int)words->value;
		return e;
	}
	bool fits = p->calendar && (p->calendar == v->sy->hijri || p->calendar == v->sy->persian) ? y >= 1250 && y <= 1600
																							  : y >= 1900 && y <= 2100;
	if (!fits) return i;
	p->year = y;
	/* "between the years 2014 and 2017" */
	const rw_item *more = j + 1 < v->t.sent[s].end ? rw_view_at(v, j + 1, v->sy->num) : NULL;
	const rw_num *until = more ? more->payload : NULL;
	if (until && unit && rw_item_feat(unit, v->sy->number) == v->sy->du && (more->pro & RW_PRO_WA) &&
		until->value > y && until->value <= 2100) {
		p->until_year = (int)until->value;
		return more->end;
	}
	return era_at(v, s, j + 1, p);
}

/* Whether a month's name at token i tells when: behind "in", or behind the act that it dates. */
static bool says_when(const rw_view *v, uint32_t s, uint32_t i) {
	const rw_syms *sy = v->sy;
	const rw_item *month = rw_view_at(v, i, sy->month);
	if (month && (month->pro & RW_PRO_KA)) month = NULL; /* "Cap" */
	if (!month || (month->pro & (RW_PRO_WA | RW_PRO_LI)) || month->enc) return false;
	if (i == v->t.sent[s].first) return false;
	const rw_item *prep = rw_view_at(v, i - 1, sy->placeprep), *act = rw_view_at(v, i - 1, sy->pred);
	if (prep && prep->end == i && prep->id == sy->in) return true;
	/* Safar is written like zero, which may be counted there. */
	if (rw_view_at(v, i, sy->number)) return false;
	return act && act->end == i && rw_item_feat(act, sy->form) != sy->past &&
		rw_item_feat(act, sy->form) != sy->present && rw_item_feat(act, sy->def) != sy->yes;
}

/* "at 7:30", "at half past seven": the word for the hour, then digits or the ordinal, then half of the day and zone. */
static uint32_t clock_at(const rw_view *v, uint32_t s, uint32_t i, rw_date_parts *p) {
	const rw_syms *sy = v->sy;
	uint32_t end = v->t.sent[s].end;
	const rw_item *it = rw_view_at(v, i, sy->clock);
	/* Behind a whole date digits with a colon need no word for the hour. */
	bool stamp = p->day && p->year && i + 2 < end && v->t.tok[i].kind == RW_TOKEN_NUMBER && v->t.tok[i].key.n <= 2 &&
		v->text.p[v->t.tok[i + 1].start] == ':' && v->t.tok[i + 2].key.n == 2;
	if (!stamp && (!it || it->id != sy->hour || it->end >= end)) return i;
	uint32_t j = stamp ? i : it->end;
	const rw_token *t = &v->t.tok[j];
	const rw_item *ord = rw_view_at(v, j, sy->ordinal);
	int h, m = -1;
	unsigned digits;
	double x;
	if (whole_number(v, s, j, &h, &digits)) {
		j++;
		bool colon = j + 1 < end && v->t.tok[j].kind == RW_TOKEN_PUNCT && v->text.p[v->t.tok[j].start] == ':';
		if (colon && whole_number(v, s, j + 1, &m, &digits) && digits == 2) j += 2;
	} else if (t->kind == RW_TOKEN_NUMBER && memchr(t->key.p, '.', t->key.n)) { /* 7.30 */
		rw_slice rest = t->key, hours = rw_slice_cut(&rest, '.');
		uint64_t hh, mm;
		if (!rw_slice_u64(hours, &hh) || !rw_slice_u64(rest, &mm) || rest.n != 2 || hh > 24) return i;
		h = (int)hh, m = (int)mm;
		j++;
	} else if (ord && rw_view_number(v, rw_item_feat(ord, sy->value), &x)) {
		h = (int)x;
		j = ord->end;
		it = j < end ? rw_view_at(v, j, sy->number) : NULL; /* "and a half" */
		if (it && (it->pro & RW_PRO_WA) && rw_row_number(v->lx, it->row, "value", &x) && x < 1) {
			m = (int)(60 * x + 0.5);
			j = it->end;
		}
	} else {
		return i;
	}
	if (h > 24 || m > 59) return i;
	p->hour = h;
	p->minute = m;
	if (j < end && rw_view_at(v, j, sy->ampm) && !rw_view_at(v, j, sy->timepart)) {
		it = rw_view_at(v, j, sy->ampm);
		p->pm = it->id == sy->pm;
		j = it->end;
	}
	it = j < end ? rw_view_at(v, j, sy->clock) : NULL;
	return it && it->id != sy->hour ? it->end : j;
}

enum { NIGHT_ENDS = 30 }; /* hours: six of the next day */

/* The weekday after the one just read: "the night of Tuesday Wednesday" is one night, "Friday and Saturday" are two days. */
static uint32_t next_weekday(const rw_view *v, uint32_t s, uint32_t i, rw_date_parts *p) {
	uint32_t end = v->t.sent[s].end, j = i;
	bool night = p->part_from >= 17;
	if (night && j + 1 < end && separator_at(v, s, j)) j++;
	const rw_item *it = j < end ? rw_view_at(v, j, v->sy->weekday) : NULL;
	double x;
	if (!it || !rw_row_number(v->lx, it->row, "day", &x) || (int)x != (p->weekday + 1) % 7) return i;
	bool joined = it->pro & RW_PRO_WA;
	if (night && !joined) {
		p->part_to = NIGHT_ENDS; /* it reaches into the second day */
		return it->end;
	}
	if (night || !joined || p->day || p->has_offset || p->part_from >= 0) return i;
	p->weekday = (int)x;
	p->days = 1;
	return it->end;
}

/* Several days of one month: "10-15 May", "between 10 and 15 May", "on the days 10 and 11 of May". */
static uint32_t component(const rw_view *v, uint32_t s, uint32_t i, rw_date_parts *p);
static uint32_t several_days(const rw_view *v, uint32_t s, uint32_t i, rw_date_parts *p) {
	const rw_syms *sy = v->sy;
	uint32_t e, end = v->t.sent[s].end;
	if (p->first_day) return i;
	const rw_num *n = num_at(v, i, &e);
	if (!n || n->value < 1 || n->value > 30 || n->value != floor(n->value) || e + 1 >= end) return i;
	const rw_item *to = rw_view_at(v, e, sy->range), *last = rw_view_at(v, e, sy->num);
	const rw_item *before = i > v->t.sent[s].first ? rw_view_at(v, i - 1, sy->range) : NULL;
	const rw_item *unit = i > v->t.sent[s].first ? rw_view_at(v, i - 1, sy->timeunit) : NULL;
	bool two = (before && before->end == i) || (unit && unit->id == sy->day && rw_item_feat(unit, sy->number) == sy->du);
	uint32_t j = e;
	if (to && to->id == sy->to)
		j = to->end;
	else if (separator_at(v, s, e) == '-' || (p->part_from >= 17 && separator_at(v, s, e) == '/'))
		j = e + 1;
	else if (two && rw_view_at(v, e, sy->joins) && !last)
		j = e + 1;
	else if (!two || !last || !(last->pro & RW_PRO_WA))
		return i;
	rw_date_parts try = *p;
	try.first_day = -1; /* no more than two */
	uint32_t stop = component(v, s, j, &try);
	if (stop == j || !try.day || !try.month || try.day <= (int)n->value) return i;
	*p = try;
	p->first_day = 0;
	if (p->part_from >= 17 && try.day == (int)n->value + 1)
		p->day--; /* one night */
	else
		p->first_day = (int)n->value;
	return stop;
}

/* "the last three days", "the past 48 hours": so many days up to publication; more of them than a year are none. */
static uint32_t up_to_now(const rw_view *v, uint32_t s, uint32_t i, rw_date_parts *p) {
	const rw_syms *sy = v->sy;
	uint32_t end = v->t.sent[s].end, e = i;
	const rw_item *unit = rw_view_at(v, i, sy->timeunit);
	const rw_num *n = NULL;
	if (unit && unit->end < end && rw_item_feat(unit, sy->def) == sy->yes) {
		e = unit->end;
		n = num_at(v, e, &e);
		if (!n && rw_item_feat(unit, sy->number) != sy->du) return i;
	} else if ((n = num_at(v, i, &e)) != NULL && e < end) {
		unit = rw_view_at(v, e, sy->timeunit);
		if (unit) e = unit->end;
	}
	const rw_item *way = unit && e < end ? direction_at(v, e) : NULL;
	if (!way || way->id != sy->last) return i;
	double days = (n ? n->value : 2) * rw_unit_minutes(sy, unit->id) / RW_DAY;
	if (days < 1 || days > 366) return i;
	p->days = (int)(days + 0.5);
	p->unit = unit->id;
	p->unit_relative = true;
	return way->end;
}

/* "in 2022", "since 2009": bare digits behind such a word, where nothing stands that they could count. */
static uint32_t bare_year(const rw_view *v, uint32_t s, uint32_t i, rw_date_parts *p) {
	const rw_syms *sy = v->sy;
	int y;
	unsigned digits;
	if (i == v->t.sent[s].first || !whole_number(v, s, i, &y, &digits) || digits != 4 || y < 1950 || y > 2050) return i;
	const rw_item *prep = rw_view_at(v, i - 1, sy->placeprep), *time = rw_view_at(v, i - 1, sy->timeword),
				  *period = rw_view_at(v, i - 1, sy->period);
	bool when = (prep && prep->end == i && prep->id == sy->in) || (time && time->end == i && time->id == sy->ago) ||
		(period && period->end == i && (period->id == sy->since || period->id == sy->until));
	uint32_t j = i + 1;
	if (!when) return i;
	if (j < v->t.sent[s].end && v->t.tok[j].kind == RW_TOKEN_WORD) {
		size_t k = v->from[j - v->base];
		if (k >= v->n_lexical || v->items.p[k]->first != j) return i; /* a word of no table may be counted */
		const rw_sym counted[] = {sy->noun, sy->collective, sy->placenoun, sy->scalar, sy->timeunit, sy->number,
			sy->percent, sy->adj, sy->month};
		for (size_t n = 0; n < RW_COUNT(counted); n++) {
			const rw_item *it = rw_view_at(v, j, counted[n]);
			if (it && !(it->pro & (RW_PRO_WA | RW_PRO_FA | RW_PRO_BI | RW_PRO_LI))) return i;
		}
	} else if (j < v->t.sent[s].end && separator_at(v, s, j)) {
		return i;
	}
	p->year = y;
	return j;
}

/* One component at token i; returns the token after it, or i. */
static uint32_t component(const rw_view *v, uint32_t s, uint32_t i, rw_date_parts *p) {
	const rw_syms *sy = v->sy;
	uint32_t end = v->t.sent[s].end;
	const rw_item *it;
	double x;
	if (i >= end) return i;
	/* "the day" stands before a weekday or a date: "Friday's day" */
	if (p->weekday < 0 && !p->day && (it = rw_view_at(v, i, sy->timeunit)) && it->id == sy->day &&
		rw_item_feat(it, sy->number) == sy->sg && rw_item_feat(it, sy->def) != sy->yes && !it->enc && it->end < end &&
		!rw_view_at(v, i, sy->timepart) && !rw_view_at(v, it->end, sy->timeunit)) {
		rw_date_parts try = *p;
		uint32_t e = component(v, s, it->end, &try);
		if (e != it->end && ((try.weekday >= 0) || (try.day && !p->day))) {
			*p = try;
			return e;
		}
	}
	if (p->weekday < 0 && (it = rw_view_at(v, i, sy->weekday)) && rw_row_number(v->lx, it->row, "day", &x)) {
		p->weekday = (int)x;
		return next_weekday(v, s, it->end, p);
	}
	if (!p->has_offset && (it = rw_view_at(v, i, sy->relday)) && rw_view_number(v, rw_item_feat(it, sy->offset), &x)) {
		/* "For the third day" counts days; it names none. */
		if (it->end < end && rw_view_at(v, it->end, sy->ordinal)) return i;
		p->of_event = rw_item_feat(it, sy->anchor) == sy->event;
		p->offset = x;
		p->has_offset = true;
		return it->end;
	}
	if (p->hour < 0) {
		uint32_t e = clock_at(v, s, i, p);
		if (e != i) return e;
	}
	if ((it = direction_at(v, i)) && (p->weekday >= 0 || p->month || p->unit || p->part_from >= 0)) {
		return directed(v, it, p);
	}
	if (!p->month && !p->day && !p->year) {
		uint32_t e = several_days(v, s, i, p);
		if (e != i) return e;
	}
	if (!p->day && !p->year) {
		uint32_t e = numeric_date(v, s, i, p);
		if (e != i) return e;
	}
	if (!p->unit && p->weekday < 0 && !p->month) {
		uint32_t e = up_to_now(v, s, i, p);
		if (e != i) return e;
	}
	if (!p->month && !p->day) {
		uint32_t e, j;
		const rw_num *n = num_at(v, i, &e);
		const rw_item *ord = n ? NULL : rw_view_at(v, i, sy->ordinal);
		double day = n ? n->value : 0;
		if (ord && rw_view_number(v, rw_item_feat(ord, sy->value), &x)) {
			day = x;
			e = ord->end;
			/* "the twenty-fifth": the tens follow with "and" */
			uint32_t f;
			const rw_num *tens = e < end ? num_at(v, e, &f) : NULL;
			if (tens && tens->value >= 20 && tens->value <= 30 && day < 10) {
				day += tens->value;
				e = f;
			}
		}
		bool impossible = n && n->digits && day > 31 && day < 100;
		if ((n || ord) && ((day >= 1 && day <= 31) || impossible) && day == floor(day)) {
			j = e;
			if (j < end && (rw_view_at(v, j, sy->belong) || (n && n->digits && separator_at(v, s, j)))) j++;
			it = j < end ? rw_view_at(v, j, sy->timeunit) : NULL;
			if (it && rw_view_at(v, it->end < end ? it->end : j, sy->month)) j = it->end; /* "of the month of" */
			const rw_item *way = it && it->id == sy->month && it->end < end ? direction_at(v, it->end) : NULL;
			if (way && !impossible && rw_view_at(v, j, sy->timeunit) == it) { /* "the ninth of last month" */
				p->day = (int)day;
				p->unit = sy->month;
				p->unit_relative = true;
				return directed(v, way, p);
			}
			if (month_at(v, s, j, p, &e)) {
				p->day = (int)day;
				p->refused = impossible;
				return year_at(v, s, e, p);
			}
		}
	}
	if (!p->month) {
		uint32_t e, j = i;
		if ((it = rw_view_at(v, j, sy->timeunit)) && it->id == sy->month && it->end < end) j = it->end;
		if (month_at(v, s, j, p, &e)) {
			uint32_t y = year_at(v, s, e, p);
			if (y != e || j != i) {
				p->bare = y == e && p->calendar != sy->persian; /* whose names are short words */
				return y;
			}
			int d;
			unsigned digits;
			bool comma = e + 1 < end && v->t.tok[e + 1].kind == RW_TOKEN_PUNCT;
			if (comma && whole_number(v, s, e, &d, &digits) && d >= 1 && d <= 31 &&
				(y = year_at(v, s, e + 1, p)) != e + 1) { /* May 15, 2024 */
				p->day = d;
				return y;
			}
			/* A bare month name is a date only with a direction or a year behind it, or where it says when: "in May", "the May truce". */
			const rw_item *rel = e < end ? direction_at(v, e) : NULL;
			if (rel) return e;
			uint32_t far = e < end && rw_view_at(v, e, sy->belong) ? e + 1 : e;
			const rw_item *unit = far > e && far < end ? rw_view_at(v, far, sy->timeunit) : NULL;
			rel = unit && unit->id == sy->year && unit->end < end ? direction_at(v, unit->end) : NULL;
			if (rel && v->published.precision != RIWAYA_PRECISION_NONE) { /* "August of last year" */
				int year, month, day;
				rw_civil_from_days(
					(v->published.from - (v->published.from < 0 ? RW_DAY - 1 : 0)) / RW_DAY, &year, &month, &day);
				p->year = year + (rel->id == sy->last ? -1 : rel->id == sy->next ? 1 : 0);
				return rel->end;
			}
			if (p->weekday < 0 && !p->has_offset && says_when(v, s, i)) {
				p->bare = true;
				return e;
			}
			p->month = 0;
			p->calendar = 0;
		}
	}
	if (p->part_from < 0 && (it = rw_view_at(v, i, sy->timepart))) {
		double from = 0, to = 24;
		rw_view_number(v, rw_item_feat(it, sy->from), &from);
		rw_view_number(v, rw_item_feat(it, sy->to), &to);
		p->part_from = (int)from, p->part_to = (int)to;
		return it->end;
	}
	if (!p->unit && (it = rw_view_at(v, i, sy->timeword)) && it->id == sy->this && it->end < end &&
		rw_view_at(v, it->end, sy->timeunit)) {
		p->unit = rw_view_at(v, it->end, sy->timeunit)->id; /* "this week" */
		p->unit_relative = true;
		return it->end + 1;
	}
	if (!p->unit && (it = rw_view_at(v, i, sy->timeunit)) && it->end < end && direction_at(v, it->end) &&
		rw_item_feat(it, sy->number) != sy->pl && rw_item_feat(it, sy->number) != sy->du &&
		(rw_unit_minutes(sy, it->id) >= RW_DAY || it->id == sy->weekend)) {
		p->unit = it->id;
		p->unit_relative = true;
		return it->end;
	}
	if (!p->year && (it = rw_view_at(v, i, sy->timeunit)) && it->id == sy->year) {
		uint32_t e = year_at(v, s, i, p);
		if (e != i) return e;
	}
	if (!p->year && !p->month && !p->has_offset && p->weekday < 0) return bare_year(v, s, i, p);
	return i;
}

static bool enough(const rw_date_parts *p) {
	return p->weekday >= 0 || p->has_offset || (p->month && (p->day || p->year || p->past || p->future || p->bare)) ||
		p->year || p->ago || p->unit_relative;
}

static uint32_t read_date(const rw_view *v, uint32_t s, uint32_t i, rw_date_parts *p);

/* The start of a month, the middle of the year 2019, the end of last week. */
static uint32_t part_of_period(const rw_view *v, uint32_t s, uint32_t i, rw_date_parts *p) {
	const rw_syms *sy = v->sy;
	uint32_t end = v->t.sent[s].end;
	const rw_item *part = rw_view_at(v, i, sy->periodpart);
	if (!part || part->end >= end) return i;
	double from = 0, to = 0;
	rw_view_number(v, rw_item_feat(part, sy->from), &from);
	rw_view_number(v, rw_item_feat(part, sy->to), &to);
	uint32_t j = part->end + (rw_view_at(v, part->end, sy->belong) != NULL), e;
	if (to <= from || j >= end || rw_view_at(v, j, sy->periodpart)) return i;
	uint32_t stop = read_date(v, s, j, p);
	if (stop != j) {
		bool period = !p->day && !p->has_offset && !p->ago && p->weekday < 0 && (p->month || p->year || p->unit_relative);
		p->part12_from = (int)from, p->part12_to = (int)to;
		return period && !p->days ? stop : i;
	}
	*p = no_parts;
	int y;
	unsigned digits;
	if (month_at(v, s, j, p, &e)) { /* a bare month: of the year that publication leaves */
		p->bare = true;
	} else if (whole_number(v, s, j, &y, &digits) && digits == 4 && y >= 1900 && y <= 2100) {
		p->year = y;
		e = j + 1;
	} else {
		const rw_item *unit = rw_view_at(v, j, sy->timeunit); /* "the start of the year": of this one */
		if (!unit || !(unit->id == sy->year || unit->id == sy->month || unit->id == sy->week) ||
			rw_item_feat(unit, sy->def) != sy->yes || rw_item_feat(unit, sy->number) != sy->sg || unit->pro & ~RW_PRO_AL)
			return i;
		p->unit = unit->id;
		p->unit_relative = true;
		e = unit->end;
	}
	p->part12_from = (int)from, p->part12_to = (int)to;
	return e;
}

static uint32_t read_date(const rw_view *v, uint32_t s, uint32_t i, rw_date_parts *p) {
	const rw_syms *sy = v->sy;
	uint32_t end = v->t.sent[s].end;
	*p = no_parts;
	const rw_item *ago = rw_view_at(v, i, sy->timeword);
	if (ago && ago->id == sy->ago && ago->end < end) { /* "before six days", "a week ago" by the unit's own number */
		uint32_t e = ago->end;
		const rw_num *n = num_at(v, e, &e);
		const rw_item *unit = e < end ? rw_view_at(v, e, sy->timeunit) : NULL;
		double count = n ? n->value : 1, minutes = unit ? rw_unit_minutes(sy, unit->id) : 0;
		if (unit && !n && rw_item_feat(unit, sy->number) == sy->du) count = 2;
		rw_date_parts year = {0};
		if (unit && !n && unit->id == sy->year && year_at(v, s, e, &year) != e) unit = NULL; /* "since the year 2014" */
		if (unit && (n || rw_item_feat(unit, sy->number) != sy->pl) && minutes > 0 && count * minutes < 1e9) {
			p->ago = true;
			p->unit = unit->id;
			p->ago_minutes = count * minutes;
			return unit->end;
		}
	}
	uint32_t at = i, stop = i;
	for (int n = 0; n < MAX_COMPONENTS && at < end; n++) {
		uint32_t next = component(v, s, at, p);
		if (next == at) {
			/* A comma or bracket, "of" behind an hour or "corresponding to" may stand between the components. */
			const rw_item *same = n > 0 ? rw_view_at(v, at, sy->timeword) : NULL;
			uint32_t on = at + 1;
			if (same && same->id == sy->corresponding) on = same->end;
			bool mark = v->t.tok[at].kind == RW_TOKEN_PUNCT && p->weekday >= 0 && !p->day;
			bool of = p->hour >= 0 && rw_view_at(v, at, sy->belong);
			const rw_item *prep = rw_view_at(v, at, sy->placeprep);
			mark |= p->weekday >= 0 && !p->day && prep && prep->id == sy->in;
			mark |= v->t.tok[at].kind == RW_TOKEN_PUNCT && p->has_offset && p->weekday < 0;
			mark |= v->t.tok[at].kind == RW_TOKEN_PUNCT && p->day && p->hour < 0 && on < end &&
				rw_view_at(v, on, sy->clock);
			if (same && on + 1 < end && v->t.tok[on].key.n == 2 && v->t.tok[on + 1].kind == RW_TOKEN_NUMBER)
				on++; /* "to the 15th" */
			if (n == 0 || on >= end || !(mark || of || on > at + 1 || (same && same->id == sy->corresponding))) break;
			if (p->day && same) { /* the same day by another calendar: the Gregorian one counts */
				rw_date_parts other;
				next = read_date(v, s, on, &other);
				if (next == on || !other.day) break;
				if (rw_date_calendar(v, p) != RW_GREGORIAN) *p = other;
				return next;
			}
			rw_date_parts try = *p;
			next = component(v, s, on, &try);
			bool named = try.has_offset && try.weekday >= 0 && try.offset <= 0; /* "yesterday, Tuesday" */
			if (next == on || !(try.day || try.hour >= 0 || of || named)) break;
			bool open = v->text.p[v->t.tok[at].start] == '(';
			if (open && next < end && v->text.p[v->t.tok[next].start] == ')') next++;
			*p = try;
			at = next;
			if (enough(p)) stop = at;
			continue;
		}
		at = next;
		if (enough(p)) stop = at;
	}
	return enough(p) ? stop : part_of_period(v, s, i, p);
}

/* Numbers that count time, hours and the like are no figures: "day 197", "the hour of 7", "in the year 2019". */
static void drop_time_numbers(rw_view *v, uint32_t s) {
	const rw_syms *sy = v->sy;
	uint32_t first = v->t.sent[s].first;
	for (size_t k = v->n_lexical; k < v->items.n; k++) {
		rw_item *it = v->items.p[k];
		if (it->kind != sy->num || it->first == first) continue;
		uint32_t before = it->first - 1;
		bool article = rw_view_at(v, it->first, sy->article) != NULL; /* written apart from digits: "day the 197" */
		const rw_item *unit = rw_view_at(v, before, sy->timeunit);
		double value = it->payload ? ((const rw_num *)it->payload)->value : 0;
		bool a_year = value >= 1000 &&
			value <= 2200; /* "the general hospital 14 wounded": the letters of "year" before a count */
		bool time = rw_view_at(v, before, sy->clock) || (unit && rw_item_feat(unit, sy->weak) != sy->yes && article) ||
			(unit && unit->id == sy->year && a_year) || (article && rw_view_at(v, before, sy->relday));
		/* "the eleventh": its words are those of a number */
		const rw_item *word = rw_view_at(v, it->first, sy->number);
		time |= word && rw_item_feat(word, sy->ordinal) == sy->yes;
		/* "in his twenties", "25 of age" */
		const rw_item *of = it->end + 1 < v->t.sent[s].end ? rw_view_at(v, it->end, sy->belong) : NULL;
		const rw_item *age = of && of->end < v->t.sent[s].end ? rw_view_at(v, of->end, sy->timeunit) : NULL;
		time |= age && age->id == sy->age;
		if (time || (it->end < v->t.sent[s].end && rw_view_at(v, it->end, sy->percent))) rw_view_drop(it);
	}
}

void rw_find_dates(rw_view *v, uint32_t s) {
	uint32_t end = v->t.sent[s].end;
	for (uint32_t i = v->t.sent[s].first; i < end;) {
		rw_date_parts p;
		uint32_t stop = read_date(v, s, i, &p);
		rw_dated *d = NULL;
		if (stop > i) {
			d = RW_NEW(v->a, rw_dated);
			d->relative = !p.year;
			d->calendar = p.calendar;
		}
		if (stop == i) {
			i++;
			continue;
		}
		rw_view_drop_inside(v, v->sy->num, i, stop, NULL);
		/* "At dawn today": the letters of "dawn" are "blew up" too. */
		if (stop > i + 1 && i > v->t.sent[s].first && rw_view_at(v, i, v->sy->timepart))
			rw_view_drop_inside(v, v->sy->pred, i, i + 1, NULL);
		bool good = rw_date_resolve(v, &p, &d->at);
		if (good && p.part12_to && d->at.precision != RIWAYA_PRECISION_NONE)
			rw_date_narrow(p.part12_from, p.part12_to, &d->at);
		if (!good) { /* refused whole: no part of it is a date of its own */
			i = stop;
			continue;
		}
		const rw_item *first = v->from[i - v->base] < v->n_lexical ? v->items.p[v->from[i - v->base]] : NULL;
		rw_item *it = rw_view_add(v, v->sy->date, i, stop, d);
		if (first && first->first == i) it->pro = first->pro;
		i = stop;
	}
	drop_time_numbers(v, s);
}
