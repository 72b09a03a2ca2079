/* What a Vietnamese sentence says for the words of the state machines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lifecycle.h"
#include "request/problem_words.h"

static void assert_known(const char *word)
{
	if (word && !word_in_vietnamese(word, strlen(word)))
		fail_msg("\"%s\" has no Vietnamese word", word);
}

static void knows_every_event_and_state(void **state)
{
	(void)state;
	for (const struct machine *const *machine = machines; *machine; machine++) {
		for (size_t i = 0; i < (*machine)->count; i++) {
			const struct transition *row = &(*machine)->transitions[i];

			assert_known(row->event);
			assert_known(row->to);
			for (size_t j = 0; j < TRANSITION_STATES; j++)
				assert_known(row->from[j]);
		}
	}
}

static void looks_at_whole_words(void **state)
{
	(void)state;
	assert_string_equal(word_in_vietnamese("grant, reject", 5), "tặng");
	assert_null(word_in_vietnamese("grant", 4));
	assert_null(word_in_vietnamese("Gia Lai", 7));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_every_event_and_state),
		cmocka_unit_test(looks_at_whole_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
