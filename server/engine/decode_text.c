/* Every text of a body in the form in which it is stored. */
#include "engine/decode.h"
#include "engine/input.h"
#include "text.h"

/* An empty text says as little as an empty cell: where nothing may be said, it is null. */
static bool may_be_null(const struct schema *schema)
{
	return (schema->types & SCHEMA_NULL) && !schema->words && !schema->min_length &&
		(schema->format == FORMAT_NONE || schema->format >= FORMAT_LINE);
}

static void drop_empty(struct request *req, const struct schema *schema, json_t *json)
{
	json_t *below;
	size_t i;

	if (json_is_array(json) && schema->items)
		json_array_foreach(json, i, below) drop_empty(req, schema->items, below);
	if (!json_is_object(json))
		return;
	for (i = 0; i < schema->property_count; i++) {
		const struct property *property = &schema->properties[i];

		below = json_object_get(json, property->name);
		if (!json_is_string(below))
			drop_empty(req, property->schema, below);
		else if (!json_string_length(below) && may_be_null(property->schema) &&
			json_object_set_new(json, property->name, json_null()))
			req_fail(req, E_MEMORY);
	}
}

/* True when some text is empty. */
static bool normalise(struct request *req, json_t *json)
{
	bool empty = false;
	const char *name;
	json_t *below;
	size_t i;

	if (json_is_string(json)) {
		const char *text = json_string_value(json);

		if (!text_is_stored_form(text) && json_string_set(json, input_text(req, text)))
			req_fail(req, E_MEMORY);
		return !json_string_length(json);
	}
	if (json_is_array(json))
		json_array_foreach(json, i, below) empty |= normalise(req, below);
	else if (json_is_object(json))
		json_object_foreach(json, name, below) empty |= normalise(req, below);
	return empty;
}

void decode_texts(struct request *req, json_t *body)
{
	if (normalise(req, body))
		drop_empty(req, req->route->body, body);
}
