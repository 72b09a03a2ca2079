#include "template_filter.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "text.h"
#include "vietnamese.h"

#define NO_DAY "ngày ..... tháng ..... năm ......"

/* Writes the value with the filter's hand; false when it is of another kind. */
typedef bool writer(struct buffer *out, const json_t *value);

static bool write_decimal(struct buffer *out, const json_t *value, int places)
{
	struct buffer digits = {0};
	double unit = places == 3 ? 1000 : 100;

	/* An answer has so many places, and a double holds them: rounding gives back the very number. */
	buffer_decimal(&digits, llround(json_real_value(value) * unit), places);
	const char *text = buffer_string(&digits);

	if (text)
		vietnamese_number(out, text);
	out->failed |= !text;
	buffer_free(&digits);
	return json_is_real(value);
}

static bool write_number(struct buffer *out, const json_t *value)
{
	char digits[24];

	if (!json_is_integer(value))
		return write_decimal(out, value, 2);
	snprintf(digits, sizeof digits, "%" PRId64, (int64_t)json_integer_value(value));
	vietnamese_number(out, digits);
	return true;
}

/* Pieces have decimals only where they are not whole. */
static bool write_amount(struct buffer *out, const json_t *value)
{
	size_t start = out->length;
	bool good = write_number(out, value);

	if (good && out->length - start > 3 && !memcmp(out->data + out->length - 3, ",00", 3))
		buffer_truncate(out, out->length - 3);
	return good;
}

/* Thousandths, as far as there are any: 92,5. */
static bool write_points(struct buffer *out, const json_t *value)
{
	bool good =
		json_is_integer(value) ? write_number(out, value) : write_decimal(out, value, 3);

	while (good && json_is_real(value) && out->length &&
		strchr("0,", out->data[out->length - 1])) {
		bool comma = out->data[out->length - 1] == ',';

		buffer_truncate(out, out->length - 1);
		if (comma)
			break;
	}
	return good;
}

static bool write_percent(struct buffer *out, const json_t *value)
{
	bool good = write_number(out, value);

	buffer_char(out, '%');
	return good;
}

static bool write_date(struct buffer *out, const json_t *value)
{
	return json_is_string(value) &&
		vietnamese_day(out, json_string_value(value), json_string_length(value));
}

static bool write_long_date(struct buffer *out, const json_t *value)
{
	return json_is_string(value) &&
		vietnamese_long_day(out, json_string_value(value), json_string_length(value));
}

static bool write_time(struct buffer *out, const json_t *value)
{
	return json_is_string(value) &&
		vietnamese_instant(out, json_string_value(value), json_string_length(value));
}

static bool write_period(struct buffer *out, const json_t *value)
{
	return json_is_string(value) &&
		vietnamese_period(out, json_string_value(value), json_string_length(value));
}

static bool write_upper(struct buffer *out, const json_t *value)
{
	char *upper = json_is_string(value) ? text_upper(json_string_value(value)) : NULL;

	if (upper)
		buffer_text(out, upper);
	out->failed |= !upper;
	free(upper);
	return json_is_string(value);
}

static const struct {
	const char *name;
	writer *write;
	const char *null; /* in place of null; NULL: it stays null */
} writers[] = {
	{"number", write_number, NULL},
	{"points", write_points, NULL},
	{"amount", write_amount, NULL},
	{"percent", write_percent, NULL},
	{"date", write_date, NULL},
	{"long_date", write_long_date, NO_DAY},
	{"time", write_time, NULL},
	{"period", write_period, NULL},
	{"upper", write_upper, NULL},
};

static enum error written(writer *write, const json_t *value, json_t **out)
{
	struct buffer text = {0};
	bool good = write(&text, value);

	if (good && !text.failed)
		*out = json_stringn_nocheck(text.data ? text.data : "", text.length);
	buffer_free(&text);
	if (!good)
		return E_INVALID;
	return *out ? OK : E_MEMORY;
}

bool template_is_none(const json_t *value)
{
	return json_is_null(value) || json_is_false(value) ||
		(json_is_array(value) && !json_array_size(value)) ||
		(json_is_string(value) && !json_string_length(value));
}

static bool is_one_of(const char *words, const char *word)
{
	size_t length = word ? strlen(word) : 0;

	while (word && *words) {
		size_t size = strcspn(words, ",");

		if (size == length && !memcmp(words, word, size))
			return true;
		words += size + (words[size] == ',');
	}
	return false;
}

static json_t *groups_of(json_t *items, const char *member)
{
	json_t *groups = json_array(), *item, *group = NULL;
	size_t i;

	json_array_foreach(items, i, item)
	{
		json_t *name = json_object_get(item, member);

		if (!group || !json_equal(json_object_get(group, "group"), name)) {
			group = json_pack("{s:O?, s:[]}", "group", name, "items");
			json_array_append_new(groups, group);
		}
		json_array_append(json_object_get(group, "items"), item);
	}
	return groups;
}

enum error template_filter(const char *name, const char *argument, json_t *value, json_t **out)
{
	if (!strcmp(name, "or")) {
		bool absent = json_is_null(value) ||
			(json_is_string(value) && !json_string_length(value));

		*out = absent ? json_string(argument) : json_incref(value);
		return *out ? OK : E_MEMORY;
	}
	if (!strcmp(name, "is")) {
		*out = json_boolean(is_one_of(argument, json_string_value(value)));
		return OK;
	}
	if (!strcmp(name, "groups")) {
		*out = groups_of(value, argument);
		return *out ? OK : E_MEMORY;
	}
	if (!strcmp(name, "any")) {
		*out = json_boolean(!template_is_none(value));
		return OK;
	}
	for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
		if (strcmp(name, writers[i].name) != 0)
			continue;
		if (!json_is_null(value))
			return written(writers[i].write, value, out);
		*out = writers[i].null ? json_string(writers[i].null) : json_incref(value);
		return *out ? OK : E_MEMORY;
	}
	return E_NOT_FOUND;
}
