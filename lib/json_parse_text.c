/* Strings with their escapes. */
#include "json_parse_text.h"

#include <string.h>

#include "utf16.h"

#define UNIT_ESCAPE 6 /* bytes: \u0110 */

json_t *parse_fail(struct parser *p, enum parse fault)
{
	if (!p->fault)
		p->fault = fault;
	return NULL;
}

static void skip_plain(struct parser *p)
{
	while ((unsigned char)*p->at >= ' ' && *p->at != '"' && *p->at != '\\')
		p->at++;
}

/* The UTF-16 unit of the escape at `text`; 0 when it is none, or NUL, which no text of ours holds. */
static uint32_t unit_of(const char *text)
{
	uint32_t unit = 0;

	if (text[0] != '\\' || text[1] != 'u')
		return 0;
	for (const char *c = text + 2; c < text + UNIT_ESCAPE; c++) {
		if (*c >= '0' && *c <= '9')
			unit = unit << 4U | (uint32_t)(*c - '0');
		else if ((*c | 0x20) >= 'a' && (*c | 0x20) <= 'f')
			unit = unit << 4U | (uint32_t)((*c | 0x20) - 'a' + 10);
		else
			return 0;
	}
	return unit;
}

/* A code point outside the first 65,536 is a pair of units. */
static bool read_units(struct parser *p, struct buffer *out)
{
	uint32_t point = unit_of(p->at);

	if (utf16_is_high(point)) {
		uint32_t low = unit_of(p->at + UNIT_ESCAPE);

		if (!utf16_is_low(low))
			return false;
		point = utf16_pair(point, low);
		p->at += UNIT_ESCAPE;
	}
	if (!point || utf16_is_low(point))
		return false;
	utf16_append(out, point);
	p->at += UNIT_ESCAPE;
	return true;
}

static bool read_escape(struct parser *p, struct buffer *out)
{
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	const char *letter = p->at[1] ? strchr(letters, p->at[1]) : NULL;

	if (!letter)
		return p->at[1] == 'u' && read_units(p, out);
	buffer_char(out, meanings[letter - letters]);
	p->at += 2;
	return true;
}

static void read_escaped(struct parser *p, struct parse_content *content)
{
	struct buffer *out = &content->unescaped;

	while (!p->fault && *p->at != '"') {
		const char *from = p->at;

		skip_plain(p);
		buffer_bytes(out, from, (size_t)(p->at - from));
		if (*p->at != '"' && (*p->at != '\\' || !read_escape(p, out)))
			parse_fail(p, PARSE_MALFORMED);
	}
	if (out->failed)
		parse_fail(p, PARSE_MEMORY);
	content->text = out->data ? out->data : "";
	content->length = out->length;
}

void parse_content(struct parser *p, struct parse_content *content)
{
	*content = (struct parse_content){.text = ++p->at};
	skip_plain(p);
	content->length = (size_t)(p->at - content->text);
	if (*p->at != '"') {
		p->at = content->text;
		read_escaped(p, content);
	}
	p->at += !p->fault;
}
