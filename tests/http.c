/*
 * The socket side of the server: malformed requests, framing, HEAD, OPTIONS and CORS, bodies that
 * are too large, raw queries, the open operations; then slow clients, crowds and the end under load
 * (kit/siege.h).
 *
 *	build/tests/http build/thidua
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kit/answers.h"
#include "kit/daemon.h"
#include "kit/malformed.h"
#include "kit/siege.h"
#include "kit/tally.h"
#include "kit/wire.h"

#define QUIET    300 /* milliseconds after which nothing more is expected */
#define SENTINEL "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-Id: sentinel-0001\r\n\r\n"
#define TOKENS   "POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"

static bool modern; /* libmicrohttpd 1.0 or later, by the server's own word */

static void find_version(const struct daemon *daemon)
{
	struct buffer line = {0};

	daemon_log(daemon, "event=libmicrohttpd version=", &line);
	const char *version = strstr(buffer_string(&line), "version=");

	modern = version && atoi(version + strlen("version=")) >= 1;
	buffer_free(&line);
}

/* The part of `expect` for this version, in `out`. */
static const char *expected(const char *expect, char *out, size_t size)
{
	const char *end = strchr(expect, ';');

	if (modern && end)
		return end + 1;
	snprintf(out, size, "%.*s", (int)strcspn(expect, ";"), expect);
	return out;
}

/* The least and the most answers among the alternatives of `expect`. */
static void count_answers(const char *expect, unsigned *out_least, unsigned *out_most)
{
	unsigned count = 0;

	*out_least = 99;
	*out_most = 0;
	for (const char *c = expect;; c++) {
		if (*c == ' ')
			count++;
		if (*c && *c != '|')
			continue;
		*out_least = count < *out_least ? count : *out_least;
		*out_most = count > *out_most ? count : *out_most;
		count = 0;
		if (!*c)
			return;
	}
}

/* What came back, in the words of `expect`. Once all answers are there a request with an id of its
 * own is sent: if its answer is not the next one, something in between was taken for a request or
 * for a body. */
static void observe(struct wire *wire, bool bodyless, const char *expect, struct buffer *out)
{
	struct answer answer = {0};
	unsigned least, most, seen = 0;
	bool asked = false, may_wait = strstr(expect, "wait") != NULL;

	count_answers(expect, &least, &most);
	for (int turns = 0; turns < 9; turns++) {
		if (seen >= most && !asked && !answer.close && !may_wait) {
			asked = true;
			wire_say(wire, SENTINEL);
		}

		enum wire_event event = wire_next(
			wire, bodyless, asked || seen < least ? WIRE_PATIENCE : QUIET, &answer);
		const char *id =
			event == WIRE_ANSWER ? answer_header(&answer, "X-Request-Id") : NULL;

		if (event == WIRE_ANSWER && asked && id && strcmp(id, "sentinel-0001") == 0) {
			buffer_text(out, "open");
			return;
		}
		if (event == WIRE_ANSWER) {
			buffer_printf(out, "%d ", answer.status);
			seen++;
		} else if (event == WIRE_SILENCE && !asked && !may_wait && seen >= least) {
			most = seen;
		} else {
			buffer_text(out,
				event == WIRE_CLOSED || (event == WIRE_RESET && answer.close)
					? "close"
					: event == WIRE_SILENCE && !asked ? "wait"
									  : wire_event_name(event));
			return;
		}
	}
	buffer_text(out, "endless");
}

static bool is_among(const char *observed, const char *expect)
{
	size_t length = strlen(observed);

	for (const char *at = expect; at; at = strchr(at, '|')) {
		at += *at == '|';
		if (strncmp(at, observed, length) == 0 && (!at[length] || at[length] == '|'))
			return true;
	}
	return false;
}

/* Sends the bytes, in two parts when `split` lies inside, and compares. */
static bool try_bytes(int port, const char *name, const char *bytes, size_t length, size_t split,
	const char *expectation)
{
	char part[64];
	const char *expect = expected(expectation, part, sizeof part);
	struct timespec pause = {.tv_nsec = 300000};
	struct buffer observed = {0};
	struct wire wire;

	if (!wire_open(&wire, port))
		tally_abort("the server does not listen any more");
	wire_send(&wire, bytes, split);
	if (split && split < length)
		nanosleep(&pause, NULL); /* so that the server reads the first part alone */
	wire_send(&wire, bytes + split, length - split);
	observe(&wire, strncmp(bytes, "HEAD ", 5) == 0, expect, &observed);
	wire_close(&wire);

	bool good = is_among(buffer_string(&observed), expect);

	if (!good)
		tally_fail(
			"%s (split at %zu): wanted %s, got %s", name, split, expect, observed.data);
	buffer_free(&observed);
	return good;
}

