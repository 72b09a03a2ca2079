/* Load in many threads. Only the main thread counts: the others bring back what they saw. */
#include "kit/siege.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "calendar.h"
#include "kit/daemon.h"
#include "kit/tally.h"
#include "kit/wire.h"

#define BODIES       72 /* of 1 MiB; 64 fit */
#define MEBIBYTE     1048576
#define WRITERS      100
#define WRITES       20
#define DRAINS       10
#define DRAIN_LOAD   8
#define IDLE_TIMEOUT 3 /* seconds */
#define HEALTH       "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"

static void sleep_milliseconds(long milliseconds)
{
	struct timespec pause = {
		.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000};

	nanosleep(&pause, NULL);
}

static long milliseconds_since(int64_t start)
{
	return (long)((calendar_monotonic() - start) / 1000);
}

static void open_or_abort(struct wire *wire, int port)
{
	if (!wire_open(wire, port))
		tally_abort("the server does not listen any more");
}

/* The status of the next answer, or 0. */
static int next_status(struct wire *wire)
{
	struct answer answer;

	return wire_next(wire, false, 2 * WIRE_PATIENCE, &answer) == WIRE_ANSWER ? answer.status
										 : 0;
}

static void start_threads(
	pthread_t *threads, int count, void *(*run)(void *), void *contexts, size_t context_size)
{
	for (int i = 0; i < count; i++)
		if (pthread_create(&threads[i], NULL, run, (char *)contexts + i * context_size) !=
			0)
			tally_abort("pthread_create");
}

static void join_threads(const pthread_t *threads, int count)
{
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
}

void siege_bodies(int port)
{
	static struct wire wires[BODIES];
	char *body = malloc(MEBIBYTE);
	int refused = 0, taken = 0;

	if (!body)
		tally_abort("out of memory");
	memset(body, ' ', MEBIBYTE);
	for (int i = 0; i < BODIES; i++) {
		open_or_abort(&wires[i], port);
		wire_say(&wires[i],
			"POST /api/v1/areas/import HTTP/1.1\r\nHost: x\r\n"
			"Content-Type: application/json\r\nContent-Length: 1048576\r\n\r\n");
		wire_send(&wires[i], body, MEBIBYTE - 1);
	}
	for (int i = 0; i < BODIES; i++) {
		wire_send(&wires[i], body, 1);
		int status = next_status(&wires[i]);
		refused += status == 503;
		taken += status == 401;
	}
	tally_check(refused + taken == BODIES && refused >= BODIES - 64 && taken > BODIES / 2,
		"bodies in flight: %d taken, %d refused of %d", taken, refused, BODIES);
	for (int i = 0; i < BODIES; i++) {
		wire_say(&wires[i], HEALTH);
		tally_check(next_status(&wires[i]) == 200, "after a body: connection %d", i);
		wire_close(&wires[i]);
	}
	free(body);
}

struct writer {
	int port, number, good;
};

static void say_import(struct wire *wire, int number, bool dry_run)
{
	char body[160], head[512];

	snprintf(body, sizeof body,
		"{\"rows\":[{\"area\":\"Z%d\",\"name_vi\":\"Thử\",\"name_en\":\"Trial\",\"sort\":%d}]}",
		number, number % 900 + 1);
	snprintf(head, sizeof head,
		"POST /api/v1/areas/import%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
		"Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
		dry_run ? "?dry_run=true" : "", daemon_admin_token(), strlen(body), body);
	wire_say(wire, head);
}

static void *write_much(void *context)
{
	struct writer *writer = context;
	struct wire wire;

	if (!wire_open(&wire, writer->port))
		return NULL;
	for (int i = 0; i < WRITES; i++) {
		say_import(&wire, writer->number * 100 + i, true);
		writer->good += next_status(&wire) == 200;
	}
	wire_close(&wire);
	return NULL;
}

void siege_writes(int port)
{
	static struct writer writers[WRITERS];
	pthread_t threads[WRITERS];
	int good = 0;

	for (int i = 0; i < WRITERS; i++)
		writers[i] = (struct writer){.port = port, .number = i};
	start_threads(threads, WRITERS, write_much, writers, sizeof *writers);
	join_threads(threads, WRITERS);
	for (int i = 0; i < WRITERS; i++)
		good += writers[i].good;
	tally_check(good == WRITERS * WRITES, "parked writes: %d of %d answered 200", good,
		WRITERS * WRITES);
}

/* A client that keeps its connection busy without getting anywhere. */
struct slow {
	const char *name;
	const char *opening;
	const char *drop; /* sent again and again; NULL: silent */
	bool answered;    /* the opening is answered */
	long least, most; /* milliseconds until it is cut */
	int port;
	long lived;
};

static bool is_open(struct wire *wire)
{
	struct answer answer;

	return wire_next(wire, false, 100, &answer) == WIRE_SILENCE;
}

