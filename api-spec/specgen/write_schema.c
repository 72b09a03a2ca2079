/* Schemas as constants of include/schema.h. */
#include "output.h"

static const char *limit(const struct node *schema, const char *key, int places, const char *absent)
{
	int64_t value = number_of(schema, key, places, 0);

	if (!get(schema, key))
		return absent;
	if (value == INT64_MIN || value == INT64_MAX)
		return value < 0 ? "INT64_MIN" : "INT64_MAX";
	return print("%lld", (long long)value);
}

static void put_heading(const struct node *heading)
{
	put(", .heading = ");
	put_quoted(heading->text, false);
	put(", .heading_key = ");
	put_quoted(heading_key(heading), false);
}

static void put_properties(const struct node *schema, int depth)
{
	static const char tabs[] = "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t";
	const struct node *properties = get(schema, "properties");
	size_t count = 0;

	if (!first(properties))
		return;
	put(",\n%.*s.properties = (const struct property[]){\n", depth, tabs);
	foreach (property, properties) {
		put("%.*s{.name = \"%s\", .schema = ", depth + 1, tabs, property->key);
		put_schema(property, depth + 2);
		if (has_word(get(schema, "required"), property->key))
			put(", .required = true");
		if (is_true(property, "readOnly") || is_true(schema_of(property), "readOnly"))
			put(", .read_only = true");
		if (property->heading)
			put_heading(property->heading);
		put("},\n");
		count++;
	}
	put("%.*s},\n%.*s.property_count = %zu", depth, tabs, depth, tabs, count);
}

static void put_words(const struct node *words)
{
	put(", .words = (const char *const[]){");
	foreach (word, words)
		if (word->kind == KIND_TEXT) {
			put_quoted(word->text, false);
			put(", ");
		}
	put("NULL}");
}

/* What stands after the name, up to the closing brace. */
static void put_body(struct node *site, int depth)
{
	struct node *schema = schema_of(site);
	unsigned types = types_of(site), any = types ? types : ~0U;
	const char *between = "";

	put(".types = %s", types ? "" : "0");
	for (unsigned i = 0; i < TYPE_COUNT; i++)
		if (types & 1U << i) {
			put("%sSCHEMA_%s", between, upper(type_names[i]));
			between = " | ";
		}
	if (get(schema, "format"))
		put(", .format = FORMAT_%s", upper(text_of(schema, "format")));
	if (places_of(schema) == 3)
		put(", .thousandths = true");
	if (!types || is_true(schema, "additionalProperties"))
		put(", .open = true");
	if (any & STRING)
		put(", .min_length = %s, .max_length = %s", limit(schema, "minLength", 0, "0"),
			limit(schema, "maxLength", 0, "SIZE_MAX"));
	if (any & (INTEGER | NUMBER))
		put(", .minimum = %s, .maximum = %s",
			limit(schema, "minimum", places_of(schema), "INT64_MIN"),
			limit(schema, "maximum", places_of(schema), "INT64_MAX"));
	if (get(schema, "enum"))
		put_words(get(schema, "enum"));
	if (any & ARRAY)
		put(", .min_items = %s, .max_items = %s", limit(schema, "minItems", 0, "0"),
			limit(schema, "maxItems", 0, "SIZE_MAX"));
	if (types & ARRAY) {
		put(", .items = ");
		put_schema(get(schema, "items"), depth + 1);
	}
	put_properties(schema, depth);
	put("}");
}

void put_named_schema(struct node *schema)
{
	put("{.name = \"%s\", ", schema->key);
	put_body(schema, 1);
}

void put_schema(struct node *site, int depth)
{
	if (schema_of(site) != site && !site->nullable) {
		put("&schema_%s", schema_of(site)->key);
		return;
	}
	put("&(const struct schema){");
	if (schema_of(site) != site)
		put(".name = \"%s\", ", schema_of(site)->key);
	put_body(site, depth);
}
