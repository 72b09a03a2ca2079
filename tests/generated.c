/*
 * Requests that nobody wrote: made of the contract by chance, sent to a server that has something of everything.
 *
 *	build/tests/generated build/thidua tests/matrix [REQUESTS [SEED]]
 *
 * Each begins as a line of the table of who may do what, which is right in the world of the matrix; then its path, its
 * query, its headers and its body are bent: by what is right as well, by what tries something, by what the contract
 * refuses. Three in ten writes are meant. What must hold whatever was asked:
 *
 *	no 5xx, no answer that the contract does not document, no header that misleads (the client looks at these);
 *	what the contract refuses is refused, and each fault has its pointer;
 *	who may not is told so, and nothing else;
 *	what was created is there; what failed, or was a dry run, left no event;
 *	no answer takes long; no request makes two lines in the log, or one that does not parse.
 *
 * The same seed makes the same requests. What fails is shown with its number.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "gen/api.h"
#include "kit/bend.h"
#include "kit/play.h"
#include "kit/refusal.h"
#include "kit/tally.h"

#define REQUESTS 10000
#define LONG     (3 * 1000000) /* microseconds that no answer takes, on a busy machine either */
#define SHOWN    600

static struct scene scene;
static size_t line_count, sent, taken;

static bool fail(const struct bent *bent, const struct answer *answer, const char *what)
{
	struct buffer log = {0}, headers = {0};
	const char *id = header_value(answer, "X-Request-Id");

	if (answer->status >= 500 && id)
		daemon_log(&scene.daemon, id, &log);
	for (const struct curl_slist *h = bent->headers; h; h = h->next)
		buffer_printf(&headers, "\n\t%s", h->data);
	tally_fail("request %zu, %s: %s\n\t%s%s\n\t%.*s\n\t%d %.*s%s%s", bent->number,
		bent->route->operation, what, bent->path.data,
		headers.length ? buffer_string(&headers) : "", SHOWN,
		bent->body.length ? bent->body.data : "", answer->status, SHOWN,
		answer->body.data ? answer->body.data : "",
		answer->faults.length ? answer->faults.data : "",
		log.length ? buffer_string(&log) : "");
	buffer_free(&log);
	buffer_free(&headers);
	return false;
}

static json_t *event_head(void)
{
	struct question question = {
		.method = "GET", .path = API_BASE "/events/head", .token = daemon_admin_token()};
	struct answer answer;

	client_send(&scene.client, &question, &answer);
	json_t *head = json_incref(answer.json);

	answer_free(&answer);
	return head;
}

static bool has_all_pointers(const struct bent *bent, const struct answer *answer)
{
	for (size_t i = 0; i < bent->faults.count; i++)
		if (!points_to(answer, bent->faults.pointers[i], false))
			return false;
	return true;
}

/* As far as it follows from the contract alone. */
static bool judge_refusal(const struct bent *bent, const struct answer *answer)
{
	bool refused = answer->status >= 400;

	if (!bent->permitted)
		return refused || bent->uncertain ||
			fail(bent, answer, "the contract does not let this caller in");
	if (!bent->wrong)
		return true;
	if (!refused)
		return fail(bent, answer, "taken, though the contract refuses it");
	if (bent->uncertain || answer->status != 422)
		return true;
	return has_all_pointers(bent, answer) || fail(bent, answer, "a fault has no pointer");
}

static bool judge_created(const struct bent *bent, const struct answer *answer)
{
	const char *location = header_value(answer, "Location");
	struct answer there;

	/* A session is seen at /me, by its cookie. */
	if (answer->status != 201 || !location || bent->route->open)
		return true;
	struct question question = {.method = "GET", .path = location, .token = bent->token};
	bool good = client_send(&scene.client, &question, &there) && there.status == 200;

	if (!good)
		fail(bent, &there, "what was created is not there");
	answer_free(&there);
	return good;
}

static bool ask(struct bent *bent, struct answer *answer)
{
	struct question question = {.method = refusal_methods[bent->route->method],
		.path = buffer_string(&bent->path),
		.token = bent->token,
		.headers = bent->headers,
		.content_type = bent->body.length ? bent->content_type : NULL,
		.body = bent->body.length ? buffer_string(&bent->body) : NULL,
		.length = bent->body.length};
	bool good = client_send(&scene.client, &question, answer) && !answer->faults.length &&
		answer->status < 500;

	return good || fail(bent, answer, "a promise is broken");
}

static void send_bent(struct bent *bent)
{
	struct answer answer;
	bool watched = bent->route->method != METHOD_GET && invent_chance(20);
	json_t *before = watched ? event_head() : NULL;
	int64_t start = calendar_monotonic();
	bool good = ask(bent, &answer);

	sent++;
	taken += answer.status < 400;
	good = good && judge_refusal(bent, &answer) && judge_created(bent, &answer);
	if (good && calendar_monotonic() - start > LONG)
		good = fail(bent, &answer, "it took too long");
	json_t *after = watched ? event_head() : NULL;

	if (good && watched && (answer.status >= 400 || bent->dry) && !json_equal(before, after))
		good = fail(bent, &answer, "what failed left an event");
	if (good)
		tally_pass();
	json_decref(before);
	json_decref(after);
	answer_free(&answer);
}

