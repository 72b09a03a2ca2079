/* A handler that answered before its change was refused: the refusal is the answer, and nothing of the change stays. An engine
 * in another process may refuse so late; one that does not has refused already. */
#include "fixture/fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/server.h"
#include "engine/writer.h"

static struct db *db;

static enum error repeat_a_row(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"INSERT INTO unit_below (ancestor, unit) VALUES ('gialai', 'vkstc'), ('vkstc', 'vkstc')");

	req->call->status = 200;
	return req_fail(req, db_run(q));
}

static enum error add_a_row(struct request *req)
{
	struct stmt *q = db_query(
		req->db, "INSERT INTO unit_below (ancestor, unit) VALUES ('gialai', 'vkstc')");

	req->call->status = 200;
	return req_fail(req, db_run(q));
}

static const struct route repeats = {.method = METHOD_POST,
				  .path = "/x",
				  .lane = LANE_WRITE,
				  .open = true,
				  .operation = "repeat_a_row",
				  .handler = repeat_a_row},
			  adds = {.method = METHOD_POST,
				  .path = "/x",
				  .lane = LANE_WRITE,
				  .open = true,
				  .operation = "add_a_row",
				  .handler = add_a_row};

static int status_of(const struct route *route, bool dry_run)
{
	struct exchange x;

	exchange_open(&x, "POST", "/x", NULL, NULL);
	x.call.route = route;
	x.call.request = calloc(1, sizeof *x.call.request);
	assert_non_null(x.call.request);
	x.call.request->call = &x.call;
	x.call.request->route = route;
	x.call.request->dry_run = dry_run;
	strcpy(x.call.request->caller.unit, "vkstc");
	writer_run_here(db, &x.call);
	int status = x.call.status;

	exchange_close(&x);
	return status;
}

static int64_t rows(void)
{
	struct stmt *q = db_query(db, "SELECT count(*) FROM unit_below");
	int64_t count = db_row(q) ? column_int(q, 0) : -1;

	assert_int_equal(db_done(q), OK);
	return count;
}

static void test_the_refusal_is_the_answer(void **state)
{
	int64_t before = rows(), events = fixture_events(db);

	(void)state;
	assert_int_equal(status_of(&repeats, true), 409);
	assert_int_equal(status_of(&repeats, false), 409);
	assert_int_equal(rows(), before);
	assert_int_equal(fixture_events(db), events);
	/* And of what comes behind nothing is refused for it. */
	assert_int_equal(status_of(&adds, true), 200);
	assert_int_equal(rows(), before);
	assert_int_equal(status_of(&adds, false), 200);
	assert_int_equal(rows(), before + 1);
	assert_int_equal(fixture_events(db), events + 1);
}

static int open_all(void **state)
{
	(void)state;
	db = fixture_open();
	server.config.check_replies = false;
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
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_refusal_is_the_answer)};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
