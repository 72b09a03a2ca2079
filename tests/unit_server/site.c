/* Where sessions may be given, and which requests come from the server's own pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/config.h"
#include "base/site.h"

static void start(const char *listen, const char *url, bool insecure)
{
	struct config config = {.listen = listen, .public_url = url, .insecure_sessions = insecure};

	assert_true(site_start(&config));
}

static bool own(const char *host, const char *origin)
{
	return site_is_own(&(struct site_request){.host = host, .origin = origin, .custom = "1"});
}

static void gives_sessions_where_nobody_listens(void **state)
{
	(void)state;
	start("127.0.0.1:8080", NULL, false);
	assert_true(site_gives_sessions());
	assert_string_equal(site_cookie(), "sid");
	start("[::1]:8080", NULL, false);
	assert_true(site_gives_sessions());
	start("0.0.0.0:8080", NULL, false);
	assert_false(site_gives_sessions());
	start("10.0.0.4:8080", NULL, false);
	assert_false(site_gives_sessions());
	start("10.0.0.4:8080", NULL, true);
	assert_true(site_gives_sessions());
	start("127.0.0.1:8080", "http://thidua.example.vn", false);
	assert_false(site_gives_sessions());
	start("127.0.0.1:8080", "http://localhost:8080", false);
	assert_true(site_gives_sessions());
	start("0.0.0.0:8080", "https://thidua.example.vn", false);
	assert_true(site_gives_sessions());
	assert_string_equal(site_cookie(), "__Host-sid");
}

static void refuses_what_is_no_origin(void **state)
{
	static const char *const urls[] = {"thidua.example.vn", "https://", "ftp://a",
		"https://a.vn/", "https://a.vn/b", "https://A.vn", "https://a b", ""};

	(void)state;
	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
		struct config config = {.listen = "127.0.0.1:0", .public_url = urls[i]};

		assert_false(site_start(&config));
	}
}

static void knows_its_pages_by_the_public_url(void **state)
{
	(void)state;
	start("0.0.0.0:8080", "https://a.vn", false);
	assert_true(own("a.vn", "https://a.vn"));
	assert_false(own("a.vn", "http://a.vn"));
	assert_false(own("a.vn", "https://a.vn:444"));
	assert_false(own("a.vn", "https://a.vn.evil.vn"));
	assert_false(own("10.0.0.4:8080", "https://a.vn"));
	assert_false(own("a.vn", NULL));
	assert_false(own(NULL, "https://a.vn"));
}

/* A name that was made to lead to 127.0.0.1 is another site. */
static void knows_its_pages_by_the_host(void **state)
{
	(void)state;
	start("127.0.0.1:8080", NULL, false);
	assert_true(own("127.0.0.1:8080", "http://127.0.0.1:8080"));
	assert_true(own("localhost:8080", "http://localhost:8080"));
	assert_false(own("127.0.0.1:8080", "http://localhost:8080"));
	assert_false(own("127.0.0.1:8080", "http://127.0.0.1:8081"));
	assert_false(own("evil.vn:8080", "http://evil.vn:8080"));
	assert_false(own("localhost.evil.vn", "http://localhost.evil.vn"));
	assert_false(own("127.0.0.1:8080", "null"));
	start("10.0.0.4:8080", NULL, true);
	assert_true(own("thidua.lan:8080", "http://thidua.lan:8080"));
	assert_false(own("thidua.lan:8080", "http://evil.vn:8080"));
}

static void wants_all_three_signs(void **state)
{
	struct site_request request = {.host = "localhost", .origin = "http://localhost"};

	(void)state;
	start("127.0.0.1:80", NULL, false);
	assert_false(site_is_own(&request));
	request.custom = "0";
	assert_false(site_is_own(&request));
	request.custom = "1";
	assert_true(site_is_own(&request));
	request.fetch_site = "same-origin";
	assert_true(site_is_own(&request));
	request.fetch_site = "same-site";
	assert_false(site_is_own(&request));
	request.fetch_site = "none";
	assert_false(site_is_own(&request));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_sessions_where_nobody_listens),
		cmocka_unit_test(refuses_what_is_no_origin),
		cmocka_unit_test(knows_its_pages_by_the_public_url),
		cmocka_unit_test(knows_its_pages_by_the_host),
		cmocka_unit_test(wants_all_three_signs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
