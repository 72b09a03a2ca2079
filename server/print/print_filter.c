/* The filters that know the contract. */
#include <string.h>

#include "gen/words.h"
#include "print/print.h"
#include "request/inner.h"
#include "request/operation.h"

static const struct words *group_named(const char *name)
{
	for (size_t i = 0; word_groups[i]; i++)
		if (!strcmp(word_groups[i]->group, name))
			return word_groups[i];
	return NULL;
}

static enum error say_word(const char *group_name, json_t *value, json_t **out)
{
	const struct words *group = group_named(group_name);
	const char *text = json_string_value(value);

	if (!group || !(text || json_is_null(value)))
		return E_INVALID;
	*out = NULL;
	for (size_t i = 0; text && i < group->count && !*out; i++)
		if (!strcmp(group->words[i].word, text))
			*out = json_string(group->words[i].vi);
	if (!*out)
		*out = json_incref(value);
	return OK;
}

/* "list_holds:unit" */
static enum error ask(struct request *req, const char *argument, json_t *value, json_t **out)
{
	const char *colon = strchr(argument, ':');
	const char *operation = req_printf(req, "%.*s", (int)strcspn(argument, ":"), argument);
	const struct route *route = operation_route(operation);
	const char *text = json_is_integer(value)
		? req_printf(req, "%" JSON_INTEGER_FORMAT, json_integer_value(value))
		: json_string_value(value);

	if (req->failed || !route || !(text || json_is_null(value)))
		return req->failed ? req->failed : E_INVALID;
	const struct inner_question question = {
		.route = route, .with = {{colon ? colon + 1 : NULL, text}}};

	if (text)
		return inner_answer(req, &question, out);
	*out = json_null();
	return OK;
}

enum error print_filter(
	void *context, const char *name, const char *argument, json_t *value, json_t **out)
{
	struct request *req = context;

	if (!strcmp(name, "word"))
		return say_word(argument, value, out);
	if (!strcmp(name, "ask"))
		return ask(req, argument, value, out);
	if (!strcmp(name, "figures"))
		return print_figures(req, value, out);
	return E_NOT_FOUND;
}
