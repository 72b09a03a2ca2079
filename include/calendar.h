/*
 * Days and instants without locale or the process's time zone. Days are "YYYY-MM-DD" or days since
 * 1970-01-01; instants are milliseconds since 1970 in UTC; calendar decisions are taken in
 * Asia/Ho_Chi_Minh, which is UTC+7 without summer time.
 */
#ifndef THIDUA_CALENDAR_H
#define THIDUA_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#define CALENDAR_DAY_SIZE 11 /* "2021-06-30" and its NUL */

bool calendar_parse_day(const char *text, int64_t *out_days); /* false when no such day exists */
void calendar_print_day(int64_t days, char out[CALENDAR_DAY_SIZE]);
int64_t calendar_day_of(int64_t milliseconds); /* the Vietnamese day of an instant */

/* The instant of a Vietnamese wall clock time. */
int64_t calendar_instant(int64_t days, int hour, int minute);
int64_t calendar_month_end(int64_t days); /* last day of the month that `days` lies in */

/* Same day of the month, cut to its end: 2024-01-31 and one month is 2024-02-29. */
int64_t calendar_add_months(int64_t days, int months);

/* Whole months from one day to another, the last day not counted: the most that can be added to
 * `from` without passing `to`. 2007-08-26 to 2022-07-26 is 179, the 180th is full on 2022-08-26.
 * 0 when `to` is earlier. */
int calendar_full_months(int64_t from, int64_t to);

/* Monday to Friday; public holidays are not known here. */
bool calendar_is_working_day(int64_t days);
/* The `count`th working day after `days`; before, when it is negative. */
int64_t calendar_add_working_days(int64_t days, int count);

int64_t calendar_now(void);       /* wall clock, milliseconds */
int64_t calendar_monotonic(void); /* for durations, microseconds */

#endif
