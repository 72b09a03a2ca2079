/* Every page to print against the contract: whatever an answer holds or lacks, its template names nothing that is not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/embed.h"
#include "gen/api.h"
#include "gen/words.h"
#include "print/print.h"
#include "request/operation.h"
#include "template.h"

/* What an answer may have: all of it; the lists and objects, but no optional value in them; nothing that can be left out. */
enum amount { FULL, BARE, EMPTY };

struct trial {
	enum amount amount;
	const char *word; /* of enums, of states and the like */
};

static json_t *sample(const struct trial *trial, const char *name, const struct schema *schema);

static json_t *sample_object(const struct trial *trial, const struct schema *schema)
{
	json_t *object = json_object();

	for (size_t i = 0; i < schema->property_count; i++)
		json_object_set_new(object, schema->properties[i].name,
			sample(trial, schema->properties[i].name, schema->properties[i].schema));
	return object;
}

static json_t *sample_text(const struct trial *trial, const char *name, const struct schema *schema)
{
	if (schema->format == FORMAT_DATE)
		return json_string("2021-03-05");
	if (schema->format == FORMAT_DATE_TIME)
		return json_string("2021-12-05T02:30:00.000Z");
	if (!strcmp(name, "period"))
		return json_string("2021-06");
	return json_string(trial->word);
}

static json_t *sample(const struct trial *trial, const char *name, const struct schema *schema)
{
	bool nested = schema->types & (SCHEMA_OBJECT | SCHEMA_ARRAY);

	if (schema->types & SCHEMA_NULL &&
		(trial->amount == EMPTY || (trial->amount == BARE && !nested)))
		return json_null();
	if (schema->types & SCHEMA_OBJECT)
		return sample_object(trial, schema);
	if (schema->types & SCHEMA_ARRAY)
		return trial->amount == EMPTY
			? json_array()
			: json_pack("[o]", sample(trial, name, schema->items));
	if (schema->types & SCHEMA_STRING)
		return sample_text(trial, name, schema);
	if (schema->types & SCHEMA_NUMBER)
		return json_real(75.32);
	if (schema->types & SCHEMA_BOOLEAN)
		return json_boolean(trial->amount == FULL);
	return json_integer(1144);
}

static const struct schema *answer_of(const struct route *route)
{
	for (size_t i = 0; i < route->reply_count; i++)
		if (route->replies[i].status == 200)
			return route->replies[i].schema;
	return NULL;
}

static bool is_group(const char *name)
{
	for (size_t i = 0; word_groups[i]; i++)
		if (!strcmp(word_groups[i]->group, name))
			return true;
	return false;
}

/* "list_holds:unit" */
static enum error ask(const struct trial *trial, const char *argument, json_t **out)
{
	char operation[80];
	const char *parameter = strchr(argument, ':');

	snprintf(operation, sizeof operation, "%.*s", (int)strcspn(argument, ":"), argument);
	const struct route *route = operation_route(operation);

	if (!route || route->method != METHOD_GET || !route->field_count || !answer_of(route))
		return E_NOT_FOUND;
	bool known = !parameter && route->fields[0].place == IN_PATH;

	for (size_t i = 0; parameter && i < route->field_count; i++)
		known |= !strcmp(route->fields[i].name, parameter + 1);
	*out = trial->amount == EMPTY ? json_null() : sample(trial, "", answer_of(route));
	return known ? OK : E_NOT_FOUND;
}

static enum error filter(
	void *context, const char *name, const char *argument, json_t *value, json_t **out)
{
	const struct trial *trial = context;
	bool bare = trial->amount == BARE;

	if (!strcmp(name, "word")) {
		*out = json_incref(value);
		return is_group(argument) ? OK : E_NOT_FOUND;
	}
	if (!strcmp(name, "ask"))
		return ask(trial, argument, out);
	if (strcmp(name, "figures") != 0)
		return E_NOT_FOUND;
	*out = json_pack("[{s:s, s:[{s:s, s:s, s:o, s:o, s:o, s:{s:s, s:o, s:o, s:o}}]}]", "area",
		"a", "rows", "name", "n", "measure", "vụ", "value",
		bare ? json_null() : json_integer(1), "status", json_null(), "note", json_null(),
		"accused", "measure", "bị can", "value", bare ? json_null() : json_integer(0),
		"status", json_string("estimate"), "note", json_null());
	return OK;
}

static const char *part(void *context, const char *name)
{
	(void)context;
	return print_text(name);
}

static json_t *about(const struct trial *trial, const struct route *route)
{
	json_t *asked = json_object();

	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].place == IN_QUERY)
			json_object_set_new(asked, route->fields[i].name,
				trial->amount == FULL ? sample(trial, "", route->fields[i].schema)
						      : json_null());
	return json_pack("{s:s, s:s, s:s, s:o}", "day", "2021-12-05", "at",
		"2021-12-05T02:30:00.000Z", "unit", "gialai", "asked", asked);
}

static void try_page(const struct route *route, struct trial trial)
{
	const struct template template = {part, filter, &trial};
	const char *text = print_text(route->print);
	char fault[TEMPLATE_FAULT_SIZE];
	struct buffer page = {0};
	json_t *values = sample(&trial, "", answer_of(route));

	if (!text)
		fail_msg("%s: no file server/print/%s.html", route->operation, route->print);
	json_object_set_new(values, "print", about(&trial, route));
	enum error error = template_fill(&template, text, values, &page, fault);

	if (error)
		fail_msg("%s.html, %d, %s: %s", route->print, (int)trial.amount, trial.word, fault);
	assert_null(strstr(buffer_string(&page), "{{"));
	assert_non_null(strstr(page.data, "</html>"));
	buffer_free(&page);
	json_decref(values);
}

static void names_what_answers_have(void **state)
{
	static const char *const words[] = {"x", "accepted", "draft", "certified", "unit_head",
		"president", "in_force", "final", "situation", "results"};
	size_t pages = 0;

	(void)state;
	for (size_t i = 0; i < api_route_count; i++) {
		if (!api_routes[i].print)
			continue;
		for (size_t word = 0; word < sizeof words / sizeof *words; word++)
			for (enum amount amount = FULL; amount <= EMPTY; amount++)
				try_page(&api_routes[i], (struct trial){amount, words[word]});
		pages++;
	}
	assert_true(pages > 4);
}

/* A page is printed by some operation, or is a part of one that is. */
static void has_no_page_for_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < embed_print_count; i++) {
		const char *name = embed_print[i].name;
		char tag[80];
		bool used = false;

		snprintf(tag, sizeof tag, "{{>%s}}", name);
		for (size_t j = 0; j < api_route_count; j++)
			used |= api_routes[j].print && !strcmp(api_routes[j].print, name);
		for (size_t j = 0; j < embed_print_count; j++)
			used |= strstr(embed_print[j].data, tag) != NULL;
		if (!used)
			fail_msg("nothing prints server/print/%s", name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_what_answers_have),
		cmocka_unit_test(has_no_page_for_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
