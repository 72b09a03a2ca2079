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

#include "kit/answers.h"
#include "kit/daemon.h"
#include "kit/malformed.h"
#include "kit/probe.h"
#include "kit/siege.h"
#include "kit/slowness.h"
#include "kit/tally.h"
#include "kit/wire.h"

#define MOST_CASES 500
#define DRAINS     5
#define TOKENS     "POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"

static bool modern; /* libmicrohttpd 1.0 or later, by the server's own word */

static void find_version(const struct daemon *daemon)
{
	struct buffer line = {0};

	daemon_log(daemon, "event=libmicrohttpd version=", &line);
	const char *version = strstr(buffer_string(&line), "version=");

	modern = version && atoi(version + strlen("version=")) >= 1;
	buffer_free(&line);
}

static void try_once(
	int port, const char *name, const char *bytes, size_t length, const char *expect)
{
	const struct malformed raw = {name, bytes, length, expect};
	struct buffer failure = {0};

	tally_check(probe(port, modern, &raw, 0, &failure), "%s", buffer_string(&failure));
	buffer_free(&failure);
}

static struct malformed cases[MOST_CASES];
static size_t case_count;

static void add_case(const char *name, const char *text, const char *expect)
{
	char *own_name = strdup(name), *own_text = strdup(text);

	if (case_count == MOST_CASES || !own_name || !own_text)
		tally_abort("no room for another case");
	cases[case_count++] = (struct malformed){own_name, own_text, strlen(text), expect};
}

/* Every byte that may not be in a name, a value or a target. */
static void add_bytes(void)
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
		add_case(name, text, token ? "200 open" : "400 close");

		if (c >= ' ' && c != 0x7f)
			continue;
		snprintf(name, sizeof name, "byte 0x%02x in a header's value", c);
		snprintf(text, sizeof text, "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: 1%c2\r\n\r\n",
			c);
		add_case(name, text, c == '\t' ? "200 open" : "400 close");
		snprintf(name, sizeof name, "byte 0x%02x in the target", c);
		snprintf(text, sizeof text, "GET /health%cz HTTP/1.1\r\nHost: x\r\n\r\n", c);
		add_case(name, text, c == '\v' || c == '\f' ? "400 close;close" : "400 close");
	}
}

static void add_repeated_headers(void)
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
		add_case(headers[i], text, "400 close");
	}
}

/* Where the bytes are cut must not matter. */
static void test_everywhere(int port)
{
	add_bytes();
	add_repeated_headers();
	probe_everywhere(port, modern, malformed, malformed_count);
	probe_everywhere(port, modern, cases, case_count);
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

/* `2026-11-29T15:18:24.991Z level=error event=..`, and nothing that a terminal or a grep would take for something else. */
static bool is_log_line(const char *line)
{
	if (strlen(line) < 40 || line[10] != 'T' || strncmp(line + 23, "Z level=", 8) != 0 ||
		!strstr(line, " event="))
		return false;
	for (; *line; line++)
		if ((unsigned char)*line < ' ' || *line == 0x7f)
			return false;
	return true;
}

/* Whatever was sent: one line for each answer, and no line of anybody else's making. */
static void test_log(const struct daemon *daemon)
{
	struct buffer text = {0};
	int bad = 0, count = 0;

	daemon_log(daemon, "", &text);
	for (char *line = strtok(text.data, "\n"); line; line = strtok(NULL, "\n")) {
		count++;
		bad += !is_log_line(line);
		if (bad == 1)
			tally_check(is_log_line(line), "a line of the log: %s", line);
	}
	tally_check(!bad && count > 10000, "%d of %d lines of the log are none", bad, count);
	buffer_free(&text);
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
	test_everywhere(daemon.port);
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

	test_log(&daemon);
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
	siege_slow_clients(50, 4, 3 * SLOWNESS);
	siege_scans();
	siege_guests();
	siege_crowds();
	siege_held_writes();
	siege_drains(DRAINS);
	daemon_clean();
	return tally_end();
}
