/*
 * Cells as spreadsheets write them: numbers, booleans in capitals, days as they are written here (day,
 * month, year), texts with the guards of our own export.
 */
#include "csv_value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "calendar.h"
#include "formula.h"
#include "schema_parts.h"

#define DIGITS "0123456789"

static json_t *number_value(const char *text, const struct schema *schema)
{
	int64_t value;
	json_t *real = NULL;

	if (schema_integer_text(text, &value) == DECIMAL_EXACT)
		return json_integer(value);
	if (schema->types & SCHEMA_NUMBER &&
		schema_decimal_text(text, schema_places(schema), &value) != DECIMAL_NONE)
		real = json_real(strtod(text, NULL)); /* NULL for what no double can hold */
	return real ? real : json_string(text);
}

/* Where the one comma of "-70,5" stands; NULL when the text is anything else. */
static char *decimal_comma_of(char *text)
{
	char *whole = text + (*text == '-'), *comma = whole + strspn(whole, DIGITS);
	size_t places = *comma == ',' ? strspn(comma + 1, DIGITS) : 0;

	return comma > whole && places > 0 && !comma[1 + places] ? comma : NULL;
}

/* "1.100" is eleven hundred where the comma is that of a decimal; nobody writes 1.1 so. */
static bool has_thousands(const char *text)
{
	const char *point = strchr(text, '.');

	return point && strspn(point + 1, DIGITS) == 3;
}

static json_t *boolean_value(const char *text)
{
	/* Excel writes capitals. */
	if (strcasecmp(text, "true") == 0 || strcmp(text, "1") == 0)
		return json_true();
	if (strcasecmp(text, "false") == 0 || strcmp(text, "0") == 0)
		return json_false();
	return json_string(text);
}

/* Takes off, in place, the apostrophes that buffer_csv() puts before signs of formulas. */
static const char *without_guards(char *text)
{
	size_t length = strlen(text), kept = 0;

	for (size_t from = 0; from < length;) {
		size_t guard = formula_guard(text, length, from);
		size_t end = guard < length && text[guard] != '\'' ? guard + 1 : guard;

		memmove(text + kept, text + from, end - from);
		kept += end - from;
		from = guard + 1;
	}
	text[kept] = '\0';
	return text;
}

/* One or two digits and the sign behind them; moves *at. */
static bool take_part(const char **at, int *out)
{
	size_t length = strspn(*at, DIGITS);

	if (length < 1 || length > 2 || (*at)[length] != '/')
		return false;
	*out = atoi(*at);
	*at += length + 1;
	return true;
}

/* 31/12/2020 and 1/2/2021: the day comes first, as everywhere in the country. A month before the day
 * would fit as well for a third of all days, so nobody is asked to guess it. */
static bool read_day(const char *text, char out[CALENDAR_DAY_SIZE])
{
	int day, month;
	int64_t days;

	if (!take_part(&text, &day) || !take_part(&text, &month) || strspn(text, DIGITS) != 4 ||
		text[4])
		return false;
	snprintf(out, CALENDAR_DAY_SIZE, "%.4s-%02d-%02d", text, month, day);
	return calendar_parse_day(out, &days);
}

static json_t *text_value(const struct schema *schema, char *text)
{
	char day[CALENDAR_DAY_SIZE];

	if (schema->format == FORMAT_DATE && read_day(text, day))
		return json_string(day);
	return json_string(without_guards(text));
}

json_t *csv_value(const struct schema *schema, char *text, bool decimal_comma)
{
	if (!schema->types || schema->types & SCHEMA_STRING)
		return text_value(schema, text);
	if (!(schema->types & (SCHEMA_INTEGER | SCHEMA_NUMBER)))
		return boolean_value(text);
	if (decimal_comma && schema->types & SCHEMA_NUMBER) {
		char *comma = decimal_comma_of(text);

		if (has_thousands(text))
			return json_string(text);
		if (comma)
			*comma = '.';
	}
	return number_value(text, schema);
}
