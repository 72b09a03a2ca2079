/* Bodies, writers and ends under load. Only the main thread counts: the others bring back what they
 * saw. */
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

#define BODIES     72 /* of 1 MiB; 64 fit */
#define MEBIBYTE   1048576
#define WRITERS    100
#define WRITES     20
#define DRAINS     10
#define DRAIN_LOAD 8

void siege_sleep(long milliseconds)
{
	struct timespec pause = {
		.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000};

	nanosleep(&pause, NULL);
}

long siege_since(int64_t start)
{
	return (long)((calendar_monotonic() - start) / 1000);
}

void siege_connect(struct wire *wire, int port)
{
	if (!wire_open(wire, port))
		tally_abort("the server does not listen any more");
}

/* The status of the next answer, or 0. */
int siege_status(struct wire *wire)
{
	struct answer answer;

	return wire_next(wire, false, 2 * WIRE_PATIENCE, &answer) == WIRE_ANSWER ? answer.status
										 : 0;
}

void siege_start(
	pthread_t *threads, int count, void *(*run)(void *), void *contexts, size_t context_size)
{
	for (int i = 0; i < count; i++)
		if (pthread_create(&threads[i], NULL, run, (char *)contexts + i * context_size) !=
			0)
			tally_abort("pthread_create");
}

void siege_join(const pthread_t *threads, int count)
{
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
}

