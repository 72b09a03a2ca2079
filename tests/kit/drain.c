/* Ends under load: whoever could connect is answered. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "calendar.h"
#include "kit/daemon.h"
#include "kit/siege.h"
#include "kit/tally.h"
#include "kit/wire.h"

#define SILENCE    200 /* milliseconds; who is silent a little longer may find the connection ended */
#define DRAIN_LOAD 16 /* clients; every other one connects anew for each request */

struct client {
	int port, number;
	bool knocks;          /* connects anew each time */
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
	int64_t since = 0;

	for (int i = 0; !*client->failure; i++) {
		struct answer answer;
		int64_t quiet = since; /* from before the request that the last answer was for */

		since = calendar_monotonic();
		if (wire.fd < 0) {
			quiet = since;
			if (!wire_open(&wire, client->port))
				break;
		}
		if (i % 3 == 0)
			siege_say_import(&wire, client->number * 100 + i % 100, false);
		else
			say_read(&wire);

		bool late = siege_since(quiet) >= SILENCE;
		enum wire_event event = wire_next(&wire, false, WIRE_PATIENCE, &answer);

		if (event != WIRE_ANSWER && !late)
			snprintf(client->failure, sizeof client->failure, "request %d: %s", i,
				wire_event_name(event));
		else if (event == WIRE_ANSWER && answer.status != 200 && answer.status != 503)
			snprintf(client->failure, sizeof client->failure, "request %d: status %d",
				i, answer.status);
		atomic_fetch_add(&client->answered, answer.status == 200);
		if (event != WIRE_ANSWER || answer.close || client->knocks)
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
		clients[i] =
			(struct client){.port = daemon.port, .number = i, .knocks = i % 2 == 1};
	siege_start(threads, DRAIN_LOAD, keep_asking, clients, sizeof *clients);

	int64_t start = calendar_monotonic();

	while (count_answers(clients) < 200 + 37 * (run % 20) && siege_since(start) < 20000)
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

/* Asks until the status is there, at most for two seconds; the answer is the last one. */
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
	} while (out->status != status && siege_since(start) < 2000);
}

/* A proxy has its time to notice: for so long everything is answered, and every answer ends its
 * connection. */
static void test_notice(void)
{
	static struct stopping stopping;
	struct answer ready, kept;
	struct wire wire;
	pthread_t thread;

	setenv("THIDUA_DRAIN_SECONDS", "2", 1);
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

void siege_drains(int runs)
{
	test_notice();
	for (int run = 0; run < runs; run++)
		drain_once(run);
}
