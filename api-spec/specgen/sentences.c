/* What a reader wants to know of an operation and its shape tells: for whom it is, pages, what many
 * rows do. */
#include <string.h>

#include "model.h"

static const char *who(const struct operation *op)
{
	const char *text = "Roles:";

	if (!op->roles)
		return "Needs no token.";
	if (!first(op->roles))
		return "Roles: all.";
	foreach (role, op->roles)
		text = print("%s %s%s", text, role->text, role->next ? "," : ".");
	return text;
}

void add_sentences(const struct operation *op)
{
	struct node *description = get(op->node, "description");
	const struct node *content = get(get(get(op->node, "responses"), "200"), "content");
	const struct {
		bool follows;
		const char *text;
	} sentences[] = {
		{description, description ? description->text : ""},
		{find_input(op, "cursor"),
			"A list in pages: `next` is the `cursor` of the next one."},
		{has_form(op, FORM_CSV) && get(content, "application/json"),
			"Also as CSV or XLSX, by `Accept` or `format`."},
		{op->print, "With `format=html` or `Accept: text/html` as a page to print."},
		{op->row,
			"The body may be CSV as spreadsheets write it, also under the types"
			" `application/vnd.ms-excel` and `text/plain`, or an .xlsx workbook, of which the first sheet"
			" with the header is read; a column has its name or its `x-heading-vi`, in any case and without marks."
			" All rows are stored or none, and each fault names its row."},
		{get(get(op->node, "responses"), "412"),
			"With `If-Match` another revision is refused."},
		{true, who(op)},
	};
	const char *text = "";

	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		if (sentences[i].follows)
			text = print("%s%s%s", text, *text ? " " : "", sentences[i].text);
	if (!description)
		append(op->node, "description", made_of("text: ''", op->node)->first);
	description = get(op->node, "description");
	description->text = text;
}
