/* The inputs of an operation: parameters of path and query and the members of its JSON body. */
#include <string.h>

#include "model.h"

struct input *find_input(const struct operation *op, const char *name)
{
	for (struct input *input = op->inputs; input; input = input->next)
		if (same(input->name, name))
			return input;
	return NULL;
}

static size_t rank(const struct operation *op, const struct input *input)
{
	const char *at = strstr(op->path, print("{%s}", input->name));

	return input->place == IN_PATH && at ? (size_t)(at - op->path) : SIZE_MAX;
}

static void insert(struct operation *op, struct input input)
{
	struct input **at = &op->inputs, *added = allocate(sizeof(*added));

	while (*at && rank(op, *at) <= rank(op, &input))
		at = &(*at)->next;
	*added = input;
	added->next = *at;
	*at = added;
	op->input_count++;
}

/* The two are one place in C. */
static void merge_input(struct input *twin, struct input *input)
{
	const char *fallback = fallback_of(input->schema), *other = fallback_of(twin->schema);

	refuse_if(types_of(twin->schema) != (types_of(input->schema) & ~NIL) ||
			!same(c_type(input->schema), c_type(twin->schema)),
		input->node, "\"%s\" has another type as a query parameter, in line %d",
		input->name, twin->node->line);
	refuse_if((fallback || other) && !same(fallback, other), input->node,
		"\"%s\" has another default as a query parameter, in line %d", input->name,
		twin->node->line);
	twin->has = input->has = twin->has || input->has;
	input->repeated = true;
}

/* A name stands for one thing in an operation. Only where a body comes as CSV, too, a query
 * parameter may give the member that JSON has in the body. */
static void add_input(struct operation *op, struct input input)
{
	struct input *twin = find_input(op, input.name);
	const char *fallback = fallback_of(input.schema);
	bool optional = !input.required || types_of(input.schema) & NIL;

	check_c_name(input.node, input.name);
	refuse_if(input.required && fallback, input.node,
		"\"%s\" is required, so its default is never used", input.name);
	input.has = optional && !fallback && !same(c_type(input.schema), "const char *");
	if (twin && !(op->row && twin->place == IN_QUERY && input.place == IN_BODY)) {
		refuse(input.node, "\"%s\" is already another input, in line %d", input.name,
			twin->node->line);
		return;
	}
	if (twin)
		merge_input(twin, &input);
	insert(op, input);
}

/* What a handler gets of a list is its text, so nothing but the words may be in it. */
static struct node *words_of_list(const struct node *parameter, struct node *list)
{
	struct node *items = get(schema_of(list), "items");
	const char *format = text_of(schema_of(items), "format");

	refuse_if(!get(parameter, "explode") || is_true(parameter, "explode"), list,
		"the words of a list have commas between them: write explode: false");
	refuse_if(!get(schema_of(items), "enum") && (!format || strcmp(format, "key") != 0), list,
		"a list in a parameter is of words: its items have an enum or the format key");
	return items;
}

void check_parameter(struct operation *op, struct node *site)
{
	struct node *node = resolve(site, "parameters");

	if (!node ||
		!check_map(node, "a parameter",
			"name!text in!text required:bool explode:bool description:text schema!map deprecated:bool example:any examples:any"))
		return;

	struct node *schema = get(node, "schema");
	int64_t many = number_of(schema_of(schema), "maxItems", 0, 0);
	bool path = same(text_of(node, "in"), "path"), header = same(text_of(node, "in"), "header");
	bool required = is_true(node, "required");
	const char *name = text_of(node, "name");

	/* A header is no input of a handler, and the head of a request is bounded as a whole. */
	check_schema(schema, !header);
	if (!schema_of(schema))
		return;
	refuse_if(get(node, "explode") && !many, get(node, "explode"), "explode is for lists");
	if (many)
		schema = words_of_list(node, schema);
	refuse_if(!c_type(schema) || types_of(schema) & NIL, schema,
		"a parameter is one scalar: string, integer, number or boolean");
	refuse_if(!path && !same(text_of(node, "in"), "query") && (op || !header), node,
		"a parameter is in: path or in: query");
	refuse_if(path && !required, node, "a parameter of the path says required: true");
	refuse_if(op && path && !has_place(op->path, name), site, "the path has no {%s}", name);
	if (op)
		add_input(op,
			(struct input){name, path ? IN_PATH : IN_QUERY, site, schema,
				.required = required, .many = many});
}

void add_members(struct operation *op)
{
	const struct node *body = schema_of(op->body);

	foreach (property, get(body, "properties")) {
		if (!schema_of(property) || !c_type(property) || is_true(property, "readOnly"))
			continue;
		refuse_if(fallback_of(property) && !op->body_required, property,
			"the body may be absent, and then the default of \"%s\" is not used: write required: true",
			property->key);
		add_input(op,
			(struct input){property->key, IN_BODY, property, property,
				.required = has_word(get(body, "required"), property->key)});
	}
}

void check_path_parameters(const struct operation *op)
{
	for (const char *at = op->path; (at = strchr(at, '{')); at++) {
		const char *name = print("%.*s", (int)strcspn(at + 1, "}"), at + 1);
		const struct input *found = find_input(op, name);

		refuse_if(!found || found->place != IN_PATH || has_place(at + 1, name), op->node,
			"{%s} of the path must be one of its parameters", name);
	}
}
