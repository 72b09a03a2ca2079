/*
 * Answers with one object, written straight from columns. Lists are in reply_list.c.
 */
#include "request/reply.h"

#include <assert.h>
#include <string.h>

#include "request/bind.h"
#include "request/call.h"
#include "request/column.h"
#include "request/etag.h"
#include "request/fields.h"
#include "request/problem.h"

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
	if (req->answer.comma)
		buffer_char(out_of(req), ',');
	req->answer.comma = true;
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
	/* A page to print also has names that change without it. */
	if (req->route->method == METHOD_GET && req->call->if_none_match &&
		req->form != FORM_HTML && etag_matches(req->call->if_none_match, revision))
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

void reply_for_good(struct request *req)
{
	call_set_header(req->call, "Cache-Control", "private, max-age=31536000, immutable");
}

static bool is_shown(
	const struct request *req, const struct schema *schema, const struct column_plan *plan)
{
	return !req->answer.chosen || fields_name(req, schema->properties[plan->property].name);
}

/* The members of the row that the statement stands on. */
static void write_members(struct request *req, struct stmt *stmt, const struct schema *schema)
{
	const struct column_plan *plans = column_plans(req, stmt, schema);
	struct buffer *out = out_of(req);
	int count = column_count(stmt);

	for (int i = 0; plans && i < count; i++) {
		if (plans[i].use == COLUMN_REVISION) {
			note_revision(req, column_int(stmt, i));
		} else if (plans[i].use == COLUMN_MEMBER && is_shown(req, schema, &plans[i])) {
			comma(req);
			buffer_bytes(out, plans[i].member, plans[i].length);
			value_write_column(out, AS_JSON, stmt, i, plans[i].form);
		}
	}
}

enum error reply_open(struct request *req, int status)
{
	if (req->failed)
		return req->failed;
	if (status == 201 && req->dry_run)
		status = 200;
	req->answer.schema = schema_of_status(req->route, status);
	assert(req->answer.schema && "the status has no JSON schema in the contract");
	buffer_truncate(out_of(req), 0);
	req->call->status = status;
	req->call->content_type_out = "application/json";
	req->answer.comma = false;
	buffer_char(out_of(req), '{');
	return OK;
}

enum error reply_columns(struct request *req, struct stmt *stmt)
{
	if (!req->failed)
		bind_input(stmt, req);
	bool found = !req->failed && db_row(stmt);

	if (found)
		write_members(req, stmt, req->answer.schema);
	enum error error = db_done(stmt);

	if (!error && !found)
		error = E_NOT_FOUND;
	return error ? req_fail(req, error) : req->failed;
}

static void write_object(struct request *req, struct stmt *stmt, const struct schema *schema)
{
	comma(req);
	buffer_char(out_of(req), '{');
	req->answer.comma = false;
	write_members(req, stmt, schema);
	buffer_char(out_of(req), '}');
	req->answer.comma = true;
}

static void write_number_here(struct request *req, const struct stmt *stmt)
{
	comma(req);
	buffer_int(out_of(req), column_int(stmt, 0));
}

static void write_items(struct request *req, struct stmt *stmt, const struct schema *item)
{
	buffer_char(out_of(req), '[');
	while (db_row(stmt)) {
		if (item->types & SCHEMA_OBJECT)
			write_object(req, stmt, item);
		else
			write_number_here(req, stmt);
	}
	buffer_char(out_of(req), ']');
}

enum error reply_member(struct request *req, const char *name, struct stmt *stmt)
{
	if (req->failed) {
		db_done(stmt);
		return req->failed;
	}
	const struct property *property = schema_property(req->answer.schema, name);

	assert(property && "the member is not in the contract");
	bind_input(stmt, req);
	member(req, name);
	req->answer.comma = false;
	if (property->schema->items)
		write_items(req, stmt, property->schema->items);
	else if (db_row(stmt))
		write_object(req, stmt, property->schema);
	else
		buffer_text(out_of(req), "null");
	req->answer.comma = true;
	return req_fail(req, db_done(stmt));
}

enum error reply_chosen_member(struct request *req, const char *name, struct stmt *stmt)
{
	req->answer.chosen = true;
	enum error error = reply_member(req, name, stmt);

	req->answer.chosen = false;
	return error;
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

void reply_member_buffer(struct request *req, const char *name, struct buffer *json)
{
	if (json->failed) {
		req_fail(req, E_MEMORY);
	} else if (!req->failed) {
		member(req, name);
		buffer_bytes(out_of(req), json->data, json->length);
	}
	buffer_free(json);
}

/* A list that was gathered on the way, where the schema has it. */
static void reply_gathered(struct request *req, const char *name,
	void (*print)(const struct request *req, struct buffer *out))
{
	if (!schema_property(req->answer.schema, name))
		return;
	member(req, name);
	buffer_char(out_of(req), '[');
	print(req, out_of(req));
	buffer_char(out_of(req), ']');
}

enum error reply_close(struct request *req)
{
	if (req->failed)
		return req->failed;
	reply_gathered(req, "warnings", problem_print_warnings);
	if (req->dry_run)
		reply_gathered(req, "diff", problem_print_differences);
	if (req_is_unchanged(req) && schema_property(req->answer.schema, "unchanged") &&
		!(schema_property(req->answer.schema, "unchanged")->schema->types & SCHEMA_INTEGER))
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
