/* The plans of columns; see column.h. */
#include "request/column.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void plan_hidden(struct column_plan *plan, const char *name)
{
	bool key = name[1] >= '1' && name[1] <= '3' && !name[2];
	bool aside = !strcmp(name, "_0");

	assert((key || aside || !strcmp(name, "_revision")) &&
		"a hidden column is _revision, _0, _1, _2 or _3");
	plan->use = key ? COLUMN_KEY : aside ? COLUMN_ASIDE : COLUMN_REVISION;
	plan->key = key ? name[1] - '1' : 0;
}

static void plan_member(struct column_plan *plan, const struct schema *schema, const char *name)
{
	const struct property *property = schema_property(schema, name);

	assert(property && "the column is no member of the reply's schema");
	plan->form = value_form(property->schema);
	assert(plan->form != VALUE_NESTED && "a column holds one value");
	plan->property = (size_t)(property - schema->properties);
	int length = snprintf(plan->member, sizeof plan->member, "\"%s\":", name);

	assert(length > 0 && (size_t)length < sizeof plan->member);
	plan->length = (unsigned short)length;
}

const struct column_plan *column_plans(
	struct request *req, struct stmt *stmt, const struct schema *schema)
{
	struct column_plan *plans = stmt_note(stmt, schema);

	if (plans)
		return plans;
	int count = column_count(stmt);

	assert(count > 0 && "the plan of a statement that was not prepared would be kept");
	plans = calloc((size_t)count, sizeof *plans);
	if (!plans) {
		req_fail(req, E_MEMORY);
		return NULL;
	}
	for (int i = 0; i < count; i++) {
		const char *name = column_name(stmt, i);

		if (name[0] == '_')
			plan_hidden(&plans[i], name);
		else
			plan_member(&plans[i], schema, name);
	}
	stmt_set_note(stmt, schema, plans);
	return plans;
}
