/*
 * Answers with one object, written straight from columns. Lists are in reply_list.c.
 */
#include "request/reply.h"

#include <assert.h>
#include <string.h>

#include "request/call.h"
#include "request/column.h"
#include "request/etag.h"

static const struct schema *schema_of_status(const struct route *route, int status)
{
	for (size_t i = 0; i < route->reply_count; i++)
		if (route->replies[i].status == status)
			return route->replies[i].schema;
	return NULL;
}

static struct buffer *out_of(struct request *req)
{
	return &req->call->reply;
}

static void comma(struct request *req)
{
	if (req->comma)
		buffer_char(out_of(req), ',');
	req->comma = true;
}

static void member(struct request *req, const char *name)
{
	comma(req);
	buffer_json(out_of(req), name, strlen(name));
	buffer_char(out_of(req), ':');
}

static void note_revision(struct request *req, int64_t revision)
{
	call_set_header(req->call, "ETag", "\"%lld\"", (long long)revision);
	if (req->route->method == METHOD_GET && req->call->if_none_match &&
		etag_matches(req->call->if_none_match, revision, false))
		req->call->status = 304;
}

bool reply_known(struct request *req, int64_t revision)
{
	note_revision(req, revision);
	if (req->call->status != 304)
		return false;
	buffer_truncate(out_of(req), 0);
	req->call->content_type_out = NULL;
	return true;
}

/* The members of the row that the statement stands on. */
static void write_members(struct request *req, struct stmt *stmt, const struct schema *schema)
{
	const struct column_plan *plans = column_plans(req, stmt, schema);
	struct buffer *out = out_of(req);
	int count = column_count(stmt);

	for (int i = 0; plans && i < count; i++) {
		if (plans[i].form == COLUMN_REVISION) {
			note_revision(req, column_int(stmt, i));
		} else if (plans[i].form != COLUMN_KEY) {
			comma(req);
			buffer_bytes(out, plans[i].member, plans[i].length);
			write_column(out, AS_JSON, stmt, i, plans[i].form);
		}
	}
}

enum error reply_open(struct request *req, int status)
{
	if (req->failed)
		return req->failed;
	if (status == 201 && req->dry_run)
		status = 200;
	req->reply_schema = schema_of_status(req->route, status);
	assert(req->reply_schema && "the status has no JSON schema in the contract");
	buffer_truncate(out_of(req), 0);
	req->call->status = status;
	req->call->content_type_out = "application/json";
	req->comma = false;
	buffer_char(out_of(req), '{');
	return OK;
}

enum error reply_columns(struct request *req, struct stmt *stmt)
{
	bool found = !req->failed && db_row(stmt);

	if (found)
		write_members(req, stmt, req->reply_schema);
	enum error error = db_done(stmt);

	if (!error && !found)
		error = E_NOT_FOUND;
	return error ? req_fail(req, error) : req->failed;
}

enum error reply_member_rows(struct request *req, const char *name, struct stmt *stmt)
{
	const struct property *property =
		req->failed ? NULL : schema_property(req->reply_schema, name);
	struct buffer *out = out_of(req);

	if (req->failed) {
		db_done(stmt);
		return req->failed;
	}
	assert(property && property->schema->items && "the member is no list in the contract");
	member(req, name);
	buffer_char(out, '[');
	req->comma = false;
	while (db_row(stmt)) {
		comma(req);
		buffer_char(out, '{');
		req->comma = false;
		write_members(req, stmt, property->schema->items);
		buffer_char(out, '}');
		req->comma = true;
	}
	buffer_char(out, ']');
	req->comma = true;
	return req_fail(req, db_done(stmt));
}

enum error reply_member_numbers(struct request *req, const char *name, struct stmt *stmt)
{
	if (req->failed) {
		db_done(stmt);
		return req->failed;
	}
	member(req, name);
	buffer_char(out_of(req), '[');
	req->comma = false;
	while (db_row(stmt)) {
		comma(req);
		buffer_int(out_of(req), column_int(stmt, 0));
		req->comma = true;
	}
	buffer_char(out_of(req), ']');
	req->comma = true;
	return req_fail(req, db_done(stmt));
}

