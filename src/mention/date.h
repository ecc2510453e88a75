/* date.h: what the words of a date say, before they are resolved: date.c reads them, when.c counts. */
#ifndef RW_DATE_H
#define RW_DATE_H

#include "mention/mention.h"

typedef struct rw_date_parts {
	int year, month, day; /* 0 unknown */
	int weekday;          /* -1 unknown */
	double offset;        /* days from publication */
	bool has_offset;
	bool of_event;          /* counted from a day told before, not from publication */
	int part_from, part_to; /* hours; -1 unknown */
	bool past, future;
	bool twice; /* the one before last */
	bool ago;
	double ago_minutes;
	bool bare;          /* a month's name alone */
	bool unit_relative; /* "last month": unit and direction */
	rw_sym unit;
	rw_sym calendar;
	bool refused;     /* written like a date, but of no calendar */
	int hour, minute; /* of a clock; -1 unknown */
	bool pm;
	int part12_from, part12_to; /* of a month, year or week, in twelfths; 0 and 0: all of it */
	int first_day;              /* of several days of the month, 0 where it is one */
	int until_year;             /* of several years */
	int days;                   /* of several weekdays one after the other, or up to publication */
} rw_date_parts;

/* Minutes of a unit of time, 0 where it is none to count by. */
double rw_unit_minutes(const rw_syms *sy, rw_sym unit);
rw_calendar rw_date_calendar(const rw_view *v, const rw_date_parts *p);
/* The stretch of time that a date names; NONE where publication or a year would be needed and is not known. False where it is
 * impossible: no calendar has such a day, or the weekday is another. */
bool rw_date_resolve(const rw_view *v, const rw_date_parts *p, riwaya_when *out);
/* A part of a stretch, in twelfths of it. */
void rw_date_narrow(int from, int to, riwaya_when *out);

#endif
