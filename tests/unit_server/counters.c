/* What /metrics tells: little while nothing happens, and what an alarm looks at from the start. */
#include "fixture/fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/counters.h"
#include "base/server.h"
#include "buffer.h"
#include "contract.h"
#include "engine/queue.h"
#include "gen/api.h"
#include "gen/problems.h"

#define LITTLE 8192 /* bytes */

static struct buffer text;

/* The value of a line, -1 without it. */
static long long metric(const char *name)
{
	size_t length = strlen(name);

	buffer_free(&text);
	counters_print(&text);
	for (const char *line = buffer_string(&text); line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, name, length) == 0 && line[length] == ' ')
			return strtoll(line + length, NULL, 10);
	}
	return -1;
}

static void is_short_while_nothing_happens(void **state)
{
	(void)state;
	assert_int_equal(metric("thidua_connections"), 0);
	assert_in_range(text.length, 1, LITTLE);
}

static void an_alarm_sees_the_first_problem_as_an_increase(void **state)
{
	(void)state;
	assert_int_equal(metric("thidua_problems_total{code=\"disk_full\"}"), 0);
	assert_int_equal(metric("thidua_problems_total{code=\"login_failed\"}"), 0);
	assert_int_equal(metric("thidua_problems_total{code=\"balance_error\"}"), -1);
	assert_int_equal(metric("thidua_write_refused_timestamp_seconds"), 0);
	counter_problem(problem_by_code("balance_error"));
	counter_problem(problem_by_code("disk_full"));
	assert_int_equal(metric("thidua_problems_total{code=\"balance_error\"}"), 1);
	assert_int_equal(metric("thidua_problems_total{code=\"disk_full\"}"), 1);
	assert_true(metric("thidua_write_refused_timestamp_seconds") > 0);
}

#define HEALTH  "operation=\"get_health\",status=\"200\""
#define REFUSED "operation=\"none\",status=\"404\""

static void times_are_of_an_operation_and_its_status(void **state)
{
	const struct route *route = api_routes;

	(void)state;
	while (strcmp(route->operation, "get_health") != 0)
		route++;
	counter_reply(route, 200, 1000);
	counter_reply(route, 200, 1001);
	counter_reply(route, 503, 3000000);
	counter_reply(NULL, 404, 10);
	assert_int_equal(metric("thidua_request_seconds_bucket{" HEALTH ",le=\"0.001\"}"), 1);
	assert_int_equal(metric("thidua_request_seconds_bucket{" HEALTH ",le=\"0.005\"}"), 2);
	assert_int_equal(metric("thidua_request_seconds_bucket{" HEALTH ",le=\"+Inf\"}"), 2);
	assert_int_equal(metric("thidua_request_seconds_count{" HEALTH "}"), 2);
	assert_int_equal(metric("thidua_request_seconds_count{" REFUSED "}"), 1);
	assert_non_null(strstr(
		buffer_string(&text), "\nthidua_request_seconds_sum{" HEALTH "} 0.002001\n"));
	assert_non_null(strstr(buffer_string(&text),
		"\nthidua_request_seconds_bucket{operation=\"get_health\",status=\"503\",le=\"2.5\"} 0\n"));
}

static void a_group_has_a_size_and_its_commit_a_time(void **state)
{
	(void)state;
	counter_group(5, 2000);
	counter_commit(700);
	counter_checkpoint(100, true);
	assert_int_equal(metric("thidua_group_jobs_bucket{le=\"4\"}"), 0);
	assert_int_equal(metric("thidua_group_jobs_bucket{le=\"16\"}"), 1);
	assert_int_equal(metric("thidua_group_jobs_sum"), 5);
	assert_int_equal(metric("thidua_group_seconds_count"), 1);
	assert_int_equal(metric("thidua_commit_seconds_bucket{le=\"0.001\"}"), 1);
	assert_int_equal(metric("thidua_checkpoint_seconds_count"), 1);
	assert_int_equal(metric("thidua_checkpoint_failures_total"), 1);
}

static void a_queue_tells_its_depth(void **state)
{
	static struct queue queue;
	static struct call call;

	(void)state;
	queue_open(&queue, COUNTED_READS, 1);
	assert_true(queue_reserve(&queue, 0));
	assert_int_equal(metric("thidua_queue_depth{queue=\"reads\"}"), 0);
	queue_push(&queue, &call);
	assert_int_equal(metric("thidua_queue_depth{queue=\"reads\"}"), 1);
	assert_int_equal(metric("thidua_queue_depth{queue=\"writes\"}"), 0);
	assert_ptr_equal(queue_take(&queue), &call);
	assert_int_equal(metric("thidua_queue_depth{queue=\"reads\"}"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_short_while_nothing_happens),
		cmocka_unit_test(an_alarm_sees_the_first_problem_as_an_increase),
		cmocka_unit_test(times_are_of_an_operation_and_its_status),
		cmocka_unit_test(a_group_has_a_size_and_its_commit_a_time),
		cmocka_unit_test(a_queue_tells_its_depth),
	};

	server.config.db = "none.db";
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	buffer_free(&text);
	return failed;
}
