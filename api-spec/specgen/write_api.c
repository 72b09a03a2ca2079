/* api.h and api.c: what include/contract.h describes, and the prototypes of the handlers. */
#include "output.h"

#define MANY_ITEMS 500 /* an array that takes more gives the body the large cap */

static bool is_proved(const struct operation *op)
{
	return same(text_of(op->node, "x-lane"), "password");
}

static void put_prototype(const struct operation *op)
{
	put("\n/* %s: %s %s */\n", place_of(op->node), upper(methods[op->method]), op->path);
	if (op->inputs)
		put("struct %s_in {\n", op->id);
	for (const struct input *input = op->inputs; input; input = input->next) {
		if (input->repeated)
			continue;
		put("\t%s%s;\n", c_type(input->schema), input->name);
		if (input->has)
			put("\tbool has_%s;\n", input->name);
	}
	put("%senum error %s(struct request *req);\n", op->inputs ? "};\n" : "", op->id);
	if (is_proved(op))
		put("enum error %s_prove(const struct request *req, struct db *db, struct proof *out);\n",
			op->id);
}

static void put_names(const char *constant, const char *names)
{
	put("#define %s \"", constant);
	for (const char *at = names; *at; at++)
		put("%c%s", *at == ' ' ? ',' : *at, *at == ' ' ? " " : "");
	put("\"\n");
}

void write_api_header(void)
{
	put(NOTICE "#ifndef GEN_API_H\n#define GEN_API_H\n\n#include \"contract.h\"\n\n");
	put("#define API_BASE \"%s\" /* of the paths, from servers */\n", api_base);
	put("#define API_VERSION ");
	put_quoted(text_of(get(files[0].root, "info"), "version"), false);
	put(" /* of the contract and the program, from info */\n");
	put("/* The names of all headers that the contract has, with commas between them. */\n");
	put_names("API_ANSWER_HEADERS", answer_headers());
	put_names("API_REQUEST_HEADERS", request_headers());
	put("\nenum {\n");
	for (size_t i = 0; i < role_count; i++)
		put("\tROLE_%s = %lu,\n", upper(roles[i]), 1UL << i);
	put("\tROLE_ALL = %lu\n};\n", (1UL << role_count) - 1);
	put("extern const char *const api_role_names[]; /* in the order of the bits, then NULL */\n\n"
	    "extern const struct form_type api_forms[]; /* by enum form */\n"
	    "extern const struct route api_routes[]; /* sorted by path, then method */\n"
	    "extern const size_t api_route_count;\n\n");
	for (struct node *node = sorted_section("schemas"); node; node = node->after)
		put("extern const struct schema schema_%s;\n", node->key);
	for (const struct operation *op = operations; op; op = op->next)
		put_prototype(op);
	put("\n#endif\n");
}

static const char *truth(bool value)
{
	return value ? "true" : "false";
}

static void put_fields(const struct operation *op)
{
	static const char *const places[] = {"IN_PATH", "IN_QUERY", "IN_BODY"};

	if (!op->inputs)
		return;
	put("static const struct field %s_fields[] = {\n", op->id);
	for (const struct input *input = op->inputs; input; input = input->next) {
		put("\t{.name = \"%s\", .place = %s, .required = %s,", input->name,
			places[input->place], truth(input->required));
		if (input->many)
			put(" .many = %lld,", (long long)input->many);
		put("\n");
		put("\t\t.offset = offsetof(struct %s_in, %s), .has_offset = ", op->id,
			input->name);
		put(input->has ? "offsetof(struct %s_in, has_%s)" : "NO_OFFSET", op->id,
			input->name);
		put(",\n\t\t.fallback = ");
		put_quoted(fallback_of(input->schema), false);
		put(",\n\t\t.schema = ");
		put_schema(input->schema, 3);
		put("},\n");
	}
	put("};\n");
}

static void put_replies(const struct operation *op)
{
	put("static const struct reply %s_replies[] = {\n", op->id);
	for (struct node *site = sorted(NULL, get(op->node, "responses")); site;
		site = site->after) {
		const struct node *content = get(resolve(site, "responses"), "content");
		const struct node *json = get(content, "application/json");

		json = json ? json : get(content, "application/problem+json");
		if (same(site->key, "default"))
			continue;
		put("\t{.status = %s%s", site->key, json ? ", .schema = " : "");
		if (json)
			put_schema(get(json, "schema"), 2);
		put("},\n");
	}
	put("};\n");
}

/* Does this schema hold an array of very many items? */
static bool is_large(struct node *site)
{
	struct node *schema = schema_of(site);

	foreach (property, get(schema, "properties"))
		if (is_large(property))
			return true;
	return schema &&
		(number_of(schema, "maxItems", 0, 0) > MANY_ITEMS ||
			is_large(get(schema, "items")));
}

