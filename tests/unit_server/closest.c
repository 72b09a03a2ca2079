/* What is suggested for a name that nobody has, and how many names a request compares for it. */
#include "fixture/fixture.h"

#include <stdio.h>
#include <string.h>

#include "request/closest.h"

static const char *suggested(
	struct request *req, const char *name, const char *const *candidates, size_t count)
{
	struct closest closest = closest_to(req, name);

	for (size_t i = 0; i < count && closest_wants(&closest); i++)
		closest_add(req, &closest, candidates[i], candidates[i]);
	return closest_list(req, &closest);
}

static void names_the_closest_first(void **state)
{
	static const char *const candidates[] = {
		"nguyen van anh", "tran thi hanh", "nguyen van an", "le van an"};
	struct request req = {0};

	(void)state;
	assert_string_equal(suggested(&req, "Nguyễn Văn Ân", candidates, 4),
		"nguyen van an,nguyen van anh,le van an");
	req_free_memory(&req);
}

static void names_nothing_that_is_far(void **state)
{
	static const char *const candidates[] = {"tran", "le", "a name that is much longer"};
	struct request req = {0};

	(void)state;
	assert_string_equal(suggested(&req, "Phúc", candidates, 3), "");
	req_free_memory(&req);
}

/* The work is bounded by the request, not by its names or by those that there are. */
static void compares_only_so_many(void **state)
{
	enum { NAMES = 5000, CANDIDATES = 3000 };
	struct request req = {0};
	char name[24], candidate[24];
	size_t compared = 0;

	(void)state;
	for (size_t n = 0; n < NAMES; n++) {
		snprintf(name, sizeof name, "nobody %zu", n);
		struct closest closest = closest_to(&req, name);

		for (size_t i = 0; i < CANDIDATES && closest_wants(&closest); i++, compared++) {
			snprintf(candidate, sizeof candidate, "person %zu", i);
			closest_add(&req, &closest, candidate, candidate);
		}
		assert_non_null(closest_list(&req, &closest));
	}
	assert_int_equal(compared, 50 * 2000);
	req_free_memory(&req);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_the_closest_first),
		cmocka_unit_test(names_nothing_that_is_far),
		cmocka_unit_test(compares_only_so_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
