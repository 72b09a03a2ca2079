/*
 * Expectations: JSON with holes, held against what came. The holes are marked with control
 * characters, which no expectation has a use for.
 */
#include "pattern.h"

#include <string.h>

#define ANY        "\x04"
#define MORE       "\x05"
#define NAME_START '\x01' /* then the name, then NAME_END: a part of a text */
#define NAME_END   '\x02'
#define WHOLE      '\x03' /* then the name: a value of any type */

#define ESCAPED_ANY   "\"\\u0004\""
#define ESCAPED_MORE  "\"\\u0005\""
#define ESCAPED_WHOLE "\"\\u0003%.*s\""
#define ESCAPED_PART  "\\u0001%.*s\\u0002"

#define DEPTH 32

/* Rewrites one piece outside strings; returns how many characters it took, 0 when it is plain. */
static size_t mark_hole(const char *at, bool in_object, struct buffer *json)
{
	size_t n = name_length(at);

	if (n) {
		buffer_printf(json, ESCAPED_WHOLE, (int)n - 2, at + 1);
		return n;
	}
	if (strncmp(at, "...", 3) == 0) {
		buffer_text(json, in_object ? ESCAPED_MORE ":1" : ESCAPED_MORE);
		return 3;
	}
	if (*at != '*')
		return 0;
	buffer_text(json, ESCAPED_ANY);
	return 1;
}

static void mark_holes(const char *text, struct buffer *json)
{
	bool object[DEPTH] = {false};
	size_t depth = 0;
	bool quoted = false;

	while (*text) {
		size_t n = 0;

		if (quoted && (n = name_length(text)))
			buffer_printf(json, ESCAPED_PART, (int)n - 2, text + 1);
		else if (!quoted)
			n = mark_hole(text, object[depth], json);
		if (n) {
			text += n;
			continue;
		}
		if (quoted && *text == '\\' && text[1])
			buffer_char(json, *text++);
		else if (*text == '"')
			quoted = !quoted;
		else if (!quoted && (*text == '{' || *text == '[') && depth + 1 < DEPTH)
			object[++depth] = *text == '{';
		else if (!quoted && (*text == '}' || *text == ']') && depth > 0)
			depth--;
		buffer_char(json, *text++);
	}
}

json_t *pattern_read(const char *text, struct buffer *why)
{
	struct buffer json = {0};
	json_error_t error;

	mark_holes(text, &json);
	json_t *want = json_loadb(
		json.data, json.length, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);

	if (!want)
		buffer_printf(why, "the expectation does not parse: %s", error.text);
	buffer_free(&json);
	return want;
}

void pattern_read_text(const char *text, struct buffer *out)
{
	while (*text) {
		size_t n = name_length(text);

		if (!n) {
			buffer_char(out, *text++);
			continue;
		}
		buffer_char(out, NAME_START);
		buffer_bytes(out, text + 1, n - 2);
		buffer_char(out, NAME_END);
		text += n;
	}
}

/* The text of a named value; numbers as they are printed. */
static void name_text(const json_t *value, struct buffer *out)
{
	char *dump = json_is_string(value) ? NULL : json_dumps(value, JSON_ENCODE_ANY);

	buffer_text(out, dump ? dump : json_string_value(value));
	free(dump);
}

/* The length of what the hole behind `want` takes of `got`: up to the next plain piece. */
static size_t captured_length(const char *want, const char *got)
{
	size_t piece = strcspn(want, "\x01");

	if (piece == 0)
		return strlen(got);
	for (const char *at = got; *at; at++)
		if (strncmp(at, want, piece) == 0)
			return (size_t)(at - got);
	return strlen(got);
}

bool pattern_match_text(const char *want, const char *got, struct names *names)
{
	while (*want) {
		if (*want != NAME_START) {
			if (*want++ != *got++)
				return false;
			continue;
		}
		const char *name = want + 1;
		size_t length = strcspn(name, "\x02");
		const json_t *value = names_get(names, name, length);

		want = name + length + 1;
		if (!value) {
			size_t taken = captured_length(want, got);

			names_set(names, name, length, json_stringn(got, taken));
			got += taken;
			continue;
		}
		struct buffer text = {0};

		name_text(value, &text);
		bool same = strncmp(got, text.data ? text.data : "", text.length) == 0;

		got += same ? text.length : 0;
		buffer_free(&text);
		if (!same)
			return false;
	}
	return *got == '\0';
}

static void differ(struct buffer *why, const char *pointer, const json_t *want, const json_t *got)
{
	const char *text = json_string_value(want);
	char *wanted = json_dumps(want, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));
	char *found = got
		? json_dumps(got, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15))
		: NULL;

	buffer_printf(why, "differs at %s: wanted ", *pointer ? pointer : "the top");
	if (text && *text == WHOLE)
		buffer_printf(why, "the <%s> of before", text + 1);
	else
		buffer_printf(why, "%.300s", wanted ? wanted : "?");
	buffer_printf(why, ", got %.300s", found ? found : "nothing");
	free(wanted);
	free(found);
}

