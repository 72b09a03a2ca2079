/*
 * Who may do what: every operation of the contract, as every role, of an office in every relation to
 * the object, against a table.
 *
 *	build/tests/matrix build/thidua tests/matrix
 *
 * world.test, a scenario, makes each object twice: one of Gia Lai, one of its district office Pleiku.
 * table.txt has a line for each operation: its name, a cell for each role, and the request. An operation
 * without a line is a failure. A cell has a letter for each relation, in the order of table_relations; one
 * letter alone stands for all of them:
 *
 *	+	done, or shown
 *	0	a list without items
 *	.	403: the role may not at all
 *	3	403: this office may not
 *	4	404: as if it were not there
 *	?	422: what the request names is not there, as far as the caller knows
 *	!	refused for another reason: the caller was let in
 *
 * In a request `<a|b|c>` is a for the object of Gia Lai, b for that of Pleiku, c for one that is not
 * there (999999 when it is left out); <unit> is the office itself, <own> the number of the token that
 * asks, and <token> that token. Everything is asked twice, with the token and with the cookie of a session
 * that was given for it: the letter must be the same. Writes are dry runs, so that no request meets what another one did. Somebody must be let in by
 * every line, or its request proves nothing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "kit/play.h"
#include "kit/refusal.h"
#include "kit/table.h"
#include "kit/tally.h"

#define SHOWN 200

static struct scene scene;
static char *tokens[TABLE_ROLES][TABLE_RELATIONS];
static char *cookies[TABLE_ROLES][TABLE_RELATIONS];
static struct table_caller asking;
static bool known[512]; /* by route: it has a line */

/* The cookie of a session that has the rights of the token. */
static char *cookie_of(const char *token)
{
	struct buffer body = {0};
	struct answer answer;

	buffer_printf(&body, "{\"token\": \"%s\"}", token);
	struct question question = {.method = "POST",
		.path = API_BASE "/session",
		.content_type = "application/json",
		.body = buffer_string(&body),
		.length = body.length};

	client_send(&scene.client, &question, &answer);
	const char *given = header_value(&answer, "Set-Cookie");

	if (!given)
		tally_abort("no session: %d %s", answer.status, answer.body.data);
	char *cookie = strndup(given, strcspn(given, ";"));

	answer_free(&answer);
	buffer_free(&body);
	return cookie;
}

static void make_tokens(void)
{
	for (size_t role = 0; role < TABLE_ROLES; role++)
		for (size_t i = 0; i < TABLE_RELATIONS; i++) {
			struct buffer who = {0};

			buffer_printf(
				&who, "%s@%s", api_role_names[role], table_relations[i].office);
			scene_as(&scene, buffer_string(&who));
			tokens[role][i] = strdup(scene.token);
			cookies[role][i] = cookie_of(scene.token);
			buffer_free(&who);
		}
}

static char letter_of(const struct answer *answer)
{
	const json_t *items = json_object_get(answer->json, "items");
	const char *code = json_member_text(answer->json, "code");

	if (answer->status < 300)
		return items && !json_array_size(items) ? '0' : '+';
	if (answer->status == 403)
		return strcmp(code, "forbidden") ? '3' : '.';
	if (answer->status == 404)
		return '4';
	return !strcmp(code, "reference_unknown") || !strcmp(code, "name_unknown") ? '?' : '!';
}

/* What a relation gets, and what was said, for failures. */
static char ask(
	const struct table_line *line, const char *token, enum object object, struct buffer *said)
{
	const struct route *route = line->route;
	struct buffer path = {0}, body = {0};
	struct answer answer;

	table_request(line, object, &asking, &path, &body);
	const char *target = buffer_string(&path);

	if (!path_fits(route->path, target, strcspn(target, "?")))
		tally_fail("%s: the request goes to %s", route->operation, target);
	if (route->dry_run_offset != NO_OFFSET)
		buffer_printf(&path, "%cdry_run=true", strchr(target, '?') ? '&' : '?');
	struct question question = {.method = refusal_methods[route->method],
		.path = buffer_string(&path),
		.token = token,
		.content_type = !body.length ? NULL
			: route->file_types  ? route->file_types[0]
					     : "application/json",
		.body = body.length ? buffer_string(&body) : NULL,
		.length = body.length};
	bool sent = client_send(&scene.client, &question, &answer);

	tally_check(sent && !answer.faults.length && answer.status < 500, "%s: %s\n\t%d %s",
		route->operation, question.path, answer.status,
		answer.faults.data ? answer.faults.data : "");
	buffer_printf(said, "%s: %d %.*s", question.path, answer.status, SHOWN, answer.body.data);
	char letter = letter_of(&answer);

	answer_free(&answer);
	buffer_free(&path);
	buffer_free(&body);
	return letter;
}