static void make_world(const char *file)
{
	if (!script_open(&scene.script, file))
		tally_abort("%s cannot be read", file);
	play(&scene);
	if (tally_failed())
		tally_abort("without its world no request is right");
	for (size_t role = 0; role < TABLE_ROLES; role++)
		for (size_t i = 0; i < TABLE_RELATIONS; i++) {
			struct buffer who = {0};

			buffer_printf(
				&who, "%s@%s", api_role_names[role], table_relations[i].office);
			scene_as(&scene, buffer_string(&who));
			bend_token(role, i, strdup(scene.token));
			buffer_free(&who);
		}
}

/* "2026-11-29T14:15:14.459Z level=info event=request ..": no other line of it begins in another way, or holds what moves a
 * cursor. */
static bool is_log_line(const char *line)
{
	int length = 0;

	sscanf(line, "%*4d-%*2d-%*2dT%*2d:%*2d:%*2d.%*3dZ level=%*[a-z] event=%*[a-z_]%n", &length);
	for (const char *at = line; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			return false;
	return length > 0;
}

static void judge_log(size_t questions)
{
	struct buffer log = {0};
	size_t requests = 0;

	daemon_log(&scene.daemon, "", &log);
	for (char *line = strtok(log.data, "\n"); line; line = strtok(NULL, "\n")) {
		requests += strstr(line, " event=request ") != NULL;
		if (!is_log_line(line))
			tally_fail("a line of the log: %s", line);
	}
	tally_check(requests == questions, "%zu requests have %zu lines in the log", questions,
		requests);
	buffer_free(&log);
}

/* So many injections in each text of an operation. The statements that ran are looked at afterwards. */
static void send_injections(size_t line, size_t count)
{
	size_t turn = line * invent_injections / line_count;

	for (size_t i = 0; i < count; i++) {
		struct bent bent;
		size_t before = turn;

		if (bend_right(&bent, line) && bend_inject(&bent, i % 2, &turn))
			send_bent(&bent);
		bend_free(&bent);
		/* On by one for each request, however many texts it has. */
		turn = before + 1;
	}
}

/* Who changes what somebody else has changed meanwhile is told so, by every operation that looks. */
static void send_outdated(size_t line)
{
	struct bent bent;

	if (bend_right(&bent, line) && bent.dry) {
		bent.headers = curl_slist_append(bent.headers, "If-Match: \"999999\"");
		send_bent(&bent);
	}
	bend_free(&bent);
}

/* What belongs to one object is not found below another one. A PUT may make it there; some steps are an office's own, and
 * nobody else learns more. */
static void send_crossed(size_t line)
{
	struct bent bent;
	struct answer answer;

	if (bend_crossed(&bent, line)) {
		ask(&bent, &answer);
		if (answer.status == 404 || answer.status == 403 ||
			bent.route->method == METHOD_PUT)
			tally_pass();
		else
			fail(&bent, &answer, "found below another object");
		answer_free(&answer);
	}
	bend_free(&bent);
}

static void run(size_t count)
{
	for (size_t i = 0; i < line_count; i++) {
		send_outdated(i);
		send_crossed(i);
		/* As many of them as there are to be of the others, up to each in each text. */
		send_injections(
			i, invent_injections < count / 1000 ? invent_injections : count / 1000);
	}
	for (size_t i = 0; i < count; i++) {
		struct bent bent = {.number = i};

		bend(&bent);
		send_bent(&bent);
		bend_free(&bent);
	}
	tally_check(taken > sent / 4, "of %zu requests only %zu were taken", sent, taken);
}

/* What SQL_TRACER names is loaded before the server: tests/trace/. */
static bool start_traced(void)
{
	const char *tracer = getenv("SQL_TRACER");

	if (tracer)
		setenv("LD_PRELOAD", tracer, true);
	bool started = daemon_start(&scene.daemon, "generated");

	unsetenv("LD_PRELOAD");
	return started;
}

int main(int argc, char **argv)
{
	struct buffer world = {0}, file = {0};

	if (argc < 3 || argc > 5)
		tally_abort("usage: generated SERVER FOLDER [REQUESTS [SEED]]");
	buffer_printf(&world, "%s/world.test", argv[2]);
	buffer_printf(&file, "%s/table.txt", argv[2]);
	invent_seed(argc > 4 ? strtoull(argv[4], NULL, 10) : 1);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	daemon_prepare(argv[1]);
	snprintf(scene.who, sizeof scene.who, "nobody");
	line_count = bend_lines(buffer_string(&file));
	tally_check(line_count > api_route_count / 2, "the table has %zu lines", line_count);
	if (start_traced()) {
		client_open(&scene.client, scene.daemon.port);
		make_world(buffer_string(&world));
		run(argc > 3 ? strtoull(argv[3], NULL, 10) : REQUESTS);
		client_close(&scene.client);
		daemon_stop(&scene.daemon);
		judge_log(client_questions());
	}
	scene_close(&scene);
	bend_end();
	buffer_free(&world);
	buffer_free(&file);
	daemon_clean();
	curl_global_cleanup();
	return tally_end();
}
