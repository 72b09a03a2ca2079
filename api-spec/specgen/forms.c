/* The forms that an answer may have, chosen by `format` or Accept. A list that is a CSV is a sheet, too:
 * the contract need not say so. */
#include <string.h>

#include "model.h"

const struct form_type forms[FORM_COUNT] = {
	[FORM_JSON] = {"json", "application/json"},
	[FORM_CSV] = {"csv", "text/csv"},
	[FORM_XLSX] = {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	[FORM_ZIP] = {"zip", "application/zip"},
	[FORM_HTML] = {"html", "text/html"},
};

bool has_form(const struct operation *op, enum form form)
{
	return op->forms & 1u << form;
}

bool is_file(const struct operation *op)
{
	return has_form(op, FORM_CSV) || has_form(op, FORM_ZIP);
}

enum form form_of_type(const char *type)
{
	enum form form = 0;

	while (form < FORM_COUNT && !same(forms[form].type, type))
		form++;
	return form;
}

void add_sheet(struct node *content)
{
	const char *sheet = forms[FORM_XLSX].type;

	if (get(content, forms[FORM_CSV].type) && !get(content, sheet))
		append(content, sheet, made_of("sheet: {}", content)->first);
}

/* `x-print: report` makes the answer a page for paper, too. */
void add_page_to_print(struct operation *op, struct node *response)
{
	const struct node *name = get(response, "x-print");
	struct node *content = get(response, "content");

	if (!name || !name->text)
		return;
	refuse_if(op && op->method != METHOD_GET, name,
		"what is printed is read: x-print is of a GET");
	refuse_if(op && get(op->node, "x-fields"), name,
		"what is printed has all its members: x-fields is of another list");
	refuse_if(!is_snake(name->text), name,
		"x-print is the name of a file of server/print, without its ending");
	refuse_if(!get(content, forms[FORM_JSON].type), name,
		"what is printed is the JSON of the answer: it needs one");
	if (content)
		append(content, forms[FORM_HTML].type,
			made_of("page: {schema: {type: string}}", response)->first);
	if (op)
		op->print = name->text;
}

/* The parameter `format`, as all operations with the same forms have it. */
static struct node *format_parameter(const struct operation *op, const struct node *twin)
{
	struct node *section = get(twin->file->root, "parameters");
	const char *words = "", *name = "format";

	for (enum form form = 0; form < FORM_COUNT; form++)
		if (has_form(op, form)) {
			words = print("%s%s%s", words, *words ? ", " : "", forms[form].word);
			name = print("%s_%s", name, forms[form].word);
		}
	if (!get(section, name))
		add_member(section, name,
			made_of(print("name: format\n"
				      "in: query\n"
				      "description: The form of the answer, whatever Accept says.\n"
				      "schema: {type: string, enum: [%s]}\n",
					words),
				section));
	return made_of(print("$ref: '%s#/parameters/%s'", twin->file->name, name), files[0].root);
}

static void add_parameter(struct operation *op, struct node *site)
{
	append(list_in(op->node, "parameters"), NULL, site);
	check_parameter(op, site);
}

static struct node *shared_parameter(const char *name)
{
	return made_of(print("$ref: 'api-spec/common.yaml#/parameters/%s'", name), files[0].root);
}

void add_form_parameters(struct operation *op)
{
	struct node *separator = shared_parameter("separator");
	const struct node *found = has_form(op, FORM_CSV) || has_form(op, FORM_HTML)
		? resolve(separator, "parameters")
		: NULL;

	refuse_if(get(op->node, "x-fields") && !csv_row_of(op), get(op->node, "x-fields"),
		"x-fields belongs to a list that is a CSV, too");
	if (!found)
		return;
	add_parameter(op, format_parameter(op, found));
	if (!has_form(op, FORM_CSV))
		return;
	add_parameter(op, separator);
	add_parameter(op, shared_parameter("headings"));
	if (is_true(op->node, "x-fields") && csv_row_of(op))
		add_parameter(op, fields_parameter(op, found));
}
