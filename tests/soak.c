/*
 * Half of what the server can do, for long (T28): reads, lists, files, posts, long reads and strangers, over connections that
 * are kept and some that are not. A line for each minute, then what became of memory, descriptors, the log and the times.
 *
 *	build/tests/soak build/thidua MINUTES
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "calendar.h"
#include "kit/daemon.h"
#include "kit/process.h"
#include "kit/siege.h"
#include "kit/tally.h"
#include "kit/wire.h"

#define CLIENTS      16
#define TRIAL        10          /* seconds as fast as it goes, to know what half of it is */
#define STEP         10          /* microseconds of a place of the times */
#define PLACES       200000      /* two seconds; the last is for all that took longer */
#define MOST_LOG     (64 * 1024) /* KiB */
#define MOST_GROWTH  1024        /* KiB in the second half, or in an hour of it */
#define MOST_DRIFT   20 /* percent of the 99th percentile, between the first third and the last */
#define MOST_MORE    2  /* descriptors, of connections that come and go */
#define MOST_MINUTES 1440

/* `weight` of a hundred requests. %u is an office of the client, %n a number, %p a month. */
static const struct kind {
	int weight, status;
	const char *path, *body;
	bool stranger, leaves; /* shows a wrong token; ends its connection */
} kinds[] = {
	{50, 200, "/units/gialai", NULL, false, false},
	{18, 200, "/units?limit=100", NULL, false, false},
	{12, 200, "/reports?unit=%u&limit=20", NULL, false, false},
	{5, 201, "/reports",
		"{\"unit\": \"%u\", \"period\": \"2021-%p\", \"reason\": \"half of what it can\", \"values\":"
		" [{\"element\": \"tb_req\", \"value\": %n}, {\"element\": \"tb_rec\", \"value\": %n}]}",
		false, false},
	{5, 401, "/me", NULL, true, false},
	{4, 200, "/units?format=csv", NULL, false, false},
	{4, 200, "/me", NULL, false, true},
	{2, 200, "/evaluations?cluster=vkstc-cum-7-2021", NULL, false, false},
};

struct worker {
	int port;
	char unit[64];
	unsigned seed;
	pthread_t thread;
};

static struct worker clients[CLIENTS];
static _Atomic bool over;
static _Atomic long rate; /* requests a second of all clients; 0: as many as it takes */
static _Atomic long bad, times[PLACES];
static _Atomic int last_status;

/* ---- What a client does ---- */

static const struct kind *choose(unsigned *seed)
{
	int chance = rand_r(seed) % 100;
	const struct kind *kind = kinds;

	while (chance >= kind->weight)
		chance -= kind++->weight;
	return kind;
}

static void fill(
	const char *pattern, const struct worker *client, long number, char *out, size_t size)
{
	size_t used = 0;

	*out = 0;
	for (const char *c = pattern ? pattern : ""; *c && used < size; c++)
		if (*c != '%')
			used += (size_t)snprintf(out + used, size - used, "%c", *c);
		else if (*++c == 'u')
			used += (size_t)snprintf(out + used, size - used, "%s", client->unit);
		else if (*c == 'p')
			used += (size_t)snprintf(out + used, size - used, "%02ld", number % 11 + 1);
		else
			used += (size_t)snprintf(out + used, size - used, "%ld", number);
}

static void ask(struct worker *client, struct wire *wire, long number)
{
	const struct kind *kind = choose(&client->seed);
	char path[160], body[400], text[900];
	struct answer answer = {0};

	fill(kind->path, client, number, path, sizeof path);
	fill(kind->body, client, number, body, sizeof body);
	snprintf(text, sizeof text,
		"%s /api/v1%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s%s\r\n"
		"Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
		kind->body ? "POST" : "GET", path, daemon_admin_token(), kind->stranger ? "x" : "",
		strlen(body), body);
	if (wire->fd < 0)
		siege_connect(wire, client->port);
	wire_say(wire, text);
	bool good = wire_next(wire, false, WIRE_PATIENCE, &answer) == WIRE_ANSWER &&
		(answer.status == kind->status || (kind->status == 201 && answer.status == 200));

	if (!good) {
		bad++;
		last_status = answer.status;
	}
	if (!good || answer.close || kind->leaves)
		wire_close(wire);
}

