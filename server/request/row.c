/* Rows of bodies, as resources read them. */
#include "request/row.h"

#include <assert.h>
#include <string.h>

#include "gen/problems.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/query.h"
#include "request/value.h"

struct row body_row(const struct request *req)
{
	return (struct row){NO_ROW, req->body, req->route->body};
}

const char *member_pointer(struct request *req, const struct row *row, const char *member)
{
	if (row->index != NO_ROW)
		return row_pointer(req, row->index, member);
	return member ? req_printf(req, "/%s", member) : "";
}

enum error check_revision(struct request *req, struct stmt *found)
{
	bool there = db_row(bind_input(found, req));
	int64_t revision = there ? column_int(found, 0) : 0;
	enum error error = db_done(found);

	if (error)
		return req_fail(req, error);
	return there ? check_if_match(req, revision) : fail_not_found(req);
}

const char *row_text(const struct row *row, const char *member)
{
	return json_string_value(json_object_get(row->json, member));
}

int64_t row_int(const struct row *row, const char *member, int64_t absent)
{
	const struct property *property = schema_property(row->schema, member);

	assert(property && "the row has no such member");
	struct value value = value_of_json(property->schema, json_object_get(row->json, member));

	return value.form == VALUE_NULL ? absent : value.number;
}

/* The member before an ending, as "name_vi" in ":name_vi_key"; NULL when it is none. */
static const char *member_before(const struct row *row, const char *place, const char *ending)
{
	for (size_t i = 0; i < row->schema->property_count; i++) {
		const char *name = row->schema->properties[i].name;
		size_t length = strlen(name);

		if (!strncmp(place, name, length) && !strcmp(place + length, ending))
			return name;
	}
	return NULL;
}

struct stmt *bind_row(struct stmt *stmt, struct request *req, const struct row *row)
{
	int count = stmt_bind_count(stmt);

	for (int i = 1; i <= count; i++) {
		const char *place = stmt_bind_name(stmt, i) + 1;
		const struct property *property = schema_property(row->schema, place);

		if (property) {
			struct value value =
				value_of_json(property->schema, json_object_get(row->json, place));

			value_bind(&value, stmt, i);
			continue;
		}
		const char *folded = member_before(row, place, "_key");
		const char *marked = member_before(row, place, "_mark");

		if (folded)
			bind_text_at(stmt, i, req_fold(req, row_text(row, folded)));
		else if (marked)
			bind_text_at(stmt, i, req_mark(req, row_text(row, marked)));
		else
			bind_caller(stmt, req, i, place - 1);
	}
	return stmt;
}

bool row_refers(struct request *req, const struct row *row, const char *member, struct stmt *found)
{
	const json_t *json = json_object_get(row->json, member);
	const char *name = json_string_value(json);

	if (json_is_integer(json))
		name = req_printf(req, "%lld", (long long)json_integer_value(json));
	if (!name)
		return true;
	bool known = query_exists(req, bind_row(found, req, row));

	if (!known)
		fault_reference_unknown(req, member_pointer(req, row, member), name);
	return known;
}
