/* Rows that the contract refuses, which no handler looks at. */
#include <string.h>

#include "engine/decode.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "request/query.h"

static bool is_silent(void *context, const struct schema_report *report)
{
	(void)context;
	(void)report;
	return false;
}

/* What has a fault of its own is no code to look for. */
static bool is_unit_code(const struct schema *schema, const json_t *value)
{
	return schema->name && !strcmp(schema->name, schema_unit_code.name) &&
		json_is_string(value) && schema_check(schema, value, true, is_silent, NULL);
}

static bool is_known(struct request *req, const char *unit)
{
	struct stmt *q = db_query(req->db, "SELECT 1 FROM units WHERE unit = :x_unit");

	bind_text(q, ":x_unit", unit);
	return query_exists(req, q);
}

void decode_refused_row(struct request *req, size_t index, const json_t *row)
{
	const struct schema *schema = req->route->csv_row;

	for (size_t i = 0; schema && req->db && i < schema->property_count; i++) {
		const struct property *property = &schema->properties[i];
		const json_t *value = json_object_get(row, property->name);

		if (is_unit_code(property->schema, value) &&
			!is_known(req, json_string_value(value)))
			fault_reference_unknown(req, row_pointer(req, index, property->name),
				json_string_value(value));
	}
}
