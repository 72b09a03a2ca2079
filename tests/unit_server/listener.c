/* Which addresses may be listened on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused), cmocka_unit_test(test_taken)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
