/* Which addresses may be listened on, and the end of listening. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/listener.h"

static void test_refused(void **state)
{
	static const char *const bad[] = {"", ":", "8080", "127.0.0.1", "127.0.0.1:", "localhost:0",
		"127.0.0.1:65536", "127.0.0.1:http", "127.0.0.1:-1", "::1:0", "[127.0.0.1]:0",
		"[::1]", "[::1:0", "1.2.3.4:0", "0.0.0.0:0", "[::]:0"};
	int port;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (listener_open(bad[i], false, &port) >= 0)
			fail_msg("%s was taken", bad[i]);
}

static void test_taken(void **state)
{
	int port = 0, second = 0;
	char address[32];
	int fd = listener_open("127.0.0.1:0", false, &port);

	(void)state;
	assert_true(fd >= 0);
	assert_in_range(port, 1, 65535);
	snprintf(address, sizeof address, "127.0.0.1:%d", port);
	assert_int_equal(listener_open(address, false, &second), -1);
	close(fd);
	fd = listener_open(address, false, &second);
	assert_true(fd >= 0);
	assert_int_equal(port, second);
	close(fd);
	fd = listener_open("0.0.0.0:0", true, &port);
	assert_true(fd >= 0);
	close(fd);
}

static int begin_to_connect(int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons((unsigned short)port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	assert_true(fd >= 0);
	if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
		assert_int_equal(errno, EINPROGRESS);
	return fd;
}

static bool is_connected(int fd, int milliseconds)
{
	struct pollfd waiting = {.fd = fd, .events = POLLOUT};

	return poll(&waiting, 1, milliseconds) == 1 && !(waiting.revents & (POLLERR | POLLHUP));
}

/* Who is connected stays so, who comes later is not let in only to be reset. */
static void test_refuse_new(void **state)
{
	int port = 0;
	int fd = listener_open("127.0.0.1:0", false, &port);
	int early = begin_to_connect(port);

	(void)state;
	assert_true(is_connected(early, 1000));
	if (!listener_refuse_new(fd))
		skip(); /* no such filter here */
	int late = begin_to_connect(port);

	assert_false(is_connected(late, 200));
	int accepted = accept(fd, NULL, NULL);
	char byte = 0;

	assert_true(accepted >= 0);
	assert_int_equal(accept(fd, NULL, NULL), -1);
	assert_int_equal(send(early, "x", 1, 0), 1);
	assert_true(recv(accepted, &byte, 1, 0) == 1 && byte == 'x');
	close(fd);
	close(accepted);
	close(early);
	close(late);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_refused),
		cmocka_unit_test(test_taken), cmocka_unit_test(test_refuse_new)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
