/*
 * Decimals without rounding: a double is taken for the shortest decimal that reads back as it,
 * which is what the client wrote, and that text decides. No epsilon, no double arithmetic.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schema_parts.h"

#define SURE_DIGITS   15 /* any decimal with as many survives a double */
#define ENOUGH_DIGITS 17 /* any double survives as many */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* `digits` x 10^`exponent` as an int64_t. */
static enum decimal scale(bool negative, uint64_t digits, int exponent, int64_t *out)
{
	enum decimal beyond = negative ? DECIMAL_BELOW : DECIMAL_ABOVE;

	if (digits == 0) {
		*out = 0;
		return DECIMAL_EXACT;
	}
	for (; exponent < 0; exponent++) {
		if (digits % 10 != 0)
			return DECIMAL_TOO_PRECISE;
		digits /= 10;
	}
	for (; exponent > 0; exponent--)
		if (__builtin_mul_overflow(digits, 10, &digits))
			return beyond;
	if (digits > (uint64_t)INT64_MAX + negative)
		return beyond;
	*out = negative ? (int64_t)(0 - digits) : (int64_t)digits;
	return DECIMAL_EXACT;
}

void schema_print_real(double value, char out[SCHEMA_HINT_SIZE])
{
	for (int digits = SURE_DIGITS; digits <= ENOUGH_DIGITS; digits++) {
		snprintf(out, SCHEMA_HINT_SIZE, "%.*g", digits, value);
		if (strtod(out, NULL) == value)
			break;
	}
	if (!strpbrk(out, ".e"))
		memcpy(out + strlen(out), ".0", sizeof ".0"); /* 1.0 is not the integer 1 */
}

static enum decimal real_decimal(double value, int decimals, int64_t *out)
{
	char text[SCHEMA_HINT_SIZE];
	uint64_t digits = 0;
	int places = 0;

	schema_print_real(value, text); /* "-91.57", "1e+22" */
	bool negative = text[0] == '-';
	const char *at = text + negative;
	for (bool after_point = false; *at && *at != 'e'; at++) {
		if (*at == '.') {
			after_point = true;
			continue;
		}
		digits = digits * 10 + (uint64_t)(*at - '0');
		places += after_point;
	}
	int exponent = *at ? (int)strtol(at + 1, NULL, 10) : 0;
	return scale(negative, digits, exponent - places + decimals, out);
}

enum decimal schema_decimal(const json_t *json, int places, int64_t *out)
{
	if (json_is_real(json))
		return real_decimal(json_real_value(json), places, out);
	if (!json_is_integer(json))
		return DECIMAL_NONE;
	json_int_t value = json_integer_value(json);
	uint64_t digits = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	return scale(value < 0, digits, places, out);
}

int schema_places(const struct schema *schema)
{
	return schema->thousandths ? 3 : 2;
}

bool schema_scaled(const json_t *json, int places, int64_t *out)
{
	return schema_decimal(json, places, out) == DECIMAL_EXACT;
}

/* Appends a digit; false when the number gets too large. */
static bool append(uint64_t *digits, char digit)
{
	return !__builtin_mul_overflow(*digits, 10, digits) &&
		!__builtin_add_overflow(*digits, (uint64_t)(digit - '0'), digits);
}

/* "-12.50" in units of 10^-places; with no places there must be no point either. */
static enum decimal parse_decimal(const char *text, int places, int64_t *out)
{
	bool negative = *text == '-', fits = true;
	uint64_t digits = 0;

	const char *whole = text + negative;
	size_t whole_length = strspn(whole, "0123456789");
	if (whole_length == 0 || (*whole == '0' && whole_length > 1))
		return DECIMAL_NONE;
	const char *fraction = whole + whole_length;
	size_t fraction_length = 0;
	if (places > 0 && *fraction == '.') {
		fraction_length = strspn(++fraction, "0123456789");
		if (fraction_length == 0)
			return DECIMAL_NONE;
	}
	if (fraction[fraction_length])
		return DECIMAL_NONE;

	while (fraction_length > 0 && fraction[fraction_length - 1] == '0')
		fraction_length--;
	if (fraction_length > (size_t)places)
		return DECIMAL_TOO_PRECISE;
	for (size_t i = 0; i < whole_length; i++)
		fits = fits && append(&digits, whole[i]);
	for (size_t i = 0; i < fraction_length; i++)
		fits = fits && append(&digits, fraction[i]);
	if (!fits)
		return negative ? DECIMAL_BELOW : DECIMAL_ABOVE;
	return scale(negative, digits, places - (int)fraction_length, out);
}

enum decimal schema_decimal_text(const char *text, int places, int64_t *out)
{
	return parse_decimal(text, places, out);
}

enum decimal schema_integer_text(const char *text, int64_t *out)
{
	return parse_decimal(text, 0, out);
}

/* Copies three digits of a group behind a thousands separator; false when there are not exactly
 * three. */
static bool take_group(const char *at, char *out)
{
	if (!is_digit(at[0]) || !is_digit(at[1]) || !is_digit(at[2]) || is_digit(at[3]))
		return false;
	memcpy(out, at, 3);
	return true;
}

bool schema_count_hint(const char *text, char out[SCHEMA_HINT_SIZE])
{
	const char *at = text + strspn(text, " ");
	size_t zeros = strspn(at, "0");
	if (zeros > 0 && is_digit(at[zeros]))
		at += zeros;
	size_t length = strspn(at, "0123456789");
	if (length == 0 || length > 18)
		return false;
	memcpy(out, at, length);
	at += length;

	/* Thousands, always with the same sign between them: "1.144", "1,144,000". */
	char sign = *at;
	bool grouped = false;
	if (length <= 3 && out[0] != '0' && sign && strchr("., '", sign))
		for (; *at == sign && length <= 15 && take_group(at + 1, out + length); at += 4) {
			length += 3;
			grouped = true;
		}
	/* A fraction of zeros adds nothing: "95,0", "1.144,00". */
	if ((*at == '.' || *at == ',') && !(grouped && *at == sign) && at[1] == '0')
		at += 1 + strspn(at + 1, "0");
	at += strspn(at, " ");
	out[length] = '\0';
	return *at == '\0';
}
