#include "vietnamese.h"

#include <ctype.h>
#include <string.h>

#include "calendar.h"
#include "schema.h"

#define MINUTE 60000 /* milliseconds */

void vietnamese_number(struct buffer *out, const char *digits)
{
	size_t left = strspn(digits + (*digits == '-'), "0123456789");

	if (*digits == '-')
		buffer_char(out, *digits++);
	for (; left; left--) {
		buffer_char(out, *digits++);
		if (left > 1 && left % 3 == 1)
			buffer_char(out, '.');
	}
	if (*digits)
		buffer_printf(out, ",%s", digits + 1);
}

/* Whether it looks like "0000-00-00", where 0 is any digit. */
static bool has_form(const char *text, size_t length, const char *form)
{
	if (length != strlen(form))
		return false;
	for (size_t i = 0; i < length; i++)
		if (form[i] == '0' ? !isdigit((unsigned char)text[i]) : text[i] != form[i])
			return false;
	return true;
}

bool vietnamese_day(struct buffer *out, const char *day, size_t length)
{
	if (!has_form(day, length, "0000-00-00"))
		return false;
	buffer_printf(out, "%.2s/%.2s/%.4s", day + 8, day + 5, day);
	return true;
}

bool vietnamese_long_day(struct buffer *out, const char *day, size_t length)
{
	if (!has_form(day, length, "0000-00-00"))
		return false;
	bool one_digit = day[5] == '0' && day[6] > '2';

	buffer_printf(out, "ngày %.2s tháng %.*s năm %.4s", day + 8, one_digit ? 1 : 2,
		day + 5 + one_digit, day);
	return true;
}

bool vietnamese_instant(struct buffer *out, const char *text, size_t length)
{
	char instant[sizeof "2021-12-05T02:30:00.000Z"] = "", day[CALENDAR_DAY_SIZE];
	int64_t at = 0;

	if (length < sizeof instant)
		memcpy(instant, text, length);
	if (!schema_instant(instant, &at))
		return false;
	int64_t today = calendar_day_of(at);
	int minutes = (int)((at - calendar_instant(today, 0, 0)) / MINUTE);

	calendar_print_day(today, day);
	buffer_printf(out, "%02d:%02d ngày ", minutes / 60, minutes % 60);
	return vietnamese_day(out, day, sizeof day - 1);
}

bool vietnamese_period(struct buffer *out, const char *period, size_t length)
{
	bool month = has_form(period, length, "0000-00"),
	     half = has_form(period, length, "0000-H1"), year = has_form(period, length, "0000-Y");

	if (month)
		buffer_printf(out, "tháng %.2s/%.4s", period + 5, period);
	else if (half || year)
		buffer_printf(out, "%snăm %.4s", half ? "6 tháng đầu " : "", period);
	return month || half || year;
}