static void try_once(
	int port, const char *name, const char *bytes, size_t length, const char *expect)
{
	if (try_bytes(port, name, bytes, length, 0, expect))
		tally_pass();
}

static void test_corpus(int port)
{
	for (size_t i = 0; i < malformed_count; i++)
		try_once(port, malformed[i].name, malformed[i].bytes, malformed[i].length,
			malformed[i].expect);
}

/* Where the bytes are cut must not matter. */
static void test_splits(int port)
{
	static const char *const names[] = {"POST", "two chunks", "CL.TE", "CL.CL, equal", "TE.TE",
		"two Hosts", "a folded value", "three at once", "a POST and a GET",
		"a GET, a refusal, a GET"};

	for (size_t n = 0; n < sizeof names / sizeof *names; n++)
		for (size_t i = 0; i < malformed_count; i++) {
			const struct malformed *m = &malformed[i];
			bool good = strcmp(m->name, names[n]) == 0;

			if (!good)
				continue;
			for (size_t split = 1; good && split < m->length; split++)
				good = try_bytes(
					port, m->name, m->bytes, m->length, split, m->expect);
			if (good)
				tally_pass();
		}
}

/* Every byte that may not be in a name, a value or a target. */
static void test_bytes(int port)
{
	char text[128], name[64];

	for (int c = 1; c < 256; c++) {
		if (c == '\r' || c == '\n')
			continue;
		snprintf(name, sizeof name, "byte 0x%02x in a header's name", c);
		snprintf(text, sizeof text, "GET /healthz HTTP/1.1\r\nHost: x\r\nX%cA: 1\r\n\r\n",
			c);
		if (c == ':')
			continue;
		bool token = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
			(c >= 'a' && c <= 'z') || strchr("!#$%&'*+-.^_`|~", c);
		try_once(port, name, text, strlen(text), token ? "200 open" : "400 close");

		if (c >= ' ' && c != 0x7f)
			continue;
		snprintf(name, sizeof name, "byte 0x%02x in a header's value", c);
		snprintf(text, sizeof text, "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: 1%c2\r\n\r\n",
			c);
		try_once(port, name, text, strlen(text), c == '\t' ? "200 open" : "400 close");
		snprintf(name, sizeof name, "byte 0x%02x in the target", c);
		snprintf(text, sizeof text, "GET /health%cz HTTP/1.1\r\nHost: x\r\n\r\n", c);
		try_once(port, name, text, strlen(text),
			c == '\v' || c == '\f' ? "400 close;close" : "400 close");
	}
}

static void test_repeated_headers(int port)
{
	static const char *const headers[] = {"Host: x", "Content-Length: 0",
		"Content-Type: text/csv", "Content-Encoding: identity", "Authorization: Bearer x",
		"Accept: text/csv", "Accept-Language: en", "If-Match: \"1\"",
		"If-None-Match: \"1\"", "Idempotency-Key: 12345678", "X-Request-Id: 12345678",
		"Expect: nothing", "Origin: https://a.example",
		"Access-Control-Request-Method: PUT", "Transfer-Encoding: chunked", "Cookie: a=b",
		"X-Thidua: 1", "Sec-Fetch-Site: same-origin"};
	char text[512];

	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		snprintf(text, sizeof text,
			"POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\n%s\r\n%s\r\n\r\n", headers[i],
			headers[i]);
		try_once(port, headers[i], text, strlen(text), "400 close");
	}
}

static void try_large(int port, const char *before, char fill, size_t count, const char *after,
	const char *expect)
{
	struct buffer text = {0};

	buffer_text(&text, before);
	for (size_t i = 0; i < count; i++)
		buffer_char(&text, fill);
	buffer_text(&text, after);
	try_once(port, before, text.data, text.length, expect);
	buffer_free(&text);
}

static void try_many_headers(int port, int count, const char *expect)
{
	struct buffer text = {0};

	buffer_text(&text, "GET /healthz HTTP/1.1\r\nHost: x\r\n");
	for (int i = 1; i < count; i++)
		buffer_printf(&text, "X-%d: 1\r\n", i);
	buffer_text(&text, "\r\n");
	try_once(port, "many headers", text.data, text.length, expect);
	buffer_free(&text);
}

/* More than libmicrohttpd has room for: none is known, and all are named. */
static void try_many_arguments(int port, int count)
{
	struct buffer text = {0};
	char name[32];

	buffer_text(&text, "GET /healthz?");
	for (int i = 0; i < count; i++)
		buffer_printf(&text, "x%d=1&", i);
	buffer_text(&text, "y=1 HTTP/1.1\r\nHost: x\r\n\r\n");
	snprintf(name, sizeof name, "%d arguments", count);
	try_once(port, name, text.data, text.length, "400 open");
	buffer_free(&text);
}

