/*
 * The lanes with real threads and a real database: group commit, what a group does to each of its
 * calls, deadlines, the end. An outside connection that holds the write lock stalls the writer
 * where a test needs calls to queue up.
 */
#include "fixture/fixture.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/server.h"
#include "calendar.h"
#include "engine/dispatch.h"
#include "engine/lane.h"
#include "engine/parked.h"
#include "engine/queue.h"
#include "engine/session.h"
#include "engine/token_uses.h"
#include "request/journal.h"

#define TOKENS   "/api/v1/tokens"
#define CLERK    "{\"unit\": \"gialai\", \"role\": \"clerk\", \"label\": \"thử\"}"
#define NO_UNIT  "{\"unit\": \"nowhere\", \"role\": \"clerk\", \"label\": \"thử\"}"
#define BOOM     "{\"unit\": \"gialai\", \"role\": \"clerk\", \"label\": \"boom\"}"
#define DEFERRED "{\"unit\": \"gialai\", \"role\": \"clerk\", \"label\": \"deferred\"}"
#define FAR      INT64_C(4000000000000)

static struct db *reader, *outsider;
static char admin[SECRET_TOKEN_SIZE];

static void check_log(int64_t events)
{
	int64_t count = -1, bad = -1;

	assert_int_equal(journal_verify(reader, &count, &bad), OK);
	assert_int_equal(bad, 0);
	assert_int_equal(count, events);
}

static int post(const char *token, const char *query, const char *key, const char *body, char *out,
	size_t size)
{
	struct exchange x;

	exchange_open(&x, "POST", TOKENS, token, body);
	x.call.query = query;
	x.call.idempotency_key = key;
	int status = exchange_run(&x);

	assert_int_equal(x.parked, x.resumed);
	if (out)
		snprintf(out, size, "%s", exchange_text(&x));
	exchange_close(&x);
	return status;
}

static int64_t member(const char *json, const char *name)
{
	const char *at = strstr(json, name);

	return at ? strtoll(at + strlen(name) + 1, NULL, 10) : -1;
}

static void stores_a_write(void **state)
{
	int64_t events = fixture_events(reader), tokens = fixture_tokens(reader);
	char text[1000], path[60];
	struct exchange x;

	(void)state;
	assert_int_equal(post(admin, "", NULL, CLERK, text, sizeof text), 201);
	assert_int_equal(fixture_tokens(reader), tokens + 1);
	check_log(events + 1);
	snprintf(path, sizeof path, TOKENS "/%lld", (long long)member(text, "\"id\""));
	exchange_open(&x, "GET", path, admin, NULL);
	assert_int_equal(exchange_run(&x), 200);
	assert_int_equal(x.parked, 0);
	exchange_close(&x);
}

static void undoes_refusals_and_dry_runs(void **state)
{
	int64_t events = fixture_events(reader), tokens = fixture_tokens(reader);

	(void)state;
	assert_int_equal(post(admin, "", NULL, NO_UNIT, NULL, 0), 422);
	assert_int_equal(post(admin, "dry_run=true", NULL, CLERK, NULL, 0), 200);
	assert_int_equal(post(admin, "dry_run=true", "dry", CLERK, NULL, 0), 200);
	assert_int_equal(fixture_tokens(reader), tokens);
	assert_int_equal(post(admin, "", "dry", CLERK, NULL, 0), 201);
	assert_int_equal(fixture_tokens(reader), tokens + 1);
	check_log(events + 1);
}

static void answers_a_repeated_key(void **state)
{
	int64_t events = fixture_events(reader), tokens = fixture_tokens(reader);
	char first[1000], second[1000];

	(void)state;
	assert_int_equal(post(admin, "", "once", CLERK, first, sizeof first), 201);
	assert_int_equal(post(admin, "", "once", CLERK, second, sizeof second), 201);
	assert_int_equal(member(first, "\"id\""), member(second, "\"id\""));
	assert_non_null(strstr(first, "\"token\":\"td_"));
	assert_non_null(strstr(second, "\"token\":null"));
	assert_int_equal(post(admin, "", "once", NO_UNIT, NULL, 0), 422);
	assert_int_equal(post(admin, "", "not a key", CLERK, NULL, 0), 400);
	assert_int_equal(fixture_tokens(reader), tokens + 1);
	check_log(events + 1);
}

