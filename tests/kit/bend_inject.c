/* Right requests full of injections. */
#include <stdlib.h>

#include "bend.h"
#include "naughty.h"

/* Each text of the body and of the query becomes an injection: the free ones, or, with `all`, codes and days as well. */
static void inject(const struct schema *schema, json_t *value, bool all, size_t *turn)
{
	const char *name;
	json_t *below;
	size_t i;

	if (json_is_string(value) && (all || naughty_fits(schema)))
		json_string_set(value, invent_injection((*turn)++ % invent_injections));
	json_array_foreach(value, i, below)
	{
		inject(schema->items, below, all, turn);
	}
	json_object_foreach(value, name, below)
	{
		const struct property *property = schema_property(schema, name);

		if (property)
			inject(property->schema, below, all, turn);
	}
}

static void inject_body(struct bent *bent, bool all, size_t *turn)
{
	json_t *body = json_loads(buffer_string(&bent->body), 0, NULL);

	inject(bent->route->body, body, all, turn);
	char *text = json_dumps(body, JSON_COMPACT);

	buffer_truncate(&bent->body, 0);
	buffer_text(&bent->body, text);
	free(text);
	json_decref(body);
}

static void inject_query(struct bent *bent, bool all, size_t *turn)
{
	for (size_t i = 0; i < bent->route->field_count; i++) {
		const struct field *field = &bent->route->fields[i];
		struct buffer text = {0};

		if (field->place != IN_QUERY || bend_has_parameter(bent, field->name) ||
			!(all ? field->schema->types & SCHEMA_STRING : naughty_fits(field->schema)))
			continue;
		buffer_text(&text, invent_injection((*turn)++ % invent_injections));
		bend_add_parameter(bent, field->name, &text);
		buffer_free(&text);
	}
}

bool bend_inject(struct bent *bent, bool all, size_t *turn)
{
	size_t before = *turn;

	if (bent->route->body && bent->body.length)
		inject_body(bent, all, turn);
	inject_query(bent, all, turn);
	return *turn > before;
}
