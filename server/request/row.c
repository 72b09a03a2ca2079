/* Rows of bodies, as resources read them; see row.h. */
#include "request/row.h"

#include <assert.h>
#include <string.h>

#include "gen/problems.h"
#include "request/bind.h"
#include "request/etag.h"
#include "request/query.h"

struct row_value row_member(const struct schema *schema, const json_t *json)
{
	struct row_value value = {COLUMN_INT, 0, NULL};

	if (!json || json_is_null(json))
		return (struct row_value){COLUMN_NULL, 0, NULL};
	if (json_is_boolean(json))
		value.number = json_is_true(json);
	else if (schema->types & SCHEMA_NUMBER)
		schema_hundredths(json, &value.number);
	else if (json_is_integer(json))
		value.number = json_integer_value(json);
	else if (schema->format == FORMAT_DATE_TIME)
		schema_instant(json_string_value(json), &value.number);
	else
		return (struct row_value){COLUMN_TEXT, 0, json_string_value(json)};
	return value;
}

struct row_value row_column(const struct stmt *stmt, int column)
{
	switch (column_type(stmt, column)) {
	case COLUMN_NULL:
		return (struct row_value){COLUMN_NULL, 0, NULL};
	case COLUMN_INT:
		return (struct row_value){COLUMN_INT, column_int(stmt, column), NULL};
	default:
		return (struct row_value){COLUMN_TEXT, 0, column_text(stmt, column)};
	}
}

bool row_value_same(const struct row_value *a, const struct row_value *b)
{
	if (a->type != b->type)
		return false;
	if (a->type == COLUMN_TEXT)
		return !strcmp(a->text, b->text);
	return a->number == b->number;
}

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

enum error require_object(struct request *req, struct stmt *found)
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
	struct row_value value = row_member(property->schema, json_object_get(row->json, member));

	return value.type == COLUMN_INT ? value.number : absent;
}

static void bind_value(struct stmt *stmt, int position, const struct row_value *value)
{
	if (value->type == COLUMN_NULL)
		bind_null_at(stmt, position);
	else if (value->type == COLUMN_TEXT)
		bind_text_at(stmt, position, value->text);
	else
		bind_int_at(stmt, position, value->number);
}

/* The member whose folded text fills a place like ":name_vi_key"; NULL when it is none. */
static const char *folded_member(struct request *req, const struct row *row, const char *place)
{
	size_t length = strlen(place);

	if (length <= 4 || strcmp(place + length - 4, "_key") != 0)
		return NULL;
	const char *stem = req_printf(req, "%.*s", (int)length - 4, place);

	return stem && schema_property(row->schema, stem) ? stem : NULL;
}

struct stmt *bind_row(struct stmt *stmt, struct request *req, const struct row *row)
{
	int count = stmt_bind_count(stmt);

	for (int i = 1; i <= count; i++) {
		const char *place = stmt_bind_name(stmt, i) + 1;
		const struct property *property = schema_property(row->schema, place);

		if (property) {
			struct row_value value =
				row_member(property->schema, json_object_get(row->json, place));

			bind_value(stmt, i, &value);
			continue;
		}
		const char *folded = folded_member(req, row, place);

		if (folded)
			bind_text_at(stmt, i, req_fold(req, row_text(row, folded)));
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
