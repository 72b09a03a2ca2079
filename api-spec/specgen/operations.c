/* Checks one operation: its name, roles, body and lane; inputs.c and replies.c do the rest. */
#include <string.h>

#include "model.h"

enum { FIXED_ROLES = 5 };
const char *roles[MAX_ROLES] = {"reader", "clerk", "head", "admin", "auditor"};
size_t role_count = FIXED_ROLES;

const char *const methods[METHOD_COUNT] = {"get", "post", "put", "delete"};

static void add_role(const struct node *role)
{
	size_t at = role_count;

	if (!is_snake(role->text)) {
		refuse(role, "a role is a lower_case word");
		return;
	}
	for (size_t i = 0; i < role_count; i++)
		if (same(roles[i], role->text))
			return;
	if (role_count == MAX_ROLES) {
		refuse(role, "there are more than %d roles", MAX_ROLES);
		return;
	}
	for (; at > FIXED_ROLES && strcmp(roles[at - 1], role->text) > 0; at--)
		roles[at] = roles[at - 1];
	roles[at] = role->text;
	role_count++;
}

static void check_security(struct operation *op)
{
	struct node *security = get(op->node, "security"), *scheme = first(first(security));

	if (!first(security) || security->kind != KIND_LIST)
		return;
	if (security->first->next || !scheme || scheme->next || !scheme->key ||
		scheme->kind != KIND_LIST) {
		refuse(security,
			"\"security\" is [] for everybody, [{bearer: []}] for every role, or [{bearer: [roles]}]");
		return;
	}
	refuse_if(!get(get(get(files[0].root, "components"), "securitySchemes"), scheme->key),
		scheme, "there is no security scheme \"%s\"", scheme->key);
	foreach (role, scheme)
		add_role(role);
	op->roles = scheme;
}

/* The rows of a CSV become the array of the JSON body that has the same items. */
static void check_csv_body(struct operation *op, struct node *array)
{
	if (!check_map(array, "the schema of a CSV body", "type!text items!map"))
		return;
	refuse_if(types_of(array) != ARRAY, array,
		"the schema of a CSV body is {type: array, items: ROW}");
	op->row = get(array, "items");
	check_schema(op->row, true);
	foreach (property, get(schema_of(op->body), "properties")) {
		const struct node *items = schema_of(get(schema_of(property), "items"));

		if (items && items == schema_of(op->row))
			op->csv_member = property->key;
	}
	refuse_if(!op->csv_member, op->row,
		"these rows are no array of the JSON body: both must refer to the same schema");
}

/* A body of any other type is a file, whose bytes nobody describes: it is one of these types, and whole. */
static void check_file_body(struct operation *op, struct node *content)
{
	refuse_if(!op->body_required, content,
		"a file is the point of its operation: write required: true");
	foreach (media, content)
		refuse_if(first(media), media, "the bytes of a file have no schema: write {}");
	op->files = content;
}

static void check_body(struct operation *op)
{
	struct node *body = get(op->node, "requestBody"), *content = get(body, "content");
	struct node *json = get(content, "application/json"), *csv = get(content, "text/csv");

	if (!body ||
		!check_map(body, "a request body", "description:text required:bool content!map"))
		return;
	refuse_if(op->method == METHOD_GET || op->method == METHOD_DELETE, body, "%s takes no body",
		upper(methods[op->method]));
	op->body_required = is_true(body, "required");
	if (!json && !csv) {
		check_file_body(op, content);
		return;
	}
	refuse_if(!json, content, "a body can be application/json, and text/csv beside it");
	foreach (media, content) {
		refuse_if(media != json && media != csv, media,
			"a body is application/json, and text/csv beside it");
		if (!check_map(media, "a media type", "schema!map example:any examples:map"))
			return;
	}
	if (!json)
		return;
	op->body = get(json, "schema");
	check_schema(op->body, true);
	if (!schema_of(op->body))
		return;
	refuse_if(types_of(op->body) != OBJECT, op->body, "a JSON body is an object");
	if (csv)
		check_csv_body(op, get(csv, "schema"));
}

static void check_tag(const struct node *tag)
{
	foreach (known, get(files[0].root, "tags"))
		if (same(text_of(known, "name"), tag->text))
			return;
	refuse(tag, "this tag is not in openapi.yaml");
}

void check_operation(struct operation *op, const struct node *item)
{
	const struct node *lane = get(op->node, "x-lane"), *id = get(op->node, "operationId");

	op->id = id && id->text ? id->text : "";
	check_map(op->node, "an operation",
		"operationId!text tags:list summary:text description:text security!list parameters:list "
		"requestBody:map responses!map deprecated:bool x-lane:text x-list:text x-fields:bool x-before-password:bool");
	refuse_if(id && (!is_snake(op->id) || !strchr(op->id, '_')), id,
		"operationId \"%s\" must be verb_noun: it names a C function", op->id);
	refuse_if(lane && lane->text && !listed("inline write slow password", lane->text), lane,
		"there is no lane \"%s\"; there are: inline write slow password", lane->text);
	foreach (tag, get(op->node, "tags"))
		check_tag(tag);
	check_security(op);
	check_body(op);
	foreach (site, get(item, "parameters"))
		check_parameter(op, site);
	foreach (site, get(op->node, "parameters"))
		check_parameter(op, site);
	add_members(op);
	check_path_parameters(op);
	check_responses(op);
	add_form_parameters(op);
}
