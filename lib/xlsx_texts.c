/* The texts that cells share: each once in a part of its own, in runs when its letters differ in form. */
#include <stdlib.h>
#include <string.h>

#include "xlsx_parts.h"
#include "xlsx_values.h"

struct reader {
	struct xlsx *book;
	bool in_text, phonetic; /* how a text is spoken is no part of it */
	size_t from;            /* where the text in hand begins */
};

static void add_text(struct xlsx_parse *parse)
{
	struct xlsx *book = ((struct reader *)parse->context)->book;
	size_t count = book->text_count, *at = book->text_at;

	if (count == XLSX_MOST_TEXTS) {
		xlsx_parts_stop(parse, XLSX_TOO_LARGE);
		return;
	}
	/* Full at every power of two. */
	if ((count & (count - 1)) == 0)
		at = realloc(at, (count ? 2 * count : 1) * sizeof *at);
	if (!at) {
		xlsx_parts_stop(parse, XLSX_MEMORY);
		return;
	}
	book->text_at = at;
	at[book->text_count++] = book->texts.length;
}

static void on_open(struct xlsx_parse *parse, const char *name, const char **attributes)
{
	struct reader *in = parse->context;

	(void)attributes;
	if (strcmp(name, "si") == 0)
		add_text(parse);
	in->phonetic |= strcmp(name, "rPh") == 0;
	in->in_text = strcmp(name, "t") == 0 && !in->phonetic && in->book->text_count;
	in->from = in->book->texts.length;
}

static void on_text(struct xlsx_parse *parse, const char *text, size_t length)
{
	struct reader *in = parse->context;

	if (in->in_text)
		buffer_bytes(&in->book->texts, text, length);
}

static void on_close(struct xlsx_parse *parse, const char *name)
{
	struct reader *in = parse->context;

	if (in->in_text)
		xlsx_unescape(&in->book->texts, in->from);
	in->in_text = false;
	in->phonetic &= strcmp(name, "rPh") != 0;
	if (strcmp(name, "si") == 0)
		buffer_char(&in->book->texts, '\0');
	if (in->book->texts.failed)
		xlsx_parts_stop(parse, XLSX_MEMORY);
}

enum xlsx_fault xlsx_texts_read(struct xlsx *book)
{
	static const struct xlsx_handlers handlers = {
		.open = on_open, .close = on_close, .text = on_text};
	struct reader in = {.book = book};

	return book->texts_path ? xlsx_parts_read(book, book->texts_path, &handlers, &in)
				: XLSX_FINE;
}

/* The character of four hexadecimal digits; 0 for what no XML could hold either, and for half of a pair. */
static unsigned escaped(const char *digits)
{
	char text[5] = "", *end;

	memcpy(text, digits, 4);
	if (strspn(text, "0123456789ABCDEFabcdef") != 4)
		return 0;
	unsigned code = (unsigned)strtoul(text, &end, 16);

	return (code >= 0xd800 && code <= 0xdfff) || code >= 0xfffe ? 0 : code;
}

/* Never longer than the seven bytes of its escape. */
static size_t put_character(char *out, unsigned code)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | code >> 12);
	out[1] = (char)(0x80 | (code >> 6 & 0x3f));
	out[2] = (char)(0x80 | (code & 0x3f));
	return 3;
}

void xlsx_unescape(struct buffer *text, size_t from)
{
	size_t end = text->length, kept = from;

	if (text->failed || end == from || !memchr(text->data + from, '_', end - from))
		return;
	while (from < end) {
		const char *at = text->data + from;
		bool whole = end - from >= 7 && at[0] == '_' && at[1] == 'x' && at[6] == '_';
		unsigned code = whole ? escaped(at + 2) : 0;

		if (code) {
			kept += put_character(text->data + kept, code);
			from += 7;
		} else {
			text->data[kept++] = text->data[from++];
		}
	}
	buffer_truncate(text, kept);
}

void xlsx_copy(const char *text, char *out, size_t size)
{
	size_t length = strnlen(text, size - 1);

	while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
		length--;
	memcpy(out, text, length);
	out[length] = '\0';
}
