/* What a cookie may not do, operation by operation: write from elsewhere, or anything while the password is one that
 * somebody else knows. */
#include <stdio.h>
#include <string.h>

#include "daemon.h"
#include "gen/api.h"
#include "refusal.h"
#include "tally.h"

#define USER "contract.user"

/* POSTs as the sector's admin; the text member of the answer, or the cookie when `member` is NULL. */
static void post_for(const char *path, const char *token, const char *body, const char *member,
	char *out, size_t size)
{
	struct question question = {.method = "POST",
		.path = path,
		.token = token,
		.content_type = "application/json",
		.body = body,
		.length = strlen(body)};
	struct answer answer;

	client_send(&refusal.client, &question, &answer);
	const char *cookie = header_value(&answer, "Set-Cookie");

	if (answer.status != 201 || (!member && !cookie))
		tally_abort("POST %s: %d %s", path, answer.status, answer.body.data);
	if (member)
		snprintf(out, size, "%s", json_member_text(answer.json, member));
	else
		snprintf(out, size, "%.*s", (int)strcspn(cookie, ";"), cookie);
	answer_free(&answer);
}

void refusal_make_sessions(void)
{
	char password[40], body[200];

	snprintf(body, sizeof body, "{\"token\": \"%s\"}", daemon_admin_token());
	post_for("/api/v1/session", NULL, body, NULL, refusal.session, sizeof refusal.session);
	post_for("/api/v1/users", daemon_admin_token(),
		"{\"user\": \"" USER "\", \"full_name\": \"Lê Nam\", \"unit\": \"vkstc\","
		" \"role\": \"admin\"}",
		"one_time_password", password, sizeof password);
	snprintf(body, sizeof body, "{\"user\": \"" USER "\", \"password\": \"%s\"}", password);
	post_for("/api/v1/session", NULL, body, NULL, refusal.one_time, sizeof refusal.one_time);
}

/* The same as the token of that admin, but for its id. */
static void admit(const struct route *route, const struct question *question)
{
	struct answer answer;
	bool sent = refusal_send_dry(route, question, &answer);
	const char *code = json_member_text(answer.json, "code");

	tally_check(sent && answer.status != 401 && strcmp(code, "cross_site") != 0 &&
			strcmp(code, "password_change_needed") != 0,
		"%s: by a cookie: %d %s", route->operation, answer.status, code);
	answer_free(&answer);
}

void refuse_sessions(const struct route *route)
{
	static const char *const lines[] = {"Origin:", "Origin: http://evil.example",
		"Origin: null", "X-Thidua:", "X-Thidua: 0", "Sec-Fetch-Site: cross-site",
		"Sec-Fetch-Site: same-site", "Sec-Fetch-Site: none", "Host: evil.example"};
	struct buffer target = {0};
	struct question question = refusal_question(route, &target);

	question.token = refusal.one_time;
	if (!route->before_password)
		refuse(route, &question, 403, NULL, "before the password is changed");
	question.token = refusal.session;
	for (size_t i = 0; route->method != METHOD_GET && i < sizeof lines / sizeof *lines; i++) {
		struct curl_slist *headers = curl_slist_append(NULL, lines[i]);

		question.headers = headers;
		refuse(route, &question, 403, NULL, lines[i]);
		curl_slist_free_all(headers);
	}
	question.headers = NULL;
	if (route->roles & ROLE_ADMIN && !strstr(route->operation, "session"))
		admit(route, &question);
	buffer_free(&target);
}
