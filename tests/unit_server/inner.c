/* A list inside a request: what it answers is had whole, and what it refuses the request refuses. */
#include "fixture/fixture.h"

#include <string.h>

#include "gen/api.h"
#include "gen/problems.h"
#include "request/inner.h"
#include "request/reply_file.h"

#define MIB (1 << 20)

static struct route route;

struct outer {
	struct call call;
	struct request req;
};

static void open_outer(struct outer *outer, enum error (*handler)(struct request *req))
{
	for (size_t i = 0; i < api_route_count; i++)
		if (!strcmp(api_routes[i].operation, "list_reports"))
			route = api_routes[i];
	route.handler = handler;
	*outer = (struct outer){.req.route = &route, .req.caller.role = ROLE_HEAD};
	outer->req.call = &outer->call;
	outer->req.whole = true;
}

static void close_outer(struct outer *outer)
{
	call_drop_file(&outer->call);
	buffer_free(&outer->call.reply);
	req_free_memory(&outer->req);
}

static void fill(struct request *req, char letter)
{
	char *text = test_malloc(MIB);

	memset(text, letter, MIB);
	buffer_bytes(&req->call->reply, text, MIB);
	test_free(text);
	reply_file_move(req, false);
}

static enum error long_list(struct request *req)
{
	const struct list_reports_in *in = req->in;

	assert_int_equal(in->year, 2021);
	assert_int_equal(in->limit, REQ_ALL_ROWS);
	assert_false(in->current);
	assert_int_equal(req->form, FORM_CSV);
	fill(req, 'a');
	fill(req, 'b');
	return OK;
}

static enum error refused_list(struct request *req)
{
	fill(req, 'a');
	reply_file_forget(req);
	return fail_list_too_large(req, 256);
}

static enum error add_up(void *target, const char *bytes, size_t length)
{
	int64_t *sum = target;

	for (size_t i = 0; i < length; i++)
		*sum += bytes[i];
	return OK;
}

static void has_all_of_a_long_list(void **state)
{
	struct outer outer;
	struct inner inner;
	int64_t sum = 0;

	(void)state;
	open_outer(&outer, long_list);
	assert_true(inner_suits(&outer.req, &route, "year"));
	assert_int_equal(inner_list(&outer.req, &route, "year", "2021", &inner), OK);
	assert_true(inner.call.in_file);
	assert_int_equal(inner_bytes(&inner, add_up, &sum), OK);
	assert_int_equal(sum, (int64_t)MIB * ('a' + 'b'));
	inner_end(&inner);
	close_outer(&outer);
}

static void refuses_what_the_list_refuses(void **state)
{
	struct outer outer;
	struct inner inner;

	(void)state;
	open_outer(&outer, refused_list);
	fill(&outer.req, 'z');
	assert_true(outer.call.in_file);
	assert_int_not_equal(inner_list(&outer.req, &route, "year", "2021", &inner), OK);
	inner_end(&inner);
	assert_int_equal(outer.call.status, 400);
	assert_false(outer.call.in_file);
	assert_non_null(strstr(buffer_string(&outer.call.reply), "\"list_too_large\""));
	close_outer(&outer);
}

static void takes_no_list_that_needs_more(void **state)
{
	struct outer outer;

	(void)state;
	open_outer(&outer, long_list);
	assert_false(inner_suits(&outer.req, &route, "colour"));
	route.roles = ROLE_ADMIN;
	assert_false(inner_suits(&outer.req, &route, "year"));
	for (size_t i = 0; i < api_route_count; i++)
		if (!strcmp(api_routes[i].operation, "list_streaks") ||
			!strcmp(api_routes[i].operation, "list_completeness"))
			assert_false(inner_suits(&outer.req, &api_routes[i], "year"));
}

static int open_scratch(void **state)
{
	*state = fixture_open();
	return *state == NULL;
}

static int remove_scratch(void **state)
{
	db_close(*state);
	fixture_remove();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_all_of_a_long_list),
		cmocka_unit_test(refuses_what_the_list_refuses),
		cmocka_unit_test(takes_no_list_that_needs_more),
	};

	return cmocka_run_group_tests(tests, open_scratch, remove_scratch);
}
