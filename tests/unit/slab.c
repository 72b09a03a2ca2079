/* Slabs: what they give, when they are used up, and that their addresses tell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "slab.h"

#define OWNERS 3000 /* more than there are slabs */

static struct slabs owners[OWNERS];

/* Under the sanitizers there are none. */
static void need_slabs(void)
{
	struct slabs slabs = {0};
	bool given = slabs_alloc(&slabs, 1) != NULL;

	slabs_free(&slabs);
	if (!given)
		skip();
}

static void gives_until_it_is_used_up(void **state)
{
	(void)state;
	struct slabs slabs = {0};
	size_t given = 0;
	char *before = NULL, *memory;

	need_slabs();
	while ((memory = slabs_alloc(&slabs, 24))) {
		assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
		assert_true(!before || memory >= before + 24 || memory < before);
		memset(memory, 0x5a, 24);
		before = memory;
		given++;
	}
	assert_int_equal(given, SLABS_EACH * SLAB_SIZE / 32);
	slabs_free(&slabs);
	assert_non_null(slabs_alloc(&slabs, 24));
	slabs_free(&slabs);
}

static void what_is_large_is_left_to_others(void **state)
{
	(void)state;
	struct slabs slabs = {0};

	assert_null(slabs_alloc(&slabs, SLAB_SIZE));
	assert_null(slabs_alloc(&slabs, SIZE_MAX));
	assert_int_equal(slabs.count, 0);
}

static void addresses_tell(void **state)
{
	(void)state;
	struct slabs slabs = {0};
	void *other = malloc(24);

	need_slabs();
	assert_true(slabs_own(slabs_alloc(&slabs, 24)));
	assert_false(slabs_own(other));
	assert_false(slabs_own(NULL));
	slabs_free(&slabs);
	free(other);
}

/* Nobody has another one's memory, and what comes back is given again. */
static void a_crowd(void **state)
{
	(void)state;
	size_t served[2] = {0};

	need_slabs();
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < OWNERS; i++) {
			size_t *memory = slabs_alloc(&owners[i], sizeof *memory);

			if (memory)
				*memory = i;
			served[round] += memory != NULL;
		}
		for (size_t i = 0; i < OWNERS; i++) {
			assert_true(!owners[i].count || *(size_t *)(void *)owners[i].slab[0] == i);
			slabs_free(&owners[i]);
		}
	}
	assert_true(served[0] > 1000 && served[0] < OWNERS);
	assert_int_equal(served[0], served[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_until_it_is_used_up),
		cmocka_unit_test(what_is_large_is_left_to_others),
		cmocka_unit_test(addresses_tell),
		cmocka_unit_test(a_crowd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
