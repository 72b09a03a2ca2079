/* See json_parse.h. One pass, a function for each kind of value; the NUL behind the text ends every loop. */
#include "json_parse.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json_parse_text.h"

#define BEYOND_WORDS INT64_C(999999999999999999)

static json_t *read_value(struct parser *p);

/* `made` is NULL only where memory was short. */
static json_t *made(struct parser *p, json_t *json)
{
	return json ? json : parse_fail(p, PARSE_MEMORY);
}

static void skip_blanks(struct parser *p)
{
	while (*p->at == ' ' || *p->at == '\t' || *p->at == '\n' || *p->at == '\r')
		p->at++;
}

static json_t *read_string(struct parser *p)
{
	struct parse_content content;

	parse_content(p, &content);
	json_t *json =
		p->fault ? NULL : made(p, json_stringn_nocheck(content.text, content.length));

	buffer_free(&content.unescaped);
	return json;
}

/* Behind an opening bracket: false when the closing one follows. */
static bool begins(struct parser *p, char close)
{
	p->at++;
	skip_blanks(p);
	if (*p->at != close)
		return true;
	p->at++;
	return false;
}

/* Behind an element: true at the next one. */
static bool goes_on(struct parser *p, char close)
{
	skip_blanks(p);
	char c = *p->at;

	if (p->fault || (c != ',' && c != close)) {
		parse_fail(p, PARSE_MALFORMED);
		return false;
	}
	p->at++;
	if (c == ',')
		skip_blanks(p);
	return c == ',';
}

/* Whether the name was there already is told by the count, which costs no search. */
static void add_member(struct parser *p, json_t *object, const struct parse_content *name,
	const char *place, json_t *value)
{
	size_t before = json_object_size(object);

	if (!value)
		return;
	if (json_object_setn_new_nocheck(object, name->text, name->length, value)) {
		parse_fail(p, PARSE_MEMORY);
	} else if (json_object_size(object) == before) {
		p->at = place;
		parse_fail(p, PARSE_REPEATED);
	}
}

static void read_member(struct parser *p, json_t *object)
{
	const char *place = p->at;
	struct parse_content name;

	if (*place != '"') {
		parse_fail(p, PARSE_MALFORMED);
		return;
	}
	parse_content(p, &name);
	skip_blanks(p);
	if (!p->fault && *p->at == ':') {
		p->at++;
		skip_blanks(p);
		add_member(p, object, &name, place, read_value(p));
	} else {
		parse_fail(p, PARSE_MALFORMED);
	}
	buffer_free(&name.unescaped);
}

static void read_members(struct parser *p, json_t *object)
{
	if (!begins(p, '}'))
		return;
	do
		read_member(p, object);
	while (goes_on(p, '}'));
}

static void read_elements(struct parser *p, json_t *array)
{
	if (!begins(p, ']'))
		return;
	do {
		json_t *element = read_value(p);

		if (element && json_array_append_new(array, element))
			parse_fail(p, PARSE_MEMORY);
	} while (goes_on(p, ']'));
}

static json_t *read_nested(struct parser *p)
{
	bool is_object = *p->at == '{';

	if (!p->levels)
		return parse_fail(p, PARSE_DEEP);
	json_t *json = made(p, is_object ? json_object() : json_array());

	if (!json)
		return NULL;
	p->levels--;
	if (is_object)
		read_members(p, json);
	else
		read_elements(p, json);
	p->levels++;
	if (!p->fault)
		return json;
	json_decref(json);
	return NULL;
}

static bool skip_digits(struct parser *p)
{
	const char *from = p->at;

	while (*p->at >= '0' && *p->at <= '9')
		p->at++;
	return p->at > from;
}

static bool skip_whole(struct parser *p)
{
	p->at += *p->at == '-';
	if (*p->at != '0')
		return skip_digits(p);
	p->at++;
	return true;
}

static bool skip_fraction(struct parser *p)
{
	if (*p->at != '.')
		return true;
	p->at++;
	return skip_digits(p);
}

static bool skip_exponent(struct parser *p)
{
	if (*p->at != 'e' && *p->at != 'E')
		return true;
	p->at++;
	p->at += *p->at == '+' || *p->at == '-';
	return skip_digits(p);
}

static json_t *read_number(struct parser *p)
{
	const char *text = p->at;

	if (!skip_whole(p))
		return parse_fail(p, PARSE_MALFORMED);
	const char *end_of_whole = p->at;

	if (!skip_fraction(p) || !skip_exponent(p))
		return parse_fail(p, PARSE_MALFORMED);
	errno = 0;
	if (p->at == end_of_whole) {
		json_int_t whole = strtoll(text, NULL, 10);

		if (errno != ERANGE)
			return made(p, json_integer(whole));
	} else {
		double real = strtod(text, NULL);

		if (!isinf(real))
			return made(p, json_real(real));
	}
	return made(p, json_integer(*text == '-' ? -BEYOND_WORDS : BEYOND_WORDS));
}

static json_t *read_word(struct parser *p, const char *word, json_t *value)
{
	size_t length = strlen(word);

	if (strncmp(p->at, word, length) != 0)
		return parse_fail(p, PARSE_MALFORMED);
	p->at += length;
	return value;
}

static json_t *read_value(struct parser *p)
{
	switch (*p->at) {
	case '"':
		return read_string(p);
	case '{':
	case '[':
		return read_nested(p);
	case 't':
		return read_word(p, "true", json_true());
	case 'f':
		return read_word(p, "false", json_false());
	case 'n':
		return read_word(p, "null", json_null());
	default:
		return read_number(p);
	}
}

static void find_place(const char *text, const char *at, struct json_parsed *out)
{
	out->line = out->column = 1;
	for (; text < at; text++) {
		bool is_new_line = *text == '\n', continues = (*text & 0xc0) == 0x80;

		out->line += is_new_line;
		out->column = is_new_line ? 1 : out->column + !continues;
	}
}

enum parse json_parse(const char *text, size_t length, size_t deepest, struct json_parsed *out)
{
	struct parser p = {.at = text, .levels = deepest};

	*out = (struct json_parsed){0};
	skip_blanks(&p);
	if (*p.at == '{' || *p.at == '[')
		out->json = read_value(&p);
	skip_blanks(&p);
	if (p.at != text + length || !out->json)
		parse_fail(&p, PARSE_MALFORMED);
	if (!p.fault)
		return PARSE_DONE;
	json_decref(out->json);
	out->json = NULL;
	find_place(text, p.at, out);
	return p.fault;
}
