/*
 * The socket side while memory is short. Each allocation that a request costs fails in turn, alone
 * or with all that follow: the client gets a whole answer or none, every answer is counted, and the
 * connection's place comes back.
 */
#include "fixture/fixture.h"
#include "fixture/scarce.h"

#include <arpa/inet.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/counters.h"
#include "base/server.h"
#include "calendar.h"
#include "engine/reader.h"
#include "http/http.h"
#include "http/peers.h"

#define END              "HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
#define MOST_ALLOCATIONS 400

static const struct {
	const char *text;
	const char *status; /* when memory suffices; 503 else */
} requests[] = {{"GET /healthz " END, "200"}, {"HEAD /healthz?a=1 " END, "400"},
	{"GET /api/v1/me " END, "401"}};
#define REQUESTS (sizeof requests / sizeof *requests)

/* The whole answer of one connection; empty when there was none. False when it is still open after
 * ten seconds. */
static bool ask(const char *request, char *out, size_t size)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons((unsigned short)http_port()),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct pollfd waiting = {.fd = fd, .events = POLLIN};
	ssize_t got = 1;
	size_t length = 0;

	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
	send(fd, request, strlen(request), MSG_NOSIGNAL);
	while (got > 0 && length < size - 1 && poll(&waiting, 1, 10000) == 1) {
		got = recv(fd, out + length, size - 1 - length, 0);
		length += got > 0 ? (size_t)got : 0;
	}
	out[length] = '\0';
	close(fd);
	return got <= 0;
}

static int64_t counted(void)
{
	struct buffer text = {0};
	int64_t sum = 0;

	counters_print(&text);
	for (const char *at = buffer_string(&text);
		at && (at = strstr(at, "\nthidua_request_seconds_count{"));) {
		at = strchr(at, '}');
		sum += strtoll(at + 1, NULL, 10);
	}
	buffer_free(&text);
	return sum;
}

static bool comes_to_nobody(void)
{
	int64_t until = calendar_monotonic() + 5000000;

	while (peer_count() > 0 && calendar_monotonic() < until) {
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
		peers_reap();
	}
	return peer_count() == 0;
}

/* How many allocations the request made. */
static long ask_without_memory(size_t request, long from, long to)
{
	static char answer[65536];
	int64_t before = counted();

	scarce_begin(from, to);
	bool ended = ask(requests[request].text, answer, sizeof answer);
	long made = scarce_end();

	if (!ended)
		fail_msg("allocation %ld to %ld: neither an answer nor an end", from, to);
	if (*answer && strncmp(answer + 9, requests[request].status, 3) != 0 &&
		strncmp(answer + 9, "503", 3) != 0)
		fail_msg("allocation %ld to %ld: %s", from, to, answer);
	if (*answer &&
		(!strstr(answer, "\r\nCache-Control: no-store\r\n") ||
			!strstr(answer, "\r\nX-Request-Id: ") ||
			!strstr(answer, "\r\nX-Content-Type-Options: nosniff\r\n")))
		fail_msg("allocation %ld to %ld: headers are missing: %s", from, to, answer);
	if (*answer && counted() == before)
		fail_msg("allocation %ld to %ld: not counted: %s", from, to, answer);
	if (!comes_to_nobody())
		fail_msg("allocation %ld to %ld: %d places are lost", from, to, peer_count());
	return made;
}

static void one_allocation_fails(void **state)
{
	(void)state;
	for (size_t i = 0; i < REQUESTS; i++)
		for (long n = 1; ask_without_memory(i, n, n) >= n; n++)
			assert_true(n < MOST_ALLOCATIONS);
}

static void all_allocations_fail_from_one_on(void **state)
{
	(void)state;
	for (size_t i = 0; i < REQUESTS; i++)
		for (long n = 1; ask_without_memory(i, n, LONG_MAX) >= n; n++)
			assert_true(n < MOST_ALLOCATIONS);
}

static void then_it_serves_again(void **state)
{
	static char answer[65536];

	(void)state;
	assert_true(ask(requests[0].text, answer, sizeof answer));
	assert_memory_equal(answer, "HTTP/1.1 200 ", 13);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(then_it_serves_again),
		cmocka_unit_test(one_allocation_fails),
		cmocka_unit_test(then_it_serves_again),
		cmocka_unit_test(all_allocations_fail_from_one_on),
		cmocka_unit_test(then_it_serves_again),
	};

	scarce_not_here = true;
	struct db *db = fixture_open();

	server.config.listen = "127.0.0.1:0";
	server.config.connections = 8;
	server.config.idle_timeout = 15;
	server.config.check_replies = false;
	server.config.http_threads = 1;
	if (reader_open(server.config.db, 1, 0) || !http_listen(&server.config) ||
		!http_start(&server.config))
		return 1;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	http_drain(10);
	http_stop();
	reader_close();
	db_close(db);
	fixture_remove();
	return failed;
}