enum error reply_member_row(struct request *req, const char *name, struct stmt *stmt)
{
	const struct property *property =
		req->failed ? NULL : schema_property(req->reply_schema, name);
	struct buffer *out = out_of(req);

	if (req->failed) {
		db_done(stmt);
		return req->failed;
	}
	assert(property && "the member is not in the contract");
	member(req, name);
	if (db_row(stmt)) {
		buffer_char(out, '{');
		req->comma = false;
		write_members(req, stmt, property->schema);
		buffer_char(out, '}');
	} else {
		buffer_text(out, "null");
	}
	req->comma = true;
	return req_fail(req, db_done(stmt));
}

void reply_member_int(struct request *req, const char *name, int64_t value)
{
	member(req, name);
	buffer_int(out_of(req), value);
}

void reply_member_text(struct request *req, const char *name, const char *value)
{
	member(req, name);
	if (value)
		buffer_json(out_of(req), value, strlen(value));
	else
		buffer_text(out_of(req), "null");
}

void reply_member_bool(struct request *req, const char *name, bool value)
{
	member(req, name);
	buffer_text(out_of(req), value ? "true" : "false");
}

void reply_member_null(struct request *req, const char *name)
{
	reply_member_json(req, name, "null");
}

void reply_member_json(struct request *req, const char *name, const char *json)
{
	member(req, name);
	buffer_text(out_of(req), json);
}

void req_difference(
	struct request *req, const char *pointer, const char *old_json, const char *new_json)
{
	struct buffer *diff = &req->diff;

	if (!req->dry_run || !pointer)
		return;
	buffer_text(diff, diff->length ? ",{\"pointer\":" : "{\"pointer\":");
	buffer_json(diff, pointer, strlen(pointer));
	buffer_text(diff, ",\"old\":");
	buffer_text(diff, old_json ? old_json : "null");
	buffer_text(diff, ",\"new\":");
	buffer_text(diff, new_json ? new_json : "null");
	buffer_char(diff, '}');
}

/* A list that was gathered on the way, where the schema has it. */
static void reply_gathered(struct request *req, const char *name, const struct buffer *items)
{
	if (!schema_property(req->reply_schema, name))
		return;
	member(req, name);
	buffer_char(out_of(req), '[');
	buffer_bytes(out_of(req), items->data, items->length);
	buffer_char(out_of(req), ']');
}

enum error reply_close(struct request *req)
{
	if (req->failed)
		return req->failed;
	reply_gathered(req, "warnings", &req->warnings);
	if (req->dry_run)
		reply_gathered(req, "diff", &req->diff);
	if (req->unchanged && schema_property(req->reply_schema, "unchanged") &&
		!(schema_property(req->reply_schema, "unchanged")->schema->types & SCHEMA_INTEGER))
		reply_member_bool(req, "unchanged", true);
	buffer_char(out_of(req), '}');
	if (req->call->status == 304) {
		buffer_truncate(out_of(req), 0);
		req->call->content_type_out = NULL;
	}
	return OK;
}

enum error reply_row(struct request *req, int status, struct stmt *stmt)
{
	if (reply_open(req, status)) {
		db_done(stmt);
		return req->failed;
	}
	if (reply_columns(req, stmt))
		return req->failed;
	return reply_close(req);
}

enum error reply_nothing(struct request *req)
{
	if (req->failed)
		return req->failed;
	buffer_truncate(out_of(req), 0);
	req->call->status = 204;
	req->call->content_type_out = NULL;
	return OK;
}

struct buffer *reply_raw(struct request *req, int status, const char *content_type)
{
	buffer_truncate(out_of(req), 0);
	req->call->status = status;
	req->call->content_type_out = content_type;
	return out_of(req);
}
