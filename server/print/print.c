#include "print/print.h"

#include <assert.h>
#include <string.h>

#include "base/embed.h"
#include "base/log.h"
#include "request/call.h"
#include "request/cursor.h"
#include "request/json_read.h"
#include "request/value.h"
#include "template.h"

#define HTML_TYPE "text/html; charset=utf-8"
/* Nothing of the page runs, nothing is fetched, and it stands in no frame. */
#define HTML_POLICY                                                                                \
	"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "     \
	"frame-ancestors 'none'"

const char *print_text(const char *name)
{
	for (size_t i = 0; i < embed_print_count; i++)
		if (!strcmp(embed_print[i].name, name))
			return embed_print[i].data;
	return NULL;
}

static const char *part(void *context, const char *name)
{
	(void)context;
	return print_text(name);
}

/* The filters of the query. */
static json_t *asked(const struct request *req)
{
	json_t *object = json_object();

	for (size_t i = 0; i < req->route->field_count; i++) {
		const struct field *field = &req->route->fields[i];
		struct value value = value_of_field(field, req->in);

		if (field->place == IN_QUERY && !is_of_page(req->route, field))
			json_object_set_new(object, field->name, value_as_json(&value));
	}
	return object;
}

static json_t *about(struct request *req)
{
	struct buffer at = {0};

	buffer_instant(&at, req->now);
	return json_pack("{s:s, s:s, s:s, s:o}", "day", req_today(req), "at", req_take(req, &at),
		"unit", req->caller.unit, "asked", asked(req));
}

static void give(struct request *req, struct buffer *page)
{
	struct call *call = req->call;

	buffer_free(&call->reply);
	call->reply = *page;
	call->content_type_out = HTML_TYPE;
	/* Else a browser would keep it for the JSON of the same address. */
	call_set_header(call, "Cache-Control", "no-store");
	call_set_long_header(call, "Content-Security-Policy", HTML_POLICY);
}

/* `fault`: what is wrong with the template, or "". */
static enum error make(struct request *req, struct buffer *page, char *fault)
{
	const char *text = print_text(req->route->print);
	const struct template template = {part, print_filter, req};
	json_t *values = json_read(req->call->reply.data, req->call->reply.length, 0);

	assert(text && "no such file in server/print");
	json_object_set_new(values, "print", about(req));
	enum error error = values ? template_fill(&template, text, values, page, fault) : E_MEMORY;

	json_decref(values);
	return error;
}

enum error print_page(struct request *req)
{
	char fault[TEMPLATE_FAULT_SIZE] = "";
	struct buffer page = {0};

	json_watch();
	enum error error = make(req, &page, fault);

	/* Then values may lack some of their members, and that is no fault of the template. */
	if (json_is_short())
		error = E_MEMORY;
	json_unwatch();
	if (error == E_FAULT && *fault)
		log_error("template", "name", req->route->print, "detail", fault, NULL);
	if (req_fail(req, error))
		buffer_free(&page);
	else
		give(req, &page);
	return req->failed;
}
