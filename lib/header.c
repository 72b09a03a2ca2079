/*
 * Header values. Two layers: what all lists and parameters share, then one function a header. Names
 * are compared without case, and a comma or semicolon between quotes is none.
 */
#include "header.h"

#include <string.h>
#include <strings.h>

#define MOST_DIGITS 18 /* fit into 64 bits, with or without a sign */

struct parameter {
	struct header_part name, value; /* both empty for "; ;"; a quoted value has its quotes */
};

/* How precisely a range of Accept names a type. */
enum precision { NOT_NAMED, BY_ANY, BY_MAIN_TYPE, BY_NAME, PRECISIONS };

static bool is_token_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		(c && strchr("!#$%&'*+-.^_`|~", c));
}

static size_t token_length(const char *text)
{
	size_t length = 0;

	while (is_token_char(text[length]))
		length++;
	return length;
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

static bool is_end_of_element(const char *at)
{
	return *at == ',' || !*at;
}

static bool is_word(struct header_part part, const char *word)
{
	return part.length == strlen(word) && !strncasecmp(part.text, word, part.length);
}

/* Behind the quoted string that begins here; NULL when it does not end. */
static const char *behind_quotes(const char *at)
{
	for (at++; *at && *at != '"'; at++)
		if (*at == '\\' && at[1])
			at++;
	return *at ? at + 1 : NULL;
}

static const char *end_of_element(const char *at)
{
	while (at && !is_end_of_element(at))
		at = *at == '"' ? behind_quotes(at) : at + 1;
	return at;
}

static const char *behind_value(const char *at)
{
	size_t length = token_length(at);

	if (*at == '"')
		return behind_quotes(at);
	return length ? at + length : NULL;
}

/* Takes `; name=value`; *at stays where there is none, or not a good one. */
static bool take_parameter(const char **at, struct parameter *out)
{
	const char *from = skip_blanks(*at);

	*out = (struct parameter){0};
	if (*from != ';')
		return false;
	from = skip_blanks(from + 1);
	out->name = (struct header_part){from, token_length(from)};
	from += out->name.length;
	if (out->name.length) {
		const char *value = *from == '=' ? from + 1 : NULL;

		from = value ? behind_value(value) : NULL;
		if (!from)
			return false;
		out->value = (struct header_part){value, (size_t)(from - value)};
	}
	*at = from;
	return true;
}

/* "utf-8", "UTF-8" and "\"utf-\\8\"" are the same value. */
static bool is_value(struct header_part value, const char *word)
{
	const char *at = value.text, *end = value.text + value.length;

	if (value.length < 2 || *at != '"')
		return is_word(value, word);
	for (at++, end--; at < end && *word; at++, word++) {
		at += *at == '\\';
		if (strncasecmp(at, word, 1) != 0)
			return false;
	}
	return at == end && !*word;
}

/* 0, 0.5, 0.25, 0.125, 1, 1.000 */
static bool read_weight(struct header_part value, int *out)
{
	const char *text = value.text;
	int weight, place = 100;

	if (value.length == 0 || value.length > 5 || (*text != '0' && *text != '1') ||
		(value.length > 1 && text[1] != '.'))
		return false;
	weight = (*text - '0') * 1000;
	for (size_t i = 2; i < value.length; i++, place /= 10) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		weight += (text[i] - '0') * place;
	}
	*out = weight;
	return weight <= 1000;
}

/* What stands before parameters: a token, or two with a slash. */
static struct header_part take_name(const char **at)
{
	const char *from = *at;

	*at += token_length(*at);
	if (**at == '/')
		*at += 1 + token_length(*at + 1);
	return (struct header_part){from, (size_t)(*at - from)};
}

/* False when something but parameters stands between `at` and `end`. */
static bool read_element(const char *at, const char *end, struct header_element *out)
{
	struct parameter parameter;
	bool good = true;

	*out = (struct header_element){.name = take_name(&at), .weight = 1000};
	while (good && take_parameter(&at, &parameter))
		if (is_word(parameter.name, "q"))
			good = read_weight(parameter.value, &out->weight);
	return good && out->name.length && skip_blanks(at) == end;
}

bool header_next(const char **list, struct header_element *out)
{
	for (;;) {
		const char *at = *list + strspn(*list, " \t,");
		const char *end = end_of_element(at);

		*list = end ? end : at + strlen(at);
		if (!*at || !end)
			return false;
		if (read_element(at, end, out))
			return true;
	}
}

static enum precision precision_of(struct header_part range, const char *type)
{
	size_t main_type = strcspn(type, "/") + 1;

	if (is_word(range, type))
		return BY_NAME;
	if (is_word(range, "*/*"))
		return BY_ANY;
	return range.length == main_type + 1 && range.text[main_type] == '*' &&
			!strncasecmp(range.text, type, main_type)
		? BY_MAIN_TYPE
		: NOT_NAMED;
}

int header_preference(const char *accept, const char *type)
{
	struct header_element element;
	enum precision best = NOT_NAMED;
	int weight = 0;

	if (!accept)
		return 1000 * PRECISIONS + BY_ANY;
	while (header_next(&accept, &element)) {
		enum precision precision = precision_of(element.name, type);

		if (precision == NOT_NAMED || precision < best ||
			(precision == best && element.weight < weight))
			continue;
		best = precision;
		weight = element.weight;
	}
	return weight ? weight * PRECISIONS + (int)best : 0;
}

/* Both names: browsers and their kin know the second one as well. */
static bool is_utf8(struct header_part charset)
{
	return is_value(charset, "utf-8") || is_value(charset, "utf8");
}

bool header_is_type(const char *value, const char *type)
{
	struct parameter parameter;
	const char *at = skip_blanks(value);
	bool good = is_word(take_name(&at), type);

	while (take_parameter(&at, &parameter))
		if (is_word(parameter.name, "charset") && !is_utf8(parameter.value))
			good = false;
	return good && !*skip_blanks(at);
}

bool header_is_any(const char *value)
{
	const char *at = skip_blanks(value);

	return *at == '*' && !*skip_blanks(at + 1);
}

bool header_next_tag(const char **list, struct header_tag *out)
{
	const char *at = *list + strspn(*list, " \t,");

	*out = (struct header_tag){.weak = !strncmp(at, "W/", 2)};
	at += out->weak ? 2 : 0;
	if (*at++ != '"')
		return false;
	out->text.text = at;
	while ((unsigned char)*at > ' ' && *at != '"' && *at != 0x7f)
		at++;
	out->text.length = (size_t)(at - out->text.text);
	if (*at != '"')
		return false;
	*list = skip_blanks(at + 1);
	return is_end_of_element(*list);
}

bool header_is_token(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!is_token_char(text[i]))
			return false;
	return length > 0;
}

bool header_number(const char *value, uint64_t *out)
{
	uint64_t number = 0;
	size_t digits = strspn(value, "0123456789");

	if (digits == 0 || digits > MOST_DIGITS || value[digits])
		return false;
	for (size_t i = 0; i < digits; i++)
		number = number * 10 + (uint64_t)(value[i] - '0');
	*out = number;
	return true;
}

size_t header_cookie(const char *value, const char *name, struct header_part *out)
{
	size_t count = 0, length = strlen(name);

	for (const char *at = skip_blanks(value); *at; at = skip_blanks(at)) {
		size_t size = strcspn(at, ";");

		if (size > length && at[length] == '=' && !memcmp(at, name, length) && !count++)
			*out = (struct header_part){at + length + 1, size - length - 1};
		at += size + (at[size] == ';');
	}
	return count;
}
