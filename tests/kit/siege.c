/* Bodies and writers under load. Only the main thread counts: the others bring back what they
 * saw. */
#include "kit/siege.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "calendar.h"
#include "kit/daemon.h"
#include "kit/tally.h"
#include "kit/wire.h"

#define BODIES   72 /* of 1 MiB; 64 fit */
#define MEBIBYTE 1048576
#define WRITERS  100
#define WRITES   20

void siege_sleep(long milliseconds)
{
	struct timespec pause = {
		.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000};

	nanosleep(&pause, NULL);
}

static long processor_time(pid_t pid)
{
	char path[64], text[512];
	unsigned long user = 0, system = 0;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	FILE *file = fopen(path, "re");

	if (!file || !fgets(text, sizeof text, file))
		tally_abort("cannot read %s", path);
	fclose(file);
	/* Behind the name, which may hold anything. */
	sscanf(strrchr(text, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
		&system);
	return (long)((user + system) * 1000 / (unsigned long)sysconf(_SC_CLK_TCK));
}

static void *spin(void *context)
{
	struct race *race = context;
	struct timespec time;

	while (!race->over)
		;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	race->spun = time.tv_sec * 1000 + time.tv_nsec / 1000000;
	return NULL;
}

void race_start(struct race *race, pid_t pid)
{
	*race = (struct race){.pid = pid, .before = processor_time(pid)};
	siege_start(&race->thread, 1, spin, race, 0);
}

long race_end(struct race *race)
{
	race->over = true;
	siege_join(&race->thread, 1);
	return (processor_time(race->pid) - race->before) * 100 / (race->spun + 1);
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

void siege_say_import(struct wire *wire, int number, bool dry_run)
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
		siege_say_import(&wire, writer->number * 100 + i, true);
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
