/* Looks into trees. */
#include <string.h>

#include "tree.h"

struct node *first(const struct node *parent)
{
	return parent ? parent->first : NULL;
}

struct node *get(const struct node *map, const char *key)
{
	foreach (child, map)
		if (map->kind == KIND_MAP && same(child->key, key))
			return child;
	return NULL;
}

const char *text_of(const struct node *map, const char *key)
{
	const struct node *node = get(map, key);

	return node ? node->text : NULL;
}

bool is_true(const struct node *map, const char *key)
{
	return same(text_of(map, key), "true");
}

bool has_word(const struct node *list, const char *word)
{
	foreach (item, list)
		if (same(item->text, word))
			return true;
	return false;
}

const char *place_of(const struct node *node)
{
	return print("%s:%d", node->file->name, node->line);
}

void add_member(struct node *map, const char *key, struct node *member)
{
	struct node **at = &map->first;

	while (*at && strcmp((*at)->key, key) <= 0)
		at = &(*at)->next;
	member->key = key;
	member->next = *at;
	*at = member;
	if (!member->next)
		map->last = member;
}

void append(struct node *parent, const char *key, struct node *child)
{
	child->key = key;
	child->next = NULL;
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

struct node *list_in(struct node *map, const char *key)
{
	if (!get(map, key))
		append(map, key, made_of("list: []", map)->first);
	return get(map, key);
}

struct node *take_out(struct node *parent, struct node *child)
{
	struct node **at = &parent->first, *before = NULL;

	for (; *at != child; at = &(*at)->next)
		before = *at;
	*at = child->next;
	if (parent->last == child)
		parent->last = before;
	return child;
}

struct node *sorted(struct node *list, const struct node *map)
{
	foreach (node, map) {
		struct node **at = &list;

		while (*at && strcmp((*at)->key, node->key) <= 0)
			at = &(*at)->after;
		node->after = *at;
		*at = node;
	}
	return list;
}

struct node *sorted_section(const char *section)
{
	struct node *list = NULL;

	for (size_t i = 0; i < file_count; i++)
		list = sorted(list, get(files[i].root, section));
	return list;
}
