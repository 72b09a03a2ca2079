/* Whoever reads an answer has a text for each enum word in it. */
#include "fixture/fixture.h"

#include <string.h>

#include "gen/api.h"
#include "gen/words.h"

static bool has_word(const struct words *group, const char *word)
{
	for (size_t i = 0; i < group->count; i++)
		if (!strcmp(group->words[i].word, word))
			return true;
	return false;
}

static bool has_all(const struct words *group, const char *const *words)
{
	while (*words && has_word(group, *words))
		words++;
	return !*words;
}

static bool is_said(const char *const *words)
{
	size_t i = 0;

	while (word_groups[i] && !has_all(word_groups[i], words))
		i++;
	return word_groups[i];
}

/* How many enums have no group; each is told. */
static size_t look(const struct route *route, const char *name, const struct schema *schema)
{
	size_t unsaid = schema->words && !is_said(schema->words);

	if (unsaid)
		print_error("%s: words.yaml has no group with %s, .. of `%s`\n", route->operation,
			schema->words[0], name);
	if (schema->items)
		unsaid += look(route, name, schema->items);
	for (size_t i = 0; i < schema->property_count; i++)
		unsaid += look(route, schema->properties[i].name, schema->properties[i].schema);
	return unsaid;
}

/* What is open to everybody tells of the server, and to machines. */
static void every_enum_of_an_answer_is_a_group(void **state)
{
	size_t unsaid = 0;

	(void)state;
	for (size_t i = 0; i < api_route_count; i++)
		for (size_t k = 0; k < api_routes[i].reply_count && !api_routes[i].open; k++)
			if (api_routes[i].replies[k].status < 300 &&
				api_routes[i].replies[k].schema)
				unsaid += look(&api_routes[i], "", api_routes[i].replies[k].schema);
	assert_int_equal(unsaid, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_enum_of_an_answer_is_a_group),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
