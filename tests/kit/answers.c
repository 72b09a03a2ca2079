/* HEAD, OPTIONS, CORS, queries as they were sent, and the operations that need no token. */
#include "kit/answers.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "buffer.h"
#include "kit/daemon.h"
#include "kit/tally.h"
#include "kit/wire.h"

/* One request, one answer on a connection of its own. False after counting a failure. */
static bool ask(int port, const char *head, struct answer *out)
{
	struct wire wire;
	bool bodyless = strncmp(head, "HEAD ", 5) == 0;

	if (!wire_open(&wire, port))
		tally_abort("the server does not listen any more");
	wire_say(&wire, head);
	wire_say(&wire, "Host: x\r\n\r\n");

	enum wire_event event = wire_next(&wire, bodyless, WIRE_PATIENCE, out);

	wire_close(&wire);
	if (event != WIRE_ANSWER)
		tally_fail("%s: %s", head, wire_event_name(event));
	return event == WIRE_ANSWER;
}

static void expect_status(int port, const char *head, int status)
{
	struct answer answer;

	if (ask(port, head, &answer))
		tally_check(answer.status == status, "%s: wanted %d, got %d %s", head, status,
			answer.status, answer.body);
}

static void expect_header(
	const struct answer *answer, const char *what, const char *name, const char *wanted)
{
	const char *found = answer_header(answer, name);

	tally_check(wanted ? found && strcmp(found, wanted) == 0 : !found,
		"%s: %s: wanted %s, got %s", what, name, wanted ? wanted : "none",
		found ? found : "none");
}

void answers_head(int port)
{
	static const char *const paths[] = {"/healthz", "/openapi.json", "/problems/busy",
		"/nowhere", "/api/v1/me", "/healthz?x=1"};
	static const char *const same[] = {"Content-Length", "Content-Type", "Cache-Control",
		"X-Content-Type-Options", "Content-Language", "Vary", "WWW-Authenticate"};

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		char get[128], head[128], wanted[256];
		struct answer full, bare;

		snprintf(get, sizeof get, "GET %s HTTP/1.1\r\nX-Request-Id: same-id-0001\r\n",
			paths[i]);
		snprintf(head, sizeof head, "HEAD %s HTTP/1.1\r\nX-Request-Id: same-id-0001\r\n",
			paths[i]);
		if (!ask(port, get, &full) || !ask(port, head, &bare))
			continue;
		tally_check(full.status == bare.status, "HEAD %s: status", paths[i]);
		for (size_t h = 0; h < sizeof same / sizeof *same; h++) {
			const char *value = answer_header(&full, same[h]);

			snprintf(wanted, sizeof wanted, "%s", value ? value : "");
			expect_header(&bare, head, same[h], value ? wanted : NULL);
		}
	}
}

void answers_options(int port)
{
	struct answer answer;

	if (ask(port, "OPTIONS /healthz HTTP/1.1\r\n", &answer)) {
		tally_check(answer.status == 204, "OPTIONS: %d", answer.status);
		const char *allow = answer_header(&answer, "Allow");
		tally_check(allow && strstr(allow, "GET") && !strstr(allow, "POST"), "Allow: %s",
			allow ? allow : "none");
	}
	if (ask(port, "PUT /healthz HTTP/1.1\r\n", &answer)) {
		tally_check(answer.status == 405, "PUT: %d", answer.status);
		tally_check(answer_header(&answer, "Allow") != NULL, "405 without Allow");
	}
	expect_status(port, "OPTIONS /nowhere HTTP/1.1\r\n", 404);
}

void answers_cors(int port)
{
	static const char *const strangers[] = {"https://c.example",
		"https://a.example.evil.example", "http://a.example", "https://a.example:8443",
		"null", "https://A.example", "https://a.example,https://b.example", "*", ""};
	struct answer answer;
	char head[256];

	if (ask(port, "GET /healthz HTTP/1.1\r\nOrigin: https://b.example\r\n", &answer)) {
		expect_header(&answer, "CORS", "Access-Control-Allow-Origin", "https://b.example");
		expect_header(&answer, "CORS", "Access-Control-Expose-Headers",
			"X-Request-Id, X-Next-Cursor, Content-Disposition, Content-Language, "
			"WWW-Authenticate, Retry-After, Allow, ETag, Idempotent-Replay, Location, "
			"X-Base-Version, Cache-Control");
		expect_header(&answer, "CORS", "Access-Control-Allow-Credentials", NULL);
		expect_header(&answer, "CORS", "Access-Control-Allow-Methods", NULL);
		expect_header(&answer, "CORS", "Vary", "Origin");
	}
	if (ask(port,
		    "OPTIONS /api/v1/tokens HTTP/1.1\r\nOrigin: https://a.example\r\n"
		    "Access-Control-Request-Method: POST\r\n"
		    "Access-Control-Request-Headers: authorization, content-type\r\n",
		    &answer)) {
		tally_check(answer.status == 204, "preflight: %d", answer.status);
		expect_header(
			&answer, "preflight", "Access-Control-Allow-Origin", "https://a.example");
		expect_header(&answer, "preflight", "Access-Control-Allow-Methods",
			"GET, HEAD, POST, PUT, DELETE");
		expect_header(&answer, "preflight", "Access-Control-Allow-Headers",
			"Authorization, Content-Type, Accept-Language, X-Request-Id, "
			"Idempotency-Key, If-None-Match, If-Match");
		expect_header(&answer, "preflight", "Access-Control-Max-Age", "600");
	}
	for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
		snprintf(head, sizeof head,
			"OPTIONS /healthz HTTP/1.1\r\nOrigin: %s\r\n"
			"Access-Control-Request-Method: GET\r\n",
			strangers[i]);
		if (!ask(port, head, &answer))
			continue;
		expect_header(&answer, head, "Access-Control-Allow-Origin", NULL);
		expect_header(&answer, head, "Access-Control-Allow-Methods", NULL);
		expect_header(&answer, head, "Vary", "Origin");
	}
}

