/* calendar.h: civil time without zones: minutes since 1970-01-01T00:00, proleptic Gregorian; Hijri and Persian dates;
 * time stamps as pages and text write them. Impossible dates are refused, never bent.
 */
#ifndef RW_CALENDAR_H
#define RW_CALENDAR_H

#include "lexicon/lexicon.h"
#include <riwaya/report.h>

enum { RW_DAY = 24 * 60 };
/* The day of a minute, in days since 1970-01-01. */
static inline int64_t rw_day_of_minute(int64_t minute) { return minute / RW_DAY - (minute % RW_DAY < 0); }
bool rw_date_valid(int year, int month, int day);
int64_t rw_days_from_civil(int year, int month, int day); /* days since 1970-01-01 */
void rw_civil_from_days(int64_t days, int *year, int *month, int *day);
int rw_weekday(int64_t days); /* 0 Saturday … 6 Friday, as lexicon/weekdays.tsv counts */
/* Months of the three calendars. Hijri months are those of the published Umm al-Qura calendar (lexicon/hijri.tsv); of years that it
 * has not, they are counted by arithmetic (eleven leap years in thirty), and `sure` is false: the day may be one off. Persian months follow
 * the 33-year cycle, exact from 1799 to 2256. */
typedef enum rw_calendar { RW_GREGORIAN, RW_HIJRI, RW_PERSIAN } rw_calendar;
typedef struct rw_month {
	int64_t first; /* days since 1970-01-01 */
	int days;
	bool sure;
} rw_month;
bool rw_month_of(const rw_lexicon *lx, rw_calendar c, int year, int month, rw_month *out);
/* The year and month that a day lies in. */
bool rw_month_on(const rw_lexicon *lx, rw_calendar c, int64_t day, int *year, int *month);
/* A day; false where the month has none such. `sure` may be NULL. */
bool rw_day_of(const rw_lexicon *lx, rw_calendar c, int year, int month, int day, int64_t *days, bool *sure);
/* A day, whole month, whole year as an interval with precision. */
riwaya_when rw_when_day(int64_t days);
riwaya_when rw_when_month(int year, int month);
riwaya_when rw_when_year(int year);
/* "2022-01-21T06:01:00", "2022-01-21", "2022-01", "2022" by precision; for `to`, the same of the end. Returns length. */
size_t rw_when_format(int64_t minutes, riwaya_precision precision, char out[32]);
/* The reverse, for --published and metadata: ISO 8601 and RFC 2822; zone (borrowed from s) absent where none is named. */
bool rw_when_parse(rw_slice s, riwaya_when *out, rw_slice *zone);

/* A time stamp in a line as published ("2022.01.22 | 19:01 X", "21 <month name> 2022 - 06:01"), in any digit set and month naming. [start, end)
 * is its place in the line; the rest of the line is the caller's to judge. Weekday names that disagree with the date refuse it. Years have
 * four digits; 1/2/2022 is the first of February. Of a Gregorian and a Hijri date side by side the Gregorian one is taken. The words of
 * stamps (half of the day, zone, "at") are the rows of furniture.tsv whose `what` is am, pm, zone, at, weekday-prefix. `zone` is a slice of the line. */
bool rw_stamp_find(const rw_lexicon *lx, rw_memo *memo, rw_arena *scratch, rw_slice line, riwaya_when *out,
	rw_slice *zone, uint32_t *start, uint32_t *end);
/* The same of a line whose words are given, and the rows that the lexicon has for them. */
bool rw_stamp_of_words(const rw_lexicon *lx, rw_arena *scratch, const rw_tokens *t, const rw_items *items,
	riwaya_when *out, rw_slice *zone, uint32_t *start, uint32_t *end);
/* The start of a line, in which stamps stand. */
rw_slice rw_stamp_head(rw_slice line);
#endif
