/* Sums of thidua_request_seconds_count over servers and programs, kept in one JSON object. */
#include "coverage.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gen/api.h"
#include "tally.h"

static json_t *answers;  /* "operation status": count */
static json_t *problems; /* code: true */

static void start(void)
{
	if (answers)
		return;
	answers = json_object();
	problems = json_object();
}

static void add(const char *operation, const char *status, json_int_t count)
{
	char key[160];

	start();
	snprintf(key, sizeof(key), "%s %s", operation, status);
	count += json_integer_value(json_object_get(answers, key));
	json_object_set_new(answers, key, json_integer(count));
}

static void take_line(const char *line)
{
	char operation[96], status[8];
	long long count;

	if (sscanf(line,
		    "thidua_request_seconds_count{operation=\"%95[^\"]\",status=\"%7[^\"]\"} %lld",
		    operation, status, &count) == 3)
		add(operation, status, count);
}

void coverage_scrape(struct client *client)
{
	struct question question = {.method = "GET", .path = "/metrics"};
	struct answer answer;

	if (!client_send(client, &question, &answer) || answer.status != 200)
		tally_fail("/metrics answers %d %s", answer.status, answer.body.data);
	for (char *line = strtok(answer.body.data, "\n"); line; line = strtok(NULL, "\n"))
		take_line(line);
	answer_free(&answer);
}

void coverage_problem(const char *code)
{
	start();
	json_object_set_new(problems, code, json_true());
}

void coverage_load(const char *path)
{
	json_error_t error;

	if (access(path, F_OK) != 0)
		return;
	json_t *file = json_load_file(path, 0, &error);

	if (!file)
		tally_abort("%s: %s", path, error.text);
	const char *key;
	json_t *value;

	json_object_foreach(json_object_get(file, "answers"), key, value)
	{
		char operation[96], status[8];

		if (sscanf(key, "%95s %7s", operation, status) == 2)
			add(operation, status, json_integer_value(value));
	}
	json_object_foreach(json_object_get(file, "problems"), key, value) coverage_problem(key);
	json_decref(file);
}

void coverage_save(const char *path)
{
	start();
	json_t *file = json_pack("{s:O, s:O}", "answers", answers, "problems", problems);

	if (!file || json_dump_file(file, path, JSON_INDENT(1) | JSON_SORT_KEYS) != 0)
		tally_abort("%s cannot be written", path);
	json_decref(file);
}

static void judge_route(const struct route *route)
{
	char key[160];

	for (size_t i = 0; i < route->reply_count; i++) {
		snprintf(key, sizeof(key), "%s %d", route->operation, route->replies[i].status);
		tally_check(json_integer_value(json_object_get(answers, key)) > 0,
			"never answered, though documented: %s", key);
	}
}

void coverage_judge(const json_t *catalogue)
{
	size_t i;
	json_t *problem;

	start();
	for (i = 0; i < api_route_count; i++)
		judge_route(&api_routes[i]);
	json_array_foreach(json_object_get(catalogue, "items"), i, problem)
	{
		const char *code = json_member_text(problem, "code");

		if (!json_object_get(problems, code))
			printf("never seen, for information: problem %s\n", code);
	}
}
