/*
 * The full numbers of what tests/http.c does in small, for `make test-long`: each line that begins with `|` is a row for
 * a table of results.
 *
 *	build/tests/siege build/thidua
 */
#include <stdio.h>
#include <stdlib.h>

#include "calendar.h"
#include "kit/daemon.h"
#include "kit/flood.h"
#include "kit/guest.h"
#include "kit/siege.h"
#include "kit/tally.h"

#define GUESSES   10000
#define ADDRESSES 100
#define SECONDS   20
#define HOME      "127.0.0.9" /* no guess comes from there */
#define BETWEEN   2000        /* milliseconds between two of their sign-ins */
#define QUIET     3000        /* milliseconds in which the quiet times are taken */
#define SIGN_IN   5000        /* milliseconds that a user may need among guessers */

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

int main(int argc, char **argv)
{
	struct daemon daemon;
	char cookie[100];

	if (argc != 2) {
		fprintf(stderr, "usage: %s build/thidua\n", argv[0]);
		return 64;
	}
	daemon_prepare(argv[1]);
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
	daemon_clean();
	return tally_end();
}
