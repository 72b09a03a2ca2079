/* What is suggested for a name that nobody has, and how many names a request compares for it. */
#include "fixture/fixture.h"

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

/* How many candidates a request looks at that has 5,000 unknown names among 3,000 others, all of
 * this length. */
static size_t compared(size_t length)
{
	enum { NAMES = 5000, CANDIDATES = 3000 };
	struct request req = {0};
	char name[201], candidate[201];
	size_t count = 0;

	memset(name, 'n', sizeof name);
	memset(candidate, 'c', sizeof candidate);
	name[length] = candidate[length] = '\0';
	for (size_t n = 0; n < NAMES; n++) {
		struct closest closest = closest_to(&req, name);

		for (size_t i = 0; i < CANDIDATES && closest_wants(&closest); i++, count++)
			closest_add(&req, &closest, candidate, candidate);
		assert_string_equal(closest_list(&req, &closest), "");
	}
	req_free_memory(&req);
	return count;
}

/* The work is bounded by the request, not by its names or by those that there are. */
static void compares_only_so_many(void **state)
{
	(void)state;
	assert_int_equal(compared(8), 50 * 2000);
	/* 250 comparisons of 200 letters with 200; then one look for each of the names. */
	assert_int_equal(compared(200), 10000000 / (200 * 200) + 50);
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