static void *be_slow(void *context)
{
	struct slow *slow = context;
	int64_t start;
	struct wire wire;

	slow->lived = -1;
	if (!wire_open(&wire, slow->port))
		return NULL;
	wire_say(&wire, slow->opening);
	if (!slow->answered || next_status(&wire) == 200) {
		start = calendar_monotonic();
		while (is_open(&wire) && milliseconds_since(start) < 20000)
			if (slow->drop)
				wire_say(&wire, slow->drop);
		slow->lived = milliseconds_since(start);
	}
	wire_close(&wire);
	return NULL;
}

#define PIPELINED 60 /* answers of over 200 KB each: more than the buffers of both kernels hold */

/* Asks for much and takes little. The cut shows only when what the kernels hold has been read, so
 * that all is read in the end: less than everything must have come. */
static void *read_slowly(void *context)
{
	struct slow *slow = context;
	int64_t start = calendar_monotonic();
	static _Thread_local char chunk[65536];
	size_t total = 0, got;
	struct wire wire;

	slow->lived = -1;
	if (!wire_open(&wire, slow->port))
		return NULL;
	for (int i = 0; i < PIPELINED; i++)
		wire_say(&wire, slow->opening);
	while (milliseconds_since(start) < slow->most && (got = wire_raw(&wire, chunk, 1024)) > 0) {
		total += got;
		sleep_milliseconds(100);
	}
	while ((got = wire_raw(&wire, chunk, sizeof chunk)) > 0)
		total += got;
	wire_close(&wire);
	if (total < (size_t)PIPELINED * 200000)
		slow->lived = slow->most;
	return NULL;
}

/* While others are slow, everybody else is served. */
static void serve_others(int port)
{
	long worst = 0;
	int good = 0;

	for (int i = 0; i < 150; i++) {
		struct wire wire;
		int64_t start = calendar_monotonic();

		open_or_abort(&wire, port);
		wire_say(&wire, HEALTH);
		good += next_status(&wire) == 200;
		wire_close(&wire);
		if (milliseconds_since(start) > worst)
			worst = milliseconds_since(start);
		sleep_milliseconds(20);
	}
	tally_check(good == 150 && worst < 1000, "beside slow clients: %d of 150, at worst %ld ms",
		good, worst);
}

#define SLOW_EACH 20

void siege_slow_clients(void)
{
	/* A third of the idle time for headers, two thirds for a body, twice for an answer; the
	 * reaper comes by once a second. */
	static const struct slow kinds[] = {
		{.name = "header trickler",
			.opening = "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ",
			.drop = "a",
			.least = 900,
			.most = 3500},
		{.name = "silent from the start", .opening = "", .least = 900, .most = 3500},
		{.name = "body trickler",
			.opening = "POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\n"
				   "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n",
			.drop = " ",
			.least = 1900,
			.most = 4500},
		{.name = "chunk trickler",
			.opening = "POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\n"
				   "Content-Type: application/json\r\n"
				   "Transfer-Encoding: chunked\r\n\r\n",
			.drop = "1\r\n \r\n",
			.least = 1900,
			.most = 4500},
		{.name = "idle", .opening = HEALTH, .answered = true, .least = 2500, .most = 6500},
		{.name = "trickler of a second request",
			.opening = HEALTH,
			.drop = "a",
			.answered = true,
			.least = 3000,
			.most = 6500},
	};
	enum { KINDS = sizeof kinds / sizeof *kinds };
	static struct slow clients[KINDS * SLOW_EACH], readers[4];
	pthread_t threads[KINDS * SLOW_EACH], reading[4];
	struct daemon daemon;

	setenv("THIDUA_IDLE_TIMEOUT", "3", 1);
	if (!daemon_start(&daemon, "slow"))
		return;
	unsetenv("THIDUA_IDLE_TIMEOUT");
	for (int i = 0; i < KINDS * SLOW_EACH; i++) {
		clients[i] = kinds[i % KINDS];
		clients[i].port = daemon.port;
	}
	for (int i = 0; i < 4; i++)
		readers[i] =
			(struct slow){.opening = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n",
				.most = 10000,
				.port = daemon.port};
	start_threads(threads, KINDS * SLOW_EACH, be_slow, clients, sizeof *clients);
	start_threads(reading, 4, read_slowly, readers, sizeof *readers);
	serve_others(daemon.port);
	join_threads(threads, KINDS * SLOW_EACH);
	join_threads(reading, 4);
	for (int i = 0; i < KINDS * SLOW_EACH; i++)
		tally_check(
			clients[i].lived >= clients[i].least && clients[i].lived <= clients[i].most,
			"%s: cut after %ld ms, not between %ld and %ld", clients[i].name,
			clients[i].lived, clients[i].least, clients[i].most);
	for (int i = 0; i < 4; i++)
		tally_check(readers[i].lived >= 0, "slow reader %d was not cut", i);
	if (daemon_stop(&daemon))
		tally_pass();
}

