/*
 * People at the door: a flood of wrong passwords from one address, while somebody else signs in from another one and
 * those inside go on; then five failures of one user, who waits and comes in. The server trusts 127.0.0.1 as a proxy, so
 * that each guest has an address of its own.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "kit/daemon.h"
#include "kit/siege.h"
#include "kit/tally.h"

#define GUESSERS  12
#define GUESSES   8    /* of each */
#define LONGEST   1000 /* milliseconds that a reader may wait */
#define TRIES     20   /* of somebody who is told to come back */
#define MINUTE    60000
#define ALLOWED   20 /* failures of an address in a minute */
#define USER      "mai.gl"
#define PASSWORD  "Chiều nay gió mát lắm"
#define FLOOD     "10.9.9.9"
#define HOME      "10.1.1.1"
#define TEXT_SIZE 2048

static int port;
static _Atomic int refused, put_off;

static int ask(const char *method, const char *path, const char *address, const char *lines,
	const char *body, struct answer *out)
{
	struct wire wire;
	char text[TEXT_SIZE];

	snprintf(text, sizeof text,
		"%s /api/v1%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\n"
		"X-Thidua: 1\r\nX-Forwarded-For: %s\r\n%sContent-Type: application/json\r\n"
		"Content-Length: %zu\r\n\r\n%s",
		method, path, port, port, address, lines, strlen(body), body);
	siege_connect(&wire, port);
	wire_say(&wire, text);
	bool answered = wire_next(&wire, false, 10 * WIRE_PATIENCE, out) == WIRE_ANSWER;

	wire_close(&wire);
	return answered ? out->status : 0;
}

static int sign_in(const char *user, const char *password, const char *address, struct answer *out)
{
	char body[300];

	snprintf(body, sizeof body, "{\"user\": \"%s\", \"password\": \"%s\"}", user, password);
	return ask("POST", "/session", address, "", body, out);
}

/* Told to come again: too many are at the door, or the machine is too slow to look at them in time. */
static bool is_put_off(int status)
{
	return status == 429 || status == 503;
}

/* As long as it is told to, it waits and comes again. */
static int sign_in_patiently(const char *user, const char *password, const char *address)
{
	struct answer answer;
	int status = 0;

	for (int i = 0; i < TRIES; i++) {
		status = sign_in(user, password, address, &answer);
		if (!is_put_off(status))
			break;
		siege_sleep(1000 * atoi(answer_header(&answer, "Retry-After")));
	}
	return status;
}

/* "name":"value" of a body. */
static void take_member(const struct answer *answer, const char *name, char *out, size_t size)
{
	const char *at = strstr(answer->body, name);

	at = at ? at + strlen(name) + 3 : "";
	snprintf(out, size, "%.*s", (int)strcspn(at, "\""), at);
}

static void take_cookie(const struct answer *answer, char *out, size_t size)
{
	const char *given = answer_header(answer, "Set-Cookie");

	snprintf(out, size, "%.*s", given ? (int)strcspn(given, ";") : 0, given ? given : "");
}

static void make_user(char *cookie, size_t size)
{
	char lines[200], password[40], body[300];
	struct answer answer;

	snprintf(lines, sizeof lines, "Authorization: Bearer %s\r\n", daemon_admin_token());
	ask("POST", "/users", HOME, lines,
		"{\"user\": \"" USER "\", \"full_name\": \"Nguyễn Thị Mai\", \"unit\": \"gialai\","
		" \"role\": \"clerk\"}",
		&answer);
	take_member(&answer, "one_time_password", password, sizeof password);
	tally_check(sign_in(USER, password, HOME, &answer) == 201, "no session: %d %s",
		answer.status, answer.body);
	take_cookie(&answer, cookie, size);
	snprintf(lines, sizeof lines, "Cookie: %s\r\n", cookie);
	snprintf(body, sizeof body,
		"{\"old_password\": \"%s\", \"new_password\": \"" PASSWORD "\"}", password);
	tally_check(ask("POST", "/users/" USER "/password", HOME, lines, body, &answer) == 200,
		"no password: %d %s", answer.status, answer.body);
}

/* Each guess is of another user, so that no user's delay stops it. */
static void *guess(void *context)
{
	struct answer answer;
	char user[40];

	for (int i = 0; i < GUESSES; i++) {
		snprintf(user, sizeof user, "guess-%d-%d", *(int *)context, i);
		int status = sign_in(user, "không phải thế này", FLOOD, &answer);

		atomic_fetch_add(&refused, status == 401);
		atomic_fetch_add(&put_off, is_put_off(status));
	}
	return NULL;
}

static void *come_home(void *status)
{
	*(int *)status = sign_in_patiently(USER, PASSWORD, HOME);
	return NULL;
}

static void read_meanwhile(const char *cookie)
{
	char lines[200];
	long longest = 0;

	snprintf(lines, sizeof lines, "Cookie: %s\r\n", cookie);
	for (int i = 0; i < 50; i++) {
		int64_t start = calendar_monotonic();
		struct answer answer;
		int status = ask("GET", "/units/gialai", HOME, lines, "", &answer);

		tally_check(status == 200, "a reader gets %d", status);
		longest = siege_since(start) > longest ? siege_since(start) : longest;
		siege_sleep(10);
	}
	tally_check(longest < LONGEST, "a reader waited %ld ms for passwords", longest);
}

static void flood(const char *cookie)
{
	pthread_t guessers[GUESSERS], home;
	int numbers[GUESSERS], status = 0;
	int64_t start = calendar_monotonic();

	for (int i = 0; i < GUESSERS; i++)
		numbers[i] = i;
	siege_start(guessers, GUESSERS, guess, numbers, sizeof *numbers);
	siege_start(&home, 1, come_home, &status, sizeof status);
	read_meanwhile(cookie);
	siege_join(&home, 1);
	siege_join(guessers, GUESSERS);
	long most = ALLOWED + siege_since(start) * ALLOWED / MINUTE + 1;

	tally_check(status == 201, "a user is kept out by others: %d", status);
	tally_check(refused > 0 && refused <= most && refused + put_off == GUESSERS * GUESSES,
		"of %d guesses %d were looked at, %d put off; at most %ld were allowed",
		GUESSERS * GUESSES, refused, put_off, most);
}

static void wait_after_failures(void)
{
	struct answer answer;

	for (int i = 0; i < 5; i++)
		tally_check(sign_in(USER, "không phải thế này", HOME, &answer) == 401,
			"failure %d: %d", i + 1, answer.status);
	int status = sign_in(USER, PASSWORD, HOME, &answer);

	tally_check(status == 429 && answer_header(&answer, "Retry-After"),
		"after five failures: %d", status);
	tally_check(sign_in_patiently(USER, PASSWORD, HOME) == 201,
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
	bool started = daemon_start(&daemon, "guests");

	unsetenv("THIDUA_TRUSTED_PROXY");
	if (!started)
		return;
	port = daemon.port;
	make_user(cookie, sizeof cookie);
	flood(cookie);
	wait_after_failures();
	read_log(&daemon, cookie);
	if (daemon_stop(&daemon))
		tally_pass();
}