static void put_roles(const struct operation *op)
{
	const char *between = "";

	put("\t\t.open = %s,\n\t\t.roles = ", truth(!op->roles));
	if (!first(op->roles))
		put(op->roles ? "ROLE_ALL" : "0");
	for (size_t i = 0; i < role_count; i++)
		if (has_word(op->roles, roles[i])) {
			put("%sROLE_%s", between, upper(roles[i]));
			between = " | ";
		}
}

static void put_body(const struct operation *op)
{
	if (op->body) {
		put("\t\t.body = ");
		put_schema(op->body, 3);
		put(",\n\t\t.body_required = %s,\n\t\t.body_cap = %s,\n", truth(op->body_required),
			is_large(op->body) ? "1024 * 1024" : "64 * 1024");
	}
	if (op->files) {
		put("\t\t.file_types = (const char *const[]){");
		foreach (media, op->files)
			put("\"%s\", ", media->key);
		put("NULL},\n");
	}
	if (op->row) {
		put("\t\t.csv_row = ");
		put_schema(op->row, 3);
		if (op->listed) {
			put(",\n\t\t.csv_list = ");
			put_schema(op->listed, 3);
		}
		put(",\n\t\t.csv_member = \"%s\",\n", op->csv_member);
	}
}

/* Where dispatch and replies find an input that they know by its name and type. */
static void put_offset(const struct operation *op, const char *name, const char *type)
{
	const struct input *input = find_input(op, name);
	bool found = input && same(c_type(input->schema), type);

	put("\t\t.%s_offset = ", name);
	put(found ? "offsetof(struct %s_in, %s),\n" : "NO_OFFSET,\n", op->id, name);
}

static void put_forms(const struct operation *op)
{
	const char *between = "";

	put("\t\t.forms = %s", op->forms ? "" : "0");
	for (enum form form = 0; form < FORM_COUNT; form++)
		if (has_form(op, form)) {
			put("%s1 << FORM_%s", between, upper(forms[form].word));
			between = " | ";
		}
	put(",\n\t\t.first_form = FORM_%s,\n", upper(forms[op->first_form].word));
}

static void put_route(const struct operation *op)
{
	const char *lane = text_of(op->node, "x-lane"), *id = op->id;

	lane = lane ? lane : op->method == METHOD_GET ? "inline" : "write";
	put("\t/* %s */\n\t{\n\t\t.method = METHOD_%s,\n\t\t.path = \"%s\",\n", place_of(op->node),
		upper(methods[op->method]), op->path);
	put("\t\t.operation = \"%s\",\n\t\t.handler = %s,\n", id, id);
	if (is_proved(op))
		put("\t\t.prove = %s_prove,\n", id);
	put_roles(op);
	put(",\n\t\t.before_password = %s", truth(is_true(op->node, "x-before-password")));
	put(",\n\t\t.lane = LANE_%s,\n", upper(lane));
	if (op->inputs)
		put("\t\t.in_size = sizeof(struct %s_in),\n\t\t.fields = %s_fields,\n\t\t.field_count = %zu,\n",
			id, id, op->input_count);
	put_body(op);
	put_forms(op);
	put("\t\t.file = ");
	put_quoted(file_of(op), false);
	put(",\n\t\t.print = ");
	put_quoted(op->print, false);
	put(",\n\t\t.content_type = ");
	put_quoted(op->content_type, false);
	put(",\n\t\t.replies = %s_replies,\n\t\t.reply_count = sizeof(%s_replies) / sizeof(%s_replies[0]),\n",
		id, id, id);
	put_offset(op, "dry_run", "bool ");
	put_offset(op, "limit", "int64_t ");
	put_offset(op, "cursor", "const char *");
	put_offset(op, "count", "bool ");
	put_offset(op, "format", "const char *");
	put_offset(op, "separator", "const char *");
	put_offset(op, "headings", "const char *");
	put_offset(op, "fields", "const char *");
	put("\t},\n");
}

void write_api(void)
{
	size_t count = 0;

	put(NOTICE "#include \"gen/api.h\"\n\nconst char *const api_role_names[] = {");
	for (size_t i = 0; i < role_count; i++)
		put("\"%s\", ", roles[i]);
	put("NULL};\n");
	put("const struct form_type api_forms[] = {\n");
	for (enum form form = 0; form < FORM_COUNT; form++)
		put("\t[FORM_%s] = {\"%s\", \"%s\"},\n", upper(forms[form].word), forms[form].word,
			forms[form].type);
	put("};\n");
	for (struct node *node = sorted_section("schemas"); node; node = node->after) {
		put("\n/* %s */\nconst struct schema schema_%s = ", place_of(node), node->key);
		put_named_schema(node);
		put(";\n");
	}
	for (const struct operation *op = operations; op; op = op->next) {
		put("\n/* %s */\n", place_of(op->node));
		put_fields(op);
		put_replies(op);
	}
	put("\nconst struct route api_routes[] = {\n");
	for (const struct operation *op = operations; op; op = op->next, count++)
		put_route(op);
	put("};\nconst size_t api_route_count = %zu;\n", count);
}
