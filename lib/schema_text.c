/*
 * The formats of strings, each a small function over a NUL-terminated text.
 */
#include <string.h>

#include "calendar.h"
#include "schema_parts.h"

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

/* The instants that can be printed with four digits of a year. */
#define FIRST_INSTANT (INT64_C(-719528) * DAY_MS)
#define LAST_INSTANT  ((INT64_C(2932896) + 1) * DAY_MS - 1)

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Two digits not above `highest`; moves *at behind them. */
static bool take_two(const char **at, int highest, int *out)
{
	const char *s = *at;

	if (!is_digit(s[0]) || !is_digit(s[1]))
		return false;
	*out = (s[0] - '0') * 10 + s[1] - '0';
	*at += 2;
	return *out <= highest;
}

static bool take(const char **at, char c)
{
	if (**at != c)
		return false;
	++*at;
	return true;
}

/* Digits behind the point of a second; what is finer than milliseconds is cut off. */
static bool take_fraction(const char **at, int64_t *milliseconds)
{
	int64_t unit = 100;

	if (!take(at, '.'))
		return true;
	if (!is_digit(**at))
		return false;
	for (; is_digit(**at); ++*at, unit /= 10)
		*milliseconds += (**at - '0') * unit;
	return true;
}

/* "Z" or "+07:00", as milliseconds east of Greenwich. */
static bool take_offset(const char **at, int64_t *offset)
{
	int sign = **at == '-' ? -1 : 1, hours, minutes;

	*offset = 0;
	if (take(at, 'Z') || take(at, 'z'))
		return true;
	if (!take(at, '+') && !take(at, '-'))
		return false;
	if (!take_two(at, 23, &hours) || !take(at, ':') || !take_two(at, 59, &minutes))
		return false;
	*offset = sign * (hours * HOUR_MS + minutes * MINUTE_MS);
	return true;
}

bool schema_instant(const char *text, int64_t *out)
{
	char day[CALENDAR_DAY_SIZE] = "";
	int64_t days, offset, milliseconds = 0;
	int hour, minute, second;

	strncpy(day, text, sizeof day - 1);
	if (!calendar_parse_day(day, &days))
		return false;
	const char *at = text + sizeof day - 1;
	if (!take(&at, 'T') && !take(&at, 't'))
		return false;
	if (!take_two(&at, 23, &hour) || !take(&at, ':') || !take_two(&at, 59, &minute) ||
		!take(&at, ':') || !take_two(&at, 59, &second))
		return false;
	if (!take_fraction(&at, &milliseconds) || !take_offset(&at, &offset) || *at)
		return false;
	milliseconds +=
		days * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS - offset;
	if (milliseconds < FIRST_INSTANT || milliseconds > LAST_INSTANT)
		return false;
	*out = milliseconds;
	return true;
}

/* Control characters (C0, delete, C1) say nothing to a reader and much to a terminal; tabs and ends
 * of lines are text. */
static bool is_plain(const char *text)
{
	for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
		bool control = *c < 0x20 ? !strchr("\t\n\r", *c) : *c == 0x7f;

		if (control || (*c == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0))
			return false;
	}
	return true;
}

/* A name stands in one line: of a table, a printed list, a CSV. */
static bool is_line(const char *text)
{
	return is_plain(text) && !strpbrk(text, "\t\n\r");
}

static bool is_date(const char *text)
{
	int64_t days;

	return calendar_parse_day(text, &days);
}

static bool is_instant(const char *text)
{
	int64_t milliseconds;

	return schema_instant(text, &milliseconds);
}

/* What stands behind "2021-"; NULL when the text does not begin with a year of four digits. */
static const char *behind_year(const char *text)
{
	if (strspn(text, "0123456789") != 4 || *text == '0' || text[4] != '-')
		return NULL;
	return text + 5;
}

static bool is_month(const char *text)
{
	const char *at = behind_year(text);
	int month;

	return at && take_two(&at, 12, &month) && month >= 1 && !*at;
}

static bool is_period(const char *text)
{
	const char *at = behind_year(text);

	return at && (strcmp(at, "H1") == 0 || strcmp(at, "Y") == 0 || is_month(text));
}

static bool is_slug(const char *text)
{
	char before = '.'; /* so that a separator can't be the first */

	for (; *text; before = *text++) {
		bool separator = *text == '.' || *text == '-';
		if (!separator && !is_lower(*text) && !is_digit(*text))
			return false;
		if (separator && (before == '.' || before == '-'))
			return false;
	}
	return before != '.' && before != '-';
}

static bool is_code(const char *text)
{
	if (!*text || strchr("_./-", *text))
		return false;
	for (; *text; text++)
		if (!is_lower(*text) && !is_upper(*text) && !is_digit(*text) &&
			!strchr("_./-", *text))
			return false;
	return true;
}

static bool is_key(const char *text)
{
	if (!is_lower(*text))
		return false;
	for (; *text; text++)
		if (!is_lower(*text) && !is_digit(*text) && !strchr("_:@.-", *text))
			return false;
	return true;
}

static bool is_login(const char *text)
{
	while (is_lower(*text) || is_digit(*text) || (*text && strchr("._-", *text)))
		text++;
	return !*text;
}

static bool is_cursor(const char *text)
{
	if (!*text)
		return false;
	for (; *text; text++)
		if (!is_lower(*text) && !is_upper(*text) && !is_digit(*text) && *text != '-' &&
			*text != '_')
			return false;
	return true;
}

static const struct {
	bool (*fits)(const char *text); /* NULL: any text */
	const char *hint;
} formats[] = {
	[FORMAT_NONE] = {is_plain, "text without control characters"},
	[FORMAT_DATE] = {is_date, "date (2021-06-30)"},
	[FORMAT_DATE_TIME] = {is_instant, "date-time (2021-07-02T02:10:05Z)"},
	[FORMAT_PERIOD] = {is_period, "period (2021-06 or 2021-H1 or 2021-Y)"},
	[FORMAT_SLUG] = {is_slug, "slug (gialai.pleiku)"},
	[FORMAT_CODE] = {is_code, "code (TB-02)"},
	[FORMAT_KEY] = {is_key, "key (base_salary@2019-07-01)"},
	[FORMAT_LOGIN] = {is_login, "login (mai.gl)"},
	[FORMAT_COUNT] = {NULL, NULL},
	[FORMAT_CURSOR] = {is_cursor, "cursor (the `next` of the page before)"},
	[FORMAT_PASSWORD] = {is_plain, "text without control characters"},
	[FORMAT_LINE] = {is_line, "one line of text without control characters"},
	[FORMAT_NAME] = {is_line, "one line of text without control characters"},
};

bool schema_format_fits(enum schema_format format, const char *text)
{
	return !formats[format].fits || formats[format].fits(text);
}

const char *schema_format_hint(enum schema_format format)
{
	return formats[format].hint;
}
