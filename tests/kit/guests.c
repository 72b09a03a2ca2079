/*
 * People at the door: floods of wrong passwords and tokens, from one address and from many, while somebody else signs in
 * and those inside go on; then five failures of one user, who waits and comes in. The server trusts 127.0.0.1 as a
 * proxy, so that each guest has an address of its own.
 */
#include "kit/guest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "kit/daemon.h"
#include "kit/flood.h"
#include "kit/siege.h"
#include "kit/tally.h"

#define LONGEST                                                                                    \
	1000000 /* microseconds of the 99th percentile of those inside, however busy the machine is */
#define MINUTE  60000
#define ALLOWED 20   /* failures of an address in a minute */
#define SIGN_IN 5000 /* milliseconds; the flood from many addresses is longer */
#define SLOWER  20   /* times what it takes alone, on a busy machine */
#define HOME    "10.9.9.9"

static int port;

/* So many of an address may have been looked at since. */
static long most_looked_at(int addresses, long milliseconds)
{
	return addresses * (ALLOWED + milliseconds * ALLOWED / MINUTE + 1);
}

/* The user is in, as soon as this machine can do it: the first time, with no others, shows how soon that is. */
static void come_home(int others)
{
	static long quiet;
	int64_t start = calendar_monotonic();
	int status = guest_sign_in_patiently(port, HOME, GUEST_USER, GUEST_PASSWORD);
	long took = siege_since(start);

	quiet = quiet ? quiet : took;
	tally_check(status == 201 && (took < SIGN_IN || took < SLOWER * quiet),
		"a user is kept out by %d others: %d after %ld ms, alone %ld", others, status, took,
		quiet);
}

/* Reads by their session and writes by their token, while others guess. */
static void stay_inside(struct flood *flood, const char *cookie, bool sign_in)
{
	static struct resident resident;
	struct answer answer;
	char lines[200];
	int64_t start = calendar_monotonic();

	snprintf(lines, sizeof lines, "Cookie: %s\r\n", cookie);
	flood->port = port;
	flood->behind_proxy = true;
	resident_start(&resident, port);
	flood_start(flood);
	siege_sleep(1000 * flood->seconds / 4);
	tally_check(guest_ask(port, HOME, "GET", "/units/gialai", lines, "", &answer) == 200,
		"a reader gets %d", answer.status);
	if (sign_in)
		come_home(flood->addresses);
	flood_join(flood);
	long most = most_looked_at(flood->addresses, siege_since(start));
	long p99 = resident_join(&resident);

	tally_check(!resident.bad && p99 < LONGEST,
		"beside guessers: %d of %d writes fail, p99 %ld us", resident.bad,
		resident.bad + resident.good, p99);
	tally_check(flood->refused > 0 && flood->refused <= most && !flood->lost,
		"of %d guesses %d were looked at, %d put off, %d lost; at most %ld were allowed",
		flood->guesses, flood->refused, flood->put_off, flood->lost, most);
}

static void withstand_floods(const char *cookie)
{
	struct flood lonely = {.addresses = 1, .guesses = 100, .seconds = 2},
		     many = {.addresses = 50, .guesses = 4000, .seconds = 8},
		     tokens = {.tokens = true, .addresses = 1, .guesses = 300, .seconds = 1},
		     many_tokens = {.tokens = true, .addresses = 10, .guesses = 1000, .seconds = 1};

	come_home(0);
	stay_inside(&lonely, cookie, true);
	stay_inside(&many, cookie, true);
	stay_inside(&tokens, cookie, false);
	stay_inside(&many_tokens, cookie, false);
	tally_check(tokens.put_off > 0 && many_tokens.put_off > 0, "no wrong token was put off");
}

/* A right token comes in from an address that has shown many wrong ones; a wrong one is still told when to come again. */
static void let_in_the_right_one(void)
{
	char lines[200];
	struct answer answer;

	snprintf(lines, sizeof lines, "Authorization: Bearer %s\r\n", daemon_admin_token());
	tally_check(guest_ask(port, "10.1.0.1", "GET", "/me", lines, "", &answer) == 200,
		"a right token beside wrong ones: %d", answer.status);
	/* In a busy machine's time the address has earned some more looks. */
	for (int i = 0, status = 401; i < 30 && status == 401; i++)
		status = guest_ask(
			port, "10.1.0.1", "GET", "/me", "Authorization: Bearer x\r\n", "", &answer);
	tally_check(answer.status == 429 && strstr(answer.body, "\"too_many_requests\""),
		"one wrong token more: %d %s", answer.status, answer.body);
	guest_ask(port, "10.1.0.1", "GET", "/me", "", "", &answer);
	tally_check(answer.status == 401, "no token is no wrong one: %d", answer.status);
	tally_check(guest_sign_in_patiently(port, "10.1.0.60", GUEST_USER, GUEST_PASSWORD) == 201,
		"another address signs in");
}

static void wait_after_failures(void)
{
	struct answer answer;

	for (int i = 0; i < 5; i++) {
		int wrong = guest_sign_in_patiently(port, HOME, GUEST_USER, "không phải thế này");

		tally_check(wrong == 401, "failure %d: %d", i + 1, wrong);
	}
	int status = guest_sign_in(port, HOME, GUEST_USER, GUEST_PASSWORD, &answer);

	tally_check(status == 429 && answer_header(&answer, "Retry-After"),
		"after five failures: %d", status);
	tally_check(guest_sign_in_patiently(port, HOME, GUEST_USER, GUEST_PASSWORD) == 201,
		"the right password is not taken after the wait");
}

/* The log knows who came from where, and none of what opens doors. */
static void read_log(const struct daemon *daemon, const char *cookie)
{
	static const char *const secret[] = {"gió mát", "không phải thế này"};
	struct buffer lines = {0};

	daemon_log(daemon, "address=" HOME, &lines);
	tally_check(strstr(buffer_string(&lines), "operation=get_unit") != NULL,
		"the log lacks the address that the proxy told");
	buffer_truncate(&lines, 0);
	daemon_log(daemon, strchr(cookie, '=') + 1, &lines);
	for (size_t i = 0; i < sizeof secret / sizeof *secret; i++)
		daemon_log(daemon, secret[i], &lines);
	tally_check(!lines.length, "the log tells a secret:\n%s", buffer_string(&lines));
	buffer_free(&lines);
}

void siege_guests(void)
{
	struct daemon daemon;
	char cookie[100];

	setenv("THIDUA_TRUSTED_PROXY", "127.0.0.1", 1);
	unsetenv("THIDUA_FAILURES_PER_MINUTE"); /* the default counts */
	bool started = daemon_start(&daemon, "guests");

	unsetenv("THIDUA_TRUSTED_PROXY");
	setenv("THIDUA_FAILURES_PER_MINUTE", "0", 1);
	if (!started)
		return;
	port = daemon.port;
	guest_make(port, HOME, cookie, sizeof cookie);
	withstand_floods(cookie);
	let_in_the_right_one();
	wait_after_failures();
	read_log(&daemon, cookie);
	if (daemon_stop(&daemon))
		tally_pass();
}
