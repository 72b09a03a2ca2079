/* Which passwords are too easy to guess, and that the list of words can find what it is for. */
#include "fixture/fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "office/password.h"
#include "text.h"

static const char *fault_of(const char *password)
{
	struct request req = {0};
	const char *fault = password_fault(&req, password, "mai.gl", "Nguyễn Thị Mai");

	req_free_memory(&req);
	return fault ? fault : "";
}

static void refuses_common_words_however_they_are_written(void **state)
{
	static const char *const common[] = {"gialai123456", "GiaLai@2026!!", "Gia Lai 2026 !",
		"matkhau12345", "Mật khẩu 123", "qwertyuiop[]", "123456789012", "aaaaaaaaaaaa",
		"passwordpassword", "P.a.s.s.w.o.r.d.", "vienkiemsat2026", "Viện kiểm sát 26",
		"anhyeuem123456", "............"};

	(void)state;
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		assert_string_equal(fault_of(common[i]), "common");
}

static void refuses_what_names_the_user(void **state)
{
	(void)state;
	assert_string_equal(fault_of("mai.gl đọc sách"), "own");
	assert_string_equal(fault_of("đọc sách cùng Mai-GL"), "own");
	assert_string_equal(fault_of("nguyen thi mai doc sach"), "own");
	assert_string_equal(fault_of("NGUYỄNTHỊMAI đọc sách"), "own");
}

static void takes_sentences(void **state)
{
	static const char *const good[] = {"Sáng nay trời nhiều mây", "correct horse battery",
		"tôi ăn phở lúc bảy giờ", "xk29-qwpm-77ab", "ba con bò gặm cỏ"};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_string_equal(fault_of(good[i]), "");
}

/* A word that is not in the form that is looked for would never be found. */
static void lists_words_as_they_are_compared(void **state)
{
	const char *word = embed_common_words.data;
	size_t count = 0;

	(void)state;
	for (; *word; count++) {
		char text[64] = "";
		size_t size = strcspn(word, "\n");

		assert_in_range(size, 3, sizeof text - 1);
		memcpy(text, word, size);
		char *folded = text_fold(text);

		assert_string_equal(text, folded);
		free(folded);
		word += size + (word[size] == '\n');
	}
	assert_true(count > 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_common_words_however_they_are_written),
		cmocka_unit_test(refuses_what_names_the_user),
		cmocka_unit_test(takes_sentences),
		cmocka_unit_test(lists_words_as_they_are_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