/* A metric of /metrics, with its labels. */
static double read_metric(int port, const char *name)
{
	struct buffer text = {0};
	static char chunk[65536];
	struct wire wire;
	double value = 0;
	char line[80];
	size_t got;

	siege_connect(&wire, port);
	wire_say(&wire, "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
	while ((got = wire_raw(&wire, chunk, sizeof chunk)) > 0)
		buffer_bytes(&text, chunk, got);
	wire_close(&wire);
	snprintf(line, sizeof line, "\n%s ", name);

	const char *found = buffer_string(&text) ? strstr(text.data, line) : NULL;

	if (found)
		value = strtod(found + strlen(line), NULL);
	buffer_free(&text);
	return value;
}

/* Until the server has read what was sent, and refused what is too much. */
static bool wait_for_refusals(int port, int count)
{
	int64_t start = calendar_monotonic();

	while (siege_since(start) < 10000) {
		if (read_metric(port, "thidua_problems_total{code=\"busy\"}") >= count)
			return true;
		siege_sleep(20);
	}
	return false;
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
		siege_connect(&wires[i], port);
		wire_say(&wires[i],
			"POST /api/v1/areas/import HTTP/1.1\r\nHost: x\r\n"
			"Content-Type: application/json\r\nContent-Length: 1048576\r\n\r\n");
		wire_send(&wires[i], body, MEBIBYTE - 1);
	}
	tally_check(wait_for_refusals(port, BODIES - 64), "no body was refused");
	for (int i = 0; i < BODIES; i++) {
		wire_send(&wires[i], body, 1);
		int status = siege_status(&wires[i]);
		refused += status == 503;
		taken += status == 401;
	}
	tally_check(refused + taken == BODIES && refused >= BODIES - 64 && taken > BODIES / 2,
		"bodies in flight: %d taken, %d refused of %d", taken, refused, BODIES);
	for (int i = 0; i < BODIES; i++) {
		wire_say(&wires[i], HEALTH);
		tally_check(siege_status(&wires[i]) == 200, "after a body: connection %d", i);
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
		writer->good += siege_status(&wire) == 200;
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
	siege_start(threads, WRITERS, write_much, writers, sizeof *writers);
	siege_join(threads, WRITERS);
	for (int i = 0; i < WRITERS; i++)
		good += writers[i].good;
	tally_check(good == WRITERS * WRITES, "parked writes: %d of %d answered 200", good,
		WRITERS * WRITES);
}

struct client {
	int port, number;
	_Atomic int answered; /* with 200 */
	char failure[80];     /* of the first request that got no answer */
};

static void say_read(struct wire *wire)
{
	char head[256];

	snprintf(head, sizeof head,
		"GET /api/v1/units?limit=20 HTTP/1.1\r\nHost: x\r\n"
		"Authorization: Bearer %s\r\n\r\n",
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
		atomic_fetch_add(&client->answered, answer.status == 200);
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

static int count_answers(struct client *clients)
{
	int count = 0;

	for (int i = 0; i < DRAIN_LOAD; i++)
		count += atomic_load(&clients[i].answered);
	return count;
}

/* A different moment of the load in each run. */
static void drain_once(int run)
{
	static struct client clients[DRAIN_LOAD];
	pthread_t threads[DRAIN_LOAD];
	struct daemon daemon;
	char name[16];

	snprintf(name, sizeof name, "drain%d", run);
	if (!daemon_start(&daemon, name))
		return;
	for (int i = 0; i < DRAIN_LOAD; i++)
		clients[i] = (struct client){.port = daemon.port, .number = i};
	siege_start(threads, DRAIN_LOAD, keep_asking, clients, sizeof *clients);

	int64_t start = calendar_monotonic();

	while (count_answers(clients) < 200 + 37 * run && siege_since(start) < 20000)
		siege_sleep(1);
	tally_check(siege_since(start) < 20000, "drain %d: only %d answers", run,
		count_answers(clients));
	start = calendar_monotonic();

	bool stopped = daemon_stop(&daemon);
	long took = siege_since(start);

	siege_join(threads, DRAIN_LOAD);
	for (int i = 0; i < DRAIN_LOAD; i++)
		tally_check(!*clients[i].failure, "drain %d, client %d: %s after %d answers", run,
			i, clients[i].failure, atomic_load(&clients[i].answered));
	tally_check(stopped && took <= 10000, "drain %d took %ld ms", run, took);
	tally_check(
		log_size(&daemon) == 0, "drain %d left a log of %ld bytes", run, log_size(&daemon));
}

struct stopping {
	struct daemon daemon;
	bool stopped;
};

static void *stop(void *context)
{
	struct stopping *stopping = context;

	stopping->stopped = daemon_stop(&stopping->daemon);
	return NULL;
}

/* Asks until the status is there, at most for a second; the answer is the last one. */
static void ask_until(int port, const char *request, int status, struct answer *out)
{
	int64_t start = calendar_monotonic();

	do {
		struct wire wire;

		*out = (struct answer){0};
		if (!wire_open(&wire, port))
			return;
		wire_say(&wire, request);
		wire_next(&wire, false, WIRE_PATIENCE, out);
		wire_close(&wire);
	} while (out->status != status && siege_since(start) < 1000);
}

/* A proxy has its time to notice: for so long everything is answered, and every answer ends its
 * connection. */
static void test_notice(void)
{
	static struct stopping stopping;
	struct answer ready, kept;
	struct wire wire;
	pthread_t thread;

	setenv("THIDUA_DRAIN_SECONDS", "1", 1);
	if (!daemon_start(&stopping.daemon, "notice"))
		return;
	unsetenv("THIDUA_DRAIN_SECONDS");
	siege_connect(&wire, stopping.daemon.port);
	wire_say(&wire, HEALTH);
	wire_next(&wire, false, WIRE_PATIENCE, &kept);
	tally_check(kept.status == 200 && !kept.close, "before SIGTERM: %s", kept.head);
	siege_start(&thread, 1, stop, &stopping, sizeof stopping);
	ask_until(stopping.daemon.port, "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n", 503, &ready);
	tally_check(ready.status == 503 && ready.close, "readyz after SIGTERM: %s", ready.head);
	wire_say(&wire, HEALTH);
	wire_next(&wire, false, WIRE_PATIENCE, &kept);
	tally_check(kept.status == 200 && kept.close, "healthz after SIGTERM: %s", kept.head);
	wire_close(&wire);
	siege_join(&thread, 1);
	tally_check(stopping.stopped, "the end after the notice");
}

void siege_drains(void)
{
	test_notice();
	for (int run = 0; run < DRAINS; run++)
		drain_once(run);
}
