/* The header gate over plain arrays; tests/http.c sends the same things through a socket. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "http/gate.h"

/* Lines "Name: value", ended by NULL, as a request. */
static const char *check(const char *method, const char *target, const char *version,
	const char *const *lines, struct gate_body *out)
{
	static struct gate_header headers[GATE_HEADERS];
	struct gate_request request = {
		.method = method, .target = target, .version = version, .headers = headers};

	for (; lines[request.count]; request.count++) {
		const char *line = lines[request.count];
		const char *colon = strchr(line, ':');

		headers[request.count] = (struct gate_header){
			line, (size_t)(colon - line), colon + 2, strlen(colon + 2)};
	}
	return gate_check(&request, out);
}

#define LINES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void passes(const char *method, const char *const *lines, struct gate_body *out)
{
	assert_null(check(method, "/x", "HTTP/1.1", lines, out));
}

static void refuses(const char *method, const char *const *lines)
{
	struct gate_body body;

	assert_string_equal(check(method, "/x", "HTTP/1.1", lines, &body), "malformed_request");
}

static void takes_one_session(void **state)
{
	struct gate_body body;

	(void)state;
	passes("GET", LINES("Host: x", "Cookie: sid=a; theme=sid; __Host-sid=b; xsid=c"), &body);
	refuses("GET", LINES("Host: x", "Cookie: sid=a; sid=b"));
	refuses("GET", LINES("Host: x", "Cookie: __Host-sid=a;__Host-sid="));
	refuses("GET", LINES("Host: x", "Cookie: a=b", "Cookie: sid=a"));
}

static void test_bodies(void **state)
{
	struct gate_body body;

	(void)state;
	passes("GET", LINES("Host: x"), &body);
	assert_int_equal(body.length, 0);
	assert_false(body.chunked);
	passes("POST", LINES("Host: x", "Content-Length: 17"), &body);
	assert_int_equal(body.length, 17);
	passes("PUT", LINES("host: x", "transfer-encoding: Chunked"), &body);
	assert_true(body.chunked);
	assert_int_equal(body.length, 0);
	passes("POST", LINES("Host: x", "Content-Length: 999999999999999999"), &body);
	assert_int_equal(body.length, 999999999999999999);
	passes("POST", LINES("Host: x", "Expect: 100-Continue", "Content-Encoding: br"), &body);
	assert_true(body.expects_continue);
	assert_true(body.encoded);
	passes("POST", LINES("Host: x", "Content-Encoding: identity"), &body);
	assert_false(body.encoded);
}

static void test_framing(void **state)
{
	(void)state;
	refuses("POST", LINES("Host: x", "Content-Length: 1", "Content-Length: 1"));
	refuses("POST", LINES("Host: x", "Content-Length: 1", "Transfer-Encoding: chunked"));
	refuses("POST", LINES("Host: x", "Transfer-Encoding: gzip, chunked"));
	refuses("POST", LINES("Host: x", "Transfer-Encoding: chunked "));
	refuses("POST", LINES("Host: x", "Content-Length: +1"));
	refuses("POST", LINES("Host: x", "Content-Length: 1 "));
	refuses("POST", LINES("Host: x", "Content-Length: 9999999999999999999"));
	refuses("GET", LINES("Host: x", "Content-Length: 1"));
	refuses("DELETE", LINES("Host: x", "Transfer-Encoding: chunked"));
}

static void test_hosts(void **state)
{
	struct gate_body body;

	(void)state;
	refuses("GET", LINES("Accept: */*"));
	refuses("GET", LINES("Host: x", "Host: x"));
	refuses("GET", LINES("Host: "));
	refuses("GET", LINES("Host: x/y"));
	passes("GET", LINES("Host: [::1]:80"), &body);
	assert_null(check("GET", "/x", "HTTP/1.0", LINES("Accept: */*"), &body));
	assert_non_null(check("GET", "/x", "HTTP/1.0", LINES("Host: x", "Host: x"), &body));
}

static void test_targets(void **state)
{
	static const char *const bad[] = {
		"", "x", "*", "x:443", "/a b", "/a\tb", "/a#b", "/\177", "ftp://x/", "http:/x"};
	struct gate_body body;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_non_null(check("GET", bad[i], "HTTP/1.1", LINES("Host: x"), &body));
	assert_null(check("GET", "http://x/y", "HTTP/1.1", LINES("Host: x"), &body));
	assert_non_null(check("GET", "/x", "HTTP/1.2", LINES("Host: x"), &body));
	assert_non_null(check("G T", "/x", "HTTP/1.1", LINES("Host: x"), &body));
}

static void test_size(void **state)
{
	static char value[GATE_BYTES];
	struct gate_header headers[2] = {{"Host", 4, "x", 1}, {"X-A", 3, value, 0}};
	struct gate_request request = {.method = "GET",
		.target = "/x",
		.version = "HTTP/1.1",
		.headers = headers,
		.count = 2};
	struct gate_body body;

	(void)state;
	memset(value, 'a', sizeof value);
	headers[1].value_length = GATE_BYTES - (4 + 1 + 4) - (3 + 4);
	assert_null(gate_check(&request, &body));
	headers[1].value_length++;
	assert_string_equal(gate_check(&request, &body), "headers_too_large");
}

static void test_count(void **state)
{
	struct gate_header headers[GATE_HEADERS];
	struct gate_request request = {.method = "GET",
		.target = "/x",
		.version = "HTTP/1.1",
		.headers = headers,
		.count = GATE_HEADERS};
	struct gate_body body;

	(void)state;
	for (size_t i = 0; i < GATE_HEADERS; i++)
		headers[i] = (struct gate_header){"X-A", 3, "1", 1};
	headers[0] = (struct gate_header){"Host", 4, "x", 1};
	assert_null(gate_check(&request, &body));
	request.count++;
	assert_string_equal(gate_check(&request, &body), "headers_too_large");
}

static void test_split(void **state)
{
	static const struct {
		const char *target, *path, *query;
	} cases[] = {{"/x", "/x", ""}, {"/x?", "/x", ""}, {"/x?a=b?c", "/x", "a=b?c"},
		{"http://h/x?a", "/x", "a"}, {"http://h", "/", ""}, {"http://h?a=/b", "/", "a=/b"},
		{"/x?u=http://h/y", "/x", "u=http://h/y"}, {"/x://y", "/x://y", ""}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *path, *query;
		char target[64];

		snprintf(target, sizeof target, "%s", cases[i].target);
		gate_split(target, &path, &query);
		assert_string_equal(path, cases[i].path);
		assert_string_equal(query, cases[i].query);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_bodies),
		cmocka_unit_test(takes_one_session), cmocka_unit_test(test_framing),
		cmocka_unit_test(test_hosts), cmocka_unit_test(test_targets),
		cmocka_unit_test(test_size), cmocka_unit_test(test_count),
		cmocka_unit_test(test_split)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
