/* One parked call, answered exactly once: by its lane or by its deadline. */
#include "fixture/fixture.h"

#include <stdlib.h>
#include <string.h>

#include "contract.h"
#include "engine/dispatch.h"
#include "engine/parked.h"
#include "engine/queue.h"

static const struct route write_route = {.method = METHOD_POST, .lane = LANE_WRITE};
static const struct route slow_route = {.method = METHOD_GET, .lane = LANE_SLOW};

static void open_parked(struct exchange *x, const struct route *route)
{
	exchange_open(x, "POST", "/x", NULL, NULL);
	x->call.route = route;
	x->call.request = calloc(1, sizeof *x->call.request);
	assert_non_null(x->call.request);
	x->call.request->call = &x->call;
	parked_add(&x->call, 1000);
	assert_int_equal(x->parked, 1);
	assert_int_equal(parked_count(), 1);
}

static void answer(struct call *work)
{
	work->status = 201;
	work->content_type_out = "application/json";
	call_set_header(work, "Location", "/x/1");
	buffer_text(&work->reply, "{}");
}

static void is_answered_by_its_lane(void **state)
{
	struct exchange x;
	struct call work;

	(void)state;
	open_parked(&x, &write_route);
	assert_true(parked_begin(&x.call, &work));
	assert_ptr_equal(x.call.request->call, &work);
	answer(&work);
	parked_expire(999);
	assert_int_equal(x.resumed, 0);
	parked_finish(&x.call, &work);
	assert_int_equal(x.resumed, 1);
	assert_int_equal(x.call.status, 201);
	assert_string_equal(exchange_text(&x), "{}");
	assert_string_equal(call_header_value(&x.call, 0), "/x/1");
	assert_ptr_equal(x.call.request->call, &x.call);
	assert_int_equal(parked_count(), 0);
	parked_expire(INT64_MAX);
	assert_int_equal(x.resumed, 1);
	exchange_close(&x);
}

static void is_not_done_while_queued(void **state)
{
	struct exchange x;
	struct call work;

	(void)state;
	open_parked(&x, &write_route);
	parked_expire(1000);
	assert_int_equal(x.resumed, 1);
	assert_int_equal(x.call.status, 503);
	assert_non_null(strstr(exchange_text(&x), "\"busy\""));
	assert_int_equal(parked_count(), 0);
	assert_int_equal(x.call.references, 2);
	assert_false(parked_begin(&x.call, &work));
	assert_int_equal(x.call.references, 1);
	assert_int_equal(x.resumed, 1);
	exchange_close(&x);
}

static void has_an_unknown_outcome_while_it_runs(void **state)
{
	struct exchange x;
	struct call work;

	(void)state;
	open_parked(&x, &write_route);
	assert_true(parked_begin(&x.call, &work));
	parked_expire(1000);
	assert_int_equal(x.call.status, 503);
	assert_non_null(strstr(exchange_text(&x), "\"outcome_unknown\""));
	answer(&work);
	parked_finish(&x.call, &work);
	assert_int_equal(x.resumed, 1);
	assert_int_equal(x.call.status, 503);
	assert_non_null(strstr(exchange_text(&x), "\"outcome_unknown\""));
	exchange_close(&x);
}

static void is_just_late_when_it_only_reads(void **state)
{
	struct exchange x;
	struct call work;

	(void)state;
	open_parked(&x, &slow_route);
	assert_true(parked_begin(&x.call, &work));
	parked_expire(1000);
	assert_non_null(strstr(exchange_text(&x), "\"busy\""));
	parked_finish(&x.call, &work);
	assert_int_equal(x.resumed, 1);
	exchange_close(&x);
}

static void discard(struct call *call)
{
	int *discarded = call->owner;

	++*discarded;
}

static void is_freed_by_the_last_reference(void **state)
{
	int discarded = 0;
	struct call call = {.owner = &discarded, .discard = discard, .references = 2};

	(void)state;
	call_drop(&call);
	assert_int_equal(discarded, 0);
	call_drop(&call);
	assert_int_equal(discarded, 1);
}

