/* One annex of a dossier as a list; as a table with a column for each group of the points, which a list holds inside. */
#include <string.h>

#include "request/call.h"
#include "request/json_read.h"
#include "request/reply.h"
#include "request/value.h"
#include "yearend/dossier.h"

#define MOST_GROUPS 40 /* of the columns that a table may have */

static const struct schema *schema_of_row(const struct request *req)
{
	return schema_property(req->route->replies[0].schema, "items")->schema->items;
}

/* The groups of the first row are those of all; a code that is called as another column has no place here. */
static size_t add_groups(struct request *req, const struct schema *row, const json_t *groups,
	struct property *columns)
{
	size_t count = 0, i;
	const json_t *group;

	json_array_foreach(groups, i, group)
	{
		const char *code = req_text(req, json_string_value(json_object_get(group, "code")));

		if (code && count < MOST_GROUPS && !schema_property(row, code))
			columns[count++] = (struct property){.name = code,
				.heading = code,
				.schema = schema_property(row, "total")->schema};
	}
	return count;
}

static const struct schema *schema_of_table(struct request *req, const json_t *rows)
{
	const struct schema *row = schema_of_row(req);
	struct property *columns =
		req_alloc(req, (row->property_count + MOST_GROUPS) * sizeof *columns);
	struct schema *table = req_alloc(req, sizeof *table);
	size_t count = 0;

	if (!columns || !table)
		return NULL;
	for (size_t i = 0; i < row->property_count; i++) {
		const char *name = row->properties[i].name;

		if (value_form(row->properties[i].schema) != VALUE_NESTED)
			columns[count++] = row->properties[i];
		else
			count += add_groups(req, row,
				json_object_get(json_array_get(rows, 0), name), columns + count);
	}
	*table = (struct schema){
		.types = SCHEMA_OBJECT, .properties = columns, .property_count = count};
	return table;
}

static void write_groups(
	struct request *req, const struct schema *table, const char *name, const json_t *groups)
{
	const json_t *group;
	size_t i;

	if (!table) {
		item_json(req, name, dossier_json(req, groups));
		return;
	}
	json_array_foreach(groups, i, group)
	{
		const char *code = json_string_value(json_object_get(group, "code"));

		if (code && schema_property(table, code) &&
			!schema_property(schema_of_row(req), code))
			item_member(req, code, json_object_get(group, "points"));
	}
}

static void write_row(struct request *req, const struct schema *table, const json_t *row)
{
	const struct schema *schema = schema_of_row(req);

	item_open(req);
	for (size_t i = 0; i < schema->property_count; i++) {
		const char *name = schema->properties[i].name;
		const json_t *value = json_object_get(row, name);

		if (json_is_array(value))
			write_groups(req, table, name, value);
		else
			item_member(req, name, value);
	}
	item_close(req);
}

static enum error write_rows(struct request *req, const json_t *rows)
{
	const struct schema *table = form_is_table(req->form) ? schema_of_table(req, rows) : NULL;
	const json_t *row;
	size_t i;

	if (req->failed)
		return req->failed;
	if (table)
		reply_table_open(req, table);
	else
		reply_list_open(req);
	json_array_foreach(rows, i, row) write_row(req, table, row);
	return reply_list_close(req, NULL);
}

enum error dossier_annex(struct request *req, const struct dossier *dossier, const char *name)
{
	json_watch();
	json_t *frozen = dossier_frozen(req, dossier->id);
	json_t *shown = frozen ? frozen : dossier_gather(req, &dossier->cluster, name);

	if (!req->failed && !json_is_short())
		write_rows(req, json_object_get(shown, name));
	json_decref(shown);
	if (json_is_short())
		req_fail(req, E_MEMORY);
	json_unwatch();
	return req->failed;
}