static int query_status(int port, const char *query, struct answer *out)
{
	char head[512];

	snprintf(head, sizeof head, "GET /api/v1/areas?%s HTTP/1.1\r\nAuthorization: Bearer %s\r\n",
		query, daemon_admin_token());
	return ask(port, head, out) ? out->status : 0;
}

/* dispatch decodes the raw query itself: nothing may have been decoded, dropped or joined
 * before. */
void answers_queries(int port)
{
	static const struct {
		const char *query;
		int status;
	} cases[] = {{"", 200}, {"limit=1", 200}, {"limit=%31", 200}, {"%6cimit=1", 200},
		{"limit=1&count=true", 200}, {"q=a=b=c", 200}, {"q=%41", 200}, {"q=a+b", 200},
		{"q=%2B", 200}, {"q=a%26count=x", 200}, {"limit=+1", 400}, {"limit=1+", 400},
		{"limit", 400}, {"limit=", 400}, {"limit=1&limit=1", 400},
		{"limit=1&%6cimit=1", 400}, {"LIMIT=1", 400}, {"x", 400}, {"x=", 400}, {"x=1", 400},
		{"q=%", 400}, {"q=%4", 400}, {"q=%zz", 400}, {"q=%00", 400}, {"q=%ff", 400},
		{"q=%C4%90%E1%BA%AFk", 200}, {"q=\304\220\341\272\257k", 200},
		{"limit=1;count=true", 400}};
	struct answer one, other;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int status = query_status(port, cases[i].query, &one);

		tally_check(status == cases[i].status, "?%s: wanted %d, got %d %s", cases[i].query,
			cases[i].status, status, one.body);
	}
	query_status(port, "q=ki%E1%BB%83m+s%C3%A1t", &one);
	query_status(port, "q=ki%E1%BB%83m%20s%C3%A1t", &other);
	tally_check(one.status == 200 && strcmp(one.body, other.body) == 0, "+ is a space: %s / %s",
		one.body, other.body);
}

/* The whole body of an answer, as JSON; freed by json_decref(). NULL after counting a failure. */
static json_t *ask_json(int port, const char *head)
{
	struct wire wire;
	struct buffer text = {0};
	char chunk[65536];
	size_t got;

	if (!wire_open(&wire, port))
		tally_abort("the server does not listen any more");
	wire_say(&wire, head);
	wire_say(&wire, "Host: x\r\nConnection: close\r\n\r\n");
	while ((got = wire_raw(&wire, chunk, sizeof chunk)) > 0)
		buffer_bytes(&text, chunk, got);
	wire_close(&wire);

	const char *body = buffer_string(&text) ? strstr(text.data, "\r\n\r\n") : NULL;
	json_t *json = body ? json_loads(body + 4, JSON_REJECT_DUPLICATES, NULL) : NULL;

	tally_check(json != NULL, "%s: no JSON: %.200s", head, text.data);
	buffer_free(&text);
	return json;
}

static const char *member(const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text ? text : "";
}

void answers_operations(int port)
{
	json_t *health = ask_json(port, "GET /healthz HTTP/1.1\r\n");
	json_t *api = ask_json(port, "GET /openapi.json HTTP/1.1\r\n");
	json_t *english = ask_json(port, "GET /problems/busy HTTP/1.1\r\nAccept-Language: en\r\n");
	json_t *vietnamese = ask_json(port, "GET /problems/busy HTTP/1.1\r\n");
	json_t *all = ask_json(port, "GET /problems HTTP/1.1\r\n");
	json_t *ready = ask_json(port, "GET /readyz HTTP/1.1\r\n");
	const char *version = member(json_object_get(api, "info"), "version");

	tally_check(strcmp(member(health, "status"), "ok") == 0, "healthz");
	tally_check(*version && strcmp(member(health, "version"), version) == 0,
		"the versions of /healthz and /openapi.json differ: %s, %s",
		member(health, "version"), version);
	tally_check(json_object_get(json_object_get(api, "paths"), "/healthz") != NULL,
		"the contract has no /healthz");
	tally_check(strcmp(member(ready, "status"), "ready") == 0, "readyz");
	tally_check(strcmp(member(english, "title"), "Busy") == 0, "busy in English");
	tally_check(
		strcmp(member(vietnamese, "title"), "Máy chủ đang bận") == 0, "busy in Vietnamese");
	tally_check(json_array_size(json_object_get(all, "items")) > 20, "few problems");
	json_decref(health);
	json_decref(api);
	json_decref(english);
	json_decref(vietnamese);
	json_decref(all);
	json_decref(ready);

	struct answer answer;

	expect_status(port, "GET /problems/no_such_problem HTTP/1.1\r\n", 404);
	if (ask(port, "GET /metrics HTTP/1.1\r\n", &answer))
		expect_header(&answer, "metrics", "Content-Type", "text/plain; version=0.0.4");
	if (ask(port, "GET /healthz HTTP/1.1\r\nX-Request-Id: my-own-id-1\r\n", &answer)) {
		expect_header(&answer, "healthz", "X-Request-Id", "my-own-id-1");
		expect_header(&answer, "healthz", "X-Content-Type-Options", "nosniff");
		expect_header(&answer, "healthz", "Cache-Control", "no-store");
	}
	if (ask(port, "GET /healthz HTTP/1.1\r\nX-Request-Id: <script>\r\n", &answer))
		tally_check(!strstr(answer.head, "script"), "a request id that is not harmless");
}
