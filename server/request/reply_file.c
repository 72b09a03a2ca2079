/* The name of a file that is downloaded, and the file in which a long list waits to be sent. */
#include "request/reply_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/server.h"
#include "gen/api.h"
#include "gen/problems.h"
#include "request/call.h"
#include "request/cursor.h"
#include "request/value.h"
#include "secret.h"

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

/* Beside the database, whose disk is watched; it has no name, so it goes when it is closed. */
static bool open_file(struct request *req)
{
	uint64_t number;

	secret_random(&number, sizeof number);
	const char *path =
		req_printf(req, "%s.list-%016llx", server.config.db, (unsigned long long)number);
	int file = req->failed
		? -1
		: open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);

	if (file < 0) {
		req_fail(req, errno == ENOSPC ? E_FULL : E_FAULT);
		return false;
	}
	unlink(path);
	req->call->file = file;
	req->call->in_file = true;
	return true;
}

static bool write_all(struct call *call)
{
	for (size_t done = 0; done < call->reply.length;) {
		ssize_t n = write(call->file, call->reply.data + done, call->reply.length - done);

		if (n < 0 && errno != EINTR)
			return false;
		done += n > 0 ? (size_t)n : 0;
	}
	call->file_size += call->reply.length;
	return true;
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

void reply_file_move(struct request *req, bool all)
{
	struct call *call = req->call;

	if (req->failed || !req->whole || call->reply.failed ||
		call->reply.length < (all && call->in_file ? 1 : LONG_ANSWER))
		return;
	if (call->file_size + call->reply.length > (size_t)MOST_MIB << 20)
		refuse_list(req);
	else if ((call->in_file || open_file(req)) && !write_all(call))
		req_fail(req, errno == ENOSPC ? E_FULL : E_FAULT);
	if (!req->failed)
		buffer_truncate(&call->reply, 0);
}
