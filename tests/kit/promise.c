/* Finds the response of the document that an answer is, and holds their headers together. */
#include "promise.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static json_t *document;

static bool read_document(struct client *client)
{
	static bool asking;
	struct question question = {.method = "GET", .path = "/openapi.json"};
	struct answer answer;

	if (document || asking)
		return document;
	asking = true;
	if (client_send(client, &question, &answer) && answer.status == 200)
		document = json_incref(answer.json);
	answer_free(&answer);
	asking = false;
	return document;
}

/* What a $ref like #/components/headers/etag_header names, or the thing itself. */
static json_t *resolve(json_t *json)
{
	const char *ref = json_string_value(json_object_get(json, "$ref"));
	char section[40], name[80];

	if (!ref || sscanf(ref, "#/components/%39[^/]/%79s", section, name) != 2)
		return json;
	return json_object_get(
		json_object_get(json_object_get(document, "components"), section), name);
}

/* How many segments are as the template has them, or -1 when it is another path. */
static int matches(const char *template, const char *path)
{
	int same = 0;

	while (*template == '/' && *path == '/') {
		size_t n = 1 + strcspn(template + 1, "/"), m = 1 + strcspn(path + 1, "/?");

		if (template[1] != '{' && (n != m || strncmp(template, path, n) != 0))
			return -1;
		same += template[1] != '{';
		template += n;
		path += m;
	}
	return !*template && (!*path || *path == '?') ? same : -1;
}

static json_t *find_path(const char *path)
{
	json_t *found = NULL, *item;
	const char *template;
	int best = -1;

	json_object_foreach(json_object_get(document, "paths"), template, item)
	{
		int same = matches(template, path);

		if (same > best) {
			best = same;
			found = item;
		}
	}
	return found;
}

/* What no operation answers (no such path or method) is the response of all other failures. */
static json_t *find_response(const struct question *question, int status)
{
	char method[16] = "", code[8];

	for (size_t i = 0; question->method[i] && i < sizeof method - 1; i++)
		method[i] = (char)tolower((unsigned char)question->method[i]);
	snprintf(code, sizeof code, "%d", status);
	json_t *item = find_path(question->path);
	json_t *operation = json_object_get(item, strcmp(method, "head") == 0 ? "get" : method);
	json_t *responses = json_object_get(operation, "responses");
	json_t *response = json_object_get(responses, code);

	if (!responses)
		return json_object_get(
			json_object_get(json_object_get(document, "components"), "responses"),
			"failure_response");
	return resolve(response ? response : json_object_get(responses, "default"));
}

static void check_header(struct answer *answer, const char *name, json_t *header)
{
	const char *value = header_value(answer, name);
	json_t *words = json_object_get(json_object_get(header, "schema"), "enum"), *word;
	bool known = !words;
	size_t i;

	if (!value) {
		if (json_is_true(json_object_get(header, "required")))
			buffer_printf(
				&answer->faults, "the document promises the header %s\n", name);
		return;
	}
	json_array_foreach(words, i, word) known |= strcmp(json_string_value(word), value) == 0;
	if (!known)
		buffer_printf(&answer->faults, "the document knows no %s: %s\n", name, value);
}

void check_promise(struct client *client, const struct question *question, struct answer *answer)
{
	static const char *const named[] = {"ETag", "Location", "Retry-After", "X-Next-Cursor",
		"Idempotent-Replay", "Content-Language", "X-Request-Id", "Allow",
		"WWW-Authenticate", "Content-Disposition"};

	if (!read_document(client) || strcmp(question->method, "OPTIONS") == 0)
		return;
	json_t *headers = json_object_get(find_response(question, answer->status), "headers"),
	       *header;
	const char *name;

	json_object_foreach(headers, name, header) check_header(answer, name, resolve(header));
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (header_value(answer, named[i]) && !json_object_get(headers, named[i]))
			buffer_printf(&answer->faults,
				"the document does not name the header %s of this answer\n",
				named[i]);
}
