/* Guessers at the full numbers of T22, each from an address of its own, while one works inside and another one signs in. */
#include <stdio.h>
#include <stdlib.h>

#include "calendar.h"
#include "kit/daemon.h"
#include "kit/flood.h"
#include "kit/guest.h"
#include "kit/siege.h"
#include "kit/tally.h"

#define ADDRESSES 100
#define SECONDS   20          /* over which the guesses come */
#define HOME      "127.0.0.9" /* no guess comes from there */
#define BETWEEN   2000        /* milliseconds between two of their sign-ins */
#define SIGN_IN   5000        /* milliseconds that a user may need among guessers */

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

/* The quiet time is taken before and after: a disk that others use is now slow and now quick. */
static void withstand(int port, bool tokens, int guesses, int addresses)
{
	static struct resident resident;
	struct flood flood = {.port = port,
		.tokens = tokens,
		.addresses = addresses,
		.guesses = guesses,
		.seconds = SECONDS};
	struct comer comer = {.port = port};
	long quiet = resident_quiet(port);
	int64_t start = calendar_monotonic();

	resident_start(&resident, port);
	flood_start(&flood);
	siege_start(&comer.thread, 1, come_again, &comer, 0);
	flood_join(&flood);
	comer.over = true;
	siege_join(&comer.thread, 1);
	long took = siege_since(start), busy = resident_join(&resident);
	long after = resident_quiet(port);

	quiet = after > quiet ? after : quiet;
	bool held = tally_check(!comer.failed && comer.longest <= SIGN_IN,
		"among guessers a user signs in: %d of %d failed, one took %ld ms", comer.failed,
		comer.times, comer.longest);

	held &= tally_check(!flood.lost && !resident.bad && busy <= 2 * quiet,
		"guessers: %d lost, %d posts failed, p99 %ld us, quiet %ld", flood.lost,
		resident.bad, busy, quiet);
	printf("| T22 | %d wrong %s from %d addresses in %ld ms: %d x 401, %d put off, %d lost;"
	       " another user signs in %d times, at most after %ld ms; %d posts, p99 %ld us (quiet %ld) | %s |\n",
		guesses, tokens ? "tokens" : "passwords", addresses, took, flood.refused,
		flood.put_off, flood.lost, comer.times, comer.longest, resident.good, busy, quiet,
		tally_verdict(held));
}

void siege_guesses(void)
{
	static const struct {
		bool tokens;
		int guesses;
	} kinds[] = {{true, 10000}, {false, 1000}, {false, 10000}};
	struct daemon daemon;
	char cookie[100];

	unsetenv("THIDUA_FAILURES_PER_MINUTE"); /* the default counts */
	bool started = daemon_start(&daemon, "guesses");

	setenv("THIDUA_FAILURES_PER_MINUTE", "0", 1);
	if (!started)
		return;
	guest_make(daemon.port, HOME, cookie, sizeof cookie);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		withstand(daemon.port, kinds[i].tokens, kinds[i].guesses, 1);
		withstand(daemon.port, kinds[i].tokens, kinds[i].guesses, ADDRESSES);
	}
	if (daemon_stop(&daemon))
		tally_pass();
}