/* The time counts from when the request was due: who waits for the one before waits too. */
static void *ask_on(void *context)
{
	struct worker *client = context;
	struct wire wire = {.fd = -1};
	int64_t due = calendar_monotonic();
	long pace = rate;

	for (long number = 0; !over; number++) {
		int64_t now = calendar_monotonic();

		if (pace)
			due += 1000000L * CLIENTS / pace;
		else
			due = now;
		if (due > now + 1000)
			siege_sleep((long)(due - now) / 1000);
		ask(client, &wire, number);
		int64_t place = (calendar_monotonic() - due) / STEP;

		times[place < 0 ? 0 : place < PLACES ? place : PLACES - 1]++;
	}
	wire_close(&wire);
	return NULL;
}

static void start_clients(long pace)
{
	over = false;
	rate = pace;
	for (int i = 0; i < CLIENTS; i++)
		siege_start(&clients[i].thread, 1, ask_on, &clients[i], 0);
}

static void end_clients(void)
{
	over = true;
	for (int i = 0; i < CLIENTS; i++)
		siege_join(&clients[i].thread, 1);
}

/* Each an office of its own. */
static void prepare(int port)
{
	static char text[65536];
	char head[300];
	struct wire wire;
	size_t used = 0, got;

	snprintf(head, sizeof head,
		"GET /api/v1/units?level=district&limit=%d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
		"Authorization: Bearer %s\r\n\r\n",
		CLIENTS, daemon_admin_token());
	siege_connect(&wire, port);
	wire_say(&wire, head);
	while ((got = wire_raw(&wire, text + used, sizeof text - used - 1)) > 0)
		used += got;
	wire_close(&wire);
	const char *at = text;

	for (int i = 0; i < CLIENTS; i++) {
		at = strstr(at, "{\"unit\":\"");
		if (!at)
			tally_abort("too few offices");
		at += strlen("{\"unit\":\"");
		clients[i] = (struct worker){.port = port, .seed = (unsigned)i};
		snprintf(clients[i].unit, sizeof clients[i].unit, "%.*s", (int)strcspn(at, "\""),
			at);
	}
}

/* ---- What is seen each minute ---- */

struct minute {
	long asked, bad, p50, p99;  /* microseconds */
	long memory, log, database; /* KiB */
	long descriptors;
};

static long size_of(const struct daemon *daemon, const char *ending)
{
	char path[256];
	struct stat found;

	snprintf(path, sizeof path, "%.*s%s", (int)(strlen(daemon->log) - strlen(".log")),
		daemon->log, ending);
	return stat(path, &found) == 0 ? (long)found.st_size / 1024 : 0;
}

/* Takes the times away. */
static void take_times(struct minute *out)
{
	static long taken[PLACES];
	long seen = 0;

	out->asked = 0;
	for (size_t i = 0; i < PLACES; i++) {
		taken[i] = atomic_exchange(&times[i], 0);
		out->asked += taken[i];
	}
	out->p50 = out->p99 = 0;
	for (size_t i = 0; i < PLACES; i++) {
		seen += taken[i];
		if (!out->p50 && seen * 2 >= out->asked)
			out->p50 = (long)(i + 1) * STEP;
		if (!out->p99 && seen * 100 >= out->asked * 99)
			out->p99 = (long)(i + 1) * STEP;
	}
}

static struct minute look(const struct daemon *daemon)
{
	struct minute minute = {.bad = atomic_exchange(&bad, 0),
		.memory = process_status(daemon->pid, "VmRSS:"),
		.log = size_of(daemon, ".db-wal"),
		.database = size_of(daemon, ".db"),
		.descriptors = process_descriptors(daemon->pid)};

