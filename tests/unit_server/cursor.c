/* Cursors: what a list gives is what it takes, up to the longest names of the contract. */
#include "fixture/fixture.h"

#include <string.h>

#include "gen/api.h"
#include "request/cursor.h"
#include "request/reply.h"
#include "secret.h"
#include "text.h"

struct page {
	struct request req;
	struct list_units_in in;
};

static const struct route *route_of(const char *operation)
{
	for (size_t i = 0; i < api_route_count; i++)
		if (!strcmp(api_routes[i].operation, operation))
			return &api_routes[i];
	fail_msg("no %s", operation);
	return NULL;
}

static void open_page(struct page *page)
{
	*page = (struct page){.in = {.sort = "name", .limit = 1}};
	page->req.route = route_of("list_units");
	page->req.in = &page->in;
}

static size_t letters_of(const struct route *route, const char *member)
{
	const struct schema *item =
		schema_property(route->replies[0].schema, "items")->schema->items;

	assert_int_equal(route->replies[0].status, 200);
	return schema_property(item, member)->schema->max_length;
}

static void fill(char *text, size_t length)
{
	memset(text, 'z', length);
	text[length] = '\0';
}

static void takes_what_it_gave(void **state)
{
	struct page page;
	char name[4000], unit[200];

	(void)state;
	open_page(&page);
	fill(name, TEXT_FOLD_MOST * letters_of(page.req.route, "name_vi"));
	fill(unit, letters_of(page.req.route, "unit"));
	const char *cursor = reply_cursor(&page.req, name, unit, NULL);

	assert_non_null(cursor);
	assert_int_equal(page.req.failed, OK);
	assert_true(cursor_read(&page.req, cursor));
	assert_string_equal(cursor_keys(&page.req)[0], name);
	assert_string_equal(cursor_keys(&page.req)[1], unit);
	assert_null(cursor_keys(&page.req)[2]);

	page.in.sort = "unit";
	assert_false(cursor_read(&page.req, cursor));
	req_free_memory(&page.req);
}

/* One list position has one cursor. */
static void takes_nothing_that_it_would_not_give(void **state)
{
	struct page page;
	char plain[100], text[SECRET_BASE64URL_SIZE(sizeof plain)];
	size_t length;

	(void)state;
	open_page(&page);
	const char *cursor = reply_cursor(&page.req, "z", NULL, NULL);

	assert_true(secret_base64url_read(cursor, strlen(cursor), plain, &length));
	memcpy(plain + length - 1, "z",
		2); /* behind the mark of the third key, which is not there */
	secret_base64url(plain, length + 1, text);
	assert_false(cursor_read(&page.req, text));
	assert_true(cursor_read(&page.req, cursor));
	req_free_memory(&page.req);
}

static void gives_none_that_it_would_not_take(void **state)
{
	struct page page;
	char name[4000];

	(void)state;
	open_page(&page);
	fill(name, sizeof name - 1);
	reply_cursor(&page.req, name, NULL, NULL);
	assert_int_equal(page.req.failed, E_FAULT);
	req_free_memory(&page.req);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_what_it_gave),
		cmocka_unit_test(takes_nothing_that_it_would_not_give),
		cmocka_unit_test(gives_none_that_it_would_not_take),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
