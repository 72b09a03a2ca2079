/*
 * Days are counted from 1970-01-01 in the proleptic Gregorian calendar. The conversions move the
 * year's start to March, so that the leap day is the last day of a year and needs no case of its
 * own (Howard Hinnant, "chrono-compatible low-level date algorithms").
 */
#include "calendar.h"

#include <stddef.h>
#include <time.h>

#define DAY_MS     INT64_C(86400000)
#define MINUTE_MS  INT64_C(60000)
#define HOUR_MS    (60 * MINUTE_MS)
#define VIETNAM_MS (7 * HOUR_MS)
#define ERA_DAYS   INT64_C(146097)  /* of 400 years */
#define EPOCH_DAYS INT64_C(719468)  /* from 0000-03-01 to 1970-01-01 */
#define FIRST_DAY  INT64_C(-719528) /* 0000-01-01 */
#define LAST_DAY   INT64_C(2932896) /* 9999-12-31 */
#define THURSDAY   4                /* 1970-01-01, when Sunday is 0 */

struct date {
	int64_t year;
	int month; /* 1..12 */
	int day;   /* 1..31 */
};

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t to_days(struct date date)
{
	int64_t year = date.month <= 2 ? date.year - 1 : date.year;
	int64_t era = floor_div(year, 400);
	int64_t year_of_era = year - era * 400;
	int64_t day_of_year = (153 * ((date.month + 9) % 12) + 2) / 5 + date.day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * ERA_DAYS + day_of_era - EPOCH_DAYS;
}

static struct date to_date(int64_t days)
{
	int64_t shifted = days + EPOCH_DAYS;
	int64_t era = floor_div(shifted, ERA_DAYS);
	int64_t day_of_era = shifted - era * ERA_DAYS;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
				      day_of_era / (ERA_DAYS - 1)) /
		365;
	int64_t day_of_year =
		day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int month_from_march = (int)((5 * day_of_year + 2) / 153);
	struct date date = {
		.year = year_of_era + era * 400 + (month_from_march >= 10),
		.month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9,
		.day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
	};

	return date;
}

static int month_length(int64_t year, int month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return lengths[month - 1] + (month == 2 && leap);
}

/* `count` digits as a number; -1 when one is none, which also stops at the NUL. */
static int parse_digits(const char *text, int count)
{
	int value = 0;

	for (int i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + text[i] - '0';
	}
	return value;
}

bool calendar_parse_day(const char *text, int64_t *out_days)
{
	int year = parse_digits(text, 4);
	if (year < 1 || text[4] != '-')
		return false;
	int month = parse_digits(text + 5, 2);
	if (month < 1 || month > 12 || text[7] != '-')
		return false;
	int day = parse_digits(text + 8, 2);
	if (day < 1 || day > month_length(year, month) || text[10])
		return false;
	*out_days = to_days((struct date){.year = year, .month = month, .day = day});
	return true;
}

static void print_digits(char *out, int count, int value)
{
	while (count-- > 0) {
		out[count] = (char)('0' + value % 10);
		value /= 10;
	}
}

void calendar_print_day(int64_t days, char out[CALENDAR_DAY_SIZE])
{
	if (days < FIRST_DAY) /* four digits of a year are all there is room for */
		days = FIRST_DAY;
	if (days > LAST_DAY)
		days = LAST_DAY;
	struct date date = to_date(days);

	print_digits(out, 4, (int)date.year);
	out[4] = '-';
	print_digits(out + 5, 2, date.month);
	out[7] = '-';
	print_digits(out + 8, 2, date.day);
	out[10] = '\0';
}

int64_t calendar_day_of(int64_t milliseconds)
{
	return floor_div(milliseconds + VIETNAM_MS, DAY_MS);
}

int64_t calendar_instant(int64_t days, int hour, int minute)
{
	return days * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS - VIETNAM_MS;
}

int64_t calendar_month_end(int64_t days)
{
	struct date date = to_date(days);

	return days - date.day + month_length(date.year, date.month);
}

int64_t calendar_add_months(int64_t days, int months)
{
	struct date date = to_date(days);
	int64_t month = date.year * 12 + date.month - 1 + months;

	date.year = floor_div(month, 12);
	date.month = (int)(month - date.year * 12) + 1;
	int last = month_length(date.year, date.month);
	if (date.day > last)
		date.day = last;
	return to_days(date);
}

int calendar_full_months(int64_t from, int64_t to)
{
	struct date first = to_date(from);
	struct date last = to_date(to);

	if (to < from)
		return 0;
	int months = (int)((last.year - first.year) * 12 + last.month - first.month);
	return calendar_add_months(from, months) > to ? months - 1 : months;
}

bool calendar_is_working_day(int64_t days)
{
	int64_t weekday = days + THURSDAY - 7 * floor_div(days + THURSDAY, 7);

	return weekday >= 1 && weekday <= 5;
}

int64_t calendar_add_working_days(int64_t days, int count)
{
	int step = count < 0 ? -1 : 1;

	while (count != 0) {
		days += step;
		if (calendar_is_working_day(days))
			count -= step;
	}
	return days;
}

static struct timespec read_clock(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time;
}

int64_t calendar_now(void)
{
	struct timespec time = read_clock(CLOCK_REALTIME);

	return time.tv_sec * INT64_C(1000) + time.tv_nsec / 1000000;
}

int64_t calendar_monotonic(void)
{
	struct timespec time = read_clock(CLOCK_MONOTONIC);

	return time.tv_sec * INT64_C(1000000) + time.tv_nsec / 1000;
}