static long long number_of(const char *token)
{
	struct question question = {.method = "GET", .path = API_BASE "/me", .token = token};
	struct answer answer;
	bool sent = client_send(&scene.client, &question, &answer);
	long long number = sent ? json_integer_value(json_object_get(answer.json, "token_id")) : 0;

	answer_free(&answer);
	return number;
}

static void ask_role(const struct table_line *line, size_t role, char got[TABLE_CELL])
{
	const struct route *route = line->route;

	for (size_t i = 0; i < TABLE_RELATIONS; i++) {
		struct buffer said = {0};
		const struct relation *relation = &table_relations[i];
		char wanted = table_letter(line, role, i);

		asking.token = tokens[role][i];
		asking.number = number_of(asking.token);
		got[i] = ask(line, asking.token, relation->object, &said);
		tally_check(got[i] == wanted, "%s, %s, %s: wanted %c, got %c\n\t%s",
			route->operation, api_role_names[role], relation->name, wanted, got[i],
			buffer_string(&said));
		/* A token is renewed by itself alone; what is open ends the session. */
		if (!route->open && !strstr(line->request, "<own>"))
			tally_check(got[i] == ask(line, cookies[role][i], relation->object, &said),
				"%s, %s, %s: otherwise with a cookie\n\t%s", route->operation,
				api_role_names[role], relation->name, buffer_string(&said));
		buffer_free(&said);
	}
	got[TABLE_RELATIONS] = '\0';
	if (strspn(got, (char[]){got[0], '\0'}) == TABLE_RELATIONS)
		got[1] = '\0';
}

/* Without a token nothing is answered but what is open to all. */
static void ask_nobody(const struct table_line *line)
{
	struct buffer said = {0};

	asking.token = tokens[0][0];
	char letter = ask(line, NULL, OF_PROVINCE, &said);

	tally_check(line->route->open == (letter == '+'), "%s without a token\n\t%s",
		line->route->operation, buffer_string(&said));
	buffer_free(&said);
}

/* A line that is not as the table says is shown as it would have to be, for the eyes of a reviewer. */
static void check_line(const char *text)
{
	struct table_line line;
	char got[TABLE_ROLES][TABLE_CELL];
	unsigned failed = tally_failed();
	bool somebody = false;

	if (!tally_check(table_read(text, &line), "no line of the table: %s", text))
		return;
	known[line.route - api_routes] = true;
	ask_nobody(&line);
	for (size_t role = 0; role < TABLE_ROLES; role++) {
		ask_role(&line, role, got[role]);
		somebody |= strchr(got[role], '+') != NULL;
	}
	tally_check(somebody, "%s: nobody is let in", line.route->operation);
	if (tally_failed() > failed)
		printf("%s %s %s %s %s %s %s\n", line.route->operation, got[0], got[1], got[2],
			got[3], got[4], line.request);
}

static void check_table(const char *file)
{
	struct script table;
	const char *line;

	if (!script_open(&table, file))
		tally_abort("%s cannot be read", file);
	while ((line = script_next(&table)))
		if (*line && *line != '#')
			check_line(line);
	script_close(&table);
	tally_check(!api_role_names[TABLE_ROLES], "a role without a cell: %s",
		api_role_names[TABLE_ROLES]);
	for (size_t i = 0; i < api_route_count; i++)
		tally_check(known[i], "%s has no line in %s", api_routes[i].operation, file);
}

static void make_world(const char *file)
{
	if (!script_open(&scene.script, file))
		tally_abort("%s cannot be read", file);
	play(&scene);
	if (tally_failed())
		tally_abort("without its world the table means nothing");
}

static void free_tokens(void)
{
	for (size_t role = 0; role < TABLE_ROLES; role++)
		for (size_t i = 0; i < TABLE_RELATIONS; i++)
			free(tokens[role][i]), free(cookies[role][i]);
}

int main(int argc, char **argv)
{
	struct buffer world = {0}, table = {0};

	if (argc != 3)
		tally_abort("usage: matrix SERVER FOLDER");
	buffer_printf(&world, "%s/world.test", argv[2]);
	buffer_printf(&table, "%s/table.txt", argv[2]);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	daemon_prepare(argv[1]);
	snprintf(scene.who, sizeof scene.who, "nobody");
	if (daemon_start(&scene.daemon, "matrix")) {
		client_open(&scene.client, scene.daemon.port);
		make_world(buffer_string(&world));
		make_tokens();
		check_table(buffer_string(&table));
		client_close(&scene.client);
		daemon_stop(&scene.daemon);
	}
	scene_close(&scene);
	free_tokens();
	buffer_free(&world);
	buffer_free(&table);
	daemon_clean();
	curl_global_cleanup();
	return tally_end();
}
