/*
 * Numbers of cells as people see them: the file has doubles, and counts days from a day of its own.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "xlsx_values.h"

#define DIGITS       "0123456789"
#define SHOWN_DIGITS 15 /* that Excel shows; the others are noise of binary fractions */
#define MOST_PLACES  25 /* in front of or behind the point */
#define EXACT_WHOLE  9007199254740992.0
#define LAST_DAY     2958465 /* 9999-12-31 */
#define DAY_SECONDS  86400

void xlsx_put_text(struct buffer *out, const char *text, size_t length)
{
	buffer_char(out, '"');
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '"')
			buffer_char(out, '"');
		buffer_char(out, text[i]);
	}
	buffer_char(out, '"');
}

/* Without the zeros at its end. */
static void put_places(struct buffer *out, double value, int places)
{
	char text[64];
	int length = snprintf(text, sizeof text, "%.*f", places, value);

	while (places > 0 && text[length - 1] == '0')
		length--;
	length -= text[length - 1] == '.';
	buffer_bytes(out, text, (size_t)length);
}

static void put_decimal(struct buffer *out, double value)
{
	if (value == trunc(value) && fabs(value) <= EXACT_WHOLE) {
		buffer_int(out, (int64_t)value);
		return;
	}
	int places = SHOWN_DIGITS - 1 - (int)floor(log10(fabs(value)));

	if (places > MOST_PLACES || places < -MOST_PLACES)
		buffer_printf(out, "%.*g", SHOWN_DIGITS, value);
	else
		put_places(out, value, places > 0 ? places : 0);
}

/* The number of a day as days since 1970. There is a 60 that is 29 February 1900, which never was; the days before
 * are counted from one day later. */
static int64_t day_of(int64_t number, bool from_1904)
{
	return from_1904 ? number - 24107 : number - 25569 + (number < 60);
}

/* False for what is no time: 0 is the day that an empty cell seems to have. */
static bool put_time(struct buffer *out, double number, enum xlsx_form form, bool from_1904)
{
	if (number < 0 || number > LAST_DAY)
		return false;
	int64_t seconds = llround(number * DAY_SECONDS), day = seconds / DAY_SECONDS;
	bool has_day = from_1904 || day > 0;
	char text[CALENDAR_DAY_SIZE];

	seconds = form == XLSX_MONTH ? 0 : seconds % DAY_SECONDS;
	if ((!has_day && !seconds) || (day == 60 && !from_1904))
		return false;
	calendar_print_day(day_of(day, from_1904), text);
	if (form == XLSX_MONTH)
		text[strlen("yyyy-mm")] = '\0';
	if (has_day)
		buffer_text(out, text);
	if (seconds)
		buffer_printf(out, "%s%02d:%02d:%02d", has_day ? " " : "", (int)(seconds / 3600),
			(int)(seconds / 60 % 60), (int)(seconds % 60));
	return true;
}

void xlsx_put_number(struct buffer *out, const char *text, enum xlsx_form form, bool from_1904)
{
	size_t length = strlen(text);
	char *end;
	double value = strtod(text, &end);

	if (!length || text[strspn(text, DIGITS "+-.eE")] || *end || !isfinite(value))
		xlsx_put_text(out, text, length);
	else if (form != XLSX_NUMBER && put_time(out, value, form, from_1904))
		return;
	else if (text[strspn(text, DIGITS)])
		put_decimal(out, value);
	else
		buffer_bytes(out, text, length); /* a whole number, of any size */
}

void xlsx_put_day(struct buffer *out, const char *text, size_t length)
{
	const char *time = strchr(text, 'T');
	bool midnight = time && strspn(time, "T00:00:00.Z") == strlen(time);

	xlsx_put_text(out, text, midnight ? (size_t)(time - text) : length);
}