	take_times(&minute);
	return minute;
}

static void print_minute(long number, const struct minute *minute)
{
	printf("%4ld | %6ld | %6ld | %7ld | %7ld | %4ld | %6ld | %7ld\n", number,
		minute->asked / 60, minute->p50, minute->p99, minute->memory, minute->descriptors,
		minute->log, minute->database);
}

/* ---- The verdict ---- */

static int compare(const void *a, const void *b)
{
	long left = *(const long *)a, right = *(const long *)b;

	return (left > right) - (left < right);
}

/* The 99th percentile of a minute in the middle of some. */
static long middle(const struct minute *minutes, long count)
{
	long sorted[MOST_MINUTES];

	for (long i = 0; i < count; i++)
		sorted[i] = minutes[i].p99;
	qsort(sorted, (size_t)count, sizeof *sorted, compare);
	return sorted[count / 2];
}

static void judge(const struct minute *minutes, long count)
{
	long third = count / 3 ? count / 3 : 1, half = count / 2;
	long first = middle(minutes, third), last = middle(minutes + count - third, third);
	long growth = minutes[count - 1].memory - minutes[half].memory;
	long hours = (count - half) / 60 > 1 ? (count - half) / 60 : 1;
	long log = 0, sum = 0, wrong = 0, more = 0;

	for (long i = 0; i < count; i++) {
		log = minutes[i].log > log ? minutes[i].log : log;
		more = minutes[i].descriptors > minutes[0].descriptors + more
			? minutes[i].descriptors - minutes[0].descriptors
			: more;
		sum += minutes[i].asked;
		wrong += minutes[i].bad;
	}
	bool held =
		tally_check(!wrong, "%ld answers were wrong, the last was %d", wrong, last_status);

	held &= tally_check(growth < MOST_GROWTH * hours, "memory grew by %ld KiB", growth);
	held &= tally_check(
		more <= MOST_MORE, "%ld descriptors more than in the first minute", more);
	held &= tally_check(log <= MOST_LOG, "a log of %ld KiB", log);
	held &= tally_check(100 * last < (100 + MOST_DRIFT) * first,
		"99 in 100 took %ld us in the first third and %ld in the last", first, last);
	printf("| T28 | %ld minutes at half of the maximum, %ld requests a second: %ld wrong answers; memory %ld KiB in the end, %ld more in"
	       " the second half; at most %ld descriptors more than at first; log at most %ld KiB; p99 %ld us in the first third, %ld in the last | %s |\n",
		count, sum / count / 60, wrong, minutes[count - 1].memory, growth, more, log, first,
		last, tally_verdict(held));
}

static void soak(const struct daemon *daemon, long count)
{
	static struct minute minutes[MOST_MINUTES];

	prepare(daemon->port);
	start_clients(0);
	siege_sleep(1000 * TRIAL);
	end_clients();
	struct minute trial = look(daemon);

	printf("as fast as it goes: %ld requests a second\n", trial.asked / TRIAL);
	puts("minute | asked/s | p50 us | p99 us | memory KiB | descriptors | log KiB | database KiB");
	start_clients(trial.asked / TRIAL / 2);
	for (long i = 0; i < count; i++) {
		siege_sleep(60000);
		minutes[i] = look(daemon);
		print_minute(i + 1, &minutes[i]);
	}
	end_clients();
	judge(minutes, count);
}

int main(int argc, char **argv)
{
	long minutes = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
	struct daemon daemon;

	if (minutes < 1 || minutes > MOST_MINUTES) {
		fprintf(stderr, "usage: %s build/thidua MINUTES\n", argv[0]);
		return 64;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	daemon_prepare(argv[1]);
	daemon_be_plain();
	if (daemon_start(&daemon, "soak")) {
		soak(&daemon, minutes);
		if (daemon_stop(&daemon))
			tally_pass();
	}
	daemon_clean();
	return tally_end();
}
