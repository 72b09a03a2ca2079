/*
 * The full numbers of what tests/http.c does in small, for `make test-long`: each line that begins with `|` is a row for
 * a table of results.
 *
 *	build/tests/siege build/thidua
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "calendar.h"
#include "kit/daemon.h"
#include "kit/flood.h"
#include "kit/guest.h"
#include "kit/siege.h"
#include "kit/tally.h"

#define GUESSES      10000
#define ADDRESSES    100
#define SECONDS      20
#define SLOW_EACH    200 /* of each of six kinds */
#define SLOW_IDLE    15  /* seconds, the default */
#define SLOW_READERS 200
#define IDLE         10000
#define DRAINS       100
#define HOME         "127.0.0.9" /* no guess comes from there */
#define BETWEEN      2000        /* milliseconds between two of their sign-ins */
#define QUIET        3000        /* milliseconds in which the quiet times are taken */
#define SIGN_IN      5000        /* milliseconds that a user may need among guessers */

static long quiet_p99(int port)
{
	static struct resident resident;

	resident_start(&resident, port);
	siege_sleep(QUIET);
	return resident_join(&resident);
}

/* Somebody who signs in again and again while others guess. */
struct comer {
	int port;
	_Atomic bool over;
	int times, failed;
	long longest; /* milliseconds until the user was in */
	pthread_t thread;
};

static void *come_again(void *context)
{
	struct comer *comer = context;

	while (!comer->over) {
		int64_t start = calendar_monotonic();

		comer->failed += guest_sign_in_patiently(
					 comer->port, HOME, GUEST_USER, GUEST_PASSWORD) != 201;
		comer->times++;
		if (siege_since(start) > comer->longest)
			comer->longest = siege_since(start);
		siege_sleep(BETWEEN);
	}
	return NULL;
}

static void withstand(int port, bool tokens, int addresses)
{
	static struct resident resident;
	struct flood flood = {.port = port,
		.tokens = tokens,
		.addresses = addresses,
		.guesses = GUESSES,
		.seconds = SECONDS};
	struct comer comer = {.port = port};
	long quiet = quiet_p99(port);
	int64_t start = calendar_monotonic();

	resident_start(&resident, port);
	flood_start(&flood);
	siege_start(&comer.thread, 1, come_again, &comer, 0);
	flood_join(&flood);
	comer.over = true;
	siege_join(&comer.thread, 1);
	long took = siege_since(start), busy = resident_join(&resident);

	printf("| T22 | %d wrong %s from %d addresses in %ld ms: %d x 401, %d put off, %d lost;"
	       " another user signs in %d times, at most after %ld ms; %d posts, p99 %ld us (quiet %ld) |\n",
		GUESSES, tokens ? "tokens" : "passwords", addresses, took, flood.refused,
		flood.put_off, flood.lost, comer.times, comer.longest, resident.good, busy, quiet);
	tally_check(!comer.failed && comer.longest <= SIGN_IN,
		"among guessers a user signs in: %d of %d failed, one took %ld ms", comer.failed,
		comer.times, comer.longest);
	tally_check(!flood.lost && !resident.bad && busy <= 2 * quiet,
		"guessers: %d lost, %d posts failed, p99 %ld us, quiet %ld", flood.lost,
		resident.bad, busy, quiet);
}

/* What the kernel says of a process, in a line of its status: kilobytes or a count. */
static long status_of(pid_t pid, const char *name)
{
	char path[64], line[200];
	long value = 0;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	FILE *file = fopen(path, "re");

	while (file && fgets(line, sizeof line, file))
		if (strncmp(line, name, strlen(name)) == 0)
			value = strtol(line + strlen(name), NULL, 10);
	if (file)
		fclose(file);
	return value;
}

static int keep(struct wire *wires, int port)
{
	int good = 0;

	for (int i = 0; i < IDLE; i++) {
		siege_connect(&wires[i], port);
		wire_say(&wires[i], HEALTH);
		good += siege_status(&wires[i]) == 200;
		free(wires[i].data);
		wires[i].data = NULL;
		wires[i].size = 0;
	}
	return good;
}

/* Ten thousand connections that have been answered once, and then somebody who writes. */
static void keep_many(void)
{
	static struct wire wires[IDLE];
	struct rlimit limit = {IDLE + 1000, IDLE + 1000};
	struct daemon daemon;

	setrlimit(RLIMIT_NOFILE, &limit);
	setenv("THIDUA_CONNECTIONS", "12000", true);
	setenv("THIDUA_IDLE_TIMEOUT", "600", true);
	if (!daemon_start(&daemon, "idle"))
		return;
	unsetenv("THIDUA_CONNECTIONS");
	unsetenv("THIDUA_IDLE_TIMEOUT");
	long threads = status_of(daemon.pid, "Threads:"), before = status_of(daemon.pid, "VmRSS:");
	int good = keep(wires, daemon.port);
	long after = status_of(daemon.pid, "VmRSS:"), p99 = quiet_p99(daemon.port);
	long added = status_of(daemon.pid, "Threads:") - threads;
	struct race race;

	race_start(&race, daemon.pid);
	siege_sleep(QUIET);
	long busy = race_end(&race);
	int open = 0;

	for (int i = 0; i < IDLE; i++) {
		wire_say(&wires[i], HEALTH);
		open += siege_status(&wires[i]) == 200;
		wire_close(&wires[i]);
	}
	printf("| T9 | %d idle connections: %d still open, %ld KiB in all (%ld before), %ld threads added, busy for %ld %%, writes p99 %ld us |\n",
		IDLE, open, after, before, added, busy, p99);
	tally_check(good == IDLE && open == IDLE && after <= 256000 && !added && busy < 5 &&
			p99 <= 20000,
		"ten thousand idle connections");
	if (daemon_stop(&daemon))
		tally_pass();
}

int main(int argc, char **argv)
{
	struct daemon daemon;
	char cookie[100];

	if (argc != 2) {
		fprintf(stderr, "usage: %s build/thidua\n", argv[0]);
		return 64;
	}
	daemon_prepare(argv[1]);
	daemon_be_plain();
	unsetenv("THIDUA_FAILURES_PER_MINUTE");
	if (daemon_start(&daemon, "guesses")) {
		guest_make(daemon.port, HOME, cookie, sizeof cookie);
		for (int tokens = 0; tokens < 2; tokens++) {
			withstand(daemon.port, tokens, 1);
			withstand(daemon.port, tokens, ADDRESSES);
		}
		if (daemon_stop(&daemon))
			tally_pass();
	}
	siege_slow_clients(SLOW_EACH, SLOW_READERS, SLOW_IDLE);
	keep_many();
	unsigned failed = tally_failed();

	siege_drains(DRAINS);
	printf("| T27 | %d ends by SIGTERM under load: %u clients or servers failed |\n", DRAINS,
		tally_failed() - failed);
	daemon_clean();
	return tally_end();
}
