/* More clients than there are places, threads or descriptors for. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "calendar.h"
#include "kit/daemon.h"
#include "kit/siege.h"
#include "kit/tally.h"

#define PLACES 8

#define HALF_A_BODY                                                                                \
	"POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"            \
	"Content-Length: 2\r\n\r\n{"

static bool start_with(
	struct daemon *daemon, const char *name, const char *option, const char *value)
{
	setenv(option, value, 1);
	bool started = daemon_start(daemon, name);

	unsetenv(option);
	return started;
}

static void stop(struct daemon *daemon)
{
	if (daemon_stop(daemon))
		tally_pass();
}

/* What a new client gets, and how long it took. */
static void knock(int port, struct answer *out, long *out_milliseconds)
{
	int64_t start = calendar_monotonic();
	struct wire wire;

	siege_connect(&wire, port);
	wire_say(&wire, HEALTH);
	wire_next(&wire, false, 2 * WIRE_PATIENCE, out);
	wire_close(&wire);
	*out_milliseconds = siege_since(start);
}

/* Whoever is turned away comes back, and finds a place in time. */
static void knock_again(int port, const char *when)
{
	int64_t start = calendar_monotonic();
	struct answer answer;
	long took;

	do
		knock(port, &answer, &took);
	while (answer.status == 503 && siege_since(start) < WIRE_PATIENCE);
	tally_check(answer.status == 200, "%s: %d", when, answer.status);
}

/* Connections that are only kept end for others. */
static void test_idle_places(void)
{
	struct daemon daemon;
	struct answer answer;
	struct wire wires[PLACES];
	long took;

	if (!start_with(&daemon, "places", "THIDUA_CONNECTIONS", "8"))
		return;
	for (int i = 0; i < PLACES; i++) {
		siege_connect(&wires[i], daemon.port);
		wire_say(&wires[i], HEALTH);
		tally_check(siege_status(&wires[i]) == 200, "connection %d of 8", i);
	}
	tally_check(wire_next(&wires[0], false, 400, &answer) == WIRE_SILENCE,
		"a kept connection was ended for nobody");
	knock(daemon.port, &answer, &took);
	tally_check(answer.status == 200, "the ninth of eight, while all are idle: %d after %ld ms",
		answer.status, took);
	for (int i = 0; i < PLACES; i++)
		wire_close(&wires[i]);
	stop(&daemon);
}

/* While every place is in use, others are told so, in time. */
static void test_busy_places(void)
{
	struct daemon daemon;
	struct answer answer;
	struct wire wires[PLACES];
	long took;

	if (!start_with(&daemon, "busy", "THIDUA_CONNECTIONS", "8"))
		return;
	for (int i = 0; i < PLACES; i++) {
		siege_connect(&wires[i], daemon.port);
		wire_say(&wires[i], HALF_A_BODY);
	}
	for (int i = 0; i < 3; i++) {
		knock(daemon.port, &answer, &took);
		tally_check(answer.status == 503 && answer.close &&
				answer_header(&answer, "Retry-After") && took < 4000,
			"the ninth of eight, while all are busy: %d after %ld ms", answer.status,
			took);
	}
	wire_say(&wires[0], "}");
	tally_check(siege_status(&wires[0]) == 401, "one of eight ends its body");
	wire_close(&wires[0]);
	knock_again(daemon.port, "after one of eight has ended");
	for (int i = 1; i < PLACES; i++)
		wire_close(&wires[i]);
	stop(&daemon);
}

/* The least descriptor that the process does not have. */
static rlim_t first_free(pid_t pid)
{
	static bool used[65536];
	char path[64];
	rlim_t free_one = 0;

	snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
	DIR *folder = opendir(path);

	if (!folder)
		tally_abort("cannot read %s", path);
	memset(used, 0, sizeof used);
	for (struct dirent *entry; (entry = readdir(folder));)
		if (entry->d_name[0] != '.')
			used[atoi(entry->d_name) & 65535] = true;
	closedir(folder);
	while (used[free_one])
		free_one++;
	return free_one;
}

static void test_descriptors(void)
{
	struct daemon daemon;
	struct rlimit before, none;
	struct answer answer;
	long took;

	if (!daemon_start(&daemon, "descriptors"))
		return;
	prlimit(daemon.pid, RLIMIT_NOFILE, NULL, &before);
	none = (struct rlimit){first_free(daemon.pid), before.rlim_max};
	prlimit(daemon.pid, RLIMIT_NOFILE, &none, NULL);
	struct race race;

	race_start(&race, daemon.pid);
	for (int i = 0; i < 2; i++) {
		knock(daemon.port, &answer, &took);
		tally_check(answer.status == 503 && took < 4000,
			"without a free descriptor: %d after %ld ms", answer.status, took);
	}
	long busy = race_end(&race);

	tally_check(busy < 20, "somebody waits for a descriptor: busy for %ld %%", busy);
	prlimit(daemon.pid, RLIMIT_NOFILE, &before, NULL);
	knock_again(daemon.port, "with descriptors again");
	stop(&daemon);
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
		siege_connect(&wires[i], daemon.port);
		wire_say(&wires[i], HEALTH);
		tally_check(siege_status(&wires[i]) == (i < 4 ? 200 : 0), "connection %d of 4", i);
	}
	for (int i = 0; i < 5; i++)
		wire_close(&wires[i]);
	if (daemon_stop(&daemon))
		tally_pass();
}

#define CROWD 300 /* enough for each of 256 threads to have one */

static void ask_as_admin(struct wire *wire, const char *path)
{
	char head[256];

	snprintf(head, sizeof head,
		"GET /api/v1%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n", path,
		daemon_admin_token());
	wire_say(wire, head);
}

/* As many threads as may be asked for, and all of them read, beside those of long reads. */
static void test_threads(void)
{
	static struct wire wires[CROWD];
	struct daemon daemon;
	int good = 0;

	setenv("THIDUA_IDLE_TIMEOUT", "120",
		1); /* each thread reads for the first time, one after the other */
	bool started = start_with(&daemon, "threads", "THIDUA_HTTP_THREADS", "256");

	unsetenv("THIDUA_IDLE_TIMEOUT");
	if (!started)
		return;
	for (int i = 0; i < CROWD; i++) {
		siege_connect(&wires[i], daemon.port);
		ask_as_admin(&wires[i], "/me");
		good += siege_status(&wires[i]) == 200;
	}
	tally_check(good == CROWD, "256 threads: %d of %d short reads", good, CROWD);
	good = 0;
	for (int i = 0; i < 4; i++)
		ask_as_admin(&wires[i], "/evaluations?cluster=vkstc-cum-7-2021");
	for (int i = 0; i < 4; i++)
		good += siege_status(&wires[i]) == 200;
	tally_check(good == 4, "256 threads: %d of 4 long reads", good);
	for (int i = 0; i < CROWD; i++)
		wire_close(&wires[i]);
	stop(&daemon);
}

void siege_crowds(void)
{
	test_idle_places();
	test_busy_places();
	test_descriptors();
	test_address_limit();
	test_threads();
}
