/* The arena: zeroed, aligned, apart from each other, and a failure that is remembered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"

static void gives_zeroed_aligned_memory_of_its_own(void **state)
{
	enum { COUNT = 1500 };
	static unsigned char *given[COUNT];
	struct arena arena = {0};

	(void)state;
	/* Sizes that leave a rest in a chunk, fill one to its end, and are larger than one. */
	for (size_t size = 0; size < COUNT; size++) {
		unsigned char *memory = arena_alloc(&arena, size);

		assert_non_null(memory);
		assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(memory[i], 0);
		memset(memory, (int)(size & 0xff), size);
		given[size] = memory;
	}
	for (size_t size = 0; size < COUNT; size++)
		for (size_t i = 0; i < size; i++)
			assert_int_equal(given[size][i], size & 0xff);
	assert_false(arena.failed);
	arena_free(&arena);
}

static void a_failure_is_remembered(void **state)
{
	struct arena arena = {0};

	(void)state;
	char *kept = arena_alloc(&arena, 8);
	memcpy(kept, "Gia Lai", 8);
	for (size_t less = 0; less < 64; less++)
		assert_null(arena_alloc(&arena, SIZE_MAX - less));
	assert_true(arena.failed);
	assert_non_null(arena_alloc(&arena, 8));
	assert_true(arena.failed);
	assert_string_equal(kept, "Gia Lai");
	arena_free(&arena);
}

static void is_used_again_after_the_end(void **state)
{
	struct arena arena = {0};

	(void)state;
	arena_free(&arena); /* nothing in it */
	assert_null(arena_alloc(&arena, SIZE_MAX));
	memset(arena_alloc(&arena, 2000), 1, 2000);
	arena_free(&arena);
	arena_free(&arena);
	assert_false(arena.failed);
	assert_int_equal(*(char *)arena_alloc(&arena, 1), 0);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_zeroed_aligned_memory_of_its_own),
		cmocka_unit_test(a_failure_is_remembered),
		cmocka_unit_test(is_used_again_after_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
