/* The parameter `fields` of lists whose operation says x-fields: its words are the members of their items. */
#include "model.h"

static const char *schema_of_names(const struct node *item)
{
	const char *names = "";
	int count = 0;

	foreach (property, get(item, "properties"))
		names = print("%s%s%s", names, count++ ? ", " : "", property->key);
	return print("{type: array, minItems: 1, maxItems: %d, items: {type: string, enum: [%s]}}",
		count, names);
}

struct node *fields_parameter(const struct operation *op, const struct node *twin)
{
	struct node *item = schema_of(csv_row_of(op)),
		    *section = get(twin->file->root, "parameters");
	const char *name = print("fields_of_%s", item->key);

	if (!get(section, name))
		add_member(section, name,
			made_of(print("name: fields\n"
				      "in: query\n"
				      "explode: false\n"
				      "description: Only these members of an item, with commas between them; of a file only these "
				      "columns. An item then lacks the others, also those that its schema requires.\n"
				      "schema: %s\n",
					schema_of_names(item)),
				section));
	return made_of(print("$ref: '%s#/parameters/%s'", twin->file->name, name), files[0].root);
}
