#include "kit/guest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/daemon.h"
#include "kit/siege.h"
#include "kit/tally.h"

#define TRIES     40 /* of somebody who is told to come back */
#define TEXT_SIZE 2048
#define SIGN_IN   "{\"user\": \"%s\", \"password\": \"%s\"}"

/* Where the connection comes from, and what the proxy says of it. */
static void place(const char *from, const char **out_own, char *out_line, size_t size)
{
	bool here = strncmp(from, "127.", 4) == 0;

	*out_own = here ? from : NULL;
	*out_line = '\0';
	if (!here)
		snprintf(out_line, size, "X-Forwarded-For: %s\r\n", from);
}

int guest_ask(int port, const char *from, const char *method, const char *path, const char *lines,
	const char *body, struct answer *out)
{
	char text[TEXT_SIZE], forwarded[80];
	const char *own;
	struct wire wire;

	place(from, &own, forwarded, sizeof forwarded);
	snprintf(text, sizeof text,
		"%s /api/v1%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\n"
		"X-Thidua: 1\r\n%s%sContent-Type: application/json\r\n"
		"Content-Length: %zu\r\n\r\n%s",
		method, path, port, port, forwarded, lines, strlen(body), body);
	if (!wire_open_from(&wire, own, port))
		tally_abort("the server does not listen any more");
	wire_say(&wire, text);
	bool answered = wire_next(&wire, false, 10 * WIRE_PATIENCE, out) == WIRE_ANSWER;

	wire_close(&wire);
	return answered ? out->status : 0;
}

int guest_sign_in(
	int port, const char *from, const char *user, const char *password, struct answer *out)
{
	char body[300];

	snprintf(body, sizeof body, SIGN_IN, user, password);
	return guest_ask(port, from, "POST", "/session", "", body, out);
}

bool guest_is_put_off(int status)
{
	return status == 429 || status == 503;
}

/* As long as it is told to, it waits and comes again. */
static int ask_patiently(int port, const char *from, const char *path, const char *lines,
	const char *body, struct answer *out)
{
	int status = 0;

	for (int i = 0; i < TRIES; i++) {
		status = guest_ask(port, from, "POST", path, lines, body, out);
		if (!guest_is_put_off(status))
			break;
		siege_sleep(1000 * atoi(answer_header(out, "Retry-After")));
	}
	return status;
}

int guest_sign_in_patiently(int port, const char *from, const char *user, const char *password)
{
	struct answer answer;
	char body[300];

	snprintf(body, sizeof body, SIGN_IN, user, password);
	return ask_patiently(port, from, "/session", "", body, &answer);
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

void guest_make(int port, const char *from, char *out_cookie, size_t size)
{
	char lines[200], password[40], body[300];
	struct answer answer;

	snprintf(lines, sizeof lines, "Authorization: Bearer %s\r\n", daemon_admin_token());
	guest_ask(port, from, "POST", "/users", lines,
		"{\"user\": \"" GUEST_USER "\", \"full_name\": \"Nguyễn Thị Mai\","
		" \"unit\": \"gialai\", \"role\": \"clerk\"}",
		&answer);
	take_member(&answer, "one_time_password", password, sizeof password);
	snprintf(body, sizeof body, SIGN_IN, GUEST_USER, password);
	tally_check(ask_patiently(port, from, "/session", "", body, &answer) == 201,
		"no session: %d %s", answer.status, answer.body);
	take_cookie(&answer, out_cookie, size);
	snprintf(lines, sizeof lines, "Cookie: %s\r\n", out_cookie);
	snprintf(body, sizeof body,
		"{\"old_password\": \"%s\", \"new_password\": \"" GUEST_PASSWORD "\"}", password);
	int status =
		ask_patiently(port, from, "/users/" GUEST_USER "/password", lines, body, &answer);

	tally_check(status == 200, "no password: %d %s", status, answer.body);
}
