/* Long reads while the log has grown long: the writer wants it to begin anew, which it cannot while one of them runs, and
 * no further one begins meanwhile. It must come again by itself when it has nothing else to do. */
#include "fixture/fixture.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/server.h"
#include "calendar.h"
#include "contract.h"
#include "engine/lane.h"
#include "engine/parked.h"
#include "engine/reader.h"

#define FAR           INT64_C(4000000000000)
#define PATIENCE      5000000 /* microseconds */
#define LOG_NUMBER_AT 12 /* https://sqlite.org/fileformat2.html: the number of its checkpoint */

static struct db *outsider;
static char admin[SECRET_TOKEN_SIZE];
static sem_t begun, go_on;

static enum error read_until_told(struct request *req)
{
	sem_post(&begun);
	sem_wait(&go_on);
	req->call->status = 200;
	return OK;
}

static enum error read_without_end(struct request *req)
{
	struct stmt *q = db_query(req->db,
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i > 0)"
		" SELECT count(*) FROM n");

	sem_post(&begun);
	while (db_row(q))
		;
	return db_done(q);
}

static enum error read_briefly(struct request *req)
{
	req->call->status = 200;
	return OK;
}

static void submit(struct exchange *x, const struct route *route)
{
	exchange_open(x, "GET", "/x", NULL, NULL);
	x->call.route = route;
	x->call.request = calloc(1, sizeof *x->call.request);
	assert_non_null(x->call.request);
	x->call.request->call = &x->call;
	x->call.request->route = route;
	assert_int_equal(lane_submit(&x->call, LANE_SLOW), OK);
}

static void write_once(void)
{
	struct exchange x;

	exchange_open(&x, "POST", "/api/v1/tokens", admin,
		"{\"unit\": \"gialai\", \"role\": \"clerk\", \"label\": \"thử\"}");
	assert_int_equal(exchange_run(&x), 201);
	exchange_close(&x);
}

static void wait_until_wanted(void)
{
	int64_t until = calendar_monotonic() + PATIENCE;

	while (!reader_is_wanted() && calendar_monotonic() < until)
		usleep(1000);
	assert_true(reader_is_wanted());
}

static void keep_the_next_one_only_until_they_end(void **state)
{
	static const struct route first = {.method = METHOD_GET,
					  .lane = LANE_SLOW,
					  .open = true,
					  .operation = "first_read",
					  .handler = read_until_told},
				  second = {.method = METHOD_GET,
					  .lane = LANE_SLOW,
					  .open = true,
					  .operation = "second_read",
					  .handler = read_briefly};
	struct exchange reads[2];

	(void)state;
	for (int i = 0; i < 3; i++) /* more than 16 MiB */
		assert_int_equal(
			db_run(db_query(outsider, "INSERT INTO filler VALUES (zeroblob(6000000))")),
			OK);
	submit(&reads[0], &first);
	sem_wait(&begun);
	write_once();
	wait_until_wanted();
	submit(&reads[1], &second);
	sem_post(&go_on);
	for (int i = 0; i < 2; i++) {
		sem_wait(&reads[i].answered);
		assert_int_equal(reads[i].call.status, 200);
		exchange_close(&reads[i]);
	}
}

struct log {
	off_t size;
	uint32_t number; /* another one each time that it begins anew */
};

static struct log look_at_log(void)
{
	struct log log = {0};
	char path[200];
	struct stat found = {0};

	snprintf(path, sizeof path, "%s-wal", server.config.db);
	FILE *file = fopen(path, "re");

	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &found), 0);
	assert_int_equal(fseek(file, LOG_NUMBER_AT, SEEK_SET), 0);
	assert_int_equal(fread(&log.number, sizeof log.number, 1, file), 1);
	fclose(file);
	log.size = found.st_size;
	return log;
}

static bool log_begins_anew(uint32_t number)
{
	int64_t until = calendar_monotonic() + PATIENCE;

	while (look_at_log().number == number && calendar_monotonic() < until)
		write_once();
	return look_at_log().number != number;
}

/* A snapshot holds the log, and with it every write that comes behind: at its deadline it ends. */
static void end_at_their_deadline_beside_writes(void **state)
{
	static const struct route route = {.method = METHOD_GET,
		.lane = LANE_SLOW,
		.open = true,
		.operation = "endless_read",
		.handler = read_without_end};
	struct exchange read;
	int64_t start = calendar_monotonic(), writes = 0;

	(void)state;
	submit(&read, &route);
	sem_wait(&begun);
	while (sem_trywait(&read.answered)) {
		write_once();
		writes++;
	}
	assert_in_range(calendar_monotonic() - start, 1500000, 2 * PATIENCE);
	assert_int_equal(read.call.status, 503);
	exchange_close(&read);
	struct log log = look_at_log();

	assert_in_range(log.size, 0, 64 << 20);
	assert_in_range(writes, 10, INT_MAX);
	for (int i = 0; i < 3; i++)
		assert_int_equal(
			db_run(db_query(outsider, "INSERT INTO filler VALUES (zeroblob(6000000))")),
			OK);
	assert_true(log_begins_anew(log.number)); /* nothing holds it any more */
}

static int open_all(void **state)
{
	struct db *db = fixture_open();

	(void)state;
	server.config.check_replies = false;
	sem_init(&begun, 0, 0);
	sem_init(&go_on, 0, 0);
	fixture_token(db, "vkstc", "admin", FAR, admin);
	if (db_open(server.config.db, DB_WRITER, &outsider) ||
		db_run(db_query(outsider, "CREATE TABLE filler (bytes BLOB)")))
		return -1;
	return lane_start(db, 2) != OK;
}

static int close_all(void **state)
{
	(void)state;
	lane_stop(10);
	db_close(outsider);
	fixture_remove();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(keep_the_next_one_only_until_they_end),
		cmocka_unit_test(end_at_their_deadline_beside_writes)};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
