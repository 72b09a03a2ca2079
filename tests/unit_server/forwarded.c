/* Whose address a request has, by what proxies say of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/forwarded.h"

#define PROXIES "10.0.0.1,10.0.0.2,::1"

static const char *address_of(const char *peer, const char *trusted, const char *first,
	const char *value, const char *second, const char *other)
{
	static char out[FORWARDED_SIZE];
	struct gate_header headers[] = {
		{first, first ? strlen(first) : 0, value, value ? strlen(value) : 0},
		{second, second ? strlen(second) : 0, other, other ? strlen(other) : 0},
	};
	struct gate_request request = {
		.headers = headers, .count = (first != NULL) + (second != NULL)};

	return forwarded_address(&request, peer, trusted, out);
}

static const char *by_own(const char *peer, const char *value)
{
	return address_of(peer, PROXIES, "X-Forwarded-For", value, NULL, NULL);
}

static const char *by_common(const char *peer, const char *value)
{
	return address_of(peer, PROXIES, "forwarded", value, NULL, NULL);
}

static void believes_nobody_by_itself(void **state)
{
	(void)state;
	assert_string_equal(
		address_of("10.0.0.1", NULL, "X-Forwarded-For", "1.2.3.4", NULL, NULL), "10.0.0.1");
	assert_string_equal(by_own("10.0.0.3", "1.2.3.4"), "10.0.0.3");
	assert_string_equal(address_of("10.0.0.1", PROXIES, NULL, NULL, NULL, NULL), "10.0.0.1");
}

static void takes_the_last_hop_that_is_no_proxy(void **state)
{
	(void)state;
	assert_string_equal(by_own("10.0.0.1", "1.2.3.4"), "1.2.3.4");
	assert_string_equal(by_own("10.0.0.1", "6.6.6.6, 1.2.3.4"), "1.2.3.4");
	assert_string_equal(by_own("10.0.0.1", "6.6.6.6, 1.2.3.4 , 10.0.0.2"), "1.2.3.4");
	assert_string_equal(by_own("::1", "2001:db8:0::7"), "2001:db8::7");
	assert_string_equal(by_own("10.0.0.1", "10.0.0.2"), "10.0.0.1");
	assert_string_equal(by_own("10.0.0.1", "1.2.3.4:5678"), "1.2.3.4");
	assert_string_equal(by_own("10.0.0.1", "[2001:db8::7]:443"), "2001:db8::7");
}

/* What is behind nonsense may be nonsense of the client. */
static void stops_at_nonsense(void **state)
{
	(void)state;
	assert_string_equal(by_own("10.0.0.1", ""), "10.0.0.1");
	assert_string_equal(by_own("10.0.0.1", "1.2.3.4, unknown"), "10.0.0.1");
	assert_string_equal(by_own("10.0.0.1", "1.2.3.4, ,10.0.0.2"), "10.0.0.1");
	assert_string_equal(by_own("10.0.0.1", "1.2.3.4.5"), "10.0.0.1");
	assert_string_equal(
		by_own("10.0.0.1", "1111111111111111111111111111111111111111111111111111111111"),
		"10.0.0.1");
}

static void reads_the_common_header(void **state)
{
	(void)state;
	assert_string_equal(by_common("10.0.0.1", "for=1.2.3.4"), "1.2.3.4");
	assert_string_equal(
		by_common("10.0.0.1", "for=6.6.6.6, proto=https; For=\"1.2.3.4:99\";by=10.0.0.1"),
		"1.2.3.4");
	assert_string_equal(by_common("10.0.0.1", "for=\"[2001:db8::7]:4711\""), "2001:db8::7");
	assert_string_equal(by_common("10.0.0.1", "for=_hidden"), "10.0.0.1");
	assert_string_equal(by_common("10.0.0.1", "proto=https"), "10.0.0.1");
}

/* haproxy adds a line of its own; the last one is the nearest. */
static void joins_lines(void **state)
{
	(void)state;
	assert_string_equal(address_of("10.0.0.1", PROXIES, "X-Forwarded-For", "6.6.6.6",
				    "X-Forwarded-For", "1.2.3.4"),
		"1.2.3.4");
	assert_string_equal(address_of("10.0.0.1", PROXIES, "X-Forwarded-For", "1.2.3.4",
				    "X-Forwarded-For", "10.0.0.2"),
		"1.2.3.4");
	assert_string_equal(address_of("10.0.0.1", PROXIES, "X-Forwarded-For", "1.2.3.4",
				    "X-Forwarded-For", "nonsense"),
		"10.0.0.1");
}

/* One of them is the client's, and nobody knows which. */
static void believes_none_of_both(void **state)
{
	(void)state;
	assert_string_equal(address_of("10.0.0.1", PROXIES, "X-Forwarded-For", "1.2.3.4",
				    "Forwarded", "for=1.2.3.4"),
		"10.0.0.1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(believes_nobody_by_itself),
		cmocka_unit_test(takes_the_last_hop_that_is_no_proxy),
		cmocka_unit_test(stops_at_nonsense),
		cmocka_unit_test(reads_the_common_header),
		cmocka_unit_test(joins_lines),
		cmocka_unit_test(believes_none_of_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
