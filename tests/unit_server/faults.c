/* Faults up to the limit of an answer and beyond: what is kept, what is clean, what is said. */
#include "fixture/fixture.h"

#include <jansson.h>

#include "gen/problems.h"
#include "request/problem.h"

static struct call call;
static struct request req;

static int begin(void **state)
{
	static const struct route route = {.operation = "import_things"};

	(void)state;
	call = (struct call){.accept_language = "en"};
	req = (struct request){.route = &route, .call = &call};
	return 0;
}

static int end(void **state)
{
	(void)state;
	buffer_free(&call.reply);
	buffer_free(&req.errors);
	req_free_memory(&req);
	return 0;
}

static void find_faults(size_t count)
{
	for (size_t i = 0; i < count; i++)
		fault_reference_unknown(&req, "/rows/1/unit", "nowhere");
}

static json_t *refused(void)
{
	assert_int_equal(req_faults(&req), E_INVALID);
	json_t *answer =
		json_loadb(call.reply.data, call.reply.length, JSON_REJECT_DUPLICATES, NULL);

	assert_non_null(answer);
	return answer;
}

static void keeps_a_thousand(void **state)
{
	(void)state;
	find_faults(1000);
	assert_false(req_faults_full(&req));
	json_t *answer = refused();

	assert_int_equal(json_array_size(json_object_get(answer, "errors")), 1000);
	assert_null(json_object_get(answer, "truncated"));
	json_decref(answer);
}

static void keeps_no_more(void **state)
{
	(void)state;
	find_faults(1001);
	assert_true(req_faults_full(&req));
	json_t *answer = refused();

	assert_int_equal(json_array_size(json_object_get(answer, "errors")), 1000);
	assert_true(json_is_true(json_object_get(answer, "truncated")));
	json_decref(answer);
}

/* A step is clean or not, however many faults came before it. */
static void tells_what_is_clean(void **state)
{
	(void)state;
	for (size_t i = 0; i < 1200; i++) {
		size_t faults = req_fault_count(&req);

		assert_true(req_clean_since(&req, faults));
		find_faults(1);
		assert_false(req_clean_since(&req, faults));
	}
}

static void is_not_clean_when_it_failed(void **state)
{
	(void)state;
	req_fail(&req, E_FAULT);
	assert_false(req_clean_since(&req, req_fault_count(&req)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(keeps_a_thousand, begin, end),
		cmocka_unit_test_setup_teardown(keeps_no_more, begin, end),
		cmocka_unit_test_setup_teardown(tells_what_is_clean, begin, end),
		cmocka_unit_test_setup_teardown(is_not_clean_when_it_failed, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