static void expires_many_at_once(void **state)
{
	enum { MANY = 300 };
	static struct exchange many[MANY];
	struct call work;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		exchange_open(&many[i], "POST", "/x", NULL, NULL);
		many[i].call.route = &write_route;
		parked_add(&many[i].call, 1000 + (int64_t)i);
	}
	assert_int_equal(parked_count(), MANY);
	parked_expire(1099);
	assert_int_equal(parked_count(), MANY - 100);
	parked_expire(INT64_MAX);
	assert_int_equal(parked_count(), 0);
	for (size_t i = 0; i < MANY; i++) {
		assert_int_equal(many[i].resumed, 1);
		assert_false(parked_begin(&many[i].call, &work));
		exchange_close(&many[i]);
	}
}

static void bounds_its_queue(void **state)
{
	static struct queue queue;
	struct call calls[3] = {0};

	(void)state;
	queue_open(&queue, COUNTED_WRITES, 2);
	for (int round = 0; round < 2000; round++) {
		assert_false(queue_reserve(&queue, 2));
		assert_true(queue_reserve(&queue, 1));
		assert_false(queue_reserve(&queue, 1)); /* leaves the last one to others */
		assert_true(queue_reserve(&queue, 0));
		assert_false(queue_reserve(&queue, 0));
		queue_push(&queue, &calls[0]);
		queue_push(&queue, &calls[1]);
		assert_ptr_equal(queue_take(&queue), &calls[0]);
		assert_true(queue_reserve(&queue, 0));
		queue_push(&queue, &calls[2]);
		assert_ptr_equal(queue_wait(&queue), &calls[1]);
		assert_ptr_equal(queue_wait(&queue), &calls[2]);
		assert_null(queue_take(&queue));
	}
	queue_wake(&queue);
	assert_null(queue_wait(&queue));
	assert_true(queue_reserve(&queue, 0));
	queue_close(&queue);
	assert_false(queue_reserve(&queue, 0));
	assert_false(queue_is_closed(&queue));
	queue_push(&queue, &calls[0]);
	assert_ptr_equal(queue_wait(&queue), &calls[0]);
	assert_true(queue_is_closed(&queue));
	assert_null(queue_wait(&queue));
}

/* Of one token many wait; who comes now with another one is the next but one, and all are taken once. */
static void lets_others_between(void **state)
{
	static struct queue queue;
	static struct call calls[101];
	struct request busy = {.caller.token = 1}, office = {.caller.token = 2};
	bool taken[101] = {false};

	(void)state;
	queue_open(&queue, COUNTED_WRITES, 101);
	for (size_t i = 0; i < 101; i++)
		calls[i].request = i < 100 ? &busy : &office;
	for (size_t i = 0; i < 100; i++) {
		assert_true(queue_reserve(&queue, 0));
		queue_push(&queue, &calls[i]);
	}
	for (size_t i = 0; i < 20; i++)
		taken[queue_take(&queue) - calls] = true;
	assert_true(queue_reserve(&queue, 0));
	queue_push(&queue, &calls[100]);
	for (size_t i = 0; i < 2; i++)
		taken[queue_take(&queue) - calls] = true;
	assert_true(taken[100]);
	for (size_t i = 0; i < 79; i++) {
		size_t n = (size_t)(queue_take(&queue) - calls);

		assert_false(taken[n]);
		taken[n] = true;
	}
	assert_null(queue_take(&queue));
	for (size_t i = 0; i < QUEUE_TOKENS; i++)
		assert_int_equal(queue.waiting[i], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_answered_by_its_lane),
		cmocka_unit_test(is_not_done_while_queued),
		cmocka_unit_test(has_an_unknown_outcome_while_it_runs),
		cmocka_unit_test(is_just_late_when_it_only_reads),
		cmocka_unit_test(is_freed_by_the_last_reference),
		cmocka_unit_test(expires_many_at_once),
		cmocka_unit_test(bounds_its_queue),
		cmocka_unit_test(lets_others_between),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
