/* Pages of lists. In a response, `x-page: '#/schemas/area'` stands for the content of a list: a page
 * of areas as JSON, by the schema area_page that is made for it, and areas as the rows of a CSV. */
#include <string.h>

#include "model.h"

static const char schema_text[] = "type: object\n"
				  "additionalProperties: false\n"
				  "required: [items, next]\n"
				  "properties:\n"
				  "  items: {type: array, items: {$ref: '#/schemas/%s'}}\n"
				  "  next: {type: [string, 'null']}\n"
				  "  total: {type: integer}\n";

static const char content_text[] = "application/json: {schema: {$ref: '%.*s#/schemas/%s'}}\n"
				   "text/csv: {schema: {$ref: '%s'}}\n";

/* area gives area_page, report_item gives report_page. */
static const char *page_name(const char *item)
{
	const char *end = strrchr(item, '_');
	size_t length = same(end, "_item") ? (size_t)(end - item) : strlen(item);

	return print("%.*s_page", (int)length, item);
}

static const struct node *schema_named(const char *name)
{
	const struct node *found = NULL;

	for (size_t i = 0; i < file_count && !found; i++)
		found = get(get(files[i].root, "schemas"), name);
	return found;
}

/* The schema of a page, beside that of its items; several lists may have the same. */
static const struct node *page_of(const struct node *site, struct node *item)
{
	const char *name = page_name(item->key);
	const struct node *twin = schema_named(name);

	if (item->page)
		return item->page;
	if (twin) {
		refuse(site, "x-page makes the schema \"%s\", which is already in %s:%d", name,
			twin->file->path, twin->line);
		return NULL;
	}
	item->page = made_of(print(schema_text, item->key), item);
	add_member(get(item->file->root, "schemas"), name, item->page);
	return item->page;
}

/* People know units by their names: beside the code of one stands its name. The units themselves have theirs. */
static void check_unit_name(const struct node *site, const struct node *item)
{
	const struct node *properties = get(item, "properties");

	refuse_if(!same(item->key, "unit") && get(properties, "unit") &&
			!get(properties, "unit_name"),
		site, "the items of a page that have a unit have unit_name, too");
}

void expand_page(struct node *response)
{
	struct node *site = get(response, "x-page"), *reference, *item;
	const struct node *page, *content;

	if (!site || !site->text)
		return;
	refuse_if(get(response, "content"), site, "x-page is the whole content: write no other");
	reference = made_of("$ref: ''", site);
	reference->first->text = site->text;
	item = schema_of(reference);
	if (!item)
		return;
	refuse_if(types_of(item) != OBJECT, site, "the items of a page are objects");
	check_unit_name(site, item);
	page = page_of(site, item);
	if (!page)
		return;
	content = made_of(print(content_text, (int)strcspn(site->text, "#"), site->text, page->key,
				  site->text),
		site);
	site->key = "content";
	site->kind = KIND_MAP;
	site->first = content->first;
	site->last = content->last;
}
