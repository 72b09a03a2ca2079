/*
 * Holds a running server against its contract: for every operation of api_routes each kind of
 * refusal that follows from the contract alone. Nothing here knows a resource; what an operation
 * does with good input is the business of the scenarios.
 *
 *	build/tests/contract build/thidua [--coverage FILE]
 *
 * No request may be answered with a status that the operation does not document, and after all of
 * them the event log is where it was: nothing was stored.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "kit/coverage.h"
#include "kit/daemon.h"
#include "kit/naughty.h"
#include "kit/refusal.h"
#include "kit/sample.h"
#include "kit/tally.h"

#define SHOWN 300

static void test_authentication(const struct route *route)
{
	struct buffer target = {0};
	struct question question = refusal_question(route, &target);
	char shortened[SECRET_TOKEN_SIZE];
	const char *bad[] = {NULL, "", "x", shortened, refusal.unknown, refusal.revoked};
	char body[600] = "";

	snprintf(shortened, sizeof(shortened), "%.*s", SECRET_TOKEN_SIZE - 2, refusal.unknown);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct answer answer;

		question.token = bad[i];
		refuse(route, &question, 401, NULL, "no token or a wrong one");
		client_send(&refusal.client, &question, &answer);
		json_object_del(answer.json, "request_id");
		char *text = json_dumps(answer.json, JSON_SORT_KEYS);

		if (i == 0)
			snprintf(body, sizeof(body), "%s", text ? text : "");
		tally_check(text && strcmp(body, text) == 0,
			"%s: a 401 that tells more than others: %s", route->operation, text);
		free(text);
		answer_free(&answer);
	}
	struct curl_slist *basic = curl_slist_append(NULL, "Authorization: Basic YTpi");

	question.token = NULL;
	question.headers = basic;
	refuse(route, &question, 401, NULL, "another scheme");
	curl_slist_free_all(basic);
	buffer_free(&target);
}

/* A role that the operation is for comes through: what is refused then has another reason. */
static void admit(const struct route *route, const struct question *question, const char *role)
{
	struct answer answer;
	bool sent = refusal_send_dry(route, question, &answer);
	const char *code = json_string_value(json_object_get(answer.json, "code"));

	tally_check(sent && answer.status != 401 && !(code && !strcmp(code, "forbidden")),
		"%s: %s may call it, but: %d %.*s", route->operation, role, answer.status, SHOWN,
		answer.body.data);
	answer_free(&answer);
}

static void test_roles(const struct route *route)
{
	struct buffer target = {0};
	struct question question = refusal_question(route, &target);

	for (size_t i = 0; api_role_names[i]; i++) {
		question.token = refusal.tokens[i];
		if (route->roles & 1U << i)
			admit(route, &question, api_role_names[i]);
		else
			refuse(route, &question, 403, NULL, api_role_names[i]);
	}
	buffer_free(&target);
}

struct parameter_context {
	const struct route *route;
	const struct field *field;
	struct buffer target; /* without the parameter */
};

static void send_target(
	const struct route *route, const char *path, const char *pointer, const char *what)
{
	struct buffer target = {0};
	struct question question = refusal_question(route, &target);

	question.path = path;
	refuse(route, &question, 400, pointer, what);
	buffer_free(&target);
}

static void add_parameter(struct buffer *target, const char *name, const char *value)
{
	buffer_printf(
		target, "%c%s=%s", strchr(buffer_string(target), '?') ? '&' : '?', name, value);
}

static void refuse_parameter(void *context, const char *what, const char *value)
{
	struct parameter_context *to = context;
	size_t length = to->target.length;
	char *escaped = curl_easy_escape(NULL, value, 0);

	add_parameter(&to->target, to->field->name, escaped);
	send_target(to->route, buffer_string(&to->target), to->field->name, what);
	buffer_truncate(&to->target, length);
	curl_free(escaped);
}

/* Parameters that stand for a member of the body belong to CSV; with JSON they are refused. */
static bool is_for_csv(const struct route *route, const struct field *field)
{
	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].place == IN_BODY &&
			strcmp(route->fields[i].name, field->name) == 0)
			return true;
	return false;
}

static void test_parameter(const struct route *route, const struct field *field)
{
	struct parameter_context to = {.route = route, .field = field};
	struct buffer good = {0};

	sample_target(route, field->name, &to.target);
	if (field->required)
		send_target(route, to.target.data, field->name, "missing");
	sample_text(field->schema, &good);
	if (is_for_csv(route, field)) {
		refuse_parameter(&to, "a parameter for CSV beside JSON", buffer_string(&good));
	} else {
		sample_text_faults(field->schema, refuse_parameter, &to);
		add_parameter(&to.target, field->name, buffer_string(&good));
		refuse_parameter(&to, "twice", good.data);
	}
	buffer_free(&to.target);
	buffer_free(&good);
}

/* Whatever is searched for is found or not; when the text itself is refused, by the name of its parameter. */
static bool is_fair(const struct answer *answer, const char *name)
{
	bool names = json_object_get(answer->json, "errors") != NULL;

	return answer->status == 200 || answer->status == 404 ||
		(answer->status == 400 && (!names || points_to(answer, name, true)));
}

static void dare_parameter(const struct route *route, const struct field *field)
{
	struct buffer target = {0};

	sample_target(route, field->name, &target);
	size_t length = target.length;

	for (size_t i = 0; i < NAUGHTY_TEXTS; i++) {
		char *escaped = curl_easy_escape(NULL, naughty_texts[i], 0);
		struct answer answer;

		buffer_truncate(&target, length);
		add_parameter(&target, field->name, escaped);
		struct question question = {.method = "GET",
			.path = buffer_string(&target),
			.token = refusal_token(route)};
		bool sent = client_send(&refusal.client, &question, &answer);

		tally_check(sent && !answer.faults.length && is_fair(&answer, field->name),
			"%s: %s\n\t%d %.*s", route->operation, question.path, answer.status, SHOWN,
			answer.body.data);
		answer_free(&answer);
		curl_free(escaped);
	}
	buffer_free(&target);
}