static void test_sizes(int port)
{
	static const char field[] = "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ";

	try_many_arguments(port, 200);
	try_many_arguments(port, 250);
	try_many_arguments(port, 1000);
	try_many_headers(port, 64, "200 open");
	try_many_headers(port, 65, "431 close");
	try_many_headers(port, 500, "431 close");
	try_large(port, field, 'a', 8192 - 9 - 7, "\r\n\r\n", "200 open");
	try_large(port, field, 'a', 8192 - 9 - 6, "\r\n\r\n", "431 close");
	try_large(port, field, 'a', 40000, "\r\n\r\n", "431 close");
	try_large(port, "GET /problems/", 'a', 60, " HTTP/1.1\r\nHost: x\r\n\r\n", "404 open");
	try_large(port, "GET /", 'a', 5000, " HTTP/1.1\r\nHost: x\r\n\r\n", "400 open|404 open");
	try_large(port, "GET /healthz?", 'a', 5000, " HTTP/1.1\r\nHost: x\r\n\r\n", "400 open");
	try_large(port, "GET /", 'a', 40000, " HTTP/1.1\r\nHost: x\r\n\r\n", "414 close|431 close");
}

static void test_bodies(int port)
{
	struct buffer chunked = {0};

	try_large(port, TOKENS "Content-Length: 65536\r\n\r\n", ' ', 65536, "", "401 open");
	try_large(port, TOKENS "Content-Length: 65537\r\n\r\n", ' ', 65537, "", "413 open");
	try_large(port, TOKENS "Content-Length: 262144\r\n\r\n", ' ', 262144, "", "413 open");
	try_large(port, TOKENS "Content-Length: 262145\r\n\r\n", ' ', 0, "", "413 close");
	try_large(port, TOKENS "Content-Length: 262145\r\n\r\n", ' ', 5000, "", "413 close");
	try_large(port, "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 65536\r\n\r\n", ' ', 65536,
		"", "404 open");
	try_large(port, "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n", ' ', 0, "",
		"404 close");
	try_large(port, TOKENS "Transfer-Encoding: chunked\r\n\r\n10000\r\n", ' ', 65536,
		"\r\n0\r\n\r\n", "401 open");
	try_large(port, TOKENS "Transfer-Encoding: chunked\r\n\r\n10001\r\n", ' ', 65537,
		"\r\n0\r\n\r\n", "413 open");
	try_large(port, TOKENS "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n", 'x', 2, "",
		"415 open");
	try_large(port, TOKENS "Content-Encoding: identity\r\nContent-Length: 2\r\n\r\n", 'x', 2,
		"", "401 open");

	/* Nothing can be answered in the middle of a body: the connection ends. */
	buffer_text(&chunked, TOKENS "Transfer-Encoding: chunked\r\n\r\n");
	for (int i = 0; i < 270; i++) {
		buffer_text(&chunked, "10000\r\n");
		for (int b = 0; b < 65536; b++)
			buffer_char(&chunked, ' ');
		buffer_text(&chunked, "\r\n");
	}
	try_once(port, "endless chunks", chunked.data, chunked.length, "close|reset");
	buffer_free(&chunked);
}

static void test_requests(void)
{
	struct daemon daemon;
	struct buffer lines = {0};

	setenv("THIDUA_CORS_ORIGIN", "https://a.example,https://b.example", 1);
	if (!daemon_start(&daemon, "requests"))
		return;
	unsetenv("THIDUA_CORS_ORIGIN");
	find_version(&daemon);
	test_corpus(daemon.port);
	test_splits(daemon.port);
	test_bytes(daemon.port);
	test_repeated_headers(daemon.port);
	test_sizes(daemon.port);
	test_bodies(daemon.port);
	answers_head(daemon.port);
	answers_options(daemon.port);
	answers_cors(daemon.port);
	answers_queries(daemon.port);
	answers_operations(daemon.port);
	siege_early_refusals(daemon.port);
	siege_bodies(daemon.port);
	siege_writes(daemon.port);
	siege_half_closed(daemon.port);
	if (daemon_stop(&daemon))
		tally_pass();

	daemon_log(&daemon, "smuggled", &lines);
	tally_check(
		lines.length == 0, "smuggled requests were executed:\n%s", buffer_string(&lines));
	buffer_free(&lines);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: %s build/thidua\n", argv[0]);
		return 64;
	}
	daemon_prepare(argv[1]);
	test_requests();
	siege_slow_clients();
	siege_scans();
	siege_guests();
	siege_crowds();
	siege_drains();
	daemon_clean();
	return tally_end();
}
