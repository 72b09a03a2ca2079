#include "http/pages.h"

#include <string.h>

#include "base/embed.h"
#include "buffer.h"
#include "engine/execute.h"
#include "header.h"
#include "request/call.h"

#define ROOM  "/web/"
#define INDEX "index.html"

/* Nothing from elsewhere, nothing inline, and no text becomes markup or a script. */
static const char policy[] =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
	"connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
	"require-trusted-types-for 'script'; trusted-types 'none'";

static const struct ending {
	const char *text;
	const char *type;
} endings[] = {
	{".html", "text/html; charset=utf-8"},
	{".css", "text/css; charset=utf-8"},
	{".js", "text/javascript; charset=utf-8"},
	{".svg", "image/svg+xml"},
};

static const char *type_of(const char *name)
{
	const char *ending = strrchr(name, '.');

	for (size_t i = 0; ending && i < sizeof endings / sizeof *endings; i++)
		if (!strcmp(endings[i].text, ending))
			return endings[i].type;
	return "application/octet-stream";
}

static const struct embedded *find(const char *name)
{
	for (size_t i = 0; i < embed_page_count; i++)
		if (!strcmp(embed_pages[i].name, name))
			return &embed_pages[i];
	return NULL;
}

static bool is_kept_already(const char *list)
{
	struct header_tag tag;
	size_t length = strlen(embed_page_build);

	if (!list)
		return false;
	if (header_is_any(list))
		return true;
	while (header_next_tag(&list, &tag))
		if (tag.text.length == length && !memcmp(tag.text.text, embed_page_build, length))
			return true;
	return false;
}

static void give(struct call *call, const struct embedded *page)
{
	call->status = 200;
	call->content_type_out = type_of(page->name);
	buffer_bytes(&call->reply, page->data, page->size);
}

static void give_index(struct call *call)
{
	call_set_header(call, "ETag", "\"%s\"", embed_page_build);
	call_set_header(call, "Cache-Control", "no-cache");
	call_set_long_header(call, "Content-Security-Policy", policy);
	call_set_header(call, "Referrer-Policy", "same-origin");
	call_set_header(call, "Cross-Origin-Opener-Policy", "same-origin");
	call_set_header(call, "Cross-Origin-Resource-Policy", "same-origin");
	if (is_kept_already(call->if_none_match))
		call->status = 304;
	else
		give(call, find(INDEX));
}

/* `name` stands behind /web/: the build, a slash, and what it holds. */
static void give_part(struct call *call, const char *name)
{
	size_t length = strlen(embed_page_build);
	const struct embedded *page = NULL;

	if (!strncmp(name, embed_page_build, length) && name[length] == '/')
		page = find(name + length + 1);
	if (!page || !strcmp(page->name, INDEX)) {
		execute_refuse(call, "no_such_path");
		return;
	}
	call_set_header(call, "Cache-Control", "public, max-age=31536000, immutable");
	call_set_header(call, "Cross-Origin-Resource-Policy", "same-origin");
	give(call, page);
}

bool pages_answer(struct call *call)
{
	bool index = !strcmp(call->path, "/");

	if (!index && strncmp(call->path, ROOM, sizeof ROOM - 1) != 0)
		return false;
	call_give_id(call);
	call->omit_body = !strcmp(call->method, "HEAD");
	if (!call->omit_body && strcmp(call->method, "GET") != 0) {
		execute_refuse(call, "method_not_allowed");
		call_set_header(call, "Allow", "GET, HEAD");
		return true;
	}
	if (index)
		give_index(call);
	else
		give_part(call, call->path + sizeof ROOM - 1);
	return true;
}