/* Its event was chained before the key could not be stored: both are undone. */
static void undoes_a_change_whose_answer_can_not_be_stored(void **state)
{
	int64_t events = fixture_events(reader), tokens = fixture_tokens(reader);

	(void)state;
	assert_int_equal(post(admin, "", "unlucky", CLERK, NULL, 0), 500);
	assert_int_equal(fixture_tokens(reader), tokens);
	assert_int_equal(post(admin, "", NULL, CLERK, NULL, 0), 201);
	check_log(events + 1);
}

/* A new admin's token and its path. */
static void make_admin(char token[SECRET_TOKEN_SIZE], char path[60])
{
	char text[1000];

	assert_int_equal(post(admin, "", NULL,
				 "{\"unit\": \"gialai\", \"role\": \"admin\", \"label\": \"khác\"}",
				 text, sizeof text),
		201);
	snprintf(path, 60, TOKENS "/%lld", (long long)member(text, "\"id\""));
	memcpy(token, strstr(text, "\"td_") + 1, SECRET_TOKEN_SIZE - 1);
	token[SECRET_TOKEN_SIZE - 1] = 0;
}

static void revokes_at_once(void **state)
{
	char token[SECRET_TOKEN_SIZE], path[60];
	struct exchange x;

	(void)state;
	make_admin(token, path);
	assert_int_equal(post(token, "dry_run=true", NULL, CLERK, NULL, 0), 200);
	int64_t events = fixture_events(reader);

	for (int round = 0; round < 2; round++) {
		exchange_open(&x, "DELETE", path, admin, NULL);
		assert_int_equal(exchange_run(&x), 200);
		assert_true((strstr(exchange_text(&x), "\"unchanged\":true") != NULL) == round);
		exchange_close(&x);
	}
	check_log(events + 1);
	assert_int_equal(post(token, "dry_run=true", NULL, CLERK, NULL, 0), 401);
}

/* Calls that are parked behind a writer that waits for the outsider. */
struct crowd {
	struct exchange *all;
	size_t count, refused;
};

static void stall(void)
{
	assert_int_equal(db_begin(outsider), OK);
}

static void join_crowd(struct crowd *crowd, const char *method, const char *path, const char *token,
	const char *body)
{
	struct exchange *x = &crowd->all[crowd->count++];

	exchange_open(x, method, path, token, body);
	assert_true(dispatch_route(&x->call));
	crowd->refused += dispatch(&x->call);
}

static void release(struct crowd *crowd)
{
	db_rollback(outsider);
	for (size_t i = 0; i < crowd->count; i++)
		if (crowd->all[i].parked)
			sem_wait(&crowd->all[i].answered);
}

static void leave_crowd(struct crowd *crowd)
{
	for (size_t i = 0; i < crowd->count; i++) {
		assert_int_equal(crowd->all[i].parked, crowd->all[i].resumed);
		exchange_close(&crowd->all[i]);
	}
	crowd->count = crowd->refused = 0;
}

static void looks_again_at_a_token_that_was_revoked_meanwhile(void **state)
{
	struct exchange all[3];
	struct crowd crowd = {.all = all};
	char token[SECRET_TOKEN_SIZE], path[60];

	(void)state;
	make_admin(token, path);
	int64_t tokens = fixture_tokens(reader);

	stall();
	join_crowd(&crowd, "POST", TOKENS, token, CLERK);
	join_crowd(&crowd, "DELETE", path, admin, NULL);
	join_crowd(&crowd, "POST", TOKENS, token, CLERK);
	assert_int_equal(crowd.refused, 0);
	release(&crowd);
	assert_int_equal(all[0].call.status, 201);
	assert_int_equal(all[1].call.status, 200);
	assert_int_equal(all[2].call.status, 401);
	assert_string_equal(all[2].call.headers[0].name, "WWW-Authenticate");
	assert_int_equal(fixture_tokens(reader), tokens + 1);
	leave_crowd(&crowd);
}

