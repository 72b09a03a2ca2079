/* What the writer says of a job: that it was slow, and why it failed. */
#include "fixture/fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/server.h"
#include "calendar.h"
#include "contract.h"
#include "engine/parked.h"
#include "engine/queue.h"
#include "engine/writer.h"
#include "gen/problems.h"

#define FAR INT64_MAX

static struct db *db;
static struct queue queue;
static char written[4096];

static enum error refuse_at_once(struct request *req)
{
	return fail_not_found(req);
}

/* Over the 50 ms of a slow job, however fast the machine is. */
static enum error take_long(struct request *req)
{
	int64_t begin = calendar_monotonic();

	while (calendar_monotonic() - begin < 60000)
		;
	return fail_not_found(req);
}

static enum error break_a_rule(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO units (unit, level, parent, name_vi, name_key, valid_from)"
		" VALUES ('gialai', 'province', 'vkstc', 'x', 'x', '2021-01-01')");

	return db_run(q) == E_CONFLICT ? fail_not_found(req) : E_FAULT;
}

static enum error lack_memory(struct request *req)
{
	(void)req;
	return E_MEMORY;
}

static void queue_job(struct exchange *x, const struct route *route)
{
	exchange_open(x, "POST", "/x", NULL, NULL);
	strcpy(x->call.id, "request-1");
	x->call.route = route;
	x->call.request = calloc(1, sizeof *x->call.request);
	assert_non_null(x->call.request);
	x->call.request->call = &x->call;
	x->call.request->route = route;
	parked_add(&x->call, FAR);
	assert_true(queue_reserve(&queue, 0));
	queue_push(&queue, &x->call);
}

/* Runs the writer over jobs of these handlers until the last has been served; `written` is the log
 * then. */
static void run_jobs(enum error (*first)(struct request *), enum error (*last)(struct request *))
{
	const struct route routes[] = {{.method = METHOD_POST,
					       .lane = LANE_WRITE,
					       .open = true,
					       .operation = "first_thing",
					       .handler = first},
		{.method = METHOD_POST,
			.lane = LANE_WRITE,
			.open = true,
			.operation = "last_thing",
			.handler = last}};
	static struct exchange jobs[2];
	int file = capture_begin();

	queue_open(&queue, COUNTED_WRITES, 2);
	queue_job(&jobs[0], &routes[0]);
	queue_job(&jobs[1], &routes[1]);
	queue_close(&queue);
	writer_run(db, &queue);
	capture_end(file, written, sizeof written);
	exchange_close(&jobs[0]);
	exchange_close(&jobs[1]);
}

static void tells_of_a_slow_job(void **state)
{
	(void)state;
	run_jobs(refuse_at_once, take_long);
	const char *line = strstr(written, "event=slow request=request-1 operation=last_thing ms=");

	assert_non_null(line);
	assert_true(strtoll(strstr(line, "ms=") + 3, NULL, 10) >= 60);
	/* A quick job has no line, unless the machine stood still for as long. */
	for (line = written; (line = strstr(line, "event=slow")); line++)
		assert_true(strtoll(strstr(line, "ms=") + 3, NULL, 10) >= 50);
}

static void tells_only_its_own_failure(void **state)
{
	(void)state;
	run_jobs(break_a_rule, lack_memory);
	assert_non_null(strstr(written, "event=fault"));
	assert_null(strstr(written, "units"));
}

static int open_all(void **state)
{
	(void)state;
	db = fixture_open();
	server.config.check_replies = false;
	log_start(LOG_INFO, false);
	return writer_open(db) != OK;
}

static int close_all(void **state)
{
	(void)state;
	db_close(db);
	fixture_remove();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_of_a_slow_job),
		cmocka_unit_test(tells_only_its_own_failure),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
