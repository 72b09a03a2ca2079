/* Which numbers are days: a cell has a style, that a number of a format, which is known or has a code. */
#include <stdlib.h>
#include <string.h>

#include "xlsx_parts.h"
#include "xlsx_values.h"

/* The codes of these formats stand in no file. The letters of the East Asian ones differ from country to country,
 * but all are days. */
static const struct {
	unsigned short first, last;
	enum xlsx_form form;
} known[] = {
	{14, 16, XLSX_TIME},
	{17, 17, XLSX_MONTH},
	{18, 22, XLSX_TIME},
	{27, 36, XLSX_TIME},
	{45, 47, XLSX_TIME},
	{50, 58, XLSX_TIME},
};

static void set_form(
	struct xlsx_parse *parse, struct xlsx_forms *forms, size_t i, enum xlsx_form form)
{
	size_t size = forms->count ? forms->count : 64;

	while (size <= i)
		size *= 2;
	if (size > forms->count) {
		unsigned char *of = realloc(forms->of, size);

		if (!of) {
			xlsx_parts_stop(parse, XLSX_MEMORY);
			return;
		}
		memset(of + forms->count, XLSX_NUMBER, size - forms->count);
		*forms = (struct xlsx_forms){of, size};
	}
	forms->of[i] = (unsigned char)form;
}

/* [Red] or [$-42A]; but [h] is a duration. */
static bool is_condition(const char *code)
{
	return *code == '[' && code[1 + strspn(code + 1, "hmsHMS")] != ']';
}

/* Behind what the code shows as it stands: "text", \c, _c and *c. */
static const char *behind_literal(const char *code)
{
	if (*code == '"') {
		code += 1 + strcspn(code + 1, "\"");
		return code + (*code != '\0');
	}
	return code + 1 + (strchr("\\_*", *code) && code[1]);
}

/* The first part of the code, for positive numbers, says it. */
static enum xlsx_form form_of(const char *code)
{
	bool year = false, month = false, day = false, time = false;

	while (*code && *code != ';') {
		if (is_condition(code)) {
			code += strcspn(code, "]");
			continue;
		}
		year |= *code == 'y' || *code == 'Y';
		month |= *code == 'm' || *code == 'M';
		day |= *code == 'd' || *code == 'D';
		time |= *code == 'h' || *code == 'H' || *code == 's' || *code == 'S';
		code = behind_literal(code);
	}
	if (year && month && !day && !time)
		return XLSX_MONTH;
	return year || month || day || time ? XLSX_TIME : XLSX_NUMBER;
}

struct reader {
	struct xlsx *book;
	bool in_cells; /* the formats of cells, not those of styles with a name */
	size_t count;
};

static size_t number_of(const char **attributes)
{
	const char *text = xlsx_attribute(attributes, "numFmtId");

	return text ? strtoul(text, NULL, 10) : 0;
}

static void add_style(struct xlsx_parse *parse, size_t format)
{
	struct reader *in = parse->context;
	const struct xlsx_forms *formats = &in->book->formats;

	if (in->count == XLSX_MOST_STYLES)
		xlsx_parts_stop(parse, XLSX_TOO_LARGE);
	else
		set_form(parse, &in->book->styles, in->count++,
			format < formats->count ? formats->of[format] : XLSX_NUMBER);
}

static void on_open(struct xlsx_parse *parse, const char *name, const char **attributes)
{
	struct reader *in = parse->context;
	const char *code = xlsx_attribute(attributes, "formatCode");
	size_t format = number_of(attributes);

	if (strcmp(name, "numFmt") == 0 && code && format < XLSX_MOST_STYLES)
		set_form(parse, &in->book->formats, format, (unsigned char)form_of(code));
	else if (strcmp(name, "cellXfs") == 0)
		in->in_cells = true;
	else if (strcmp(name, "xf") == 0 && in->in_cells)
		add_style(parse, format);
	else if (parse->depth == 1)
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			for (size_t n = known[i].first; n <= known[i].last; n++)
				set_form(
					parse, &in->book->formats, n, (unsigned char)known[i].form);
}

static void on_close(struct xlsx_parse *parse, const char *name)
{
	struct reader *in = parse->context;

	in->in_cells &= strcmp(name, "cellXfs") != 0;
}

enum xlsx_fault xlsx_styles_read(struct xlsx *book)
{
	static const struct xlsx_handlers handlers = {.open = on_open, .close = on_close};
	struct reader in = {.book = book};

	return book->styles_path ? xlsx_parts_read(book, book->styles_path, &handlers, &in)
				 : XLSX_FINE;
}