static void refuses_when_its_queue_is_full(void **state)
{
	enum { PLACES = QUEUE_PLACES, MANY = PLACES + 44 };
	static struct exchange all[MANY];
	struct crowd crowd = {.all = all};
	int64_t tokens = fixture_tokens(reader), events = fixture_events(reader);

	(void)state;
	stall();
	for (size_t i = 0; i < MANY; i++)
		join_crowd(&crowd, "POST", TOKENS, admin, CLERK);
	assert_int_equal(parked_count(), MANY - crowd.refused);
	assert_in_range(crowd.refused, MANY - PLACES - 1, MANY - PLACES);
	release(&crowd);
	for (size_t i = 0; i < MANY; i++)
		assert_int_equal(all[i].call.status, all[i].parked ? 201 : 503);
	assert_int_equal(fixture_tokens(reader), tokens + MANY - (int64_t)crowd.refused);
	check_log(events + MANY - (int64_t)crowd.refused);
	leave_crowd(&crowd);
	assert_int_equal(parked_count(), 0);
}

/* A good call, a refused one and a bad one behind a stalled writer. False when they did not share a
 * group: on a busy machine the time of a group is over before the bad one is taken. */
static bool lose_group(const char *bad)
{
	struct exchange all[4];
	struct crowd crowd = {.all = all};
	int64_t tokens = fixture_tokens(reader), events = fixture_events(reader);

	stall();
	join_crowd(&crowd, "POST", TOKENS, admin, CLERK);
	join_crowd(&crowd, "POST", TOKENS, admin, NO_UNIT);
	join_crowd(&crowd, "POST", TOKENS, admin, bad);
	release(&crowd);
	bool shared = all[0].call.status == 503 && all[1].call.status == 503;

	assert_int_equal(all[2].call.status, 503);
	leave_crowd(&crowd);
	if (!shared)
		return false;
	assert_int_equal(fixture_tokens(reader), tokens);
	assert_int_equal(post(admin, "", NULL, CLERK, NULL, 0), 201);
	check_log(events + 1);
	return true;
}

/* The good ones of a lost group were judged on data that never existed: nobody gets a 2xx. */
static void answers_a_lost_group_with_503(void **state)
{
	static const char *const bad[] = {BOOM, DEFERRED};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		int tries = 0;

		while (!lose_group(bad[i]))
			assert_true(++tries < 100);
	}
	assert_false(server.poisoned);
}

static void gives_up_when_another_process_holds_the_database(void **state)
{
	struct exchange all[2];
	struct crowd crowd = {.all = all};
	int64_t tokens = fixture_tokens(reader), start = calendar_monotonic();

	(void)state;
	stall();
	join_crowd(&crowd, "POST", TOKENS, admin, CLERK);
	join_crowd(&crowd, "POST", TOKENS, admin, CLERK);
	sem_wait(&all[0].answered);
	assert_int_equal(all[0].call.status, 503);
	sem_post(&all[0].answered);
	assert_in_range(calendar_monotonic() - start, 1000000, 60000000);
	release(&crowd);
	assert_in_range(all[1].call.status, 201, 503);
	assert_int_equal(fixture_tokens(reader), tokens + (all[1].call.status == 201));
	leave_crowd(&crowd);
}

static void runs_slow_reads_elsewhere(void **state)
{
	struct exchange x;

	(void)state;
	exchange_open(&x, "GET", "/api/v1/events", admin, NULL);
	x.call.query = "limit=500&action=create_token";
	assert_int_equal(exchange_run(&x), 200);
	assert_int_equal(x.parked, 1);
	assert_non_null(strstr(exchange_text(&x), "\"action\":\"create_token\""));
	exchange_close(&x);
}

