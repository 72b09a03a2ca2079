/* The headers of operations, by their shapes. They are described in common.yaml; a response of
 * another shape names its own. */
#include <string.h>

#include "model.h"

#define COMMON "api-spec/common.yaml#"

/* No digest of a password is kept, as a stored answer would need. */
static bool is_replayed(const struct operation *op)
{
	return op->roles && op->method == METHOD_POST &&
		!same(text_of(op->node, "x-lane"), "password");
}

static void add_request_headers(const struct operation *op)
{
	const struct node *responses = get(op->node, "responses");
	const struct {
		const char *name;
		bool follows;
	} headers[] = {
		{"if_none_match", get(responses, "304")},
		{"if_match", get(responses, "412")},
		{"idempotency_key", is_replayed(op)},
		{"accept_language", true},
		{"request_id", true},
	};
	struct node *parameters = list_in(op->node, "parameters");

	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		if (headers[i].follows)
			append(parameters, NULL,
				made_of(print("$ref: '" COMMON "/parameters/%s'", headers[i].name),
					files[0].root));
}

static struct node *map_of(struct node *map, const char *key)
{
	if (!get(map, key))
		append(map, key, made_of("map: {}", map)->first);
	return get(map, key);
}

/* Of a 2xx: problems are components, which name their headers themselves. */
static void add_answer_headers(const struct operation *op, struct node *response)
{
	const struct node *responses = get(op->node, "responses");
	/* What is made without rights of its own has no revision: a session. */
	bool tagged = get(responses, "304") || get(responses, "412") ||
		(get(responses, "201") && op->roles);
	const struct {
		const char *name, *component;
		bool follows;
	} headers[] = {
		{"X-Request-Id", "request_id", true},
		{"ETag", "etag", tagged},
		{"Location", "location", same(response->key, "201")},
		{"X-Next-Cursor", "next_cursor",
			has_form(op, FORM_CSV) && find_input(op, "cursor")},
		{"Content-Disposition", "disposition", is_file(op)},
		{"Idempotent-Replay", "replay", is_replayed(op)},
	};
	struct node *map = map_of(response, "headers");

	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		if (headers[i].follows && !get(map, headers[i].name))
			append(map, headers[i].name,
				made_of(print("$ref: '" COMMON "/headers/%s'",
						headers[i].component),
					files[0].root));
}

void add_headers(void)
{
	for (const struct operation *op = operations; op; op = op->next) {
		add_request_headers(op);
		foreach (response, get(op->node, "responses"))
			if (*response->key == '2' && !get(response, "$ref"))
				add_answer_headers(op, response);
	}
}

static const char *with_name(const char *names, const char *name)
{
	return listed(names, name) ? names : print("%s%s%s", names, *names ? " " : "", name);
}

const char *answer_headers(void)
{
	const char *names = "";

	for (const struct operation *op = operations; op; op = op->next)
		foreach (response, get(op->node, "responses"))
			foreach (header, get(resolve(response, "responses"), "headers"))
				/* Which no script ever sees. */
				if (!same(header->key, "Set-Cookie"))
					names = with_name(names, header->key);
	return names;
}

const char *request_headers(void)
{
	const char *names = "";

	for (const struct operation *op = operations; op; op = op->next)
		foreach (site, get(op->node, "parameters")) {
			const struct node *parameter = resolve(site, "parameters");

			if (same(text_of(parameter, "in"), "header"))
				names = with_name(names, text_of(parameter, "name"));
		}
	return names;
}
