/* api.json: the whole contract as one document, its references among the components. */
#include <string.h>

#include "output.h"

static const char *section_of(const char *ref)
{
	for (size_t s = 0; s < SECTION_COUNT; s++)
		if (strstr(ref, print("#/%s/", sections[s])))
			return sections[s];
	return "paths";
}

static void put_scalar(const struct node *node)
{
	if (node->kind == KIND_TEXT)
		put_quoted(node->text, true);
	else
		put("%s", node->kind == KIND_NULL ? "null" : node->text);
}

/* A path is written where it is referred to, the rest is among the components. */
static void put_json(struct node *node, int depth)
{
	const char *ref = text_of(node, "$ref"), *section = ref ? section_of(ref) : "";
	struct node *target = resolve(node, section);
	const char *between = "";

	if (target && same(section, "paths")) {
		put_json(target, depth);
		return;
	}
	if (node->kind < KIND_LIST) {
		put_scalar(node);
		return;
	}
	put(node->kind == KIND_MAP ? "{" : "[");
	foreach (child, node) {
		put("%s\n%*s", between, 2 * depth + 2, "");
		if (node->kind == KIND_MAP) {
			put_quoted(child->key, true);
			put(": ");
		}
		if (target && same(child->key, "$ref"))
			put("\"#/components/%s/%s\"", section, component_name(target, section));
		else
			put_json(child, depth + 1);
		between = ",";
	}
	if (node->first)
		put("\n%*s", 2 * depth, "");
	put(node->kind == KIND_MAP ? "}" : "]");
}

static void put_components(const char *section)
{
	const char *between = "";

	put("\n    \"%s\": {", section);
	for (struct node *node = sorted_section(section); node; node = node->after) {
		if (!node->used)
			continue;
		put("%s\n      \"%s\": ", between, component_name(node, section));
		put_json(node, 3);
		between = ",";
	}
	put("\n    },");
}

void write_json(void)
{
	struct node *root = files[0].root;
	struct node *schemes = get(get(root, "components"), "securitySchemes");

	complete_document(root);
	put("{");
	foreach (child, root)
		if (!same(child->key, "components")) {
			put("\n  \"%s\": ", child->key);
			put_json(child, 1);
			put(",");
		}
	put("\n  \"components\": {");
	for (size_t s = 0; s < SECTION_COUNT; s++)
		put_components(sections[s]);
	put("\n    \"securitySchemes\": ");
	if (schemes)
		put_json(schemes, 2);
	else
		put("{}");
	put("\n  }\n}\n");
}