static void runs_whole_lists_elsewhere(void **state)
{
	static const struct {
		const char *query;
		int parked;
	} lists[] = {{"format=csv", 1}, {"format=csv&limit=2", 0}, {"", 0}};

	(void)state;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		struct exchange x;

		exchange_open(&x, "GET", "/api/v1/units", admin, NULL);
		x.call.query = lists[i].query;
		assert_int_equal(exchange_run(&x), 200);
		assert_int_equal(x.parked, lists[i].parked);
		exchange_close(&x);
	}
}

enum { THREADS = 8, POSTS = 100 };
static _Atomic int64_t acknowledged, refusals;

static void *post_many(void *unused)
{
	(void)unused;
	for (int i = 0; i < POSTS; i++) {
		int status = post(admin, "", NULL, CLERK, NULL, 0);

		if (status == 201)
			atomic_fetch_add(&acknowledged, 1);
		else if (status == 503)
			atomic_fetch_add(&refusals, 1);
	}
	return NULL;
}

static void start_posting(pthread_t threads[THREADS])
{
	acknowledged = refusals = 0;
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, post_many, NULL), 0);
}

static void join_all(pthread_t threads[THREADS])
{
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
}

static void serves_many_threads(void **state)
{
	int64_t events = fixture_events(reader);
	pthread_t threads[THREADS];

	(void)state;
	start_posting(threads);
	join_all(threads);
	assert_int_equal(acknowledged, THREADS * POSTS);
	check_log(events + acknowledged);
	struct stmt *q = db_query(reader,
		"SELECT count(*) FROM events a JOIN events b ON b.seq = a.seq + 1"
		" WHERE b.at <= a.at");

	assert_true(db_row(q));
	assert_int_equal(column_int(q, 0), 0); /* instants strictly increase */
	assert_int_equal(db_done(q), OK);
}

/* Stands before libc's. */
static _Atomic bool disk_is_full;

int statvfs(const char *path, struct statvfs *out)
{
	(void)path;
	*out = (struct statvfs){.f_frsize = 4096, .f_bavail = disk_is_full ? 255 : 256};
	return 0;
}

static _Atomic bool posting_is_over;

static _Atomic int reads, misreads;

/* On a busy machine one may be told to come again. */
static void *read_on(void *query)
{
	while (!posting_is_over) {
		struct exchange x;

		exchange_open(&x, "GET", query ? "/api/v1/events" : "/api/v1/me", admin, NULL);
		x.call.query = query ? query : "";
		int status = exchange_run(&x);

		reads += status == 200;
		misreads += status != 200 && status != 503;
		exchange_close(&x);
	}
	return NULL;
}

static off_t log_size(void)
{
	char path[200];
	struct stat found = {0};

	snprintf(path, sizeof path, "%s-wal", server.config.db);
	assert_int_equal(stat(path, &found), 0);
	return found.st_size;
}

/* Some snapshot is always open, and still the log does not grow without end. */
static void starts_the_log_anew_under_readers_that_never_pause(void **state)
{
	pthread_t readers[4], posters[THREADS];

	(void)state;
	posting_is_over = false;
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&readers[i], NULL, read_on,
					 i < 2 ? NULL : (void *)(uintptr_t) "limit=500"),
			0);
	for (int round = 0; round < 4; round++) {
		start_posting(posters);
		join_all(posters);
		assert_int_equal(acknowledged, THREADS * POSTS);
		assert_in_range(log_size(), 0, 24 << 20);
	}
	posting_is_over = true;
	for (size_t i = 0; i < 4; i++)
		pthread_join(readers[i], NULL);
	assert_true(reads > 0);
	assert_int_equal(misreads, 0);
}

static int post_until(int wanted)
{
	int status = 0;

	for (int64_t end = calendar_monotonic() + 5000000;
		status != wanted && calendar_monotonic() < end;)
		status = post(admin, "dry_run=true", NULL, CLERK, NULL, 0);
	return status;
}

static void refuses_writes_when_the_disk_is_low(void **state)
{
	(void)state;
	disk_is_full = true;
	assert_int_equal(post_until(507), 507);
	disk_is_full = false;
	assert_int_equal(post_until(200), 200);
}

static void *stop(void *unused)
{
	(void)unused;
	lane_stop(10);
	return NULL;
}