static bool match(const json_t *want, const json_t *got, struct names *names, char *pointer,
	struct buffer *why);

#define POINTER_SIZE 512

/* Matches one member or item with the pointer made longer by `step`. */
static bool match_step(const char *step, const json_t *want, const json_t *got, struct names *names,
	char *pointer, struct buffer *why)
{
	size_t length = strlen(pointer);

	snprintf(pointer + length, POINTER_SIZE - length, "/%s", step);
	bool good = match(want, got, names, pointer, why);

	pointer[length] = '\0';
	return good;
}

static bool match_object(const json_t *want, const json_t *got, struct names *names, char *pointer,
	struct buffer *why)
{
	const char *key;
	json_t *value;
	bool more = json_object_get(want, MORE) != NULL;

	json_object_foreach((json_t *)want, key, value)
	{
		if (strcmp(key, MORE) == 0)
			continue;
		if (!match_step(key, value, json_object_get(got, key), names, pointer, why))
			return false;
	}
	json_object_foreach((json_t *)got, key, value)
	{
		if (more || json_object_get(want, key))
			continue;
		buffer_printf(
			why, "differs at %s/%s: a member that was not expected", pointer, key);
		return false;
	}
	return true;
}

static bool is_more(const json_t *json)
{
	return json_is_string(json) && strcmp(json_string_value(json), MORE) == 0;
}

/* The first item from `*at` on that fits; what did not fit leaves no captures. */
static bool find_item(const json_t *want, const json_t *got, size_t *at, struct names *names,
	const char *pointer, struct buffer *why)
{
	char scratch[POINTER_SIZE] = "";
	size_t known = names->count;

	for (; *at < json_array_size(got); ++*at) {
		struct buffer ignored = {0};
		bool good = match(want, json_array_get(got, *at), names, scratch, &ignored);

		buffer_free(&ignored);
		if (good)
			return true;
		names_truncate(names, known);
	}
	char *text = json_dumps(want, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));

	buffer_printf(why, "differs at %s: no item like %.300s", *pointer ? pointer : "the top",
		text ? text : "?");
	free(text);
	return false;
}

static bool match_array(const json_t *want, const json_t *got, struct names *names, char *pointer,
	struct buffer *why)
{
	size_t at = 0, i;
	bool more = false;
	json_t *item;

	json_array_foreach(want, i, item)
	{
		if (is_more(item)) {
			more = true;
			continue;
		}
		char step[24];

		if (more && !find_item(item, got, &at, names, pointer, why))
			return false;
		snprintf(step, sizeof(step), "%zu", at);
		if (!more && !match_step(step, item, json_array_get(got, at), names, pointer, why))
			return false;
		more = false;
		at++;
	}
	if (more || at == json_array_size(got))
		return true;
	buffer_printf(why, "differs at %s: %zu items expected, got %zu",
		*pointer ? pointer : "the top", at, json_array_size(got));
	return false;
}

static bool match_string(const json_t *want, const json_t *got, struct names *names)
{
	const char *text = json_string_value(want);

	if (*text != WHOLE)
		return json_is_string(got) &&
			pattern_match_text(text, json_string_value(got), names);
	const json_t *value = names_get(names, text + 1, strlen(text + 1));

	if (value)
		return json_equal(value, got);
	names_set(names, text + 1, strlen(text + 1), json_deep_copy(got));
	return true;
}

static bool match_scalar(const json_t *want, const json_t *got, struct names *names)
{
	if (json_is_string(want))
		return match_string(want, got, names);
	if (json_is_integer(want) && json_is_integer(got))
		return json_integer_value(want) == json_integer_value(got);
	if (json_is_number(want) && json_is_number(got))
		return !(json_number_value(want) < json_number_value(got)) &&
			!(json_number_value(want) > json_number_value(got));
	return json_equal(want, got);
}

static bool match(const json_t *want, const json_t *got, struct names *names, char *pointer,
	struct buffer *why)
{
	if (got && json_is_string(want) && strcmp(json_string_value(want), ANY) == 0)
		return true;
	if (json_is_object(want) && json_is_object(got))
		return match_object(want, got, names, pointer, why);
	if (json_is_array(want) && json_is_array(got))
		return match_array(want, got, names, pointer, why);
	if (got && match_scalar(want, got, names))
		return true;
	differ(why, pointer, want, got);
	return false;
}

bool pattern_match(const json_t *want, const json_t *got, struct names *names, struct buffer *why)
{
	char pointer[POINTER_SIZE] = "";

	return match(want, got, names, pointer, why);
}
