/* Checks the form of maps, names and numbers, with hints for what people often try. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tree.h"

static const char *hint(const struct node *key)
{
	static const char *const hints[][2] = {
		{"pattern patternProperties", "name a format instead"},
		{"nullable", "write type: [string, \"null\"]"},
		{"exclusiveMinimum exclusiveMaximum", "use minimum and maximum"},
		{"const", "use enum with one word"},
		{"anyOf", "only anyOf: [{$ref: ..}, {type: \"null\"}] is taken"},
		{"oneOf allOf not if then else discriminator", "write one closed object"},
		{"patch", "PUT replaces the whole object"},
		{"style", "the style of a list is form, with explode: false"},
	};

	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		if (listed(hints[i][0], key->key))
			return hints[i][1];
	return key->kind == KIND_NULL ? "a text with a comma or colon needs quotes" : NULL;
}

bool check_map(struct node *map, const char *what, const char *shape)
{
	static const char *const kinds[] = {
		"null", "true or false", "a whole number", "a number", "text", "a list", "a map"};
	static const char letters[] = "nbidtlm";
	const char *names = "";
	bool good = true;

	if (map->kind != KIND_MAP) {
		refuse(map, "%s must be a map", what);
		return false;
	}
	for (const char *at = shape; *at; at += strcspn(at, " "), at += *at == ' ') {
		size_t length = strcspn(at, ":!");
		const char *name = print("%.*s", (int)length, at);
		const char *kind = strchr(letters, at[length + 1]);
		const struct node *child = get(map, name);
		bool lacks = !child && at[length] == '!';
		bool differs = child && kind && child->kind != (enum kind)(kind - letters);

		refuse_if(lacks, map, "%s lacks \"%s\"", what, name);
		refuse_if(differs, child, "\"%s\" must be %s", name, kinds[kind - letters]);
		good = good && !lacks && !differs;
		names = print("%s%s%s", names, *names ? " " : "", name);
	}
	foreach (child, map) {
		if (listed(names, child->key))
			continue;
		if (hint(child))
			refuse(child, "%s does not take \"%s\": %s", what, child->key, hint(child));
		else
			refuse(child, "%s does not take \"%s\"; it takes: %s", what, child->key,
				names);
	}
	return good;
}

void check_key(const struct node *node)
{
	refuse_if(!is_snake(node->key), node, "\"%s\" must be lower_case words", node->key);
}

void check_c_name(const struct node *node, const char *name)
{
	static const char keywords[] =
		"auto break case char const continue default do double else enum extern float "
		"for goto if inline int long register restrict return short signed sizeof static "
		"struct switch typedef union unsigned void volatile while asm bool true false errno";

	refuse_if(!is_snake(name) || listed(keywords, name), node,
		"\"%s\" can't be a name in C: it must be lower_case words and no keyword", name);
}

void check_twins(const struct node *list)
{
	foreach (item, list)
		for (struct node *other = list->first; other != item; other = other->next)
			refuse_if(same(other->text, item->text), item, "\"%s\" is listed twice",
				item->text);
}

bool parse_number(const struct node *node, int places, int64_t *out)
{
	if (node->kind != KIND_INTEGER && !(node->kind == KIND_NUMBER && places))
		return false;

	int whole = (int)strcspn(node->text, ".");
	const char *decimals = node->text + whole + (node->kind == KIND_NUMBER);
	int missing = places - (int)strlen(decimals);

	if (places && missing < 0)
		return false;
	errno = 0;
	*out = strtoll(
		print("%.*s%s%.*s", whole, node->text, decimals, places ? missing : 0, "000"), NULL,
		10);
	return !errno;
}

int64_t number_of(const struct node *map, const char *key, int places, int64_t absent)
{
	const struct node *node = get(map, key);
	int64_t value = absent;

	refuse_if(node && !parse_number(node, places, &value), node, "\"%s\" must be a %s", key,
		places == 3      ? "number with at most three decimals"
			: places ? "number with at most two decimals"
				 : "whole number");
	return value;
}