static void stops_with_every_call_answered(void **state)
{
	enum { MANY = 50 };
	static struct exchange all[MANY + 1];
	struct crowd crowd = {.all = all};
	int64_t events = fixture_events(reader);
	pthread_t stopper;

	(void)state;
	stall();
	for (size_t i = 0; i < MANY; i++)
		join_crowd(&crowd, "POST", TOKENS, admin, CLERK);
	assert_int_equal(crowd.refused, 0);
	assert_int_equal(pthread_create(&stopper, NULL, stop, NULL), 0);
	while (crowd.refused == 0 && crowd.count <= MANY) {
		usleep(10000);
		join_crowd(&crowd, "POST", TOKENS, admin, CLERK);
	}
	release(&crowd);
	pthread_join(stopper, NULL);
	for (size_t i = 0; i < crowd.count; i++)
		assert_int_equal(all[i].call.status, all[i].parked ? 201 : 503);
	check_log(events + (int64_t)(crowd.count - crowd.refused));
	assert_int_equal(parked_count(), 0);
	assert_int_equal(log_size(), 0);
	leave_crowd(&crowd);
}

/* Stands before libc's, so that the database's own call of it can fail. */
static _Atomic int good_syncs = INT_MAX; /* until the disk breaks */

int fdatasync(int fd)
{
	if (atomic_fetch_sub(&good_syncs, 1) > 0)
		return (int)syscall(SYS_fdatasync, fd);
	errno = EIO;
	return -1;
}

static void limit_files(rlim_t size)
{
	struct rlimit limit;

	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = size;
	setrlimit(RLIMIT_FSIZE, &limit);
}

static void meet_a_bad_disk(void)
{
	struct db *db = NULL;
	char text[1000];

	signal(SIGXFSZ, SIG_IGN);
	if (db_open(server.config.db, DB_WRITER, &db) || db_checkpoint(db, DB_SAVE_ALL_AND_CUT) ||
		lane_start(db, 2))
		_exit(1);
	limit_files((rlim_t)log_size());
	if (post(admin, "", NULL, CLERK, NULL, 0) != 507)
		_exit(2);
	limit_files(RLIM_INFINITY);
	if (post(admin, "", NULL, CLERK, NULL, 0) != 201)
		_exit(3);
	good_syncs = 0;
	if (post(admin, "", NULL, CLERK, text, sizeof text) != 503)
		_exit(4);
	if (!strstr(text, "outcome_unknown") || !server.poisoned)
		_exit(5);
	if (post(admin, "", NULL, CLERK, text, sizeof text) != 503 || !strstr(text, "\"busy\""))
		_exit(6);
	sleep(30); /* it ends long before */
	_exit(7);
}

/* The only write is the note of a token's use. */
static void meet_a_bad_disk_in_chores(void)
{
	struct db *db = NULL;

	if (db_open(server.config.db, DB_WRITER, &db))
		_exit(1);
	token_uses_note(1, FAR);
	good_syncs = 0;
	if (lane_start(db, 2))
		_exit(2);
	sleep(30); /* it ends long before */
	_exit(3);
}

/* The log of another connection is long enough to be saved behind the next write, whose own sync is
 * the last good one. */
static void meet_a_bad_disk_in_a_checkpoint(void)
{
	struct db *db = NULL, *other = NULL;

	if (db_open(server.config.db, DB_WRITER, &db) || lane_start(db, 2) ||
		post(admin, "", NULL, CLERK, NULL, 0) != 201)
		_exit(1);
	if (db_open(server.config.db, DB_WRITER, &other) ||
		db_run(db_query(other, "CREATE TABLE filler (bytes BLOB)")) ||
		db_run(db_query(other,
			"INSERT INTO filler VALUES (zeroblob(6000000)), (zeroblob(6000000))")))
		_exit(2);
	good_syncs = 1;
	if (post(admin, "", NULL, CLERK, NULL, 0) != 201)
		_exit(3);
	sleep(30); /* it ends long before */
	_exit(4);
}

