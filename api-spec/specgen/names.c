/* The names of the components in the document: those of schemas as they are, the others with what
 * they are. */
#include <ctype.h>
#include <string.h>

#include "model.h"

/* Parameters and responses of different files may have one name: then the file's name precedes it. */
const char *component_name(const struct node *node, const char *section)
{
	const char *stem = file_name(node->file->name);
	const char *kind = print("%.*s", (int)strlen(section) - 1, section);
	size_t count = 0;

	if (same(section, "schemas"))
		return node->key;
	for (size_t i = 0; i < file_count; i++)
		count += get(get(files[i].root, section), node->key) != NULL;
	return count > 1 ? print("%.*s_%s_%s", (int)strcspn(stem, "."), stem, node->key, kind)
			 : print("%s_%s", node->key, kind);
}

/* Generators make one type of each name, and write it their way: award_type is AwardType. */
static const char *as_type(const char *name)
{
	char *text = print("%s", name), *to = text;

	for (const char *at = name; *at; at++)
		if (isalnum((unsigned char)*at))
			*to++ = (char)tolower((unsigned char)*at);
	*to = '\0';
	return text;
}

struct name {
	const char *type, *section;
	const struct node *node;
	struct name *next;
};

static struct name *names;

/* One name twice in a section is refused where the section is read. */
static void add_name(const char *section, const char *text, const struct node *node)
{
	struct name *name = allocate(sizeof(*name));

	*name = (struct name){as_type(text), section, node, names};
	for (const struct name *twin = names; twin; twin = twin->next)
		refuse_if(same(twin->type, name->type) &&
				!(same(twin->section, section) && same(twin->node->key, node->key)),
			node,
			"\"%s\" is also the name of \"%s\" in %s:%d: generators make one type of both",
			text, twin->node->key, twin->node->file->path, twin->node->line);
	names = name;
}

void check_names(void)
{
	const struct node *schemes = get(get(files[0].root, "components"), "securitySchemes");

	foreach (scheme, schemes)
		add_name("securitySchemes", scheme->key, scheme);
	for (size_t s = 0; s < SECTION_COUNT; s++)
		for (struct node *node = sorted_section(sections[s]); node; node = node->after)
			add_name(sections[s], component_name(node, sections[s]), node);
}
