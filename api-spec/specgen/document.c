/* Checks the front page, walks its paths and whatever nobody refers to, and orders the operations. */
#include <string.h>

#include "model.h"

struct operation *operations;
const char *api_base;

/* The path in servers[0].url, without a slash at its end. */
const char *base_of(const struct node *holder)
{
	const struct node *servers = get(holder, "servers");
	const char *url = text_of(first(servers), "url");

	if (!url || *url != '/' || servers->first->next) {
		refuse(servers, "\"servers\" is one item whose url is a path");
		return "";
	}
	return print("%.*s", (int)strlen(url) - (url[strlen(url) - 1] == '/'), url);
}

static bool is_path(const char *path)
{
	while (*path) {
		bool place = *path == '/' && path[1] == '{';
		size_t length = *path == '/' ? strspn(path + 1 + place, LETTERS DIGITS "_-.") : 0;

		if (!length || (place && path[2 + length] != '}'))
			return false;
		path += 1 + length + 2 * place;
	}
	return true;
}

static int compare(const struct operation *a, const struct operation *b)
{
	int order = strcmp(a->path, b->path);

	return order ? order : a->method - b->method;
}

static void add_operation(struct operation *op)
{
	struct operation **at = &operations;

	while (*at && compare(*at, op) <= 0)
		at = &(*at)->next;
	op->next = *at;
	*at = op;
}

static void add_path(struct node *site)
{
	struct node *item = resolve(site, "paths");

	if (!item)
		return;
	refuse_if(!is_path(site->key), site, "a path is made of /word and /{parameter}");
	refuse_if(!same(item->key, site->key), site, "this refers to another path, %s", item->key);
	if (!check_map(item, "a path",
		    "get:map post:map put:map delete:map servers:list summary:text parameters:list"))
		return;

	const char *base = get(item, "servers") ? base_of(item) : api_base;

	for (int method = 0; method < METHOD_COUNT; method++) {
		struct operation *op = allocate(sizeof(*op));

		op->node = get(item, methods[method]);
		op->method = method;
		op->path = print("%s%s", base, site->key);
		if (!op->node)
			continue;
		check_operation(op, item);
		add_operation(op);
	}
}

/* Two paths may both fit a request only when one of them says the word wherever the two differ:
 * then that one is meant. */
static bool is_ambiguous(const char *a, const char *b)
{
	bool a_says = false, b_says = false;

	while (*a && *b) {
		size_t m = 1 + strcspn(a + 1, "/"), n = 1 + strcspn(b + 1, "/");
		bool a_any = a[1] == '{', b_any = b[1] == '{';

		if (!a_any && !b_any && (m != n || strncmp(a, b, m) != 0))
			return false;
		a_says |= b_any && !a_any;
		b_says |= a_any && !b_any;
		a += m;
		b += n;
	}
	return !*a && !*b && a_says == b_says;
}

struct node *csv_row_of(const struct operation *list)
{
	const struct node *answer = get(get(list->node, "responses"), "200");

	return get(get(get(answer, "content"), "text/csv"), "schema");
}

static bool has_all(struct node *list, struct node *row)
{
	foreach (name, get(schema_of(row), "required"))
		if (!get(get(schema_of(list), "properties"), name->text))
			return false;
	return true;
}

/* What /things/import takes, /things exports, or the operation that x-list names. */
static void find_list(struct operation *op)
{
	const struct node *named = get(op->node, "x-list");
	const struct operation *list = op->row ? operations : NULL;

	while (list &&
		!(named ? same(named->text, list->id)
			: same(op->path, print("%s/import", list->path))))
		list = list->next;
	if (list && csv_row_of(list) && has_all(csv_row_of(list), op->row))
		op->listed = csv_row_of(list);
	refuse_if(named && !op->listed, named, "there is no list \"%s\" with all that a row needs",
		named->text);
}

static void check_operations(void)
{
	for (struct operation *op = operations; op; op = op->next)
		find_list(op);
	for (const struct operation *b = operations; b; b = b->next)
		for (const struct operation *a = operations; a != b; a = a->next) {
			const char *where = print("%s:%d", a->node->file->path, a->node->line);

			refuse_if(*a->id && same(a->id, b->id), b->node,
				"operationId \"%s\" is already at %s", b->id, where);
			refuse_if(!same(a->path, b->path) && is_ambiguous(a->path, b->path),
				b->node, "%s could also be %s (%s)", b->path, a->path, where);
		}
}

static void check_rest(const struct file *file)
{
	foreach (item, get(file->root, "paths"))
		refuse_if(!item->used && file != files, item,
			"%s is not in openapi.yaml: add its $ref there", item->key);
	foreach (schema, get(file->root, "schemas")) {
		check_schema(schema, false);
		refuse_if(types_of(schema) & NIL, get(schema, "type"),
			"null behind a $ref: write anyOf: [{$ref: ..}, {type: \"null\"}] where it is referred to");
	}
	foreach (parameter, get(file->root, "parameters"))
		check_parameter(NULL, parameter);
	foreach (response, get(file->root, "responses"))
		check_response(NULL, "", response);
}

void check_document(struct node *root)
{
	if (!root ||
		!check_map(root, "openapi.yaml",
			"openapi!text info!map servers!list security:list tags:list paths!map components:map"))
		return;
	check_map(get(root, "info"), "\"info\" in openapi.yaml",
		"title!text version!text summary:text description:text contact:map license:map");
	refuse_if(strncmp(text_of(root, "openapi"), "3.1.", 4) != 0, get(root, "openapi"),
		"this must be OpenAPI 3.1");
	if (get(root, "components"))
		check_map(get(root, "components"), "\"components\" in openapi.yaml",
			"securitySchemes:map");
	api_base = base_of(root);
	foreach (site, get(root, "paths"))
		add_path(site);
	for (size_t i = 0; i < file_count; i++)
		check_rest(&files[i]);
	check_operations();
	check_names();
}
