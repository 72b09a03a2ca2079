/*
 * The full numbers of what tests/http.c does in small, for `make test-long`: each line that begins with `|` is a row for
 * a table of results, with its verdict at the end.
 *
 *	build/tests/siege build/thidua [ID..]      all, or the bars that are named: T22, T8, T9, T27
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "kit/daemon.h"
#include "kit/flood.h"
#include "kit/process.h"
#include "kit/siege.h"
#include "kit/tally.h"

#define REFUSALS     100000
#define SLOW_EACH    200 /* of each of six kinds */
#define SLOW_IDLE    15  /* seconds, the default */
#define SLOW_READERS 200
#define IDLE         10000
#define DRAINS       100
#define BESIDE       3000 /* milliseconds in which the load is measured */

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
	long threads = process_status(daemon.pid, "Threads:"),
	     before = process_status(daemon.pid, "VmRSS:");
	int good = keep(wires, daemon.port);
	long after = process_status(daemon.pid, "VmRSS:"), p99 = resident_quiet(daemon.port);
	long added = process_status(daemon.pid, "Threads:") - threads;
	struct race race;

	race_start(&race, daemon.pid);
	siege_sleep(BESIDE);
	long busy = race_end(&race);
	int open = 0;

	for (int i = 0; i < IDLE; i++) {
		wire_say(&wires[i], HEALTH);
		open += siege_status(&wires[i]) == 200;
		wire_close(&wires[i]);
	}
	bool held = tally_check(good == IDLE && open == IDLE && after <= 256000 && !added &&
			busy < 5 && p99 <= 20000,
		"ten thousand idle connections");

	printf("| T9 | %d idle connections: %d still open, %ld KiB in all (%ld before), %ld threads added, busy for %ld %%, writes p99 %ld us | %s |\n",
		IDLE, open, after, before, added, busy, p99, tally_verdict(held));
	if (daemon_stop(&daemon))
		tally_pass();
}

static void guess(void)
{
	siege_guesses();
	siege_prefixes(REFUSALS);
}

static void be_slow(void)
{
	siege_slow_clients(SLOW_EACH, SLOW_READERS, SLOW_IDLE);
}

static void end_often(void)
{
	unsigned failed = tally_failed();

	siege_drains(DRAINS);
	failed = tally_failed() - failed;
	printf("| T27 | %d ends by SIGTERM under load: %u clients or servers failed | %s |\n",
		DRAINS, failed, tally_verdict(!failed));
}

int main(int argc, char **argv)
{
	static const struct {
		const char *id;
		void (*run)(void);
	} bars[] = {{"T22", guess}, {"T8", be_slow}, {"T9", keep_many}, {"T27", end_often}};
	int known = 0;

	if (argc < 2) {
		fprintf(stderr, "usage: %s build/thidua [T22 | T8 | T9 | T27]..\n", argv[0]);
		return 64;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	daemon_prepare(argv[1]);
	daemon_be_plain();
	for (size_t i = 0; i < sizeof bars / sizeof *bars; i++)
		for (int j = argc == 2 ? 1 : 2; j < argc; j++)
			if (argc == 2 || strcmp(argv[j], bars[i].id) == 0) {
				bars[i].run();
				known++;
			}
	tally_check(known >= argc - 2, "an id that is not here");
	daemon_clean();
	return tally_end();
}
