/*
 * Bulk imports: walks the rows of a body, lets the resource store each, and keeps what the answer
 * tells: counts, differences and, through the request, the faults. The rows were checked against
 * the contract before; CSV and JSON look the same here.
 */
#include "request/import.h"

#include <stdlib.h>
#include <string.h>

#include "request/bind.h"
#include "request/journal.h"
#include "request/problem.h"
#include "request/query.h"
#include "request/reply.h"
#include "request/value.h"

struct import {
	int64_t created, updated, unchanged;
	int64_t cleared; /* values that were there and are no more */
};

void import_count(struct request *req, enum import_outcome outcome)
{
	struct import *import = req->import;

	if (outcome == IMPORT_CREATED)
		import->created++;
	else if (outcome == IMPORT_UPDATED)
		import->updated++;
	else
		import->unchanged++;
}

static void diff_value(
	struct request *req, const char *pointer, const struct value *old, const struct value *new)
{
	struct buffer before = {0}, after = {0};

	value_write(old, &before, AS_JSON);
	value_write(new, &after, AS_JSON);
	const char *old_json = req_take(req, &before), *new_json = req_take(req, &after);

	req_difference(req, pointer, old_json, new_json);
}

static void fill_member(struct request *req, const struct row *row, const struct stmt *old,
	int column, const struct property *property)
{
	struct value stored = value_of_column(old, column, value_form(property->schema));
	json_t *json = (json_t *)(uintptr_t)row->json; /* of the body, which is the request's */

	if (json_object_set_new(json, property->name, value_as_json(&stored)))
		req_fail(req, E_MEMORY);
}

/* The members that a row of an import lacks, from the row on which the statement stands. A body that
 * replaces an object lacks nothing: what is absent there is null. */
static void fill_members(struct request *req, const struct row *row, const struct stmt *old)
{
	for (int i = 0; row->index != NO_ROW && i < column_count(old); i++) {
		const struct property *property = schema_property(row->schema, column_name(old, i));

		if (property && !json_object_get(row->json, property->name))
			fill_member(req, row, old, i, property);
	}
}

enum error import_fill(struct request *req, const struct row *row, struct stmt *old)
{
	if (db_row(old))
		fill_members(req, row, old);
	return req_fail(req, db_done(old));
}

static void count_cleared(
	struct request *req, const struct value *stored, const struct value *given)
{
	if (req->import && given->form == VALUE_NULL && stored->form != VALUE_NULL)
		req->import->cleared++;
}

/* Whether some member of the row differs from its column; each difference is noted. */
static bool differs(struct request *req, const struct row *row, const struct stmt *old)
{
	bool differs = false;

	for (int i = 0; i < column_count(old); i++) {
		const char *name = column_name(old, i);
		const struct property *property = schema_property(row->schema, name);

		if (!property)
			continue;
		struct value stored = value_of_column(old, i, value_form(property->schema));
		struct value given =
			value_of_json(property->schema, json_object_get(row->json, name));

		if (value_same(&stored, &given))
			continue;
		differs = true;
		count_cleared(req, &stored, &given);
		diff_value(req, member_pointer(req, row, name), &stored, &given);
	}
	return differs;
}

enum error import_compare(
	struct request *req, const struct row *row, struct stmt *old, enum import_outcome *out)
{
	enum import_outcome outcome = IMPORT_CREATED;

	if (db_row(old)) {
		fill_members(req, row, old);
		outcome = differs(req, row, old) ? IMPORT_UPDATED : IMPORT_UNCHANGED;
	}
	enum error error = req_fail(req, db_done(old));

	if (!error)
		*out = outcome;
	return error;
}

enum error import_stored(struct request *req, const struct row *row, enum import_outcome outcome,
	const char *object, const char *unit)
{
	import_count(req, outcome);
	if (outcome == IMPORT_UNCHANGED)
		return req->failed;
	char *state = json_dumps(row->json, JSON_COMPACT | JSON_SORT_KEYS);

	if (!state)
		return req_fail(req, E_MEMORY);
	enum error error = req_event(req, unit, object, state);

	free(state);
	return error;
}

enum error import_upsert(struct request *req, const struct row *row, struct stmt *old,
	struct stmt *put, const char *object, const char *unit)
{
	enum import_outcome outcome;

	bind_row(old, req, row);
	enum error error = import_compare(req, row, old, &outcome);

	if (error)
		return error;
	if (outcome == IMPORT_UNCHANGED) {
		error = db_done(put);
	} else {
		bind_row(put, req, row);
		error = db_run(put);
	}
	if (error)
		return req_fail(req, error);
	return import_stored(req, row, outcome, object, unit);
}

bool row_replace(struct request *req, struct stmt *old, struct stmt *put)
{
	struct row row = body_row(req);
	enum import_outcome outcome;

	if (req_faults(req) || import_compare(req, &row, bind_input(old, req), &outcome))
		return false;
	if (outcome == IMPORT_UNCHANGED) {
		req_unchanged(req);
		return false;
	}
	return !query_run(req, bind_input(put, req));
}

static enum error walk(struct request *req, const json_t *rows, import_function *function)
{
	size_t index;
	json_t *json;

	json_array_foreach(rows, index, json)
	{
		if (req_faults_full(req))
			break;
		struct row row = {index, json, req->route->csv_row};
		enum error error = function(req, &row);

		if (error)
			return req_fail(req, error);
	}
	return req->failed;
}

static enum error answer(struct request *req)
{
	const struct import *import = req->import;

	if (!import->created && !import->updated)
		req_unchanged(req);
	reply_open(req, 200);
	reply_member_int(req, "created", import->created);
	reply_member_int(req, "updated", import->updated);
	reply_member_int(req, "unchanged", import->unchanged);
	if (import->cleared)
		reply_member_int(req, "cleared", import->cleared);
	import_close(req, import->created, import->updated, import->unchanged);
	return reply_close(req);
}

static enum error finish(struct request *req, enum error error)
{
	if (!error)
		error = req_faults(req);
	if (!error)
		error = answer(req);
	req->import = NULL;
	return error;
}

enum error import_whole(struct request *req, enum error (*store)(struct request *req))
{
	struct import import = {0};

	req->import = &import;
	return finish(req, store(req));
}

enum error import_rows_twice(struct request *req, import_function *first, import_function *second)
{
	const json_t *rows = json_object_get(req->body, req->route->csv_member);
	struct import import = {0};

	req->import = &import;
	enum error error = walk(req, rows, first);

	if (!error && second)
		error = walk(req, rows, second);
	return finish(req, error);
}

enum error import_rows(struct request *req, import_function *row)
{
	return import_rows_twice(req, row, NULL);
}