/* The last connection waits in the backlog until another one ends. */
static void test_connection_limit(void)
{
	struct daemon daemon;
	struct answer answer;
	struct wire wires[9];

	setenv("THIDUA_CONNECTIONS", "8", 1);
	if (!daemon_start(&daemon, "limit"))
		return;
	unsetenv("THIDUA_CONNECTIONS");
	for (int i = 0; i < 9; i++) {
		open_or_abort(&wires[i], daemon.port);
		wire_say(&wires[i], HEALTH);
		if (i < 8)
			tally_check(next_status(&wires[i]) == 200, "connection %d of 8", i);
	}
	tally_check(wire_next(&wires[8], false, 300, &answer) == WIRE_SILENCE,
		"the ninth connection of eight was served");
	wire_close(&wires[0]);
	tally_check(next_status(&wires[8]) == 200, "the ninth connection after one has ended");
	for (int i = 1; i < 9; i++)
		wire_close(&wires[i]);
	if (daemon_stop(&daemon))
		tally_pass();
}

static void test_address_limit(void)
{
	struct daemon daemon;
	struct wire wires[5];

	setenv("THIDUA_CONNECTIONS_PER_ADDRESS", "4", 1);
	if (!daemon_start(&daemon, "address"))
		return;
	unsetenv("THIDUA_CONNECTIONS_PER_ADDRESS");
	for (int i = 0; i < 5; i++) {
		open_or_abort(&wires[i], daemon.port);
		wire_say(&wires[i], HEALTH);
		tally_check(next_status(&wires[i]) == (i < 4 ? 200 : 0), "connection %d of 4", i);
	}
	for (int i = 0; i < 5; i++)
		wire_close(&wires[i]);
	if (daemon_stop(&daemon))
		tally_pass();
}

void siege_limits(void)
{
	test_connection_limit();
	test_address_limit();
}

struct client {
	int port, number;
	int answered, refused;
	char failure[80]; /* of the first request that got no answer */
};

static void say_read(struct wire *wire)
{
	char head[256];

	snprintf(head, sizeof head,
		"GET /api/v1/units?limit=20 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n",
		daemon_admin_token());
	wire_say(wire, head);
}

/* Reads and writes without a pause, and connects again whenever it was told to, until nobody
 * listens. Whoever could connect must be answered. */
static void *keep_asking(void *context)
{
	struct client *client = context;
	struct wire wire = {.fd = -1};

	for (int i = 0; !*client->failure; i++) {
		struct answer answer;

		if (wire.fd < 0 && !wire_open(&wire, client->port))
			break;
		if (i % 3 == 0)
			say_import(&wire, client->number * 100 + i % 100, false);
		else
			say_read(&wire);

		enum wire_event event = wire_next(&wire, false, WIRE_PATIENCE, &answer);

		if (event != WIRE_ANSWER)
			snprintf(client->failure, sizeof client->failure, "request %d: %s", i,
				wire_event_name(event));
		else if (answer.status != 200 && answer.status != 503)
			snprintf(client->failure, sizeof client->failure, "request %d: status %d",
				i, answer.status);
		client->answered += answer.status == 200;
		client->refused += answer.status == 503;
		if (event != WIRE_ANSWER || answer.close)
			wire_close(&wire);
	}
	wire_close(&wire);
	return NULL;
}

static long log_size(const struct daemon *daemon)
{
	char path[256];
	struct stat found;

	snprintf(path, sizeof path, "%.*s.db-wal", (int)(strlen(daemon->log) - strlen(".log")),
		daemon->log);
	return stat(path, &found) == 0 ? (long)found.st_size : 0;
}

static void drain_once(int run)
{
	static struct client clients[DRAIN_LOAD];
	pthread_t threads[DRAIN_LOAD];
	struct daemon daemon;
	char name[16];
	int answered = 0;

	snprintf(name, sizeof name, "drain%d", run);
	if (!daemon_start(&daemon, name))
		return;
	for (int i = 0; i < DRAIN_LOAD; i++)
		clients[i] = (struct client){.port = daemon.port, .number = i};
	start_threads(threads, DRAIN_LOAD, keep_asking, clients, sizeof *clients);
	sleep_milliseconds(150 + 37 * run);

	int64_t start = calendar_monotonic();
	bool stopped = daemon_stop(&daemon);
	long took = milliseconds_since(start);

	join_threads(threads, DRAIN_LOAD);
	for (int i = 0; i < DRAIN_LOAD; i++) {
		tally_check(!*clients[i].failure, "drain %d, client %d: %s after %d answers", run,
			i, clients[i].failure, clients[i].answered);
		answered += clients[i].answered;
	}
	tally_check(stopped && took <= 10000, "drain %d took %ld ms", run, took);
	tally_check(answered > DRAIN_LOAD * 10, "drain %d: only %d answers", run, answered);
	tally_check(
		log_size(&daemon) == 0, "drain %d left a log of %ld bytes", run, log_size(&daemon));
}

void siege_drains(void)
{
	for (int run = 0; run < DRAINS; run++)
		drain_once(run);
}
