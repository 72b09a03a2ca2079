/*
 * Cursors: the first byte says of which list; the rest is the cursor as a client sends it, or, behind a NUL, is laid over
 * the bytes of one that the list itself gives.
 */
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "kit/world.h"
#include "request/cursor.h"
#include "request/request.h"
#include "text.h"

#define IN_SIZE 4096

static bool is_list(const struct route *route)
{
	return route->cursor_offset != NO_OFFSET && route->in_size <= IN_SIZE;
}

static bool fits(const struct route *route, const char *text)
{
	int64_t unused;

	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].offset == route->cursor_offset)
			return schema_check_text(
				route->fields[i].schema, text, "", &unused, NULL, NULL);
	return false;
}

/* Behind the contract, which lets through what looks like one. */
static void take(struct request *req, const char *text)
{
	if (!text_is_utf8(text, strlen(text)) || !fits(req->route, text) || !cursor_read(req, text))
		return;
	/* What is taken could have been given. */
	const char *const *keys = cursor_keys(req);
	const char *again = reply_cursor(req, keys[0], keys[1], keys[2]);

	must(req->failed || (again && !strcmp(again, text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char in[IN_SIZE];
	struct request req = {.in = in};

	if (size < 2)
		return 0;
	req.route = world_route(data[0], is_list);
	if (data[1]) {
		char *text = world_text(data + 1, size - 1);

		take(&req, text);
		free(text);
	} else {
		const char *given = reply_cursor(&req, "17", "Đắk Lắk", "gialai.pleiku");
		char *text = given ? strdup(given) : NULL;

		must(text);
		for (size_t i = 0; i + 2 < size && text[i]; i++)
			if (data[i + 2])
				text[i] = (char)data[i + 2];
		take(&req, text);
		free(text);
	}
	req_free_memory(&req);
	return 0;
}
