/* The name of a file that is downloaded, and the file in which a long answer waits to be sent. */
#include "request/reply_file.h"

#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "request/call.h"
#include "request/cursor.h"
#include "request/etag.h"
#include "request/scratch.h"
#include "request/value.h"

#define LONGEST_NAME  150
#define MOST_MIB      256
#define LONG_ANSWER   ((size_t)128 << 10)
#define EASY_ALPHABET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."

/* A value that every file system takes; another one is left out. */
static void add_filter(struct buffer *name, const struct value *value)
{
	size_t before = name->length;

	if (value->form == VALUE_INT)
		buffer_printf(name, "-%lld", (long long)value->number);
	else if (value->form == VALUE_TEXT && !value->text[strspn(value->text, EASY_ALPHABET)])
		buffer_printf(name, "-%s", value->text);
	if (name->length > LONGEST_NAME)
		buffer_truncate(name, before);
}

void reply_file_name(struct request *req)
{
	const struct route *route = req->route;
	struct buffer name = {0};

	buffer_text(&name, route->file);
	for (size_t i = 0; i < route->field_count; i++) {
		const struct field *field = &route->fields[i];
		struct value value = value_of_field(field, req->in);

		if (!field->fallback && !is_of_page(route, field))
			add_filter(&name, &value);
	}
	call_set_header(req->call, "Content-Disposition", "attachment; filename=\"%s.%s\"",
		req_take(req, &name), api_forms[req->form].word);
}

void reply_file_forget(struct request *req)
{
	req->call->header_count = req->call->header_used = 0;
}

static void refuse_list(struct request *req)
{
	reply_file_forget(req);
	fail_list_too_large(req, MOST_MIB);
}

static void move(struct request *req)
{
	struct call *call = req->call;
	enum error error = call->in_file ? OK : scratch_open(&call->file);

	call->in_file = call->in_file || !error;
	if (!error)
		error = scratch_write(call->file, call->reply.data, call->reply.length);
	call->file_size += call->reply.length;
	if (!req_fail(req, error))
		buffer_truncate(&call->reply, 0);
}

static bool is_due(const struct call *call, bool all)
{
	return call->reply.length >= (all && call->in_file ? 1 : LONG_ANSWER);
}

void reply_file_move(struct request *req, bool all)
{
	struct call *call = req->call;

	if (req->failed || !req->whole || call->reply.failed || !is_due(call, all))
		return;
	if (call->file_size + call->reply.length > (size_t)MOST_MIB << 20)
		refuse_list(req);
	else
		move(req);
}

/* RFC 6266: for old clients in ASCII, and in full. */
static const char *disposition(struct request *req, const char *name)
{
	struct buffer out = {0};

	buffer_text(&out, "attachment; filename=\"");
	for (const char *c = name; *c; c++)
		buffer_char(&out, strchr(EASY_ALPHABET, *c) ? *c : '_');
	buffer_text(&out, "\"; filename*=UTF-8''");
	for (const char *c = name; *c; c++)
		if (strchr(EASY_ALPHABET, *c))
			buffer_char(&out, *c);
		else
			buffer_printf(&out, "%%%02X", (unsigned)(unsigned char)*c);
	return req_take(req, &out);
}

bool reply_file_open(struct request *req, const struct file_answer *file)
{
	call_set_long_header(req->call, "ETag", req_printf(req, "\"%s\"", file->tag));
	req->call->status = 200;
	if (req->call->if_none_match && etag_matches_text(req->call->if_none_match, file->tag)) {
		req->call->status = 304;
		return false;
	}
	call_set_long_header(req->call, "Content-Disposition", disposition(req, file->name));
	req->call->content_type_out = file->type;
	return true;
}

void reply_file_bytes(struct request *req, const void *bytes, size_t length)
{
	buffer_bytes(&req->call->reply, bytes, length);
	if (!req->failed && !req->call->reply.failed && is_due(req->call, false))
		move(req);
}

enum error reply_file_close(struct request *req)
{
	if (!req->failed && !req->call->reply.failed && is_due(req->call, true))
		move(req);
	return req->failed;
}