/* In a process of its own, which leaves that many more tokens. */
static void ends_with_70(void (*meet)(void), int64_t least, int64_t most)
{
	struct db *db = fixture_open();
	int64_t tokens;
	int status;

	fixture_token(db, "vkstc", "admin", FAR, admin);
	tokens = fixture_tokens(db);
	db_close(db);
	pid_t child = fork();

	if (!child)
		meet();
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 70);
	assert_int_equal(db_open(server.config.db, DB_WRITER, &db), OK);
	assert_int_equal(db_verify(db), OK);
	assert_in_range(fixture_tokens(db), tokens + least, tokens + most);
	db_close(db);
	fixture_remove();
}

static void waits_for_space_and_ends_after_a_failed_sync(void **state)
{
	(void)state;
	ends_with_70(meet_a_bad_disk, 1, 2);
}

static void ends_after_a_failed_sync_of_its_own_writes(void **state)
{
	(void)state;
	ends_with_70(meet_a_bad_disk_in_chores, 0, 0);
	ends_with_70(meet_a_bad_disk_in_a_checkpoint, 2, 2);
}

static int run_sql(struct stmt *q)
{
	return db_run(q) != OK;
}

static int open_all(void **state)
{
	struct db *db = fixture_open();

	(void)state;
	server.config.min_free_mib = 1;
	fixture_token(db, "vkstc", "admin", FAR, admin);
	reader = fixture_reader();
	if (db_open(server.config.db, DB_WRITER, &outsider) ||
		run_sql(db_query(db,
			"CREATE TRIGGER boom BEFORE INSERT ON tokens WHEN new.label = 'boom'"
			" BEGIN SELECT RAISE(ROLLBACK, 'boom'); END")) ||
		run_sql(db_query(db,
			"CREATE TRIGGER unlucky BEFORE INSERT ON idempotency"
			" WHEN new.key = 'unlucky' BEGIN SELECT RAISE(ABORT, 'unlucky'); END")) ||
		run_sql(db_query(db, "CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT")) ||
		run_sql(db_query(db,
			"CREATE TABLE children (parent INTEGER NOT NULL"
			" REFERENCES parents DEFERRABLE INITIALLY DEFERRED) STRICT")) ||
		run_sql(db_query(db,
			"CREATE TRIGGER deferred AFTER INSERT ON tokens WHEN new.label = 'deferred'"
			" BEGIN INSERT INTO children (parent) VALUES (1); END")))
		return -1;
	return lane_start(db, 1 + 5 * THREADS + 4) != OK;
}

static int close_all(void **state)
{
	(void)state;
	db_close(outsider);
	db_close(reader);
	fixture_remove();
	return 0;
}

int main(void)
{
	/* Forks, so it comes before any thread. */
	const struct CMUnitTest alone[] = {
		cmocka_unit_test(waits_for_space_and_ends_after_a_failed_sync),
		cmocka_unit_test(ends_after_a_failed_sync_of_its_own_writes)};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stores_a_write),
		cmocka_unit_test(undoes_refusals_and_dry_runs),
		cmocka_unit_test(answers_a_repeated_key),
		cmocka_unit_test(undoes_a_change_whose_answer_can_not_be_stored),
		cmocka_unit_test(revokes_at_once),
		cmocka_unit_test(looks_again_at_a_token_that_was_revoked_meanwhile),
		cmocka_unit_test(refuses_when_its_queue_is_full),
		cmocka_unit_test(answers_a_lost_group_with_503),
		cmocka_unit_test(gives_up_when_another_process_holds_the_database),
		cmocka_unit_test(runs_slow_reads_elsewhere),
		cmocka_unit_test(runs_whole_lists_elsewhere),
		cmocka_unit_test(serves_many_threads),
		cmocka_unit_test(starts_the_log_anew_under_readers_that_never_pause),
		cmocka_unit_test(refuses_writes_when_the_disk_is_low),
		cmocka_unit_test(stops_with_every_call_answered),
	};
	int failed = cmocka_run_group_tests(alone, NULL, NULL);

	return failed + cmocka_run_group_tests(tests, open_all, close_all);
}
