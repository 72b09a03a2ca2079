/* Follows $ref, into other files, too, which are read and checked when they are first met. */
#include <errno.h>
#include <string.h>

#include "tree.h"

const char *const sections[SECTION_COUNT] = {"schemas", "parameters", "responses", "headers"};

/* The name at the end of a pointer: ~1 is a slash, ~0 a tilde. */
static const char *unescape(const char *token)
{
	char *text = print("%s", token), *to = text;

	for (const char *from = text; *from; from++)
		if (*from == '~' && (from[1] == '0' || from[1] == '1'))
			*to++ = *++from == '0' ? '~' : '/';
		else
			*to++ = *from;
	*to = '\0';
	return text;
}

static bool is_alias(const struct node *node)
{
	refuse_if(get(node, "$ref"), node, "this is only another name: refer to the thing itself");
	return get(node, "$ref");
}

/* A file that is referred to. Its schemas have names that no other file has: C knows them by these.
 */
static void check_file(const struct file *file)
{
	if (!file->root || file->root->checked)
		return;
	file->root->checked = 1;
	check_map(file->root, "this file",
		"paths:map schemas:map parameters:map responses:map headers:map");
	for (size_t s = 0; s < SECTION_COUNT; s++)
		foreach (node, get(file->root, sections[s])) {
			check_key(node);
			is_alias(node);
		}
	foreach (schema, get(file->root, "schemas"))
		for (const struct file *other = files; other != file; other++) {
			struct node *twin = get(get(other->root, "schemas"), schema->key);

			refuse_if(twin, schema, "schema \"%s\" is already in %s:%d", schema->key,
				other->path, twin->line);
		}
}

static const struct file *file_beside(struct node *site, const char *name)
{
	const struct file *file = load(join(site->file->name, name), join(site->file->path, name));

	if (file)
		check_file(file);
	else
		refuse(site, "can't read %s: %s", name, strerror(errno));
	return file;
}

struct node *resolve(struct node *site, const char *section)
{
	const struct node *reference = get(site, "$ref");

	if (!reference)
		return site;

	const char *ref = reference->text ? reference->text : "";
	const char *start = print("#/%s/", section), *pointer = ref + strcspn(ref, "#");
	const struct file *file = site->file;

	if (strncmp(pointer, start, strlen(start)) != 0 || strstr(ref, "..") ||
		strchr(pointer + strlen(start), '/')) {
		refuse(site, "a $ref looks like '%sNAME' or 'file.yaml%sNAME' here", start, start);
		return NULL;
	}
	if (pointer != ref)
		file = file_beside(site, print("%.*s", (int)(pointer - ref), ref));
	if (!file || !file->root)
		return NULL;

	struct node *target = get(get(file->root, section), unescape(pointer + strlen(start)));

	refuse_if(!target, site, "%s has no %s", file->path, pointer);
	if (!target || is_alias(target))
		return NULL;
	target->used = true;
	return target;
}