static void test_parameters(const struct route *route)
{
	static const char *const broken[] = {"%zz", "%", "%00", "%ff", "%c0%af", "%ed%a0%80"};
	struct buffer target = {0};

	sample_target(route, NULL, &target);
	size_t length = target.length;

	add_parameter(&target, "zz_unknown", "1");
	send_target(route, buffer_string(&target), "zz_unknown", "an unknown parameter");
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++) {
		buffer_truncate(&target, length);
		add_parameter(&target, "q", broken[i]);
		send_target(route, buffer_string(&target), NULL, "a broken escape");
	}
	for (size_t i = 0; i < route->field_count; i++)
		if (route->fields[i].place == IN_QUERY)
			test_parameter(route, &route->fields[i]);
	for (size_t i = 0; route->method == METHOD_GET && i < route->field_count; i++)
		if (route->fields[i].place == IN_QUERY && naughty_fits(route->fields[i].schema))
			dare_parameter(route, &route->fields[i]);
	buffer_free(&target);
}

/* An object that is not there. With a body the operation may find fault with that first. */
static void test_absence(const struct route *route)
{
	struct buffer target = {0};
	struct question question = refusal_question(route, &target);
	json_t *body = route->body ? sample_value(route->body) : NULL;
	char *text = body ? json_dumps(body, 0) : NULL;
	struct answer answer;

	if (text) {
		question.body = text;
		question.length = strlen(text);
	}
	bool sent = client_send(&refusal.client, &question, &answer);

	tally_check(sent && !answer.faults.length &&
			(answer.status == 404 || (route->body && answer.status == 422)),
		"%s: of an id that nobody has: wanted 404\n\t%s %s %s\n\t%d %.*s", route->operation,
		question.method, question.path, text ? text : "", answer.status, 2 * SHOWN,
		answer.body.data);
	answer_free(&answer);
	json_decref(body);
	free(text);
	buffer_free(&target);
}

/* Methods that nobody documents for this path are refused, and Allow names those that are. */
static void test_methods(const struct route *route)
{
	static const char *const all[] = {"GET", "POST", "PUT", "DELETE", "PATCH", "TRACE", "ZZ"};
	char documented[4] = {0};
	struct buffer target = {0};

	for (size_t i = 0; i < api_route_count; i++)
		if (strcmp(api_routes[i].path, route->path) == 0)
			documented[api_routes[i].method] = true;
	sample_target(route, NULL, &target);
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct question question = {
			.method = all[i], .path = target.data, .token = refusal_token(route)};
		struct answer answer;

		if (i < 4 && documented[i])
			continue;
		refuse(route, &question, 405, NULL, "a method that is not documented");
		client_send(&refusal.client, &question, &answer);
		const char *allow = header_value(&answer, "Allow");

		for (size_t m = 0; m < 4; m++)
			tally_check(allow &&
					(strstr(allow, refusal_methods[m]) != NULL) ==
						documented[m],
				"%s: Allow is `%s`", route->path, allow ? allow : "");
		answer_free(&answer);
	}
	buffer_free(&target);
}

static bool has_path_parameter(const struct route *route)
{
	return strchr(route->path, '{') != NULL;
}

static bool is_import(const struct route *route)
{
	return !strncmp(route->operation, "import_", 7);
}

static void test_route(const struct route *route)
{
	if (!route->open) {
		test_authentication(route);
		test_roles(route);
		refuse_sessions(route);
	}
	test_parameters(route);
	test_methods(route);
	if (has_path_parameter(route))
		test_absence(route);
	if (route->body)
		refuse_bodies(route);
	if (route->file_types)
		refuse_files(route);
	if (is_import(route))
		refuse_rows(route);
	if (route->csv_list)
		round_trip(route);
}

static json_t *event_head(void)
{
	struct question question = {
		.method = "GET", .path = "/api/v1/events/head", .token = daemon_admin_token()};
	struct answer answer;

	client_send(&refusal.client, &question, &answer);
	tally_check(answer.status == 200, "no event head: %d %s", answer.status, answer.body.data);
	json_t *head = json_incref(answer.json);

	answer_free(&answer);
	return head;
}

int main(int argc, char **argv)
{
	struct daemon daemon;

	if (argc != 2 && !(argc == 4 && strcmp(argv[2], "--coverage") == 0))
		tally_abort("usage: contract SERVER [--coverage FILE]");
	if (!secret_start())
		tally_abort("libsodium does not start");
	curl_global_init(CURL_GLOBAL_DEFAULT);
	daemon_prepare(argv[1]);
	if (daemon_start(&daemon, "contract")) {
		client_open(&refusal.client, daemon.port);
		refusal_make_tokens();
		refusal_make_sessions();
		json_t *before = event_head();

		for (size_t i = 0; i < api_route_count; i++)
			test_route(&api_routes[i]);
		json_t *after = event_head();

		tally_check(json_equal(before, after), "a refused request left an event");
		json_decref(before);
		json_decref(after);
		coverage_scrape(&refusal.client);
		client_close(&refusal.client);
		daemon_stop(&daemon);
	}
	if (argc == 4) {
		coverage_load(argv[3]);
		coverage_save(argv[3]);
	}
	daemon_clean();
	curl_global_cleanup();
	return tally_end();
}
